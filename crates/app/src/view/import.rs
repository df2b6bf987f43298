//! Imports and their quarantine reports.

use super::{Ask, PER_PAGE, choose};
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::export::guarded;
use store::view::{ImportRow, IssueKind, IssueRow, Listed, Slice};

/// One import with what it found.
#[derive(Clone, Debug)]
pub struct ImportView {
    /// The import.
    pub import: ImportRow,
    /// Kinds of defects, most frequent first.
    pub kinds: Vec<IssueKind>,
    /// The defects asked for.
    pub issues: Listed<IssueRow>,
    /// Whether this officer may undo it.
    pub may_undo: bool,
}

/// Every import, newest first.
pub async fn imports(app: &App, officer: &Officer) -> Result<Vec<ImportRow>, AppError> {
    let mut reader = app.store.read().await?;
    if !officer.could_somewhere(Act::SeeImports) {
        let areas = reader.areas().await?;
        choose(officer, Act::SeeImports, None, &areas)?;
    }
    Ok(reader.view_imports().await?)
}

/// One import; `code` filters by level, `kind` by kind of defect.
pub async fn import_view(app: &App, officer: &Officer, id: &str, ask: &Ask) -> Result<Option<ImportView>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let place = choose(officer, Act::SeeImports, None, &areas)?;
    let Some(import) = reader.view_import(id).await? else { return Ok(None) };
    let slice = Slice { offset: (ask.page.max(1) - 1).saturating_mul(PER_PAGE), limit: PER_PAGE };
    Ok(Some(ImportView {
        import,
        kinds: reader.view_import_kinds(id).await?,
        issues: reader.view_import_issues(id, &ask.kind, &ask.code, slice).await?,
        may_undo: officer.could(Act::UndoImport, areas.kabupaten().unwrap_or(place)),
    }))
}

/// Every defect of an import, for a file.
pub async fn import_issues(app: &App, officer: &Officer, id: &str, ask: &Ask) -> Result<Vec<IssueRow>, AppError> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    choose(officer, Act::SeeImports, None, &areas)?;
    Ok(reader.view_import_issues(id, &ask.kind, &ask.code, Slice { offset: 0, limit: i64::MAX }).await?.rows)
}

/// The report as CSV with the columns of the result file `import_errors.csv`.
pub fn issue_csv(issues: &[IssueRow]) -> Result<Vec<u8>, AppError> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let fault = |e: csv::Error| AppError::fault(format!("CSV: {e}"));
    out.write_record(["berkas", "baris", "kolom", "jenis", "tingkat", "pesan"]).map_err(fault)?;
    for issue in issues {
        let line = issue.line.map(|n| n.to_string()).unwrap_or_default();
        let col = issue.col.as_deref().unwrap_or("");
        let cells = [issue.file.as_str(), &line, col, &issue.kind, &issue.level, &issue.detail];
        out.write_record(cells.map(|cell| guarded(cell.to_owned()))).map_err(fault)?;
    }
    out.into_inner().map_err(|e| AppError::fault(format!("CSV: {e}")))
}
