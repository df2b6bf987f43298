//! What was not found: how many pairs of one person no key brings together, or the weights give up.
//!
//! Pairs of one person are drawn from what was learnt of them, field by field. What was learnt comes from
//! the pairs that were found, and these agree more than the others: the shares are bent until the drawn
//! pairs that would be found look like those that were.

use super::key::Rule;
use super::model::Model;
use super::pairs::Random;
use super::plan::Plan;
use linkage::weigh::{MICRO, SAME, exp2, shares};

/// Pairs drawn in each round.
const DRAWN: usize = 6_000;
/// Rounds of bending.
const ROUNDS: usize = 6;
/// Pairs below this probability are not kept.
const KEPT: f64 = 0.01;

/// The share of one person's pairs that is found and kept. `every`: each pair is compared, no key needed.
pub(crate) fn found_share(plan: &Plan, model: &Model, rules: &[Rule], every: bool) -> f64 {
    let learnt: Vec<Vec<f64>> = model
        .comparisons
        .iter()
        .map(|c| {
            let all: Vec<f64> = c.logs[SAME].iter().map(|&l| exp2(f64::from(l) / MICRO)).collect();
            let sum: f64 = all.iter().sum();
            all.iter().map(|p| p / sum).collect()
        })
        .collect();
    let mut drawn_from = learnt.clone();
    let mut share = 1.0;
    for _ in 0..ROUNDS {
        let mut random = Random::new(7);
        let mut found = 0usize;
        let mut seen: Vec<Vec<f64>> = learnt.iter().map(|p| vec![0.0; p.len()]).collect();
        let sums: Vec<Vec<f64>> = drawn_from
            .iter()
            .map(|p| {
                let mut sum = 0.0;
                p.iter()
                    .map(|p| {
                        sum += p;
                        sum
                    })
                    .collect()
            })
            .collect();
        let mut cells = vec![0u16; learnt.len()];
        let mut levels = vec![0u8; plan.layout.kinds.len()];
        let bits = vec![0u16; learnt.len()];
        for _ in 0..DRAWN {
            for (measure, sums) in sums.iter().enumerate() {
                let at = random.share() * sums.last().copied().unwrap_or(1.0);
                let cell = sums.partition_point(|sum| *sum < at).min(sums.len() - 1);
                cells[measure] = cell as u16;
                for (level, &(field, _)) in
                    plan.measures[measure].levels(cell as u16).iter().zip(&plan.measures[measure].parts)
                {
                    levels[field] = *level;
                }
            }
            let kept = shares(model.logs(&cells, &bits))[SAME] >= KEPT;
            if kept && (every || rules.iter().any(|rule| rule.would_find(plan, &levels, &mut random))) {
                found += 1;
                for (measure, &cell) in cells.iter().enumerate() {
                    seen[measure][cell as usize] += 1.0;
                }
            }
        }
        share = (found as f64 / DRAWN as f64).max(0.02);
        for (measure, seen) in seen.iter().enumerate() {
            let mut sum = 0.0;
            for (cell, count) in seen.iter().enumerate() {
                // as often as learnt among those found
                let now = (count + 0.5) / (found as f64 + 0.5 * seen.len() as f64);
                let bent = drawn_from[measure][cell] * (learnt[measure][cell] / now).clamp(0.5, 2.0);
                drawn_from[measure][cell] = bent;
                sum += bent;
            }
            drawn_from[measure].iter_mut().for_each(|p| *p /= sum);
        }
    }
    share
}
