//! Use cases on real databases.

mod kit;
mod review;
mod run;
mod undo;
