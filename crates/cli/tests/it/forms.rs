//! `fkp print`: every form set of the kabupaten in one job.

use crate::binary::{end, expect_refusal, mutakhir, pack, run};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

fn print(work: &Path, out: &Path, more: &[&str]) -> Command {
    let mut command = mutakhir();
    command.arg("-C").arg(work.join("dir")).args(["--format", "csv", "fkp", "print", "--out"]).arg(out).args(more);
    command
}

fn files(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = std::fs::read_dir(out.join("fkp")).unwrap();
    folder
        .map(|f| f.unwrap().path())
        .map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&p).unwrap()))
        .collect()
}

#[test]
fn all_forms_are_the_same_from_one_process_or_two_and_only_what_is_missing_is_printed_again() {
    // R39-R44, R59
    let work = tempfile::tempdir().unwrap();
    assert_eq!(end(&mut run(pack(), work.path())).code, Some(0));
    let (one, two) = (work.path().join("one"), work.path().join("two"));
    let first = end(&mut print(work.path(), &one, &["--processes", "1", "--xlsx"]));
    assert_eq!(first.code, Some(0), "{}", first.err);
    let again = end(&mut print(work.path(), &two, &["--processes", "2", "--xlsx"]));
    assert_eq!(again.code, Some(0), "{}", again.err);
    let printed = files(&one);
    assert!(printed.len() >= 3 && printed.len().is_multiple_of(3), "two forms and a twin each: {}", printed.len());
    assert!(printed == files(&two), "the number of processes changes no byte");
    let lists = [&one, &two].map(|out| std::fs::read_to_string(out.join("daftar-cetak.csv")).unwrap());
    assert_eq!(lists[0], lists[1]);
    assert_eq!(lists[0].lines().count(), printed.len() + 1);

    // every cell of both forms and of the twin is read back as it stands in the data
    let check = |out: &Path| {
        let mut command = mutakhir();
        command.arg("-C").arg(work.path().join("dir")).args(["--format", "csv", "fkp", "check", "--out"]).arg(out);
        end(&mut command)
    };
    let read = check(&one);
    assert_eq!(read.code, Some(0), "{}", read.err);
    let counts: Vec<usize> = read.out.lines().nth(1).unwrap().split(',').map(|n| n.parse().unwrap()).collect();
    let [hamlets, papers, pages, books, rows, differ] = counts[..] else { panic!("{}", read.out) };
    assert_eq!((papers, books, differ), (hamlets * 2, hamlets, 0));
    assert!(pages >= papers && rows > hamlets, "{counts:?}");
    let other = printed.keys().filter(|name| name.ends_with("fkp01.pdf")).nth(1).unwrap();
    std::fs::write(two.join("fkp").join(other), &printed[printed.keys().find(|n| n.ends_with("fkp01.pdf")).unwrap()])
        .unwrap();
    expect_refusal(&check(&two), 1, "CETAKAN_BERBEDA");
    let nowhere = check(&work.path().join("cetak-lain"));
    expect_refusal(&nowhere, 1, "CETAKAN_TIDAK_ADA");
    assert!(nowhere.err.contains("cetak-lain") && !nowhere.err.contains("qpdf"), "{}", nowhere.err);

    let torn = printed.keys().find(|name| name.ends_with("fkp01.pdf")).unwrap();
    std::fs::write(one.join("fkp").join(torn), "%PDF-").unwrap();
    let sets = printed.len() / 3;
    let resumed = end(&mut print(work.path(), &one, &["--xlsx"]));
    let counts = resumed.out.lines().nth(1).unwrap();
    assert!(counts.starts_with(&format!("{sets},{},", sets - 1)), "{counts}");
    assert!(files(&one) == printed);
}

#[test]
fn forms_are_printed_from_the_register_alone_and_a_hamlet_without_a_household_gets_an_empty_one() {
    // R26, R59
    let work = tempfile::tempdir().unwrap();
    let dir = work.path().join("dir");
    assert_eq!(end(mutakhir().arg("init").arg(&dir)).code, Some(0));
    let areas = ["wilayah.csv", "padukuhan.csv", "jembatan_bps.csv"].map(|name| pack().join(name));
    let import = ["import", "file", "areas"];
    assert_eq!(end(mutakhir().arg("-C").arg(&dir).args(import).args(areas)).code, Some(0));
    let out = work.path().join("out");
    let desa = std::fs::read_to_string(pack().join("padukuhan.csv")).unwrap();
    let desa = desa.lines().nth(1).unwrap().split([',', ';']).find(|cell| cell.len() == 13).unwrap().to_owned();
    let printed = end(&mut print(work.path(), &out, &["--area", &desa]));
    assert_eq!(printed.code, Some(0), "{}", printed.err);
    assert!(!files(&out).is_empty());
    expect_refusal(&end(&mut print(work.path(), &out, &["--area", "Wonosari"])), 2, "KODE_WILAYAH_SALAH");
}
