//! Stage 7: programmes. Criteria belong to ministries and are versioned text (R22); this module
//! parses them, judges households, families and persons by them, and says for each which clause
//! admitted it or which failed. Domain §7.
//!
//! A missing answer is neither yes nor no: a clause that needs it is *unknown*, and the list says
//! `belum diketahui` instead of rejecting silently.

mod evaluate;
mod expression;
mod fact;
mod list;
mod parse;

pub use evaluate::{Case, Truth, Verdict};
pub use expression::{Comparison, Expression, Term};
pub use fact::{Declared, ExternalFact, Fact, FactKind, Scope};
pub use list::{ListCounts, ListRow, ProgrammeList, RowOutcome, draw};
pub use parse::{Names, RuleError, parse};

use crate::Date;

codes! {
    /// What a programme counts and pays.
    pub enum Unit {
        /// Rumah tangga.
        Household = "rumah_tangga",
        /// Keluarga (one KK, or one NUK in the household).
        Family = "keluarga",
        /// Orang.
        Person = "orang",
    }
}

codes! {
    /// How far a rule's text is backed by a source. Domain §7, column "Conf.".
    pub enum Confidence {
        /// S: a source was found.
        Sourced = "S",
        /// S+GK: the process or a part is sourced, the rest unverified.
        Partly = "S+GK",
        /// GK: general knowledge, unverified.
        Unverified = "GK",
    }
}

/// A named clause of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Stable name; lists name it.
    pub name: String,
    /// What it asks, in Indonesian, for the citizen's answer.
    pub label: String,
    /// The text as the ministry's rule file has it.
    pub text: String,
    /// The parsed text.
    pub expression: Expression,
}

/// One version of a programme's criteria. Published versions do not change: a change is a new version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// Stable short name, also the list's file name: `pkh`.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Version of the rule text.
    pub version: String,
    /// What is counted.
    pub unit: Unit,
    /// The ministry that owns the criteria. R22.
    pub owner: String,
    /// Where the rule comes from.
    pub source: String,
    /// How far it is backed.
    pub confidence: Confidence,
    /// First day in force.
    pub valid_from: Date,
    /// Last day in force; `None` = until replaced.
    pub valid_to: Option<Date>,
    /// How many units the budget pays; `None` = no limit stated. Registered is not yet receiving.
    pub quota: Option<u32>,
    /// Clauses that must all hold.
    pub requires: Vec<Clause>,
    /// Clauses of which one must hold; the first that holds is the one that admits. May be empty.
    pub any_of: Vec<Clause>,
    /// Clauses that open a review when they hold or are unknown, and never remove by themselves
    /// (the centre's flags; domain §7, last row).
    pub reviews: Vec<Clause>,
}

impl Programme {
    /// Whether this version is in force on `day`.
    #[must_use]
    pub fn is_in_force(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The label of a clause by its name, for pages and letters.
    #[must_use]
    pub fn label(&self, clause: &str) -> Option<&str> {
        self.requires
            .iter()
            .chain(&self.any_of)
            .chain(&self.reviews)
            .find(|c| c.name == clause)
            .map(|c| c.label.as_str())
    }
}

#[cfg(test)]
mod tests;
