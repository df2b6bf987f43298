//! A workspace of the program before this one (`app/tests/old`), opened by the binary.

use crate::binary::{Ended, end, mutakhir};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use testkit::OldWorkspace;

const SAID: &str = "Ruang kerja versi sebelumnya";

fn old() -> OldWorkspace {
    OldWorkspace::unzip(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/tests/old/workspace.zip"))
}

fn ask(dir: &Path, words: &[&str]) -> Ended {
    end(mutakhir().arg("-C").arg(dir).args(words).args(["--format", "csv"]))
}

fn audit(dir: &Path) -> Ended {
    end(mutakhir().arg("-C").arg(dir).args(["audit", "verify"]))
}

/// Rounds, editions and the register's households as the command line shows them.
fn shown(dir: &Path) -> String {
    ["round list", "edition list"].map(|words| ask(dir, &words.split(' ').collect::<Vec<_>>()).out).concat()
}

#[test]
fn an_older_workspace_is_carried_over_once_and_its_progress_is_told() {
    let old = old();
    let first = audit(old.dir());
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert!(first.err.lines().filter(|l| l.starts_with(SAID)).count() >= 2, "{}", first.err);
    let second = audit(old.dir());
    assert_eq!(second.code, Some(0), "{}", second.err);
    assert!(!second.err.contains(SAID), "{}", second.err);
    assert!(shown(old.dir()).contains("2017-I"));
}

#[test]
fn an_upgrade_that_is_killed_at_any_moment_resumes() {
    let whole = old();
    #[expect(clippy::disallowed_methods, reason = "the moments of the kills are parts of the upgrade's own duration")]
    let begun = std::time::Instant::now();
    assert_eq!(audit(whole.dir()).code, Some(0));
    let took = begun.elapsed();
    let expected = shown(whole.dir());
    for part in 1..=8u32 {
        let old = old();
        let mut victim = mutakhir();
        victim.arg("-C").arg(old.dir()).args(["audit", "verify"]).stdout(Stdio::null()).stderr(Stdio::null());
        let mut victim = victim.spawn().unwrap();
        std::thread::sleep(took.mul_f64(f64::from(part) / 9.0).max(Duration::from_millis(5)));
        victim.kill().unwrap();
        victim.wait().unwrap();
        let again = audit(old.dir());
        assert_eq!(again.code, Some(0), "after kill {part} of 8: {}", again.err);
        assert_eq!(shown(old.dir()), expected, "kill {part} of 8 left another workspace");
    }
}
