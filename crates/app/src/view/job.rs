//! Jobs as pages show them, and files that come in through a page.

use super::choose;
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::refused::Refused;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

pub use store::job::{JobRow, JobState};

/// What an uploaded file may hold.
pub const UPLOAD_KINDS: &[&str] = &["areas", "bdt", "siak", "registrations", "meetings", "questionnaires", "survey"];
/// Kind of the job that imports an uploaded file; its arguments are `jenis` and `berkas`.
pub const UPLOAD_JOB: &str = "impor";
pub(crate) const LATEST: i64 = 30;
/// How long a finished job stays visible to whoever queued it, in milliseconds.
const SHOWN_MS: i64 = 15 * 60 * 1000;

/// The latest jobs, newest first.
pub async fn jobs(app: &App, officer: &Officer) -> Result<Vec<JobRow>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    if choose(officer, Act::SeeImports, None, &areas).is_err() && !officer.could_somewhere(Act::Import) {
        return Ok(Vec::new());
    }
    Ok(reader.jobs(LATEST).await?)
}

/// One job. Who asked for it may see it; otherwise who sees imports.
pub async fn job(app: &App, officer: &Officer, id: &str) -> Result<Option<JobRow>, AppError> {
    let mut reader = app.store.read().await?;
    let found = reader.job(id).await?;
    if found.as_ref().is_some_and(|job| job.created_by == officer.id.as_str()) {
        return Ok(found);
    }
    let areas = reader.areas().await?;
    choose(officer, Act::SeeImports, None, &areas)?;
    Ok(found)
}

/// Of these kinds the latest job each that the officer asked for: while it is open, and for a while after.
pub async fn own_jobs(app: &App, officer: &Officer, kinds: &[&str]) -> Result<Vec<JobRow>, AppError> {
    let since = app.now_ms() - SHOWN_MS;
    let all = app.store.read().await?.jobs(LATEST).await?;
    let own = |job: &&JobRow| job.created_by == officer.id.as_str() && job.updated_at_ms >= since;
    let latest = |kind: &&str| all.iter().filter(own).find(|job| job.kind == *kind).cloned();
    Ok(kinds.iter().filter_map(latest).collect())
}

/// Asks a job to stop: who asked for it, or who imports.
pub async fn cancel_job(app: &App, officer: &Officer, id: &str) -> Result<(), AppError> {
    let asked = app.store.read().await?.job(id).await?;
    if asked.is_none_or(|job| job.created_by != officer.id.as_str()) {
        may_import(app, officer).await?;
    }
    crate::job::stop(app, id).await?;
    Ok(())
}

/// A file on its way in. It is written as it comes, so that its size needs no memory; until it is
/// queued or asked about nothing refers to it, and dropping it removes it.
pub struct Upload {
    /// What it holds: one of [`UPLOAD_KINDS`].
    pub kind: String,
    folder: PathBuf,
    name: String,
    file: Option<File>,
    held: bool,
}

/// Begins an upload.
pub async fn begin_upload(app: &App, officer: &Officer) -> Result<Upload, AppError> {
    may_import(app, officer).await?;
    let mut key = [0u8; 8];
    app.random(&mut key)?;
    let folder = app.dir().join("unggahan").join(format!("{:015}-{}", app.now_ms(), hex::encode(key)));
    Ok(Upload { kind: String::new(), folder, name: String::new(), file: None, held: false })
}

impl Upload {
    /// Opens the file under its own name, without any folder in it.
    pub fn open(&mut self, name: &str) -> Result<(), AppError> {
        let last = name.rsplit(['/', '\\']).next().unwrap_or("").trim();
        let safe: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
        if safe.is_empty() || safe.starts_with('.') {
            return Err(no_file());
        }
        std::fs::create_dir_all(&self.folder).map_err(|e| AppError::io(&self.folder, e))?;
        let path = self.folder.join(&safe);
        self.file = Some(File::create(&path).map_err(|e| AppError::io(&path, e))?);
        self.name = safe;
        Ok(())
    }

    /// Writes the next part.
    pub fn write(&mut self, part: &[u8]) -> Result<(), AppError> {
        let path = self.folder.join(&self.name);
        let file = self.file.as_mut().ok_or_else(no_file)?;
        file.write_all(part).map_err(|e| AppError::io(path, e))
    }

    /// Ends the writing; the path of the file. Refuses an upload without a kind or without content.
    pub(crate) fn finish(&mut self) -> Result<PathBuf, AppError> {
        if !UPLOAD_KINDS.contains(&self.kind.as_str()) {
            return Err(Refused::NoKind.into());
        }
        let path = self.folder.join(&self.name);
        let file = self.file.take().ok_or_else(no_file)?;
        file.sync_all().map_err(|e| AppError::io(&path, e))?;
        if file.metadata().map_err(|e| AppError::io(&path, e))?.len() == 0 {
            return Err(no_file());
        }
        Ok(path)
    }

    /// The name of its folder.
    pub(crate) fn id(&self) -> String {
        self.folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keeps the file: a job or a question refers to it.
    pub(crate) fn hold(&mut self) {
        self.held = true;
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if !self.held {
            // nothing refers to it yet; what cannot be removed stays an unused file
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// Queues the import of an uploaded file under an id.
pub(crate) async fn queue(app: &App, officer: &Officer, id: &str, kind: &str, path: &Path) -> Result<JobRow, AppError> {
    let args = serde_json::json!({ "jenis": kind, "berkas": path }).to_string();
    let job = JobRow::new(id, UPLOAD_JOB, id, &args, officer.id.as_str(), app.now_ms());
    Ok(app.store.enqueue(&job).await?)
}

/// How long the file of a job that failed is kept, in milliseconds: until then it can be resumed.
const KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// The upload that a job imports: the folder of its file.
#[must_use]
pub fn upload_of(job: &JobRow) -> Option<String> {
    let args = serde_json::from_str::<serde_json::Value>(&job.args).ok()?;
    let path = args.get("berkas").filter(|_| job.kind == UPLOAD_JOB)?.as_str()?;
    path.rsplit(['/', '\\']).nth(1).map(str::to_owned)
}

/// Removes the uploaded file of a job that has ended: what it held stands in the register, or was not wanted.
pub fn forget_upload(app: &App, job: &JobRow) -> Result<(), AppError> {
    upload_of(job).map_or(Ok(()), |upload| remove(app, &upload))
}

fn remove(app: &App, upload: &str) -> Result<(), AppError> {
    let folder = app.dir().join("unggahan").join(upload);
    match std::fs::remove_dir_all(&folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(AppError::io(&folder, e)),
        _ => Ok(()),
    }
}

/// Removes uploaded files of jobs that ended a week ago or longer, and those that never became a job.
pub async fn forget_old_uploads(app: &App) -> Result<usize, AppError> {
    let Ok(folders) = std::fs::read_dir(app.dir().join("unggahan")) else { return Ok(0) };
    let names: Vec<String> = folders.filter_map(|f| f.ok()?.file_name().into_string().ok()).collect();
    let mut removed = 0;
    for name in names {
        let uploaded = name.split('-').next().and_then(|ms| ms.parse::<i64>().ok());
        if uploaded.is_none_or(|at| app.now_ms() - at < KEPT_MS) {
            continue;
        }
        let job = app.store.read().await?.job(&name).await?;
        if job.is_none_or(|job| !matches!(job.state, JobState::Queued | JobState::Running)) {
            remove(app, &name)?;
            removed += 1;
        }
    }
    Ok(removed)
}

fn no_file() -> AppError {
    Refused::NoFile.into()
}

/// The first import brings the area table, so until then the right anywhere is enough.
pub(crate) async fn may_import(app: &App, officer: &Officer) -> Result<(), AppError> {
    let home = app.store.read().await?.areas().await?.kabupaten();
    match home {
        Some(home) => Ok(officer.may(Act::Import, home)?),
        None if officer.could_somewhere(Act::Import) => Ok(()),
        None => Err(AppError::NoAreas),
    }
}
