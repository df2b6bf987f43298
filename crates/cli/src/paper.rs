//! Documents into a folder: the minutes of the evening, the prelist, the decree, receipts.

use crate::failure::Failure;
use crate::output::say;
use crate::refused::Refused;
use app::App;
use app::error::AppError;
use app::meeting::{correction_of, plan_rule, signing_of};
use app::ports::Document;
use std::path::Path;

/// Every prelist, one PDF per desa.
pub async fn prelists(app: &App, out: &Path, limit: usize) -> Result<usize, Failure> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let heads = reader.prelists().await?;
    if heads.is_empty() {
        return Err(AppError::rule(Refused::NoPrelist).into());
    }
    let mut written = 0;
    for head in heads.iter().take(limit) {
        let rows = reader.prelist_rows(&head.id).await?;
        let pdf = app.print(&Document::Prelist { head, rows: &rows, areas: &areas })?;
        write(&out.join("prelist").join(format!("{}.pdf", file_name(&head.id))), &pdf)?;
        written += 1;
    }
    Ok(written)
}

/// The minutes of every accepted meeting. R67.
pub async fn minutes(app: &App, out: &Path, limit: usize) -> Result<usize, Failure> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let mut written = 0;
    for meeting in reader.meetings().await?.iter().filter(|m| m.verdict == "DITERIMA").take(limit) {
        if meeting.date.is_none() {
            say(format!("{}: Berita Acara tidak dicetak, lembarnya tidak menyebut tanggal musyawarah.", meeting.id));
            continue;
        }
        let rows = reader.meeting_rows(&meeting.id).await?;
        let signing = signing_of(&mut reader, meeting).await?;
        let checkpoint = signing.as_ref().map(|s| s.checkpoint.as_str());
        let plan = plan_rule(app.plan, meeting);
        let corrects = correction_of(&mut reader, meeting, &rows).await?;
        let corrects = corrects.as_ref();
        let pdf = app.print(&Document::Minutes { meeting, rows: &rows, areas: &areas, checkpoint, plan, corrects })?;
        write(&out.join("berita-acara").join(format!("{}.pdf", file_name(&meeting.id))), &pdf)?;
        written += 1;
    }
    Ok(written)
}

/// The decrees with their annexes. R18.
pub async fn decrees(app: &App, out: &Path) -> Result<usize, Failure> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let heads = reader.decrees().await?;
    if heads.is_empty() {
        return Err(AppError::rule(Refused::NoDecree).into());
    }
    for head in &heads {
        let rows = reader.decree_rows(&head.number).await?;
        let pdf = app.print(&Document::Decree { head, rows: &rows, areas: &areas })?;
        write(&out.join("sk").join(format!("{}.pdf", file_name(&head.number))), &pdf)?;
    }
    Ok(heads.len())
}

/// Receipts of the first registrations that carry a date.
pub async fn receipts(app: &App, out: &Path, limit: usize) -> Result<usize, Failure> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let registrations = reader.registrations().await?;
    let mut written = 0;
    for r in registrations.iter().filter(|r| r.date.is_some() && !r.members.is_empty()).take(limit) {
        let pdf = app.receipt_pdf(r, &areas)?;
        write(&out.join("bukti").join(format!("{}.pdf", file_name(r.number.as_str()))), &pdf)?;
        written += 1;
    }
    Ok(written)
}

/// A name that every file system takes.
fn file_name(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '.' || c == '_' { c } else { '-' }).collect()
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes)?;
    Ok(())
}
