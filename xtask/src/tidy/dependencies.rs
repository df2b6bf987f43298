//! A dependency that no source file of its crate mentions is compiled for nothing.

use crate::tree::Source;
use std::collections::BTreeSet;

const SECTIONS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// Names each dependency that no file mentions, each that only tests and examples mention, and each of the
/// workspace that no crate takes.
pub fn check(sources: &[Source], found: &mut Vec<String>) {
    let mut taken = BTreeSet::new();
    for source in sources.iter().filter(|s| s.path.ends_with("/Cargo.toml")) {
        // the check of the floors reports a manifest that is not readable
        let Ok(manifest) = source.text.parse::<toml::Table>() else { continue };
        let folder = source.path.trim_end_matches("Cargo.toml");
        let files: Vec<(&str, &str)> = sources
            .iter()
            .filter(|s| s.path.ends_with(".rs"))
            .filter_map(|s| Some((s.path.strip_prefix(folder)?, s.text.as_str())))
            .collect();
        for section in SECTIONS {
            for dependency in manifest.get(section).and_then(toml::Value::as_table).into_iter().flat_map(|t| t.keys()) {
                if let Some(fault) = unused(section, dependency, &files) {
                    found.push(format!("{}: {fault}", source.path));
                }
                taken.insert(dependency.clone());
            }
        }
    }
    check_workspace(sources, &taken, found);
}

/// What is wrong with a dependency of a crate that has these files.
fn unused(section: &str, dependency: &str, files: &[(&str, &str)]) -> Option<String> {
    let word = dependency.replace('-', "_");
    let mut used = files.iter().filter(|(_, text)| mentions(text, &word)).map(|(path, _)| *path);
    let place = |path: &str| match section {
        "dependencies" => path.starts_with("src/"),
        "build-dependencies" => path == "build.rs",
        _ => true,
    };
    let Some(first) = used.next() else {
        return Some(format!("no source file mentions {dependency}: remove it"));
    };
    let only = || format!("only {first} and others outside src mention {dependency}: move it to [dev-dependencies]");
    (!place(first) && !used.any(place)).then(only)
}

fn check_workspace(sources: &[Source], taken: &BTreeSet<String>, found: &mut Vec<String>) {
    let Some(source) = sources.iter().find(|s| s.path == "Cargo.toml") else { return };
    let manifest = source.text.parse::<toml::Table>().unwrap_or_default();
    let all = manifest.get("workspace").and_then(|w| w.get("dependencies")).and_then(toml::Value::as_table);
    for dependency in all.into_iter().flat_map(|t| t.keys()).filter(|d| !taken.contains(*d)) {
        found.push(format!("Cargo.toml: no crate takes {dependency}: remove it"));
    }
}

/// Whether code names a crate: `word::…`, or `use word` alone. Comments do not count, nor does a module of
/// that name (`crate::word::…`).
fn mentions(text: &str, word: &str) -> bool {
    text.lines().any(|line| {
        let code = line.split("//").next().unwrap_or("");
        let alone =
            code.trim_start().trim_start_matches("pub ").strip_prefix("use ").and_then(|l| l.strip_prefix(word));
        alone.is_some_and(|rest| rest.starts_with([';', ' ']))
            || code.match_indices(word).any(|(at, _)| {
                let own = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '.');
                code[at + word.len()..].starts_with("::") && !code[..at].ends_with(own)
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(section: &str, files: &[(&str, &str)]) -> Vec<String> {
        let source = |path: &str, text: &str| Source { path: format!("crates/a/{path}"), text: text.to_owned() };
        let mut tree = vec![source("Cargo.toml", &format!("[{section}]\nrust-hash.workspace = true\n"))];
        tree.extend(files.iter().map(|(path, text)| source(path, text)));
        let mut found = Vec::new();
        check(&tree, &mut found);
        found
    }

    #[test]
    fn a_dependency_that_no_file_mentions_is_named() {
        let said = |text: &str| findings("dependencies", &[("src/lib.rs", text)]);
        for used in ["use rust_hash::Map;", "pub use rust_hash;", "let m = rust_hash::map();", "#[rust_hash::test]"] {
            assert_eq!(said(used), Vec::<String>::new(), "{used}");
        }
        for unused in
            ["", "// rust_hash::Map", "use crate::rust_hash::Map;", "use my_rust_hash::Map;", "mod rust_hash;"]
        {
            assert!(said(unused)[0].contains("no source file mentions rust-hash"), "{unused}");
        }
        assert!(findings("dev-dependencies", &[("src/lib.rs", "")])[0].contains("no source file mentions rust-hash"));
    }

    #[test]
    fn a_dependency_that_only_tests_mention_belongs_to_the_tests() {
        let test = ("tests/it/main.rs", "use rust_hash::Map;");
        assert!(findings("dependencies", &[test])[0].contains("move it to [dev-dependencies]"));
        assert!(findings("dependencies", &[test, ("src/lib.rs", "use rust_hash::Map;")]).is_empty());
        assert!(findings("dev-dependencies", &[test]).is_empty());
        // another crate's file is not this crate's
        let elsewhere = Source { path: "crates/ab/src/lib.rs".to_owned(), text: "use rust_hash::Map;".to_owned() };
        let manifest =
            Source { path: "crates/a/Cargo.toml".to_owned(), text: "[dependencies]\nrust-hash = \"1\"\n".to_owned() };
        let mut found = Vec::new();
        check(&[manifest, elsewhere], &mut found);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_dependency_of_the_workspace_that_no_crate_takes_is_named() {
        let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        let root = source("Cargo.toml", "[workspace.dependencies]\nhex = \"1\"\nserde = \"1\"\n");
        let taken = source("crates/a/Cargo.toml", "[dependencies]\nhex.workspace = true\n");
        let mut found = Vec::new();
        check(&[root, taken, source("crates/a/src/lib.rs", "use hex::encode;")], &mut found);
        assert_eq!(found, ["Cargo.toml: no crate takes serde: remove it"]);
    }
}
