//! Who may be registered already: shown to the officer while typing, never decided here.
//!
//! An exact NIK or No. KK is found in the whole workspace, a similar name in the desa.

use super::{Act, App, AppError, AreaCode, MatchRow, Nik, NoKk, Officer};
use std::collections::BTreeMap;

/// Why something is shown as a possible match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same NIK.
    SameNik,
    /// The same No. KK.
    SameNoKk,
    /// A similar name of the head.
    SimilarName,
}

impl Likeness {
    /// The code, key of its text.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SameNik => "nik",
            Self::SameNoKk => "no_kk",
            Self::SimilarName => "name",
        }
    }
}

/// A possible match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The registration or household.
    pub row: MatchRow,
    /// Why it is shown, strongest first.
    pub likeness: Vec<Likeness>,
}

const SHOWN_MAX: usize = 6;

/// Possible matches for a head's name and any numbers typed so far, strongest first.
pub async fn matches(
    app: &App,
    officer: &Officer,
    desa: AreaCode,
    name: &str,
    numbers: &[(Likeness, String)],
) -> Result<Vec<Match>, AppError> {
    if !officer.could(Act::RegisterActive, desa) {
        officer.may(Act::RegisterPassive, desa)?;
    }
    let mut reader = app.store.read().await?;
    let mut found: BTreeMap<(String, String), Match> = BTreeMap::new();
    let mut add = |row: MatchRow, likeness: Likeness| {
        let entry = found.entry((row.what.clone(), row.id.clone())).or_insert(Match { row, likeness: Vec::new() });
        if !entry.likeness.contains(&likeness) {
            entry.likeness.push(likeness);
            entry.likeness.sort();
        }
    };
    for (likeness, digits) in numbers {
        let what = match likeness {
            Likeness::SameNik if Nik::parse(digits).is_ok() => "nik",
            Likeness::SameNoKk if NoKk::parse(digits).is_ok() => "no_kk",
            _ => continue,
        };
        for row in reader.view_match_number(what, digits).await? {
            add(row, *likeness);
        }
    }
    // names are not spelt alike: look for the first sound of each word, compare the whole after that
    let name = linkage_name(name);
    if let Some(word) = name.split(' ').max_by_key(|w| w.len()).filter(|w| w.len() >= 3) {
        for row in reader.view_match_names(&desa, &word[..3.min(word.len())]).await? {
            let similar = row.head_name.as_deref().is_some_and(|head| similarity(&name, &linkage_name(head)) >= 820);
            if similar {
                add(row, Likeness::SimilarName);
            }
        }
    }
    let mut shown: Vec<Match> = found.into_values().collect();
    shown.sort_by(|a, b| (&a.likeness, &a.row.what, &a.row.id).cmp(&(&b.likeness, &b.row.what, &b.row.id)));
    shown.truncate(SHOWN_MAX);
    Ok(shown)
}

/// Upper case, letters only, old spellings folded: enough to show, not to decide.
fn linkage_name(name: &str) -> String {
    let upper: String = name.to_uppercase().chars().map(|c| if c.is_ascii_alphabetic() { c } else { ' ' }).collect();
    let folded = upper.replace("OE", "U").replace("DJ", "J").replace("TJ", "C").replace("SJ", "SY");
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Share of equal pairs of neighbouring letters, per mille (Dice).
fn similarity(a: &str, b: &str) -> u32 {
    let pairs = |text: &str| {
        let letters: Vec<u8> = text.bytes().filter(|b| *b != b' ').collect();
        let mut pairs: Vec<[u8; 2]> = letters.windows(2).map(|w| [w[0], w[1]]).collect();
        pairs.sort_unstable();
        pairs
    };
    let (a, b) = (pairs(a), pairs(b));
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let (mut i, mut j, mut same) = (0, 0, 0u32);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                same += 1;
                i += 1;
                j += 1;
            }
        }
    }
    same * 2000 / (a.len() + b.len()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_new_spelling_of_a_name_are_alike_and_other_names_are_not() {
        let like = |a: &str, b: &str| similarity(&linkage_name(a), &linkage_name(b));
        assert_eq!(like("Soekardjo", "SUKARJO"), 1000);
        assert!(like("SARTINEM", "SARTINEM BINTI TUKIYO") < 820);
        assert!(like("SARTINEM", "SARTINEN") >= 820);
        assert!(like("SARTINEM", "PONIRAN") < 300);
    }
}
