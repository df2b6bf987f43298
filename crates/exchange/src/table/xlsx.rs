//! Rows of an XLSX sheet through calamine's streaming cell reader.
//!
//! The archive is measured before it is opened: what it would unpack to, how strongly it is
//! packed, and whether it ends where it should.

use super::{COLUMN_LIMIT, Flow, Row};
use crate::error::ReadError;
use crate::file::{PackFile, ReadSeek};
use calamine::{DataRef, Reader as _, Xlsx};
use domain::Date;
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
}

impl Book {
    pub(super) fn open(file: &PackFile, mut source: Box<dyn ReadSeek>) -> Result<Self, ReadError> {
        measure(file, &mut source)?;
        source.seek(SeekFrom::Start(0)).map_err(|e| file.io(&e))?;
        let xlsx = Xlsx::new(BufReader::new(source)).map_err(|e| broken(file, &e))?;
        Ok(Self { xlsx })
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
                DataRef::Empty => row.push_text(""),
                DataRef::Int(n) => row.push_number(*n as f64),
                DataRef::Float(n) => row.push_number(*n),
                DataRef::String(s) => row.push_text(s),
                DataRef::SharedString(s) => row.push_text(s),
                DataRef::Bool(b) => row.push_text(if *b { "TRUE" } else { "FALSE" }),
                DataRef::Error(e) => row.push_text(&e.to_string()),
                DataRef::DateTime(d) if d.is_datetime() => {
                    let (y, m, day, ..) = d.to_ymd_hms_milli();
                    match Date::new(y as i16, m as i8, day as i8) {
                        Ok(date) => row.push_date(date),
                        Err(_) => row.push_number(d.as_f64()),
                    }
                }
                DataRef::DateTime(d) => row.push_number(d.as_f64()),
                DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => row.push_text(s),
            }
        }
        if at > 0 {
            each(&row)?;
        }
        Ok(())
    }
}

fn broken(file: &PackFile, reason: &dyn std::fmt::Display) -> ReadError {
    ReadError::BrokenWorkbook { file: file.name.clone(), reason: reason.to_string() }
}

/// Unpacks everything once into nothing, with limits: the declared sizes of a bomb lie.
fn measure(file: &PackFile, source: &mut Box<dyn ReadSeek>) -> Result<(), ReadError> {
    let bomb = |reason: String| ReadError::ZipBomb { file: file.name.clone(), reason };
    let mut zip = zip::ZipArchive::new(source).map_err(|e| broken(file, &e))?;
    if zip.len() > ENTRY_LIMIT {
        return Err(bomb(format!("{} bagian", zip.len())));
    }
    if !zip.file_names().any(|n| n.is_ok_and(|n| n.starts_with("xl/") && n.contains("workbook"))) {
        return Err(ReadError::NotATable { file: file.name.clone(), found: "arsip ZIP tanpa lembar kerja".into() });
    }
    let mut total = 0u64;
    let mut buffer = vec![0u8; 1 << 16];
    for i in 0..zip.len() {
        let mut entry = zip.by_index(i).map_err(|e| broken(file, &e))?;
        let packed = entry.compressed_size().max(1);
        let strings = entry.name().map_err(|e| broken(file, &e))?.ends_with("sharedStrings.xml");
        let limit = if strings { STRINGS_LIMIT } else { UNPACKED_LIMIT };
        let mut size = 0u64;
        loop {
            let got = entry.read(&mut buffer).map_err(|e| broken(file, &e))?;
            if got == 0 {
                break;
            }
            size += got as u64;
            total += got as u64;
            if size > limit || total > UNPACKED_LIMIT {
                return Err(bomb(format!("lebih dari {} MB", limit >> 20)));
            }
            if size > RATIO_FROM && size / packed > RATIO_LIMIT {
                return Err(bomb(format!("dimampatkan lebih dari {RATIO_LIMIT} kali")));
            }
        }
    }
    Ok(())
}
