//! Schema versions: `migrations/{sqlite,postgres}/NNNN_name.sql`, the same names in both folders.
//! Each is applied in one transaction; a database from a newer program is refused.

use crate::connect::Backend;
use crate::error::{Result, StoreError};
use crate::sql;
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, Connection, Row};

/// One embedded migration.
pub struct Migration {
    /// Version, from 1 without gaps.
    pub version: i64,
    /// Name without number and ending.
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($version:literal $file:literal $name:literal),* $(,)?) => {
        &[$(Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $file)),
            postgres: include_str!(concat!("../migrations/postgres/", $file)),
        }),*]
    };
}

/// Every migration, oldest first. Released ones stay as they are.
pub const MIGRATIONS: &[Migration] = migrations![
    1 "0001_event_log.sql" "event_log",
    2 "0002_state.sql" "state",
    3 "0003_matching.sql" "matching",
    4 "0004_review.sql" "review",
    5 "0005_weights.sql" "weights",
    6 "0006_meeting.sql" "meeting",
    7 "0007_sms.sql" "sms",
    8 "0008_meeting_superseded.sql" "meeting_superseded",
    9 "0009_meeting_paper.sql" "meeting_paper",
    10 "0010_living_register.sql" "living_register",
];

impl Migration {
    /// The SQL for a database.
    #[must_use]
    pub fn text(&self, backend: Backend) -> &'static str {
        match backend {
            Backend::Sqlite => self.sqlite,
            Backend::Postgres => self.postgres,
        }
    }
    /// SHA-256 of that SQL, as recorded in the database.
    #[must_use]
    pub fn digest(&self, backend: Backend) -> String {
        hex::encode(Sha256::digest(self.text(backend)))
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
                sqlx::raw_sql(migration.text(backend)).execute(&mut *tx).await?;
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

pub(crate) async fn applied(conn: &mut AnyConnection) -> Result<Vec<Applied>> {
    let rows = sqlx::query(sql::MIGRATE_APPLIED).fetch_all(conn).await?;
    rows.iter()
        .map(|row| {
            Ok(Applied { version: row.try_get("version")?, name: row.try_get("name")?, sha256: row.try_get("sha256")? })
        })
        .collect()
}
