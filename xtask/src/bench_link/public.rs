//! The public labelled sets: every peer that installs, ours with a specification and without.

use super::goals::Goals;
use super::{Bench, measure, python};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Runs every set there is.
pub fn run(bench: &Bench, interpreter: &Path, goals: &mut Goals) -> Result<()> {
    let mut peers = bench.peers.clone();
    let mut env = Vec::new();
    if peers.iter().any(|p| p == "splink")
        && let Some(dedupe) = python::peer(bench, "dedupe", &["dedupe==3.0.3", "duckdb", "pandas", "numpy", "pyarrow"])
    {
        peers.push("dedupe".to_owned());
        env.push(("PY_DEDUPE", dedupe));
    }
    let mut folders: Vec<_> = std::fs::read_dir(&bench.public)
        .with_context(|| bench.public.display().to_string())?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.join("truth.csv").exists())
        .collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let binary = bench.binary.display();
        let mut commands = vec![("zero", format!("{binary} link {{a}} {{b}} --out {{out}} --no-resume"))];
        if let Some(spec) = specification(&bench.root.join("docs/how-to/specs"), &name)? {
            let line = format!("{binary} link {{a}} {{b}} --out {{out}} --no-resume --spec {}", spec.display());
            commands.insert(0, ("ours", line));
        }
        let runs = measure::run(bench, interpreter, &folder, &peers, &commands, &env)?;
        measure::table(&name, &runs);
        let zero = runs.get("zero").context("our program gave no figures")?;
        let own = runs.get("ours").unwrap_or(zero);
        let best = runs
            .iter()
            .filter(|(program, run)| !matches!(program.as_str(), "ours" | "zero") && run.f1.is_finite())
            .max_by(|x, y| x.1.f1.total_cmp(&y.1.f1));
        if let Some((peer, run)) = best {
            goals.at_least(&format!("{name}: F1 not below the best peer ({peer})"), own.f1, run.f1);
        }
        goals.at_most(&format!("{name}: F1 lost without a specification"), own.f1 - zero.f1, 0.005);
    }
    Ok(())
}

/// The specification whose name the set's name begins with.
fn specification(folder: &Path, set: &str) -> Result<Option<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut specs: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    specs.sort();
    Ok(specs.into_iter().find(|spec| spec.file_stem().is_some_and(|stem| set.starts_with(&*stem.to_string_lossy()))))
}
