//! The source tree as tidy sees it: paths from the root, text, nothing that git ignores.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The workspace root: the folder above this crate.
pub fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.parent().context("xtask has no parent folder")?.to_owned())
}

/// A text file of the tree.
pub struct Source {
    /// Path from the root, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Every text file that git tracks or would track, sorted by path.
pub fn sources(root: &Path) -> Result<Vec<Source>> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
        .current_dir(root)
        .output()
        .context("git ls-files")?;
    if !listed.status.success() {
        bail!("git ls-files failed: {}", String::from_utf8_lossy(&listed.stderr));
    }
    let mut paths: Vec<String> =
        String::from_utf8_lossy(&listed.stdout).split('\0').filter(|p| !p.is_empty()).map(str::to_owned).collect();
    paths.sort();
    paths.dedup();
    let mut out = Vec::new();
    for path in paths {
        // a file removed but not yet committed is listed and gone; a binary one is no text
        if let Ok(text) = std::fs::read_to_string(root.join(&path)) {
            out.push(Source { path, text });
        }
    }
    Ok(out)
}

/// The crate a path lies in: `crates/store/src/tx.rs` → `store`, `xtask/…` → `xtask`.
pub fn crate_of(path: &str) -> Option<&str> {
    match path.split('/').collect::<Vec<_>>().as_slice() {
        ["crates", name, ..] => Some(name),
        ["xtask", ..] => Some("xtask"),
        _ => None,
    }
}
