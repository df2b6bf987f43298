//! A clock that stands still.

use domain::Date;

/// The day on which every test happens.
pub const TODAY: Date = Date::constant(2017, 3, 1);

/// Noon of [`TODAY`], UTC.
#[must_use]
pub fn timestamp() -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(now_ms()).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

/// The same in milliseconds since 1970 UTC.
#[must_use]
pub fn now_ms() -> i64 {
    1_488_369_600_000
}
