//! Who read what.

use crate::guard::Signed;
use crate::page::{Page, show};
use crate::paging::{Paging, address};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::view::{self, AccessRow, PER_PAGE};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "access.html")]
struct AccessPage {
    p: Page,
    all: bool,
    rows: Vec<AccessRow>,
    paging: Paging,
}

/// `?semua=1&hal=2`.
#[derive(Deserialize)]
pub struct AccessQuery {
    #[serde(default)]
    semua: String,
    #[serde(default)]
    hal: String,
}

/// One's own readings; with the right to audit, those of the area.
pub async fn access_log(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Query(query): Query<AccessQuery>,
) -> Result<Response, Problem> {
    let all = query.semua == "1";
    let page = query.hal.parse().unwrap_or(1).clamp(1, 1_000_000);
    let list = view::access_log(&web.app, &signed.officer, all, page).await.map_err(refuse)?;
    let paging =
        Paging { total: list.total, page, per_page: PER_PAGE, base: address("/akses", &[("semua", &query.semua)]) };
    Ok(show(&AccessPage { p: signed.page, all, rows: list.rows, paging }))
}
