//! What every document keeps: its text, its bytes, its margins.
//!
//! Needs `pdftotext` (poppler-utils) and `qpdf`.

mod odd;
mod pdf;
mod same;
mod text;
