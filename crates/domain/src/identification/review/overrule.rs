//! When a verdict goes against the evidence, it needs a reason.

use super::{Ground, Verdict};
use crate::id::{HouseholdId, RegistrationNumber};
use crate::identification::{HouseholdLevel, ReasonCode};
use std::collections::BTreeSet;

/// What the evidence says of one candidate, as it was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateFacts {
    /// The household.
    pub household: HouseholdId,
    /// Level of the evidence.
    pub level: HouseholdLevel,
    /// Whether a registered person carries the NIK of somebody else in it (M2).
    pub conflict: bool,
    /// Whether something compared differs; `None` where the evidence did not keep it.
    pub changed: Option<bool>,
    /// Another registration that is linked to it.
    pub claimed_by: Option<RegistrationNumber>,
}

/// What the evidence says of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFacts {
    /// Candidates, best first.
    pub candidates: Vec<CandidateFacts>,
    /// Registrations the evidence names: shared persons, kin at the address, an earlier claim.
    pub related: BTreeSet<RegistrationNumber>,
    /// Why the case is under review.
    pub reasons: Vec<ReasonCode>,
    /// Persons registered, and persons of the candidates.
    pub people: usize,
    /// Where the learnt weights lean for the best candidate: thousandths of a bit, above nothing for
    /// one household; `None` = not weighed.
    pub leaning: Option<i32>,
}

codes! {
    /// Evidence that a verdict goes against.
    pub enum Overruled {
        /// The link ignores a NIK that belongs to somebody else in that household.
        NikConflict = "LAWAN_NIK",
        /// The link is to a household the evidence does not name.
        NoEvidence = "TANPA_BUKTI",
        /// Another candidate has stronger evidence.
        Weaker = "BUKAN_TERKUAT",
        /// The household is linked to another registration.
        Claimed = "SUDAH_DITAUTKAN",
        /// Unchanged although fields differ, or changed although none does.
        Comparison = "LAIN_PERBANDINGAN",
        /// New although a household of the register is probable or certain.
        NewDespite = "BARU_PADAHAL_ADA",
        /// Joined to a registration the evidence does not name.
        Unrelated = "GANDA_TANPA_BUKTI",
    }
}

/// The evidence a verdict goes against, in a fixed order; empty = it follows the evidence. T8.
///
/// A possible match may be linked or not without a reason: that is what the reviewer is asked.
#[must_use]
pub fn overruled(facts: &CaseFacts, verdict: &Verdict) -> Vec<Overruled> {
    let mut found = BTreeSet::new();
    match verdict {
        Verdict::Same { household, changed } => {
            let best = facts.candidates.iter().map(|c| c.level).max().unwrap_or(HouseholdLevel::None);
            match facts.candidates.iter().find(|c| c.household == *household) {
                None => {
                    found.insert(Overruled::NoEvidence);
                }
                Some(candidate) => {
                    if candidate.conflict {
                        found.insert(Overruled::NikConflict);
                    }
                    if candidate.level == HouseholdLevel::None && !candidate.conflict {
                        found.insert(Overruled::NoEvidence);
                    }
                    if candidate.level < best {
                        found.insert(Overruled::Weaker);
                    }
                    if candidate.claimed_by.is_some() {
                        found.insert(Overruled::Claimed);
                    }
                    if candidate.changed.is_some_and(|by_fields| by_fields != *changed) {
                        found.insert(Overruled::Comparison);
                    }
                }
            }
        }
        Verdict::New => {
            if facts.candidates.iter().any(|c| c.level >= HouseholdLevel::Probable) {
                found.insert(Overruled::NewDespite);
            }
        }
        Verdict::Duplicate { of } => {
            if !facts.related.contains(of) {
                found.insert(Overruled::Unrelated);
            }
        }
    }
    found.into_iter().collect()
}

/// A reviewer's reason: something of the list, words, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasoning {
    /// What it rests on.
    pub ground: Option<Ground>,
    /// In the reviewer's words.
    pub words: String,
}

impl Reasoning {
    /// Whether there is a reason at all.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.ground.is_some() || !self.words.trim().is_empty()
    }
}
