//! Journals of the meetings in progress, as this process last wrote them.
//!
//! A device sends after every row. Reading and decrypting the whole journal for each sending would
//! grow with the square of the rows. Instead the journal in memory is compared with one row of the
//! database, and read again when another process wrote in between.

use super::journal::Held;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OwnedMutexGuard;

/// Entries and rows kept of all meetings together; some 60 MB.
const KEPT_MAX: usize = 100_000;

/// A place for one journal. Who holds it is alone with the meeting in this process.
pub(super) type Seat = OwnedMutexGuard<Option<Held>>;

/// The kept journals. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Halls(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    halls: BTreeMap<String, Hall>,
    clock: u64,
    weight: usize,
}

#[derive(Default)]
struct Hall {
    seat: Arc<tokio::sync::Mutex<Option<Held>>>,
    used: u64,
    weight: usize,
}

impl Halls {
    /// The seat of a meeting; empty when its journal is not kept.
    pub(super) async fn seat(&self, meeting: &str) -> Seat {
        let seat = {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.clock += 1;
            let now = kept.clock;
            let hall = kept.halls.entry(meeting.to_owned()).or_default();
            hall.used = now;
            hall.seat.clone()
        };
        seat.lock_owned().await
    }

    /// Keeps the journal of a meeting. Those that were not asked for longest make room.
    pub(super) fn keep(&self, seat: &mut Seat, held: Held) {
        let (meeting, weight) = (held.stage.id.clone(), held.journal.entries().count() + held.rows.len());
        **seat = Some(held);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(hall) = kept.halls.get_mut(&meeting) else { return };
        let before = std::mem::replace(&mut hall.weight, weight);
        kept.weight = kept.weight + weight - before;
        if kept.weight > KEPT_MAX {
            kept.make_room(&meeting);
        }
    }
}

impl Kept {
    /// A quarter goes at once, so that it need not be looked for at every sending.
    fn make_room(&mut self, staying: &str) {
        let mut oldest: Vec<(u64, String)> = self.halls.iter().map(|(id, h)| (h.used, id.clone())).collect();
        oldest.sort_unstable();
        for (_, id) in oldest {
            if self.weight <= KEPT_MAX / 4 * 3 {
                return;
            }
            // whoever waits for a seat has a share in it
            let idle = self.halls.get(&id).is_some_and(|h| Arc::strong_count(&h.seat) == 1);
            if idle
                && id != staying
                && let Some(gone) = self.halls.remove(&id)
            {
                self.weight -= gone.weight;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meetings_that_were_not_asked_for_longest_make_room() {
        let mut kept = Kept::default();
        for (id, used, weight) in [("lama", 1, 60_000), ("baru", 2, 60_000)] {
            kept.halls.insert(id.to_owned(), Hall { used, weight, ..Hall::default() });
            kept.weight += weight;
        }
        let busy = kept.halls["lama"].seat.clone();
        kept.make_room("baru");
        assert_eq!(kept.halls.len(), 2, "one is being written in, the other was just asked for");
        drop(busy);
        kept.make_room("baru");
        assert_eq!((kept.halls.contains_key("baru"), kept.halls.len(), kept.weight), (true, 1, 60_000));
    }
}
