//! What pages show. Each function first asks the table of acts, then reads; it decides nothing.
//!
//! A list always covers one area: the requested one if the officer may see it, otherwise the
//! officer's own.

use crate::App;
use crate::access::{Act, Officer, Scope, Where};
use crate::error::AppError;
use crate::meeting::RowsSeen;
use domain::area::{AreaCode, AreaLevel, AreaTable};
use domain::registration::RegistrationKind;
use std::collections::BTreeMap;
use store::view::{Slice, Span};

pub use store::EventView;
pub use store::prelist::PrelistHead;
pub use store::view::{
    AccessRow, CodeCount, DraftRow, EditionLine, HouseholdRow, ImportRow, IssueKind, IssueRow, Listed, MeetingLine,
    MeetingRow, NumberCount, PrelistRow, ProgrammeCount, ProgrammeLine, QuestionnaireRow, RankingRow, RegistrationRow,
    Totals,
};

mod civil;
mod decree;
mod history;
mod household;
mod import;
mod job;
mod opens;
mod person;
mod registration;
mod round;

pub use civil::{CIVIL_STATES, CivilChangePage, CivilChangeRow, FieldChange, civil_change, civil_changes};
pub use decree::{
    Annex, AnnexRow, DecreeDesk, DecreePage, DecreeRow, HeldRow, Looked, decree, decree_desk, decree_pdf, decrees,
};
pub use history::{Happened, What};
pub use household::{HouseholdView, MemberView, household};
pub use import::{ImportView, import_issues, import_view, imports, issue_csv};
pub use job::{
    JobRow, JobState, UPLOAD_JOB, UPLOAD_KINDS, Upload, begin_upload, cancel_job, forget_old_uploads, forget_upload,
    job, jobs, own_jobs, upload_of,
};
pub(crate) use job::{LATEST, may_import, queue};
pub(crate) use opens::opens_by;
pub use opens::{Opens, opens};
pub use person::{ConflictPage, SideView, person_conflict, person_conflicts};
pub use registration::{RegistrationView, registration};
pub use round::{RoundPage, round, rounds};

/// Rows of a list that is taken out as a file.
pub const FILE_ROWS_MAX: i64 = 200_000;
/// Rows on a page of a list.
pub const PER_PAGE: i64 = 50;

/// What to show of a list.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// The area asked for; `None` = the officer's own.
    pub area: Option<AreaCode>,
    /// Words to search for.
    pub text: String,
    /// A code to filter by; empty = all.
    pub code: String,
    /// A second code to filter by; empty = all.
    pub kind: String,
    /// Page, from 1.
    pub page: i64,
    /// How to sort; empty = as the list is made.
    pub sort: String,
    /// Whether the whole list is asked for, as a file: at most [`FILE_ROWS_MAX`] rows.
    pub whole: bool,
}

impl Ask {
    pub(crate) fn slice(&self) -> Slice {
        if self.whole {
            return Slice { offset: 0, limit: FILE_ROWS_MAX };
        }
        Slice { offset: (self.page.max(1) - 1).saturating_mul(PER_PAGE), limit: PER_PAGE }
    }
}

/// Who takes a list out as a file is entered in the access log: what, and of which area.
pub async fn taken_out(app: &App, officer: &Officer, area: AreaCode, list: &str) -> Result<(), AppError> {
    officer.may(Act::Export, area)?;
    crate::account::log_reading(app, officer, Act::Export, area, list).await
}

/// An area with its names, and those below it that the officer may choose.
#[derive(Clone, Debug)]
pub struct Around {
    /// The area.
    pub area: AreaCode,
    /// Its name.
    pub name: String,
    /// The areas above it that the officer may see, from the widest.
    pub above: Vec<(AreaCode, String)>,
    /// Every area the officer may choose from: kecamatan and desa, by code.
    pub choices: Vec<(AreaCode, String)>,
    names: BTreeMap<AreaCode, String>,
}

impl Around {
    /// Name of a desa by its stored digits; the digits when the table does not know it.
    #[must_use]
    pub fn desa(&self, digits: Option<&str>) -> String {
        let Some(digits) = digits else { return String::new() };
        AreaCode::parse(digits).ok().and_then(|c| self.names.get(&c).cloned()).unwrap_or_else(|| digits.to_owned())
    }

    /// Name of the kecamatan of a desa: several desa of a kabupaten may bear one name.
    #[must_use]
    pub fn kecamatan(&self, desa: &AreaCode) -> String {
        let kecamatan = desa.at(AreaLevel::Kecamatan);
        kecamatan.and_then(|code| self.names.get(&code).cloned()).unwrap_or_default()
    }
}

/// Part of a list, with the area it is about.
#[derive(Clone, Debug)]
pub struct Shown<T> {
    /// The area.
    pub around: Around,
    /// The rows.
    pub list: Listed<T>,
}

/// The area a list is about: the one asked for, or the officer's own. Denied if neither.
pub(crate) fn choose(
    officer: &Officer,
    act: Act,
    asked: Option<AreaCode>,
    areas: &AreaTable,
) -> Result<AreaCode, AppError> {
    let home = areas.kabupaten().or_else(|| areas.areas().next().map(|a| a.code));
    if let Some(area) = asked {
        officer.may(act, area)?;
        return Ok(area);
    }
    let own = officer.scopes(act).first().map(area_of);
    match (own, home) {
        (Some(Some(area)), _) => Ok(area),
        (Some(None), Some(home)) => Ok(home),
        (Some(None), None) => Err(AppError::NoAreas),
        (None, home) => {
            let place = home.or_else(|| officer.roles().first().and_then(|b| b.scope.area()));
            let place = place.ok_or(AppError::NoAreas)?;
            officer.may(act, place)?;
            Ok(place)
        }
    }
}

/// The area of a scope; `None` = as much as this workspace holds.
fn area_of(scope: &Scope) -> Option<AreaCode> {
    match scope {
        Scope::National => None,
        // a provinsi's officer sees of it what this workspace holds
        Scope::Area(area) if area.level() == AreaLevel::Provinsi => None,
        Scope::Area(area) => Some(*area),
        Scope::Hamlet(desa, _) => Some(*desa),
    }
}

/// As [`choose`], but of an officer with several areas all of them, the widest of each.
pub(crate) fn choose_all(
    officer: &Officer,
    act: Act,
    asked: Option<AreaCode>,
    areas: &AreaTable,
) -> Result<Vec<AreaCode>, AppError> {
    let first = choose(officer, act, asked, areas)?;
    let own: Option<Vec<AreaCode>> = officer.scopes(act).iter().map(area_of).collect();
    let Some(own) = own.filter(|own| asked.is_none() && own.len() > 1) else { return Ok(vec![first]) };
    let mut all: Vec<AreaCode> = Vec::new();
    for area in own {
        if !all.iter().any(|wider| area.as_str().starts_with(wider.as_str())) {
            all.retain(|narrower| !narrower.as_str().starts_with(area.as_str()));
            all.push(area);
        }
    }
    Ok(all)
}

/// The desa of one or several areas.
pub(crate) fn span_of(chosen: &[AreaCode], areas: &AreaTable) -> Span {
    let desas = areas.areas().map(|a| a.code).filter(|code| code.level() == AreaLevel::Desa);
    Span::of_all(chosen, desas)
}

/// As [`around`], named after all of the areas.
pub(crate) fn around_all(officer: &Officer, act: Act, chosen: &[AreaCode], areas: &AreaTable) -> Option<Around> {
    let mut around = around(officer, act, *chosen.first()?, areas);
    around.name = chosen.iter().map(|area| areas.name(area)).collect::<Vec<_>>().join(", ");
    Some(around)
}

pub(crate) fn around(officer: &Officer, act: Act, area: AreaCode, areas: &AreaTable) -> Around {
    let names: BTreeMap<AreaCode, String> = areas.areas().map(|a| (a.code, a.name.clone())).collect();
    let mut above = Vec::new();
    let mut next = area.parent();
    while let Some(code) = next {
        if code.level() != AreaLevel::Provinsi && officer.could(act, code) {
            above.insert(0, (code, areas.name(&code)));
        }
        next = code.parent();
    }
    let choices = areas
        .areas()
        .filter(|a| matches!(a.code.level(), AreaLevel::Kecamatan | AreaLevel::Desa) && officer.could(act, a.code))
        .map(|a| (a.code, a.name.clone()))
        .collect();
    Around { area, name: areas.name(&area), above, choices, names }
}

/// The hamlets an officer bound to hamlets may see; `None` = no such limit.
pub(crate) fn hamlets_only(officer: &Officer, act: Act, area: AreaCode) -> Option<Vec<String>> {
    if officer.could(act, area) {
        return None;
    }
    let codes = officer.scopes(act).into_iter().filter_map(|s| match s {
        Scope::Hamlet(desa, code) if desa == area => Some(code),
        _ => None,
    });
    Some(codes.collect())
}

/// How far one area has come.
#[derive(Clone, Debug)]
pub struct StageRow {
    /// The area; `None` for the sum.
    pub area: Option<AreaCode>,
    /// Its name.
    pub name: String,
    /// Households in the register.
    pub households: i64,
    /// Registrations.
    pub registered: i64,
    /// Of these with a category.
    pub identified: i64,
    /// Waiting for review.
    pub review: i64,
    /// Rows of the prelist.
    pub prelist: i64,
    /// Hamlets: meetings to be held. R26.
    pub hamlets: i64,
    /// Meetings accepted.
    pub meetings: i64,
    /// Meetings sent back.
    pub meetings_refused: i64,
    /// Questionnaires.
    pub questionnaires: i64,
    /// Rows in a decree.
    pub decree: i64,
}

/// The cycle at a glance.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The area.
    pub around: Around,
    /// Registrations by kind: active and passive. R3, R8.
    pub kinds: Vec<(RegistrationKind, i64)>,
    /// Registrations by category.
    pub categories: Vec<CodeCount>,
    /// Codes 1–8 of accepted meetings.
    pub findings: Vec<NumberCount>,
    /// Registry answers.
    pub siak: Vec<CodeCount>,
    /// Households by decile; 0 = not ranked.
    pub deciles: Vec<NumberCount>,
    /// Programme lists.
    pub programmes: Vec<ProgrammeCount>,
    /// The edition deciles and programmes are of.
    pub edition: Option<EditionLine>,
    /// The areas one level below, and their sum last.
    pub stages: Vec<StageRow>,
    /// Figures of the whole workspace; only for those who see the kabupaten.
    pub totals: Option<Totals>,
}

impl Overview {
    /// The sum over the area.
    #[must_use]
    pub fn sum(&self) -> Option<&StageRow> {
        self.stages.last()
    }
    /// Whether nothing has come in yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sum().is_none_or(|s| s.registered == 0 && s.households == 0 && s.meetings == 0)
    }
}

/// The cycle of an area at a glance. R8, R23.
pub async fn overview(app: &App, officer: &Officer, asked: Option<AreaCode>) -> Result<Overview, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?.as_of(app.today());
    let area = choose(officer, Act::SeeOverview, asked, &areas)?;
    let span = Span::of(&area);
    let edition = reader.view_edition().await?;
    let (deciles, programmes) = match &edition {
        Some(e) => (reader.view_deciles(&e.id, &span).await?, reader.view_programmes(&e.id, &span).await?),
        None => (Vec::new(), Vec::new()),
    };
    let registered = reader.view_kinds(&span).await?;
    let of_kind = |kind: RegistrationKind| registered.iter().find(|c| c.code == kind.code()).map_or(0, |c| c.n);
    let wide = matches!(area.level(), AreaLevel::Kabupaten | AreaLevel::Provinsi);
    Ok(Overview {
        around: around(officer, Act::SeeOverview, area, &areas),
        kinds: RegistrationKind::ALL.map(|kind| (kind, of_kind(kind))).to_vec(),
        categories: reader.view_categories(&span).await?,
        findings: reader.view_findings(&span).await?,
        siak: reader.view_siak(&span).await?,
        deciles,
        programmes,
        edition,
        stages: stage_rows(&area, &areas, reader.view_stages(&span).await?),
        totals: if wide { reader.view_totals().await? } else { None },
    })
}

fn stage_rows(area: &AreaCode, areas: &AreaTable, counts: Vec<store::view::StageCount>) -> Vec<StageRow> {
    let below = match area.level() {
        AreaLevel::Provinsi => AreaLevel::Kabupaten,
        AreaLevel::Kabupaten => AreaLevel::Kecamatan,
        AreaLevel::Kecamatan | AreaLevel::Desa => AreaLevel::Desa,
    };
    let mut rows: BTreeMap<AreaCode, StageRow> = BTreeMap::new();
    for known in areas.areas().filter(|a| a.code.level() == below && area.contains(&a.code)) {
        // an area that ended is shown for what is still written under it
        if areas.has_ended(&known.code) {
            continue;
        }
        rows.insert(known.code, empty_row(Some(known.code), known.name.clone()));
    }
    let mut sum = empty_row(None, String::new());
    for count in counts {
        let Some(code) = AreaCode::parse(&count.desa).ok().and_then(|c| c.at(below)) else { continue };
        let row = rows.entry(code).or_insert_with(|| empty_row(Some(code), areas.name(&code)));
        for row in [row, &mut sum] {
            let field = match count.stage.as_str() {
                "households" => &mut row.households,
                "registered" => &mut row.registered,
                "identified" => &mut row.identified,
                "review" => &mut row.review,
                "prelist" => &mut row.prelist,
                "hamlets" => &mut row.hamlets,
                "meetings" => &mut row.meetings,
                "meetings_refused" => &mut row.meetings_refused,
                "questionnaires" => &mut row.questionnaires,
                "decree" => &mut row.decree,
                _ => continue,
            };
            *field += count.n;
        }
    }
    rows.into_values().chain([sum]).collect()
}

fn empty_row(area: Option<AreaCode>, name: String) -> StageRow {
    StageRow {
        area,
        name,
        households: 0,
        registered: 0,
        identified: 0,
        review: 0,
        prelist: 0,
        hamlets: 0,
        meetings: 0,
        meetings_refused: 0,
        questionnaires: 0,
        decree: 0,
    }
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident $act:ident $row:ident |$reader:ident, $span:ident, $ask:ident| $fetch:expr;)*) => {$(
        $(#[$doc])*
        pub async fn $name(app: &App, officer: &Officer, $ask: &Ask) -> Result<Shown<$row>, AppError> {
            let mut $reader = app.store.read().await?;
            let areas = $reader.areas().await?;
            let area = choose(officer, Act::$act, $ask.area, &areas)?;
            let $span = Span::of(&area);
            let list = $fetch.await?;
            Ok(Shown { around: around(officer, Act::$act, area, &areas), list })
        }
    )*};
}

lists! {
    /// Registrations, by number. `code` is a category, `kind` AKTIF or PASIF.
    registrations SeeRegistrations RegistrationRow |reader, span, ask|
        reader.view_registrations(&span, &ask.text, &ask.code, &ask.kind, &ask.sort, ask.slice());
    /// Households of the register, by id.
    households SeeHouseholds HouseholdRow |reader, span, ask|
        reader.view_households(&span, &ask.text, &ask.sort, ask.slice());
    /// The newest prelist. `code` is a category.
    prelist SeePrelist PrelistRow |reader, span, ask|
        reader.view_prelist(&span, &ask.text, &ask.code, &ask.sort, ask.slice());
}

/// The frozen lists of the newest round in an area, by desa and supplement.
pub async fn prelist_lists(
    app: &App,
    officer: &Officer,
    area: Option<AreaCode>,
) -> Result<(Around, Vec<PrelistHead>), AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let area = choose(officer, Act::SeePrelist, area, &areas)?;
    let last = reader.rounds().await?.into_iter().next_back().map(|r| r.id.as_str().to_owned());
    let mut lists = reader.prelists().await?;
    lists.retain(|list| list.round == last && AreaCode::parse(&list.area).is_ok_and(|desa| area.contains(&desa)));
    lists.sort_by(|a, b| (&a.area, a.supplement).cmp(&(&b.area, b.supplement)));
    Ok((around(officer, Act::SeePrelist, area, &areas), lists))
}

/// How many questionnaires of a desa passed their checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionnaireCount {
    /// The desa; `None` where it is not known.
    pub desa: Option<String>,
    /// By verdict.
    pub verdicts: BTreeMap<String, i64>,
}

/// Questionnaires, and how many each desa has. `code` is a verdict. Rows name households: who may not see these
/// gets the counts alone. R8.
pub async fn questionnaires(
    app: &App,
    officer: &Officer,
    ask: &Ask,
) -> Result<(Shown<QuestionnaireRow>, Vec<QuestionnaireCount>), AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let area = choose(officer, Act::SeeQuestionnaires, ask.area, &areas)?;
    let span = Span::of(&area);
    let mut list = Listed { rows: Vec::new(), total: 0 };
    if officer.could(Act::SeeHouseholds, area) {
        list = reader.view_questionnaires(&span, &ask.text, &ask.code, ask.slice()).await?;
        for row in &mut list.rows {
            if row.head_name.is_none() {
                row.head_name = proposed(&mut reader, row.subject.as_deref()).await?;
            }
        }
    }
    let mut counts: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
    for count in reader.view_questionnaire_counts(&span).await? {
        counts.entry(count.desa).or_default().insert(count.stage, count.n);
    }
    let counts = counts
        .into_iter()
        .map(|(desa, verdicts)| QuestionnaireCount { desa: Some(desa).filter(|d| !d.is_empty()), verdicts });
    let counts = counts.collect();
    Ok((Shown { around: around(officer, Act::SeeQuestionnaires, area, &areas), list }, counts))
}

/// The name that a row of a meeting gives its household: `meeting#FKP.02-3`.
async fn proposed(reader: &mut store::Reader, subject: Option<&str>) -> Result<Option<String>, AppError> {
    let Some((meeting, row)) = subject.and_then(|s| s.split_once('#')) else { return Ok(None) };
    let rows = reader.view_meeting_rows(meeting).await?;
    Ok(rows.into_iter().find(|r| format!("{}-{}", r.form, r.no) == row).and_then(|r| r.head_name))
}

/// Households with a member of this NIK, in the officer's area. The number comes in the body of a
/// request, never in an address: domain §9.2.
pub async fn households_with_nik(app: &App, officer: &Officer, digits: &str) -> Result<Shown<HouseholdRow>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let area = choose(officer, Act::ReadFullNik, None, &areas)?;
    let span = Span::of(&area);
    let mut rows = Vec::new();
    // as it stands on a card: with blanks, dots or an apostrophe
    let digits: String = digits.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '\'')).collect();
    if let Ok(nik) = domain::person::Nik::parse(&digits) {
        for id in reader.households_with_nik(&nik).await? {
            rows.extend(reader.view_households(&span, id.as_str(), "", Slice { offset: 0, limit: 1 }).await?.rows);
        }
    }
    let total = rows.len() as i64;
    Ok(Shown { around: around(officer, Act::SeeHouseholds, area, &areas), list: Listed { rows, total } })
}

/// Hamlet meetings. `code` is a verdict. Who is bound to a hamlet sees that hamlet's only.
pub async fn meetings(app: &App, officer: &Officer, ask: &Ask) -> Result<Shown<MeetingRow>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let act = Act::SeeMeetings;
    let area = match ask.area {
        // a hamlet's officer stays in the desa without being allowed all of it
        Some(area) if hamlets_only(officer, act, area).is_some_and(|h| !h.is_empty()) => area,
        asked => choose(officer, act, asked, &areas)?,
    };
    let only = hamlets_only(officer, act, area);
    let mut list = reader.view_meetings(&Span::of(&area), &ask.text, &ask.code, ask.slice()).await?;
    if let Some(codes) = only {
        let names: Vec<String> =
            areas.hamlets(&area).iter().filter(|h| codes.contains(&h.code)).map(|h| h.name.to_uppercase()).collect();
        list.rows.retain(|m| m.hamlet.as_ref().is_some_and(|h| codes.contains(h) || names.contains(&h.to_uppercase())));
        list.total = list.rows.len() as i64;
    }
    Ok(Shown { around: around(officer, act, area, &areas), list })
}

/// One meeting and what the officer reads of its rows, without any number of the state. Domain §1.3, §9.2.
pub async fn meeting(
    app: &App,
    officer: &Officer,
    id: &str,
) -> Result<Option<(MeetingRow, RowsSeen, Vec<MeetingLine>, Around)>, AppError> {
    let mut reader = app.store.read().await?;
    let Some(meeting) = reader.view_meeting(id).await? else { return Ok(None) };
    let areas = reader.areas().await?;
    let desa = meeting.desa.as_deref().and_then(|d| AreaCode::parse(d).ok()).or_else(|| areas.kabupaten());
    let Some(desa) = desa else { return Ok(None) };
    let hamlet = areas
        .hamlets(&desa)
        .iter()
        .find(|h| meeting.hamlet.as_ref().is_some_and(|m| *m == h.code || m.eq_ignore_ascii_case(&h.name)))
        .map(|h| h.code.clone());
    let place = Where { area: desa, hamlet };
    officer.may(Act::SeeMeetings, place.clone())?;
    let seen = RowsSeen::by(officer, &place);
    let rows = seen.of(&meeting.verdict, reader.view_meeting_rows(id).await?);
    Ok(Some((meeting, seen, rows, around(officer, Act::SeeMeetings, desa, &areas))))
}

/// Ranked households by place, with their counts by decile. `code` is a decile, 0 = not ranked.
pub async fn ranking(
    app: &App,
    officer: &Officer,
    ask: &Ask,
) -> Result<(Shown<RankingRow>, Vec<NumberCount>, Option<EditionLine>), AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let area = choose(officer, Act::SeeRanking, ask.area, &areas)?;
    let around = around(officer, Act::SeeRanking, area, &areas);
    let span = Span::of(&area);
    let Some(edition) = reader.view_edition().await? else {
        return Ok((Shown { around, list: Listed { rows: Vec::new(), total: 0 } }, Vec::new(), None));
    };
    let decile = ask.code.parse().ok();
    let list = reader.view_ranking(&edition.id, &span, &ask.text, decile, ask.slice()).await?;
    let counts = reader.view_deciles(&edition.id, &span).await?;
    Ok((Shown { around, list }, counts, Some(edition)))
}

/// Programme lists and their sizes.
pub async fn programmes(
    app: &App,
    officer: &Officer,
    asked: Option<AreaCode>,
) -> Result<(Around, Vec<ProgrammeCount>), AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let area = choose(officer, Act::SeeProgrammes, asked, &areas)?;
    let counts = match reader.view_edition().await? {
        Some(e) => reader.view_programmes(&e.id, &Span::of(&area)).await?,
        None => Vec::new(),
    };
    Ok((around(officer, Act::SeeProgrammes, area, &areas), counts))
}

/// One programme list. `code` is a status.
pub async fn programme(app: &App, officer: &Officer, name: &str, ask: &Ask) -> Result<Shown<ProgrammeLine>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let area = choose(officer, Act::SeeProgrammes, ask.area, &areas)?;
    let around = around(officer, Act::SeeProgrammes, area, &areas);
    let list = match reader.view_edition().await? {
        Some(e) => reader.view_programme_rows(&e.id, name, &Span::of(&area), &ask.text, &ask.code, ask.slice()).await?,
        None => Listed { rows: Vec::new(), total: 0 },
    };
    Ok(Shown { around, list })
}

/// Who read what: the officer's own readings, or with the right to audit those of the area.
pub async fn access_log(app: &App, officer: &Officer, all: bool, page: i64) -> Result<Listed<AccessRow>, AppError> {
    let mut reader = app.store.read().await?;
    let slice = Slice { offset: (page.max(1) - 1).saturating_mul(PER_PAGE), limit: PER_PAGE };
    if !all {
        return Ok(reader.view_access_log(officer.id.as_str(), "", slice).await?);
    }
    let areas = reader.areas().await?;
    let area = choose(officer, Act::ReadAudit, None, &areas)?;
    Ok(reader.view_access_log("", area.as_str(), slice).await?)
}

/// Words of a programme row's status, as `domain::programme` writes them.
pub const PROGRAMME_STATUSES: &[&str] = &["MASUK", "KUOTA", "NYARIS", "BELUM_DIKETAHUI"];

/// Name of the kabupaten with its kind; `None` until its area table is imported.
pub async fn home(app: &App) -> Result<Option<String>, AppError> {
    let areas = app.store.read().await?.areas().await?;
    Ok(areas.kabupaten().and_then(|code| areas.get(&code).cloned()).map(|area| area.full_name()))
}

/// Name of an area by its written code; the code itself when it is not known.
pub async fn area_name(app: &App, code: &str) -> Result<String, AppError> {
    let areas = app.store.read().await?.areas().await?;
    Ok(AreaCode::parse(code).map_or_else(|_| code.to_owned(), |c| areas.name(&c)))
}
