//! The table of domain §5.2 row by row, and the levels of §5.1.

use super::*;
use crate::registration::RegistrationKind;
use proptest::prelude::*;

fn person(no: u16, nik: NikAgreement) -> PersonEvidence {
    PersonEvidence {
        member_no: no,
        register_no: no,
        name: NameAgreement { similarity: PerMille::FULL, spelling: Spelling::Identical, rarity: PerMille(500) },
        birth: BirthAgreement::AgeFits,
        nik,
        sex: Agreement::Same,
        marital: Agreement::Same,
        relation: Agreement::Same,
        family_relation: Agreement::Same,
        mother: Agreement::Unknown,
        support: Support::None,
        same_desa: true,
        correction: None,
    }
}

fn candidate(id: &str, members: Vec<PersonEvidence>) -> Candidate {
    Candidate {
        household: HouseholdId::new(id),
        registered: members.len().max(2) as u16,
        members,
        conflicts: Vec::new(),
        head: Some(1),
        register_head: Some(1),
        only_registered: Vec::new(),
        only_register: Vec::new(),
        dead: Vec::new(),
        elsewhere: Vec::new(),
        changed_elsewhere: BTreeSet::new(),
        region: Region::SameDesa,
        residence: Agreement::Unknown,
        address: Agreement::Same,
        family_card: Agreement::Unknown,
        registered_families: Some(1),
        register_families: Some(1),
        twin: None,
        weights: Vec::new(),
    }
}

fn known() -> Candidate {
    candidate("3403123001000001", vec![person(1, NikAgreement::Equal), person(2, NikAgreement::Equal)])
}

fn evidence(candidates: Vec<Candidate>) -> HouseholdEvidence {
    let member = |member_no| RegistrantEvidence { member_no, siak: SiakCode::Padan };
    HouseholdEvidence {
        kind: RegistrationKind::Active,
        identity_shown: true,
        members: vec![member(1), member(2)],
        candidates,
        earlier: None,
        claimed_by: None,
        perhaps_with: None,
        shared: Vec::new(),
    }
}

fn check(evidence: &HouseholdEvidence, outcome: &str, reason: ReasonCode) -> Identified {
    let identified = decide(evidence);
    assert_eq!(identified.outcome.code(), outcome, "{identified:?}");
    assert!(identified.reasons.iter().any(|r| r.code == reason), "{:?}", identified.reasons);
    identified
}

#[test]
fn a_household_that_is_not_in_the_register_and_padan_is_new() {
    // R11, T5
    let identified = check(&evidence(Vec::new()), "BARU", ReasonCode::NotInRegister);
    assert!(identified.household.is_none() && identified.flags.is_empty());
}

#[test]
fn a_new_household_without_a_sound_nik_is_new_and_referred_to_dukcapil() {
    let mut evidence = evidence(Vec::new());
    evidence.members[1].siak = SiakCode::NikTidakAda;
    let identified = check(&evidence, "BARU", ReasonCode::NotPadan);
    assert!(identified.flags.contains(&Flag::AdmindukRepair));
}

#[test]
fn a_known_household_in_which_nothing_differs_is_unchanged() {
    // R12
    let identified = check(&evidence(vec![known()]), "LAMA_TETAP", ReasonCode::NothingDiffers);
    assert_eq!(identified.household, Some(HouseholdId::new("3403123001000001")));
    assert!(identified.changed.is_empty());
}

#[test]
fn a_known_household_in_which_something_differs_is_changed_and_says_what() {
    // R13, T7
    let mut candidate = known();
    candidate.only_registered.push(3);
    candidate.address = Agreement::Differs;
    let identified = check(&evidence(vec![candidate]), "LAMA_BERUBAH", ReasonCode::FieldsDiffer);
    assert_eq!(identified.changed_codes(), "anggota|alamat");
}

#[test]
fn a_difference_of_spelling_only_is_no_change_but_a_proposal() {
    // T6
    let mut candidate = known();
    candidate.members[0].name.spelling = Spelling::Variant;
    candidate.members[0].correction = Some(("MOCH ALI".into(), "MUHAMMAD ALI".into()));
    let identified = check(&evidence(vec![candidate]), "LAMA_TETAP", ReasonCode::SpellingOnly);
    assert_eq!(identified.spelling_corrections[0].proposed, "MUHAMMAD ALI");
}

#[test]
fn a_known_household_that_is_not_padan_is_what_its_fields_say_with_a_flag() {
    let mut evidence = evidence(vec![known()]);
    evidence.members[0].siak = SiakCode::NikTidakAda;
    let identified = check(&evidence, "LAMA_TETAP", ReasonCode::NotPadan);
    assert!(identified.flags.contains(&Flag::AdmindukRepair));
}

#[test]
fn a_possible_match_goes_to_a_person() {
    let mut weak = person(2, NikAgreement::Filled);
    weak.support = Support::Weak;
    let mut candidate = candidate("1", vec![weak]);
    candidate.registered = 3;
    let identified = check(&evidence(vec![candidate]), "TELAAH", ReasonCode::WeakEvidence);
    assert!(identified.household.is_none(), "a reviewed case is not linked");
    assert_eq!(identified.shown_household(), Some(&HouseholdId::new("1")), "but its candidate is shown");
}

#[test]
fn two_households_with_a_claim_go_to_a_person() {
    let mut first = known();
    first.only_registered.push(3);
    let mut second = candidate("2", vec![PersonEvidence { register_no: 1, ..person(3, NikAgreement::Equal) }]);
    second.head = Some(1);
    check(&evidence(vec![first, second]), "TELAAH", ReasonCode::FromSeveralHouseholds);
}

#[test]
fn one_member_who_married_in_from_a_standing_household_is_no_second_claim() {
    let mut first = known();
    first.only_registered.push(3);
    let bride = PersonEvidence { register_no: 3, ..person(3, NikAgreement::Equal) };
    let mut second = candidate("2", vec![bride]);
    second.only_register = vec![1, 2, 4];
    let identified = check(&evidence(vec![first, second]), "LAMA_BERUBAH", ReasonCode::FieldsDiffer);
    assert!(identified.changed.contains(&ChangedField::Members));
}

#[test]
fn a_household_that_moved_inside_the_kabupaten_is_changed_and_not_created_again() {
    let mut candidate = known();
    candidate.region = Region::OtherDesa;
    let identified = check(&evidence(vec![candidate]), "LAMA_BERUBAH", ReasonCode::MovedWithin);
    assert!(identified.flags.contains(&Flag::Moved) && identified.changed.contains(&ChangedField::Address));
}

#[test]
fn a_household_that_moved_in_from_another_kabupaten_is_changed_too() {
    let mut candidate = known();
    candidate.region = Region::OtherKabupaten;
    check(&evidence(vec![candidate]), "LAMA_BERUBAH", ReasonCode::FieldsDiffer);
}

#[test]
fn when_all_are_dead_the_registration_is_rejected_and_the_row_is_a_candidate_for_code_five() {
    let mut evidence = evidence(vec![known()]);
    for member in &mut evidence.members {
        member.siak = SiakCode::Meninggal;
    }
    let identified = check(&evidence, "DITOLAK", ReasonCode::AllDead);
    assert!(identified.flags.contains(&Flag::CodeFiveCandidate));
    evidence.members[0].siak = SiakCode::Padan;
    check(&evidence, "LAMA_TETAP", ReasonCode::NothingDiffers);
}

#[test]
fn a_number_with_another_name_and_date_goes_to_a_person() {
    // T8
    let mut conflict = person(1, NikAgreement::Equal);
    conflict.name = NameAgreement { similarity: PerMille(100), spelling: Spelling::Another, rarity: PerMille(0) };
    conflict.birth = BirthAgreement::Differs;
    assert_eq!(conflict.level(), PersonLevel::M2);
    let mut candidate = candidate("1", Vec::new());
    candidate.conflicts.push(conflict);
    check(&evidence(vec![candidate]), "TELAAH", ReasonCode::NikConflict);
}

#[test]
fn a_household_that_stands_twice_in_the_register_goes_to_a_person() {
    let mut candidate = known();
    candidate.twin = Some(HouseholdId::new("9"));
    let identified = check(&evidence(vec![candidate]), "TELAAH", ReasonCode::TwiceInRegister);
    assert!(identified.flags.contains(&Flag::RegisterDuplicate));
}

#[test]
fn people_who_left_a_household_without_its_head_are_a_split_for_a_person_to_decide() {
    let mut candidate = known();
    candidate.members.truncate(1);
    candidate.members[0].register_no = 3;
    candidate.only_register = vec![1, 2];
    check(&evidence(vec![candidate.clone()]), "TELAAH", ReasonCode::SplitOff);
    candidate.dead = vec![1, 2];
    let identified = check(&evidence(vec![candidate]), "LAMA_BERUBAH", ReasonCode::FieldsDiffer);
    assert!(identified.changed.contains(&ChangedField::Head), "a survivor who became head is the same household");
}

#[test]
fn the_same_household_registered_again_joins_the_first() {
    // T9, T11
    let mut evidence = evidence(vec![known()]);
    evidence.earlier = Some(EarlierRegistration { number: RegistrationNumber::new("7"), because: "x".into() });
    let identified = check(&evidence, "GANDA", ReasonCode::RegisteredBefore);
    assert_eq!(identified.merged_with, Some(RegistrationNumber::new("7")));
    assert!(identified.household.is_some());
}

#[test]
fn a_reason_that_speaks_of_another_registration_names_it() {
    let seven = Some(RegistrationNumber::new("7"));
    let named = |e: &HouseholdEvidence| decide(e).reasons.iter().find_map(Reason::registration);
    let mut earlier = evidence(vec![known()]);
    earlier.earlier = Some(EarlierRegistration { number: RegistrationNumber::new("7"), because: "x".into() });
    assert_eq!(named(&earlier), seven);
    let mut claimed = evidence(vec![known()]);
    claimed.claimed_by = seven.clone();
    assert_eq!(named(&claimed), seven);
    let mut kitchen = evidence(Vec::new());
    kitchen.perhaps_with = seven.clone();
    assert_eq!(named(&kitchen), seven);
    let mut shared = evidence(Vec::new());
    shared.shared.push(SharedPerson { member_no: 1, other: RegistrationNumber::new("7") });
    assert_eq!(named(&shared), seven);
    assert_eq!(named(&evidence(vec![known()])), None);
}

#[test]
fn an_active_registration_without_identity_stays_a_draft_and_a_passive_one_goes_on() {
    // R5, T2
    let mut evidence = evidence(vec![known()]);
    evidence.identity_shown = false;
    check(&evidence, "DRAF", ReasonCode::NoIdentity);
    evidence.kind = RegistrationKind::Passive;
    let identified = check(&evidence, "LAMA_TETAP", ReasonCode::NothingDiffers);
    assert!(identified.flags.contains(&Flag::WithoutIdentity));
}

#[test]
fn a_civil_registry_that_is_down_blocks_nothing_here() {
    // T10
    let mut evidence = evidence(vec![known()]);
    for member in &mut evidence.members {
        member.siak = SiakCode::TidakDiperiksa;
    }
    let identified = check(&evidence, "LAMA_TETAP", ReasonCode::NothingDiffers);
    assert!(identified.flags.contains(&Flag::RegistryUnasked));
}

#[test]
fn each_level_of_evidence_asks_for_what_the_rule_says() {
    let level = |change: fn(&mut PersonEvidence)| {
        let mut evidence = person(1, NikAgreement::Filled);
        change(&mut evidence);
        evidence.level()
    };
    assert_eq!(level(|e| e.nik = NikAgreement::Equal), PersonLevel::M1);
    assert_eq!(level(|e| e.nik = NikAgreement::Bridged), PersonLevel::M1);
    assert_eq!(level(|e| e.birth = BirthAgreement::Equal), PersonLevel::M3);
    assert_eq!(level(|e| e.support = Support::Strong), PersonLevel::M3);
    assert_eq!(level(|e| e.support = Support::Weak), PersonLevel::M4);
    assert_eq!(level(|e| e.mother = Agreement::Same), PersonLevel::M4);
    assert_eq!(level(|_| ()), PersonLevel::M0, "a namesake of the same age in the same desa is no evidence");
    assert_eq!(level(|e| e.nik = NikAgreement::Slip), PersonLevel::M3);
    assert_eq!(level(|e| e.nik = NikAgreement::Differs), PersonLevel::M0);
    let other_person = |e: &mut PersonEvidence| {
        e.nik = NikAgreement::OtherPerson;
        e.support = Support::Certain;
        e.birth = BirthAgreement::Equal;
    };
    assert_eq!(level(other_person), PersonLevel::M0, "two persons of the registry are two persons");
}

fn any_person(no: u16) -> impl Strategy<Value = PersonEvidence> {
    let nik = prop::sample::select(vec![
        NikAgreement::Equal,
        NikAgreement::Bridged,
        NikAgreement::SwappedInHousehold,
        NikAgreement::Filled,
        NikAgreement::Slip,
        NikAgreement::Corrected,
        NikAgreement::Missing,
        NikAgreement::Differs,
        NikAgreement::OtherPerson,
    ]);
    let birth = prop::sample::select(vec![
        BirthAgreement::Equal,
        BirthAgreement::Near,
        BirthAgreement::AgeFits,
        BirthAgreement::Unknown,
        BirthAgreement::Differs,
    ]);
    let support = prop::sample::select(vec![Support::None, Support::Weak, Support::Strong, Support::Certain]);
    (nik, birth, support, 0..=1000u16).prop_map(move |(nik, birth, support, similarity)| {
        let mut evidence = person(no, nik);
        evidence.birth = birth;
        evidence.support = support;
        evidence.name.similarity = PerMille(similarity);
        evidence.name.spelling = if similarity < 700 { Spelling::Another } else { Spelling::Variant };
        evidence
    })
}

proptest! {
    #[test]
    fn nothing_is_linked_without_a_reason_and_without_a_probable_household(
        one in any_person(1), two in any_person(2), shown: bool, twin: bool,
    ) {
        let mut candidate = candidate("1", vec![one, two]);
        candidate.members.retain(|m| m.level() >= PersonLevel::M4);
        candidate.twin = twin.then(|| HouseholdId::new("2"));
        let mut evidence = evidence(vec![candidate.clone()]);
        evidence.identity_shown = shown;
        let identified = decide(&evidence);
        prop_assert!(!identified.reasons.is_empty());
        if identified.household.is_some() {
            prop_assert!(candidate.level() >= HouseholdLevel::Probable);
            prop_assert!(candidate.twin.is_none());
        }
        prop_assert_eq!(identified.household.is_some(), matches!(
            identified.outcome, Outcome::Category(Category::KnownUnchanged | Category::KnownChanged)
        ));
        prop_assert_eq!(decide(&evidence), identified, "the same evidence decides the same");
    }
}
