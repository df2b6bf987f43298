//! Rounds follow each other in a kabupaten: opened on the register as it is, closed by a named officer. D17.
//!
//! Registration is always open. A case that is filed while no round is open waits for the next one; cases that a
//! round leaves open are taken over by it.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::refused::Refused;
use crate::view::{Around, around, choose};
use crate::{App, account, logged};
use domain::Date;
use domain::area::AreaCode;
use domain::event::{Event, RoundEvent};
use domain::round::{CaseState, Deadline, OpenRefused, Round, RoundState};
use std::collections::BTreeMap;
use store::Reader;
use store::decree::DecreeHead;
use store::view::Span;

impl From<OpenRefused> for AppError {
    fn from(refused: OpenRefused) -> Self {
        Self::rule(refused)
    }
}

/// A round with how many of its cases stand in each state, in the area of the officer who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundView {
    /// The round.
    pub round: Round,
    /// Cases by state.
    pub cases: BTreeMap<CaseState, usize>,
}

/// One round with what is left to do in it.
#[derive(Clone, Debug)]
pub struct RoundPage {
    /// The round and its cases by state.
    pub view: RoundView,
    /// The area the cases are counted in.
    pub around: Around,
    /// Desa with cases that have not ended, and how many; the desa is `None` where it is not known.
    pub waiting: Vec<(Option<AreaCode>, usize)>,
    /// Its decrees, where the officer may see them.
    pub decrees: Vec<DecreeHead>,
    /// Whether this officer opens and closes rounds.
    pub may_manage: bool,
    names: BTreeMap<String, String>,
}

impl RoundPage {
    /// The person's name of an account; the account where none is known.
    #[must_use]
    pub fn name_of<'a>(&'a self, account: &'a str) -> &'a str {
        self.names.get(account).map_or(account, String::as_str)
    }
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
    let counts = tx.case_counts(round.id.as_str()).await?;
    let open: usize = counts.iter().filter(|(state, _)| state.is_open()).map(|(_, n)| n).sum();
    let closed = round.close(open, carry, officer.id.clone(), app.today(), reason)?;
    tx.put_round(&closed);
    let event = RoundEvent::Closed { round: closed.id.clone(), open_cases: open };
    tx.commit(logged(&Event::Round(event), officer.id.as_str(), app.now_ms())).await?;
    Ok(closed)
}

/// Every round with its cases in the officer's area, in the order in which they were opened. The calendar is
/// everybody's; who is bound to a desa sees the cases of that desa.
pub async fn list(app: &App, officer: &Officer) -> Result<Vec<RoundView>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let span = Span::of(&choose(officer, Act::SeeOverview, None, &areas)?);
    let mut views = Vec::new();
    for round in reader.rounds().await? {
        let cases = counted(&mut reader, &round, &span).await?.0;
        views.push(RoundView { round, cases });
    }
    Ok(views)
}

/// One round, by its name.
pub async fn show(app: &App, officer: &Officer, name: &str) -> Result<Option<RoundPage>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let area = choose(officer, Act::SeeOverview, None, &areas)?;
    let Some(round) = reader.rounds().await?.into_iter().find(|r| r.name == name) else { return Ok(None) };
    let (cases, waiting) = counted(&mut reader, &round, &Span::of(&area)).await?;
    let kabupaten = areas.kabupaten().unwrap_or(area);
    let mut decrees = reader.decrees().await?;
    decrees.retain(|d| officer.could_somewhere(Act::SeeDecree) && d.round.as_deref() == Some(round.id.as_str()));
    decrees.sort_by(|a, b| (a.no, &a.number).cmp(&(b.no, &b.number)));
    Ok(Some(RoundPage {
        view: RoundView { round, cases },
        around: around(officer, Act::SeeOverview, area, &areas),
        waiting,
        decrees,
        may_manage: officer.could(Act::ManageRound, kabupaten),
        names: account::names(&mut reader).await?,
    }))
}

type Waiting = Vec<(Option<AreaCode>, usize)>;

/// Cases of a round by state, and the desa where some have not ended, the fullest first.
async fn counted(
    reader: &mut Reader,
    round: &Round,
    span: &Span,
) -> Result<(BTreeMap<CaseState, usize>, Waiting), AppError> {
    let mut cases: BTreeMap<CaseState, usize> = BTreeMap::new();
    let mut waiting: BTreeMap<Option<AreaCode>, usize> = BTreeMap::new();
    for count in reader.view_round_cases(round.id.as_str(), span).await? {
        let Some(state) = CaseState::from_code(&count.stage) else { continue };
        let n = usize::try_from(count.n).unwrap_or(0);
        *cases.entry(state).or_default() += n;
        if state.is_open() {
            *waiting.entry(AreaCode::parse(&count.desa).ok()).or_default() += n;
        }
    }
    let mut waiting: Waiting = waiting.into_iter().collect();
    waiting.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    Ok((cases, waiting))
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
