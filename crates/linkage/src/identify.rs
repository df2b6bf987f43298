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
        let mut gathered: Vec<Gathered> = registrations.par_iter().map(|r| self.gather(r)).collect();
        self.among_each_other(registrations, &mut gathered);
        registrations.iter().zip(&gathered).map(|(r, g)| (r.number.clone(), decide(&g.evidence))).collect()
    }

    fn gather(&self, registration: &Registration) -> Gathered {
        let mut registrants = self.read(registration);
        self.look_up(&mut registrants.persons, registrants.dwelling.desa);
        let mut found: Vec<Candidate> =
            candidates(self, &registrants).into_iter().filter_map(|h| compare(self, &registrants, h)).collect();
        found.sort_by_key(|c| self.rank(c));
        found.truncate(5);
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

    fn read(&self, registration: &Registration) -> Registrants {
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
    fn rank(&self, candidate: &Candidate) -> impl Ord + use<> {
        let certain = candidate.members.iter().filter(|m| m.level() == PersonLevel::M1).count();
        let household = self.households.binary_search_by(|h| h.id.cmp(&candidate.household)).unwrap_or(0);
        let assisted = self.households[household].assisted;
        let twin = self.households[household].twin.is_some();
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
