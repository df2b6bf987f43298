//! Cells, and the two ways an office writes them down: a workbook and a text export.

use crate::SynthError;
use domain::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::path::Path;

/// A cell as typed.
#[derive(Clone, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(i64),
    Float(f64),
    Date(Date),
}

impl Cell {
    /// What the cell shows.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(t) => t.clone(),
            Self::Number(n) => n.to_string(),
            Self::Float(f) => format!("{f:.0}"),
            Self::Date(d) => d.to_string(),
        }
    }
}

/// Writes one sheet as a workbook.
pub(crate) fn write_workbook(path: &Path, sheet_name: &str, rows: &[Vec<Cell>]) -> Result<(), SynthError> {
    let mut book = Workbook::new();
    // the creation time would make every file differ
    let epoch =
        ExcelDateTime::from_ymd(2017, 1, 1).map_err(|e| SynthError::Workbook { path: path.into(), source: e })?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&epoch));
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let fail = |source| SynthError::Workbook { path: path.into(), source };
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name).map_err(fail)?;
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            let (r, c) = (r as u32, c as u16);
            match cell {
                Cell::Empty => continue,
                Cell::Text(t) => sheet.write_string(r, c, t),
                Cell::Number(n) => sheet.write_number(r, c, *n as f64),
                Cell::Float(f) => sheet.write_number(r, c, *f),
                Cell::Date(d) => {
                    let value =
                        ExcelDateTime::from_ymd(d.year() as u16, d.month() as u8, d.day() as u8).map_err(fail)?;
                    sheet.write_datetime_with_format(r, c, &value, &day)
                }
            }
            .map_err(fail)?;
        }
    }
    book.save(path).map_err(fail)
}

/// Writes rows as text with a separator, in bytes the caller encodes.
pub(crate) fn delimited(rows: &[Vec<String>], separator: u8) -> Result<Vec<u8>, SynthError> {
    let mut out = csv::WriterBuilder::new().delimiter(separator).flexible(true).from_writer(Vec::new());
    for row in rows {
        out.write_record(row)?;
    }
    out.into_inner().map_err(|e| SynthError::Io { path: "CSV".into(), source: std::io::Error::other(e.to_string()) })
}

/// Writes a comma-separated UTF-8 file.
pub(crate) fn write_csv(path: &Path, rows: &[Vec<String>]) -> Result<(), SynthError> {
    write_bytes(path, &delimited(rows, b',')?)
}

/// Writes bytes, making the folder.
pub(crate) fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), SynthError> {
    let fail = |source| SynthError::Io { path: path.into(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(fail)?;
    }
    std::fs::write(path, bytes).map_err(fail)
}

/// A workbook's letter for a column: 0 is `A`, 26 is `AA`.
pub(crate) fn column_letter(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (column % 26) as u8);
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.iter().rev().map(|b| char::from(*b)).collect()
}
