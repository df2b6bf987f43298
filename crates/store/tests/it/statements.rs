//! Every statement is prepared on both databases, and the tables are as they are described.

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor, SqlSafeStr};
use store::MIGRATIONS;
use store::sql::STATEMENTS;
use store::table::TABLES;
use store::view;
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

#[test]
fn both_folders_hold_the_same_migrations() {
    let names = |folder: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
        let mut names: Vec<_> =
            std::fs::read_dir(path).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
    let embedded: Vec<_> = MIGRATIONS.iter().map(|m| format!("{:04}_{}.sql", m.version, m.name)).collect();
    assert_eq!(names("sqlite"), embedded);
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
