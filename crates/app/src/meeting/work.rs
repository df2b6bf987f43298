//! Issuing and reminding as jobs: one desa after the other, each in its own transaction, so that a killed
//! worker resumes. Design D7; R59, R68.

use super::issue::{Issued, Walk};
use crate::access::Officer;
use crate::error::AppError;
use crate::sms::{self, Reminded};
use crate::{App, job};
use domain::area::AreaCode;
use store::job::JobRow;

/// Kind of the job that issues the forms of an area; its argument is the area's code. Asked for through
/// [`crate::job::ask`] with [`crate::access::Act::IssueForms`].
pub const ISSUE_JOB: &str = "terbitkan";

/// Issues the forms of the job's area. Hamlets that have theirs keep them, so that it may be begun again.
pub async fn issue_as_job(app: &App, job: &mut JobRow) -> Result<String, AppError> {
    let officer = Officer::who_asked(&job.created_by);
    let walk = Walk::begin(app, &officer, area_of(job)?, None).await?;
    let mut all = Issued::default();
    for at in 0..walk.desas.len() {
        walk.desa(app, &officer, at, &mut all).await?;
        job::go_on(app, job, at + 1, walk.desas.len()).await?;
    }
    let said = serde_json::json!({
        "issued": all.meetings.len(), "before": all.before, "rows": all.rows, "nowhere": all.nowhere,
    });
    Ok(said.to_string())
}

/// Reminds the late hamlets of the job's area; whom an earlier attempt reminded today is not reminded again.
pub async fn remind_as_job(app: &App, job: &mut JobRow) -> Result<String, AppError> {
    let officer = Officer::who_asked(&job.created_by);
    let desas = sms::reminded_desas(app, &officer, area_of(job)?).await?;
    let mut all = Reminded::default();
    for (at, desa) in desas.iter().enumerate() {
        all.add(sms::remind_desa(app, &officer, *desa).await?);
        job::go_on(app, job, at + 1, desas.len()).await?;
    }
    let said = serde_json::json!({
        "late": all.late, "reported": all.reported, "queued": all.queued, "without_number": all.without_number, "held_back": all.held_back,
    });
    Ok(said.to_string())
}

fn area_of(job: &JobRow) -> Result<AreaCode, AppError> {
    AreaCode::parse(&job.args).map_err(|e| AppError::fault(e.to_string()))
}
