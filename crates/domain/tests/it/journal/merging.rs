//! Sets of entries merge by union, fields by what was seen.

use super::people::{Device, circle, propose};
use super::{ASISTEN, DUKUH, PETUGAS, opening};
use crate::build::rts;
use domain::deliberation::journal::{Act, Clock, Entry, EntryId, Field, Taken, canonical};
use domain::id::HouseholdId;

fn pair(rows: usize) -> (Device, Device) {
    (Device::opened("a", opening(rows)), Device::opened("b", opening(rows)))
}

fn merge(a: &mut Device, b: &mut Device) {
    a.merge(b);
    b.merge(a);
    assert_eq!(canonical(&a.state()), canonical(&b.state()));
}

fn unchecked(device: &Device) -> Vec<HouseholdId> {
    let state = device.state();
    let rows = state.meeting.fkp01.rows().iter().filter(|r| r.checked_by().is_none());
    rows.map(|r| r.printed().no_rts().clone()).collect()
}

fn code(device: &Device, no: usize) -> Option<u8> {
    device.state().meeting.fkp01.row(&rts(no)).unwrap().finding().map(|f| f.code())
}

#[test]
fn rows_coded_on_two_devices_merge_by_field_and_only_what_differs_is_contested() {
    let (mut a, mut b) = pair(3);
    a.write(DUKUH, circle(rts(0), 1));
    a.write(DUKUH, circle(rts(1), 2));
    b.write(PETUGAS, circle(rts(1), 2));
    b.write(PETUGAS, circle(rts(2), 4));
    b.write(PETUGAS, Act::Explain { row: rts(0), text: "masih sama".to_owned() });
    merge(&mut a, &mut b);
    let state = a.state();
    assert_eq!([code(&a, 0), code(&a, 1), code(&a, 2)], [Some(1), Some(2), Some(4)]);
    assert_eq!(state.meeting.fkp01.rows()[0].explanation, "masih sama");
    assert_eq!(state.contested(), [], "two who write the same agree");
}

#[test]
fn two_codes_for_one_row_stand_side_by_side_until_somebody_who_saw_both_chooses() {
    let (mut a, mut b) = pair(1);
    let first = a.write(DUKUH, circle(rts(0), 1));
    b.write(PETUGAS, circle(rts(0), 4));
    merge(&mut a, &mut b);
    let contested = a.state().contested();
    assert_eq!(contested.len(), 1);
    let writers: Vec<&str> = contested[0].writes.iter().map(|w| w.actor.as_str()).collect();
    assert_eq!(writers, ["dukuh-1", "petugas-3"]);
    let check = a.write(ASISTEN, Act::Check { row: rts(0) });
    assert_eq!(a.refusals(&check.id), ["NILAI_BERSELISIH"]);
    b.write(ASISTEN, Act::Settle { field: Field::Code(rts(0)), entry: first.id });
    merge(&mut a, &mut b);
    assert_eq!((a.state().contested().len(), code(&b, 0)), (0, Some(1)));
}

#[test]
fn a_later_circle_by_who_has_seen_both_settles_too() {
    let (mut a, mut b) = pair(1);
    a.write(DUKUH, circle(rts(0), 1));
    b.write(PETUGAS, circle(rts(0), 4));
    merge(&mut a, &mut b);
    a.write(DUKUH, circle(rts(0), 6));
    assert_eq!((a.state().contested().len(), code(&a, 0)), (0, Some(6)));
}

#[test]
fn a_check_of_a_code_that_was_changed_elsewhere_does_not_count() {
    // R57
    let (mut a, mut b) = pair(1);
    a.write(DUKUH, circle(rts(0), 1));
    merge(&mut a, &mut b);
    let check = a.write(ASISTEN, Act::Check { row: rts(0) });
    b.write(PETUGAS, circle(rts(0), 2));
    b.write(PETUGAS, circle(rts(0), 4));
    merge(&mut a, &mut b);
    assert_eq!(unchecked(&a), [rts(0)], "{:?}", a.refusals(&check.id));
    a.write(ASISTEN, Act::Check { row: rts(0) });
    assert!(unchecked(&a).is_empty());
}

#[test]
fn an_entry_waits_for_what_it_has_seen_and_counts_when_that_has_come() {
    let (mut a, mut b) = pair(1);
    let first = a.write(DUKUH, circle(rts(0), 1));
    let second = a.write(ASISTEN, Act::Check { row: rts(0) });
    assert_eq!(b.journal.take(second.clone()), Ok(Taken::New));
    let state = b.state();
    assert_eq!((state.waiting, state.refused.len()), (vec![second.id.clone()], 0));
    assert_eq!(b.journal.have(), Clock::default(), "what has a gap before it is asked for again");
    assert_eq!(b.journal.take(first), Ok(Taken::New));
    assert_eq!(b.journal.take(second), Ok(Taken::Known));
    assert_eq!(canonical(&a.state()), canonical(&b.state()));
}

#[test]
fn another_entry_under_a_known_number_is_refused_and_so_is_one_out_of_step() {
    let mut a = Device::opened("a", opening(1));
    let first = a.write(DUKUH, circle(rts(0), 1));
    let other = Entry { act: circle(rts(0), 2), ..first.clone() };
    assert_eq!(a.journal.take(other).unwrap_err().code(), "CATATAN_BERBEDA");
    let jump = Entry { id: EntryId::new("a", 3), ..first.clone() };
    assert_eq!(a.journal.take(jump).unwrap_err().code(), "CATATAN_TIDAK_URUT");
    let nought = Entry { id: EntryId::new("b", 0), ..first };
    assert_eq!(a.journal.take(nought).unwrap_err().code(), "CATATAN_TIDAK_URUT");
}

#[test]
fn the_clock_of_a_cheap_phone_orders_nothing() {
    let (mut a, mut b) = pair(1);
    a.write(DUKUH, circle(rts(0), 1));
    merge(&mut a, &mut b);
    let mut late = b.write(PETUGAS, circle(rts(0), 4));
    late.at_ms = -5;
    let mut c = Device::opened("c", opening(1));
    c.merge(&a);
    c.journal.take(late).unwrap();
    assert_eq!(code(&c, 0), Some(4), "it had seen the other and so comes after it");
}

#[test]
fn a_household_named_on_two_devices_stands_once_on_fkp02() {
    // R60
    let (mut a, mut b) = pair(1);
    a.write(DUKUH, propose("BARU SATU", "CONTOH RT 001"));
    let second = b.write(PETUGAS, propose("baru satu", "Contoh RT 001"));
    merge(&mut a, &mut b);
    assert_eq!(a.state().meeting.fkp02().len(), 1);
    assert_eq!(b.refusals(&second.id), ["SUDAH_DI_FKP02"]);
}

#[test]
fn kinship_declared_late_takes_away_what_the_officer_circled() {
    // §1.3
    let mut a = Device::opened("a", opening(1));
    a.write(PETUGAS, circle(rts(0), 1));
    a.write(ASISTEN, Act::Check { row: rts(0) });
    a.write(PETUGAS, Act::Kin { officer: "petugas-3".into(), row: rts(0) });
    assert_eq!((code(&a, 0), unchecked(&a)), (None, vec![rts(0)]));
    let again = a.write(PETUGAS, circle(rts(0), 1));
    assert_eq!(a.refusals(&again.id), ["KERABAT"]);
    a.write(DUKUH, circle(rts(0), 1));
    assert_eq!(code(&a, 0), Some(1));
}
