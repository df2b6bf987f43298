//! Commands that only look: lists, reports, verification.

use crate::failure::Failure;
use crate::output::{Format, Listing, say};
use crate::refused::Refused;
use app::access::Officer;
use app::error::AppError;
use app::{App, audit as trail, import};
use std::path::{Path, PathBuf};
use store::edition::EditionRow;

/// Every import.
pub async fn imports(app: &App, format: Format) -> Result<(), Failure> {
    let mut listing =
        Listing::new(&["impor", "jenis", "sumber", "keadaan", "baris", "ditolak", "peringatan", "catatan"]);
    for i in import::list(app, &Officer::operator()).await? {
        let counts = [i.row_count, i.reject_count, i.warning_count, i.info_count].map(|n| n.to_string());
        listing.row([i.id, i.kind, i.source, i.state].into_iter().chain(counts));
    }
    Ok(listing.print(format)?)
}

/// The quarantine report of an import.
pub async fn issues(app: &App, id: &str, format: Format) -> Result<(), Failure> {
    let mut reader = app.store.read().await?;
    if reader.import(id).await?.is_none() {
        return Err(AppError::rule(Refused::NoImport(id.to_owned())).into());
    }
    let mut listing = Listing::new(&["berkas", "baris", "kolom", "jenis", "tingkat", "pesan"]);
    for i in reader.all_issues().await?.into_iter().filter(|i| i.import_id == id) {
        listing.row([i.file, i.line.to_string(), i.col, i.kind, i.level, i.message]);
    }
    Ok(listing.print(format)?)
}

/// Every edition.
pub async fn editions(app: &App, format: Format) -> Result<(), Failure> {
    let mut listing = Listing::new(&["edisi", "induk", "tanggal", "rumah_tangga", "orang", "sk", "sha256"]);
    for e in app.store.read().await?.editions().await? {
        listing.row(edition_cells(&e));
    }
    Ok(listing.print(format)?)
}

fn edition_cells(e: &EditionRow) -> [String; 7] {
    [
        e.id.clone(),
        e.parent.clone().unwrap_or_default(),
        e.as_of.clone(),
        e.household_count.to_string(),
        e.person_count.to_string(),
        e.decree.clone().unwrap_or_default(),
        e.manifest_sha256.clone(),
    ]
}

async fn find_edition(app: &App, id: &str) -> Result<(EditionRow, PathBuf), Failure> {
    let found = app.store.read().await?.editions().await?.into_iter().find(|e| e.id == id);
    let row = found.ok_or_else(|| AppError::rule(Refused::NoEdition(id.to_owned())))?;
    let folder = app.dir().join(&row.folder);
    Ok((row, folder))
}

/// What became of each household in an edition.
pub async fn edition(app: &App, id: &str, format: Format) -> Result<(), Failure> {
    let (row, folder) = find_edition(app, id).await?;
    let mut listing = Listing::new(&["edisi", "induk", "tanggal", "rumah_tangga", "orang", "sk", "sha256"]);
    listing.row(edition_cells(&row));
    listing.print(format)?;
    say(format!("Paket: {}", folder.display()));
    Ok(())
}

/// Signature and every file of an edition's package, against the log's own record.
pub async fn verify_edition(app: &App, id: &str) -> Result<(), Failure> {
    find_edition(app, id).await?;
    let (_, damaged) = trail::verify(app, &Officer::operator(), &trail::Against::default()).await?;
    match damaged.into_iter().find(|d| d.edition == id) {
        None => {
            say(format!("Edisi {id} utuh dan tanda tangannya sah."));
            Ok(())
        }
        Some(d) => Err(AppError::rule(Refused::EditionDamaged { edition: d.edition, what: d.what }).into()),
    }
}

/// Counts of what one edition has that another has not.
pub async fn edition_difference(app: &App, old: &str, new: &str, format: Format) -> Result<(), Failure> {
    let (_, before) = find_edition(app, old).await?;
    let (_, after) = find_edition(app, new).await?;
    let d = ::edition::diff(&before, &after).map_err(AppError::from)?;
    let mut listing = Listing::new(&["perubahan", "rumah_tangga", "menjadi"]);
    d.added.iter().for_each(|h| listing.row(["BARU", h.as_str(), ""]));
    d.changed.iter().for_each(|h| listing.row(["BERUBAH", h.as_str(), ""]));
    d.removed.iter().for_each(|h| listing.row(["KELUAR", h.as_str(), ""]));
    d.merged.iter().for_each(|(from, into)| listing.row(["DIGABUNG", from.as_str(), into.as_str()]));
    listing.print(format)?;
    say(format!(
        "{} baru, {} berubah, {} keluar, {} digabung, {} tetap",
        d.added.len(),
        d.changed.len(),
        d.removed.len(),
        d.merged.len(),
        d.unchanged
    ));
    Ok(())
}

/// Copies an edition's package into a new folder.
pub async fn export_edition(app: &App, id: &str, out: &Path) -> Result<(), Failure> {
    let (_, folder) = find_edition(app, id).await?;
    if out.exists() {
        return Err(AppError::rule(Refused::FolderTaken(out.display().to_string())).into());
    }
    let mut todo = vec![folder.clone()];
    let mut files = 0;
    while let Some(next) = todo.pop() {
        for entry in std::fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                todo.push(path);
                continue;
            }
            let inside = path.strip_prefix(&folder).unwrap_or(&path);
            let target = out.join(inside);
            if let Some(parent) = target.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::copy(&path, &target)?;
            files += 1;
        }
    }
    say(format!("{files} berkas edisi {id} disalin ke {}", out.display()));
    Ok(())
}

/// The published model, as its file.
pub async fn model(app: &App) -> Result<(), Failure> {
    let models = app.store.read().await?.models().await?;
    let found = models.into_iter().next_back();
    let row = found.ok_or_else(|| AppError::from(app::Refused::NoModel))?;
    print!("{}", row.content);
    say(format!("model {}, SHA-256 {}", row.id, row.sha256));
    Ok(())
}

/// The clauses that admitted a household, and those that failed.
pub async fn explain(app: &App, household: &str, format: Format) -> Result<(), Failure> {
    let rows = app.store.read().await?.programme_rows_of_household(household).await?;
    if rows.is_empty() {
        return Err(AppError::rule(Refused::NotListed(household.to_owned())).into());
    }
    let mut listing = Listing::new(&["undian", "program", "unit", "status", "klausul", "urutan"]);
    rows.into_iter()
        .for_each(|r| listing.row([r.draw, r.programme, r.unit, r.status, r.clause, r.position.to_string()]));
    Ok(listing.print(format)?)
}

/// `audit verify`: clean, or the first bad event by name.
pub async fn audit(app: &App, files: Vec<PathBuf>, key: Option<String>) -> Result<(), Failure> {
    let against = trail::Against { files, key };
    let (report, damaged) = trail::verify(app, &Officer::operator(), &against).await?;
    let counts = format!("{} peristiwa, {} rantai, {} baris", report.events, report.chains, report.rows);
    if let Some(first) = report.first_bad() {
        let event = match first.seq {
            Some(seq) => format!("peristiwa {seq} ({})", first.event),
            None => "tanpa peristiwa".to_owned(),
        };
        let what = format!(
            "{event}: {} ({} {}); {} temuan dari {counts}",
            first.what.text(),
            first.table,
            first.key,
            report.findings.len()
        );
        return Err(Failure::refused(
            first.what.code(),
            what,
            "Pulihkan cadangan terakhir yang bersih, dan simpan basis data ini sebagai bukti.",
        ));
    }
    if let Some(d) = damaged.into_iter().next() {
        return Err(AppError::rule(Refused::EditionDamaged { edition: d.edition, what: d.what }).into());
    }
    let compared = match &report.checkpoint {
        Some((size, root)) => {
            format!("{} titik periksa cocok, terakhir {size} peristiwa dengan akar {root}", report.checkpoints)
        }
        None => "belum ada titik periksa; buat dengan audit checkpoint".to_owned(),
    };
    say(format!("Bersih: {counts}. {compared}"));
    Ok(())
}

/// Prints a checkpoint as it is handed out: a new one, or an older one by its root.
pub async fn checkpoint(app: &App, root: Option<&str>) -> Result<(), Failure> {
    let officer = Officer::operator();
    let signed = match root {
        Some(root) => trail::checkpoint_of(app, &officer, root).await?,
        None => trail::checkpoint(app, &officer).await?,
    };
    print!("{}", signed.note);
    Ok(())
}

/// Prints the log's public key.
pub async fn log_key(app: &App) -> Result<(), Failure> {
    println!("{}", trail::public_key(app, &Officer::operator()).await?);
    Ok(())
}

/// Prints proofs that events stand in the log, or writes each into a file.
pub async fn proof(app: &App, events: &[i64], out: Option<&Path>) -> Result<(), Failure> {
    let proofs = trail::proofs(app, &Officer::operator(), events).await?;
    let Some(out) = out else {
        proofs.iter().for_each(|(_, proof)| print!("{proof}"));
        return Ok(());
    };
    let fault = |path: &Path, source| AppError::Io { path: path.to_owned(), source };
    std::fs::create_dir_all(out).map_err(|e| fault(out, e))?;
    for (seq, proof) in &proofs {
        let file = out.join(format!("{seq}.tlog-proof"));
        std::fs::write(&file, proof).map_err(|e| fault(&file, e))?;
    }
    say(format!("{} bukti di {}", proofs.len(), out.display()));
    Ok(())
}
