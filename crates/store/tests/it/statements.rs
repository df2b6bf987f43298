//! Every statement is prepared on both databases, and the tables are as they are described.

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, SqlSafeStr};
use std::collections::BTreeSet;
use store::sql::STATEMENTS;
use store::table::TABLES;
use store::view;
use store::{Backend, MIGRATIONS};
use testkit::{Workspace, on_both};

#[tokio::test]
async fn every_statement_named_or_generated_can_be_prepared_on_both_databases() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let url = workspace
            .url
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}", workspace.dir().join(store::SQLITE_FILE).display()));
        let mut conn = AnyConnection::connect(&url).await.unwrap();
        for (name, text) in STATEMENTS.iter().chain(view::STATEMENTS) {
            conn.prepare(AssertSqlSafe((*text).to_owned()).into_sql_str())
                .await
                .unwrap_or_else(|e| panic!("{name} on {backend:?}: {e}"));
        }
        for text in store::sql::matching(backend) {
            conn.prepare(AssertSqlSafe(text.to_owned()).into_sql_str())
                .await
                .unwrap_or_else(|e| panic!("{text} on {backend:?}: {e}"));
        }
        for table in TABLES {
            let mut all = vec![table.select_all(), table.select_one(), table.select_under(), table.delete()];
            all.extend([(1, true), (3, true), (2, false)].map(|(rows, replace)| table.insert(backend, rows, replace)));
            if table.columns.iter().any(|c| c.name == "rev") {
                all.push(table.update_revision());
            }
            for text in all {
                conn.prepare(AssertSqlSafe(text.clone()).into_sql_str())
                    .await
                    .unwrap_or_else(|e| panic!("{text} on {backend:?}: {e}"));
            }
        }
        conn.close().await.unwrap();
    }
}

/// Version and the beginning of the digest on SQLite and on PostgreSQL of every migration in use.
const RELEASED: &[(i64, &str, &str)] = &[
    (1, "f37a73eebcafbcfe", "9789c85e62670f77"),
    (2, "ab358f4a4b9811a1", "301f22eee01790c1"),
    (3, "f62e4010bf4420bf", "2ac5cd4f9ae1785b"),
    (4, "268b703964dd1b4c", "5867b8f278a61f50"),
    (5, "89e9d2a52d727df6", "398c16a8dba4fbb0"),
    (6, "6d7f40670d7be527", "3ad83aefda44c0c0"),
    (7, "f9d1655e8a5f1ffa", "145603279c2115d8"),
    (8, "df051ec96a815e42", "0a2917c894e8218d"),
    (9, "0945a6cae61f06a9", "360cf1d59299fa09"),
    (10, "87ab9147c4041caf", "95ca9347fd37396c"),
    (11, "082cbf2472017b30", "1b4f5ee44b854802"),
    (12, "8feb201914b6d53e", "2d78ff2505fd7ce0"),
    (13, "49a180d52c57f63c", "2f250c29a9532cca"),
];

#[test]
fn a_released_migration_stays_as_it_is_on_both_databases() {
    for (version, sqlite, postgres) in RELEASED {
        let migration = MIGRATIONS.iter().find(|m| m.version == *version).unwrap();
        for (backend, digest) in [(Backend::Sqlite, sqlite), (Backend::Postgres, postgres)] {
            let now = migration.digest(backend);
            assert!(now.starts_with(digest), "{version} on {backend:?}: {now}");
        }
    }
    assert_eq!(MIGRATIONS.len(), RELEASED.len(), "the digests of a new migration are written down with it");
}

#[test]
fn every_file_of_the_folder_is_a_migration() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let files = std::fs::read_dir(path).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let names: BTreeSet<String> = files.map(|f| f.split('.').next().unwrap_or_default().to_owned()).collect();
    let embedded = MIGRATIONS.iter().map(|m| format!("{:04}_{}", m.version, m.name));
    assert_eq!(names, embedded.collect());
}

#[test]
fn every_file_under_sql_is_a_registered_statement() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sql");
    for entry in std::fs::read_dir(path).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let name = file.trim_end_matches(".sql");
        let special = name.ends_with(".sqlite") || name.ends_with(".postgres") || name == "migrate_table";
        assert!(
            special
                || STATEMENTS.iter().any(|(n, _)| *n == name)
                || view::STATEMENTS.iter().any(|(n, _)| name.strip_prefix("view_") == Some(*n)),
            "{file} is not registered"
        );
    }
}
