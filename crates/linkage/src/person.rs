//! Whether two records with one number are one person.

use crate::compare::{WordFrequency, births, names};
use crate::normalise::Name;
use domain::civil_registry::CivilRecord;
use domain::household::Member;
use domain::identification::PerMille;
use domain::person::Birth;

/// Whether two members who bear one NIK are one person: their names are alike or their days of birth are the
/// same (M1 of domain §5.1). The number alone is not enough, it may be mistyped or stolen.
#[must_use]
pub fn same_person(a: &Member, b: &Member) -> bool {
    alike((&a.name, a.birth), (&b.name, b.birth))
}

/// Whether a member and the record of the civil registry with the member's NIK are one person.
#[must_use]
pub fn same_as_record(member: &Member, record: &CivilRecord) -> bool {
    alike((&member.name, member.birth), (&record.name, record.birth))
}

fn alike(a: (&str, Birth), b: (&str, Birth)) -> bool {
    let name = || names(&Name::read(a.0), &Name::read(b.0), &WordFrequency::default()).similarity;
    births(a.1, b.1).is_equal() || name() >= PerMille::NAME_CONFIRMS
}
