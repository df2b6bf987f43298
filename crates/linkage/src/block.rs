//! Blocking: which records are compared at all. Postings are sorted, so order and threads have no effect.

use crate::key::Gate;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// A sorted table from key to record numbers.
#[derive(Clone, Debug)]
pub struct Postings<K> {
    rows: Vec<(K, u32)>,
    /// Marks of the keys that are there, to tell quickly that one is not; empty when none are kept.
    marks: Vec<u64>,
}

/// Bits of marks for each row: one key in sixteen that is not there is looked for in vain.
const BITS: usize = 16;

impl<K: Ord + Copy> Postings<K> {
    /// Sorts the rows once.
    #[must_use]
    pub fn new(mut rows: Vec<(K, u32)>) -> Self {
        rows.sort_unstable();
        rows.dedup();
        Self { rows, marks: Vec::new() }
    }

    /// As [`Postings::new`], where most keys that are asked for are not there: the neighbours of a number.
    #[must_use]
    pub fn marked(rows: Vec<(K, u32)>) -> Self
    where
        K: Hash,
    {
        let mut postings = Self::new(rows);
        postings.marks = vec![0; (postings.rows.len() * BITS / 64).next_power_of_two()];
        for (key, _) in &postings.rows {
            let bit = mark(key) & (postings.marks.len() * 64 - 1);
            postings.marks[bit / 64] |= 1 << (bit % 64);
        }
        postings
    }

    /// Whether a key may be there; only for [`Postings::marked`] it can say no.
    pub fn may_have(&self, key: K) -> bool
    where
        K: Hash,
    {
        if self.marks.is_empty() {
            return true;
        }
        let bit = mark(&key) & (self.marks.len() * 64 - 1);
        self.marks[bit / 64] & 1 << (bit % 64) != 0
    }

    /// Records with this key, in order.
    pub fn get(&self, key: K) -> impl ExactSizeIterator<Item = u32> + '_ {
        let from = self.rows.partition_point(|(k, _)| *k < key);
        let len = self.rows[from..].partition_point(|(k, _)| *k <= key);
        self.rows[from..from + len].iter().map(|(_, record)| *record)
    }

    /// Records with this key that pass the gate. A gate on frequency keeps the work from growing with
    /// the register.
    pub fn gated(&self, key: K, gate: Gate) -> Vec<u32> {
        let found = self.get(key);
        match gate {
            Gate::First(cap) => found.take(cap).collect(),
            Gate::Narrow(cap) if found.len() > cap => Vec::new(),
            Gate::Narrow(_) => found.collect(),
        }
    }

    /// Records with this key. Returns nothing when more than `cap` records share it.
    pub fn narrow(&self, key: K, cap: usize) -> Vec<u32> {
        self.gated(key, Gate::Narrow(cap))
    }

    /// Groups of two or more records that share a key, in the order of keys.
    pub fn groups(&self) -> impl Iterator<Item = Vec<u32>> + '_ {
        self.rows
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|group| group.len() > 1)
            .map(|group| group.iter().map(|(_, record)| *record).collect())
    }
}

fn mark<K: Hash>(key: &K) -> usize {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    hasher.finish() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_finds_its_records_and_a_wide_key_finds_none() {
        let postings = Postings::new(vec![(2, 9), (1, 7), (2, 8), (2, 8)]);
        assert_eq!(postings.get(2).collect::<Vec<_>>(), [8, 9]);
        assert_eq!(postings.get(3).count(), 0);
        assert_eq!(postings.narrow(2, 1), [0; 0]);
        assert_eq!(postings.gated(2, Gate::First(1)), [8]);
        let marked = Postings::marked((0..500u32).map(|n| (n * 7, n)).collect());
        assert!((0..500).all(|n| marked.may_have(n * 7)));
        assert!(
            (0..500).filter(|n| marked.may_have(n * 7 + 1)).count() < 100,
            "most keys that are absent are known so"
        );
        assert_eq!(postings.groups().collect::<Vec<_>>(), [[8, 9]]);
    }
}
