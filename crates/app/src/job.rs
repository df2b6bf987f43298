//! Work longer than a second is asked for here and done by a worker. Design D7.

use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use domain::area::AreaCode;
use sha2::{Digest, Sha256};
use store::job::{JobRow, JobState};

/// How long a worker may be silent before another takes its job over.
pub const LEASE_MS: i64 = 60_000;

/// Asks for work; the same wish (kind and arguments) is queued once.
pub async fn ask(
    app: &App,
    officer: &Officer,
    act: Act,
    place: AreaCode,
    kind: &str,
    args: &str,
) -> Result<JobRow, AppError> {
    officer.may(act, place)?;
    let wish = hex::encode(Sha256::digest(format!("{kind}\0{args}")));
    let mut chance = [0u8; 8];
    app.random(&mut chance)?;
    let id = format!("{}-{}", app.now_ms(), hex::encode(chance));
    let job = JobRow::new(&id, kind, &wish, args, officer.id.as_str(), app.now_ms());
    Ok(app.store.enqueue(&job).await?)
}

/// Claims the next job for a worker.
pub async fn claim(app: &App, worker: &str) -> Result<Option<JobRow>, AppError> {
    Ok(app.store.claim_job(worker, app.now_ms(), LEASE_MS).await?)
}

/// Says how far a job is and keeps its lease. `Err` with code `DIUBAH_PIHAK_LAIN` means that
/// somebody asked to stop it or took it over: read it again.
pub async fn report(app: &App, job: &JobRow, done: i64, total: i64) -> Result<JobRow, AppError> {
    let now = app.now_ms();
    let next = JobRow { done, total, lease_until_ms: now + LEASE_MS, ..job.clone() };
    Ok(app.store.save_job(&next, now).await?)
}

/// Ends a job with what came out, or with why not.
pub async fn finish(app: &App, job: &JobRow, outcome: Result<String, &AppError>) -> Result<JobRow, AppError> {
    let mut next = JobRow { worker: None, ..job.clone() };
    match outcome {
        Ok(result) => {
            next.state = JobState::Done;
            next.result = Some(result);
        }
        Err(_) if job.cancel_asked => next.state = JobState::Cancelled,
        Err(error) => {
            next.state = JobState::Failed;
            next.error = Some(format!("{}: {error}", error.code()));
        }
    }
    Ok(app.store.save_job(&next, app.now_ms()).await?)
}

/// Asks a job to stop.
pub async fn cancel(app: &App, officer: &Officer, id: &str) -> Result<Option<JobRow>, AppError> {
    officer.may(Act::Import, app.kabupaten().await?)?;
    Ok(app.store.cancel_job(id, app.now_ms()).await?)
}

/// Queues a failed or cancelled job again; what it has done stays done.
pub async fn resume(app: &App, officer: &Officer, id: &str) -> Result<Option<JobRow>, AppError> {
    officer.may(Act::Import, app.kabupaten().await?)?;
    Ok(app.store.resume_job(id, app.now_ms()).await?)
}
