//! The model of the meeting, borrowed from the tests of `domain`: its evenings become shared cases.

#[path = "../../../domain/tests/it/journal/hall.rs"]
mod hall;
#[path = "../../../domain/tests/it/journal/people.rs"]
pub mod people;
#[path = "../../../domain/tests/it/journal/world.rs"]
pub mod world;

pub use hall::{ASISTEN, DUKUH, PETUGAS, opening};
