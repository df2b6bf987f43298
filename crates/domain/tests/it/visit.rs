//! Who is visited, and by whom. R16, R71–R75, §1.3, T23.

use crate::build::{account, day, rts};
use domain::Date;
use domain::deliberation::Finding;
use domain::id::MeetingId;
use domain::verification::{Capacity, CaseHands, Enumerator, VisitGround, VisitSource, assign};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn ground(finding: Finding) -> VisitGround {
    VisitGround::Meeting { meeting: MeetingId::new("m1"), hamlet: "Padukuhan Contoh".to_owned(), finding }
}

fn enumerator(hamlet: &str, agreed: &str, trained: Option<Date>) -> Enumerator {
    Enumerator {
        account: account("pendata"),
        capacity: Capacity::Enumerator {
            hamlet: hamlet.to_owned(),
            agreed_in: Some(MeetingId::new(agreed)),
            trained_on: trained,
        },
        related_to: BTreeSet::new(),
    }
}

fn refusal(finding: Finding, to: &Enumerator) -> Option<&'static str> {
    assign(&rts(1), &ground(finding), to, day()).err().map(|r| r.code())
}

#[test]
fn t23_an_enumerator_is_from_the_hamlet_agreed_and_trained() {
    // R71, R72, T23
    let trained = Some(Date::constant(2016, 11, 4));
    assert_eq!(refusal(Finding::Improved, &enumerator("CONTOH", "m1", trained)), None);
    assert_eq!(refusal(Finding::Improved, &enumerator("Lain", "m1", trained)), Some("PENDATA_PADUKUHAN_LAIN"));
    assert_eq!(refusal(Finding::Improved, &enumerator("Contoh", "m2", trained)), Some("PENDATA_TIDAK_DISEPAKATI"));
    assert_eq!(refusal(Finding::Improved, &enumerator("Contoh", "m1", None)), Some("PENDATA_BELUM_DILATIH"));
    let later = Some(Date::constant(2016, 11, 6));
    assert_eq!(
        refusal(Finding::Improved, &enumerator("Contoh", "m1", later)),
        Some("PENDATA_BELUM_DILATIH"),
        "training comes before enumeration"
    );
}

#[test]
fn a_household_coded_1_4_5_or_8_cannot_be_assigned() {
    // R73, T23
    let fit = enumerator("Contoh", "m1", Some(day()));
    for finding in Finding::ALL {
        let expected = (!finding.needs_visit()).then_some("TIDAK_DIDATA");
        assert_eq!(refusal(finding, &fit), expected, "code {finding}");
    }
}

#[test]
fn rows_of_the_prelist_are_visited_by_tksk_and_psm() {
    // R16
    let mut someone = enumerator("Contoh", "m1", Some(day()));
    assert_eq!(assign(&rts(1), &VisitGround::Prelist, &someone, day()).unwrap_err().code(), "BUKAN_TKSK_PSM");
    for capacity in [Capacity::Tksk, Capacity::Psm] {
        someone.capacity = capacity;
        assert!(assign(&rts(1), &VisitGround::Prelist, &someone, day()).is_ok());
    }
}

#[test]
fn nobody_visits_his_own_kin_and_nobody_approves_or_signs_his_own_work() {
    let mut kin = enumerator("Contoh", "m1", Some(day()));
    kin.related_to.insert(rts(1));
    assert_eq!(refusal(Finding::Improved, &kin), Some("KERABAT_PENDATA"));
    let hands = CaseHands {
        registered_by: Some(account("kasi")),
        enumerated_by: Some(account("psm")),
        approved_by: None,
        decree_prepared_by: Some(account("dinsos")),
    };
    assert_eq!(hands.may_approve(&account("kasi")).unwrap_err().code(), "PEKERJAAN_SENDIRI");
    assert_eq!(hands.may_approve(&account("psm")).unwrap_err().code(), "PEKERJAAN_SENDIRI");
    assert!(hands.may_approve(&account("tksk")).is_ok());
    assert_eq!(hands.may_sign(&account("dinsos")).unwrap_err().code(), "SK_SENDIRI");
    assert!(hands.may_sign(&account("bupati")).is_ok());
}

#[test]
fn both_chains_fill_the_same_questionnaire() {
    // R75
    assert_eq!(VisitSource::from_code("MUSPAD"), Some(VisitSource::Deliberation));
    assert_eq!(VisitSource::from_code("MPM"), Some(VisitSource::Registration));
}

proptest! {
    /// R71–R73: whoever gets a household after a meeting lives there, was agreed on and was trained before.
    #[test]
    fn nobody_unfit_is_ever_assigned(code in 1..=8u8, home in 0..2usize, agreed in 0..2usize, trained in proptest::option::of(1..28i8)) {
        let finding = Finding::from_code(code).unwrap();
        let on = trained.map(|d| Date::constant(2016, 11, d));
        let to = enumerator(["Contoh", "Lain"][home], ["m1", "m2"][agreed], on);
        let fit = home == 0 && agreed == 0 && on.is_some_and(|d| d <= day()) && [2, 3, 6, 7].contains(&code);
        prop_assert_eq!(assign(&rts(1), &ground(finding), &to, day()).is_ok(), fit);
    }
}
