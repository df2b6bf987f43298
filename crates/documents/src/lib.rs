//! Paper: what the offices print, as PDF.
//!
//! One module for each document. Each takes a plain struct and a [`Paper`] and returns a [`Pdf`].
//! Only this crate uses Typst. The same data on the same paper gives the same bytes on any machine
//! and with any number of threads: no clock is read, and the document carries its own date.
//!
//! Texts of the data reach the page as strings and never as markup. Characters that the embedded
//! face does not have become `□`, so an unexpected name still prints.
//!
//! No document here has a field for a NIK: paper that is read aloud in a meeting, hung on a board
//! or carried home shows none (domain §9.2).

pub mod decree;
pub mod fkp01;
pub mod fkp02;
pub mod minutes;
pub mod prelist;
pub mod receipt;
pub mod sample;
pub mod sheet;

mod date;
mod error;
mod press;
mod printable;
mod qr;

pub use date::long as long_date;
pub use decree::{Decree, decree};
pub use error::DocumentError;
pub use fkp01::{Fkp01, fkp01};
pub use fkp02::{Fkp02, fkp02};
pub use minutes::{Minutes, minutes};
pub use prelist::{Prelist, prelist};
pub use press::Pdf;
pub use qr::Link;
pub use receipt::{Receipt, receipt};
pub use sheet::{Letterhead, Locality, Paper, Signatory, Stamp};
