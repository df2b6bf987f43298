//! Stages 4 and 5: models, the place of each household, and the rows of programme lists.

use crate::error::Result;
use crate::sql;
use crate::table::{MODEL, PROGRAMME_ROW, RANKED_HOUSEHOLD};
use crate::tx::{Reader, Record, Tx};

/// A published model: coefficients are data, kept as the text of the model file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelRow {
    /// Id.
    pub id: String,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
    /// SHA-256 of the survey it was fitted on.
    pub fitted_on: String,
    /// The model file.
    pub content: String,
}

/// The place of one household in an edition. R21: every household is ranked or has a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedRow {
    /// Edition.
    pub edition: String,
    /// Household.
    pub household: String,
    /// Model.
    pub model: String,
    /// Place, 1 = poorest; `None` when unranked.
    pub position: Option<i64>,
    /// Score in millionths.
    pub score: Option<i64>,
    /// Percentile of the nation, 1–100.
    pub percentile: Option<i64>,
    /// Tenth, 1–10.
    pub decile: Option<i64>,
    /// `DIPERINGKAT`, `DI_ATAS_40`, `TIDAK_TERPERINGKAT`.
    pub status: String,
    /// Why it is unranked.
    pub reason: Option<String>,
}

/// One row of a programme list: admitted, or a near miss with the clause that failed. R22.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeRow {
    /// Edition.
    pub edition: String,
    /// Programme and version, e.g. `pkh-2017`.
    pub programme: String,
    /// Unit: household, family or person id.
    pub unit: String,
    /// Household.
    pub household: String,
    /// Member, for a list of persons.
    pub member_no: Option<i64>,
    /// `MASUK`, `HAMPIR`, `KUOTA`.
    pub status: String,
    /// Clause that admitted or failed.
    pub clause: String,
    /// Place in the list, from 1.
    pub position: i64,
}

impl Tx {
    /// Writes a model.
    pub fn put_model(&mut self, m: &ModelRow) {
        self.put(
            &MODEL,
            vec![
                m.id.as_str().into(),
                m.sha256.as_str().into(),
                m.fitted_on.as_str().into(),
                m.content.as_str().into(),
            ],
        );
    }

    /// Writes the place of a household.
    pub fn put_ranked(&mut self, r: &RankedRow) {
        self.put(
            &RANKED_HOUSEHOLD,
            vec![
                r.edition.as_str().into(),
                r.household.as_str().into(),
                r.model.as_str().into(),
                r.position.into(),
                r.score.into(),
                r.percentile.into(),
                r.decile.into(),
                r.status.as_str().into(),
                r.reason.clone().into(),
            ],
        );
    }

    /// Writes a row of a programme list.
    pub fn put_programme_row(&mut self, p: &ProgrammeRow) {
        self.put(
            &PROGRAMME_ROW,
            vec![
                p.edition.as_str().into(),
                p.programme.as_str().into(),
                p.unit.as_str().into(),
                p.household.as_str().into(),
                p.member_no.into(),
                p.status.as_str().into(),
                p.clause.as_str().into(),
                p.position.into(),
            ],
        );
    }
}

impl Reader {
    /// Every model, by id.
    pub async fn models(&mut self) -> Result<Vec<ModelRow>> {
        let rows = self.all(&MODEL).await?;
        rows.iter()
            .map(|row| {
                Ok(ModelRow {
                    id: row.text("id")?,
                    sha256: row.text("sha256")?,
                    fitted_on: row.text("fitted_on")?,
                    content: row.text("content")?,
                })
            })
            .collect()
    }

    /// The places in an edition: ranked first by place, then the unranked by household.
    pub async fn ranking(&mut self, edition: &str) -> Result<Vec<RankedRow>> {
        let mut all: Vec<_> =
            self.under(&RANKED_HOUSEHOLD, edition).await?.iter().map(ranked).collect::<Result<_>>()?;
        all.sort_by(|a, b| {
            let place = |r: &RankedRow| (r.position.is_none(), r.position);
            (place(a), &a.household).cmp(&(place(b), &b.household))
        });
        Ok(all)
    }

    /// The places of one household, edition by edition.
    pub async fn ranking_of_household(&mut self, household: &str) -> Result<Vec<RankedRow>> {
        self.fetch(sql::RANKED_OF_HOUSEHOLD, vec![household.into()]).await?.iter().map(ranked).collect()
    }

    /// Every programme row of an edition, by programme, place and unit.
    pub async fn programme_rows(&mut self, edition: &str) -> Result<Vec<ProgrammeRow>> {
        let mut all: Vec<_> =
            self.under(&PROGRAMME_ROW, edition).await?.iter().map(programme).collect::<Result<_>>()?;
        all.sort_by(|a, b| (&a.programme, a.position, &a.unit).cmp(&(&b.programme, b.position, &b.unit)));
        Ok(all)
    }

    /// The programme rows of one household.
    pub async fn programme_rows_of_household(&mut self, household: &str) -> Result<Vec<ProgrammeRow>> {
        self.fetch(sql::PROGRAMME_OF_HOUSEHOLD, vec![household.into()]).await?.iter().map(programme).collect()
    }
}

fn ranked(row: &Record) -> Result<RankedRow> {
    Ok(RankedRow {
        edition: row.text("edition")?,
        household: row.text("household")?,
        model: row.text("model")?,
        position: row.opt_int("position")?,
        score: row.opt_int("score")?,
        percentile: row.opt_int("percentile")?,
        decile: row.opt_int("decile")?,
        status: row.text("status")?,
        reason: row.opt_text("reason")?,
    })
}

fn programme(row: &Record) -> Result<ProgrammeRow> {
    Ok(ProgrammeRow {
        edition: row.text("edition")?,
        programme: row.text("programme")?,
        unit: row.text("unit")?,
        household: row.text("household")?,
        member_no: row.opt_int("member_no")?,
        status: row.text("status")?,
        clause: row.text("clause")?,
        position: row.int("position")?,
    })
}
