//! Matching as a tool of its own: anyone's tables in, pairs out. Issue 2/6.
//!
//! [`open`] checks everything that can be known before the work; [`link`](fn@link) does it and writes
//! pairs, household pairs, reasons, clusters and the report, each whole or not at all.

pub mod clusters;
mod figures;
mod guessed;
mod output;
pub mod records;
pub mod refused;
pub mod report;
mod resident;
mod run;
pub mod spec;
pub mod spool;

pub use linkage::link::Watch;
pub use refused::LinkRefused;
pub use resident::Desk;
pub use run::{Done, Opened, Request, link, open};
