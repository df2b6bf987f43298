//! Progress of an area's meetings: every padukuhan's state, the missing and the late ones,
//! provisional against final counts, planned blanks and enumerators. R67–R72, R77.

use super::{MeetingRefused, place_of, stage};
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::verification::ACCEPTED;
use crate::view::{Around, around, choose, hamlets_only};
use domain::area::{AreaCode, AreaLevel, AreaTable};
use domain::deliberation::force::stage_in;
use domain::deliberation::minutes::{PlanRule, Recap};
use domain::deliberation::sheet::hamlet_key;
use domain::round::MeetingState;
use std::collections::{BTreeMap, BTreeSet};
use store::deliberation::MeetingHead;
use store::meeting::StageRow;
use store::view::{MeetingRow, Slice, Span};

/// A meeting whose forms were issued this many days ago and that is not closed is late: our assumption.
pub const LATE_DAYS: i64 = 7;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const MAX: i64 = 100_000;

/// One padukuhan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HamletRow {
    /// The newest stage's number, when forms were issued or a sheet was read.
    pub meeting: Option<String>,
    /// The padukuhan.
    pub hamlet: String,
    /// State of domain §2.2; `BELUM_TERBIT` before forms are issued; `KERTAS_DITERIMA` or
    /// `KERTAS_DITOLAK` for a sheet that was imported.
    pub state: String,
    /// Stage (Tahap).
    pub stage: i64,
    /// Rows of FKP.01, of these coded and checked.
    pub rows: i64,
    /// Rows with a code.
    pub coded: i64,
    /// Rows with column 08.
    pub checked: i64,
    /// The recap as it stands; final once closed.
    pub counts: Recap,
    /// Fields with two values.
    pub contested: i64,
    /// Entries that came after the closing.
    pub late_entries: i64,
    /// Counts the hamlet sent by SMS, codes 2, 3, 6 and 7.
    pub provisional: Option<[usize; 4]>,
    /// Whether the minutes say something else than the SMS.
    pub differs: bool,
    /// Blanks: one for each house to visit. R77.
    pub blanks: usize,
    /// Blanks in reserve beside them.
    pub reserve: usize,
    /// Enumerators needed.
    pub enumerators: usize,
    /// Whether blanks and enumerators follow from the SMS, the meeting not being closed yet. R68.
    pub planned_by_sms: bool,
    /// Enumerators agreed.
    pub agreed: i64,
    /// Whether it is closed, by journal or by paper.
    pub closed: bool,
    /// Whether a correction is open: the newest stage is not signed, the one before is in force. R76.
    pub correcting: bool,
    /// Whether it should have been closed by now.
    pub late: bool,
}

/// Sums of one desa, or of a whole area.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DesaRow {
    /// The desa; none for the sum.
    pub desa: Option<AreaCode>,
    /// Its name.
    pub name: String,
    /// Name of its kecamatan, as two desa may share theirs; empty for the sum.
    pub kecamatan: String,
    /// Padukuhan.
    pub hamlets: usize,
    /// Forms issued, or a sheet read.
    pub issued: usize,
    /// Begun.
    pub begun: usize,
    /// Closed.
    pub closed: usize,
    /// Late.
    pub late: usize,
    /// Where SMS and minutes differ.
    pub differing: usize,
    /// Counts by code of all, 1–8.
    pub counts: [usize; 8],
    /// Blanks planned.
    pub blanks: usize,
    /// In reserve beside them.
    pub reserve: usize,
    /// Enumerators planned.
    pub enumerators: usize,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct MeetingMap {
    /// The area and its neighbours.
    pub around: Around,
    /// The whole area.
    pub sum: DesaRow,
    /// Desa by code; of a desa only itself.
    pub desas: Vec<DesaRow>,
    /// Its padukuhan, when the area is one desa.
    pub hamlets: Vec<HamletRow>,
}

/// The state of every padukuhan in an area the officer sees.
pub async fn overview(app: &App, officer: &Officer, asked: Option<AreaCode>) -> Result<MeetingMap, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let act = Act::SeeMeetings;
    let area = match asked {
        Some(area) if hamlets_only(officer, act, area).is_some_and(|h| !h.is_empty()) => area,
        asked => choose(officer, act, asked, &areas)?,
    };
    let only = hamlets_only(officer, act, area);
    let span = Span::of(&area);
    let stages = reader.meeting_stages(&span).await?;
    let sheets = reader.view_meetings(&span, "", "", Slice { offset: 0, limit: MAX }).await?.rows;
    let mut by_desa: BTreeMap<AreaCode, BTreeMap<String, HamletRow>> = BTreeMap::new();
    for desa in areas.desa_in(&area) {
        let own = by_desa.entry(desa.code).or_default();
        for hamlet in areas.hamlets(&desa.code) {
            if only.as_ref().is_none_or(|codes| codes.contains(&hamlet.code)) {
                own.insert(hamlet_key(&hamlet.name), unissued(&hamlet.name));
            }
        }
    }
    let now = app.now_ms();
    let mut superseded: BTreeSet<String> = BTreeSet::new();
    for sheet in sheets {
        let desa = sheet.desa.as_deref().and_then(|d| AreaCode::parse(d).ok());
        let (Some(desa), Some(hamlet)) = (desa, &sheet.hamlet) else { continue };
        let Some(row) = slot(&mut by_desa, desa, hamlet, only.is_some()) else { continue };
        if sheet.superseded_by.is_some() {
            superseded.insert(sheet.id);
        } else if sheet.verdict == ACCEPTED {
            in_force(row, app.plan, &sheet);
        } else if !row.closed {
            row.meeting = Some(sheet.id);
            row.state = "KERTAS_DITOLAK".to_owned();
        }
    }
    let gone_out = crate::sms::gone_out(&mut reader, &area).await?;
    for stage in &stages {
        let Ok(desa) = AreaCode::parse(&stage.desa) else { continue };
        let Some(row) = slot(&mut by_desa, desa, &stage.hamlet, only.is_some()) else { continue };
        if stage.stage >= row.stage && !superseded.contains(&stage.id) {
            of_stage(row, app.plan, stage, now);
            row.state = crate::sms::state_of(stage, &gone_out);
        }
    }
    for told in reader.provisional_reports(area.as_str()).await? {
        let Ok(desa) = AreaCode::parse(&told.desa) else { continue };
        let Some(row) = slot(&mut by_desa, desa, &told.hamlet, only.is_some()) else { continue };
        row.provisional = Some(told.counts.to_array().map(usize::from));
        row.differs = told.flag == "BEDA";
        if !row.closed {
            // what the report is for: forms and people are made ready before the minutes are in. R68
            let plan = app.plan.plan(&told.counts.recap());
            row.planned_by_sms = true;
            (row.blanks, row.reserve, row.enumerators) = (plan.blanks, plan.reserve, plan.enumerators);
        }
    }
    let mut sum = DesaRow { name: areas.name(&area), ..DesaRow::default() };
    let desas: Vec<DesaRow> =
        by_desa.iter().map(|(desa, rows)| desa_row(*desa, &areas, rows)).inspect(|row| add(&mut sum, row)).collect();
    let hamlets = match area.level() {
        AreaLevel::Desa => by_desa.remove(&area).unwrap_or_default().into_values().collect(),
        _ => Vec::new(),
    };
    Ok(MeetingMap { around: around(officer, act, area, &areas), sum, desas, hamlets })
}

fn unissued(name: &str) -> HamletRow {
    HamletRow { hamlet: name.to_owned(), state: "BELUM_TERBIT".to_owned(), ..HamletRow::default() }
}

/// The row of a hamlet; one the area table does not know gets a row of its own, except for who sees
/// certain hamlets only.
fn slot<'a>(
    rows: &'a mut BTreeMap<AreaCode, BTreeMap<String, HamletRow>>,
    desa: AreaCode,
    hamlet: &str,
    known_only: bool,
) -> Option<&'a mut HamletRow> {
    let own = rows.entry(desa).or_default();
    let key = hamlet_key(hamlet);
    if known_only && !own.contains_key(&key) {
        return None;
    }
    Some(own.entry(key).or_insert_with(|| unissued(hamlet)))
}

/// The counts of the minutes in force: of several signed stages the latest. R76.
fn in_force(row: &mut HamletRow, rule: PlanRule, minutes: &MeetingRow) {
    plan_by(row, rule, minutes.counts);
    row.meeting = Some(minutes.id.clone());
    row.state = "KERTAS_DITERIMA".to_owned();
    row.stage = stage_in(&minutes.id).map_or(0, i64::from);
    row.closed = true;
}

/// How far the newest stage is. While a correction is open, the counts stay those that are in force. R76.
fn of_stage(row: &mut HamletRow, rule: PlanRule, stage: &StageRow, now: i64) {
    let closed = stage.closed_at_ms.is_some();
    row.correcting = row.closed && !closed;
    row.meeting = Some(stage.id.clone());
    row.hamlet = stage.hamlet.clone();
    row.state = stage.state.code().to_owned();
    row.stage = stage.stage;
    row.rows = stage.row_count;
    row.coded = stage.coded;
    row.checked = stage.checked;
    row.contested = stage.contested;
    row.late_entries = stage.late_count;
    if !row.correcting {
        plan_by(row, rule, stage.counts);
        row.agreed = stage.enumerators;
        row.closed = closed;
        row.late = !closed && now - stage.issued_at_ms > LATE_DAYS * DAY_MS;
    }
}

fn plan_by(row: &mut HamletRow, rule: PlanRule, recap: Recap) {
    let plan = rule.plan(&recap);
    row.counts = recap;
    row.blanks = plan.blanks;
    row.reserve = plan.reserve;
    row.enumerators = plan.enumerators;
}

/// The rule by which the signed minutes plan blanks and enumerators: as it was at the signing, else as it is
/// now. What was printed does not change with a setting. R77.
#[must_use]
pub fn plan_rule(now: PlanRule, head: &MeetingHead) -> PlanRule {
    head.body.plan.map_or(now, |(reserve_percent, load)| PlanRule { reserve_percent, load })
}

fn desa_row(desa: AreaCode, areas: &AreaTable, rows: &BTreeMap<String, HamletRow>) -> DesaRow {
    let kecamatan = desa.at(AreaLevel::Kecamatan).map(|k| areas.name(&k)).unwrap_or_default();
    let mut sum =
        DesaRow { desa: Some(desa), name: areas.name(&desa), kecamatan, hamlets: rows.len(), ..DesaRow::default() };
    for row in rows.values() {
        sum.issued += usize::from(row.meeting.is_some());
        sum.begun += usize::from(row.meeting.is_some() && row.state != MeetingState::Prepared.code());
        sum.closed += usize::from(row.closed);
        sum.late += usize::from(row.late);
        sum.differing += usize::from(row.differs);
        sum.blanks += row.blanks;
        sum.reserve += row.reserve;
        sum.enumerators += row.enumerators;
        for (all, (_, own)) in sum.counts.iter_mut().zip(row.counts.iter()) {
            *all += own;
        }
    }
    sum
}

fn add(sum: &mut DesaRow, row: &DesaRow) {
    sum.hamlets += row.hamlets;
    sum.issued += row.issued;
    sum.begun += row.begun;
    sum.closed += row.closed;
    sum.late += row.late;
    sum.differing += row.differing;
    sum.blanks += row.blanks;
    sum.reserve += row.reserve;
    sum.enumerators += row.enumerators;
    for (all, own) in sum.counts.iter_mut().zip(row.counts) {
        *all += own;
    }
}

/// One line of the list that hangs in the hamlet before the minutes are signed: name and RT, no more.
/// F15.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicRow {
    /// RT.
    pub rt: Option<u16>,
    /// Name of the head; none of a child.
    pub name: Option<String>,
}

/// The list for everybody to see, by RT and name. Who may not show it to the hamlet does not get it.
pub async fn public_list(app: &App, officer: &Officer, meeting: &str) -> Result<Vec<PublicRow>, AppError> {
    let mut reader = app.store.read().await?;
    let row = stage(&mut reader, meeting).await?;
    officer.may(Act::ShowPublicList, place_of(&row)?)?;
    let form = reader.meeting_form(meeting).await?.ok_or_else(|| MeetingRefused::NoMeeting(meeting.to_owned()))?;
    let mut list: Vec<PublicRow> = form
        .rows
        .into_iter()
        .map(|r| PublicRow { rt: r.rt, name: Some(r.head_name).filter(|n| !r.child && !n.is_empty()) })
        .collect();
    list.sort_by(|a, b| (a.rt.is_none(), a.rt, &a.name).cmp(&(b.rt.is_none(), b.rt, &b.name)));
    Ok(list)
}
