//! Files of offices that write their heads and codes in their own way. Design D21.

use crate::fixture::{areas, bdt_header, bdt_row, csv, fill, nik, text, workbook};
use domain::defect::{DefectKind, Level};
use domain::household::Household;
use domain::household::Origin;
use domain::questionnaire::Item;
use exchange::header::{Settled, look, sketch};
use exchange::{Issue, PackFile, ReadError, bdt, registrations, siak};
use std::sync::Arc;

type Table = Vec<Vec<String>>;

/// Thirty households of one member each, under the official heads.
fn table() -> Table {
    let mut rows = vec![bdt_header()];
    rows.extend((1..=30).map(|n| bdt_row(n, 1, &format!("{} UTAMA", crate::fixture::word(n)), &nik(n), 1, 1)));
    rows
}

fn read(file: PackFile) -> Result<(Vec<Household>, Vec<Issue>), ReadError> {
    let read = bdt::read_all(&[file], &areas())?;
    let items = read.items.into_iter().map(|h| Household { origin: Origin::default(), ..h }).collect();
    Ok((items, read.issues))
}

fn plain() -> Vec<Household> {
    read(text("bdt.csv", &csv(&table(), ';'))).unwrap().0
}

fn with_heads(heads: &[&str]) -> Table {
    let mut rows = table();
    rows[0] = heads.iter().map(|h| (*h).to_owned()).collect();
    rows
}

fn rejects(issues: &[Issue]) -> Vec<&Issue> {
    issues.iter().filter(|i| i.level > Level::Info).collect()
}

fn same_as_plain(file: PackFile) {
    let (items, issues) = read(file).unwrap();
    assert_eq!(rejects(&issues), Vec::<&Issue>::new());
    assert!(items == plain(), "other households were read");
}

/// As an office far from the authors of the profile may write them.
const SHORT: [&str; 101] = [
    "No. Urut Ruta",
    "ID. Rmh Tangga",
    "Prov",
    "Kd. Prov",
    "Kab/Kota",
    "Kd. Kab/Kota",
    "Kec",
    "Kd Kec.",
    "Desa/Kel",
    "Kd. Desa/Kel",
    "Nm. SLS",
    "Almt",
    "Nm. KRT",
    "Jml ART",
    "Jml. Klrg",
    "Sts. Bngunan",
    "Sts. Lahan",
    "Luas Lantai (m2)",
    "Lantai Trluas",
    "Dinding Trluas",
    "Kond. Dinding",
    "Atap Trluas",
    "Kond. Atap",
    "Jml. Kamar Tdr",
    "Sumber Air Mnm",
    "Cara Mmperoleh Air Minum",
    "Sumber Pnrangan Utama",
    "Daya Trpasang",
    "Bhn Bakar Memasak",
    "Fas. BAB",
    "Jns. Kloset",
    "Tmp Buang Tinja",
    "Tbg. Gas 5,5 kg",
    "Lemari Es",
    "A.C.",
    "Pemanas Air",
    "Telp. Rumah",
    "TV",
    "Emas & Tabungan",
    "Laptop/Komp.",
    "Sepeda",
    "Spd. Motor",
    "Mobil",
    "Perahu",
    "Motor Tempel",
    "Perahu Motor",
    "Kapal",
    "No. HP Aktif",
    "Jml. Ruangan",
    "Aset Tdk Bergerak",
    "Luas Aset Tdk Bergerak",
    "Rmh di Tmp Lain",
    "Sapi",
    "Kerbau",
    "Kuda",
    "Babi",
    "Kambing/Domba",
    "Sts ART yg Memiliki Usaha",
    "KKS",
    "KIP",
    "KIS",
    "BPJS Mandiri",
    "Jamsostek",
    "Asuransi Kes. Lainnya",
    "PKH",
    "Rastra",
    "KUR",
    "No. Urut ART WUS",
    "Usia Suami",
    "Usia Istri",
    "Kepesertaan KB",
    "Metode Kontrasepsi",
    "Lama (thn)",
    "Lama (bln)",
    "Tmp. Pelayanan KB",
    "Ingin Punya Anak Lagi",
    "Alasan Tdk ber-KB",
    "Persentil",
    "No. Urt ART",
    "Nm ART",
    "N I K",
    "Hub. dgn KRT",
    "No. Urut Klrg",
    "Hub. dgn Kepala Klrg",
    "Jns. Klmn",
    "Umur ART (th)",
    "Sts. Perkawinan",
    "Akta/Buku Nikah",
    "Trcantum di dlm KK",
    "Kartu Identitas",
    "Sts. Kehamilan",
    "Jns Cacat",
    "Pnyakit Kronis",
    "Part. Sekolah",
    "Pend. Tertinggi",
    "Kls Tertinggi",
    "Ijazah Trtinggi",
    "Bekerja Seminggu Yang Lalu",
    "Jml. Jam Kerja",
    "Lap. Usaha",
    "Sts. dlm Pekerjaan",
];

#[test]
fn short_forms_and_missing_vowels_are_read_as_the_official_heads() {
    same_as_plain(text("bdt.csv", &csv(&with_heads(&SHORT), ';')));
}

#[test]
fn heads_of_a_published_sample_are_read_and_its_row_of_numbers_is_none_of_the_data() {
    let mut rows = table();
    for (place, head) in rows[0].iter_mut().enumerate() {
        if (32..52).contains(&place) && place != 47 && place != 48 {
            *head = format!("Kepemilikan {head}");
        }
        if (52..57).contains(&place) {
            *head = format!("Jumlah {head} yang dimiliki");
        }
        if (58..67).contains(&place) {
            *head = format!("Status {head}");
        }
        if place < 50 {
            head.push_str(&format!(" ({})", place + 1));
        }
    }
    rows[0][85] = "Umur anggota rumah tangga (tahun)".to_owned();
    rows[0][97] = "Bekerja seminggu yg lalu".to_owned();
    let mut numbers = vec!["KOLOM".to_owned()];
    numbers.extend((1..=100).map(|n: i32| n.to_string()));
    rows.insert(1, numbers);
    same_as_plain(text("bdt.csv", &csv(&rows, ';')));
}

#[test]
fn numbered_heads_in_another_order_are_read_with_their_columns() {
    let mut rows = table();
    for (place, head) in rows[0].iter_mut().enumerate() {
        *head = format!("{}. {head}", place + 1);
    }
    let turned: Table = rows.into_iter().map(|r| (0..101).map(|i| r[(i * 37 + 5) % 101].clone()).collect()).collect();
    same_as_plain(text("bdt.csv", &csv(&turned, ';')));
}

#[test]
fn heads_over_two_rows_with_merged_titles_are_one_header() {
    let mut titles = vec![String::new(); 101];
    for (place, title) in [
        (0, "Pengenalan Tempat"),
        (13, "Rumah Tangga"),
        (15, "Keterangan Perumahan"),
        (32, "Aset"),
        (58, "Program"),
        (78, "Keterangan Anggota Rumah Tangga"),
    ] {
        titles[place] = title.to_owned();
    }
    let mut rows = table();
    rows.insert(0, titles);
    let file = workbook("bdt.xlsx", &[("Data", &|sheet| fill(sheet, &rows))]);
    same_as_plain(file);
}

/// What the form calls the codes, as an office writes them out.
fn meaning(item: Item, code: &str) -> Option<&'static str> {
    Some(match (item, code) {
        (Item::BuildingStatus, "1") => "Milik sdr",
        (Item::LandStatus, "1") => "1 - Milik sendiri",
        (Item::Floor, "1") => "Marmer/granit",
        (Item::Wall, "1") => "TEMBOK",
        (Item::WallCondition | Item::RoofCondition, "1") => "Bagus/Kualitas Tinggi",
        (Item::Roof, "1") => "Beton/genteng beton",
        (Item::WaterSource, "1") => "Air kemasan bermerk",
        (Item::WaterAccess, "1") => "Membeli eceran",
        (Item::Lighting, "1") => "Listrik PLN",
        (Item::Power, "1") => "450 Watt",
        (Item::CookingFuel, "1") => "Listrik",
        (Item::Toilet, "1") => "Sendiri",
        (Item::ToiletKind, "1") => "Leher angsa",
        (Item::Sewage, "1") => "Tangki",
        (Item::GasCylinder | Item::AirConditioner | Item::LandAsset | Item::Business | Item::Kks | Item::Pkh, "2") => {
            "Tidak"
        }
        (Item::Fridge | Item::Television | Item::Motorcycle | Item::Kip | Item::Rastra, "4") => "Tidak",
        (Item::OnFamilyCard | Item::Working, "1") => "Ya",
        (Item::IdentityCards, "4") => "KTP",
        (Item::Disability, "0") => "Tidak",
        (Item::ChronicDisease, "0") => "Tidak ada",
        (Item::Schooling, "2") => "Tidak bersekolah lagi",
        (Item::SchoolLevel, "1") => "SD/SDLB",
        (Item::SchoolGrade, "8") => "Tamat",
        (Item::WorkField, "1") => "Padi & palawija",
        (Item::WorkStatus, "1") => "Berusaha sendiri",
        _ => return None,
    })
}

fn in_words() -> Table {
    let mut rows = table();
    let items: Vec<Option<Item>> = bdt::spec().columns().iter().map(|c| Item::from_column(&c.key)).collect();
    for row in &mut rows[1..] {
        for (cell, item) in row.iter_mut().zip(&items) {
            if let Some(words) = item.and_then(|i| meaning(i, cell)) {
                *cell = words.to_owned();
            }
        }
        row[81] = "Kepala rumah tangga".to_owned();
        row[83] = "1. Kepala keluarga".to_owned();
        row[84] = "Laki-laki".to_owned();
        row[86] = "Blm Kawin".to_owned();
    }
    rows
}

#[test]
fn meanings_in_place_of_codes_are_the_same_answers() {
    same_as_plain(text("bdt.csv", &csv(&in_words(), ';')));
}

#[test]
fn none_of_the_101_columns_is_lost_without_a_word() {
    for place in 0..101 {
        let mut rows = table();
        let head = rows[0][place].clone();
        for row in &mut rows {
            row.remove(place);
        }
        let title = bdt::spec().columns()[place].title().to_owned();
        let said = match read(text("bdt.csv", &csv(&rows, ';'))) {
            Err(e) => format!("{e} "),
            Ok((items, issues)) => {
                assert_eq!(items.len(), 30, "{head}");
                issues.iter().map(|i| format!("{}: {} ", i.column, i.message)).collect()
            }
        };
        // names of areas stand beside their codes, and no one reads them
        let name_only = [2, 4, 6, 8].contains(&place);
        assert!(name_only || said.contains(&title), "column {head}: {said}");
    }
}

#[test]
fn a_short_extract_says_what_is_lost_without_whole_blocks_and_runs_no_check_of_them() {
    let keep: Vec<usize> = (0..15).chain(78..87).collect();
    let rows: Table = table().iter().map(|r| keep.iter().map(|i| r[*i].clone()).collect()).collect();
    let (items, issues) = read(text("bdt.csv", &csv(&rows, ';'))).unwrap();
    assert_eq!(items.len(), 30);
    let said = rejects(&issues);
    assert!(said.iter().all(|i| i.kind == DefectKind::ColumnMissing && i.level == Level::Warning), "{said:?}");
    assert!(said.iter().any(|i| i.column.contains("perumahan")));
}

#[test]
fn a_doubtful_head_stops_the_import_and_a_settled_layout_answers_it() {
    let mut rows = table();
    rows[0][85] = "Keterangan X".to_owned();
    let file = text("bdt.csv", &csv(&rows, ';'));
    let refused = read(file.clone()).err().unwrap();
    assert_eq!(refused.code(), "TATA_LETAK_MERAGUKAN");
    let written = sketch(&file, bdt::spec()).unwrap();
    assert!(written.contains("head = \"Keterangan X\"") && written.contains("tidak ditemukan"), "{written}");
    assert!(!written.contains(&nik(1)) && !written.contains("BUDI"), "a layout holds no personal data");
    let block = written.split("[[layout.column]]").find(|b| b.contains("Keterangan X")).unwrap();
    let answered = written.replace(block, &block.replace("take = \"\"", "take = \"umur\""));
    let layouts: Arc<[Settled]> =
        Settled::read("tata-letak.toml", &answered, &exchange::pack::profiles()).unwrap().into();
    same_as_plain(file.with_layouts(&layouts));
}

#[test]
fn a_missing_column_can_be_waived_by_name_and_is_still_said() {
    let mut rows = table();
    for row in &mut rows {
        row.remove(98 - 1);
    }
    let file = text("bdt.csv", &csv(&rows, ';'));
    let written = sketch(&file, bdt::spec()).unwrap().replace("without = []", "without = [\"bekerja\"]");
    let layouts: Arc<[Settled]> = Settled::read("x", &written, &exchange::pack::profiles()).unwrap().into();
    let (items, issues) = read(file.with_layouts(&layouts)).unwrap();
    assert_eq!(items.len(), 30);
    let said: Vec<_> = rejects(&issues).iter().map(|i| i.kind).collect();
    assert_eq!(said, [DefectKind::ColumnMissing], "work without the question of work is no contradiction");
}

#[test]
fn a_word_that_no_table_has_is_asked_once_and_not_rejected_row_by_row() {
    let mut rows = table();
    for row in &mut rows[1..] {
        row[15] = "numpang".to_owned();
    }
    let file = text("bdt.csv", &csv(&rows, ';'));
    let refused = read(file.clone()).err().unwrap();
    assert!(refused.to_string().contains("numpang"), "{refused}");
    let layout = "[[layout]]\nprofile = \"BDT 2015\"\n[[layout.column]]\nhead = \"Status bangunan\"\ntake = \"status_bangunan\"\ncodes = { numpang = \"3\" }\n";
    let layouts: Arc<[Settled]> = Settled::read("x", layout, &exchange::pack::profiles()).unwrap().into();
    let (items, _) = read(file.with_layouts(&layouts)).unwrap();
    assert!(items.iter().all(|h| h.answers.get(Item::BuildingStatus) == Some(3)));
}

#[test]
fn a_layout_with_a_key_that_no_column_has_is_refused() {
    let layout = "[[layout]]\nprofile = \"BDT 2015\"\n[[layout.column]]\nhead = \"X\"\ntake = \"tidak_ada_itu\"\n";
    let refused = Settled::read("x.toml", layout, &exchange::pack::profiles()).err().unwrap();
    assert_eq!(refused.code(), "TATA_LETAK_TIDAK_SAH");
}

#[test]
fn an_unknown_column_with_data_is_a_warning_with_its_share() {
    let mut rows = table();
    rows[0].push("Koordinat GPS".to_owned());
    for (n, row) in rows[1..].iter_mut().enumerate() {
        row.push(if n < 7 { "-7,9" } else { "" }.to_owned());
    }
    let (_, issues) = read(text("bdt.csv", &csv(&rows, ';'))).unwrap();
    let said: Vec<_> = issues.iter().filter(|i| i.kind == DefectKind::ColumnUnknown).collect();
    assert_eq!((said.len(), said[0].level), (1, Level::Warning));
    assert!(said[0].message.contains("7 dari 30"), "{}", said[0].message);
}

const SIAK: &str =
    "No. Induk Kependudukan;No. KK;Nm. Penduduk;Jns. Klmn;Tgl. Lhr;Sts. Kwn;Hub. Keluarga;Kd. Desa;Sts. Penduduk\n";

#[test]
fn a_civil_registry_with_other_heads_hidup_and_pria_wanita_is_read() {
    let mut rows = SIAK.to_owned();
    for n in 0..8 {
        let sex = if n % 2 == 0 { "P" } else { "W" };
        let born = if n % 2 == 0 { "11" } else { "51" };
        rows.push_str(&format!(
            "970101{born}1074{:04};9701010101109001;BUDI;{sex};11/10/1974;Kawin;Anak;9701012001;HIDUP\n",
            n + 1
        ));
    }
    let read = siak::read(&text("siak.csv", &rows), &areas(), domain::Date::constant(2017, 3, 1)).unwrap();
    assert_eq!(rejects(&read.issues), Vec::<&Issue>::new());
    assert_eq!(read.items.len(), 8);
    assert_eq!(read.items[0].sex, Some(domain::person::Sex::Male), "P beside W is pria");
    assert_eq!(read.items[1].sex, Some(domain::person::Sex::Female));
}

#[test]
fn a_book_with_a_row_of_negative_numbers_and_short_heads_is_read() {
    let heads = "No. Pendaft.,Tgl. Pendaft.,Jns. Pendaftaran,Ptgs,Ident. yg Ditunjukkan,NIK,No. KK,Nm. Anggota,Hub. dgn KRT,Jns. Klmn,Tgl. Lhr,Sts. Kawin,Almt,RT,RW\n";
    let rows = format!(
        "{heads}-1,-2,-3,-4,-5,-6,-7,-8,-9,-10,-11,-12,-13,-14,-15\nA-1,2016-11-05,AKTIF,SITI,KTP,{},9701010101109001,BUDI,Kepala Keluarga,L,11/10/1974,Kawin,JL. UJI,1,2\n",
        nik(1)
    );
    let files = [text("pendaftaran/9701012001.csv", &rows)];
    let read = registrations::read_all(&files, &areas(), domain::Date::constant(2017, 3, 1)).unwrap();
    assert_eq!(rejects(&read.issues), Vec::<&Issue>::new());
    assert_eq!(read.items.len(), 1);
    assert_eq!(read.items[0].members[0].nik.map(|n| n.expose().to_owned()), Some(nik(1)));
}

#[test]
fn a_formula_without_its_result_is_said_and_not_read_as_empty() {
    let rows = [
        "nik,no_kk,nama,jenis_kelamin,tanggal_lahir,hubungan,kode_desa,status",
        "9701011110740001,9701010101109001,BUDI,L,1974-10-11,ANAK,9701012001,AKTIF",
    ];
    let rows: Table = rows.iter().map(|r| r.split(',').map(str::to_owned).collect()).collect();
    let file = workbook(
        "siak.xlsx",
        &[("Data", &|sheet| {
            fill(sheet, &rows);
            let formula = rust_xlsxwriter::Formula::new("=CONCATENATE(\"97010111\",\"10740001\")").set_result("");
            sheet.write_formula(1, 0, formula).unwrap();
        })],
    );
    let read = siak::read(&without_results(&file), &areas(), domain::Date::constant(2017, 3, 1)).unwrap();
    assert!(read.issues.iter().any(|i| i.kind == DefectKind::FormulaWithoutValue && i.row == 2), "{:?}", read.issues);
}

/// The workbook as a program writes it that does not calculate: `<f>` without `<v>`.
fn without_results(file: &PackFile) -> PackFile {
    use std::io::{Read, Write};
    let exchange::file::Content::Bytes(bytes) = &file.content else { panic!() };
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if name.starts_with("xl/worksheets/") {
            let text = String::from_utf8(content).unwrap();
            let (before, after) = text.split_once("</f>").unwrap();
            let after = after.split_once("</c>").unwrap().1;
            content = format!("{before}</f></c>{after}").replace(" t=\"str\"", "").into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    PackFile::bytes(&file.name, out.finish().unwrap().into_inner())
}

#[test]
fn a_web_page_saved_as_a_workbook_is_read_as_its_table() {
    let page = "<html><body><table><tr><th>nik</th><th>no_kk</th><th>nama</th><th>jenis_kelamin</th><th>tanggal_lahir</th><th>hubungan</th><th>kode_desa</th><th>status</th></tr><tr><td>9701011110740001</td><td>9701010101109001</td><td>BUDI &amp; CO</td><td>L</td><td>11-10-1974</td><td>ANAK</td><td>9701012001</td><td>AKTIF</td></tr></table></body></html>";
    let read = siak::read(&text("siak.xls", page), &areas(), domain::Date::constant(2017, 3, 1)).unwrap();
    assert_eq!(read.items.len(), 1);
    assert_eq!(read.items[0].name, "BUDI & CO");
}

#[test]
fn every_kind_is_known_by_the_first_names_of_its_own_profile() {
    for spec in exchange::pack::profiles() {
        let heads: Vec<String> = spec.columns().iter().map(|c| c.names[0].clone()).collect();
        let seen = look(&text("x.csv", &csv(std::slice::from_ref(&heads), ';')), spec).unwrap();
        assert!(seen.complete, "{}", spec.title);
        assert_eq!(seen.columns, heads.len(), "{}: {}", spec.title, seen.questions);
    }
}

#[test]
fn two_members_of_one_household_with_one_nik_are_told_of_each_other_in_a_book_and_in_the_register() {
    let heads = "Nomor,Tanggal,Jenis,Petugas,Identitas,NIK,No KK,Nama,Hubungan,Jenis Kelamin,Tanggal Lahir,Alamat\n";
    let twin = |name: &str| {
        format!("A-1,2016-11-05,AKTIF,SITI,KTP,{},9701010101109001,{name},ANAK,L,11/10/1974,JL. UJI\n", nik(1))
    };
    let file = text("pendaftaran/9701012001.csv", &format!("{heads}{}{}", twin("DIMAS ADI"), twin("DIMAS ADE")));
    let read = registrations::read_all(&[file], &areas(), domain::Date::constant(2017, 3, 1)).unwrap();
    let said: Vec<_> = read.issues.iter().filter(|i| i.kind == DefectKind::NikDuplicate).map(|i| i.row).collect();
    assert_eq!(said, [2, 3]);
    let rows = vec![bdt_header(), bdt_row(1, 1, "DIMAS ADI", &nik(1), 1, 2), bdt_row(1, 2, "DIMAS ADE", &nik(1), 3, 2)];
    let (_, issues) = read_rows(&rows);
    let said: Vec<_> = issues.iter().filter(|i| i.kind == DefectKind::NikDuplicate).map(|i| i.row).collect();
    assert_eq!(said, [2, 3]);
}

fn read_rows(rows: &Table) -> (Vec<Household>, Vec<Issue>) {
    read(text("bdt.csv", &csv(rows, ';'))).unwrap()
}

#[test]
fn a_second_sheet_that_is_empty_or_no_table_is_nothing_and_one_with_the_same_heads_is_read_too() {
    let rows = table();
    let (first, second) = (rows[..16].to_vec(), [vec![rows[0].clone()], rows[16..].to_vec()].concat());
    let notes = vec![vec!["Catatan".to_owned()], vec!["dibuat di kantor".to_owned()]];
    let file = workbook(
        "bdt.xlsx",
        &[
            ("Satu", &|sheet| fill(sheet, &first)),
            ("Kosong", &|_| {}),
            ("Dua", &|sheet| fill(sheet, &second)),
            ("Catatan", &|sheet| fill(sheet, &notes)),
        ],
    );
    same_as_plain(file);
}

#[test]
fn three_hundred_columns_are_read_and_those_nobody_knows_are_said_one_by_one() {
    let mut rows = table();
    for (n, row) in rows.iter_mut().enumerate() {
        row.extend((0..199).map(|i| if n == 0 { format!("Tambahan kantor {i}") } else { format!("{}", i % 7) }));
    }
    let (items, issues) = read(text("bdt.csv", &csv(&rows, ';'))).unwrap();
    assert!(items == plain());
    let unknown = issues.iter().filter(|i| i.kind == DefectKind::ColumnUnknown && i.level == Level::Warning);
    assert_eq!(unknown.count(), 199);
}

#[test]
fn a_header_in_the_middle_of_the_rows_with_another_order_is_refused_and_not_read_by_the_first() {
    let mut rows = table();
    let mut turned = rows[0].clone();
    turned.reverse();
    rows.insert(15, turned);
    assert_eq!(read(text("bdt.csv", &csv(&rows, ';'))).err().unwrap().code(), "DUA_JUDUL");
}

#[test]
fn the_layout_of_another_office_is_not_used_for_a_file_with_other_heads() {
    let layout = "[[layout]]\nprofile = \"BDT 2015\"\n[[layout.column]]\nhead = \"Usia Warga\"\ntake = \"umur\"\n[[layout.column]]\nhead = \"Alamat\"\ntake = \"\"\n";
    let layouts: Arc<[Settled]> = Settled::read("x", layout, &exchange::pack::profiles()).unwrap().into();
    same_as_plain(text("bdt.csv", &csv(&table(), ';')).with_layouts(&layouts));
}

#[test]
fn two_columns_that_both_hold_nik_are_asked_about() {
    let mut rows = table();
    for (n, row) in rows.iter_mut().enumerate() {
        let second = if n == 0 { "Nomor Induk Kependudukan".to_owned() } else { nik(500 + n as u32) };
        row.push(second);
    }
    let refused = read(text("bdt.csv", &csv(&rows, ';'))).err().unwrap();
    assert_eq!(refused.code(), "TATA_LETAK_MERAGUKAN");
    assert!(refused.to_string().contains("sama-sama"), "{refused}");
}

#[test]
fn a_column_that_is_written_twice_is_asked_about_by_its_letters_when_it_is_examined() {
    let mut rows = table();
    for row in &mut rows {
        let again = row[85].clone();
        row.push(again);
    }
    let file = text("bdt.csv", &csv(&rows, ';'));
    let seen = exchange::header::examine(&file, bdt::spec()).unwrap();
    let asked: Vec<&str> = seen
        .columns
        .iter()
        .filter(|c| c.standing == exchange::header::Standing::Asked)
        .map(|c| c.letter.as_str())
        .collect();
    assert_eq!(asked, ["CH", "CX"], "{:?}", seen.questions);
    let mut answer = seen.answer();
    answer.take[85] = "umur".to_owned();
    let layouts: Arc<[Settled]> = vec![seen.settled(&answer).unwrap()].into();
    let written = layouts[0].written();
    assert_eq!(Settled::read("x", &written, &exchange::pack::profiles()).unwrap()[..], layouts[..], "{written}");
    let (items, _) = read(file.with_layouts(&layouts)).unwrap();
    assert!(items == plain());
}

#[test]
fn what_is_examined_is_shown_as_it_will_be_read_and_holds_no_personal_data() {
    let rows = in_words();
    let file = text("bdt.csv", &csv(&rows, ';'));
    let seen = exchange::header::examine(&file, bdt::spec()).unwrap();
    assert_eq!(seen.questions, Vec::<String>::new());
    let cell = |head: &str| seen.preview[0][seen.preview_heads.iter().position(|h| h == head).unwrap()].clone();
    assert_eq!(cell("Status bangunan"), "1 milik sendiri");
    assert_eq!(cell("jenis kelamin"), "1 L");
    assert_eq!(cell("NIK"), "************0001");
    let shown = format!("{seen:?}");
    assert!(!shown.contains(&nik(1)) && !shown.contains("BUDI UTAMA") && !shown.contains("SARI UTAMA"));
}
