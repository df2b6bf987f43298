//! The TKPKDesa hands out the forms: what is printed is fixed here, with its hash. R39–R44, R59, R76.

use super::{MeetingRefused, force, place_of, stage};
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use domain::Date;
use domain::area::{AreaCode, AreaTable};
use domain::deliberation::fkp01::Prefilled;
use domain::deliberation::sheet::hamlet_key;
use domain::household::Household;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::NewEvent;
use store::meeting::{FormRow, StageRow};
use store::prelist::PrelistHead;

/// What issuing gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issued {
    /// Meetings whose forms were issued now.
    pub meetings: Vec<String>,
    /// Rows of FKP.01 on them.
    pub rows: usize,
    /// Hamlets whose forms were issued before.
    pub before: usize,
    /// Households whose hamlet the register does not say: on no form.
    pub nowhere: usize,
}

/// The number of a hamlet's meeting: as on the printed forms, with the stage from the second on.
#[must_use]
pub fn meeting_id(desa: &AreaCode, hamlet: &str, stage: i64) -> String {
    let key = hamlet_key(hamlet).to_lowercase();
    let slug: String = key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    match stage {
        1 => format!("{}_{slug}", desa.as_str()),
        n => format!("{}_{slug}_t{n}", desa.as_str()),
    }
}

/// Issues the form sets of every hamlet of an area (a desa, a kecamatan, the kabupaten), one change
/// for each desa; hamlets that have theirs keep them. `told` hears of each desa that is done.
pub async fn issue(
    app: &App,
    officer: &Officer,
    area: AreaCode,
    mut told: impl FnMut(usize, usize),
) -> Result<Issued, AppError> {
    officer.may(Act::IssueForms, area)?;
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let prelists = reader.prelists().await?;
    drop(reader);
    if prelists.is_empty() {
        return Err(MeetingRefused::NoPrelist.into());
    }
    let desas: Vec<AreaCode> = areas.desa_in(&area).map(|a| a.code).collect();
    let mut all = Issued::default();
    for (at, desa) in desas.iter().enumerate() {
        let one = issue_desa(app, officer, desa, &areas, newest(&prelists, desa)).await?;
        all.meetings.extend(one.meetings);
        all.rows += one.rows;
        all.before += one.before;
        all.nowhere += one.nowhere;
        told(at + 1, desas.len());
    }
    Ok(all)
}

fn newest<'a>(prelists: &'a [PrelistHead], desa: &AreaCode) -> Option<&'a PrelistHead> {
    prelists.iter().filter(|p| p.area == desa.as_str()).max_by_key(|p| p.version)
}

async fn issue_desa(
    app: &App,
    officer: &Officer,
    desa: &AreaCode,
    areas: &AreaTable,
    prelist: Option<&PrelistHead>,
) -> Result<Issued, AppError> {
    let mut tx = app.store.begin(desa.as_str()).await?;
    let register = tx.register_in(desa.as_str()).await?;
    let known = tx.meeting_stages(&store::view::Span::of(desa)).await?;
    let mut hamlets: BTreeMap<String, Vec<&Household>> = BTreeMap::new();
    let mut issued = Issued::default();
    for household in &register {
        match household.place.hamlet.as_deref().map(hamlet_key).filter(|k| !k.is_empty()) {
            Some(key) => hamlets.entry(key).or_default().push(household),
            None => issued.nowhere += 1,
        }
    }
    for (key, households) in hamlets {
        let listed = areas.hamlets(desa).iter().find(|h| hamlet_key(&h.name) == key);
        let name = listed.map_or_else(
            || households[0].place.hamlet.clone().unwrap_or_default().trim().to_owned(),
            |h| h.name.clone(),
        );
        let id = meeting_id(desa, &name, 1);
        if known.iter().any(|s| s.id == id) {
            issued.before += 1;
            continue;
        }
        let rows: Vec<FormRow> = (1..).zip(&households).map(|(no, h)| form_row(no, h, app.today())).collect();
        let session = prepared(
            StageRow {
                id: id.clone(),
                desa: desa.as_str().to_owned(),
                hamlet: name,
                hamlet_code: listed.map(|h| h.code.clone()),
                stage: 1,
                prelist: prelist.map(|p| p.id.clone()),
                form_hash: form_hash(&id, prelist.map_or("", |p| p.hash.as_str()), &rows),
                ..StageRow::default()
            },
            &rows,
            officer,
            app.now_ms(),
        );
        tx.issue_meeting(&session, &rows);
        issued.rows += rows.len();
        issued.meetings.push(id);
    }
    if issued.meetings.is_empty() {
        return Ok(issued);
    }
    let event = NewEvent::new("meeting.forms_issued", officer.id.as_str(), app.now_ms())
        .with(serde_json::json!({ "desa": desa.as_str(), "meetings": issued.meetings.len(), "rows": issued.rows }));
    tx.commit(event).await?;
    Ok(issued)
}

/// Issues the next stage of a closed meeting: the same households with what was agreed, to be signed
/// again. What was signed stays. R76.
pub async fn issue_next(app: &App, officer: &Officer, meeting: &str) -> Result<String, AppError> {
    let mut reader = app.store.read().await?;
    let last = stage(&mut reader, meeting).await?;
    drop(reader);
    officer.may(Act::IssueForms, place_of(&last)?.area)?;
    let mut tx = app.store.begin(&last.desa).await?;
    let last = stage(&mut tx, meeting).await?;
    if last.closed_at_ms.is_none() {
        return Err(MeetingRefused::StageOpen { meeting: last.id, stage: last.stage }.into());
    }
    let desa = place_of(&last)?.area;
    if let Some(decree) = force::decree_over(&mut tx, &desa).await? {
        return Err(MeetingRefused::Decreed { meeting: last.id, decree }.into());
    }
    let id = meeting_id(&desa, &last.hamlet, last.stage + 1);
    if tx.meeting_stage(&id).await?.is_some() {
        return Err(MeetingRefused::NextIssued(last.id).into());
    }
    let form = tx.meeting_form(meeting).await?.ok_or_else(|| MeetingRefused::NoMeeting(meeting.to_owned()))?;
    let signed = force::signed_of(&mut tx, &last).await?;
    let agreed: BTreeMap<String, i64> = tx
        .meeting_rows(signed.as_ref().map_or(meeting, |m| m.id.as_str()))
        .await?
        .into_iter()
        .filter(|l| l.form == "FKP.01")
        .filter_map(|l| Some((l.household?, l.code?)))
        .collect();
    let mut rows = form.rows;
    for row in &mut rows {
        row.before = agreed.get(&row.row).and_then(|c| u8::try_from(*c).ok());
    }
    let next = prepared(
        StageRow {
            id: id.clone(),
            stage: last.stage + 1,
            previous: Some(last.id.clone()),
            form_hash: form_hash(&id, &last.digest, &rows),
            desa: last.desa,
            hamlet: last.hamlet,
            hamlet_code: last.hamlet_code,
            prelist: last.prelist,
            ..StageRow::default()
        },
        &rows,
        officer,
        app.now_ms(),
    );
    tx.issue_meeting(&next, &rows);
    let event = NewEvent::new("meeting.stage_issued", officer.id.as_str(), app.now_ms())
        .with(serde_json::json!({ "meeting": id, "stage": next.stage, "rows": rows.len() }))
        .about(meeting);
    tx.commit(event).await?;
    Ok(id)
}

fn prepared(stage: StageRow, rows: &[FormRow], officer: &Officer, now: i64) -> StageRow {
    StageRow {
        row_count: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        state: "DISIAPKAN".to_owned(),
        issued_by: officer.id.as_str().to_owned(),
        issued_at_ms: now,
        ..stage
    }
}

fn form_row(no: u32, household: &Household, today: Date) -> FormRow {
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

/// SHA-256 over the meeting, what it was issued after, and columns 01–05 of every row. R59.
fn form_hash(meeting: &str, after: &str, rows: &[FormRow]) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_form_set_changes_with_every_printed_letter() {
        let row = FormRow { row: "3403".into(), no: 1, head_name: "SUTINAH".into(), ..FormRow::default() };
        let first = form_hash("m", "p", std::slice::from_ref(&row));
        let mut other = row.clone();
        other.head_name = "SUTINEM".into();
        assert_ne!(first, form_hash("m", "p", &[other]));
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
