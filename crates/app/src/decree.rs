//! Stage 3c: the decree over what was verified, and its delivery. It writes the register in its own transaction;
//! without it nothing changes and nothing leaves the kabupaten. R18, R19, design D15.
//!
//! One account prepares (a draft), another signs; a round may hold several decrees. A row that cannot be decided
//! yet waits for the next one.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::import::place;
use crate::meeting::force;
use crate::refused::Refused;
use crate::register::{self, Cause};
use crate::verification::{ACCEPTED, case_of};
use crate::{App, audit, day, key, logged, person, round};
use domain::area::{AreaCode, AreaLevel};
use domain::civil_registry::{CivilStatus, SiakCode};
use domain::event::{Event, RegisterEvent};
use domain::id::{AccountId, DecreeNumber, HouseholdId};
use domain::register::{Action, Change, HeldBecause, Outcome, Ruling, apply, is_contained, new_household_id, survivor};
use domain::round::{CaseAct, CaseState, Round};
use domain::verification::{AnnexSignature, BatchRow, DecreeDraft, DecreeRefused, RowStanding, Waiver};
use std::collections::{BTreeMap, BTreeSet};
use store::Reader;
use store::case::{CaseRow, Move};
use store::decree::DecreeHead;
use store::household::Register;

use store::person_conflict::ConflictRow;

pub(crate) mod annex;
mod signature;
mod work;

pub use work::{
    DELIVER_JOB, JOBS, PREPARE_JOB, PREVIEW_JOB, SIGN_JOB, area_of, as_job, ask_delivery, ask_preparing, ask_preview,
    ask_signature,
};

/// The state of a decree that is prepared and not signed.
pub const DRAFT: &str = "DRAF";

/// Everything a decree over an area would be about now.
pub(crate) struct Batch {
    register: Register,
    /// Of the register.
    version: u32,
    rulings: Vec<Ruling>,
    outcome: Outcome,
    /// Cases that enter the decree.
    entering: Vec<CaseRow>,
    /// Cases that end with it, and why.
    closing: Vec<(CaseRow, String)>,
    /// Cases behind a later visit to the same household: they enter with it.
    behind: BTreeMap<String, HouseholdId>,
}

impl Batch {
    /// Rows of the annex: every ruling that takes effect, and every household that changes with them.
    fn changes(&self) -> &BTreeMap<HouseholdId, Change> {
        &self.outcome.changes
    }
}

/// A household that waits for the next decree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The household; a new one by the id it is to get.
    pub household: HouseholdId,
    /// Questionnaire or row of a meeting that speaks of it.
    pub source: String,
    /// Why it waits.
    pub because: HeldBecause,
}

/// What a decree would hold and what waits, before anybody prepares it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Rows of the annex by what is done.
    pub actions: BTreeMap<String, usize>,
    /// Households that wait.
    pub held: Vec<Held>,
    /// Persons whom the civil registry was not asked about.
    pub siak_unchecked: u32,
    /// Cases of the round by state.
    pub cases: BTreeMap<CaseState, usize>,
}

/// What a decree over the kabupaten, a kecamatan or a desa would hold now. Nothing is written.
pub async fn preview(app: &App, officer: &Officer, area: Option<AreaCode>) -> Result<Preview, AppError> {
    let kabupaten = app.kabupaten().await?;
    let area = area.unwrap_or(kabupaten);
    officer.may(Act::SeeDecree, area)?;
    let mut reader = app.store.read().await?;
    let round = round::current(&mut reader).await?;
    let batch = batch(app, &mut reader, &round, area).await?;
    let mut preview = Preview { cases: reader.case_counts(round.id.as_str()).await?, ..Preview::default() };
    for change in batch.changes().values() {
        *preview.actions.entry(change.action.code().to_owned()).or_default() += 1;
    }
    let source = |id: &HouseholdId| batch.rulings.iter().find(|r| r.household == *id).map(|r| r.source.clone());
    let held = batch.outcome.held.iter().map(|(id, why)| Held {
        household: id.clone(),
        source: source(id).unwrap_or_default(),
        because: *why,
    });
    preview.held = held.collect();
    preview.siak_unchecked = batch.taken().map(|r| r.siak_unchecked).sum();
    Ok(preview)
}

impl Batch {
    /// Rulings that take effect.
    fn taken(&self) -> impl Iterator<Item = &Ruling> {
        self.rulings.iter().filter(|r| !self.outcome.held.contains_key(&r.household))
    }
}

/// What is decided about each household so far, and which cases it moves.
#[derive(Default)]
struct Gathered {
    rulings: BTreeMap<HouseholdId, Ruling>,
    entering: Vec<CaseRow>,
    closing: Vec<(CaseRow, String)>,
    behind: BTreeMap<String, HouseholdId>,
}

async fn batch(app: &App, reader: &mut Reader, round: &Round, area: AreaCode) -> Result<Batch, AppError> {
    let (version, register) = register::load(app, reader).await?;
    let dead = reader.civil_records_with(CivilStatus::Dead).await?;
    let twins: BTreeMap<HouseholdId, HouseholdId> = reader.register_twins().await?.into_iter().collect();
    let decreed = decreed_sources(reader).await?;
    let mut gathered = Gathered::default();
    by_meetings(reader, &register, area, &decreed, &mut gathered).await?;
    by_visits(reader, &register, round, area, &twins, &mut gathered).await?;
    by_twins(&register, area, &twins, &mut gathered);
    person::obey(&reader.person_conflicts().await?, &mut gathered.rulings);
    let rulings: Vec<Ruling> = gathered.rulings.into_values().collect();
    let dead = register::dead(app, &dead);
    let outcome = tokio::task::block_in_place(|| apply(register.entries(), &rulings, &dead, &linkage::same_person));
    Ok(Batch {
        version,
        register,
        rulings,
        outcome,
        entering: gathered.entering,
        closing: gathered.closing,
        behind: gathered.behind,
    })
}

/// What signed decrees rest on: a row is decreed once.
async fn decreed_sources(reader: &mut Reader) -> Result<BTreeSet<String>, AppError> {
    let signed: BTreeSet<String> =
        reader.decrees().await?.into_iter().filter(|d| d.state != DRAFT).map(|d| d.number).collect();
    let rows = reader.all_decree_rows().await?;
    Ok(rows.into_iter().filter(|r| signed.contains(&r.decree)).map(|r| r.body.source).collect())
}

/// Codes 4, 5 and 8 of minutes in force: nobody visits, the minutes say it. R51, R52, R55.
async fn by_meetings(
    reader: &mut Reader,
    register: &Register,
    area: AreaCode,
    decreed: &BTreeSet<String>,
    gathered: &mut Gathered,
) -> Result<(), AppError> {
    let heads = reader.meetings().await?;
    // of several signed stages only the latest counts. R76
    let superseded = force::superseded(&heads);
    let signed = heads.iter().filter(|m| force::is_signed(m) && !superseded.contains_key(m.id.as_str()));
    let here = |desa: &Option<String>| desa.as_deref().is_some_and(|d| d.starts_with(area.as_str()));
    let accepted: BTreeSet<&str> = signed.filter(|m| here(&m.desa)).map(|m| m.id.as_str()).collect();
    for row in reader.all_meeting_rows().await? {
        let action = match row.outcome.as_str() {
            "PINDAH" => Action::Moved,
            "MENINGGAL" => Action::Deceased,
            "TIDAK_DIKENAL" => Action::Unknown,
            _ => continue,
        };
        let source = format!("{}#{}-{}", row.meeting, row.form, row.no);
        let Some(id) = row.household.as_deref().map(HouseholdId::new) else { continue };
        let counts = row.form == "FKP.01" && accepted.contains(row.meeting.as_str()) && !decreed.contains(&source);
        if !counts || !register.get(&id).is_some_and(|(e, _)| e.status.is_in_register()) {
            continue;
        }
        let ruling = Ruling {
            household: id.clone(),
            action,
            source,
            case: None,
            found: None,
            target: None,
            visited_on: None,
            siak_unchecked: 0,
        };
        gathered.rulings.insert(id, ruling);
    }
    Ok(())
}

/// Visits that were approved or that ended without data. The visit is nearer to the household than the meeting:
/// it comes second and stays.
async fn by_visits(
    reader: &mut Reader,
    register: &Register,
    round: &Round,
    area: AreaCode,
    twins: &BTreeMap<HouseholdId, HouseholdId>,
    gathered: &mut Gathered,
) -> Result<(), AppError> {
    let mut unasked: BTreeMap<String, usize> = BTreeMap::new();
    let not_asked = SiakCode::TidakDiperiksa.code();
    reader
        .each_identification(|i| {
            let count = i.evidence.siak.iter().filter(|(_, answer)| answer == not_asked).count();
            if count > 0 {
                unasked.insert(i.registration, count);
            }
        })
        .await?;
    let cases = reader.cases().await?;
    let kabupaten = area.at(AreaLevel::Kabupaten).unwrap_or(area);
    let mut numbered = reader.households_named(&format!("RUTA-{}-", kabupaten.as_str())).await?;
    for questionnaire in reader.questionnaires().await? {
        let form = &questionnaire.filled;
        let Some(case) = cases.get(&case_of(&questionnaire, &cases)) else { continue };
        let here = case.round.as_deref() == Some(round.id.as_str()) && case.desa.starts_with(area.as_str());
        let (true, true, Some(result)) = (here, questionnaire.verdict == ACCEPTED, form.result) else { continue };
        match case.state {
            CaseState::ReadyForDecree => gathered.entering.push(case.clone()),
            CaseState::NotFound
            | CaseState::Moved
            | CaseState::PartOfOther
            | CaseState::Duplicate
            | CaseState::Refused => gathered.closing.push((case.clone(), result.label().to_lowercase())),
            _ => continue,
        }
        let known = questionnaire.household.clone().filter(|id| register.get(id).is_some());
        let Some(action) = Action::of_visit(result, known.is_some()) else { continue };
        let named = form.target.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(HouseholdId::new);
        let twin = known.as_ref().and_then(|id| twins.get(id)).cloned();
        let unchecked = unasked.get(&case.id).copied().unwrap_or(0);
        let household = known.unwrap_or_else(|| {
            numbered += 1;
            new_household_id(kabupaten.as_str(), numbered)
        });
        let ruling = Ruling {
            household: household.clone(),
            action,
            source: form.id.as_str().to_owned(),
            case: Some(case.id.clone()),
            found: Some(form.household.clone()).filter(|_| action.is_visited()),
            target: match action {
                Action::Duplicate => named.or(twin),
                Action::PartOfOther => named,
                _ => None,
            },
            visited_on: form.date,
            siak_unchecked: u32::try_from(unchecked).unwrap_or(u32::MAX),
        };
        // of two visits to one household the later one rules; the case of the other goes with it
        let before = gathered.rulings.get(&household).filter(|r| r.case.is_some()).cloned();
        let (rules, stands_back) = match before {
            Some(before) if (before.visited_on, &before.source) > (ruling.visited_on, &ruling.source) => {
                (before, Some(ruling))
            }
            before => (ruling, before),
        };
        if let Some(case) = stands_back.and_then(|r| r.case) {
            gathered.behind.insert(case, household.clone());
        }
        gathered.rulings.insert(household, rules);
    }
    Ok(())
}

/// Two rows of the register that are one household, by the kernel, and of which one says nothing the other does
/// not: the row that stays is that of §5.4, and the decree says so. Others wait for a visit or a person.
fn by_twins(register: &Register, area: AreaCode, twins: &BTreeMap<HouseholdId, HouseholdId>, gathered: &mut Gathered) {
    for (a, b) in twins.iter().filter(|(a, b)| a < b) {
        let (Some((one, _)), Some((other, _))) = (register.get(a), register.get(b)) else { continue };
        let both = one.status.is_in_register() && other.status.is_in_register();
        let desa = one.household.place.desa.or(other.household.place.desa);
        if !both || !desa.is_none_or(|d| area.contains(&d)) {
            continue;
        }
        let stays = &survivor(&one.household, &other.household).id;
        let copy = if stays == a { &other.household } else { &one.household };
        let kept = if stays == a { &one.household } else { &other.household };
        // what a visit or a meeting says of either row comes first
        if gathered.rulings.contains_key(&copy.id) || !is_contained(copy, kept, &linkage::same_person) {
            continue;
        }
        let ruling = Ruling {
            household: copy.id.clone(),
            action: Action::Duplicate,
            source: format!("padanan {}", kept.id),
            case: None,
            found: None,
            target: Some(kept.id.clone()),
            visited_on: None,
            siak_unchecked: 0,
        };
        gathered.rulings.insert(copy.id.clone(), ruling);
    }
}

/// How a decree is prepared.
#[derive(Clone, Debug)]
pub struct Preparing {
    /// The decree's number.
    pub number: DecreeNumber,
    /// The kabupaten, a kecamatan or a desa; `None` = the kabupaten.
    pub area: Option<AreaCode>,
    /// Why persons are decreed whom the civil registry was not asked about: the preparing officer answers for it.
    /// Domain §5.3, T10.
    pub waiver: Option<String>,
}

/// Prepares a decree over everything that is ready: a draft that another account signs. A draft of the same
/// number is replaced. Returns `None` when nothing is ready.
pub async fn prepare(app: &App, officer: &Officer, how: &Preparing) -> Result<Option<DecreeHead>, AppError> {
    let (kabupaten, _) = place(app).await?;
    let area = how.area.unwrap_or(kabupaten);
    officer.may(Act::DraftDecree, area)?;
    if how.number.as_str().is_empty() {
        return Err(Refused::NoDecreeNumber.into());
    }
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let round = round::current(&mut tx).await?;
    day::check(app, &mut tx).await?;
    let held = tx.decrees().await?;
    if held.iter().any(|d| d.number == how.number.as_str() && d.state != DRAFT) {
        return Err(Refused::DecreeSigned(how.number.to_string()).into());
    }
    let batch = batch(app, &mut tx, &round, area).await?;
    if batch.changes().is_empty() {
        // nothing but persons in two households: an officer has to be asked all the same
        let conflicts = put_conflicts(&mut tx, &round, &batch).await?;
        if conflicts > 0 {
            let event = Event::Register(RegisterEvent::ConflictsFound { round: round.id.clone(), conflicts });
            tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await?;
        }
        register::keep(app, batch.version, batch.register);
        return Ok(None);
    }
    let draft = draft_of(app, &how.number, &officer.id, &batch, how.waiver.as_deref());
    draft.ready().map_err(|e| refused(&e))?;
    let head = DecreeHead {
        number: how.number.as_str().to_owned(),
        area: area.as_str().to_owned(),
        date: app.today().to_string(),
        state: DRAFT.to_owned(),
        annex_hash: draft.annex.to_string(),
        row_count: batch.changes().len() as i64,
        signer: None,
        checkpoint: String::new(),
        round: Some(round.id.as_str().to_owned()),
        no: held
            .iter()
            .filter(|d| d.round.as_deref() == Some(round.id.as_str()) && d.number != how.number.as_str())
            .count() as i64
            + 1,
        prepared_by: Some(officer.id.as_str().to_owned()),
        signature: None,
        version: 0,
        delivered: None,
        waiver: how.waiver.as_ref().map(|why| (officer.id.as_str().to_owned(), why.trim().to_owned())),
    };
    tx.delete_under(&store::table::DECREE_ROW, &head.number).await?;
    tx.put_decree(&head, &annex::lines(app, &head.number, batch.changes()));
    put_conflicts(&mut tx, &round, &batch).await?;
    let event = Event::Decree(domain::verification::DecreeEvent::Prepared {
        decree: how.number.clone(),
        households: batch.changes().len(),
    });
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await?;
    register::keep(app, batch.version, batch.register);
    Ok(Some(head))
}

/// Takes a draft back: it had the wrong number or area, or its ground has changed. Its households are free for the
/// next one; the log keeps that it was there.
pub async fn withdraw(app: &App, officer: &Officer, number: &DecreeNumber) -> Result<(), AppError> {
    let kabupaten = app.kabupaten().await?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let held = tx.decrees().await?.into_iter().find(|d| d.number == number.as_str() && d.state == DRAFT);
    let area = held.as_ref().and_then(|d| AreaCode::parse(&d.area).ok()).unwrap_or(kabupaten);
    officer.may(Act::DraftDecree, area)?;
    if held.is_none() {
        return Err(Refused::NoDraft(number.to_string()).into());
    }
    tx.delete_under(&store::table::DECREE_ROW, number.as_str()).await?;
    tx.delete(&store::table::DECREE, vec![number.as_str().into()]);
    let event = Event::Decree(domain::verification::DecreeEvent::Withdrawn { decree: number.clone() });
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await?;
    Ok(())
}

/// Signs a draft: the register becomes what its annex says, in this one change. Who prepared it does not sign it;
/// a draft whose ground has changed meanwhile has to be prepared again. R18, domain §1.3.
pub async fn sign(app: &App, officer: &Officer, number: &DecreeNumber) -> Result<DecreeHead, AppError> {
    let (kabupaten, areas) = place(app).await?;
    officer.may(Act::SignDecree, kabupaten)?;
    let key = key::of_decrees(app).await?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let round = round::current(&mut tx).await?;
    day::check(app, &mut tx).await?;
    let held = tx.decrees().await?.into_iter().find(|d| d.number == number.as_str());
    let Some(mut head) = held.filter(|d| d.state == DRAFT) else {
        return Err(Refused::NoDraft(number.to_string()).into());
    };
    let area = AreaCode::parse(&head.area).unwrap_or(kabupaten);
    let mut batch = batch(app, &mut tx, &round, area).await?;
    let prepared_by = AccountId::new(head.prepared_by.clone().unwrap_or_default());
    let waiver = head.waiver.as_ref().map(|(_, why)| why.as_str());
    let draft = draft_of(app, number, &prepared_by, &batch, waiver);
    if draft.annex.to_string() != head.annex_hash {
        return Err(refused(&DecreeRefused::OtherAnnex));
    }
    let annex = draft.annex;
    let signature = AnnexSignature { signer: officer.id.clone(), over: annex, bytes: signature::sign(&key, &annex) };
    let (issued, event) = draft.issue(signature).map_err(|e| refused(&e))?;
    // what went before the decree; the decree's own event comes after it
    let checkpoint = audit::sign_in(app, &mut tx).await?;
    let hand = officer.hand(Act::SignDecree, app.now_ms());
    let taken: BTreeSet<&str> = batch.taken().filter_map(|r| r.case.as_deref()).collect();
    let by_case: BTreeMap<&str, &HouseholdId> =
        batch.rulings.iter().filter_map(|r| Some((r.case.as_deref()?, &r.household))).collect();
    let ruled: BTreeSet<&HouseholdId> = batch.taken().map(|r| &r.household).collect();
    for case in &batch.entering {
        let with = batch.behind.get(&case.id).filter(|h| ruled.contains(h));
        if !taken.contains(case.id.as_str()) && with.is_none() {
            continue;
        }
        let mut case = case.clone();
        case.household = with.or(by_case.get(case.id.as_str()).copied()).map(|h| h.as_str().to_owned());
        let why = format!("SK {number}");
        tx.move_case_row(&mut case, &[Move::because(CaseAct::EnterDecree, why)], hand)?;
    }
    for (case, because) in &batch.closing {
        let waits = by_case.contains_key(case.id.as_str()) && !taken.contains(case.id.as_str());
        if !waits {
            let why = format!("SK {number}: {because}");
            tx.move_case_row(&mut case.clone(), &[Move::because(CaseAct::Close, why)], hand)?;
        }
    }
    let row = register::version_row(
        app,
        Cause::Decree,
        number.as_str(),
        officer.id.as_str(),
        Some(round.id.as_str()),
        &batch.outcome.changes,
    );
    let changes = std::mem::take(&mut batch.outcome.changes);
    let version = register::write(app, &mut tx, &areas, &mut batch.register, &changes, row).await?;
    head.state = CaseState::Decreed.code().to_owned();
    head.date = app.today().to_string();
    head.signer = Some(officer.id.as_str().to_owned());
    head.signature = Some(issued.signature().bytes.clone());
    head.checkpoint = hex::encode(checkpoint.root);
    head.version = version.unwrap_or(0);
    tx.put_decree(&head, &[]);
    tx.commit(logged(&Event::Decree(event), officer.id.as_str(), app.now_ms())).await?;
    audit::keep(app, &checkpoint)?;
    register::keep(app, version.unwrap_or(batch.version), batch.register);
    Ok(head)
}

/// Hands what a signed decree is over to the centre. Without a decree there is nothing to hand over. R19.
pub async fn deliver(app: &App, officer: &Officer, number: &DecreeNumber) -> Result<DecreeHead, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::Deliver, kabupaten)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    day::check(app, &mut tx).await?;
    let held = tx.decrees().await?.into_iter().find(|d| d.number == number.as_str() && d.state != DRAFT);
    let Some(mut head) = held else {
        return Err(Refused::DecreeUnsigned(number.to_string()).into());
    };
    if head.delivered.is_some() {
        return Ok(head);
    }
    let hand = officer.hand(Act::Deliver, app.now_ms());
    let rows = tx.decree_rows(&head.number).await?;
    // what is handed over is what was signed, as the register holds it
    let signed = annex::signed(&head, &rows);
    let (version, register) = register::load(app, &mut tx).await?;
    let now = annex::now(&mut tx, &register, &head, &rows).await?;
    let event =
        signed.deliver(now, signature::is_signed(&key::of_decrees(app).await?, &signed)).map_err(AppError::rule)?;
    let mut cases: BTreeSet<String> = rows.iter().filter_map(|r| r.body.case.clone()).collect();
    for row in &rows {
        // a case behind a later visit entered with its household
        cases.extend(tx.cases_of_household(&row.household).await?.into_iter().map(|c| c.id));
    }
    for case in &cases {
        let mut case = tx.case_now(case).await?;
        if case.state == CaseState::Decreed {
            tx.move_case_row(&mut case, &[CaseAct::Deliver.into()], hand)?;
        }
    }
    head.delivered = Some((app.today().to_string(), officer.id.as_str().to_owned()));
    tx.put_decree(&head, &[]);
    let event = Event::Decree(event);
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await?;
    register::keep(app, version, register);
    Ok(head)
}

/// The next decree's number, as the office counts: `2/34.03/KPTS/2017`; a draft that waits keeps its own.
pub async fn next_number(app: &App) -> Result<DecreeNumber, AppError> {
    let kabupaten = app.kabupaten().await?;
    let held = app.store.read().await?.decrees().await?;
    if let Some(draft) = held.iter().find(|d| d.state == DRAFT) {
        return Ok(DecreeNumber::new(&draft.number));
    }
    let last = format!("{}/KPTS/{}", kabupaten.dotted(), app.today().year());
    let no = held.iter().filter(|d| d.number.ends_with(&last)).count() + 1;
    Ok(DecreeNumber::new(if no == 1 { last } else { format!("{no}/{last}") }))
}

/// Numbers of the decrees that are signed and not handed over, oldest first.
pub async fn undelivered(app: &App) -> Result<Vec<DecreeNumber>, AppError> {
    let mut decrees = app.store.read().await?.decrees().await?;
    decrees.retain(|d| d.state != DRAFT && d.delivered.is_none() && d.version > 0);
    decrees.sort_by(|a, b| (a.version, &a.number).cmp(&(b.version, &b.number)));
    Ok(decrees.into_iter().map(|d| DecreeNumber::new(d.number)).collect())
}

fn draft_of(
    app: &App,
    number: &DecreeNumber,
    prepared_by: &AccountId,
    batch: &Batch,
    waiver: Option<&str>,
) -> DecreeDraft {
    DecreeDraft {
        number: number.clone(),
        prepared_by: prepared_by.clone(),
        rows: batch
            .taken()
            .map(|r| BatchRow {
                household: r.household.clone(),
                standing: if r.action.is_visited() { RowStanding::Ready } else { RowStanding::Closed },
                siak_unchecked: r.siak_unchecked,
            })
            .collect(),
        waiver: waiver.map(|why| Waiver { officer: prepared_by.clone(), reason: why.to_owned(), on: app.today() }),
        annex: annex::hash(batch.changes()),
    }
}

/// Persons whom two visits found at home in two households: a named officer says where they live. §5.4. Returns how
/// many are new.
async fn put_conflicts(tx: &mut store::Tx, round: &Round, batch: &Batch) -> Result<usize, AppError> {
    let mut new = 0;
    for conflict in &batch.outcome.conflicts {
        let (one, other) = (&conflict.one, &conflict.other);
        let source = |id: &HouseholdId| {
            batch.rulings.iter().find(|r| r.household == *id).map_or_else(String::new, |r| r.source.clone())
        };
        let id = format!("{}.{}-{}.{}", source(&one.household), one.position, source(&other.household), other.position);
        if tx.person_conflict(&id).await?.is_some() {
            continue;
        }
        tx.put_person_conflict(&ConflictRow {
            id,
            round: Some(round.id.as_str().to_owned()),
            one: one.household.as_str().to_owned(),
            one_no: one.position as i64,
            other: other.household.as_str().to_owned(),
            other_no: other.position as i64,
            is_settled: false,
            kept: None,
            settled_by: None,
            settled_at_ms: None,
            reason: None,
        });
        new += 1;
    }
    Ok(new)
}

fn refused(why: &DecreeRefused) -> AppError {
    AppError::rule(why.clone())
}
