//! The register's side of a sheet: which households belong on the FKP.01 of a hamlet.

use crate::area::AreaCode;
use crate::deliberation::alike::name_key;
use crate::household::Household;
use crate::id::HouseholdId;
use crate::person::Relation;
use std::collections::BTreeMap;

/// What the register knows of one household that belongs on some FKP.01.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fkp01Prefill {
    /// Column 01.
    pub no_rts: HouseholdId,
    /// Its desa; `None` when the register could not place it.
    pub desa: Option<AreaCode>,
    /// Its hamlet as written (`RT 001 RW 001 PADUKUHAN X` will do); `None` when unknown.
    pub hamlet: Option<String>,
    /// Column 02.
    pub head_name: String,
    /// Column 03.
    pub member_names: Vec<String>,
    /// How many of its people the civil registry records as living; `None` = not asked.
    pub living: Option<u16>,
    /// Whether the register is sure of this row. `false` for rows kept in quarantine and for a
    /// number that two households carry: no meeting is refused because of them.
    pub certain: bool,
}

impl Fkp01Prefill {
    /// The prefilled columns of a household of the register. Two heads under one number may be
    /// two households: such a row is not certain.
    #[must_use]
    pub fn of(household: &Household) -> Self {
        let head = household.head().map(|m| m.no);
        let heads = household.members.iter().filter(|m| m.relation == Some(Relation::Head)).count();
        Self {
            no_rts: household.id.clone(),
            desa: household.place.desa,
            hamlet: household.place.hamlet.clone(),
            head_name: household.head().map(|m| m.name.clone()).unwrap_or_default(),
            member_names: household.members.iter().filter(|m| Some(m.no) != head).map(|m| m.name.clone()).collect(),
            living: None,
            certain: heads <= 1,
        }
    }
}

/// Words that say what kind of place a hamlet is, and not which.
pub const HAMLET_KINDS: [&str; 12] = [
    "PADUKUHAN",
    "PEDUKUHAN",
    "DUKUH",
    "DUSUN",
    "DSN",
    "PDK",
    "KAMPUNG",
    "KP",
    "LINGKUNGAN",
    "LINGK",
    "JORONG",
    "KEBAYANAN",
];

/// A hamlet as it can be compared: kind words, RT, RW and everything but letters and digits are
/// left out, so `RT 005 RW 003 – PADUKUHAN SUMBERKIDUL`, `Dusun Sumber Kidul` and
/// `SUMBERKIDUL RT.005/RW.003` are one hamlet.
#[must_use]
pub fn hamlet_key(text: &str) -> String {
    let upper = text.to_uppercase();
    let mut key = String::new();
    let mut after_rt = false;
    for token in upper.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()) {
        let digits = token.strip_prefix("RT").or_else(|| token.strip_prefix("RW")).unwrap_or("?");
        let is_rt = digits.chars().all(|c| c.is_ascii_digit());
        if is_rt {
            after_rt = digits.is_empty();
            continue;
        }
        let number_of_rt = after_rt && token.chars().all(|c| c.is_ascii_digit());
        after_rt = false;
        if !number_of_rt && !HAMLET_KINDS.contains(&token) {
            key.push_str(token);
        }
    }
    key
}

/// Whether two written names are one name: equal, or one letter apart in a name of five or more.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (name_key(a), name_key(b));
    a == b || (a.chars().count().min(b.chars().count()) >= 5 && one_edit(&a, &b))
}

fn one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let back = a[front..].iter().rev().zip(b[front..].iter().rev()).take_while(|(x, y)| x == y).count();
    a.len() - front - back <= 1 && b.len() - front - back <= 1
}

/// Where the register places a household, seen from one hamlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placement {
    /// In this hamlet.
    Here,
    /// The register does not say where, or is not sure of the row.
    Doubtful,
    /// In another hamlet or desa.
    Elsewhere,
}

/// A hamlet of the register.
pub(super) type HamletOf = (AreaCode, String);

/// The rows of every hamlet as the register would print them on FKP.01, for look-up by number and by hamlet.
#[derive(Clone, Debug, Default)]
pub struct PrefillIndex {
    rows: Vec<Fkp01Prefill>,
    by_no: BTreeMap<HouseholdId, Vec<usize>>,
    by_hamlet: BTreeMap<HamletOf, Vec<usize>>,
}

impl PrefillIndex {
    /// Takes every household of the register, and those in quarantine marked as not certain.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = Fkp01Prefill>) -> Self {
        let mut index = Self::default();
        for row in rows {
            let at = index.rows.len();
            index.by_no.entry(row.no_rts.clone()).or_default().push(at);
            if let Some(place) = place_of(&row) {
                index.by_hamlet.entry(place).or_default().push(at);
            }
            index.rows.push(row);
        }
        index
    }

    /// Every record under this number; more than one when two households carry it.
    pub(super) fn records<'a>(&'a self, no: &HouseholdId) -> impl Iterator<Item = &'a Fkp01Prefill> + use<'a> {
        self.by_no.get(no).into_iter().flatten().map(|&at| &self.rows[at])
    }

    /// The rows of a hamlet, in the order of the register.
    pub(super) fn hamlet<'a>(&'a self, hamlet: &HamletOf) -> impl Iterator<Item = &'a Fkp01Prefill> + use<'a> {
        self.by_hamlet.get(hamlet).into_iter().flatten().map(|&at| &self.rows[at])
    }

    /// Whether the register has rows of this hamlet.
    pub(super) fn knows(&self, hamlet: &HamletOf) -> bool {
        self.by_hamlet.contains_key(hamlet)
    }

    /// Where the register places this row, seen from a hamlet.
    pub(super) fn placement(row: &Fkp01Prefill, home: &HamletOf) -> Placement {
        match (row.desa, row.certain) {
            (Some(desa), _) if desa == home.0 => match row.hamlet.as_deref().map(hamlet_key) {
                Some(key) if key == home.1 => Placement::Here,
                Some(key) if !key.is_empty() && row.certain => Placement::Elsewhere,
                _ => Placement::Doubtful,
            },
            (Some(_), true) => Placement::Elsewhere,
            (Some(_), false) | (None, _) => Placement::Doubtful,
        }
    }
}

/// The hamlet the register places a row in, when it says both desa and hamlet.
pub(super) fn place_of(row: &Fkp01Prefill) -> Option<HamletOf> {
    let key = hamlet_key(row.hamlet.as_deref()?);
    (!key.is_empty()).then_some((row.desa?, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hamlet_is_the_same_however_the_sls_is_written() {
        for text in [
            "RT 005\u{a0}RW 003 – PADUKUHAN SUMBERKIDUL",
            "Dusun Sumber Kidul",
            "SUMBERKIDUL RT.005/RW.003",
            "RT005/RW003 DSN. SUMBERKIDUL",
            "sumberkidul ",
        ] {
            assert_eq!(hamlet_key(text), "SUMBERKIDUL", "{text}");
        }
        assert_ne!(hamlet_key("SUMBERREJO"), hamlet_key("SUMBERREJO LOR"), "two hamlets of one desa");
        assert_eq!(hamlet_key("DUSUN III"), "III");
        assert_eq!(hamlet_key("DUSUN 3 RT 02"), "3");
    }

    #[test]
    fn a_letter_typed_wrong_is_the_same_name_and_another_name_is_not() {
        assert!(same_name("SARIDI.", "SARIDI "));
        assert!(same_name("SUKARNIO", "SUKARNO"));
        assert!(!same_name("DALINEM (GANTI)", "SUNARDI"));
        assert!(!same_name("GIYANTO (GANTI)", "GIYANTO"));
        assert!(!same_name("EKO", "EKA"));
    }
}
