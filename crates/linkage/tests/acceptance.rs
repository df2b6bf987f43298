//! Acceptance scenarios T5–T11 of domain §11 that identification answers for.

mod village;

use domain::civil_registry::{CivilStatus, SiakCode};
use domain::identification::{Flag, Identified, Outcome, ReasonCode};
use domain::person::{Nik, NoKk, Relation, Sex};
use village::*;

fn check(identified: &Identified, outcome: &str, changed: &str) {
    assert_eq!((identified.outcome.code(), identified.changed_codes().as_str()), (outcome, changed), "{identified:#?}");
}

#[test]
fn t5_a_head_who_is_not_in_the_register_and_padan_is_new() {
    let here = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let new = couple("BAMBANG PURWADI", "ENDAH SARI", "LUSI", 9101);
    let mut everybody = here.clone();
    everybody.extend(new.clone());
    let found = run(&[census("1", &here)], &civil(&everybody), &[registration("A", DESA, &new)]);
    check(&found[0], "BARU", "");
    assert!(found[0].siak.iter().all(|(_, code)| *code == SiakCode::Padan));
}

#[test]
fn t6_another_spelling_of_muhammad_is_no_change_and_a_correction_is_proposed() {
    let now = couple("MUHAMMAD ALI", "WAGINI", "DEWI", 9001);
    let mut then = now.clone();
    then[0].name = "MOCH. ALI".into();
    let found = run(&[census("1", &then)], &civil(&now), &[registration("A", DESA, &now)]);
    check(&found[0], "LAMA_TETAP", "");
    let correction = &found[0].spelling_corrections[0];
    assert_eq!((correction.written.as_str(), correction.proposed.as_str()), ("MOCH ALI", "MUHAMMAD ALI"));
}

#[test]
fn t7_a_baby_and_another_address_are_named_as_the_changed_fields() {
    let then = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let mut now = then.clone();
    now.push(person("BAYU SUGENG", Sex::Male, (2016, 9, 1), Relation::Child, 9050));
    let now = family(now);
    let mut registration = registration("A", DESA, &now);
    registration.place.rt = Some(1);
    registration.place.address = "JL. KENANGA NO. 3".into();
    let found = run(&[census("1", &then)], &civil(&then), &[registration]);
    check(&found[0], "LAMA_BERUBAH", "anggota|alamat");
    assert_eq!(found[0].siak[3].1, SiakCode::NikTidakAda, "the registry has not heard of the baby");
}

#[test]
fn t8_a_nik_of_somebody_else_goes_to_a_person_with_the_reason() {
    let victim = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let mut thief = couple("BAMBANG PURWADI", "ENDAH SARI", "LUSI", 9101);
    let mut everybody = victim.clone();
    everybody.extend(thief.clone());
    thief[0].nik = victim[0].nik;
    thief[0].born = domain::Date::constant(1961, 5, 2);
    let found = run(&[census("1", &victim)], &civil(&everybody), &[registration("A", DESA, &thief)]);
    check(&found[0], "TELAAH", "");
    assert!(found[0].household.is_none() && found[0].reasons[0].code == ReasonCode::NikConflict);
    assert!(!found[0].reasons[0].detail.contains("990101"), "a reason never shows a NIK");
}

#[test]
fn t9_a_household_registered_in_two_desa_is_one_and_a_person_in_two_households_is_reviewed() {
    let here = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let there = couple("BAMBANG PURWADI", "ENDAH SARI", "LUSI", 9101);
    let register = [census("1", &here), census("2", &there)];
    let mut everybody = here.clone();
    everybody.extend(there.clone());

    let twice = [registration("B", OTHER_DESA, &here), registration("A", DESA, &here)];
    let found = run(&register, &civil(&everybody), &twice);
    check(&found[1], "LAMA_TETAP", "");
    assert_eq!(found[0].outcome, Outcome::Duplicate { of: "A".into() }, "the later number joins the earlier");
    assert_eq!(found[0].household, found[1].household);

    let mut with_a_guest = there.clone();
    with_a_guest.push(here[2].clone());
    let found =
        run(&register, &civil(&everybody), &[registration("A", DESA, &here), registration("B", DESA, &with_a_guest)]);
    check(&found[0], "LAMA_TETAP", "");
    check(&found[1], "TELAAH", "anggota|jumlah_keluarga");
    assert!(found[1].flags.contains(&Flag::PersonTwice));
}

#[test]
fn t10_a_civil_registry_that_is_down_leaves_not_checked_and_blocks_nothing() {
    let here = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let found = run(&[census("1", &here)], &[], &[registration("A", DESA, &here)]);
    check(&found[0], "LAMA_TETAP", "");
    assert!(found[0].siak.iter().all(|(_, code)| *code == SiakCode::TidakDiperiksa));
}

#[test]
fn t11_one_kitchen_registered_once_per_family_card_is_one_household() {
    let old = family(vec![
        person("KASIMIN", Sex::Male, (1950, 2, 3), Relation::Head, 9001),
        person("TUKINAH", Sex::Female, (1953, 5, 21), Relation::Spouse, 9002),
    ]);
    let young = couple("JOKO SUSILO", "RINI ASTUTI", "DEWI", 9101);
    let mut together = old.clone();
    together.extend(young.clone());
    let mut register = census("1", &together);
    register.family_count = Some(2);
    for (member, relation) in
        register.members[2..].iter_mut().zip([Relation::Child, Relation::ChildInLaw, Relation::Grandchild])
    {
        member.family_relation = member.relation;
        member.family_no = Some(2);
        member.relation = Some(relation);
    }
    let books = [registration("A", DESA, &old), registration("B", DESA, &young)];
    let found = run(&[register], &civil(&together), &books);
    check(&found[0], "LAMA_TETAP", "");
    check(&found[1], "GANDA", "");
    assert_eq!(found[1].merged_with, Some("A".into()));
    assert_eq!(found[1].household, found[0].household);
}

#[test]
fn namesakes_of_the_same_age_in_the_same_desa_are_not_merged() {
    let here = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let mut namesakes = couple("SUGENG RAHARDJO", "WAGINI", "LUSI", 9101);
    namesakes[0].born = domain::Date::constant(1976, 1, 4);
    namesakes[0].nik = Nik::parse("9901010401769777").unwrap();
    let mut everybody = here.clone();
    everybody.extend(namesakes.clone());
    let mut elsewhere = registration("A", DESA, &namesakes);
    elsewhere.place.address = "JL. KENANGA NO. 3".into();
    let found = run(&[census("1", &here)], &civil(&everybody), &[elsewhere]);
    check(&found[0], "BARU", "");
}

#[test]
fn a_mistyped_or_missing_nik_is_bridged_by_the_civil_registry_and_is_no_change() {
    let here = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let mut book = registration("A", DESA, &here);
    book.members[0].nik = Some(Nik::parse("9901012410759007").unwrap());
    book.members[1].nik = None;
    let found = run(&[census("1", &here)], &civil(&here), &[book]);
    check(&found[0], "LAMA_TETAP", "");
    assert!(found[0].flags.contains(&Flag::AdmindukRepair));
}

#[test]
fn a_spouses_nik_on_the_heads_row_is_a_swap_and_no_stolen_number() {
    let here = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let mut book = registration("A", DESA, &here);
    book.members[0].nik = Some(here[1].nik);
    book.members[1].nik = None;
    let found = run(&[census("1", &here)], &civil(&here), &[book]);
    check(&found[0], "LAMA_TETAP", "");
}

#[test]
fn a_household_whose_numbers_the_census_lacks_is_known_by_its_people_together() {
    let here = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let mut register = census("1", &here);
    for member in &mut register.members {
        member.nik = None;
    }
    let found = run(&[register.clone()], &civil(&here), &[registration("A", DESA, &here)]);
    check(&found[0], "LAMA_BERUBAH", "nik");
    // one person alone is not enough for a link
    register.members.truncate(1);
    let found = run(&[register], &civil(&here), &[registration("A", DESA, &here[..1])]);
    assert_eq!(found[0].outcome.code(), "TELAAH");
}

#[test]
fn dead_people_are_rejected_and_a_status_of_tomorrow_is_not_yet_in_force() {
    let here = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let mut records = civil(&here);
    for record in &mut records {
        record.status = CivilStatus::Dead;
        record.status_date = Some(domain::Date::constant(2016, 1, 1));
    }
    let found = run(&[census("1", &here)], &records, &[registration("A", DESA, &here)]);
    check(&found[0], "DITOLAK", "");
    assert!(found[0].flags.contains(&Flag::CodeFiveCandidate));
    for record in &mut records {
        record.status_date = Some(TODAY.tomorrow().unwrap());
    }
    let found = run(&[census("1", &here)], &records, &[registration("A", DESA, &here)]);
    check(&found[0], "LAMA_TETAP", "");
}

#[test]
fn a_household_that_stands_twice_in_the_register_is_shown_with_the_id_that_survives() {
    let here = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let other = couple("BAMBANG PURWADI", "ENDAH SARI", "LUSI", 9101);
    let register = [census("1", &here), census("2", &other), census("3", &here)];
    let pairs = linkage::duplicate_register_households(&register);
    assert_eq!(pairs, [("1".into(), "3".into())]);
    let found = run(&register, &civil(&here), &[registration("A", DESA, &here)]);
    assert_eq!(found[0].outcome, Outcome::Review { candidate: Some("1".into()) });

    let mut assisted = register.clone();
    assisted[2].answers.set(domain::questionnaire::Item::Pkh, 1);
    assert_eq!(linkage::duplicate_register_households(&assisted), [("3".into(), "1".into())]);
}

#[test]
fn a_changed_family_card_is_named_only_where_the_register_had_one() {
    let here = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let mut register = census("1", &here);
    for member in &mut register.members {
        member.no_kk = NoKk::parse("9901010101080001").ok();
    }
    let found = run(&[register], &civil(&here), &[registration("A", DESA, &here)]);
    check(&found[0], "LAMA_BERUBAH", "no_kk");
}

#[test]
fn a_household_of_another_kabupaten_moves_in_unless_the_civil_registry_has_it_elsewhere_still() {
    // domain §5.2: match, BDT household in another kab/kota
    let here = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let mut register = census("1", &here);
    register.place = place("9902012001");
    let book = registration("A", DESA, &here);
    let moved = run(&[register.clone()], &civil(&here), std::slice::from_ref(&book));
    check(&moved[0], "LAMA_BERUBAH", "alamat");
    assert!(moved[0].flags.contains(&Flag::MovedIn) && !moved[0].flags.contains(&Flag::Moved));

    let mut elsewhere = civil(&here);
    for record in &mut elsewhere {
        record.desa = domain::area::AreaCode::parse("9902012001").ok();
    }
    let found = run(&[register.clone()], &elsewhere, std::slice::from_ref(&book));
    assert_eq!(found[0].outcome, Outcome::Review { candidate: Some("1".into()) });
    // a civil registry that is down blocks nothing (T10)
    let unasked = run(&[register], &[], &[book]);
    check(&unasked[0], "LAMA_BERUBAH", "alamat");
}

/// The same people without any number, in a book of another day.
fn without_numbers(number: &str, persons: &[Person]) -> domain::registration::Registration {
    let mut book = registration(number, DESA, persons);
    for member in &mut book.members {
        member.nik = None;
        member.no_kk = None;
    }
    book
}

#[test]
fn a_household_registered_twice_without_any_number_is_one_household() {
    let here = couple("SUGENG RAHARDJO", "WAGINI", "DEWI", 9001);
    let strangers = couple("BAMBANG PURWADI", "ENDAH SARI", "LUSI", 9101);
    let register = [census("1", &here)];
    let again = without_numbers("B", &strangers);
    for first in [without_numbers("A", &strangers), registration("A", DESA, &strangers)] {
        for civil in [civil(&here), Vec::new()] {
            let found = run(&register, &civil, &[first.clone(), again.clone()]);
            check(&found[0], "BARU", "");
            check(&found[1], "GANDA", "");
            assert_eq!(found[1].merged_with.as_ref().unwrap().as_str(), "A");
        }
    }
}

#[test]
fn people_without_numbers_who_moved_within_the_desa_are_looked_at_and_never_two_new_households() {
    let strangers = couple("BAMBANG PURWADI", "ENDAH SARI", "LUSI", 9101);
    let first = without_numbers("A", &strangers);
    let mut moved = without_numbers("B", &strangers);
    moved.place.rt = Some(1);
    let found = run(&[], &[], &[first.clone(), moved]);
    assert!(found.iter().all(|f| f.outcome.code() == "TELAAH"), "{found:#?}");
    // dates of birth nobody knows: the heads' name and the house are left
    let mut undated = without_numbers("C", &strangers);
    undated.members.iter_mut().for_each(|m| m.birth = domain::person::Birth::Unknown);
    let found = run(&[], &[], &[first, undated]);
    check(&found[1], "TELAAH", "");
}

#[test]
fn namesakes_of_one_birthday_whose_numbers_differ_are_two_people() {
    let one = couple("SLAMET", "WAGINI", "DEWI", 9001);
    let other = couple("SLAMET", "WAGINI", "DEWI", 9101);
    let found = run(&[], &[], &[registration("A", DESA, &one), registration("B", DESA, &other)]);
    check(&found[0], "BARU", "");
    check(&found[1], "BARU", "");
}
