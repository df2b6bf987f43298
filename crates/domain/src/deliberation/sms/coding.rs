//! The two alphabets of short messages: GSM 03.38 and UCS-2.

/// How the characters of a message are written. 3GPP TS 23.038.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coding {
    /// The default alphabet, one septet in each octet as SMPP carries it: 160 in one message.
    Gsm7,
    /// ISO 8859-1; only ever received.
    Latin1,
    /// UTF-16, most significant octet first: 70 in one message.
    Ucs2,
}

/// The default alphabet by code; 27 is the escape.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1b}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// What follows the escape.
const EXTENSION: [(char, u8); 10] = [
    ('\u{c}', 0x0A),
    ('^', 0x14),
    ('{', 0x28),
    ('}', 0x29),
    ('\\', 0x2F),
    ('[', 0x3C),
    ('~', 0x3D),
    (']', 0x3E),
    ('|', 0x40),
    ('€', 0x65),
];
/// The escape to the extension table.
pub(super) const ESCAPE: u8 = 0x1B;

impl Coding {
    /// The alphabet a text needs: the default one when it holds every character.
    #[must_use]
    pub fn of(text: &str) -> Self {
        if text.chars().all(|c| septets(c).is_some()) { Self::Gsm7 } else { Self::Ucs2 }
    }

    /// `data_coding` of SMPP.
    #[must_use]
    pub fn data_coding(self) -> u8 {
        match self {
            Self::Gsm7 => 0,
            Self::Latin1 => 3,
            Self::Ucs2 => 8,
        }
    }

    /// From `data_coding` of SMPP; 1 (IA5) is read as the default alphabet, which agrees with it in
    /// letters and digits. Binary and unknown codings give `None`.
    #[must_use]
    pub fn from_data_coding(code: u8) -> Option<Self> {
        match code {
            0 | 1 => Some(Self::Gsm7),
            3 => Some(Self::Latin1),
            8 => Some(Self::Ucs2),
            // message classes: 1111 0xxx, the default alphabet
            0xF0..=0xF3 => Some(Self::Gsm7),
            _ => None,
        }
    }

    /// The octets of a text; a character the alphabet lacks becomes `?`.
    #[must_use]
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Gsm7 => text.chars().flat_map(|c| septets(c).unwrap_or((None, b'?')).into_octets()).collect(),
            Self::Latin1 => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
            Self::Ucs2 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }

    /// The text of octets. What cannot be read becomes `\u{FFFD}`, so that a reader sees the gap.
    #[must_use]
    pub fn decode(self, octets: &[u8]) -> String {
        match self {
            Self::Gsm7 => {
                let table: Vec<char> = BASIC.chars().collect();
                let mut text = String::with_capacity(octets.len());
                let mut octets = octets.iter().copied();
                while let Some(octet) = octets.next() {
                    text.push(match octet {
                        ESCAPE => match octets.next() {
                            Some(code) => EXTENSION.iter().find(|(_, e)| *e == code).map_or('\u{FFFD}', |(c, _)| *c),
                            None => '\u{FFFD}',
                        },
                        code => table.get(usize::from(code)).copied().unwrap_or('\u{FFFD}'),
                    });
                }
                text
            }
            Self::Latin1 => octets.iter().map(|o| char::from(*o)).collect(),
            Self::Ucs2 => {
                let units = octets.chunks(2).map(|pair| match pair {
                    [high, low] => u16::from_be_bytes([*high, *low]),
                    _ => 0xFFFD,
                });
                char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect()
            }
        }
    }
}

trait Octets {
    fn into_octets(self) -> impl Iterator<Item = u8>;
}

impl Octets for (Option<u8>, u8) {
    fn into_octets(self) -> impl Iterator<Item = u8> {
        self.0.into_iter().chain([self.1])
    }
}

/// One septet, or the escape and one.
fn septets(c: char) -> Option<(Option<u8>, u8)> {
    if c.is_ascii_alphanumeric() || c == ' ' {
        return u8::try_from(u32::from(c)).ok().map(|code| (None, code));
    }
    if let Some((_, code)) = EXTENSION.iter().find(|(e, _)| *e == c) {
        return Some((Some(ESCAPE), *code));
    }
    let place = BASIC.chars().position(|b| b == c && c != '\u{1b}')?;
    u8::try_from(place).ok().map(|code| (None, code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_default_alphabet_has_its_128_places_and_its_known_codes() {
        assert_eq!(BASIC.chars().count(), 128);
        assert_eq!(
            Coding::Gsm7.encode("@$_Ω A a ¡¿ à€"),
            [0, 2, 0x11, 0x15, 0x20, 0x41, 0x20, 0x61, 0x20, 0x40, 0x60, 0x20, 0x7F, 0x1B, 0x65]
        );
    }

    #[test]
    fn a_text_outside_the_default_alphabet_is_written_in_ucs2() {
        assert_eq!(Coding::of("MUSPAD 34.03.01.2001 Klampok 2=3"), Coding::Gsm7);
        assert_eq!(Coding::of("Klampôk"), Coding::Ucs2);
        assert_eq!(Coding::Ucs2.encode("ô"), [0x00, 0xF4]);
    }

    proptest! {
        #[test]
        fn what_is_encoded_reads_back(text in "\\PC{0,200}") {
            prop_assert_eq!(Coding::Ucs2.decode(&Coding::Ucs2.encode(&text)), text.clone());
            let coding = Coding::of(&text);
            prop_assert_eq!(coding.decode(&coding.encode(&text)), text);
        }

        #[test]
        fn no_octets_make_reading_fail(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
            for coding in [Coding::Gsm7, Coding::Latin1, Coding::Ucs2] {
                let text = coding.decode(&octets);
                prop_assert!(text.chars().count() <= octets.len() + 1);
            }
        }
    }
}
