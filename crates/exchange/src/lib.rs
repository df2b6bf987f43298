//! The formats of the outside world, each parsed once into domain types.
//!
//! Everything here is synchronous and pure over bytes or paths: no database, no clock. A reader
//! returns the items it could parse, one [`Issue`] for each damaged cell, row or household, and
//! counts that add up. Only a file that cannot be read at all is rejected as a whole, with a
//! [`ReadError`] that says what, why and how to repair.
//!
//! Nothing is guessed. A NIK that a spreadsheet rounded is lost, and is reported as lost.

pub mod archive;
pub mod areas;
pub mod bdt;
pub mod cell;
pub mod error;
pub mod file;
pub mod form_sheet;
pub mod header;
pub mod issue;
pub mod journal;
mod lexicon;
pub mod meetings;
pub mod pack;
pub mod profile;
pub mod questionnaires;
pub mod registrations;
pub mod siak;
pub mod survey;
pub mod table;
pub mod wordings;
pub mod words;

pub use error::ReadError;
pub use file::PackFile;
pub use issue::{Counts, Issue, Read};
