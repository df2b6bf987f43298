//! Stage 5: the visit, its questionnaire, the decree and the delivery. R16–R20, R71, R73–R75, domain §4.3.

mod asked;
mod check;
mod decree;
mod visit;

pub use asked::{Asked, Expected, NotAsked, Taken, check_against};
pub use check::{Defect, PrelistMembers, check, passes};
pub use decree::{
    AnnexHash, AnnexSignature, BatchRow, DecreeDraft, DecreeEvent, DecreeRefused, DeliveryRefused, IssuedDecree,
    RowStanding, Waiver, may_sign,
};
pub use visit::{CaseHands, DutiesRefused, VisitOutcome};

use crate::Date;
use crate::household::Household;
use crate::id::QuestionnaireId;

codes! {
    /// Which chain the visit belongs to.
    pub enum VisitSource {
        /// MUSPAD: after a hamlet meeting.
        Deliberation = "MUSPAD",
        /// MPM: after a registration.
        Registration = "MPM",
    }
}

codes! {
    /// Outcome of the visit: Blok II item 5, and the local code 6.
    pub enum VisitResult: u8 {
        /// 1 selesai.
        Completed = 1,
        /// 2 rumah tangga tidak ditemukan.
        NotFound = 2,
        /// 3 pindah / bangunan sudah tidak ada.
        Moved = 3,
        /// 4 bagian dari rumah tangga lain (sesuai Prelist).
        PartOfOther = 4,
        /// 5 data ganda.
        Duplicate = 5,
        /// 6 menolak (local code).
        Refused = 6,
    }
}

impl VisitResult {
    /// The words on the form.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Completed => "Selesai",
            Self::NotFound => "Rumah tangga tidak ditemukan",
            Self::Moved => "Rumah tangga pindah atau bangunan sudah tidak ada",
            Self::PartOfOther => "Bagian dari rumah tangga lain",
            Self::Duplicate => "Data ganda",
            Self::Refused => "Menolak",
        }
    }
}

/// One filled household questionnaire (PBDK2016.RT or the MPM form). Domain §4.2.
///
/// Housing and asset answers (Blok III, V) are in `household.answers`; Blok IV in each member,
/// `keberadaan` (item 22) as the answer [`crate::questionnaire::Item::Presence`]; the stated
/// counts of Blok I in `household.member_count` and `household.family_count`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledQuestionnaire {
    /// Its id.
    pub id: QuestionnaireId,
    /// Which chain.
    pub source: VisitSource,
    /// What was visited, as written: a household id, `meeting#FKP.02-n`, or a registration number.
    pub key: String,
    /// Day of the visit.
    pub date: Option<Date>,
    /// The enumerator or verifier; empty cell = `None`.
    pub officer: Option<String>,
    /// Day of the check.
    pub checked_on: Option<Date>,
    /// The checker.
    pub checker: Option<String>,
    /// Outcome; `None` when the cell holds none of 1–6.
    pub result: Option<VisitResult>,
    /// For result 4: the household this one is part of, as written.
    pub target: Option<String>,
    /// No. KK of each family as written in Blok I item 11, by family number.
    pub family_cards: Vec<Option<crate::person::NoKk>>,
    /// The household as found: Blok I, III, IV, V.
    pub household: Household,
}
