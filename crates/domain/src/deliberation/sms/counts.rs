//! What a provisional report says: which meeting, and how often 2, 3, 6 and 7. R68.

use crate::area::AreaCode;
use crate::deliberation::finding::Finding;
use crate::deliberation::minutes::Recap;
use std::fmt;

/// The codes that lead to a visit, in the order of the report. R68, R73.
pub const REPORTED: [Finding; 4] =
    [Finding::Improved, Finding::HeadReplaced, Finding::CompositionChanged, Finding::New];

/// The largest count a report may hold: ten times the largest hamlet.
pub const COUNT_MAX: u16 = 999;

/// The four counts of a provisional report, in households. R68.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProvisionalCounts {
    /// Code 2.
    pub improved: u16,
    /// Code 3.
    pub head_replaced: u16,
    /// Code 6.
    pub composition_changed: u16,
    /// Code 7, from FKP.02.
    pub new: u16,
}

impl ProvisionalCounts {
    /// In the order of [`REPORTED`].
    #[must_use]
    pub fn from_array([improved, head_replaced, composition_changed, new]: [u16; 4]) -> Self {
        Self { improved, head_replaced, composition_changed, new }
    }

    /// In the order of [`REPORTED`].
    #[must_use]
    pub fn to_array(self) -> [u16; 4] {
        [self.improved, self.head_replaced, self.composition_changed, self.new]
    }

    /// What the minutes' recap says of the same codes. R67, R68.
    #[must_use]
    pub fn of(recap: &Recap) -> Self {
        Self::from_array(REPORTED.map(|f| u16::try_from(recap.of(f)).unwrap_or(u16::MAX)))
    }

    /// The recap as far as the report tells it: enough to plan blanks and enumerators by. R77.
    #[must_use]
    pub fn recap(self) -> Recap {
        let [two, three, six, seven] = self.to_array();
        Recap::new([0, two, three, 0, 0, six, seven, 0])
    }
}

impl fmt::Display for ProvisionalCounts {
    /// `2=3 3=1 6=3 7=2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (finding, count)) in REPORTED.into_iter().zip(self.to_array()).enumerate() {
            write!(f, "{}{finding}={count}", if i == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

/// One code whose provisional count is not that of the minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The code.
    pub finding: Finding,
    /// As reported by SMS.
    pub provisional: u16,
    /// As signed.
    pub minutes: u16,
}

/// Where the provisional report and the signed minutes differ; empty when they agree. R67, R68.
#[must_use]
pub fn compare(provisional: &ProvisionalCounts, minutes: &Recap) -> Vec<Difference> {
    let signed = ProvisionalCounts::of(minutes).to_array();
    REPORTED
        .into_iter()
        .zip(provisional.to_array())
        .zip(signed)
        .filter(|((_, provisional), minutes)| provisional != minutes)
        .map(|((finding, provisional), minutes)| Difference { finding, provisional, minutes })
        .collect()
}

/// Name of a padukuhan or dusun, fit for an SMS: a place, at most 30 characters, at most 3 digits, so
/// that no number of a person fits in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceName(String);

impl PlaceName {
    /// Longest name, in characters.
    pub const LETTERS_MAX: usize = 30;

    /// The name as far as it is fit: `None` when nothing is left, when it is too long or holds more
    /// than three digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fit = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '-' | '/' | '(' | ')');
        let digits = name.chars().filter(char::is_ascii_digit).count();
        (!name.is_empty() && name.chars().count() <= Self::LETTERS_MAX && digits <= 3 && name.chars().all(fit))
            .then_some(Self(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PlaceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which meeting a message is about: the desa and the hamlet, no person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeetingCode {
    /// The desa.
    pub desa: AreaCode,
    /// The hamlet.
    pub hamlet: PlaceName,
}

impl fmt::Display for MeetingCode {
    /// `34.03.01.2001 Klampok`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.desa.dotted(), self.hamlet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_says_what_the_recap_of_the_minutes_says() {
        // R68, T16
        let codes = [1, 2, 2, 2, 3, 4, 5, 6, 6, 6, 8, 7, 7, 7];
        let recap = Recap::count(codes.into_iter().filter_map(Finding::from_code));
        let counts = ProvisionalCounts::of(&recap);
        assert_eq!(counts.to_string(), "2=3 3=1 6=3 7=3");
        assert_eq!(counts.to_string(), recap.sms());
        assert_eq!(counts.recap().blanks(), recap.blanks());
    }

    #[test]
    fn a_difference_names_the_code_and_both_numbers() {
        let recap = Recap::count([2, 2, 3, 7].into_iter().filter_map(Finding::from_code));
        let told = ProvisionalCounts::from_array([2, 1, 1, 0]);
        let found = compare(&told, &recap);
        let found: Vec<_> = found.into_iter().map(|d| (d.finding.code(), d.provisional, d.minutes)).collect();
        assert_eq!(found, [(6, 1, 0), (7, 0, 1)]);
        assert!(compare(&ProvisionalCounts::of(&recap), &recap).is_empty());
    }

    #[test]
    fn the_name_of_a_place_holds_no_number_of_a_person() {
        assert_eq!(PlaceName::parse("  Klampok   Lor ").unwrap().as_str(), "Klampok Lor");
        assert!(PlaceName::parse("Dusun 3").is_some());
        assert!(PlaceName::parse("3403012001900001").is_none());
        assert!(PlaceName::parse("Klampok 3403").is_none());
        assert!(PlaceName::parse("a=b").is_none());
        assert!(PlaceName::parse(" ").is_none());
    }
}
