//! Every line of SQL that reaches a database.
//!
//! State tables beside an append-only event log (ADR 0004), one SQL text for SQLite and
//! PostgreSQL (ADR 0003), personal data encrypted with keys outside the database (design D11).
//! This crate remembers; it does not decide.

pub mod account;
pub mod area;
mod audit;
pub mod backup;
pub mod case;
pub mod checkpoint;
pub mod civil_registry;
mod connect;
pub mod decree;
pub mod deliberation;
pub mod dictionary;
pub mod edition;
mod error;
mod event;
mod fact;
pub mod household;
pub mod identification;
pub mod import;
pub mod job;
mod keys;
mod lock;
pub mod matching;
pub mod meeting;
mod migrate;
mod pool;
pub mod prelist;
pub mod ranking;
mod recap;
mod record;
mod row;
pub mod registration;
pub mod review;
pub mod round;
pub mod sms;
pub mod sql;
pub mod person_conflict;
pub mod table;
mod tx;
pub mod upgrade;
mod value;
pub mod verification;
pub mod view;
pub mod weights;

pub use audit::{AuditReport, Finding, FindingKind};
pub use connect::{Backend, SQLITE_FILE, Store};
pub use error::{ConstraintKind, Result, StoreError};
pub use event::{Committed, EventView, NewEvent};
pub use keys::Keyring;
pub use lock::WorkspaceLock;
pub use migrate::{MIGRATIONS, Migration};
pub use pool::LOOK_UPS_MAX;
pub use tx::{Reader, Record, Tx};
pub use value::{RowDigest, Value, digest_row};
