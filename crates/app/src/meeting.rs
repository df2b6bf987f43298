//! A hamlet meeting as a journal: issuing forms, admitting devices, taking entries, checking the closing
//! again, and what desa and kabupaten see of it. ADR 0014; R26–R77, domain §2.2.

mod carried;
mod check;
mod close;
mod corrected;
mod device;
pub(crate) mod force;
mod form;
mod issue;
mod journal;
mod memory;
mod minutes;
mod office;
mod overview;
mod paper;
pub(crate) mod refused;
mod search;
mod send;
mod set;
mod sets;
mod sight;
mod work;

pub use check::{Checked, Later, MARK_DIGITS, Signing, checked, mark_of, signing_of};
pub use corrected::{Change, Correction, correction_of};
pub use device::{Admission, CODE_MS, CODE_TRIES_MAX, admit, code};
pub use form::form_json;
pub use issue::{Issued, Walk, issue, issue_next};
pub use minutes::{MinutesFile, StageView, minutes, stage_view};
pub use office::{OFFICE_ACTS, Office, Training, office, step, train};
pub use overview::{DesaRow, HamletRow, MeetingMap, PublicRow, overview, plan_rule, public_list};
pub use paper::{Keyer, PaperView, Settled, paper_close, paper_drop, paper_key, paper_reopen, paper_view};
pub use refused::MeetingRefused;
pub use search::{Listed, Sought, listed};
pub use send::{Answer, Refused, Sending, send, state};
pub use set::{FormSet, form_hash, meeting_id};
pub use sets::{FormSets, form_pdf, form_sets};
pub use sight::RowsSeen;
pub use work::{ISSUE_JOB, issue_as_job, remind_as_job};

pub(crate) use device::heard_on;
pub(crate) use memory::Halls;

use crate::access::{Act, Officer, Role, Where};
use crate::error::AppError;
use domain::area::AreaCode;
use store::Reader;
use store::meeting::StageRow;

/// One stage, or the refusal that there is none.
pub(crate) async fn stage(reader: &mut Reader, id: &str) -> Result<StageRow, AppError> {
    reader.meeting_stage(id).await?.ok_or_else(|| MeetingRefused::NoMeeting(id.to_owned()).into())
}

/// Where a stage's hamlet lies.
pub(crate) fn place_of(stage: &StageRow) -> Result<Where, AppError> {
    let area = AreaCode::parse(&stage.desa).map_err(|e| AppError::fault(e.to_string()))?;
    Ok(Where { area, hamlet: stage.hamlet_code.clone() })
}

/// Whoever writes in a meeting: those who code and those who check. Domain §1.3.
pub(crate) fn may_write(officer: &Officer, place: &Where) -> Result<(), AppError> {
    if !officer.could(Act::CheckMeetingRow, place.clone()) {
        officer.may(Act::RecordMeeting, place.clone())?;
    }
    Ok(())
}

/// The role an officer has in this meeting, as entries name it. Who may code does not also check
/// column 08 by another binding: the dukuh's role comes first. R57.
pub(crate) fn role_in(officer: &Officer, place: &Where) -> Option<&'static str> {
    let holds = |role: Role| officer.roles().iter().any(|b| b.role == role && b.scope.covers(place));
    [(Role::HamletHead, "dukuh"), (Role::AssistantFacilitator, "asisten"), (Role::Facilitator, "petugas")]
        .into_iter()
        .find(|(role, _)| holds(*role))
        .map(|(_, word)| word)
}
