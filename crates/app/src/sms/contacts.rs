//! Registered telephone numbers. A number belongs to one place; it is found by its keyed hash, stored
//! encrypted and shown masked. ADR 0015.

use super::{SmsRefused, desa_of, masked};
use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::{App, logged};
use domain::area::{AreaCode, AreaLevel};
use domain::codes;
use domain::deliberation::sheet::hamlet_key;
use domain::deliberation::sms::Phone;
use domain::event::{Event, SmsEvent};
use store::Tx;
use store::sms::{ContactBody, ContactRow};

codes! {
    /// What a number is entered as.
    pub enum ContactRole {
        /// Tim Koordinasi of the desa: gets every report.
        Tkpkdesa = "TKPKDESA",
        /// Dukuh of a hamlet.
        Dukuh = "DUKUH",
        /// Asisten fasilitator of a hamlet.
        Asisten = "ASISTEN",
    }
}

/// A number that was entered, as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its keyed hash: names it without telling it.
    pub key: String,
    /// `TKPKDESA`, `DUKUH`, `ASISTEN`.
    pub role: String,
    /// Hamlet; empty for the TKPKDesa.
    pub hamlet: String,
    /// `62…90`.
    pub phone: String,
    /// When it was entered.
    pub changed_at_ms: i64,
}

/// Enters a telephone number: for the TKPKDesa with an empty `hamlet`. A number that another desa
/// entered is moved only by who keeps the numbers of both.
pub async fn enter_contact(
    app: &App,
    officer: &Officer,
    desa: AreaCode,
    hamlet: &str,
    role: ContactRole,
    phone: &Phone,
) -> Result<ContactRow, AppError> {
    officer.may(Act::KeepSms, desa)?;
    if desa.level() != AreaLevel::Desa {
        return Err(SmsRefused::NoDesa(desa.dotted()).into());
    }
    let mut tx = app.store.begin(desa.as_str()).await?;
    let key = app.store.phone_key(phone.expose());
    if let Some(elsewhere) = tx.sms_contact(&key).await?.filter(|c| c.desa != desa.as_str())
        && !officer.could(Act::KeepSms, desa_of(&elsewhere.desa)?)
    {
        return Err(SmsRefused::NumberElsewhere.into());
    }
    let hamlet = match role {
        ContactRole::Tkpkdesa => String::new(),
        ContactRole::Dukuh | ContactRole::Asisten => known_hamlet(&mut tx, desa, hamlet).await?,
    };
    let row = ContactRow {
        phone: key,
        desa: desa.as_str().to_owned(),
        hamlet,
        role: role.code().to_owned(),
        changed_at_ms: app.now_ms(),
        body: ContactBody { number: phone.expose().to_owned() },
    };
    tx.put_sms_contact(&row);
    let event = SmsEvent::ContactEntered { desa: row.desa.clone(), role: row.role.clone() };
    let event = logged(&Event::Sms(event), officer.id.as_str(), app.now_ms());
    tx.commit(event).await?;
    Ok(row)
}

/// Forgets a telephone number.
pub async fn forget_contact(app: &App, officer: &Officer, phone: &Phone) -> Result<bool, AppError> {
    forget_entered(app, officer, &app.store.phone_key(phone.expose())).await
}

/// Forgets the number of this keyed hash; `false` when there is none.
pub async fn forget_entered(app: &App, officer: &Officer, key: &str) -> Result<bool, AppError> {
    let Some(found) = app.store.read().await?.sms_contact(key).await? else { return Ok(false) };
    let desa = desa_of(&found.desa)?;
    officer.may(Act::KeepSms, desa)?;
    let mut tx = app.store.begin(desa.as_str()).await?;
    tx.delete_sms_contact(key);
    let event = SmsEvent::ContactForgotten { desa: found.desa.clone(), role: found.role.clone() };
    let event = logged(&Event::Sms(event), officer.id.as_str(), app.now_ms());
    tx.commit(event).await?;
    Ok(true)
}

/// The numbers entered for a desa, masked.
pub async fn contacts(app: &App, officer: &Officer, desa: AreaCode) -> Result<Vec<Contact>, AppError> {
    officer.may(Act::KeepSms, desa)?;
    let rows = app.store.read().await?.sms_contacts(desa.as_str()).await?;
    Ok(rows.into_iter().map(shown).collect())
}

pub(super) fn shown(row: ContactRow) -> Contact {
    Contact {
        phone: masked(&row.body.number),
        key: row.phone,
        role: row.role,
        hamlet: row.hamlet,
        changed_at_ms: row.changed_at_ms,
    }
}

/// The hamlet as the area table spells it.
pub(super) async fn known_hamlet(tx: &mut Tx, desa: AreaCode, typed: &str) -> Result<String, AppError> {
    let areas = tx.areas().await?;
    let key = hamlet_key(typed);
    let found = areas.hamlets(&desa).iter().find(|h| hamlet_key(&h.name) == key);
    found.map(|h| h.name.clone()).ok_or_else(|| SmsRefused::NoHamlet(typed.to_owned()).into())
}
