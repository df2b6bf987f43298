//! What is printed for the evening: the form set of every hamlet, after the frozen prelist. R39–R44, R59, R76.

use crate::App;
use crate::error::AppError;
use domain::Date;
use domain::area::{AreaCode, AreaTable};
use domain::deliberation::sheet::{Fkp01Prefill, hamlet_key};
use domain::household::Household;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::prelist::PrelistHead;

/// The forms of one hamlet: FKP.01 prefilled, and the FKP.02 that belongs to it.
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
    /// Day the prelist was frozen, ISO: the date of the forms.
    pub date: String,
    /// SHA-256 over all of this, hexadecimal.
    pub hash: String,
    /// Rows of FKP.01, by number.
    pub rows: Vec<FormSetRow>,
}

/// Columns 01–05 of one household.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormSetRow {
    /// Column 01.
    pub rts: String,
    /// Column 02.
    pub head_name: String,
    /// Column 03; column 04 is one more than these. R43.
    pub members: Vec<String>,
    /// Column 05.
    pub address: String,
}

/// The form sets of an area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormSets {
    /// By desa and hamlet.
    pub sets: Vec<FormSet>,
    /// Households of the area that stand on no form: the register does not say their desa or hamlet.
    pub nowhere: usize,
}

/// The form sets of an area (desa, kecamatan, kabupaten), or of one hamlet in it. Refused before a
/// prelist is frozen: what is printed must not change afterwards.
pub async fn form_sets(app: &App, area: AreaCode, hamlet: Option<&str>) -> Result<FormSets, AppError> {
    let mut reader = app.store.read().await?;
    let prelists = reader.prelists().await?;
    let Some(frozen_on) = prelists.iter().map(|p| p.frozen_on.as_str()).max() else {
        return Err(AppError::refused(
            "PRELIST_BELUM_ADA",
            "no prelist has been frozen, so the forms could still change",
            "Jalankan `mutakhir prelist freeze` lebih dahulu",
        ));
    };
    let areas = reader.areas().await?;
    if areas.get(&area).is_none() {
        return Err(AppError::refused(
            "WILAYAH_TIDAK_DIKENAL",
            format!("the area table does not know {}", area.dotted()),
            "Tulis kode desa, kecamatan, atau kabupaten menurut tabel wilayah, misalnya 34.03.01.2001",
        ));
    }
    let register = reader.register().await?;
    drop(reader);
    let only = hamlet.map(hamlet_key);
    let mut nowhere = 0;
    let mut hamlets: BTreeMap<(AreaCode, String), Vec<&Household>> = BTreeMap::new();
    for household in &register {
        let Some(desa) = household.place.desa else {
            nowhere += 1;
            continue;
        };
        if !area.contains(&desa) {
            continue;
        }
        match household.place.hamlet.as_deref().map(hamlet_key).filter(|k| !k.is_empty()) {
            Some(key) if only.as_ref().is_none_or(|o| *o == key) => {
                hamlets.entry((desa, key)).or_default().push(household);
            }
            Some(_) => {}
            None => nowhere += 1,
        }
    }
    let sets = hamlets.iter().map(|((desa, key), households)| {
        let prelist = prelists.iter().filter(|p| p.area == desa.as_str()).max_by_key(|p| p.version);
        form_set(desa, &hamlet_name(desa, key, households, &areas), households, prelist, frozen_on)
    });
    Ok(FormSets { sets: sets.collect(), nowhere })
}

/// The number of a hamlet's meeting, with the stage from the second on.
#[must_use]
pub fn meeting_id(desa: &AreaCode, hamlet: &str, stage: u8) -> String {
    let key = hamlet_key(hamlet).to_lowercase();
    let slug: String = key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    match stage {
        1 => format!("{}_{slug}", desa.as_str()),
        n => format!("{}_{slug}_t{n}", desa.as_str()),
    }
}

/// SHA-256 over the meeting, what it was issued after (the prelist's hash), and columns 01–05 of every row. R59.
#[must_use]
pub fn form_hash(meeting: &str, after: &str, rows: &[FormSetRow]) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    part(meeting);
    part(after);
    for (no, row) in (1u32..).zip(rows) {
        part(&row.rts);
        part(&no.to_string());
        part(&row.head_name);
        part(&row.members.len().to_string());
        row.members.iter().for_each(|m| part(m));
        part(&row.address);
    }
    hex::encode(hash.finalize())
}

fn form_set(
    desa: &AreaCode,
    hamlet: &str,
    households: &[&Household],
    prelist: Option<&PrelistHead>,
    frozen_on: &str,
) -> FormSet {
    let meeting = meeting_id(desa, hamlet, 1);
    let rows: Vec<FormSetRow> = households.iter().map(|h| row(h)).collect();
    FormSet {
        hash: form_hash(&meeting, prelist.map_or("", |p| p.hash.as_str()), &rows),
        meeting,
        desa: desa.as_str().to_owned(),
        hamlet: hamlet.to_owned(),
        stage: 1,
        date: prelist.map_or(frozen_on, |p| p.frozen_on.as_str()).to_owned(),
        rows,
    }
}

fn row(household: &Household) -> FormSetRow {
    let prefill = Fkp01Prefill::of(household);
    let place = &household.place;
    let rt = place.rt.map(|n| format!(" RT {n:03}")).unwrap_or_default();
    let rw = place.rw.map(|n| format!(" RW {n:03}")).unwrap_or_default();
    FormSetRow {
        rts: prefill.no_rts.as_str().to_owned(),
        head_name: prefill.head_name,
        members: prefill.member_names,
        address: format!("{}{rt}{rw}", place.address),
    }
}

fn hamlet_name(desa: &AreaCode, key: &str, households: &[&Household], areas: &AreaTable) -> String {
    let listed = areas.hamlets(desa).iter().find(|h| hamlet_key(&h.name) == key);
    listed.map_or_else(
        || households.first().and_then(|h| h.place.hamlet.clone()).unwrap_or_default().trim().to_owned(),
        |h| h.name.clone(),
    )
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
        let row = FormSetRow { rts: "3403".into(), head_name: "SUTINAH".into(), ..FormSetRow::default() };
        let first = form_hash("m", "p", std::slice::from_ref(&row));
        let other = FormSetRow { head_name: "SUTINEM".into(), ..row.clone() };
        let moved = FormSetRow { head_name: "SUTINA".into(), members: vec!["H".into()], ..row.clone() };
        assert_ne!(first, form_hash("m", "p", &[other]));
        assert_ne!(first, form_hash("m", "p", &[moved]));
        assert_ne!(first, form_hash("m", "q", std::slice::from_ref(&row)));
        assert_eq!(first, form_hash("m", "p", &[row]));
    }

    #[test]
    fn a_meeting_is_numbered_by_desa_and_hamlet() {
        let desa = AreaCode::parse("3403012001").unwrap();
        assert_eq!(meeting_id(&desa, "Padukuhan Klampok Luhur", 1), "3403012001_klampokluhur");
        assert_eq!(meeting_id(&desa, "KLAMPOK LUHUR RT 02", 2), "3403012001_klampokluhur_t2");
    }
}
