//! `mutakhir run` on a kabupaten of real size, and on one of a tenth of it: what every step costs, how it grows,
//! and whether it stays within the goal.

use crate::ci::target_dir;
use crate::run::shown;
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The goal is set for this many households in the BDT.
const HOUSEHOLDS: usize = 100_000;
/// Processor seconds allowed for them.
const CPU_SECONDS_MAX: f64 = 100.0;
/// Memory allowed for them, in bytes.
const PEAK_MAX: f64 = 1e9;
const AS_OF: &str = "2017-03-01";

/// Where the binaries are and what they are asked for.
struct Plan<'a> {
    root: &'a Path,
    dir: PathBuf,
    release: bool,
    threads: Option<String>,
}

/// What one run cost.
#[derive(Clone, Debug, Default, PartialEq)]
struct Cost {
    cpu_seconds: f64,
    wall_seconds: f64,
    peak_bytes: f64,
}

/// A run's cost in all and by step, in the order of the steps.
#[derive(Clone, Debug, Default, PartialEq)]
struct Measured {
    all: Cost,
    steps: Vec<(String, Cost)>,
}

/// Runs the benchmark; `args` as in the help.
pub fn bench_run(root: &Path, args: &[&str]) -> Result<()> {
    let mut households = HOUSEHOLDS;
    let mut plan = Plan { root, dir: std::env::temp_dir().join("mutakhir-bench-run"), release: true, threads: None };
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let value = rest.next().with_context(|| format!("{arg} needs a value"))?;
        match *arg {
            "--households" => households = value.parse()?,
            "--dir" => plan.dir = value.into(),
            "--threads" => plan.threads = Some((*value).to_owned()),
            other => bail!("bench-run takes --households, --dir and --threads, not {other}"),
        }
    }
    ensure!(households >= 1_000, "a tenth of {households} households is less than a pack can hold");
    ensure!(shown(root, "cargo", &["build", "--release", "--locked", "--package", "cli"], &[])?, "no binary");
    let small = plan.measure(households / 10)?;
    let large = plan.measure(households)?;
    print!("{}", table(households, &small, &large));
    judge(households, &large.all)
}

/// A small kabupaten with the binary that the tests have built: it works; nothing is said about time.
pub fn small(root: &Path) -> Result<()> {
    let dir = target_dir(root)?.join("bench-run");
    let plan = Plan { root, dir, release: false, threads: None };
    let measured = plan.measure(2_500)?;
    ensure!(measured.steps.len() > 10, "only {} steps were measured", measured.steps.len());
    let files = std::fs::read_dir(plan.folder(2_500).join("out"))?.count();
    ensure!(files >= 5, "only {files} result files");
    println!("{}", table(2_500, &measured, &measured));
    Ok(())
}

impl Plan<'_> {
    fn folder(&self, households: usize) -> PathBuf {
        self.dir.join(format!("{households}"))
    }

    /// Makes the pack unless it is there, and takes it through `run` in a fresh workspace.
    fn measure(&self, households: usize) -> Result<Measured> {
        let folder = self.folder(households);
        let pack = folder.join("pack");
        // the truth is written last: a folder with it is a whole pack
        if !pack.join("truth/truth_import_errors.csv").exists() {
            println!("making a pack of {households} households in {}", pack.display());
            self.make(&pack, households)?;
        }
        for stale in ["dir", "out"] {
            match std::fs::remove_dir_all(folder.join(stale)) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(e.into()),
                _ => {}
            }
        }
        println!("run: {households} households");
        let timings = folder.join("timings.json");
        let profile = if self.release { "release" } else { "debug" };
        let mut command = Command::new(target_dir(self.root)?.join(profile).join("mutakhir"));
        command.arg("run").arg(&pack).arg("--dir").arg(folder.join("dir")).arg("--out").arg(folder.join("out"));
        command.args(["--as-of", AS_OF, "--timings"]).arg(&timings);
        if let Some(threads) = &self.threads {
            command.args(["--threads", threads]);
        }
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status().context("mutakhir")?;
        ensure!(status.success(), "run ended with {status}");
        read(&std::fs::read_to_string(&timings)?)
    }

    fn make(&self, pack: &Path, households: usize) -> Result<()> {
        // people of the whole kabupaten, and a registration for every fifth household of the list
        let (residents, registrations) = (households * 43 / 5, households / 5);
        let mut build = vec!["build", "--quiet", "--locked", "--example", "pack"];
        // after the tests the whole workspace is built: a package alone would choose other features of its parts
        build.extend(if self.release { ["--package", "synth", "--release"].as_slice() } else { &["--workspace"] });
        ensure!(shown(self.root, "cargo", &build, &[])?, "the maker of packs does not build");
        let profile = if self.release { "release" } else { "debug" };
        let mut command = Command::new(target_dir(self.root)?.join(profile).join("examples/pack"));
        command.arg(pack);
        command.args([households, 7, residents, registrations].map(|n| n.to_string()));
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status().context("the maker of packs")?;
        ensure!(status.success(), "the pack was not made: {status}");
        Ok(())
    }
}

/// Reads what `run --timings` wrote.
fn read(text: &str) -> Result<Measured> {
    let all: Value = serde_json::from_str(text)?;
    let cost = |value: &Value| {
        let number = |name: &str| value[name].as_f64().with_context(|| format!("no {name} in the timings"));
        anyhow::Ok(Cost {
            cpu_seconds: number("cpu_seconds")?,
            wall_seconds: number("wall_seconds")?,
            peak_bytes: number("peak_bytes")?,
        })
    };
    let steps = all["steps"].as_array().context("no steps in the timings")?;
    let steps = steps.iter().map(|s| Ok((s["step"].as_str().context("a step without name")?.to_owned(), cost(s)?)));
    Ok(Measured { all: cost(&all)?, steps: steps.collect::<Result<_>>()? })
}

/// Every step of both runs, and how much the larger one costs more.
fn table(households: usize, small: &Measured, large: &Measured) -> String {
    let before: BTreeMap<&str, &Cost> = small.steps.iter().map(|(name, cost)| (name.as_str(), cost)).collect();
    let mut out = format!(
        "{:<16}{:>10}{:>10}{:>8}{:>10}{:>10}\n",
        "step",
        format!("{} CPU s", households / 10),
        format!("{households} CPU s"),
        "growth",
        "wall s",
        "peak MB"
    );
    let mut line = |name: &str, small: Option<&Cost>, large: &Cost| {
        let less = small.map_or(0.0, |c| c.cpu_seconds);
        let growth = if less > 0.0 { format!("{:.1}", large.cpu_seconds / less) } else { "–".to_owned() };
        out.push_str(&format!(
            "{name:<16}{less:>10.2}{:>10.2}{growth:>8}{:>10.2}{:>10.0}\n",
            large.cpu_seconds,
            large.wall_seconds,
            large.peak_bytes / 1e6
        ));
    };
    for (name, cost) in &large.steps {
        line(name, before.get(name.as_str()).copied(), cost);
    }
    line("in all", Some(&small.all), &large.all);
    out
}

/// Says whether the goal holds; an error when it does not.
fn judge(households: usize, cost: &Cost) -> Result<()> {
    let line = format!(
        "{households} households: {:.1} CPU s (goal {CPU_SECONDS_MAX:.0}), {:.2} GB (goal {:.0})",
        cost.cpu_seconds,
        cost.peak_bytes / 1e9,
        PEAK_MAX / 1e9
    );
    let share = households as f64 / HOUSEHOLDS as f64;
    if cost.cpu_seconds <= CPU_SECONDS_MAX * share.max(1.0) && cost.peak_bytes <= PEAK_MAX * share.max(1.0) {
        println!("{line}: holds");
        return Ok(());
    }
    bail!("{line}: does not hold")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMINGS: &str = r#"{"cpu_seconds": 99.5, "wall_seconds": 70, "peak_bytes": 900000000,
        "steps": [{"step": "bdt", "cpu_seconds": 20.5, "wall_seconds": 15, "peak_bytes": 900000000}]}"#;

    #[test]
    fn what_a_run_wrote_is_judged_by_the_goal() {
        let measured = read(TIMINGS).unwrap();
        assert_eq!(measured.steps[0].0, "bdt");
        judge(HOUSEHOLDS, &measured.all).unwrap();
        let slower = Cost { cpu_seconds: 100.1, ..measured.all.clone() };
        assert!(judge(HOUSEHOLDS, &slower).unwrap_err().to_string().ends_with("does not hold"));
        let larger = Cost { peak_bytes: 1.01e9, ..measured.all };
        assert!(judge(HOUSEHOLDS, &larger).is_err());
    }

    #[test]
    fn a_file_without_steps_is_not_taken_for_a_measurement() {
        assert!(read(r#"{"cpu_seconds": 1, "wall_seconds": 1, "peak_bytes": 1}"#).is_err());
    }

    #[test]
    fn the_table_tells_how_much_more_a_step_costs() {
        let large = read(TIMINGS).unwrap();
        let mut small = large.clone();
        small.steps[0].1.cpu_seconds = 2.0;
        assert!(table(HOUSEHOLDS, &small, &large).lines().any(|l| l.starts_with("bdt") && l.contains("10.2")));
    }
}
