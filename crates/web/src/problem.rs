//! What a handler returns when it cannot show a page. It is rendered in the reader's language: what,
//! why, and what to do next.

use crate::page::{Page, show_as};
use app::access::{Denied, Role};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::refusal::Value;

/// Why there is no page.
#[derive(Clone, Debug)]
pub enum Problem {
    /// The address leads nowhere, or outside the reader's area.
    NotFound,
    /// Nobody is logged in; after login the reader comes back to this path.
    SignIn(String),
    /// The password was given out by somebody else: it is changed before anything else is done.
    ChangePassword,
    /// The table of acts said no.
    Denied(Denied),
    /// The form cannot be read.
    Form,
    /// The request came from another site.
    Origin,
    /// The body is larger than this many megabytes.
    TooBig(usize),
    /// A rule said no: its code and the arguments of its text.
    Refused {
        /// Stable code.
        code: &'static str,
        /// What the text shows.
        args: Vec<(&'static str, Value)>,
    },
    /// Disk, database, network. Details are in the log, never on the page.
    Fault(&'static str),
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    p: Page,
    title: String,
    what: String,
    repair: String,
    code: String,
}

impl Problem {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignIn(_) | Self::ChangePassword => StatusCode::SEE_OTHER,
            Self::Denied(_) | Self::Origin => StatusCode::FORBIDDEN,
            Self::Form => StatusCode::BAD_REQUEST,
            Self::TooBig(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Refused { .. } => StatusCode::CONFLICT,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The page that says it.
    #[must_use]
    pub fn page(&self, p: Page) -> Response {
        let t = p.t;
        let (title, what, repair, code) = match self {
            Self::NotFound => (
                t.t("error-not-found-title"),
                t.t("error-not-found"),
                t.t("error-not-found-repair"),
                "TIDAK_DITEMUKAN".to_owned(),
            ),
            Self::SignIn(to) => return crate::page::go(&crate::paging::address("/masuk", &[("ke", to)])),
            Self::ChangePassword => return crate::page::go("/saya"),
            Self::Denied(denied) => {
                let roles: Vec<String> = denied.roles.iter().map(|r: &Role| t.code("role", r.code())).collect();
                (
                    t.t("error-denied-title"),
                    t.xy("error-denied", t.code("act", denied.act.code()), &denied.place),
                    t.x("error-denied-repair", roles.join(", ")),
                    Denied::CODE.to_owned(),
                )
            }
            Self::Form => {
                (t.t("error-form-title"), t.t("error-form"), t.t("error-form-repair"), "ISIAN_RUSAK".to_owned())
            }
            Self::Origin => {
                (t.t("error-origin-title"), t.t("error-origin"), t.t("error-origin-repair"), "ASAL_ASING".to_owned())
            }
            Self::TooBig(mb) => (
                t.t("error-too-big-title"),
                t.x("error-too-big", mb),
                t.t("error-too-big-repair"),
                "BERKAS_TERLALU_BESAR".to_owned(),
            ),
            Self::Refused { code, args } => {
                let said = t.said(code, args);
                (t.t("error-refused-title"), said.what, said.repair, (*code).to_owned())
            }
            Self::Fault(code) => {
                (t.t("error-fault-title"), t.t("error-fault"), t.t("error-fault-repair"), (*code).to_owned())
            }
        };
        show_as(self.status(), &ErrorPage { p, title, what, repair, code })
    }
}
