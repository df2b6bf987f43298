//! `cargo xtask bench-link`: our `link` and its peers in turn on the same data, and the goals of issue 2/6.
//!
//! Everything it needs is made in the cache folder: a Python environment from PyPI with Splink, and the
//! data sets of `generate.py`. Figures are those of `run_peers.py`: CPU seconds and memory of the whole
//! process from start to written pairs.

mod clusters;
mod data;
mod goals;
mod measure;
mod public;
mod python;
mod resident;
mod score;

use crate::ci::target_dir;
use crate::run::shown;
use anyhow::{Context, Result, bail};
use goals::Goals;
use std::path::{Path, PathBuf};

pub const HELP: &str = "\
cargo xtask bench-link [--quick] [--public] [--big] [--resident] [--cluster-growth]
                                   `link` beside Splink: CPU, memory, F1, and the goals; exit 1 when one is missed
    --quick                        100k × 10k instead of 1M × 1M and 1M × 100k; goals of size are not judged
    --public                       only the public labelled sets, with a specification and without
    --big                          only the growth curve 100k → 1M → 10M, ours alone
    --resident                     only the resident index: look-ups of one household against 10M persons
    --cluster-growth               only clusters of one growing file: known ones stay, new ones join
    --binary PATH                  a binary built before; without it one is built
    --peers LIST                   which peers, e.g. splink,blazematch; empty for none";

/// Where everything is.
pub struct Bench {
    /// The workspace.
    pub root: PathBuf,
    /// `generate.py` and `run_peers.py`.
    pub tools: PathBuf,
    /// The public sets.
    pub public: PathBuf,
    /// Data, environment, results.
    pub cache: PathBuf,
    /// Our binary.
    pub binary: PathBuf,
    /// The peers to run.
    pub peers: Vec<String>,
}

/// Runs what was asked for.
pub fn bench_link(root: &Path, args: &[&str]) -> Result<()> {
    let mut peers = None;
    let mut given = None;
    let mut wanted = Vec::new();
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match *arg {
            "--peers" => peers = Some(rest.next().context("--peers needs a list")?.to_string()),
            "--binary" => given = Some(PathBuf::from(rest.next().context("--binary needs a path")?)),
            "--quick" | "--public" | "--big" | "--resident" | "--cluster-growth" => wanted.push(*arg),
            other => bail!("bench-link does not know {other}\n\n{HELP}"),
        }
    }
    let list = |text: &str| text.split(',').filter(|p| !p.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let shared = root.join("../shared");
    let bench = Bench {
        root: root.to_owned(),
        tools: shared.join("tools/linkage"),
        public: shared.join("data/linkage"),
        cache: cache()?,
        binary: given.clone().map_or_else(|| target_dir(root).map(|t| t.join("release/mutakhir")), Ok)?,
        peers: peers.map_or_else(|| vec!["splink".to_owned()], |p| list(&p)),
    };
    if !bench.tools.join("run_peers.py").exists() {
        bail!("{} is not there: the generator and the harness lie beside the repository", bench.tools.display());
    }
    std::fs::create_dir_all(&bench.cache)?;
    if given.is_none()
        && !shown(
            root,
            "cargo",
            &["build", "--release", "--locked", "-p", "cli", "-p", "tables", "--bins", "--examples"],
            &[],
        )?
    {
        bail!("the binary was not built");
    }
    let python = python::environment(&bench)?;
    println!("machine: {}", machine());
    let mut goals = Goals::default();
    let quick = wanted.contains(&"--quick");
    match () {
        () if wanted.contains(&"--public") => public::run(&bench, &python, &mut goals)?,
        () if wanted.contains(&"--big") => measure::growth(&bench, &python, quick, &mut goals)?,
        () if wanted.contains(&"--resident") => resident::run(&bench, &python, quick, &mut goals)?,
        () if wanted.contains(&"--cluster-growth") => clusters::run(&bench, &python, quick, &mut goals)?,
        () => measure::synthetic(&bench, &python, quick, &mut goals)?,
    }
    goals.print();
    match goals.missed() {
        0 => Ok(()),
        n => bail!("{n} goals missed"),
    }
}

#[expect(clippy::disallowed_methods, reason = "the cache folder is the user's choice")]
fn cache() -> Result<PathBuf> {
    let folder = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let folder = folder.or_else(|| std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".cache")));
    Ok(folder.context("neither XDG_CACHE_HOME nor HOME is set")?.join("mutakhir/bench-link"))
}

/// The processor and how many of it there are.
fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name =
        info.lines().find(|l| l.starts_with("model name")).and_then(|l| l.split(": ").nth(1)).unwrap_or("unknown");
    format!("{} × {name}", std::thread::available_parallelism().map_or(1, usize::from))
}
