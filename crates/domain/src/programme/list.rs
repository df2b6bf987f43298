//! The list of a programme: who is admitted and by which clause, who stays behind the quota, and
//! who missed it by one clause and which. R22, R25, domain §7.

use super::Programme;
use super::evaluate::{Case, Truth, Verdict};
use super::fact::Declared;
use crate::Date;
use crate::household::Household;
use crate::id::HouseholdId;
use crate::ranking::Ranked;

/// What the list says of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    /// On the list.
    Admitted {
        /// The clause that admitted it.
        clause: String,
        /// Review clauses that hold or are unknown.
        reviews: Vec<String>,
    },
    /// Fulfils the criteria; the quota ended before it. "Terdaftar, bukan penerima: kuota".
    OverQuota {
        /// The clause that would have admitted it.
        clause: String,
        /// Its place in the order, from 1; the quota is smaller.
        place: u32,
    },
    /// One clause only was not fulfilled, or is not known.
    NearMiss {
        /// The clause.
        clause: String,
        /// [`Truth::False`] or [`Truth::Unknown`].
        truth: Truth,
    },
}

impl RowOutcome {
    /// The word in files: `MASUK`, `KUOTA`, `NYARIS`, `BELUM_DIKETAHUI`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Admitted { .. } => "MASUK",
            Self::OverQuota { .. } => "KUOTA",
            Self::NearMiss { truth: Truth::Unknown, .. } => "BELUM_DIKETAHUI",
            Self::NearMiss { .. } => "NYARIS",
        }
    }
    /// The clause that admitted or failed.
    #[must_use]
    pub fn clause(&self) -> &str {
        match self {
            Self::Admitted { clause, .. } | Self::OverQuota { clause, .. } | Self::NearMiss { clause, .. } => clause,
        }
    }
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// The household.
    pub household: HouseholdId,
    /// The family's number, where the unit is the family or the person and the number is known.
    pub family_no: Option<u8>,
    /// The member's number, where the unit is the person.
    pub member_no: Option<u16>,
    /// What the list says.
    pub outcome: RowOutcome,
}

/// How many units met which end; `examined` is the sum of the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListCounts {
    /// Units examined.
    pub examined: u32,
    /// On the list.
    pub admitted: u32,
    /// Behind the quota.
    pub over_quota: u32,
    /// Missed by one clause.
    pub near_miss: u32,
    /// Missed by one clause that is not known.
    pub unknown: u32,
    /// Missed by more than one clause; not listed row by row, explained on request.
    pub not_eligible: u32,
}

/// A programme's list over a ranking run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeList {
    /// The programme's id.
    pub programme: String,
    /// The version of its rule.
    pub version: String,
    /// The day of the list.
    pub day: Date,
    /// Rows in the order of the ranking; within a household by family and member number.
    pub rows: Vec<ListRow>,
    /// Counts.
    pub counts: ListCounts,
}

/// Draws the list: units in the order of the ranking (poorest first, the unscored last), admitted
/// until the quota is full. The order in which households are given does not matter.
///
/// `households` gives each household with its place in the run; `declared` the facts outside the
/// questionnaire (an empty map where no office stated any).
#[must_use]
pub fn draw<'a>(
    programme: &Programme,
    households: impl IntoIterator<Item = (&'a Household, &'a Ranked)>,
    declared: &dyn Fn(&HouseholdId) -> Declared,
    day: Date,
) -> ProgrammeList {
    let mut households: Vec<(&Household, &Ranked)> = households.into_iter().collect();
    households.sort_by(|(_, a), (_, b)| {
        let key = |r: &Ranked| r.outcome.as_ref().map_or(u32::MAX, |placed| placed.rank);
        key(a).cmp(&key(b)).then_with(|| a.household.cmp(&b.household))
    });
    let mut rows = Vec::new();
    let mut counts = ListCounts::default();
    let mut place = 0u32;
    for (household, ranked) in households {
        let declared = declared(&household.id);
        for case in programme.cases(household, ranked, day, &declared) {
            counts.examined += 1;
            let outcome = match programme.judge(&case) {
                Verdict::Admitted { clause, reviews } => {
                    place += 1;
                    if programme.quota.is_some_and(|quota| place > quota) {
                        counts.over_quota += 1;
                        RowOutcome::OverQuota { clause, place }
                    } else {
                        counts.admitted += 1;
                        RowOutcome::Admitted { clause, reviews }
                    }
                }
                Verdict::NotAdmitted { failed } => match <[_; 1]>::try_from(failed) {
                    Ok([(clause, truth)]) => {
                        match truth {
                            Truth::Unknown => counts.unknown += 1,
                            _ => counts.near_miss += 1,
                        }
                        RowOutcome::NearMiss { clause, truth }
                    }
                    Err(_) => {
                        counts.not_eligible += 1;
                        continue;
                    }
                },
            };
            rows.push(ListRow {
                household: household.id.clone(),
                family_no: case.family.filter(|number| *number != Case::FAMILY_UNKNOWN),
                member_no: case.person.map(|m| m.no),
                outcome,
            });
        }
    }
    ProgrammeList { programme: programme.id.clone(), version: programme.version.clone(), day, rows, counts }
}
