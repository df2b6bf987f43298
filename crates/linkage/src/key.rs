//! The keys that find a record. They are the same in memory and in a store, and defined once here, so
//! that both compare the same pairs.

use crate::index::{Dwelling, word_key, year_of};
use crate::normalise::Name;
use domain::Date;
use domain::area::{AreaCode, AreaTable};
use domain::civil_registry::CivilRecord;
use domain::household::Household;
use domain::person::{Nik, NoKk};
use std::collections::BTreeSet;

/// A key of a member of the register, or of a record of the civil registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A member of the register by the written number.
    Nik(Nik),
    /// A member of the register by the family card.
    Card(NoKk),
    /// A member of the register by desa (today's code) and year of birth.
    DesaYear(AreaCode, i16),
    /// A member of the register by one word of the name and year of birth, anywhere.
    WordYear(u64, i16),
    /// A record of the civil registry by its number.
    CivilNik(Nik),
    /// A record of the civil registry by its family card.
    CivilCard(NoKk),
    /// A record of the civil registry by its date of birth: year, month, day.
    CivilDate(i16, i8, i8),
}

/// What happens with a key that more records carry than its gate lets through. A gate keeps the
/// work of one look-up bounded, whatever fills the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// A number: at most this many records, in order of household and member.
    First(usize),
    /// A wide key: with more records than this it returns none.
    Narrow(usize),
}

impl Gate {
    /// How many records a look-up may take.
    #[must_use]
    pub fn cap(self) -> usize {
        match self {
            Self::First(cap) | Self::Narrow(cap) => cap,
        }
    }
    /// Cuts what was found, in order, to what the gate lets through.
    #[must_use]
    pub fn pass<T>(self, mut found: Vec<T>) -> Vec<T> {
        match self {
            Self::First(cap) => found.truncate(cap),
            Self::Narrow(cap) if found.len() > cap => found.clear(),
            Self::Narrow(_) => {}
        }
        found
    }
}

impl Key {
    /// Its gate.
    #[must_use]
    pub fn gate(&self) -> Gate {
        match self {
            Self::Nik(_) | Self::CivilNik(_) => Gate::First(50),
            Self::Card(_) | Self::CivilCard(_) => Gate::Narrow(40),
            Self::DesaYear(..) => Gate::Narrow(2_000),
            Self::WordYear(..) => Gate::Narrow(300),
            Self::CivilDate(..) => Gate::Narrow(400),
        }
    }

    /// The text a store hashes, for keys that are no number of their own. `None` for NIK and
    /// No. KK, which stand hashed beside their records already.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Nik(_) | Self::Card(_) | Self::CivilNik(_) | Self::CivilCard(_) => None,
            Self::DesaYear(desa, year) => Some(format!("ruta/desa/{}/{year}", desa.as_str())),
            Self::WordYear(word, year) => Some(format!("ruta/kata/{word:016x}/{year}")),
            Self::CivilDate(year, month, day) => Some(format!("siak/lahir/{year}-{month}-{day}")),
        }
    }
}

/// The coded keys of a household's members, by position from 1: desa and year, each word and year.
#[must_use]
pub fn of_household(household: &Household, areas: &AreaTable) -> Vec<(u32, Key)> {
    let desa = Dwelling::of(&household.place, areas).desa;
    let mut keys = BTreeSet::new();
    for (position, member) in (1..).zip(&household.members) {
        let Some(year) = year_of(member.birth, member.nik) else { continue };
        if let Some(desa) = desa {
            keys.insert((position, Key::DesaYear(desa, year)));
        }
        for word in Name::read(&member.name).tokens() {
            keys.insert((position, Key::WordYear(word_key(word), year)));
        }
    }
    keys.into_iter().collect()
}

/// The coded key of a record of the civil registry: its date of birth.
#[must_use]
pub fn of_civil(record: &CivilRecord) -> Option<Key> {
    record.birth.date().map(civil_date)
}

pub(crate) fn civil_date(date: Date) -> Key {
    Key::CivilDate(date.year(), date.month(), date.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_fills_the_register_is_cut_and_a_wide_key_tells_nothing() {
        assert_eq!(Gate::First(2).pass(vec![1, 2, 3]), [1, 2]);
        assert_eq!(Gate::Narrow(2).pass(vec![1, 2, 3]), [0; 0]);
        assert_eq!(Gate::Narrow(3).pass(vec![1, 2, 3]), [1, 2, 3]);
    }

    #[test]
    fn numbers_of_persons_are_never_part_of_a_keys_text() {
        let nik = Nik::parse("9901011410750001").unwrap();
        assert_eq!(Key::Nik(nik).text(), None);
        assert_eq!(Key::WordYear(255, 1975).text().as_deref(), Some("ruta/kata/00000000000000ff/1975"));
    }
}
