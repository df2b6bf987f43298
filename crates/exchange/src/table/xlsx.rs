//! Rows of an XLSX sheet through calamine's streaming cell reader.
//!
//! The archive is measured before it is opened: what it would unpack to, how strongly it is
//! packed, and whether it ends where it should.

use super::{COLUMN_LIMIT, Flow, Row};
use crate::error::ReadError;
use crate::file::{PackFile, ReadSeek};
use calamine::{DataRef, Reader as _, Xlsx};
use memchr::memmem;
use rustc_hash::FxHashSet;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};

/// The most an XLSX may unpack to.
const UNPACKED_LIMIT: u64 = 4 << 30;
/// The shared strings are held in memory, so they have a limit of their own.
const STRINGS_LIMIT: u64 = 512 << 20;
/// Beyond this size the packing ratio counts.
const RATIO_FROM: u64 = 64 << 20;
/// The strongest packing an office file shows is about 30:1.
const RATIO_LIMIT: u64 = 150;
/// The most parts an office file has.
const ENTRY_LIMIT: usize = 4096;

pub(super) struct Book {
    xlsx: Xlsx<BufReader<Box<dyn ReadSeek>>>,
    /// Whether some sheet has formulas.
    formulas: bool,
}

/// What a ZIP archive is.
pub(super) enum Packed {
    Xlsx { formulas: bool },
    Xlsb,
    Ods,
}

impl Book {
    /// Opens an archive that was measured.
    pub(super) fn open(file: &PackFile, mut source: Box<dyn ReadSeek>, formulas: bool) -> Result<Self, ReadError> {
        source.seek(SeekFrom::Start(0)).map_err(|e| file.io(&e))?;
        let xlsx = Xlsx::new(BufReader::new(source)).map_err(|e| broken(file, &e))?;
        Ok(Self { xlsx, formulas })
    }

    pub(super) fn since_1904(&self) -> bool {
        self.xlsx.has_1904_epoch()
    }

    /// Places of the formulas of a sheet.
    fn formula_cells(&mut self, file: &PackFile, sheet: &str) -> Result<FxHashSet<(u32, u32)>, ReadError> {
        let mut places = FxHashSet::default();
        if !self.formulas {
            return Ok(places);
        }
        let Ok(mut cells) = self.xlsx.worksheet_cells_reader(sheet) else { return Ok(places) };
        while let Some(cell) = cells.next_formula().map_err(|e| broken(file, &e))? {
            if !cell.get_value().is_empty() {
                places.insert(cell.get_position());
            }
        }
        Ok(places)
    }

    pub(super) fn sheets(&self) -> Vec<String> {
        self.xlsx.sheet_names()
    }

    pub(super) fn rows(
        &mut self,
        file: &PackFile,
        sheet: &str,
        each: &mut dyn FnMut(&Row) -> Result<Flow, ReadError>,
    ) -> Result<(), ReadError> {
        let formulas = self.formula_cells(file, sheet)?;
        let mut cells = match self.xlsx.worksheet_cells_reader(sheet) {
            Ok(cells) => cells,
            // a chart sheet has no cells; it is no table and no damage
            Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(()),
            Err(e) => return Err(broken(file, &e)),
        };
        let mut row = Row::default();
        let mut at = 0u32; // 1-based number of the row being filled; 0 = none yet
        while let Some(cell) = cells.next_cell().map_err(|e| broken(file, &e))? {
            let (r, c) = cell.get_position();
            let number = r + 1;
            if number != at {
                if number < at {
                    return Err(broken(file, &format!("baris {number} sesudah baris {at}")));
                }
                if at > 0 && each(&row)? == Flow::Stop {
                    return Ok(());
                }
                // rows that are wholly empty have no cells; they are rows all the same
                let first_missing = at + 1;
                for empty in first_missing..number.min(first_missing + 10_000) {
                    row.begin(empty);
                    if each(&row)? == Flow::Stop {
                        return Ok(());
                    }
                }
                row.begin(number);
                at = number;
            }
            let c = c as usize;
            if c >= COLUMN_LIMIT {
                return Err(broken(file, &format!("kolom ke-{c}")));
            }
            if c < row.width() {
                continue; // the same cell twice: the first stands
            }
            row.pad_to(c);
            match cell.get_value() {
                DataRef::Empty if formulas.contains(&(r, c as u32)) => row.push_formula(),
                DataRef::Empty => row.push_text(""),
                DataRef::Int(n) => row.push_number(*n as f64),
                DataRef::Float(n) => row.push_number(*n),
                DataRef::String(s) => row.push_text(s),
                DataRef::SharedString(s) => row.push_text(s),
                DataRef::Bool(b) => row.push_text(if *b { "TRUE" } else { "FALSE" }),
                DataRef::Error(e) => row.push_text(&e.to_string()),
                DataRef::DateTime(d) => row.push_excel_date(d),
                DataRef::DateTimeIso(s) => row.push_iso(s),
                DataRef::DurationIso(s) => row.push_text(s),
            }
        }
        if at > 0 {
            each(&row)?;
        }
        Ok(())
    }
}

pub(super) fn broken(file: &PackFile, reason: &dyn std::fmt::Display) -> ReadError {
    ReadError::BrokenWorkbook { file: file.name.clone(), reason: reason.to_string() }
}

/// Unpacks everything once into nothing, with limits: the declared sizes of a bomb lie. Says what it is.
pub(super) fn measure(file: &PackFile, source: &mut Box<dyn ReadSeek>) -> Result<Packed, ReadError> {
    let bomb = |reason: String| ReadError::ZipBomb { file: file.name.clone(), reason };
    let mut zip = zip::ZipArchive::new(source).map_err(|e| broken(file, &e))?;
    if zip.len() > ENTRY_LIMIT {
        return Err(bomb(format!("{} bagian", zip.len())));
    }
    let names: Vec<String> = zip.file_names().filter_map(|n| Some(n.ok()?.into_owned())).collect();
    let mut kind = if names.iter().any(|n| n == "xl/workbook.bin") {
        Packed::Xlsb
    } else if names.iter().any(|n| n.starts_with("xl/") && n.contains("workbook")) {
        Packed::Xlsx { formulas: false }
    } else if names.iter().any(|n| n == "content.xml") {
        Packed::Ods
    } else {
        return Err(ReadError::NotATable { file: file.name.clone(), found: "arsip ZIP tanpa lembar kerja".into() });
    };
    let mut total = 0u64;
    let mut buffer = vec![0u8; 1 << 16];
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).map_err(|e| broken(file, &e))?;
        let packed = entry.compressed_size().max(1);
        let name = entry.name().map_err(|e| broken(file, &e))?;
        let strings = name.ends_with("sharedStrings.xml");
        let sheet = name.starts_with("xl/worksheets/");
        let mut tail = Vec::new();
        let limit = if strings { STRINGS_LIMIT } else { UNPACKED_LIMIT };
        let mut size = 0u64;
        loop {
            let got = entry.read(&mut buffer).map_err(|e| broken(file, &e))?;
            if got == 0 {
                break;
            }
            size += got as u64;
            total += got as u64;
            if sheet && let Packed::Xlsx { formulas: formulas @ false } = &mut kind {
                *formulas = has_formula(&mut tail, &buffer[..got]);
            }
            if size > limit || total > UNPACKED_LIMIT {
                return Err(bomb(format!("lebih dari {} MB", limit >> 20)));
            }
            if size > RATIO_FROM && size / packed > RATIO_LIMIT {
                return Err(bomb(format!("dimampatkan lebih dari {RATIO_LIMIT} kali")));
            }
        }
    }
    Ok(kind)
}

/// Whether a piece of a sheet holds the tag of a formula; `tail` is the end of the piece before it.
fn has_formula(tail: &mut Vec<u8>, piece: &[u8]) -> bool {
    let has = |bytes: &[u8]| memmem::find(bytes, b"<f>").is_some() || memmem::find(bytes, b"<f ").is_some();
    tail.extend_from_slice(&piece[..piece.len().min(2)]);
    let found = has(tail) || has(piece);
    tail.clear();
    tail.extend_from_slice(&piece[piece.len().saturating_sub(2)..]);
    found
}
