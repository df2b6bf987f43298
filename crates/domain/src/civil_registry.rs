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

codes! {
    /// Status of a registry record.
    pub enum CivilStatus {
        /// AKTIF.
        Active = "AKTIF",
        /// MENINGGAL.
        Dead = "MENINGGAL",
        /// PINDAH.
        MovedOut = "PINDAH",
        /// NON_AKTIF.
        Inactive = "NON_AKTIF",
    }
}

codes! {
    /// The registry's answer for one registered person. Domain §5.3.
    pub enum SiakCode {
        /// The NIK is there, name and date agree.
        Padan = "PADAN",
        /// The NIK is there, the name differs.
        PadanBedaNama = "PADAN_BEDA_NAMA",
        /// The NIK is there, the date of birth differs.
        PadanBedaTgl = "PADAN_BEDA_TGL",
        /// The NIK is not in the registry, or none is written.
        NikTidakAda = "NIK_TIDAK_ADA",
        /// The NIK belongs to two living persons.
        NikGanda = "NIK_GANDA",
        /// The person is recorded as dead.
        Meninggal = "MENINGGAL",
        /// The person moved out.
        PindahKeluar = "PINDAH_KELUAR",
        /// The record is inactive.
        NonAktif = "NON_AKTIF",
        /// The registry could not be asked. Blocks only the decree.
        TidakDiperiksa = "TIDAK_DIPERIKSA",
    }
}

/// What a newer extract says of a person that the one before did not. D17.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CivilChangeKind {
    /// MENINGGAL: recorded as dead.
    Died,
    /// PINDAH: recorded as moved out.
    MovedOut,
    /// NON_AKTIF: the record is inactive.
    Deactivated,
    /// AKTIF_LAGI: recorded as living here again.
    Returned,
    /// LAHIR: born after the extract before.
    Born,
    /// TERCATAT: new in the registry, born earlier.
    Recorded,
    /// PERBAIKAN: name, date, sex, family card or another field was corrected.
    Corrected,
}

impl CivilChangeKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Died, Self::MovedOut, Self::Deactivated, Self::Returned, Self::Born, Self::Recorded, Self::Corrected];
    /// The stable word.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Died => "MENINGGAL",
            Self::MovedOut => "PINDAH",
            Self::Deactivated => "NON_AKTIF",
            Self::Returned => "AKTIF_LAGI",
            Self::Born => "LAHIR",
            Self::Recorded => "TERCATAT",
            Self::Corrected => "PERBAIKAN",
        }
    }
    /// From the stable word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }
    /// What the newer record says beside the older one; `None` = nothing new. `last` is the day of the extract
    /// before.
    #[must_use]
    pub fn between(before: Option<&CivilRecord>, now: &CivilRecord, last: Option<Date>) -> Option<Self> {
        let Some(before) = before else {
            let born = now.birth.date().zip(last).is_some_and(|(born, last)| born > last);
            return Some(if born { Self::Born } else { Self::Recorded });
        };
        if before == now {
            return None;
        }
        Some(match (before.status, now.status) {
            (a, b) if a == b => Self::Corrected,
            (_, CivilStatus::Dead) => Self::Died,
            (_, CivilStatus::MovedOut) => Self::MovedOut,
            (_, CivilStatus::Inactive) => Self::Deactivated,
            (_, CivilStatus::Active) => Self::Returned,
        })
    }
}

/// Columns that the records before had in most places and that the newer ones have nowhere: the extract was made
/// without them. Names are those of the extract. D17.
#[must_use]
pub fn lost_columns(before: &[CivilRecord], now: &[CivilRecord]) -> Vec<&'static str> {
    type Has = fn(&CivilRecord) -> bool;
    const COLUMNS: [(&str, Has); 9] = [
        ("no_kk", |r| r.no_kk.is_some()),
        ("jenis_kelamin", |r| r.sex.is_some()),
        ("tanggal_lahir", |r| r.birth.date().is_some()),
        ("status_kawin", |r| r.marital.is_some()),
        ("hubungan", |r| !r.relation.is_empty()),
        ("nama_ibu", |r| r.mother.is_some()),
        ("alamat", |r| !r.address.is_empty()),
        ("rt", |r| r.rt.is_some()),
        ("kode_desa", |r| r.desa.is_some()),
    ];
    let was = |has: Has| before.iter().filter(|r| has(r)).count() * 2 > before.len();
    let is = |has: Has| now.iter().any(has);
    let lost = COLUMNS.iter().filter(|(_, has)| !now.is_empty() && was(*has) && !is(*has));
    lost.map(|(name, _)| *name).collect()
}

/// The day an extract speaks of: the latest day in it, of a birth or of a status, that is not after `today`.
#[must_use]
pub fn extract_day<'a>(records: impl IntoIterator<Item = &'a CivilRecord>, today: Date) -> Option<Date> {
    records.into_iter().flat_map(|r| [r.birth.date(), r.status_date]).flatten().filter(|day| *day <= today).max()
}
