//! A telephone number: personal data, so it masks itself.

use std::fmt;

/// A subscriber's number in international form without `+`: `6281234567890`.
///
/// `Debug` and `Display` mask it; only [`Phone::expose`] shows it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// Why a text is not a telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a telephone number has 8 to 15 digits, such as 0812 3456 7890 or +62 812 3456 7890")]
pub struct PhoneError;

impl Phone {
    /// Reads `0812-3456-7890`, `+62 812 3456 7890`, `62812…`. A leading 0 is Indonesia's own trunk
    /// prefix: it becomes 62.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let mut digits = String::new();
        let mut international = false;
        for c in text.trim().chars() {
            match c {
                '+' if digits.is_empty() => international = true,
                '0'..='9' => digits.push(c),
                ' ' | '-' | '.' | '(' | ')' => {}
                _ => return Err(PhoneError),
            }
        }
        let number = match digits.strip_prefix('0') {
            Some(rest) if !international => match rest.strip_prefix('0') {
                Some(abroad) => abroad.to_owned(),
                None => format!("62{rest}"),
            },
            _ => digits,
        };
        if (8..=15).contains(&number.len()) { Ok(Self(number)) } else { Err(PhoneError) }
    }

    /// The number itself, for the SMS centre.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    /// Country and the last two digits: `62…90`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}…{}", &self.0[..2], &self.0[self.0.len() - 2..])
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_one_number_however_it_is_written() {
        let forms = ["081234567890", "+62 812-3456-7890", "6281234567890", "0062 81234567890", "(0812) 3456 7890"];
        for text in forms {
            assert_eq!(Phone::parse(text).unwrap().expose(), "6281234567890", "{text}");
        }
        for text in ["", "0812", "Klampok", "0812345678901234567", "0812x4567890"] {
            assert_eq!(Phone::parse(text), Err(PhoneError), "{text}");
        }
    }

    #[test]
    fn a_number_masks_itself() {
        let phone = Phone::parse("081234567890").unwrap();
        assert_eq!((phone.to_string(), format!("{phone:?}")), ("62…90".to_owned(), "Phone(62…90)".to_owned()));
    }
}
