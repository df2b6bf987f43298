//! The quota: a meeting may add as many households as it found better off. The remedies when it named
//! more. R61, R63–R65. Nothing overrides the quota.

use super::Finding;
use super::fkp01::Fkp01;
use super::fkp02::{Proposal, StrikeRemedy};

/// Both sides of the rule at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Households coded 2 on FKP.01.
    pub improved: usize,
    /// Retained proposals on FKP.02.
    pub new: usize,
}

/// What the meeting may do about too many proposals, in the guideline's order. R63–R65.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remedy {
    /// a: strike the proposals with the highest welfare. R63.
    StrikeBestOff {
        /// How many too many.
        rows: usize,
    },
    /// b: read FKP.01 again for households better off than the proposed ones. R64.
    RereadFkp01 {
        /// Rows coded 1, 3 or 6 that could be looked at again.
        candidates: usize,
    },
    /// c: if none is found, strike until the number fits. R65.
    StrikeToFit {
        /// How many too many.
        rows: usize,
    },
}

impl Quota {
    /// Counts both forms. R61.
    #[must_use]
    pub fn of(fkp01: &Fkp01, fkp02: &[Proposal]) -> Self {
        Self { improved: fkp01.count(Finding::Improved), new: fkp02.iter().filter(|p| p.is_retained()).count() }
    }

    /// Whether the proposals fit; equality is allowed. R61.
    #[must_use]
    pub fn holds(self) -> bool {
        self.new <= self.improved
    }

    /// How many proposals are too many.
    #[must_use]
    pub fn excess(self) -> usize {
        self.new.saturating_sub(self.improved)
    }

    /// The three remedies in the guideline's order; none when the quota holds. R63–R65.
    #[must_use]
    pub fn remedies(self, fkp01: &Fkp01) -> Vec<Remedy> {
        if self.holds() {
            return Vec::new();
        }
        let candidates = Finding::ALL.into_iter().filter(|f| f.may_be_better_off());
        vec![
            Remedy::StrikeBestOff { rows: self.excess() },
            Remedy::RereadFkp01 { candidates: candidates.map(|f| fkp01.count(f)).sum() },
            Remedy::StrikeToFit { rows: self.excess() },
        ]
    }
}

/// Why nothing can be struck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StrikeRefused {
    /// Nothing is over quota. R61.
    #[error("the proposals fit the quota; none needs to be struck")]
    WithinQuota,
    /// The order of welfare does not say who is best off. R63.
    #[error("{unranked} proposals have no place in the order of welfare; rank them first")]
    Unranked {
        /// Retained proposals without a place.
        unranked: usize,
    },
    /// Another proposal is better off and goes first. R63.
    #[error("proposal {best_off} is better off and is struck first")]
    NotBestOff {
        /// The number of the one who goes first.
        best_off: u16,
    },
    /// The proposal does not exist or is no longer valid.
    #[error("there is no retained proposal {no}")]
    NotRetained {
        /// The number asked for.
        no: u16,
    },
}

impl StrikeRefused {
    /// The stable code of the refusal.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::WithinQuota => "KUOTA_TIDAK_LEBIH",
            Self::Unranked { .. } => "URUTAN_KESEJAHTERAAN_KOSONG",
            Self::NotBestOff { .. } => "BUKAN_PALING_SEJAHTERA",
            Self::NotRetained { .. } => "USULAN_TIDAK_BERLAKU",
        }
    }
}

/// The retained proposal with the highest welfare: the greatest place in the order, the later row
/// among equals. It goes first. R63, R65.
fn best_off(fkp02: &[Proposal], quota: Quota) -> Result<u16, StrikeRefused> {
    if quota.holds() {
        return Err(StrikeRefused::WithinQuota);
    }
    let retained = fkp02.iter().filter(|p| p.is_retained()).count();
    let unranked = fkp02.iter().filter(|p| p.is_retained() && p.welfare_order.is_none()).count();
    // one alone is the best-off of all
    if unranked > 0 && retained > 1 {
        return Err(StrikeRefused::Unranked { unranked });
    }
    let best_off = fkp02.iter().filter(|p| p.is_retained()).max_by_key(|p| (p.welfare_order, p.no));
    best_off.map(|p| p.no).ok_or(StrikeRefused::WithinQuota)
}

/// Strikes the best-off proposal and no other. R63, R65.
pub(super) fn strike(
    fkp02: &mut [Proposal],
    no: u16,
    quota: Quota,
    remedy: StrikeRemedy,
    reason: &str,
) -> Result<(), StrikeRefused> {
    let best_off = best_off(fkp02, quota)?;
    let proposal = fkp02.iter_mut().find(|p| p.no == no && p.is_retained()).ok_or(StrikeRefused::NotRetained { no })?;
    if no != best_off {
        return Err(StrikeRefused::NotBestOff { best_off });
    }
    proposal.strike(remedy, reason);
    Ok(())
}
