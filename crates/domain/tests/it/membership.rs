//! Who is a member of the household. R30–R38.

use domain::household::{Stay, StayFacts, counts_as_member};
use proptest::prelude::*;

fn check(stay: Stay, counts: bool, rule: &str) {
    let verdict = counts_as_member(&StayFacts { alive: true, stay });
    assert_eq!((verdict.counts, verdict.rule), (counts, rule), "{stay:?}");
    assert!(!verdict.why.is_empty());
}

#[test]
fn who_usually_lives_here_and_eats_from_the_same_kitchen_is_a_member() {
    // R30, R31, R32
    check(Stay::Usual { shares_kitchen: true, months_away: 0 }, true, "R32");
    check(Stay::Usual { shares_kitchen: true, months_away: 5 }, true, "R32");
    check(Stay::Usual { shares_kitchen: true, months_away: 6 }, false, "R32");
    check(Stay::Usual { shares_kitchen: false, months_away: 0 }, false, "R31");
}

#[test]
fn a_newborn_is_a_member() {
    // R33
    check(Stay::Newborn, true, "R33");
}

#[test]
fn a_guest_of_six_months_or_one_without_a_home_for_six_months_is_a_member() {
    // R34, R35
    let guest = |months_here, months_since_left_home, intends_to_settle| Stay::Guest {
        months_here,
        months_since_left_home,
        intends_to_settle,
    };
    check(guest(6, None, false), true, "R34");
    check(guest(5, None, false), false, "R34");
    check(guest(1, Some(6), false), true, "R34");
    check(guest(1, Some(5), false), false, "R34");
    check(guest(0, None, true), true, "R35");
}

#[test]
fn t13_a_guest_of_four_months_who_left_home_seven_months_ago_counts() {
    // R34, T13
    check(Stay::Guest { months_here: 4, months_since_left_home: Some(7), intends_to_settle: false }, true, "R34");
}

#[test]
fn a_domestic_worker_who_lives_and_eats_with_the_household_is_a_member() {
    // R36
    check(Stay::DomesticWorker { lives_in: true, eats_with: true }, true, "R36");
    check(Stay::DomesticWorker { lives_in: true, eats_with: false }, false, "R36");
    check(Stay::DomesticWorker { lives_in: false, eats_with: true }, false, "R36");
}

#[test]
fn t14_a_sailor_who_comes_home_every_three_months_remains_a_member() {
    // R37, T14
    check(Stay::HeadAwayForWork { months_between_visits: 3 }, true, "R37");
    check(Stay::HeadAwayForWork { months_between_visits: 6 }, false, "R37");
}

#[test]
fn t12_a_student_in_the_city_is_no_member_even_if_home_every_weekend() {
    // R38, T12
    check(Stay::ChildElsewhere, false, "R38");
}

fn stay() -> impl Strategy<Value = Stay> {
    prop_oneof![
        (any::<bool>(), 0..24u16).prop_map(|(shares_kitchen, months_away)| Stay::Usual { shares_kitchen, months_away }),
        Just(Stay::Newborn),
        (0..24u16, proptest::option::of(0..24u16), any::<bool>()).prop_map(
            |(months_here, months_since_left_home, intends_to_settle)| Stay::Guest {
                months_here,
                months_since_left_home,
                intends_to_settle
            }
        ),
        (any::<bool>(), any::<bool>()).prop_map(|(lives_in, eats_with)| Stay::DomesticWorker { lives_in, eats_with }),
        (0..24u16).prop_map(|months_between_visits| Stay::HeadAwayForWork { months_between_visits }),
        Just(Stay::ChildElsewhere),
    ]
}

proptest! {
    /// R32, R34: the dead never count, and staying longer never makes a guest less of a member.
    #[test]
    fn the_dead_never_count_and_a_longer_stay_never_takes_membership_away(stay in stay(), more in 0..24u16) {
        let dead = StayFacts { alive: false, stay };
        prop_assert!(!counts_as_member(&dead).counts);
        if let Stay::Guest { months_here, months_since_left_home, intends_to_settle } = stay {
            let longer = Stay::Guest { months_here: months_here + more, months_since_left_home, intends_to_settle };
            let (now, later) = (StayFacts { alive: true, stay }, StayFacts { alive: true, stay: longer });
            prop_assert!(!counts_as_member(&now).counts || counts_as_member(&later).counts);
        }
    }
}
