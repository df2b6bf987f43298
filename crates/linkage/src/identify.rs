//! From registrations to decisions: one at the desk, or all of a round at once.

use crate::household::{Registrants, candidates, compare};
use crate::index::{Dwelling, Index, Registrant};
use domain::Date;
use domain::area::AreaTable;
use domain::civil_registry::CivilRecord;
use domain::household::{Household, head_of};
use domain::id::RegistrationNumber;
use domain::identification::{
    Agreement, Candidate, CivilLookup, HouseholdEvidence, Identified, PersonLevel, RegistrantEvidence, decide,
    siak_code,
};
use domain::registration::{Registration, identity_was_shown};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What identification of a whole round works on.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The register (BDT 2015).
    pub register: &'a [Household],
    /// The civil registry's extract; empty when it could not be asked (T10).
    pub civil: &'a [CivilRecord],
    /// The round's registrations.
    pub registrations: &'a [Registration],
    /// Areas, for successors of renumbered codes.
    pub areas: &'a AreaTable,
    /// The day on which statuses of the civil registry have to be in force.
    pub today: Date,
}

/// Identifies all registrations of a round, in the order given. The result does not depend on
/// that order nor on the number of threads.
#[must_use]
pub fn identify(input: &Input<'_>) -> Vec<(RegistrationNumber, Identified)> {
    Index::build(input.register, input.civil, input.areas, input.today).identify_all(input.registrations)
}

/// One registration among those of its round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRow {
    /// Its number.
    pub number: RegistrationNumber,
    /// What was decided.
    pub identified: Identified,
    /// Member number (0 for the whole household) and text to be hashed: where a later registration
    /// of the same people, the same household of the register or the same house finds it.
    pub keys: BTreeSet<(u16, String)>,
    /// Registrations whose rows this one bears on, and that bear on its row.
    pub touched: BTreeSet<RegistrationNumber>,
}

/// Evidence of one registration alone, before registrations are compared with each other.
pub(crate) struct Gathered {
    pub registrants: Registrants,
    pub evidence: HouseholdEvidence,
}

impl Index {
    /// Identifies one registration at the desk, by the register and the civil registry alone.
    /// The same as a batch of one.
    #[must_use]
    pub fn identify_one(&self, registration: &Registration) -> Identified {
        decide(&self.gather(registration).evidence)
    }

    /// Identifies one registration among those of the round that came before it.
    #[must_use]
    pub fn identify_among(&self, registration: &Registration, earlier: &[Registration]) -> Identified {
        let mut all = earlier.to_vec();
        all.retain(|r| r.origin != registration.origin || r.number != registration.number);
        all.push(registration.clone());
        self.identify_all(&all).pop().map_or_else(|| self.identify_one(registration), |(_, identified)| identified)
    }

    /// Identifies all registrations of a round, in the order given.
    #[must_use]
    pub fn identify_all(&self, registrations: &[Registration]) -> Vec<(RegistrationNumber, Identified)> {
        self.identify_round(registrations).into_iter().map(|row| (row.number, row.identified)).collect()
    }

    /// As [`Index::identify_all`], with the keys under which a later registration finds each row.
    #[must_use]
    pub fn identify_round(&self, registrations: &[Registration]) -> Vec<RoundRow> {
        self.identify_behind(registrations, &BTreeSet::new())
    }

    /// As [`Index::identify_round`], where those of `settled` stand on a frozen list: the others yield to them,
    /// whatever their dates.
    #[must_use]
    pub fn identify_behind(
        &self,
        registrations: &[Registration],
        settled: &BTreeSet<RegistrationNumber>,
    ) -> Vec<RoundRow> {
        let mut gathered: Vec<Gathered> = registrations.par_iter().map(|r| self.gather(r)).collect();
        let keys: Vec<_> = gathered.iter().map(|g| self.round_keys(g)).collect();
        let touched = self.among_each_other(registrations, &mut gathered, settled);
        let rows = registrations.iter().zip(gathered).zip(keys.into_iter().zip(touched));
        rows.map(|((registration, gathered), (keys, touched))| RoundRow {
            number: registration.number.clone(),
            identified: decide(&gathered.evidence),
            keys,
            touched,
        })
        .collect()
    }

    pub(crate) fn gather(&self, registration: &Registration) -> Gathered {
        let mut registrants = self.read(registration);
        self.look_up(&mut registrants.persons, registrants.dwelling.desa);
        let mut found: Vec<_> = candidates(self, &registrants)
            .into_iter()
            .filter_map(|h| compare(self, &registrants, h).map(|c| (self.rank(h, &c), c)))
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found.truncate(5);
        let found = found.into_iter().map(|(_, candidate)| candidate).collect();
        let members = registrants
            .persons
            .iter()
            .map(|p| RegistrantEvidence { member_no: p.no, siak: siak_code(p.lookup) })
            .collect();
        let evidence = HouseholdEvidence {
            kind: registration.kind,
            identity_shown: identity_was_shown(registration.identity_shown.as_deref()),
            members,
            candidates: found,
            earlier: None,
            claimed_by: None,
            perhaps_with: None,
            shared: Vec::new(),
        };
        Gathered { registrants, evidence }
    }

    pub(crate) fn read(&self, registration: &Registration) -> Registrants {
        let mut place = registration.place.clone();
        place.desa = place.desa.or(Some(registration.desa));
        Registrants {
            persons: registration
                .members
                .iter()
                .map(|m| Registrant {
                    no: m.no,
                    name: crate::normalise::Name::read(&m.name),
                    nik: m.nik,
                    no_kk: m.no_kk,
                    sex: m.sex,
                    birth: m.birth,
                    marital: m.marital,
                    relation: m.relation,
                    mother: m.mother.as_deref().map(crate::normalise::Name::read).filter(|n| !n.is_empty()),
                    civil: None,
                    lookup: CivilLookup::NotAsked,
                })
                .collect(),
            head: head_of(&registration.members).map(|h| h.no),
            dwelling: Dwelling::of(&place, &self.areas),
        }
    }

    /// Best first: level, certain members, matched members, fewest missing, the id that survives.
    fn rank(&self, household: u32, candidate: &Candidate) -> impl Ord + use<> {
        let certain = candidate.members.iter().filter(|m| m.level() == PersonLevel::M1).count();
        let assisted = self.households[household as usize].assisted;
        let twin = self.households[household as usize].twin.is_some();
        (
            Reverse(candidate.level()),
            Reverse(certain),
            Reverse(candidate.members.len()),
            Reverse(twin && assisted),
            candidate.only_register.len(),
            Reverse(candidate.address == Agreement::Same),
            candidate.household.clone(),
        )
    }
}
