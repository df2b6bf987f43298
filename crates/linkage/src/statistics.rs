//! What a comparison needs from the whole register: how often each word of a name occurs, and how many
//! households there are. The same numbers for one look-up and for a batch.

use crate::compare::WordFrequency;
use crate::normalise::Name;
use domain::civil_registry::CivilRecord;
use domain::household::Household;
use std::collections::BTreeMap;

/// Counts over the register and the civil registry. Counts of parts add up.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    pub(crate) frequency: WordFrequency,
    households: u32,
    civil: u32,
}

impl Statistics {
    /// Counts households and civil records.
    #[must_use]
    pub fn count<'r>(register: impl IntoIterator<Item = &'r Household>, civil: &[CivilRecord]) -> Self {
        let mut counted = Self::default();
        for record in civil {
            counted.add_civil(&Name::read(&record.name));
        }
        for household in register {
            counted.households += 1;
            household.members.iter().for_each(|member| counted.frequency.add(&Name::read(&member.name)));
        }
        counted
    }

    /// Counts a record of the civil registry.
    pub(crate) fn add_civil(&mut self, name: &Name) {
        self.civil += 1;
        self.frequency.add(name);
    }

    /// Counts households of the register, with the names of their members.
    pub(crate) fn add_register<'n>(&mut self, households: usize, names: impl Iterator<Item = &'n Name>) {
        self.households += households as u32;
        names.for_each(|name| self.frequency.add(name));
    }

    /// Puts counts together that were written down before: see [`Statistics::words`].
    #[must_use]
    pub fn of(households: u32, civil: u32, names: u32, words: impl IntoIterator<Item = (String, u32)>) -> Self {
        Self { frequency: WordFrequency::of(names, words), households, civil }
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, other: &Self) {
        self.frequency.merge(&other.frequency);
        self.households += other.households;
        self.civil += other.civil;
    }

    /// How often words of names occur, for a comparison of two names.
    #[must_use]
    pub fn frequency(&self) -> &WordFrequency {
        &self.frequency
    }
    /// Households of the register.
    #[must_use]
    pub fn households(&self) -> u32 {
        self.households
    }
    /// Records of the civil registry; none means that it could not be asked (T10).
    #[must_use]
    pub fn civil(&self) -> u32 {
        self.civil
    }
    /// Names counted.
    #[must_use]
    pub fn names(&self) -> u32 {
        self.frequency.names()
    }
    /// Every word with its count, in order.
    #[must_use]
    pub fn words(&self) -> BTreeMap<&str, u32> {
        self.frequency.words()
    }
}

impl PartialEq for Statistics {
    fn eq(&self, other: &Self) -> bool {
        (self.households, self.civil, self.names()) == (other.households, other.civil, other.names())
            && self.words() == other.words()
    }
}
