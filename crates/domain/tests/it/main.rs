//! The rules of the office as scenarios and as properties; each test names its rule.

mod build;
mod decree;
mod identification;
mod journal;
mod meeting;
mod membership;
mod one_judge;
mod questionnaire;
mod registration;
mod scenarios;
mod sheet;
mod states;
mod visit;
