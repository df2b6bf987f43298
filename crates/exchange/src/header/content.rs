//! What the cells of a column look like, so that contents can speak beside the head.

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
