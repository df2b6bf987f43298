//! Finished steps of a run, so that a killed run resumes; and facts about the workspace.

use crate::error::Result;
use crate::sql;
use crate::table::{STEP, WORKSPACE};
use crate::tx::{Reader, Tx};

/// A step that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRow {
    /// Its name.
    pub name: String,
    /// SHA-256 of everything it read, hexadecimal.
    pub input: String,
    /// What it did, in a few words.
    pub summary: String,
}

impl Tx {
    /// Marks a step as done; it commits together with the step's rows or not at all.
    pub fn put_step(&mut self, step: &StepRow) {
        self.put(&STEP, vec![step.name.as_str().into(), step.input.as_str().into(), step.summary.as_str().into()]);
    }

    /// Forgets a step (its import was undone).
    pub fn delete_step(&mut self, name: &str) {
        self.delete(&STEP, vec![name.into()]);
    }

    /// Records a fact about the workspace.
    pub fn put_fact(&mut self, name: &str, value: &str) {
        self.put(&WORKSPACE, vec![name.into(), value.into()]);
    }
}

impl Reader {
    /// A step, if it is done.
    pub async fn step(&mut self, name: &str) -> Result<Option<StepRow>> {
        let row = self.one(&STEP, vec![name.into()]).await?;
        row.map(|r| Ok(StepRow { name: r.text("name")?, input: r.text("input")?, summary: r.text("summary")? }))
            .transpose()
    }

    /// A fact about the workspace: `kabupaten`, `as_of` …
    pub async fn fact(&mut self, name: &str) -> Result<Option<String>> {
        self.fetch_one(sql::WORKSPACE_VALUE, vec![name.into()]).await?.map(|r| r.text("value")).transpose()
    }
}
