//! Rounds follow each other: opened on the register as it is, with a calendar of deadlines, and closed by a
//! named officer. Design D17.

use super::{CaseAct, CaseState, next};
use crate::Date;
use crate::area::AreaCode;
use crate::id::{AccountId, RoundId};
use crate::verification::VisitResult;
use std::collections::BTreeMap;

/// Whether a round takes new work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoundState {
    /// BUKA.
    Open,
    /// TUTUP.
    Closed,
}

impl RoundState {
    /// Both states.
    pub const ALL: [Self; 2] = [Self::Open, Self::Closed];
    /// The stable word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "BUKA",
            Self::Closed => "TUTUP",
        }
    }
    /// From the stable word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
}

/// What a round has a last day for, in the order of the household's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deadline {
    /// Registrations that the frozen prelist takes; later ones go into a supplement.
    Registration,
    /// Cases under review.
    Review,
    /// Hamlet meetings.
    Deliberation,
    /// Visits.
    Verification,
    /// The decree.
    Decree,
}

impl Deadline {
    /// Every deadline, in order.
    pub const ALL: [Self; 5] = [Self::Registration, Self::Review, Self::Deliberation, Self::Verification, Self::Decree];
    /// The stable word, also the key in a calendar file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Registration => "pendaftaran",
            Self::Review => "telaah",
            Self::Deliberation => "musyawarah",
            Self::Verification => "pendataan",
            Self::Decree => "sk",
        }
    }
    /// From the stable word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.code() == code)
    }
}

/// Last days of a round. A deadline may be absent; those that are given are in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar(BTreeMap<Deadline, Date>);

impl Calendar {
    /// A calendar whose days do not run backwards and do not begin before `opened`.
    pub fn new(days: BTreeMap<Deadline, Date>, opened: Date) -> Result<Self, OpenRefused> {
        let mut last = opened;
        for (deadline, day) in &days {
            if *day < last {
                return Err(OpenRefused::CalendarBackwards { deadline: *deadline, day: *day, after: last });
            }
            last = *day;
        }
        Ok(Self(days))
    }
    /// The last day for something.
    #[must_use]
    pub fn day(&self, deadline: Deadline) -> Option<Date> {
        self.0.get(&deadline).copied()
    }
    /// Every deadline with its day, in order.
    pub fn days(&self) -> impl Iterator<Item = (Deadline, Date)> {
        self.0.iter().map(|(deadline, day)| (*deadline, *day))
    }
}

/// One update cycle of one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its id: the area's digits and the name, e.g. `3403-2017-I`.
    pub id: RoundId,
    /// The area.
    pub area: AreaCode,
    /// Name, e.g. `2017-I`.
    pub name: String,
    /// Whether it takes work.
    pub state: RoundState,
    /// Day it was opened.
    pub opened_on: Date,
    /// Who opened it.
    pub opened_by: AccountId,
    /// Version of the register it rests on.
    pub base: u32,
    /// Last days.
    pub calendar: Calendar,
    /// Day it was closed, who closed it, and why.
    pub closed: Option<(Date, AccountId, String)>,
}

refusals! {
    /// Why a round is not opened or closed.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum OpenRefused {
        /// One is open.
        StillOpen {
            /// Its name.
            name: String,
        } = "PUTARAN_MASIH_BUKA",
        /// There was one of this name.
        NameTaken {
            /// The name.
            name: String,
        } = "PUTARAN_SUDAH_ADA",
        /// The name is empty, or longer than 20 characters, or has others than letters, digits and hyphens.
        BadName = "NAMA_PUTARAN_SALAH",
        /// Something bears a later day than today: the clock was set back.
        Earlier {
            /// The day given.
            day: Date,
            /// The latest day that is written.
            last: Date,
        } = "TANGGAL_MUNDUR",
        /// A deadline lies before the one before it, or before the opening.
        CalendarBackwards {
            /// Which.
            deadline: Deadline,
            /// Its day.
            day: Date,
            /// The day it must not lie before.
            after: Date,
        } = "JADWAL_MUNDUR",
        /// Cases are open and nobody said what becomes of them.
        CasesOpen {
            /// How many.
            cases: usize,
        } = "KASUS_MASIH_TERBUKA",
        /// It is closed already.
        Closed {
            /// Its name.
            name: String,
        } = "PUTARAN_SUDAH_TUTUP",
        /// Closing needs a written reason.
        NoReason = "PUTARAN_TANPA_ALASAN",
    }
}

/// Opens a round behind those that were. `base` is the register's version on that day. D17.
pub fn open(
    before: &[Round],
    area: AreaCode,
    name: &str,
    by: AccountId,
    on: Date,
    base: u32,
    days: BTreeMap<Deadline, Date>,
) -> Result<Round, OpenRefused> {
    let name = name.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if name.is_empty() || name.chars().count() > 20 || !name.chars().all(fits) {
        return Err(OpenRefused::BadName);
    }
    for round in before.iter().filter(|r| r.area == area) {
        if round.state == RoundState::Open {
            return Err(OpenRefused::StillOpen { name: round.name.clone() });
        }
        if round.name.eq_ignore_ascii_case(name) {
            return Err(OpenRefused::NameTaken { name: round.name.clone() });
        }
        if let Some((last, ..)) = round.closed
            && on < last
        {
            return Err(OpenRefused::Earlier { day: on, last });
        }
    }
    Ok(Round {
        id: RoundId::new(format!("{}-{name}", area.as_str())),
        area,
        name: name.to_owned(),
        state: RoundState::Open,
        opened_on: on,
        opened_by: by,
        base,
        calendar: Calendar::new(days, on)?,
        closed: None,
    })
}

impl Round {
    /// Closes the round. Cases that are still open stay open and are taken over by the next round, but only
    /// when that is said (`carry`). D17.
    pub fn close(
        self,
        open_cases: usize,
        carry: bool,
        by: AccountId,
        on: Date,
        reason: &str,
    ) -> Result<Self, OpenRefused> {
        if self.state == RoundState::Closed {
            return Err(OpenRefused::Closed { name: self.name });
        }
        if reason.trim().is_empty() {
            return Err(OpenRefused::NoReason);
        }
        if on < self.opened_on {
            return Err(OpenRefused::Earlier { day: on, last: self.opened_on });
        }
        if open_cases > 0 && !carry {
            return Err(OpenRefused::CasesOpen { cases: open_cases });
        }
        Ok(Self { state: RoundState::Closed, closed: Some((on, by, reason.trim().to_owned())), ..self })
    }
}

impl CaseState {
    /// The result of the visit that brought the case here, when it ended without data.
    #[must_use]
    pub fn without_data(self) -> Option<VisitResult> {
        let results = VisitResult::ALL.iter().copied().filter(|r| *r != VisitResult::Completed);
        results.into_iter().find(|r| next(Self::InField, CaseAct::Visit(*r), None) == Ok(self))
    }

    /// Whether the round still has something to do about a case in this state.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self {
            Self::Draft
            | Self::Registered
            | Self::Identifying
            | Self::Review
            | Self::Categorised
            | Self::Prelist
            | Self::InField
            | Self::Verified
            | Self::NotFound
            | Self::Moved
            | Self::PartOfOther
            | Self::Refused
            | Self::ReadyForDecree
            | Self::Decreed
            | Self::Delivered
            | Self::Updated => true,
            Self::Duplicate | Self::Ranked | Self::Closed => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }
    fn first() -> Round {
        let area = AreaCode::parse("99.01").unwrap();
        open(&[], area, "2017-I", "dinsos".into(), day("2017-01-02"), 3, BTreeMap::new()).unwrap()
    }

    #[test]
    fn a_second_round_opens_only_behind_the_first_one_that_was_closed() {
        let round = first();
        let again = |before: &[Round], name: &str, on: &str| {
            open(before, round.area, name, "dinsos".into(), day(on), 4, BTreeMap::new()).map_err(|e| e.code())
        };
        assert_eq!(again(std::slice::from_ref(&round), "2017-II", "2017-07-01").unwrap_err(), "PUTARAN_MASIH_BUKA");
        let closed = round.clone().close(0, false, "dinsos".into(), day("2017-06-30"), "selesai").unwrap();
        assert_eq!(again(std::slice::from_ref(&closed), "2017-i", "2017-07-01").unwrap_err(), "PUTARAN_SUDAH_ADA");
        assert_eq!(again(std::slice::from_ref(&closed), "2017-II", "2017-06-29").unwrap_err(), "TANGGAL_MUNDUR");
        assert_eq!(again(&[closed], "2017-II", "2017-07-01").unwrap().base, 4);
    }

    #[test]
    fn a_round_with_open_cases_closes_only_when_it_is_said_what_becomes_of_them() {
        let close = |cases, carry, why: &str| {
            first().close(cases, carry, "dinsos".into(), day("2017-06-30"), why).map(|r| r.state).map_err(|e| e.code())
        };
        assert_eq!(close(4, false, "selesai"), Err("KASUS_MASIH_TERBUKA"));
        assert_eq!(close(4, true, " "), Err("PUTARAN_TANPA_ALASAN"));
        assert_eq!(close(4, true, "dibawa ke putaran berikut"), Ok(RoundState::Closed));
    }

    #[test]
    fn a_visit_without_data_is_told_by_the_state_it_led_to() {
        assert_eq!(CaseState::NotFound.without_data(), Some(VisitResult::NotFound));
        assert_eq!(CaseState::Refused.without_data(), Some(VisitResult::Refused));
        assert_eq!(CaseState::Verified.without_data(), None);
        assert_eq!(CaseState::Prelist.without_data(), None);
    }

    #[test]
    fn the_days_of_a_calendar_do_not_run_backwards() {
        let days = |a: &str, b: &str| BTreeMap::from([(Deadline::Registration, day(a)), (Deadline::Decree, day(b))]);
        let opened = day("2017-01-02");
        assert!(Calendar::new(days("2017-03-01", "2017-06-01"), opened).is_ok());
        assert_eq!(Calendar::new(days("2017-06-01", "2017-03-01"), opened).unwrap_err().code(), "JADWAL_MUNDUR");
        assert_eq!(Calendar::new(days("2016-03-01", "2017-03-01"), opened).unwrap_err().code(), "JADWAL_MUNDUR");
    }
}
