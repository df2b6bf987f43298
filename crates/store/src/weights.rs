//! Versions of the learnt weights that explain candidates. A version is added and never changed;
//! evidence names its version. ADR 0013.

use crate::error::{Result, StoreError};
use crate::table::MATCH_WEIGHTS;
use crate::tx::{Reader, Record, Tx};
use serde::{Deserialize, Serialize};

/// One version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeightsRow {
    /// From 1 without gaps.
    pub no: i64,
    /// When it was learnt.
    pub at_ms: i64,
    /// Who asked for it.
    pub officer: String,
    /// `BATCH`: from a round, without labels; `PUTUSAN`: again, with what reviewers decided.
    pub source: String,
    /// Candidates it was learnt from.
    pub candidates: i64,
    /// Cases decided by reviewers among them.
    pub decisions: i64,
    /// Whether estimation was given up for the shares of the rules' levels.
    pub locked: bool,
    /// The weights.
    pub body: WeightsBody,
}

/// The weights as written down: millionths of a bit, no data of any person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightsBody {
    /// Each class's share among all pairs, as logarithms.
    pub prior: [i32; 3],
    /// Each comparison.
    pub fields: Vec<FieldBody>,
    /// How far each field has moved since the version before, thousandths of a bit for an average pair.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<(String, i32)>,
}

/// One comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldBody {
    /// Its code.
    pub field: String,
    /// Logarithm of each class's share of each cell.
    pub logs: [Vec<i32>; 3],
    /// Usual information of agreeing words by cell, in sixteenths of a bit.
    pub usual: Vec<u16>,
}

impl Tx {
    /// Adds a version; one whose number exists is refused at commit.
    pub fn add_weights(&mut self, w: &WeightsRow) {
        let content = serde_json::to_string(&w.body).unwrap_or_default();
        self.insert(
            &MATCH_WEIGHTS,
            vec![
                w.no.into(),
                w.at_ms.into(),
                w.officer.as_str().into(),
                w.source.as_str().into(),
                w.candidates.into(),
                w.decisions.into(),
                i64::from(w.locked).into(),
                content.into(),
            ],
        );
    }
}

impl Reader {
    /// Every version, oldest first.
    pub async fn weights(&mut self) -> Result<Vec<WeightsRow>> {
        self.read_all(&MATCH_WEIGHTS, read).await
    }
}

fn read(row: &Record) -> Result<WeightsRow> {
    let content = row.text("content")?;
    Ok(WeightsRow {
        no: row.int("no")?,
        at_ms: row.int("at")?,
        officer: row.text("officer")?,
        source: row.text("source")?,
        candidates: row.int("candidates")?,
        decisions: row.int("decisions")?,
        locked: row.int("locked")? != 0,
        body: serde_json::from_str(&content).map_err(|_| StoreError::Damaged {
            table: "match_weights",
            key: String::new(),
            what: "content".to_owned(),
        })?,
    })
}
