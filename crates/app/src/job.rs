//! Work longer than a second is asked for here and done by a worker. Design D7.

use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::refused::Refused;
use domain::area::AreaCode;
use sha2::{Digest, Sha256};
use store::job::{JobRow, JobState};

/// How long a worker may be silent before another takes its job over.
pub const LEASE_MS: i64 = 60_000;

/// Asks for work. The same wish (kind and arguments) is queued once until it has ended; after that it
/// may be asked for again.
pub async fn ask(
    app: &App,
    officer: &Officer,
    act: Act,
    place: AreaCode,
    kind: &str,
    args: &str,
) -> Result<JobRow, AppError> {
    officer.may(act, place)?;
    let mut chance = [0u8; 8];
    app.random(&mut chance)?;
    let id = format!("{}-{}", app.now_ms(), hex::encode(chance));
    let mut after = String::new();
    loop {
        let wish = hex::encode(Sha256::digest(format!("{kind}\0{args}{after}")));
        let job = JobRow::new(&id, kind, &wish, args, officer.id.as_str(), app.now_ms());
        let queued = app.store.enqueue(&job).await?;
        if queued.id == id || matches!(queued.state, JobState::Queued | JobState::Running) {
            return Ok(queued);
        }
        // that one has ended: everybody who asks now finds the same next wish
        after = format!("\0{}", queued.id);
    }
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

/// Says how far a job is, unless somebody asked to stop it or took it over: then the work ends here, and
/// what is done stays done.
pub(crate) async fn go_on(app: &App, job: &mut JobRow, done: usize, total: usize) -> Result<(), AppError> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match report(app, job, count(done), count(total)).await {
        Ok(next) => {
            *job = next;
            Ok(())
        }
        Err(e) if e.code() == "DIUBAH_PIHAK_LAIN" => {
            let now = app.store.read().await?.job(&job.id).await?;
            match now.filter(|now| now.cancel_asked && now.worker == job.worker) {
                Some(now) => {
                    *job = now;
                    Err(Refused::Stopped.into())
                }
                None => Err(e),
            }
        }
        Err(e) => Err(e),
    }
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
