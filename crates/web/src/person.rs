//! Persons whom two visits found at home in two households: an officer says where they live. Domain §5.4.

use crate::error::Refused;
use crate::guard::Signed;
use crate::page::{Page, go_done, show, show_as};
use crate::paging::encode;
use crate::problem::Problem;
use crate::{Web, refuse};
use app::person;
use app::view::{self, ConflictPage};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::id::HouseholdId;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "persons.html")]
struct ListPage {
    p: Page,
    rows: Vec<ConflictPage>,
}

impl ListPage {
    fn href(&self, row: &ConflictPage) -> String {
        address(&row.row.id)
    }
    fn state(&self, row: &ConflictPage) -> &'static str {
        if row.row.is_settled { "SELESAI" } else { "TERBUKA" }
    }
}

fn address(id: &str) -> String {
    format!("/orang-ganda/{}", encode(id))
}

/// Every conflict, those that wait first.
pub async fn list(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    let rows = view::person_conflicts(&web.app, &signed.officer).await.map_err(refuse)?;
    Ok(show(&ListPage { p: signed.page, rows }))
}

/// Where the person lives, and why.
#[derive(Default, Deserialize)]
pub struct SettleForm {
    #[serde(default)]
    tinggal: String,
    #[serde(default)]
    alasan: String,
}

#[derive(Template)]
#[template(path = "person_conflict.html")]
struct OnePage {
    p: Page,
    href: String,
    c: ConflictPage,
    form: SettleForm,
    refused: Refused,
}

/// One conflict with what each visit found.
pub async fn one(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    show_one(&web, signed, &id, SettleForm::default(), Refused::no()).await
}

async fn show_one(
    web: &Web,
    signed: Signed,
    id: &str,
    form: SettleForm,
    refused: Refused,
) -> Result<Response, Problem> {
    let c = view::person_conflict(&web.app, &signed.officer, id).await.map_err(refuse)?.ok_or(Problem::NotFound)?;
    let status = refused.status();
    Ok(show_as(status, &OnePage { p: signed.page, href: address(id), c, form, refused }))
}

/// Says where the person lives.
pub async fn settle(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    Form(form): Form<SettleForm>,
) -> Result<Response, Problem> {
    let keep = HouseholdId::new(&form.tinggal);
    match person::settle(&web.app, &signed.officer, &id, &keep, &form.alasan).await {
        Ok(_) => Ok(go_done(&address(&id), "orang-ditetapkan")),
        Err(error) => {
            let refused = Refused::told(signed.page.t, error)?;
            show_one(&web, signed, &id, form, refused).await
        }
    }
}
