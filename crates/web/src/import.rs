//! Imports: upload, list, quarantine report, undo.

mod columns;

pub use columns::{columns, drop_upload, settle};

use crate::ask::Query;
use crate::guard::Signed;
use crate::job::{self, JobView};
use crate::page::{Page, go, go_done, show};
use crate::paging::{Paging, address, encode};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::layout::uploaded::{Received, Unsettled, receive, unsettled};
use app::view::{self, ImportRow, ImportView};
use askama::Template;
use axum::extract::{Multipart, Path, Query as UrlQuery, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "imports.html")]
struct ImportsPage {
    p: Page,
    kinds: &'static [&'static str],
    unsettled: Vec<Unsettled>,
    jobs: Vec<JobView>,
    rows: Vec<ImportRow>,
}

/// Every import, and the form for a new one.
pub async fn imports(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    let rows = view::imports(&web.app, &signed.officer).await.map_err(refuse)?;
    let jobs = job::recent(&web, &signed.page, &signed.officer).await?;
    let unsettled = unsettled(&web.app, &signed.officer).await.map_err(refuse)?;
    Ok(show(&ImportsPage { p: signed.page, kinds: view::UPLOAD_KINDS, unsettled, jobs, rows }))
}

/// Takes a file, writes it beside the database as it comes, and queues its import, or asks about its columns first.
pub async fn upload(State(web): State<Arc<Web>>, signed: Signed, mut form: Multipart) -> Result<Response, Problem> {
    let mut upload = view::begin_upload(&web.app, &signed.officer).await.map_err(refuse)?;
    let mut check = false;
    while let Some(mut field) = form.next_field().await.map_err(|e| broken(&web, &e))? {
        match field.name() {
            Some("jenis") => upload.kind = field.text().await.map_err(|e| broken(&web, &e))?,
            Some("periksa") => check = true,
            Some("berkas") => {
                let name = field.file_name().unwrap_or("").to_owned();
                upload.open(&name).map_err(refuse)?;
                while let Some(part) = field.chunk().await.map_err(|e| broken(&web, &e))? {
                    upload.write(&part).map_err(refuse)?;
                }
            }
            _ => {}
        }
    }
    match receive(&web.app, &signed.officer, upload, check).await.map_err(refuse)? {
        Received::Queued(_) => Ok(go_done("/impor", "impor")),
        Received::Asks(id) => Ok(go(&format!("/impor/kolom/{}", encode(&id)))),
    }
}

fn broken(web: &Web, error: &axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Problem::TooBig(web.config.upload_limit_mb)
    } else {
        Problem::Form
    }
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    p: Page,
    v: ImportView,
    query: Query,
    levels: &'static [&'static str],
    csv: String,
    paging: Paging,
}

/// One import and its quarantine report, filtered by level and kind.
pub async fn import(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Response, Problem> {
    let found = view::import_view(&web.app, &signed.officer, &id, &query.ask()).await.map_err(refuse)?;
    let v = found.ok_or(Problem::NotFound)?;
    let path = format!("/impor/{}", encode(&id));
    let csv = address(&format!("{path}/cacat.csv"), &[("kode", &query.kode), ("jenis", &query.jenis)]);
    let paging = query.paging(&path, v.issues.total);
    Ok(show(&ImportPage { p: signed.page, v, query, levels: &["TOLAK", "PERINGATAN", "INFO"], csv, paging }))
}

/// The report as CSV, with the filters of the page.
pub async fn csv(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Response, Problem> {
    let issues = view::import_issues(&web.app, &signed.officer, &id, &query.ask()).await.map_err(refuse)?;
    let bytes = view::issue_csv(&issues).map_err(refuse)?;
    let safe: String = id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    let headers: [(HeaderName, String); 3] = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"cacat-{safe}.csv\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// Takes an import back.
pub async fn undo(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    app::import::undo(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    Ok(go_done(&format!("/impor/{}", encode(&id)), "diurungkan"))
}
