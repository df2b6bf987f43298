//! FKP.02 in the journal: proposing, amending, the order of welfare, and the three remedies. R60–R66.

use super::act::ProposedHousehold;
use super::clock::{Clock, EntryId};
use super::entry::Entry;
use super::field::{Field, FieldValue, ProposalField};
use super::refusal::Why;
use super::state::State;
use crate::deliberation::closing::Unmet;
use crate::deliberation::fkp01::Fkp01Refused;
use crate::deliberation::fkp02::{Proposal, StrikeRemedy};
use crate::deliberation::meeting::ProposeRefused;
use crate::deliberation::quota::StrikeRefused;
use crate::id::HouseholdId;
use std::collections::BTreeSet;

/// Proposals of one meeting: far more than an evening can talk about.
pub const PROPOSALS_MAX: usize = 500;

/// Names as they are written: ends trimmed, empty ones left out.
fn names(all: &[String]) -> Vec<String> {
    all.iter().map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect()
}

impl State {
    /// Writes a household on FKP.02. Over quota this is allowed; it stops the closing. R60, R61.
    pub(super) fn propose(&mut self, household: &ProposedHousehold, entry: &Entry, past: &Clock) -> Result<(), Why> {
        let no =
            u16::try_from(self.proposal_ids.len() + 1).map_err(|_| ProposeRefused::NumberTaken { no: u16::MAX })?;
        let mut proposal = Proposal::new(no, household.head_name.trim());
        proposal.member_names = names(&household.members);
        proposal.address = household.address.trim().to_owned();
        proposal.membership = household.membership.clone();
        let values = [
            (ProposalField::HeadName, FieldValue::Text(proposal.head_name.clone())),
            (ProposalField::Members, FieldValue::Names(proposal.member_names.clone())),
            (ProposalField::Address, FieldValue::Text(proposal.address.clone())),
        ];
        if self.proposal_ids.len() >= PROPOSALS_MAX {
            return Err(Why::TooManyProposals { max: PROPOSALS_MAX });
        }
        let same = |p: &Proposal| p.named().is_same(&proposal.named());
        if let Some(id) = self.struck_now.iter().find(|id| self.proposal(id).is_some_and(same)) {
            return Err(Why::StruckBefore { proposal: id.clone() });
        }
        self.meeting.propose(proposal)?;
        self.proposal_ids.push(entry.id.clone());
        // whether anybody is better off than this household has not been asked yet. R64
        self.none_found = false;
        for (part, value) in values {
            self.put(Field::Proposal(entry.id.clone(), part), value, entry, past);
        }
        self.show_places();
        Ok(())
    }

    /// The number of a proposal that still stands.
    pub(super) fn standing(&self, id: &EntryId) -> Result<u16, Why> {
        let no = self.number_of(id).ok_or_else(|| Why::NoProposal { proposal: id.clone() })?;
        match self.proposal(id) {
            Some(proposal) if proposal.is_retained() => Ok(no),
            _ => Err(StrikeRefused::NotRetained { no }.into()),
        }
    }

    /// Puts a field of a proposal right. What may not be proposed may not be amended to. R60, R62.
    pub(super) fn amend(
        &mut self,
        id: &EntryId,
        part: ProposalField,
        value: FieldValue,
        entry: &Entry,
        past: &Clock,
    ) -> Result<(), Why> {
        self.standing(id)?;
        let value = match value {
            FieldValue::Names(all) => FieldValue::Names(names(&all)),
            other => other,
        };
        if let Some(proposal) = self.proposal(id) {
            let mut amended = proposal.clone();
            set(&mut amended, part, &value);
            if amended.head_name.is_empty() {
                return Err(ProposeRefused::NameEmpty.into());
            }
            if matches!(part, ProposalField::HeadName | ProposalField::Members | ProposalField::Address) {
                self.meeting.not_listed(&amended)?;
            }
            let named = std::iter::once(&amended.head_name).chain(&amended.member_names).map(String::as_str);
            if let Some((_, verdict)) = amended.membership.stranger(named) {
                return Err(ProposeRefused::NoMember { rule: verdict.rule }.into());
            }
        }
        let field = Field::Proposal(id.clone(), part);
        self.put(field.clone(), value, entry, past);
        self.show(&field);
        Ok(())
    }

    /// Those who named it take it back. Over quota only the remedies decide who goes. R63, R66.
    pub(super) fn withdraw(&mut self, id: &EntryId, reason: &str) -> Result<(), Why> {
        let no = self.standing(id)?;
        if reason.trim().is_empty() {
            return Err(Why::ReasonEmpty);
        }
        if !self.meeting.quota().holds() {
            return Err(Why::WithdrawOverQuota);
        }
        if let Some(proposal) = self.meeting.proposal_mut(no) {
            proposal.withdraw(reason.trim());
        }
        self.show_places();
        Ok(())
    }

    /// The whole order of welfare, poorest first. R62.
    pub(super) fn put_in_order(&mut self, ids: &[EntryId], entry: &Entry, past: &Clock) -> Result<(), Why> {
        let mut seen = BTreeSet::new();
        for id in ids {
            if self.number_of(id).is_none() {
                return Err(Why::NoProposal { proposal: id.clone() });
            }
            if !seen.insert(id) {
                return Err(Why::OrderTwice { proposal: id.clone() });
            }
        }
        self.put(Field::Order, FieldValue::Order(ids.to_vec()), entry, past);
        self.show_places();
        Ok(())
    }

    /// Remedy b: these rows were looked at again. R64.
    pub(super) fn reread(&mut self, rows: &[HouseholdId]) -> Result<(), Why> {
        if let Some(no) = rows.iter().find(|no| self.meeting.fkp01.row(no).is_none()) {
            return Err(Fkp01Refused::NoSuchRow { no: no.clone() }.into());
        }
        self.reread.extend(rows.iter().cloned());
        Ok(())
    }

    /// Remedy b brought nothing. R64, R65.
    pub(super) fn none_found(&mut self) -> Result<(), Why> {
        if self.meeting.quota().holds() {
            return Err(StrikeRefused::WithinQuota.into());
        }
        let rows = self.to_reread();
        if !rows.is_empty() {
            return Err(Why::NotReread { rows });
        }
        self.none_found = true;
        Ok(())
    }

    /// Remedies a and c: the best-off goes first. R63, R65, R66.
    pub(super) fn strike(&mut self, id: &EntryId, remedy: StrikeRemedy, reason: &str) -> Result<(), Why> {
        let no = self.standing(id)?;
        if reason.trim().is_empty() {
            return Err(Why::ReasonEmpty);
        }
        if self.fields.is_contested(&Field::Order) {
            return Err(Unmet::Contested { fields: vec![Field::Order.to_string()] }.into());
        }
        if remedy == StrikeRemedy::FitToQuota && !self.none_found && !self.meeting.quota().holds() {
            return Err(Why::RemedyBFirst);
        }
        self.meeting.strike(no, remedy, reason.trim())?;
        self.struck_now.push(id.clone());
        self.show_places();
        Ok(())
    }

    pub(super) fn show_proposal(&mut self, id: &EntryId, part: ProposalField, value: FieldValue) {
        if let Some(proposal) = self.number_of(id).and_then(|no| self.meeting.proposal_mut(no)) {
            set(proposal, part, &value);
        }
    }

    /// Places in the order of welfare: 1 = poorest, among those who stand. R62.
    pub(super) fn show_places(&mut self) {
        let order = match self.fields.last(&Field::Order) {
            Some(FieldValue::Order(order)) => order.clone(),
            _ => Vec::new(),
        };
        let mut place = 0;
        let mut places = vec![None; self.proposal_ids.len()];
        for id in &order {
            if let (Some(no), true) = (self.number_of(id), self.proposal(id).is_some_and(Proposal::is_retained)) {
                place += 1;
                places[usize::from(no) - 1] = Some(place);
            }
        }
        for (index, place) in places.into_iter().enumerate() {
            if let Some(proposal) = u16::try_from(index + 1).ok().and_then(|no| self.meeting.proposal_mut(no)) {
                proposal.welfare_order = place;
            }
        }
    }
}

fn set(proposal: &mut Proposal, part: ProposalField, value: &FieldValue) {
    match (part, value) {
        (ProposalField::HeadName, FieldValue::Text(text)) => proposal.head_name.clone_from(text),
        (ProposalField::Address, FieldValue::Text(text)) => proposal.address.clone_from(text),
        (ProposalField::Remark, FieldValue::Text(text)) => proposal.remark.clone_from(text),
        (ProposalField::Members, FieldValue::Names(all)) => proposal.member_names.clone_from(all),
        (ProposalField::Poorer, FieldValue::Yes(yes)) => proposal.poorer_than_improved = Some(*yes),
        _ => {}
    }
}
