//! The store on both databases.

mod audit;
mod concurrency;
mod personal_data;
mod refusals;
mod statements;
mod stored;
