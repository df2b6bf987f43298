//! Dates in every style an office uses.

use super::{Parsed, shown};
use crate::table::Cell;
use crate::words;
use domain::Date;
use domain::defect::DefectKind;

/// A damaged date may be shown when it holds nothing but digits and signs.
fn shown_date(text: &str) -> String {
    if text.chars().any(char::is_alphabetic) || text.len() > 10 { shown(text) } else { text.to_owned() }
}

/// A date: a date cell, a spreadsheet serial, `2016-11-05`, `05/11/2016`, `05-11-2016`,
/// `5 November 2016`. Day before month, always; a year of two digits is not taken.
#[must_use]
pub fn date(cell: Cell<'_>) -> Parsed<Date> {
    let bad = |why: &str| Parsed::Damaged(DefectKind::DateInvalid, why.to_owned());
    match cell {
        Cell::Empty => Parsed::Missing,
        Cell::Date(date) => Parsed::Value(date),
        Cell::Formula => Parsed::no_result(),
        Cell::Number(n) => match serial(n) {
            Some(date) => Parsed::Repaired(date, DefectKind::DateSerial),
            None => bad(&format!("bilangan {n}")),
        },
        Cell::Text(raw) => {
            let tidy = raw.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '\u{a0}' | '\u{feff}'));
            if tidy.is_empty() || words::means_nothing(tidy) {
                return Parsed::Missing;
            }
            if tidy.len() == 5 && tidy.bytes().all(|b| b.is_ascii_digit()) {
                return match tidy.parse().ok().and_then(serial) {
                    Some(date) => Parsed::Repaired(date, DefectKind::DateSerial),
                    None => bad(tidy),
                };
            }
            match written_date(tidy) {
                Some((date, true)) => Parsed::Value(date),
                Some((date, false)) => Parsed::Repaired(date, DefectKind::DateOtherFormat),
                None => bad(&format!("isi \"{}\"", shown_date(tidy))),
            }
        }
    }
}

/// A spreadsheet's day number. Below 2201 (the year 1906) it may as well be a year, and is not taken.
fn serial(n: f64) -> Option<Date> {
    if !(2201.0..=73_050.0).contains(&n) {
        return None;
    }
    let days = n.floor() as i32;
    Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()
}

/// The date and whether it is in ISO form.
fn written_date(text: &str) -> Option<(Date, bool)> {
    // a time behind the date says nothing here
    let day_part = match text.split_once(['T', ' ']) {
        Some((day, time)) if time.starts_with(|c: char| c.is_ascii_digit()) && time.contains(':') => day,
        _ => text,
    };
    let parts: Vec<&str> = day_part.split(['-', '/', '.', ' ', ',']).filter(|p| !p.is_empty()).collect();
    let parts = match parts.as_slice() {
        // `Sabtu, 5 November 2016`
        [weekday, rest @ ..] if rest.len() == 3 && weekday.chars().all(char::is_alphabetic) => rest.to_vec(),
        three => three.to_vec(),
    };
    let [a, b, c] = parts.as_slice() else { return None };
    let number =
        |t: &str| (t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse::<i16>().ok()).flatten();
    let (year, month, day, iso) = if a.len() == 4 {
        (number(a)?, number(b)? as i8, number(c)?, text == day_part && text.len() == 10 && text.contains('-'))
    } else if c.len() == 4 {
        let month = match number(b) {
            Some(m) => i8::try_from(m).ok()?,
            None => words::month(b)?,
        };
        (number(c)?, month, number(a)?, false)
    } else {
        return None;
    };
    if !(1850..=2200).contains(&year) {
        return None;
    }
    Date::new(year, month, i8::try_from(day).ok()?).ok().map(|d| (d, iso))
}
