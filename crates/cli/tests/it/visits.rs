//! `visits` as a planner with a scored list meets it. The survey is invented.

use crate::binary::{end, expect_refusal, mutakhir};
use crate::pmt::{SPEC, SURVEY};
use std::path::Path;
use std::process::Command;

fn asked(dir: &Path, words: &[&str]) -> Command {
    let mut command = mutakhir();
    command.current_dir(dir).args(words);
    command
}

/// A scored list of 720 households, each with a number of its own.
fn scored(dir: &Path) {
    let numbered: Vec<String> = SURVEY
        .lines()
        .enumerate()
        .map(|(n, line)| if n == 0 { format!("nomor,{line}") } else { format!("R{n},{line}") })
        .collect();
    std::fs::write(dir.join("s.csv"), numbered.join("\n")).unwrap();
    std::fs::write(dir.join("s.toml"), SPEC).unwrap();
    for words in [
        &["pmt", "fit", "s.csv", "--spec", "s.toml", "--out", "m.toml"][..],
        &["pmt", "score", "m.toml", "s.csv", "--out", "o.csv", "--id", "nomor"][..],
    ] {
        let ended = end(&mut asked(dir, words));
        assert_eq!(ended.code, Some(0), "{}", ended.err);
    }
}

fn plan(dir: &Path, seed: &str, out: &str) {
    let terms = ["--budget", "10%", "--quota", "20", "--quota", "40", "--spread", "0.4", "--seed", seed, "--out", out];
    let ended = end(&mut asked(dir, &[&["visits", "plan", "o.csv", "--id", "nomor"][..], &terms].concat()));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
}

#[test]
fn a_plan_is_drawn_again_from_its_seed_and_its_report_tells_the_error_of_the_list() {
    let dir = tempfile::tempdir().unwrap();
    scored(dir.path());
    plan(dir.path(), "undian", "a.csv");
    plan(dir.path(), "undian", "b.csv");
    plan(dir.path(), "lain", "c.csv");
    let read = |name: &str| std::fs::read_to_string(dir.path().join(name)).unwrap();
    assert_eq!(read("a.csv"), read("b.csv"));
    assert_ne!(read("a.csv"), read("c.csv"));
    assert_eq!(read("a.csv").lines().count(), 73, "a tenth of 720 and the header");
    for stratum in ["KEPUTUSAN", "AUDIT"] {
        assert!(read("a.csv").contains(stratum), "{stratum}");
    }

    let words = ["visits", "report", "a.toml", "o.csv", "s.csv", "--welfare", "pengeluaran", "--format", "json"];
    let ended = end(&mut asked(dir.path(), &words));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let found: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((found["visits"].as_u64(), found["found"].as_u64()), (Some(72), Some(72)));
    let programmes = found["programmes"].as_array().unwrap();
    assert_eq!(programmes.len(), 2);
    for programme in programmes {
        let wrong = &programme["before"]["wrong"];
        let (low, high) = (wrong["low"].as_f64().unwrap(), wrong["high"].as_f64().unwrap());
        assert!((0.0..=1.0).contains(&low) && low < high, "{wrong}");
        assert!(programme["after"]["at_most"].as_f64().unwrap() <= 1.0);
    }
}

#[test]
fn a_report_over_another_list_than_the_plan_was_made_from_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    scored(dir.path());
    plan(dir.path(), "undian", "a.csv");
    let other = std::fs::read_to_string(dir.path().join("o.csv")).unwrap().replacen("R7,", "R7000,", 1);
    std::fs::write(dir.path().join("p.csv"), other).unwrap();
    let refused =
        end(&mut asked(dir.path(), &["visits", "report", "a.toml", "p.csv", "s.csv", "--welfare", "pengeluaran"]));
    expect_refusal(&refused, 1, "RENCANA_SKOR_LAIN");
}
