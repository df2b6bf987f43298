//! How alike two short texts are when an office wrote one of them: words in any order, short
//! forms, missing vowels, typing errors. Heads of columns and wordings of codes are both judged here.
//!
//! The words themselves are data: `profiles/words.toml`.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A word that no name knows: it says little.
const UNKNOWN: u32 = 250;
/// A word that many heads have and none needs.
const FILLER: u32 = 60;

#[derive(Default, Deserialize)]
struct WordFile {
    stop: Vec<String>,
    filler: Vec<String>,
    short: BTreeMap<String, Vec<String>>,
    phrase: BTreeMap<String, Vec<String>>,
    either: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    rows: RowWords,
}

/// Words by which rows are known that are no data.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RowWords {
    /// A row of totals begins with one.
    pub(crate) total: Vec<String>,
    /// A note begins with one.
    pub(crate) note: Vec<String>,
    /// Stands before the number of a column: `KOLOM 7`.
    pub(crate) column: Vec<String>,
    /// A row that numbers the columns begins with one.
    pub(crate) numbering: Vec<String>,
}

struct Usage {
    stop: FxHashSet<String>,
    filler: FxHashSet<String>,
    short: FxHashMap<String, String>,
    /// Of these the forms of nine letters and more.
    long: Vec<(String, String)>,
    /// Longest first.
    phrases: Vec<(Vec<String>, String)>,
    either: FxHashMap<String, Vec<String>>,
    rows: RowWords,
}

/// Words by which rows are known that are no data.
pub(crate) fn row_words() -> &'static RowWords {
    &usage().rows
}

fn usage() -> &'static Usage {
    static USAGE: OnceLock<Usage> = OnceLock::new();
    USAGE.get_or_init(|| {
        let file: WordFile = crate::profile::embedded("words.toml", include_str!("../profiles/words.toml"));
        let mut short = FxHashMap::default();
        for (word, forms) in file.short {
            for form in forms {
                short.insert(form, word.clone());
            }
        }
        let mut long: Vec<(String, String)> =
            short.iter().filter(|(form, _)| form.len() >= 9).map(|(f, w)| (f.clone(), w.clone())).collect();
        long.sort();
        let mut phrases: Vec<(Vec<String>, String)> = file
            .phrase
            .into_iter()
            .flat_map(|(word, forms)| forms.into_iter().map(move |f| (f, word.clone())))
            .map(|(form, word)| (form.split(' ').map(str::to_owned).collect(), word))
            .collect();
        phrases.sort_by_key(|(words, word)| (std::cmp::Reverse(words.len()), words.clone(), word.clone()));
        Usage {
            stop: file.stop.into_iter().collect(),
            filler: file.filler.into_iter().collect(),
            long,
            short,
            phrases,
            either: file.either.into_iter().collect(),
            rows: file.rows,
        }
    })
}

/// The words of a text as they are compared: short forms written out, phrases joined, little words left out.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let usage = usage();
    let mut words: Vec<String> = Vec::new();
    for raw in split(text) {
        let word = usage.short.get(&raw).cloned().or_else(|| misspelt(usage, &raw)).unwrap_or(raw);
        if !usage.stop.contains(&word) {
            words.push(word);
        }
    }
    let mut out: Vec<String> = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let phrase = usage.phrases.iter().find(|(parts, _)| {
            words.len() - i >= parts.len()
                && parts.iter().zip(&words[i..]).all(|(p, w)| p == w || (w.len() >= 3 && similar(w, p) >= 800))
        });
        match phrase {
            Some((parts, joined)) => {
                out.push(joined.clone());
                i += parts.len();
            }
            None => {
                out.push(words[i].clone());
                i += 1;
            }
        }
    }
    out
}

/// A long form that is written with a slip or without vowels: `prkawinan` is `perkawinan`, which is `kawin`.
fn misspelt(usage: &Usage, raw: &str) -> Option<String> {
    if raw.len() < 6 {
        return None;
    }
    usage
        .long
        .iter()
        .find(|(form, _)| raw.len() < form.len() && similar(raw, form) >= 850)
        .map(|(_, word)| word.clone())
}

/// Words in the order of the alphabet: two texts with the same are the same name.
pub(crate) fn signature(text: &str) -> String {
    let mut words = words_of(text);
    words.sort();
    words.join(" ")
}

/// Lower-case pieces: at signs, between a small and a capital letter, between letters and digits.
/// `>` is a word, because `> 3 kg` is not `3 kg`.
fn split(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut before: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let thousands = matches!(c, '.') && before.is_some_and(|b| b.is_ascii_digit()) && {
            let mut ahead = chars.clone();
            (0..3).all(|_| ahead.next().is_some_and(|d| d.is_ascii_digit()))
        };
        if thousands {
            continue;
        }
        let parts = before.is_some_and(|b| {
            (b.is_lowercase() && c.is_uppercase()) || (b.is_ascii_digit() != c.is_ascii_digit() && b.is_alphanumeric())
        });
        if (parts || !c.is_alphanumeric()) && !current.is_empty() {
            out.push(std::mem::take(&mut current));
        }
        match c {
            '>' => out.push("lebih".to_owned()),
            '<' => out.push("kurang".to_owned()),
            '✓' | '√' => out.push("✓".to_owned()),
            '²' => out.push("2".to_owned()),
            c if c.is_alphanumeric() => current.extend(c.to_lowercase()),
            _ => {}
        }
        before = Some(c);
    }
    if !current.is_empty() {
        out.push(current);
    }
    out
}

/// How surely a written word is a known one, in thousandths; 0 when it is another.
pub(crate) fn similar(written: &str, known: &str) -> u32 {
    if written == known {
        return 1000;
    }
    if usage().either.get(written).is_some_and(|words| words.iter().any(|w| w == known)) {
        return 950;
    }
    let (w, k) = (written.len(), known.len());
    if w < 2 || k < 4 || !written.is_ascii() || !known.is_ascii() || written.as_bytes()[0] != known.as_bytes()[0] {
        return 0;
    }
    if written.bytes().any(|b| b.is_ascii_digit()) {
        return 0;
    }
    if w >= 3 && w < k && known.starts_with(written) {
        return 900;
    }
    if w < k {
        let (a, b) = (skeleton(written), skeleton(known));
        let missing_vowels = a.len() >= 3 && (b == a || (b.starts_with(&a) && is_mostly_consonants(written)));
        let two = a.len() == 2 && a == b && is_mostly_consonants(written);
        if missing_vowels || two {
            return 850;
        }
    }
    if w >= 5 && k >= 5 && crate::header::likeness(written, known) >= 80 { 880 } else { 0 }
}

fn is_mostly_consonants(word: &str) -> bool {
    word.bytes().filter(|b| b"aeiou".contains(b)).count() <= 1
}

/// The consonants of a word, doubled letters once.
fn skeleton(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars().filter(|c| !"aeiou".contains(*c)) {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// Names with what each belongs to; says how alike a text is to each owner.
pub(crate) struct Lexicon {
    words: Vec<String>,
    weight: Vec<u32>,
    by_word: FxHashMap<String, u32>,
    names: Vec<(usize, Vec<u32>)>,
    owners: usize,
}

/// Words of the lexicon by number, with their likeness to a written word in thousandths.
type Near = Vec<(u32, u32)>;

impl Lexicon {
    pub(crate) fn new<'n>(owners: usize, names: impl IntoIterator<Item = (usize, &'n str)>) -> Self {
        let mut lexicon =
            Self { words: Vec::new(), weight: Vec::new(), by_word: FxHashMap::default(), names: Vec::new(), owners };
        let mut used: Vec<Vec<usize>> = Vec::new();
        for (owner, name) in names {
            let mut ids = Vec::new();
            for word in words_of(name) {
                let id = match lexicon.by_word.get(&word) {
                    Some(id) => *id,
                    None => {
                        let id = lexicon.words.len() as u32;
                        lexicon.by_word.insert(word.clone(), id);
                        lexicon.words.push(word);
                        used.push(Vec::new());
                        id
                    }
                };
                if used[id as usize].last() != Some(&owner) {
                    used[id as usize].push(owner);
                }
                ids.push(id);
            }
            if !ids.is_empty() && !lexicon.names.contains(&(owner, ids.clone())) {
                lexicon.names.push((owner, ids));
            }
        }
        lexicon.weight = lexicon
            .words
            .iter()
            .zip(&used)
            .map(|(word, owners)| if usage().filler.contains(word) { FILLER } else { rarity(owners.len()) })
            .collect();
        lexicon
    }

    /// Likeness in percent to each owner; `group` is the title over several columns, which helps
    /// and hardly ever hurts.
    pub(crate) fn likeness(&self, own: &str, group: &str) -> Vec<u32> {
        let mut out = vec![0; self.owners];
        // whether it is the column's own, its weight, and the words it may be with their likeness in thousandths
        let mut written: Vec<(bool, u32, Near)> = Vec::new();
        for (is_own, text) in [(true, own), (false, group)] {
            for word in words_of(text) {
                let near: Near = match self.by_word.get(&word) {
                    // a short form of several words may be any of them, even where a name has it as it is
                    Some(id) if !usage().either.contains_key(&word) => vec![(*id, 1000)],
                    Some(_) | None => (0u32..)
                        .zip(&self.words)
                        .map(|(id, known)| (id, similar(&word, known)))
                        .filter(|n| n.1 > 0)
                        .collect(),
                };
                let weight = match near.iter().map(|(id, _)| self.weight[*id as usize]).max() {
                    Some(known) => known,
                    None if usage().filler.contains(&word) => FILLER,
                    None => UNKNOWN,
                };
                let weight = match (is_own, near.is_empty()) {
                    (true, _) => weight,
                    (false, false) => weight * 4 / 10,
                    (false, true) => weight / 10,
                };
                written.push((is_own, weight, near));
            }
        }
        if written.iter().all(|(is_own, ..)| !is_own) {
            return out;
        }
        for (owner, name) in &self.names {
            let mut taken = vec![false; written.len()];
            let (mut matched, mut wanted, mut own_matched) = (0u64, 0u64, false);
            for id in name {
                let weight = u64::from(self.weight[*id as usize]);
                wanted += weight;
                let best = (0..written.len())
                    .filter(|i| !taken[*i])
                    .filter_map(|i| written[i].2.iter().find(|n| n.0 == *id).map(|n| (n.1, std::cmp::Reverse(i))))
                    .max();
                if let Some((how, std::cmp::Reverse(i))) = best {
                    taken[i] = true;
                    own_matched |= written[i].0;
                    matched += weight * u64::from(how) / 1000;
                }
            }
            if matched == 0 || !own_matched {
                continue;
            }
            let given: u64 = matched
                + written.iter().zip(&taken).filter(|(_, t)| !**t).map(|((_, w, _), _)| u64::from(*w)).sum::<u64>();
            let score = (200 * matched / (wanted + given).max(1)) as u32;
            out[*owner] = out[*owner].max(score);
        }
        out
    }
}

/// A word that one column has says more than one that thirty have.
fn rarity(owners: usize) -> u32 {
    match owners {
        0 | 1 => 1000,
        2 => 900,
        3 => 800,
        4 | 5 => 700,
        6..=8 => 600,
        9..=15 => 500,
        16..=30 => 400,
        _ => 300,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_phrases_and_order_make_no_other_name() {
        for (written, meant) in [
            ("Hub. dgn KRT", "Hubungan dengan kepala rumah tangga"),
            ("Jml. ART", "Jumlah anggota rumah tangga"),
            ("TglLahir", "Tanggal Lahir"),
            ("Lahir, Tgl.", "tanggal lahir"),
            ("Bekerja Seminggu Yang Lalu", "Bekerja seminggu lalu"),
            ("Nama Kep. Rumah Tangga", "Nama KRT"),
            ("NO_KK", "Nomor KK"),
            ("Sts. Prkawinan", "Status kawin"),
        ] {
            assert_eq!(signature(written), signature(meant), "{written}");
        }
        assert_ne!(signature("gas > 3 kg"), signature("gas 3 kg"));
        assert_eq!(signature("1.300 watt"), signature("1300 watt"));
    }

    #[test]
    fn missing_vowels_and_typing_errors_are_seen_through_and_other_words_are_not() {
        for (written, known) in [
            ("sklh", "sekolah"),
            ("bngnan", "bangunan"),
            ("pekerjan", "pekerjaan"),
            ("pend", "pendidikan"),
            ("klmn", "kelamin"),
        ] {
            assert!(similar(written, known) >= 800, "{written} {known}");
        }
        for (written, known) in [("luas", "terluas"), ("suami", "istri"), ("tahun", "bulan"), ("kuda", "kerbau")] {
            assert_eq!(similar(written, known), 0, "{written} {known}");
        }
    }

    #[test]
    fn a_title_over_several_columns_helps_the_one_it_belongs_to() {
        let names = [(0, "Nama ART"), (0, "Nama"), (1, "Nama Provinsi"), (2, "Kode Provinsi"), (3, "Kode Desa")];
        let lexicon = Lexicon::new(4, names);
        let best = |own: &str, group: &str| {
            let scores = lexicon.likeness(own, group);
            (0..4).max_by_key(|i| scores[*i]).unwrap()
        };
        assert_eq!(best("Nama", "Provinsi"), 1);
        assert_eq!(best("Kode", "Provinsi"), 2);
        assert_eq!(best("Nama", "Keterangan anggota rumah tangga"), 0);
    }
}
