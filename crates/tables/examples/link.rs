//! A linkage without the command line: `link LEFT [RIGHT] OUT [key=value …]`, with the keys `spec`,
//! `reasons`, `clusters`, `known`, `report`, `households` and `memory`. For trying and measuring.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use tables::{Request, Watch};

/// Tells each stage with the CPU time it began at.
#[derive(Default)]
struct Stages(Mutex<&'static str>);

impl Watch for Stages {
    fn progress(&self, stage: &'static str, _: u64, _: u64) {
        let mut current = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *current != stage {
            *current = stage;
            let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
            let ticks: u64 = stat.split(' ').skip(13).take(2).filter_map(|t| t.parse::<u64>().ok()).sum();
            println!("stage {:.2} {stage}", ticks as f64 / 100.0);
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (settings, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.contains('='));
    let (left, right, out) = match files.as_slice() {
        [left, out] => (left, None, out),
        [left, right, out] => (left, Some(PathBuf::from(right)), out),
        _ => return Err("link LEFT [RIGHT] OUT [key=value …]".into()),
    };
    let setting = |key: &str| settings.iter().find_map(|s| s.strip_prefix(key)?.strip_prefix('='));
    let path = |key: &str| setting(key).map(PathBuf::from);
    let request = Request {
        left: left.into(),
        right,
        out: out.into(),
        spec: path("spec"),
        reasons: path("reasons"),
        clusters: path("clusters"),
        known_clusters: path("known"),
        report: path("report"),
        households: path("households"),
        memory: setting("memory").map_or(Ok(0), str::parse)?,
        threshold: 20_000,
        cluster_threshold: 900_000,
        ..Request::default()
    };
    let opened = tables::open(&request)?;
    if opened.guessed {
        print!("{}", opened.spec());
    }
    opened.remarks.iter().for_each(|remark| println!("# {remark}"));
    let done = tables::link(&request, &opened, &Stages::default())?;
    done.notes.iter().for_each(|note| println!("note {note}"));
    done.recall_unknown.iter().for_each(|why| println!("recall unknown {why}"));
    done.unknown.iter().for_each(|why| println!("unknown {why}"));
    done.warnings.iter().for_each(|warning| println!("warning {warning}"));
    println!("pairs {} households {} clusters {}", done.pairs, done.households, done.clusters);
    for point in &done.expected {
        println!("expected {} {} {:.4} {:.4}", point.threshold, point.pairs, point.precision, point.recall);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("peak{}", status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default());
    Ok(())
}
