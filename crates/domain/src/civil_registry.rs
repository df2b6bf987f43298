//! The civil registry (SIAK) as the register sees it: an extract of persons, and one answer
//! per registered person. Domain §5.3, rule R10.

use crate::Date;
use crate::area::AreaCode;
use crate::person::{Birth, MaritalStatus, Nik, NoKk, Sex};

/// One person of the registry's extract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CivilRecord {
    /// NIK, unique in a sound registry; duplicates occur and are reported.
    pub nik: Nik,
    /// Family card.
    pub no_kk: Option<NoKk>,
    /// Name as recorded.
    pub name: String,
    /// Sex.
    pub sex: Option<Sex>,
    /// Date of birth.
    pub birth: Birth,
    /// Marital status.
    pub marital: Option<MaritalStatus>,
    /// Relation to the head of the family card, as recorded (upper case words of the registry).
    pub relation: String,
    /// Mother's name.
    pub mother: Option<String>,
    /// Address, RT, RW.
    pub address: String,
    /// Rukun tetangga.
    pub rt: Option<u16>,
    /// Rukun warga.
    pub rw: Option<u16>,
    /// Desa of residence; `None` when the written code is unknown.
    pub desa: Option<AreaCode>,
    /// Status of the record.
    pub status: CivilStatus,
    /// Day the status began.
    pub status_date: Option<Date>,
}

/// Status of a registry record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CivilStatus {
    /// AKTIF.
    Active,
    /// MENINGGAL.
    Dead,
    /// PINDAH.
    MovedOut,
    /// NON_AKTIF.
    Inactive,
}

impl CivilStatus {
    /// The registry's word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Active => "AKTIF",
            Self::Dead => "MENINGGAL",
            Self::MovedOut => "PINDAH",
            Self::Inactive => "NON_AKTIF",
        }
    }
    /// From the registry's word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Active, Self::Dead, Self::MovedOut, Self::Inactive].into_iter().find(|s| s.code() == code)
    }
}

/// The registry's answer for one registered person. Domain §5.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SiakCode {
    /// The NIK is there, name and date agree.
    Padan,
    /// The NIK is there, the name differs.
    PadanBedaNama,
    /// The NIK is there, the date of birth differs.
    PadanBedaTgl,
    /// The NIK is not in the registry, or none is written.
    NikTidakAda,
    /// The NIK belongs to two living persons.
    NikGanda,
    /// The person is recorded as dead.
    Meninggal,
    /// The person moved out.
    PindahKeluar,
    /// The record is inactive.
    NonAktif,
    /// The registry could not be asked. Blocks only the decree.
    TidakDiperiksa,
}

impl SiakCode {
    /// Every code, in the order of domain §5.3.
    pub const ALL: [Self; 9] = [
        Self::Padan,
        Self::PadanBedaNama,
        Self::PadanBedaTgl,
        Self::NikTidakAda,
        Self::NikGanda,
        Self::Meninggal,
        Self::PindahKeluar,
        Self::NonAktif,
        Self::TidakDiperiksa,
    ];
    /// The code as it is written in files and on paper.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Padan => "PADAN",
            Self::PadanBedaNama => "PADAN_BEDA_NAMA",
            Self::PadanBedaTgl => "PADAN_BEDA_TGL",
            Self::NikTidakAda => "NIK_TIDAK_ADA",
            Self::NikGanda => "NIK_GANDA",
            Self::Meninggal => "MENINGGAL",
            Self::PindahKeluar => "PINDAH_KELUAR",
            Self::NonAktif => "NON_AKTIF",
            Self::TidakDiperiksa => "TIDAK_DIPERIKSA",
        }
    }
    /// From the written code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }
    /// Whether the person counts as matched (`padan`) in the decision table. Domain §5.2.
    #[must_use]
    pub fn is_matched(self) -> bool {
        match self {
            Self::Padan | Self::PadanBedaNama | Self::PadanBedaTgl => true,
            Self::NikTidakAda
            | Self::NikGanda
            | Self::Meninggal
            | Self::PindahKeluar
            | Self::NonAktif
            | Self::TidakDiperiksa => false,
        }
    }
}
