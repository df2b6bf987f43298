//! Where each declared column stands in one sheet.

use super::content::Content;
use super::spec::Spec;
use crate::table::{Cell, Row};
use crate::words::fold;
use rustc_hash::FxHashMap;

/// Days between the date systems of 1900 and 1904.
const YEARS_1900_TO_1904: f64 = 1462.0;

/// Where each declared column stands in one sheet.
#[derive(Clone, Debug)]
pub struct Layout {
    /// File the sheet is in.
    pub file: String,
    /// Row of the header; 0 when there is none.
    pub header_row: u32,
    pub(super) sheet: Option<String>,
    pub(super) spreadsheet: bool,
    pub(super) at: Vec<Option<usize>>,
    pub(super) heads: Vec<String>,
    /// By position: what a written word stands for in this column.
    pub(super) meaning: Vec<Option<FxHashMap<String, String>>>,
    /// Positions of dates in a workbook that counts its days from 1904.
    pub(super) from_1904: Vec<bool>,
}

impl Layout {
    pub(super) fn new(spec: &Spec, since_1904: bool, at: Vec<Option<usize>>, heads: Vec<String>) -> Self {
        let mut from_1904 = Vec::new();
        if since_1904 {
            from_1904 = vec![false; heads.len()];
            for (column, position) in spec.columns.iter().zip(&at) {
                if let (Content::Date | Content::PlaceDate, Some(p)) = (column.content, position)
                    && let Some(slot) = from_1904.get_mut(*p)
                {
                    *slot = true;
                }
            }
        }
        Self {
            file: String::new(),
            header_row: 0,
            sheet: None,
            spreadsheet: false,
            meaning: vec![None; heads.len()],
            at,
            heads,
            from_1904,
        }
    }

    /// The cell of a declared column.
    #[must_use]
    pub fn cell<'r>(&'r self, row: &'r Row, column: usize) -> Cell<'r> {
        self.position(column).map_or(Cell::Empty, |at| self.cell_at(row, at))
    }
    /// The cell at a position, as it is meant in this column.
    #[must_use]
    pub fn cell_at<'r>(&'r self, row: &'r Row, at: usize) -> Cell<'r> {
        let cell = row.cell(at);
        match (cell, self.meaning.get(at)) {
            (Cell::Text(text), Some(Some(meaning))) => {
                meaning.get(&fold(text)).map_or(cell, |code| Cell::Text(code.as_str()))
            }
            (Cell::Number(n), _) if self.from_1904.get(at) == Some(&true) => Cell::Number(n + YEARS_1900_TO_1904),
            _ => cell,
        }
    }
    /// The position of a declared column in the sheet.
    #[must_use]
    pub fn position(&self, column: usize) -> Option<usize> {
        self.at.get(column).copied().flatten()
    }
    /// Whether the sheet has the column.
    #[must_use]
    pub fn has(&self, column: usize) -> bool {
        self.position(column).is_some()
    }
    /// The sheet's name, in a workbook of several.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }
    /// How many columns the header names.
    #[must_use]
    pub fn width(&self) -> usize {
        self.heads.len()
    }
    /// The column's name for people: its own header, with the sheet's letter in a spreadsheet.
    #[must_use]
    pub fn label(&self, column: usize) -> String {
        self.position(column).map_or_else(String::new, |at| self.label_at(at))
    }
    /// The same for a position.
    #[must_use]
    pub fn label_at(&self, at: usize) -> String {
        let head = self.heads.get(at).map_or("", |h| h.trim());
        let label = if self.spreadsheet { format!("{}:{head}", letters(at)) } else { head.to_owned() };
        match &self.sheet {
            Some(sheet) => format!("{sheet}!{label}"),
            None => label,
        }
    }
}

pub(super) fn letters(mut at: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(b'A' + (at % 26) as u8);
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    out.iter().rev().map(|b| *b as char).collect()
}
