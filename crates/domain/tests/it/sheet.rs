//! Verdicts on filled paper forms. R28, R40, R47, R52, R54, R57–R62.

use crate::build::{desa, full_room, letters, rts};
use domain::Date;
use domain::deliberation::sheet::{
    Fkp01Prefill, MeetingSheet, PrefillIndex, SheetForm, SheetHead, SheetRow, SheetVerdict, judge_all,
};
use domain::household::Origin;
use domain::id::MeetingId;
use proptest::prelude::*;

fn judge(sheet: &MeetingSheet, register: &PrefillIndex) -> SheetVerdict {
    judge_all(std::slice::from_ref(sheet), register).remove(0)
}

fn known(no: usize, hamlet: &str) -> Fkp01Prefill {
    Fkp01Prefill {
        no_rts: rts(no),
        desa: Some(desa()),
        hamlet: Some(format!("RT 001 RW 001 PADUKUHAN {hamlet}")),
        head_name: format!("KEPALA {}", letters(no)),
        member_names: vec![format!("ANGGOTA {}", letters(no))],
        living: None,
        certain: true,
    }
}

fn register() -> Vec<Fkp01Prefill> {
    (0..5).map(|no| known(no, "CONTOH")).chain((5..8).map(|no| known(no, "LAIN"))).collect()
}

fn listed(no: usize, code: &str) -> SheetRow {
    let known = known(no, "CONTOH");
    SheetRow {
        form: SheetForm::Fkp01,
        no_rts: Some(known.no_rts),
        head_name: known.head_name,
        member_names: known.member_names,
        member_count: Some(2),
        address: "CONTOH".to_owned(),
        codes: code.to_owned(),
        remark: String::new(),
        checked: "ya".to_owned(),
        welfare_order: None,
        poorer_than_code2: None,
        origin: Origin::default(),
    }
}

fn new(no: u16) -> SheetRow {
    SheetRow {
        form: SheetForm::Fkp02,
        no_rts: None,
        head_name: format!("BARU {}", letters(no.into())),
        member_names: Vec::new(),
        codes: "7".to_owned(),
        member_count: Some(1),
        welfare_order: Some(no),
        poorer_than_code2: Some(true),
        ..listed(0, "")
    }
}

fn sheet(codes: [&str; 5], new_rows: u16) -> MeetingSheet {
    MeetingSheet {
        head: SheetHead {
            id: MeetingId::new("9901012001_contoh"),
            desa: Some(desa()),
            hamlet: "Contoh".to_owned(),
            date: Some(Date::constant(2016, 11, 4)),
            stage: Some(1),
            attendance: full_room(),
            asisten: Some("ASISTEN".to_owned()),
            enumerators: vec!["PENDATA".to_owned()],
        },
        rows: codes.iter().enumerate().map(|(no, c)| listed(no, c)).chain((1..=new_rows).map(new)).collect(),
    }
}

fn words(verdict: &SheetVerdict) -> (Vec<&'static str>, Vec<&'static str>) {
    let reasons = verdict.reasons.iter().map(|r| r.kind.code()).collect();
    (reasons, verdict.warnings.iter().map(|w| w.kind.code()).collect())
}

#[track_caller]
fn check(sheet: &MeetingSheet, reasons: &[&str], warnings: &[&str]) {
    let verdict = judge(sheet, &PrefillIndex::new(register()));
    assert_eq!(words(&verdict), (reasons.to_vec(), warnings.to_vec()));
    assert_eq!(verdict.accepted, reasons.is_empty());
}

const SOUND: [&str; 5] = ["1", "2", "3", "6", "8"];

/// The sound sheet with one row changed.
fn with(no: usize, change: impl FnOnce(&mut SheetRow)) -> MeetingSheet {
    let mut sheet = sheet(SOUND, 1);
    change(&mut sheet.rows[no]);
    sheet
}

#[test]
fn a_sound_sheet_is_accepted_and_counted() {
    // R67, R77
    let verdict = judge(&sheet(SOUND, 1), &PrefillIndex::new(register()));
    assert!(verdict.accepted);
    assert_eq!((verdict.recap.fkp01_rows(), verdict.recap.blanks()), (5, 4));
    assert_eq!(verdict.recap.sms(), "2=1 3=1 6=1 7=1");
}

#[test]
fn each_broken_rule_is_named_with_its_row() {
    check(&sheet(SOUND, 2), &["KUOTA_LEBIH"], &[]); // R61
    check(&with(0, |r| r.codes = " ".to_owned()), &["BARIS_TANPA_KODE"], &[]); // R58
    check(&with(0, |r| r.codes = "2,6".to_owned()), &["KODE_GANDA"], &[]); // R47
    check(&with(0, |r| r.codes = "7".to_owned()), &["KODE_7_DI_FKP01"], &[]); // R54
    check(&with(5, |r| r.codes = "1".to_owned()), &["KODE_SALAH_DI_FKP02"], &[]); // R54
    check(&with(0, |r| r.codes = "9".to_owned()), &["KODE_DI_LUAR_1_8"], &[]); // R47
    check(&with(0, |r| r.checked = "belum".to_owned()), &["BELUM_DIPERIKSA_ASISTEN"], &[]); // R57
    check(&with(5, |r| r.poorer_than_code2 = Some(false)), &["TIDAK_LEBIH_MISKIN"], &[]); // R62
    let verdict = judge(&with(2, |r| r.codes.clear()), &PrefillIndex::new(register()));
    assert_eq!(verdict.reasons[0].row.as_deref(), Some(rts(2).as_str()));
}

#[test]
fn a_household_of_another_hamlet_is_foreign_and_one_left_out_is_missing() {
    // R40, R58, R59
    let mut foreign = sheet(SOUND, 0);
    foreign.rows.push(listed(6, "1"));
    check(&foreign, &["BARIS_ASING"], &[]);
    let mut short = sheet(SOUND, 0);
    short.rows.remove(4);
    check(&short, &["BARIS_HILANG"], &[]);
    let mut twice = sheet(SOUND, 0);
    twice.rows.push(listed(4, "8"));
    check(&twice, &["BARIS_DUA_KALI"], &[]);
    let mut listed_as_new = sheet(SOUND, 1);
    listed_as_new.rows[5].no_rts = Some(rts(0));
    check(&listed_as_new, &["SUDAH_DI_FKP01"], &[]);
    let mut empty = sheet(SOUND, 0);
    empty.rows.clear();
    let verdict = judge(&empty, &PrefillIndex::new(register()));
    assert_eq!(verdict.reasons[0].kind.code(), "BARIS_HILANG");
    assert!(verdict.reasons.iter().any(|r| r.kind.code() == "TANPA_FKP01"));
}

#[test]
fn a_defect_of_the_register_warns_and_refuses_no_meeting() {
    // R59
    let mut rows = register();
    rows[0].no_rts = rts(6); // two households carry number 6; number 0 is lost
    let verdict = judge(&sheet(SOUND, 1), &PrefillIndex::new(rows));
    assert!(verdict.accepted, "{:?}", verdict.reasons);
    assert!(verdict.warnings.iter().all(|w| w.kind.code() == "NOMOR_RTS_DIRAGUKAN"));
    let mut rows = register();
    rows[0].certain = false;
    rows[0].hamlet = None;
    rows[1].desa = None;
    let verdict = judge(&sheet(SOUND, 1), &PrefillIndex::new(rows));
    assert!(verdict.accepted, "{:?}", verdict.reasons);
}

#[test]
fn the_hamlet_is_found_by_its_rows_where_its_name_is_written_otherwise() {
    let mut other_name = sheet(SOUND, 1);
    other_name.head.hamlet = "Conto Kulon".to_owned();
    check(&other_name, &[], &[]);
    other_name.rows.push(listed(6, "1"));
    check(&other_name, &["BARIS_ASING"], &[]);
    let unknown = judge(&sheet(SOUND, 1), &PrefillIndex::default());
    assert_eq!(words(&unknown), (vec![], vec!["PADUKUHAN_TIDAK_ADA_DI_REGISTER"]));
}

#[test]
fn two_meetings_of_one_hamlet_are_judged_together() {
    let (mut first, mut second) = (sheet(SOUND, 0), sheet(SOUND, 0));
    first.rows.truncate(2);
    second.rows.drain(..2);
    let register = PrefillIndex::new(register());
    assert!(!judge(&first, &register).accepted);
    assert!(judge_all(&[first.clone(), second.clone()], &register).iter().all(|v| v.accepted));
    second.rows.pop();
    let verdicts = judge_all(&[first, second], &register);
    assert!(verdicts.iter().all(|v| v.reasons[0].row.as_deref() == Some(rts(4).as_str())));
}

#[test]
fn a_household_of_fkp01_is_not_proposed_again_but_its_namesake_may_be() {
    // R60
    let proposing = |change: &dyn Fn(&mut SheetRow)| {
        let mut sheet = sheet(["2", "2", "3", "6", "8"], 2);
        let (head, address) = (sheet.rows[0].head_name.to_lowercase(), format!(" {} ", sheet.rows[0].address));
        (sheet.rows[6].head_name, sheet.rows[6].address) = (head, address);
        change(&mut sheet.rows[6]);
        sheet
    };
    check(&proposing(&|_| ()), &["SUDAH_DI_FKP01"], &[]);
    check(&proposing(&|r| r.member_names = vec!["ORANG LAIN".to_owned()]), &[], &["SERUPA_FKP01"]);
    check(&proposing(&|r| r.address.push_str(" RT 9")), &[], &[]);
    check(&proposing(&|r| r.remark = "dicoret, sudah terdaftar".to_owned()), &[], &[]);
    let mut twice = sheet(["2", "2", "3", "6", "8"], 2);
    twice.rows[6].head_name = twice.rows[5].head_name.clone();
    check(&twice, &["SUDAH_DI_FKP02"], &[]);
}

#[test]
fn over_quota_nobody_is_struck_while_a_better_off_one_stays() {
    // R63
    let struck = |at: usize, codes: [&str; 5]| {
        let mut sheet = sheet(codes, 2);
        sheet.rows[at].remark = "dicoret".to_owned();
        sheet
    };
    check(&struck(5, SOUND), &["BUKAN_PALING_SEJAHTERA"], &[]);
    check(&struck(6, SOUND), &[], &[]);
    // as on a device: nobody is struck while there is room
    check(&struck(5, ["2", "2", "3", "6", "8"]), &["KUOTA_TIDAK_LEBIH"], &[]);
    let mut unranked = struck(6, SOUND);
    unranked.rows[5].welfare_order = None;
    check(&unranked, &["URUTAN_KESEJAHTERAAN_KOSONG"], &[]);
}

#[test]
fn what_should_be_looked_at_is_said_without_refusing() {
    check(&with(2, |r| r.head_name.push_str(" (GANTI)")), &[], &["NAMA_KRT_DIUBAH"]); // R41
    check(&with(2, |r| r.member_names = vec!["ORANG BARU".to_owned()]), &[], &["NAMA_ART_DIUBAH"]); // R42
    check(&with(2, |r| r.member_count = Some(3)), &[], &["JUMLAH_ART_TIDAK_SESUAI"]); // R43
    let dead = |remark: &str| {
        with(2, |r| {
            r.codes = "5".to_owned();
            r.remark = remark.to_owned();
        })
    };
    check(&dead("KRT meninggal"), &[], &["KODE_5_ADA_YANG_HIDUP"]); // R52
    check(&dead("KRT dan semua ART meninggal"), &[], &[]);
    let mut low = sheet(SOUND, 1);
    low.head.attendance.dukuh = Some(false);
    check(&low, &[], &["KEHADIRAN_KURANG"]); // R28
    low.head.attendance = Default::default();
    check(&low, &[], &["KEHADIRAN_TIDAK_DICATAT"]);
    let mut nameless = sheet(SOUND, 1);
    (nameless.head.date, nameless.head.asisten) = (None, None);
    check(&nameless, &[], &["TANPA_TANGGAL", "TANPA_NAMA_ASISTEN"]); // R57
    let mut no_enumerator = sheet(SOUND, 1);
    no_enumerator.head.enumerators.clear();
    check(&no_enumerator, &[], &["TANPA_PETUGAS_PENDATA"]); // R70
}

#[test]
fn the_living_known_to_the_registry_speak_against_code_5() {
    // R52
    let mut rows = register();
    rows[2].living = Some(1);
    let verdict = judge(&with(2, |r| r.codes = "5".to_owned()), &PrefillIndex::new(rows));
    assert_eq!(words(&verdict), (vec![], vec!["KODE_5_ADA_YANG_HIDUP"]));
}

#[test]
fn a_struck_proposal_counts_neither_for_nor_against() {
    // R63, R66
    let mut struck = sheet(SOUND, 2);
    struck.rows[6].remark = "dicoret, paling sejahtera".to_owned();
    struck.rows[6].codes.clear();
    check(&struck, &[], &[]);
}

#[test]
fn a_code_nobody_can_read_is_not_also_called_over_quota() {
    // R61
    let mut unreadable = sheet(SOUND, 2);
    unreadable.rows[0].codes = "1 2".to_owned();
    check(&unreadable, &["KODE_GANDA"], &[]);
}

proptest! {
    /// R47, R54, R57, R58, R61: an accepted sheet has one code of the list in every row, never 7 on
    /// FKP.01, all rows ticked, and at most as many new rows as code 2.
    #[test]
    fn an_accepted_sheet_never_breaks_a_rule(
        codes in proptest::array::uniform5("[1-9]|[1-3],[4-6]| "), ticks in proptest::array::uniform5(any::<bool>()), new_rows in 0..4u16,
    ) {
        let mut sheet = sheet(codes.each_ref().map(String::as_str), new_rows);
        for (row, tick) in sheet.rows.iter_mut().zip(ticks) {
            row.checked = if tick { "ya" } else { "" }.to_owned();
        }
        let verdict = judge(&sheet, &PrefillIndex::new(register()));
        let improved = codes.iter().filter(|c| *c == "2").count();
        let one_code = codes.iter().all(|c| matches!(c.as_str(), "1" | "2" | "3" | "4" | "5" | "6" | "8"));
        let sound = one_code && ticks.iter().all(|t| *t) && usize::from(new_rows) <= improved;
        prop_assert_eq!(verdict.accepted, sound, "{:?}", verdict.reasons);
        prop_assert_eq!(verdict.accepted, verdict.reasons.is_empty());
    }
}

#[test]
fn a_household_of_the_register_keeps_its_number_and_its_origin_and_two_heads_make_it_doubtful() {
    // R1, R40, R43
    let born = domain::Date::constant(1970, 1, 1);
    let head = crate::build::person(1, "KEPALA", domain::person::Relation::Head, domain::person::Sex::Male, born);
    let child = crate::build::person(2, "ANAK", domain::person::Relation::Child, domain::person::Sex::Male, born);
    let origin = Origin { file: "bdt2015.xlsx".to_owned(), row: 17 };
    let mut household = domain::household::Household {
        id: domain::id::HouseholdId::new("0903123004000001"),
        place: domain::household::Place { desa: Some(desa()), ..Default::default() },
        member_count: Some(2),
        family_count: Some(1),
        answers: Default::default(),
        members: vec![child, head],
        origin: origin.clone(),
    };
    let form = domain::deliberation::fkp01::Prefilled::of(&household);
    assert_eq!((form.head_name(), form.member_count()), ("KEPALA", 2));
    let printed = Fkp01Prefill::of(&household);
    assert_eq!(printed.no_rts.as_str(), "0903123004000001", "the number is text: its first zero stays");
    assert_eq!((printed.head_name.as_str(), printed.member_names.len(), printed.certain), ("KEPALA", 1, true));
    assert_eq!(household.origin, origin);
    household.members[0].relation = Some(domain::person::Relation::Head);
    assert!(!Fkp01Prefill::of(&household).certain, "two heads under one number may be two households");
}

#[test]
fn every_reason_says_what_to_do() {
    for reason in domain::deliberation::sheet::ReasonKind::ALL {
        assert_eq!(domain::deliberation::sheet::ReasonKind::from_code(reason.code()), Some(reason));
        assert!(reason.explain().ends_with('.'), "{}", reason.code());
    }
}

#[test]
fn a_proposal_is_stated_poorer_by_a_statement_or_by_its_place_and_no_two_share_a_place() {
    // R62
    let saying = |order: [Option<u16>; 2], poorer: Option<bool>| {
        let mut sheet = sheet(["2", "2", "3", "6", "8"], 2);
        for (row, order) in sheet.rows[5..].iter_mut().zip(order) {
            (row.welfare_order, row.poorer_than_code2) = (order, poorer);
        }
        sheet
    };
    check(&saying([Some(1), Some(2)], None), &[], &[]);
    check(&saying([None, None], Some(true)), &[], &[]);
    check(&saying([Some(1), None], None), &["PERNYATAAN_LEBIH_MISKIN_KOSONG"], &[]);
    check(&saying([Some(1), Some(1)], Some(true)), &["URUTAN_GANDA"], &[]);
    let mut nameless = saying([Some(1), Some(2)], None);
    nameless.rows[6].head_name = " ".to_owned();
    check(&nameless, &["NAMA_KOSONG"], &[]);
}
