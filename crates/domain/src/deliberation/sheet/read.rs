//! Reading what people write into columns 06 and 08.

use crate::deliberation::Finding;
use std::collections::BTreeSet;

/// What a cell of column 06 holds. R47.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeCell {
    /// Nothing is circled.
    Empty,
    /// Exactly one code.
    One(Finding),
    /// Several codes: `2,6`, `1 2`, `2/6`.
    Several(BTreeSet<Finding>),
    /// Digits that run together, `26`: several circles or a number off the list; nobody can tell.
    RunTogether(BTreeSet<Finding>),
    /// Something that is none of the eight codes.
    OffList,
}

impl CodeCell {
    /// The code, when there is exactly one.
    #[must_use]
    pub fn one(&self) -> Option<Finding> {
        match self {
            Self::One(finding) => Some(*finding),
            Self::Empty | Self::Several(_) | Self::RunTogether(_) | Self::OffList => None,
        }
    }

    /// Whether this code may have been meant.
    #[must_use]
    pub(super) fn may_be(&self, finding: Finding) -> bool {
        match self {
            Self::Empty | Self::OffList => true,
            Self::One(one) => *one == finding,
            Self::Several(codes) | Self::RunTogether(codes) => codes.contains(&finding),
        }
    }
}

/// Reads a cell of column 06: `2`, ` 2 `, `2.0`, `02`, `②`, `2,6`, `1 2`, `kode 4`, or the words of a code.
#[must_use]
pub fn read_codes(text: &str) -> CodeCell {
    let text: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '\u{2460}'..='\u{2468}' => char::from(b'1' + (c as u32 - 0x2460) as u8),
            other => other,
        })
        .collect();
    let text = without_decimal_zero(&text);
    let runs: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|r| !r.is_empty()).collect();
    if runs.is_empty() {
        return read_words(text);
    }
    let mut codes = BTreeSet::new();
    let mut together = false;
    for run in runs {
        let number = run.trim_start_matches('0');
        let digits: Vec<Option<Finding>> = number.bytes().map(|b| Finding::from_code(b - b'0')).collect();
        let distinct: BTreeSet<Finding> = digits.iter().flatten().copied().collect();
        match digits.len() {
            1 if distinct.len() == 1 => codes.extend(distinct),
            n if n > 1 && distinct.len() == n => {
                together = true;
                codes.extend(distinct);
            }
            _ => return CodeCell::OffList,
        }
    }
    match (codes.len(), together, codes.first()) {
        (_, true, _) => CodeCell::RunTogether(codes),
        (1, false, Some(one)) => CodeCell::One(*one),
        _ => CodeCell::Several(codes),
    }
}

/// `2.0` or `2,00`, as a spreadsheet writes the number 2.
fn without_decimal_zero(text: &str) -> &str {
    match text.split_once(['.', ',']) {
        Some((whole, zeros))
            if !zeros.is_empty()
                && zeros.bytes().all(|b| b == b'0')
                && !whole.is_empty()
                && whole.bytes().all(|b| b.is_ascii_digit()) =>
        {
            whole
        }
        _ => text,
    }
}

fn read_words(text: &str) -> CodeCell {
    let key: String = text.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    if key.is_empty() || matches!(key.as_str(), "belum" | "kosong" | "null" | "na" | "nan") {
        return CodeCell::Empty;
    }
    let label = |f: Finding| f.label().to_lowercase().chars().filter(|c| c.is_alphabetic()).collect::<String>();
    Finding::ALL.into_iter().find(|f| label(*f) == key).map_or(CodeCell::OffList, CodeCell::One)
}

/// Whether column 08 is ticked. A tick, `ya`, `sudah` or initials all count; an empty cell and
/// every way to say no do not. R57.
#[must_use]
pub fn is_checked(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let words: String = text.chars().filter(|c| !c.is_whitespace() && !".-–—_".contains(*c)).collect();
    let no = [
        "",
        "0",
        "t",
        "n",
        "no",
        "tdk",
        "tidak",
        "belum",
        "blm",
        "blum",
        "false",
        "kosong",
        "null",
        "nan",
        "✗",
        "✘",
        "☐",
        "□",
        "tidakada",
        "belumdiperiksa",
        "tidakdiperiksa",
        "blmdiperiksa",
        "tdkdiperiksa",
    ];
    !no.contains(&words.as_str())
}

/// Whether the remark says that a proposal on FKP.02 was struck out (remedy a or c). R63, R65.
#[must_use]
pub fn is_struck(remark: &str) -> bool {
    let remark = remark.to_lowercase();
    remark.split(|c: char| !c.is_alphabetic()).any(|word| matches!(word, "dicoret" | "coret" | "tercoret"))
        && !remark.contains("tidak dicoret")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(codes: &[u8]) -> BTreeSet<Finding> {
        codes.iter().filter_map(|c| Finding::from_code(*c)).collect()
    }

    #[test]
    fn one_code_is_read_however_it_is_typed() {
        for text in
            ["2", " 2 ", "02", "2.0", "2,00", "②", "kode 2", "2.", "(2)", "2 2", "Ada, status kesejahteraan berubah"]
        {
            assert_eq!(read_codes(text), CodeCell::One(Finding::Improved), "{text}");
        }
    }

    #[test]
    fn two_circles_are_never_read_as_one_code() {
        // R47
        for text in ["2,6", "2 6", "2/6", "2 dan 6", "6;2", "2.6", "②⑥"] {
            assert!(matches!(read_codes(text), CodeCell::Several(_) | CodeCell::RunTogether(_)), "{text}");
            assert_eq!(read_codes(text).one(), None);
        }
        assert_eq!(read_codes("1 2"), CodeCell::Several(set(&[1, 2])));
        assert_eq!(read_codes("26"), CodeCell::RunTogether(set(&[2, 6])));
    }

    #[test]
    fn an_empty_cell_and_a_code_off_the_list_are_told_apart() {
        // R47, R58
        for text in ["", " ", "-", "–", "...", "\u{a0}"] {
            assert_eq!(read_codes(text), CodeCell::Empty, "{text:?}");
        }
        for text in ["0", "9", "10", "11", "99", "-1x9", "A", "?a"] {
            assert_eq!(read_codes(text), CodeCell::OffList, "{text}");
        }
    }

    #[test]
    fn a_tick_in_column_08_is_anything_that_does_not_say_no() {
        // R57
        for text in ["ya", "Y", "v", "√", "✓", "sudah", "1", "SUDAH DIPERIKSA", "DT"] {
            assert!(is_checked(text), "{text}");
        }
        for text in ["", " ", "-", "tidak", "Belum", "0", "T", "n", "belum diperiksa"] {
            assert!(!is_checked(text), "{text}");
        }
    }
}
