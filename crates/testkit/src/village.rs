//! A small synthetic village, and people to live in it.

use crate::clock::TODAY;
use domain::Date;
use domain::area::{Area, AreaCode, AreaTable, BpsCode, Hamlet};
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::household::{Household, Member, Origin, Place};
use domain::id::{HouseholdId, RegistrationNumber};
use domain::person::{Birth, MaritalStatus, Nik, NoKk, Relation, Sex};
use domain::registration::{Registration, RegistrationKind};

/// One desa with one hamlet and its households.
#[derive(Clone, Debug)]
pub struct Village {
    /// Its areas.
    pub areas: AreaTable,
    /// The desa.
    pub desa: AreaCode,
    /// Households of the register.
    pub households: Vec<Household>,
}

impl Village {
    /// A village with `count` households of a couple and a child each.
    #[must_use]
    pub fn of(count: u16) -> Self {
        let desa = code("3403012001");
        let households = (1..=count).map(|n| household(desa, n)).collect();
        Self { areas: areas(), desa, households }
    }
}

fn code(text: &str) -> AreaCode {
    AreaCode::parse(text).expect("a valid code")
}

/// Kabupaten, kecamatan, desa, hamlet and bridge of the test village.
#[must_use]
pub fn areas() -> AreaTable {
    let mut table = AreaTable::default();
    for (text, kind, name) in [
        ("34", "provinsi", "Daerah Istimewa Yogyakarta"),
        ("3403", "kabupaten", "Gunungkidul"),
        ("340301", "kecamatan", "Wonosari"),
        ("3403012001", "desa", "Beji"),
        ("3403012002", "desa", "Karang"),
    ] {
        table.add(Area {
            code: code(text),
            kind: kind.to_owned(),
            name: name.to_owned(),
            valid_from: None,
            valid_to: None,
            successor: None,
        });
    }
    table.add_hamlet(Hamlet {
        code: "34.03.01.2001.01".to_owned(),
        name: "Ngasem".to_owned(),
        desa: code("3403012001"),
        kind: "Padukuhan".to_owned(),
    });
    table.add_bridge(BpsCode::parse("3403123001").expect("a valid code"), code("3403012001"));
    table
}

/// A NIK of somebody born on `born`, with a serial from 9001 on.
#[must_use]
pub fn nik(sex: Sex, born: Date, serial: u16) -> Nik {
    let day = born.day() as i16 + if sex == Sex::Female { 40 } else { 0 };
    Nik::parse(&format!("340301{day:02}{:02}{:02}{serial:04}", born.month(), born.year() % 100)).expect("a valid NIK")
}

/// An adult.
#[must_use]
pub fn adult(no: u16, name: &str, sex: Sex, year: i16, serial: u16) -> Member {
    let born = Date::constant(year, 5, 17);
    let mut m = Member::named(no, name);
    m.nik = Some(nik(sex, born, serial));
    m.no_kk = NoKk::parse(&format!("3403010101109{:03}", serial % 1000)).ok();
    m.sex = Some(sex);
    m.birth = Birth::On(born);
    m.marital = Some(MaritalStatus::Married);
    m.relation = Some(if no == 1 { Relation::Head } else { Relation::Spouse });
    m.family_no = Some(1);
    m.family_relation = m.relation;
    m
}

/// A child.
#[must_use]
pub fn child(no: u16, name: &str, year: i16, serial: u16) -> Member {
    let mut m = adult(no, name, Sex::Male, year, serial);
    m.marital = Some(MaritalStatus::Single);
    m.relation = Some(Relation::Child);
    m.family_relation = m.relation;
    m
}

fn household(desa: AreaCode, n: u16) -> Household {
    let members = vec![
        adult(1, &format!("SUGENG {n}"), Sex::Male, 1970, 9000 + n * 3),
        adult(2, &format!("LESTARI {n}"), Sex::Female, 1974, 9001 + n * 3),
        child(3, &format!("BAGAS {n}"), 2008, 9002 + n * 3),
    ];
    Household {
        id: HouseholdId::new(format!("3403123001{n:06}")),
        place: Place {
            desa: Some(desa),
            hamlet: Some("NGASEM".to_owned()),
            rw: Some(1),
            rt: Some(2),
            address: format!("RT 002 RW 001 NO {n}"),
        },
        member_count: Some(3),
        family_count: Some(1),
        answers: Default::default(),
        members,
        origin: Origin { file: "bdt2015.xlsx".to_owned(), row: u32::from(n) },
    }
}

/// The civil registry's record of a member.
#[must_use]
pub fn civil(member: &Member, desa: AreaCode) -> CivilRecord {
    CivilRecord {
        nik: member.nik.expect("members of the test village have a NIK"),
        no_kk: member.no_kk,
        name: member.name.clone(),
        sex: member.sex,
        birth: member.birth,
        marital: member.marital,
        relation: "KEPALA KELUARGA".to_owned(),
        mother: Some("SUKINEM".to_owned()),
        address: "NGASEM".to_owned(),
        rt: Some(2),
        rw: Some(1),
        desa: Some(desa),
        status: CivilStatus::Active,
        status_date: None,
    }
}

/// An active registration of these members.
#[must_use]
pub fn registration(number: &str, desa: AreaCode, members: Vec<Member>) -> Registration {
    Registration {
        number: RegistrationNumber::new(number),
        date: Some(TODAY),
        kind: RegistrationKind::Active,
        officer: "PETUGAS UJI".to_owned(),
        identity_shown: Some("KTP".to_owned()),
        musdes: None,
        desa,
        place: Place {
            desa: Some(desa),
            hamlet: Some("NGASEM".to_owned()),
            rw: Some(1),
            rt: Some(2),
            address: "RT 002 RW 001".to_owned(),
        },
        members,
        note: None,
        origin: Origin::default(),
    }
}
