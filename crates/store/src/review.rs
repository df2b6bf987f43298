//! Stage 2: the review desk. What reviewers said (append only, in the log); the queue with its leases
//! and notes that are not yet sent (working state, sealed).

use crate::error::Result;
use crate::record::secret;
use crate::row::{Row, rows};
use crate::sql;
use crate::table::{REVIEW_CASE, REVIEW_DECISION, REVIEW_NOTE};
use crate::tx::{Reader, Record, Tx};
use crate::value::Value;
use crate::view::{CodeCount, Listed, Slice, Span};
use serde::{Deserialize, Serialize};

rows! {
    /// One word of a reviewer about a case.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DecisionRow in REVIEW_DECISION {
        /// The registration.
        pub registration: String,
        /// From 1 without gaps: the version of the case.
        pub no: i64,
        /// Desa of the registration.
        pub desa: String,
        /// What it did: `PUTUS`, `USUL`, `SETUJU`, `BEDA`, `PENENGAH`, `URUNG`.
        pub step: String,
        /// Who.
        pub officer: String,
        /// When.
        pub at_ms: i64 = at,
        /// The category's word, or `GANDA`; of an undoing, what was undone.
        pub category: String,
        /// Household linked.
        pub household: Option<String>,
        /// Registration joined.
        pub joins: Option<String>,
        /// The kernel's best candidate at that time.
        pub best: Option<String>,
        /// Evidence it went against, joined by `|`.
        pub overruled: String,
        /// What it rests on; empty = only words, or no reason needed.
        pub ground: String,
        /// Milliseconds the reviewer had the case open; `None` when nobody held it.
        pub took_ms: Option<i64>,
        /// Version of the prelist of the area at that time; 0 = none frozen.
        pub frozen: i64;
        /// The encrypted part.
        pub body: DecisionBody,
    }
}

/// Words of a reviewer, and what the case was before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionBody {
    /// In the reviewer's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Shown household, merged registration and changed fields before it, to restore them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
    /// What the weights said, where the candidates had been weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighed: Option<Weighed>,
}

/// What a version of the weights said of a case when a reviewer spoke.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    /// The version.
    pub version: i64,
    /// The household it holds likelier than not; `None` = none of the candidates.
    pub household: Option<String>,
}

/// What undoing restores.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Household shown as best candidate.
    pub household: Option<String>,
    /// Registration named.
    pub merged_with: Option<String>,
    /// Changed fields.
    pub changed: String,
}

rows! {
    /// A case in the queue.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct CaseRow in REVIEW_CASE {
        /// The registration.
        pub registration: String,
        /// Gravest reason.
        pub reason: String,
        /// Value of the decision.
        pub value: i64,
        /// Which open page holds it.
        pub holder: Option<String>,
        /// Whose page that is.
        pub officer: Option<String>,
        /// Since when.
        pub since_ms: i64 = since,
        /// Until when.
        pub lease_until_ms: i64 = lease_until,
        /// Revision: the ticket of the lease.
        pub rev: i64,
    }
}

/// A line of the queue as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// The registration.
    pub number: String,
    /// Desa.
    pub desa: String,
    /// Hamlet.
    pub hamlet: Option<String>,
    /// Head.
    pub head_name: Option<String>,
    /// Persons registered.
    pub member_count: Option<i64>,
    /// Day of registration.
    pub date: Option<String>,
    /// Best candidate.
    pub household: Option<String>,
    /// Its level.
    pub level: String,
    /// Gravest reason.
    pub reason: String,
    /// `TERBUKA`, `USULAN` or `BEDA_PENDAPAT`.
    pub standing: String,
    /// Who spoke last.
    pub said_by: Option<String>,
    /// Another officer who has it open.
    pub held_by: Option<String>,
    /// Value of the decision, with what the waiting prelist adds.
    pub rank: i64,
}

/// How the review of an area stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReviewCounts {
    /// Cases left.
    pub open: i64,
    /// Cases a person decided.
    pub done: i64,
    /// Cases somebody has open.
    pub held: i64,
    /// Cases that wait for a second officer.
    pub proposed: i64,
    /// Cases that wait for a third.
    pub disputed: i64,
}

/// Which part of the queue.
#[derive(Clone, Debug)]
pub struct QueueAsk<'a> {
    /// Area.
    pub span: &'a Span,
    /// Reason code; empty = all.
    pub reason: &'a str,
    /// Standing; empty = all.
    pub standing: &'a str,
    /// Whether every prelist is frozen.
    pub all_frozen: bool,
    /// What a waiting prelist adds to the value.
    pub blocks: i64,
    /// Now.
    pub now_ms: i64,
    /// The reader's own lease; empty = none.
    pub holder: &'a str,
}

impl QueueAsk<'_> {
    fn args(&self) -> Vec<Value> {
        let mut args: Vec<Value> = self.span.pair().into();
        args.extend([
            self.reason.into(),
            self.standing.into(),
            Value::from(self.all_frozen),
            self.blocks.into(),
            self.now_ms.into(),
            self.holder.into(),
        ]);
        args
    }
}

#[derive(Default, Serialize, Deserialize)]
struct NoteBody {
    words: String,
    #[serde(default)]
    ground: String,
}

/// What a reviewer wrote and has not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteRow {
    /// The registration.
    pub registration: String,
    /// Whose note.
    pub officer: String,
    /// When written.
    pub at_ms: i64,
    /// When left for later; 0 = not.
    pub skipped_at_ms: i64,
    /// The words.
    pub words: String,
    /// Chosen ground.
    pub ground: String,
}

impl Tx {
    /// Adds a word about a case; a number that exists is refused at commit.
    pub fn add_review_decision(&mut self, d: &DecisionRow) {
        self.insert_row(d);
    }

    /// Puts a case into the queue, or changes its lease without a look at who held it.
    pub fn put_review_case(&mut self, c: &CaseRow) {
        self.put_row(c);
    }

    /// Puts a new case into the queue; one that is there is refused at commit.
    pub fn open_review_case(&mut self, c: &CaseRow) {
        self.insert_row(c);
    }

    /// Changes a lease only if nobody changed it since `rev` was read.
    pub async fn change_review_case(&mut self, c: &CaseRow, rev: i64) -> Result<()> {
        self.update_revision(&REVIEW_CASE, c.values(), rev).await
    }

    /// Keeps a note.
    pub fn put_review_note(&mut self, n: &NoteRow) {
        self.put(
            &REVIEW_NOTE,
            vec![
                n.registration.as_str().into(),
                n.officer.as_str().into(),
                n.at_ms.into(),
                n.skipped_at_ms.into(),
                secret(&NoteBody { words: n.words.clone(), ground: n.ground.clone() }),
            ],
        );
    }

    /// Forgets a note that was sent.
    pub fn delete_review_note(&mut self, registration: &str, officer: &str) {
        self.delete(&REVIEW_NOTE, vec![registration.into(), officer.into()]);
    }
}

impl Reader {
    /// What reviewers said about a case, oldest first.
    pub async fn review_decisions(&mut self, registration: &str) -> Result<Vec<DecisionRow>> {
        self.read_under(&REVIEW_DECISION, registration, DecisionRow::read).await
    }

    /// What reviewers said in an area, case by case.
    pub async fn review_decisions_in(&mut self, span: &Span) -> Result<Vec<DecisionRow>> {
        self.fetch(sql::REVIEW_IN_AREA, span.pair().into()).await?.iter().map(DecisionRow::read).collect()
    }

    /// A case of the queue.
    pub async fn review_case(&mut self, registration: &str) -> Result<Option<CaseRow>> {
        self.one(&REVIEW_CASE, vec![registration.into()]).await?.as_ref().map(CaseRow::read).transpose()
    }

    /// Registrations under review that the queue does not know yet.
    pub async fn review_missing(&mut self) -> Result<Vec<String>> {
        self.fetch(sql::REVIEW_MISSING, vec![]).await?.iter().map(|r| r.text("registration")).collect()
    }

    /// Part of the queue.
    pub async fn review_queue(&mut self, ask: &QueueAsk<'_>, slice: Slice) -> Result<Listed<QueueRow>> {
        let mut args = ask.args();
        args.extend(slice.pair());
        args.push(ask.span.only());
        let rows = self.fetch(sql::REVIEW_QUEUE, args).await?;
        let total = rows.first().map_or(Ok(0), |r| r.int("total"))?;
        Ok(Listed { rows: rows.iter().map(queue_row).collect::<Result<_>>()?, total })
    }

    /// The case an officer gets next; never `but`.
    pub async fn review_next(
        &mut self,
        ask: &QueueAsk<'_>,
        officer: &str,
        leads: bool,
        but: &str,
    ) -> Result<Option<String>> {
        let mut args = ask.args();
        args.extend([officer.into(), Value::from(leads), but.into(), ask.span.only()]);
        self.fetch_one(sql::REVIEW_NEXT, args).await?.map(|r| r.text("number")).transpose()
    }

    /// How the review of an area stands.
    pub async fn review_counts(&mut self, span: &Span, now_ms: i64) -> Result<ReviewCounts> {
        let mut args: Vec<Value> = span.pair().into();
        args.extend([now_ms.into(), span.only()]);
        let Some(row) = self.fetch_one(sql::REVIEW_COUNTS, args).await? else { return Ok(ReviewCounts::default()) };
        Ok(ReviewCounts {
            open: row.int("open")?,
            done: row.int("done")?,
            held: row.int("held")?,
            proposed: row.int("proposed")?,
            disputed: row.int("disputed")?,
        })
    }

    /// Reasons of the open cases of an area, the most frequent first.
    pub async fn review_reasons(&mut self, span: &Span) -> Result<Vec<CodeCount>> {
        let mut args: Vec<Value> = span.pair().into();
        args.push(span.only());
        let rows = self.fetch(sql::REVIEW_REASONS, args).await?;
        rows.iter().map(|r| Ok(CodeCount { code: r.text("code")?, n: r.int("n")? })).collect()
    }

    /// Moments at which an officer said something, oldest first.
    pub async fn review_said_since(&mut self, officer: &str, since_ms: i64) -> Result<Vec<i64>> {
        let rows = self.fetch(sql::REVIEW_SAID_SINCE, vec![officer.into(), since_ms.into()]).await?;
        rows.iter().map(|r| r.int("at")).collect()
    }

    /// Cases an officer acted on last, newest first: registration and step.
    pub async fn review_last_of(&mut self, officer: &str) -> Result<Vec<(String, String)>> {
        let rows = self.fetch(sql::REVIEW_LAST_OF, vec![officer.into()]).await?;
        rows.iter().map(|r| Ok((r.text("registration")?, r.text("step")?))).collect()
    }

    /// The newest version of the prelist of a desa; 0 = none.
    pub async fn review_frozen(&mut self, desa: &str) -> Result<i64> {
        self.fetch_one(sql::REVIEW_FROZEN, vec![desa.into()]).await?.map_or(Ok(0), |r| r.int("n"))
    }

    /// Registrations that joined this one.
    pub async fn review_joined_to(&mut self, registration: &str) -> Result<Vec<String>> {
        let rows = self.fetch(sql::REVIEW_JOINED_TO, vec![registration.into()]).await?;
        rows.iter().map(|r| r.text("registration")).collect()
    }

    /// A reviewer's note about a case.
    pub async fn review_note(&mut self, registration: &str, officer: &str) -> Result<Option<NoteRow>> {
        let Some(row) = self.one(&REVIEW_NOTE, vec![registration.into(), officer.into()]).await? else {
            return Ok(None);
        };
        let body: NoteBody = row.body(&REVIEW_NOTE)?;
        Ok(Some(NoteRow {
            registration: row.text("registration")?,
            officer: row.text("officer")?,
            at_ms: row.int("at")?,
            skipped_at_ms: row.int("skipped_at")?,
            words: body.words,
            ground: body.ground,
        }))
    }
}

fn queue_row(row: &Record) -> Result<QueueRow> {
    Ok(QueueRow {
        number: row.text("number")?,
        desa: row.text("desa")?,
        hamlet: row.opt_text("hamlet")?,
        head_name: row.opt_text("head_name")?,
        member_count: row.opt_int("member_count")?,
        date: row.opt_text("date")?,
        household: row.opt_text("household")?,
        level: row.text("level")?,
        reason: row.text("reason")?,
        standing: row.text("standing")?,
        said_by: row.opt_text("said_by")?,
        held_by: row.opt_text("held_by")?,
        rank: row.int("rank")?,
    })
}
