//! Decrees as their pages show them: the list, one with its annex, and the desk where the next one is prepared.
//!
//! Number, day and counts are for everybody who may see decrees. The annex names households: it is for those who
//! may see households, of their own area. Domain §1.3.

use super::{Around, Ask, PER_PAGE, around, choose, own_jobs};
use crate::access::{Act, Officer};
use crate::decree::{DRAFT, PREVIEW_JOB, next_number};
use crate::error::AppError;
use crate::ports::Document;
use crate::{App, account, round};
use domain::area::{AreaCode, AreaTable};
use domain::id::{DecreeNumber, HouseholdId, QuestionnaireId};
use domain::register::{Action, HeldBecause, head_name};
use domain::round::{CaseState, Round};
use serde_json::Value;
use std::collections::BTreeMap;
use store::Reader;
use store::decree::DecreeHead;
use store::job::JobRow;
use store::view::{CodeCount, Listed, Span};

pub use store::view::AnnexRow;

/// A decree in the list.
#[derive(Clone, Debug)]
pub struct DecreeRow {
    /// The decree.
    pub head: DecreeHead,
    /// Name of its area.
    pub area: String,
    /// Name of the round.
    pub round: Option<String>,
    /// Who prepared it.
    pub prepared_by: String,
    /// Who signed it; empty while it is a draft.
    pub signed_by: String,
    /// Who handed it over; empty until then.
    pub delivered_by: String,
}

impl DecreeRow {
    /// Whether it waits for a signature.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.head.state == DRAFT
    }
}

/// The annex of a decree, as far as this officer may read it.
#[derive(Clone, Debug)]
pub struct Annex {
    /// The area its rows are of.
    pub around: Around,
    /// The rows asked for.
    pub list: Listed<AnnexRow>,
}

/// One decree.
#[derive(Clone, Debug)]
pub struct DecreePage {
    /// The decree.
    pub row: DecreeRow,
    /// Name of the area that `actions` counts.
    pub counted_in: String,
    /// Rows of the annex by what is done.
    pub actions: Vec<CodeCount>,
    /// The annex; `None` = not for this officer.
    pub annex: Option<Annex>,
    /// Whether this officer may sign drafts.
    pub may_sign: bool,
    /// Whether this officer prepared it, and therefore does not sign it.
    pub is_own: bool,
    /// Whether this officer may take the draft back.
    pub may_withdraw: bool,
    /// Whether this officer may hand it over now.
    pub may_deliver: bool,
    /// Whether this officer may print it with its whole annex.
    pub may_print: bool,
}

/// What a preview said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Name of the area.
    pub area: String,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Rows of the annex by what is done.
    pub actions: Vec<(Action, usize)>,
    /// Households that wait; at most [`PER_PAGE`].
    pub held: Vec<HeldRow>,
    /// How many wait.
    pub held_count: usize,
    /// Persons whom the civil registry was not asked about.
    pub siak_unchecked: usize,
    /// Cases of the round that have not ended, by state.
    pub open: Vec<(CaseState, usize)>,
}

impl Looked {
    /// Rows of the annex.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.actions.iter().map(|(_, n)| n).sum()
    }
}

/// A household that waits for the next decree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRow {
    /// Its id, when the register holds it.
    pub household: Option<HouseholdId>,
    /// Name of its head.
    pub name: String,
    /// Name of its desa.
    pub desa: String,
    /// Why it waits.
    pub because: HeldBecause,
}

/// Where the next decree is prepared.
#[derive(Clone, Debug)]
pub struct DecreeDesk {
    /// The open round; without one nothing is decreed.
    pub round: Option<Round>,
    /// The number the office would give it.
    pub number: DecreeNumber,
    /// The areas it may be about.
    pub around: Around,
    /// The last preview this officer asked for.
    pub looked: Option<Looked>,
    /// Drafts that wait for a signature.
    pub drafts: Vec<DecreeRow>,
}

/// Every decree, the newest first.
pub async fn decrees(app: &App, officer: &Officer) -> Result<Vec<DecreeRow>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    choose(officer, Act::SeeDecree, None, &areas)?;
    rows(&mut reader, &areas).await
}

async fn rows(reader: &mut Reader, areas: &AreaTable) -> Result<Vec<DecreeRow>, AppError> {
    let names = account::names(reader).await?;
    let rounds: BTreeMap<String, String> =
        reader.rounds().await?.into_iter().map(|r| (r.id.as_str().to_owned(), r.name)).collect();
    let name = |id: Option<&String>| id.map_or_else(String::new, |id| names.get(id).unwrap_or(id).clone());
    let mut rows: Vec<DecreeRow> = reader
        .decrees()
        .await?
        .into_iter()
        .map(|head| DecreeRow {
            area: AreaCode::parse(&head.area).map_or_else(|_| head.area.clone(), |code| areas.name(&code)),
            round: head.round.as_ref().map(|id| rounds.get(id).unwrap_or(id).clone()),
            prepared_by: name(head.prepared_by.as_ref()),
            signed_by: name(head.signer.as_ref()),
            delivered_by: name(head.delivered.as_ref().map(|(_, by)| by)),
            head,
        })
        .collect();
    // drafts wait for somebody: they come first
    rows.sort_by(|a, b| {
        (b.is_draft(), b.head.version, &b.head.date, &b.head.number).cmp(&(
            a.is_draft(),
            a.head.version,
            &a.head.date,
            &a.head.number,
        ))
    });
    Ok(rows)
}

/// One decree. `ask.code` is what is done to a household.
pub async fn decree(
    app: &App,
    officer: &Officer,
    number: &DecreeNumber,
    ask: &Ask,
) -> Result<Option<DecreePage>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let seen = choose(officer, Act::SeeDecree, None, &areas)?;
    let Some(row) = rows(&mut reader, &areas).await?.into_iter().find(|r| r.head.number == number.as_str()) else {
        return Ok(None);
    };
    let kabupaten = areas.kabupaten().unwrap_or(seen);
    let place = AreaCode::parse(&row.head.area).unwrap_or(kabupaten);
    let annex = if officer.could_somewhere(Act::SeeHouseholds) {
        let area = choose(officer, Act::SeeHouseholds, ask.area, &areas)?;
        let list =
            reader.view_decree_rows(number.as_str(), &Span::of(&area), &ask.text, &ask.code, ask.slice()).await?;
        Some(Annex { around: around(officer, Act::SeeHouseholds, area, &areas), list })
    } else {
        None
    };
    let counted = annex.as_ref().map_or(seen, |a| a.around.area);
    let is_draft = row.is_draft();
    Ok(Some(DecreePage {
        counted_in: areas.name(&counted),
        actions: reader.view_decree_actions(number.as_str(), &Span::of(&counted)).await?,
        annex,
        may_sign: is_draft && officer.could(Act::SignDecree, kabupaten),
        may_withdraw: is_draft && officer.could(Act::DraftDecree, place),
        is_own: row.head.prepared_by.as_deref() == Some(officer.id.as_str()),
        may_deliver: !is_draft && row.head.delivered.is_none() && officer.could(Act::Deliver, kabupaten),
        may_print: may_print(officer, place),
        row,
    }))
}

fn may_print(officer: &Officer, place: AreaCode) -> bool {
    officer.could(Act::SeeDecree, place) && officer.could(Act::SeeHouseholds, place)
}

/// The decree with its whole annex as PDF: for those who may see the households of its whole area.
pub async fn decree_pdf(app: &App, officer: &Officer, number: &DecreeNumber) -> Result<Option<Vec<u8>>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let head = reader.decrees().await?.into_iter().find(|d| d.number == number.as_str());
    let Some(head) = head else { return Ok(None) };
    let place = AreaCode::parse(&head.area).unwrap_or(app.kabupaten().await?);
    officer.may(Act::SeeDecree, place)?;
    officer.may(Act::SeeHouseholds, place)?;
    let rows = reader.decree_rows(&head.number).await?;
    drop(reader);
    let document = Document::Decree { head: &head, rows: &rows, areas: &areas };
    Ok(Some(tokio::task::block_in_place(|| app.print(&document))?))
}

/// What an officer who prepares decrees needs to see.
pub async fn decree_desk(app: &App, officer: &Officer) -> Result<DecreeDesk, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let area = choose(officer, Act::DraftDecree, None, &areas)?;
    let round = round::open_one(&mut reader).await?;
    let mut drafts = rows(&mut reader, &areas).await?;
    drafts.retain(DecreeRow::is_draft);
    let job = own_jobs(app, officer, &[PREVIEW_JOB]).await?.into_iter().next();
    let looked = match job {
        Some(job) => looked(&mut reader, &areas, &job).await?,
        None => None,
    };
    drop(reader);
    Ok(DecreeDesk {
        round,
        number: next_number(app).await?,
        around: around(officer, Act::DraftDecree, area, &areas),
        looked,
        drafts,
    })
}

/// What the job of a preview found; `None` while it runs, or when it came to nothing.
async fn looked(reader: &mut Reader, areas: &AreaTable, job: &JobRow) -> Result<Option<Looked>, AppError> {
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    let (Some(found), Some(args)) = (job.result.as_deref().and_then(read), read(&job.args)) else { return Ok(None) };
    let number = |n: &Value| n.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let counts = |name: &str| -> Vec<(String, usize)> {
        let all = found.get(name).and_then(Value::as_object).into_iter().flatten();
        all.map(|(code, n)| (code.clone(), number(n))).collect()
    };
    let mut actions: Vec<(Action, usize)> =
        counts("actions").into_iter().filter_map(|(code, n)| Some((Action::from_code(&code)?, n))).collect();
    actions.sort();
    let mut open: Vec<(CaseState, usize)> = counts("cases")
        .into_iter()
        .filter_map(|(code, n)| Some((CaseState::from_code(&code)?, n)))
        .filter(|(state, n)| state.is_open() && *n > 0)
        .collect();
    open.sort();
    let all = found.get("held").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut held = Vec::new();
    for one in all.iter().take(usize::try_from(PER_PAGE).unwrap_or(0)) {
        held.extend(held_row(reader, areas, one).await?);
    }
    let area = args.get("area").and_then(Value::as_str).and_then(|a| AreaCode::parse(a).ok());
    Ok(Some(Looked {
        area: area.map_or_else(String::new, |a| areas.name(&a)),
        at_ms: job.updated_at_ms,
        actions,
        held,
        held_count: all.len(),
        siak_unchecked: found.get("siak_unchecked").map(number).unwrap_or(0),
        open,
    }))
}

async fn held_row(reader: &mut Reader, areas: &AreaTable, one: &Value) -> Result<Option<HeldRow>, AppError> {
    let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
    let Some(because) = HeldBecause::from_code(text("because")) else { return Ok(None) };
    let id = HouseholdId::new(text("household"));
    let known = reader.household(&id).await?;
    let household = known.is_some().then_some(id);
    // a new household has no row yet: the visit knows its head
    let found = match known {
        Some(household) => Some(household),
        None => {
            let visit = reader.questionnaire(&QuestionnaireId::new(text("source"))).await?;
            visit.map(|q| q.filled.household)
        }
    };
    let name = found.as_ref().and_then(|h| head_name(h)).unwrap_or_default().to_owned();
    let desa = found.as_ref().and_then(|h| h.place.desa).map_or_else(String::new, |d| areas.name(&d));
    Ok(Some(HeldRow { household, name, desa, because }))
}
