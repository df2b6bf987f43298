//! The provisional report of a meeting: typed, sent from the app, or sent with the closing. All use one
//! function. A report that repeats the last version makes no new one, and a number hears of each
//! version once. R68, ADR 0015.

use super::contacts::known_hamlet;
use super::{ContactRole, SmsRefused, compare, minutes_signed, outbox};
use crate::access::{Act, Officer, Where};
use crate::error::AppError;
use crate::meeting::{heard_on, may_write, place_of, stage};
use crate::{App, logged};
use domain::area::AreaCode;
use domain::deliberation::minutes::Recap;
use domain::deliberation::sheet::hamlet_key;
use domain::deliberation::sms::{MeetingCode, Message, PlaceName, ProvisionalCounts};
use domain::event::{Event, SmsEvent};
use domain::round::MeetingState;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::meeting::StageRow;
use store::sms::{ContactRow, ReportRow, SmsState};
use store::{NewEvent, Reader, Tx};

/// What was done with a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The version that holds now.
    pub report: ReportRow,
    /// Whether it says something new.
    pub changed: bool,
    /// Numbers of the TKPKDesa it is for.
    pub told: usize,
    /// Of these the ones it was queued for now; the others have had it.
    pub queued: usize,
}

/// Sends the provisional report of a meeting from the app. R68.
pub async fn send_report(
    app: &App,
    officer: &Officer,
    place: &Where,
    hamlet: &str,
    counts: ProvisionalCounts,
) -> Result<Reported, AppError> {
    officer.may(Act::SignMinutes, place.clone())?;
    let desa = place.area;
    let mut tx = app.store.begin(desa.as_str()).await?;
    let hamlet = known_hamlet(&mut tx, desa, hamlet).await?;
    from_app(app, officer, tx, desa, hamlet, counts).await
}

/// Sends the provisional report of a meeting with the counts its journal has here, or, once closed, with
/// those of the minutes in force: never with counts from a device. From a device it may who may send its
/// entries; from the office who signs the minutes. Saying it again sends to nobody who has had it.
pub async fn report_meeting(
    app: &App,
    officer: &Officer,
    meeting: &str,
    device: Option<&str>,
) -> Result<Reported, AppError> {
    let mut reader = app.store.read().await?;
    let seen = stage(&mut reader, meeting).await?;
    let place = place_of(&seen)?;
    match device {
        Some(device) => {
            may_write(officer, &place)?;
            heard_on(&mut reader, officer, meeting, device).await?;
        }
        None => officer.may(Act::SignMinutes, place.clone())?,
    }
    drop(reader);
    let mut tx = app.store.begin(&seen.desa).await?;
    let now = stage(&mut tx, meeting).await?;
    let signed = compare::signed(&mut tx, &place.area, &now.hamlet).await?;
    let counts = counts_now(&now, signed.as_ref())?;
    let hamlet = reported_as(&mut tx, &place.area, &now.hamlet).await?;
    from_app(app, officer, tx, place.area, hamlet, counts).await
}

/// What the report of a stage says now.
fn counts_now(stage: &StageRow, signed: Option<&Recap>) -> Result<ProvisionalCounts, SmsRefused> {
    match signed {
        Some(_) if stage.closed_at_ms.is_none() => Err(SmsRefused::Correcting(stage.stage)),
        Some(recap) => Ok(ProvisionalCounts::of(recap)),
        None if stage.entry_count == 0 || (stage.row_count > 0 && stage.coded == 0) => Err(SmsRefused::NothingCoded),
        None => Ok(ProvisionalCounts::of(&stage.counts)),
    }
}

/// The hamlet as its reports spell it so far, so that versions stay together.
async fn reported_as(reader: &mut Reader, desa: &AreaCode, hamlet: &str) -> Result<String, AppError> {
    let last = last_of(reader, desa, hamlet).await?;
    Ok(last.map_or_else(|| hamlet.to_owned(), |r| r.hamlet))
}

async fn last_of(reader: &mut Reader, desa: &AreaCode, hamlet: &str) -> Result<Option<ReportRow>, AppError> {
    let key = hamlet_key(hamlet);
    let reports = reader.provisional_reports(desa.as_str()).await?;
    Ok(reports.into_iter().find(|r| hamlet_key(&r.hamlet) == key))
}

async fn from_app(
    app: &App,
    officer: &Officer,
    mut tx: Tx,
    desa: AreaCode,
    hamlet: String,
    counts: ProvisionalCounts,
) -> Result<Reported, AppError> {
    let name = PlaceName::parse(&hamlet).ok_or(SmsRefused::NoHamlet(hamlet))?;
    let asker = officer.id.as_str();
    let meeting = MeetingCode { desa, hamlet: name };
    let (report, before) = take(app, &mut tx, &meeting, counts, "APLIKASI", asker).await?;
    let changed = before != Some(counts);
    let numbers = recipients(&mut tx, &report, None).await?;
    let unsent = unsent(&mut tx, &report, &numbers).await?;
    if !changed && unsent.is_empty() {
        return Ok(Reported { report, changed, told: numbers.len(), queued: 0 });
    }
    if !unsent.is_empty() {
        outbox::within_limit(app, &mut tx, asker).await?;
    }
    queue_for(app, &mut tx, &meeting, &report, asker, &unsent).await?;
    let event = reported(app, &report, asker);
    tx.commit(event).await?;
    Ok(Reported { report, changed, told: numbers.len(), queued: unsent.len() })
}

/// Puts a report into the change; gives the version that holds and the counts before it.
pub(super) async fn take(
    app: &App,
    tx: &mut Tx,
    meeting: &MeetingCode,
    counts: ProvisionalCounts,
    source: &str,
    sender: &str,
) -> Result<(ReportRow, Option<ProvisionalCounts>), AppError> {
    let (desa, hamlet) = (meeting.desa.as_str(), meeting.hamlet.as_str());
    let last = tx.provisional_versions(desa, hamlet).await?.into_iter().next();
    if let Some(same) = last.as_ref().filter(|l| l.counts == counts) {
        return Ok((same.clone(), Some(counts)));
    }
    let no = last.as_ref().map_or(1, |l| l.no + 1);
    let mut row = version(app, meeting, no, counts, source, sender);
    if let Some(recap) = compare::signed(tx, &meeting.desa, hamlet).await? {
        compare::flag(&mut row, &recap, app.now_ms());
    }
    tx.put_provisional_report(&row);
    Ok((row, last.map(|l| l.counts)))
}

fn version(
    app: &App,
    meeting: &MeetingCode,
    no: i64,
    counts: ProvisionalCounts,
    source: &str,
    sender: &str,
) -> ReportRow {
    ReportRow {
        desa: meeting.desa.as_str().to_owned(),
        hamlet: meeting.hamlet.as_str().to_owned(),
        no,
        counts,
        source: source.to_owned(),
        sender: sender.to_owned(),
        at_ms: app.now_ms(),
        flag: "MENUNGGU".to_owned(),
        minutes: String::new(),
        compared_at_ms: None,
    }
}

/// Numbers of the TKPKDesa a report is for: all but the one it came from.
async fn recipients(reader: &mut Reader, report: &ReportRow, but: Option<&str>) -> Result<Vec<ContactRow>, AppError> {
    let mut numbers = tkpkdesa(reader, &report.desa).await?;
    numbers.retain(|c| but != Some(c.phone.as_str()) && report.sender != c.phone);
    Ok(numbers)
}

async fn tkpkdesa(reader: &mut Reader, desa: &str) -> Result<Vec<ContactRow>, AppError> {
    let mut numbers = reader.sms_contacts(desa).await?;
    numbers.retain(|c| c.role == ContactRole::Tkpkdesa.code());
    Ok(numbers)
}

/// What queues a version for a number: the same cause is one message.
fn cause(report: &ReportRow, number: &ContactRow) -> String {
    format!("laporan/{}/{}/{}/{}", report.desa, hamlet_key(&report.hamlet), report.no, number.phone)
}

async fn unsent(reader: &mut Reader, report: &ReportRow, numbers: &[ContactRow]) -> Result<Vec<ContactRow>, AppError> {
    let mut left = Vec::new();
    for number in numbers {
        if reader.sms_out(&cause(report, number)).await?.is_none() {
            left.push(number.clone());
        }
    }
    Ok(left)
}

async fn queue_for(
    app: &App,
    tx: &mut Tx,
    meeting: &MeetingCode,
    report: &ReportRow,
    asker: &str,
    numbers: &[ContactRow],
) -> Result<(), AppError> {
    let message = Message::Report { meeting: meeting.clone(), counts: report.counts };
    for number in numbers {
        outbox::queue(app, tx, &message, &number.body.number, asker, &cause(report, number)).await?;
    }
    Ok(())
}

/// Queues the report for every number of the TKPKDesa but the sender's own.
pub(super) async fn forward(
    app: &App,
    tx: &mut Tx,
    meeting: &MeetingCode,
    report: &ReportRow,
    asker: &str,
    but: Option<&str>,
) -> Result<(), AppError> {
    let numbers = recipients(tx, report, but).await?;
    queue_for(app, tx, meeting, report, asker, &numbers).await
}

pub(super) fn reported(app: &App, report: &ReportRow, actor: &str) -> NewEvent {
    let event = SmsEvent::ReportTaken {
        desa: report.desa.clone(),
        version: u64::try_from(report.no).unwrap_or_default(),
        counts: report.counts.to_string(),
        source: report.source.clone(),
        flag: report.flag.clone(),
    };
    logged(&Event::Sms(event), actor, app.now_ms())
}

/// To be called in the change that closes a meeting. A report that is there is compared with the minutes;
/// when there is none yet, the counts of the minutes become it and are queued for the TKPKDesa, so that it
/// always hears of a closing. Nothing of this turns a closing back: without a number, or past the daily
/// limit, the report waits at the meeting's page. Gives what the event tells of a report made here. R68.
pub(crate) async fn meeting_closed(
    app: &App,
    officer: &Officer,
    tx: &mut Tx,
    stage: &StageRow,
    recap: &Recap,
) -> Result<Option<Value>, AppError> {
    let desa = place_of(stage)?.area;
    if minutes_signed(app, tx, &desa, &stage.hamlet, recap).await?.is_some() {
        return Ok(None);
    }
    let Some(name) = PlaceName::parse(&stage.hamlet) else {
        return Ok(Some(json!({ "queued": 0, "held": SmsRefused::NoHamlet(stage.hamlet.clone()).code() })));
    };
    let asker = officer.id.as_str();
    let meeting = MeetingCode { desa, hamlet: name };
    let mut report = version(app, &meeting, 1, ProvisionalCounts::of(recap), "APLIKASI", asker);
    // the same moment tells the page that the closing made it
    report.at_ms = stage.closed_at_ms.unwrap_or(report.at_ms);
    // the minutes of this change are not yet there to be read
    compare::flag(&mut report, recap, app.now_ms());
    tx.put_provisional_report(&report);
    let numbers = recipients(tx, &report, None).await?;
    let held = match outbox::within_limit(app, tx, asker).await {
        Ok(()) => None,
        Err(AppError::Sms(limit)) => Some(limit.code()),
        Err(other) => return Err(other),
    };
    let queued = if held.is_none() { numbers } else { Vec::new() };
    queue_for(app, tx, &meeting, &report, asker, &queued).await?;
    Ok(Some(json!({
        "version": report.no, "counts": report.counts.to_string(), "queued": queued.len(), "held": held,
    })))
}

/// How far the messages of one report are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OnItsWay {
    /// Numbers of the TKPKDesa it is for.
    pub numbers: usize,
    /// It was not queued for them: entered since, or past the daily limit.
    pub unsent: usize,
    /// Waiting, or with the centre.
    pub underway: usize,
    /// On the phone.
    pub delivered: usize,
    /// Given up.
    pub failed: usize,
}

/// The report of a hamlet as the page of its meeting shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownReport {
    /// The version that holds.
    pub report: Option<ReportRow>,
    /// Its messages.
    pub way: OnItsWay,
    /// Whether nobody hears of it: no number of the TKPKDesa is entered.
    pub reaches_nobody: bool,
}

/// The report of a hamlet with how far its messages are.
pub(crate) async fn shown(reader: &mut Reader, desa: &AreaCode, hamlet: &str) -> Result<ShownReport, AppError> {
    let Some(report) = last_of(reader, desa, hamlet).await? else {
        let reaches_nobody = tkpkdesa(reader, desa.as_str()).await?.is_empty();
        return Ok(ShownReport { reaches_nobody, ..ShownReport::default() });
    };
    let mut way = OnItsWay::default();
    for number in recipients(reader, &report, None).await? {
        way.numbers += 1;
        match reader.sms_out(&cause(&report, &number)).await?.map(|m| m.state) {
            None => way.unsent += 1,
            Some(SmsState::Queued | SmsState::Submitted | SmsState::Sent) => way.underway += 1,
            Some(SmsState::Delivered) => way.delivered += 1,
            Some(SmsState::Failed) => way.failed += 1,
        }
    }
    let reaches_nobody = tkpkdesa(reader, desa.as_str()).await?.is_empty();
    Ok(ShownReport { report: Some(report), way, reaches_nobody })
}

/// Hamlets of an area, by desa and key, whose report has gone out: it came by SMS, or the centre has taken
/// a message of it. Domain §2.2, SMS_TERKIRIM.
pub(crate) async fn gone_out(reader: &mut Reader, area: &AreaCode) -> Result<BTreeSet<(String, String)>, AppError> {
    let typed = reader.provisional_reports(area.as_str()).await?.into_iter().filter(|r| r.source == "SMS");
    let typed: Vec<(String, String)> = typed.map(|r| (r.desa, r.hamlet)).collect();
    let taken = reader.sms_reports_taken(area.as_str()).await?;
    Ok(typed.into_iter().chain(taken).map(|(desa, hamlet)| (desa, hamlet_key(&hamlet))).collect())
}

/// The state of a closed stage with what became of its report. R68, domain §2.2.
pub(crate) fn state_of(stage: &StageRow, gone_out: &BTreeSet<(String, String)>) -> String {
    let key = (stage.desa.clone(), hamlet_key(&stage.hamlet));
    match stage.state {
        MeetingState::Signed if gone_out.contains(&key) => MeetingState::SmsSent,
        state => state,
    }
    .code()
    .to_owned()
}

/// What the desa view shows: the report that holds for each hamlet, with its flag.
pub async fn provisional_of(app: &App, officer: &Officer, area: AreaCode) -> Result<Vec<ReportRow>, AppError> {
    officer.may(Act::SeeMeetings, area)?;
    Ok(app.store.read().await?.provisional_reports(area.as_str()).await?)
}
