//! Replays one entry after the other. An entry that a rule forbids changes nothing.

use super::act::{Act, Amendment};
use super::clock::{Clock, EntryId};
use super::entry::{Admitted, Entry, Role};
use super::field::{AgreedOn, Field, FieldValue, ProposalField, Write};
use super::order::Placed;
use super::refusal::{Refusal, Why};
use super::state::{Signed, State};
use crate::Date;
use crate::deliberation::Finding;
use crate::deliberation::closing::Unmet;
use crate::deliberation::fkp01::{Column, Fkp01Refused, Living, NoteChange, SeparateNote};
use crate::deliberation::minutes::{AgreedEnumerator, Signature, SignerRole};
use crate::deliberation::sheet::hamlet_key;
use crate::id::{AccountId, HouseholdId};

/// Replays entries over a state. Closings are judged by the journal, not here.
pub(super) fn replay<'a>(state: &mut State, admitted: &[Admitted], entries: impl Iterator<Item = &'a Placed<'a>>) {
    for placed in entries {
        if let Err(why) = apply(state, admitted, placed.entry, &placed.past) {
            state.refused.push(Refusal { entry: placed.entry.id.clone(), why });
        }
    }
}

/// Whether the officer may write here in this role. R59.
pub(super) fn is_admitted(admitted: &[Admitted], entry: &Entry) -> bool {
    admitted.iter().any(|a| a.actor == entry.actor && a.role == entry.role)
}

fn apply(state: &mut State, admitted: &[Admitted], entry: &Entry, past: &Clock) -> Result<(), Why> {
    if !is_admitted(admitted, entry) {
        return Err(Why::NotAdmitted);
    }
    match &entry.act {
        Act::Attend { group, count } => {
            state.put(Field::Attendance(*group), FieldValue::Count(*count), entry, past);
            state.show_attendance();
            Ok(())
        }
        Act::Held { on } => state.hold(*on, entry, past),
        Act::Circle { row, code, living } => state.circle(row, *code, *living, entry, past),
        Act::Explain { row, text } => state.explain(row, text, entry, past),
        Act::Write { row, column, text } => match column {
            Column::Explanation => state.explain(row, text, entry, past),
            other => Ok(state.meeting.fkp01.row_mut(row)?.write(*other, text)?),
        },
        Act::Note { row, note, column, change, text } => {
            let value = SeparateNote { column: *column, change: *change, text: text.trim().to_owned() };
            state.note(row, note.as_ref(), value, entry, past)
        }
        Act::Pencil { row, column, text } => {
            printed(*column)?;
            state.meeting.fkp01.row_mut(row)?.set_pencil(*column, text.trim());
            Ok(())
        }
        Act::KeepPencil { row, column } => state.keep_pencil(row, *column, entry, past),
        Act::Check { row } => state.check(row, entry, past),
        Act::Kin { officer, row } => state.declare_kin(officer, row, entry),
        Act::Propose(household) => state.propose(household, entry, past),
        Act::Amend { proposal, value } => match value {
            Amendment::Text(field, text) => {
                state.amend(proposal, *field, FieldValue::Text(text.trim().to_owned()), entry, past)
            }
            Amendment::Members(names) => {
                state.amend(proposal, ProposalField::Members, FieldValue::Names(names.clone()), entry, past)
            }
        },
        Act::Poorer { proposal, yes } => {
            state.amend(proposal, ProposalField::Poorer, FieldValue::Yes(*yes), entry, past)
        }
        Act::Withdraw { proposal, reason } => state.withdraw(proposal, reason),
        Act::Order { proposals } => state.put_in_order(proposals, entry, past),
        Act::Reread { rows } => state.reread(rows),
        Act::NoneFound => state.none_found(),
        Act::Strike { proposal, remedy, reason } => state.strike(proposal, *remedy, reason),
        Act::Enumerator { name, hamlet, trained_on } => {
            let agreed =
                AgreedOn { name: name.trim().to_owned(), hamlet: hamlet.trim().to_owned(), trained_on: *trained_on };
            state.agree(agreed, entry, past)
        }
        Act::DropEnumerator { name } => state.drop_enumerator(name, entry, past),
        Act::Sign { role, name, covers } => state.sign(*role, name, covers, entry, past),
        // judged by the journal, which looks at exactly the entries it covers
        Act::Close { .. } => Ok(()),
        Act::Settle { field, entry: chosen } => state.settle(field, chosen, entry, past),
    }
}

/// Notes and pencil are about columns 01–05. R45, R46.
fn printed(column: Column) -> Result<(), Why> {
    if column.is_prefilled() { Ok(()) } else { Err(Why::NotPrintedColumn) }
}

impl State {
    /// Writes a value into a field.
    pub(super) fn put(&mut self, field: Field, value: FieldValue, entry: &Entry, past: &Clock) {
        let write = Write { entry: entry.id.clone(), actor: entry.actor.clone(), value };
        self.fields.write(field, write, past);
    }

    fn known_row(&self, row: &HouseholdId) -> Result<(), Why> {
        match self.meeting.fkp01.row(row) {
            Some(_) => Ok(()),
            None => Err(Fkp01Refused::NoSuchRow { no: row.clone() }.into()),
        }
    }

    fn no_kin(&self, row: &HouseholdId, officer: &AccountId) -> Result<(), Why> {
        let kin = self.kin.get(row).is_some_and(|all| all.contains(officer));
        if kin { Err(Why::Kin { row: row.clone() }) } else { Ok(()) }
    }

    /// Column 06. A new circle takes the tick of column 08 away, also one that came from another device. R47, R57.
    fn circle(
        &mut self,
        row: &HouseholdId,
        code: Option<Finding>,
        living: Option<Living>,
        entry: &Entry,
        past: &Clock,
    ) -> Result<(), Why> {
        self.known_row(row)?;
        self.no_kin(row, &entry.actor)?;
        let form_row = self.meeting.fkp01.row_mut(row)?;
        match code {
            Some(code) => form_row.circle(code, living)?,
            None => form_row.uncircle(),
        }
        self.put(Field::Code(row.clone()), FieldValue::Code(code), entry, past);
        Ok(())
    }

    fn explain(&mut self, row: &HouseholdId, text: &str, entry: &Entry, past: &Clock) -> Result<(), Why> {
        self.meeting.fkp01.row_mut(row)?.write(Column::Explanation, text.trim())?;
        self.put(Field::Explanation(row.clone()), FieldValue::Text(text.trim().to_owned()), entry, past);
        Ok(())
    }

    /// Every change has its own note: one more does not take another's place. R45.
    fn note(
        &mut self,
        row: &HouseholdId,
        note: Option<&EntryId>,
        value: SeparateNote,
        entry: &Entry,
        past: &Clock,
    ) -> Result<(), Why> {
        printed(value.column)?;
        self.known_row(row)?;
        let notes = self.notes.entry(row.clone()).or_default();
        let id = match note {
            Some(id) if notes.contains(id) => id.clone(),
            Some(id) => return Err(Why::NoNote { note: id.clone() }),
            None if value.text.is_empty() => return Err(Why::NoteEmpty),
            None => {
                notes.push(entry.id.clone());
                entry.id.clone()
            }
        };
        let field = Field::Note(row.clone(), id);
        self.put(field.clone(), FieldValue::Note(value), entry, past);
        self.show(&field);
        Ok(())
    }

    /// The pencil of a column becomes a note; without pencil nothing happens. R46.
    fn keep_pencil(&mut self, row: &HouseholdId, column: Column, entry: &Entry, past: &Clock) -> Result<(), Why> {
        printed(column)?;
        self.known_row(row)?;
        let form_row = self.meeting.fkp01.row_mut(row)?;
        let Some(text) = form_row.pencil().iter().find(|p| p.column == column).map(|p| p.text.clone()) else {
            return Ok(());
        };
        form_row.set_pencil(column, "");
        self.note(row, None, SeparateNote { column, change: NoteChange::Other, text }, entry, past)
    }

    /// Column 08: the asisten ticks the code they have seen. R57.
    fn check(&mut self, row: &HouseholdId, entry: &Entry, past: &Clock) -> Result<(), Why> {
        if entry.role != Role::Asisten {
            return Err(Why::NotAsisten);
        }
        self.known_row(row)?;
        self.no_kin(row, &entry.actor)?;
        let field = Field::Code(row.clone());
        let standing = self.fields.standing(&field);
        if !standing.iter().all(|w| past.has(&w.entry)) {
            return Err(Why::CodeNotSeen { row: row.clone() });
        }
        if self.fields.is_contested(&field) {
            return Err(Unmet::Contested { fields: vec![field.to_string()] }.into());
        }
        Ok(self.meeting.fkp01.row_mut(row)?.check(entry.actor.clone())?)
    }

    /// Declares kinship. Removes what the officer circled or checked in this row, even when it is declared late. §1.3.
    fn declare_kin(&mut self, officer: &AccountId, row: &HouseholdId, entry: &Entry) -> Result<(), Why> {
        self.known_row(row)?;
        if *officer != entry.actor && entry.role != Role::Asisten {
            return Err(Why::KinOfOther);
        }
        self.kin.entry(row.clone()).or_default().insert(officer.clone());
        let field = Field::Code(row.clone());
        if self.fields.standing(&field).iter().any(|w| w.actor == *officer) {
            self.fields.take_away(&field, officer);
            self.show(&field);
        }
        let row = self.meeting.fkp01.row_mut(row)?;
        if row.checked_by() == Some(officer) {
            row.uncheck();
        }
        Ok(())
    }

    /// Agrees on an enumerator, or records their training. R70–R72.
    fn agree(&mut self, agreed: AgreedOn, entry: &Entry, past: &Clock) -> Result<(), Why> {
        if agreed.name.is_empty() {
            return Err(Why::NameEmpty);
        }
        if hamlet_key(&agreed.hamlet) != hamlet_key(&self.meeting.hamlet) {
            return Err(Why::EnumeratorElsewhere);
        }
        if let Some(day) = agreed.trained_on {
            entry.has_come(day)?;
        }
        let field = Field::enumerator(&agreed.name);
        self.put(field.clone(), FieldValue::Enumerator(Some(agreed)), entry, past);
        self.show(&field);
        Ok(())
    }

    /// The day of the meeting is not one that the device has yet to see.
    fn hold(&mut self, on: Date, entry: &Entry, past: &Clock) -> Result<(), Why> {
        entry.has_come(on)?;
        self.put(Field::Held, FieldValue::Day(on), entry, past);
        Ok(())
    }

    fn drop_enumerator(&mut self, name: &str, entry: &Entry, past: &Clock) -> Result<(), Why> {
        let field = Field::enumerator(name);
        match self.fields.last(&field) {
            Some(FieldValue::Enumerator(Some(_))) => {}
            _ => return Err(Why::NoEnumerator),
        }
        self.put(field.clone(), FieldValue::Enumerator(None), entry, past);
        self.show(&field);
        Ok(())
    }

    fn sign(&mut self, role: SignerRole, name: &str, covers: &Clock, entry: &Entry, past: &Clock) -> Result<(), Why> {
        if name.trim().is_empty() {
            return Err(Why::NameEmpty);
        }
        let himself = match role {
            SignerRole::Asisten => entry.role == Role::Asisten,
            SignerRole::Dukuh => matches!(entry.role, Role::Dukuh | Role::Asisten),
            SignerRole::Participant => true,
        };
        if !himself {
            return Err(Why::SignsForOther);
        }
        if !covers.within(past) {
            return Err(Why::CoversBroken);
        }
        let signature = Signature { role, name: name.trim().to_owned(), at_ms: entry.at_ms };
        self.signed.push(Signed { entry: entry.id.clone(), signature, covers: covers.clone() });
        Ok(())
    }

    /// Of the values that stand, the chosen one stands alone.
    fn settle(&mut self, field: &Field, chosen: &EntryId, entry: &Entry, past: &Clock) -> Result<(), Why> {
        let standing = self.fields.standing(field).iter().find(|w| w.entry == *chosen && past.has(chosen));
        let Some(value) = standing.map(|w| w.value.clone()) else {
            return Err(Why::NoChoice { field: field.to_string(), entry: chosen.clone() });
        };
        match field {
            Field::Code(row) => self.no_kin(row, &entry.actor)?,
            Field::Proposal(id, _) => {
                self.standing(id)?;
            }
            Field::Explanation(_)
            | Field::Note(..)
            | Field::Attendance(_)
            | Field::Held
            | Field::Order
            | Field::Enumerator(_) => {}
        }
        self.put(field.clone(), value, entry, past);
        self.show(field);
        Ok(())
    }

    /// Brings what stands in a field onto the forms.
    pub(super) fn show(&mut self, field: &Field) {
        let value = self.fields.last(field).cloned();
        match (field, value) {
            (Field::Code(row), value) => {
                let Ok(row) = self.meeting.fkp01.row_mut(row) else { return };
                match value {
                    // it was circled before, so its answer about the living was given
                    Some(FieldValue::Code(Some(code))) => {
                        let _ = row.circle(code, Some(Living { head: false, members: 0 }));
                    }
                    _ => row.uncircle(),
                }
            }
            (Field::Explanation(row), Some(FieldValue::Text(text))) => {
                if let Ok(row) = self.meeting.fkp01.row_mut(row) {
                    row.explanation = text;
                }
            }
            (Field::Note(row, _), _) => self.show_notes(row),
            (Field::Attendance(_), _) => self.show_attendance(),
            (Field::Proposal(id, part), Some(value)) => self.show_proposal(id, *part, value),
            (Field::Order, _) => self.show_places(),
            (Field::Enumerator(_), Some(FieldValue::Enumerator(agreed))) => self.show_enumerator(field, agreed),
            _ => {}
        }
    }

    fn show_notes(&mut self, row: &HouseholdId) {
        let standing = self.notes.get(row).into_iter().flatten().filter_map(|id| {
            match self.fields.last(&Field::Note(row.clone(), id.clone())) {
                Some(FieldValue::Note(note)) if !note.text.is_empty() => Some(note.clone()),
                _ => None,
            }
        });
        let notes = standing.collect();
        if let Ok(row) = self.meeting.fkp01.row_mut(row) {
            row.set_notes(notes);
        }
    }

    fn show_attendance(&mut self) {
        use super::act::Group;
        let count = |group| match self.fields.last(&Field::Attendance(group)) {
            Some(FieldValue::Count(n)) => Some(*n),
            _ => None,
        };
        let attendance = crate::deliberation::attendance::Attendance {
            dukuh: count(Group::Dukuh).map(|n| n > 0),
            rt: count(Group::Rt),
            rw: count(Group::Rw),
            community_leaders: count(Group::Tokoh),
            marginal_groups: count(Group::Marginal),
        };
        self.meeting.attendance = attendance;
    }

    /// Enumerators keep the order in which they were first agreed on; who is dropped and comes back goes last.
    fn show_enumerator(&mut self, field: &Field, agreed: Option<AgreedOn>) {
        let place = self.meeting.enumerators.iter().position(|e| Field::enumerator(&e.name) == *field);
        match (agreed, place) {
            (Some(a), place) => {
                let agreed = AgreedEnumerator { name: a.name, hamlet: a.hamlet, trained_on: a.trained_on };
                match place {
                    Some(place) => self.meeting.enumerators[place] = agreed,
                    None => self.meeting.enumerators.push(agreed),
                }
            }
            (None, Some(place)) => {
                self.meeting.enumerators.remove(place);
            }
            (None, None) => {}
        }
    }
}
