//! Stage 2: category and evidence of each registration. R11–R14.

use crate::error::Result;
use crate::row::{Row, rows};
use crate::sql;
use crate::table::IDENTIFICATION;
use crate::tx::{Reader, Tx};
use serde::{Deserialize, Serialize};

rows! {
    /// What was decided about one registration, and why.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct IdentificationRow in IDENTIFICATION {
        /// The registration's number.
        pub registration: String,
        /// `BARU`, `LAMA_TETAP`, `LAMA_BERUBAH`, `TELAAH`, `GANDA`, `DITOLAK`, `DRAF`.
        pub category: String,
        /// Household linked, or with `TELAAH` the best candidate.
        pub household: Option<String>,
        /// Registration of the same household.
        pub merged_with: Option<String>,
        /// Level of the best candidate; empty without one.
        pub level: String,
        /// Changed fields joined by `|`.
        pub changed: String,
        /// Flags joined by `|`.
        pub flags: String,
        /// Account that decided a review.
        pub decided_by: Option<String>,
        /// When.
        pub decided_at_ms: Option<i64> = decided_at;
        /// Reasons, corrections, candidates.
        pub evidence: EvidenceBody,
    }
}

/// The encrypted part: it may quote names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceBody {
    /// Reason code and its detail.
    pub reasons: Vec<(String, String)>,
    /// Member number, spelling written, spelling proposed.
    pub corrections: Vec<(u16, String, String)>,
    /// Registry answer for each member. R10.
    pub siak: Vec<(u16, String)>,
    /// Candidates, best first.
    pub candidates: Vec<CandidateRow>,
    /// Reason of the person who decided a review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision_reason: Option<String>,
    /// Version of the weights the candidates were weighed with; `None` = they were not weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighed_by: Option<i64>,
}

/// One household that came into question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateRow {
    /// Its id.
    pub household: String,
    /// Level of the evidence.
    pub level: String,
    /// Members of the registration found in it.
    pub members: Vec<PairRow>,
    /// Registered members not in it.
    pub only_registered: Vec<u16>,
    /// Its members not registered.
    pub only_register: Vec<u16>,
    /// Where it lives in relation to the registration.
    pub region: String,
    /// Members that share a NIK and nothing else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<PairRow>,
    /// Codes of the compared fields that differ; `None` in rows written before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Vec<String>>,
    /// How the addresses below the desa agree.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// How the sets of family cards agree.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub family_card: String,
    /// The register's other id of the same household.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twin: Option<String>,
    /// Register members the civil registry records as dead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dead: Vec<u16>,
    /// Register members whom another registration of the dwelling brings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<u16>,
    /// Member number (none: the household), field, thousandths of a bit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<(Option<u16>, String, i32)>,
}

/// One registered member beside one member of the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairRow {
    /// Number in the registration.
    pub member_no: u16,
    /// Number in the register's household.
    pub register_no: u16,
    /// Level of evidence, `M1` … `M4`.
    pub level: String,
    /// Name similarity, per mille.
    pub name: u16,
    /// Rarity of the words that agree, per mille.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub rarity: u16,
    /// How the births agree.
    pub birth: String,
    /// How the NIK agree.
    pub nik: String,
    /// How the spelling of the name differs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub spelling: String,
    /// How the sexes agree.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sex: String,
    /// How the marital status agrees.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub marital: String,
    /// How the relations to the head agree.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub relation: String,
    /// How the mothers' names agree.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub mother: String,
    /// What the rest of the two households said for the pair.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub support: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(n: &u16) -> bool {
    *n == 0
}

impl IdentificationRow {
    /// Whether both say the same, however it was weighed: newer weights alone are no other evidence.
    #[must_use]
    pub fn is_but_for_weights(&self, other: &Self) -> bool {
        let bare = |row: &Self| {
            let mut row = row.clone();
            row.evidence.weighed_by = None;
            row.evidence.candidates.iter_mut().for_each(|c| c.weights.clear());
            row
        };
        bare(self) == bare(other)
    }
}

impl Tx {
    /// Writes a decision, in place of an earlier one.
    pub fn put_identification(&mut self, i: &IdentificationRow) {
        self.put_row(i);
    }
}

/// What was decided about one registration, without its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentificationHead {
    /// The registration's number.
    pub registration: String,
    /// As in [`IdentificationRow`].
    pub category: String,
    /// Household linked, or with `TELAAH` the best candidate.
    pub household: Option<String>,
    /// Registration of the same household.
    pub merged_with: Option<String>,
    /// Changed fields joined by `|`.
    pub changed: String,
    /// Whether a person decided it.
    pub is_decided: bool,
}

impl IdentificationHead {
    /// The household of the register that it was found to be.
    #[must_use]
    pub fn known(self) -> Option<(String, String)> {
        let household = self.household.filter(|_| self.category.starts_with("LAMA_"))?;
        Some((self.registration, household))
    }
}

impl Reader {
    /// Hands on every decision, by registration number, one at a time: with their evidence they are large.
    pub async fn each_identification(&mut self, mut take: impl FnMut(IdentificationRow)) -> Result<()> {
        self.each(sqlx::AssertSqlSafe(IDENTIFICATION.select_all()), vec![], |row| {
            take(IdentificationRow::read(&row)?);
            Ok(())
        })
        .await
    }

    /// Every decision without its evidence, by registration number.
    pub async fn identification_heads(&mut self) -> Result<Vec<IdentificationHead>> {
        self.read(sql::IDENTIFICATION_HEADS, vec![], |row| {
            Ok(IdentificationHead {
                registration: row.text("registration")?,
                category: row.text("category")?,
                household: row.opt_text("household")?,
                merged_with: row.opt_text("merged_with")?,
                changed: row.text("changed")?,
                is_decided: row.opt_text("decided_by")?.is_some(),
            })
        })
        .await
    }

    /// Every decision, by registration number.
    pub async fn identifications(&mut self) -> Result<Vec<IdentificationRow>> {
        let mut rows: Vec<_> = self.read_all(&IDENTIFICATION, IdentificationRow::read).await?;
        rows.sort_by(|a, b| a.registration.cmp(&b.registration));
        Ok(rows)
    }

    /// The decision about one registration.
    pub async fn identification(&mut self, registration: &str) -> Result<Option<IdentificationRow>> {
        self.one(&IDENTIFICATION, vec![registration.into()]).await?.as_ref().map(IdentificationRow::read).transpose()
    }

    /// Decisions that name a household.
    pub async fn identifications_of_household(&mut self, household: &str) -> Result<Vec<IdentificationRow>> {
        self.fetch(sql::IDENTIFICATION_OF_HOUSEHOLD, vec![household.into()])
            .await?
            .iter()
            .map(IdentificationRow::read)
            .collect()
    }
}
