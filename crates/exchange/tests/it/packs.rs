//! Whole folders: which file is which, and the office pack of the acceptance tests.

use crate::fixture::{AREAS, BRIDGE, bdt_header, bdt_row, csv, nik};
use std::path::{Path, PathBuf};

#[test]
fn files_are_told_apart_by_header_when_their_names_say_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put("a.csv", AREAS);
    put("b.csv", BRIDGE);
    put("c.csv", "kode_lokal,nama,kode_desa,jenis\n97.01.01.2001.01,Wetan,97.01.01.2001,Dusun\n");
    put("d.csv", &csv(&[bdt_header(), bdt_row(1, 1, "ANI", &nik(1), 1, 1)], ';'));
    put("e.csv", "nik,no_kk,nama,jenis_kelamin,tanggal_lahir,status\n");
    put(
        "f.csv",
        "Nomor,Tanggal,Jenis,Petugas,NIK,No KK,Nama,Hubungan,Jenis Kelamin,Tanggal Lahir,Alamat\n1,,,,,,,,,,\n",
    );
    put("rapat/g.csv", "form,no_rts,nama_krt,nama_art,jumlah_art,alamat,kode,keterangan,diperiksa\n");
    put("rapat/h.csv", "berkas,kode_desa,padukuhan,tanggal,tahap\n");
    put("i.csv", "id_sampel,tahun,kode_prov,kode_kab,penimbang,jumlah_art,luas_lantai,pengeluaran_perkapita\n");
    put("truth/answers.csv", "kode,nama\n");
    put("README.md", "x");
    let pack = exchange::pack::open(dir.path(), &Default::default()).unwrap();
    let name = |f: &Option<exchange::PackFile>| f.as_ref().map(|f| f.name.clone()).unwrap_or_default();
    assert_eq!(
        [&pack.areas, &pack.bridge, &pack.hamlets, &pack.sessions, &pack.survey].map(name),
        ["a.csv", "b.csv", "c.csv", "rapat/h.csv", "i.csv"]
    );
    assert_eq!(
        [&pack.bdt, &pack.siak, &pack.registrations, &pack.meetings].map(|l| l
            .iter()
            .map(|f| f.name.as_str())
            .collect::<Vec<_>>()
            .join(" ")),
        ["d.csv", "e.csv", "f.csv", "rapat/g.csv"]
    );
    assert!(pack.unused.is_empty(), "{:?}", pack.unused);
}

#[expect(clippy::disallowed_methods, reason = "a test finds its pack where the machine keeps it")]
fn office_pack() -> PathBuf {
    let shared = std::env::var_os("MUTAKHIR_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    shared.join("data/gunungkidul")
}

#[test]
#[ignore = "needs the office pack beside the workspace (or under MUTAKHIR_SHARED)"]
fn every_listed_defect_of_the_office_pack_is_reported_and_no_other_row_is_rejected() {
    let root = office_pack();
    let pack = exchange::pack::open(&root, &Default::default()).unwrap();
    let areas =
        exchange::areas::read(pack.area_file().unwrap(), pack.hamlets.as_ref(), pack.bridge.as_ref()).unwrap().table;
    let bdt = exchange::bdt::read_all(&pack.bdt, &areas).unwrap();
    let truth = exchange::PackFile::at("truth", root.join("truth/truth_import_errors.csv"));
    let mut listed = Vec::new();
    exchange::table::Workbook::open(&truth)
        .unwrap()
        .rows("", &mut |row| {
            let text = |i| exchange::cell::plain(row.cell(i)).unwrap_or_default();
            if text(0).starts_with("bdt") && text(4) == "LAPOR" {
                listed.push((text(0), text(1).parse::<u32>().unwrap_or(0), text(3)));
            }
            Ok(exchange::table::Flow::Go)
        })
        .unwrap();
    assert!(listed.len() > 600);
    let household = ["JUMLAH_ART", "KRT", "NUK", "ID_RUTA", "RUTA_DI", "BARIS_GANDA", "TANPA"];
    for (file, row, kind) in listed.iter().filter(|l| !household.iter().any(|h| l.2.starts_with(h))) {
        let found = bdt.issues.iter().any(|i| &i.file == file && i.row == *row && i.kind.code() == kind);
        assert!(found, "{file} {row} {kind}");
    }
    assert!(bdt.items.len() > 5900);
}

#[test]
#[ignore = "needs the office pack beside the workspace (or under MUTAKHIR_SHARED)"]
fn every_meeting_of_the_office_pack_gets_the_verdict_and_the_reasons_of_its_truth() {
    use domain::civil_registry::CivilStatus;
    use domain::deliberation::sheet::{Fkp01Prefill, PrefillIndex, judge_all};
    use std::collections::BTreeSet;
    let root = office_pack();
    let pack = exchange::pack::open(&root, &Default::default()).unwrap();
    let areas =
        exchange::areas::read(pack.area_file().unwrap(), pack.hamlets.as_ref(), pack.bridge.as_ref()).unwrap().table;
    let register = exchange::bdt::read_all(&pack.bdt, &areas).unwrap().items;
    let today = domain::Date::constant(2017, 3, 1);
    let siak = pack.siak.iter().flat_map(|file| exchange::siak::read(file, &areas, today).unwrap().items);
    let living: BTreeSet<_> = siak.filter(|r| r.status != CivilStatus::Dead).map(|r| r.nik).collect();
    let index = PrefillIndex::new(register.iter().map(|household| {
        let mut row = Fkp01Prefill::of(household);
        let lives = household.members.iter().filter(|m| m.nik.is_some_and(|n| living.contains(&n))).count();
        row.living = u16::try_from(lives).ok();
        row
    }));
    let read = exchange::meetings::read_all(&pack.meetings, pack.sessions.as_ref(), &areas).unwrap();
    let verdicts = judge_all(&read.items, &index);
    let found: BTreeSet<(String, &str, String)> = pack
        .meetings
        .iter()
        .zip(&verdicts)
        .map(|(file, verdict)| {
            let name = file.name.rsplit('/').next().unwrap().to_owned();
            let codes: BTreeSet<&str> = verdict.reasons.iter().map(|r| r.kind.code()).collect();
            (
                name,
                if verdict.accepted { "DITERIMA" } else { "DITOLAK" },
                codes.into_iter().collect::<Vec<_>>().join("|"),
            )
        })
        .collect();
    let truth = exchange::PackFile::at("truth", root.join("truth/truth_meetings.csv"));
    let mut expected = BTreeSet::new();
    exchange::table::Workbook::open(&truth)
        .unwrap()
        .rows("", &mut |row| {
            let text = |i| exchange::cell::plain(row.cell(i)).unwrap_or_default();
            match text(1).as_str() {
                "DITERIMA" => expected.insert((text(0), "DITERIMA", text(2))),
                "DITOLAK" => expected.insert((text(0), "DITOLAK", text(2))),
                _ => false,
            };
            Ok(exchange::table::Flow::Go)
        })
        .unwrap();
    assert_eq!((found.len(), expected.len()), (110, 110));
    assert_eq!(found.difference(&expected).collect::<Vec<_>>(), Vec::<&_>::new());
}
