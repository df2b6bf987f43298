//! Stage 2: identification. Loads the register, the civil registry and the registrations, lets `linkage`
//! compare and `domain` decide, and stores category, evidence and registry answers. R9–R14.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::import::{place, put_issues};
use crate::step::Step;
use crate::{App, matching, weights};
use domain::defect::{DefectKind, Level};
use domain::household::Household;
use domain::id::{HouseholdId, RegistrationNumber};
use domain::identification::{Candidate, Identified, Outcome, PersonEvidence};
use domain::round::CaseState;
use exchange::Issue;
use std::collections::BTreeMap;
use store::NewEvent;
use store::identification::{CandidateRow, EvidenceBody, IdentificationRow, PairRow};
use store::import::ImportRow;

/// How many registrations fell into each category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identification {
    /// Category code and how many.
    pub counts: BTreeMap<String, usize>,
    /// Pairs of the register that are one household.
    pub register_duplicates: usize,
}

impl Identification {
    /// One line for a person.
    #[must_use]
    pub fn summary(&self) -> String {
        let counts: Vec<String> = self.counts.iter().map(|(code, n)| format!("{code} {n}")).collect();
        format!("{}; {} pasang ganda di BDT", counts.join(", "), self.register_duplicates)
    }
}

/// Identifies every registration of the round.
pub async fn identify(app: &App, officer: &Officer, step: &Step) -> Result<Identification, AppError> {
    let (kabupaten, areas) = place(app).await?;
    officer.may(Act::Identify, kabupaten)?;
    let mut reader = app.store.read().await?;
    let register = reader.register().await?;
    let civil = reader.civil_records().await?;
    let registrations = reader.registrations_filed().await?;
    let known = matching::known(app, &mut reader).await?;
    let version = reader.weights().await?.last().map_or(0, |v| v.no) + 1;
    drop(reader);
    let today = app.today();
    // the kernel wants a thread of its own, not one that answers pages
    let (rows, twins, counted, (now, locked)) = tokio::task::block_in_place(|| {
        let index = linkage::Index::build(&register, &civil, &areas, today);
        let mut rows = index.identify_round(&registrations);
        let (learnt, locked) = weights::of_round(&rows, &index.strangers(&registrations));
        let now = weights::Version { no: version, weights: learnt };
        weights::weigh(&mut rows, Some(&now));
        (rows, index.register_duplicates(), index.statistics().clone(), (now, locked))
    });
    let mut result = Identification { register_duplicates: twins.len(), ..Identification::default() };
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let mut states = BTreeMap::new();
    for (registration, row) in registrations.iter().zip(&rows) {
        let (number, found) = (&row.number, &row.identified);
        *result.counts.entry(found.outcome.code().to_owned()).or_default() += 1;
        tx.put_identification(&row_of(number, found, Some(version)));
        tx.put_registered_members(registration, &found.siak);
        matching::put_round_keys(&mut tx, number, None, &row.keys);
        states.insert(number.as_str().to_owned(), state_of(&found.outcome).code());
    }
    tx.set_registration_states(&states).await?;
    tx.add_weights(&weights::batch_row(app, officer, &rows, &now, locked, known.weights.as_ref()));
    put_twins(app, &mut tx, &register, &twins);
    tx.put_register_twins(&twins).await?;
    if counted != *known.statistics {
        // households were imported over each other: what was counted anew stands for all
        tx.keep_match_statistics("hitung").await?;
        tx.put_match_statistics(&matching::statistics_row("hitung", None, &counted));
    }
    step.done(&mut tx, &result.summary());
    let counts: serde_json::Map<_, _> = result.counts.iter().map(|(k, n)| (k.clone(), (*n).into())).collect();
    let event = NewEvent::new("identification.finished", officer.id.as_str(), app.now_ms()).with(counts.into());
    tx.commit(event).await?;
    Ok(result)
}

/// The state a case is in after identification. Domain §2.1.
pub(crate) fn state_of(outcome: &Outcome) -> CaseState {
    match outcome {
        Outcome::Category(_) => CaseState::Categorised,
        Outcome::Review { .. } => CaseState::Review,
        Outcome::Duplicate { .. } => CaseState::Duplicate,
        Outcome::Rejected => CaseState::Closed,
        Outcome::Draft => CaseState::Draft,
    }
}

/// Households that stand twice in the register are a finding about the register, not about a cell.
fn put_twins(app: &App, tx: &mut store::Tx, register: &[Household], twins: &[(HouseholdId, HouseholdId)]) {
    let by_id: BTreeMap<&HouseholdId, &Household> = register.iter().map(|h| (&h.id, h)).collect();
    let mut issues = Vec::new();
    for (a, b) in twins {
        for (own, other) in [(a, b), (b, a)] {
            let Some(household) = by_id.get(own) else { continue };
            let kind = DefectKind::HouseholdDuplicateOtherId;
            issues.push(Issue {
                file: household.origin.file.clone(),
                row: household.origin.row,
                column: String::new(),
                kind,
                level: Level::Warning,
                message: exchange::issue::message(kind, &other.to_string()),
            });
        }
    }
    issues.sort();
    let id = "identify-register".to_owned();
    tx.put_import(&ImportRow {
        id: id.clone(),
        kind: "identify".to_owned(),
        source: "BDT".to_owned(),
        sha256: String::new(),
        state: "SELESAI".to_owned(),
        row_count: register.len() as i64,
        reject_count: 0,
        warning_count: issues.len() as i64,
        info_count: 0,
        at_ms: app.now_ms(),
    });
    put_issues(tx, &id, &issues);
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
