//! A folder of office files through all stages.

use crate::kit::{Dies, app, clock, copy_of_pack, files, pack, run};
use app::App;
use app::ports::Silent;
use app::run::STEPS;
use std::collections::BTreeMap;
use store::Backend;
use testkit::{Workspace, on_both};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_way_gives_the_same_bytes_on_both_databases_and_the_log_is_clean() {
    let mut told: Option<BTreeMap<String, Vec<u8>>> = None;
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let app = app(&workspace);
        let results = run(&app).await;
        for name in [
            "registrations.csv",
            "meetings.csv",
            "minutes.csv",
            "import_errors.csv",
            "ranking.csv",
            "programmes/pkh.csv",
        ] {
            let lines = String::from_utf8(results[name].clone()).unwrap().lines().count();
            assert!(lines > 1, "{name} holds nothing");
        }
        let (report, damaged) =
            app::audit::verify(&app, &app::access::Officer::operator(), &app::audit::Against::default()).await.unwrap();
        assert!(report.is_clean(), "{:?}", report.findings);
        assert_eq!(damaged, []);
        match &told {
            None => told = Some(results),
            Some(first) => {
                for (name, bytes) in first {
                    assert!(results.get(name) == Some(bytes), "{name} differs on {backend:?}");
                }
                assert_eq!(first.len(), results.len());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_dies_between_any_two_steps_goes_on_and_gives_the_same_files() {
    let whole = {
        let workspace = Workspace::new(Backend::Sqlite).await;
        run(&app(&workspace)).await
    };
    // every border between two steps once: before a step begins, or after it has committed
    for (no, step) in STEPS.into_iter().enumerate() {
        let after = no % 2 == 0;
        let workspace = Workspace::new(Backend::Sqlite).await;
        let dying = app(&workspace);
        let died = tokio::spawn(async move {
            let out = tempfile::tempdir().unwrap();
            app::run::run(&dying, pack(), out.path(), &Dies { step, after }).await.map(|_| ())
        })
        .await;
        assert!(died.is_err(), "{step} was never reached");
        let again = App::new(workspace.reopen().await.unwrap(), clock());
        assert!(again.store.verify().await.unwrap().is_clean(), "after dying at {step}");
        let results = run(&again).await;
        assert!(results == whole, "other files after dying at {step}");
        assert!(again.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_run_twice_does_nothing_the_second_time() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let app = app(&workspace);
    let first = run(&app).await;
    let events = workspace.store.verify().await.unwrap().events;
    let out = tempfile::tempdir().unwrap();
    let summary = app::run::run(&app, pack(), out.path(), &Silent).await.unwrap();
    assert!(summary.steps.iter().all(|(_, _, skipped)| *skipped));
    assert_eq!(workspace.store.verify().await.unwrap().events, events);
    assert!(files(out.path()) == first);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_area_table_sent_again_says_what_is_new_in_it() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let app = app(&workspace);
    run(&app).await;
    let other = copy_of_pack();
    let areas = other.path().join("wilayah.csv");
    let mut text = std::fs::read_to_string(&areas).unwrap();
    text.push('\n');
    std::fs::write(&areas, text).unwrap();
    let out = tempfile::tempdir().unwrap();
    let summary = app::run::run(&app, other.path(), out.path(), &Silent).await.unwrap();
    let (_, said, nothing) = summary.steps.iter().find(|(step, ..)| step == "areas").unwrap();
    assert!(!nothing && said.contains("tetap"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stage_whose_file_is_absent_is_left_out_and_said() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let app = app(&workspace);
    let poor = copy_of_pack();
    std::fs::remove_file(poor.path().join("susenas.csv")).unwrap();
    let out = tempfile::tempdir().unwrap();
    let summary = app::run::run(&app, poor.path(), out.path(), &Silent).await.unwrap();
    let (step, said, _) = summary.steps.last().unwrap();
    assert_eq!(step, "model");
    assert!(said.contains("berkas survei tidak ada"), "{said}");
    assert!(!out.path().join("ranking.csv").exists(), "no ranking without a survey");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_run_in_the_same_folder_waits_for_nobody_and_says_so() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let app = app(&workspace);
    let _held = store::WorkspaceLock::take(workspace.dir(), "run").unwrap();
    let out = tempfile::tempdir().unwrap();
    let refused = app::run::run(&app, pack(), out.path(), &Silent).await.unwrap_err();
    assert_eq!(refused.code(), "RUANG_KERJA_DIPAKAI");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_event_of_a_whole_run_holds_a_name_or_a_number_of_a_person() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let app = app(&workspace);
    run(&app).await;
    let mut reader = workspace.store.read().await.unwrap();
    let events = reader.recent_events("", 1000).await.unwrap();
    assert!(events.len() > 10);
    let register = reader.register().await.unwrap();
    let told: String = events.iter().map(|e| e.payload.to_string()).collect();
    for member in register.iter().flat_map(|h| &h.members) {
        assert!(member.name.len() < 4 || !told.contains(&member.name), "a name in an event");
        assert!(member.nik.is_none_or(|n| !told.contains(n.expose())), "a NIK in an event");
    }
}
