//! Layouts that somebody has settled for an office's files: kept in the workspace, and used whenever a file
//! with those heads arrives. Design D21.

use crate::App;
use crate::error::AppError;
use crate::export::write;
use exchange::header::Settled;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub mod uploaded;

/// Folder of the workspace.
const FOLDER: &str = "tata-letak";

/// Reads layout files. Refuses one that cannot be used.
pub fn read(files: &[PathBuf]) -> Result<Vec<Settled>, AppError> {
    let profiles = exchange::pack::profiles();
    let mut out = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(path).map_err(|e| AppError::io(path, e))?;
        out.extend(Settled::read(&path.display().to_string(), &text, &profiles)?);
    }
    Ok(out)
}

/// The layouts of the workspace, the youngest first, behind those given now.
pub fn held(app: &App, given: &[PathBuf]) -> Result<Arc<[Settled]>, AppError> {
    let mut files = given.to_vec();
    files.extend(kept(app)?.into_iter().rev());
    Ok(read(&files)?.into())
}

/// Keeps layouts in the workspace for the next file of that office. One that is the youngest already is not kept
/// twice.
pub fn keep(app: &App, given: &[PathBuf]) -> Result<(), AppError> {
    read(given)?;
    for path in given {
        keep_text(app, &std::fs::read_to_string(path).map_err(|e| AppError::io(path, e))?)?;
    }
    Ok(())
}

/// Keeps the text of a layout file, unless it is that of the youngest.
fn keep_text(app: &App, text: &str) -> Result<(), AppError> {
    let before = kept(app)?;
    let last = before.last().map(std::fs::read_to_string).transpose();
    if last.map_err(|e| AppError::io(folder(app), e))?.as_deref() == Some(text) {
        return Ok(());
    }
    let number = before.last().and_then(|p| p.file_stem()?.to_str()?.parse::<u32>().ok()).unwrap_or(0) + 1;
    write(&folder(app).join(format!("{number:04}.toml")), text.as_bytes())
}

fn folder(app: &App) -> PathBuf {
    app.dir().join(FOLDER)
}

/// The kept files, oldest first.
fn kept(app: &App) -> Result<Vec<PathBuf>, AppError> {
    let folder = folder(app);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(&folder).map_err(|e| AppError::io(&folder, e))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| AppError::io(&folder, e))?.path();
        if is_layout(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn is_layout(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "toml")
}
