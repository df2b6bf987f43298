//! Comparators: names as weighted sets of words, births, NIK as three fields. All symmetric,
//! all in integers.

use crate::normalise::Name;
use domain::Date;
use domain::identification::{BirthAgreement, NameAgreement, PerMille, Spelling};
use domain::person::{Birth, Nik};
use rapidfuzz::distance::osa;
use rustc_hash::FxHashMap;

/// How often each word of names occurs: a rare word that agrees says more than SITI or SRI.
#[derive(Clone, Debug, Default)]
pub struct WordFrequency {
    counts: FxHashMap<String, u32>,
    names: u32,
}

impl WordFrequency {
    /// Counts a name's words.
    pub fn add(&mut self, name: &Name) {
        self.names += 1;
        for token in name.tokens() {
            if let Some(count) = self.counts.get_mut(token) {
                *count += 1;
            } else {
                self.counts.insert(token.to_owned(), 1);
            }
        }
    }

    /// Information of a word in bits, 1–16: the binary logarithm of how many names share it.
    /// A small register tells little about rarity: some eight bits are assumed until it tells more.
    #[must_use]
    pub fn bits(&self, token: &str) -> u32 {
        ((self.names + 1024) / (self.count(token) + 4)).max(2).ilog2().clamp(1, 16)
    }

    /// Puts counts together that were taken before.
    #[must_use]
    pub fn of(names: u32, words: impl IntoIterator<Item = (String, u32)>) -> Self {
        Self { counts: words.into_iter().collect(), names }
    }

    /// Adds the counts of another part of the names.
    pub fn merge(&mut self, other: &Self) {
        self.names += other.names;
        for (word, count) in other.words() {
            *self.counts.entry(word.to_owned()).or_default() += count;
        }
    }

    /// Names counted.
    #[must_use]
    pub fn names(&self) -> u32 {
        self.names
    }

    /// Every word with its count, in order.
    #[must_use]
    pub fn words(&self) -> std::collections::BTreeMap<&str, u32> {
        #[expect(clippy::iter_over_hash_type, reason = "sorted at once by the map it is gathered into")]
        {
            let mut sorted = std::collections::BTreeMap::new();
            for (word, count) in &self.counts {
                sorted.insert(word.as_str(), *count);
            }
            sorted
        }
    }

    /// How many names carry the word.
    #[must_use]
    pub fn count(&self, token: &str) -> u32 {
        self.counts.get(token).copied().unwrap_or(0)
    }
}

/// Likeness of two words in thousandths: equal, one slip, two slips in a long word, else nothing.
fn words(a: &str, b: &str) -> u32 {
    if a == b {
        return 1000;
    }
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    // an initial stands for a word, weakly
    if short == 1 {
        return if a.as_bytes()[0] == b.as_bytes()[0] { 700 } else { 0 };
    }
    if long - short > 2 || short < 3 {
        return 0;
    }
    match osa::distance_with_args(a.bytes(), b.bytes(), &osa::Args::default().score_cutoff(2)) {
        Some(0) => 1000,
        Some(1) if short >= 8 => 930,
        Some(1) if short >= 4 => 900,
        Some(1) => 800,
        Some(2) if short >= 8 => 870,
        Some(2) if short >= 6 => 780,
        _ => 0,
    }
}

/// The letters of a word as a set, by the lowest five bits of each byte.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| set | 1 << (byte & 31))
}

/// Whether two words can be alike at all, by their lengths and letters: a slip takes one letter away and brings one.
/// What this refuses, [`words`] gives nothing.
fn may_be_alike((len_a, set_a): (usize, u32), (len_b, set_b): (usize, u32)) -> bool {
    let (short, long) = (len_a.min(len_b), len_a.max(len_b));
    if short <= 1 {
        return set_a & set_b != 0 || len_a == len_b;
    }
    let slips = match short {
        ..3 => 0,
        3..6 => 1,
        _ => 2,
    };
    long - short <= slips as usize && (set_a ^ set_b).count_ones() <= 2 * slips
}

/// Words of a name that are looked at before they are compared; a longer name is compared at once.
const SETS: usize = 8;

/// Whether two names can be alike at all. Most that a key brings together share no word.
fn may_share_a_word(a: &Name, b: &Name) -> bool {
    let mut ours = [(0usize, 0u32); SETS];
    let mut count = 0;
    for word in a.tokens() {
        if count == SETS {
            return true;
        }
        ours[count] = (word.len(), letters(word));
        count += 1;
    }
    let ours = &ours[..count];
    let whole =
        |a: &str, b: &str| a.len().abs_diff(b.len()) <= 2 && may_be_alike((a.len(), letters(a)), (b.len(), letters(b)));
    b.tokens().any(|word| {
        let theirs = (word.len(), letters(word));
        ours.iter().any(|own| may_be_alike(*own, theirs))
    }) || whole(a.joined(), b.joined())
        || whole(a.plain(), b.plain())
}

/// Compares two names.
///
/// The words are aligned softly (each with its best partner, once), weighted by their rarity; words
/// without a partner count against. Joined and split words are compared as one.
#[must_use]
pub fn names(a: &Name, b: &Name, frequency: &WordFrequency) -> NameAgreement {
    if a.is_empty() || b.is_empty() {
        return NameAgreement { similarity: PerMille(0), spelling: Spelling::Missing, rarity: PerMille(0) };
    }
    if !may_share_a_word(a, b) {
        return NameAgreement { similarity: PerMille(0), spelling: Spelling::Another, rarity: PerMille(0) };
    }
    let weight = |token: &str| if token.len() == 1 { 1 } else { frequency.bits(token) };
    let rarity = |matched: u32| PerMille((matched * 1000 / 24).min(1000) as u16);
    let all = |name: &Name| name.tokens().map(weight).sum::<u32>();
    if a.written() == b.written() || a.joined() == b.joined() || same_words(a, b) {
        let spelling = if a.written() == b.written() { Spelling::Identical } else { Spelling::Variant };
        return NameAgreement { similarity: PerMille::FULL, spelling, rarity: rarity(all(a).min(all(b))) };
    }

    // best partner first; ties by position, seen from the shorter written name so that both
    // directions align alike
    let mut pairs: Vec<(u32, u32, usize, usize)> = Vec::new();
    for (i, x) in a.tokens().enumerate() {
        for (j, y) in b.tokens().enumerate() {
            let likeness = words(x, y);
            if likeness > 0 {
                pairs.push((likeness, weight(x) + weight(y), i, j));
            }
        }
    }
    pairs.sort_by_key(|&(likeness, weight, i, j)| {
        (std::cmp::Reverse((likeness, weight)), i + j, i.abs_diff(j), i.min(j))
    });
    let (mut used_a, mut used_b) = (0u64, 0u64);
    let (mut agreed, mut matched, mut slips) = (0u32, 0u32, 0u32);
    for (likeness, weight, i, j) in pairs {
        let (bit_a, bit_b) = (1u64 << i.min(63), 1u64 << j.min(63));
        if used_a & bit_a != 0 || used_b & bit_b != 0 {
            continue;
        }
        used_a |= bit_a;
        used_b |= bit_b;
        agreed += likeness * weight;
        matched += weight / 2;
        slips += u32::from(likeness < 1000);
    }
    // most pairs share no word at all: then how rare the words are is not asked
    let aligned = if agreed == 0 { 0 } else { agreed / (all(a) + all(b)).max(1) };
    let joined = words(a.joined(), b.joined()).max(words(a.plain(), b.plain()));
    let (count_a, count_b) = (a.tokens().count(), b.tokens().count());
    // NGATIMAN and NGATIMIN are two people: a slip in a single name never stands alone
    let most = if count_a == 1 && count_b == 1 { 910 } else { 999 };
    let similarity = aligned.max(joined).min(most);

    let (left_a, left_b) = (count_a as u32 - used_a.count_ones(), count_b as u32 - used_b.count_ones());
    let dropped_only = left_a == 0 || left_b == 0;
    let shorter = count_a.min(count_b);
    let spelling = if joined >= 780 || (used_a != 0 && dropped_only && slips <= 1 + u32::from(shorter > 2)) {
        Spelling::Variant
    } else {
        Spelling::Another
    };
    NameAgreement { similarity: PerMille(similarity as u16), spelling, rarity: rarity(matched) }
}

fn same_words(a: &Name, b: &Name) -> bool {
    let letters = |name: &Name| name.tokens().map(str::len).sum::<usize>();
    if letters(a) != letters(b) {
        return false;
    }
    let mut x: Vec<&str> = a.tokens().collect();
    let mut y: Vec<&str> = b.tokens().collect();
    x.sort_unstable();
    y.sort_unstable();
    x == y
}

/// Compares two dates of birth.
#[must_use]
pub fn dates(a: Date, b: Date) -> BirthAgreement {
    if a == b {
        return BirthAgreement::Equal;
    }
    let (same_year, same_month, same_day) = (a.year() == b.year(), a.month() == b.month(), a.day() == b.day());
    if same_year && i16::from(a.month()) == i16::from(b.day()) && i16::from(a.day()) == i16::from(b.month()) {
        return BirthAgreement::Swapped;
    }
    let apart = a.year().abs_diff(b.year());
    let default_day = |d: Date| matches!((d.month(), d.day()), (1, 1) | (7, 1) | (12, 31));
    let near = (same_month && same_day && matches!(apart, 1 | 10))
        || (same_year && same_month)
        || (same_year && same_day)
        || (same_year && (default_day(a) || default_day(b)));
    if near { BirthAgreement::Near } else { BirthAgreement::Differs }
}

/// Compares a birth of the registration with one of the register, which may be only an age.
#[must_use]
pub fn births(a: Birth, b: Birth) -> BirthAgreement {
    match (a, b) {
        (Birth::On(a), Birth::On(b)) => dates(a, b),
        (Birth::On(date), Birth::Aged { years, on }) | (Birth::Aged { years, on }, Birth::On(date)) => {
            match Birth::On(date).age_on(on) {
                Some(age) => ages(age, i16::from(years)),
                None => BirthAgreement::Unknown,
            }
        }
        (Birth::Aged { .. }, Birth::Aged { years, on }) => match a.age_on(on) {
            Some(age) => ages(age, i16::from(years)),
            None => BirthAgreement::Unknown,
        },
        (Birth::Unknown, _) | (_, Birth::Unknown) => BirthAgreement::Unknown,
    }
}

fn ages(a: i16, b: i16) -> BirthAgreement {
    if (a - b).abs() <= 1 { BirthAgreement::AgeFits } else { BirthAgreement::AgeDiffers }
}

/// Whether two different NIK are one slip of the pen apart: one digit, or two neighbours exchanged.
#[must_use]
pub fn nik_slip(a: &Nik, b: &Nik) -> bool {
    let (a, b) = (a.expose().as_bytes(), b.expose().as_bytes());
    let differing: Vec<usize> = (0..16).filter(|&i| a[i] != b[i]).collect();
    match differing.as_slice() {
        [_] => true,
        [i, j] => *j == i + 1 && a[*i] == b[*j] && a[*j] == b[*i],
        _ => false,
    }
}

/// Every valid NIK one slip away: 144 with one other digit, up to 15 with two neighbours exchanged.
#[must_use]
pub fn nik_neighbours(nik: &Nik) -> Vec<Nik> {
    let mut digits: Vec<u8> = nik.expose().bytes().collect();
    let mut found = Vec::with_capacity(160);
    let mut keep = |digits: &[u8]| {
        if let Some(nik) = std::str::from_utf8(digits).ok().and_then(|t| Nik::parse(t).ok()) {
            found.push(nik);
        }
    };
    for at in 0..digits.len() {
        let own = digits[at];
        for other in b'0'..=b'9' {
            if other != own {
                digits[at] = other;
                keep(&digits);
            }
        }
        digits[at] = own;
        if at + 1 < digits.len() && digits[at] != digits[at + 1] {
            digits.swap(at, at + 1);
            keep(&digits);
            digits.swap(at, at + 1);
        }
    }
    found
}

/// The date inside a NIK, with the century that brings it nearest to `year`. `None` when there is
/// no such day in that year.
#[must_use]
pub fn nik_date(nik: &Nik, year: i16) -> Option<Date> {
    let of_century = i16::from(nik.year_of_century());
    let base = year - year.rem_euclid(100);
    let full = [base - 100, base, base + 100].into_iter().map(|c| c + of_century).min_by_key(|y| (y - year).abs())?;
    Date::new(full, nik.month() as i8, nik.day() as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn like(a: &str, b: &str) -> NameAgreement {
        let mut frequency = WordFrequency::default();
        for name in
            ["SITI AMINAH", "SITI RAHAYU", "SITI LESTARI", "SRI LESTARI", "EKO SANTOSO", "TUMINEM", "KASNO", "PAIYEM"]
        {
            frequency.add(&Name::read(name));
        }
        names(&Name::read(a), &Name::read(b), &frequency)
    }

    #[test]
    fn a_slip_of_the_pen_is_a_spelling_and_another_name_is_not() {
        assert_eq!(like("DANANG NGROHO", "DANANG NUGROHO").spelling, Spelling::Variant);
        assert_eq!(like("JOEMIRAN", "JURIRAN").spelling, Spelling::Variant);
        assert_eq!(like("PUTRIELVINA HASANAH", "PUTRI ELVINA HASANAH").spelling, Spelling::Variant);
        assert_eq!(like("TRI WAHYUNI", "NUR ASTUTI").spelling, Spelling::Another);
        assert_eq!(like("EKO", "EKO").spelling, Spelling::Identical);
    }

    #[test]
    fn one_letter_confirms_a_nik_but_does_not_stand_alone_in_a_single_name() {
        let mononym = like("SUGIYO", "SUGINO").similarity;
        assert!(mononym >= PerMille::NAME_CONFIRMS && mononym < PerMille::NAME_ALONE, "{mononym:?}");
        assert!(like("EKO SANTOSO", "EKO SANTOSA").similarity >= PerMille::NAME_ALONE);
    }

    #[test]
    fn a_dropped_word_is_partial_evidence() {
        let dropped = like("TUMINEM", "TUMINEM RAHAYU");
        assert!(dropped.similarity < PerMille::NAME_CONFIRMS && dropped.similarity > PerMille(400), "{dropped:?}");
        assert_eq!(dropped.spelling, Spelling::Variant);
    }

    #[test]
    fn day_and_month_exchanged_and_slips_of_the_year_are_near() {
        let born = Date::constant(1981, 7, 5);
        assert_eq!(dates(born, Date::constant(1981, 5, 7)), BirthAgreement::Swapped);
        assert_eq!(dates(born, Date::constant(1982, 7, 5)), BirthAgreement::Near);
        assert_eq!(dates(born, Date::constant(1971, 7, 5)), BirthAgreement::Near);
        assert_eq!(dates(born, Date::constant(1984, 7, 8)), BirthAgreement::Differs);
    }

    #[test]
    fn an_age_on_the_reference_day_fits_a_date_within_a_year() {
        let aged = Birth::Aged { years: 33, on: Date::constant(2015, 6, 15) };
        assert_eq!(births(Birth::On(Date::constant(1981, 7, 5)), aged), BirthAgreement::AgeFits);
        assert_eq!(births(Birth::On(Date::constant(1978, 7, 5)), aged), BirthAgreement::AgeDiffers);
    }

    #[test]
    fn the_century_of_a_nik_comes_from_the_age() {
        let nik = Nik::parse("3403015602179887").unwrap();
        assert_eq!(nik_date(&nik, 2016), Some(Date::constant(2017, 2, 16)));
        assert_eq!(nik_date(&nik, 1920), Some(Date::constant(1917, 2, 16)));
    }

    proptest! {
        #[test]
        fn name_comparison_is_symmetric(a in "[A-Z]{1,9}( [A-Z]{1,9}){0,3}", b in "[A-Z]{1,9}( [A-Z]{1,9}){0,3}") {
            prop_assert_eq!(like(&a, &b), like(&b, &a));
        }
        #[test]
        fn words_that_cannot_be_alike_are_not(a in "[A-E]{0,9}", b in "[A-E]{0,9}") {
            let may = may_be_alike((a.len(), letters(&a)), (b.len(), letters(&b)));
            prop_assert!(may || words(&a, &b) == 0, "{} {} {}", a, b, words(&a, &b));
        }
        #[test]
        fn a_slip_is_not_refused_by_its_letters(a in "[A-Z]{6,12}", at in 0usize..6, to in "[A-Z]", and in 0usize..6) {
            let mut slipped: Vec<char> = a.chars().collect();
            slipped[at] = to.chars().next().unwrap();
            slipped.remove(and);
            let slipped: String = slipped.into_iter().collect();
            let may = may_be_alike((a.len(), letters(&a)), (slipped.len(), letters(&slipped)));
            prop_assert!(may || words(&a, &slipped) == 0);
        }
        #[test]
        fn a_name_agrees_with_itself_in_full(a in "[A-Z]{1,9}( [A-Z]{1,9}){0,3}") {
            prop_assert_eq!(like(&a, &a).similarity, PerMille::FULL);
        }
        #[test]
        fn date_comparison_is_symmetric(y in 1930i16..2017, z in 1930i16..2017, m in 1i8..=12, n in 1i8..=12, d in 1i8..=28, e in 1i8..=28) {
            let (a, b) = (Date::new(y, m, d).unwrap(), Date::new(z, n, e).unwrap());
            prop_assert_eq!(dates(a, b), dates(b, a));
        }
        #[test]
        fn every_neighbour_of_a_nik_is_a_slip_away(serial in 1u16..9999, day in 1u8..28, month in 1u8..=12) {
            let nik = Nik::parse(&format!("340301{day:02}{month:02}85{serial:04}")).unwrap();
            for other in nik_neighbours(&nik) {
                prop_assert!(nik_slip(&nik, &other) && nik_slip(&other, &nik));
            }
        }
    }
}
