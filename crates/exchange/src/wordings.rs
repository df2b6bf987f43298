//! Code tables with the words offices write in place of a code. Domain §4.2, §4.3.
//!
//! `1`, `01`, `1 - Milik sendiri`, `Milik sendiri` and `milik sdr` are one answer. What stands in no
//! table is no answer, however near it is to two of them.

use crate::lexicon::{Lexicon, signature};
use crate::profile;
use crate::words::fold;
use domain::questionnaire::{Codes, Item};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// From this likeness on, in percent, a text is taken for a wording …
const NEAR: u32 = 78;
/// … when the next code is this much less like it.
const AHEAD: u32 = 12;

/// A list of codes with their wordings.
pub struct Table {
    codes: Vec<i32>,
    /// The first wording of each code.
    titles: Vec<String>,
    exact: FxHashMap<String, i32>,
    signatures: FxHashMap<String, Option<i32>>,
    lexicon: Lexicon,
}

impl Table {
    fn new(rows: &BTreeMap<String, Vec<String>>, translate: impl Fn(i32) -> i32) -> Self {
        let rows: BTreeMap<i32, &Vec<String>> =
            rows.iter().filter_map(|(code, words)| Some((translate(code.parse().ok()?), words))).collect();
        let codes: Vec<i32> = rows.keys().copied().collect();
        let titles = rows.values().map(|words| words.first().cloned().unwrap_or_default()).collect();
        let mut exact = FxHashMap::default();
        let mut signatures: FxHashMap<String, Option<i32>> = FxHashMap::default();
        for (code, words) in &rows {
            for word in *words {
                exact.entry(spelled(word)).or_insert(*code);
                signatures.entry(signature(word)).and_modify(|c| *c = c.filter(|c| c == code)).or_insert(Some(*code));
            }
        }
        signatures.remove("");
        let names: Vec<(usize, &str)> =
            (0usize..).zip(rows.values()).flat_map(|(i, w)| w.iter().map(move |w| (i, w.as_str()))).collect();
        let lexicon = Lexicon::new(codes.len(), names);
        Self { codes, titles, exact, signatures, lexicon }
    }

    /// Every code with its first wording.
    #[must_use]
    pub fn wordings(&self) -> Vec<(i32, String)> {
        self.codes.iter().copied().zip(self.titles.iter().cloned()).collect()
    }

    /// The code of a text: a code, a wording, or both when they agree.
    #[must_use]
    pub fn code(&self, text: &str) -> Option<i32> {
        let text = text.trim();
        if let Ok(number) = text.parse::<i32>()
            && self.codes.contains(&number)
        {
            return Some(number);
        }
        let (number, parted, rest) = leading_code(text);
        match (number, self.worded(rest)) {
            (Some(number), Some(code)) if number == code => Some(code),
            // the code stands there; its words are this office's own
            (Some(number), None) if parted && self.codes.contains(&number) && self.nearest(rest) < 50 => Some(number),
            (Some(_), Some(_)) => self.spells(text),
            (Some(_), None) => self.word(text),
            (None, worded) => worded,
        }
    }

    /// The code of a wording alone; a number is no answer here.
    #[must_use]
    pub fn word(&self, text: &str) -> Option<i32> {
        self.worded(text.trim())
    }

    /// Whether the text is a wording, letter by letter.
    #[must_use]
    pub fn spells(&self, text: &str) -> Option<i32> {
        self.exact.get(&spelled(text)).copied()
    }

    fn worded(&self, text: &str) -> Option<i32> {
        if let Some(code) = self.spells(text) {
            return Some(code);
        }
        if let Some(code) = self.signatures.get(&signature(text)) {
            return *code;
        }
        // a letter or two is a sign, not a word that could be misspelt
        if text.chars().filter(|c| c.is_alphabetic()).count() < 4 {
            return None;
        }
        let scores = self.lexicon.likeness(text, "");
        let (best, score) = scores.iter().enumerate().max_by_key(|(i, s)| (**s, std::cmp::Reverse(*i)))?;
        let next = scores.iter().enumerate().filter(|(i, _)| *i != best).map(|(_, s)| *s).max().unwrap_or(0);
        (*score >= NEAR && *score >= next + AHEAD).then(|| self.codes[best])
    }

    fn nearest(&self, text: &str) -> u32 {
        self.lexicon.likeness(text, "").into_iter().max().unwrap_or(0)
    }
}

/// Words and signs that part them, told apart from other signs: `≥`, `>` stay.
fn spelled(text: &str) -> String {
    let mut out = fold(text);
    if text.contains('>') {
        out.insert(0, '>');
    }
    if out.is_empty() { text.trim().to_owned() } else { out }
}

/// `1 - Milik sendiri`, `(1) Milik sendiri`, `1. Milik sendiri`, `1 Milik sendiri`: the code, whether a sign
/// parts it from the words, and the words.
fn leading_code(text: &str) -> (Option<i32>, bool, &str) {
    let open = text.trim_start_matches(['(', '[']);
    let digits = open.len() - open.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits == 0 || digits > 2 {
        return (None, false, text);
    }
    let behind = &open[digits..];
    let rest =
        behind.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ')' | ']' | '.' | '-' | '–' | ':' | '='));
    if rest.is_empty() || rest.len() == behind.len() || !rest.starts_with(|c: char| c.is_alphabetic() || c == '>') {
        return (None, false, text);
    }
    let parted = behind[..behind.len() - rest.len()].contains(|c: char| !c.is_whitespace());
    (open[..digits].parse().ok(), parted, rest)
}

fn shared() -> &'static BTreeMap<String, BTreeMap<String, Vec<String>>> {
    static FILE: OnceLock<BTreeMap<String, BTreeMap<String, Vec<String>>>> = OnceLock::new();
    FILE.get_or_init(|| profile::embedded("wordings.toml", include_str!("../profiles/wordings.toml")))
}

/// A table of `wordings.toml`.
#[must_use]
pub fn table(name: &str) -> Option<&'static Table> {
    static TABLES: OnceLock<BTreeMap<&'static str, Table>> = OnceLock::new();
    let tables = TABLES
        .get_or_init(|| shared().iter().map(|(name, rows)| (name.as_str(), Table::new(rows, |code| code))).collect());
    tables.get(name)
}

/// The wordings of an item's codes, when it has any.
#[must_use]
pub fn of_item(item: Item) -> Option<&'static Table> {
    static TABLES: OnceLock<BTreeMap<Item, Table>> = OnceLock::new();
    let tables = TABLES.get_or_init(|| Item::ALL.iter().filter_map(|i| Some((*i, item_table(*i)?))).collect());
    tables.get(&item)
}

fn item_table(item: Item) -> Option<Table> {
    let file = profile::items().get(item.column())?;
    let mut rows = file.codes.as_ref().and_then(|name| shared().get(name)).cloned().unwrap_or_default();
    for (code, words) in &file.wordings {
        rows.entry(code.clone()).or_default().extend(words.iter().cloned());
    }
    // yes is 1 in the tables and 3 in every other column of the paper
    let by = if item.codes() == Codes::YesNo34 { 2 } else { 0 };
    (!rows.is_empty()).then(|| Table::new(&rows, |code| code + by))
}

/// The code of an item as written: one wording, or several where the codes are added up (`KTP + akta`).
#[must_use]
pub fn item_code(item: Item, text: &str) -> Option<i32> {
    const JOINS: [char; 5] = ['+', ',', ';', '/', '&'];
    let table = of_item(item)?;
    let joined = text.replace(" dan ", ",");
    let code = if item == Item::IdentityCards && joined.contains(JOINS) {
        let parts = joined.split(JOINS).map(|part| table.spells(part.trim()).filter(|code| *code > 0));
        parts.collect::<Option<BTreeSet<i32>>>().map(|parts| parts.into_iter().sum())
    } else {
        table.code(text)
    };
    code.filter(|code| item.codes().allows(*code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_its_words_and_both_are_one_answer() {
        for written in [
            "1",
            "01",
            "1 - Milik sendiri",
            "1. milik sendiri",
            "(1) Milik Sendiri",
            "Milik sendiri",
            "milik sdr",
            "Mlk. sendiri",
            "1 MILIK SENDIRI",
        ] {
            assert_eq!(item_code(Item::BuildingStatus, written), Some(1), "{written}");
        }
        assert_eq!(item_code(Item::BuildingStatus, "2 - Milik sendiri"), None, "code and words contradict");
        assert_eq!(item_code(Item::BuildingStatus, "menumpang"), None);
    }

    #[test]
    fn wordings_that_share_words_stay_apart() {
        for (item, written, code) in [
            (Item::CookingFuel, "Gas > 3 kg", 2),
            (Item::CookingFuel, "gas 3 kg", 3),
            (Item::CookingFuel, "Kayu Bakar", 8),
            (Item::Power, "450 watt", 1),
            (Item::Power, "2200 W", 4),
            (Item::Power, "> 2200 W", 5),
            (Item::WaterSource, "Sumur tak terlindung", 7),
            (Item::WaterSource, "smr terlindung", 6),
            (Item::WaterSource, "Mata air terlindung", 8),
            (Item::Floor, "Kayu/papan kualitas rendah", 8),
            (Item::Floor, "kayu/papan kualitas tinggi", 5),
            (Item::Wall, "Anyaman bambu", 4),
            (Item::Wall, "Bambu", 6),
            (Item::Toilet, "Tidak ada", 4),
            (Item::Fridge, "Ya", 3),
            (Item::GasCylinder, "Tidak", 2),
            (Item::Working, "ya", 1),
            (Item::ChronicDisease, "Tidak ada", 0),
            (Item::WorkStatus, "Berusaha dibantu buruh tidak tetap/tidak dibayar", 2),
            (Item::WorkStatus, "berusaha dibantu buruh tetap/dibayar", 3),
            (Item::Schooling, "Masih sekolah", 1),
            (Item::SchoolLevel, "SD/SDLB", 1),
            (Item::Diploma, "SD", 1),
            (Item::SchoolGrade, "Tamat", 8),
            (Item::IdentityCards, "Akta kelahiran + KTP", 5),
            (Item::IdentityCards, "KTP", 4),
        ] {
            assert_eq!(item_code(item, written), Some(code), "{written}");
        }
    }

    #[test]
    fn every_wording_leads_back_to_its_own_code() {
        for item in Item::ALL {
            let Some(table) = of_item(*item) else { continue };
            for (text, code) in table.exact.iter().collect::<BTreeMap<_, _>>() {
                assert_eq!(
                    table.code(text.trim_start_matches('>')).filter(|_| !text.starts_with('>')).unwrap_or(*code),
                    *code,
                    "{item:?} {text}"
                );
            }
            for code in &table.codes {
                assert!(item.codes().allows(*code), "{item:?} {code}");
            }
        }
    }
}
