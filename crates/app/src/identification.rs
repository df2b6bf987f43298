//! Stage 2: identification. Loads the register, the civil registry and the registrations, lets `linkage`
//! compare and `domain` decide, and stores category, evidence and registry answers. R9–R14.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::import::{place, put_issues};
use crate::{App, day, logged, matching, register, round, weights};
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
use store::{Reader, Tx};

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
pub async fn identify(app: &App, officer: &Officer) -> Result<Option<Identification>, AppError> {
    let (kabupaten, areas) = place(app).await?;
    officer.may(Act::Identify, kabupaten)?;
    let mut reader = app.store.read().await?;
    day::check(app, &mut reader).await?;
    let round = round::open_one(&mut reader).await?;
    let cases = reader.cases().await?;
    let belongs =
        |number: &str| cases.get(number).is_some_and(|c| c.round.as_deref() == round.as_ref().map(|r| r.id.as_str()));
    let mut registrations = reader.registrations_filed().await?;
    registrations.retain(|r| belongs(r.number.as_str()));
    let mut before: BTreeMap<String, Before> = BTreeMap::new();
    reader
        .each_identification(|i| {
            before.insert(i.registration, Before { is_decided: i.decided_by.is_some(), siak: i.evidence.siak });
        })
        .await?;
    let sources = sources(&mut reader).await?;
    let waits = |r: &Registration| match cases[r.number.as_str()].state {
        CaseState::Registered | CaseState::Identifying => true,
        CaseState::Draft => !before.contains_key(r.number.as_str()),
        _ => false,
    };
    if !registrations.iter().any(waits) && reader.fact(LAST).await?.as_deref() == Some(sources.as_str()) {
        return Ok(None);
    }
    let (version_read, register) = register::load(app, &mut reader).await?;
    let mut civil = linkage::CivilRegistry::new(app.today());
    reader.each_civil_record(|record| civil.add(record)).await?;
    let others = civil.statistics().clone();
    let known = matching::known(app, &mut reader).await?;
    let version = reader.weights().await?.last().map_or(0, |v| v.no) + 1;
    let mut said = BTreeSet::new();
    for registration in &registrations {
        let number = registration.number.as_str();
        // what an officer decided, or has begun to decide, is not compared away
        let is_decided = before.get(number).is_some_and(|row| row.is_decided);
        let in_review = cases[number].state == CaseState::Review;
        if is_decided || (in_review && !reader.review_decisions(number).await?.is_empty()) {
            said.insert(registration.number.clone());
        }
    }
    drop(reader);
    let settled: BTreeSet<RegistrationNumber> = registrations
        .iter()
        .filter(|r| !is_open(&cases[r.number.as_str()]) || said.contains(&r.number))
        .map(|r| r.number.clone())
        .collect();
    // what joined another is decided, and nobody yields to it: it would join the one that joins it
    let stands: BTreeSet<RegistrationNumber> =
        settled.iter().filter(|number| cases[number.as_str()].state != CaseState::Duplicate).cloned().collect();
    // the kernel wants a thread of its own, not one that answers pages
    let (rows, twins, counted, (now, locked)) = tokio::task::block_in_place(|| {
        let index = linkage::Index::beside(register.known(), civil, &areas);
        let mut rows = index.identify_behind(&registrations, &stands);
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
        if case.moves != cases[number].moves {
            continue;
        }
        if settled.contains(&row.number) {
            if ask_again(&mut tx, registration, row, before.get(number)).await? {
                result.asked_again += 1;
            }
            continue;
        }
        *result.counts.entry(row.identified.outcome.code().to_owned()).or_default() += 1;
        tx.put_identification(&row_of(&row.number, &row.identified, Some(version)));
        tx.put_registered_members(registration, &row.identified.siak);
        matching::put_round_keys(&mut tx, &row.number, None, &row.keys);
        place_case(&mut tx, &mut case, &row.identified, hand)?;
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
    tx.put_fact(LAST, &sources);
    let event = Event::Identification(IdentificationEvent::Finished {
        area: kabupaten.as_str().to_owned(),
        identified: result.counts.values().sum(),
        asked_again: result.asked_again,
    });
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await?;
    register::keep(app, version_read, register);
    Ok(Some(result))
}

/// Which files the last identification was over: with others everybody is compared again.
const LAST: &str = "identified_over";

async fn sources(reader: &mut Reader) -> Result<String, AppError> {
    let mut hash = Sha256::new();
    for import in reader.imports().await?.iter().filter(|i| i.kind == "siak" || i.kind == "bdt") {
        hash.update(format!("{}/{}/", import.id, import.state));
    }
    Ok(hex::encode(hash.finalize()))
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

/// What identification said of a registration before.
struct Before {
    is_decided: bool,
    /// Member number and the registry's answer.
    siak: Vec<(u16, String)>,
}

/// The civil registry's answers about a registration on a frozen list, where they are others than before. T10.
async fn ask_again(
    tx: &mut Tx,
    registration: &Registration,
    row: &RoundRow,
    before: Option<&Before>,
) -> Result<bool, AppError> {
    let now: Vec<(u16, String)> = row.identified.siak.iter().map(|(no, code)| (*no, code.code().to_owned())).collect();
    if before.is_none_or(|before| before.siak == now) {
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
