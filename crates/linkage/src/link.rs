//! Linkage of two tables, or of one with itself: records in, pairs with calibrated probabilities out.

mod records;
mod spec;

pub use records::{Batch, Batches, Records, Unreadable};
pub use spec::{Field, Kind, Sides, Spec};

/// How a linkage is run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether the household column is evidence: members are re-examined inside linked households.
    pub households: bool,
    /// Bytes that may be held; 0 for no limit.
    pub memory: u64,
    /// Reasons of each field are kept for every pair written.
    pub reasons: bool,
}

/// Told how far the work is; may stop it.
pub trait Watch: Sync {
    /// `stage` is a short Indonesian phrase; `done` of `total` in the stage's own unit.
    fn progress(&self, stage: &'static str, done: u64, total: u64);
    /// Whether somebody asked to stop.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Keeps finished parts of the work, so that a killed run goes on where it was.
pub trait Spool: Sync {
    /// A part kept earlier under this name.
    fn load(&self, part: &str) -> Option<Vec<u8>>;
    /// Keeps a part; it is there after a kill.
    ///
    /// # Errors
    /// When it cannot be written.
    fn save(&self, part: &str, bytes: &[u8]) -> Result<(), Unreadable>;
}
