//! Berita Acara of a closed journal: as paper and as data; and the page of one stage. R28, R45, R66–R72.

use super::check::{Signing, signing_of};
use super::corrected::{Correction, correction_of};
use super::journal::load;
use super::office::{self, Office};
use super::overview::plan_rule;
use super::paper::Keyer;
use super::{MeetingRefused, force, place_of};
use crate::App;
use crate::access::{Act, Officer};
use crate::citizen::{self, Struck};
use crate::error::AppError;
use crate::ports::Document;
use crate::sms::{self, ShownReport};
use domain::deliberation::attendance::{Absent, Attendance};
use domain::deliberation::minutes::{Plan, PlanRule};
use serde_json::{Value, json};
use store::Reader;
use store::deliberation::{MeetingHead, MeetingLine};
use store::meeting::{DeviceRow, StageRow};

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MinutesFile {
    /// Paper with its checkpoint and QR.
    Pdf,
    /// Everything, for machines.
    Json,
    /// Rows of both forms, for spreadsheets.
    Csv,
}

/// One stage as its page shows it.
#[derive(Clone, Debug)]
pub struct StageView {
    /// The stage.
    pub stage: StageRow,
    /// Its state, with what became of its report. Domain §2.2.
    pub state: String,
    /// Name of the desa.
    pub desa: String,
    /// Who writes, on which device; for who reads the minutes or lets devices in.
    pub devices: Vec<DeviceRow>,
    /// Who keys its paper form in, for who issues forms.
    pub keyers: Vec<Keyer>,
    /// Entries that came after the closing: id, account, kind of act.
    pub late: Vec<(String, String, &'static str)>,
    /// Blanks and enumerators for these counts. R77.
    pub plan: Plan,
    /// The sheet that closed this stage, when it was signed on paper.
    pub sheet: Option<String>,
    /// Proposals that were struck or withdrawn, for who may read the minutes.
    pub struck: Vec<Struck>,
    /// The later stage in force instead of this one. R76.
    pub superseded_by: Option<String>,
    /// What the office does after the signing.
    pub office: Option<Office>,
    /// The provisional report, with how far its messages are. R68.
    pub report: ShownReport,
    /// Whether the report was made by the closing.
    pub report_at_closing: bool,
    /// Whether this officer may send it from here now.
    pub may_report: bool,
    /// Whether this officer keeps the numbers and messages of the desa.
    pub may_keep_sms: bool,
    /// Whether this officer may show a code for devices.
    pub may_admit: bool,
    /// Whether this officer may write.
    pub may_write: bool,
    /// Whether this officer may show the public list.
    pub may_list: bool,
    /// Whether this officer may issue the next stage.
    pub may_issue: bool,
    /// Whether this officer may read the minutes.
    pub may_read: bool,
}

/// One stage; `None` when no forms were issued under this number.
pub async fn stage_view(app: &App, officer: &Officer, meeting: &str) -> Result<Option<StageView>, AppError> {
    let mut reader = app.store.read().await?;
    let Some(stage) = reader.meeting_stage(meeting).await? else { return Ok(None) };
    let place = place_of(&stage)?;
    officer.may(Act::SeeMeetings, place.clone())?;
    let devices = match officer.could(Act::ReadMinutes, place.clone()) {
        true => reader.meeting_devices(meeting).await?,
        false => Vec::new(),
    };
    let may_issue = officer.could(Act::IssueForms, place.clone());
    let keyers = match may_issue && stage.closed_at_ms.is_none() && stage.entry_count == 0 {
        true => reader.meeting_papers(meeting).await?.iter().map(Keyer::of).collect(),
        false => Vec::new(),
    };
    let late = if stage.late_count > 0 && officer.could(Act::ReadMinutes, place.clone()) {
        late(&mut reader, meeting).await?
    } else {
        Vec::new()
    };
    let signed = match stage.closed_at_ms {
        Some(_) => force::signed_of(&mut reader, &stage).await?,
        None => Vec::new(),
    };
    let superseded_by = match signed.first() {
        Some(meeting) => reader.superseded_by(&meeting.id).await?,
        None => None,
    };
    let areas = reader.areas().await?;
    let mut struck = Vec::new();
    for meeting in &signed {
        struck.extend(citizen::struck(app, officer, &meeting.id).await?);
    }
    let report = sms::shown(&mut reader, &place.area, &stage.hamlet).await?;
    let made_at = report.report.as_ref().filter(|r| r.source == "APLIKASI").map(|r| r.at_ms);
    let is_open = stage.closed_at_ms.is_none();
    // an open correction is told by what differs once it is signed
    let reportable = superseded_by.is_none()
        && if is_open {
            stage.stage == 1 && (stage.coded > 0 || stage.row_count == 0 && stage.entry_count > 0)
        } else {
            true
        };
    let gone_out = sms::gone_out(&mut reader, &place.area).await?;
    Ok(Some(StageView {
        office: office::office(app, officer, meeting).await?,
        state: sms::state_of(&stage, &gone_out),
        report_at_closing: made_at.is_some() && made_at == stage.closed_at_ms,
        may_report: reportable && officer.could(Act::SignMinutes, place.clone()),
        may_keep_sms: officer.could(Act::KeepSms, place.area),
        report,
        struck,
        sheet: signed.into_iter().next().filter(|_| stage.seal_entry.is_none()).map(|m| m.id),
        superseded_by,
        desa: areas.name(&place.area),
        devices,
        keyers,
        late,
        plan: app.plan.plan(&stage.counts),
        may_admit: officer.could(Act::AdmitDevice, place.clone()),
        may_write: super::may_write(officer, &place).is_ok(),
        may_list: officer.could(Act::ShowPublicList, place.clone()),
        may_issue,
        may_read: officer.could(Act::ReadMinutes, place.clone()),
        stage,
    }))
}

async fn late(reader: &mut Reader, meeting: &str) -> Result<Vec<(String, String, &'static str)>, AppError> {
    let held = load(reader, meeting).await?;
    let ids = held.state().late;
    let entries = ids.iter().filter_map(|id| held.journal.entry(id));
    Ok(entries.map(|e| (e.id.to_string(), e.actor.to_string(), e.act.kind())).collect())
}

/// The minutes of a closed meeting. The checkpoint is that of the event that closed it, so that
/// printing again gives the same bytes.
pub async fn minutes(app: &App, officer: &Officer, meeting: &str, form: MinutesFile) -> Result<Vec<u8>, AppError> {
    let mut reader = app.store.read().await?;
    let stage = super::stage(&mut reader, meeting).await?;
    officer.may(Act::ReadMinutes, place_of(&stage)?)?;
    let not_closed = || MeetingRefused::NotClosed(meeting.to_owned());
    let head = reader.meeting(meeting).await?.ok_or_else(not_closed)?;
    let rows = reader.meeting_rows(meeting).await?;
    let signing = signing_of(&mut reader, &head).await?.ok_or_else(not_closed)?;
    let corrects = correction_of(&mut reader, &head, &rows).await?;
    match form {
        MinutesFile::Pdf => {
            let areas = reader.areas().await?;
            let checkpoint = Some(signing.checkpoint.as_str());
            let plan = plan_rule(app.plan, &head);
            app.print(&Document::Minutes {
                meeting: &head,
                rows: &rows,
                areas: &areas,
                checkpoint,
                plan,
                corrects: corrects.as_ref(),
            })
        }
        MinutesFile::Json => {
            let late = late(&mut reader, meeting).await?;
            let text = serde_json::to_vec_pretty(&data(
                &stage,
                &head,
                &rows,
                &late,
                (&signing, plan_rule(app.plan, &head), corrects.as_ref()),
            ));
            text.map_err(|e| AppError::fault(e.to_string()))
        }
        MinutesFile::Csv => Ok(csv(&rows).into_bytes()),
    }
}

fn data(
    stage: &StageRow,
    head: &MeetingHead,
    rows: &[MeetingLine],
    late: &[(String, String, &'static str)],
    (signing, rule, corrects): (&Signing, PlanRule, Option<&Correction>),
) -> Value {
    let plan = rule.plan(&head.counts);
    let quota = head.counts.quota();
    let came = Attendance::of_groups(head.body.attendance.iter().map(|(group, n)| (group.as_str(), *n)));
    json!({
        "meeting": head.id,
        "stage": stage.stage,
        "previous": stage.previous,
        "corrects": corrects.map(|c| json!({
            "meeting": c.meeting, "stage": c.stage, "date": c.date.map(|d| d.to_string()),
            "changes": c.changes.iter().map(|c| json!({"form": c.form, "row": c.row, "was": c.was, "is": c.is})).collect::<Vec<_>>(),
        })),
        "desa": head.desa,
        "hamlet": head.hamlet,
        "date": head.date,
        "form_set": stage.form_hash,
        "counts": head.counts.iter().map(|(code, n)| (code.to_string(), json!(n))).collect::<serde_json::Map<_, _>>(),
        "quota": { "improved": quota.improved, "new": quota.new },
        "blanks": plan.blanks,
        "reserve": plan.reserve,
        "enumerators_needed": plan.enumerators,
        "attendance": came.groups().iter().map(|(group, n)| json!({"group": group, "count": n})).collect::<Vec<_>>(),
        "absent": came.absent().into_iter().map(Absent::code).collect::<Vec<_>>(),
        "warnings": head.body.warnings.iter().map(|(code, _)| code).collect::<Vec<_>>(),
        "enumerators": head.body.enumerators.iter().map(|name| json!({
            "name": name, "trained": head.body.trained.contains(name),
        })).collect::<Vec<_>>(),
        "signatures": head.body.signatures.iter().map(|s| json!({"role": s.role, "name": s.name, "at": s.at_ms, "written_by": s.written_by})).collect::<Vec<_>>(),
        "rows": rows.iter().map(|l| json!({
            "form": l.form, "no": l.no, "household": l.household, "head_name": l.head_name, "code": l.code,
            "checked": l.checked, "outcome": l.outcome, "remedy": l.body.remedy, "explanation": l.body.remark,
            "notes": l.body.notes.iter().map(|n| json!({"column": n.column, "change": n.change, "text": n.text})).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "late": late.iter().map(|(id, actor, kind)| json!({"entry": id, "actor": actor, "kind": kind})).collect::<Vec<_>>(),
        "closing": head.body.closing,
        "digest": signing.digest.as_ref().unwrap_or(&stage.digest),
        "checkpoint": signing.checkpoint,
    })
}

fn csv(rows: &[MeetingLine]) -> String {
    let mut text = String::from("formulir,no,nomor_rts,nama_krt,kode,diperiksa,hasil,keterangan,catatan\r\n");
    for l in rows {
        let notes: Vec<String> =
            l.body.notes.iter().map(|n| format!("(0{}) {}: {}", n.column, n.change, n.text)).collect();
        let cells = [
            l.form.clone(),
            l.no.to_string(),
            l.household.clone().unwrap_or_default(),
            l.head_name.clone().unwrap_or_default(),
            l.code.map(|c| c.to_string()).unwrap_or_default(),
            if l.checked { "ya" } else { "tidak" }.to_owned(),
            l.outcome.clone(),
            l.body.remark.clone(),
            notes.join("; "),
        ];
        text.push_str(&cells.iter().map(|c| cell(c)).collect::<Vec<_>>().join(","));
        text.push_str("\r\n");
    }
    text
}

/// Quoted where needed; a text that a spreadsheet would run as a formula begins with an apostrophe.
fn cell(text: &str) -> String {
    let text = crate::export::guarded(text.to_owned());
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula_and_keeps_its_commas() {
        assert_eq!(cell("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(cell("pindah, ke \"Beji\""), "\"pindah, ke \"\"Beji\"\"\"");
    }
}
