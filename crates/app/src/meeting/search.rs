//! A proposed household may be on the list already, or in the register elsewhere: it is shown, the
//! meeting decides. R60.

use super::{MeetingRefused, may_write, place_of, stage};
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::matching::known;
use domain::deliberation::alike::address_key;
use domain::deliberation::sheet::hamlet_key;
use domain::id::HouseholdId;
use domain::identification::PerMille;
use linkage::compare::{WordFrequency, names};
use linkage::normalise::Name;
use std::collections::BTreeSet;

/// What is known of a proposed household.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// Name of its head.
    pub head_name: String,
    /// Its address.
    pub address: String,
    /// Names of its members.
    pub members: Vec<String>,
}

/// A household that may be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number in the register.
    pub household: String,
    /// Name of its head; outside the officer's hamlet only the initials.
    pub head_name: String,
    /// Address; empty outside the officer's hamlet.
    pub address: String,
    /// Padukuhan.
    pub hamlet: Option<String>,
    /// Whether it stands on this meeting's FKP.01.
    pub listed_here: bool,
    /// How alike, per mille.
    pub score: u16,
}

const SHOWN_MAX: usize = 6;
/// A member's name found again counts for so much, the address for half of it.
const MEMBER: u32 = 100;

/// Households like the proposed one: of this form first, then of the desa; most alike first.
pub async fn listed(app: &App, officer: &Officer, meeting: &str, sought: &Sought) -> Result<Vec<Listed>, AppError> {
    let mut reader = app.store.look_up().await?;
    let row = stage(&mut reader, meeting).await?;
    let place = place_of(&row)?;
    may_write(officer, &place)?;
    if sought.head_name.trim().is_empty() {
        return Err(MeetingRefused::NameEmpty.into());
    }
    let everywhere = officer.could(Act::SeeHouseholds, place.area);
    let known = known(app, &mut reader).await?;
    let frequency = known.statistics.frequency();
    let form = reader.meeting_form(meeting).await?.ok_or_else(|| MeetingRefused::NoMeeting(meeting.to_owned()))?;
    let mut shown = Vec::new();
    let mut seen = BTreeSet::new();
    for r in &form.rows {
        if let Some(score) = alike(sought, &r.head_name, &r.members, &r.address, frequency) {
            seen.insert(r.row.clone());
            shown.push(Listed {
                household: r.row.clone(),
                head_name: r.head_name.clone(),
                address: r.address.clone(),
                hamlet: Some(row.hamlet.clone()),
                listed_here: true,
                score,
            });
        }
    }
    // names are not spelt alike: fetch by the first sound of the longest word, compare the whole after that
    let longest = sought.head_name.split_whitespace().max_by_key(|w| w.len()).unwrap_or("");
    let sound: String = longest.chars().take(3).collect();
    for hit in reader.view_match_names(&place.area, &sound).await? {
        if hit.what != "household" || seen.contains(&hit.id) {
            continue;
        }
        let Some(household) = reader.household(&HouseholdId::new(hit.id.clone())).await? else { continue };
        let head = household.head().map(|m| m.name.clone()).unwrap_or_default();
        let members: Vec<String> =
            household.members.iter().map(|m| m.name.clone()).filter(|name| *name != head).collect();
        let Some(score) = alike(sought, &head, &members, &household.place.address, frequency) else { continue };
        let hamlet = household.place.hamlet.clone();
        let own = everywhere || hamlet.as_deref().is_some_and(|h| hamlet_key(h) == hamlet_key(&row.hamlet));
        shown.push(Listed {
            household: hit.id,
            head_name: if own { head } else { initials(&head) },
            address: if own { household.place.address.clone() } else { String::new() },
            hamlet,
            listed_here: false,
            score,
        });
    }
    shown.sort_by(|a, b| (b.listed_here, b.score, &a.household).cmp(&(a.listed_here, a.score, &b.household)));
    shown.truncate(SHOWN_MAX);
    Ok(shown)
}

/// How alike two households are; nothing when even the heads' names are not, nor any other name
/// with an equal address.
fn alike(sought: &Sought, head: &str, members: &[String], address: &str, frequency: &WordFrequency) -> Option<u16> {
    let same = |a: &str, b: &str| {
        let similarity = names(&Name::read(a), &Name::read(b), frequency).similarity;
        (similarity >= PerMille::NAME_CONFIRMS).then_some(similarity)
    };
    let heads = same(&sought.head_name, head);
    let again = sought
        .members
        .iter()
        .filter(|m| !m.trim().is_empty())
        .filter(|m| members.iter().any(|other| same(m, other).is_some()))
        .count();
    let own = address_key(&sought.address);
    let home = !own.is_empty() && own == address_key(address);
    // the head may have changed: then someone else of the household must be found again
    let best = match heads {
        Some(similarity) => u32::from(similarity.0),
        None if again > 0 && (home || again > 1) => u32::from(PerMille::NAME_CONFIRMS.0),
        None => return None,
    };
    let more = u32::try_from(again).unwrap_or(0) * MEMBER + if home { MEMBER / 2 } else { 0 };
    u16::try_from(best + more).ok()
}

fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|w| w.chars().next()).map(|c| format!("{c}.")).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(head: &str, members: &[&str], address: &str) -> Option<u16> {
        let sought =
            Sought { head_name: "MOCH. SARIDI".into(), address: "Jl. Melati 3".into(), members: vec!["TUMINI".into()] };
        let members: Vec<String> = members.iter().map(|m| (*m).to_owned()).collect();
        alike(&sought, head, &members, address, &WordFrequency::default())
    }

    #[test]
    fn a_household_is_shown_for_its_head_or_for_its_people_at_one_address() {
        let same = score("MUHAMMAD SARIDI", &["TUMINI"], "JL MELATI 3").unwrap();
        let head = score("MUHAMMAD SARIDI", &[], "Jl. Mawar 9").unwrap();
        assert!(same > head);
        assert!(score("SUPARNO", &["TUMINI"], "Jl. Melati 3").is_some(), "the head has changed");
        assert_eq!(score("SUPARNO", &["TUMINI"], "Jl. Mawar 9"), None, "one namesake elsewhere");
        assert_eq!(score("SUPARNO", &[], "Jl. Melati 3"), None, "a neighbour");
    }

    #[test]
    fn people_of_another_hamlet_are_shown_by_their_initials() {
        assert_eq!(initials("SRI WAHYUNI"), "S. W.");
    }
}
