//! Matching of tables, as callers of the crate meet it.

mod kernel;
