//! Stage 3c: the decree and the rows of its annex. R18.

use crate::error::Result;
use crate::row::{Row, rows};
use crate::table::{DECREE, DECREE_ROW};
use crate::tx::{Reader, Record, Tx};
use serde::{Deserialize, Serialize};

/// A decree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecreeHead {
    /// Its number.
    pub number: String,
    /// Area, digits without dots.
    pub area: String,
    /// Day, ISO.
    pub date: String,
    /// `DRAF` or `DISAHKAN`.
    pub state: String,
    /// SHA-256 over the annex, hexadecimal: what is signed.
    pub annex_hash: String,
    /// Rows of the annex.
    pub row_count: i64,
    /// Account that signed.
    pub signer: Option<String>,
    /// Checkpoint of the event log when it was drawn up, hexadecimal.
    pub checkpoint: String,
    /// The round.
    pub round: Option<String>,
    /// Which decree of the round, from 1.
    pub no: i64,
    /// Account that prepared it.
    pub prepared_by: Option<String>,
    /// The signature over the annex hash.
    pub signature: Option<Vec<u8>>,
    /// Version of the register that it made.
    pub version: u32,
    /// Day it was handed to the centre and by whom. R19.
    pub delivered: Option<(String, String)>,
    /// Who answers for persons the civil registry was not asked about, and why. §5.3.
    pub waiver: Option<(String, String)>,
}

rows! {
    /// A row of the annex.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DecreeLine in DECREE_ROW {
        /// The decree.
        pub decree: String,
        /// Number in the annex, from 1.
        pub no: i64,
        /// Household id.
        pub household: String,
        /// `BARU`, `DIPERBARUI`, `PINDAH`, `MENINGGAL`, `GANDA`, `BAGIAN_RUTA_LAIN` …
        pub action: String,
        /// Desa, digits without dots.
        pub desa: Option<String>,
        /// Padukuhan.
        pub hamlet: Option<String>,
        /// Name of the head; `None` when empty or a child's.
        pub head_name: Option<String>,
        /// Members.
        pub member_count: Option<i64>;
        /// Encrypted part.
        pub body: DecreeBody,
    }
}

/// What the annex shows besides.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecreeBody {
    /// Address.
    pub address: String,
    /// RW.
    #[serde(default)]
    pub rw: Option<u16>,
    /// RT.
    #[serde(default)]
    pub rt: Option<u16>,
    /// What it rests on: questionnaire or meeting row.
    #[serde(default)]
    pub source: String,
    /// The case, when the household has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// Household that stays in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub became: Option<String>,
}

impl Tx {
    /// Writes a decree and its annex.
    pub fn put_decree(&mut self, d: &DecreeHead, lines: &[DecreeLine]) {
        self.put(
            &DECREE,
            vec![
                d.number.as_str().into(),
                d.area.as_str().into(),
                d.date.as_str().into(),
                d.state.as_str().into(),
                d.annex_hash.as_str().into(),
                d.row_count.into(),
                d.signer.clone().into(),
                d.checkpoint.as_str().into(),
                d.round.clone().into(),
                d.no.into(),
                d.prepared_by.clone().into(),
                d.signature.clone().into(),
                i64::from(d.version).into(),
                d.delivered.as_ref().map(|d| d.0.clone()).into(),
                d.delivered.as_ref().map(|d| d.1.clone()).into(),
                d.waiver.as_ref().map(|w| w.0.clone()).into(),
                d.waiver.as_ref().map(|w| w.1.clone()).into(),
            ],
        );
        lines.iter().for_each(|l| self.put_row(l));
    }
}

impl Reader {
    /// Every decree, by number.
    pub async fn decrees(&mut self) -> Result<Vec<DecreeHead>> {
        self.read_all(&DECREE, head).await
    }

    /// Every row of every annex.
    pub async fn all_decree_rows(&mut self) -> Result<Vec<DecreeLine>> {
        self.read_all(&DECREE_ROW, DecreeLine::read).await
    }

    /// The annex of a decree, by number.
    pub async fn decree_rows(&mut self, decree: &str) -> Result<Vec<DecreeLine>> {
        self.read_under(&DECREE_ROW, decree, DecreeLine::read).await
    }
}

fn head(row: &Record) -> Result<DecreeHead> {
    Ok(DecreeHead {
        number: row.text("number")?,
        area: row.text("area")?,
        date: row.text("date")?,
        state: row.text("state")?,
        annex_hash: row.text("annex_hash")?,
        row_count: row.int("row_count")?,
        signer: row.opt_text("signer")?,
        checkpoint: row.text("checkpoint")?,
        round: row.opt_text("round")?,
        no: row.opt_int("no")?.unwrap_or(1),
        prepared_by: row.opt_text("prepared_by")?,
        signature: row.opt_blob("signature")?,
        version: u32::try_from(row.opt_int("version")?.unwrap_or(0)).unwrap_or(0),
        delivered: row.opt_text("delivered_on")?.zip(row.opt_text("delivered_by")?),
        waiver: row.opt_text("waived_by")?.zip(row.opt_text("waiver")?),
    })
}
