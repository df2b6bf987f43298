//! A person: NIK, No. KK, name, sex, birth, relation. Domain §4.2 Blok IV, §4.4.

use crate::Date;
use std::fmt;

/// Population number: 16 digits `PPKKCC DDMMYY NNNN`. Domain §4.4.
///
/// Holding a `Nik` means its form was checked: 16 digits, a possible day (01–31 or
/// 41–71 for women) and month, serial not `0000`. `Debug` and `Display` mask it;
/// only [`Nik::expose`] shows it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nik([u8; 16]);

/// Why a text is not a NIK. The first step of the ladder that fails is named. Domain §4.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NikError {
    /// Nothing is written (blank, `-`, `0`, `NULL`): legal, and not an error of the row.
    #[error("no NIK is written")]
    Missing,
    /// Not 16 digits.
    #[error("a NIK has 16 digits")]
    Format,
    /// A spreadsheet turned it into a number; the last digits are gone.
    #[error("a spreadsheet rounded this NIK; its last digits are gone")]
    Exponential,
    /// The day is not 01–31 or 41–71, or the month not 01–12.
    #[error("digits 7 to 12 of this NIK are no date")]
    Date,
    /// Serial `0000`.
    #[error("the serial of a NIK starts at 0001")]
    Serial,
    /// Region digits that cannot exist (`00`).
    #[error("the first six digits of this NIK are no region")]
    Region,
}

impl Nik {
    /// Reads exactly 16 digits. Cleaning (apostrophes, spaces) is the importer's work.
    pub fn parse(text: &str) -> Result<Self, NikError> {
        let Ok(digits) = <[u8; 16]>::try_from(text.as_bytes()) else {
            return Err(NikError::Format);
        };
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(NikError::Format);
        }
        let nik = Self(digits);
        if &digits[..2] == b"00" || digits[0] == b'0' {
            return Err(NikError::Region);
        }
        let day = nik.two(6);
        if !(matches!(day, 1..=31) || matches!(day, 41..=71)) || !matches!(nik.two(8), 1..=12) {
            return Err(NikError::Date);
        }
        if nik.day() > days_in_month(nik.two(8), nik.two(10)) {
            return Err(NikError::Date);
        }
        if &digits[12..] == b"0000" {
            return Err(NikError::Serial);
        }
        Ok(nik)
    }

    /// All 16 digits. Each reading by a person is an access-log entry (design D11).
    #[must_use]
    pub fn expose(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// Only the last four digits, as roles with a masked view see it: `************0001`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("************{}", &self.expose()[12..])
    }

    /// Day of birth, 1–31.
    #[must_use]
    pub fn day(&self) -> u8 {
        let day = self.two(6);
        if day > 40 { day - 40 } else { day }
    }

    /// Month of birth, 1–12.
    #[must_use]
    pub fn month(&self) -> u8 {
        self.two(8)
    }

    /// Last two digits of the year of birth, 0–99.
    #[must_use]
    pub fn year_of_century(&self) -> u8 {
        self.two(10)
    }

    fn two(&self, at: usize) -> u8 {
        (self.0[at] - b'0') * 10 + (self.0[at + 1] - b'0')
    }
}

fn days_in_month(month: u8, year_of_century: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        // the century is not in the number: 00 may be 2000, a leap year
        2 if year_of_century.is_multiple_of(4) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nik({})", self.masked())
    }
}
impl fmt::Display for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// Family card number: 16 digits, region of issue, date of recording, serial. Domain §4.4.
///
/// It changes on marriage, split and move, so it is never a key of a household. Masked like a NIK.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoKk([u8; 16]);

impl NoKk {
    /// Reads exactly 16 digits. Damage reports use the NIK's words.
    pub fn parse(text: &str) -> Result<Self, NikError> {
        match <[u8; 16]>::try_from(text.as_bytes()) {
            Ok(digits) if digits.iter().all(u8::is_ascii_digit) && digits[0] != b'0' => Ok(Self(digits)),
            _ => Err(NikError::Format),
        }
    }
    /// All 16 digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
    /// Only the last four digits.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("************{}", &self.expose()[12..])
    }
}
impl fmt::Debug for NoKk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoKk({})", self.masked())
    }
}
impl fmt::Display for NoKk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

codes! {
    /// Sex: Blok IV item 6.
    pub enum Sex: u8 {
        /// 1 laki-laki.
        Male = 1,
        /// 2 perempuan.
        Female = 2,
    }
}

/// What is known of a birth. BDT 2015 holds only the age on its reference day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Birth {
    /// A full date.
    On(Date),
    /// Age in completed years on a day.
    Aged {
        /// Completed years.
        years: u8,
        /// The day on which that age held.
        on: Date,
    },
    /// Nothing usable is written.
    Unknown,
}

impl Birth {
    /// The date, when one is known.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        match self {
            Self::On(date) => Some(date),
            Self::Aged { .. } | Self::Unknown => None,
        }
    }

    /// Completed years on `day`; for an age-only record counted on by whole years
    /// (may be one too low between the anniversaries).
    #[must_use]
    pub fn age_on(self, day: Date) -> Option<i16> {
        match self {
            Self::On(born) => {
                let before = (day.month(), day.day()) < (born.month(), born.day());
                Some(day.year() - born.year() - i16::from(before))
            }
            Self::Aged { years, on } => {
                let before = (day.month(), day.day()) < (on.month(), on.day());
                Some(i16::from(years) + day.year() - on.year() - i16::from(before))
            }
            Self::Unknown => None,
        }
    }
}

codes! {
    /// Marital status: Blok IV item 8.
    pub enum MaritalStatus: u8 {
        /// 1 belum kawin.
        Single = 1,
        /// 2 kawin/nikah.
        Married = 2,
        /// 3 cerai hidup.
        Divorced = 3,
        /// 4 cerai mati.
        Widowed = 4,
    }
}

codes! {
    /// Relation to the head, of the household (item 3) or of the family (item 5).
    pub enum Relation: u8 {
        /// 1 kepala.
        Head = 1,
        /// 2 istri/suami.
        Spouse = 2,
        /// 3 anak.
        Child = 3,
        /// 4 menantu.
        ChildInLaw = 4,
        /// 5 cucu.
        Grandchild = 5,
        /// 6 orang tua/mertua.
        Parent = 6,
        /// 7 pembantu rumah tangga.
        DomesticWorker = 7,
        /// 8 lainnya.
        Other = 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_womans_nik_has_her_day_plus_forty() {
        let nik = Nik::parse("3403016711659001").unwrap();
        assert_eq!((nik.day(), nik.month(), nik.year_of_century()), (27, 11, 65), "a woman's day is 40 more");
        assert!(Nik::parse("3403013211659001").is_err(), "day 32 to 40 is no day");
        assert!(Nik::parse("3403017211659001").is_err(), "day 72 is no day");
    }

    proptest::proptest! {
        /// §4.4: whatever text comes in, a `Nik` has a possible day, month and serial, women's days are 41–71.
        #[test]
        fn a_nik_always_holds_a_possible_date(text in "[1-9][0-9]{5}[0-7][0-9][01][0-9][0-9]{2}[0-9]{4}") {
            let day: u8 = text[6..8].parse().unwrap();
            match Nik::parse(&text) {
                Ok(nik) => {
                    proptest::prop_assert!((1..=31).contains(&nik.day()) && (1..=12).contains(&nik.month()));
                    proptest::prop_assert!((1..=31).contains(&day) || (41..=71).contains(&day));
                    proptest::prop_assert_eq!(nik.expose(), text);
                }
                Err(error) => proptest::prop_assert_ne!(error, NikError::Format),
            }
        }

        /// §4.4: day 32–40 belongs to nobody.
        #[test]
        fn day_32_to_40_is_never_a_nik(day in 32..=40u8, serial in 1..9999u16) {
            let text = format!("340301{day:02}0565{serial:04}");
            proptest::prop_assert_eq!(Nik::parse(&text), Err(NikError::Date));
        }
    }

    #[test]
    fn a_nik_never_shows_itself_by_accident() {
        let nik = Nik::parse("3403012711659001").unwrap();
        assert_eq!(format!("{nik:?} {nik}"), "Nik(************9001) ************9001");
    }

    #[test]
    fn age_counts_completed_years() {
        let born = Birth::On(Date::constant(1950, 11, 27));
        assert_eq!(born.age_on(Date::constant(2016, 11, 26)), Some(65));
        assert_eq!(born.age_on(Date::constant(2016, 11, 27)), Some(66));
    }
}
