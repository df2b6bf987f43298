//! Accounts: passwords (argon2id), sessions, roles bound to areas, and the access log.
//!
//! A session's token is random, given once to the browser and stored only as its SHA-256.

pub(crate) mod refused;

pub use refused::AccountRefused;

use crate::access::{Act, Denied, Officer, Role, RoleBinding, Scope};
use crate::error::AppError;
use crate::{App, logged};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use domain::Date;
use domain::area::{AreaCode, AreaLevel, AreaTable};
use domain::event::{AccountEvent, Event};
use domain::id::AccountId;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::account::{AccessRow, AccountRow, RoleBindingRow, SessionRow};
use store::{NewEvent, Reader, StoreError};
use tokio::sync::{Semaphore, SemaphorePermit};

/// A session ends after this long, used or not.
pub const SESSION_MS: i64 = 12 * 60 * 60 * 1000;
/// Wrong passwords of one account within [`LOCK_MS`] after which it must wait.
pub const ATTEMPTS_MAX: i64 = 8;
/// How long the waiting lasts.
pub const LOCK_MS: i64 = 15 * 60 * 1000;
/// Fewest characters of a password.
pub const PASSWORD_MIN: usize = 10;
const PASSWORD_MAX: usize = 256;
/// How long a password that was given out works.
pub const ONE_TIME_MS: i64 = 7 * 24 * 60 * 60 * 1000;
const SEEN_EVERY_MS: i64 = 5 * 60 * 1000;
const LOGIN: &str = "masuk";
const ACTIVE: &str = "AKTIF";
const DISABLED: &str = "NONAKTIF";

/// What a new account is made of.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// User name.
    pub id: String,
    /// The person's name.
    pub display_name: String,
    /// First password.
    pub password: String,
    /// Roles, each bound to a place.
    pub roles: Vec<RoleBinding>,
    /// The person's own household, if it is in the register. Domain §1.3.
    pub household: Option<String>,
}

/// An account as the accounts page shows it.
#[derive(Clone, Debug)]
pub struct AccountView {
    /// User name.
    pub id: String,
    /// The person's name.
    pub display_name: String,
    /// `AKTIF` or `NONAKTIF`.
    pub state: String,
    /// Roles.
    pub roles: Vec<RoleBinding>,
    /// Sessions that still hold; only on the page of one account.
    pub session_count: usize,
    /// The roles with the names of their areas and their last days; also those that have ended.
    pub held: Vec<HeldRole>,
    /// Whether its password was given out and waits to be changed.
    pub is_one_time: bool,
}

/// A role of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRole {
    /// The role and its area.
    pub binding: RoleBinding,
    /// Name of the area.
    pub place: String,
    /// Its last day.
    pub until: Option<Date>,
    /// Whether that day is past.
    pub has_ended: bool,
}

/// A login that succeeded.
pub struct Login {
    /// The token for the browser; it is stored nowhere.
    pub token: String,
    /// Who it is.
    pub officer: Officer,
}

// ── making and changing accounts ────────────────────────────────────────────

/// Creates an account. Asked by `officer`, who must manage accounts.
pub async fn create(app: &App, officer: &Officer, new: &NewAccount) -> Result<(), AppError> {
    may_manage(app, officer).await?;
    let id = checked_name(&new.id)?;
    if new.display_name.trim().is_empty() {
        return Err(AccountRefused::NoPerson.into());
    }
    for (at, binding) in new.roles.iter().enumerate() {
        check_role(app, officer, binding, &new.roles[..at]).await?;
    }
    let password_hash = hash(app, &new.password).await?;
    let now = app.now_ms();
    let mut tx = app.store.begin("").await?;
    if tx.account(&id).await?.is_some() {
        return Err(AccountRefused::NameTaken.into());
    }
    let row = AccountRow {
        id: id.clone(),
        display_name: new.display_name.trim().to_owned(),
        password_hash,
        state: ACTIVE.to_owned(),
        household: new.household.clone(),
        created_at_ms: now,
        // whoever made it knows the password
        one_time_until_ms: (!officer.is_operator()).then_some(now + ONE_TIME_MS),
    };
    tx.put_account(&row, true);
    for binding in &new.roles {
        tx.put_role_binding(&binding_row(&id, binding, officer, None, now));
    }
    let event =
        said(AccountEvent::Created { account: AccountId::new(&id), roles: new.roles.len() }, officer.id.as_str(), now);
    match tx.commit(event).await {
        Err(StoreError::Constraint { .. }) => Err(AccountRefused::NameTaken.into()),
        other => Ok(other.map(|_| ())?),
    }
}

/// The account that does the acts of a role when a run or a demo takes an office's files through all stages: made on
/// first use, without a password, so that nobody logs in with it before one is set. Design D18.
pub async fn of_role(app: &App, role: Role) -> Result<Officer, AppError> {
    let kabupaten = app.kabupaten().await?;
    let id = role.code().replace('_', "-");
    if let Some(held) = find(app, &id).await? {
        return Ok(held);
    }
    let scope = if matches!(role, Role::Pokja | Role::Ministry) { Scope::National } else { Scope::Area(kabupaten) };
    let words = role.code().replace('_', " ");
    let row = AccountRow {
        id: id.clone(),
        display_name: words[..1].to_uppercase() + &words[1..],
        password_hash: NO_PASSWORD.to_owned(),
        state: ACTIVE.to_owned(),
        household: None,
        created_at_ms: app.now_ms(),
        one_time_until_ms: None,
    };
    let mut tx = app.store.begin("").await?;
    tx.put_account(&row, true);
    tx.put_role_binding(&binding_row(&id, &RoleBinding { role, scope }, &Officer::operator(), None, app.now_ms()));
    let event = NewEvent::new("account.created", "operator", app.now_ms())
        .with(serde_json::json!({ "account": id, "roles": 1 }));
    tx.commit(event).await?;
    officer_of(app, &row).await
}

/// The hash of an account that has no password: no password fits it.
const NO_PASSWORD: &str = "-";

/// An account that may act: who it is. `None` = there is none of this name, or it is closed.
pub async fn find(app: &App, id: &str) -> Result<Option<Officer>, AppError> {
    let row = app.store.read().await?.account(id).await?;
    match row.filter(|r| r.state == ACTIVE) {
        Some(row) => officer_of(app, &row).await.map(Some),
        None => Ok(None),
    }
}

/// The person's name of every account, open or closed.
pub(crate) async fn names(reader: &mut Reader) -> Result<BTreeMap<String, String>, AppError> {
    Ok(reader.accounts().await?.into_iter().map(|a| (a.id, a.display_name)).collect())
}

/// Sets the first password of an account that was made without one.
pub async fn set_first_password(app: &App, officer: &Officer, id: &str, password: &str) -> Result<bool, AppError> {
    may_manage(app, officer).await?;
    let password_hash = hash(app, password).await?;
    let mut tx = app.store.begin("").await?;
    let row = tx.account(id).await?.ok_or(AccountRefused::Unknown)?;
    if row.password_hash != NO_PASSWORD {
        return Ok(false);
    }
    tx.put_account(&AccountRow { password_hash, ..row }, false);
    tx.commit(NewEvent::new("account.password_changed", officer.id.as_str(), app.now_ms())).await?;
    Ok(true)
}

/// Gives an account a password that works for [`ONE_TIME_MS`] and must be changed when it is used; every session of
/// it ends. The password is returned and stored nowhere. For the own one there is [`change_password`].
pub async fn reset(app: &App, officer: &Officer, account: &str) -> Result<String, AppError> {
    may_manage(app, officer).await?;
    if officer.id.as_str() == account {
        return Err(AccountRefused::OwnAccount.into());
    }
    let password = one_time(app)?;
    let password_hash = hash(app, &password).await?;
    let now = app.now_ms();
    let mut tx = app.store.begin("").await?;
    let row = tx.account(account).await?.ok_or(AccountRefused::Unknown)?;
    tx.put_account(&AccountRow { password_hash, one_time_until_ms: Some(now + ONE_TIME_MS), ..row }, false);
    let event = AccountEvent::PasswordChanged { account: AccountId::new(account) };
    tx.commit(said(event, officer.id.as_str(), now)).await?;
    end_sessions(app, account).await?;
    Ok(password)
}

/// Letters and digits that nobody mistakes for another when reading aloud.
const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A password of twelve characters in three groups, about 59 bits: to be read out, used once and changed.
pub fn one_time(app: &App) -> Result<String, AppError> {
    let mut password = String::new();
    while password.len() < 14 {
        // a byte past the last whole multiple would favour the first letters
        let fair =
            random::<32>(app)?.into_iter().map(usize::from).filter(|b| *b < 256 / ALPHABET.len() * ALPHABET.len());
        for byte in fair {
            if password.len() >= 14 {
                break;
            }
            if password.len() % 5 == 4 {
                password.push('-');
            }
            password.push(char::from(ALPHABET[byte % ALPHABET.len()]));
        }
    }
    Ok(password)
}

/// Adds a role; `until` is its last day, as of a deputy.
pub async fn grant(
    app: &App,
    officer: &Officer,
    account: &str,
    binding: &RoleBinding,
    until: Option<Date>,
) -> Result<(), AppError> {
    may_manage(app, officer).await?;
    if officer.id.as_str() == account {
        return Err(AccountRefused::OwnAccount.into());
    }
    if until.is_some_and(|day| day < app.today()) {
        return Err(AccountRefused::DayPast.into());
    }
    let held = roles_of(app, account).await?;
    check_role(app, officer, binding, &held).await?;
    let now = app.now_ms();
    let mut tx = app.store.begin("").await?;
    tx.account(account).await?.ok_or(AccountRefused::Unknown)?;
    tx.put_role_binding(&binding_row(account, binding, officer, until, now));
    let event = said(
        AccountEvent::RoleGranted {
            account: AccountId::new(account),
            role: binding.role.code(),
            area: stored(&binding.scope),
        },
        officer.id.as_str(),
        now,
    );
    tx.commit(event).await?;
    Ok(())
}

/// Takes a role away.
pub async fn withdraw(app: &App, officer: &Officer, account: &str, binding: &RoleBinding) -> Result<(), AppError> {
    may_manage(app, officer).await?;
    if officer.id.as_str() == account && binding.role.allows(Act::ManageAccounts) {
        return Err(AccountRefused::OwnAccount.into());
    }
    let mut tx = app.store.begin("").await?;
    tx.account(account).await?.ok_or(AccountRefused::Unknown)?;
    tx.delete_role_binding(account, binding.role.code(), &stored(&binding.scope));
    let event = said(
        AccountEvent::RoleWithdrawn {
            account: AccountId::new(account),
            role: binding.role.code(),
            area: stored(&binding.scope),
        },
        officer.id.as_str(),
        app.now_ms(),
    );
    tx.commit(event).await?;
    Ok(())
}

/// Enables or disables an account; disabling ends its sessions.
pub async fn set_active(app: &App, officer: &Officer, account: &str, active: bool) -> Result<(), AppError> {
    may_manage(app, officer).await?;
    if officer.id.as_str() == account && !active {
        return Err(AccountRefused::OwnAccount.into());
    }
    let mut tx = app.store.begin("").await?;
    let mut row = tx.account(account).await?.ok_or(AccountRefused::Unknown)?;
    row.state = if active { ACTIVE } else { DISABLED }.to_owned();
    tx.put_account(&row, false);
    let id = AccountId::new(account);
    let event = if active { AccountEvent::Enabled { account: id } } else { AccountEvent::Disabled { account: id } };
    tx.commit(said(event, officer.id.as_str(), app.now_ms())).await?;
    if active { Ok(()) } else { end_sessions(app, account).await }
}

/// Ends every session of an account.
pub async fn revoke_sessions(app: &App, officer: &Officer, account: &str) -> Result<(), AppError> {
    if officer.id.as_str() != account {
        may_manage(app, officer).await?;
    }
    end_sessions(app, account).await
}

/// Changes one's own password; the other sessions end.
pub async fn change_password(app: &App, officer: &Officer, old: &str, new: &str) -> Result<(), AppError> {
    let id = officer.id.as_str();
    let row = app.store.read().await?.account(id).await?.ok_or(AccountRefused::Unknown)?;
    if !verify(row.password_hash.clone(), old.to_owned()).await? {
        return Err(AccountRefused::WrongOldPassword.into());
    }
    if old == new {
        return Err(AccountRefused::SamePassword.into());
    }
    let password_hash = hash(app, new).await?;
    let mut tx = app.store.begin("").await?;
    tx.put_account(&AccountRow { password_hash, one_time_until_ms: None, ..row }, false);
    tx.commit(said(AccountEvent::PasswordChanged { account: AccountId::new(id) }, id, app.now_ms())).await?;
    end_sessions(app, id).await
}

/// Every account with its roles.
pub async fn list(app: &App, officer: &Officer) -> Result<Vec<AccountView>, AppError> {
    may_manage(app, officer).await?;
    let mut reader = app.store.read().await?;
    let bindings = reader.all_role_bindings().await?;
    let rows = reader.accounts().await?;
    let areas = reader.areas().await?;
    Ok(rows.into_iter().map(|row| account_view(app, row, &bindings, &areas, 0)).collect())
}

/// One account with its roles and the number of its sessions.
pub async fn show(app: &App, officer: &Officer, id: &str) -> Result<Option<AccountView>, AppError> {
    may_manage(app, officer).await?;
    let mut reader = app.store.read().await?;
    let Some(row) = reader.account(id).await? else { return Ok(None) };
    let bindings = reader.role_bindings(id).await?;
    let now = app.now_ms();
    let open = reader.sessions_of(id).await?.iter().filter(|s| !s.revoked && s.expires_at_ms > now).count();
    let areas = reader.areas().await?;
    Ok(Some(account_view(app, row, &bindings, &areas, open)))
}

/// The areas a role can be given in, by code, each with its name; hamlets with their own codes.
pub async fn places(app: &App, officer: &Officer) -> Result<Vec<(String, String)>, AppError> {
    may_manage(app, officer).await?;
    let areas = app.store.read().await?.areas().await?.as_of(app.today());
    let mut places = Vec::new();
    for area in areas.areas().filter(|a| !areas.has_ended(&a.code)) {
        places.push((area.code.dotted(), area.full_name()));
        for hamlet in areas.hamlets(&area.code) {
            places.push((hamlet.code.clone(), format!("{}, {}", hamlet.name, area.name)));
        }
    }
    Ok(places)
}

/// Whether an account may be given a role beside those it has. The one who runs the binary is asked nothing: the
/// whole workspace is theirs.
async fn check_role(
    app: &App,
    officer: &Officer,
    binding: &RoleBinding,
    beside: &[RoleBinding],
) -> Result<(), AppError> {
    if officer.is_operator() {
        return Ok(());
    }
    if let Some(other) = beside.iter().find(|other| binding.role.excludes(other.role)) {
        return Err(AccountRefused::RolesApart { role: binding.role.code(), other: other.role.code() }.into());
    }
    let areas = app.store.read().await?.areas().await?;
    let level = match &binding.scope {
        Scope::National => None,
        Scope::Area(area) => Some(area.level()),
        Scope::Hamlet(desa, _) => Some(desa.level()),
    };
    let is_too_wide = match (binding.role.widest(), level) {
        (Some(widest), Some(level)) => depth(level) < depth(widest),
        (Some(_), None) => true,
        (None, _) => false,
    };
    if is_too_wide {
        return Err(AccountRefused::AreaTooWide { role: binding.role.code() }.into());
    }
    let is_known = match &binding.scope {
        Scope::National => true,
        Scope::Area(area) => areas.areas().any(|known| area.contains(&known.code)),
        Scope::Hamlet(desa, code) => areas.hamlets(desa).iter().any(|hamlet| hamlet.code == *code),
    };
    if is_known { Ok(()) } else { Err(AccountRefused::NoSuchArea.into()) }
}

/// How far below the nation a level is.
fn depth(level: AreaLevel) -> u8 {
    match level {
        AreaLevel::Provinsi => 1,
        AreaLevel::Kabupaten => 2,
        AreaLevel::Kecamatan => 3,
        AreaLevel::Desa => 4,
    }
}

fn said(event: AccountEvent, actor: &str, at_ms: i64) -> NewEvent {
    logged(&Event::Account(event), actor, at_ms)
}

fn account_view(
    app: &App,
    row: AccountRow,
    bindings: &[RoleBindingRow],
    areas: &AreaTable,
    session_count: usize,
) -> AccountView {
    let place = |scope: &Scope| match scope {
        Scope::National => String::new(),
        Scope::Area(area) => areas.name(area),
        Scope::Hamlet(desa, code) => {
            let hamlet = areas.hamlets(desa).iter().find(|h| h.code == *code).map(|h| h.name.clone());
            hamlet.map_or_else(|| areas.name(desa), |name| format!("{name}, {}", areas.name(desa)))
        }
    };
    let own = bindings.iter().filter(|b| b.account == row.id);
    let held = own.clone().filter_map(|b| {
        let binding = binding(b)?;
        let until = b.ends_on.as_deref().and_then(|day| day.parse().ok());
        Some(HeldRole { place: place(&binding.scope), binding, until, has_ended: !holds(b, app.today()) })
    });
    AccountView {
        held: held.collect(),
        roles: own.filter(|b| holds(b, app.today())).filter_map(binding).collect(),
        is_one_time: row.one_time_until_ms.is_some(),
        id: row.id,
        display_name: row.display_name,
        state: row.state,
        session_count,
    }
}

/// Accounts belong to the whole workspace, so managing them is asked at its kabupaten.
async fn may_manage(app: &App, officer: &Officer) -> Result<(), AppError> {
    let home = app.store.read().await?.areas().await?.kabupaten();
    match home {
        Some(home) => Ok(officer.may(Act::ManageAccounts, home)?),
        None if officer.could_somewhere(Act::ManageAccounts) => Ok(()),
        None => Err(AppError::NoAreas),
    }
}

// ── login and sessions ──────────────────────────────────────────────────────

/// Opens a session. A wrong name takes as long as a wrong password, is locked as soon, says the same, and is logged
/// too: under a mark made from the name, because somebody may have typed a password there.
pub async fn login(app: &App, name: &str, password: &str) -> Result<Login, AppError> {
    let name = name.trim().to_lowercase();
    let now = app.now_ms();
    let mut reader = app.store.read().await?;
    let account = reader.account(&name).await?;
    let known_as = match &account {
        Some(account) => account.id.clone(),
        None => format!("?{}", hex::encode(&app.store.keys().lookup("masuk", &name)[..6])),
    };
    let failures = reader.view_login_failures(&known_as, now - LOCK_MS).await?;
    drop(reader);
    if failures >= ATTEMPTS_MAX {
        return Err(AccountRefused::Locked.into());
    }
    let stored_hash = match &account {
        Some(account) => account.password_hash.clone(),
        None => NOBODY.to_owned(),
    };
    let fits = password.len() <= PASSWORD_MAX && verify(stored_hash, password.to_owned()).await?;
    let Some(account) = account.filter(|account| fits && account.state == ACTIVE) else {
        write_access(app, &known_as, LOGIN, "", None, false, Some("kata sandi")).await?;
        return Err(AccountRefused::WrongPassword.into());
    };
    if account.one_time_until_ms.is_some_and(|until| until < now) {
        write_access(app, &known_as, LOGIN, "", None, false, Some(AccountRefused::OneTimeOver.code())).await?;
        return Err(AccountRefused::OneTimeOver.into());
    }
    let token = hex::encode(random::<32>(app)?);
    let session = SessionRow {
        token_hash: token_hash(&token),
        account: account.id.clone(),
        created_at_ms: now,
        expires_at_ms: now + SESSION_MS,
        seen_at_ms: now,
        csrf: hex::encode(random::<16>(app)?),
        revoked: false,
        rev: 0,
    };
    let mut tx = app.store.begin_unlogged().await?;
    tx.put_session(&session);
    tx.put_access(&access_row(app, &account.id, LOGIN, "", None, true, None)?);
    tx.commit_unlogged().await?;
    let officer = officer_of(app, &account).await?;
    Ok(Login { token, officer })
}

/// Who a token belongs to; `None` when the session is unknown, ended or over.
pub async fn session(app: &App, token: &str) -> Result<Option<Officer>, AppError> {
    if token.len() != 64 {
        return Ok(None);
    }
    let now = app.now_ms();
    let mut reader = app.store.read().await?;
    let Some(session) = reader.session(&token_hash(token)).await? else { return Ok(None) };
    if session.revoked || session.expires_at_ms <= now {
        return Ok(None);
    }
    let Some(account) = reader.account(&session.account).await? else { return Ok(None) };
    if account.state != ACTIVE {
        return Ok(None);
    }
    let bindings = reader.role_bindings(&account.id).await?;
    drop(reader);
    if now - session.seen_at_ms > SEEN_EVERY_MS {
        let mut tx = app.store.begin_unlogged().await?;
        // somebody else noted it a moment earlier: just as well
        if tx.update_session(&SessionRow { seen_at_ms: now, ..session }).await.is_ok() {
            tx.commit_unlogged().await?;
        }
    }
    Ok(Some(as_officer(app, &account, &bindings)))
}

/// Ends one session.
pub async fn logout(app: &App, token: &str) -> Result<(), AppError> {
    let mut tx = app.store.begin_unlogged().await?;
    if let Some(session) = tx.session(&token_hash(token)).await? {
        tx.update_session(&SessionRow { revoked: true, ..session }).await?;
        tx.commit_unlogged().await?;
    }
    Ok(())
}

async fn end_sessions(app: &App, account: &str) -> Result<(), AppError> {
    let mut tx = app.store.begin_unlogged().await?;
    for session in tx.sessions_of(account).await? {
        if !session.revoked {
            tx.update_session(&SessionRow { revoked: true, ..session }).await?;
        }
    }
    tx.commit_unlogged().await?;
    Ok(())
}

async fn officer_of(app: &App, account: &AccountRow) -> Result<Officer, AppError> {
    let bindings = app.store.read().await?.role_bindings(&account.id).await?;
    Ok(as_officer(app, account, &bindings))
}

/// The account with the roles it holds today.
fn as_officer(app: &App, account: &AccountRow, bindings: &[RoleBindingRow]) -> Officer {
    let roles = bindings.iter().filter(|b| holds(b, app.today())).filter_map(binding).collect();
    let officer = Officer::new(account.id.as_str().into(), account.display_name.clone(), roles);
    if account.one_time_until_ms.is_some() { officer.with_password_to_change() } else { officer }
}

/// The roles an account holds today.
async fn roles_of(app: &App, account: &str) -> Result<Vec<RoleBinding>, AppError> {
    let bindings = app.store.read().await?.role_bindings(account).await?;
    Ok(bindings.iter().filter(|b| holds(b, app.today())).filter_map(binding).collect())
}

/// Whether a role has not ended. A day that cannot be read ends it.
fn holds(row: &RoleBindingRow, today: Date) -> bool {
    row.ends_on.as_deref().is_none_or(|day| day.parse::<Date>().is_ok_and(|day| today <= day))
}

// ── who read what ───────────────────────────────────────────────────────────

/// Logs that an officer read personal data about a subject. Domain §9.2.
pub async fn log_reading(
    app: &App,
    officer: &Officer,
    act: Act,
    area: AreaCode,
    subject: &str,
) -> Result<(), AppError> {
    write_access(app, officer.id.as_str(), act.code(), area.as_str(), Some(subject), true, None).await
}

/// Logs a denial. It never fails the request: the denial itself stands.
pub async fn log_denial(app: &App, officer: &Officer, denied: &Denied) {
    let area: String = denied.place.chars().filter(char::is_ascii_digit).collect();
    let written =
        write_access(app, officer.id.as_str(), denied.act.code(), &area, None, false, Some(Denied::CODE)).await;
    if let Err(error) = written {
        tracing::error!(code = error.code(), "a denial could not be logged");
    }
}

async fn write_access(
    app: &App,
    account: &str,
    act: &str,
    area: &str,
    subject: Option<&str>,
    granted: bool,
    reason: Option<&str>,
) -> Result<(), AppError> {
    let row = access_row(app, account, act, area, subject, granted, reason)?;
    let mut tx = app.store.begin_unlogged().await?;
    tx.put_access(&row);
    tx.commit_unlogged().await?;
    Ok(())
}

fn access_row(
    app: &App,
    account: &str,
    act: &str,
    area: &str,
    subject: Option<&str>,
    granted: bool,
    reason: Option<&str>,
) -> Result<AccessRow, AppError> {
    let at_ms = app.now_ms();
    Ok(AccessRow {
        id: format!("{at_ms:015}-{}", hex::encode(random::<8>(app)?)),
        at_ms,
        account: account.to_owned(),
        act: act.to_owned(),
        area: area.to_owned(),
        subject: subject.map(str::to_owned),
        granted,
        reason: reason.map(str::to_owned),
    })
}

// ── passwords and tokens ────────────────────────────────────────────────────

/// A hash that fits no password, so that an unknown name costs the same time as a known one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bXV0YWtoaXItbmlhYi0wMQ$VbCJmMvKPcHfhZ0CwXGIGeLKCzKXTVX0sA0mVCgzeVA";

async fn hash(app: &App, password: &str) -> Result<String, AppError> {
    if password.chars().count() < PASSWORD_MIN || password.len() > PASSWORD_MAX {
        return Err(AccountRefused::ShortPassword.into());
    }
    let salt = random::<16>(app)?;
    let password = password.to_owned();
    let _turn = turn().await?;
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map(|h| h.to_string())
    });
    hashed.await.map_err(|e| AppError::fault(e.to_string()))?.map_err(|e| AppError::fault(e.to_string()))
}

/// How many passwords are worked on at once. Each takes 19 MiB; who comes later waits its turn, so that a crowd at the
/// door takes time and not the memory of everybody else.
const PASSWORDS_AT_ONCE: usize = 4;
static TURNS: Semaphore = Semaphore::const_new(PASSWORDS_AT_ONCE);

async fn turn() -> Result<SemaphorePermit<'static>, AppError> {
    TURNS.acquire().await.map_err(|e| AppError::fault(e.to_string()))
}

async fn verify(stored: String, password: String) -> Result<bool, AppError> {
    let _turn = turn().await?;
    let checked = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&stored)
            .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    });
    checked.await.map_err(|e| AppError::fault(e.to_string()))
}

fn random<const N: usize>(app: &App) -> Result<[u8; N], AppError> {
    let mut bytes = [0u8; N];
    app.random(&mut bytes)?;
    Ok(bytes)
}

fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

fn checked_name(name: &str) -> Result<String, AccountRefused> {
    let name = name.trim();
    let fits = (2..=40).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-')
        && name != "operator"
        && name != "sistem";
    if fits { Ok(name.to_owned()) } else { Err(AccountRefused::BadName) }
}

// ── roles as stored ─────────────────────────────────────────────────────────

fn binding_row(
    account: &str,
    binding: &RoleBinding,
    officer: &Officer,
    until: Option<Date>,
    now: i64,
) -> RoleBindingRow {
    RoleBindingRow {
        account: account.to_owned(),
        role: binding.role.code().to_owned(),
        area: stored(&binding.scope),
        granted_by: officer.id.as_str().to_owned(),
        granted_at_ms: now,
        ends_on: until.map(|day| day.to_string()),
    }
}

/// Digits of the area, a hamlet's code, or nothing for the nation.
fn stored(scope: &Scope) -> String {
    match scope {
        Scope::National => String::new(),
        Scope::Area(area) => area.as_str().to_owned(),
        Scope::Hamlet(_, code) => code.clone(),
    }
}

/// A role that is not in the table any more, or an area that cannot be read, allows nothing.
fn binding(row: &RoleBindingRow) -> Option<RoleBinding> {
    let scope = if row.area.is_empty() { Scope::National } else { Scope::parse(&row.area)? };
    Some(RoleBinding { role: Role::from_code(&row.role)?, scope })
}
