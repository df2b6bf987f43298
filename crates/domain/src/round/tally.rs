//! Counts by area and kind, rolled up from desa to the nation, and the hamlets still without a
//! meeting. R8, R23, R26.

use super::MeetingState;
use crate::area::{AreaCode, AreaLevel, Hamlet};
use std::collections::BTreeMap;

/// How many of each kind in each desa: registrations by kind, households by category, codes …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally<K: Ord>(BTreeMap<(AreaCode, K), u64>);

impl<K: Ord> Default for Tally<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Clone> Tally<K> {
    /// Counts one.
    pub fn add(&mut self, area: AreaCode, kind: K) {
        *self.0.entry((area, kind)).or_insert(0) += 1;
    }

    /// The same counts by areas of this level. An area coarser than the level stays as it is, so
    /// nothing is lost. R23.
    #[must_use]
    pub fn at(&self, level: AreaLevel) -> Self {
        let mut rolled = BTreeMap::new();
        for ((area, kind), n) in &self.0 {
            *rolled.entry((area.at(level).unwrap_or(*area), kind.clone())).or_insert(0) += n;
        }
        Self(rolled)
    }

    /// The count of one kind inside an area of any level. R8.
    #[must_use]
    pub fn of(&self, area: &AreaCode, kind: &K) -> u64 {
        self.0.iter().filter(|((a, k), _)| area.contains(a) && k == kind).map(|(_, n)| n).sum()
    }

    /// Every count, by area and kind.
    pub fn iter(&self) -> impl Iterator<Item = (&AreaCode, &K, u64)> {
        self.0.iter().map(|((area, kind), n)| (area, kind, *n))
    }

    /// Everything counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }
}

/// How far one hamlet is. R26.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HamletProgress {
    /// The hamlet's local code.
    pub hamlet: String,
    /// The state of its meeting that has come furthest; `None` = no meeting yet.
    pub state: Option<MeetingState>,
}

/// Every hamlet with the state of its meeting, in the order of the hamlets. R26.
///
/// `meetings` name the hamlet by its local code; one that names no hamlet of the list is handed back.
pub fn coverage<'m>(
    hamlets: &[Hamlet],
    meetings: impl IntoIterator<Item = (&'m str, MeetingState)>,
) -> (Vec<HamletProgress>, Vec<String>) {
    let mut furthest: BTreeMap<&str, MeetingState> = BTreeMap::new();
    for (hamlet, state) in meetings {
        let entry = furthest.entry(hamlet).or_insert(state);
        *entry = (*entry).max(state);
    }
    let progress = hamlets
        .iter()
        .map(|h| HamletProgress { hamlet: h.code.clone(), state: furthest.remove(h.code.as_str()) })
        .collect();
    (progress, furthest.into_keys().map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> AreaCode {
        AreaCode::parse(text).unwrap()
    }

    #[test]
    fn bappeda_and_the_social_office_see_the_counts_of_their_kabupaten() {
        // R8
        let mut tally = Tally::default();
        tally.add(code("99.01.01.2001"), "AKTIF");
        tally.add(code("99.01.02.2001"), "AKTIF");
        tally.add(code("99.02.01.2001"), "AKTIF");
        tally.add(code("99.01.01.2001"), "PASIF");
        assert_eq!(tally.of(&code("99.01"), &"AKTIF"), 2);
        assert_eq!(tally.of(&code("99.01"), &"PASIF"), 1);
        assert_eq!(tally.of(&code("99"), &"AKTIF"), 3);
    }

    #[test]
    fn every_hamlet_is_in_the_report_with_or_without_a_meeting() {
        // R26
        let hamlet = |no: u8| Hamlet {
            code: format!("99.01.01.2001.{no:02}"),
            name: format!("Contoh {no}"),
            desa: code("99.01.01.2001"),
            kind: "Padukuhan".to_owned(),
        };
        let meetings = [
            ("99.01.01.2001.01", MeetingState::Signed),
            ("99.01.01.2001.01", MeetingState::Open),
            ("99.01.01.2001.99", MeetingState::Open),
        ];
        let (progress, unknown) = coverage(&[hamlet(1), hamlet(2)], meetings);
        let states: Vec<_> = progress.iter().map(|p| p.state).collect();
        assert_eq!(states, [Some(MeetingState::Signed), None]);
        assert_eq!(unknown, ["99.01.01.2001.99"]);
    }

    proptest! {
        /// R23: whatever level is asked for, nothing is counted twice and nothing is lost.
        #[test]
        fn every_level_adds_up_to_the_same(desa in proptest::collection::vec((1..3u8, 1..4u8, 1..9u16, 0..3u8), 0..60)) {
            let mut tally = Tally::default();
            for (kabupaten, kecamatan, village, kind) in desa {
                tally.add(code(&format!("99{kabupaten:02}{kecamatan:02}2{village:03}")), kind);
            }
            for level in [AreaLevel::Provinsi, AreaLevel::Kabupaten, AreaLevel::Kecamatan, AreaLevel::Desa] {
                let rolled = tally.at(level);
                prop_assert_eq!(rolled.total(), tally.total());
                prop_assert!(rolled.iter().all(|(area, kind, n)| tally.of(area, kind) == n));
            }
        }
    }
}
