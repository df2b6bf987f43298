//! Backup and restore: everything of a workspace in one encrypted file, made while people go on working.
//!
//! Within the encryption (`seal`) it is zstd around tar: the workspace's files as they are, the database as
//! `data/TABLE/NNNNNN.jsonl`, one row a line, and at its end `manifest.json` with the count of every table. A workspace
//! on SQLite may be restored into PostgreSQL and the other way round. ADR 20.

mod seal;

pub use seal::BackupKey;

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::ports::Random;
use crate::{App, Refused, audit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use seal::{NotOpened, Opener, Sealer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use store::backup::{schema_version, tables};
use store::{SQLITE_FILE, Store, StoreError, Value};
use tokio::sync::mpsc;

/// Bytes of one part of a table in memory, about.
const PART: usize = 4 << 20;
/// Parts that wait between reading and writing.
const WAITING: usize = 2;
const MANIFEST: &str = "manifest.json";
/// What of a workspace folder is no part of a backup: the database, which is read row by row, and what only serves
/// the running program.
const LEFT_OUT: [&str; 2] = [SQLITE_FILE, "henti"];

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the program.
    pub program: String,
    /// Version of the database's schema.
    pub schema: i64,
    /// When, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// Files of the workspace folder.
    pub files: u64,
    /// The newest checkpoint of the log, as it was signed.
    pub checkpoint: String,
}

/// A new key, to be kept away from the office as well.
pub fn new_key(random: &dyn Random) -> Result<BackupKey, AppError> {
    let mut bytes = [0u8; 32];
    random.fill(&mut bytes).map_err(AppError::Fault)?;
    Ok(BackupKey::new(bytes))
}

/// Reads the key in a file.
pub fn key_in(file: &Path) -> Result<BackupKey, AppError> {
    let text = std::fs::read_to_string(file).map_err(|e| AppError::io(file, e))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    BackupKey::parse(&text).ok_or_else(|| AppError::rule(Refused::BadBackupKey(name)))
}

/// Writes a backup that this key opens. The file appears whole or not at all.
pub async fn write(app: &App, officer: &Officer, file: &Path, key: &Path) -> Result<Manifest, AppError> {
    // what a backup holds is everything: who may take it may read all there is
    if let Ok(kabupaten) = app.kabupaten().await {
        officer.may(Act::ManageAccounts, kabupaten)?;
    }
    let key = key_in(key)?;
    let mut nonce = [0u8; 19];
    app.random(&mut nonce)?;
    let signed = audit::sign(app).await?;
    let mut manifest = Manifest {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema: schema_version(),
        at_ms: app.now_ms(),
        rows: BTreeMap::new(),
        files: 0,
        checkpoint: signed.note,
    };
    // the rows first: a file that a row speaks of was written before it
    let mut reader = app.store.snapshot().await?;
    let (parts, taken) = mpsc::channel::<Part>(WAITING);
    let temporary = file.with_extension("baru");
    let writer = {
        let (dir, to) = (app.dir().to_owned(), temporary.clone());
        tokio::task::spawn_blocking(move || pack(&to, (&key, nonce), &dir, taken))
    };
    let gone = |_| AppError::fault("the backup's writer is gone");
    for table in tables() {
        let columns: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
        let mut part = PartOf::new(table.name, &columns);
        reader
            .each_row(table, |values| {
                // a part that is full waits until the file has taken the ones before it
                match part.push(&values) {
                    Some(full) => tokio::task::block_in_place(|| parts.blocking_send(full))
                        .map_err(|_| StoreError::Misuse("the backup's writer is gone")),
                    None => Ok(()),
                }
            })
            .await?;
        manifest.rows.insert(table.name.to_owned(), part.rows);
        if let Some(last) = part.end() {
            parts.send(last).await.map_err(gone)?;
        }
    }
    let manifest_of = manifest.clone();
    parts.send(Part::Manifest(manifest)).await.map_err(gone)?;
    drop(parts);
    let written = writer.await.map_err(|e| AppError::fault(e.to_string()))?;
    let renamed = written.and_then(|files| std::fs::rename(&temporary, file).map(|()| files));
    let files = renamed.inspect_err(|_| drop(std::fs::remove_file(&temporary))).map_err(|e| AppError::io(file, e))?;
    Ok(Manifest { files, ..manifest_of })
}

/// A backup on a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Where the files go.
    pub folder: PathBuf,
    /// File with the key.
    pub key: PathBuf,
    /// From one to the next, in milliseconds.
    pub every_ms: i64,
    /// How many are kept.
    pub keep: usize,
}

/// Makes the backup of a plan when it is due, and removes the oldest beyond those that are kept. Gives the new file.
pub async fn write_when_due(app: &App, plan: &Plan) -> Result<Option<PathBuf>, AppError> {
    std::fs::create_dir_all(&plan.folder).map_err(|e| AppError::io(&plan.folder, e))?;
    // names sort as time does
    let made = |at_ms: i64| plan.folder.join(format!("mutakhir-{at_ms:015}.cadangan"));
    let listed = std::fs::read_dir(&plan.folder).map_err(|e| AppError::io(&plan.folder, e))?;
    let mut held: Vec<PathBuf> = listed.filter_map(|f| Some(f.ok()?.path())).collect();
    held.retain(|path| at_of(path).is_some_and(|at| made(at) == *path));
    held.sort();
    let now = app.now_ms();
    if held.last().and_then(|path| at_of(path)).is_some_and(|at| now - at < plan.every_ms) {
        return Ok(None);
    }
    let file = made(now);
    write(app, &Officer::operator(), &file, &plan.key).await?;
    held.push(file.clone());
    let old = held.len().saturating_sub(plan.keep.max(1));
    for path in held.drain(..old) {
        std::fs::remove_file(&path).map_err(|e| AppError::io(&path, e))?;
    }
    Ok(Some(file))
}

fn at_of(path: &Path) -> Option<i64> {
    path.file_stem()?.to_str()?.strip_prefix("mutakhir-")?.parse().ok()
}

/// Restores a backup into an empty folder, and an empty database when `url` names one; checks everything, and gives
/// what it held. Nothing is left behind in the database when something is wrong.
pub async fn restore(file: &Path, dir: &Path, url: Option<&str>, key: &Path) -> Result<Manifest, AppError> {
    let taken = std::fs::read_dir(dir).is_ok_and(|mut inside| inside.next().is_some());
    if taken {
        return Err(StoreError::NotEmpty { path: dir.to_owned() }.into());
    }
    let key = key_in(key)?;
    std::fs::create_dir_all(dir).map_err(|e| AppError::io(dir, e))?;
    let (parts, mut taken) = mpsc::channel::<Part>(WAITING);
    let reader = {
        let (from, dir) = (file.to_owned(), dir.to_owned());
        tokio::task::spawn_blocking(move || unpack(&from, &dir, &key, &parts))
    };
    let loaded = load(&mut taken, dir, url).await;
    drop(taken);
    let unpacked = reader.await.map_err(|e| AppError::fault(e.to_string()))?;
    // what is wrong with the file comes first: the rows only miss what it did not give
    unpacked?;
    let (store, manifest) = loaded?;
    store.close().await;
    let store = Store::open(dir, url).await?;
    let report = store.verify_against(None, std::slice::from_ref(&manifest.checkpoint)).await?;
    if let Some(first) = report.first_bad() {
        let what = format!("{} {} {}", first.what.code(), first.table, first.key);
        return Err(AppError::rule(Refused::BackupDamaged(what)));
    }
    store.close().await;
    Ok(manifest)
}

/// Loads parts until the manifest comes; counts must be those it gives.
async fn load(parts: &mut mpsc::Receiver<Part>, dir: &Path, url: Option<&str>) -> Result<(Store, Manifest), AppError> {
    let mut rows: BTreeMap<String, u64> = tables().map(|t| (t.name.to_owned(), 0)).collect();
    let mut open: Option<(Store, store::Tx)> = None;
    while let Some(part) = parts.recv().await {
        match part {
            Part::Rows { table, text, .. } => {
                let (_, tx) = match &mut open {
                    Some(open) => open,
                    // the key file has come with the files of the workspace, which stand first
                    None => {
                        let store = Store::open_empty(dir, url).await?;
                        let tx = store.begin_unlogged().await?;
                        open.insert((store, tx))
                    }
                };
                let (columns, values) = read_rows(&text)?;
                *rows.entry(table.clone()).or_default() += values.len() as u64;
                tx.load_rows(&table, &columns, values).await?;
            }
            Part::Manifest(manifest) => {
                let Some((store, mut tx)) = open else { break };
                if manifest.rows != rows {
                    return Err(AppError::rule(Refused::BackupDamaged(MANIFEST.to_owned())));
                }
                tx.loaded().await?;
                tx.commit_unlogged().await?;
                return Ok((store, manifest));
            }
        }
    }
    Err(AppError::rule(Refused::BackupDamaged(MANIFEST.to_owned())))
}

/// What goes between the thread of the file and the one of the database.
enum Part {
    Rows { table: String, no: u32, text: Vec<u8> },
    Manifest(Manifest),
}

/// A table on its way into parts.
struct PartOf {
    table: &'static str,
    head: Vec<u8>,
    text: Vec<u8>,
    no: u32,
    rows: u64,
}

impl PartOf {
    fn new(table: &'static str, columns: &[&str]) -> Self {
        let mut head = serde_json::json!(columns).to_string().into_bytes();
        head.push(b'\n');
        Self { table, text: head.clone(), head, no: 0, rows: 0 }
    }

    /// Adds a row; gives the part that is full with it.
    fn push(&mut self, values: &[Value]) -> Option<Part> {
        let cells: Vec<serde_json::Value> = values.iter().map(cell).collect();
        self.text.extend(serde_json::Value::Array(cells).to_string().into_bytes());
        self.text.push(b'\n');
        self.rows += 1;
        (self.text.len() >= PART).then(|| self.cut())
    }

    /// What is left; an empty table gives its columns alone.
    fn end(&mut self) -> Option<Part> {
        (self.text.len() > self.head.len() || self.no == 0).then(|| self.cut())
    }

    fn cut(&mut self) -> Part {
        self.no += 1;
        let text = std::mem::replace(&mut self.text, self.head.clone());
        Part::Rows { table: self.table.to_owned(), no: self.no, text }
    }
}

fn cell(value: &Value) -> serde_json::Value {
    match value {
        Value::Null | Value::Odd => serde_json::Value::Null,
        Value::Int(n) => (*n).into(),
        Value::Text(text) => text.as_str().into(),
        Value::Blob(bytes) | Value::Secret(bytes) => serde_json::json!([STANDARD.encode(bytes)]),
    }
}

fn read_rows(text: &[u8]) -> Result<(Vec<String>, Vec<Vec<Value>>), AppError> {
    let damaged = |what: &str| AppError::rule(Refused::BackupDamaged(what.to_owned()));
    let mut lines = text.lines().map_while(Result::ok);
    let columns: Vec<String> =
        lines.next().and_then(|head| serde_json::from_str(&head).ok()).ok_or_else(|| damaged("columns"))?;
    let mut rows = Vec::new();
    for line in lines {
        let cells: Vec<serde_json::Value> = serde_json::from_str(&line).map_err(|e| damaged(&e.to_string()))?;
        let values: Option<Vec<Value>> = cells.into_iter().map(value).collect();
        rows.push(values.filter(|v| v.len() == columns.len()).ok_or_else(|| damaged("row"))?);
    }
    Ok((columns, rows))
}

fn value(cell: serde_json::Value) -> Option<Value> {
    Some(match cell {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Number(n) => Value::Int(n.as_i64()?),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Array(bytes) => match bytes.as_slice() {
            [serde_json::Value::String(text)] => Value::Blob(STANDARD.decode(text).ok()?),
            _ => return None,
        },
        _ => return None,
    })
}

/// Writes the file: those of the workspace, then the parts as they come. Gives the number of files.
fn pack(
    to: &Path,
    (key, nonce): (&BackupKey, [u8; 19]),
    dir: &Path,
    mut parts: mpsc::Receiver<Part>,
) -> std::io::Result<u64> {
    let file = File::create(to)?;
    let sealed = Sealer::new(BufWriter::new(file), key, nonce)?;
    let mut tar = tar::Builder::new(zstd::Encoder::new(sealed, 3)?);
    let mut files = 0;
    for path in files_in(dir, Path::new(""))? {
        let mut held = match File::open(dir.join(&path)) {
            Ok(held) => held,
            // an upload that ended meanwhile
            Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => continue,
            Err(other) => return Err(other),
        };
        let mut bytes = Vec::new();
        held.read_to_end(&mut bytes)?;
        append(&mut tar, &Path::new("berkas").join(&path), &bytes)?;
        files += 1;
    }
    while let Some(part) = parts.blocking_recv() {
        match part {
            Part::Rows { table, no, text } => {
                append(&mut tar, Path::new(&format!("data/{table}/{no:06}.jsonl")), &text)?;
            }
            Part::Manifest(manifest) => {
                let text = serde_json::to_vec_pretty(&Manifest { files, ..manifest })?;
                append(&mut tar, Path::new(MANIFEST), &text)?;
            }
        }
    }
    let mut buffer = tar.into_inner()?.finish()?.finish()?;
    buffer.flush()?;
    buffer.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
    Ok(files)
}

fn append<W: Write>(tar: &mut tar::Builder<W>, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    header.set_entry_type(tar::EntryType::Regular);
    tar.append_data(&mut header, path, bytes)
}

/// Files below the workspace folder, in order.
fn files_in(dir: &Path, below: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut inside: Vec<_> = std::fs::read_dir(dir.join(below))?.collect::<Result<_, _>>()?;
    inside.sort_by_key(std::fs::DirEntry::file_name);
    for entry in inside {
        let name = entry.file_name();
        let path = below.join(&name);
        let text = name.to_string_lossy();
        let is_ours = LEFT_OUT.iter().any(|left| text.starts_with(left)) || text.ends_with(".kunci-proses");
        let kind = entry.file_type()?;
        if below.as_os_str().is_empty() && is_ours || text.ends_with(".baru") {
            continue;
        } else if kind.is_dir() {
            found.extend(files_in(dir, &path)?);
        } else if kind.is_file() {
            found.push(path);
        }
    }
    Ok(found)
}

/// Reads the file: those of the workspace into `dir`, everything else into `parts`.
fn unpack(from: &Path, dir: &Path, key: &BackupKey, parts: &mpsc::Sender<Part>) -> Result<(), AppError> {
    let damaged = |e: &dyn std::fmt::Display| AppError::rule(Refused::BackupDamaged(e.to_string()));
    let file = File::open(from).map_err(|e| AppError::io(from, e))?;
    let opened = Opener::new(BufReader::new(file), key).map_err(|e| match e {
        NotOpened::OtherKey => AppError::rule(Refused::BackupLocked),
        NotOpened::Unreadable(e) => damaged(&e),
    })?;
    let mut tar = tar::Archive::new(zstd::Decoder::new(opened).map_err(|e| damaged(&e))?);
    for entry in tar.entries().map_err(|e| damaged(&e))? {
        let mut entry = entry.map_err(|e| damaged(&e))?;
        let path = entry.path().map_err(|e| damaged(&e))?.into_owned();
        let names: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|e| damaged(&e))?;
        let part = match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["berkas", inside @ ..] if !inside.is_empty() && inside.iter().all(|name| *name != "..") => {
                let to = inside.iter().fold(dir.to_owned(), |path, name| path.join(name));
                write_file(&to, &bytes).map_err(|e| AppError::io(&to, e))?;
                continue;
            }
            ["data", table, _] => Part::Rows { table: (*table).to_owned(), no: 0, text: bytes },
            [MANIFEST] => {
                let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|e| damaged(&e))?;
                if manifest.schema != schema_version() {
                    let program = manifest.program;
                    return Err(AppError::rule(Refused::BackupOfOther { program }));
                }
                Part::Manifest(manifest)
            }
            _ => return Err(damaged(&path.display())),
        };
        if parts.blocking_send(part).is_err() {
            // who loads has refused: it says why
            return Ok(());
        }
    }
    Ok(())
}

fn write_file(to: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(to, bytes)
}
