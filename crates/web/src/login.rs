//! Login, logout, and one's own account.

use crate::guard::{SESSION, Signed, Visit, cookie, set_cookie};
use crate::page::{Page, go, go_done, show, show_as};
use crate::problem::Problem;
use crate::{Web, refuse};
use app::account::{self, AccountRefused};
use app::error::AppError;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    p: Page,
    problem: Option<String>,
    name: String,
    to: String,
}

/// `?ke=/ringkasan`: where to go after login.
#[derive(Deserialize)]
pub struct To {
    ke: Option<String>,
}

/// The login form.
#[derive(Deserialize)]
pub struct LoginForm {
    nama: String,
    sandi: String,
    #[serde(default)]
    ke: String,
}

/// Shows the form.
pub async fn form(visit: Visit, Query(to): Query<To>) -> Response {
    if visit.page.officer.is_some() {
        return go("/");
    }
    let problem = to.ke.as_ref().map(|_| "login-needed".to_owned());
    show(&LoginPage { p: visit.page, problem, name: String::new(), to: to.ke.unwrap_or_default() })
}

/// Opens a session.
pub async fn login(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Form(form): Form<LoginForm>,
) -> Result<Response, Problem> {
    match account::login(&web.app, &form.nama, &form.sandi).await {
        Ok(login) => {
            let mut response = go(local(&form.ke));
            let age = account::SESSION_MS / 1000;
            set_cookie(&mut response, cookie(SESSION, &login.token, age).secure(web.config.https));
            Ok(response)
        }
        Err(AppError::Account(
            refused @ (AccountRefused::WrongPassword | AccountRefused::Locked | AccountRefused::OneTimeOver),
        )) => {
            let key = match refused {
                AccountRefused::Locked => "login-locked",
                AccountRefused::OneTimeOver => "login-one-time-over",
                _ => "login-wrong",
            };
            let page = LoginPage { p: visit.page, problem: Some(key.to_owned()), name: form.nama, to: form.ke };
            Ok(show_as(StatusCode::UNAUTHORIZED, &page))
        }
        Err(error) => Err(refuse(error)),
    }
}

/// Only a path of our own, never another site.
fn local(to: &str) -> &str {
    let plain = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n']);
    if plain { to } else { "/" }
}

/// Ends this session.
pub async fn logout(State(web): State<Arc<Web>>, visit: Visit) -> Result<Response, Problem> {
    if let Some(token) = visit.token {
        account::logout(&web.app, &token).await.map_err(refuse)?;
    }
    let mut response = go_done("/", "keluar");
    set_cookie(&mut response, cookie(SESSION, "", 0));
    Ok(response)
}

#[derive(Template)]
#[template(path = "me.html")]
struct MePage {
    p: Page,
    problem: Option<String>,
}

/// One's own account.
pub async fn me(signed: Signed) -> Response {
    show(&MePage { p: signed.page, problem: None })
}

/// The form that changes the password.
#[derive(Deserialize)]
pub struct PasswordForm {
    lama: String,
    baru: String,
    ulang: String,
}

/// Changes the password; every session ends, this one too.
pub async fn change_password(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Problem> {
    let wrong = |p: Page, key: &str| {
        Ok(show_as(StatusCode::UNPROCESSABLE_ENTITY, &MePage { p, problem: Some(key.to_owned()) }))
    };
    if form.baru != form.ulang {
        return wrong(signed.page, "wrong-password-differs");
    }
    match account::change_password(&web.app, &signed.officer, &form.lama, &form.baru).await {
        Ok(()) => Ok(go_done("/masuk", "kata-sandi")),
        Err(AppError::Account(AccountRefused::WrongOldPassword)) => wrong(signed.page, "wrong-password-old"),
        Err(AppError::Account(AccountRefused::ShortPassword)) => wrong(signed.page, "wrong-password-short"),
        Err(AppError::Account(AccountRefused::SamePassword)) => wrong(signed.page, "wrong-password-same"),
        Err(error) => Err(refuse(error)),
    }
}

/// Ends every session of this account.
pub async fn logout_all(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    account::revoke_sessions(&web.app, &signed.officer, signed.officer.id.as_str()).await.map_err(refuse)?;
    Ok(go_done("/masuk", "sesi-dicabut"))
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn after_login_one_never_lands_on_another_site() {
        assert_eq!(local("/ringkasan"), "/ringkasan");
        for bad in ["//lain.example", "https://lain.example", "/\\lain.example", "", "/a\r\nb"] {
            assert_eq!(local(bad), "/", "{bad}");
        }
    }
}
