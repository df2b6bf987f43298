//! Cases: a household on its way through a round. A state moves only by its act. Design D16, domain §2.1.
//!
//! [`Tx::open_case`] and [`Tx::move_case`] are the only ways to a state; both ask `domain::round::next`, refuse
//! what the table does not allow, and write one row of `case_move` for each move: by whom, in which role, when,
//! and why. The state of a case is the fold of its moves.

use crate::error::{Result, StoreError};
use crate::record::{known, secret};
use crate::sql;
use crate::table::{CASE_FILE, CASE_MOVE};
use crate::tx::{Reader, Record, Tx};
use crate::value::Value;
use domain::round::{CaseAct, CaseState, next};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which chain a case belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaseKind {
    /// MPM: opened by a registration; its id is the registration's number.
    #[default]
    Registration,
    /// MUSPAD: opened by the visit of a row of a hamlet meeting; its id is the household, or `MEETING#FKP.02-N`
    /// for a proposal.
    Meeting,
}

impl CaseKind {
    /// The stable word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Registration => "MPM",
            Self::Meeting => "MUSPAD",
        }
    }
    fn from_code(code: &str) -> Option<Self> {
        [Self::Registration, Self::Meeting].into_iter().find(|k| k.code() == code)
    }
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Number of the registration, household of FKP.01, or proposal (`3403012001_lor#FKP.02-4`); with `@` and the
    /// round when a later round asks for the same visit again.
    pub id: String,
    /// Which chain.
    pub kind: CaseKind,
    /// The round it belongs to; `None` = it was filed while none was open.
    pub round: Option<String>,
    /// Household of the register, once it is known.
    pub household: Option<String>,
    /// Meeting, for one that came from it.
    pub meeting: Option<String>,
    /// Desa, digits without dots.
    pub desa: String,
    /// Where it stands.
    pub state: CaseState,
    /// How many moves it has made.
    pub moves: i64,
    /// Who visited, as written.
    pub visited_by: Option<String>,
    /// Who checked the visit, as written.
    pub checked_by: Option<String>,
}

impl CaseRow {
    /// A case that is about to be opened.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: CaseKind, desa: impl Into<String>, round: Option<String>) -> Self {
        Self {
            id: id.into(),
            kind,
            round,
            household: None,
            meeting: None,
            desa: desa.into(),
            state: CaseState::Draft,
            moves: 0,
            visited_by: None,
            checked_by: None,
        }
    }
}

/// Who moves a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hand<'a> {
    /// Account.
    pub actor: &'a str,
    /// The role that allowed it; empty = the program itself.
    pub role: &'a str,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
}

/// One move about to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The act.
    pub act: CaseAct,
    /// Why; some acts need it.
    pub reason: Option<String>,
}

impl From<CaseAct> for Move {
    fn from(act: CaseAct) -> Self {
        Self { act, reason: None }
    }
}

impl Move {
    /// An act with its reason.
    #[must_use]
    pub fn because(act: CaseAct, reason: impl Into<String>) -> Self {
        Self { act, reason: Some(reason.into()) }
    }
}

/// One move that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveRow {
    /// The case.
    pub case_id: String,
    /// Number, from 1 without gaps.
    pub no: i64,
    /// What was done.
    pub act: CaseAct,
    /// From which state.
    pub from: CaseState,
    /// To which.
    pub to: CaseState,
    /// Account.
    pub actor: String,
    /// Role; empty = the program itself.
    pub role: String,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Why.
    pub reason: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Body {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Tx {
    /// Opens a case with its first moves; it begins as a draft. A case of this id must not exist.
    pub fn open_case(&mut self, mut case: CaseRow, moves: &[Move], by: Hand<'_>) -> Result<CaseState> {
        self.take_moves(&mut case, moves, by)?;
        let state = case.state;
        self.insert(&CASE_FILE, values(&case));
        Ok(state)
    }

    /// Moves a case; nothing is written when one of the moves is refused.
    pub async fn move_case(&mut self, id: &str, moves: &[Move], by: Hand<'_>) -> Result<CaseState> {
        let mut case = self.case_now(id).await?;
        self.move_case_row(&mut case, moves, by)?;
        Ok(case.state)
    }

    /// As [`Tx::move_case`], for a case that was read in this change; its other columns are written too.
    pub fn move_case_row(&mut self, case: &mut CaseRow, moves: &[Move], by: Hand<'_>) -> Result<()> {
        self.take_moves(case, moves, by)?;
        self.put(&CASE_FILE, values(case));
        Ok(())
    }

    /// Writes what else is known of a case; its state and its moves must be those it was read with.
    pub fn put_case(&mut self, case: &CaseRow) {
        self.put(&CASE_FILE, values(case));
    }

    /// The case as this change has it.
    pub async fn case_now(&mut self, id: &str) -> Result<CaseRow> {
        if let Some(pending) = self.pending(&CASE_FILE, id) {
            return row_of(&pending);
        }
        self.case(id).await?.ok_or(StoreError::NoCase)
    }

    fn take_moves(&mut self, case: &mut CaseRow, moves: &[Move], by: Hand<'_>) -> Result<()> {
        // a row that was read before this very change moved the case would write over that move
        if let Some(pending) = self.pending(&CASE_FILE, &case.id)
            && row_of(&pending)?.moves != case.moves
        {
            return Err(StoreError::Stale { table: CASE_FILE.name });
        }
        let mut now = case.clone();
        let mut rows = Vec::with_capacity(moves.len());
        for one in moves {
            let reason = one.reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
            let to = next(now.state, one.act, reason)?;
            now.moves += 1;
            rows.push(vec![
                now.id.as_str().into(),
                now.moves.into(),
                one.act.code().into(),
                now.state.code().into(),
                to.code().into(),
                by.actor.into(),
                by.role.into(),
                by.at_ms.into(),
                secret(&Body { reason: reason.map(str::to_owned) }),
            ]);
            now.state = to;
        }
        rows.into_iter().for_each(|row| self.insert(&CASE_MOVE, row));
        *case = now;
        Ok(())
    }
}

impl Reader {
    /// One case.
    pub async fn case(&mut self, id: &str) -> Result<Option<CaseRow>> {
        self.one(&CASE_FILE, vec![id.into()]).await?.as_ref().map(read).transpose()
    }

    /// Every case, by id.
    pub async fn cases(&mut self) -> Result<BTreeMap<String, CaseRow>> {
        let mut all = BTreeMap::new();
        self.each(sqlx::AssertSqlSafe(CASE_FILE.select_all()), vec![], |row| {
            let case = read(&row)?;
            all.insert(case.id.clone(), case);
            Ok(())
        })
        .await?;
        Ok(all)
    }

    /// Cases of a household of the register, by id.
    pub async fn cases_of_household(&mut self, household: &str) -> Result<Vec<CaseRow>> {
        self.fetch(sql::CASE_OF_HOUSEHOLD, vec![household.into()]).await?.iter().map(read).collect()
    }

    /// The moves of a case, oldest first.
    pub async fn case_moves(&mut self, id: &str) -> Result<Vec<MoveRow>> {
        self.read_under(&CASE_MOVE, id, read_move).await
    }

    /// How many cases of a round and of a kind stand in a state, by desa.
    pub async fn cases_waiting(
        &mut self,
        round: &str,
        kind: CaseKind,
        state: CaseState,
    ) -> Result<BTreeMap<String, usize>> {
        let args = vec![round.into(), kind.code().into(), state.code().into()];
        let rows = self.fetch(sql::CASE_WAITING, args).await?;
        rows.iter().map(|row| Ok((row.text("desa")?, usize::try_from(row.int("n")?).unwrap_or(0)))).collect()
    }

    /// How many cases of a round stand in each state.
    pub async fn case_counts(&mut self, round: &str) -> Result<BTreeMap<CaseState, usize>> {
        let rows = self.fetch(sql::CASE_COUNTS, vec![round.into()]).await?;
        rows.iter()
            .map(|row| {
                let state = known(CaseState::from_code(&row.text("state")?), "case state")?;
                Ok((state, usize::try_from(row.int("n")?).unwrap_or(0)))
            })
            .collect()
    }
}

fn values(c: &CaseRow) -> Vec<Value> {
    vec![
        c.id.as_str().into(),
        c.kind.code().into(),
        c.round.clone().into(),
        c.household.clone().into(),
        c.meeting.clone().into(),
        c.desa.as_str().into(),
        c.state.code().into(),
        c.moves.into(),
        c.visited_by.clone().into(),
        c.checked_by.clone().into(),
    ]
}

fn row_of(values: &[Value]) -> Result<CaseRow> {
    let text = |at: usize| values.get(at).and_then(Value::as_text).map(str::to_owned);
    Ok(CaseRow {
        id: known(text(0), "case id")?,
        kind: known(text(1).as_deref().and_then(CaseKind::from_code), "case kind")?,
        round: text(2),
        household: text(3),
        meeting: text(4),
        desa: known(text(5), "case desa")?,
        state: known(text(6).as_deref().and_then(CaseState::from_code), "case state")?,
        moves: known(values.get(7).and_then(Value::as_int), "case moves")?,
        visited_by: text(8),
        checked_by: text(9),
    })
}

fn read(row: &Record) -> Result<CaseRow> {
    Ok(CaseRow {
        id: row.text("id")?,
        kind: known(CaseKind::from_code(&row.text("kind")?), "case kind")?,
        round: row.opt_text("round")?,
        household: row.opt_text("household")?,
        meeting: row.opt_text("meeting")?,
        desa: row.text("desa")?,
        state: known(CaseState::from_code(&row.text("state")?), "case state")?,
        moves: row.int("moves")?,
        visited_by: row.opt_text("visited_by")?,
        checked_by: row.opt_text("checked_by")?,
    })
}

fn read_move(row: &Record) -> Result<MoveRow> {
    let state = |column: &str| known(CaseState::from_code(&row.text(column)?), "case state");
    let body: Body = row.body(&CASE_MOVE)?;
    Ok(MoveRow {
        case_id: row.text("case_id")?,
        no: row.int("no")?,
        act: known(CaseAct::from_code(&row.text("act")?), "case act")?,
        from: state("from_state")?,
        to: state("to_state")?,
        actor: row.text("actor")?,
        role: row.text("role")?,
        at_ms: row.int("at")?,
        reason: body.reason,
    })
}
