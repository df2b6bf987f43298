//! Fields and their values: the last one, or several concurrent ones.

use super::act::Group;
use super::clock::{Clock, EntryId};
use crate::Date;
use crate::deliberation::Finding;
use crate::deliberation::fkp01::SeparateNote;
use crate::id::{AccountId, HouseholdId};
use std::collections::BTreeMap;
use std::fmt;

/// A field of a proposal on FKP.02.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProposalField {
    /// Column 02.
    HeadName,
    /// Column 03.
    Members,
    /// Column 05.
    Address,
    /// Remark.
    Remark,
    /// The statement of R62.
    Poorer,
}

impl ProposalField {
    /// Every field.
    pub const ALL: [Self; 5] = [Self::HeadName, Self::Members, Self::Address, Self::Remark, Self::Poorer];
    /// The word in journals.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::HeadName => "head_name",
            Self::Members => "members",
            Self::Address => "address",
            Self::Remark => "remark",
            Self::Poorer => "poorer",
        }
    }
    /// From the word in journals.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.code() == code)
    }
}

/// A field of the meeting in which one value stands, or several against each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// `code/{row}`: column 06.
    Code(HouseholdId),
    /// `explanation/{row}`: column 07.
    Explanation(HouseholdId),
    /// `note/{row}/{entry}`: a separate note, by the entry that wrote it first.
    Note(HouseholdId, EntryId),
    /// `attendance/{group}`.
    Attendance(Group),
    /// `held`: the day of the meeting.
    Held,
    /// `proposal/{id}/{field}`.
    Proposal(EntryId, ProposalField),
    /// `order`: the order of welfare.
    Order,
    /// `enumerator/{NAME}`: name in capitals, ends trimmed.
    Enumerator(String),
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(row) => write!(f, "code/{row}"),
            Self::Explanation(row) => write!(f, "explanation/{row}"),
            Self::Note(row, id) => write!(f, "note/{row}/{id}"),
            Self::Attendance(group) => write!(f, "attendance/{}", group.code()),
            Self::Proposal(id, field) => write!(f, "proposal/{id}/{}", field.code()),
            Self::Held => f.write_str("held"),
            Self::Order => f.write_str("order"),
            Self::Enumerator(key) => write!(f, "enumerator/{key}"),
        }
    }
}

impl Field {
    /// Reads the name of a field.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "order" => return Some(Self::Order),
            "held" => return Some(Self::Held),
            _ => {}
        }
        let (kind, rest) = text.split_once('/').filter(|(_, rest)| !rest.is_empty())?;
        match kind {
            "code" => Some(Self::Code(HouseholdId::new(rest))),
            "explanation" => Some(Self::Explanation(HouseholdId::new(rest))),
            "note" => {
                let (row, id) = rest.rsplit_once('/')?;
                Some(Self::Note(HouseholdId::new(row), EntryId::parse(id)?))
            }
            "attendance" => Group::from_code(rest).map(Self::Attendance),
            "proposal" => {
                let (id, field) = rest.rsplit_once('/')?;
                Some(Self::Proposal(EntryId::parse(id)?, ProposalField::from_code(field)?))
            }
            "enumerator" => Some(Self::Enumerator(rest.to_owned())),
            _ => None,
        }
    }

    /// The key under which an enumerator stands: two devices writing one name mean one person.
    #[must_use]
    pub fn enumerator(name: &str) -> Self {
        Self::Enumerator(name.trim().to_ascii_uppercase())
    }
}

/// What stands in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// A code of column 06; `None` = rubbed out.
    Code(Option<Finding>),
    /// Text.
    Text(String),
    /// A separate note.
    Note(SeparateNote),
    /// A count.
    Count(u16),
    /// A day.
    Day(Date),
    /// Names.
    Names(Vec<String>),
    /// Yes or no.
    Yes(bool),
    /// An order of proposals.
    Order(Vec<EntryId>),
    /// An enumerator; `None` = dropped.
    Enumerator(Option<AgreedOn>),
}

/// What a meeting has agreed about an enumerator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedOn {
    /// Name as written.
    pub name: String,
    /// Hamlet as written.
    pub hamlet: String,
    /// Day of training.
    pub trained_on: Option<Date>,
}

/// One value and who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The entry.
    pub entry: EntryId,
    /// Who.
    pub actor: AccountId,
    /// What.
    pub value: FieldValue,
}

/// Values that stand against each other in one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contested {
    /// The field.
    pub field: Field,
    /// The values in the order of replay, each with who wrote it; at least two of them differ.
    pub writes: Vec<Write>,
}

/// What stands in every field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(BTreeMap<Field, Vec<Write>>);

impl Fields {
    /// Writes a value: those its writer had seen make room, the others stand beside it.
    pub fn write(&mut self, field: Field, write: Write, past: &Clock) {
        let standing = self.0.entry(field).or_default();
        standing.retain(|w| !past.has(&w.entry));
        standing.push(write);
    }
    /// The values that stand, in the order of replay.
    pub fn standing(&self, field: &Field) -> &[Write] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }
    /// The last value.
    pub fn last(&self, field: &Field) -> Option<&FieldValue> {
        self.standing(field).last().map(|w| &w.value)
    }
    /// Whether two values that differ stand in it.
    pub fn is_contested(&self, field: &Field) -> bool {
        let standing = self.standing(field);
        standing.iter().skip(1).any(|w| w.value != standing[0].value)
    }
    /// Takes away what this officer wrote in a field.
    pub(super) fn take_away(&mut self, field: &Field, actor: &AccountId) {
        if let Some(standing) = self.0.get_mut(field) {
            standing.retain(|w| w.actor != *actor);
        }
    }
    /// Every contested field, in the order of their names. `counts` says whether the field still matters.
    pub fn contested(&self, counts: impl Fn(&Field) -> bool) -> Vec<Contested> {
        let mut all: Vec<(String, Contested)> = self
            .0
            .iter()
            .filter(|(field, _)| self.is_contested(field) && counts(field))
            .map(|(field, writes)| (field.to_string(), Contested { field: field.clone(), writes: writes.clone() }))
            .collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all.into_iter().map(|(_, c)| c).collect()
    }
}
