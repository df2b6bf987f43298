//! Immutable versions of the register. Each is a folder that anyone can open, that names its parent,
//! and that shows when a byte was changed. Design D3, ADR 0006.
//!
//! This crate does not decide what is in an edition, does not decrypt numbers, and does not change an
//! existing edition.

mod diff;
mod error;
mod files;
mod manifest;
mod read;
mod row;
mod table;
mod verify;
mod write;

pub use diff::{Difference, diff};
pub use ed25519_dalek::{SigningKey, VerifyingKey};
pub use error::EditionRefused;
pub use manifest::{Lineage, MANIFEST, Manifest, Resource};
pub use read::{read_households, read_manifest, read_ranking};
pub use row::{EditionHousehold, EditionPerson, Seal, Sealed, SecretField};
pub use verify::{Verified, verify};
pub use write::{EditionMeta, Written, write};
