//! Rows of a delimited text file.
//!
//! A splitter of our own, because the physical line of each record must be right with blank
//! lines, quoted line breaks and lone carriage returns, and because a quote that is never
//! closed must not swallow the rest of the file.

use super::encoding::Encoding;
use super::{COLUMN_LIMIT, Flow, LINE_LIMIT, Row};
use crate::error::ReadError;
use crate::file::{PackFile, ReadSeek};
use std::io::{Read as _, Seek as _, SeekFrom};

/// A quoted cell may run over this many lines; beyond it the quote is taken as a plain character.
const QUOTED_LINES: usize = 40;

pub(super) fn rows(
    file: &PackFile,
    encoding: &Encoding,
    each: &mut dyn FnMut(&Row) -> Result<Flow, ReadError>,
) -> Result<(), ReadError> {
    let mut lines = Lines::open(file, encoding)?;
    let mut ahead: Vec<String> = Vec::new();
    while ahead.len() < 25 {
        match lines.next_line()? {
            Some(line) => ahead.push(line),
            None => break,
        }
    }
    let delimiter = delimiter(&ahead);
    let mut queue = Queue { lines, ahead: ahead.into(), number: 0 };
    let mut row = Row::default();
    while let Some(first) = queue.take()? {
        let number = queue.number;
        // `sep=;` on the first line is a message to the spreadsheet, not a row
        if number == 1 && first.len() == 5 && first.starts_with("sep=") {
            continue;
        }
        row.begin(number);
        split(&mut queue, first, delimiter, &mut row)?;
        if row.width() > COLUMN_LIMIT {
            return Err(ReadError::NotATable { file: file.name.clone(), found: format!("{} kolom", row.width()) });
        }
        if each(&row)? == Flow::Stop {
            return Ok(());
        }
    }
    Ok(())
}

/// The delimiter that divides the first lines into the most, and the most even, cells.
fn delimiter(lines: &[String]) -> char {
    let score = |d: char| {
        let counts: Vec<usize> = lines.iter().map(|l| unquoted(l, d)).filter(|n| *n > 0).collect();
        let Some(most) = counts.iter().max().copied() else { return (0, 0) };
        (counts.iter().filter(|n| **n == most).count() * most, most)
    };
    [';', ',', '\t', '|'].into_iter().rev().max_by_key(|d| score(*d)).unwrap_or(',')
}

fn unquoted(line: &str, delimiter: char) -> usize {
    let mut inside = false;
    line.chars()
        .filter(|c| {
            inside ^= *c == '"';
            !inside && *c == delimiter
        })
        .count()
}

/// Splits one record, asking for further lines while a quote is open.
fn split(queue: &mut Queue, first: String, delimiter: char, row: &mut Row) -> Result<(), ReadError> {
    let mut line = first;
    let mut taken = 0;
    loop {
        match cells(&line, delimiter, row) {
            Ok(()) => return Ok(()),
            Err(OpenQuote) if taken < QUOTED_LINES && line.len() < LINE_LIMIT => {
                let Some(next) = queue.peek(taken)? else { break };
                line.push('\n');
                line.push_str(next);
                taken += 1;
                if cells(&line, delimiter, row).is_ok() {
                    queue.skip(taken);
                    return Ok(());
                }
            }
            Err(OpenQuote) => break,
        }
    }
    // never closed: the quote is part of the text, and the record is its first line alone
    let plain = line.split('\n').next().unwrap_or("").to_owned();
    let number = row.number();
    row.begin(number);
    plain.split(delimiter).for_each(|cell| row.push_text(cell));
    Ok(())
}

struct OpenQuote;

fn cells(line: &str, delimiter: char, row: &mut Row) -> Result<(), OpenQuote> {
    let number = row.number();
    row.begin(number);
    if !line.contains('"') {
        line.split(delimiter).for_each(|cell| row.push_text(cell));
        return Ok(());
    }
    let mut rest = line;
    let mut cell = String::new();
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            cell.clear();
            let mut tail = quoted;
            loop {
                let Some(end) = tail.find('"') else { return Err(OpenQuote) };
                cell.push_str(&tail[..end]);
                tail = &tail[end + 1..];
                match tail.strip_prefix('"') {
                    Some(more) => {
                        cell.push('"');
                        tail = more;
                    }
                    None => break,
                }
            }
            // text after the closing quote belongs to the cell
            let end = tail.find(delimiter).unwrap_or(tail.len());
            cell.push_str(&tail[..end]);
            row.push_text(&cell);
            rest = &tail[end..];
        } else {
            let end = rest.find(delimiter).unwrap_or(rest.len());
            row.push_text(&rest[..end]);
            rest = &rest[end..];
        }
        match rest.strip_prefix(delimiter) {
            Some(more) => rest = more,
            None => return Ok(()),
        }
    }
}

/// Lines already read ahead, then those of the file.
struct Queue {
    lines: Lines,
    ahead: std::collections::VecDeque<String>,
    number: u32,
}

impl Queue {
    fn take(&mut self) -> Result<Option<String>, ReadError> {
        let line = match self.ahead.pop_front() {
            Some(line) => Some(line),
            None => self.lines.next_line()?,
        };
        self.number += u32::from(line.is_some());
        Ok(line)
    }
    fn peek(&mut self, at: usize) -> Result<Option<&str>, ReadError> {
        while self.ahead.len() <= at {
            match self.lines.next_line()? {
                Some(line) => self.ahead.push_back(line),
                None => return Ok(None),
            }
        }
        Ok(self.ahead.get(at).map(String::as_str))
    }
    fn skip(&mut self, count: usize) {
        self.ahead.drain(..count.min(self.ahead.len()));
        self.number += count as u32;
    }
}

/// Decoded lines, ended by `\n`, `\r\n` or a lone `\r`.
struct Lines {
    file: PackFile,
    source: Box<dyn ReadSeek>,
    decoder: encoding_rs::Decoder,
    text: String,
    at: usize,
    done: bool,
    number: u32,
}

impl Lines {
    fn open(file: &PackFile, encoding: &Encoding) -> Result<Self, ReadError> {
        let mut source = file.open()?;
        source.seek(SeekFrom::Start(encoding.skip)).map_err(|e| file.io(&e))?;
        let decoder = encoding.charset.decoder();
        Ok(Self { file: file.clone(), source, decoder, text: String::new(), at: 0, done: false, number: 0 })
    }

    fn next_line(&mut self) -> Result<Option<String>, ReadError> {
        let mut searched = self.at;
        loop {
            let rest = &self.text[searched..];
            if let Some(end) = rest.find(['\n', '\r']).map(|i| i + searched) {
                let carriage = self.text.as_bytes()[end] == b'\r';
                // a `\r` at the very end of what is decoded may be half of `\r\n`
                if !(carriage && end + 1 == self.text.len() && !self.done) {
                    let line = self.text[self.at..end].to_owned();
                    let pair = carriage && self.text.as_bytes().get(end + 1) == Some(&b'\n');
                    self.at = end + 1 + usize::from(pair);
                    self.number += 1;
                    return Ok(Some(line));
                }
                searched = end;
            } else {
                searched = self.text.len();
            }
            if self.text.len() - self.at > LINE_LIMIT * 2 {
                return Err(ReadError::LineTooLong {
                    file: self.file.name.clone(),
                    line: self.number + 1,
                    limit: LINE_LIMIT,
                });
            }
            if self.done {
                if self.at >= self.text.len() {
                    return Ok(None);
                }
                let line = self.text[self.at..].to_owned();
                self.at = self.text.len();
                self.number += 1;
                return Ok(Some(line));
            }
            searched -= self.at;
            self.text.drain(..self.at);
            self.at = 0;
            self.fill()?;
        }
    }

    fn fill(&mut self) -> Result<(), ReadError> {
        let mut buffer = [0u8; 1 << 14];
        let got = self.source.read(&mut buffer).map_err(|e| self.file.io(&e))?;
        self.done = got == 0;
        let bytes = &buffer[..got];
        let room = self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
        self.text.reserve(room);
        let _ = self.decoder.decode_to_string(bytes, &mut self.text, self.done);
        Ok(())
    }
}
