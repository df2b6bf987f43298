//! Words as codes: every spelling is folded once, every folded word is stored once.

use super::script::{self, Reading};
use super::value::{Digest, mix};
use linkage::normalise::{self, Role};
use rustc_hash::FxHashMap;

/// A word's code. Codes with [`LOCAL`] set belong to one stretch of rows only.
pub(crate) type Word = u32;

/// Marks a word that the shared vocabulary does not hold (yet).
pub(crate) const LOCAL: Word = 1 << 31;

/// Marks a number of an address (a house, an RT): the word is the number itself, in no vocabulary.
pub(crate) const NUMBER: Word = 1 << 30;

/// A chunk of characters as read: its words and its role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chunk {
    pub words: [Word; 3],
    pub count: u8,
    pub role: Role,
    /// Sum of the words' digests.
    pub sum: u64,
    /// What a short form (M., MOCH., ST.) stands for when other words follow or precede it.
    pub short_for: Option<Word>,
    /// Whether the short form stands so anywhere, not only in front.
    pub anywhere: bool,
}

/// Chunks by how they are written. Nearly all writings are short and one plain word: the table of
/// these is small enough to stay near the processor.
#[derive(Clone, Debug, Default)]
struct Writings {
    short: FxHashMap<Short, Word>,
    long: FxHashMap<Box<[u8]>, Word>,
    /// The chunks that are not one plain word.
    special: Vec<Chunk>,
}

/// Marks a place among the special chunks.
const SPECIAL: Word = 1 << 29;

/// A writing of up to sixteen bytes without a zero byte.
type Short = [u32; 4];

fn short(text: &[u8]) -> Option<Short> {
    let mut packed = [0u8; 16];
    // a copy of fixed length needs no call
    match text.len() {
        8..=16 => {
            packed[..8].copy_from_slice(text.first_chunk::<8>()?);
            packed[text.len() - 8..text.len()].copy_from_slice(text.last_chunk::<8>()?);
        }
        4..8 => {
            packed[..4].copy_from_slice(text.first_chunk::<4>()?);
            packed[text.len() - 4..text.len()].copy_from_slice(text.last_chunk::<4>()?);
        }
        0..4 => text.iter().zip(&mut packed).for_each(|(from, to)| *to = *from),
        _ => return None,
    }
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = packed;
    // a zero byte would make two writings one
    (!text.contains(&0)).then_some([[a, b, c, d], [e, f, g, h], [i, j, k, l], [m, n, o, p]].map(u32::from_le_bytes))
}

impl Writings {
    /// The plain word of a writing, or the place of its chunk with [`SPECIAL`].
    fn get(&self, text: &[u8], packed: Option<Short>) -> Option<Word> {
        match packed {
            Some(packed) => self.short.get(&packed).copied(),
            None => self.long.get(text).copied(),
        }
    }
    fn insert(&mut self, text: &[u8], packed: Option<Short>, chunk: &Chunk) {
        let code = self.keep(chunk);
        match packed {
            Some(packed) => {
                self.short.entry(packed).or_insert(code);
            }
            None => {
                self.long.entry(text.into()).or_insert(code);
            }
        }
    }
    fn keep(&mut self, chunk: &Chunk) -> Word {
        if chunk.role == Role::Plain && chunk.count == 1 && chunk.short_for.is_none() && chunk.words[0] & NUMBER == 0 {
            return chunk.words[0];
        }
        self.special.push(*chunk);
        SPECIAL | (self.special.len() - 1) as Word
    }
    /// The chunk behind an answer of [`Writings::get`]; `digest` tells that of a word.
    fn chunk(&self, code: Word, digest: impl Fn(Word) -> u64) -> Chunk {
        if code & (SPECIAL | LOCAL) == SPECIAL {
            return self.special[(code & !SPECIAL) as usize];
        }
        Chunk { words: [code, 0, 0], count: 1, role: Role::Plain, sum: digest(code), short_for: None, anywhere: false }
    }
    /// Takes over another's writings, their words translated.
    #[expect(clippy::iter_over_hash_type, reason = "each writing has one meaning, so their order does not show")]
    fn absorb(&mut self, other: &Self, map: &[Word]) {
        let from = self.special.len() as Word;
        self.special.extend(other.special.iter().map(|chunk| {
            let mut chunk = *chunk;
            for word in chunk.words.iter_mut().chain(&mut chunk.short_for) {
                *word = translated(*word, map);
            }
            chunk
        }));
        let translate = |code: Word| {
            if code & (SPECIAL | LOCAL) == SPECIAL { code + from } else { translated(code, map) }
        };
        for (packed, code) in &other.short {
            self.short.entry(*packed).or_insert_with(|| translate(*code));
        }
        for (text, code) in &other.long {
            if !self.long.contains_key(text) {
                self.long.insert(text.clone(), translate(*code));
            }
        }
    }
}

/// The bits of a signature that stand for letters.
pub(crate) const LETTERS: u32 = 0x07ff_ffff;

/// Letters of a word for quick rejection: bit c when letter c occurs; the first letter on top.
fn signature(text: &[u8]) -> u32 {
    let first = text.first().map_or(0, |&byte| u32::from(byte) << 27);
    text.iter().fold(first, |bits, byte| bits | 1u32 << (byte & 31) & LETTERS)
}

/// The first letter of a signature's word, as far as it tells letters apart.
pub(crate) fn first_letter(signature: u32) -> u32 {
    signature >> 27
}

/// Folded words and where their letters are.
#[derive(Clone, Debug, Default)]
struct Texts {
    letters: Vec<u8>,
    /// End of each word's letters.
    ends: Vec<u32>,
    signatures: Vec<u32>,
    digests: Vec<u64>,
    by_text: FxHashMap<Box<[u8]>, Word>,
}

impl Texts {
    fn text(&self, at: usize) -> &[u8] {
        let from = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.letters[from..self.ends[at] as usize]
    }
    fn add(&mut self, text: &[u8]) -> Word {
        if let Some(&word) = self.by_text.get(text) {
            return word;
        }
        let word = self.ends.len() as Word;
        self.letters.extend_from_slice(text);
        self.ends.push(self.letters.len() as u32);
        self.signatures.push(signature(text));
        let mut digest = Digest::new(1);
        text.iter().for_each(|&byte| digest.byte(byte));
        self.digests.push(digest.end());
        self.by_text.insert(text.into(), word);
        word
    }
    fn len(&self) -> usize {
        self.ends.len()
    }
}

/// All words met so far, with the chunks they were written as.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    texts: Texts,
    names: Writings,
    others: Writings,
}

/// Words of one stretch of rows that the vocabulary does not hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extra {
    texts: Texts,
    names: Writings,
    others: Writings,
}

impl Extra {
    fn add(&mut self, shared: &Vocabulary, text: &[u8]) -> Word {
        shared.texts.by_text.get(text).copied().unwrap_or_else(|| self.texts.add(text) | LOCAL)
    }
}

impl Vocabulary {
    /// Words in all.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Takes up a stretch's own words; the answer translates its codes.
    pub fn absorb(&mut self, extra: &Extra, keep_writings: bool) -> Vec<Word> {
        let map: Vec<Word> = (0..extra.texts.len()).map(|at| self.texts.add(extra.texts.text(at))).collect();
        if keep_writings {
            self.names.absorb(&extra.names, &map);
            self.others.absorb(&extra.others, &map);
        }
        map
    }

    /// Takes up one word of a stretch.
    pub fn absorb_word(&mut self, extra: &Extra, word: Word) -> Word {
        if word & LOCAL == 0 { word } else { self.texts.add(extra.texts.text(place(word))) }
    }
}

/// Where a word is kept.
fn place(word: Word) -> usize {
    (word & !LOCAL) as usize
}

pub(crate) fn translated(word: Word, map: &[Word]) -> Word {
    if word & LOCAL == 0 { word } else { map[place(word)] }
}

/// The vocabulary together with one stretch's own words.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub shared: &'a Vocabulary,
    pub extra: Option<&'a Extra>,
}

impl<'a> Words<'a> {
    /// The letters of a word.
    pub fn text(&self, word: Word) -> &'a [u8] {
        self.texts(word).text(place(word))
    }
    /// The letters as bits, for quick rejection.
    pub fn signature(&self, word: Word) -> u32 {
        self.texts(word).signatures[place(word)]
    }
    /// The word as a number that does not depend on where it was met.
    pub fn digest(&self, word: Word) -> u64 {
        if word & NUMBER != 0 {
            return mix(u64::from(word)) >> 2;
        }
        self.texts(word).digests[place(word)]
    }
    fn texts(&self, word: Word) -> &'a Texts {
        match self.extra {
            Some(extra) if word & LOCAL != 0 => &extra.texts,
            _ => &self.shared.texts,
        }
    }
}

/// Reads texts of one stretch of rows into codes.
pub(crate) struct Reader<'a> {
    pub shared: &'a Vocabulary,
    pub extra: Extra,
    scratch: Vec<u8>,
    /// Short chunks of names, in the order in which they will be asked for.
    asked: Vec<Option<Short>>,
    /// What the shared vocabulary knows of them.
    ahead: Vec<Option<Word>>,
    next: usize,
}

/// What stands between blanks and slashes.
fn chunks_of(text: &str) -> impl Iterator<Item = &[u8]> {
    text.as_bytes().split(|b| b.is_ascii_whitespace() || *b == b'/').filter(|c| !c.is_empty())
}

/// Words of one value at most; longer values keep their first ones.
pub(crate) const MOST_WORDS: usize = 8;

/// The words of one value.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Found {
    words: [Word; MOST_WORDS],
    count: usize,
    /// Sum of the words' digests.
    sum: u64,
}

impl Found {
    fn one(word: Word, sum: u64) -> Self {
        let mut words = [0; MOST_WORDS];
        words[0] = word;
        Self { words, count: 1, sum }
    }
    fn push(&mut self, word: Word, digest: u64) {
        if self.count < MOST_WORDS {
            self.words[self.count] = word;
            self.count += 1;
            self.sum = self.sum.wrapping_add(digest);
        }
    }
    /// The words in their order.
    pub fn words(&self) -> &[Word] {
        &self.words[..self.count]
    }
    /// Digest of the set of words: their order does not show.
    pub fn digest(&self) -> u64 {
        let mut digest = Digest::new(SET);
        digest.word(self.sum.wrapping_add(SET));
        digest.end()
    }
}

/// The salt of digests of sets of words.
const SET: u64 = 5;

impl<'a> Reader<'a> {
    pub fn new(shared: &'a Vocabulary) -> Self {
        Self { shared, extra: Extra::default(), scratch: Vec::new(), asked: Vec::new(), ahead: Vec::new(), next: 0 }
    }

    /// Looks up the words of names that will be read next: the waits for their places overlap.
    pub fn look_ahead<'b>(&mut self, names: impl Iterator<Item = &'b str>) {
        self.asked.clear();
        self.asked.extend(names.flat_map(chunks_of).map(short));
        self.next = 0;
        self.ahead.clear();
        let shared = self.shared;
        let found = self.asked.iter().map(|packed| packed.and_then(|packed| shared.names.get(&[], Some(packed))));
        self.ahead.extend(found);
        let digests = &shared.texts.digests;
        let touched = self.ahead.iter().flatten().filter_map(|&word| digests.get(word as usize));
        std::hint::black_box(touched.fold(0, |sum, digest| sum ^ digest));
    }

    /// A person's name: titles and degrees dropped, Indonesian spelling folded.
    pub fn name(&mut self, text: &str) -> Found {
        let mut found = Found::default();
        let mut title = None;
        let mut alone = 0;
        let mut ended = false;
        for chunk in chunks_of(text) {
            let chunk = self.name_chunk(chunk);
            match chunk.role {
                _ if ended => {}
                Role::Title => title = title.or(Some(chunk)),
                Role::Degree if found.count > 0 => {}
                Role::End if found.count > 0 => ended = true,
                Role::Plain | Role::Degree | Role::End => {
                    let short = chunk.short_for.filter(|_| chunk.anywhere || found.count == 0);
                    if found.count == 0 && chunk.count > 0 {
                        alone = chunk.words[0];
                    }
                    match (chunk.count, short) {
                        (1, None) => found.push(chunk.words[0], chunk.sum),
                        (count, short) => {
                            for &word in &chunk.words[..count as usize] {
                                let word = short.unwrap_or(word);
                                found.push(word, self.digest(word));
                            }
                        }
                    }
                }
            }
        }
        match (found.count, title) {
            (1, _) if found.words[0] != alone => Found::one(alone, self.digest(alone)),
            (0, Some(title)) => Found::one(title.words[0], self.digest(title.words[0])),
            _ => found,
        }
    }

    fn digest(&self, word: Word) -> u64 {
        Words { shared: self.shared, extra: Some(&self.extra) }.digest(word)
    }

    /// The first three of some words as a chunk.
    fn plain_chunk(&mut self, words: &[impl AsRef<[u8]>]) -> Chunk {
        let mut read = Chunk { words: [0; 3], count: 0, role: Role::Plain, sum: 0, short_for: None, anywhere: false };
        for word in words.iter().take(3) {
            let word = self.extra.add(self.shared, word.as_ref());
            read.words[read.count as usize] = word;
            read.sum = read.sum.wrapping_add(self.digest(word));
            read.count += 1;
        }
        read
    }

    fn name_chunk(&mut self, chunk: &[u8]) -> Chunk {
        let (packed, known) = match (self.asked.get(self.next), self.ahead.get(self.next)) {
            (Some(&packed @ Some(_)), Some(&known)) => (packed, known),
            _ => {
                let packed = short(chunk);
                (packed, self.shared.names.get(chunk, packed))
            }
        };
        self.next += 1;
        if let Some(code) = known {
            return self.shared.names.chunk(code, |word| self.digest(word));
        }
        if let Some(code) = self.extra.names.get(chunk, packed) {
            return self.extra.names.chunk(code, |word| self.digest(word));
        }
        let text = String::from_utf8_lossy(chunk);
        let reading = if text.is_ascii() { Reading::Latin(text.into_owned()) } else { script::read(&text) };
        let found = match reading {
            Reading::Latin(latin) => normalise::name_chunk(&latin),
            Reading::Other(words) => {
                let read = self.plain_chunk(&words);
                self.extra.names.insert(chunk, packed, &read);
                return read;
            }
        };
        let mut read = Chunk { role: found.role, anywhere: found.anywhere, ..self.plain_chunk(&found.words) };
        read.short_for = found.short_for.map(|long| self.extra.add(self.shared, long.as_bytes()));
        self.extra.names.insert(chunk, packed, &read);
        read
    }

    /// Any other text: words of letters and of digits, upper case; short forms of addresses dropped.
    pub fn text(&mut self, text: &str, address: bool) -> Found {
        let mut found = Found::default();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() && found.count < MOST_WORDS {
            let class = class_of(bytes[at]);
            let from = at;
            while at < bytes.len() && class_of(bytes[at]) == class {
                at += 1;
            }
            match class {
                Class::Blank => continue,
                Class::Digits if at - from <= 8 => {
                    let number = bytes[from..at].iter().fold(0, |n, digit| n * 10 + Word::from(digit - b'0'));
                    let word = NUMBER | number;
                    found.push(word, self.digest(word));
                    continue;
                }
                Class::Digits | Class::Letters => {}
            }
            let chunk = self.other_chunk(&bytes[from..at], address);
            if chunk.count > 0 {
                found.push(chunk.words[0], chunk.sum);
            }
        }
        found
    }

    fn other_chunk(&mut self, chunk: &[u8], address: bool) -> Chunk {
        self.scratch.clear();
        self.scratch.push(if address { b'A' } else { b'B' });
        self.scratch.extend_from_slice(chunk);
        let key = self.scratch.as_slice();
        let packed = short(key);
        if let Some(code) = self.shared.others.get(key, packed) {
            return self.shared.others.chunk(code, |word| self.digest(word));
        }
        if let Some(code) = self.extra.others.get(key, packed) {
            return self.extra.others.chunk(code, |word| self.digest(word));
        }
        let written = String::from_utf8_lossy(chunk);
        let reading = if written.is_ascii() { Reading::Latin(written.into_owned()) } else { script::read(&written) };
        let text = match reading {
            Reading::Latin(latin) if address => normalise::address(&latin).into_bytes(),
            Reading::Latin(latin) => normalise::plain(&latin).into_bytes(),
            Reading::Other(words) => words.concat(),
        };
        let words = [text];
        let read = self.plain_chunk(if words[0].is_empty() { &[] } else { &words });
        self.extra.others.insert(&self.scratch, packed, &read);
        read
    }

    /// A whole value as one word.
    pub fn whole(&mut self, text: &str) -> Found {
        let chunk = self.other_chunk(text.trim_ascii().as_bytes(), false);
        if chunk.count == 0 { Found::default() } else { Found::one(chunk.words[0], chunk.sum) }
    }
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Class {
    Letters,
    Digits,
    Blank,
}

fn class_of(byte: u8) -> Class {
    match byte {
        b'0'..=b'9' => Class::Digits,
        b'A'..=b'Z' | b'a'..=b'z' | 128.. | b'\'' => Class::Letters,
        _ => Class::Blank,
    }
}
