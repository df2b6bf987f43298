//! Decrees: the list, one with its annex, preview, preparing, signing, delivery. R18, R19, domain §1.3.

use crate::ask::{AreaChoice, Query, area_choices};
use crate::error::Refused;
use crate::guard::Signed;
use crate::job::{self, JobView};
use crate::page::{Page, go, paper, show, show_as};
use crate::paging::{Paging, encode};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::access::Act;
use app::decree::{self, DELIVER_JOB, PREPARE_JOB, PREVIEW_JOB, Preparing, SIGN_JOB};
use app::error::AppError;
use app::view::{self, Around, DecreeDesk, DecreePage, DecreeRow};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::Response;
use domain::area::{AreaCode, AreaLevel};
use domain::id::DecreeNumber;
use domain::register::Action;
use serde::Deserialize;
use std::sync::Arc;

/// The page of a decree.
#[must_use]
pub fn address(number: &str) -> String {
    format!("/sk/{}", encode(number))
}

#[derive(Template)]
#[template(path = "decrees.html")]
struct ListPage {
    p: Page,
    rows: Vec<DecreeRow>,
    may_prepare: bool,
}

impl ListPage {
    fn href(&self, row: &DecreeRow) -> String {
        address(&row.head.number)
    }
}

/// Every decree.
pub async fn list(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    let rows = view::decrees(&web.app, &signed.officer).await.map_err(refuse)?;
    let may_prepare = signed.officer.could_somewhere(Act::DraftDecree);
    Ok(show(&ListPage { p: signed.page, rows, may_prepare }))
}

#[derive(Template)]
#[template(path = "decree.html")]
struct OnePage {
    p: Page,
    d: DecreePage,
    around: Option<Around>,
    choices: Vec<AreaChoice>,
    jobs: Vec<JobView>,
    paging: Paging,
    query: Query,
    path: String,
    search_key: &'static str,
    filter_key: &'static str,
    codes: (&'static str, Vec<&'static str>),
    refused: Refused,
}

impl OnePage {
    fn desa(&self, digits: &Option<String>) -> String {
        match (&self.around, digits) {
            (Some(around), Some(digits)) => around.desa(Some(digits)),
            _ => self.p.t.t("area-unknown"),
        }
    }
    fn is_working(&self) -> bool {
        self.jobs.iter().any(JobView::is_open)
    }
}

/// One decree: what it does, who prepared, signed and delivered it, and its annex.
pub async fn one(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(number): Path<String>,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Response, Problem> {
    show_one(&web, signed, &number, query, Refused::no()).await
}

async fn show_one(
    web: &Web,
    signed: Signed,
    number: &str,
    query: Query,
    refused: Refused,
) -> Result<Response, Problem> {
    let found = view::decree(&web.app, &signed.officer, &DecreeNumber::new(number), &query.ask()).await;
    let d = found.map_err(refuse)?.ok_or(Problem::NotFound)?;
    let jobs = job::own(web, &signed.page, &signed.officer, &[SIGN_JOB, DELIVER_JOB]).await?;
    let jobs = jobs.into_iter().filter(|j| j.is_about(number) && (j.is_open() || j.error.is_some())).collect();
    let path = address(number);
    let total = d.annex.as_ref().map_or(0, |a| a.list.total);
    let around = d.annex.as_ref().map(|a| a.around.clone());
    let status = refused.status();
    let page = OnePage {
        p: signed.page,
        choices: around.as_ref().map(area_choices).unwrap_or_default(),
        around,
        d,
        jobs,
        paging: query.paging(&path, total),
        query,
        path,
        search_key: "programme-search",
        filter_key: "decree-action",
        codes: ("household-action", Action::ALL.iter().map(|a| a.code()).collect()),
        refused,
    };
    Ok(show_as(status, &page))
}

/// The decree with its annex as PDF.
pub async fn pdf(State(web): State<Arc<Web>>, signed: Signed, Path(number): Path<String>) -> Result<Response, Problem> {
    let found = view::decree_pdf(&web.app, &signed.officer, &DecreeNumber::new(&number)).await.map_err(refuse)?;
    let pdf = found.ok_or(Problem::NotFound)?;
    Ok(paper(&format!("SK-{number}.pdf"), "application/pdf", pdf))
}

/// Area, number and waiver of the next decree.
#[derive(Clone, Default, Deserialize)]
pub struct DeskForm {
    #[serde(default)]
    wilayah: String,
    #[serde(default)]
    nomor: String,
    #[serde(default)]
    pengecualian: String,
}

impl DeskForm {
    fn area(&self) -> Result<Option<AreaCode>, AppError> {
        decree::area_of(&self.wilayah)
    }
}

#[derive(Template)]
#[template(path = "decree_desk.html")]
struct DeskPage {
    p: Page,
    desk: DecreeDesk,
    choices: Vec<(String, String)>,
    jobs: Vec<JobView>,
    form: DeskForm,
    refused: Refused,
}

impl DeskPage {
    fn href(&self, row: &DecreeRow) -> String {
        address(&row.head.number)
    }
    fn is_working(&self) -> bool {
        self.jobs.iter().any(JobView::is_open)
    }
    fn is_chosen(&self, code: &str) -> bool {
        self.form.wilayah == code
    }
}

/// Where the next decree is prepared.
pub async fn desk(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    show_desk(&web, signed, DeskForm::default(), Refused::no()).await
}

async fn show_desk(web: &Web, signed: Signed, form: DeskForm, refused: Refused) -> Result<Response, Problem> {
    let desk = view::decree_desk(&web.app, &signed.officer).await.map_err(refuse)?;
    let jobs = job::own(web, &signed.page, &signed.officer, &[PREVIEW_JOB, PREPARE_JOB]).await?;
    // a preview that has ended is shown as such
    let jobs = jobs.into_iter().filter(|j| j.kind != PREVIEW_JOB || j.is_open() || j.error.is_some()).collect();
    let form = DeskForm { nomor: if form.nomor.is_empty() { desk.number.to_string() } else { form.nomor }, ..form };
    let status = refused.status();
    let choices = choices(&desk.around);
    Ok(show_as(status, &DeskPage { p: signed.page, desk, choices, jobs, form, refused }))
}

/// The officer's area, then every kecamatan with its desa.
fn choices(around: &Around) -> Vec<(String, String)> {
    let whole = (around.area.dotted(), around.name.clone());
    let below = around.choices.iter().filter(|(code, _)| *code != around.area).map(|(code, name)| {
        let indent = if code.level() == AreaLevel::Desa { "\u{2003}" } else { "" };
        (code.dotted(), format!("{indent}{name}"))
    });
    std::iter::once(whole).chain(below).collect()
}

/// Counts what a decree would hold.
pub async fn preview(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Form(form): Form<DeskForm>,
) -> Result<Response, Problem> {
    let asked = match form.area() {
        Ok(area) => decree::ask_preview(&web.app, &signed.officer, area).await,
        Err(error) => Err(error),
    };
    match asked {
        Ok(_) => Ok(go("/sk/siapkan")),
        Err(error) => {
            let refused = Refused::told(signed.page.t, error)?;
            show_desk(&web, signed, form, refused).await
        }
    }
}

/// Prepares a decree for another account to sign.
pub async fn prepare(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Form(form): Form<DeskForm>,
) -> Result<Response, Problem> {
    let waiver = Some(form.pengecualian.trim()).filter(|w| !w.is_empty()).map(str::to_owned);
    let number = DecreeNumber::new(form.nomor.trim());
    let asked = match form.area() {
        Ok(area) => decree::ask_preparing(&web.app, &signed.officer, &Preparing { number, area, waiver }).await,
        Err(error) => Err(error),
    };
    match asked {
        Ok(_) => Ok(go("/sk/siapkan")),
        Err(error) => {
            let refused = Refused::told(signed.page.t, error)?;
            show_desk(&web, signed, form, refused).await
        }
    }
}

/// Signs a draft.
pub async fn sign(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    match decree::ask_signature(&web.app, &signed.officer, &DecreeNumber::new(&number)).await {
        Ok(_) => Ok(go(&address(&number))),
        Err(error) => {
            let refused = Refused::told(signed.page.t, error)?;
            show_one(&web, signed, &number, Query::default(), refused).await
        }
    }
}

/// Takes a draft back.
pub async fn withdraw(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    match decree::withdraw(&web.app, &signed.officer, &DecreeNumber::new(&number)).await {
        Ok(()) => Ok(go("/sk/siapkan")),
        Err(error) => {
            let refused = Refused::told(signed.page.t, error)?;
            show_one(&web, signed, &number, Query::default(), refused).await
        }
    }
}

/// Hands what a signed decree is over to the centre.
pub async fn deliver(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    match decree::ask_delivery(&web.app, &signed.officer, &DecreeNumber::new(&number)).await {
        Ok(_) => Ok(go(&address(&number))),
        Err(error) => {
            let refused = Refused::told(signed.page.t, error)?;
            show_one(&web, signed, &number, Query::default(), refused).await
        }
    }
}
