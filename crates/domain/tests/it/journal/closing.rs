//! Signing, closing, what comes late, and correction by a new stage. R46, R58, R67, R76.

use super::people::{Device, circle, propose};
use super::{ASISTEN, DUKUH, PETUGAS, opening};
use crate::build::rts;
use domain::deliberation::Finding;
use domain::deliberation::fkp01::Column;
use domain::deliberation::journal::{Act, Field, Opening, canonical};

fn coded(name: &'static str, rows: usize) -> Device {
    let mut device = Device::opened(name, opening(rows));
    for no in 0..rows {
        device.write(DUKUH, circle(rts(no), 2));
        device.write(ASISTEN, Act::Check { row: rts(no) });
    }
    device
}

#[test]
fn the_minutes_count_what_was_read_out_and_the_pencil_is_gone() {
    // R46, R67
    let mut device = coded("a", 3);
    let pencil = |column, text: &str| Act::Pencil { row: rts(0), column, text: text.to_owned() };
    device.write(DUKUH, pencil(Column::Address, "tanya RT"));
    device.write(DUKUH, pencil(Column::MemberNames, "bayi lahir"));
    device.write(DUKUH, Act::KeepPencil { row: rts(0), column: Column::MemberNames });
    assert_eq!(device.state().meeting.fkp01.rows()[0].pencil().len(), 1);
    device.sign_and_close();
    let closed = device.state().closed.unwrap();
    assert_eq!((closed.meeting.minutes.recap.of(Finding::Improved), closed.meeting.minutes.signatures.len()), (3, 2));
    let row = &closed.meeting.fkp01.rows()[0];
    assert_eq!((row.pencil().len(), row.notes()[0].text.as_str()), (0, "bayi lahir"));
}

#[test]
fn a_closing_that_fails_is_told_once_for_every_rule_it_breaks() {
    // R57, R58, R61, R62, T17, T22
    let mut device = Device::opened("a", opening(3));
    device.write(DUKUH, circle(rts(0), 1));
    device.write(DUKUH, propose("BARU SATU", "CONTOH RT 001"));
    let covers = device.journal.seen();
    let close = device.write(DUKUH, Act::Close { covers });
    assert_eq!(
        device.refusals(&close.id),
        [
            "BARIS_TANPA_KODE",
            "BELUM_DIPERIKSA_ASISTEN",
            "KUOTA_LEBIH",
            "PERNYATAAN_LEBIH_MISKIN_KOSONG",
            "BA_BELUM_DITANDATANGANI"
        ]
    );
    let about = device.state().refused[0].why.about();
    assert_eq!(about, [rts(1).to_string(), rts(2).to_string()], "the rows are named");
}

#[test]
fn what_was_changed_after_it_was_read_out_must_be_read_out_again() {
    let mut device = coded("a", 1);
    let covers = device.journal.seen();
    device.sign(&covers);
    device.write(PETUGAS, Act::Explain { row: rts(0), text: "sesudahnya".to_owned() });
    let close = device.write(ASISTEN, Act::Close { covers });
    assert_eq!(device.refusals(&close.id), ["BERUBAH_SESUDAH_DIBACAKAN"]);
    device.sign_and_close();
    assert!(device.state().closed.is_some());
}

#[test]
fn contested_values_stop_the_closing_until_one_is_chosen() {
    let (mut a, mut b) = (coded("a", 2), Device::opened("b", opening(2)));
    b.write(PETUGAS, circle(rts(0), 4));
    a.merge(&b);
    let close = a.sign_and_close();
    assert!(a.refusals(&close.id).contains(&"NILAI_BERSELISIH"));
    let chosen = a.state().contested()[0].writes[1].entry.clone();
    a.write(ASISTEN, Act::Settle { field: Field::Code(rts(0)), entry: chosen });
    a.write(ASISTEN, Act::Check { row: rts(0) });
    a.sign_and_close();
    assert!(a.state().closed.is_some());
}

#[test]
fn what_comes_after_the_minutes_is_kept_beside_them_and_changes_nothing() {
    let mut a = coded("a", 1);
    let mut b = Device::opened("b", opening(1));
    b.merge(&a);
    let late = b.write(PETUGAS, circle(rts(0), 4));
    let close = a.sign_and_close();
    let (signed, before) = (a.state().closed, canonical(&a.state()));
    a.journal.seal(close.id);
    a.merge(&b);
    let state = a.state();
    assert_eq!(canonical(&state), before, "the mark of what was signed is the same");
    assert_eq!((state.closed, state.late), (signed, vec![late.id]));
}

#[test]
fn a_closing_that_arrives_after_what_another_device_wrote_is_refused_until_that_is_read_out_too() {
    // R45, R60: nobody signs away what another officer wrote
    let mut a = coded("a", 1);
    let mut server = Device::opened("b", opening(1));
    server.merge(&a);
    let other = server.write(PETUGAS, circle(rts(0), 4));
    let close = a.sign_and_close();
    assert!(a.state().closed.is_some(), "on the device nothing else is known");
    server.merge(&a);
    assert!(server.state().closed.is_none());
    assert_eq!(server.refusals(&close.id), ["BELUM_DIGABUNG"]);
    a.merge(&server);
    assert!(a.state().closed.is_none(), "and the device learns of it");
    a.write(ASISTEN, Act::Check { row: rts(0) });
    a.sign_and_close();
    server.merge(&a);
    let closed = server.state().closed.unwrap();
    assert!(closed.covers.has(&other.id));
    assert_eq!(closed.meeting.minutes.recap.of(Finding::Moved), 1);
}

#[test]
fn of_two_closings_that_did_not_know_of_each_other_the_one_laid_down_stands() {
    let mut a = coded("b-kedua", 1);
    let mut b = Device::opened("a-pertama", opening(1));
    b.merge(&a);
    let first = a.sign_and_close();
    b.write(PETUGAS, Act::Explain { row: rts(0), text: "catatan".to_owned() });
    b.sign_and_close();
    a.journal.seal(first.id.clone());
    a.merge(&b);
    assert_eq!(a.state().closed.unwrap().entry, first.id);
    b.merge(&a);
    b.journal.seal(first.id.clone());
    assert_eq!(canonical(&a.state()), canonical(&b.state()));
}

#[test]
fn a_correction_is_a_new_stage_that_opens_with_the_signed_state_and_is_signed_again() {
    // R76
    let mut device = coded("a", 2);
    device.sign_and_close();
    let closed = device.state().closed.unwrap();
    let mut next = Opening { earlier: vec![device.journal.covered(&closed.covers)], ..opening(2) };
    next.forms.stage = 2;
    let mut second = Device::opened("a", next);
    let opened = second.state();
    assert_eq!(opened.meeting.fkp01.rows(), closed.meeting.fkp01.rows(), "codes and ticks stand");
    assert!(opened.signed.is_empty() && opened.closed.is_none());
    let entry = second.write(DUKUH, circle(rts(1), 1));
    assert_eq!(entry.id.number, 5, "the device counts on");
    let close = second.sign_and_close();
    assert_eq!(second.refusals(&close.id), ["BELUM_DIPERIKSA_ASISTEN"]);
    second.write(ASISTEN, Act::Check { row: rts(1) });
    second.sign_and_close();
    let minutes = second.state().closed.unwrap().meeting.minutes;
    assert_eq!((minutes.stage, minutes.recap.of(Finding::Improved)), (2, 1));
    assert_eq!(device.state().closed.unwrap().meeting, closed.meeting, "the first stage stays as it was signed");
}
