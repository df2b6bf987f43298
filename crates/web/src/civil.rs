//! What newer extracts of the civil registry say of the people of a desa, and what was done about it. Design D17.

use crate::ask::{AreaChoice, Query, area_choices, area_links};
use crate::error::Refused;
use crate::guard::Signed;
use crate::page::{Page, go_done, show, show_as};
use crate::paging::{Paging, encode};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::civil;
use app::view::{self, Around, CivilChangePage, CivilChangeRow};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::Response;
use domain::civil_registry::CivilChangeKind;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "civil_changes.html")]
struct ListPage {
    p: Page,
    around: Around,
    links: Vec<(String, String)>,
    choices: Vec<AreaChoice>,
    rows: Vec<CivilChangeRow>,
    paging: Paging,
    query: Query,
}

impl ListPage {
    fn href(&self, row: &CivilChangeRow) -> String {
        address(&row.import_id, row.no)
    }
    fn state(&self, row: &CivilChangeRow) -> &'static str {
        if row.is_done { "SELESAI" } else { "BARU" }
    }
}

fn address(import: &str, no: i64) -> String {
    format!("/siak/{}/{no}", encode(import))
}

/// The work list of an area, open changes first.
pub async fn list(
    State(web): State<Arc<Web>>,
    signed: Signed,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Response, Problem> {
    let shown = view::civil_changes(&web.app, &signed.officer, &query.ask()).await.map_err(refuse)?;
    Ok(show(&ListPage {
        p: signed.page,
        links: area_links("/siak", &shown.around),
        choices: area_choices(&shown.around),
        around: shown.around,
        paging: query.paging("/siak", shown.list.total),
        rows: shown.list.rows,
        query,
    }))
}

/// What the desa did about a change.
#[derive(Default, Deserialize)]
pub struct DoneForm {
    #[serde(default)]
    catatan: String,
}

#[derive(Template)]
#[template(path = "civil_change.html")]
struct OnePage {
    p: Page,
    href: String,
    c: CivilChangePage,
    form: DoneForm,
    refused: Refused,
}

impl OnePage {
    /// A cell of the comparison in words: a day, a status of the registry, or the text as it is.
    fn cell(&self, field: &str, text: &str) -> String {
        match field {
            _ if text.is_empty() => "–".to_owned(),
            "civil-status" => self.p.t.code("civil-status", text),
            "person-birth" | "civil-status-day" => self.p.t.when(text),
            _ => text.to_owned(),
        }
    }
}

/// One change: the record before and now, and what was done about it.
pub async fn one(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path((import, no)): Path<(String, i64)>,
) -> Result<Response, Problem> {
    show_one(&web, signed, &import, no, DoneForm::default(), Refused::no()).await
}

async fn show_one(
    web: &Web,
    signed: Signed,
    import: &str,
    no: i64,
    form: DoneForm,
    refused: Refused,
) -> Result<Response, Problem> {
    let found = view::civil_change(&web.app, &signed.officer, import, no).await.map_err(refuse)?;
    let c = found.ok_or(Problem::NotFound)?;
    let status = refused.status();
    Ok(show_as(status, &OnePage { p: signed.page, href: address(import, no), c, form, refused }))
}

/// The desa has dealt with it.
pub async fn done(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path((import, no)): Path<(String, i64)>,
    Form(form): Form<DoneForm>,
) -> Result<Response, Problem> {
    match civil::done(&web.app, &signed.officer, &import, no, &form.catatan).await {
        Ok(()) => Ok(go_done(&address(&import, no), "siak-ditindaklanjuti")),
        Err(error) => {
            let refused = Refused::told(signed.page.t, error)?;
            show_one(&web, signed, &import, no, form, refused).await
        }
    }
}
