//! Commands that change the register: one for each stage, in the order of the stages.

use crate::failure::Failure;
use crate::intake::{self, Kind};
use crate::output::{Format, Listing, say};
use crate::refused::Refused;
use crate::wiring;
use app::access::Officer;
use app::decree::{self, Decreeing};
use app::error::AppError;
use app::step::Step;
use app::{App, edition, export as results, identification, import as imports, prelist, programme};
use domain::defect::Level;
use domain::id::{AccountId, DecreeNumber};
use std::path::{Path, PathBuf};

/// Makes an empty workspace with its key, database and a commented settings file.
pub async fn init(dir: &Path, database: Option<&str>) -> Result<(), Failure> {
    wiring::create(dir, database, None).await?;
    say(format!("Ruang kerja siap: {}. Simpan cadangan folder kunci di tempat lain.", dir.display()));
    say(format!(
        "Berikutnya: mutakhir -C {} import file areas wilayah.csv padukuhan.csv jembatan_bps.csv",
        dir.display()
    ));
    Ok(())
}

/// Imports files of one kind and prints what was wrong with them.
pub async fn import(app: &App, kind: Kind, paths: &[PathBuf], dry_run: bool, format: Format) -> Result<(), Failure> {
    let files = intake::files(paths)?;
    let report = intake::take(app, &Officer::operator(), kind, &files, dry_run).await?;
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
pub async fn undo(app: &App, id: &str) -> Result<(), Failure> {
    let rows = imports::undo(app, &Officer::operator(), id).await?;
    say(format!("Impor {id} dibatalkan: {rows} baris dihapus, jejaknya tetap dalam log."));
    Ok(())
}

/// The step to take; `None`, said aloud, when it has been done.
async fn next(app: &App, name: &str) -> Result<Option<Step>, Failure> {
    let step = intake::step(app, name, &[]).await?;
    match step.already(app).await? {
        Some(summary) => {
            say(format!("Sudah selesai sebelumnya: {summary}"));
            Ok(None)
        }
        None => Ok(Some(step)),
    }
}

/// Stage 2.
pub async fn identify(app: &App) -> Result<(), Failure> {
    if let Some(step) = next(app, "identify").await? {
        say(identification::identify(app, &Officer::operator(), &step).await?.summary());
    }
    Ok(())
}

/// The prelist.
pub async fn freeze(app: &App) -> Result<(), Failure> {
    if let Some(step) = next(app, "prelist").await? {
        let frozen = prelist::freeze(app, &Officer::operator(), &step).await?;
        say(format!("{} baris dalam {} prelist dibekukan", frozen.rows, frozen.lists));
    }
    Ok(())
}

/// The decree. Who prepares does not sign.
pub async fn decree(app: &App, number: &str, prepared_by: &str, signed_by: &str) -> Result<(), Failure> {
    if let Some(step) = next(app, "decree").await? {
        let how = Decreeing {
            number: DecreeNumber::new(number),
            prepared_by: AccountId::new(prepared_by),
            signed_by: AccountId::new(signed_by),
            waiver: None,
        };
        let head = decree::issue(app, &Officer::operator(), &step, &how).await?;
        say(format!("SK {} atas {} rumah tangga; SHA-256 lampiran {}", head.number, head.row_count, head.annex_hash));
    }
    Ok(())
}

/// Edition n where it is missing, then edition n+1 ranked by the published model. R20, R21.
pub async fn rank(app: &App) -> Result<(), Failure> {
    let officer = Officer::operator();
    if app.store.read().await?.step("edition-base").await?.is_none() {
        let step = intake::step(app, "edition-base", &[]).await?;
        let row = edition::make_base(app, &officer, &step).await?;
        say(format!("edisi {}: {} rumah tangga", row.id, row.household_count));
    }
    if let Some(step) = next(app, "edition-next").await? {
        let row = edition::make_next(app, &officer, &step).await?;
        say(format!("edisi {}: {} rumah tangga, {} orang, diperingkat", row.id, row.household_count, row.person_count));
    }
    Ok(())
}

/// Stage 5.
pub async fn draw(app: &App, format: Format) -> Result<(), Failure> {
    if let Some(step) = next(app, "programmes").await? {
        let mut listing = Listing::new(&["program", "masuk"]);
        for (name, admitted) in programme::draw_all(app, &Officer::operator(), &step).await? {
            listing.row([name, admitted.to_string()]);
        }
        listing.print(format)?;
    }
    Ok(())
}

/// The result files of design §4.
pub async fn export(app: &App, out: &Path) -> Result<(), Failure> {
    let files = results::results(app, out).await?;
    say(format!("{} berkas hasil dalam {}: {}", files.len(), out.display(), files.join(", ")));
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
