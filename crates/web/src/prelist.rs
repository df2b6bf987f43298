//! Frozen prelists as paper: which there are, and each as PDF. R15.

use crate::ask::{AreaChoice, Query, area_choices, area_links};
use crate::guard::Signed;
use crate::page::{Page, paper, show};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::view::{self, Around, PrelistHead};
use askama::Template;
use axum::extract::{Path, Query as UrlQuery, State};
use axum::response::Response;
use domain::area::AreaCode;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "prelist_lists.html")]
struct ListsPage {
    p: Page,
    around: Around,
    links: Vec<(String, String)>,
    choices: Vec<AreaChoice>,
    lists: Vec<PrelistHead>,
}

impl ListsPage {
    fn name(&self, list: &PrelistHead) -> String {
        let desa = self.around.desa(Some(&list.area));
        match list.supplement {
            0 => self.p.t.x("prelist-list", desa),
            no => self.p.t.xy("prelist-supplement", desa, self.p.t.num(no)),
        }
    }
    /// Two desa may bear one name.
    fn kecamatan(&self, list: &PrelistHead) -> String {
        AreaCode::parse(&list.area).map_or_else(|_| String::new(), |desa| self.around.kecamatan(&desa))
    }
    fn day(&self, list: &PrelistHead) -> String {
        self.p.t.when(&list.frozen_on)
    }
}

/// The frozen lists of an area.
pub async fn lists(
    State(web): State<Arc<Web>>,
    signed: Signed,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Response, Problem> {
    let (around, lists) = view::prelist_lists(&web.app, &signed.officer, query.area()).await.map_err(refuse)?;
    let mut links = vec![("/prelist".to_owned(), signed.page.t.t("nav-prelist"))];
    links.extend(area_links("/prelist/cetak", &around));
    Ok(show(&ListsPage { p: signed.page, links, choices: area_choices(&around), around, lists }))
}

/// One list.
pub async fn pdf(State(web): State<Arc<Web>>, signed: Signed, Path(list): Path<String>) -> Result<Response, Problem> {
    let id = list.strip_suffix(".pdf").ok_or(Problem::NotFound)?;
    let bytes = app::prelist::pdf(&web.app, &signed.officer, id).await.map_err(refuse)?.ok_or(Problem::NotFound)?;
    Ok(paper(&format!("prelist-{list}"), "application/pdf", bytes))
}
