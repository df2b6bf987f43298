//! ZIP archives of several office files, as they come by mail: each part is a file of its own.

use crate::error::ReadError;
use crate::file::PackFile;
use std::io::Read as _;

/// The most that all parts of an archive may unpack to; they are held in memory.
const UNPACKED_LIMIT: u64 = 1 << 30;
/// The most files in an archive.
const PARTS_LIMIT: usize = 2_000;
/// Endings of files that hold tables.
const TABLES: [&str; 10] = [".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".htm", ".html"];

/// Whether a name is that of a table file or of an archive of them.
#[must_use]
pub fn is_table_or_archive(name: &str) -> bool {
    let lower = name.to_lowercase();
    is_table(&lower) || lower.ends_with(".zip")
}

fn is_table(lower: &str) -> bool {
    TABLES.iter().any(|ext| lower.ends_with(ext))
}

/// The files of an archive in the order of their names, `archive.zip/part.csv`; any other file is itself.
/// Workbooks are archives too, and stay whole. Refuses an archive that is locked, broken, too large or without
/// tables, and one inside another.
pub fn unpacked(file: PackFile) -> Result<Vec<PackFile>, ReadError> {
    let mut source = file.open()?;
    let mut magic = [0u8; 4];
    let is_zip = source.read_exact(&mut magic).is_ok() && magic == *b"PK\x03\x04";
    if !is_zip {
        return Ok(vec![file]);
    }
    let source = file.open()?;
    let broken =
        |e: &dyn std::fmt::Display| ReadError::BrokenWorkbook { file: file.name.clone(), reason: e.to_string() };
    let not = |found: &str| ReadError::NotATable { file: file.name.clone(), found: found.to_owned() };
    let mut zip = match zip::ZipArchive::new(source) {
        Ok(zip) => zip,
        // its own reader says what is wrong with a workbook
        Err(_) if !file.name.to_lowercase().ends_with(".zip") => return Ok(vec![file]),
        Err(e) => return Err(broken(&e)),
    };
    let names: Vec<String> = zip.file_names().filter_map(|n| Some(n.ok()?.into_owned())).collect();
    if names.iter().any(|n| n == "content.xml" || (n.starts_with("xl/") && n.contains("workbook"))) {
        return Ok(vec![file]);
    }
    if zip.len() > PARTS_LIMIT {
        return Err(ReadError::ZipBomb { file: file.name.clone(), reason: format!("{} bagian", zip.len()) });
    }
    let mut parts = Vec::new();
    let mut total = 0u64;
    for i in 0..zip.len() {
        let mut part = match zip.by_index(i) {
            Ok(part) => part,
            Err(zip::result::ZipError::UnsupportedArchive(what)) if what.to_lowercase().contains("password") => {
                return Err(not("arsip ZIP yang dikunci sandi; buka kuncinya lalu kirim ulang"));
            }
            Err(e) => return Err(broken(&e)),
        };
        let name = part.name().map_err(|e| broken(&e))?.replace('\\', "/");
        let base = name.rsplit('/').next().unwrap_or("").to_lowercase();
        if part.is_dir() || base.starts_with(['.', '~']) || name.starts_with("__MACOSX/") {
            continue;
        }
        if base.ends_with(".zip") {
            return Err(not("arsip ZIP di dalam arsip ZIP"));
        }
        if !is_table(&base) {
            continue;
        }
        let mut bytes = Vec::new();
        part.by_ref().take(UNPACKED_LIMIT + 1 - total).read_to_end(&mut bytes).map_err(|e| broken(&e))?;
        total += bytes.len() as u64;
        if total > UNPACKED_LIMIT {
            let reason = format!("lebih dari {} MB; buka arsipnya dahulu", UNPACKED_LIMIT >> 20);
            return Err(ReadError::ZipBomb { file: file.name.clone(), reason });
        }
        let whole = format!("{}/{name}", file.name);
        parts.push(PackFile::bytes(whole, bytes).with_layouts(&file.layouts));
    }
    if parts.is_empty() {
        return Err(not("arsip ZIP tanpa berkas tabel"));
    }
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn archive(parts: &[(&str, &[u8])]) -> PackFile {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        PackFile::bytes("kiriman.zip", zip.finish().unwrap().into_inner())
    }

    #[test]
    fn each_table_of_an_archive_is_a_file_and_what_is_no_table_is_left_out() {
        let parts = unpacked(archive(&[
            ("buku/b.csv", b"x"),
            ("a.csv", b"y"),
            ("__MACOSX/a.csv", b"z"),
            ("baca.pdf", b"%PDF"),
            ("~$b.xlsx", b""),
        ]))
        .unwrap();
        let names: Vec<&str> = parts.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["kiriman.zip/a.csv", "kiriman.zip/buku/b.csv"]);
    }

    #[test]
    fn an_archive_without_tables_and_one_inside_another_are_refused_and_other_files_stay_as_they_are() {
        assert_eq!(unpacked(archive(&[("baca.pdf", b"%PDF")])).err().unwrap().code(), "BUKAN_TABEL");
        assert_eq!(unpacked(archive(&[("dalam.zip", b"PK")])).err().unwrap().code(), "BUKAN_TABEL");
        let text = PackFile::bytes("a.csv", b"PKL,b".to_vec());
        assert_eq!(unpacked(text.clone()).unwrap(), [text]);
        let cut = PackFile::bytes("a.zip", b"PK\x03\x04abc".to_vec());
        assert_eq!(unpacked(cut).err().unwrap().code(), "LEMBAR_KERJA_RUSAK");
    }
}
