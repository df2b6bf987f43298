//! Facts about the workspace itself.

use crate::error::Result;
use crate::sql;
use crate::table::WORKSPACE;
use crate::tx::{Reader, Tx};

impl Tx {
    /// Records a fact about the workspace.
    pub fn put_fact(&mut self, name: &str, value: &str) {
        self.put(&WORKSPACE, vec![name.into(), value.into()]);
    }
}

impl Reader {
    /// A fact about the workspace, e.g. `kabupaten`.
    pub async fn fact(&mut self, name: &str) -> Result<Option<String>> {
        self.fetch_one(sql::WORKSPACE_VALUE, vec![name.into()]).await?.map(|r| r.text("value")).transpose()
    }
}
