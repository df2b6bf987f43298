//! The cross-field checks of domain §4.3, one defect at a time. R17.

use crate::build::{day, person, rts};
use domain::Date;
use domain::defect::{DefectKind, Level};
use domain::household::{Household, Member, Origin, Place};
use domain::id::QuestionnaireId;
use domain::person::{MaritalStatus, Nik, Relation, Sex};
use domain::questionnaire::{Answers, Item};
use domain::verification::{FilledQuestionnaire, PrelistMembers, VisitResult, VisitSource, check, passes};

/// A sound household: a couple with a child of ten, house of 36 m².
fn sound() -> FilledQuestionnaire {
    let mut members = vec![
        person(1, "BAPAK CONTOH", Relation::Head, Sex::Male, Date::constant(1975, 1, 1)),
        person(2, "IBU CONTOH", Relation::Spouse, Sex::Female, Date::constant(1978, 1, 1)),
        person(3, "ANAK CONTOH", Relation::Child, Sex::Male, Date::constant(2006, 1, 1)),
    ];
    members[0].marital = Some(MaritalStatus::Married);
    members[1].marital = Some(MaritalStatus::Married);
    for member in &mut members {
        member.answers.set(Item::Presence, 1);
    }
    FilledQuestionnaire {
        id: QuestionnaireId::new("P1"),
        source: VisitSource::Deliberation,
        key: rts(1).to_string(),
        date: Some(day()),
        officer: Some("PENDATA".to_owned()),
        checked_on: None,
        checker: None,
        result: Some(VisitResult::Completed),
        target: None,
        family_cards: Vec::new(),
        household: Household {
            id: rts(1),
            place: Place::default(),
            member_count: Some(3),
            family_count: Some(1),
            answers: [(Item::FloorArea, 36), (Item::Floor, 6), (Item::Goats, 2)].into_iter().collect(),
            members,
            origin: Origin::default(),
        },
    }
}

/// Spoils the sound questionnaire and expects exactly this defect.
fn spoiled(kind: DefectKind, level: Level, member_no: Option<u16>, spoil: impl FnOnce(&mut FilledQuestionnaire)) {
    let mut form = sound();
    spoil(&mut form);
    let found = check(&form, Some(&prelist()));
    let brief: Vec<_> = found.iter().map(|d| (d.kind, d.level, d.member_no)).collect();
    assert_eq!(brief, [(kind, level, member_no)]);
    assert_eq!(passes(&found), level < Level::Reject);
}

fn prelist() -> PrelistMembers {
    PrelistMembers::of(&sound().household)
}

fn member(form: &mut FilledQuestionnaire, no: u16) -> &mut Member {
    &mut form.household.members[usize::from(no) - 1]
}

#[test]
fn a_sound_questionnaire_passes() {
    // R17
    assert_eq!(check(&sound(), Some(&prelist())), []);
}

#[test]
fn the_stated_counts_agree_with_those_who_live_there() {
    spoiled(DefectKind::MemberCountMismatch, Level::Reject, None, |f| f.household.member_count = Some(4));
    spoiled(DefectKind::FamilyCountMismatch, Level::Reject, None, |f| f.household.family_count = Some(2));
    let mut form = sound();
    member(&mut form, 3).answers.set(Item::Presence, 3);
    form.household.member_count = Some(2);
    assert_eq!(check(&form, Some(&prelist())), [], "who moved out does not count");
    form.household.member_count = None;
    assert_eq!(check(&form, Some(&prelist())), [], "a missing count is not a contradiction");
}

#[test]
fn a_household_has_one_head_and_each_family_one() {
    spoiled(DefectKind::HeadMoreThanOne, Level::Reject, Some(2), |f| {
        member(f, 2).relation = Some(Relation::Head);
    });
    spoiled(DefectKind::HeadMissing, Level::Reject, None, |f| member(f, 1).relation = Some(Relation::Parent));
    spoiled(DefectKind::FamilyHeadCount, Level::Reject, None, |f| {
        member(f, 2).family_relation = Some(Relation::Head);
    });
    let mut form = sound();
    member(&mut form, 1).answers.set(Item::Presence, 2);
    member(&mut form, 2).relation = Some(Relation::Head);
    member(&mut form, 2).family_relation = Some(Relation::Head);
    form.household.member_count = Some(2);
    assert_eq!(check(&form, Some(&prelist())), [], "the dead head does not count beside the new one");
}

#[test]
fn what_a_damaged_cell_has_lost_is_not_called_a_contradiction() {
    let mut form = sound();
    member(&mut form, 1).relation = None;
    member(&mut form, 1).family_relation = None;
    assert_eq!(check(&form, None), [], "the head may be the one whose code is lost");
    let mut form = sound();
    member(&mut form, 2).answers = Answers::default();
    assert_eq!(check(&form, None), [], "whether she counts cannot be told");
    let mut form = sound();
    member(&mut form, 3).family_no = None;
    assert_eq!(check(&form, None), []);
}

#[test]
fn item_22_agrees_with_the_prelist() {
    spoiled(DefectKind::NewMemberOnPrelist, Level::Reject, Some(3), |f| member(f, 3).answers.set(Item::Presence, 4));
    let mut form = sound();
    member(&mut form, 3).name = "BAYI BARU".to_owned();
    member(&mut form, 3).answers.set(Item::Presence, 4);
    assert_eq!(check(&form, Some(&prelist())), []);
    member(&mut form, 3).answers.set(Item::Presence, 5);
    form.household.member_count = Some(2);
    assert_eq!(check(&form, Some(&prelist()))[0].kind, DefectKind::PrelistErrorNotListed);
    assert_eq!(check(&form, None), [], "nobody is judged against a list nobody has");
}

#[test]
fn a_member_is_on_the_prelist_by_his_nik_whatever_his_name() {
    let nik = Nik::parse("9901014107909001").unwrap();
    let mut listed = person(1, "SUKARNI", Relation::Head, Sex::Female, Date::constant(1990, 7, 1));
    let prelist = PrelistMembers { names: vec!["SOEKARNI".to_owned()], niks: [nik].into() };
    assert!(!prelist.lists(&listed));
    listed.nik = Some(nik);
    assert!(prelist.lists(&listed));
}

#[test]
fn pregnancy_is_of_women_of_ten_to_forty_nine() {
    spoiled(DefectKind::PregnancyImpossible, Level::Reject, Some(1), |f| member(f, 1).answers.set(Item::Pregnant, 1));
    spoiled(DefectKind::PregnancyImpossible, Level::Reject, Some(2), |f| {
        member(f, 2).answers.set(Item::Pregnant, 1);
        member(f, 2).birth = domain::person::Birth::On(Date::constant(1960, 1, 1));
    });
    let mut form = sound();
    member(&mut form, 2).answers.set(Item::Pregnant, 1);
    assert_eq!(check(&form, None), []);
}

#[test]
fn marriage_needs_an_age_and_a_marriage_book_a_marriage() {
    spoiled(DefectKind::MarriageBookWhileSingle, Level::Reject, Some(3), |f| {
        member(f, 3).answers.set(Item::MarriageBook, 0);
    });
    spoiled(DefectKind::MarriedTooYoung, Level::Reject, Some(3), |f| {
        member(f, 3).marital = Some(MaritalStatus::Widowed);
        member(f, 3).birth = domain::person::Birth::On(Date::constant(2007, 1, 1));
    });
    spoiled(DefectKind::MarriedYoung, Level::Warning, Some(3), |f| {
        member(f, 3).marital = Some(MaritalStatus::Married);
        member(f, 3).birth = domain::person::Birth::On(Date::constant(2003, 1, 1));
    });
}

#[test]
fn work_school_and_hours_do_not_contradict_themselves() {
    spoiled(DefectKind::WorkFieldWithoutWork, Level::Reject, Some(2), |f| {
        member(f, 2).answers.set(Item::Working, 2);
        member(f, 2).answers.set(Item::WorkField, 1);
    });
    spoiled(DefectKind::HoursTooMany, Level::Reject, Some(1), |f| member(f, 1).answers.set(Item::WorkHours, 120));
    spoiled(DefectKind::SchoolLevelMismatch, Level::Warning, Some(1), |f| {
        for (item, code) in [(Item::SchoolLevel, 1), (Item::SchoolGrade, 8), (Item::Diploma, 3)] {
            member(f, 1).answers.set(item, code);
        }
    });
    spoiled(DefectKind::HeadYoung, Level::Warning, Some(1), |f| {
        member(f, 1).birth = domain::person::Birth::On(Date::constant(2000, 1, 1));
        member(f, 1).marital = Some(MaritalStatus::Married);
    });
}

#[test]
fn floor_livestock_and_codes_are_possible() {
    let set = |item, code| move |f: &mut FilledQuestionnaire| f.household.answers.set(item, code);
    spoiled(DefectKind::FloorZero, Level::Reject, None, set(Item::FloorArea, 0));
    spoiled(DefectKind::FloorPerMember, Level::Warning, None, set(Item::FloorArea, 2));
    spoiled(DefectKind::FloorPerMember, Level::Warning, None, set(Item::FloorArea, 601));
    spoiled(DefectKind::LivestockTooMany, Level::Warning, None, set(Item::Goats, 1001));
    spoiled(DefectKind::CodeInvalid, Level::Reject, None, set(Item::Floor, 11));
}

#[test]
fn without_a_finished_visit_the_blocks_stay_empty_and_part_of_another_names_the_other() {
    for result in [VisitResult::NotFound, VisitResult::Moved, VisitResult::Duplicate] {
        spoiled(DefectKind::ResultBlocksFilled, Level::Reject, None, |f| f.result = Some(result));
        let mut empty = sound();
        empty.result = Some(result);
        empty.household.answers = Answers::default();
        empty.household.members.clear();
        assert_eq!(check(&empty, None), []);
    }
    spoiled(DefectKind::ResultWithoutTarget, Level::Reject, None, |f| f.result = Some(VisitResult::PartOfOther));
    let mut form = sound();
    form.result = Some(VisitResult::PartOfOther);
    form.target = Some(rts(2).to_string());
    assert_eq!(check(&form, None), []);
}
