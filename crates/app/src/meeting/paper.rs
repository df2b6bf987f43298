//! Meetings on paper: two officers key in a filled form without seeing each other's keying, differences
//! are settled with the paper at hand, and the form becomes the meeting's journal. ADR 0014; R39–R67.

use super::journal::{Held, load};
use super::send::write;
use super::{MeetingRefused, Refused, may_write, place_of, stage};
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use domain::deliberation::filled::noon_ms;
use domain::deliberation::journal::{Journal, Role, Why};
use domain::deliberation::paper::{self, Difference, Keyed, PaperField, Unread};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use store::meeting::{DeviceRow, FormRow, PaperRow, StageRow};
use store::{NewEvent, Reader};

/// Who keyed the form in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyer {
    /// First keying or second.
    pub no: i64,
    /// The person.
    pub person: String,
    /// Whether they handed it in as complete.
    pub done: bool,
    /// When they last saved it.
    pub changed_at_ms: i64,
}

impl Keyer {
    pub(super) fn of(paper: &PaperRow) -> Self {
        Self {
            no: paper.no,
            person: paper.person.clone(),
            done: paper.done_at_ms.is_some(),
            changed_at_ms: paper.changed_at_ms,
        }
    }
}

/// The page of a meeting's paper form, for one officer. It holds nothing of the other officer's keying
/// until both are complete.
#[derive(Clone, Debug)]
pub struct PaperView {
    /// The stage.
    pub stage: StageRow,
    /// Name of the desa.
    pub desa: String,
    /// Rows of FKP.01.
    pub rows: Vec<FormRow>,
    /// Who keyed it in so far.
    pub keyers: Vec<Keyer>,
    /// This officer's own keying.
    pub mine: Option<Keyed>,
    /// Whether their keying is complete.
    pub mine_done: bool,
    /// Whether they may key it in now.
    pub may_key: bool,
    /// What the two read differently; only when both are whole.
    pub differences: Option<Vec<Difference>>,
    /// Rows that both read as code 5: whether all have died is asked once more. R52.
    pub dead: Vec<u16>,
}

/// What was settled: fields with the value that the paper shows.
pub type Settled = BTreeMap<String, String>;

/// The page.
pub async fn paper_view(app: &App, officer: &Officer, meeting: &str) -> Result<PaperView, AppError> {
    let mut reader = app.store.read().await?;
    let stage = stage(&mut reader, meeting).await?;
    let place = place_of(&stage)?;
    may_write(officer, &place)?;
    let form = reader.meeting_form(meeting).await?.ok_or_else(|| MeetingRefused::NoMeeting(meeting.to_owned()))?;
    let papers = reader.meeting_papers(meeting).await?;
    let areas = reader.areas().await?;
    let own = papers.iter().find(|p| p.account == officer.id.as_str());
    let whole = both(&papers);
    let dead = whole.as_ref().map(|(first, second)| {
        let fives = |form: &Keyed| -> BTreeSet<u16> {
            let read = form.iter().filter(|(_, text)| *text == "5");
            read.filter_map(|(field, _)| if let PaperField::Code(no) = field { Some(no) } else { None }).collect()
        };
        fives(first).union(&fives(second)).copied().collect()
    });
    Ok(PaperView {
        desa: areas.name(&place.area),
        rows: form.rows,
        keyers: papers.iter().map(Keyer::of).collect(),
        mine: own.map(keyed),
        mine_done: own.is_some_and(|p| p.done_at_ms.is_some()),
        may_key: open_for_paper(&stage).is_ok() && own.map_or(papers.len() < 2, |p| p.done_at_ms.is_none()),
        differences: whole.map(|(first, second)| paper::differences(&first, &second)),
        dead: dead.unwrap_or_default(),
        stage,
    })
}

/// Saves one's own keying; `whole` says that everything on paper has been keyed in. Then it is laid
/// aside until the other one is whole too. An empty keying takes no place, and one that was emptied
/// gives its place back.
pub async fn paper_key(
    app: &App,
    officer: &Officer,
    meeting: &str,
    fields: &BTreeMap<String, String>,
    whole: bool,
) -> Result<(), AppError> {
    let row = stage(&mut app.store.read().await?, meeting).await?;
    may_write(officer, &place_of(&row)?)?;
    let mut tx = app.store.begin(&row.desa).await?;
    let row = stage(&mut tx, meeting).await?;
    open_for_paper(&row)?;
    let rows = usize::try_from(row.row_count).unwrap_or(usize::MAX);
    let mut form = Keyed::default();
    for (name, text) in fields {
        let field = PaperField::parse(name).filter(|f| on_form(*f, rows));
        if !field.is_some_and(|field| form.put(field, text)) {
            return Err(MeetingRefused::PaperField(name.chars().take(40).collect()).into());
        }
    }
    let papers = tx.meeting_papers(meeting).await?;
    let own = papers.iter().find(|p| p.account == officer.id.as_str());
    if own.is_some_and(|p| p.done_at_ms.is_some()) {
        return Err(MeetingRefused::PaperWhole.into());
    }
    let no = match own {
        Some(p) => p.no,
        None => (1..=2).find(|no| papers.iter().all(|p| p.no != *no)).ok_or(MeetingRefused::PaperTwice)?,
    };
    let now = app.now_ms();
    if form.is_empty() {
        if whole || own.is_none() {
            return Err(MeetingRefused::PaperEmpty.into());
        }
        tx.delete_meeting_paper(meeting, no);
        let event = NewEvent::new("meeting.paper_dropped", officer.id.as_str(), now)
            .with(json!({ "meeting": meeting, "keying": no, "of": officer.id.as_str() }));
        tx.commit(event).await?;
        return Ok(());
    }
    tx.put_meeting_paper(&PaperRow {
        meeting: meeting.to_owned(),
        no,
        account: officer.id.as_str().to_owned(),
        person: officer.name.clone(),
        changed_at_ms: now,
        done_at_ms: whole.then_some(now),
        fields: form.iter().map(|(field, text)| (field.to_string(), text.to_owned())).collect(),
    });
    let event = NewEvent::new("meeting.paper_keyed", officer.id.as_str(), now)
        .with(json!({ "meeting": meeting, "keying": no, "fields": form.len(), "whole": whole }));
    tx.commit(event).await?;
    Ok(())
}

/// Removes a keying that its officer cannot finish, so that another one can key the form in. Whoever
/// issues forms may; a keying that was said to be whole stays.
pub async fn paper_drop(app: &App, officer: &Officer, meeting: &str, no: i64) -> Result<(), AppError> {
    let row = stage(&mut app.store.read().await?, meeting).await?;
    officer.may(Act::IssueForms, place_of(&row)?.area)?;
    let mut tx = app.store.begin(&row.desa).await?;
    open_for_paper(&stage(&mut tx, meeting).await?)?;
    let papers = tx.meeting_papers(meeting).await?;
    let keying = papers.iter().find(|p| p.no == no).ok_or(MeetingRefused::PaperNoKeying(no))?;
    if keying.done_at_ms.is_some() {
        return Err(MeetingRefused::PaperWhole.into());
    }
    tx.delete_meeting_paper(meeting, no);
    let event = NewEvent::new("meeting.paper_dropped", officer.id.as_str(), app.now_ms())
        .with(json!({ "meeting": meeting, "keying": no, "of": keying.account, "fields": keying.fields.len() }));
    tx.commit(event).await?;
    Ok(())
}

/// Takes one's own keying up again, to mend it with the paper at hand. What differs is hidden until
/// it is whole again.
pub async fn paper_reopen(app: &App, officer: &Officer, meeting: &str) -> Result<(), AppError> {
    let row = stage(&mut app.store.read().await?, meeting).await?;
    may_write(officer, &place_of(&row)?)?;
    let mut tx = app.store.begin(&row.desa).await?;
    open_for_paper(&stage(&mut tx, meeting).await?)?;
    let papers = tx.meeting_papers(meeting).await?;
    let own = papers.into_iter().find(|p| p.account == officer.id.as_str()).ok_or(MeetingRefused::PaperEmpty)?;
    let (now, no) = (app.now_ms(), own.no);
    tx.put_meeting_paper(&PaperRow { done_at_ms: None, changed_at_ms: now, ..own });
    let event = NewEvent::new("meeting.paper_reopened", officer.id.as_str(), now)
        .with(json!({ "meeting": meeting, "keying": no }));
    tx.commit(event).await?;
    Ok(())
}

/// Settles what differs and closes the meeting by the rules of every meeting. Everything that stands in
/// the way comes back, each with the field of the form it is about; then nothing has been written.
pub async fn paper_close(
    app: &App,
    officer: &Officer,
    meeting: &str,
    settled: &Settled,
) -> Result<Vec<Refused>, AppError> {
    // who writes on a device meanwhile waits, and reads the journal anew
    let mut seat = app.halls.seat(meeting).await;
    *seat = None;
    let row = stage(&mut app.store.read().await?, meeting).await?;
    may_write(officer, &place_of(&row)?)?;
    let mut tx = app.store.begin(&row.desa).await?;
    let mut held = load(&mut tx, meeting).await?;
    open_for_paper(&held.stage)?;
    let form = settle(&mut tx, &held, settled).await?;
    let date = match paper::date(&form) {
        Ok(date) if date > app.today() => return Ok(vec![unread(PaperField::Date, Unread::Ahead)]),
        Ok(date) => date,
        Err(why) => return Ok(vec![unread(PaperField::Date, why)]),
    };
    let made = match paper::entries(&form, &held.journal.opening().forms, noon_ms(date)) {
        Ok(made) => made,
        Err(wrong) => return Ok(wrong.into_iter().map(|(field, why)| unread(field, why)).collect()),
    };
    let mut opening = held.journal.opening().clone();
    opening.admitted.extend(paper::hands());
    opening.admitted.sort();
    held.journal = Journal::open(opening);
    for entry in &made.entries {
        held.take(entry.clone()).map_err(|e| AppError::fault(e.to_string()))?;
    }
    let (state, digest) = held.computed();
    if state.closed.is_none() || !state.refused.is_empty() {
        let field = |at: u32| made.fields.get(at as usize - 1).map(ToString::to_string).unwrap_or_default();
        return Ok(state
            .refused
            .iter()
            .map(|r| Refused {
                // what keeps the meeting open is about the form, not about one of its fields
                entry: if matches!(r.why, Why::Close(_)) { String::new() } else { field(r.entry.number) },
                code: r.why.code().to_owned(),
                why: r.why.to_string(),
                remedy: r.why.remedy().to_owned(),
                about: r.why.about(),
                kept: false,
            })
            .collect());
    }
    for role in [Role::Dukuh, Role::Asisten] {
        let signer = if role == Role::Dukuh { "signed.dukuh" } else { "signed.asisten" };
        let person = PaperField::parse(signer).map(|f| form.of(f).to_owned()).unwrap_or_default();
        tx.put_meeting_device(&DeviceRow {
            meeting: meeting.to_owned(),
            device: paper::DEVICE.to_owned(),
            account: paper::hand(role).to_string(),
            role: role.code().to_owned(),
            name: "Kertas".to_owned(),
            person,
            household: None,
            admitted_by: officer.id.as_str().to_owned(),
            admitted_at_ms: app.now_ms(),
        });
    }
    let event = write(app, officer, &mut tx, &mut held, &made.entries, (&state, &digest)).await?;
    tx.commit(event).await?;
    Ok(Vec::new())
}

/// The form both keyings agree on, with what was settled.
async fn settle(reader: &mut Reader, held: &Held, settled: &Settled) -> Result<Keyed, AppError> {
    let papers = reader.meeting_papers(&held.stage.id).await?;
    let (first, second) = both(&papers).ok_or(MeetingRefused::PaperNotTwice)?;
    let (mut values, mut seen) = (Keyed::default(), BTreeSet::new());
    for (name, text) in settled {
        let field = PaperField::parse(name).filter(|f| on_form(*f, held.rows.len()));
        match field {
            Some(field) if values.put(field, text) => seen.insert(field),
            _ => return Err(MeetingRefused::PaperField(name.chars().take(40).collect()).into()),
        };
    }
    let open = |fields: Vec<PaperField>| MeetingRefused::PaperDiffers { fields: fields.len() };
    Ok(paper::agreed(&first, &second, &values, &seen).map_err(open)?)
}

/// Paper and devices do not mix in one stage, and a correction is made on the sheet of its stage.
fn open_for_paper(stage: &StageRow) -> Result<(), MeetingRefused> {
    if stage.closed_at_ms.is_some() || stage.entry_count > 0 {
        return Err(MeetingRefused::PaperBesideDevices(stage.id.clone()));
    }
    if stage.stage > 1 {
        return Err(MeetingRefused::PaperLaterStage(stage.stage));
    }
    Ok(())
}

fn on_form(field: PaperField, rows: usize) -> bool {
    match field {
        PaperField::Code(no) | PaperField::Remark(no) | PaperField::Checked(no) | PaperField::Dead(no) => {
            usize::from(no) <= rows
        }
        PaperField::Date
        | PaperField::Attend(_)
        | PaperField::Note(..)
        | PaperField::New(..)
        | PaperField::Enumerator(..)
        | PaperField::Signed(_) => true,
    }
}

fn both(papers: &[PaperRow]) -> Option<(Keyed, Keyed)> {
    match papers {
        [first, second] if papers.iter().all(|p| p.done_at_ms.is_some()) => Some((keyed(first), keyed(second))),
        _ => None,
    }
}

fn keyed(row: &PaperRow) -> Keyed {
    let mut form = Keyed::default();
    for (name, text) in &row.fields {
        if let Some(field) = PaperField::parse(name) {
            form.put(field, text);
        }
    }
    form
}

fn unread(field: PaperField, why: Unread) -> Refused {
    Refused {
        entry: field.to_string(),
        code: why.code().to_owned(),
        why: why.to_string(),
        remedy: why.repair().to_owned(),
        about: Vec::new(),
        kept: false,
    }
}
