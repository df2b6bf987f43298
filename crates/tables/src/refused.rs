//! Why a linkage was not done.

use crate::columns::{TableRefused, nearest};
use crate::kernel::LinkError;
use crate::spec::SpecRefused;
use std::path::PathBuf;

/// A linkage that ended without its result: refused, or stopped by the disk.
#[derive(Debug, thiserror::Error)]
pub enum LinkFailed {
    /// A refusal.
    #[error(transparent)]
    Refused(#[from] LinkRefused),
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

impl LinkFailed {
    pub(crate) fn disk(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::Disk { path: path.into(), source }
    }
}

/// A linkage that was refused; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum LinkRefused {
    /// The specification was not taken.
    #[error(transparent)]
    Spec(#[from] SpecRefused),
    /// A file was not taken.
    #[error(transparent)]
    Read(#[from] TableRefused),
    /// The operating system could not read a file.
    #[error("{0}")]
    Unreadable(String),
    /// The work needs more memory than is allowed.
    #[error("pencocokan ini memerlukan paling sedikit {needed} MiB memori, batasnya {allowed} MiB")]
    Memory {
        /// MiB needed so far.
        needed: u64,
        /// MiB allowed.
        allowed: u64,
    },
    /// The work was cancelled.
    #[error("pencocokan dihentikan")]
    Cancelled,
    /// An output would overwrite an input or another output.
    #[error("{file}: berkas ini dipakai dua kali, sebagai masukan atau keluaran")]
    SameFile {
        /// The file.
        file: String,
    },
    /// Clusters need a single table, not two.
    #[error("gugus hanya ada dalam satu berkas; di sini ada dua")]
    ClustersOfTwo,
    /// Household pairs need a column that says who lives together.
    #[error("pasangan rumah tangga diminta, tetapi tidak ada kolom rumah tangga")]
    NoHousehold,
    /// Nothing in the files can be compared.
    #[error("tidak ada kolom yang dapat dibandingkan: {why}")]
    NothingToCompare {
        /// What is missing.
        why: String,
    },
}

impl LinkRefused {
    /// Stable code, listed in `docs/errors.md`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Spec(e) => e.code(),
            Self::Read(e) => e.code(),
            Self::Unreadable(_) => "BERKAS_TIDAK_TERBACA",
            Self::Memory { .. } => "MEMORI_KURANG",
            Self::Cancelled => "DIHENTIKAN",
            Self::SameFile { .. } => "BERKAS_SAMA",
            Self::ClustersOfTwo => "GUGUS_DUA_BERKAS",
            Self::NoHousehold => "RUMAH_TANGGA_TIDAK_ADA",
            Self::NothingToCompare { .. } => "TIDAK_ADA_YANG_DIBANDINGKAN",
        }
    }

    /// What to do next, in Indonesian.
    #[must_use]
    pub fn repair(&self) -> &'static str {
        match self {
            Self::Spec(e) => e.repair(),
            Self::Read(e) => e.repair(),
            Self::Unreadable(_) => "Periksa berkas masukan, lalu ulangi perintah yang sama",
            Self::Memory { .. } => "Naikkan --memory, atau pecah berkas yang lebih kecil menjadi beberapa bagian",
            Self::Cancelled => "Jalankan perintah yang sama untuk melanjutkan",
            Self::SameFile { .. } => "Beri nama yang berbeda untuk setiap berkas",
            Self::ClustersOfTwo => "Gabungkan kedua berkas menjadi satu, atau hapus --clusters dan --known-clusters",
            Self::NoHousehold => "Sebut kolomnya dalam spesifikasi, misalnya household = \"no_rumah_tangga\"",
            Self::NothingToCompare { .. } => {
                "Tulis spesifikasi dengan --spec; contoh lengkap ada dalam docs/how-to/link.md"
            }
        }
    }
}

impl From<LinkError> for LinkRefused {
    fn from(error: LinkError) -> Self {
        const MIB: u64 = 1 << 20;
        match error {
            LinkError::Unreadable(text) => Self::Unreadable(text),
            LinkError::NoColumn { column, columns } => Self::Read(TableRefused::NoColumn {
                file: String::new(),
                nearest: nearest(&column, columns.iter().map(String::as_str)).map(str::to_owned),
                column,
                columns: columns.join(", "),
            }),
            LinkError::Empty => Self::Read(TableRefused::NoRows { file: String::new() }),
            LinkError::Memory { needed, allowed } => {
                Self::Memory { needed: needed.div_ceil(MIB), allowed: allowed / MIB }
            }
            LinkError::Cancelled => Self::Cancelled,
        }
    }
}
