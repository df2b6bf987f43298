//! A look-up that fetches only what it asks for gives the rows of the whole index.

mod village;

use domain::area::AreaTable;
use domain::civil_registry::CivilRecord;
use domain::household::Household;
use domain::id::HouseholdId;
use domain::identification::{Identified, Outcome};
use domain::registration::Registration;
use linkage::excerpt::Found;
use linkage::{Excerpt, Index, Key, key};
use std::collections::BTreeMap;
use std::sync::Arc;
use village::*;

/// Records by key, as a store keeps them.
struct Shelf<'a> {
    households: BTreeMap<HouseholdId, &'a Household>,
    register: BTreeMap<Key, Vec<Found>>,
    civil: BTreeMap<Key, Vec<(i64, CivilRecord)>>,
    twins: BTreeMap<HouseholdId, HouseholdId>,
}

impl<'a> Shelf<'a> {
    fn of(register: &'a [Household], civil: &[CivilRecord], index: &Index) -> Self {
        let mut shelf = Self {
            households: register.iter().map(|h| (h.id.clone(), h)).collect(),
            register: BTreeMap::new(),
            civil: BTreeMap::new(),
            twins: BTreeMap::new(),
        };
        for (a, b) in index.register_duplicates() {
            shelf.twins.insert(a.clone(), b.clone());
            shelf.twins.insert(b, a);
        }
        for household in shelf.households.clone().into_values() {
            let mut keys = key::of_household(household, &AreaTable::default());
            for (position, member) in (1..).zip(&household.members) {
                keys.extend(member.nik.map(|n| (position, Key::Nik(n))));
                keys.extend(member.no_kk.map(|k| (position, Key::Card(k))));
            }
            keys.sort();
            for (position, key) in keys {
                let member = &household.members[position as usize - 1];
                let found = Found { household: household.id.clone(), name: member.name.clone(), sex: member.sex };
                shelf.register.entry(key).or_default().push(found);
            }
        }
        for (no, record) in (1..).zip(civil) {
            let numbers = [Some(Key::CivilNik(record.nik)), record.no_kk.map(Key::CivilCard), key::of_civil(record)];
            for key in numbers.into_iter().flatten() {
                shelf.civil.entry(key).or_default().push((no, record.clone()));
            }
        }
        shelf
    }

    fn fill(&self, excerpt: &mut Excerpt, registrations: &[Registration]) -> usize {
        for round in 0.. {
            let wanted = excerpt.wanted(registrations);
            if wanted.is_empty() {
                return round;
            }
            for key in wanted.keys {
                match key {
                    Key::Nik(_) | Key::Card(_) | Key::DesaYear(..) | Key::WordYear(..) => {
                        excerpt.answer_register(key, self.register.get(&key).cloned().unwrap_or_default());
                    }
                    Key::CivilNik(_) | Key::CivilCard(_) | Key::CivilDate(..) => {
                        excerpt.answer_civil(key, self.civil.get(&key).cloned().unwrap_or_default());
                    }
                }
            }
            for id in wanted.households {
                excerpt.answer_household(self.households[&id], self.twins.get(&id).cloned());
            }
        }
        unreachable!()
    }
}

fn one_by_one(register: &[Household], civil: &[CivilRecord], books: &[Registration]) {
    let index = Index::build(register, civil, &AreaTable::default(), TODAY);
    let shelf = Shelf::of(register, civil, &index);
    let (statistics, areas) = (Arc::new(index.statistics().clone()), Arc::new(AreaTable::default()));
    for book in books {
        let mut excerpt = Excerpt::new(statistics.clone(), areas.clone(), TODAY);
        let rounds = shelf.fill(&mut excerpt, std::slice::from_ref(book));
        assert!(rounds <= 7, "{rounds} round trips for {}", book.number);
        assert_eq!(excerpt.index().identify_one(book), index.identify_one(book), "{}", book.number);
    }
    // and all of them through one excerpt, among each other
    let mut excerpt = Excerpt::new(statistics, areas, TODAY);
    shelf.fill(&mut excerpt, books);
    assert_eq!(excerpt.index().identify_round(books), index.identify_round(books));
}

#[test]
fn a_look_up_that_fetches_what_it_asks_for_gives_the_rows_of_the_whole_index() {
    for seed in 1..=6 {
        let households = village(seed, 80);
        for (percent, with_registry) in [(0, true), (30, true), (30, false), (100, true)] {
            let (register, books) = worn(seed, &households, percent);
            let records = if with_registry { civil(&households.concat()) } else { Vec::new() };
            one_by_one(&register, &records, &books);
        }
    }
}

#[test]
fn a_look_up_in_an_empty_register_finds_everybody_new() {
    let households = village(3, 6);
    let (_, books) = worn(3, &households, 0);
    one_by_one(&[], &[], &books);
    one_by_one(&[], &civil(&households.concat()), &books);
}

fn outcomes(register: &[Household], books: &[Registration]) -> Vec<Identified> {
    Index::build(register, &[], &AreaTable::default(), TODAY)
        .identify_all(books)
        .into_iter()
        .map(|(_, identified)| identified)
        .collect()
}

#[test]
fn ten_thousand_copies_of_one_household_take_bounded_time_and_are_never_linked_to_one_of_them() {
    let family = couple("SUGENG RAHARDJO", "WAGINI", "RINI ASTUTI", 1001);
    let register: Vec<Household> = (1..=10_000).map(|id| census(&format!("{id:016}"), &family)).collect();
    let books: Vec<Registration> = (1..=2_000)
        .map(|no| {
            let mut book = registration(&format!("{no:05}"), DESA, &family);
            book.origin.row = no;
            book
        })
        .collect();
    let found = outcomes(&register, &books);
    assert!(found.iter().all(|i| i.outcome.category().is_none()), "{:?}", found[0].outcome);
    assert_eq!(found[1999].outcome, Outcome::Duplicate { of: "00001".into() });
    one_by_one(&register, &civil(&family), &books[..3]);
}

#[test]
fn where_everybody_has_one_name_and_one_birthday_nobody_is_linked_without_a_number() {
    let people: Vec<_> = (0..3_000)
        .map(|at| {
            let mut one = couple("MUHAMMAD", "SITI", "MUHAMMAD", 1000 + at % 2_990);
            for person in &mut one {
                person.born = domain::Date::constant(1980, 1, 1);
            }
            one
        })
        .collect();
    let register: Vec<Household> = (1..)
        .zip(&people)
        .map(|(id, family)| {
            let mut household = census(&format!("{id:016}"), family);
            household.members.iter_mut().for_each(|m| m.nik = None);
            household
        })
        .collect();
    let books: Vec<Registration> = (1..)
        .zip(&people[..500])
        .map(|(no, family)| {
            let mut book = registration(&format!("{no:05}"), DESA, family);
            book.members.iter_mut().for_each(|m| m.nik = None);
            book.members.iter_mut().for_each(|m| m.no_kk = None);
            book.origin.row = no;
            book
        })
        .collect();
    assert!(outcomes(&register, &books).iter().all(|i| i.household.is_none()));
    one_by_one(&register, &[], &books[..3]);
}

#[test]
fn no_link_is_made_without_a_reason_and_a_person_who_agrees() {
    for seed in 1..=4 {
        let households = village(seed, 60);
        let (register, books) = worn(seed, &households, 40);
        let index = Index::build(&register, &civil(&households.concat()), &AreaTable::default(), TODAY);
        for (number, identified) in index.identify_all(&books) {
            assert!(!identified.reasons.is_empty(), "{number}");
            if identified.household.is_some() {
                assert!(identified.candidates.iter().any(|c| !c.members.is_empty()), "{number}");
            }
        }
    }
}
