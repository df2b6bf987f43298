//! Rows spread evenly over a text file, without reading all of it.

use super::error::TableRefused;
use super::sniff::Layout;
use super::source::{Charset, Source};
use super::split::{Splitter, Step};
use super::text::{TextBlocks, distinct, finish};
use super::{Block, ColumnFile, RECORD_LIMIT};
use arrow::array::StringArray;
use std::io::Read as _;

/// Places a sample is taken from.
const PLACES: u64 = 64;
/// Rows that stay together in a sample of a file that must be read whole.
const TOGETHER: usize = 128;

/// A sample of a text file: stretches at evenly spread places; a file whose places cannot be told
/// (UTF-16, line ends inside quotes) is read whole and thinned out.
pub(super) fn text(
    file: &ColumnFile,
    layout: &Layout,
    wanted: &[usize],
    rows: usize,
) -> Result<Vec<Block>, TableRefused> {
    let content = file.size.saturating_sub(layout.mark + layout.header as u64);
    if content <= (layout.record as u64).saturating_mul(rows as u64) {
        return TextBlocks::open(file, layout, wanted)?.collect();
    }
    if layout.charset == Charset::Bytes
        && let Some(blocks) = spread(file, layout, wanted, rows)?
    {
        return Ok(blocks);
    }
    thinned(file, layout, wanted, rows)
}

/// Stretches from the line after each place; `None` when at one of them no record begins.
fn spread(
    file: &ColumnFile,
    layout: &Layout,
    wanted: &[usize],
    rows: usize,
) -> Result<Option<Vec<Block>>, TableRefused> {
    let begin = layout.mark + layout.header as u64;
    let content = file.size - begin;
    let each = rows.div_ceil(PLACES as usize).max(1);
    let (kept, answers) = distinct(wanted);
    let mut blocks = Vec::new();
    for place in 0..PLACES {
        let from = begin + (u128::from(content) * u128::from(place) / u128::from(PLACES)) as u64;
        let until = begin + (u128::from(content) * u128::from(place + 1) / u128::from(PLACES)) as u64;
        // a place in the middle of the file begins one byte early: it may be the first of a line
        let back = u64::from(place > 0);
        let mut bytes = Vec::with_capacity(each * layout.record * 2);
        let source = Source::open(&file.path, layout.charset, from - back).map_err(|e| file.io(&e))?;
        let enough = (each * layout.record * 2 + RECORD_LIMIT) as u64;
        source.take(enough.min(until + RECORD_LIMIT as u64 - from)).read_to_end(&mut bytes).map_err(|e| file.io(&e))?;
        let mut at = 0;
        if place > 0 {
            let Some(end) = memchr::memchr(b'\n', &bytes) else { return Ok(None) };
            at = end + 1;
        }
        let last = from - back + bytes.len() as u64 >= file.size;
        let mut splitter = Splitter::new(layout.delimiter, layout.width, &kept);
        let mut taken = 0;
        while taken < each && from - back + (at as u64) < until {
            match splitter.record(&bytes, at, last) {
                Step::Record(next) if stray_quote(&bytes[at..next], layout.delimiter) => return Ok(None),
                Step::Record(next) => {
                    taken += 1;
                    at = next;
                }
                Step::Blank(next) => at = next,
                Step::Partial if last && at == bytes.len() => break,
                Step::Partial | Step::Ragged(_) | Step::Quote => return Ok(None),
            }
        }
        if taken > 0 {
            let columns = finish(file, &mut splitter, &answers, taken);
            blocks.push(Block { columns, first_row: 0, read_to: from - back + at as u64 });
        }
    }
    Ok(Some(blocks))
}

/// Whether a record looks as if it began inside a quoted cell: a quote that neither opens, closes nor
/// doubles another.
fn stray_quote(record: &[u8], delimiter: u8) -> bool {
    let edge = |byte: Option<&u8>| byte.is_none_or(|b| *b == delimiter || matches!(b, b'\n' | b'\r' | b'"'));
    memchr::memchr_iter(b'"', record).any(|at| {
        let before = at.checked_sub(1).and_then(|i| record.get(i));
        !edge(before) && !edge(record.get(at + 1))
    })
}

/// The whole file read, every n-th stretch of rows kept.
fn thinned(file: &ColumnFile, layout: &Layout, wanted: &[usize], rows: usize) -> Result<Vec<Block>, TableRefused> {
    let mut stride = 1u64;
    let mut kept: Vec<(u64, Block)> = Vec::new();
    for block in TextBlocks::open(file, layout, wanted)? {
        let block = block?;
        let (first, len) = (block.first_row, block.rows());
        let mut at = 0;
        while at < len {
            let stretch = (first + at as u64) / TOGETHER as u64;
            let end = (((stretch + 1) * TOGETHER as u64 - first) as usize).min(len);
            if stretch.is_multiple_of(stride) {
                // copied, so that the block's buffers do not stay in memory
                let columns =
                    block.columns.iter().map(|c| c.slice(at, end - at).iter().collect::<StringArray>()).collect();
                kept.push((stretch, Block { columns, first_row: 0, read_to: block.read_to }));
            }
            at = end;
        }
        while kept.iter().map(|(_, b)| b.rows()).sum::<usize>() > rows.max(TOGETHER) * 2 {
            stride *= 2;
            kept.retain(|(stretch, _)| stretch.is_multiple_of(stride));
        }
    }
    Ok(kept.into_iter().map(|(_, block)| block).collect())
}
