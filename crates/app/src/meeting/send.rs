//! Takes the entries that devices send. Safe to repeat, reorder and interleave. The answer names what
//! the device lacks and which entries were rejected. ADR 0014.

use super::close::closed_rows;
use super::device::heard;
use super::journal::{Held, load, progress, shown};
use super::refused::EntryTurnedBack;
use super::{MeetingRefused, force, may_write, place_of};
use crate::App;
use crate::access::Officer;
use crate::error::AppError;
use crate::round;
use crate::sms::meeting_closed;
use domain::deliberation::journal::{Act, Entry, State, Taken};
use domain::round::MeetingStanding;
use exchange::journal::{ENTRY_BYTES_MAX, clock_json, entry_json, parse_clock, parse_entry};
use serde_json::{Value, json};
use store::meeting::{EntryRow, StageRow};
use store::{NewEvent, Reader, StoreError, Tx};

/// Entries in one sending.
pub const ENTRIES_MAX: usize = 500;
/// Attempts after concurrent writes before `Busy` is returned. The last one locks the meeting first.
const TRIES: usize = 6;

/// What a device sends.
#[derive(Clone, Debug, Default)]
pub struct Sending {
    /// The device.
    pub device: String,
    /// What it wrote and the server may lack.
    pub entries: Vec<Value>,
    /// What it holds, as a vector clock; with it the answer includes what it lacks.
    pub have: Value,
}

/// An entry that was not kept, or that was kept and changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// `device:number`, as far as it could be read.
    pub entry: String,
    /// Stable code.
    pub code: String,
    /// What and why.
    pub why: String,
    /// What to do next.
    pub remedy: String,
    /// Rows, proposals, fields it is about.
    pub about: Vec<String>,
    /// Whether the entry is kept.
    pub kept: bool,
}

/// What the device gets back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What the server holds without a gap.
    pub have: Value,
    /// What the device lacks.
    pub entries: Vec<Value>,
    /// What was refused.
    pub refused: Vec<Refused>,
    /// Digest of the state.
    pub digest: String,
    /// The entry whose closing counts.
    pub closed: Option<String>,
    /// Entries that came after it.
    pub late: Vec<String>,
    /// Who may write: actor and role.
    pub admitted: Vec<(String, &'static str)>,
}

impl Answer {
    /// As the device reads it.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({
            "have": self.have,
            "entries": self.entries,
            "refused": self.refused.iter().map(|r| json!({
                "id": r.entry, "code": r.code, "why": r.why, "remedy": r.remedy, "about": r.about, "kept": r.kept,
            })).collect::<Vec<_>>(),
            "state": { "digest": self.digest, "closed": self.closed, "late": self.late },
            "admitted": self.admitted.iter().map(|(actor, role)| json!({"actor": actor, "role": role})).collect::<Vec<_>>(),
        })
    }
}

/// Takes the entries of a device and returns what it lacks. Accepts only a device that was admitted with
/// this account, and only entries it wrote itself.
pub async fn send(app: &App, officer: &Officer, meeting: &str, sending: &Sending) -> Result<Answer, AppError> {
    let mut seat = app.halls.seat(meeting).await;
    let mut kept = seat.take().filter(|held| may_send(officer, held, sending).is_ok());
    for attempt in 0..TRIES {
        // most of the work is done outside the transaction, and inside it only after repeated concurrent writes
        let mut tx = if attempt + 1 == TRIES { Some(begin(app, meeting).await?) } else { None };
        let was_kept = kept.is_some();
        let mut held = match (kept.take(), &mut tx) {
            (Some(held), _) => held,
            (None, Some(tx)) => load(tx, meeting).await?,
            (None, None) => load(&mut app.store.read().await?, meeting).await?,
        };
        if attempt == 0 {
            may_send(officer, &held, sending)?;
        }
        let (fresh, refused) = take(&mut held, sending);
        let (state, digest) = held.computed();
        if fresh.is_empty() {
            let mark = if was_kept { app.store.read().await?.meeting_mark(meeting).await? } else { Some(held.mark()) };
            if !mark.is_some_and(|now| now.stands(&held.mark())) {
                continue;
            }
            let answer = answer(&held, &state, &digest, sending, refused);
            held.put_back(state, digest);
            app.halls.keep(&mut seat, held);
            return Ok(answer);
        }
        let mut tx = match tx {
            Some(tx) => tx,
            None => {
                let mut tx = app.store.begin(&held.stage.desa).await?;
                match tx.meeting_mark(meeting).await?.filter(|now| now.stands(&held.mark())) {
                    // later steps of the office write into it too
                    Some(now) => held.stage = now.stage,
                    None => continue,
                }
                tx
            }
        };
        takes_entries(&mut tx, &held.stage).await?;
        let event = write(app, officer, &mut tx, &mut held, &fresh, (&state, &digest)).await?;
        match tx.commit(event).await {
            Ok(_) => {
                let answer = answer(&held, &state, &digest, sending, refused);
                held.put_back(state, digest);
                app.halls.keep(&mut seat, held);
                return Ok(answer);
            }
            // the same entries from another request a moment before: look again
            Err(StoreError::Constraint { .. }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Err(MeetingRefused::Busy.into())
}

/// Of how many rows which code is circled so far, and what stands in the way of closing: as the journal says now.
pub async fn state(app: &App, officer: &Officer, meeting: &str) -> Result<Value, AppError> {
    let held = load(&mut app.store.read().await?, meeting).await?;
    may_write(officer, &place_of(&held.stage)?)?;
    Ok(exchange::journal::state_json(&held.state()))
}

async fn begin(app: &App, meeting: &str) -> Result<Tx, AppError> {
    let desa = super::stage(&mut app.store.read().await?, meeting).await?.desa;
    Ok(app.store.begin(&desa).await?)
}

/// A stage that a signed sheet closed takes no entries, and after the decree no correction is written.
async fn takes_entries(reader: &mut Reader, stage: &StageRow) -> Result<(), AppError> {
    if stage.closed_at_ms.is_some() && stage.seal_entry.is_none() {
        return Err(MeetingRefused::SheetSigned { meeting: stage.id.clone(), stage: stage.stage }.into());
    }
    if stage.stage > 1
        && stage.closed_at_ms.is_none()
        && let Some(decree) = force::decree_over(reader, &place_of(stage)?.area).await?
    {
        return Err(MeetingRefused::Decreed { meeting: stage.id.clone(), decree }.into());
    }
    Ok(())
}

fn may_send(officer: &Officer, held: &Held, sending: &Sending) -> Result<(), AppError> {
    may_write(officer, &place_of(&held.stage)?)?;
    heard(&held.devices, officer, &sending.device)?;
    if sending.entries.len() > ENTRIES_MAX {
        return Err(MeetingRefused::TooMuch { max: ENTRIES_MAX, bytes: ENTRY_BYTES_MAX }.into());
    }
    Ok(())
}

/// Takes the entries that are new into the journal; says which, and which cannot be kept.
fn take(held: &mut Held, sending: &Sending) -> (Vec<Entry>, Vec<Refused>) {
    let (mut fresh, mut refused) = (Vec::new(), Vec::new());
    for value in &sending.entries {
        match parse_entry(value).map_err(|e| refusal(value, e.code(), e.to_string(), "Muat ulang halaman lapangan")) {
            Err(no) => refused.push(no),
            Ok(entry) if value.to_string().len() > ENTRY_BYTES_MAX => {
                refused.push(turned_back(&entry, &EntryTurnedBack::TooLong { max: ENTRY_BYTES_MAX }));
            }
            Ok(entry) if held.journal.entry(&entry.id) == Some(&entry) => {}
            Ok(entry) => match check(held, sending, &entry) {
                Some(no) => refused.push(no),
                None => match held.take(entry.clone()) {
                    Ok(Taken::New) => fresh.push(entry),
                    Ok(Taken::Known) => {}
                    Err(e) => refused.push(not_kept(
                        &entry,
                        e.code(),
                        e.to_string(),
                        "Kirim catatan perangkat ini berurutan; bila nomornya terpakai, beri perangkat nama baru",
                    )),
                },
            },
        }
    }
    (fresh, refused)
}

/// What the journal cannot know: who is let in on which device, and whose household is whose.
fn check(held: &Held, sending: &Sending, entry: &Entry) -> Option<Refused> {
    let device = entry.id.device.as_str();
    if device != sending.device {
        return Some(turned_back(entry, &EntryTurnedBack::OtherDevice { entry: entry.id.to_string() }));
    }
    let own = held.devices.iter().find(|d| d.device == device && d.account == entry.actor.as_str());
    let Some(own) = own else {
        return Some(turned_back(entry, &EntryTurnedBack::NotAdmitted { actor: entry.actor.to_string() }));
    };
    let row = match &entry.act {
        Act::Circle { row, .. } | Act::Check { row } => row.as_str(),
        _ => return None,
    };
    let is_own = own.household.as_deref() == Some(row);
    is_own.then(|| turned_back(entry, &EntryTurnedBack::OwnHousehold { row: row.to_owned() }))
}

fn turned_back(entry: &Entry, why: &EntryTurnedBack) -> Refused {
    not_kept(entry, why.code(), why.to_string(), why.repair())
}

fn not_kept(entry: &Entry, code: &str, why: String, remedy: &str) -> Refused {
    Refused {
        entry: entry.id.to_string(),
        code: code.to_owned(),
        why,
        remedy: remedy.to_owned(),
        about: Vec::new(),
        kept: false,
    }
}

fn refusal(value: &Value, code: &str, why: String, remedy: &str) -> Refused {
    let device = value.get("device").and_then(Value::as_str).unwrap_or("?");
    let number = value.get("number").and_then(Value::as_u64).unwrap_or(0);
    Refused {
        entry: format!("{}:{number}", device.chars().take(64).collect::<String>()),
        code: code.to_owned(),
        why,
        remedy: remedy.to_owned(),
        about: Vec::new(),
        kept: false,
    }
}

/// Writes the entries and how far the meeting is; with the first closing that holds, the closed
/// meeting as every later step reads it: from then on it is in force instead of the stage
/// before, and the provisional report is compared with it, or made of it. R68, R76.
pub(super) async fn write(
    app: &App,
    officer: &Officer,
    tx: &mut Tx,
    held: &mut Held,
    fresh: &[Entry],
    (state, digest): (&State, &str),
) -> Result<NewEvent, AppError> {
    let now = app.now_ms();
    for entry in fresh {
        let row = EntryRow {
            device: entry.id.device.to_string(),
            number: i64::from(entry.id.number),
            received_at_ms: now,
            received_from: officer.id.as_str().to_owned(),
            text: entry_json(entry).to_string(),
        };
        tx.add_meeting_entry(&held.stage.id, &row);
    }
    let was_closed = held.stage.closed_at_ms.is_some();
    let entries = held.journal.entries().count();
    let at = MeetingStanding { state: held.stage.state, confirmed: false };
    let moved = tx.move_meeting(progress(&held.stage, state, digest, entries, now), &at.evening_to(shown(state)), None);
    held.stage = moved.map_err(MeetingRefused::Stays)?;
    let actor = officer.id.as_str();
    let mut payload = json!({
        "meeting": held.stage.id, "entries": fresh.len(), "kept": held.stage.entry_count,
        "state": held.stage.state.code(), "digest": held.stage.digest,
    });
    let kind = match &state.closed {
        Some(closed) if !was_closed => {
            held.journal.seal(closed.entry.clone());
            let day = state.held_on().unwrap_or_else(|| app.today());
            let (mut head, lines) = closed_rows(held, closed, day);
            head.body.round = round::open_id(tx).await?;
            head.body.plan = Some((app.plan.reserve_percent, app.plan.load));
            // a sheet of this stage that was refused has left rows
            tx.replace_meeting(&head, &lines).await?;
            force::signing(tx, &head).await?;
            let recap = &closed.meeting.minutes.recap;
            if let Some(report) = meeting_closed(app, officer, tx, &held.stage, recap).await? {
                payload["report"] = report;
            }
            "meeting.closed"
        }
        Some(_) => "meeting.late_entries",
        None => "meeting.entries_received",
    };
    Ok(NewEvent::new(kind, actor, now).with(payload))
}

fn answer(held: &Held, state: &State, digest: &str, sending: &Sending, mut refused: Vec<Refused>) -> Answer {
    let have = parse_clock(&sending.have).unwrap_or_default();
    refused.extend(state.refused.iter().filter(|r| r.entry.device.as_str() == sending.device).map(|r| Refused {
        entry: r.entry.to_string(),
        code: r.why.code().to_owned(),
        why: r.why.to_string(),
        remedy: r.why.remedy().to_owned(),
        about: r.why.about(),
        kept: true,
    }));
    Answer {
        have: clock_json(&held.journal.have()),
        entries: held.journal.lacked_by(&have).map(entry_json).collect(),
        refused,
        digest: digest.to_owned(),
        closed: state.closed.as_ref().map(|c| c.entry.to_string()),
        late: state.late.iter().map(ToString::to_string).collect(),
        admitted: held.admitted().iter().map(|a| (a.actor.to_string(), a.role.code())).collect(),
    }
}
