//! The stored form of households, members and places: `domain` does not use serde, so the JSON of an
//! encrypted `body` is defined here. A released field name does not change.

use crate::error::{Result, StoreError};
use crate::keys::Keyring;
use crate::value::Value;
use domain::Date;
use domain::area::AreaCode;
use domain::household::{Member, Origin, Place, head_of};
use domain::person::{Birth, MaritalStatus, Nik, NoKk, Relation, Sex};
use domain::questionnaire::{Answers, Item};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Serialize};

/// A member as stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MemberRow {
    no: u16,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    nik: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    no_kk: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    sex: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    birth: Option<BirthRow>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    marital: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    relation: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    family_no: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    family_relation: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    mother: Option<String>,
    #[serde(skip_serializing_if = "AnswersRow::is_empty", default)]
    answers: AnswersRow,
}

/// A birth as stored; an unknown one is absent.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum BirthRow {
    /// Age on a day.
    Aged {
        /// Completed years.
        years: u8,
        /// On that day.
        on: String,
    },
    /// A date.
    On(String),
}

/// A place as stored.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PlaceRow {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    desa: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    hamlet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    rw: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    rt: Option<u16>,
    address: String,
}

/// An origin as stored.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OriginRow {
    file: String,
    row: u32,
}

fn bad(what: &str) -> StoreError {
    StoreError::Damaged { table: "body", key: String::new(), what: what.to_owned() }
}

/// Reads a stored ISO date.
pub(crate) fn date(text: &str) -> Result<Date> {
    text.parse().map_err(|_| bad("date"))
}

/// Reads a stored area code.
pub(crate) fn area(text: &str) -> Result<AreaCode> {
    AreaCode::parse(text).map_err(|_| bad("area code"))
}

pub(crate) fn opt<T, U>(value: Option<T>, read: impl FnOnce(T) -> Result<U>) -> Result<Option<U>> {
    value.map(read).transpose()
}

pub(crate) fn known<T>(value: Option<T>, what: &str) -> Result<T> {
    value.ok_or_else(|| bad(what))
}

/// The JSON of a body, to be encrypted.
pub(crate) fn secret(body: &impl Serialize) -> Value {
    Value::Secret(serde_json::to_vec(body).unwrap_or_else(|_| unreachable!("bodies have text keys only")))
}

/// Answers as stored: codes by the items' column names, in the names' order.
#[derive(Clone, Debug, Default)]
pub(crate) struct AnswersRow(pub(crate) Answers);

impl AnswersRow {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for AnswersRow {
    fn serialize<S: serde::Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        let mut named: Vec<(&str, i32)> = self.0.iter().map(|(item, code)| (item.column(), code)).collect();
        named.sort_unstable();
        to.collect_map(named)
    }
}

impl<'de> Deserialize<'de> for AnswersRow {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        from.deserialize_map(ByColumn)
    }
}

struct ByColumn;

impl<'de> Visitor<'de> for ByColumn {
    type Value = AnswersRow;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("codes by item")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<AnswersRow, A::Error> {
        let mut answers = Answers::default();
        while let Some(Column(item)) = map.next_key()? {
            answers.set(item, map.next_value()?);
        }
        Ok(AnswersRow(answers))
    }
}

/// An item by its column's name.
struct Column(Item);

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Column;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the column of an item")
            }
            fn visit_str<E: serde::de::Error>(self, name: &str) -> std::result::Result<Column, E> {
                Item::from_column(name).map(Column).ok_or_else(|| E::custom("an item that is not known"))
            }
        }
        from.deserialize_str(Name)
    }
}

pub(crate) fn birth_row(birth: Birth) -> Option<BirthRow> {
    match birth {
        Birth::On(date) => Some(BirthRow::On(date.to_string())),
        Birth::Aged { years, on } => Some(BirthRow::Aged { years, on: on.to_string() }),
        Birth::Unknown => None,
    }
}

pub(crate) fn birth(row: Option<BirthRow>) -> Result<Birth> {
    Ok(match row {
        None => Birth::Unknown,
        Some(BirthRow::On(text)) => Birth::On(date(&text)?),
        Some(BirthRow::Aged { years, on }) => Birth::Aged { years, on: date(&on)? },
    })
}

impl From<&Member> for MemberRow {
    fn from(m: &Member) -> Self {
        Self {
            no: m.no,
            name: m.name.clone(),
            nik: m.nik.map(|n| n.expose().to_owned()),
            no_kk: m.no_kk.map(|n| n.expose().to_owned()),
            sex: m.sex.map(Sex::code),
            birth: birth_row(m.birth),
            marital: m.marital.map(MaritalStatus::code),
            relation: m.relation.map(Relation::code),
            family_no: m.family_no,
            family_relation: m.family_relation.map(Relation::code),
            mother: m.mother.clone(),
            answers: AnswersRow(m.answers.clone()),
        }
    }
}

impl MemberRow {
    /// Back to the domain's type.
    pub fn member(self) -> Result<Member> {
        Ok(Member {
            no: self.no,
            name: self.name,
            nik: opt(self.nik, |t| Nik::parse(&t).map_err(|_| bad("NIK")))?,
            no_kk: opt(self.no_kk, |t| NoKk::parse(&t).map_err(|_| bad("No. KK")))?,
            sex: opt(self.sex, |c| known(Sex::from_code(c), "sex"))?,
            birth: birth(self.birth)?,
            marital: opt(self.marital, |c| known(MaritalStatus::from_code(c), "marital status"))?,
            relation: opt(self.relation, |c| known(Relation::from_code(c), "relation"))?,
            family_no: self.family_no,
            family_relation: opt(self.family_relation, |c| known(Relation::from_code(c), "relation"))?,
            mother: self.mother,
            answers: self.answers.0,
        })
    }
}

impl From<&Place> for PlaceRow {
    fn from(p: &Place) -> Self {
        Self {
            desa: p.desa.map(|d| d.as_str().to_owned()),
            hamlet: p.hamlet.clone(),
            rw: p.rw,
            rt: p.rt,
            address: p.address.clone(),
        }
    }
}

impl PlaceRow {
    /// Back to the domain's type.
    pub fn place(self) -> Result<Place> {
        Ok(Place {
            desa: opt(self.desa, |d| area(&d))?,
            hamlet: self.hamlet,
            rw: self.rw,
            rt: self.rt,
            address: self.address,
        })
    }
}

impl From<&Origin> for OriginRow {
    fn from(o: &Origin) -> Self {
        Self { file: o.file.clone(), row: o.row }
    }
}

impl From<OriginRow> for Origin {
    fn from(o: OriginRow) -> Self {
        Self { file: o.file, row: o.row }
    }
}

/// Keyed hash of a NIK, for look-up.
pub(crate) fn nik_hash(keys: &Keyring, nik: Option<Nik>) -> Value {
    nik.map(|n| keys.lookup("nik", n.expose())).into()
}

/// Keyed hash of a No. KK, for look-up.
pub(crate) fn no_kk_hash(keys: &Keyring, no_kk: Option<NoKk>) -> Value {
    no_kk.map(|n| keys.lookup("no_kk", n.expose())).into()
}

/// The head's name for lists, in the clear only when the head is no child on `day`: everything
/// about members under 18 stays encrypted. Domain §9.1.
pub(crate) fn head_name(members: &[Member], day: Option<Date>) -> Option<String> {
    let head = head_of(members).or_else(|| members.first())?;
    let age = match head.birth {
        Birth::On(_) => day.and_then(|day| head.birth.age_on(day)),
        Birth::Aged { years, .. } => Some(i16::from(years)),
        Birth::Unknown => None,
    };
    let child = age.is_some_and(|years| years < 18);
    (!child && !head.name.is_empty()).then(|| head.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_reads_back_as_written() {
        let mut member = Member::named(2, "SITI AMINAH");
        member.nik = Nik::parse("3403016711659001").ok();
        member.birth = Birth::Aged { years: 49, on: Date::constant(2015, 6, 15) };
        member.relation = Some(Relation::Spouse);
        member.answers.set(Item::Disability, 3);
        let json = serde_json::to_vec(&MemberRow::from(&member)).unwrap();
        let back: MemberRow = serde_json::from_slice(&json).unwrap();
        assert_eq!(back.member().unwrap(), member);
    }

    #[test]
    fn the_name_of_a_child_who_heads_a_household_is_not_in_the_clear() {
        let mut child = Member::named(1, "BUDI");
        child.relation = Some(Relation::Head);
        child.birth = Birth::On(Date::constant(2002, 1, 1));
        assert_eq!(head_name(&[child.clone()], Some(Date::constant(2017, 3, 1))), None);
        child.birth = Birth::On(Date::constant(1980, 1, 1));
        assert_eq!(head_name(&[child], Some(Date::constant(2017, 3, 1))).as_deref(), Some("BUDI"));
    }
}
