//! Learns the weights without labels.
//!
//! What strangers share is counted on random pairs. What the same person and relatives share comes
//! from expectation–maximisation over the pairs that any key finds. The classes start apart and
//! strangers stay fixed, so that the estimation cannot settle on another class. If it does all the
//! same, that is detected and reported.

use super::level;
use super::model::Model;
use super::pairs::Pairs;
use super::plan::{Measure, Plan};
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
}

/// What training has to say beside the weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Doubt {
    /// Comparisons whose full agreement came out as evidence against.
    pub locked: Vec<usize>,
    /// Pairs of comparisons that lean on each other among strangers.
    pub dependent: Vec<(usize, usize)>,
    /// What was estimated as the same person disagrees in most of what is a person's own: the weights
    /// were taken from an unlearned eye.
    pub other_class: bool,
    /// Pairs of the same person from which was learnt.
    pub taught_by: f64,
}

struct Table {
    p: [Vec<f64>; CLASSES],
    usual: Vec<f64>,
    /// Where the same person started.
    eye: Vec<f64>,
    /// What the same person's pairs showed in the last round.
    seen: Vec<f64>,
}

/// Pairs of kin from which their shares are counted.
const ENOUGH_KIN: f64 = 500.0;

/// Pairs that the unlearned eye counts for: a class of few pairs is not learnt from those alone.
const EYE: f64 = 12.0;

/// Learns a model.
pub(crate) fn train(material: &Material<'_>) -> (Model, Doubt) {
    let (model, unlike, taught_by) = estimate(material, true);
    // a class of pairs that differ in most of what is a person's own is not one person
    let other_class = unlike;
    let (model, taught_by) = if other_class {
        let (model, _, taught_by) = estimate(material, false);
        (model, taught_by)
    } else {
        (model, taught_by)
    };
    let doubt = Doubt { other_class, taught_by, ..doubts(material, &model) };
    (model, doubt)
}

/// Expectation and maximisation. `free`: the same person's shares are learnt; otherwise only how many
/// there are. Also answers whether the class is unlike one person, and how many pairs it has.
fn estimate(material: &Material<'_>, free: bool) -> (Model, bool, f64) {
    let plan = material.plan;
    let kin_counted = material.kin.total() >= ENOUGH_KIN;
    let mut tables: Vec<Table> = (0..plan.measures.len()).map(|at| start(material, at)).collect();
    let mut prior = [(material.expected / material.universe).min(0.5), 0.0, 1.0];
    prior[KIN] = prior[SAME] * 2.0;
    prior[STRANGER] = 1.0 - prior[SAME] - prior[KIN];
    // others who share something are a class only where something is shared
    let others = kin_counted || plan.measures.iter().any(shared_by_kin);
    let others = |share: f64| if others { share } else { 0.0 };
    prior[KIN] = others(prior[KIN]);
    let mut model = written(plan, &tables, prior);
    // what rarity takes from a cell's usual value, once for all rounds
    let rarity = |bits: u16| if bits == 0 { 0.0 } else { exp2(-f64::from(bits) / 16.0) };
    let rarities: Vec<f64> = material.found.each().flat_map(|(_, bits, _)| bits.iter().map(|&b| rarity(b))).collect();
    let measures = plan.measures.len();
    let mut active: Vec<u32> = (0..material.found.len() as u32).collect();
    let mut taught_by = 0.0;
    for round in 0..40 {
        // what is surely a stranger stays one: only the others are looked at again
        if round == 4 {
            active.retain(|&at| {
                let (cells, bits, _) = material.found.get(at as usize);
                let logs = model.logs(cells, bits);
                logs[SAME].max(logs[KIN]) - logs[STRANGER] > -20_000_000
            });
        }
        let mut sums: Vec<[Vec<f64>; CLASSES]> =
            plan.measures.iter().map(|m| std::array::from_fn(|_| vec![0.0; m.cells])).collect();
        let mut rare: Vec<Vec<f64>> = plan.measures.iter().map(|m| vec![0.0; m.cells]).collect();
        let mut weight = [0.0; CLASSES];
        for &at in &active {
            let (cells, bits, many) = material.found.get(at as usize);
            let share = shares(model.logs(cells, bits)).map(|s| s * many);
            for class in 0..CLASSES {
                weight[class] += share[class];
            }
            if share[SAME] + share[KIN] < 1e-6 * many {
                continue;
            }
            for measure in 0..measures {
                let cell = cells[measure] as usize;
                for class in 0..CLASSES {
                    sums[measure][class][cell] += share[class];
                }
                if bits[measure] > 0 {
                    rare[measure][cell] += share[SAME] * rarities[at as usize * measures + measure];
                }
            }
        }
        taught_by = weight[SAME];
        // random pairs of one table may be the same person: only their strangers count
        if round % 4 == 1 {
            let mut counts: Vec<Vec<f64>> = plan.measures.iter().map(|m| vec![0.0; m.cells]).collect();
            for (cells, bits, many) in material.random.each() {
                let other = shares(model.logs(cells, bits))[STRANGER] * many;
                for measure in 0..measures {
                    counts[measure][cells[measure] as usize] += other;
                }
            }
            for (at, table) in tables.iter_mut().enumerate() {
                table.p[STRANGER] = strangers(&plan.measures[at], &counts[at], &table.eye);
            }
        }
        for (at, table) in tables.iter_mut().enumerate() {
            let measure = &plan.measures[at];
            if free {
                table.seen = sums[at][SAME].clone();
                let mut counts = sums[at][SAME].clone();
                counts.iter_mut().zip(&table.eye).for_each(|(count, eye)| *count += EYE * eye);
                table.p[SAME] = smoothed(measure, &counts, 4.0, &table.p[SAME]);
                floored(measure, &mut table.p[SAME]);
            }
            if !kin_counted && measure.parts.iter().all(|(_, kind)| level::names_one(*kind)) {
                // another person is called otherwise: that is not learnt, or the class becomes the same person
                table.p[KIN] = called_otherwise(measure, &table.p[STRANGER], &table.eye);
            } else if !kin_counted && shared_by_kin(measure) {
                table.p[KIN] = table.p[SAME].clone();
            } else if !kin_counted {
                table.p[KIN] = smoothed(measure, &sums[at][KIN], 8.0, &table.p[KIN]);
            } else if measure.dwelling {
                table.p[KIN] = table.p[SAME].clone();
            }
            for cell in 0..measure.cells {
                if rare[at][cell] > 0.0 && sums[at][SAME][cell] > 0.0 {
                    table.usual[cell] = -log2(rare[at][cell] / sums[at][SAME][cell]) * 16.0;
                }
            }
        }
        let next = [(weight[SAME].max(0.5)) / material.universe, others(weight[KIN].max(0.5) / material.universe)];
        let change = (log2(next[0]) - log2(prior[SAME])).abs();
        prior = [next[0].min(0.5), next[1].min(0.4), (1.0 - next[0] - next[1]).max(1e-9)];
        model = written(plan, &tables, prior);
        if change < 1e-4 && round > 5 {
            break;
        }
    }
    let unlike = unlike_one_person(plan, &tables);
    (model, unlike, taught_by)
}

/// Keeps the same person's shares at what one person can show: what names a person is alike in most of
/// one person's records, whatever a class of pairs seems to say.
fn floored(measure: &Measure, same: &mut [f64]) {
    for (part, &(_, kind)) in measure.parts.iter().enumerate() {
        let Some(least) = level::least_of_one_person(kind) else { continue };
        let alike: Vec<Option<bool>> = (0..measure.cells)
            .map(|cell| {
                let found = measure.levels(cell as u16)[part];
                (found > 0).then(|| level::is_alike(kind, found))
            })
            .collect();
        let sum = |wanted: bool| -> f64 {
            same.iter().zip(&alike).filter(|(_, alike)| **alike == Some(wanted)).map(|(p, _)| p).sum()
        };
        let (good, bad) = (sum(true), sum(false));
        let there = good + bad;
        if there > 1e-6 && good < least * there {
            let (up, down) = (least * there / good.max(1e-12), (1.0 - least) * there / bad.max(1e-12));
            for (p, alike) in same.iter_mut().zip(&alike) {
                match alike {
                    Some(true) => *p *= up,
                    Some(false) => *p *= down,
                    None => {}
                }
            }
        }
    }
}

/// Whether a class of pairs disagrees in most of what is a person's own, where both sides say it.
fn unlike_one_person(plan: &Plan, tables: &[Table]) -> bool {
    let (mut own, mut alike) = (0, 0);
    for (measure, table) in plan.measures.iter().zip(tables) {
        for (part, &(_, kind)) in measure.parts.iter().enumerate() {
            let Some(least) = level::least_of_one_person(kind) else { continue };
            let (mut there, mut agree) = (0.0, 0.0);
            for (cell, p) in table.seen.iter().enumerate() {
                let found = measure.levels(cell as u16)[part];
                if found > 0 {
                    there += p;
                    agree += if level::is_alike(kind, found) { *p } else { 0.0 };
                }
            }
            let (there, least) = (there / table.seen.iter().sum::<f64>().max(1e-12), least * 0.7);
            let agree = agree / table.seen.iter().sum::<f64>().max(1e-12);
            // a field that nearly nobody fills says nothing of the class
            if there > 0.05 {
                own += 1;
                alike += usize::from(agree >= least * there);
            }
        }
    }
    own > 0 && alike * 2 < own
}

/// Learns the same person's weights again from the pairs that were found in the whole of the files;
/// strangers and kin stay as they are, for of those only the likeliest were kept.
pub(crate) fn refine(plan: &Plan, model: &Model, found: &Pairs, universe: f64) -> Model {
    let mut model = model.clone();
    for _ in 0..6 {
        let mut sums: Vec<Vec<f64>> = plan.measures.iter().map(|m| vec![0.0; m.cells]).collect();
        let mut rare = sums.clone();
        let mut all = 0.0;
        for (cells, bits, many) in found.each() {
            let same = shares(model.logs(cells, bits))[SAME] * many;
            all += same;
            for at in 0..plan.measures.len() {
                sums[at][cells[at] as usize] += same;
                if bits[at] > 0 {
                    rare[at][cells[at] as usize] += same * exp2(-f64::from(bits[at]) / 16.0);
                }
            }
        }
        for (at, comparison) in model.comparisons.iter_mut().enumerate() {
            let measure = &plan.measures[at];
            let before: Vec<f64> = comparison.logs[SAME].iter().map(|&l| exp2(f64::from(l) / MICRO)).collect();
            let mut same = smoothed(measure, &sums[at], 4.0, &before);
            floored(measure, &mut same);
            comparison.logs[SAME] = same.iter().map(|&p| fixed(p)).collect();
            for cell in 0..measure.cells {
                if rare[at][cell] > 0.0 {
                    let usual = -log2(rare[at][cell] / sums[at][cell]) * 16.0;
                    comparison.usual[cell] = usual.clamp(0.0, 60_000.0) as u16;
                }
            }
            ordered(comparison, measure);
        }
        model.prior[SAME] = fixed((all / universe).clamp(1e-15, 0.5));
    }
    model
}

/// Equal is never less than nearly equal: a cell weighs at most as much as the same cell with one part
/// more equal.
fn ordered(comparison: &mut Comparison, measure: &Measure) {
    // from the most equal on, so that each bound is final when it is asked for
    for cell in 0..measure.cells as u16 {
        let levels = measure.levels(cell);
        let mut most = i32::MAX;
        let mut radix = 1usize;
        for (part, &(_, kind)) in measure.parts.iter().enumerate().rev() {
            let found = levels[part];
            if found > 1 {
                let equal = cell as usize - (found as usize - 1) * radix;
                most = most.min(comparison.logs[SAME][equal] - comparison.logs[STRANGER][equal] - 100_000);
            }
            radix *= level::labels(kind).len();
        }
        let weight = comparison.logs[SAME][cell as usize] - comparison.logs[STRANGER][cell as usize];
        if weight > most {
            comparison.logs[SAME][cell as usize] -= weight - most;
        }
        // nor may the rarity of what is nearly equal lift it above
        if measure.parts.len() == 1 && cell > 1 && comparison.rare[1] {
            let below = |c: u16| comparison.logs[SAME][c as usize] - comparison.logs[STRANGER][c as usize];
            let least = i32::from(comparison.usual[1]) - (below(1) - below(cell)) / 62_500;
            let usual = &mut comparison.usual[cell as usize];
            *usual = (*usual).max(least.clamp(0, 60_000) as u16);
        }
    }
    comparison.most = most(comparison, measure);
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
    for (cells, _, many) in material.random.each() {
        counts[cells[at] as usize] += many;
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
    let stranger = strangers(measure, &counts, &same);
    // what a number or a text is worth is not known beforehand: many of them may be no evidence at all
    let sure = measure.parts.iter().map(|(_, kind)| level::sure_from_the_start(*kind)).fold(1.0, f64::min);
    same.iter_mut().zip(&stranger).for_each(|(m, u)| *m = sure * *m + (1.0 - sure) * u);
    let kin = if measure.dwelling || shared_by_kin(measure) {
        same.clone()
    } else if material.kin.total() >= ENOUGH_KIN {
        let mut counts = vec![0.0; measure.cells];
        for (cells, _, many) in material.kin.each() {
            counts[cells[at] as usize] += many;
        }
        smoothed(measure, &counts, 4.0, &stranger)
    } else {
        match measure.parts.as_slice() {
            [(_, Kind::PersonName)] => called_otherwise(measure, &stranger, &same),
            _ => stranger.iter().zip(&same).map(|(u, m)| 0.95 * u + 0.05 * m).collect(),
        }
    };
    Table { usual: vec![0.0; measure.cells], eye: same.clone(), seen: same.clone(), p: [same, kin, stranger] }
}

/// Whether relatives share it: what one is called with the others, where one lives, how one is reached.
fn shared_by_kin(measure: &Measure) -> bool {
    let shared = |kind: Kind| {
        matches!(kind, Kind::Surname | Kind::Place | Kind::Address | Kind::Phone | Kind::FamilyCard | Kind::Location)
    };
    measure.dwelling || measure.parts.iter().all(|(_, kind)| shared(*kind))
}

/// What names of others who share something show: those of strangers, and of whole names often one word,
/// the name of the family.
fn called_otherwise(measure: &Measure, stranger: &[f64], same: &[f64]) -> Vec<f64> {
    let mut kin: Vec<f64> = stranger.iter().zip(same).map(|(u, m)| 0.98 * u + 0.02 * m).collect();
    if let [(_, Kind::PersonName)] = measure.parts.as_slice() {
        kin.iter_mut().for_each(|p| *p *= 0.5);
        for (level, share) in level::ONE_WORD {
            kin[level as usize] += 0.5 * share;
        }
    }
    kin
}

/// What strangers share, from counts of random pairs.
fn strangers(measure: &Measure, counts: &[f64], same: &[f64]) -> Vec<f64> {
    let mut stranger = smoothed(measure, counts, 1.0, &vec![1.0 / measure.cells as f64; measure.cells]);
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
    stranger
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
            ordered(&mut comparison, measure);
            comparison
        })
        .collect();
    let prior = prior.map(fixed);
    Model { comparisons, prior }
}

fn doubts(material: &Material<'_>, model: &Model) -> Doubt {
    let mut doubt = Doubt::default();
    for (at, (measure, comparison)) in material.plan.measures.iter().zip(&model.comparisons).enumerate() {
        let agreeing = |cell: &u16| measure.levels(*cell).iter().all(|&l| l == 1);
        let full = (0..measure.cells as u16).find(agreeing);
        // a column that is no evidence at all weighs about nothing; one that speaks against is another matter
        if full.is_some_and(|cell| comparison.weight(cell, 0) < -1_500_000) {
            doubt.locked.push(at);
        }
    }
    // of random pairs of one table some are the same person: those lean on each other rightly
    let agree = |at: usize, cells: &[u16]| material.plan.measures[at].levels(cells[at]).contains(&1);
    let measures = material.plan.measures.len();
    let (mut all, mut one, mut both) = (0.0, vec![0.0; measures], vec![0.0; measures * measures]);
    for (cells, bits, many) in material.random.each() {
        let many = many * shares(model.logs(cells, bits))[STRANGER];
        all += many;
        let agreeing: Vec<usize> = (0..measures).filter(|&at| agree(at, cells)).collect();
        for (k, &i) in agreeing.iter().enumerate() {
            one[i] += many;
            for &j in &agreeing[k + 1..] {
                both[i * measures + j] += many;
            }
        }
    }
    for i in 0..measures {
        for j in i + 1..measures {
            let both = both[i * measures + j];
            if both > 50.0 && both * all > 8.0 * one[i] * one[j] {
                doubt.dependent.push((i, j));
            }
        }
    }
    doubt
}
