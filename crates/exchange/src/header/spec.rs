//! The columns of a source, declared once, with their names.

use crate::table::Row;
use std::collections::BTreeMap;

/// One declared column of a source.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its names; the first is ours.
    pub names: Vec<&'static str>,
    /// Required column.
    pub required: bool,
    /// Position in the official layout, from 1, if it has one.
    pub position: Option<usize>,
}

impl Column {
    /// An optional column.
    #[must_use]
    pub fn optional(names: &[&'static str]) -> Self {
        Self { names: names.to_vec(), required: false, position: None }
    }
    /// A required column.
    #[must_use]
    pub fn required(names: &[&'static str]) -> Self {
        Self { names: names.to_vec(), required: true, position: None }
    }
    /// Sets the position in the official layout.
    #[must_use]
    pub fn at(mut self, position: usize) -> Self {
        self.position = Some(position);
        self
    }
}

/// The columns of a source, declared once.
pub struct Spec {
    pub(super) columns: Vec<Column>,
    pub(super) names: BTreeMap<String, usize>,
    /// Column of a person's or place's name: a row with only this filled is data, not a note.
    pub(super) name_column: Option<usize>,
    /// Says from the first rows whether they follow the official layout without any header.
    pub(super) headless: Option<fn(&[Row]) -> bool>,
}

impl Spec {
    /// Declares a source. A name that two columns share belongs to the first.
    #[must_use]
    pub fn new(columns: Vec<Column>, name_column: Option<usize>) -> Self {
        let mut names = BTreeMap::new();
        for (i, column) in columns.iter().enumerate() {
            for name in &column.names {
                names.entry(key(name)).or_insert(i);
            }
        }
        Self { columns, names, name_column, headless: None }
    }
    /// Lets the source be read by position when no header is there.
    #[must_use]
    pub fn headless_if(mut self, test: fn(&[Row]) -> bool) -> Self {
        self.headless = Some(test);
        self
    }
    /// The declared columns.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column of that name; a number before it (`7. Alamat`) and a unit behind it
    /// (`Umur (tahun)`) are not part of the name unless they were declared.
    pub(super) fn exact(&self, head: &str) -> Option<usize> {
        let get = |name: &str| self.names.get(&key(name)).copied();
        let bare = || {
            let numbered = head.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
            let unnumbered = numbered.strip_prefix(['.', ')']).unwrap_or(head);
            let named = unnumbered.split_once('(').map_or(unnumbered, |(name, _)| name);
            (!key(named).is_empty()).then(|| get(named)).flatten()
        };
        get(head).or_else(bare)
    }

    /// The column whose name is nearest to a header nobody declared, if one is near enough.
    pub(super) fn near(&self, head: &str, free: &[bool]) -> Option<(usize, u32)> {
        let head = key(head);
        // short names are near to each other by nature: `Nama KRT` is not `Nama ART`
        if head.chars().count() < 8 {
            return None;
        }
        let mut best: Option<(usize, u32)> = None;
        for (name, column) in &self.names {
            let score = likeness(&head, name);
            if free[*column] && score >= 85 && best.is_none_or(|(_, s)| score > s) {
                best = Some((*column, score));
            }
        }
        best
    }

    pub(super) fn missing(&self, found: &[Option<usize>]) -> Vec<&'static str> {
        self.columns
            .iter()
            .zip(found)
            .filter(|(c, at)| c.required && at.is_none())
            .filter_map(|(c, _)| c.names.first().copied())
            .collect()
    }
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
