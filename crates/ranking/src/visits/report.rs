//! What the visits say about the list.

use super::Ranked;
use super::bound::{at_most, interval};
use super::plan::{Cut, CutPlan, Plan};
use std::collections::BTreeMap;

/// Whether a visited household is poor, for each programme of the plan, by row.
pub type Findings = BTreeMap<u32, Vec<bool>>;

/// Households of a sample of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Households of the list that were open to the draw and are listed.
    pub listed: u64,
    /// The same, not listed.
    pub unlisted: u64,
    /// Drawn, visited and listed.
    pub sampled_listed: u64,
    /// Of them not poor.
    pub wrong: u64,
    /// Drawn, visited and not listed.
    pub sampled_unlisted: u64,
    /// Of them poor.
    pub missed: u64,
    /// Drawn and listed, without a finding.
    pub open_listed: u64,
    /// Drawn and not listed, without a finding.
    pub open_unlisted: u64,
}

/// A share with its 95 % interval, 0 to 1. Households without a finding widen the interval to both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The estimate from those with a finding; `None` where there is none.
    pub estimate: Option<f64>,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The error of one list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListError {
    /// The sample.
    pub tally: Tally,
    /// Wrongly listed, of the listed (inclusion error). Exact interval.
    pub wrong: Share,
    /// Not listed, of the poor (exclusion error). Both parts of the fraction have 97.5 % intervals.
    pub missed: Share,
    /// "Wrongly listed ≤ this share" at the risk that was asked for. It holds at every look while audit
    /// households are visited in the order of the draw; a gap in that order counts as wrongly listed.
    pub at_most: f64,
}

/// One programme after the visits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CutReport {
    /// The list by score alone.
    pub before: ListError,
    /// The list after the decision visits. Its error is that among the households that no decision visit
    /// settled; what audit visits correct beside that is not counted.
    pub after: ListError,
    /// Households on the list after the decision visits.
    pub listed: usize,
    /// Households that the decision visits brought in, or that took a place they freed.
    pub entered: usize,
    /// Households that left.
    pub left: usize,
    /// Decision visits without a finding; as listed they count as wrongly listed in `after`'s upper ends.
    pub open: usize,
}

/// The list of a programme after visits, by row. Households found poor are on it, those found not poor
/// are not, and by quota the others fill the places that are left in the order of the ranking.
#[must_use]
pub fn after(list: &Ranked<'_>, cut: &CutPlan, found: &dyn Fn(u32) -> Option<bool>) -> Vec<bool> {
    let mut on = vec![false; list.scores.len()];
    let order = list.order();
    match cut.cut {
        Cut::Line(line) => {
            for row in order {
                on[row as usize] = found(row).unwrap_or(list.scores[row as usize] < line);
            }
        }
        Cut::Quota(_) => {
            let known = order.iter().filter(|row| found(**row) == Some(true));
            let others = order.iter().filter(|row| found(**row).is_none());
            for row in known.chain(others).take(cut.listed) {
                on[*row as usize] = true;
            }
        }
    }
    on
}

/// Judges the lists of every programme of a plan. `risk` is that of the sequential statement.
///
/// The audit is a simple random sample of the whole list, so it judges the list by score. The list after
/// the decision visits is judged by the audit households that no decision visit reaches: the order of
/// gains was cut where the budget ended, which looks only at who was drawn among those before it, so
/// the rest of the draw is a simple random sample of the rest of the list.
#[must_use]
pub fn report(list: &Ranked<'_>, plan: &Plan, findings: &Findings, risk: f64) -> Vec<CutReport> {
    let order = list.order();
    let mut decided = vec![false; list.scores.len()];
    plan.decisions.iter().for_each(|d| decided[d.row as usize] = true);
    let one = |(at, cut): (usize, &CutPlan)| {
        let found = |row: u32| findings.get(&row).and_then(|own| own.get(at)).copied();
        let mut first = vec![false; list.scores.len()];
        order.iter().take(cut.listed).for_each(|row| first[*row as usize] = true);
        let second = after(list, cut, &|row| found(row).filter(|_| decided[row as usize]));
        let by_score = Judged { on: &first, decided: &|_| false, audit: &plan.audit, found: &found };
        let by_visit = Judged { on: &second, decided: &|row| decided[row], audit: &plan.audit, found: &found };
        let moved = |from: &[bool], to: &[bool]| from.iter().zip(to).filter(|(from, to)| !**from && **to).count();
        CutReport {
            before: by_score.error(risk),
            after: by_visit.error(risk),
            listed: second.iter().filter(|on| **on).count(),
            entered: moved(&first, &second),
            left: moved(&second, &first),
            open: plan.decisions.iter().filter(|d| found(d.row).is_none()).count(),
        }
    };
    plan.cuts.iter().enumerate().map(one).collect()
}

/// A list with what is known of it.
struct Judged<'a> {
    on: &'a [bool],
    /// Whether a decision visit was planned.
    decided: &'a dyn Fn(usize) -> bool,
    audit: &'a [u32],
    found: &'a dyn Fn(u32) -> Option<bool>,
}

impl Judged<'_> {
    fn error(&self, risk: f64) -> ListError {
        let mut tally = Tally::default();
        // of the decision visits: settled rightly, missed for want of places, and not yet made
        let (mut missed, mut open_listed, mut open_unlisted) = (0u64, 0u64, 0u64);
        for (row, on) in self.on.iter().enumerate() {
            match ((self.decided)(row).then(|| (self.found)(row as u32)), on) {
                (None, true) => tally.listed += 1,
                (None, false) => tally.unlisted += 1,
                (Some(None), true) => open_listed += 1,
                (Some(None), false) => open_unlisted += 1,
                (Some(Some(poor)), false) => missed += u64::from(poor),
                (Some(Some(_)), true) => {}
            }
        }
        let mut looked = Sequence::default();
        for row in self.audit.iter().filter(|row| !(self.decided)(**row as usize)) {
            let found = (self.found)(*row);
            if self.on[*row as usize] {
                looked.add(found);
                match found {
                    Some(poor) => {
                        tally.sampled_listed += 1;
                        tally.wrong += u64::from(!poor);
                    }
                    None => tally.open_listed += 1,
                }
            } else {
                match found {
                    Some(poor) => {
                        tally.sampled_unlisted += 1;
                        tally.missed += u64::from(poor);
                    }
                    None => tally.open_unlisted += 1,
                }
            }
        }
        let all_listed = self.on.iter().filter(|on| **on).count() as u64;
        let wrong = |side: f64| {
            let (low, high) = ends(tally.listed, tally.sampled_listed, tally.wrong, tally.open_listed, side);
            (low, high + open_listed)
        };
        let lost = |side: f64| {
            let (low, high) = ends(tally.unlisted, tally.sampled_unlisted, tally.missed, tally.open_unlisted, side);
            (low + missed, high + missed + open_unlisted)
        };
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let expected = |of: u64, sampled: u64, marked: u64| match (of, sampled) {
            (0, _) => Some(0.0),
            (_, 0) => None,
            _ => Some(of as f64 * marked as f64 / sampled as f64),
        };
        let judged = (all_listed - open_listed) as f64;
        let wrongly = expected(tally.listed, tally.sampled_listed, tally.wrong);
        let lost_rest = expected(tally.unlisted, tally.sampled_unlisted, tally.missed);
        let (wrong_95, wrong_97, lost_97) = (wrong(0.025), wrong(0.0125), lost(0.0125));
        let of_poor = |lost: f64, wrong: f64, listed: f64| share(lost, lost + listed - wrong);
        let bound = at_most(tally.listed, looked.looked, looked.wrong, risk) + open_listed;
        let all = all_listed as f64;
        ListError {
            tally,
            wrong: Share {
                estimate: wrongly.map(|w| share(w, judged)),
                low: share(wrong_95.0 as f64, all),
                high: share(wrong_95.1 as f64, all),
            },
            missed: Share {
                estimate: wrongly.zip(lost_rest).map(|(w, m)| of_poor(m + missed as f64, w, judged)),
                low: of_poor(lost_97.0 as f64, wrong_97.0 as f64, all),
                high: of_poor(lost_97.1 as f64, wrong_97.1 as f64, all),
            },
            at_most: share(bound as f64, all),
        }
    }
}

/// The interval of a number, with households without a finding counted for the lower end as not marked and
/// for the upper end as marked.
fn ends(of: u64, sampled: u64, marked: u64, open: u64, side: f64) -> (u64, u64) {
    let drawn = sampled + open;
    (interval(of, drawn, marked, side).0, interval(of, drawn, marked + open, side).1)
}

/// Findings in the order of the draw, up to the last one that is there.
#[derive(Default)]
struct Sequence {
    looked: u64,
    wrong: u64,
    /// Households without a finding since then.
    gap: u64,
}

impl Sequence {
    fn add(&mut self, found: Option<bool>) {
        let Some(poor) = found else {
            self.gap += 1;
            return;
        };
        self.looked += self.gap + 1;
        self.wrong += self.gap + u64::from(!poor);
        self.gap = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Wish, draw_key, plan};
    use super::*;
    use crate::tabular::folds;

    const LINE: i64 = 8_000_000;

    /// Scores, spreads and truth of an invented list: the truth lies around the score by its spread.
    struct Invented {
        scores: Vec<i64>,
        spreads: Vec<i64>,
        truth: Vec<i64>,
    }

    fn invented(n: usize) -> Invented {
        // twelve even numbers in random order sum to nearly a normal distribution
        let even: Vec<Vec<usize>> = (0..24).map(|r| folds(n, n, 11, r)).collect();
        let normal = |row: usize, from: usize| -> i64 {
            even[from..from + 12].iter().map(|own| own[row] as i64 * 1_000_000 / n as i64 - 500_000).sum()
        };
        let scores: Vec<i64> = (0..n).map(|row| 8_400_000 + normal(row, 0) * 4 / 10).collect();
        let truth = scores.iter().enumerate().map(|(row, score)| score + normal(row, 12) * 4 / 10).collect();
        Invented { scores, spreads: vec![400_000; n], truth }
    }

    fn keys(n: usize, seed: &str) -> Vec<u128> {
        (0..n).map(|i| draw_key(seed, &i.to_string())).collect()
    }

    fn all_found(plan: &Plan, poor: &dyn Fn(u32) -> bool) -> Findings {
        let rows = plan.decisions.iter().map(|d| d.row).chain(plan.audit.iter().copied());
        rows.map(|row| (row, vec![poor(row)])).collect()
    }

    fn share_wrong(on: &[bool], poor: &dyn Fn(u32) -> bool) -> (f64, f64) {
        let count = |which: &dyn Fn(u32) -> bool| (0..on.len() as u32).filter(|row| which(*row)).count() as f64;
        let wrong = count(&|row| on[row as usize] && !poor(row));
        let missed = count(&|row| !on[row as usize] && poor(row));
        (wrong / count(&|row| on[row as usize]), missed / count(poor))
    }

    #[test]
    fn the_audit_covers_the_true_errors_before_and_after_the_decision_visits() {
        let own = invented(900);
        for cut in [Cut::Quota(200_000), Cut::Line(LINE)] {
            let (mut covered, mut kept) = ([0usize; 4], 0usize);
            for seed in 0..1_000 {
                let keys = keys(900, &format!("audit {seed}"));
                let list = Ranked { scores: &own.scores, spreads: &own.spreads, keys: &keys };
                let made = plan(&list, &Wish { budget: 90, audit: 60, cuts: vec![cut] }).unwrap();
                let line = made.cuts[0].line;
                let poor = |row: u32| own.truth[row as usize] < line;
                let findings = all_found(&made, &poor);
                let told = report(&list, &made, &findings, 0.05)[0];
                let decided: Vec<u32> = made.decisions.iter().map(|d| d.row).collect();
                let none = after(&list, &made.cuts[0], &|_| None);
                let visited = after(&list, &made.cuts[0], &|row| decided.contains(&row).then(|| poor(row)));
                let (before, later) = (share_wrong(&none, &poor), share_wrong(&visited, &poor));
                let within =
                    |share: Share, truth: f64| usize::from(share.low <= truth + 1e-9 && truth <= share.high + 1e-9);
                covered[0] += within(told.before.wrong, before.0);
                covered[1] += within(told.before.missed, before.1);
                covered[2] += within(told.after.wrong, later.0);
                covered[3] += within(told.after.missed, later.1);
                kept += usize::from(told.after.at_most >= later.0 - 1e-9);
            }
            assert!(covered.iter().all(|n| *n >= 940), "{cut:?} {covered:?}");
            assert!(kept >= 940, "{cut:?} {kept}");
        }
    }

    #[test]
    fn the_estimates_are_right_on_average() {
        let own = invented(900);
        let mut sums = [0.0; 2];
        for seed in 0..1_000 {
            let keys = keys(900, &format!("rata {seed}"));
            let list = Ranked { scores: &own.scores, spreads: &own.spreads, keys: &keys };
            let made = plan(&list, &Wish { budget: 120, audit: 80, cuts: vec![Cut::Line(LINE)] }).unwrap();
            let poor = |row: u32| own.truth[row as usize] < LINE;
            let findings = all_found(&made, &poor);
            let told = report(&list, &made, &findings, 0.05)[0];
            let decided: Vec<u32> = made.decisions.iter().map(|d| d.row).collect();
            let visited = after(&list, &made.cuts[0], &|row| decided.contains(&row).then(|| poor(row)));
            let none = after(&list, &made.cuts[0], &|_| None);
            sums[0] += told.before.wrong.estimate.unwrap_or(0.0) - share_wrong(&none, &poor).0;
            sums[1] += told.after.wrong.estimate.unwrap_or(0.0) - share_wrong(&visited, &poor).0;
        }
        // a standard error of 0.1 / √1000
        assert!(sums.iter().all(|s| (s / 1_000.0).abs() < 0.01), "{sums:?}");
    }

    #[test]
    fn decision_visits_correct_more_than_as_many_at_random() {
        let own = invented(3_000);
        let (mut near, mut random) = (0.0, 0.0);
        for seed in 0..10 {
            let keys = keys(3_000, &format!("banding {seed}"));
            let list = Ranked { scores: &own.scores, spreads: &own.spreads, keys: &keys };
            let error = |audit: usize| {
                let wish = Wish { budget: 150, audit, cuts: vec![Cut::Quota(200_000)] };
                let made = plan(&list, &wish).unwrap();
                let poor = |row: u32| own.truth[row as usize] < made.cuts[0].line;
                let findings = all_found(&made, &poor);
                let found = |row: u32| findings.get(&row).map(|own| own[0]);
                let none = after(&list, &made.cuts[0], &|_| None);
                share_wrong(&none, &poor).0 - share_wrong(&after(&list, &made.cuts[0], &found), &poor).0
            };
            near += error(30);
            random += error(150);
        }
        assert!(near > 1.6 * random, "{near} {random}");
    }

    #[test]
    fn households_without_a_finding_widen_the_interval_and_never_lower_a_bound() {
        let own = invented(900);
        let keys = keys(900, "bolong");
        let list = Ranked { scores: &own.scores, spreads: &own.spreads, keys: &keys };
        let made = plan(&list, &Wish { budget: 200, audit: 120, cuts: vec![Cut::Quota(300_000)] }).unwrap();
        let poor = |row: u32| own.truth[row as usize] < made.cuts[0].line;
        let whole = all_found(&made, &poor);
        let full = report(&list, &made, &whole, 0.05)[0];
        let mut some = whole.clone();
        made.audit.iter().step_by(4).for_each(|row| {
            some.remove(row);
        });
        let part = report(&list, &made, &some, 0.05)[0];
        assert!(part.before.tally.open_listed + part.before.tally.open_unlisted == 30);
        assert!(part.before.wrong.low <= full.before.wrong.low && part.before.wrong.high >= full.before.wrong.high);
        assert!(part.before.at_most >= full.before.at_most);
        assert_eq!(full.open, 0);
        assert!(part.open > 0, "audit households among the decision visits are open too");
        let nothing = report(&list, &made, &Findings::new(), 0.05)[0];
        assert_eq!((nothing.before.wrong.low, nothing.before.wrong.high), (0.0, 1.0));
        assert_eq!((nothing.before.wrong.estimate, nothing.before.at_most, nothing.after.at_most), (None, 1.0, 1.0));
        assert_eq!((nothing.entered, nothing.left), (0, 0));
    }
}
