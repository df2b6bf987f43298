//! Accounts, for those who manage them.

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
use serde::Deserialize;
use std::sync::Arc;

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

/// The form of a new account.
#[derive(Default, Deserialize)]
pub struct NewForm {
    nama: String,
    orang: String,
    sandi: String,
    peran: String,
    wilayah: String,
}

#[derive(Template)]
#[template(path = "account_new.html")]
struct NewPage {
    p: Page,
    form: NewForm,
    roles: &'static [Role],
    problem: Option<String>,
}

/// An empty form, for those who may send it.
pub async fn new(State(web): State<Arc<Web>>, signed: Signed) -> Result<Response, Problem> {
    account::list(&web.app, &signed.officer).await.map_err(refuse)?;
    Ok(render(&NewPage { p: signed.page, form: NewForm::default(), roles: &Role::ALL, problem: None }))
}

/// Creates an account with its first role.
pub async fn create(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Form(form): Form<NewForm>,
) -> Result<Response, Problem> {
    let made = match read_binding(&form.peran, &form.wilayah) {
        Err(key) => Err(key),
        Ok(binding) => {
            let new = NewAccount {
                id: form.nama.clone(),
                display_name: form.orang.clone(),
                password: form.sandi.clone(),
                roles: vec![binding],
                household: None,
            };
            match account::create(&web.app, &signed.officer, &new).await {
                Ok(()) => Ok(new.id),
                Err(AppError::Account(refused)) => Err(key_of(refused)),
                Err(error) => return Err(refuse(error)),
            }
        }
    };
    match made {
        Ok(id) => Ok(go_done(&format!("/akun/{}", encode(id.trim())), "akun-dibuat")),
        Err(key) => {
            // the password is never given back to the page
            let form = NewForm { sandi: String::new(), ..form };
            let page = NewPage { p: signed.page, form, roles: &Role::ALL, problem: Some(key.to_owned()) };
            Ok(show_as(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    p: Page,
    base: String,
    a: AccountView,
    roles: &'static [Role],
    problem: Option<String>,
}

/// One account.
async fn show_one(web: &Web, signed: Signed, id: &str, problem: Option<&str>) -> Result<Response, Problem> {
    let a = account::show(&web.app, &signed.officer, id).await.map_err(refuse)?.ok_or(Problem::NotFound)?;
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(show_as(
        status,
        &AccountPage {
            p: signed.page,
            base: format!("/akun/{}", encode(id)),
            a,
            roles: &Role::ALL,
            problem: problem.map(str::to_owned),
        },
    ))
}

/// One account.
pub async fn show(State(web): State<Arc<Web>>, signed: Signed, Path(id): Path<String>) -> Result<Response, Problem> {
    show_one(&web, signed, &id, None).await
}

/// A role with its area.
#[derive(Deserialize)]
pub struct RoleForm {
    peran: String,
    wilayah: String,
}

/// Adds a role.
pub async fn grant(
    State(web): State<Arc<Web>>,
    signed: Signed,
    Path(id): Path<String>,
    Form(form): Form<RoleForm>,
) -> Result<Response, Problem> {
    match read_binding(&form.peran, &form.wilayah) {
        Err(key) => show_one(&web, signed, &id, Some(key)).await,
        Ok(binding) => {
            account::grant(&web.app, &signed.officer, &id, &binding).await.map_err(refuse)?;
            Ok(go_done(&format!("/akun/{}", encode(&id)), "peran-disimpan"))
        }
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
    account::withdraw(&web.app, &signed.officer, &id, &binding).await.map_err(refuse)?;
    Ok(go_done(&format!("/akun/{}", encode(&id)), "peran-disimpan"))
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
    account::set_active(&web.app, &signed.officer, &id, form.aktif == "1").await.map_err(refuse)?;
    Ok(go_done(&format!("/akun/{}", encode(&id)), "akun-diubah"))
}

fn read_binding(role: &str, scope: &str) -> Result<RoleBinding, &'static str> {
    let role = Role::from_code(role).ok_or("wrong-role")?;
    let scope = Scope::parse(scope).ok_or("wrong-scope")?;
    Ok(RoleBinding { role, scope })
}

fn key_of(refused: AccountRefused) -> &'static str {
    match refused {
        AccountRefused::BadName => "wrong-account-id",
        AccountRefused::NameTaken => "wrong-account-taken",
        AccountRefused::NoPerson => "wrong-account-name",
        AccountRefused::ShortPassword => "wrong-password-short",
        AccountRefused::WrongOldPassword => "wrong-password-old",
        AccountRefused::WrongPassword | AccountRefused::Unknown => "login-wrong",
        AccountRefused::Locked => "login-locked",
    }
}
