//! A kabupaten's hamlet meetings keyed in at once, on SQLite and on PostgreSQL, through
//! `app::meeting` as the meeting page asks. Run by `cargo xtask bench-meetings [PACK]`.
//!
//! The pack has 144 desa and the sheets of 110 meetings. Every desa holds all 110 of them: their
//! households stand in the register, forms are issued from it, and each meeting is keyed in on two
//! devices, the dukuh's and the asisten's. Three meetings in four have signal: the page sends after
//! each row. The fourth has none and sends everything at the end, two hundred entries at a time.
//! Every tenth sending is made twice, as after a lost answer. All clients work without pause; two
//! meetings of one desa are open at a time, so that they wait for one another's chain.
//!
//! At the end every meeting is looked at: nothing lost, nothing doubled, the closed rows and the
//! recap say what was keyed, and the audit finds nothing.

#![expect(clippy::disallowed_methods, reason = "a harness measures its own time and starts its own clients")]

mod evening;
mod figures;
mod hall;

use app::App;
use app::ports::FixedClock;
use evening::{Keyed, Template};
use figures::{Figures, Usage};
use hall::Hall;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use store::{Backend, Store};

/// Meetings open at once in each desa.
const AT_ONCE: usize = 2;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let pack = PathBuf::from(args.first().ok_or("which pack?")?);
    let number = |name: &str| -> Option<usize> {
        let at = args.iter().position(|a| a == name)?;
        args.get(at + 1)?.parse().ok()
    };
    let templates = hall::templates(&pack)?;
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let name = format!("{backend:?}").to_lowercase();
        let others = ["sqlite", "postgres"].iter().filter(|b| **b != name).any(|b| args.iter().any(|a| a == b));
        if others && !args.contains(&name) {
            continue;
        }
        let dir = tempfile::tempdir()?;
        let url = (backend == Backend::Postgres).then(testkit::postgres_url);
        let store = Store::create(dir.path(), url.as_deref(), testkit::now_ms()).await?;
        let clock = FixedClock { today: testkit::TODAY, now_ms: testkit::now_ms() };
        let app = App::new(store, Arc::new(clock));
        let (desas, meetings) = (number("--desa").unwrap_or(144), number("--meetings").unwrap_or(110));
        let hall = hall::open(&app, &pack, &templates, desas, meetings).await?;
        let clients = number("--clients").unwrap_or(hall.desas * AT_ONCE);
        println!(
            "{backend:?}: {} desa × {} meetings, {} rows of FKP.01; forms issued in {:.1} s; {clients} clients",
            hall.desas,
            hall.meetings.len() / hall.desas,
            hall.row_count,
            hall.issued_in.as_secs_f64(),
        );
        let hall = Arc::new(hall);
        let before = Usage::now();
        let begun = Instant::now();
        let (figures, keyed) = evening(&app, &hall, clients).await?;
        let took = begun.elapsed();
        let used = Usage::now().since(&before);
        figures.say(took, &used);
        let begun = Instant::now();
        hall.check(&app, &keyed).await?;
        println!("  every meeting looked at in {:.1} s: nothing lost, nothing doubled", begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        let audit = app.store.verify().await?;
        if !audit.is_clean() {
            return Err(format!("the audit found {:?}", audit.findings.first()).into());
        }
        println!("  audit clean in {:.1} s", begun.elapsed().as_secs_f64());
        app.store.close().await;
        let size = match &url {
            Some(url) => testkit::postgres_size(url),
            None => std::fs::metadata(dir.path().join(store::SQLITE_FILE))?.len(),
        };
        println!(
            "  database {} MB, {} bytes an entry with its forms, events and register",
            size / 1_000_000,
            size / figures.entries.max(1)
        );
    }
    Ok(())
}

/// All meetings, each by one client after another's.
async fn evening(app: &App, hall: &Arc<Hall>, clients: usize) -> Result<(Figures, Vec<Keyed>), Box<dyn Error>> {
    let (next, held) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let telling = tokio::spawn(tell(held.clone(), hall.meetings.len()));
    let mut working = Vec::new();
    for _ in 0..clients {
        let (app, hall, next, held) = (app.clone(), hall.clone(), next.clone(), held.clone());
        working.push(tokio::spawn(async move {
            let (mut figures, mut done) = (Figures::default(), Vec::new());
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(meeting) = hall.meetings.get(at) else { return Ok((figures, done)) };
                let keyed = evening::hold(&app, meeting, at, &mut figures).await;
                done.push(keyed.map_err(|e| format!("{}: {e}", meeting.id))?);
                held.fetch_add(1, Ordering::Relaxed);
            }
        }));
    }
    let (mut all, mut done) = (Figures::default(), Vec::new());
    for client in working {
        let result: Result<_, String> = client.await?;
        let (figures, keyed) = result?;
        all.join(figures);
        done.extend(keyed);
    }
    telling.abort();
    Ok((all, done))
}

/// Every ten seconds how many meetings were held and how long the others will take.
async fn tell(held: Arc<AtomicUsize>, all: usize) {
    let begun = Instant::now();
    let mut tick = tokio::time::interval(Duration::from_secs(10));
    tick.tick().await;
    loop {
        tick.tick().await;
        let done = held.load(Ordering::Relaxed);
        let passed = begun.elapsed().as_secs_f64();
        let left = passed / done.max(1) as f64 * (all - done) as f64;
        eprintln!("  {done} of {all} meetings after {passed:.0} s, about {left:.0} s left");
    }
}
