//! BDT 2015 sheets in the shapes and with the dirt offices send.

use crate::fixture::{areas, bdt_header, bdt_row, csv, fill, nik, text, word, workbook};
use domain::defect::Level;
use domain::household::Household;
use domain::person::Birth;
use domain::questionnaire::Item;
use exchange::{PackFile, Read};

/// Ten households of two members each.
fn sound_rows() -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for ruta in 1..=10 {
        rows.push(bdt_row(ruta, 1, &format!("KEPALA {}", word(ruta)), &nik(ruta), 1, 2));
        rows.push(bdt_row(ruta, 2, &format!("ANAK {}", word(ruta + 50)), &nik(ruta + 50), 3, 2));
    }
    rows
}

fn with_header(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    [vec![bdt_header()], rows].concat()
}

fn read(files: &[PackFile]) -> Read<Household> {
    exchange::bdt::read_all(files, &areas()).unwrap()
}

/// Row and code of every report on a level.
fn said(read: &Read<Household>, level: Level) -> Vec<(u32, &'static str)> {
    let mut all: Vec<_> = read.issues.iter().filter(|i| i.level == level).map(|i| (i.row, i.kind.code())).collect();
    all.sort();
    all
}

/// What the households say, without where they stood.
fn content(read: &Read<Household>) -> Vec<Household> {
    let mut all: Vec<Household> =
        read.items.iter().cloned().map(|h| Household { origin: Default::default(), ..h }).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

/// One damage to the sound table (row and place from 1, header excluded) and what is said of it.
fn check(damage: &[(usize, usize, &str)], expected: &[(u32, &str)]) -> Read<Household> {
    let mut rows = sound_rows();
    for (row, place, value) in damage {
        rows[row - 1][place - 1] = (*value).to_owned();
    }
    let read = read(&[text("bdt.csv", &csv(&with_header(rows), ';'))]);
    assert_eq!(said(&read, Level::Reject), expected, "{:#?}", read.issues);
    assert_eq!(read.counts.seen, read.counts.taken + read.counts.skipped + read.counts.rejected);
    read
}

#[test]
fn a_sound_sheet_is_read_without_a_word() {
    let read = check(&[], &[]);
    assert_eq!((read.items.len(), read.counts.taken), (10, 20));
    let one = &read.items[0];
    assert_eq!(one.id.as_str(), "9701010001000001");
    assert_eq!(one.place.desa.unwrap().as_str(), "9701012001");
    assert_eq!((one.place.rt, one.place.rw, one.place.hamlet.as_deref()), (Some(2), Some(2), Some("WETAN")));
    assert_eq!(one.answers.get(Item::FloorArea), Some(60));
    assert_eq!(one.members[0].birth, Birth::Aged { years: 40, on: exchange::bdt::REFERENCE_DAY });
}

#[test]
fn damaged_cells_are_reported_and_the_rest_of_the_row_is_kept() {
    check(&[(1, 81, "3,40304E+15")], &[(2, "NIK_EKSPONENSIAL")]);
    check(&[(2, 81, "9701013211740001")], &[(3, "NIK_TIDAK_SAH")]);
    check(&[(2, 80, "None")], &[(3, "NAMA_KOSONG")]);
    check(&[(2, 86, "th")], &[(3, "UMUR_TIDAK_SAH")]);
    check(&[(2, 82, "9")], &[(3, "KODE_TIDAK_SAH")]);
    check(&[(2, 38, "1")], &[(3, "KODE_TIDAK_SAH")]);
    check(&[(2, 20, "tembikar")], &[(3, "KODE_TIDAK_SAH")]);
    check(&[(1, 10, "999"), (2, 10, "999")], &[(2, "KODE_DESA_TIDAK_DIKENAL"), (3, "KODE_DESA_TIDAK_DIKENAL")]);
    check(&[(1, 6, "77")], &[(2, "WILAYAH_LUAR_KABUPATEN")]);
    let kept = check(&[(2, 38, "1"), (2, 81, "'9701011110740051")], &[(3, "KODE_TIDAK_SAH")]);
    assert_eq!(kept.items[0].answers.get(Item::Television), Some(4), "the household's other row still says it");
    assert!(kept.items[0].members[1].nik.is_some(), "an apostrophe is no damage");
}

#[test]
fn contradictions_within_a_household_are_reported() {
    check(&[(1, 14, "3"), (2, 14, "3")], &[(2, "JUMLAH_ART_TIDAK_SESUAI")]);
    check(&[(1, 82, "8")], &[(2, "TANPA_KRT")]);
    check(&[(2, 82, "1")], &[(3, "KRT_LEBIH_DARI_SATU")]);
    check(&[(2, 83, "5")], &[(3, "NUK_MELEBIHI_JUMLAH_KELUARGA")]);
    check(&[(2, 91, "1")], &[(3, "HAMIL_BUKAN_PEREMPUAN_SUBUR")]);
    check(&[(2, 86, "7"), (2, 87, "2")], &[(3, "KAWIN_DI_BAWAH_10")]);
    check(&[(2, 98, "2")], &[(3, "LAPANGAN_TANPA_KERJA")]);
}

#[test]
fn a_shifted_row_is_rejected_and_its_household_keeps_the_others() {
    let mut rows = sound_rows();
    rows[1].remove(30);
    rows[1].push(String::new());
    rows[4].insert(20, String::new());
    rows[4].pop();
    let read = read(&[text("bdt.csv", &csv(&with_header(rows), ';'))]);
    assert_eq!(said(&read, Level::Reject), [(3, "BARIS_BERGESER"), (6, "BARIS_BERGESER")]);
    assert_eq!(read.items[0].members.len(), 1, "the shifted row is not taken");
    assert_eq!(read.items[2].members.len(), 1);
}

#[test]
fn a_row_that_shifted_before_the_columns_were_rearranged_is_rejected_too() {
    let mut rows = sound_rows();
    rows[1].remove(30);
    rows[1].push(String::new());
    let order: Vec<usize> = (0..101).map(|i| (i * 37) % 101).collect();
    let moved: Vec<Vec<String>> =
        with_header(rows).iter().map(|r| order.iter().map(|i| r[*i].clone()).collect()).collect();
    let read = read(&[text("bdt.csv", &csv(&moved, ';'))]);
    assert_eq!(said(&read, Level::Reject), [(3, "BARIS_BERGESER")]);
}

#[test]
fn the_same_row_twice_counts_once() {
    let mut rows = sound_rows();
    rows.insert(2, rows[1].clone());
    let read = read(&[text("bdt.csv", &csv(&with_header(rows), ';'))]);
    assert_eq!(said(&read, Level::Reject), [(4, "BARIS_GANDA")]);
    assert_eq!(read.items[0].members.len(), 2);
}

#[test]
fn one_id_for_two_households_keeps_both_and_the_one_in_sequence_keeps_the_id() {
    let mut rows = sound_rows();
    // the third household bears the id of the eighth
    for row in &mut rows[4..6] {
        row[0] = "000008".into();
        row[1] = "9701010001000008".into();
    }
    let read = read(&[text("bdt.csv", &csv(&with_header(rows), ';'))]);
    assert_eq!(said(&read, Level::Reject), [(6, "ID_RUTA_GANDA")]);
    assert_eq!(said(&read, Level::Warning), [(16, "ID_RUTA_GANDA")]);
    let keys: Vec<&str> = read.items.iter().map(|h| h.id.as_str()).filter(|id| id.contains("000008")).collect();
    assert_eq!(keys, ["9701010001000008#2", "9701010001000008"]);
}

#[test]
fn a_household_in_two_files_stays_in_the_file_of_its_kecamatan() {
    let all = sound_rows();
    let copy = all[0..2].to_vec();
    let first = text("a.csv", &csv(&with_header(copy), ';'));
    let second = text("b.csv", &csv(&with_header(all), ';'));
    let read = read(&[first, second]);
    let places: Vec<_> = read.issues.iter().map(|i| (i.file.as_str(), i.row, i.kind.code())).collect();
    assert_eq!(places, [("a.csv", 2, "RUTA_DI_DUA_BERKAS"), ("a.csv", 3, "RUTA_DI_DUA_BERKAS")]);
    assert_eq!(read.items.len(), 10);
}

#[test]
fn one_nik_for_two_persons_is_reported_for_both_over_all_files() {
    let mut one = sound_rows();
    let two = one.split_off(10);
    one[0][80] = nik(60);
    let read = read(&[text("a.csv", &csv(&with_header(one), ';')), text("b.csv", &csv(&with_header(two), ';'))]);
    let places: Vec<_> = read.issues.iter().map(|i| (i.file.as_str(), i.kind.code())).collect();
    assert_eq!(places, [("a.csv", "NIK_GANDA"), ("b.csv", "NIK_GANDA")]);
}

#[test]
fn order_wording_delimiter_and_kind_of_file_change_nothing() {
    let plain = content(&check(&[], &[]));
    let mut rows = with_header(sound_rows());
    for (place, name) in
        [(2, "IDBDT"), (10, "KDDESA"), (80, "Nama"), (82, "Hub_KRT"), (81, "N I K"), (85, "JnsKel"), (38, "Ada TV")]
    {
        rows[0][place - 1] = name.to_owned();
    }
    let order: Vec<usize> = (0..101).map(|i| (i * 13 + 5) % 101).collect();
    let moved: Vec<Vec<String>> = rows.iter().map(|r| order.iter().map(|i| r[*i].clone()).collect()).collect();
    let titled = [vec![vec!["DATA BDT 2015".to_owned()], vec![]], moved.clone()].concat();
    let sheets: &[crate::fixture::Sheet<'_>] = &[
        ("Rekap", &|s| {
            s.write_string(0, 0, "Rekapitulasi").unwrap();
        }),
        ("Kecamatan Satu", &|s| fill(s, &titled)),
    ];
    for file in [
        text("kab.csv", &csv(&moved, '\t')),
        text("kab.csv", &csv(&titled, ',')),
        workbook("bdt_2015_kab.xlsx", sheets),
    ] {
        let read = read(std::slice::from_ref(&file));
        assert!(content(&read) == plain, "{}: {:?}", file.name, read.issues);
    }
}

#[test]
fn a_sheet_whose_headers_nobody_knows_is_read_by_its_column_numbers_or_by_position() {
    let plain = content(&check(&[], &[]));
    let mut rows = with_header(sound_rows());
    for place in [3, 20, 38, 95] {
        rows[0][place - 1] = format!("X{place}");
    }
    rows.insert(1, (1..=101).map(|n| format!("KOLOM {n}")).collect());
    assert!(content(&read(&[text("bdt.csv", &csv(&rows, ';'))])) == plain, "by column number");
    assert!(content(&read(&[text("bdt.csv", &csv(&sound_rows(), ';'))])) == plain, "no header at all");
}

#[test]
fn numbers_in_cells_are_read_as_their_codes_and_a_rounded_nik_is_gone() {
    let file = workbook(
        "bdt.xlsx",
        &[("BDT", &|sheet| {
            for (r, row) in with_header(sound_rows()[..2].to_vec()).iter().enumerate() {
                for (c, cell) in row.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
                    match cell.parse::<f64>() {
                        // an office's spreadsheet keeps fifteen digits
                        Ok(n) if c == 80 => sheet.write_number(r as u32, c as u16, (n / 10.0).trunc() * 10.0).unwrap(),
                        Ok(n) if c > 10 => sheet.write_number(r as u32, c as u16, n).unwrap(),
                        _ => sheet.write_string(r as u32, c as u16, cell).unwrap(),
                    };
                }
            }
        })],
    );
    let read = read(&[file]);
    assert_eq!(said(&read, Level::Reject), [(2, "NIK_EKSPONENSIAL"), (3, "NIK_EKSPONENSIAL")]);
    assert_eq!(read.issues[0].column, "CC:NIK");
    assert_eq!(read.items[0].answers.get(Item::Fridge), Some(4));
}
