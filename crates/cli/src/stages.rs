//! Commands that change the register: one for each stage, in the order of the stages.

use crate::failure::Failure;
use crate::intake::{self, Kind};
use crate::output::{Format, Listing, say};
use crate::refused::Refused;
use crate::wiring;
use app::access::Officer;
use app::error::AppError;
use app::{
    App, civil, decree, edition, export as results, identification, import as imports, person, prelist, programme,
    round, verification,
};
use domain::area::AreaCode;
use domain::defect::Level;
use domain::id::{DecreeNumber, HouseholdId};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Makes an empty workspace with its key, database and a commented settings file.
pub async fn init(dir: &Path, database: Option<&str>) -> Result<(), Failure> {
    wiring::create(dir, database, None).await?;
    say(format!("Ruang kerja siap: {}. Simpan cadangan folder kunci di tempat lain.", dir.display()));
    say(format!(
        "Berikutnya: mutakhir -C {} import file areas wilayah.csv padukuhan.csv jembatan_bps.csv, lalu user add dan round open",
        dir.display()
    ));
    Ok(())
}

/// What `import file` is asked to take.
pub struct Asked<'a> {
    /// Kind of the files.
    pub kind: Kind,
    /// Files and folders.
    pub paths: &'a [PathBuf],
    /// Settled layouts.
    pub layouts: &'a [PathBuf],
    /// Report only.
    pub dry_run: bool,
}

/// Writes the layout of a file as it was recognised.
pub fn layout(file: &Path, kind: Option<Kind>, out: Option<&Path>) -> Result<(), Failure> {
    let text = intake::layout(file, kind)?;
    let Some(out) = out else {
        print!("{text}");
        return Ok(());
    };
    std::fs::write(out, text).map_err(|e| AppError::Io { path: out.to_owned(), source: e })?;
    say(format!("Tata letak ditulis ke {}.", out.display()));
    Ok(())
}

/// Imports files of one kind and prints what was wrong with them.
pub async fn import(app: &App, officer: &Officer, asked: &Asked<'_>, format: Format) -> Result<(), Failure> {
    let kind = asked.kind;
    let files = intake::files(asked.paths, &app::layout::held(app, asked.layouts)?)?;
    let report = intake::take(app, officer, kind, &files, asked.dry_run).await?;
    if report.written {
        app::layout::keep(app, asked.layouts)?;
    }
    let mut listing = Listing::new(&["berkas", "baris", "kolom", "jenis", "tingkat", "pesan"]);
    for i in report.issues.iter().filter(|i| i.level > Level::Info) {
        let (kind, level) = (i.kind.code().to_owned(), i.level.code().to_owned());
        listing.row([i.file.clone(), i.row.to_string(), i.column.clone(), kind, level, i.message.clone()]);
    }
    listing.print(format)?;
    let done = if report.written { format!("impor {}", report.id) } else { "tidak disimpan (--dry-run)".to_owned() };
    say(format!("{}: {done}", report.summary(kind.what())));
    Ok(())
}

/// Takes an import back.
pub async fn undo(app: &App, officer: &Officer, id: &str) -> Result<(), Failure> {
    let items = imports::undo(app, officer, id).await?;
    say(format!("Impor {id} dibatalkan: {items} butir kembali seperti semula, jejaknya tetap dalam log."));
    Ok(())
}

/// Opens a round.
pub async fn open_round(app: &App, officer: &Officer, name: &str, calendar: Option<&Path>) -> Result<(), Failure> {
    let days = match calendar {
        None => BTreeMap::new(),
        Some(path) => {
            let text =
                std::fs::read_to_string(path).map_err(|source| AppError::Io { path: path.to_owned(), source })?;
            round::calendar(&text)?
        }
    };
    let opened = round::open(app, officer, name, days).await?;
    say(format!("Putaran {} dibuka atas register versi {}.", opened.name, opened.base));
    Ok(())
}

/// Closes the open round.
pub async fn close_round(app: &App, officer: &Officer, carry: bool, reason: &str) -> Result<(), Failure> {
    let closed = round::close(app, officer, carry, reason).await?;
    say(format!("Putaran {} ditutup.", closed.name));
    Ok(())
}

/// Every round.
pub async fn rounds(app: &App, officer: &Officer, format: Format) -> Result<(), Failure> {
    let mut listing = Listing::new(&["putaran", "keadaan", "dibuka", "ditutup", "kasus_terbuka", "jadwal"]);
    for view in round::list(app, officer).await? {
        let days: Vec<String> =
            view.round.calendar.days().map(|(step, day)| format!("{} {day}", step.code())).collect();
        let closed = view.round.closed.as_ref().map_or_else(String::new, |(day, ..)| day.to_string());
        listing.row([
            view.round.name.clone(),
            view.round.state.code().to_owned(),
            view.round.opened_on.to_string(),
            closed,
            view.open_cases().to_string(),
            days.join("; "),
        ]);
    }
    Ok(listing.print(format)?)
}

/// Stage 2.
pub async fn identify(app: &App, officer: &Officer) -> Result<(), Failure> {
    let found = identification::identify(app, officer).await?;
    let moved = verification::carry_on(app, officer).await?;
    match found {
        Some(found) => say(found.summary()),
        None if moved > 0 => say(format!("{moved} usulan musyawarah dilanjutkan")),
        None => say("Tidak ada pendaftaran yang menunggu identifikasi."),
    }
    Ok(())
}

/// The prelist, or its next supplement.
pub async fn freeze(app: &App, officer: &Officer) -> Result<(), Failure> {
    let frozen = prelist::freeze(app, officer).await?;
    if frozen.lists == 0 {
        say("Tidak ada kasus yang menunggu prelist.");
    } else {
        say(format!("{} dibekukan", frozen.summary()));
    }
    Ok(())
}

/// What a decree would hold now.
pub async fn decree_preview(app: &App, officer: &Officer, area: Option<&str>, format: Format) -> Result<(), Failure> {
    let preview = decree::preview(app, officer, area_of(area)?).await?;
    let mut listing = Listing::new(&["hal", "banyaknya"]);
    for (action, n) in &preview.actions {
        listing.row([action.clone(), n.to_string()]);
    }
    for held in &preview.held {
        listing.row([format!("menunggu {}", held.household), held.because.code().to_owned()]);
    }
    for (state, n) in preview.cases.iter().filter(|(state, _)| state.is_open()) {
        listing.row([format!("kasus {}", state.code()), n.to_string()]);
    }
    if preview.siak_unchecked > 0 {
        listing.row(["orang belum diperiksa di SIAK".to_owned(), preview.siak_unchecked.to_string()]);
    }
    Ok(listing.print(format)?)
}

/// Prepares a decree; another account signs it.
pub async fn prepare_decree(
    app: &App,
    officer: &Officer,
    number: &str,
    area: Option<&str>,
    waiver: Option<&str>,
) -> Result<(), Failure> {
    let how = decree::Preparing {
        number: DecreeNumber::new(number),
        area: area_of(area)?,
        waiver: waiver.map(str::to_owned),
    };
    match decree::prepare(app, officer, &how).await? {
        Some(head) => say(format!(
            "SK {} disiapkan atas {} rumah tangga; SHA-256 lampiran {}. Berikutnya: mutakhir decree sign --number {} --as AKUN_BUPATI",
            head.number, head.row_count, head.annex_hash, head.number
        )),
        None => say("Tidak ada rumah tangga yang siap disahkan."),
    }
    Ok(())
}

/// Signs a decree that another account prepared.
pub async fn sign_decree(app: &App, officer: &Officer, number: &str) -> Result<(), Failure> {
    let head = decree::sign(app, officer, &DecreeNumber::new(number)).await?;
    say(format!("SK {} ditandatangani; register versi {}.", head.number, head.version));
    Ok(())
}

/// Takes a draft back.
pub async fn withdraw_decree(app: &App, officer: &Officer, number: &str) -> Result<(), Failure> {
    decree::withdraw(app, officer, &DecreeNumber::new(number)).await?;
    say(format!("Rancangan SK {number} ditarik."));
    Ok(())
}

/// Hands a signed decree's data to the centre.
pub async fn deliver_decree(app: &App, officer: &Officer, number: &str) -> Result<(), Failure> {
    let head = decree::deliver(app, officer, &DecreeNumber::new(number)).await?;
    let day = head.delivered.map(|(day, _)| day).unwrap_or_default();
    say(format!("SK {} diserahkan pada {day}.", head.number));
    Ok(())
}

fn area_of(text: Option<&str>) -> Result<Option<AreaCode>, Failure> {
    let read = |t: &str| {
        AreaCode::parse(t).map_err(|_| {
            let hint = "Tulis misalnya 34.03.01.2001".to_owned();
            Failure::misused("KODE_WILAYAH_SALAH", format!("`{t}` bukan kode wilayah"), hint)
        })
    };
    text.map(read).transpose()
}

/// Persons in two households.
pub async fn conflicts(app: &App, officer: &Officer, format: Format) -> Result<(), Failure> {
    let mut listing = Listing::new(&["nomor", "rumah_tangga", "rumah_tangga_lain", "keadaan", "tinggal_di"]);
    for row in person::conflicts(app, officer).await? {
        let state = if row.is_settled { "SELESAI" } else { "TERBUKA" };
        listing.row([row.id, row.one, row.other, state.to_owned(), row.kept.unwrap_or_default()]);
    }
    Ok(listing.print(format)?)
}

/// Says in which household a person lives.
pub async fn settle(app: &App, officer: &Officer, id: &str, keep: &str, reason: &str) -> Result<(), Failure> {
    person::settle(app, officer, id, &HouseholdId::new(keep), reason).await?;
    say(format!("Dicatat: orang ini tinggal di rumah tangga {keep}."));
    Ok(())
}

/// What newer extracts of the civil registry say of an area.
pub async fn civil_changes(app: &App, officer: &Officer, area: Option<&str>, format: Format) -> Result<(), Failure> {
    let area = match area_of(area)? {
        Some(area) => area,
        None => app.kabupaten().await?,
    };
    let mut listing = Listing::new(&["impor", "nomor", "perubahan", "tanggal", "desa", "rumah_tangga", "keadaan"]);
    for row in civil::changes(app, officer, area).await? {
        let state = if row.is_done { "SELESAI" } else { "BARU" };
        listing.row([
            row.import_id,
            row.no.to_string(),
            row.kind.code().to_owned(),
            row.day.unwrap_or_default(),
            row.desa.unwrap_or_default(),
            row.household.unwrap_or_default(),
            state.to_owned(),
        ]);
    }
    Ok(listing.print(format)?)
}

/// The desa has dealt with a change of the civil registry.
pub async fn civil_done(app: &App, officer: &Officer, import: &str, no: i64, note: &str) -> Result<(), Failure> {
    civil::done(app, officer, import, no, note).await?;
    say("Dicatat.");
    Ok(())
}

/// Freezes the register before the first decree.
pub async fn base(app: &App, officer: &Officer) -> Result<(), Failure> {
    match edition::make_base(app, officer).await? {
        Some(row) => say(format!("edisi {}: {} rumah tangga", row.id, row.household_count)),
        None => say("Edisi dasar sudah ada."),
    }
    Ok(())
}

/// The next edition, ranked by the published model. R20, R21.
pub async fn rank(app: &App, officer: &Officer) -> Result<(), Failure> {
    if !edition::is_due(app).await? {
        say("Register dan model tidak berubah sejak edisi terakhir.");
        return Ok(());
    }
    let row = edition::make(app, officer).await?;
    say(format!("edisi {}: {} rumah tangga, {} orang, diperingkat", row.id, row.household_count, row.person_count));
    Ok(())
}

/// Stage 5.
pub async fn draw(app: &App, officer: &Officer, format: Format) -> Result<(), Failure> {
    let Some(drawn) = programme::draw_all(app, officer).await? else {
        say("Daftar terakhir masih berlaku.");
        return Ok(());
    };
    let mut listing = Listing::new(&["program", "masuk"]);
    for (name, admitted) in &drawn.admitted {
        listing.row([name.clone(), admitted.to_string()]);
    }
    Ok(listing.print(format)?)
}

/// The result files of design §4, and which edition they are of.
pub async fn export(app: &App, out: &Path) -> Result<(), Failure> {
    let done = results::results(app, out).await?;
    say(format!("{} berkas hasil dalam {}: {}", done.files.len(), out.display(), done.files.join(", ")));
    match (&done.edition, &done.draw) {
        (Some(edition), Some(draw)) => {
            say(format!("Peringkat dari edisi {edition}; daftar program dari penarikan {draw}."));
        }
        (Some(edition), None) => say(format!("Peringkat dari edisi {edition}; daftar program belum ditarik.")),
        (None, _) => say("Belum ada edisi yang diperingkat: peringkat dan daftar program tidak ditulis."),
    }
    Ok(())
}

/// Prints how many documents were written; rejects zero.
pub fn printed(written: Result<usize, Failure>) -> Result<(), Failure> {
    match written? {
        0 => Err(AppError::rule(Refused::NothingToPrint).into()),
        n => {
            say(format!("{n} dokumen ditulis"));
            Ok(())
        }
    }
}

/// Writes a backup and says what it holds.
pub async fn backup(app: &App, officer: &Officer, file: &Path, key: &Path) -> Result<(), Failure> {
    let made = app::backup::write(app, officer, file, key).await?;
    let bytes = std::fs::metadata(file).map_or(0, |held| held.len());
    let rows: u64 = made.rows.values().sum();
    say(format!("{}: {rows} baris dan {} berkas, {bytes} bita terenkripsi", file.display(), made.files));
    Ok(())
}

/// Restores a backup into an empty workspace and says what it held.
pub async fn restore(file: &Path, dir: &Path, database: Option<&str>, key: &Path) -> Result<(), Failure> {
    let held = app::backup::restore(file, dir, database, key).await?;
    let rows: u64 = held.rows.values().sum();
    say(format!("{}: {rows} baris dan {} berkas dipulihkan dan diperiksa; bersih", dir.display(), held.files));
    Ok(())
}

/// Makes a key for backups. A file that is there already stays.
pub fn backup_key(file: &Path) -> Result<(), AppError> {
    let key = app::backup::new_key(&app::ports::SystemRandom)?;
    let fault = |source| AppError::Io { path: file.to_owned(), source };
    let mut held = std::fs::File::options().create_new(true).write(true).open(file).map_err(fault)?;
    std::io::Write::write_all(&mut held, key.text().as_bytes()).map_err(fault)?;
    say(format!(
        "Kunci cadangan di {}. Simpan salinannya di luar kantor: tanpa kunci, cadangan tidak terbuka.",
        file.display()
    ));
    Ok(())
}
