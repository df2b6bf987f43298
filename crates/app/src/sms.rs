//! SMS: provisional reports sent from the app or typed on a plain phone, answered, compared with the
//! signed minutes; reminders to late hamlets. R68, ADR 0015.

mod compare;
mod inbox;
mod outbox;
mod refused;
mod remind;
mod work;

pub use compare::{compare_all, minutes_signed};
pub use inbox::receive;
pub use outbox::resend;
pub use refused::SmsRefused;
pub use remind::{Reminded, remind_late};
pub(crate) use remind::{remind_desa, reminded_desas};
pub use work::attend;

use crate::App;
use crate::access::{Act, Officer, Where};
use crate::error::AppError;
use domain::area::{AreaCode, AreaLevel};
use domain::deliberation::sheet::hamlet_key;
use domain::deliberation::sms::{MeetingCode, Message, Phone, PlaceName, ProvisionalCounts};
use store::sms::{ContactBody, ContactRow, InRow, OutRow, ReportRow};
use store::{NewEvent, Tx};

/// Kind of the job that reminds the late hamlets of an area; its argument is the area's code. Asked for
/// through [`crate::job::ask`] with [`Act::IssueForms`].
pub const REMIND_JOB: &str = "sms_remind";

/// How SMS is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmsSettings {
    /// Messages one account or one phone may cause in a day.
    pub daily_limit: i64,
    /// How long the centre may try to deliver a message, in milliseconds.
    pub validity_ms: i64,
    /// How long after that a receipt may still come.
    pub grace_ms: i64,
    /// How often a message is handed over before it is given up.
    pub attempts_max: i64,
    /// Wait before the second attempt; doubled for each further one, at most an hour.
    pub retry_ms: i64,
    /// The same text from the same phone within this time is one message.
    pub repeat_ms: i64,
    /// The centre splits long messages by itself.
    pub centre_splits: bool,
}

impl Default for SmsSettings {
    fn default() -> Self {
        Self {
            daily_limit: 40,
            validity_ms: 6 * 3_600_000,
            grace_ms: 10 * 60_000,
            attempts_max: 6,
            retry_ms: 30_000,
            repeat_ms: 120_000,
            centre_splits: false,
        }
    }
}

/// What a number is entered as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactRole {
    /// Tim Koordinasi of the desa: gets every report.
    Tkpkdesa,
    /// Dukuh of a hamlet.
    Dukuh,
    /// Asisten fasilitator of a hamlet.
    Asisten,
}

impl ContactRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Tkpkdesa, Self::Dukuh, Self::Asisten];
    /// The stored word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Tkpkdesa => "TKPKDESA",
            Self::Dukuh => "DUKUH",
            Self::Asisten => "ASISTEN",
        }
    }
    /// From the stored word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// Enters a telephone number: for the TKPKDesa with an empty `hamlet`. A number belongs to one place.
pub async fn enter_contact(
    app: &App,
    officer: &Officer,
    desa: AreaCode,
    hamlet: &str,
    role: ContactRole,
    phone: &Phone,
) -> Result<ContactRow, AppError> {
    officer.may(Act::IssueForms, desa)?;
    if desa.level() != AreaLevel::Desa {
        return Err(SmsRefused::NoDesa(desa.dotted()).into());
    }
    let mut tx = app.store.begin(desa.as_str()).await?;
    let hamlet = match role {
        ContactRole::Tkpkdesa => String::new(),
        ContactRole::Dukuh | ContactRole::Asisten => known_hamlet(&mut tx, desa, hamlet).await?,
    };
    let row = ContactRow {
        phone: app.store.phone_key(phone.expose()),
        desa: desa.as_str().to_owned(),
        hamlet,
        role: role.code().to_owned(),
        changed_at_ms: app.now_ms(),
        body: ContactBody { number: phone.expose().to_owned() },
    };
    tx.put_sms_contact(&row);
    let event = NewEvent::new("sms.contact_entered", officer.id.as_str(), app.now_ms())
        .with(serde_json::json!({ "desa": row.desa, "role": row.role }));
    tx.commit(event).await?;
    Ok(row)
}

/// Forgets a telephone number.
pub async fn forget_contact(app: &App, officer: &Officer, phone: &Phone) -> Result<bool, AppError> {
    let key = app.store.phone_key(phone.expose());
    let Some(found) = app.store.read().await?.sms_contact(&key).await? else { return Ok(false) };
    let desa = desa_of(&found.desa)?;
    officer.may(Act::IssueForms, desa)?;
    let mut tx = app.store.begin(desa.as_str()).await?;
    tx.delete_sms_contact(&key);
    let event = NewEvent::new("sms.contact_forgotten", officer.id.as_str(), app.now_ms())
        .with(serde_json::json!({ "desa": found.desa, "role": found.role }));
    tx.commit(event).await?;
    Ok(true)
}

/// The numbers entered for a desa, masked: role, hamlet, `62…90`.
pub async fn contacts(app: &App, officer: &Officer, desa: AreaCode) -> Result<Vec<(String, String, String)>, AppError> {
    officer.may(Act::SeeMeetings, desa)?;
    let rows = app.store.read().await?.sms_contacts(desa.as_str()).await?;
    Ok(rows
        .into_iter()
        .map(|c| {
            (
                c.role,
                c.hamlet,
                Phone::parse(&format!("+{}", c.body.number)).map_or_else(|_| "…".to_owned(), |p| p.to_string()),
            )
        })
        .collect())
}

/// What was done with a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The version that holds now.
    pub report: ReportRow,
    /// Whether it says something new.
    pub changed: bool,
    /// Numbers of the TKPKDesa it goes to.
    pub told: usize,
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
    let name = PlaceName::parse(&hamlet).ok_or_else(|| SmsRefused::NoHamlet(hamlet.clone()))?;
    let asker = officer.id.as_str();
    outbox::within_limit(app, &mut tx, asker).await?;
    let meeting = MeetingCode { desa, hamlet: name };
    let (report, before) = take(app, &mut tx, &meeting, counts, "APLIKASI", asker).await?;
    let told = forward(app, &mut tx, &meeting, &report, asker, None).await?;
    let event = reported(app, &report, asker);
    tx.commit(event).await?;
    Ok(Reported { changed: before != Some(counts), report, told })
}

/// Puts a report into the change; gives the version that holds and the counts before it.
async fn take(
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
    let mut row = ReportRow {
        desa: desa.to_owned(),
        hamlet: hamlet.to_owned(),
        no: last.as_ref().map_or(1, |l| l.no + 1),
        counts,
        source: source.to_owned(),
        sender: sender.to_owned(),
        at_ms: app.now_ms(),
        flag: "MENUNGGU".to_owned(),
        minutes: String::new(),
        compared_at_ms: None,
    };
    if let Some(recap) = compare::signed(tx, &meeting.desa, hamlet).await? {
        compare::flag(&mut row, &recap, app.now_ms());
    }
    tx.put_provisional_report(&row);
    Ok((row, last.map(|l| l.counts)))
}

/// Queues the report for every number of the TKPKDesa but the sender's own.
async fn forward(
    app: &App,
    tx: &mut Tx,
    meeting: &MeetingCode,
    report: &ReportRow,
    asker: &str,
    but: Option<&str>,
) -> Result<usize, AppError> {
    let mut told = 0;
    let message = Message::Report { meeting: meeting.clone(), counts: report.counts };
    for contact in tx.sms_contacts(&report.desa).await? {
        if contact.role == ContactRole::Tkpkdesa.code() && but != Some(contact.phone.as_str()) {
            let cause =
                format!("laporan/{}/{}/{}/{}", report.desa, hamlet_key(&report.hamlet), report.no, contact.phone);
            outbox::queue(app, tx, &message, &contact.body.number, asker, &cause).await?;
            told += 1;
        }
    }
    Ok(told)
}

fn reported(app: &App, report: &ReportRow, actor: &str) -> NewEvent {
    NewEvent::new("sms.report_taken", actor, app.now_ms()).with(serde_json::json!({
        "desa": report.desa, "version": report.no, "counts": report.counts.to_string(), "source": report.source,
        "flag": report.flag,
    }))
}

/// What the desa view shows: the report that holds for each hamlet, with its flag.
pub async fn provisional_of(app: &App, officer: &Officer, area: AreaCode) -> Result<Vec<ReportRow>, AppError> {
    officer.may(Act::SeeMeetings, area)?;
    Ok(app.store.read().await?.provisional_reports(area.as_str()).await?)
}

/// The latest messages out and in, for who keeps the line: numbers stay masked.
pub async fn recent(app: &App, officer: &Officer, limit: i64) -> Result<(Vec<OutRow>, Vec<InRow>), AppError> {
    officer.may(Act::IssueForms, app.kabupaten().await?)?;
    let mut reader = app.store.read().await?;
    Ok((reader.sms_out_recent(limit).await?, reader.sms_in_recent(limit).await?))
}

/// The hamlet as the area table spells it.
async fn known_hamlet(tx: &mut Tx, desa: AreaCode, typed: &str) -> Result<String, AppError> {
    let areas = tx.areas().await?;
    let key = hamlet_key(typed);
    let found = areas.hamlets(&desa).iter().find(|h| hamlet_key(&h.name) == key);
    found.map(|h| h.name.clone()).ok_or_else(|| SmsRefused::NoHamlet(typed.to_owned()).into())
}

fn desa_of(code: &str) -> Result<AreaCode, AppError> {
    AreaCode::parse(code).map_err(|e| AppError::fault(e.to_string()))
}
