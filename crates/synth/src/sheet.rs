//! Cells, and the two ways an office writes them down: a workbook and a text export.

use crate::SynthError;
use domain::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::fs::File;
use std::path::{Path, PathBuf};

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

/// A workbook of one sheet, written row by row: a row leaves memory when the next one begins.
pub(crate) struct SheetFile {
    path: PathBuf,
    book: Workbook,
    day: Format,
    rows: u32,
}

impl SheetFile {
    /// Begins it.
    pub(crate) fn create(path: &Path, sheet_name: &str) -> Result<Self, SynthError> {
        let fail = |source| SynthError::Workbook { path: path.into(), source };
        let mut book = Workbook::new();
        // the creation time would make every file differ
        let epoch = ExcelDateTime::from_ymd(2017, 1, 1).map_err(fail)?;
        book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&epoch));
        book.add_worksheet_with_low_memory().map_err(fail)?.set_name(sheet_name).map_err(fail)?;
        let day = Format::new().set_num_format("dd/mm/yyyy");
        Ok(Self { path: path.into(), book, day, rows: 0 })
    }

    /// Writes a row below the ones before.
    pub(crate) fn row(&mut self, row: &[Cell]) -> Result<(), SynthError> {
        let fail = |source| SynthError::Workbook { path: self.path.clone(), source };
        let sheet = self.book.worksheet_from_index(0).map_err(fail)?;
        for (c, cell) in (0..).zip(row) {
            match cell {
                Cell::Empty => continue,
                Cell::Text(t) => sheet.write_string(self.rows, c, t),
                Cell::Number(n) => sheet.write_number(self.rows, c, *n as f64),
                Cell::Float(f) => sheet.write_number(self.rows, c, *f),
                Cell::Date(d) => {
                    let value =
                        ExcelDateTime::from_ymd(d.year() as u16, d.month() as u8, d.day() as u8).map_err(fail)?;
                    sheet.write_datetime_with_format(self.rows, c, &value, &self.day)
                }
            }
            .map_err(fail)?;
        }
        self.rows += 1;
        Ok(())
    }

    /// Puts it together.
    pub(crate) fn finish(mut self) -> Result<(), SynthError> {
        self.book.save(&self.path).map_err(|source| SynthError::Workbook { path: self.path, source })
    }
}

/// Writes one sheet as a workbook.
pub(crate) fn write_workbook(path: &Path, sheet_name: &str, rows: &[Vec<Cell>]) -> Result<(), SynthError> {
    let mut file = SheetFile::create(path, sheet_name)?;
    rows.iter().try_for_each(|row| file.row(row))?;
    file.finish()
}

/// A text file written row by row.
pub(crate) struct CsvFile(csv::Writer<File>, PathBuf);

impl CsvFile {
    /// A comma-separated UTF-8 file; its folder is made.
    pub(crate) fn create(path: &Path) -> Result<Self, SynthError> {
        let fail = |source| SynthError::Io { path: path.into(), source };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(fail)?;
        }
        let file = File::create(path).map_err(fail)?;
        Ok(Self(csv::WriterBuilder::new().flexible(true).from_writer(file), path.into()))
    }

    /// Writes a row.
    pub(crate) fn row(&mut self, row: &[String]) -> Result<(), SynthError> {
        Ok(self.0.write_record(row)?)
    }

    /// Writes what is still held.
    pub(crate) fn finish(mut self) -> Result<(), SynthError> {
        self.0.flush().map_err(|source| SynthError::Io { path: self.1, source })
    }
}

/// One row as text with a separator, in UTF-8.
pub(crate) fn delimited(row: &[String], separator: u8) -> Result<Vec<u8>, SynthError> {
    let mut out = csv::WriterBuilder::new().delimiter(separator).flexible(true).from_writer(Vec::new());
    out.write_record(row)?;
    out.into_inner().map_err(|e| SynthError::Io { path: "CSV".into(), source: std::io::Error::other(e.to_string()) })
}

/// Writes a comma-separated UTF-8 file.
pub(crate) fn write_csv(path: &Path, rows: &[Vec<String>]) -> Result<(), SynthError> {
    let mut file = CsvFile::create(path)?;
    rows.iter().try_for_each(|row| file.row(row))?;
    file.finish()
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
