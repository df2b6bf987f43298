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
    /// Last decree in it.
    pub decree: Option<String>,
    /// Version of the register it is a copy of.
    pub version: u32,
    /// Which edition of the workspace, from 1.
    pub no: i64,
    /// The round it was made in.
    pub round: Option<String>,
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
                i64::from(e.version).into(),
                e.no.into(),
                e.round.clone().into(),
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
    /// Every edition, in the order in which they were made.
    pub async fn editions(&mut self) -> Result<Vec<EditionRow>> {
        let mut all: Vec<EditionRow> = self.all(&EDITION).await?.iter().map(edition).collect::<Result<_>>()?;
        // programs that did not number editions made the first one from BDT 2015
        all.sort_by(|a, b| {
            (a.no, a.parent.is_some(), &a.as_of, &a.id).cmp(&(b.no, b.parent.is_some(), &b.as_of, &b.id))
        });
        Ok(all)
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
        version: u32::try_from(row.opt_int("version")?.unwrap_or(0)).unwrap_or(0),
        no: row.opt_int("no")?.unwrap_or(0),
        round: row.opt_text("round")?,
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
