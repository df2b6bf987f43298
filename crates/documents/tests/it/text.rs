//! The words of each document, as they stand on paper.

use crate::pdf::{assert_inside, assert_sound, layout};
use documents::{Paper, Pdf, sample};

fn check(name: &str, pages: usize, pdf: &Pdf) {
    assert_sound(pdf);
    assert_inside(pdf, 26.0);
    assert_eq!(pdf.pages, pages, "{name}");
    insta::assert_snapshot!(name, layout(pdf));
}

#[test]
fn a_receipt_fits_one_page_and_says_registered_is_not_recipient() {
    // R3, R5, R25
    let pdf = documents::receipt(&sample::receipt().unwrap(), Paper::A4).unwrap();
    assert!(layout(&pdf).contains("Terdaftar bukan berarti menerima bantuan."));
    check("receipt", 1, &pdf);
}

#[test]
fn a_prelist_of_sixty_households_names_their_categories() {
    // R14, R15
    check("prelist", 3, &documents::prelist(&sample::prelist(60).unwrap(), Paper::A4).unwrap());
}

#[test]
fn fkp01_has_eight_numbered_columns_on_every_page() {
    // R39, R45, R47
    let pdf = documents::fkp01(&sample::fkp01(20).unwrap(), Paper::A4).unwrap();
    for page in layout(&pdf).split('\u{c}').take(pdf.pages - 1) {
        for column in 1..=8 {
            assert!(page.contains(&format!("(0{column})")), "column {column} on {page}");
        }
    }
    check("fkp01", 4, &pdf);
}

#[test]
fn fkp02_states_the_quota_and_its_three_remedies() {
    // R61, R63-R65
    check("fkp02", 2, &documents::fkp02(&sample::fkp02(8).unwrap(), Paper::A4).unwrap());
}

#[test]
fn minutes_carry_the_recap_of_t16_and_the_annex_of_notes() {
    // R45, R67, R68, R77; T16
    let pdf = documents::minutes(&sample::minutes().unwrap(), Paper::A4).unwrap();
    assert!(layout(&pdf).contains("2=3 3=1 6=3 7=3"));
    check("minutes", 3, &pdf);
}

#[test]
fn a_correction_names_the_minutes_it_replaces_and_what_is_another_one_now() {
    // R76
    use documents::minutes::{Changed, Corrects};
    let mut minutes = sample::minutes().unwrap();
    minutes.stage = 2;
    let change = Changed {
        row: "9901030040000053".to_owned(),
        head_name: "Sri Lestari".to_owned(),
        was: "kode 4".to_owned(),
        is: "kode 1".to_owned(),
    };
    let date = Some("14 Oktober 2016".to_owned());
    let number = "BA/99.01.03.2004.01/T1/2016".to_owned();
    minutes.corrects = Some(Corrects { stage: 1, number, date, changes: vec![change] });
    let pdf = documents::minutes(&minutes, Paper::A4).unwrap();
    let text = crate::pdf::letters(&pdf);
    for words in ["mengoreksi dan menggantikan Berita Acara Tahap 1", "5. Yang berubah terhadap Tahap 1", "kode 4"] {
        assert!(text.contains(&words.replace(' ', "")), "{words}: {text}");
    }
    assert_sound(&pdf);
}

#[test]
fn a_decree_prints_the_hash_of_its_annex() {
    // R18
    let data = sample::decree(90).unwrap();
    let pdf = documents::decree(&data, Paper::F4).unwrap();
    assert!(crate::pdf::letters(&pdf).contains(&data.annex.sha256));
    check("decree", 3, &pdf);
}

#[test]
fn empty_lists_say_so() {
    let mut minutes = sample::minutes().unwrap();
    minutes.attendance.clear();
    minutes.struck.clear();
    minutes.notes.clear();
    minutes.signatures.clear();
    minutes.planning.enumerators.clear();
    let mut receipt = sample::receipt().unwrap();
    receipt.next_steps.clear();
    let mut fkp01 = sample::fkp01(0).unwrap();
    fkp01.note_lines = 0;
    let all = [
        (documents::receipt(&receipt, Paper::A4), "memberitahukan langkah berikutnya"),
        (documents::prelist(&sample::prelist(0).unwrap(), Paper::A4), "Tidak ada rumah tangga pada prelist"),
        (documents::fkp01(&fkp01, Paper::A4), "Tidak ada rumah tangga BDT 2015"),
        (documents::fkp02(&sample::fkp02(0).unwrap(), Paper::A4), "USULAN RUMAH TANGGA"),
        (documents::minutes(&minutes, Paper::A4), "Daftar hadir tidak dicatat."),
        (documents::decree(&sample::decree(0).unwrap(), Paper::F4), "Tidak ada rumah tangga."),
    ];
    for (pdf, words) in all {
        let pdf = pdf.unwrap();
        assert_sound(&pdf);
        assert!(layout(&pdf).contains(words), "{words}");
    }
}

#[test]
fn every_document_fits_every_paper() {
    for paper in [Paper::A4, Paper::F4, Paper::Legal] {
        for pdf in [
            documents::receipt(&sample::receipt().unwrap(), paper),
            documents::prelist(&sample::prelist(7).unwrap(), paper),
            documents::fkp01(&sample::fkp01(7).unwrap(), paper),
            documents::fkp02(&sample::fkp02(3).unwrap(), paper),
            documents::minutes(&sample::minutes().unwrap(), paper),
            documents::decree(&sample::decree(7).unwrap(), paper),
        ] {
            assert_inside(&pdf.unwrap(), 26.0);
        }
    }
}

#[test]
fn every_row_of_the_data_stands_on_the_form_cell_by_cell() {
    // R39-R44, R47, R59: read back with pdftotext, on both papers
    let mut data = sample::fkp01(60).unwrap();
    data.rows[6].head_name = "RADEN AYU KUSUMANINGTYAS WIDYASTUTI PRAMUDYAWARDHANI BINTI SASTRODIHARDJO".to_owned();
    data.rows[7].address = "Jalan Kyai Haji Hasyim Asy’ari Gang Melati III Nomor 12 B sebelah timur balai".to_owned();
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for paper in [Paper::A4, Paper::F4] {
        let pdf = documents::fkp01(&data, paper).unwrap();
        assert_sound(&pdf);
        assert_inside(&pdf, 26.0);
        let all = crate::pdf::letters(&pdf);
        let mut rest = all.as_str();
        for row in &data.rows {
            let members: String = (1..).zip(&row.member_names).map(|(at, name)| format!("{at}{name}")).collect();
            let members = if members.is_empty() { "tidak ada".to_owned() } else { members };
            let cells = [
                row.no.to_string(),
                row.rts.clone(),
                row.head_name.clone(),
                members,
                row.member_count.unwrap().to_string(),
                row.address.clone(),
                "12345678".to_owned(),
            ];
            let printed = letters(&cells.concat());
            let at = rest.find(&printed).unwrap_or_else(|| panic!("row {}: {printed}", row.no));
            rest = &rest[at + printed.len()..];
        }
        assert_eq!(all.matches("Sidikrangkaianformulir:7f3a91c022de04b8").count(), pdf.pages, "on every page");
    }
}
