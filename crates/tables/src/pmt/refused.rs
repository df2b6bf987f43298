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
    /// A plan of visits or its results were not taken.
    #[error(transparent)]
    Visits(#[from] VisitsRefused),
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

refusals! {
    /// Visits that cannot be planned, or results that cannot be read.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum VisitsRefused {
        /// No household has a score.
        NoScores = "KUNJUNGAN_TANPA_SKOR",
        /// Neither a quota nor a line is named.
        NoCut = "KUNJUNGAN_TANPA_BATAS",
        /// A budget of nothing, or of more households than there are.
        Budget {
            /// Visits.
            budget: u64,
            /// Households with a score.
            households: u64,
        } = "ANGGARAN_KUNJUNGAN",
        /// More audit visits than visits.
        Audit {
            /// Audit visits.
            audit: u64,
            /// Visits.
            budget: u64,
        } = "AUDIT_LEBIH_DARI_ANGGARAN",
        /// A quota of nobody or of everybody.
        Quota {
            /// The quota.
            percent: String,
        } = "KUOTA_TANPA_PILIHAN",
        /// A spread that is not greater than zero.
        Spread = "SEBARAN_TIDAK_POSITIF",
        /// A score that is not a whole number.
        BadScore {
            /// The file.
            file: String,
            /// The row, from 1 below the header.
            row: u64,
            /// What is written.
            text: String,
        } = "SKOR_TIDAK_TERBACA",
        /// A scored household without a name.
        NoId {
            /// The file.
            file: String,
            /// The column.
            column: String,
            /// The row, from 1 below the header.
            row: u64,
        } = "KUNJUNGAN_TANPA_ID",
        /// Two households of one name: the draw could not be repeated.
        IdTwice {
            /// The file.
            file: String,
            /// The column.
            column: String,
            /// The name.
            id: String,
        } = "KUNJUNGAN_ID_GANDA",
        /// The file is not the terms of a plan.
        NoPlan {
            /// The file.
            file: String,
        } = "BUKAN_RENCANA_KUNJUNGAN",
        /// The plan was made from other scores.
        OtherScores {
            /// The terms.
            file: String,
            /// The scores.
            scores: String,
        } = "RENCANA_SKOR_LAIN",
        /// The terms do not give the plan that they name.
        PlanChanged {
            /// The terms.
            file: String,
        } = "RENCANA_BERUBAH",
        /// A finding that is not understood.
        BadFinding {
            /// The file.
            file: String,
            /// The column.
            column: String,
            /// The row, from 1 below the header.
            row: u64,
            /// What is written.
            text: String,
        } = "TEMUAN_TIDAK_TERBACA",
        /// Two findings of one household that differ.
        FindingTwice {
            /// The file.
            file: String,
            /// The household.
            id: String,
        } = "TEMUAN_BERBEDA",
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
            Self::Visits(e) => e,
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

failed!(SpecRefused, TableRefused, ReadError, WorkRefused, SurveyRefused, VisitsRefused);
