//! What an annex did that was signed before the register was written by its decree. Domain §5.4.
//!
//! A signed row holds: unlike [`apply`](super::apply), nothing waits and nobody else's household is corrected.

use super::{Action, Batch, Change, Dead, Entry, HouseholdStatus, Ruling, join};
use crate::id::HouseholdId;
use std::collections::BTreeMap;

/// The changes that signed rulings make. A household that became part of another, or is a copy, leads to the one
/// that stays where the register holds that one; its members follow by [`rejoin`].
#[must_use]
pub fn replay(
    register: &BTreeMap<HouseholdId, Entry>,
    rulings: &[Ruling],
    dead: &Dead<'_>,
) -> BTreeMap<HouseholdId, Change> {
    let mut rulings: Vec<&Ruling> = rulings.iter().collect();
    rulings.sort_by(|a, b| (&a.household, &a.source).cmp(&(&b.household, &b.source)));
    let mut batch = Batch::new(register, dead);
    rulings.iter().for_each(|r| batch.rule(r));
    for ruling in rulings {
        let status = match ruling.action {
            Action::PartOfOther => HouseholdStatus::PartOfOther,
            Action::Duplicate => HouseholdStatus::Duplicate,
            _ => continue,
        };
        let Some(own) = register.get(&ruling.household).cloned() else { continue };
        let target = ruling.target.as_ref().filter(|t| **t != ruling.household);
        let stays = target.filter(|t| batch.now(t).is_some_and(|e| e.status.is_in_register())).cloned();
        batch.put(ruling, Entry { status, became: stays, ..own });
    }
    batch.changes
}

/// The households that gain the members of those that became part of them, or are copies of them, and whose
/// members an older program left behind. Nobody moves twice.
#[must_use]
pub fn rejoin(register: &BTreeMap<HouseholdId, Entry>) -> BTreeMap<HouseholdId, Change> {
    let mut changes: BTreeMap<HouseholdId, Change> = BTreeMap::new();
    for (id, own) in register {
        let left = matches!(own.status, HouseholdStatus::PartOfOther | HouseholdStatus::Duplicate);
        let Some(target) = own.became.as_ref().filter(|_| left) else { continue };
        let Some(before) = register.get(target).filter(|e| e.status.is_in_register()) else { continue };
        let now = changes.get(target).map_or(before, |c| &c.after);
        let (joined, moved) = join(&now.household, &own.household);
        if !moved {
            continue;
        }
        let change = Change {
            before: Some(before.clone()),
            after: Entry { household: joined, ..now.clone() },
            action: Action::MembersCorrected,
            source: format!("anggota {id}"),
            case: None,
            deaths: 0,
        };
        changes.insert(target.clone(), change);
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Date;
    use crate::household::{Household, Member, Origin, Place};
    use crate::questionnaire::Answers;

    fn household(id: &str, names: &[&str]) -> Household {
        Household {
            id: HouseholdId::new(id),
            place: Place::default(),
            member_count: None,
            family_count: None,
            answers: Answers::default(),
            members: (1..).zip(names).map(|(no, name)| Member::named(no, *name)).collect(),
            origin: Origin::default(),
        }
    }

    fn register() -> BTreeMap<HouseholdId, Entry> {
        [("A", &["SITI", "BUDI"][..]), ("B", &["WATI"]), ("C", &["JOKO"]), ("D", &["RINI"])]
            .into_iter()
            .map(|(id, names)| (HouseholdId::new(id), Entry::present(household(id, names))))
            .collect()
    }

    fn ruling(id: &str, action: Action, target: Option<&str>) -> Ruling {
        Ruling {
            household: HouseholdId::new(id),
            action,
            source: format!("P-{id}"),
            case: None,
            found: action.is_visited().then(|| household(id, &["SITI", "BAYI"])),
            target: target.map(HouseholdId::new),
            visited_on: None,
            siak_unchecked: 0,
        }
    }

    fn replayed(rulings: &[Ruling]) -> (BTreeMap<HouseholdId, Entry>, BTreeMap<HouseholdId, Change>) {
        let dead = Dead::among([], Date::constant(2017, 3, 1), &|_, _| false);
        let mut register = register();
        let changes = replay(&register, rulings, &dead);
        register.extend(changes.iter().map(|(id, c)| (id.clone(), c.after.clone())));
        (register, changes)
    }

    #[test]
    fn every_signed_row_holds_also_one_that_would_wait_today() {
        let rows = [
            ruling("A", Action::Updated, None),
            ruling("B", Action::PartOfOther, Some("A")),
            ruling("C", Action::Duplicate, None),
            ruling("D", Action::PartOfOther, Some("nobody")),
            ruling("N", Action::Added, None),
        ];
        let (register, changes) = replayed(&rows);
        assert_eq!(changes.len(), 5);
        let stands =
            |id: &str| (register[&HouseholdId::new(id)].status, register[&HouseholdId::new(id)].became.clone());
        assert_eq!(stands("A"), (HouseholdStatus::Present, None));
        assert_eq!(stands("B"), (HouseholdStatus::PartOfOther, Some(HouseholdId::new("A"))));
        assert_eq!(stands("C"), (HouseholdStatus::Duplicate, None));
        assert_eq!(stands("D"), (HouseholdStatus::PartOfOther, None));
        assert_eq!(stands("N"), (HouseholdStatus::Present, None));
        assert_eq!(changes[&HouseholdId::new("A")].after.household.members.len(), 2, "as the visit found it");
    }

    #[test]
    fn members_who_were_left_behind_follow_once() {
        let (mut register, _) = replayed(&[ruling("B", Action::PartOfOther, Some("A"))]);
        let first = rejoin(&register);
        assert_eq!(first.len(), 1);
        let joined = &first[&HouseholdId::new("A")];
        let names: Vec<&str> = joined.after.household.members.iter().map(|m| m.name.as_str()).collect();
        assert_eq!(names, ["SITI", "BUDI", "WATI"]);
        assert_eq!(joined.source, "anggota B");
        register.insert(HouseholdId::new("A"), joined.after.clone());
        assert!(rejoin(&register).is_empty());
    }
}
