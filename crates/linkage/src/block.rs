//! Blocking: which records are compared at all. Sorted postings, so that order and threads do not show.

/// A sorted table from key to record numbers.
#[derive(Clone, Debug)]
pub struct Postings<K> {
    rows: Vec<(K, u32)>,
}

impl<K: Ord + Copy> Postings<K> {
    /// Sorts the rows once.
    #[must_use]
    pub fn new(mut rows: Vec<(K, u32)>) -> Self {
        rows.sort_unstable();
        rows.dedup();
        Self { rows }
    }

    /// Records with this key, in order.
    pub fn get(&self, key: K) -> impl ExactSizeIterator<Item = u32> + '_ {
        let from = self.rows.partition_point(|(k, _)| *k < key);
        let len = self.rows[from..].partition_point(|(k, _)| *k <= key);
        self.rows[from..from + len].iter().map(|(_, record)| *record)
    }

    /// Records with this key unless there are more than `cap`: a wide key is no key. A gate on
    /// frequency keeps the work from growing with the register.
    pub fn narrow(&self, key: K, cap: usize) -> impl Iterator<Item = u32> + '_ {
        let found = self.get(key);
        let keep = if found.len() <= cap { found.len() } else { 0 };
        found.take(keep)
    }

    /// Groups of records that share a key, keys in order, groups of two and more.
    pub fn groups(&self) -> impl Iterator<Item = Vec<u32>> + '_ {
        self.rows
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|group| group.len() > 1)
            .map(|group| group.iter().map(|(_, record)| *record).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_finds_its_records_and_a_wide_key_finds_none() {
        let postings = Postings::new(vec![(2, 9), (1, 7), (2, 8), (2, 8)]);
        assert_eq!(postings.get(2).collect::<Vec<_>>(), [8, 9]);
        assert_eq!(postings.get(3).count(), 0);
        assert_eq!(postings.narrow(2, 1).count(), 0);
        assert_eq!(postings.groups().collect::<Vec<_>>(), [[8, 9]]);
    }
}
