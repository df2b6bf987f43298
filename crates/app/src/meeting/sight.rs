//! Which rows of a meeting an officer may read, the same for every page and file. Domain §1.3.

use crate::access::{Act, Officer, Where};
use crate::verification::ACCEPTED;
use domain::deliberation::Finding;
use store::view::MeetingLine;

/// How much of the rows of both forms. Domain §1.3: rows "FKP.01 row", "Column 06 code", "FKP.02 row".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsSeen {
    /// Both forms with code, column 08 and what became of each row: who holds, hands out or oversees the meeting.
    Whole,
    /// Who is to be enumerated, without the code: the enumerator. R73.
    ToVisit,
    /// FKP.01 as it was printed: who sees the register's households, and meetings.
    Printed,
    /// No row: counts and verdicts only.
    Counts,
}

impl RowsSeen {
    /// What this officer reads of the meeting in that place.
    #[must_use]
    pub fn by(officer: &Officer, place: &Where) -> Self {
        let could = |act| officer.could(act, place.clone());
        if could(Act::ReadMinutes) {
            Self::Whole
        } else if !could(Act::SeeMeetings) {
            Self::Counts
        } else if could(Act::ReadVisitList) {
            Self::ToVisit
        } else if could(Act::SeeHouseholds) {
            Self::Printed
        } else {
            Self::Counts
        }
    }

    /// The rows as far as they are read. Nobody is visited by a sheet that was refused.
    #[must_use]
    pub fn of(self, verdict: &str, rows: Vec<MeetingLine>) -> Vec<MeetingLine> {
        let bare = |r: MeetingLine| MeetingLine { code: None, checked: None, outcome: None, ..r };
        match self {
            Self::Whole => rows,
            Self::ToVisit => rows.into_iter().filter(|r| verdict == ACCEPTED && is_to_visit(r)).map(bare).collect(),
            Self::Printed => rows.into_iter().filter(|r| r.form == "FKP.01").map(bare).collect(),
            Self::Counts => Vec::new(),
        }
    }
}

/// Codes 2, 3, 6, and 7 unless it was struck. R73.
fn is_to_visit(row: &MeetingLine) -> bool {
    let visited = |f: Finding| f.needs_visit();
    let code = row.code.and_then(|c| u8::try_from(c).ok()).and_then(Finding::from_code);
    code.is_some_and(visited) && row.outcome.as_deref() == Some("UNTUK_DIDATA")
}
