//! The described tables are the tables of both databases, column by column.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};
use std::collections::BTreeMap;
use store::table::{ColumnKind, INNER, STAGES};
use store::{Backend, MIGRATIONS};
use testkit::{Workspace, on_both};

/// Each column: name, type, whether it may be empty, place in the key from 1 (0 = no key column).
type Columns = Vec<(String, &'static str, bool, i64)>;

const SQLITE: &str = "SELECT m.name AS table_name, p.name AS column_name, p.type AS kind, 1 - p.\"notnull\" AS optional, \
     p.pk AS key_place FROM sqlite_master m, pragma_table_info(m.name) p \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY m.name, p.cid";
const POSTGRES: &str = "SELECT c.table_name::text AS table_name, c.column_name::text AS column_name, \
     c.data_type::text AS kind, CASE c.is_nullable WHEN 'YES' THEN 1 ELSE 0 END::bigint AS optional, \
     COALESCE(k.ordinal_position, 0)::bigint AS key_place FROM information_schema.columns c \
     LEFT JOIN information_schema.table_constraints t ON t.table_schema = c.table_schema \
     AND t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY' \
     LEFT JOIN information_schema.key_column_usage k ON k.constraint_schema = t.constraint_schema \
     AND k.constraint_name = t.constraint_name AND k.table_name = c.table_name AND k.column_name = c.column_name \
     WHERE c.table_schema = current_schema() ORDER BY c.table_name, c.ordinal_position";

async fn tables_of(conn: &mut AnyConnection, backend: Backend) -> BTreeMap<String, Columns> {
    let sql = if backend == Backend::Sqlite { SQLITE } else { POSTGRES };
    let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
    for row in sqlx::query(sql).fetch_all(conn).await.unwrap() {
        let text = |column: &str| row.get::<String, _>(column);
        let kind = match text("kind").to_uppercase().as_str() {
            "INTEGER" | "INT" | "BIGINT" => "number",
            "TEXT" => "text",
            "BLOB" | "BYTEA" => "bytes",
            other => panic!("{}.{}: {other}", text("table_name"), text("column_name")),
        };
        let key = row.get::<i64, _>("key_place");
        // a key column of SQLite may be empty only by its grammar
        let optional = row.get::<i64, _>("optional") == 1 && key == 0;
        tables.entry(text("table_name")).or_default().push((text("column_name"), kind, optional, key));
    }
    tables
}

fn described(but: impl Fn(&str) -> bool) -> BTreeMap<String, Columns> {
    let tables = STAGES.iter().chain([INNER]).flat_map(|s| s.tables).filter(|t| !but(t.name));
    tables
        .map(|table| {
            let columns = (1..).zip(table.columns).map(|(place, column)| {
                let kind = match column.kind {
                    ColumnKind::Int => "number",
                    ColumnKind::Text => "text",
                    ColumnKind::Blob | ColumnKind::Secret => "bytes",
                };
                let key = if place <= table.key as i64 { place } else { 0 };
                (column.name.to_owned(), kind, column.optional, key)
            });
            (table.name.to_owned(), columns.collect())
        })
        .collect()
}

/// SQLite as the migrations leave it, before anything is carried over.
async fn migrated() -> AnyConnection {
    sqlx::any::install_default_drivers();
    let mut conn = AnyConnection::connect("sqlite::memory:").await.unwrap();
    for migration in MIGRATIONS {
        let text = migration.text(Backend::Sqlite).into_owned();
        sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut conn).await.unwrap();
    }
    conn
}

#[tokio::test]
async fn every_table_and_column_of_a_workspace_is_described_on_both_databases() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let url = workspace
            .url
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}", workspace.dir().join(store::SQLITE_FILE).display()));
        let mut conn = AnyConnection::connect(&url).await.unwrap();
        let found = tables_of(&mut conn, backend).await;
        conn.close().await.unwrap();
        // what only an upgrade needs is gone once a workspace is open
        assert_eq!(found, described(|name| name.starts_with("upgrade_")), "{backend:?}");
    }
}

#[tokio::test]
async fn what_the_migrations_make_is_described_with_what_an_upgrade_needs() {
    let mut conn = migrated().await;
    let found = tables_of(&mut conn, Backend::Sqlite).await;
    assert_eq!(found, described(|name| name == "schema_migration"));
}

#[tokio::test]
async fn the_meaning_of_a_column_names_every_word_that_its_table_allows() {
    let mut conn = migrated().await;
    let mut lists = 0;
    for table in STAGES.iter().flat_map(|s| s.tables) {
        let sql = format!("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = '{}'", table.name);
        let row: AnyRow = sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut conn).await.unwrap();
        let text: String = row.get("sql");
        for check in text.split("CHECK (").skip(1) {
            let Some((name, list)) = check.split_once(" IN (") else { continue };
            let Some(column) = table.columns.iter().find(|c| c.name == name) else { continue };
            let words = list.split(')').next().unwrap_or_default().split('\'').skip(1).step_by(2);
            for word in words {
                lists += 1;
                let told = column.meaning.contains(&format!("`{word}`"));
                assert!(told, "{}.{name} may hold {word}: {}", table.name, column.meaning);
            }
        }
    }
    assert!(lists > 40, "{lists}");
}
