//! What makes a look-up quick: connections opened and told before the first officer asks, statistics
//! with the rows they are of, and no more look-ups at once than there are places.

use std::time::Duration;
use store::{Backend, LOOK_UPS_MAX, NewEvent, Reader};
use testkit::{Workspace, now_ms, on_both};

async fn told(reader: &mut Reader, setting: &str) -> String {
    let row = reader.fetch_one("SELECT current_setting($1) AS value", vec![setting.into()]).await.unwrap();
    row.unwrap().text("value").unwrap()
}

async fn number(reader: &mut Reader, sql: &'static str) -> i64 {
    reader.fetch_one(sql, vec![]).await.unwrap().unwrap().int("n").unwrap()
}

#[tokio::test]
async fn every_place_for_a_look_up_is_open_and_its_statements_are_planned_before_the_first_officer_asks() {
    for backend in on_both().into_iter().filter(|b| *b == Backend::Postgres) {
        let workspace = Workspace::new(backend).await;
        workspace.store.warm().await.unwrap();
        let mut open = Vec::new();
        for _ in 0..LOOK_UPS_MAX {
            open.push(workspace.store.look_up().await.unwrap());
        }
        for reader in &mut open {
            let planned =
                "SELECT COUNT(*) AS n FROM pg_prepared_statements WHERE statement LIKE '-- %' AND generic_plans > 0";
            assert_eq!(number(reader, planned).await, 3, "records, households, round");
            assert_eq!(told(reader, "plan_cache_mode").await, "force_generic_plan");
            assert_eq!(told(reader, "jit").await, "off");
        }
        let mut page = workspace.store.read().await.unwrap();
        assert_eq!(told(&mut page, "jit").await, "off");
        assert_eq!(told(&mut page, "plan_cache_mode").await, "auto");
    }
}

#[tokio::test]
async fn a_look_up_can_write_nothing() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let mut reader = workspace.store.look_up().await.unwrap();
        assert!(reader.fetch("DELETE FROM workspace", vec![]).await.is_err(), "{backend:?}");
        drop(reader);
        assert!(workspace.reopen().await.is_ok(), "{backend:?}");
    }
}

#[tokio::test]
async fn a_look_up_beyond_the_last_place_waits_until_one_is_free_and_pages_do_not_wait_for_it() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let store = &workspace.store;
        let mut held = Vec::new();
        for _ in 0..LOOK_UPS_MAX {
            held.push(store.look_up().await.unwrap());
        }
        let waited = tokio::time::timeout(Duration::from_millis(50), store.look_up()).await;
        assert!(waited.is_err(), "{backend:?}");
        assert!(store.read().await.is_ok(), "{backend:?}");
        held.pop();
        store.look_up().await.unwrap();
    }
}

#[tokio::test]
async fn rows_written_in_bulk_come_with_statistics_in_the_same_change() {
    for backend in on_both().into_iter().filter(|b| *b == Backend::Postgres) {
        let workspace = Workspace::new(backend).await;
        let counted = "SELECT CAST(reltuples AS BIGINT) AS n FROM pg_class WHERE relname = 'workspace'";
        for count in [200, 1_200] {
            let mut tx = workspace.store.begin("").await.unwrap();
            for n in 0..count {
                tx.put_fact(&format!("fakta-{count}-{n}"), "ada");
            }
            tx.commit(NewEvent::new("FactsRecorded", "sistem", now_ms())).await.unwrap();
        }
        let mut reader = workspace.store.read().await.unwrap();
        // the few rows before were left to the server's own housekeeping
        assert_eq!(number(&mut reader, counted).await, 1_401);
        let known = "SELECT COUNT(*) AS n FROM pg_stats WHERE tablename = 'workspace'";
        assert_eq!(number(&mut reader, known).await, 2);
    }
}
