//! What can be done in a meeting. One variant for each `kind` of the journal.

use super::clock::{Clock, EntryId};
use super::field::{Field, ProposalField};
use crate::Date;
use crate::deliberation::Finding;
use crate::deliberation::fkp01::{Column, Living, NoteChange};
use crate::deliberation::fkp02::{Membership, StrikeRemedy};
use crate::deliberation::minutes::SignerRole;
use crate::id::{AccountId, HouseholdId};

/// A group of R28, as the attendance list counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The dukuh: 0 or 1.
    Dukuh,
    /// Heads of RT.
    Rt,
    /// Heads of RW.
    Rw,
    /// Tokoh masyarakat.
    Tokoh,
    /// Kelompok marginal.
    Marginal,
}

impl Group {
    /// Every group, in the order of R28.
    pub const ALL: [Self; 5] = [Self::Dukuh, Self::Rt, Self::Rw, Self::Tokoh, Self::Marginal];
    /// The word in journals.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Dukuh => "dukuh",
            Self::Rt => "rt",
            Self::Rw => "rw",
            Self::Tokoh => "tokoh",
            Self::Marginal => "marginal",
        }
    }
    /// From the word in journals.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|g| g.code() == code)
    }
}

/// What is written of a household when it is proposed. R60.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedHousehold {
    /// Head of the household.
    pub head_name: String,
    /// The other members.
    pub members: Vec<String>,
    /// Address.
    pub address: String,
    /// Answers to the membership questions. R29–R38.
    pub membership: Membership,
}

/// A new value of one field of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amendment {
    /// Column 02, 05 or the remark.
    Text(ProposalField, String),
    /// Column 03.
    Members(Vec<String>),
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// `attend`: so many of a group are in the room. R28.
    Attend {
        /// The group.
        group: Group,
        /// How many.
        count: u16,
    },
    /// `held`: the day the meeting is held, as the minutes say it.
    Held {
        /// The day.
        on: Date,
    },
    /// `circle`: one code in column 06, or the circle rubbed out again. R47–R55.
    Circle {
        /// The row.
        row: HouseholdId,
        /// The code; `None` = no code any more.
        code: Option<Finding>,
        /// Who lives; must be said with code 5. R52.
        living: Option<Living>,
    },
    /// `explain`: column 07. R56.
    Explain {
        /// The row.
        row: HouseholdId,
        /// The text.
        text: String,
    },
    /// `write`: free text into a column. Printed columns refuse it and name the note. R40–R45.
    Write {
        /// The row.
        row: HouseholdId,
        /// The column.
        column: Column,
        /// The text.
        text: String,
    },
    /// `note`: a separate note on a printed column, one for each change; or one that stands, written
    /// anew: empty text takes it away. R45.
    Note {
        /// The row.
        row: HouseholdId,
        /// The note written anew, by the entry that wrote it first; `None` = one more.
        note: Option<EntryId>,
        /// Which of 01–05.
        column: Column,
        /// What kind of change.
        change: NoteChange,
        /// The new value.
        text: String,
    },
    /// `pencil`: a remark to be rubbed out; empty text rubs it out. R46.
    Pencil {
        /// The row.
        row: HouseholdId,
        /// Which of 01–05.
        column: Column,
        /// The text.
        text: String,
    },
    /// `keep_pencil`: the pencil of a column becomes a separate note. R46.
    KeepPencil {
        /// The row.
        row: HouseholdId,
        /// Which of 01–05.
        column: Column,
    },
    /// `check`: column 08. R57.
    Check {
        /// The row.
        row: HouseholdId,
    },
    /// `kin`: an officer belongs to the household's family and codes it no more. §1.3.
    Kin {
        /// The officer.
        officer: AccountId,
        /// The row.
        row: HouseholdId,
    },
    /// `propose`: a household on FKP.02; its id is the id of this entry. R60.
    Propose(ProposedHousehold),
    /// `amend`: a field of a proposal.
    Amend {
        /// The proposal.
        proposal: EntryId,
        /// The new value.
        value: Amendment,
    },
    /// `withdraw`: those who named it take it back.
    Withdraw {
        /// The proposal.
        proposal: EntryId,
        /// Why.
        reason: String,
    },
    /// `order`: the whole order of welfare, poorest first. R62, R63.
    Order {
        /// The proposals.
        proposals: Vec<EntryId>,
    },
    /// `poorer`: whether the room says that it is worse off than the households coded 2. R62.
    Poorer {
        /// The proposal.
        proposal: EntryId,
        /// Yes or no.
        yes: bool,
    },
    /// `reread`: remedy b, these rows were looked at again. R64.
    Reread {
        /// The rows.
        rows: Vec<HouseholdId>,
    },
    /// `none_found`: remedy b brought nothing; opens remedy c. R65.
    NoneFound,
    /// `strike`: remedy a or c, the best-off proposal. R63, R65, R66.
    Strike {
        /// The proposal.
        proposal: EntryId,
        /// Which remedy.
        remedy: StrikeRemedy,
        /// The reason as told to the citizen.
        reason: String,
    },
    /// `enumerator`: agreed in the meeting, or their training recorded. R70–R72.
    Enumerator {
        /// Name.
        name: String,
        /// The hamlet they live in.
        hamlet: String,
        /// Day of their training; `None` = not yet.
        trained_on: Option<Date>,
    },
    /// `drop_enumerator`: no longer agreed.
    DropEnumerator {
        /// Name.
        name: String,
    },
    /// `sign`: under what was read out.
    Sign {
        /// As whom.
        role: SignerRole,
        /// Name.
        name: String,
        /// The entries that were read out.
        covers: Clock,
    },
    /// `close`: the minutes stand.
    Close {
        /// The entries that were read out and signed.
        covers: Clock,
    },
    /// `settle`: of the values that stand against each other in a field, the one this entry wrote shall stand.
    Settle {
        /// The field.
        field: Field,
        /// The entry whose value stands.
        entry: EntryId,
    },
}

impl Act {
    /// Every kind, in the order of the variants.
    pub const KINDS: [&'static str; 23] = [
        "attend",
        "held",
        "circle",
        "explain",
        "write",
        "note",
        "pencil",
        "keep_pencil",
        "check",
        "kin",
        "propose",
        "amend",
        "withdraw",
        "order",
        "poorer",
        "reread",
        "none_found",
        "strike",
        "enumerator",
        "drop_enumerator",
        "sign",
        "close",
        "settle",
    ];

    /// The word in journals.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Attend { .. } => "attend",
            Self::Held { .. } => "held",
            Self::Circle { .. } => "circle",
            Self::Explain { .. } => "explain",
            Self::Write { .. } => "write",
            Self::Note { .. } => "note",
            Self::Pencil { .. } => "pencil",
            Self::KeepPencil { .. } => "keep_pencil",
            Self::Check { .. } => "check",
            Self::Kin { .. } => "kin",
            Self::Propose(_) => "propose",
            Self::Amend { .. } => "amend",
            Self::Withdraw { .. } => "withdraw",
            Self::Order { .. } => "order",
            Self::Poorer { .. } => "poorer",
            Self::Reread { .. } => "reread",
            Self::NoneFound => "none_found",
            Self::Strike { .. } => "strike",
            Self::Enumerator { .. } => "enumerator",
            Self::DropEnumerator { .. } => "drop_enumerator",
            Self::Sign { .. } => "sign",
            Self::Close { .. } => "close",
            Self::Settle { .. } => "settle",
        }
    }

    /// Whether the act is about signing, not about what is signed.
    #[must_use]
    pub(super) fn is_signing(&self) -> bool {
        matches!(self, Self::Sign { .. } | Self::Close { .. })
    }
}
