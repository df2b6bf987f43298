//! Works the line to the SMS centre: sends what is due and stores what arrives.
//!
//! A part is recorded as sent before it is sent, and its result afterwards. When the line breaks in
//! between, nobody here knows whether the centre has it. It stays `DISERAHKAN` until the centre's
//! receipt, which carries our reference, decides. When its validity and a grace period pass without a
//! receipt, the centre no longer delivers it, and it is sent again. ADR 0015.

use super::inbox;
use crate::App;
use crate::error::AppError;
use crate::ports::{Heard, SmsCentre, SmsFate, SmsSubmit, Submitted};
use domain::deliberation::sms::{Phone, parts};
use std::time::Duration;
use store::StoreError;
use store::sms::{PartRow, SmsState};
use tokio::sync::watch;

/// How often the outbox is looked at.
const LOOK: Duration = Duration::from_millis(250);
/// Parts handed over before the line is listened to again.
const ROUND: i64 = 8;
/// How long after sending the centre is asked for a receipt that did not come.
const ASK_AFTER_MS: i64 = 5 * 60_000;
const HOUR_MS: i64 = 3_600_000;
/// Nothing more is to be done.
const NEVER: i64 = i64::MAX;

/// Attends the line until it is down or `stop` says so.
pub async fn attend<C: SmsCentre>(app: &App, centre: &mut C, mut stop: watch::Receiver<bool>) -> Result<(), AppError> {
    while !*stop.borrow() {
        if !hand_over(app, centre).await? {
            return Ok(());
        }
        let mut quiet = LOOK;
        loop {
            tokio::select! {
                heard = centre.hear() => {
                    let Some(hearing) = heard else { return Ok(()) };
                    let kept = match &hearing.heard {
                        Heard::Message { .. } => inbox::receive(app, &hearing.heard).await,
                        Heard::Receipt { reference, centre_id, to, fate } => {
                            receipt(app, *reference, centre_id.as_deref(), to, fate).await
                        }
                    };
                    if let Err(fault) = &kept {
                        tracing::warn!(code = fault.code(), "sms: not kept, the centre will bring it again");
                    }
                    centre.acknowledge(hearing.token, kept.is_ok()).await;
                    // what has come with it is taken before the next look
                    quiet = Duration::from_millis(1);
                }
                () = tokio::time::sleep(quiet) => break,
                _ = stop.changed() => return Ok(()),
            }
        }
    }
    Ok(())
}

/// Hands over what is due; `false` when the line is down.
async fn hand_over<C: SmsCentre>(app: &App, centre: &mut C) -> Result<bool, AppError> {
    let now = app.now_ms();
    let mut reader = app.store.read().await?;
    let unanswered = reader.sms_pending(SmsState::Submitted, now, ROUND).await?;
    let silent = reader.sms_pending(SmsState::Sent, now, ROUND).await?;
    let due = reader.sms_due(now, ROUND).await?;
    drop(reader);
    for part in unanswered {
        // no receipt within its validity: the centre does not deliver it any more
        let again = PartRow { error: Some("tidak terjawab".to_owned()), ..queued_again(app, &part) };
        save(app, &again).await?;
    }
    for part in silent {
        let fate = match &part.centre_id {
            Some(id) if !id.is_empty() => centre.ask(id).await,
            _ => None,
        };
        let overdue = part.submitted_at_ms.is_some_and(|at| now > at + app.sms.validity_ms + app.sms.grace_ms);
        let next = match fate {
            Some(SmsFate::Underway) | None => {
                PartRow { next_at_ms: if overdue { NEVER } else { now + ASK_AFTER_MS }, ..part }
            }
            Some(fate) => fated(app, part, &fate),
        };
        save(app, &next).await?;
    }
    for part in due {
        if !hand_over_one(app, centre, part).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn hand_over_one<C: SmsCentre>(app: &App, centre: &mut C, part: PartRow) -> Result<bool, AppError> {
    let Some(message) = app.store.read().await?.sms_out(&part.message).await? else { return Ok(true) };
    let now = app.now_ms();
    let Some(submit) = submission(app, &part, &message.body.number, &message.body.text) else {
        save(app, &PartRow { state: SmsState::Failed, error: Some("tidak dapat dikirim".to_owned()), ..part }).await?;
        return Ok(true);
    };
    let handed = PartRow {
        state: SmsState::Submitted,
        attempts: part.attempts + 1,
        submitted_at_ms: Some(now),
        next_at_ms: now + app.sms.validity_ms + app.sms.grace_ms,
        ..part.clone()
    };
    // whoever was faster hands it over
    let Some(handed) = save(app, &handed).await? else { return Ok(true) };
    let answer = centre.submit(&submit).await;
    let now = app.now_ms();
    let next = match &answer {
        Submitted::Taken { centre_id } => PartRow {
            state: SmsState::Sent,
            centre_id: Some(centre_id.clone()),
            next_at_ms: now + ASK_AFTER_MS.min(app.sms.validity_ms),
            error: None,
            ..handed
        },
        Submitted::Later { why } => PartRow { error: Some(why.clone()), ..queued_again(app, &handed) },
        Submitted::Never { why } => {
            PartRow { state: SmsState::Failed, next_at_ms: NEVER, error: Some(why.clone()), ..handed }
        }
        Submitted::NotHanded => PartRow { state: SmsState::Queued, attempts: part.attempts, next_at_ms: now, ..handed },
        Submitted::Unanswered => return Ok(false),
    };
    save(app, &next).await?;
    Ok(answer != Submitted::NotHanded)
}

fn submission(app: &App, part: &PartRow, number: &str, text: &str) -> Option<SmsSubmit> {
    let to = Phone::parse(&format!("+{number}")).ok()?;
    let reference = u16::try_from(part.reference).ok()?;
    let pieces = if app.sms.centre_splits {
        parts::split(text, 0).ok()?.into_iter().take(1).collect()
    } else {
        // the same in every part of a message, whichever is sent first
        let first = u16::try_from(part.reference - part.no + 1).unwrap_or(reference);
        parts::split(text, (first & 0xFF) as u8).ok()?
    };
    let piece = pieces.into_iter().nth(usize::try_from(part.no).ok()?.checked_sub(1)?)?;
    Some(SmsSubmit { to, reference, part: piece, text: text.to_owned(), validity_ms: app.sms.validity_ms })
}

/// Waits for its next attempt, or is given up.
fn queued_again(app: &App, part: &PartRow) -> PartRow {
    if part.attempts >= app.sms.attempts_max {
        return PartRow { state: SmsState::Failed, next_at_ms: NEVER, ..part.clone() };
    }
    let doubled = u32::try_from(part.attempts - 1).unwrap_or(0).min(10);
    let wait = app.sms.retry_ms.saturating_mul(1 << doubled).min(HOUR_MS);
    PartRow { state: SmsState::Queued, next_at_ms: app.now_ms() + wait, ..part.clone() }
}

fn fated(app: &App, part: PartRow, fate: &SmsFate) -> PartRow {
    match fate {
        SmsFate::Delivered => PartRow { state: SmsState::Delivered, next_at_ms: NEVER, error: None, ..part },
        SmsFate::Failed { why } => {
            PartRow { state: SmsState::Failed, next_at_ms: NEVER, error: Some(why.clone()), ..part }
        }
        SmsFate::Expired => PartRow { error: Some("kedaluwarsa".to_owned()), ..queued_again(app, &part) },
        SmsFate::Underway => match part.state {
            SmsState::Submitted => PartRow { state: SmsState::Sent, next_at_ms: app.now_ms() + ASK_AFTER_MS, ..part },
            _ => part,
        },
    }
}

/// Takes a receipt. What is delivered or failed stays so.
async fn receipt(
    app: &App,
    reference: Option<u16>,
    centre_id: Option<&str>,
    to: &str,
    fate: &SmsFate,
) -> Result<(), AppError> {
    loop {
        let mut reader = app.store.read().await?;
        let mut found = None;
        if let (Some(reference), Ok(phone)) = (reference, Phone::parse(to)) {
            found = reader.sms_part_by_reference(reference.into(), &app.store.phone_key(phone.expose())).await?;
        }
        if let (None, Some(id)) = (&found, centre_id) {
            found = reader.sms_part_by_centre_id(id).await?;
            for other in other_writings(id) {
                if found.is_some() {
                    break;
                }
                // the same digits may be another message's number: it has to be to this phone
                let part = reader.sms_part_by_centre_id(&other).await?;
                let Some(part) = part else { continue };
                let message = reader.sms_out(&part.message).await?;
                let number = Phone::parse(to).map(|p| p.expose().trim_start_matches('+').to_owned()).ok();
                let here = message.is_some_and(|m| Some(m.body.number.trim_start_matches('+')) == number.as_deref());
                found = here.then_some(part);
            }
        }
        drop(reader);
        let Some(mut part) = found else {
            tracing::info!("sms: a receipt for no message of ours");
            return Ok(());
        };
        if matches!(part.state, SmsState::Delivered | SmsState::Failed) {
            return Ok(());
        }
        if part.centre_id.is_none() {
            part.centre_id = centre_id.map(str::to_owned);
        }
        if save(app, &fated(app, part, fate)).await?.is_some() {
            return Ok(());
        }
    }
}

/// A centre's number as it may be written elsewhere: many answer in hexadecimal digits and send receipts in decimal
/// ones, or the other way round, with or without zeros before them.
fn other_writings(id: &str) -> Vec<String> {
    let id = id.trim();
    let mut out = Vec::new();
    if let Ok(n) = id.parse::<u128>() {
        out.extend([format!("{n:x}"), format!("{n:X}"), format!("{n:08x}"), format!("{n:08X}"), n.to_string()]);
    }
    if let Ok(n) = u128::from_str_radix(id, 16) {
        out.extend([n.to_string(), format!("{n:010}"), format!("{n:x}"), format!("{n:X}")]);
    }
    out.retain(|other| other != id);
    out
}

/// Saves; `None` when somebody changed it in between.
async fn save(app: &App, part: &PartRow) -> Result<Option<PartRow>, AppError> {
    match app.store.save_sms_part(part, app.now_ms()).await {
        Ok(saved) => Ok(Some(saved)),
        Err(StoreError::Stale { .. }) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_decimal_digits_is_found_by_its_hexadecimal_ones_and_the_other_way_round() {
        assert!(other_writings("2712847316").contains(&"a1b2c3d4".to_owned()));
        assert!(other_writings("2712847316").contains(&"A1B2C3D4".to_owned()));
        assert!(other_writings("A1B2C3D4").contains(&"2712847316".to_owned()));
        assert!(other_writings("000000a1").contains(&"161".to_owned()));
        assert_eq!(other_writings("m-77/x"), Vec::<String>::new(), "a name is no number");
    }
}
