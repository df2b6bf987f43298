//! What the cells of a column look like, so that contents can speak beside the head.

use super::settled::masked;
use crate::cell::{self, Parsed};
use crate::table::Cell;
use crate::{wordings, words};
use domain::questionnaire::Item;
use serde::Deserialize;

/// What a column's cells hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Words: names of areas, addresses.
    #[default]
    Words,
    /// A person's name.
    Name,
    /// A NIK.
    Nik,
    /// A family card number.
    NoKk,
    /// A household's id of 16 digits.
    HouseholdId,
    /// A number of at most six digits.
    Number6,
    /// A code of an area, or its name.
    Area,
    /// A count of persons or families.
    Count,
    /// A number within a household.
    Number,
    /// A number of an RT or RW, or both in words.
    Neighbourhood,
    /// An age in years.
    Age,
    /// A day.
    Date,
    /// A day, which a place may precede.
    PlaceDate,
    /// Sex.
    Sex,
    /// Relation to the head.
    Relation,
    /// Marital status.
    Marital,
    /// Status in the civil registry.
    CivilStatus,
    /// Active or passive registration.
    RegistrationKind,
    /// A decimal number.
    Amount,
    /// An item of the questionnaire.
    #[serde(skip)]
    Item(Item),
    /// Anything.
    Any,
}

impl Content {
    /// Whether a cell could stand in such a column at all. Damage of the usual kind could: a NIK with a
    /// letter, an age of 240. An empty cell can stand anywhere.
    #[must_use]
    pub fn fits(self, cell: Cell<'_>) -> bool {
        let range = |from: i64, to: i64| match cell::whole(cell) {
            Parsed::Missing => true,
            Parsed::Value(n) | Parsed::Repaired(n, _) => (from..=to).contains(&n),
            Parsed::Damaged(..) => false,
        };
        let text = || cell::plain(cell);
        let has_letters = || match cell {
            Cell::Text(text) => text.chars().any(char::is_alphabetic),
            Cell::Empty | Cell::Number(_) | Cell::Date(_) | Cell::Formula => false,
        };
        if matches!(cell, Cell::Formula) {
            return true;
        }
        match self {
            Self::Any => true,
            Self::Words | Self::Name => {
                cell.is_blank() || has_letters() || matches!(cell, Cell::Text(t) if words::means_nothing(t))
            }
            Self::HouseholdId => {
                cell::code_digits(cell).is_some_and(|d| d.len() >= 14 && d.bytes().all(|b| b.is_ascii_digit()))
            }
            Self::Number6 => range(0, 999_999),
            Self::Area => {
                range(0, 9_999_999_999) || has_letters() || cell::code_digits(cell).is_some_and(|d| d.len() <= 10)
            }
            Self::Count | Self::Number => range(0, 60),
            Self::Neighbourhood => range(0, 999) || text().is_some_and(|t| t.chars().any(|c| c.is_ascii_digit())),
            Self::Nik | Self::NoKk => match cell {
                Cell::Empty | Cell::Formula => true,
                Cell::Number(n) => n == 0.0 || n >= 1e13,
                Cell::Date(_) => false,
                Cell::Text(t) => {
                    let digits = t.bytes().filter(u8::is_ascii_digit).count();
                    let letters = t.chars().filter(|c| c.is_alphabetic()).count();
                    words::means_nothing(t) || t.trim() == "0" || (digits >= 5 && letters <= 3)
                }
            },
            Self::Relation => range(1, 9) || text().is_none_or(|t| words::relation(&t).is_some()),
            Self::Sex => {
                range(0, 3) || text().is_none_or(|t| words::sex(&t).is_some() || words::sex_pria_wanita(&t).is_some())
            }
            Self::Marital => range(1, 4) || text().is_none_or(|t| words::marital(&t).is_some()),
            Self::CivilStatus => text().is_none_or(|t| words::civil_status(&t).is_some()),
            Self::RegistrationKind => text().is_none_or(|t| words::registration_kind(&t).is_some()),
            Self::Age => match cell::age(cell) {
                Parsed::Missing | Parsed::Value(_) | Parsed::Repaired(..) => true,
                Parsed::Damaged(..) => range(0, 999),
            },
            Self::Amount => !matches!(cell::decimal(cell), Parsed::Damaged(..)),
            Self::Date | Self::PlaceDate => match cell {
                Cell::Empty | Cell::Date(_) | Cell::Formula => true,
                Cell::Number(n) => n > 1900.0,
                Cell::Text(t) => {
                    let digits = t.bytes().filter(u8::is_ascii_digit).count();
                    let most = if self == Self::PlaceDate { 12 } else { 8 };
                    t.trim().is_empty() || words::means_nothing(t) || (3..=most).contains(&digits) || t.contains(':')
                }
            },
            Self::Item(item) => match cell::whole(cell) {
                Parsed::Missing => true,
                Parsed::Value(n) | Parsed::Repaired(n, _) if i32::try_from(n).is_ok_and(|n| item.codes().allows(n)) => {
                    true
                }
                Parsed::Value(_) | Parsed::Repaired(..) | Parsed::Damaged(..) => {
                    text().is_none_or(|t| wordings::item_code(item, &t).is_some() || measured(item, &t))
                }
            },
        }
    }

    /// Whether the cells hold codes, or words that stand for codes.
    #[must_use]
    pub fn is_coded(self) -> bool {
        match self {
            Self::Item(_) | Self::Sex | Self::Relation | Self::Marital | Self::CivilStatus | Self::RegistrationKind => {
                true
            }
            Self::Words
            | Self::Name
            | Self::Nik
            | Self::NoKk
            | Self::HouseholdId
            | Self::Number6
            | Self::Area
            | Self::Count
            | Self::Number
            | Self::Neighbourhood
            | Self::Age
            | Self::Date
            | Self::PlaceDate
            | Self::Amount
            | Self::Any => false,
        }
    }

    /// The codes a cell may hold: as a layout writes each, and its wording.
    #[must_use]
    pub fn codes(self) -> Vec<(String, String)> {
        let table = |name: &str| wordings::table(name).map(wordings::Table::wordings).unwrap_or_default();
        let by_code = |rows: Vec<(i32, String)>| rows.into_iter().map(|(c, w)| (c.to_string(), w)).collect();
        // numbers say nothing there: systems differ in them
        let by_word = |rows: Vec<(i32, String)>| rows.into_iter().map(|(_, w)| (w.clone(), w)).collect();
        match self {
            Self::Sex => by_code(table("jenis_kelamin")),
            Self::Relation => by_code(table("hubungan")),
            Self::Marital => by_code(table("status_kawin")),
            Self::CivilStatus => by_word(table("status_penduduk")),
            Self::RegistrationKind => by_word(table("jenis_pendaftaran")),
            Self::Item(item) => by_code(wordings::of_item(item).map(wordings::Table::wordings).unwrap_or_default()),
            _ => Vec::new(),
        }
    }

    /// What a cell of this content will be read as, safe to show: codes with their wording, days, numbers; names
    /// and numbers of persons masked; what is damaged with a sign before it.
    #[must_use]
    pub fn shown(self, cell: Cell<'_>) -> String {
        let Some(text) = cell::plain(cell) else {
            return if cell == Cell::Formula { "✗ rumus tanpa nilai".to_owned() } else { String::new() };
        };
        let bad = || format!("✗ {}", masked(&text));
        let coded = |code: Option<i32>| {
            let code = code?;
            let wording = self.codes().into_iter().find(|(value, _)| *value == code.to_string());
            Some(wording.map_or_else(|| code.to_string(), |(code, words)| format!("{code} {words}")))
        };
        let told = match self {
            Self::Nik => cell::nik(cell).value().map(|n| n.masked()),
            Self::NoKk => cell::no_kk(cell).value().map(|n| n.masked()),
            Self::Name => Some(masked(&text)),
            Self::Date | Self::PlaceDate => cell::date(cell).value().map(|d| d.to_string()),
            Self::Sex => coded(words::sex(&text).map(|s| i32::from(s.code()))),
            Self::Relation => coded(words::relation(&text).map(|r| i32::from(r.code()))),
            Self::Marital => coded(words::marital(&text).map(|m| i32::from(m.code()))),
            Self::CivilStatus => words::civil_status(&text).map(|s| s.code().to_owned()),
            Self::RegistrationKind => words::registration_kind(&text).map(|k| k.code().to_owned()),
            Self::Item(item) => match crate::bdt::answer(item, cell) {
                Some((code, _)) => coded(code),
                None => Some(String::new()),
            },
            Self::Age => cell::age(cell).value().map(|n| n.to_string()),
            Self::Count | Self::Number | Self::Number6 => cell::whole(cell).value().map(|n| n.to_string()),
            Self::Amount => cell::decimal(cell).value().map(|n| n.0.to_string()),
            // before a column is settled, names may stand where an address was expected
            Self::Words | Self::Any => Some(masked(&text)),
            Self::HouseholdId | Self::Area | Self::Neighbourhood => {
                let private = text.bytes().filter(u8::is_ascii_digit).count() >= 10;
                Some(if private { masked(&text) } else { text.chars().take(40).collect() })
            }
        };
        told.unwrap_or_else(bad)
    }

    /// Whether cells that fit say by themselves what they are: sixteen digits, words of a list, days.
    #[must_use]
    pub fn is_telling(self, cell: Cell<'_>) -> bool {
        let digits = || cell::code_digits(cell).filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
        let text = || cell::plain(cell).filter(|t| t.chars().any(char::is_alphabetic));
        match self {
            // day and month stand in the middle of a NIK
            Self::Nik => matches!(cell::nik(cell), Parsed::Value(_) | Parsed::Repaired(..)),
            Self::NoKk => matches!(cell::no_kk(cell), Parsed::Value(_) | Parsed::Repaired(..)),
            Self::HouseholdId => digits().is_some_and(|d| d.len() == 16),
            Self::Relation => text().is_some_and(|t| words::relation(&t).is_some()),
            Self::Sex => text().is_some_and(|t| words::sex(&t).is_some()),
            Self::Marital => text().is_some_and(|t| words::marital(&t).is_some()),
            Self::CivilStatus => text().is_some_and(|t| words::civil_status(&t).is_some()),
            Self::RegistrationKind => text().is_some_and(|t| words::registration_kind(&t).is_some()),
            Self::Date => match cell {
                Cell::Date(_) => true,
                Cell::Text(_) => matches!(cell::date(cell), Parsed::Value(_) | Parsed::Repaired(..)),
                Cell::Empty | Cell::Number(_) | Cell::Formula => false,
            },
            Self::Item(item) => text().is_some_and(|t| wordings::item_code(item, &t).is_some()),
            _ => false,
        }
    }
}

/// `45 m2`, `2 ekor`, `40 jam`: a number with its unit.
fn measured(item: Item, text: &str) -> bool {
    cell::with_unit(text).is_some_and(|n| i32::try_from(n).is_ok_and(|n| item.codes().allows(n)))
}
