//! Finding the table in a sheet: which row is the header, which column is which, and which
//! rows below it are no data.
//!
//! A source declares its columns once ([`Spec`]). Offices put titles above the header, number
//! the columns below it, change the order and the wording, repeat the header on each page and
//! close with a total; all of that is recognised here, for every source alike.

use crate::error::ReadError;
use crate::file::PackFile;
use crate::issue::Log;
use crate::table::{Cell, Flow, Row, Workbook};
use crate::words::fold;
use domain::defect::{DefectKind, Level};
use std::collections::BTreeMap;

/// How many rows from the top may stand before the header.
const HEADER_WITHIN: usize = 60;

/// One declared column of a source.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// The names it goes by, the first being ours.
    pub names: Vec<&'static str>,
    /// Whether there is no table without it.
    pub required: bool,
    /// Its place in the official layout, from 1, when there is one.
    pub position: Option<usize>,
}

impl Column {
    /// A column that may be absent.
    #[must_use]
    pub fn optional(names: &[&'static str]) -> Self {
        Self { names: names.to_vec(), required: false, position: None }
    }
    /// A column without which there is no table.
    #[must_use]
    pub fn required(names: &[&'static str]) -> Self {
        Self { names: names.to_vec(), required: true, position: None }
    }
    /// The same column with its place in the official layout.
    #[must_use]
    pub fn at(mut self, position: usize) -> Self {
        self.position = Some(position);
        self
    }
}

/// The columns of a source, declared once.
pub struct Spec {
    columns: Vec<Column>,
    names: BTreeMap<String, usize>,
    /// Column of a person's or place's name: a row with only this filled is data, not a note.
    name_column: Option<usize>,
    /// Says from the first rows whether they follow the official layout without any header.
    headless: Option<fn(&[Row]) -> bool>,
}

impl Spec {
    /// Declares a source. A name that two columns share belongs to the first.
    #[must_use]
    pub fn new(columns: Vec<Column>, name_column: Option<usize>) -> Self {
        let mut names = BTreeMap::new();
        for (i, column) in columns.iter().enumerate() {
            for name in &column.names {
                names.entry(key(name)).or_insert(i);
            }
        }
        Self { columns, names, name_column, headless: None }
    }
    /// Lets the source be read by position when no header is there.
    #[must_use]
    pub fn headless_if(mut self, test: fn(&[Row]) -> bool) -> Self {
        self.headless = Some(test);
        self
    }
    /// The declared columns.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn exact(&self, head: &str) -> Option<usize> {
        self.names.get(&key(head)).copied()
    }

    /// The column whose name is nearest to a header nobody declared, if one is near enough.
    fn near(&self, head: &str, free: &[bool]) -> Option<(usize, u32)> {
        let head = key(head);
        if head.chars().count() < 4 {
            return None;
        }
        let mut best: Option<(usize, u32)> = None;
        for (name, column) in &self.names {
            let score = likeness(&head, name);
            if free[*column] && score >= 80 && best.is_none_or(|(_, s)| score > s) {
                best = Some((*column, score));
            }
        }
        best
    }

    fn missing(&self, found: &[Option<usize>]) -> Vec<&'static str> {
        self.columns
            .iter()
            .zip(found)
            .filter(|(c, at)| c.required && at.is_none())
            .filter_map(|(c, _)| c.names.first().copied())
            .collect()
    }
}

/// Letters and digits only, in lower case: `No. KK`, `NO_KK` and `no kk` are one name.
fn key(head: &str) -> String {
    head.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Likeness in percent by edit distance.
pub(crate) fn likeness(a: &str, b: &str) -> u32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(60).collect(), b.chars().take(60).collect());
    let longest = a.len().max(b.len());
    if longest == 0 || a.len().abs_diff(b.len()) * 5 > longest {
        return 0;
    }
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut current = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let change = previous[j] + usize::from(x != y);
            current.push(change.min(previous[j + 1] + 1).min(current[j] + 1));
        }
        previous = current;
    }
    ((longest - previous[b.len()]) * 100 / longest) as u32
}

/// Where each declared column stands in one sheet.
#[derive(Clone, Debug)]
pub struct Layout {
    /// File the sheet is in.
    pub file: String,
    /// Row of the header; 0 when there is none.
    pub header_row: u32,
    sheet: Option<String>,
    spreadsheet: bool,
    at: Vec<Option<usize>>,
    heads: Vec<String>,
}

impl Layout {
    /// The cell of a declared column.
    #[must_use]
    pub fn cell<'r>(&self, row: &'r Row, column: usize) -> Cell<'r> {
        self.at.get(column).copied().flatten().map_or(Cell::Empty, |at| row.cell(at))
    }
    /// The position of a declared column in the sheet.
    #[must_use]
    pub fn position(&self, column: usize) -> Option<usize> {
        self.at.get(column).copied().flatten()
    }
    /// Whether the sheet has the column.
    #[must_use]
    pub fn has(&self, column: usize) -> bool {
        self.position(column).is_some()
    }
    /// The sheet's name, in a workbook of several.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }
    /// How many columns the header names.
    #[must_use]
    pub fn width(&self) -> usize {
        self.heads.len()
    }
    /// The column's name for people: its own header, with the sheet's letter in a spreadsheet.
    #[must_use]
    pub fn label(&self, column: usize) -> String {
        self.position(column).map_or_else(String::new, |at| self.label_at(at))
    }
    /// The same for a position.
    #[must_use]
    pub fn label_at(&self, at: usize) -> String {
        let head = self.heads.get(at).map_or("", |h| h.trim());
        let label = if self.spreadsheet { format!("{}:{head}", letters(at)) } else { head.to_owned() };
        match &self.sheet {
            Some(sheet) => format!("{sheet}!{label}"),
            None => label,
        }
    }
}

fn letters(mut at: usize) -> String {
    let mut out = Vec::new();
    loop {
        out.push(b'A' + (at % 26) as u8);
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    out.iter().rev().map(|b| *b as char).collect()
}

/// What one row below the header is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowKind {
    Data,
    Blank,
    Total,
    Note,
    HeaderAgain,
    /// A row that numbers the columns: `KOLOM 1`, `(1)`.
    Numbering,
}

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
        if let Some(candidate) = best_header(spec, &rows) {
            if spec.missing(&candidate.at).is_empty() {
                best = best.max(candidate.score);
            }
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

/// One row weighed as a header.
struct Candidate {
    row: usize,
    at: Vec<Option<usize>>,
    score: usize,
    /// Two for a header over two rows.
    depth: usize,
    /// Two positions that name the same column.
    twice: Option<(usize, usize)>,
}

impl Candidate {
    fn heads(&self, rows: &[Row]) -> Vec<String> {
        let width = (self.row..self.row + self.depth).map(|r| rows[r].width()).max().unwrap_or(0);
        (0..width)
            .map(|at| {
                // under a merged group title the lower name is the column's own
                (self.row..self.row + self.depth)
                    .rev()
                    .map(|r| head_text(&rows[r], at))
                    .find(|t| !t.is_empty())
                    .unwrap_or_default()
            })
            .collect()
    }
}

fn head_text(row: &Row, at: usize) -> String {
    match row.cell(at) {
        Cell::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Cell::Empty | Cell::Number(_) | Cell::Date(_) => String::new(),
    }
}

/// The row that names the most declared columns; names a little off count only when no row
/// names all required columns exactly.
fn best_header(spec: &Spec, rows: &[Row]) -> Option<Candidate> {
    let mut best: Option<Candidate> = None;
    for loose in [false, true] {
        for depth in [1, 2] {
            for i in 0..(rows.len() + 1).saturating_sub(depth) {
                let candidate = weigh(spec, rows, i, depth, loose);
                if candidate.score > best.as_ref().map_or(1, |b| b.score) {
                    best = Some(candidate);
                }
            }
        }
        if best.as_ref().is_some_and(|b| spec.missing(&b.at).is_empty()) {
            break;
        }
    }
    // columns still free may go by a name a little off
    best.map(|b| {
        let again = weigh(spec, rows, b.row, b.depth, true);
        if again.score > b.score { again } else { b }
    })
}

fn weigh(spec: &Spec, rows: &[Row], first: usize, depth: usize, loose: bool) -> Candidate {
    let mut at: Vec<Option<usize>> = vec![None; spec.columns.len()];
    let mut twice = None;
    let mut heads: Vec<(usize, String)> = Vec::new();
    let width = rows[first].width().max(rows[first + depth - 1].width());
    // a second header row is made of words and fills what the first leaves open
    let second_is_words = depth == 1 || {
        let second = &rows[first + 1];
        second.written().all(
            |(_, c)| matches!(c, Cell::Text(t) if spec.exact(t).is_some() || !t.contains(|c: char| c.is_ascii_digit())),
        ) && second.written().filter(|(_, c)| matches!(c, Cell::Text(t) if spec.exact(t).is_some())).count() >= 2
    };
    if second_is_words {
        for p in 0..width {
            let upper = head_text(&rows[first], p);
            let lower = if depth == 2 { head_text(&rows[first + 1], p) } else { String::new() };
            let name = if lower.is_empty() {
                upper
            } else if spec.exact(&lower).is_some() || spec.exact(&upper).is_none() {
                lower
            } else {
                upper
            };
            if name.is_empty() || name.chars().count() > 80 {
                continue;
            }
            match spec.exact(&name) {
                Some(column) if at[column].is_none() => at[column] = Some(p),
                // another wording of a column already found is left aside; the same wording is a contradiction
                Some(column) => {
                    let earlier = at[column].filter(|e| key(&head_text(&rows[first + depth - 1], *e)) == key(&name));
                    twice = twice.or(earlier.map(|e| (e, p)));
                }
                None => heads.push((p, name)),
            }
        }
        if loose {
            for (p, name) in heads {
                let free: Vec<bool> = at.iter().map(Option::is_none).collect();
                if let Some((column, _)) = spec.near(&name, &free) {
                    at[column] = Some(p);
                }
            }
        }
    }
    let score = at.iter().flatten().count();
    Candidate { row: first, at, score, depth, twice }
}

/// The number in `KOLOM 7`, `(7)`, `7`.
fn column_number(cell: Cell<'_>) -> Option<usize> {
    match cell {
        Cell::Number(n) if n.fract() == 0.0 && (1.0..=999.0).contains(&n) => Some(n as usize),
        Cell::Text(text) => {
            let word = fold(text);
            let digits = word.strip_prefix("kolom ").or_else(|| word.strip_prefix("kol ")).unwrap_or(&word);
            digits.parse().ok().filter(|n| (1..=999).contains(n))
        }
        Cell::Empty | Cell::Number(_) | Cell::Date(_) => None,
    }
}

/// Whether the row numbers the columns: every cell a number, most of them one more than the last,
/// or `KOLOM n` throughout.
fn numbering(row: &Row) -> Option<()> {
    let mut numbers = Vec::new();
    let mut words = 0;
    for (_, cell) in row.written() {
        numbers.push(column_number(cell)?);
        words +=
            usize::from(matches!(cell, Cell::Text(t) if t.to_lowercase().contains("kol") || t.trim().starts_with('(')));
    }
    let steps = numbers.windows(2).filter(|w| w[1] == w[0] + 1).count();
    (numbers.len() >= 3 && (words * 2 > numbers.len() || (numbers[0] == 1 && steps + 1 == numbers.len()))).then_some(())
}

fn classify(spec: &Spec, layout: &Layout, row: &Row, file: &PackFile) -> Result<RowKind, ReadError> {
    let mut filled = 0usize;
    let mut first_text: Option<&str> = None;
    let mut total = false;
    let mut seen = 0;
    for (_, cell) in row.written() {
        filled += 1;
        if seen < 4 {
            seen += 1;
            if let Cell::Text(text) = cell {
                first_text = first_text.or(Some(text));
                total |= is_total(text);
            }
        }
    }
    if filled == 0 {
        return Ok(RowKind::Blank);
    }
    if header_again(spec, layout, row, filled, file)? {
        return Ok(RowKind::HeaderAgain);
    }
    if filled >= 3 && row.number() <= layout.header_row + 3 && numbering(row).is_some() {
        return Ok(RowKind::Numbering);
    }
    let sparse = filled <= 2.max(layout.width() / 5) && layout.width() >= 4;
    if total && sparse {
        return Ok(RowKind::Total);
    }
    if filled <= 2 && layout.width() >= 6 {
        let only_name = spec.name_column.is_some_and(|c| !layout.cell(row, c).is_blank());
        let note = first_text.is_some_and(is_note);
        if note || (first_text.is_some() && !only_name) {
            return Ok(RowKind::Note);
        }
    }
    Ok(RowKind::Data)
}

fn is_total(text: &str) -> bool {
    let word = fold(text);
    ["jumlah", "total", "jml", "grand total", "sub total", "subtotal", "rekap", "rekapitulasi"]
        .iter()
        .any(|t| word == *t || word.strip_prefix(t).is_some_and(|rest| rest.starts_with(' ')))
}

fn is_note(text: &str) -> bool {
    let word = fold(text);
    text.trim_start().starts_with('*')
        || ["sumber", "catatan", "keterangan", "ket", "nb", "mengetahui", "dicetak", "tanggal cetak", "halaman"]
            .iter()
            .any(|t| word == *t || word.strip_prefix(t).is_some_and(|rest| rest.starts_with(' ')))
}

/// Whether the row is the header once more. The same names at other places make a second table,
/// which is refused: its columns would be read as those of the first.
fn header_again(spec: &Spec, layout: &Layout, row: &Row, filled: usize, file: &PackFile) -> Result<bool, ReadError> {
    // a cheap look first: two cells that are header names
    let mut looked = 0;
    let mut named = 0;
    for (_, cell) in row.written().take(4) {
        looked += 1;
        if let Cell::Text(text) = cell {
            named += usize::from(text.len() < 80 && spec.exact(text).is_some());
        }
    }
    if named * 2 <= looked || filled < 3 {
        return Ok(false);
    }
    let (mut same, mut moved) = (0usize, 0usize);
    for (at, cell) in row.written() {
        let Cell::Text(text) = cell else { continue };
        match spec.exact(text) {
            Some(column) if layout.position(column) == Some(at) => same += 1,
            Some(_) => moved += 1,
            None => {}
        }
    }
    if (same + moved) * 10 < filled * 6 {
        return Ok(false);
    }
    if moved * 5 > same + moved && moved >= 2 {
        return Err(ReadError::TwoHeaders {
            file: file.name.clone(),
            first: layout.header_row,
            second: row.number(),
            reason: "urutan kolomnya berbeda".to_owned(),
        });
    }
    Ok(true)
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
        let kinds: Vec<_> = log.finish::<()>(vec![]).issues.iter().map(|i| (i.row, i.kind)).collect();
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
    fn a_header_over_two_rows_is_one_header() {
        let text = "Identitas,,Lahir,Tempat tinggal,\nNIK,Nama,Tgl Lahir,Alamat,Keterangan\n1,ANI,2,x,y\n";
        assert_eq!(read(text).unwrap().0, [(3, "ANI".to_owned())]);
    }

    #[test]
    fn letters_follow_the_spreadsheet() {
        assert_eq!([0, 25, 26, 80, 701, 702].map(letters), ["A", "Z", "AA", "CC", "ZZ", "AAA"]);
    }
}
