//! The evening in the hamlet: FKP.01, FKP.02, quota, remedies, minutes. R39–R70, R76.

use crate::build::{NOBODY_LIVES, account, close, forms, full_room, meeting, prefilled, proposal, rts, signatures};
use domain::deliberation::Finding;
use domain::deliberation::closing::Unmet;
use domain::deliberation::fkp01::{Column, Fkp01, Living};
use domain::deliberation::fkp02::{Standing, StrikeRemedy};
use domain::deliberation::minutes::{AgreedEnumerator, SignerRole};
use domain::deliberation::quota::Remedy;
use proptest::prelude::*;

#[test]
fn the_form_has_eight_columns_of_which_the_first_five_are_printed() {
    // R39, R40, R41, R42, R43, R44
    let numbers: Vec<u8> = Column::ALL.iter().map(|c| c.number()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
    for column in Column::ALL {
        assert_eq!(column.is_prefilled(), column.number() <= 5, "column {}", column.number());
    }
}

#[test]
fn the_number_of_members_is_the_head_and_those_of_column_03() {
    // R43
    let row = prefilled(7);
    assert_eq!(row.member_count(), 1 + row.member_names().len());
}

#[test]
fn nobody_can_write_over_a_printed_column_and_the_note_takes_the_change() {
    // R40, R41, R42, R43, R44, R45
    let mut fkp01 = Fkp01::print([prefilled(1)]).unwrap();
    let before = fkp01.rows()[0].printed().clone();
    let row = fkp01.row_mut(&rts(1)).unwrap();
    for column in Column::ALL.into_iter().filter(|c| c.is_prefilled()) {
        assert_eq!(row.write(column, "LAIN").unwrap_err().code(), "FKP01_KOLOM_TERCETAK");
        row.note(column, "berubah");
    }
    assert_eq!(row.printed(), &before);
    assert_eq!(row.notes().len(), 5);
}

#[test]
fn pencil_is_gone_when_the_minutes_are_signed_and_what_is_kept_stands_in_the_note() {
    // R46
    let mut open = meeting(&[Finding::CompositionChanged], 0);
    let row = open.fkp01.row_mut(&rts(0)).unwrap();
    row.pencil_in(Column::MemberNames, "bayi lahir");
    row.pencil_in(Column::Address, "tanya RT");
    let (closed, _) = open.close(signatures(), |note| note.column == Column::MemberNames).unwrap();
    let row = &closed.fkp01.rows()[0];
    assert!(row.pencil().is_empty());
    assert_eq!(row.notes().iter().map(|n| n.text.as_str()).collect::<Vec<_>>(), ["bayi lahir"]);
}

#[test]
fn column_07_takes_free_text_and_column_08_only_the_asisten_after_a_code() {
    // R56, R57
    let (mut open, _) = forms(1).open(full_room());
    let row = open.fkp01.row_mut(&rts(0)).unwrap();
    row.write(Column::Explanation, "pindah ikut anak").unwrap();
    assert_eq!(row.explanation, "pindah ikut anak");
    assert_eq!(row.write(Column::Checked, "ya").unwrap_err().code(), "FKP01_KOLOM_TERCETAK");
    assert_eq!(row.check(account("asisten")).unwrap_err().code(), "BARIS_TANPA_KODE");
    row.circle(Finding::Moved, None).unwrap();
    row.check(account("asisten")).unwrap();
    assert!(row.checked_by().is_some());
    row.circle(Finding::StillPoor, None).unwrap();
    assert!(row.checked_by().is_none(), "a new code is checked anew");
}

#[test]
fn code_5_is_refused_while_somebody_lives_and_the_fitting_code_is_named() {
    // R52
    let (mut open, _) = forms(1).open(full_room());
    let row = open.fkp01.row_mut(&rts(0)).unwrap();
    let widow = Living { head: false, members: 1 };
    assert!(row.circle(Finding::Deceased, Some(widow)).unwrap_err().to_string().contains("circle code 3"));
    let widower = Living { head: true, members: 0 };
    assert!(row.circle(Finding::Deceased, Some(widower)).unwrap_err().to_string().contains("circle code 6"));
    assert_eq!(row.circle(Finding::Deceased, None).unwrap_err().code(), "KODE_5_BELUM_DITANYAKAN");
    row.circle(Finding::Deceased, Some(NOBODY_LIVES)).unwrap();
    assert_eq!(row.finding(), Some(Finding::Deceased));
}

#[test]
fn of_several_facts_one_code_is_circled_and_the_others_are_noted() {
    // R47
    let (mut open, _) = forms(1).open(full_room());
    let row = open.fkp01.row_mut(&rts(0)).unwrap();
    row.circle_first_of(&[Finding::CompositionChanged, Finding::Improved], None).unwrap();
    assert_eq!(row.finding(), Some(Finding::Improved));
    assert!(row.notes()[0].text.contains('6'));
}

#[test]
fn a_meeting_opens_only_with_the_printed_forms_and_knows_its_stage() {
    // R59, R76
    let (open, event) = forms(3).open(full_room());
    assert_eq!((open.stage, open.fkp01.rows().len()), (1, 3));
    assert!(open.fkp02().is_empty());
    assert_eq!(domain::event::Event::Meeting(event).name(), "meeting.opened");
}

#[test]
fn a_household_on_the_list_or_without_a_name_or_not_poorer_is_not_proposed() {
    // R60, R62
    let (mut open, _) = forms(3).open(full_room());
    let mut listed = proposal(1);
    listed.head_name = prefilled(2).head_name().to_owned();
    listed.address = prefilled(2).address().to_owned();
    assert_eq!(open.propose(listed).unwrap_err().code(), "SUDAH_DI_FKP01");
    let mut nameless = proposal(1);
    nameless.head_name = "  ".to_owned();
    assert_eq!(open.propose(nameless).unwrap_err().code(), "NAMA_KOSONG");
    let mut better_off = proposal(1);
    better_off.poorer_than_improved = Some(false);
    assert_eq!(open.propose(better_off).unwrap_err().code(), "TIDAK_LEBIH_MISKIN");
}

#[test]
fn a_proposal_that_nobody_called_poorer_stops_the_minutes() {
    // R62
    let mut open = meeting(&[Finding::Improved], 0);
    let mut silent = proposal(1);
    silent.poorer_than_improved = None;
    silent.welfare_order = None;
    open.propose(silent).unwrap();
    assert_eq!(close(open).unwrap_err().code(), "PERNYATAAN_LEBIH_MISKIN_KOSONG");
}

#[test]
fn remedy_a_strikes_the_best_off_and_keeps_it_on_record() {
    // R63, R66
    let mut open = meeting(&[Finding::Improved], 2);
    open.strike_best_off("paling sejahtera").unwrap();
    assert!(open.fkp02()[0].is_retained());
    match open.fkp02()[1].standing() {
        Standing::Struck(strike) => {
            assert_eq!((strike.remedy, strike.reason.as_str()), (StrikeRemedy::BestOff, "paling sejahtera"));
        }
        Standing::Retained | Standing::Withdrawn { .. } => panic!("the best-off proposal was to be struck"),
    }
    let closed = close(open).unwrap();
    assert_eq!((closed.fkp02.len(), closed.minutes.struck), (2, 1));
}

#[test]
fn nothing_is_struck_within_the_quota_or_without_an_order_of_welfare() {
    // R63
    assert_eq!(meeting(&[Finding::Improved], 1).strike_best_off("").unwrap_err().code(), "KUOTA_TIDAK_LEBIH");
    let mut open = meeting(&[], 0);
    for no in [1, 2] {
        let mut unranked = proposal(no);
        unranked.welfare_order = None;
        open.propose(unranked).unwrap();
    }
    assert_eq!(open.strike_best_off("").unwrap_err().code(), "URUTAN_KESEJAHTERAAN_KOSONG");
    let mut alone = meeting(&[], 0);
    let mut unranked = proposal(1);
    unranked.welfare_order = None;
    alone.propose(unranked).unwrap();
    alone.strike_best_off("kuota").unwrap();
}

#[test]
fn the_remedies_come_in_the_order_of_the_guideline() {
    // R63, R64, R65
    let refused = close(meeting(&[Finding::Improved, Finding::StillPoor], 3)).unwrap_err();
    assert_eq!(
        refused.remedies(),
        [Remedy::StrikeBestOff { rows: 2 }, Remedy::RereadFkp01 { candidates: 1 }, Remedy::StrikeToFit { rows: 2 }]
    );
}

#[test]
fn the_minutes_need_dukuh_and_asisten() {
    let refused = meeting(&[Finding::StillPoor], 0).close(signatures()[..1].to_vec(), |_| false).unwrap_err();
    assert_eq!(refused.unmet, [Unmet::SignatureMissing { roles: vec![SignerRole::Asisten] }]);
}

#[test]
fn the_minutes_name_the_enumerators_agreed_in_the_meeting() {
    // R69, R70
    let mut open = meeting(&[Finding::Improved], 0);
    open.enumerators.push(AgreedEnumerator {
        name: "PENDATA CONTOH".to_owned(),
        hamlet: "Contoh".to_owned(),
        trained_on: None,
    });
    let minutes = close(open).unwrap().minutes;
    assert_eq!((minutes.enumerators.len(), minutes.fkp01_rows, minutes.stage), (1, 1, 1));
}

/// One thing somebody does in the room.
#[derive(Clone, Debug)]
enum Edit {
    Circle(usize, u8),
    Check(usize),
    Propose(u16),
    StrikeBestOff,
    StrikeToFit,
    TryToClose,
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (0..12usize, 0..=9u8).prop_map(|(row, code)| Edit::Circle(row, code)),
        3 => (0..12usize).prop_map(Edit::Check),
        2 => (1..12u16).prop_map(Edit::Propose),
        1 => Just(Edit::StrikeBestOff),
        1 => Just(Edit::StrikeToFit),
        1 => Just(Edit::TryToClose),
    ]
}

proptest! {
    /// R47, R54, R58, R61, R66, R67: whatever is done in whatever order, a row has at most one code and
    /// never 7, no printed column changes, no proposal vanishes, and what closes is within its quota,
    /// fully coded, checked, and summed up.
    #[test]
    fn no_sequence_of_acts_ever_closes_a_meeting_against_the_rules(
        edits in proptest::collection::vec(edit(), 0..80),
    ) {
        let (mut open, _) = forms(8).open(full_room());
        let printed: Vec<_> = open.fkp01.rows().iter().map(|r| r.printed().clone()).collect();
        let mut proposed = 0;
        for edit in edits {
            match edit {
                Edit::Circle(no, code) => {
                    if let (Ok(row), Some(finding)) = (open.fkp01.row_mut(&rts(no)), Finding::from_code(code)) {
                        let before = row.finding();
                        let done = row.circle(finding, Some(NOBODY_LIVES));
                        prop_assert_eq!(done.is_ok(), code != 7);
                        prop_assert_eq!(row.finding(), if code == 7 { before } else { Some(finding) });
                    }
                }
                Edit::Check(no) => {
                    if let Ok(row) = open.fkp01.row_mut(&rts(no)) {
                        prop_assert_eq!(row.check(account("asisten")).is_ok(), row.finding().is_some());
                    }
                }
                Edit::Propose(no) => proposed += usize::from(open.propose(proposal(no)).is_ok()),
                Edit::StrikeBestOff => {
                    let quota = open.quota();
                    prop_assert_eq!(open.strike_best_off("kuota").is_ok(), !quota.holds());
                }
                Edit::StrikeToFit => {
                    let _ = open.strike_to_fit("kuota");
                    prop_assert!(open.quota().holds());
                }
                Edit::TryToClose => match close(open.clone()) {
                    Ok(closed) => {
                        let recap = &closed.minutes.recap;
                        prop_assert!(recap.of(Finding::New) <= recap.of(Finding::Improved));
                        prop_assert_eq!(recap.fkp01_rows(), 8);
                        prop_assert!(closed.fkp01.rows().iter().all(|r| r.checked_by().is_some()));
                        prop_assert_eq!(closed.fkp02.len(), proposed);
                    }
                    Err(refused) => prop_assert_eq!(refused.into_meeting(), open.clone()),
                },
            }
            prop_assert_eq!(open.fkp02().len(), proposed);
            let now: Vec<_> = open.fkp01.rows().iter().map(|r| r.printed().clone()).collect();
            prop_assert_eq!(&now, &printed);
        }
    }

    /// R61: a meeting closes exactly when the new are at most those coded 2.
    #[test]
    fn a_closed_meeting_is_always_within_its_quota(improved in 0..20usize, new in 0..20u16) {
        let result = close(meeting(&vec![Finding::Improved; improved], new));
        prop_assert_eq!(result.is_ok(), usize::from(new) <= improved);
    }

    /// R65: remedy c leaves exactly as many as the quota allows, and strikes the better off before the poorer.
    #[test]
    fn striking_to_fit_always_fits_and_spares_the_poorest(improved in 0..10usize, new in 1..20u16) {
        let mut open = meeting(&vec![Finding::Improved; improved], new);
        let over = !open.quota().holds();
        prop_assert_eq!(open.strike_to_fit("kuota").is_ok(), over);
        let kept: Vec<u16> = open.fkp02().iter().filter(|p| p.is_retained()).map(|p| p.no).collect();
        let expected: Vec<u16> = (1..=new).take(if over { improved } else { usize::from(new) }).collect();
        prop_assert_eq!(kept, expected);
    }
}
