//! Typed parsers of single cells. Each says what it took, or which defect it met; none guesses.

mod date;
mod nik;

pub use date::date;
pub use nik::{nik, no_kk};

use crate::table::Cell;
use crate::words;
use domain::defect::DefectKind;
use std::borrow::Cow;

/// What a parser made of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parsed<T> {
    /// Nothing is written there.
    Missing,
    /// A value.
    Value(T),
    /// A value after a repair without loss.
    Repaired(T, DefectKind),
    /// Damage; the detail is safe to show.
    Damaged(DefectKind, String),
}

impl<T> Parsed<T> {
    /// A formula without its result.
    pub(crate) fn no_result() -> Self {
        Self::Damaged(DefectKind::FormulaWithoutValue, String::new())
    }

    /// The value, if there is one.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(v) | Self::Repaired(v, _) => Some(v),
            Self::Missing | Self::Damaged(..) => None,
        }
    }
}

/// The cell's text with white space tidied (non-breaking spaces, dashes, runs of blanks);
/// `None` when nothing is written. The flag says whether a character was replaced.
#[must_use]
pub fn text(cell: Cell<'_>) -> Option<(String, bool)> {
    let raw: Cow<'_, str> = match cell {
        Cell::Empty | Cell::Formula => return None,
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Number(n) => Cow::Owned(number_text(n)),
        Cell::Date(d) => Cow::Owned(d.to_string()),
    };
    let mut out = String::with_capacity(raw.len());
    let mut replaced = false;
    for c in raw.chars() {
        let c = match c {
            '\u{a0}' | '\u{2007}' | '\u{202f}' => {
                replaced = true;
                ' '
            }
            '\u{2010}'..='\u{2015}' => {
                replaced = true;
                '-'
            }
            '\u{feff}' | '\u{200b}' => continue,
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    if words::means_nothing(&out) { None } else { Some((out, replaced)) }
}

/// The cell's text, tidied; `None` when nothing is written.
#[must_use]
pub fn plain(cell: Cell<'_>) -> Option<String> {
    text(cell).map(|(text, _)| text)
}

/// A number as it would be typed: whole numbers without a point.
fn number_text(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e16 { format!("{n:.0}") } else { format!("{n}") }
}

/// A whole number: `6`, `06`, `6.0`, a number cell.
#[must_use]
pub fn whole(cell: Cell<'_>) -> Parsed<i64> {
    match cell {
        Cell::Empty => Parsed::Missing,
        Cell::Number(n) if n.fract() == 0.0 && n.abs() < 9e15 => Parsed::Value(n as i64),
        Cell::Number(n) => Parsed::Damaged(DefectKind::CodeInvalid, format!("isi {n}")),
        Cell::Date(_) => Parsed::Damaged(DefectKind::CodeInvalid, "sel berisi tanggal".to_owned()),
        Cell::Formula => Parsed::no_result(),
        Cell::Text(raw) => {
            let tidy = raw.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '\u{a0}' | '\u{feff}'));
            if tidy.is_empty() || words::means_nothing(tidy) {
                return Parsed::Missing;
            }
            let digits = tidy.strip_suffix(".0").or_else(|| tidy.strip_suffix(",0")).unwrap_or(tidy);
            match digits.parse::<i64>() {
                Ok(n) => Parsed::Value(n),
                Err(_) => Parsed::Damaged(DefectKind::CodeInvalid, format!("isi \"{}\"", shown(tidy))),
            }
        }
    }
}

/// A measure such as a weight or an amount: point or comma as decimal sign.
#[must_use]
pub fn decimal(cell: Cell<'_>) -> Parsed<Finite> {
    let bad = |text: &str| Parsed::Damaged(DefectKind::CodeInvalid, format!("isi \"{}\"", shown(text)));
    match cell {
        Cell::Empty => Parsed::Missing,
        Cell::Number(n) if n.is_finite() => Parsed::Value(Finite(n)),
        Cell::Number(_) | Cell::Date(_) => bad("bukan bilangan"),
        Cell::Formula => Parsed::no_result(),
        Cell::Text(raw) => {
            let tidy = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
            if tidy.is_empty() || words::means_nothing(tidy) {
                return Parsed::Missing;
            }
            let one_comma = tidy.matches(',').count() == 1 && !tidy.contains('.');
            let candidate = if one_comma { tidy.replace(',', ".") } else { tidy.to_owned() };
            match candidate.parse::<f64>() {
                Ok(n) if n.is_finite() => Parsed::Value(Finite(n)),
                _ => bad(tidy),
            }
        }
    }
}

/// A finite number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finite(pub f64);
impl Eq for Finite {}

/// What may be shown of a damaged cell: short codes and numbers as they are; of longer texts, which
/// may be a name or a NIK that slipped into the column, only how long they are.
#[must_use]
pub fn shown(text: &str) -> String {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    match (digits, letters) {
        (7.., _) => format!("{digits} angka"),
        (_, 4..) => format!("tulisan {letters} huruf"),
        _ => text.chars().take(20).collect(),
    }
}

/// The whole number in `45 m2`, `2 ekor`, `40 jam`: digits first, then a unit without digits but for that of m2.
#[must_use]
pub fn with_unit(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let unit = text[digits..].trim().to_lowercase();
    let unit = unit.trim_end_matches('.');
    let known = [
        "m2", "m²", "meter", "m", "orang", "ekor", "jam", "tahun", "th", "thn", "bulan", "buah", "unit", "kamar",
        "ruang",
    ];
    if digits == 0 || !known.contains(&unit) {
        return None;
    }
    text[..digits].parse().ok()
}

/// An age in completed years: `34`, `34 th`.
#[must_use]
pub fn age(cell: Cell<'_>) -> Parsed<u8> {
    let trimmed = match cell {
        Cell::Text(raw) => {
            let lower = raw.trim().to_lowercase();
            let cut = ["tahun", "thn.", "thn", "th.", "th"].iter().find_map(|s| lower.strip_suffix(s)).map(str::trim);
            match cut {
                Some("") => return Parsed::Damaged(DefectKind::AgeInvalid, "tanpa angka".to_owned()),
                Some(number) => number.to_owned(),
                None => raw.to_owned(),
            }
        }
        other => return age_of(whole(other)),
    };
    age_of(whole(Cell::Text(&trimmed)))
}

fn age_of(parsed: Parsed<i64>) -> Parsed<u8> {
    match parsed {
        Parsed::Value(n) | Parsed::Repaired(n, _) => match u8::try_from(n) {
            Ok(years) if years <= 120 => Parsed::Value(years),
            _ => Parsed::Damaged(DefectKind::AgeInvalid, format!("isi {n}")),
        },
        Parsed::Missing => Parsed::Missing,
        Parsed::Damaged(DefectKind::FormulaWithoutValue, why) => Parsed::Damaged(DefectKind::FormulaWithoutValue, why),
        Parsed::Damaged(_, why) => Parsed::Damaged(DefectKind::AgeInvalid, why),
    }
}

/// Digits of a code cell without dots, blanks or apostrophes: `34.03.01.2001`, `092`, a number cell.
#[must_use]
pub fn code_digits(cell: Cell<'_>) -> Option<String> {
    let text = plain(cell)?;
    let text = text.strip_suffix(".0").unwrap_or(&text);
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ' | '\'' | '-')).collect();
    (!digits.is_empty()).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Date;
    use proptest::prelude::*;

    #[test]
    fn a_nik_that_became_a_float_is_gone_and_said_to_be_gone() {
        for gone in ["3,40304E+15", "3.40304270171E+15", "3403016609559020.0"] {
            assert!(matches!(nik(Cell::Text(gone)), Parsed::Damaged(DefectKind::NikExponential, _)), "{gone}");
        }
        assert!(matches!(nik(Cell::Number(3_403_016_609_559_020.0)), Parsed::Damaged(DefectKind::NikExponential, _)));
    }

    #[test]
    fn a_nik_behind_an_apostrophe_or_with_blanks_is_repaired() {
        for kept in ["'3403012711659001", " 3403012711659001 ", "3403 0127 1165 9001", "34.03.01.271165.9001"] {
            let Parsed::Repaired(value, _) = nik(Cell::Text(kept)) else { panic!("{kept}") };
            assert_eq!(value.expose(), "3403012711659001");
        }
    }

    #[test]
    fn a_blank_nik_is_missing_and_a_nik_of_zeros_is_damaged() {
        for none in ["", "-", "0", "NULL", " ", "'"] {
            assert_eq!(nik(Cell::Text(none)), Parsed::Missing, "{none:?}");
        }
        assert!(matches!(nik(Cell::Text("0000000000000000")), Parsed::Damaged(DefectKind::NikInvalid, _)));
    }

    #[test]
    fn no_message_about_a_nik_holds_its_digits() {
        for bad in ["340301181086994", "3403012213799416", "340301690O059437"] {
            let Parsed::Damaged(_, why) = nik(Cell::Text(bad)) else { panic!("{bad}") };
            assert!(why.chars().filter(char::is_ascii_digit).count() < 4, "{why}");
        }
    }

    #[test]
    fn a_date_is_read_in_each_style_an_office_uses() {
        let day = Date::constant(2016, 11, 5);
        for written in [
            "2016-11-05",
            "05/11/2016",
            "5-11-2016",
            "05.11.2016",
            "5 November 2016",
            "05 Nop 2016",
            "Sabtu, 5 November 2016",
            "42679",
            "2016-11-05 00:00:00",
        ] {
            assert_eq!(date(Cell::Text(written)).value(), Some(day), "{written}");
        }
        assert_eq!(date(Cell::Number(42679.0)).value(), Some(day));
    }

    #[test]
    fn a_date_that_is_not_in_the_calendar_is_not_taken() {
        for bad in ["00/00/0000", "12/13/1988", "30-02-2001", "1965", "31/02/1970", "5/11/16"] {
            assert!(matches!(date(Cell::Text(bad)), Parsed::Damaged(DefectKind::DateInvalid, _)), "{bad}");
        }
        assert!(matches!(date(Cell::Number(1965.0)), Parsed::Damaged(DefectKind::DateInvalid, _)));
    }

    proptest! {
        #[test]
        fn a_printed_date_reads_back_as_itself(y in 1907i16..2090, m in 1i8..=12, d in 1i8..=28) {
            let day = Date::constant(y, m, d);
            for written in [format!("{y:04}-{m:02}-{d:02}"), format!("{d:02}/{m:02}/{y}"), format!("{d}-{m}-{y}")] {
                prop_assert_eq!(date(Cell::Text(&written)).value(), Some(day));
            }
        }
        #[test]
        fn a_printed_code_reads_back_as_itself(n in 0i64..10_000_000) {
            prop_assert_eq!(whole(Cell::Text(&n.to_string())), Parsed::Value(n));
            prop_assert_eq!(whole(Cell::Text(&format!("{n:03}"))), Parsed::Value(n));
            prop_assert_eq!(whole(Cell::Number(n as f64)), Parsed::Value(n));
        }
        #[test]
        fn no_text_makes_a_parser_panic(s in "\\PC{0,40}") {
            let _ = (nik(Cell::Text(&s)), no_kk(Cell::Text(&s)), date(Cell::Text(&s)), age(Cell::Text(&s)), whole(Cell::Text(&s)), text(Cell::Text(&s)), decimal(Cell::Text(&s)));
        }
    }
}
