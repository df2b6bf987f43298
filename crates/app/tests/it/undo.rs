//! An import can be tried without writing, and undone while nothing rests on it.

use crate::kit::{app, pack, run};
use app::App;
use app::access::Officer;
use app::civil;
use app::import::{self, Import};
use exchange::PackFile;
use store::Backend;
use testkit::{Workspace, on_both};

fn siak() -> PackFile {
    PackFile::at("siak.csv", pack().join("siak.csv"))
}

async fn areas(app: &App, officer: &Officer) {
    let file = |name: &str| PackFile::at(name, pack().join(name));
    let (areas, hamlets, bridge) = (file("wilayah.csv"), file("padukuhan.csv"), file("jembatan_bps.csv"));
    let how = Import::of(officer, "areas", &[&areas, &hamlets, &bridge], "wilayah.csv", false).unwrap();
    import::areas(app, &how, &areas, Some(&hamlets), Some(&bridge)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_reports_the_same_and_writes_nothing() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let (app, officer) = (app(&workspace), Officer::operator());
    areas(&app, &officer).await;
    let before = workspace.store.verify().await.unwrap();
    let mut how = Import::of(&officer, "siak", &[&siak()], "siak.csv", true).unwrap();
    let tried = civil::import(&app, &how, &[siak()]).await.unwrap();
    assert!(!tried.written && tried.items > 100 && !tried.issues.is_empty());
    assert_eq!(workspace.store.verify().await.unwrap(), before);
    how.dry_run = false;
    let done = civil::import(&app, &how, &[siak()]).await.unwrap();
    assert_eq!((done.items, &done.issues), (tried.items, &tried.issues));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_nothing_rests_on_is_undone_and_can_be_done_again() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let (app, officer) = (app(&workspace), Officer::operator());
        areas(&app, &officer).await;
        let how = Import::of(&officer, "siak", &[&siak()], "siak.csv", false).unwrap();
        let done = civil::import(&app, &how, &[siak()]).await.unwrap();
        assert_eq!(import::undo(&app, &officer, &done.id).await.unwrap(), done.items);
        assert!(workspace.store.read().await.unwrap().civil_records().await.unwrap().is_empty());
        assert!(workspace.store.verify().await.unwrap().is_clean());
        assert_eq!(import::undo(&app, &officer, &done.id).await.unwrap_err().code(), "IMPOR_TIDAK_ADA");
        assert_eq!(how.before(&app).await.unwrap(), None);
        civil::import(&app, &how, &[siak()]).await.unwrap();
        assert!(workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_later_steps_rest_on_stays() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let (app, officer) = (app(&workspace), Officer::operator());
    run(&app).await;
    for import in import::list(&app, &officer).await.unwrap().iter().filter(|i| i.kind != "identify") {
        let refused = import::undo(&app, &officer, &import.id).await.unwrap_err();
        assert_eq!(refused.code(), "IMPOR_SUDAH_DIPAKAI", "{}", import.id);
    }
    assert!(workspace.store.verify().await.unwrap().is_clean());
}
