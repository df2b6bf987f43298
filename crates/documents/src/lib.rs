//! Typst: data in, PDF out
