//! Why something about SMS was refused, and what to do next.

/// A rule about SMS said no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmsRefused {
    /// The account or number has reached its daily limit of messages.
    #[error("{0} messages were caused today already")]
    DailyLimit(i64),
    /// The desa has no hamlet of that name.
    #[error("the desa has no hamlet {0}")]
    NoHamlet(String),
    /// The code is not that of a desa.
    #[error("{0} is not the code of a desa")]
    NoDesa(String),
    /// The number was entered by a desa that is not the officer's.
    #[error("the number was entered for another desa")]
    NumberElsewhere,
    /// No row of the meeting has a code yet: there is nothing to report.
    #[error("no row of the meeting has a code yet")]
    NothingCoded,
    /// This stage corrects signed minutes. Signing it tells the TKPKDesa what differs.
    #[error("stage {0} corrects minutes that are signed")]
    Correcting(i64),
    /// There is no message with this id.
    #[error("there is no message {0}")]
    NoMessage(String),
    /// The message did not fail.
    #[error("the message {0} did not fail")]
    NotFailed(String),
}

impl SmsRefused {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::DailyLimit(_) => "SMS_BATAS_HARIAN",
            Self::NoHamlet(_) => "SMS_PADUKUHAN_TIDAK_DIKENAL",
            Self::NoDesa(_) => "SMS_BUKAN_KODE_DESA",
            Self::NumberElsewhere => "SMS_NOMOR_DESA_LAIN",
            Self::NothingCoded => "SMS_BELUM_ADA_KODE",
            Self::Correcting(_) => "SMS_KOREKSI_BERJALAN",
            Self::NoMessage(_) => "SMS_TIDAK_ADA",
            Self::NotFailed(_) => "SMS_TIDAK_GAGAL",
        }
    }

    /// How to repair it, in Indonesian.
    #[must_use]
    pub fn repair(&self) -> &'static str {
        match self {
            Self::DailyLimit(_) => "Tunggu sampai besok, atau minta kabupaten menaikkan sms_daily_limit",
            Self::NoHamlet(_) => "Pakai nama padukuhan seperti dalam tabel wilayah",
            Self::NoDesa(_) => "Isi kode desa 10 angka, misalnya 34.03.01.2001",
            Self::NumberElsewhere => "Minta TKPKDesa desa itu menghapusnya, atau Dinas Sosial memindahkannya",
            Self::NothingCoded => "Beri kode barisnya dan kirim catatannya ke server, lalu kirim laporan",
            Self::Correcting(_) => "Tidak perlu dikirim: selisihnya dikabarkan saat koreksi ditandatangani",
            Self::NoMessage(_) => "Lihat daftar pesan di halaman SMS, atau `mutakhir sms list`",
            Self::NotFailed(_) => "Hanya pesan berstatus GAGAL yang dapat dikirim ulang",
        }
    }
}
