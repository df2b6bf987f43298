//! The decision table of domain §5.2, row by row.

use super::{
    Agreement, Candidate, Category, ChangedField, Flag, HouseholdEvidence, HouseholdLevel, Identified, NikAgreement,
    Outcome, PersonLevel, Reason, ReasonCode, Region, SpellingCorrection,
};
use crate::civil_registry::SiakCode;
use crate::registration::RegistrationKind;
use std::collections::BTreeSet;

/// A row of the table. Every registration falls on exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row<'e> {
    /// Nobody is written.
    Empty,
    /// Active without identity. R5.
    WithoutIdentity,
    /// All are dead.
    AllDead,
    /// Registered before.
    Earlier(&'e super::EarlierRegistration),
    /// A person stands in another household's registration.
    PersonTwice,
    /// A NIK belongs to somebody else in the register. M2.
    NikConflict(&'e Candidate),
    /// The register holds the household twice.
    TwiceInRegister(&'e Candidate),
    /// Two or more households.
    Several(&'e Candidate),
    /// Members left a household of the register and founded their own.
    SplitOff(&'e Candidate),
    /// An earlier registration of another dwelling has the household.
    Claimed(&'e Candidate, &'e crate::id::RegistrationNumber),
    /// Kin at the same address, registered before, both new.
    OneKitchen(&'e crate::id::RegistrationNumber),
    /// Possible only.
    Possible(&'e Candidate),
    /// Another kabupaten's by the register, and not here by the civil registry.
    NotYetMovedIn(&'e Candidate),
    /// Certain or probable, one household.
    Known(&'e Candidate),
    /// None.
    New,
}

/// Decides one registration. Pure: the same evidence gives the same result. R11–R14, domain §5.2.
#[must_use]
pub fn decide(evidence: &HouseholdEvidence) -> Identified {
    let row = row_of(evidence);
    let mut flags = person_flags(evidence);
    let mut reasons = Vec::new();
    let mut changed = BTreeSet::new();
    let mut spelling_corrections = Vec::new();
    let mut household = None;
    let mut merged_with = None;
    let review = |candidate: &Candidate| Outcome::Review { candidate: Some(candidate.household.clone()) };

    let outcome = match row {
        Row::Empty => {
            reasons.push(Reason::of(ReasonCode::NoMember));
            Outcome::Review { candidate: None }
        }
        Row::WithoutIdentity => {
            flags.insert(Flag::WithoutIdentity);
            reasons.push(Reason::of(ReasonCode::NoIdentity));
            Outcome::Draft
        }
        Row::AllDead => {
            reasons.push(Reason::of(ReasonCode::AllDead));
            household = linkable(evidence).map(|c| c.household.clone());
            if household.is_some() {
                flags.insert(Flag::CodeFiveCandidate);
            }
            Outcome::Rejected
        }
        Row::Earlier(earlier) => {
            reasons
                .push(Reason::with(ReasonCode::RegisteredBefore, format!("{} ({})", earlier.number, earlier.because)));
            merged_with = Some(earlier.number.clone());
            if let Some(candidate) = linkable(evidence) {
                household = Some(candidate.household.clone());
                changed = candidate.changed();
            }
            Outcome::Duplicate { of: earlier.number.clone() }
        }
        Row::PersonTwice => {
            flags.insert(Flag::PersonTwice);
            for shared in &evidence.shared {
                reasons.push(Reason::with(
                    ReasonCode::PersonRegisteredTwice,
                    format!("anggota {} ada pada pendaftaran {}", shared.member_no, shared.other),
                ));
            }
            changed = evidence.candidates.first().map(Candidate::changed).unwrap_or_default();
            Outcome::Review { candidate: evidence.candidates.first().map(|c| c.household.clone()) }
        }
        Row::NikConflict(candidate) => {
            for conflict in &candidate.conflicts {
                reasons.push(Reason::with(
                    ReasonCode::NikConflict,
                    format!(
                        "anggota {} dengan anggota {} dari {}",
                        conflict.member_no, conflict.register_no, candidate.household
                    ),
                ));
            }
            review(candidate)
        }
        Row::TwiceInRegister(candidate) => {
            flags.insert(Flag::RegisterDuplicate);
            let twin = candidate.twin.as_ref().map_or_else(String::new, ToString::to_string);
            reasons.push(Reason::with(ReasonCode::TwiceInRegister, format!("{} dan {twin}", candidate.household)));
            changed = candidate.changed();
            review(candidate)
        }
        Row::Several(candidate) => {
            let ids: Vec<_> = evidence.candidates.iter().map(|c| c.household.to_string()).collect();
            let code = if evidence
                .candidates
                .iter()
                .any(|c| c.members.iter().any(|m| candidate.only_registered.contains(&m.member_no)))
            {
                ReasonCode::FromSeveralHouseholds
            } else {
                ReasonCode::SeveralCandidates
            };
            reasons.push(Reason::with(code, ids.join(", ")));
            changed = candidate.changed();
            review(candidate)
        }
        Row::SplitOff(candidate) => {
            reasons.push(Reason::with(ReasonCode::SplitOff, candidate.household.to_string()));
            changed = candidate.changed();
            review(candidate)
        }
        Row::Claimed(candidate, by) => {
            reasons.push(Reason::with(ReasonCode::ClaimedBefore, format!("{} oleh {by}", candidate.household)));
            changed = candidate.changed();
            review(candidate)
        }
        Row::OneKitchen(with) => {
            reasons.push(Reason::with(ReasonCode::PerhapsOneKitchen, with.to_string()));
            Outcome::Review { candidate: None }
        }
        Row::Possible(candidate) => {
            reasons.push(Reason::with(ReasonCode::WeakEvidence, describe(candidate)));
            changed = candidate.changed();
            review(candidate)
        }
        Row::NotYetMovedIn(candidate) => {
            reasons.push(Reason::with(ReasonCode::NotYetMovedIn, candidate.household.to_string()));
            changed = candidate.changed();
            review(candidate)
        }
        Row::Known(candidate) => {
            changed = candidate.changed();
            household = Some(candidate.household.clone());
            reasons.push(Reason::with(ReasonCode::InRegister, describe(candidate)));
            spelling_corrections = corrections(candidate);
            match candidate.region {
                Region::OtherDesa => {
                    flags.insert(Flag::Moved);
                    reasons.push(Reason::of(ReasonCode::MovedWithin));
                }
                Region::OtherKabupaten => {
                    flags.insert(Flag::MovedIn);
                    reasons.push(Reason::of(ReasonCode::MovedIn));
                }
                Region::SameDesa | Region::Unknown => {}
            }
            if changed.is_empty() {
                let spelled = !spelling_corrections.is_empty();
                reasons.push(Reason::of(if spelled { ReasonCode::SpellingOnly } else { ReasonCode::NothingDiffers }));
                Outcome::Category(Category::KnownUnchanged)
            } else {
                let fields: Vec<_> = changed.iter().map(|f: &ChangedField| f.label()).collect();
                reasons.push(Reason::with(ReasonCode::FieldsDiffer, fields.join("; ")));
                Outcome::Category(Category::KnownChanged)
            }
        }
        Row::New => {
            reasons.push(Reason::of(ReasonCode::NotInRegister));
            Outcome::Category(Category::New)
        }
    };

    if evidence.candidates.first().is_some_and(|c| c.members.iter().any(|m| m.nik == NikAgreement::SwappedInHousehold))
    {
        flags.insert(Flag::NikSwapped);
    }
    if flags.contains(&Flag::AdmindukRepair) {
        let who: Vec<_> = unmatched(evidence).map(|no| no.to_string()).collect();
        reasons.push(Reason::with(ReasonCode::NotPadan, format!("anggota {}", who.join(", "))));
    }
    Identified {
        outcome,
        household,
        changed,
        spelling_corrections,
        siak: evidence.members.iter().map(|m| (m.member_no, m.siak)).collect(),
        flags,
        merged_with,
        reasons,
        candidates: evidence.candidates.clone(),
    }
}

/// Which row applies. The order is the order of authority: completeness of the registration,
/// the dead, what was registered before, then the table of §5.2 from doubt to certainty.
fn row_of(evidence: &HouseholdEvidence) -> Row<'_> {
    if evidence.members.is_empty() {
        return Row::Empty;
    }
    if evidence.kind == RegistrationKind::Active && !evidence.identity_shown {
        return Row::WithoutIdentity;
    }
    if evidence.members.iter().all(|m| m.siak == SiakCode::Meninggal) {
        return Row::AllDead;
    }
    if let Some(earlier) = &evidence.earlier {
        return Row::Earlier(earlier);
    }
    if !evidence.shared.is_empty() {
        return Row::PersonTwice;
    }
    let matched: BTreeSet<u16> = evidence.candidates.first().map_or_else(BTreeSet::new, |c| {
        c.members.iter().filter(|m| m.level() >= PersonLevel::M3).map(|m| m.member_no).collect()
    });
    if let Some(candidate) =
        evidence.candidates.iter().find(|c| c.conflicts.iter().any(|p| !matched.contains(&p.member_no)))
    {
        return Row::NikConflict(candidate);
    }
    let alone = || evidence.perhaps_with.as_ref().map_or(Row::New, Row::OneKitchen);
    let Some(best) = evidence.candidates.first() else { return alone() };
    match best.level() {
        HouseholdLevel::None => alone(),
        HouseholdLevel::Possible => Row::Possible(best),
        HouseholdLevel::Probable | HouseholdLevel::Certain => {
            if best.twin.is_some() {
                Row::TwiceInRegister(best)
            } else if evidence.candidates[1..].iter().any(|other| claims(other, best)) {
                Row::Several(best)
            } else if is_split(best) {
                Row::SplitOff(best)
            } else if let Some(by) = &evidence.claimed_by {
                Row::Claimed(best, by)
            } else if best.region == Region::OtherKabupaten && best.residence == Agreement::Differs {
                Row::NotYetMovedIn(best)
            } else {
                Row::Known(best)
            }
        }
    }
}

/// The candidate an automatic decision may link to, if there is one.
fn linkable(evidence: &HouseholdEvidence) -> Option<&Candidate> {
    evidence.candidates.first().filter(|c| c.level() >= HouseholdLevel::Probable && c.conflicts.is_empty())
}

/// Whether another household has a claim too: it fits as well as the best, or its own head or
/// half of its members are registered here. One member who married in is no claim.
fn claims(other: &Candidate, best: &Candidate) -> bool {
    let strong = other.members.iter().filter(|m| m.level() >= PersonLevel::M3);
    let own: Vec<_> = strong.filter(|m| best.only_registered.contains(&m.member_no)).collect();
    let same_people = own.is_empty();
    if same_people {
        return other.level() >= HouseholdLevel::Probable && other.members.len() >= best.members.len();
    }
    let of_theirs = other.members.len() + other.only_register.len();
    own.iter().any(|m| Some(m.register_no) == other.register_head) || own.len() * 2 >= of_theirs
}

/// Whether the registered are people who left the register's household: its head is not among
/// them, and most of its living members are not either.
fn is_split(candidate: &Candidate) -> bool {
    let stayed: Vec<_> = candidate
        .only_register
        .iter()
        .filter(|no| !candidate.dead.contains(no) && !candidate.elsewhere.contains(no))
        .collect();
    !candidate.holds_register_head() && stayed.len() > candidate.members.len()
}

fn describe(candidate: &Candidate) -> String {
    let count = |level| candidate.members.iter().filter(|m| m.level() == level).count();
    format!(
        "{}: {} dari {} anggota cocok (M1 {}, M3 {}, M4 {})",
        candidate.household,
        candidate.members.len(),
        candidate.registered,
        count(PersonLevel::M1),
        count(PersonLevel::M3),
        count(PersonLevel::M4),
    )
}

fn corrections(candidate: &Candidate) -> Vec<SpellingCorrection> {
    candidate
        .members
        .iter()
        .filter_map(|m| {
            let (written, proposed) = m.correction.clone()?;
            Some(SpellingCorrection { member_no: m.member_no, written, proposed })
        })
        .collect()
}

/// Members who are not matched in the registry and whom Dukcapil has to see to.
fn unmatched(evidence: &HouseholdEvidence) -> impl Iterator<Item = u16> + '_ {
    evidence
        .members
        .iter()
        .filter(|m| matches!(m.siak, SiakCode::NikTidakAda | SiakCode::NikGanda))
        .map(|m| m.member_no)
}

fn person_flags(evidence: &HouseholdEvidence) -> BTreeSet<Flag> {
    let mut flags = BTreeSet::new();
    for member in &evidence.members {
        match member.siak {
            SiakCode::Padan | SiakCode::PadanBedaNama | SiakCode::PadanBedaTgl => {}
            SiakCode::NikTidakAda | SiakCode::NikGanda => {
                flags.insert(Flag::AdmindukRepair);
            }
            SiakCode::Meninggal => {
                flags.insert(Flag::MemberDead);
            }
            SiakCode::PindahKeluar => {
                flags.insert(Flag::MovedOut);
            }
            SiakCode::NonAktif => {
                flags.insert(Flag::Inactive);
            }
            SiakCode::TidakDiperiksa => {
                flags.insert(Flag::RegistryUnasked);
            }
        }
    }
    if !evidence.identity_shown {
        flags.insert(Flag::WithoutIdentity);
    }
    flags
}
