//! From a use case's error to what the reader sees.

use crate::problem::Problem;
use app::error::AppError;

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
