//! A form set: FKP.01 prefilled and the FKP.02 that belongs to it, for one stage of one hamlet's
//! meeting. Only this module defines its number, rows and hash. R39–R44, R59, R76.

use crate::error::AppError;
use domain::Date;
use domain::area::{AreaCode, AreaTable};
use domain::deliberation::fkp01::Prefilled;
use domain::deliberation::sheet::hamlet_key;
use domain::household::Household;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::meeting::FormRow;

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
