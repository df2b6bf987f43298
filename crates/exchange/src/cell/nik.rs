//! NIK and No. KK: sixteen digits that spreadsheets like to destroy.

use super::{Parsed, number_text};
use crate::table::Cell;
use crate::words;
use domain::defect::DefectKind;
use domain::person::{Nik, NikError, NoKk};

/// A NIK. Apostrophes, spaces and dots are tidied away; a number that a spreadsheet rounded is gone.
#[must_use]
pub fn nik(cell: Cell<'_>) -> Parsed<Nik> {
    sixteen(cell, DefectKind::NikExponential, DefectKind::NikInvalid, |digits| {
        Nik::parse(digits).map_err(|e| match e {
            NikError::Missing => "tidak tertulis".to_owned(),
            NikError::Exponential => "angka terakhir hilang".to_owned(),
            NikError::Format => format!("{} angka", digits.len()),
            NikError::Date => "tanggal di dalamnya tidak mungkin".to_owned(),
            NikError::Serial => "nomor urut 0000".to_owned(),
            NikError::Region => "wilayah tidak mungkin".to_owned(),
        })
    })
}

/// A family card number, tidied and checked as a NIK is.
#[must_use]
pub fn no_kk(cell: Cell<'_>) -> Parsed<NoKk> {
    sixteen(cell, DefectKind::NoKkExponential, DefectKind::NoKkInvalid, |digits| {
        NoKk::parse(digits).map_err(|_| format!("{} angka", digits.len()))
    })
}

fn sixteen<T>(
    cell: Cell<'_>,
    exponential: DefectKind,
    invalid: DefectKind,
    parse: impl Fn(&str) -> Result<T, String>,
) -> Parsed<T> {
    let rounded = || Parsed::Damaged(exponential, "sel berisi bilangan, bukan teks".to_owned());
    let (digits, repaired) = match cell {
        Cell::Empty | Cell::Number(0.0) => return Parsed::Missing,
        // fifteen digits are all a spreadsheet keeps: a sixteenth that is 0 was lost, one that
        // is not 0 proves the number was never rounded
        Cell::Number(n) if n >= 1e15 && (n >= 9_007_199_254_740_992.0 || n.fract() != 0.0 || n % 10.0 == 0.0) => {
            return rounded();
        }
        Cell::Number(n) => (number_text(n), true),
        Cell::Date(_) => return Parsed::Damaged(invalid, "sel berisi tanggal".to_owned()),
        Cell::Formula => return Parsed::no_result(),
        Cell::Text(raw) => {
            let tidy: String = raw
                .chars()
                .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '‘' | '`' | '"' | '\u{a0}' | '\u{feff}'))
                .collect();
            if words::means_nothing(&tidy) || tidy == "0" {
                return Parsed::Missing;
            }
            if is_exponential(&tidy) {
                return rounded();
            }
            if let Some(whole) = tidy.strip_suffix(".0").or_else(|| tidy.strip_suffix(",0")) {
                // written out by a program that held it as a number
                if whole.len() >= 16 && whole.ends_with('0') && whole.bytes().all(|b| b.is_ascii_digit()) {
                    return rounded();
                }
                (whole.to_owned(), true)
            } else {
                let digits: String = tidy.chars().filter(|c| !matches!(c, '.' | '-' | '/')).collect();
                let changed = digits.len() != raw.len();
                (digits, changed)
            }
        }
    };
    match parse(&digits) {
        Ok(value) if repaired => Parsed::Repaired(value, DefectKind::NikApostrophe),
        Ok(value) => Parsed::Value(value),
        Err(why) => Parsed::Damaged(
            invalid,
            if digits.bytes().all(|b| b.is_ascii_digit()) { why } else { "ada huruf di dalamnya".to_owned() },
        ),
    }
}

/// `3,40304E+15`, `3.40304270171e15`.
fn is_exponential(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    !exponent.is_empty()
        && exponent.bytes().all(|b| b.is_ascii_digit())
        && mantissa.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
        && mantissa.starts_with(|c: char| c.is_ascii_digit())
}
