//! Refusals: every stable code that the program can utter stands in `docs/errors.md`.

use crate::tree::{Source, crate_of};

/// One refusal as the code defines it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// Crate that utters it.
    pub from: String,
    /// Stable code.
    pub code: String,
    /// What the variant's doc comment says.
    pub meaning: String,
}

/// Every refusal: enums with `derive(Error)` whose `code` names a stable code for each variant.
pub fn refusals(sources: &[Source]) -> Vec<Refusal> {
    let mut out = Vec::new();
    for source in sources.iter().filter(|s| s.path.ends_with(".rs") && s.path.starts_with("crates/")) {
        let Some(from) = crate_of(&source.path) else { continue };
        for (name, variants) in error_enums(&source.text) {
            for (variant, code) in codes(sources, from, &name) {
                let meaning =
                    variants.iter().find(|(v, _)| *v == variant).map_or_else(String::new, |(_, doc)| doc.clone());
                out.push(Refusal { from: from.to_owned(), code, meaning });
            }
        }
    }
    out.sort();
    out.dedup_by(|a, b| a.from == b.from && a.code == b.code);
    out
}

/// Every kind of damaged cell: code, what, repair, from the `defects!` table of `domain`.
pub fn defects(sources: &[Source]) -> Vec<[String; 3]> {
    let Some(source) = sources.iter().find(|s| s.path == "crates/domain/src/defect.rs") else { return Vec::new() };
    let Some((_, table)) = source.text.split_once("\ndefects! {") else { return Vec::new() };
    let table = table.split("\n}").next().unwrap_or("");
    table
        .split(';')
        .filter_map(|entry| {
            let texts: Vec<&str> = entry.split('"').skip(1).step_by(2).collect();
            let [code, what, repair] = texts.as_slice() else { return None };
            Some([(*code).to_owned(), (*what).to_owned(), (*repair).to_owned()])
        })
        .collect()
}

/// Enums that are errors, with the doc comment of each variant.
fn error_enums(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut out = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (i, line) in lines.iter().enumerate() {
        let Some(name) = line.strip_prefix("pub enum ") else { continue };
        let derived = lines[..i]
            .iter()
            .rev()
            .take_while(|l| l.starts_with('#') || l.starts_with("///"))
            .any(|l| l.starts_with("#[derive(") && l.contains("Error"));
        if !derived {
            continue;
        }
        let name = name.trim_end_matches(['{', ' ']).split('<').next().unwrap_or("").trim().to_owned();
        let mut variants = Vec::new();
        let mut doc: Vec<&str> = Vec::new();
        for line in &lines[i + 1..] {
            if line.starts_with('}') {
                break;
            }
            if let Some(words) = line.strip_prefix("    /// ") {
                doc.push(words);
            } else if let Some(variant) =
                line.strip_prefix("    ").filter(|l| l.starts_with(|c: char| c.is_ascii_uppercase()))
            {
                let variant = variant.chars().take_while(char::is_ascii_alphanumeric).collect();
                variants.push((variant, doc.join(" ")));
                doc.clear();
            }
        }
        out.push((name, variants));
    }
    out
}

/// The arms `Self::Variant … => "CODE"` of `fn code` in an `impl` of that enum, anywhere in the crate.
fn codes(sources: &[Source], from: &str, name: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let head = format!("impl {name} {{");
    for source in sources.iter().filter(|s| s.path.ends_with(".rs") && crate_of(&s.path) == Some(from)) {
        for block in source.text.split(head.as_str()).skip(1) {
            let block = block.split("\n}").next().unwrap_or("");
            let Some((_, body)) = block.split_once("fn code(") else { continue };
            let body = body.split("\n    }").next().unwrap_or("");
            let mut pending: Vec<String> = Vec::new();
            for line in body.lines() {
                let pattern = line.split("=>").next().unwrap_or("");
                pending.extend(
                    pattern
                        .split("Self::")
                        .skip(1)
                        .map(|v| v.chars().take_while(char::is_ascii_alphanumeric).collect()),
                );
                if let Some((_, value)) = line.split_once("=>") {
                    let code = value
                        .split('"')
                        .nth(1)
                        .filter(|c| c.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
                    for variant in pending.drain(..) {
                        if let Some(code) = code {
                            out.push((variant, code.to_owned()));
                        }
                    }
                }
            }
        }
    }
    out
}

/// Checks that each code stands in the document.
pub fn check(sources: &[Source], found: &mut Vec<String>) {
    const FILE: &str = "docs/errors.md";
    let text = sources.iter().find(|s| s.path == FILE).map_or("", |s| s.text.as_str());
    let all = refusals(sources).into_iter().map(|r| (r.from, r.code));
    let all = all.chain(defects(sources).into_iter().map(|[code, ..]| ("domain".to_owned(), code)));
    for (from, code) in all {
        if !text.contains(&format!("`{code}`")) {
            found.push(format!(
                "{FILE}: {from} can say `{code}` and the page does not explain it: cargo xtask gen-docs"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_found_with_its_code_and_meaning() {
        let text = "\
/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum CloseRefused {
    /// More new households than room.
    #[error(\"too many\")]
    OverQuota {
        /// How many.
        new: usize,
    },
    /// A row has no code.
    #[error(\"no code\")]
    Uncoded,
}

impl CloseRefused {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OverQuota { .. } => \"KUOTA_LEBIH\",
            Self::Uncoded => \"BARIS_TANPA_KODE\",
        }
    }
}
";
        let source = Source { path: "crates/domain/src/x.rs".to_owned(), text: text.to_owned() };
        let all = refusals(&[source]);
        assert_eq!(all.len(), 2);
        assert_eq!((all[1].code.as_str(), all[1].meaning.as_str()), ("KUOTA_LEBIH", "More new households than room."));
    }
}
