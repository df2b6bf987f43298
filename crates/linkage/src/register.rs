//! Households that are in the register twice, under two ids. Domain §5.4.

use crate::block::Postings;
use crate::compare::{WordFrequency, births, names, nik_slip};
use crate::index::{Index, RegisterHousehold, RegisterMember, year_of};
use domain::Date;
use domain::area::{AreaCode, AreaTable};
use domain::household::Household;
use domain::id::HouseholdId;
use domain::identification::{Agreement, BirthAgreement, PerMille};
use domain::person::Nik;
use std::collections::{BTreeMap, BTreeSet};

/// Pairs of ids that are one household, the survivor first: the one with programme history, else
/// the lower id. Nothing is merged here; verification settles it (result 5).
#[must_use]
pub fn duplicate_register_households(register: &[Household]) -> Vec<(HouseholdId, HouseholdId)> {
    // no civil registry and no areas are needed, and no status has to be in force on a day
    Index::build(register, &[], &AreaTable::default(), Date::ZERO).register_duplicates()
}

impl Index {
    /// As [`duplicate_register_households`], from a built index.
    #[must_use]
    pub fn register_duplicates(&self) -> Vec<(HouseholdId, HouseholdId)> {
        let place = |id: &HouseholdId| self.households.binary_search_by(|h| h.id.cmp(id)).ok();
        self.households
            .iter()
            .filter_map(|household| Some((household, &self.households[place(household.twin.as_ref()?)?])))
            .filter(|(household, twin)| survives(household, twin))
            .map(|(household, twin)| (household.id.clone(), twin.id.clone()))
            .collect()
    }
}

/// Whether `a` survives its duplicate `b`.
fn survives(a: &RegisterHousehold, b: &RegisterHousehold) -> bool {
    match (a.assisted, b.assisted) {
        (true, false) => true,
        (false, true) => false,
        (true, true) | (false, false) => a.id < b.id,
    }
}

/// Pairs of households that are one, each household in one pair at most, the best pairs first.
pub(crate) fn twins(
    households: &[RegisterHousehold],
    members: &[RegisterMember],
    by_nik: &Postings<Nik>,
    by_desa_year: &Postings<(AreaCode, i16)>,
    frequency: &WordFrequency,
) -> Vec<(u32, u32)> {
    let mut candidates: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut propose = |a: u32, b: u32| {
        let (x, y) = (members[a as usize].household, members[b as usize].household);
        if x != y {
            candidates.insert((x.min(y), x.max(y)));
        }
    };
    for group in by_nik.groups().filter(|g| g.len() <= 8) {
        for (at, a) in group.iter().enumerate() {
            for b in &group[at + 1..] {
                propose(*a, *b);
            }
        }
    }
    // heads of one name, sex and year in one desa
    for (at, head) in members.iter().enumerate() {
        let household = &households[head.household as usize];
        let (Some(desa), Some(year)) = (household.dwelling.desa, year_of(head.birth, head.nik)) else {
            continue;
        };
        if household.head != Some(head.no) {
            continue;
        }
        for other in by_desa_year.narrow((desa, year), 2_000).into_iter().filter(|o| *o as usize > at) {
            if members[other as usize].name.joined() == head.name.joined() && members[other as usize].sex == head.sex {
                propose(at as u32, other);
            }
        }
    }

    let of = |household: u32| {
        let range = &households[household as usize].members;
        &members[range.start as usize..range.end as usize]
    };
    let mut scored: BTreeMap<(std::cmp::Reverse<usize>, u32, u32), ()> = BTreeMap::new();
    for (a, b) in candidates {
        let same_dwelling = households[a as usize].dwelling.is_same(&households[b as usize].dwelling);
        if let Some(agreeing) = are_one(of(a), of(b), same_dwelling, frequency) {
            scored.insert((std::cmp::Reverse(agreeing), a, b), ());
        }
    }
    let mut paired = BTreeSet::new();
    scored
        .into_keys()
        .filter(|(_, a, b)| {
            let free = !paired.contains(a) && !paired.contains(b);
            if free {
                paired.extend([*a, *b]);
            }
            free
        })
        .map(|(_, a, b)| (a, b))
        .collect()
}

/// Whether two households of the register are one: most of the larger agree one to one, by number
/// and name, or by name, sex and age without numbers that contradict. One person alone needs the
/// number or the dwelling too.
fn are_one(
    a: &[RegisterMember],
    b: &[RegisterMember],
    same_dwelling: bool,
    frequency: &WordFrequency,
) -> Option<usize> {
    let mut used = BTreeSet::new();
    let (mut agreeing, mut by_number) = (0usize, 0usize);
    for x in a {
        let partner = b.iter().filter(|y| !used.contains(&y.no)).find_map(|y| {
            let name = names(&x.name, &y.name, frequency).similarity;
            let age = births(x.birth, y.birth);
            let fits = age.is_equal() || age == BirthAgreement::AgeFits;
            let number = matches!((x.nik, y.nik), (Some(p), Some(q)) if p == q);
            let against = matches!((x.nik, y.nik), (Some(p), Some(q)) if p != q && !nik_slip(&p, &q));
            let same_sex = Agreement::of(x.sex, y.sex) != Agreement::Differs;
            let one = number && (name >= PerMille::NAME_CONFIRMS || fits && same_sex)
                || !against && name >= PerMille::NAME_ALONE && fits && same_sex;
            one.then_some((y.no, number))
        });
        if let Some((no, number)) = partner {
            used.insert(no);
            agreeing += 1;
            by_number += usize::from(number);
        }
    }
    let enough = agreeing * 5 >= a.len().max(b.len()) * 3;
    let vouched = agreeing >= 2 || by_number >= 1 || same_dwelling;
    (enough && vouched && agreeing > 0).then_some(agreeing)
}
