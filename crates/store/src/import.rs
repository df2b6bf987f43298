//! Imports and what they found wrong.

use crate::error::Result;
use crate::record::secret;
use crate::row::{Row, rows};
use crate::sql;
use crate::table::{IMPORT, IMPORT_ISSUE, Table};
use crate::tx::{Reader, Record, Tx};
use serde::{Deserialize, Serialize};

rows! {
    /// One import of one source.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ImportRow in IMPORT {
        /// Id: kind and the first digits of the hash of what was read.
        pub id: String,
        /// `areas`, `bdt`, `siak`, `registrations`, `meetings`, `questionnaires`, `survey`.
        pub kind: String,
        /// File or folder inside the pack.
        pub source: String,
        /// SHA-256 of what was read.
        pub sha256: String,
        /// `SELESAI` or `DIBATALKAN`.
        pub state: String,
        /// Items taken.
        pub row_count: i64,
        /// Issues by level.
        pub reject_count: i64,
        /// Warnings.
        pub warning_count: i64,
        /// Notes.
        pub info_count: i64,
        /// When, in milliseconds since 1970 UTC.
        pub at_ms: i64 = at,
        /// The round it arrived in.
        pub round: Option<String>,
        /// Account that imported it.
        pub actor: Option<String>,
        /// Day its content speaks of, ISO: the date of an extract.
        pub day: Option<String>,
        /// Items that were new, that changed what was there, and that changed nothing.
        pub added: i64 = added or 0,
        /// Items that changed what was there.
        pub changed: i64 = changed or 0,
        /// Items that were there already.
        pub unchanged: i64 = unchanged or 0,
    }
}

/// One defect an import reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueRow {
    /// The import.
    pub import_id: String,
    /// Number in the report, from 1.
    pub no: i64,
    /// File inside the pack.
    pub file: String,
    /// Sheet row or physical line.
    pub line: i64,
    /// Column; empty for a whole row.
    pub col: String,
    /// Stable code of the defect.
    pub kind: String,
    /// `TOLAK`, `PERINGATAN`, `INFO`.
    pub level: String,
    /// What is wrong and how to repair it.
    pub message: String,
}

#[derive(Serialize, Deserialize)]
struct Detail {
    message: String,
}

impl Tx {
    /// Writes an import.
    pub fn put_import(&mut self, i: &ImportRow) {
        self.put_row(i);
    }

    /// Writes one defect.
    pub fn put_issue(&mut self, i: &IssueRow) {
        self.put(
            &IMPORT_ISSUE,
            vec![
                i.import_id.as_str().into(),
                i.no.into(),
                i.file.as_str().into(),
                i.line.into(),
                i.col.as_str().into(),
                i.kind.as_str().into(),
                i.level.as_str().into(),
                secret(&Detail { message: i.message.clone() }),
            ],
        );
    }

    /// Deletes every row of `table` that came with an import (undo).
    pub async fn delete_imported(&mut self, table: &'static Table, import_id: &str) -> Result<usize> {
        let keys: Vec<&str> = table.columns[..table.key].iter().map(|c| c.name).collect();
        let sql = format!("SELECT {} FROM \"{}\" WHERE import_id = $1", keys.join(", "), table.name);
        let rows = self.fetch(sqlx::AssertSqlSafe(sql), vec![import_id.into()]).await?;
        for row in &rows {
            let key = row.values()?;
            self.delete(table, key);
        }
        Ok(rows.len())
    }

    /// Deletes every row of `table` whose first key column is `first`.
    pub async fn delete_under(&mut self, table: &'static Table, first: &str) -> Result<usize> {
        let rows = self.under(table, first).await?;
        for row in &rows {
            let mut key = row.values()?;
            key.truncate(table.key);
            self.delete(table, key);
        }
        Ok(rows.len())
    }
}

impl Reader {
    /// Every import, by id.
    pub async fn imports(&mut self) -> Result<Vec<ImportRow>> {
        self.read_all(&IMPORT, ImportRow::read).await
    }

    /// One import.
    pub async fn import(&mut self, id: &str) -> Result<Option<ImportRow>> {
        self.one(&IMPORT, vec![id.into()]).await?.as_ref().map(ImportRow::read).transpose()
    }

    /// The defects of one import, a page at a time; an empty `level` means all.
    pub async fn issues(&mut self, import_id: &str, level: &str, offset: i64, limit: i64) -> Result<Vec<IssueRow>> {
        let args = vec![import_id.into(), level.into(), limit.into(), offset.into()];
        self.fetch(sql::ISSUES_OF_IMPORT, args).await?.iter().map(issue).collect()
    }

    /// Every defect of every import that stands.
    pub async fn all_issues(&mut self) -> Result<Vec<IssueRow>> {
        self.read_all(&IMPORT_ISSUE, issue).await
    }
}

fn issue(row: &Record) -> Result<IssueRow> {
    let detail: Detail = serde_json::from_slice(&row.secret(&IMPORT_ISSUE, "detail")?)
        .map_err(|e| crate::StoreError::Damaged { table: "import_issue", key: String::new(), what: e.to_string() })?;
    Ok(IssueRow {
        import_id: row.text("import_id")?,
        no: row.int("no")?,
        file: row.text("file")?,
        line: row.int("line")?,
        col: row.text("col")?,
        kind: row.text("kind")?,
        level: row.text("level")?,
        message: detail.message,
    })
}
