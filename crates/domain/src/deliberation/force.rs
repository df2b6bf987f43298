//! Which signed minutes of a hamlet are in force, and which households wait for a new meeting. R76.
//!
//! What was signed is never edited: a correction is a later stage, and from its signing on it alone counts.

use super::sheet::hamlet_key;
use std::collections::{BTreeMap, BTreeSet};

/// Minutes, or a sheet that was refused, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minutes<'a> {
    /// The meeting.
    pub id: &'a str,
    /// The desa, when it is known.
    pub desa: Option<&'a str>,
    /// The hamlet as written.
    pub hamlet: &'a str,
    /// The stage.
    pub stage: u8,
    /// Whether they are signed: closed as a journal, or an accepted sheet.
    pub is_signed: bool,
    /// Whether they were closed as a journal.
    pub is_journal: bool,
}

impl<'a> Minutes<'a> {
    /// Desa and hamlet, when both are known: stages of one are stages of the same meeting.
    #[must_use]
    pub fn hall(&self) -> Option<(&'a str, String)> {
        let key = hamlet_key(self.hamlet);
        Some((self.desa?, key)).filter(|(_, key)| !key.is_empty())
    }

    /// Whether both are about one stage of one hamlet.
    #[must_use]
    pub fn is_same_stage(&self, other: &Self) -> bool {
        let hall = self.hall();
        self.stage == other.stage && hall.is_some() && hall == other.hall()
    }
}

/// The stage that the number of a meeting ends with: `3403012001_wono_t2`. R76.
#[must_use]
pub fn stage_in(meeting: &str) -> Option<u8> {
    let (_, last) = meeting.rsplit_once("_t")?;
    last.parse().ok().filter(|n| *n > 1 && last.bytes().all(|b| b.is_ascii_digit()))
}

/// Signed minutes that are not in force, with those of a later stage that are. R76.
#[must_use]
pub fn superseded<'a>(all: impl IntoIterator<Item = Minutes<'a>>) -> BTreeMap<&'a str, &'a str> {
    let mut out = BTreeMap::new();
    for stages in signed_by_hall(all).values() {
        let Some(last) = stages.iter().max_by_key(|m| (m.stage, m.id)) else { continue };
        out.extend(stages.iter().filter(|m| m.stage < last.stage).map(|m| (m.id, last.id)));
    }
    out
}

/// Households on a refused sheet. They wait until their hamlet has met again: until it has signed minutes of
/// another stage or of a journal, or another sheet of this stage names them. `rows`: meeting and household.
#[must_use]
pub fn waiting<'a>(all: &[Minutes<'a>], rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> BTreeSet<&'a str> {
    let signed = signed_by_hall(all.iter().copied());
    let mut on: BTreeMap<&str, BTreeSet<&'a str>> = BTreeMap::new();
    for (meeting, household) in rows {
        on.entry(meeting).or_default().insert(household);
    }
    let mut waiting = BTreeSet::new();
    for refused in all.iter().filter(|m| !m.is_signed) {
        let minutes = refused.hall().and_then(|hall| signed.get(&hall)).map(Vec::as_slice).unwrap_or_default();
        if minutes.iter().any(|m| m.is_journal || m.stage != refused.stage) {
            continue;
        }
        let met: BTreeSet<&str> = minutes.iter().filter_map(|m| on.get(m.id)).flatten().copied().collect();
        waiting.extend(on.get(refused.id).into_iter().flatten().filter(|h| !met.contains(*h)));
    }
    waiting
}

/// The signed minutes of each hamlet.
fn signed_by_hall<'a>(all: impl IntoIterator<Item = Minutes<'a>>) -> BTreeMap<(&'a str, String), Vec<Minutes<'a>>> {
    let mut halls: BTreeMap<(&str, String), Vec<Minutes<'a>>> = BTreeMap::new();
    for minutes in all.into_iter().filter(|m| m.is_signed) {
        if let Some(hall) = minutes.hall() {
            halls.entry(hall).or_default().push(minutes);
        }
    }
    halls
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes<'a>(id: &'a str, hamlet: &'a str, stage: u8, is_signed: bool) -> Minutes<'a> {
        Minutes { id, desa: Some("3403012001"), hamlet, stage, is_signed, is_journal: false }
    }

    #[test]
    fn only_the_latest_signed_stage_of_a_hamlet_is_in_force() {
        // R76
        let all = [
            minutes("a", "Padukuhan Ngasem", 1, true),
            minutes("a_t2", "NGASEM", 2, true),
            minutes("a_t3", "Ngasem", 3, false),
            minutes("b", "Beji", 1, true),
            minutes("b-lagi", "Beji", 1, true),
        ];
        assert_eq!(superseded(all).into_iter().collect::<Vec<_>>(), [("a", "a_t2")]);
    }

    #[test]
    fn the_stage_is_read_from_the_end_of_a_number_and_from_nowhere_else() {
        for (number, stage) in
            [("3403012001_wono_t2", Some(2)), ("3403012001_wono", None), ("a_t1", None), ("a_t+3", None)]
        {
            assert_eq!(stage_in(number), stage, "{number}");
        }
    }

    #[test]
    fn a_refused_sheet_keeps_a_household_waiting_until_its_hamlet_has_signed_minutes_about_it() {
        let rows = [("a", "1"), ("a", "2"), ("a-lagi", "2"), ("a_t2", "1")];
        let of = |all: &[Minutes<'_>]| waiting(all, rows).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let mut all = vec![minutes("a", "Ngasem", 1, false)];
        assert_eq!(of(&all), ["1", "2"]);
        all.push(minutes("a-lagi", "Ngasem", 1, true));
        assert_eq!(of(&all), ["1"], "another sheet of the stage names the other one");
        all.push(minutes("a_t2", "Ngasem", 2, true));
        assert!(of(&all).is_empty());
    }
}
