//! `pmt` as somebody with a survey meets it. The survey is invented.

use crate::binary::{end, expect_refusal, mutakhir};
use std::path::Path;
use std::process::Command;

pub const SURVEY: &str = include_str!("../../../tables/tests/data/pmt_survey.csv");
pub const SPEC: &str = "target = \"pengeluaran\"\ncluster = \"desa\"\nregion = \"\"\nweight = \"penimbang\"\n\
                    variables = [\"jumlah_art\", \"umur\", \"sekolah\", \"lantai\"]\nterms = [\"ln(jumlah_art)\"]\n";

fn pmt(dir: &Path, words: &[&str]) -> Command {
    std::fs::write(dir.join("s.csv"), SURVEY).unwrap();
    std::fs::write(dir.join("s.toml"), SPEC).unwrap();
    let mut command = mutakhir();
    command.current_dir(dir).arg("pmt").args(words);
    command
}

#[test]
fn evaluate_prints_both_protocols_as_json_and_the_guess_to_stderr() {
    let dir = tempfile::tempdir().unwrap();
    let ended = end(&mut pmt(dir.path(), &["evaluate", "s.csv", "--spec", "s.toml", "--format", "json"]));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let found: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((found["n"].as_u64(), found["variables"].as_u64()), (Some(720), Some(5)));
    for protocol in ["household", "cluster"] {
        for model in ["linear", "village", "challenger"] {
            let figures = &found["protocols"][protocol][model];
            for quota in ["20", "40"] {
                let error = figures["eer"][quota].as_f64().unwrap();
                assert!((5.0..95.0).contains(&error), "{protocol} {model} {quota} {error}");
            }
            assert!(figures["r2"].as_f64().unwrap() > 0.2 && figures["spearman"].as_f64().unwrap() > 0.4);
        }
    }
    assert!(
        ended.err.contains("Ditebak: target_is_log") && ended.err.contains("household_size = \"jumlah_art\""),
        "{}",
        ended.err
    );
    let again =
        end(&mut pmt(dir.path(), &["evaluate", "s.csv", "--spec", "s.toml", "--format", "json", "--threads", "1"]));
    assert_eq!(again.out, ended.out);
}

#[test]
fn a_fitted_model_scores_a_register_and_a_register_without_its_columns_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let ended = end(&mut pmt(dir.path(), &["fit", "s.csv", "--spec", "s.toml", "--out", "m.toml", "--village"]));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.contains("lantai") && ended.out.contains("village"), "{}", ended.out);
    let ended = end(&mut pmt(dir.path(), &["score", "m.toml", "s.csv", "--out", "o.csv", "--id", "desa"]));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.err.contains("720 baris: 720 berskor, 0 tanpa skor"), "{}", ended.err);
    let scores = std::fs::read_to_string(dir.path().join("o.csv")).unwrap();
    assert_eq!(scores.lines().next(), Some("row,desa,score,percentile,missing,clamped,incomplete,low,high,reason"));
    assert_eq!(scores.lines().count(), 721);
    std::fs::write(dir.path().join("r.csv"), SURVEY.replace("lantai", "dinding")).unwrap();
    let refused = end(&mut pmt(dir.path(), &["score", "m.toml", "r.csv", "--out", "p.csv"]));
    expect_refusal(&refused, 1, "MODEL_KOLOM_LAIN");
    assert!(!dir.path().join("p.csv").exists());
    let refused = end(&mut pmt(dir.path(), &["fit", "s.csv", "--spec", "m.toml"]));
    expect_refusal(&refused, 1, "SPEC_KUNCI_TIDAK_DIKENAL");
}
