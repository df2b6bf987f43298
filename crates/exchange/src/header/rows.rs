//! Which rows below the header are no data.

use super::find::numbering;
use super::layout::Layout;
use super::spec::Spec;
use crate::error::ReadError;
use crate::file::PackFile;
use crate::lexicon::row_words;
use crate::table::{Cell, Row};
use crate::words::fold;

/// What one row below the header is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    Data,
    Blank,
    Total,
    Note,
    HeaderAgain,
    /// A row that numbers the columns: `KOLOM 1`, `(1)`.
    Numbering,
}

pub(super) fn classify(spec: &Spec, layout: &Layout, row: &Row, file: &PackFile) -> Result<RowKind, ReadError> {
    let mut filled = 0usize;
    let mut first_text: Option<&str> = None;
    let mut total = false;
    let mut seen = 0;
    for (_, cell) in row.written() {
        filled += 1;
        if seen < 4 {
            seen += 1;
            if let Cell::Text(text) = cell {
                first_text = first_text.or(Some(text));
                total |= is_total(text);
            }
        }
    }
    if filled == 0 {
        return Ok(RowKind::Blank);
    }
    if header_again(spec, layout, row, filled, file)? {
        return Ok(RowKind::HeaderAgain);
    }
    if filled >= 3 && row.number() <= layout.header_row + 3 && numbering(row).is_some() {
        return Ok(RowKind::Numbering);
    }
    let sparse = filled <= 2.max(layout.width() / 5) && layout.width() >= 4;
    if total && sparse {
        return Ok(RowKind::Total);
    }
    if filled <= 2 && layout.width() >= 6 {
        let only_name = spec.name_column.is_some_and(|c| !layout.cell(row, c).is_blank());
        let note = first_text.is_some_and(is_note);
        if note || (first_text.is_some() && !only_name) {
            return Ok(RowKind::Note);
        }
    }
    Ok(RowKind::Data)
}

fn is_total(text: &str) -> bool {
    begins_with(text, &row_words().total)
}

fn is_note(text: &str) -> bool {
    text.trim_start().starts_with('*') || begins_with(text, &row_words().note)
}

/// Whether the first words are one of these.
fn begins_with(text: &str, words: &[String]) -> bool {
    // most cells begin with another letter, and are not folded
    let Some(first) = text.chars().find(|c| c.is_alphanumeric()).and_then(|c| c.to_lowercase().next()) else {
        return false;
    };
    if !words.iter().any(|w| w.starts_with(first)) {
        return false;
    }
    let text = fold(text);
    words.iter().any(|w| text.strip_prefix(w.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// Whether the row is the header once more. The same names at other places make a second table,
/// which is refused: its columns would be read as those of the first.
fn header_again(spec: &Spec, layout: &Layout, row: &Row, filled: usize, file: &PackFile) -> Result<bool, ReadError> {
    // a cheap look first: two cells that are header names
    let mut looked = 0;
    let mut named = 0;
    for (at, cell) in row.written().take(4) {
        looked += 1;
        if let Cell::Text(text) = cell {
            // numbers and days are no names of columns
            let wordy = text.len() < 80 && text.bytes().any(|b| !b.is_ascii_digit() && b != b'-' && b != b'/');
            named += usize::from(wordy && (is_head(layout, at, text) || spec.exact(text).is_some()));
        }
    }
    if named * 2 <= looked || filled < 3 {
        return Ok(false);
    }
    let (mut same, mut moved) = (0usize, 0usize);
    for (at, cell) in row.written() {
        let Cell::Text(text) = cell else { continue };
        if is_head(layout, at, text) {
            same += 1;
            continue;
        }
        match spec.exact(text) {
            Some(column) if layout.position(column) == Some(at) => same += 1,
            Some(_) => moved += 1,
            None => {}
        }
    }
    if (same + moved) * 10 < filled * 6 {
        return Ok(false);
    }
    if moved * 5 > same + moved && moved >= 2 {
        return Err(ReadError::TwoHeaders {
            file: file.name.clone(),
            first: layout.header_row,
            second: row.number(),
            reason: "urutan kolomnya berbeda".to_owned(),
        });
    }
    Ok(true)
}

/// Whether the cell repeats the head of its column.
fn is_head(layout: &Layout, at: usize, text: &str) -> bool {
    layout.heads.get(at).is_some_and(|head| head == text.trim())
}
