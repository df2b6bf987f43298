//! Persons who stand in two households of the register, and how a named officer settled it. Domain §5.4.

use crate::error::Result;
use crate::record::secret;
use crate::table::PERSON_CONFLICT;
use crate::tx::{Reader, Record, Tx};
use serde::{Deserialize, Serialize};

/// One person in two households.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictRow {
    /// Id: both households and places.
    pub id: String,
    /// The round it was found in.
    pub round: Option<String>,
    /// The lower household.
    pub one: String,
    /// The person's place in it, from 1.
    pub one_no: i64,
    /// The higher household; a new one by the id it is to get.
    pub other: String,
    /// The person's place in it, from 1.
    pub other_no: i64,
    /// Whether a named officer has settled it.
    pub is_settled: bool,
    /// Household in which the person stays.
    pub kept: Option<String>,
    /// Account that settled it.
    pub settled_by: Option<String>,
    /// When, in milliseconds since 1970 UTC.
    pub settled_at_ms: Option<i64>,
    /// Why.
    pub reason: Option<String>,
}

#[derive(Default, Serialize, Deserialize)]
struct Body {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Tx {
    /// Writes a conflict.
    pub fn put_person_conflict(&mut self, c: &ConflictRow) {
        self.put(
            &PERSON_CONFLICT,
            vec![
                c.id.as_str().into(),
                c.round.clone().into(),
                c.one.as_str().into(),
                c.one_no.into(),
                c.other.as_str().into(),
                c.other_no.into(),
                (if c.is_settled { "SELESAI" } else { "TERBUKA" }).into(),
                c.kept.clone().into(),
                c.settled_by.clone().into(),
                c.settled_at_ms.into(),
                secret(&Body { reason: c.reason.clone() }),
            ],
        );
    }
}

impl Reader {
    /// Every conflict, by id.
    pub async fn person_conflicts(&mut self) -> Result<Vec<ConflictRow>> {
        self.read_all(&PERSON_CONFLICT, read).await
    }

    /// One conflict.
    pub async fn person_conflict(&mut self, id: &str) -> Result<Option<ConflictRow>> {
        self.one(&PERSON_CONFLICT, vec![id.into()]).await?.as_ref().map(read).transpose()
    }
}

fn read(row: &Record) -> Result<ConflictRow> {
    let body: Body = row.body(&PERSON_CONFLICT)?;
    Ok(ConflictRow {
        id: row.text("id")?,
        round: row.opt_text("round")?,
        one: row.text("one")?,
        one_no: row.int("one_no")?,
        other: row.text("other")?,
        other_no: row.int("other_no")?,
        is_settled: row.text("state")? == "SELESAI",
        kept: row.opt_text("kept")?,
        settled_by: row.opt_text("settled_by")?,
        settled_at_ms: row.opt_int("settled_at")?,
        reason: body.reason,
    })
}
