//! The TKPKDesa issues the forms: the printed content is fixed here, with its hash. R39–R44, R59, R76.

use super::carried::carried;
use super::journal::forms;
use super::set::{form_hash, form_row, hamlet_name, meeting_id};
use super::{MeetingRefused, force, place_of, stage};
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::refused::Refused;
use domain::area::{AreaCode, AreaTable};
use domain::deliberation::sheet::hamlet_key;
use domain::household::Household;
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

/// Issues the form sets of every hamlet of an area (a desa, a kecamatan, the kabupaten), one change
/// for each desa; hamlets that have theirs keep them. `told` hears of each desa that is done.
pub async fn issue(
    app: &App,
    officer: &Officer,
    area: AreaCode,
    mut told: impl FnMut(usize, usize),
) -> Result<Issued, AppError> {
    let walk = Walk::begin(app, officer, area, None).await?;
    let mut all = Issued::default();
    for at in 0..walk.desas.len() {
        walk.desa(app, officer, at, &mut all).await?;
        told(at + 1, walk.desas.len());
    }
    Ok(all)
}

/// The desa of an area, one after the other: whoever issues many can say how far it is, stop, and go on.
pub struct Walk {
    /// The desa, by code.
    pub desas: Vec<AreaCode>,
    areas: AreaTable,
    prelists: Vec<PrelistHead>,
    only: Option<String>,
}

impl Walk {
    /// Whether they may, and which desa there are. `hamlet` is the only one wanted. A campaign of meetings
    /// needs no prelist: the register alone prefills the forms. R26, R59.
    pub async fn begin(app: &App, officer: &Officer, area: AreaCode, hamlet: Option<&str>) -> Result<Self, AppError> {
        officer.may(Act::IssueForms, area)?;
        let mut reader = app.store.read().await?;
        let areas = reader.areas().await?;
        let prelists = reader.prelists().await?;
        if areas.get(&area).is_none() {
            return Err(Refused::UnknownArea(area.dotted()).into());
        }
        let desas = areas.desa_in(&area).map(|a| a.code).collect();
        Ok(Self { desas, areas, prelists, only: hamlet.map(hamlet_key) })
    }

    /// Issues what is missing in the desa at place `at`, in one change.
    pub async fn desa(&self, app: &App, officer: &Officer, at: usize, all: &mut Issued) -> Result<(), AppError> {
        let Some(desa) = self.desas.get(at) else { return Ok(()) };
        let newest = self.prelists.iter().filter(|p| p.area == desa.as_str()).max_by_key(|p| p.version);
        let one = issue_desa(app, officer, desa, &self.areas, newest, self.only.as_deref()).await?;
        all.meetings.extend(one.meetings);
        all.rows += one.rows;
        all.before += one.before;
        all.nowhere += one.nowhere;
        Ok(())
    }
}

async fn issue_desa(
    app: &App,
    officer: &Officer,
    desa: &AreaCode,
    areas: &AreaTable,
    prelist: Option<&PrelistHead>,
    only: Option<&str>,
) -> Result<Issued, AppError> {
    let mut tx = app.store.begin(desa.as_str()).await?;
    let register = tx.register_in(desa.as_str()).await?;
    let known = tx.meeting_stages(&store::view::Span::of(desa)).await?;
    let mut hamlets: BTreeMap<String, Vec<&Household>> = BTreeMap::new();
    let mut issued = Issued::default();
    for household in &register {
        match household.place.hamlet.as_deref().map(hamlet_key).filter(|k| !k.is_empty()) {
            Some(key) if only.is_none_or(|o| o == key) => hamlets.entry(key).or_default().push(household),
            Some(_) => {}
            None => issued.nowhere += 1,
        }
    }
    // a hamlet without a household in the register has its meeting too, with an empty form. R26, R59
    for listed in areas.hamlets(desa) {
        let key = hamlet_key(&listed.name);
        if !key.is_empty() && only.is_none_or(|o| o == key) {
            hamlets.entry(key).or_default();
        }
    }
    for (key, households) in hamlets {
        let (name, code) = hamlet_name(desa, &key, &households, areas);
        let last = known.iter().filter(|s| hamlet_key(&s.hamlet) == key).max_by_key(|s| s.stage);
        if let Some(last) = last
            && !force::is_of_earlier_round(&mut tx, last).await?
        {
            issued.before += 1;
            continue;
        }
        let no = last.map_or(1, |last| last.stage + 1);
        let id = meeting_id(desa, &name, no);
        let rows: Vec<FormRow> = (1..).zip(&households).map(|(no, h)| form_row(no, h, app.today())).collect();
        let session = prepared(
            StageRow {
                id: id.clone(),
                desa: desa.as_str().to_owned(),
                hamlet: name,
                hamlet_code: code,
                stage: no,
                previous: last.map(|last| last.id.clone()),
                prelist: prelist.map(|p| p.id.clone()),
                form_hash: form_hash(&id, prelist.map_or("", |p| p.hash.as_str()), &rows),
                ..StageRow::default()
            },
            &rows,
            officer,
            app.now_ms(),
        );
        // the hamlet met on paper before its forms were recorded here
        let sheets = force::signed_of(&mut tx, &session).await?;
        let issued_stage = if sheets.is_empty() {
            tx.issue_meeting(&session, &rows, &[])
        } else {
            let closed = force::closed_by_sheets(&session, &sheets.iter().collect::<Vec<_>>(), app.now_ms());
            tx.issue_meeting(&closed, &rows, &force::sheet_acts(&session))
        };
        issued_stage.map_err(MeetingRefused::Stays)?;
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

/// Issues the next stage of a closed meeting. Within a round it is a correction: the same households with what was
/// agreed, to be signed again. In a later round the hamlet meets about the register as it is. What was signed
/// stays. R76.
pub async fn issue_next(app: &App, officer: &Officer, meeting: &str) -> Result<String, AppError> {
    let mut reader = app.store.read().await?;
    let last = stage(&mut reader, meeting).await?;
    drop(reader);
    let desa = place_of(&last)?.area;
    officer.may(Act::IssueForms, desa)?;
    let mut reader = app.store.read().await?;
    if force::is_of_earlier_round(&mut reader, &last).await? {
        drop(reader);
        return issue_again(app, officer, desa, &last).await;
    }
    drop(reader);
    let mut tx = app.store.begin(&last.desa).await?;
    let last = stage(&mut tx, meeting).await?;
    if last.closed_at_ms.is_none() {
        return Err(MeetingRefused::StageOpen { meeting: last.id, stage: last.stage }.into());
    }
    if let Some(decree) = force::decree_over(&mut tx, &desa).await? {
        return Err(MeetingRefused::Decreed { meeting: last.id, decree }.into());
    }
    let id = meeting_id(&desa, &last.hamlet, last.stage + 1);
    if tx.meeting_stage(&id).await?.is_some() {
        return Err(MeetingRefused::NextIssued(last.id).into());
    }
    let form = tx.meeting_form(meeting).await?.ok_or_else(|| MeetingRefused::NoMeeting(meeting.to_owned()))?;
    let mut agreed: BTreeMap<String, i64> = BTreeMap::new();
    for signed in force::signed_of(&mut tx, &last).await? {
        let lines = tx.meeting_rows(&signed.id).await?.into_iter().filter(|l| l.form == "FKP.01");
        agreed.extend(lines.filter_map(|l| Some((l.household?, l.code?))));
    }
    let mut rows = form.rows;
    for row in &mut rows {
        row.before = agreed.get(&row.row).and_then(|c| u8::try_from(*c).ok());
    }
    let signed_stage = last.clone();
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
    let carried = carried(&mut tx, &signed_stage, &forms(&next, &rows)?).await?;
    let said = serde_json::json!({ "meeting": id, "stage": next.stage, "rows": rows.len(), "carried": carried.len() });
    tx.issue_stage(&next, &rows, carried);
    let event = NewEvent::new("meeting.stage_issued", officer.id.as_str(), app.now_ms()).with(said).about(meeting);
    tx.commit(event).await?;
    Ok(id)
}

/// The forms of a hamlet that met in an earlier round.
async fn issue_again(app: &App, officer: &Officer, desa: AreaCode, last: &StageRow) -> Result<String, AppError> {
    let walk = Walk::begin(app, officer, desa, Some(&last.hamlet)).await?;
    let mut issued = Issued::default();
    walk.desa(app, officer, 0, &mut issued).await?;
    let next = issued.meetings.into_iter().next();
    Ok(next.ok_or_else(|| MeetingRefused::NextIssued(last.id.clone()))?)
}

fn prepared(stage: StageRow, rows: &[FormRow], officer: &Officer, now: i64) -> StageRow {
    StageRow {
        row_count: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        issued_by: officer.id.as_str().to_owned(),
        issued_at_ms: now,
        ..stage
    }
}
