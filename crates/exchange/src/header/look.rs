//! A first look at a file: whether it holds a table, what is to be settled, and the layout as text.

use super::assign::Assigned;
use super::content::Content;
use super::find::Heads;
use super::layout::letters;
use super::settled::{masked, quoted};
use super::spec::Spec;
use super::{HEADER_WITHIN, Recognised, SAMPLE, recognise};
use crate::cell;
use crate::error::ReadError;
use crate::file::PackFile;
use crate::profile::Need;
use crate::table::{Flow, Row, Workbook};
use crate::words::fold;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How many values of a column are shown.
const SHOWN: usize = 3;

/// What the first rows of a file say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Columns recognised; 0 when no sheet holds the table.
    pub columns: usize,
    /// Whether every column is there without which there is no table.
    pub complete: bool,
    /// What must be settled before the file is read; empty when nothing must.
    pub questions: String,
}

/// Looks at the first rows of a file, as a reader of this source would.
pub fn look(file: &PackFile, spec: &Spec) -> Result<Look, ReadError> {
    let mut best = Look::default();
    for (_, found, _) in recognised(file, spec)? {
        let columns = found.assigned.at.iter().flatten().count();
        let complete = found.is_complete(spec);
        if !complete && !found.is_likely() {
            continue;
        }
        if (complete, columns) > (best.complete, best.columns) {
            best = Look { columns, complete, questions: found.questions() };
        }
    }
    Ok(best)
}

/// Whether nothing of the file is in doubt; says what is.
pub fn settle(file: &PackFile, spec: &Spec) -> Result<(), ReadError> {
    let questions = look(file, spec)?.questions;
    if questions.is_empty() { Ok(()) } else { Err(ReadError::LayoutDoubtful { file: file.name.clone(), questions }) }
}

fn recognised(file: &PackFile, spec: &Spec) -> Result<Vec<(String, Recognised, Vec<Row>)>, ReadError> {
    let mut book = Workbook::open(file)?;
    let mut out = Vec::new();
    for sheet in book.sheets() {
        let rows = first_rows(&mut book, &sheet)?;
        if let Some(found) = recognise(file, spec, &rows) {
            out.push((sheet, found, rows));
        }
    }
    Ok(out)
}

/// The layout of a file as it was recognised, to be corrected and given back by `--layout`.
/// Values of codes are shown as they are, every other letter and digit is masked.
pub fn sketch(file: &PackFile, spec: &Spec) -> Result<String, ReadError> {
    let (sheet, found, rows) = best(file, spec)?;
    Ok(written(file, spec, &sheet, &found, &rows))
}

/// The sheet that holds the most of a table, with its first rows. Refuses a file without any.
pub(super) fn best(file: &PackFile, spec: &Spec) -> Result<(String, Recognised, Vec<Row>), ReadError> {
    let best = recognised(file, spec)?
        .into_iter()
        .filter(|(_, found, _)| found.is_complete(spec) || found.is_likely())
        .max_by_key(|(_, found, _)| found.assigned.at.iter().flatten().count());
    best.ok_or_else(|| no_header(file, spec))
}

pub(super) fn no_header(file: &PackFile, spec: &Spec) -> ReadError {
    let missing = spec.missing(&vec![None; spec.columns().len()]).join(", ");
    ReadError::NoHeader { file: file.name.clone(), missing }
}

/// The first rows of a file of which no row names columns of the profile, by the row that looks most like a header:
/// the one with the most words. `None` when a source is read by position, without any header.
pub(super) fn likeliest(file: &PackFile, spec: &Spec) -> Result<Option<(String, Recognised, Vec<Row>)>, ReadError> {
    let mut book = Workbook::open(file)?;
    type Read = (String, Recognised, Vec<Row>);
    let mut best: Option<(usize, Read)> = None;
    for sheet in book.sheets() {
        let rows = first_rows(&mut book, &sheet)?;
        if spec.headless.is_some_and(|test| test(&rows)) {
            return Ok(None);
        }
        let near_top = &rows[..rows.len().min(HEADER_WITHIN)];
        let wordy = (0..near_top.len()).filter(|i| super::find::is_wordy(&near_top[*i]));
        let Some(row) = wordy.max_by_key(|i| (near_top[*i].filled(), std::cmp::Reverse(*i))) else { continue };
        let filled = near_top[row].filled();
        if filled < 2 || best.as_ref().is_some_and(|(most, _)| *most >= filled) {
            continue;
        }
        let heads = Heads::of(near_top, row, 1);
        let assigned = super::assign::assign(spec, &heads, &rows[row + 1..], None);
        best = Some((filled, (sheet, Recognised { heads, assigned }, rows)));
    }
    best.map(|(_, found)| Some(found)).ok_or_else(|| no_header(file, spec))
}

fn first_rows(book: &mut Workbook, sheet: &str) -> Result<Vec<Row>, ReadError> {
    let mut rows = Vec::new();
    book.rows(sheet, &mut |row| {
        rows.push(row.clone());
        Ok(if rows.len() < SAMPLE.max(HEADER_WITHIN) { Flow::Go } else { Flow::Stop })
    })?;
    Ok(rows)
}

/// Some values of a column, each once: codes as they are, everything else masked. Words are codes when a list has
/// them or they come again and again; the names of a column that was taken for one of codes do neither.
pub(super) fn shown_values<'r>(
    rows: impl Iterator<Item = &'r Row> + Clone,
    at: usize,
    content: Content,
) -> Vec<String> {
    let filled = || rows.clone().filter_map(|row| cell::plain(row.cell(at)));
    let repeats = filled().collect::<BTreeSet<_>>().len() * 2 <= filled().count();
    let codes: BTreeSet<String> =
        content.codes().into_iter().flat_map(|(code, word)| [fold(&code), fold(&word)]).collect();
    let mut values: Vec<String> = Vec::new();
    for row in rows.clone() {
        let Some(text) = cell::plain(row.cell(at)) else { continue };
        let is_code = content.is_coded() && (repeats || is_short_number(&text) || codes.contains(&fold(&text)));
        let text = if is_code && text.chars().count() <= 40 { text } else { masked(&text) };
        if !values.contains(&text) {
            values.push(text);
        }
        if values.len() == SHOWN {
            break;
        }
    }
    values
}

fn is_short_number(text: &str) -> bool {
    text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit())
}

fn written(file: &PackFile, spec: &Spec, sheet: &str, found: &Recognised, rows: &[Row]) -> String {
    let Recognised { heads, assigned } = found;
    let mut out = String::new();
    let base = file.name.rsplit('/').next().unwrap_or(&file.name);
    let _ = writeln!(
        out,
        "# {base}{}: {}",
        if sheet.is_empty() { String::new() } else { format!(", lembar {sheet}") },
        spec.title
    );
    for doubt in &assigned.doubts {
        let _ = writeln!(out, "# DITANYAKAN: {}", doubt.text.replace('\n', " "));
    }
    for loss in &assigned.losses {
        let _ = writeln!(out, "# TIDAK ADA: {}: {}", loss.title, loss.without);
    }
    let _ = writeln!(out, "[[layout]]\nprofile = {}", quoted(&spec.title));
    let missing: Vec<&str> = assigned
        .doubts
        .iter()
        .filter(|d| d.position.is_none())
        .map(|d| spec.columns()[d.column].key.as_str())
        .collect();
    if missing.is_empty() {
        let _ = writeln!(out, "without = []");
    } else {
        let _ = writeln!(out, "# yang tidak ada di berkas dan memang diimpor tanpa itu: {}", missing.join(", "));
        let _ = writeln!(out, "without = []");
    }
    for at in 0..heads.own.len() {
        if !heads.own[at].is_empty() {
            column(spec, heads, assigned, rows, at, &mut out);
        }
    }
    let _ = writeln!(out, "\n# Kolom yang dapat diambil:");
    for column in spec.columns().iter().filter(|c| c.need != Need::Unused) {
        let _ = writeln!(out, "#   {} ({})", column.key, column.title());
    }
    out
}

fn column(spec: &Spec, heads: &Heads, assigned: &Assigned, rows: &[Row], at: usize, out: &mut String) {
    let taken = assigned.at.iter().position(|a| *a == Some(at));
    let asked = assigned.doubts.iter().find(|d| d.position == Some(at));
    let maybe = asked.map(|d| d.column).or(assigned.near[at]).filter(|_| taken.is_none());
    let _ = writeln!(out, "\n[[layout.column]]\nhead = {}\nat = \"{}\"", quoted(&heads.own[at]), letters(at));
    if let Some(doubt) = asked {
        let _ = writeln!(out, "# DITANYAKAN: {}", doubt.text.replace('\n', " "));
    }
    if let Some(column) = maybe {
        let _ = writeln!(out, "# mungkin {}", quoted(&spec.columns()[column].key));
    }
    let key = taken.map_or("", |c| spec.columns()[c].key.as_str());
    let _ = writeln!(out, "take = {}", quoted(key));
    if let Some(column) = taken.or(maybe) {
        let _ = writeln!(out, "confidence = {}", assigned.confidence[column].min(100));
    }
    let content = taken.or(maybe).map_or(Content::Any, |c| spec.columns()[c].content);
    let below = &rows[(heads.row + heads.depth).min(rows.len())..];
    let values = shown_values(below.iter(), at, content);
    let values: Vec<String> = values.iter().map(|v| quoted(v)).collect();
    let _ = writeln!(out, "sample = [{}]", values.join(", "));
}
