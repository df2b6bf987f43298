//! Which row is the header, and which column is which.

use super::spec::{Spec, key};
use crate::table::{Cell, Row};
use crate::words::fold;

/// One row weighed as a header.
pub(super) struct Candidate {
    pub(super) row: usize,
    pub(super) at: Vec<Option<usize>>,
    pub(super) score: usize,
    /// Two for a header over two rows.
    pub(super) depth: usize,
    /// Two positions that name the same column.
    pub(super) twice: Option<(usize, usize)>,
}

impl Candidate {
    pub(super) fn heads(&self, rows: &[Row]) -> Vec<String> {
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

pub(super) fn head_text(row: &Row, at: usize) -> String {
    match row.cell(at) {
        Cell::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Cell::Empty | Cell::Number(_) | Cell::Date(_) => String::new(),
    }
}

/// The row that names the most declared columns; names a little off count only when no row
/// names all required columns exactly.
pub(super) fn best_header(spec: &Spec, rows: &[Row]) -> Option<Candidate> {
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

pub(super) fn weigh(spec: &Spec, rows: &[Row], first: usize, depth: usize, loose: bool) -> Candidate {
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
pub(super) fn column_number(cell: Cell<'_>) -> Option<usize> {
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
pub(super) fn numbering(row: &Row) -> Option<()> {
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
