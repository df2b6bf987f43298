//! Workbooks that cannot be read as a stream: XLS, XLSB and ODS. One sheet is held in memory.

use super::xlsx::broken;
use super::{COLUMN_LIMIT, Flow, Row};
use crate::error::ReadError;
use crate::file::{PackFile, ReadSeek};
use calamine::{Data, Ods, Range, Reader as _, Xls, Xlsb};
use memchr::memmem;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};

type Source = BufReader<Box<dyn ReadSeek>>;

/// The largest XLS that is read: the format holds 65,536 rows a sheet.
const XLS_LIMIT: u64 = 512 << 20;

pub(super) enum Book {
    Xls(Xls<Source>),
    Xlsb(Xlsb<Source>),
    Ods(Ods<Source>),
}

impl Book {
    /// An old binary workbook. One that is locked by a password looks the same from outside.
    pub(super) fn xls(file: &PackFile, mut source: Box<dyn ReadSeek>) -> Result<Self, ReadError> {
        let not = |found: &str| ReadError::NotATable { file: file.name.clone(), found: found.to_owned() };
        let size = source.seek(SeekFrom::End(0)).map_err(|e| file.io(&e))?;
        if size > XLS_LIMIT {
            return Err(not("Excel lama .xls yang terlalu besar"));
        }
        source.seek(SeekFrom::Start(0)).map_err(|e| file.io(&e))?;
        let mut bytes = Vec::new();
        source.read_to_end(&mut bytes).map_err(|e| file.io(&e))?;
        let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if memmem::find(&bytes, &locked).is_some() {
            return Err(not("buku kerja yang dikunci sandi; buka kuncinya di Excel lalu simpan ulang"));
        }
        let source: Box<dyn ReadSeek> = Box::new(std::io::Cursor::new(bytes));
        match sound(file, || Xls::new(BufReader::new(source)))? {
            Ok(book) => Ok(Self::Xls(book)),
            Err(calamine::XlsError::Password) => Err(not("Excel lama .xls yang dikunci sandi")),
            Err(e) => Err(broken(file, &e)),
        }
    }

    pub(super) fn xlsb(file: &PackFile, source: Box<dyn ReadSeek>) -> Result<Self, ReadError> {
        let source = rewound(file, source)?;
        Ok(Self::Xlsb(sound(file, || Xlsb::new(source))?.map_err(|e| broken(file, &e))?))
    }

    pub(super) fn ods(file: &PackFile, source: Box<dyn ReadSeek>) -> Result<Self, ReadError> {
        let source = rewound(file, source)?;
        Ok(Self::Ods(sound(file, || Ods::new(source))?.map_err(|e| broken(file, &e))?))
    }

    pub(super) fn since_1904(&self) -> bool {
        match self {
            Self::Xls(book) => book.has_1904_epoch(),
            Self::Xlsb(book) => book.has_1904_epoch(),
            Self::Ods(_) => false,
        }
    }

    pub(super) fn sheets(&self) -> Vec<String> {
        match self {
            Self::Xls(book) => book.sheet_names(),
            Self::Xlsb(book) => book.sheet_names(),
            Self::Ods(book) => book.sheet_names(),
        }
    }

    pub(super) fn rows(
        &mut self,
        file: &PackFile,
        sheet: &str,
        each: &mut dyn FnMut(&Row) -> Result<Flow, ReadError>,
    ) -> Result<(), ReadError> {
        let range = sound(file, || match self {
            Self::Xls(book) => book.worksheet_range(sheet).map_err(|e| broken(file, &e)),
            Self::Xlsb(book) => book.worksheet_range(sheet).map_err(|e| broken(file, &e)),
            Self::Ods(book) => book.worksheet_range(sheet).map_err(|e| broken(file, &e)),
        })??;
        let formulas = sound(file, || match self {
            Self::Xls(book) => book.worksheet_formula(sheet).ok(),
            Self::Xlsb(book) => book.worksheet_formula(sheet).ok(),
            Self::Ods(book) => book.worksheet_formula(sheet).ok(),
        })?;
        hand_over(&range, formulas.as_ref(), each)
    }
}

/// Runs the reader of a foreign format. It may break off in the middle of a damaged file; that refuses the file.
fn sound<T>(file: &PackFile, read: impl FnOnce() -> T) -> Result<T, ReadError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).map_err(|_| broken(file, &"isinya tidak terbaca"))
}

fn rewound(file: &PackFile, mut source: Box<dyn ReadSeek>) -> Result<Source, ReadError> {
    source.seek(SeekFrom::Start(0)).map_err(|e| file.io(&e))?;
    Ok(BufReader::new(source))
}

fn hand_over(
    range: &Range<Data>,
    formulas: Option<&Range<String>>,
    each: &mut dyn FnMut(&Row) -> Result<Flow, ReadError>,
) -> Result<(), ReadError> {
    let Some((top, left)) = range.start() else { return Ok(()) };
    let mut row = Row::default();
    for empty in 1..=top {
        row.begin(empty);
        if each(&row)? == Flow::Stop {
            return Ok(());
        }
    }
    for (number, cells) in (top..).zip(range.rows()) {
        row.begin(number + 1);
        row.pad_to(left as usize);
        for (column, cell) in (left..).zip(cells).take(COLUMN_LIMIT) {
            let has_formula = || formulas.and_then(|f| f.get_value((number, column))).is_some_and(|f| !f.is_empty());
            match cell {
                Data::Empty if has_formula() => row.push_formula(),
                Data::Empty => row.push_text(""),
                Data::Int(n) => row.push_number(*n as f64),
                Data::Float(n) => row.push_number(*n),
                Data::String(s) => row.push_text(s),
                Data::Bool(b) => row.push_text(if *b { "TRUE" } else { "FALSE" }),
                Data::Error(e) => row.push_text(&e.to_string()),
                Data::DateTime(d) => row.push_excel_date(d),
                Data::DateTimeIso(s) => row.push_iso(s),
                Data::DurationIso(s) => row.push_text(s),
            }
        }
        if each(&row)? == Flow::Stop {
            return Ok(());
        }
    }
    Ok(())
}
