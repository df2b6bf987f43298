//! A registered person in the civil registry, the authority for identity. Domain §5.3.

use crate::compare::{births, dates, names, nik_neighbours, nik_slip};
use crate::index::{CivilPerson, Index, RegisterMember, Registrant};
use crate::key::{Key, civil_date};
use crate::normalise::Name;
use domain::Date;
use domain::area::AreaCode;
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::identification::{Agreement, BirthAgreement, CivilLookup, PerMille, Spelling};
use domain::person::NoKk;
use std::collections::BTreeSet;

impl Index {
    /// Looks every registered person up in the civil registry: first by number, then, inside the
    /// family cards so found, by name and date. Domain §5.3: it is the authority for identity.
    pub(crate) fn look_up(&self, persons: &mut [Registrant], desa: Option<AreaCode>) {
        if self.statistics.civil() == 0 {
            for person in persons {
                person.lookup = CivilLookup::NotAsked;
            }
            return;
        }
        for person in persons.iter_mut() {
            let (record, lookup) = self.by_number(person);
            person.civil = record;
            person.lookup = lookup;
        }
        let mut cards: BTreeSet<NoKk> = persons.iter().filter_map(|p| p.no_kk).collect();
        cards.extend(persons.iter().filter_map(|p| self.civil[p.civil? as usize].no_kk));
        let taken: BTreeSet<u32> = persons.iter().filter_map(|p| p.civil).collect();
        for person in persons.iter_mut().filter(|p| p.civil.is_none()) {
            if let Some(record) = self.by_person(person, &cards, desa).filter(|r| !taken.contains(r)) {
                person.lookup = self.found(person, record, false);
                person.civil = Some(record);
            }
        }
    }

    /// By the written number. A number whose record has another name and another date is not this
    /// person's (M2): the record is told, but not taken.
    fn by_number(&self, person: &Registrant) -> (Option<u32>, CivilLookup) {
        let Some(nik) = person.nik else {
            return (None, CivilLookup::Absent);
        };
        let records: Vec<u32> = self.find(Key::CivilNik(nik));
        let agrees = |record: &&u32| {
            let civil = &self.civil[**record as usize];
            let name = names(&person.name, &civil.name, self.frequency()).similarity >= PerMille::NAME_CONFIRMS;
            (name, births(person.birth, civil.birth).is_equal())
        };
        let both: Vec<_> = records.iter().filter(|r| agrees(r) == (true, true)).collect();
        let either: Vec<_> = records.iter().filter(|r| agrees(r) != (false, false)).collect();
        match (both.as_slice(), either.as_slice(), records.as_slice()) {
            (_, _, []) => (None, CivilLookup::Absent),
            ([record], _, _) | ([], [record], _) => (Some(**record), self.found(person, **record, true)),
            ([], [], [record]) => (None, self.found(person, *record, true)),
            _ => (None, CivilLookup::Ambiguous),
        }
    }

    fn found(&self, person: &Registrant, record: u32, by_nik: bool) -> CivilLookup {
        let civil = &self.civil[record as usize];
        let name = names(&person.name, &civil.name, self.frequency());
        let birth = births(person.birth, civil.birth);
        CivilLookup::Found {
            by_nik,
            status: civil.status,
            name_agrees: name.similarity >= PerMille::NAME_CONFIRMS || name.spelling == Spelling::Variant,
            date_agrees: (birth != BirthAgreement::Unknown).then_some(birth == BirthAgreement::Equal),
        }
    }

    /// By name and date, where a family card, the desa, a number one slip away or a rare name
    /// vouches for it, and nobody else fits as well.
    fn by_person(&self, person: &Registrant, cards: &BTreeSet<NoKk>, desa: Option<AreaCode>) -> Option<u32> {
        let mut records: BTreeSet<u32> = cards.iter().flat_map(|card| self.find(Key::CivilCard(*card))).collect();
        if let Some(date) = person.birth.date() {
            records.extend(self.find(civil_date(date)));
            if let Ok(swapped) = Date::new(date.year(), date.day(), date.month()) {
                records.extend(self.find(civil_date(swapped)));
            }
        }
        if let Some(nik) = &person.nik {
            records.extend(nik_neighbours(nik).into_iter().flat_map(|n| self.find(Key::CivilNik(n))));
        }
        let mut fitting: Vec<(u32, PerMille, u32)> = Vec::new();
        for record in records {
            let civil = &self.civil[record as usize];
            let birth = births(person.birth, civil.birth);
            if Agreement::of(person.sex, civil.sex) == Agreement::Differs || !birth.is_equal() {
                continue;
            }
            let name = names(&person.name, &civil.name, self.frequency());
            let slip = person.nik.is_some_and(|nik| nik_slip(&nik, &civil.nik));
            let card = civil.no_kk.is_some_and(|card| cards.contains(&card));
            let near = desa.is_some() && civil.desa == desa;
            let rare = name.rarity >= PerMille(600);
            let exact = birth == BirthAgreement::Equal;
            let accepted = if card || slip {
                name.similarity >= PerMille::NAME_CONFIRMS
            } else {
                name.similarity >= PerMille::NAME_ALONE && exact && (near || rare)
            };
            if accepted {
                let rank = 4 * u32::from(slip) + 4 * u32::from(card) + 2 * u32::from(exact) + u32::from(near);
                fitting.push((rank, name.similarity, record));
            }
        }
        fitting.sort_unstable();
        match fitting.as_slice() {
            [.., second, best] if (second.0, second.1) == (best.0, best.1) => None,
            [.., best] => Some(best.2),
            [] => None,
        }
    }

    /// Whether two records of the civil registry are two persons (one person may stand there twice).
    pub(crate) fn are_two_persons(&self, a: u32, b: u32) -> bool {
        let (x, y) = (&self.civil[a as usize], &self.civil[b as usize]);
        let same_birth = match (x.birth.date(), y.birth.date()) {
            (Some(p), Some(q)) => dates(p, q).is_equal(),
            _ => false,
        };
        a != b && !(same_birth && names(&x.name, &y.name, self.frequency()).similarity >= PerMille::NAME_CONFIRMS)
    }
}

pub(crate) fn civil_person(record: &CivilRecord, today: Date) -> CivilPerson {
    let in_force = record.status_date.is_none_or(|since| since <= today);
    CivilPerson {
        nik: record.nik,
        no_kk: record.no_kk,
        name: Name::read(&record.name),
        sex: record.sex,
        birth: record.birth,
        mother: record.mother.as_deref().map(Name::read).filter(|n| !n.is_empty()),
        desa: record.desa,
        status: if in_force { record.status } else { CivilStatus::Active },
    }
}

/// The civil registry's record of a member, by number, when name and age agree with it.
pub(crate) fn civil_of_member(index: &Index, member: &RegisterMember) -> Option<u32> {
    let found = index.find(Key::CivilNik(member.nik?));
    let mut agreeing = found.into_iter().filter(|record| {
        let person = &index.civil[*record as usize];
        let birth = births(member.birth, person.birth);
        names(&member.name, &person.name, index.frequency()).similarity >= PerMille::NAME_CONFIRMS
            && !matches!(birth, BirthAgreement::Differs | BirthAgreement::AgeDiffers)
    });
    let first = agreeing.next();
    if agreeing.next().is_some() { None } else { first }
}
