//! Records as codes: read once, compared often.

use super::records::Batch;
use super::spec::Kind;
use super::value::{self, Digest, MISSING};
use super::words::{Extra, Found, Reader, Vocabulary, Word, Words, digest_of, translated};
use arrow::array::{Array, StringArray};

/// Marks a place given as a nested number, with its digits counted in the bits below.
const NUMERIC: u64 = 1 << 63;

/// Columns of a file in the order in which they are asked for: id, household, fields.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub kinds: Vec<Kind>,
    pub households: bool,
    /// Fields that are not read for now, by position; empty when all are.
    pub without: Vec<bool>,
}

impl Layout {
    fn first_field(&self) -> usize {
        1 + usize::from(self.households)
    }
}

/// Texts laid end to end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    ends: Vec<u64>,
}

impl Texts {
    pub fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len() as u64);
    }
    pub fn get(&self, at: usize) -> &str {
        std::str::from_utf8(self.raw(at)).unwrap_or_default()
    }
    fn raw(&self, at: usize) -> &[u8] {
        let from = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.bytes[from..self.ends[at] as usize]
    }
    fn copy(&mut self, other: &Self, at: usize) {
        self.bytes.extend_from_slice(other.raw(at));
        self.ends.push(self.bytes.len() as u64);
    }
    fn append(&mut self, other: &Self) {
        let from = self.bytes.len() as u64;
        self.bytes.extend_from_slice(&other.bytes);
        self.ends.extend(other.ends.iter().map(|end| end + from));
    }
    fn bytes(&self) -> usize {
        self.bytes.capacity() + self.ends.capacity() * 8
    }
}

/// Coded records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    width: usize,
    cells: Vec<u64>,
    word_ends: Vec<u32>,
    words: Vec<Word>,
    pub ids: Texts,
    /// Digest of the household's id; [`MISSING`] without one.
    pub household: Vec<u64>,
    pub household_ids: Texts,
}

/// One coded record.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub cells: &'a [u64],
    pub words: &'a [Word],
    pub texts: Words<'a>,
}

impl<'a> Row<'a> {
    /// Words of a field.
    pub fn words_of(&self, field: usize) -> &'a [Word] {
        let before: usize = self.cells[..field].iter().map(|&cell| word_count(cell)).sum();
        &self.words[before..before + word_count(self.cells[field])]
    }
}

/// Bits 56–59 of a cell count its words; cells of numbers keep them 0.
fn word_count(cell: u64) -> usize {
    if cell & NUMERIC != 0 { 0 } else { (cell >> 56) as usize }
}

impl Rows {
    pub fn new(layout: &Layout) -> Self {
        Self { width: layout.kinds.len(), ..Self::default() }
    }
    pub fn len(&self) -> usize {
        self.word_ends.len()
    }
    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.cells.capacity() * 8
            + self.word_ends.capacity() * 4
            + self.words.capacity() * 4
            + self.household.capacity() * 8
            + self.ids.bytes()
            + self.household_ids.bytes()
    }
    pub fn row<'a>(&'a self, at: usize, texts: Words<'a>) -> Row<'a> {
        let from = if at == 0 { 0 } else { self.word_ends[at - 1] as usize };
        Row {
            cells: &self.cells[at * self.width..(at + 1) * self.width],
            words: &self.words[from..self.word_ends[at] as usize],
            texts,
        }
    }
    pub fn cell(&self, at: usize, field: usize) -> u64 {
        self.cells[at * self.width + field]
    }

    /// Takes over a stretch whose own words have become the vocabulary's.
    pub fn append(&mut self, other: &Rows, map: &[Word]) {
        let from = self.words.len() as u32;
        self.cells.extend_from_slice(&other.cells);
        self.word_ends.extend(other.word_ends.iter().map(|end| end + from));
        self.words.extend(other.words.iter().map(|&word| translated(word, map)));
        self.household.extend_from_slice(&other.household);
        self.ids.append(&other.ids);
        self.household_ids.append(&other.household_ids);
    }

    /// Copies one record with its codes as they are.
    pub fn copy(&mut self, other: &Rows, at: usize) {
        let from = if at == 0 { 0 } else { other.word_ends[at - 1] as usize };
        self.cells.extend_from_slice(&other.cells[at * other.width..(at + 1) * other.width]);
        self.words.extend_from_slice(&other.words[from..other.word_ends[at] as usize]);
        self.word_ends.push(self.words.len() as u32);
        self.ids.copy(&other.ids, at);
        if !other.household.is_empty() {
            self.household.push(other.household[at]);
            self.household_ids.copy(&other.household_ids, at);
        }
    }

    /// Copies one record of a stretch, its own words taken up by the vocabulary.
    pub fn take(&mut self, other: &Rows, at: usize, vocabulary: &mut Vocabulary, extra: &Extra) {
        let from = if at == 0 { 0 } else { other.word_ends[at - 1] as usize };
        self.cells.extend_from_slice(&other.cells[at * other.width..(at + 1) * other.width]);
        self.words
            .extend(other.words[from..other.word_ends[at] as usize].iter().map(|&w| vocabulary.absorb_word(extra, w)));
        self.word_ends.push(self.words.len() as u32);
        self.ids.copy(&other.ids, at);
        if !other.household.is_empty() {
            self.household.push(other.household[at]);
            self.household_ids.copy(&other.household_ids, at);
        }
    }
}

/// A stretch of rows as codes, with the words only it knows.
pub(crate) struct Stretch {
    pub rows: Rows,
    pub extra: Extra,
}

/// Reads a batch.
pub(crate) fn read(batch: &Batch, layout: &Layout, vocabulary: &Vocabulary) -> Stretch {
    let mut reader = Reader::new(vocabulary);
    let mut rows = Rows::new(layout);
    let count = batch.len();
    rows.cells.reserve(count * rows.width);
    rows.word_ends.reserve(count);
    rows.words.reserve(count * 8);
    let fields: Vec<(&StringArray, Kind)> =
        batch.columns[layout.first_field()..].iter().zip(layout.kinds.iter().copied()).collect();
    for at in 0..count {
        rows.ids.push(text(&batch.columns[0], at));
        if layout.households {
            let household = text(&batch.columns[1], at);
            rows.household.push(if household.is_empty() { MISSING } else { digest(household) });
            rows.household_ids.push(household);
        }
        for (field, &(column, kind)) in fields.iter().enumerate() {
            let read = !layout.without.get(field).copied().unwrap_or(false);
            let cell = if read { cell(text(column, at), kind, &mut reader, &mut rows.words) } else { MISSING };
            rows.cells.push(cell);
        }
        rows.word_ends.push(rows.words.len() as u32);
    }
    Stretch { rows, extra: reader.extra }
}

fn text(column: &StringArray, at: usize) -> &str {
    if column.is_null(at) { "" } else { column.value(at) }
}

fn digest(text: &str) -> u64 {
    let mut digest = Digest::new(3);
    text.bytes().for_each(|byte| digest.byte(byte));
    digest.end()
}

fn cell(text: &str, kind: Kind, reader: &mut Reader<'_>, words: &mut Vec<Word>) -> u64 {
    if text.is_empty() {
        return MISSING;
    }
    let found = match kind {
        Kind::Date => return value::date(text),
        Kind::Sex => return value::sex(text),
        Kind::Nik => return value::nik(text),
        Kind::FamilyCard => return value::sixteen_digits(text),
        Kind::Age | Kind::Number => return value::number(text),
        Kind::Identifier | Kind::Phone => return value::identifier(text),
        Kind::Place => match numeric_place(text) {
            Some(cell) => return cell,
            None => reader.whole(text),
        },
        Kind::PersonName => reader.name(text),
        Kind::GivenName | Kind::Surname | Kind::Text | Kind::Email => reader.whole(text),
        Kind::Address => reader.text(text, true),
    };
    coded(found, reader, words)
}

fn coded((count, found): Found, reader: &Reader<'_>, words: &mut Vec<Word>) -> u64 {
    if count == 0 {
        return MISSING;
    }
    let found = &found[..count];
    words.extend_from_slice(found);
    let texts = Words { shared: reader.shared, extra: Some(&reader.extra) };
    digest_of(found, texts, 5) & ((1 << 56) - 1) | (count as u64) << 56
}

/// A nested area code or postcode: up to fourteen digits, their number in bits 56–59.
fn numeric_place(text: &str) -> Option<u64> {
    let text = text.trim_ascii();
    let mut number = 0u64;
    let mut digits = 0u64;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                number = number * 10 + u64::from(byte - b'0');
                digits += 1;
            }
            b'.' => {}
            _ => return None,
        }
        if digits > 14 {
            return None;
        }
    }
    (digits >= 3).then_some(NUMERIC | digits << 56 | number)
}

/// A nested place's digits and their number, when it is one.
pub(crate) fn nested(cell: u64) -> Option<(u64, u32)> {
    (cell & NUMERIC != 0).then_some((cell & ((1 << 56) - 1), (cell >> 56 & 0xf) as u32))
}
