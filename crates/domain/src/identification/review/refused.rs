//! Why a verdict, or taking it back, was refused; and what to do next.

use super::Overruled;
use crate::id::{AccountId, HouseholdId, RegistrationNumber};

/// The rules of the review desk said no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReviewRefused {
    /// The registration is not under review.
    #[error("{0} is not under review")]
    NotUnderReview(RegistrationNumber),
    /// There is no such registration.
    #[error("there is no registration {0}")]
    NoRegistration(RegistrationNumber),
    /// Another officer decided the case first.
    #[error("{by} has decided this case as {verdict}")]
    AlreadyDecided {
        /// Who.
        by: AccountId,
        /// What.
        verdict: &'static str,
    },
    /// Somebody acted on the case after the page was shown.
    #[error("the case has changed since it was shown: {by} acted on it")]
    Changed {
        /// Who.
        by: AccountId,
    },
    /// Another officer has the case open.
    #[error("{by} has this case open")]
    Held {
        /// Who.
        by: AccountId,
    },
    /// The verdict goes against the evidence and gives no reason. T8.
    #[error("the verdict goes against the evidence ({}) and needs a reason", overruled.iter().map(|o| o.code()).collect::<Vec<_>>().join(", "))]
    ReasonMissing {
        /// The evidence it goes against.
        overruled: Vec<Overruled>,
    },
    /// Under the two-person rule the second officer must not be the first one.
    #[error("the proposal is one's own; a second officer decides")]
    OwnProposal,
    /// Two officers disagree. A third one, who leads the kabupaten, decides.
    #[error("two officers disagree; a third one settles the case")]
    ThirdNeeded,
    /// The household to link to is not in the register.
    #[error("there is no household {0} in the register")]
    NoHousehold(HouseholdId),
    /// A registration cannot join itself.
    #[error("a registration cannot join itself")]
    JoinsItself,
    /// The other registration is itself joined to a third, or others are joined to this one.
    #[error("{0} has joined another registration, or others have joined this one")]
    JoinsInChain(RegistrationNumber),
    /// There is no proposal to agree with.
    #[error("there is no proposal to agree with")]
    NothingProposed,
    /// There is no decision to undo.
    #[error("there is no decision to take back")]
    NothingToUndo,
    /// The decision is another officer's.
    #[error("the decision is that of {by}")]
    NotYours {
        /// Who.
        by: AccountId,
    },
    /// The prelist of the area was frozen after the decision. R15, domain §5.4.
    #[error("the prelist of the area has been frozen since the decision")]
    PrelistFrozen,
    /// Too few decided cases to learn from. ADR 0013.
    #[error("{decided} cases are decided, {needed} are needed to learn weights from")]
    TooFewDecisions {
        /// Cases with a verdict about the register.
        decided: usize,
        /// Cases needed.
        needed: usize,
    },
    /// No weights have been learnt yet.
    #[error("no weights have been learnt yet")]
    NothingWeighed,
    /// The parts of a verdict do not belong together.
    #[error("a new household has no register id, a known one has exactly one")]
    Parts,
}

impl ReviewRefused {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotUnderReview(_) => "BUKAN_TELAAH",
            Self::NoRegistration(_) => "PENDAFTARAN_TIDAK_ADA",
            Self::AlreadyDecided { .. } => "TELAAH_SUDAH_DIPUTUS",
            Self::Changed { .. } => "TELAAH_BERUBAH",
            Self::Held { .. } => "TELAAH_DIPEGANG",
            Self::ReasonMissing { .. } => "TELAAH_TANPA_ALASAN",
            Self::OwnProposal => "USULAN_SENDIRI",
            Self::ThirdNeeded => "PERLU_PENENGAH",
            Self::NoHousehold(_) => "RUTA_TIDAK_ADA",
            Self::JoinsItself => "GANDA_DENGAN_DIRI",
            Self::JoinsInChain(_) => "GANDA_BERANTAI",
            Self::NothingProposed => "TIDAK_ADA_USULAN",
            Self::NothingToUndo => "TIDAK_ADA_KEPUTUSAN",
            Self::NotYours { .. } => "KEPUTUSAN_ORANG_LAIN",
            Self::PrelistFrozen => "KEPUTUSAN_TERKUNCI",
            Self::TooFewDecisions { .. } => "PUTUSAN_TERLALU_SEDIKIT",
            Self::NothingWeighed => "BOBOT_BELUM_ADA",
            Self::Parts => "KATEGORI_DAN_RUTA",
        }
    }

    /// What and why, in Indonesian.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::NotUnderReview(n) => format!("Pendaftaran {n} tidak sedang ditelaah."),
            Self::NoRegistration(n) => format!("Pendaftaran {n} tidak ada."),
            Self::AlreadyDecided { by, verdict } => {
                format!("Kasus ini sudah diputus {verdict} oleh {by}. Keputusan Anda tidak disimpan.")
            }
            Self::Changed { by } => {
                format!("{by} bertindak atas kasus ini setelah halaman Anda dibuka. Keputusan Anda tidak disimpan.")
            }
            Self::Held { by } => format!("Kasus ini sedang dibuka oleh {by}."),
            Self::ReasonMissing { overruled } => {
                let why: Vec<&str> = overruled.iter().map(|o| o.label()).collect();
                format!("Keputusan ini berlawanan dengan bukti dan perlu alasan. {}.", why.join("; "))
            }
            Self::OwnProposal => "Usulan atas kasus ini dari Anda sendiri.".to_owned(),
            Self::ThirdNeeded => "Dua petugas berbeda pendapat tentang kasus ini.".to_owned(),
            Self::NoHousehold(h) => format!("Rumah tangga {h} tidak ada di BDT."),
            Self::JoinsItself => "Pendaftaran tidak dapat digabung dengan dirinya sendiri.".to_owned(),
            Self::JoinsInChain(n) => {
                format!("{n} sendiri sudah digabung, atau ada pendaftaran lain yang digabung ke kasus ini.")
            }
            Self::NothingProposed => "Belum ada usulan atas kasus ini.".to_owned(),
            Self::NothingToUndo => "Belum ada keputusan yang dapat diurungkan.".to_owned(),
            Self::NotYours { by } => format!("Keputusan itu dari {by}."),
            Self::PrelistFrozen => "Prelist wilayah ini sudah dibekukan setelah keputusan itu.".to_owned(),
            Self::TooFewDecisions { decided, needed } => format!(
                "Baru {decided} kasus diputus; bobot dilatih ulang dari sedikitnya {needed} kasus, karena dari kurang dari itu satu putusan yang keliru terlalu berpengaruh."
            ),
            Self::NothingWeighed => "Belum ada bobot yang dapat dilatih ulang: identifikasi belum dijalankan, atau dijalankan oleh versi lama.".to_owned(),
            Self::Parts => "Pendaftar baru tidak punya ID BDT; data lama punya tepat satu.".to_owned(),
        }
    }

    /// How to go on, in Indonesian.
    #[must_use]
    pub fn repair(&self) -> &'static str {
        match self {
            Self::NotUnderReview(_) | Self::AlreadyDecided { .. } => "Lanjutkan ke kasus berikutnya",
            Self::NoRegistration(_) => "Periksa nomor pendaftaran",
            Self::Changed { .. } => "Muat ulang kasus ini, baca yang baru, lalu putuskan",
            Self::Held { .. } => "Ambil kasus berikutnya; kasus ini kembali ke antrean bila tidak diputus",
            Self::ReasonMissing { .. } => "Pilih dasar keputusan atau tulis alasannya",
            Self::OwnProposal => "Petugas kedua yang menyetujui atau berpendapat lain",
            Self::ThirdNeeded => "Serahkan kepada penelaah tingkat kabupaten yang belum ikut memutus",
            Self::NoHousehold(_) => "Periksa ID rumah tangga, atau pilih dari calon",
            Self::JoinsItself | Self::JoinsInChain(_) => "Pilih nomor pendaftaran pertama dari rumah tangga itu",
            Self::NothingProposed => "Pilih keputusan Anda sendiri",
            Self::NothingToUndo => "Lihat riwayat kasus",
            Self::NotYours { .. } => "Minta petugas itu atau penelaah tingkat kabupaten mengurungkannya",
            Self::PrelistFrozen => "Perbaiki lewat verifikasi lapangan; keputusan tidak dapat diurungkan lagi",
            Self::TooFewDecisions { .. } => "Putuskan lebih banyak kasus di meja telaah, lalu latih ulang",
            Self::NothingWeighed => "Jalankan identifikasi angkatan (`mutakhir identify`) lebih dahulu",
            Self::Parts => "Pilih rumah tangga BDT untuk data lama; kosongkan untuk pendaftar baru",
        }
    }
}
