//! Acceptance scenarios T16–T22 of the specification, as an evening is written down. T15 and T21–T23 also stand in
//! `journal::rules`, T1 and T2 in `registration`, T8 in `states`, T10 and T24 in `decree`, T12–T14 in `membership`.

use crate::build::{letters, rts};
use crate::journal::people::{Device, circle, propose};
use crate::journal::{ASISTEN, DUKUH, opening};
use domain::deliberation::Finding;
use domain::deliberation::fkp01::{Column, Living, NoteChange};
use domain::deliberation::fkp02::{Standing, StrikeRemedy};
use domain::deliberation::journal::{Act, EntryId};
use domain::deliberation::minutes::PlanRule;
use domain::deliberation::quota::Remedy;
use proptest::prelude::*;
use std::num::NonZeroU16;

/// The twenty rows of T16: 1×10, 2×3, 3×1, 4×1, 5×1, 6×3, 8×1.
fn twenty_rows() -> Vec<u8> {
    [(1, 10), (2, 3), (3, 1), (4, 1), (5, 1), (6, 3), (8, 1)]
        .into_iter()
        .flat_map(|(code, n)| std::iter::repeat_n(code, n))
        .collect()
}

/// These codes circled and checked, and so many proposals, poorest first.
fn evening(codes: &[u8], new: u16) -> (Device, Vec<EntryId>) {
    let mut device = Device::opened("a", opening(codes.len()));
    for (no, code) in codes.iter().enumerate() {
        code_and_check(&mut device, no, *code);
    }
    let proposals: Vec<EntryId> = (1..=new)
        .map(|no| device.write(DUKUH, propose(&format!("BARU {}", letters(no.into())), &format!("CONTOH RT {no}"))).id)
        .collect();
    device.write(DUKUH, Act::Order { proposals: proposals.clone() });
    for proposal in &proposals {
        device.write(DUKUH, Act::Poorer { proposal: proposal.clone(), yes: true });
    }
    (device, proposals)
}

fn code_and_check(device: &mut Device, no: usize, code: u8) {
    device.write(DUKUH, circle(rts(no), code));
    device.write(ASISTEN, Act::Check { row: rts(no) });
}

fn strike(device: &mut Device, proposal: &EntryId, remedy: StrikeRemedy) -> Vec<&'static str> {
    let act = Act::Strike { proposal: proposal.clone(), remedy, reason: "paling sejahtera".to_owned() };
    let entry = device.write(DUKUH, act);
    device.refusals(&entry.id)
}

/// Remedy b brings nothing, then the best off are struck until the rest fits.
fn strike_to_fit(device: &mut Device, proposals: &[EntryId]) {
    device.write(DUKUH, Act::Reread { rows: device.state().to_reread() });
    device.write(DUKUH, Act::NoneFound);
    for proposal in proposals.iter().rev().take(device.state().meeting.quota().excess()) {
        assert_eq!(strike(device, proposal, StrikeRemedy::FitToQuota), [""; 0]);
    }
}

#[test]
fn t16_three_new_against_three_better_off_is_within_the_quota() {
    // R61, R67, R68, R77, T16
    let (mut device, _) = evening(&twenty_rows(), 3);
    device.sign_and_close();
    let minutes = device.state().closed.unwrap().meeting.minutes;
    assert_eq!((minutes.recap.fkp01_rows(), minutes.fkp01_rows), (20, 20));
    assert_eq!(minutes.recap.sms(), "2=3 3=1 6=3 7=3");
    assert_eq!(minutes.recap.blanks(), 10);
    let plan = PlanRule { reserve_percent: 0, load: NonZeroU16::new(4).unwrap() }.plan(&minutes.recap);
    assert_eq!((plan.blanks, plan.enumerators), (10, 3));
}

#[test]
fn t17_five_new_against_three_is_over_quota_and_the_remedies_are_offered() {
    // R61, R63, R64, T17
    let (mut device, _) = evening(&twenty_rows(), 5);
    let close = device.sign_and_close();
    assert_eq!(device.refusals(&close.id), ["KUOTA_LEBIH"]);
    let offered = [Remedy::StrikeBestOff { rows: 2 }, Remedy::RereadFkp01 { candidates: 14 }];
    assert_eq!(device.state().remedies(), offered);
}

#[test]
fn t18_one_row_read_again_and_one_proposal_struck_make_four_against_four() {
    // R63, R64, R66, T18
    let (mut device, proposals) = evening(&twenty_rows(), 5);
    code_and_check(&mut device, 0, 2);
    assert_eq!(strike(&mut device, &proposals[4], StrikeRemedy::BestOff), [""; 0]);
    device.sign_and_close();
    let closed = device.state().closed.unwrap().meeting;
    assert_eq!((closed.minutes.recap.of(Finding::New), closed.fkp02.len()), (4, 5), "the struck row is kept");
    let Standing::Struck(strike) = closed.fkp02[4].standing() else { panic!("the best-off proposal was struck") };
    assert_eq!((strike.remedy, strike.reason.as_str()), (StrikeRemedy::BestOff, "paling sejahtera"));
}

#[test]
fn t19_without_another_code_2_there_is_no_override_and_two_rows_are_struck() {
    // R65, T19
    let (mut device, proposals) = evening(&twenty_rows(), 5);
    for _ in 0..2 {
        device.sign_and_close();
        assert!(device.state().closed.is_none(), "asking again changes nothing");
    }
    assert_eq!(strike(&mut device, &proposals[4], StrikeRemedy::FitToQuota), ["CERMATI_ULANG_DULU"]);
    strike_to_fit(&mut device, &proposals);
    device.sign_and_close();
    assert_eq!(device.state().closed.unwrap().meeting.minutes.struck, 2);
}

#[test]
fn t20_code_7_on_fkp01_is_refused_and_a_row_of_fkp02_counts_as_7() {
    // R54, T20
    let (mut device, _) = evening(&[2], 1);
    let entry = device.write(DUKUH, circle(rts(0), 7));
    assert_eq!(device.refusals(&entry.id), ["KODE_7_DI_FKP01"]);
    assert_eq!(device.state().meeting.recap().of(Finding::New), 1);
}

#[test]
fn t21_a_dead_head_with_a_living_widow_becomes_code_3_with_a_note() {
    // R50, R52, R73, T21
    let (mut device, _) = evening(&[1], 0);
    let dead = |living| Act::Circle { row: rts(0), code: Some(Finding::Deceased), living: Some(living) };
    let entry = device.write(DUKUH, dead(Living { head: false, members: 2 }));
    let why = device.state().refused.iter().find(|r| r.entry == entry.id).unwrap().why.clone();
    assert_eq!((why.code(), why.about()), ("KODE_5_ADA_YANG_HIDUP", vec!["2".to_owned(), "3".to_owned()]));
    let widower = device.write(DUKUH, dead(Living { head: true, members: 0 }));
    let why = device.state().refused.iter().find(|r| r.entry == widower.id).unwrap().why.clone();
    assert_eq!(why.about(), ["1", "6"], "the head lives: code 6");
    code_and_check(&mut device, 0, 3);
    let (row, column) = (rts(0), Column::HeadName);
    let text = "KRT meninggal, digantikan istri".to_owned();
    device.write(DUKUH, Act::Note { row, note: None, column, change: NoteChange::Died, text });
    device.sign_and_close();
    let row = device.state().closed.unwrap().meeting.fkp01.rows()[0].clone();
    assert_eq!((row.finding(), row.notes().len()), (Some(Finding::HeadReplaced), 1));
    assert!(row.finding().is_some_and(Finding::needs_visit), "the household is enumerated");
}

#[test]
fn t22_a_row_without_code_or_tick_stops_the_minutes_and_is_named() {
    // R57, R58, T22
    let (mut device, _) = evening(&[1, 2], 0);
    device.write(DUKUH, Act::Circle { row: rts(0), code: None, living: None });
    device.write(DUKUH, circle(rts(1), 6));
    let close = device.sign_and_close();
    assert_eq!(device.refusals(&close.id), ["BARIS_TANPA_KODE", "BELUM_DIPERIKSA_ASISTEN"]);
    let about: Vec<Vec<String>> = device.state().refused.iter().map(|r| r.why.about()).collect();
    assert_eq!(about, [[rts(0).to_string()], [rts(1).to_string()]], "a new code is checked anew");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// R61: a meeting closes exactly when the new are at most those coded 2.
    #[test]
    fn a_closed_meeting_is_always_within_its_quota(improved in 1..6usize, new in 0..8u16) {
        let (mut device, _) = evening(&vec![2; improved], new);
        device.sign_and_close();
        prop_assert_eq!(device.state().closed.is_some(), usize::from(new) <= improved);
    }

    /// R65: remedy c leaves exactly as many as the quota allows, and strikes the better off before the poorer.
    #[test]
    fn striking_to_fit_always_fits_and_spares_the_poorest(improved in 0..4usize, new in 1..8u16) {
        let (mut device, proposals) = evening(&vec![2; improved], new);
        if !device.state().meeting.quota().holds() {
            strike_to_fit(&mut device, &proposals);
        }
        let kept: Vec<u16> = device.state().meeting.fkp02().iter().filter(|p| p.is_retained()).map(|p| p.no).collect();
        prop_assert_eq!(kept, (1..=new).take(improved).collect::<Vec<u16>>());
    }
}
