//! Rounds: the calendar, what is left to do, opening and closing. Design D17.

use crate::error::Refused;
use crate::guard::Signed;
use crate::page::{Page, go_done, show_as};
use crate::paging::encode;
use crate::problem::Problem;
use crate::{Web, refuse};
use app::access::Act;
use app::round::{self, RoundView};
use app::view::{self, RoundPage};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::Date;
use domain::area::AreaCode;
use domain::round::{CaseState, Deadline, RoundState};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Name and last days of a new round.
#[derive(Default, Deserialize)]
pub struct OpenForm {
    #[serde(default)]
    nama: String,
    /// A day for each deadline, by its word.
    #[serde(flatten)]
    days: BTreeMap<String, String>,
}

impl OpenForm {
    fn day(&self, deadline: &Deadline) -> &str {
        self.days.get(deadline.code()).map_or("", String::as_str)
    }
    fn all(&self) -> Vec<(Deadline, &str)> {
        Deadline::ALL.iter().map(|d| (*d, self.day(d))).collect()
    }
}

#[derive(Template)]
#[template(path = "rounds.html")]
struct RoundsPage {
    p: Page,
    rounds: Vec<RoundView>,
    may_open: bool,
    form: OpenForm,
    refused: Refused,
}

impl RoundsPage {
    fn href(&self, view: &RoundView) -> String {
        address(&view.round.name)
    }
}

fn address(name: &str) -> String {
    format!("/putaran/{}", encode(name))
}

/// Every round, and the form for the next one where none is open.
pub async fn list(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    show_list(&web, signed, OpenForm::default(), Refused::no()).await
}

async fn show_list(web: &Web, signed: Signed, form: OpenForm, refused: Refused) -> Result<Response, Problem> {
    let mut rounds = view::rounds(&web.app, &signed.officer).await.map_err(refuse)?;
    rounds.reverse();
    let is_open = rounds.iter().any(|r| r.round.state == RoundState::Open);
    let may_open = !is_open && signed.officer.could_widely(Act::ManageRound);
    let status = refused.status();
    Ok(show_as(status, &RoundsPage { p: signed.page, rounds, may_open, form, refused }))
}

/// Opens a round.
pub async fn open(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Form(form): Form<OpenForm>,
) -> Result<Response, Problem> {
    let opened = match round::calendar_of_form(&form.all()) {
        Ok(days) => round::open(&web.app, &signed.officer, &form.nama, days).await,
        Err(error) => Err(error),
    };
    match opened {
        Ok(round) => Ok(go_done(&address(&round.name), "putaran-dibuka")),
        Err(error) => {
            let refused = Refused::told(signed.page.t, error)?;
            show_list(&web, signed, form, refused).await
        }
    }
}

/// What closing a round needs.
#[derive(Default, Deserialize)]
pub struct CloseForm {
    #[serde(default)]
    alasan: String,
    #[serde(default)]
    bawa: String,
}

impl CloseForm {
    fn carries(&self) -> bool {
        self.bawa == "ya"
    }
}

/// One state and how many cases stand in it.
struct StateCount {
    code: &'static str,
    n: usize,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "round.html")]
struct OnePage {
    p: Page,
    href: String,
    today: Date,
    r: RoundPage,
    states: Vec<StateCount>,
    form: CloseForm,
    refused: Refused,
}

impl OnePage {
    fn desa(&self, code: &Option<AreaCode>) -> String {
        code.as_ref().map_or_else(|| self.p.t.t("area-unknown"), |c| self.r.around.desa(Some(c.as_str())))
    }
    fn kecamatan(&self, code: &Option<AreaCode>) -> String {
        code.as_ref().map_or_else(String::new, |c| self.r.around.kecamatan(c))
    }
    /// Days until a day; negative once it is over.
    fn left(&self, day: &Date) -> i32 {
        day.since(self.today).map_or(0, |span| span.get_days())
    }
    fn day(&self, deadline: &Deadline) -> Option<Date> {
        self.r.view.round.calendar.day(*deadline)
    }
    fn is_open(&self) -> bool {
        self.r.view.round.state == RoundState::Open
    }
}

/// One round: its calendar, and its cases by state and desa.
pub async fn one(State(web): State<Arc<Web>>, signed: Signed, Path(name): Path<String>) -> Result<Response, Problem> {
    show_one(&web, signed, &name, CloseForm::default(), Refused::no()).await
}

async fn show_one(
    web: &Web,
    signed: Signed,
    name: &str,
    form: CloseForm,
    refused: Refused,
) -> Result<Response, Problem> {
    let found = view::round(&web.app, &signed.officer, name).await.map_err(refuse)?;
    let r = found.ok_or(Problem::NotFound)?;
    let count = |state: &CaseState| r.view.cases.get(state).copied().unwrap_or(0);
    let states = CaseState::ALL
        .iter()
        .map(|state| StateCount { code: state.code(), n: count(state), is_open: state.is_open() })
        .filter(|s| s.n > 0)
        .collect();
    let status = refused.status();
    let page =
        OnePage { p: signed.page, href: address(&r.view.round.name), today: web.app.today(), r, states, form, refused };
    Ok(show_as(status, &page))
}

/// Closes the open round.
pub async fn close(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(name): Path<String>,
    Form(form): Form<CloseForm>,
) -> Result<Response, Problem> {
    match round::close(&web.app, &signed.officer, form.carries(), &form.alasan).await {
        Ok(round) => Ok(go_done(&address(&round.name), "putaran-ditutup")),
        Err(error) => {
            let refused = Refused::told(signed.page.t, error)?;
            show_one(&web, signed, &name, form, refused).await
        }
    }
}
