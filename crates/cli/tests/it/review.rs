//! The review desk from the command line: list, show, decide, undo, report.

use crate::binary::{Ended, audit, end, expect_refusal, mutakhir, run};
use std::path::Path;

fn review(work: &Path, args: &[&str]) -> Ended {
    end(mutakhir().arg("-C").arg(work.join("dir")).arg("review").args(args))
}

#[test]
fn a_case_is_listed_shown_decided_taken_back_and_reported() {
    let dir = tempfile::tempdir().unwrap();
    let (pack, work) = (dir.path().join("paket"), dir.path().join("kerja"));
    let options = synth::SynthOptions { households: 600, seed: 7, ..synth::SynthOptions::demo() };
    synth::write_pack(&pack, &options).unwrap();
    assert_eq!(end(&mut run(&pack, &work)).code, Some(0));

    let listed = review(&work, &["list", "--format", "csv"]);
    assert_eq!(listed.code, Some(0), "{}", listed.err);
    let mut lines = listed.out.lines();
    assert_eq!(lines.next(), Some("nomor,calon,tingkat,alasan,keadaan,nilai,desa,dibuka_oleh"));
    let cases: Vec<Vec<&str>> = lines.map(|l| l.split(',').collect()).collect();
    let values: Vec<i64> = cases.iter().map(|c| c[5].parse().unwrap()).collect();
    assert!(!values.is_empty() && values.is_sorted_by(|a, b| a >= b), "{values:?}");
    let case = cases.iter().find(|c| !c[1].is_empty()).expect("a case with a candidate");
    let (number, household) = (case[0], case[1]);

    let shown = review(&work, &["show", number, "--format", "json"]);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    assert!(shown.out.contains("\"bukti\"") && shown.err.contains(household));

    expect_refusal(&review(&work, &["decide", number, "--same", "000"]), 1, "RUTA_TIDAK_ADA");
    expect_refusal(&review(&work, &["decide", number, "--new", "--ground", "KIRA_KIRA"]), 2, "DASAR_TIDAK_DIKENAL");
    assert_eq!(review(&work, &["decide", number]).code, Some(2), "a verdict must be named");
    let decided = review(&work, &["decide", number, "--same", household, "--ground", "DOKUMEN_ASLI"]);
    assert_eq!(decided.code, Some(0), "{}", decided.err);
    assert!(decided.err.contains("LAMA_"), "{}", decided.err);
    let again = review(&work, &["decide", number, "--new", "--reason", "lagi"]);
    expect_refusal(&again, 1, "TELAAH_SUDAH_DIPUTUS");

    expect_refusal(&review(&work, &["retrain"]), 1, "PUTUSAN_TERLALU_SEDIKIT");
    let pairs = dir.path().join("pasangan.csv");
    let report = review(&work, &["report", "--format", "csv", "--pairs", pairs.to_str().unwrap()]);
    assert_eq!(report.code, Some(0), "{}", report.err);
    assert!(report.out.contains("JUMLAH,,1,"), "{}", report.out);
    assert!(report.err.contains("bobot versi 1 (BATCH"), "{}", report.err);
    assert!(std::fs::read_to_string(&pairs).unwrap().lines().count() > 1);

    assert_eq!(review(&work, &["undo", number]).code, Some(0));
    expect_refusal(&review(&work, &["undo", number]), 1, "TIDAK_ADA_KEPUTUSAN");
    assert_eq!(audit(&work).code, Some(0));
}
