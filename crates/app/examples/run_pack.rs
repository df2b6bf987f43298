//! Takes a folder of office files through all stages, for measuring without the command line: prints what each step
//! costs.
//!
//! `cargo run -p app --example run_pack -- PACK DIR OUT AS_OF [DATABASE_URL]`

#![expect(clippy::disallowed_methods, reason = "it measures, so it reads the clock")]

use app::App;
use app::ports::{FixedClock, Progress};
use app::timings::Timings;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

struct Print;

impl Progress for Print {
    fn begin(&self, _: &str, title: &str) {
        eprintln!("{title} …");
    }
    fn end(&self, step: &str, summary: &str, skipped: bool) {
        eprintln!("  {step}: {summary}{}", if skipped { " (done before)" } else { "" });
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pack, dir, out, as_of, url @ ..] = arguments.as_slice() else { return Err("PACK DIR OUT AS_OF [URL]".into()) };
    let today: domain::Date = as_of.parse()?;
    let clock = Arc::new(FixedClock { today, now_ms: 1_488_326_400_000 });
    let store = store::Store::create(Path::new(dir), url.first().map(String::as_str), clock.now_ms).await?;
    let app = App::new(store, clock);
    let started = Instant::now();
    let timings = Timings::new(&Print);
    let summary = app::run::run(&app, Path::new(pack), Path::new(out), &timings).await?;
    println!("{}", timings.json());
    eprintln!("{} result files in {:.1?}; not read: {:?}", summary.files.len(), started.elapsed(), summary.unused);
    let started = Instant::now();
    let (report, damaged) =
        app::audit::verify(&app, &app::access::Officer::operator(), &app::audit::Against::default()).await?;
    eprintln!(
        "audit: {} events, {} rows, {} findings, {} damaged editions in {:.1?}",
        report.events,
        report.rows,
        report.findings.len(),
        damaged.len(),
        started.elapsed()
    );
    app.store.close().await;
    Ok(())
}
