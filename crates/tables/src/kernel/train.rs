//! Learns the weights without labels.
//!
//! What strangers share is counted on random pairs. What the same person and relatives share comes
//! from expectation–maximisation over the pairs that any key finds. The classes start apart and
//! strangers stay fixed, so that the estimation cannot settle on another class. If it does all the
//! same, that is detected and reported.

use super::level;
use super::model::Model;
use super::pairs::Pairs;
use super::plan::{MOST, Measure, Plan};
use super::rarity::has_rarity;
use super::spec::Kind;
use linkage::weigh::{CLASSES, Comparison, KIN, MICRO, SAME, STRANGER, exp2, log2, shares};

/// Settings of the training.
pub(crate) struct Material<'a> {
    pub plan: &'a Plan,
    /// Random pairs: what strangers agree on.
    pub random: &'a Pairs,
    /// Pairs of different members of one household, where households are known: what kin agree on.
    pub kin: &'a Pairs,
    /// Pairs found by any key.
    pub found: &'a Pairs,
    /// All pairs among which those were found.
    pub universe: f64,
    /// Matches to expect among those, roughly.
    pub expected: f64,
    /// Whether `found` are all pairs there are.
    pub all: bool,
}

/// What training has to say beside the weights.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Doubt {
    /// Comparisons whose full agreement came out as evidence against.
    pub locked: Vec<usize>,
    /// Pairs of comparisons that lean on each other among strangers.
    pub dependent: Vec<(usize, usize)>,
}

struct Table {
    p: [Vec<f64>; CLASSES],
    usual: Vec<f64>,
}

/// Pairs of kin from which their shares are counted.
const ENOUGH_KIN: usize = 500;

/// Learns a model.
pub(crate) fn train(material: &Material<'_>) -> (Model, Doubt) {
    let plan = material.plan;
    let kin_counted = material.kin.len() >= ENOUGH_KIN;
    let mut tables: Vec<Table> = (0..plan.measures.len()).map(|at| start(material, at)).collect();
    let mut prior = [(material.expected / material.universe).min(0.5), 0.0, 1.0];
    prior[KIN] = if plan.kin { prior[SAME] * 2.0 } else { 0.0 };
    prior[STRANGER] = 1.0 - prior[SAME] - prior[KIN];
    let n = material.found.len();
    let mut model = written(plan, &tables, prior);
    // what rarity takes from a cell's usual value, once for all rounds
    let rarities: Vec<[f64; MOST]> = material
        .found
        .bits
        .iter()
        .map(|bits| bits.map(|b| if b == 0 { 0.0 } else { exp2(-f64::from(b) / 16.0) }))
        .collect();
    let mut active: Vec<u32> = (0..n as u32).collect();
    for round in 0..25 {
        // what is surely a stranger stays one: only the others are looked at again
        if round == 4 && !material.all {
            active.retain(|&at| {
                let (cells, bits) = (&material.found.cells[at as usize], &material.found.bits[at as usize]);
                let logs = model.logs(&cells[..plan.measures.len()], &bits[..plan.measures.len()]);
                logs[SAME].max(logs[KIN]) - logs[STRANGER] > -20_000_000
            });
        }
        let mut sums: Vec<[Vec<f64>; CLASSES]> =
            plan.measures.iter().map(|m| std::array::from_fn(|_| vec![0.0; m.cells])).collect();
        let mut rare: Vec<Vec<f64>> = plan.measures.iter().map(|m| vec![0.0; m.cells]).collect();
        let mut weight = [0.0; CLASSES];
        for &at in &active {
            let at = at as usize;
            let (cells, bits) = (&material.found.cells[at], &material.found.bits[at]);
            let share = shares(model.logs(&cells[..plan.measures.len()], &bits[..plan.measures.len()]));
            for class in 0..CLASSES {
                weight[class] += share[class];
            }
            if share[SAME] + share[KIN] < 1e-6 && !material.all {
                continue;
            }
            for (measure, (sums, rare)) in sums.iter_mut().zip(&mut rare).enumerate() {
                let cell = cells[measure] as usize;
                for class in 0..CLASSES {
                    sums[class][cell] += share[class];
                }
                if bits[measure] > 0 {
                    rare[cell] += share[SAME] * rarities[at][measure];
                }
            }
        }
        for (at, table) in tables.iter_mut().enumerate() {
            let measure = &plan.measures[at];
            for class in [SAME, KIN, STRANGER] {
                if class == STRANGER && !material.all || class == KIN && (!plan.kin || kin_counted) {
                    continue;
                }
                table.p[class] =
                    smoothed(measure, &sums[at][class], if class == SAME { 4.0 } else { 8.0 }, &table.p[class]);
            }
            if kin_counted && measure.dwelling {
                table.p[KIN] = table.p[SAME].clone();
            }
            for cell in 0..measure.cells {
                if rare[at][cell] > 0.0 && sums[at][SAME][cell] > 0.0 {
                    table.usual[cell] = -log2(rare[at][cell] / sums[at][SAME][cell]) * 16.0;
                }
            }
        }
        let next = [
            (weight[SAME].max(0.5)) / material.universe,
            if plan.kin { weight[KIN].max(0.5) / material.universe } else { 0.0 },
        ];
        let change = (log2(next[0]) - log2(prior[SAME])).abs();
        prior = [next[0], next[1], (1.0 - next[0] - next[1]).max(1e-9)];
        model = written(plan, &tables, prior);
        if change < 1e-4 && round > 5 {
            break;
        }
    }
    let doubt = doubts(material, &model);
    (model, doubt)
}

/// Learns the same person's weights again from the pairs that were found in the whole of the files;
/// strangers and kin stay as they are, for of those only the likeliest were kept.
pub(crate) fn refine(plan: &Plan, model: &Model, found: &Pairs, universe: f64, scale: f64) -> Model {
    let measures = plan.measures.len();
    let mut model = model.clone();
    for _ in 0..6 {
        let mut sums: Vec<Vec<f64>> = plan.measures.iter().map(|m| vec![0.0; m.cells]).collect();
        let mut rare = sums.clone();
        let mut all = 0.0;
        for (cells, bits) in found.cells.iter().zip(&found.bits) {
            let same = shares(model.logs(&cells[..measures], &bits[..measures]))[SAME];
            all += same;
            for at in 0..measures {
                sums[at][cells[at] as usize] += same;
                if bits[at] > 0 {
                    rare[at][cells[at] as usize] += same * exp2(-f64::from(bits[at]) / 16.0);
                }
            }
        }
        for (at, comparison) in model.comparisons.iter_mut().enumerate() {
            let measure = &plan.measures[at];
            let before: Vec<f64> = comparison.logs[SAME].iter().map(|&l| exp2(f64::from(l) / MICRO)).collect();
            let same = smoothed(measure, &sums[at], 4.0, &before);
            comparison.logs[SAME] = same.iter().map(|&p| fixed(p)).collect();
            for cell in 0..measure.cells {
                if rare[at][cell] > 0.0 {
                    let usual = -log2(rare[at][cell] / sums[at][cell]) * 16.0;
                    comparison.usual[cell] = usual.clamp(0.0, 60_000.0) as u16;
                }
            }
            comparison.most = most(comparison, measure);
        }
        model.prior[SAME] = fixed((all * scale / universe).clamp(1e-15, 0.5));
    }
    model
}

/// A probability as a logarithm in millionths of a bit.
fn fixed(p: f64) -> i32 {
    (log2(p.max(1e-18)) * MICRO).round() as i32
}

/// The highest weight a comparison can give, rarity included.
fn most(comparison: &Comparison, measure: &Measure) -> i32 {
    (0..measure.cells as u16)
        .map(|cell| {
            let rarest =
                if comparison.rare[cell as usize] && comparison.usual[cell as usize] > 0 { u16::MAX } else { 0 };
            comparison.weight(cell, rarest)
        })
        .max()
        .unwrap_or(0)
}

/// Where the estimation starts: an unlearned eye for the same person, counts for strangers, and for
/// kin the dwelling of the same with the person of a stranger.
fn start(material: &Material<'_>, at: usize) -> Table {
    let measure = &material.plan.measures[at];
    let mut counts = vec![0.0; measure.cells];
    for cells in &material.random.cells {
        counts[cells[at] as usize] += 1.0;
    }
    let radices: Vec<usize> = measure.parts.iter().map(|(_, kind)| level::labels(*kind).len()).collect();
    let total: f64 = counts.iter().sum::<f64>().max(1.0);
    let missing: Vec<f64> = (0..radices.len())
        .map(|part| {
            let share =
                (0..measure.cells).filter(|&c| measure.levels(c as u16)[part] == 0).map(|c| counts[c]).sum::<f64>()
                    / total;
            share.clamp(0.0, 0.98)
        })
        .collect();
    let mut same: Vec<f64> = (0..measure.cells)
        .map(|cell| {
            measure
                .levels(cell as u16)
                .iter()
                .zip(&measure.parts)
                .zip(&missing)
                .map(
                    |((&level, &(_, kind)), &missing)| {
                        if level == 0 { missing.max(1e-3) } else { (1.0 - missing) * level::likeness(kind, level) }
                    },
                )
                .product()
        })
        .collect();
    normalise(&mut same);
    let mut stranger = smoothed(measure, &counts, 1.0, &vec![1.0 / measure.cells as f64; measure.cells]);
    if let Some(nik) = measure.parts.iter().position(|(_, kind)| *kind == Kind::Nik).filter(|_| measure.parts.len() > 1)
    {
        // one fact is not counted twice: where the numbers agree, the date and sex inside agree too
        let (before, sum) = (stranger.clone(), stranger.iter().sum::<f64>());
        for level in [1u8, 2] {
            let inside: Vec<usize> = (0..measure.cells).filter(|&c| measure.levels(c as u16)[nik] == level).collect();
            let all: f64 = inside.iter().map(|&c| before[c]).sum::<f64>().max(1e-12 * sum);
            let (same_all, other_all): (f64, f64) =
                (inside.iter().map(|&c| same[c]).sum(), inside.iter().map(|&c| before[c]).sum());
            for &c in &inside {
                stranger[c] = all * (0.5 * same[c] / same_all.max(1e-300) + 0.5 * before[c] / other_all.max(1e-300));
            }
        }
        normalise(&mut stranger);
    }
    let kin = if measure.dwelling {
        same.clone()
    } else if material.kin.len() >= ENOUGH_KIN {
        let mut counts = vec![0.0; measure.cells];
        for cells in &material.kin.cells {
            counts[cells[at] as usize] += 1.0;
        }
        smoothed(measure, &counts, 4.0, &stranger)
    } else {
        stranger.iter().zip(&same).map(|(u, m)| 0.98 * u + 0.02 * m).collect()
    };
    Table { p: [same, kin, stranger], usual: vec![0.0; measure.cells] }
}

/// What a cell that was never met counts at least: nothing is impossible.
const LEAST: f64 = 0.2;

/// Shares with some weight on what the parts of a group say each for itself.
fn smoothed(measure: &Measure, counts: &[f64], weight: f64, fallback: &[f64]) -> Vec<f64> {
    let total: f64 = counts.iter().sum();
    if total <= 0.0 {
        return fallback.to_vec();
    }
    let radices: Vec<usize> = measure.parts.iter().map(|(_, kind)| level::labels(*kind).len()).collect();
    let mut each: Vec<Vec<f64>> = radices.iter().map(|&r| vec![0.3 / r as f64; r]).collect();
    for (cell, &count) in counts.iter().enumerate() {
        for (part, level) in measure.levels(cell as u16).into_iter().enumerate() {
            each[part][level as usize] += count;
        }
    }
    for part in &mut each {
        normalise(part);
    }
    let mut found: Vec<f64> = counts
        .iter()
        .enumerate()
        .map(|(cell, &count)| {
            let alone: f64 =
                measure.levels(cell as u16).into_iter().zip(&each).map(|(level, part)| part[level as usize]).product();
            (count + weight * alone + LEAST) / (total + weight)
        })
        .collect();
    normalise(&mut found);
    found
}

fn normalise(values: &mut [f64]) {
    let sum: f64 = values.iter().sum();
    for value in values {
        *value = (*value / sum).max(1e-15);
    }
}

/// The model in fixed-point numbers.
fn written(plan: &Plan, tables: &[Table], prior: [f64; CLASSES]) -> Model {
    let comparisons = plan
        .measures
        .iter()
        .zip(tables)
        .map(|(measure, table)| {
            let rare: Vec<bool> =
                (0..measure.cells).map(|_| measure.parts.len() == 1 && has_rarity(measure.parts[0].1)).collect();
            let mut comparison = Comparison {
                logs: std::array::from_fn(|class| table.p[class].iter().map(|&p| fixed(p)).collect()),
                usual: table.usual.iter().map(|u| u.clamp(0.0, 60_000.0) as u16).collect(),
                rare,
                most: 0,
            };
            comparison.most = most(&comparison, measure);
            comparison
        })
        .collect();
    let prior = std::array::from_fn(|class| if class == KIN && !plan.kin { -900_000_000 } else { fixed(prior[class]) });
    Model { comparisons, prior }
}

fn doubts(material: &Material<'_>, model: &Model) -> Doubt {
    let mut doubt = Doubt::default();
    for (at, (measure, comparison)) in material.plan.measures.iter().zip(&model.comparisons).enumerate() {
        let agreeing = |cell: &u16| measure.levels(*cell).iter().all(|&l| l == 1);
        let full = (0..measure.cells as u16).find(agreeing);
        if full.is_some_and(|cell| comparison.weight(cell, 0) < 0) {
            doubt.locked.push(at);
        }
    }
    let n = material.random.len() as f64;
    for i in 0..material.plan.measures.len() {
        for j in i + 1..material.plan.measures.len() {
            let agree = |at: usize, cells: &[u16; MOST]| material.plan.measures[at].levels(cells[at]).contains(&1);
            let (mut both, mut one, mut other) = (0.0, 0.0, 0.0);
            for cells in &material.random.cells {
                let (p, q) = (agree(i, cells), agree(j, cells));
                one += f64::from(u8::from(p));
                other += f64::from(u8::from(q));
                both += f64::from(u8::from(p && q));
            }
            if both > 50.0 && both * n > 8.0 * one * other {
                doubt.dependent.push((i, j));
            }
        }
    }
    doubt
}
