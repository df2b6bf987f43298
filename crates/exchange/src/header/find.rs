//! Which row is the header: the one that names the most columns, over one, two or three rows.

use super::spec::{Spec, key, number_in};
use crate::lexicon::row_words;
use crate::table::{Cell, Row};
use crate::words::fold;

/// How many rows one header may take.
const DEPTH: usize = 3;
/// From this likeness on, in percent, a head counts for the choice of the row.
const LIKE: u32 = 70;

/// The heads of a table: where they stand, the own name of each column, and the title over it.
#[derive(Clone, Debug)]
pub(super) struct Heads {
    pub(super) row: usize,
    /// Rows the header takes.
    pub(super) depth: usize,
    pub(super) own: Vec<String>,
    pub(super) group: Vec<String>,
    /// Whether the rows are made of words; among data only names letter by letter count.
    wordy: bool,
}

impl Heads {
    pub(super) fn of(rows: &[Row], row: usize, depth: usize) -> Self {
        let lines = &rows[row..row + depth];
        let width = lines.iter().map(Row::width).max().unwrap_or(0);
        let texts: Vec<Vec<String>> =
            lines.iter().map(|line| (0..width).map(|p| head_text(line, p)).collect()).collect();
        let mut own = vec![String::new(); width];
        let mut group = vec![String::new(); width];
        // a merged title stands in its first cell only, and has names below it
        let mut titles: Vec<String> = vec![String::new(); depth];
        for p in 0..width {
            let lowest = (0..depth).rev().find(|d| !texts[*d][p].is_empty());
            for d in 0..depth {
                if !texts[d][p].is_empty() {
                    let is_title = texts[d + 1..].iter().any(|lower| !lower[p].is_empty());
                    titles[d] = if is_title { texts[d][p].clone() } else { String::new() };
                    titles[d + 1..].iter_mut().for_each(String::clear);
                }
            }
            let Some(lowest) = lowest else { continue };
            own[p].clone_from(&texts[lowest][p]);
            group[p] = titles[..lowest].iter().filter(|t| !t.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        }
        let wordy = lines.iter().all(is_wordy);
        Self { row, depth, own, group, wordy }
    }

    /// Title and name together.
    pub(super) fn full(&self, at: usize) -> String {
        if self.group[at].is_empty() { self.own[at].clone() } else { format!("{} {}", self.group[at], self.own[at]) }
    }
}

pub(super) fn head_text(row: &Row, at: usize) -> String {
    match row.cell(at) {
        Cell::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Cell::Empty | Cell::Number(_) | Cell::Date(_) | Cell::Formula => String::new(),
    }
}

/// The columns that a head names outright: by the full name under its title, by its own name, or by the
/// same words in another order or spelling.
pub(super) fn named<'s>(spec: &'s Spec, heads: &Heads, at: usize) -> &'s [usize] {
    let own = &heads.own[at];
    if own.is_empty() || own.chars().count() > 80 {
        return &[];
    }
    if !heads.wordy {
        return spec.owners(own);
    }
    if !heads.group[at].is_empty() {
        let full = heads.full(at);
        for owners in [spec.owners(&full), spec.same_words(&full)] {
            if !owners.is_empty() {
                return owners;
            }
        }
    }
    let owners = spec.owners(own);
    if owners.is_empty() { spec.same_words(own) } else { owners }
}

/// The header among the first rows. Heads a little off count only when no row names all required columns.
pub(super) fn header(spec: &Spec, rows: &[Row]) -> Option<Heads> {
    let mut best: Option<(usize, Heads)> = None;
    let mut complete = false;
    for depth in 1..=DEPTH {
        for row in 0..(rows.len() + 1).saturating_sub(depth) {
            if depth > 1 && !rows[row + 1..row + depth].iter().all(is_wordy) {
                continue;
            }
            if !rows[row].written().any(|(_, c)| matches!(c, Cell::Text(_))) {
                continue;
            }
            let heads = Heads::of(rows, row, depth);
            let mut found = vec![false; spec.columns().len()];
            for p in 0..heads.own.len() {
                if let Some(column) = named(spec, &heads, p).iter().find(|c| !found[**c]) {
                    found[*column] = true;
                }
            }
            let score = found.iter().filter(|f| **f).count();
            if score > best.as_ref().map_or(1, |b| b.0) {
                let at: Vec<Option<usize>> = found.iter().map(|f| f.then_some(0)).collect();
                complete = spec.missing(&at).is_empty();
                best = Some((score, heads));
            }
        }
    }
    if complete {
        return best.map(|b| b.1);
    }
    for depth in 1..=DEPTH {
        for row in 0..(rows.len() + 1).saturating_sub(depth) {
            if !rows[row..row + depth].iter().all(is_wordy) {
                continue;
            }
            let heads = Heads::of(rows, row, depth);
            let score = nearly_named(spec, &heads);
            if score > best.as_ref().map_or(1, |b| b.0) {
                best = Some((score, heads));
            }
        }
    }
    best.map(|b| b.1)
}

fn nearly_named(spec: &Spec, heads: &Heads) -> usize {
    let mut found = vec![false; spec.columns().len()];
    for p in 0..heads.own.len() {
        if let Some(column) = named(spec, heads, p).iter().find(|c| !found[**c]) {
            found[*column] = true;
            continue;
        }
        if heads.own[p].is_empty() || heads.own[p].chars().count() > 80 {
            continue;
        }
        let scores = spec.lexicon.likeness(&heads.own[p], &heads.group[p]);
        let best = (0..scores.len()).filter(|c| !found[*c]).max_by_key(|c| (scores[*c], std::cmp::Reverse(*c)));
        if let Some(column) = best.filter(|c| scores[*c] >= LIKE) {
            found[column] = true;
        }
    }
    found.iter().filter(|f| **f).count()
}

/// Whether a row is made of words, as a header is: hardly a number, no long digits, no numbering.
pub(super) fn is_wordy(row: &Row) -> bool {
    let (mut cells, mut words) = (0usize, 0usize);
    for (_, cell) in row.written() {
        cells += 1;
        let Cell::Text(text) = cell else { continue };
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        words += usize::from(digits <= 3 && text.chars().any(char::is_alphabetic));
    }
    words >= 2 && words * 10 >= cells * 8 && numbering(row).is_none()
}

/// The number in `KOLOM 7`, `(7)`, `7`, and in -7, which a spreadsheet makes of `(7)`.
pub(super) fn column_number(cell: Cell<'_>) -> Option<usize> {
    match cell {
        Cell::Number(n) if n.fract() == 0.0 && (1.0..=999.0).contains(&n.abs()) => Some(n.abs() as usize),
        Cell::Text(text) => {
            let word = fold(text);
            let behind = |before: &String| word.strip_prefix(before.as_str())?.strip_prefix(' ');
            let digits = row_words().column.iter().find_map(behind).unwrap_or(&word);
            digits.parse().ok().filter(|n| (1..=999).contains(n))
        }
        Cell::Empty | Cell::Number(_) | Cell::Date(_) | Cell::Formula => None,
    }
}

/// Whether the row numbers the columns: every cell a number, most of them one more than the last,
/// or `KOLOM n` throughout. A first cell may say what the row is: `KOLOM`, `No.`.
pub(super) fn numbering(row: &Row) -> Option<()> {
    let mut numbers = Vec::new();
    let mut marked = 0;
    for (i, (_, cell)) in row.written().enumerate() {
        let Some(number) = column_number(cell) else {
            if i == 0 && matches!(cell, Cell::Text(t) if row_words().numbering.contains(&fold(t))) {
                continue;
            }
            return None;
        };
        numbers.push(number);
        marked += usize::from(match cell {
            Cell::Text(t) => t.trim().starts_with(['(', '-']) || t.chars().any(char::is_alphabetic),
            Cell::Number(n) => n < 0.0,
            Cell::Empty | Cell::Date(_) | Cell::Formula => false,
        });
    }
    let steps = numbers.windows(2).filter(|w| w[1] == w[0] + 1).count();
    (numbers.len() >= 3 && (marked * 2 > numbers.len() || (numbers[0] == 1 && steps + 1 == numbers.len())))
        .then_some(())
}

/// The numbers that a row below the header, or the heads themselves, give the columns.
pub(super) fn numbers(heads: &Heads, below: Option<&Row>) -> Vec<Option<usize>> {
    let mut out: Vec<Option<usize>> = heads.own.iter().map(|h| number_in(h)).collect();
    if out.iter().flatten().count() * 2 >= out.len() {
        return out;
    }
    if let Some(row) = below.filter(|r| numbering(r).is_some()) {
        for (at, cell) in row.written() {
            if let Some(slot) = out.get_mut(at) {
                *slot = column_number(cell);
            }
        }
    }
    out
}

/// Whether two heads are the same wording.
pub(super) fn same_head(a: &str, b: &str) -> bool {
    key(a) == key(b)
}
