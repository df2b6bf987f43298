//! The store on both databases.

#![expect(clippy::disallowed_methods, reason = "tests spawn tasks to be killed or to race")]

mod audit;
mod concurrency;
mod dictionary;
mod look_up;
mod personal_data;
mod refusals;
mod statements;
mod stored;
