//! What records agree with: many are asked for together.

use super::key::{self, Question};
use super::pass::{Held, LEAST};
use super::plan::{Judge, Judged};
use super::rows::Rows;
use super::words::Words;
use linkage::weigh::{KIN, SAME, STRANGER};
use std::ops::Range;

/// A pair this heavy settles a record: wide keys are not asked.
const SETTLED: i64 = 10_000_000;

/// Records asked for together.
const TOGETHER: usize = 128;

/// Asks the index of the held side for stretches of records.
pub(crate) struct Probe<'a> {
    held: &'a Held,
    pub judge: Judge<'a>,
    questions: Vec<Question>,
    found: Vec<(u32, u32)>,
    settled: Vec<bool>,
    hits: Vec<Vec<(u32, Judged)>>,
}

impl<'a> Probe<'a> {
    pub fn new(held: &'a Held, judge: Judge<'a>) -> Self {
        let (questions, found, settled) = (Vec::new(), Vec::new(), Vec::new());
        Self { held, judge, questions, found, settled, hits: vec![Vec::new(); TOGETHER] }
    }

    /// Tells what each of some records agrees with: the record, the held one, and what was compared;
    /// records in their order. With `most` the late fields are compared too and so many pairs of a
    /// record are kept. `within`: the records are the held ones themselves; then only later records
    /// count, and none is settled early.
    pub fn each(
        &mut self,
        rows: &Rows,
        texts: Words<'_>,
        range: Range<usize>,
        most: Option<usize>,
        within: bool,
        mut tell: impl FnMut(u32, u32, &Judged),
    ) {
        for start in range.clone().step_by(TOGETHER) {
            let count = (range.end - start).min(TOGETHER);
            self.ask(rows, texts, start, count, within);
            for at in 0..count {
                let hits = &mut self.hits[at];
                if let Some(most) = most {
                    self.held.complete(&mut self.judge, &rows.row(start + at, texts), hits, most);
                }
                hits.iter().for_each(|(held, judged)| tell((start + at) as u32, *held, judged));
            }
        }
    }

    fn ask(&mut self, rows: &Rows, texts: Words<'_>, start: usize, count: usize, within: bool) {
        let held = self.held;
        self.hits[..count].iter_mut().for_each(Vec::clear);
        self.settled.clear();
        self.settled.resize(count, false);
        // exact rules one by one, then the wide ones together, until the matter is settled
        let (exact, wide) = held.rules.split_at(held.rules.partition_point(|r| r.exact));
        for rules in exact.chunks(1).chain([wide]) {
            self.questions.clear();
            for at in (0..count).filter(|&at| !(self.settled[at] || (within && held.is_copy(start + at)))) {
                let row = rows.row(start + at, texts);
                for rule in rules {
                    key::keys(rule, &row, &held.rarity, |key| self.questions.push(Question::new(at as u32, key)));
                }
            }
            self.found.clear();
            held.index.find_all(&mut self.questions, &mut self.found);
            self.look(rows, texts, start, within);
        }
    }

    fn look(&mut self, rows: &Rows, texts: Words<'_>, start: usize, within: bool) {
        let held = self.held;
        self.found.sort_unstable();
        self.found.dedup();
        held.rows.touch(self.found.iter().map(|(_, other)| *other));
        for &(at, other) in &self.found {
            let hits = &mut self.hits[at as usize];
            if within && other as usize <= start + at as usize || hits.iter().any(|(h, _)| *h == other) {
                continue;
            }
            let row = rows.row(start + at as usize, texts);
            if let Some(judged) = self.judge.early(&row, &held.rows.row(other as usize, held.words()), LEAST) {
                let sure = judged.logs[SAME] - judged.logs[STRANGER].max(judged.logs[KIN]) >= SETTLED;
                self.settled[at as usize] |= sure && !within;
                hits.push((other, judged));
            }
        }
    }
}
