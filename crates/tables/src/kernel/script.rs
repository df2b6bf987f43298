//! Letters of every script as bytes: what `linkage::normalise` reads is Latin, names are not always.
//!
//! A letter of an alphabet is one byte, a Han character two, so that counts of wrong letters mean the
//! same in every script. Accents and vowel points are dropped, full-width forms and digits of other
//! scripts become the common ones. Two scripts share bytes, so nothing is compared across scripts.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A stretch of text that is not plain ASCII.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Latin letters without their accents; everything that is not a letter as it was.
    Latin(String),
    /// Words with letters of another script, as bytes.
    Other(Vec<Vec<u8>>),
}

/// Reads a stretch of text.
pub(crate) fn read(text: &str) -> Reading {
    let mut latin = String::with_capacity(text.len());
    let mut words: Vec<Vec<u8>> = vec![Vec::new()];
    let mut foreign = false;
    for c in text.nfkd() {
        if is_point(c) {
            continue;
        }
        let c = common(c);
        if let Some(plain) = plain(c) {
            latin.push_str(plain);
            words.last_mut().into_iter().for_each(|w| w.extend(plain.bytes().map(|b| b.to_ascii_uppercase())));
        } else if c.is_ascii() {
            latin.push(c);
            if c.is_ascii_alphanumeric() {
                words.last_mut().into_iter().for_each(|w| w.push(c.to_ascii_uppercase() as u8));
            } else if c != '\'' {
                words.push(Vec::new());
            }
        } else if c.is_alphanumeric() || is_combining_mark(c) {
            foreign = true;
            words.last_mut().into_iter().for_each(|w| letter(c, w));
        } else if !matches!(c, '\u{2019}' | '\u{2bc}' | '\u{200c}' | '\u{200d}') {
            latin.push(' ');
            words.push(Vec::new());
        }
    }
    words.retain(|w| !w.is_empty());
    if foreign { Reading::Other(words) } else { Reading::Latin(latin) }
}

/// A text whose digits of any script are the common ones.
pub(crate) fn digits(text: &str) -> String {
    text.nfkc().map(common).collect()
}

/// Accents, and points that only help to read a word aloud.
fn is_point(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

/// Letters that are written in several ways, and digits.
fn common(c: char) -> char {
    /// Where the digits of scripts begin.
    const ZEROS: [u32; 12] = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66, 0xe50, 0x1090, 0x1b50, 0xa9d0];
    let code = u32::from(c);
    match c {
        'ة' => 'ه',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        'ٱ' => 'ا',
        'ァ'..='ヶ' => char::from_u32(code - 0x60).unwrap_or(c),
        _ => ZEROS
            .iter()
            .find(|&&zero| (zero..zero + 10).contains(&code))
            .map_or(c, |zero| char::from_digit(code - zero, 10).unwrap_or(c)),
    }
}

/// Latin letters that no decomposition makes plain.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' | 'Ł' => "L",
        'ø' | 'Ø' => "O",
        'đ' | 'Đ' | 'ð' | 'Ð' => "D",
        'ß' | 'ẞ' => "SS",
        'æ' | 'Æ' => "AE",
        'œ' | 'Œ' => "OE",
        'þ' | 'Þ' => "TH",
        'ı' => "I",
        'ħ' | 'Ħ' => "H",
        'ə' | 'Ə' => "E",
        _ => return None,
    })
}

/// Bytes that stand for Han characters: as many as two of them need.
const PLACES: u32 = 160;

fn letter(c: char, word: &mut Vec<u8>) {
    let upper = c.to_uppercase().next().unwrap_or(c);
    let code = u32::from(upper);
    match code {
        0x4e00..=0x9fff => {
            let place = code - 0x4e00;
            word.extend([(96 + place / PLACES) as u8, (96 + place % PLACES) as u8]);
        }
        0x3400..=0x4dbf | 0x2_0000.. => {
            let place = code % (PLACES * PLACES);
            word.extend([(96 + place / PLACES) as u8, (96 + place % PLACES) as u8]);
        }
        _ => word.push((128 + code % 128) as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bytes(text: &str) -> Vec<Vec<u8>> {
        match read(text) {
            Reading::Other(words) => words,
            Reading::Latin(latin) => panic!("{latin}"),
        }
    }

    #[test]
    fn one_letter_of_any_alphabet_is_one_byte_and_a_han_character_two() {
        for (text, lengths) in [("Светлана", vec![8]), ("郭梅艳", vec![6]), ("عمر يوسف", vec![3, 4]), ("ꦱꦶꦠꦶ", vec![4])]
        {
            assert_eq!(bytes(text).iter().map(Vec::len).collect::<Vec<_>>(), lengths, "{text}");
        }
        assert_ne!(bytes("郭梅艳"), bytes("郭梅英"));
    }

    #[test]
    fn ways_of_writing_one_word_are_one() {
        for (a, b) in [("ЁЛКА", "елка"), ("أحمد", "احمد"), ("فاطمة", "فاطمه"), ("カナ", "かな"), ("가", "가")]
        {
            assert_eq!(bytes(a), bytes(b), "{a} {b}");
        }
        assert_eq!(read("Łukasz Čapek"), Reading::Latin("Lukasz Capek".to_owned()));
        assert_eq!(read("Nguyễn"), Reading::Latin("Nguyen".to_owned()));
        assert_eq!(digits("١٩٩٠-١٢-٢٧"), "1990-12-27");
        assert_eq!(digits("１２"), "12");
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_what_has_a_foreign_letter_is_never_empty(text in "\\PC{0,20}", han in "[一-鿿]") {
            read(&text);
            prop_assert!(!bytes(&han).is_empty());
        }
    }
}
