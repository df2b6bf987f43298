//! A layout that somebody has settled: which head of an office's file is which column. Design D21.
//!
//! `mutakhir import layout` writes it, a person corrects it, `--layout` reads it back.

use super::layout::letters;
use super::spec::{Spec, key};
use crate::error::ReadError;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One column of a settled layout.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettledColumn {
    /// The head as the file writes it.
    pub head: String,
    /// The letter of the column, where several bear the same head.
    pub at: Option<String>,
    /// Key of the column it is; empty when it is none.
    #[serde(default)]
    pub take: String,
    /// Words of this office for codes.
    #[serde(default)]
    pub codes: BTreeMap<String, String>,
    /// How sure the recognition was, in percent; not read back.
    #[serde(default)]
    pub confidence: Option<u32>,
    /// Contents with every letter and digit masked; not read back.
    #[serde(default)]
    pub sample: Vec<String>,
}

/// The layout of one file, settled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settled {
    /// The profile it belongs to.
    pub profile: String,
    /// Keys of columns that the file does not have, and without which it is imported all the same.
    #[serde(default)]
    pub without: Vec<String>,
    /// The columns.
    #[serde(default)]
    pub column: Vec<SettledColumn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettledFile {
    #[serde(default)]
    layout: Vec<Settled>,
}

impl Settled {
    /// Reads a layout file. Refuses what is not TOML, keys that no column has, and one column taken twice.
    pub fn read(name: &str, text: &str, profiles: &[&Spec]) -> Result<Vec<Self>, ReadError> {
        let bad = |reason: String| ReadError::LayoutInvalid { file: name.to_owned(), reason };
        let file: SettledFile = toml::from_str(text).map_err(|e| bad(e.to_string().trim().replace('\n', " ")))?;
        if file.layout.is_empty() {
            return Err(bad("tidak ada bagian [[layout]]".to_owned()));
        }
        for layout in &file.layout {
            let spec = profiles.iter().find(|s| s.title == layout.profile);
            let spec = spec.ok_or_else(|| bad(format!("profil \"{}\" tidak dikenal", layout.profile)))?;
            let mut seen: Vec<&str> = Vec::new();
            for column in layout.column.iter().filter(|c| !c.take.is_empty()) {
                if spec.place(&column.take).is_none() {
                    return Err(bad(format!("kolom \"{}\" tidak ada pada {}", column.take, spec.title)));
                }
                if seen.contains(&column.take.as_str()) {
                    return Err(bad(format!("kolom \"{}\" diambil dua kali", column.take)));
                }
                seen.push(&column.take);
            }
            for waived in &layout.without {
                if spec.place(waived).is_none() {
                    return Err(bad(format!("kolom \"{waived}\" tidak ada pada {}", spec.title)));
                }
            }
        }
        Ok(file.layout)
    }

    /// Whether the heads are those of this layout: each of them is there.
    pub(super) fn is_of(&self, spec: &Spec, heads: &[String]) -> bool {
        self.profile == spec.title
            && !self.column.is_empty()
            && self.column.iter().all(|c| heads.iter().any(|h| key(h) == key(&c.head) || h.trim() == c.head.trim()))
    }

    /// What the layout says of a position.
    pub(super) fn column(&self, at: usize, head: &str) -> Option<&SettledColumn> {
        let same = |c: &&SettledColumn| key(&c.head) == key(head) || c.head.trim() == head.trim();
        let here = letters(at);
        let mut named = self.column.iter().filter(same);
        let placed = self.column.iter().filter(same).find(|c| c.at.as_deref() == Some(&here));
        placed.or_else(|| {
            let first = named.next()?;
            // a head of its own is known wherever it stands
            named.next().is_none().then_some(first)
        })
    }
}

impl Settled {
    /// The layout as a file that [`Settled::read`] takes back.
    #[must_use]
    pub fn written(&self) -> String {
        let list = |texts: &[String]| texts.iter().map(|t| quoted(t)).collect::<Vec<_>>().join(", ");
        let mut out = format!("[[layout]]\nprofile = {}\nwithout = [{}]\n", quoted(&self.profile), list(&self.without));
        for column in &self.column {
            out.push_str(&format!("\n[[layout.column]]\nhead = {}\n", quoted(&column.head)));
            if let Some(at) = &column.at {
                out.push_str(&format!("at = {}\n", quoted(at)));
            }
            out.push_str(&format!("take = {}\n", quoted(&column.take)));
            if !column.codes.is_empty() {
                let pairs: Vec<String> =
                    column.codes.iter().map(|(word, code)| format!("{} = {}", quoted(word), quoted(code))).collect();
                out.push_str(&format!("codes = {{ {} }}\n", pairs.join(", ")));
            }
        }
        out
    }
}

/// A text as a TOML string on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A cell for other eyes: letters and digits masked, signs and length kept.
pub(super) fn masked(text: &str) -> String {
    text.chars()
        .take(24)
        .map(|c| match c {
            c if c.is_ascii_digit() => '9',
            c if c.is_uppercase() => 'A',
            c if c.is_alphabetic() => 'a',
            c => c,
        })
        .collect()
}
