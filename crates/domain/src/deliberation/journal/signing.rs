//! Signing and closing: judged over exactly the entries that were read out. R46, R57–R67, R76.

use super::Journal;
use super::act::Act;
use super::clock::Clock;
use super::order::{Order, Placed};
use super::refusal::{Refusal, Why};
use super::replay::is_admitted;
use super::state::{Closed, State};
use crate::deliberation::closing::ClosingRule;

impl State {
    /// Rubs the pencil out. What was to be kept stands in the notes already. R46.
    fn rub_out(&mut self) {
        self.meeting.fkp01.rub_out(|_| false);
    }

    /// The next stage opens with the closed state and is signed again. R76.
    pub(super) fn turn_over(&mut self) {
        self.rub_out();
        self.signed.clear();
        self.refused.clear();
        self.reread.clear();
        self.none_found = false;
        self.struck_now.clear();
    }
}

impl Journal {
    /// The signed state when the closing holds, else everything that stands in its way.
    pub(super) fn judge(
        &self,
        close: &Placed<'_>,
        order: &Order<'_>,
        rules: &[ClosingRule],
    ) -> Result<State, Vec<Refusal>> {
        let refuse = |why: Vec<Why>| -> Vec<Refusal> {
            why.into_iter().map(|why| Refusal { entry: close.entry.id.clone(), why }).collect()
        };
        let Act::Close { covers } = &close.entry.act else { return Err(Vec::new()) };
        if !is_admitted(&self.opening.admitted, close.entry) {
            // told by the replay
            return Err(Vec::new());
        }
        let is_laid_down = self.seal.as_ref() == Some(&close.entry.id);
        read_out(close, covers, order, is_laid_down).map_err(|why| refuse(vec![why]))?;
        // signatures stand after what they cover, so they are counted up to the closing
        let before = self.replayed(order.placed.iter().filter(|p| close.past.has(&p.entry.id)));
        let signatures = before.signatures_under(covers);
        let mut state = self.replayed(order.placed.iter().filter(|p| covers.has(&p.entry.id)));
        let unmet = ClosingRule::all_unmet(rules, &state.meeting, &state.contested_names(), &signatures);
        if !unmet.is_empty() {
            return Err(refuse(unmet.into_iter().map(Why::Close).collect()));
        }
        state.rub_out();
        state.signed = before.signed.into_iter().filter(|s| s.covers == *covers).collect();
        let (meeting, _) = state.meeting.clone().sign_off(signatures);
        state.closed = Some(Closed { entry: close.entry.id.clone(), covers: covers.clone(), meeting });
        Ok(state)
    }
}

/// What is signed was known to who closes, is whole, and nothing but signatures came after it. Until a
/// closing is laid down nothing may be here that it had not seen either: what another device wrote is
/// read out, not signed away.
fn read_out(close: &Placed<'_>, covers: &Clock, order: &Order<'_>, is_laid_down: bool) -> Result<(), Why> {
    let inside = |p: &&Placed<'_>| covers.has(&p.entry.id);
    if !covers.within(&close.past) || order.placed.iter().filter(inside).any(|p| !p.past.within(covers)) {
        return Err(Why::CoversBroken);
    }
    let after = order.placed.iter().filter(|p| close.past.has(&p.entry.id) && !inside(p));
    let entries: Vec<_> = after.filter(|p| !p.entry.act.is_signing()).map(|p| p.entry.id.clone()).collect();
    if !entries.is_empty() {
        return Err(Why::ChangedSinceRead { entries });
    }
    let unseen = |p: &&Placed<'_>| !close.past.has(&p.entry.id) && !p.past.has(&close.entry.id);
    let beside = order.placed.iter().filter(unseen).filter(|p| !p.entry.act.is_signing());
    let entries: Vec<_> = beside.map(|p| p.entry.id.clone()).collect();
    if is_laid_down || entries.is_empty() { Ok(()) } else { Err(Why::NotMerged { entries }) }
}
