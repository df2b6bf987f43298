//! Imports of office files: areas, register, civil registry, registration books. An import is one
//! transaction. It can be tried without writing, and undone while nothing rests on it.
//! (The modules of their stages read meetings, questionnaires and the survey.)

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::refused::Refused;
use crate::step::{ORDER, Step};
use crate::{App, logged, matching};
use domain::area::{AreaCode, AreaTable};
use domain::defect::Level;
use domain::event::{Event, ImportEvent};
use domain::round::CaseState;
use exchange::{Issue, PackFile};
use std::collections::BTreeMap;
use store::import::{ImportRow, IssueRow};
use store::registration::Filing;
use store::table::{
    AREA, AREA_BRIDGE, CIVIL_PERSON, HAMLET, HOUSEHOLD, IMPORT_ISSUE, MATCH_PAGE, MATCH_STATISTICS, MODEL, PERSON,
    QUESTIONNAIRE, REGISTER_TWIN, REGISTRATION, REGISTRATION_MEMBER, Table,
};
use store::{StoreError, Tx};

/// What an import took and what it found wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportReport {
    /// Its id; the same files have the same.
    pub id: String,
    /// Items taken.
    pub items: usize,
    /// Everything to be said about cells and rows, sorted.
    pub issues: Vec<Issue>,
    /// Whether it was written; not with `--dry-run`.
    pub written: bool,
    /// Of items that are judged as a whole (sheets of meetings): how many were refused, and how many were
    /// accepted with something to look at.
    pub judged: Option<(usize, usize)>,
}

impl ImportReport {
    /// How many issues of a level there are.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.issues.iter().filter(|i| i.level == level).count()
    }
    /// One line for a person.
    #[must_use]
    pub fn summary(&self, what: &str) -> String {
        let judged = self.judged.map_or_else(String::new, |(refused, warned)| {
            let accepted = self.items.saturating_sub(refused);
            format!(" ({accepted} diterima, {warned} di antaranya perlu dilihat, {refused} ditolak); isi berkas")
        });
        let end = if judged.is_empty() { ";" } else { ":" };
        format!(
            "{} {what}{judged}{end} {} ditolak, {} peringatan, {} catatan",
            self.items,
            self.count(Level::Reject),
            self.count(Level::Warning),
            self.count(Level::Info)
        )
    }
}

/// How an import is done.
#[derive(Clone, Debug)]
pub struct Import<'a> {
    /// Who asks.
    pub officer: &'a Officer,
    /// The step it is.
    pub step: Step,
    /// Name of the file or folder, for lists.
    pub source: String,
    /// Read and report, write nothing.
    pub dry_run: bool,
}

impl Import<'_> {
    /// Id of the import: kind and the first digits of what it read.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}-{}", self.step.name, &self.step.input[..12])
    }

    /// Writes what was read: `put` puts the rows; import, issues, step and event come with them.
    pub(crate) async fn write(
        &self,
        app: &App,
        chain: &AreaCode,
        items: usize,
        what: &str,
        issues: Vec<Issue>,
        put: impl FnOnce(&mut Tx, &str),
    ) -> Result<ImportReport, AppError> {
        self.write_and_move(app, chain, items, what, issues, &BTreeMap::new(), put).await
    }

    /// The same, moving the cases of registrations (number, state) on.
    #[expect(clippy::too_many_arguments, reason = "one place writes every import")]
    pub(crate) async fn write_and_move(
        &self,
        app: &App,
        chain: &AreaCode,
        items: usize,
        what: &str,
        issues: Vec<Issue>,
        states: &BTreeMap<String, &str>,
        put: impl FnOnce(&mut Tx, &str),
    ) -> Result<ImportReport, AppError> {
        let report = ImportReport { id: self.id(), items, issues, written: !self.dry_run, judged: None };
        if self.dry_run {
            self.officer.may(Act::Import, chain)?;
            return Ok(report);
        }
        let mut tx = self.begin(app, chain).await?;
        put(&mut tx, &report.id);
        if !states.is_empty() {
            tx.set_registration_states(states).await?;
        }
        self.end(app, tx, report, what).await
    }

    /// Begins the change of an import.
    pub(crate) async fn begin(&self, app: &App, chain: &AreaCode) -> Result<Tx, AppError> {
        self.officer.may(Act::Import, chain)?;
        Ok(app.store.begin(chain.as_str()).await?)
    }

    /// Ends it: import, issues, step and event come with the rows.
    pub(crate) async fn end(
        &self,
        app: &App,
        mut tx: Tx,
        report: ImportReport,
        what: &str,
    ) -> Result<ImportReport, AppError> {
        let count = |level| report.count(level) as i64;
        tx.put_import(&ImportRow {
            id: report.id.clone(),
            kind: self.step.name.clone(),
            source: self.source.clone(),
            sha256: self.step.input.clone(),
            state: "SELESAI".to_owned(),
            row_count: report.items as i64,
            reject_count: count(Level::Reject),
            warning_count: count(Level::Warning),
            info_count: count(Level::Info),
            at_ms: app.now_ms(),
        });
        put_issues(&mut tx, &report.id, &report.issues);
        self.step.done(&mut tx, &report.summary(what));
        let event = Event::Import(ImportEvent::Taken {
            import: report.id.clone(),
            rows: report.items,
            rejected: report.count(Level::Reject),
        });
        tx.commit(logged(&event, self.officer.id.as_str(), app.now_ms())).await?;
        Ok(report)
    }
}

pub(crate) fn put_issues(tx: &mut Tx, import_id: &str, issues: &[Issue]) {
    for (no, issue) in (1..).zip(issues) {
        tx.put_issue(&IssueRow {
            import_id: import_id.to_owned(),
            no,
            file: issue.file.clone(),
            line: i64::from(issue.row),
            col: issue.column.clone(),
            kind: issue.kind.code().to_owned(),
            level: issue.level.code().to_owned(),
            message: issue.message.clone(),
        });
    }
}

/// Areas, hamlets and the bridge between the code systems. The table's one kabupaten becomes the
/// workspace's.
pub async fn areas(
    app: &App,
    import: &Import<'_>,
    areas: &PackFile,
    hamlets: Option<&PackFile>,
    bridge: Option<&PackFile>,
) -> Result<ImportReport, AppError> {
    let read = exchange::areas::read(areas, hamlets, bridge)?;
    let kabupaten = read.table.kabupaten().ok_or(Refused::NotOneKabupaten)?;
    let count = read.table.areas().count();
    import
        .write(app, &kabupaten, count, "wilayah", read.issues, |tx, _| {
            tx.put_areas(&read.table);
            tx.put_fact("kabupaten", kabupaten.as_str());
        })
        .await
}

/// The register: BDT 2015. R1.
pub async fn bdt(app: &App, import: &Import<'_>, files: &[PackFile]) -> Result<ImportReport, AppError> {
    let (kabupaten, areas) = place(app).await?;
    let read = exchange::bdt::read_all(files, &areas)?;
    let today = app.today();
    import
        .write(app, &kabupaten, read.items.len(), "rumah tangga", read.issues, |tx, id| {
            matching::put_register(tx, Some(id), &read.items, &areas, today);
        })
        .await
}

/// The civil registry's extract. R10.
pub async fn siak(app: &App, import: &Import<'_>, files: &[PackFile]) -> Result<ImportReport, AppError> {
    let (kabupaten, areas) = place(app).await?;
    let mut records = Vec::new();
    let mut issues = Vec::new();
    for file in files {
        let read = exchange::siak::read(file, &areas, app.today())?;
        records.extend(read.items);
        issues.extend(read.issues);
    }
    issues.sort();
    // a further extract goes on after the first one's numbers
    let last = app.store.read().await?.civil_record_last().await?;
    import
        .write(app, &kabupaten, records.len(), "penduduk", issues, |tx, id| {
            matching::put_civil_registry(tx, Some(id), &records, last);
        })
        .await
}

/// Registration books. R3–R7.
pub async fn registrations(app: &App, import: &Import<'_>, files: &[PackFile]) -> Result<ImportReport, AppError> {
    let (kabupaten, areas) = place(app).await?;
    let read = exchange::registrations::read_all(files, &areas, app.today())?;
    import
        .write(app, &kabupaten, read.items.len(), "pendaftaran", read.issues, |tx, id| {
            for registration in &read.items {
                let filing = Filing {
                    import_id: Some(id.to_owned()),
                    state: CaseState::Registered.code().to_owned(),
                    registered_by: None,
                    registered_at_ms: None,
                };
                // a number that the desk has given out already is refused as a whole
                tx.put_registration(registration, &filing, true);
                // by number until the batch knows more
                matching::put_round_keys(tx, &registration.number, Some(id), &linkage::written_keys(registration));
            }
        })
        .await
}

/// The kabupaten and its area table.
pub(crate) async fn place(app: &App) -> Result<(AreaCode, AreaTable), AppError> {
    let kabupaten = app.kabupaten().await?;
    Ok((kabupaten, app.store.read().await?.areas().await?))
}

/// Every import, by id.
pub async fn list(app: &App, officer: &Officer) -> Result<Vec<ImportRow>, AppError> {
    officer.may(Act::SeeImports, app.kabupaten().await?)?;
    Ok(app.store.read().await?.imports().await?)
}

/// Takes an import back: its rows go, the log keeps that they were there. Refused while a later
/// step rests on it.
pub async fn undo(app: &App, officer: &Officer, id: &str) -> Result<usize, AppError> {
    let kabupaten = app.kabupaten().await?;
    officer.may(Act::UndoImport, kabupaten)?;
    let mut tx = app.store.begin(kabupaten.as_str()).await?;
    let Some(mut import) = tx.import(id).await?.filter(|i| i.state == "SELESAI") else {
        return Err(Refused::NoImport(id.to_owned()).into());
    };
    if let Some(later) = later_step(&mut tx, &import.kind).await? {
        return Err(Refused::ImportUsed { step: later.to_string(), import: id.to_owned() }.into());
    }
    let mut rows = 0;
    if import.kind == "meetings" {
        rows = crate::deliberation::undo(&mut tx, &kabupaten, id).await?;
    }
    for table in tables_of(&import.kind) {
        let gone = delete(&mut tx, table, id).await?;
        // look-up keys and counts go along; they are not what was imported
        let derived = [&MATCH_PAGE, &MATCH_STATISTICS, &REGISTER_TWIN].iter().any(|t| t.name == table.name);
        rows += if derived { 0 } else { gone };
    }
    tx.delete_under(&IMPORT_ISSUE, id).await?;
    tx.delete_step(&import.kind);
    import.state = "DIBATALKAN".to_owned();
    tx.put_import(&import);
    let event = Event::Import(ImportEvent::Undone { import: id.to_owned() });
    tx.commit(logged(&event, officer.id.as_str(), app.now_ms())).await.map_err(|e| match e {
        StoreError::Constraint { .. } => AppError::from(Refused::ImportReferred(id.to_owned())),
        other => other.into(),
    })?;
    Ok(rows)
}

async fn later_step(tx: &mut Tx, kind: &str) -> Result<Option<&'static str>, AppError> {
    let after = ORDER.iter().position(|s| *s == kind).map_or(ORDER.len(), |p| p + 1);
    for name in &ORDER[after..] {
        if tx.step(name).await?.is_some() {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Tables an import of this kind filled, children first; sheets of meetings are taken back where they are read.
fn tables_of(kind: &str) -> Vec<&'static Table> {
    match kind {
        "areas" => vec![&HAMLET, &AREA_BRIDGE, &AREA],
        "bdt" => vec![&MATCH_PAGE, &MATCH_STATISTICS, &REGISTER_TWIN, &PERSON, &HOUSEHOLD],
        "siak" => vec![&MATCH_PAGE, &MATCH_STATISTICS, &CIVIL_PERSON],
        "registrations" => vec![&REGISTRATION_MEMBER, &MATCH_PAGE, &REGISTRATION],
        "questionnaires" => vec![&QUESTIONNAIRE],
        "model" => vec![&MODEL],
        _ => Vec::new(),
    }
}

async fn delete(tx: &mut Tx, table: &'static Table, import_id: &str) -> Result<usize, AppError> {
    if table.columns.iter().any(|c| c.name == "import_id") {
        return Ok(tx.delete_imported(table, import_id).await?);
    }
    // children and tables of one import only: everything goes
    let rows = tx.all(table).await?;
    for row in &rows {
        let mut key = row.values()?;
        key.truncate(table.key);
        tx.delete(table, key);
    }
    Ok(rows.len())
}
