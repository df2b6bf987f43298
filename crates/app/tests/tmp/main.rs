#![expect(clippy::disallowed_methods, reason = "temporary")]
#![allow(dead_code)]
#[path = "../it/bad_input.rs"]
mod bad_input;
#[path = "../it/kabupaten/mod.rs"]
mod kabupaten;
#[path = "../it/kit.rs"]
mod kit;
#[path = "../it/simulation/mod.rs"]
mod simulation;
#[path = "../it/visits.rs"]
mod visits;
#[path = "../it/whole_year.rs"]
mod whole_year;
