//! Weights of the product's own evidence: how much each field of a candidate spoke for or against.
//!
//! The levels of domain §5.1 decide; these weights explain a candidate to the reviewer and order the
//! review queue. They are Fellegi–Sunter weights ([`crate::weigh`]) over
//! the levels that the kernel compares anyway. What strangers have in common is counted on pairs
//! drawn from the whole of both sides; the other two classes, the same household and another one
//! that shares persons, names or a card with it, come from expectation–maximisation over the
//! candidates of a round, with what reviewers decided held fixed where there is any.
//!
//! A number of the state holds date and sex: where the numbers agree, date and sex are weighed
//! given that agreement, so that one fact is not counted twice. Family card, address and desa are
//! one piece of evidence.

mod cells;
mod estimate;
mod strangers;

pub use cells::{SILENT, Seen, Start};
pub use estimate::{Learning, estimate};
pub use strangers::Strangers;

use crate::weigh::{CLASSES, Comparison, KIN, SAME, STRANGER, log2, shares};
use cells::{CONTEXTS, PERSON, RARE, cells_of};
use domain::identification::{Candidate, FieldWeight};

/// Fields of a pair of persons, in the order in which they are shown.
pub const PERSON_FIELDS: [&str; PERSON] = ["nik", "nama", "tgl_lahir", "jk", "hubungan", "status_kawin", "ibu"];
/// Family card, address below the desa and desa: one piece of evidence of the household.
pub const PLACE: &str = "tempat";
/// Who has a partner on the other side and who has none.
pub const MEMBERS: &str = "susunan";
/// What is known before anything is compared: one household among all of the register.
pub const PRIOR: &str = "awal";
/// What the likeness loses because kin and namesakes are alike too.
pub const LOOKALIKE: &str = "mirip_lain";
/// Every comparison, persons' first.
pub const FIELDS: [&str; PERSON + 2] =
    ["nik", "nama", "tgl_lahir", "jk", "hubungan", "status_kawin", "ibu", PLACE, MEMBERS];

/// Weights as learnt from one round, or from one round and what reviewers said.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// One for each of [`FIELDS`].
    pub comparisons: Vec<Comparison>,
    /// Logarithm of each class's share among all pairs of a registration and a household, in
    /// millionths of a bit.
    pub prior: [i32; CLASSES],
}

impl Weights {
    /// Puts weights together that were written down: logarithms of each class by cell, and what
    /// rarity is usual. `None` when they are not of this kernel's fields and levels.
    #[must_use]
    pub fn of(fields: Vec<([Vec<i32>; CLASSES], Vec<u16>)>, prior: [i32; CLASSES]) -> Option<Self> {
        let sizes = fields.iter().map(|(logs, usual)| (logs.each_ref().map(Vec::len), usual.len()));
        if !sizes.eq(CONTEXTS.iter().map(|c| ([c.len(); CLASSES], c.len()))) {
            return None;
        }
        let comparisons = fields.into_iter().zip(0..).map(|((logs, usual), at)| comparison(at, logs, usual));
        Some(Self { comparisons: comparisons.collect(), prior })
    }

    /// How much each field of a candidate spoke, from what is known beforehand to what its kin and
    /// namesakes take away: the sum is the logarithm of the odds that both are one household.
    #[must_use]
    pub fn weigh(&self, candidate: &Candidate) -> Vec<FieldWeight> {
        let seen = cells_of(candidate);
        let mut spoken = vec![FieldWeight {
            member_no: None,
            field: PRIOR.to_owned(),
            bits_milli: milli(self.prior[SAME] - self.prior[STRANGER]),
        }];
        let mut logs = self.prior.map(i64::from);
        let mut say = |member_no: Option<u16>, at: usize, (cell, bits): (u16, u16)| {
            if cell == SILENT {
                return;
            }
            let comparison = &self.comparisons[at];
            comparison.add(cell, bits, &mut logs);
            let weight = milli(comparison.weight(cell, bits));
            spoken.push(FieldWeight { member_no, field: FIELDS[at].to_owned(), bits_milli: weight });
        };
        say(None, PERSON, (seen.place, 0));
        say(None, PERSON + 1, (seen.members, 0));
        for (no, person) in &seen.persons {
            for (at, cell) in person.iter().enumerate() {
                say(Some(*no), at, *cell);
            }
        }
        // odds against strangers alone, brought down to the odds against strangers and kin
        let apart = logs[KIN] - logs[STRANGER];
        let kin = shares([i64::MIN / 4, apart, 0])[STRANGER].max(f64::MIN_POSITIVE);
        let lost = if apart > 40_000_000 { -(apart as f64 / 1000.0) } else { log2(kin) * 1000.0 };
        spoken.push(FieldWeight { member_no: None, field: LOOKALIKE.to_owned(), bits_milli: lost as i32 });
        spoken
    }

    /// How far the weights of an average pair have moved since `before`, in thousandths of a bit by
    /// field; silent fields apart.
    #[must_use]
    pub fn moved(&self, before: &Self) -> Vec<(&'static str, i32)> {
        let both = self.comparisons.iter().zip(&before.comparisons).zip(FIELDS);
        both.map(|((now, then), field)| {
            let mean: f64 = (0..now.usual.len() as u16)
                .map(|cell| {
                    let share = crate::weigh::exp2(f64::from(now.logs[SAME][cell as usize]) / crate::weigh::MICRO);
                    share * f64::from(now.weight(cell, 0) - then.weight(cell, 0)).abs() / 1000.0
                })
                .sum();
            (field, mean as i32)
        })
        .collect()
    }
}

/// Total of what was spoken, in thousandths of a bit: above nothing, one household is likelier than not.
#[must_use]
pub fn total(spoken: &[FieldWeight]) -> i32 {
    spoken.iter().map(|w| w.bits_milli).sum()
}

fn comparison(at: usize, logs: [Vec<i32>; CLASSES], usual: Vec<u16>) -> Comparison {
    let rare = (0..usual.len()).map(|cell| at == RARE && cell < 4).collect();
    Comparison { logs, usual, rare, most: i32::MAX }
}

fn milli(micro: i32) -> i32 {
    // nearest, halves away from zero
    (micro + micro.signum() * 500) / 1000
}

#[cfg(test)]
mod tests;
