//! The keys that sign for this workspace: each a file in the key folder, readable by its owner only.
//!
//! A key is made when it is first needed. Once something was signed with it, a missing file is refused: a new key in
//! its place would make everything signed before look forged.

use crate::App;
use crate::error::AppError;
use ed25519_dalek::SigningKey;
use std::path::{Path, PathBuf};
use store::StoreError;
use tlog::LogKey;

fn path(app: &App, file: &str) -> PathBuf {
    app.dir().join("kunci").join(file)
}

/// The key under decrees and editions.
pub(crate) async fn of_decrees(app: &App) -> Result<SigningKey, AppError> {
    let path = path(app, "tanda-tangan.kunci");
    if !path.exists() {
        let mut reader = app.store.read().await?;
        let is_used = !reader.editions().await?.is_empty()
            || reader.decrees().await?.iter().any(|decree| decree.signature.is_some());
        make(app, &path, is_used, "")?;
    }
    read(&path, |text| seed(text.trim()))
}

/// The key of the log, under its checkpoints. Its name is that of the log, which it keeps for good.
pub(crate) async fn of_log(app: &App) -> Result<LogKey, AppError> {
    let path = path(app, "catatan.kunci");
    if !path.exists() {
        let is_used = !app.store.read().await?.log_checkpoints().await?.is_empty();
        let mut id = [0u8; 4];
        app.random(&mut id)?;
        let place = app.kabupaten().await.map_or_else(|_| String::new(), |k| format!("{}-", k.as_str()));
        make(app, &path, is_used, &format!("mutakhir/{place}{} ", hex::encode(id)))?;
    }
    read(&path, |text| {
        let (name, digits) = text.trim().split_once(' ')?;
        LogKey::new(name, seed(digits)?).ok()
    })
}

fn make(app: &App, path: &Path, is_used: bool, before: &str) -> Result<(), AppError> {
    if is_used {
        return Err(StoreError::KeyMissing { path: path.to_owned() }.into());
    }
    let mut seed = [0u8; 32];
    app.random(&mut seed)?;
    write_secret(path, &format!("{before}{}", hex::encode(seed))).map_err(|e| AppError::io(path, e))
}

fn read<K>(path: &Path, of: impl FnOnce(&str) -> Option<K>) -> Result<K, AppError> {
    let text = std::fs::read_to_string(path).map_err(|e| AppError::io(path, e))?;
    let why = "not 64 hexadecimal digits";
    of(&text).ok_or_else(|| StoreError::KeyDamaged { path: path.to_owned(), why }.into())
}

fn seed(digits: &str) -> Option<SigningKey> {
    let mut seed = [0u8; 32];
    hex::decode_to_slice(digits, &mut seed).ok()?;
    Some(SigningKey::from_bytes(&seed))
}

fn write_secret(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let temporary = path.with_extension("baru");
    let mut options = std::fs::File::options();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(temporary, path)
}
