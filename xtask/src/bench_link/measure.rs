//! The synthetic sets: ours and the peers in turn.

use super::data::{Synthetic, synthetic as make};
use super::goals::Goals;
use super::{Bench, score};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What one program did on one set.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// CPU seconds of the whole process.
    pub cpu: f64,
    /// Wall seconds.
    pub wall: f64,
    /// Peak memory in MB.
    pub memory_mb: f64,
    /// Best pairwise F1.
    pub f1: f64,
    /// F1 at 0.9.
    pub f1_at_90: f64,
    /// Best F1 after keeping the best pair of each registrant; `f1` within one file.
    pub f1_one: f64,
    /// Why there is no result.
    pub fault: Option<String>,
}

/// Runs peers and commands on a set; each command is a name and a shell line with `{a}`, `{b}`, `{out}`.
pub fn run(
    bench: &Bench,
    python: &Path,
    set: &Path,
    peers: &[String],
    commands: &[(&str, String)],
    env: &[(&str, PathBuf)],
) -> Result<BTreeMap<String, Run>> {
    let results = bench.cache.join("results.jsonl");
    let _ = std::fs::remove_file(&results);
    let mut command = Command::new(python);
    command.arg(bench.tools.join("run_peers.py")).arg(set);
    command.arg("--peers").arg(peers.join(",")).arg("--results").arg(&results);
    command.args(["--timeout", "3600", "--count", "0", "--input", "csv"]).arg("--work").arg(work(bench));
    for (name, line) in commands {
        command.arg("--cmd").arg(format!("{name}={line}"));
    }
    command
        .env("PY_SPLINK", python)
        .env("LINKBENCH_TMP", bench.cache.join("tmp"))
        .envs(env.iter().map(|(k, v)| (k, v)));
    let status = command.stdin(Stdio::null()).status().context("run_peers.py cannot be started")?;
    if !status.success() {
        bail!("run_peers.py failed on {}", set.display());
    }
    let mut out = BTreeMap::new();
    for line in std::fs::read_to_string(&results)?.lines() {
        let value: Value = serde_json::from_str(line)?;
        let name = value["peer"].as_str().unwrap_or("").to_owned();
        out.insert(name, read(&value));
    }
    Ok(out)
}

/// Where the harness writes the pairs of a program.
pub fn work(bench: &Bench) -> PathBuf {
    bench.cache.join("out")
}

fn read(value: &Value) -> Run {
    let number = |v: &Value| v.as_f64().unwrap_or(f64::NAN);
    let pairs = &value["eval"]["pairs"];
    let best = number(&pairs["best"]["f1"]);
    let one = &value["eval"]["best_per_b"]["best"]["f1"];
    Run {
        cpu: number(&value["cpu"]),
        wall: number(&value["wall"]),
        memory_mb: number(&value["rss_mb"]),
        f1: best,
        f1_at_90: number(&pairs["at90"]["f1"]),
        f1_one: one.as_f64().unwrap_or(best),
        fault: value["error"].as_str().filter(|e| !e.is_empty()).map(str::to_owned),
    }
}

/// Our command on two files, with households.
pub fn ours(bench: &Bench) -> (&'static str, String) {
    let binary = bench.binary.display();
    ("ours", format!("{binary} link {{a}} {{b}} --out {{out}} --households={{out}}.hh.csv --no-resume"))
}

/// 1M × 1M and 1M × 100k, medium and high noise.
pub fn synthetic(bench: &Bench, python: &Path, quick: bool, goals: &mut Goals) -> Result<()> {
    let sets: &[Synthetic] = if quick {
        &[
            Synthetic { name: "100k-10k-medium", a: 100_000, b: 10_000, noise: "medium" },
            Synthetic { name: "100k-10k-high", a: 100_000, b: 10_000, noise: "high" },
        ]
    } else {
        &[
            Synthetic { name: "1M-100k-medium", a: 1_000_000, b: 100_000, noise: "medium" },
            Synthetic { name: "1M-100k-high", a: 1_000_000, b: 100_000, noise: "high" },
            Synthetic { name: "1M-1M-medium", a: 1_000_000, b: 1_000_000, noise: "medium" },
            Synthetic { name: "1M-1M-high", a: 1_000_000, b: 1_000_000, noise: "high" },
        ]
    };
    for set in sets {
        let folder = make(bench, python, *set)?;
        let runs = run(bench, python, &folder, &bench.peers, &[ours(bench)], &[])?;
        table(set.name, &runs);
        judge(bench, *set, &folder, &runs, goals)?;
    }
    Ok(())
}

/// One line per program, and what the peers need of ours.
pub fn table(name: &str, runs: &BTreeMap<String, Run>) {
    println!("\n{name}\n  program          CPU s    wall s   MB       F1      F1 at .9  F1 one-to-one   CPU ×    MB ×");
    let own = runs.get("ours").cloned().unwrap_or_default();
    for (program, run) in runs {
        println!(
            "  {program:<16} {:<8.1} {:<8.1} {:<8.0} {:<7.4} {:<9.4} {:<15.4} {:<8.1} {:.1}",
            run.cpu,
            run.wall,
            run.memory_mb,
            run.f1,
            run.f1_at_90,
            run.f1_one,
            run.cpu / own.cpu,
            run.memory_mb / own.memory_mb
        );
        if let Some(fault) = &run.fault {
            println!("    {}", fault.lines().last().unwrap_or(""));
        }
    }
}

fn judge(bench: &Bench, set: Synthetic, folder: &Path, runs: &BTreeMap<String, Run>, goals: &mut Goals) -> Result<()> {
    let name = set.name;
    let own = runs.get("ours").context("our program gave no figures")?;
    let stem = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let out = work(bench).join(format!("{stem}.ours.csv"));
    let households = work(bench).join(format!("{stem}.ours.csv.hh.csv"));
    let homes = score::f1(&score::read(&households)?, &score::read(&folder.join("truth_hh.csv"))?);
    println!("  households: F1 {:.4} at {:.3}, {:.4} at .9", homes.best, homes.threshold, homes.at_90);
    let bands = score::deciles(&score::read(&out)?, &score::read(&folder.join("truth.csv"))?);
    println!("  probability   pairs      said    seen");
    for (i, band) in bands.iter().enumerate().filter(|(_, b)| b.pairs > 0) {
        println!(
            "  {:.1}–{:.1}       {:<10} {:<7.3} {:.3}",
            i as f64 / 10.0,
            (i + 1) as f64 / 10.0,
            band.pairs,
            band.said,
            band.seen
        );
    }
    let high = set.noise == "high";
    if set.b == 1_000_000 && !high {
        goals.at_most(&format!("{name}: CPU s"), own.cpu, 5.0);
        goals.at_most(&format!("{name}: MB"), own.memory_mb, 1024.0);
        if let Some(splink) = runs.get("splink") {
            goals.at_least(&format!("{name}: times less CPU than Splink"), splink.cpu / own.cpu, 17.0);
        }
    }
    if set.a == 1_000_000 && set.b == 100_000 && !high {
        goals.at_most(&format!("{name}: CPU s"), own.cpu, 1.5);
        goals.at_most(&format!("{name}: MB"), own.memory_mb, 300.0);
    }
    goals.at_least(&format!("{name}: person F1 one to one"), own.f1_one, if high { 0.987 } else { 0.999 });
    goals.at_least(&format!("{name}: household F1"), homes.best, if high { 0.990 } else { 0.998 });
    if !high {
        goals.at_most(&format!("{name}: F1 lost at .9"), own.f1 - own.f1_at_90, 0.002);
    }
    goals
        .holds(&format!("{name}: each tenth of probability within a factor 2"), bands.iter().all(score::Decile::holds));
    for (peer, run) in runs.iter().filter(|(peer, run)| *peer != "ours" && run.f1.is_finite()) {
        goals.at_least(&format!("{name}: F1 not below {peer}"), own.f1, run.f1);
    }
    Ok(())
}

/// Ours alone at 100k → 1M → 10M, and what the curve says of 93M.
pub fn growth(bench: &Bench, python: &Path, quick: bool, goals: &mut Goals) -> Result<()> {
    let mut sets = vec![
        Synthetic { name: "100k-10k-medium", a: 100_000, b: 10_000, noise: "medium" },
        Synthetic { name: "100k-100k-medium", a: 100_000, b: 100_000, noise: "medium" },
        Synthetic { name: "1M-100k-medium", a: 1_000_000, b: 100_000, noise: "medium" },
        Synthetic { name: "1M-1M-medium", a: 1_000_000, b: 1_000_000, noise: "medium" },
    ];
    if !quick {
        sets.push(Synthetic { name: "10M-1M-medium", a: 10_000_000, b: 1_000_000, noise: "medium" });
    }
    let mut seen = Vec::new();
    for set in sets {
        let folder = make(bench, python, set)?;
        let runs = run(bench, python, &folder, &[], &[ours(bench)], &[])?;
        table(set.name, &runs);
        let own = runs.get("ours").cloned().unwrap_or_default();
        goals.at_least(&format!("{}: person F1 one to one", set.name), own.f1_one, 0.999);
        seen.push((set, own));
    }
    let at = |a: u64, b: u64| seen.iter().find(|(set, _)| set.a == a && set.b == b).map(|(_, run)| run);
    if let (Some(small), Some(large)) = (at(1_000_000, 1_000_000), at(10_000_000, 1_000_000)) {
        // the small side is paid once; every further million of the register costs the same
        let (cpu, wall) = ((large.cpu - small.cpu) / 9.0, (large.wall - small.wall) / 9.0);
        println!(
            "\n93M × 1M by the straight line through 1M × 1M and 10M × 1M: {:.0} CPU s, {:.0} s of wall time, {:.0} MB \
             (the growth of memory by the register in the same way)",
            small.cpu + 92.0 * cpu,
            small.wall + 92.0 * wall,
            small.memory_mb + 92.0 * (large.memory_mb - small.memory_mb) / 9.0
        );
    }
    Ok(())
}
