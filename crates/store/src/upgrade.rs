//! Carries over what a workspace of the program before this one holds: cases get their moves, lists their draw.
//! (The schema itself is changed by `migrations/`; what decrees did to the register is `app::upgrade`'s, which asks
//! here what waits.)
//!
//! Batch by batch, each in one transaction with its event, so that a killed upgrade resumes where it stopped. A
//! row that is not as the log wrote it is not carried over: the upgrade is refused and nothing is lost.

use crate::case::{CaseKind, CaseRow, Hand, Move};
use crate::connect::Store;
use crate::error::{Result, StoreError};
use crate::event::{NewEvent, decode_marks};
use crate::ranking::{DrawRow, ProgrammeRow};
use crate::record::known;
use crate::sql;
use crate::table::REGISTRATION;
use crate::tx::{Reader, Tx};
use crate::value::{RowDigest, Value, digest_row};
use domain::round::{CaseAct, CaseState, next};
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Registrations carried over in one transaction.
const BATCH: i64 = 500;
/// Why the moves of an older case are written.
pub const REASON: &str = "dibawa dari versi program sebelumnya";
/// What `app` carries over.
const REGISTER: &str = "upgrade_register";

/// How far an upgrade is: rows done and rows in all.
pub type Told<'a> = &'a (dyn Fn(usize, usize) + Sync);

pub(crate) async fn run(store: &Store, now_ms: i64, told: Told<'_>) -> Result<()> {
    let Some(total) = rows_waiting(&mut store.read().await?).await? else { return Ok(()) };
    let mut done = 0;
    if total > 0 {
        let known = Known::read(&mut store.read().await?).await?;
        loop {
            let moved = registrations(store, &known, now_ms).await?;
            if moved == 0 {
                break;
            }
            done += moved;
            told(done, total);
        }
        loop {
            let moved = draw(store, &known, now_ms).await?;
            if moved == 0 {
                break;
            }
            done += moved;
            told(done, total);
        }
    }
    let mut tx = store.begin_unlogged().await?;
    for table in ["upgrade_registration", "upgrade_programme_row"] {
        tx.raw(&format!("DROP TABLE IF EXISTS {table}"), vec![]).await?;
    }
    // a new workspace: nothing waits for `app` either
    if tx.upgrade_waiting().await?.is_some_and(|w| w.is_empty()) {
        tx.raw(&format!("DROP TABLE {REGISTER}"), vec![]).await?;
    }
    tx.commit_unlogged().await
}

/// Rows that wait; `None` = the workspace is of this version.
async fn rows_waiting(reader: &mut Reader) -> Result<Option<usize>> {
    let mut total = 0;
    let mut found = false;
    for table in ["upgrade_registration", "upgrade_programme_row"] {
        if !exists(reader, table).await? {
            continue;
        }
        found = true;
        let sql = format!("SELECT COUNT(*) AS n FROM {table}");
        let rows = reader.fetch_one(AssertSqlSafe(sql), vec![]).await?.map_or(Ok(0), |r| r.int("n"))?;
        total += usize::try_from(rows).unwrap_or(0);
    }
    Ok(found.then_some(total))
}

async fn exists(reader: &mut Reader, table: &str) -> Result<bool> {
    let sql = match reader.backend() {
        crate::Backend::Sqlite => "SELECT COUNT(*) AS n FROM sqlite_master WHERE type = 'table' AND name = $1",
        crate::Backend::Postgres => {
            "SELECT COUNT(*) AS n FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1"
        }
    };
    let row = reader.fetch_one(AssertSqlSafe(sql.to_owned()), vec![table.into()]).await?;
    Ok(row.map_or(Ok(0), |r| r.int("n"))? > 0)
}

/// What the log says of the rows that are carried over.
struct Known {
    kabupaten: String,
    digests: BTreeMap<(String, String), Option<RowDigest>>,
}

impl Known {
    async fn read(reader: &mut Reader) -> Result<Self> {
        let mut digests = BTreeMap::new();
        let kabupaten = reader.fact("kabupaten").await?.unwrap_or_default();
        reader
            .each(sql::EVENT_ALL, vec![], |row| {
                for (table, key, digest) in decode_marks(&row.blob("rows")?).unwrap_or_default() {
                    if matches!(table.as_str(), "registration" | "programme_row") {
                        digests.insert((table, key), digest);
                    }
                }
                Ok(())
            })
            .await?;
        Ok(Self { kabupaten, digests })
    }

    fn check(&self, table: &'static str, key: &str, values: &[Value]) -> Result<()> {
        let told = self.digests.get(&(table.to_owned(), key.to_owned()));
        match told {
            Some(Some(digest)) if *digest == digest_row(table, values) => Ok(()),
            _ => Err(StoreError::UpgradeRefused { table, key: key.replace('\u{1f}', "/") }),
        }
    }
}

/// Gives the next registrations their cases. Returns how many.
async fn registrations(store: &Store, known: &Known, now_ms: i64) -> Result<usize> {
    let mut tx = store.begin(&known.kabupaten).await?;
    let sql = format!(
        "SELECT {}, (SELECT u.state FROM upgrade_registration u WHERE u.number = registration.number) AS state_before \
         FROM registration WHERE number IN (SELECT number FROM upgrade_registration ORDER BY number LIMIT {BATCH}) \
         ORDER BY number",
        REGISTRATION.column_list()
    );
    let rows = tx.fetch(AssertSqlSafe(sql), vec![]).await?;
    let at = REGISTRATION.index("registered_by");
    let desa = REGISTRATION.index("desa");
    for row in &rows {
        let mut values = row.values()?;
        let state = values.pop().unwrap_or(Value::Null);
        let number = row.text("number")?;
        let mut old = values.clone();
        old.insert(at, state.clone());
        known.check("registration", &number, &old)?;
        let to = state.as_text().and_then(CaseState::from_code).ok_or_else(|| StoreError::Damaged {
            table: "registration",
            key: number.clone(),
            what: "state".to_owned(),
        })?;
        let home = values[desa].as_text().unwrap_or_default().to_owned();
        tx.put(&REGISTRATION, values);
        let case = CaseRow::new(&number, CaseKind::Registration, home, None);
        tx.open_case(case, &way_to(to), Hand { actor: "sistem", role: "", at_ms: now_ms })?;
        tx.raw("DELETE FROM upgrade_registration WHERE number = $1", vec![number.into()]).await?;
    }
    if rows.is_empty() {
        return Ok(0);
    }
    tx.commit(upgraded("registration", rows.len(), now_ms)).await?;
    Ok(rows.len())
}

/// Gives the lists over one edition their draw. Returns how many rows.
async fn draw(store: &Store, known: &Known, now_ms: i64) -> Result<usize> {
    let mut tx = store.begin(&known.kabupaten).await?;
    let next = "SELECT MIN(edition) AS edition FROM upgrade_programme_row";
    let edition = tx.fetch_one(AssertSqlSafe(next.to_owned()), vec![]).await?.map(|r| r.opt_text("edition"));
    let Some(edition) = edition.transpose()?.flatten() else { return Ok(0) };
    let day = tx.editions().await?.into_iter().find(|e| e.id == edition).map(|e| e.as_of).unwrap_or_default();
    let columns = "edition, programme, unit, household, member_no, status, clause, position";
    let sql = format!("SELECT {columns} FROM upgrade_programme_row WHERE edition = $1 ORDER BY programme, unit");
    let rows = tx.fetch(AssertSqlSafe(sql), vec![edition.as_str().into()]).await?;
    let mut admitted = 0;
    let mut lines = Vec::with_capacity(rows.len());
    for row in &rows {
        let (programme, unit) = (row.text("programme")?, row.text("unit")?);
        known.check("programme_row", &format!("{edition}\u{1f}{programme}\u{1f}{unit}"), &row.values()?)?;
        let status = row.text("status")?;
        admitted += i64::from(status == "MASUK");
        lines.push(ProgrammeRow {
            draw: edition.clone(),
            programme,
            unit,
            household: row.opt_text("household")?.unwrap_or_default(),
            member_no: row.opt_int("member_no")?,
            status,
            clause: row.text("clause")?,
            position: row.opt_int("position")?.unwrap_or(0),
            review: String::new(),
        });
    }
    tx.put_draw(&DrawRow {
        id: edition.clone(),
        edition: edition.clone(),
        no: 1,
        day,
        round: None,
        drawn_by: "sistem".to_owned(),
        criteria: String::new(),
        admitted,
    });
    lines.iter().for_each(|line| tx.put_programme_row(line));
    tx.raw("DELETE FROM upgrade_programme_row WHERE edition = $1", vec![edition.into()]).await?;
    tx.commit(upgraded("draw_row", rows.len(), now_ms)).await?;
    Ok(rows.len())
}

/// Steps of the upgrade that `app` takes, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The round the workspace was in.
    Round = 1,
    /// Deaths of an extract of the civil registry.
    Deaths = 2,
    /// A signed decree.
    Decree = 3,
    /// Members of households that became part of others.
    Members = 4,
    /// A visit without a case.
    Visit = 5,
}

impl Step {
    fn from_number(n: i64) -> Option<Self> {
        [Self::Round, Self::Deaths, Self::Decree, Self::Members, Self::Visit].into_iter().find(|s| *s as i64 == n)
    }
}

impl Reader {
    /// What the register of an older workspace still waits for, in order; `None` = the workspace is of this version.
    pub async fn upgrade_waiting(&mut self) -> Result<Option<Vec<(Step, String)>>> {
        if !exists(self, REGISTER).await? {
            return Ok(None);
        }
        let sql = format!("SELECT step, id FROM {REGISTER}");
        let rows = self.fetch(AssertSqlSafe(sql), vec![]).await?;
        let mut waiting: Vec<(Step, String)> = rows
            .iter()
            .map(|row| Ok((known(Step::from_number(row.int("step")?), "step of the upgrade")?, row.text("id")?)))
            .collect::<Result<_>>()?;
        waiting.sort();
        Ok(Some(waiting))
    }
}

impl Tx {
    /// Strikes a step off what waits, in this change.
    pub async fn upgraded(&mut self, step: Step, id: &str) -> Result<()> {
        let sql = format!("DELETE FROM {REGISTER} WHERE step = {} AND id = $1", step as i64);
        self.raw(&sql, vec![id.into()]).await
    }
}

impl Store {
    /// Ends the upgrade: nothing waits any more.
    pub async fn end_upgrade(&self) -> Result<()> {
        let mut tx = self.begin_unlogged().await?;
        tx.raw(&format!("DROP TABLE IF EXISTS {REGISTER}"), vec![]).await?;
        tx.commit_unlogged().await
    }
}

/// The event of one batch of the upgrade.
#[must_use]
pub fn upgraded(table: &str, rows: usize, now_ms: i64) -> NewEvent {
    let said = serde_json::json!({ "table": table, "rows": rows });
    NewEvent::new("workspace.upgraded", "sistem", now_ms).with(said)
}

/// The shortest way from a draft to a state: what the older program did not write down.
#[must_use]
pub fn way_to(to: CaseState) -> Vec<Move> {
    let mut seen = BTreeSet::from([CaseState::Draft]);
    let mut next_up = VecDeque::from([(CaseState::Draft, Vec::new())]);
    while let Some((state, way)) = next_up.pop_front() {
        if state == to {
            return way;
        }
        for act in CaseAct::all() {
            if let Ok(there) = next(state, act, Some(REASON))
                && seen.insert(there)
            {
                let mut way: Vec<Move> = way.clone();
                way.push(Move::because(act, REASON));
                next_up.push_back((there, way));
            }
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_way_that_the_table_allows() {
        for state in CaseState::ALL {
            let end = way_to(state).iter().try_fold(CaseState::Draft, |s, m| next(s, m.act, m.reason.as_deref()));
            assert_eq!(end, Ok(state));
        }
    }
}
