//! Measurements that are programs of their own: built in release, run on a pack.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Look-ups of the desk under fifty clerks. `sqlite` or `postgres` after the pack measures that one only.
pub fn desk(root: &Path, args: &[&str]) -> Result<()> {
    let pack = pack(root, args.first().copied())?;
    let asked: Vec<&str> = std::iter::once(pack.as_str()).chain(args.get(1).copied()).collect();
    example(root, "app", "bench_desk", &asked)
}

/// A kabupaten's hamlet meetings keyed in at once. The first argument is the pack unless it is the name
/// of a database or an option; the others go to the program.
pub fn meetings(root: &Path, args: &[&str]) -> Result<()> {
    let given = args.first().copied().filter(|a| !["sqlite", "postgres"].contains(a) && !a.starts_with("--"));
    let pack = pack(root, given)?;
    let others = args.iter().skip(usize::from(given.is_some())).copied();
    let asked: Vec<&str> = std::iter::once(pack.as_str()).chain(others).collect();
    example(root, "app", "bench_meetings", &asked)
}

/// The pack that was named; else the one of the shared data; where that is not there, a synthetic one
/// of 6,000 households.
fn pack(root: &Path, named: Option<&str>) -> Result<String> {
    let given = root.join("../shared/data/gunungkidul");
    let pack = match named {
        Some(pack) => PathBuf::from(pack),
        None if given.is_dir() => given,
        None => {
            let made = std::env::temp_dir().join("mutakhir-bench-pack");
            let text = made.to_str().context("the temporary folder has an odd name")?;
            example(root, "synth", "pack", &[text, "6000", "7"])?;
            made
        }
    };
    Ok(pack.to_str().context("the pack's path is not text")?.to_owned())
}

fn example(root: &Path, package: &str, name: &str, args: &[&str]) -> Result<()> {
    let done = Command::new("cargo")
        .current_dir(root)
        .args(["run", "--quiet", "--release", "--locked", "--package", package, "--example", name, "--"])
        .args(args)
        .status()
        .context("cargo")?;
    ensure!(done.success(), "{name} ended with {done}");
    Ok(())
}
