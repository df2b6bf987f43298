//! Registrations beside each other: one household twice, one person in two households, one
//! household of the register claimed twice. T9, T11.

use crate::compare::{births, names};
use crate::identify::Gathered;
use crate::index::{Dwelling, Index, Registrant};
use crate::normalise::Name;
use domain::area::{AreaCode, AreaTable};
use domain::civil_registry::SiakCode;
use domain::id::RegistrationNumber;
use domain::identification::{
    Agreement, BirthAgreement, Candidate, ChangedField, CivilLookup, EarlierRegistration, HouseholdEvidence,
    HouseholdLevel, PerMille, PersonLevel, SharedPerson, decide,
};
use domain::person::{Birth, Nik, NoKk, Sex};
use domain::registration::{Registration, RegistrationKind};
use std::collections::{BTreeMap, BTreeSet};

impl Index {
    /// Compares registrations with each other: one household registered twice, one person in two
    /// households, one household of the register claimed twice. The earlier by date, then number,
    /// stands; the later yields. Those of `settled` stand before all others: a list that holds them is frozen.
    ///
    /// Gives each registration the numbers of those it touches.
    pub(crate) fn among_each_other(
        &self,
        registrations: &[Registration],
        gathered: &mut [Gathered],
        settled: &BTreeSet<RegistrationNumber>,
    ) -> Vec<BTreeSet<RegistrationNumber>> {
        let mut order: Vec<usize> = (0..registrations.len()).filter(|&i| counts(&gathered[i].evidence)).collect();
        order.sort_by(|&a, &b| {
            let key = |i: usize| {
                let r = &registrations[i];
                (!settled.contains(&r.number), r.date.is_none(), r.date, &r.number, &r.origin)
            };
            key(a).cmp(&key(b))
        });
        let mut persons: BTreeMap<Key, Vec<(usize, u16)>> = BTreeMap::new();
        let mut writings: BTreeMap<String, Vec<(usize, u16)>> = BTreeMap::new();
        let mut households: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut dwellings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut yields: Vec<(usize, Yield)> = Vec::new();
        let mut leads: BTreeMap<usize, usize> = BTreeMap::new();
        for &i in &order {
            let mine = &gathered[i];
            let mut shared: BTreeMap<usize, BTreeSet<(u16, u16)>> = BTreeMap::new();
            for (key, no) in self.keys(mine) {
                for (other, theirs) in persons.get(&key).into_iter().flatten().take(SHARED_MAX) {
                    shared.entry(*other).or_default().insert((no, *theirs));
                }
                persons.entry(key).or_default().push((i, no));
            }
            let mut alike: BTreeMap<usize, BTreeSet<(u16, u16)>> = BTreeMap::new();
            for (key, no) in written(mine) {
                for (other, theirs) in writings.get(&key).into_iter().flatten().take(SHARED_MAX) {
                    if !self.are_two_people((mine, no), (&gathered[*other], *theirs)) {
                        alike.entry(*other).or_default().insert((no, *theirs));
                    }
                }
                writings.entry(key).or_default().push((i, no));
            }
            let best = linked(mine);
            let mut yielded = false;
            for j in shared.keys().chain(alike.keys()).copied().collect::<BTreeSet<_>>() {
                if yielded {
                    continue;
                }
                let other = &gathered[j];
                let sure = shared.get(&j).is_some_and(|pairs| same_household(mine, other, pairs));
                let pairs = shared.entry(j).or_default();
                let here = mine.registrants.dwelling.is_same(&other.registrants.dwelling);
                pairs.extend(alike.remove(&j).into_iter().flatten());
                if sure {
                    yields.push((i, Yield::Same(j, "orang yang sama")));
                    yielded = true;
                } else if here && same_household(mine, other, pairs) {
                    yields.push((i, Yield::Same(j, "nama, tanggal lahir dan alamat yang sama")));
                    yielded = true;
                } else {
                    yields.push((i, Yield::Share(j, pairs.clone())));
                }
            }
            if let Some(best) = best {
                for &j in households.get(best.household.as_str()).into_iter().flatten().take(SHARED_MAX) {
                    if yielded || shared.contains_key(&j) {
                        continue;
                    }
                    if mine.registrants.dwelling.is_same(&gathered[j].registrants.dwelling) {
                        yields.push((i, Yield::Same(j, "rumah tangga BDT dan alamat yang sama")));
                        yielded = true;
                    } else if decide(&gathered[j].evidence).outcome.category().is_some() {
                        yields.push((i, Yield::Claimed(j)));
                    }
                }
            }
            let place = &mine.registrants.dwelling;
            if let (Some(desa), Some(rt), false) = (place.desa, place.rt, place.address.is_empty()) {
                let key = dwelling_key(desa, rt, place);
                for &j in dwellings.get(&key).into_iter().flatten().take(NEIGHBOURS_MAX) {
                    let both_new = best.is_none() && linked(&gathered[j]).is_none();
                    let kin = || self.are_kin(mine, &gathered[j]);
                    let namesakes = || self.heads_share_a_name(mine, &gathered[j]);
                    if !yielded && !shared.contains_key(&j) && both_new && (kin() || namesakes()) {
                        let same = place.has_house_number() && place.is_same(&gathered[j].registrants.dwelling);
                        let same = same && kin();
                        yields.push((
                            i,
                            if same { Yield::Same(j, "kerabat di rumah yang sama") } else { Yield::Perhaps(j) },
                        ));
                        yielded |= same;
                    }
                }
                dwellings.entry(key).or_default().push(i);
            }
            if let Some(best) = best {
                households.entry(best.household.as_str()).or_default().push(i);
            }
        }
        drop(households);
        let mut touched = vec![BTreeSet::new(); registrations.len()];
        for (i, what) in yields {
            let (Yield::Same(j, _) | Yield::Share(j, _) | Yield::Claimed(j) | Yield::Perhaps(j)) = what;
            touched[i].insert(registrations[j].number.clone());
            touched[j].insert(registrations[i].number.clone());
            match what {
                Yield::Same(j, because) => {
                    let j = *leads.get(&j).unwrap_or(&j);
                    leads.insert(i, j);
                    let number = registrations[j].number.clone();
                    gathered[i].evidence.earlier = Some(EarlierRegistration { number, because: because.to_owned() });
                }
                Yield::Share(j, pairs) => share(registrations, gathered, i, j, &pairs),
                Yield::Claimed(j) => {
                    gathered[i].evidence.claimed_by.get_or_insert(registrations[j].number.clone());
                }
                Yield::Perhaps(j) => {
                    gathered[i].evidence.perhaps_with.get_or_insert(registrations[j].number.clone());
                }
            }
        }
        complete_each_other(gathered, &leads);
        touched
    }

    /// The texts under which a registration is found by others of the round: its persons, the
    /// household of the register it was linked to, and, when it is new, its dwelling. None when
    /// it stands in nobody's way.
    pub(crate) fn round_keys(&self, gathered: &Gathered) -> BTreeSet<(u16, String)> {
        if !counts(&gathered.evidence) {
            return BTreeSet::new();
        }
        let mut keys: BTreeSet<(u16, String)> =
            self.keys(gathered).into_iter().map(|(key, no)| (no, key.text())).collect();
        keys.extend(written(gathered).into_iter().map(|(text, no)| (no, text)));
        let place = &gathered.registrants.dwelling;
        match linked(gathered) {
            Some(best) => {
                keys.insert((0, format!("daftar/ruta/{}", best.household)));
            }
            None => {
                if let (Some(desa), Some(rt), false) = (place.desa, place.rt, place.address.is_empty()) {
                    keys.insert((0, format!("daftar/rumah/{}", dwelling_key(desa, rt, place))));
                }
            }
        }
        keys
    }

    /// Keys under which a person is known to two registrations.
    fn keys(&self, gathered: &Gathered) -> BTreeSet<(Key, u16)> {
        let mut keys = BTreeSet::new();
        let best = linked(gathered);
        for person in &gathered.registrants.persons {
            if let Some(civil) = person.civil {
                // by number, not by record: a person may stand in the registry twice
                keys.insert((Key::Nik(self.civil[civil as usize].nik), person.no));
            } else if let Some(nik) = person.nik.filter(|_| !in_conflict(gathered, person)) {
                keys.insert((Key::Nik(nik), person.no));
            }
            if let (Some(card), Some(date), Some(sex)) = (person.no_kk, person.birth.date(), person.sex) {
                let born = (date.year(), date.month(), date.day());
                keys.insert((Key::Card(card, born, sex, person.name.joined().to_owned()), person.no));
            }
            let member =
                best.and_then(|c| c.members.iter().find(|m| m.member_no == person.no && m.level() >= PersonLevel::M3));
            if let (Some(best), Some(member)) = (best, member) {
                keys.insert((Key::Register(best.household.as_str().to_owned(), member.register_no), person.no));
            }
        }
        keys
    }

    /// Whether two persons of one name and date of birth are known to be two: by their numbers, or by the
    /// households of the register that hold them.
    fn are_two_people(&self, a: (&Gathered, u16), b: (&Gathered, u16)) -> bool {
        let number = |(gathered, no): (&Gathered, u16)| {
            let person = gathered.registrants.persons.iter().find(|p| p.no == no)?;
            person.civil.map(|c| self.civil[c as usize].nik).or(person.nik)
        };
        let household = |gathered: &Gathered| linked(gathered).map(|c| c.household.clone());
        Agreement::of(number(a), number(b)) == Agreement::Differs
            || Agreement::of(household(a.0), household(b.0)) == Agreement::Differs
    }

    /// Whether the heads have one name, and nothing written says that they are two: no number, no other date.
    fn heads_share_a_name(&self, a: &Gathered, b: &Gathered) -> bool {
        let (Some(ours), Some(theirs)) = (head(a), head(b)) else { return false };
        let one_name = !ours.name.joined().is_empty() && ours.name.joined() == theirs.name.joined();
        one_name
            && ours.sex.zip(theirs.sex).is_none_or(|(x, y)| x == y)
            && !matches!(births(ours.birth, theirs.birth), BirthAgreement::Differs | BirthAgreement::AgeDiffers)
            && !self.are_two_people((a, ours.no), (b, theirs.no))
    }

    /// Whether somebody in one registration is a child of somebody in the other, by the mother's
    /// name in the civil registry and an age that allows it, or shares a family card.
    fn are_kin(&self, a: &Gathered, b: &Gathered) -> bool {
        let child_of = |children: &Gathered, parents: &Gathered| {
            children.registrants.persons.iter().any(|child| {
                let mother = child.mother.clone().or_else(|| self.civil[child.civil? as usize].mother.clone());
                let Some(mother) = mother else { return false };
                parents.registrants.persons.iter().filter(|p| p.sex == Some(Sex::Female)).any(|parent| {
                    let years = child.birth.date().zip(parent.birth.date()).map(|(c, p)| c.year() - p.year());
                    years.is_some_and(|y| (14..=52).contains(&y))
                        && names(&mother, &parent.name, self.frequency()).similarity >= PerMille::NAME_ALONE
                })
            })
        };
        child_of(a, b) || child_of(b, a)
    }
}

fn head(gathered: &Gathered) -> Option<&Registrant> {
    gathered.registrants.persons.iter().find(|p| Some(p.no) == gathered.registrants.head)
}

/// Where a person without any number is found: by desa, date of birth and name.
fn written(gathered: &Gathered) -> BTreeSet<(String, u16)> {
    let Some(desa) = gathered.registrants.dwelling.desa else { return BTreeSet::new() };
    let text = |p: &Registrant| Some((written_text(desa, p.birth, &p.name)?, p.no));
    gathered.registrants.persons.iter().filter_map(text).collect()
}

fn written_text(desa: AreaCode, birth: Birth, name: &Name) -> Option<String> {
    let date = birth.date().filter(|_| !name.joined().is_empty())?;
    Some(format!("daftar/orang/{desa}/{}-{}-{}/{}", date.year(), date.month(), date.day(), name.joined()))
}

/// Keys of a registration by what is written on it alone, before anybody was looked up.
#[must_use]
pub fn written_keys(registration: &Registration, areas: &AreaTable) -> BTreeSet<(u16, String)> {
    let mut keys = BTreeSet::new();
    let mut place = registration.place.clone();
    place.desa = place.desa.or(Some(registration.desa));
    let desa = Dwelling::of(&place, areas).desa;
    for member in &registration.members {
        let text = desa.and_then(|desa| written_text(desa, member.birth, &Name::read(&member.name)));
        keys.extend(text.map(|text| (member.no, text)));
        if let Some(nik) = member.nik {
            keys.insert((member.no, Key::Nik(nik).text()));
        }
        if let (Some(card), Some(date), Some(sex)) = (member.no_kk, member.birth.date(), member.sex) {
            let born = (date.year(), date.month(), date.day());
            keys.insert((member.no, Key::Card(card, born, sex, Name::read(&member.name).joined().to_owned()).text()));
        }
    }
    keys
}

/// What makes two entries one person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Nik(Nik),
    Register(String, u16),
    Card(NoKk, (i16, i8, i8), Sex, String),
}

impl Key {
    /// The text a store hashes.
    fn text(&self) -> String {
        match self {
            Self::Nik(nik) => format!("daftar/nik/{}", nik.expose()),
            Self::Register(household, no) => format!("daftar/anggota/{household}/{no}"),
            Self::Card(card, (year, month, day), sex, name) => {
                format!("daftar/kartu/{}/{year}-{month}-{day}/{}/{name}", card.expose(), sex.code())
            }
        }
    }
}

/// Registrations looked at under one person or one household of the register: the same person ten
/// thousand times is still one household registered before.
const SHARED_MAX: usize = 40;
/// New registrations looked at in one dwelling.
const NEIGHBOURS_MAX: usize = 200;

fn dwelling_key(desa: AreaCode, rt: u16, place: &Dwelling) -> String {
    format!("{desa}/{rt}/{:?}/{}", place.rw, place.address)
}

/// What a later registration yields to an earlier one.
enum Yield {
    Same(usize, &'static str),
    Share(usize, BTreeSet<(u16, u16)>),
    Claimed(usize),
    Perhaps(usize),
}

/// Drafts and the dead do not stand in anybody's way.
fn counts(evidence: &HouseholdEvidence) -> bool {
    let draft = evidence.kind == RegistrationKind::Active && !evidence.identity_shown;
    !draft && !evidence.members.is_empty() && !evidence.members.iter().all(|m| m.siak == SiakCode::Meninggal)
}

fn linked(gathered: &Gathered) -> Option<&Candidate> {
    gathered.evidence.candidates.first().filter(|c| c.level() >= HouseholdLevel::Probable)
}

/// Whether the written number is somebody else's: in the civil registry or in the register.
fn in_conflict(gathered: &Gathered, person: &Registrant) -> bool {
    matches!(person.lookup, CivilLookup::Found { .. } | CivilLookup::Ambiguous)
        || gathered.evidence.candidates.iter().any(|c| c.conflicts.iter().any(|p| p.member_no == person.no))
}

/// One household registered twice: the head of both, or two persons and most of the smaller.
fn same_household(a: &Gathered, b: &Gathered, pairs: &BTreeSet<(u16, u16)>) -> bool {
    let heads = a.registrants.head.zip(b.registrants.head).is_some_and(|heads| pairs.contains(&heads));
    let ours: BTreeSet<u16> = pairs.iter().map(|(x, _)| *x).collect();
    let smaller = a.registrants.persons.len().min(b.registrants.persons.len());
    heads || ours.len() >= 2 && ours.len() * 2 > smaller
}

/// A person in two households: the registration whose own household of the register holds the
/// person keeps them. The other one goes to review, or both if neither or each does.
fn share(registrations: &[Registration], gathered: &mut [Gathered], i: usize, j: usize, pairs: &BTreeSet<(u16, u16)>) {
    for (mine, theirs) in pairs {
        let holds = |g: &Gathered, no: u16| {
            linked(g).is_some_and(|c| c.members.iter().any(|m| m.member_no == no && m.level() >= PersonLevel::M3))
        };
        let (here, there) = (holds(&gathered[i], *mine), holds(&gathered[j], *theirs));
        if !here || there {
            let other = registrations[j].number.clone();
            gathered[i].evidence.shared.push(SharedPerson { member_no: *mine, other });
        }
        if !there || here {
            let other = registrations[i].number.clone();
            gathered[j].evidence.shared.push(SharedPerson { member_no: *theirs, other });
        }
    }
}

/// Registrations of one household complete each other: whom the other card brings is not gone, and
/// families are counted over all cards. T11.
fn complete_each_other(gathered: &mut [Gathered], leads: &BTreeMap<usize, usize>) {
    let mut groups: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (&follower, &leader) in leads {
        groups.entry(leader).or_insert_with(|| BTreeSet::from([leader])).insert(follower);
    }
    for group in groups.into_values() {
        let mut present: BTreeMap<String, BTreeMap<u16, BTreeSet<ChangedField>>> = BTreeMap::new();
        let mut cards: BTreeSet<NoKk> = BTreeSet::new();
        for &i in &group {
            if let Some(candidate) = linked(&gathered[i]) {
                let members = candidate.members.iter().map(|m| (m.register_no, m.changed()));
                present.entry(candidate.household.to_string()).or_default().extend(members);
            }
            cards.extend(gathered[i].registrants.persons.iter().filter_map(|p| p.no_kk));
        }
        for &i in &group {
            let complete = gathered[i].registrants.cards().is_some();
            let Some(candidate) = gathered[i].evidence.candidates.first_mut() else { continue };
            let Some(present) = present.get(candidate.household.as_str()) else { continue };
            candidate.elsewhere =
                candidate.only_register.iter().copied().filter(|no| present.contains_key(no)).collect();
            candidate.changed_elsewhere = candidate.elsewhere.iter().flat_map(|no| &present[no]).copied().collect();
            if complete {
                candidate.registered_families = u8::try_from(cards.len()).ok();
            }
        }
    }
}
