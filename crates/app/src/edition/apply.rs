//! What a decree makes of the register: a pure function, so that it can be replayed.

use crate::decree::{Action, Decided};
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::household::{Household, Member};
use domain::id::HouseholdId;
use domain::person::Nik;
use domain::questionnaire::Item;
use std::collections::BTreeMap;

/// The register after a decree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updated {
    /// Its households, by id.
    pub households: Vec<UpdatedHousehold>,
    /// What became of each that is not as it was.
    pub changes: Vec<Change>,
}

/// A household of the next edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpdatedHousehold {
    /// As it is now.
    pub household: Household,
    /// What brought it here; empty = unchanged.
    pub cause: String,
    /// Households that became part of it.
    pub merged_from: Vec<HouseholdId>,
}

/// What became of one household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The household.
    pub household: HouseholdId,
    /// What was done.
    pub action: Action,
    /// Questionnaire or meeting row it rests on.
    pub source: String,
    /// Registration, when it came from one.
    pub registration: Option<String>,
    /// Household it became part of, or is a copy of.
    pub target: Option<HouseholdId>,
    /// Members marked as dead by the civil registry.
    pub deaths: usize,
}

impl Updated {
    /// The households alone, by id.
    #[must_use]
    pub fn register(&self) -> Vec<Household> {
        self.households.iter().map(|u| u.household.clone()).collect()
    }
}

/// Item 22 of those who count as members: 1 lives here, 4 new member. Domain §4.3.
const PRESENT: [i32; 2] = [1, 4];
/// Item 22: 2 meninggal.
const DIED: i32 = 2;

pub(crate) fn apply(register: Vec<Household>, decided: &[Decided], civil: &[CivilRecord]) -> Updated {
    let dead: BTreeMap<Nik, &CivilRecord> =
        civil.iter().filter(|r| r.status == CivilStatus::Dead).map(|r| (r.nik, r)).collect();
    let mut now: BTreeMap<HouseholdId, UpdatedHousehold> = register
        .into_iter()
        .map(|h| (h.id.clone(), UpdatedHousehold { household: h, cause: String::new(), merged_from: Vec::new() }))
        .collect();
    let mut changes: BTreeMap<HouseholdId, Change> = BTreeMap::new();
    for row in decided {
        match row.action {
            Action::Added | Action::Updated => {
                if let Some(found) = &row.found {
                    put(&mut now, row, found);
                }
            }
            Action::Moved | Action::Deceased | Action::PartOfOther | Action::Duplicate => {
                now.remove(&row.household);
            }
            // not deleted: a second round has to confirm (domain §5.4)
            Action::NotFound | Action::Unknown => {
                if let Some(kept) = now.get_mut(&row.household) {
                    kept.cause.clone_from(&row.source);
                }
            }
        }
        changes.insert(
            row.household.clone(),
            Change {
                household: row.household.clone(),
                action: row.action,
                source: row.source.clone(),
                registration: row.registration.clone(),
                target: row.target.clone(),
                deaths: 0,
            },
        );
    }
    for row in decided.iter().filter(|r| r.action == Action::PartOfOther) {
        if let Some(target) = row.target.as_ref().and_then(|t| now.get_mut(t)) {
            target.merged_from.push(row.household.clone());
        }
    }
    for updated in now.values_mut() {
        let deaths = mark_dead(&mut updated.household.members, &dead);
        if deaths > 0 {
            let change = changes.entry(updated.household.id.clone()).or_insert_with(|| Change {
                household: updated.household.id.clone(),
                action: Action::Updated,
                source: "SIAK".to_owned(),
                registration: None,
                target: None,
                deaths: 0,
            });
            change.deaths = deaths;
            if updated.cause.is_empty() {
                updated.cause = "SIAK".to_owned();
            }
        }
    }
    Updated { households: now.into_values().collect(), changes: changes.into_values().collect() }
}

fn put(now: &mut BTreeMap<HouseholdId, UpdatedHousehold>, row: &Decided, found: &Household) {
    let before = now.get(&row.household).map(|u| &u.household);
    let mut household = found.clone();
    household.id = row.household.clone();
    household.members.retain(|m| m.answers.get(Item::Presence).is_none_or(|code| PRESENT.contains(&code)));
    if let Some(before) = before {
        household.place.desa = household.place.desa.or(before.place.desa);
        if household.place.hamlet.is_none() {
            household.place.hamlet.clone_from(&before.place.hamlet);
        }
        // where the register first read it stays its origin. R1
        household.origin = before.origin.clone();
    }
    let kept = UpdatedHousehold { household, cause: row.source.clone(), merged_from: Vec::new() };
    now.insert(row.household.clone(), kept);
}

/// Marks members whom the civil registry holds as dead, so that no list names them (F5). The NIK
/// alone is not enough: the birth date or the name has to agree.
fn mark_dead(members: &mut [Member], dead: &BTreeMap<Nik, &CivilRecord>) -> usize {
    let mut count = 0;
    for member in members {
        let Some(record) = member.nik.and_then(|nik| dead.get(&nik)) else { continue };
        let same_day = member.birth.date().is_some() && member.birth.date() == record.birth.date();
        if (same_day || letters(&member.name) == letters(&record.name))
            && member.answers.get(Item::Presence) != Some(DIED)
        {
            member.answers.set(Item::Presence, DIED);
            count += 1;
        }
    }
    count
}

fn letters(name: &str) -> String {
    name.to_uppercase().chars().filter(|c| c.is_alphabetic()).collect()
}
