//! What one edition has that another has not.

use crate::error::EditionRefused;
use crate::read::{parts, read_manifest};
use crate::table::Table;
use domain::id::HouseholdId;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The difference of two editions, household by household, each list by id. A household of the old
/// edition is in at most one of `changed`, `removed` and `merged`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Only in the new edition.
    pub added: Vec<HouseholdId>,
    /// In both, with other content.
    pub changed: Vec<HouseholdId>,
    /// In both, with the same content.
    pub unchanged: usize,
    /// Only in the old edition, and merged into none.
    pub removed: Vec<HouseholdId>,
    /// Only in the old edition, with the household it became part of.
    pub merged: Vec<(HouseholdId, HouseholdId)>,
}

/// Compares two editions by the content hashes of their households.
pub fn diff(old: &Path, new: &Path) -> Result<Difference, EditionRefused> {
    let (before, _) = contents(old)?;
    let (after, merged_into) = contents(new)?;
    let mut difference = Difference::default();
    for (id, hash) in &after {
        match before.get(id) {
            None => difference.added.push(id.clone()),
            Some(was) if was == hash => difference.unchanged += 1,
            Some(_) => difference.changed.push(id.clone()),
        }
    }
    let left: BTreeSet<&HouseholdId> = before.keys().filter(|id| !after.contains_key(*id)).collect();
    for id in left {
        match merged_into.get(id) {
            Some(into) => difference.merged.push((id.clone(), into.clone())),
            None => difference.removed.push(id.clone()),
        }
    }
    Ok(difference)
}

type Contents = (BTreeMap<HouseholdId, String>, BTreeMap<HouseholdId, HouseholdId>);

fn contents(dir: &Path) -> Result<Contents, EditionRefused> {
    let manifest = read_manifest(dir)?;
    let (mut hashes, mut merged) = (BTreeMap::new(), BTreeMap::new());
    for (_, resource) in parts(&manifest, Table::Households) {
        for batch in Table::Households.read(&dir.join(&resource.path), &resource.path)? {
            let rows = batch.texts("id_rumah_tangga").into_iter().zip(batch.texts("isi_sha256"));
            for ((id, hash), from) in rows.zip(batch.texts("gabungan_dari")) {
                let (Some(id), Some(hash)) = (id, hash) else {
                    return Err(EditionRefused::unreadable(&resource.path, "baris tanpa id atau sidik isi"));
                };
                let id = HouseholdId::new(id);
                for gone in from.iter().flat_map(|list| list.split('|')) {
                    merged.insert(HouseholdId::new(gone), id.clone());
                }
                hashes.insert(id, hash);
            }
        }
    }
    Ok((hashes, merged))
}
