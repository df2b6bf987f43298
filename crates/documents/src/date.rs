//! Dates and numbers as Indonesian offices write them.

use domain::Date;
use serde::Serialize;
use serde::ser::Serializer;

const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const ONES: [&str; 12] =
    ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"];

/// A date with the spellings a template may need.
#[derive(Serialize)]
struct Spelled {
    text: String,
    weekday: &'static str,
    words: String,
    year: i16,
    month: i8,
    day: i8,
}

/// `21 Oktober 2016`.
#[must_use]
pub fn long(date: Date) -> String {
    format!("{} {} {}", date.day(), MONTHS[date.month() as usize - 1], date.year())
}

fn weekday(date: Date) -> &'static str {
    use jiff::civil::Weekday as W;
    match date.weekday() {
        W::Monday => "Senin",
        W::Tuesday => "Selasa",
        W::Wednesday => "Rabu",
        W::Thursday => "Kamis",
        W::Friday => "Jumat",
        W::Saturday => "Sabtu",
        W::Sunday => "Minggu",
    }
}

/// Terbilang: the number in words, up to below one million.
pub(crate) fn words(n: u32) -> String {
    let join = |head: String, rest: u32| if rest == 0 { head } else { format!("{head} {}", words(rest)) };
    match n {
        0..=11 => ONES[n as usize].to_owned(),
        12..=19 => format!("{} belas", words(n - 10)),
        20..=99 => join(format!("{} puluh", words(n / 10)), n % 10),
        100..=199 => join("seratus".to_owned(), n % 100),
        200..=999 => join(format!("{} ratus", words(n / 100)), n % 100),
        1000..=1999 => join("seribu".to_owned(), n % 1000),
        2000..=999_999 => join(format!("{} ribu", words(n / 1000)), n % 1000),
        _ => n.to_string(),
    }
}

/// For `#[serde(serialize_with = "date::spelled")]`.
pub(crate) fn spelled<S: Serializer>(date: &Date, s: S) -> Result<S::Ok, S::Error> {
    Spelled {
        text: long(*date),
        weekday: weekday(*date),
        words: format!(
            "tanggal {} bulan {} tahun {}",
            words(u32::from(date.day().unsigned_abs())),
            MONTHS[date.month() as usize - 1],
            words(u32::from(date.year().unsigned_abs()))
        ),
        year: date.year(),
        month: date.month(),
        day: date.day(),
    }
    .serialize(s)
}

/// The same for a date that may be missing.
pub(crate) fn spelled_option<S: Serializer>(date: &Option<Date>, s: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => spelled(date, s),
        None => s.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_as_a_clerk_spells_them() {
        for (n, text) in [
            (0, "nol"),
            (11, "sebelas"),
            (15, "lima belas"),
            (21, "dua puluh satu"),
            (100, "seratus"),
            (1000, "seribu"),
            (1111, "seribu seratus sebelas"),
            (2016, "dua ribu enam belas"),
            (345_678, "tiga ratus empat puluh lima ribu enam ratus tujuh puluh delapan"),
        ] {
            assert_eq!(words(n), text);
        }
    }

    #[test]
    fn a_date_has_its_day_and_month_in_indonesian() {
        let date = Date::constant(2016, 10, 21);
        assert_eq!(long(date), "21 Oktober 2016");
        assert_eq!(weekday(date), "Jumat");
    }
}
