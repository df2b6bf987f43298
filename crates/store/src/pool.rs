//! Connections of a workspace: pool sizes and the settings sent on connect. ADR 0012 gives the reasons.

use crate::connect::Backend;
use crate::error::Result;
use crate::matching;
use crate::sql;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyPool, Connection};
use std::time::Duration;

/// Look-ups that run at once; the others wait. A look-up is computation at both ends, so more than one
/// for each core makes all of them slower.
pub const LOOK_UPS_MAX: u32 = 4;

/// A connection that was idle this long is tested before use: the server may have closed it. The test
/// costs one round trip.
const TRIED_AFTER: Duration = Duration::from_secs(5);

/// The pools of a workspace.
pub(crate) struct Pools {
    /// Changes; on PostgreSQL pages and steps read here too.
    pub writer: AnyPool,
    /// Pages and steps.
    pub readers: AnyPool,
    /// Look-ups while somebody types; pages and steps of a run do not delay them.
    pub look_ups: AnyPool,
}

impl Pools {
    /// Opens the connections that change the database; the schema may still be old.
    pub async fn writer(backend: Backend, options: AnyConnectOptions) -> Result<AnyPool> {
        let (told, most) = match backend {
            Backend::Postgres => (sql::POSTGRES_OPEN, 8),
            Backend::Sqlite => (sql::SQLITE_WRITER, 1),
        };
        Ok(pool(told, most).connect_with(options).await?)
    }

    /// All pools, for a database with this program's schema.
    pub async fn over(writer: AnyPool, backend: Backend, options: AnyConnectOptions) -> Result<Self> {
        let readers = match backend {
            Backend::Sqlite => pool(sql::SQLITE_READER, 4).connect_with(options.clone()).await?,
            Backend::Postgres => writer.clone(),
        };
        let told = match backend {
            Backend::Sqlite => sql::SQLITE_READER,
            Backend::Postgres => sql::POSTGRES_LOOK_UP,
        };
        let look_ups = pool(told, LOOK_UPS_MAX)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_connect(move |conn, _| {
                Box::pin(async move {
                    sqlx::raw_sql(told).execute(&mut *conn).await?;
                    matching::rehearse(conn, backend).await
                })
            })
            .connect_lazy_with(options);
        Ok(Self { writer, readers, look_ups })
    }

    /// Opens every connection for look-ups and prepares their statements.
    pub async fn warm(&self) -> Result<()> {
        let mut open = Vec::new();
        for _ in 0..LOOK_UPS_MAX {
            open.push(self.look_ups.acquire().await?);
        }
        Ok(())
    }

    pub async fn close(&self) {
        self.look_ups.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }
}

fn pool(told: &'static str, most: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(most)
        .acquire_timeout(Duration::from_secs(60))
        .test_before_acquire(false)
        .before_acquire(|conn, meta| {
            Box::pin(async move {
                // a change that ended badly (a full disk) may still be under way on this connection: once its end has
                // had its turn, a connection that is not free of it is given up for a new one
                if meta.idle_for >= TRIED_AFTER || conn.is_in_transaction() {
                    conn.ping().await?;
                }
                Ok(!conn.is_in_transaction())
            })
        })
        .after_connect(move |conn, _| {
            Box::pin(async move {
                sqlx::raw_sql(told).execute(conn).await?;
                Ok(())
            })
        })
}
