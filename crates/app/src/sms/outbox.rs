//! Messages waiting to be sent.

use super::{SmsRefused, desa_of};
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use domain::deliberation::sms::{Message, parts};
use store::sms::{OutBody, OutRow, SmsState};
use store::{Reader, Tx};

/// Refuses who has caused as many messages today as one may.
pub(super) async fn within_limit(app: &App, reader: &mut Reader, asker: &str) -> Result<(), AppError> {
    let left = left_today(app, reader, asker).await?;
    if left <= 0 { Err(SmsRefused::DailyLimit(app.sms.daily_limit - left).into()) } else { Ok(()) }
}

/// How many messages one may cause today yet.
pub(super) async fn left_today(app: &App, reader: &mut Reader, asker: &str) -> Result<i64, AppError> {
    let since = app.now_ms() - app.clock.ms_of_day();
    Ok(app.sms.daily_limit - reader.sms_asked_since(asker, since).await?)
}

/// Puts a message into the change unless the same cause has made it already; gives its id.
pub(super) async fn queue(
    app: &App,
    tx: &mut Tx,
    message: &Message,
    number: &str,
    asker: &str,
    cause: &str,
) -> Result<String, AppError> {
    if tx.sms_out(cause).await?.is_some() {
        return Ok(cause.to_owned());
    }
    let text = message.text();
    let count = if app.sms.centre_splits {
        1
    } else {
        parts::split(&text, 0).map_err(|e| AppError::fault(e.to_string()))?.len()
    };
    let made = tx.sms_part_count().await?;
    // several messages of one change have numbers of their own: their causes differ
    let offset = i64::from(crc32fast::hash(cause.as_bytes()) % 997);
    let references: Vec<i64> =
        (0i64..).take(count).map(|no| (made * 16 + offset * 8).rem_euclid(65_000) + 1 + no).collect();
    let meeting = message.meeting();
    let row = OutRow {
        id: cause.to_owned(),
        kind: message.kind().to_owned(),
        desa: meeting.map(|m| m.desa.as_str().to_owned()),
        hamlet: meeting.map(|m| m.hamlet.as_str().to_owned()),
        asked_by: asker.to_owned(),
        phone: app.store.phone_key(number),
        state: SmsState::Queued,
        part_count: references.len() as i64,
        created_at_ms: app.now_ms(),
        done_at_ms: None,
        body: OutBody { number: number.to_owned(), text },
    };
    tx.insert_sms_out(&row, &references);
    Ok(row.id)
}

/// Queues a failed message again, by hand: who keeps the numbers of the desa it is about, or of the
/// number it goes to.
pub async fn resend(app: &App, officer: &Officer, id: &str) -> Result<(), AppError> {
    let mut reader = app.store.read().await?;
    let Some(message) = reader.sms_out(id).await? else {
        officer.may(Act::KeepSms, app.kabupaten().await?)?;
        return Err(SmsRefused::NoMessage(id.to_owned()).into());
    };
    let desa = match &message.desa {
        Some(desa) => Some(desa.clone()),
        None => reader.sms_contact(&message.phone).await?.map(|c| c.desa),
    };
    match desa {
        Some(desa) => officer.may(Act::KeepSms, desa_of(&desa)?)?,
        None => officer.may(Act::KeepSms, app.kabupaten().await?)?,
    }
    if message.state != SmsState::Failed {
        return Err(SmsRefused::NotFailed(id.to_owned()).into());
    }
    for mut part in reader.sms_parts(id).await? {
        if part.state == SmsState::Failed {
            part.state = SmsState::Queued;
            part.attempts = 0;
            part.next_at_ms = app.now_ms();
            app.store.save_sms_part(&part, app.now_ms()).await?;
        }
    }
    Ok(())
}
