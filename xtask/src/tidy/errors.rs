//! Refusals: every stable code of the program is listed in `docs/errors.md`.

use crate::tree::{Source, crate_of};

/// One refusal as the code defines it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// Crate that utters it.
    pub from: String,
    /// Stable code.
    pub code: String,
    /// What the variant's doc comment says, or the type's, or the sentence itself.
    pub meaning: String,
    /// The type that holds it; nothing for one that is written where it is uttered.
    pub of: String,
}

/// Every refusal, once for each crate and code: see [`uttered`].
pub fn refusals(sources: &[Source]) -> Vec<Refusal> {
    let mut out = uttered(sources);
    out.sort();
    out.dedup_by(|a, b| a.from == b.from && a.code == b.code);
    out
}

/// Every refusal: enums with `derive(Error)` whose `code` names a stable code for each variant, structs
/// whose `code` names one, and those written where they are uttered (`AppError::refused("CODE", …)`).
fn uttered(sources: &[Source]) -> Vec<Refusal> {
    let mut out = Vec::new();
    for source in sources.iter().filter(|s| s.path.ends_with(".rs") && s.path.starts_with("crates/")) {
        let Some(from) = crate_of(&source.path) else { continue };
        let mut push = |code: String, meaning: String, of: &str| {
            out.push(Refusal { from: from.to_owned(), code, meaning, of: of.to_owned() });
        };
        for (name, variants) in error_enums(&source.text) {
            for (variant, code) in codes(sources, from, &name) {
                let meaning =
                    variants.iter().find(|(v, _)| *v == variant).map_or_else(String::new, |(_, doc)| doc.clone());
                push(code, meaning, &name);
            }
        }
        for (name, doc) in error_structs(&source.text) {
            if let Some(code) = only_code(&source.text, &name) {
                push(code, doc, &name);
            }
        }
        if source.path.contains("/src/") {
            in_place(&source.text).into_iter().for_each(|(code, text)| push(code, text, ""));
        }
    }
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

/// Structs that are errors, with their doc comment.
fn error_structs(text: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let found = lines.iter().enumerate().filter_map(|(i, line)| {
        let name = line.strip_prefix("pub struct ")?;
        let above: Vec<&str> =
            lines[..i].iter().rev().copied().take_while(|l| l.starts_with('#') || l.starts_with("///")).collect();
        above.iter().any(|l| l.starts_with("#[derive(") && l.contains("Error")).then(|| {
            let name = name.chars().take_while(char::is_ascii_alphanumeric).collect();
            let doc: Vec<&str> = above.iter().rev().filter_map(|l| l.strip_prefix("/// ")).collect();
            (name, doc.join(" "))
        })
    });
    found.collect()
}

/// The one code of a struct: the whole body of its `fn code`.
fn only_code(text: &str, name: &str) -> Option<String> {
    let block = text.split(&format!("impl {name} {{")).nth(1)?.split("\n}").next()?;
    let (_, body) = block.split_once("fn code(")?;
    let body = body.split_once('{')?.1.split("\n    }").next()?.trim();
    Some(body.strip_prefix('"')?.strip_suffix('"')?.to_owned()).filter(|c| is_code(c))
}

/// `refused("CODE", "sentence", …)` and `misused(…)` as they stand in the code, tests aside.
fn in_place(text: &str) -> Vec<(String, String)> {
    let text = text.split("#[cfg(test)]").next().unwrap_or("");
    let calls = ["::refused(", "::misused("].into_iter().flat_map(|call| text.split(call).skip(1));
    calls
        .filter_map(|rest| {
            let mut texts = rest.trim_start().strip_prefix('"')?.splitn(4, '"');
            let (code, between, sentence) = (texts.next()?, texts.next()?, texts.next()?);
            // a sentence that is not written there cannot be shown
            let between: String = between.split_whitespace().collect();
            let is_there = [",", ",format!("].contains(&between.as_str());
            is_code(code).then(|| (code.to_owned(), if is_there { sentence.to_owned() } else { String::new() }))
        })
        .collect()
}

fn is_code(text: &str) -> bool {
    text.len() > 3 && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
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
    words(sources, found);
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

/// What an entry of a meeting's journal can be refused with: the types of the rules, of the wire and of
/// the sending.
const OF_AN_ENTRY: [&str; 8] = [
    "Why",
    "Fkp01Refused",
    "ProposeRefused",
    "StrikeRefused",
    "Unmet",
    "EntryRefused",
    "WireRefused",
    "EntryTurnedBack",
];

/// Checks that the meeting page has words for each of them.
fn words(sources: &[Source], found: &mut Vec<String>) {
    const FILE: &str = "crates/web/assets/meeting/words.js";
    let text = sources.iter().find(|s| s.path == FILE).map_or("", |s| s.text.as_str());
    let all = uttered(sources);
    for of in OF_AN_ENTRY {
        if !all.iter().any(|r| r.of == of) {
            found.push(format!("{FILE}: tidy knows no refusals of `{of}` any more: name the type that holds them now"));
        }
    }
    let mut codes: Vec<&str> =
        all.iter().filter(|r| OF_AN_ENTRY.contains(&r.of.as_str())).map(|r| r.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes.into_iter().filter(|c| !text.contains(&format!("\n  {c}: '"))) {
        found.push(format!(
            "{FILE}: the journal can say `{code}` and the page has no words for it: add them to REFUSALS"
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_a_struct_and_one_written_in_place_are_found_too() {
        let text = "\
/// A text does not fit.
#[derive(Debug, thiserror::Error)]
pub struct SheetError {
    name: String,
}

impl SheetError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        \"LEMBAR_GAGAL\"
    }
}

fn act() -> AppError {
    AppError::refused(
        \"PRELIST_BELUM_ADA\",
        format!(\"no prelist of {area}\"),
        \"Bekukan dahulu\",
    )
}
\n#[cfg(test)]
mod tests {
    fn other() { AppError::refused(\"HANYA_UJI\", \"x\", \"y\"); }
}
";
        let source = Source { path: "crates/app/src/x.rs".to_owned(), text: text.to_owned() };
        let all: Vec<(String, String)> = refusals(&[source]).into_iter().map(|r| (r.code, r.meaning)).collect();
        let pair = |code: &str, text: &str| (code.to_owned(), text.to_owned());
        assert_eq!(
            all,
            [pair("LEMBAR_GAGAL", "A text does not fit."), pair("PRELIST_BELUM_ADA", "no prelist of {area}")]
        );
    }

    #[test]
    fn a_refusal_the_meeting_page_has_no_words_for_is_named() {
        let rust = "\
/// Why not.
#[derive(Debug, thiserror::Error)]
pub enum Unmet {
    /// A row has no code.
    #[error(\"no code\")]
    Uncoded,
}

impl Unmet {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Uncoded => \"BARIS_TANPA_KODE\",
        }
    }
}
";
        let words = |text: &str| {
            let mut found = Vec::new();
            let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
            let tree = [source("crates/domain/src/x.rs", rust), source("crates/web/assets/meeting/words.js", text)];
            super::words(&tree, &mut found);
            found.into_iter().filter(|f| f.contains("BARIS_TANPA_KODE")).count()
        };
        assert_eq!(words("export const REFUSALS = {\n};"), 1);
        assert_eq!(words("export const REFUSALS = {\n  BARIS_TANPA_KODE: 'Belum ada kodenya.',\n};"), 0);
    }

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
