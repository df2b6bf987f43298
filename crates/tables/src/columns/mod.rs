//! Any table as columns of text: CSV in every common format, or Parquet.
//!
//! The content is unknown, the files are large, and only the requested columns are kept. A table can be
//! read any number of times, and a sample can be read without the whole file. (`exchange` reads the
//! formats of an office, row by row into domain types.)

mod column;
mod error;
mod nearest;
mod parquet;
mod sample;
mod sniff;
mod source;
mod split;
mod target;
#[cfg(test)]
mod tests;
mod text;

pub use error::TableRefused;
pub use nearest::nearest;
pub use target::{Table, TableWriter};

use arrow::array::StringArray;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The longest record of a text file, in bytes.
const RECORD_LIMIT: usize = 1 << 20;
/// The most columns a table may have.
const COLUMN_LIMIT: usize = 4096;

/// A stretch of rows: one text column for each column asked for.
#[derive(Clone, Debug)]
pub struct Block {
    /// The columns asked for, in that order; null where nothing is written.
    pub columns: Vec<StringArray>,
    /// Number of the first row, from 0 without the header.
    pub first_row: u64,
    /// Bytes of the file read up to the end of this block.
    pub read_to: u64,
}

impl Block {
    /// Rows in this block.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, arrow::array::Array::len)
    }
}

/// Blocks of a file in order.
pub type Blocks<'a> = Box<dyn Iterator<Item = Result<Block, TableRefused>> + Send + 'a>;

/// A table file that was opened and checked: kind, encoding, delimiter, header.
#[derive(Debug)]
pub struct ColumnFile {
    name: String,
    path: PathBuf,
    columns: Vec<String>,
    size: u64,
    inner: Inner,
    /// Columns made of others, after the file's own: the positions of their parts.
    derived: Vec<Vec<usize>>,
    /// Values that were no UTF-8 and were read as Windows-1252, over all reads so far.
    western: AtomicU64,
}

#[derive(Debug)]
enum Inner {
    Text(sniff::Layout),
    Parquet(parquet::Layout),
}

impl ColumnFile {
    /// Opens a table and reads its header. The content decides what it is, not the name.
    ///
    /// # Errors
    /// When there is no such file, it is empty, no table, or its header names a column twice.
    pub fn open(path: &Path) -> Result<Self, TableRefused> {
        let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        let io = |e: io::Error| match e.kind() {
            io::ErrorKind::NotFound => TableRefused::Missing { file: path.display().to_string() },
            _ => TableRefused::Io { file: name.clone(), reason: e.to_string() },
        };
        let mut file = File::open(path).map_err(io)?;
        let meta = file.metadata().map_err(io)?;
        if meta.is_dir() {
            return Err(TableRefused::NotATable { file: name, found: "folder".to_owned() });
        }
        let mut magic = Vec::with_capacity(8);
        (&mut file).take(8).read_to_end(&mut magic).map_err(io)?;
        if magic.is_empty() {
            return Err(TableRefused::Empty { file: name });
        }
        if let Some(found) = foreign(&magic) {
            return Err(TableRefused::NotATable { file: name, found: found.to_owned() });
        }
        let (inner, columns) = if magic.starts_with(b"PAR1") {
            let (layout, columns) = parquet::Layout::open(&name, file)?;
            (Inner::Parquet(layout), columns)
        } else {
            let (layout, columns) = sniff::Layout::open(&name, path)?;
            (Inner::Text(layout), columns)
        };
        check_names(&name, &columns)?;
        Ok(Self {
            name,
            path: path.to_owned(),
            columns,
            size: meta.len(),
            inner,
            derived: Vec::new(),
            western: AtomicU64::new(0),
        })
    }

    /// File name for messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes a column out of others, when `name` joins their names with `+` and is no column itself:
    /// its values are theirs, joined by a blank, as far as they are filled.
    pub fn derive(&mut self, name: &str) {
        if self.columns.iter().any(|c| c == name) || !name.contains('+') {
            return;
        }
        let parts: Option<Vec<usize>> =
            name.split('+').map(|part| self.columns.iter().position(|c| c == part.trim())).collect();
        if let Some(parts) = parts.filter(|parts| parts.iter().all(|&part| part < self.own())) {
            self.columns.push(name.to_owned());
            self.derived.push(parts);
        }
    }

    /// Columns of the file itself.
    fn own(&self) -> usize {
        self.columns.len() - self.derived.len()
    }

    /// What must be read of the file for some columns, own and derived.
    fn parts_of(&self, wanted: &[usize]) -> Vec<usize> {
        let parts = |at: &usize| match at.checked_sub(self.own()) {
            None => vec![*at],
            Some(derived) => self.derived[derived].clone(),
        };
        wanted.iter().flat_map(parts).collect()
    }

    /// Puts derived columns together from their parts.
    fn put_together(&self, wanted: &[usize], block: Block) -> Block {
        let mut parts = block.columns.into_iter();
        let columns = wanted
            .iter()
            .filter_map(|at| match at.checked_sub(self.own()) {
                None => parts.next(),
                Some(derived) => {
                    let of: Vec<StringArray> = parts.by_ref().take(self.derived[derived].len()).collect();
                    Some(joined(&of))
                }
            })
            .collect();
        Block { columns, ..block }
    }

    /// Names of the columns as the file has them; a column without a name is `kolom_N`. Derived ones
    /// come last.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Position of a column.
    ///
    /// # Errors
    /// When there is none of that name; the nearest is named.
    pub fn position(&self, column: &str) -> Result<usize, TableRefused> {
        self.columns.iter().position(|c| c == column).ok_or_else(|| TableRefused::NoColumn {
            file: self.name.clone(),
            column: column.to_owned(),
            nearest: nearest(column, self.columns.iter().map(String::as_str)).map(str::to_owned),
            columns: self.columns.join(", "),
        })
    }

    /// All rows in the order of the file, in blocks of some ten thousand; only `wanted` is kept.
    ///
    /// # Errors
    /// When the file cannot be opened; a damaged row comes as an error of the iterator.
    pub fn blocks(&self, wanted: &[usize]) -> Result<Blocks<'_>, TableRefused> {
        if wanted.iter().any(|&at| at >= self.own()) {
            let (parts, wanted) = (self.parts_of(wanted), wanted.to_vec());
            let blocks = self.blocks(&parts)?;
            return Ok(Box::new(blocks.map(move |block| Ok(self.put_together(&wanted, block?)))));
        }
        match &self.inner {
            Inner::Text(layout) => Ok(Box::new(text::TextBlocks::open(self, layout, wanted)?)),
            Inner::Parquet(layout) => layout.blocks(&self.name, self.size, &self.columns, wanted),
        }
    }

    /// Rows of the table, counted by reading one column.
    ///
    /// # Errors
    /// As [`ColumnFile::blocks`], and when a row is damaged.
    pub fn rows(&self) -> Result<u64, TableRefused> {
        match &self.inner {
            Inner::Text(layout) => match self.lines(layout) {
                Some(rows) => Ok(rows),
                None => self.blocks(&[0])?.try_fold(0, |rows, block| Ok(rows + block?.rows() as u64)),
            },
            Inner::Parquet(layout) => Ok(layout.rows()),
        }
    }

    /// Rows of a text file without quotes and empty lines, by its line ends alone.
    fn lines(&self, layout: &sniff::Layout) -> Option<u64> {
        if layout.charset != source::Charset::Bytes {
            return None;
        }
        let mut file = File::open(&self.path).ok()?;
        let mut buffer = vec![0; 1 << 18];
        let (mut lines, mut last) = (0, b'\n');
        loop {
            let read = file.read(&mut buffer).ok()?;
            if read == 0 {
                break;
            }
            let part = &buffer[..read];
            if memchr::memchr(b'"', part).is_some() || memchr::memmem::find(part, b"\n\n").is_some() {
                return None;
            }
            lines += memchr::memchr_iter(b'\n', part).count() as u64;
            last = part[read - 1];
        }
        // the header is a line, and the last line may lack its end
        Some((lines + u64::from(last != b'\n')).saturating_sub(1))
    }

    /// About `rows` rows in stretches spread evenly over the file, the same at every call; the whole
    /// file when it is not longer. The row numbers of a block are not known and stay 0.
    ///
    /// # Errors
    /// As [`ColumnFile::blocks`].
    pub fn sample(&self, wanted: &[usize], rows: usize) -> Result<Vec<Block>, TableRefused> {
        if wanted.iter().any(|&at| at >= self.own()) {
            let blocks = self.sample(&self.parts_of(wanted), rows)?;
            return Ok(blocks.into_iter().map(|block| self.put_together(wanted, block)).collect());
        }
        match &self.inner {
            Inner::Text(layout) => sample::text(self, layout, wanted, rows),
            Inner::Parquet(layout) => layout.sample(&self.name, &self.columns, wanted, rows),
        }
    }

    /// The physical line of a data row, counted from 1; for Parquet the row, counted from 1.
    ///
    /// # Errors
    /// When the file cannot be read again.
    pub fn line_of(&self, row: u64) -> Result<u64, TableRefused> {
        match &self.inner {
            Inner::Text(layout) => text::line_of_row(self, layout, row),
            Inner::Parquet(_) => Ok(row + 1),
        }
    }

    /// How the file is written, in Indonesian: encoding, delimiter, what was read otherwise than written.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = vec![match &self.inner {
            Inner::Text(layout) => format!("{}: {}", self.name, layout.describe()),
            Inner::Parquet(layout) => format!("{}: Parquet, {} baris", self.name, layout.rows()),
        }];
        match self.western.load(Ordering::Relaxed) {
            0 => {}
            n => notes.push(format!(
                "{}: pengodean campuran; {n} nilai bukan UTF-8 dan dibaca sebagai Windows-1252",
                self.name
            )),
        }
        notes
    }

    fn saw_western(&self, values: u64) {
        if values > 0 {
            self.western.fetch_add(values, Ordering::Relaxed);
        }
    }

    fn io(&self, error: &io::Error) -> TableRefused {
        TableRefused::Io { file: self.name.clone(), reason: error.to_string() }
    }
}

/// Values of several columns side by side, those that are filled joined by a blank.
fn joined(parts: &[StringArray]) -> StringArray {
    use arrow::array::Array as _;
    let rows = parts.first().map_or(0, arrow::array::Array::len);
    let value = |at: usize| {
        let filled = parts.iter().filter(|p| !p.is_null(at)).map(|p| p.value(at).trim()).filter(|v| !v.is_empty());
        filled.collect::<Vec<_>>().join(" ")
    };
    (0..rows).map(|at| Some(value(at)).filter(|v| !v.is_empty())).collect()
}

/// What a file that is not a table looks like.
fn foreign(magic: &[u8]) -> Option<&'static str> {
    let known: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "XLSX atau ZIP"),
        (&[0xD0, 0xCF, 0x11, 0xE0], "Excel lama .xls"),
        (b"%PDF", "PDF"),
        (&[0x1F, 0x8B], "GZIP; buka mampatannya lebih dahulu"),
        (&[0x28, 0xB5, 0x2F, 0xFD], "ZSTD; buka mampatannya lebih dahulu"),
        (b"SQLite f", "basis data SQLite"),
        (b"ARROW1", "Arrow IPC; tulis sebagai Parquet"),
    ];
    known.iter().find(|(start, _)| magic.starts_with(start)).map(|(_, name)| *name)
}

fn check_names(file: &str, columns: &[String]) -> Result<(), TableRefused> {
    for (second, name) in columns.iter().enumerate() {
        if let Some(first) = columns[..second].iter().position(|c| c == name) {
            return Err(TableRefused::TwiceColumn {
                file: file.to_owned(),
                column: name.clone(),
                first: first + 1,
                second: second + 1,
            });
        }
    }
    Ok(())
}
