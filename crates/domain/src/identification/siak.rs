//! The civil registry's answer for one registered person, and its ladder. R10, domain §5.3.

use crate::civil_registry::{CivilStatus, SiakCode};

/// What looking a person up in the civil registry gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CivilLookup {
    /// The registry could not be asked. T10.
    NotAsked,
    /// No NIK is written, or the registry does not hold it.
    Absent,
    /// The NIK belongs to two or more persons, and name and date do not tell which.
    Ambiguous,
    /// The registry holds the person.
    Found {
        /// Whether the NIK as written is the record's. When not, the record was found by name,
        /// date and family card, and the written NIK is missing or mistyped.
        by_nik: bool,
        /// Status of the record.
        status: CivilStatus,
        /// Whether the names agree (spelling aside).
        name_agrees: bool,
        /// Whether the dates of birth agree; `None` when one is unknown.
        date_agrees: Option<bool>,
    },
}

/// The ladder of domain §5.3: presence, then uniqueness, then status, then name and date.
#[must_use]
pub fn siak_code(lookup: CivilLookup) -> SiakCode {
    match lookup {
        CivilLookup::NotAsked => SiakCode::TidakDiperiksa,
        CivilLookup::Absent => SiakCode::NikTidakAda,
        CivilLookup::Ambiguous => SiakCode::NikGanda,
        CivilLookup::Found { by_nik, status, name_agrees, date_agrees } => match status {
            CivilStatus::Dead => SiakCode::Meninggal,
            CivilStatus::MovedOut => SiakCode::PindahKeluar,
            CivilStatus::Inactive => SiakCode::NonAktif,
            CivilStatus::Active if !by_nik => SiakCode::NikTidakAda,
            CivilStatus::Active if !name_agrees => SiakCode::PadanBedaNama,
            CivilStatus::Active if date_agrees == Some(false) => SiakCode::PadanBedaTgl,
            CivilStatus::Active => SiakCode::Padan,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(by_nik: bool, status: CivilStatus, name_agrees: bool, date_agrees: Option<bool>) -> SiakCode {
        siak_code(CivilLookup::Found { by_nik, status, name_agrees, date_agrees })
    }

    #[test]
    fn a_registry_that_is_down_says_not_checked_and_not_absent() {
        // T10
        assert_eq!(siak_code(CivilLookup::NotAsked), SiakCode::TidakDiperiksa);
        assert_eq!(siak_code(CivilLookup::Absent), SiakCode::NikTidakAda);
        assert_eq!(siak_code(CivilLookup::Ambiguous), SiakCode::NikGanda);
    }

    #[test]
    fn the_status_of_the_record_comes_before_name_and_date() {
        assert_eq!(found(true, CivilStatus::Dead, false, Some(false)), SiakCode::Meninggal);
        assert_eq!(found(true, CivilStatus::MovedOut, true, Some(true)), SiakCode::PindahKeluar);
        assert_eq!(found(false, CivilStatus::Inactive, true, Some(true)), SiakCode::NonAktif);
    }

    #[test]
    fn name_is_asked_before_date_and_an_unknown_date_does_not_differ() {
        assert_eq!(found(true, CivilStatus::Active, true, Some(true)), SiakCode::Padan);
        assert_eq!(found(true, CivilStatus::Active, true, None), SiakCode::Padan);
        assert_eq!(found(true, CivilStatus::Active, true, Some(false)), SiakCode::PadanBedaTgl);
        assert_eq!(found(true, CivilStatus::Active, false, Some(false)), SiakCode::PadanBedaNama);
    }

    #[test]
    fn a_person_found_without_the_written_nik_is_not_padan() {
        assert_eq!(found(false, CivilStatus::Active, true, Some(true)), SiakCode::NikTidakAda);
    }
}
