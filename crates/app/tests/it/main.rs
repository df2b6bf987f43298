//! Use cases on real databases.

#![expect(clippy::disallowed_methods, reason = "tests spawn tasks to be killed or to race")]

mod backup;
mod bad_input;
mod correction;
mod device;
mod files;
mod kabupaten;
mod job;
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
mod rules;
mod run;
mod simulation;
mod stage;
mod undo;
mod upgrade;
mod visits;
mod weights;
mod whole_year;
mod year;
