//! One entry of the journal: who wrote what on which device, and what the device held then.

use super::act::Act;
use super::clock::{Clock, EntryId};
use super::refusal::Why;
use crate::Date;
use crate::id::AccountId;
use jiff::Timestamp;
use jiff::tz::Offset;

/// In which role somebody acts in the meeting. §1.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Dukuh: calls, chairs and signs.
    Dukuh,
    /// Asisten fasilitator: checks column 08.
    Asisten,
    /// Who writes for them.
    Petugas,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Dukuh, Self::Asisten, Self::Petugas];
    /// The word in journals.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Dukuh => "dukuh",
            Self::Asisten => "asisten",
            Self::Petugas => "petugas",
        }
    }
    /// From the word in journals.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }
}

/// Who may write in this meeting's journal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Admitted {
    /// The account.
    pub actor: AccountId,
    /// The role.
    pub role: Role,
}

/// Something done in the meeting. Never changed and never taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Device and number.
    pub id: EntryId,
    /// What the device held when it wrote, itself up to `number` − 1.
    pub seen: Clock,
    /// Who.
    pub actor: AccountId,
    /// In which role.
    pub role: Role,
    /// What the device's clock said, milliseconds since 1970 UTC. Shown, never used to order.
    pub at_ms: i64,
    /// What.
    pub act: Act,
}

impl Entry {
    /// Whether a day had come when this was written, by the device's clock and where the day comes
    /// first in Indonesia (WIT, UTC+9).
    pub(super) fn has_come(&self, day: Date) -> Result<(), Why> {
        let there = Offset::constant(9);
        let now = Timestamp::from_millisecond(self.at_ms).map(|at| there.to_datetime(at).date());
        if now.is_ok_and(|today| day <= today) { Ok(()) } else { Err(Why::DayAhead { day }) }
    }
}

/// Why an entry is not taken into a journal at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryRefused {
    /// The device has already sent another entry with this number: two devices share a name, or one was copied.
    #[error("entry {id} is already here with other content; give this device a new name and send again")]
    Different {
        /// Its id.
        id: EntryId,
    },
    /// The entry's clock does not include all earlier entries of its device.
    #[error("entry {id} does not follow entry {} of its device; send the entries as the device wrote them", id.number.saturating_sub(1))]
    OutOfStep {
        /// Its id.
        id: EntryId,
    },
}

impl EntryRefused {
    /// The stable code of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Different { .. } => "CATATAN_BERBEDA",
            Self::OutOfStep { .. } => "CATATAN_TIDAK_URUT",
        }
    }
}
