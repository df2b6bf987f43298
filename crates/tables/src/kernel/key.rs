//! Which records are compared at all: keys, and an index of one side by them.
//!
//! Exact keys (a number of a person or a family) come first; wide keys only for records that are
//! still unresolved. A key that more than a cap of records share is ignored, so the work does not
//! grow with the register, and a value that fills a column costs nothing.

use super::plan::Plan;
use super::rarity::Rarity;
use super::rows::Row;
use super::spec::Kind;
use super::value::{self, Digest, MISSING};
use super::words::{NUMBER, Word};

/// A part of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// The whole value.
    Whole(usize),
    /// Each word in turn.
    AnyWord(usize),
    /// The rarest word.
    Rarest(usize),
    /// The two rarest words; the only one of a name in one word.
    RarestTwo(usize),
    /// The year of a date.
    Year(usize),
    /// Month and day of a date.
    MonthDay(usize),
    /// The first letters of the first word.
    Start(usize, usize),
    /// The letters of the first word without vowels and repeats.
    Sound(usize),
    /// Two parts of a name, whichever stands where.
    Both(usize, usize),
    /// A week of a date, counted from one of two days.
    Week(usize, u8),
    /// A range of about a twentieth of a number, from one of two starts.
    Rough(usize, u8),
    /// A square of about a kilometre around a place on the globe.
    Square(usize),
}

/// A way to find records: those agreeing in all parts are compared.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    parts: Vec<Part>,
    /// Asked first, and alone when it settles the matter.
    pub exact: bool,
    /// The salt of its keys.
    salt: u64,
}

impl Rule {
    /// Whether its keys need a field.
    pub fn needs(&self, field: usize) -> bool {
        self.parts.iter().any(|part| part.field() == field || matches!(part, Part::Both(_, other) if *other == field))
    }

    /// Its words for a report.
    pub fn name(&self, plan: &Plan) -> String {
        let part = |part: &Part| match *part {
            Part::Whole(f) => plan.names[f].clone(),
            Part::AnyWord(f) => format!("satu kata {}", plan.names[f]),
            Part::Rarest(f) => format!("kata terlangka {}", plan.names[f]),
            Part::RarestTwo(f) => format!("dua kata terlangka {}", plan.names[f]),
            Part::Year(f) => format!("tahun {}", plan.names[f]),
            Part::MonthDay(f) => format!("hari dan bulan {}", plan.names[f]),
            Part::Start(f, n) => format!("{n} huruf pertama {}", plan.names[f]),
            Part::Sound(f) => format!("bunyi {}", plan.names[f]),
            Part::Both(f, g) => format!("{} dan {} boleh tertukar", plan.names[f], plan.names[g]),
            Part::Week(f, _) => format!("minggu {}", plan.names[f]),
            Part::Rough(f, _) => format!("besar {}", plan.names[f]),
            Part::Square(f) => format!("sekitar {}", plan.names[f]),
        };
        self.parts.iter().map(part).collect::<Vec<_>>().join(" + ")
    }
}

/// The rules that tables of every size can afford.
///
/// `telling` says of each field whether its values are many enough to find anybody by.
pub(crate) fn rules(plan: &Plan, telling: &[bool]) -> Vec<Rule> {
    let kinds = &plan.layout.kinds;
    let of = |wanted: &[Kind]| (0..kinds.len()).filter(|&f| wanted.contains(&kinds[f])).collect::<Vec<_>>();
    let mut found: Vec<Vec<Part>> = Vec::new();
    // a number of one person first: where it settles the matter the family's is not asked
    let mut exact = of(&[Kind::Nik, Kind::Identifier, Kind::Email, Kind::Phone]);
    exact.extend(of(&[Kind::FamilyCard]));
    found.extend(exact.iter().map(|&f| vec![Part::Whole(f)]));
    let exact_rules = found.len();
    let names = of(&[Kind::PersonName]);
    let (given, surnames) = (of(&[Kind::GivenName]), of(&[Kind::Surname]));
    let dates = of(&[Kind::Date]);
    // of several places the first nested or densest one: a town of birth finds half a country
    let places: Vec<usize> = of(&[Kind::Place]).into_iter().filter(|f| telling[*f]).collect();
    for &name in &names {
        for &date in &dates {
            found.push(vec![Part::Whole(date), Part::AnyWord(name)]);
            found.push(vec![Part::Year(date), Part::RarestTwo(name)]);
        }
        for &place in places.iter().take(2) {
            // a namesake of the village whose date is wrong is found through the household
            if dates.is_empty() || !plan.layout.households {
                found.push(vec![Part::Whole(place), Part::Whole(name)]);
            }
            if dates.is_empty() {
                found.push(vec![Part::Whole(place), Part::Rarest(name)]);
            }
        }
        if dates.is_empty() {
            found.push(vec![Part::RarestTwo(name)]);
        }
    }
    for &date in &dates {
        for &place in places.iter().take(2) {
            found.push(vec![Part::Whole(date), Part::Whole(place)]);
        }
        for &name in given.iter().chain(&surnames) {
            found.push(vec![Part::Whole(date), Part::Start(name, 2)]);
            found.push(vec![Part::MonthDay(date), Part::Start(name, 4)]);
        }
    }
    for (&given, &surname) in given.iter().zip(&surnames) {
        found.push(vec![Part::Both(given, surname)]);
        found.push(vec![Part::Sound(given), Part::Sound(surname)]);
        for &place in places.iter().take(2) {
            found.push(vec![Part::Whole(place), Part::Sound(surname)]);
            found.push(vec![Part::Whole(place), Part::Sound(given)]);
        }
    }
    for &text in &of(&[Kind::Text]) {
        if telling[text] {
            found.push(vec![Part::RarestTwo(text)]);
        }
    }
    if found.is_empty() {
        found.extend((0..kinds.len()).map(|f| vec![Part::Whole(f)]));
    }
    numbered(found.into_iter().enumerate().map(|(at, parts)| (parts, at < exact_rules)).collect())
}

/// Further rules that some tables can afford: what two fields say together, then what one says alone.
pub(crate) fn further(plan: &Plan, telling: &[bool], known: &[Rule]) -> Vec<Rule> {
    let kinds = &plan.layout.kinds;
    let mut atoms: Vec<(usize, Part)> = Vec::new();
    let mut numbers = 0;
    for (field, &kind) in kinds.iter().enumerate() {
        let parts: &[fn(usize) -> Part] = match kind {
            Kind::PersonName => &[Part::AnyWord],
            Kind::GivenName | Kind::Surname => &[Part::Whole, |f| Part::Start(f, 3), Part::Sound],
            Kind::Email => &[Part::Whole, |f| Part::Start(f, 5)],
            Kind::Date => &[Part::Whole, Part::MonthDay, Part::Year, |f| Part::Week(f, 0), |f| Part::Week(f, 1)],
            Kind::Address => &[Part::Whole, Part::Rarest],
            Kind::Text => &[Part::AnyWord, |f| Part::Start(f, 4)],
            Kind::Location => &[Part::Square],
            Kind::Number if telling[field] && numbers < MOST_NUMBERS => {
                numbers += 1;
                &[Part::Whole, |f| Part::Rough(f, 0), |f| Part::Rough(f, 1)]
            }
            Kind::Sex | Kind::Age | Kind::Number => &[],
            Kind::Identifier | Kind::Nik | Kind::FamilyCard | Kind::Place | Kind::Phone => &[Part::Whole],
        };
        atoms.extend(parts.iter().map(|part| (field, part(field))));
    }
    let mut found: Vec<Vec<Part>> = atoms.iter().map(|&(_, part)| vec![part]).collect();
    for (i, &(f, p)) in atoms.iter().enumerate() {
        let words = |part: Part| matches!(part, Part::AnyWord(_));
        // one key has room for one part that is a choice
        found.extend(
            atoms[i + 1..].iter().filter(|(g, q)| f != *g && !(words(p) && words(*q))).map(|&(_, q)| vec![p, q]),
        );
    }
    found.retain(|parts| !known.iter().any(|rule| rule.parts == *parts));
    let mut rules = numbered(found.into_iter().map(|parts| (parts, false)).collect());
    rules.iter_mut().for_each(|rule| rule.salt += 1000);
    rules
}

/// Fields of numbers that are part of further rules, at most.
const MOST_NUMBERS: usize = 4;

fn numbered(found: Vec<(Vec<Part>, bool)>) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for (at, (parts, exact)) in found.into_iter().enumerate() {
        if !rules.iter().any(|r| r.parts == parts) {
            rules.push(Rule { parts, exact, salt: at as u64 + 11 });
        }
    }
    rules
}

impl Rule {
    /// Whether it would bring two records together whose fields agree at some levels.
    pub fn would_find(&self, plan: &Plan, levels: &[u8], random: &mut super::pairs::Random) -> bool {
        self.parts.iter().all(|part| {
            let kind = plan.layout.kinds[part.field()];
            let chance = match part {
                Part::Both(f, g) => f64::from(u8::from(matches!((levels[*f], levels[*g]), (1, 1) | (8, 8)))),
                part => part.chance(kind, levels[part.field()]),
            };
            chance >= 1.0 || chance > 0.0 && random.share() < chance
        })
    }

    /// Whether it asks for one field only.
    pub fn is_single(&self) -> bool {
        self.parts.len() == 1
    }

    /// Whether whatever this rule finds, another finds too.
    pub fn within(&self, other: &Self) -> bool {
        other.parts.iter().all(|part| self.parts.contains(part))
    }
}

/// A word that more than one record in a hundred has (sixteenths of a bit) finds nobody, unless it
/// is the rarest of its name.
pub(crate) const COMMON: u16 = 106;

/// Keys of a record by one rule.
pub(crate) fn keys(rule: &Rule, row: &Row<'_>, rarity: &Rarity, mut each: impl FnMut(u64)) {
    let mut base = Digest::new(rule.salt);
    let mut any = None;
    for &part in &rule.parts {
        let field = part.field();
        let cell = row.cells[field];
        if cell == MISSING {
            return;
        }
        match part {
            // a date that a crowd shares finds nobody
            Part::Whole(_) if rarity.is_common(field, cell) => return,
            Part::Whole(_) => base.word(cell),
            Part::AnyWord(_) => any = Some(field),
            Part::Rarest(_) => base.word(row.texts.digest(rarest(row.words_of(field), field, rarity)[0])),
            Part::RarestTwo(_) => {
                let [first, second] = rarest(row.words_of(field), field, rarity);
                base.word(row.texts.digest(first).wrapping_add(row.texts.digest(second)));
            }
            Part::Year(_) => base.word(value::ymd(cell).0 as u64),
            Part::MonthDay(_) => {
                let (_, month, day) = value::ymd(cell);
                if month == 0 {
                    return;
                }
                base.word((month * 32 + day) as u64);
            }
            Part::Start(_, letters) => {
                let Some(&word) = row.words_of(field).first() else { return };
                if word & NUMBER != 0 {
                    base.word(row.texts.digest(word));
                } else {
                    row.texts.text(word).iter().take(letters).for_each(|&b| base.byte(b));
                }
            }
            Part::Sound(_) => {
                let Some(&word) = row.words_of(field).first() else { return };
                sound(row.texts.text(word), &mut base);
            }
            Part::Both(_, other) => {
                let (Some(&one), Some(&two)) = (row.words_of(field).first(), row.words_of(other).first()) else {
                    return;
                };
                base.word(row.texts.digest(one).wrapping_add(row.texts.digest(two)));
            }
            Part::Week(_, from) => {
                let Some(days) = value::days(cell) else { return };
                base.word(((days + i32::from(from) * 4) / 7) as u64);
            }
            Part::Rough(_, from) => base.word(rough(cell, from)),
            Part::Square(_) => base.word(((((cell >> 26) & 0x3ff_ffff) / 1000) << 32) | ((cell & 0x3ff_ffff) / 1000)),
        }
    }
    match any {
        None => each(base.end()),
        Some(field) => {
            let words = row.words_of(field);
            let rarest = rarest(words, field, rarity)[0];
            for &word in words.iter().filter(|&&w| w == rarest || rarity.word(field, w) >= COMMON) {
                let mut key = base;
                key.word(row.texts.digest(word));
                each(key.end());
            }
        }
    }
}

impl Part {
    /// How often two values that agree at a level share this part.
    fn chance(self, kind: Kind, level: u8) -> f64 {
        match (self, kind, level) {
            (_, _, 0) => 0.0,
            (_, _, 1) => 1.0,
            (Self::AnyWord(_), Kind::PersonName, 2 | 5 | 6 | 7 | 9 | 10) => 0.9,
            (Self::AnyWord(_), Kind::Text, 2..=5) => 0.8,
            (Self::Rarest(_), Kind::PersonName, 5 | 7 | 9) => 0.7,
            (Self::Rarest(_), Kind::Address, 2 | 3) => 0.8,
            (Self::Rarest(_) | Self::RarestTwo(_), Kind::Text, 2) => 0.6,
            (Self::RarestTwo(_), Kind::PersonName, 5) => 0.4,
            (Self::Start(..), Kind::GivenName | Kind::Surname | Kind::Email, 2..=4) => 0.85,
            (Self::Start(..), Kind::GivenName | Kind::Surname, 5) => 0.7,
            (Self::Start(..), Kind::Text, 2..=4) => 0.7,
            (Self::Sound(_), Kind::GivenName | Kind::Surname, 2) => 0.35,
            (Self::Sound(_), Kind::GivenName | Kind::Surname, 3..=5) => 0.15,
            (Self::Year(_), Kind::Date, 3 | 5 | 7) => 1.0,
            (Self::Year(_), Kind::Date, 10 | 11) => 0.95,
            (Self::Year(_), Kind::Date, 4 | 6) => 0.65,
            (Self::MonthDay(_), Kind::Date, 4 | 6) => 0.35,
            (Self::Week(..), Kind::Date, 10) => 0.7,
            (Self::Week(..), Kind::Date, 4 | 11) => 0.05,
            (Self::Rough(..), Kind::Number, 3) => 0.85,
            (Self::Rough(..), Kind::Number, 4) => 0.4,
            (Self::Rough(..), Kind::Number, 2 | 5) => 0.1,
            (Self::Square(_), Kind::Location, 2) => 0.7,
            _ => 0.0,
        }
    }

    fn field(self) -> usize {
        match self {
            Self::Whole(f)
            | Self::AnyWord(f)
            | Self::Rarest(f)
            | Self::RarestTwo(f)
            | Self::Year(f)
            | Self::MonthDay(f)
            | Self::Start(f, _)
            | Self::Sound(f)
            | Self::Both(f, _)
            | Self::Week(f, _)
            | Self::Rough(f, _)
            | Self::Square(f) => f,
        }
    }
}

/// A number's power of two and the sixteenth of it that it lies in, shifted by half of one from the
/// second start.
fn rough(cell: u64, from: u8) -> u64 {
    let size = cell.abs_diff(value::ZERO);
    let bits = 64 - u64::from(size.leading_zeros());
    let step = bits.saturating_sub(5);
    let shifted = size + if from == 0 { 0 } else { 1 << step >> 1 };
    shifted >> step | bits << 40 | u64::from(cell < value::ZERO) << 63
}

/// The two rarest words (twice the same when there is one); ties by the word's digest order.
fn rarest(words: &[Word], field: usize, rarity: &Rarity) -> [Word; 2] {
    let bits = |word: Word| rarity.word(field, word);
    let mut best = [words[0], words[0]];
    for &word in &words[1..] {
        if best[0] == best[1] {
            best = if bits(word) > bits(best[0]) { [word, best[0]] } else { [best[0], word] };
        } else if bits(word) > bits(best[0]) {
            best = [word, best[0]];
        } else if bits(word) > bits(best[1]) {
            best[1] = word;
        }
    }
    best
}

/// Consonants of a word, repeats dropped; the first letter stays.
fn sound(word: &[u8], digest: &mut Digest) {
    let mut last = 0;
    for (at, &byte) in word.iter().enumerate() {
        if (at == 0 || !b"AEIOUHWY".contains(&byte)) && byte != last {
            digest.byte(byte);
        }
        last = byte;
    }
}

/// Records by key: buckets of (fingerprint, record), in the order of the records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// Two bits of one word for each key, far fewer set than not: most questions end here.
    filter: Vec<u64>,
    shift: u32,
    starts: Vec<u32>,
    entries: Vec<(u32, u32)>,
}

/// A key that somebody asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    /// Who asks.
    pub asker: u32,
    key: u64,
    /// Where the key's bucket begins and ends, once it was looked up.
    bucket: (u32, u32),
}

impl Question {
    pub fn new(asker: u32, key: u64) -> Self {
        Self { asker, key, bucket: (0, 0) }
    }
}

/// Where a key's bits are: taken from other bits of the key than the bucket.
fn place_of(key: u64, words: usize) -> (usize, u64) {
    let at = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 14;
    ((at >> 12) as usize & (words - 1), 1 << (at & 63) | 1 << (at >> 6 & 63))
}

fn filter_of(parts: &[Vec<(u64, u32)>], count: usize) -> Vec<u64> {
    let mut filter = vec![0u64; (count / 10).max(16).next_power_of_two()];
    for &(key, _) in parts.iter().flatten() {
        let (word, bits) = place_of(key, filter.len());
        filter[word] |= bits;
    }
    filter
}

impl Index {
    /// Builds the index from (key, record) in the order of the records. Keys that more than `cap`
    /// records share are left out; the answer counts them.
    pub fn new(parts: &[Vec<(u64, u32)>], cap: usize) -> (Self, u64) {
        let count: usize = parts.iter().map(Vec::len).sum();
        let bits = (count.max(4).ilog2() - 1).clamp(4, 27);
        let shift = 62 - bits;
        // each bucket's end moves down to its start while it is filled from behind
        let mut starts = vec![0u32; (1 << bits) + 1];
        for (key, _) in parts.iter().flatten() {
            starts[(key >> shift) as usize] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut entries = vec![(0, 0); count];
        for &(key, row) in parts.iter().rev().flat_map(|part| part.iter().rev()) {
            let slot = &mut starts[(key >> shift) as usize];
            *slot -= 1;
            entries[*slot as usize] = (key as u32, row);
        }
        let mut left_out = 0;
        if starts.windows(2).any(|w| (w[1] - w[0]) as usize > cap) {
            let mut kept = 0usize;
            for bucket in 0..starts.len() - 1 {
                let (from, to) = (starts[bucket] as usize, starts[bucket + 1] as usize);
                starts[bucket] = kept as u32;
                if to - from > cap {
                    entries[from..to].sort_unstable();
                    let mut at = from;
                    while at < to {
                        let end = at + entries[at..to].partition_point(|e| e.0 == entries[at].0);
                        if end - at <= cap {
                            entries.copy_within(at..end, kept);
                            kept += end - at;
                        } else {
                            left_out += 1;
                        }
                        at = end;
                    }
                } else {
                    entries.copy_within(from..to, kept);
                    kept += to - from;
                }
            }
            let last = starts.len() - 1;
            starts[last] = kept as u32;
            entries.truncate(kept);
        }
        let filter = filter_of(parts, count);
        (Self { filter, shift, starts, entries }, left_out)
    }

    /// Records with this key.
    #[inline]
    pub fn find(&self, key: u64, found: &mut Vec<u32>) {
        let (word, bits) = place_of(key, self.filter.len());
        if self.filter[word] & bits != bits {
            return;
        }
        let bucket = (key >> self.shift) as usize;
        for &(print, row) in &self.entries[self.starts[bucket] as usize..self.starts[bucket + 1] as usize] {
            if print == key as u32 {
                found.push(row);
            }
        }
    }

    /// Records with keys that several askers have. The questions go through the index together, step
    /// by step: waiting for one place hides behind the others'.
    pub fn find_all(&self, questions: &mut Vec<Question>, found: &mut Vec<(u32, u32)>) {
        let mut kept = 0;
        for at in 0..questions.len() {
            let question = questions[at];
            let (word, bits) = place_of(question.key, self.filter.len());
            questions[kept] = question;
            kept += usize::from(self.filter[word] & bits == bits);
        }
        questions.truncate(kept);
        for question in &mut *questions {
            let bucket = (question.key >> self.shift) as usize;
            question.bucket = (self.starts[bucket], self.starts[bucket + 1]);
        }
        let mut touched = 0;
        for question in &*questions {
            touched ^= self.entries.get(question.bucket.0 as usize).map_or(0, |e| e.0);
        }
        std::hint::black_box(touched);
        for question in &*questions {
            let bucket = &self.entries[question.bucket.0 as usize..question.bucket.1 as usize];
            let held = bucket.iter().filter(|(print, _)| *print == question.key as u32);
            found.extend(held.map(|(_, row)| (question.asker, *row)));
        }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.filter.len() * 8 + self.starts.len() * 4 + self.entries.len() * 8
    }
}
