//! Compares two households: members assigned one to one, with every member's evidence.

use crate::compare::{births, dates, names, nik_date, nik_slip};
use crate::index::{Dwelling, Index, RegisterMember, Registrant};
use crate::key::Key;
use domain::area::AreaLevel;
use domain::identification::{
    Agreement, BirthAgreement, Candidate, NameAgreement, NikAgreement, PerMille, PersonEvidence, PersonLevel, Region,
    Spelling, Support,
};
use domain::person::NoKk;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A registration, ready for comparison.
#[derive(Clone, Debug)]
pub(crate) struct Registrants {
    pub persons: Vec<Registrant>,
    pub head: Option<u16>,
    pub dwelling: Dwelling,
}

impl Registrants {
    /// The family cards, when every member's is known.
    pub fn cards(&self) -> Option<BTreeSet<NoKk>> {
        self.persons.iter().map(|p| p.no_kk).collect::<Option<BTreeSet<_>>>().filter(|cards| !cards.is_empty())
    }
}

/// Households of the register that share something with the registration.
///
/// Exact keys first (NIK as written, NIK as the civil registry has it, family card). The wide keys
/// (a number one slip away, year of birth in the desa, rare word and year anywhere) are opened
/// only for persons whom the exact keys leave unresolved, and never beyond a gate.
pub(crate) fn candidates(index: &Index, registrants: &Registrants) -> BTreeSet<u32> {
    let (mut found, open) = exact(index, registrants);
    wide(index, registrants, &open, &mut found);
    found
}

/// Households found by numbers, and the persons (by position) whom that leaves unresolved.
pub(crate) fn exact(index: &Index, registrants: &Registrants) -> (BTreeSet<u32>, Vec<usize>) {
    let mut found = BTreeSet::new();
    let mut open = Vec::new();
    for (at, person) in registrants.persons.iter().enumerate() {
        let number = person.civil.map(|c| index.civil[c as usize].nik);
        let mut resolved = false;
        for nik in person.nik.into_iter().chain(number) {
            for member in index.find(Key::Nik(nik)) {
                let other = index.near(member);
                found.insert(other.household);
                resolved |= names(&person.name, other.name, index.frequency()).similarity >= PerMille::NAME_CONFIRMS;
            }
        }
        let card = person.civil.and_then(|c| index.civil[c as usize].no_kk);
        for card in person.no_kk.into_iter().chain(card) {
            found.extend(index.find(Key::Card(card)).into_iter().map(|m| index.near(m).household));
        }
        if !resolved {
            open.push(at);
        }
    }
    (found, open)
}

/// Households found by the wide keys of the persons whom the exact keys leave open.
pub(crate) fn wide(index: &Index, registrants: &Registrants, open: &[usize], found: &mut BTreeSet<u32>) {
    for person in open.iter().map(|at| &registrants.persons[*at]) {
        if let Some(nik) = &person.nik {
            for neighbour in crate::compare::nik_neighbours(nik) {
                found.extend(index.find(Key::Nik(neighbour)).into_iter().map(|m| index.near(m).household));
            }
        }
        let Some(year) = crate::index::year_of(person.birth, person.nik) else {
            continue;
        };
        let likely = |member: u32| {
            let other = index.near(member);
            let alike = Agreement::of(person.sex, other.sex) != Agreement::Differs
                && names(&person.name, other.name, index.frequency()).similarity >= PerMille::NAME_CONFIRMS;
            alike.then_some(other.household)
        };
        for year in year - 1..=year + 1 {
            if let Some(desa) = registrants.dwelling.desa {
                found.extend(index.find(Key::DesaYear(desa, year)).into_iter().filter_map(likely));
            }
            let rarest = person.name.tokens().min_by_key(|t| (index.frequency().count(t), *t));
            if let Some(word) = rarest {
                let key = Key::WordYear(crate::index::word_key(word), year);
                found.extend(index.find(key).into_iter().filter_map(likely));
            }
        }
    }
}

/// Compares a registration with one household of the register. `None` when nobody agrees and
/// nobody's number is in conflict.
pub(crate) fn compare(index: &Index, registrants: &Registrants, household: u32) -> Option<Candidate> {
    let register = &index.households[household as usize];
    let theirs = index.members_of(household);
    let region = region(&registrants.dwelling, &register.dwelling);
    let mut pairs: Vec<PersonEvidence> = Vec::new();
    for person in &registrants.persons {
        for member in theirs {
            pairs.extend(pair(index, person, member, theirs, region == Region::SameDesa));
        }
    }
    support(index, registrants, household, &mut pairs);

    let mut order: Vec<usize> = (0..pairs.len()).filter(|&i| pairs[i].level() >= PersonLevel::M4).collect();
    order.sort_by_key(|&i| Reverse(strength(&pairs[i])));
    let chosen = one_to_one(&pairs, &order);
    let mut members: Vec<PersonEvidence> = chosen.into_iter().map(|i| pairs[i].clone()).collect();
    members.sort_by_key(|m| m.member_no);
    let conflicts: Vec<PersonEvidence> = pairs
        .iter()
        .filter(|p| p.level() == PersonLevel::M2 && !members.iter().any(|m| m.member_no == p.member_no))
        .cloned()
        .collect();
    if members.is_empty() && conflicts.is_empty() {
        return None;
    }

    let only_registered: Vec<u16> =
        registrants.persons.iter().map(|p| p.no).filter(|no| !members.iter().any(|m| m.member_no == *no)).collect();
    let missing: Vec<&RegisterMember> =
        theirs.iter().filter(|t| !members.iter().any(|m| m.register_no == t.no)).collect();
    let is_dead = |m: &&&RegisterMember| {
        m.civil.is_some_and(|c| index.civil[c as usize].status == domain::civil_registry::CivilStatus::Dead)
    };
    Some(Candidate {
        household: register.id.clone(),
        registered: registrants.persons.len() as u16,
        head: registrants.head,
        register_head: register.head,
        only_registered,
        dead: missing.iter().filter(is_dead).map(|m| m.no).collect(),
        only_register: missing.iter().map(|m| m.no).collect(),
        elsewhere: Vec::new(),
        changed_elsewhere: BTreeSet::new(),
        region,
        residence: residence(index, registrants, &members),
        address: registrants.dwelling.agreement(&register.dwelling),
        family_card: family_card(registrants, theirs, &members),
        registered_families: registrants.cards().map(|c| c.len() as u8),
        register_families: register.family_count,
        twin: register.twin.clone(),
        members,
        conflicts,
        weights: Vec::new(),
    })
}

/// How strong a pair is, for the assignment: level, number, name, birth, sex, relation; ties go to
/// the lower numbers.
fn strength(pair: &PersonEvidence) -> impl Ord + use<> {
    (
        pair.level(),
        Reverse(pair.nik),
        pair.name.similarity,
        Reverse(pair.birth),
        Reverse((pair.sex, pair.relation)),
        Reverse((pair.member_no, pair.register_no)),
    )
}

/// Strongest pair first, each person once.
fn one_to_one(pairs: &[PersonEvidence], order: &[usize]) -> Vec<usize> {
    let mut ours = BTreeSet::new();
    let mut theirs = BTreeSet::new();
    order
        .iter()
        .copied()
        .filter(|&i| {
            let free = !ours.contains(&pairs[i].member_no) && !theirs.contains(&pairs[i].register_no);
            if free {
                ours.insert(pairs[i].member_no);
                theirs.insert(pairs[i].register_no);
            }
            free
        })
        .collect()
}

/// One registered person beside one member. `None` when they cannot be one person.
fn pair(
    index: &Index,
    person: &Registrant,
    member: &RegisterMember,
    household: &[RegisterMember],
    same_desa: bool,
) -> Option<PersonEvidence> {
    compared(index, person, member, household, same_desa, |name, nik| {
        nik.is_same()
            || name.similarity >= PerMille(600)
            || name.spelling == Spelling::Missing
            || name.spelling == Spelling::Variant
    })
}

/// How one registered person compares with one member, alike or not.
pub(crate) fn beside(
    index: &Index,
    person: &Registrant,
    member: &RegisterMember,
    household: &[RegisterMember],
    same_desa: bool,
) -> Option<PersonEvidence> {
    compared(index, person, member, household, same_desa, |_, _| true)
}

fn compared(
    index: &Index,
    person: &Registrant,
    member: &RegisterMember,
    household: &[RegisterMember],
    same_desa: bool,
    worth: impl Fn(&NameAgreement, NikAgreement) -> bool,
) -> Option<PersonEvidence> {
    let mut name = names(&person.name, &member.name, index.frequency());
    if let Some(civil) = person.civil.filter(|c| Some(*c) == member.civil) {
        // both writings are the registry's name with a slip: then they are one name
        let official = &index.civil[civil as usize].name;
        let ours = names(&person.name, official, index.frequency());
        let theirs = names(&member.name, official, index.frequency());
        name.similarity = name.similarity.max(ours.similarity.min(theirs.similarity));
        name.spelling = name.spelling.min(ours.spelling.max(theirs.spelling));
    }
    let mut birth = births(person.birth, member.birth);
    let number = person.civil.map(|c| index.civil[c as usize].nik);
    let known_apart = match (person.civil, member.civil) {
        (Some(a), Some(b)) => index.are_two_persons(a, b),
        _ => false,
    };
    let nik = match (person.nik, member.nik) {
        (Some(a), Some(b)) if a == b => NikAgreement::Equal,
        (_, Some(b)) if number == Some(b) => NikAgreement::Bridged,
        (Some(a), Some(_)) if household.iter().any(|m| m.no != member.no && m.nik == Some(a)) => {
            NikAgreement::SwappedInHousehold
        }
        (_, Some(_)) if known_apart => NikAgreement::OtherPerson,
        // the registry holds both numbers: neither is a slip of the other
        (Some(_), Some(_)) if person.civil.is_some() && member.civil.is_some() => NikAgreement::Differs,
        (Some(a), Some(b)) if nik_slip(&a, &b) => NikAgreement::Slip,
        (Some(a), Some(_)) if number == Some(a) => NikAgreement::Corrected,
        (Some(_), Some(_)) => NikAgreement::Differs,
        (None, Some(_)) if number.is_some() => NikAgreement::Differs,
        (None, _) => NikAgreement::Missing,
        (Some(_), None) => NikAgreement::Filled,
    };
    // the date inside the register's number stands in for the date it lacks, but never beside an
    // equal number: that would count one fact twice
    if birth == BirthAgreement::AgeFits && !nik.is_same() {
        let inside =
            person.birth.date().zip(member.nik).and_then(|(date, nik)| Some((date, nik_date(&nik, date.year())?)));
        if inside.is_some_and(|(date, inside)| dates(date, inside) == BirthAgreement::Equal) {
            birth = BirthAgreement::Equal;
        }
    }
    if !worth(&name, nik) {
        return None;
    }
    let correction = (name.spelling == Spelling::Variant).then(|| {
        let official = person.civil.map(|c| index.civil[c as usize].name.written());
        (member.name.written().to_owned(), official.unwrap_or(person.name.written()).to_owned())
    });
    let mother = person.mother.clone().or_else(|| index.civil[person.civil? as usize].mother.clone());
    let theirs = member.mother.clone().or_else(|| index.civil[member.civil? as usize].mother.clone());
    let mother = match (mother, theirs) {
        (Some(a), Some(b)) if names(&a, &b, index.frequency()).similarity >= PerMille::NAME_CONFIRMS => Agreement::Same,
        (Some(_), Some(_)) => Agreement::Differs,
        _ => Agreement::Unknown,
    };
    Some(PersonEvidence {
        member_no: person.no,
        register_no: member.no,
        name,
        birth,
        nik,
        sex: Agreement::of(person.sex, member.sex),
        marital: Agreement::of(person.marital, member.marital),
        relation: Agreement::of(person.relation, member.relation),
        family_relation: Agreement::of(person.relation, member.family_relation),
        mother,
        support: Support::None,
        same_desa,
        correction: correction.filter(|(written, proposed)| written != proposed),
    })
}

/// What the rest of the household says about each pair.
///
/// A certain pair (M1) vouches for all others. Without one, pairs that agree in name, sex and age
/// vouch for each other, one and the dwelling, or three and more; but not where some
/// namesake of the household is known to be another person: then the whole likeness is chance.
fn support(index: &Index, registrants: &Registrants, household: u32, pairs: &mut [PersonEvidence]) {
    let certain: BTreeSet<(u16, u16)> =
        pairs.iter().filter(|p| p.level() == PersonLevel::M1).map(|p| (p.member_no, p.register_no)).collect();
    let namesakes = pairs.iter().any(|p| {
        p.likely() && matches!(p.nik, NikAgreement::OtherPerson | NikAgreement::Differs | NikAgreement::Corrected)
    });
    let mut order: Vec<usize> =
        (0..pairs.len()).filter(|&i| pairs[i].likely() && pairs[i].number_says_nothing()).collect();
    order.sort_by_key(|&i| {
        Reverse((pairs[i].name.similarity, Reverse((pairs[i].birth, pairs[i].member_no, pairs[i].register_no))))
    });
    let soft: BTreeSet<(u16, u16)> =
        one_to_one(pairs, &order).into_iter().map(|i| (pairs[i].member_no, pairs[i].register_no)).collect();
    let same_dwelling = registrants.dwelling.is_same(&index.households[household as usize].dwelling);
    // names say as much as they are rare: the bits of all likely pairs have to outweigh the number
    // of households among which chance could have found this one, with ten and more to spare
    let bits: u32 = pairs.iter().filter(|p| soft.contains(&(p.member_no, p.register_no))).map(bits).sum();
    let same_desa = pairs.iter().any(|p| p.same_desa);
    let among = if same_desa { 8 } else { index.statistics.households().max(2).ilog2() };
    let told = bits + if same_dwelling { 8 } else { 0 } >= among + 12;
    let cards: BTreeSet<NoKk> = index.members_of(household).iter().filter_map(|m| m.no_kk).collect();
    let card = registrants.persons.iter().any(|p| p.no_kk.is_some_and(|card| cards.contains(&card)));
    for pair in pairs {
        let other = |set: &BTreeSet<(u16, u16)>| {
            set.iter().filter(|(ours, theirs)| *ours != pair.member_no && *theirs != pair.register_no).count()
        };
        pair.support = if other(&certain) > 0 {
            Support::Certain
        } else if namesakes {
            Support::None
        } else {
            match (other(&soft), same_dwelling, card) {
                (_, _, true) => Support::Strong,
                (1.., true, false) | (3.., false, false) if told => Support::Strong,
                (1.., _, false) | (0, true, false) => Support::Weak,
                (0, false, false) => Support::None,
            }
        };
    }
}

/// Information of a likely pair: its name, and three bits for sex and age.
fn bits(pair: &PersonEvidence) -> u32 {
    u32::from(pair.name.rarity.0) * 24 / 1000 + 3
}

/// Whether the civil registry has the matched people in the kabupaten of the registration.
fn residence(index: &Index, registrants: &Registrants, members: &[PersonEvidence]) -> Agreement {
    let here = registrants.dwelling.desa.and_then(|desa| desa.at(AreaLevel::Kabupaten));
    let lives = |m: &PersonEvidence| {
        let person = registrants.persons.iter().find(|p| p.no == m.member_no)?;
        index.civil[person.civil? as usize].desa?.at(AreaLevel::Kabupaten)
    };
    let known: BTreeSet<Agreement> = members.iter().map(|m| Agreement::of(here, lives(m))).collect();
    // the first in order: one who lives here is enough, silence is no objection
    known.into_iter().next().unwrap_or(Agreement::Unknown)
}

fn family_card(registrants: &Registrants, household: &[RegisterMember], members: &[PersonEvidence]) -> Agreement {
    let each: BTreeSet<Agreement> = members
        .iter()
        .map(|m| {
            let ours = registrants.persons.iter().find(|p| p.no == m.member_no).and_then(|p| p.no_kk);
            Agreement::of(ours, household.iter().find(|t| t.no == m.register_no).and_then(|t| t.no_kk))
        })
        .collect();
    if each.contains(&Agreement::Differs) {
        Agreement::Differs
    } else if each.contains(&Agreement::Same) {
        Agreement::Same
    } else {
        Agreement::Unknown
    }
}

pub(crate) fn region(ours: &Dwelling, theirs: &Dwelling) -> Region {
    match (ours.desa, theirs.desa) {
        (Some(a), Some(b)) if a == b => Region::SameDesa,
        (Some(a), Some(b)) if a.at(AreaLevel::Kabupaten) == b.at(AreaLevel::Kabupaten) => Region::OtherDesa,
        (Some(_), Some(_)) => Region::OtherKabupaten,
        _ => Region::Unknown,
    }
}
