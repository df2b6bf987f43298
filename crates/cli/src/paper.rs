//! Documents into a folder: forms before the evening, minutes after it, the prelist, the decree.

use crate::failure::Failure;
use crate::output::say;
use app::App;
use app::error::AppError;
use app::ports::Document;
use domain::area::{AreaCode, AreaTable};
use domain::deliberation::sheet::Fkp01Prefill;
use domain::household::Household;
use std::collections::BTreeMap;
use std::path::Path;
use store::deliberation::{MeetingBody, MeetingHead, MeetingLine, MeetingRowBody};

/// Every prelist, one PDF per desa.
pub async fn prelists(app: &App, out: &Path, limit: usize) -> Result<usize, Failure> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let heads = reader.prelists().await?;
    if heads.is_empty() {
        let hint = "Jalankan `mutakhir prelist freeze` lebih dahulu";
        return Err(AppError::refused("PRELIST_BELUM_ADA", "no prelist has been frozen", hint).into());
    }
    let mut written = 0;
    for head in heads.iter().take(limit) {
        let rows = reader.prelist_rows(&head.id).await?;
        let pdf = app.print(&Document::Prelist { head, rows: &rows, areas: &areas })?;
        write(&out.join("prelist").join(format!("{}.pdf", file_name(&head.id))), &pdf)?;
        written += 1;
    }
    Ok(written)
}

/// FKP.01 prefilled from the register and a blank FKP.02, one pair per hamlet. R39–R44, R59.
pub async fn forms(app: &App, out: &Path, limit: usize) -> Result<usize, Failure> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let register = reader.register().await?;
    drop(reader);
    let mut hamlets: BTreeMap<(AreaCode, String), Vec<&Household>> = BTreeMap::new();
    let mut nowhere = 0;
    for household in &register {
        match (household.place.desa, hamlet_name(household, &areas)) {
            (Some(desa), Some(hamlet)) => hamlets.entry((desa, hamlet)).or_default().push(household),
            _ => nowhere += 1,
        }
    }
    if nowhere > 0 {
        say(format!("{nowhere} rumah tangga tidak tercetak: desa atau padukuhannya tidak diketahui."));
    }
    let mut written = 0;
    for ((desa, hamlet), households) in hamlets.iter().take(limit) {
        let id = format!("{}_{}", desa.as_str(), file_name(&hamlet.to_lowercase()));
        let meeting = blank_meeting(app, &id, desa, hamlet);
        let rows: Vec<MeetingLine> = (1..).zip(households).map(|(no, h)| blank_row(&id, no, h)).collect();
        let folder = out.join("fkp");
        let fkp01 = app.print(&Document::Fkp01 { meeting: &meeting, rows: &rows, areas: &areas })?;
        write(&folder.join(format!("{id}-fkp01.pdf")), &fkp01)?;
        let fkp02 = app.print(&Document::Fkp02 { meeting: &meeting, rows: &[], areas: &areas })?;
        write(&folder.join(format!("{id}-fkp02.pdf")), &fkp02)?;
        written += 2;
    }
    Ok(written)
}

/// The minutes of every accepted meeting. R67.
pub async fn minutes(app: &App, out: &Path, limit: usize) -> Result<usize, Failure> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let checkpoint: String = reader.checkpoint().await?.iter().map(|b| format!("{b:02x}")).collect();
    let mut written = 0;
    for meeting in reader.meetings().await?.iter().filter(|m| m.verdict == "DITERIMA").take(limit) {
        let rows = reader.meeting_rows(&meeting.id).await?;
        let pdf = app.print(&Document::Minutes { meeting, rows: &rows, areas: &areas, checkpoint: &checkpoint })?;
        write(&out.join("berita-acara").join(format!("{}.pdf", file_name(&meeting.id))), &pdf)?;
        written += 1;
    }
    Ok(written)
}

/// The decrees with their annexes. R18.
pub async fn decrees(app: &App, out: &Path) -> Result<usize, Failure> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let heads = reader.decrees().await?;
    if heads.is_empty() {
        let hint = "Jalankan `mutakhir decree issue` lebih dahulu";
        return Err(AppError::refused("SK_BELUM_ADA", "no decree has been issued", hint).into());
    }
    for head in &heads {
        let rows = reader.decree_rows(&head.number).await?;
        let pdf = app.print(&Document::Decree { head, rows: &rows, areas: &areas })?;
        write(&out.join("sk").join(format!("{}.pdf", file_name(&head.number))), &pdf)?;
    }
    Ok(heads.len())
}

/// Receipts of the first registrations that carry a date.
pub async fn receipts(app: &App, out: &Path, limit: usize) -> Result<usize, Failure> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let registrations = reader.registrations().await?;
    let mut written = 0;
    for r in registrations.iter().filter(|r| r.date.is_some() && !r.members.is_empty()).take(limit) {
        let pdf = app.receipt_pdf(r, &areas)?;
        write(&out.join("bukti").join(format!("{}.pdf", file_name(r.number.as_str()))), &pdf)?;
        written += 1;
    }
    Ok(written)
}

fn blank_meeting(app: &App, id: &str, desa: &AreaCode, hamlet: &str) -> MeetingHead {
    MeetingHead {
        id: id.to_owned(),
        import_id: None,
        file: String::new(),
        desa: Some(desa.as_str().to_owned()),
        hamlet: hamlet.to_owned(),
        date: Some(app.today().to_string()),
        verdict: String::new(),
        reasons: String::new(),
        warnings: String::new(),
        counts: String::new(),
        proposed: None,
        quota: None,
        blanks: None,
        body: MeetingBody { stage: Some(1), ..MeetingBody::default() },
    }
}

fn blank_row(meeting: &str, no: i64, household: &Household) -> MeetingLine {
    let prefill = Fkp01Prefill::of(household);
    // column 04 is the head and those named in column 03. R43
    let member_count = u16::try_from(prefill.member_names.len() + 1).ok();
    MeetingLine {
        meeting: meeting.to_owned(),
        form: "FKP.01".to_owned(),
        no,
        household: Some(prefill.no_rts.as_str().to_owned()),
        head_name: Some(prefill.head_name),
        code: None,
        checked: false,
        outcome: String::new(),
        body: MeetingRowBody {
            members: prefill.member_names,
            member_count,
            address: full_address(household),
            ..MeetingRowBody::default()
        },
    }
}

fn full_address(household: &Household) -> String {
    let place = &household.place;
    let rt = place.rt.map(|n| format!(" RT {n:03}")).unwrap_or_default();
    let rw = place.rw.map(|n| format!(" RW {n:03}")).unwrap_or_default();
    format!("{}{rt}{rw}", place.address)
}

/// The hamlet as the area table spells it, or as the register wrote it.
fn hamlet_name(household: &Household, areas: &AreaTable) -> Option<String> {
    use domain::deliberation::sheet::hamlet_key;
    let written = household.place.hamlet.as_deref()?;
    let key = hamlet_key(written);
    let known = household.place.desa.and_then(|d| areas.hamlets(&d).iter().find(|h| hamlet_key(&h.name) == key));
    Some(known.map_or_else(|| written.to_owned(), |h| h.name.clone()))
}

/// A name that every file system takes.
fn file_name(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '.' || c == '_' { c } else { '-' }).collect()
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, bytes)?;
    Ok(())
}
