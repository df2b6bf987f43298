//! One registration, and its receipt.

use crate::guard::Signed;
use crate::page::{Page, paper, show};
use crate::problem::Problem;
use crate::{NikView, Web, refuse};
use app::view::{self, Happened, MemberView, RegistrationView};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::id::RegistrationNumber;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "registration.html")]
struct RegistrationPage {
    p: Page,
    shows_numbers: bool,
    shows_siak: bool,
    members: Vec<MemberView>,
    history: Vec<Happened>,
    subject: String,
    r: RegistrationView,
}

/// One registration with what identification found and why.
pub async fn registration(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    let number = RegistrationNumber::new(&number);
    let Some(mut r) = view::registration(&web.app, &signed.officer, &number).await.map_err(refuse)? else {
        return Err(Problem::NotFound);
    };
    let members = std::mem::take(&mut r.members);
    let history = std::mem::take(&mut r.history);
    let shows_siak = members.iter().any(|m| m.siak.is_some());
    Ok(show(&RegistrationPage {
        p: signed.page,
        shows_numbers: r.nik_view != NikView::Hidden,
        shows_siak,
        members,
        history,
        subject: r.found.number.clone(),
        r,
    }))
}

/// The receipt as PDF. Its file name is the number: no name, no NIK. Domain §9.2.
pub async fn receipt(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(number): Path<String>,
) -> Result<Response, Problem> {
    let number = RegistrationNumber::new(&number);
    let pdf = app::desk::receipt(&web.app, &signed.officer, &number).await.map_err(refuse)?.ok_or(Problem::NotFound)?;
    Ok(paper(&format!("bukti-{number}.pdf"), "application/pdf", pdf))
}
