//! The status of a household that its hamlet proposed. The meeting hands out a number, and its holder may
//! ask without an account. A struck proposal stays on record, so that the answer is possible. R66.
//!
//! The number holds no name and cannot be guessed. The answer holds no name and no words of the meeting.

use super::Status;
use crate::App;
use crate::access::{Act, Officer, Where};
use crate::error::AppError;
use crate::meeting::force;
use domain::area::{Area, AreaCode};
use domain::deliberation::sheet::hamlet_key;
use store::Reader;
use store::deliberation::{MeetingHead, MeetingLine};

/// What every such number begins with.
pub(super) const MARK: &str = "USUL";
const DIGITS: usize = 12;

/// A proposal that was struck or withdrawn, for who has to tell the household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struck {
    /// Number on FKP.02.
    pub no: i64,
    /// Name of the head.
    pub head_name: Option<String>,
    /// `DICORET` or `DITARIK`.
    pub outcome: String,
    /// What was said.
    pub reason: String,
    /// The number the household asks by.
    pub number: String,
}

/// The struck proposals of a meeting, for who may read its minutes.
pub async fn struck(app: &App, officer: &Officer, meeting: &str) -> Result<Vec<Struck>, AppError> {
    let mut reader = app.store.read().await?;
    let Some(head) = reader.meeting(meeting).await? else { return Ok(Vec::new()) };
    let Some(desa) = head.desa.as_deref().and_then(|d| AreaCode::parse(d).ok()) else { return Ok(Vec::new()) };
    let areas = reader.areas().await?;
    let key = hamlet_key(&head.hamlet);
    let hamlet = areas.hamlets(&desa).iter().find(|h| hamlet_key(&h.name) == key).map(|h| h.code.clone());
    let place = Where { area: desa, hamlet };
    if !officer.could(Act::ReadMinutes, place) {
        return Ok(Vec::new());
    }
    let rows = reader.meeting_rows(meeting).await?;
    let gone = rows.into_iter().filter(|r| r.form == "FKP.02" && matches!(r.outcome.as_str(), "DICORET" | "DITARIK"));
    Ok(gone
        .map(|r| Struck {
            number: number(app, &desa, &r),
            no: r.no,
            head_name: r.head_name,
            outcome: r.outcome,
            reason: r.body.remark,
        })
        .collect())
}

/// The number of a proposal: its desa, and a keyed hash of the row.
fn number(app: &App, desa: &AreaCode, row: &MeetingLine) -> String {
    let key = app.store.proposal_key(&format!("{}\0{}", row.meeting, row.no)).to_uppercase();
    format!("{MARK}/{}/{}", desa.as_str(), key.get(..DIGITS).unwrap_or(&key))
}

/// What became of the proposal with this number; as the stage in force says. R76.
pub(super) async fn status(app: &App, reader: &mut Reader, asked: &str) -> Result<Option<Status>, AppError> {
    let mut parts = asked.split('/');
    let (Some(MARK), Some(desa), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let Ok(desa) = AreaCode::parse(desa) else { return Ok(None) };
    for head in reader.meetings_in(desa.as_str()).await? {
        let rows = reader.meeting_rows(&head.id).await?;
        let Some(row) = rows.into_iter().find(|r| r.form == "FKP.02" && number(app, &desa, r) == asked) else {
            continue;
        };
        let areas = reader.areas().await?;
        let name = areas.get(&desa).map_or_else(|| desa.dotted(), Area::full_name);
        return Ok(Some(Status {
            number: asked.to_owned(),
            point: point(reader, &head, &row).await?,
            programmes: Vec::new(),
            due: None,
            registered_on: head.date.and_then(|d| d.parse().ok()),
            office: format!("Kantor {name}"),
            desa: name,
        }));
    }
    Ok(None)
}

async fn point(reader: &mut Reader, head: &MeetingHead, row: &MeetingLine) -> Result<&'static str, AppError> {
    let outcome = match reader.superseded_by(&head.id).await? {
        Some(later) => {
            let rows = reader.meeting_rows(&later).await?;
            rows.into_iter().find(|r| r.is_same_proposal(row)).map(|r| r.outcome)
        }
        None => Some(row.outcome.clone()),
    };
    Ok(match outcome.as_deref() {
        _ if !force::is_signed(head) => "USULAN_DIPERIKSA",
        Some("DICORET") => "USULAN_DICORET",
        Some("UNTUK_DIDATA") => "USULAN_DITERIMA",
        Some(_) | None => "USULAN_DITARIK",
    })
}
