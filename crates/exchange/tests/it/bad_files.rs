//! Whole-file refusals: each clear, with a stable code, and never a crash.

use crate::fixture::{areas, text, workbook};
use domain::Date;
use exchange::{PackFile, ReadError};
use proptest::prelude::*;
use std::io::Write as _;

const TODAY: Date = Date::constant(2017, 3, 1);

fn check(file: PackFile, code: &str) {
    let refused =
        exchange::siak::read(&file, &areas(), TODAY).err().unwrap_or_else(|| panic!("{code}: {} was read", file.name));
    assert_eq!(refused.code(), code, "{refused}");
    assert!(refused.to_string().contains(&file.name), "says which file");
    assert!(!words::Words::of(words::Lang::Id).refusal(&refused).repair.is_empty(), "says how to repair");
}

fn good_book() -> Vec<u8> {
    let file = workbook(
        "x.xlsx",
        &[("Data", &|s| {
            for r in 0..200u32 {
                s.write_string(r, 0, format!("sel {r}")).unwrap();
            }
        })],
    );
    let exchange::file::Content::Bytes(bytes) = file.content else { unreachable!() };
    bytes.to_vec()
}

#[test]
fn a_missing_file_is_refused() {
    check(PackFile::at("siak.csv", "/tidak/ada/siak.csv"), "BERKAS_TIDAK_ADA");
}

#[test]
fn an_empty_file_is_refused() {
    check(PackFile::bytes("siak.csv", Vec::new()), "BERKAS_KOSONG");
}

#[test]
fn a_truncated_workbook_is_refused_wherever_it_ends() {
    let whole = good_book();
    for keep in [6, 40, whole.len() / 4, whole.len() / 2, whole.len() - 30] {
        check(PackFile::bytes("siak.xlsx", whole[..keep].to_vec()), "LEMBAR_KERJA_RUSAK");
    }
}

#[test]
fn a_zip_bomb_is_refused_after_a_bounded_read() {
    let mut out = std::io::Cursor::new(Vec::new());
    let mut zip = zip::ZipWriter::new(&mut out);
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/workbook.xml", options).unwrap();
    zip.write_all(b"<workbook/>").unwrap();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..80 {
        zip.write_all(&block).unwrap();
    }
    zip.finish().unwrap();
    let packed = out.into_inner();
    assert!(packed.len() < 200_000);
    check(PackFile::bytes("siak.xlsx", packed), "ISI_TERLALU_BESAR");
}

#[test]
fn one_line_without_end_is_refused_long_before_its_end() {
    check(PackFile::bytes("siak.csv", vec![b'a'; 40 << 20]), "BARIS_TERLALU_PANJANG");
    let mut late = b"nik,no_kk,nama,jenis_kelamin,tanggal_lahir,kode_desa,status\n".to_vec();
    late.extend(vec![b'9'; 3 << 20]);
    check(PackFile::bytes("siak.csv", late), "BARIS_TERLALU_PANJANG");
}

#[test]
fn binary_in_a_csv_is_refused() {
    check(PackFile::bytes("siak.csv", b"nik,no_kk,nama\n1,\x00\x01\x02,x\n".to_vec()), "DATA_BINER");
    check(PackFile::bytes("siak.csv", b"%PDF-1.7 ...".to_vec()), "BUKAN_TABEL");
    check(
        PackFile::bytes("siak.csv", vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]),
        "LEMBAR_KERJA_RUSAK",
    );
}

#[test]
fn bytes_of_no_known_encoding_are_refused() {
    check(PackFile::bytes("siak.csv", b"nik,no_kk,nama\n1,2,\x81\x8d\x8f\n".to_vec()), "PENGODEAN_TIDAK_DIKENAL");
    check(PackFile::bytes("siak.csv", b"\xEF\xBB\xBFnik,nama\n1,\xFF\xFE\n".to_vec()), "PENGODEAN_TIDAK_DIKENAL");
}

#[test]
fn two_headers_in_one_file_are_refused() {
    check(
        text(
            "siak.csv",
            "nik,no_kk,nama,jenis_kelamin,tanggal_lahir,kode_desa,status\n1,2,A,L,x,1,AKTIF\n\
             nama,nik,no_kk,status,tanggal_lahir,kode_desa,jenis_kelamin\nB,1,2,AKTIF,x,1,L\n",
        ),
        "DUA_JUDUL",
    );
}

#[test]
fn a_workbook_without_the_sheet_is_refused_and_its_sheets_are_named() {
    let file = workbook(
        "siak.xlsx",
        &[
            ("Rekap", &|s| {
                s.write_string(0, 0, "Rekap").unwrap();
            }),
            ("Grafik", &|_| {}),
        ],
    );
    let Err(ReadError::SheetUnknown { sheets, .. }) = exchange::siak::read(&file, &areas(), TODAY) else { panic!() };
    assert_eq!(sheets, "Rekap, Grafik");
}

#[test]
fn a_table_without_its_columns_is_refused_and_they_are_named() {
    let refused = exchange::siak::read(&text("siak.csv", "nik,nama\n1,A\n"), &areas(), TODAY).err().unwrap();
    assert_eq!(refused.code(), "JUDUL_TIDAK_DITEMUKAN");
    assert!(refused.to_string().contains("no kk, tanggal lahir, status"), "{refused}");
}

#[test]
fn a_folder_without_an_area_table_cannot_begin_a_register() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("catatan.csv"), "a,b\n1,2\n").unwrap();
    let later = exchange::pack::open(dir.path(), &Default::default()).unwrap();
    assert_eq!(later.can_begin().err().unwrap().code(), "PAKET_TIDAK_LENGKAP");
    assert_eq!(
        exchange::pack::open(&dir.path().join("tidak-ada"), &Default::default()).err().unwrap().code(),
        "BERKAS_TIDAK_ADA"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = exchange::siak::read(&PackFile::bytes("x", bytes.clone()), &areas(), TODAY);
        let _ = exchange::bdt::read_all(&[PackFile::bytes("x", bytes)], &areas());
    }
    #[test]
    fn no_damaged_workbook_makes_a_reader_panic(at in 0usize..4000, value in any::<u8>()) {
        let mut bytes = good_book();
        let at = at % bytes.len();
        bytes[at] = value;
        let _ = exchange::siak::read(&PackFile::bytes("x.xlsx", bytes), &areas(), TODAY);
    }
    #[test]
    fn no_text_makes_a_reader_panic(text in "(nik|nama|no_kk|,|;|\"|\n|\r|[ -~]|[à-ÿ]){0,200}") {
        let table = format!("nik,no_kk,nama,jenis_kelamin,tanggal_lahir,kode_desa,status\n{text}");
        let _ = exchange::siak::read(&PackFile::bytes("x.csv", table.into_bytes()), &areas(), TODAY);
    }
}
