//! A person belongs to one household. Where a visit of this batch found the person, they live there and the
//! other household's row says so (item 22 = 3); where two visits found them, or none, a person decides.
//! Domain §5.4 "Person in two households", T9.

use super::{Action, Change, Entry, HouseholdStatus};
use crate::household::Member;
use crate::id::HouseholdId;
use crate::person::Nik;
use crate::questionnaire::Item;
use std::collections::BTreeMap;

/// Item 22: 3 tidak tinggal di ruta/pindah.
const LEFT: i32 = 3;

/// One household that holds the person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Side {
    /// The household.
    pub household: HouseholdId,
    /// The member's place in it, from 1.
    pub position: usize,
    /// Whether this batch visited the household.
    pub visited: bool,
}

/// One person in two households of the register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// The person's number.
    pub nik: Nik,
    /// The lower household.
    pub one: Side,
    /// The higher one.
    pub other: Side,
}

impl Conflict {
    /// Both households.
    #[must_use]
    pub fn households(&self) -> [&HouseholdId; 2] {
        [&self.one.household, &self.other.household]
    }
    /// Whether both were visited in one batch: two officers found the person at home.
    #[must_use]
    pub fn is_visited(&self) -> bool {
        self.one.visited && self.other.visited
    }
}

/// Lets every person of the changed households live in one household. Returns the conflicts that a person has
/// to settle; those between two households that nobody visited in this batch are not asked about here.
pub fn settle_persons(
    register: &BTreeMap<HouseholdId, Entry>,
    changes: &mut BTreeMap<HouseholdId, Change>,
    same: &(dyn Fn(&Member, &Member) -> bool + Sync),
) -> Vec<Conflict> {
    let visited: BTreeMap<Nik, Vec<(HouseholdId, usize)>> = {
        let mut places: BTreeMap<Nik, Vec<(HouseholdId, usize)>> = BTreeMap::new();
        for (id, change) in changes.iter().filter(|(_, c)| c.action.is_visited()) {
            for (position, member) in present(&change.after) {
                if let Some(nik) = member.nik {
                    places.entry(nik).or_default().push((id.clone(), position));
                }
            }
        }
        places
    };
    let mut conflicts = Vec::new();
    for (nik, places) in &visited {
        for (at, one) in places.iter().enumerate() {
            for other in &places[at + 1..] {
                let (a, b) = (member(changes, one), member(changes, other));
                if one.0 != other.0 && a.zip(b).is_some_and(|(a, b)| same(a, b)) {
                    let side = |(household, position): &(HouseholdId, usize)| Side {
                        household: household.clone(),
                        position: *position,
                        visited: true,
                    };
                    conflicts.push(Conflict { nik: *nik, one: side(one), other: side(other) });
                }
            }
        }
    }
    // whom a visit found does not live in a household that was not visited
    let mut leave: Vec<(HouseholdId, usize)> = Vec::new();
    for (id, entry) in register.iter().filter(|(_, e)| e.status.is_in_register()) {
        let now = changes.get(id);
        if now.is_some_and(|c| c.action.is_visited() || !c.after.status.is_in_register()) {
            continue;
        }
        let entry = now.map_or(entry, |c| &c.after);
        for (position, here) in present(entry) {
            let Some(found) = here.nik.and_then(|nik| visited.get(&nik)) else { continue };
            if found.iter().filter_map(|place| member(changes, place)).any(|there| same(here, there)) {
                leave.push((id.clone(), position));
            }
        }
    }
    for (id, position) in leave {
        let source = "kunjungan ke rumah tangga lain";
        mark_left(register, changes, &id, position, source);
    }
    conflicts
}

/// Marks one member as not living in the household. A household without anybody left has become part of no
/// other: its row stays and says so.
pub(crate) fn mark_left(
    register: &BTreeMap<HouseholdId, Entry>,
    changes: &mut BTreeMap<HouseholdId, Change>,
    id: &HouseholdId,
    position: usize,
    source: &str,
) {
    let before = register.get(id).cloned();
    let Some(now) = before.clone().or_else(|| changes.get(id).map(|c| c.after.clone())) else { return };
    let change = changes.entry(id.clone()).or_insert_with(|| Change {
        before,
        after: now,
        action: Action::MembersCorrected,
        source: source.to_owned(),
        case: None,
        deaths: 0,
    });
    let after = &mut change.after;
    if let Some(member) = position.checked_sub(1).and_then(|at| after.household.members.get_mut(at)) {
        member.answers.set(Item::Presence, LEFT);
    }
    if present(after).next().is_none() {
        after.status = HouseholdStatus::Moved;
    }
}

fn present(entry: &Entry) -> impl Iterator<Item = (usize, &Member)> {
    (1..).zip(&entry.household.members).filter(|(_, m)| m.is_present())
}

fn member<'a>(changes: &'a BTreeMap<HouseholdId, Change>, place: &(HouseholdId, usize)) -> Option<&'a Member> {
    place.1.checked_sub(1).and_then(|at| changes.get(&place.0)?.after.household.members.get(at))
}
