//! Registration books, each desa with a layout of its own.

use crate::fixture::{areas, nik, text, workbook};
use domain::Date;
use domain::defect::Level;
use domain::person::{Relation, Sex};
use domain::registration::{Registration, RegistrationKind};
use exchange::{PackFile, Read};
use rust_xlsxwriter::{ExcelDateTime, Format};

const TODAY: Date = Date::constant(2017, 3, 1);

fn read(files: &[PackFile]) -> Read<Registration> {
    exchange::registrations::read_all(files, &areas(), TODAY).unwrap()
}

#[test]
fn a_book_with_titles_words_and_the_number_only_on_the_first_row_is_read() {
    let file = workbook(
        "pendaftaran/9701012001.xlsx",
        &[
            ("Petunjuk", &|s| {
                s.write_string(0, 0, "Cara mengisi").unwrap();
            }),
            ("Lembar1", &|s| {
                s.write_string(0, 0, "BUKU PENDAFTARAN DESA MAWAR").unwrap();
                for (c, head) in [
                    "Tgl. Lahir",
                    "Nama Lengkap",
                    "No. Pendaftaran",
                    "SHDK",
                    "L/P",
                    "Aktif/Pasif",
                    "Tgl Daftar",
                    "Nomor Induk Kependudukan",
                    "No. KK",
                    "Identitas",
                    "Dusun",
                    "Ket.",
                ]
                .iter()
                .enumerate()
                {
                    s.write_string(2, c as u16, *head).unwrap();
                }
                let day = Format::new().set_num_format("dd/mm/yyyy");
                s.write_datetime_with_format(3, 0, ExcelDateTime::parse_from_str("1974-10-11").unwrap(), &day).unwrap();
                for (c, cell) in [
                    "ANI SARI",
                    "001/2016",
                    "Kepala Keluarga",
                    "P",
                    "Pasif",
                    "5 November 2016",
                    &nik(1),
                    "9701010101100001",
                    "tidak ada",
                    "Wetan",
                    "hasil Musdes/2001/XI/2016",
                ]
                .iter()
                .enumerate()
                {
                    s.write_string(3, c as u16 + 1, *cell).unwrap();
                }
                s.write_number(4, 0, 42679.0).unwrap();
                for (c, cell) in ["BUDI", "", "3", "Laki-laki"].iter().enumerate().filter(|(_, c)| !c.is_empty()) {
                    s.write_string(4, c as u16 + 1, *cell).unwrap();
                }
                s.write_number(4, 7, 9_701_011_110_740_020.0).unwrap();
                s.write_string(6, 1, "JUMLAH").unwrap();
                s.write_number(6, 2, 2.0).unwrap();
            }),
        ],
    );
    let read = read(&[file]);
    let [one] = read.items.as_slice() else { panic!("{:#?}", read.issues) };
    assert_eq!(
        (one.number.as_str(), one.kind, one.date),
        ("001/2016", RegistrationKind::Passive, Some(Date::constant(2016, 11, 5)))
    );
    assert_eq!(one.identity_shown, None, "none shown");
    assert_eq!(one.musdes.as_deref(), Some("Musdes/2001/XI/2016"));
    assert_eq!(one.desa.as_str(), "9701012001");
    assert_eq!(one.origin.row, 4);
    let [head, child] = one.members.as_slice() else { panic!() };
    assert_eq!(
        (head.relation, head.sex, head.birth.date()),
        (Some(Relation::Head), Some(Sex::Female), Some(Date::constant(1974, 10, 11)))
    );
    assert_eq!(
        (child.relation, child.sex, child.birth.date()),
        (Some(Relation::Child), Some(Sex::Male), Some(Date::constant(2016, 11, 5)))
    );
    assert_eq!(child.nik, None);
    let said: Vec<_> = read.issues.iter().map(|i| (i.row, i.kind.code(), i.level)).collect();
    assert!(said.contains(&(5, "NIK_EKSPONENSIAL", Level::Reject)), "{said:?}");
    assert!(
        said.contains(&(6, "BARIS_KOSONG", Level::Info)) && said.contains(&(7, "BARIS_TOTAL", Level::Info)),
        "{said:?}"
    );
}

const HEADER: &str = "Nomor,Tanggal,Jenis,Petugas,NIK,No KK,Nama,Hubungan,Jenis Kelamin,Tanggal Lahir,Alamat,RT,RW\n";

#[test]
fn a_number_used_again_is_reported_on_both_and_the_first_keeps_it() {
    let book = |n: u32, day: &str, name: &str, relation: u32| {
        format!("{n:03},{day},AKTIF,TRI,,,{name},{relation},L,11/10/1974,JL. UJI {n},1,2\n")
    };
    let rows = [
        HEADER.to_owned(),
        book(1, "05/11/2016", "ANI", 1),
        book(1, "05/11/2016", "BUDI", 3),
        book(2, "06/11/2016", "CICI", 1),
        book(1, "07/11/2016", "DEDI", 1),
        book(2, "09/11/2016", "EKO", 1),
        book(2, "09/11/2016", "FAJAR", 3),
    ]
    .concat();
    let read = read(&[text("pendaftaran/9701012001.csv", &rows)]);
    let all: Vec<_> = read.items.iter().map(|r| (r.number.as_str(), r.members.len())).collect();
    assert_eq!(all, [("001", 2), ("002", 1), ("001#2", 1), ("002#2", 2)]);
    let said: Vec<_> = read.issues.iter().filter(|i| i.kind.code() == "NOMOR_GANDA").map(|i| i.row).collect();
    assert_eq!(said, [2, 4, 5, 6]);
}

#[test]
fn one_number_with_two_family_cards_in_one_house_is_one_household() {
    let rows = format!(
        "{HEADER}001,05/11/2016,AKTIF,TRI,,9701010101100001,ANI,1,P,11/10/1974,JL. UJI 1,1,2\n001,05/11/2016,AKTIF,TRI,,9701010101100002,BUDI,1,L,11/10/1994,JL. UJI 1,1,2\n"
    );
    assert_eq!(read(&[text("9701012001.csv", &rows)]).items.len(), 1);
}

#[test]
fn a_registration_that_is_neither_active_nor_passive_is_not_taken_and_said_so() {
    let rows = format!("{HEADER}001,05/11/2016,KIRIMAN,TRI,,,ANI,1,P,11/10/1974,JL. UJI 1,1,2\n");
    let read = read(&[text("9701012001.csv", &rows)]);
    assert_eq!((read.items.len(), read.counts.rejected), (0, 1));
    let rejected: Vec<_> = read.issues.iter().filter(|i| i.level == Level::Reject).map(|i| i.kind.code()).collect();
    assert_eq!(rejected, ["PENDAFTARAN_TIDAK_LENGKAP"]);
}

#[test]
fn a_book_whose_desa_cannot_be_told_is_refused() {
    let rows = format!("{HEADER}001,05/11/2016,AKTIF,TRI,,,ANI,1,P,11/10/1974,JL. UJI 1,1,2\n");
    let refused = exchange::registrations::read_all(&[text("buku.csv", &rows)], &areas(), TODAY).err().unwrap();
    assert_eq!(refused.code(), "DESA_BUKU_TIDAK_DIKENAL");
    assert_eq!(
        read(&[text("buku desa melati.csv", &rows)]).items[0].desa.as_str(),
        "9701012002",
        "a name only one desa bears will do"
    );
    let coded = rows.replace("001,05", "001/MPM/97.01.02.2001/2016,05");
    assert_eq!(
        read(&[text("buku.csv", &coded)]).items[0].desa.as_str(),
        "9701022001",
        "so will a number that holds the code"
    );
}
