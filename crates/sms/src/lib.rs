//! Lines to SMS centres: SMPP, and Kannel's HTTP.
//!
//! This crate speaks to the centre as `web` speaks to people: it translates and calls `app`. It
//! stores nothing and decides nothing; `app::sms` decides what is sent, kept and answered.

mod kannel;
mod receipt;
mod run;
mod smpp;

pub use kannel::{Kannel, KannelSettings, callback_key, kannel_conf};
pub use run::{Centre, run};
pub use smpp::{Smpp, SmppSettings};

/// Why there is no line.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// Nobody answers at that address.
    #[error("the SMS centre cannot be reached: {0}")]
    Unreachable(String),
    /// The centre refuses the account.
    #[error("the SMS centre refuses the account: {0}")]
    Refused(String),
    /// The address to listen on is taken.
    #[error("nothing can be received at {0}")]
    Listen(String),
}

impl LineError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "SMS_PUSAT_TIDAK_TERJANGKAU",
            Self::Refused(_) => "SMS_PUSAT_MENOLAK",
            Self::Listen(_) => "SMS_ALAMAT_TERPAKAI",
        }
    }
}
