//! Files of an edition's folder: listing, hashing, safe relative names.

use crate::error::EditionRefused;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path};

/// SHA-256 (hex) and length of a file.
pub(crate) fn hash_file(path: &Path, shown: &str) -> Result<(String, u64), EditionRefused> {
    let mut file = File::open(path).map_err(|_| EditionRefused::Missing { file: shown.to_owned() })?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0u8; 1 << 16];
    let mut length = 0u64;
    loop {
        let read = file.read(&mut buffer).map_err(|e| EditionRefused::fault(path, e))?;
        if read == 0 {
            return Ok((hex::encode(hash.finalize()), length));
        }
        length += read as u64;
        hash.update(&buffer[..read]);
    }
}

/// Whether a manifest's path stays inside the folder.
pub(crate) fn is_inside(path: &str) -> bool {
    !path.is_empty() && !path.contains('\\') && Path::new(path).components().all(|c| matches!(c, Component::Normal(_)))
}

/// Every file under the folder, relative, with `/`. A link counts as a file: nothing outside is followed.
pub(crate) fn list(dir: &Path) -> Result<BTreeSet<String>, EditionRefused> {
    let mut found = BTreeSet::new();
    walk(dir, "", &mut found)?;
    Ok(found)
}

fn walk(dir: &Path, prefix: &str, found: &mut BTreeSet<String>) -> Result<(), EditionRefused> {
    let fault = |e: std::io::Error| EditionRefused::fault(dir, e);
    for entry in std::fs::read_dir(dir).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(fault)?.is_dir() {
            walk(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.insert(name);
        }
    }
    Ok(())
}
