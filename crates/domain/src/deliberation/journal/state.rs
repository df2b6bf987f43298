//! What the entries of a journal amount to.

use super::clock::{Clock, EntryId};
use super::field::{Contested, Field, FieldValue, Fields};
use super::refusal::Refusal;
use crate::Date;
use crate::deliberation::Finding;
use crate::deliberation::closing::{ClosingRule, Unmet};
use crate::deliberation::fkp02::Proposal;
use crate::deliberation::meeting::{ClosedMeeting, OpenMeeting};
use crate::deliberation::minutes::Signature;
use crate::deliberation::quota::Remedy;
use crate::id::{AccountId, HouseholdId};
use std::collections::{BTreeMap, BTreeSet};

/// A signature and what it stands under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The entry.
    pub entry: EntryId,
    /// Role, name and time.
    pub signature: Signature,
    /// The entries that were read out.
    pub covers: Clock,
}

/// Signed minutes. Nothing that comes later is part of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The entry that closed.
    pub entry: EntryId,
    /// The entries that were read out and signed.
    pub covers: Clock,
    /// What stands signed.
    pub meeting: ClosedMeeting,
}

/// The state of a meeting, computed from its entries and from nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Both forms, attendance and enumerators; once closed, as they were signed.
    pub meeting: OpenMeeting,
    /// The id of each proposal, in the order of FKP.02: the entry that proposed it.
    pub proposal_ids: Vec<EntryId>,
    /// Who has declared kinship with which household. §1.3.
    pub kin: BTreeMap<HouseholdId, BTreeSet<AccountId>>,
    /// Rows that remedy b has looked at again. R64.
    pub reread: BTreeSet<HouseholdId>,
    /// Whether remedy b has found nobody, which opens remedy c. R65.
    pub none_found: bool,
    /// Signatures of this stage, in the order of replay.
    pub signed: Vec<Signed>,
    /// Entries that changed nothing, in the order of replay.
    pub refused: Vec<Refusal>,
    /// Entries that wait for others they have seen.
    pub waiting: Vec<EntryId>,
    /// The signed minutes, once there are any.
    pub closed: Option<Closed>,
    /// Entries that came after the minutes and are no part of them. Kept beside them.
    pub late: Vec<EntryId>,
    /// Proposals struck at this stage, in the order of replay.
    pub(super) struck_now: Vec<EntryId>,
    pub(super) fields: Fields,
    /// The separate notes of each row, in the order in which they were written first.
    pub(super) notes: BTreeMap<HouseholdId, Vec<EntryId>>,
}

impl State {
    pub(super) fn new(meeting: OpenMeeting) -> Self {
        Self {
            meeting,
            proposal_ids: Vec::new(),
            kin: BTreeMap::new(),
            reread: BTreeSet::new(),
            none_found: false,
            signed: Vec::new(),
            refused: Vec::new(),
            waiting: Vec::new(),
            closed: None,
            late: Vec::new(),
            struck_now: Vec::new(),
            fields: Fields::default(),
            notes: BTreeMap::new(),
        }
    }

    /// The day of the meeting, as it was said in the room.
    #[must_use]
    pub fn held_on(&self) -> Option<Date> {
        match self.fields.last(&Field::Held) {
            Some(FieldValue::Day(day)) => Some(*day),
            _ => None,
        }
    }

    /// The number on FKP.02 of a proposal.
    #[must_use]
    pub fn number_of(&self, proposal: &EntryId) -> Option<u16> {
        let place = self.proposal_ids.iter().position(|id| id == proposal)?;
        u16::try_from(place + 1).ok()
    }

    /// The proposal of this id.
    #[must_use]
    pub fn proposal(&self, proposal: &EntryId) -> Option<&Proposal> {
        let no = self.number_of(proposal)?;
        self.meeting.fkp02().iter().find(|p| p.no == no)
    }

    /// Fields in which values stand against each other, in the order of their names. A struck or
    /// withdrawn proposal and a code nobody circled any more have none.
    #[must_use]
    pub fn contested(&self) -> Vec<Contested> {
        self.fields.contested(|field| match field {
            Field::Proposal(id, _) => self.proposal(id).is_some_and(Proposal::is_retained),
            Field::Order => self.meeting.fkp02().iter().filter(|p| p.is_retained()).count() > 1,
            Field::Code(_)
            | Field::Explanation(_)
            | Field::Note(..)
            | Field::Attendance(_)
            | Field::Held
            | Field::Enumerator(_) => true,
        })
    }

    /// The names of the contested fields.
    #[must_use]
    pub fn contested_names(&self) -> Vec<String> {
        self.contested().iter().map(|c| c.field.to_string()).collect()
    }

    /// Rows coded 1, 3 or 6 that remedy b has not looked at again, in the order of the form. R64.
    #[must_use]
    pub fn to_reread(&self) -> Vec<HouseholdId> {
        let candidate = |finding: Option<Finding>| finding.is_some_and(Finding::may_be_better_off);
        let rows = self.meeting.fkp01.rows().iter().filter(|r| candidate(r.finding()));
        rows.map(|r| r.printed().no_rts().clone()).filter(|no| !self.reread.contains(no)).collect()
    }

    /// What may be done about too many proposals now, in the guideline's order: c only after b. R63–R65.
    #[must_use]
    pub fn remedies(&self) -> Vec<Remedy> {
        let all = self.meeting.quota().remedies(&self.meeting.fkp01);
        all.into_iter().filter(|r| self.none_found || !matches!(r, Remedy::StrikeToFit { .. })).collect()
    }

    /// What stands in the way of signing now, signatures aside.
    #[must_use]
    pub fn unmet(&self) -> Vec<Unmet> {
        let rules: Vec<ClosingRule> = ClosingRule::ALL.into_iter().filter(|r| *r != ClosingRule::Signed).collect();
        ClosingRule::all_unmet(&rules, &self.meeting, &self.contested_names(), &[])
    }

    /// Signatures under exactly these entries.
    #[must_use]
    pub(super) fn signatures_under(&self, covers: &Clock) -> Vec<Signature> {
        self.signed.iter().filter(|s| s.covers == *covers).map(|s| s.signature.clone()).collect()
    }

    /// The standing values of a proposal's field, or of any other, for showing them side by side.
    #[must_use]
    pub fn is_contested(&self, field: &Field) -> bool {
        self.fields.is_contested(field)
    }
}
