//! The register and the civil registry, prepared once for look-up.

use crate::block::Postings;
use crate::civil::{civil_of_member, civil_person};
use crate::compare::WordFrequency;
use crate::excerpt::Fetched;
use crate::key::Key;
use crate::normalise::{Name, address};
use crate::register;
use crate::statistics::Statistics;
use domain::Date;
use domain::area::{AreaCode, AreaTable};
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::household::{Household, Place};
use domain::id::HouseholdId;
use domain::identification::{Agreement, CivilLookup};
use domain::person::{Birth, MaritalStatus, Nik, NoKk, Relation, Sex};
use domain::questionnaire::Item;
use std::sync::Arc;

/// A dwelling as compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dwelling {
    pub desa: Option<AreaCode>,
    pub hamlet: Option<String>,
    pub rw: Option<u16>,
    pub rt: Option<u16>,
    pub address: String,
}

impl Dwelling {
    pub fn of(place: &Place, areas: &AreaTable) -> Self {
        let hamlet = place.hamlet.as_deref().map(address).filter(|h| !h.is_empty());
        Self {
            desa: place.desa.map(|code| areas.in_force(code)),
            hamlet,
            rw: place.rw,
            rt: place.rt,
            address: address(&place.address),
        }
    }

    /// Whether both are one address below the desa; what one side leaves open says nothing.
    pub fn agreement(&self, other: &Self) -> Agreement {
        let text = |a: &str| Some(a.to_owned()).filter(|a| !a.is_empty());
        let parts = [
            Agreement::of(self.rt, other.rt),
            Agreement::of(self.rw, other.rw),
            same_text(self.hamlet.clone(), other.hamlet.clone()),
            same_text(text(&self.address), text(&other.address)),
        ];
        if parts.contains(&Agreement::Differs) {
            Agreement::Differs
        } else if parts.contains(&Agreement::Same) {
            Agreement::Same
        } else {
            Agreement::Unknown
        }
    }

    /// Whether both are one dwelling for certain: desa, RT, RW and address all known and the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.desa.is_some()
            && self.desa == other.desa
            && self.rt.is_some()
            && self.agreement(other) == Agreement::Same
            && !self.address.is_empty()
            && self.address == other.address
    }

    /// Whether the address names one house, not only the hamlet.
    pub fn has_house_number(&self) -> bool {
        self.address.bytes().any(|b| b.is_ascii_digit())
    }
}

/// Texts agree when they are one slip apart (letters only: other digits are another house).
fn same_text(a: Option<String>, b: Option<String>) -> Agreement {
    let (Some(a), Some(b)) = (a, b) else {
        return Agreement::Unknown;
    };
    let digits = |t: &str| t.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    let letters = |t: &str| t.bytes().filter(u8::is_ascii_alphabetic).collect::<Vec<_>>();
    let (x, y) = (letters(&a), letters(&b));
    let slip = || x.len().min(y.len()) >= 6 && rapidfuzz::distance::osa::distance(x.iter(), y.iter()) <= 1;
    if digits(&a) == digits(&b) && (x == y || slip()) { Agreement::Same } else { Agreement::Differs }
}

/// One member of the register.
#[derive(Clone, Debug)]
pub(crate) struct RegisterMember {
    pub household: u32,
    pub no: u16,
    pub name: Name,
    pub nik: Option<Nik>,
    pub no_kk: Option<NoKk>,
    pub sex: Option<Sex>,
    pub birth: Birth,
    pub marital: Option<MaritalStatus>,
    pub relation: Option<Relation>,
    pub family_relation: Option<Relation>,
    pub mother: Option<Name>,
    /// The civil registry's record, where the NIK and the name agree.
    pub civil: Option<u32>,
}

/// One household of the register.
#[derive(Clone, Debug)]
pub(crate) struct RegisterHousehold {
    pub id: HouseholdId,
    pub dwelling: Dwelling,
    pub members: std::ops::Range<u32>,
    pub head: Option<u16>,
    pub family_count: Option<u8>,
    /// Whether it took part in a programme: such an id survives a duplicate. Domain §5.4.
    pub assisted: bool,
    /// The register's other row of the same household.
    pub twin: Option<HouseholdId>,
}

/// One person of the civil registry.
#[derive(Clone, Debug)]
pub(crate) struct CivilPerson {
    pub nik: Nik,
    pub no_kk: Option<NoKk>,
    pub name: Name,
    pub sex: Option<Sex>,
    pub birth: Birth,
    pub mother: Option<Name>,
    pub desa: Option<AreaCode>,
    pub status: CivilStatus,
}

/// A registered person, ready for comparison.
#[derive(Clone, Debug)]
pub(crate) struct Registrant {
    pub no: u16,
    pub name: Name,
    pub nik: Option<Nik>,
    pub no_kk: Option<NoKk>,
    pub sex: Option<Sex>,
    pub birth: Birth,
    pub marital: Option<MaritalStatus>,
    pub relation: Option<Relation>,
    pub mother: Option<Name>,
    /// The civil registry's record of this person.
    pub civil: Option<u32>,
    pub lookup: CivilLookup,
}

/// The register and the civil registry, ready to be compared with: whole and built once for a
/// batch, or an [`crate::Excerpt`] of what a few registrations need.
#[derive(Debug)]
pub struct Index {
    pub(crate) households: Vec<RegisterHousehold>,
    pub(crate) members: Vec<RegisterMember>,
    pub(crate) civil: Vec<CivilPerson>,
    pub(crate) statistics: Arc<Statistics>,
    pub(crate) areas: Arc<AreaTable>,
    pub(crate) blocks: Blocks,
}

/// How records are found by key.
#[derive(Debug)]
pub(crate) enum Blocks {
    /// Everything is here.
    Whole(Box<Whole>),
    /// What was asked for is here.
    Fetched(Fetched),
}

/// Every key of the register and the civil registry.
#[derive(Debug)]
pub(crate) struct Whole {
    nik: Postings<Nik>,
    card: Postings<NoKk>,
    desa_year: Postings<(AreaCode, i16)>,
    word_year: Postings<(u64, i16)>,
    civil_nik: Postings<Nik>,
    civil_card: Postings<NoKk>,
    civil_date: Postings<(i16, i8, i8)>,
}

/// What tells whether a member of the register is worth a whole comparison.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near<'i> {
    pub household: u32,
    pub name: &'i Name,
    pub sex: Option<Sex>,
}

/// The civil registry as it is compared, gathered record by record: nobody has to hold it whole beside the index.
#[derive(Debug)]
pub struct CivilRegistry {
    today: Date,
    persons: Vec<CivilPerson>,
    statistics: Statistics,
}

impl CivilRegistry {
    /// Nobody yet. A status that begins after `today` is not yet in force.
    #[must_use]
    pub fn new(today: Date) -> Self {
        Self { today, persons: Vec::new(), statistics: Statistics::default() }
    }

    /// Takes the next record of the extract.
    pub fn add(&mut self, record: &CivilRecord) {
        let person = civil_person(record, self.today);
        self.statistics.add_civil(&person.name);
        self.persons.push(person);
    }

    /// Its part of the counts.
    #[must_use]
    pub fn statistics(&self) -> &Statistics {
        &self.statistics
    }
}

impl Index {
    /// Builds the index. An empty civil registry means that it could not be asked (T10).
    /// A status of the civil registry that begins after `today` is not yet in force.
    #[must_use]
    pub fn build<'a>(
        register: impl IntoIterator<Item = &'a Household>,
        civil: &[CivilRecord],
        areas: &AreaTable,
        today: Date,
    ) -> Self {
        let mut registry = CivilRegistry::new(today);
        civil.iter().for_each(|record| registry.add(record));
        Self::beside(register, registry, areas)
    }

    /// As [`Index::build`], beside a civil registry that was gathered before.
    #[must_use]
    pub fn beside<'a>(
        register: impl IntoIterator<Item = &'a Household>,
        registry: CivilRegistry,
        areas: &AreaTable,
    ) -> Self {
        let (mut households, members) = read_register(register, areas);
        let mut statistics = registry.statistics;
        statistics.add_register(households.len(), members.iter().map(|member| &member.name));
        let civil = registry.persons;
        let number = |n: usize| n as u32;
        let civil_rows = || civil.iter().enumerate();
        let rows = || members.iter().enumerate();
        let desa_of = |m: &RegisterMember| households[m.household as usize].dwelling.desa;
        let whole = Whole {
            nik: Postings::marked(rows().filter_map(|(at, m)| Some((m.nik?, number(at)))).collect()),
            card: Postings::new(rows().filter_map(|(at, m)| Some((m.no_kk?, number(at)))).collect()),
            desa_year: Postings::new(
                rows().filter_map(|(at, m)| Some(((desa_of(m)?, year_of(m.birth, m.nik)?), number(at)))).collect(),
            ),
            word_year: Postings::new(
                rows()
                    .filter_map(|(at, m)| Some((at, m, year_of(m.birth, m.nik)?)))
                    .flat_map(|(at, m, year)| m.name.tokens().map(move |t| ((word_key(t), year), number(at))))
                    .collect(),
            ),
            civil_nik: Postings::marked(civil_rows().map(|(at, c)| (c.nik, number(at))).collect()),
            civil_card: Postings::new(civil_rows().filter_map(|(at, c)| Some((c.no_kk?, number(at)))).collect()),
            civil_date: Postings::new(
                civil_rows()
                    .filter_map(|(at, c)| c.birth.date().map(|d| ((d.year(), d.month(), d.day()), number(at))))
                    .collect(),
            ),
        };
        let twins = register::twins(&households, &members, &whole.nik, &whole.desa_year, &statistics.frequency);
        for (a, b) in twins {
            let (x, y) = (households[a as usize].id.clone(), households[b as usize].id.clone());
            households[a as usize].twin = Some(y);
            households[b as usize].twin = Some(x);
        }
        let mut index = Self {
            households,
            members,
            civil,
            statistics: Arc::new(statistics),
            areas: Arc::new(areas.clone()),
            blocks: Blocks::Whole(Box::new(whole)),
        };
        let found: Vec<Option<u32>> = index.members.iter().map(|m| civil_of_member(&index, m)).collect();
        for (member, civil) in index.members.iter_mut().zip(found) {
            member.civil = civil;
        }
        index
    }

    /// Records under a key, in order, as its gate lets them through: members of the register (to
    /// be seen with [`Index::near`]) or records of the civil registry.
    pub(crate) fn find(&self, key: Key) -> Vec<u32> {
        let whole = match &self.blocks {
            Blocks::Fetched(fetched) => return fetched.find(key),
            Blocks::Whole(whole) => whole,
        };
        let gate = key.gate();
        match key {
            Key::Nik(nik) if !whole.nik.may_have(nik) => Vec::new(),
            Key::Nik(nik) => whole.nik.gated(nik, gate),
            Key::Card(card) => whole.card.gated(card, gate),
            Key::DesaYear(desa, year) => whole.desa_year.gated((desa, year), gate),
            Key::WordYear(word, year) => whole.word_year.gated((word, year), gate),
            Key::CivilNik(nik) if !whole.civil_nik.may_have(nik) => Vec::new(),
            Key::CivilNik(nik) => whole.civil_nik.gated(nik, gate),
            Key::CivilCard(card) => whole.civil_card.gated(card, gate),
            Key::CivilDate(year, month, day) => whole.civil_date.gated((year, month, day), gate),
        }
    }

    /// A member of the register that a key found.
    pub(crate) fn near(&self, member: u32) -> Near<'_> {
        match &self.blocks {
            Blocks::Fetched(fetched) => fetched.near(member),
            Blocks::Whole(_) => {
                let member = &self.members[member as usize];
                Near { household: member.household, name: &member.name, sex: member.sex }
            }
        }
    }

    /// How often words of names occur in the whole register.
    pub(crate) fn frequency(&self) -> &WordFrequency {
        &self.statistics.frequency
    }

    /// What the index counted while it was built: hand it to an [`crate::Excerpt`] and both give
    /// the same rows.
    #[must_use]
    pub fn statistics(&self) -> &Statistics {
        &self.statistics
    }

    /// Members of a household of the register.
    pub(crate) fn members_of(&self, household: u32) -> &[RegisterMember] {
        let range = &self.households[household as usize].members;
        &self.members[range.start as usize..range.end as usize]
    }
}

/// The year of birth a person is filed under; comparisons look one year to each side.
pub(crate) fn year_of(birth: Birth, nik: Option<Nik>) -> Option<i16> {
    match birth {
        Birth::On(date) => Some(date.year()),
        Birth::Aged { years, on } => Some(on.year() - i16::from(years)),
        Birth::Unknown => nik.map(|n| {
            let year = i16::from(n.year_of_century());
            if year > 20 { 1900 + year } else { 2000 + year }
        }),
    }
}

/// A word as a key: FNV-1a, the same on every machine.
pub(crate) fn word_key(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn read_register<'a>(
    register: impl IntoIterator<Item = &'a Household>,
    areas: &AreaTable,
) -> (Vec<RegisterHousehold>, Vec<RegisterMember>) {
    let mut sorted: Vec<&Household> = register.into_iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    let mut households = Vec::with_capacity(sorted.len());
    let mut members: Vec<RegisterMember> = Vec::new();
    for household in sorted {
        let read = read_household(household, households.len() as u32, &mut members, areas);
        households.push(read);
    }
    (households, members)
}

/// Reads one household, its members behind those that are there.
pub(crate) fn read_household(
    household: &Household,
    at: u32,
    members: &mut Vec<RegisterMember>,
    areas: &AreaTable,
) -> RegisterHousehold {
    const PROGRAMMES: [Item; 5] = [Item::Kks, Item::Kip, Item::Kis, Item::Pkh, Item::Rastra];
    let from = members.len() as u32;
    members.extend(household.members.iter().map(|m| RegisterMember {
        household: at,
        no: m.no,
        name: Name::read(&m.name),
        nik: m.nik,
        no_kk: m.no_kk,
        sex: m.sex,
        birth: m.birth,
        marital: m.marital,
        relation: m.relation,
        family_relation: m.family_relation,
        mother: m.mother.as_deref().map(Name::read).filter(|n| !n.is_empty()),
        civil: None,
    }));
    RegisterHousehold {
        id: household.id.clone(),
        dwelling: Dwelling::of(&household.place, areas),
        members: from..members.len() as u32,
        head: household.head().map(|h| h.no),
        family_count: household.family_count,
        assisted: PROGRAMMES.iter().any(|item| household.answers.yes(*item) == Some(true)),
        twin: None,
    }
}
