//! Small builders. Every name and number is invented; area 99 does not exist.

use domain::Date;
use domain::area::AreaCode;
use domain::deliberation::attendance::Attendance;
use domain::deliberation::fkp01::Prefilled;
use domain::household::{Member, Origin, Place};
use domain::id::{AccountId, HouseholdId, RegistrationNumber};
use domain::person::{Birth, MaritalStatus, Relation, Sex};
use domain::registration::{Applicant, Registration, RegistrationDraft, RegistrationKind};

pub fn day() -> Date {
    Date::constant(2016, 11, 5)
}

pub fn desa() -> AreaCode {
    AreaCode::parse("99.01.01.2001").unwrap()
}

pub fn rts(no: usize) -> HouseholdId {
    HouseholdId::new(format!("9901001001{no:06}"))
}

pub fn account(name: &str) -> AccountId {
    AccountId::new(name)
}

pub fn prefilled(no: usize) -> Prefilled {
    Prefilled::new(
        rts(no),
        format!("KEPALA {}", letters(no)),
        vec![format!("ANGGOTA {}", letters(no))],
        format!("CONTOH RT 00{}", no % 5 + 1),
    )
}

/// A number in letters, so that two names of the builders are never one letter apart.
pub fn letters(no: usize) -> String {
    no.to_string()
        .bytes()
        .map(|b| {
            ["NOL", "SATU", "DUA", "TIGA", "EMPAT", "LIMA", "ENAM", "TUJUH", "LAPAN", "BILAN"][usize::from(b - b'0')]
        })
        .collect()
}

pub fn full_room() -> Attendance {
    Attendance { dukuh: Some(true), rt: Some(3), rw: Some(1), community_leaders: Some(2), marginal_groups: Some(2) }
}

pub fn person(no: u16, name: &str, relation: Relation, sex: Sex, born: Date) -> Member {
    let mut member = Member::named(no, name);
    member.relation = Some(relation);
    member.family_no = Some(1);
    member.family_relation = Some(relation);
    member.sex = Some(sex);
    member.birth = Birth::On(born);
    member.marital = Some(MaritalStatus::Single);
    member
}

pub fn registration(kind: RegistrationKind, identity: Option<&str>) -> RegistrationDraft {
    let widow = person(1, "NGATIYEM CONTOH", Relation::Head, Sex::Female, Date::constant(1950, 1, 2));
    RegistrationDraft {
        registration: Registration {
            number: RegistrationNumber::new("0001/MPM/99.01.01.2001/2016"),
            date: Some(day()),
            kind,
            officer: "KASI PELAYANAN".to_owned(),
            identity_shown: identity.map(str::to_owned),
            musdes: None,
            desa: desa(),
            place: Place::default(),
            members: vec![widow],
            note: None,
            origin: Origin::default(),
        },
        applicant: Applicant::InPerson,
        identity_statement: None,
    }
}
