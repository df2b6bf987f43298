//! Administrative areas and their two code systems. Domain §4.5.
//!
//! Kemendagri codes (`PP.KK.CC.VVVV`) and BPS codes (`PPKKCCCVVV`) have the same length and different
//! splits. They are two types here. Only a bridge table maps one to the other: never arithmetic on
//! digits.

use crate::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A level of administration. English "district" is used for two of them, so the names stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaLevel {
    /// Provinsi.
    Provinsi,
    /// Kabupaten or kota.
    Kabupaten,
    /// Kecamatan.
    Kecamatan,
    /// Desa, kelurahan or desa adat.
    Desa,
}

/// Kemendagri code: 2, 4, 6 or 10 digits, kept without dots. Domain §4.5.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode {
    digits: [u8; 10],
    len: u8,
}

/// Why a text is not an area code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AreaCodeError {
    /// Something other than digits and dots.
    #[error("an area code holds digits and dots only")]
    NotDigits,
    /// Not 2, 4, 6 or 10 digits.
    #[error("an area code has 2, 4, 6 or 10 digits, not {0}")]
    Length(usize),
}

impl AreaCode {
    /// Reads `34.03.01.2001` or `3403012001`.
    pub fn parse(text: &str) -> Result<Self, AreaCodeError> {
        let mut digits = [0u8; 10];
        let mut len = 0usize;
        for byte in text.trim().bytes() {
            match byte {
                b'.' => {}
                b'0'..=b'9' => {
                    if len < 10 {
                        digits[len] = byte;
                    }
                    len += 1;
                }
                _ => return Err(AreaCodeError::NotDigits),
            }
        }
        match len {
            2 | 4 | 6 | 10 => Ok(Self { digits, len: len as u8 }),
            other => Err(AreaCodeError::Length(other)),
        }
    }

    /// The digits without dots: `3403012001`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..self.len as usize]).unwrap_or("")
    }

    /// The official spelling with dots: `34.03.01.2001`.
    #[must_use]
    pub fn dotted(&self) -> String {
        let d = self.as_str();
        match self.len {
            2 => d.to_owned(),
            4 => format!("{}.{}", &d[..2], &d[2..]),
            6 => format!("{}.{}.{}", &d[..2], &d[2..4], &d[4..]),
            _ => format!("{}.{}.{}.{}", &d[..2], &d[2..4], &d[4..6], &d[6..]),
        }
    }

    /// The level the code's length stands for.
    #[must_use]
    pub fn level(&self) -> AreaLevel {
        match self.len {
            2 => AreaLevel::Provinsi,
            4 => AreaLevel::Kabupaten,
            6 => AreaLevel::Kecamatan,
            _ => AreaLevel::Desa,
        }
    }

    /// The area this one lies in; a provinsi lies in none.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let len = match self.len {
            2 => return None,
            4 => 2,
            6 => 4,
            _ => 6,
        };
        Some(self.cut(len))
    }

    /// The enclosing area of that level, or itself; `None` when the level is finer than the code.
    #[must_use]
    pub fn at(&self, level: AreaLevel) -> Option<Self> {
        let len = match level {
            AreaLevel::Provinsi => 2,
            AreaLevel::Kabupaten => 4,
            AreaLevel::Kecamatan => 6,
            AreaLevel::Desa => 10,
        };
        (len <= self.len).then(|| self.cut(len))
    }

    /// Whether `other` is this area or lies inside it.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.len >= self.len && other.digits[..self.len as usize] == self.digits[..self.len as usize]
    }

    fn cut(&self, len: u8) -> Self {
        let mut digits = [0u8; 10];
        digits[..len as usize].copy_from_slice(&self.digits[..len as usize]);
        Self { digits, len }
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AreaCode({})", self.dotted())
    }
}

/// BPS code: 2, 4, 7 or 10 digits. The same village has another code here than in [`AreaCode`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BpsCode(String);

impl BpsCode {
    /// Reads 2, 4, 7 or 10 digits.
    pub fn parse(text: &str) -> Result<Self, AreaCodeError> {
        let text = text.trim();
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(AreaCodeError::NotDigits);
        }
        match text.len() {
            2 | 4 | 7 | 10 => Ok(Self(text.to_owned())),
            other => Err(AreaCodeError::Length(other)),
        }
    }
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One row of the dated area table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Kemendagri code.
    pub code: AreaCode,
    /// The official word: `kabupaten`, `kota`, `kecamatan`, `desa`, `kelurahan` …
    pub kind: String,
    /// Name without the kind.
    pub name: String,
    /// First day the code is in force; `None` = since the table begins.
    pub valid_from: Option<Date>,
    /// Last day the code is in force; `None` = still.
    pub valid_to: Option<Date>,
    /// The code that took its place.
    pub successor: Option<AreaCode>,
}

/// A padukuhan or dusun. It has no national code: the local one is the desa's code and a serial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hamlet {
    /// Local code, e.g. `34.03.01.2001.01`.
    pub code: String,
    /// Name as written.
    pub name: String,
    /// The desa it lies in.
    pub desa: AreaCode,
    /// The local word: `Padukuhan`, `Dusun` …
    pub kind: String,
}

/// Areas, hamlets and the bridge between the code systems, for look-up.
#[derive(Clone, Debug, Default)]
pub struct AreaTable {
    areas: BTreeMap<AreaCode, Area>,
    /// Those of the areas that are a kabupaten.
    kabupaten: BTreeSet<AreaCode>,
    hamlets: BTreeMap<AreaCode, Vec<Hamlet>>,
    bridge: BTreeMap<BpsCode, AreaCode>,
    /// The day on which codes have to be in force; without one every known end has come.
    day: Option<Date>,
}

impl AreaTable {
    /// Adds an area; a later row with the same code replaces the earlier.
    pub fn add(&mut self, area: Area) {
        if area.code.level() == AreaLevel::Kabupaten {
            self.kabupaten.insert(area.code);
        }
        self.areas.insert(area.code, area);
    }
    /// Adds a hamlet under its desa.
    pub fn add_hamlet(&mut self, hamlet: Hamlet) {
        self.hamlets.entry(hamlet.desa).or_default().push(hamlet);
    }
    /// Adds a bridge row.
    pub fn add_bridge(&mut self, bps: BpsCode, code: AreaCode) {
        self.bridge.insert(bps, code);
    }
    /// The area with this code.
    #[must_use]
    pub fn get(&self, code: &AreaCode) -> Option<&Area> {
        self.areas.get(code)
    }
    /// The same table as it is in force on a day.
    #[must_use]
    pub fn as_of(mut self, day: Date) -> Self {
        self.day = Some(day);
        self
    }
    /// Whether the code has ended: another took its place, or its last day is over.
    #[must_use]
    pub fn has_ended(&self, code: &AreaCode) -> bool {
        let over = |last: Date| self.day.is_none_or(|day| last < day);
        self.get(code).is_some_and(|a| a.valid_to.map_or(a.successor.is_some(), over))
    }
    /// The code in force: of an area that ended its successor, or the successor's. An area that ended without
    /// one keeps its own. Domain §4.5.
    #[must_use]
    pub fn in_force(&self, code: AreaCode) -> AreaCode {
        let mut code = code;
        // a table may lead in a circle
        for _ in 0..8 {
            match self.get(&code).and_then(|a| a.successor).filter(|_| self.has_ended(&code)) {
                Some(successor) => code = successor,
                None => break,
            }
        }
        code
    }
    /// The area's name, or its dotted code when the table does not know it.
    #[must_use]
    pub fn name(&self, code: &AreaCode) -> String {
        self.get(code).map_or_else(|| code.dotted(), |a| a.name.clone())
    }
    /// The Kemendagri code the bridge gives for a BPS code.
    #[must_use]
    pub fn from_bps(&self, bps: &BpsCode) -> Option<AreaCode> {
        self.bridge.get(bps).copied()
    }
    /// Every area, by code.
    pub fn areas(&self) -> impl Iterator<Item = &Area> {
        self.areas.values()
    }
    /// Every desa inside `area`, by code.
    pub fn desa_in<'a>(&'a self, area: &'a AreaCode) -> impl Iterator<Item = &'a Area> {
        self.areas.values().filter(move |a| a.code.level() == AreaLevel::Desa && area.contains(&a.code))
    }
    /// The hamlets of a desa, in the order they were added.
    #[must_use]
    pub fn hamlets(&self, desa: &AreaCode) -> &[Hamlet] {
        self.hamlets.get(desa).map_or(&[], Vec::as_slice)
    }
    /// Every bridge row.
    pub fn bridge(&self) -> impl Iterator<Item = (&BpsCode, &AreaCode)> {
        self.bridge.iter()
    }
    /// The one kabupaten the table is about, when it is about one.
    #[must_use]
    pub fn kabupaten(&self) -> Option<AreaCode> {
        self.kabupaten.first().copied().filter(|_| self.kabupaten.len() == 1)
    }
}

impl Area {
    /// Kind and name as on a letterhead: `Desa Sukamaju`.
    #[must_use]
    pub fn full_name(&self) -> String {
        let mut kind = self.kind.clone();
        if let Some(first) = kind.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        format!("{kind} {}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_with_and_without_dots_is_the_same_area() {
        let a = AreaCode::parse("34.03.01.2001").unwrap();
        assert_eq!(a, AreaCode::parse("3403012001").unwrap());
        assert_eq!(a.dotted(), "34.03.01.2001");
        assert_eq!(a.parent().unwrap().as_str(), "340301");
        assert!(AreaCode::parse("34.03").unwrap().contains(&a));
    }

    #[test]
    fn an_area_that_ended_leads_to_the_last_of_its_successors_from_the_day_on() {
        let code = |text: &str| AreaCode::parse(text).unwrap();
        let mut table = AreaTable::default();
        for (own, to, next) in [
            ("3403042011", Some(Date::constant(2015, 12, 31)), Some("3403032099")),
            ("3403032099", None, Some("3403032100")),
            ("3403032100", None, None),
            ("3403032001", Some(Date::constant(2015, 12, 31)), None),
        ] {
            table.add(Area {
                code: code(own),
                kind: "desa".to_owned(),
                name: String::new(),
                valid_from: None,
                valid_to: to,
                successor: next.map(code),
            });
        }
        assert_eq!(table.in_force(code("3403042011")), code("3403032100"));
        assert!(table.has_ended(&code("3403032001")), "an end without a successor is an end");
        assert_eq!(table.in_force(code("3403032001")), code("3403032001"));
        let before = table.as_of(Date::constant(2015, 6, 1));
        assert_eq!(before.in_force(code("3403042011")), code("3403042011"));
    }

    #[test]
    fn a_code_of_seven_digits_is_bps_and_not_kemendagri() {
        assert_eq!(AreaCode::parse("3403123"), Err(AreaCodeError::Length(7)));
        assert!(BpsCode::parse("3403123").is_ok());
    }

    proptest::proptest! {
        /// §4.5: the two code systems are never confused: reading and printing is the identity, and
        /// a Kemendagri code leads to a village only through the table's own rows.
        #[test]
        fn a_code_reads_back_as_it_was_printed(text in "[1-9][0-9]{9}") {
            let code = AreaCode::parse(&text).unwrap();
            proptest::prop_assert_eq!(AreaCode::parse(&code.dotted()).unwrap(), code);
            let bps = BpsCode::parse(&text).unwrap();
            proptest::prop_assert_eq!(AreaTable::default().from_bps(&bps), None);
        }
    }
}
