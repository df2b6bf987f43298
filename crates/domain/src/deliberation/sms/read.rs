//! Reads what people type on a plain phone. R68.
//!
//! `MUSPAD 34.03.01.2001 Klampok 2=3 3=1 6=3 7=2`, and also lower case, commas, another order,
//! misplaced spaces, the letters O and l for 0 and 1, a desa code without dots or with spaces. The
//! answer names what is missing. Nothing is guessed that could have meant something else.

use super::counts::{COUNT_MAX, MeetingCode, PlaceName, ProvisionalCounts, REPORTED};
use crate::area::AreaCode;
use crate::deliberation::Finding;

/// What a text says, as far as it can be read alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    desa: Option<AreaCode>,
    hamlet: String,
    counts: [Option<u16>; 4],
    problems: Vec<Problem>,
}

/// What is missing or wrong. It holds codes and places of the area table, never words of the sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing of a report was found.
    Unreadable,
    /// It holds 16 digits in a row: the number of a person.
    PersonalNumber,
    /// No code of a desa.
    NoDesa,
    /// A code with this many digits; a desa has 10.
    DesaLength(usize),
    /// The area table knows no such desa.
    UnknownDesa(AreaCode),
    /// No name of a hamlet.
    NoHamlet(Vec<PlaceName>),
    /// The desa has no such hamlet, or several that could be meant.
    UnknownHamlet(Vec<PlaceName>),
    /// The sender may report for another desa only.
    OtherDesa(AreaCode),
    /// The sender may report for another hamlet only: this one.
    OtherHamlet(PlaceName),
    /// No count for a code.
    NoCount(Finding),
    /// Two different counts for a code.
    TwoCounts(Finding),
    /// What follows the code is not a number up to [`COUNT_MAX`].
    BadCount(Finding),
}

impl Problem {
    /// In Indonesian, one sentence.
    #[must_use]
    pub fn text(&self) -> String {
        let names = |known: &[PlaceName]| {
            let shown: Vec<&str> = known.iter().take(6).map(PlaceName::as_str).collect();
            let more = if known.len() > shown.len() { ", ..." } else { "" };
            if shown.is_empty() { String::new() } else { format!(" Yang ada: {}{more}.", shown.join(", ")) }
        };
        match self {
            Self::Unreadable => "Isi SMS tidak terbaca sebagai laporan MusPad.".to_owned(),
            Self::PersonalNumber => "Jangan kirim NIK atau nama orang lewat SMS.".to_owned(),
            Self::NoDesa => "Kode desa tidak ada.".to_owned(),
            Self::DesaLength(digits) => format!("Kode desa harus 10 angka, bukan {digits}."),
            Self::UnknownDesa(code) => format!("Kode desa {} tidak dikenal.", code.dotted()),
            Self::NoHamlet(known) => format!("Nama padukuhan tidak ada.{}", names(known)),
            Self::UnknownHamlet(known) => format!("Nama padukuhan tidak dikenal.{}", names(known)),
            Self::OtherDesa(own) => format!("Nomor ini terdaftar untuk desa {}.", own.dotted()),
            Self::OtherHamlet(own) => format!("Nomor ini terdaftar untuk padukuhan {own}."),
            Self::NoCount(finding) => format!("Kode {finding} tidak ada."),
            Self::TwoCounts(finding) => format!("Kode {finding} ditulis dua kali dengan angka berbeda."),
            Self::BadCount(finding) => format!("Angka sesudah kode {finding} tidak terbaca."),
        }
    }
}

/// What is known of the number a report came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The desa it may report for.
    pub desa: AreaCode,
    /// The one hamlet, when it belongs to one.
    pub hamlet: Option<String>,
}

/// Words that say what it is, and are no name of a hamlet.
const KEYWORDS: [&str; 28] = [
    "MUSPAD",
    "MUSYAWARAH",
    "LAPORAN",
    "LAPOR",
    "LAP",
    "SEMENTARA",
    "FKP",
    "KODE",
    "DESA",
    "DS",
    "PADUKUHAN",
    "PADUKUAN",
    "DUKUH",
    "DUSUN",
    "DSN",
    "PAD",
    "ADA",
    "RT",
    "RUTA",
    "RUMAH",
    "TANGGA",
    "KK",
    "DAN",
    "MOHON",
    "DITERIMA",
    "TERIMA",
    "KASIH",
    "MAKASIH",
];
/// Words for none.
const NONE: [&str; 4] = ["NIHIL", "KOSONG", "NOL", "TIDAKADA"];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Equals,
    /// Digits, letters that look like them put right.
    Number(String),
    Word(String),
}

impl Draft {
    /// Reads a text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut draft = Self::default();
        let mut tokens = tokens(text);
        if has_personal_number(text) {
            draft.problems.push(Problem::PersonalNumber);
        }
        draft.take_counts(&mut tokens);
        draft.take_desa(&mut tokens);
        if draft.counts == [None; 4] {
            draft.take_bare_pairs(&mut tokens);
        }
        draft.take_hamlet(tokens);
        draft
    }

    /// Whether nothing of a report was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.desa.is_none() && self.counts == [None; 4] && self.problems.is_empty()
    }

    /// The four counts alone, when all are there and nothing is wrong.
    #[must_use]
    pub fn counts(&self) -> Option<ProvisionalCounts> {
        match self.counts {
            [Some(a), Some(b), Some(c), Some(d)] if self.problems.is_empty() => {
                Some(ProvisionalCounts::from_array([a, b, c, d]))
            }
            _ => None,
        }
    }

    /// `2 = 3`: a code, the sign, a number.
    fn take_counts(&mut self, tokens: &mut Vec<Token>) {
        let mut rest = Vec::with_capacity(tokens.len());
        let mut i = 0;
        while i < tokens.len() {
            let key = match (&tokens[i], tokens.get(i + 1)) {
                (Token::Number(key) | Token::Word(key), Some(Token::Equals)) => code_of(key),
                _ => None,
            };
            let Some(code) = key else {
                rest.push(tokens[i].clone());
                i += 1;
                continue;
            };
            // what is followed by the sign again is the next code, not this one's count
            let said = tokens.get(i + 2).filter(|t| **t != Token::Equals && tokens.get(i + 3) != Some(&Token::Equals));
            let value = match said {
                Some(Token::Number(digits)) => Some(digits.clone()),
                Some(Token::Word(word)) if NONE.contains(&word.as_str()) => Some("0".to_owned()),
                Some(Token::Word(word)) if word.chars().all(|c| looks_like_digit(c).is_some()) => {
                    Some(word.chars().filter_map(looks_like_digit).collect())
                }
                _ => None,
            };
            i += if said.is_some() { 3 } else { 2 };
            self.set_count(code, value.as_deref());
        }
        *tokens = rest;
    }

    fn set_count(&mut self, code: u8, value: Option<&str>) {
        // codes 1, 4, 5 and 8 are no part of the report: who sends them loses nothing
        let Some(place) = REPORTED.iter().position(|f| f.code() == code) else { return };
        let finding = REPORTED[place];
        match (value.and_then(|v| v.parse::<u16>().ok()).filter(|n| *n <= COUNT_MAX), self.counts[place]) {
            (None, _) => self.problems.push(Problem::BadCount(finding)),
            (Some(new), Some(old)) if new != old => self.problems.push(Problem::TwoCounts(finding)),
            (Some(new), _) => self.counts[place] = Some(new),
        }
    }

    /// Ten digits, in one piece or as 2, 2, 2 and 4.
    fn take_desa(&mut self, tokens: &mut Vec<Token>) {
        for start in 0..tokens.len() {
            let mut digits = String::new();
            for end in start..tokens.len() {
                let Token::Number(more) = &tokens[end] else { break };
                digits.push_str(more);
                if digits.len() >= 10 {
                    if digits.len() == 10 {
                        self.desa = AreaCode::parse(&digits).ok();
                        tokens.drain(start..=end);
                        return;
                    }
                    break;
                }
            }
        }
        // whoever signs with his telephone number
        tokens.retain(
            |t| !matches!(t, Token::Number(d) if d.len() >= 10 && (d.starts_with("08") || d.starts_with("628"))),
        );
        let long = tokens.iter().find_map(|t| match t {
            Token::Number(digits) if digits.len() >= 5 => Some(digits.len()),
            _ => None,
        });
        if let Some(length) = long {
            tokens.retain(|t| !matches!(t, Token::Number(d) if d.len() >= 5));
            self.problems.push(Problem::DesaLength(length));
        }
    }

    /// `2 3 3 1 6 3 7 2`: four pairs without any sign, each code once.
    fn take_bare_pairs(&mut self, tokens: &mut Vec<Token>) {
        let numbers: Vec<&String> = tokens
            .iter()
            .filter_map(|t| match t {
                Token::Number(n) => Some(n),
                Token::Equals | Token::Word(_) => None,
            })
            .collect();
        let pairs: Vec<(Option<u8>, String)> =
            numbers.chunks(2).map(|p| (code_of(p[0]), p.get(1).map_or_else(String::new, |v| (*v).clone()))).collect();
        let mut codes: Vec<u8> = pairs.iter().filter_map(|(c, _)| *c).collect();
        codes.sort_unstable();
        if numbers.len() == 8 && codes == REPORTED.map(Finding::code) {
            for (code, value) in pairs {
                self.set_count(code.unwrap_or(0), Some(&value));
            }
            tokens.retain(|t| !matches!(t, Token::Number(_)));
        }
    }

    fn take_hamlet(&mut self, tokens: Vec<Token>) {
        let words: Vec<String> = tokens
            .into_iter()
            .filter_map(|t| match t {
                Token::Word(word) if KEYWORDS.contains(&word.as_str()) => None,
                Token::Word(word) | Token::Number(word) => Some(word),
                Token::Equals => None,
            })
            .collect();
        self.hamlet = words.join(" ");
    }

    /// The report, with what is known of the sender put in where the text is silent.
    /// `hamlets_of` gives the hamlets of a desa, `None` for a code the area table does not know.
    pub fn complete(
        &self,
        sender: Option<&Sender>,
        hamlets_of: impl Fn(&AreaCode) -> Option<Vec<String>>,
    ) -> Result<(MeetingCode, ProvisionalCounts), Vec<Problem>> {
        if self.is_empty() {
            return Err(vec![Problem::Unreadable]);
        }
        let mut problems = Vec::new();
        let wrong_length = self.problems.iter().any(|p| matches!(p, Problem::DesaLength(_)));
        let place = match self.desa.or(sender.map(|s| s.desa).filter(|_| !wrong_length)) {
            None if wrong_length => None,
            None => {
                problems.push(Problem::NoDesa);
                None
            }
            Some(desa) => match (hamlets_of(&desa), sender) {
                (_, Some(sender)) if sender.desa != desa => {
                    problems.push(Problem::OtherDesa(sender.desa));
                    None
                }
                (None, _) => {
                    problems.push(Problem::UnknownDesa(desa));
                    None
                }
                (Some(hamlets), sender) => {
                    self.place(desa, &hamlets, sender.and_then(|s| s.hamlet.as_deref()), &mut problems)
                }
            },
        };
        problems.extend(self.problems.iter().cloned());
        for (finding, count) in REPORTED.into_iter().zip(self.counts) {
            let told = self.problems.contains(&Problem::BadCount(finding));
            if count.is_none() && !told {
                problems.push(Problem::NoCount(finding));
            }
        }
        match (place, self.counts) {
            (Some(place), [Some(a), Some(b), Some(c), Some(d)]) if problems.is_empty() => {
                Ok((place, ProvisionalCounts::from_array([a, b, c, d])))
            }
            _ => Err(problems),
        }
    }

    fn place(
        &self,
        desa: AreaCode,
        hamlets: &[String],
        own: Option<&str>,
        problems: &mut Vec<Problem>,
    ) -> Option<MeetingCode> {
        let known = || hamlets.iter().filter_map(|h| PlaceName::parse(h)).collect::<Vec<_>>();
        let typed = if self.hamlet.is_empty() { own.unwrap_or("") } else { &self.hamlet };
        if typed.is_empty() {
            problems.push(Problem::NoHamlet(known()));
            return None;
        }
        let found = which(typed, hamlets).and_then(|name| PlaceName::parse(name));
        if found.is_none() {
            problems.push(Problem::UnknownHamlet(known()));
        }
        let own = own.and_then(PlaceName::parse);
        if let (Some(found), Some(own)) = (&found, own)
            && plain(found.as_str()) != plain(own.as_str())
        {
            problems.push(Problem::OtherHamlet(own));
            return None;
        }
        found.map(|hamlet| MeetingCode { desa, hamlet })
    }
}

/// A code 1–8, also as `K2` or `KODE2`.
fn code_of(key: &str) -> Option<u8> {
    let digits = key.trim_start_matches("KODE").trim_start_matches('K');
    digits.parse::<u8>().ok().filter(|c| (1..=8).contains(c) && digits.len() == 1)
}

fn looks_like_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'O' | 'Q' => Some('0'),
        'I' | 'L' | '|' => Some('1'),
        _ => None,
    }
}

/// Sixteen digits with nothing but spaces, dots and dashes between them, as they stand on a card, unless
/// they are a desa code and four bare pairs.
fn has_personal_number(text: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-')))
        .any(|run| run.chars().filter(char::is_ascii_digit).count() >= 16 && !is_bare_report(run))
}

/// `34.03.01.2001 2 3 3 1 6 3 7 2`: codes with counts, beside at most a desa code.
fn is_bare_report(run: &str) -> bool {
    let groups: Vec<String> = run
        .split(|c: char| c.is_whitespace() || c == '-')
        .map(|g| g.replace('.', ""))
        .filter(|g| !g.is_empty())
        .collect();
    let lengths: Vec<usize> = groups.iter().map(String::len).collect();
    let pairs = match lengths.as_slice() {
        [10, ..] => &groups[1..],
        [2, 2, 2, 4, ..] => &groups[4..],
        [.., 10] => &groups[..groups.len() - 1],
        [.., 2, 2, 2, 4] => &groups[..groups.len() - 4],
        _ => &groups[..],
    };
    let reported = |key: &str| code_of(key).is_some_and(|c| REPORTED.iter().any(|f| f.code() == c));
    pairs.len() == 8 && pairs.chunks(2).all(|pair| reported(&pair[0]) && pair[1].len() <= 3)
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut piece = String::new();
    let mut previous = ' ';
    let characters: Vec<char> = text.chars().map(half_width).flat_map(char::to_uppercase).collect();
    for (i, c) in characters.iter().copied().enumerate() {
        match c {
            '=' | ':' | '＝' | '→' => {
                close(&mut piece, &mut tokens);
                tokens.push(Token::Equals);
            }
            // a dash is a sign between a lone code and a number, otherwise part of a code or name
            '-' | '>' | '–'
                if lone_code(&piece)
                    && characters.get(i + 1).is_some_and(|n| looks_like_digit(*n).is_some() || *n == '>') =>
            {
                close(&mut piece, &mut tokens);
                tokens.push(Token::Equals);
            }
            '-' if previous.is_ascii_digit() => {}
            // less than nothing is no count
            '-' if piece.is_empty()
                && tokens.last() == Some(&Token::Equals)
                && matches!(previous, '=' | ':' | ' ')
                && characters.get(i + 1).is_some_and(char::is_ascii_digit) =>
            {
                piece.push(c);
            }
            '.' if piece.chars().all(|p| looks_like_digit(p).is_some()) => {}
            c if c.is_alphanumeric() || matches!(c, '\'' | '|') => piece.push(c),
            _ => close(&mut piece, &mut tokens),
        }
        previous = c;
    }
    close(&mut piece, &mut tokens);
    // `-` and `>` of an arrow, `= =` of a slip
    tokens.dedup_by(|a, b| *a == Token::Equals && *b == Token::Equals);
    tokens
}

fn lone_code(piece: &str) -> bool {
    piece.chars().count() == 1 && piece.chars().all(|c| c.is_ascii_digit())
}

/// The digits of an East Asian keyboard as everybody else's.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        other => other,
    }
}

fn close(piece: &mut String, tokens: &mut Vec<Token>) {
    let piece = std::mem::take(piece);
    if piece.is_empty() {
        return;
    }
    let digits: String = piece.chars().filter_map(looks_like_digit).collect();
    let real = piece.chars().any(|c| c.is_ascii_digit());
    if real && digits.chars().count() == piece.chars().count() {
        tokens.push(Token::Number(digits));
    } else {
        tokens.push(Token::Word(piece));
    }
}

/// The hamlet meant: the same letters, or the only one that begins so, or the only one that differs
/// by a slip of the thumb.
fn which<'a>(typed: &str, hamlets: &'a [String]) -> Option<&'a String> {
    let typed = plain(typed);
    let named: Vec<(String, &String)> = hamlets.iter().map(|h| (plain(h), h)).filter(|(p, _)| !p.is_empty()).collect();
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut found = named.iter().filter(|(p, _)| fits(p));
        match (found.next(), found.next()) {
            (Some((_, name)), None) => Some(*name),
            _ => None,
        }
    };
    if typed.chars().count() < 3 {
        return only(&|p| p == typed);
    }
    let slips = if typed.chars().count() >= 8 { 2 } else { 1 };
    if named.iter().any(|(p, _)| *p == typed) {
        return only(&|p| p == typed);
    }
    only(&|p| p.starts_with(&typed)).or_else(|| only(&|p| distance(p, &typed) <= slips))
}

/// Letters and digits in capitals, without the words that only say it is a hamlet.
fn plain(name: &str) -> String {
    let upper: String = name.chars().flat_map(char::to_uppercase).collect();
    let words = upper.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let mut kept: Vec<&str> = words.clone().filter(|w| !KEYWORDS.contains(w)).collect();
    if kept.is_empty() {
        kept = words.collect();
    }
    kept.concat()
}

/// Letters to insert, delete or replace.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::*;
    use proptest::prelude::*;

    fn hamlets(desa: &AreaCode) -> Option<Vec<String>> {
        let known = ["Klampok", "Klampok Lor", "Banjaran", "Dusun 3"].map(str::to_owned).to_vec();
        (desa.as_str() == "3403012001").then_some(known)
    }

    fn read(text: &str) -> Result<String, Vec<Problem>> {
        Draft::read(text).complete(None, hamlets).map(|(meeting, counts)| format!("{meeting} {counts}"))
    }

    fn from(text: &str, hamlet: Option<&str>) -> Result<String, Vec<Problem>> {
        let sender = Sender { desa: AreaCode::parse("3403012001").unwrap(), hamlet: hamlet.map(str::to_owned) };
        Draft::read(text).complete(Some(&sender), hamlets).map(|(meeting, counts)| format!("{meeting} {counts}"))
    }

    #[test]
    fn a_report_is_understood_however_a_plain_phone_writes_it() {
        // R68
        let wanted = Ok("34.03.01.2001 Klampok 2=3 3=1 6=3 7=2".to_owned());
        for text in [
            "MUSPAD 34.03.01.2001 Klampok 2=3 3=1 6=3 7=2",
            "muspad 3403012001 klampok 2=3,3=1,6=3,7=2",
            "Muspad 34 03 01 2001 KLAMPOK 7=2; 6=3; 3=1; 2=3.",
            "klampok 34.03.01.2001 2 = 3 3 = 1 6 = 3 7 = 2",
            "MUSPAD 34.O3.Ol.2OO1 Klampok 2:3 3:l 6:3 7:2",
            "MUSPAD\n34.03.01.2001\nKlampok\n2=3\n3=1\n6=3\n7=2",
            "Lapor muspad padukuhan Klampok desa 34.03.01.2001 kode 2=3 kode 3=1 kode 6=3 kode 7=2",
            "muspad 34-03-01-2001 klampok k2=3 k3=1 k6=3 k7=2",
            "MUSPAD 34.03.01.2001 Klampok 2-3 3-1 6-3 7-2",
            "MUSPAD 34.03.01.2001 Klampok 2->3 3->1 6->3 7->2",
            "MUSPAD 34.03.01.2001 Klampok 2 3 3 1 6 3 7 2",
            "MUSPAD 34.03.01.2001 Klampook 1=10 2=3 3=1 4=1 5=1 6=3 8=1 7=2",
            "MUSPAD 34.03.01.2001 Klampok 2=3 2=3 3=01 6=3 7=2",
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn zero_is_written_in_many_ways() {
        for zero in ["0", "O", "o", "00", "nihil", "kosong", "NOL"] {
            let text = format!("MUSPAD 3403012001 Banjaran 2={zero} 3=10 6=1o 7={zero}");
            assert_eq!(read(&text), Ok("34.03.01.2001 Banjaran 2=0 3=10 6=10 7=0".to_owned()), "{text}");
        }
    }

    #[test]
    fn a_hamlet_is_found_by_its_letters_its_beginning_or_past_one_slip() {
        for (typed, found) in [
            ("klampok lor", "Klampok Lor"),
            ("KLAMPOKLOR", "Klampok Lor"),
            ("klampok l", "Klampok Lor"),
            ("banjar", "Banjaran"),
            ("banjarna", "Banjaran"),
            ("dsn 3", "Dusun 3"),
            ("Dusun 3", "Dusun 3"),
        ] {
            let text = format!("muspad 3403012001 {typed} 2=1 3=1 6=1 7=1");
            assert_eq!(read(&text), Ok(format!("34.03.01.2001 {found} 2=1 3=1 6=1 7=1")), "{typed}");
        }
        for typed in ["klamp", "wonosari", "dusun 4"] {
            let text = format!("muspad 3403012001 {typed} 2=1 3=1 6=1 7=1");
            assert!(matches!(read(&text).unwrap_err()[..], [Problem::UnknownHamlet(_)]), "{typed}");
        }
    }

    #[test]
    fn what_is_missing_is_named_and_nothing_else() {
        let missing = |text: &str| read(text).unwrap_err();
        assert_eq!(missing("MUSPAD 3403012001 Klampok 2=3 3=1 6=3"), [Problem::NoCount(Finding::New)]);
        assert_eq!(missing("MUSPAD Klampok 2=3 3=1 6=3 7=2"), [Problem::NoDesa]);
        assert_eq!(missing("MUSPAD 34.03.01.201 Klampok 2=3 3=1 6=3 7=2"), [Problem::DesaLength(9)]);
        assert!(matches!(missing("3403012001 2=3 3=1 6=3 7=2")[..], [Problem::NoHamlet(_)]));
        let other = AreaCode::parse("3403012099").unwrap();
        assert_eq!(missing("MUSPAD 3403012099 Klampok 2=3 3=1 6=3 7=2"), [Problem::UnknownDesa(other)]);
        assert_eq!(
            missing("MUSPAD 3403012001 Klampok 2=3 2=4 3=1 6=banyak 7=2"),
            [Problem::TwoCounts(Finding::Improved), Problem::BadCount(Finding::CompositionChanged)]
        );
        assert_eq!(missing("MUSPAD 3403012001 Klampok 2=3 3= 6=3 7=2"), [Problem::BadCount(Finding::HeadReplaced)]);
        assert_eq!(missing("MUSPAD 3403012001 Klampok 2=3 3=1 6=3 7=5000"), [Problem::BadCount(Finding::New)]);
        assert_eq!(missing("assalamualaikum pak, rapat jam berapa"), [Problem::Unreadable]);
        assert_eq!(missing(""), [Problem::Unreadable]);
    }

    #[test]
    fn the_number_of_a_person_is_turned_back_however_it_is_spaced() {
        let report = "MUSPAD 3403012001 Klampok 2=3 3=1 6=3 7=2";
        for number in [
            "3403011506709001",
            "3403 0115 0670 9001",
            "3403.0115.0670.9001",
            "340301-150670-9001",
            "3403011 506709001",
        ] {
            for text in
                [format!("{report} {number}"), format!("Karto {number} {report}"), format!("{number}\n{report}")]
            {
                assert!(read(&text).unwrap_err().contains(&Problem::PersonalNumber), "{text}");
            }
        }
        for bare in ["2 3 3 1 6 3 7 2", "2 100 3 100 6 100 7 100", "2-3 3-1 6-3 7-2"] {
            for text in
                [format!("34 03 01 2001 {bare} klampok"), format!("klampok {bare} 34.03.01.2001"), bare.to_owned()]
            {
                let problems = read(&text).err().unwrap_or_default();
                assert!(!problems.contains(&Problem::PersonalNumber), "{text}");
            }
        }
    }

    #[test]
    fn words_between_the_counts_and_a_signature_do_no_harm_and_less_than_nothing_is_no_count() {
        let wanted = Ok("34.03.01.2001 Banjaran 2=3 3=1 6=3 7=2".to_owned());
        for text in [
            "2 ada 3, 3 ada 1, 6 ada 3, 7 ada 2",
            "kode 2 = 3 rt, kode 3 = 1 rt, kode 6 = 3 rt, kode 7 = 2 rt. mohon diterima, terima kasih",
            "２=３ ３=１ ６=３ ７=２",
            "2=3 3=1 6=3 7=2 081234567890",
        ] {
            assert_eq!(from(text, Some("Banjaran")), wanted, "{text}");
        }
        for text in ["2=3 3=1 6=3 7=-2", "2=3 3=1 6=3 7: -2"] {
            assert_eq!(from(text, Some("Banjaran")), Err(vec![Problem::BadCount(Finding::New)]), "{text}");
        }
    }

    #[test]
    fn a_known_number_need_not_say_where_it_is_and_reports_for_its_own_place_only() {
        let wanted: Result<String, Vec<Problem>> = Ok("34.03.01.2001 Banjaran 2=3 3=1 6=3 7=2".to_owned());
        assert_eq!(from("2=3 3=1 6=3 7=2", Some("Banjaran")), wanted);
        assert_eq!(from("banjaran 2=3 3=1 6=3 7=2", None), wanted);
        assert!(matches!(from("2=3 3=1 6=3 7=2", None).unwrap_err()[..], [Problem::NoHamlet(_)]));
        let refused = from("muspad 3403012099 banjaran 2=3 3=1 6=3 7=2", None).unwrap_err();
        assert_eq!(refused, [Problem::OtherDesa(AreaCode::parse("3403012001").unwrap())]);
        let refused = from("klampok 2=3 3=1 6=3 7=2", Some("Banjaran")).unwrap_err();
        assert_eq!(refused, [Problem::OtherHamlet(PlaceName::parse("Banjaran").unwrap())]);
        assert_eq!(from("BANJARAN 2=3 3=1 6=3 7=2", Some("Banjaran")), wanted);
    }

    proptest! {
        /// What we send as a report is read back as the same report.
        #[test]
        fn our_own_report_reads_back(counts in proptest::array::uniform4(0..=COUNT_MAX), which in 0..4usize) {
            let desa = AreaCode::parse("3403012001").unwrap();
            let hamlet = PlaceName::parse(&hamlets(&desa).unwrap()[which]).unwrap();
            let (meeting, counts) = (MeetingCode { desa, hamlet }, ProvisionalCounts::from_array(counts));
            let text = Message::Report { meeting: meeting.clone(), counts }.text();
            prop_assert_eq!(Draft::read(&text).complete(None, hamlets), Ok((meeting, counts)));
        }

        /// The four counts may stand in any order and with any usual sign between them.
        #[test]
        fn order_and_signs_do_not_matter(
            counts in proptest::array::uniform4(0..=COUNT_MAX), turn in 0..4usize, sign in 0..5usize, between in 0..5usize
        ) {
            let mut pairs: Vec<String> = REPORTED.into_iter().zip(counts)
                .map(|(f, n)| format!("{f}{}{n}", ["=", " = ", ":", "= ", " =" ][sign])).collect();
            pairs.rotate_left(turn);
            let text = format!("muspad klampok {} 34.03.01.2001", pairs.join([" ", ", ", ";", "\n", " / "][between]));
            let desa = AreaCode::parse("3403012001").unwrap();
            let read = Draft::read(&text).complete(None, hamlets);
            let hamlet = PlaceName::parse("Klampok").unwrap();
            prop_assert_eq!(read, Ok((MeetingCode { desa, hamlet }, ProvisionalCounts::from_array(counts))), "{}", text);
        }

        #[test]
        fn no_text_makes_reading_fail(text in "\\PC{0,300}") {
            let draft = Draft::read(&text);
            if let Err(problems) = draft.complete(None, hamlets) {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(!problem.text().is_empty());
                }
            }
        }
    }
}
