//! Pairs that teach: of anybody with anybody, of kin, and of what the keys find.
//!
//! Pairs that compared alike are one pattern with a weight, patterns are in order: what is learnt does
//! not depend on the order of the records.

use super::level;
use super::pass::Held;
use super::plan::{MOST, Plan};
use super::rows::{Row, Rows};
use super::spec::Kind;
use super::value::{MISSING, mix};
use super::words::Words;
use rayon::prelude::*;

/// Random pairs that tell what strangers agree on.
const RANDOM: usize = 120_000;
/// Pairs of kin that are counted at most.
const MOST_KIN: usize = 40_000;

/// Pairs as compared: for each its cells, then its bits, and how many pairs it stands for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    measures: usize,
    values: Vec<u16>,
    weights: Vec<f64>,
}

impl Pairs {
    pub fn new(plan: &Plan) -> Self {
        Self { measures: plan.measures.len(), ..Self::default() }
    }
    /// Takes over what comparing said before.
    pub fn push(&mut self, (cells, bits): (&[u16], &[u16]), weight: f64) {
        self.values.extend_from_slice(cells);
        self.values.extend_from_slice(bits);
        self.weights.push(weight);
    }
    /// Patterns held.
    pub fn len(&self) -> usize {
        self.weights.len()
    }
    /// Pairs they stand for.
    pub fn total(&self) -> f64 {
        self.weights.iter().sum()
    }
    /// Cells and bits of a pattern, and its weight.
    pub fn get(&self, at: usize) -> (&[u16], &[u16], f64) {
        let (cells, bits) = self.pattern(at).split_at(self.measures);
        (cells, bits, self.weights[at])
    }
    fn pattern(&self, at: usize) -> &[u16] {
        &self.values[at * 2 * self.measures..(at + 1) * 2 * self.measures]
    }
    pub fn each(&self) -> impl Iterator<Item = (&[u16], &[u16], f64)> {
        (0..self.len()).map(|at| self.get(at))
    }
    pub fn append(&mut self, other: &Self) {
        self.values.extend_from_slice(&other.values);
        self.weights.extend_from_slice(&other.weights);
    }
    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.values.capacity() * 2 + self.weights.capacity() * 8
    }
    /// The same pairs with each pattern once, in order.
    pub fn merged(self) -> Self {
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.par_sort_unstable_by(|&a, &b| {
            self.pattern(a as usize)
                .cmp(self.pattern(b as usize))
                .then(self.weights[a as usize].total_cmp(&self.weights[b as usize]))
        });
        let mut merged = Self { measures: self.measures, ..Self::default() };
        for at in order {
            let (pattern, weight) = (self.pattern(at as usize), self.weights[at as usize]);
            match merged.weights.last_mut() {
                Some(last) if merged.values[merged.values.len() - pattern.len()..] == *pattern => *last += weight,
                _ => {
                    merged.values.extend_from_slice(pattern);
                    merged.weights.push(weight);
                }
            }
        }
        merged
    }
}

/// A sequence of numbers that look random and are the same everywhere.
pub(crate) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }
    /// A number from 0 to 1.
    pub fn share(&mut self) -> f64 {
        self.below(1 << 30) as f64 / (1u64 << 30) as f64
    }
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        ((u128::from(mix(self.0)) * n as u128) >> 64) as usize
    }
}

/// Compares pairs for training.
pub(crate) fn compare(plan: &Plan, eye: &mut level::Eye<'_>, pairs: &mut Pairs, a: &Row<'_>, b: &Row<'_>, weight: f64) {
    let (mut cells, mut bits) = ([0; MOST], [0; MOST]);
    for (at, measure) in plan.measures.iter().enumerate() {
        (cells[at], bits[at]) = super::plan::cell(eye, measure, a, b);
    }
    let count = plan.measures.len();
    pairs.push((&cells[..count], &bits[..count]), weight);
}

/// Pairs of different members of one household, whatever the order of the file.
pub(crate) fn kin(plan: &Plan, eye: &mut level::Eye<'_>, rows: &Rows, texts: Words<'_>, prints: &[u64]) -> Pairs {
    let mut pairs = Pairs::new(plan);
    let named = |kind: Kind| matches!(kind, Kind::PersonName | Kind::GivenName);
    let names: Vec<usize> = (0..plan.layout.kinds.len()).filter(|&f| named(plan.layout.kinds[f])).collect();
    // two of one name in one household are one person written twice
    let twice = |a: usize, b: usize| {
        !names.is_empty() && names.iter().all(|&f| rows.cell(a, f) != MISSING && rows.cell(a, f) == rows.cell(b, f))
    };
    let step = (rows.household.len() / MOST_KIN).max(1) as u64;
    // households are drawn by their own digest, their members stand in the order of what they are
    let mut members: Vec<(u64, u64, u32)> = (0..rows.household.len())
        .filter(|&at| rows.household[at] != MISSING && mix(rows.household[at]).is_multiple_of(step))
        .map(|at| (rows.household[at], prints[at], at as u32))
        .collect();
    members.par_sort_unstable();
    for pair in members.windows(2) {
        let (a, b) = (pair[0].2 as usize, pair[1].2 as usize);
        if pair[0].0 == pair[1].0 && !twice(a, b) {
            compare(plan, eye, &mut pairs, &rows.row(a, texts), &rows.row(b, texts), 1.0);
        }
    }
    pairs.merged()
}

/// Records of one side that stand for all: those with the smallest prints, at most so many.
pub(crate) fn drawn(prints: &[u64], most: usize, may: impl Fn(usize) -> bool) -> Vec<u32> {
    let mut order: Vec<(u64, u32)> =
        (0..prints.len()).filter(|&at| may(at)).map(|at| (mix(prints[at]), at as u32)).collect();
    if order.len() > most {
        order.select_nth_unstable(most);
        order.truncate(most);
    }
    order.sort_unstable();
    order.into_iter().map(|(_, at)| at).collect()
}

/// Pairs drawn blindly among some records of both sides: what strangers agree on. `alone`: both sides
/// are one.
pub(crate) fn random(held: &Held, ours: &[u32], taught: &Rows, theirs: &[u32], alone: bool) -> Pairs {
    let (mut pairs, mut eye) = (Pairs::new(&held.plan), held.eye());
    let mut random = Random::new(1);
    for _ in 0..RANDOM / 100 {
        let drawn: [(usize, usize); 100] = std::array::from_fn(|_| {
            (theirs[random.below(theirs.len())] as usize, ours[random.below(ours.len())] as usize)
        });
        held.rows.touch(drawn.iter().map(|(_, j)| *j as u32));
        for (i, j) in drawn {
            if alone && i == j {
                continue;
            }
            let (a, b) = (taught.row(i, held.words()), held.rows.row(j, held.words()));
            compare(&held.plan, &mut eye, &mut pairs, &a, &b, 1.0);
        }
    }
    pairs.merged()
}
