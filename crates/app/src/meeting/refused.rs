//! Why an act about a hamlet meeting was rejected, and what to do next.

use domain::round::MeetingStays;

/// Why an entry was turned back and not kept: what the journal cannot know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryTurnedBack {
    /// An entry is taken only from the device that wrote it.
    #[error("entry {entry} was not written on this device")]
    OtherDevice {
        /// The entry.
        entry: String,
    },
    /// The officer was not admitted with this device. R59.
    #[error("{actor} was not admitted with this device")]
    NotAdmitted {
        /// The account.
        actor: String,
    },
    /// Nobody codes or checks their own household. Domain §1.3.
    #[error("household {row} is the officer's own")]
    OwnHousehold {
        /// The row.
        row: String,
    },
    /// The text of an entry is too long.
    #[error("an entry has at most {max} bytes")]
    TooLong {
        /// Bytes.
        max: usize,
    },
}

impl EntryTurnedBack {
    /// The stable code of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherDevice { .. } => "CATATAN_PERANGKAT_LAIN",
            Self::NotAdmitted { .. } => "TIDAK_IKUT_MUSYAWARAH",
            Self::OwnHousehold { .. } => "KERABAT",
            Self::TooLong { .. } => "CATATAN_TERLALU_PANJANG",
        }
    }

    /// What to do next.
    #[must_use]
    pub fn repair(&self) -> &'static str {
        match self {
            Self::OtherDevice { .. } => "Kirim dari perangkat yang menulisnya",
            Self::NotAdmitted { .. } => "Masukkan kode enam angka dari kantor",
            Self::OwnHousehold { .. } => "Serahkan baris ini kepada petugas lain",
            Self::TooLong { .. } => "Pendekkan teksnya",
        }
    }
}

/// The office's rules around a meeting said no; the meeting's own rules speak through the journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MeetingRefused {
    /// No form set was issued under this number. R59.
    #[error("no form set was issued for the meeting {0}")]
    NoMeeting(String),
    /// The meeting does not move by this act. Domain §2.2.
    #[error(transparent)]
    Stays(#[from] MeetingStays),
    /// A later stage is in force: the office goes on with that one. R76.
    #[error("{meeting} is not in force any more: {by} is")]
    Superseded {
        /// The meeting.
        meeting: String,
        /// The later stage.
        by: String,
    },
    /// Enumeration begins once an enumerator is trained. R72.
    #[error("no enumerator of {0} is trained yet")]
    NobodyTrained(String),
    /// The meeting has not agreed on an enumerator of this name. R71.
    #[error("the meeting has not agreed on one of the persons named")]
    NotAgreed,
    /// A training has a day that has come, a place, and somebody who was there. R72.
    #[error("a training needs a day that has come, a place, and at least one enumerator who was there")]
    TrainingIncomplete,
    /// A later stage opens only after the one before it was closed. R76.
    #[error("stage {stage} of {meeting} is not closed yet")]
    StageOpen {
        /// The meeting.
        meeting: String,
        /// Its stage.
        stage: i64,
    },
    /// The next stage was issued already. R76.
    #[error("the next stage of {0} was issued already")]
    NextIssued(String),
    /// The stage was signed on paper, and its sheet was imported.
    #[error("stage {stage} of {meeting} was signed on paper, and its sheet was taken in")]
    SheetSigned {
        /// The meeting.
        meeting: String,
        /// Its stage.
        stage: i64,
    },
    /// The decree over the desa was issued: its cases move forward only. Domain §2.1.
    #[error("decree {decree} covers {meeting}: its meeting is not corrected any more")]
    Decreed {
        /// The meeting.
        meeting: String,
        /// The decree.
        decree: String,
    },
    /// The account has no role in the meeting.
    #[error("the account {0} has no role in this meeting")]
    NoRole(String),
    /// A device names itself with 4 to 64 of a–z, 0–9 and hyphen.
    #[error("a device names itself with 4 to 64 of a–z, 0–9 and hyphen")]
    BadDevice,
    /// The device was admitted with another account before, here or in an earlier stage.
    #[error("the device {0} belongs to another account in this meeting")]
    DeviceTaken(String),
    /// The code is not the one the office shows.
    #[error("the code is not the one shown at the office")]
    WrongCode,
    /// The code is too old, was tried too often, or none was made.
    #[error("there is no valid code for this meeting")]
    NoCode,
    /// The device was not admitted with this account.
    #[error("the device {device} was not admitted to this meeting with the account {account}")]
    NotAdmitted {
        /// The device.
        device: String,
        /// The account.
        account: String,
    },
    /// The request holds too many entries or too large ones.
    #[error("one sending holds at most {max} entries of at most {bytes} bytes each")]
    TooMuch {
        /// Entries.
        max: usize,
        /// Bytes of one.
        bytes: usize,
    },
    /// The request is not valid JSON of the agreed form.
    #[error("the sending cannot be read: {0}")]
    Unreadable(String),
    /// Minutes exist only after the meeting is closed.
    #[error("the meeting {0} is not closed yet")]
    NotClosed(String),
    /// The search needs the name of the head.
    #[error("looking for a household needs the name of its head")]
    NameEmpty,
    /// Too many concurrent writes.
    #[error("others are writing in this meeting; nothing was lost")]
    Busy,
    /// The meeting is kept on devices already, or closed: paper does not mix with them.
    #[error("the meeting {0} is kept on devices or closed already")]
    PaperBesideDevices(String),
    /// A correction is made on devices. R76.
    #[error("stage {0} is a correction; paper forms are keyed in for the first stage")]
    PaperLaterStage(i64),
    /// The form has no such field, or what was keyed in is too long for it.
    #[error("the paper form has no field {0}, or its text is too long")]
    PaperField(String),
    /// A keying that was handed in stays as it is.
    #[error("this keying was said to be whole")]
    PaperWhole,
    /// Two officers have keyed the form in already.
    #[error("two officers key this form in already")]
    PaperTwice,
    /// Nothing was keyed in.
    #[error("nothing was keyed in")]
    PaperEmpty,
    /// The keying does not exist or was removed.
    #[error("there is no keying {0} of this form")]
    PaperNoKeying(i64),
    /// Two officers must each key in the whole form.
    #[error("the form has not been keyed in whole by two officers")]
    PaperNotTwice,
    /// The differences between the two keyings must be settled.
    #[error("{fields} fields differ between the two keyings and are not settled")]
    PaperDiffers {
        /// How many.
        fields: usize,
    },
}

impl MeetingRefused {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoMeeting(_) => "MUSYAWARAH_TIDAK_ADA",
            Self::Stays(why) => why.code(),
            Self::Superseded { .. } => "MUSYAWARAH_DIGANTIKAN",
            Self::NobodyTrained(_) => "BELUM_ADA_PENDATA_TERLATIH",
            Self::NotAgreed => "PENDATA_TIDAK_DISEPAKATI",
            Self::TrainingIncomplete => "PELATIHAN_TIDAK_LENGKAP",
            Self::StageOpen { .. } => "TAHAP_BELUM_DITUTUP",
            Self::NextIssued(_) => "TAHAP_SUDAH_TERBIT",
            Self::SheetSigned { .. } => "LEMBAR_SUDAH_DITERIMA",
            Self::Decreed { .. } => "KOREKSI_SETELAH_SK",
            Self::NoRole(_) => "BUKAN_PESERTA_MUSYAWARAH",
            Self::BadDevice => "PERANGKAT_SALAH",
            Self::DeviceTaken(_) => "PERANGKAT_AKUN_LAIN",
            Self::WrongCode => "KODE_PERANGKAT_SALAH",
            Self::NoCode => "KODE_PERANGKAT_HANGUS",
            Self::NotAdmitted { .. } => "PERANGKAT_BELUM_DITERIMA",
            Self::TooMuch { .. } => "KIRIMAN_TERLALU_BESAR",
            Self::Unreadable(_) => "KIRIMAN_RUSAK",
            Self::NotClosed(_) => "MUSYAWARAH_BELUM_DITUTUP",
            Self::NameEmpty => "NAMA_DICARI_KOSONG",
            Self::Busy => "MUSYAWARAH_SIBUK",
            Self::PaperBesideDevices(_) => "KERTAS_TERLAMBAT",
            Self::PaperLaterStage(_) => "KERTAS_HANYA_TAHAP_1",
            Self::PaperField(_) => "KERTAS_ISIAN_SALAH",
            Self::PaperWhole => "KETIKAN_SUDAH_SELESAI",
            Self::PaperTwice => "KETIKAN_SUDAH_DUA",
            Self::PaperEmpty => "KETIKAN_KOSONG",
            Self::PaperNoKeying(_) => "KETIKAN_TIDAK_ADA",
            Self::PaperNotTwice => "KETIKAN_BELUM_DUA",
            Self::PaperDiffers { .. } => "KETIKAN_BERBEDA",
        }
    }

    /// How to repair it, in Indonesian.
    #[must_use]
    pub fn repair(&self) -> &'static str {
        match self {
            Self::NoMeeting(_) => "Minta TKPKDesa menerbitkan formulir padukuhan ini",
            Self::Stays(why) => why.repair(),
            Self::Superseded { .. } => "Buka tahap terakhir padukuhan ini",
            Self::NobodyTrained(_) => "Catat pelatihan petugas pendata lebih dahulu",
            Self::NotAgreed => "Pilih petugas pendata yang disepakati di musyawarah ini",
            Self::TrainingIncomplete => "Isi tanggal yang sudah lewat, tempat, dan yang hadir",
            Self::StageOpen { .. } => "Tutup tahap ini lebih dahulu dengan Berita Acara yang ditandatangani",
            Self::NextIssued(_) => "Buka tahap berikutnya yang sudah terbit",
            Self::SheetSigned { .. } => "Bila perlu diperbaiki, buka tahap berikutnya; catatan di perangkat tetap ada",
            Self::Decreed { .. } => "Ajukan perubahan lewat pendaftaran baru atau sanggah",
            Self::NoRole(_) => "Minta peran dukuh, asisten fasilitator, atau fasilitator di padukuhan ini",
            Self::BadDevice => "Muat ulang halaman lapangan supaya perangkat memberi nama sendiri",
            Self::DeviceTaken(_) => {
                "Masuk dengan akun yang pertama diterima di perangkat ini, atau buka lembar di perangkat atau peramban lain"
            }
            Self::WrongCode => "Ketik ulang enam angka yang tampil di layar kantor",
            Self::NoCode => "Minta kantor menampilkan kode baru",
            Self::NotAdmitted { .. } => "Masukkan kode enam angka dari kantor pada perangkat ini",
            Self::TooMuch { .. } => "Kirim bertahap",
            Self::Unreadable(_) => "Muat ulang halaman lapangan, lalu kirim lagi; catatan di perangkat tetap ada",
            Self::NotClosed(_) => "Tutup musyawarah lebih dahulu",
            Self::NameEmpty => "Isi nama kepala rumah tangga yang dicari",
            Self::Busy => "Kirim lagi sebentar lagi",
            Self::PaperBesideDevices(_) => "Teruskan di lembar musyawarah pada perangkat",
            Self::PaperLaterStage(_) => "Tulis perbaikan di lembar musyawarah tahap ini",
            Self::PaperField(_) => "Muat ulang halaman, lalu ketik lagi; satu isian paling panjang 400 huruf",
            Self::PaperWhole => "Buka lagi ketikan sendiri lebih dahulu",
            Self::PaperTwice => {
                "Tunggu keduanya selesai, lalu putuskan yang berbeda; yang tidak diteruskan dapat dilepas TKPKDesa di halaman musyawarah"
            }
            Self::PaperEmpty => "Ketik formulir yang terisi lebih dahulu",
            Self::PaperNoKeying(_) => "Muat ulang halaman musyawarah, lihat siapa yang sedang mengetik",
            Self::PaperNotTwice => "Minta petugas kedua mengetik formulir yang sama tanpa melihat ketikan pertama",
            Self::PaperDiffers { .. } => "Pilih nilai menurut kertas untuk setiap isian yang berbeda",
        }
    }
}
