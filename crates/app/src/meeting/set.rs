//! A form set: FKP.01 prefilled and the FKP.02 that belongs to it, for one stage of one hamlet's
//! meeting. Only this module defines its number, rows and hash. R39–R44, R59, R76.

use super::issue::{Issued, Walk};
use crate::App;
use crate::access::Officer;
use crate::error::AppError;
use domain::Date;
use domain::area::{AreaCode, AreaTable};
use domain::deliberation::fkp01::Prefilled;
use domain::deliberation::sheet::hamlet_key;
use domain::household::Household;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::meeting::{FormRow, StageRow};
use store::prelist::PrelistHead;
use store::view::Span;

/// A form set as it was issued: what is printed, however often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormSet {
    /// Number of the meeting.
    pub meeting: String,
    /// Desa, digits without dots.
    pub desa: String,
    /// Padukuhan as the area table spells it, or as the register wrote it.
    pub hamlet: String,
    /// Stage (Tahap). R76.
    pub stage: u8,
    /// Date of the forms, ISO: the day the prelist was frozen, or else the day of issue.
    pub date: String,
    /// SHA-256 over all of this, hexadecimal.
    pub hash: String,
    /// Rows of FKP.01, by number.
    pub rows: Vec<FormRow>,
}

/// The form sets of an area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormSets {
    /// By desa and hamlet, of each its newest stage.
    pub sets: Vec<FormSet>,
    /// What was issued for it now.
    pub issued: Issued,
    /// Households that stand on no form: the register does not say their desa or hamlet.
    pub nowhere: usize,
}

/// The form sets of an area (desa, kecamatan, kabupaten), or of one hamlet in it. Printing is handing
/// out: a hamlet whose forms were not issued yet gets them now; the others give what was issued,
/// whatever the register says today. R59.
pub async fn form_sets(
    app: &App,
    officer: &Officer,
    area: AreaCode,
    hamlet: Option<&str>,
) -> Result<FormSets, AppError> {
    let walk = Walk::begin(app, officer, area, hamlet).await?;
    let mut issued = Issued::default();
    for at in 0..walk.desas.len() {
        walk.desa(app, officer, at, &mut issued).await?;
    }
    let mut reader = app.store.read().await?;
    let prelists = reader.prelists().await?;
    let placeless = reader.view_totals().await?.map_or(0, |t| t.households_nowhere);
    let only = hamlet.map(hamlet_key);
    let mut newest: BTreeMap<(String, String), StageRow> = BTreeMap::new();
    for stage in reader.meeting_stages(&Span::of(&area)).await? {
        let key = hamlet_key(&stage.hamlet);
        if only.as_ref().is_none_or(|o| *o == key) {
            // stages come in their order
            newest.insert((stage.desa.clone(), key), stage);
        }
    }
    let mut sets = Vec::new();
    for stage in newest.into_values() {
        let Some(form) = reader.meeting_form(&stage.id).await? else { continue };
        sets.push(FormSet {
            date: date_of(&stage, &prelists),
            stage: u8::try_from(stage.stage).unwrap_or(u8::MAX),
            meeting: stage.id,
            desa: stage.desa,
            hamlet: stage.hamlet,
            hash: form.hash,
            rows: form.rows,
        });
    }
    let nowhere = issued.nowhere + usize::try_from(placeless).unwrap_or(0);
    Ok(FormSets { sets, issued, nowhere })
}

/// The day of the prelist the forms were issued after; of a desa without one, that of the round's first; in a
/// campaign without a prelist the day of issue.
fn date_of(stage: &StageRow, prelists: &[PrelistHead]) -> String {
    let own = stage.prelist.as_ref().and_then(|id| prelists.iter().find(|p| p.id == *id));
    let frozen = own.map(|p| &p.frozen_on).or_else(|| prelists.iter().map(|p| &p.frozen_on).min());
    frozen.cloned().unwrap_or_else(|| issued_on(stage))
}

/// The day of issue where the day comes first in Indonesia (WIT, UTC+9).
fn issued_on(stage: &StageRow) -> String {
    let there = jiff::tz::Offset::constant(9);
    let at = jiff::Timestamp::from_millisecond(stage.issued_at_ms);
    at.map_or_else(|_| String::new(), |at| there.to_datetime(at).date().to_string())
}

/// The number of a hamlet's meeting, with the stage from the second on.
#[must_use]
pub fn meeting_id(desa: &AreaCode, hamlet: &str, stage: i64) -> String {
    let key = hamlet_key(hamlet).to_lowercase();
    let slug: String = key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    match stage {
        1 => format!("{}_{slug}", desa.as_str()),
        n => format!("{}_{slug}_t{n}", desa.as_str()),
    }
}

/// SHA-256 over the meeting, what it was issued after (the prelist's hash, or the digest of the stage
/// before), and columns 01–05 of every row. R59.
#[must_use]
pub fn form_hash(meeting: &str, after: &str, rows: &[FormRow]) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    part(meeting);
    part(after);
    for row in rows {
        part(&row.row);
        part(&row.no.to_string());
        part(&row.head_name);
        part(&row.members.len().to_string());
        row.members.iter().for_each(|m| part(m));
        part(&row.address);
    }
    hex::encode(hash.finalize())
}

/// Columns 01–05 of one household, as number `no` of its form.
pub(super) fn form_row(no: u32, household: &Household, today: Date) -> FormRow {
    let printed = Prefilled::of(household);
    let place = &household.place;
    let child = household.head().and_then(|m| m.birth.age_on(today)).is_some_and(|age| age < 18);
    let rt = place.rt.map(|n| format!(" RT {n:03}")).unwrap_or_default();
    let rw = place.rw.map(|n| format!(" RW {n:03}")).unwrap_or_default();
    FormRow {
        row: printed.no_rts().as_str().to_owned(),
        no,
        head_name: printed.head_name().to_owned(),
        members: printed.member_names().to_vec(),
        address: format!("{}{rt}{rw}", place.address),
        rt: place.rt,
        rw: place.rw,
        child,
        before: None,
    }
}

/// The hamlet as the area table spells it, with its code there; or as the register wrote it.
pub(super) fn hamlet_name(
    desa: &AreaCode,
    key: &str,
    households: &[&Household],
    areas: &AreaTable,
) -> (String, Option<String>) {
    match areas.hamlets(desa).iter().find(|h| hamlet_key(&h.name) == key) {
        Some(listed) => (listed.name.clone(), Some(listed.code.clone())),
        None => {
            let written = households.first().and_then(|h| h.place.hamlet.clone()).unwrap_or_default();
            (written.trim().to_owned(), None)
        }
    }
}

impl FormSet {
    /// The day the forms carry.
    pub fn day(&self) -> Result<Date, AppError> {
        self.date.parse().map_err(|e| AppError::Fault(format!("date of form set {}: {e}", self.meeting)))
    }

    /// The first sixteen digits of the hash in groups of four, as printed.
    #[must_use]
    pub fn short_hash(&self) -> String {
        let digits: Vec<char> = self.hash.chars().take(16).collect();
        digits.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_form_set_changes_with_every_printed_letter() {
        let row = FormRow { row: "3403".into(), no: 1, head_name: "SUTINAH".into(), ..FormRow::default() };
        let first = form_hash("m", "p", std::slice::from_ref(&row));
        let other = FormRow { head_name: "SUTINEM".into(), ..row.clone() };
        let moved = FormRow { head_name: "SUTINA".into(), members: vec!["H".into()], ..row.clone() };
        assert_ne!(first, form_hash("m", "p", &[other]));
        assert_ne!(first, form_hash("m", "p", &[moved]));
        assert_ne!(first, form_hash("m", "q", std::slice::from_ref(&row)));
        assert_eq!(first, form_hash("m", "p", &[row]));
    }

    #[test]
    fn a_meeting_is_numbered_as_its_printed_forms() {
        let desa = AreaCode::parse("3403012001").unwrap();
        assert_eq!(meeting_id(&desa, "Padukuhan Klampok Luhur", 1), "3403012001_klampokluhur");
        assert_eq!(meeting_id(&desa, "KLAMPOK LUHUR RT 02", 2), "3403012001_klampokluhur_t2");
    }
}
