//! Facts and rules of the register of poor households.
//!
//! Pure: no I/O, clock, randomness, async or serde. Time and ids come in as arguments; what
//! happened goes out as events. Rule numbers (`R61`) are those of `docs/rules.md`.
//!
//! The stages are listed in the order in which a household travels. A stage uses only the modules
//! above it in this list.

// vocabulary every stage shares
#[macro_use]
pub mod code;
#[macro_use]
pub mod refusal;
pub mod area;
pub mod id;
pub mod person;
pub mod household;
pub mod questionnaire;
pub mod civil_registry;
pub mod defect;
// the stages, in the order of the household's way
pub mod registration;
pub mod identification;
pub mod prelist;
pub mod deliberation;
pub mod verification;
pub mod register;
pub mod ranking;
pub mod programme;
// one update cycle, and what its stages wrote down
pub mod round;
pub mod event;

pub use jiff::civil::Date;

/// The codes and arguments of the refusals of this crate, those of `deliberation` aside.
pub const TOLD: [&[refusal::Told]; 8] = [
    registration::SubmitRefused::TOLD,
    identification::review::ReviewRefused::TOLD,
    prelist::PrelistRefused::TOLD,
    verification::DutiesRefused::TOLD,
    verification::DecreeRefused::TOLD,
    verification::DeliveryRefused::TOLD,
    round::OpenRefused::TOLD,
    round::TransitionRefused::TOLD,
];
