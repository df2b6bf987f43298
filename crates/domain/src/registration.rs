//! Stage 1: registration, active at the village desk or passive by visit or village meeting. R2–R8.

use crate::Date;
use crate::area::AreaCode;
use crate::household::{Member, Origin, Place};
use crate::id::RegistrationNumber;

codes! {
    /// How a household came to be registered. There are exactly two kinds. R3.
    pub enum RegistrationKind {
        /// AKTIF: the applicant came to the village desk. R4.
        Active = "AKTIF",
        /// PASIF: a PSM visited (R6), or a Musdes/Muskel named the household (R7).
        Passive = "PASIF",
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

/// Who brought the case to the desk. §1.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applicant {
    /// The citizen himself.
    InPerson,
    /// A child, neighbour, RT or PSM for somebody who cannot come. §9.5.
    Proxy(Proxy),
}

/// Somebody who acts for a citizen (wakil).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// Name.
    pub name: String,
    /// Relationship to the applicant: anak, tetangga, RT …
    pub relation: String,
    /// Day the applicant consented, and how it is recorded; `None` = not recorded.
    pub consent: Option<Consent>,
}

/// Recorded consent of the person for whom a proxy acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Day.
    pub on: Date,
    /// Signature, thumb print, a witness's name …
    pub recorded_as: String,
}

/// A form being filled in: state 0 DRAF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationDraft {
    /// Everything written so far.
    pub registration: Registration,
    /// Who brings it.
    pub applicant: Applicant,
    /// Passive only: photo or witness statement for a household without any identity. R6.
    pub identity_statement: Option<String>,
}

codes! {
    /// A mark on an accepted registration.
    pub enum RegistrationFlag {
        /// TANPA_IDENTITAS: registered by a PSM on a photo or witness statement. §5.4.
        WithoutIdentity = "TANPA_IDENTITAS",
        /// By a proxy, with consent.
        ByProxy = "WAKIL",
    }
}

/// A complete registration: state 1 TERDAFTAR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// The registration.
    pub registration: Registration,
    /// Marks, sorted.
    pub flags: Vec<RegistrationFlag>,
}

/// What happened at the desk: ids and counts only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegistrationEvent {
    /// Saved as a draft.
    DraftSaved {
        /// The number.
        registration: RegistrationNumber,
    },
    /// Complete and numbered.
    Submitted {
        /// The number.
        registration: RegistrationNumber,
        /// Active or passive. R3.
        kind: RegistrationKind,
        /// Members written down.
        members: usize,
    },
    /// Referred to Dukcapil because no identity paper exists. R5, T2.
    ReferredToDukcapil {
        /// The number.
        registration: RegistrationNumber,
    },
    /// The households a Musdes/Muskel named were registered together. R7.
    MusdesFiled {
        /// How many.
        households: usize,
        /// Members written down.
        members: usize,
    },
    /// A citizen who cannot come asks for a visit. §9.5.
    VisitRequested {
        /// The number.
        registration: RegistrationNumber,
        /// The day by which somebody comes.
        due: Date,
    },
}

/// What the officer may do about an incomplete registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeskRemedy {
    /// Simpan draf.
    SaveDraft,
    /// Rujuk ke Dukcapil, so that the person gets papers.
    ReferToDukcapil,
    /// Ask a PSM to visit: a passive registration may go on a witness statement. R6.
    RequestVisit,
    /// Fill in what is missing.
    FillIn,
}

refusals! {
    /// Why a form is not complete. The draft is handed back.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum SubmitRefused {
        /// Neither KTP, KK nor another identity card was shown. R5.
        NoIdentity(draft: Box<RegistrationDraft>) = "IDENTITAS_TIDAK_DITUNJUKKAN",
        /// A passive registration without identity and without statement. §5.4.
        NoStatement(draft: Box<RegistrationDraft>) = "PERNYATAAN_IDENTITAS_KOSONG",
        /// No member has a name. F4.
        NameEmpty(draft: Box<RegistrationDraft>) = "NAMA_ANGGOTA_KOSONG",
        /// The proxy's consent is not recorded.
        NoConsent(draft: Box<RegistrationDraft>) = "PERSETUJUAN_TIDAK_ADA",
        /// The officer is not named.
        NoOfficer(draft: Box<RegistrationDraft>) = "PETUGAS_KOSONG",
    }
}

/// The draft is handed back, not shown.
impl crate::refusal::Argument for Box<RegistrationDraft> {}

impl SubmitRefused {
    /// What the officer may do. T2.
    #[must_use]
    pub fn remedies(&self) -> Vec<DeskRemedy> {
        match self {
            Self::NoIdentity(_) => vec![DeskRemedy::SaveDraft, DeskRemedy::ReferToDukcapil, DeskRemedy::RequestVisit],
            Self::NoStatement(_) | Self::NameEmpty(_) | Self::NoConsent(_) | Self::NoOfficer(_) => {
                vec![DeskRemedy::FillIn, DeskRemedy::SaveDraft]
            }
        }
    }
    /// The draft, to go on with.
    #[must_use]
    pub fn into_draft(self) -> RegistrationDraft {
        match self {
            Self::NoIdentity(draft)
            | Self::NoStatement(draft)
            | Self::NameEmpty(draft)
            | Self::NoConsent(draft)
            | Self::NoOfficer(draft) => *draft,
        }
    }
}

/// Whether the words in the book say that an identity paper was shown: `KTP`, `KK`, `SIM`, and not
/// an empty cell, `-` or `tidak ada`. R5.
#[must_use]
pub fn identity_was_shown(written: Option<&str>) -> bool {
    let Some(written) = written else { return false };
    let words = written.to_lowercase();
    let key: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
    let none = [
        "",
        "0",
        "tidak",
        "tdk",
        "tidakada",
        "tdkada",
        "tanpa",
        "tanpaidentitas",
        "tidakmembawa",
        "tidakpunya",
        "tidakdibawa",
        "belum",
        "belumada",
        "belumpunya",
        "blm",
        "blmada",
        "kosong",
        "nihil",
        "null",
        "na",
        "nan",
        "none",
        "tidakadaidentitas",
    ];
    !none.contains(&key.as_str())
}

impl Registration {
    /// Whether an identity paper was shown. R5.
    #[must_use]
    pub fn has_identity(&self) -> bool {
        identity_was_shown(self.identity_shown.as_deref())
    }

    /// Whether the registration stays a draft: active, and no identity was shown. R5, T2.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.kind == RegistrationKind::Active && !self.has_identity()
    }
}

impl RegistrationDraft {
    /// Submits the form: DRAF → TERDAFTAR. A NIK is not asked for at this point. R4–R6.
    pub fn submit(self) -> Result<(Submitted, RegistrationEvent), SubmitRefused> {
        let shown = self.registration.has_identity();
        let mut flags = Vec::new();
        if self.registration.officer.trim().is_empty() {
            return Err(SubmitRefused::NoOfficer(Box::new(self)));
        }
        if self.registration.members.is_empty() || self.registration.members.iter().any(|m| m.name.trim().is_empty()) {
            return Err(SubmitRefused::NameEmpty(Box::new(self)));
        }
        match self.registration.kind {
            RegistrationKind::Active if !shown => {
                return Err(SubmitRefused::NoIdentity(Box::new(self)));
            }
            RegistrationKind::Passive if !shown && self.registration.musdes.is_none() => {
                if self.identity_statement.as_deref().is_none_or(|s| s.trim().is_empty()) {
                    return Err(SubmitRefused::NoStatement(Box::new(self)));
                }
                flags.push(RegistrationFlag::WithoutIdentity);
            }
            RegistrationKind::Passive if !shown => flags.push(RegistrationFlag::WithoutIdentity),
            RegistrationKind::Active | RegistrationKind::Passive => {}
        }
        if let Applicant::Proxy(proxy) = &self.applicant {
            if proxy.consent.is_none() {
                return Err(SubmitRefused::NoConsent(Box::new(self)));
            }
            flags.push(RegistrationFlag::ByProxy);
        }
        let event = RegistrationEvent::Submitted {
            registration: self.registration.number.clone(),
            kind: self.registration.kind,
            members: self.registration.members.len(),
        };
        Ok((Submitted { registration: self.registration, flags }, event))
    }
}
