//! Everything the database holds, row by row, and back into an empty database of either kind.

use crate::connect::{Backend, Store};
use crate::error::{Result, StoreError};
use crate::migrate::MIGRATIONS;
use crate::sql;
use crate::table::{INNER, TABLES, Table};
use crate::tx::{Reader, Tx};
use crate::value::Value;
use sqlx::AssertSqlSafe;

/// Tables a backup holds, parents before those that refer to them. What migrations and upgrades note for themselves
/// they note again.
pub fn tables() -> impl Iterator<Item = &'static Table> {
    let passing = |table: &&Table| table.name != "schema_migration" && !table.name.starts_with("upgrade_");
    INNER.tables.iter().copied().filter(passing).chain(TABLES.iter().copied())
}

/// Version of the schema this program writes.
#[must_use]
pub fn schema_version() -> i64 {
    MIGRATIONS.last().map_or(0, |m| m.version)
}

impl Store {
    /// A reader that sees the whole database as it is at this moment, whatever is written meanwhile. Nobody waits for
    /// it.
    pub async fn snapshot(&self) -> Result<Reader> {
        let begin = match self.backend() {
            Backend::Sqlite => "BEGIN DEFERRED",
            Backend::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.read_within(begin).await
    }
}

impl Reader {
    /// Shows every row of a table in key order, all columns.
    pub async fn each_row(
        &mut self,
        table: &'static Table,
        mut show: impl FnMut(Vec<Value>) -> Result<()>,
    ) -> Result<()> {
        self.each(AssertSqlSafe(table.select_all()), vec![], |row| show(row.values()?)).await
    }
}

impl Tx {
    /// Writes rows of a backup as they are, under the names of their columns.
    pub async fn load_rows(&mut self, table: &str, columns: &[String], rows: Vec<Vec<Value>>) -> Result<()> {
        let Some(known) = tables().find(|t| t.name == table) else {
            return Err(StoreError::Damaged { table: "backup", key: table.to_owned(), what: "table".to_owned() });
        };
        let mut kinds = Vec::with_capacity(columns.len());
        for column in columns {
            let kind = known.columns.iter().find(|c| c.name == column).map(|c| c.kind);
            kinds.push(kind.ok_or_else(|| StoreError::Damaged {
                table: known.name,
                key: column.clone(),
                what: "column".to_owned(),
            })?);
        }
        self.load(known.name, columns, &kinds, rows).await
    }

    /// What the database counts by itself goes on after the rows of a backup.
    pub async fn loaded(&mut self) -> Result<()> {
        if self.backend() == Backend::Postgres {
            self.raw(sql::EVENT_SEQ_SET, vec![]).await?;
        }
        Ok(())
    }
}
