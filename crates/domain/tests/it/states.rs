//! The tables of states: cases and meetings. R2, R18, R19, §2.1, §2.2.

use domain::round::{CaseAct, CaseState, MeetingAct, MeetingState, next};
use domain::verification::VisitResult;
use proptest::prelude::*;

#[test]
fn the_straight_way_leads_from_draft_to_a_programme_list() {
    // R2, R20, R21
    use CaseAct as A;
    let acts = [
        A::Submit,
        A::SendToIdentification,
        A::MatchCertain,
        A::EnterPrelist,
        A::Assign,
        A::Visit(VisitResult::Completed),
        A::Approve,
        A::EnterDecree,
        A::Deliver,
        A::Accept,
        A::Rank,
        A::DrawProgramme,
    ];
    let end = acts.iter().try_fold(CaseState::Draft, |state, act| next(state, *act, None));
    assert_eq!(end, Ok(CaseState::Ranked));
}

#[test]
fn t8_a_case_under_review_reaches_the_prelist_only_by_a_decision_with_a_reason() {
    // R14, T8
    for act in CaseAct::all() {
        let to = next(CaseState::Review, act, Some("NIK dicek ke KK"));
        let ends = matches!(
            to,
            Err(_) | Ok(CaseState::Registered | CaseState::Categorised | CaseState::Duplicate | CaseState::Closed)
        );
        assert!(ends, "{act:?} leads to {to:?}");
    }
    let silent = next(CaseState::Review, CaseAct::Decide, Some(" ")).unwrap_err();
    assert_eq!(silent.code(), "LANGKAH_TANPA_ALASAN");
    assert_eq!(next(CaseState::Review, CaseAct::Decide, Some("KK dilihat")), Ok(CaseState::Categorised));
}

#[test]
fn each_visit_result_leads_to_its_own_state() {
    // R16
    let states: Vec<CaseState> =
        VisitResult::ALL.iter().map(|r| next(CaseState::InField, CaseAct::Visit(*r), None).unwrap()).collect();
    assert_eq!(
        states.iter().map(|s| s.code()).collect::<Vec<_>>(),
        ["TERVERIFIKASI", "TIDAK_DITEMUKAN", "PINDAH", "BAGIAN_RUTA_LAIN", "GANDA", "MENOLAK"]
    );
    for state in &states[1..] {
        assert_eq!(next(*state, CaseAct::Reidentify, None), Ok(CaseState::Identifying));
        assert!(next(*state, CaseAct::Close, Some("bukti kunjungan")).is_ok());
    }
}

#[test]
fn a_package_the_centre_refuses_goes_back_to_before_the_decree() {
    // R19
    assert_eq!(next(CaseState::Delivered, CaseAct::Reject, Some("lampiran rusak")), Ok(CaseState::ReadyForDecree));
}

#[test]
fn a_meeting_over_quota_comes_back_only_by_a_remedy_and_never_to_the_minutes() {
    // R61, R65, R68, R69
    let over = MeetingState::Open.next(MeetingAct::ExceedQuota).unwrap();
    for act in [MeetingAct::Recap, MeetingAct::Sign, MeetingAct::SendSms, MeetingAct::Report] {
        assert_eq!(over.next(act), None);
    }
    assert_eq!(over.next(MeetingAct::MeetQuota), Some(MeetingState::Open));
    assert_eq!(
        MeetingState::Recapped.next(MeetingAct::SendSms),
        Some(MeetingState::Recapped),
        "the SMS is provisional and may go out right after the recap"
    );
}

#[test]
fn every_state_has_its_word() {
    for state in CaseState::ALL {
        assert_eq!(CaseState::from_code(state.code()), Some(state));
    }
    for state in MeetingState::ALL {
        assert_eq!(MeetingState::from_code(state.code()), Some(state));
    }
}

/// Which of the five stages a case is in; a closed case is in none. R2.
fn stage(state: CaseState) -> Option<usize> {
    use CaseState as S;
    match state {
        S::Draft | S::Registered => Some(1),
        S::Identifying | S::Review | S::Categorised | S::Prelist => Some(2),
        S::InField | S::Verified | S::NotFound | S::Moved | S::PartOfOther => Some(3),
        S::Duplicate | S::Refused | S::ReadyForDecree | S::Decreed | S::Delivered => Some(3),
        S::Updated => Some(4),
        S::Ranked => Some(5),
        S::Closed => None,
    }
}

proptest! {
    /// R2: no sequence of acts enters a stage without having left the one before it.
    #[test]
    fn no_case_ever_skips_a_stage(picks in proptest::collection::vec(0..26usize, 0..120)) {
        let acts = CaseAct::all();
        let mut state = CaseState::Draft;
        let mut reached = 1;
        for pick in picks {
            let act = acts[pick % acts.len()];
            if let Ok(to) = next(state, act, Some("alasan")) {
                if let (Some(from), Some(to)) = (stage(state), stage(to)) {
                    prop_assert!(to <= from + 1, "{state:?} to {to}");
                    prop_assert!(to <= reached + 1);
                    reached = reached.max(to);
                }
                state = to;
            }
        }
    }

    /// R18, R19: nothing is delivered that was not decreed, and nothing decreed that was not approved.
    #[test]
    fn nothing_is_ever_delivered_without_a_decree(picks in proptest::collection::vec(0..26usize, 0..120)) {
        let acts = CaseAct::all();
        let mut state = CaseState::Draft;
        let mut decreed = false;
        for pick in picks {
            if let Ok(to) = next(state, acts[pick % acts.len()], Some("alasan")) {
                decreed = match to {
                    CaseState::Decreed => { prop_assert_eq!(state, CaseState::ReadyForDecree); true }
                    CaseState::ReadyForDecree | CaseState::Registered => false,
                    _ => decreed,
                };
                prop_assert!(to != CaseState::Delivered || decreed);
                state = to;
            }
        }
    }
}
