//! Why an edition was not written, not trusted or not read.

use std::path::Path;

/// A refusal names the file, says what is wrong with it and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditionRefused {
    /// A file differs from what was signed.
    #[error("`{file}` berbeda dari yang ditandatangani; minta salinan edisi yang utuh")]
    Differs {
        /// The file, relative to the edition.
        file: String,
    },
    /// A signed file is missing.
    #[error("`{file}` tidak ada; minta salinan edisi yang utuh")]
    Missing {
        /// The file.
        file: String,
    },
    /// The folder holds a file that the manifest does not list.
    #[error("`{file}` tidak tercatat dalam edisi; pindahkan berkas itu dari folder edisi")]
    Extra {
        /// The file.
        file: String,
    },
    /// The manifest or a table is not of the known shape.
    #[error("`{file}` tidak terbaca: {what}; minta salinan edisi yang utuh")]
    Unreadable {
        /// The file.
        file: String,
        /// What is wrong.
        what: String,
    },
    /// The signature is not that of the expected key over this manifest.
    #[error("tanda tangan `{file}` tidak sah; periksa kunci penerbit dan minta salinan edisi yang utuh")]
    Signature {
        /// The manifest.
        file: String,
    },
    /// Another edition is already in this place.
    #[error("folder `{folder}` sudah berisi edisi lain; edisi tidak pernah ditimpa, pilih folder baru")]
    Exists {
        /// The folder.
        folder: String,
    },
    /// Two rows with the same household id.
    #[error("rumah tangga `{id}` muncul dua kali; gabungkan sebelum edisi ditulis")]
    Duplicate {
        /// The id.
        id: String,
    },
    /// A ranked household that is not in the edition.
    #[error("peringkat untuk `{id}` tanpa rumah tangga; urutkan ulang atas edisi ini")]
    RankedUnknown {
        /// The id.
        id: String,
    },
    /// The disk or the system failed; nothing was published.
    #[error("`{file}`: {what}; edisi belum terbit, perbaiki lalu ulangi perintah yang sama")]
    Fault {
        /// The file.
        file: String,
        /// What the system said.
        what: String,
    },
}

impl EditionRefused {
    /// The stable code in `docs/errors.md`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Differs { .. } => "EDISI_BERUBAH",
            Self::Missing { .. } => "EDISI_KURANG_BERKAS",
            Self::Extra { .. } => "EDISI_BERKAS_ASING",
            Self::Unreadable { .. } => "EDISI_TIDAK_TERBACA",
            Self::Signature { .. } => "EDISI_TANDA_TANGAN",
            Self::Exists { .. } => "EDISI_SUDAH_ADA",
            Self::Duplicate { .. } => "EDISI_RUTA_GANDA",
            Self::RankedUnknown { .. } => "EDISI_PERINGKAT_ASING",
            Self::Fault { .. } => "EDISI_GANGGUAN",
        }
    }

    /// Whether the disk or the system failed, and no rule said no.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::Fault { .. })
    }

    pub(crate) fn fault(file: impl AsRef<Path>, error: impl ToString) -> Self {
        Self::Fault { file: file.as_ref().display().to_string(), what: error.to_string() }
    }

    pub(crate) fn unreadable(file: impl Into<String>, what: impl ToString) -> Self {
        Self::Unreadable { file: file.into(), what: what.to_string() }
    }
}
