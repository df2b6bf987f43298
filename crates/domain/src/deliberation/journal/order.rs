//! The order of replay: the same on every replica, and never an entry before one it has seen.

use super::clock::{Clock, EntryId};
use super::entry::Entry;
use std::collections::BTreeMap;

/// An entry in its place.
#[derive(Clone, Debug)]
pub(super) struct Placed<'a> {
    pub entry: &'a Entry,
    /// Everything the entry has seen, directly or through what it has seen. Without itself.
    pub past: Clock,
}

/// Entries in the order of replay, and those that wait for entries they have seen and that are not here.
#[derive(Clone, Debug, Default)]
pub(super) struct Order<'a> {
    pub placed: Vec<Placed<'a>>,
    pub waiting: Vec<EntryId>,
}

/// Sum of what was seen, then device, then number. `base`: what earlier stages hold and every entry has seen.
///
/// What an entry has seen is closed over what those have seen, so that the sum grows along every
/// chain even when a device tells less than it knew.
pub(super) fn order<'a>(entries: impl Iterator<Item = &'a Entry>, base: &Clock) -> Order<'a> {
    let mut pending: Vec<&Entry> = entries.collect();
    pending.sort_by_key(|e| (e.seen.sum(), e.id.clone()));
    let mut pasts: BTreeMap<&EntryId, Clock> = BTreeMap::new();
    let mut placed: Vec<Placed<'a>> = Vec::new();
    loop {
        let before = pending.len();
        pending.retain(|entry| {
            let Some(past) = past(entry, base, &pasts) else { return true };
            pasts.insert(&entry.id, past.clone());
            placed.push(Placed { entry, past });
            false
        });
        if pending.is_empty() || pending.len() == before {
            break;
        }
    }
    placed.sort_by_cached_key(|p| (p.past.sum(), p.entry.id.clone()));
    let mut waiting: Vec<EntryId> = pending.into_iter().map(|e| e.id.clone()).collect();
    waiting.sort();
    Order { placed, waiting }
}

/// Everything the entry has seen; `None` while something of it is not here.
fn past(entry: &Entry, base: &Clock, pasts: &BTreeMap<&EntryId, Clock>) -> Option<Clock> {
    let mut past = base.clone();
    for (device, number) in entry.seen.iter() {
        if number <= base.of(device) {
            continue;
        }
        // its device wrote all before it in one chain, so the last one stands for all
        past.join(pasts.get(&EntryId { device: device.clone(), number })?);
    }
    past.join(&entry.seen);
    Some(past)
}
