//! Pairs that teach: of anybody with anybody, of kin, and of what the keys find.

use super::level;
use super::pass::Held;
use super::plan::{MOST, Plan};
use super::rows::{Row, Rows};
use super::spec::Kind;
use super::value::{MISSING, mix};
use super::words::Words;

/// Random pairs that tell what strangers agree on.
const RANDOM: usize = 120_000;
/// Pairs of kin that are counted at most.
const MOST_KIN: usize = 40_000;

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
    let named = |kind: Kind| matches!(kind, Kind::PersonName | Kind::GivenName);
    let names: Vec<usize> = (0..plan.layout.kinds.len()).filter(|&f| named(plan.layout.kinds[f])).collect();
    // two of one name in one household are one person written twice
    let twice = |a: usize, b: usize| {
        !names.is_empty() && names.iter().all(|&f| rows.cell(a, f) != MISSING && rows.cell(a, f) == rows.cell(b, f))
    };
    let step = (rows.household.len() / MOST_KIN).max(1);
    for at in (1..rows.household.len()).step_by(step) {
        if rows.household[at] == rows.household[at - 1] && rows.household[at] != MISSING && !twice(at - 1, at) {
            compare(plan, eye, &mut pairs, &rows.row(at - 1, texts), &rows.row(at, texts));
        }
    }
    pairs
}

/// Every pair of the held records.
pub(crate) fn all(held: &Held) -> Pairs {
    let (mut pairs, mut eye) = (Pairs::default(), held.eye());
    for i in 0..held.rows.len() {
        let row = held.rows.row(i, held.words());
        for j in i + 1..held.rows.len() {
            compare(&held.plan, &mut eye, &mut pairs, &row, &held.rows.row(j, held.words()));
        }
    }
    pairs
}

/// Pairs drawn blindly: what strangers agree on.
pub(crate) fn random(held: &Held, taught: &Rows) -> Pairs {
    let (mut pairs, mut eye) = (Pairs::default(), held.eye());
    let mut random = Random::new(1);
    for _ in 0..RANDOM / 100 {
        let drawn: [(usize, usize); 100] =
            std::array::from_fn(|_| (random.below(taught.len()), random.below(held.rows.len())));
        held.rows.touch(drawn.iter().map(|(_, j)| *j as u32));
        for (i, j) in drawn {
            let (a, b) = (taught.row(i, held.words()), held.rows.row(j, held.words()));
            compare(&held.plan, &mut eye, &mut pairs, &a, &b);
        }
    }
    pairs
}
