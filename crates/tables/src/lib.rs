//! Tools for anyone's tables: pairs out of them (`link`), and models of welfare ([`pmt`]).
//!
//! [`open`] checks everything that can be known before the work; [`link`] does it and writes pairs,
//! household pairs, reasons, clusters and the report, each whole or not at all. [`columns`] reads and
//! writes tables, [`mod@kernel`] finds the pairs (ADR 13). The register knows nothing of this crate; the
//! two share how names are read and how weights are counted (`linkage::normalise`, `linkage::weigh`).

pub mod clusters;
pub mod columns;
mod figures;
mod guessed;
pub mod kernel;
mod output;
pub mod pmt;
pub mod records;
pub mod refused;
pub mod report;
mod resident;
mod run;
pub mod spec;
pub mod spool;

pub use kernel::{Relation, Watch};
pub use refused::{LinkFailed, LinkRefused, TOLD, WorkRefused};
pub use resident::Desk;
pub use run::{Done, Opened, Request, link, open};
