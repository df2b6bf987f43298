//! Work longer than a second: queued, claimed with a lease, with progress, cancellable, resumable,
//! queued once however often it is requested (design D7).

use crate::connect::Store;
use crate::error::{Result, StoreError};
use crate::row::{Row, rows};
use crate::sql;
use crate::table::JOB;
use crate::tx::Reader;
use domain::codes;

codes! {
    /// States of a job.
    pub enum JobState {
        /// Waits for a worker.
        Queued = "ANTRE",
        /// A worker holds its lease.
        Running = "JALAN",
        /// Done.
        Done = "SELESAI",
        /// Gave up; the error says why. It can be resumed.
        Failed = "GAGAL",
        /// Cancelled by a person.
        Cancelled = "BATAL",
    }
}

rows! {
    /// One job.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct JobRow in JOB {
        /// Id, made by the caller.
        pub id: String,
        /// What is to be done: `import`, `identify`, `rank` …
        pub kind: String,
        /// Key under which the same wish is asked for only once.
        pub idempotence: String,
        /// State.
        pub state: JobState,
        /// Arguments: ids and paths, as JSON text.
        pub args: String,
        /// Units done.
        pub done: i64,
        /// Units in all, once known; 0 before.
        pub total: i64,
        /// Worker that holds the lease.
        pub worker: Option<String>,
        /// End of the lease, in milliseconds since 1970 UTC.
        pub lease_until_ms: i64 = lease_until,
        /// Whether somebody asked to stop it.
        pub cancel_asked: bool,
        /// How often a worker began it.
        pub attempts: i64,
        /// What came out, as JSON text.
        pub result: Option<String>,
        /// Code and text of the error.
        pub error: Option<String>,
        /// Account that asked for it.
        pub created_by: String,
        /// When.
        pub created_at_ms: i64 = created_at,
        /// Last change.
        pub updated_at_ms: i64 = updated_at,
        /// Revision.
        pub rev: i64,
    }
}

impl JobRow {
    /// A job that waits.
    #[must_use]
    pub fn new(id: &str, kind: &str, idempotence: &str, args: &str, created_by: &str, now_ms: i64) -> Self {
        Self {
            id: id.to_owned(),
            kind: kind.to_owned(),
            idempotence: idempotence.to_owned(),
            state: JobState::Queued,
            args: args.to_owned(),
            done: 0,
            total: 0,
            worker: None,
            lease_until_ms: 0,
            cancel_asked: false,
            attempts: 0,
            result: None,
            error: None,
            created_by: created_by.to_owned(),
            created_at_ms: now_ms,
            updated_at_ms: now_ms,
            rev: 0,
        }
    }
}

/// How often a job is begun, at most: one whose workers were killed so often would kill the next one too.
pub const ATTEMPTS_MAX: i64 = 3;

impl Store {
    /// Queues a job. The same idempotence key gives the job that is there already.
    pub async fn enqueue(&self, job: &JobRow) -> Result<JobRow> {
        let mut tx = self.begin_unlogged().await?;
        if let Some(found) = tx.fetch_one(sql::JOB_BY_KEY, vec![job.idempotence.as_str().into()]).await? {
            return JobRow::read(&found);
        }
        tx.insert_row(job);
        match tx.commit_unlogged().await {
            // somebody else was a moment earlier
            Err(StoreError::Constraint { .. }) => {
                let mut reader = self.read().await?;
                let found = reader.fetch_one(sql::JOB_BY_KEY, vec![job.idempotence.as_str().into()]).await?;
                found.as_ref().map_or(Err(StoreError::Stale { table: "job" }), JobRow::read)
            }
            other => other.map(|()| job.clone()),
        }
    }

    /// Claims the oldest job that waits, or whose worker's lease ran out (it was killed). A job that somebody asked to
    /// stop meanwhile ends instead, and one that was begun [`ATTEMPTS_MAX`] times fails with `given_up`.
    pub async fn claim_job(
        &self,
        worker: &str,
        given_up: &str,
        (now_ms, lease_ms): (i64, i64),
    ) -> Result<Option<JobRow>> {
        loop {
            let mut tx = self.begin_unlogged().await?;
            let Some(row) = tx.fetch_one(sql::JOB_NEXT, vec![now_ms.into()]).await? else { return Ok(None) };
            let job = JobRow::read(&row)?;
            let next = JobRow { updated_at_ms: now_ms, rev: job.rev + 1, ..job.clone() };
            let next = if job.state == JobState::Running && job.cancel_asked {
                JobRow { state: JobState::Cancelled, worker: None, ..next }
            } else if job.attempts >= ATTEMPTS_MAX {
                JobRow { state: JobState::Failed, worker: None, error: Some(given_up.to_owned()), ..next }
            } else {
                JobRow {
                    state: JobState::Running,
                    worker: Some(worker.to_owned()),
                    lease_until_ms: now_ms + lease_ms,
                    attempts: job.attempts + 1,
                    ..next
                }
            };
            match tx.update_revision(&JOB, next.values(), job.rev).await {
                Ok(()) => {
                    tx.commit_unlogged().await?;
                    if next.state == JobState::Running {
                        return Ok(Some(next));
                    }
                }
                Err(StoreError::Stale { .. }) => {}
                Err(other) => return Err(other),
            }
        }
    }

    /// Writes a changed job back unless somebody changed it since it was read; gives the new row.
    /// A worker whose lease was taken over learns it here.
    pub async fn save_job(&self, job: &JobRow, now_ms: i64) -> Result<JobRow> {
        let next = JobRow { rev: job.rev + 1, updated_at_ms: now_ms, ..job.clone() };
        let mut tx = self.begin_unlogged().await?;
        tx.update_revision(&JOB, next.values(), job.rev).await?;
        tx.commit_unlogged().await?;
        Ok(next)
    }

    /// Writes a job back in its worker's name: what others changed beside it (somebody asked to stop it, its lease was
    /// renewed) is kept. `Stale` when the job is not this worker's any more.
    pub async fn save_own_job(&self, job: &JobRow, now_ms: i64, worker: &str) -> Result<JobRow> {
        loop {
            let now = self.read().await?.job(&job.id).await?;
            let own = |now: &JobRow| now.state == JobState::Running && now.worker.as_deref() == Some(worker);
            let Some(now) = now.filter(own) else { return Err(StoreError::Stale { table: JOB.name }) };
            let next = JobRow { cancel_asked: now.cancel_asked, rev: now.rev, ..job.clone() };
            match self.save_job(&next, now_ms).await {
                Err(StoreError::Stale { .. }) => {}
                other => return other,
            }
        }
    }

    /// Asks a running job to stop, and cancels one that waits.
    pub async fn cancel_job(&self, id: &str, now_ms: i64) -> Result<Option<JobRow>> {
        self.change_job(id, now_ms, |job| match job.state {
            JobState::Queued => job.state = JobState::Cancelled,
            JobState::Running => job.cancel_asked = true,
            JobState::Done | JobState::Failed | JobState::Cancelled => {}
        })
        .await
    }

    /// Queues a failed or cancelled job again; what it has done stays done.
    pub async fn resume_job(&self, id: &str, now_ms: i64) -> Result<Option<JobRow>> {
        self.change_job(id, now_ms, |job| {
            if matches!(job.state, JobState::Failed | JobState::Cancelled) {
                job.state = JobState::Queued;
                job.cancel_asked = false;
                job.error = None;
                job.worker = None;
                job.attempts = 0;
            }
        })
        .await
    }

    async fn change_job(&self, id: &str, now_ms: i64, change: impl Fn(&mut JobRow)) -> Result<Option<JobRow>> {
        loop {
            let Some(mut job) = self.read().await?.job(id).await? else { return Ok(None) };
            change(&mut job);
            match self.save_job(&job, now_ms).await {
                Err(StoreError::Stale { .. }) => {}
                other => return other.map(Some),
            }
        }
    }
}

impl Reader {
    /// One job.
    pub async fn job(&mut self, id: &str) -> Result<Option<JobRow>> {
        self.one(&JOB, vec![id.into()]).await?.as_ref().map(JobRow::read).transpose()
    }

    /// The latest jobs, newest first.
    pub async fn jobs(&mut self, limit: i64) -> Result<Vec<JobRow>> {
        self.fetch(sql::JOB_RECENT, vec![limit.into()]).await?.iter().map(JobRow::read).collect()
    }
}
