//! What a visit leads to, and whose hands may not meet in one case. Domain §1.3, §2.1.

use super::VisitResult;
use crate::id::AccountId;

/// Where a visit leads. Blok II item 5, states 6 and 6x of §2.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VisitOutcome {
    /// 6 TERVERIFIKASI: data to be checked.
    Verified,
    /// 6x TIDAK_DITEMUKAN.
    NotFound,
    /// 6x PINDAH.
    Moved,
    /// 6x BAGIAN_RUTA_LAIN: members move to the target household.
    PartOfOther,
    /// 6x GANDA: the merged id leads to the survivor.
    Duplicate,
    /// 6x: refused to be enumerated (local code 6).
    Refused,
}

impl From<VisitResult> for VisitOutcome {
    fn from(result: VisitResult) -> Self {
        match result {
            VisitResult::Completed => Self::Verified,
            VisitResult::NotFound => Self::NotFound,
            VisitResult::Moved => Self::Moved,
            VisitResult::PartOfOther => Self::PartOfOther,
            VisitResult::Duplicate => Self::Duplicate,
            VisitResult::Refused => Self::Refused,
        }
    }
}

/// What somebody did in a case before. §1.3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseHands {
    /// Who registered the household.
    pub registered_by: Option<AccountId>,
    /// Who visited it.
    pub enumerated_by: Option<AccountId>,
}

refusals! {
    /// A second pair of eyes is needed. §1.3.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum DutiesRefused {
        /// An officer who registered or visited the household may not approve it.
        OwnWork = "PEKERJAAN_SENDIRI",
    }
}

impl CaseHands {
    /// Whether this account may approve the verification. §1.3.
    pub fn may_approve(&self, account: &AccountId) -> Result<(), DutiesRefused> {
        let own = [&self.registered_by, &self.enumerated_by].into_iter().flatten().any(|a| a == account);
        if own { Err(DutiesRefused::OwnWork) } else { Ok(()) }
    }
}
