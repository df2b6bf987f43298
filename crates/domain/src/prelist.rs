//! The Prelist: the frozen, numbered list of one area that goes into the field. R14–R16.
//!
//! A row needs one of the three categories, so a case under review cannot be on the list (T8). Freezing
//! sorts and numbers the rows and consumes the draft.

use crate::area::AreaCode;
use crate::civil_registry::SiakCode;
use crate::id::{HouseholdId, RegistrationNumber};
use crate::identification::Category;
use std::collections::BTreeSet;

/// One household on the way to the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrelistEntry {
    /// The registration.
    pub registration: RegistrationNumber,
    /// Its one category. R14.
    pub category: Category,
    /// The household of the register; `None` only for `BARU`.
    pub household: Option<HouseholdId>,
    /// Hamlet as written, for the order of the walk.
    pub hamlet: String,
    /// Rukun tetangga.
    pub rt: Option<u16>,
    /// The head's name.
    pub head_name: String,
    /// Address.
    pub address: String,
    /// One civil registry answer per person. R10.
    pub siak: Vec<SiakCode>,
}

/// A numbered row. §2.3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrelistRow {
    /// Nomor urut rumah tangga (Blok I item 7), from 1.
    pub no: u32,
    /// The household.
    pub entry: PrelistEntry,
}

/// A list being made up for one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrelistDraft {
    area: AreaCode,
    entries: Vec<PrelistEntry>,
}

/// A frozen list. It does not change; the next one has the next version. R15.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prelist {
    area: AreaCode,
    version: u32,
    rows: Vec<PrelistRow>,
}

refusals! {
    /// Why a household does not go on the list.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum PrelistRefused {
        /// The registration is already on the list. R14.
        RegistrationTwice {
            /// The registration.
            registration: RegistrationNumber,
        } = "PRELIST_PENDAFTARAN_GANDA",
        /// The household is already on the list: two registrations of one household make one row. T11.
        HouseholdTwice {
            /// The household.
            household: HouseholdId,
        } = "PRELIST_RUTA_GANDA",
        /// An old household without its id, or a new one with an id of the register. R11–R13.
        CategoryAndHousehold {
            /// The registration.
            registration: RegistrationNumber,
        } = "PRELIST_KATEGORI_TIDAK_SESUAI",
    }
}

impl PrelistDraft {
    /// An empty list.
    #[must_use]
    pub fn new(area: AreaCode) -> Self {
        Self { area, entries: Vec::new() }
    }

    /// Puts a household on the list. R14.
    pub fn add(&mut self, entry: PrelistEntry) -> Result<(), PrelistRefused> {
        let known = match entry.category {
            Category::New => false,
            Category::KnownUnchanged | Category::KnownChanged => true,
        };
        if known != entry.household.is_some() {
            return Err(PrelistRefused::CategoryAndHousehold { registration: entry.registration });
        }
        if self.entries.iter().any(|e| e.registration == entry.registration) {
            return Err(PrelistRefused::RegistrationTwice { registration: entry.registration });
        }
        if let Some(household) = &entry.household
            && self.entries.iter().any(|e| e.household.as_ref() == Some(household))
        {
            return Err(PrelistRefused::HouseholdTwice { household: household.clone() });
        }
        self.entries.push(entry);
        Ok(())
    }

    /// Freezes the list: sorted by hamlet, RT and registration, numbered on after the `last` number that the lists
    /// of the round have given in this area; 0 = none. A frozen list is never edited. R15, design D17.
    #[must_use]
    pub fn freeze(mut self, version: u32, last: u32) -> Prelist {
        self.entries.sort_by(|a, b| (&a.hamlet, a.rt, &a.registration).cmp(&(&b.hamlet, b.rt, &b.registration)));
        let rows = (last + 1..).zip(self.entries).map(|(no, entry)| PrelistRow { no, entry }).collect();
        Prelist { area: self.area, version, rows }
    }
}

impl Prelist {
    /// The area it is about.
    #[must_use]
    pub fn area(&self) -> AreaCode {
        self.area
    }
    /// Its version, from 1.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }
    /// The rows, by number.
    #[must_use]
    pub fn rows(&self) -> &[PrelistRow] {
        &self.rows
    }
    /// How many rows carry this category.
    #[must_use]
    pub fn count(&self, category: Category) -> usize {
        self.rows.iter().filter(|r| r.entry.category == category).count()
    }
    /// The households of the register on it.
    #[must_use]
    pub fn households(&self) -> BTreeSet<&HouseholdId> {
        self.rows.iter().filter_map(|r| r.entry.household.as_ref()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(no: usize, category: Category) -> PrelistEntry {
        PrelistEntry {
            registration: RegistrationNumber::new(format!("{no:04}/MPM")),
            category,
            household: (category != Category::New).then(|| HouseholdId::new(format!("RUTA{no}"))),
            hamlet: ["Lor", "Kidul"][no % 2].to_owned(),
            rt: Some((no % 3) as u16),
            head_name: "KRT".to_owned(),
            address: String::new(),
            siak: Vec::new(),
        }
    }

    fn area() -> AreaCode {
        AreaCode::parse("99.01.01.2001").unwrap()
    }

    #[test]
    fn an_old_household_has_its_id_and_a_new_one_has_none() {
        // R11, R12, R13, R14
        let mut draft = PrelistDraft::new(area());
        let mut wrong = entry(1, Category::New);
        wrong.household = Some(HouseholdId::new("RUTA1"));
        assert_eq!(draft.add(wrong).unwrap_err().code(), "PRELIST_KATEGORI_TIDAK_SESUAI");
        let mut wrong = entry(1, Category::KnownChanged);
        wrong.household = None;
        assert_eq!(draft.add(wrong).unwrap_err().code(), "PRELIST_KATEGORI_TIDAK_SESUAI");
    }

    #[test]
    fn two_registrations_of_one_household_are_one_row() {
        let mut draft = PrelistDraft::new(area());
        draft.add(entry(1, Category::KnownUnchanged)).unwrap();
        let mut again = entry(2, Category::KnownChanged);
        again.household = Some(HouseholdId::new("RUTA1"));
        assert_eq!(draft.add(again).unwrap_err().code(), "PRELIST_RUTA_GANDA");
    }

    proptest! {
        /// R14, R15: every row has exactly one category, numbers run from 1 without a gap, and the
        /// order in which households came makes no difference.
        #[test]
        fn a_frozen_list_is_numbered_and_does_not_depend_on_the_order(
            picks in proptest::collection::vec(0..3usize, 0..40), turn in 0..40usize,
        ) {
            let entries: Vec<PrelistEntry> =
                picks.iter().enumerate().map(|(i, c)| entry(i, Category::ALL[*c])).collect();
            let list = |entries: Vec<PrelistEntry>| {
                let mut draft = PrelistDraft::new(area());
                entries.into_iter().for_each(|e| draft.add(e).unwrap());
                draft.freeze(1, 0)
            };
            let frozen = list(entries.clone());
            prop_assert!(frozen.rows().iter().zip(1..).all(|(r, no)| r.no == no));
            prop_assert_eq!(Category::ALL.iter().map(|c| frozen.count(*c)).sum::<usize>(), frozen.rows().len());
            let mut turned = entries;
            if !turned.is_empty() {
                let turn = turn % turned.len();
                turned.rotate_left(turn);
            }
            prop_assert_eq!(list(turned), frozen);
        }
    }
}
