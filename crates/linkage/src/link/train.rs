//! Learning the weights without labels.
//!
//! What strangers agree on is counted on random pairs; what the same person and kin agree on comes
//! from expectation–maximisation over the pairs that any key finds. The classes start apart and
//! strangers stay fixed, so that the estimation cannot settle on another class; where it does all
//! the same, that is detected and said.

use super::level::{self, Bits16, Rarity};
use super::plan::{MOST, Measure, Plan};
use super::rows::{Row, Rows};
use super::spec::Kind;
use super::value::{MISSING, mix};
use super::words::{LOCAL, NUMBER, Words};
use crate::weigh::{CLASSES, Comparison, KIN, MICRO, Model, SAME, STRANGER, exp2, log2, shares};
use rustc_hash::{FxHashMap, FxHashSet};

/// Pairs as compared, flat.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    pub cells: Vec<[u16; MOST]>,
    pub bits: Vec<[u16; MOST]>,
}

impl Pairs {
    /// Takes over what comparing said before.
    pub fn push(&mut self, (cells, bits): (&[u16], &[u16])) {
        let whole = |part: &[u16]| std::array::from_fn(|at| part.get(at).copied().unwrap_or(0));
        self.cells.push(whole(cells));
        self.bits.push(whole(bits));
    }
    pub fn len(&self) -> usize {
        self.cells.len()
    }
}

/// A date that this many times as many have as have the mean date stands for "not known".
const MANY_TIMES: f64 = 8.0;
/// Fewer than this are no crowd.
const CROWD: f64 = 10.0;

/// Counts how often words and values occur among records.
pub(crate) fn rarity(plan: &Plan, sets: &[(&Rows, Words<'_>)], words: usize) -> Rarity {
    let fields = plan.layout.kinds.len();
    let mut rarity = Rarity {
        words: vec![Vec::new(); fields],
        values: vec![FxHashMap::default(); fields],
        unseen: vec![0; fields],
        common: vec![FxHashSet::default(); fields],
    };
    let total: usize = sets.iter().map(|(rows, _)| rows.len()).sum();
    for (field, &kind) in plan.layout.kinds.iter().enumerate() {
        if !level::has_rarity(kind) {
            continue;
        }
        let in_words = matches!(kind, Kind::PersonName | Kind::GivenName | Kind::Surname | Kind::Text | Kind::Email)
            || kind == Kind::Place
                && sets.iter().any(|(rows, _)| {
                    (0..rows.len().min(200))
                        .any(|at| rows.cell(at, field) >> 63 == 0 && rows.cell(at, field) != MISSING)
                });
        let bits =
            |count: u32| (log2((total as f64 + 2.0) / (f64::from(count) + 0.5)) * 16.0).clamp(1.0, 60_000.0) as Bits16;
        if in_words {
            let mut counts = vec![0u32; words];
            for (rows, texts) in sets {
                for at in 0..rows.len() {
                    for &word in rows.row(at, *texts).words_of(field) {
                        if word & (LOCAL | NUMBER) == 0 {
                            counts[word as usize] += 1;
                        }
                    }
                }
            }
            rarity.words[field] = counts.into_iter().map(|count| if count == 0 { 0 } else { bits(count) }).collect();
        } else {
            let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
            let step = (total / 400_000).max(1);
            for (rows, _) in sets {
                for at in (0..rows.len()).step_by(step) {
                    let cell = rows.cell(at, field);
                    if cell != MISSING {
                        *counts.entry(cell).or_default() += 1;
                    }
                }
            }
            if kind == Kind::Date {
                let counted: f64 = counts.values().map(|&c| f64::from(c)).sum();
                let crowd = (MANY_TIMES * counted / counts.len().max(1) as f64).max(CROWD);
                let crowded = counts.iter().filter(|(_, count)| f64::from(**count) > crowd);
                rarity.common[field] = crowded.map(|(cell, _)| *cell).collect();
            }
            counts.retain(|_, count| *count > 1);
            let scaled = |count: u32| bits(count * step as u32);
            rarity.values[field] = counts.into_iter().map(|(cell, count)| (cell, scaled(count))).collect();
        }
        rarity.unseen[field] = bits(1);
    }
    rarity
}

/// A sequence of numbers that look random and are the same everywhere.
pub(crate) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        ((u128::from(mix(self.0)) * n as u128) >> 64) as usize
    }
}

/// Compares pairs for training.
pub(crate) fn compare(plan: &Plan, eye: &mut level::Eye<'_>, pairs: &mut Pairs, a: &Row<'_>, b: &Row<'_>) {
    let (mut cells, mut bits) = ([0; MOST], [0; MOST]);
    for (at, measure) in plan.measures.iter().enumerate() {
        (cells[at], bits[at]) = super::plan::cell(eye, measure, a, b);
    }
    pairs.cells.push(cells);
    pairs.bits.push(bits);
}

/// Pairs of different members of one household, as they stand beside each other.
pub(crate) fn kin(plan: &Plan, eye: &mut level::Eye<'_>, rows: &Rows, texts: Words<'_>) -> Pairs {
    let mut pairs = Pairs::default();
    let step = (rows.household.len() / MOST_KIN).max(1);
    for at in (1..rows.household.len()).step_by(step) {
        if rows.household[at] == rows.household[at - 1] && rows.household[at] != MISSING {
            compare(plan, eye, &mut pairs, &rows.row(at - 1, texts), &rows.row(at, texts));
        }
    }
    pairs
}

/// What training is told.
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

/// Pairs of kin that are counted at most.
const MOST_KIN: usize = 40_000;

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
                (0..measure.cells).map(|_| measure.parts.len() == 1 && level::has_rarity(measure.parts[0].1)).collect();
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

/// Whether the values of each field are many: two records share one by a chance of less than one in two hundred.
pub(crate) fn telling(plan: &Plan, rows: &Rows) -> Vec<bool> {
    let step = (rows.len() / 20_000).max(1);
    (0..plan.layout.kinds.len())
        .map(|field| {
            let mut seen: Vec<u64> =
                (0..rows.len()).step_by(step).map(|at| rows.cell(at, field)).filter(|&c| c != MISSING).collect();
            let all = seen.len();
            seen.sort_unstable();
            // the chance that two records share the value
            let same: usize = seen.chunk_by(|a, b| a == b).map(|c| c.len() * (c.len() - 1)).sum();
            all > 1 && (same as f64) < 0.005 * (all * (all - 1)) as f64
        })
        .collect()
}
