//! Stages 4 and 5: models, the place of each household, draws and the rows of their lists.

use crate::error::Result;
use crate::row::{Row, rows};
use crate::sql;
use crate::table::{DRAW, DRAW_ROW, MODEL, RANKED_HOUSEHOLD};
use crate::tx::{Reader, Tx};

rows! {
    /// A published model: coefficients are data, kept as the text of the model file.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ModelRow in MODEL {
        /// Id.
        pub id: String,
        /// SHA-256 of the content, hexadecimal.
        pub sha256: String,
        /// SHA-256 of the survey it was fitted on.
        pub fitted_on: String,
        /// The model file.
        pub content: String,
        /// Which model of the workspace, from 1: the last one ranks.
        pub no: i64 = no or 0,
        /// The import of the survey.
        pub import_id: Option<String>,
    }

    /// The place of one household in an edition. R21: every household is ranked or has a reason.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RankedRow in RANKED_HOUSEHOLD {
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
        /// `DALAM_40`, `DI_ATAS_40`, `TIDAK_TERPERINGKAT`.
        pub status: String,
        /// Why it is unranked.
        pub reason: Option<String>,
        /// Whether more than a tenth of the score's spread rests on answers that are missing.
        pub incomplete: bool = incomplete or false,
    }

    /// One draw of every programme in force. It is never changed; the next draw has the next number.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DrawRow in DRAW {
        /// Id: the edition, and from the second draw on its number.
        pub id: String,
        /// Edition.
        pub edition: String,
        /// Which draw over the edition, from 1.
        pub no: i64,
        /// Day, ISO.
        pub day: String,
        /// Round.
        pub round: Option<String>,
        /// Account.
        pub drawn_by: String,
        /// SHA-256 of the criteria it was drawn by, hexadecimal.
        pub criteria: String,
        /// Rows admitted.
        pub admitted: i64,
    }

    /// One row of a programme list: admitted, or a near miss with the clause that failed. R22.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ProgrammeRow in DRAW_ROW {
        /// The draw.
        pub draw: String,
        /// Programme and version, e.g. `pkh-2017`.
        pub programme: String,
        /// Unit: household, family or person id.
        pub unit: String,
        /// Household.
        pub household: String,
        /// Member, for a list of persons.
        pub member_no: Option<i64>,
        /// `MASUK`, `NYARIS`, `BELUM_DIKETAHUI`, `KUOTA`.
        pub status: String,
        /// Clause that admitted or failed.
        pub clause: String,
        /// Place in the list, from 1.
        pub position: i64,
        /// Marks for review joined by `|`: a mark opens a review and never removes by itself. Domain §7.
        pub review: String,
    }
}

impl Tx {
    /// Writes a model.
    pub fn put_model(&mut self, m: &ModelRow) {
        self.put_row(m);
    }

    /// Writes the place of a household.
    pub fn put_ranked(&mut self, r: &RankedRow) {
        self.put_row(r);
    }

    /// Writes a draw.
    pub fn put_draw(&mut self, d: &DrawRow) {
        self.insert_row(d);
    }

    /// Writes a row of a programme list.
    pub fn put_programme_row(&mut self, p: &ProgrammeRow) {
        self.put_row(p);
    }
}

impl Reader {
    /// Every model, in the order in which they were published.
    pub async fn models(&mut self) -> Result<Vec<ModelRow>> {
        let mut models: Vec<_> = self.read_all(&MODEL, ModelRow::read).await?;
        models.sort_by(|a, b| (a.no, &a.id).cmp(&(b.no, &b.id)));
        Ok(models)
    }

    /// The places in an edition: ranked first by place, then the unranked by household.
    pub async fn ranking(&mut self, edition: &str) -> Result<Vec<RankedRow>> {
        let mut all: Vec<_> = self.read_under(&RANKED_HOUSEHOLD, edition, RankedRow::read).await?;
        all.sort_by(|a, b| {
            let place = |r: &RankedRow| (r.position.is_none(), r.position);
            (place(a), &a.household).cmp(&(place(b), &b.household))
        });
        Ok(all)
    }

    /// The places of one household, edition by edition.
    pub async fn ranking_of_household(&mut self, household: &str) -> Result<Vec<RankedRow>> {
        self.fetch(sql::RANKED_OF_HOUSEHOLD, vec![household.into()]).await?.iter().map(RankedRow::read).collect()
    }

    /// Every draw, by day and number.
    pub async fn draws(&mut self) -> Result<Vec<DrawRow>> {
        let mut draws: Vec<_> = self.read_all(&DRAW, DrawRow::read).await?;
        draws.sort_by(|a, b| (&a.day, a.no, &a.id).cmp(&(&b.day, b.no, &b.id)));
        Ok(draws)
    }

    /// Every row of a draw, by programme, place and unit.
    pub async fn programme_rows(&mut self, draw: &str) -> Result<Vec<ProgrammeRow>> {
        let mut all: Vec<_> = self.read_under(&DRAW_ROW, draw, ProgrammeRow::read).await?;
        all.sort_by(|a, b| (&a.programme, a.position, &a.unit).cmp(&(&b.programme, b.position, &b.unit)));
        Ok(all)
    }

    /// The programme rows of one household, draw by draw.
    pub async fn programme_rows_of_household(&mut self, household: &str) -> Result<Vec<ProgrammeRow>> {
        self.fetch(sql::DRAW_ROW_OF_HOUSEHOLD, vec![household.into()]).await?.iter().map(ProgrammeRow::read).collect()
    }
}
