//! Stage 2: is a registered household new, known, or known and changed? R9–R15, domain §5.
//!
//! A kernel (crate `linkage`) collects [`HouseholdEvidence`]. [`decide()`] turns it into
//! [`Identified`] by the decision table of domain §5.2. Another kernel only has to fill the same
//! evidence.

mod decide;
mod evidence;
mod siak;
#[cfg(test)]
mod tests;

pub use decide::decide;
pub use evidence::{
    Agreement, BirthAgreement, Candidate, Compared, EarlierRegistration, FieldWeight, HouseholdEvidence,
    HouseholdLevel, Likeness, NameAgreement, NikAgreement, PerMille, PersonEvidence, PersonLevel, Region,
    RegistrantEvidence, SharedPerson, Spelling, Support,
};
pub use siak::{CivilLookup, siak_code};

use crate::civil_registry::SiakCode;
use crate::id::{HouseholdId, RegistrationNumber};
use std::collections::BTreeSet;

codes! {
    /// The three categories a household may go forward with; each has exactly one. R11–R14.
    pub enum Category {
        /// BARU: not in the register. R11.
        New = "BARU",
        /// LAMA_TETAP: in the register, nothing compared differs. R12.
        KnownUnchanged = "LAMA_TETAP",
        /// LAMA_BERUBAH: in the register, something compared differs. R13.
        KnownChanged = "LAMA_BERUBAH",
    }
}

/// Where identification leaves a registration. Only [`Outcome::Category`] goes on to the prelist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// One of the three categories. R14.
    Category(Category),
    /// TELAAH: a person decides, with a reason. The best candidate is shown, not linked.
    Review {
        /// The register's household that fits best, if any does.
        candidate: Option<HouseholdId>,
    },
    /// GANDA: the same household was registered before; this registration joins that one.
    Duplicate {
        /// The earlier registration.
        of: RegistrationNumber,
    },
    /// DITOLAK: every registered person is dead in the civil registry.
    Rejected,
    /// DRAF: active registration without any identity paper; not complete. R5.
    Draft,
}

impl Outcome {
    /// The word in files and on paper.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Category(category) => category.code(),
            Self::Review { .. } => "TELAAH",
            Self::Duplicate { .. } => "GANDA",
            Self::Rejected => "DITOLAK",
            Self::Draft => "DRAF",
        }
    }
    /// The category, when there is one.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        match self {
            Self::Category(category) => Some(*category),
            Self::Review { .. } | Self::Duplicate { .. } | Self::Rejected | Self::Draft => None,
        }
    }
}

pub mod review;

codes! {
    /// A compared field that differs. Domain §5.2 lists what is compared; housing and assets are not.
    pub enum ChangedField {
        /// Another person is head.
        Head = "krt",
        /// Someone came, left, was born or died.
        Members = "anggota",
        /// A NIK differs or was filled in.
        Nik = "nik",
        /// A name differs by more than its spelling.
        Name = "nama",
        /// Sex differs.
        Sex = "jk",
        /// The date of birth differs.
        BirthDate = "tgl_lahir",
        /// Marital status differs.
        Marital = "status_kawin",
        /// The relation to the head differs.
        Relation = "hubungan",
        /// The set of family cards differs.
        FamilyCard = "no_kk",
        /// Address or region differs.
        Address = "alamat",
        /// The number of families differs.
        FamilyCount = "jumlah_keluarga",
    }
}

impl ChangedField {
    /// What people read, in Indonesian.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Head => "Kepala rumah tangga berganti",
            Self::Members => "Susunan anggota berubah",
            Self::Nik => "NIK berbeda",
            Self::Name => "Nama berbeda",
            Self::Sex => "Jenis kelamin berbeda",
            Self::BirthDate => "Tanggal lahir berbeda",
            Self::Marital => "Status perkawinan berubah",
            Self::Relation => "Hubungan dengan KRT berubah",
            Self::FamilyCard => "No. KK berubah",
            Self::Address => "Alamat berubah",
            Self::FamilyCount => "Jumlah keluarga berubah",
        }
    }
}

codes! {
    /// A mark beside the outcome: something to do or to know, never a bar to registration.
    pub enum Flag {
        /// A person does not match the civil registry: referred to Dukcapil, not rejected.
        AdmindukRepair = "PERBAIKAN_ADMINDUK",
        /// The household lives in another desa than the register says.
        Moved = "PINDAH",
        /// The household lived in another kabupaten or kota: its origin is told, and until it releases
        /// the household it is counted here alone. Domain §5.2.
        MovedIn = "PINDAH_MASUK",
        /// The civil registry says a person moved out.
        MovedOut = "PINDAH_KELUAR",
        /// The civil registry holds a person as inactive: visit, do not cut off (F21).
        Inactive = "NON_AKTIF",
        /// A registered person is recorded as dead.
        MemberDead = "ANGGOTA_MENINGGAL",
        /// All are dead: the register's row is a candidate for code 5.
        CodeFiveCandidate = "CALON_KODE_5",
        /// The household stands in the register under two ids; verification settles it (result 5).
        RegisterDuplicate = "GANDA_DI_BDT",
        /// Passive registration without any identity paper.
        WithoutIdentity = "TANPA_IDENTITAS",
        /// The civil registry could not be asked; blocks only the decree.
        RegistryUnasked = "SIAK_TIDAK_DIPERIKSA",
        /// A person stands in two registrations.
        PersonTwice = "ORANG_DI_DUA_PENDAFTARAN",
        /// Members' NIK were written on each other's rows.
        NikSwapped = "NIK_TERTUKAR",
    }
}

codes! {
    /// Why the outcome is what it is. The code is stable; [`Reason::detail`] adds the particulars.
    pub enum ReasonCode {
        /// No household of the register fits.
        NotInRegister = "TIDAK_ADA_DI_BDT",
        /// A household of the register fits.
        InRegister = "ADA_DI_BDT",
        /// Nothing compared differs.
        NothingDiffers = "SEMUA_SAMA",
        /// Only spelling or format differs.
        SpellingOnly = "BEDA_EJAAN",
        /// Compared fields differ.
        FieldsDiffer = "ADA_PERUBAHAN",
        /// The household lives elsewhere in the kabupaten now.
        MovedWithin = "PINDAH_DALAM_KABUPATEN",
        /// The household lived in another kabupaten or kota and the civil registry has it here now.
        MovedIn = "PINDAH_MASUK_KABUPATEN",
        /// The household lives in another kabupaten by the register, and the civil registry does not
        /// have it here: a person decides.
        NotYetMovedIn = "BELUM_TERCATAT_PINDAH",
        /// The NIK belongs to somebody else: name and date both differ. M2.
        NikConflict = "NIK_MILIK_ORANG_LAIN",
        /// Too little evidence for a link.
        WeakEvidence = "BUKTI_KURANG",
        /// Two or more households fit.
        SeveralCandidates = "BEBERAPA_CALON",
        /// The members come from several households of the register.
        FromSeveralHouseholds = "DARI_BEBERAPA_RUTA",
        /// A member of a household of the register founds another.
        SplitOff = "PECAHAN",
        /// The register holds the household twice.
        TwiceInRegister = "DUA_ID_DI_BDT",
        /// The same household was registered before.
        RegisteredBefore = "SUDAH_TERDAFTAR",
        /// One person stands in another registration too.
        PersonRegisteredTwice = "ORANG_TERDAFTAR_DUA_KALI",
        /// Another registration was linked to the household of the register before.
        ClaimedBefore = "SUDAH_DITAUTKAN",
        /// Kin at the same address registered before: perhaps one kitchen.
        PerhapsOneKitchen = "MUNGKIN_SATU_DAPUR",
        /// All registered persons are dead.
        AllDead = "SEMUA_MENINGGAL",
        /// Active registration without identity.
        NoIdentity = "TANPA_IDENTITAS",
        /// Somebody is not matched in the civil registry.
        NotPadan = "TIDAK_PADAN",
        /// Nobody with this number of members could be compared: the registration has no member.
        NoMember = "TANPA_ANGGOTA",
    }
}

/// Where the particulars of a reason name another registration, as [`decide()`] writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// They name none.
    Nobody,
    /// They are its number.
    Whole,
    /// Its number stands before this.
    Before(&'static str),
    /// Its number stands behind this.
    After(&'static str),
}

impl ReasonCode {
    /// How much harm a wrong outcome does (0–9; [`review::harm`] says why), and whether the reason
    /// names another registration. T9, T11. A new code has to answer both questions here.
    pub(crate) fn bearing(self) -> (i64, Named) {
        match self {
            Self::NikConflict => (9, Named::Nobody),
            Self::ClaimedBefore => (8, Named::After(" oleh ")),
            Self::PersonRegisteredTwice => (7, Named::After(" pendaftaran ")),
            Self::TwiceInRegister | Self::NotYetMovedIn => (6, Named::Nobody),
            Self::FromSeveralHouseholds | Self::SeveralCandidates => (5, Named::Nobody),
            Self::SplitOff => (4, Named::Nobody),
            Self::PerhapsOneKitchen => (3, Named::Whole),
            Self::WeakEvidence => (2, Named::Nobody),
            Self::NoMember => (1, Named::Nobody),
            Self::RegisteredBefore => (0, Named::Before(" (")),
            Self::NotInRegister
            | Self::InRegister
            | Self::NothingDiffers
            | Self::SpellingOnly
            | Self::FieldsDiffer
            | Self::MovedWithin
            | Self::MovedIn
            | Self::AllDead
            | Self::NoIdentity
            | Self::NotPadan => (0, Named::Nobody),
        }
    }
}

/// A reason with its particulars. Texts name members by number, never by NIK.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// The stable code.
    pub code: ReasonCode,
    /// Particulars in Indonesian, e.g. `anggota 2: tanggal lahir berbeda`; may be empty.
    pub detail: String,
}

impl Reason {
    /// A reason without particulars.
    #[must_use]
    pub fn of(code: ReasonCode) -> Self {
        Self { code, detail: String::new() }
    }
    /// A reason with particulars.
    #[must_use]
    pub fn with(code: ReasonCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
    /// The other registration a reason speaks of, as [`decide()`] writes it. T9, T11.
    #[must_use]
    pub fn registration(&self) -> Option<RegistrationNumber> {
        let named = match self.code.bearing().1 {
            Named::Nobody => None,
            Named::Whole => Some(self.detail.as_str()),
            Named::Before(mark) => self.detail.split_once(mark).map(|(n, _)| n),
            Named::After(mark) => self.detail.rsplit_once(mark).map(|(_, n)| n),
        };
        named.filter(|n| !n.trim().is_empty()).map(RegistrationNumber::new)
    }
}

/// A name whose spelling the civil registry would correct. T6.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SpellingCorrection {
    /// Member of the registration.
    pub member_no: u16,
    /// As the register has it.
    pub written: String,
    /// As it is proposed: the civil registry's spelling, else the registration's.
    pub proposed: String,
}

/// What identification found for one registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identified {
    /// Category, review, duplicate, rejected or draft.
    pub outcome: Outcome,
    /// The household of the register this registration is linked to. Never set under review.
    pub household: Option<HouseholdId>,
    /// Compared fields that differ.
    pub changed: BTreeSet<ChangedField>,
    /// Spellings to correct; no change of category.
    pub spelling_corrections: Vec<SpellingCorrection>,
    /// The civil registry's answer for each member, by member number. R10.
    pub siak: Vec<(u16, SiakCode)>,
    /// Marks.
    pub flags: BTreeSet<Flag>,
    /// The earlier registration of the same household.
    pub merged_with: Option<RegistrationNumber>,
    /// Why, the weightiest first. Never empty.
    pub reasons: Vec<Reason>,
    /// Candidates of the register, best first, with what was compared: both sides for the reviewer.
    pub candidates: Vec<Candidate>,
}

impl Identified {
    /// The linked household, or under review the best candidate: what a result file names.
    #[must_use]
    pub fn shown_household(&self) -> Option<&HouseholdId> {
        match &self.outcome {
            Outcome::Review { candidate } => candidate.as_ref(),
            Outcome::Category(_) | Outcome::Duplicate { .. } | Outcome::Rejected | Outcome::Draft => {
                self.household.as_ref()
            }
        }
    }
    /// Changed fields as a result file writes them: `anggota|alamat`.
    #[must_use]
    pub fn changed_codes(&self) -> String {
        self.changed.iter().map(|f| f.code()).collect::<Vec<_>>().join("|")
    }
}
