//! Use cases on real databases.

#![expect(clippy::disallowed_methods, reason = "tests spawn tasks to be killed or to race")]

mod correction;
mod device;
mod keying;
mod kit;
mod matching;
mod meeting;
mod minutes;
mod office;
mod pages;
mod refusals;
mod reminder;
mod report;
mod review;
mod run;
mod undo;
mod weights;
mod year;
