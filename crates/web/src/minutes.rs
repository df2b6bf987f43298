//! Berita Acara for everybody: whether a printed one is what was signed, and whether it is still in
//! force. The QR leads here; no account is needed, and no name is shown. R67, R76.

use crate::guard::Visit;
use crate::page::{Page, show, show_as};
use crate::paging::encode;
use crate::problem::Problem;
use crate::{Web, refuse};
use app::meeting::{self, Checked};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "minutes_check.html")]
struct MinutesPage {
    p: Page,
    number: String,
    checkpoint: String,
    found: Option<Checked>,
    later: String,
    day: String,
    later_day: String,
}

impl MinutesPage {
    fn of(p: Page, number: String, checkpoint: String, found: Option<Checked>) -> Self {
        let later = found.as_ref().and_then(|c| c.later.as_ref());
        let day = |date: Option<domain::Date>| date.map_or_else(|| p.t.t("unknown"), |d| p.t.date(&d));
        Self {
            day: day(found.as_ref().and_then(|c| c.date)),
            later_day: day(later.and_then(|l| l.date)),
            later: later
                .map(|l| format!("/berita-acara/{}/{}", encode(&l.meeting), encode(&l.mark)))
                .unwrap_or_default(),
            p,
            number,
            checkpoint,
            found,
        }
    }
}

/// Number and checkpoint as they stand on paper, typed by hand.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    nomor: String,
    #[serde(default)]
    titik: String,
}

/// Asks for number and checkpoint, and answers below.
pub async fn ask(State(web): State<Arc<Web>>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    if asked.nomor.trim().is_empty() && asked.titik.trim().is_empty() {
        return Ok(show(&MinutesPage::of(visit.page, String::new(), String::new(), None)));
    }
    answer(&web, visit.page, &asked.nomor, &asked.titik).await
}

/// The address in the QR.
pub async fn check(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Path((number, checkpoint)): Path<(String, String)>,
) -> Result<Response, Problem> {
    answer(&web, visit.page, &number, &checkpoint).await
}

async fn answer(web: &Web, page: Page, number: &str, checkpoint: &str) -> Result<Response, Problem> {
    let clip = |text: &str| text.trim().chars().take(200).collect::<String>();
    let (number, checkpoint) = (clip(number), clip(checkpoint));
    let found = meeting::checked(&web.app, &number, &checkpoint).await.map_err(refuse)?;
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    Ok(show_as(status, &MinutesPage::of(page, number, checkpoint, found)))
}

/// The digits of a hash in groups of four, as paper shows them.
#[must_use]
pub fn grouped(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().collect();
    digits.chunks(4).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
