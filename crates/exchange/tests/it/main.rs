//! The importers against files of the kinds offices send. Every person here is invented.

mod bad_files;
mod bdt;
mod books;
#[expect(dead_code, reason = "builders of the tests of `domain`, of which the evenings need some")]
#[path = "../../../domain/tests/it/build.rs"]
mod build;
#[expect(dead_code, reason = "people of the tests of `domain`, of which the cases need some")]
mod evenings;
mod fixture;
mod journal;
mod layouts;
mod lists;
mod packs;
mod registry;
