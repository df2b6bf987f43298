//! Why something asked for was not done: a rule said no (a refusal, with a stable code and how to
//! repair), or the disk or the network did (a fault).

use crate::access::Denied;
use crate::account::AccountRefused;
use crate::meeting::MeetingRefused;
use crate::sms::SmsRefused;
use domain::identification::review::ReviewRefused;
use edition::EditionRefused;
use exchange::ReadError;
use ranking::{FitRefused, ModelRefused, ProgrammeFileError};
use std::path::PathBuf;
use store::StoreError;

/// A refusal or a fault.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The table of acts said no.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A rule about accounts said no.
    #[error(transparent)]
    Account(#[from] AccountRefused),
    /// The store said no, or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file could not be read as a whole.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// An edition was not written or is not whole.
    #[error(transparent)]
    Edition(#[from] EditionRefused),
    /// The survey gives no model.
    #[error(transparent)]
    Fit(#[from] FitRefused),
    /// A model file is damaged.
    #[error(transparent)]
    Model(#[from] ModelRefused),
    /// A programme file was not taken.
    #[error(transparent)]
    Programme(#[from] ProgrammeFileError),
    /// A rule of the review desk said no.
    #[error(transparent)]
    Review(#[from] ReviewRefused),
    /// The office's rules around a meeting said no.
    #[error(transparent)]
    Meeting(#[from] MeetingRefused),
    /// A rule about SMS said no.
    #[error(transparent)]
    Sms(#[from] SmsRefused),
    /// No area table has been imported.
    #[error("no area table has been imported yet")]
    NoAreas,
    /// Another rule said no.
    #[error("{text}")]
    Refused {
        /// The stable code.
        code: &'static str,
        /// What and why.
        text: String,
        /// How to repair it, in Indonesian.
        repair: &'static str,
    },
    /// A file could not be written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Unexpected failure.
    #[error("{0}")]
    Fault(String),
}

impl AppError {
    /// A refusal by a rule of `domain`.
    #[must_use]
    pub fn refused(code: &'static str, text: impl Into<String>, repair: &'static str) -> Self {
        Self::Refused { code, text: text.into(), repair }
    }

    /// A fault.
    #[must_use]
    pub fn fault(text: impl Into<String>) -> Self {
        Self::Fault(text.into())
    }

    pub(crate) fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::Io { path: path.into(), source }
    }

    /// The stable code, listed in `docs/errors.md`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => Denied::CODE,
            Self::Account(e) => e.code(),
            Self::Store(e) => e.code(),
            Self::Read(e) => e.code(),
            Self::Edition(e) => e.code(),
            Self::Fit(e) => e.code(),
            Self::Model(e) => e.code(),
            Self::Programme(e) => e.code(),
            Self::Review(e) => e.code(),
            Self::Meeting(e) => e.code(),
            Self::Sms(e) => e.code(),
            Self::NoAreas => "WILAYAH_BELUM_DIIMPOR",
            Self::Refused { code, .. } => code,
            Self::Io { .. } => "GALAT_BERKAS",
            Self::Fault(_) => "GALAT",
        }
    }

    /// How to repair it, in Indonesian.
    #[must_use]
    pub fn repair(&self) -> &'static str {
        match self {
            Self::Denied(_) => "Minta petugas yang berwenang di wilayah itu",
            Self::Account(e) => e.repair(),
            Self::Store(e) => e.repair(),
            Self::Read(e) => e.repair(),
            Self::Edition(_) => "Minta salinan edisi yang utuh, atau pakai folder lain",
            Self::Fit(_) => "Periksa berkas survei",
            Self::Model(_) => "Pakai berkas model yang utuh",
            Self::Meeting(e) => e.repair(),
            Self::Sms(e) => e.repair(),
            Self::Programme(_) => "Perbaiki berkas kriteria program",
            Self::Review(e) => e.repair(),
            Self::NoAreas => "Impor tabel wilayah lebih dahulu",
            Self::Refused { repair, .. } => repair,
            Self::Io { .. } => "Periksa ruang kosong dan izin folder, lalu ulangi perintah yang sama",
            Self::Fault(_) => "Ulangi perintah yang sama; bila tetap gagal, laporkan",
        }
    }

    /// Whether a rule said no (exit code 1) rather than a fault (exit code 3).
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Store(e) => e.is_refusal(),
            Self::Edition(e) => !e.is_fault(),
            Self::Io { .. } | Self::Fault(_) => false,
            Self::Denied(_)
            | Self::Account(_)
            | Self::Read(_)
            | Self::Fit(_)
            | Self::Model(_)
            | Self::Programme(_)
            | Self::Review(_)
            | Self::Meeting(_)
            | Self::Sms(_)
            | Self::NoAreas
            | Self::Refused { .. } => true,
        }
    }
}
