//! Stage 2: the review desk. A queue ordered by the value of the decision, one case at a time with
//! a lease, a verdict with its reason, a way back until the prelist is frozen. R14, R15; domain §5.2, §5.4; T8.

mod case;
mod decide;
mod facts;
mod lease;
mod queue;
pub(crate) mod report;

pub use case::{CandidateTab, CaseView, FieldLine, PersonLine, Related, Side, case};
pub use decide::{Answer, Decided, Said, decide, last_of, standing, undo};
pub(crate) use facts::open_cases;
pub use lease::{Hold, Holder, LEASE_MS, Lease, Note, claim, keep_note, next, renew, skip};
pub use queue::{Filter, Pace, Queue, QueueRow, queue};
pub use report::{
    Agreement, OverruledLine, Quality, TrainingPair, TrainingPerson, VersionLine, Week, quality, quality_csv,
    training_pairs,
};
pub use store::review::DecisionRow;
