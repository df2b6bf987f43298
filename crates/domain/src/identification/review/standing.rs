//! How far a case under review has come, and what a verdict does: at once with one person, as a
//! proposal with two.

use super::{ReviewRefused, Verdict};
use crate::id::AccountId;
use std::collections::BTreeSet;

/// How far a case has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has said anything that counts.
    Open,
    /// One officer proposed; a second one is awaited.
    Proposed {
        /// Who.
        by: AccountId,
        /// What.
        verdict: Verdict,
    },
    /// Two officers disagree; a third one settles it.
    Disputed {
        /// The two.
        between: BTreeSet<AccountId>,
    },
    /// Decided.
    Decided {
        /// Who had the last word.
        by: AccountId,
        /// What.
        verdict: Verdict,
    },
}

impl Standing {
    /// The stable word.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Open => "TERBUKA",
            Self::Proposed { .. } => "USULAN",
            Self::Disputed { .. } => "BEDA_PENDAPAT",
            Self::Decided { .. } => "DIPUTUS",
        }
    }
}

codes! {
    /// What one entry in the history of a review did.
    pub enum Step {
        /// Decided by one person.
        Decided = "PUTUS",
        /// Proposed under the two-person rule.
        Proposed = "USUL",
        /// A second officer came to the same verdict: decided.
        Confirmed = "SETUJU",
        /// A second officer came to another verdict.
        Disagreed = "BEDA",
        /// A third officer settled it: decided.
        Settled = "PENENGAH",
        /// Taken back.
        Undone = "URUNG",
    }
}

impl Step {
    /// Whether the case is decided by it.
    #[must_use]
    pub fn decides(self) -> bool {
        match self {
            Self::Decided | Self::Confirmed | Self::Settled => true,
            Self::Proposed | Self::Disagreed | Self::Undone => false,
        }
    }
}

/// What a verdict does to a case. `two_person` is the setting of the kabupaten; `leads` says
/// whether the officer may settle what two others see differently.
///
/// A proposal stays a proposal when the setting is turned off meanwhile: the second officer is
/// still a second one.
pub fn next_step(
    standing: &Standing,
    officer: &AccountId,
    verdict: &Verdict,
    two_person: bool,
    leads: bool,
) -> Result<Step, ReviewRefused> {
    match standing {
        Standing::Open if two_person => Ok(Step::Proposed),
        Standing::Open => Ok(Step::Decided),
        Standing::Proposed { by, .. } if by == officer => Err(ReviewRefused::OwnProposal),
        Standing::Proposed { verdict: first, .. } if first == verdict => Ok(Step::Confirmed),
        Standing::Proposed { .. } => Ok(Step::Disagreed),
        Standing::Disputed { between } if between.contains(officer) || !leads => Err(ReviewRefused::ThirdNeeded),
        Standing::Disputed { .. } => Ok(Step::Settled),
        Standing::Decided { by, verdict } => {
            Err(ReviewRefused::AlreadyDecided { by: by.clone(), verdict: verdict.code() })
        }
    }
}

/// Whether what was said last may be taken back: by the one who said it, or by one who leads, while
/// no prelist of the area has been frozen over it. Domain §5.4; R15.
pub fn undo(
    standing: &Standing,
    last_by: Option<&AccountId>,
    officer: &AccountId,
    leads: bool,
    frozen_since: bool,
) -> Result<Step, ReviewRefused> {
    let Some(by) = last_by.filter(|_| *standing != Standing::Open) else {
        return Err(ReviewRefused::NothingToUndo);
    };
    if by != officer && !leads {
        return Err(ReviewRefused::NotYours { by: by.clone() });
    }
    if frozen_since && matches!(standing, Standing::Decided { .. }) {
        return Err(ReviewRefused::PrelistFrozen);
    }
    Ok(Step::Undone)
}
