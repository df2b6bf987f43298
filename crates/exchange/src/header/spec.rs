//! The columns of a source as its layout profile describes them.

use super::content::Content;
use crate::lexicon::{Lexicon, row_words, signature};
use crate::profile::{self, Block, ColumnFile, Need, ProfileFile, SparedBy};
use crate::table::Row;
use crate::words::fold;
use domain::questionnaire::Item;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// One column of a source.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its name in layout files.
    pub key: String,
    /// Its names in heads; the first is ours.
    pub names: Vec<String>,
    /// Whether an import can do without it.
    pub need: Need,
    /// What its cells hold.
    pub content: Content,
    /// Position in the official layout, from 1, if it has one.
    pub position: Option<usize>,
    /// Part of the form it belongs to.
    pub block: Option<String>,
    /// What is lost without it, in Indonesian.
    pub without: Option<String>,
    pub(super) spared_by: Option<SparedBy>,
}

impl Column {
    /// The name for people: the first that is not a variable name.
    #[must_use]
    pub fn title(&self) -> &str {
        // the first name of an item is its column in questionnaire files
        let from = usize::from(matches!(self.content, Content::Item(_)));
        let spoken = self.names.iter().skip(from).find(|n| !n.contains('_'));
        spoken.or(self.names.first()).map_or(&self.key, String::as_str)
    }
}

/// The columns of a source.
pub struct Spec {
    /// Kind of import the profile belongs to.
    pub kind: String,
    /// Name of the source for people.
    pub title: String,
    pub(super) columns: Vec<Column>,
    pub(super) blocks: BTreeMap<String, Block>,
    names: FxHashMap<String, Vec<usize>>,
    signatures: FxHashMap<String, Vec<usize>>,
    pub(super) lexicon: Lexicon,
    /// Column of a person's or place's name: a row with only this filled is data, not a note.
    pub(super) name_column: Option<usize>,
    /// Says from the first rows whether they follow the official layout without any header.
    pub(super) headless: Option<fn(&[Row]) -> bool>,
}

impl Spec {
    /// Reads a profile that is part of the program. The columns named by `keys` come first and in that
    /// order; columns that the importer does not read follow.
    #[must_use]
    pub(crate) fn load<'k>(name: &str, text: &str, keys: impl IntoIterator<Item = &'k str>) -> Self {
        let mut file: ProfileFile = profile::embedded(name, text);
        let mut columns = Vec::new();
        for key in keys {
            let found = file.column.iter().position(|c| named(c) == key);
            debug_assert!(found.is_some(), "{name}: no column {key}");
            columns.push(found.map_or_else(Column::default, |i| column(file.column.remove(i))));
        }
        columns.extend(file.column.drain(..).map(column));
        let name_column = file.name_column.and_then(|key| columns.iter().position(|c| c.key == key));
        Self::of(file.kind, file.title, columns, file.block, name_column)
    }

    fn of(
        kind: String,
        title: String,
        columns: Vec<Column>,
        blocks: BTreeMap<String, Block>,
        name_column: Option<usize>,
    ) -> Self {
        let mut names: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let mut signatures: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (i, column) in columns.iter().enumerate() {
            for name in &column.names {
                for (map, at) in [(&mut names, key(name)), (&mut signatures, signature(name))] {
                    let owners = map.entry(at).or_default();
                    if !owners.contains(&i) {
                        owners.push(i);
                    }
                }
            }
        }
        signatures.remove("");
        let all = columns.iter().enumerate().flat_map(|(i, c)| c.names.iter().map(move |n| (i, n.as_str())));
        let lexicon = Lexicon::new(columns.len(), all);
        Self { kind, title, columns, blocks, names, signatures, lexicon, name_column, headless: None }
    }

    /// Lets the source be read by position when no header is there.
    #[must_use]
    pub fn headless_if(mut self, test: fn(&[Row]) -> bool) -> Self {
        self.headless = Some(test);
        self
    }
    /// The columns.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }
    /// The place of a column by its key.
    #[must_use]
    pub fn place(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.key == key)
    }

    /// The column of that name, letter by letter. A number before it (`7. Alamat`) or behind it
    /// (`Alamat (7)`) and a unit (`Umur (tahun)`) are not part of the name unless the profile has them.
    /// Of columns that share the name the first.
    pub(super) fn exact(&self, head: &str) -> Option<usize> {
        self.owners(head).first().copied()
    }

    /// Every column of that name.
    pub(super) fn owners(&self, head: &str) -> &[usize] {
        let get = |name: &str| self.names.get(&key(name)).map(Vec::as_slice);
        get(head).or_else(|| get(bare(head)?)).unwrap_or(&[])
    }

    /// Every column whose name has the same words in any order and spelling.
    pub(super) fn same_words(&self, head: &str) -> &[usize] {
        let get = |name: &str| self.signatures.get(&signature(name)).map(Vec::as_slice);
        get(head).or_else(|| get(unnumbered(head))).or_else(|| get(bare(head)?)).unwrap_or(&[])
    }

    pub(super) fn missing(&self, found: &[Option<usize>]) -> Vec<&str> {
        self.columns
            .iter()
            .zip(found)
            .filter(|(c, at)| c.need == Need::Required && at.is_none())
            .map(|(c, _)| c.title())
            .collect()
    }
}

fn named(file: &ColumnFile) -> &str {
    file.key.as_deref().or(file.item.as_deref()).unwrap_or_default()
}

fn column(file: ColumnFile) -> Column {
    let item = file.item.as_deref().and_then(Item::from_column);
    let mut names = item.map(profile::item_names).unwrap_or_default();
    names.extend(file.names);
    Column {
        key: file.key.or(file.item).unwrap_or_default(),
        names,
        need: file.need,
        content: item.map_or(file.content, Content::Item),
        position: file.position,
        block: file.block,
        without: file.without,
        spared_by: file.spared_by,
    }
}

/// The head without a number before or behind it and without what stands in brackets.
fn bare(head: &str) -> Option<&str> {
    let head = unnumbered(head);
    let named = head.split_once('(').map_or(head, |(name, _)| name).trim();
    (!key(named).is_empty()).then_some(named)
}

/// `7. Alamat`, `(7) Alamat`, `III.1a Alamat`, `B3K1a_Alamat`, `R301a Alamat`, `Alamat (7)`: the name.
pub(super) fn unnumbered(head: &str) -> &str {
    let head = head.trim();
    let end = head.find([' ', '_', ')']).map_or(head.len(), |at| at + 1);
    let numbers = |t: &str| {
        let t = t.trim_matches(['(', '[', ')', ']', '.', '-', ':', ' ', '_']);
        let digits = t.chars().filter(char::is_ascii_digit).count();
        let letters = t.chars().filter(|c| c.is_alphabetic()).count();
        let roman = t.split('.').next().is_some_and(|r| !r.is_empty() && r.chars().all(|c| "IVXivx".contains(c)));
        digits > 0 && t.len() <= 8 && (letters <= 3 || roman)
    };
    let (first, rest) = head.split_at(end);
    let glued = head.find(['.', ')']).filter(|at| *at + 1 < head.len()).map(|at| head.split_at(at + 1));
    let name = if !rest.trim().is_empty() && numbers(first) {
        rest.trim_start_matches([')', ']', '.', '-', ':', ' ', '_'])
    } else if let Some((_, rest)) = glued.filter(|(n, _)| n.chars().all(|c| !c.is_alphabetic()) && numbers(n)) {
        rest.trim_start()
    } else {
        head
    };
    let closed = name.trim_end_matches([')', ']']);
    let inner = closed.trim_end_matches(|c: char| c.is_ascii_digit());
    let cut = inner.trim_end();
    match cut.strip_suffix(['(', '[']) {
        Some(before) if closed.len() < name.len() && inner.len() < closed.len() => before.trim_end(),
        _ => name,
    }
}

/// The number of the form in a head: `86. Umur`, `Umur (86)`, `KOLOM 86`, `(86)`.
pub(super) fn number_in(head: &str) -> Option<usize> {
    let head = head.trim();
    let digits = |t: &str| t.parse::<usize>().ok().filter(|n| (1..=999).contains(n));
    let open = head.trim_start_matches(['(', '[']);
    let leading: String = open.chars().take_while(char::is_ascii_digit).collect();
    if !leading.is_empty() {
        let next = open[leading.len()..].chars().next();
        if next.is_none_or(|c| matches!(c, '.' | ')' | ']' | '-' | ':' | ' ' | '_')) {
            return digits(&leading);
        }
    }
    let closed = head.trim_end_matches([')', ']']);
    let trailing = &closed[closed.trim_end_matches(|c: char| c.is_ascii_digit()).len()..];
    let before = closed[..closed.len() - trailing.len()].trim_end();
    let marked = before.ends_with(['(', '[']) || row_words().column.contains(&fold(before));
    marked.then(|| digits(trailing)).flatten()
}

/// Letters and digits only, in lower case: `No. KK`, `NO_KK` and `no kk` are one name.
pub(super) fn key(head: &str) -> String {
    head.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Likeness in percent by edit distance.
pub(crate) fn likeness(a: &str, b: &str) -> u32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(60).collect(), b.chars().take(60).collect());
    let longest = a.len().max(b.len());
    if longest == 0 || a.len().abs_diff(b.len()) * 5 > longest {
        return 0;
    }
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut current = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let change = previous[j] + usize::from(x != y);
            current.push(change.min(previous[j + 1] + 1).min(current[j] + 1));
        }
        previous = current;
    }
    ((longest - previous[b.len()]) * 100 / longest) as u32
}
