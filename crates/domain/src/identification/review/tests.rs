//! The rules of the review desk, one by one.

use super::*;
use crate::id::AccountId;
use crate::identification::{HouseholdLevel, ReasonCode};
use proptest::prelude::*;

fn candidate(id: &str, level: HouseholdLevel) -> CandidateFacts {
    CandidateFacts { household: HouseholdId::new(id), level, conflict: false, changed: Some(true), claimed_by: None }
}

fn facts(candidates: Vec<CandidateFacts>) -> CaseFacts {
    CaseFacts { candidates, ..CaseFacts::default() }
}

fn same(id: &str, changed: bool) -> Verdict {
    Verdict::Same { household: HouseholdId::new(id), changed }
}

fn check(facts: &CaseFacts, verdict: &Verdict, expected: &[Overruled]) {
    assert_eq!(overruled(facts, verdict), expected, "{verdict:?} over {facts:?}");
}

#[test]
fn a_possible_match_may_be_linked_or_called_new_without_a_reason() {
    // T8
    let facts = facts(vec![candidate("1", HouseholdLevel::Possible)]);
    check(&facts, &same("1", true), &[]);
    check(&facts, &Verdict::New, &[]);
}

#[test]
fn calling_new_what_is_probable_or_certain_overrules_the_evidence() {
    for level in [HouseholdLevel::Probable, HouseholdLevel::Certain] {
        check(&facts(vec![candidate("1", level)]), &Verdict::New, &[Overruled::NewDespite]);
    }
}

#[test]
fn linking_against_a_conflict_a_claim_or_a_stronger_candidate_overrules_the_evidence() {
    let mut conflict = candidate("1", HouseholdLevel::None);
    conflict.conflict = true;
    check(&facts(vec![conflict]), &same("1", true), &[Overruled::NikConflict]);
    let mut claimed = candidate("1", HouseholdLevel::Probable);
    claimed.claimed_by = Some(RegistrationNumber::new("7"));
    check(&facts(vec![claimed]), &same("1", true), &[Overruled::Claimed]);
    let two = facts(vec![candidate("1", HouseholdLevel::Certain), candidate("2", HouseholdLevel::Possible)]);
    check(&two, &same("2", true), &[Overruled::Weaker]);
    check(&two, &same("9", true), &[Overruled::NoEvidence]);
    check(&facts(vec![candidate("1", HouseholdLevel::None)]), &same("1", true), &[Overruled::NoEvidence]);
}

#[test]
fn unchanged_although_fields_differ_overrules_the_comparison_unless_it_was_not_kept() {
    let mut one = candidate("1", HouseholdLevel::Certain);
    check(&facts(vec![one.clone()]), &same("1", false), &[Overruled::Comparison]);
    one.changed = Some(false);
    check(&facts(vec![one.clone()]), &same("1", true), &[Overruled::Comparison]);
    one.changed = None;
    check(&facts(vec![one]), &same("1", false), &[]);
}

#[test]
fn joining_a_registration_the_evidence_does_not_name_overrules_it() {
    let mut facts = facts(Vec::new());
    let verdict = Verdict::Duplicate { of: RegistrationNumber::new("7") };
    check(&facts, &verdict, &[Overruled::Unrelated]);
    facts.related.insert(RegistrationNumber::new("7"));
    check(&facts, &verdict, &[]);
}

#[test]
fn a_reason_is_something_of_the_list_or_words() {
    let words = |text: &str| Reasoning { ground: None, words: text.to_owned() };
    assert!(!words("  ").is_given());
    assert!(words("KK ditunjukkan").is_given());
    assert!(Reasoning { ground: Some(Ground::Papers), words: String::new() }.is_given());
}

#[test]
fn one_person_decides_at_once_and_two_persons_propose_and_confirm() {
    let (ani, budi, citra) = (AccountId::new("ani"), AccountId::new("budi"), AccountId::new("citra"));
    assert_eq!(next_step(&Standing::Open, &ani, &Verdict::New, false, false), Ok(Step::Decided));
    assert_eq!(next_step(&Standing::Open, &ani, &Verdict::New, true, false), Ok(Step::Proposed));
    let proposed = Standing::Proposed { by: ani.clone(), verdict: Verdict::New };
    assert_eq!(next_step(&proposed, &ani, &Verdict::New, true, true), Err(ReviewRefused::OwnProposal));
    assert_eq!(next_step(&proposed, &budi, &Verdict::New, true, false), Ok(Step::Confirmed));
    assert_eq!(next_step(&proposed, &budi, &same("1", true), true, false), Ok(Step::Disagreed));
    let disputed = Standing::Disputed { between: [ani.clone(), budi.clone()].into() };
    assert_eq!(next_step(&disputed, &citra, &Verdict::New, true, false), Err(ReviewRefused::ThirdNeeded));
    assert_eq!(next_step(&disputed, &budi, &Verdict::New, true, true), Err(ReviewRefused::ThirdNeeded));
    assert_eq!(next_step(&disputed, &citra, &Verdict::New, true, true), Ok(Step::Settled));
    let decided = Standing::Decided { by: ani.clone(), verdict: Verdict::New };
    assert_eq!(
        next_step(&decided, &budi, &Verdict::New, false, true),
        Err(ReviewRefused::AlreadyDecided { by: ani, verdict: "BARU" })
    );
}

#[test]
fn a_decision_is_taken_back_by_who_made_it_or_who_leads_until_the_prelist_is_frozen() {
    // R15, domain §5.4
    let (ani, budi) = (AccountId::new("ani"), AccountId::new("budi"));
    let decided = Standing::Decided { by: ani.clone(), verdict: Verdict::New };
    assert_eq!(undo(&decided, Some(&ani), &ani, false, false), Ok(Step::Undone));
    assert_eq!(undo(&decided, Some(&ani), &budi, true, false), Ok(Step::Undone));
    let not_yours = Err(ReviewRefused::NotYours { by: ani.clone() });
    assert_eq!(undo(&decided, Some(&ani), &budi, false, false), not_yours);
    assert_eq!(undo(&decided, Some(&ani), &ani, true, true), Err(ReviewRefused::PrelistFrozen));
    assert_eq!(undo(&Standing::Open, Some(&ani), &ani, true, false), Err(ReviewRefused::NothingToUndo));
    let proposed = Standing::Proposed { by: ani.clone(), verdict: Verdict::New };
    assert_eq!(undo(&proposed, Some(&ani), &ani, false, true), Ok(Step::Undone), "a proposal stands on no prelist");
}

#[test]
fn the_gravest_harm_comes_first_then_the_believable_then_the_larger() {
    let case = |reason, level, people| CaseFacts {
        candidates: vec![candidate("1", level)],
        reasons: vec![reason],
        people,
        ..CaseFacts::default()
    };
    let conflict = value(&case(ReasonCode::NikConflict, HouseholdLevel::None, 1));
    let strong = value(&case(ReasonCode::SplitOff, HouseholdLevel::Certain, 2));
    let large = value(&case(ReasonCode::WeakEvidence, HouseholdLevel::Possible, 30));
    let small = value(&case(ReasonCode::WeakEvidence, HouseholdLevel::Possible, 3));
    assert!(conflict > strong && strong > large && large > small);
    let leaning = |milli| {
        value(&CaseFacts { leaning: Some(milli), ..case(ReasonCode::WeakEvidence, HouseholdLevel::Possible, 3) })
    };
    assert!(
        leaning(200) > leaning(-3_000) && leaning(-3_000) > leaning(20_000),
        "of equals, the most undecided comes first"
    );
    assert_eq!(leaning(20_000), small);
    assert!(small + BLOCKS_PRELIST > conflict, "what the prelist waits for comes first");
}

#[test]
fn a_verdict_reads_back_from_its_stored_parts_and_parts_that_do_not_belong_together_do_not() {
    let all =
        [same("1", true), same("1", false), Verdict::New, Verdict::Duplicate { of: RegistrationNumber::new("7") }];
    for verdict in &all {
        let household = verdict.household().map(HouseholdId::as_str);
        let joins = verdict.joins().map(RegistrationNumber::as_str);
        assert_eq!(Verdict::of(verdict.code(), household, joins).as_ref(), Some(verdict));
    }
    assert_eq!(Verdict::of("BARU", Some("1"), None), None);
    assert_eq!(Verdict::of("LAMA_TETAP", None, None), None);
    assert_eq!(Verdict::of("GANDA", None, None), None);
    assert_eq!(Verdict::of("TELAAH", None, None), None);
}

proptest! {
    #[test]
    fn whoever_follows_the_best_free_candidate_never_needs_a_reason(
        levels in prop::collection::vec(prop::sample::select(vec![
            HouseholdLevel::Possible, HouseholdLevel::Probable, HouseholdLevel::Certain,
        ]), 1..5),
        changed: bool,
    ) {
        let mut candidates: Vec<_> = levels.iter().enumerate().map(|(i, l)| candidate(&i.to_string(), *l)).collect();
        candidates.iter_mut().for_each(|c| c.changed = Some(changed));
        let best = candidates.iter().max_by_key(|c| c.level).map(|c| c.household.clone()).unwrap();
        let against = overruled(&facts(candidates), &Verdict::Same { household: best, changed });
        prop_assert!(against.is_empty());
    }
}
