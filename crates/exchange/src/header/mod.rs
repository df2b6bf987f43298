//! Finds the table in a sheet: which row is the header, which column is which, and which rows below
//! it are not data.
//!
//! A source describes its columns in a layout profile ([`Spec`]). Offices put titles above the header,
//! number the columns below it, change the order and the wording, repeat the header on each page and
//! close with a total. All of that is recognised here, for every source alike. What cannot be recognised
//! surely is asked: [`ReadError::LayoutDoubtful`]; `--layout` answers ([`Settled`]).

mod assign;
mod content;
mod examine;
mod find;
mod layout;
mod look;
mod rows;
mod settled;
mod spec;

pub use content::Content;
pub use examine::{Answer, Examined, Missing, Seen, Standing, answered, examine};
pub use layout::Layout;
pub use look::{Look, look, settle, sketch};
pub use settled::{Settled, SettledColumn};
pub(crate) use spec::likeness;
pub use spec::{Column, Spec};

/// Names the places of the columns that an importer reads, and their keys in the profile.
macro_rules! columns {
    (mod $module:ident { $($name:ident = $key:literal,)* }) => {
        mod $module {
            #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "counts the places")]
            enum Place { $($name,)* }
            $(pub(super) const $name: usize = Place::$name as usize;)*
            pub(super) const KEYS: &[&str] = &[$($key,)*];
        }
    };
}
pub(crate) use columns;

use crate::error::ReadError;
use crate::file::PackFile;
use crate::issue::Log;
use crate::table::{Cell, Flow, Row, Workbook};
use assign::{Assigned, Doubt};
use domain::defect::{DefectKind, Level};
use find::{Heads, header};
use layout::letters;
use rows::{RowKind, classify};

/// How many rows from the top may stand before the header.
const HEADER_WITHIN: usize = 60;
/// How many rows are seen before the columns are assigned.
const SAMPLE: usize = 200;

/// Reads every sheet of a file that holds the declared table, row by row. Rows that are no data
/// are reported and counted; the others go to `each`, which says whether it took the row.
///
/// Refuses, before the first row, a table with a column that is doubtful or missing and is not settled.
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
    let mut doubtful = None;
    for sheet in &sheets {
        let mut reading = Sheet {
            file,
            spec,
            named: (sheets.len() > 1).then(|| sheet.clone()),
            spreadsheet: book.is_spreadsheet(),
            since_1904: book.since_1904(),
            waiting: Vec::new(),
            layout: None,
            unknown: Vec::new(),
            rows: 0,
            blanks: Vec::new(),
            half: None,
            missing: spec.missing(&vec![None; spec.columns.len()]).join(", "),
            done: false,
        };
        book.rows(sheet, &mut |row| reading.row(row, log, each))?;
        reading.end(log, each)?;
        match (&reading.layout, reading.half.take()) {
            (Some(_), _) => found += 1,
            (None, Some(half)) => doubtful = doubtful.or(Some(half)),
            (None, None) => refusal = Some(reading.missing.clone()),
        }
    }
    match (found, doubtful, refusal) {
        (0, Some(questions), _) => Err(ReadError::LayoutDoubtful { file: file.name.clone(), questions }),
        (0, None, Some(_)) if sheets.len() > 1 => {
            Err(ReadError::SheetUnknown { file: file.name.clone(), sheets: sheets.join(", ") })
        }
        (0, None, Some(missing)) => Err(ReadError::NoHeader { file: file.name.clone(), missing }),
        (0, None, None) => Err(ReadError::Empty { file: file.name.clone() }),
        _ => Ok(()),
    }
}

/// A header and what its columns are.
struct Recognised {
    heads: Heads,
    assigned: Assigned,
}

/// Recognises the table among the first rows of a sheet.
fn recognise(file: &PackFile, spec: &Spec, rows: &[Row]) -> Option<Recognised> {
    let near_top = &rows[..rows.len().min(HEADER_WITHIN)];
    // a settled layout knows its header by the heads
    for settled in file.layouts.iter() {
        for depth in 1..=3 {
            for row in 0..(near_top.len() + 1).saturating_sub(depth) {
                let heads = Heads::of(near_top, row, depth);
                if settled.is_of(spec, &heads.own) {
                    let assigned = assign::assign(spec, &heads, &rows[row + depth..], Some(settled));
                    return Some(Recognised { heads, assigned });
                }
            }
        }
    }
    let heads = header(spec, near_top)?;
    let assigned = assign::assign(spec, &heads, &rows[heads.row + heads.depth..], None);
    Some(Recognised { heads, assigned })
}

impl Recognised {
    /// Whether every column without which there is no table was found.
    fn is_complete(&self, spec: &Spec) -> bool {
        spec.missing(&self.assigned.at).is_empty()
    }
    /// Whether it is this table all the same: most of its heads are known.
    fn is_likely(&self) -> bool {
        let known = self.assigned.at.iter().flatten().count();
        let asked = self.assigned.doubts.iter().filter(|d| d.position.is_some()).count();
        let heads = self.heads.own.iter().filter(|h| !h.is_empty()).count();
        known >= 3 && (known + asked) * 2 >= heads
    }
    fn questions(&self) -> String {
        questions(&self.assigned.doubts)
    }
}

fn questions(doubts: &[Doubt]) -> String {
    doubts.iter().map(|d| d.text.as_str()).collect::<Vec<_>>().join("; ")
}

struct Sheet<'a> {
    file: &'a PackFile,
    spec: &'a Spec,
    named: Option<String>,
    spreadsheet: bool,
    since_1904: bool,
    waiting: Vec<Row>,
    layout: Option<Layout>,
    /// Positions that are no column, the column each may be, and how many of their cells are filled.
    unknown: Vec<(usize, Option<usize>, u32)>,
    rows: u32,
    /// Blank rows not yet counted: those at the very end of a sheet are not rows of it.
    blanks: Vec<u32>,
    /// Questions of a table of which a required column is missing.
    half: Option<String>,
    /// Required columns that no row names.
    missing: String,
    /// The first rows were judged.
    done: bool,
}

type Each<'e> = dyn FnMut(&Layout, &Row, &mut Log) -> Result<(), ReadError> + 'e;

impl Sheet<'_> {
    fn row(&mut self, row: &Row, log: &mut Log, each: &mut Each<'_>) -> Result<Flow, ReadError> {
        if self.layout.is_some() {
            self.below(row, log, each)?;
            return Ok(Flow::Go);
        }
        self.waiting.push(row.clone());
        if self.waiting.len() >= SAMPLE {
            self.settle(log, each)?;
        }
        Ok(if self.done && self.layout.is_none() { Flow::Stop } else { Flow::Go })
    }

    fn end(&mut self, log: &mut Log, each: &mut Each<'_>) -> Result<(), ReadError> {
        if !self.done {
            self.settle(log, each)?;
        }
        let Some(layout) = &self.layout else { return Ok(()) };
        for (at, near, filled) in &self.unknown {
            let place = (layout.file.as_str(), layout.header_row);
            let mut detail = format!("{filled} dari {} baris terisi", self.rows);
            if let Some(column) = near {
                detail.push_str(&format!("; mirip {}", self.spec.columns[*column].title()));
            }
            let level = if *filled > 0 { Level::Warning } else { Level::Info };
            log.report(place, &layout.label_at(*at), DefectKind::ColumnUnknown, level, &detail);
        }
        Ok(())
    }

    /// Chooses the header among the rows waiting and reads what stands below it.
    fn settle(&mut self, log: &mut Log, each: &mut Each<'_>) -> Result<(), ReadError> {
        self.done = true;
        let first = match recognise(self.file, self.spec, &self.waiting) {
            Some(found) if found.is_complete(self.spec) => self.take(found, log)?,
            // a header that lacks something is asked about, not read by position
            Some(found) if found.is_likely() => {
                self.half = Some(found.questions());
                return Ok(());
            }
            found => match self.headless() {
                Some(first) => first,
                None => {
                    if let Some(found) = found {
                        self.missing = self.spec.missing(&found.assigned.at).join(", ");
                    }
                    return Ok(());
                }
            },
        };
        for row in std::mem::take(&mut self.waiting).into_iter().skip(first) {
            self.below(&row, log, each)?;
        }
        Ok(())
    }

    /// Takes a recognised header, or says what must be settled first; the first row below it.
    fn take(&mut self, found: Recognised, log: &mut Log) -> Result<usize, ReadError> {
        let Recognised { heads, assigned } = found;
        let number = self.waiting[heads.row].number();
        if let Some((one, two)) = assigned.twice {
            let reason = format!("kolom \"{}\" tertulis pada {} dan {}", heads.own[two], letters(one), letters(two));
            let file = self.file.name.clone();
            return Err(ReadError::TwoHeaders { file, first: number, second: number, reason });
        }
        if !assigned.doubts.is_empty() {
            let questions = questions(&assigned.doubts);
            return Err(ReadError::LayoutDoubtful { file: self.file.name.clone(), questions });
        }
        let first = heads.row + heads.depth;
        let mut layout = Layout::new(self.spec, self.since_1904, assigned.at, heads.own);
        layout.file.clone_from(&self.file.name);
        layout.header_row = number;
        layout.sheet.clone_from(&self.named);
        layout.spreadsheet = self.spreadsheet;
        layout.meaning = assigned.meaning;
        for (at, head) in layout.heads.iter().enumerate() {
            if !head.is_empty() && !layout.at.contains(&Some(at)) && !assigned.left_out[at] {
                self.unknown.push((at, assigned.near[at], 0));
            }
        }
        for loss in assigned.losses {
            let level = if loss.grave { Level::Warning } else { Level::Info };
            let place = (layout.file.as_str(), number);
            log.report(place, &loss.title, DefectKind::ColumnMissing, level, &loss.without);
        }
        self.layout = Some(layout);
        Ok(first)
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
        let mut layout = Layout::new(self.spec, self.since_1904, at, heads);
        layout.file.clone_from(&self.file.name);
        layout.sheet.clone_from(&self.named);
        layout.spreadsheet = self.spreadsheet;
        self.layout = Some(layout);
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
            RowKind::Data | RowKind::Blank | RowKind::Numbering => {
                self.rows += 1;
                for (position, _, filled) in &mut self.unknown {
                    *filled += u32::from(!row.cell(*position).is_blank());
                }
                formulas(layout, row, log);
                return each(layout, row, log);
            }
        };
        log.counts.skipped += 1;
        log.report(at, "", skipped, Level::Info, "");
        Ok(())
    }
}

/// A formula whose result the file does not hold is no empty cell.
fn formulas(layout: &Layout, row: &Row, log: &mut Log) {
    if !row.has_formulas() {
        return;
    }
    for position in layout.at.iter().flatten() {
        if row.cell(*position) == Cell::Formula {
            let place = (layout.file.as_str(), row.number());
            log.report(place, &layout.label_at(*position), DefectKind::FormulaWithoutValue, Level::Reject, "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> Spec {
        let profile = r#"
            kind = "uji"
            title = "uji"
            name_column = "nama"
            [[column]]
            key = "nik"
            names = ["NIK"]
            need = "required"
            content = "any"
            [[column]]
            key = "nama"
            names = ["Nama", "Nama lengkap"]
            need = "required"
            content = "any"
            [[column]]
            key = "no_kk"
            names = ["No KK", "Nomor KK"]
            content = "any"
            [[column]]
            key = "alamat"
            names = ["Alamat"]
            content = "any"
            [[column]]
            key = "keterangan"
            names = ["Keterangan"]
            content = "any"
            [[column]]
            key = "tanggal_lahir"
            names = ["Tanggal Lahir", "Tgl Lahir"]
            content = "any"
        "#;
        Spec::load("uji", profile, ["nik", "nama", "no_kk", "alamat", "keterangan", "tanggal_lahir"])
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
        assert_eq!(spec.exact("Alamat (12)"), Some(3));
        assert_eq!(spec.exact("B1R6 Alamat"), Some(3));
        assert_eq!(spec.exact("(1)"), None);
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
