//! Checking an edition before it is believed.

use crate::error::EditionRefused;
use crate::files::{hash_file, list};
use crate::manifest::{Lineage, MANIFEST, Manifest};
use crate::read::read_manifest;
use ed25519_dalek::VerifyingKey;
use std::path::Path;

/// An edition whose every byte is the signer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Its hash.
    pub hash: String,
    /// Its lineage and counts.
    pub lineage: Lineage,
    /// The whole manifest.
    pub manifest: Manifest,
}

/// Verifies signature, then every file's length and hash, then that nothing else lies in the
/// folder. The first file that is not as signed is named.
pub fn verify(dir: &Path, key: &VerifyingKey) -> Result<Verified, EditionRefused> {
    let manifest = read_manifest(dir)?;
    manifest.check_signature(key)?;
    for resource in &manifest.resources {
        let (hash, bytes) = hash_file(&dir.join(&resource.path), &resource.path)?;
        if bytes != resource.bytes || format!("sha256:{hash}") != resource.hash {
            return Err(EditionRefused::Differs { file: resource.path.clone() });
        }
    }
    let known = |file: &String| file == MANIFEST || manifest.resources.iter().any(|r| r.path == *file);
    match list(dir)?.into_iter().find(|file| !known(file)) {
        Some(file) => Err(EditionRefused::Extra { file }),
        None => Ok(Verified { hash: manifest.hash()?, lineage: manifest.mutakhir.clone(), manifest }),
    }
}
