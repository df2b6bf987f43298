//! What an entry may not do, and that it changes nothing when it does. R40–R66, R71.

use super::people::{Device, circle, propose, propose_with};
use super::{ASISTEN, DUKUH, PETUGAS, opening};
use crate::build::rts;
use domain::Date;
use domain::deliberation::Finding;
use domain::deliberation::fkp01::{Column, Living, NoteChange};
use domain::deliberation::fkp02::{MemberAnswer, Membership, StrikeRemedy};
use domain::deliberation::journal::{
    Act, Amendment, Clock, EntryId, Field, ProposalField, ProposedHousehold, Role, canonical,
};
use domain::deliberation::minutes::SignerRole;
use domain::deliberation::quota::Remedy;
use domain::household::{Stay, StayFacts};

/// Six rows coded 1, 2, 3, 4, 6, 8, two proposals in order, one enumerator.
fn meeting() -> (Device, EntryId, EntryId) {
    let mut device = Device::opened("a", opening(6));
    for (no, code) in [1, 2, 3, 4, 6, 8].into_iter().enumerate() {
        device.write(DUKUH, circle(rts(no), code));
    }
    let poorer = device.write(DUKUH, propose("BARU SATU", "CONTOH RT 001")).id;
    let better_off = device.write(DUKUH, propose("BARU DUA", "CONTOH RT 002")).id;
    device.write(DUKUH, Act::Order { proposals: vec![poorer.clone(), better_off.clone()] });
    let agreed =
        Act::Enumerator { name: "Pendata Satu".to_owned(), hamlet: "Padukuhan CONTOH".to_owned(), trained_on: None };
    device.write(DUKUH, agreed);
    (device, poorer, better_off)
}

/// The act is refused with this code, and the state stays as it was but for the refusal.
#[track_caller]
fn refused(who: (&str, Role), act: Act, code: &str) {
    let (mut device, ..) = meeting();
    let before = canonical(&device.state());
    let entry = device.write(who, act);
    assert_eq!(device.refusals(&entry.id), [code]);
    let after = canonical(&device.state());
    let without: Vec<&str> = after.lines().filter(|l| !l.starts_with("[\"refused\"")).collect();
    assert_eq!(without.join("\n"), before, "{code} changes nothing");
}

fn text(s: &str) -> String {
    s.to_owned()
}

#[test]
fn printed_columns_refuse_every_text_and_name_the_note() {
    // R40, R41, R42, R43, R44, R45
    for column in Column::ALL.into_iter().filter(|c| c.is_prefilled()) {
        refused(DUKUH, Act::Write { row: rts(0), column, text: text("LAIN") }, "FKP01_KOLOM_TERCETAK");
    }
    let (mut device, ..) = meeting();
    let entry = device.write(DUKUH, Act::Write { row: rts(0), column: Column::HeadName, text: text("LAIN") });
    let state = device.state();
    let refusal = state.refused.iter().find(|r| r.entry == entry.id).unwrap();
    assert!(refusal.why.remedy().contains("catatan tersendiri"));
    device.write(DUKUH, Act::Write { row: rts(0), column: Column::Explanation, text: text("KRT berganti") });
    device.write(DUKUH, note(None, Column::HeadName, "KEPALA BARU"));
    let row = device.state().meeting.fkp01.rows()[0].clone();
    assert_eq!((row.explanation.as_str(), row.notes()[0].text.as_str()), ("KRT berganti", "KEPALA BARU"));
    refused(DUKUH, note(None, Column::Finding, "x"), "KOLOM_BUKAN_1_5");
    refused(DUKUH, note(None, Column::HeadName, " "), "CATATAN_KOSONG");
    refused(DUKUH, note(Some(EntryId::new("b", 9)), Column::HeadName, "x"), "CATATAN_TIDAK_ADA");
}

#[test]
fn a_household_struck_this_evening_is_not_proposed_again_and_a_new_one_asks_for_remedy_b_again() {
    // R63-R66
    let (mut device, ..) = meeting();
    while device.state().meeting.quota().excess() > 0 {
        let state = device.state();
        let best = state.meeting.fkp02().iter().filter(|p| p.is_retained()).max_by_key(|p| (p.welfare_order, p.no));
        let id = state.proposal_ids[usize::from(best.unwrap().no) - 1].clone();
        let strike = Act::Strike { proposal: id, remedy: StrikeRemedy::BestOff, reason: text("kuota") };
        let entry = device.write(DUKUH, strike);
        if !device.refusals(&entry.id).is_empty() {
            let order = (0..state.proposal_ids.len()).map(|i| state.proposal_ids[i].clone()).collect();
            device.write(DUKUH, Act::Order { proposals: order });
        }
    }
    let state = device.state();
    let struck = state.meeting.fkp02().iter().find(|p| !p.is_retained()).unwrap();
    let again = device.write(DUKUH, propose(&struck.head_name, &struck.address));
    assert_eq!(device.refusals(&again.id), ["SUDAH_DICORET"]);
    device.write(DUKUH, propose("BARU DELAPAN", "CONTOH RT 008"));
    device.write(DUKUH, Act::Reread { rows: device.state().to_reread() });
    device.write(DUKUH, Act::NoneFound);
    assert!(device.state().none_found);
    device.write(DUKUH, propose("BARU SEMBILAN", "CONTOH RT 009"));
    assert!(!device.state().none_found);
}

fn note(anew: Option<EntryId>, column: Column, text: &str) -> Act {
    Act::Note { row: rts(0), note: anew, column, change: NoteChange::Replaced, text: text.to_owned() }
}

#[test]
fn every_change_has_its_own_note_and_one_can_be_written_anew_or_taken_away() {
    // R45
    let (mut device, ..) = meeting();
    let texts = |device: &Device| -> Vec<String> {
        device.state().meeting.fkp01.rows()[0].notes().iter().map(|n| n.text.clone()).collect()
    };
    device.write(DUKUH, note(None, Column::Address, "RT 3"));
    let born = device.write(DUKUH, note(None, Column::MemberNames, "lahir: BAYI")).id;
    device.write(DUKUH, note(None, Column::MemberNames, "meninggal: MBAH"));
    assert_eq!(texts(&device), ["lahir: BAYI", "meninggal: MBAH", "RT 3"], "one does not take another's place");
    device.write(DUKUH, note(Some(born.clone()), Column::MemberNames, "lahir: BAYI SARI"));
    assert_eq!(texts(&device), ["lahir: BAYI SARI", "meninggal: MBAH", "RT 3"]);
    device.write(DUKUH, note(Some(born), Column::MemberNames, ""));
    assert_eq!(texts(&device), ["meninggal: MBAH", "RT 3"], "without text it is gone");
}

#[test]
fn no_day_is_written_down_that_has_not_come_yet() {
    // R72
    let day = |d| Date::constant(2016, 11, d);
    refused(DUKUH, Act::Held { on: day(6) }, "TANGGAL_DI_DEPAN");
    let trained = |on| Act::Enumerator { name: text("SARI"), hamlet: text("Contoh"), trained_on: Some(on) };
    refused(DUKUH, trained(day(6)), "TANGGAL_DI_DEPAN");
    let (mut device, ..) = meeting();
    device.write(DUKUH, Act::Held { on: day(5) });
    device.write(DUKUH, trained(day(5)));
    let state = device.state();
    assert_eq!((state.held_on(), state.refused.len()), (Some(day(5)), 0));
}

#[test]
fn codes_are_refused_where_the_guideline_refuses_them() {
    // R47, R52, R54, R57
    refused(DUKUH, Act::Circle { row: rts(0), code: Some(Finding::New), living: None }, "KODE_7_DI_FKP01");
    let dead = |living| Act::Circle { row: rts(0), code: Some(Finding::Deceased), living };
    refused(DUKUH, dead(None), "KODE_5_BELUM_DITANYAKAN");
    refused(DUKUH, dead(Some(Living { head: false, members: 1 })), "KODE_5_ADA_YANG_HIDUP");
    refused(DUKUH, circle(rts(9), 1), "FKP01_BARIS_TIDAK_ADA");
    refused(DUKUH, Act::Check { row: rts(0) }, "BUKAN_ASISTEN");
    refused(("orang-luar", Role::Dukuh), circle(rts(0), 1), "TIDAK_IKUT_MUSYAWARAH");
    refused(("dukuh-1", Role::Asisten), Act::Check { row: rts(0) }, "TIDAK_IKUT_MUSYAWARAH");
    let (mut device, ..) = meeting();
    device.write(DUKUH, Act::Circle { row: rts(0), code: None, living: None });
    let check = device.write(ASISTEN, Act::Check { row: rts(0) });
    assert_eq!(device.refusals(&check.id), ["BARIS_TANPA_KODE"], "a circle can be rubbed out");
    refused(DUKUH, Act::Kin { officer: "petugas-3".into(), row: rts(0) }, "KERABAT_ORANG_LAIN");
}

#[test]
fn nobody_checks_the_household_of_his_kin_either() {
    // §1.3
    let (mut device, ..) = meeting();
    device.write(DUKUH, circle(rts(0), 1));
    device.write(ASISTEN, Act::Check { row: rts(0) });
    device.write(ASISTEN, Act::Kin { officer: ASISTEN.0.into(), row: rts(0) });
    let row = device.state().meeting.fkp01.rows()[0].clone();
    assert_eq!(
        (row.finding(), row.checked_by()),
        (Some(Finding::StillPoor), None),
        "his tick falls away, the code stays"
    );
    let again = device.write(ASISTEN, Act::Check { row: rts(0) });
    assert_eq!(device.refusals(&again.id), ["KERABAT"]);
}

#[test]
fn proposals_are_refused_where_the_guideline_refuses_them() {
    // R60, R62, R66
    refused(DUKUH, propose(" ", "CONTOH"), "NAMA_KOSONG");
    refused(DUKUH, propose_with("Kepala Nol", &["anggota nol"], "Contoh, RT 001"), "SUDAH_DI_FKP01");
    refused(DUKUH, propose_with("KEPALA NOL", &[], "CONTOH RT 001"), "SUDAH_DI_FKP01");
    refused(DUKUH, propose("BARU SATU", "CONTOH RT 001"), "SUDAH_DI_FKP02");
    let nobody = EntryId::new("z", 1);
    refused(DUKUH, Act::Poorer { proposal: nobody.clone(), yes: true }, "USULAN_TIDAK_ADA");
    refused(DUKUH, Act::Order { proposals: vec![nobody] }, "USULAN_TIDAK_ADA");
    let (_, poorer, better_off) = meeting();
    refused(DUKUH, Act::Order { proposals: vec![poorer.clone(), poorer.clone()] }, "URUTAN_GANDA");
    let name = |value: &str| Amendment::Text(ProposalField::HeadName, value.to_owned());
    refused(DUKUH, Act::Amend { proposal: poorer.clone(), value: name(" ") }, "NAMA_KOSONG");
    refused(DUKUH, Act::Withdraw { proposal: poorer.clone(), reason: text("salah") }, "TARIK_SAAT_KUOTA_LEBIH");
    refused(DUKUH, Act::Withdraw { proposal: poorer.clone(), reason: text(" ") }, "ALASAN_KOSONG");
    let strike = |proposal: &EntryId, remedy, reason: &str| Act::Strike {
        proposal: proposal.clone(),
        remedy,
        reason: reason.to_owned(),
    };
    refused(DUKUH, strike(&poorer, StrikeRemedy::BestOff, "kuota"), "BUKAN_PALING_SEJAHTERA");
    refused(DUKUH, strike(&better_off, StrikeRemedy::FitToQuota, "kuota"), "CERMATI_ULANG_DULU");
    refused(DUKUH, strike(&better_off, StrikeRemedy::BestOff, ""), "ALASAN_KOSONG");
    refused(DUKUH, Act::NoneFound, "BELUM_DICERMATI_ULANG");
    refused(DUKUH, Act::Reread { rows: vec![rts(9)] }, "FKP01_BARIS_TIDAK_ADA");
}

#[test]
fn who_by_the_answers_is_no_member_is_not_written_down_as_one() {
    // R29, R30, R34, R37, R38
    let ask = |stay| {
        let people = vec![MemberAnswer { name: text("Anak Satu"), facts: StayFacts { alive: true, stay } }];
        Act::Propose(ProposedHousehold {
            head_name: text("BARU TIGA"),
            members: vec![text("ANAK SATU ")],
            address: text("CONTOH RT 003"),
            membership: Membership { head: None, people },
        })
    };
    refused(DUKUH, ask(Stay::ChildElsewhere), "BUKAN_ANGGOTA");
    refused(
        DUKUH,
        ask(Stay::Guest { months_here: 5, months_since_left_home: None, intends_to_settle: false }),
        "BUKAN_ANGGOTA",
    );
    let (mut device, ..) = meeting();
    device.write(DUKUH, ask(Stay::Newborn));
    assert_eq!(device.state().meeting.fkp02().len(), 3);
}

#[test]
fn the_remedies_open_one_after_the_other_and_nothing_else_takes_a_proposal_off() {
    // R61, R63, R64, R65, R66, T17, T19
    let (mut device, poorer, better_off) = meeting();
    let state = device.state();
    assert_eq!(
        state.remedies(),
        [Remedy::StrikeBestOff { rows: 1 }, Remedy::RereadFkp01 { candidates: 3 }],
        "c is not there before b"
    );
    assert_eq!(state.to_reread(), [rts(0), rts(2), rts(4)]);
    device.write(DUKUH, Act::Reread { rows: state.to_reread() });
    device.write(DUKUH, Act::NoneFound);
    assert_eq!(device.state().remedies().last(), Some(&Remedy::StrikeToFit { rows: 1 }));
    let reason = text("tidak ditemukan kode 2 lagi");
    device.write(DUKUH, Act::Strike { proposal: better_off.clone(), remedy: StrikeRemedy::FitToQuota, reason });
    let state = device.state();
    assert!(state.meeting.quota().holds());
    assert_eq!(state.proposal(&poorer).unwrap().welfare_order, Some(1));
    let again = Act::Strike { proposal: better_off, remedy: StrikeRemedy::BestOff, reason: text("lagi") };
    let again = device.write(DUKUH, again);
    assert_eq!(device.refusals(&again.id), ["USULAN_TIDAK_BERLAKU"]);
    let more = Act::Strike { proposal: poorer.clone(), remedy: StrikeRemedy::BestOff, reason: text("lagi") };
    let more = device.write(DUKUH, more);
    assert_eq!(device.refusals(&more.id), ["KUOTA_TIDAK_LEBIH"]);
    device.write(DUKUH, Act::Withdraw { proposal: poorer, reason: text("salah tulis") });
    assert_eq!(device.state().meeting.quota().new, 0);
}

#[test]
fn nothing_is_struck_while_the_order_of_welfare_is_unknown_or_disputed() {
    // R62, R63
    let (mut a, poorer, better_off) = meeting();
    a.write(DUKUH, Act::Order { proposals: vec![poorer.clone()] });
    let strike = Act::Strike { proposal: better_off.clone(), remedy: StrikeRemedy::BestOff, reason: text("kuota") };
    let entry = a.write(DUKUH, strike.clone());
    assert_eq!(a.refusals(&entry.id), ["URUTAN_KESEJAHTERAAN_KOSONG"]);
    let mut b = Device::opened("b", opening(6));
    b.merge(&a);
    a.write(DUKUH, Act::Order { proposals: vec![poorer.clone(), better_off.clone()] });
    b.write(PETUGAS, Act::Order { proposals: vec![better_off, poorer] });
    a.merge(&b);
    let entry = a.write(DUKUH, strike);
    assert_eq!(a.refusals(&entry.id), ["NILAI_BERSELISIH"]);
}

#[test]
fn an_enumerator_comes_from_the_hamlet_and_his_training_is_recorded_later() {
    // R70, R71, R72, T23
    let agree = |hamlet: &str, trained_on| Act::Enumerator {
        name: text("PENDATA SATU"),
        hamlet: hamlet.to_owned(),
        trained_on,
    };
    refused(DUKUH, agree("Lain", None), "PENDATA_PADUKUHAN_LAIN");
    refused(DUKUH, Act::DropEnumerator { name: text("siapa") }, "PENDATA_TIDAK_ADA");
    let (mut device, ..) = meeting();
    let day = Date::constant(2016, 11, 4);
    device.write(DUKUH, agree("Contoh", Some(day)));
    let agreed = device.state().meeting.enumerators;
    assert_eq!((agreed.len(), agreed[0].trained_on), (1, Some(day)), "one name is one person");
    device.write(DUKUH, Act::DropEnumerator { name: text("pendata satu") });
    assert!(device.state().meeting.enumerators.is_empty());
}

#[test]
fn nobody_signs_for_the_asisten_or_what_was_not_there() {
    let sign = |role, name: &str, covers| Act::Sign { role, name: name.to_owned(), covers };
    refused(PETUGAS, sign(SignerRole::Asisten, "ASISTEN", Clock::default()), "TANDA_TANGAN_ORANG_LAIN");
    refused(DUKUH, sign(SignerRole::Dukuh, " ", Clock::default()), "NAMA_KOSONG");
    let beyond: Clock = [("a", 99)].into_iter().collect();
    refused(DUKUH, sign(SignerRole::Dukuh, "DUKUH", beyond), "LIPUTAN_TIDAK_UTUH");
    refused(DUKUH, Act::Settle { field: Field::Code(rts(0)), entry: EntryId::new("a", 2) }, "PILIHAN_TIDAK_ADA");
}
