//! Values as a report may show them.

use crate::kernel::Kind;

/// A value masked by its kind: of a number the last four digits, of a name the first letters of each
/// word, of a date the year. Design §6: whole identifiers stand on no page.
#[must_use]
pub fn masked(kind: Kind, value: &str) -> String {
    match kind {
        Kind::Nik | Kind::FamilyCard | Kind::Identifier | Kind::Phone => tail(value),
        Kind::PersonName | Kind::GivenName | Kind::Surname | Kind::Address | Kind::Text | Kind::Location => {
            words(value)
        }
        Kind::Email => match value.split_once('@') {
            Some((user, host)) => format!("{}@{host}", words(user)),
            None => words(value),
        },
        Kind::Date => date(value),
        Kind::Age | Kind::Sex | Kind::Place | Kind::Number => value.to_owned(),
    }
}

/// The last four characters of at least eight; fewer are all hidden.
fn tail(value: &str) -> String {
    let letters: Vec<char> = value.chars().collect();
    let shown = if letters.len() >= 8 { 4 } else { 0 };
    let hidden = letters.len() - shown;
    "·".repeat(hidden) + &letters[hidden..].iter().collect::<String>()
}

/// The first two letters of words of four or more, the first of shorter ones.
fn words(value: &str) -> String {
    let word = |word: &str| {
        let letters = word.chars().count();
        let shown = if letters >= 4 { 2 } else { 1 };
        word.chars().take(shown).chain("·".repeat(letters.saturating_sub(shown)).chars()).collect::<String>()
    };
    value.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// The four digits of the year; the rest of the digits are hidden.
fn date(value: &str) -> String {
    let bytes: Vec<char> = value.chars().collect();
    let mut out: Vec<char> = bytes.iter().map(|c| if c.is_ascii_digit() { '·' } else { *c }).collect();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        match run {
            4 => out[at..at + 4].copy_from_slice(&bytes[at..at + 4]),
            // YYYYMMDD
            8 => out[at..at + 4].copy_from_slice(&bytes[at..at + 4]),
            _ => {}
        }
        at += run.max(1);
    }
    out.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_identifier_name_or_birthday_is_shown_whole() {
        assert_eq!(masked(Kind::Nik, "3403012501800001"), "············0001");
        assert_eq!(masked(Kind::Phone, "08123"), "·····");
        assert_eq!(masked(Kind::PersonName, "SITI A. RAHMAWATI"), "SI·· A· RA·······");
        assert_eq!(masked(Kind::Date, "1980-01-25"), "1980-··-··");
        assert_eq!(masked(Kind::Date, "19800125"), "1980····");
        assert_eq!(masked(Kind::Email, "budi@contoh.id"), "bu··@contoh.id");
        assert_eq!(masked(Kind::Nik, ""), "");
    }
}
