//! Who is visited, by whom, and what a visit leads to. R16, R70–R75, §1.3.

use super::VisitResult;
use crate::Date;
use crate::deliberation::Finding;
use crate::id::{AccountId, HouseholdId, MeetingId};
use std::collections::BTreeSet;

/// Why a household is to be visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisitGround {
    /// After a meeting: only with code 2, 3, 6 or 7. R73.
    Meeting {
        /// The meeting.
        meeting: MeetingId,
        /// The hamlet it was about.
        hamlet: String,
        /// The code.
        finding: Finding,
    },
    /// A row of a frozen Prelist. R16.
    Prelist,
}

/// Who goes from door to door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enumerator {
    /// Their account.
    pub account: AccountId,
    /// In which capacity.
    pub capacity: Capacity,
    /// Their families: households of the same KK or of declared relatives. §1.3.
    pub related_to: BTreeSet<HouseholdId>,
}

/// In which capacity somebody visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// Petugas pendata of a hamlet. R70–R72.
    Enumerator {
        /// The hamlet they live in.
        hamlet: String,
        /// The meeting that agreed on them; `None` = none has.
        agreed_in: Option<MeetingId>,
        /// Day of their training in filling PBDK2016.RT; `None` = not recorded. R72.
        trained_on: Option<Date>,
    },
    /// TKSK. R16.
    Tksk,
    /// PSM. R16.
    Psm,
}

/// A household handed to somebody for a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The household.
    pub household: HouseholdId,
    /// Who visits.
    pub to: AccountId,
    /// Since when.
    pub on: Date,
}

refusals! {
    /// Why a household cannot be handed to somebody.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum AssignRefused {
        /// The code needs no visit. R73.
        NotVisited {
            /// Its code.
            finding: Finding,
        } = "TIDAK_DIDATA",
        /// The enumerator lives in another hamlet. R71.
        OtherHamlet = "PENDATA_PADUKUHAN_LAIN",
        /// This meeting did not agree on the enumerator. R71.
        NotAgreed = "PENDATA_TIDAK_DISEPAKATI",
        /// The enumerator is not trained, or was trained after the day of assignment. R72.
        NotTrained = "PENDATA_BELUM_DILATIH",
        /// Prelist rows are visited by TKSK and PSM. R16.
        NotVerifier = "BUKAN_TKSK_PSM",
        /// A relative. §1.3.
        Related = "KERABAT_PENDATA",
    }
}

shown!(Finding);

/// Hands a household to somebody. R16, R71–R73, §1.3.
pub fn assign(
    household: &HouseholdId,
    ground: &VisitGround,
    to: &Enumerator,
    on: Date,
) -> Result<Assignment, AssignRefused> {
    if to.related_to.contains(household) {
        return Err(AssignRefused::Related);
    }
    match ground {
        VisitGround::Meeting { meeting, hamlet, finding } => {
            if !finding.needs_visit() {
                return Err(AssignRefused::NotVisited { finding: *finding });
            }
            let Capacity::Enumerator { hamlet: home, agreed_in, trained_on } = &to.capacity else {
                return Err(AssignRefused::NotAgreed);
            };
            let key = crate::deliberation::sheet::hamlet_key;
            if key(home) != key(hamlet) {
                return Err(AssignRefused::OtherHamlet);
            }
            if agreed_in.as_ref() != Some(meeting) {
                return Err(AssignRefused::NotAgreed);
            }
            if trained_on.is_none_or(|day| day > on) {
                return Err(AssignRefused::NotTrained);
            }
        }
        VisitGround::Prelist => match to.capacity {
            Capacity::Tksk | Capacity::Psm => {}
            Capacity::Enumerator { .. } => return Err(AssignRefused::NotVerifier),
        },
    }
    Ok(Assignment { household: household.clone(), to: to.account.clone(), on })
}

/// What proves that somebody stood at the door. R74.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitEvidence {
    /// Day.
    pub on: Date,
    /// Who visited.
    pub by: AccountId,
    /// The respondent signed, or a photo, coordinates or a witness stand for it.
    pub proof: Proof,
}

/// Kinds of proof of a visit. R74.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// Signature of the respondent.
    Signature,
    /// Photo of the house.
    Photo,
    /// Coordinates taken at the door.
    Coordinates,
    /// A neighbour or RT as witness.
    Witness,
}

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
    /// Who checked the questionnaire.
    pub approved_by: Option<AccountId>,
    /// Who prepared the decree.
    pub decree_prepared_by: Option<AccountId>,
}

refusals! {
    /// A second pair of eyes is needed. §1.3.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum DutiesRefused {
        /// An officer who registered or visited the household may not approve it.
        OwnWork = "PEKERJAAN_SENDIRI",
        /// Who prepares the decree may not sign it.
        OwnDecree = "SK_SENDIRI",
    }
}

impl CaseHands {
    /// Whether this account may approve the verification. §1.3.
    pub fn may_approve(&self, account: &AccountId) -> Result<(), DutiesRefused> {
        let own = [&self.registered_by, &self.enumerated_by].into_iter().flatten().any(|a| a == account);
        if own { Err(DutiesRefused::OwnWork) } else { Ok(()) }
    }
    /// Whether this account may sign the decree. §1.3.
    pub fn may_sign(&self, account: &AccountId) -> Result<(), DutiesRefused> {
        if self.decree_prepared_by.as_ref() == Some(account) { Err(DutiesRefused::OwnDecree) } else { Ok(()) }
    }
}
