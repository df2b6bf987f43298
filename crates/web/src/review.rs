//! The review desk: the queue, claiming a case, the reviewer's answer, undo.
//!
//! Everything works with plain forms; `assets/review.js` adds keys, renews the lease and saves the note.

mod case;
mod quality;
mod waterfall;

pub use case::{answer, case};
pub use quality::{csv, quality, retrain};

use crate::ask::{AreaChoice, area_choices, area_links};
use crate::guard::{Signed, Visit};
use crate::page::{Page, go, show, show_as};
use crate::paging::{Paging, address, encode};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::error::AppError;
use app::review::{self, Filter, Hold, Holder, Note, Queue};
use app::view::PER_PAGE;
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::area::AreaCode;
use domain::id::RegistrationNumber;
use domain::identification::review::{Ground, ReviewRefused};
use serde::Deserialize;
use std::sync::Arc;
use words::Said;

/// Which part of the queue, as it travels in addresses and forms.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Part {
    /// Area code.
    #[serde(default)]
    wilayah: String,
    /// Reason code.
    #[serde(default)]
    sebab: String,
    /// Standing.
    #[serde(default)]
    keadaan: String,
    /// Page.
    #[serde(default)]
    hal: String,
}

impl Part {
    fn filter(&self) -> Filter {
        Filter { area: AreaCode::parse(&self.wilayah).ok(), reason: self.sebab.clone(), standing: self.keadaan.clone() }
    }
    fn page(&self) -> i64 {
        self.hal.parse().unwrap_or(1).clamp(1, 1_000_000)
    }
    fn pairs(&self) -> [(&'static str, &str); 3] {
        [("wilayah", &self.wilayah), ("sebab", &self.sebab), ("keadaan", &self.keadaan)]
    }
    /// Address of the queue with these filters.
    fn queue(&self) -> String {
        address("/telaah", &self.pairs())
    }
    /// Address of a case that comes back to this part of the queue.
    fn case(&self, number: &str, more: &[(&str, &str)]) -> String {
        let mut parts = self.pairs().to_vec();
        parts.extend_from_slice(more);
        address(&format!("/telaah/kasus/{}", encode(number)), &parts)
    }
}

pub(super) fn holder(signed: &Signed, visit: &Visit) -> Holder {
    Holder::of(&signed.officer, visit.token.as_deref().unwrap_or(""))
}

#[derive(Template)]
#[template(path = "review.html")]
struct QueuePage {
    p: Page,
    links: Vec<(String, String)>,
    choices: Vec<AreaChoice>,
    part: Part,
    paging: Paging,
    standings: &'static [&'static str],
    q: Queue,
}

impl QueuePage {
    fn href(&self, number: &str) -> String {
        self.part.case(number, &[])
    }
    /// All there was to decide.
    fn whole(&self) -> i64 {
        self.q.counts.open + self.q.counts.done
    }
}

/// The queue of an area.
pub async fn queue(
    State(web): State<Arc<Web>>,
    signed: Signed,
    UrlQuery(part): UrlQuery<Part>,
) -> Result<Response, Problem> {
    let q = review::queue(&web.app, &signed.officer, &part.filter(), part.page()).await.map_err(refuse)?;
    let paging =
        Paging { total: q.list.total, page: part.page(), per_page: PER_PAGE, base: address("/telaah", &part.pairs()) };
    Ok(show(&QueuePage {
        p: signed.page,
        links: area_links("/telaah", &q.around),
        choices: area_choices(&q.around),
        standings: &["TERBUKA", "USULAN", "BEDA_PENDAPAT"],
        part,
        paging,
        q,
    }))
}

/// Where to go after a case: to the next one, or back to the queue when nothing is left.
pub(super) async fn onward(
    web: &Web,
    signed: &Signed,
    holder: &Holder,
    part: &Part,
    from: Option<&RegistrationNumber>,
) -> Result<String, Problem> {
    let next = review::next(&web.app, &signed.officer, &part.filter(), holder, from).await.map_err(refuse)?;
    let from = from.map_or("", RegistrationNumber::as_str);
    Ok(match next {
        Some(number) => part.case(number.as_str(), &[("dari", from)]),
        None => part.queue(),
    })
}

/// Takes the most valuable case nobody else has open.
pub async fn take(
    State(web): State<Arc<Web>>,
    signed: Signed,
    visit: Visit,
    Form(part): Form<Part>,
) -> Result<Response, Problem> {
    let holder = holder(&signed, &visit);
    Ok(go(&onward(&web, &signed, &holder, &part, None).await?))
}

/// What an open page sends about its case besides the verdict.
#[derive(Debug, Default, Deserialize)]
pub struct Keep {
    #[serde(default)]
    tiket: i64,
    #[serde(default)]
    dasar: String,
    #[serde(default)]
    alasan: String,
}

impl Keep {
    fn note(&self) -> Note {
        Note { ground: Ground::from_code(&self.dasar), words: self.alasan.trim().to_owned() }
    }
}

/// Keeps what is written so far.
pub async fn note(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(number): Path<String>,
    Form(keep): Form<Keep>,
) -> Result<Response, Problem> {
    let number = RegistrationNumber::new(number);
    review::keep_note(&web.app, &signed.officer, &number, &keep.note()).await.map_err(refuse)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Keeps the case; 409 when somebody else has it by now.
pub async fn renew(
    State(web): State<Arc<Web>>,
    signed: Signed,
    visit: Visit,
    Path(number): Path<String>,
    Form(keep): Form<Keep>,
) -> Result<Response, Problem> {
    let kept = hold(&web, &signed, &visit, number, &keep, Hold::Keep).await?;
    Ok(if kept { StatusCode::NO_CONTENT } else { StatusCode::CONFLICT }.into_response())
}

/// Gives the case back; to have lost it before is the same.
pub async fn release(
    State(web): State<Arc<Web>>,
    signed: Signed,
    visit: Visit,
    Path(number): Path<String>,
    Form(keep): Form<Keep>,
) -> Result<Response, Problem> {
    hold(&web, &signed, &visit, number, &keep, Hold::GiveBack).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn hold(
    web: &Web,
    signed: &Signed,
    visit: &Visit,
    number: String,
    keep: &Keep,
    what: Hold,
) -> Result<bool, Problem> {
    let (number, holder) = (RegistrationNumber::new(number), holder(signed, visit));
    review::renew(&web.app, &signed.officer, &number, &holder, keep.tiket, what).await.map_err(refuse)
}

/// What to take back, and where it was asked.
#[derive(Debug, Default, Deserialize)]
pub struct Undo {
    #[serde(default)]
    nomor: String,
    #[serde(flatten)]
    part: Part,
}

/// Takes back the decision of a case, or the officer's last one, and opens the case again.
pub async fn undo(State(web): State<Arc<Web>>, signed: Signed, Form(undo): Form<Undo>) -> Result<Response, Problem> {
    let number = match undo.nomor.trim() {
        "" => review::last_of(&web.app, &signed.officer).await.map_err(refuse)?,
        number => Some(RegistrationNumber::new(number)),
    };
    let result = match &number {
        Some(number) => review::undo(&web.app, &signed.officer, number).await,
        None => Err(ReviewRefused::NothingToUndo.into()),
    };
    match (result, number) {
        (Ok(_), Some(number)) => Ok(crate::page::go_done(&undo.part.case(number.as_str(), &[]), "telaah-diurungkan")),
        (Err(AppError::Review(refused)), _) => Ok(refused_page(signed.page, undo.part, &refused)),
        (Err(other), _) => Err(refuse(other)),
        (Ok(_), None) => Ok(go(&undo.part.queue())),
    }
}

#[derive(Template)]
#[template(path = "review_refused.html")]
struct RefusedPage {
    p: Page,
    part: Part,
    code: &'static str,
    what: String,
    repair: String,
}

/// A refusal of the review desk with the way onward.
pub(super) fn refused_page(p: Page, part: Part, refused: &ReviewRefused) -> Response {
    let Said { what, repair } = p.t.refusal(refused);
    show_as(StatusCode::CONFLICT, &RefusedPage { p, part, code: refused.code(), what, repair })
}
