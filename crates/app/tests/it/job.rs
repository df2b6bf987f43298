//! Jobs of the queue: kept alive while they work, dropped when somebody stops them, given up when they kill.

use crate::kit::MovedClock;
use app::access::{Act, Officer};
use app::error::AppError;
use app::{App, job};
use domain::area::AreaCode;
use std::sync::Arc;
use std::time::Duration;
use store::NewEvent;
use store::job::{JobRow, JobState};
use testkit::{Village, Workspace, now_ms, on_both};

fn kabupaten() -> AreaCode {
    AreaCode::parse("3403").unwrap()
}

async fn asked(workspace: &Workspace) -> (App, Arc<MovedClock>, JobRow) {
    let clock = MovedClock::new();
    let app = App::new(workspace.store.clone(), clock.clone());
    let mut tx = app.store.begin("3403").await.unwrap();
    tx.put_areas(&Village::of(1).areas);
    tx.put_fact("kabupaten", "3403");
    tx.commit(NewEvent::new("import.taken", "uji", now_ms())).await.unwrap();
    job::ask(&app, &Officer::operator(), Act::Import, kabupaten(), "impor", "{}").await.unwrap();
    let claimed = job::claim(&app, "pekerja-1").await.unwrap().unwrap();
    (app, clock, claimed)
}

/// A change that takes its time before it commits.
async fn slow_change(app: &App, time: Duration) -> Result<String, AppError> {
    let mut tx = app.store.begin("3403").await?;
    tx.put_fact("setengah", "jalan");
    tokio::time::sleep(time).await;
    tx.commit(NewEvent::new("FactRecorded", "sistem", now_ms())).await?;
    Ok("selesai".to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_that_somebody_stops_keeps_nothing() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let (app, _, claimed) = asked(&workspace).await;
        // somebody stops it while it holds the only connection that writes to SQLite
        let (beside, id) = (app.clone(), claimed.id.clone());
        let stop = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(300)).await;
            job::cancel(&beside, &Officer::operator(), &id).await.unwrap();
        });
        let work = slow_change(&app, Duration::from_secs(60));
        let outcome = job::under_lease(&app, &claimed, true, work).await;
        stop.await.unwrap();
        let stopped = outcome.unwrap_err();
        assert_eq!(stopped.code(), "PEKERJAAN_DIHENTIKAN");
        assert_eq!(job::finish(&app, &claimed, Err(&stopped)).await.unwrap().state, JobState::Cancelled);
        assert_eq!(app.store.read().await.unwrap().fact("setengah").await.unwrap(), None);
        assert!(app.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_job_keeps_its_lease_and_is_done_once() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let (app, clock, claimed) = asked(&workspace).await;
        let work = async {
            for _ in 0..4 {
                tokio::time::sleep(Duration::from_millis(700)).await;
                clock.forward(job::LEASE_MS / 2);
                tokio::time::sleep(Duration::from_millis(700)).await;
                assert!(job::claim(&app, "pekerja-2").await.unwrap().is_none(), "it is being done");
            }
            Ok::<_, AppError>("selesai".to_owned())
        };
        let done = job::under_lease(&app, &claimed, true, work).await.unwrap();
        assert_eq!(job::finish(&app, &claimed, Ok(done)).await.unwrap().state, JobState::Done);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_kills_its_workers_is_given_up_with_a_reason_and_can_be_tried_again() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let (app, clock, mut claimed) = asked(&workspace).await;
        for attempt in 2..=3 {
            clock.forward(2 * job::LEASE_MS);
            claimed = job::claim(&app, &format!("pekerja-{attempt}")).await.unwrap().unwrap();
            assert_eq!(claimed.attempts, attempt);
        }
        clock.forward(2 * job::LEASE_MS);
        assert!(job::claim(&app, "pekerja-4").await.unwrap().is_none());
        let row = app.store.read().await.unwrap().job(&claimed.id).await.unwrap().unwrap();
        assert_eq!(row.state, JobState::Failed);
        let why = job::Failure::of_job(&row).unwrap();
        assert_eq!((why.code.as_str(), why.args.len()), ("PEKERJAAN_DILEPAS", 1));
        app.store.resume_job(&row.id, app.now_ms()).await.unwrap();
        assert_eq!(job::claim(&app, "pekerja-5").await.unwrap().unwrap().attempts, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_whose_worker_was_killed_after_somebody_stopped_it_is_not_begun_again() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let (app, clock, claimed) = asked(&workspace).await;
        app.store.cancel_job(&claimed.id, app.now_ms()).await.unwrap();
        clock.forward(2 * job::LEASE_MS);
        assert!(job::claim(&app, "pekerja-2").await.unwrap().is_none());
        let row = app.store.read().await.unwrap().job(&claimed.id).await.unwrap().unwrap();
        assert_eq!(row.state, JobState::Cancelled);
    }
}
