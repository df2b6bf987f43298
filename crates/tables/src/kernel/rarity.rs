//! How rare words and values are: what is rare tells more when it agrees.

use super::plan::Plan;
use super::rows::Rows;
use super::spec::Kind;
use super::value::MISSING;
use super::words::{LOCAL, NUMBER, Word, Words};
use linkage::weigh::log2;
use rustc_hash::{FxHashMap, FxHashSet};

/// Information in sixteenths of a bit.
pub(crate) type Bits16 = u16;

/// Whether rarity of the agreeing value counts.
pub(crate) fn has_rarity(kind: Kind) -> bool {
    match kind {
        Kind::PersonName
        | Kind::GivenName
        | Kind::Surname
        | Kind::Text
        | Kind::Email
        | Kind::Date
        | Kind::Place
        | Kind::Number
        | Kind::Age => true,
        Kind::Identifier | Kind::Phone | Kind::Nik | Kind::FamilyCard | Kind::Sex | Kind::Address | Kind::Location => {
            false
        }
    }
}

/// How rare words and values are: negative binary logarithms of their share.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rarity {
    /// By word code, for each field with words of a name.
    pub words: Vec<Vec<Bits16>>,
    /// By cell, for each other field; only values met more than once.
    pub values: Vec<FxHashMap<u64, Bits16>>,
    /// What is not in the tables.
    pub unseen: Vec<Bits16>,
    /// Dates that stand for "not known": far more have them than any other.
    pub common: Vec<FxHashSet<u64>>,
    /// For a part of a name the other part it may be exchanged with.
    pub partners: Vec<Option<usize>>,
}

impl Rarity {
    pub fn word(&self, field: usize, word: Word) -> Bits16 {
        if word & LOCAL != 0 {
            return self.unseen[field];
        }
        self.words[field].get(word as usize).copied().filter(|b| *b > 0).unwrap_or(self.unseen[field])
    }
    /// Whether a date stands for "not known".
    pub fn is_common(&self, field: usize, cell: u64) -> bool {
        self.common[field].contains(&cell)
    }
    pub fn value(&self, field: usize, cell: u64) -> Bits16 {
        self.values[field].get(&cell).copied().unwrap_or(self.unseen[field])
    }
}

/// A date that this many times as many have as have the mean date stands for "not known".
const MANY_TIMES: f64 = 8.0;
/// Fewer than this are no crowd.
const CROWD: f64 = 10.0;

/// Records among which is counted.
pub(crate) struct Counted<'a> {
    pub rows: &'a Rows,
    pub texts: Words<'a>,
    /// Prints of the records: what is counted in part is drawn by them.
    pub prints: &'a [u64],
    /// Copies of an earlier record.
    pub copies: &'a [bool],
}

/// Counts how often words and values occur among records.
///
/// Copies of one record beyond the first are passed over: a record written a thousand times does not
/// make its name common.
pub(crate) fn count(plan: &Plan, sets: &[Counted<'_>], words: usize) -> Rarity {
    let fields = plan.layout.kinds.len();
    let mut rarity = Rarity {
        words: vec![Vec::new(); fields],
        values: vec![FxHashMap::default(); fields],
        unseen: vec![0; fields],
        common: vec![FxHashSet::default(); fields],
        partners: partners(&plan.layout.kinds),
    };
    let total: usize = sets.iter().map(|set| set.rows.len() - set.copies.iter().filter(|c| **c).count()).sum();
    let is_copy = |set: &Counted<'_>, at: usize| set.copies.get(at).copied().unwrap_or(false);
    for (field, &kind) in plan.layout.kinds.iter().enumerate() {
        if !has_rarity(kind) {
            continue;
        }
        let in_words = matches!(kind, Kind::PersonName | Kind::GivenName | Kind::Surname | Kind::Text | Kind::Email)
            || kind == Kind::Place
                && sets.iter().any(|set| {
                    let named = |at: usize| set.rows.cell(at, field) >> 63 == 0 && set.rows.cell(at, field) != MISSING;
                    (0..set.rows.len()).filter(|&at| named(at)).take(20).count() * 100 > set.rows.len().min(2000)
                });
        let bits =
            |count: u32| (log2((total as f64 + 2.0) / (f64::from(count) + 0.5)) * 16.0).clamp(1.0, 60_000.0) as Bits16;
        if in_words {
            let mut counts = vec![0u32; words];
            for set in sets {
                for at in (0..set.rows.len()).filter(|&at| !is_copy(set, at)) {
                    for &word in set.rows.row(at, set.texts).words_of(field) {
                        if word & (LOCAL | NUMBER) == 0 {
                            counts[word as usize] += 1;
                        }
                    }
                }
            }
            rarity.words[field] = counts.into_iter().map(|count| if count == 0 { 0 } else { bits(count) }).collect();
        } else {
            let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
            let step = (total / 400_000).max(1);
            for set in sets {
                let drawn = |at: usize| step == 1 || set.prints[at].is_multiple_of(step as u64);
                for at in (0..set.rows.len()).filter(|&at| drawn(at) && !is_copy(set, at)) {
                    let cell = set.rows.cell(at, field);
                    if cell != MISSING {
                        *counts.entry(cell).or_default() += 1;
                    }
                }
            }
            if kind == Kind::Date {
                let counted: f64 = counts.values().map(|&c| f64::from(c)).sum();
                let crowd = (MANY_TIMES * counted / counts.len().max(1) as f64).max(CROWD);
                let crowded = counts.iter().filter(|(_, count)| f64::from(**count) > crowd);
                rarity.common[field] = crowded.map(|(cell, _)| *cell).collect();
            }
            counts.retain(|_, count| *count > 1);
            let scaled = |count: u32| bits(count * step as u32);
            rarity.values[field] = counts.into_iter().map(|(cell, count)| (cell, scaled(count))).collect();
        }
        rarity.unseen[field] = bits(1);
    }
    rarity
}

/// Given name and surname, where there is one of each.
fn partners(kinds: &[Kind]) -> Vec<Option<usize>> {
    let only = |wanted: Kind| {
        let mut all = (0..kinds.len()).filter(|&f| kinds[f] == wanted);
        all.next().filter(|_| all.next().is_none())
    };
    let mut partners = vec![None; kinds.len()];
    if let (Some(given), Some(surname)) = (only(Kind::GivenName), only(Kind::Surname)) {
        partners[given] = Some(surname);
        partners[surname] = Some(given);
    }
    partners
}

/// Whether the values of each field are many: two records share one by a chance of less than one in two hundred.
pub(crate) fn telling(plan: &Plan, rows: &Rows, drawn: &[u32]) -> Vec<bool> {
    (0..plan.layout.kinds.len())
        .map(|field| {
            let mut seen: Vec<u64> =
                drawn.iter().map(|&at| rows.cell(at as usize, field)).filter(|&c| c != MISSING).collect();
            let all = seen.len();
            seen.sort_unstable();
            // the chance that two records share the value
            let same: usize = seen.chunk_by(|a, b| a == b).map(|c| c.len() * (c.len() - 1)).sum();
            all > 1 && (same as f64) < 0.005 * (all * (all - 1)) as f64
        })
        .collect()
}
