//! How far the meetings are, in the desa and the kabupaten; one stage; issuing; the minutes.

use crate::ask::{AreaChoice, Query, area_choices, area_links};
use crate::chart::{Bar, bars};
use crate::guard::Signed;
use crate::job::{self, JobView};
use crate::page::{Page, go_done, paper, show};
use crate::paging::{address, encode};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::access::Act;
use app::meeting::{self, ISSUE_JOB, MeetingMap, MinutesFile, PublicRow, StageView, Training};
use app::sms::REMIND_JOB;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::Response;
use domain::area::{AreaCode, AreaLevel};
use domain::deliberation::sheet::SheetForm;
use domain::round::MeetingAct;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "meeting_map.html")]
struct MapPage {
    p: Page,
    links: Vec<(String, String)>,
    choices: Vec<AreaChoice>,
    area: String,
    svg: String,
    may_issue: bool,
    may_keep_sms: bool,
    jobs: Vec<JobView>,
    m: MeetingMap,
}

/// Every padukuhan's state. R67–R72, R77.
pub async fn map(
    State(web): State<Arc<Web>>,
    signed: Signed,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Response, Problem> {
    let m = meeting::overview(&web.app, &signed.officer, query.area()).await.map_err(refuse)?;
    let jobs = job::own(&web, &signed.page, &signed.officer, &[ISSUE_JOB, REMIND_JOB]).await?;
    let t = signed.page.t;
    let s = &m.sum;
    let rows: Vec<Bar> = [("hamlets", s.hamlets), ("issued", s.issued), ("begun", s.begun), ("closed", s.closed)]
        .into_iter()
        .map(|(key, n)| Bar { label: t.t(&format!("map-{key}")), value: i64::try_from(n).unwrap_or(i64::MAX) })
        .collect();
    Ok(show(&MapPage {
        links: area_links("/musyawarah/keadaan", &m.around),
        choices: area_choices(&m.around),
        area: m.around.area.dotted(),
        svg: bars(t, &rows),
        may_issue: signed.officer.could(Act::IssueForms, m.around.area),
        may_keep_sms: signed.officer.could(Act::KeepSms, m.around.area),
        p: signed.page,
        jobs,
        m,
    }))
}

/// Which area's forms to issue.
#[derive(Debug, Deserialize)]
pub struct Issue {
    #[serde(default)]
    wilayah: String,
}

/// Issues the form sets of an area: those of a desa at once, of a wider area by a job. R59.
pub async fn issue(State(web): State<Arc<Web>>, signed: Signed, Form(issue): Form<Issue>) -> Result<Response, Problem> {
    let area = AreaCode::parse(&issue.wilayah).map_err(|_| Problem::Form)?;
    let done = if area.level() == AreaLevel::Desa {
        meeting::issue(&web.app, &signed.officer, area, |_, _| ()).await.map_err(refuse)?;
        "formulir-terbit"
    } else {
        ask(&web, &signed, area, ISSUE_JOB).await?;
        "formulir-antre"
    };
    Ok(go_done(&address("/musyawarah/keadaan", &[("wilayah", &issue.wilayah)]), done))
}

/// Reminds the late hamlets of an area by SMS. R68.
pub async fn remind(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Form(issue): Form<Issue>,
) -> Result<Response, Problem> {
    let area = AreaCode::parse(&issue.wilayah).map_err(|_| Problem::Form)?;
    ask(&web, &signed, area, REMIND_JOB).await?;
    Ok(go_done(&address("/musyawarah/keadaan", &[("wilayah", &issue.wilayah)]), "pengingat-antre"))
}

async fn ask(web: &Web, signed: &Signed, area: AreaCode, kind: &str) -> Result<(), Problem> {
    app::job::ask(&web.app, &signed.officer, Act::IssueForms, area, kind, area.as_str()).await.map_err(refuse)?;
    Ok(())
}

#[derive(Template)]
#[template(path = "meeting_stage.html")]
struct StagePage {
    p: Page,
    links: Vec<(String, String)>,
    href: String,
    code: Option<String>,
    v: StageView,
}

/// What hangs on the wall of the hall, and nothing else: names and RT. F15.
#[derive(Template)]
#[template(path = "meeting_list.html")]
struct ListPage {
    p: Page,
    links: Vec<(String, String)>,
    hamlet: String,
    desa: String,
    stage: i64,
    list: Vec<PublicRow>,
}

/// One stage of a meeting that is kept as a journal.
pub(super) fn stage(page: Page, v: StageView, code: Option<String>) -> Response {
    let links = vec![
        ("/musyawarah".to_owned(), page.t.t("nav-meetings")),
        (address("/musyawarah/keadaan", &[("wilayah", &v.stage.desa)]), v.desa.clone()),
    ];
    let href = format!("/musyawarah/{}", encode(&v.stage.id));
    show(&StagePage { p: page, links, href, code, v })
}

/// Makes the six digits that let a device in, and shows them once.
pub async fn code(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    let code = meeting::code(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    let v = meeting::stage_view(&web.app, &signed.officer, &id).await.map_err(refuse)?.ok_or(Problem::NotFound)?;
    Ok(stage(signed.page, v, Some(code)))
}

/// The list for the wall of the hall: name and RT.
pub async fn public(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    let list = meeting::public_list(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    let v = meeting::stage_view(&web.app, &signed.officer, &id).await.map_err(refuse)?.ok_or(Problem::NotFound)?;
    let links = vec![
        ("/musyawarah".to_owned(), signed.page.t.t("nav-meetings")),
        (format!("/musyawarah/{}", encode(&v.stage.id)), v.stage.hamlet.clone()),
    ];
    let (hamlet, desa, stage) = (v.stage.hamlet, v.desa, v.stage.stage);
    Ok(show(&ListPage { p: signed.page, links, hamlet, desa, stage, list }))
}

/// Sends the provisional report of a stage from the office. R68.
pub async fn report(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    let done = app::sms::report_meeting(&web.app, &signed.officer, &id, None).await.map_err(refuse)?;
    let said = match (done.told, done.queued) {
        (0, _) => "laporan-tanpa-nomor",
        (_, 0) => "laporan-sama",
        _ => "laporan-dikirim",
    };
    Ok(go_done(&format!("/musyawarah/{}", encode(&id)), said))
}

/// One step of the office.
#[derive(Debug, Deserialize)]
pub struct Step {
    langkah: String,
    #[serde(default)]
    alasan: String,
}

/// Takes a step with signed minutes: report, confirm, send back, begin or end enumeration. R69–R73.
pub async fn step(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    Form(step): Form<Step>,
) -> Result<Response, Problem> {
    let act = MeetingAct::from_code(&step.langkah).filter(|act| meeting::OFFICE_ACTS.contains(act));
    let act = act.ok_or(Problem::Form)?;
    meeting::step(&web.app, &signed.officer, &id, act, &step.alasan).await.map_err(refuse)?;
    Ok(go_done(&format!("/musyawarah/{}", encode(&id)), "langkah-tercatat"))
}

/// Records a training of enumerators. R72.
pub async fn train(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let of = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).unwrap_or_default();
    let training = Training {
        on: of("tanggal").parse().ok(),
        place: of("tempat").to_owned(),
        present: fields.iter().filter(|(n, _)| n == "hadir").map(|(_, v)| v.clone()).collect(),
    };
    meeting::train(&web.app, &signed.officer, &id, &training).await.map_err(refuse)?;
    Ok(go_done(&format!("/musyawarah/{}", encode(&id)), "pelatihan-tercatat"))
}

/// Issues the next stage. R76.
pub async fn next(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    let next = meeting::issue_next(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    Ok(go_done(&format!("/musyawarah/{}", encode(&next)), "tahap-terbit"))
}

/// A form of an issued set as PDF.
pub async fn form_pdf(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let form = match file.as_str() {
        "fkp01.pdf" => SheetForm::Fkp01,
        "fkp02.pdf" => SheetForm::Fkp02,
        _ => return Err(Problem::NotFound),
    };
    let bytes = meeting::form_pdf(&web.app, &signed.officer, &id, form).await.map_err(refuse)?;
    Ok(paper(&format!("{id}-{file}"), "application/pdf", bytes))
}

/// The minutes of a closed meeting as PDF, JSON or CSV.
pub async fn minutes(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (kind, form) = match file.as_str() {
        "berita-acara.pdf" => ("application/pdf", MinutesFile::Pdf),
        "berita-acara.json" => ("application/json; charset=utf-8", MinutesFile::Json),
        "berita-acara.csv" => ("text/csv; charset=utf-8", MinutesFile::Csv),
        _ => return Err(Problem::NotFound),
    };
    let bytes = meeting::minutes(&web.app, &signed.officer, &id, form).await.map_err(refuse)?;
    Ok(paper(&format!("{id}-{file}"), kind, bytes))
}
