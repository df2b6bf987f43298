//! Refusals about the order of the office's work, which belong to no single rule of `domain`.

use domain::refusal::{Refusal, Value};
use domain::refusals;

refusals! {
    /// Something asked for does not fit what the workspace holds.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Refused {
        /// No area table has been imported.
        NoAreas = "WILAYAH_BELUM_DIIMPOR",
        /// The area table does not know the area.
        UnknownArea(area: String) = "WILAYAH_TIDAK_DIKENAL",
        /// The area table has to hold exactly one kabupaten.
        NotOneKabupaten = "KABUPATEN_TIDAK_TUNGGAL",
        /// There is no such import.
        NoImport(import: String) = "IMPOR_TIDAK_ADA",
        /// A later step rests on the import.
        ImportUsed {
            /// The step.
            step: String,
            /// The import.
            import: String,
        } = "IMPOR_SUDAH_DIPAKAI",
        /// Other rows refer to what the import brought.
        ImportReferred(import: String) = "IMPOR_DIRUJUK",
        /// What an uploaded file holds was not chosen.
        NoKind = "JENIS_IMPOR_TIDAK_DIKENAL",
        /// No file was chosen, or it is empty.
        NoFile = "BERKAS_BELUM_DIPILIH",
        /// The step was done with other input, and what came after rests on it.
        OtherInput(step: String) = "MASUKAN_BERUBAH",
        /// Somebody asked to stop the job.
        Stopped = "PEKERJAAN_DIHENTIKAN",
        /// The base edition has not been made.
        NoBaseEdition = "EDISI_DASAR_BELUM_ADA",
        /// No model has been published.
        NoModel = "MODEL_BELUM_ADA",
    }
}

/// A refusal that still brings its own words instead of arguments. New code declares its refusal with
/// `refusals!` and writes the words into the Fluent files.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {text}")]
pub(crate) struct WithWords {
    pub code: &'static str,
    pub text: String,
    pub repair: &'static str,
}

impl Refusal for WithWords {
    fn code(&self) -> &'static str {
        self.code
    }
    fn args(&self) -> Vec<(&'static str, Value)> {
        vec![("text", Value::Word(self.text.clone())), ("repair", Value::Word(self.repair.to_owned()))]
    }
}
