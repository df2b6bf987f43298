//! What a reader has to say about the cells it met: one mechanism for every source.

use crate::error::ReadError;
use domain::area::{AreaCode, AreaTable};
use domain::defect::{DefectKind, Level};
use std::collections::BTreeMap;
use words::{Lang, Said, Words};

/// One damaged cell, row or household.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issue {
    /// Path inside the pack, e.g. `pendaftaran/3403012001.xlsx`.
    pub file: String,
    /// 1-based sheet row or physical line, header included.
    pub row: u32,
    /// Header of the column, with the sheet's letter in a spreadsheet: `CC:NIK`. Empty for a whole row.
    pub column: String,
    /// What is wrong.
    pub kind: DefectKind,
    /// How serious it is.
    pub level: Level,
    /// What is wrong and how to repair it, in Indonesian. Never a full NIK, No. KK or name.
    pub message: String,
}

/// The text of a defect with what is special about this one, for the report of an import.
#[must_use]
pub fn message(kind: DefectKind, detail: &str) -> String {
    let Said { what, repair } = Words::of(Lang::Id).defect(kind);
    // a detail that quotes a cell begins so; whatever column it is, somebody may have typed a NIK there
    let quoted = detail.starts_with("isi ").then(|| without_numbers(detail));
    let detail = quoted.as_deref().unwrap_or(detail);
    if detail.is_empty() { format!("{what}. {repair}.") } else { format!("{what} ({detail}). {repair}.") }
}

/// As long as a number of a person or a family card, within two digits.
const NUMBER: usize = 14;

/// The text with every number that could be a NIK or No. KK cut to its first four digits, whatever cell it stood in.
#[must_use]
pub fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // digits, with what people write between them
    let mut run = String::new();
    let put = |run: &mut String, out: &mut String| {
        if run.bytes().filter(u8::is_ascii_digit).count() < NUMBER {
            out.push_str(run);
        } else {
            out.extend(run.chars().filter(char::is_ascii_digit).take(4));
            out.push('…');
        }
        run.clear();
    };
    for c in text.chars() {
        match c {
            '0'..='9' => run.push(c),
            '.' | ' ' | '-' | '\'' | '\u{a0}' if !run.is_empty() => run.push(c),
            _ => {
                put(&mut run, &mut out);
                out.push(c);
            }
        }
    }
    put(&mut run, &mut out);
    out
}

/// From this many cells on a word that no code table has is a question about the file.
const OFTEN: u32 = 25;

/// How many rows a reader met and what became of them: `seen = taken + skipped + rejected`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows below the header.
    pub seen: u64,
    /// Rows that became part of an item.
    pub taken: u64,
    /// Rows that are no data: blank, totals, notes, repeated headers.
    pub skipped: u64,
    /// Rows that were not taken.
    pub rejected: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.seen += other.seen;
        self.taken += other.taken;
        self.skipped += other.skipped;
        self.rejected += other.rejected;
    }
}

/// What was read from one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read<T> {
    /// The items, in the order of the files.
    pub items: Vec<T>,
    /// Everything to be said about cells, rows and households, sorted.
    pub issues: Vec<Issue>,
    /// Rows met and what became of them.
    pub counts: Counts,
}

/// Collects issues while a source is read.
///
/// Repairs without loss ([`Log::note`]) are gathered per file, column and kind, so that a
/// column with a thousand apostrophes is one line that says a thousand.
#[derive(Debug, Default)]
pub struct Log {
    issues: Vec<Issue>,
    notes: BTreeMap<(String, String, DefectKind), (u32, u32)>,
    /// Codes of areas that ended: file, column, code and what became of it; the first row, and how many.
    ended: BTreeMap<(String, String, AreaCode, String), (u32, u32)>,
    /// Words that no code table has: file, column, word, and how often.
    unknown: BTreeMap<(String, String, String), u32>,
    /// Rows met so far.
    pub counts: Counts,
}

impl Log {
    /// Reports one defect. `detail` adds what is special about this one; it must be safe to show.
    pub fn report(&mut self, at: (&str, u32), column: &str, kind: DefectKind, level: Level, detail: &str) {
        let message = message(kind, detail);
        self.issues.push(Issue { file: at.0.to_owned(), row: at.1, column: column.to_owned(), kind, level, message });
    }

    /// Counts one repair without loss; the first row of each kind is named.
    pub fn note(&mut self, at: (&str, u32), column: &str, kind: DefectKind) {
        let seen = self.notes.entry((at.0.to_owned(), column.to_owned(), kind)).or_insert((at.1, 0));
        seen.1 += 1;
    }

    /// The code in force for a written one; an end is counted and said once for each file.
    pub fn in_force(
        &mut self,
        areas: &AreaTable,
        at: (&str, u32),
        column: impl FnOnce() -> String,
        code: AreaCode,
    ) -> AreaCode {
        let now = areas.in_force(code);
        if areas.has_ended(&code) {
            let became = match now == code {
                true => "tanpa pengganti di tabel wilayah".to_owned(),
                false => format!("dibaca {} {}", now.dotted(), areas.name(&now)),
            };
            let key = (at.0.to_owned(), column(), code, became);
            self.ended.entry(key).or_insert((at.1, 0)).1 += 1;
        }
        now
    }

    /// Counts a word that no code table has.
    pub fn unknown_word(&mut self, file: &str, column: &str, word: &str) {
        let word: String = without_numbers(word.trim()).chars().take(40).collect();
        *self.unknown.entry((file.to_owned(), column.to_owned(), word)).or_insert(0) += 1;
    }

    /// Refuses a file in which one such word comes again and again: that is its way of writing, not a slip.
    pub fn words_are_known(&self) -> Result<(), ReadError> {
        // in a file of a million rows a slip comes some hundred times
        let often = |count: u32| count >= OFTEN && u64::from(count) * 100 >= self.counts.seen;
        let often = self.unknown.iter().filter(|(_, count)| often(**count));
        let mut asked: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for ((file, column, word), count) in often {
            asked
                .entry(file)
                .or_default()
                .push(format!("isi \"{word}\" pada kolom \"{column}\" ({count} sel) bukan kode"));
        }
        match asked.into_iter().next() {
            Some((file, words)) => {
                Err(ReadError::LayoutDoubtful { file: file.to_owned(), questions: words.join("; ") })
            }
            None => Ok(()),
        }
    }

    /// Closes the log: issues sorted by file, row, column and kind.
    #[must_use]
    pub fn finish<T>(mut self, items: Vec<T>) -> Read<T> {
        for ((file, column, kind), (row, count)) in self.notes {
            let message = match count {
                1 => message(kind, ""),
                _ => message(kind, &format!("{count} sel, pertama di baris {row}")),
            };
            self.issues.push(Issue { file, row, column, kind, level: Level::Info, message });
        }
        for ((file, column, code, became), (row, count)) in self.ended {
            let kind = DefectKind::AreaEnded;
            let message = message(kind, &format!("{} {became}, {count} baris", code.dotted()));
            self.issues.push(Issue { file, row, column, kind, level: Level::Warning, message });
        }
        self.issues.sort();
        self.issues.dedup();
        Read { items, issues: self.issues, counts: self.counts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_a_person_that_stands_in_the_wrong_column_is_not_quoted_whole() {
        for cell in ["9701022709059952", "97 0102 2709 0599 52", "9701.0227.0905.9952", "'9701022709059952"] {
            let told = message(DefectKind::CodeInvalid, &format!("isi \"{cell}\""));
            let digits: String = told.chars().filter(char::is_ascii_digit).collect();
            assert_eq!(digits, "9701", "{told}");
        }
        assert!(message(DefectKind::CodeInvalid, "isi \"12-03-2017\"").contains("12-03-2017"));
        assert!(message(DefectKind::HouseholdDuplicateOtherId, "3403010001000123").contains("3403010001000123"));
    }

    #[test]
    fn a_word_is_a_way_of_writing_by_its_share_and_a_slip_in_a_large_file_is_none() {
        let told = |seen: u64| {
            let mut log = Log { counts: Counts { seen, ..Counts::default() }, ..Log::default() };
            (0..600).for_each(|_| log.unknown_word("siak.csv", "jenis_kelamin", "X"));
            log.words_are_known().is_ok()
        };
        assert!(told(861_000));
        assert!(!told(20_000));
    }
}
