//! A sheet as a filled form, and what the journal refuses of it as reasons with their rows. R39–R67.

use super::judge::{label_fkp01, label_fkp02, listed, proposed};
use super::read::{CodeCell, is_checked, is_struck, read_codes};
use super::{MeetingSheet, ReasonKind, SheetRow};
use crate::area::AreaCode;
use crate::deliberation::attendance::Attendance;
use crate::deliberation::closing::Unmet;
use crate::deliberation::filled::{
    FilledEntries, FilledForm, FilledProposal, FilledRow, Part, Strikes, entries, noon_ms,
};
use crate::deliberation::finding::Finding;
use crate::deliberation::fkp01::{Fkp01, Fkp01Refused, Prefilled};
use crate::deliberation::journal::{Group, Journal, Opening, Refusal, State, Why};
use crate::deliberation::meeting::{IssuedForms, ProposeRefused};
use crate::deliberation::minutes::Recap;
use crate::deliberation::paper::hands;
use crate::deliberation::quota::StrikeRefused;
use crate::id::HouseholdId;
use std::collections::BTreeSet;

/// The rows of both forms with their labels, as they become a filled form. A number that is written twice
/// counts once.
pub(super) struct Rows<'a> {
    listed: Vec<(String, &'a SheetRow)>,
    proposed: Vec<(String, &'a SheetRow)>,
}

impl<'a> Rows<'a> {
    pub(super) fn of(sheet: &'a MeetingSheet) -> Self {
        let mut numbers = BTreeSet::new();
        let listed = listed(sheet).enumerate().map(|(at, row)| (label_fkp01(row, at), row));
        let proposed = proposed(sheet).enumerate().map(|(at, row)| (label_fkp02(row, at), row));
        Self {
            listed: listed.filter(|(label, _)| numbers.insert(label.clone())).collect(),
            proposed: proposed.collect(),
        }
    }

    fn listed_label(&self, at: usize) -> &str {
        self.listed.get(at).map_or("", |(label, _)| label)
    }

    fn proposed_label(&self, at: usize) -> &str {
        self.proposed.get(at).map_or("", |(label, _)| label)
    }

    fn cell(&self, no: &HouseholdId) -> Option<CodeCell> {
        let (_, row) = self.listed.iter().find(|(label, _)| label == no.as_str())?;
        Some(read_codes(&row.codes))
    }

    /// Rows that may have been meant as code 2 and cannot be read as one code.
    fn maybe_improved(&self) -> usize {
        let codes = self.listed.iter().map(|(_, row)| read_codes(&row.codes));
        codes.filter(|cell| cell.one().is_none() && cell.may_be(Finding::Improved)).count()
    }
}

/// What stands on the sheet. A sheet says of code 5 what the form says: that all have died. R52.
pub(super) fn filled(sheet: &MeetingSheet, rows: &Rows<'_>) -> FilledForm {
    FilledForm {
        held: sheet.head.date,
        attendance: attended(&sheet.head.attendance),
        listed: rows
            .listed
            .iter()
            .map(|(label, row)| FilledRow {
                row: HouseholdId::new(label),
                code: read_codes(&row.codes).one(),
                all_dead: true,
                remark: row.remark.clone(),
                checked: is_checked(&row.checked),
            })
            .collect(),
        notes: Vec::new(),
        proposed: rows.proposed.iter().map(|(_, row)| proposal(row)).collect(),
        enumerators: sheet.head.enumerators.iter().map(|name| (name.clone(), None)).collect(),
        signatures: None,
    }
}

fn proposal(row: &SheetRow) -> FilledProposal {
    let struck = is_struck(&row.remark);
    FilledProposal {
        head_name: row.head_name.clone(),
        members: row.member_names.clone(),
        address: row.address.clone(),
        remark: if struck { String::new() } else { row.remark.clone() },
        order: row.welfare_order,
        poorer: row.poorer_than_code2,
        struck: struck.then(|| row.remark.clone()),
    }
}

fn attended(came: &Attendance) -> Vec<(Group, u16)> {
    let counts = [
        (Group::Dukuh, came.dukuh.map(u16::from)),
        (Group::Rt, came.rt),
        (Group::Rw, came.rw),
        (Group::Tokoh, came.community_leaders),
        (Group::Marginal, came.marginal_groups),
    ];
    counts.into_iter().filter_map(|(group, n)| Some((group, n?))).collect()
}

/// Judges the sheet as the journal of its meeting, and tells each reason with its row. The signatures are on
/// the paper, so they are not asked for. Gives the recap.
pub(super) fn by_the_journal(
    sheet: &MeetingSheet,
    rows: &Rows<'_>,
    mut refuse: impl FnMut(ReasonKind, Option<&str>),
) -> Recap {
    if rows.listed.is_empty() {
        refuse(ReasonKind::NoFkp01, None);
    }
    let form = filled(sheet, rows);
    for (at, _) in form.same_place() {
        refuse(ReasonKind::OrderTwice, Some(rows.proposed_label(at)));
    }
    let Some(forms) = forms(sheet, rows) else { return Recap::default() };
    let made = entries(&form, &forms, sheet.head.date.map_or(0, noon_ms), Strikes::Judged);
    let mut journal = Journal::open(Opening { forms, admitted: hands().to_vec(), earlier: Vec::new() });
    for entry in made.entries.iter().cloned() {
        // they are numbered without a gap
        let _ = journal.take(entry);
    }
    let state = journal.state();
    let mut strikes_refused = 0;
    for Refusal { entry, why } in &state.refused {
        let part = made.part(entry);
        strikes_refused += usize::from(matches!(part, Some(Part::Strike(_))));
        let row = match part {
            Some(Part::Code(at) | Part::Remark(at) | Part::Check(at)) => Some(rows.listed_label(at)),
            Some(
                Part::Proposal(at) | Part::Order(at) | Part::Strike(at) | Part::Poorer(at) | Part::ProposalRemark(at),
            ) => Some(rows.proposed_label(at)),
            Some(
                Part::Day
                | Part::Attendance(_)
                | Part::Note(_)
                | Part::Enumerator(_)
                | Part::Signature(_)
                | Part::Closing,
            )
            | None => None,
        };
        refuse(reason(why), row);
    }
    for unmet in state.unmet() {
        match unmet {
            // a cell that holds something was refused as what it holds
            Unmet::RowsWithoutCode { rows: uncoded } => {
                let empty = |no: &&HouseholdId| rows.cell(no).is_none_or(|cell| cell == CodeCell::Empty);
                uncoded.iter().filter(empty).for_each(|no| refuse(ReasonKind::RowWithoutCode, Some(no.as_str())));
            }
            Unmet::RowsUnchecked { rows } => {
                rows.iter().for_each(|no| refuse(ReasonKind::NotChecked, Some(no.as_str())));
            }
            // said only when it is certain: a row that cannot be read might be code 2, and a strike that was
            // refused is told for itself
            Unmet::OverQuota { quota } if quota.new - strikes_refused > quota.improved + rows.maybe_improved() => {
                refuse(ReasonKind::OverQuota, None);
            }
            Unmet::OverQuota { .. } => {}
            Unmet::NotStatedPoorer { nos } => {
                for line in nos.iter().filter_map(|no| line_of(*no, &state, &made)) {
                    let row = Some(rows.proposed_label(line));
                    match &form.proposed[line] {
                        FilledProposal { struck: Some(_), .. } => {}
                        FilledProposal { poorer: Some(false), .. } => refuse(ReasonKind::NotPoorer, row),
                        FilledProposal { .. } => refuse(ReasonKind::PoorerNotStated, row),
                    }
                }
            }
            // one hand wrote it, and its signatures are not asked for
            Unmet::Contested { .. } | Unmet::SignatureMissing { .. } => refuse(ReasonKind::NotTaken, None),
        }
    }
    state.meeting.recap()
}

/// The line of FKP.02 that became this proposal.
fn line_of(no: u16, state: &State, made: &FilledEntries) -> Option<usize> {
    let id = state.proposal_ids.get(usize::from(no).checked_sub(1)?)?;
    if let Some(Part::Proposal(line)) = made.part(id) { Some(line) } else { None }
}

/// The reason under which a sheet tells what the journal refuses.
fn reason(why: &Why) -> ReasonKind {
    match why {
        Why::Form(Fkp01Refused::NewOnFkp01) => ReasonKind::NewOnFkp01,
        Why::Propose(ProposeRefused::AlreadyListed { .. }) => ReasonKind::NewAlreadyListed,
        Why::Propose(ProposeRefused::AlreadyProposed { .. }) => ReasonKind::NewTwice,
        Why::Propose(ProposeRefused::NotPoorer) => ReasonKind::NotPoorer,
        Why::Propose(ProposeRefused::NameEmpty) | Why::NameEmpty => ReasonKind::NameEmpty,
        Why::Strike(StrikeRefused::WithinQuota) => ReasonKind::StrikeWithinQuota,
        Why::Strike(StrikeRefused::Unranked { .. }) => ReasonKind::Unranked,
        Why::Strike(StrikeRefused::NotBestOff { .. }) => ReasonKind::NotBestOffStruck,
        // a filled form holds nothing else that the journal refuses; were there, the sheet does not pass
        _ => ReasonKind::NotTaken,
    }
}

/// FKP.01 with the rows of the sheet: whether they are those that were issued is asked of the register.
fn forms(sheet: &MeetingSheet, rows: &Rows<'_>) -> Option<IssuedForms> {
    let printed = rows.listed.iter().map(|(label, row)| {
        let (head, members) = (row.head_name.clone(), row.member_names.clone());
        Prefilled::new(HouseholdId::new(label), head, members, row.address.clone())
    });
    Some(IssuedForms {
        meeting: sheet.head.id.clone(),
        // which desa it is decides nothing in the room
        desa: sheet.head.desa.or_else(|| AreaCode::parse("00").ok())?,
        hamlet: sheet.head.hamlet.clone(),
        stage: sheet.head.stage.unwrap_or(1),
        fkp01: Fkp01::print(printed).ok()?,
    })
}
