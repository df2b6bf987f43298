//! The stage after signed sheets opens with the sheets' codes, remarks and proposals. They are stored when
//! its forms are issued, so that later changes of a sheet do not change what people saw. R76, ADR 0014.

use super::force;
use crate::error::AppError;
use domain::deliberation::Finding;
use domain::deliberation::filled::{FilledForm, FilledProposal, FilledRow, noon_ms};
use domain::deliberation::journal::Group;
use domain::deliberation::meeting::IssuedForms;
use domain::id::HouseholdId;
use exchange::journal::entry_json;
use store::Reader;
use store::deliberation::{MeetingHead, MeetingLine};
use store::meeting::StageRow;

/// The entries, as journals keep them, for the stage of these forms; none where the stage before was signed
/// as a journal, which goes on by itself.
pub(super) async fn carried(
    reader: &mut Reader,
    last: &StageRow,
    forms: &IssuedForms,
) -> Result<Vec<String>, AppError> {
    if last.seal_entry.is_some() {
        return Ok(Vec::new());
    }
    let heads = force::signed_of(reader, last).await?;
    let mut lines = Vec::new();
    for head in &heads {
        lines.extend(reader.meeting_rows(&head.id).await?);
    }
    let day = heads.iter().filter_map(|h| h.date.as_deref()).max().and_then(|d| d.parse().ok());
    let at_ms = day.map(noon_ms).or(last.closed_at_ms).unwrap_or(last.issued_at_ms);
    let made = domain::deliberation::carried::carried(signed(&heads, lines), forms, at_ms);
    Ok(made.iter().map(|entry| entry_json(entry).to_string()).collect())
}

/// The sheets as one form.
fn signed(heads: &[MeetingHead], lines: Vec<MeetingLine>) -> FilledForm {
    let mut form = FilledForm::default();
    // of a meeting in two halls nobody counted who was in both
    if let [one] = heads {
        form.attendance = one.body.attendance.iter().filter_map(|(role, n)| attended(role, *n)).collect();
    }
    for line in lines {
        let code = line.code.and_then(|c| u8::try_from(c).ok()).and_then(Finding::from_code);
        let remark = line.body.remark;
        match (line.form.as_str(), line.household) {
            ("FKP.01", Some(row)) if code.is_some() => {
                let row = HouseholdId::new(row);
                form.listed.push(FilledRow { row, code, all_dead: false, remark, checked: true });
            }
            ("FKP.02", _) => {
                let struck = line.outcome == "DICORET";
                form.proposed.push(FilledProposal {
                    head_name: line.head_name.unwrap_or_default(),
                    members: line.body.members,
                    address: line.body.address,
                    remark: if struck { String::new() } else { remark.clone() },
                    order: line.body.welfare_order,
                    poorer: line.body.poorer_than_code2,
                    struck: struck.then_some(remark),
                });
            }
            _ => {}
        }
    }
    for name in heads.iter().flat_map(|h| &h.body.enumerators) {
        if !form.enumerators.iter().any(|(known, _)| known == name) {
            form.enumerators.push((name.clone(), None));
        }
    }
    form
}

/// A group as minutes name it, with how many came.
fn attended(role: &str, n: u32) -> Option<(Group, u16)> {
    let group = match role {
        "Dukuh" => Group::Dukuh,
        "RT" => Group::Rt,
        "RW" => Group::Rw,
        "Tokoh masyarakat" => Group::Tokoh,
        "Kelompok marginal" => Group::Marginal,
        _ => return None,
    };
    Some((group, u16::try_from(n).ok()?))
}
