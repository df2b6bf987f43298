//! Stage 3a: hamlet meetings. Their sheets are judged against the register's rows, and stored as
//! written. R39–R70.

mod beside;
mod judged;
mod signing;

pub(crate) use signing::undo;

use crate::App;
use crate::access::Act;
use crate::error::AppError;
use crate::import::{Import, ImportReport, place};
use beside::beside;
use domain::Date;
use domain::area::AreaLevel;
use domain::defect::{DefectKind, Level};
use domain::deliberation::Finding;
use domain::deliberation::sheet::{
    Attendance, Fkp01Prefill, MeetingSheet, PrefillIndex, SheetForm, SheetRow, SheetVerdict, is_checked, is_struck,
    judge_all, read_codes,
};
use domain::household::Household;
use domain::id::HouseholdId;
use exchange::{Issue, PackFile};
use judged::Judged;
use signing::Held;
use std::collections::{BTreeMap, BTreeSet};
use store::civil_registry::Living;
use store::deliberation::{MeetingBody, MeetingHead, MeetingLine, MeetingRowBody};
use store::table::IMPORT_ISSUE;

/// Reads the sheets, judges each, and keeps verdict and rows.
pub async fn import(
    app: &App,
    import: &Import<'_>,
    sheets: &[PackFile],
    sessions: Option<&PackFile>,
) -> Result<ImportReport, AppError> {
    let (kabupaten, areas) = place(app).await?;
    let mut read = exchange::meetings::read_all(sheets, sessions, &areas)?;
    for (file, sheet) in sheets.iter().zip(&mut read.items) {
        if let Some(date) = sheet.head.date.take_if(|date| *date > app.today()) {
            read.issues.push(not_yet(file, date));
        }
    }
    let mut reader = app.store.read().await?;
    let printed = crate::register::printed(app, &mut reader).await?;
    let living = reader.civil_living().await?;
    let round = crate::round::open_id(&mut reader).await?;
    let index = PrefillIndex::new(printed.households().map(|h| prefill(h, living.as_ref())));
    let verdicts = judge_all(&read.items, &index);
    let children = child_headed(printed.households(), app.today());
    printed.keep(app);
    let id = import.id();
    let sheets = sheets.iter().zip(&read.items).zip(&verdicts);
    let judged: Vec<Judged> = sheets
        .map(|((file, sheet), verdict)| {
            let name = file.name.rsplit('/').next().unwrap_or(&file.name);
            Judged { head: head(sheet, verdict, name, (&id, round.as_deref())), lines: lines(sheet, &children) }
        })
        .collect();
    let mut issues = read.issues;
    if import.dry_run {
        import.officer.may(Act::Import, kabupaten)?;
        let held = Held::read(&mut reader, &kabupaten).await?;
        let mut set = beside(&held, &mut reader, judged).await?;
        issues.append(&mut set.issues);
        issues.sort();
        let judged = Some(set.judged());
        return Ok(ImportReport { written: false, judged, ..ImportReport::of_new(id, set.sheets.len(), issues) });
    }
    let shared = Held::read(&mut reader, &kabupaten).await?.shared(judged.iter().map(|s| &s.head));
    drop(reader);
    let mut tx = import.begin(app, &kabupaten).await?;
    // whoever writes in a meeting of these desa waits until its stage is closed by the sheet
    for desa in &shared {
        tx.hold(desa).await?;
    }
    let held = Held::read(&mut tx, &kabupaten).await?;
    let mut set = beside(&held, &mut tx, judged).await?;
    issues.append(&mut set.issues);
    issues.sort();
    held.write(app, &mut tx, &set.sheets).await?;
    // what is said of the same files changes once another sheet is taken back
    tx.delete_under(&IMPORT_ISSUE, &id).await?;
    let judged = Some(set.judged());
    let report = ImportReport { judged, ..ImportReport::of_new(id, set.sheets.len(), issues) };
    import.end(app, tx, report, None).await
}

/// A meeting that has not been held yet: its day is not taken.
fn not_yet(file: &PackFile, date: Date) -> Issue {
    let kind = DefectKind::DateFuture;
    let message = exchange::issue::message(kind, &date.to_string());
    Issue { file: file.name.clone(), row: 0, column: "tanggal".to_owned(), kind, level: Level::Reject, message }
}

fn prefill(household: &Household, living: Option<&Living>) -> Fkp01Prefill {
    let mut row = Fkp01Prefill::of(household);
    row.living = living.map(|living| {
        let count = household.members.iter().filter_map(|m| m.nik).filter(|nik| living.holds(nik)).count();
        u16::try_from(count).unwrap_or(u16::MAX)
    });
    row
}

fn head(
    sheet: &MeetingSheet,
    verdict: &SheetVerdict,
    file: &str,
    (import, round): (&str, Option<&str>),
) -> MeetingHead {
    let codes = |list: BTreeSet<&'static str>| list.into_iter().collect::<Vec<_>>().join("|");
    let attendance = &sheet.head.attendance;
    MeetingHead {
        id: sheet.head.id.as_str().to_owned(),
        import_id: Some(import.to_owned()),
        file: file.to_owned(),
        desa: sheet.head.desa.filter(|d| d.level() == AreaLevel::Desa).map(|d| d.as_str().to_owned()),
        hamlet: sheet.head.hamlet.clone(),
        date: sheet.head.date.map(|d| d.to_string()),
        verdict: if verdict.accepted { "DITERIMA" } else { "DITOLAK" }.to_owned(),
        reasons: codes(verdict.reasons.iter().map(|r| r.kind.code()).collect()),
        warnings: codes(verdict.warnings.iter().map(|w| w.kind.code()).collect()),
        counts: verdict.recap,
        body: MeetingBody {
            stage: sheet.head.stage,
            round: round.map(str::to_owned),
            attendance: attendance_rows(attendance),
            asisten: sheet.head.asisten.clone(),
            enumerators: sheet.head.enumerators.clone(),
            reasons: verdict.reasons.iter().map(|r| (r.kind.code().to_owned(), r.row.clone())).collect(),
            warnings: verdict.warnings.iter().map(|w| (w.kind.code().to_owned(), w.row.clone())).collect(),
            ..MeetingBody::default()
        },
    }
}

fn lines(sheet: &MeetingSheet, children: &BTreeSet<HouseholdId>) -> Vec<MeetingLine> {
    let mut numbers: BTreeMap<SheetForm, i64> = BTreeMap::new();
    sheet
        .rows
        .iter()
        .map(|row| {
            let no = numbers.entry(row.form).or_default();
            *no += 1;
            line(sheet, row, *no, children)
        })
        .collect()
}

fn line(sheet: &MeetingSheet, row: &SheetRow, no: i64, children: &BTreeSet<HouseholdId>) -> MeetingLine {
    let child = row.no_rts.as_ref().is_some_and(|id| children.contains(id));
    let code = read_codes(&row.codes).one();
    MeetingLine {
        meeting: sheet.head.id.as_str().to_owned(),
        form: row.form.code().to_owned(),
        no,
        household: row.no_rts.as_ref().map(|h| h.as_str().to_owned()),
        head_name: Some(row.head_name.clone()).filter(|n| !child && !n.is_empty()),
        code: code.map(|c| i64::from(c.code())),
        checked: is_checked(&row.checked),
        outcome: outcome(row, code).to_owned(),
        body: MeetingRowBody {
            members: row.member_names.clone(),
            member_count: row.member_count,
            address: row.address.clone(),
            codes: row.codes.clone(),
            remark: row.remark.clone(),
            welfare_order: row.welfare_order,
            poorer_than_code2: row.poorer_than_code2,
            line: row.origin.row,
            ..MeetingRowBody::default()
        },
    }
}

/// What becomes of the row. Domain §2.2.
fn outcome(row: &SheetRow, code: Option<Finding>) -> &'static str {
    match (row.form, code) {
        (SheetForm::Fkp02, _) if is_struck(&row.remark) => "DICORET",
        (SheetForm::Fkp02, Some(Finding::New)) => "UNTUK_DIDATA",
        (SheetForm::Fkp01, Some(finding)) => listed_outcome(finding),
        (SheetForm::Fkp02, Some(_)) | (_, None) => "",
    }
}

/// What becomes of a row of FKP.01 with this code. Domain §2.2.
pub(crate) fn listed_outcome(finding: Finding) -> &'static str {
    match finding {
        Finding::StillPoor => "TETAP",
        Finding::Improved | Finding::HeadReplaced | Finding::CompositionChanged => "UNTUK_DIDATA",
        Finding::Moved => "PINDAH",
        Finding::Deceased => "MENINGGAL",
        Finding::Unknown => "TIDAK_DIKENAL",
        Finding::New => "",
    }
}

/// Who came, by role; a role nobody counted is left out. R28.
fn attendance_rows(a: &Attendance) -> Vec<(String, u32)> {
    a.groups().into_iter().filter_map(|(group, n)| Some((group.to_owned(), u32::from(n?)))).collect()
}

/// Households headed by a child: their head's name is not kept in the clear. Domain §9.1.
fn child_headed<'a>(register: impl Iterator<Item = &'a Household>, today: Date) -> BTreeSet<HouseholdId> {
    let child = |h: &&Household| h.head().and_then(|m| m.birth.age_on(today)).is_some_and(|age| age < 18);
    register.filter(child).map(|h| h.id.clone()).collect()
}
