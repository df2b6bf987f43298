//! The provisional report against the signed minutes. R67, R68.

use super::{ContactRole, outbox};
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::{App, logged};
use domain::area::AreaCode;
use domain::deliberation::minutes::Recap;
use domain::deliberation::sheet::hamlet_key;
use domain::deliberation::sms::{MeetingCode, Message, PlaceName, ProvisionalCounts, compare};
use domain::event::{Event, SmsEvent};
use store::sms::ReportRow;
use store::{Reader, Tx};

/// What the minutes of a hamlet say, when they are signed: those of the stage in force, from a journal
/// or a sheet. R76.
pub(super) async fn signed(reader: &mut Reader, desa: &AreaCode, hamlet: &str) -> Result<Option<Recap>, AppError> {
    let key = hamlet_key(hamlet);
    let minutes = reader.signed_minutes(desa.as_str()).await?;
    Ok(minutes.into_iter().rfind(|(h, _)| hamlet_key(h) == key).map(|(_, recap)| recap))
}

/// Writes into the row how it compares.
pub(super) fn flag(row: &mut ReportRow, recap: &Recap, now_ms: i64) {
    row.flag = if compare(&row.counts, recap).is_empty() { "SAMA" } else { "BEDA" }.to_owned();
    row.minutes = ProvisionalCounts::of(recap).to_string();
    row.compared_at_ms = Some(now_ms);
}

/// To be called in the change that signs the minutes: flags the hamlet's report and queues an SMS
/// to the TKPKDesa when they differ. Gives the row when there is a report.
pub async fn minutes_signed(
    app: &App,
    tx: &mut Tx,
    desa: &AreaCode,
    hamlet: &str,
    recap: &Recap,
) -> Result<Option<ReportRow>, AppError> {
    let key = hamlet_key(hamlet);
    let reports = tx.provisional_reports(desa.as_str()).await?;
    let Some(mut row) = reports.into_iter().find(|r| hamlet_key(&r.hamlet) == key) else { return Ok(None) };
    let before = (row.flag.clone(), row.minutes.clone());
    flag(&mut row, recap, app.now_ms());
    if (row.flag.clone(), row.minutes.clone()) == before {
        return Ok(Some(row));
    }
    tx.put_provisional_report(&row);
    let differences = compare(&row.counts, recap);
    if let (false, Some(name)) = (differences.is_empty(), PlaceName::parse(&row.hamlet)) {
        let message = Message::Differs { meeting: MeetingCode { desa: *desa, hamlet: name }, differences };
        for contact in tx.sms_contacts(desa.as_str()).await? {
            if contact.role == ContactRole::Tkpkdesa.code() {
                let cause = format!("selisih/{}/{key}/{}/{}/{}", row.desa, row.no, row.minutes, contact.phone);
                outbox::queue(app, tx, &message, &contact.body.number, "sistem", &cause).await?;
            }
        }
    }
    Ok(Some(row))
}

/// Compares every report of an area with the minutes that are signed by now; gives how many were
/// compared and how many differ.
pub async fn compare_all(app: &App, officer: &Officer, area: AreaCode) -> Result<(usize, usize), AppError> {
    officer.may(Act::SeeMeetings, area)?;
    let (mut compared, mut differ) = (0, 0);
    let reports = app.store.read().await?.provisional_reports(area.as_str()).await?;
    for report in reports {
        let desa = super::desa_of(&report.desa)?;
        let mut tx = app.store.begin(desa.as_str()).await?;
        let Some(recap) = signed(&mut tx, &desa, &report.hamlet).await? else { continue };
        let Some(row) = minutes_signed(app, &mut tx, &desa, &report.hamlet, &recap).await? else { continue };
        compared += 1;
        differ += usize::from(row.flag == "BEDA");
        if (&row.flag, &row.minutes) != (&report.flag, &report.minutes) {
            let version = u64::try_from(row.no).unwrap_or_default();
            let event = SmsEvent::ReportCompared { desa: row.desa.clone(), version, flag: row.flag.clone() };
            let event = logged(&Event::Sms(event), officer.id.as_str(), app.now_ms());
            tx.commit(event).await?;
        }
    }
    Ok((compared, differ))
}
