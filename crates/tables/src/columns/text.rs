//! All records of a text file in blocks.

use super::error::TableRefused;
use super::sniff::Layout;
use super::source::Source;
use super::split::{Splitter, Step};
use super::{Block, ColumnFile, RECORD_LIMIT};
use arrow::array::StringArray;
use std::io::Read as _;

/// Bytes read at once; a block is about as long.
const STRETCH: usize = 4 << 20;

/// Blocks of a text file. Holds one stretch of bytes and the columns of one block.
pub(super) struct TextBlocks<'a> {
    file: &'a ColumnFile,
    layout: &'a Layout,
    source: Source,
    splitter: Splitter,
    /// Which kept column answers each column asked for: one may be asked for twice.
    answers: Vec<usize>,
    buffer: Vec<u8>,
    filled: usize,
    /// Place of the buffer's first byte in the decoded text after the mark.
    offset: u64,
    rows: u64,
    ended: bool,
    failed: bool,
}

impl<'a> TextBlocks<'a> {
    pub(super) fn open(file: &'a ColumnFile, layout: &'a Layout, wanted: &[usize]) -> Result<Self, TableRefused> {
        let source = Source::open(&file.path, layout.charset, layout.mark).map_err(|e| file.io(&e))?;
        let (kept, answers) = distinct(wanted);
        let splitter = Splitter::new(layout.delimiter, layout.width, &kept);
        let mut blocks = Self {
            file,
            layout,
            source,
            splitter,
            answers,
            buffer: vec![0; STRETCH],
            filled: 0,
            offset: 0,
            rows: 0,
            ended: false,
            failed: false,
        };
        // the header was read when the file was opened
        blocks.fill()?;
        if blocks.filled < layout.header {
            return Err(TableRefused::Changed { file: file.name.clone() });
        }
        blocks.drop_front(layout.header);
        Ok(blocks)
    }

    fn fill(&mut self) -> Result<(), TableRefused> {
        let from = self.filled;
        while self.filled < self.buffer.len() && !self.ended {
            match self.source.read(&mut self.buffer[self.filled..]).map_err(|e| self.file.io(&e))? {
                0 => self.ended = true,
                n => self.filled += n,
            }
        }
        if let Some(at) = memchr::memchr(0, &self.buffer[from..self.filled]) {
            let offset = self.layout.mark + self.offset + (from + at) as u64;
            return Err(TableRefused::Binary { file: self.file.name.clone(), offset });
        }
        Ok(())
    }

    fn drop_front(&mut self, bytes: usize) {
        self.buffer.copy_within(bytes..self.filled, 0);
        self.filled -= bytes;
        self.offset += bytes as u64;
    }

    /// The next block with at least one row; `None` at the end.
    fn block(&mut self) -> Result<Option<Block>, TableRefused> {
        loop {
            self.fill()?;
            let (mut at, mut rows) = (0, 0);
            loop {
                match self.splitter.record(&self.buffer[..self.filled], at, self.ended) {
                    Step::Record(next) if next - at > RECORD_LIMIT => return Err(self.endless(at, next)),
                    Step::Record(next) => {
                        rows += 1;
                        at = next;
                    }
                    Step::Blank(next) => at = next,
                    Step::Partial => break,
                    Step::Ragged(found) => return Err(self.ragged(at, found)),
                    Step::Quote => return Err(self.quote(at)),
                }
            }
            for column in &mut self.splitter.columns {
                column.truncate(rows);
            }
            if self.filled - at > RECORD_LIMIT {
                return Err(self.endless(at, self.filled));
            }
            self.drop_front(at);
            if rows > 0 {
                let columns = finish(self.file, &mut self.splitter, &self.answers, rows);
                let first_row = self.rows;
                self.rows += rows as u64;
                let read_to = if self.ended { self.file.size } else { self.source.taken - self.filled as u64 };
                return Ok(Some(Block { columns, first_row, read_to: read_to.min(self.file.size) }));
            }
            if self.ended {
                return Ok(None);
            }
        }
    }

    fn ragged(&self, at: usize, found: usize) -> TableRefused {
        match line_at(self.file, self.layout, self.offset + at as u64) {
            Ok(line) => {
                TableRefused::RaggedRow { file: self.file.name.clone(), line, found, expected: self.layout.width }
            }
            Err(unreadable) => unreadable,
        }
    }

    fn quote(&self, at: usize) -> TableRefused {
        match line_at(self.file, self.layout, self.offset + at as u64) {
            Ok(line) => TableRefused::BrokenQuote { file: self.file.name.clone(), line },
            Err(unreadable) => unreadable,
        }
    }

    fn endless(&self, at: usize, end: usize) -> TableRefused {
        let line = match line_at(self.file, self.layout, self.offset + at as u64) {
            Ok(line) => line,
            Err(unreadable) => return unreadable,
        };
        // a record without end that holds line ends is a quote that was never closed
        if memchr::memchr(b'\n', &self.buffer[at..end - 1]).is_some() {
            return TableRefused::BrokenQuote { file: self.file.name.clone(), line };
        }
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        TableRefused::LineTooLong { file: self.file.name.clone(), line, limit: RECORD_LIMIT }
    }
}

impl Iterator for TextBlocks<'_> {
    type Item = Result<Block, TableRefused>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let block = self.block().transpose();
        self.failed = !matches!(block, Some(Ok(_)));
        block
    }
}

/// The columns to keep, each once, and which of them answers each one asked for.
pub(super) fn distinct(wanted: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let mut kept: Vec<usize> = Vec::new();
    let answers = wanted
        .iter()
        .map(|column| {
            kept.iter().position(|k| k == column).unwrap_or_else(|| {
                kept.push(*column);
                kept.len() - 1
            })
        })
        .collect();
    (kept, answers)
}

/// The finished columns in the order they were asked for.
pub(super) fn finish(file: &ColumnFile, splitter: &mut Splitter, answers: &[usize], rows: usize) -> Vec<StringArray> {
    let mut western = 0;
    let kept: Vec<StringArray> = splitter
        .columns
        .iter_mut()
        .map(|column| {
            let (array, odd) = column.finish();
            western += odd;
            debug_assert_eq!(arrow::array::Array::len(&array), rows);
            array
        })
        .collect();
    file.saw_western(western);
    answers.iter().map(|slot| kept[*slot].clone()).collect()
}

/// The physical line at a place in the decoded text, counted from 1.
fn line_at(file: &ColumnFile, layout: &Layout, offset: u64) -> Result<u64, TableRefused> {
    let source = Source::open(&file.path, layout.charset, layout.mark).map_err(|e| file.io(&e))?;
    let mut before = source.take(offset);
    let mut buffer = vec![0; 1 << 18];
    let mut lines = 1;
    loop {
        match before.read(&mut buffer).map_err(|e| file.io(&e))? {
            0 => return Ok(lines),
            n => lines += memchr::memchr_iter(b'\n', &buffer[..n]).count() as u64,
        }
    }
}

/// The physical line on which data row `row` begins.
pub(super) fn line_of_row(file: &ColumnFile, layout: &Layout, row: u64) -> Result<u64, TableRefused> {
    let mut blocks = TextBlocks::open(file, layout, &[])?;
    let mut left = row;
    loop {
        blocks.fill()?;
        let mut at = 0;
        loop {
            match blocks.splitter.record(&blocks.buffer[..blocks.filled], at, blocks.ended) {
                Step::Record(_) if left == 0 => return line_at(file, layout, blocks.offset + at as u64),
                Step::Record(next) => {
                    left -= 1;
                    at = next;
                }
                Step::Blank(next) => at = next,
                Step::Partial => break,
                Step::Ragged(_) | Step::Quote => return line_at(file, layout, blocks.offset + at as u64),
            }
        }
        if blocks.ended || at == 0 {
            return Err(TableRefused::Changed { file: file.name.clone() });
        }
        blocks.drop_front(at);
    }
}
