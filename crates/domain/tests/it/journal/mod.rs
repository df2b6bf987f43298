//! The meeting as a journal: how entries merge, what stands, what is refused, what may be signed.

mod closing;
mod hall;
mod laws;
mod merging;
mod model;
pub mod people;
mod rules;
pub mod world;

pub use hall::{ASISTEN, DUKUH, PETUGAS, opening};
