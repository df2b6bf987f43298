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
    /// Late hamlets: not closed though their forms were issued long ago.
    pub late: usize,
    /// Of these the ones that have reported: they are not asked for a report again.
    pub reported: usize,
    /// Messages queued now; a hamlet is reminded once a day.
    pub queued: usize,
    /// Late hamlets without any number entered.
    pub without_number: usize,
    /// Messages that wait for another day: the asker's daily limit was reached.
    pub held_back: usize,
}

impl Reminded {
    pub(crate) fn add(&mut self, other: Self) {
        self.late += other.late;
        self.reported += other.reported;
        self.queued += other.queued;
        self.without_number += other.without_number;
        self.held_back += other.held_back;
    }
}

/// Reminds every hamlet of an area whose forms were issued long ago, that is not closed and has not
/// reported; one change for each desa.
pub async fn remind_late(app: &App, officer: &Officer, area: AreaCode) -> Result<Reminded, AppError> {
    let mut done = Reminded::default();
    for desa in reminded_desas(app, officer, area).await? {
        done.add(remind_desa(app, officer, desa).await?);
    }
    Ok(done)
}

/// The desa of an area, for who may remind its hamlets.
pub(crate) async fn reminded_desas(app: &App, officer: &Officer, area: AreaCode) -> Result<Vec<AreaCode>, AppError> {
    officer.may(Act::IssueForms, area)?;
    let areas = app.store.read().await?.areas().await?;
    Ok(areas.desa_in(&area).map(|a| a.code).collect())
}

/// The same for one desa.
pub(crate) async fn remind_desa(app: &App, officer: &Officer, desa: AreaCode) -> Result<Reminded, AppError> {
    let map = overview(app, officer, Some(desa)).await?;
    let mut done = Reminded::default();
    let mut tx = app.store.begin_unlogged().await?;
    let mut left = outbox::left_today(app, &mut tx, officer.id.as_str()).await?;
    let contacts = tx.sms_contacts(desa.as_str()).await?;
    for hamlet in map.hamlets.iter().filter(|h| h.late) {
        done.late += 1;
        if hamlet.provisional.is_some() {
            done.reported += 1;
            continue;
        }
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
            if tx.sms_out(&cause).await?.is_some() {
                continue;
            }
            if left <= 0 {
                done.held_back += 1;
                continue;
            }
            outbox::queue(app, &mut tx, &message, &contact.body.number, officer.id.as_str(), &cause).await?;
            left -= 1;
            done.queued += 1;
        }
    }
    tx.commit_unlogged().await?;
    Ok(done)
}
