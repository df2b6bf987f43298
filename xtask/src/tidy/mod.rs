//! What no compiler checks: floors, unused dependencies, rules with code and test, code of `domain` that nobody
//! reaches, documented refusals, words, names.

mod dependencies;
mod errors;
mod floors;
mod reach;
mod rules;
mod words;

use crate::tree;
use anyhow::{Result, bail};
use reach::Graph;
use std::path::Path;

pub use errors::{Entry, defects, refusals};

/// Runs every check and names each finding with its place and its repair.
pub fn tidy(root: &Path) -> Result<()> {
    let sources = tree::sources(root)?;
    let mut found = Vec::new();
    floors::check(&sources, &mut found);
    dependencies::check(&sources, &mut found);
    let graph = Graph::new(&sources);
    rules::check(&sources, &graph, &mut found);
    reach::check(&graph, &mut found);
    errors::check(&sources, &mut found);
    words::check(&sources, &mut found);
    for finding in &found {
        eprintln!("tidy: {finding}");
    }
    if found.is_empty() {
        println!("tidy: {} files, nothing to say", sources.len());
        Ok(())
    } else {
        bail!("tidy: {} findings", found.len())
    }
}
