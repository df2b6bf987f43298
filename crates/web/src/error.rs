//! From a use case's error to what the reader sees.

use crate::problem::Problem;
use crate::text::Text;
use app::error::AppError;
use axum::http::StatusCode;
use words::Said;

/// A refusal becomes a page that says what to do; a fault is logged and only its code is shown.
pub fn refuse(error: AppError) -> Problem {
    match error {
        AppError::Denied(denied) => Problem::Denied(denied),
        error if error.is_refusal() => Problem::Refused { code: error.code(), args: error.args() },
        error => {
            tracing::error!(code = error.code(), %error, "fault");
            Problem::Fault(error.code())
        }
    }
}

/// What a rule said no to, shown above the form that was sent, which keeps what was written into it.
pub struct Refused {
    said: Option<(Said, &'static str)>,
}

impl Refused {
    /// Nothing was refused.
    #[must_use]
    pub fn no() -> Self {
        Self { said: None }
    }

    /// A refusal by a rule. A denial or a fault is a page of its own.
    pub fn told(t: &Text, error: AppError) -> Result<Self, Problem> {
        match refuse(error) {
            Problem::Refused { code, args } => Ok(Self { said: Some((t.said(code, &args), code)) }),
            problem => Err(problem),
        }
    }

    /// The HTTP status of the page.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        if self.said.is_some() { StatusCode::CONFLICT } else { StatusCode::OK }
    }

    /// What, and how to go on, with the stable code.
    #[must_use]
    pub fn said(&self) -> Option<&(Said, &'static str)> {
        self.said.as_ref()
    }
}
