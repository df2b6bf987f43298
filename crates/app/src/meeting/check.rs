//! Checks whether a printed Berita Acara is what was signed. Anyone with the paper may ask, without an
//! account. The answer holds only what is on the paper: place, day and counts, no name and no number of
//! a household. R67, R76, R77, ADR 0014.

use super::force;
use super::overview::plan_rule;
use crate::App;
use crate::error::AppError;
use domain::Date;
use domain::area::{Area, AreaCode, AreaLevel};
use domain::deliberation::minutes::{Plan, Recap};
use store::Reader;
use store::deliberation::MeetingHead;

/// What every number of a Berita Acara begins with.
const NUMBER: &str = "BA/";
/// Checkpoint digits printed on paper; shorter queries are rejected.
pub const MARK_DIGITS: usize = 16;

/// The event that signed a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signing {
    /// Its hash, hexadecimal: the checkpoint on the minutes. It covers every row of the meeting.
    pub checkpoint: String,
    /// Digest of what was closed, when the meeting was kept as a journal.
    pub digest: Option<String>,
}

/// A meeting by number and checkpoint, as everybody may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Number of the meeting.
    pub meeting: String,
    /// `Desa …`, `Kelurahan …`.
    pub desa: String,
    /// Its kecamatan.
    pub kecamatan: String,
    /// The padukuhan.
    pub hamlet: String,
    /// Stage (Tahap). R76.
    pub stage: u8,
    /// Day of the meeting.
    pub date: Option<Date>,
    /// Counts by code 1–8. R67.
    pub counts: Recap,
    /// Blanks and enumerators. R77.
    pub plan: Plan,
    /// Enumerators agreed on.
    pub agreed: usize,
    /// What is kept of the signing.
    pub signing: Signing,
    /// The later stage that is in force instead. R76.
    pub later: Option<Later>,
}

/// The stage that took another out of force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// Number of the meeting.
    pub meeting: String,
    /// Stage.
    pub stage: u8,
    /// Day.
    pub date: Option<Date>,
    /// By which its own page is found.
    pub mark: String,
}

/// The digits of a checkpoint by which a Berita Acara is asked for.
#[must_use]
pub fn mark_of(checkpoint: &str) -> &str {
    checkpoint.get(..MARK_DIGITS).unwrap_or(checkpoint)
}

/// The event that signed a meeting: the closing of its journal, or the import of its sheet.
pub async fn signing_of(reader: &mut Reader, head: &MeetingHead) -> Result<Option<Signing>, AppError> {
    if !force::is_signed(head) {
        return Ok(None);
    }
    let events = reader.history(&head.id).await?;
    // what signed the stage that took this one out of force is filed under it too
    let event = events.into_iter().rfind(|e| match &head.import_id {
        None => e.kind == "meeting.closed" && e.payload["meeting"].as_str() == Some(&head.id),
        Some(import) => e.kind == "import.taken" && e.payload["import"].as_str() == Some(import),
    });
    let Some(event) = event else { return Ok(None) };
    let Some(hash) = reader.event_hash(event.seq).await? else { return Ok(None) };
    let digest = event.payload["digest"].as_str().map(str::to_owned);
    Ok(Some(Signing { checkpoint: hex::encode(hash), digest }))
}

/// The signed meeting of this number, when the checkpoint is its own; spaces and case do not matter.
/// `None` says no more than that the two do not belong together.
pub async fn checked(app: &App, number: &str, checkpoint: &str) -> Result<Option<Checked>, AppError> {
    let number = number.trim();
    let id = match number.get(..NUMBER.len()) {
        Some(word) if word.eq_ignore_ascii_case(NUMBER) => &number[NUMBER.len()..],
        _ => number,
    };
    let mark: String = checkpoint.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    if mark.len() < MARK_DIGITS || !mark.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(None);
    }
    let mut reader = app.store.read().await?;
    let Some(head) = reader.meeting(id).await? else { return Ok(None) };
    let Some(signing) = signing_of(&mut reader, &head).await? else { return Ok(None) };
    if !signing.checkpoint.starts_with(&mark) {
        return Ok(None);
    }
    let later = later(&mut reader, &head).await?;
    let areas = reader.areas().await?;
    let desa = head.desa.as_deref().and_then(|d| AreaCode::parse(d).ok());
    Ok(Some(Checked {
        desa: desa.map_or_else(String::new, |d| areas.get(&d).map_or_else(|| d.dotted(), Area::full_name)),
        kecamatan: desa.and_then(|d| d.at(AreaLevel::Kecamatan)).map_or_else(String::new, |k| areas.name(&k)),
        stage: force::stage_of(&head),
        date: day(&head),
        plan: plan_rule(app.plan, &head).plan(&head.counts),
        agreed: head.body.enumerators.len(),
        meeting: head.id,
        hamlet: head.hamlet,
        counts: head.counts,
        signing,
        later,
    }))
}

async fn later(reader: &mut Reader, head: &MeetingHead) -> Result<Option<Later>, AppError> {
    let Some(id) = reader.superseded_by(&head.id).await? else { return Ok(None) };
    let Some(head) = reader.meeting(&id).await? else { return Ok(None) };
    let Some(signing) = signing_of(reader, &head).await? else { return Ok(None) };
    let mark = mark_of(&signing.checkpoint).to_owned();
    Ok(Some(Later { stage: force::stage_of(&head), date: day(&head), meeting: head.id, mark }))
}

fn day(head: &MeetingHead) -> Option<Date> {
    head.date.as_deref().and_then(|d| d.parse().ok())
}
