//! SMS of an area: numbers, messages, reports. R68, ADR 0015.

use crate::ask::{AreaChoice, Query, area_choices, area_links};
use crate::guard::Signed;
use crate::page::{Page, go_done, show_as};
use crate::paging::{Paging, address};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::error::AppError;
use app::sms::{self, ContactRole, SmsBoard, SmsRefused};
use askama::Template;
use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::area::{AreaCode, AreaLevel};
use domain::deliberation::sms::Phone;
use serde::Deserialize;
use std::sync::Arc;

const PATH: &str = "/sms";
/// How reports compare with the minutes.
const FLAGS: &[&str] = &["BEDA", "MENUNGGU", "SAMA"];

#[derive(Template)]
#[template(path = "sms.html")]
struct SmsPage {
    p: Page,
    links: Vec<(String, String)>,
    choices: Vec<AreaChoice>,
    area: String,
    is_desa: bool,
    query: Query,
    paging: Paging,
    form: NumberForm,
    wrong: Option<&'static str>,
    b: SmsBoard,
}

/// A number to enter.
#[derive(Debug, Default, Deserialize)]
pub struct NumberForm {
    #[serde(default)]
    wilayah: String,
    #[serde(default)]
    peran: String,
    #[serde(default)]
    padukuhan: String,
    #[serde(default)]
    nomor: String,
}

impl SmsPage {
    /// Name of a desa by its stored digits.
    fn desa(&self, digits: &Option<String>) -> String {
        self.b.around.desa(digits.as_deref())
    }

    /// Roles of a number.
    fn roles(&self) -> [&'static str; 3] {
        ContactRole::ALL.map(ContactRole::code)
    }

    fn flags(&self) -> &'static [&'static str] {
        FLAGS
    }
}

/// Numbers, messages and reports of an area.
pub async fn board(
    State(web): State<Arc<Web>>,
    signed: Signed,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Response, Problem> {
    page(&web, signed, query, NumberForm::default(), None).await
}

async fn page(
    web: &Web,
    signed: Signed,
    query: Query,
    form: NumberForm,
    wrong: Option<&'static str>,
) -> Result<Response, Problem> {
    let ask = query.ask();
    let flag = if FLAGS.contains(&ask.code.as_str()) { ask.code.as_str() } else { "" };
    let b = sms::board(&web.app, &signed.officer, ask.area, flag, ask.page).await.map_err(refuse)?;
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(show_as(
        status,
        &SmsPage {
            links: area_links(PATH, &b.around),
            choices: area_choices(&b.around),
            area: b.around.area.dotted(),
            is_desa: b.around.area.level() == AreaLevel::Desa,
            paging: query.paging(PATH, i64::try_from(b.report_count).unwrap_or(i64::MAX)),
            p: signed.page,
            query,
            form,
            wrong,
            b,
        },
    ))
}

/// Enters a number; what is wrong is said beside the form.
pub async fn enter(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Form(form): Form<NumberForm>,
) -> Result<Response, Problem> {
    let desa = AreaCode::parse(&form.wilayah).map_err(|_| Problem::Form)?;
    let role = ContactRole::from_code(&form.peran).ok_or(Problem::Form)?;
    let wrong = match Phone::parse(&form.nomor) {
        Err(_) => "sms-wrong-number",
        Ok(phone) => match sms::enter_contact(&web.app, &signed.officer, desa, &form.padukuhan, role, &phone).await {
            Ok(_) => return Ok(go_done(&address(PATH, &[("wilayah", &form.wilayah)]), "nomor-terdaftar")),
            Err(AppError::Sms(SmsRefused::NoHamlet(_))) => "sms-wrong-hamlet",
            Err(AppError::Sms(SmsRefused::NumberElsewhere)) => "sms-wrong-elsewhere",
            Err(error) => return Err(refuse(error)),
        },
    };
    let query = Query { wilayah: form.wilayah.clone(), ..Query::default() };
    page(&web, signed, query, form, Some(wrong)).await
}

/// What to forget or to send again, and where to go on.
#[derive(Debug, Deserialize)]
pub struct Chosen {
    #[serde(default)]
    wilayah: String,
    kunci: String,
}

/// Forgets a number.
pub async fn forget(State(web): State<Arc<Web>>, signed: Signed, Form(c): Form<Chosen>) -> Result<Response, Problem> {
    sms::forget_entered(&web.app, &signed.officer, &c.kunci).await.map_err(refuse)?;
    Ok(go_done(&address(PATH, &[("wilayah", &c.wilayah)]), "nomor-dihapus"))
}

/// Sends a failed message again.
pub async fn resend(State(web): State<Arc<Web>>, signed: Signed, Form(c): Form<Chosen>) -> Result<Response, Problem> {
    sms::resend(&web.app, &signed.officer, &c.kunci).await.map_err(refuse)?;
    Ok(go_done(&address(PATH, &[("wilayah", &c.wilayah)]), "sms-diulang"))
}
