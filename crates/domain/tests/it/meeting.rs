//! The two forms and what the minutes say. R39–R44, R59, R70, R76.

use crate::build::{prefilled, rts};
use crate::journal::people::{Device, circle};
use crate::journal::{ASISTEN, DUKUH, opening};
use domain::deliberation::fkp01::{Column, Fkp01};
use domain::deliberation::journal::Act;

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
fn a_number_is_printed_once() {
    // R40
    assert!(Fkp01::print([prefilled(1), prefilled(1)]).is_err());
}

#[test]
fn a_meeting_opens_with_the_printed_forms_and_knows_its_stage() {
    // R59, R76
    let open = Device::opened("a", opening(3)).state().meeting;
    assert_eq!((open.stage, open.fkp01.rows().len(), open.fkp02().len()), (1, 3, 0));
    assert_eq!(open.fkp01.uncoded().len(), 3);
}

#[test]
fn the_minutes_name_the_enumerators_agreed_in_the_meeting() {
    // R70
    let mut device = Device::opened("a", opening(1));
    device.write(DUKUH, circle(rts(0), 2));
    device.write(ASISTEN, Act::Check { row: rts(0) });
    let agreed = Act::Enumerator { name: "PENDATA".to_owned(), hamlet: "Contoh".to_owned(), trained_on: None };
    device.write(DUKUH, agreed);
    device.sign_and_close();
    let minutes = device.state().closed.unwrap().meeting.minutes;
    assert_eq!((minutes.enumerators.len(), minutes.fkp01_rows, minutes.stage), (1, 1, 1));
}
