//! Flip one byte anywhere: `verify` names the first bad event.

use crate::stored::fill;
use sqlx::{Connection, Row};
use store::table::{ColumnKind, Proof, TABLES};
use store::{Backend, FindingKind, NewEvent, Store};
use testkit::{Village, Workspace, now_ms, on_both};

async fn raw(workspace: &Workspace) -> sqlx::AnyConnection {
    let url = workspace
        .url
        .clone()
        .unwrap_or_else(|| format!("sqlite://{}", workspace.dir().join(store::SQLITE_FILE).display()));
    sqlx::AnyConnection::connect(&url).await.unwrap()
}

async fn execute(workspace: &Workspace, sql: &str) -> u64 {
    let mut conn = raw(workspace).await;
    if workspace.url.is_none() {
        sqlx::raw_sql("PRAGMA foreign_keys = OFF").execute(&mut conn).await.unwrap();
    } else {
        sqlx::raw_sql("SET session_replication_role = replica").execute(&mut conn).await.unwrap();
    }
    let done = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(&mut conn)
        .await
        .unwrap_or_else(|e| panic!("{sql}: {e}"));
    conn.close().await.unwrap();
    done.rows_affected()
}

async fn ready(backend: Backend) -> Workspace {
    let workspace = Workspace::new(backend).await;
    fill(&workspace.store, &Village::of(2)).await;
    let report = workspace.store.verify().await.unwrap();
    assert!(report.is_clean(), "{:?}", report.findings);
    assert!(report.events >= 6 && report.rows > 40, "{report:?}");
    workspace
}

/// What to write over a column so that one byte or one digit differs, whatever is in it.
fn flipped(kind: ColumnKind, column: &str, backend: Backend) -> String {
    match (kind, backend) {
        (ColumnKind::Int, _) => format!("COALESCE(\"{column}\", 0) + 1"),
        (ColumnKind::Text, _) => format!("COALESCE(\"{column}\", '') || 'x'"),
        (_, Backend::Sqlite) => format!("CAST(COALESCE(\"{column}\", x'00') || x'01' AS BLOB)"),
        (_, Backend::Postgres) => format!("COALESCE(\"{column}\", '\\x00'::bytea) || '\\x01'::bytea"),
    }
}

#[tokio::test]
async fn a_change_in_any_column_of_any_table_is_named_with_the_event_that_wrote_the_row() {
    for backend in on_both() {
        let workspace = ready(backend).await;
        for table in TABLES {
            let row = match backend {
                Backend::Sqlite => "rowid",
                Backend::Postgres => "ctid",
            };
            let one = format!("{row} = (SELECT {row} FROM \"{}\" LIMIT 1)", table.name);
            for column in table.columns {
                // an intact copy to put back
                let copy = format!("salinan_{}", table.name);
                execute(&workspace, &format!("CREATE TABLE {copy} AS SELECT * FROM \"{}\"", table.name)).await;
                let new = flipped(column.kind, column.name, backend);
                let mut conn = raw(&workspace).await;
                let off = if backend == Backend::Sqlite {
                    "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON"
                } else {
                    "SET session_replication_role = replica"
                };
                sqlx::raw_sql(off).execute(&mut conn).await.unwrap();
                let sql = format!("UPDATE \"{}\" SET \"{}\" = {new} WHERE {one}", table.name, column.name);
                let changed = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut conn).await;
                match changed {
                    // the schema itself refuses some words; that is the better guard
                    Err(_) => {}
                    Ok(done) => {
                        assert_eq!(done.rows_affected(), 1, "{}.{}", table.name, column.name);
                        let report = workspace.store.verify().await.unwrap();
                        let first =
                            report.first_bad().unwrap_or_else(|| panic!("{}.{} went unseen", table.name, column.name));
                        assert_eq!(first.table, table.name, "{}: {first:?}", column.name);
                        assert_eq!(
                            first.seq.is_some(),
                            table.proof == Proof::Log,
                            "{}.{}: {first:?}",
                            table.name,
                            column.name
                        );
                    }
                }
                conn.close().await.unwrap();
                execute(&workspace, &format!("DELETE FROM \"{}\"", table.name)).await;
                execute(&workspace, &format!("INSERT INTO \"{0}\" SELECT * FROM {copy}", table.name)).await;
                execute(&workspace, &format!("DROP TABLE {copy}")).await;
            }
        }
        assert!(workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test]
async fn a_look_up_key_that_is_changed_added_or_lost_is_named() {
    for backend in on_both() {
        for sql in [
            "UPDATE match_key SET key = key + 1 WHERE no = 1",
            "UPDATE match_key SET owner = owner || 'x' WHERE no = 2",
            "UPDATE match_key SET no = no + 7",
            "INSERT INTO match_key (key, owner, no) VALUES (5, 'x', 1)",
            "DELETE FROM match_key WHERE no = 1",
        ] {
            let workspace = ready(backend).await;
            execute(&workspace, sql).await;
            let report = workspace.store.verify().await.unwrap();
            let first = report.first_bad().unwrap_or_else(|| panic!("{sql} went unseen"));
            assert_eq!(first.table, "match_key", "{sql}: {first:?}");
        }
    }
}

#[tokio::test]
async fn keys_written_again_replace_the_old_ones_and_go_with_their_page() {
    for backend in on_both() {
        let workspace = ready(backend).await;
        let owner = Village::of(2).households[0].id.clone();
        let keys = async |workspace: &Workspace| {
            let mut conn = raw(workspace).await;
            let sql = format!("SELECT COUNT(*) AS n FROM match_key WHERE owner = '{owner}'");
            let row = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_one(&mut conn).await.unwrap();
            row.get::<i64, _>("n")
        };
        assert_eq!(keys(&workspace).await, 2);
        let mut tx = workspace.store.begin("3403").await.unwrap();
        tx.put_match_page(store::matching::Owner::Household, owner.as_str(), None, [(1, "lain".to_owned())]);
        tx.commit(NewEvent::new("KeysWritten", "sistem", now_ms())).await.unwrap();
        assert_eq!(keys(&workspace).await, 1);
        assert!(workspace.store.verify().await.unwrap().is_clean());
        let mut tx = workspace.store.begin("3403").await.unwrap();
        tx.delete(&store::table::MATCH_PAGE, vec!["ruta".into(), owner.as_str().into()]);
        tx.commit(NewEvent::new("KeysRemoved", "sistem", now_ms())).await.unwrap();
        assert_eq!(keys(&workspace).await, 0);
        assert!(workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test]
async fn a_change_in_any_column_of_the_log_is_named_at_that_event() {
    for backend in on_both() {
        let workspace = ready(backend).await;
        let columns = [
            ("seq", ColumnKind::Int),
            ("chain", ColumnKind::Text),
            ("chain_no", ColumnKind::Int),
            ("prev_hash", ColumnKind::Blob),
            ("kind", ColumnKind::Text),
            ("actor", ColumnKind::Text),
            ("at", ColumnKind::Int),
            ("payload", ColumnKind::Text),
            ("rows", ColumnKind::Blob),
            ("hash", ColumnKind::Blob),
        ];
        for (column, kind) in columns {
            execute(&workspace, "CREATE TABLE salinan AS SELECT * FROM event").await;
            let new =
                if kind == ColumnKind::Int { format!("\"{column}\" + 1000") } else { flipped(kind, column, backend) };
            execute(&workspace, &format!("UPDATE event SET \"{column}\" = {new} WHERE seq = 3")).await;
            let report = workspace.store.verify().await.unwrap();
            let first = report.first_bad().unwrap_or_else(|| panic!("event.{column} went unseen"));
            assert_eq!((first.table.as_str(), first.seq), ("event", Some(3)), "event.{column}: {first:?}");
            execute(&workspace, "DELETE FROM event").await;
            execute(&workspace, "INSERT INTO event SELECT * FROM salinan").await;
            execute(&workspace, "DROP TABLE salinan").await;
        }
        for sql in [
            "UPDATE chain SET last_no = last_no + 1 WHERE area = '3403'",
            "UPDATE event_subject SET subject = 'R-002' WHERE subject = 'R-001' AND seq = (SELECT MAX(seq) FROM event_subject WHERE subject = 'R-001')",
            "UPDATE schema_migration SET name = 'x' WHERE version = 1",
        ] {
            let workspace = ready(backend).await;
            execute(&workspace, sql).await;
            assert!(!workspace.store.verify().await.unwrap().is_clean(), "{sql}");
        }
    }
}

#[tokio::test]
async fn a_row_or_an_event_that_is_gone_or_new_is_named() {
    for backend in on_both() {
        for (sql, kind) in [
            ("DELETE FROM person WHERE no = 2", FindingKind::RowMissing),
            ("INSERT INTO workspace (name, value) VALUES ('x', 'y')", FindingKind::RowUnknown),
            ("DELETE FROM event WHERE seq = 2", FindingKind::ChainBroken),
            ("DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)", FindingKind::HeadWrong),
            ("DELETE FROM chain WHERE area = '3403012001'", FindingKind::HeadWrong),
        ] {
            let workspace = ready(backend).await;
            execute(&workspace, sql).await;
            let report = workspace.store.verify().await.unwrap();
            assert!(report.findings.iter().any(|f| f.what == kind), "{sql}: {:?}", report.findings);
        }
    }
}

#[tokio::test]
async fn text_that_is_no_longer_text_is_named_and_does_not_stop_the_audit() {
    let workspace = ready(Backend::Sqlite).await;
    execute(&workspace, "UPDATE household SET head_name = CAST(x'ff' AS TEXT) WHERE id LIKE '%1'").await;
    let report = workspace.store.verify().await.unwrap();
    let first = report.first_bad().unwrap();
    assert_eq!((first.table.as_str(), first.what), ("household", FindingKind::Unreadable));
    assert!(first.seq.is_some());
}

#[tokio::test]
async fn a_deleted_row_stays_deleted_and_the_audit_is_clean() {
    for backend in on_both() {
        let workspace = ready(backend).await;
        let mut tx = workspace.store.begin("3403").await.unwrap();
        tx.delete_role_binding("siti", "dinsos", "3403");
        tx.commit(NewEvent::new("RoleRevoked", "sistem", now_ms())).await.unwrap();
        assert!(workspace.store.verify().await.unwrap().is_clean());
        assert!(workspace.store.read().await.unwrap().role_bindings("siti").await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_checkpoint_changes_with_every_event_and_with_nothing_else() {
    let workspace = ready(Backend::Sqlite).await;
    let root = |store: Store| async move { store.read().await.unwrap().checkpoint().await.unwrap() };
    let before = root(workspace.store.clone()).await;
    assert_eq!(before, root(workspace.reopen().await.unwrap()).await);
    let mut tx = workspace.store.begin("3403").await.unwrap();
    tx.put_fact("x", "y");
    tx.commit(NewEvent::new("FactRecorded", "sistem", now_ms())).await.unwrap();
    assert_ne!(before, root(workspace.store.clone()).await);
}

#[tokio::test]
async fn one_flipped_bit_anywhere_in_the_sealed_file_is_seen() {
    // the file as a whole: pages, headers, indexes and free space of SQLite included
    let workspace = ready(Backend::Sqlite).await;
    workspace.store.close().await;
    let file = workspace.dir().join(store::SQLITE_FILE);
    let bytes = std::fs::read(&file).unwrap();
    let mut conn = raw(&workspace).await;
    let pages: i64 = sqlx::query("PRAGMA page_count").fetch_one(&mut conn).await.unwrap().get(0);
    conn.close().await.unwrap();
    assert!(pages > 20);
    let needle = b"SUGENG 2";
    let at = bytes.windows(needle.len()).position(|w| w == needle).expect("the head's name is in the clear");
    let mut damaged = bytes.clone();
    damaged[at] ^= 1;
    std::fs::write(&file, &damaged).unwrap();
    let report = workspace.reopen().await.unwrap().verify().await.unwrap();
    let first = report.first_bad().expect("one flipped bit is seen");
    assert_eq!(first.table, "household");
    assert!(first.seq.is_some());
}
