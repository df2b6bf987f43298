//! SMS: provisional reports sent from the app or typed on a plain phone, answered, compared with the
//! signed minutes; reminders to late hamlets. R68, ADR 0015.

mod board;
mod compare;
mod contacts;
mod inbox;
mod outbox;
pub(crate) mod refused;
mod remind;
mod report;
mod work;

pub use board::{DesaNumbers, Incoming, Outgoing, SmsBoard, board, messages};
pub use compare::{compare_all, minutes_signed};
pub use contacts::{Contact, ContactRole, contacts, enter_contact, forget_contact, forget_entered};
pub use inbox::receive;
pub use outbox::resend;
pub use refused::SmsRefused;
pub use remind::{Reminded, remind_late};
pub(crate) use remind::{remind_desa, reminded_desas};
pub use report::{OnItsWay, Reported, ShownReport, provisional_of, report_meeting, send_report};
pub(crate) use report::{gone_out, meeting_closed, shown, state_of};
pub use work::attend;

use crate::error::AppError;
use domain::area::AreaCode;
use domain::deliberation::sms::Phone;

/// Kind of the job that reminds the late hamlets of an area; its argument is the area's code. Asked for
/// through [`crate::job::ask`] with [`crate::access::Act::IssueForms`].
pub const REMIND_JOB: &str = "sms_remind";

/// How SMS is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SmsSettings {
    /// Messages one account or one phone may cause in a day.
    pub daily_limit: i64,
    /// How long the centre may try to deliver a message, in milliseconds.
    pub validity_ms: i64,
    /// How long after that a receipt may still come.
    pub grace_ms: i64,
    /// How often a message is handed over before it is given up.
    pub attempts_max: i64,
    /// Wait before the second attempt; doubled for each further one, at most an hour.
    pub retry_ms: i64,
    /// The same text from the same phone within this time is one message.
    pub repeat_ms: i64,
    /// The centre splits long messages by itself.
    pub centre_splits: bool,
}

impl Default for SmsSettings {
    fn default() -> Self {
        Self {
            daily_limit: 40,
            validity_ms: 6 * 3_600_000,
            grace_ms: 10 * 60_000,
            attempts_max: 6,
            retry_ms: 30_000,
            repeat_ms: 120_000,
            centre_splits: false,
        }
    }
}

fn desa_of(code: &str) -> Result<AreaCode, AppError> {
    AreaCode::parse(code).map_err(|e| AppError::fault(e.to_string()))
}

/// A stored number as it may be shown.
fn masked(number: &str) -> String {
    Phone::parse(&format!("+{number}")).map_or_else(|_| "…".to_owned(), |p| p.to_string())
}
