//! What is measured.

use std::time::Duration;

/// Times of everything that was asked, and counts.
#[derive(Default)]
pub struct Figures {
    /// Sendings that do not close.
    pub sendings: Vec<Duration>,
    /// Sendings with a closing.
    pub closings: Vec<Duration>,
    /// Devices let in.
    pub admissions: Vec<Duration>,
    /// Forms taken along.
    pub forms: Vec<Duration>,
    /// Entries sent, each counted once.
    pub entries: u64,
    /// Sendings that were asked to come again.
    pub busy: u64,
}

impl Figures {
    /// Adds those of another client.
    pub fn join(&mut self, other: Self) {
        self.sendings.extend(other.sendings);
        self.closings.extend(other.closings);
        self.admissions.extend(other.admissions);
        self.forms.extend(other.forms);
        self.entries += other.entries;
        self.busy += other.busy;
    }

    /// Prints them.
    pub fn say(&self, took: Duration, used: &Usage) {
        let seconds = took.as_secs_f64();
        let sendings = self.sendings.len() + self.closings.len();
        println!(
            "  {} entries in {sendings} sendings in {seconds:.1} s: {:.0} entries/s, {:.0} sendings/s; asked to come again {}",
            self.entries,
            self.entries as f64 / seconds,
            sendings as f64 / seconds,
            self.busy,
        );
        println!("  | ms | number | p50 | p99 | worst |\n  |---|--:|--:|--:|--:|");
        for (name, times) in [
            ("sending", &self.sendings),
            ("closing", &self.closings),
            ("letting a device in", &self.admissions),
            ("taking the form along", &self.forms),
        ] {
            let mut times = times.clone();
            times.sort_unstable();
            let at = |share: f64| times.get((times.len() as f64 * share) as usize).or(times.last());
            let ms = |time: Option<&Duration>| time.map_or(0.0, |t| t.as_secs_f64() * 1000.0);
            let [p50, p99, worst] = [ms(at(0.5)), ms(at(0.99)), ms(times.last())];
            println!("  | {name} | {} | {p50:.1} | {p99:.1} | {worst:.1} |", times.len());
        }
        println!(
            "  CPU {:.0} s here ({:.2} ms a sending), {:.0} s in PostgreSQL; {} MB of memory at most",
            used.own_ms / 1000.0,
            used.own_ms / sendings.max(1) as f64,
            used.server_ms / 1000.0,
            used.peak_kb / 1000,
        );
    }
}

/// CPU time and memory. Where the system does not tell them, nought.
pub struct Usage {
    own_ms: f64,
    server_ms: f64,
    peak_kb: u64,
}

impl Usage {
    /// So far.
    pub fn now() -> Self {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        let peak_kb = peak.and_then(|l| l.split_whitespace().next()?.parse().ok()).unwrap_or(0);
        Self { own_ms: cpu_ms("self"), server_ms: server_ms(), peak_kb }
    }

    /// What came since.
    pub fn since(self, before: &Self) -> Self {
        Self { own_ms: self.own_ms - before.own_ms, server_ms: self.server_ms - before.server_ms, ..self }
    }
}

fn cpu_ms(process: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |at: usize| after.split_whitespace().nth(at).and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) * 10.0
}

/// CPU time of every PostgreSQL process of this machine; its connections stay open all evening.
fn server_ms() -> f64 {
    let Ok(processes) = std::fs::read_dir("/proc") else { return 0.0 };
    let names = processes.flatten().filter_map(|p| p.file_name().into_string().ok());
    names
        .filter(|name| name.bytes().all(|b| b.is_ascii_digit()))
        .filter(|name| std::fs::read_to_string(format!("/proc/{name}/comm")).is_ok_and(|c| c.trim() == "postgres"))
        .map(|name| cpu_ms(&name))
        .sum()
}
