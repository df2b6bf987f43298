//! The office's clock: nothing is dated before what is written. A clock that was set back is a refusal, not a
//! decree of last month.

use crate::App;
use crate::error::AppError;
use domain::round::OpenRefused;
use store::Reader;

/// Refuses an act when a round, a list, a decree, an edition, a draw or a change of the register bears a later day
/// than today.
pub(crate) async fn check(app: &App, reader: &mut Reader) -> Result<(), AppError> {
    let day = app.today();
    match reader.last_day().await? {
        Some(last) if day < last => Err(OpenRefused::Earlier { day, last }.into()),
        _ => Ok(()),
    }
}
