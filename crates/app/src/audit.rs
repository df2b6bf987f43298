//! Proof that the log was only added to: signed checkpoints, kept beside the database, and `audit verify`, which
//! compares everything stored with the log and the log with the checkpoints. ADR 4.

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::{App, Refused, key};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use store::checkpoint::CheckpointRow;
use store::{AuditReport, Tx};
use tlog::{Proof, VerifierKey};

/// Milliseconds after which the next checkpoint is due.
const DUE_MS: i64 = 24 * 60 * 60 * 1000;

/// What the log is compared with besides the workspace's own checkpoints.
#[derive(Clone, Debug, Default)]
pub struct Against {
    /// Checkpoints that were kept elsewhere.
    pub files: Vec<PathBuf>,
    /// The log's public key as it was handed out; without it, that of the workspace's key folder.
    pub key: Option<String>,
}

/// Verifies the log, every row of every table, the checkpoints, and the packages of the editions.
pub async fn verify(
    app: &App,
    officer: &Officer,
    against: &Against,
) -> Result<(AuditReport, Vec<EditionDamage>), AppError> {
    may_read(app, officer).await?;
    let mut outside = kept(app)?;
    for file in &against.files {
        outside.push(note_in(file)?);
    }
    let key = match &against.key {
        Some(text) => {
            let unreadable = |e: tlog::NotTaken| AppError::rule(Refused::BadLogKey(e.to_string()));
            Some(VerifierKey::parse(text).map_err(unreadable)?)
        }
        // a workspace that has signed nothing yet has no key to check with
        None if outside.is_empty() && app.store.read().await?.log_checkpoints().await.is_ok_and(|c| c.is_empty()) => {
            None
        }
        None => Some(key::of_log(app).await?.verifier()),
    };
    let report = app.store.verify_against(key.as_ref(), &outside).await?;
    let mut damaged = Vec::new();
    let editions = app.store.read().await?.editions().await.unwrap_or_default();
    if !editions.is_empty() {
        let key = key::of_decrees(app).await?.verifying_key();
        for row in editions {
            let folder = app.dir().join(&row.folder);
            let said = match edition::verify(&folder, &key) {
                Ok(verified) if verified.hash == row.manifest_sha256 => continue,
                Ok(_) => "the package is not the one the log knows".to_owned(),
                Err(refused) => refused.to_string(),
            };
            damaged.push(EditionDamage { edition: row.id, what: said });
        }
    }
    Ok((report, damaged))
}

/// An edition whose package is not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionDamage {
    /// The edition.
    pub edition: String,
    /// What is wrong.
    pub what: String,
}

/// Signs how long the log is now, and keeps the checkpoint beside the database.
pub async fn checkpoint(app: &App, officer: &Officer) -> Result<CheckpointRow, AppError> {
    may_read(app, officer).await?;
    sign(app).await
}

/// The checkpoint whose root begins with these hexadecimal digits, as a paper shows them. Blanks do not matter.
pub async fn checkpoint_of(app: &App, officer: &Officer, root: &str) -> Result<CheckpointRow, AppError> {
    may_read(app, officer).await?;
    let digits: String = root.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let held = app.store.read().await?.log_checkpoints().await?;
    let mut fitting = held.into_iter().filter(|row| hex::encode(row.root).starts_with(&digits));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) if digits.len() >= 8 => Ok(one),
        _ => Err(AppError::rule(Refused::NoCheckpoint(root.to_owned()))),
    }
}

/// The log's public key, to be kept outside: whoever has it can check every checkpoint.
pub async fn public_key(app: &App, officer: &Officer) -> Result<String, AppError> {
    may_read(app, officer).await?;
    Ok(key::of_log(app).await?.verifier().to_string())
}

/// Proofs that events stand in the log, under the newest checkpoint, for tools of others: the number of each with its
/// proof. An entry is the event's hash, which the proof carries. No `events` = all of them.
pub async fn proofs(app: &App, officer: &Officer, events: &[i64]) -> Result<Vec<(i64, String)>, AppError> {
    may_read(app, officer).await?;
    let signed = sign(app).await?;
    let mut reader = app.store.read().await?;
    let counted = reader.log_entries().await?;
    let places: BTreeMap<i64, u64> = counted.iter().copied().zip(0..).collect();
    let tree = reader.log_tree(signed.size).await?;
    let wanted = if events.is_empty() { &counted } else { events };
    let mut proofs = Vec::with_capacity(wanted.len());
    for seq in wanted {
        let (Some(hash), Some(index)) = (reader.event_hash(*seq).await?, places.get(seq)) else {
            return Err(AppError::rule(Refused::NoEvent(*seq)));
        };
        let path = tree.inclusion(*index, signed.size);
        let path = path.ok_or_else(|| AppError::fault("a checkpoint left an event out"))?;
        let proof = Proof { extra: Some(hash), index: *index, path, checkpoint: signed.note.clone() };
        proofs.push((*seq, proof.to_string()));
    }
    Ok(proofs)
}

/// Signs a checkpoint when the last one is a day old and something has happened since.
pub async fn sign_when_due(app: &App) -> Result<Option<CheckpointRow>, AppError> {
    let last = app.store.read().await?.log_checkpoints().await?.pop();
    if last.as_ref().is_some_and(|last| app.now_ms() - last.at_ms < DUE_MS) {
        return Ok(None);
    }
    let signed = sign(app).await?;
    Ok(Some(signed).filter(|signed| last.is_none_or(|last| last.size < signed.size)))
}

pub(crate) async fn sign(app: &App) -> Result<CheckpointRow, AppError> {
    let mut tx = app.store.begin_unlogged().await?;
    let signed = sign_in(app, &mut tx).await?;
    tx.commit_unlogged().await?;
    keep(app, &signed)?;
    Ok(signed)
}

/// Signs a checkpoint in a change that is under way; after its commit, [`keep`] keeps it.
pub(crate) async fn sign_in(app: &App, tx: &mut Tx) -> Result<CheckpointRow, AppError> {
    let key = key::of_log(app).await?;
    Ok(tx.sign_log(&key, app.now_ms()).await?)
}

/// Keeps a checkpoint beside the database: who rewrites the database alone is found out.
pub(crate) fn keep(app: &App, signed: &CheckpointRow) -> Result<(), AppError> {
    let folder = folder(app);
    let file = folder.join(format!("{:012}.txt", signed.size));
    if file.exists() {
        return Ok(());
    }
    let temporary = file.with_extension("baru");
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&temporary, &signed.note))
        .and_then(|()| std::fs::rename(&temporary, &file))
        .map_err(|e| AppError::io(&file, e))
}

fn folder(app: &App) -> PathBuf {
    app.dir().join("titik-periksa")
}

/// The checkpoints kept beside the database.
fn kept(app: &App) -> Result<Vec<String>, AppError> {
    let folder = folder(app);
    let files = match std::fs::read_dir(&folder) {
        Ok(files) => files,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(AppError::io(&folder, e)),
    };
    let mut paths: Vec<PathBuf> = files.filter_map(|f| Some(f.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    paths.iter().map(|path| note_in(path)).collect()
}

/// The note in a file, when it is one.
fn note_in(file: &Path) -> Result<String, AppError> {
    let refused = |what: String| {
        let file = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        AppError::rule(Refused::BadCheckpoint { file, what })
    };
    let note = std::fs::read_to_string(file).map_err(|e| refused(e.to_string()))?;
    tlog::Checkpoint::unchecked(&note).map_err(|e| refused(e.to_string()))?;
    Ok(note)
}

async fn may_read(app: &App, officer: &Officer) -> Result<(), AppError> {
    // a workspace without areas has a log all the same
    match app.kabupaten().await {
        Ok(kabupaten) => Ok(officer.may(Act::ReadAudit, kabupaten)?),
        Err(_) => Ok(()),
    }
}
