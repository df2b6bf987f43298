//! Why a document could not be made.

/// Why a document could not be made. Codes are stable; see `docs/errors.md`.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// A template and its data do not fit together: a fault of this program.
    #[error("the template {template} does not compile: {message}")]
    Template {
        /// Which document.
        template: &'static str,
        /// Typst's own words.
        message: String,
    },
    /// The chosen PDF standard does not allow the content of the page.
    #[error("{template} cannot be written as {standard}: {message}")]
    Standard {
        /// Which document.
        template: &'static str,
        /// The PDF standard.
        standard: &'static str,
        /// Typst's own words.
        message: String,
    },
    /// A link is too long for a QR code.
    #[error("the link of {chars} characters does not fit a QR code; use a shorter address")]
    LinkTooLong {
        /// Its length.
        chars: usize,
    },
    /// The data contradict themselves and must not be signed.
    #[error("{what}: {why}")]
    Contradiction {
        /// The field.
        what: &'static str,
        /// What does not agree.
        why: String,
    },
    /// The data do not fit the template: a fault of this program.
    #[error("document data cannot be serialised: {0}")]
    Data(#[from] serde_json::Error),
}

impl DocumentError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Template { .. } => "DOKUMEN_TEMPLAT",
            Self::Standard { .. } => "DOKUMEN_STANDAR_PDF",
            Self::LinkTooLong { .. } => "DOKUMEN_TAUTAN_PANJANG",
            Self::Contradiction { .. } => "DOKUMEN_TIDAK_COCOK",
            Self::Data(_) => "DOKUMEN_DATA",
        }
    }
}
