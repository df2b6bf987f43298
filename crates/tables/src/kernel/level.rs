//! How far two values of one field agree: a level, and how rare the agreeing value is.
//!
//! Levels are ordered from most to least agreement; 0 means that one side has no value. All
//! comparisons are symmetric.

use super::key::COMMON;
use super::rarity::{Bits16, Rarity};
use super::rows::{Row, nested};
use super::spec::Kind;
use super::value::{self, MISSING};
use super::words::{LETTERS, LOCAL, MOST_WORDS, NUMBER, Word, Words, first_letter};
use rapidfuzz::distance::{jaro_winkler, osa};

/// A level with the information of what agrees (0 where rarity says nothing).
pub(crate) type Level = (u8, Bits16);

/// Names of a kind's levels, Indonesian, level 0 first.
pub(crate) fn labels(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::PersonName => &[
            "kosong",
            "sama",
            "satu kata salah tulis",
            "semua kata salah tulis",
            "sama jika disambung",
            "kata kurang, dua atau lebih sama",
            "kata kurang, salah tulis",
            "kata kurang, satu sama",
            "kata kurang, satu salah tulis",
            "sebagian, dua atau lebih sama",
            "sebagian, satu sama",
            "sebagian, mirip",
            "berbeda",
        ],
        Kind::Email => {
            &["kosong", "sama", "beda satu huruf", "beda dua huruf", "awalan sama", "mirip", "agak mirip", "berbeda"]
        }
        Kind::GivenName | Kind::Surname => &[
            "kosong",
            "sama",
            "beda satu huruf",
            "beda dua huruf",
            "awalan sama",
            "mirip",
            "agak mirip",
            "berbeda",
            "tertukar dengan bagian nama lain",
        ],
        Kind::Text => &[
            "kosong",
            "sama",
            "hampir semua kata sama",
            "terkandung",
            "sebagian besar kata sama",
            "separuh kata sama",
            "sedikit kata sama",
            "berbeda",
        ],
        Kind::Location => &["kosong", "sama", "dalam 500 m", "dalam 5 km", "dalam 50 km", "jauh"],
        Kind::Date => &[
            "kosong",
            "sama",
            "sama, tetapi tanggal itu dipakai banyak orang",
            "hari dan bulan tertukar",
            "salah satu angka",
            "hanya tahun yang diketahui, sama",
            "dua dari tiga bagian sama",
            "tahun sama",
            "beda satu tahun",
            "berbeda",
            "beda sampai tiga hari",
            "beda sampai satu bulan",
        ],
        Kind::Age => &["kosong", "sama", "beda 1", "beda 2", "beda 3–5", "berbeda"],
        Kind::Number => {
            &["kosong", "sama", "salah satu angka", "beda sampai 1 %", "beda sampai 5 %", "beda sampai 20 %", "berbeda"]
        }
        Kind::Identifier | Kind::Phone => &["kosong", "sama", "salah satu angka", "salah dua angka", "berbeda"],
        Kind::Nik => &["kosong", "sama", "salah satu angka", "berbeda"],
        Kind::FamilyCard => &["kosong", "sama", "salah satu angka", "berbeda"],
        Kind::Sex => &["kosong", "sama", "berbeda"],
        Kind::Place => &[
            "kosong",
            "sama",
            "salah satu angka atau huruf",
            "bagian besar sama",
            "bagian sama",
            "awal sama",
            "berbeda",
        ],
        Kind::Address => &[
            "kosong",
            "sama",
            "sama, sebagian tidak ditulis",
            "jalan sama, nomor beda",
            "sebagian jalan dan nomor sama",
            "sebagian jalan sama",
            "hanya nomor sama",
            "berbeda",
        ],
    }
}

/// Whether a level (of any kind) speaks for one person, as seen by an unlearned eye: where the
/// estimation starts from.
pub(crate) fn likeness(kind: Kind, level: u8) -> f64 {
    let scale: &[f64] = match kind {
        Kind::PersonName => &[0.0, 0.6, 0.12, 0.02, 0.05, 0.06, 0.03, 0.04, 0.01, 0.02, 0.02, 0.01, 0.01],
        Kind::Email => &[0.0, 0.75, 0.08, 0.04, 0.04, 0.03, 0.02, 0.04],
        Kind::GivenName | Kind::Surname => &[0.0, 0.74, 0.08, 0.04, 0.04, 0.03, 0.02, 0.04, 0.01],
        Kind::Text => &[0.0, 0.55, 0.15, 0.08, 0.08, 0.06, 0.04, 0.04],
        Kind::Location => &[0.0, 0.8, 0.07, 0.05, 0.04, 0.04],
        Kind::Date => &[0.0, 0.80, 0.02, 0.02, 0.04, 0.02, 0.03, 0.01, 0.01, 0.02, 0.02, 0.01],
        Kind::Age => &[0.0, 0.7, 0.2, 0.05, 0.03, 0.02],
        Kind::Number => &[0.0, 0.78, 0.05, 0.05, 0.04, 0.03, 0.05],
        Kind::Identifier | Kind::Phone => &[0.0, 0.88, 0.05, 0.02, 0.05],
        Kind::Nik | Kind::FamilyCard => &[0.0, 0.88, 0.05, 0.07],
        Kind::Sex => &[0.0, 0.98, 0.02],
        Kind::Place => &[0.0, 0.8, 0.04, 0.04, 0.03, 0.03, 0.06],
        Kind::Address => &[0.0, 0.4, 0.2, 0.1, 0.1, 0.05, 0.05, 0.1],
    };
    scale[level as usize]
}

/// The least share of one person's pairs that is alike in a field of a kind, where both sides say it;
/// `None` for what people share with others or change.
pub(crate) fn least_of_one_person(kind: Kind) -> Option<f64> {
    match kind {
        Kind::PersonName => Some(0.92),
        Kind::GivenName => Some(0.8),
        Kind::Date => Some(0.93),
        Kind::Surname | Kind::Nik => Some(0.7),
        Kind::Age => Some(0.6),
        Kind::Identifier => Some(0.5),
        Kind::Email | Kind::Text => Some(0.3),
        Kind::Sex | Kind::FamilyCard | Kind::Place | Kind::Address | Kind::Phone | Kind::Number | Kind::Location => {
            None
        }
    }
}

/// How far a kind is taken for evidence before anything is learnt; the rest is what strangers show.
pub(crate) fn sure_from_the_start(kind: Kind) -> f64 {
    match kind {
        Kind::Number => 0.3,
        Kind::Text | Kind::Age | Kind::Location => 0.6,
        Kind::Place | Kind::Address | Kind::Phone => 0.8,
        _ => 1.0,
    }
}

/// Whether a kind is what one person or thing is called and others are not.
pub(crate) fn names_one(kind: Kind) -> bool {
    matches!(kind, Kind::PersonName | Kind::GivenName | Kind::Nik | Kind::Identifier | Kind::Email)
}

/// Whether a level is what one person's two records may show: equal, a slip, a part left out.
pub(crate) fn is_alike(kind: Kind, level: u8) -> bool {
    match kind {
        Kind::PersonName => (1..=9).contains(&level),
        Kind::GivenName | Kind::Surname => matches!(level, 1..=5 | 8),
        Kind::Date => matches!(level, 1..=6 | 10 | 11),
        Kind::Age => (1..=3).contains(&level),
        Kind::Identifier | Kind::Phone => (1..=3).contains(&level),
        Kind::Nik | Kind::FamilyCard => (1..=2).contains(&level),
        Kind::Sex => level == 1,
        Kind::Email | Kind::Text | Kind::Address => (1..=5).contains(&level),
        Kind::Number => (1..=4).contains(&level),
        Kind::Place | Kind::Location => (1..=3).contains(&level),
    }
}

/// Levels of whole names that have one word in common, and how they share what families show.
pub(crate) const ONE_WORD: [(u8, f64); 4] = [(10, 0.8), (7, 0.08), (9, 0.06), (11, 0.06)];

/// Levels of a name that need no word in common.
pub(crate) const WORDLESS: [u16; 7] = [0, 3, 4, 6, 8, 11, 12];

/// Whether two names share no word as written: told at a glance.
pub(crate) fn no_word_in_common(field: usize, a: &Row<'_>, b: &Row<'_>) -> bool {
    let y = b.words_of(field);
    a.words_of(field).iter().all(|word| !y.contains(word))
}

/// Likeness of two different words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
enum Like {
    Not = 1,
    Slip,
    TwoSlips,
    Prefix,
    Near,
    Rather,
}

/// Remembers the likeness of pairs of words: a direct-mapped table, never wrong, only forgetful.
///
/// A slot holds two words of thirty bits, how they were compared, and in its lowest bits the likeness.
pub(crate) struct Remembered {
    slots: Vec<u64>,
}

const SLOTS: usize = 1 << 15;

impl Default for Remembered {
    fn default() -> Self {
        Self { slots: vec![u64::MAX; SLOTS] }
    }
}

impl Remembered {
    fn get(&mut self, left: Word, right: Word, sounds: bool, find: impl FnOnce() -> u8) -> u8 {
        let (low, high) = (left.min(right), left.max(right));
        let key = u64::from(low) << 34 | u64::from(high) << 4 | u64::from(sounds) << 3;
        let slot = &mut self.slots[(value::mix(key) as usize) & (SLOTS - 1)];
        if *slot & !7 != key {
            *slot = key | u64::from(find());
        }
        (*slot & 7) as u8
    }
}

/// What comparing needs besides the values.
pub(crate) struct Eye<'a> {
    pub rarity: &'a Rarity,
    pub remembered: Remembered,
    /// Whether the field is compared alone: in a group rarity of a value is not asked.
    pub alone: bool,
}

impl Eye<'_> {
    /// The level of one field of two records.
    pub fn level(&mut self, kind: Kind, field: usize, a: &Row<'_>, b: &Row<'_>) -> Level {
        let (x, y) = (a.cells[field], b.cells[field]);
        if x == MISSING || y == MISSING {
            return (0, 0);
        }
        match kind {
            Kind::PersonName => self.name(field, a, b, x == y),
            Kind::GivenName | Kind::Surname | Kind::Email => self.whole(field, a, b, x == y),
            Kind::Text => self.texts(field, a, b, x == y),
            Kind::Location => (locations(x, y), 0),
            Kind::Place => match (nested(x), nested(y)) {
                (Some(p), Some(q)) => (places(p, q), if x == y { self.value(field, x) } else { 0 }),
                (None, None) => {
                    let (level, bits) = self.whole(field, a, b, x == y);
                    ([0, 1, 2, 2, 3, 4, 5, 6][level as usize], bits)
                }
                (Some(_), None) | (None, Some(_)) => (6, 0),
            },
            Kind::Address => (self.address(field, a, b, x == y), 0),
            Kind::Date if x == y && value::ymd(x).1 == 0 => (5, self.value(field, x)),
            Kind::Date if x == y => (1 + u8::from(self.rarity.is_common(field, x)), self.value(field, x)),
            Kind::Date => (dates(x, y), 0),
            Kind::Number | Kind::Age if x == y => (1, self.value(field, x)),
            _ => (numbers(kind, x, y), 0),
        }
    }

    fn value(&self, field: usize, cell: u64) -> Bits16 {
        if self.alone { self.rarity.value(field, cell) } else { 0 }
    }

    /// Names as weighted sets of words, best partners first.
    fn name(&mut self, field: usize, a: &Row<'_>, b: &Row<'_>, same: bool) -> Level {
        let (x, y) = (a.words_of(field), b.words_of(field));
        if same {
            return (1, self.bits(field, x));
        }
        let (mut used_x, mut used_y) = (0u32, 0u32);
        let mut bits = 0u32;
        for (i, &word) in x.iter().enumerate() {
            if let Some(j) = (0..y.len()).find(|&j| used_y >> j & 1 == 0 && y[j] == word) {
                used_x |= 1 << i;
                used_y |= 1 << j;
                bits += u32::from(self.rarity.word(field, word));
            }
        }
        let exact = used_x.count_ones();
        let mut slips = 0u32;
        let mut likes = [[Like::Not; MOST_WORDS]; MOST_WORDS];
        let mut any = false;
        let mut letters = [0; MOST_WORDS];
        for (j, &right) in y.iter().enumerate().filter(|(j, _)| used_y >> j & 1 == 0) {
            letters[j] = b.texts.signature(right);
        }
        for (i, &left) in x.iter().enumerate().filter(|(i, _)| used_x >> i & 1 == 0) {
            let own = a.texts.signature(left);
            for (j, &right) in y.iter().enumerate().filter(|(j, _)| used_y >> j & 1 == 0) {
                if may_be_alike(own, letters[j], false) && !self.two_names(field, left, right) {
                    likes[i][j] = self.like(a.texts, b.texts, left, right, false);
                    any |= likes[i][j] != Like::Not;
                }
            }
        }
        for wanted in [Like::Slip, Like::TwoSlips, Like::Prefix] {
            if !any {
                break;
            }
            for i in 0..x.len() {
                let partner =
                    (0..y.len()).find(|&j| used_x >> i & 1 == 0 && used_y >> j & 1 == 0 && likes[i][j] == wanted);
                if let Some(j) = partner {
                    used_x |= 1 << i;
                    used_y |= 1 << j;
                    let rare = self.rarity.word(field, x[i]).min(self.rarity.word(field, y[j]));
                    bits += u32::from(rare) / if wanted == Like::Prefix { 4 } else { 2 };
                    slips += 1;
                }
            }
        }
        let (left_x, left_y) = (x.len() as u32 - used_x.count_ones(), y.len() as u32 - used_y.count_ones());
        let bits = bits.min(u32::from(u16::MAX)) as u16;
        let level = match (left_x.min(left_y), left_x.max(left_y), exact, slips) {
            (0, 0, _, 0) => 1,
            (0, 0, 1.., 1) => 2,
            (0, 0, ..) => 3,
            // blanks were moved or lost: with as many words and one of them equal the other is another word
            _ if (left_x > 0 || left_y > 0)
                && (exact == 0 || x.len() != y.len())
                && self.joined(a.texts, b.texts, x, y) =>
            {
                return (4, self.bits(field, x).min(self.bits(field, y)));
            }
            (0, _, 2.., 0) => 5,
            (0, _, 1, 0) => 7,
            (0, _, 1.., _) => 6,
            (0, _, 0, 1) => 8,
            (0, _, 0, _) => 6,
            (_, _, 2.., _) => 9,
            (_, _, 1, _) => 10,
            (_, _, 0, 1..) => 11,
            (_, _, 0, 0) => 12,
        };
        (level, bits)
    }

    /// Whether two words that look like a slip are two names: one record in a hundred has each.
    fn two_names(&self, field: usize, left: Word, right: Word) -> bool {
        self.rarity.word(field, left) < COMMON && self.rarity.word(field, right) < COMMON
    }

    fn bits(&self, field: usize, words: &[Word]) -> Bits16 {
        words.iter().map(|&w| u32::from(self.rarity.word(field, w))).sum::<u32>().min(u32::from(u16::MAX)) as u16
    }

    /// Whether two names are one up to two slips once the blanks are gone.
    fn joined(&self, s: Words<'_>, t: Words<'_>, x: &[Word], y: &[Word]) -> bool {
        let length = |texts: Words<'_>, words: &[Word]| words.iter().map(|&w| texts.text(w).len()).sum::<usize>();
        let (m, n) = (length(s, x), length(t, y));
        if m.abs_diff(n) > 2 || m.min(n) < 6 || m.max(n) > 63 {
            return false;
        }
        let common = x.iter().fold(0, |bits, &w| bits | s.signature(w) & LETTERS)
            ^ y.iter().fold(0, |bits, &w| bits | t.signature(w) & LETTERS);
        if common.count_ones() > 4 {
            return false;
        }
        let (mut p, mut q) = ([0u8; 64], [0u8; 64]);
        let join = |texts: Words<'_>, words: &[Word], into: &mut [u8; 64]| {
            let mut at = 0;
            for &word in words {
                let text = texts.text(word);
                into[at..at + text.len()].copy_from_slice(text);
                at += text.len();
            }
        };
        join(s, x, &mut p);
        join(t, y, &mut q);
        osa::distance_with_args(p[..m].iter(), q[..n].iter(), &osa::Args::default().score_cutoff(2)).is_some()
    }

    /// One value as a whole.
    fn whole(&mut self, field: usize, a: &Row<'_>, b: &Row<'_>, same: bool) -> Level {
        let (&[left, ..], &[right, ..]) = (a.words_of(field), b.words_of(field)) else {
            return (0, 0);
        };
        if same {
            return (1, self.rarity.word(field, left));
        }
        let half = || self.rarity.word(field, left).min(self.rarity.word(field, right)) / 2;
        let like = match self.like(a.texts, b.texts, left, right, true) {
            Like::Slip | Like::TwoSlips if self.two_names(field, left, right) => Like::Near,
            like => like,
        };
        let found = match like {
            Like::Slip => (2, half()),
            Like::TwoSlips => (3, half()),
            Like::Prefix => (4, half() / 2),
            Like::Near => (5, half() / 2),
            Like::Rather => (6, 0),
            Like::Not => (7, 0),
        };
        if found.0 >= 3
            && let Some(other) = self.rarity.partners[field]
            && (b.words_of(other).first() == Some(&left) || a.words_of(other).first() == Some(&right))
        {
            return (8, self.rarity.word(field, left).min(self.rarity.word(field, right)));
        }
        found
    }

    /// Free text as weighted words: how much of the information of both is common.
    fn texts(&mut self, field: usize, a: &Row<'_>, b: &Row<'_>, same: bool) -> Level {
        let (x, y) = (a.words_of(field), b.words_of(field));
        let (all_x, all_y) = (self.bits(field, x), self.bits(field, y));
        if same {
            return (1, all_x);
        }
        let mut used = 0u32;
        let mut common = 0u32;
        for exact in [true, false] {
            for (i, &left) in x.iter().enumerate() {
                if used >> i & 1 == 1 {
                    continue;
                }
                let partner = (0..y.len()).find(|&j| {
                    used >> (16 + j) & 1 == 0
                        && if exact {
                            y[j] == left
                        } else {
                            (left | y[j]) & NUMBER == 0
                                && matches!(
                                    self.like(a.texts, b.texts, left, y[j], false),
                                    Like::Slip | Like::TwoSlips | Like::Prefix
                                )
                        }
                });
                if let Some(j) = partner {
                    used |= 1 << i | 1 << (16 + j);
                    let bits = u32::from(self.rarity.word(field, left).min(self.rarity.word(field, y[j])));
                    common += if exact { bits } else { bits * 3 / 4 };
                }
            }
        }
        let (small, sum) = (u32::from(all_x.min(all_y)), u32::from(all_x) + u32::from(all_y));
        let share = 200 * common / sum.max(1);
        let level = match share {
            85.. => 2,
            _ if common * 100 >= small * 90 && common > 0 => 3,
            60.. => 4,
            40.. => 5,
            15.. => 6,
            _ => 7,
        };
        (level, common.min(u32::from(u16::MAX)) as u16)
    }

    fn like(&mut self, s: Words<'_>, t: Words<'_>, left: Word, right: Word, sounds: bool) -> Like {
        if !may_be_alike(s.signature(left), t.signature(right), sounds) {
            return Like::Not;
        }
        let (x, y) = (s.text(left), t.text(right));
        let find = || likeness_of(x, y, sounds) as u8;
        let found = if (left | right) & LOCAL != 0 { find() } else { self.remembered.get(left, right, sounds, find) };
        match found {
            2 => Like::Slip,
            3 => Like::TwoSlips,
            4 => Like::Prefix,
            5 => Like::Near,
            6 => Like::Rather,
            _ => Like::Not,
        }
    }

    /// Street and hamlet words on one side, numbers (house, RT, RW) on the other.
    fn address(&mut self, field: usize, a: &Row<'_>, b: &Row<'_>, same: bool) -> u8 {
        if same {
            return 1;
        }
        let (x, y) = (a.words_of(field), b.words_of(field));
        let is_number = |word: Word| word & NUMBER != 0;
        let mut used = 0u32;
        let (mut words, mut numbers, mut words_x, mut numbers_x) = (0, 0, 0, 0);
        for &left in x {
            let digits = is_number(left);
            if digits {
                numbers_x += 1;
            } else {
                words_x += 1;
            }
            let partner = (0..y.len()).find(|&j| used >> j & 1 == 0 && y[j] == left).or_else(|| {
                (0..y.len()).find(|&j| {
                    used >> j & 1 == 0
                        && !digits
                        && !is_number(y[j])
                        && matches!(self.like(a.texts, b.texts, left, y[j], false), Like::Slip | Like::TwoSlips)
                })
            });
            if let Some(j) = partner {
                used |= 1 << j;
                if digits {
                    numbers += 1;
                } else {
                    words += 1;
                }
            }
        }
        let numbers_y = y.iter().filter(|&&w| is_number(w)).count() as i32;
        let words_y = y.len() as i32 - numbers_y;
        let all_words = words > 0 && words == words_x.min(words_y);
        let all_numbers = numbers == numbers_x.min(numbers_y);
        match (all_words, all_numbers, words, numbers) {
            (true, true, ..) => 2,
            (true, false, ..) => 3,
            (false, _, 1.., 1..) => 4,
            (false, _, 1.., 0) => 5,
            (false, _, 0, 1..) => 6,
            _ => 7,
        }
    }
}

/// Whether two words can be alike at all, by their letters. One edit takes at most one letter from a
/// word's letters and adds at most one: most pairs of words end here, none wrongly.
fn may_be_alike(p: u32, q: u32, sounds: bool) -> bool {
    let (only_p, only_q) = ((p & !q & LETTERS).count_ones(), (q & !p & LETTERS).count_ones());
    let same_start = first_letter(p) == first_letter(q);
    let slips = only_p <= 2 && only_q <= 2;
    let prefix = same_start && (only_p == 0 || only_q == 0);
    let rather = sounds && (same_start || (p & q & LETTERS).count_ones() > only_p.min(only_q));
    slips || prefix || rather
}

/// `sounds`: whether words that only sound alike count (names in one word, towns), beyond slips.
fn likeness_of(x: &[u8], y: &[u8], sounds: bool) -> Like {
    let (short, long) = (x.len().min(y.len()), x.len().max(y.len()));
    if short == 1 {
        return if x[0] == y[0] { Like::Prefix } else { Like::Not };
    }
    if short >= 3 && long - short <= 2 {
        let cutoff = if short >= 6 { 2 } else { 1 };
        match osa::distance_with_args(x.iter(), y.iter(), &osa::Args::default().score_cutoff(cutoff)) {
            Some(1) => return Like::Slip,
            Some(2) => return Like::TwoSlips,
            _ => {}
        }
    }
    if short >= 3 && x[..short] == y[..short] {
        return Like::Prefix;
    }
    if !sounds {
        return Like::Not;
    }
    let alike = jaro_winkler::similarity(x.iter(), y.iter());
    if short < 3 {
        Like::Not
    } else if alike >= 0.88 {
        Like::Near
    } else if alike >= 0.78 {
        Like::Rather
    } else {
        Like::Not
    }
}

fn locations(x: u64, y: u64) -> u8 {
    match value::metres(x, y) {
        ..=50.0 => 1,
        ..=500.0 => 2,
        ..=5_000.0 => 3,
        ..=50_000.0 => 4,
        _ => 5,
    }
}

fn dates(x: u64, y: u64) -> u8 {
    let ((a, b, c), (d, e, f)) = (value::ymd(x), value::ymd(y));
    let only_year = |month: i32, day: i32| month == 0 || matches!((month, day), (1 | 7, 1) | (12, 31));
    let apart = if (a - d).abs() <= 1 {
        value::days(x).zip(value::days(y)).map_or(i32::MAX, |(p, q)| (p - q).abs())
    } else {
        i32::MAX
    };
    if a == d && (b, c) == (f, e) {
        3
    } else if apart <= 3 {
        10
    } else if one_digit(x, y) {
        4
    } else if a == d && (only_year(b, c) || only_year(e, f)) {
        5
    } else if apart <= 31 {
        11
    } else if u8::from(a == d) + u8::from(b == e) + u8::from(c == f) == 2 {
        6
    } else if a == d {
        7
    } else if (a - d).abs() == 1 {
        8
    } else {
        9
    }
}

/// Whether two dates written YYYYMMDD are one digit, or two exchanged neighbours, apart.
fn one_digit(x: u64, y: u64) -> bool {
    let ((a, b, c), (d, e, f)) = (value::ymd(x), value::ymd(y));
    slip((a * 10_000 + b * 100 + c) as u64, (d * 10_000 + e * 100 + f) as u64)
}

/// Whether two numbers differ in one digit or in two neighbours exchanged.
pub(crate) fn slip(x: u64, y: u64) -> bool {
    let mut apart = x.abs_diff(y);
    while apart > 0 && apart.is_multiple_of(10) {
        apart /= 10;
    }
    if apart == 0 || apart > 9 && !(apart.is_multiple_of(9) && apart <= 81) {
        return false;
    }
    let (mut p, mut q) = (x, y);
    let mut differing = [(0u64, 0u64); 2];
    let (mut count, mut at, mut last) = (0, 0, 0);
    while p > 0 || q > 0 {
        let (i, j) = (p % 10, q % 10);
        if i != j {
            if count == 2 || count == 1 && last + 1 != at {
                return false;
            }
            differing[count] = (i, j);
            count += 1;
            last = at;
        }
        p /= 10;
        q /= 10;
        at += 1;
    }
    count == 1 || count == 2 && differing[0] == (differing[1].1, differing[1].0)
}

fn numbers(kind: Kind, x: u64, y: u64) -> u8 {
    if x == y {
        return 1;
    }
    match kind {
        Kind::Sex => 2,
        Kind::Nik | Kind::FamilyCard => {
            if slip(x, y) {
                2
            } else {
                3
            }
        }
        Kind::Identifier | Kind::Phone => identifiers(x, y),
        Kind::Age => match x.abs_diff(y) {
            1 => 2,
            2 => 3,
            3..=5 => 4,
            _ => 5,
        },
        Kind::Number => {
            let (p, q) = (x.abs_diff(value::ZERO), y.abs_diff(value::ZERO));
            let (apart, most) = (x.abs_diff(y), p.max(q));
            // whole numbers are compared without the hundredths they do not have
            let whole = p.is_multiple_of(100) && q.is_multiple_of(100);
            if if whole { slip(p / 100, q / 100) } else { slip(p, q) } {
                2
            } else if apart * 100 <= most {
                3
            } else if apart * 20 <= most {
                4
            } else if apart * 5 <= most {
                5
            } else {
                6
            }
        }
        _ => 0,
    }
}

fn identifiers(x: u64, y: u64) -> u8 {
    let (mut p, mut q) = ([0; 10], [0; 10]);
    let (Some(m), Some(n)) = (value::identifier_letters(x, &mut p), value::identifier_letters(y, &mut q)) else {
        return 4;
    };
    match osa::distance_with_args(p[..m].iter(), q[..n].iter(), &osa::Args::default().score_cutoff(2)) {
        Some(1) if m.min(n) >= 3 => 2,
        Some(2) if m.min(n) >= 6 => 3,
        _ => 4,
    }
}

/// Nested places by how many of the leading digits agree.
fn places((x, m): (u64, u32), (y, n): (u64, u32)) -> u8 {
    if x == y {
        return 1;
    }
    let length = m.max(n);
    let share = |tenths: u32| {
        let keep = (length * tenths).div_ceil(10);
        let cut = |number: u64, digits: u32| number / 10u64.pow(digits.saturating_sub(keep));
        cut(x, m) == cut(y, n)
    };
    if length <= 6 && m == n && slip(x, y) {
        2
    } else if share(6) {
        3
    } else if share(4) {
        4
    } else if share(2) {
        5
    } else {
        6
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_wrong_digit_and_two_exchanged_ones_are_a_slip() {
        assert!(slip(3_403_014_107_850_001, 3_403_014_107_850_007));
        assert!(slip(3_403_014_107_850_001, 3_403_041_107_850_001));
        assert!(!slip(19, 20));
        assert!(!slip(3_403_014_107_850_001, 3_403_014_107_850_001));
        assert!(!slip(12_345, 13_346));
    }

    #[test]
    fn nested_places_agree_from_the_left() {
        let code = |n: u64| (n, 10);
        assert_eq!(places(code(3_403_012_001), code(3_403_012_001)), 1);
        assert_eq!(places(code(3_403_012_001), code(3_403_012_004)), 3);
        assert_eq!(places(code(3_403_012_001), code(3_403_052_001)), 4);
        assert_eq!(places(code(3_403_012_001), code(3_471_052_001)), 5);
    }

    proptest! {
        #[test]
        fn likeness_of_words_is_symmetric(a in "[A-Z]{1,12}", b in "[A-Z]{1,12}") {
            prop_assert_eq!(likeness_of(a.as_bytes(), b.as_bytes(), true), likeness_of(b.as_bytes(), a.as_bytes(), true));
        }
        #[test]
        fn dates_and_numbers_are_compared_alike_from_both_sides(x in 1u64..1 << 20, y in 1u64..1 << 20, d in 0u64..9000, e in 0u64..9000) {
            prop_assert_eq!(slip(x, y), slip(y, x));
            let date = |n: u64| (1950 + n / 365) << 16 | (1 + n % 12) << 8 | (1 + n % 28);
            prop_assert_eq!(dates(date(d), date(e)), dates(date(e), date(d)));
        }
    }
}
