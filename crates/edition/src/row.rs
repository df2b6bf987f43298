//! The rows of an edition. NIK, No. KK and the mother's name arrive encrypted: this crate never sees
//! them in the clear (design D11, ADR 0006).

use domain::Date;
use domain::area::AreaCode;
use domain::household::{Household, Member, Origin, Place};
use domain::id::HouseholdId;
use domain::person::{Birth, MaritalStatus, Relation, Sex};
use domain::questionnaire::Answers;
use sha2::{Digest, Sha256};

/// A secret as the caller sealed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Keyed hash for look-up and comparison, in hex.
    pub lookup: String,
    /// The encrypted value; only who holds the key can open it.
    pub blob: Vec<u8>,
}

/// Which secret is to be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretField {
    /// NIK.
    Nik,
    /// No. KK.
    NoKk,
    /// Mother's maiden name.
    Mother,
    /// The health answers (pregnancy, disability, chronic disease) as `kolom=kode;` text.
    Health,
}

/// Seals a secret: household, member, which one, and its clear text.
pub type Seal<'a> = dyn FnMut(&HouseholdId, u16, SecretField, &str) -> Sealed + 'a;

/// A person of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionPerson {
    /// Number in the household.
    pub no: u16,
    /// Name.
    pub name: String,
    /// Sex.
    pub sex: Option<Sex>,
    /// Birth date or age.
    pub birth: Birth,
    /// Marital status.
    pub marital: Option<MaritalStatus>,
    /// Relation to the household's head.
    pub relation: Option<Relation>,
    /// Number of the family.
    pub family_no: Option<u8>,
    /// Relation to the family's head.
    pub family_relation: Option<Relation>,
    /// NIK, sealed.
    pub nik: Option<Sealed>,
    /// No. KK, sealed.
    pub no_kk: Option<Sealed>,
    /// Mother's maiden name, sealed.
    pub mother: Option<Sealed>,
    /// Health answers, sealed.
    pub health: Option<Sealed>,
    /// The other answers of Blok IV.
    pub answers: Answers,
}

/// A household of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionHousehold {
    /// Its id.
    pub id: HouseholdId,
    /// The kabupaten it is filed under.
    pub kabupaten: AreaCode,
    /// Where it lives.
    pub place: Place,
    /// Stated number of members.
    pub member_count: Option<u16>,
    /// Stated number of families.
    pub family_count: Option<u8>,
    /// Answers of Blok III and V.
    pub answers: Answers,
    /// Members by number.
    pub persons: Vec<EditionPerson>,
    /// What brought it here, e.g. a registration number or a meeting; empty = unchanged from the parent.
    pub cause: String,
    /// Households of the parent edition that became this one, besides itself.
    pub merged_from: Vec<HouseholdId>,
    /// File and row it was first read from.
    pub origin: Origin,
}

impl EditionHousehold {
    /// A register household with its secrets sealed by the caller.
    #[must_use]
    pub fn sealed(kabupaten: AreaCode, household: &Household, cause: impl Into<String>, seal: &mut Seal<'_>) -> Self {
        let persons = household.members.iter().map(|m| EditionPerson::sealed(&household.id, m, seal)).collect();
        Self {
            id: household.id.clone(),
            kabupaten,
            place: household.place.clone(),
            member_count: household.member_count,
            family_count: household.family_count,
            answers: household.answers.clone(),
            persons,
            cause: cause.into(),
            merged_from: Vec::new(),
            origin: household.origin.clone(),
        }
    }

    /// SHA-256 of what the household says, secrets by their look-up hash; cause and origin are not
    /// part of it. Two editions differ in a household exactly where this differs.
    #[must_use]
    pub fn content_hash(&self) -> String {
        let mut hash = Sha256::new();
        let mut put = |text: &str| {
            hash.update((text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        };
        put(self.id.as_str());
        put(self.kabupaten.as_str());
        let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
        put(self.place.desa.as_ref().map_or("", |d| d.as_str()));
        put(self.place.hamlet.as_deref().unwrap_or(""));
        put(&number(self.place.rw.map(i64::from)));
        put(&number(self.place.rt.map(i64::from)));
        put(&self.place.address);
        put(&number(self.member_count.map(i64::from)));
        put(&number(self.family_count.map(i64::from)));
        put(&answers_text(&self.answers));
        for p in &self.persons {
            put(&p.name);
            put(&p.no.to_string());
            put(&match p.birth {
                Birth::On(date) => date.to_string(),
                Birth::Aged { years, on } => format!("{years} {on}"),
                Birth::Unknown => String::new(),
            });
            for code in [
                p.sex.map(Sex::code),
                p.marital.map(MaritalStatus::code),
                p.relation.map(Relation::code),
                p.family_no,
                p.family_relation.map(Relation::code),
            ] {
                put(&number(code.map(i64::from)));
            }
            put(&answers_text(&p.answers));
            for secret in [&p.nik, &p.no_kk, &p.mother, &p.health] {
                put(secret.as_ref().map_or("", |s| &s.lookup));
            }
        }
        hex::encode(hash.finalize())
    }
}

impl EditionPerson {
    fn sealed(household: &HouseholdId, member: &Member, seal: &mut Seal<'_>) -> Self {
        let mut one = |field: SecretField, text: Option<&str>| text.map(|text| seal(household, member.no, field, text));
        let health: Answers = member.answers.iter().filter(|(item, _)| item.is_health()).collect();
        let health_text = (!health.is_empty()).then(|| answers_text(&health));
        Self {
            no: member.no,
            name: member.name.clone(),
            sex: member.sex,
            birth: member.birth,
            marital: member.marital,
            relation: member.relation,
            family_no: member.family_no,
            family_relation: member.family_relation,
            nik: one(SecretField::Nik, member.nik.as_ref().map(|n| n.expose())),
            no_kk: one(SecretField::NoKk, member.no_kk.as_ref().map(|n| n.expose())),
            mother: one(SecretField::Mother, member.mother.as_deref()),
            health: one(SecretField::Health, health_text.as_deref()),
            answers: member.answers.iter().filter(|(item, _)| !item.is_health()).collect(),
        }
    }
}

fn answers_text(answers: &Answers) -> String {
    answers.iter().map(|(item, code)| format!("{}={code};", item.column())).collect()
}

/// A family of an edition, derived from its persons: the other unit of the register.
pub(crate) struct Family<'a> {
    pub(crate) no: Option<u8>,
    pub(crate) members: Vec<&'a EditionPerson>,
}

impl Family<'_> {
    /// The member who stands for the family: its head, else its first.
    pub(crate) fn head(&self) -> Option<&EditionPerson> {
        self.members.iter().find(|m| m.family_relation == Some(Relation::Head)).or(self.members.first()).copied()
    }
    /// How many different No. KK its members carry; more than one is to be looked at.
    pub(crate) fn cards(&self) -> usize {
        self.members
            .iter()
            .filter_map(|m| m.no_kk.as_ref())
            .map(|s| &s.lookup)
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    }
}

/// Families by number; members without a number stand together under none.
pub(crate) fn families(household: &EditionHousehold) -> Vec<Family<'_>> {
    let mut by_number: std::collections::BTreeMap<Option<u8>, Vec<&EditionPerson>> = std::collections::BTreeMap::new();
    for person in &household.persons {
        by_number.entry(person.family_no).or_default().push(person);
    }
    by_number.into_iter().map(|(no, members)| Family { no, members }).collect()
}

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01, Arrow's date.
pub(crate) fn days(date: Date) -> i32 {
    i32::try_from(date.duration_since(EPOCH).as_hours() / 24).unwrap_or(0)
}

/// The date of a day number, when a calendar has it.
pub(crate) fn date(days: i32) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    EPOCH.checked_add(span).ok()
}
