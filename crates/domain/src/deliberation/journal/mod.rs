//! The meeting as a journal: every act is an entry, and the state is computed from the set of
//! entries and nothing else. R26–R77, ADR 0014.
//!
//! Sets merge by union, so sending twice, late, in another order or from two devices gives one
//! state. [`Journal`] keeps the set; [`Journal::state`] replays it: `order` finds the order,
//! `replay` and `proposals` apply each entry, `field` keeps the value of a field, `signing` judges a
//! closing over exactly what was read out. [`canonical()`] writes a state as text, so that a device
//! and the server can compare their results. The same rules run on devices in JavaScript; a
//! thousand random evenings in every test run keep the two equal (`exchange`, `tests/it/journal.rs`).

mod act;
mod canonical;
mod clock;
mod entry;
mod field;
mod order;
mod proposals;
mod refusal;
mod replay;
mod signing;
mod state;

pub use act::{Act, Amendment, Group, ProposedHousehold};
pub use canonical::canonical;
pub use clock::{Clock, EntryId};
pub use entry::{Admitted, Entry, EntryRefused, Role};
pub use field::{AgreedOn, Contested, Field, FieldValue, ProposalField, Write};
pub use proposals::PROPOSALS_MAX;
pub use refusal::{Refusal, Why};
pub use state::{Closed, Signed, State};

use crate::deliberation::attendance::Attendance;
use crate::deliberation::closing::ClosingRule;
use crate::deliberation::meeting::IssuedForms;
use order::{Order, Placed, order};
use std::collections::BTreeMap;

/// What a meeting opens with: the issued forms, who may write, and for a correction the stages before. R59, R76.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The form set as issued.
    pub forms: IssuedForms,
    /// Who may write in which role.
    pub admitted: Vec<Admitted>,
    /// For each earlier stage the entries its minutes cover, first stage first. Their numbers go on:
    /// a device of this stage counts from the last of its entries here.
    pub earlier: Vec<Vec<Entry>>,
}

/// What came of handing an entry to a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was not here yet.
    New,
    /// It was here already; nothing changed.
    Known,
}

/// The entries of one stage of one meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    opening: Opening,
    base: Clock,
    entries: BTreeMap<EntryId, Entry>,
    seal: Option<EntryId>,
}

impl Journal {
    /// A journal without entries. R59.
    #[must_use]
    pub fn open(opening: Opening) -> Self {
        let mut base = Clock::default();
        for entry in opening.earlier.iter().flatten() {
            base.see(&entry.id);
        }
        Self { opening, base, entries: BTreeMap::new(), seal: None }
    }

    /// What the meeting opened with.
    #[must_use]
    pub fn opening(&self) -> &Opening {
        &self.opening
    }

    /// Takes an entry. Taking it again changes nothing; another entry under its id is refused.
    pub fn take(&mut self, entry: Entry) -> Result<Taken, EntryRefused> {
        let before = entry.seen.of(&entry.id.device).max(self.base.of(&entry.id.device));
        if entry.id.number == 0 || before != entry.id.number - 1 {
            return Err(EntryRefused::OutOfStep { id: entry.id });
        }
        match self.entries.get(&entry.id) {
            Some(here) if *here == entry => Ok(Taken::Known),
            Some(_) => Err(EntryRefused::Different { id: entry.id }),
            None => {
                self.entries.insert(entry.id.clone(), entry);
                Ok(Taken::New)
            }
        }
    }

    /// Every entry of this stage, waiting ones included, by device and number.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// The entry of this id.
    #[must_use]
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// What is here without a gap: what a sender need not send again.
    #[must_use]
    pub fn have(&self) -> Clock {
        let mut have = self.base.clone();
        // entries come by device and number, so a gap ends a device's run
        for id in self.entries.keys() {
            if id.number == have.of(&id.device) + 1 {
                have.see(id);
            }
        }
        have
    }

    /// What a device that writes now has seen: everything that can be replayed. Goes into `seen`.
    #[must_use]
    pub fn seen(&self) -> Clock {
        let mut seen = self.base.clone();
        for placed in &self.order().placed {
            seen.see(&placed.entry.id);
        }
        seen
    }

    /// Entries that somebody who has this much still lacks.
    pub fn lacked_by(&self, have: &Clock) -> impl Iterator<Item = &Entry> {
        self.entries.values().filter(|e| !have.has(&e.id))
    }

    /// Lays down which closing counts. The server does so when the first one holds there, and tells the
    /// devices: of two closings that did not know of each other the one that came first stands, and
    /// nothing that arrives later changes what was signed.
    pub fn seal(&mut self, close: EntryId) {
        self.seal.get_or_insert(close);
    }

    /// The closing laid down.
    #[must_use]
    pub fn sealed(&self) -> Option<&EntryId> {
        self.seal.as_ref()
    }

    /// The entries that the minutes cover: what the next stage opens with. R76.
    #[must_use]
    pub fn covered(&self, covers: &Clock) -> Vec<Entry> {
        self.entries.values().filter(|e| covers.has(&e.id)).cloned().collect()
    }

    /// The state, by every rule.
    #[must_use]
    pub fn state(&self) -> State {
        self.state_under(&ClosingRule::ALL)
    }

    /// The state if a closing had to keep only these rules: with one left out, a model shows that nothing
    /// else keeps it. Everything but such a test asks for [`Journal::state`].
    #[must_use]
    pub fn state_under(&self, rules: &[ClosingRule]) -> State {
        let order = self.order();
        let mut failed = Vec::new();
        for close in self.closings(&order) {
            match self.judge(close, &order, rules) {
                Ok(mut state) => {
                    state.late = late(&order, close);
                    state.waiting = order.waiting;
                    return state;
                }
                Err(mut why) => failed.append(&mut why),
            }
        }
        let mut state = self.replayed(order.placed.iter());
        state.refused.append(&mut failed);
        let place: BTreeMap<&EntryId, usize> = order.placed.iter().enumerate().map(|(i, p)| (&p.entry.id, i)).collect();
        state.refused.sort_by_key(|r| place.get(&r.entry).copied());
        state.waiting = order.waiting;
        state
    }

    fn order(&self) -> Order<'_> {
        order(self.entries.values(), &self.base)
    }

    /// Every closing in the order of replay, the one laid down before all others.
    fn closings<'a, 'o>(&self, order: &'o Order<'a>) -> Vec<&'o Placed<'a>> {
        let mut all: Vec<&Placed<'_>> =
            order.placed.iter().filter(|p| matches!(p.entry.act, Act::Close { .. })).collect();
        all.sort_by_key(|p| Some(&p.entry.id) != self.seal.as_ref());
        all
    }

    /// The state after the earlier stages and these entries.
    fn replayed<'a>(&self, entries: impl Iterator<Item = &'a Placed<'a>>) -> State {
        let (meeting, _) = self.opening.forms.clone().open(Attendance::default());
        let mut state = State::new(meeting);
        let mut base = Clock::default();
        for stage in &self.opening.earlier {
            let placed = order(stage.iter(), &base).placed;
            replay::replay(&mut state, &self.opening.admitted, placed.iter());
            state.turn_over();
            placed.iter().for_each(|p| base.see(&p.entry.id));
        }
        replay::replay(&mut state, &self.opening.admitted, entries);
        state
    }
}

/// What came without having been seen by the closing.
fn late(order: &Order<'_>, close: &Placed<'_>) -> Vec<EntryId> {
    let ids = order.placed.iter().map(|p| &p.entry.id);
    ids.filter(|id| !close.past.has(id) && **id != close.entry.id).cloned().collect()
}
