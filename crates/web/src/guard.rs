//! Middleware for all pages: session, language, same-origin check; security headers on the response.

use crate::Web;
use crate::page::Page;
use crate::problem::Problem;
use crate::text::Lang;
use app::access::Officer;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cookie::{Cookie, CookieBuilder, SameSite};
use std::sync::Arc;

/// Name of the session cookie.
pub const SESSION: &str = "sesi";
/// Name of the language cookie.
pub const LANGUAGE: &str = "bahasa";
/// Name of the cookie that says on the next page what was done.
pub const NEWS: &str = "kabar";

/// Everything a page may load comes from this server; nothing runs that is written into a page.
pub const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
frame-ancestors 'none'; object-src 'none'";

const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// One request as pages see it: its frame and, when logged in, the session's token.
#[derive(Clone)]
pub struct Visit {
    /// The frame of the page.
    pub page: Page,
    /// Token of the session.
    pub token: Option<String>,
}

/// A request of somebody who is logged in.
#[derive(Clone)]
pub struct Signed {
    /// The frame of the page.
    pub page: Page,
    /// Who it is.
    pub officer: Arc<Officer>,
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = StatusCode;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Signed {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let visit = Visit::from_request_parts(parts, state).await.map_err(|_| Problem::Fault("GALAT_PROGRAM"))?;
        match visit.page.officer.clone() {
            Some(officer) if officer.must_change_password() && !parts.uri.path().starts_with("/saya") => {
                Err(Problem::ChangePassword)
            }
            Some(officer) => Ok(Self { page: visit.page, officer }),
            None => Err(Problem::SignIn(visit.page.here)),
        }
    }
}

/// Wraps every page.
pub async fn around(State(web): State<Arc<Web>>, mut request: Request, next: Next) -> Response {
    let cookies = Cookies::read(request.headers());
    let lang = cookies.get(LANGUAGE).and_then(|c| Lang::from_code(&c)).unwrap_or_default();
    let mut page = Page::public(lang, web.place().await, request.uri().path().to_owned());
    page.here = here(&request);
    page.done = cookies.get(NEWS).filter(|key| page.t.has(&format!("done-{key}")));
    let had_news = cookies.get(NEWS).is_some();

    let mut response = if is_foreign(request.method(), request.headers()) {
        Problem::Origin.into_response()
    } else {
        let mut visit = Visit { page: page.clone(), token: None };
        let mut fault = None;
        if let Some(token) = cookies.get(SESSION) {
            match app::account::session(&web.app, &token).await {
                Ok(Some(officer)) => {
                    visit.page.officer = Some(Arc::new(officer));
                    visit.token = Some(token);
                }
                Ok(None) => {}
                Err(error) => fault = Some(crate::refuse(error)),
            }
        }
        page.officer = visit.page.officer.clone();
        request.extensions_mut().insert(visit);
        match fault {
            Some(problem) => problem.into_response(),
            None => next.run(request).await,
        }
    };

    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        if let (Problem::Denied(denied), Some(officer)) = (&problem, &page.officer) {
            app::account::log_denial(&web.app, officer, denied).await;
        }
        response = problem.page(page);
    } else if response.status() == StatusCode::PAYLOAD_TOO_LARGE {
        response = Problem::TooBig(web.config.upload_limit_mb).page(page);
    } else if matches!(
        response.status(),
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE
    ) && !is_html(&response)
    {
        response = Problem::Form.page(page);
    } else if had_news && is_html(&response) {
        set_cookie(&mut response, cookie(NEWS, "", 0));
    }
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if web.config.https {
        response
            .headers_mut()
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    response
}

/// A cookie of this server, unseen by scripts, for so many seconds; 0 removes it.
pub fn cookie<'a>(name: &'a str, value: &'a str, age_s: i64) -> CookieBuilder<'a> {
    let age = cookie::time::Duration::seconds(age_s);
    Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Strict).max_age(age)
}

/// Adds a cookie to an answer.
pub fn set_cookie(response: &mut Response, cookie: CookieBuilder<'_>) {
    if let Ok(value) = HeaderValue::from_str(&cookie.build().to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// The address to come back to: the page itself with its filters, or the page a form was sent from.
fn here(request: &Request) -> String {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    }
    let text = |name: HeaderName| request.headers().get(name).and_then(|v| v.to_str().ok());
    let (from, host) = (text(header::REFERER).unwrap_or(""), text(header::HOST).unwrap_or(""));
    let own = from.split_once("://").and_then(|(_, rest)| rest.strip_prefix(host));
    own.filter(|path| !host.is_empty() && path.starts_with('/')).unwrap_or("/").to_owned()
}

/// A change must come from one of our own pages. The cookie is `SameSite=Strict` besides.
fn is_foreign(method: &Method, headers: &HeaderMap) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = text("host").unwrap_or("");
            origin.split_once("://").is_none_or(|(_, from)| from != host)
        }
        // no browser of the last years leaves both out; a script without a cookie can only log in
        (None, None) => headers.contains_key(header::COOKIE),
    }
}

fn is_html(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"text/html"))
}

struct Cookies(Vec<(String, String)>);

impl Cookies {
    fn read(headers: &HeaderMap) -> Self {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
        let pairs = lines.flat_map(|line| {
            Cookie::split_parse(line).flatten().map(|c| (c.name().to_owned(), c.value().to_owned())).collect::<Vec<_>>()
        });
        Self(pairs.collect())
    }
    fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn foreign(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        is_foreign(&Method::POST, &headers)
    }

    #[test]
    fn one_comes_back_to_the_page_with_its_filters_or_to_that_of_the_form_and_never_to_another_site() {
        let asked = |method: Method, address: &str, referer: &str| {
            let request = Request::builder().method(method).uri(address).header(header::HOST, "127.0.0.1:8080");
            here(&request.header(header::REFERER, referer).body(axum::body::Body::empty()).unwrap())
        };
        assert_eq!(asked(Method::GET, "/prelist?q=siti&hal=2", ""), "/prelist?q=siti&hal=2");
        let form = "http://127.0.0.1:8080/meja/draf/1";
        assert_eq!(asked(Method::POST, "/meja/aktif", form), "/meja/draf/1");
        assert_eq!(asked(Method::POST, "/meja/aktif", ""), "/");
        assert_eq!(asked(Method::POST, "/meja/aktif", "http://lain.example/meja"), "/");
        assert_eq!(asked(Method::POST, "/meja/aktif", "http://127.0.0.1:8080.lain.example/meja"), "/");
    }

    #[test]
    fn a_change_from_another_site_is_foreign_and_one_from_our_page_is_not() {
        assert!(foreign(&[("sec-fetch-site", "cross-site")]));
        assert!(foreign(&[("sec-fetch-site", "same-site")]));
        assert!(!foreign(&[("sec-fetch-site", "same-origin")]));
        assert!(foreign(&[("origin", "https://lain.example"), ("host", "127.0.0.1:8080")]));
        assert!(!foreign(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(foreign(&[("origin", "null"), ("host", "127.0.0.1:8080")]));
        assert!(foreign(&[("cookie", "sesi=abc")]));
    }
}
