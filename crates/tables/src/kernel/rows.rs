//! Records as codes: read once, compared often.

use super::records::Batch;
use super::spec::Kind;
use super::value::{self, Digest, MISSING};
use super::words::{Extra, Found, Reader, Vocabulary, Word, Words, translated};
use arrow::array::{Array, StringArray};
use rayon::prelude::*;
use std::ops::Range;

/// Marks a place given as a nested number, with its digits counted in the bits below.
const NUMERIC: u64 = 1 << 63;

/// Columns of a file in the order in which they are asked for: id, household, fields.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub kinds: Vec<Kind>,
    pub households: bool,
    /// Fields that are not read for now, by position; empty when all are.
    pub without: Vec<bool>,
    /// Whether ids are kept: not while most records are only passed by.
    pub ids: bool,
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
    /// Reads something of each of these texts, so that asking for them need not wait one by one.
    pub fn touch(&self, texts: impl Iterator<Item = u32> + Clone) {
        let touched = texts.clone().fold(0, |sum, at| sum ^ self.ends[at as usize]);
        std::hint::black_box(touched);
        let last = |at: u32| self.bytes.get((self.ends[at as usize] as usize).wrapping_sub(1)).copied();
        std::hint::black_box(texts.fold(0, |sum, at| sum ^ last(at).unwrap_or_default()));
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
    /// Reads something of each of these records, so that comparing them need not wait one by one.
    pub fn touch(&self, rows: impl Iterator<Item = u32> + Clone) {
        let mut touched = 0;
        for at in rows.clone() {
            let cells = at as usize * self.width;
            touched ^= self.cells[cells] ^ self.cells[cells + self.width - 1] ^ u64::from(self.word_ends[at as usize]);
        }
        for at in rows {
            let end = self.word_ends[at as usize] as usize;
            touched ^= u64::from(self.words.get(end.saturating_sub(1)).copied().unwrap_or_default());
        }
        std::hint::black_box(touched);
    }
    /// A number for each record that tells what it holds: the same for equal records, whatever their id.
    pub fn prints(&self) -> Vec<u64> {
        let print = |cells: &[u64]| cells.iter().fold(0x9e37_79b9, |sum, &cell| value::mix(sum ^ cell).rotate_left(17));
        self.cells.par_chunks(self.width.max(1)).map(print).collect()
    }
    /// The codes of a record.
    pub fn cells_of(&self, at: usize) -> &[u64] {
        &self.cells[at * self.width..(at + 1) * self.width]
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

/// Rows read together: enough that waiting for one word's place hides behind the others'.
const TOGETHER: usize = 64;

/// One field of the rows that are read together.
#[derive(Default)]
struct Stack {
    cells: Vec<u64>,
    words: Vec<Word>,
}

/// Reads a batch: some rows at a time, field by field.
pub(crate) fn read(batch: &Batch, layout: &Layout, vocabulary: &Vocabulary) -> Stretch {
    let mut reader = Reader::new(vocabulary);
    let mut rows = Rows::new(layout);
    let count = batch.len();
    rows.cells.reserve(count * rows.width);
    rows.word_ends.reserve(count);
    rows.words.reserve(count * 8);
    let mut before = ("", MISSING);
    for at in 0..count {
        if layout.ids {
            rows.ids.push(text(&batch.columns[0], at));
        }
        if layout.households {
            let household = text(&batch.columns[1], at);
            // most members follow another of theirs
            if household != before.0 {
                before = (household, if household.is_empty() { MISSING } else { digest(household) });
            }
            rows.household.push(before.1);
            if layout.ids {
                rows.household_ids.push(household);
            }
        }
    }
    let columns = &batch.columns[layout.first_field()..];
    let mut stacks: Vec<Stack> = columns.iter().map(|_| Stack::default()).collect();
    let mut taken = vec![0; columns.len()];
    for from in (0..count).step_by(TOGETHER) {
        let range = from..(from + TOGETHER).min(count);
        for (field, (stack, column)) in stacks.iter_mut().zip(columns).enumerate() {
            stack.cells.clear();
            stack.words.clear();
            if layout.without.get(field).copied().unwrap_or(false) {
                stack.cells.resize(range.len(), MISSING);
            } else {
                stack.read(column, range.clone(), layout.kinds[field], &mut reader);
            }
        }
        taken.fill(0);
        for at in 0..range.len() {
            for (stack, taken) in stacks.iter().zip(&mut taken) {
                let cell = stack.cells[at];
                rows.cells.push(cell);
                let words = word_count(cell);
                // a few words are sooner moved one by one than by a call
                for &word in &stack.words[*taken..*taken + words] {
                    rows.words.push(word);
                }
                *taken += words;
            }
            rows.word_ends.push(rows.words.len() as u32);
        }
    }
    Stretch { rows, extra: reader.extra }
}

impl Stack {
    fn read(&mut self, column: &StringArray, rows: Range<usize>, kind: Kind, reader: &mut Reader<'_>) {
        let texts = rows.map(|at| written(column, at));
        let plain = |read: fn(&str) -> u64| {
            move |text: &str| match text {
                "" => MISSING,
                text => match read(text) {
                    MISSING if !text.is_ascii() => read(&super::script::digits(text)),
                    code => code,
                },
            }
        };
        match kind {
            Kind::Date => self.cells.extend(texts.map(plain(value::date))),
            Kind::Sex => self.cells.extend(texts.map(plain(value::sex))),
            Kind::Nik => self.cells.extend(texts.map(plain(value::nik))),
            Kind::FamilyCard => self.cells.extend(texts.map(plain(value::sixteen_digits))),
            Kind::Age => self.cells.extend(texts.map(plain(value::age))),
            Kind::Number => self.cells.extend(texts.map(plain(value::number))),
            Kind::Identifier | Kind::Phone => self.cells.extend(texts.map(plain(value::identifier))),
            Kind::Place => {
                for text in texts {
                    match numeric_place(text) {
                        Some(cell) => self.cells.push(cell),
                        None => self.coded(reader.whole(text)),
                    }
                }
            }
            Kind::Location => self.cells.extend(texts.map(plain(value::location))),
            Kind::PersonName => {
                reader.look_ahead(texts.clone());
                for text in texts {
                    self.coded(reader.name(text));
                }
            }
            Kind::GivenName | Kind::Surname | Kind::Email => {
                for text in texts {
                    self.coded(reader.whole(text));
                }
            }
            Kind::Address | Kind::Text => {
                for text in texts {
                    self.coded(reader.text(text, kind == Kind::Address));
                }
            }
        }
    }

    fn coded(&mut self, found: Found) {
        let words = found.words();
        for &word in words {
            self.words.push(word);
        }
        self.cells.push(match words.len() {
            0 => MISSING,
            count => found.digest() & ((1 << 56) - 1) | (count as u64) << 56,
        });
    }
}

fn text(column: &StringArray, at: usize) -> &str {
    if column.is_null(at) { "" } else { column.value(at) }
}

/// A value of a field; words that say that there is none are none.
fn written(column: &StringArray, at: usize) -> &str {
    let text = text(column, at);
    if value::says_missing(text) { "" } else { text }
}

fn digest(text: &str) -> u64 {
    let mut digest = Digest::new(3);
    text.bytes().for_each(|byte| digest.byte(byte));
    digest.end()
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
