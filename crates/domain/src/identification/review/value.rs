//! The order of the queue: by what a decision is worth.

use super::CaseFacts;
use crate::identification::{HouseholdLevel, ReasonCode};

/// Added to the value of a case whose desa has no frozen prelist yet: it stays off the list until
/// somebody decides (R14, R15), so it comes before every case that can no longer enter one.
pub const BLOCKS_PRELIST: i64 = 100_000;

/// The value of deciding a case: first the harm a wrong outcome would do ([`harm`] of its
/// gravest reason, in thousands), then whether the evidence is strong enough to be believed by
/// mistake (500), then how many people it touches (10 each, at most 40 people), then how undecided
/// the learnt weights leave it (0–9: a case they hold for even odds teaches most).
///
/// The queue is sorted by value and [`BLOCKS_PRELIST`], highest first; ties go to the lower registration number.
#[must_use]
pub fn value(facts: &CaseFacts) -> i64 {
    let gravest = facts.reasons.iter().map(|r| harm(*r)).max().unwrap_or(0);
    let believable = facts.candidates.iter().any(|c| c.level >= HouseholdLevel::Probable);
    gravest * 1000 + i64::from(believable) * 500 + (facts.people.min(40) as i64) * 10 + undecided(facts.leaning)
}

/// 9 for even odds, one less for each doubling; nothing where nothing was weighed.
fn undecided(leaning_milli: Option<i32>) -> i64 {
    leaning_milli.map_or(0, |milli| (9 - i64::from(milli.unsigned_abs()) / 1000).max(0))
}

/// How much harm a wrong outcome does, 0–9.
///
/// A number of somebody else gives one family's history to another: worst. Then whatever would
/// count people twice, then what would tear a household or its history apart, then doubt without
/// a sign of harm. Reasons that only accompany an outcome add nothing.
#[must_use]
pub fn harm(reason: ReasonCode) -> i64 {
    reason.bearing().0
}
