//! A run that is killed leaves a sound register, and the same command ends as if nothing had been.
//! The longer form, with twenty kills on a full pack, is `cargo xtask kill-test`.

use crate::binary::{audit, end, files, pack, run};
use std::process::Stdio;
use std::time::Duration;

#[test]
fn a_run_killed_at_any_moment_gives_the_same_files_when_it_is_run_again() {
    let whole = tempfile::tempdir().unwrap();
    #[expect(clippy::disallowed_methods, reason = "the moments of the kills are parts of the run's own duration")]
    let begun = std::time::Instant::now();
    let ended = end(&mut run(pack(), whole.path()));
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let took = begun.elapsed();
    let expected = files(&whole.path().join("out"));
    assert!(expected.keys().any(|p| p.ends_with("registrations.csv")), "{:?}", expected.keys());

    for part in 1..=6u32 {
        let work = tempfile::tempdir().unwrap();
        let mut victim = run(pack(), work.path()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(took.mul_f64(f64::from(part) / 7.0).max(Duration::from_millis(5)));
        victim.kill().unwrap();
        victim.wait().unwrap();
        let before = audit(work.path());
        let no_register_yet = before.err.contains("RUANG_KERJA_BELUM_ADA") || before.err.contains("KUNCI_HILANG");
        assert!(before.code == Some(0) || no_register_yet, "after kill {part} of 6: {}", before.err);
        let again = end(&mut run(pack(), work.path()));
        assert_eq!(again.code, Some(0), "after kill {part} of 6: {}", again.err);
        assert!(files(&work.path().join("out")) == expected, "kill {part} of 6 left other files");
        assert_eq!(audit(work.path()).code, Some(0));
    }
}

#[test]
fn the_same_run_twice_and_with_one_thread_gives_the_same_files() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    assert_eq!(end(&mut run(pack(), first.path())).code, Some(0));
    let expected = files(&first.path().join("out"));
    assert_eq!(end(run(pack(), first.path()).args(["--threads", "2"])).code, Some(0), "a second run over the first");
    assert!(files(&first.path().join("out")) == expected);
    assert_eq!(end(run(pack(), second.path()).args(["--threads", "1"])).code, Some(0));
    assert!(files(&second.path().join("out")) == expected, "one thread gives other files");
}
