//! Many writers at once; a worker that dies.

use store::job::{JobRow, JobState};
use store::{Backend, NewEvent, StoreError};
use testkit::{Workspace, now_ms, on_both};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn chains_stay_whole_under_concurrent_writers() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let mut tasks = Vec::new();
        for writer in 0..6 {
            let store = workspace.store.clone();
            tasks.push(tokio::spawn(async move {
                for n in 0..10 {
                    // two chains, and rows that everybody fights for
                    let mut tx = store.begin(if (writer + n) % 2 == 0 { "3403" } else { "3404" }).await.unwrap();
                    tx.put_fact("terakhir", &format!("{writer}-{n}"));
                    tx.put_fact(&format!("{writer}-{n}"), "ada");
                    tx.commit(NewEvent::new("FactRecorded", "sistem", now_ms())).await.unwrap();
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        let report = workspace.store.verify().await.unwrap();
        assert!(report.is_clean(), "{:?}", report.findings);
        assert_eq!(report.events, 61);
        assert_eq!(report.rows, 62);
    }
}

#[tokio::test]
async fn a_change_that_is_dropped_changes_nothing() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let mut tx = workspace.store.begin("3403").await.unwrap();
        tx.put_fact("x", "y");
        drop(tx);
        assert_eq!(workspace.store.read().await.unwrap().fact("x").await.unwrap(), None);
        assert!(workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_job_is_claimed_by_one_worker_and_again_when_that_one_died() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let store = &workspace.store;
        let job = JobRow::new("j1", "import", "same wish", "{}", "siti", 0);
        store.enqueue(&job).await.unwrap();
        let again = store.enqueue(&JobRow { id: "j2".to_owned(), ..job.clone() }).await.unwrap();
        assert_eq!(again.id, "j1", "the same wish is queued once");

        let mut tasks = Vec::new();
        for worker in 0..4 {
            let store = store.clone();
            tasks.push(tokio::spawn(async move {
                store.claim_job(&format!("w{worker}"), "MENYERAH", (1_000, 500)).await.unwrap()
            }));
        }
        let mut claimed = Vec::new();
        for task in tasks {
            claimed.extend(task.await.unwrap());
        }
        assert_eq!(claimed.len(), 1, "one worker gets it");
        let first = claimed.remove(0);
        assert!(store.claim_job("late", "MENYERAH", (1_400, 500)).await.unwrap().is_none(), "the lease still holds");
        let second = store.claim_job("heir", "MENYERAH", (1_600, 500)).await.unwrap().unwrap();
        assert_eq!((second.attempts, second.state), (2, JobState::Running));
        let stale = store.save_job(&JobRow { done: 5, ..first }, 1_700).await;
        assert!(matches!(stale, Err(StoreError::Stale { .. })), "who lost the lease cannot report");

        let failed = store
            .save_job(&JobRow { state: JobState::Failed, done: 3, error: Some("GALAT".into()), ..second }, 1_800)
            .await
            .unwrap();
        let resumed = store.resume_job(&failed.id, 1_900).await.unwrap().unwrap();
        assert_eq!((resumed.state, resumed.done), (JobState::Queued, 3), "what is done stays done");
        assert_eq!(store.cancel_job("j1", 2_000).await.unwrap().unwrap().state, JobState::Cancelled);
        assert!(store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test]
async fn a_full_disk_loses_nothing_and_once_there_is_room_changes_are_kept_again() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let store = &workspace.store;
    let note = async |key: &str, text: &str| -> Result<(), StoreError> {
        let mut tx = store.begin("3403").await?;
        tx.put_fact(key, text);
        tx.commit(NewEvent::new("FactRecorded", "sistem", now_ms())).await.map(|_| ())
    };
    note("before", "kept").await.unwrap();
    // as large as it may get: SQLite says of a file at its limit what it says of a full disk
    let limit = async |pages: i64| {
        let mut tx = store.begin_unlogged().await.unwrap();
        let sql = sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
        tx.fetch(sql, vec![]).await.unwrap();
    };
    limit(1).await;
    let full = note("too much", &"x".repeat(4_000_000)).await.unwrap_err();
    assert_eq!(full.code(), "GALAT_BASIS_DATA", "{full}");
    limit(1_000_000).await;
    note("after", "kept").await.unwrap();
    let mut reader = store.read().await.unwrap();
    assert_eq!(reader.fact("before").await.unwrap().as_deref(), Some("kept"));
    assert_eq!(reader.fact("too much").await.unwrap(), None);
    assert_eq!(reader.fact("after").await.unwrap().as_deref(), Some("kept"));
    assert!(store.verify().await.unwrap().is_clean());
}
