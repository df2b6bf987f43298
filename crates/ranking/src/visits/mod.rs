//! Visits where they count: which households to visit so that a ranking decides fewer of them wrongly,
//! and what the visits say about the ranking. ranking.md §1.6, ADR 21.
//!
//! A plan has two strata. *Decision visits* go to the households whose visit is expected to correct most:
//! those nearest the cut-offs ([`plan()`]). *Audit visits* are drawn by a published seed from the whole
//! list, near a cut-off or not; only they estimate the error without bias ([`report()`]). A household may
//! be in both and is visited once.
//!
//! Scores, spreads and gains are integers in millionths. The arithmetic between them uses `+`, `×` and `/`
//! of doubles only, so a plan is the same on every machine.

mod bound;
mod normal;
mod plan;
mod report;

pub use bound::{at_most, interval};
pub use plan::{Cut, CutPlan, Decision, Plan, PlanRefused, Wish, plan};
pub use report::{CutReport, Findings, ListError, Share, Tally, after, report};

use sha2::{Digest as _, Sha256};

/// The key by which a household is drawn and ties are broken: the first 16 bytes of
/// SHA-256(seed, line feed, id). Anyone can repeat it with the seed and the list.
#[must_use]
pub fn draw_key(seed: &str, id: &str) -> u128 {
    let mut digest = Sha256::new();
    digest.update(seed.as_bytes());
    digest.update(b"\n");
    digest.update(id.as_bytes());
    digest.finalize().iter().take(16).fold(0, |key, byte| (key << 8) | u128::from(*byte))
}

/// A ranked list as columns of one length.
#[derive(Clone, Copy, Debug)]
pub struct Ranked<'a> {
    /// ln welfare in millionths; lower is poorer.
    pub scores: &'a [i64],
    /// Standard deviation of true ln welfare around the score, in millionths, greater than zero. It has to
    /// come from villages that were held out of the fit.
    pub spreads: &'a [i64],
    /// [`draw_key`] of each household.
    pub keys: &'a [u128],
}

impl Ranked<'_> {
    /// Rows from the poorest by score; equal scores in the order of their keys.
    #[must_use]
    pub fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.scores.len() as u32).collect();
        order.sort_unstable_by_key(|i| (self.scores[*i as usize], self.keys[*i as usize]));
        order
    }
}
