//! The register as it is now, and what an act makes of it. Design D15, domain §5.4.
//!
//! A household that leaves keeps its row with status and reason; one that becomes part of another, or is a
//! copy of another, leads to the one that stays. Everything here is pure: the same register and the same
//! rulings give the same changes.

use crate::Date;
use crate::civil_registry::{CivilRecord, CivilStatus};
use crate::household::{Household, Member, head_of};
use crate::id::HouseholdId;
use crate::person::{Nik, Relation};
use crate::questionnaire::Item;
use crate::verification::VisitResult;
use std::collections::BTreeMap;

mod persons;
mod replay;

pub use persons::{Conflict, Side, settle_persons};
pub use replay::{rejoin, replay};

/// How a household stands in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HouseholdStatus {
    /// ADA.
    Present,
    /// TIDAK_DITEMUKAN: a visit did not find it; it stays until a second round confirms that.
    NotFound,
    /// TIDAK_DIKENAL: the meeting does not know it (code 8); it stays until a second round confirms that.
    Unknown,
    /// HILANG: two rounds did not find or know it.
    Gone,
    /// PINDAH: left the hamlet; known again when it registers. Code 4.
    Moved,
    /// MENINGGAL: all its members have died. Code 5.
    Deceased,
    /// BAGIAN_RUTA_LAIN: its members belong to another household now.
    PartOfOther,
    /// GANDA: another row is the same household and stays.
    Duplicate,
}

impl HouseholdStatus {
    /// Every status.
    pub const ALL: [Self; 8] = [
        Self::Present,
        Self::NotFound,
        Self::Unknown,
        Self::Gone,
        Self::Moved,
        Self::Deceased,
        Self::PartOfOther,
        Self::Duplicate,
    ];
    /// The stable word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Present => "ADA",
            Self::NotFound => "TIDAK_DITEMUKAN",
            Self::Unknown => "TIDAK_DIKENAL",
            Self::Gone => "HILANG",
            Self::Moved => "PINDAH",
            Self::Deceased => "MENINGGAL",
            Self::PartOfOther => "BAGIAN_RUTA_LAIN",
            Self::Duplicate => "GANDA",
        }
    }
    /// From the stable word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }
    /// Whether the household belongs to the register: it is counted, ranked and considered for programmes.
    #[must_use]
    pub fn is_in_register(self) -> bool {
        match self {
            Self::Present | Self::NotFound | Self::Unknown => true,
            Self::Gone | Self::Moved | Self::Deceased | Self::PartOfOther | Self::Duplicate => false,
        }
    }
    /// Whether somebody who registers can still be this household: it is in the register, or it moved away or
    /// was lost and is back.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.is_in_register() || matches!(self, Self::Moved | Self::Gone)
    }
}

/// What an act does to a household: the word in the annex of a decree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// BARU: enters the register.
    Added,
    /// DIPERBARUI: its data are those of the visit.
    Updated,
    /// PINDAH: left the hamlet, or the building is gone.
    Moved,
    /// MENINGGAL: all its members have died. R52.
    Deceased,
    /// BAGIAN_RUTA_LAIN: its members move to another household.
    PartOfOther,
    /// GANDA: stands in the register twice; the other row stays.
    Duplicate,
    /// TIDAK_DITEMUKAN: the visit could not find it.
    NotFound,
    /// TIDAK_DIKENAL: nobody in the meeting knows it. R55.
    Unknown,
    /// ANGGOTA_DIBETULKAN: members died, or turned out to live elsewhere.
    MembersCorrected,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 9] = [
        Self::Added,
        Self::Updated,
        Self::Moved,
        Self::Deceased,
        Self::PartOfOther,
        Self::Duplicate,
        Self::NotFound,
        Self::Unknown,
        Self::MembersCorrected,
    ];
    /// The word in the annex.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Added => "BARU",
            Self::Updated => "DIPERBARUI",
            Self::Moved => "PINDAH",
            Self::Deceased => "MENINGGAL",
            Self::PartOfOther => "BAGIAN_RUTA_LAIN",
            Self::Duplicate => "GANDA",
            Self::NotFound => "TIDAK_DITEMUKAN",
            Self::Unknown => "TIDAK_DIKENAL",
            Self::MembersCorrected => "ANGGOTA_DIBETULKAN",
        }
    }
    /// From the word in the annex.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == code)
    }
    /// Whether the household was seen at its door: its data are of the visit.
    #[must_use]
    pub fn is_visited(self) -> bool {
        match self {
            Self::Added | Self::Updated => true,
            Self::Moved
            | Self::Deceased
            | Self::PartOfOther
            | Self::Duplicate
            | Self::NotFound
            | Self::Unknown
            | Self::MembersCorrected => false,
        }
    }
    /// What a visit with this result does to a household that is, or is not, in the register; `None` = nothing.
    #[must_use]
    pub fn of_visit(result: VisitResult, in_register: bool) -> Option<Self> {
        match (result, in_register) {
            (VisitResult::Completed, true) => Some(Self::Updated),
            (VisitResult::Completed, false) => Some(Self::Added),
            (VisitResult::NotFound, true) => Some(Self::NotFound),
            (VisitResult::Moved, true) => Some(Self::Moved),
            (VisitResult::PartOfOther, true) => Some(Self::PartOfOther),
            (VisitResult::Duplicate, true) => Some(Self::Duplicate),
            // a household that refuses, and a new one that was not met, change nothing
            (VisitResult::Refused, _)
            | (VisitResult::NotFound | VisitResult::Moved | VisitResult::PartOfOther | VisitResult::Duplicate, false) => {
                None
            }
        }
    }
}

/// A household of the register with its standing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The household; one that left is as it was.
    pub household: Household,
    /// How it stands.
    pub status: HouseholdStatus,
    /// The household that stays, when this one is a copy or a part of it.
    pub became: Option<HouseholdId>,
}

impl Entry {
    /// A household that is there.
    #[must_use]
    pub fn present(household: Household) -> Self {
        Self { household, status: HouseholdStatus::Present, became: None }
    }
}

/// One household that a decree is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// The household; a new one by the id it gets.
    pub household: HouseholdId,
    /// What is done to it.
    pub action: Action,
    /// Questionnaire or row of a meeting it rests on.
    pub source: String,
    /// Its case, when it has one.
    pub case: Option<String>,
    /// The household as found, when it was visited.
    pub found: Option<Household>,
    /// Household it becomes part of, or is a copy of.
    pub target: Option<HouseholdId>,
    /// Day of the visit.
    pub visited_on: Option<Date>,
    /// Persons whom the civil registry was not asked about. §5.3.
    pub siak_unchecked: u32,
}

/// One household as an act leaves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As it was; `None` = it is new.
    pub before: Option<Entry>,
    /// As it is.
    pub after: Entry,
    /// What was done.
    pub action: Action,
    /// What it rests on.
    pub source: String,
    /// Its case, when it has one.
    pub case: Option<String>,
    /// Members marked as dead by the civil registry.
    pub deaths: usize,
}

/// What a batch makes of the register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Changed households, by id.
    pub changes: BTreeMap<HouseholdId, Change>,
    /// Persons who would stand in two households, both visited: a person decides first.
    pub conflicts: Vec<Conflict>,
    /// Rulings that wait, by household, and why.
    pub held: BTreeMap<HouseholdId, HeldBecause>,
}

codes! {
    /// Why a ruling waits for the next decree.
    pub enum HeldBecause {
        /// A member stands in another visited household too. §5.4.
        PersonInTwo = "ORANG_DI_DUA_RUTA",
        /// It is said to be a copy, and nobody knows of which household. §5.4.
        NoSurvivor = "GANDA_TANPA_RUJUKAN",
        /// It is said to be part of a household that the register does not hold. §5.4.
        NoTarget = "RUTA_TUJUAN_TIDAK_DIKENAL",
    }
}

/// Item 22: 2 meninggal.
const DIED: i32 = 2;
/// Item 22: 4 ART baru.
const JOINED: i32 = 4;

/// Applies rulings to the register. `register` holds every household that may be meant, also those that left;
/// `same` tells whether two members with one NIK are one person; `dead` are the records of the dead.
#[must_use]
pub fn apply(
    register: &BTreeMap<HouseholdId, Entry>,
    rulings: &[Ruling],
    dead: &Dead<'_>,
    same: &(dyn Fn(&Member, &Member) -> bool + Sync),
) -> Outcome {
    let mut out = Outcome::default();
    let mut rulings: Vec<&Ruling> = rulings.iter().collect();
    rulings.sort_by(|a, b| (&a.household, &a.source).cmp(&(&b.household, &b.source)));
    // a ruling that has to wait may leave another one without its target: until nothing more waits
    loop {
        let taken: Vec<&Ruling> = rulings.iter().copied().filter(|r| !out.held.contains_key(&r.household)).collect();
        let mut batch = Batch::new(register, dead);
        taken.iter().for_each(|r| batch.rule(r));
        taken.iter().for_each(|r| batch.lead_on(r));
        let waiting = std::mem::take(&mut batch.held);
        let conflicts = settle_persons(register, &mut batch.changes, same);
        let held_before = out.held.len();
        for household in conflicts.iter().flat_map(Conflict::households) {
            if taken.iter().any(|r| r.household == *household) {
                out.held.entry(household.clone()).or_insert(HeldBecause::PersonInTwo);
            }
        }
        out.held.extend(waiting);
        out.conflicts.extend(conflicts.into_iter().filter(|c| c.is_visited()));
        if out.held.len() == held_before {
            out.changes = batch.changes;
            out.conflicts.sort();
            out.conflicts.dedup();
            return out;
        }
    }
}

/// Those whom the civil registry holds as dead, by NIK.
pub struct Dead<'a> {
    by_nik: BTreeMap<Nik, Vec<&'a CivilRecord>>,
    like: &'a (dyn Fn(&Member, &CivilRecord) -> bool + Sync),
}

impl<'a> Dead<'a> {
    /// From the records of the registry. `like` tells whether a member and a record with one NIK are one
    /// person: the NIK alone is not enough.
    #[must_use]
    pub fn among(
        records: impl IntoIterator<Item = &'a CivilRecord>,
        today: Date,
        like: &'a (dyn Fn(&Member, &CivilRecord) -> bool + Sync),
    ) -> Self {
        let mut by_nik: BTreeMap<Nik, Vec<&CivilRecord>> = BTreeMap::new();
        for record in records {
            if record.status == CivilStatus::Dead && record.status_date.is_none_or(|day| day <= today) {
                by_nik.entry(record.nik).or_default().push(record);
            }
        }
        Self { by_nik, like }
    }

    /// Whether anybody is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_nik.is_empty()
    }

    /// Marks members who are dead, so that no list names them (F5). Returns how many.
    pub fn mark(&self, members: &mut [Member]) -> usize {
        let mut count = 0;
        for member in members {
            let Some(records) = member.nik.and_then(|nik| self.by_nik.get(&nik)) else { continue };
            if member.answers.get(Item::Presence) != Some(DIED) && records.iter().any(|r| (self.like)(member, r)) {
                member.answers.set(Item::Presence, DIED);
                count += 1;
            }
        }
        count
    }

    /// The changes that the dead make to the register: nobody else is touched.
    #[must_use]
    pub fn changes(&self, register: &BTreeMap<HouseholdId, Entry>, source: &str) -> BTreeMap<HouseholdId, Change> {
        let mut changes = BTreeMap::new();
        for (id, entry) in register.iter().filter(|(_, e)| e.status.is_in_register()) {
            if !entry.household.members.iter().any(|m| m.nik.is_some_and(|n| self.by_nik.contains_key(&n))) {
                continue;
            }
            let mut after = entry.clone();
            let deaths = self.mark(&mut after.household.members);
            if deaths > 0 {
                let change = Change {
                    before: Some(entry.clone()),
                    after,
                    action: Action::MembersCorrected,
                    source: source.to_owned(),
                    case: None,
                    deaths,
                };
                changes.insert(id.clone(), change);
            }
        }
        changes
    }
}

struct Batch<'a> {
    register: &'a BTreeMap<HouseholdId, Entry>,
    dead: &'a Dead<'a>,
    changes: BTreeMap<HouseholdId, Change>,
    held: BTreeMap<HouseholdId, HeldBecause>,
}

impl<'a> Batch<'a> {
    fn new(register: &'a BTreeMap<HouseholdId, Entry>, dead: &'a Dead<'a>) -> Self {
        Self { register, dead, changes: BTreeMap::new(), held: BTreeMap::new() }
    }

    fn rule(&mut self, ruling: &Ruling) {
        let before = self.register.get(&ruling.household);
        let after = match (ruling.action, &ruling.found, before) {
            (Action::Added | Action::Updated, Some(found), _) => Entry::present(found_at_home(ruling, found, before)),
            (Action::Moved, _, Some(b)) => Entry { status: HouseholdStatus::Moved, ..b.clone() },
            (Action::Deceased, _, Some(b)) => Entry { status: HouseholdStatus::Deceased, ..b.clone() },
            // not deleted: a second round has to confirm. §5.4
            (Action::NotFound, _, Some(b)) => {
                Entry { status: missing(b.status, HouseholdStatus::NotFound), ..b.clone() }
            }
            (Action::Unknown, _, Some(b)) => Entry { status: missing(b.status, HouseholdStatus::Unknown), ..b.clone() },
            // their turn comes when every visit has been written
            (Action::PartOfOther | Action::Duplicate | Action::MembersCorrected, _, _)
            | (_, _, None)
            | (_, None, _) => {
                return;
            }
        };
        self.put(ruling, after);
    }

    fn put(&mut self, ruling: &Ruling, mut after: Entry) {
        let deaths = self.dead.mark(&mut after.household.members);
        self.changes.insert(
            ruling.household.clone(),
            Change {
                before: self.register.get(&ruling.household).cloned(),
                after,
                action: ruling.action,
                source: ruling.source.clone(),
                case: ruling.case.clone(),
                deaths,
            },
        );
    }

    /// The household as this batch leaves it so far.
    fn now(&self, id: &HouseholdId) -> Option<&Entry> {
        self.changes.get(id).map(|c| &c.after).or_else(|| self.register.get(id))
    }

    /// Copies and parts lead to the household that stays. §5.4.
    fn lead_on(&mut self, ruling: &Ruling) {
        let (status, missing) = match ruling.action {
            Action::PartOfOther => (HouseholdStatus::PartOfOther, HeldBecause::NoTarget),
            Action::Duplicate => (HouseholdStatus::Duplicate, HeldBecause::NoSurvivor),
            _ => return,
        };
        let Some(own) = self.register.get(&ruling.household).cloned() else { return };
        let target = ruling.target.as_ref().filter(|t| **t != ruling.household);
        let Some(target) = target.and_then(|t| self.now(t)).filter(|t| t.status.is_in_register()).cloned() else {
            self.held.insert(ruling.household.clone(), missing);
            return;
        };
        let id = target.household.id.clone();
        let (joined, moved) = join(&target.household, &own.household);
        if moved {
            let before = self.register.get(&id).cloned();
            let change = self.changes.entry(id.clone()).or_insert_with(|| Change {
                before,
                after: target.clone(),
                action: Action::MembersCorrected,
                source: ruling.source.clone(),
                case: None,
                deaths: 0,
            });
            change.after.household = joined;
        }
        self.put(ruling, Entry { status, became: Some(id), ..own });
    }
}

/// A household that was missed once before is gone now.
fn missing(before: HouseholdStatus, now: HouseholdStatus) -> HouseholdStatus {
    match before {
        HouseholdStatus::NotFound | HouseholdStatus::Unknown | HouseholdStatus::Gone => HouseholdStatus::Gone,
        HouseholdStatus::Present
        | HouseholdStatus::Moved
        | HouseholdStatus::Deceased
        | HouseholdStatus::PartOfOther
        | HouseholdStatus::Duplicate => now,
    }
}

/// The household as the visit found it; what the visit leaves open of its place stays as it was.
fn found_at_home(ruling: &Ruling, found: &Household, before: Option<&Entry>) -> Household {
    let mut household = found.clone();
    household.id = ruling.household.clone();
    household.members.retain(Member::is_present);
    if let Some(before) = before.map(|e| &e.household) {
        household.place.desa = household.place.desa.or(before.place.desa);
        if household.place.hamlet.is_none() {
            household.place.hamlet.clone_from(&before.place.hamlet);
        }
        // where the register first read it stays its origin. R1
        household.origin = before.origin.clone();
        if let Some(percentile) = before.answers.get(Item::Percentile) {
            household.answers.set(Item::Percentile, percentile);
        }
    }
    household
}

/// `target` with the members of `own` who are not among its own; whether anybody moved.
fn join(target: &Household, own: &Household) -> (Household, bool) {
    let mut joined = target.clone();
    let letters = |name: &str| name.to_uppercase().chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let is_same = |a: &Member, b: &Member| match (a.nik, b.nik) {
        (Some(x), Some(y)) => x == y,
        _ => letters(&a.name) == letters(&b.name) && (a.birth == b.birth || a.sex == b.sex),
    };
    let newcomers: Vec<&Member> =
        own.members.iter().filter(|m| m.is_present() && !target.members.iter().any(|t| is_same(t, m))).collect();
    let mut no = target.members.iter().map(|m| m.no).max().unwrap_or(0);
    let family = target.members.iter().filter_map(|m| m.family_no).max();
    for newcomer in &newcomers {
        no += 1;
        let mut member = (*newcomer).clone();
        member.no = no;
        // the target has its head; how the newcomers stand to that person is asked at the next visit
        if member.relation == Some(Relation::Head) {
            member.relation = Some(Relation::Other);
        }
        member.family_no = match (family, member.family_no) {
            (Some(last), Some(own)) => Some(last.saturating_add(own)),
            (None, own) => own,
            (Some(last), None) => Some(last.saturating_add(1)),
        };
        member.answers.set(Item::Presence, JOINED);
        joined.members.push(member);
    }
    if !newcomers.is_empty() {
        joined.member_count = u16::try_from(joined.members.iter().filter(|m| m.is_present()).count()).ok();
        joined.family_count = joined.members.iter().filter_map(|m| m.family_no).max().or(joined.family_count);
    }
    (joined, !newcomers.is_empty())
}

/// Of two rows that are one household, the one that stays: with programme history, else the lower id. §5.4.
#[must_use]
pub fn survivor<'a>(a: &'a Household, b: &'a Household) -> &'a Household {
    const PROGRAMMES: [Item; 5] = [Item::Kks, Item::Kip, Item::Kis, Item::Pkh, Item::Rastra];
    let assisted = |h: &Household| PROGRAMMES.iter().any(|item| h.answers.yes(*item) == Some(true));
    match (assisted(a), assisted(b)) {
        (true, false) => a,
        (false, true) => b,
        _ if a.id <= b.id => a,
        _ => b,
    }
}

/// Whether everybody who lives in `copy` also stands in `other`: then the two rows can be one without anybody
/// being lost or placed by guess.
#[must_use]
pub fn is_contained(copy: &Household, other: &Household, same: &(dyn Fn(&Member, &Member) -> bool + Sync)) -> bool {
    let stands = |m: &&Member| {
        other.members.iter().any(|o| match (m.nik, o.nik) {
            (Some(x), Some(y)) if x == y => true,
            _ => same(m, o) && m.sex == o.sex,
        })
    };
    copy.members.iter().filter(|m| m.is_present()).all(|m| stands(&m))
}

/// Whether a corrected household lists fewer members than the register and fewer than it states: a part of it is
/// missing, and who is missing stays.
#[must_use]
pub fn is_half(before: &Household, corrected: &Household) -> bool {
    let listed = corrected.members.len();
    listed < before.members.len() && corrected.member_count.is_some_and(|stated| usize::from(stated) > listed)
}

/// Name of the head for a list: of the first member when nobody is written as head.
#[must_use]
pub fn head_name(household: &Household) -> Option<&str> {
    head_of(&household.members).or(household.members.first()).map(|m| m.name.as_str()).filter(|n| !n.is_empty())
}

/// Id of a household that enters the register: permanent, and without meaning beyond its kabupaten. D15.
#[must_use]
pub fn new_household_id(kabupaten: &str, number: u32) -> HouseholdId {
    HouseholdId::new(format!("RUTA-{kabupaten}-{number:06}"))
}

/// The id under which the centre knows the household; `None` until its receipt has said one. Those of BDT 2015
/// carry it from the start.
#[must_use]
pub fn idbdt(id: &HouseholdId) -> Option<&str> {
    // BARU-…: what a program before this one called a household that its decree let in
    Some(id.as_str()).filter(|id| !id.starts_with("RUTA-") && !id.starts_with("BARU-"))
}
