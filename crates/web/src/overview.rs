//! The cycle at a glance.

use crate::ask::{Query, area_links};
use crate::chart::{Bar, bars};
use crate::guard::Signed;
use crate::list::{ProgrammeSizes, sizes};
use crate::page::{Page, show};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::view::Overview;
use askama::Template;
use axum::extract::{Query as UrlQuery, State};
use axum::response::Response;
use std::sync::Arc;

const CATEGORIES: &[&str] = &["BARU", "LAMA_TETAP", "LAMA_BERUBAH", "TELAAH", "GANDA", "DITOLAK", "DRAF", "BELUM"];

struct Figure {
    title: String,
    svg: String,
    bars: Vec<Bar>,
}

impl Figure {
    fn sum(&self) -> i64 {
        self.bars.iter().map(|b| b.value).sum()
    }
}

#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    p: Page,
    o: Overview,
    links: Vec<(String, String)>,
    figures: Vec<Figure>,
    statuses: &'static [&'static str],
    programmes: Vec<ProgrammeSizes>,
}

/// Stage by area, counts by category and code. R8, R23.
pub async fn overview(
    State(web): State<Arc<Web>>,
    signed: Signed,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Response, Problem> {
    let o = app::view::overview(&web.app, &signed.officer, query.area()).await.map_err(refuse)?;
    let links = area_links("/ringkasan", &o.around);
    let figures = figures(&signed.page, &o);
    let programmes = sizes(&o.programmes);
    Ok(show(&OverviewPage { p: signed.page, o, links, figures, statuses: app::view::PROGRAMME_STATUSES, programmes }))
}

fn figures(p: &Page, o: &Overview) -> Vec<Figure> {
    let t = p.t;
    let count = |code: &str| o.categories.iter().find(|c| c.code == code).map_or(0, |c| c.n);
    let category = |code: &&str| Bar { label: t.code("category", code), value: count(code) };
    // a bar of nothing says something only where the thing can be expected
    let shown = |code: &&&str| count(code) > 0 || matches!(**code, "BARU" | "LAMA_TETAP" | "LAMA_BERUBAH");
    let categories = CATEGORIES.iter().filter(shown).map(category).collect();
    let finding = |code: i64| Bar {
        label: t.code("finding", &code.to_string()),
        value: o.findings.iter().find(|f| f.code == code).map_or(0, |f| f.n),
    };
    let siak = o.siak.iter().map(|s| Bar { label: t.code("siak", &s.code), value: s.n }).collect();
    let decile = |d: &app::view::NumberCount| Bar {
        label: if d.code == 0 { t.t("ranking-unranked") } else { t.x("decile-x", d.code) },
        value: d.n,
    };
    let kinds = o.kinds.iter().map(|(kind, n)| Bar { label: t.code("kind", kind.code()), value: *n });
    [
        ("registration-kinds", kinds.collect()),
        ("categories", categories),
        ("findings", (1..=8).map(finding).collect()),
        ("siak-title", siak),
        ("deciles", o.deciles.iter().map(decile).collect()),
    ]
    .into_iter()
    .filter(|(_, rows): &(&str, Vec<Bar>)| rows.iter().any(|b| b.value > 0))
    .map(|(key, rows)| Figure { title: t.t(key), svg: bars(t, &rows), bars: rows })
    .collect()
}
