//! `fkp print`: all form sets of an area in one job, printed by child processes, resumed after a stop.
//!
//! A press keeps memory for every page it set (some 20 MB a hamlet), so one process prints
//! [`BATCH`] hamlets and ends. The parent hands out the sets and keeps the list of finished ones.

mod check;
mod list;

pub use check::check;

use crate::args::{FkpPress, FkpPrint, FormPlace, PaperSize};
use crate::config::Config;
use crate::failure::Failure;
use crate::output::{Format, Listing, say};
use crate::printer::Printer;
use crate::refused::Refused;
use crate::review::area_of;
use app::App;
use app::access::Officer;
use app::error::AppError;
use app::meeting::{self, FormSet, FormSets, Training, form_sets};
use documents::Paper;
use domain::Date;
use domain::area::{AreaCode, AreaTable};
use domain::round::MeetingAct;
use exchange::form_sheet::{self, FormSheet, FormSheetRow};
use indicatif::{ProgressBar, ProgressStyle};
use list::{Line, PrintList};
use sha2::{Digest, Sha256};
use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Hamlets that one child process prints.
const BATCH: usize = 20;

impl PaperSize {
    fn paper(self) -> Paper {
        match self {
            Self::A4 => Paper::A4,
            Self::F4 => Paper::F4,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::F4 => "f4",
        }
    }
}

/// The form sets of a place; those that are missing are issued.
async fn sets_of(app: &App, place: &FormPlace) -> Result<FormSets, Failure> {
    let area = match area_of(place.area.as_deref())? {
        Some(area) => area,
        None => app.kabupaten().await?,
    };
    Ok(form_sets(app, &Officer::operator(), area, place.hamlet.as_deref()).await?)
}

/// Prints what is missing or has changed, and lists everything.
pub async fn print(
    app: &App,
    config: &Config,
    workspace: &Path,
    args: &FkpPrint,
    format: Format,
) -> Result<(), Failure> {
    let found = sets_of(app, &args.place).await?;
    if found.nowhere > 0 {
        say(format!("{} rumah tangga tidak tercetak: desa atau padukuhannya tidak diketahui.", found.nowhere));
    }
    if !found.issued.meetings.is_empty() {
        say(format!("{} rangkaian formulir terbit sekarang.", found.issued.meetings.len()));
    }
    if found.sets.is_empty() {
        return Err(AppError::rule(Refused::NoHamlet).into());
    }
    let look = look(config, args.paper);
    let list = PrintList::open(&args.out)?;
    let wanted = |set: &FormSet| names(set, args.xlsx).iter().any(|name| !list.stands(name, set, &look));
    let todo: Vec<&FormSet> = found.sets.iter().filter(|s| wanted(s)).collect();
    let before = found.sets.len() - todo.len();
    let work = Work { args, workspace, look: &look, todo: &todo, next: Mutex::new(0), bar: bar(todo.len()) };
    let list = Mutex::new(list);
    let ended: Vec<Result<(), Failure>> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..args.processes).map(|_| scope.spawn(|| work.hand(&list))).collect();
        hands.into_iter().map(|h| h.join().unwrap_or_else(|_| Err(broken("a printing thread panicked")))).collect()
    });
    work.bar.finish_and_clear();
    ended.into_iter().collect::<Result<(), _>>()?;
    let list = list.into_inner().map_err(|_| broken("a printing thread panicked"))?;
    list.write()?;
    let total = list.total(found.sets.iter().flat_map(|s| names(s, args.xlsx)));
    let mut listing = Listing::new(&["padukuhan", "dilewati", "berkas", "halaman", "byte"]);
    listing.row([
        found.sets.len().to_string(),
        before.to_string(),
        total.files.to_string(),
        total.pages.to_string(),
        total.bytes.to_string(),
    ]);
    listing.print(format)?;
    say(format!("Daftar cetak: {}", list.path().display()));
    Ok(())
}

/// Hands out the form sets of an area without printing them. R59.
pub async fn issue(app: &App, area: Option<&str>, format: Format) -> Result<(), Failure> {
    let area = match area_of(area)? {
        Some(area) => area,
        None => app.kabupaten().await?,
    };
    let bar = bar(0);
    let done = meeting::issue(app, &Officer::operator(), area, |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    })
    .await?;
    bar.finish_and_clear();
    let mut listing = Listing::new(&["terbit", "sudah_terbit", "baris", "tanpa_padukuhan"]);
    listing.row([
        done.meetings.len().to_string(),
        done.before.to_string(),
        done.rows.to_string(),
        done.nowhere.to_string(),
    ]);
    Ok(listing.print(format)?)
}

/// Opens the next stage of a closed meeting. R76.
pub async fn next(app: &App, meeting: &str) -> Result<(), Failure> {
    let next = meeting::issue_next(app, &Officer::operator(), meeting).await?;
    say(format!("Tahap berikutnya terbit: {next}"));
    Ok(())
}

/// Takes a step with signed minutes. R69, R70, R73.
pub async fn step(app: &App, meeting: &str, step: &str, reason: &str) -> Result<(), Failure> {
    let act = MeetingAct::from_code(step).filter(|act| meeting::OFFICE_ACTS.contains(act));
    let act = act.ok_or_else(|| {
        let words: Vec<&str> = meeting::OFFICE_ACTS.iter().map(|act| act.code()).collect();
        Failure::misused(
            "LANGKAH_TIDAK_DIKENAL",
            format!("`{step}` bukan langkah"),
            format!("Tulis: {}.", words.join(", ")),
        )
    })?;
    let at = meeting::step(app, &Officer::operator(), meeting, act, reason).await?;
    say(format!("Musyawarah {meeting}: {}", at.state.code()));
    Ok(())
}

/// Records a training of enumerators. R72.
pub async fn train(app: &App, meeting: &str, on: Date, place: &str, present: &[String]) -> Result<(), Failure> {
    let training = Training { on: Some(on), place: place.to_owned(), present: present.to_vec() };
    meeting::train(app, &Officer::operator(), meeting, &training).await?;
    say(format!("Pelatihan dicatat: {} petugas", present.len()));
    Ok(())
}

/// One pair, to look at.
pub async fn sample(app: &App, config: &Config, out: &Path) -> Result<usize, Failure> {
    let mut reader = app.store.read().await?;
    let areas = reader.areas().await?;
    let mut place = None;
    for prelist in reader.prelists().await? {
        let hamlet = reader.register_in(&prelist.area).await?.into_iter().find_map(|h| h.place.hamlet);
        if let (Ok(desa), Some(hamlet)) = (AreaCode::parse(&prelist.area), hamlet) {
            place = Some((desa, hamlet));
            break;
        }
    }
    drop(reader);
    let Some((desa, hamlet)) = place else { return Ok(0) };
    let found = form_sets(app, &Officer::operator(), desa, Some(&hamlet)).await?;
    let Some(set) = found.sets.first() else { return Ok(0) };
    let look = look(config, PaperSize::A4);
    Ok(put(&Printer::new(config.office.clone()), set, &areas, out, PaperSize::A4, false, &look)?.len())
}

/// One child: form sets come as JSON lines, what was written goes out as list lines.
pub async fn press(app: &App, config: &Config, args: &FkpPress) -> Result<(), Failure> {
    let areas = app.store.read().await?.areas().await?;
    let printer = Printer::new(config.office.clone());
    let look = look(config, args.paper);
    let lines: Vec<String> = std::io::stdin().lock().lines().collect::<Result<_, _>>()?;
    for line in lines {
        let set: FormSet = serde_json::from_str(&line).map_err(|e| broken(e.to_string()))?;
        let written = put(&printer, &set, &areas, &args.out, args.paper, args.xlsx, &look)?;
        let mut out = std::io::stdout().lock();
        for line in written {
            writeln!(out, "{}", line.text())?;
        }
        out.flush()?;
    }
    Ok(())
}

struct Work<'a> {
    args: &'a FkpPrint,
    workspace: &'a Path,
    look: &'a str,
    todo: &'a [&'a FormSet],
    next: Mutex<usize>,
    bar: ProgressBar,
}

impl Work<'_> {
    /// Takes batch after batch until none is left; the list is written after each.
    fn hand(&self, list: &Mutex<PrintList>) -> Result<(), Failure> {
        loop {
            let batch = {
                let mut next = self.next.lock().map_err(|_| broken("a printing thread panicked"))?;
                let from = *next;
                *next = (from + BATCH).min(self.todo.len());
                &self.todo[from..*next]
            };
            if batch.is_empty() {
                return Ok(());
            }
            self.child(batch, list)?;
            list.lock().map_err(|_| broken("a printing thread panicked"))?.write()?;
            if !std::io::stderr().is_terminal() {
                say(format!("{} dari {} padukuhan", self.bar.position(), self.todo.len()));
            }
        }
    }

    fn child(&self, batch: &[&FormSet], list: &Mutex<PrintList>) -> Result<(), Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("-C").arg(self.workspace).args(["fkp", "press", "--paper", self.args.paper.word(), "--out"]);
        command.arg(&self.args.out).stdin(Stdio::piped()).stdout(Stdio::piped());
        if self.args.xlsx {
            command.arg("--xlsx");
        }
        let mut child = command.spawn()?;
        // the child reads everything before it writes anything, so neither waits for the other
        if let Some(mut input) = child.stdin.take() {
            for set in batch {
                let line = serde_json::to_string(set).map_err(|e| broken(e.to_string()))?;
                writeln!(input, "{line}")?;
            }
        }
        let per_set = names(batch[0], self.args.xlsx).len();
        if let Some(output) = child.stdout.take() {
            for (at, text) in std::io::BufReader::new(output).lines().enumerate() {
                let line = Line::parse(&text?).ok_or_else(|| broken("a printing process wrote no list line"))?;
                debug_assert_eq!(line.look, self.look);
                list.lock().map_err(|_| broken("a printing thread panicked"))?.put(line);
                if (at + 1) % per_set == 0 {
                    self.bar.inc(1);
                }
            }
        }
        let status = child.wait()?;
        if status.success() { Ok(()) } else { Err(broken(format!("a printing process ended with {status}"))) }
    }
}

/// Writes the forms of one hamlet.
fn put(
    printer: &Printer,
    set: &FormSet,
    areas: &AreaTable,
    out: &Path,
    paper: PaperSize,
    xlsx: bool,
    look: &str,
) -> Result<Vec<Line>, Failure> {
    let (first, second) = printer.form_set(set, areas, paper.paper()).map_err(AppError::Fault)?;
    let mut files = vec![("FKP.01", first.pages, first.bytes), ("FKP.02", second.pages, second.bytes)];
    let place = Printer::place_of(set, areas).map_err(AppError::Fault)?;
    if xlsx {
        let sheet = FormSheet {
            place: &place,
            meeting: &set.meeting,
            desa: &set.desa,
            hamlet: &set.hamlet,
            stage: set.stage,
            set_hash: &set.short_hash(),
            f4: paper == PaperSize::F4,
            rows: set
                .rows
                .iter()
                .map(|r| FormSheetRow {
                    no_rts: &r.row,
                    head_name: &r.head_name,
                    member_names: &r.members,
                    address: &r.address,
                })
                .collect(),
        };
        let hint = "Perbaiki teks rumah tangga itu pada data, lalu cetak ulang.";
        let bytes = form_sheet::write(&sheet).map_err(|e| Failure::refused(e.code(), e.to_string(), hint))?;
        files.push(("XLSX", 0, bytes));
    }
    let folder = out.join("fkp");
    std::fs::create_dir_all(&folder)?;
    let mut lines = Vec::new();
    for ((form, pages, bytes), name) in files.into_iter().zip(names(set, xlsx)) {
        let path = out.join(&name);
        let unfinished = path.with_extension("tmp");
        std::fs::write(&unfinished, &bytes)?;
        std::fs::rename(&unfinished, &path)?;
        lines.push(Line {
            file: name,
            form: form.to_owned(),
            paper: paper.word().to_owned(),
            pages,
            rows: if form == "FKP.02" { 0 } else { set.rows.len() },
            bytes: bytes.len(),
            sha256: hex::encode(Sha256::digest(&bytes)),
            set_hash: set.hash.clone(),
            look: look.to_owned(),
            place: place.clone(),
        });
    }
    Ok(lines)
}

/// The files of a set, relative to the folder.
fn names(set: &FormSet, xlsx: bool) -> Vec<String> {
    let mut names = vec![format!("fkp/{}-fkp01.pdf", set.meeting), format!("fkp/{}-fkp02.pdf", set.meeting)];
    if xlsx {
        names.push(format!("fkp/{}.xlsx", set.meeting));
    }
    names
}

/// What changes a page though the set is the same: version, paper, the office's own words.
fn look(config: &Config, paper: PaperSize) -> String {
    let told = format!("{}|{}|{:?}", env!("CARGO_PKG_VERSION"), paper.word(), config.office);
    hex::encode(Sha256::digest(told)).chars().take(16).collect()
}

fn bar(sets: usize) -> ProgressBar {
    let bar = if std::io::stderr().is_terminal() { ProgressBar::new(sets as u64) } else { ProgressBar::hidden() };
    bar.set_style(
        ProgressStyle::with_template("{spinner} FKP {wide_bar} {pos}/{len} padukuhan, sisa {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar
}

fn broken(what: impl Into<String>) -> Failure {
    Failure::fault("PENCETAK_GAGAL", what, "Ulangi perintah yang sama; yang sudah tercetak dilewati.")
}
