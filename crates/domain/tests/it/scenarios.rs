//! Acceptance scenarios T15–T22 of the specification, pure part. T1, T2, T4 stand in `registration`,
//! T8 in `states`, T10 and T24 in `decree`, T12–T14 in `membership`, T23 in `visit`.

use crate::build::{NOBODY_LIVES, account, close, meeting, prefilled, rts, signatures, twenty_rows};
use domain::deliberation::Finding;
use domain::deliberation::closing::Unmet;
use domain::deliberation::fkp01::{Column, Living};
use domain::deliberation::fkp02::Standing;
use domain::deliberation::minutes::PlanRule;
use domain::deliberation::quota::Remedy;
use std::num::NonZeroU16;

#[test]
fn t15_the_dukuh_cannot_edit_the_name_of_the_head_and_a_note_is_made() {
    // R41, R45, T15
    let mut open = meeting(&twenty_rows(), 0);
    let row = open.fkp01.row_mut(&rts(4)).unwrap();
    let refused = row.write(Column::HeadName, "NAMA LAIN").unwrap_err();
    assert!(refused.to_string().contains("separate note"), "the refusal says where the change goes");
    row.note(Column::HeadName, "KRT sekarang NAMA LAIN");
    assert_eq!(row.printed().head_name(), prefilled(4).head_name(), "the form still shows the printed name");
    assert_eq!(row.notes()[0].column, Column::HeadName);
}

#[test]
fn t16_three_new_against_three_better_off_is_within_the_quota() {
    // R61, R67, R68, R77, T16
    let closed = close(meeting(&twenty_rows(), 3)).unwrap();
    let recap = &closed.minutes.recap;
    assert_eq!((recap.fkp01_rows(), closed.minutes.fkp01_rows), (20, 20));
    assert_eq!(recap.sms(), "2=3 3=1 6=3 7=3");
    assert_eq!(recap.blanks(), 10);
    let plan = PlanRule { reserve_percent: 0, load: NonZeroU16::new(4).unwrap() }.plan(recap);
    assert_eq!((plan.blanks, plan.enumerators), (10, 3));
}

#[test]
fn t17_five_new_against_three_is_over_quota_and_the_remedies_are_offered() {
    // R61, R63, R64, R65, T17
    let refused = close(meeting(&twenty_rows(), 5)).unwrap_err();
    assert_eq!(refused.code(), "KUOTA_LEBIH");
    assert_eq!(
        refused.remedies(),
        [Remedy::StrikeBestOff { rows: 2 }, Remedy::RereadFkp01 { candidates: 14 }, Remedy::StrikeToFit { rows: 2 }]
    );
}

#[test]
fn t18_one_row_read_again_and_one_proposal_struck_make_four_against_four() {
    // R63, R64, R66, T18
    let mut open = close(meeting(&twenty_rows(), 5)).unwrap_err().into_meeting();
    let row = open.fkp01.row_mut(&rts(0)).unwrap();
    row.circle(Finding::Improved, None).unwrap();
    row.check(account("asisten")).unwrap();
    open.strike_best_off("paling sejahtera di antara usulan").unwrap();
    let closed = close(open).unwrap();
    assert_eq!(closed.minutes.recap.of(Finding::New), 4);
    assert_eq!(closed.fkp02.len(), 5, "the struck row is kept");
    match closed.fkp02[4].standing() {
        Standing::Struck(strike) => assert_eq!(strike.reason, "paling sejahtera di antara usulan"),
        Standing::Retained | Standing::Withdrawn { .. } => panic!("the best-off proposal was to be struck"),
    }
}

#[test]
fn t19_without_another_code_2_there_is_no_override_and_two_rows_are_struck() {
    // R65, T19
    let mut open = close(meeting(&twenty_rows(), 5)).unwrap_err().into_meeting();
    assert!(close(open.clone()).is_err(), "asking again changes nothing");
    assert_eq!(open.strike_to_fit("tidak ditemukan kode 2 lagi").unwrap().len(), 2);
    assert_eq!(close(open).unwrap().minutes.struck, 2);
}

#[test]
fn t20_code_7_on_fkp01_is_refused_and_fkp02_knows_no_other_code() {
    // R54, T20
    let mut open = meeting(&[Finding::Improved], 1);
    let refused = open.fkp01.row_mut(&rts(0)).unwrap().circle(Finding::New, None).unwrap_err();
    assert_eq!(refused.code(), "KODE_7_DI_FKP01");
    // a row of FKP.02 has no code to set: it counts as 7 while it is retained
    assert_eq!(open.recap().of(Finding::New), 1);
}

#[test]
fn t21_a_dead_head_with_a_living_widow_becomes_code_3_with_a_note() {
    // R50, R52, R73, T21
    let mut open = meeting(&[Finding::StillPoor], 0);
    let row = open.fkp01.row_mut(&rts(0)).unwrap();
    let refused = row.circle(Finding::Deceased, Some(Living { head: false, members: 2 })).unwrap_err();
    assert_eq!(refused.code(), "KODE_5_ADA_YANG_HIDUP");
    let domain::deliberation::fkp01::Fkp01Refused::MembersLive { instead, .. } = refused else {
        panic!("code 5 was to be refused for the living");
    };
    row.circle(instead, None).unwrap();
    row.note(Column::HeadName, "KRT meninggal, digantikan istri");
    row.check(account("asisten")).unwrap();
    let closed = close(open).unwrap();
    let row = &closed.fkp01.rows()[0];
    assert_eq!(row.finding(), Some(Finding::HeadReplaced));
    assert!(row.finding().is_some_and(Finding::needs_visit), "the household is enumerated");
    assert_eq!(row.notes().len(), 1);
}

#[test]
fn t22_a_row_without_code_or_tick_stops_the_minutes_and_is_named() {
    // R57, R58, T22
    let codes = twenty_rows();
    let (mut open, _) = crate::build::forms(codes.len()).open(crate::build::full_room());
    for (no, finding) in codes.iter().enumerate().skip(1) {
        open.fkp01.row_mut(&rts(no)).unwrap().circle(*finding, Some(NOBODY_LIVES)).unwrap();
    }
    let refused = open.close(signatures(), |_| false).unwrap_err();
    assert_eq!(refused.code(), "BARIS_TANPA_KODE");
    assert!(refused.unmet[0].to_string().contains(rts(0).as_str()));
    let mut open = refused.into_meeting();
    open.fkp01.row_mut(&rts(0)).unwrap().circle(codes[0], Some(NOBODY_LIVES)).unwrap();
    for no in 0..19 {
        open.fkp01.row_mut(&rts(no)).unwrap().check(account("asisten")).unwrap();
    }
    let refused = open.close(signatures(), |_| false).unwrap_err();
    assert!(matches!(&refused.unmet[..], [Unmet::RowsUnchecked { rows }] if rows[..] == [rts(19)]));
}
