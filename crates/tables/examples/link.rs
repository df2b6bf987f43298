//! A linkage without the command line: `link LEFT [RIGHT] OUT [key=value …]`, with the keys `spec`,
//! `reasons`, `clusters`, `known`, `report`, `households` and `memory`. For trying and measuring.

use std::path::PathBuf;
use tables::{Request, Watch};

struct Quiet;

impl Watch for Quiet {
    fn progress(&self, _: &'static str, _: u64, _: u64) {}
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
    let done = tables::link(&request, &opened, &Quiet)?;
    done.notes.iter().for_each(|note| println!("note {note}"));
    done.warnings.iter().for_each(|warning| println!("warning {warning}"));
    println!("pairs {} households {} clusters {}", done.pairs, done.households, done.clusters);
    for point in &done.expected {
        println!("expected {} {} {:.4} {:.4}", point.threshold, point.pairs, point.precision, point.recall);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("peak{}", status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default());
    Ok(())
}
