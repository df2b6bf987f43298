//! Rounds follow each other in a kabupaten: opened on the register as it is, closed by a named officer. D17.
//!
//! Registration is always open. A case that is filed while no round is open waits for the next one; cases that a
//! round leaves open are taken over by it.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::refused::Refused;
use crate::{App, day, logged};
use domain::Date;
use domain::event::{Event, RoundEvent};
use domain::register::Action;
use domain::round::{CaseAct, CaseState, Deadline, OpenRefused, Round, RoundState};
use std::collections::BTreeMap;
use store::Reader;
use store::case::{CaseRow, Move};

impl From<OpenRefused> for AppError {
    fn from(refused: OpenRefused) -> Self {
        Self::rule(refused)
    }
}

/// A round with how many of its cases stand in each state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundView {
    /// The round.
    pub round: Round,
    /// Cases by state.
    pub cases: BTreeMap<CaseState, usize>,
}

impl RoundView {
    /// Cases with which the round still has something to do.
    #[must_use]
    pub fn open_cases(&self) -> usize {
        self.cases.iter().filter(|(state, _)| state.is_open()).map(|(_, n)| n).sum()
    }

    /// Cases that have come to their end.
    #[must_use]
    pub fn ended_cases(&self) -> usize {
        self.cases.iter().filter(|(state, _)| !state.is_open()).map(|(_, n)| n).sum()
    }
}

/// Opens a round on the register as it is now. Cases that wait are taken over.
pub async fn open(app: &App, officer: &Officer, name: &str, days: BTreeMap<Deadline, Date>) -> Result<Round, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::ManageRound, kabupaten)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let before = tx.rounds().await?;
    let base = tx.register_version().await?;
    day::check(app, &mut tx).await?;
    let round = domain::round::open(&before, kabupaten, name, officer.id.clone(), app.today(), base, days)?;
    tx.put_round(&round);
    let closed: Vec<&str> = before.iter().filter(|r| r.state == RoundState::Closed).map(|r| r.id.as_str()).collect();
    let mut carried = 0;
    for mut case in tx.cases().await?.into_values() {
        let waits = case.round.as_deref().is_none_or(|r| closed.contains(&r)) && case.state.is_open();
        if waits {
            case.round = Some(round.id.as_str().to_owned());
            tx.put_case(&case);
            carried += 1;
        }
    }
    let event = RoundEvent::Opened { round: round.id.clone(), base: base as usize, carried };
    tx.commit(logged(&Event::Round(event), officer.id.as_str(), app.now_ms())).await?;
    Ok(round)
}

/// Closes the open round. With open cases it is refused, unless `carry` says that the next round takes them.
pub async fn close(app: &App, officer: &Officer, carry: bool, reason: &str) -> Result<Round, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::ManageRound, kabupaten)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let round = current(&mut tx).await?;
    day::check(app, &mut tx).await?;
    let (ended, others): (Vec<CaseRow>, Vec<CaseRow>) = tx
        .cases()
        .await?
        .into_values()
        .filter(|c| c.round.as_deref() == Some(round.id.as_str()) && c.state.is_open())
        .partition(brings_nothing);
    let open = others.len();
    let closed = round.close(open, carry, officer.id.clone(), app.today(), reason)?;
    tx.put_round(&closed);
    let hand = officer.hand(Act::ManageRound, app.now_ms());
    for mut case in ended {
        tx.move_case_row(&mut case, &[Move::because(CaseAct::Close, reason)], hand)?;
    }
    let event = RoundEvent::Closed { round: closed.id.clone(), open_cases: open };
    tx.commit(logged(&Event::Round(event), officer.id.as_str(), app.now_ms())).await?;
    Ok(closed)
}

/// Whether a visit ended without data and no decree will say anything of it: the case ends with its round.
fn brings_nothing(case: &CaseRow) -> bool {
    case.state.without_data().is_some_and(|result| Action::of_visit(result, case.household.is_some()).is_none())
}

/// Every round with its cases, in the order in which they were opened.
pub async fn list(app: &App, officer: &Officer) -> Result<Vec<RoundView>, AppError> {
    officer.may(Act::SeeOverview, app.kabupaten().await?)?;
    let mut reader = app.store.read().await?;
    let mut views = Vec::new();
    for round in reader.rounds().await? {
        let cases = reader.case_counts(round.id.as_str()).await?;
        views.push(RoundView { round, cases });
    }
    Ok(views)
}

/// The open round, if one is.
pub(crate) async fn open_one(reader: &mut Reader) -> Result<Option<Round>, AppError> {
    Ok(reader.rounds().await?.into_iter().find(|r| r.state == RoundState::Open))
}

/// Id of the open round, if one is: what a new case is filed under.
pub(crate) async fn open_id(reader: &mut Reader) -> Result<Option<String>, AppError> {
    Ok(open_one(reader).await?.map(|r| r.id.as_str().to_owned()))
}

/// The open round: what an act of a stage belongs to.
pub(crate) async fn current(reader: &mut Reader) -> Result<Round, AppError> {
    Ok(open_one(reader).await?.ok_or(Refused::NoRound)?)
}

/// A calendar as a form gives it: for each deadline a day, or nothing.
pub fn calendar_of_form(days: &[(Deadline, &str)]) -> Result<BTreeMap<Deadline, Date>, AppError> {
    let given = days.iter().map(|(deadline, text)| (*deadline, text.trim())).filter(|(_, text)| !text.is_empty());
    let read = given.map(|(deadline, text)| match text.parse() {
        Ok(day) => Ok((deadline, day)),
        Err(_) => Err(Refused::BadDay { deadline, text: text.to_owned() }.into()),
    });
    read.collect()
}

/// A calendar file: one `deadline = "2017-04-30"` a line (TOML).
pub fn calendar(text: &str) -> Result<BTreeMap<Deadline, Date>, AppError> {
    let wrong = |what: String| AppError::from(Refused::BadCalendar(what));
    let table: BTreeMap<String, String> = toml::from_str(text).map_err(|e| wrong(e.to_string()))?;
    table
        .into_iter()
        .map(|(step, day)| {
            let deadline = Deadline::from_code(&step).ok_or_else(|| wrong(format!("there is no deadline {step}")))?;
            let day = day.parse().map_err(|_| wrong(format!("{day} is not a day")))?;
            Ok((deadline, day))
        })
        .collect()
}
