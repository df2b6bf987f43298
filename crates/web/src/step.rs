//! The acts over the whole kabupaten in the order of a round: what waits, what is missing, who does it, what came
//! out. Design D18.

use crate::error::Refused;
use crate::guard::Signed;
use crate::job::JobView;
use crate::page::{Page, go, show_as};
use crate::problem::Problem;
use crate::text::Text;
use crate::{Web, refuse};
use app::error::AppError;
use app::stage::{self, Stage, Standing};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;
use words::Said;

/// An act as the page shows it.
struct Step {
    standing: Standing,
    /// What must come before it, in words.
    missing: Option<Said>,
    job: Option<JobView>,
}

impl Step {
    fn code(&self) -> &'static str {
        self.standing.stage.code()
    }
    fn key(&self, part: &str) -> String {
        format!("step-{}-{part}", self.code())
    }
    fn says(&self, t: &Text, part: &str) -> String {
        t.t(&self.key(part))
    }
    fn is_working(&self) -> bool {
        self.job.as_ref().is_some_and(JobView::is_open)
    }
    fn waits(&self, t: &Text) -> String {
        t.n(&self.key("waits"), self.standing.waits)
    }
    fn held(&self, t: &Text) -> String {
        t.n("steps-held", self.standing.held)
    }
}

#[derive(Template)]
#[template(path = "steps.html")]
struct StepsPage {
    p: Page,
    steps: Vec<Step>,
    refused: Refused,
}

/// Every act with how things stand.
pub async fn steps(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    show_steps(&web, signed, Refused::no()).await
}

async fn show_steps(web: &Web, signed: Signed, refused: Refused) -> Result<Response, Problem> {
    let t = signed.page.t;
    let mut steps = Vec::new();
    for standing in stage::standings(&web.app, &signed.officer).await.map_err(refuse)? {
        steps.push(Step {
            missing: standing.missing.clone().map(|missing| said(t, &missing.into())),
            job: standing.job.as_ref().map(|job| JobView {
                own: job.created_by == signed.officer.id.as_str(),
                ..JobView::of(t, job, web.app.now_ms())
            }),
            standing,
        });
    }
    let status = refused.status();
    Ok(show_as(status, &StepsPage { p: signed.page, steps, refused }))
}

fn said(t: &Text, missing: &AppError) -> Said {
    t.said(missing.code(), &missing.args())
}

/// Asks for one of them.
pub async fn ask(State(web): State<Arc<Web>>, signed: Signed, Path(stage): Path<String>) -> Result<Response, Problem> {
    let stage = Stage::from_code(&stage).ok_or(Problem::NotFound)?;
    match stage::ask(&web.app, &signed.officer, stage).await {
        Ok(_) => Ok(go(&format!("/langkah#{}", stage.code()))),
        Err(error) => {
            let refused = Refused::told(signed.page.t, error)?;
            show_steps(&web, signed, refused).await
        }
    }
}
