//! A person whom two visits found at home in two households: a named officer says where they live, and the other
//! household's questionnaire says that they do not. Until then both wait for the next decree. Domain §5.4, T9.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::refused::Refused;
use crate::{App, logged};
use domain::event::{Event, RegisterEvent};
use domain::id::HouseholdId;
use domain::questionnaire::Item;
use domain::register::Ruling;
use std::collections::BTreeMap;
use store::person_conflict::ConflictRow;

/// Item 22: 3 tidak tinggal di ruta/pindah.
const LEFT: i32 = 3;

/// Every conflict, those that wait first.
pub async fn conflicts(app: &App, officer: &Officer) -> Result<Vec<ConflictRow>, AppError> {
    officer.may(Act::SettlePerson, app.kabupaten().await?)?;
    let mut all = app.store.read().await?.person_conflicts().await?;
    all.sort_by(|a, b| (a.is_settled, &a.id).cmp(&(b.is_settled, &b.id)));
    Ok(all)
}

/// Says in which of the two households the person lives, and why.
pub async fn settle(
    app: &App,
    officer: &Officer,
    id: &str,
    keep: &HouseholdId,
    reason: &str,
) -> Result<ConflictRow, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::SettlePerson, kabupaten)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let Some(mut row) = tx.person_conflict(id).await? else {
        return Err(Refused::NoConflict(id.to_owned()).into());
    };
    if row.is_settled {
        return Err(Refused::ConflictSettled(id.to_owned()).into());
    }
    if keep.as_str() != row.one && keep.as_str() != row.other {
        return Err(Refused::NoPartyToConflict(keep.as_str().to_owned()).into());
    }
    if reason.trim().is_empty() {
        return Err(Refused::NoReason.into());
    }
    row.is_settled = true;
    row.kept = Some(keep.as_str().to_owned());
    row.settled_by = Some(officer.id.as_str().to_owned());
    row.settled_at_ms = Some(app.now_ms());
    row.reason = Some(reason.trim().to_owned());
    tx.put_person_conflict(&row);
    let event = Event::Register(RegisterEvent::PersonSettled { conflict: id.to_owned(), household: keep.clone() });
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await?;
    Ok(row)
}

/// Lets the rulings of a batch obey what was settled: in the household that the person does not live in, the visit
/// counts them as living elsewhere.
pub(crate) fn obey(settled: &[ConflictRow], rulings: &mut BTreeMap<HouseholdId, Ruling>) {
    for row in settled.iter().filter(|r| r.is_settled) {
        let Some((one, other)) = sides(&row.id) else { continue };
        let gone = if row.kept.as_deref() == Some(row.one.as_str()) { other } else { one };
        let found = rulings.values_mut().find(|r| r.source == gone.0).and_then(|r| r.found.as_mut());
        let Some(found) = found else { continue };
        let here = found.members.iter_mut().filter(|m| m.is_present()).nth(gone.1.saturating_sub(1));
        if let Some(member) = here {
            member.answers.set(Item::Presence, LEFT);
        }
    }
}

/// A visit and a person's place in it.
type Place<'a> = (&'a str, usize);

/// The two visits of a conflict and the person's place in each: `P1.2-P9.1`.
pub(crate) fn sides(id: &str) -> Option<(Place<'_>, Place<'_>)> {
    let read = |text: &'_ str| -> Option<(usize, usize)> {
        let dot = text.rfind('.')?;
        Some((dot, text[dot + 1..].parse().ok()?))
    };
    for (at, _) in id.match_indices('-') {
        let (one, other) = (&id[..at], &id[at + 1..]);
        if let (Some((a, x)), Some((b, y))) = (read(one), read(other)) {
            return Some(((&one[..a], x), (&other[..b], y)));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_names_both_visits_and_the_persons_place_in_each() {
        assert_eq!(sides("P00012.3-P00400.1"), Some((("P00012", 3), ("P00400", 1))));
        assert_eq!(sides("a-b.2-c.1"), Some((("a-b", 2), ("c", 1))));
        assert_eq!(sides("P00012"), None);
    }
}
