//! What the office does with signed minutes: the full report and the enumerators' names reach the TKPKDesa,
//! which confirms them or sends them back; enumerators are trained; enumeration begins and ends. The same
//! for a journal and for a sheet. R69–R73, domain §2.2.

use super::{MeetingRefused, force, place_of};
use crate::App;
use crate::access::{Act, Officer, Where};
use crate::error::AppError;
use domain::Date;
use domain::area::AreaCode;
use domain::deliberation::meeting::MeetingEvent;
use domain::deliberation::sheet::hamlet_key;
use domain::event::Event;
use domain::id::MeetingId;
use domain::round::{MeetingAct, MeetingStanding};
use store::deliberation::{MeetingHead, StepRow, TrainingRow};
use store::meeting::StageRow;
use store::{NewEvent, Reader};

/// What the office has done so far, and what this officer may do next.
#[derive(Clone, Debug)]
pub struct Office {
    /// Where the meeting is.
    pub standing: MeetingStanding,
    /// Steps so far, first one first.
    pub steps: Vec<StepRow>,
    /// Trainings.
    pub trainings: Vec<TrainingRow>,
    /// Enumerators agreed on, each with whether the training is recorded; for who reads the minutes.
    pub enumerators: Vec<(String, bool)>,
    /// Acts that this officer may take now.
    pub may: Vec<MeetingAct>,
    /// Whether this officer may record a training now.
    pub may_train: bool,
}

/// The acts of the office, in their order.
pub const OFFICE_ACTS: [MeetingAct; 5] = [
    MeetingAct::Report,
    MeetingAct::Confirm,
    MeetingAct::SendBack,
    MeetingAct::StartEnumeration,
    MeetingAct::FinishEnumeration,
];

/// A training as it is recorded. R72.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Training {
    /// Day.
    pub on: Option<Date>,
    /// Where.
    pub place: String,
    /// Enumerators who were there.
    pub present: Vec<String>,
}

/// Signed minutes, the stage they close, and where the hamlet lies.
struct Signed {
    head: MeetingHead,
    stage: Option<StageRow>,
    place: Where,
}

/// The office's part of a meeting's page; `None` while nothing is signed.
pub async fn office(app: &App, officer: &Officer, meeting: &str) -> Result<Option<Office>, AppError> {
    let mut reader = app.store.read().await?;
    let Some(signed) = signed(&mut reader, meeting).await? else { return Ok(None) };
    officer.may(Act::SeeMeetings, signed.place.clone())?;
    let standing = signed.head.standing(signed.stage.as_ref());
    let in_force = reader.superseded_by(&signed.head.id).await?.is_none();
    let takes = |act: &MeetingAct| standing.take(*act, Some("-")).is_ok() && may(officer, *act, &signed.place).is_ok();
    let reads = officer.could(Act::ReadMinutes, signed.place.clone());
    let head = &signed.head;
    let names = head.body.enumerators.iter().filter(|_| reads);
    Ok(Some(Office {
        standing,
        enumerators: names.map(|name| (name.clone(), head.is_trained(name))).collect(),
        may: OFFICE_ACTS.into_iter().filter(|act| in_force && takes(act)).collect(),
        may_train: in_force && !head.body.enumerators.is_empty() && may_train(officer, &signed.place).is_ok(),
        steps: signed.head.body.office.steps,
        trainings: if reads { signed.head.body.office.trainings } else { Vec::new() },
    }))
}

/// Takes one step. A step back needs a reason.
pub async fn step(
    app: &App,
    officer: &Officer,
    meeting: &str,
    act: MeetingAct,
    reason: &str,
) -> Result<MeetingStanding, AppError> {
    let not_closed = || MeetingRefused::NotClosed(meeting.to_owned());
    let before = signed(&mut app.store.read().await?, meeting).await?.ok_or_else(not_closed)?;
    may(officer, act, &before.place)?;
    // who writes on a device meanwhile reads the stage anew
    let mut seat = app.halls.seat(meeting).await;
    *seat = None;
    let mut tx = app.store.begin(before.place.area.as_str()).await?;
    let Signed { mut head, stage, .. } = signed(&mut tx, meeting).await?.ok_or_else(not_closed)?;
    in_force(&mut tx, &head).await?;
    let trained = head.body.enumerators.iter().any(|name| head.is_trained(name));
    if act == MeetingAct::StartEnumeration && head.counts.blanks() > 0 && !trained {
        return Err(MeetingRefused::NobodyTrained(head.id).into());
    }
    let now = app.now_ms();
    let step = StepRow {
        act: act.code().to_owned(),
        by: officer.id.as_str().to_owned(),
        at_ms: now,
        reason: reason.trim().to_owned(),
    };
    let event = tx.move_signed(&mut head, stage.as_ref(), step).map_err(MeetingRefused::Stays)?;
    tx.commit(NewEvent::of(&event, officer.id.as_str(), now)).await?;
    Ok(head.standing(None))
}

/// Records a training of enumerators, after the meeting. R72.
pub async fn train(app: &App, officer: &Officer, meeting: &str, training: &Training) -> Result<(), AppError> {
    let not_closed = || MeetingRefused::NotClosed(meeting.to_owned());
    let before = signed(&mut app.store.read().await?, meeting).await?.ok_or_else(not_closed)?;
    may_train(officer, &before.place)?;
    let on = training.on.filter(|on| *on <= app.today()).ok_or(MeetingRefused::TrainingIncomplete)?;
    if training.place.trim().is_empty() || training.present.is_empty() {
        return Err(MeetingRefused::TrainingIncomplete.into());
    }
    let mut tx = app.store.begin(before.place.area.as_str()).await?;
    let Signed { mut head, .. } = signed(&mut tx, meeting).await?.ok_or_else(not_closed)?;
    in_force(&mut tx, &head).await?;
    if training.present.iter().any(|name| !head.body.enumerators.contains(name)) {
        return Err(MeetingRefused::NotAgreed.into());
    }
    head.body.office.trainings.push(TrainingRow {
        on: on.to_string(),
        place: training.place.trim().to_owned(),
        present: training.present.clone(),
        by: officer.id.as_str().to_owned(),
    });
    tx.put_meeting(&head, &[]);
    let event = MeetingEvent::EnumeratorsTrained { meeting: MeetingId::new(&head.id), present: training.present.len() };
    tx.commit(NewEvent::of(&Event::Meeting(event), officer.id.as_str(), app.now_ms())).await?;
    Ok(())
}

/// Who signs the minutes reports them; the rest is the TKPKDesa's. R69, R70.
fn may(officer: &Officer, act: MeetingAct, place: &Where) -> Result<(), AppError> {
    match act {
        MeetingAct::Report => officer.may(Act::SignMinutes, place.clone())?,
        _ => officer.may(Act::IssueForms, place.area)?,
    }
    Ok(())
}

fn may_train(officer: &Officer, place: &Where) -> Result<(), AppError> {
    Ok(officer.may(Act::IssueForms, place.area)?)
}

async fn in_force(reader: &mut Reader, head: &MeetingHead) -> Result<(), AppError> {
    match reader.superseded_by(&head.id).await? {
        Some(by) => Err(MeetingRefused::Superseded { meeting: head.id.clone(), by }.into()),
        None => Ok(()),
    }
}

/// The minutes of a stage, of a journal or the sheet that closed it; or a sheet without a stage.
async fn signed(reader: &mut Reader, meeting: &str) -> Result<Option<Signed>, AppError> {
    if let Some(stage) = reader.meeting_stage(meeting).await? {
        let place = place_of(&stage)?;
        let head = match stage.closed_at_ms {
            Some(_) => force::signed_of(reader, &stage).await?.into_iter().next(),
            None => None,
        };
        return Ok(head.map(|head| Signed { head, stage: Some(stage), place }));
    }
    let Some(head) = reader.meeting(meeting).await?.filter(force::is_signed) else { return Ok(None) };
    let Some(area) = head.desa.as_deref().and_then(|d| AreaCode::parse(d).ok()) else { return Ok(None) };
    // a sheet of a stage that was issued moves that stage
    let stages = reader.meeting_stages(&store::view::Span::of(&area)).await?;
    for stage in stages.into_iter().filter(|s| s.closed_at_ms.is_some() && s.seal_entry.is_none()) {
        let own = force::signed_of(reader, &stage).await?;
        if own.iter().any(|h| h.id == head.id) {
            let place = place_of(&stage)?;
            return Ok(own.into_iter().next().map(|head| Signed { head, stage: Some(stage), place }));
        }
    }
    let key = hamlet_key(&head.hamlet);
    let areas = reader.areas().await?;
    let hamlet = areas.hamlets(&area).iter().find(|h| hamlet_key(&h.name) == key).map(|h| h.code.clone());
    Ok(Some(Signed { head, stage: None, place: Where { area, hamlet } }))
}
