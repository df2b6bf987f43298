//! An uploaded file whose columns somebody settles before it is imported: what is asked, the file as an answer
//! reads it, and the layout that is kept for the next file of that office. Design D21.

use super::{held, keep_text};
use crate::App;
use crate::access::Officer;
use crate::error::AppError;
use crate::view::{JobRow, LATEST, Upload, may_import, queue, upload_of};
use exchange::header::{Examined, Spec, answered, examine, look};
use exchange::{PackFile, ReadError};
use std::path::{Path, PathBuf};

pub use exchange::header::{Answer, Missing, Seen, Standing};

/// A file of an upload, and what is to be settled about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The upload.
    pub id: String,
    /// What it holds, as whoever uploaded it said.
    pub kind: String,
    /// Name of the file.
    pub file: String,
    /// The file as it is read now.
    pub examined: Examined,
    /// Another kind of file that it looks like.
    pub looks_like: Option<String>,
}

/// What became of an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// Its import is queued.
    Queued(Box<JobRow>),
    /// Something must be settled first; the id of the upload.
    Asks(String),
}

/// An upload whose columns nobody has settled yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsettled {
    /// The upload.
    pub id: String,
    /// What it holds, as whoever uploaded it said.
    pub kind: String,
    /// Name of the file.
    pub file: String,
}

/// Uploads that wait for an answer, oldest first, without those that a job of late reads: its own line tells of it.
/// Nobody who may not import is shown any.
pub async fn unsettled(app: &App, officer: &Officer) -> Result<Vec<Unsettled>, AppError> {
    let Ok(folders) = std::fs::read_dir(app.dir().join("unggahan")) else { return Ok(Vec::new()) };
    if may_import(app, officer).await.is_err() {
        return Ok(Vec::new());
    }
    let jobs = app.store.read().await?.jobs(LATEST).await?;
    let read: Vec<String> = jobs.iter().filter_map(upload_of).collect();
    let mut found: Vec<Unsettled> = Vec::new();
    for folder in folders.filter_map(Result::ok).filter(|f| f.path().join(KIND).is_file()) {
        let Ok(id) = folder.file_name().into_string() else { continue };
        if read.contains(&id) {
            continue;
        }
        if let Some((kind, path)) = find(app, &id).await? {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.push(Unsettled { id, kind, file });
        }
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(found)
}

/// Takes an uploaded file: queues its import, or holds it while something must be settled. `check`: ask in any case.
/// A file that cannot be read at all is refused here.
pub async fn receive(app: &App, officer: &Officer, mut upload: Upload, check: bool) -> Result<Received, AppError> {
    may_import(app, officer).await?;
    let path = upload.finish()?;
    let id = upload.id();
    let kind = upload.kind.clone();
    let asks = tokio::task::block_in_place(|| asking(app, &kind, &path, check))?;
    if asks.is_some() {
        let mark = upload.folder().join(KIND);
        std::fs::write(&mark, &kind).map_err(|e| AppError::io(&mark, e))?;
        upload.hold();
        return Ok(Received::Asks(id));
    }
    let queued = queue(app, officer, &id, &kind, &path).await?;
    upload.hold();
    Ok(Received::Queued(Box::new(queued)))
}

/// The first file of an upload about which something is asked; of a file about which nothing is asked, how it is
/// read. `None` when there is no such upload.
pub async fn waiting(app: &App, officer: &Officer, id: &str) -> Result<Option<Waiting>, AppError> {
    may_import(app, officer).await?;
    let Some((kind, path)) = find(app, id).await? else { return Ok(None) };
    let found = tokio::task::block_in_place(|| match asking(app, &kind, &path, false)? {
        Some(found) => Ok(Some(found)),
        None => asking(app, &kind, &path, true),
    })?;
    Ok(found.map(|(file, _, examined, looks_like)| Waiting {
        id: id.to_owned(),
        kind,
        file: file.name,
        examined,
        looks_like,
    }))
}

/// The same file as an answer reads it, with what is still asked. Nothing is kept.
pub async fn read_by(app: &App, officer: &Officer, id: &str, answer: &Answer) -> Result<Option<Waiting>, AppError> {
    may_import(app, officer).await?;
    let Some((kind, path)) = find(app, id).await? else { return Ok(None) };
    tokio::task::block_in_place(|| {
        let Some((file, spec, examined, looks_like)) = first(app, &kind, &path)? else { return Ok(None) };
        let examined = answered(&file, spec, examined.settled(answer)?)?;
        Ok(Some(Waiting { id: id.to_owned(), kind, file: file.name, examined, looks_like }))
    })
}

/// Keeps an answer as the layout of that office and queues the import; an answer that leaves something open keeps
/// nothing and gives the file with what is still asked.
pub async fn settle(
    app: &App,
    officer: &Officer,
    id: &str,
    answer: &Answer,
) -> Result<Option<Result<Received, Box<Waiting>>>, AppError> {
    let Some(read) = read_by(app, officer, id, answer).await? else { return Ok(None) };
    if !read.examined.questions.is_empty() {
        return Ok(Some(Err(Box::new(read))));
    }
    let Some((kind, path)) = find(app, id).await? else { return Ok(None) };
    let next = tokio::task::block_in_place(|| {
        let settled = match first(app, &kind, &path)? {
            Some((_, _, examined, _)) => examined.settled(answer)?,
            None => return Ok(None),
        };
        keep_text(app, &settled.written())?;
        asking(app, &kind, &path, false)
    })?;
    if next.is_some() {
        return Ok(Some(Ok(Received::Asks(id.to_owned()))));
    }
    // the import of this upload may have stopped before, at a word without a code
    let again = format!("{id}-{}", super::kept(app)?.len());
    Ok(Some(Ok(Received::Queued(Box::new(queue(app, officer, &again, &kind, &path).await?)))))
}

/// Drops an upload that waits.
pub async fn forget(app: &App, officer: &Officer, id: &str) -> Result<(), AppError> {
    may_import(app, officer).await?;
    if let Some((_, path)) = find(app, id).await?
        && let Some(folder) = path.parent()
    {
        std::fs::remove_dir_all(folder).map_err(|e| AppError::io(folder, e))?;
    }
    Ok(())
}

/// Beside a file that waits: what it holds. Hidden, so that it is not taken for the file.
const KIND: &str = ".jenis";

/// Kind and path of an upload.
async fn find(app: &App, id: &str) -> Result<Option<(String, PathBuf)>, AppError> {
    let sound = !id.is_empty() && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let folder = app.dir().join("unggahan").join(id);
    if !sound || !folder.is_dir() {
        return Ok(None);
    }
    let io = |e| AppError::io(&folder, e);
    let mut found = None;
    for entry in std::fs::read_dir(&folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.file_name().is_some_and(|n| !n.to_string_lossy().starts_with('.')) {
            found = Some(path);
        }
    }
    let Some(path) = found else { return Ok(None) };
    if let Ok(kind) = std::fs::read_to_string(folder.join(KIND)) {
        return Ok(Some((kind, path)));
    }
    // an import that stopped on its way: its job says what the file holds
    let job = app.store.read().await?.job(id).await?;
    let args = job.and_then(|job| serde_json::from_str::<serde_json::Value>(&job.args).ok());
    let kind = args.and_then(|args| Some(args.get("jenis")?.as_str()?.to_owned()));
    Ok(kind.map(|kind| (kind, path)))
}

type Found = (PackFile, &'static Spec, Examined, Option<String>);

/// The first file that asks something; with `check` the first file in any case.
fn asking(app: &App, kind: &str, path: &Path, check: bool) -> Result<Option<Found>, AppError> {
    for file in files(app, path)? {
        let Some((spec, complete)) = profile(&file, kind)? else { continue };
        let examined = examine(&file, spec)?;
        if !check && examined.questions.is_empty() {
            continue;
        }
        let looks_like = if complete { None } else { other_kind(&file, spec) };
        return Ok(Some((file, spec, examined, looks_like)));
    }
    Ok(None)
}

/// The file that is settled now: the first that asks, else the first.
fn first(app: &App, kind: &str, path: &Path) -> Result<Option<Found>, AppError> {
    match asking(app, kind, path, false)? {
        Some(found) => Ok(Some(found)),
        None => asking(app, kind, path, true),
    }
}

fn files(app: &App, path: &Path) -> Result<Vec<PackFile>, AppError> {
    Ok(exchange::archive::unpacked(PackFile::single(path).with_layouts(&held(app, &[])?))?)
}

/// The profile of this kind that fits a file best, and whether it fits completely.
fn profile(file: &PackFile, kind: &str) -> Result<Option<(&'static Spec, bool)>, AppError> {
    let mut best: Option<(&'static Spec, (bool, usize))> = None;
    for spec in exchange::pack::profiles().into_iter().filter(|s| s.kind == kind) {
        let seen = look(file, spec)?;
        let weight = (seen.complete, seen.columns);
        if best.as_ref().is_none_or(|(_, b)| weight > *b) {
            best = Some((spec, weight));
        }
    }
    // sheets of meetings come in printed forms that have no table of their own
    Ok(best.filter(|(_, (complete, _))| *complete || kind != "meetings").map(|(spec, (complete, _))| (spec, complete)))
}

/// Another kind whose table this file is.
fn other_kind(file: &PackFile, spec: &Spec) -> Option<String> {
    let other = exchange::pack::profile_of(file).ok()?;
    let complete = look(file, other).is_ok_and(|seen| seen.complete);
    (complete && other.title != spec.title).then(|| other.title.clone())
}

/// A layout that cannot be kept is the form's fault, not the file's.
pub fn is_form_fault(error: &AppError) -> bool {
    matches!(error, AppError::Read(ReadError::LayoutInvalid { .. }))
}
