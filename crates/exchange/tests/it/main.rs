//! The importers against files of the kinds offices send. Every person here is invented.

mod bad_files;
mod bdt;
mod books;
mod fixture;
mod packs;
mod registry;
