//! Why a survey or a model was not taken.

use crate::columns::TableRefused;
use crate::refused::WorkRefused;
use crate::spec::{Place, SpecRefused};
use domain::refusal::{Refusal, Value};
use domain::refusals;
use exchange::ReadError;
use std::path::{Path, PathBuf};

/// Work that ended without its result: refused, or stopped by the disk.
#[derive(Debug, thiserror::Error)]
pub enum PmtFailed {
    /// A refusal; nothing was written.
    #[error(transparent)]
    Refused(#[from] PmtRefused),
    /// A file cannot be read or written.
    #[error("{}: {source}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

impl PmtFailed {
    pub(super) fn disk(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Disk { path: path.to_owned(), source }
    }
}

/// A refusal of any of its parts.
#[derive(Debug, thiserror::Error)]
pub enum PmtRefused {
    /// The specification was not taken.
    #[error(transparent)]
    Spec(#[from] SpecRefused),
    /// A table was not taken.
    #[error(transparent)]
    Table(#[from] TableRefused),
    /// A spreadsheet was not taken.
    #[error(transparent)]
    Sheet(#[from] ReadError),
    /// An output would overwrite an input.
    #[error(transparent)]
    Work(#[from] WorkRefused),
    /// The survey or the model was not taken.
    #[error(transparent)]
    Survey(#[from] SurveyRefused),
}

refusals! {
    /// A survey that cannot be estimated, or a model that does not fit a register.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum SurveyRefused {
        /// `variables` and `exclude` at once.
        VariablesAndExclude {
            /// Where.
            at: Place,
        } = "SPEC_PEUBAH_GANDA",
        /// A quota, a number of folds or a seed outside its bounds.
        OutOfBounds {
            /// Where.
            at: Place,
            /// The key.
            key: &'static str,
            /// What it takes.
            bounds: &'static str,
        } = "SPEC_DI_LUAR_BATAS",
        /// A term that cannot be read.
        BadTerm {
            /// The term.
            term: String,
            /// The part that was not understood.
            part: String,
        } = "SUKU_TIDAK_TERBACA",
        /// A power or a logarithm of a category.
        ShapedCategory {
            /// The term.
            term: String,
            /// The column.
            column: String,
        } = "SUKU_DARI_KATEGORI",
        /// No column looks like welfare.
        NoTarget {
            /// The columns there are.
            columns: String,
        } = "SASARAN_TIDAK_ADA",
        /// One column has two roles.
        TwoRoles {
            /// The column.
            column: String,
            /// The first role.
            first: &'static str,
            /// The second role.
            second: &'static str,
        } = "KOLOM_DUA_PERAN",
        /// A column that has to be numbers is not.
        NotNumbers {
            /// The column.
            column: String,
            /// What it is for.
            role: &'static str,
            /// Values that are not numbers.
            wrong: u64,
            /// Values.
            values: u64,
            /// The row of the first, from 1 below the header.
            row: u64,
        } = "KOLOM_BUKAN_ANGKA",
        /// Most of the welfare is zero or negative, and it is not declared a logarithm.
        NotPositive {
            /// The column.
            column: String,
            /// Rows of zero or less.
            wrong: u64,
            /// Rows.
            rows: u64,
        } = "SASARAN_TIDAK_POSITIF",
        /// All households have the same welfare.
        Constant {
            /// The column.
            column: String,
        } = "SASARAN_TETAP",
        /// A negative weight.
        NegativeWeight {
            /// The column.
            column: String,
            /// Rows.
            rows: u64,
            /// The first, from 1 below the header.
            row: u64,
        } = "BOBOT_NEGATIF",
        /// Too few rows are usable.
        TooFewRows {
            /// Usable rows.
            usable: u64,
            /// Rows needed.
            needed: u64,
            /// Rows without usable welfare.
            no_target: u64,
            /// Rows without weight.
            no_weight: u64,
        } = "SURVEI_KURANG_BARIS",
        /// Nothing is left to explain welfare with.
        NoVariables = "TIDAK_ADA_PEUBAH",
        /// A category with more levels than rows can carry.
        TooManyLevels {
            /// The column.
            column: String,
            /// Levels.
            levels: u64,
            /// The most taken.
            limit: u64,
        } = "TINGKAT_TERLALU_BANYAK",
        /// The village effect was asked for without clusters.
        NoClusters = "KLASTER_TIDAK_ADA",
        /// The estimation was refused.
        Estimation {
            /// Why.
            what: String,
        } = "TAKSIRAN_DITOLAK",
        /// The file is not a model of `pmt fit`.
        NoModel {
            /// The file.
            file: String,
        } = "BUKAN_MODEL_PMT",
        /// The model was changed after it was written.
        ModelChanged {
            /// The file.
            file: String,
        } = "MODEL_PMT_BERUBAH",
        /// A part of the model is missing or does not fit the others.
        ModelBroken {
            /// The file.
            file: String,
            /// What.
            what: String,
        } = "MODEL_PMT_RUSAK",
        /// The model is made for other columns than the register has.
        OtherColumns {
            /// The register.
            file: String,
            /// The columns it lacks.
            lacking: String,
            /// The nearest of its columns to the first of them.
            nearest: Option<String>,
        } = "MODEL_KOLOM_LAIN",
        /// A column of the register has the name and not the contents of the model's.
        OtherContents {
            /// The column.
            column: String,
            /// Values that the model does not know, of the sample.
            unknown: u64,
            /// Values of the sample.
            values: u64,
        } = "MODEL_ISI_LAIN",
    }
}

impl PmtRefused {
    fn inner(&self) -> &dyn Refusal {
        match self {
            Self::Spec(e) => e,
            Self::Table(e) => e,
            Self::Sheet(e) => e,
            Self::Work(e) => e,
            Self::Survey(e) => e,
        }
    }
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.inner().code()
    }
}

impl Refusal for PmtRefused {
    fn code(&self) -> &'static str {
        self.inner().code()
    }
    fn args(&self) -> Vec<(&'static str, Value)> {
        self.inner().args()
    }
}

macro_rules! failed {
    ($($kind:ty),*) => {$(
        impl From<$kind> for PmtFailed {
            fn from(refused: $kind) -> Self {
                Self::Refused(refused.into())
            }
        }
    )*};
}

failed!(SpecRefused, TableRefused, ReadError, WorkRefused, SurveyRefused);
