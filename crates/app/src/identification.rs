//! Stage 2: identification. Loads the register, the civil registry and the registrations, lets `linkage`
//! compare and `domain` decide, and stores category, evidence and registry answers. R9–R14.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::import::{place, put_issues};
use crate::{App, day, logged, matching, register, round, weights};
use domain::area::AreaCode;
use domain::defect::{DefectKind, Level};
use domain::event::{Event, IdentificationEvent};
use domain::id::{HouseholdId, RegistrationNumber};
use domain::identification::{Candidate, Identified, Outcome, PersonEvidence};
use domain::registration::Registration;
use domain::round::{CaseAct, CaseState};
use exchange::Issue;
use linkage::RoundRow;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use store::case::{CaseRow, Hand, Move};
use store::household::Register;
use store::identification::{CandidateRow, EvidenceBody, IdentificationRow, PairRow};
use store::import::ImportRow;
use store::table::IMPORT_ISSUE;
use store::{NewEvent, Reader, Tx};

mod few;

/// How many registrations fell into each category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identification {
    /// Category code and how many were identified now.
    pub counts: BTreeMap<String, usize>,
    /// Registrations on a frozen list whose answers of the civil registry are new.
    pub asked_again: usize,
    /// Pairs of the register that are one household.
    pub register_duplicates: usize,
}

impl Identification {
    /// One line for a person.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut parts: Vec<String> = self.counts.iter().map(|(code, n)| format!("{code} {n}")).collect();
        if parts.is_empty() {
            parts.push("tidak ada pendaftaran yang menunggu".to_owned());
        }
        let again =
            if self.asked_again > 0 { format!("; {} diperiksa lagi di SIAK", self.asked_again) } else { String::new() };
        format!("{}{again}; {} pasang ganda di register", parts.join(", "), self.register_duplicates)
    }
}

/// Identifies every registration of the round that waits, behind those that stand on a frozen list; and asks the
/// civil registry again about those. Returns `None` when nothing new has arrived since the last time.
///
/// A few that are new, while register, civil registry and day are those of the last time, are compared with those
/// that bear on them, as a desk does; otherwise everybody is compared again. Both give the same rows.
pub async fn identify(app: &App, officer: &Officer) -> Result<Option<Identification>, AppError> {
    let (kabupaten, _) = place(app).await?;
    officer.may(Act::Identify, kabupaten)?;
    let mut reader = app.store.read().await?;
    day::check(app, &mut reader).await?;
    let ground = Ground::read(app, &mut reader).await?;
    let same_files = ground.before.as_ref().is_some_and(|before| before.files == ground.sources.files);
    if ground.waiting.is_empty() && same_files {
        return Ok(None);
    }
    if ground.is_small()
        && let Some(result) = few::identify(app, officer, &mut reader, &ground, kabupaten).await?
    {
        return Ok(Some(result));
    }
    everybody(app, officer, reader, ground, kabupaten).await.map(Some)
}

/// What identification finds when it begins.
struct Ground {
    /// Cases of the open round, by number.
    cases: BTreeMap<String, CaseRow>,
    /// Those to identify.
    waiting: BTreeSet<RegistrationNumber>,
    /// Those that identification leaves as they are: on a frozen list, or decided by a person.
    settled: BTreeSet<RegistrationNumber>,
    /// Those of the settled before whom the others yield.
    stands: BTreeSet<RegistrationNumber>,
    /// Whether one of those that wait was identified before.
    again: bool,
    sources: Sources,
    before: Option<Sources>,
}

impl Ground {
    async fn read(app: &App, reader: &mut Reader) -> Result<Self, AppError> {
        let round = round::open_id(reader).await?;
        let mut cases = reader.cases().await?;
        cases.retain(|_, case| case.round == round);
        let identified: BTreeMap<String, bool> =
            reader.identification_heads().await?.into_iter().map(|head| (head.registration, head.is_decided)).collect();
        let numbers = reader.registration_numbers().await?;
        let mut ground = Self {
            waiting: BTreeSet::new(),
            settled: BTreeSet::new(),
            stands: BTreeSet::new(),
            again: false,
            sources: Sources::now(app, reader).await?,
            before: Sources::of_last_time(reader).await?,
            cases: BTreeMap::new(),
        };
        for (id, case) in &cases {
            // the visit of a row of the register is nobody's registration
            let Some(is_imported) = numbers.get(id) else { continue };
            let before = identified.get(id);
            // a draft of the desk is no registration yet; one that came in a book incomplete is
            let waits = match case.state {
                CaseState::Registered | CaseState::Identifying => true,
                CaseState::Draft => before.is_none() && *is_imported,
                _ => false,
            };
            let number = RegistrationNumber::new(id);
            // what an officer decided, or has begun to decide, is not compared away
            let is_begun = case.state == CaseState::Review && !reader.review_decisions(id).await?.is_empty();
            if !is_open(case) || before.is_some_and(|is_decided| *is_decided) || is_begun {
                // what joined another is decided, and nobody yields to it: it would join the one that joins it
                if case.state != CaseState::Duplicate {
                    ground.stands.insert(number.clone());
                }
                ground.settled.insert(number.clone());
            }
            if waits {
                ground.again |= before.is_some();
                ground.waiting.insert(number);
            }
        }
        ground.cases = cases;
        Ok(ground)
    }

    /// Whether those that wait can be compared alone with those that bear on them.
    fn is_small(&self) -> bool {
        self.before.as_ref() == Some(&self.sources) && !self.again && self.waiting.len() * 4 <= self.cases.len()
    }
}

/// Compares every registration of the round again.
async fn everybody(
    app: &App,
    officer: &Officer,
    mut reader: Reader,
    ground: Ground,
    kabupaten: AreaCode,
) -> Result<Identification, AppError> {
    let mut registrations = reader.registrations_filed().await?;
    registrations.retain(|r| ground.cases.contains_key(r.number.as_str()));
    let areas = reader.areas().await?;
    let mut siak: BTreeMap<String, Vec<(u16, String)>> = BTreeMap::new();
    reader
        .each_identification(|i| {
            siak.insert(i.registration, i.evidence.siak);
        })
        .await?;
    let (version_read, register) = register::load(app, &mut reader).await?;
    let mut civil = linkage::CivilRegistry::new(app.today());
    reader.each_civil_record(|record| civil.add(record)).await?;
    let others = civil.statistics().clone();
    let known = matching::known(app, &mut reader).await?;
    let version = reader.weights().await?.last().map_or(0, |v| v.no) + 1;
    drop(reader);
    // the kernel wants a thread of its own, not one that answers pages
    let (rows, twins, counted, (now, locked)) = tokio::task::block_in_place(|| {
        let index = linkage::Index::beside(register.known(), civil, &areas);
        let mut rows = index.identify_behind(&registrations, &ground.stands);
        let (learnt, locked) = weights::of_round(&rows, &index.strangers(&registrations));
        let now = weights::Version { no: version, weights: learnt };
        weights::weigh(&mut rows, Some(&now));
        (rows, index.register_duplicates(), index.statistics().clone(), (now, locked))
    });
    let mut result = Identification { register_duplicates: twins.len(), ..Identification::default() };
    let hand = officer.hand(Act::Identify, app.now_ms());
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let mut fresh = Vec::new();
    for (registration, row) in registrations.iter().zip(&rows) {
        let number = row.number.as_str();
        let mut case = tx.case_now(number).await?;
        // somebody may have decided it while the kernel was at work
        if case.moves != ground.cases[number].moves {
            continue;
        }
        if ground.settled.contains(&row.number) {
            if ask_again(&mut tx, registration, row, siak.get(number)).await? {
                result.asked_again += 1;
            }
            continue;
        }
        write(&mut tx, registration, row, Some(version), (&mut case, hand))?;
        *result.counts.entry(row.identified.outcome.code().to_owned()).or_default() += 1;
        fresh.push(row.clone());
    }
    if !fresh.is_empty() {
        tx.add_weights(&weights::batch_row(app, officer, &fresh, &now, locked, known.weights.as_ref()));
    }
    put_twins(app, &mut tx, &register, &twins).await?;
    tx.put_register_twins(&twins).await?;
    if counted != *known.statistics {
        // households were written over each other: what is counted anew stands for all
        let own = tokio::task::block_in_place(|| linkage::Statistics::count(register.known(), &[]));
        tx.drop_match_statistics(true).await?;
        tx.drop_match_statistics(false).await?;
        tx.put_match_statistics(&matching::statistics_row("register", None, &own));
        tx.put_match_statistics(&matching::statistics_row("siak", None, &others));
    }
    tx.put_fact(LAST, &ground.sources.text());
    tx.commit(finished(app, officer, kabupaten, &result)).await?;
    register::keep(app, version_read, register);
    Ok(result)
}

/// Writes what was found of a registration, and moves its case there.
fn write(
    tx: &mut Tx,
    registration: &Registration,
    row: &RoundRow,
    version: Option<i64>,
    (case, hand): (&mut CaseRow, Hand<'_>),
) -> Result<(), AppError> {
    tx.put_identification(&row_of(&row.number, &row.identified, version));
    tx.put_registered_members(registration, &row.identified.siak);
    matching::put_round_keys(tx, &row.number, None, &row.keys);
    place_case(tx, case, &row.identified, hand)
}

fn finished(app: &App, officer: &Officer, kabupaten: AreaCode, result: &Identification) -> NewEvent {
    let event = Event::Identification(IdentificationEvent::Finished {
        area: kabupaten.as_str().to_owned(),
        identified: result.counts.values().sum(),
        asked_again: result.asked_again,
    });
    logged(&event, officer.id.as_str(), app.now_ms())
}

/// What the last identification was over.
const LAST: &str = "identified_over";

/// What a comparison rests on.
#[derive(PartialEq, Eq)]
struct Sources {
    /// Files of register and civil registry: with others everybody is compared again, even when nobody waits.
    files: String,
    /// All else that changes a comparison: areas, the register's version, the day.
    beside: String,
}

impl Sources {
    async fn now(app: &App, reader: &mut Reader) -> Result<Self, AppError> {
        let (mut files, mut areas) = (Sha256::new(), Sha256::new());
        for import in reader.imports().await? {
            let part = format!("{}/{}/", import.id, import.state);
            match import.kind.as_str() {
                "siak" | "bdt" => files.update(part),
                "areas" => areas.update(part),
                _ => {}
            }
        }
        let version = reader.register_version().await?;
        let beside = format!("{}/{version}/{}", hex::encode(areas.finalize()), app.today());
        Ok(Self { files: hex::encode(files.finalize()), beside })
    }

    async fn of_last_time(reader: &mut Reader) -> Result<Option<Self>, AppError> {
        let Some(text) = reader.fact(LAST).await? else { return Ok(None) };
        // a version before this one kept the files alone
        let (files, beside) = text.split_once(' ').unwrap_or((&text, ""));
        Ok(Some(Self { files: files.to_owned(), beside: beside.to_owned() }))
    }

    fn text(&self) -> String {
        format!("{} {}", self.files, self.beside)
    }
}

/// Whether identification may still decide a case: it stands on no frozen list.
fn is_open(case: &CaseRow) -> bool {
    matches!(
        case.state,
        CaseState::Draft | CaseState::Registered | CaseState::Identifying | CaseState::Review | CaseState::Categorised
    )
}

/// Moves a case to where its outcome leads. Domain §2.1.
pub(crate) fn place_case(tx: &mut Tx, case: &mut CaseRow, found: &Identified, by: Hand<'_>) -> Result<(), AppError> {
    let mut moves: Vec<Move> = match case.state {
        CaseState::Draft => return Ok(()),
        CaseState::Review | CaseState::Categorised => {
            vec![CaseAct::Correct.into(), CaseAct::SendToIdentification.into()]
        }
        CaseState::Duplicate => vec![CaseAct::Reidentify.into()],
        CaseState::Identifying => Vec::new(),
        _ => vec![CaseAct::SendToIdentification.into()],
    };
    moves.push(match &found.outcome {
        Outcome::Category(_) => CaseAct::MatchCertain.into(),
        Outcome::Review { .. } => CaseAct::MatchDoubtful.into(),
        Outcome::Duplicate { of } => Move::because(CaseAct::Join, format!("rumah tangga yang sama: {of}")),
        Outcome::Rejected => Move::because(CaseAct::Close, "semua orang terdaftar tercatat meninggal di SIAK"),
        Outcome::Draft => return Ok(()),
    });
    let linked = matches!(found.outcome, Outcome::Category(_) | Outcome::Duplicate { .. });
    case.household = found.household.as_ref().filter(|_| linked).map(|h| h.as_str().to_owned());
    Ok(tx.move_case_row(case, &moves, by)?)
}

/// The civil registry's answers about a registration on a frozen list, where they are others than before. T10.
async fn ask_again(
    tx: &mut Tx,
    registration: &Registration,
    row: &RoundRow,
    before: Option<&Vec<(u16, String)>>,
) -> Result<bool, AppError> {
    let now: Vec<(u16, String)> = row.identified.siak.iter().map(|(no, code)| (*no, code.code().to_owned())).collect();
    if before.is_none_or(|before| *before == now) {
        return Ok(false);
    }
    let Some(mut kept) = tx.identification(registration.number.as_str()).await? else { return Ok(false) };
    kept.evidence.siak = now;
    tx.put_identification(&kept);
    tx.put_registered_members(registration, &row.identified.siak);
    Ok(true)
}

/// Households that stand twice in the register are a finding about the register, not about a cell.
async fn put_twins(
    app: &App,
    tx: &mut Tx,
    register: &Register,
    twins: &[(HouseholdId, HouseholdId)],
) -> Result<(), AppError> {
    let mut issues = Vec::new();
    for (a, b) in twins {
        for (own, other) in [(a, b), (b, a)] {
            let Some((entry, _)) = register.get(own) else { continue };
            let kind = DefectKind::HouseholdDuplicateOtherId;
            issues.push(Issue {
                file: entry.household.origin.file.clone(),
                row: entry.household.origin.row,
                column: String::new(),
                kind,
                level: Level::Warning,
                message: exchange::issue::message(kind, &other.to_string()),
            });
        }
    }
    issues.sort();
    let id = "identify-register".to_owned();
    let round = round::open_id(tx).await?;
    tx.put_import(&ImportRow {
        id: id.clone(),
        kind: "identify".to_owned(),
        source: "BDT".to_owned(),
        sha256: String::new(),
        state: "SELESAI".to_owned(),
        row_count: register.known().count() as i64,
        reject_count: 0,
        warning_count: issues.len() as i64,
        info_count: 0,
        at_ms: app.now_ms(),
        round,
        actor: None,
        day: None,
        added: 0,
        changed: 0,
        unchanged: 0,
    });
    tx.delete_under(&IMPORT_ISSUE, &id).await?;
    put_issues(tx, &id, &issues);
    Ok(())
}

/// `version`: that of the weights the candidates carry.
pub(crate) fn row_of(number: &RegistrationNumber, found: &Identified, version: Option<i64>) -> IdentificationRow {
    let weighed = found.candidates.iter().any(|c| !c.weights.is_empty());
    let flags: Vec<&str> = found.flags.iter().map(|f| f.code()).collect();
    IdentificationRow {
        registration: number.as_str().to_owned(),
        category: found.outcome.code().to_owned(),
        household: found.shown_household().map(|h| h.as_str().to_owned()),
        merged_with: found.merged_with.as_ref().map(|n| n.as_str().to_owned()),
        level: found.candidates.first().map_or("", |c| c.level().code()).to_owned(),
        changed: found.changed_codes(),
        flags: flags.join("|"),
        decided_by: None,
        decided_at_ms: None,
        evidence: EvidenceBody {
            reasons: found.reasons.iter().map(|r| (r.code.code().to_owned(), r.detail.clone())).collect(),
            corrections: found
                .spelling_corrections
                .iter()
                .map(|c| (c.member_no, c.written.clone(), c.proposed.clone()))
                .collect(),
            siak: found.siak.iter().map(|(no, code)| (*no, code.code().to_owned())).collect(),
            candidates: found.candidates.iter().map(candidate).collect(),
            decision_reason: None,
            weighed_by: version.filter(|_| weighed),
        },
    }
}

fn candidate(c: &Candidate) -> CandidateRow {
    CandidateRow {
        household: c.household.as_str().to_owned(),
        level: c.level().code().to_owned(),
        members: c.members.iter().map(pair).collect(),
        only_registered: c.only_registered.clone(),
        only_register: c.only_register.clone(),
        region: c.region.code().to_owned(),
        conflicts: c.conflicts.iter().map(pair).collect(),
        changed: Some(c.changed().into_iter().map(|f| f.code().to_owned()).collect()),
        address: c.address.code().to_owned(),
        family_card: c.family_card.code().to_owned(),
        twin: c.twin.as_ref().map(|t| t.as_str().to_owned()),
        dead: c.dead.clone(),
        elsewhere: c.elsewhere.clone(),
        weights: c.weights.iter().map(|w| (w.member_no, w.field.clone(), w.bits_milli)).collect(),
    }
}

fn pair(m: &PersonEvidence) -> PairRow {
    PairRow {
        member_no: m.member_no,
        register_no: m.register_no,
        level: m.level().code().to_owned(),
        name: m.name.similarity.0,
        rarity: m.name.rarity.0,
        birth: m.birth.code().to_owned(),
        nik: m.nik.code().to_owned(),
        spelling: m.name.spelling.code().to_owned(),
        sex: m.sex.code().to_owned(),
        marital: m.marital.code().to_owned(),
        relation: m.relation.code().to_owned(),
        mother: m.mother.code().to_owned(),
        support: m.support.code().to_owned(),
    }
}
