//! Civil registry extracts, and the rows of text files in general.

use crate::fixture::{areas, nik, text};
use domain::Date;
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::defect::{DefectKind, Level};
use exchange::{PackFile, Read};

const TODAY: Date = Date::constant(2017, 3, 1);
const HEADER: &str =
    "nik,no_kk,nama,jenis_kelamin,tanggal_lahir,status_kawin,hubungan,kode_desa,status,tanggal_status\n";

fn read(file: &PackFile) -> Read<CivilRecord> {
    exchange::siak::read(file, &areas(), TODAY).unwrap()
}

fn said(read: &Read<CivilRecord>, level: Level) -> Vec<(u32, &'static str)> {
    read.issues.iter().filter(|i| i.level == level).map(|i| (i.row, i.kind.code())).collect()
}

#[test]
fn each_damaged_cell_is_reported_and_the_sound_rest_is_kept() {
    let file = text(
        "siak.csv",
        &format!(
            "{HEADER}\
        {},9701010101100001,ANI SARI,P,1974-10-11,KAWIN,ISTRI,9701012001,AKTIF,\n\
        97010111107400,9701010101100001,BUDI,L,1974-10-11,KAWIN,ANAK,9701012001,AKTIF,\n\
        {},,,X,2071-10-11,KAWIN,ANAK,9701012999,AKTIF,\n\
        {},9701010101100001,DEDI,L,11/10/1974,KAWIN,ANAK,9701010001,HILANG,\n\
        {},9701010101100001,EKO,L,11/10/1974,KAWIN,ANAK,9701010001,MENINGGAL,2017-02-01\n",
            nik(1),
            nik(2),
            nik(3),
            nik(4)
        ),
    );
    let read = read(&file);
    assert_eq!(
        said(&read, Level::Reject),
        [
            (3, "NIK_TIDAK_SAH"),
            (4, "JENIS_KELAMIN_TIDAK_SAH"),
            (4, "KODE_DESA_TIDAK_DIKENAL"),
            (4, "NAMA_KOSONG"),
            (4, "TANGGAL_DI_MASA_DEPAN"),
            (5, "STATUS_TIDAK_DIKENAL"),
        ]
    );
    assert_eq!(said(&read, Level::Warning), [(4, "NO_KK_KOSONG")]);
    assert_eq!((read.items.len(), read.counts.taken, read.counts.rejected), (3, 3, 2));
    assert_eq!(read.items[2].status, CivilStatus::Dead);
    assert_eq!(read.items[2].desa, read.items[0].desa, "the BPS code leads to the same desa");
    assert!(read.issues.iter().all(|i| !i.message.contains("9701011110")), "no message holds a NIK");
}

#[test]
fn one_nik_for_two_persons_is_reported_on_both_rows_and_both_are_kept() {
    let file = text(
        "siak.csv",
        &format!(
            "{HEADER}{0},9701010101100001,ANI,P,1974-10-11,,,9701012001,AKTIF,\n{0},9701010101100001,BUDI,L,1990-01-01,,,9701012001,AKTIF,\n",
            nik(1)
        ),
    );
    let read = read(&file);
    assert_eq!(said(&read, Level::Reject), [(2, "NIK_GANDA"), (3, "NIK_GANDA")]);
    assert_eq!(read.items.len(), 2);
}

#[test]
fn delimiter_encoding_order_and_titles_do_not_matter() {
    let rows = format!(
        "DATA PENDUDUK\n\nStatus;Nama Lengkap;Tgl_Lahir;No. KK;NIK;JK;Kode Desa\nAKTIF;RENÉ SARI;11-10-1974;9701010101100001;'{};P;9701012001\n",
        nik(1)
    );
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(rows.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let bare16: Vec<u8> = rows.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let cp1252: Vec<u8> = rows.chars().map(|c| if c == 'É' { 0xC9 } else { c as u8 }).collect();
    let bom = [b"\xEF\xBB\xBF".as_slice(), rows.as_bytes()].concat();
    let tabs = rows.replace(';', "\t").into_bytes();
    let commas = rows.replace(';', ",").replace('\n', "\r\n").into_bytes();
    for (what, bytes) in [
        ("utf-8", rows.clone().into_bytes()),
        ("utf-16", utf16),
        ("utf-16be", bare16),
        ("cp1252", cp1252),
        ("bom", bom),
        ("tab", tabs),
        ("crlf", commas),
    ] {
        let read = read(&PackFile::bytes("siak.csv", bytes));
        let [one] = read.items.as_slice() else { panic!("{what}: {:?}", read.issues) };
        assert_eq!((one.name.as_str(), one.nik.expose().ends_with("0001")), ("RENÉ SARI", true), "{what}");
        assert_eq!(one.birth.date(), Some(Date::constant(1974, 10, 11)), "{what}");
    }
}

#[test]
fn quoted_line_breaks_keep_the_physical_line_numbers_true() {
    let file = text(
        "siak.csv",
        &format!(
            "{HEADER}{},9701010101100001,\"ANI\nSARI\",P,1974-10-11,,,9701012001,AKTIF,\n\n{},9701010101100001,,P,1974-10-11,,,9701012001,AKTIF,\n",
            nik(1),
            nik(2)
        ),
    );
    let read = read(&file);
    assert_eq!(read.items[0].name, "ANI SARI");
    assert_eq!(said(&read, Level::Reject), [(5, "NAMA_KOSONG")]);
    assert!(read.issues.iter().any(|i| i.row == 4 && i.kind == DefectKind::RowEmpty));
}

#[test]
fn a_quote_that_is_never_closed_costs_one_row_and_not_the_file() {
    let mut rows = format!("{HEADER}{},9701010101100001,\"ANI,P,1974-10-11,,,9701012001,AKTIF,\n", nik(1));
    for n in 2..100 {
        rows.push_str(&format!("{},9701010101100001,BUDI,L,1974-10-11,,,9701012001,AKTIF,\n", nik(n)));
    }
    assert!(read(&text("siak.csv", &rows)).items.len() >= 98);
}
