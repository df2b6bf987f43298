//! Pages without an account: home, how to be registered, status, language, health.

use crate::guard::{LANGUAGE, Visit, cookie, set_cookie};
use crate::page::{Page, go, go_done, show, show_as};
use crate::problem::Problem;
use crate::text::Lang;
use crate::{Web, refuse};
use app::citizen::{self, Office, Status, VisitRefused, VisitRequest};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use cookie::SameSite;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    p: Page,
}

/// The front page: citizens choose, officers go on to what waits for them.
pub async fn home(visit: Visit) -> Response {
    match &visit.page.officer {
        None => show(&HomePage { p: visit.page }),
        Some(_) => go("/tugas"),
    }
}

#[derive(Template)]
#[template(path = "how.html")]
struct HowPage {
    p: Page,
    asked: String,
    offices: Vec<Office>,
    code: String,
    wrong: Option<String>,
}

/// `?desa=…`.
#[derive(Deserialize)]
pub struct HowQuery {
    #[serde(default)]
    desa: String,
}

/// How to be registered, and where. R25.
pub async fn how(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Query(query): Query<HowQuery>,
) -> Result<Response, Problem> {
    let asked: String = query.desa.trim().chars().take(60).collect();
    let offices = citizen::offices(&web.app, &asked).await.map_err(refuse)?;
    Ok(show(&HowPage { p: visit.page, asked, offices, code: String::new(), wrong: None }))
}

/// The form that asks for a visit.
#[derive(Deserialize)]
pub struct VisitForm {
    desa: String,
    nama: String,
    alamat: String,
    #[serde(default)]
    telepon: String,
}

/// Asks for a visit, then shows its number.
pub async fn request_visit(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Form(form): Form<VisitForm>,
) -> Result<Response, Problem> {
    let request = VisitRequest { desa: form.desa.clone(), name: form.nama, address: form.alamat, phone: form.telepon };
    let key = match citizen::request_visit(&web.app, &request).await {
        Ok(number) => {
            return Ok(go_done(
                &format!("/status?nomor={}", crate::paging::encode(number.as_str())),
                "minta-kunjungan",
            ));
        }
        Err(VisitRefused::Wrong(key)) => key,
        Err(VisitRefused::TooMany) => "visit-too-many",
        Err(VisitRefused::App(error)) => return Err(refuse(error)),
    };
    let name = app::view::area_name(&web.app, &form.desa).await.map_err(refuse)?;
    let offices = citizen::offices(&web.app, &name).await.map_err(refuse)?;
    let page = HowPage { p: visit.page, asked: name, offices, code: form.desa, wrong: Some(key.to_owned()) };
    Ok(show_as(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

#[derive(Template)]
#[template(path = "status.html")]
struct StatusPage {
    p: Page,
    number: String,
    sentence: String,
    next: String,
    when: String,
    when_key: &'static str,
    found: Option<Status>,
}

/// `?nomor=…`.
#[derive(Deserialize)]
pub struct StatusQuery {
    #[serde(default)]
    nomor: String,
}

/// Status by receipt number, in one honest sentence and the next step. Domain §9.5.
pub async fn status(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Query(query): Query<StatusQuery>,
) -> Result<Response, Problem> {
    let number: String = query.nomor.trim().chars().take(60).collect();
    let found = citizen::status(&web.app, &number).await.map_err(refuse)?;
    let t = visit.page.t;
    let (sentence, next, when) = match &found {
        None => Default::default(),
        Some(s) => (
            t.x(&format!("citizen-{}", s.point), s.due.map_or_else(|| programmes(s), |day| t.date(&day))),
            t.x(&format!("citizen-{}-next", s.point), s.due.map_or_else(String::new, |day| t.date(&day))),
            s.registered_on.map_or_else(|| t.t("status-no-date"), |d| t.date(&d)),
        ),
    };
    let when_key = match &found {
        Some(s) if s.is_proposal() => "status-discussed-on",
        Some(s) if s.is_request() => "status-asked-on",
        _ => "status-registered-on",
    };
    Ok(show(&StatusPage { p: visit.page, number, sentence, next, when, when_key, found }))
}

/// The language switch.
#[derive(Deserialize)]
pub struct LanguageForm {
    bahasa: String,
    #[serde(default)]
    ke: String,
}

/// Changes the language for a year.
pub async fn language(Form(form): Form<LanguageForm>) -> Result<Response, Problem> {
    let lang = Lang::from_code(&form.bahasa).ok_or(Problem::Form)?;
    let to =
        if form.ke.starts_with('/') && !form.ke.starts_with("//") && !form.ke.contains('\\') { &form.ke } else { "/" };
    let mut response = go(to);
    set_cookie(&mut response, cookie(LANGUAGE, lang.code(), 31_536_000).same_site(SameSite::Lax));
    Ok(response)
}

/// An address that leads nowhere.
pub async fn not_found() -> Problem {
    Problem::NotFound
}

/// For watchers: whether the database answers.
pub async fn health(State(web): State<Arc<Web>>) -> Response {
    match app::view::home(&web.app).await {
        Ok(_) => (StatusCode::OK, "sehat\n").into_response(),
        Err(error) => {
            tracing::error!(code = error.code(), "health check failed");
            (StatusCode::SERVICE_UNAVAILABLE, "sakit\n").into_response()
        }
    }
}

fn programmes(status: &Status) -> String {
    status.programmes.iter().map(|name| crate::look::programme(name)).collect::<Vec<_>>().join(", ")
}
