//! Lines to SMS centres: SMPP, and Kannel's HTTP.
//!
//! This crate speaks to the centre as `web` speaks to people: it translates and calls `app`. It
//! stores nothing and decides nothing; `app::sms` decides what is sent, kept and answered.

use domain::refusals;

mod kannel;
mod receipt;
mod run;
mod smpp;

pub use kannel::{Kannel, KannelSettings, callback_key, kannel_conf};
pub use run::{Centre, run};
pub use smpp::{Smpp, SmppSettings};

refusals! {
    /// Why there is no line.
    #[derive(Debug)]
    pub enum LineError {
        /// Nobody answers at that address.
        Unreachable(reason: String) = "SMS_PUSAT_TIDAK_TERJANGKAU",
        /// The centre refuses the account.
        Refused(reason: String) = "SMS_PUSAT_MENOLAK",
        /// The address to listen on is taken.
        Listen(address: String) = "SMS_ALAMAT_TERPAKAI",
    }
}
