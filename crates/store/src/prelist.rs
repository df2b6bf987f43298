//! Stage 2 ends: the frozen prelist. R15.

use crate::error::Result;
use crate::record::secret;
use crate::sql;
use crate::table::{PRELIST, PRELIST_ROW};
use crate::tx::{Reader, Record, Tx};
use serde::{Deserialize, Serialize};

/// A frozen list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrelistHead {
    /// Id.
    pub id: String,
    /// Area, digits without dots.
    pub area: String,
    /// Version, from 1: the frozen list, then its supplements.
    pub version: i64,
    /// The round; `None` = of a program that did not count rounds.
    pub round: Option<String>,
    /// 0 = the frozen list, 1.. = its supplements. Design D17.
    pub supplement: i64,
    /// Day it was frozen, ISO.
    pub frozen_on: String,
    /// SHA-256 over its rows, hexadecimal.
    pub hash: String,
    /// Rows.
    pub row_count: i64,
}

/// One row of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrelistLine {
    /// The list.
    pub prelist: String,
    /// Nomor urut rumah tangga, from 1.
    pub no: i64,
    /// Registration, when the row came from one.
    pub registration: Option<String>,
    /// Household of the register, when known.
    pub household: Option<String>,
    /// `BARU`, `LAMA_TETAP`, `LAMA_BERUBAH`.
    pub category: String,
    /// Desa, digits without dots.
    pub desa: Option<String>,
    /// Padukuhan.
    pub hamlet: Option<String>,
    /// Name of the head; `None` when empty or a child's.
    pub head_name: Option<String>,
    /// Members.
    pub member_count: Option<i64>,
    /// Encrypted part.
    pub body: PrelistBody,
}

/// What the list shows besides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrelistBody {
    /// Address.
    pub address: String,
    /// RW.
    #[serde(default)]
    pub rw: Option<u16>,
    /// RT.
    #[serde(default)]
    pub rt: Option<u16>,
    /// Registry answer of the head.
    #[serde(default)]
    pub siak: Option<String>,
    /// Changed fields joined by `|`.
    #[serde(default)]
    pub changed: String,
    /// Flags joined by `|`.
    #[serde(default)]
    pub flags: String,
}

impl Tx {
    /// Writes a frozen list and its rows.
    pub fn put_prelist(&mut self, head: &PrelistHead, lines: &[PrelistLine]) {
        self.put(
            &PRELIST,
            vec![
                head.id.as_str().into(),
                head.area.as_str().into(),
                head.version.into(),
                head.frozen_on.as_str().into(),
                head.hash.as_str().into(),
                head.row_count.into(),
                head.round.clone().into(),
                head.supplement.into(),
            ],
        );
        for l in lines {
            self.put(
                &PRELIST_ROW,
                vec![
                    l.prelist.as_str().into(),
                    l.no.into(),
                    l.registration.clone().into(),
                    l.household.clone().into(),
                    l.category.as_str().into(),
                    l.desa.clone().into(),
                    l.hamlet.clone().into(),
                    l.head_name.clone().into(),
                    l.member_count.into(),
                    secret(&l.body),
                ],
            );
        }
    }
}

impl Reader {
    /// Every frozen list.
    pub async fn prelists(&mut self) -> Result<Vec<PrelistHead>> {
        self.all(&PRELIST).await?.iter().map(head).collect()
    }

    /// Every row of every list, by list and number.
    pub async fn all_prelist_rows(&mut self) -> Result<Vec<PrelistLine>> {
        self.all(&PRELIST_ROW).await?.iter().map(line).collect()
    }

    /// The rows of a list, by number.
    pub async fn prelist_rows(&mut self, prelist: &str) -> Result<Vec<PrelistLine>> {
        self.under(&PRELIST_ROW, prelist).await?.iter().map(line).collect()
    }

    /// The rows of a list in one desa, by number.
    pub async fn prelist_rows_in(&mut self, prelist: &str, desa: &str) -> Result<Vec<PrelistLine>> {
        self.fetch(sql::PRELIST_IN_DESA, vec![prelist.into(), desa.into()]).await?.iter().map(line).collect()
    }
}

fn head(row: &Record) -> Result<PrelistHead> {
    Ok(PrelistHead {
        id: row.text("id")?,
        area: row.text("area")?,
        version: row.int("version")?,
        frozen_on: row.text("frozen_on")?,
        hash: row.text("hash")?,
        row_count: row.int("row_count")?,
        round: row.opt_text("round")?,
        supplement: row.opt_int("supplement")?.unwrap_or(0),
    })
}

fn line(row: &Record) -> Result<PrelistLine> {
    Ok(PrelistLine {
        prelist: row.text("prelist")?,
        no: row.int("no")?,
        registration: row.opt_text("registration")?,
        household: row.opt_text("household")?,
        category: row.text("category")?,
        desa: row.opt_text("desa")?,
        hamlet: row.opt_text("hamlet")?,
        head_name: row.opt_text("head_name")?,
        member_count: row.opt_int("member_count")?,
        body: row.body(&PRELIST_ROW)?,
    })
}
