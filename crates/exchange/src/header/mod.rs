//! Finds the table in a sheet: which row is the header, which column is which, and which rows below
//! it are not data.
//!
//! A source declares its columns once ([`Spec`]). Offices put titles above the header, number
//! the columns below it, change the order and the wording, repeat the header on each page and
//! close with a total. All of that is recognised here, for every source alike.

mod find;
mod layout;
mod rows;
mod spec;

pub use layout::Layout;
pub(crate) use spec::likeness;
pub use spec::{Column, Spec};

use crate::error::ReadError;
use crate::file::PackFile;
use crate::issue::Log;
use crate::table::{Flow, Row, Workbook};
use domain::defect::{DefectKind, Level};
use find::{best_header, column_number, head_text, numbering};
use layout::letters;
use rows::{RowKind, classify};

/// How many rows from the top may stand before the header.
const HEADER_WITHIN: usize = 60;

/// Reads every sheet of a file that holds the declared table, row by row. Rows that are no data
/// are reported and counted; the others go to `each`, which says whether it took the row.
pub fn read_table(
    file: &PackFile,
    spec: &Spec,
    log: &mut Log,
    each: &mut dyn FnMut(&Layout, &Row, &mut Log) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut book = Workbook::open(file)?;
    let sheets = book.sheets();
    let mut found = 0usize;
    let mut refusal = None;
    for sheet in &sheets {
        let mut reading = Sheet {
            file,
            spec,
            named: (sheets.len() > 1).then(|| sheet.clone()),
            spreadsheet: book.is_spreadsheet(),
            waiting: Vec::new(),
            layout: None,
            blanks: Vec::new(),
            give_up: false,
        };
        book.rows(sheet, &mut |row| reading.row(row, log, each))?;
        reading.end(log, each)?;
        match reading.layout {
            Some(_) => found += 1,
            None => {
                let at = best_header(spec, &reading.waiting);
                let missing = spec.missing(&at.map_or_else(|| vec![None; spec.columns.len()], |c| c.at));
                refusal = Some(missing.join(", "));
            }
        }
    }
    match (found, refusal) {
        (0, Some(_)) if sheets.len() > 1 => {
            Err(ReadError::SheetUnknown { file: file.name.clone(), sheets: sheets.join(", ") })
        }
        (0, Some(missing)) => Err(ReadError::NoHeader { file: file.name.clone(), missing }),
        (0, None) => Err(ReadError::Empty { file: file.name.clone() }),
        _ => Ok(()),
    }
}

/// Whether some sheet of the file holds the declared table, judged by its first rows; the
/// number of columns recognised.
pub fn recognises(file: &PackFile, spec: &Spec) -> Result<usize, ReadError> {
    let mut book = Workbook::open(file)?;
    let mut best = 0;
    for sheet in book.sheets() {
        let mut rows = Vec::new();
        book.rows(&sheet, &mut |row| {
            rows.push(row.clone());
            Ok(if rows.len() < HEADER_WITHIN { Flow::Go } else { Flow::Stop })
        })?;
        if let Some(candidate) = best_header(spec, &rows)
            && spec.missing(&candidate.at).is_empty()
        {
            best = best.max(candidate.score);
        }
    }
    Ok(best)
}

struct Sheet<'a> {
    file: &'a PackFile,
    spec: &'a Spec,
    named: Option<String>,
    spreadsheet: bool,
    waiting: Vec<Row>,
    layout: Option<Layout>,
    /// Blank rows not yet counted: those at the very end of a sheet are not rows of it.
    blanks: Vec<u32>,
    give_up: bool,
}

type Each<'e> = dyn FnMut(&Layout, &Row, &mut Log) -> Result<(), ReadError> + 'e;

impl Sheet<'_> {
    fn row(&mut self, row: &Row, log: &mut Log, each: &mut Each<'_>) -> Result<Flow, ReadError> {
        if self.layout.is_some() {
            self.below(row, log, each)?;
            return Ok(Flow::Go);
        }
        self.waiting.push(row.clone());
        if self.waiting.len() >= HEADER_WITHIN {
            self.settle(log, each)?;
            self.give_up = self.layout.is_none();
        }
        Ok(if self.give_up { Flow::Stop } else { Flow::Go })
    }

    fn end(&mut self, log: &mut Log, each: &mut Each<'_>) -> Result<(), ReadError> {
        if self.layout.is_none() && !self.give_up { self.settle(log, each) } else { Ok(()) }
    }

    /// Chooses the header among the rows waiting and reads what stands below it.
    fn settle(&mut self, log: &mut Log, each: &mut Each<'_>) -> Result<(), ReadError> {
        let chosen = best_header(self.spec, &self.waiting).filter(|c| self.spec.missing(&c.at).is_empty());
        let first = match chosen {
            Some(found) => {
                let header = &self.waiting[found.row];
                if let Some((one, two)) = found.twice {
                    return Err(ReadError::TwoHeaders {
                        file: self.file.name.clone(),
                        first: header.number(),
                        second: header.number(),
                        reason: format!(
                            "kolom \"{}\" tertulis pada {} dan {}",
                            head_text(header, two),
                            letters(one),
                            letters(two)
                        ),
                    });
                }
                let heads = found.heads(&self.waiting);
                let mut layout = Layout {
                    file: self.file.name.clone(),
                    header_row: header.number(),
                    sheet: self.named.clone(),
                    spreadsheet: self.spreadsheet,
                    at: found.at.clone(),
                    heads,
                };
                self.by_number(&mut layout, found.row + found.depth);
                unknown_columns(&layout, log);
                self.layout = Some(layout);
                found.row + found.depth
            }
            None => {
                let Some(first) = self.headless() else { return Ok(()) };
                first
            }
        };
        for row in std::mem::take(&mut self.waiting).into_iter().skip(first) {
            self.below(&row, log, each)?;
        }
        Ok(())
    }

    /// Columns whose header nobody knows, told by the row `KOLOM n` below it.
    fn by_number(&self, layout: &mut Layout, next: usize) {
        let Some(row) = self.waiting.get(next) else { return };
        if numbering(row).is_none() {
            return;
        }
        for (at, cell) in row.written() {
            let Some(n) = column_number(cell) else { continue };
            if layout.at.contains(&Some(at)) {
                continue;
            }
            let free = self.spec.columns.iter().position(|c| c.position == Some(n)).filter(|c| layout.at[*c].is_none());
            if let Some(column) = free {
                layout.at[column] = Some(at);
            }
        }
    }

    /// No header at all, but the official layout: the first row of data, when the source allows it.
    fn headless(&mut self) -> Option<usize> {
        let test = self.spec.headless?;
        if !test(&self.waiting) {
            return None;
        }
        let at = self.spec.columns.iter().map(|c| c.position.map(|p| p - 1)).collect();
        let heads =
            (1..=self.spec.columns.iter().filter_map(|c| c.position).max()?).map(|n| format!("KOLOM {n}")).collect();
        self.layout = Some(Layout {
            file: self.file.name.clone(),
            header_row: 0,
            sheet: self.named.clone(),
            spreadsheet: self.spreadsheet,
            at,
            heads,
        });
        Some(0)
    }

    fn below(&mut self, row: &Row, log: &mut Log, each: &mut Each<'_>) -> Result<(), ReadError> {
        let Some(layout) = &self.layout else { return Ok(()) };
        let at = (layout.file.as_str(), row.number());
        let kind = classify(self.spec, layout, row, self.file)?;
        if kind == RowKind::Blank {
            self.blanks.push(row.number());
            return Ok(());
        }
        for blank in self.blanks.drain(..) {
            log.counts.seen += 1;
            log.counts.skipped += 1;
            log.report((at.0, blank), "", DefectKind::RowEmpty, Level::Info, "");
        }
        if kind == RowKind::Numbering {
            return Ok(());
        }
        log.counts.seen += 1;
        let skipped = match kind {
            RowKind::Total => DefectKind::RowTotal,
            RowKind::Note => DefectKind::RowNote,
            RowKind::HeaderAgain => DefectKind::RowHeaderAgain,
            RowKind::Data | RowKind::Blank | RowKind::Numbering => return each(layout, row, log),
        };
        log.counts.skipped += 1;
        log.report(at, "", skipped, Level::Info, "");
        Ok(())
    }
}

/// Names columns that nobody asked for, so that none is left out silently.
fn unknown_columns(layout: &Layout, log: &mut Log) {
    for (at, head) in layout.heads.iter().enumerate() {
        if !head.is_empty() && !layout.at.contains(&Some(at)) {
            let place = (layout.file.as_str(), layout.header_row);
            log.report(place, &layout.label_at(at), DefectKind::ColumnUnknown, Level::Info, "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> Spec {
        Spec::new(
            vec![
                Column::required(&["NIK"]),
                Column::required(&["Nama", "Nama lengkap"]),
                Column::optional(&["No KK", "Nomor KK"]),
                Column::optional(&["Alamat"]),
                Column::optional(&["Keterangan"]),
                Column::optional(&["Tanggal Lahir", "Tgl Lahir"]),
            ],
            Some(1),
        )
    }

    fn read(text: &str) -> Result<(Vec<(u32, String)>, Log), ReadError> {
        let file = PackFile::bytes("uji.csv", text.as_bytes().to_vec());
        let mut log = Log::default();
        let mut seen = Vec::new();
        read_table(&file, &spec(), &mut log, &mut |layout, row, _| {
            seen.push((row.number(), crate::cell::plain(layout.cell(row, 1)).unwrap_or_default()));
            Ok(())
        })?;
        Ok((seen, log))
    }

    #[test]
    fn a_header_below_titles_with_other_order_and_wording_is_found() {
        let text = "DAFTAR WARGA\n\nno.kk;NAMA LENGKAP;tgl_lahir;N I K;alamat;keterangan\n1;SITI;2;3;4;5\n";
        let (rows, _) = read(text).unwrap();
        assert_eq!(rows, [(4, "SITI".to_owned())]);
    }

    #[test]
    fn totals_notes_blank_rows_and_repeated_headers_are_no_data() {
        let text = "NIK,Nama,No KK,Alamat,Keterangan,Tgl Lahir\n(1),(2),(3),(4),(5),(6)\n1,ANI,2,x,y,z\n,,,,,\nNIK,Nama,No KK,Alamat,Keterangan,Tgl Lahir\n2,BUDI,2,x,y,z\nJUMLAH,2,,,,\nSumber: desa,,,,,\n";
        let (rows, log) = read(text).unwrap();
        assert_eq!(rows.iter().map(|r| r.0).collect::<Vec<_>>(), [3, 6]);
        let counts = log.counts;
        assert_eq!((counts.seen, counts.skipped), (6, 4));
        let issues = log.finish::<()>(vec![]).issues;
        let kinds: Vec<_> = issues.iter().map(|i| (i.row, i.kind)).collect();
        assert_eq!(
            kinds,
            [
                (4, DefectKind::RowEmpty),
                (5, DefectKind::RowHeaderAgain),
                (7, DefectKind::RowTotal),
                (8, DefectKind::RowNote)
            ]
        );
    }

    #[test]
    fn a_second_header_in_another_order_is_refused() {
        let text = "NIK,Nama,No KK,Alamat\n1,ANI,2,x\nNama,NIK,Alamat,No KK\nBUDI,2,x,3\n";
        assert_eq!(read(text).err().unwrap().code(), "DUA_JUDUL");
    }

    #[test]
    fn a_column_named_twice_is_refused() {
        let text = "NIK,Nama,NIK,Alamat\n1,ANI,2,x\n";
        assert_eq!(read(text).err().unwrap().code(), "DUA_JUDUL");
    }

    #[test]
    fn a_file_without_the_required_columns_is_refused_and_they_are_named() {
        let Err(ReadError::NoHeader { missing, .. }) = read("a,b,c\n1,2,3\n") else { panic!() };
        assert_eq!(missing, "NIK, Nama");
    }

    #[test]
    fn a_number_before_and_a_unit_behind_a_name_are_not_the_name() {
        let spec = spec();
        assert_eq!(spec.exact("1. NIK"), Some(0));
        assert_eq!(spec.exact("4) Alamat (sesuai KTP)"), Some(3));
        assert_eq!(spec.exact("(1)"), None);
        assert_eq!(spec.near("Nama KRT", &[true; 6]), None);
    }

    #[test]
    fn a_header_over_two_rows_is_one_header() {
        let text = "Identitas,,Lahir,Tempat tinggal,\nNIK,Nama,Tgl Lahir,Alamat,Keterangan\n1,ANI,2,x,y\n";
        assert_eq!(read(text).unwrap().0, [(3, "ANI".to_owned())]);
    }

    #[test]
    fn letters_follow_the_spreadsheet() {
        assert_eq!([0, 25, 26, 80, 701, 702].map(letters), ["A", "Z", "AA", "CC", "ZZ", "AAA"]);
    }
}
