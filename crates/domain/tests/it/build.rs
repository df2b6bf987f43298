//! Small builders. Every name and number is invented; area 99 does not exist.

use domain::Date;
use domain::area::AreaCode;
use domain::deliberation::Finding;
use domain::deliberation::attendance::Attendance;
use domain::deliberation::fkp01::{Fkp01, Living, Prefilled};
use domain::deliberation::fkp02::Proposal;
use domain::deliberation::meeting::{CloseRefused, ClosedMeeting, IssuedForms, OpenMeeting};
use domain::deliberation::minutes::{Signature, SignerRole};
use domain::household::{Member, Origin, Place};
use domain::id::{AccountId, HouseholdId, MeetingId, RegistrationNumber};
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

/// The answer that goes with code 5.
pub const NOBODY_LIVES: Living = Living { head: false, members: 0 };

pub fn full_room() -> Attendance {
    Attendance { dukuh: Some(true), rt: Some(3), rw: Some(1), community_leaders: Some(2), marginal_groups: Some(2) }
}

pub fn forms(rows: usize) -> IssuedForms {
    IssuedForms {
        meeting: MeetingId::new("9901012001_contoh"),
        desa: desa(),
        hamlet: "Contoh".to_owned(),
        stage: 1,
        fkp01: Fkp01::print((0..rows).map(prefilled)).unwrap(),
    }
}

/// An open meeting with these codes circled and checked, and so many ranked proposals.
pub fn meeting(codes: &[Finding], new: u16) -> OpenMeeting {
    let (mut meeting, _) = forms(codes.len()).open(full_room());
    for (no, finding) in codes.iter().enumerate() {
        let row = meeting.fkp01.row_mut(&rts(no)).unwrap();
        row.circle(*finding, Some(NOBODY_LIVES)).unwrap();
        row.check(account("asisten")).unwrap();
    }
    for no in 1..=new {
        meeting.propose(proposal(no)).unwrap();
    }
    meeting
}

pub fn proposal(no: u16) -> Proposal {
    let mut proposal = Proposal::new(no, format!("BARU {}", letters(no.into())));
    proposal.welfare_order = Some(no);
    proposal.poorer_than_improved = Some(true);
    proposal.address = format!("CONTOH RT 00{no}");
    proposal
}

/// The twenty rows of T16: 1×10, 2×3, 3×1, 4×1, 5×1, 6×3, 8×1.
pub fn twenty_rows() -> Vec<Finding> {
    [(1, 10), (2, 3), (3, 1), (4, 1), (5, 1), (6, 3), (8, 1)]
        .into_iter()
        .flat_map(|(code, n)| std::iter::repeat_n(Finding::from_code(code).unwrap(), n))
        .collect()
}

pub fn signatures() -> Vec<Signature> {
    [(SignerRole::Dukuh, "Dukuh"), (SignerRole::Asisten, "Asisten")]
        .map(|(role, name)| Signature { role, name: name.to_owned(), at_ms: 0 })
        .to_vec()
}

pub fn close(meeting: OpenMeeting) -> Result<ClosedMeeting, CloseRefused> {
    meeting.close(signatures(), |_| false).map(|(closed, _)| closed)
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
