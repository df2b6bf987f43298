//! Matching as a tool of its own: anyone's tables in, pairs out. Issue 2/6.

pub mod clusters;
pub mod records;
pub mod spec;
pub mod spool;
