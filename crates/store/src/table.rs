//! Each table, described once, with the meaning of every column. Writes, audit scans, the plain reads and the data
//! dictionary ([`crate::dictionary`]) are generated from these descriptions; ADR 0003 says why writes are not one
//! file each. The descriptions themselves are in the modules below, one for each stage.

use crate::connect::Backend;
use crate::sql;
use crate::value::{RowDigest, Value, digest_row};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// A whole number, a yes/no (1/0), or a time in milliseconds.
    Int,
    /// Text: words, codes, ISO dates.
    Text,
    /// Bytes: hashes.
    Blob,
    /// Bytes encrypted for this very place.
    Secret,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name, the same as the Rust field's.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether it may be empty (NULL). A key column never is.
    pub optional: bool,
    /// Whether a later version of the program added it: where it is empty, the row is proven as it was before.
    pub added: bool,
    /// What it says: unit or code list, when it is empty, the rule behind it.
    pub meaning: &'static str,
}

/// What proves that a row is as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The digest of every write stands in the event log.
    Log,
    /// Working state outside the log: the last column, `seal`, is the digest of the others.
    Seal,
    /// The log itself, or made from what it proves. Such a table is in [`INNER`] and written by name.
    Inner,
}

/// Description of one table. The first `key` columns are its primary key.
#[derive(Debug)]
pub struct Table {
    /// Name in the database.
    pub name: &'static str,
    /// What a row of it is.
    pub meaning: &'static str,
    /// How many leading columns are the key.
    pub key: usize,
    /// Columns in order.
    pub columns: &'static [Column],
    /// What proves its rows.
    pub proof: Proof,
    /// Columns whose text an event is filed under (history of a household, a registration).
    pub subjects: &'static [usize],
}

impl Table {
    /// Column names, quoted, with commas.
    #[must_use]
    pub fn column_list(&self) -> String {
        self.columns.iter().map(|c| format!("\"{}\"", c.name)).collect::<Vec<_>>().join(", ")
    }

    /// The table with its columns that are not encrypted: those a statement can search by.
    #[must_use]
    pub fn searched(&self) -> String {
        let open = self.columns.iter().filter(|c| c.kind != ColumnKind::Secret);
        let names: Vec<String> = open.map(|c| format!("\"{}\"", c.name)).collect();
        format!("\"{}\" ({})", self.name, names.join(", "))
    }

    /// `SELECT` of every column in key order.
    #[must_use]
    pub fn select_all(&self) -> String {
        format!("SELECT {} FROM \"{}\" ORDER BY {}", self.column_list(), self.name, self.key_list())
    }

    /// `SELECT` of the row with a key.
    #[must_use]
    pub fn select_one(&self) -> String {
        format!("SELECT {} FROM \"{}\" WHERE {}", self.column_list(), self.name, self.key_condition())
    }

    /// `SELECT` of the rows whose first key column has a value.
    #[must_use]
    pub fn select_under(&self) -> String {
        format!(
            "SELECT {} FROM \"{}\" WHERE \"{}\" = $1 ORDER BY {}",
            self.column_list(),
            self.name,
            self.columns[0].name,
            self.key_list()
        )
    }

    /// Multi-row `INSERT`; with `replace`, a row with the same key takes the new values.
    #[must_use]
    pub fn insert(&self, backend: Backend, rows: usize, replace: bool) -> String {
        let slots = sql::slots(backend, rows, self.columns.len());
        let mut sql = format!("INSERT INTO \"{}\" ({}) VALUES {slots}", self.name, self.column_list());
        if replace {
            let keys =
                self.columns[..self.key].iter().map(|c| format!("\"{}\"", c.name)).collect::<Vec<_>>().join(", ");
            let sets = self.columns[self.key..]
                .iter()
                .map(|c| format!("\"{0}\" = excluded.\"{0}\"", c.name))
                .collect::<Vec<_>>()
                .join(", ");
            sql.push_str(&format!(" ON CONFLICT ({keys}) DO "));
            sql.push_str(&if sets.is_empty() { "NOTHING".to_owned() } else { format!("UPDATE SET {sets}") });
        }
        sql
    }

    /// `DELETE` of the row with a key.
    #[must_use]
    pub fn delete(&self) -> String {
        format!("DELETE FROM \"{}\" WHERE {}", self.name, self.key_condition())
    }

    /// `UPDATE` of a sealed row, only if its `rev` is still the last parameter.
    #[must_use]
    pub fn update_revision(&self) -> String {
        let sets = self.columns[self.key..]
            .iter()
            .enumerate()
            .map(|(i, c)| format!("\"{}\" = ${}", c.name, self.key + i + 1))
            .collect::<Vec<_>>()
            .join(", ");
        format!(
            "UPDATE \"{}\" SET {sets} WHERE {} AND \"rev\" = ${}",
            self.name,
            self.key_condition(),
            self.columns.len() + 1
        )
    }

    /// Index of a column. Panics for a name that is not in the description: a slip of the program.
    #[must_use]
    pub fn index(&self, column: &str) -> usize {
        self.columns
            .iter()
            .position(|c| c.name == column)
            .unwrap_or_else(|| unreachable!("table {} has no column {column}", self.name))
    }

    /// Digest of a row. A column that was added later counts, under its name, where it holds something: rows
    /// that were written before keep their digest.
    #[must_use]
    pub fn digest(&self, values: &[Value]) -> RowDigest {
        if self.columns.iter().all(|c| !c.added) {
            return digest_row(self.name, values);
        }
        let mut told: Vec<Value> = Vec::with_capacity(values.len() * 2);
        for (column, value) in self.columns.iter().zip(values) {
            match (column.added, value) {
                (false, value) => told.push(value.clone()),
                (true, Value::Null) => {}
                (true, value) => told.extend([column.name.into(), value.clone()]),
            }
        }
        digest_row(self.name, &told)
    }

    fn key_list(&self) -> String {
        self.columns[..self.key].iter().map(|c| format!("\"{}\"", c.name)).collect::<Vec<_>>().join(", ")
    }

    fn key_condition(&self) -> String {
        self.columns[..self.key]
            .iter()
            .enumerate()
            .map(|(i, c)| format!("\"{}\" = ${}", c.name, i + 1))
            .collect::<Vec<_>>()
            .join(" AND ")
    }
}

/// The tables of one stage of the household's way.
#[derive(Debug)]
pub struct Stage {
    /// Its heading in the data dictionary.
    pub title: &'static str,
    /// Its tables, parents before those that refer to them.
    pub tables: &'static [&'static Table],
}

/// Describes the tables of a stage. Every table and every column needs a doc comment: without one it does not
/// compile. `or Null` marks a column that may be empty; `added` ones always may.
macro_rules! tables {
    ($stage:ident $title:literal; $(
        $(#[doc = $meaning:literal])+
        $ident:ident = $name:literal $proof:ident
        key { $($(#[doc = $key_meaning:literal])+ $key:ident: $key_kind:ident),* $(,)? }
        rest { $($(#[doc = $column_meaning:literal])+ $column:ident: $kind:ident $(or $null:ident)?),* $(,)? }
        $(added { $($(#[doc = $late_meaning:literal])+ $late:ident: $late_kind:ident),* $(,)? })?
        $(subjects($($subject:literal),*))?;
    )*) => {
        $($(#[doc = $meaning])+ pub static $ident: Table = Table {
            name: $name,
            meaning: concat!($($meaning),+).trim_ascii(),
            key: <[&str]>::len(&[$(stringify!($key)),*]),
            columns: &[
                $(tables!(@column $key $key_kind false false $($key_meaning)+),)*
                $(tables!(@column $column $kind (tables!(@optional $($null)?)) false $($column_meaning)+),)*
                $($(tables!(@column $late $late_kind true true $($late_meaning)+),)*)?
            ],
            proof: Proof::$proof,
            subjects: &[$($($subject),*)?],
        };)*
        pub(super) const $stage: Stage = Stage { title: $title, tables: &[$(&$ident),*] };
    };
    (@column $name:ident $kind:ident $optional:tt $added:literal $($meaning:literal)+) => {
        Column {
            name: stringify!($name),
            kind: ColumnKind::$kind,
            optional: $optional,
            added: $added,
            meaning: concat!($($meaning),+).trim_ascii(),
        }
    };
    (@optional) => { false };
    (@optional Null) => { true };
}

mod place;
mod round;
mod register;
mod registration;
mod identification;
mod deliberation;
mod sms;
mod verification;
mod ranking;
mod account;
mod log;

pub use account::*;
pub use deliberation::*;
pub use identification::*;
pub use log::*;
pub use place::*;
pub use ranking::*;
pub use register::*;
pub use registration::*;
pub use round::*;
pub use sms::*;
pub use verification::*;

/// The stages in order, parents before those that refer to them.
pub const STAGES: &[Stage] = &[
    place::PLACES,
    round::ROUNDS,
    register::REGISTER,
    registration::REGISTRATION_STAGE,
    identification::IDENTIFICATION_STAGE,
    deliberation::DELIBERATION_STAGE,
    sms::SMS_REPORTS,
    verification::VERIFICATION_STAGE,
    ranking::RANKING_STAGE,
    account::ACCESS,
];

/// The event log and what is made from it: tables without generated statements.
pub const INNER: &Stage = &log::LOG;

const COUNT: usize = {
    let (mut count, mut stage) = (0, 0);
    while stage < STAGES.len() {
        count += STAGES[stage].tables.len();
        stage += 1;
    }
    count
};

/// Every table of the state, parents before those that refer to them.
pub static TABLES: &[&Table] = &{
    let mut all = [&WORKSPACE; COUNT];
    let (mut count, mut stage) = (0, 0);
    while stage < STAGES.len() {
        let mut at = 0;
        while at < STAGES[stage].tables.len() {
            all[count] = STAGES[stage].tables[at];
            count += 1;
            at += 1;
        }
        stage += 1;
    }
    all
};

/// The table with this name.
#[must_use]
pub fn table_named(name: &str) -> Option<&'static Table> {
    TABLES.iter().copied().find(|t| t.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_are_asked_of_what_is_searched_and_never_of_ciphertext() {
        assert!(PERSON.searched().starts_with("\"person\" (\"household\", \"no\", \"nik_hash\""));
        assert!(!PERSON.searched().contains("body"));
    }

    #[test]
    fn a_sealed_table_ends_with_its_seal_and_a_logged_one_has_none() {
        for table in TABLES {
            let sealed = table.columns.last().is_some_and(|c| c.name == "seal");
            assert_eq!(sealed, table.proof == Proof::Seal, "{}", table.name);
            assert!(table.key >= 1 && table.key <= table.columns.len());
        }
    }

    #[test]
    fn an_upsert_names_every_column_once() {
        assert_eq!(
            WORKSPACE.insert(Backend::Postgres, 2, true),
            "INSERT INTO \"workspace\" (\"name\", \"value\") VALUES ($1,$2), ($3,$4) ON CONFLICT (\"name\") DO UPDATE SET \"value\" = excluded.\"value\""
        );
        assert_eq!(
            WORKSPACE.insert(Backend::Sqlite, 2, false),
            "INSERT INTO \"workspace\" (\"name\", \"value\") VALUES (?,?), (?,?)"
        );
    }
}
