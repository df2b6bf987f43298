//! A state as text, the same on every replica. Its digest is the SHA-256 of this text, hexadecimal.
//!
//! Each item is one line, a JSON array without spaces (in JavaScript `JSON.stringify([...])`). Lines are
//! joined by `\n`, without one at the end. An unknown value is `null`. Entries after a closing change
//! nothing in it.
//!
//! ```text
//! ["meeting",id,stage]
//! ["held",day]                                     when it was said
//! ["attendance",group,count]                       for each group that was counted, in the order dukuh rt rw tokoh marginal
//! ["row",no,code,explanation,checked_by]           for each row, in the order of the form, followed by its
//! ["note",no,column,change,text]                   columns ascending, within one as they were written first
//! ["pencil",no,column,text]                        columns ascending
//! ["kin",no,officer]                               officers ascending
//! ["reread",no]                                    when remedy b looked at it
//! ["proposal",id,head_name,members,address,remark,poorer,place,standing,reason]   in the order of FKP.02; standing retained|struck_a|struck_c|withdrawn
//! ["membership",id,head,[[name,counts,rule],…]]    when something was answered; head responsible|regarded
//! ["enumerator",name,hamlet,trained_on]
//! ["none_found"]                                   when remedy b brought nothing
//! ["contested",field,[entry,…]]                    fields ascending by name; entries that stand, in the order of replay
//! ["quota",improved,new]
//! ["sign",entry,role,name]
//! ["refused",entry,code]                           in the order of replay; a closing once for each rule it breaks
//! ["waiting",entry]                                by device and number, until it is closed
//! ["closed",entry]
//! ```

use super::act::Group;
use super::field::{Field, FieldValue};
use super::state::State;
use crate::deliberation::fkp01::Fkp01Row;
use crate::deliberation::fkp02::{HeadBy, Membership, Proposal, Standing, StrikeRemedy};
use std::fmt::Write;

/// A JSON value as far as lines need it.
enum Part<'a> {
    Null,
    Yes(bool),
    Count(u64),
    Text(&'a str),
    List(Vec<Part<'a>>),
}

use Part::{Count, List, Null, Text, Yes};

/// The text of a state.
#[must_use]
pub fn canonical(state: &State) -> String {
    let mut text = Lines(String::new());
    let meeting = &state.meeting;
    text.line(&[Text("meeting"), Text(meeting.id.as_str()), Count(meeting.stage.into())]);
    if let Some(day) = state.held_on() {
        text.line(&[Text("held"), Text(&day.to_string())]);
    }
    for group in Group::ALL {
        if let Some(FieldValue::Count(n)) = state.fields.last(&Field::Attendance(group)) {
            text.line(&[Text("attendance"), Text(group.code()), Count((*n).into())]);
        }
    }
    for row in meeting.fkp01.rows() {
        lines_of_row(&mut text, state, row);
    }
    for (id, proposal) in state.proposal_ids.iter().zip(meeting.fkp02()) {
        let id = id.to_string();
        lines_of_proposal(&mut text, &id, proposal);
    }
    for e in &meeting.enumerators {
        let trained = e.trained_on.map(|day| day.to_string());
        text.line(&[Text("enumerator"), Text(&e.name), Text(&e.hamlet), optional(trained.as_deref())]);
    }
    if state.none_found {
        text.line(&[Text("none_found")]);
    }
    for contested in state.contested() {
        let field = contested.field.to_string();
        let entries: Vec<String> = contested.writes.iter().map(|w| w.entry.to_string()).collect();
        text.line(&[Text("contested"), Text(&field), texts(&entries)]);
    }
    let quota = meeting.quota();
    text.line(&[Text("quota"), Count(quota.improved as u64), Count(quota.new as u64)]);
    for s in &state.signed {
        let entry = s.entry.to_string();
        text.line(&[Text("sign"), Text(&entry), Text(s.signature.role.code()), Text(&s.signature.name)]);
    }
    for refusal in &state.refused {
        let entry = refusal.entry.to_string();
        text.line(&[Text("refused"), Text(&entry), Text(refusal.why.code())]);
    }
    if let Some(closed) = &state.closed {
        text.line(&[Text("closed"), Text(&closed.entry.to_string())]);
        return text.0;
    }
    for id in &state.waiting {
        text.line(&[Text("waiting"), Text(&id.to_string())]);
    }
    text.0
}

fn lines_of_row(text: &mut Lines, state: &State, row: &Fkp01Row) {
    let no = row.printed().no_rts().as_str();
    let code = row.finding().map_or(Null, |f| Count(f.code().into()));
    let checked = optional(row.checked_by().map(crate::id::AccountId::as_str));
    text.line(&[Text("row"), Text(no), code, Text(&row.explanation), checked]);
    for note in row.notes() {
        let column = Count(note.column.number().into());
        text.line(&[Text("note"), Text(no), column, Text(note.change.code()), Text(&note.text)]);
    }
    for pencil in row.pencil() {
        text.line(&[Text("pencil"), Text(no), Count(pencil.column.number().into()), Text(&pencil.text)]);
    }
    for officer in state.kin.get(row.printed().no_rts()).into_iter().flatten() {
        text.line(&[Text("kin"), Text(no), Text(officer.as_str())]);
    }
    if state.reread.contains(row.printed().no_rts()) {
        text.line(&[Text("reread"), Text(no)]);
    }
}

fn lines_of_proposal(text: &mut Lines, id: &str, proposal: &Proposal) {
    let (standing, reason) = match proposal.standing() {
        Standing::Retained => ("retained", None),
        Standing::Struck(strike) => match strike.remedy {
            StrikeRemedy::BestOff => ("struck_a", Some(&strike.reason)),
            StrikeRemedy::FitToQuota => ("struck_c", Some(&strike.reason)),
        },
        Standing::Withdrawn { reason } => ("withdrawn", Some(reason)),
    };
    text.line(&[
        Text("proposal"),
        Text(id),
        Text(&proposal.head_name),
        texts(&proposal.member_names),
        Text(&proposal.address),
        Text(&proposal.remark),
        proposal.poorer_than_improved.map_or(Null, Yes),
        proposal.welfare_order.map_or(Null, |place| Count(place.into())),
        Text(standing),
        optional(reason.map(String::as_str)),
    ]);
    let Membership { head, people } = &proposal.membership;
    if head.is_none() && people.is_empty() {
        return;
    }
    let head = head.map(|head| match head {
        HeadBy::Responsible => "responsible",
        HeadBy::Regarded => "regarded",
    });
    let people = people.iter().map(|p| {
        let verdict = p.verdict();
        List(vec![Text(&p.name), Yes(verdict.counts), Text(verdict.rule)])
    });
    text.line(&[Text("membership"), Text(id), optional(head), List(people.collect())]);
}

fn optional(text: Option<&str>) -> Part<'_> {
    text.map_or(Null, Text)
}

fn texts(all: &[String]) -> Part<'_> {
    List(all.iter().map(|t| Text(t)).collect())
}

struct Lines(String);

impl Lines {
    fn line(&mut self, parts: &[Part<'_>]) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.list(parts);
    }

    fn list(&mut self, parts: &[Part<'_>]) {
        self.0.push('[');
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            self.part(part);
        }
        self.0.push(']');
    }

    fn part(&mut self, part: &Part<'_>) {
        match part {
            Null => self.0.push_str("null"),
            Yes(yes) => self.0.push_str(if *yes { "true" } else { "false" }),
            Count(n) => {
                let _ = write!(self.0, "{n}");
            }
            Text(text) => self.text(text),
            List(parts) => self.list(parts),
        }
    }

    /// As `JSON.stringify` writes it.
    fn text(&mut self, text: &str) {
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                '\r' => self.0.push_str("\\r"),
                '\t' => self.0.push_str("\\t"),
                '\u{8}' => self.0.push_str("\\b"),
                '\u{c}' => self.0.push_str("\\f"),
                c if c < ' ' => {
                    let _ = write!(self.0, "\\u{:04x}", u32::from(c));
                }
                c => self.0.push(c),
            }
        }
        self.0.push('"');
    }
}
