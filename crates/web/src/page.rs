//! What every page carries: texts, who looks at it, where it stands in the menu.

use crate::assets;
use crate::guard::{NEWS, cookie, set_cookie};
use crate::text::{Lang, Text};
use app::access::{Act, Officer};
use app::stage::Stage;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use std::sync::Arc;

/// The frame of a page.
#[derive(Clone)]
pub struct Page {
    /// Texts in the reader's language.
    pub t: &'static Text,
    /// Who is logged in.
    pub officer: Option<Arc<Officer>>,
    /// Name of the kabupaten the workspace is about.
    pub place: String,
    /// Path of this page, for the menu.
    pub path: String,
    /// Address to come back to after the language switch or a login: that of the page, or of the form sent from it.
    pub here: String,
    /// A short message about what was just done: a key of `done-…`.
    pub done: Option<String>,
}

/// An entry of the menu.
pub struct Entry {
    /// Where it leads.
    pub href: &'static str,
    /// Key of its text.
    pub key: &'static str,
    /// Whether the page lies below it.
    pub current: bool,
}

impl Page {
    /// A frame for somebody who is not logged in.
    #[must_use]
    pub fn public(lang: Lang, place: String, path: String) -> Self {
        let here = path.clone();
        Self { t: Text::of(lang), officer: None, place, path, here, done: None }
    }

    /// Address of an asset.
    #[must_use]
    pub fn asset(&self, name: &str) -> String {
        assets::href(name)
    }

    /// The stages, in the order in which a household travels; only those the officer may see.
    #[must_use]
    pub fn stages(&self) -> Vec<Entry> {
        self.entries(&[
            ("/pendaftaran", "nav-registrations", Act::SeeRegistrations),
            ("/telaah", "nav-review", Act::SeeReview),
            ("/prelist", "nav-prelist", Act::SeePrelist),
            ("/musyawarah", "nav-meetings", Act::SeeMeetings),
            ("/kuesioner", "nav-questionnaires", Act::SeeQuestionnaires),
            ("/sk", "nav-decrees", Act::SeeDecree),
            ("/peringkat", "nav-ranking", Act::SeeRanking),
            ("/program", "nav-programmes", Act::SeeProgrammes),
        ])
    }

    /// Work that is of no single stage.
    #[must_use]
    pub fn work(&self) -> Vec<Entry> {
        let mut entries = vec![self.entry("/tugas", "nav-work")];
        // acts over the kabupaten as a whole
        if self.officer.as_ref().is_some_and(|o| Stage::ALL.iter().any(|stage| o.could_widely(stage.act()))) {
            entries.push(self.entry("/langkah", "nav-steps"));
        }
        entries.extend(self.entries(&[
            ("/ringkasan", "nav-overview", Act::SeeOverview),
            ("/putaran", "nav-rounds", Act::SeeOverview),
            ("/meja/aktif", "nav-desk", Act::RegisterActive),
            ("/meja/pasif", "nav-desk-passive", Act::RegisterPassive),
            ("/rumah-tangga", "nav-households", Act::SeeHouseholds),
            ("/siak", "nav-civil", Act::FollowCivil),
            ("/orang-ganda", "nav-persons", Act::SettlePerson),
        ]));
        entries
    }

    /// Care of the data themselves.
    #[must_use]
    pub fn care(&self) -> Vec<Entry> {
        let mut entries = self.entries(&[
            ("/impor", "nav-imports", Act::SeeImports),
            ("/sms", "nav-sms", Act::KeepSms),
            ("/akun", "nav-accounts", Act::ManageAccounts),
        ]);
        entries.push(self.entry("/akses", "nav-access"));
        entries
    }

    /// Whether to show something that needs an act.
    #[must_use]
    pub fn can(&self, act: &str) -> bool {
        let act = Act::from_code(act);
        self.officer.as_ref().is_some_and(|o| act.is_some_and(|a| o.could_somewhere(a)))
    }

    fn entries(&self, all: &[(&'static str, &'static str, Act)]) -> Vec<Entry> {
        let Some(officer) = &self.officer else { return Vec::new() };
        let could = |act: Act| match act {
            // of the kabupaten as a whole
            Act::SettlePerson | Act::ManageAccounts => officer.could_widely(act),
            act => officer.could_somewhere(act),
        };
        all.iter().filter(|(_, _, act)| could(*act)).map(|(h, k, _)| self.entry(h, k)).collect()
    }

    fn entry(&self, href: &'static str, key: &'static str) -> Entry {
        let below = self.path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        Entry { href, key, current: below }
    }
}

/// A rendered page, or the fault that kept it from being rendered.
pub fn show(template: &impl Template) -> Response {
    show_as(StatusCode::OK, template)
}

/// A rendered page with another status.
pub fn show_as(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => {
            let mut response = (status, Html(html)).into_response();
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(error) => {
            tracing::error!(%error, "page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A file to be read in the browser or kept.
pub fn paper(name: &str, kind: &str, bytes: Vec<u8>) -> Response {
    let safe: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{safe}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// Moves on to another page after a form.
pub fn go(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Moves on and says on the next page what was done (key `done-…`).
pub fn go_done(to: &str, done: &str) -> Response {
    let mut response = go(to);
    set_cookie(&mut response, cookie(NEWS, done, 60));
    response
}
