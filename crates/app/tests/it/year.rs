//! A year of a kabupaten: files that arrive later, a second decree, and the round after it. Design D15, D17.

use crate::kit::{MovedClock, copy_of_pack, files, pack};
use crate::matching::file;
use app::App;
use app::access::{Officer, Role};
use app::ports::Silent;
use app::run::RunSummary;
use app::{account, identification, round};
use domain::civil_registry::CivilStatus;
use domain::household::Household;
use domain::person::Nik;
use domain::questionnaire::Item;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use store::Store;
use tempfile::TempDir;
use testkit::{Workspace, on_both};

const DAY_MS: i64 = 24 * 3_600_000;

/// Every second registration book, and the visits that meetings asked for.
fn first_wave() -> TempDir {
    let wave = copy_of_pack();
    for book in books().into_iter().skip(1).step_by(2) {
        std::fs::remove_file(wave.path().join(book)).unwrap();
    }
    for file in ["rumah_tangga.csv", "anggota.csv"] {
        let path = wave.path().join("pendataan").join(file);
        let (visits, rest) = lines(&path);
        let asked: BTreeSet<String> = mpm();
        let kept: String = rest.into_iter().filter(|l| !asked.contains(id(l))).collect();
        std::fs::write(path, visits + &kept).unwrap();
    }
    wave
}

/// The other books, all visits, and an extract that knows of a death.
fn second_wave(dead: Nik) -> TempDir {
    let wave = copy_of_pack();
    for name in ["bdt2015.xlsx", "wilayah.csv", "padukuhan.csv", "jembatan_bps.csv", "susenas.csv"] {
        let _ = std::fs::remove_file(wave.path().join(name));
    }
    std::fs::remove_dir_all(wave.path().join("musyawarah")).unwrap();
    for name in files(wave.path()).into_keys().filter(|n| n.starts_with("bdt")) {
        std::fs::remove_file(wave.path().join(name)).unwrap();
    }
    for book in books().into_iter().step_by(2) {
        std::fs::remove_file(wave.path().join(book)).unwrap();
    }
    let path = wave.path().join("siak.csv");
    let (head, rest) = lines(&path);
    let changed = rest
        .into_iter()
        .map(|l| if l.starts_with(dead.expose()) { l.replace(",AKTIF,", ",MENINGGAL,2017-05-02") } else { l });
    std::fs::write(&path, head + &changed.collect::<String>()).unwrap();
    wave
}

fn books() -> Vec<String> {
    files(pack()).into_keys().filter(|n| n.starts_with("pendaftaran/")).collect()
}

/// Ids of the visits that registrations asked for.
fn mpm() -> BTreeSet<String> {
    let (_, rest) = lines(&pack().join("pendataan/rumah_tangga.csv"));
    rest.iter().filter(|l| l.split(',').nth(1) == Some("MPM")).map(|l| id(l).to_owned()).collect()
}

fn id(line: &str) -> &str {
    line.split(',').next().unwrap()
}

fn lines(path: &Path) -> (String, Vec<String>) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut all = text.split_inclusive('\n').map(str::to_owned);
    (all.next().unwrap(), all.collect())
}

async fn walk(app: &App, wave: &Path) -> (RunSummary, BTreeMap<String, Vec<u8>>) {
    let out = tempfile::tempdir().unwrap();
    let summary = app::run::run(app, wave, out.path(), &Silent).await.unwrap();
    (summary, files(out.path()))
}

/// A member of the register whom the registry holds as living, once.
async fn somebody(store: &Store) -> (Household, Nik) {
    let mut reader = store.read().await.unwrap();
    let civil = reader.civil_records().await.unwrap();
    let living = |nik: Nik| civil.iter().filter(|r| r.nik == nik && r.status == CivilStatus::Active).count() == 1;
    let register = reader.register().await.unwrap();
    let twice = |nik: Nik| register.iter().flat_map(|h| &h.members).filter(|m| m.nik == Some(nik)).count() > 1;
    register
        .iter()
        .filter(|h| h.members.len() > 2)
        .find_map(|h| {
            let other = h.members[1..].iter().find_map(|m| m.nik.filter(|n| living(*n) && !twice(*n)))?;
            Some((h.clone(), other))
        })
        .expect("the pack holds such a member")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_arrives_later_enters_the_same_round_and_the_same_register_on_both_databases() {
    let mut told: Option<BTreeMap<String, Vec<u8>>> = None;
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let clock = MovedClock::new();
        let app = App::new(workspace.store.clone(), clock.clone());
        let (_, _) = walk(&app, first_wave().path()).await;
        let mut reader = app.store.read().await.unwrap();
        let frozen = reader.prelists().await.unwrap();
        assert!(frozen.iter().all(|l| l.supplement == 0) && !frozen.is_empty());
        let version = reader.register_version().await.unwrap();
        let before = reader.register().await.unwrap();
        drop(reader);
        let (household, dead) = somebody(&app.store).await;

        clock.forward(120 * DAY_MS);
        let wave = second_wave(dead);
        let (_, results) = walk(&app, wave.path()).await;
        let mut reader = app.store.read().await.unwrap();
        assert_eq!(reader.rounds().await.unwrap().len(), 1, "later files belong to the open round");
        // a second decree, a third edition (the base was the first), a second draw
        let decrees = reader.decrees().await.unwrap();
        assert_eq!(decrees.iter().filter(|d| d.delivered.is_some()).count(), 2);
        assert!(decrees.iter().all(|d| d.prepared_by.as_deref() != d.signer.as_deref()), "two persons");
        assert_eq!(reader.editions().await.unwrap().len(), 3);
        assert_eq!(reader.draws().await.unwrap().len(), 2);
        // the frozen lists are as they were; what came later is a supplement
        let lists = reader.prelists().await.unwrap();
        let now = |id: &str| lists.iter().find(|l| l.id == id).cloned();
        assert!(frozen.iter().all(|l| now(&l.id).as_ref() == Some(l)));
        assert!(lists.iter().any(|l| l.supplement > 0));
        // the dead are marked at once, with the day's version, and no list names them
        let register = reader.entries().await.unwrap();
        let (entry, standing) = register.get(&household.id).unwrap();
        let member = entry.household.members.iter().find(|m| m.nik == Some(dead)).unwrap();
        assert!(member.answers.get(Item::Presence).is_some());
        assert!(standing.version > version);
        for draw in reader.draws().await.unwrap().iter().skip(1) {
            let rows = reader.programme_rows(&draw.id).await.unwrap();
            let unit = format!("{}/a{}", household.id, member.no);
            assert!(!rows.iter().any(|r| r.unit == unit && r.status == "MASUK"));
        }
        // the register of before is still there
        assert_eq!(reader.register_at(version).await.unwrap(), before);
        drop(reader);
        let report = app.store.verify().await.unwrap();
        assert!(report.is_clean(), "{:?}", report.findings);

        // the same files again change nothing
        let (summary, again) = walk(&app, wave.path()).await;
        assert!(summary.steps.iter().all(|(_, _, nothing)| *nothing), "{:?}", summary.steps);
        assert!(again == results);
        match &told {
            None => told = Some(results),
            Some(first) => {
                for (name, bytes) in first {
                    assert!(results.get(name) == Some(bytes), "{name} differs on {backend:?}");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_round_after_knows_the_households_that_the_decree_brought() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let clock = MovedClock::new();
        let app = App::new(workspace.store.clone(), clock.clone());
        walk(&app, pack()).await;
        let social = account::of_role(&app, Role::SocialService).await.unwrap();
        let refused = round::open(&app, &social, "2017-II", BTreeMap::new()).await.unwrap_err();
        assert_eq!(refused.code(), "PUTARAN_MASIH_BUKA");
        let refused = round::close(&app, &social, false, "akhir tahun").await.unwrap_err();
        assert_eq!(refused.code(), "KASUS_MASIH_TERBUKA");
        round::close(&app, &social, true, "kunjungan dilanjutkan pada putaran berikutnya").await.unwrap();
        clock.forward(180 * DAY_MS);
        round::open(&app, &social, "2017-II", BTreeMap::new()).await.unwrap();

        let mut reader = app.store.read().await.unwrap();
        let entries = reader.entries().await.unwrap();
        drop(reader);
        let brought = |h: &Household| h.id.as_str().starts_with("RUTA-") && h.members.iter().any(|m| m.nik.is_some());
        let known = entries.present().find(|h| brought(h)).expect("the first decree brought a household");
        let desa = known.place.desa.unwrap();
        let mut again = testkit::registration("", desa, known.members.clone());
        again.place = known.place.clone();
        let number = file(&app, &again, "putaran-dua").await;
        identification::identify(&app, &social).await.unwrap();
        let (row, _) = app::matching::identified(&app, &number).await.unwrap().unwrap();
        assert_eq!(row.household.as_ref(), Some(&known.id), "{:?}", row.outcome);
        assert!(app.store.verify().await.unwrap().is_clean());
        let officer = Officer::operator();
        assert_eq!(round::list(&app, &officer).await.unwrap().len(), 2);
    }
}
