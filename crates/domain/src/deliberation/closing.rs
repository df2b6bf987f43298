//! What must hold before minutes are signed, as a list of rules. R57, R58, R61, R62.
//!
//! The rules are a list so that each can be left out of a model of the meeting: a test then
//! shows that nothing else keeps it.

use super::fkp01::Fkp01Row;
use super::meeting::OpenMeeting;
use super::minutes::{Signature, SignerRole};
use super::quota::Quota;
use crate::id::HouseholdId;

/// One thing that must hold. There is no way around any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClosingRule {
    /// Every row has a code. R47, R58.
    RowsCoded,
    /// Every row is checked by the asisten fasilitator. R57.
    RowsChecked,
    /// As many new as better off, at most. R61, R65.
    Quota,
    /// Every retained proposal is stated poorer. R62.
    StatedPoorer,
    /// No two values stand against each other.
    Settled,
    /// Dukuh and asisten have signed what is closed.
    Signed,
}

/// A rule that does not hold, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unmet {
    /// Rows have no code. R58.
    #[error("{} rows of FKP.01 have no code, the first is {}", rows.len(), rows[0])]
    RowsWithoutCode {
        /// The rows, at least one.
        rows: Vec<HouseholdId>,
    },
    /// Column 08 is not ticked everywhere. R57.
    #[error("{} rows are not checked by the asisten fasilitator, the first is {}", rows.len(), rows[0])]
    RowsUnchecked {
        /// The rows, at least one.
        rows: Vec<HouseholdId>,
    },
    /// Too many new households. R61.
    #[error("FKP.02 lists {} new households; FKP.01 frees room for {}", quota.new, quota.improved)]
    OverQuota {
        /// Both sides of the rule.
        quota: Quota,
    },
    /// Nobody has said that a proposal is worse off than the households coded 2, or somebody said it is not. R62.
    #[error("FKP.02 row {} is not stated to be worse off than the households coded 2", nos[0])]
    NotStatedPoorer {
        /// The rows of FKP.02, at least one.
        nos: Vec<u16>,
    },
    /// Two devices wrote different values; somebody must choose.
    #[error("two values stand against each other in {}", fields.join(", "))]
    Contested {
        /// The fields, at least one.
        fields: Vec<String>,
    },
    /// Dukuh and asisten must sign.
    #[error("the minutes need the signatures of the dukuh and the asisten fasilitator")]
    SignatureMissing {
        /// Who has not signed.
        roles: Vec<SignerRole>,
    },
}

impl Unmet {
    /// The stable code of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::RowsWithoutCode { .. } => "BARIS_TANPA_KODE",
            Self::RowsUnchecked { .. } => "BELUM_DIPERIKSA_ASISTEN",
            Self::OverQuota { .. } => "KUOTA_LEBIH",
            Self::NotStatedPoorer { .. } => "PERNYATAAN_LEBIH_MISKIN_KOSONG",
            Self::Contested { .. } => "NILAI_BERSELISIH",
            Self::SignatureMissing { .. } => "BA_BELUM_DITANDATANGANI",
        }
    }

    /// What it is about: rows, numbers on FKP.02, fields or roles.
    #[must_use]
    pub fn about(&self) -> Vec<String> {
        match self {
            Self::RowsWithoutCode { rows } | Self::RowsUnchecked { rows } => {
                rows.iter().map(ToString::to_string).collect()
            }
            Self::OverQuota { quota } => vec![quota.new.to_string(), quota.improved.to_string()],
            Self::NotStatedPoorer { nos } => nos.iter().map(ToString::to_string).collect(),
            Self::Contested { fields } => fields.clone(),
            Self::SignatureMissing { roles } => roles.iter().map(|r| r.code().to_owned()).collect(),
        }
    }
}

impl ClosingRule {
    /// Every rule, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::RowsCoded, Self::RowsChecked, Self::Quota, Self::StatedPoorer, Self::Settled, Self::Signed];

    /// What is missing, if anything. `contested`: fields in which two values stand.
    #[must_use]
    pub fn unmet(self, meeting: &OpenMeeting, contested: &[String], signatures: &[Signature]) -> Option<Unmet> {
        match self {
            Self::RowsCoded => {
                let rows = meeting.fkp01.uncoded();
                (!rows.is_empty()).then_some(Unmet::RowsWithoutCode { rows })
            }
            Self::RowsChecked => {
                // a row without a code is named once, for its code
                let rows = rows_where(meeting, |r| r.finding().is_some() && r.checked_by().is_none());
                (!rows.is_empty()).then_some(Unmet::RowsUnchecked { rows })
            }
            Self::Quota => {
                let quota = meeting.quota();
                (!quota.holds()).then_some(Unmet::OverQuota { quota })
            }
            Self::StatedPoorer => {
                let open = meeting.fkp02().iter().filter(|p| p.is_retained() && !p.is_stated_poorer());
                let nos: Vec<u16> = open.map(|p| p.no).collect();
                (!nos.is_empty()).then_some(Unmet::NotStatedPoorer { nos })
            }
            Self::Settled => (!contested.is_empty()).then(|| Unmet::Contested { fields: contested.to_vec() }),
            Self::Signed => {
                let missing = |role: &SignerRole| !signatures.iter().any(|s| s.role == *role);
                let roles: Vec<SignerRole> =
                    [SignerRole::Dukuh, SignerRole::Asisten].into_iter().filter(missing).collect();
                (!roles.is_empty()).then_some(Unmet::SignatureMissing { roles })
            }
        }
    }

    /// Everything that is missing, in order.
    #[must_use]
    pub fn all_unmet(
        rules: &[Self],
        meeting: &OpenMeeting,
        contested: &[String],
        signatures: &[Signature],
    ) -> Vec<Unmet> {
        rules.iter().filter_map(|rule| rule.unmet(meeting, contested, signatures)).collect()
    }
}

fn rows_where(meeting: &OpenMeeting, wanted: impl Fn(&Fkp01Row) -> bool) -> Vec<HouseholdId> {
    meeting.fkp01.rows().iter().filter(|r| wanted(r)).map(|r| r.printed().no_rts().clone()).collect()
}
