//! Reminders to hamlets whose report is late. R68.

use super::{ContactRole, outbox};
use crate::App;
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::meeting::overview;
use domain::area::AreaCode;
use domain::deliberation::sheet::hamlet_key;
use domain::deliberation::sms::{MeetingCode, Message, PlaceName};

/// What a round of reminders did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reminded {
    /// Late hamlets without a report.
    pub late: usize,
    /// Messages queued now; a hamlet is reminded once a day.
    pub queued: usize,
    /// Late hamlets without any number entered.
    pub without_number: usize,
}

/// Reminds every hamlet of a desa whose forms were issued long ago, that is not closed and has not
/// reported.
pub async fn remind_late(app: &App, officer: &Officer, desa: AreaCode) -> Result<Reminded, AppError> {
    officer.may(Act::IssueForms, desa)?;
    let map = overview(app, officer, Some(desa)).await?;
    let mut done = Reminded::default();
    let mut tx = app.store.begin_unlogged().await?;
    let contacts = tx.sms_contacts(desa.as_str()).await?;
    for hamlet in map.hamlets.iter().filter(|h| h.late && h.provisional.is_none()) {
        done.late += 1;
        let Some(name) = PlaceName::parse(&hamlet.hamlet) else { continue };
        let key = hamlet_key(&hamlet.hamlet);
        let message = Message::Reminder { meeting: MeetingCode { desa, hamlet: name }, held_on: None };
        let own: Vec<_> = contacts
            .iter()
            .filter(|c| c.role != ContactRole::Tkpkdesa.code() && hamlet_key(&c.hamlet) == key)
            .collect();
        if own.is_empty() {
            done.without_number += 1;
        }
        for contact in own {
            let cause = format!("ingat/{desa}/{key}/{}/{}", app.today(), contact.phone);
            if tx.sms_out(&cause).await?.is_none() {
                outbox::within_limit(app, &mut tx, officer.id.as_str()).await?;
                outbox::queue(app, &mut tx, &message, &contact.body.number, officer.id.as_str(), &cause).await?;
                done.queued += 1;
            }
        }
    }
    tx.commit_unlogged().await?;
    Ok(done)
}
