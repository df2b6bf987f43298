//! What a text file is: encoding, delimiter, header.

use super::column::Column;
use super::error::TableRefused;
use super::source::{Charset, Source};
use super::split::{Splitter, Step};
use super::{COLUMN_LIMIT, RECORD_LIMIT};
use std::io::Read as _;
use std::path::Path;

/// Records that decide the delimiter.
const RECORDS: usize = 25;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How a text file is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) charset: Charset,
    /// Bytes of the byte order mark.
    pub(super) mark: u64,
    pub(super) delimiter: u8,
    pub(super) width: usize,
    /// Length of the header in decoded bytes after the mark.
    pub(super) header: usize,
    /// Mean length of the first records in bytes.
    pub(super) record: usize,
}

impl Layout {
    /// Looks at the beginning of a file.
    pub(super) fn open(file: &str, path: &Path) -> Result<(Self, Vec<String>), TableRefused> {
        let io = |e: std::io::Error| TableRefused::Io { file: file.to_owned(), reason: e.to_string() };
        let mut start = Vec::new();
        Source::open(path, Charset::Bytes, 0).map_err(io)?.take(64).read_to_end(&mut start).map_err(io)?;
        let (charset, mark) = charset(&start);
        let source = Source::open(path, charset, mark).map_err(io)?;
        let mut head = Vec::new();
        source.take(RECORD_LIMIT as u64 + 1).read_to_end(&mut head).map_err(io)?;
        let whole = head.len() <= RECORD_LIMIT;
        if let Some(at) = memchr::memchr(0, &head) {
            return Err(TableRefused::Binary { file: file.to_owned(), offset: mark + at as u64 });
        }
        if head.iter().all(u8::is_ascii_whitespace) && whole {
            return Err(TableRefused::Empty { file: file.to_owned() });
        }
        if let Some(found) = markup(&head) {
            return Err(TableRefused::NotATable { file: file.to_owned(), found: found.to_owned() });
        }
        if !head.contains(&b'\n') && head.contains(&b'\r') {
            let found = "baris diakhiri CR tanpa LF; simpan ulang dengan akhir baris LF atau CRLF";
            return Err(TableRefused::NotATable { file: file.to_owned(), found: found.to_owned() });
        }
        let delimiter = delimiter(&head, whole);
        let (at, names, end) = header(file, &head, delimiter, whole)?;
        if names.len() > COLUMN_LIMIT {
            return Err(TableRefused::NotATable { file: file.to_owned(), found: format!("{} kolom", names.len()) });
        }
        debug_assert!(at < end);
        let width = names.len();
        let (records, bytes) = measure(&head[end..], delimiter, width, whole);
        if records == 0 && whole && head[end..].iter().all(u8::is_ascii_whitespace) {
            return Err(TableRefused::NoRows { file: file.to_owned() });
        }
        let layout = Self {
            charset,
            mark,
            delimiter,
            width,
            header: end,
            record: bytes.checked_div(records).unwrap_or(64).max(1),
        };
        Ok((layout, names))
    }

    /// In words.
    pub(super) fn describe(&self) -> String {
        let charset = match (self.charset, self.mark) {
            (Charset::Bytes, 0) => "UTF-8 atau Windows-1252",
            (Charset::Bytes, _) => "UTF-8 dengan BOM",
            (Charset::Utf16Le, _) => "UTF-16LE",
            (Charset::Utf16Be, _) => "UTF-16BE",
        };
        let delimiter = match self.delimiter {
            b'\t' => "tab".to_owned(),
            other => format!("`{}`", char::from(other)),
        };
        format!("CSV, {charset}, pemisah {delimiter}, {} kolom", self.width)
    }
}

fn charset(start: &[u8]) -> (Charset, u64) {
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    match start {
        [0xEF, 0xBB, 0xBF, ..] => (Charset::Bytes, 3),
        [0xFF, 0xFE, ..] => (Charset::Utf16Le, 2),
        [0xFE, 0xFF, ..] => (Charset::Utf16Be, 2),
        // without a mark every second byte of Latin letters is zero
        _ if start.len() >= 8 && zeros(1) * 4 >= start.len() && zeros(0) == 0 => (Charset::Utf16Le, 0),
        _ if start.len() >= 8 && zeros(0) * 4 >= start.len() && zeros(1) == 0 => (Charset::Utf16Be, 0),
        _ => (Charset::Bytes, 0),
    }
}

/// Text that is markup or a document and no table.
fn markup(head: &[u8]) -> Option<&'static str> {
    let text = head.trim_ascii_start();
    match text.first() {
        Some(b'{' | b'[') => Some("JSON"),
        Some(b'<') => Some("HTML atau XML"),
        _ => None,
    }
}

/// The delimiter that divides the first records into the most, and equally many, cells.
fn delimiter(head: &[u8], whole: bool) -> u8 {
    let score = |delimiter: u8| {
        let widths = widths(head, delimiter, whole);
        let most = widths.iter().max().copied().unwrap_or(0);
        let first = widths.first().copied().unwrap_or(0);
        let even = widths.iter().filter(|w| **w == first).count();
        // a table has at least two columns and one width
        (first > 1, even * 100 / widths.len().max(1), most)
    };
    let mut best = DELIMITERS[0];
    for delimiter in DELIMITERS {
        if score(delimiter) > score(best) {
            best = delimiter;
        }
    }
    best
}

/// Cells of each of the first records.
fn widths(head: &[u8], delimiter: u8, whole: bool) -> Vec<usize> {
    let mut out = Vec::new();
    let mut at = 0;
    while out.len() < RECORDS && at < head.len() {
        // a splitter of no width answers with the width it found
        match Splitter::new(delimiter, 0, &[]).record(head, at, whole) {
            Step::Ragged(found) => {
                out.push(found);
                at = skip(head, at, delimiter);
            }
            Step::Blank(next) | Step::Record(next) => at = next,
            Step::Partial | Step::Quote => break,
        }
    }
    out
}

/// The end of the record at `at`, quotes respected.
fn skip(head: &[u8], at: usize, delimiter: u8) -> usize {
    let mut at = at;
    let mut fresh = true;
    while let Some(byte) = head.get(at) {
        match byte {
            b'"' if fresh => {
                at += 1;
                loop {
                    let Some(quote) = memchr::memchr(b'"', &head[at..]) else { return head.len() };
                    at += quote + 1;
                    if head.get(at) != Some(&b'"') {
                        break;
                    }
                    at += 1;
                }
                fresh = false;
                continue;
            }
            b'\n' => return at + 1,
            other => fresh = *other == delimiter,
        }
        at += 1;
    }
    at
}

/// Where the header begins, its names, where it ends.
fn header(file: &str, head: &[u8], delimiter: u8, whole: bool) -> Result<(usize, Vec<String>, usize), TableRefused> {
    let mut at = 0;
    loop {
        match Splitter::new(delimiter, 0, &[]).record(head, at, whole) {
            Step::Blank(next) => at = next,
            // `sep=;` on the first line is a message to the spreadsheet
            Step::Ragged(1 | 2) if head[at..].len() > 5 && head[at..].starts_with(b"sep=") => {
                at = skip(head, at, 0);
            }
            Step::Ragged(width) => {
                let wanted: Vec<usize> = (0..width).collect();
                let mut splitter = Splitter::new(delimiter, width, &wanted);
                let Step::Record(end) = splitter.record(head, at, whole) else { break };
                let names = splitter.columns.iter_mut().map(Column::finish).enumerate();
                let names = names.map(|(i, (name, _))| {
                    let name: String = name.iter().flatten().collect::<String>().trim().to_owned();
                    if name.is_empty() { format!("kolom_{}", i + 1) } else { name }
                });
                return Ok((at, names.collect(), end));
            }
            Step::Record(_) | Step::Quote | Step::Partial => break,
        }
    }
    let line = 1 + memchr::memchr_iter(b'\n', &head[..at.min(head.len())]).count() as u64;
    Err(if whole || head[at..].starts_with(b"\"") {
        TableRefused::BrokenQuote { file: file.to_owned(), line }
    } else {
        TableRefused::LineTooLong { file: file.to_owned(), line: line as u32, limit: RECORD_LIMIT }
    })
}

/// How many of the first records there are and how long they are together.
fn measure(body: &[u8], delimiter: u8, width: usize, whole: bool) -> (usize, usize) {
    let mut splitter = Splitter::new(delimiter, width, &[]);
    let (mut at, mut records) = (0, 0);
    while records < 2000 {
        match splitter.record(body, at, whole) {
            Step::Record(next) => {
                records += 1;
                at = next;
            }
            Step::Blank(next) => at = next,
            Step::Ragged(_) | Step::Quote | Step::Partial => break,
        }
    }
    (records, at)
}
