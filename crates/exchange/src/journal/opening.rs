//! What a meeting opens with, as a device receives it: the issued forms, who may write, stages before.

use super::act::named;
use super::{WireRefused, entry_json, parse_entry};
use domain::area::AreaCode;
use domain::deliberation::fkp01::{Fkp01, Prefilled};
use domain::deliberation::journal::{Admitted, Opening, Role};
use domain::deliberation::meeting::IssuedForms;
use domain::id::{AccountId, HouseholdId, MeetingId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct WireOpening {
    meeting: String,
    desa: String,
    hamlet: String,
    stage: u8,
    rows: Vec<WireRow>,
    admitted: Vec<WireAdmitted>,
    #[serde(default)]
    earlier: Vec<Vec<Value>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct WireRow {
    no: String,
    head_name: String,
    member_names: Vec<String>,
    address: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct WireAdmitted {
    actor: String,
    role: String,
}

/// Writes what a meeting opens with.
#[must_use]
pub fn opening_json(opening: &Opening) -> Value {
    let forms = &opening.forms;
    let row = |p: &Prefilled| WireRow {
        no: p.no_rts().to_string(),
        head_name: p.head_name().to_owned(),
        member_names: p.member_names().to_vec(),
        address: p.address().to_owned(),
    };
    let wire = WireOpening {
        meeting: forms.meeting.to_string(),
        desa: forms.desa.as_str().to_owned(),
        hamlet: forms.hamlet.clone(),
        stage: forms.stage,
        rows: forms.fkp01.rows().iter().map(|r| row(r.printed())).collect(),
        admitted: opening
            .admitted
            .iter()
            .map(|a| WireAdmitted { actor: a.actor.to_string(), role: a.role.code().to_owned() })
            .collect(),
        earlier: opening.earlier.iter().map(|stage| stage.iter().map(entry_json).collect()).collect(),
    };
    serde_json::to_value(wire).unwrap_or(Value::Null)
}

/// Reads what a meeting opens with.
pub fn parse_opening(value: &Value) -> Result<Opening, WireRefused> {
    let wire = WireOpening::deserialize(value).map_err(|e| WireRefused::shape(&e))?;
    let rows = wire.rows.into_iter().map(|r| {
        let no = HouseholdId::new(named("no", &r.no)?);
        Ok(Prefilled::new(no, r.head_name, r.member_names, r.address))
    });
    let rows: Vec<Prefilled> = rows.collect::<Result<_, WireRefused>>()?;
    let admitted = wire.admitted.into_iter().map(|a| {
        let role = Role::from_code(&a.role).ok_or(WireRefused::Word { field: "role" })?;
        Ok(Admitted { actor: AccountId::new(named("actor", &a.actor)?), role })
    });
    let earlier = wire.earlier.iter().map(|stage| stage.iter().map(parse_entry).collect());
    Ok(Opening {
        forms: IssuedForms {
            meeting: MeetingId::new(named("meeting", &wire.meeting)?),
            desa: AreaCode::parse(&wire.desa).map_err(|_| WireRefused::Word { field: "desa" })?,
            hamlet: wire.hamlet,
            stage: wire.stage,
            fkp01: Fkp01::print(rows).map_err(|_| WireRefused::Word { field: "rows.no" })?,
        },
        admitted: admitted.collect::<Result<_, WireRefused>>()?,
        earlier: earlier.collect::<Result<_, WireRefused>>()?,
    })
}
