//! Learnt weights that explain candidates: learnt with the batch, learnt again from reviewers'
//! decisions, kept as versions. Stored evidence is never weighed again. ADR 0013.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::review::report::in_force;
use crate::{App, logged};
use domain::event::{Event, IdentificationEvent};
use domain::id::HouseholdId;
use domain::identification::review::ReviewRefused;
use domain::identification::{
    Agreement, BirthAgreement, Candidate, FieldWeight, NameAgreement, NikAgreement, PerMille, PersonEvidence, Region,
    Spelling, Support,
};
use linkage::RoundRow;
use linkage::learnt::{FIELDS, Learning, Seen, Strangers, Weights, estimate, total};
use std::collections::{BTreeMap, BTreeSet};
use store::Reader;
use store::identification::{CandidateRow, PairRow};
use store::review::{DecisionRow, Weighed};
use store::view::Span;
use store::weights::{FieldBody, WeightsBody, WeightsRow};

/// Cases a person has to have decided before weights are learnt from them.
pub const DECISIONS_MIN: usize = 20;

/// The word of a version learnt with the batch, without labels.
pub(crate) const BATCH: &str = "BATCH";
/// The word of a version learnt from what reviewers decided.
pub(crate) const DECIDED: &str = "PUTUSAN";

/// A version of the weights, ready to weigh.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    pub no: i64,
    pub weights: Weights,
}

/// The newest version this kernel can read.
pub(crate) async fn newest(reader: &mut Reader) -> Result<Option<Version>, AppError> {
    let rows = reader.weights().await?;
    Ok(rows.into_iter().rev().find_map(|row| Some(Version { no: row.no, weights: read(&row.body)? })))
}

fn read(body: &WeightsBody) -> Option<Weights> {
    let known = body.fields.iter().map(|f| f.field.as_str()).eq(FIELDS);
    let fields = body.fields.iter().map(|f| (f.logs.clone(), f.usual.clone())).collect();
    Weights::of(fields, body.prior).filter(|_| known)
}

fn written(weights: &Weights, before: Option<&Weights>) -> WeightsBody {
    let moved = before.map(|before| weights.moved(before)).unwrap_or_default();
    WeightsBody {
        prior: weights.prior,
        fields: FIELDS
            .iter()
            .zip(&weights.comparisons)
            .map(|(field, c)| FieldBody { field: (*field).to_owned(), logs: c.logs.clone(), usual: c.usual.clone() })
            .collect(),
        moved: moved.into_iter().map(|(field, by)| (field.to_owned(), by)).collect(),
    }
}

/// Fills in how much each field spoke for or against every candidate.
pub(crate) fn weigh(rows: &mut [RoundRow], version: Option<&Version>) {
    let Some(version) = version else { return };
    for candidate in rows.iter_mut().flat_map(|row| &mut row.identified.candidates) {
        candidate.weights = version.weights.weigh(candidate);
    }
}

/// The weights of a round, learnt without labels from its own candidates.
pub(crate) fn of_round(rows: &[RoundRow], strangers: &Strangers) -> (Weights, bool) {
    let candidates = rows.iter().flat_map(|row| {
        let linked = row.identified.outcome.category().and(row.identified.household.as_ref());
        row.identified.candidates.iter().map(move |c| Seen::of(c, linked == Some(&c.household), None))
    });
    estimate(candidates, &Learning::Round(strangers))
}

/// What the batch writes down of its weights.
pub(crate) fn batch_row(
    app: &App,
    officer: &Officer,
    rows: &[RoundRow],
    now: &Version,
    locked: bool,
    before: Option<&Version>,
) -> WeightsRow {
    let candidates: usize = rows.iter().map(|row| row.identified.candidates.len()).sum();
    WeightsRow {
        no: now.no,
        at_ms: app.now_ms(),
        officer: officer.id.as_str().to_owned(),
        source: BATCH.to_owned(),
        candidates: candidates as i64,
        decisions: 0,
        locked,
        body: written(&now.weights, before.map(|v| &v.weights)),
    }
}

/// What a new version was learnt from, and what it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retrained {
    /// Its number.
    pub version: i64,
    /// Candidates looked at.
    pub candidates: usize,
    /// Cases with a verdict among them.
    pub decisions: usize,
    /// Whether the estimation was given up for the shares of the rules' levels.
    pub locked: bool,
    /// How far each field moved: code and thousandths of a bit for an average pair.
    pub moved: Vec<(String, i32)>,
}

/// Learns the weights again from all kept evidence, with the verdicts in force held fixed: a link
/// says yes to its household and no to the other candidates, a new household says no to all. Writes
/// a new version; evidence already kept stays as it was weighed at its time.
pub async fn retrain(app: &App, officer: &Officer) -> Result<Retrained, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::SettleReview, kabupaten)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let Some(before) = newest(&mut tx).await? else { return Err(ReviewRefused::NothingWeighed.into()) };
    let said = tx.review_decisions_in(&Span::of(&kabupaten)).await?;
    let said = verdicts(&said);
    let rows = tx.identifications().await?;
    let mut seen = Vec::new();
    let mut decided = BTreeSet::new();
    for row in &rows {
        let verdict = said.get(row.registration.as_str());
        for candidate in &row.evidence.candidates {
            let same = verdict.map(|household| household.as_deref() == Some(candidate.household.as_str()));
            if same.is_some() {
                decided.insert(&row.registration);
            }
            let linked = row.category.starts_with("LAMA_") && row.household.as_ref() == Some(&candidate.household);
            seen.push(Seen::of(&candidate_of(candidate), linked, same));
        }
    }
    let (candidates, decisions) = (seen.len(), decided.len());
    if decisions < DECISIONS_MIN {
        return Err(ReviewRefused::TooFewDecisions { decided: decisions, needed: DECISIONS_MIN }.into());
    }
    let (weights, locked) = estimate(seen, &Learning::Again(&before.weights));
    let versions = tx.weights().await?;
    let version = versions.last().map_or(0, |v| v.no) + 1;
    let body = written(&weights, Some(&before.weights));
    let moved = body.moved.clone();
    let now = app.now_ms();
    tx.add_weights(&WeightsRow {
        no: version,
        at_ms: now,
        officer: officer.id.as_str().to_owned(),
        source: DECIDED.to_owned(),
        candidates: candidates as i64,
        decisions: decisions as i64,
        locked,
        body,
    });
    let event = Event::Identification(IdentificationEvent::WeightsLearnt { version, decisions });
    tx.commit(logged(&event, officer.id.as_str(), now)).await?;
    Ok(Retrained { version, candidates, decisions, locked, moved })
}

/// The verdict in force of each case: its household, or none. A double registration says nothing
/// about the register.
fn verdicts(rows: &[DecisionRow]) -> BTreeMap<&str, Option<String>> {
    let about_register = in_force(rows).into_iter().filter(|d| d.category != "GANDA");
    about_register.map(|d| (d.registration.as_str(), d.household.clone())).collect()
}

/// Thousandths of a bit for a candidate as it was weighed at its time; `None` = it was not.
pub(crate) fn total_of(candidate: &CandidateRow) -> Option<i32> {
    let spoken = candidate.weights.iter().map(|(member_no, field, bits_milli)| FieldWeight {
        member_no: *member_no,
        field: field.clone(),
        bits_milli: *bits_milli,
    });
    (!candidate.weights.is_empty()).then(|| total(&spoken.collect::<Vec<_>>()))
}

/// Odds in thousandths of a bit as a probability per mille.
pub(crate) fn chance(total: i32) -> u16 {
    let logs = [i64::from(total) * 1000, i64::MIN / 4, 0];
    (linkage::weigh::shares(logs)[0] * 1000.0 + 0.5) as u16
}

/// What the weights say of a case: the candidate they hold likelier than not, the likeliest first.
pub(crate) fn said_of(version: Option<i64>, candidates: &[CandidateRow]) -> Option<Weighed> {
    let likeliest = candidates
        .iter()
        .filter_map(|c| Some((total_of(c)?, c)))
        .filter(|(total, _)| *total > 0)
        .max_by_key(|(total, c)| (*total, std::cmp::Reverse(&c.household)));
    Some(Weighed { version: version?, household: likeliest.map(|(_, c)| c.household.clone()) })
}

/// The evidence of a kept candidate, as far as weights are concerned.
fn candidate_of(row: &CandidateRow) -> Candidate {
    let region = Region::from_code(&row.region).unwrap_or(Region::Unknown);
    let persons = |pairs: &[PairRow]| pairs.iter().map(|p| person_of(p, region)).collect::<Vec<_>>();
    Candidate {
        household: HouseholdId::new(&row.household),
        members: persons(&row.members),
        conflicts: persons(&row.conflicts),
        registered: u16::try_from(row.members.len() + row.only_registered.len()).unwrap_or(u16::MAX),
        head: None,
        register_head: None,
        only_registered: row.only_registered.clone(),
        only_register: row.only_register.clone(),
        dead: row.dead.clone(),
        elsewhere: row.elsewhere.clone(),
        changed_elsewhere: BTreeSet::new(),
        region,
        residence: Agreement::Unknown,
        address: agreement(&row.address),
        family_card: agreement(&row.family_card),
        registered_families: None,
        register_families: None,
        twin: None,
        weights: Vec::new(),
    }
}

fn person_of(row: &PairRow, region: Region) -> PersonEvidence {
    PersonEvidence {
        member_no: row.member_no,
        register_no: row.register_no,
        name: NameAgreement {
            similarity: PerMille(row.name),
            spelling: Spelling::from_code(&row.spelling).unwrap_or(Spelling::Missing),
            rarity: PerMille(row.rarity),
        },
        birth: BirthAgreement::from_code(&row.birth).unwrap_or(BirthAgreement::Unknown),
        nik: NikAgreement::from_code(&row.nik).unwrap_or(NikAgreement::Missing),
        sex: agreement(&row.sex),
        marital: agreement(&row.marital),
        relation: agreement(&row.relation),
        family_relation: Agreement::Unknown,
        mother: agreement(&row.mother),
        support: Support::None,
        same_desa: region == Region::SameDesa,
        correction: None,
    }
}

fn agreement(text: &str) -> Agreement {
    Agreement::from_code(text).unwrap_or(Agreement::Unknown)
}
