//! Small files as offices send them, each of a kind that was once read wrongly. Every person is invented.

use crate::binary::{Ended, copy, end, files, mutakhir, run};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

/// A run over a pack of the cases.
struct Ran {
    work: tempfile::TempDir,
    err: String,
}

impl Ran {
    /// The pack as it is, but for the files that `change` puts into it.
    fn over(pack: &str, change: impl FnOnce(&Path)) -> Self {
        let (work, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        copy(&case(pack), folder.path());
        change(folder.path());
        let ended = end(&mut run(folder.path(), work.path()));
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        Self { work, err: ended.err }
    }

    /// Rows of a result file, by the names of its columns.
    fn rows(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let text = std::fs::read_to_string(self.work.path().join("out").join(name)).unwrap();
        let mut lines = text.lines().map(split);
        let heads = lines.next().unwrap();
        lines.map(|cells| heads.iter().cloned().zip(cells).collect()).collect()
    }

    /// Category of each registration by its number.
    fn categories(&self) -> BTreeMap<String, String> {
        self.rows("registrations.csv").into_iter().map(|r| (r["nomor"].clone(), r["kategori"].clone())).collect()
    }

    /// Kinds of defects with file and row.
    fn issues(&self, kind: &str) -> Vec<(String, String)> {
        let rows = self.rows("import_errors.csv").into_iter().filter(|r| r["jenis"] == kind);
        rows.map(|r| (r["berkas"].clone(), r["baris"].clone())).collect()
    }
}

/// The cells of a line of CSV.
fn split(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}

fn replace(folder: &Path, name: &str, by: &str) {
    std::fs::copy(case(by), folder.join(name)).unwrap();
}

/// A workspace with the areas of the cases; what an import of a file would do.
fn dry_run(kind: &str, file: &str) -> Ended {
    let work = tempfile::tempdir().unwrap();
    let dir = work.path().join("dir");
    let began = end(mutakhir().arg("init").arg(&dir));
    assert_eq!(began.code, Some(0), "{}", began.err);
    let areas = [case("registrations/wilayah.csv"), case("registrations/jembatan_bps.csv")];
    let taken = end(mutakhir().arg("-C").arg(&dir).args(["import", "file", "areas"]).args(areas));
    assert_eq!(taken.code, Some(0), "{}", taken.err);
    let mut command = mutakhir();
    command.arg("-C").arg(&dir).args(["import", "file", kind]).arg(case(file)).arg("--dry-run");
    end(&mut command)
}

#[test]
fn every_kind_of_registration_gets_the_category_of_its_kind() {
    let ran = Ran::over("registrations", |_| {});
    let found = ran.categories();
    for (numbers, allowed) in [
        (["A-2", "A-4", "J-2"].as_slice(), ["GANDA"].as_slice()),
        (&["B-1", "E-0", "E-1", "E-2", "H-1"], &["TELAAH"]),
        (&["C-1"], &["LAMA_BERUBAH", "TELAAH"]),
        (&["D-1"], &["LAMA_TETAP"]),
        (&["D-2", "K-1"], &["LAMA_TETAP", "LAMA_BERUBAH"]),
        (&["G-1"], &["DITOLAK"]),
        (&["A-1", "A-3", "I-1", "J-1"], &["BARU"]),
    ] {
        for number in numbers {
            assert!(allowed.contains(&found[*number].as_str()), "{number}: {}", found[*number]);
        }
    }
    let by_candidate = |r: &BTreeMap<String, String>| r["nomor"].starts_with("E-");
    let candidates: Vec<String> =
        ran.rows("registrations.csv").into_iter().filter(by_candidate).map(|r| r["id_ruta_bdt"].clone()).collect();
    assert_eq!(candidates, ["3403092004900010", "3403092004900011", "3403092004900012"], "NIK 0 is nobody's");
}

#[test]
fn twins_of_like_names_with_one_nik_in_one_household_are_reported_both() {
    let ran = Ran::over("registrations", |_| {});
    let twins = [("bdt2015.csv".to_owned(), "12".to_owned()), ("bdt2015.csv".to_owned(), "13".to_owned())];
    assert_eq!(ran.issues("NIK_GANDA"), twins);
}

#[test]
fn days_of_a_workbook_that_counts_from_1904_are_the_same_days_as_dates_and_as_bare_numbers() {
    for book in ["workbooks/book-since-1904.xlsx", "workbooks/book-since-1904-dates.xlsx"] {
        let ran = Ran::over("registrations", |folder| {
            std::fs::remove_file(folder.join("pendaftaran/buku.csv")).unwrap();
            replace(folder, "pendaftaran/buku.xlsx", book);
        });
        assert_eq!(ran.categories()["D-1"], "LAMA_TETAP", "{book}");
    }
}

#[test]
fn no_cell_of_any_csv_that_is_written_begins_a_formula() {
    let ran = Ran::over("registrations", |folder| replace(folder, "siak.csv", "workbooks/extract-formula-text.csv"));
    let mut seen = 0;
    for (path, bytes) in files(&ran.work.path().join("out")) {
        if path.extension().is_none_or(|e| e != "csv") {
            continue;
        }
        for cell in String::from_utf8(bytes).unwrap().lines().flat_map(split) {
            seen += 1;
            let runs = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err() && cell != "-";
            assert!(!runs, "{}: {cell}", path.display());
        }
    }
    assert!(seen > 200);
    assert!(ran.rows("import_errors.csv").iter().any(|r| r["kolom"].starts_with("'=HYPERLINK")), "its head is named");
}

#[test]
fn a_desa_that_ended_leads_to_its_successor_in_every_list_and_the_change_is_said() {
    let ran = Ran::over("changed-areas", |_| {});
    assert!(ran.categories().values().all(|c| c == "LAMA_TETAP"), "{:?}", ran.categories());
    let lists = ran.work.path().join("prelist");
    let dir = ran.work.path().join("dir");
    let exported = end(mutakhir().arg("-C").arg(&dir).args(["prelist", "export", "--out"]).arg(&lists));
    assert_eq!(exported.code, Some(0), "{}", exported.err);
    let names: Vec<String> = files(&lists).keys().map(|p| p.display().to_string()).collect();
    assert!(!names.is_empty() && names.iter().all(|n| n.contains("3403032099")), "{names:?}");
    let said: Vec<String> = ran.issues("WILAYAH_BERAKHIR").into_iter().map(|(file, _)| file).collect();
    assert_eq!(said, ["bdt2015.csv", "pendaftaran/buku.csv", "siak.csv"], "{}", ran.err);
    let message =
        &ran.rows("import_errors.csv").into_iter().find(|r| r["jenis"] == "WILAYAH_BERAKHIR").unwrap()["pesan"];
    assert!(message.contains("34.03.04.2011 dibaca 34.03.03.2099"), "{message}");
}

#[test]
fn old_workbooks_and_web_pages_under_their_name_are_read() {
    for file in ["workbooks/extract.xls", "workbooks/extract-page.xls"] {
        let ended = dry_run("siak", file);
        assert_eq!(ended.code, Some(0), "{file}: {}", ended.err);
        assert!(ended.err.contains("3 penduduk") || ended.out.contains("3 penduduk"), "{file}: {ended:?}");
    }
}

#[test]
fn a_dotted_code_that_became_a_number_is_restored_and_said() {
    let work = tempfile::tempdir().unwrap();
    let dir = work.path().join("dir");
    assert_eq!(end(mutakhir().arg("init").arg(&dir)).code, Some(0));
    let file = case("workbooks/areas-without-zero.xlsx");
    let ended = end(mutakhir().arg("-C").arg(&dir).args(["import", "file", "areas"]).arg(file));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let listed = end(mutakhir().arg("-C").arg(&dir).args(["--format", "csv", "import", "list"]));
    let id = listed.out.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    let shown = end(mutakhir().arg("-C").arg(&dir).args(["--format", "csv", "import", "show", &id]));
    assert!(shown.out.contains("3,A:kode,NOL_BELAKANG_HILANG,INFO"), "{}", shown.out);
}

#[test]
fn a_formula_without_its_result_is_a_rejected_cell_and_no_empty_one() {
    for (kind, file) in [("registrations", "workbooks/book-formulas.xlsx"), ("siak", "workbooks/extract-formulas.xlsx")]
    {
        let ended = dry_run(kind, file);
        let told = format!("{}{}", ended.out, ended.err);
        assert!(told.contains("RUMUS_TANPA_NILAI"), "{kind}: {told}");
    }
}

#[test]
fn rows_of_negative_numbers_below_a_header_are_no_people() {
    for (kind, file) in [("registrations", "workbooks/book-numbered.xlsx"), ("siak", "workbooks/extract-numbered.xlsx")]
    {
        let ended = dry_run(kind, file);
        let told = format!("{}{}", ended.out, ended.err);
        assert_eq!(ended.code, Some(0), "{told}");
        assert!(told.contains("; 0 ditolak"), "{kind}: {told}");
    }
}

#[test]
fn a_register_under_published_heads_is_known_column_by_column() {
    let ended = dry_run("bdt", "workbooks/register-published-heads.xlsx");
    let told = format!("{}{}", ended.out, ended.err);
    assert_eq!(ended.code, Some(0), "{told}");
    assert!(told.contains("12 rumah tangga"), "{told}");
    assert!(!told.contains("KOLOM_TIDAK_DIKENAL") && !told.contains("BARIS_BERGESER"), "{told}");
}
