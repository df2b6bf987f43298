//! How well reviewers and kernel agree: charts with their tables, and the same as CSV.

use super::{Part, refused_page};
use crate::ask::{AreaChoice, area_choices, area_links};
use crate::chart::{Bar, bars, bars_of};
use crate::guard::Signed;
use crate::page::{Page, go_done, show};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::error::AppError;
use app::review::{self, Agreement, Quality, Week};
use askama::Template;
use axum::Form;
use axum::extract::{Query as UrlQuery, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

struct Figure {
    title: String,
    svg: String,
    bars: Vec<Bar>,
}

#[derive(Template)]
#[template(path = "review_quality.html")]
struct QualityPage {
    p: Page,
    links: Vec<(String, String)>,
    choices: Vec<AreaChoice>,
    part: Part,
    figures: Vec<Figure>,
    q: Quality,
}

impl QualityPage {
    /// Seconds as people say them; a dash where nothing was measured.
    fn seconds(&self, ms: &Option<i64>) -> String {
        let t = self.p.t;
        let tenths = |ms: i64| format!("{}{}{}", t.num(ms / 1000), t.decimal(), ms % 1000 / 100);
        ms.map_or_else(|| "–".to_owned(), |ms| t.x("seconds-x", tenths(ms)))
    }
    fn moment(&self, ms: &i64) -> String {
        self.p.t.when(&crate::look::moment(*ms))
    }
    fn csv(&self) -> String {
        crate::paging::address("/telaah/mutu.csv", &self.part.pairs())
    }
    /// Thousandths of a bit.
    fn bits(&self, milli: &i32) -> String {
        crate::chart::bits(self.p.t, i64::from(*milli))
    }
    fn rows(&self) -> [(&'static str, &[Week]); 2] {
        [("quality-by-week", &self.q.weeks), ("quality-by-officer", &self.q.officers)]
    }
}

fn share(a: Agreement) -> i64 {
    (a.agree * 100).checked_div(a.all).unwrap_or(0) as i64
}

/// The quality report.
pub async fn quality(
    State(web): State<Arc<Web>>,
    signed: Signed,
    UrlQuery(part): UrlQuery<Part>,
) -> Result<Response, Problem> {
    let q = review::quality(&web.app, &signed.officer, part.filter().area).await.map_err(refuse)?;
    let t = signed.page.t;
    let figures = [
        ("quality-verdicts", q.verdicts.iter().map(|(c, n)| (t.code("verdict", c), *n as i64)).collect::<Vec<_>>()),
        ("quality-weeks", q.weeks.iter().map(|w| (t.when(&w.label), w.decided as i64)).collect()),
        ("quality-weeks-kernel", q.weeks.iter().map(|w| (t.when(&w.label), share(w.kernel))).collect()),
        ("quality-overruled", q.overruled.iter().map(|(c, n)| (t.code("overruled-short", c), *n as i64)).collect()),
    ];
    let figures = figures
        .into_iter()
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(key, rows)| {
            let rows: Vec<Bar> = rows.into_iter().map(|(label, value)| Bar { label, value }).collect();
            let svg = if key == "quality-weeks-kernel" { bars_of(t, &rows, 100) } else { bars(t, &rows) };
            Figure { title: t.t(key), svg, bars: rows }
        })
        .collect();
    Ok(show(&QualityPage {
        p: signed.page,
        links: area_links("/telaah/mutu", &q.around),
        choices: area_choices(&q.around),
        part,
        figures,
        q,
    }))
}

/// Learns the weights again from what reviewers decided, as a new version.
pub async fn retrain(State(web): State<Arc<Web>>, signed: Signed, Form(part): Form<Part>) -> Result<Response, Problem> {
    match app::weights::retrain(&web.app, &signed.officer).await {
        Ok(_) => Ok(go_done(&crate::paging::address("/telaah/mutu", &part.pairs()), "bobot-dilatih")),
        Err(AppError::Review(refused)) => Ok(refused_page(signed.page, part, &refused)),
        Err(other) => Err(refuse(other)),
    }
}

/// The same as CSV: one row for each week, officer, and overruled verdict.
pub async fn csv(
    State(web): State<Arc<Web>>,
    signed: Signed,
    UrlQuery(part): UrlQuery<Part>,
) -> Result<Response, Problem> {
    let q = review::quality(&web.app, &signed.officer, part.filter().area).await.map_err(refuse)?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"mutu-telaah.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, review::quality_csv(&q)).into_response())
}
