//! What a run costs, step by step: processor time, wall time and peak memory, for `cargo xtask bench-run`.
//!
//! The figures are this process's own, from `/proc/self`; where that is absent (not Linux) they are 0.

use crate::ports::Progress;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Clock ticks of `/proc/self/stat` in a second: 100 on every Linux.
const TICKS_SECOND: f64 = 100.0;

/// Measures each step and passes it on.
pub struct Timings<'a> {
    shown: &'a dyn Progress,
    begun: Instant,
    inner: Mutex<Inner>,
}

struct Inner {
    /// Processor seconds and wall time at the last border between steps.
    cpu: f64,
    at: Instant,
    peak: u64,
    steps: Vec<serde_json::Value>,
}

#[expect(clippy::disallowed_methods, reason = "it measures, so it reads the clock")]
impl<'a> Timings<'a> {
    /// Begins to measure; what is shown goes to `shown`.
    #[must_use]
    pub fn new(shown: &'a dyn Progress) -> Self {
        forget_peak();
        let now = Instant::now();
        Self { shown, begun: now, inner: Mutex::new(Inner { cpu: cpu_seconds(), at: now, peak: 0, steps: Vec::new() }) }
    }

    fn border(&self, step: &str) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let (cpu, now, peak) = (cpu_seconds(), Instant::now(), peak_bytes());
        let row = serde_json::json!({
            "step": step,
            "cpu_seconds": round(cpu - inner.cpu),
            "wall_seconds": round(now.duration_since(inner.at).as_secs_f64()),
            "peak_bytes": peak,
        });
        inner.steps.push(row);
        (inner.cpu, inner.at, inner.peak) = (cpu, now, inner.peak.max(peak));
        forget_peak();
    }

    /// Everything as JSON; what came after the last step is the result files.
    #[must_use]
    pub fn json(self) -> String {
        self.border("results");
        let wall = self.begun.elapsed().as_secs_f64();
        let inner = self.inner.into_inner().unwrap_or_else(PoisonError::into_inner);
        let all = serde_json::json!({
            "cpu_seconds": round(cpu_seconds()),
            "wall_seconds": round(wall),
            "peak_bytes": inner.peak,
            "steps": inner.steps,
        });
        format!("{all:#}\n")
    }
}

impl Progress for Timings<'_> {
    fn begin(&self, step: &str, title: &str) {
        self.shown.begin(step, title);
    }

    fn end(&self, step: &str, summary: &str, skipped: bool) {
        self.border(step);
        self.shown.end(step, summary, skipped);
    }
}

fn round(seconds: f64) -> f64 {
    (seconds * 100.0).round() / 100.0
}

/// User and system time of every thread so far.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // the name in brackets may hold anything; utime and stime are the 12th and 13th field after it
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS_SECOND
}

/// Highest resident memory since [`forget_peak`].
fn peak_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// Sets the highest resident memory back to what is resident now. Where that is refused, a step's peak is that of
/// the run so far.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
