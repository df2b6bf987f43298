//! Which households to visit.

use super::Ranked;
use super::normal::chance;
use crate::fixed::ONE;
use std::collections::BTreeSet;

/// How a programme takes households from the ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The poorest part of the list, in millionths of its households.
    Quota(u32),
    /// Every household with a score below a line, in millionths of ln welfare.
    Line(i64),
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Households that can be visited.
    pub budget: usize,
    /// Of them, households drawn from the whole list.
    pub audit: usize,
    /// The programmes; each counts the same.
    pub cuts: Vec<Cut>,
}

/// A programme's list before any visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutPlan {
    /// The rule.
    pub cut: Cut,
    /// Households on the list.
    pub listed: usize,
    /// ln welfare below which a household is poor, in millionths. For a quota it is the line below which
    /// the scores and their spreads expect as many households as the quota takes: scores are drawn to the
    /// mean, so the score at the cut-off is not that line.
    pub line: i64,
    /// Chance that a household at the cut-off is poor, in millionths.
    pub chance_at_cut: i64,
}

/// A visit that is expected to correct decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The row.
    pub row: u32,
    /// Wrong decisions that the visit is expected to correct, over all programmes, in millionths.
    pub gain: i64,
}

/// The visits to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The programmes.
    pub cuts: Vec<CutPlan>,
    /// Decision visits, the greatest gain first. Their order stops where decision and audit visits
    /// together use up the budget; some of them may be audit visits too.
    pub decisions: Vec<Decision>,
    /// Audit visits in the order in which they were drawn.
    pub audit: Vec<u32>,
}

/// Why there is no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanRefused {
    /// The list is empty.
    #[error("the list is empty")]
    Empty,
    /// No programme is named.
    #[error("no quota and no line is named")]
    NoCut,
    /// The columns differ in length.
    #[error("the columns of the list differ in length")]
    Columns,
    /// The budget is zero or larger than the list.
    #[error("a budget of {budget} visits does not fit a list of {households} households")]
    Budget {
        /// The budget.
        budget: usize,
        /// The list.
        households: usize,
    },
    /// More audit visits than visits.
    #[error("{audit} audit visits do not fit a budget of {budget}")]
    Audit {
        /// Audit visits.
        audit: usize,
        /// The budget.
        budget: usize,
    },
    /// A quota of nobody or of everybody.
    #[error("a quota of {0} millionths takes nobody or everybody")]
    Quota(u32),
    /// A spread that is not greater than zero.
    #[error("row {0} has a spread that is not greater than zero")]
    Spread(usize),
}

/// Plans visits. The expected gain of a visit to a household whose chance to be poor is p:
///
/// - quota, household not listed: 2·p·(1 − c), because with chance p it takes the place of a household at
///   the cut-off, which is not poor with chance 1 − c;
/// - quota, household listed: 2·(1 − p)·c, because with chance 1 − p it leaves its place to such a household;
/// - line, not listed: p; listed: 1 − p.
///
/// Among equal scores and spreads it is greatest at the cut-off. A visit is taken to find the truth.
///
/// # Errors
/// A list, a budget or a quota that cannot be planned for.
pub fn plan(list: &Ranked<'_>, wish: &Wish) -> Result<Plan, PlanRefused> {
    check(list, wish)?;
    let order = list.order();
    let mut gains = vec![0i64; order.len()];
    let mut cuts = Vec::with_capacity(wish.cuts.len());
    for cut in &wish.cuts {
        let own = cut_plan(list, *cut, &order)?;
        for (place, row) in order.iter().enumerate() {
            gains[*row as usize] += gain(list, &own, *row as usize, place < own.listed);
        }
        cuts.push(own);
    }
    let mut audit: Vec<u32> = (0..order.len() as u32).collect();
    audit.sort_unstable_by_key(|row| (list.keys[*row as usize], *row));
    audit.truncate(wish.audit);
    let drawn: BTreeSet<u32> = audit.iter().copied().collect();
    let mut by_gain = order;
    by_gain.sort_by_key(|row| (std::cmp::Reverse(gains[*row as usize]), list.keys[*row as usize]));
    let mut left = wish.budget - wish.audit;
    let mut decisions = Vec::new();
    for row in by_gain {
        if !drawn.contains(&row) {
            if left == 0 {
                break;
            }
            left -= 1;
        }
        decisions.push(Decision { row, gain: gains[row as usize] });
    }
    if wish.budget == wish.audit {
        decisions.clear();
    }
    Ok(Plan { cuts, decisions, audit })
}

fn check(list: &Ranked<'_>, wish: &Wish) -> Result<(), PlanRefused> {
    let (households, budget, audit) = (list.scores.len(), wish.budget, wish.audit);
    if households == 0 {
        return Err(PlanRefused::Empty);
    }
    if list.spreads.len() != households || list.keys.len() != households || u32::try_from(households).is_err() {
        return Err(PlanRefused::Columns);
    }
    if wish.cuts.is_empty() {
        return Err(PlanRefused::NoCut);
    }
    if budget == 0 || budget > households {
        return Err(PlanRefused::Budget { budget, households });
    }
    if audit > budget {
        return Err(PlanRefused::Audit { audit, budget });
    }
    match list.spreads.iter().position(|spread| *spread <= 0) {
        Some(row) => Err(PlanRefused::Spread(row)),
        None => Ok(()),
    }
}

/// Chance that a row is poor by a line.
fn poor(list: &Ranked<'_>, line: i64, row: usize) -> f64 {
    chance((line as f64 - list.scores[row] as f64) / list.spreads[row] as f64)
}

fn cut_plan(list: &Ranked<'_>, cut: Cut, order: &[u32]) -> Result<CutPlan, PlanRefused> {
    match cut {
        Cut::Line(line) => {
            let listed = order.partition_point(|row| list.scores[*row as usize] < line);
            Ok(CutPlan { cut, listed, line, chance_at_cut: ONE / 2 })
        }
        Cut::Quota(share) => {
            let listed = quota_size(order.len(), share);
            let last = order.get(listed.wrapping_sub(1)).filter(|_| listed < order.len());
            let Some(last) = last else { return Err(PlanRefused::Quota(share)) };
            let line = expected_line(list, listed);
            let squares: f64 = list.spreads.iter().map(|s| *s as f64 * *s as f64).sum();
            let spread = (squares / order.len() as f64).sqrt();
            let at_cut = chance((line as f64 - list.scores[*last as usize] as f64) / spread);
            Ok(CutPlan { cut, listed, line, chance_at_cut: (at_cut * ONE as f64).round() as i64 })
        }
    }
}

/// Households that a quota takes: its share of the list, to the nearest whole.
fn quota_size(households: usize, share: u32) -> usize {
    ((households as u128 * u128::from(share) + 500_000) / 1_000_000) as usize
}

/// The line below which the list is expected to hold this many households.
fn expected_line(list: &Ranked<'_>, listed: usize) -> i64 {
    let widest = list.spreads.iter().copied().max().unwrap_or(ONE).saturating_mul(7);
    let mut low = list.scores.iter().copied().min().unwrap_or(0).saturating_sub(widest);
    let mut high = list.scores.iter().copied().max().unwrap_or(0).saturating_add(widest);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let expected: f64 = (0..list.scores.len()).map(|row| poor(list, middle, row)).sum();
        if expected < listed as f64 { low = middle } else { high = middle }
    }
    high
}

/// The expected gain of a visit for one programme, in millionths.
fn gain(list: &Ranked<'_>, own: &CutPlan, row: usize, listed: bool) -> i64 {
    let p = poor(list, own.line, row);
    let c = own.chance_at_cut as f64 / ONE as f64;
    let gain = match (own.cut, listed) {
        (Cut::Quota(_), false) => 2.0 * p * (1.0 - c),
        (Cut::Quota(_), true) => 2.0 * (1.0 - p) * c,
        (Cut::Line(_), false) => p,
        (Cut::Line(_), true) => 1.0 - p,
    };
    (gain * ONE as f64).round() as i64
}

#[cfg(test)]
mod tests {
    use super::super::draw_key;
    use super::*;

    fn list(n: usize) -> (Vec<i64>, Vec<i64>, Vec<u128>) {
        let scores = (0..n as i64).map(|i| 8 * ONE + (i * 7_919) % n as i64 * 1_000).collect();
        (scores, vec![400_000; n], (0..n).map(|i| draw_key("benih", &i.to_string())).collect())
    }

    fn wish(budget: usize, audit: usize, cuts: &[Cut]) -> Wish {
        Wish { budget, audit, cuts: cuts.to_vec() }
    }

    #[test]
    fn decision_visits_lie_nearest_the_cut_off_and_the_budget_is_spent_once_for_each_household() {
        let (scores, spreads, keys) = list(2_000);
        let ranked = Ranked { scores: &scores, spreads: &spreads, keys: &keys };
        let made = plan(&ranked, &wish(100, 25, &[Cut::Quota(200_000)])).unwrap();
        assert_eq!((made.audit.len(), made.cuts[0].listed), (25, 400));
        let visited: BTreeSet<u32> = made.decisions.iter().map(|d| d.row).chain(made.audit.iter().copied()).collect();
        assert_eq!(visited.len(), 100);
        let mut places: Vec<i64> = made.decisions.iter().map(|d| (scores[d.row as usize] - 8 * ONE) / 1_000).collect();
        places.sort_unstable();
        assert!(places.windows(2).all(|w| w[1] == w[0] + 1), "no household nearer the cut-off is passed over");
        assert!(places.contains(&399) && places.contains(&400));
        assert!(made.decisions.windows(2).all(|w| w[0].gain >= w[1].gain));
    }

    #[test]
    fn the_audit_is_the_same_for_any_order_of_rows_and_another_for_another_seed() {
        let (scores, spreads, keys) = list(500);
        let forward = Ranked { scores: &scores, spreads: &spreads, keys: &keys };
        let turned: (Vec<i64>, Vec<u128>) =
            (scores.iter().rev().copied().collect(), keys.iter().rev().copied().collect());
        let backward = Ranked { scores: &turned.0, spreads: &spreads, keys: &turned.1 };
        let asked = wish(60, 20, &[Cut::Quota(400_000), Cut::Line(8_100_000)]);
        let (a, b) = (plan(&forward, &asked).unwrap(), plan(&backward, &asked).unwrap());
        let back = |row: u32| 499 - row;
        assert_eq!(a.audit, b.audit.iter().map(|r| back(*r)).collect::<Vec<_>>());
        assert_eq!(a.decisions.iter().map(|d| d.row).collect::<Vec<_>>(), {
            b.decisions.iter().map(|d| back(d.row)).collect::<Vec<_>>()
        });
        let other: Vec<u128> = (0..500).map(|i| draw_key("lain", &i.to_string())).collect();
        assert_ne!(plan(&Ranked { keys: &other, ..forward }, &asked).unwrap().audit, a.audit);
    }

    #[test]
    fn the_line_of_a_quota_expects_as_many_poor_as_the_quota_takes() {
        let (scores, mut spreads, keys) = list(3_000);
        spreads.iter_mut().step_by(3).for_each(|s| *s = 700_000);
        let ranked = Ranked { scores: &scores, spreads: &spreads, keys: &keys };
        let own = plan(&ranked, &wish(10, 5, &[Cut::Quota(200_000)])).unwrap().cuts[0];
        let expected: f64 = (0..3_000).map(|i| poor(&ranked, own.line, i)).sum();
        assert!((expected - 600.0).abs() < 0.1, "{expected}");
        assert!(own.line < scores[ranked.order()[599] as usize], "scores are drawn to the mean");
    }

    #[test]
    fn a_budget_or_a_quota_that_the_list_cannot_hold_is_refused() {
        let (scores, spreads, keys) = list(50);
        let ranked = Ranked { scores: &scores, spreads: &spreads, keys: &keys };
        let quota = [Cut::Quota(200_000)];
        let refused = |wish| plan(&ranked, &wish).unwrap_err();
        assert_eq!(refused(wish(51, 5, &quota)), PlanRefused::Budget { budget: 51, households: 50 });
        assert_eq!(refused(wish(0, 0, &quota)), PlanRefused::Budget { budget: 0, households: 50 });
        assert_eq!(refused(wish(5, 6, &quota)), PlanRefused::Audit { audit: 6, budget: 5 });
        assert_eq!(refused(wish(5, 1, &[])), PlanRefused::NoCut);
        assert_eq!(refused(wish(5, 1, &[Cut::Quota(1_000)])), PlanRefused::Quota(1_000));
        assert_eq!(refused(wish(5, 1, &[Cut::Quota(999_999)])), PlanRefused::Quota(999_999));
        let spreads = [vec![1; 49], vec![0]].concat();
        assert_eq!(plan(&Ranked { spreads: &spreads, ..ranked }, &wish(5, 1, &quota)), Err(PlanRefused::Spread(49)));
        let all = plan(&ranked, &wish(50, 50, &quota)).unwrap();
        assert_eq!((all.audit.len(), all.decisions.len()), (50, 0));
    }
}
