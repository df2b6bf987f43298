//! Stage 4: editions of the Data Terpadu that this workspace made, and what changed between them.
//! The households themselves are in the edition's package, not here.

use crate::error::Result;
use crate::row::{Row, rows};
use crate::sql;
use crate::table::{EDITION, EDITION_CHANGE};
use crate::tx::{Reader, Tx};

rows! {
    /// An edition.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct EditionRow in EDITION {
        /// Its id.
        pub id: String,
        /// Edition it came from.
        pub parent: Option<String>,
        /// Area, digits without dots.
        pub area: String,
        /// Day its data hold, ISO.
        pub as_of: String,
        /// Folder of its package, relative to the workspace.
        pub folder: String,
        /// SHA-256 of its manifest, hexadecimal.
        pub manifest_sha256: String,
        /// Households.
        pub household_count: i64,
        /// Persons.
        pub person_count: i64,
        /// Last decree in it.
        pub decree: Option<String>,
        /// Version of the register it is a copy of.
        pub version: u32 = version or 0,
        /// Which edition of the workspace, from 1.
        pub no: i64 = no or 0,
        /// The round it was made in.
        pub round: Option<String>,
    }

    /// What became of one household.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct EditionChange in EDITION_CHANGE {
        /// The edition it changed in.
        pub edition: String,
        /// Household.
        pub household: String,
        /// `BARU`, `DIPERBARUI`, `KELUAR`, `TIDAK_DIKENAL` …
        pub action: String,
        /// Why.
        pub reason: Option<String>,
        /// Questionnaire or meeting row it rests on.
        pub source: Option<String>,
        /// Household it became part of.
        pub became: Option<String>,
    }
}

impl Tx {
    /// Writes an edition and its changes.
    pub fn put_edition(&mut self, e: &EditionRow, changes: &[EditionChange]) {
        self.put_row(e);
        changes.iter().for_each(|c| self.put_row(c));
    }
}

impl Reader {
    /// Every edition, in the order in which they were made.
    pub async fn editions(&mut self) -> Result<Vec<EditionRow>> {
        let mut all: Vec<EditionRow> = self.read_all(&EDITION, EditionRow::read).await?;
        // programs that did not number editions made the first one from BDT 2015
        all.sort_by(|a, b| {
            (a.no, a.parent.is_some(), &a.as_of, &a.id).cmp(&(b.no, b.parent.is_some(), &b.as_of, &b.id))
        });
        Ok(all)
    }

    /// What changed in an edition, by household.
    pub async fn edition_changes(&mut self, edition: &str) -> Result<Vec<EditionChange>> {
        let mut all: Vec<_> = self.read_under(&EDITION_CHANGE, edition, EditionChange::read).await?;
        all.sort_by(|a, b| a.household.cmp(&b.household));
        Ok(all)
    }

    /// What became of one household, edition by edition.
    pub async fn changes_of_household(&mut self, household: &str) -> Result<Vec<EditionChange>> {
        self.fetch(sql::EDITION_CHANGE_OF_HOUSEHOLD, vec![household.into()])
            .await?
            .iter()
            .map(EditionChange::read)
            .collect()
    }
}
