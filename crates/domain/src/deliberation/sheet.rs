//! A filled paper form of one meeting, typed into a file afterwards, and the verdict on it.
//!
//! The sheet keeps what is written. Codes and ticks stay raw text, because two circles or an empty
//! cell are findings about the meeting, not errors of the import.
//! `rules` hands it to the journal, `judge` checks it against the register.

mod judge;
mod prefill;
mod read;
mod rules;

pub use super::attendance::Attendance;
pub use judge::judge_all;
pub use prefill::{Fkp01Prefill, HAMLET_KINDS, PrefillIndex, hamlet_key};
pub use read::{CodeCell, is_checked, is_struck, read_codes};

use super::alike::Named;
use super::minutes::Recap;
use crate::Date;
use crate::area::AreaCode;
use crate::household::Origin;
use crate::id::{HouseholdId, MeetingId};

/// Which of the two forms a row stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SheetForm {
    /// PBDK2016.FKP.01, the prefilled list.
    Fkp01,
    /// PBDK2016.FKP.02, new households.
    Fkp02,
}

impl SheetForm {
    /// The short name on paper.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Fkp01 => "FKP.01",
            Self::Fkp02 => "FKP.02",
        }
    }
    /// Reads `FKP.01`, `fkp 01`, `PBDK2016.FKP.01`, `FKP-1`, `01`: letters and punctuation aside, the last digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().chars().rev().find(char::is_ascii_digit)? {
            '1' => Some(Self::Fkp01),
            '2' => Some(Self::Fkp02),
            _ => None,
        }
    }
}

/// Head of a meeting sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetHead {
    /// The meeting: the stem of the sheet's file name.
    pub id: MeetingId,
    /// The desa; `None` when the written code is unknown.
    pub desa: Option<AreaCode>,
    /// The hamlet as written.
    pub hamlet: String,
    /// Day of the meeting.
    pub date: Option<Date>,
    /// Stage (Tahap) of the campaign. R76.
    pub stage: Option<u8>,
    /// Who came.
    pub attendance: Attendance,
    /// The asisten fasilitator; `None` when the cell is empty.
    pub asisten: Option<String>,
    /// Enumerators agreed in the meeting. R70, R71.
    pub enumerators: Vec<String>,
}

/// One row of either form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Which form.
    pub form: SheetForm,
    /// Column 01; `None` on FKP.02, where no number exists yet, or when the cell is empty.
    pub no_rts: Option<HouseholdId>,
    /// Column 02.
    pub head_name: String,
    /// Column 03: the members without the head.
    pub member_names: Vec<String>,
    /// Column 04.
    pub member_count: Option<u16>,
    /// Column 05.
    pub address: String,
    /// Column 06 as written: `2`, `2,6`, empty …
    pub codes: String,
    /// Column 07.
    pub remark: String,
    /// Column 08 as written.
    pub checked: String,
    /// FKP.02: place in the order of welfare, 1 = poorest. R62.
    pub welfare_order: Option<u16>,
    /// FKP.02: whether poorer than the households coded 2, as written. R62.
    pub poorer_than_code2: Option<bool>,
    /// Where the row stands.
    pub origin: Origin,
}

impl SheetRow {
    /// The household as written. R60.
    #[must_use]
    pub fn named(&self) -> Named<'_> {
        Named { head_name: &self.head_name, member_names: &self.member_names, address: &self.address }
    }
}

/// One meeting as typed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingSheet {
    /// The head.
    pub head: SheetHead,
    /// The rows of both forms, in the order of the file.
    pub rows: Vec<SheetRow>,
}

/// Why a sheet is refused. The code is stable and stands in result files; for a rule of the meeting it is the
/// journal's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReasonKind {
    /// More new households than code 2. R61.
    OverQuota,
    /// A row carries no code. R58.
    RowWithoutCode,
    /// A row carries two codes. R47.
    TwoCodes,
    /// Code 7 on FKP.01. R54.
    NewOnFkp01,
    /// A code other than 7 on FKP.02. R54.
    OtherCodeOnFkp02,
    /// A number or mark that is none of the eight codes. R47.
    CodeOffList,
    /// Column 08 is not ticked. R57.
    NotChecked,
    /// A household of another hamlet stands on FKP.01. R40, R59.
    ForeignRow,
    /// A household of this hamlet is missing on FKP.01. R58.
    MissingRow,
    /// The same number stands twice on FKP.01. R40.
    RowTwice,
    /// A new household is said not to be poorer than those coded 2. R62.
    NotPoorer,
    /// A household already on FKP.01 is proposed as new. R60.
    NewAlreadyListed,
    /// The sheet holds no row of FKP.01. R59.
    NoFkp01,
    /// The same household is proposed twice on FKP.02. R60.
    NewTwice,
    /// A proposal was struck while a better-off one stayed. R63.
    NotBestOffStruck,
    /// No forms were issued for this stage of the hamlet. R59, R76.
    StageNotIssued,
    /// The stage was signed before, on a device or on another sheet. R76.
    StageSigned,
    /// Another sheet of the same import says otherwise of the same households. R76.
    SheetsDiffer,
    /// A correction after the decree. Domain §2.1.
    AfterDecree,
    /// A proposal was struck although the proposals fit the quota. R63.
    StrikeWithinQuota,
    /// A proposal was struck and not all have a place in the order of welfare. R63.
    Unranked,
    /// Two proposals share a place in the order of welfare. R62.
    OrderTwice,
    /// Neither an order of welfare nor a statement is written. R62.
    PoorerNotStated,
    /// A proposal names nobody. F4.
    NameEmpty,
    /// The journal does not take a part of the sheet.
    NotTaken,
}

impl ReasonKind {
    /// The code in result files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::OverQuota => "KUOTA_LEBIH",
            Self::RowWithoutCode => "BARIS_TANPA_KODE",
            Self::TwoCodes => "KODE_GANDA",
            Self::NewOnFkp01 => "KODE_7_DI_FKP01",
            Self::OtherCodeOnFkp02 => "KODE_SALAH_DI_FKP02",
            Self::CodeOffList => "KODE_DI_LUAR_1_8",
            Self::NotChecked => "BELUM_DIPERIKSA_ASISTEN",
            Self::ForeignRow => "BARIS_ASING",
            Self::MissingRow => "BARIS_HILANG",
            Self::RowTwice => "BARIS_DUA_KALI",
            Self::NotPoorer => "TIDAK_LEBIH_MISKIN",
            Self::NewAlreadyListed => "SUDAH_DI_FKP01",
            Self::NoFkp01 => "TANPA_FKP01",
            Self::NewTwice => "SUDAH_DI_FKP02",
            Self::NotBestOffStruck => "BUKAN_PALING_SEJAHTERA",
            Self::StageNotIssued => "TAHAP_BELUM_TERBIT",
            Self::StageSigned => "MUSYAWARAH_SUDAH_DITANDATANGANI",
            Self::SheetsDiffer => "DUA_LEMBAR_SATU_TAHAP",
            Self::AfterDecree => "KOREKSI_SETELAH_SK",
            Self::StrikeWithinQuota => "KUOTA_TIDAK_LEBIH",
            Self::Unranked => "URUTAN_KESEJAHTERAAN_KOSONG",
            Self::OrderTwice => "URUTAN_GANDA",
            Self::PoorerNotStated => "PERNYATAAN_LEBIH_MISKIN_KOSONG",
            Self::NameEmpty => "NAMA_KOSONG",
            Self::NotTaken => "ISI_DITOLAK",
        }
    }

    /// Every reason, in order.
    pub const ALL: [Self; 25] = [
        Self::OverQuota,
        Self::RowWithoutCode,
        Self::TwoCodes,
        Self::NewOnFkp01,
        Self::OtherCodeOnFkp02,
        Self::CodeOffList,
        Self::NotChecked,
        Self::ForeignRow,
        Self::MissingRow,
        Self::RowTwice,
        Self::NotPoorer,
        Self::NewAlreadyListed,
        Self::NoFkp01,
        Self::NewTwice,
        Self::NotBestOffStruck,
        Self::StageNotIssued,
        Self::StageSigned,
        Self::SheetsDiffer,
        Self::AfterDecree,
        Self::StrikeWithinQuota,
        Self::Unranked,
        Self::OrderTwice,
        Self::PoorerNotStated,
        Self::NameEmpty,
        Self::NotTaken,
    ];

    /// From the code in result files.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    /// What is wrong and what to do about it, in Indonesian.
    #[must_use]
    pub fn explain(self) -> &'static str {
        match self {
            Self::OverQuota => {
                "RTS baru di FKP.02 lebih banyak daripada kode 2 di FKP.01. Coret yang paling sejahtera, cermati ulang \
                 FKP.01, atau coret sampai jumlahnya sesuai."
            }
            Self::RowWithoutCode => "Baris belum diberi kode. Lingkari satu kode 1-6 atau 8 (FKP.02: 7).",
            Self::TwoCodes => {
                "Lebih dari satu kode dilingkari. Pilih satu menurut urutan 5, 4, 8, 2, 3, 6, 1; yang lain masuk \
                 catatan tersendiri."
            }
            Self::NewOnFkp01 => "Kode 7 hanya untuk FKP.02. Pindahkan rumah tangga baru ke FKP.02.",
            Self::OtherCodeOnFkp02 => "FKP.02 hanya memakai kode 7. Perbaiki kodenya.",
            Self::CodeOffList => "Kode tidak ada dalam daftar 1-8. Lingkari ulang menurut hasil musyawarah.",
            Self::NotChecked => "Kolom 08 belum diperiksa asisten fasilitator. Minta asisten memeriksa baris ini.",
            Self::ForeignRow => "Rumah tangga ini terdaftar di padukuhan lain. Keluarkan dari FKP.01 ini.",
            Self::MissingRow => "Rumah tangga padukuhan ini tidak ada di FKP.01. Bahas dan beri kode.",
            Self::RowTwice => "Nomor RTS yang sama ada dua kali. Hapus salah satu.",
            Self::NotPoorer => "RTS baru tidak lebih miskin daripada yang berkode 2. Coret dari FKP.02.",
            Self::NewAlreadyListed => "RTS baru sudah ada di FKP.01. Coret dari FKP.02.",
            Self::NoFkp01 => "Lembar tidak memuat FKP.01. Minta FKP.01 kepada TKPKDesa.",
            Self::NewTwice => "RTS baru yang sama ditulis dua kali di FKP.02. Hapus salah satu.",
            Self::NotBestOffStruck => {
                "RTS baru yang lebih miskin dicoret, yang lebih sejahtera dipertahankan. Coret mulai dari yang paling \
                 sejahtera."
            }
            Self::StageNotIssued => {
                "Formulir tahap ini belum diterbitkan untuk padukuhan ini. Periksa kolom tahap; untuk koreksi, terbitkan \
                 tahap berikutnya dahulu."
            }
            Self::StageSigned => {
                "Tahap ini sudah ditandatangani, di perangkat atau di lembar lain. Bila hasilnya berubah, terbitkan tahap \
                 berikutnya; bila lembar pertama salah ketik, urungkan impornya."
            }
            Self::SheetsDiffer => {
                "Lembar lain dalam impor yang sama memuat rumah tangga yang sama dengan isi berbeda. Impor satu lembar \
                 saja, yaitu yang ditandatangani."
            }
            Self::AfterDecree => {
                "SK atas wilayah ini sudah ditandatangani. Ajukan perubahan lewat pendaftaran baru atau sanggah."
            }
            Self::StrikeWithinQuota => {
                "RTS baru dicoret padahal jumlahnya tidak melebihi kode 2. Hapus coretan itu; usulan yang tidak jadi \
                 tidak ditulis di FKP.02."
            }
            Self::Unranked => {
                "RTS baru dicoret, tetapi tidak semua usulan punya urutan kesejahteraan. Isi urutan setiap usulan."
            }
            Self::OrderTwice => {
                "Dua RTS baru memakai urutan kesejahteraan yang sama. Beri setiap usulan urutan sendiri."
            }
            Self::PoorerNotStated => {
                "Belum dinyatakan bahwa RTS baru lebih miskin daripada yang berkode 2. Isi urutan atau pernyataannya."
            }
            Self::NameEmpty => "RTS baru tanpa nama kepala rumah tangga. Isi namanya.",
            Self::NotTaken => "Aturan musyawarah tidak menerima sebagian isi lembar. Cocokkan lembar dengan kertasnya.",
        }
    }
}

/// One reason, and the row it is about. It names no person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SheetReason {
    /// What.
    pub kind: ReasonKind,
    /// Which row: the RTS number, or `FKP.02 urut 2`; `None` for the sheet as a whole.
    pub row: Option<String>,
}

/// What the office should look at although the sheet stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WarningKind {
    /// Column 02 was overwritten. R41.
    HeadNameChanged,
    /// Column 03 was overwritten. R42.
    MembersChanged,
    /// Column 04 is not 1 + the members of column 03. R43.
    MemberCountWrong,
    /// Code 5 although members live. R52.
    DeceasedButLiving,
    /// Dukuh, RT and RW, or the groups R28 names are absent.
    LowAttendance,
    /// The RTS number is not the register's, or two households carry it: to be cleared up.
    NumberDisputed,
    /// FKP.02: column 08 is not ticked.
    ProposalNotChecked,
    /// No enumerator is named. R70.
    NoEnumerator,
    /// A proposal has head and address of a row of FKP.01, but other members. R60.
    LikeListed,
    /// Nobody counted who came. R28.
    AttendanceUnknown,
    /// No day of the meeting is written.
    NoDate,
    /// No asisten fasilitator is named, though column 08 is theirs. R57.
    NoAsisten,
    /// The register holds no household of this hamlet, so missing rows cannot be seen.
    HamletUnknown,
}

impl WarningKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::HeadNameChanged,
        Self::MembersChanged,
        Self::MemberCountWrong,
        Self::DeceasedButLiving,
        Self::LowAttendance,
        Self::NumberDisputed,
        Self::ProposalNotChecked,
        Self::NoEnumerator,
        Self::LikeListed,
        Self::AttendanceUnknown,
        Self::NoDate,
        Self::NoAsisten,
        Self::HamletUnknown,
    ];

    /// From the code in result files.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    /// The code in result files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::HeadNameChanged => "NAMA_KRT_DIUBAH",
            Self::MembersChanged => "NAMA_ART_DIUBAH",
            Self::MemberCountWrong => "JUMLAH_ART_TIDAK_SESUAI",
            Self::DeceasedButLiving => "KODE_5_ADA_YANG_HIDUP",
            Self::LowAttendance => "KEHADIRAN_KURANG",
            Self::NumberDisputed => "NOMOR_RTS_DIRAGUKAN",
            Self::ProposalNotChecked => "FKP02_BELUM_DIPERIKSA",
            Self::NoEnumerator => "TANPA_PETUGAS_PENDATA",
            Self::LikeListed => "SERUPA_FKP01",
            Self::AttendanceUnknown => "KEHADIRAN_TIDAK_DICATAT",
            Self::NoDate => "TANPA_TANGGAL",
            Self::NoAsisten => "TANPA_NAMA_ASISTEN",
            Self::HamletUnknown => "PADUKUHAN_TIDAK_ADA_DI_REGISTER",
        }
    }

    /// What to look at, in Indonesian.
    #[must_use]
    pub fn explain(self) -> &'static str {
        match self {
            Self::HeadNameChanged => "Nama KRT tercetak diubah. Tulis perubahan di catatan tersendiri.",
            Self::MembersChanged => "Nama ART tercetak diubah. Tulis perubahan di catatan tersendiri.",
            Self::MemberCountWrong => "Jumlah ART tidak sama dengan KRT ditambah nama ART.",
            Self::DeceasedButLiving => {
                "Kode 5 padahal masih ada anggota yang hidup. Bila KRT meninggal pakai kode 3, selain itu kode 6."
            }
            Self::LowAttendance => "Dukuh, RT/RW, atau kelompok marginal tidak hadir.",
            Self::NumberDisputed => "Nomor atau wilayah RTS ini tidak pasti di register. Cocokkan dengan BDT.",
            Self::ProposalNotChecked => "Baris FKP.02 belum diperiksa asisten fasilitator.",
            Self::NoEnumerator => "Belum ada nama petugas pendata.",
            Self::LikeListed => {
                "RTS baru bernama dan beralamat sama dengan baris FKP.01, tetapi anggotanya lain. Pastikan."
            }
            Self::AttendanceUnknown => "Daftar hadir tidak diisi.",
            Self::NoDate => "Tanggal musyawarah tidak ditulis.",
            Self::NoAsisten => "Nama asisten fasilitator yang memeriksa kolom 08 tidak ditulis.",
            Self::HamletUnknown => "Register tidak memuat padukuhan ini, sehingga baris yang hilang tidak terlihat.",
        }
    }
}

/// One warning, and the row it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SheetWarning {
    /// What.
    pub kind: WarningKind,
    /// Which row, as in [`SheetReason::row`].
    pub row: Option<String>,
}

/// The verdict on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetVerdict {
    /// DITERIMA or DITOLAK.
    pub accepted: bool,
    /// Why it is refused, sorted; empty when accepted.
    pub reasons: Vec<SheetReason>,
    /// What to look at, sorted.
    pub warnings: Vec<SheetWarning>,
    /// The codes as far as they can be read.
    pub recap: Recap,
}
