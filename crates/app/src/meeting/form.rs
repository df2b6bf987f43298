//! What a device loads before it goes offline.

use super::device::heard;
use super::journal::load;
use super::{MeetingRefused, may_write, place_of, role_in};
use crate::App;
use crate::access::Officer;
use crate::error::AppError;
use domain::area::{AreaCode, AreaLevel};
use domain::deliberation::sms::message::KEYWORD;
use domain::deliberation::sms::{MeetingCode, PlaceName};
use exchange::journal::{clock_json, digest, entry_json};
use serde_json::{Value, json};

/// The form set, who may write, and all entries so far, for a device that was let in. Names and addresses of the hamlet's own rows,
/// never a number of the state. Domain §1.3, §9.2.
pub async fn form_json(app: &App, officer: &Officer, meeting: &str, device: &str) -> Result<Value, AppError> {
    let mut reader = app.store.read().await?;
    let held = load(&mut reader, meeting).await?;
    let place = place_of(&held.stage)?;
    may_write(officer, &place)?;
    let role = role_in(officer, &place).ok_or_else(|| MeetingRefused::NoRole(officer.id.as_str().to_owned()))?;
    heard(&held.devices, officer, device)?;
    let areas = reader.areas().await?;
    let own = reader.account(officer.id.as_str()).await?.and_then(|a| a.household);
    let state = held.state();
    let kecamatan = place.area.at(AreaLevel::Kecamatan).map(|k| areas.name(&k)).unwrap_or_default();
    let earlier = held.journal.opening().earlier.iter();
    let earlier: Vec<Vec<Value>> = earlier.map(|stage| stage.iter().map(entry_json).collect()).collect();
    let rule = app.plan;
    Ok(json!({
        "meeting": held.stage.id,
        "stage": held.stage.stage,
        "kecamatan": kecamatan,
        "desa": areas.name(&place.area),
        "desa_code": held.stage.desa,
        "hamlet": held.stage.hamlet,
        "date": app.today().to_string(),
        "form_set": held.stage.form_hash,
        "rows": held.rows.iter().map(|r| json!({
            "row": r.row, "no": r.no, "head_name": r.head_name, "members": r.members,
            "count": r.members.len() + 1, "address": r.address, "rt": r.rt, "rw": r.rw, "before": r.before,
        })).collect::<Vec<_>>(),
        "officer": {
            "actor": officer.id.as_str(), "name": officer.name, "role": role,
            "kin": own.into_iter().filter(|h| held.rows.iter().any(|r| r.row == *h)).collect::<Vec<_>>(),
        },
        "admitted": held.admitted().iter().map(|a| json!({"actor": a.actor.as_str(), "role": a.role.code()})).collect::<Vec<_>>(),
        "sms": { "head": hand_typed(&place.area, &held.stage.hamlet), "number": app.sms_number },
        "plan": { "reserve_percent": rule.reserve_percent, "load": rule.load.get() },
        "earlier": earlier,
        "entries": held.journal.entries().map(entry_json).collect::<Vec<_>>(),
        "have": clock_json(&held.journal.have()),
        "state": { "digest": digest(&state), "closed": state.closed.as_ref().map(|c| c.entry.to_string()) },
    }))
}

/// How a report typed on a plain phone begins; the counts follow. None where no message has room for the
/// hamlet's name. R68.
fn hand_typed(desa: &AreaCode, hamlet: &str) -> Option<String> {
    let hamlet = PlaceName::parse(hamlet)?;
    Some(format!("{KEYWORD} {}", MeetingCode { desa: *desa, hamlet }))
}
