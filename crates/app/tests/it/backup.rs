//! A backup is made while people work, opens with its key alone, and gives back what was acknowledged.

use crate::kit;
use app::access::Officer;
use app::backup;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use store::{Backend, Store};
use testkit::{Workspace, on_both, postgres_url, postgres_wanted};

/// Every row of the state, as text: what two workspaces have to agree on.
async fn rows(store: &Store) -> BTreeMap<&'static str, Vec<String>> {
    let mut all = BTreeMap::new();
    let mut reader = store.snapshot().await.unwrap();
    for table in store::backup::tables() {
        let mut lines = Vec::new();
        reader
            .each_row(table, |values| {
                lines.push(format!("{values:?}"));
                Ok(())
            })
            .await
            .unwrap();
        all.insert(table.name, lines);
    }
    all
}

fn empty() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A file with a new key.
fn key(folder: &Path, name: &str) -> PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, backup::new_key(&app::ports::SystemRandom).unwrap().text()).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kabupaten_is_restored_whole_on_either_database() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let app = kit::app(&workspace);
        kit::run(&app).await;
        let folder = empty();
        let (file, secret) = (folder.path().join("cadangan"), key(folder.path(), "kunci"));
        let made = backup::write(&app, &Officer::operator(), &file, &secret).await.unwrap();
        assert!(made.rows["household"] > 100 && made.rows["event"] > 10 && made.files > 5, "{made:?}");

        // onto the other kind of database, where there is one
        let other = match backend {
            Backend::Sqlite if postgres_wanted() => Some(postgres_url()),
            _ => None,
        };
        let new = empty();
        let dir = new.path().join("baru");
        let restored = backup::restore(&file, &dir, other.as_deref(), &secret).await.unwrap();
        assert_eq!(restored.rows, made.rows);
        let store = Store::open(&dir, other.as_deref()).await.unwrap();
        let (before, after) = (rows(&app.store).await, rows(&store).await);
        for (table, lines) in &before {
            assert_eq!(lines, &after[table], "{table}");
        }
        let opened = app::App::new(store, kit::clock());
        let (report, damaged) =
            app::audit::verify(&opened, &Officer::operator(), &app::audit::Against::default()).await.unwrap();
        assert!(report.is_clean() && damaged.is_empty() && report.checkpoints > 0, "{report:?} {damaged:?}");
        // and life goes on
        let mut tx = opened.store.begin("3403").await.unwrap();
        tx.put_fact("sesudah", "pulih");
        tx.commit(store::NewEvent::new("FactRecorded", "sistem", testkit::now_ms())).await.unwrap();
        assert!(opened.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_before_a_backup_made_under_load_is_in_it() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let app = kit::app(&workspace);
        let writing = app.clone();
        let acknowledged = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let count = acknowledged.clone();
        let load = tokio::spawn(async move {
            for n in 0usize.. {
                let mut tx = writing.store.begin("3403").await.unwrap();
                tx.put_fact(&format!("kerja-{n}"), "tercatat");
                tx.commit(store::NewEvent::new("FactRecorded", "sistem", testkit::now_ms())).await.unwrap();
                count.store(n + 1, std::sync::atomic::Ordering::SeqCst);
            }
        });
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let sure = acknowledged.load(std::sync::atomic::Ordering::SeqCst);
        let folder = empty();
        let (file, secret) = (folder.path().join("cadangan"), key(folder.path(), "kunci"));
        backup::write(&app, &Officer::operator(), &file, &secret).await.unwrap();
        load.abort();
        let dir = folder.path().join("baru");
        backup::restore(&file, &dir, None, &secret).await.unwrap();
        let mut reader = Store::open(&dir, None).await.unwrap().read().await.unwrap();
        assert!(sure > 0);
        for n in 0..sure {
            assert!(reader.fact(&format!("kerja-{n}")).await.unwrap().is_some(), "{n} of {sure}");
        }
    }
}

async fn refused(file: &Path, dir: &Path, key: &Path) -> String {
    backup::restore(file, dir, None, key).await.unwrap_err().code().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_is_damaged_or_locked_or_goes_where_something_is_is_refused() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let app = kit::app(&workspace);
    let folder = empty();
    let (file, secret) = (folder.path().join("cadangan"), key(folder.path(), "kunci"));
    let other = key(folder.path(), "kunci-lain");
    let none = folder.path().join("bukan-kunci");
    std::fs::write(&none, "rahasia").unwrap();
    let wrong = backup::write(&app, &Officer::operator(), &file, &none).await.unwrap_err();
    assert_eq!(wrong.code(), "KUNCI_CADANGAN_TIDAK_TERBACA");
    assert!(!file.exists());
    backup::write(&app, &Officer::operator(), &file, &secret).await.unwrap();

    let fresh = |name: &str| folder.path().join(name);
    assert_eq!(refused(&file, &fresh("a"), &none).await, "KUNCI_CADANGAN_TIDAK_TERBACA");
    assert_eq!(refused(&file, &fresh("b"), &other).await, "CADANGAN_TERKUNCI");
    assert_eq!(refused(&file, workspace.dir(), &secret).await, "RUANG_KERJA_SUDAH_ADA");
    let bytes = std::fs::read(&file).unwrap();
    for (name, changed) in [
        ("cut", bytes[..bytes.len() / 2].to_vec()),
        ("flipped", bytes.iter().enumerate().map(|(i, b)| if i == bytes.len() - 40 { b ^ 1 } else { *b }).collect()),
        ("other", b"bukan cadangan".to_vec()),
    ] {
        let broken = fresh(&format!("{name}.cadangan"));
        std::fs::write(&broken, changed).unwrap();
        assert_eq!(refused(&broken, &fresh(name), &secret).await, "CADANGAN_RUSAK", "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backups_on_a_schedule_are_made_when_due_and_the_oldest_go() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let clock = kit::MovedClock::new();
    let app = app::App::new(workspace.store.clone(), clock.clone());
    let folder = empty();
    let plan = backup::Plan {
        folder: folder.path().join("cadangan"),
        key: key(folder.path(), "kunci"),
        every_ms: 1_000,
        keep: 2,
    };
    let mut made = Vec::new();
    for _ in 0..3 {
        made.push(backup::write_when_due(&app, &plan).await.unwrap().unwrap());
        assert_eq!(backup::write_when_due(&app, &plan).await.unwrap(), None);
        clock.forward(1_000);
    }
    let held: Vec<bool> = made.iter().map(|file| file.exists()).collect();
    assert_eq!(held, [false, true, true]);
}
