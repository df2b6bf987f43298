//! What must hold after every run, checked on entries and minutes alone: nothing here asks the rules.

use super::people::Device;
use domain::deliberation::Finding;
use domain::deliberation::fkp01::{Column, Fkp01Row, Living};
use domain::deliberation::fkp02::{Standing, StrikeRemedy};
use domain::deliberation::journal::{Act, Closed, Entry, EntryId, Field, Group, Role, State, canonical};
use domain::deliberation::minutes::SignerRole;
use domain::id::HouseholdId;
use std::collections::{BTreeMap, BTreeSet};

/// A law that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broken(pub &'static str, pub String);

/// Nothing lost, nothing doubled, one state everywhere, every refusal told in full.
pub fn of_merging(devices: &[Device], written: &BTreeMap<EntryId, Entry>) -> Result<(), Broken> {
    let first = canonical(&devices[0].state());
    for device in devices {
        let here: Vec<&Entry> = device.journal.entries().collect();
        let all: Vec<&Entry> = written.values().collect();
        if here != all {
            return Err(Broken(
                "no entry is lost or doubled",
                format!("{}: {} of {}", device.name, here.len(), all.len()),
            ));
        }
        let state = device.state();
        if !state.waiting.is_empty() {
            return Err(Broken("nothing waits once all has come", device.name.to_owned()));
        }
        let text = canonical(&state);
        if text != first {
            return Err(Broken("one state on every replica", format!("{}:\n{text}\n---\n{first}", device.name)));
        }
        for refusal in &state.refused {
            let (code, why, remedy) = (refusal.why.code(), refusal.why.to_string(), refusal.why.remedy());
            let code_ok =
                !code.is_empty() && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
            if !code_ok || why.is_empty() || remedy.is_empty() {
                return Err(Broken("a refusal has code, reason and remedy", format!("{refusal:?}")));
            }
            if !written.contains_key(&refusal.entry) {
                return Err(Broken("a refusal is about an entry", format!("{refusal:?}")));
            }
        }
    }
    Ok(())
}

/// What signed minutes must hold, whatever came before and comes after.
pub fn of_closing(state: &State, written: &BTreeMap<EntryId, Entry>) -> Result<(), Broken> {
    let Some(closed) = &state.closed else { return Ok(()) };
    let covered: Vec<&Entry> = written.values().filter(|e| closed.covers.has(&e.id)).collect();
    let refused: BTreeSet<&EntryId> = state.refused.iter().map(|r| &r.entry).collect();
    let valid: Vec<&Entry> = covered.iter().copied().filter(|e| !refused.contains(&e.id)).collect();
    for (no, row) in closed.meeting.fkp01.rows().iter().enumerate() {
        law_of_row(row, no, &valid, state)?;
    }
    for group in Group::ALL {
        let counts: BTreeSet<u16> = last_counts(group, &valid).into_iter().map(|(_, count)| count).collect();
        if counts.len() > 1 {
            return Err(Broken("nothing contested is signed", format!("{group:?}: {counts:?} stand")));
        }
    }
    law_of_counts(closed)?;
    law_of_proposals(closed, &covered)?;
    for role in [SignerRole::Dukuh, SignerRole::Asisten] {
        let signed =
            |e: &&Entry| matches!(&e.act, Act::Sign { role: r, covers, .. } if *r == role && *covers == closed.covers);
        if !written.values().any(|e| signed(&e)) {
            return Err(Broken("signed by dukuh and asisten", format!("{role:?}")));
        }
    }
    Ok(())
}

fn law_of_row(row: &Fkp01Row, no: usize, valid: &[&Entry], state: &State) -> Result<(), Broken> {
    let id = row.printed().no_rts();
    if *row.printed() != crate::build::prefilled(no)
        || row.printed().member_count() != 1 + row.printed().member_names().len()
    {
        return Err(Broken("R43", format!("{id}: a printed column has changed")));
    }
    let Some(code) = row.finding() else { return Err(Broken("R58", format!("{id} has no code"))) };
    if !row.pencil().is_empty() {
        return Err(Broken("R46", format!("{id} still has pencil")));
    }
    if code == Finding::New {
        return Err(Broken("R54", format!("{id} has code 7")));
    }
    let asked = Some(Living { head: false, members: 0 });
    let told = |e: &&&Entry| matches!(&e.act, Act::Circle { row, code: Some(Finding::Deceased), living } if row == id && *living == asked);
    if code == Finding::Deceased && !valid.iter().any(|e| told(&e)) {
        return Err(Broken("R52", format!("{id}: nobody said that all have died")));
    }
    let texts: BTreeSet<String> = last_explanations(id, valid).into_iter().map(|(_, text)| text).collect();
    if texts.len() > 1 {
        return Err(Broken("nothing contested is signed", format!("{id}: {texts:?} stand in column 07")));
    }
    // what kin had circled falls away, also when it was seen by others
    if state.kin.contains_key(id) {
        return Ok(());
    }
    let last = last_codes(id, valid);
    let codes: BTreeSet<Option<Finding>> = last.iter().map(|(_, code)| *code).collect();
    if codes.len() != 1 || !codes.contains(&Some(code)) {
        return Err(Broken("R47", format!("{id}: {codes:?} stand, {code} is signed")));
    }
    let checks = |e: &&&Entry| {
        e.role == Role::Asisten
            && matches!(&e.act, Act::Check { row } if row == id)
            && last.iter().all(|(write, _)| e.seen.has(&write.id))
    };
    if !valid.iter().any(|e| checks(&e)) {
        return Err(Broken("R57", format!("{id}: no asisten has checked the code that is signed")));
    }
    Ok(())
}

/// Codes of a row that no later circle or choice had seen.
fn last_codes<'a>(row: &HouseholdId, valid: &[&'a Entry]) -> Vec<(&'a Entry, Option<Finding>)> {
    last(&Field::Code(row.clone()), valid, |act| match act {
        Act::Circle { row: r, code, .. } if r == row => Some(*code),
        _ => None,
    })
}

/// Texts of column 07 that no later one had seen.
fn last_explanations<'a>(row: &HouseholdId, valid: &[&'a Entry]) -> Vec<(&'a Entry, String)> {
    last(&Field::Explanation(row.clone()), valid, |act| match act {
        Act::Explain { row: r, text } | Act::Write { row: r, column: Column::Explanation, text } if r == row => {
            Some(text.clone())
        }
        _ => None,
    })
}

/// Counts of a group that no later one had seen.
fn last_counts<'a>(group: Group, valid: &[&'a Entry]) -> Vec<(&'a Entry, u16)> {
    last(&Field::Attendance(group), valid, |act| match act {
        Act::Attend { group: g, count } if *g == group => Some(*count),
        _ => None,
    })
}

/// What was written into a field, directly or by choice, and not seen by another who wrote there.
fn last<'a, T: Clone>(field: &Field, valid: &[&'a Entry], wrote: impl Fn(&Act) -> Option<T>) -> Vec<(&'a Entry, T)> {
    let by_id: BTreeMap<&EntryId, &Entry> = valid.iter().map(|e| (&e.id, *e)).collect();
    let value_of = |entry: &Entry| -> Option<T> {
        let mut entry = entry;
        while let Act::Settle { field: chosen_in, entry: chosen } = &entry.act {
            entry = by_id.get(chosen).filter(|_| chosen_in == field)?;
        }
        wrote(&entry.act)
    };
    let writes: Vec<(&Entry, T)> = valid.iter().filter_map(|e| Some((*e, value_of(e)?))).collect();
    let seen_later = |e: &Entry| writes.iter().any(|(other, _)| other.seen.has(&e.id));
    writes.iter().filter(|(e, _)| !seen_later(e)).cloned().collect()
}

fn law_of_counts(closed: &Closed) -> Result<(), Broken> {
    let minutes = &closed.meeting.minutes;
    let sum: usize = minutes.recap.iter().filter(|(f, _)| *f != Finding::New).map(|(_, n)| n).sum();
    if sum != closed.meeting.fkp01.rows().len() || minutes.fkp01_rows != sum {
        return Err(Broken("R67", format!("{sum} codes, {} rows", closed.meeting.fkp01.rows().len())));
    }
    let retained = closed.meeting.fkp02.iter().filter(|p| p.is_retained()).count();
    if minutes.recap.of(Finding::New) != retained {
        return Err(Broken(
            "R54",
            format!("code 7 counted {} times, {retained} stand", minutes.recap.of(Finding::New)),
        ));
    }
    let improved = closed.meeting.fkp01.rows().iter().filter(|r| r.finding() == Some(Finding::Improved)).count();
    if retained > improved {
        return Err(Broken("R61", format!("{retained} new, {improved} better off")));
    }
    Ok(())
}

fn law_of_proposals(closed: &Closed, covered: &[&Entry]) -> Result<(), Broken> {
    for proposal in &closed.meeting.fkp02 {
        match proposal.standing() {
            Standing::Retained if !proposal.is_stated_poorer() => {
                return Err(Broken("R62", format!("row {} is not stated poorer", proposal.no)));
            }
            Standing::Struck(strike) => {
                let reread = covered.iter().any(|e| e.act == Act::NoneFound);
                if strike.remedy == StrikeRemedy::FitToQuota && !reread {
                    return Err(Broken("R65", format!("row {} was struck by c before b", proposal.no)));
                }
                if strike.reason.is_empty() {
                    return Err(Broken("R66", format!("row {} was struck without a reason", proposal.no)));
                }
            }
            Standing::Retained | Standing::Withdrawn { .. } => {}
        }
    }
    Ok(())
}
