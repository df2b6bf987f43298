//! One hamlet meeting: as imported from its sheet, or kept as a journal; and all of an area.

mod api;
mod paper;
mod progress;

pub use api::{BODY_MAX, admit, form, report as report_here, search, send, state};
pub use paper::{drop_keying, key as key_paper, paper, reopen as reopen_paper, settle as settle_paper};
pub use progress::{code, form_pdf, issue, map, minutes, next, public, remind, report, step, train};

use crate::guard::Signed;
use crate::page::{Page, show};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::citizen::Struck;
use app::meeting::{Office, RowsSeen};
use app::view::{self, Around, MeetingLine, MeetingRow};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::deliberation::minutes::Plan;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "meeting.html")]
struct MeetingPage {
    p: Page,
    name: String,
    m: MeetingRow,
    seen: RowsSeen,
    rows: Vec<MeetingLine>,
    around: Around,
    struck: Vec<Struck>,
    plan: Plan,
    office: Option<Office>,
    href: String,
}

/// Which of two pages about a meeting: of a stage that a sheet closed, also the sheet.
#[derive(Debug, serde::Deserialize)]
pub struct Which {
    lembar: Option<String>,
}

/// One meeting: verdict, reasons, quota, and what the reader may read of the rows of both forms.
pub async fn meeting(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    if which.lembar.is_none()
        && let Some(stage) = app::meeting::stage_view(&web.app, &signed.officer, &id).await.map_err(refuse)?
    {
        return Ok(progress::stage(signed.page, stage, None));
    }
    let found = view::meeting(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    let (m, seen, rows, around) = found.ok_or(Problem::NotFound)?;
    let name = crate::look::or_id(&m.hamlet, &m.id).to_owned();
    let struck = app::citizen::struck(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    let plan = web.app.plan.plan(&m.counts);
    let office = app::meeting::office(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    let href = format!("/musyawarah/{}", crate::paging::encode(&id));
    Ok(show(&MeetingPage { p: signed.page, name, m, seen, rows, around, struck, plan, office, href }))
}

/// Whether a meeting has rows on a form.
pub fn has_rows(rows: &[MeetingLine], form: &str) -> bool {
    rows.iter().any(|r| r.form == form)
}
