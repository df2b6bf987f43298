//! What leaves the meeting: the recap in the minutes (Berita Acara), the SMS, and the plan for
//! blank forms and enumerators. R67–R72, R77.

use super::fkp01::Finding;
use std::collections::BTreeMap;

/// How often each code was circled: 1–6 and 8 on FKP.01, 7 on FKP.02. R67.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recap(BTreeMap<Finding, usize>);

impl Recap {
    /// Counts codes. Rows without a code are not counted; a meeting with such rows cannot close (R58).
    #[must_use]
    pub fn count(findings: impl IntoIterator<Item = Finding>) -> Self {
        let mut counts = BTreeMap::new();
        for finding in findings {
            *counts.entry(finding).or_insert(0) += 1;
        }
        Self(counts)
    }

    /// How often the code was circled.
    #[must_use]
    pub fn of(&self, finding: Finding) -> usize {
        self.0.get(&finding).copied().unwrap_or(0)
    }

    /// Every code in order with its count, those never circled included.
    pub fn iter(&self) -> impl Iterator<Item = (Finding, usize)> + '_ {
        Finding::ALL.into_iter().map(|f| (f, self.of(f)))
    }

    /// Rows of FKP.01 that carry a code: everything but 7. Equals the rows of the form once all are coded. R67.
    #[must_use]
    pub fn fkp01_rows(&self) -> usize {
        self.iter()
            .filter(|(f, _)| f.allowed_on_fkp01())
            .map(|(_, n)| n)
            .sum()
    }

    /// Households an enumerator visits: n2 + n3 + n6 + n7. R73, R77.
    #[must_use]
    pub fn blanks(&self) -> usize {
        self.iter()
            .filter(|(f, _)| f.needs_visit())
            .map(|(_, n)| n)
            .sum()
    }

    /// The provisional report by SMS: counts only, no name and no number of a person. R68.
    #[must_use]
    pub fn sms(&self) -> String {
        [
            Finding::Improved,
            Finding::HeadReplaced,
            Finding::CompositionChanged,
            Finding::New,
        ]
        .map(|f| format!("{}={}", f.code(), self.of(f)))
        .join(" ")
    }
}
