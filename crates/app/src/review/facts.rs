//! The stored evidence as the rules of `domain` read it.

use crate::App;
use crate::error::AppError;
use domain::id::{HouseholdId, RegistrationNumber};
use domain::identification::review::{CandidateFacts, CaseFacts, harm, value};
use domain::identification::{HouseholdLevel, Reason, ReasonCode};
use std::collections::BTreeSet;
use store::identification::{CandidateRow, IdentificationRow};
use store::review::CaseRow;
use store::{Reader, StoreError};

/// The category's word of a case under review.
pub(crate) const REVIEW: &str = "TELAAH";

/// The level that a kept word stands for.
fn level_of(word: &str) -> HouseholdLevel {
    HouseholdLevel::from_code(word).unwrap_or(HouseholdLevel::None)
}

/// Whether a candidate differs in a compared field; evidence from before it was kept says it only
/// of the best candidate.
pub(super) fn changed(row: &IdentificationRow, candidate: &CandidateRow) -> Option<bool> {
    match &candidate.changed {
        Some(fields) => Some(!fields.is_empty()),
        None if row.household.as_deref() == Some(candidate.household.as_str()) => Some(!row.changed.is_empty()),
        None => None,
    }
}

/// What the evidence says, as it was stored; who else is linked to a candidate is not in it.
pub(super) fn facts(row: &IdentificationRow) -> CaseFacts {
    let evidence = &row.evidence;
    let mut people = evidence.siak.len();
    let mut theirs: BTreeSet<(&str, u16)> = BTreeSet::new();
    for c in &evidence.candidates {
        theirs.extend(c.members.iter().map(|m| (c.household.as_str(), m.register_no)));
        theirs.extend(c.only_register.iter().map(|no| (c.household.as_str(), *no)));
    }
    people += theirs.len();
    let reasons = evidence
        .reasons
        .iter()
        .filter_map(|(code, detail)| Some(Reason { code: ReasonCode::from_code(code)?, detail: detail.clone() }));
    let reasons: Vec<Reason> = reasons.collect();
    CaseFacts {
        candidates: evidence
            .candidates
            .iter()
            .map(|c| CandidateFacts {
                household: HouseholdId::new(&c.household),
                level: level_of(&c.level),
                conflict: !c.conflicts.is_empty(),
                changed: changed(row, c),
                claimed_by: None,
            })
            .collect(),
        related: reasons.iter().filter_map(Reason::registration).collect(),
        reasons: reasons.iter().map(|r| r.code).collect(),
        people,
        leaning: evidence.candidates.first().and_then(crate::weights::total_of),
    }
}

/// The same, and which candidates are linked to another registration now.
pub(super) async fn facts_now(reader: &mut Reader, row: &IdentificationRow) -> Result<CaseFacts, AppError> {
    let mut facts = facts(row);
    for candidate in &mut facts.candidates {
        let linked = reader.identifications_of_household(candidate.household.as_str()).await?;
        candidate.claimed_by = linked
            .into_iter()
            .filter(|i| {
                i.registration != row.registration && matches!(i.category.as_str(), "LAMA_TETAP" | "LAMA_BERUBAH")
            })
            .map(|i| RegistrationNumber::new(i.registration))
            .min();
    }
    Ok(facts)
}

/// The gravest reason of a case: what the queue can be filtered by.
pub(super) fn gravest(facts: &CaseFacts) -> &'static str {
    let worst = facts.reasons.iter().copied().max_by_key(|r| (harm(*r), std::cmp::Reverse(*r)));
    worst.map_or("", ReasonCode::code)
}

/// Puts every case that identification left open into the queue. The queue is derived from the
/// evidence: nothing is lost without it, and there is nothing to log.
pub(crate) async fn open_cases(app: &App) -> Result<(), AppError> {
    // another officer may be opening the same cases at this moment
    for _ in 0..8 {
        let missing = app.store.read().await?.review_missing().await?;
        if missing.is_empty() {
            return Ok(());
        }
        let mut tx = app.store.begin_unlogged().await?;
        for number in &missing {
            if let Some(row) = tx.identification(number).await? {
                tx.open_review_case(&opened(&row));
            }
        }
        match tx.commit_unlogged().await {
            Ok(()) => return Ok(()),
            Err(StoreError::Constraint { .. }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}

pub(super) fn opened(row: &IdentificationRow) -> CaseRow {
    let facts = facts(row);
    CaseRow {
        registration: row.registration.clone(),
        reason: gravest(&facts).to_owned(),
        value: value(&facts),
        ..CaseRow::default()
    }
}
