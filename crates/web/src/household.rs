//! One household.

use crate::guard::Signed;
use crate::page::{Page, show};
use crate::problem::Problem;
use crate::{NikView, Web, refuse};
use app::view::{self, Happened, HouseholdView, MemberView};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::id::HouseholdId;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "household.html")]
struct HouseholdPage {
    p: Page,
    head: String,
    shows_numbers: bool,
    shows_siak: bool,
    members: Vec<MemberView>,
    history: Vec<Happened>,
    subject: String,
    h: HouseholdView,
}

/// One household: members, reasons, ranking, programmes, documents, history.
pub async fn household(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = HouseholdId::new(&id);
    let Some(mut h) = view::household(&web.app, &signed.officer, &id).await.map_err(refuse)? else {
        return Err(Problem::NotFound);
    };
    let members = std::mem::take(&mut h.members);
    let history = std::mem::take(&mut h.history);
    let head = members
        .iter()
        .find(|m| m.relation == Some(1))
        .or(members.first())
        .map(|m| m.name.clone())
        .filter(|n| !n.is_empty())
        .unwrap_or_else(|| id.as_str().to_owned());
    Ok(show(&HouseholdPage {
        p: signed.page,
        head,
        shows_numbers: h.nik_view != NikView::Hidden,
        shows_siak: false,
        members,
        history,
        subject: id.as_str().to_owned(),
        h,
    }))
}
