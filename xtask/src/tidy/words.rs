//! Words that do not belong in the repository, and file names that hide a missing noun.

use crate::tree::Source;

/// Text that must not stand in the tree, and why.
fn forbidden() -> [(String, &'static str); 7] {
    // put together so that this list is no finding itself
    let join = |parts: &[&str]| parts.concat();
    [
        (join(&["/wo", "rk/"]), "a path of one machine"),
        (join(&["/ro", "ot/"]), "a path of one machine"),
        (join(&["registry.", "npmjs.org"]), "a registry host: the lock file names packages only"),
        (join(&["static.", "crates.io"]), "a registry host: cargo knows its own"),
        (join(&["pypi.", "org"]), "a registry host"),
        (join(&["BEGIN ", "PRIVATE KEY"]), "a secret"),
        (join(&["TO", "DO:"]), "an intention instead of an issue"),
    ]
}

const NAMELESS: &[&str] = &["utils", "util", "helpers", "helper", "common", "manager", "misc"];

/// Checks every text file.
pub fn check(sources: &[Source], found: &mut Vec<String>) {
    for source in sources {
        for (number, line) in source.text.lines().enumerate() {
            for (word, why) in forbidden() {
                if line.contains(&word) {
                    found.push(format!("{}:{}: `{word}` is {why}", source.path, number + 1));
                }
            }
        }
        let stems = source.path.split('/').map(|part| part.split('.').next().unwrap_or(part));
        for stem in stems {
            if NAMELESS.contains(&stem) {
                found.push(format!("{}: `{stem}` names no thing: what does it hold?", source.path));
            }
        }
        if source.path.ends_with("Cargo.lock") {
            check_lock(source, found);
        }
    }
}

/// The lock file knows one source of crates, written as cargo writes it.
fn check_lock(source: &Source, found: &mut Vec<String>) {
    const INDEX: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    for (number, line) in source.text.lines().enumerate() {
        if line.starts_with("source = ") && line != INDEX {
            found.push(format!("{}:{}: crates come from crates.io only", source.path, number + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_path_and_a_nameless_module_are_named() {
        let mut found = Vec::new();
        let text = format!("read {}main/x\n", forbidden()[0].0);
        check(&[Source { path: "crates/app/src/utils.rs".to_owned(), text }], &mut found);
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
