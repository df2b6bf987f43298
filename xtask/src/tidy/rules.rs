//! `docs/rules.md`: every rule R1–R77 has code and a test that exist, or says which issue brings it.

use crate::tree::Source;
use std::collections::BTreeMap;

const FILE: &str = "docs/rules.md";
const LAST: usize = 77;

/// Checks the table row by row.
///
/// A row is `| R61 | sentence | source | code | test |`; code and test name a place as
/// `` `crates/domain/src/deliberation/quota.rs::quota` ``. A row whose code cell begins with `later:`
/// needs a reason and no place.
pub fn check(sources: &[Source], found: &mut Vec<String>) {
    let by_path: BTreeMap<&str, &str> = sources.iter().map(|s| (s.path.as_str(), s.text.as_str())).collect();
    let Some(text) = by_path.get(FILE) else {
        found.push(format!("{FILE} is missing"));
        return;
    };
    let mut seen = vec![0usize; LAST + 1];
    for (number, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.trim().trim_matches('|').split(" | ").map(str::trim).collect();
        let Some(rule) = cells.first().and_then(|c| rule_number(c)) else { continue };
        if !line.trim_start().starts_with('|') {
            continue;
        }
        let place = format!("{FILE}:{}: R{rule}", number + 1);
        match seen.get_mut(rule) {
            Some(count) => *count += 1,
            None => found.push(format!("{place}: the seeds number rules up to R{LAST}")),
        }
        let later = cells.iter().any(|c| c.trim_matches('`').starts_with("later:"));
        if later {
            if !cells.iter().any(|c| c.trim_matches('`').strip_prefix("later:").is_some_and(|why| why.trim().len() > 8))
            {
                found.push(format!("{place}: `later:` without a reason"));
            }
            continue;
        }
        let [.., code, test] = cells.as_slice() else { continue };
        for (what, cell) in [("code", code), ("test", test)] {
            let places: Vec<&str> = cell.split('`').skip(1).step_by(2).filter(|p| p.contains("::")).collect();
            if places.is_empty() {
                found.push(format!("{place}: no {what}: name it as `path::name`, or write `later:` and why"));
            }
            for reference in places {
                if !resolves(reference, &by_path) {
                    found.push(format!("{place}: {what} `{reference}` is not in the tree"));
                }
            }
        }
    }
    for (rule, count) in seen.iter().enumerate().skip(1) {
        if *count != 1 {
            found.push(format!("{FILE}: R{rule} stands {count} times, not once"));
        }
    }
}

fn rule_number(cell: &str) -> Option<usize> {
    cell.trim_matches(['*', '`', ' ']).strip_prefix('R')?.parse().ok()
}

/// Whether `path.rs::name` names an item in a file, or `crate::module::name` one in a module.
fn resolves(reference: &str, by_path: &BTreeMap<&str, &str>) -> bool {
    let Some((path, name)) = reference.rsplit_once("::") else { return false };
    let name = name.trim_end_matches("()");
    let (path, owner) = match path.rsplit_once(".rs::") {
        Some((file, owner)) => (format!("{file}.rs"), Some(owner)),
        None => (path.to_owned(), None),
    };
    let files: Vec<&&str> = if path.ends_with(".rs") {
        by_path.iter().filter(|(p, _)| **p == path || p.ends_with(&format!("/{path}"))).map(|(_, text)| text).collect()
    } else {
        module_files(&path, by_path)
    };
    files.iter().any(|text| has_item(text, name) && owner.is_none_or(|o| o.split("::").all(|part| text.contains(part))))
}

/// Files that may hold `crate::a::b`: `crates/crate/src/a/b.rs`, `…/a/b/…`, `…/a.rs`.
fn module_files<'a>(path: &str, by_path: &'a BTreeMap<&str, &str>) -> Vec<&'a &'a str> {
    let parts: Vec<&str> = path.split("::").collect();
    let [name, modules @ ..] = parts.as_slice() else { return Vec::new() };
    let prefix = format!("crates/{name}/");
    by_path
        .iter()
        .filter(|(p, _)| p.starts_with(&prefix) && p.ends_with(".rs"))
        .filter(|(p, text)| modules.iter().all(|m| p.contains(&format!("/{m}")) || has_item(text, m)))
        .map(|(_, text)| text)
        .collect()
}

/// Whether a file defines the name, as any kind of item, variant or field.
fn has_item(text: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.lines().any(|line| {
        let code = line.trim_start();
        let Some(at) = code.find(name) else { return false };
        let before = &code[..at];
        let after = code[at + name.len()..].chars().next();
        let whole = !before.chars().next_back().is_some_and(is_word) && !after.is_some_and(is_word);
        let defines = ["fn ", "struct ", "enum ", "const ", "static ", "trait ", "type ", "mod ", "macro_rules! "];
        whole && (defines.iter().any(|d| before.ends_with(d)) || before.is_empty() || before == "pub ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(row: &str) -> Vec<String> {
        let code = Source {
            path: "crates/domain/src/deliberation/quota.rs".to_owned(),
            text: "pub fn quota() {}\n#[test]\nfn a_meeting_is_within_its_quota() {}\n".to_owned(),
        };
        let mut found = Vec::new();
        check(&[code, Source { path: FILE.to_owned(), text: row.to_owned() }], &mut found);
        found.retain(|f| f.contains("R61") && !f.contains("stands"));
        found
    }

    #[test]
    fn a_rule_without_code_or_test_is_named() {
        let good = "| R61 | quota | S2 | `crates/domain/src/deliberation/quota.rs::quota` | `domain::deliberation::quota::a_meeting_is_within_its_quota` |";
        assert_eq!(findings(good), Vec::<String>::new());
        assert!(findings(&good.replace("::quota`", "::gone`"))[0].contains("not in the tree"));
        assert!(findings("| R61 | quota | S2 | | |").len() == 2);
        assert!(findings("| R61 | quota | S2 | later: issue 3 brings the offline page | |").is_empty());
        assert!(findings("| R61 | quota | S2 | later: | |")[0].contains("without a reason"));
    }
}
