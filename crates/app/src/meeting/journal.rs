//! A journal as the store keeps it, and what it says written down beside it.

use super::{MeetingRefused, stage};
use crate::error::AppError;
use domain::area::AreaCode;
use domain::deliberation::fkp01::{Fkp01, Prefilled};
use domain::deliberation::journal::{Admitted, Entry, EntryId, EntryRefused, Journal, Opening, Role, State, Taken};
use domain::deliberation::meeting::IssuedForms;
use domain::deliberation::paper;
use domain::id::{AccountId, HouseholdId, MeetingId};
use domain::round::MeetingState;
use exchange::journal::{digest, parse_entry};
use store::Reader;
use store::meeting::{DeviceRow, FormRow, StageMark, StageRow};

/// One stage with all that was written in it.
pub(crate) struct Held {
    pub stage: StageRow,
    pub rows: Vec<FormRow>,
    pub devices: Vec<DeviceRow>,
    pub journal: Journal,
    /// Officers on devices, and when the last was let in, as [`StageMark`] has them.
    let_in: (i64, i64),
    /// The state and its digest, while no entry has come since.
    computed: Option<(State, String)>,
}

impl Held {
    /// What the database has to say still for this to be what it holds.
    pub(crate) fn mark(&self) -> StageMark {
        StageMark { stage: self.stage.clone(), devices: self.let_in.0, admitted_last_ms: self.let_in.1 }
    }

    /// Takes an entry.
    pub(crate) fn take(&mut self, entry: Entry) -> Result<Taken, EntryRefused> {
        let taken = self.journal.take(entry)?;
        if taken == Taken::New {
            self.computed = None;
        }
        Ok(taken)
    }

    /// The state and its digest, taken out: [`Held::put_back`] keeps them for the next time.
    pub(crate) fn computed(&mut self) -> (State, String) {
        self.computed.take().unwrap_or_else(|| {
            let state = self.state();
            let digest = digest(&state);
            (state, digest)
        })
    }

    /// Keeps what [`Held::computed`] gave, for no entry has come since.
    pub(crate) fn put_back(&mut self, state: State, digest: String) {
        self.computed = Some((state, digest));
    }

    pub(crate) fn state(&self) -> State {
        self.journal.state()
    }

    /// Who may write here, each once.
    pub(crate) fn admitted(&self) -> &[Admitted] {
        &self.journal.opening().admitted
    }
}

/// Reads a stage and, for a correction, what the stages before it signed. R76.
pub(crate) async fn load(reader: &mut Reader, meeting: &str) -> Result<Held, AppError> {
    let mark = reader.meeting_mark(meeting).await?.ok_or_else(|| MeetingRefused::NoMeeting(meeting.to_owned()))?;
    let let_in = (mark.devices, mark.admitted_last_ms);
    let mut chain = vec![mark.stage];
    while let Some(before) = chain.last().and_then(|s| s.previous.clone()) {
        chain.push(stage(reader, &before).await?);
    }
    chain.reverse();
    let mut devices: Vec<DeviceRow> = Vec::new();
    for one in &chain {
        devices.extend(reader.meeting_devices(&one.id).await?);
    }
    let mut sets = Vec::new();
    for one in chain {
        let form = reader.meeting_form(&one.id).await?.ok_or_else(|| MeetingRefused::NoMeeting(one.id.clone()))?;
        sets.push((one, form));
    }
    let on_sheet = sets.iter().any(|(_, form)| !form.carried.is_empty());
    let admitted = admitted(&devices, on_sheet);
    let mut earlier: Vec<Vec<Entry>> = Vec::new();
    let mut held = None;
    for (one, form) in sets {
        // a sheet says all anew: what devices wrote in stages before it is no part of what was signed
        if !form.carried.is_empty() {
            earlier = vec![form.carried.iter().map(|text| entry(text)).collect::<Result<_, _>>()?];
        }
        let opening = Opening { forms: forms(&one, &form.rows)?, admitted: admitted.clone(), earlier: earlier.clone() };
        let mut journal = Journal::open(opening);
        for row in reader.meeting_entries(&one.id).await? {
            journal.take(entry(&row.text)?).map_err(|e| AppError::fault(format!("{}: {e}", one.id)))?;
        }
        if let Some(seal) = one.seal_entry.as_deref().and_then(EntryId::parse) {
            journal.seal(seal);
        }
        if one.id != meeting {
            let covers = journal.state().closed.map(|c| c.covers);
            earlier.push(covers.map(|c| journal.covered(&c)).unwrap_or_default());
        }
        held = Some((one, form.rows, journal));
    }
    let (stage, rows, journal) = held.ok_or_else(|| MeetingRefused::NoMeeting(meeting.to_owned()))?;
    devices.retain(|d| d.meeting == meeting);
    Ok(Held { stage, rows, devices, journal, let_in, computed: None })
}

/// Who may write: officers on devices, and the paper where a stage opens with what a sheet said.
fn admitted(devices: &[DeviceRow], on_sheet: bool) -> Vec<Admitted> {
    let mut all: Vec<Admitted> = devices
        .iter()
        .filter_map(|d| Some(Admitted { actor: AccountId::new(&d.account), role: Role::from_code(&d.role)? }))
        .collect();
    if on_sheet {
        all.extend(paper::hands());
    }
    all.sort();
    all.dedup();
    all
}

pub(super) fn forms(stage: &StageRow, rows: &[FormRow]) -> Result<IssuedForms, AppError> {
    let printed = rows
        .iter()
        .map(|r| Prefilled::new(HouseholdId::new(&r.row), r.head_name.clone(), r.members.clone(), r.address.clone()));
    Ok(IssuedForms {
        meeting: MeetingId::new(&stage.id),
        desa: AreaCode::parse(&stage.desa).map_err(|e| AppError::fault(e.to_string()))?,
        hamlet: stage.hamlet.clone(),
        stage: u8::try_from(stage.stage).unwrap_or(u8::MAX),
        fkp01: Fkp01::print(printed).map_err(|e| AppError::fault(e.to_string()))?,
    })
}

fn entry(text: &str) -> Result<Entry, AppError> {
    let damaged = || AppError::fault("a kept entry cannot be read");
    let value = serde_json::from_str(text).map_err(|_| damaged())?;
    parse_entry(&value).map_err(|_| damaged())
}

/// The state that the journal shows. Domain §2.2.
pub(crate) fn shown(state: &State) -> MeetingState {
    if state.closed.is_some() {
        MeetingState::Signed
    } else if !state.meeting.recap().quota().holds() {
        MeetingState::OverQuota
    } else if state.unmet().is_empty() {
        MeetingState::Recapped
    } else {
        MeetingState::Open
    }
}

/// How far the stage is, as the journal says. What came after the closing does not change it; what
/// later steps of the office wrote (SMS, report, visits) stays.
pub(crate) fn progress(before: &StageRow, state: &State, digest: &str, entries: usize, now: i64) -> StageRow {
    let meeting = &state.meeting;
    let recap = meeting.recap();
    let rows = meeting.fkp01.rows();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    StageRow {
        opened_at_ms: before.opened_at_ms.or(Some(now)),
        closed_at_ms: before.closed_at_ms.or(state.closed.as_ref().map(|_| now)),
        entry_count: count(entries),
        late_count: count(state.late.len()),
        coded: count(rows.iter().filter(|r| r.finding().is_some()).count()),
        checked: count(rows.iter().filter(|r| r.checked_by().is_some()).count()),
        contested: count(state.contested().len()),
        counts: recap,
        enumerators: count(meeting.enumerators.len()),
        digest: digest.to_owned(),
        seal_entry: before.seal_entry.clone().or(state.closed.as_ref().map(|c| c.entry.to_string())),
        ..before.clone()
    }
}
