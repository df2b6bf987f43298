//! A signed sheet as the entries that the next stage opens with, so that a correction changes one row and
//! need not code all of them again. R76, ADR 0014.
//!
//! Every rule of the journal applies to them. What a sheet does not say is not filled in: a row of code 5
//! is coded again, because nobody was asked who is alive (R52), and a proposal without the statement of
//! R62 waits for it.

use super::finding::Finding;
use super::fkp02::{Membership, StrikeRemedy};
use super::journal::{Act, Amendment, Entry, EntryId, Group, Journal, Opening, ProposalField, ProposedHousehold, Role};
use super::meeting::IssuedForms;
use super::paper::{Hand, hands};
use crate::id::HouseholdId;
use std::collections::BTreeSet;

/// A signed sheet, or the parts of a meeting held in several halls together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedSheet {
    /// Who came, as far as it was counted. R28.
    pub attendance: Vec<(Group, u16)>,
    /// Rows of FKP.01.
    pub listed: Vec<SignedRow>,
    /// Rows of FKP.02, in the order of the sheet.
    pub proposed: Vec<SignedProposal>,
    /// Enumerators agreed on. R70.
    pub enumerators: Vec<String>,
}

/// A row of FKP.01 as signed; every row was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedRow {
    /// Column 01.
    pub row: HouseholdId,
    /// Column 06.
    pub code: Finding,
    /// Column 07.
    pub remark: String,
}

/// A row of FKP.02 as signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedProposal {
    /// Column 02.
    pub head_name: String,
    /// Column 03.
    pub members: Vec<String>,
    /// Column 05.
    pub address: String,
    /// Remark; of a struck row, the reason.
    pub remark: String,
    /// Whether it was struck. R66.
    pub struck: bool,
    /// Place in the order of welfare. R62.
    pub order: Option<u16>,
    /// Stated to be poorer than the households of code 2. R62.
    pub poorer: Option<bool>,
}

/// The entries, written in the name of the paper's dukuh and asisten. `forms` are those of the new stage,
/// `at_ms` is the time of the meeting.
#[must_use]
pub fn entries(sheet: &SignedSheet, forms: &IssuedForms, at_ms: i64) -> Vec<Entry> {
    let mut hand = Hand::new(at_ms);
    // before any row is coded, so that each is over quota when it is struck, as it was
    for row in sheet.proposed.iter().filter(|p| p.struck) {
        let proposal = propose(&mut hand, row);
        hand.act(Role::Dukuh, Act::Order { proposals: vec![proposal.clone()] });
        let reason = row.remark.clone();
        hand.act(Role::Dukuh, Act::Strike { proposal, remedy: StrikeRemedy::BestOff, reason });
    }
    for (group, count) in &sheet.attendance {
        hand.act(Role::Dukuh, Act::Attend { group: *group, count: *count });
    }
    for SignedRow { row, code, remark } in &sheet.listed {
        if *code != Finding::Deceased {
            hand.act(Role::Dukuh, Act::Circle { row: row.clone(), code: Some(*code), living: None });
            hand.act(Role::Asisten, Act::Check { row: row.clone() });
        }
        if !remark.is_empty() {
            hand.act(Role::Dukuh, Act::Explain { row: row.clone(), text: remark.clone() });
        }
    }
    let kept: Vec<&SignedProposal> = sheet.proposed.iter().filter(|p| !p.struck).collect();
    let named: Vec<(EntryId, &SignedProposal)> = kept.iter().map(|row| (propose(&mut hand, row), *row)).collect();
    // one that is on FKP.01 by now is not proposed any more. R60
    let refused = refused(&hand, forms);
    let standing: Vec<_> = named.into_iter().filter(|(id, _)| !refused.contains(id)).collect();
    for (proposal, row) in &standing {
        if !row.remark.is_empty() {
            let value = Amendment::Text(ProposalField::Remark, row.remark.clone());
            hand.act(Role::Dukuh, Act::Amend { proposal: proposal.clone(), value });
        }
        if row.poorer == Some(true) {
            hand.act(Role::Dukuh, Act::Poorer { proposal: proposal.clone(), yes: true });
        }
    }
    let mut places: Vec<(u16, &EntryId)> = standing.iter().filter_map(|(id, p)| Some((p.order?, id))).collect();
    places.sort();
    // an order that leaves somebody out, or in which two share a place, is none
    if places.len() == standing.len() && places.windows(2).all(|w| w[0].0 < w[1].0) && !places.is_empty() {
        hand.act(Role::Dukuh, Act::Order { proposals: places.into_iter().map(|(_, id)| id.clone()).collect() });
    }
    for name in &sheet.enumerators {
        let hamlet = forms.hamlet.clone();
        hand.act(Role::Dukuh, Act::Enumerator { name: name.clone(), hamlet, trained_on: None });
    }
    hand.entries
}

fn propose(hand: &mut Hand, row: &SignedProposal) -> EntryId {
    let household = ProposedHousehold {
        head_name: row.head_name.clone(),
        members: row.members.clone(),
        address: row.address.clone(),
        membership: Membership::default(),
    };
    hand.act(Role::Dukuh, Act::Propose(household))
}

fn refused(hand: &Hand, forms: &IssuedForms) -> BTreeSet<EntryId> {
    let opening = Opening { forms: forms.clone(), admitted: hands().to_vec(), earlier: Vec::new() };
    let mut journal = Journal::open(opening);
    for entry in &hand.entries {
        // the hand numbers them without a gap
        let _ = journal.take(entry.clone());
    }
    journal.state().refused.into_iter().map(|r| r.entry).collect()
}
