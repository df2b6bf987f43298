//! Accounts, for those who manage them.

use crate::error::Refused;
use crate::guard::Signed;
use crate::page::{Page, go_done, show as render, show_as};
use crate::paging::encode;
use crate::problem::Problem;
use crate::{Web, refuse};
use app::access::{Role, RoleBinding, Scope};
use app::account::{self, AccountRefused, AccountView, NewAccount};
use app::error::AppError;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::Date;
use serde::Deserialize;
use std::sync::Arc;

/// Areas to choose from: code and name.
type Places = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    p: Page,
    rows: Vec<AccountView>,
}

/// Every account.
pub async fn list(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    let rows = account::list(&web.app, &signed.officer).await.map_err(refuse)?;
    Ok(render(&AccountsPage { p: signed.page, rows }))
}

/// The form of a new account. Its password is made here.
#[derive(Default, Deserialize)]
pub struct NewForm {
    nama: String,
    orang: String,
    peran: String,
    wilayah: String,
}

#[derive(Template)]
#[template(path = "account_new.html")]
struct NewPage {
    p: Page,
    form: NewForm,
    roles: &'static [Role],
    places: Places,
    problem: Option<String>,
    refused: Refused,
}

/// An empty form, for those who may send it.
pub async fn new(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    new_page(&web, signed, NewForm::default(), None, Refused::no()).await
}

async fn new_page(
    web: &Web,
    signed: Signed,
    form: NewForm,
    problem: Option<&str>,
    refused: Refused,
) -> Result<Response, Problem> {
    let places = account::places(&web.app, &signed.officer).await.map_err(refuse)?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { refused.status() };
    let problem = problem.map(str::to_owned);
    Ok(show_as(status, &NewPage { p: signed.page, form, roles: &Role::ALL, places, problem, refused }))
}

/// Creates an account with its first role; its one-time password is shown once.
pub async fn create(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Form(form): Form<NewForm>,
) -> Result<Response, Problem> {
    let roles = match read_binding(&form.peran, &form.wilayah) {
        Err(key) => return new_page(&web, signed, form, Some(key), Refused::no()).await,
        Ok(binding) => vec![binding],
    };
    let password = account::one_time(&web.app).map_err(refuse)?;
    let new = NewAccount {
        id: form.nama.clone(),
        display_name: form.orang.clone(),
        password: password.clone(),
        roles,
        household: None,
    };
    match account::create(&web.app, &signed.officer, &new).await {
        Ok(()) => Ok(one_time(signed, new.id.trim(), &new.display_name, password, true)),
        Err(AppError::Account(refused)) if key_of(refused).is_some() => {
            new_page(&web, signed, form, key_of(refused), Refused::no()).await
        }
        Err(error) => {
            let refused = Refused::told(signed.page.t, error)?;
            new_page(&web, signed, form, None, refused).await
        }
    }
}

#[derive(Template)]
#[template(path = "account_password.html")]
struct PasswordPage {
    p: Page,
    id: String,
    name: String,
    href: String,
    password: String,
    is_new: bool,
}

/// Shows a one-time password: it is stored nowhere and not shown again.
fn one_time(signed: Signed, id: &str, name: &str, password: String, is_new: bool) -> Response {
    let href = format!("/akun/{}", encode(id));
    render(&PasswordPage { p: signed.page, id: id.to_owned(), name: name.to_owned(), href, password, is_new })
}

/// Gives an account a one-time password and ends its sessions.
pub async fn reset(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    match account::reset(&web.app, &signed.officer, &id).await {
        Ok(password) => {
            let a = account::show(&web.app, &signed.officer, &id).await.map_err(refuse)?.ok_or(Problem::NotFound)?;
            Ok(one_time(signed, &id, &a.display_name, password, false))
        }
        Err(error) => said_no(&web, signed, &id, error).await,
    }
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    p: Page,
    base: String,
    a: AccountView,
    roles: &'static [Role],
    places: Places,
    is_own: bool,
    problem: Option<String>,
    refused: Refused,
}

/// One account.
async fn show_one(
    web: &Web,
    signed: Signed,
    id: &str,
    problem: Option<&str>,
    refused: Refused,
) -> Result<Response, Problem> {
    let a = account::show(&web.app, &signed.officer, id).await.map_err(refuse)?.ok_or(Problem::NotFound)?;
    let places = account::places(&web.app, &signed.officer).await.map_err(refuse)?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { refused.status() };
    Ok(show_as(
        status,
        &AccountPage {
            is_own: signed.officer.id.as_str() == id,
            p: signed.page,
            base: format!("/akun/{}", encode(id)),
            a,
            roles: &Role::ALL,
            places,
            problem: problem.map(str::to_owned),
            refused,
        },
    ))
}

/// What a rule said no to, above the account.
async fn said_no(web: &Web, signed: Signed, id: &str, error: AppError) -> Result<Response, Problem> {
    let refused = Refused::told(signed.page.t, error)?;
    show_one(web, signed, id, None, refused).await
}

/// One account.
pub async fn show(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    show_one(&web, signed, &id, None, Refused::no()).await
}

/// A role with its area, and the last day of a deputy.
#[derive(Deserialize)]
pub struct RoleForm {
    peran: String,
    wilayah: String,
    #[serde(default)]
    sampai: String,
}

/// Adds a role.
pub async fn grant(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    Form(form): Form<RoleForm>,
) -> Result<Response, Problem> {
    let read = read_binding(&form.peran, &form.wilayah).and_then(|binding| Ok((binding, read_day(&form.sampai)?)));
    match read {
        Err(key) => show_one(&web, signed, &id, Some(key), Refused::no()).await,
        Ok((binding, until)) => match account::grant(&web.app, &signed.officer, &id, &binding, until).await {
            Ok(()) => Ok(go_done(&format!("/akun/{}", encode(&id)), "peran-disimpan")),
            Err(error) => said_no(&web, signed, &id, error).await,
        },
    }
}

/// Takes a role away.
pub async fn withdraw(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    Form(form): Form<RoleForm>,
) -> Result<Response, Problem> {
    let binding = read_binding(&form.peran, &form.wilayah).map_err(|_| Problem::Form)?;
    match account::withdraw(&web.app, &signed.officer, &id, &binding).await {
        Ok(()) => Ok(go_done(&format!("/akun/{}", encode(&id)), "peran-disimpan")),
        Err(error) => said_no(&web, signed, &id, error).await,
    }
}

/// Ends every session of an account.
pub async fn revoke(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    account::revoke_sessions(&web.app, &signed.officer, &id).await.map_err(refuse)?;
    Ok(go_done(&format!("/akun/{}", encode(&id)), "sesi-dicabut"))
}

/// Whether the account works.
#[derive(Deserialize)]
pub struct StateForm {
    aktif: String,
}

/// Enables or disables an account.
pub async fn set_active(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    Form(form): Form<StateForm>,
) -> Result<Response, Problem> {
    match account::set_active(&web.app, &signed.officer, &id, form.aktif == "1").await {
        Ok(()) => Ok(go_done(&format!("/akun/{}", encode(&id)), "akun-diubah")),
        Err(error) => said_no(&web, signed, &id, error).await,
    }
}

fn read_binding(role: &str, scope: &str) -> Result<RoleBinding, &'static str> {
    let role = Role::from_code(role).ok_or("wrong-role")?;
    // a choice from the list may bring its name along: `34.03.01.2001 Desa Beji`
    let code = scope.split_whitespace().next().unwrap_or("");
    let scope = Scope::parse(code).ok_or("wrong-scope")?;
    Ok(RoleBinding { role, scope })
}

/// A day, or none.
fn read_day(text: &str) -> Result<Option<Date>, &'static str> {
    if text.trim().is_empty() { Ok(None) } else { app::desk::read_date(text).map(Some).ok_or("wrong-date") }
}

/// The message at the form, for what a cell of it can mend.
fn key_of(refused: AccountRefused) -> Option<&'static str> {
    match refused {
        AccountRefused::BadName => Some("wrong-account-id"),
        AccountRefused::NameTaken => Some("wrong-account-taken"),
        AccountRefused::NoPerson => Some("wrong-account-name"),
        _ => None,
    }
}
