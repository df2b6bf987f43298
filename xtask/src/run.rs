//! Running a program and reading its counts.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Passed.
    pub passed: u64,
    /// Failed.
    pub failed: u64,
}

impl Counts {
    /// Both added up.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Runs a program in the root, showing its output; true when it ended well.
pub fn shown(root: &Path, program: &str, args: &[&str], env: &[(&str, &str)]) -> Result<bool> {
    let status = Command::new(program)
        .args(args)
        .envs(env.iter().copied())
        .current_dir(root)
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("{program} cannot be started"))?;
    Ok(status.success())
}

/// Runs a program, shows its output and hands every line to `read`.
pub fn read_lines(
    root: &Path,
    program: &str,
    args: &[&str],
    env: &[(&str, &str)],
    mut read: impl FnMut(&str),
) -> Result<bool> {
    let mut child = Command::new(program)
        .args(args)
        .envs(env.iter().copied())
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .with_context(|| format!("{program} cannot be started"))?;
    let out = child.stdout.take().context("no output to read")?;
    for line in BufReader::new(out).lines() {
        let line = line?;
        println!("{line}");
        read(&line);
    }
    std::io::stdout().flush()?;
    Ok(child.wait()?.success())
}

/// Whether a program can be started.
pub fn exists(program: &str, args: &[&str]) -> bool {
    Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// The number before a word: `12 passed` in a summary line.
pub fn number_before(line: &str, word: &str) -> Option<u64> {
    let words: Vec<&str> =
        line.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|w| !w.is_empty()).collect();
    let at = words.iter().position(|w| *w == word)?;
    words.get(at.checked_sub(1)?)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_the_lines_that_test_runners_end_with() {
        let nextest = "     Summary [   3.114s] 42 tests run: 41 passed, 1 failed, 0 skipped";
        assert_eq!((number_before(nextest, "passed"), number_before(nextest, "failed")), (Some(41), Some(1)));
        let doc = "test result: ok. 7 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out";
        assert_eq!((number_before(doc, "passed"), number_before(doc, "failed")), (Some(7), Some(0)));
        assert_eq!(number_before("nothing here", "passed"), None);
    }
}
