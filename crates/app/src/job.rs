//! Work longer than a second is asked for here and done by a worker. Design D7.

use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::refused::Refused;
use domain::area::AreaCode;
use domain::refusal::Value;
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::time::Duration;
use store::StoreError;
use store::job::{ATTEMPTS_MAX, JobRow, JobState};

/// How often it is looked whether somebody asked to stop a job that runs.
const LOOK: Duration = Duration::from_millis(500);
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

/// Claims the next job for a worker. The worker's name is nobody else's.
pub async fn claim(app: &App, worker: &str) -> Result<Option<JobRow>, AppError> {
    let given_up = Failure::of(&Refused::GivenUp(u64::try_from(ATTEMPTS_MAX).unwrap_or(0)).into()).text();
    Ok(app.store.claim_job(worker, &given_up, (app.now_ms(), LEASE_MS)).await?)
}

/// Says how far a job is and keeps its lease. `Err` with code `DIUBAH_PIHAK_LAIN` means that another worker took it
/// over.
pub async fn report(app: &App, job: &JobRow, done: i64, total: i64) -> Result<JobRow, AppError> {
    let now = app.now_ms();
    let next = JobRow { done, total, lease_until_ms: now + LEASE_MS, ..job.clone() };
    Ok(app.store.save_own_job(&next, now, job.worker.as_deref().unwrap_or_default()).await?)
}

/// Says how far a job is, unless somebody asked to stop it or another worker took it over: then the work ends here,
/// and what is done stays done.
pub(crate) async fn go_on(app: &App, job: &mut JobRow, done: usize, total: usize) -> Result<(), AppError> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    *job = report(app, job, count(done), count(total)).await?;
    if job.cancel_asked { Err(Refused::Stopped.into()) } else { Ok(()) }
}

/// Does a job's work and keeps its lease meanwhile. When another worker took the job over, the work is dropped; with
/// `droppable` also when somebody asks to stop it. Work that is dropped keeps nothing of what it has not committed.
pub async fn under_lease<T>(
    app: &App,
    job: &JobRow,
    droppable: bool,
    work: impl Future<Output = Result<T, AppError>>,
) -> Result<T, AppError> {
    let mut work = std::pin::pin!(work);
    let mut renewed = app.now_ms();
    loop {
        tokio::select! {
            biased;
            ended = &mut work => return ended,
            () = tokio::time::sleep(LOOK) => {}
        }
        // reading never waits for a writer; the work goes on beside it
        let looked = tokio::select! {
            biased;
            ended = &mut work => return ended,
            looked = look(app, job, droppable, renewed) => looked,
        };
        match looked {
            Ok(at) => renewed = at,
            Err(over) if matches!(over.code(), "DIUBAH_PIHAK_LAIN" | "PEKERJAAN_DIHENTIKAN") => return Err(over),
            // the database is busy or away: the work itself will find out
            Err(_) => {}
        }
    }
}

/// Whether the job is still this worker's to do; when its lease was last renewed.
async fn look(app: &App, job: &JobRow, droppable: bool, renewed: i64) -> Result<i64, AppError> {
    let now = app.store.read().await?.job(&job.id).await?;
    let own = now.filter(|now| now.state == JobState::Running && now.worker == job.worker);
    let Some(now) = own else { return Err(StoreError::Stale { table: "job" }.into()) };
    if droppable && (now.cancel_asked || wish(app, &job.id).exists()) {
        return Err(Refused::Stopped.into());
    }
    if app.now_ms() - renewed < LEASE_MS / 3 {
        return Ok(renewed);
    }
    report(app, &now, now.done, now.total).await?;
    Ok(app.now_ms())
}

/// Ends a job with what came out, or with why not.
pub async fn finish(app: &App, job: &JobRow, outcome: Result<String, &AppError>) -> Result<JobRow, AppError> {
    let own = job.worker.as_deref().unwrap_or_default();
    let asked =
        wish(app, &job.id).exists() || app.store.read().await?.job(&job.id).await?.is_some_and(|now| now.cancel_asked);
    let mut next = JobRow { worker: None, ..job.clone() };
    match outcome {
        Ok(result) => {
            next.state = JobState::Done;
            next.result = Some(result);
        }
        Err(_) if asked => next.state = JobState::Cancelled,
        Err(error) => {
            next.state = JobState::Failed;
            next.error = Some(Failure::of(error).text());
        }
    }
    Ok(app.store.save_own_job(&next, app.now_ms(), own).await?)
}

/// Why a job came to nothing: the code and the arguments of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The stable code.
    pub code: String,
    /// What its text shows, by name.
    pub args: Vec<(String, Value)>,
}

impl Failure {
    fn of(error: &AppError) -> Self {
        Self { code: error.code().to_owned(), args: error.args().into_iter().map(|(n, v)| (n.to_owned(), v)).collect() }
    }

    /// As a job keeps it.
    fn text(&self) -> String {
        let args: serde_json::Map<String, serde_json::Value> = self
            .args
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::Word(word) => word.as_str().into(),
                    Value::Count(n) => (*n).into(),
                    Value::Words(words) => words.clone().into(),
                };
                (name.clone(), value)
            })
            .collect();
        serde_json::json!({ "code": self.code, "args": args }).to_string()
    }

    /// Why this job came to nothing; `None` when it did not. A job of an older program kept `CODE: details`.
    #[must_use]
    pub fn of_job(job: &JobRow) -> Option<Self> {
        let text = job.error.as_deref()?;
        let Ok(kept) = serde_json::from_str::<serde_json::Value>(text) else {
            let code = text.split(':').next().unwrap_or_default().to_owned();
            return Some(Self { code, args: Vec::new() });
        };
        let word = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
        let value = |v: &serde_json::Value| match v {
            serde_json::Value::Number(n) => Value::Count(n.as_u64().unwrap_or(0)),
            serde_json::Value::Array(words) => Value::Words(words.iter().map(word).collect()),
            other => Value::Word(word(other)),
        };
        let args = kept.get("args").and_then(serde_json::Value::as_object);
        Some(Self {
            code: kept.get("code").map(word).unwrap_or_default(),
            args: args.into_iter().flatten().map(|(name, v)| (name.clone(), value(v))).collect(),
        })
    }
}

/// Asks a job to stop.
pub async fn cancel(app: &App, officer: &Officer, id: &str) -> Result<Option<JobRow>, AppError> {
    officer.may(Act::Import, app.kabupaten().await?)?;
    stop(app, id).await
}

/// Asks a job to stop, whoever may. A running import holds the only connection that writes to SQLite: the wish lies
/// beside the database until it can be written, and the import's worker sees it there.
pub(crate) async fn stop(app: &App, id: &str) -> Result<Option<JobRow>, AppError> {
    let wish = wish(app, id);
    let is_running = app.store.read().await?.job(id).await?.is_some_and(|job| job.state == JobState::Running);
    if is_running {
        let folder = wish.parent().unwrap_or(&wish);
        std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&wish, "")).map_err(|e| AppError::io(&wish, e))?;
    }
    let stopped = app.store.cancel_job(id, app.now_ms()).await;
    if is_running {
        // written by now, or not to be written at all
        let _ = std::fs::remove_file(&wish);
    }
    Ok(stopped?)
}

/// Where a wish to stop a job lies until the database has it.
fn wish(app: &App, id: &str) -> PathBuf {
    let safe: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    app.dir().join("henti").join(safe)
}

/// Queues a failed or cancelled job again; what it has done stays done.
pub async fn resume(app: &App, officer: &Officer, id: &str) -> Result<Option<JobRow>, AppError> {
    officer.may(Act::Import, app.kabupaten().await?)?;
    Ok(app.store.resume_job(id, app.now_ms()).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(text: String) -> JobRow {
        JobRow { error: Some(text), ..JobRow::new("1", "impor", "1", "", "dinsos", 0) }
    }

    #[test]
    fn a_failed_job_keeps_the_code_and_arguments_of_its_refusal() {
        let refused = AppError::from(Refused::DecreeSigned("1/97".to_owned()));
        let kept = Failure::of_job(&failed(Failure::of(&refused).text())).unwrap();
        assert_eq!(kept, Failure::of(&refused));
        assert_eq!(kept.args, [("decree".to_owned(), Value::Word("1/97".to_owned()))]);
    }

    #[test]
    fn what_an_older_program_kept_still_names_its_code() {
        let kept = Failure::of_job(&failed("MASUKAN_BERUBAH: MASUKAN_BERUBAH import=7".to_owned())).unwrap();
        assert_eq!((kept.code.as_str(), kept.args.len()), ("MASUKAN_BERUBAH", 0));
    }
}
