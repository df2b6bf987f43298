//! The hash tree of RFC 6962, section 2.1, with its two proofs.

use sha2::{Digest, Sha256};

/// A hash of the tree.
pub type Hash = [u8; 32];

/// Hash of an entry.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The full subtrees a log ends with: all it takes to add to it and to tell its root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// One hash for each bit of `size`, the largest subtree first.
    hashes: Vec<Hash>,
}

impl Frontier {
    /// How many entries.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.size
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// Adds an entry by its [`leaf_hash`].
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.hashes.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.hashes.push(hash);
        self.size += 1;
    }

    /// Root of the log.
    #[must_use]
    pub fn root(&self) -> Hash {
        let joined = self.hashes.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
        joined.unwrap_or_else(|| Sha256::digest([]).into())
    }

    /// Its hashes as bytes, to be kept beside the number of entries.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.hashes.concat()
    }

    /// Reads what [`Frontier::to_bytes`] gave for so many entries. `None` when it is not that.
    #[must_use]
    pub fn from_bytes(size: u64, bytes: &[u8]) -> Option<Self> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        let fits = rest.is_empty() && hashes.len() == size.count_ones() as usize;
        fits.then(|| Self { size, hashes: hashes.to_vec() })
    }
}

/// A log's tree. Holds the hashes of all full subtrees, so that roots and proofs of any size take a few steps.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// `levels[k][i]` is the hash over the entries from `i * 2^k` to `(i + 1) * 2^k`.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// How many entries.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds an entry by its [`leaf_hash`].
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for level in 0.. {
            if level == self.levels.len() {
                self.levels.push(Vec::new());
            }
            self.levels[level].push(hash);
            match self.levels[level].as_slice() {
                [.., left, right] if self.levels[level].len().is_multiple_of(2) => hash = node_hash(left, right),
                _ => return,
            }
        }
    }

    /// Root over the first `size` entries. `None` when there are fewer.
    #[must_use]
    pub fn root(&self, size: u64) -> Option<Hash> {
        match size {
            _ if size > self.len() => None,
            0 => Some(Sha256::digest([]).into()),
            _ => Some(self.over(0, size)),
        }
    }

    /// The hashes that lead from an entry to the root over the first `size` entries, the lowest first. `None` when
    /// the entry is not among them.
    #[must_use]
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        if index >= size || size > self.len() {
            return None;
        }
        let mut path = Vec::new();
        self.include(index, (0, size), &mut path);
        Some(path)
    }

    /// The hashes that show the log of `old` entries to be the beginning of that of `new` entries. `None` when
    /// `old` is zero or more than `new`, or there are fewer than `new`.
    #[must_use]
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        if old == 0 || old > new || new > self.len() {
            return None;
        }
        let mut path = Vec::new();
        self.connect(old, (0, new), true, &mut path);
        Some(path)
    }

    /// Hash over the entries from `from` to `to`. `from` begins a subtree of the tree.
    fn over(&self, from: u64, to: u64) -> Hash {
        let count = to - from;
        if count.is_power_of_two() {
            return self.levels[count.trailing_zeros() as usize][(from / count) as usize];
        }
        let middle = from + left_of(count);
        node_hash(&self.over(from, middle), &self.over(middle, to))
    }

    fn include(&self, index: u64, (from, to): (u64, u64), path: &mut Vec<Hash>) {
        if to - from == 1 {
            return;
        }
        let middle = from + left_of(to - from);
        if index < middle {
            self.include(index, (from, middle), path);
            path.push(self.over(middle, to));
        } else {
            self.include(index, (middle, to), path);
            path.push(self.over(from, middle));
        }
    }

    /// SUBPROOF of the RFC: `whole` while the old log's root is known to who checks.
    fn connect(&self, old: u64, (from, to): (u64, u64), whole: bool, path: &mut Vec<Hash>) {
        if old == to - from {
            if !whole {
                path.push(self.over(from, to));
            }
            return;
        }
        let left = left_of(to - from);
        let middle = from + left;
        if old <= left {
            self.connect(old, (from, middle), whole, path);
            path.push(self.over(middle, to));
        } else {
            self.connect(old - left, (middle, to), false, path);
            path.push(self.over(from, middle));
        }
    }
}

/// Entries in the left half: the largest power of two below `count`, which is at least 2.
fn left_of(count: u64) -> u64 {
    1 << (u64::BITS - 1 - (count - 1).leading_zeros())
}

/// Whether the path leads from the entry with this hash to the root. RFC 9162, section 2.1.3.2.
#[must_use]
pub fn is_included(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for step in path {
        if last == 0 {
            return false;
        }
        if node % 2 == 1 || node == last {
            hash = node_hash(step, &hash);
            while node % 2 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, step);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether the path shows the log of `old` entries to begin that of `new` entries. RFC 9162, section 2.1.4.2.
#[must_use]
pub fn is_consistent((old, old_root): (u64, &Hash), (new, new_root): (u64, &Hash), path: &[Hash]) -> bool {
    if old == new {
        return path.is_empty() && old_root == new_root;
    }
    if old == 0 || old > new {
        return false;
    }
    let mut steps = path.iter();
    let (mut node, mut last) = (old - 1, new - 1);
    while node % 2 == 1 {
        node >>= 1;
        last >>= 1;
    }
    // the old root is itself a full subtree: it needs no step of its own
    let first = if node == 0 { Some(old_root) } else { steps.next() };
    let Some(first) = first else { return false };
    let (mut of_old, mut of_new) = (*first, *first);
    for step in steps {
        if last == 0 {
            return false;
        }
        if node % 2 == 1 || node == last {
            of_old = node_hash(step, &of_old);
            of_new = node_hash(step, &of_new);
            while node % 2 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            of_new = node_hash(&of_new, step);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && of_old == *old_root && of_new == *new_root
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tree(entries: u64) -> Tree {
        let mut tree = Tree::default();
        (0..entries).for_each(|n| tree.push(leaf_hash(&n.to_be_bytes())));
        tree
    }

    /// The RFC's own definition.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [one] => *one,
            _ => {
                let (left, right) = leaves.split_at(left_of(leaves.len() as u64) as usize);
                node_hash(&by_definition(left), &by_definition(right))
            }
        }
    }

    #[test]
    fn every_root_is_that_of_the_definition() {
        let leaves: Vec<Hash> = (0..70u64).map(|n| leaf_hash(&n.to_be_bytes())).collect();
        let tree = tree(70);
        for size in 0..=70 {
            assert_eq!(tree.root(size as u64), Some(by_definition(&leaves[..size])), "{size}");
        }
        assert_eq!(tree.root(71), None);
    }

    #[test]
    fn every_entry_is_proven_in_every_log_that_holds_it_and_in_no_other() {
        let tree = tree(40);
        for size in 1..=40u64 {
            let root = tree.root(size).unwrap();
            for index in 0..size {
                let path = tree.inclusion(index, size).unwrap();
                let leaf = leaf_hash(&index.to_be_bytes());
                assert!(is_included(&leaf, index, size, &path, &root), "{index} in {size}");
                assert!(!is_included(&leaf_hash(b"other"), index, size, &path, &root));
                assert!(!is_included(&leaf, index, size, &path, &tree.root(size - 1).unwrap()));
            }
            assert_eq!(tree.inclusion(size, size), None);
        }
    }

    #[test]
    fn every_log_is_proven_to_begin_every_longer_one() {
        let tree = tree(40);
        for new in 1..=40u64 {
            let root = tree.root(new).unwrap();
            for old in 1..=new {
                let (path, begun) = (tree.consistency(old, new).unwrap(), tree.root(old).unwrap());
                assert!(is_consistent((old, &begun), (new, &root), &path), "{old} in {new}");
                assert!(!is_consistent((old, &leaf_hash(b"other")), (new, &root), &path));
            }
        }
    }

    #[test]
    fn a_frontier_that_was_kept_goes_on_as_the_tree_does() {
        let tree = tree(70);
        let mut frontier = Frontier::default();
        for size in 0..=70u64 {
            assert_eq!(Some(frontier.root()), tree.root(size), "{size}");
            let kept = Frontier::from_bytes(size, &frontier.to_bytes());
            assert_eq!(kept.as_ref(), Some(&frontier));
            assert_eq!(
                Frontier::from_bytes(size + 1, &frontier.to_bytes()).is_some(),
                size.count_ones() == (size + 1).count_ones()
            );
            frontier = kept.unwrap();
            frontier.push(leaf_hash(&size.to_be_bytes()));
        }
    }

    proptest! {
        #[test]
        fn a_history_that_was_rewritten_has_another_root(size in 1u64..200, at in 0u64..200) {
            let at = at % size;
            let mut other = Tree::default();
            for n in 0..size {
                other.push(if n == at { leaf_hash(b"rewritten") } else { leaf_hash(&n.to_be_bytes()) });
            }
            prop_assert_ne!(other.root(size), tree(size).root(size));
        }
    }
}
