//! Refusals and defects: their texts in `crates/words`, from which `docs/errors.md` is written.

use crate::tree::Source;

/// The file of the texts the page is written from.
const REFUSALS: &str = "crates/words/text/refusals.en.ftl";
const DEFECTS: &str = "crates/words/text/defects.en.ftl";

/// One code with its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stable code.
    pub code: String,
    /// What and why.
    pub what: String,
    /// How to go on; empty where the sentence says it.
    pub repair: String,
}

/// Every refusal, sorted by code.
pub fn refusals(sources: &[Source]) -> Vec<Entry> {
    entries(sources, REFUSALS, "refused-")
}

/// Every kind of damaged cell, in the order of the list.
pub fn defects(sources: &[Source]) -> Vec<Entry> {
    entries(sources, DEFECTS, "defect-")
}

fn entries(sources: &[Source], file: &str, prefix: &str) -> Vec<Entry> {
    let text = sources.iter().find(|s| s.path == file).map_or("", |s| s.text.as_str());
    let mut found = read(text, prefix);
    if prefix == "refused-" {
        found.sort_by(|a, b| a.code.cmp(&b.code));
    }
    found
}

/// The messages of a Fluent file whose keys begin with `prefix`. Of a text with plural forms the page
/// shows the general one.
fn read(text: &str, prefix: &str) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    for line in text.lines() {
        if let Some((code, what)) = line.strip_prefix(prefix).and_then(|rest| rest.split_once(" =")) {
            out.push(Entry { code: code.to_owned(), what: what.trim().to_owned(), repair: String::new() });
            continue;
        }
        let Some(entry) = out.last_mut() else { continue };
        let line = line.trim();
        if let Some(repair) = line.strip_prefix(".repair = ") {
            entry.repair = repair.to_owned();
        } else if let Some(general) = line.strip_prefix("*[other] ") {
            entry.what = general.to_owned();
        }
    }
    out
}

/// Names texts of codes that no source mentions.
pub fn check(sources: &[Source], found: &mut Vec<String>) {
    let code: Vec<&Source> =
        sources.iter().filter(|s| s.path.starts_with("crates/") && s.path.ends_with(".rs")).collect();
    for (file, entries) in [(REFUSALS, refusals(sources)), (DEFECTS, defects(sources))] {
        if entries.is_empty() {
            found.push(format!("{file}: there is no text of a code: name the file that holds them now"));
        }
        for entry in entries {
            let quoted = format!("\"{}\"", entry.code);
            if !code.iter().any(|s| s.text.contains(&quoted)) {
                found.push(format!("{file}: no source can say `{}`: remove its text in both languages", entry.code));
            }
        }
    }
    journal(sources, found);
}

/// The files that hold what an entry of a meeting's journal can be refused with.
const OF_AN_ENTRY: [&str; 7] = [
    "crates/domain/src/deliberation/journal/refusal.rs",
    "crates/domain/src/deliberation/journal/entry.rs",
    "crates/domain/src/deliberation/fkp01.rs",
    "crates/domain/src/deliberation/meeting.rs",
    "crates/domain/src/deliberation/quota.rs",
    "crates/domain/src/deliberation/closing.rs",
    "crates/exchange/src/journal/act.rs",
];

/// Checks that the meeting page has words for each code of those files.
fn journal(sources: &[Source], found: &mut Vec<String>) {
    const FILE: &str = "crates/web/assets/meeting/words.js";
    let text = sources.iter().find(|s| s.path == FILE).map_or("", |s| s.text.as_str());
    for file in OF_AN_ENTRY {
        let Some(source) = sources.iter().find(|s| s.path == file) else {
            found.push(format!("{FILE}: {file} is gone: name the file that holds the refusals now"));
            continue;
        };
        let source = source.text.split("#[cfg(test)]").next().unwrap_or("");
        let mut codes: Vec<&str> = source.split("=> \"").skip(1).filter_map(|r| r.split('"').next()).collect();
        codes.retain(|c| c.len() > 3 && c.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
        codes.sort_unstable();
        codes.dedup();
        for code in codes.into_iter().filter(|c| !text.contains(&format!("\n  {c}: '"))) {
            found.push(format!("{FILE}: {file} can say `{code}` and the page has no words for it"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# a head
refused-B_CODE = What is wrong: { $x }.
    .repair = Go on
refused-A_CODE =
    { $n ->
        [one] One.
       *[other] { $n } rows.
    }
    .repair = Stop
";

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_text_gives_what_and_repair_and_the_general_plural() {
        let entry = |code: &str, what: &str, repair: &str| Entry {
            code: code.to_owned(),
            what: what.to_owned(),
            repair: repair.to_owned(),
        };
        let found = refusals(&[source(REFUSALS, TEXT)]);
        assert_eq!(
            found,
            [entry("A_CODE", "{ $n } rows.", "Stop"), entry("B_CODE", "What is wrong: { $x }.", "Go on")]
        );
    }

    #[test]
    fn a_text_whose_code_nothing_says_is_named() {
        let mut found = Vec::new();
        let uses = source("crates/app/src/x.rs", "refusals! { A = \"A_CODE\", }");
        check(&[source(REFUSALS, TEXT), uses], &mut found);
        assert!(
            found.iter().any(|f| f.contains("`B_CODE`")) && !found.iter().any(|f| f.contains("`A_CODE`")),
            "{found:?}"
        );
    }

    #[test]
    fn a_refusal_the_meeting_page_has_no_words_for_is_named() {
        let rust = || source(OF_AN_ENTRY[0], "Self::Uncoded => \"BARIS_TANPA_KODE\",");
        let count = |text: &str| {
            let mut found = Vec::new();
            journal(&[source("crates/web/assets/meeting/words.js", text), rust()], &mut found);
            found.into_iter().filter(|f| f.contains("BARIS_TANPA_KODE")).count()
        };
        assert_eq!(count("export const REFUSALS = {\n};"), 1);
        assert_eq!(count("export const REFUSALS = {\n  BARIS_TANPA_KODE: 'Belum ada kodenya.',\n};"), 0);
    }
}
