//! Where each declared column stands in one sheet.

use crate::table::{Cell, Row};

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
}

impl Layout {
    /// The cell of a declared column.
    #[must_use]
    pub fn cell<'r>(&self, row: &'r Row, column: usize) -> Cell<'r> {
        self.at.get(column).copied().flatten().map_or(Cell::Empty, |at| row.cell(at))
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
