//! Text of the data made fit for the page: only characters the embedded face has, and
//! very long words allowed to break.

use serde_json::Value;
use std::sync::LazyLock;
use typst::text::Font;

/// What stands where the face has no sign.
const MISSING: char = '□';
/// Words longer than this may break between any two letters.
const LONG_WORD: usize = 22;
const BREAK: char = '\u{200b}';

/// Fields a template takes apart by position: our own ASCII, never a person's text.
const EXACT: [&str; 2] = ["svg", "sha256"];

/// Makes every string of a document's data printable, except drawings and hashes.
pub(crate) fn tidy(value: &mut Value, fonts: &[Font]) {
    match value {
        Value::String(text) => {
            if let Some(clean) = printable(text, fonts) {
                *text = clean;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|v| tidy(v, fonts)),
        Value::Object(fields) => {
            fields.iter_mut().filter(|(k, _)| !EXACT.contains(&k.as_str())).for_each(|(_, v)| tidy(v, fonts));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The printable form, or `None` when the text is already printable.
fn printable(text: &str, fonts: &[Font]) -> Option<String> {
    let plain = text.chars().all(|c| (' '..='~').contains(&c));
    let long = text.split(' ').any(|w| w.len() > LONG_WORD);
    if plain && !long && !text.starts_with(' ') && !text.ends_with(' ') {
        return None;
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            c if c.is_control() => shown.push(' '),
            // joiners, variation selectors, direction marks, byte order mark
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' => {}
            c if c.is_whitespace() => shown.push(' '),
            c if covered(c, fonts) => shown.push(c),
            _ => shown.push(MISSING),
        }
    }
    Some(breakable(&shown))
}

fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let long = word.chars().count() > LONG_WORD;
        for (j, c) in word.chars().enumerate() {
            if long && j > 0 {
                out.push(BREAK);
            }
            out.push(c);
        }
    }
    out
}

fn covered(c: char, fonts: &[Font]) -> bool {
    // every face of the family must have it: the same name may be printed bold
    static ASCII: LazyLock<std::ops::RangeInclusive<char>> = LazyLock::new(|| ' '..='~');
    ASCII.contains(&c) || fonts.iter().all(|f| f.info().coverage.contains(c as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::fonts;

    #[test]
    fn a_sign_the_face_lacks_becomes_a_box_and_the_rest_stays() {
        assert_eq!(printable("Siti 🙂 A\u{0}di", fonts()).unwrap(), "Siti □ A di");
        assert_eq!(printable("Nyi Ratu Kidul", fonts()), None);
    }

    #[test]
    fn accents_and_apostrophes_are_not_lost() {
        assert_eq!(printable("Jum’at é ñ", fonts()).unwrap(), "Jum’at é ñ");
    }

    #[test]
    fn only_very_long_words_may_break_inside() {
        let long = printable(&"A".repeat(60), fonts()).unwrap();
        assert_eq!(long.chars().filter(|c| *c == BREAK).count(), 59);
        assert_eq!(printable("dipertanggungjawabkan", fonts()), None);
    }
}
