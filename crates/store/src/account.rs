//! Accounts, their roles bound to areas, sessions and the access log (design D10, D11).

use crate::error::Result;
use crate::sql;
use crate::table::{ACCESS_LOG, ACCOUNT, ROLE_BINDING, SESSION};
use crate::tx::{Reader, Record, Tx};
use crate::value::Value;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// Login name and id.
    pub id: String,
    /// Name shown.
    pub display_name: String,
    /// Argon2id hash in PHC form.
    pub password_hash: String,
    /// `AKTIF` or `NONAKTIF`.
    pub state: String,
    /// Own household, for the rule that nobody codes or enumerates relatives.
    pub household: Option<String>,
    /// When it was made, in milliseconds since 1970 UTC.
    pub created_at_ms: i64,
}

/// A role of an account in an area.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RoleBindingRow {
    /// Account.
    pub account: String,
    /// Role code.
    pub role: String,
    /// Area, digits without dots; empty = the nation.
    pub area: String,
    /// Who granted it.
    pub granted_by: String,
    /// When.
    pub granted_at_ms: i64,
}

/// A log-in. The token itself is never stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// SHA-256 of the token.
    pub token_hash: Vec<u8>,
    /// Account.
    pub account: String,
    /// Times in milliseconds since 1970 UTC.
    pub created_at_ms: i64,
    /// End.
    pub expires_at_ms: i64,
    /// Last seen.
    pub seen_at_ms: i64,
    /// Token of its forms.
    pub csrf: String,
    /// Whether it was ended.
    pub revoked: bool,
    /// Revision.
    pub rev: i64,
}

/// One reading of personal data, or one denial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRow {
    /// Id, made by the caller: time and random part.
    pub id: String,
    /// When.
    pub at_ms: i64,
    /// Account; empty for somebody not logged in.
    pub account: String,
    /// Act code.
    pub act: String,
    /// Area.
    pub area: String,
    /// Household, registration … it was about.
    pub subject: Option<String>,
    /// Whether it was granted.
    pub granted: bool,
    /// Why not, or why.
    pub reason: Option<String>,
}

impl Tx {
    /// Writes an account. With `new`, a login that exists is refused at commit.
    pub fn put_account(&mut self, a: &AccountRow, new: bool) {
        let row = vec![
            a.id.as_str().into(),
            a.display_name.as_str().into(),
            a.password_hash.as_str().into(),
            a.state.as_str().into(),
            a.household.clone().into(),
            a.created_at_ms.into(),
        ];
        if new { self.insert(&ACCOUNT, row) } else { self.put(&ACCOUNT, row) }
    }

    /// Grants a role.
    pub fn put_role_binding(&mut self, b: &RoleBindingRow) {
        self.put(
            &ROLE_BINDING,
            vec![
                b.account.as_str().into(),
                b.role.as_str().into(),
                b.area.as_str().into(),
                b.granted_by.as_str().into(),
                b.granted_at_ms.into(),
            ],
        );
    }

    /// Takes a role away.
    pub fn delete_role_binding(&mut self, account: &str, role: &str, area: &str) {
        self.delete(&ROLE_BINDING, vec![account.into(), role.into(), area.into()]);
    }

    /// Opens a session (unlogged change).
    pub fn put_session(&mut self, s: &SessionRow) {
        self.put(&SESSION, session_values(s));
    }

    /// Changes a session unless somebody changed it in between (unlogged change): `s.rev` is the
    /// revision that was read, the stored one becomes one higher.
    pub async fn update_session(&mut self, s: &SessionRow) -> Result<()> {
        let next = SessionRow { rev: s.rev + 1, ..s.clone() };
        self.update_revision(&SESSION, session_values(&next), s.rev).await
    }

    /// Writes an access-log entry (unlogged change).
    pub fn put_access(&mut self, a: &AccessRow) {
        self.put(
            &ACCESS_LOG,
            vec![
                a.id.as_str().into(),
                a.at_ms.into(),
                a.account.as_str().into(),
                a.act.as_str().into(),
                a.area.as_str().into(),
                a.subject.clone().into(),
                a.granted.into(),
                a.reason.clone().into(),
            ],
        );
    }
}

impl Reader {
    /// Every account, by id.
    pub async fn accounts(&mut self) -> Result<Vec<AccountRow>> {
        self.all(&ACCOUNT).await?.iter().map(account).collect()
    }

    /// One account.
    pub async fn account(&mut self, id: &str) -> Result<Option<AccountRow>> {
        self.one(&ACCOUNT, vec![id.into()]).await?.as_ref().map(account).transpose()
    }

    /// The roles of an account.
    pub async fn role_bindings(&mut self, account: &str) -> Result<Vec<RoleBindingRow>> {
        self.under(&ROLE_BINDING, account).await?.iter().map(binding).collect()
    }

    /// Every role of every account.
    pub async fn all_role_bindings(&mut self) -> Result<Vec<RoleBindingRow>> {
        self.all(&ROLE_BINDING).await?.iter().map(binding).collect()
    }

    /// A session by the hash of its token.
    pub async fn session(&mut self, token_hash: &[u8]) -> Result<Option<SessionRow>> {
        self.one(&SESSION, vec![token_hash.to_vec().into()]).await?.as_ref().map(session).transpose()
    }

    /// The sessions of an account.
    pub async fn sessions_of(&mut self, account: &str) -> Result<Vec<SessionRow>> {
        self.fetch(sql::SESSION_OF_ACCOUNT, vec![account.into()]).await?.iter().map(session).collect()
    }

    /// Who read about a subject, newest first.
    pub async fn accesses_of(&mut self, subject: &str, limit: i64) -> Result<Vec<AccessRow>> {
        self.fetch(sql::ACCESS_OF_SUBJECT, vec![subject.into(), limit.into()]).await?.iter().map(access).collect()
    }

    /// The access log, newest first.
    pub async fn accesses(&mut self, offset: i64, limit: i64) -> Result<Vec<AccessRow>> {
        self.fetch(sql::ACCESS_RECENT, vec![limit.into(), offset.into()]).await?.iter().map(access).collect()
    }
}

fn session_values(s: &SessionRow) -> Vec<Value> {
    vec![
        s.token_hash.clone().into(),
        s.account.as_str().into(),
        s.created_at_ms.into(),
        s.expires_at_ms.into(),
        s.seen_at_ms.into(),
        s.csrf.as_str().into(),
        s.revoked.into(),
        s.rev.into(),
    ]
}

fn account(row: &Record) -> Result<AccountRow> {
    Ok(AccountRow {
        id: row.text("id")?,
        display_name: row.text("display_name")?,
        password_hash: row.text("password_hash")?,
        state: row.text("state")?,
        household: row.opt_text("household")?,
        created_at_ms: row.int("created_at")?,
    })
}

fn binding(row: &Record) -> Result<RoleBindingRow> {
    Ok(RoleBindingRow {
        account: row.text("account")?,
        role: row.text("role")?,
        area: row.text("area")?,
        granted_by: row.text("granted_by")?,
        granted_at_ms: row.int("granted_at")?,
    })
}

fn session(row: &Record) -> Result<SessionRow> {
    Ok(SessionRow {
        token_hash: row.blob("token_hash")?,
        account: row.text("account")?,
        created_at_ms: row.int("created_at")?,
        expires_at_ms: row.int("expires_at")?,
        seen_at_ms: row.int("seen_at")?,
        csrf: row.text("csrf")?,
        revoked: row.int("revoked")? == 1,
        rev: row.int("rev")?,
    })
}

fn access(row: &Record) -> Result<AccessRow> {
    Ok(AccessRow {
        id: row.text("id")?,
        at_ms: row.int("at")?,
        account: row.text("account")?,
        act: row.text("act")?,
        area: row.text("area")?,
        subject: row.opt_text("subject")?,
        granted: row.int("granted")? == 1,
        reason: row.opt_text("reason")?,
    })
}
