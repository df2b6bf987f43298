//! A Python environment of its own, made once.

use super::Bench;
use crate::run::shown;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// The interpreter with Splink and what generator and harness need.
pub fn environment(bench: &Bench) -> Result<PathBuf> {
    make(bench, "splink", &["splink>=5,<6", "duckdb", "numpy", "pyarrow", "Faker", "pandas"])
}

/// An interpreter with a peer, or nothing when it does not install here.
pub fn peer(bench: &Bench, name: &str, packages: &[&str]) -> Option<PathBuf> {
    make(bench, name, packages).map_err(|e| eprintln!("{name} is left out: {e:#}")).ok()
}

fn make(bench: &Bench, name: &str, packages: &[&str]) -> Result<PathBuf> {
    let folder = bench.cache.join("python").join(name);
    let python = folder.join("bin/python");
    let done = folder.join("ready");
    if done.exists() {
        return Ok(python);
    }
    let text = |path: &Path| path.to_string_lossy().into_owned();
    println!("making a Python environment: {}", packages.join(" "));
    if !shown(&bench.root, "python3", &["-m", "venv", "--clear", &text(&folder)], &[])? {
        bail!("python3 -m venv failed");
    }
    let mut args = vec!["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    args.extend(packages);
    if !shown(&bench.root, &text(&python), &args, &[])? {
        bail!("pip could not install {}", packages.join(" "));
    }
    std::fs::write(done, packages.join("\n"))?;
    Ok(python)
}
