//! Levels of the product's evidence as cells of comparisons.

use domain::identification::{
    Agreement, BirthAgreement, Candidate, NikAgreement, PerMille, PersonEvidence, Region, Spelling,
};

/// The cell of a field that says nothing: one side is empty.
pub const SILENT: u16 = u16::MAX;

/// Comparisons of two persons.
pub(super) const PERSON: usize = 7;
/// Position of the name, whose words may be rare.
pub(super) const RARE: usize = 1;

/// Position of the relation to the head.
const RELATION: usize = 4;

/// For each comparison, which cells share one distribution: shares add up to one inside each number.
/// Date and sex have one distribution for equal numbers and one for the rest.
pub(super) const CONTEXTS: [&[u8]; PERSON + 2] = [
    &[0; 7],
    &[0; 6],
    &[0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
    &[0, 0, 1, 1],
    &[0; 2],
    &[0; 2],
    &[0; 2],
    &[0; 7],
    &[0; 5],
];

/// Cells of two persons: a cell and, for names, the information of their agreeing words.
pub(super) type Person = [(u16, u16); PERSON];

/// What the rules made of a candidate: what the estimation holds on to. A class that is free to be
/// anything becomes the households that moved or changed; so only the doubtful are found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Start {
    /// Linked by the rules: the same household.
    Linked,
    /// Left to a person, or another candidate beside the linked one: to be found out.
    Doubtful,
    /// A number in conflict and nothing else: another household.
    Apart,
}

/// A candidate as the estimation sees it: cells, never what was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    pub(super) persons: Vec<Person>,
    pub(super) place: u16,
    pub(super) members: u16,
    pub(super) start: Start,
    /// What a reviewer said, if one did: whether both are one household.
    pub(super) said: Option<bool>,
}

impl Seen {
    /// A candidate, whether the rules linked it, and what a reviewer said of it if one did.
    #[must_use]
    pub fn of(candidate: &Candidate, linked: bool, said: Option<bool>) -> Self {
        let cells = cells_of(candidate);
        let mut persons: Vec<Person> = cells.persons.into_iter().map(|(_, person)| person).collect();
        persons.sort_unstable();
        let start = match (linked, candidate.members.is_empty()) {
            (true, _) => Start::Linked,
            (false, false) => Start::Doubtful,
            (false, true) => Start::Apart,
        };
        Self { persons, place: cells.place, members: cells.members, start, said }
    }
}

/// The cells of a candidate.
pub(super) struct Cells {
    pub persons: Vec<(u16, Person)>,
    pub place: u16,
    pub members: u16,
}

pub(super) fn cells_of(candidate: &Candidate) -> Cells {
    let mut persons: Vec<(u16, Person)> = Vec::with_capacity(candidate.members.len() + candidate.conflicts.len());
    for pair in candidate.members.iter().chain(&candidate.conflicts) {
        // of a number that stands beside several members, the first is the one that is shown
        if !persons.iter().any(|(no, _)| *no == pair.member_no) {
            persons.push((pair.member_no, person(pair)));
        }
    }
    persons.sort_by_key(|(no, _)| *no);
    // relations are told from the head: where another one is head, all differ, and it is one fact
    let told = persons.iter().position(|(_, person)| person[RELATION].0 != SILENT);
    for (at, (_, person)) in persons.iter_mut().enumerate() {
        if Some(at) != told {
            person[RELATION] = (SILENT, 0);
        }
    }
    Cells {
        persons,
        place: place(candidate.family_card, candidate.address, candidate.region),
        members: members(candidate),
    }
}

/// Cells of two persons.
pub(super) fn person(pair: &PersonEvidence) -> Person {
    let same = pair.nik.is_same();
    [
        (nik(pair.nik), 0),
        name(pair),
        (inside(birth(pair.birth), 6, same), 0),
        (inside(agreement(pair.sex), 2, same), 0),
        (agreement(pair.relation), 0),
        (agreement(pair.marital), 0),
        (agreement(pair.mother), 0),
    ]
}

/// The cell for equal numbers stands behind those for the rest.
fn inside(cell: u16, width: u16, same: bool) -> u16 {
    if same && cell != SILENT { cell + width } else { cell }
}

fn nik(nik: NikAgreement) -> u16 {
    match nik {
        NikAgreement::Equal => 0,
        NikAgreement::Bridged => 1,
        NikAgreement::SwappedInHousehold => 2,
        NikAgreement::Slip => 3,
        NikAgreement::Corrected => 4,
        NikAgreement::Differs => 5,
        NikAgreement::OtherPerson => 6,
        NikAgreement::Filled | NikAgreement::Missing => SILENT,
    }
}

fn name(pair: &PersonEvidence) -> (u16, u16) {
    let cell = match (pair.name.spelling, pair.name.similarity) {
        (Spelling::Missing, _) => return (SILENT, 0),
        (Spelling::Identical, _) => 0,
        (_, alike) if alike == PerMille::FULL => 1,
        (_, alike) if alike >= PerMille::NAME_ALONE => 2,
        (_, alike) if alike >= PerMille::NAME_CONFIRMS => 3,
        (_, alike) if alike >= PerMille(600) => 4,
        _ => 5,
    };
    // whole bits: 1000 per mille are 24 bits
    (cell, (pair.name.rarity.0 * 24 / 1000) * 16)
}

fn birth(birth: BirthAgreement) -> u16 {
    match birth {
        BirthAgreement::Equal => 0,
        BirthAgreement::Swapped => 1,
        BirthAgreement::Near => 2,
        BirthAgreement::AgeFits => 3,
        BirthAgreement::AgeDiffers => 4,
        BirthAgreement::Differs => 5,
        BirthAgreement::Unknown => SILENT,
    }
}

fn agreement(agreement: Agreement) -> u16 {
    match agreement {
        Agreement::Same => 0,
        Agreement::Differs => 1,
        Agreement::Unknown => SILENT,
    }
}

/// Card, address and desa as one nested comparison.
pub(super) fn place(card: Agreement, address: Agreement, region: Region) -> u16 {
    match (card, region, address) {
        (Agreement::Same, Region::SameDesa, _) => 0,
        (Agreement::Same, _, _) => 1,
        (_, Region::SameDesa, Agreement::Same) => 2,
        (_, Region::SameDesa, Agreement::Unknown) => 3,
        (_, Region::SameDesa, Agreement::Differs) => 4,
        (_, Region::OtherDesa, _) => 5,
        (_, Region::OtherKabupaten, _) => 6,
        (_, Region::Unknown, _) => SILENT,
    }
}

/// How many have a partner: all on both sides, all but one, more than have none, fewer, nobody.
fn members(candidate: &Candidate) -> u16 {
    let gone = candidate.only_register.iter().filter(|no| !candidate.elsewhere.contains(no)).count();
    let alone = candidate.only_registered.len() + gone;
    match (candidate.members.len(), alone) {
        (0, _) => 4,
        (_, 0) => 0,
        (_, 1) => 1,
        (matched, alone) if matched >= alone => 2,
        (_, _) => 3,
    }
}
