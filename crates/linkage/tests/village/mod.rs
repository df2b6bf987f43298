//! Invented households for tests: builders of a register, a civil registry and registrations.
#![allow(dead_code, reason = "each test file uses its part")]

use domain::Date;
use domain::area::{AreaCode, AreaTable};
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::household::{Household, Member, Origin, Place};
use domain::id::{HouseholdId, RegistrationNumber};
use domain::identification::Identified;
use domain::person::{Birth, MaritalStatus, Nik, NoKk, Relation, Sex};
use domain::questionnaire::Answers;
use domain::registration::{Registration, RegistrationKind};
use linkage::{Input, identify};

pub const TODAY: Date = Date::constant(2017, 3, 1);
pub const CENSUS: Date = Date::constant(2015, 6, 15);
pub const DESA: &str = "9901012001";
pub const OTHER_DESA: &str = "9901022003";

/// A person who exists; the sources are written from it.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    pub nik: Nik,
    pub sex: Sex,
    pub born: Date,
    pub relation: Relation,
    pub marital: MaritalStatus,
    pub card: String,
    pub mother: Option<String>,
}

pub fn person(name: &str, sex: Sex, born: (i16, i8, i8), relation: Relation, serial: u16) -> Person {
    let born = Date::new(born.0, born.1, born.2).unwrap();
    let day = born.day() + if sex == Sex::Female { 40 } else { 0 };
    let nik = format!("990101{day:02}{:02}{:02}{serial:04}", born.month(), born.year() % 100);
    let marital = match relation {
        Relation::Child | Relation::Grandchild => MaritalStatus::Single,
        _ => MaritalStatus::Married,
    };
    Person {
        name: name.into(),
        nik: Nik::parse(&nik).unwrap(),
        sex,
        born,
        relation,
        marital,
        card: format!("99010101010{serial:05}"),
        mother: None,
    }
}

/// Members share the first one's family card.
pub fn family(mut persons: Vec<Person>) -> Vec<Person> {
    let card = persons[0].card.clone();
    for person in &mut persons {
        person.card.clone_from(&card);
    }
    persons
}

pub fn couple(husband: &str, wife: &str, child: &str, serial: u16) -> Vec<Person> {
    family(vec![
        person(husband, Sex::Male, (1975, 10, 24), Relation::Head, serial),
        person(wife, Sex::Female, (1978, 3, 9), Relation::Spouse, serial + 1),
        person(child, Sex::Female, (2004, 8, 29), Relation::Child, serial + 2),
    ])
}

pub fn place(desa: &str) -> Place {
    Place {
        desa: Some(AreaCode::parse(desa).unwrap()),
        hamlet: Some("Karangjati".into()),
        rw: Some(2),
        rt: Some(5),
        address: "JL. CENDANA NO. 12".into(),
    }
}

fn member(no: u16, person: &Person) -> Member {
    let mut member = Member::named(no, person.name.clone());
    member.nik = Some(person.nik);
    member.sex = Some(person.sex);
    member.marital = Some(person.marital);
    member.relation = Some(person.relation);
    member
}

/// The household as BDT 2015 has it: an age, no date, no family card.
pub fn census(id: &str, persons: &[Person]) -> Household {
    let members = (1..).zip(persons).map(|(no, person)| {
        let mut member = member(no, person);
        let years = Birth::On(person.born).age_on(CENSUS).unwrap();
        member.birth = Birth::Aged { years: u8::try_from(years).unwrap(), on: CENSUS };
        member.family_no = Some(1);
        member.family_relation = Some(person.relation);
        member
    });
    Household {
        id: HouseholdId::new(id),
        place: place(DESA),
        member_count: Some(persons.len() as u16),
        family_count: Some(1),
        answers: Answers::default(),
        members: members.collect(),
        origin: Origin::default(),
    }
}

pub fn civil(persons: &[Person]) -> Vec<CivilRecord> {
    persons
        .iter()
        .map(|person| CivilRecord {
            nik: person.nik,
            no_kk: NoKk::parse(&person.card).ok(),
            name: person.name.clone(),
            sex: Some(person.sex),
            birth: Birth::On(person.born),
            marital: Some(person.marital),
            relation: String::new(),
            mother: person.mother.clone(),
            address: String::new(),
            rt: None,
            rw: None,
            desa: AreaCode::parse(DESA).ok(),
            status: CivilStatus::Active,
            status_date: None,
        })
        .collect()
}

pub fn registration(number: &str, desa: &str, persons: &[Person]) -> Registration {
    let members = (1..).zip(persons).map(|(no, person)| {
        let mut member = member(no, person);
        member.birth = Birth::On(person.born);
        member.no_kk = NoKk::parse(&person.card).ok();
        member
    });
    Registration {
        number: RegistrationNumber::new(number),
        date: Some(Date::constant(2016, 11, 5)),
        kind: RegistrationKind::Active,
        officer: "TARMI".into(),
        identity_shown: Some("KTP".into()),
        musdes: None,
        desa: AreaCode::parse(desa).unwrap(),
        place: place(desa),
        members: members.collect(),
        note: None,
        origin: Origin { file: "buku".into(), row: 1 },
    }
}

pub fn run(register: &[Household], civil: &[CivilRecord], registrations: &[Registration]) -> Vec<Identified> {
    let areas = AreaTable::default();
    let input = Input { register, civil, registrations, areas: &areas, today: TODAY };
    identify(&input).into_iter().map(|(_, identified)| identified).collect()
}

static MEN: [&str; 10] = [
    "SLAMET",
    "SUGENG RAHARDJO",
    "NGADIMAN",
    "NGADIMIN",
    "JOKO SUSILO",
    "EKO",
    "TUKIMIN",
    "H. SUPARNO",
    "MUH. ALI",
    "WAGIMAN",
];
static WOMEN: [&str; 10] = [
    "SUMIYATI",
    "WAGINI",
    "SITI AMINAH",
    "SRI LESTARI",
    "TUKINEM",
    "PARTINEM",
    "RINI ASTUTI",
    "SITI AMINI",
    "DEWI",
    "ENDAH SARI",
];

/// A fixed sequence of small numbers.
pub struct Chance(u64);
impl Chance {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Households of few common names in one desa: many namesakes of one age.
pub fn village(seed: u64, households: u16) -> Vec<Vec<Person>> {
    let mut chance = Chance(seed);
    (0..households)
        .map(|at| {
            let mut pick = |from: &'static [&'static str; 10]| from[chance.below(10) as usize];
            let (man, woman, child) = (pick(&MEN), pick(&WOMEN), pick(&WOMEN));
            let year = 1960 + chance.below(20) as i16;
            let serial = 1000 + at * 5;
            let (month, day) = (1 + chance.below(12) as i8, 1 + chance.below(28) as i8);
            family(vec![
                person(man, Sex::Male, (year, month, day), Relation::Head, serial),
                person(
                    woman,
                    Sex::Female,
                    (year + chance.below(6) as i16, day.min(12), month),
                    Relation::Spouse,
                    serial + 1,
                ),
                person(child, Sex::Female, (1995 + chance.below(15) as i16, month, day), Relation::Child, serial + 2),
            ])
        })
        .collect()
}

pub fn worn(seed: u64, households: &[Vec<Person>], percent: u64) -> (Vec<Household>, Vec<Registration>) {
    let mut chance = Chance(seed ^ 0x5eed);
    let register = households.iter().zip(1..).map(|(persons, id)| {
        let mut household = census(&format!("{id:016}"), persons);
        household.place.rt = Some(1 + (id % 6) as u16);
        household.place.address = format!("JL. CENDANA NO. {id}");
        for member in &mut household.members {
            if chance.below(100) < percent {
                member.nik = None;
            }
            if chance.below(100) < percent / 2 {
                member.name.remove(1);
            }
        }
        household
    });
    // every other household of the register is left out: its people are new
    let register: Vec<_> = register.enumerate().filter(|(at, _)| at % 2 == 0).map(|(_, h)| h).collect();
    let registrations = households.iter().zip(1u32..).map(|(persons, id)| {
        let mut book = registration(&format!("{id:05}"), DESA, persons);
        book.place.rt = Some(1 + (id % 6) as u16);
        book.place.address = format!("JL. CENDANA NO. {id}");
        book.origin.row = id;
        for member in &mut book.members {
            if chance.below(100) < percent {
                member.nik = None;
            }
        }
        book
    });
    (register, registrations.collect())
}
