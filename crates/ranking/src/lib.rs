//! The proxy means test: fitted on a survey, kept as a model file, applied to households. R21,
//! domain §6, design D5.
//!
//! A survey row and a register household both become [`Facts`]. The [`specification`] turns facts
//! into variables. [`fit()`] finds their coefficients by weighted least squares and writes them into a
//! [`ModelFile`] as integers. [`score()`] only adds integers, so a household has the same score on
//! every machine. [`rank()`] orders.
//!
//! This crate does not read files, does not know the register's store, and does not decide who
//! receives anything.

mod facts;
mod fit;
mod fixed;
pub mod metrics;
mod model;
mod programme_file;
mod quantile;
mod rank;
mod score;
pub mod specification;
pub mod tabular;
mod text;
pub mod visits;
pub mod wls;

pub use facts::{Column, Composition, Facts, Value};
pub use fit::{CoefficientRow, Dropped, FitOptions, FitRefused, FitReport, FitSummary, SurveyRow, fit};
pub use model::{Basis, Categorical, CategoryLevel, ModelFile, ModelRefused, Numeric, Variable, Weighting};
pub use programme_file::{ProgrammeFileError, SHIPPED_PROGRAMMES, read_programme};
pub use rank::{rank, score_all};
pub use score::{Contribution, Explanation, Scored, explain, score, score_facts};
