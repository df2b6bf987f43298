//! The proxy means test of anyone's survey: columns with names in, a model as text out. ADR 18,
//! ranking.md §1–3.
//!
//! A [`Survey`] is what a reader makes of a file. [`evaluate()`] tells how well the models rank households
//! they have not seen, [`fit()`] makes a [`TableModel`], which scores the rows of a register. The models
//! of the register's own questionnaire (`crate::fit`) know their columns; here the survey teaches them
//! ([`design`]).

mod boost;
mod data;
pub mod design;
mod evaluate;
mod fit;
mod folds;
mod model;
mod solve;
mod term;
mod text;
mod train;

pub use data::{Groups, NONE, Source, Survey, Values};
pub use evaluate::{Evaluation, Figures, HeldOut, Protocol, Protocols, evaluate, held_out};
pub use fit::{EstimateRow, FitWish, fit};
pub use folds::folds;
pub use model::{Effects, Estimate, MeanSums, Quality, RowExplanation, RowPart, RowScore, Rows, TableModel, Village};
pub use term::{Factor, Shape, Term, TermError};
pub use text::TextRefused;
pub use train::Adopted;

/// Columns of the estimation with the intercept, for a survey.
#[must_use]
pub fn columns(survey: &Survey) -> usize {
    design::Design::learn(survey, &(0..survey.rows()).collect::<Vec<_>>()).width
}

/// ln of a positive number by integer arithmetic, the same on every machine; `None` for anything else.
#[must_use]
pub fn ln(x: f64) -> Option<f64> {
    crate::fixed::ln_double(x)
}
