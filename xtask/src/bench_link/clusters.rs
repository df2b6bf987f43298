//! Clusters of a file that grows: what was known keeps its cluster, what is new joins.

use super::data::{Synthetic, synthetic};
use super::goals::Goals;
use super::{Bench, score};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Parts in which the second file arrives.
const PARTS: usize = 4;

/// Register and registrants as one file that grows by a quarter of the registrants at a time.
pub fn run(bench: &Bench, python: &Path, quick: bool, goals: &mut Goals) -> Result<()> {
    let set = if quick {
        Synthetic { name: "100k-10k-medium", a: 100_000, b: 10_000, noise: "medium" }
    } else {
        Synthetic { name: "100k-100k-medium", a: 100_000, b: 100_000, noise: "medium" }
    };
    let folder = synthetic(bench, python, set)?;
    let register = std::fs::read_to_string(folder.join("a.csv"))?;
    let registrants = std::fs::read_to_string(folder.join("b.csv"))?;
    let rows: Vec<&str> = registrants.lines().skip(1).collect();
    let truth = score::read(&folder.join("truth.csv"))?;
    let work = bench.cache.join("clusters");
    std::fs::create_dir_all(&work)?;
    let mut known: Option<PathBuf> = None;
    println!("\nclusters of a growing file ({})", set.name);
    for part in 1..=PARTS {
        let file = work.join("all.csv");
        let taken = rows.len() * part / PARTS;
        let mut out = std::io::BufWriter::new(std::fs::File::create(&file)?);
        out.write_all(register.as_bytes())?;
        for row in &rows[..taken] {
            writeln!(out, "{row}")?;
        }
        out.into_inner().context("all.csv cannot be written")?;
        let clusters = work.join(format!("clusters-{part}.csv"));
        let mut command = Command::new(&bench.binary);
        command.arg("link").arg(&file).arg("--out").arg(work.join("pairs.csv")).arg("--clusters").arg(&clusters);
        command.arg("--no-resume").stdin(Stdio::null());
        if let Some(known) = &known {
            command.arg("--known-clusters").arg(known);
        }
        if !command.status()?.success() {
            bail!("link failed on part {part}");
        }
        let now = read(&clusters)?;
        if let Some(before) = &known {
            let before = read(before)?;
            let kept = before.iter().filter(|(id, cluster)| now.get(*id) == Some(cluster)).count();
            goals.holds(&format!("part {part}: every known record keeps its cluster"), kept == before.len());
        }
        let here: Vec<_> = truth.iter().filter(|(_, b, _)| now.contains_key(b)).collect();
        let hit = here.iter().filter(|(a, b, _)| now.contains_key(a) && now.get(a) == now.get(b)).count();
        println!("  part {part}: {} records, {} of {} true pairs in one cluster", now.len(), hit, here.len());
        known = Some(clusters);
    }
    Ok(())
}

fn read(path: &Path) -> Result<BTreeMap<String, String>> {
    Ok(score::read(path)?.into_iter().map(|(id, cluster, _)| (id, cluster)).collect())
}
