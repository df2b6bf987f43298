//! Opening the database of a workspace: SQLite inside the binary by default, PostgreSQL by URL.

use crate::error::{Result, StoreError};
use crate::keys::Keyring;
use crate::migrate;
use crate::pool::Pools;
use crate::sql;
use crate::tx::{Reader, Tx};
use crate::upgrade::{self, Told};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use sqlx::ConnectOptions;
use sqlx::any::AnyConnectOptions;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Once};

/// Which database holds the workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file in the workspace folder.
    Sqlite,
    /// A server, by URL.
    Postgres,
}

/// The store of one workspace. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    pools: Pools,
    backend: Backend,
    keys: Arc<Keyring>,
    dir: PathBuf,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("backend", &self.0.backend).field("dir", &self.0.dir).finish_non_exhaustive()
    }
}

/// File name of the SQLite database in a workspace folder.
pub const SQLITE_FILE: &str = "mutakhir.db";

impl Store {
    /// Opens the workspace in `dir`, made before by [`Store::create`]. `url` names a PostgreSQL
    /// database; without it the SQLite file in `dir` is used.
    pub async fn open(dir: &Path, url: Option<&str>) -> Result<Self> {
        Self::open_telling(dir, url, 0, &|_, _| {}).await
    }

    /// As [`Store::open`], telling how far the upgrade of an older workspace is. `now_ms` dates its events.
    pub async fn open_telling(dir: &Path, url: Option<&str>, now_ms: i64, told: Told<'_>) -> Result<Self> {
        let file = dir.join(SQLITE_FILE);
        if url.is_none() && !file.exists() {
            return Err(StoreError::NotInitialised { path: dir.to_owned() });
        }
        let keys = Keyring::open(dir)?;
        let store = Self::connect(dir, url, keys).await?;
        match store.stored_key_check().await? {
            None => Err(StoreError::NotInitialised { path: dir.to_owned() }),
            Some(check) if check == store.0.keys.check_value() => {
                upgrade::run(&store, now_ms, told).await?;
                Ok(store)
            }
            Some(_) => Err(StoreError::KeyWrong { path: store.0.keys.path().to_owned() }),
        }
    }

    /// Opens the workspace in `dir`, and first creates folder, key and database where they are missing.
    /// Safe to repeat after a crash: it resumes.
    pub async fn create(dir: &Path, url: Option<&str>, now_ms: i64) -> Result<Self> {
        Self::create_telling(dir, url, now_ms, &|_, _| {}).await
    }

    /// As [`Store::create`], telling how far the upgrade of an older workspace is.
    pub async fn create_telling(dir: &Path, url: Option<&str>, now_ms: i64, told: Told<'_>) -> Result<Self> {
        std::fs::create_dir_all(dir).map_err(|e| StoreError::io(dir, e))?;
        let fresh = url.is_none() && !dir.join(SQLITE_FILE).exists();
        let keys = if fresh || url.is_some() && !Keyring::path_in(dir).exists() {
            Keyring::create(dir)?
        } else {
            Keyring::open(dir)?
        };
        let store = Self::connect(dir, url, keys).await?;
        match store.stored_key_check().await? {
            Some(check) if check == store.0.keys.check_value() => upgrade::run(&store, now_ms, told).await?,
            Some(_) => return Err(StoreError::KeyWrong { path: store.0.keys.path().to_owned() }),
            None => {
                let mut tx = store.begin("").await?;
                tx.put(&crate::table::WORKSPACE, vec!["key_check".into(), store.0.keys.check_value().into()]);
                tx.commit(crate::event::NewEvent::new("WorkspaceCreated", "sistem", now_ms)).await?;
                upgrade::run(&store, now_ms, told).await?;
            }
        }
        Ok(store)
    }

    /// Opens an empty database for the rows of a backup whose key file lies in `dir` already. A database that holds a
    /// workspace is refused.
    pub async fn open_empty(dir: &Path, url: Option<&str>) -> Result<Self> {
        let store = Self::connect(dir, url, Keyring::open(dir)?).await?;
        match store.stored_key_check().await? {
            None => Ok(store),
            Some(_) => Err(StoreError::NotEmpty { path: dir.to_owned() }),
        }
    }

    async fn connect(dir: &Path, url: Option<&str>, keys: Keyring) -> Result<Self> {
        static DRIVERS: Once = Once::new();
        DRIVERS.call_once(sqlx::any::install_default_drivers);
        let (backend, url) = match url {
            None => {
                let dir = dir.canonicalize().map_err(|e| StoreError::io(dir, e))?;
                (Backend::Sqlite, sqlite_url(&dir.join(SQLITE_FILE)))
            }
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                (Backend::Postgres, url.to_owned())
            }
            Some(_) => return Err(StoreError::Database("a database URL starts with postgres://".to_owned())),
        };
        let options = AnyConnectOptions::from_str(&url)
            .map_err(|_| StoreError::Database("the database URL cannot be read".to_owned()))?
            .disable_statement_logging();
        let writer = Pools::writer(backend, options.clone()).await?;
        {
            let mut conn = writer.acquire().await?;
            migrate::run(&mut conn, backend).await?;
        }
        let pools = Pools::over(writer, backend, options).await?;
        Ok(Self(Arc::new(Inner { pools, backend, keys: Arc::new(keys), dir: dir.to_owned() })))
    }

    async fn stored_key_check(&self) -> Result<Option<String>> {
        let mut reader = self.read().await?;
        let found = reader.fetch_one(sql::WORKSPACE_VALUE, vec!["key_check".into()]).await?;
        found.map(|r| r.text("value")).transpose()
    }

    /// A reader: sees what is committed.
    pub async fn read(&self) -> Result<Reader> {
        Ok(Reader::plain(self.0.pools.readers.acquire().await?, self.0.keys.clone(), self.0.backend))
    }

    /// A reader within a transaction that this statement begins.
    pub(crate) async fn read_within(&self, begin: &'static str) -> Result<Reader> {
        let tx = self.0.pools.readers.begin_with(begin).await?;
        Ok(Reader::transaction(tx, self.0.keys.clone(), self.0.backend))
    }

    /// A reader for a look-up while somebody types: its statements are prepared and planned already.
    /// It waits while [`LOOK_UPS_MAX`](crate::LOOK_UPS_MAX) others run, first come first served.
    pub async fn look_up(&self) -> Result<Reader> {
        Ok(Reader::plain(self.0.pools.look_ups.acquire().await?, self.0.keys.clone(), self.0.backend))
    }

    /// Opens the connections for look-ups, so that the first officer of the morning does not wait for it.
    pub async fn warm(&self) -> Result<()> {
        self.0.pools.warm().await
    }

    /// Begins a change in the chain of `area`. It waits for other changes in the same chain; on
    /// SQLite for every other change.
    pub async fn begin(&self, area: &str) -> Result<Tx> {
        let reader = self.transaction().await?;
        Tx::begin(reader, Some(area)).await
    }

    /// Begins a change of working state outside the log: jobs, sessions, access log.
    pub async fn begin_unlogged(&self) -> Result<Tx> {
        let reader = self.transaction().await?;
        Tx::begin(reader, None).await
    }

    async fn transaction(&self) -> Result<Reader> {
        let tx = match self.0.backend {
            Backend::Sqlite => self.0.pools.writer.begin_with("BEGIN IMMEDIATE").await?,
            Backend::Postgres => self.0.pools.writer.begin().await?,
        };
        Ok(Reader::transaction(tx, self.0.keys.clone(), self.0.backend))
    }

    /// The keys of this workspace.
    #[must_use]
    pub fn keys(&self) -> &Keyring {
        &self.0.keys
    }

    /// Which database it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.0.backend
    }

    /// The workspace folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.0.dir
    }

    /// Closes every connection; on SQLite this folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.0.pools.close().await;
    }
}

/// What a path shows as it is in a URL.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_');

fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", percent_encode(file.as_os_str().as_encoded_bytes(), IN_PATH))
}
