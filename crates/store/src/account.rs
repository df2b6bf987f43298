//! Accounts, their roles bound to areas, sessions and the access log (design D10, D11).

use crate::error::Result;
use crate::row::{Row, rows};
use crate::sql;
use crate::table::{ACCESS_LOG, ACCOUNT, ROLE_BINDING, SESSION};
use crate::tx::{Reader, Tx};

rows! {
    /// An account.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AccountRow in ACCOUNT {
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
        pub created_at_ms: i64 = created_at,
        /// End of a password that somebody else gave out; `None` = the password is its owner's.
        pub one_time_until_ms: Option<i64> = one_time_until,
    }

    /// A role of an account in an area.
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub struct RoleBindingRow in ROLE_BINDING {
        /// Account.
        pub account: String,
        /// Role code.
        pub role: String,
        /// Area, digits without dots; empty = the nation.
        pub area: String,
        /// Who granted it.
        pub granted_by: String,
        /// When.
        pub granted_at_ms: i64 = granted_at,
        /// Last day, ISO; `None` = until it is taken away.
        pub ends_on: Option<String>,
    }

    /// A log-in. The token itself is never stored.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SessionRow in SESSION {
        /// SHA-256 of the token.
        pub token_hash: Vec<u8>,
        /// Account.
        pub account: String,
        /// Times in milliseconds since 1970 UTC.
        pub created_at_ms: i64 = created_at,
        /// End.
        pub expires_at_ms: i64 = expires_at,
        /// Last seen.
        pub seen_at_ms: i64 = seen_at,
        /// Token of its forms.
        pub csrf: String,
        /// Whether it was ended.
        pub revoked: bool,
        /// Revision.
        pub rev: i64,
    }

    /// One reading of personal data, or one denial.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AccessRow in ACCESS_LOG {
        /// Id, made by the caller: time and random part.
        pub id: String,
        /// When.
        pub at_ms: i64 = at,
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
}

impl Tx {
    /// Writes an account. With `new`, a login that exists is refused at commit.
    pub fn put_account(&mut self, a: &AccountRow, new: bool) {
        if new { self.insert_row(a) } else { self.put_row(a) }
    }

    /// Grants a role.
    pub fn put_role_binding(&mut self, b: &RoleBindingRow) {
        self.put_row(b);
    }

    /// Takes a role away.
    pub fn delete_role_binding(&mut self, account: &str, role: &str, area: &str) {
        self.delete(&ROLE_BINDING, vec![account.into(), role.into(), area.into()]);
    }

    /// Opens a session (unlogged change).
    pub fn put_session(&mut self, s: &SessionRow) {
        self.put_row(s);
    }

    /// Changes a session unless somebody changed it in between (unlogged change): `s.rev` is the
    /// revision that was read, the stored one becomes one higher.
    pub async fn update_session(&mut self, s: &SessionRow) -> Result<()> {
        let next = SessionRow { rev: s.rev + 1, ..s.clone() };
        self.update_revision(&SESSION, next.values(), s.rev).await
    }

    /// Writes an access-log entry (unlogged change).
    pub fn put_access(&mut self, a: &AccessRow) {
        self.put_row(a);
    }
}

impl Reader {
    /// Every account, by id.
    pub async fn accounts(&mut self) -> Result<Vec<AccountRow>> {
        self.read_all(&ACCOUNT, AccountRow::read).await
    }

    /// One account.
    pub async fn account(&mut self, id: &str) -> Result<Option<AccountRow>> {
        self.one(&ACCOUNT, vec![id.into()]).await?.as_ref().map(AccountRow::read).transpose()
    }

    /// The roles of an account.
    pub async fn role_bindings(&mut self, account: &str) -> Result<Vec<RoleBindingRow>> {
        self.read_under(&ROLE_BINDING, account, RoleBindingRow::read).await
    }

    /// Every role of every account.
    pub async fn all_role_bindings(&mut self) -> Result<Vec<RoleBindingRow>> {
        self.read_all(&ROLE_BINDING, RoleBindingRow::read).await
    }

    /// A session by the hash of its token.
    pub async fn session(&mut self, token_hash: &[u8]) -> Result<Option<SessionRow>> {
        self.one(&SESSION, vec![token_hash.to_vec().into()]).await?.as_ref().map(SessionRow::read).transpose()
    }

    /// The sessions of an account.
    pub async fn sessions_of(&mut self, account: &str) -> Result<Vec<SessionRow>> {
        self.fetch(sql::SESSION_OF_ACCOUNT, vec![account.into()]).await?.iter().map(SessionRow::read).collect()
    }

    /// Who read about a subject, newest first.
    pub async fn accesses_of(&mut self, subject: &str, limit: i64) -> Result<Vec<AccessRow>> {
        self.fetch(sql::ACCESS_OF_SUBJECT, vec![subject.into(), limit.into()])
            .await?
            .iter()
            .map(AccessRow::read)
            .collect()
    }

    /// The access log, newest first.
    pub async fn accesses(&mut self, offset: i64, limit: i64) -> Result<Vec<AccessRow>> {
        self.fetch(sql::ACCESS_RECENT, vec![limit.into(), offset.into()]).await?.iter().map(AccessRow::read).collect()
    }
}
