//! Readers, and transactions with one event each.
//!
//! A [`Tx`] collects rows to write and to delete. [`Tx::commit`] writes them, their digests, and one
//! event that covers them, all in one transaction. Dropping a [`Tx`] changes nothing.

use crate::connect::Backend;
use crate::error::{Result, StoreError};
use crate::event::{Committed, NewEvent, encode_marks, hash_event, key_text};
use crate::keys::Keyring;
use crate::matching::{Entry, KeyChanges};
use crate::recap;
use crate::sql;
use crate::table::{ColumnKind, MATCH_PAGE, Proof, TABLES, Table};
use crate::value::{RowDigest, Value};
use domain::deliberation::minutes::Recap;
use domain::round::MeetingAct;
use futures_util::TryStreamExt;
use sqlx::any::{AnyArguments, AnyRow, AnyTypeInfoKind, AnyValueRef};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Arguments, AssertSqlSafe, Decode, Row, SqlSafeStr, Transaction, ValueRef};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// Parameters in one statement stay below SQLite's limit of 32,766.
const PARAMETERS_MAX: usize = 16_000;
const ROWS_MAX: usize = 400;
/// A change that writes at least this many rows of a table updates the server's statistics of it.
const BULK: usize = 1_000;
/// Rows that wait in memory before [`Tx::spill`] sends them.
const SPILL: usize = 20_000;
/// Rows of `match_key` in one statement.
const KEYS_MAX: usize = 2_000;

enum Handle {
    Plain(PoolConnection<Any>),
    Transaction(Transaction<'static, Any>),
}

/// A connection to read with.
pub struct Reader {
    handle: Handle,
    keys: Arc<Keyring>,
    backend: Backend,
}

impl Reader {
    pub(crate) fn plain(conn: PoolConnection<Any>, keys: Arc<Keyring>, backend: Backend) -> Self {
        Self { handle: Handle::Plain(conn), keys, backend }
    }
    pub(crate) fn transaction(tx: Transaction<'static, Any>, keys: Arc<Keyring>, backend: Backend) -> Self {
        Self { handle: Handle::Transaction(tx), keys, backend }
    }

    /// The keys of this workspace.
    #[must_use]
    pub fn keys(&self) -> &Keyring {
        &self.keys
    }
    pub(crate) fn shared_keys(&self) -> Arc<Keyring> {
        self.keys.clone()
    }
    pub(crate) fn backend(&self) -> Backend {
        self.backend
    }

    pub(crate) fn conn(&mut self) -> &mut AnyConnection {
        match &mut self.handle {
            Handle::Plain(conn) => conn,
            Handle::Transaction(tx) => tx,
        }
    }

    /// Every row a statement gives.
    pub async fn fetch(&mut self, sql: impl SqlSafeStr, args: Vec<Value>) -> Result<Vec<Record>> {
        let keys = self.keys.clone();
        let rows = sqlx::query_with(sql, arguments(args)).fetch_all(self.conn()).await?;
        Ok(rows.into_iter().map(|row| Record { row, keys: keys.clone() }).collect())
    }

    /// The first row, if any.
    pub async fn fetch_one(&mut self, sql: impl SqlSafeStr, args: Vec<Value>) -> Result<Option<Record>> {
        let keys = self.keys.clone();
        let row = sqlx::query_with(sql, arguments(args)).fetch_optional(self.conn()).await?;
        Ok(row.map(|row| Record { row, keys }))
    }

    /// Hands each row to `take` as it comes; nothing is collected.
    pub async fn each(
        &mut self,
        sql: impl SqlSafeStr,
        args: Vec<Value>,
        mut take: impl FnMut(Record) -> Result<()>,
    ) -> Result<()> {
        let keys = self.keys.clone();
        let mut rows = sqlx::query_with(sql, arguments(args)).fetch(self.conn());
        while let Some(row) = rows.try_next().await? {
            take(Record { row, keys: keys.clone() })?;
        }
        Ok(())
    }

    /// What `read` makes of each row; the rows themselves are not collected, they are many times as large.
    pub(crate) async fn read<T>(
        &mut self,
        sql: impl SqlSafeStr,
        args: Vec<Value>,
        read: impl Fn(&Record) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut all = Vec::new();
        self.each(sql, args, |row| {
            all.push(read(&row)?);
            Ok(())
        })
        .await?;
        Ok(all)
    }

    /// What `read` makes of each row of a table, in key order.
    pub(crate) async fn read_all<T>(
        &mut self,
        table: &'static Table,
        read: impl Fn(&Record) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.read(AssertSqlSafe(table.select_all()), vec![], read).await
    }

    /// What `read` makes of each row whose first key column has a value, in key order.
    pub(crate) async fn read_under<T>(
        &mut self,
        table: &'static Table,
        first: &str,
        read: impl Fn(&Record) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.read(AssertSqlSafe(table.select_under()), vec![first.into()], read).await
    }

    /// Every row of a table in key order.
    pub async fn all(&mut self, table: &'static Table) -> Result<Vec<Record>> {
        self.fetch(AssertSqlSafe(table.select_all()), vec![]).await
    }

    /// The row with a key.
    pub async fn one(&mut self, table: &'static Table, key: Vec<Value>) -> Result<Option<Record>> {
        self.fetch_one(AssertSqlSafe(table.select_one()), key).await
    }

    /// The rows whose first key column has a value, in key order.
    pub async fn under(&mut self, table: &'static Table, first: &str) -> Result<Vec<Record>> {
        self.fetch(AssertSqlSafe(table.select_under()), vec![first.into()]).await
    }

    async fn execute(&mut self, sql: impl SqlSafeStr, args: AnyArguments, persistent: bool) -> Result<u64> {
        let done = sqlx::query_with(sql, args).persistent(persistent).execute(self.conn()).await?;
        Ok(done.rows_affected())
    }
}

fn arguments(values: Vec<Value>) -> AnyArguments {
    typed_arguments(values, std::iter::repeat(ColumnKind::Text))
}

/// PostgreSQL wants to know of a missing value, too, which type it has: that of its column.
fn typed_arguments(values: Vec<Value>, kinds: impl Iterator<Item = ColumnKind>) -> AnyArguments {
    let mut args = AnyArguments::default();
    args.reserve(values.len(), 0);
    for (value, kind) in values.into_iter().zip(kinds) {
        let added = match (value, kind) {
            (Value::Null | Value::Odd, ColumnKind::Int) => args.add(None::<i64>),
            (Value::Null | Value::Odd, ColumnKind::Text) => args.add(None::<String>),
            (Value::Null | Value::Odd, ColumnKind::Blob | ColumnKind::Secret) => args.add(None::<Vec<u8>>),
            (Value::Int(n), _) => args.add(n),
            (Value::Text(t), _) => args.add(t),
            (Value::Blob(b) | Value::Secret(b), _) => args.add(b),
        };
        added.unwrap_or_else(|_| unreachable!("numbers, text and bytes always encode"));
    }
    args
}

/// One row read from the database.
pub struct Record {
    row: AnyRow,
    keys: Arc<Keyring>,
}

impl Record {
    /// The value in a column, whatever it is.
    pub fn value(&self, column: &str) -> Result<Value> {
        plain(self.row.try_get_raw(column)?)
    }
    /// Every value in the statement's order.
    pub fn values(&self) -> Result<Vec<Value>> {
        (0..self.row.len()).map(|i| plain(self.row.try_get_raw(i)?)).collect()
    }
    /// A number that must be there.
    pub fn int(&self, column: &str) -> Result<i64> {
        self.opt_int(column)?.ok_or_else(|| damaged(column))
    }
    /// A number that may be missing.
    pub fn opt_int(&self, column: &str) -> Result<Option<i64>> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Int(n) => Ok(Some(n)),
            _ => Err(damaged(column)),
        }
    }
    /// Text that must be there.
    pub fn text(&self, column: &str) -> Result<String> {
        self.opt_text(column)?.ok_or_else(|| damaged(column))
    }
    /// Text that may be missing.
    pub fn opt_text(&self, column: &str) -> Result<Option<String>> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(t) => Ok(Some(t)),
            _ => Err(damaged(column)),
        }
    }
    /// The recap of a meeting.
    pub fn recap(&self, column: &str) -> Result<Recap> {
        recap::parse(&self.text(column)?).ok_or_else(|| damaged(column))
    }
    /// Bytes that must be there.
    pub fn blob(&self, column: &str) -> Result<Vec<u8>> {
        match self.value(column)? {
            Value::Blob(b) => Ok(b),
            _ => Err(damaged(column)),
        }
    }
    /// Bytes that may be missing.
    pub fn opt_blob(&self, column: &str) -> Result<Option<Vec<u8>>> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Blob(b) => Ok(Some(b)),
            _ => Err(damaged(column)),
        }
    }
    /// The bytes of a secret column as the row holds them.
    fn sealed(&self, column: &str) -> Result<&[u8]> {
        let raw = self.row.try_get_raw(column)?;
        if raw.is_null() {
            return Err(damaged(column));
        }
        <&[u8] as Decode<Any>>::decode(raw).map_err(|_| damaged(column))
    }
    /// Decrypts the column of a row of `table`; the statement must give the key columns too.
    pub fn secret(&self, table: &'static Table, column: &str) -> Result<Vec<u8>> {
        let mut key = Vec::with_capacity(table.key);
        for part in &table.columns[..table.key] {
            key.push(self.value(part.name)?);
        }
        let key = key_text(table, &key);
        self.keys.open_sealed(table.name, column, &key, self.sealed(column)?).ok_or_else(|| StoreError::Damaged {
            table: table.name,
            key,
            what: column.to_owned(),
        })
    }
    /// Decrypts and reads the JSON in the column `body` of the row of `table` with this key, whatever
    /// else the statement gives.
    pub(crate) fn body_at<T: serde::de::DeserializeOwned>(&self, table: &'static Table, key: &[Value]) -> Result<T> {
        let key = key_text(table, key);
        let plain = self.keys.open_sealed(table.name, "body", &key, self.sealed("body")?);
        plain.and_then(|plain| serde_json::from_slice(&plain).ok()).ok_or_else(|| StoreError::Damaged {
            table: table.name,
            key,
            what: "body".to_owned(),
        })
    }
    /// Decrypts and reads the JSON in a secret column.
    pub fn body<T: serde::de::DeserializeOwned>(&self, table: &'static Table) -> Result<T> {
        serde_json::from_slice(&self.secret(table, "body")?).map_err(|e| StoreError::Damaged {
            table: table.name,
            key: String::new(),
            what: e.to_string(),
        })
    }
}

fn damaged(column: &str) -> StoreError {
    StoreError::Damaged { table: "?", key: String::new(), what: column.to_owned() }
}

fn plain(raw: AnyValueRef<'_>) -> Result<Value> {
    if raw.is_null() {
        return Ok(Value::Null);
    }
    let kind = raw.type_info().kind();
    let value = match kind {
        AnyTypeInfoKind::SmallInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::BigInt => {
            <i64 as Decode<Any>>::decode(raw).map(Value::Int)
        }
        AnyTypeInfoKind::Text => <String as Decode<Any>>::decode(raw).map(Value::Text),
        AnyTypeInfoKind::Blob => <Vec<u8> as Decode<Any>>::decode(raw).map(Value::Blob),
        AnyTypeInfoKind::Null | AnyTypeInfoKind::Bool | AnyTypeInfoKind::Real | AnyTypeInfoKind::Double => {
            Ok(Value::Odd)
        }
    };
    value.map_err(|_| StoreError::Database("a value cannot be decoded".to_owned()))
}

enum Write {
    /// Replace a row with the same key.
    Put(Vec<Value>),
    /// Refuse if the key exists.
    Insert(Vec<Value>),
    Delete(Vec<Value>),
}

/// One change: what is read for it, what it writes, its event.
pub struct Tx {
    reader: Reader,
    chain: Option<Chain>,
    writes: BTreeMap<(usize, String), Write>,
    /// Pages of keys that [`Tx::spill`] left behind.
    pages: BTreeMap<(usize, String), Write>,
    /// What [`Tx::spill`] has sent to the database already.
    sent: Marks,
    /// Acts by which this change moves meetings: its event tells them.
    moved: BTreeMap<String, Vec<MeetingAct>>,
}

struct Chain {
    area: String,
    last_no: i64,
    last_hash: Vec<u8>,
}

impl Deref for Tx {
    type Target = Reader;
    fn deref(&self) -> &Reader {
        &self.reader
    }
}
impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Reader {
        &mut self.reader
    }
}

impl Tx {
    pub(crate) async fn begin(mut reader: Reader, area: Option<&str>) -> Result<Self> {
        let chain = match area {
            None => None,
            Some(area) => {
                let head = reader
                    .fetch_one(sql::CHAIN_LOCK, vec![area.into(), vec![0u8; 32].into()])
                    .await?
                    .ok_or(StoreError::Misuse("the chain gave no head"))?;
                Some(Chain { area: area.to_owned(), last_no: head.int("last_no")?, last_hash: head.blob("last_hash")? })
            }
        };
        Ok(Self {
            reader,
            chain,
            writes: BTreeMap::new(),
            pages: BTreeMap::new(),
            sent: Marks::default(),
            moved: BTreeMap::new(),
        })
    }

    /// Keeps changes of another area waiting until this one ends. Several are held in the order of
    /// their codes.
    pub async fn hold(&mut self, area: &str) -> Result<()> {
        self.reader.fetch_one(sql::CHAIN_LOCK, vec![area.into(), vec![0u8; 32].into()]).await?;
        Ok(())
    }

    /// Writes a row, in place of one with the same key. Nothing reaches the database before
    /// [`Tx::commit`]; reads in this transaction do not see it.
    pub fn put(&mut self, table: &'static Table, values: Vec<Value>) {
        let (slot, values) = self.prepare(table, values);
        self.writes.insert(slot, Write::Put(values));
    }

    /// Writes a row that must be new; a key that exists is refused at commit.
    pub fn insert(&mut self, table: &'static Table, values: Vec<Value>) {
        let (slot, values) = self.prepare(table, values);
        self.writes.insert(slot, Write::Insert(values));
    }

    /// Deletes the row with a key, if it is there.
    pub fn delete(&mut self, table: &'static Table, key: Vec<Value>) {
        let slot = (index_of(table), key_text(table, &key));
        self.writes.insert(slot, Write::Delete(key));
    }

    /// The row with this key as this change is going to write it; `None` = the change has not written it.
    pub(crate) fn pending(&self, table: &'static Table, key: &str) -> Option<Vec<Value>> {
        match self.writes.get(&(index_of(table), key.to_owned()))? {
            Write::Put(values) | Write::Insert(values) => Some(values.clone()),
            Write::Delete(_) => None,
        }
    }

    /// Sends what is waiting to the database once it is many rows, so that an act over a whole register does not hold
    /// them all. Nothing is committed; reads in this transaction see what was sent. Pages of keys wait for the end:
    /// their index is written in its own order.
    pub async fn spill(&mut self) -> Result<()> {
        if self.writes.len() < SPILL {
            return Ok(());
        }
        let pages = index_of(&MATCH_PAGE);
        let (wait, go): (BTreeMap<_, _>, _) =
            std::mem::take(&mut self.writes).into_iter().partition(|((table, _), _)| *table == pages);
        self.pages.extend(wait);
        self.flush(go).await
    }

    /// Everything that waits.
    fn waiting(&mut self) -> BTreeMap<(usize, String), Write> {
        let mut all = std::mem::take(&mut self.pages);
        all.extend(std::mem::take(&mut self.writes));
        all
    }

    fn prepare(&self, table: &'static Table, mut values: Vec<Value>) -> ((usize, String), Vec<Value>) {
        let key = key_text(table, &values);
        for (value, column) in values.iter_mut().zip(table.columns) {
            if let Value::Secret(plain) = value {
                assert!(column.kind == ColumnKind::Secret, "{}.{} is no secret column", table.name, column.name);
                *value = Value::Blob(self.reader.keys.seal(table.name, column.name, &key, plain));
            }
        }
        if table.proof == Proof::Seal && values.len() + 1 == table.columns.len() {
            values.push(Value::Blob(table.digest(&values).to_vec()));
        }
        assert_eq!(values.len(), table.columns.len(), "a row of {} has every column", table.name);
        ((index_of(table), key), values)
    }

    /// Notes the acts by which a meeting moves.
    pub(crate) fn note_moves(&mut self, meeting: &str, acts: &[MeetingAct]) {
        if !acts.is_empty() {
            self.moved.entry(meeting.to_owned()).or_default().extend(acts);
        }
    }

    /// Writes everything and the event that seals it, then commits.
    pub async fn commit(mut self, mut event: NewEvent) -> Result<Committed> {
        if !self.moved.is_empty() {
            event.payload["moved"] = moved_json(&self.moved);
        }
        let Some(chain) = self.chain.take() else {
            return Err(StoreError::Misuse("an event needs a chain: use Store::begin"));
        };
        let writes = self.waiting();
        self.flush(writes).await?;
        let marks = std::mem::take(&mut self.sent);
        let bulky = marks.bulky.clone();
        let committed = self.append(chain, event, marks).await?;
        self.count_anew(&bulky).await?;
        self.end().await?;
        Ok(committed)
    }

    /// Commits rows of sealed tables only; there is no event.
    pub async fn commit_unlogged(mut self) -> Result<()> {
        let writes = self.waiting();
        if !self.sent.rows.is_empty() || writes.keys().any(|(table, _)| TABLES[*table].proof == Proof::Log) {
            return Err(StoreError::Misuse("a logged table changes only together with an event"));
        }
        self.flush(writes).await?;
        let bulky = std::mem::take(&mut self.sent).bulky;
        self.count_anew(&bulky).await?;
        self.end().await
    }

    /// Runs `ANALYZE` on PostgreSQL for tables that this change wrote in bulk, in the same transaction:
    /// whoever sees the rows has their statistics. Otherwise statements are planned for empty tables
    /// until autovacuum comes, a minute or more later. Encrypted columns are left out, because nothing
    /// searches them. Runs last and in table order, so it cannot deadlock.
    async fn count_anew(&mut self, bulky: &BTreeSet<String>) -> Result<()> {
        if self.reader.backend == Backend::Postgres {
            for table in bulky {
                sqlx::raw_sql(AssertSqlSafe(format!("ANALYZE {table}"))).execute(self.reader.conn()).await?;
            }
        }
        Ok(())
    }

    /// Runs a statement of the upgrade, in this change.
    pub(crate) async fn raw(&mut self, sql: &str, args: Vec<Value>) -> Result<()> {
        self.reader.execute(AssertSqlSafe(sql.to_owned()), arguments(args), false).await?;
        Ok(())
    }

    /// Replaces a sealed row only if nobody changed it since: its `rev` must still be `rev`.
    /// `values` hold every column but the seal, with the new `rev`.
    pub async fn update_revision(&mut self, table: &'static Table, mut values: Vec<Value>, rev: i64) -> Result<()> {
        if table.proof != Proof::Seal {
            return Err(StoreError::Misuse("only sealed tables have revisions"));
        }
        values.push(Value::Blob(table.digest(&values).to_vec()));
        values.push(rev.into());
        let kinds = table.columns.iter().map(|c| c.kind).chain([ColumnKind::Int]);
        let args = typed_arguments(values, kinds);
        match self.reader.execute(AssertSqlSafe(table.update_revision()), args, true).await? {
            0 => Err(StoreError::Stale { table: table.name }),
            _ => Ok(()),
        }
    }

    async fn end(self) -> Result<()> {
        match self.reader.handle {
            Handle::Transaction(tx) => Ok(tx.commit().await?),
            Handle::Plain(_) => Err(StoreError::Misuse("a change needs a transaction")),
        }
    }

    /// Deletes children before parents, then writes parents before children.
    async fn flush(&mut self, writes: BTreeMap<(usize, String), Write>) -> Result<()> {
        let mut puts: BTreeMap<(usize, bool), Vec<Vec<Value>>> = BTreeMap::new();
        let mut deletes: Vec<(usize, Vec<Value>)> = Vec::new();
        let mut pages = KeyChanges::default();
        for ((index, key), write) in writes {
            let table = TABLES[index];
            if std::ptr::eq(table, &MATCH_PAGE) {
                match &write {
                    Write::Put(values) | Write::Insert(values) => pages.note(values, true),
                    Write::Delete(key) => pages.note(key, false),
                }
            }
            let (values, digest) = match &write {
                Write::Put(values) | Write::Insert(values) => (values, Some(table.digest(values))),
                Write::Delete(key) => (key, None),
            };
            if table.proof == Proof::Log {
                for subject in table.subjects {
                    if let Some(text) = values.get(*subject).and_then(Value::as_text) {
                        self.sent.subjects.insert(text.to_owned());
                    }
                }
                self.sent.rows.insert((index, key), digest);
            }
            match write {
                Write::Put(values) => puts.entry((index, true)).or_default().push(values),
                Write::Insert(values) => puts.entry((index, false)).or_default().push(values),
                Write::Delete(key) => deletes.push((index, key)),
            }
        }
        let (gone, new) = self.key_changes(pages).await?;
        for (index, key) in deletes.into_iter().rev() {
            self.reader.execute(AssertSqlSafe(TABLES[index].delete()), arguments(key), true).await?;
        }
        for ((index, replace), rows) in puts {
            if rows.len() >= BULK {
                self.sent.bulky.insert(TABLES[index].searched());
            }
            self.write_rows(TABLES[index], rows, replace).await?;
        }
        if new.len() >= BULK {
            self.sent.bulky.insert("match_key".to_owned());
        }
        self.write_keys(gone, new).await
    }

    /// What the pages of this change make of `match_key`.
    async fn key_changes(&mut self, pages: KeyChanges) -> Result<(Vec<Entry>, Vec<Entry>)> {
        let mut now = BTreeMap::new();
        for (what, owners) in pages.owners() {
            for owners in owners.chunks(ROWS_MAX) {
                let slots: Vec<String> = (2..owners.len() + 2).map(|n| format!("${n}")).collect();
                let sql = format!(
                    "SELECT what, owner, keys FROM match_page WHERE what = $1 AND owner IN ({})",
                    slots.join(", ")
                );
                let args = std::iter::once(what).chain(owners.iter().copied()).map(Value::from).collect();
                for row in self.reader.fetch(AssertSqlSafe(sql), args).await? {
                    now.insert((row.text("what")?, row.text("owner")?), row.blob("keys")?);
                }
            }
        }
        pages.rows(&now)
    }

    /// Keeps `match_key` in step, rows in key order so that its tree grows at one place at a time.
    async fn write_keys(&mut self, gone: Vec<Entry>, new: Vec<Entry>) -> Result<()> {
        let backend = self.reader.backend;
        let rows = |count: usize| sql::slots(backend, count, 3);
        let arguments_of = |chunk: &[Entry]| {
            let values =
                chunk.iter().flat_map(|(key, owner, no)| [Value::Int(*key), Value::from(&**owner), Value::Int(*no)]);
            arguments(values.collect())
        };
        for chunk in gone.chunks(ROWS_MAX) {
            let sql = format!("DELETE FROM match_key WHERE (key, owner, no) IN (VALUES {})", rows(chunk.len()));
            self.reader.execute(AssertSqlSafe(sql), arguments_of(chunk), chunk.len() == ROWS_MAX).await?;
        }
        for chunk in new.chunks(KEYS_MAX) {
            let sql =
                format!("INSERT INTO match_key (key, owner, no) VALUES {} ON CONFLICT DO NOTHING", rows(chunk.len()));
            self.reader.execute(AssertSqlSafe(sql), arguments_of(chunk), chunk.len() == KEYS_MAX).await?;
        }
        Ok(())
    }

    /// Writes rows at once; a key that exists is refused unless `replace`.
    pub(crate) async fn write_rows(
        &mut self,
        table: &'static Table,
        rows: Vec<Vec<Value>>,
        replace: bool,
    ) -> Result<()> {
        let full = (PARAMETERS_MAX / table.columns.len()).clamp(1, ROWS_MAX);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(full).collect();
            let count = chunk.len();
            let kinds = table.columns.iter().map(|c| c.kind).cycle();
            let args = typed_arguments(chunk.into_iter().flatten().collect(), kinds);
            // only the two lengths that come again are worth keeping prepared
            let keep = count == 1 || count == full;
            self.reader.execute(AssertSqlSafe(table.insert(self.reader.backend, count, replace)), args, keep).await?;
        }
        Ok(())
    }

    /// Writes rows at once under the names of their columns.
    pub(crate) async fn load(
        &mut self,
        table: &str,
        columns: &[String],
        kinds: &[ColumnKind],
        rows: Vec<Vec<Value>>,
    ) -> Result<()> {
        let full = (PARAMETERS_MAX / columns.len().max(1)).clamp(1, ROWS_MAX);
        let names: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let chunk: Vec<Vec<Value>> = rows.by_ref().take(full).collect();
            let slots = sql::slots(self.reader.backend, chunk.len(), columns.len());
            let sql = format!("INSERT INTO \"{table}\" ({}) VALUES {slots}", names.join(", "));
            let keep = chunk.len() == full;
            let args = typed_arguments(chunk.into_iter().flatten().collect(), kinds.iter().copied().cycle());
            self.reader.execute(AssertSqlSafe(sql), args, keep).await?;
        }
        Ok(())
    }

    async fn append(&mut self, chain: Chain, event: NewEvent, mut marks: Marks) -> Result<Committed> {
        marks.subjects.extend(event.subjects);
        let subjects: Vec<String> = marks.subjects.into_iter().collect();
        // after the rows are written: whoever waited for a row of ours gets a later number
        let seq = self
            .reader
            .fetch_one(sql::event_next(self.reader.backend), vec![])
            .await?
            .ok_or(StoreError::Misuse("no event number"))?
            .int("seq")?;
        let no = chain.last_no + 1;
        let mut fields: Vec<Value> = vec![
            seq.into(),
            chain.area.as_str().into(),
            no.into(),
            chain.last_hash.into(),
            event.kind.into(),
            event.actor.into(),
            event.at_ms.into(),
            event.payload.to_string().into(),
            encode_marks(marks.rows.iter().map(|((table, key), digest)| (TABLES[*table].name, &**key, *digest))).into(),
        ];
        let hash = hash_event(&fields, &subjects);
        fields.push(hash.to_vec().into());
        self.reader.execute(sql::EVENT_APPEND, arguments(fields), true).await?;
        let mut subjects = subjects.into_iter().peekable();
        while subjects.peek().is_some() {
            let chunk: Vec<String> = subjects.by_ref().take(ROWS_MAX).collect();
            let keep = chunk.len() == 1 || chunk.len() == ROWS_MAX;
            let values = sql::slots(self.reader.backend, chunk.len(), 2);
            let head = sql::EVENT_SUBJECT_ADD.split("($1").next().unwrap_or_default();
            let args = arguments(chunk.into_iter().flat_map(|s| [Value::Text(s), seq.into()]).collect());
            self.reader.execute(AssertSqlSafe(format!("{head}{values}")), args, keep).await?;
        }
        self.reader
            .execute(sql::CHAIN_ADVANCE, arguments(vec![chain.area.into(), no.into(), hash.to_vec().into()]), true)
            .await?;
        Ok(Committed { seq, hash })
    }
}

/// The acts of each meeting, as an event's payload tells them.
fn moved_json(moved: &BTreeMap<String, Vec<MeetingAct>>) -> serde_json::Value {
    let told = |(meeting, acts): (&String, &Vec<MeetingAct>)| {
        let acts: Vec<&str> = acts.iter().map(|act| act.code()).collect();
        serde_json::json!({ "meeting": meeting, "acts": acts })
    };
    moved.iter().map(told).collect()
}

#[derive(Default)]
struct Marks {
    /// Digest of each row as it was written last, by table and key; `None` = it was deleted.
    rows: BTreeMap<(usize, String), Option<RowDigest>>,
    subjects: BTreeSet<String>,
    /// Tables with the columns that are searched, where this change wrote many rows.
    bulky: BTreeSet<String>,
}

fn index_of(table: &'static Table) -> usize {
    TABLES
        .iter()
        .position(|t| std::ptr::eq(*t, table))
        .unwrap_or_else(|| unreachable!("table {} is not registered", table.name))
}
