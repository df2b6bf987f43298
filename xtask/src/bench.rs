//! Measurements that are programs of their own: built in release, run on a pack.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Look-ups of the desk under fifty clerks. Without a pack the one of the shared data is taken, and
/// where that is not there a synthetic one of 6,000 households. `sqlite` or `postgres` after the pack
/// measures that one only.
pub fn desk(root: &Path, args: &[&str]) -> Result<()> {
    let given = root.join("../shared/data/gunungkidul");
    let pack = match args {
        [pack, ..] => PathBuf::from(pack),
        _ if given.is_dir() => given,
        _ => {
            let made = std::env::temp_dir().join("mutakhir-bench-desk");
            let made = made.to_str().context("the temporary folder has an odd name")?.to_owned();
            example(root, "synth", "pack", &[&made, "6000", "7"])?;
            PathBuf::from(made)
        }
    };
    let pack = pack.to_str().context("the pack's path is not text")?;
    let only = args.get(1).copied();
    let asked: Vec<&str> = std::iter::once(pack).chain(only).collect();
    example(root, "app", "bench_desk", &asked)
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
