//! Bringing office files in: areas, register, registration books. Every kind may arrive as often as it likes;
//! each arrival is a version of its own, one transaction, with what it changes shown before (dry run) and its way
//! back while nothing rests on it. Design D17.
//! (The civil registry, meetings, questionnaires and the survey are read in modules of their own.)

use crate::access::{Act, Officer};
use crate::error::AppError;
use crate::refused::Refused;
use crate::register::{self, Cause};
use crate::{App, day, logged, matching, round};
use domain::Date;
use domain::area::{AreaCode, AreaLevel, AreaTable};
use domain::civil_registry::CivilStatus;
use domain::defect::{DefectKind, Level};
use domain::event::{Event, ImportEvent};
use domain::household::{Household, Origin};
use domain::register::{Action, Change, Entry, is_half};
use domain::registration::Registration;
use domain::round::{CaseAct, CaseState};
use exchange::file::Content;
use exchange::{Issue, PackFile};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;
use store::case::{CaseKind, CaseRow, Move};
use store::import::{ImportRow, IssueRow};
use store::registration::Filing;
use store::table::IMPORT_ISSUE;
use store::{StoreError, Tx};

mod undo;

pub use undo::undo;

/// The state of an import that stands.
pub(crate) const TAKEN: &str = "SELESAI";

/// What an import took, what it changes and what it found wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportReport {
    /// Its id; the same files have the same.
    pub id: String,
    /// Items read.
    pub items: usize,
    /// Items that the workspace did not hold.
    pub added: usize,
    /// Items that replace what the workspace held.
    pub changed: usize,
    /// Items that the workspace held just so.
    pub unchanged: usize,
    /// Everything to be said about cells and rows, sorted.
    pub issues: Vec<Issue>,
    /// Whether it was written; not with `--dry-run`, and not when these very files are in already.
    pub written: bool,
    /// Of items that are judged as a whole (sheets of meetings): how many were refused, and how many were
    /// accepted with something to look at.
    pub judged: Option<(usize, usize)>,
}

impl ImportReport {
    /// A report of items that are all new.
    #[must_use]
    pub fn of_new(id: String, items: usize, issues: Vec<Issue>) -> Self {
        Self { id, items, added: items, changed: 0, unchanged: 0, issues, written: true, judged: None }
    }

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
        let apart = if self.changed + self.unchanged > 0 && judged.is_empty() {
            format!(" ({} baru, {} berubah, {} tetap)", self.added, self.changed, self.unchanged)
        } else {
            String::new()
        };
        let end = if judged.is_empty() { ";" } else { ":" };
        format!(
            "{} {what}{apart}{judged}{end} {} ditolak, {} peringatan, {} catatan",
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
    /// What the files hold: `areas`, `bdt`, `siak`, `registrations`, `meetings`, `questionnaires`, `survey`.
    pub kind: &'static str,
    /// SHA-256 of the files, hexadecimal.
    pub input: String,
    /// Name of the file or folder, for lists.
    pub source: String,
    /// Read and report, write nothing.
    pub dry_run: bool,
}

impl<'a> Import<'a> {
    /// An import of `files`. The same bytes are the same import, whatever the files are called; sheets of
    /// meetings are known by their names.
    pub fn of(
        officer: &'a Officer,
        kind: &'static str,
        files: &[&PackFile],
        source: &str,
        dry_run: bool,
    ) -> Result<Self, AppError> {
        let mut parts = Vec::new();
        for file in files {
            let name = if kind == "meetings" { file.name.as_str() } else { "" };
            parts.push((hash_file(file)?, name.to_owned()));
        }
        parts.sort();
        let mut hash = Sha256::new();
        hash.update(format!("mutakhir-impor-2/{kind}/"));
        for (digest, name) in parts {
            hash.update(digest);
            hash.update((name.len() as u64).to_be_bytes());
            hash.update(name);
        }
        Ok(Self { officer, kind, input: hex::encode(hash.finalize()), source: source.to_owned(), dry_run })
    }

    /// Id of the import: kind and the first digits of what it read.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}-{}", self.kind, &self.input[..12])
    }

    /// The import of these very files, when it stands already: taking them again changes nothing.
    pub async fn before(&self, app: &App) -> Result<Option<ImportRow>, AppError> {
        Ok(app.store.read().await?.import(&self.id()).await?.filter(|i| i.state == TAKEN))
    }

    /// Whether its items are judged against what the workspace holds: what was refused once may be taken later,
    /// so the same file may come again.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        matches!(self.kind, "meetings" | "questionnaires")
    }

    /// Begins the change of an import.
    pub(crate) async fn begin(&self, app: &App, chain: &AreaCode) -> Result<Tx, AppError> {
        self.officer.may(self.act(), chain)?;
        let mut tx = app.store.begin(chain.as_str()).await?;
        day::check(app, &mut tx).await?;
        // two offices send the same file at once: the second one is told
        let known = tx.import(&self.id()).await?.is_some_and(|i| i.state == TAKEN);
        if !self.dry_run && known && !self.is_judged() {
            return Err(Refused::ImportedBefore(self.id()).into());
        }
        // what the file brings refers to it, and a large file is sent to the database in parts
        let round = round::open_id(&mut tx).await?;
        tx.put_import(&self.row(app, &ImportReport::of_new(self.id(), 0, Vec::new()), round, None));
        Ok(tx)
    }

    fn row(&self, app: &App, report: &ImportReport, round: Option<String>, day: Option<Date>) -> ImportRow {
        let count = |level| report.count(level) as i64;
        ImportRow {
            id: report.id.clone(),
            kind: self.kind.to_owned(),
            source: self.source.clone(),
            sha256: self.input.clone(),
            state: TAKEN.to_owned(),
            row_count: report.items as i64,
            reject_count: count(Level::Reject),
            warning_count: count(Level::Warning),
            info_count: count(Level::Info),
            at_ms: app.now_ms(),
            round,
            actor: Some(self.officer.id.as_str().to_owned()),
            day: day.map(|d| d.to_string()),
            added: report.added as i64,
            changed: report.changed as i64,
            unchanged: report.unchanged as i64,
        }
    }

    /// Dukcapil answers for the civil registry; every other file is the social service's.
    fn act(&self) -> Act {
        let answers = self.kind == "siak" && self.officer.could_somewhere(Act::AnswerSiak);
        if answers { Act::AnswerSiak } else { Act::Import }
    }

    /// Ends it: import, issues and event come with the rows. With a dry run nothing is written.
    pub(crate) async fn end(
        &self,
        app: &App,
        mut tx: Tx,
        mut report: ImportReport,
        day: Option<Date>,
    ) -> Result<ImportReport, AppError> {
        if self.dry_run {
            report.written = false;
            return Ok(report);
        }
        let round = round::open_id(&mut tx).await?;
        tx.put_import(&self.row(app, &report, round, day));
        put_issues(&mut tx, &report.id, &report.issues);
        let event = Event::Import(ImportEvent::Taken {
            import: report.id.clone(),
            rows: report.items,
            rejected: report.count(Level::Reject),
        });
        tx.commit(logged(&event, self.officer.id.as_str(), app.now_ms())).await?;
        Ok(report)
    }
}

/// SHA-256 of a file's bytes.
pub fn hash_file(file: &PackFile) -> Result<[u8; 32], AppError> {
    let mut hash = Sha256::new();
    match &file.content {
        Content::Bytes(bytes) => hash.update(bytes),
        Content::Path(path) => {
            let mut open = std::fs::File::open(path).map_err(|e| match e.kind() {
                std::io::ErrorKind::NotFound => exchange::ReadError::Missing { file: file.name.clone() }.into(),
                _ => AppError::io(path, e),
            })?;
            let mut buffer = vec![0u8; 1 << 16];
            loop {
                let n = open.read(&mut buffer).map_err(|e| AppError::io(path, e))?;
                if n == 0 {
                    break;
                }
                hash.update(&buffer[..n]);
            }
        }
    }
    Ok(hash.finalize().into())
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

/// What is said of a whole item: which other thing it meets.
pub(crate) fn issue_of(origin: &Origin, kind: DefectKind, level: Level, column: &str, about: &str) -> Issue {
    let message = exchange::issue::message(kind, about);
    Issue { file: origin.file.clone(), row: origin.row, column: column.to_owned(), kind, level, message }
}

/// Areas, hamlets and the bridge between the code systems. The table's one kabupaten becomes the
/// workspace's; another one is refused.
pub async fn areas(
    app: &App,
    import: &Import<'_>,
    areas: &PackFile,
    hamlets: Option<&PackFile>,
    bridge: Option<&PackFile>,
) -> Result<ImportReport, AppError> {
    let read = exchange::areas::read(areas, hamlets, bridge)?;
    let kabupaten = read.table.kabupaten().ok_or(Refused::NotOneKabupaten)?;
    if let Ok(own) = app.kabupaten().await
        && own != kabupaten
    {
        return Err(Refused::OtherKabupaten { own: own.dotted(), other: kabupaten.dotted() }.into());
    }
    let mut tx = import.begin(app, &kabupaten).await?;
    let held = tx.areas().await?.as_of(app.today());
    let before: BTreeMap<AreaCode, String> = held.areas().map(|a| (a.code, a.name.clone())).collect();
    let mut report = ImportReport::of_new(import.id(), read.table.areas().count(), read.issues);
    report.added = read.table.areas().filter(|a| !before.contains_key(&a.code)).count();
    report.unchanged = read.table.areas().filter(|a| before.get(&a.code) == Some(&a.name)).count();
    report.changed = report.items - report.added - report.unchanged;
    for issue in ended(&mut tx, &held, &read.table.clone().as_of(app.today()), &areas.name).await? {
        report.issues.push(issue);
    }
    tx.put_areas(&read.table);
    tx.put_fact("kabupaten", kabupaten.as_str());
    import.end(app, tx, report, None).await
}

/// Desa that end by a new area table while households or registrations are written under them: what is imported
/// later, and the next list, goes under the code in force; what is written stays until its file comes again.
async fn ended(tx: &mut Tx, before: &AreaTable, now: &AreaTable, file: &str) -> Result<Vec<Issue>, AppError> {
    let mut issues = Vec::new();
    for area in now.areas().filter(|a| a.code.level() == AreaLevel::Desa) {
        if !now.has_ended(&area.code) || before.has_ended(&area.code) {
            continue;
        }
        let code = area.code.as_str();
        let (households, registrations) = (tx.household_count(code, "").await?, tx.registrations_in_desa(code).await?);
        if households + registrations > 0 {
            let next = now.in_force(area.code);
            let about = format!(
                "{} menjadi {} {}; di sana tercatat {households} rumah tangga dan {registrations} pendaftaran",
                area.code.dotted(),
                next.dotted(),
                now.name(&next)
            );
            let origin = Origin { file: file.to_owned(), row: 0 };
            issues.push(issue_of(&origin, DefectKind::AreaEnded, Level::Warning, "", &about));
        }
    }
    Ok(issues)
}

/// The register: BDT 2015, its further files and their corrections. R1.
///
/// A household that a visit or a decree has brought up to date since is not written over: it is said.
pub async fn bdt(app: &App, import: &Import<'_>, files: &[PackFile]) -> Result<ImportReport, AppError> {
    let (kabupaten, areas) = place(app).await?;
    let read = exchange::bdt::read_all(files, &areas)?;
    let mut tx = import.begin(app, &kabupaten).await?;
    let (was, mut register) = register::load(app, &mut tx).await?;
    let civil = tx.civil_records_with(CivilStatus::Dead).await?;
    let dead = register::dead(app, &civil);
    let round = round::open_id(&mut tx).await?;
    let mut report = ImportReport::of_new(import.id(), read.items.len(), read.issues);
    (report.added, report.changed, report.unchanged) = (0, 0, 0);
    let (mut fresh, mut changes) = (Vec::new(), BTreeMap::new());
    for mut household in read.items {
        let deaths = dead.mark(&mut household.members);
        let Some((entry, standing)) = register.get(&household.id) else {
            report.added += 1;
            fresh.push(household);
            continue;
        };
        let from_file = standing.action.is_empty() || standing.action == Action::MembersCorrected.code();
        if same_but_for_origin(&entry.household, &household) {
            report.unchanged += 1;
        } else if from_file && is_half(&entry.household, &household) {
            report.unchanged += 1;
            let kind = DefectKind::HalfCorrection;
            report.issues.push(issue_of(&household.origin, kind, Level::Reject, "", household.id.as_str()));
        } else if from_file {
            report.changed += 1;
            household.origin = entry.household.origin.clone();
            let change = Change {
                before: Some(entry.clone()),
                after: Entry { household, ..entry.clone() },
                action: Action::MembersCorrected,
                source: import.id(),
                case: None,
                deaths,
            };
            changes.insert(entry.household.id.clone(), change);
        } else {
            report.unchanged += 1;
            let kind = DefectKind::HouseholdDecreed;
            report.issues.push(issue_of(&household.origin, kind, Level::Warning, "", household.id.as_str()));
        }
    }
    report.issues.sort();
    let actor = import.officer.id.as_str();
    if changes.is_empty() && fresh.is_empty() {
        return import.end(app, tx, report, None).await;
    }
    let mut row = register::version_row(app, Cause::Bdt, &import.id(), actor, round.as_deref(), &changes);
    row.households += fresh.len() as i64;
    let version = if changes.is_empty() {
        tx.add_register_version(row).await?
    } else {
        register::write(app, &mut tx, &areas, &mut register, &changes, row).await?.unwrap_or(was)
    };
    let source = Some(report.id.as_str());
    register::put_new(&mut tx, source, fresh, &areas, (version, app.today()), &mut register).await?;
    register::recount(&mut tx, &register).await?;
    let report = import.end(app, tx, report, None).await?;
    if report.written {
        register::keep(app, version, register);
    }
    Ok(report)
}

/// Whether two rows say the same; which file and row they were read from is no part of it.
fn same_but_for_origin(a: &Household, b: &Household) -> bool {
    let bare = |h: &Household| Household { origin: Origin::default(), ..h.clone() };
    bare(a) == bare(b)
}

/// Registration books. R3–R7. A number that is in already with the same content changes nothing; with other
/// content it is a correction, until its prelist is frozen.
pub async fn registrations(app: &App, import: &Import<'_>, files: &[PackFile]) -> Result<ImportReport, AppError> {
    let (kabupaten, areas) = place(app).await?;
    let read = exchange::registrations::read_all(files, &areas, app.today())?;
    let mut tx = import.begin(app, &kabupaten).await?;
    let held: BTreeMap<_, _> = tx.registrations().await?.into_iter().map(|r| (r.number.clone(), r)).collect();
    let cases = tx.cases().await?;
    let round = round::open_id(&mut tx).await?;
    let hand = import.officer.hand(Act::Import, app.now_ms());
    let id = import.id();
    let mut report = ImportReport::of_new(id.clone(), read.items.len(), read.issues);
    (report.added, report.changed, report.unchanged) = (0, 0, 0);
    for registration in &read.items {
        let number = registration.number.as_str();
        let filing = Filing { import_id: Some(id.clone()), ..Filing::default() };
        match (held.get(&registration.number), cases.get(number)) {
            (None, _) => {
                report.added += 1;
                tx.put_registration(registration, &filing, true);
                let case = CaseRow::new(number, CaseKind::Registration, registration.desa.as_str(), round.clone());
                let complete = (!registration.is_draft()).then(|| Move::from(CaseAct::Submit));
                tx.open_case(case, complete.as_slice(), hand)?;
            }
            (Some(before), _) if same_registration(before, registration) => {
                report.unchanged += 1;
                continue;
            }
            (Some(before), Some(case)) if can_be_corrected(case.state) => {
                report.changed += 1;
                let brought = tx.registration(&before.number).await?.and_then(|(_, f)| f.import_id);
                tx.put_registration_past(before, brought.as_deref(), &id);
                tx.put_registration(registration, &filing, false);
                let mut moves = vec![Move::from(CaseAct::Correct)];
                if case.state == CaseState::Draft && !registration.is_draft() {
                    moves.push(CaseAct::Submit.into());
                }
                tx.move_case(number, &moves, hand).await?;
            }
            (Some(_), _) => {
                report.unchanged += 1;
                let kind = DefectKind::RegistrationFrozen;
                report.issues.push(issue_of(&registration.origin, kind, Level::Reject, "nomor", number));
                continue;
            }
        }
        // by number until identification knows more
        matching::put_round_keys(
            &mut tx,
            &registration.number,
            Some(&id),
            &linkage::written_keys(registration, &areas),
        );
    }
    report.issues.sort();
    import.end(app, tx, report, None).await
}

/// Whether a registration can still be replaced by the office: its prelist is not frozen.
fn can_be_corrected(state: CaseState) -> bool {
    matches!(state, CaseState::Draft | CaseState::Registered | CaseState::Review | CaseState::Categorised)
}

fn same_registration(a: &Registration, b: &Registration) -> bool {
    let bare = |r: &Registration| Registration { origin: Origin::default(), ..r.clone() };
    bare(a) == bare(b)
}

/// The kabupaten and its area table.
pub(crate) async fn place(app: &App) -> Result<(AreaCode, AreaTable), AppError> {
    let kabupaten = app.kabupaten().await?;
    Ok((kabupaten, app.store.read().await?.areas().await?.as_of(app.today())))
}

/// Every import, in the order in which they were taken.
pub async fn list(app: &App, officer: &Officer) -> Result<Vec<ImportRow>, AppError> {
    officer.may(Act::SeeImports, app.kabupaten().await?)?;
    Ok(app.store.read().await?.imports().await?)
}
