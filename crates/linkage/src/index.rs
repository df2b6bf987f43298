//! The register and the civil registry, prepared once for look-up.

use crate::block::Postings;
use crate::compare::{WordFrequency, births, dates, names, nik_neighbours, nik_slip};
use crate::normalise::{Name, address};
use crate::register;
use domain::Date;
use domain::area::{AreaCode, AreaTable};
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::household::{Household, Place};
use domain::id::HouseholdId;
use domain::identification::{Agreement, BirthAgreement, CivilLookup, PerMille, Spelling};
use domain::person::{Birth, MaritalStatus, Nik, NoKk, Relation, Sex};
use domain::questionnaire::Item;
use std::collections::BTreeSet;

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
            desa: place.desa.map(|code| current(code, areas)),
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

/// The code in force today: a desa that was split off or renumbered is compared by its successor.
fn current(code: AreaCode, areas: &AreaTable) -> AreaCode {
    let mut code = code;
    for _ in 0..8 {
        match areas.get(&code).and_then(|area| area.successor) {
            Some(successor) => code = successor,
            None => break,
        }
    }
    code
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
    pub twin: Option<u32>,
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

/// The register and the civil registry, built once and asked often: at the desk and in a batch.
#[derive(Clone, Debug)]
pub struct Index {
    pub(crate) households: Vec<RegisterHousehold>,
    pub(crate) members: Vec<RegisterMember>,
    pub(crate) civil: Vec<CivilPerson>,
    pub(crate) frequency: WordFrequency,
    pub(crate) areas: AreaTable,
    pub(crate) by_nik: Postings<Nik>,
    pub(crate) by_kk: Postings<NoKk>,
    pub(crate) by_desa_year: Postings<(AreaCode, i16)>,
    pub(crate) by_word_year: Postings<(u64, i16)>,
    civil_by_nik: Postings<Nik>,
    civil_by_kk: Postings<NoKk>,
    civil_by_date: Postings<(i16, i8, i8)>,
}

impl Index {
    /// Builds the index. An empty civil registry means that it could not be asked (T10).
    /// A status of the civil registry that begins after `today` is not yet in force.
    #[must_use]
    pub fn build(register: &[Household], civil: &[CivilRecord], areas: &AreaTable, today: Date) -> Self {
        let mut frequency = WordFrequency::default();
        let civil: Vec<CivilPerson> = civil.iter().map(|record| civil_person(record, today)).collect();
        let (mut households, mut members) = read_register(register, areas);
        for name in civil.iter().map(|c| &c.name).chain(members.iter().map(|m| &m.name)) {
            frequency.add(name);
        }
        let number = |n: usize| n as u32;
        let civil_rows = || civil.iter().enumerate();
        let civil_by_nik = Postings::new(civil_rows().map(|(at, c)| (c.nik, number(at))).collect());
        for member in &mut members {
            member.civil = civil_of_member(member, &civil, &civil_by_nik, &frequency);
        }
        let rows = || members.iter().enumerate();
        let by_nik = Postings::new(rows().filter_map(|(at, m)| Some((m.nik?, number(at)))).collect());
        let by_kk = Postings::new(rows().filter_map(|(at, m)| Some((m.no_kk?, number(at)))).collect());
        let desa_of = |m: &RegisterMember| households[m.household as usize].dwelling.desa;
        let by_desa_year = Postings::new(
            rows().filter_map(|(at, m)| Some(((desa_of(m)?, year_of(m.birth, m.nik)?), number(at)))).collect(),
        );
        let by_word_year = Postings::new(
            rows()
                .filter_map(|(at, m)| Some((at, m, year_of(m.birth, m.nik)?)))
                .flat_map(|(at, m, year)| m.name.tokens.iter().map(move |t| ((word_key(t), year), number(at))))
                .collect(),
        );
        let twins = register::twins(&households, &members, &by_nik, &by_desa_year, &frequency);
        for (a, b) in twins {
            households[a as usize].twin = Some(b);
            households[b as usize].twin = Some(a);
        }
        Self {
            civil_by_kk: Postings::new(civil_rows().filter_map(|(at, c)| Some((c.no_kk?, number(at)))).collect()),
            civil_by_date: Postings::new(
                civil_rows().filter_map(|(at, c)| Some((date_key(c.birth.date()?), number(at)))).collect(),
            ),
            civil_by_nik,
            by_nik,
            by_kk,
            by_desa_year,
            by_word_year,
            areas: areas.clone(),
            households,
            members,
            civil,
            frequency,
        }
    }

    /// Members of a household of the register.
    pub(crate) fn members_of(&self, household: u32) -> &[RegisterMember] {
        let range = &self.households[household as usize].members;
        &self.members[range.start as usize..range.end as usize]
    }

    /// Looks every registered person up in the civil registry: first by number, then, inside the
    /// family cards so found, by name and date. Domain §5.3: it is the authority for identity.
    pub(crate) fn look_up(&self, persons: &mut [Registrant], desa: Option<AreaCode>) {
        if self.civil.is_empty() {
            for person in persons {
                person.lookup = CivilLookup::NotAsked;
            }
            return;
        }
        for person in persons.iter_mut() {
            let (record, lookup) = self.by_number(person);
            person.civil = record;
            person.lookup = lookup;
        }
        let mut cards: BTreeSet<NoKk> = persons.iter().filter_map(|p| p.no_kk).collect();
        cards.extend(persons.iter().filter_map(|p| self.civil[p.civil? as usize].no_kk));
        let taken: BTreeSet<u32> = persons.iter().filter_map(|p| p.civil).collect();
        for person in persons.iter_mut().filter(|p| p.civil.is_none()) {
            if let Some(record) = self.by_person(person, &cards, desa).filter(|r| !taken.contains(r)) {
                person.lookup = self.found(person, record, false);
                person.civil = Some(record);
            }
        }
    }

    /// By the written number. A number whose record has another name and another date is not this
    /// person's (M2): the record is told, but not taken.
    fn by_number(&self, person: &Registrant) -> (Option<u32>, CivilLookup) {
        let Some(nik) = person.nik else {
            return (None, CivilLookup::Absent);
        };
        let records: Vec<u32> = self.civil_by_nik.get(nik).collect();
        let agrees = |record: &&u32| {
            let civil = &self.civil[**record as usize];
            let name = names(&person.name, &civil.name, &self.frequency).similarity >= PerMille::NAME_CONFIRMS;
            (name, births(person.birth, civil.birth).is_equal())
        };
        let both: Vec<_> = records.iter().filter(|r| agrees(r) == (true, true)).collect();
        let either: Vec<_> = records.iter().filter(|r| agrees(r) != (false, false)).collect();
        match (both.as_slice(), either.as_slice(), records.as_slice()) {
            (_, _, []) => (None, CivilLookup::Absent),
            ([record], _, _) | ([], [record], _) => (Some(**record), self.found(person, **record, true)),
            ([], [], [record]) => (None, self.found(person, *record, true)),
            _ => (None, CivilLookup::Ambiguous),
        }
    }

    fn found(&self, person: &Registrant, record: u32, by_nik: bool) -> CivilLookup {
        let civil = &self.civil[record as usize];
        let name = names(&person.name, &civil.name, &self.frequency);
        let birth = births(person.birth, civil.birth);
        CivilLookup::Found {
            by_nik,
            status: civil.status,
            name_agrees: name.similarity >= PerMille::NAME_CONFIRMS || name.spelling == Spelling::Variant,
            date_agrees: (birth != BirthAgreement::Unknown).then_some(birth == BirthAgreement::Equal),
        }
    }

    /// By name and date, where a family card, the desa, a number one slip away or a rare name
    /// vouches for it, and nobody else fits as well.
    fn by_person(&self, person: &Registrant, cards: &BTreeSet<NoKk>, desa: Option<AreaCode>) -> Option<u32> {
        let mut records: BTreeSet<u32> = cards.iter().flat_map(|card| self.civil_by_kk.narrow(*card, 40)).collect();
        if let Some(date) = person.birth.date() {
            records.extend(self.civil_by_date.narrow(date_key(date), 400));
            if let Ok(swapped) = Date::new(date.year(), date.day(), date.month()) {
                records.extend(self.civil_by_date.narrow(date_key(swapped), 400));
            }
        }
        if let Some(nik) = &person.nik {
            records.extend(nik_neighbours(nik).iter().flat_map(|n| self.civil_by_nik.get(*n)));
        }
        let mut fitting: Vec<(u32, PerMille, u32)> = Vec::new();
        for record in records {
            let civil = &self.civil[record as usize];
            let birth = births(person.birth, civil.birth);
            if Agreement::of(person.sex, civil.sex) == Agreement::Differs || !birth.is_equal() {
                continue;
            }
            let name = names(&person.name, &civil.name, &self.frequency);
            let slip = person.nik.is_some_and(|nik| nik_slip(&nik, &civil.nik));
            let card = civil.no_kk.is_some_and(|card| cards.contains(&card));
            let near = desa.is_some() && civil.desa == desa;
            let rare = name.rarity >= PerMille(600);
            let exact = birth == BirthAgreement::Equal;
            let accepted = if card || slip {
                name.similarity >= PerMille::NAME_CONFIRMS
            } else {
                name.similarity >= PerMille::NAME_ALONE && exact && (near || rare)
            };
            if accepted {
                let rank = 4 * u32::from(slip) + 4 * u32::from(card) + 2 * u32::from(exact) + u32::from(near);
                fitting.push((rank, name.similarity, record));
            }
        }
        fitting.sort_unstable();
        match fitting.as_slice() {
            [.., second, best] if (second.0, second.1) == (best.0, best.1) => None,
            [.., best] => Some(best.2),
            [] => None,
        }
    }

    /// Whether two records of the civil registry are two persons (one person may stand there twice).
    pub(crate) fn are_two_persons(&self, a: u32, b: u32) -> bool {
        let (x, y) = (&self.civil[a as usize], &self.civil[b as usize]);
        let same_birth = match (x.birth.date(), y.birth.date()) {
            (Some(p), Some(q)) => dates(p, q).is_equal(),
            _ => false,
        };
        a != b && !(same_birth && names(&x.name, &y.name, &self.frequency).similarity >= PerMille::NAME_CONFIRMS)
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

fn date_key(date: Date) -> (i16, i8, i8) {
    (date.year(), date.month(), date.day())
}

fn civil_person(record: &CivilRecord, today: Date) -> CivilPerson {
    let in_force = record.status_date.is_none_or(|since| since <= today);
    CivilPerson {
        nik: record.nik,
        no_kk: record.no_kk,
        name: Name::read(&record.name),
        sex: record.sex,
        birth: record.birth,
        mother: record.mother.as_deref().map(Name::read).filter(|n| !n.is_empty()),
        desa: record.desa,
        status: if in_force { record.status } else { CivilStatus::Active },
    }
}

fn read_register(register: &[Household], areas: &AreaTable) -> (Vec<RegisterHousehold>, Vec<RegisterMember>) {
    const PROGRAMMES: [Item; 5] = [Item::Kks, Item::Kip, Item::Kis, Item::Pkh, Item::Rastra];
    let mut households = Vec::with_capacity(register.len());
    let mut members: Vec<RegisterMember> = Vec::new();
    let mut sorted: Vec<&Household> = register.iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    for household in sorted {
        let from = members.len() as u32;
        let at = households.len() as u32;
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
        households.push(RegisterHousehold {
            id: household.id.clone(),
            dwelling: Dwelling::of(&household.place, areas),
            members: from..members.len() as u32,
            head: household.head().map(|h| h.no),
            family_count: household.family_count,
            assisted: PROGRAMMES.iter().any(|item| household.answers.yes(*item) == Some(true)),
            twin: None,
        });
    }
    (households, members)
}

/// The civil registry's record of a member, by number, when name and age agree with it.
fn civil_of_member(
    member: &RegisterMember,
    civil: &[CivilPerson],
    by_nik: &Postings<Nik>,
    frequency: &WordFrequency,
) -> Option<u32> {
    let mut agreeing = by_nik.get(member.nik?).filter(|record| {
        let person = &civil[*record as usize];
        let birth = births(member.birth, person.birth);
        names(&member.name, &person.name, frequency).similarity >= PerMille::NAME_CONFIRMS
            && !matches!(birth, BirthAgreement::Differs | BirthAgreement::AgeDiffers)
    });
    let first = agreeing.next();
    if agreeing.next().is_some() { None } else { first }
}
