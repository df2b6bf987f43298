use super::*;
use crate::household::{Household, Member, Origin, Place};
use crate::id::HouseholdId;
use crate::person::{Birth, Sex};
use crate::questionnaire::Item;
use crate::ranking::{Percentile, Placed, Ranked, Score, Unscored};
use proptest::prelude::*;

const TODAY: Date = Date::constant(2017, 3, 1);

fn born(years_ago: i16) -> Birth {
    Birth::On(Date::constant(2017 - years_ago, 1, 15))
}

fn member(no: u16, sex: Sex, age: Option<i16>, family: u8) -> Member {
    Member {
        sex: Some(sex),
        birth: age.map_or(Birth::Unknown, born),
        family_no: Some(family),
        ..Member::named(no, format!("ORANG {no}"))
    }
}

fn household(id: &str, members: Vec<Member>) -> Household {
    Household {
        id: HouseholdId::new(id),
        place: Place::default(),
        member_count: None,
        family_count: None,
        answers: Default::default(),
        members,
        origin: Origin::default(),
    }
}

fn ranked(id: &str, rank: u32, percentile: u8) -> Ranked {
    let percentile = Percentile::new(percentile).unwrap();
    let score = Score::from_millionths(i64::from(rank));
    Ranked { household: HouseholdId::new(id), outcome: Ok(Placed { score, percentile, rank, incomplete: false }) }
}

fn clause(name: &str, text: &str, unit: Unit) -> Clause {
    let expression = parse(text, unit, &Names::new()).unwrap();
    Clause { name: name.to_owned(), label: name.to_owned(), text: text.to_owned(), expression }
}

fn programme(unit: Unit, quota: Option<u32>, requires: &[(&str, &str)], any_of: &[(&str, &str)]) -> Programme {
    let clauses = |list: &[(&str, &str)]| list.iter().map(|(name, text)| clause(name, text, unit)).collect();
    Programme {
        id: "uji".into(),
        name: "Uji".into(),
        version: "1".into(),
        unit,
        owner: "Kementerian".into(),
        source: "uji".into(),
        confidence: Confidence::Unverified,
        valid_from: Date::constant(2017, 1, 1),
        valid_to: None,
        quota,
        requires: clauses(requires),
        any_of: clauses(any_of),
        reviews: Vec::new(),
    }
}

/// The truth of a rule about a household of one family.
fn check(text: &str, unit: Unit, household: &Household) -> Truth {
    let (ranked, declared) = (ranked("1", 1, 30), Declared::new());
    let case = Case {
        household,
        ranked: &ranked,
        today: TODAY,
        family: (unit != Unit::Household).then_some(1),
        person: if unit == Unit::Person { household.members.first() } else { None },
        declared: &declared,
    };
    case.judge(&parse(text, unit, &Names::new()).unwrap())
}

#[test]
fn an_unknown_age_is_neither_old_nor_young() {
    let home = household("1", vec![member(1, Sex::Male, None, 1)]);
    assert_eq!(check("p.umur >= 60", Unit::Person, &home), Truth::Unknown);
    assert_eq!(check("not p.umur >= 60", Unit::Person, &home), Truth::Unknown);
    assert_eq!(check("p.umur >= 60 or h.desil <= 4", Unit::Person, &home), Truth::True);
    assert_eq!(check("p.umur >= 60 and h.desil > 4", Unit::Person, &home), Truth::False);
}

#[test]
fn a_question_that_does_not_arise_is_answered_no_and_not_unknown() {
    let home = household("1", vec![member(1, Sex::Male, Some(30), 1), member(2, Sex::Female, Some(60), 1)]);
    assert_eq!(check("any(p: p.hamil)", Unit::Family, &home), Truth::False);
    let home = household("1", vec![member(1, Sex::Female, Some(30), 1)]);
    assert_eq!(check("any(p: p.hamil)", Unit::Family, &home), Truth::Unknown);
}

#[test]
fn a_count_with_unknown_members_is_decided_as_soon_as_it_can_be() {
    let mut members: Vec<Member> = (1..=3).map(|n| member(n, Sex::Male, Some(3), 1)).collect();
    members.push(member(4, Sex::Male, None, 1));
    let home = household("1", members);
    assert_eq!(check("count(p: p.umur <= 6) >= 3", Unit::Family, &home), Truth::True);
    assert_eq!(check("count(p: p.umur <= 6) = 3", Unit::Family, &home), Truth::Unknown);
    assert_eq!(check("count(p: p.umur <= 6) > 4", Unit::Family, &home), Truth::False);
}

#[test]
fn a_member_who_died_or_moved_is_not_counted() {
    let mut gone = member(2, Sex::Male, Some(70), 1);
    gone.answers.set(Item::Presence, 2);
    let home = household("1", vec![member(1, Sex::Male, Some(40), 1), gone]);
    assert_eq!(check("any(p: p.umur >= 60)", Unit::Family, &home), Truth::False);
    assert_eq!(check("k.anggota = 1", Unit::Family, &home), Truth::True);
}

#[test]
fn a_rule_about_a_family_does_not_see_the_other_family_of_the_house() {
    let home = household("1", vec![member(1, Sex::Male, Some(40), 1), member(2, Sex::Male, Some(70), 2)]);
    assert_eq!(check("any(p: p.umur >= 60)", Unit::Family, &home), Truth::False);
    assert_eq!(check("any(p: p.umur >= 60)", Unit::Household, &home), Truth::True);
}

#[test]
fn a_member_of_an_unknown_family_makes_a_yes_unknown() {
    let mut lost = member(2, Sex::Male, Some(70), 1);
    lost.family_no = None;
    let home = household("1", vec![member(1, Sex::Male, Some(40), 1), lost]);
    assert_eq!(check("any(p: p.umur >= 60)", Unit::Family, &home), Truth::Unknown);
    assert_eq!(check("k.anggota = 1", Unit::Family, &home), Truth::Unknown);
}

#[test]
fn a_mistake_in_a_rule_is_named_with_line_column_and_repair() {
    let refused = |text: &str, unit| {
        let e = parse(text, unit, &Names::new()).unwrap_err();
        (e.line, e.column, e.what)
    };
    assert_eq!(refused("h.desil <= 4 and\n  h.kekayaan > 1", Unit::Household), (2, 5, "`h.kekayaan` tidak ada".into()));
    assert_eq!(refused("p.umur > 60", Unit::Family).2, "`p.` belum menunjuk siapa pun");
    assert_eq!(refused("k.anggota > 1", Unit::Household).2, "program ini menghitung rumah tangga, bukan keluarga");
    assert_eq!(refused("any(p: p.hamil = 1)", Unit::Household).2, "keterangan ini ya atau tidak, bukan bilangan");
    assert_eq!(refused("h.desil", Unit::Household).2, "bilangan ini belum dibandingkan dengan apa pun");
    assert_eq!(
        refused("h.desil <= 4 h.pkh", Unit::Household),
        (1, 14, "syarat sudah lengkap, tetapi masih ada tulisan".into())
    );
    assert_eq!(refused("h.desil <=", Unit::Household).2, "syarat terputus");
    assert_eq!(refused("h.desil in SIAPA", Unit::Household).2, "daftar kode `SIAPA` tidak dikenal");
    assert_eq!(refused("h.desil ≤ 4", Unit::Household), (1, 9, "tanda `≤` tidak dikenal".into()));
    assert_eq!(refused(&"(".repeat(10_000), Unit::Household).2, "tanda kurung bersarang terlalu dalam");
    assert!(parse(&format!("{}h.pkh", "not ".repeat(100_001)), Unit::Household, &Names::new()).is_ok());
}

#[test]
fn a_list_names_the_clause_that_admits_or_fails_and_keeps_those_behind_the_quota() {
    let rule = programme(
        Unit::Family,
        Some(1),
        &[("desil", "h.desil <= 4")],
        &[("balita", "any(p: p.umur <= 6)"), ("lansia", "any(p: p.umur >= 60)")],
    );
    let homes = [
        (household("A", vec![member(1, Sex::Male, Some(70), 1)]), ranked("A", 1, 5)),
        (household("B", vec![member(1, Sex::Male, Some(2), 1)]), ranked("B", 2, 6)),
        (household("C", vec![member(1, Sex::Male, Some(40), 1)]), ranked("C", 3, 7)),
        (
            household("D", vec![member(1, Sex::Male, Some(70), 1)]),
            Ranked { household: "D".into(), outcome: Err(Unscored::NoHousing) },
        ),
        (household("E", vec![member(1, Sex::Male, Some(40), 1)]), ranked("E", 4, 90)),
    ];
    let none = |_: &HouseholdId| Declared::new();
    let list = draw(&rule, homes.iter().map(|(h, r)| (h, r)), &none, TODAY);
    let seen: Vec<(&str, &str, &str)> =
        list.rows.iter().map(|r| (r.household.as_str(), r.outcome.code(), r.outcome.clause())).collect();
    assert_eq!(
        seen,
        [
            ("A", "MASUK", "lansia"),
            ("B", "KUOTA", "balita"),
            ("C", "NYARIS", "salah_satu"),
            ("D", "BELUM_DIKETAHUI", "desil"),
        ]
    );
    assert_eq!(list.counts.not_eligible, 1);
    let turned = draw(&rule, homes.iter().rev().map(|(h, r)| (h, r)), &none, TODAY);
    assert_eq!(list, turned, "the order of the input does not matter");
}

#[test]
fn a_death_removes_the_person_from_the_list_drawn_after_it() {
    // T25
    let rule = programme(Unit::Person, None, &[("umur", "p.umur >= 80")], &[]);
    let mut home = household("A", vec![member(1, Sex::Female, Some(85), 1)]);
    let place = ranked("A", 1, 3);
    let none = |_: &HouseholdId| Declared::new();
    assert_eq!(draw(&rule, [(&home, &place)], &none, TODAY).counts.admitted, 1);
    home.members[0].answers.set(Item::Presence, 2);
    assert_eq!(draw(&rule, [(&home, &place)], &none, TODAY).counts.admitted, 0);
}

#[test]
fn a_household_whose_families_carry_no_number_is_listed_as_unknown_and_not_passed_over() {
    let rule = programme(Unit::Family, None, &[("lansia", "any(p: p.umur >= 60)")], &[]);
    let mut home = household("A", vec![member(1, Sex::Male, Some(70), 1), member(2, Sex::Male, Some(40), 2)]);
    home.family_count = Some(2);
    home.members.iter_mut().for_each(|m| m.family_no = None);
    let place = ranked("A", 1, 3);
    let list = draw(&rule, [(&home, &place)], &|_| Declared::new(), TODAY);
    assert_eq!((list.rows[0].outcome.code(), list.rows[0].family_no), ("BELUM_DIKETAHUI", None));
    home.family_count = Some(1);
    assert_eq!(draw(&rule, [(&home, &place)], &|_| Declared::new(), TODAY).rows[0].outcome.code(), "MASUK");
}

#[test]
fn a_fact_outside_the_questionnaire_is_unknown_until_an_office_states_it() {
    let rule = programme(Unit::Person, None, &[("yatim", "p.yatim_piatu")], &[]);
    let (home, place) = (household("A", vec![member(1, Sex::Male, Some(9), 1)]), ranked("A", 1, 3));
    let judged = |declared: Declared| rule.judge(&rule.cases(&home, &place, TODAY, &declared)[0]);
    assert_eq!(judged(Declared::new()), Verdict::NotAdmitted { failed: vec![("yatim".into(), Truth::Unknown)] });
    let stated = Declared::from([((1, ExternalFact::Orphan), true)]);
    assert!(matches!(judged(stated), Verdict::Admitted { .. }));
}

proptest! {
    #[test]
    fn any_text_is_parsed_or_refused_and_never_breaks(text in "[hkp.()a-z<>=0-9 ,:\\[\\]\n]{0,60}") {
        let _ = parse(&text, Unit::Person, &Names::new());
    }

    #[test]
    fn more_knowledge_never_turns_a_yes_into_a_no(known in proptest::collection::vec(any::<bool>(), 4), ages in proptest::collection::vec(0i16..100, 4)) {
        let text = "count(p: p.umur >= 60) >= 2 or any(p: p.umur <= 6) and not any(p: 18 <= p.umur < 60)";
        let part: Vec<Member> = known.iter().zip(&ages).zip(1u16..).map(|((known, age), n)| member(n, Sex::Male, known.then_some(*age), 1)).collect();
        let whole: Vec<Member> = ages.iter().zip(1u16..).map(|(age, n)| member(n, Sex::Male, Some(*age), 1)).collect();
        let before = check(text, Unit::Family, &household("1", part));
        let after = check(text, Unit::Family, &household("1", whole));
        prop_assert_ne!(after, Truth::Unknown);
        prop_assert!(before == Truth::Unknown || before == after);
    }
}
