//! Stage 4: editions of the Data Terpadu that this workspace made, and what changed between them.
//! The households themselves are in the edition's package, not here.

use crate::error::Result;
use crate::sql;
use crate::table::{EDITION, EDITION_CHANGE};
use crate::tx::{Reader, Record, Tx};

/// An edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionRow {
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
    /// Decree that made it.
    pub decree: Option<String>,
}

/// What became of one household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionChange {
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

impl Tx {
    /// Writes an edition and its changes.
    pub fn put_edition(&mut self, e: &EditionRow, changes: &[EditionChange]) {
        self.put(
            &EDITION,
            vec![
                e.id.as_str().into(),
                e.parent.clone().into(),
                e.area.as_str().into(),
                e.as_of.as_str().into(),
                e.folder.as_str().into(),
                e.manifest_sha256.as_str().into(),
                e.household_count.into(),
                e.person_count.into(),
                e.decree.clone().into(),
            ],
        );
        for c in changes {
            self.put(
                &EDITION_CHANGE,
                vec![
                    c.edition.as_str().into(),
                    c.household.as_str().into(),
                    c.action.as_str().into(),
                    c.reason.clone().into(),
                    c.source.clone().into(),
                    c.became.clone().into(),
                ],
            );
        }
    }
}

impl Reader {
    /// Every edition, by id.
    pub async fn editions(&mut self) -> Result<Vec<EditionRow>> {
        self.all(&EDITION).await?.iter().map(edition).collect()
    }

    /// What changed in an edition, by household.
    pub async fn edition_changes(&mut self, edition: &str) -> Result<Vec<EditionChange>> {
        let mut all: Vec<_> = self.under(&EDITION_CHANGE, edition).await?.iter().map(change).collect::<Result<_>>()?;
        all.sort_by(|a, b| a.household.cmp(&b.household));
        Ok(all)
    }

    /// What became of one household, edition by edition.
    pub async fn changes_of_household(&mut self, household: &str) -> Result<Vec<EditionChange>> {
        self.fetch(sql::EDITION_CHANGE_OF_HOUSEHOLD, vec![household.into()]).await?.iter().map(change).collect()
    }
}

fn edition(row: &Record) -> Result<EditionRow> {
    Ok(EditionRow {
        id: row.text("id")?,
        parent: row.opt_text("parent")?,
        area: row.text("area")?,
        as_of: row.text("as_of")?,
        folder: row.text("folder")?,
        manifest_sha256: row.text("manifest_sha256")?,
        household_count: row.int("household_count")?,
        person_count: row.int("person_count")?,
        decree: row.opt_text("decree")?,
    })
}

fn change(row: &Record) -> Result<EditionChange> {
    Ok(EditionChange {
        edition: row.text("edition")?,
        household: row.text("household")?,
        action: row.text("action")?,
        reason: row.opt_text("reason")?,
        source: row.opt_text("source")?,
        became: row.opt_text("became")?,
    })
}
