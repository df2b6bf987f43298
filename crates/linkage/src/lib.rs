//! Record linkage as a general method: it knows pairs, not programmes.
//!
//! A registration's persons are looked up in the civil registry and in the register ([`block`]),
//! compared field by field ([`compare`]) on one spelling of names and addresses ([`normalise`]), and
//! assigned one to one inside each candidate household ([`household`]).
//! [`identify`](mod@identify) collects this into the evidence of `domain::identification`, which decides.
//!
//! [`learnt`] weighs each field of a candidate for the reviewer, with weights learnt without labels
//! ([`weigh`]). The crate `tables` matches anyone's tables.

mod among;
pub mod block;
mod civil;
pub mod compare;
pub mod excerpt;
pub mod household;
pub mod identify;
pub mod index;
pub mod key;
pub mod learnt;
pub mod normalise;
mod person;
mod register;
pub mod statistics;
pub mod weigh;

pub use among::written_keys;
pub use excerpt::{Excerpt, Wanted};
pub use identify::{Input, RoundRow, identify};
pub use index::{CivilRegistry, Index};
pub use key::Key;
pub use person::{same_as_record, same_person};
pub use register::duplicate_register_households;
pub use statistics::Statistics;
