//! Use cases on real databases.

#![expect(clippy::disallowed_methods, reason = "tests spawn tasks to be killed or to race")]

mod kit;
mod review;
mod run;
mod undo;
