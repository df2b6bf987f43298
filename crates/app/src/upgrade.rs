//! Carries over what a workspace of the program before this one decided: the round it was in, deaths of the civil
//! registry, its decrees, its visits. Afterwards the register is what they say (design D15), and the work that was
//! under way goes on by the rules of today.
//!
//! Step by step, each in one transaction with its event: a killed upgrade resumes where it stopped, and a workspace
//! of this version has nothing to do. The store has given registrations their cases before (`store::upgrade`).

mod system;
mod visits;

use crate::error::AppError;
use crate::import::place;
use crate::register::{self, Cause};
use crate::verification::subject_of;
use crate::{App, decree, logged};
use domain::Date;
use domain::area::AreaCode;
use domain::civil_registry::{CivilStatus, extract_day};
use domain::event::{Event, RoundEvent};
use domain::id::{AccountId, HouseholdId};
use domain::register::{Action, Change, Ruling, rejoin, replay};
use domain::round::{CaseAct, CaseState};
use std::collections::BTreeMap;
use store::case::Move;
use store::decree::DecreeLine;
use store::upgrade::{Step, Told, upgraded};
use store::verification::CheckedQuestionnaire;
use store::{Reader, Tx, WorkspaceLock};
use system::{SYSTEM, hand, officers, the_round};

/// Visits carried over in one transaction.
const BATCH: usize = 2_000;

/// Carries over what waits, and tells how far it is. Nothing waits in a workspace of this version.
pub async fn carry_over(app: &App, told: Told<'_>) -> Result<(), AppError> {
    if app.store.read().await?.upgrade_waiting().await?.is_none() {
        return Ok(());
    }
    let _lock = WorkspaceLock::take(app.dir(), "pemutakhiran")?;
    let Some(waiting) = app.store.read().await?.upgrade_waiting().await? else { return Ok(()) };
    let mut done = 0;
    let mut visits = Vec::new();
    for (step, id) in &waiting {
        match step {
            Step::Round => round(app, id).await?,
            Step::Deaths => deaths(app, id).await?,
            Step::Decree => decreed(app, id).await?,
            Step::Members => members(app, id).await?,
            Step::Visit => {
                visits.push(id.as_str());
                continue;
            }
        }
        done += 1;
        told(done, waiting.len());
    }
    for some in visits.chunks(BATCH) {
        visits::carry_over(app, some).await?;
        done += some.len();
        told(done, waiting.len());
    }
    app.store.end_upgrade().await?;
    Ok(())
}

/// The round everything belongs to that the older program did. It stays open.
async fn round(app: &App, id: &str) -> Result<(), AppError> {
    let kabupaten = app.kabupaten().await?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let lists = tx.prelists().await?;
    let mut editions = tx.editions().await?;
    let mut decrees = tx.decrees().await?;
    let began = lists.iter().map(|l| &l.frozen_on).chain(editions.iter().map(|e| &e.as_of));
    let day: Date = began.filter_map(|day| day.parse().ok()).min().unwrap_or_else(|| app.today());
    let name = format!("{}-I", day.year());
    let opened = domain::round::open(&[], kabupaten, &name, AccountId::new(SYSTEM), day, 0, BTreeMap::new())?;
    let own = Some(opened.id.as_str().to_owned());
    tx.put_round(&opened);
    let mut carried = 0;
    for mut case in tx.cases().await?.into_values() {
        carried += usize::from(case.state.is_open());
        case.round.clone_from(&own);
        tx.put_case(&case);
    }
    for mut list in lists {
        list.round.clone_from(&own);
        tx.put_prelist(&list, &[]);
    }
    for (no, edition) in (1..).zip(&mut editions) {
        edition.no = no;
        edition.round.clone_from(&own);
        tx.put_edition(edition, &[]);
    }
    decrees.sort_by(|a, b| (&a.date, &a.number).cmp(&(&b.date, &b.number)));
    for (no, decree) in (1..).zip(&mut decrees) {
        decree.no = no;
        decree.round.clone_from(&own);
        tx.put_decree(decree, &[]);
    }
    tx.upgraded(Step::Round, id).await?;
    let event = Event::Round(RoundEvent::Opened { round: opened.id, base: 0, carried });
    tx.commit(logged(&event, SYSTEM, app.now_ms())).await?;
    Ok(())
}

/// Marks those whom the extract holds as dead, as an import does today, and writes down the day of the extract.
async fn deaths(app: &App, import: &str) -> Result<(), AppError> {
    let (kabupaten, areas) = place(app).await?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let civil = tx.civil_records().await?;
    let mut register = tx.entries().await?;
    let changes = register::dead(app, &civil).changes(register.entries(), &format!("SIAK {import}"));
    let round = the_round(&mut tx).await?;
    let round = round.as_ref().map(|r| r.id.as_str());
    let row = register::version_row(app, Cause::Siak, import, SYSTEM, round, &changes);
    register::write(app, &mut tx, &areas, &mut register, &changes, row).await?;
    if let Some(mut extract) = tx.import(import).await? {
        extract.day = extract_day(&civil, app.today()).map(|day| day.to_string());
        tx.put_import(&extract);
    }
    tx.upgraded(Step::Deaths, import).await?;
    tx.commit(upgraded("household", changes.len(), app.now_ms())).await?;
    Ok(())
}

/// Gives the register what a signed annex says of it, and the edition made from it the version that it is a copy of.
async fn decreed(app: &App, number: &str) -> Result<(), AppError> {
    let (kabupaten, areas) = place(app).await?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let Some(mut head) = tx.decrees().await?.into_iter().find(|d| d.number == number) else { return Ok(()) };
    let annex = tx.decree_rows(number).await?;
    let visits = tx.questionnaires().await?.into_iter().map(|q| (q.filled.id.as_str().to_owned(), q)).collect();
    let twins = tx.register_twins().await?.into_iter().collect();
    let rulings = rulings(&annex, &visits, &twins);
    let mut register = tx.entries().await?;
    let dead = tx.civil_records_with(CivilStatus::Dead).await?;
    let changes = replay(register.entries(), &rulings, &register::dead(app, &dead));
    let signer = head.signer.clone().unwrap_or_else(|| SYSTEM.to_owned());
    let mut row = register::version_row(app, Cause::Decree, number, &signer, head.round.as_deref(), &changes);
    row.day.clone_from(&head.date);
    let version = register::write(app, &mut tx, &areas, &mut register, &changes, row).await?;
    head.version = version.unwrap_or(0);
    let lines: Vec<DecreeLine> = annex.into_iter().map(|line| told(app, line, &changes, &visits)).collect();
    tx.put_decree(&head, &lines);
    for line in &lines {
        follow(app, &mut tx, number, line, visits.get(&line.body.source)).await?;
    }
    for mut edition in tx.editions().await?.into_iter().filter(|e| e.decree.as_deref() == Some(number)) {
        edition.version = head.version;
        tx.put_edition(&edition, &[]);
    }
    tx.upgraded(Step::Decree, number).await?;
    tx.commit(upgraded("household", changes.len(), app.now_ms())).await?;
    Ok(())
}

type Visits = BTreeMap<String, CheckedQuestionnaire>;

/// What each row of the annex rules, from the visit or the minutes that it rests on.
fn rulings(annex: &[DecreeLine], visits: &Visits, twins: &BTreeMap<HouseholdId, HouseholdId>) -> Vec<Ruling> {
    annex
        .iter()
        .filter_map(|line| {
            let action = Action::from_code(&line.action)?;
            let household = HouseholdId::new(&line.household);
            let form = visits.get(&line.body.source).map(|q| &q.filled);
            let named = form.and_then(|f| f.target.as_deref()).map(str::trim).filter(|t| !t.is_empty());
            let named = named.map(HouseholdId::new);
            Some(Ruling {
                action,
                source: line.body.source.clone(),
                case: form.map(subject_of),
                found: form.map(|f| f.household.clone()).filter(|_| action.is_visited()),
                target: match action {
                    Action::Duplicate => named.or_else(|| twins.get(&household).cloned()),
                    Action::PartOfOther => named,
                    _ => None,
                },
                visited_on: form.and_then(|f| f.date),
                siak_unchecked: 0,
                household,
            })
        })
        .collect()
}

/// A row of the annex with what is written beside it today: its case, its household's place and head.
fn told(app: &App, mut line: DecreeLine, changes: &BTreeMap<HouseholdId, Change>, visits: &Visits) -> DecreeLine {
    let Some(change) = changes.get(&HouseholdId::new(&line.household)) else { return line };
    let now = decree::annex::line(app, &line.decree, line.no, &HouseholdId::new(&line.household), change);
    line.desa = line.desa.or(now.desa);
    line.hamlet = line.hamlet.or(now.hamlet);
    line.head_name = line.head_name.or(now.head_name);
    line.member_count = line.member_count.or(now.member_count);
    if line.body.address.is_empty() {
        line.body.address = now.body.address;
    }
    line.body.case = visits.get(&line.body.source).map(|q| subject_of(&q.filled));
    line.body.became = now.body.became;
    line
}

/// The case of a registration follows the annex: it names its household, and one that left ends.
async fn follow(
    app: &App,
    tx: &mut Tx,
    number: &str,
    line: &DecreeLine,
    visit: Option<&CheckedQuestionnaire>,
) -> Result<(), AppError> {
    let Some(visit) = visit else { return Ok(()) };
    let Some(mut case) = tx.case(&subject_of(&visit.filled)).await? else { return Ok(()) };
    case.household = Some(line.household.clone());
    officers(&mut case, visit);
    let ended =
        matches!(case.state, CaseState::NotFound | CaseState::Moved | CaseState::PartOfOther | CaseState::Duplicate);
    let result = visit.filled.result.map(|r| r.label().to_lowercase()).unwrap_or_default();
    let close = Move::because(CaseAct::Close, format!("SK {number}: {result}"));
    tx.move_case_row(&mut case, if ended { std::slice::from_ref(&close) } else { &[] }, hand(app))?;
    Ok(())
}

/// Nobody's members disappear: those of households that became part of another follow. Design D15.
async fn members(app: &App, id: &str) -> Result<(), AppError> {
    let (kabupaten, areas) = place(app).await?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let mut register = tx.entries().await?;
    let changes = rejoin(register.entries());
    let cause = last_decree(&mut tx, &kabupaten).await?;
    let round = the_round(&mut tx).await?;
    let round = round.as_ref().map(|r| r.id.as_str());
    let row = register::version_row(app, Cause::Decree, &cause, SYSTEM, round, &changes);
    register::write(app, &mut tx, &areas, &mut register, &changes, row).await?;
    tx.upgraded(Step::Members, id).await?;
    tx.commit(upgraded("household", changes.len(), app.now_ms())).await?;
    Ok(())
}

async fn last_decree(reader: &mut Reader, kabupaten: &AreaCode) -> Result<String, AppError> {
    let mut signed = reader.decrees().await?;
    signed.retain(|d| d.state != decree::DRAFT);
    signed.sort_by_key(|d| d.version);
    Ok(signed.pop().map_or_else(|| kabupaten.dotted(), |d| d.number))
}
