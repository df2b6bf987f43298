//! The review desk: a person decides what the evidence leaves open. Domain §5.2 (TELAAH), §5.4; T8.
//!
//! [`overruled`] says which evidence a verdict goes against: then a reason is mandatory.
//! [`next_step`] says what a verdict does under the one-person and under the two-person rule.
//! [`value()`] orders the queue. A verdict is reversible until the prelist of its area is frozen (R15).

mod overrule;
mod refused;
mod standing;
mod value;

pub use overrule::{CandidateFacts, CaseFacts, Overruled, Reasoning, overruled};
pub use refused::ReviewRefused;
pub use standing::{Standing, Step, next_step, undo};
pub use value::{BLOCKS_PRELIST, harm, value};

use super::Category;
use crate::id::{HouseholdId, RegistrationNumber};

/// What a reviewer says of a case. R14: exactly one of the three categories, or a double registration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The registered are this household of the register.
    Same {
        /// The household.
        household: HouseholdId,
        /// `LAMA_TETAP` or `LAMA_BERUBAH`.
        changed: bool,
    },
    /// The registered are in no household of the register. R11.
    New,
    /// The same household is registered under another number; this one joins it. T9.
    Duplicate {
        /// The other registration.
        of: RegistrationNumber,
    },
}

impl Verdict {
    /// The word in files: `LAMA_TETAP`, `LAMA_BERUBAH`, `BARU` or `GANDA`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match (self, self.category()) {
            (_, Some(category)) => category.code(),
            (_, None) => "GANDA",
        }
    }
    /// The category, unless the registration joins another one.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        match self {
            Self::Same { changed: true, .. } => Some(Category::KnownChanged),
            Self::Same { changed: false, .. } => Some(Category::KnownUnchanged),
            Self::New => Some(Category::New),
            Self::Duplicate { .. } => None,
        }
    }
    /// The household linked.
    #[must_use]
    pub fn household(&self) -> Option<&HouseholdId> {
        match self {
            Self::Same { household, .. } => Some(household),
            Self::New | Self::Duplicate { .. } => None,
        }
    }
    /// The registration joined.
    #[must_use]
    pub fn joins(&self) -> Option<&RegistrationNumber> {
        match self {
            Self::Duplicate { of } => Some(of),
            Self::Same { .. } | Self::New => None,
        }
    }
    /// Back from its stored parts; `None` when they do not belong together.
    #[must_use]
    pub fn of(code: &str, household: Option<&str>, joins: Option<&str>) -> Option<Self> {
        match (code, household, joins) {
            ("GANDA", None, Some(of)) => Some(Self::Duplicate { of: RegistrationNumber::new(of) }),
            (word, household, None) => match (Category::from_code(word)?, household) {
                (Category::New, None) => Some(Self::New),
                (Category::KnownUnchanged, Some(h)) => {
                    Some(Self::Same { household: HouseholdId::new(h), changed: false })
                }
                (Category::KnownChanged, Some(h)) => Some(Self::Same { household: HouseholdId::new(h), changed: true }),
                (Category::New, Some(_)) | (Category::KnownUnchanged | Category::KnownChanged, None) => None,
            },
            (_, _, Some(_)) => None,
        }
    }
}

codes! {
    /// What a reviewer's reason rests on: chosen from a list, so that the quality report can count it.
    pub enum Ground {
        /// The original papers were seen.
        Papers = "DOKUMEN_ASLI",
        /// The dukuh or the desa office confirmed it.
        VillageOffice = "PERANGKAT_DESA",
        /// The registrant was asked again.
        Registrant = "PENDAFTAR_DITANYA",
        /// Another person who shares the name or a number.
        Namesake = "ORANG_LAIN",
        /// One of the two sides was miswritten.
        Miswritten = "SALAH_TULIS",
        /// Part of the household left and founded its own.
        Split = "PECAH_RUMAH_TANGGA",
    }
}

#[cfg(test)]
mod tests;
