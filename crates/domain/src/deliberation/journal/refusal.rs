//! Entries that a rule forbids: they change nothing and are reported with code, reason and remedy.

use super::clock::EntryId;
use crate::Date;
use crate::deliberation::closing::Unmet;
use crate::deliberation::finding::Finding;
use crate::deliberation::fkp01::{Column, Fkp01Refused};
use crate::deliberation::meeting::ProposeRefused;
use crate::deliberation::minutes::SignerRole;
use crate::deliberation::quota::{Quota, StrikeRefused};
use crate::id::HouseholdId;

/// An entry that changed nothing, and why. A closing that fails is reported once for each rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The entry.
    pub entry: EntryId,
    /// Why.
    pub why: Why,
}

/// Why an entry changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// The officer is not admitted to this meeting in this role. R59.
    #[error("this officer is not admitted to the meeting in this role")]
    NotAdmitted,
    /// FKP.01 does not allow it.
    #[error(transparent)]
    Form(#[from] Fkp01Refused),
    /// FKP.02 does not allow it.
    #[error(transparent)]
    Propose(#[from] ProposeRefused),
    /// The order of remedies does not allow it.
    #[error(transparent)]
    Strike(#[from] StrikeRefused),
    /// The minutes cannot be signed.
    #[error(transparent)]
    Close(#[from] Unmet),
    /// Notes and pencil marks apply only to the printed columns. R45, R46.
    #[error("a note or a pencil remark is about one of the columns 01 to 05")]
    NotPrintedColumn,
    /// The note to be changed does not belong to this row. R45.
    #[error("this row has no note {note}")]
    NoNote {
        /// What was asked for.
        note: EntryId,
    },
    /// A note must not be empty. R45.
    #[error("a note needs a text")]
    NoteEmpty,
    /// The date is in the future by the clock of the device.
    #[error("{day} has not come yet by the clock of the device")]
    DayAhead {
        /// The day.
        day: Date,
    },
    /// Column 08 belongs to the asisten fasilitator. R57.
    #[error("column 08 is ticked by the asisten fasilitator only")]
    NotAsisten,
    /// The code was circled on another device and the asisten had not seen it. R57.
    #[error("the code of row {row} was circled anew on another device before this check was known there")]
    CodeNotSeen {
        /// The row.
        row: HouseholdId,
    },
    /// Nobody codes the household of their relatives. §1.3.
    #[error("this officer has declared kinship with household {row}")]
    Kin {
        /// The row.
        row: HouseholdId,
    },
    /// Only the officer, or the asisten for them, declares kinship.
    #[error("kinship is declared by the officer himself or by the asisten fasilitator")]
    KinOfOther,
    /// There is no such proposal.
    #[error("there is no proposal {proposal}")]
    NoProposal {
        /// What was asked for.
        proposal: EntryId,
    },
    /// An order of welfare names a proposal twice. R62.
    #[error("the order of welfare names proposal {proposal} twice")]
    OrderTwice {
        /// The proposal.
        proposal: EntryId,
    },
    /// Over quota only the remedies remove a proposal; it cannot be withdrawn. R63.
    #[error("while there are too many proposals only the remedies take one off, the best-off first")]
    WithdrawOverQuota,
    /// The act needs a reason.
    #[error("a reason is needed, so that the citizen can be told")]
    ReasonEmpty,
    /// Remedy b is complete only when every row that could be better off was reread. R64.
    #[error("{} rows coded 1, 3 or 6 were not looked at again yet, the first is {}", rows.len(), rows[0])]
    NotReread {
        /// The rows, at least one.
        rows: Vec<HouseholdId>,
    },
    /// Remedy c is possible only after remedy b. R64, R65.
    #[error("remedy c comes after remedy b has found nobody")]
    RemedyBFirst,
    /// The enumerator lives in another hamlet. R71.
    #[error("the enumerator lives in another hamlet")]
    EnumeratorElsewhere,
    /// A name is needed.
    #[error("a name is needed")]
    NameEmpty,
    /// There is no such enumerator.
    #[error("the meeting has not agreed on this enumerator")]
    NoEnumerator,
    /// The chosen value is not in the field, or was not seen.
    #[error("entry {entry} has no value standing in {field}")]
    NoChoice {
        /// The field.
        field: String,
        /// The entry chosen.
        entry: EntryId,
    },
    /// The dukuh's signature is made in front of dukuh or asisten, the asisten's by the asisten.
    #[error("the asisten signs himself, the dukuh himself or before the asisten")]
    SignsForOther,
    /// The signer's device must hold everything that was read out.
    #[error("what is to be signed names entries that were not here, or leaves out what they rest on")]
    CoversBroken,
    /// Another device had sent entries before the closing arrived.
    #[error("{} entries of other devices were not read out, the first is {}", entries.len(), entries[0])]
    NotMerged {
        /// The entries, at least one.
        entries: Vec<EntryId>,
    },
    /// The household was struck this evening. R66.
    #[error("this household was struck in this meeting as proposal {proposal}")]
    StruckBefore {
        /// The proposal.
        proposal: EntryId,
    },
    /// Too many proposals for one meeting.
    #[error("a meeting takes at most {max} proposals")]
    TooManyProposals {
        /// How many.
        max: usize,
    },
    /// Something was changed after it was read out.
    #[error("{} entries came after what was read out, the first is {}", entries.len(), entries[0])]
    ChangedSinceRead {
        /// The entries, at least one.
        entries: Vec<EntryId>,
    },
}

impl Why {
    /// One of each refusal: a page needs words for the code of each.
    #[must_use]
    pub fn every() -> Vec<Self> {
        let (no, id) = (HouseholdId::new("0"), EntryId::new("d", 1));
        let rows = || vec![HouseholdId::new("0")];
        let entries = || vec![EntryId::new("d", 1)];
        let forms = [
            Fkp01Refused::NoSuchRow { no: no.clone() },
            Fkp01Refused::PrintedColumn { column: Column::Number },
            Fkp01Refused::NewOnFkp01,
            Fkp01Refused::LivingNotAsked,
            Fkp01Refused::MembersLive { living: 1, instead: Finding::HeadReplaced },
            Fkp01Refused::NotCoded { no: no.clone() },
        ];
        let proposals = [
            ProposeRefused::NameEmpty,
            ProposeRefused::NumberTaken { no: 1 },
            ProposeRefused::AlreadyListed { no: no.clone() },
            ProposeRefused::AlreadyProposed { no: 1 },
            ProposeRefused::NoMember { rule: "R38" },
            ProposeRefused::NotPoorer,
        ];
        let strikes = [
            StrikeRefused::WithinQuota,
            StrikeRefused::Unranked { unranked: 1 },
            StrikeRefused::NotBestOff { best_off: 1 },
            StrikeRefused::NotRetained { no: 1 },
        ];
        let closings = [
            Unmet::RowsWithoutCode { rows: rows() },
            Unmet::RowsUnchecked { rows: rows() },
            Unmet::OverQuota { quota: Quota { improved: 0, new: 1 } },
            Unmet::NotStatedPoorer { nos: vec![1] },
            Unmet::Contested { fields: vec![String::new()] },
            Unmet::SignatureMissing { roles: vec![SignerRole::Dukuh] },
        ];
        let own = [
            Self::NotAdmitted,
            Self::NotPrintedColumn,
            Self::NoNote { note: id.clone() },
            Self::NoteEmpty,
            Self::DayAhead { day: Date::constant(2016, 11, 5) },
            Self::NotAsisten,
            Self::CodeNotSeen { row: no.clone() },
            Self::Kin { row: no },
            Self::KinOfOther,
            Self::NoProposal { proposal: id.clone() },
            Self::OrderTwice { proposal: id.clone() },
            Self::WithdrawOverQuota,
            Self::ReasonEmpty,
            Self::NotReread { rows: rows() },
            Self::RemedyBFirst,
            Self::EnumeratorElsewhere,
            Self::NameEmpty,
            Self::NoEnumerator,
            Self::NoChoice { field: String::new(), entry: id.clone() },
            Self::SignsForOther,
            Self::CoversBroken,
            Self::NotMerged { entries: entries() },
            Self::StruckBefore { proposal: id },
            Self::TooManyProposals { max: 1 },
            Self::ChangedSinceRead { entries: entries() },
        ];
        let forms = forms.into_iter().map(Self::Form).chain(proposals.into_iter().map(Self::Propose));
        let closings = closings.into_iter().map(Self::Close);
        forms.chain(strikes.into_iter().map(Self::Strike)).chain(closings).chain(own).collect()
    }

    /// The stable code of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form(why) => why.code(),
            Self::Propose(why) => why.code(),
            Self::Strike(why) => why.code(),
            Self::Close(why) => why.code(),
            Self::NotAdmitted => "TIDAK_IKUT_MUSYAWARAH",
            Self::NotPrintedColumn => "KOLOM_BUKAN_1_5",
            Self::NoNote { .. } => "CATATAN_TIDAK_ADA",
            Self::NoteEmpty => "CATATAN_KOSONG",
            Self::DayAhead { .. } => "TANGGAL_DI_DEPAN",
            Self::NotAsisten => "BUKAN_ASISTEN",
            Self::CodeNotSeen { .. } => "KODE_BELUM_TERLIHAT",
            Self::Kin { .. } => "KERABAT",
            Self::KinOfOther => "KERABAT_ORANG_LAIN",
            Self::NoProposal { .. } => "USULAN_TIDAK_ADA",
            Self::OrderTwice { .. } => "URUTAN_GANDA",
            Self::WithdrawOverQuota => "TARIK_SAAT_KUOTA_LEBIH",
            Self::ReasonEmpty => "ALASAN_KOSONG",
            Self::NotReread { .. } => "BELUM_DICERMATI_ULANG",
            Self::RemedyBFirst => "CERMATI_ULANG_DULU",
            Self::EnumeratorElsewhere => "PENDATA_PADUKUHAN_LAIN",
            Self::NameEmpty => "NAMA_KOSONG",
            Self::NoEnumerator => "PENDATA_TIDAK_ADA",
            Self::NoChoice { .. } => "PILIHAN_TIDAK_ADA",
            Self::SignsForOther => "TANDA_TANGAN_ORANG_LAIN",
            Self::CoversBroken => "LIPUTAN_TIDAK_UTUH",
            Self::ChangedSinceRead { .. } => "BERUBAH_SESUDAH_DIBACAKAN",
            Self::NotMerged { .. } => "BELUM_DIGABUNG",
            Self::StruckBefore { .. } => "SUDAH_DICORET",
            Self::TooManyProposals { .. } => "USULAN_TERLALU_BANYAK",
        }
    }

    /// What to do next, in Indonesian: it reaches devices and pages as it is.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Form(Fkp01Refused::NoSuchRow { .. }) => "Pilih baris formulir ini",
            Self::Form(Fkp01Refused::PrintedColumn { .. }) => "Tulis perubahannya di catatan tersendiri",
            Self::Form(Fkp01Refused::NewOnFkp01) => "Tulis rumah tangga baru di FKP.02",
            Self::Form(Fkp01Refused::LivingNotAsked) => {
                "Tanyakan siapa yang masih hidup, lalu sebutkan bersama kodenya"
            }
            Self::Form(Fkp01Refused::MembersLive { .. }) => {
                "Lingkari 3 bila kepala meninggal, selain itu 6, dan tulis kematiannya di catatan tersendiri"
            }
            Self::Form(Fkp01Refused::NotCoded { .. }) => "Lingkari kodenya dahulu",
            Self::Propose(ProposeRefused::NameEmpty) | Self::NameEmpty => "Tulis namanya",
            Self::Propose(ProposeRefused::NumberTaken { .. }) => "Pakai nomor berikutnya",
            Self::Propose(ProposeRefused::AlreadyListed { .. }) => "Lingkari kodenya di FKP.01",
            Self::Propose(ProposeRefused::AlreadyProposed { .. }) => "Lanjutkan pada usulan yang sudah ada",
            Self::Propose(ProposeRefused::NoMember { .. }) => "Keluarkan orang itu, atau betulkan jawabannya",
            Self::Propose(ProposeRefused::NotPoorer) => {
                "Usulkan hanya yang lebih miskin daripada rumah tangga berkode 2"
            }
            Self::Strike(StrikeRefused::WithinQuota) => "Tidak ada yang perlu dicoret",
            Self::Strike(StrikeRefused::Unranked { .. }) => "Urutkan dahulu semua usulan menurut kesejahteraannya",
            Self::Strike(StrikeRefused::NotBestOff { .. }) => "Coret dahulu usulan yang paling mampu",
            Self::Strike(StrikeRefused::NotRetained { .. }) => "Pilih usulan yang masih berlaku",
            Self::Close(Unmet::RowsWithoutCode { .. }) => "Lingkari kode di setiap baris yang disebut",
            Self::Close(Unmet::RowsUnchecked { .. }) => "Minta asisten fasilitator memeriksa setiap baris yang disebut",
            Self::Close(Unmet::OverQuota { .. }) => {
                "Berurutan: coret yang paling mampu, cermati ulang FKP.01, coret sampai jumlahnya sesuai"
            }
            Self::Close(Unmet::NotStatedPoorer { .. }) => {
                "Nyatakan bagi setiap usulan apakah ia lebih miskin, atau tarik usulan itu"
            }
            Self::Close(Unmet::Contested { .. }) => "Pilih nilai yang berlaku",
            Self::Close(Unmet::SignatureMissing { .. }) => "Minta dukuh dan asisten menandatangani yang dibacakan",
            Self::NotAdmitted => "Minta petugas musyawarah ini menulisnya, atau terima petugas itu lebih dahulu",
            Self::NotPrintedColumn => "Pakai kolom (07) untuk keterangan lain",
            Self::NoNote { .. } => "Pilih catatan di baris ini",
            Self::NoteEmpty => "Tulis apa yang berubah",
            Self::DayAhead { .. } => "Betulkan tanggalnya, atau jam perangkat",
            Self::NotAsisten => "Minta asisten fasilitator memeriksa baris itu",
            Self::CodeNotSeen { .. } => "Lihat kode yang sekarang, lalu periksa barisnya lagi",
            Self::Kin { .. } => "Minta petugas lain melingkari kodenya dan memeriksanya",
            Self::KinOfOther => "Minta yang bersangkutan atau asisten fasilitator menyatakannya",
            Self::NoProposal { .. } => "Pilih usulan musyawarah ini",
            Self::OrderTwice { .. } => "Sebut setiap usulan satu kali",
            Self::WithdrawOverQuota => "Pakai langkah a: coret dahulu usulan yang paling mampu",
            Self::ReasonEmpty => "Tulis alasannya",
            Self::NotReread { .. } => "Cermati ulang baris yang disebut",
            Self::RemedyBFirst => "Cermati ulang FKP.01; bila tidak ditemukan yang lebih mampu, nyatakan demikian",
            Self::EnumeratorElsewhere => "Sepakati seseorang dari padukuhan ini",
            Self::NoEnumerator => "Sepakati petugas pendatanya dahulu",
            Self::NoChoice { .. } => "Pilih salah satu nilai yang ada sekarang",
            Self::SignsForOther => "Minta yang bersangkutan menandatangani",
            Self::CoversBroken => "Gabungkan semua perangkat, lalu bacakan lagi yang akan ditandatangani",
            Self::ChangedSinceRead { .. } => "Bacakan dan tanda tangani lagi",
            Self::NotMerged { .. } => "Ambil isi perangkat lain, lalu bacakan dan tanda tangani lagi",
            Self::StruckBefore { .. } => "Usulkan lagi pada tahap berikutnya",
            Self::TooManyProposals { .. } => "Lanjutkan dengan usulan yang ada",
        }
    }

    /// What it is about: rows, proposals, fields, entries or roles.
    #[must_use]
    pub fn about(&self) -> Vec<String> {
        let rows = |rows: &[HouseholdId]| rows.iter().map(ToString::to_string).collect();
        match self {
            Self::Form(Fkp01Refused::NoSuchRow { no } | Fkp01Refused::NotCoded { no })
            | Self::Propose(ProposeRefused::AlreadyListed { no }) => vec![no.to_string()],
            Self::Form(Fkp01Refused::PrintedColumn { column }) => vec![column.number().to_string()],
            Self::Form(Fkp01Refused::MembersLive { living, instead }) => {
                vec![living.to_string(), instead.code().to_string()]
            }
            Self::Propose(ProposeRefused::NumberTaken { no } | ProposeRefused::AlreadyProposed { no })
            | Self::Strike(StrikeRefused::NotRetained { no } | StrikeRefused::NotBestOff { best_off: no }) => {
                vec![no.to_string()]
            }
            Self::Propose(ProposeRefused::NoMember { rule }) => vec![(*rule).to_owned()],
            Self::Strike(StrikeRefused::Unranked { unranked }) => vec![unranked.to_string()],
            Self::Close(unmet) => unmet.about(),
            Self::CodeNotSeen { row } | Self::Kin { row } => vec![row.to_string()],
            Self::NoNote { note } => vec![note.to_string()],
            Self::DayAhead { day } => vec![day.to_string()],
            Self::NoProposal { proposal } | Self::OrderTwice { proposal } | Self::StruckBefore { proposal } => {
                vec![proposal.to_string()]
            }
            Self::NotReread { rows: left } => rows(left),
            Self::NoChoice { field, entry } => vec![field.clone(), entry.to_string()],
            Self::ChangedSinceRead { entries } | Self::NotMerged { entries } => {
                entries.iter().map(ToString::to_string).collect()
            }
            Self::Form(Fkp01Refused::NewOnFkp01 | Fkp01Refused::LivingNotAsked)
            | Self::Propose(ProposeRefused::NameEmpty | ProposeRefused::NotPoorer)
            | Self::Strike(StrikeRefused::WithinQuota)
            | Self::NotAdmitted
            | Self::NotPrintedColumn
            | Self::NoteEmpty
            | Self::NotAsisten
            | Self::KinOfOther
            | Self::WithdrawOverQuota
            | Self::ReasonEmpty
            | Self::RemedyBFirst
            | Self::EnumeratorElsewhere
            | Self::NameEmpty
            | Self::NoEnumerator
            | Self::TooManyProposals { .. }
            | Self::SignsForOther
            | Self::CoversBroken => Vec::new(),
        }
    }
}
