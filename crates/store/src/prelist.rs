//! Stage 2 ends: the frozen prelist. R15.

use crate::error::Result;
use crate::row::{Row, rows};
use crate::sql;
use crate::table::{PRELIST, PRELIST_ROW};
use crate::tx::{Reader, Tx};
use serde::{Deserialize, Serialize};

rows! {
    /// A frozen list.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PrelistHead in PRELIST {
        /// Id.
        pub id: String,
        /// Area, digits without dots.
        pub area: String,
        /// Version, from 1: the frozen list, then its supplements.
        pub version: i64,
        /// Day it was frozen, ISO.
        pub frozen_on: String,
        /// SHA-256 over its rows, hexadecimal.
        pub hash: String,
        /// Rows.
        pub row_count: i64,
        /// The round; `None` = of a program that did not count rounds.
        pub round: Option<String>,
        /// 0 = the frozen list, 1.. = its supplements. Design D17.
        pub supplement: i64 = supplement or 0,
    }

    /// One row of it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PrelistLine in PRELIST_ROW {
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
        pub member_count: Option<i64>;
        /// Encrypted part.
        pub body: PrelistBody,
    }
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
        self.put_row(head);
        lines.iter().for_each(|l| self.put_row(l));
    }
}

impl Reader {
    /// Every frozen list.
    pub async fn prelists(&mut self) -> Result<Vec<PrelistHead>> {
        self.read_all(&PRELIST, PrelistHead::read).await
    }

    /// Every row of every list, by list and number.
    pub async fn all_prelist_rows(&mut self) -> Result<Vec<PrelistLine>> {
        self.read_all(&PRELIST_ROW, PrelistLine::read).await
    }

    /// The rows of a list, by number.
    pub async fn prelist_rows(&mut self, prelist: &str) -> Result<Vec<PrelistLine>> {
        self.read_under(&PRELIST_ROW, prelist, PrelistLine::read).await
    }

    /// The rows of a list in one desa, by number.
    pub async fn prelist_rows_in(&mut self, prelist: &str, desa: &str) -> Result<Vec<PrelistLine>> {
        self.fetch(sql::PRELIST_IN_DESA, vec![prelist.into(), desa.into()])
            .await?
            .iter()
            .map(PrelistLine::read)
            .collect()
    }
}
