//! Ranking a register: every household placed or listed with the reason. R21, R25.

use crate::model::ModelFile;
use crate::score::{Scored, score};
use domain::Date;
use domain::household::Household;
use domain::id::HouseholdId;
use domain::ranking::{Ranked, Unscored, order};
use rayon::prelude::*;

/// Scores households on all threads of the current pool; the answer stands at the household's place
/// in the input, so the number of threads changes nothing.
#[must_use]
pub fn score_all<'a>(
    model: &ModelFile,
    households: impl IntoIterator<Item = &'a Household>,
    today: Date,
) -> Vec<(HouseholdId, Result<Scored, Unscored>)> {
    let households: Vec<&Household> = households.into_iter().collect();
    households.par_iter().map(|h| (h.id.clone(), score(model, h, today))).collect()
}

/// Ranks scored households: ascending score, ties by household id, the unscored behind.
#[must_use]
pub fn rank(scored: Vec<(HouseholdId, Result<Scored, Unscored>)>) -> Vec<Ranked> {
    order(scored.into_iter().map(|(id, s)| (id, s.map(|s| (s.score, s.percentile, s.incomplete)))).collect())
}
