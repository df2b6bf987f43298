//! A workspace in a temporary folder, on either database.

use crate::clock::now_ms;
use crate::postgres::{postgres_url, postgres_wanted};
use store::{Backend, Store};
use tempfile::TempDir;

/// A workspace that vanishes with its test.
pub struct Workspace {
    /// The store.
    pub store: Store,
    /// URL of its PostgreSQL database, if it has one.
    pub url: Option<String>,
    folder: TempDir,
}

impl Workspace {
    /// A new, empty workspace.
    pub async fn new(backend: Backend) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = (backend == Backend::Postgres).then(postgres_url);
        let store = Store::create(folder.path(), url.as_deref(), now_ms()).await.expect("a new workspace");
        Self { store, url, folder }
    }

    /// Its folder.
    #[must_use]
    pub fn dir(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Opens it again, as another process would.
    pub async fn reopen(&self) -> store::Result<Store> {
        Store::open(self.dir(), self.url.as_deref()).await
    }
}

/// The databases a story is told on: SQLite, and PostgreSQL unless it is left out on purpose.
#[must_use]
pub fn on_both() -> Vec<Backend> {
    if postgres_wanted() { vec![Backend::Sqlite, Backend::Postgres] } else { vec![Backend::Sqlite] }
}
