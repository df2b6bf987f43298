//! Preview, preparing, signing and delivery as jobs: over a whole kabupaten each takes longer than a page may.
//!
//! Who asks is checked when they ask, so that the page answers at once; the use case asks again when a worker
//! does it.

use super::{DRAFT, Preparing, Preview, deliver, prepare, preview, sign};
use crate::access::{Act, Officer};
use crate::account::{self, AccountRefused};
use crate::error::AppError;
use crate::refused::Refused;
use crate::{App, job};
use domain::area::AreaCode;
use domain::id::{AccountId, DecreeNumber};
use domain::verification::may_sign;
use serde_json::{Value, json};
use store::job::JobRow;

/// Counts what a decree would hold.
pub const PREVIEW_JOB: &str = "sk_pratinjau";
/// Prepares a decree.
pub const PREPARE_JOB: &str = "sk_siapkan";
/// Signs one.
pub const SIGN_JOB: &str = "sk_tanda_tangan";
/// Hands one over.
pub const DELIVER_JOB: &str = "sk_kirim";
/// Every kind of job about decrees.
pub const JOBS: [&str; 4] = [PREVIEW_JOB, PREPARE_JOB, SIGN_JOB, DELIVER_JOB];

/// The area that a form names; nothing is the whole kabupaten, and what is not an area is refused.
pub fn area_of(text: &str) -> Result<Option<AreaCode>, AppError> {
    let code = Some(text.trim()).filter(|code| !code.is_empty());
    let unknown = |code: &str| Refused::UnknownArea(code.to_owned());
    Ok(code.map(|code| AreaCode::parse(code).map_err(|_| unknown(code))).transpose()?)
}

/// Asks for the preview of a decree over an area; `None` = the kabupaten.
pub async fn ask_preview(app: &App, officer: &Officer, area: Option<AreaCode>) -> Result<JobRow, AppError> {
    let area = area.unwrap_or(app.kabupaten().await?);
    let args = json!({ "area": area.as_str(), "by": officer.id.as_str() });
    job::ask(app, officer, Act::DraftDecree, area, PREVIEW_JOB, &args.to_string()).await
}

/// Asks for a decree to be prepared.
pub async fn ask_preparing(app: &App, officer: &Officer, how: &Preparing) -> Result<JobRow, AppError> {
    let area = how.area.unwrap_or(app.kabupaten().await?);
    officer.may(Act::DraftDecree, area)?;
    if how.number.as_str().is_empty() {
        return Err(Refused::NoDecreeNumber.into());
    }
    let held = app.store.read().await?.decrees().await?;
    if held.iter().any(|d| d.number == how.number.as_str() && d.state != DRAFT) {
        return Err(Refused::DecreeSigned(how.number.to_string()).into());
    }
    let args = json!({
        "area": area.as_str(),
        "by": officer.id.as_str(),
        "decree": how.number.as_str(),
        "waiver": how.waiver,
    });
    job::ask(app, officer, Act::DraftDecree, area, PREPARE_JOB, &args.to_string()).await
}

/// Asks for a draft to be signed by this officer.
pub async fn ask_signature(app: &App, officer: &Officer, number: &DecreeNumber) -> Result<JobRow, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::SignDecree, kabupaten)?;
    let held = app.store.read().await?.decrees().await?;
    let Some(head) = held.into_iter().find(|d| d.number == number.as_str() && d.state == DRAFT) else {
        return Err(Refused::NoDraft(number.to_string()).into());
    };
    let prepared_by = AccountId::new(head.prepared_by.unwrap_or_default());
    may_sign(&prepared_by, &officer.id).map_err(AppError::rule)?;
    let args = json!({ "decree": number.as_str(), "by": officer.id.as_str() });
    job::ask(app, officer, Act::SignDecree, kabupaten, SIGN_JOB, &args.to_string()).await
}

/// Asks for what a signed decree is over to be handed to the centre.
pub async fn ask_delivery(app: &App, officer: &Officer, number: &DecreeNumber) -> Result<JobRow, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::Deliver, kabupaten)?;
    let held = app.store.read().await?.decrees().await?;
    if !held.iter().any(|d| d.number == number.as_str() && d.state != DRAFT) {
        return Err(Refused::DecreeUnsigned(number.to_string()).into());
    }
    let args = json!({ "decree": number.as_str(), "by": officer.id.as_str() });
    job::ask(app, officer, Act::Deliver, kabupaten, DELIVER_JOB, &args.to_string()).await
}

/// Does one of [`JOBS`] as the account that asked for it; gives what came out, as JSON.
pub async fn as_job(app: &App, job: &JobRow) -> Result<String, AppError> {
    let officer = account::find(app, &job.created_by).await?.ok_or(AccountRefused::Unknown)?;
    let args: Value = serde_json::from_str(&job.args).map_err(|e| AppError::fault(format!("job arguments: {e}")))?;
    let text = |name: &str| args.get(name).and_then(Value::as_str);
    let area = area_of(text("area").unwrap_or_default())?;
    let number = DecreeNumber::new(text("decree").unwrap_or_default());
    let done = match job.kind.as_str() {
        PREVIEW_JOB => counted(&preview(app, &officer, area).await?),
        PREPARE_JOB => {
            let how = Preparing { number, area, waiver: text("waiver").map(str::to_owned) };
            match prepare(app, &officer, &how).await? {
                Some(head) => json!({ "decree": head.number, "rows": head.row_count }),
                None => json!({ "rows": 0 }),
            }
        }
        SIGN_JOB => json!({ "decree": sign(app, &officer, &number).await?.number }),
        DELIVER_JOB => json!({ "decree": deliver(app, &officer, &number).await?.number }),
        other => return Err(AppError::fault(format!("no decree knows the job {other}"))),
    };
    Ok(done.to_string())
}

/// Ids and counts only: a job's row is not encrypted.
fn counted(preview: &Preview) -> Value {
    let held = preview.held.iter().map(
        |held| json!({ "household": held.household.as_str(), "source": held.source, "because": held.because.code() }),
    );
    let cases: serde_json::Map<String, Value> =
        preview.cases.iter().map(|(state, n)| (state.code().to_owned(), (*n).into())).collect();
    json!({
        "actions": preview.actions,
        "held": held.collect::<Vec<_>>(),
        "siak_unchecked": preview.siak_unchecked,
        "cases": cases,
    })
}
