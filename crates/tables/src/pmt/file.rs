//! A survey or a register as columns of text: CSV and Parquet by [`crate::columns`], XLSX by the reader
//! of the offices' workbooks.

use super::refused::PmtRefused;
use crate::columns::{ColumnFile, TableRefused, nearest};
use crate::refused::WorkRefused;
use arrow::array::StringArray;
use exchange::PackFile;
use exchange::table::{Cell, Flow, Row, Workbook};
use sha2::{Digest as _, Sha256};
use std::io::Read as _;
use std::path::Path;

/// An opened file.
pub(super) enum TableFile {
    Columns(ColumnFile),
    Sheet { name: String, columns: Vec<String>, rows: Vec<StringArray> },
}

/// Columns of text, one array for each column asked for.
pub(super) type Columns = Vec<StringArray>;

impl TableFile {
    /// Opens a table. Of a workbook the first sheet with rows is read; its first row with anything in
    /// it is the header.
    pub(super) fn open(path: &Path) -> Result<Self, PmtRefused> {
        let mut magic = Vec::with_capacity(4);
        let begins = std::fs::File::open(path).and_then(|file| file.take(4).read_to_end(&mut magic));
        if begins.is_ok() && magic.starts_with(b"PK\x03\x04") {
            return sheet(path);
        }
        Ok(Self::Columns(ColumnFile::open(path)?))
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Self::Columns(file) => file.name(),
            Self::Sheet { name, .. } => name,
        }
    }

    pub(super) fn columns(&self) -> &[String] {
        match self {
            Self::Columns(file) => file.columns(),
            Self::Sheet { columns, .. } => columns,
        }
    }

    /// Position of a column.
    pub(super) fn position(&self, column: &str) -> Result<usize, PmtRefused> {
        let at = self.columns().iter().position(|c| c == column);
        at.ok_or_else(|| {
            PmtRefused::Table(TableRefused::NoColumn {
                file: self.name().to_owned(),
                column: column.to_owned(),
                nearest: nearest(column, self.columns().iter().map(String::as_str)).map(str::to_owned),
                columns: self.columns().join(", "),
            })
        })
    }

    /// The rows in order, in blocks.
    pub(super) fn blocks(
        &self,
        wanted: &[usize],
    ) -> Result<Box<dyn Iterator<Item = Result<Columns, PmtRefused>> + '_>, PmtRefused> {
        Ok(match self {
            Self::Columns(file) => Box::new(file.blocks(wanted)?.map(|block| Ok(block?.columns))),
            Self::Sheet { rows, .. } => {
                let block: Columns = wanted.iter().map(|at| rows[*at].clone()).collect();
                Box::new(std::iter::once(Ok(block)))
            }
        })
    }

    /// About `rows` rows spread over the file; all of a sheet.
    pub(super) fn sample(&self, wanted: &[usize], rows: usize) -> Result<Vec<Columns>, PmtRefused> {
        match self {
            Self::Columns(file) => Ok(file.sample(wanted, rows)?.into_iter().map(|b| b.columns).collect()),
            Self::Sheet { .. } => self.blocks(wanted)?.collect(),
        }
    }

    /// How the file was read.
    pub(super) fn notes(&self) -> Vec<String> {
        match self {
            Self::Columns(file) => file.notes(),
            Self::Sheet { name, rows, .. } => {
                vec![format!("{name}: XLSX, {} baris", rows.first().map_or(0, arrow::array::Array::len))]
            }
        }
    }
}

fn sheet(path: &Path) -> Result<TableFile, PmtRefused> {
    let file = PackFile::single(path);
    let mut book = Workbook::open(&file)?;
    for sheet in book.sheets() {
        let mut columns: Vec<String> = Vec::new();
        let mut cells: Vec<Vec<Option<String>>> = Vec::new();
        let mut without_result = None;
        book.rows(&sheet, &mut |row: &Row| {
            if row.filled() == 0 {
                return Ok(Flow::Go);
            }
            if row.has_formulas() {
                without_result.get_or_insert(row.number());
            }
            if columns.is_empty() {
                columns = (0..row.width())
                    .map(|at| text(row.cell(at)).unwrap_or_else(|| format!("kolom_{}", at + 1)))
                    .collect();
                cells = vec![Vec::new(); columns.len()];
            } else {
                cells.iter_mut().enumerate().for_each(|(at, column)| column.push(text(row.cell(at))));
            }
            Ok(Flow::Go)
        })?;
        if let Some(row) = without_result {
            let why =
                format!("{} baris {row}: rumus tanpa hasil; buka lalu simpan berkasnya di lembar kerja", file.name);
            return Err(WorkRefused::Unreadable(why).into());
        }
        if cells.first().is_some_and(|column| !column.is_empty()) {
            for (second, name) in columns.iter().enumerate() {
                if let Some(first) = columns[..second].iter().position(|c| c == name) {
                    let (file, column) = (file.name.clone(), name.clone());
                    let (first, second) = (first + 1, second + 1);
                    return Err(TableRefused::TwiceColumn { file, column, first, second }.into());
                }
            }
            let rows = cells.into_iter().map(|column| column.into_iter().collect()).collect();
            return Ok(TableFile::Sheet { name: file.name, columns, rows });
        }
    }
    Err(TableRefused::NoRows { file: file.name }.into())
}

fn text(cell: Cell<'_>) -> Option<String> {
    match cell {
        Cell::Empty | Cell::Formula => None,
        Cell::Text(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        Cell::Number(number) => Some(number.to_string()),
        Cell::Date(date) => Some(date.to_string()),
    }
}

/// SHA-256 of a file.
pub(super) fn sha256(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0u8; 1 << 18];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex::encode(digest.finalize())),
            n => digest.update(&buffer[..n]),
        }
    }
}
