//! One record of a delimited text file, split in place.

use super::column::Column;
use memchr::{memchr, memchr2};

/// No column asks for this one.
const SKIP: usize = usize::MAX;

/// Splits records of one layout and keeps the columns asked for.
#[derive(Debug)]
pub(super) struct Splitter {
    delimiter: u8,
    /// Where each column of the file goes.
    slots: Vec<usize>,
    pub(super) columns: Vec<Column>,
}

/// What stood at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A record that ends before this place.
    Record(usize),
    /// A blank line that ends before this place.
    Blank(usize),
    /// The record goes on beyond what has been read.
    Partial,
    /// More or fewer cells than columns.
    Ragged(usize),
    /// A quoted cell that does not end, or goes on after its quote.
    Quote,
}

impl Splitter {
    pub(super) fn new(delimiter: u8, width: usize, wanted: &[usize]) -> Self {
        let mut slots = vec![SKIP; width];
        for (slot, column) in wanted.iter().enumerate() {
            slots[*column] = slot;
        }
        Self { delimiter, slots, columns: wanted.iter().map(|_| Column::new()).collect() }
    }

    /// The record at `at`. With `last` nothing comes after `bytes`. Unless it answers
    /// [`Step::Record`], values of the broken record may have been pushed.
    #[inline]
    pub(super) fn record(&mut self, bytes: &[u8], at: usize, last: bool) -> Step {
        let mut at = at;
        match bytes.get(at) {
            None => return Step::Partial,
            Some(b'\n') => return Step::Blank(at + 1),
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => return Step::Blank(at + 2),
            Some(_) => {}
        }
        let width = self.slots.len();
        let mut cell = 0;
        loop {
            let slot = if cell < width { self.slots[cell] } else { SKIP };
            let end = if bytes.get(at) == Some(&b'"') {
                match self.quoted(bytes, at + 1, last, slot) {
                    Ok(end) => end,
                    Err(step) => return step,
                }
            } else {
                let end = near([self.delimiter, b'\n'], &bytes[at..])
                    .or_else(|| memchr2(self.delimiter, b'\n', &bytes[at..]))
                    .map(|n| at + n);
                let Some(end) = end.or(last.then_some(bytes.len())) else { return Step::Partial };
                if slot != SKIP {
                    let cut = bytes.get(end) != Some(&self.delimiter) && bytes[at..end].ends_with(b"\r");
                    self.columns[slot].push(bytes, at..end - usize::from(cut));
                }
                end
            };
            cell += 1;
            if bytes.get(end) == Some(&self.delimiter) {
                at = end + 1;
                continue;
            }
            return if cell == width { Step::Record((end + 1).min(bytes.len())) } else { Step::Ragged(cell) };
        }
    }

    /// A quoted cell whose text begins at `from`; answers where its delimiter or line end stands.
    #[inline]
    fn quoted(&mut self, bytes: &[u8], from: usize, last: bool, slot: usize) -> Result<usize, Step> {
        let mut doubled = false;
        let mut at = from;
        let close = loop {
            let quote = near([b'"'], &bytes[at..]).or_else(|| memchr(b'"', &bytes[at..]));
            let Some(quote) = quote.map(|n| at + n) else {
                return Err(if last { Step::Quote } else { Step::Partial });
            };
            match bytes.get(quote + 1) {
                Some(b'"') => {
                    doubled = true;
                    at = quote + 2;
                }
                None if !last => return Err(Step::Partial),
                _ => break quote,
            }
        };
        let end = match bytes.get(close + 1) {
            None => close + 1,
            Some(b) if *b == self.delimiter || *b == b'\n' => close + 1,
            Some(b'\r') => match bytes.get(close + 2) {
                Some(b'\n') => close + 2,
                None if last => close + 2,
                None => return Err(Step::Partial),
                Some(_) => return Err(Step::Quote),
            },
            Some(_) => return Err(Step::Quote),
        };
        if slot != SKIP {
            if doubled {
                self.columns[slot].push_unescaped(&bytes[from..close]);
            } else {
                self.columns[slot].push(bytes, from..close);
            }
        }
        Ok(end)
    }
}

/// Where one of some bytes stands first, if it stands among the next 24: most cells are as short,
/// and looking at eight bytes at once is done before a search over many has begun.
#[inline]
fn near<const N: usize>(wanted: [u8; N], bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    for (number, eight) in bytes.first_chunk::<24>()?.as_chunks::<8>().0.iter().enumerate() {
        let eight = u64::from_le_bytes(*eight);
        // the lowest high bit that is left marks the first byte that became zero
        let marks = wanted.iter().fold(0, |marks, byte| {
            let zero = eight ^ (ONES * u64::from(*byte));
            marks | (zero.wrapping_sub(ONES) & !zero & (ONES << 7))
        });
        if marks != 0 {
            return Some(number * 8 + marks.trailing_zeros() as usize / 8);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, width: usize, expected: Step, values: &[&str]) {
        let wanted: Vec<usize> = (0..width).collect();
        let mut splitter = Splitter::new(b',', width, &wanted);
        assert_eq!(splitter.record(text.as_bytes(), 0, true), expected, "{text:?}");
        if matches!(expected, Step::Record(_)) {
            let found: Vec<String> =
                splitter.columns.iter_mut().map(|c| c.finish().0.iter().flatten().collect::<String>()).collect();
            assert_eq!(found, values, "{text:?}");
        }
    }

    #[test]
    fn a_record_is_split_by_the_rules_of_csv() {
        check("a,b,c\nd", 3, Step::Record(6), &["a", "b", "c"]);
        check("a,b,c\r\nd", 3, Step::Record(7), &["a", "b", "c"]);
        check("\"a,1\",\"say \"\"x\"\"\",\"c\nd\"", 3, Step::Record(23), &["a,1", "say \"x\"", "c\nd"]);
        check("\"a\",\"b\"\r\n", 2, Step::Record(9), &["a", "b"]);
        check(",,", 3, Step::Record(2), &["", "", ""]);
        check("6\" pipa,b", 2, Step::Record(9), &["6\" pipa", "b"]);
    }

    #[test]
    fn what_is_no_record_is_named() {
        check("\r\na", 1, Step::Blank(2), &[]);
        check("a,b\n", 3, Step::Ragged(2), &[]);
        check("a,b,c,d\n", 3, Step::Ragged(4), &[]);
        check("\"a,b\n", 2, Step::Quote, &[]);
        check("\"a\"x,b\n", 2, Step::Quote, &[]);
    }

    #[test]
    fn a_record_cut_anywhere_is_partial_until_its_last_byte_is_there() {
        let text = "\"a\"\"\",\"b\r\n\",\"c\"\r\n";
        for end in 0..text.len() {
            let mut splitter = Splitter::new(b',', 3, &[0, 2]);
            assert_eq!(splitter.record(&text.as_bytes()[..end], 0, false), Step::Partial, "{end}");
        }
    }
}
