//! The part of register and civil registry that a few registrations need, fetched key by key. One
//! look-up at the desk reads a few rows and gives the same row as the batch.
//!
//! The kernel runs as far as it can and lists what it lacks ([`Excerpt::wanted`]). The caller
//! supplies the records until nothing is missing. The kernel makes no guess in between: a stage
//! without an answer stops there.

use crate::civil::{civil_of_member, civil_person};
use crate::household::{exact, wide};
use crate::index::{Blocks, Index, Near, RegisterHousehold, read_household};
use crate::key::Key;
use crate::normalise::Name;
use crate::statistics::Statistics;
use domain::Date;
use domain::area::AreaTable;
use domain::civil_registry::CivilRecord;
use domain::household::Household;
use domain::id::HouseholdId;
use domain::person::Sex;
use domain::registration::Registration;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// What is lacking for the next stage of a look-up. Nothing lacking: the excerpt is complete.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Keys to be answered, each once, empty answers too.
    pub keys: BTreeSet<Key>,
    /// Households of the register to be read whole.
    pub households: BTreeSet<HouseholdId>,
}

impl Wanted {
    /// Whether nothing lacks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.households.is_empty()
    }
}

/// A member of the register that a key found: enough to tell whether it is worth reading whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its household.
    pub household: HouseholdId,
    /// Its name as written.
    pub name: String,
    /// Its sex.
    pub sex: Option<Sex>,
}

/// The answers so far. See the module.
#[derive(Debug)]
pub struct Excerpt {
    index: Index,
    today: Date,
    places: BTreeMap<HouseholdId, u32>,
    records: BTreeMap<i64, u32>,
    /// Households whose members still want their record of the civil registry.
    unsettled: Vec<u32>,
}

impl Excerpt {
    /// An excerpt without any answer. `statistics` are those of the whole register.
    #[must_use]
    pub fn new(statistics: Arc<Statistics>, areas: Arc<AreaTable>, today: Date) -> Self {
        let index = Index {
            households: Vec::new(),
            members: Vec::new(),
            civil: Vec::new(),
            statistics,
            areas,
            blocks: Blocks::Fetched(Fetched::default()),
        };
        Self { index, today, places: BTreeMap::new(), records: BTreeMap::new(), unsettled: Vec::new() }
    }

    /// What the registrations still lack.
    pub fn wanted(&mut self, registrations: &[Registration]) -> Wanted {
        let mut households = BTreeSet::new();
        for registration in registrations {
            self.stages(registration, &mut households);
        }
        let unsettled = std::mem::take(&mut self.unsettled);
        for household in unsettled {
            if !self.settle(household) {
                self.unsettled.push(household);
            }
        }
        let id = |at: &u32| self.index.households[*at as usize].id.clone();
        Wanted { keys: self.fetched().take_missed().0, households: households.iter().map(id).collect() }
    }

    /// Runs the stages of one registration until one lacks an answer.
    fn stages(&self, registration: &Registration, households: &mut BTreeSet<u32>) {
        let (index, fetched) = (&self.index, self.fetched());
        fetched.begin();
        let mut registrants = index.read(registration);
        // numbers are always asked for, so they are asked for together
        for person in &registrants.persons {
            if let Some(nik) = person.nik {
                index.find(Key::Nik(nik));
                if index.statistics.civil() > 0 {
                    index.find(Key::CivilNik(nik));
                }
            }
            if let Some(card) = person.no_kk {
                index.find(Key::Card(card));
            }
        }
        if fetched.lacks() {
            return;
        }
        index.look_up(&mut registrants.persons, registrants.dwelling.desa);
        if fetched.lacks() {
            return;
        }
        let (mut found, open) = exact(index, &registrants);
        if fetched.lacks() {
            return;
        }
        wide(index, &registrants, &open, &mut found);
        if !fetched.lacks() {
            households.extend(found.into_iter().filter(|at| !fetched.loaded.contains(at)));
        }
    }

    /// Finds the civil registry's records of a household's members. `false` while one lacks.
    fn settle(&mut self, household: u32) -> bool {
        self.fetched().begin();
        let range = self.index.households[household as usize].members.clone();
        let range = range.start as usize..range.end as usize;
        let found: Vec<Option<u32>> =
            self.index.members[range.clone()].iter().map(|m| civil_of_member(&self.index, m)).collect();
        for (member, civil) in self.index.members[range].iter_mut().zip(found) {
            member.civil = civil;
        }
        !self.fetched().lacks()
    }

    /// Answers a key of the register: every member under it, in order of household and member.
    /// One more than the key's gate lets through is enough.
    pub fn answer_register(&mut self, key: Key, found: Vec<Found>) {
        let found = key.gate().pass(found);
        let mut members = Vec::with_capacity(found.len());
        for row in found {
            let household = self.place(&row.household);
            let fetched = self.fetched_mut();
            members.push(fetched.nears.len() as u32);
            fetched.nears.push((household, Name::read(&row.name), row.sex));
        }
        self.fetched_mut().known.insert(key, members);
    }

    /// Answers a key of the civil registry: every record under it with its number there, in order.
    pub fn answer_civil(&mut self, key: Key, found: Vec<(i64, CivilRecord)>) {
        let found = key.gate().pass(found);
        let mut records = Vec::with_capacity(found.len());
        for (no, record) in found {
            let next = self.index.civil.len() as u32;
            let at = *self.records.entry(no).or_insert(next);
            if at == next {
                self.index.civil.push(civil_person(&record, self.today));
            }
            records.push(at);
        }
        self.fetched_mut().known.insert(key, records);
    }

    /// Answers a wanted household, with the register's other id of it if there is one.
    pub fn answer_household(&mut self, household: &Household, twin: Option<HouseholdId>) {
        let at = self.place(&household.id);
        if !self.fetched_mut().loaded.insert(at) {
            return;
        }
        let areas = self.index.areas.clone();
        let mut read = read_household(household, at, &mut self.index.members, &areas);
        read.twin = twin;
        self.index.households[at as usize] = read;
        if self.index.statistics.civil() > 0 {
            self.unsettled.push(at);
        }
    }

    /// The index over what was answered, to identify the registrations with that
    /// [`Excerpt::wanted`] was asked about. It is complete once nothing is wanted.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    fn place(&mut self, id: &HouseholdId) -> u32 {
        if let Some(at) = self.places.get(id) {
            return *at;
        }
        let at = self.index.households.len() as u32;
        self.index.households.push(RegisterHousehold {
            id: id.clone(),
            dwelling: crate::index::Dwelling::default(),
            members: 0..0,
            head: None,
            family_count: None,
            assisted: false,
            twin: None,
        });
        self.places.insert(id.clone(), at);
        at
    }

    fn fetched(&self) -> &Fetched {
        match &self.index.blocks {
            Blocks::Fetched(fetched) => fetched,
            Blocks::Whole(_) => unreachable!("an excerpt is made with fetched answers only"),
        }
    }
    fn fetched_mut(&mut self) -> &mut Fetched {
        match &mut self.index.blocks {
            Blocks::Fetched(fetched) => fetched,
            Blocks::Whole(_) => unreachable!("an excerpt is made with fetched answers only"),
        }
    }
}

/// Keys that were answered, and those that were asked for and lack.
#[derive(Debug, Default)]
pub(crate) struct Fetched {
    known: FxHashMap<Key, Vec<u32>>,
    nears: Vec<(u32, Name, Option<Sex>)>,
    loaded: BTreeSet<u32>,
    missed: Mutex<(BTreeSet<Key>, bool)>,
}

impl Fetched {
    pub fn find(&self, key: Key) -> Vec<u32> {
        if let Some(found) = self.known.get(&key) {
            return found.clone();
        }
        let mut missed = self.missed.lock().unwrap_or_else(PoisonError::into_inner);
        missed.0.insert(key);
        missed.1 = true;
        Vec::new()
    }

    pub fn near(&self, at: u32) -> Near<'_> {
        let (household, name, sex) = &self.nears[at as usize];
        Near { household: *household, name, sex: *sex }
    }

    fn begin(&self) {
        self.missed.lock().unwrap_or_else(PoisonError::into_inner).1 = false;
    }
    fn lacks(&self) -> bool {
        self.missed.lock().unwrap_or_else(PoisonError::into_inner).1
    }
    fn take_missed(&self) -> (BTreeSet<Key>, bool) {
        std::mem::take(&mut *self.missed.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
