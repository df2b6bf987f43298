//! Data to stdout in three formats, messages to stderr.

use serde_json::{Map, Value};
use std::io::{self, Write};

/// Format of data on stdout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Kolom rata untuk dibaca
    Table,
    /// JSON, satu larik
    Json,
    /// CSV dengan baris judul
    Csv,
}

/// Rows with a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Listing {
    /// An empty listing.
    pub fn new(header: &[&'static str]) -> Self {
        Self { header: header.to_vec(), rows: Vec::new() }
    }

    /// Adds a row; missing cells stay empty.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Writes it to stdout.
    pub fn print(&self, format: Format) -> io::Result<()> {
        let text = match format {
            Format::Table => self.table(),
            Format::Json => self.json(),
            Format::Csv => self.csv()?,
        };
        show(&text)
    }

    fn table(&self) -> String {
        let mut widths: Vec<usize> = self.header.iter().map(|h| h.chars().count()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let mut text = String::new();
        let header: Vec<String> = self.header.iter().map(|h| (*h).to_owned()).collect();
        for row in std::iter::once(&header).chain(&self.rows) {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.chars().count()))))
                .collect();
            text.push_str(cells.join("  ").trim_end());
            text.push('\n');
        }
        text
    }

    fn json(&self) -> String {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let cells = self.header.iter().zip(row).map(|(h, c)| ((*h).to_owned(), Value::String(c.clone())));
                Value::Object(cells.collect::<Map<_, _>>())
            })
            .collect();
        format!("{:#}\n", Value::Array(rows))
    }

    fn csv(&self) -> io::Result<String> {
        let mut text = self.header.join(",");
        text.push('\n');
        for row in &self.rows {
            text.push_str(&row.iter().map(|c| csv_cell(c)).collect::<Vec<_>>().join(","));
            text.push('\n');
        }
        Ok(text)
    }
}

/// A cell of a CSV: quoted where needed, and no formula for a spreadsheet to run.
pub fn csv_cell(text: &str) -> String {
    let cell = app::export::guarded(text.to_owned());
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// Writes data to stdout. A closed pipe (`| head`) is not an error.
pub fn show(text: &str) -> io::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(gone) if gone.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// A line of talk.
pub fn say(line: impl AsRef<str>) {
    eprintln!("{}", line.as_ref());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing() -> Listing {
        let mut listing = Listing::new(&["nama", "jumlah"]);
        listing.row(["BARU", "12"]);
        listing.row(["a, \"b\"", "3"]);
        listing
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        assert_eq!(listing().table(), "nama    jumlah\nBARU    12\na, \"b\"  3\n");
    }

    #[test]
    fn a_text_that_a_spreadsheet_would_run_is_guarded_and_a_negative_number_is_none() {
        assert_eq!(csv_cell("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"");
        assert_eq!(csv_cell("@SUM(1)"), "'@SUM(1)");
        assert_eq!(csv_cell("-12.5"), "-12.5");
    }

    #[test]
    fn a_cell_with_a_comma_is_quoted_and_json_is_an_array_of_objects() {
        assert_eq!(listing().csv().unwrap(), "nama,jumlah\nBARU,12\n\"a, \"\"b\"\"\",3\n");
        let parsed: Value = serde_json::from_str(&listing().json()).unwrap();
        assert_eq!(parsed[0]["nama"], "BARU");
    }
}
