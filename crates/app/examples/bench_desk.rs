//! Look-ups of the registration desk on a pack's register: fifty clerks at once, on SQLite and on
//! PostgreSQL, through `app::desk` as the page asks. Run by `cargo xtask bench-desk [PACK]`.
//!
//! Every household of the pack's books is typed as a clerk types it: the head's NIK, then name and
//! day of birth, then the next person, up to the whole household; each of these states is a look-up.
//! *Paced*: a clerk goes on typing for two seconds between look-ups (fast for a person: the page itself
//! waits 0.45 s after the last key). *Saturated*: no pause at all, a measure of throughput. The last
//! column is this process's CPU time for one look-up, which a busy machine does not lengthen.

use app::App;
use app::access::Officer;
use app::desk::{self, Household, Person};
use app::import::{self, Import};
use app::ports::FixedClock;
use domain::Date;
use domain::area::AreaCode;
use domain::person::{MaritalStatus, Relation, Sex};
use domain::registration::Registration;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Backend, Store};

const CLERKS: usize = 50;
const THINK: Duration = Duration::from_secs(2);
const SECONDS: u64 = 20;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let pack = PathBuf::from(std::env::args().nth(1).ok_or("which pack?")?);
    let only = std::env::args().nth(2);
    println!(
        "| database | clerks | pause | look-ups/s | p50 ms | p99 ms | worst ms | CPU ms |\n|---|--:|--:|--:|--:|--:|--:|--:|"
    );
    for backend in [Backend::Sqlite, Backend::Postgres] {
        if only.as_ref().is_some_and(|name| !format!("{backend:?}").eq_ignore_ascii_case(name)) {
            continue;
        }
        let dir = tempfile::tempdir()?;
        let url = (backend == Backend::Postgres).then(testkit::postgres_url);
        let store = Store::create(dir.path(), url.as_deref(), testkit::now_ms()).await?;
        let clock = FixedClock { today: testkit::TODAY, now_ms: testkit::now_ms() };
        let app = App::new(store, Arc::new(clock));
        load(&app, &pack).await?;
        desk::warm(&app).await?;
        let typed = Arc::new(typed(&app).await?);
        for pause in [THINK, Duration::ZERO] {
            measure(&app, &typed, CLERKS, pause, Duration::from_secs(2)).await;
            let before = cpu_ms();
            let times = measure(&app, &typed, CLERKS, pause, Duration::from_secs(SECONDS)).await;
            say(backend, CLERKS, pause, times, cpu_ms() - before);
        }
        measure(&app, &typed, 1, Duration::ZERO, Duration::from_secs(1)).await;
        let before = cpu_ms();
        let times = measure(&app, &typed, 1, Duration::ZERO, Duration::from_secs(SECONDS / 2)).await;
        say(backend, 1, Duration::ZERO, times, cpu_ms() - before);
    }
    Ok(())
}

/// CPU time of this process so far (a PostgreSQL server's is its own). Where the system does not tell
/// it, nought.
fn cpu_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |at: usize| after.split_whitespace().nth(at).and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) * 10.0
}

fn say(backend: Backend, clerks: usize, pause: Duration, mut times: Vec<Duration>, cpu: f64) {
    times.sort_unstable();
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).or(times.last());
    let ms = |time: Option<&Duration>| time.map_or(0.0, |t| t.as_secs_f64() * 1000.0);
    let seconds = if clerks == 1 { SECONDS / 2 } else { SECONDS };
    println!(
        "| {backend:?} | {clerks} | {} s | {:.0} | {:.2} | {:.2} | {:.2} | {:.2} |",
        pause.as_secs(),
        times.len() as f64 / seconds as f64,
        ms(at(0.5)),
        ms(at(0.99)),
        ms(times.last()),
        cpu / times.len().max(1) as f64,
    );
}

/// The pack up to the identification of its round.
async fn load(app: &App, pack: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let officer = Officer::operator();
    let pack = exchange::pack::open(pack, &Default::default())?;
    let how = |kind: &'static str| Import::of(&officer, kind, &[], kind, false);
    let areas = pack.area_file()?;
    import::areas(app, &how("areas")?, areas, pack.hamlets.as_ref(), pack.bridge.as_ref()).await?;
    import::bdt(app, &how("bdt")?, &pack.bdt).await?;
    app::civil::import(app, &how("siak")?, &pack.siak).await?;
    import::registrations(app, &how("registrations")?, &pack.registrations).await?;
    app::identification::identify(app, &officer).await?;
    Ok(())
}

/// Every state of every form of the pack's books.
async fn typed(app: &App) -> Result<Vec<(AreaCode, Household)>, Box<dyn Error>> {
    let mut forms = Vec::new();
    for registration in app.store.read().await?.registrations().await? {
        let whole = form(&registration);
        let mut growing = Household { people: Vec::new(), ..whole.clone() };
        for person in whole.people {
            let mut number = Person { nik: person.nik.clone(), ..Person::default() };
            if !number.nik.is_empty() {
                growing.people.push(number.clone());
                forms.push((registration.desa, growing.clone()));
                growing.people.pop();
            }
            number.name.clone_from(&person.name);
            number.birth.clone_from(&person.birth);
            growing.people.push(number);
            forms.push((registration.desa, growing.clone()));
            growing.people.pop();
            growing.people.push(person);
        }
        forms.push((registration.desa, growing));
    }
    Ok(forms)
}

fn form(r: &Registration) -> Household {
    let code = |c: Option<u8>| c.map(|c| c.to_string()).unwrap_or_default();
    let date = |d: Date| d.to_string();
    Household {
        desa: r.desa.as_str().to_owned(),
        hamlet: r.place.hamlet.clone().unwrap_or_default(),
        rt: r.place.rt.map(|n| n.to_string()).unwrap_or_default(),
        rw: r.place.rw.map(|n| n.to_string()).unwrap_or_default(),
        address: r.place.address.clone(),
        people: r
            .members
            .iter()
            .map(|m| Person {
                name: m.name.clone(),
                nik: m.nik.map(|n| n.expose().to_owned()).unwrap_or_default(),
                no_kk: m.no_kk.map(|n| n.expose().to_owned()).unwrap_or_default(),
                sex: code(m.sex.map(Sex::code)),
                birth: m.birth.date().map(date).unwrap_or_default(),
                relation: code(m.relation.map(Relation::code)),
                marital: code(m.marital.map(MaritalStatus::code)),
            })
            .collect(),
        ..Household::default()
    }
}

/// Time of each look-up of all clerks together.
#[expect(clippy::disallowed_methods, reason = "a harness measures its own time and starts its own clerks")]
async fn measure(
    app: &App,
    typed: &Arc<Vec<(AreaCode, Household)>>,
    clerks: usize,
    pause: Duration,
    length: Duration,
) -> Vec<Duration> {
    let until = Instant::now() + length;
    let mut working = Vec::new();
    for clerk in 0..clerks {
        let (app, typed) = (app.clone(), typed.clone());
        working.push(tokio::spawn(async move {
            let officer = Officer::operator();
            let mut times = Vec::new();
            // clerks begin at different times and at different forms
            tokio::time::sleep(pause * clerk as u32 / clerks as u32).await;
            let mut at = clerk * typed.len() / clerks;
            while Instant::now() < until {
                let (desa, form) = &typed[at % typed.len()];
                let begun = Instant::now();
                let found = desk::matches(&app, &officer, *desa, form).await;
                times.push(begun.elapsed());
                if let Err(error) = found {
                    eprintln!("{error}");
                }
                at += 1;
                tokio::time::sleep(pause).await;
            }
            times
        }));
    }
    let mut times = Vec::new();
    for clerk in working {
        times.extend(clerk.await.unwrap_or_default());
    }
    times
}
