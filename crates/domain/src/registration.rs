//! Stage 1: registration, active at the village desk or passive by visit or village meeting. R2–R8.

use crate::Date;
use crate::area::AreaCode;
use crate::household::{Member, Origin, Place};
use crate::id::RegistrationNumber;

/// How a household came to be registered. There are exactly two kinds. R3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegistrationKind {
    /// AKTIF: the applicant came to the village desk. R4.
    Active,
    /// PASIF: a PSM visited (R6), or a Musdes/Muskel named the household (R7).
    Passive,
}

impl RegistrationKind {
    /// The word in books and files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "AKTIF",
            Self::Passive => "PASIF",
        }
    }
    /// From the written word, in upper case.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Active, Self::Passive].into_iter().find(|k| k.code() == code)
    }
}

/// One registration: a household as it was named at the desk, on a visit or in a village meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Number in the book and on the receipt.
    pub number: RegistrationNumber,
    /// Day of registration.
    pub date: Option<Date>,
    /// Active or passive.
    pub kind: RegistrationKind,
    /// The officer (Petugas Pendaftar or PSM).
    pub officer: String,
    /// Identity papers shown, as written (`KTP`, `KTP, KK`, `tidak ada`); `None` = none shown. R5.
    pub identity_shown: Option<String>,
    /// Number of the Musdes/Muskel that named the household. R7.
    pub musdes: Option<String>,
    /// Desa in whose book it stands.
    pub desa: AreaCode,
    /// Where the household lives.
    pub place: Place,
    /// The registered members. The first with relation Head is the KRT; where one family card
    /// of several was registered alone, relations are those to the head of the family.
    pub members: Vec<Member>,
    /// Remark in the book.
    pub note: Option<String>,
    /// File and first row, when it came from a book.
    pub origin: Origin,
}
