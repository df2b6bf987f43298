//! Rounds as their pages show them. The calendar is everybody's; cases are counted in the area of who looks. R8.

use super::{Around, around, choose};
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::round::RoundView;
use crate::{App, account};
use domain::area::AreaCode;
use domain::round::{CaseState, Round};
use std::collections::BTreeMap;
use store::Reader;
use store::decree::DecreeHead;
use store::view::Span;

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

/// Every round with its cases in the officer's area, in the order in which they were opened. Who is
/// bound to a desa sees the cases of that desa.
pub async fn rounds(app: &App, officer: &Officer) -> Result<Vec<RoundView>, AppError> {
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
pub async fn round(app: &App, officer: &Officer, name: &str) -> Result<Option<RoundPage>, AppError> {
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
