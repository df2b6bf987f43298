//! Errors of the store: refusals say what, why and how to repair; faults come from disk or network.

use domain::refusal::{Refusal, Told, Value};
use domain::round::TransitionRefused;
use std::path::PathBuf;

/// Result of everything in this crate.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Which kind of schema rule a change broke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstraintKind {
    /// A key that exists already.
    Unique,
    /// A row that refers to a missing one, or is still referred to.
    Reference,
    /// A value outside its allowed list, or missing.
    Check,
}

/// A refusal or a fault. [`StoreError::code`] is stable and stands in `docs/errors.md`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database was written by a newer version of the program.
    #[error("database has schema version {found}; this program knows versions up to {known}")]
    NewerDatabase {
        /// Version found.
        found: i64,
        /// Newest version this program has.
        known: i64,
    },
    /// A released migration differs from the one that was applied.
    #[error("schema version {version} ({name}) in the database is not the one this program carries")]
    ForeignMigration {
        /// Version.
        version: i64,
        /// Its name here.
        name: String,
    },
    /// The key file is not there.
    #[error("key file {} is missing", path.display())]
    KeyMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// The key file cannot be read as a key.
    #[error("key file {} is damaged: {why}", path.display())]
    KeyDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The key file belongs to another workspace.
    #[error("key file {} does not belong to this database", path.display())]
    KeyWrong {
        /// The file.
        path: PathBuf,
    },
    /// The database holds a workspace already.
    #[error("the database of {} holds a workspace already", path.display())]
    NotEmpty {
        /// The workspace folder.
        path: PathBuf,
    },
    /// The folder holds no workspace yet.
    #[error("no workspace in {}", path.display())]
    NotInitialised {
        /// The folder.
        path: PathBuf,
    },
    /// Another process works in this workspace.
    #[error("another process works in {}", path.display())]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// A constraint of the schema rejected the write.
    #[error("table {table}: {kind:?} rule broken ({rule})")]
    Constraint {
        /// What kind of rule.
        kind: ConstraintKind,
        /// The table.
        table: String,
        /// Name of the rule or its columns; never a value.
        rule: String,
    },
    /// Stored bytes cannot be read back.
    #[error("table {table}, row {key}: stored data are damaged ({what})")]
    Damaged {
        /// The table.
        table: &'static str,
        /// The row's key.
        key: String,
        /// Which part.
        what: String,
    },
    /// Somebody else changed the same row in between; nothing was written.
    #[error("table {table}: the row was changed by somebody else")]
    Stale {
        /// The table.
        table: &'static str,
    },
    /// A case does not take this step. Domain §2.1.
    #[error(transparent)]
    Transition(#[from] TransitionRefused),
    /// There is no such case.
    #[error("there is no such case")]
    NoCase,
    /// A row of an older workspace is not as its log wrote it: it is not carried over.
    #[error("row {key} of table {table} is not as the log wrote it; the workspace is not upgraded")]
    UpgradeRefused {
        /// The table.
        table: &'static str,
        /// The row's key.
        key: String,
    },
    /// The program asked for something the store does not allow.
    #[error("store misused: {0}")]
    Misuse(&'static str),
    /// Unexpected error of the database.
    #[error("database: {0}")]
    Database(String),
    /// Error of the disk.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl StoreError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NewerDatabase { .. } => "BASIS_DATA_LEBIH_BARU",
            Self::ForeignMigration { .. } => "MIGRASI_ASING",
            Self::KeyMissing { .. } => "KUNCI_HILANG",
            Self::KeyDamaged { .. } => "KUNCI_RUSAK",
            Self::KeyWrong { .. } => "KUNCI_SALAH",
            Self::NotInitialised { .. } => "RUANG_KERJA_BELUM_ADA",
            Self::NotEmpty { .. } => "RUANG_KERJA_SUDAH_ADA",
            Self::Locked { .. } => "RUANG_KERJA_DIPAKAI",
            Self::Constraint { kind: ConstraintKind::Unique, .. } => "SUDAH_ADA",
            Self::Constraint { kind: ConstraintKind::Reference, .. } => "MASIH_DIRUJUK",
            Self::Constraint { kind: ConstraintKind::Check, .. } => "NILAI_DITOLAK",
            Self::Damaged { .. } => "DATA_RUSAK",
            Self::Stale { .. } => "DIUBAH_PIHAK_LAIN",
            Self::Transition(e) => e.code(),
            Self::NoCase => "KASUS_TIDAK_ADA",
            Self::UpgradeRefused { .. } => "PEMUTAKHIRAN_DITOLAK",
            Self::Misuse(_) => "GALAT_PROGRAM",
            Self::Database(_) => "GALAT_BASIS_DATA",
            Self::Io { .. } => "GALAT_BERKAS",
        }
    }

    /// Whether a rule said no (exit code 1) rather than a fault (exit code 3).
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        !matches!(self, Self::Database(_) | Self::Io { .. } | Self::Misuse(_) | Self::Damaged { .. })
    }

    pub(crate) fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::Io { path: path.into(), source }
    }
}

impl StoreError {
    /// The codes and the arguments of their texts.
    pub const TOLD: &'static [Told] = &[
        told("BASIS_DATA_LEBIH_BARU", &["found", "known"]),
        told("MIGRASI_ASING", &["version", "name"]),
        told("KUNCI_HILANG", &["path"]),
        told("KUNCI_RUSAK", &["path", "why"]),
        told("KUNCI_SALAH", &["path"]),
        told("RUANG_KERJA_BELUM_ADA", &["path"]),
        told("RUANG_KERJA_SUDAH_ADA", &["path"]),
        told("RUANG_KERJA_DIPAKAI", &["path"]),
        told("SUDAH_ADA", &["table", "rule"]),
        told("MASIH_DIRUJUK", &["table", "rule"]),
        told("NILAI_DITOLAK", &["table", "rule"]),
        told("DATA_RUSAK", &["table", "key", "what"]),
        told("DIUBAH_PIHAK_LAIN", &["table"]),
        told("KASUS_TIDAK_ADA", &[]),
        told("PEMUTAKHIRAN_DITOLAK", &["table", "key"]),
        told("GALAT_PROGRAM", &["what"]),
        told("GALAT_BASIS_DATA", &["what"]),
        told("GALAT_BERKAS", &["path", "source"]),
    ];
}

const fn told(code: &'static str, args: &'static [&'static str]) -> Told {
    Told { code, args, from: env!("CARGO_PKG_NAME") }
}

/// `Display` is for logs; people read the text of the code.
impl Refusal for StoreError {
    fn code(&self) -> &'static str {
        self.code()
    }
    fn args(&self) -> Vec<(&'static str, Value)> {
        let word = |word: &dyn std::fmt::Display| Value::Word(word.to_string());
        match self {
            Self::NewerDatabase { found, known } => vec![("found", word(found)), ("known", word(known))],
            Self::ForeignMigration { version, name } => vec![("version", word(version)), ("name", word(name))],
            Self::KeyDamaged { path, why } => vec![("path", word(&path.display())), ("why", word(why))],
            Self::KeyMissing { path }
            | Self::KeyWrong { path }
            | Self::NotInitialised { path }
            | Self::NotEmpty { path }
            | Self::Locked { path } => vec![("path", word(&path.display()))],
            Self::Constraint { table, rule, .. } => vec![("table", word(table)), ("rule", word(rule))],
            Self::Damaged { table, key, what } => {
                vec![("table", word(table)), ("key", word(key)), ("what", word(what))]
            }
            Self::Stale { table } => vec![("table", word(table))],
            Self::Transition(e) => e.args(),
            Self::NoCase => Vec::new(),
            Self::UpgradeRefused { table, key } => vec![("table", word(table)), ("key", word(key))],
            Self::Misuse(what) => vec![("what", word(what))],
            Self::Database(what) => vec![("what", word(what))],
            Self::Io { path, source } => vec![("path", word(&path.display())), ("source", word(source))],
        }
    }
}

impl From<sqlx::Error> for StoreError {
    /// Values never leave the database in a message: PostgreSQL's detail line (which holds the
    /// key) is not taken over.
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(inner) = &error else {
            return match error {
                sqlx::Error::ColumnDecode { index, .. } => Self::Database(format!("column {index} cannot be decoded")),
                sqlx::Error::Decode(_) => Self::Database("a value cannot be decoded".to_owned()),
                other => Self::Database(other.to_string()),
            };
        };
        let kind = match inner.kind() {
            sqlx::error::ErrorKind::UniqueViolation => ConstraintKind::Unique,
            sqlx::error::ErrorKind::ForeignKeyViolation => ConstraintKind::Reference,
            sqlx::error::ErrorKind::NotNullViolation | sqlx::error::ErrorKind::CheckViolation => ConstraintKind::Check,
            _ => return Self::Database(inner.message().to_owned()),
        };
        // SQLite: "UNIQUE constraint failed: registration.number"; PostgreSQL names table and rule apart
        let said = inner.message().rsplit(": ").next().unwrap_or("").to_owned();
        let table = inner.table().map_or_else(|| said.split('.').next().unwrap_or("").to_owned(), str::to_owned);
        let rule = inner.constraint().map_or(said, str::to_owned);
        Self::Constraint { kind, table, rule }
    }
}
