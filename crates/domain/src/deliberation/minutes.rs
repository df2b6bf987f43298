//! What leaves the meeting: the recap in the minutes (Berita Acara), the SMS, and the plan for
//! blank forms and enumerators. R67–R72, R77.

use super::attendance::Attendance;
use super::finding::Finding;
use super::quota::Quota;
use crate::Date;
use crate::id::MeetingId;
use std::fmt;
use std::num::NonZeroU16;

/// How often each code was circled: 1–6 and 8 on FKP.01, 7 on FKP.02. R67.
///
/// The recap of one meeting, from the room to the database. It is counted in [`Recap::count`] and
/// nowhere else; `store` holds its only text form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recap([u16; 8]);

impl Recap {
    /// From the counts of codes 1 to 8, in that order.
    #[must_use]
    pub const fn new(by_code: [u16; 8]) -> Self {
        Self(by_code)
    }

    /// Counts codes. Rows without a code are not counted; a meeting with such rows cannot close (R58).
    #[must_use]
    pub fn count(findings: impl IntoIterator<Item = Finding>) -> Self {
        let mut recap = Self::default();
        for finding in findings {
            let n = &mut recap.0[finding as usize];
            *n = n.saturating_add(1);
        }
        recap
    }

    /// The counts of codes 1 to 8, in that order.
    #[must_use]
    pub const fn by_code(&self) -> [u16; 8] {
        self.0
    }

    /// How often the code was circled.
    #[must_use]
    pub fn of(&self, finding: Finding) -> usize {
        usize::from(self.0[finding as usize])
    }

    /// Every code in order with its count, those never circled included.
    pub fn iter(&self) -> impl Iterator<Item = (Finding, usize)> + use<> {
        Finding::ALL.into_iter().zip(self.0.map(usize::from))
    }

    /// Both sides of the quota. R61.
    #[must_use]
    pub fn quota(&self) -> Quota {
        Quota { improved: self.of(Finding::Improved), new: self.of(Finding::New) }
    }

    /// Rows of FKP.01 that carry a code: everything but 7. Equals the rows of the form once all are coded. R67.
    #[must_use]
    pub fn fkp01_rows(&self) -> usize {
        self.iter().filter(|(f, _)| f.allowed_on_fkp01()).map(|(_, n)| n).sum()
    }

    /// Households an enumerator visits: n2 + n3 + n6 + n7. R73, R77.
    #[must_use]
    pub fn blanks(&self) -> usize {
        self.iter().filter(|(f, _)| f.needs_visit()).map(|(_, n)| n).sum()
    }

    /// The provisional report by SMS: counts only, no name and no number of a person. R68.
    #[must_use]
    pub fn sms(&self) -> String {
        [Finding::Improved, Finding::HeadReplaced, Finding::CompositionChanged, Finding::New]
            .map(|f| format!("{}={}", f.code(), self.of(f)))
            .join(" ")
    }
}

impl std::iter::Sum for Recap {
    /// The parts of a meeting that was held in several halls, together.
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        let add = |a: Self, b: Self| Self(std::array::from_fn(|i| a.0[i].saturating_add(b.0[i])));
        parts.fold(Self::default(), add)
    }
}

/// Who signs the minutes. §1.2; the seed names the meeting's people, the signing is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignerRole {
    /// Dukuh: calls, chairs and signs.
    Dukuh,
    /// Asisten fasilitator.
    Asisten,
    /// A participant.
    Participant,
}

impl SignerRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Dukuh, Self::Asisten, Self::Participant];
    /// The word in journals.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Dukuh => "dukuh",
            Self::Asisten => "asisten",
            Self::Participant => "participant",
        }
    }
    /// From the word in journals.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// One signature under the minutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// In which role.
    pub role: SignerRole,
    /// Name as printed under the line.
    pub name: String,
    /// What the clock of the device said, milliseconds since 1970 UTC. Shown, never used to order.
    pub at_ms: i64,
}

/// An enumerator agreed in the meeting; their name is sent to the TKPKDesa. R70, R71.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedEnumerator {
    /// Name.
    pub name: String,
    /// The hamlet they live in, as written.
    pub hamlet: String,
    /// Day of their training in filling PBDK2016.RT; `None` = not yet, and they get no house. R72.
    pub trained_on: Option<Date>,
}

/// The signed minutes (Berita Acara): counts, never the list. R67.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// The meeting.
    pub meeting: MeetingId,
    /// Stage (Tahap). R76.
    pub stage: u8,
    /// Count of every code. R67.
    pub recap: Recap,
    /// Rows of FKP.01; equals the sum of its codes. R67.
    pub fkp01_rows: usize,
    /// Proposals struck, kept on record. R66.
    pub struck: usize,
    /// Who came. R28.
    pub attendance: Attendance,
    /// Enumerators agreed. R70.
    pub enumerators: Vec<AgreedEnumerator>,
    /// Signatures.
    pub signatures: Vec<Signature>,
}

/// How much reserve is printed and how many houses one enumerator takes. R77.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanRule {
    /// Reserve of blank forms, per cent, rounded up.
    pub reserve_percent: u8,
    /// Houses per enumerator; not 0.
    pub load: NonZeroU16,
}

/// Blank forms and enumerators the TKPKDesa provides. R68, R77.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Blank PBDK2016.RT forms: one for each house. R77.
    pub blanks: usize,
    /// Blanks beyond them, in case one is spoilt.
    pub reserve: usize,
    /// Enumerators.
    pub enumerators: usize,
}

impl PlanRule {
    /// blanks = n2+n3+n6+n7; the reserve beside them; enumerators = ceil(blanks / load). R77.
    #[must_use]
    pub fn plan(self, recap: &Recap) -> Plan {
        let blanks = recap.blanks();
        let reserve = (blanks * usize::from(self.reserve_percent)).div_ceil(100);
        Plan { blanks, reserve, enumerators: blanks.div_ceil(usize::from(self.load.get())) }
    }
}

impl Default for PlanRule {
    /// Until the office says otherwise: a tenth in reserve and twenty houses each. Our assumption. R77.
    fn default() -> Self {
        Self { reserve_percent: 10, load: NonZeroU16::MIN.saturating_add(19) }
    }
}

impl fmt::Display for Plan {
    /// `Formulir kosong 10 (2+3+6+7), cadangan 1`: one wording wherever blanks are named. R77.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Formulir kosong {} (2+3+6+7), cadangan {}", self.blanks, self.reserve)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_blanks_of_t16_are_ten_and_the_reserve_stands_beside_them() {
        // R77, T16
        let codes = [2, 2, 2, 3, 6, 6, 6, 7, 7, 7].into_iter().filter_map(Finding::from_code);
        let plan = PlanRule::default().plan(&Recap::count(codes));
        assert_eq!(plan, Plan { blanks: 10, reserve: 1, enumerators: 1 });
        assert_eq!(plan.to_string(), "Formulir kosong 10 (2+3+6+7), cadangan 1");
    }

    proptest! {
        /// R67: the codes of FKP.01 sum to its rows, whatever was circled.
        #[test]
        fn the_recap_always_sums_to_the_rows(codes in proptest::collection::vec(1..=8u8, 0..80)) {
            let recap = Recap::count(codes.iter().filter_map(|c| Finding::from_code(*c)));
            prop_assert_eq!(recap.fkp01_rows(), codes.iter().filter(|c| **c != 7).count());
            prop_assert_eq!(recap.iter().map(|(_, n)| n).sum::<usize>(), codes.len());
        }

        /// R68: the SMS holds the four counts and nothing but digits, signs and spaces.
        #[test]
        fn the_sms_never_holds_anything_but_counts(codes in proptest::collection::vec(1..=8u8, 0..80)) {
            let sms = Recap::count(codes.iter().filter_map(|c| Finding::from_code(*c))).sms();
            prop_assert!(sms.chars().all(|c| c.is_ascii_digit() || c == '=' || c == ' '));
            prop_assert_eq!(sms.split(' ').count(), 4);
        }

        /// R77: every house has an enumerator, and no enumerator is idle.
        #[test]
        fn enumerators_cover_the_houses(houses in 0..500usize, load in 1..60u16, reserve in 0..50u8) {
            let recap = Recap::count(std::iter::repeat_n(Finding::Improved, houses));
            let rule = PlanRule { reserve_percent: reserve, load: NonZeroU16::new(load).unwrap() };
            let plan = rule.plan(&recap);
            prop_assert_eq!(plan.blanks, houses);
            prop_assert!(plan.reserve * 100 >= houses * usize::from(reserve));
            prop_assert!(plan.enumerators * usize::from(load) >= houses);
            prop_assert!(plan.enumerators == 0 || (plan.enumerators - 1) * usize::from(load) < houses);
        }
    }
}
