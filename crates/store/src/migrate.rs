//! Schema versions: `migrations/NNNN_name.sql`, one text for both databases, written as SQLite reads it.
//! [`Migration::text`] puts PostgreSQL's words for types in; the one migration that cannot be said so has a
//! `NNNN_name.sqlite.sql` and a `NNNN_name.postgres.sql`.
//! Each is applied in one transaction; a database from a newer program is refused.

use crate::connect::Backend;
use crate::error::{Result, StoreError};
use crate::sql;
use crate::tx::Reader;
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// One embedded migration.
pub struct Migration {
    /// Version, from 1 without gaps.
    pub version: i64,
    /// Name without number and ending.
    pub name: &'static str,
    sqlite: &'static str,
    /// Text for PostgreSQL, where it is not the other one with other words for types.
    postgres: Option<&'static str>,
}

macro_rules! migrations {
    ($($version:literal $file:literal $name:literal $(beside $other:literal)?),* $(,)?) => {
        &[$(Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../migrations/", $file)),
            postgres: migrations!(@other $($other)?),
        }),*]
    };
    (@other) => { None };
    (@other $other:literal) => { Some(include_str!(concat!("../migrations/", $other))) };
}

/// Every migration, oldest first. Released ones stay as they are.
pub const MIGRATIONS: &[Migration] = migrations![
    1 "0001_event_log.sqlite.sql" "event_log" beside "0001_event_log.postgres.sql",
    2 "0002_state.sql" "state",
    3 "0003_matching.sql" "matching",
    4 "0004_review.sql" "review",
    5 "0005_weights.sql" "weights",
    6 "0006_meeting.sql" "meeting",
    7 "0007_sms.sql" "sms",
    8 "0008_meeting_superseded.sql" "meeting_superseded",
    9 "0009_meeting_paper.sql" "meeting_paper",
    10 "0010_living_register.sql" "living_register",
    11 "0011_old_register.sql" "old_register",
    12 "0012_log_checkpoint.sql" "log_checkpoint",
    13 "0013_accounts.sql" "accounts",
];

/// What a migration says for SQLite, and PostgreSQL's words for it.
const WORDS: [(&str, &str); 4] =
    [(" STRICT, WITHOUT ROWID;", ";"), (" STRICT;", ";"), (" INTEGER", " BIGINT"), (" BLOB", " BYTEA")];

impl Migration {
    /// The SQL for a database.
    #[must_use]
    pub fn text(&self, backend: Backend) -> Cow<'static, str> {
        match (backend, self.postgres) {
            (Backend::Sqlite, _) => self.sqlite.into(),
            (Backend::Postgres, Some(own)) => own.into(),
            (Backend::Postgres, None) => {
                WORDS.iter().fold(self.sqlite.to_owned(), |text, (from, to)| text.replace(from, to)).into()
            }
        }
    }
    /// SHA-256 of that SQL, as recorded in the database.
    #[must_use]
    pub fn digest(&self, backend: Backend) -> String {
        hex::encode(Sha256::digest(self.text(backend).as_bytes()))
    }
}

/// One row of `schema_migration`.
pub(crate) struct Applied {
    pub version: i64,
    pub name: String,
    pub sha256: String,
}

/// Brings the database to the newest version this program has.
pub(crate) async fn run(conn: &mut AnyConnection, backend: Backend) -> Result<()> {
    let mut tx = match backend {
        Backend::Sqlite => conn.begin_with("BEGIN IMMEDIATE").await?,
        Backend::Postgres => conn.begin().await?,
    };
    let known = MIGRATIONS.last().map_or(0, |m| m.version);
    if backend == Backend::Postgres {
        sqlx::query(sql::MIGRATE_LOCK).execute(&mut *tx).await?;
    }
    sqlx::raw_sql(sql::MIGRATE_TABLE).execute(&mut *tx).await?;
    let applied = applied(&mut tx).await?;
    let found = applied.iter().map(|a| a.version).max().unwrap_or(0);
    if found > known {
        return Err(StoreError::NewerDatabase { found, known });
    }
    for migration in MIGRATIONS {
        match applied.iter().find(|a| a.version == migration.version) {
            Some(a) if a.sha256 == migration.digest(backend) => {}
            Some(_) => {
                return Err(StoreError::ForeignMigration {
                    version: migration.version,
                    name: migration.name.to_owned(),
                });
            }
            None => {
                sqlx::raw_sql(AssertSqlSafe(migration.text(backend).into_owned())).execute(&mut *tx).await?;
                sqlx::query(sql::MIGRATE_RECORD)
                    .bind(migration.version)
                    .bind(migration.name)
                    .bind(migration.digest(backend))
                    .execute(&mut *tx)
                    .await?;
            }
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Tables, views, triggers and indexes that the migrations did not make, and those they made that are gone. What an
/// upgrade needs only for a while is left out.
pub(crate) async fn foreign_objects(reader: &mut Reader) -> Result<Vec<String>> {
    let mut model = AnyConnection::connect("sqlite::memory:").await?;
    run(&mut model, Backend::Sqlite).await?;
    let made = objects(&mut model, Backend::Sqlite).await?;
    model.close().await?;
    let backend = reader.backend();
    let held = objects(reader.conn(), backend).await?;
    let passing = |object: &String| object.contains("upgrade_");
    Ok(made.symmetric_difference(&held).filter(|object| !passing(object)).cloned().collect())
}

/// Kind and name of each table, view, trigger and index.
async fn objects(conn: &mut AnyConnection, backend: Backend) -> Result<BTreeSet<String>> {
    let rows = sqlx::query(sql::schema_objects(backend)).fetch_all(conn).await?;
    rows.iter()
        .map(|row| Ok(format!("{} {}", row.try_get::<String, _>("kind")?, row.try_get::<String, _>("name")?)))
        .collect()
}

pub(crate) async fn applied(conn: &mut AnyConnection) -> Result<Vec<Applied>> {
    let rows = sqlx::query(sql::MIGRATE_APPLIED).fetch_all(conn).await?;
    rows.iter()
        .map(|row| {
            Ok(Applied { version: row.try_get("version")?, name: row.try_get("name")?, sha256: row.try_get("sha256")? })
        })
        .collect()
}
