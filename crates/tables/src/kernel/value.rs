//! One value of a column as one number: what is equal has one code, what is missing has none.

/// Code of a value that is not there. Nothing is ever compared with it.
pub(crate) const MISSING: u64 = 0;

/// Whether a text says that there is no value: only marks, or one of the words that offices and programs
/// write for it. `Na` is a name, `NA` and `na` are not.
pub(crate) fn says_missing(text: &str) -> bool {
    let Some(first) = text.bytes().next() else { return false };
    let among = |lengths: u32, words: &[&str]| {
        text.len() < 32
            && lengths >> text.len() & 1 == 1
            && text != "Na"
            && words.iter().any(|word| word.eq_ignore_ascii_case(text))
    };
    // the lengths of the words as bits: most values are told apart by those
    match first {
        b'-' | b'.' | b'?' | b'*' | b'/' | b'_' => text.bytes().all(|b| b"-.?*/_ ".contains(&b)),
        b'n' | b'N' => among(
            1 << 2 | 1 << 3 | 1 << 4 | 1 << 9 | 1 << 13,
            &["n/a", "n.a.", "na", "nan", "null", "none", "nil", "not known", "not available"],
        ),
        b't' | b'T' => among(
            1 << 7 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 15 | 1 << 16,
            &["tidak ada", "tidak tahu", "tidak diketahui", "tdk ada", "tdk tahu", "tanpa keterangan"],
        ),
        b'u' | b'U' => among(1 << 7 | 1 << 9, &["unknown", "undefined"]),
        b'm' | b'M' => among(1 << 7, &["missing"]),
        b'b' | b'B' => among(1 << 9, &["belum ada"]),
        b'k' | b'K' => among(1 << 6, &["kosong"]),
        b'#' | b'(' | b'<' => among(1 << 4 | 1 << 7 | 1 << 8, &["#n/a", "(kosong)", "(blank)", "<na>"]),
        _ => false,
    }
}

/// A calendar date in any common writing as `year << 16 | month << 8 | day`; a bare year has month
/// and day 0. A value that is not a date is missing: it counts neither for nor against.
pub(crate) fn date(text: &str) -> u64 {
    if let Some((year, month, day)) = iso(text.as_bytes()) {
        return of_parts(year, month, day);
    }
    let mut parts = [0u32; 3];
    let mut lengths = [0usize; 3];
    let mut at = 0;
    let mut inside = false;
    for byte in text.trim_ascii().bytes() {
        match byte {
            b'0'..=b'9' => {
                if !inside && lengths[at] > 0 {
                    at += 1;
                    if at == 3 {
                        break;
                    }
                }
                inside = true;
                parts[at] = parts[at].wrapping_mul(10).wrapping_add(u32::from(byte - b'0'));
                lengths[at] += 1;
            }
            b'-' | b'/' | b'.' | b' ' => inside = false,
            b'T' | b't' | b':' if at == 2 => break,
            _ => return with_month_name(text),
        }
    }
    let filled = lengths.iter().filter(|&&l| l > 0).count();
    let (year, month, day) = match (filled, lengths) {
        (1, [8, ..]) => {
            let (year, month, day) = (parts[0] / 10_000, parts[0] / 100 % 100, parts[0] % 100);
            if month > 12
                && (1..=12).contains(&(parts[0] / 10_000 % 100))
                && (1850..2150).contains(&(parts[0] % 10_000))
            {
                (parts[0] % 10_000, parts[0] / 10_000 % 100, parts[0] / 1_000_000)
            } else {
                (year, month, day)
            }
        }
        (1, [4, ..]) => (parts[0], 0, 0),
        (3, [4, ..]) => (parts[0], parts[1], parts[2]),
        (3, [_, _, 4]) if parts[1] > 12 => (parts[2], parts[0], parts[1]),
        (3, [_, _, 4]) => (parts[2], parts[1], parts[0]),
        _ => return MISSING,
    };
    of_parts(year, month, day)
}

/// A date whose month is a word, English or Indonesian, and whose year has four digits: `12 March 1980`,
/// `March 12, 1980`, `5 Agu 1981`.
fn with_month_name(text: &str) -> u64 {
    const MONTHS: [&[&str]; 12] = [
        &["jan"],
        &["feb", "peb"],
        &["mar"],
        &["apr"],
        &["may", "mei"],
        &["jun"],
        &["jul"],
        &["aug", "agu", "ags"],
        &["sep"],
        &["oct", "okt"],
        &["nov", "nop"],
        &["dec", "des"],
    ];
    let (mut day, mut month, mut year) = (0, 0, 0);
    for part in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|p| !p.is_empty()) {
        let letters = part.bytes().all(|b| b.is_ascii_alphabetic());
        if letters {
            let start = part.get(..3).unwrap_or(part).to_ascii_lowercase();
            match MONTHS.iter().position(|names| names.contains(&start.as_str())) {
                Some(at) if month == 0 => month = at as u32 + 1,
                _ => return MISSING,
            }
            continue;
        }
        match part.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>() {
            Ok(number) if part.len() == 4 && year == 0 => year = number,
            Ok(number) if part.len() <= 4 && day == 0 => day = number,
            _ => return MISSING,
        }
    }
    if month == 0 || day == 0 { MISSING } else { of_parts(year, month, day) }
}

/// Year, month and day of `YYYY-MM-DD`, the commonest writing.
fn iso(text: &[u8]) -> Option<(u32, u32, u32)> {
    let &[a, b, c, d, b'-', m, n, b'-', x, y] = text else { return None };
    let digits = [a, b, c, d, m, n, x, y].map(|byte| u32::from(byte.wrapping_sub(b'0')));
    let [a, b, c, d, m, n, x, y] = digits;
    digits.iter().all(|digit| *digit < 10).then_some((a * 1000 + b * 100 + c * 10 + d, m * 10 + n, x * 10 + y))
}

fn of_parts(year: u32, month: u32, day: u32) -> u64 {
    let whole = (1..=12).contains(&month) && (1..=31).contains(&day);
    if (1800..2200).contains(&year) && (whole || month == 0) {
        u64::from(year) << 16 | u64::from(month) << 8 | u64::from(day)
    } else {
        MISSING
    }
}

/// Year, month and day of a [`date`] code.
pub(crate) fn ymd(code: u64) -> (i32, i32, i32) {
    ((code >> 16) as i32, (code >> 8 & 0xff) as i32, (code & 0xff) as i32)
}

/// Sex: 1 for men, 2 for women. `P` alone is a woman (perempuan), `Pria` a man.
pub(crate) fn sex(text: &str) -> u64 {
    let text = text.trim_ascii();
    if text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("pria")) {
        return 1;
    }
    match text.chars().next() {
        Some('男' | 'м' | 'М' | 'ذ') => return 1,
        Some('女' | 'ж' | 'Ж' | 'أ' | 'ا') => return 2,
        _ => {}
    }
    match text.as_bytes() {
        [b'L' | b'l' | b'M' | b'm' | b'1', ..] => 1,
        [b'P' | b'p' | b'F' | b'f' | b'W' | b'w' | b'2', ..] => 2,
        _ => MISSING,
    }
}

/// Sixteen digits as a number; anything else, and a serial or family of zeros, is missing.
pub(crate) fn sixteen_digits(text: &str) -> u64 {
    if let Ok(bytes) = <&[u8; 16]>::try_from(text.as_bytes())
        && let Some(number) = all_digits(bytes)
    {
        return if number.is_multiple_of(10_000) { MISSING } else { number };
    }
    let mut number = 0u64;
    let mut digits = 0;
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => {
                number = number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                digits += 1;
            }
            b' ' | b'.' | b'-' | b'\'' => {}
            _ => return MISSING,
        }
    }
    if digits == 16 && !number.is_multiple_of(10_000) { number } else { MISSING }
}

/// Sixteen digits read at once: pairs, then fours, then eights; `None` if one is not a digit.
fn all_digits(bytes: &[u8; 16]) -> Option<u64> {
    let digits = u128::from_le_bytes(*bytes) ^ u128::from_le_bytes([b'0'; 16]);
    let over = digits.wrapping_add(u128::from_le_bytes([0x76; 16])) | digits;
    if over & u128::from_le_bytes([0x80; 16]) != 0 {
        return None;
    }
    let eight = |part: u64| {
        let pairs = (part.wrapping_mul(10) + (part >> 8)) & 0x00ff_00ff_00ff_00ff;
        let fours = (pairs.wrapping_mul(100) + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
        (fours.wrapping_mul(10_000) + (fours >> 32)) & 0xffff_ffff
    };
    Some(eight(digits as u64) * 100_000_000 + eight((digits >> 64) as u64))
}

/// A NIK whose date cannot be is no NIK: it weighs nothing, neither for nor against.
pub(crate) fn nik(text: &str) -> u64 {
    let number = sixteen_digits(text);
    let (day, month) = (number / 100_000_000 % 100, number / 1_000_000 % 100);
    let day = if day > 40 { day - 40 } else { day };
    if (1..=31).contains(&day) && (1..=12).contains(&month) { number } else { MISSING }
}

/// A number or code: letters and digits, up to ten of them packed, longer ones by their digest.
pub(crate) fn identifier(text: &str) -> u64 {
    let mut packed = 1u64;
    let mut length = 0;
    let mut digest = Digest::new(7);
    for byte in text.bytes() {
        let value = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'z' => byte - b'a' + 10,
            b'A'..=b'Z' => byte - b'A' + 10,
            128.. => 36,
            _ => continue,
        };
        if length < 10 {
            packed = packed * 37 + u64::from(value);
        }
        digest.byte(byte.to_ascii_uppercase());
        length += 1;
    }
    match length {
        0 => MISSING,
        1..=10 => packed,
        _ => digest.end() >> 8 | 1 << 55,
    }
}

/// The letters and digits of a packed identifier, first to last; `None` for a digest.
pub(crate) fn identifier_letters(code: u64, into: &mut [u8; 10]) -> Option<usize> {
    if code >> 55 == 1 {
        return None;
    }
    let (mut rest, mut length) = (code, 0);
    while rest > 1 {
        into[length] = (rest % 37) as u8;
        rest /= 37;
        length += 1;
    }
    into[..length].reverse();
    Some(length)
}

/// Where the numbers of [`number`] have their zero.
pub(crate) const ZERO: u64 = 1 << 50;

/// A number in hundredths, shifted so that none is missing. Spaces are no part of it.
pub(crate) fn number(text: &str) -> u64 {
    let text = text.trim();
    let (whole, rest) = match text.split_once(['.', ',']) {
        Some((whole, rest)) if rest.bytes().all(|b| b.is_ascii_digit()) => (whole, rest),
        _ => (text, ""),
    };
    let Ok(number) = whole.parse::<i64>() else { return MISSING };
    let digit = |at: usize| rest.as_bytes().get(at).map_or(0, |b| i64::from(b - b'0'));
    let part = digit(0) * 10 + digit(1);
    let part = if whole.starts_with('-') { -part } else { part };
    let hundredths = number.clamp(-(1 << 40), 1 << 40) * 100 + part;
    (hundredths + ZERO as i64) as u64
}

/// An age in whole years.
pub(crate) fn age(text: &str) -> u64 {
    match number(text) {
        MISSING => MISSING,
        code if code >= ZERO => (code - ZERO) / 100 + 1,
        _ => MISSING,
    }
}

/// Days from a fixed day to a [`date`] code; `None` when only the year is known.
pub(crate) fn days(code: u64) -> Option<i32> {
    let (year, month, day) = ymd(code);
    if month == 0 {
        return None;
    }
    // March is the first month, so that the day of the leap year is the last
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day)
}

/// Latitude and longitude in degrees, side by side in one text, as steps of a hundred-thousandth of a
/// degree (about a metre).
pub(crate) fn location(text: &str) -> u64 {
    let mut parts = text.split(|c: char| c.is_whitespace() || matches!(c, ';' | '(' | ')')).filter(|p| !p.is_empty());
    let mut degrees = |most: f64| {
        let value: f64 = parts.next()?.trim_end_matches(',').parse().ok()?;
        (value.abs() <= most).then_some(((value + most) * 1e5).round() as u64)
    };
    let (Some(latitude), Some(longitude)) = (degrees(90.0), degrees(180.0)) else { return MISSING };
    // nobody lives at 0, 0: programs write it where nothing was measured
    if (latitude, longitude) == (9_000_000, 18_000_000) { MISSING } else { 1 << 52 | latitude << 26 | longitude }
}

/// Metres between two [`location`] codes, on a sphere that is flat nearby.
pub(crate) fn metres(x: u64, y: u64) -> f64 {
    let degrees =
        |code: u64| (((code >> 26 & 0x3ff_ffff) as f64) / 1e5 - 90.0, ((code & 0x3ff_ffff) as f64) / 1e5 - 180.0);
    let ((a, b), (c, d)) = (degrees(x), degrees(y));
    let radians = ((a + c) / 2.0).to_radians();
    let square = radians * radians;
    // the cosine by its series, the same on every machine
    let cosine = 1.0 - square / 2.0 + square * square / 24.0 - square * square * square / 720.0;
    let (north, mut east) = (a - c, (b - d).abs());
    if east > 180.0 {
        east = 360.0 - east;
    }
    let east = east * cosine.max(0.0);
    (north * north + east * east).sqrt() * 111_195.0
}

/// A digest of bytes: the same on every machine, 62 bits, never 0.
#[derive(Clone, Copy)]
pub(crate) struct Digest(u64);

impl Digest {
    pub fn new(salt: u64) -> Self {
        Self(0xcbf2_9ce4_8422_2325 ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }
    pub fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    pub fn word(&mut self, word: u64) {
        self.0 = mix(self.0 ^ word);
    }
    pub fn end(self) -> u64 {
        (mix(self.0) >> 2).max(1)
    }
}

/// Spreads the bits of a number over the whole of it.
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ x >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    x = (x ^ x >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    x ^ x >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_date_in_many_writings_is_one_date() {
        let code = date("1981-07-05");
        for written in [
            "5 July 1981",
            "July 5th, 1981",
            "5 Juli 1981",
            "05-JUL-1981",
            "19810705",
            "05/07/1981",
            "5-7-1981",
            "1981/7/5",
            "05.07.1981",
            "1981-07-05T00:00:00",
            "05071981",
        ] {
            assert_eq!(date(written), code, "{written}");
        }
        assert_eq!(ymd(code), (1981, 7, 5));
        assert_eq!(ymd(date("1981")), (1981, 0, 0));
    }

    #[test]
    fn words_for_nothing_are_nothing_and_names_are_not() {
        for nothing in ["-", "--", ".", "?", "N/A", "NULL", "nan", "Tidak ada", "tidak diketahui", "#N/A", "KOSONG"] {
            assert!(says_missing(nothing), "{nothing}");
        }
        for something in ["", "Na", "NADIA", "TUTI", "-5", "0", "KOSIM", "Nil Armstrong"] {
            assert!(!says_missing(something), "{something}");
        }
    }

    #[test]
    fn what_is_no_date_is_missing() {
        for written in ["", "-", "1981-13-45", "kemarin", "0000-00-00", "12"] {
            assert_eq!(date(written), MISSING, "{written}");
        }
    }

    #[test]
    fn a_nik_without_a_possible_date_weighs_nothing() {
        assert_eq!(nik("3403014107850001"), 3_403_014_107_850_001);
        assert_eq!(nik("3403017213850001"), MISSING);
        assert_eq!(nik("340301410785000"), MISSING);
        assert_eq!(nik("3,40301E+15"), MISSING);
    }

    #[test]
    fn sixteen_digits_read_at_once_are_the_number_and_anything_else_is_none() {
        assert_eq!(all_digits(b"3403014107850001"), Some(3_403_014_107_850_001));
        assert_eq!(all_digits(b"9999999999999999"), Some(9_999_999_999_999_999));
        for at in 0..16 {
            for odd in [b'/', b':', b' ', b'-', 0, 0xff, b'A'] {
                let mut bytes = *b"3403014107850001";
                bytes[at] = odd;
                assert_eq!(all_digits(&bytes), None, "{at} {odd}");
            }
        }
    }

    #[test]
    fn numbers_keep_their_hundredths_and_dates_their_distance() {
        assert_eq!(number("36.36") - number("36"), 36);
        assert_eq!(number("0") - number("-0.5"), 50);
        assert_eq!((age("41.0"), age("x")), (42, MISSING));
        let apart = |a: &str, b: &str| days(date(b)).unwrap() - days(date(a)).unwrap();
        assert_eq!(apart("2022-02-28", "2022-03-01"), 1);
        assert_eq!(apart("2020-02-28", "2020-03-01"), 2);
        assert_eq!(apart("1999-12-31", "2000-12-31"), 366);
    }

    #[test]
    fn places_on_the_globe_are_as_far_apart_as_they_are() {
        let (jogja, solo) = (location("-7.7956 110.3695"), location("-7.5755 110.8243"));
        assert!((metres(jogja, solo) - 55_800.0).abs() < 500.0, "{}", metres(jogja, solo));
        assert!(metres(location("0.5 179.999"), location("0.5 -179.999")) < 300.0);
        for nothing in ["", "-7.79", "95 10", "x y", "0 0"] {
            assert_eq!(location(nothing), MISSING, "{nothing}");
        }
    }

    #[test]
    fn an_identifier_can_be_read_back() {
        let mut letters = [0; 10];
        assert_eq!(identifier_letters(identifier("5304218"), &mut letters), Some(7));
        assert_eq!(letters[..7], [5, 3, 0, 4, 2, 1, 8]);
        assert_eq!(identifier_letters(identifier("0012"), &mut letters), Some(4));
        assert_eq!(identifier("ab-12"), identifier("AB 12"));
        assert_eq!(identifier(" - "), MISSING);
    }
}
