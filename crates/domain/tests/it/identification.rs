//! The decision table of domain §5.2 as the office reads it. R5, R9–R14, T5–T8.

use crate::build::rts;
use domain::civil_registry::SiakCode;
use domain::id::RegistrationNumber;
use domain::identification::{
    Agreement, BirthAgreement, Candidate, Category, ChangedField, EarlierRegistration, HouseholdEvidence, Identified,
    NameAgreement, NikAgreement, Outcome, PerMille, PersonEvidence, Region, RegistrantEvidence, Spelling, Support,
    decide,
};
use domain::registration::RegistrationKind;
use proptest::prelude::*;

fn name(similarity: PerMille, spelling: Spelling) -> NameAgreement {
    NameAgreement { similarity, spelling, rarity: PerMille(500) }
}

fn person(no: u16) -> PersonEvidence {
    PersonEvidence {
        member_no: no,
        register_no: no,
        name: name(PerMille::FULL, Spelling::Identical),
        birth: BirthAgreement::Equal,
        nik: NikAgreement::Equal,
        sex: Agreement::Same,
        marital: Agreement::Same,
        relation: Agreement::Same,
        family_relation: Agreement::Same,
        mother: Agreement::Same,
        support: Support::Certain,
        same_desa: true,
        correction: None,
    }
}

fn household(no: usize, members: u16) -> Candidate {
    Candidate {
        household: rts(no),
        members: (1..=members).map(person).collect(),
        conflicts: Vec::new(),
        registered: members,
        head: Some(1),
        register_head: Some(1),
        only_registered: Vec::new(),
        only_register: Vec::new(),
        dead: Vec::new(),
        elsewhere: Vec::new(),
        changed_elsewhere: Default::default(),
        region: Region::SameDesa,
        residence: Agreement::Unknown,
        address: Agreement::Same,
        family_card: Agreement::Same,
        registered_families: Some(1),
        register_families: Some(1),
        twin: None,
        weights: Vec::new(),
    }
}

fn evidence(members: u16, candidates: Vec<Candidate>) -> HouseholdEvidence {
    HouseholdEvidence {
        kind: RegistrationKind::Active,
        identity_shown: true,
        members: (1..=members).map(|no| RegistrantEvidence { member_no: no, siak: SiakCode::Padan }).collect(),
        candidates,
        earlier: None,
        claimed_by: None,
        perhaps_with: None,
        shared: Vec::new(),
    }
}

fn check(identified: &Identified, outcome: &str, changed: &[ChangedField]) {
    let got: Vec<ChangedField> = identified.changed.iter().copied().collect();
    assert_eq!((identified.outcome.code(), got.as_slice()), (outcome, changed));
}

#[test]
fn t5_a_household_not_in_the_register_is_new() {
    // R9, R11, T5
    let identified = decide(&evidence(3, Vec::new()));
    check(&identified, "BARU", &[]);
    assert_eq!(identified.household, None);
}

#[test]
fn t6_only_the_spelling_differs_so_nothing_has_changed_and_a_correction_is_proposed() {
    // R12, T6
    let mut known = household(1, 2);
    known.members[0].name = name(PerMille(930), Spelling::Variant);
    known.members[0].correction = Some(("MOCH. ALI".to_owned(), "MUHAMMAD ALI".to_owned()));
    let identified = decide(&evidence(2, vec![known]));
    check(&identified, "LAMA_TETAP", &[]);
    assert_eq!(identified.household, Some(rts(1)));
    assert_eq!(identified.spelling_corrections.len(), 1);
}

#[test]
fn t7_a_baby_and_a_new_address_are_changes_of_members_and_address() {
    // R13, T7
    let mut known = household(1, 2);
    known.registered = 3;
    known.only_registered = vec![3];
    known.address = Agreement::Differs;
    let identified = decide(&evidence(3, vec![known]));
    let codes: Vec<&str> = identified.changed.iter().map(|f| f.code()).collect();
    assert_eq!(identified.outcome.code(), "LAMA_BERUBAH");
    assert!(codes.contains(&"anggota") && codes.contains(&"alamat") && codes.len() == 2, "{codes:?}");
}

#[test]
fn t8_an_equal_nik_with_another_name_and_birth_goes_to_review() {
    // R14, T8
    let mut known = household(1, 0);
    let mut stolen = person(1);
    stolen.name = name(PerMille(100), Spelling::Another);
    stolen.birth = BirthAgreement::Differs;
    stolen.support = Support::None;
    known.conflicts = vec![stolen];
    known.registered = 1;
    let identified = decide(&evidence(1, vec![known]));
    assert_eq!(identified.outcome.code(), "TELAAH");
    assert_eq!(identified.outcome.category(), None, "without a category it cannot enter the prelist");
    assert!(!identified.reasons.is_empty());
}

#[test]
fn all_dead_is_refused_and_no_identity_stays_a_draft() {
    // R5, R10
    let mut all_dead = evidence(2, vec![household(1, 2)]);
    all_dead.members.iter_mut().for_each(|m| m.siak = SiakCode::Meninggal);
    assert_eq!(decide(&all_dead).outcome, Outcome::Rejected);
    let mut nothing_shown = evidence(1, Vec::new());
    nothing_shown.identity_shown = false;
    assert_eq!(decide(&nothing_shown).outcome, Outcome::Draft);
}

#[test]
fn a_household_registered_before_joins_its_first_registration() {
    let mut again = evidence(2, vec![household(1, 2)]);
    again.earlier =
        Some(EarlierRegistration { number: RegistrationNumber::new("0001/MPM"), because: "KRT yang sama".to_owned() });
    let identified = decide(&again);
    assert_eq!(identified.outcome.code(), "GANDA");
    assert_eq!(identified.merged_with, Some(RegistrationNumber::new("0001/MPM")));
}

#[test]
fn the_registrys_answer_is_kept_for_every_person() {
    // R10
    let mut mixed = evidence(3, Vec::new());
    mixed.members[1].siak = SiakCode::TidakDiperiksa;
    mixed.members[2].siak = SiakCode::NikTidakAda;
    let identified = decide(&mixed);
    assert_eq!(identified.siak, [(1, SiakCode::Padan), (2, SiakCode::TidakDiperiksa), (3, SiakCode::NikTidakAda)]);
}

proptest! {
    /// R11–R14: a household that goes forward has exactly one category; `BARU` has no household of the
    /// register, the old ones have one; `LAMA_TETAP` has no changed field, `LAMA_BERUBAH` has some.
    #[test]
    fn whoever_goes_forward_always_has_exactly_one_category(
        members in 1..5u16, known in 0..3usize, address in any::<bool>(), marital in any::<bool>(), shown in any::<bool>(), dead in any::<bool>(),
    ) {
        let mut candidates: Vec<Candidate> = (0..known).map(|no| household(no, members)).collect();
        for candidate in &mut candidates {
            if address { candidate.address = Agreement::Differs; }
            if marital { candidate.members[0].marital = Agreement::Differs; }
        }
        let mut case = evidence(members, candidates);
        case.identity_shown = shown;
        if dead { case.members[0].siak = SiakCode::Meninggal; }
        let identified = decide(&case);
        match identified.outcome.category() {
            Some(Category::New) => prop_assert!(identified.household.is_none()),
            Some(Category::KnownUnchanged) => {
                prop_assert!(identified.household.is_some() && identified.changed.is_empty());
            }
            Some(Category::KnownChanged) => {
                prop_assert!(identified.household.is_some() && !identified.changed.is_empty());
            }
            None => prop_assert!(!identified.reasons.is_empty(), "no category without a reason"),
        }
        prop_assert_eq!(decide(&case), identified, "the same evidence gives the same decision");
    }
}
