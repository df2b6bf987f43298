//! `cargo xtask ci`: one command, every check, one closing line `N passed, N failed`.

use crate::run::{Counts, exists, number_before, read_lines, shown};
use crate::{bench_run, docs, tidy};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// A step's name and what it runs.
type Step = (&'static str, fn(&Path) -> Result<Counts>);

/// The steps in their order: the cheap ones that most often fail come first.
const STEPS: [Step; 10] = [
    ("fmt", |root| step(shown(root, "cargo", &["fmt", "--all", "--check"], &[])?)),
    ("tidy", |root| step(report(tidy::tidy(root)))),
    ("gen-docs", |root| step(report(docs::generate(root, true)))),
    ("deny", deny),
    ("clippy", |root| {
        step(shown(
            root,
            "cargo",
            &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
            &[],
        )?)
    }),
    ("docs", |root| {
        let env = [("RUSTDOCFLAGS", "-D warnings")];
        step(shown(root, "cargo", &["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"], &env)?)
    }),
    ("tests", tests),
    ("doc tests", doc_tests),
    ("bench-run", |root| step(report(bench_run::small(root)))),
    ("e2e", browser_tests),
];

/// Runs every step but those named after `--skip`, even when one fails, and says which failed.
pub fn ci(root: &Path, args: &[&str]) -> Result<()> {
    let skip: Vec<&str> = match args {
        [] => Vec::new(),
        ["--skip", list] => list.split(',').collect(),
        other => bail!("cargo xtask ci takes only --skip STEP,STEP, not {other:?}"),
    };
    let mut total = Counts::default();
    let mut failed = Vec::new();
    for (name, run) in STEPS {
        if skip.contains(&name) {
            println!("== {name}: skipped");
            continue;
        }
        println!("== {name}");
        let counts = run(root).unwrap_or_else(|fault| {
            eprintln!("{name}: {fault:#}");
            Counts { passed: 0, failed: 1 }
        });
        if counts.failed > 0 {
            failed.push(name);
        }
        total.add(counts);
    }
    if !failed.is_empty() {
        println!("failed steps: {}", failed.join(", "));
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if failed.is_empty() { Ok(()) } else { bail!("{} of {} steps failed", failed.len(), STEPS.len()) }
}

/// A step without tests of its own counts as one.
fn step(good: bool) -> Result<Counts> {
    Ok(Counts { passed: u64::from(good), failed: u64::from(!good) })
}

fn report(result: Result<()>) -> bool {
    if let Err(fault) = &result {
        eprintln!("{fault:#}");
    }
    result.is_ok()
}

/// Licences, banned crates and sources. The tool is no part of the toolchain and takes minutes to
/// build: where it is absent the step says so and counts nothing.
fn deny(root: &Path) -> Result<Counts> {
    if !exists("cargo-deny", &["--version"]) {
        println!("cargo-deny is absent: `cargo install cargo-deny --locked` (skipped)");
        return Ok(Counts::default());
    }
    step(shown(root, "cargo-deny", &["--locked", "--offline", "check", "licenses", "bans", "sources"], &[])?)
}

fn tests(root: &Path) -> Result<Counts> {
    let mut counts = Counts::default();
    let mut read = |line: &str| {
        counts.passed += number_before(line, "passed").unwrap_or(0);
        counts.failed += number_before(line, "failed").unwrap_or(0);
    };
    let good = if exists("cargo-nextest", &["nextest", "--version"]) {
        // nextest speaks on stderr; `sh` turns it around so that the summary can be read
        let args =
            ["-c", "exec cargo nextest run --workspace --lib --bins --tests --locked --profile ci --no-fail-fast 2>&1"];
        read_lines(root, "sh", &args, &[("NO_COLOR", "1"), ("CARGO_TERM_COLOR", "never")], |line| {
            if line.trim_start().starts_with("Summary") {
                read(line);
            }
        })?
    } else {
        let args = ["test", "--workspace", "--locked", "--no-fail-fast", "--lib", "--bins", "--tests"];
        read_lines(root, "cargo", &args, &[], |line| {
            if line.starts_with("test result:") {
                read(line)
            }
        })?
    };
    if !good && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}

fn doc_tests(root: &Path) -> Result<Counts> {
    let mut counts = Counts::default();
    let good = read_lines(root, "cargo", &["test", "--workspace", "--locked", "--doc"], &[], |line| {
        if line.starts_with("test result:") {
            counts.passed += number_before(line, "passed").unwrap_or(0);
            counts.failed += number_before(line, "failed").unwrap_or(0);
        }
    })?;
    if !good && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}

/// The browser tests: the real binary, a real Chromium.
pub fn e2e(root: &Path) -> Result<Counts> {
    if !shown(root, "cargo", &["build", "--locked", "--package", "cli"], &[])? {
        bail!("the binary does not build");
    }
    browser_tests(root)
}

/// The same with the binary that the tests before have just built: building the package alone
/// would choose other features and compile half the tree again.
fn browser_tests(root: &Path) -> Result<Counts> {
    for (program, flag, package) in
        [("node", "--version", "nodejs"), ("npm", "--version", "npm"), ("chromium", "--version", "chromium")]
    {
        if !exists(program, &[flag]) {
            bail!("{program} is absent: apt-get install {package}");
        }
    }
    let folder = root.join("e2e");
    if ["playwright-core", "smpp", "node-html-parser"]
        .iter()
        .any(|name| !folder.join("node_modules").join(name).exists())
        && !shown(&folder, "npm", &["ci", "--no-audit", "--no-fund", "--ignore-scripts"], &[])?
    {
        bail!("npm ci failed in e2e/");
    }
    let binary = target_dir(root)?.join("debug/mutakhir");
    if !binary.exists() {
        bail!("{} is absent: the tests build it", binary.display());
    }
    let binary = binary.to_str().context("the target folder's name is no text")?;
    let mut counts = Counts::default();
    // an office, its server and a browser of its own for each file: two at a time keep two cores busy
    let args = ["--test", "--test-reporter=spec", "--test-concurrency=2", "tests/"];
    let good = read_lines(&folder, "node", &args, &[("MUTAKHIR_BIN", binary)], |line| {
        let line = line.trim_start_matches(['ℹ', '#', ' ']);
        if let Some(n) = line.strip_prefix("pass ") {
            counts.passed = n.trim().parse().unwrap_or(0);
        } else if let Some(n) = line.strip_prefix("fail ") {
            counts.failed = n.trim().parse().unwrap_or(0);
        }
    })?;
    if !good && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}

/// Where cargo builds.
pub fn target_dir(root: &Path) -> Result<PathBuf> {
    #[expect(
        clippy::disallowed_methods,
        reason = "cargo's own variable; there is no configuration file to read it from"
    )]
    let set = std::env::var_os("CARGO_TARGET_DIR");
    Ok(set.map_or_else(|| root.join("target"), |dir| root.join(dir)))
}
