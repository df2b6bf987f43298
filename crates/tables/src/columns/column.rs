//! A column of text while it grows.

use arrow::array::{Array as _, StringArray};
use arrow::buffer::{BooleanBuffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use encoding_rs::WINDOWS_1252;
use std::ops::Range;

/// Nearly all values are as short as this.
const SHORT: usize = 32;

/// Values one after the other in one buffer.
#[derive(Debug)]
pub(super) struct Column {
    values: Vec<u8>,
    offsets: Vec<i32>,
    /// Rows without a value, ascending.
    empty: Vec<u32>,
}

impl Column {
    pub(super) fn new() -> Self {
        Self { values: Vec::new(), offsets: vec![0], empty: Vec::new() }
    }

    /// Adds the value at `range` of `bytes`; nothing written is null.
    #[inline]
    pub(super) fn push(&mut self, bytes: &[u8], range: Range<usize>) {
        let end = self.values.len() + range.len();
        if range.is_empty() {
            self.empty.push((self.offsets.len() - 1) as u32);
        } else if range.len() <= SHORT
            && let Some(more) = bytes[range.start..].first_chunk::<SHORT>()
        {
            // a copy of fixed length needs no call
            self.values.extend_from_slice(more);
            self.values.truncate(end);
        } else {
            self.values.extend_from_slice(&bytes[range]);
        }
        self.offsets.push(end as i32);
    }

    /// Adds a quoted value in which quotes are doubled.
    pub(super) fn push_unescaped(&mut self, value: &[u8]) {
        let mut rest = value;
        while let Some(at) = memchr::memchr(b'"', rest) {
            self.values.extend_from_slice(&rest[..=at]);
            rest = rest.get(at + 2..).unwrap_or(&[]);
        }
        self.values.extend_from_slice(rest);
        self.offsets.push(self.values.len() as i32);
    }

    /// Takes back every value after the first `rows`.
    pub(super) fn truncate(&mut self, rows: usize) {
        self.offsets.truncate(rows + 1);
        self.values.truncate(self.offsets.last().map_or(0, |o| *o as usize));
        while self.empty.last().is_some_and(|row| *row as usize >= rows) {
            self.empty.pop();
        }
    }

    /// The finished column, and how many values were no UTF-8 and were taken as Windows-1252.
    ///
    /// Each value is judged by itself: files put together from two offices hold both encodings, and
    /// how a value is read never depends on its neighbours.
    pub(super) fn finish(&mut self) -> (StringArray, u64) {
        let values = std::mem::take(&mut self.values);
        let offsets = std::mem::replace(&mut self.offsets, vec![0]);
        let empty = std::mem::take(&mut self.empty);
        let rows = offsets.len() - 1;
        let nulls = (!empty.is_empty()).then(|| {
            let mut present = vec![true; rows];
            for row in empty {
                present[row as usize] = false;
            }
            NullBuffer::new(BooleanBuffer::from(present))
        });
        let plain = OffsetBuffer::new(ScalarBuffer::from(offsets.clone()));
        self.values.reserve(values.len());
        self.offsets.reserve(rows);
        let bytes = arrow::buffer::Buffer::from_vec(values);
        // refused where a value is no UTF-8, also when the whole happens to be
        match StringArray::try_new(plain, bytes.clone(), nulls.clone()) {
            Ok(array) => (array, 0),
            Err(_) => by_value(&bytes, &offsets, nulls.as_ref()),
        }
    }
}

fn by_value(values: &[u8], offsets: &[i32], nulls: Option<&NullBuffer>) -> (StringArray, u64) {
    let mut western = 0;
    let array: StringArray = offsets
        .windows(2)
        .enumerate()
        .map(|(row, ends)| {
            if nulls.is_some_and(|n| n.is_null(row)) {
                return None;
            }
            let bytes = &values[ends[0] as usize..ends[1] as usize];
            Some(std::str::from_utf8(bytes).map_or_else(
                |_| {
                    western += 1;
                    WINDOWS_1252.decode_without_bom_handling(bytes).0
                },
                std::borrow::Cow::Borrowed,
            ))
        })
        .collect();
    debug_assert_eq!(array.len() + 1, offsets.len());
    (array, western)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(column: &mut Column, value: &[u8]) {
        column.push(value, 0..value.len());
    }

    #[test]
    fn each_value_is_read_in_its_own_encoding_even_where_the_whole_happens_to_be_utf8() {
        let mut column = Column::new();
        // "Ã" and "©" in Windows-1252 put side by side are "é" in UTF-8
        add(&mut column, &[0xC3]);
        add(&mut column, &[0xA9]);
        let (array, western) = column.finish();
        assert_eq!((array.value(0), array.value(1), western), ("Ã", "©", 2));
        add(&mut column, "José".as_bytes());
        add(&mut column, b"Jos\xe9");
        add(&mut column, b"");
        let (array, western) = column.finish();
        assert_eq!((array.value(0), array.value(1), array.is_null(2), western), ("José", "José", true, 1));
    }

    #[test]
    fn a_taken_back_row_leaves_nothing() {
        let mut column = Column::new();
        add(&mut column, b"a");
        add(&mut column, b"");
        column.push_unescaped(br#"say ""hi"""#);
        column.truncate(1);
        add(&mut column, b"b");
        let (array, _) = column.finish();
        assert_eq!((array.len(), array.value(1), array.null_count()), (2, "b", 0));
    }
}
