//! Who is visited, and whose hands may not meet in one case. R16, R73, R75, §1.3.

use crate::build::account;
use domain::deliberation::Finding;
use domain::verification::{Asked, CaseHands, NotAsked, VisitSource};

#[test]
fn a_household_coded_1_4_5_or_8_is_not_visited() {
    // R73, T23
    for finding in Finding::ALL {
        let asked = Asked::by_minutes(Some(finding)).check(VisitSource::Deliberation);
        let expected = if [2, 3, 6, 7].contains(&finding.code()) { Ok(()) } else { Err(NotAsked::CodeAsksForNone) };
        assert_eq!(asked, expected, "code {finding}");
    }
}

#[test]
fn a_registration_is_visited_when_it_is_on_a_frozen_prelist() {
    // R16
    for asked in [Asked::InMinutes, Asked::Waiting, Asked::NotVisited, Asked::Never] {
        assert_eq!(asked.check(VisitSource::Registration), Err(NotAsked::NotOnPrelist), "{asked:?}");
    }
    assert_eq!(Asked::OnPrelist.check(VisitSource::Registration), Ok(()));
}

#[test]
fn nobody_approves_what_he_registered_or_visited() {
    // §1.3
    let hands = CaseHands { registered_by: Some(account("kasi")), enumerated_by: Some(account("psm")) };
    assert_eq!(hands.may_approve(&account("kasi")).unwrap_err().code(), "PEKERJAAN_SENDIRI");
    assert_eq!(hands.may_approve(&account("psm")).unwrap_err().code(), "PEKERJAAN_SENDIRI");
    assert!(hands.may_approve(&account("tksk")).is_ok());
}

#[test]
fn both_chains_fill_the_same_questionnaire() {
    // R75
    assert_eq!(VisitSource::from_code("MUSPAD"), Some(VisitSource::Deliberation));
    assert_eq!(VisitSource::from_code("MPM"), Some(VisitSource::Registration));
}
