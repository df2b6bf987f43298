//! Events of the office itself: accounts, and SMS about a meeting.

use super::{Record, count, word};
use crate::id::AccountId;

/// What happened to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountEvent {
    /// Created with its first roles.
    Created {
        /// The account.
        account: AccountId,
        /// Number of roles.
        roles: usize,
    },
    /// A role was added.
    RoleGranted {
        /// The account.
        account: AccountId,
        /// The role's word.
        role: &'static str,
        /// Where it holds, as stored.
        area: String,
    },
    /// A role was taken away.
    RoleWithdrawn {
        /// The account.
        account: AccountId,
        /// The role's word.
        role: &'static str,
        /// Where it held, as stored.
        area: String,
    },
    /// May log in again.
    Enabled {
        /// The account.
        account: AccountId,
    },
    /// May not log in any more.
    Disabled {
        /// The account.
        account: AccountId,
    },
    /// Changed its password.
    PasswordChanged {
        /// The account.
        account: AccountId,
    },
}

/// What happened to telephone numbers and provisional reports. R68.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SmsEvent {
    /// A number was entered.
    ContactEntered {
        /// The desa's code.
        desa: String,
        /// What the number is entered as.
        role: String,
    },
    /// A number was forgotten.
    ContactForgotten {
        /// The desa's code.
        desa: String,
        /// What the number was entered as.
        role: String,
    },
    /// A provisional report was taken.
    ReportTaken {
        /// The desa's code.
        desa: String,
        /// Version of the report.
        version: u64,
        /// Its counts, e.g. `2=3 3=1 6=3 7=2`.
        counts: String,
        /// How it came.
        source: String,
        /// How it agrees with the minutes.
        flag: String,
    },
    /// A provisional report was compared with signed minutes.
    ReportCompared {
        /// The desa's code.
        desa: String,
        /// Version of the report.
        version: u64,
        /// How it agrees with the minutes.
        flag: String,
    },
}

pub(super) fn account(event: &AccountEvent) -> Record {
    match event {
        AccountEvent::Created { account, roles } => {
            ("account.created", vec![("account", word(account)), ("roles", count(*roles))])
        }
        AccountEvent::RoleGranted { account, role, area } => {
            ("account.role_granted", vec![("account", word(account)), ("role", word(role)), ("area", word(area))])
        }
        AccountEvent::RoleWithdrawn { account, role, area } => {
            ("account.role_withdrawn", vec![("account", word(account)), ("role", word(role)), ("area", word(area))])
        }
        AccountEvent::Enabled { account } => ("account.enabled", vec![("account", word(account))]),
        AccountEvent::Disabled { account } => ("account.disabled", vec![("account", word(account))]),
        AccountEvent::PasswordChanged { account } => ("account.password_changed", vec![("account", word(account))]),
    }
}

pub(super) fn sms(event: &SmsEvent) -> Record {
    match event {
        SmsEvent::ContactEntered { desa, role } => {
            ("sms.contact_entered", vec![("desa", word(desa)), ("role", word(role))])
        }
        SmsEvent::ContactForgotten { desa, role } => {
            ("sms.contact_forgotten", vec![("desa", word(desa)), ("role", word(role))])
        }
        SmsEvent::ReportTaken { desa, version, counts, source, flag } => (
            "sms.report_taken",
            vec![
                ("desa", word(desa)),
                ("version", super::Value::Count(*version)),
                ("counts", word(counts)),
                ("source", word(source)),
                ("flag", word(flag)),
            ],
        ),
        SmsEvent::ReportCompared { desa, version, flag } => (
            "sms.report_compared",
            vec![("desa", word(desa)), ("version", super::Value::Count(*version)), ("flag", word(flag))],
        ),
    }
}
