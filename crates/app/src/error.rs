//! Why something asked for was not done: a rule said no (a refusal: a stable code with arguments), or
//! the disk or the network did (a fault). The words of both stand in the Fluent files.

use crate::access::Denied;
use crate::account::refused::AccountRefused;
use crate::meeting::refused::MeetingRefused;
use crate::refused::Refused;
use crate::sms::refused::SmsRefused;
use domain::identification::review::ReviewRefused;
use domain::refusal::{Refusal, Told, Value};
use edition::EditionRefused;
use exchange::ReadError;
use ranking::{FitRefused, ModelRefused, ProgrammeFileError};
use std::path::PathBuf;
use store::StoreError;
use words::{Said, Words};

/// A refusal or a fault.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The table of acts said no.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A rule about accounts said no.
    #[error(transparent)]
    Account(#[from] AccountRefused),
    /// The store said no, or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file could not be read as a whole.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// An edition was not written or is not whole.
    #[error(transparent)]
    Edition(#[from] EditionRefused),
    /// The survey gives no model.
    #[error(transparent)]
    Fit(#[from] FitRefused),
    /// A model file is damaged.
    #[error(transparent)]
    Model(#[from] ModelRefused),
    /// A programme file was not taken.
    #[error(transparent)]
    Programme(#[from] ProgrammeFileError),
    /// A rule of the review desk said no.
    #[error(transparent)]
    Review(#[from] ReviewRefused),
    /// The office's rules around a meeting said no.
    #[error(transparent)]
    Meeting(#[from] MeetingRefused),
    /// A rule about SMS said no.
    #[error(transparent)]
    Sms(#[from] SmsRefused),
    /// No area table has been imported.
    #[error("no area table has been imported yet")]
    NoAreas,
    /// Another rule said no.
    #[error("{0}")]
    Rule(Box<dyn Refusal>),
    /// A file could not be written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Unexpected failure.
    #[error("{0}")]
    Fault(String),
}

impl From<Refused> for AppError {
    fn from(refused: Refused) -> Self {
        Self::rule(refused)
    }
}

impl AppError {
    /// A refusal by a rule that has no case of its own here.
    #[must_use]
    pub fn rule(refusal: impl Refusal) -> Self {
        Self::Rule(Box::new(refusal))
    }

    /// A fault.
    #[must_use]
    pub fn fault(text: impl Into<String>) -> Self {
        Self::Fault(text.into())
    }

    pub(crate) fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::Io { path: path.into(), source }
    }

    /// The refusal inside; `None` for a fault of this floor.
    fn inner(&self) -> Option<&dyn Refusal> {
        Some(match self {
            Self::Denied(e) => e,
            Self::Account(e) => e,
            Self::Store(e) => e,
            Self::Read(e) => e,
            Self::Edition(e) => e,
            Self::Fit(e) => e,
            Self::Model(e) => e,
            Self::Programme(e) => e,
            Self::Review(e) => e,
            Self::Meeting(e) => e,
            Self::Sms(e) => e,
            Self::NoAreas => &Refused::NoAreas,
            Self::Rule(e) => e.as_ref(),
            Self::Io { .. } | Self::Fault(_) => return None,
        })
    }

    /// The stable code, listed in `docs/errors.md`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match (self, self.inner()) {
            (_, Some(refusal)) => refusal.code(),
            (Self::Io { .. }, None) => "GALAT_BERKAS",
            (_, None) => "GALAT",
        }
    }

    /// The arguments of its text.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, Value)> {
        match (self, self.inner()) {
            (_, Some(refusal)) => refusal.args(),
            (Self::Io { path, source }, None) => {
                vec![("path", Value::Word(path.display().to_string())), ("source", Value::Word(source.to_string()))]
            }
            (_, None) => vec![("what", Value::Word(self.to_string()))],
        }
    }

    /// What and why, and how to go on.
    #[must_use]
    pub fn said(&self, words: &Words) -> Said {
        words.said(self.code(), &self.args())
    }

    /// Whether a rule said no (exit code 1) rather than a fault (exit code 3).
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Store(e) => e.is_refusal(),
            Self::Edition(e) => !e.is_fault(),
            other => other.inner().is_some(),
        }
    }
}

/// The codes and arguments of this crate's refusals, those of a meeting aside.
pub const TOLD: [&[Told]; 5] = [
    Refused::TOLD,
    AccountRefused::TOLD,
    SmsRefused::TOLD,
    &[Denied::TOLD],
    &[Told { code: "GALAT", args: &["what"], from: env!("CARGO_PKG_NAME") }],
];

impl Refusal for MeetingRefused {
    fn code(&self) -> &'static str {
        self.code()
    }
    fn args(&self) -> Vec<(&'static str, Value)> {
        Vec::new()
    }
}
