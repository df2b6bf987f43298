//! Why a linkage was not done.

use crate::columns::{TableRefused, nearest};
use crate::kernel::LinkError;
use crate::spec::SpecRefused;
use domain::refusal::{Refusal, Told, Value};
use domain::refusals;
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

impl From<WorkRefused> for LinkFailed {
    fn from(refused: WorkRefused) -> Self {
        Self::Refused(refused.into())
    }
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
    /// The work itself was refused.
    #[error(transparent)]
    Work(#[from] WorkRefused),
}

refusals! {
    /// The work was refused, though specification and files were taken.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum WorkRefused {
        /// The operating system could not read a file.
        Unreadable(reason: String) = "MASUKAN_TIDAK_TERBACA",
        /// The work needs more memory than is allowed.
        Memory {
            /// MiB needed so far.
            needed: u64,
            /// MiB allowed.
            allowed: u64,
        } = "MEMORI_KURANG",
        /// The work was cancelled.
        Cancelled = "DIHENTIKAN",
        /// An output would overwrite an input or another output.
        SameFile {
            /// The file.
            file: String,
        } = "BERKAS_SAMA",
        /// Clusters need a single table, not two.
        ClustersOfTwo = "GUGUS_DUA_BERKAS",
        /// Household pairs need a column that says who lives together.
        NoHousehold = "RUMAH_TANGGA_TIDAK_ADA",
        /// No column is clearly the id of its rows.
        NoIdColumn {
            /// The file.
            file: String,
            /// The columns there are.
            columns: String,
        } = "ID_TIDAK_JELAS",
        /// More comparisons than one linkage can hold.
        TooManyFields {
            /// Comparisons asked for.
            asked: usize,
            /// Comparisons there may be.
            limit: usize,
        } = "KOLOM_TERLALU_BANYAK",
        /// An earlier run's clusters name one id twice.
        TwiceKnown {
            /// The file.
            file: String,
            /// Row of the first, from 1 without the header.
            first: u64,
            /// Row of the second.
            second: u64,
        } = "GUGUS_MENDUA",
        /// Nothing in the files can be compared.
        NothingToCompare {
            /// What is missing.
            why: String,
        } = "TIDAK_ADA_YANG_DIBANDINGKAN",
    }
}

impl LinkRefused {
    fn inner(&self) -> &dyn Refusal {
        match self {
            Self::Spec(e) => e,
            Self::Read(e) => e,
            Self::Work(e) => e,
        }
    }
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.inner().code()
    }
}

impl Refusal for LinkRefused {
    fn code(&self) -> &'static str {
        self.inner().code()
    }
    fn args(&self) -> Vec<(&'static str, Value)> {
        self.inner().args()
    }
}

/// The codes and arguments of this crate's refusals.
pub const TOLD: [&[Told]; 4] =
    [SpecRefused::TOLD, TableRefused::TOLD, WorkRefused::TOLD, crate::pmt::SurveyRefused::TOLD];

impl From<LinkError> for LinkRefused {
    fn from(error: LinkError) -> Self {
        const MIB: u64 = 1 << 20;
        match error {
            LinkError::Unreadable(text) => WorkRefused::Unreadable(text).into(),
            LinkError::NoColumn { column, columns } => Self::Read(TableRefused::NoColumn {
                file: String::new(),
                nearest: nearest(&column, columns.iter().map(String::as_str)).map(str::to_owned),
                column,
                columns: columns.join(", "),
            }),
            LinkError::Empty => Self::Read(TableRefused::NoRows { file: String::new() }),
            LinkError::Memory { needed, allowed } => {
                WorkRefused::Memory { needed: needed.div_ceil(MIB), allowed: allowed / MIB }.into()
            }
            LinkError::TooManyFields { asked, limit } => WorkRefused::TooManyFields { asked, limit }.into(),
            LinkError::Cancelled => WorkRefused::Cancelled.into(),
        }
    }
}
