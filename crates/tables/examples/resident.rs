//! How long one household's look-up takes against a table held in memory:
//! `resident REGISTER HOUSEHOLDS [COUNT] [SPEC]`. Used by `cargo xtask bench-link --resident`.

use tables::{Desk, Request, Watch};

struct Quiet;

impl Watch for Quiet {
    fn progress(&self, _: &'static str, _: u64, _: u64) {}
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this program is for")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [left, right, rest @ ..] = args.as_slice() else {
        return Err("resident REGISTER HOUSEHOLDS [COUNT] [SPEC]".into());
    };
    let count = rest.first().map_or(Ok(20_000), |n| n.parse())?;
    let spec = rest.get(1).map(Into::into);
    let request = Request { left: left.into(), right: Some(right.into()), spec, ..Request::default() };
    let begun = std::time::Instant::now();
    let desk = Desk::open(&request, count, &Quiet)?;
    let built = begun.elapsed();
    let mut times: Vec<u128> = Vec::with_capacity(desk.questions());
    let mut found = 0;
    for question in 0..desk.questions() {
        let begun = std::time::Instant::now();
        found += desk.ask(question);
        times.push(begun.elapsed().as_micros());
    }
    times.sort_unstable();
    let at = |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1)));
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).map_or("", str::trim);
    println!("records {}", desk.records());
    println!("built_s {:.1}", built.as_secs_f64());
    println!("asked {} found {found}", times.len());
    println!("p50_us {}", at(0.5).unwrap_or(&0));
    println!("p99_us {}", at(0.99).unwrap_or(&0));
    println!("max_us {}", times.last().unwrap_or(&0));
    println!("peak {peak}");
    Ok(())
}
