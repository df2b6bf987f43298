//! What the commands print, and how wrong use ends.

use crate::binary::{end, expect_refusal, mutakhir, pack};

#[test]
fn help_names_only_commands_that_work() {
    let help = end(mutakhir().arg("--help"));
    assert_eq!(help.code, Some(0));
    insta::assert_snapshot!("help", help.out.trim_end());
    for later in ["cluster", "deliver", "simulate", "synth"] {
        assert!(
            !help.out.lines().any(|l| l.trim_start().starts_with(&format!("{later} "))),
            "{later} is of a later issue"
        );
        assert_eq!(end(mutakhir().arg(later)).code, Some(2));
    }
}

#[test]
fn wrong_use_ends_with_two() {
    assert_eq!(end(mutakhir().arg("jalan")).code, Some(2));
    assert_eq!(end(mutakhir().args(["run", "."])).code, Some(2), "--dir is missing");
    assert_eq!(end(mutakhir().args(["run", ".", "--dir", "x", "--as-of", "kemarin"])).code, Some(2));
}

#[test]
fn a_setting_that_does_not_exist_is_refused_with_those_that_do() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("mutakhir.toml"), "lisen = \"x\"\n").unwrap();
    let ended = end(mutakhir().arg("-C").arg(dir.path()).args(["config", "check"]));
    expect_refusal(&ended, 2, "PENGATURAN_SALAH");
    assert!(ended.err.contains("listen"), "{}", ended.err);
}

#[test]
fn the_settings_in_force_are_listed_with_where_they_come_from_as_csv_and_json() {
    let dir = tempfile::tempdir().unwrap();
    let check = |format: &str| {
        let mut command = mutakhir();
        command.env("MUTAKHIR_LISTEN", "127.0.0.1:9").arg("-C").arg(dir.path());
        end(command.args(["config", "check", "--format", format]))
    };
    assert!(check("csv").out.contains("listen,127.0.0.1:9,lingkungan"));
    let json: serde_json::Value = serde_json::from_str(&check("json").out).unwrap();
    assert!(json.as_array().unwrap().iter().any(|s| s["pengaturan"] == "listen" && s["dari"] == "lingkungan"));
}

#[test]
fn completions_and_man_pages_come_from_the_parser() {
    let bash = end(mutakhir().args(["completions", "bash"]));
    assert!(bash.out.contains("mutakhir") && bash.out.contains("prelist"));
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(end(mutakhir().arg("man").arg("--out").arg(dir.path())).code, Some(0));
    assert!(dir.path().join("mutakhir.1").exists() && dir.path().join("mutakhir-run.1").exists());
}

#[test]
fn an_invented_kabupaten_is_the_same_for_the_same_seed() {
    // the demo's pack comes from `synth`; here only that the binary and the crate agree on the smallest size
    let dir = tempfile::tempdir().unwrap();
    let ended = end(mutakhir().args(["demo", "--households", "5", "--no-serve", "--dir"]).arg(dir.path()));
    expect_refusal(&ended, 2, "TERLALU_SEDIKIT");
    assert!(pack().join("wilayah.csv").exists());
}
