//! Flip one byte anywhere: `verify` names the first bad event.

use crate::stored::fill;
use ed25519_dalek::SigningKey;
use sqlx::{Connection, Row};
use store::checkpoint::CheckpointRow;
use store::table::{ColumnKind, Proof, TABLES};
use store::{Backend, FindingKind, NewEvent, Store, digest_row};
use testkit::{Village, Workspace, now_ms, on_both};
use tlog::LogKey;

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

fn log_key() -> LogKey {
    LogKey::new("mutakhir/test", SigningKey::from_bytes(&[7; 32])).unwrap()
}

async fn checkpoint(store: &Store) -> CheckpointRow {
    let mut tx = store.begin_unlogged().await.unwrap();
    let signed = tx.sign_log(&log_key(), now_ms()).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    signed
}

async fn act(store: &Store, fact: &str) {
    let mut tx = store.begin("3403").await.unwrap();
    tx.put_fact(fact, "y");
    tx.commit(NewEvent::new("FactRecorded", "sistem", now_ms())).await.unwrap();
}

#[tokio::test]
async fn a_checkpoint_counts_every_event_once_and_goes_on_from_the_one_before() {
    for backend in on_both() {
        let workspace = ready(backend).await;
        let first = checkpoint(&workspace.store).await;
        assert_eq!(checkpoint(&workspace.store).await, first, "nothing happened since");
        act(&workspace.store, "x").await;
        act(&workspace.store, "z").await;
        let second = checkpoint(&workspace.reopen().await.unwrap()).await;
        assert_eq!(second.size, first.size + 2);
        let tree = workspace.store.read().await.unwrap().log_tree(second.size).await.unwrap();
        assert_eq!((tree.root(first.size), tree.root(second.size)), (Some(first.root), Some(second.root)));
        let key = log_key().verifier();
        let report = workspace.store.verify_against(Some(&key), &[first.note]).await.unwrap();
        assert_eq!((report.is_clean(), report.checkpoints), (true, 3), "{:?}", report.findings);
    }
}

#[tokio::test]
async fn a_history_rewritten_with_all_its_hashes_is_found_by_an_older_checkpoint() {
    for backend in on_both() {
        let workspace = ready(backend).await;
        act(&workspace.store, "x").await;
        let kept = checkpoint(&workspace.store).await.note;
        let key = log_key().verifier();
        // what somebody with the program's own code and no key can do: another history, whole in itself
        for sql in ["DELETE FROM log_checkpoint", "DELETE FROM log_entry"] {
            execute(&workspace, sql).await;
        }
        forge_last_event(&workspace).await;
        let forger = LogKey::new("mutakhir/test", SigningKey::from_bytes(&[8; 32])).unwrap();
        let mut tx = workspace.store.begin_unlogged().await.unwrap();
        tx.sign_log(&forger, now_ms()).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let alone = workspace.store.verify().await.unwrap();
        assert!(alone.is_clean(), "the forged history is whole in itself: {:?}", alone.findings);
        let found = workspace.store.verify_against(Some(&key), &[kept]).await.unwrap();
        let kinds: Vec<FindingKind> = found.findings.iter().map(|f| f.what).collect();
        assert!(kinds.contains(&FindingKind::LogRewritten), "{kinds:?}");
        assert!(kinds.contains(&FindingKind::CheckpointForged), "{kinds:?}");
    }
}

/// Gives the last event another actor and makes hash and chain head fit again.
async fn forge_last_event(workspace: &Workspace) {
    let mut reader = workspace.store.read().await.unwrap();
    let rows = reader
        .fetch(
            "SELECT seq, chain, chain_no, prev_hash, kind, actor, at, payload, rows FROM event ORDER BY seq DESC LIMIT 1",
            vec![],
        )
        .await
        .unwrap();
    let mut fields = rows[0].values().unwrap();
    drop(reader);
    fields[5] = "orang-lain".into();
    let (seq, chain) = (fields[0].as_int().unwrap(), fields[1].as_text().unwrap().to_owned());
    let hash = hex::encode(digest_row("mutakhir-event-1", &fields));
    let literal = match workspace.store.backend() {
        Backend::Sqlite => format!("x'{hash}'"),
        Backend::Postgres => format!("'\\x{hash}'::bytea"),
    };
    execute(workspace, &format!("UPDATE event SET actor = 'orang-lain', hash = {literal} WHERE seq = {seq}")).await;
    execute(workspace, &format!("UPDATE chain SET last_hash = {literal} WHERE area = '{chain}'")).await;
}

#[tokio::test]
async fn an_older_copy_of_the_database_is_found_by_a_later_checkpoint() {
    let workspace = ready(Backend::Sqlite).await;
    checkpoint(&workspace.store).await;
    workspace.store.close().await;
    let file = workspace.dir().join(store::SQLITE_FILE);
    let older = std::fs::read(&file).unwrap();
    let store = workspace.reopen().await.unwrap();
    act(&store, "x").await;
    let kept = checkpoint(&store).await.note;
    store.close().await;
    std::fs::write(&file, older).unwrap();
    let rolled_back = workspace.reopen().await.unwrap();
    assert!(rolled_back.verify().await.unwrap().is_clean());
    let found = rolled_back.verify_against(Some(&log_key().verifier()), &[kept]).await.unwrap();
    assert_eq!(found.findings.iter().map(|f| f.what).collect::<Vec<_>>(), [FindingKind::LogShortened]);
}

#[tokio::test]
async fn what_no_migration_made_is_named() {
    for backend in on_both() {
        let trigger = match backend {
            Backend::Sqlite => "CREATE TRIGGER diam AFTER INSERT ON event BEGIN DELETE FROM account; END",
            Backend::Postgres => {
                "CREATE TRIGGER diam BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
            }
        };
        for sql in [
            "CREATE TABLE titipan (a INTEGER)",
            "CREATE VIEW titipan AS SELECT * FROM account",
            "DROP INDEX event_subject_by_seq",
            trigger,
        ] {
            let workspace = ready(backend).await;
            execute(&workspace, sql).await;
            let report = workspace.store.verify().await.unwrap();
            let kinds: Vec<FindingKind> = report.findings.iter().map(|f| f.what).collect();
            assert_eq!(kinds, [FindingKind::SchemaForeign], "{sql}");
        }
    }
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
