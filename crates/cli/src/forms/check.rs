//! `fkp check`: printed form sets read back with the tools an office would use (`pdftotext`, `qpdf`,
//! the importer), and compared with the data cell by cell. R39–R44, R47, R59.

use super::sets_of;
use crate::args::FkpCheck;
use crate::failure::Failure;
use crate::output::{Format, Listing};
use app::App;
use app::meeting::FormSet;
use domain::area::AreaTable;
use domain::deliberation::sheet::SheetRow;
use exchange::PackFile;
use std::path::Path;
use std::process::Command;
use store::meeting::FormRow;

/// Maximum differences that are listed; the others are only counted.
const TOLD_MAX: usize = 20;

/// Compares every form set of the area with what lies in the folder.
pub async fn check(app: &App, args: &FkpCheck, format: Format) -> Result<(), Failure> {
    for tool in ["qpdf", "pdftotext"] {
        if Command::new(tool).arg("--version").output().is_err() {
            let hint = "Pasang qpdf dan poppler-utils, lalu ulangi";
            return Err(Failure::refused("ALAT_PERIKSA_TIDAK_ADA", format!("{tool} tidak dapat dijalankan"), hint));
        }
    }
    let folder = args.out.join("fkp");
    if !folder.is_dir() {
        let what =
            format!("tidak ada formulir tercetak di {}: folder {} tidak ada", args.out.display(), folder.display());
        let hint = "Beri --out folder yang dipakai `mutakhir fkp print`, atau cetak dahulu ke sana";
        return Err(Failure::refused("CETAKAN_TIDAK_ADA", what, hint));
    }
    let found = sets_of(app, &args.place).await?;
    let areas = app.store.read().await?.areas().await?;
    let (mut papers, mut pages, mut workbooks, mut rows) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for set in &found.sets {
        let file = |end: &str| args.out.join("fkp").join(format!("{}{end}", set.meeting));
        for form in [first_form(set, &file("-fkp01.pdf")), second_form(set, &file("-fkp02.pdf"))] {
            match form {
                Ok(more) => pages += more,
                Err(what) => wrong.push(what),
            }
        }
        papers += 2;
        rows += set.rows.len();
        let twin = file(".xlsx");
        if twin.exists() {
            workbooks += 1;
            wrong.extend(workbook(set, &twin, &areas).err());
        }
    }
    let mut listing = Listing::new(&["padukuhan", "pdf", "halaman", "xlsx", "baris", "berbeda"]);
    listing.row([found.sets.len(), papers, pages, workbooks, rows, wrong.len()].map(|n| n.to_string()));
    if wrong.is_empty() {
        return Ok(listing.print(format)?);
    }
    let told: Vec<&str> = wrong.iter().take(TOLD_MAX).map(String::as_str).collect();
    Err(Failure::refused(
        "CETAKAN_BERBEDA",
        format!("{} berkas tercetak tidak sama dengan data: {}", wrong.len(), told.join("; ")),
        "Jalankan `mutakhir fkp print` dengan folder yang sama, lalu periksa lagi",
    ))
}

/// Every row stands on FKP.01 with all its cells, in order, and nothing else stands between.
fn first_form(set: &FormSet, path: &Path) -> Result<usize, String> {
    let (all, pages) = letters(set, path)?;
    let mut rest = all.as_str();
    for (no, row) in (1..).zip(&set.rows) {
        let members: String = (1..).zip(&row.members).map(|(at, name)| format!("{at}{name}")).collect();
        let members = if members.is_empty() { "tidak ada".to_owned() } else { members };
        let count = (row.members.len() + 1).to_string();
        let cells = [&no.to_string(), &row.row, &row.head_name, &members, &count, &row.address, "12345678"];
        let printed = bare(&cells.concat());
        let at = rest.find(&printed).ok_or_else(|| format!("{}: baris {no} tidak ada: {printed}", path.display()))?;
        rest = &rest[at + printed.len()..];
    }
    Ok(pages)
}

/// FKP.02 names the meeting's hamlet and carries nothing of a household.
fn second_form(set: &FormSet, path: &Path) -> Result<usize, String> {
    let (all, pages) = letters(set, path)?;
    match set.rows.iter().find(|row| all.contains(&bare(&row.row))) {
        Some(row) => Err(format!("{}: memuat {} dari FKP.01", path.display(), row.row)),
        None => Ok(pages),
    }
}

/// All letters in reading order without white space, and the number of pages. The file is sound, names
/// the hamlet, and carries the set's mark on every page.
fn letters(set: &FormSet, path: &Path) -> Result<(String, usize), String> {
    let name = path.display();
    if !path.is_file() {
        return Err(format!("{name}: berkasnya tidak ada"));
    }
    let sound = Command::new("qpdf").arg("--check").arg(path).output().map_err(|e| format!("qpdf: {e}"))?;
    if !sound.status.success() {
        return Err(format!("{name}: rusak menurut qpdf"));
    }
    let read = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8"])
        .arg(path)
        .arg("-")
        .output()
        .map_err(|e| format!("pdftotext: {e}"))?;
    let text = String::from_utf8(read.stdout).map_err(|_| format!("{name}: teksnya bukan UTF-8"))?;
    let pages = text.matches('\u{c}').count();
    let all = bare(&text);
    let mark = bare(&format!("Sidik rangkaian formulir: {}", set.short_hash()));
    if pages == 0 || all.matches(&mark).count() != pages {
        return Err(format!("{name}: sidik rangkaian tidak ada di setiap halaman"));
    }
    if !all.contains(&bare(&set.hamlet)) {
        return Err(format!("{name}: {} tidak disebut", set.hamlet));
    }
    Ok((all, pages))
}

/// The twin is read by the importer as what was printed.
fn workbook(set: &FormSet, path: &Path, areas: &AreaTable) -> Result<(), String> {
    let name = format!("musyawarah/{}.xlsx", set.meeting);
    let bytes = std::fs::read(path).map_err(|e| format!("{name}: {e}"))?;
    let read =
        exchange::meetings::read_all(&[PackFile::bytes(&name, bytes)], None, areas).map_err(|e| e.to_string())?;
    let rows = read.items.first().map(|sheet| sheet.rows.as_slice()).unwrap_or_default();
    let same = |(printed, row): (&FormRow, &SheetRow)| {
        row.no_rts.as_ref().is_some_and(|no| no.as_str() == printed.row)
            && (&row.head_name, &row.member_names, &row.address)
                == (&printed.head_name, &printed.members, &printed.address)
    };
    if rows.len() == set.rows.len() && set.rows.iter().zip(rows).all(same) {
        Ok(())
    } else {
        Err(format!("{name}: isi lembar kerja tidak sama dengan yang dicetak"))
    }
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
