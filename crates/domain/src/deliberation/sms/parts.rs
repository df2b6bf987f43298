//! A long message in parts, each with a header that tells phones how to join them.
//! 3GPP TS 23.040 §9.2.3.24.

use super::coding::Coding;
use std::collections::BTreeMap;

/// Octets of user data in one short message.
const OCTETS: usize = 140;
/// Octets of our header: length, element 0, its length 3, reference, total, number.
const HEADER: usize = 6;
/// The most parts a message may have.
pub const PARTS_MAX: usize = 8;

/// One short message of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Number, from 1.
    pub no: u8,
    /// How many there are.
    pub total: u8,
    /// The alphabet.
    pub coding: Coding,
    /// User data; begins with the header when there is more than one part.
    pub octets: Vec<u8>,
}

/// The text is longer than [`PARTS_MAX`] short messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a message takes at most {PARTS_MAX} short messages")]
pub struct TooLong;

/// Cuts a text into parts. No character is cut in two. `reference` is the same in every part and
/// should differ between messages to one phone.
pub fn split(text: &str, reference: u8) -> Result<Vec<Part>, TooLong> {
    let coding = Coding::of(text);
    let (single, several) = match coding {
        Coding::Gsm7 => (OCTETS * 8 / 7, (OCTETS - HEADER) * 8 / 7),
        Coding::Latin1 | Coding::Ucs2 => (OCTETS, OCTETS - HEADER),
    };
    let whole = coding.encode(text);
    if whole.len() <= single {
        return Ok(vec![Part { no: 1, total: 1, coding, octets: whole }]);
    }
    let mut pieces: Vec<Vec<u8>> = vec![Vec::new()];
    for character in text.chars() {
        let mut buffer = [0u8; 4];
        let octets = coding.encode(character.encode_utf8(&mut buffer));
        match pieces.last_mut() {
            Some(last) if last.len() + octets.len() <= several => last.extend(octets),
            _ => pieces.push(octets),
        }
    }
    let total = u8::try_from(pieces.len()).ok().filter(|t| usize::from(*t) <= PARTS_MAX).ok_or(TooLong)?;
    Ok((1..=total)
        .zip(pieces)
        .map(|(no, piece)| {
            let mut octets = vec![5, 0, 3, reference, total, no];
            octets.extend(piece);
            Part { no, total, coding, octets }
        })
        .collect())
}

/// Where a received short message stands in a long one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The sender's reference of the whole.
    pub reference: u16,
    /// How many parts there are.
    pub total: u8,
    /// This part, from 1.
    pub no: u8,
}

impl Place {
    /// A place that can be: number and total from 1, the number within the total.
    #[must_use]
    pub fn checked(reference: u16, total: u8, no: u8) -> Option<Self> {
        (total >= 2 && (1..=total).contains(&no)).then_some(Self { reference, total, no })
    }
}

/// Takes the header off user data that has one. Elements other than concatenation are passed over;
/// a header longer than the data is no header.
#[must_use]
pub fn open_header(octets: &[u8]) -> (Option<Place>, &[u8]) {
    let Some((length, rest)) = octets.split_first() else { return (None, octets) };
    let Some((mut header, body)) = rest.split_at_checked(usize::from(*length)) else { return (None, octets) };
    let mut place = None;
    while let [element, length, rest @ ..] = header {
        let Some((value, next)) = rest.split_at_checked(usize::from(*length)) else { break };
        match (element, value) {
            (0x00, [reference, total, no]) => place = Place::checked(u16::from(*reference), *total, *no),
            (0x08, [high, low, total, no]) => {
                place = Place::checked(u16::from_be_bytes([*high, *low]), *total, *no);
            }
            _ => {}
        }
        header = next;
    }
    (place, body)
}

/// Joins the parts of one message once all are there, in whatever order and however often they came.
/// The texts are joined as octets when the alphabet is the same, so a character cut by a foreign
/// sender becomes whole again.
#[must_use]
pub fn join(parts: &[(Place, Coding, Vec<u8>)]) -> Option<String> {
    let total = parts.first()?.0.total;
    let by_number: BTreeMap<u8, (Coding, &[u8])> =
        parts.iter().map(|(place, coding, octets)| (place.no, (*coding, octets.as_slice()))).collect();
    if by_number.len() != usize::from(total) {
        return None;
    }
    let mut text = String::new();
    let mut run: Option<(Coding, Vec<u8>)> = None;
    for (coding, octets) in by_number.into_values() {
        match &mut run {
            Some((same, whole)) if *same == coding => whole.extend_from_slice(octets),
            _ => {
                if let Some((coding, whole)) = run.take() {
                    text.push_str(&coding.decode(&whole));
                }
                run = Some((coding, octets.to_vec()));
            }
        }
    }
    if let Some((coding, whole)) = run {
        text.push_str(&coding.decode(&whole));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::super::coding::ESCAPE;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_are_those_of_the_standard() {
        let parts = |text: &str| split(text, 1).map(|p| p.len());
        assert_eq!((parts(&"a".repeat(160)), parts(&"a".repeat(161)), parts(&"a".repeat(306))), (Ok(1), Ok(2), Ok(2)));
        assert_eq!((parts(&"ô".repeat(70)), parts(&"ô".repeat(71)), parts(&"ô".repeat(134))), (Ok(1), Ok(2), Ok(2)));
        assert_eq!((parts(&"a".repeat(307)), parts(&"ô".repeat(135))), (Ok(3), Ok(3)));
        assert_eq!(parts(&"a".repeat(153 * PARTS_MAX + 1)), Err(TooLong));
    }

    #[test]
    fn a_header_of_sixteen_bits_and_foreign_elements_are_understood() {
        let octets = [11, 0x24, 1, 1, 0x08, 4, 0x12, 0x34, 3, 2, 0x77, 0, b'a', b'b'];
        let (place, body) = open_header(&octets);
        assert_eq!(place, Place::checked(0x1234, 3, 2));
        assert_eq!(body, b"ab");
        assert_eq!(open_header(&[200, 1, 2]), (None, &[200u8, 1, 2][..]));
        assert_eq!(Place::checked(1, 2, 3), None);
    }

    proptest! {
        #[test]
        fn parts_join_in_any_order_and_however_often_they_come(
            text in "[ -~€ô\u{1F600}]{1,500}", reference: u8, turn in 0..8usize, twice in 0..8usize
        ) {
            let Ok(parts) = split(&text, reference) else { return Ok(()) };
            if parts.len() == 1 {
                prop_assert_eq!(parts[0].coding.decode(&parts[0].octets), text);
                return Ok(());
            }
            let mut come: Vec<_> = parts.iter().map(|p| {
                let (place, body) = open_header(&p.octets);
                assert!(p.octets.len() <= 160 && body.last() != Some(&ESCAPE));
                (place.unwrap(), p.coding, body.to_vec())
            }).collect();
            let by = turn % come.len();
            come.rotate_left(by);
            let again = come[twice % come.len()].clone();
            come.push(again);
            prop_assert_eq!(join(&come), Some(text));
            come.retain(|(place, ..)| place.no != 1);
            prop_assert_eq!(join(&come), None);
        }

        #[test]
        fn no_octets_make_opening_a_header_fail(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
            let (place, body) = open_header(&octets);
            prop_assert!(body.len() <= octets.len());
            prop_assert!(place.is_none_or(|p| p.no >= 1 && p.no <= p.total));
        }
    }
}
