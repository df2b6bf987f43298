//! Why an edition was not written, not trusted or not read.

use domain::refusals;
use std::path::Path;

refusals! {
    /// A refusal names the file, says what is wrong with it and what to do.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum EditionRefused {
        /// A file differs from what was signed.
        Differs {
            /// The file, relative to the edition.
            file: String,
        } = "EDISI_BERUBAH",
        /// A signed file is missing.
        Missing {
            /// The file.
            file: String,
        } = "EDISI_KURANG_BERKAS",
        /// The folder holds a file that the manifest does not list.
        Extra {
            /// The file.
            file: String,
        } = "EDISI_BERKAS_ASING",
        /// The manifest or a table is not of the known shape.
        Unreadable {
            /// The file.
            file: String,
            /// What is wrong.
            what: String,
        } = "EDISI_TIDAK_TERBACA",
        /// The signature is not that of the expected key over this manifest.
        Signature {
            /// The manifest.
            file: String,
        } = "EDISI_TANDA_TANGAN",
        /// Another edition is already in this place.
        Exists {
            /// The folder.
            folder: String,
        } = "EDISI_SUDAH_ADA",
        /// Two rows with the same household id.
        Duplicate {
            /// The id.
            id: String,
        } = "EDISI_RUTA_GANDA",
        /// A ranked household that is not in the edition.
        RankedUnknown {
            /// The id.
            id: String,
        } = "EDISI_PERINGKAT_ASING",
        /// The disk or the system failed; nothing was published.
        Fault {
            /// The file.
            file: String,
            /// What the system said.
            what: String,
        } = "EDISI_GANGGUAN",
    }
}

impl EditionRefused {
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
