//! One source of rows over every kind of table file: XLSX and CSV as a stream, old workbooks as a whole.
//!
//! A [`Row`] keeps the type each cell had (text, number, date, nothing) and its physical
//! place: the sheet row, or the line on which the record begins. Memory is one row.

mod csv;
mod encoding;
mod old;
mod web;
mod xlsx;

use crate::error::ReadError;
use crate::file::PackFile;
use domain::Date;
use std::io::{Read as _, Seek as _, SeekFrom};

/// The longest physical line and the longest record of a text file, in bytes.
pub const LINE_LIMIT: usize = 1 << 20;
/// The most columns a table may have: those of a spreadsheet.
pub const COLUMN_LIMIT: usize = 16_384;

/// One cell as it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing is written.
    Empty,
    /// Text; every cell of a CSV is text.
    Text(&'a str),
    /// A number cell of a spreadsheet.
    Number(f64),
    /// A cell formatted as a date.
    Date(Date),
    /// A formula whose result the file does not hold.
    Formula,
}

impl Cell<'_> {
    /// Whether nothing, or only white space, is written.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(|c| c.is_whitespace() || c == '\u{a0}' || c == '\u{feff}'),
            Self::Number(_) | Self::Date(_) | Self::Formula => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Slot {
    Empty,
    Text(u32, u32),
    Number(f64),
    Date(Date),
    Formula,
}

/// One row. Reused from row to row by the readers, so it owns its text in one buffer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    number: u32,
    text: String,
    slots: Vec<Slot>,
}

impl Row {
    /// 1-based sheet row, or physical line on which the record begins.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }
    /// The cell at a 0-based position; beyond the end nothing is written.
    #[must_use]
    pub fn cell(&self, at: usize) -> Cell<'_> {
        match self.slots.get(at) {
            None | Some(Slot::Empty) => Cell::Empty,
            Some(Slot::Text(from, to)) => Cell::Text(self.text.get(*from as usize..*to as usize).unwrap_or("")),
            Some(Slot::Number(n)) => Cell::Number(*n),
            Some(Slot::Date(d)) => Cell::Date(*d),
            Some(Slot::Formula) => Cell::Formula,
        }
    }
    /// How many cells the row has, written or not.
    #[must_use]
    pub fn width(&self) -> usize {
        self.slots.len()
    }
    /// How many cells hold something.
    #[must_use]
    pub fn filled(&self) -> usize {
        (0..self.width()).filter(|i| !self.cell(*i).is_blank()).count()
    }
    /// The cells with something in them.
    pub fn written(&self) -> impl Iterator<Item = (usize, Cell<'_>)> {
        (0..self.width()).map(|i| (i, self.cell(i))).filter(|(_, c)| !c.is_blank())
    }

    /// Whether a cell holds a formula without its result.
    #[must_use]
    pub fn has_formulas(&self) -> bool {
        self.slots.contains(&Slot::Formula)
    }

    /// Empties the row for the next record.
    pub(crate) fn begin(&mut self, number: u32) {
        self.number = number;
        self.text.clear();
        self.slots.clear();
    }
    pub(crate) fn push_text(&mut self, text: &str) {
        let from = self.text.len() as u32;
        self.text.push_str(text);
        self.slots.push(if text.is_empty() { Slot::Empty } else { Slot::Text(from, self.text.len() as u32) });
    }
    fn pad_to(&mut self, width: usize) {
        if self.slots.len() < width {
            self.slots.resize(width, Slot::Empty);
        }
    }
    fn push_number(&mut self, number: f64) {
        self.slots.push(Slot::Number(number));
    }
    fn push_formula(&mut self) {
        self.slots.push(Slot::Formula);
    }
    /// `2016-11-05` or `2016-11-05T00:00:00` as a day; anything else as text.
    fn push_iso(&mut self, text: &str) {
        match text.get(..10).filter(|_| text.len() == 10 || text.as_bytes().get(10) == Some(&b'T')).map(str::parse) {
            Some(Ok(date)) => self.push_date(date),
            _ => self.push_text(text),
        }
    }
    /// A date cell; what is no day of the calendar stays a number.
    fn push_excel_date(&mut self, cell: &calamine::ExcelDateTime) {
        let (y, m, day, ..) = cell.to_ymd_hms_milli();
        match Date::new(y as i16, m as i8, day as i8) {
            Ok(date) if cell.is_datetime() => self.push_date(date),
            _ => self.push_number(cell.as_f64()),
        }
    }
    fn push_date(&mut self, date: Date) {
        self.slots.push(Slot::Date(date));
    }
}

/// Whether the reader wants more rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// The next one, please.
    Go,
    /// Enough of this sheet.
    Stop,
}

/// An opened table file: a workbook with sheets, or a text file, which is one sheet without a name.
pub struct Workbook {
    file: PackFile,
    inner: Inner,
}

enum Inner {
    Xlsx(Box<xlsx::Book>),
    Old(Box<old::Book>),
    Web(Vec<Row>),
    Csv(encoding::Encoding),
}

impl Workbook {
    /// Opens and checks a file: kind, limits, encoding. Reads no row yet.
    pub fn open(file: &PackFile) -> Result<Self, ReadError> {
        let mut source = file.open()?;
        let mut magic = [0u8; 8];
        let mut got = 0;
        while got < magic.len() {
            match source.read(&mut magic[got..]).map_err(|e| file.io(&e))? {
                0 => break,
                n => got += n,
            }
        }
        source.seek(SeekFrom::Start(0)).map_err(|e| file.io(&e))?;
        let magic = &magic[..got];
        let not = |found: &str| ReadError::NotATable { file: file.name.clone(), found: found.to_owned() };
        let inner = if magic.is_empty() {
            return Err(ReadError::Empty { file: file.name.clone() });
        } else if magic.starts_with(b"PK") {
            match xlsx::measure(file, &mut source)? {
                xlsx::Packed::Xlsx { formulas } => Inner::Xlsx(Box::new(xlsx::Book::open(file, source, formulas)?)),
                xlsx::Packed::Xlsb => Inner::Old(Box::new(old::Book::xlsb(file, source)?)),
                xlsx::Packed::Ods => Inner::Old(Box::new(old::Book::ods(file, source)?)),
            }
        } else if magic.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            Inner::Old(Box::new(old::Book::xls(file, source)?))
        } else if magic.starts_with(b"%PDF") {
            return Err(not("PDF"));
        } else if let Some(rows) = web::rows(file, &mut source)? {
            Inner::Web(rows)
        } else {
            source.seek(SeekFrom::Start(0)).map_err(|e| file.io(&e))?;
            Inner::Csv(encoding::Encoding::detect(file, source)?)
        };
        Ok(Self { file: file.clone(), inner })
    }

    /// Whether the cells have letters, as in a spreadsheet.
    #[must_use]
    pub fn is_spreadsheet(&self) -> bool {
        matches!(self.inner, Inner::Xlsx(_) | Inner::Old(_))
    }

    /// Whether bare day numbers count from 1904.
    #[must_use]
    pub fn since_1904(&self) -> bool {
        match &self.inner {
            Inner::Xlsx(book) => book.since_1904(),
            Inner::Old(book) => book.since_1904(),
            Inner::Web(_) | Inner::Csv(_) => false,
        }
    }

    /// The names of the sheets; a text file has one without a name.
    #[must_use]
    pub fn sheets(&self) -> Vec<String> {
        match &self.inner {
            Inner::Xlsx(book) => book.sheets(),
            Inner::Old(book) => book.sheets(),
            Inner::Web(_) | Inner::Csv(_) => vec![String::new()],
        }
    }

    /// Hands over the rows of one sheet, top down, until `each` stops or refuses.
    pub fn rows(
        &mut self,
        sheet: &str,
        each: &mut dyn FnMut(&Row) -> Result<Flow, ReadError>,
    ) -> Result<(), ReadError> {
        match &mut self.inner {
            Inner::Xlsx(book) => book.rows(&self.file, sheet, each),
            Inner::Old(book) => book.rows(&self.file, sheet, each),
            Inner::Web(rows) => {
                for row in rows {
                    if each(row)? == Flow::Stop {
                        break;
                    }
                }
                Ok(())
            }
            Inner::Csv(encoding) => csv::rows(&self.file, encoding, each),
        }
    }
}
