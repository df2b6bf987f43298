//! Work in progress: as a part of a page, and live by server-sent events.

use crate::guard::Signed;
use crate::page::{Page, go};
use crate::paging::address;
use crate::problem::Problem;
use crate::text::Text;
use crate::{Web, refuse};
use app::decree::{JOBS as DECREE_JOBS, PREPARE_JOB, PREVIEW_JOB};
use app::job::Failure;
use app::meeting::ISSUE_JOB;
use app::sms::REMIND_JOB;
use app::stage::Stage;
use app::view::{self, JobRow, JobState};
use axum::extract::{Path, State};
use axum::response::Response;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use serde::Serialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// A job as a page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct JobView {
    /// Its id.
    pub id: String,
    /// What it does.
    pub kind: String,
    /// State.
    pub state: String,
    /// Units done.
    pub done: i64,
    /// Units in all; 0 = not known yet.
    pub total: i64,
    /// `12 of 40 (30 %)`.
    pub text: String,
    /// Time left, in words; empty while it cannot be told.
    pub left: String,
    /// What went wrong and how to go on, in words, with its code.
    pub error: Option<String>,
    /// What came out, in words; empty where the page shows it elsewhere.
    pub said: String,
    /// Whether who looks asked for it.
    pub own: bool,
    /// The upload whose columns have to be settled before it can be imported.
    #[serde(skip)]
    pub columns: Option<String>,
    /// The decree it is about, or made.
    #[serde(skip)]
    pub decree: Option<String>,
}

impl JobView {
    /// A job in words.
    #[must_use]
    pub fn of(t: &Text, job: &JobRow, now_ms: i64) -> Self {
        let text = if job.total > 0 {
            format!("{} / {} ({})", t.num(job.done), t.num(job.total), t.percent(job.done, job.total))
        } else if job.done > 0 {
            t.num(job.done)
        } else {
            String::new()
        };
        Self {
            id: job.id.clone(),
            kind: job.kind.clone(),
            state: job.state.code().to_owned(),
            done: job.done,
            total: job.total,
            text,
            left: left(t, job, now_ms),
            error: Failure::of_job(job).map(|failure| told(t, &failure)),
            said: said(t, job),
            own: false,
            columns: columns(job),
            decree: part(job.result.as_deref(), "decree").or_else(|| part(Some(&job.args), "decree")),
        }
    }
    /// Whether it is about this decree.
    #[must_use]
    pub fn is_about(&self, decree: &str) -> bool {
        self.decree.as_deref() == Some(decree)
    }
    /// Whether it still waits or runs.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == JobState::Queued.code() || self.state == JobState::Running.code()
    }
    /// Length of its bar.
    #[must_use]
    pub fn max(&self) -> i64 {
        self.total.max(1)
    }
}

/// The upload of an import that stopped at its columns.
fn columns(job: &JobRow) -> Option<String> {
    let asks = Failure::of_job(job).is_some_and(|failure| failure.code == "TATA_LETAK_MERAGUKAN");
    view::upload_of(job).filter(|_| asks)
}

/// A text of a job's arguments or result.
fn part(json: Option<&str>, name: &str) -> Option<String> {
    let read = serde_json::from_str::<serde_json::Value>(json?).ok()?;
    read.get(name)?.as_str().map(str::to_owned)
}

/// Details of a fault are in the log, never on the page.
fn told(t: &Text, failure: &Failure) -> String {
    let (what, repair) = if failure.code.starts_with("GALAT") {
        (t.t("error-fault"), t.t("error-fault-repair"))
    } else {
        let said = t.said_of(&failure.code, &failure.args);
        (said.what, said.repair)
    };
    let ended = |text: String| if text.is_empty() || text.ends_with('.') { text } else { format!("{text}.") };
    let parts = [ended(what), ended(repair), t.x("error-code", &failure.code)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Keys of the sentences about each number that a kind of job gives.
const SAID: &[(&str, &[(&str, &str)])] = &[
    (ISSUE_JOB, &[("issued", "issued-now"), ("before", "issued-before"), ("nowhere", "issued-nowhere")]),
    (PREPARE_JOB, &[("rows", "decree-prepared-rows")]),
    (
        REMIND_JOB,
        &[
            ("late", "reminded-late"),
            ("reported", "reminded-reported"),
            ("queued", "reminded-queued"),
            ("without_number", "reminded-without-number"),
            ("held_back", "reminded-held-back"),
        ],
    ),
];

/// The same for the acts over the whole kabupaten.
fn said_of_stage(stage: Stage) -> &'static [(&'static str, &'static str)] {
    match stage {
        Stage::Identify => &[
            ("identified", "stepped-identified"),
            ("review", "stepped-review"),
            ("asked_again", "stepped-asked-again"),
            ("moved", "stepped-moved"),
        ],
        Stage::Freeze => &[
            ("rows", "stepped-rows"),
            ("lists", "stepped-lists"),
            ("supplements", "stepped-supplements"),
            ("listed_already", "stepped-listed-already"),
        ],
        Stage::Edition => &[("households", "stepped-households"), ("persons", "stepped-persons")],
        Stage::Draw => &[("admitted", "stepped-admitted"), ("programmes", "stepped-programmes")],
    }
}

fn said(t: &Text, job: &JobRow) -> String {
    let result = job.result.as_deref().and_then(|r| serde_json::from_str::<serde_json::Value>(r).ok());
    let of_kind = || SAID.iter().find(|(kind, _)| *kind == job.kind).map(|(_, words)| *words);
    let words = Stage::from_code(&job.kind).map(said_of_stage).or_else(of_kind);
    let (Some(result), Some(words)) = (result, words) else { return String::new() };
    let sentence = |(name, key): &(&str, &str)| {
        let n = result.get(*name).and_then(serde_json::Value::as_i64)?;
        // what is always of interest stands first; the rest only when there is any
        (n > 0 || *name == words[0].0).then(|| t.n(key, n))
    };
    words.iter().filter_map(sentence).collect::<Vec<_>>().join(" · ")
}

fn left(t: &Text, job: &JobRow, now_ms: i64) -> String {
    let spent = now_ms - job.created_at_ms;
    if job.state != JobState::Running || job.done <= 0 || job.total <= job.done || spent <= 0 {
        return String::new();
    }
    let seconds = (i128::from(spent) * i128::from(job.total - job.done) / i128::from(job.done) / 1000) as i64;
    if seconds < 90 { t.n("job-left-seconds", seconds.max(1)) } else { t.n("job-left-minutes", seconds / 60) }
}

/// Progress as it happens, until the job ends.
pub async fn live(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    view::job(&web.app, &signed.officer, &id).await.map_err(refuse)?.ok_or(Problem::NotFound)?;
    let first = (web, signed, id, false);
    let events = futures_util::stream::unfold(first, |(web, signed, id, ended)| async move {
        if ended {
            return None;
        }
        let job = view::job(&web.app, &signed.officer, &id).await.ok().flatten();
        let (event, ended) = match job {
            None => (Event::default().event("done").data("{}"), true),
            Some(job) => {
                let shown = JobView::of(signed.page.t, &job, web.app.now_ms());
                let name = if shown.is_open() { "progress" } else { "done" };
                let event = Event::default().event(name).json_data(&shown).unwrap_or_default();
                (event, !shown.is_open())
            }
        };
        if !ended {
            tokio::time::sleep(Duration::from_millis(700)).await;
        }
        Some((Ok(event), (web, signed, id, ended)))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// Asks a job to stop.
pub async fn cancel(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    let job = view::job(&web.app, &signed.officer, &id).await.map_err(refuse)?.ok_or(Problem::NotFound)?;
    view::cancel_job(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    Ok(match job.kind.as_str() {
        PREVIEW_JOB | PREPARE_JOB => go("/sk/siapkan"),
        kind if DECREE_JOBS.contains(&kind) => go("/sk"),
        kind if Stage::from_code(kind).is_some() => go("/langkah"),
        ISSUE_JOB | REMIND_JOB => go(&address("/musyawarah/keadaan", &[("wilayah", &job.args)])),
        _ => go("/impor"),
    })
}

/// The latest jobs of these kinds that the officer asked for.
pub async fn own(web: &Web, p: &Page, officer: &app::access::Officer, kinds: &[&str]) -> Result<Vec<JobView>, Problem> {
    let jobs = view::own_jobs(&web.app, officer, kinds).await.map_err(refuse)?;
    let now = web.app.now_ms();
    Ok(jobs.iter().map(|j| JobView { own: true, ..JobView::of(p.t, j, now) }).collect())
}

/// The latest jobs of a page that shows them.
pub async fn recent(web: &Web, p: &Page, signed_officer: &app::access::Officer) -> Result<Vec<JobView>, Problem> {
    let jobs = view::jobs(&web.app, signed_officer).await.map_err(refuse)?;
    let now = web.app.now_ms();
    Ok(jobs.iter().map(|j| JobView::of(p.t, j, now)).filter(|j| j.is_open() || j.error.is_some()).take(5).collect())
}
