//! Matching of tables and models of surveys, as callers of the crate meet them.

mod kernel;
mod link;
mod pmt;
