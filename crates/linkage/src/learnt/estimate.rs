//! Expectation–maximisation over the candidates of a round. Winkler 1988.

use super::cells::{CONTEXTS, PERSON, Person, RARE, SILENT, Seen, Start};
use super::strangers::Strangers;
use super::{Weights, comparison};
use crate::weigh::{CLASSES, KIN, Logs, MICRO, SAME, STRANGER, log2, shares};
use std::collections::BTreeMap;

/// Maximum rounds of estimation.
const ROUNDS: usize = 60;
/// Rounds stop once no share moves a weight by more than this, in millionths of a bit.
const STILL: i32 = 1_000;
/// Pairs of the common shape mixed into each class, so that no cell is impossible.
const MIXED: f64 = 2.0;

/// What an estimation starts from.
#[derive(Clone, Debug)]
pub enum Learning<'a> {
    /// From a round: what strangers have in common was counted on it.
    Round(&'a Strangers),
    /// From earlier weights: strangers stay what they were.
    Again(&'a Weights),
}

/// Learns weights from candidates. The order of `seen` does not matter, nor does any number of threads.
///
/// The second is whether the estimation was given up: its classes had changed places (equal
/// numbers or names spoke *against* one household), and the shares of the rules' own levels stand.
#[must_use]
pub fn estimate(seen: impl IntoIterator<Item = Seen>, learning: &Learning<'_>) -> (Weights, bool) {
    let mut counted: BTreeMap<Seen, f64> = BTreeMap::new();
    let mut candidates = 0u64;
    for one in seen {
        *counted.entry(one).or_default() += 1.0;
        candidates += 1;
    }
    let mut weights = maximise(&counted, learning, candidates, |one| match one.said {
        Some(true) => [1.0, 0.0, 0.0],
        Some(false) => [0.0, 1.0, 0.0],
        None => ruled(one),
    });
    for _ in 0..ROUNDS {
        let next = maximise(&counted, learning, candidates, |one| posterior(&weights, one));
        let still = far(&weights, &next) <= STILL;
        weights = next;
        if still {
            break;
        }
    }
    if locked(&weights) { (maximise(&counted, learning, candidates, ruled), true) } else { (weights, false) }
}

/// What the rules' own levels think.
fn ruled(one: &Seen) -> [f64; CLASSES] {
    match one.start {
        Start::Linked => [1.0, 0.0, 0.0],
        Start::Doubtful => [0.3, 0.7, 0.0],
        Start::Apart => [0.0, 1.0, 0.0],
    }
}

/// The classes' shares of one candidate; what a reviewer said is held fixed.
fn posterior(weights: &Weights, one: &Seen) -> [f64; CLASSES] {
    let mut logs: Logs = weights.prior.map(i64::from);
    let mut add = |at: usize, cell: u16, bits: u16| {
        if cell != SILENT {
            weights.comparisons[at].add(cell, bits, &mut logs);
        }
    };
    each(one, &mut add);
    match (one.said, one.start) {
        (Some(true), _) | (None, Start::Linked) => [1.0, 0.0, 0.0],
        (Some(false), _) | (None, Start::Apart) => {
            let rest = shares([i64::MIN / 4, logs[KIN], logs[STRANGER]]);
            [0.0, rest[KIN], rest[STRANGER]]
        }
        (None, Start::Doubtful) => shares(logs),
    }
}

fn each(one: &Seen, add: &mut impl FnMut(usize, u16, u16)) {
    for person in &one.persons {
        each_of(person, add);
    }
    add(PERSON, one.place, 0);
    add(PERSON + 1, one.members, 0);
}

fn each_of(person: &Person, add: &mut impl FnMut(usize, u16, u16)) {
    for (at, (cell, bits)) in person.iter().enumerate() {
        add(at, *cell, *bits);
    }
}

/// The weights under which these shares are likeliest.
fn maximise(
    counted: &BTreeMap<Seen, f64>,
    learning: &Learning<'_>,
    candidates: u64,
    share: impl Fn(&Seen) -> [f64; CLASSES],
) -> Weights {
    let none = || CONTEXTS.map(|c| vec![0.0f64; c.len()]);
    let mut sums = [none(), none(), none()];
    let mut bits = none();
    let mut classes = [0.0; CLASSES];
    for (one, times) in counted {
        let shares = share(one).map(|s| s * times);
        (0..CLASSES).for_each(|class| classes[class] += shares[class]);
        each(one, &mut |at, cell, rare| {
            if cell != SILENT {
                (0..CLASSES).for_each(|class| sums[class][at][usize::from(cell)] += shares[class]);
                bits[at][usize::from(cell)] += shares[SAME] * f64::from(rare);
            }
        });
    }
    // strangers have no partners: what the composition says counts against all others together
    let others: Vec<f64> = sums[KIN][PERSON + 1].iter().zip(&sums[STRANGER][PERSON + 1]).map(|(a, b)| a + b).collect();
    sums[KIN][PERSON + 1].clone_from(&others);
    let comparisons = (0..PERSON + 2).map(|at| {
        let usual: Vec<u16> = (0..CONTEXTS[at].len())
            .map(|cell| if at == RARE { mean(bits[at][cell], sums[SAME][at][cell]) } else { 0 })
            .collect();
        let strangers = match (learning, at) {
            (_, at) if at == PERSON + 1 => logs(&others, CONTEXTS[at], None),
            (Learning::Round(strangers), _) => {
                let counts: Vec<f64> = strangers.cells[at].iter().map(|n| *n as f64).collect();
                let outside = (CONTEXTS[at].last() > Some(&0)).then(|| outside(&counts, CONTEXTS[at]));
                logs(&counts, CONTEXTS[at], outside.as_deref())
            }
            (Learning::Again(before), _) => before.comparisons[at].logs[STRANGER].clone(),
        };
        let learnt = |class: usize| logs(&sums[class][at], CONTEXTS[at], None);
        comparison(at, [learnt(SAME), learnt(KIN), strangers], usual)
    });
    let prior = match learning {
        Learning::Round(strangers) => {
            let pairs = strangers.pairs.max(candidates).max(1) as f64;
            [classes[SAME], classes[KIN], pairs].map(|n| micro(log2((n + 0.5) / (pairs + 1.0)).min(0.0)))
        }
        // as many pairs as before stand behind them: only the shares among the candidates move
        Learning::Again(before) => {
            let kept = |class: usize| crate::weigh::exp2(f64::from(before.prior[class]) / MICRO);
            let sum = kept(SAME) + kept(KIN);
            let all = (classes[SAME] + classes[KIN]).max(1.0);
            let of = |class: usize| micro(log2(sum * (classes[class] + 0.5) / (all + 1.0)).min(0.0));
            [of(SAME), of(KIN), before.prior[STRANGER]]
        }
    };
    Weights { comparisons: comparisons.collect(), prior }
}

fn mean(sum: f64, of: f64) -> u16 {
    if of > 0.0 { (sum / of + 0.5) as u16 } else { 0 }
}

/// For strangers who share a number (one was written on the wrong row), date and sex agree as
/// they do among strangers at large.
fn outside(counts: &[f64], contexts: &[u8]) -> Vec<f64> {
    let half = contexts.iter().filter(|c| **c == 0).count();
    (0..counts.len()).map(|cell| counts[cell % half]).collect()
}

/// Logarithms of shares, each context adding up to one. A few pairs of the common shape are mixed
/// in: evenly spread, or as `shape` says.
fn logs(counts: &[f64], contexts: &[u8], shape: Option<&[f64]>) -> Vec<i32> {
    let sum = |of: &[f64], context: u8| -> f64 {
        of.iter().zip(contexts).filter(|(_, c)| **c == context).map(|(n, _)| *n).sum()
    };
    contexts
        .iter()
        .enumerate()
        .map(|(cell, context)| {
            let cells = contexts.iter().filter(|c| *c == context).count() as f64;
            let even = 1.0 / cells;
            let common = match shape.map(|shape| (shape[cell], sum(shape, *context))) {
                Some((n, all)) => (n + even) / (all + 1.0),
                None => even,
            };
            micro(log2((counts[cell] + MIXED * common) / (sum(counts, *context) + MIXED)))
        })
        .collect()
}

fn micro(bits: f64) -> i32 {
    let micro = bits * MICRO;
    (if micro < 0.0 { micro - 0.5 } else { micro + 0.5 }) as i32
}

/// The farthest any weight of the same household moved.
fn far(a: &Weights, b: &Weights) -> i32 {
    let pairs = a.comparisons.iter().zip(&b.comparisons);
    let logs = pairs.flat_map(|(x, y)| x.logs[SAME].iter().zip(&y.logs[SAME]));
    let prior = a.prior.iter().zip(&b.prior);
    logs.chain(prior).map(|(x, y)| (x - y).abs()).max().unwrap_or(0)
}

/// Against kin an equal number may say little (a member who founded another household has it too),
/// but it never says the contrary: a quarter of the odds, in millionths of a bit.
const CONTRARY: i32 = -2_000_000;

/// Whether the classes have changed places: an equal number or an identical name speaks against.
fn locked(weights: &Weights) -> bool {
    [0, RARE].iter().any(|at| {
        let comparison = &weights.comparisons[*at];
        comparison.weight(0, comparison.usual[0]) <= 0 || comparison.kin_weight(0) < CONTRARY
    })
}
