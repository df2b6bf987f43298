//! One household against ten million persons held in memory.

use super::Bench;
use super::data::{Synthetic, synthetic};
use super::goals::Goals;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, Stdio};

/// Measures look-ups one after the other.
pub fn run(bench: &Bench, python: &Path, quick: bool, goals: &mut Goals) -> Result<()> {
    let set = if quick {
        Synthetic { name: "1M-100k-medium", a: 1_000_000, b: 100_000, noise: "medium" }
    } else {
        Synthetic { name: "10M-1M-medium", a: 10_000_000, b: 1_000_000, noise: "medium" }
    };
    let folder = synthetic(bench, python, set)?;
    let program = bench.binary.with_file_name("examples").join("resident");
    let out = Command::new(&program)
        .arg(folder.join("a.csv"))
        .arg(folder.join("b.csv"))
        .arg("20000")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| program.display().to_string())?;
    if !out.status.success() {
        bail!("resident failed on {}", set.name);
    }
    let text = String::from_utf8_lossy(&out.stdout);
    println!("\nresident index, {}\n{text}", set.name);
    let p99 = text.lines().find_map(|l| l.strip_prefix("p99_us ")).and_then(|n| n.parse::<f64>().ok());
    goals.at_most(&format!("{}: look-up of a household, p99 ms", set.name), p99.unwrap_or(f64::NAN) / 1000.0, 5.0);
    Ok(())
}
