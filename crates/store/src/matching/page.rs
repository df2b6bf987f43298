//! A page of keys, and the index `match_key` that is kept equal to the pages.

use super::damaged_page;
use crate::error::Result;
use crate::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One row of `match_key`: key, owner, number.
pub(crate) type Entry = (i64, Arc<str>, i64);

const WIDTH: usize = 12;

/// Packs sorted keys: eight bytes of the key, four of the number.
pub(super) fn pack(keys: &[(i64, u32)]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(keys.len() * WIDTH);
    for (key, no) in keys {
        bytes.extend_from_slice(&key.to_be_bytes());
        bytes.extend_from_slice(&no.to_be_bytes());
    }
    bytes
}

/// The rows of `match_key` that a page stands for. `None` when its length fits no keys.
pub(crate) fn entries(owner: &str, page: &[u8]) -> Option<Vec<Entry>> {
    let (chunks, rest) = page.as_chunks::<WIDTH>();
    let owner: Arc<str> = owner.into();
    let read = |chunk: &[u8; WIDTH]| {
        let key = i64::from_be_bytes(std::array::from_fn(|i| chunk[i]));
        let no = u32::from_be_bytes(std::array::from_fn(|i| chunk[8 + i]));
        (key, owner.clone(), i64::from(no))
    };
    rest.is_empty().then(|| chunks.iter().map(read).collect())
}

/// What a change of pages makes of `match_key`.
#[derive(Debug, Default)]
pub(crate) struct KeyChanges {
    /// Pages to be written or deleted: what and owner, and the new keys.
    pages: BTreeMap<(String, String), Option<Vec<u8>>>,
}

impl KeyChanges {
    /// Notes a page that is written (all its columns) or deleted (its key columns).
    pub fn note(&mut self, values: &[Value], written: bool) {
        let text = |at: usize| values.get(at).and_then(Value::as_text).unwrap_or_default().to_owned();
        let keys = values.get(3).and_then(Value::as_blob).map(<[u8]>::to_vec).unwrap_or_default();
        self.pages.insert((text(0), text(1)), written.then_some(keys));
    }

    /// Owners of one kind, to read what they have now.
    pub fn owners(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (what, owner) in self.pages.keys() {
            owners.entry(what).or_default().push(owner);
        }
        owners
    }

    /// Rows to remove and rows to add, each in key order, given the pages as they are now.
    pub fn rows(self, now: &BTreeMap<(String, String), Vec<u8>>) -> Result<(Vec<Entry>, Vec<Entry>)> {
        let (mut gone, mut new) = (Vec::new(), Vec::new());
        for (place, page) in self.pages {
            let read = |page: &[u8]| entries(&place.1, page).ok_or_else(|| damaged_page(&place.1));
            let fresh = page.as_deref().map(read).transpose()?.unwrap_or_default();
            match now.get(&place) {
                None => new.extend(fresh),
                Some(page) => {
                    let old: BTreeSet<Entry> = read(page)?.into_iter().collect();
                    let fresh: BTreeSet<Entry> = fresh.into_iter().collect();
                    gone.extend(old.difference(&fresh).cloned());
                    new.extend(fresh.difference(&old).cloned());
                }
            }
        }
        gone.sort_unstable();
        new.sort_unstable();
        Ok((gone, new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reads_back_as_its_keys_and_a_torn_one_is_seen() {
        let page = pack(&[(-5, 1), (7, 2)]);
        assert_eq!(entries("a", &page).unwrap(), [(-5, "a".into(), 1), (7, "a".into(), 2)]);
        assert_eq!(entries("a", &page[1..]), None);
    }

    #[test]
    fn a_page_written_again_changes_only_the_keys_that_differ() {
        let mut changes = KeyChanges::default();
        let row = |keys: &[(i64, u32)]| vec!["ruta".into(), "a".into(), Value::Null, Value::Blob(pack(keys))];
        changes.note(&row(&[(1, 1), (2, 1)]), true);
        let now = BTreeMap::from([(("ruta".to_owned(), "a".to_owned()), pack(&[(2, 1), (3, 1)]))]);
        let (gone, new) = changes.rows(&now).unwrap();
        assert_eq!((gone, new), (vec![(3, "a".into(), 1)], vec![(1, "a".into(), 1)]));
    }
}
