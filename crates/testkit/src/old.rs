//! A workspace of an older program, as a ZIP of its folder made with SQLite; on PostgreSQL its rows are copied into
//! a database with the tables of that time.

use crate::postgres::postgres_url;
use sqlx::any::AnyArguments;
use sqlx::{AnyConnection, Arguments, AssertSqlSafe, Connection, Row};
use std::fs::File;
use std::path::Path;
use store::{Backend, MIGRATIONS, SQLITE_FILE};
use tempfile::TempDir;

/// A folder that vanishes with its test.
pub struct OldWorkspace {
    folder: TempDir,
    /// URL of its PostgreSQL database, if it has one.
    pub url: Option<String>,
}

impl OldWorkspace {
    /// Unpacks `archive` as it is, on SQLite.
    #[must_use]
    pub fn unzip(archive: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = File::open(archive).expect("the archive of the older workspace");
        zip::ZipArchive::new(file).and_then(|mut zip| zip.extract(folder.path())).expect("a whole archive");
        Self { folder, url: None }
    }

    /// Unpacks `archive` on a database. The program that made it had the first `versions` migrations.
    pub async fn unpack(archive: &Path, versions: i64, backend: Backend) -> Self {
        let mut old = Self::unzip(archive);
        if backend == Backend::Postgres {
            let (file, url) = (old.folder.path().join(SQLITE_FILE), postgres_url());
            copy(&file, &url, versions).await;
            std::fs::remove_file(&file).expect("the file was copied");
            old.url = Some(url);
        }
        old
    }

    /// Its folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.folder.path()
    }
}

async fn copy(file: &Path, url: &str, versions: i64) {
    sqlx::any::install_default_drivers();
    let mut from = AnyConnection::connect(&format!("sqlite://{}", file.display())).await.expect("the older file");
    let mut to = AnyConnection::connect(url).await.expect("an empty database");
    run(
        &mut to,
        "CREATE TABLE schema_migration (version BIGINT PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL)",
    )
    .await;
    for migration in MIGRATIONS.iter().filter(|m| m.version <= versions) {
        run(&mut to, &migration.text(Backend::Postgres)).await;
        sqlx::query("INSERT INTO schema_migration (version, name, sha256) VALUES ($1, $2, $3)")
            .bind(migration.version)
            .bind(migration.name)
            .bind(migration.digest(Backend::Postgres))
            .execute(&mut to)
            .await
            .expect("a migration is recorded");
    }
    // rows come table by table, not parents first
    run(&mut to, "SET session_replication_role = replica").await;
    let tables = "SELECT name AS n FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
                  AND name <> 'schema_migration'";
    for table in sqlx::query(tables).fetch_all(&mut from).await.expect("tables") {
        let table: String = table.try_get("n").expect("a name");
        copy_rows(&mut from, &mut to, &table).await;
    }
    run(&mut to, "SELECT setval('event_seq', (SELECT MAX(seq) FROM event))").await;
    from.close().await.expect("closed");
    to.close().await.expect("closed");
}

async fn copy_rows(from: &mut AnyConnection, to: &mut AnyConnection, table: &str) {
    let columns = format!("SELECT name AS n, type AS t FROM pragma_table_info('{table}')");
    let columns = sqlx::query(AssertSqlSafe(columns)).fetch_all(&mut *from).await.expect("columns");
    let columns: Vec<(String, String)> =
        columns.iter().map(|c| (c.try_get("n").expect("a name"), c.try_get("t").expect("a type"))).collect();
    let names: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let slots: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
    let (names, slots) = (names.join(", "), slots.join(", "));
    let select = format!("SELECT {names} FROM \"{table}\"");
    let insert = format!("INSERT INTO \"{table}\" ({names}) VALUES ({slots})");
    for row in sqlx::query(AssertSqlSafe(select)).fetch_all(&mut *from).await.expect("rows") {
        let mut args = AnyArguments::default();
        for (at, (_, kind)) in columns.iter().enumerate() {
            let added = match kind.as_str() {
                "INTEGER" => args.add(row.try_get::<Option<i64>, _>(at).expect("a number")),
                "TEXT" => args.add(row.try_get::<Option<String>, _>(at).expect("text")),
                _ => args.add(row.try_get::<Option<Vec<u8>>, _>(at).expect("bytes")),
            };
            added.expect("numbers, text and bytes always encode");
        }
        sqlx::query_with(AssertSqlSafe(insert.clone()), args).execute(&mut *to).await.expect("a row is copied");
    }
}

async fn run(conn: &mut AnyConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(conn).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
}
