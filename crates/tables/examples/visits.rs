//! What visits are worth on a survey, by scores from villages that were held out of the fit:
//!
//! ```sh
//! cargo run -p tables --example visits -- survey.csv spec.toml
//! ```
//!
//! For each quota of the specification, with visits to 5 % of the households: the targeting error without
//! visits, with visits at random, and with a plan of which a fifth are audit visits; means of ten deals
//! of folds and draws. Two ways to use a visit: the household is known to be poor or not by the plan's line,
//! or its true welfare stands in the place of its score. Then: in how many of 1,000 draws the audit's
//! interval covers the true error, and how often the sequential statement is too small.

use ranking::metrics::{Judged, quota_error};
use ranking::visits::{Cut, Findings, Plan, Ranked, Wish, after, draw_key, plan, report};
use std::path::Path;
use tables::pmt::Opened;

const DRAWS: u64 = 1_000;

fn main() -> Result<(), String> {
    let mut given = std::env::args().skip(1);
    let data = given.next().ok_or("a survey is missing")?;
    let spec = given.next();
    let opened = tables::pmt::open(Path::new(&data), spec.as_deref().map(Path::new)).map_err(|e| e.to_string())?;
    for quota in opened.quotas() {
        gains(&opened, quota / 100.0)?;
        coverage(&opened, quota / 100.0)?;
    }
    Ok(())
}

/// A list with its truth.
struct Case<'a> {
    list: Ranked<'a>,
    truth: Vec<i64>,
    share: f64,
}

impl Case<'_> {
    fn plan(&self, audit_of_budget: f64) -> Result<Plan, String> {
        let budget = (self.truth.len() as f64 * 0.05).round() as usize;
        let audit = (budget as f64 * audit_of_budget).round() as usize;
        let cuts = vec![Cut::Quota((self.share * 1e6).round() as u32)];
        plan(&self.list, &Wish { budget, audit, cuts }).map_err(|e| e.to_string())
    }

    fn findings(&self, plan: &Plan) -> Findings {
        let rows = plan.decisions.iter().map(|d| d.row).chain(plan.audit.iter().copied());
        rows.map(|row| (row, vec![self.truth[row as usize] < plan.cuts[0].line])).collect()
    }

    /// Targeting error against the poorest by truth.
    fn error(&self, score: impl Fn(usize) -> f64) -> f64 {
        let judged = |i: usize| Judged { truth: self.truth[i] as f64, score: score(i), weight: 1.0 };
        quota_error(&(0..self.truth.len()).map(judged).collect::<Vec<_>>(), self.share).unwrap_or(f64::NAN)
    }

    /// The error after visits: by list, and with the truth in the place of the score.
    fn visited(&self, plan: &Plan) -> [f64; 2] {
        let findings = self.findings(plan);
        let on = after(&self.list, &plan.cuts[0], &|row| findings.get(&row).map(|own| own[0]));
        let replaced = |i: usize| match findings.contains_key(&(i as u32)) {
            true => self.truth[i] as f64,
            false => self.list.scores[i] as f64,
        };
        [self.error(|i| if on[i] { 0.0 } else { 1.0 }), self.error(replaced)]
    }
}

fn millionths(welfare: &[f64]) -> Vec<i64> {
    welfare.iter().map(|y| (y * 1e6).round() as i64).collect()
}

fn keys(n: usize, seed: &str) -> Vec<u128> {
    (0..n).map(|i| draw_key(seed, &i.to_string())).collect()
}

fn gains(opened: &Opened, share: f64) -> Result<(), String> {
    let (mut none, mut random, mut planned) = (0.0, [0.0; 2], [0.0; 2]);
    for seed in 0..10 {
        let held = opened.held_out(seed).ok_or("too few clusters")?;
        let (spreads, keys) = (vec![held.spread; held.scores.len()], keys(held.scores.len(), &seed.to_string()));
        let list = Ranked { scores: &held.scores, spreads: &spreads, keys: &keys };
        let case = Case { list, truth: millionths(opened.welfare()), share };
        none += case.error(|i| held.scores[i] as f64) * 10.0;
        let add = |sums: &mut [f64; 2], plan: &Plan| {
            sums.iter_mut().zip(case.visited(plan)).for_each(|(sum, error)| *sum += error * 10.0);
        };
        add(&mut random, &case.plan(1.0)?);
        add(&mut planned, &case.plan(0.2)?);
    }
    let ways = ["known poor or not", "truth in place of the score"];
    for (name, (random, planned)) in ways.iter().zip(random.iter().zip(planned)) {
        println!(
            "quota {:.0} %, {name}: no visit {none:.2}, random {:.2}, plan {:.2}; gain {:.2} against {:.2}: {:.2} times",
            share * 100.0,
            random,
            planned,
            none - planned,
            none - random,
            (none - planned) / (none - random)
        );
    }
    Ok(())
}

fn coverage(opened: &Opened, share: f64) -> Result<(), String> {
    let held = opened.held_out(0).ok_or("too few clusters")?;
    let n = held.scores.len();
    let spreads = vec![held.spread; n];
    let (mut covered, mut kept, mut width) = ([0u64; 4], 0u64, 0.0);
    for seed in 0..DRAWS {
        let keys = keys(n, &format!("audit {seed}"));
        let list = Ranked { scores: &held.scores, spreads: &spreads, keys: &keys };
        let case = Case { list, truth: millionths(opened.welfare()), share };
        let made = case.plan(0.2)?;
        let findings = case.findings(&made);
        let told = report(&case.list, &made, &findings, 0.05)[0];
        let mut decided = vec![false; n];
        made.decisions.iter().for_each(|d| decided[d.row as usize] = true);
        let poor = |row: usize| case.truth[row] < made.cuts[0].line;
        let errors = |on: &[bool]| {
            let count = |which: &dyn Fn(usize) -> bool| (0..n).filter(|i| which(*i)).count() as f64;
            (count(&|i| on[i] && !poor(i)) / count(&|i| on[i]), count(&|i| !on[i] && poor(i)) / count(&poor))
        };
        let before = errors(&after(&case.list, &made.cuts[0], &|_| None));
        let later = errors(&after(&case.list, &made.cuts[0], &|row| {
            findings.get(&row).filter(|_| decided[row as usize]).map(|own| own[0])
        }));
        let pairs = [
            (told.before.wrong, before.0),
            (told.before.missed, before.1),
            (told.after.wrong, later.0),
            (told.after.missed, later.1),
        ];
        for (count, (share, truth)) in covered.iter_mut().zip(pairs) {
            *count += u64::from(share.low <= truth + 1e-9 && truth <= share.high + 1e-9);
        }
        width += (told.after.wrong.high - told.after.wrong.low) / DRAWS as f64;
        kept += u64::from(told.after.at_most >= later.0 - 1e-9);
    }
    println!(
        "quota {:.0} %: of {DRAWS} draws the 95 % intervals cover wrongly listed {} and missed {} before the visits, \
         {} and {} after (mean width {:.1} points); the statement `at most` holds in {kept}",
        share * 100.0,
        covered[0],
        covered[1],
        covered[2],
        covered[3],
        width * 100.0
    );
    Ok(())
}
