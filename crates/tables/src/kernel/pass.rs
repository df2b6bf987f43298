//! One side is held and indexed; the other is read past it once.

use super::Spool;
use super::key::{self, Index, Rule};
use super::level::{Eye, Remembered};
use super::model::Model;
use super::pairs::{Pairs, compare};
use super::plan::{Judge, Judged, Plan};
use super::probe::Probe;
use super::rarity::Rarity;
use super::records::{Batch, Batches, Unreadable};
use super::rows::{Layout, Row, Rows, Stretch, read};
use super::value::MISSING;
use super::value::mix;
use super::words::{Vocabulary, Words};
use arrow::array::{Array, StringArray};
use linkage::weigh::{SAME, STRANGER};
use rayon::prelude::*;

/// A pair worth keeping: positions on both sides, and what comparing said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub streamed: u32,
    pub held: u32,
    /// Position in [`Patterns`].
    pub at: u32,
}

/// What comparing pairs said: for each pair its cells, then its bits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns {
    measures: usize,
    values: Vec<u16>,
}

impl Patterns {
    pub fn new(plan: &Plan) -> Self {
        Self { measures: plan.measures.len(), values: Vec::new() }
    }
    pub fn push(&mut self, judged: &Judged) -> u32 {
        let at = self.len() as u32;
        self.values.extend_from_slice(&judged.cells[..self.measures]);
        self.values.extend_from_slice(&judged.bits[..self.measures]);
        at
    }
    pub fn len(&self) -> usize {
        self.values.len() / (2 * self.measures).max(1)
    }
    pub fn get(&self, at: u32) -> (&[u16], &[u16]) {
        let from = at as usize * 2 * self.measures;
        self.values[from..from + 2 * self.measures].split_at(self.measures)
    }
    pub fn append(&mut self, other: &Self) {
        self.values.extend_from_slice(&other.values);
    }
    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.values.capacity() * 2
    }
}

/// Pairs below this weight (same against stranger, millionths of a bit, prior included) are dropped.
pub(crate) const LEAST: i64 = -8_000_000;

/// Pairs kept of one record at most, the heaviest first.
pub(crate) const MOST_HITS: usize = 12;

/// The held side with everything that comparing needs.
pub(crate) struct Held {
    pub plan: Plan,
    pub rows: Rows,
    pub vocabulary: Vocabulary,
    pub rarity: Rarity,
    pub rules: Vec<Rule>,
    pub index: Index,
    /// What each record holds, as a number: [`Rows::prints`].
    pub prints: Vec<u64>,
    /// Copies of a record beyond the two that stand for all; empty when there are none.
    pub copies: Vec<bool>,
    /// Groups of equal records, larger than a key may be; the first two stand for all.
    pub crowds: Vec<Vec<u32>>,
}

/// Pairs that teach at most.
const MOST_FOUND: u64 = 500_000;

/// Reads one side whole, stretch by stretch on all threads; the order of the file is kept.
pub(crate) fn hold(
    batches: Batches<'_>,
    plan: &Plan,
    vocabulary: &mut Vocabulary,
    mut each: impl FnMut(u64, &Rows) -> Result<(), super::LinkError>,
) -> Result<Rows, super::LinkError> {
    let mut rows = Rows::new(&plan.layout);
    let mut take = |stretches: Vec<Stretch>, rows: &mut Rows, vocabulary: &mut Vocabulary, to: u64| {
        for stretch in stretches {
            let map = vocabulary.absorb(&stretch.extra, true);
            rows.append(&stretch.rows, &map);
        }
        each(to, rows)
    };
    for group in (Groups { batches, size: 1 }) {
        let group = group?;
        let to = group.last().map_or(0, |b| b.read_to);
        let stretches = group.par_iter().map(|batch| read(batch, &plan.layout, vocabulary)).collect();
        take(stretches, &mut rows, vocabulary, to)?;
    }
    Ok(rows)
}

/// Batches taken some at a time: first one (it brings most words), then several for all threads.
pub(crate) struct Groups<'a> {
    pub batches: Batches<'a>,
    pub size: usize,
}

impl Iterator for Groups<'_> {
    type Item = Result<Vec<Batch>, Unreadable>;
    fn next(&mut self) -> Option<Self::Item> {
        let group: Result<Vec<Batch>, Unreadable> = self.batches.by_ref().take(self.size).collect();
        self.size = 2 * rayon::current_num_threads();
        match group {
            Ok(group) if group.is_empty() => None,
            other => Some(other),
        }
    }
}

impl Held {
    /// Builds the index over the held rows; answers how many keys were too common.
    pub fn index(&mut self, cap: usize) -> u64 {
        let texts = Words { shared: &self.vocabulary, extra: None };
        let step = 16_384;
        let parts: Vec<Vec<(u64, u32)>> = (0..self.rows.len().div_ceil(step))
            .into_par_iter()
            .map(|part| {
                let mut keys = Vec::with_capacity(step * 6);
                for at in part * step..((part + 1) * step).min(self.rows.len()) {
                    if self.is_copy(at) {
                        continue;
                    }
                    let row = self.rows.row(at, texts);
                    for rule in &self.rules {
                        key::keys(rule, &row, &self.rarity, |key| keys.push((key, at as u32)));
                    }
                }
                keys
            })
            .collect();
        let (index, left_out) = Index::new(&parts, cap);
        self.index = index;
        left_out
    }

    pub fn eye(&self) -> Eye<'_> {
        Eye { rarity: &self.rarity, remembered: Remembered::default(), alone: true }
    }

    pub fn words(&self) -> Words<'_> {
        Words { shared: &self.vocabulary, extra: None }
    }

    /// Held records that share any key with a record, in order.
    fn candidates(&self, row: &Row<'_>, found: &mut Vec<u32>) {
        found.clear();
        for rule in &self.rules {
            key::keys(rule, row, &self.rarity, |key| self.index.find(key, found));
        }
        found.sort_unstable();
        found.dedup();
    }

    /// Whether a record is a copy that others stand for.
    pub fn is_copy(&self, at: usize) -> bool {
        self.copies.get(at).copied().unwrap_or(false)
    }

    /// Pairs of some records with what any key finds: for training. `alone`: the records are held ones.
    /// Of more than [`MOST_FOUND`] pairs a part is drawn by what the records hold.
    pub fn gather(&self, rows: &Rows, drawn: &[u32], prints: &[u64], texts: Words<'_>, alone: bool) -> Pairs {
        let count: u64 = drawn
            .par_iter()
            .map_init(Vec::new, |found, &at| {
                self.candidates(&rows.row(at as usize, texts), found);
                found.len() as u64
            })
            .sum();
        let step = count.div_ceil(MOST_FOUND).max(1);
        let parts: Vec<Pairs> = drawn
            .par_chunks(drawn.len().div_ceil(64).max(1))
            .map(|part| {
                let (mut pairs, mut found, mut eye) = (Pairs::new(&self.plan), Vec::new(), self.eye());
                for &at in part {
                    let row = rows.row(at as usize, texts);
                    self.candidates(&row, &mut found);
                    let own = prints[at as usize];
                    // a sum does not depend on which of the two is asked for
                    found.retain(|&held| {
                        !(alone && held == at) && mix(own.wrapping_add(self.prints[held as usize])).is_multiple_of(step)
                    });
                    self.rows.touch(found.iter().copied());
                    for &held in &found {
                        let other = self.rows.row(held as usize, self.words());
                        compare(&self.plan, &mut eye, &mut pairs, &row, &other, step as f64);
                    }
                }
                pairs.merged()
            })
            .collect();
        let mut all = Pairs::new(&self.plan);
        parts.iter().for_each(|part| all.append(part));
        all.merged()
    }

    /// Completes what [`Probe::ask`] found of a record whose late fields are read too.
    pub fn complete(&self, judge: &mut Judge<'_>, row: &Row<'_>, hits: &mut Vec<(u32, Judged)>, most: usize) {
        let early = std::mem::take(hits);
        hits.extend(early.into_iter().filter_map(|(held, judged)| {
            let judged = judge.late(judged, row, &self.rows.row(held as usize, self.words()), LEAST)?;
            Some((held, judged))
        }));
        if hits.len() > most {
            hits.sort_by_key(|(held, j)| {
                (std::cmp::Reverse(j.logs[SAME] - j.logs[STRANGER]), self.prints[*held as usize], *held)
            });
            hits.truncate(most);
        }
    }
}

/// The streamed records that were worth keeping, and the pairs they are in.
#[derive(Default)]
pub(crate) struct Kept {
    pub rows: Rows,
    pub hits: Vec<Hit>,
    pub patterns: Patterns,
    pub read: u64,
}

/// Streams one side past the other.
pub(crate) fn stream(
    batches: Batches<'_>,
    held: &mut Held,
    model: &Model,
    spool: Option<&dyn Spool>,
    mut each: impl FnMut(u64, &Kept) -> Result<(), super::LinkError>,
) -> Result<Kept, super::LinkError> {
    let mut kept = Kept { rows: Rows::new(&held.plan.layout), patterns: Patterns::new(&held.plan), ..Kept::default() };
    let households = held.plan.layout.households;
    let batches: Batches<'_> = if households { Box::new(WholeHouseholds::new(batches)) } else { batches };
    for (number, group) in (Groups { batches, size: STRETCHES }).enumerate() {
        let group = group?;
        let to = group.last().map_or(0, |b| b.read_to);
        let shared = &*held;
        let name = format!("bagian-{number}");
        let earlier: Option<Vec<Part>> =
            spool.and_then(|s| s.load(&name)).and_then(|bytes| parts_from(&bytes, group.len(), &held.plan));
        let found: Vec<(Stretch, Part)> = match earlier {
            // found before a kill: only the records that were worth keeping are read again
            Some(parts) => group
                .par_iter()
                .zip(parts)
                .map(|(batch, part)| {
                    let rows = chosen(batch, &part.wanted);
                    (read(&rows, &shared.plan.layout, &shared.vocabulary), part)
                })
                .collect(),
            None => {
                let found: Vec<(Stretch, Part)> =
                    group.par_iter().map(|batch| search(batch, shared, model, households)).collect();
                if let Some(spool) = spool {
                    spool.save(&name, &bytes_of(found.iter().map(|(_, part)| part)))?;
                }
                found
            }
        };
        for ((stretch, part), batch) in found.iter().zip(&group) {
            kept.read += batch.len() as u64;
            let whole = stretch.rows.len() == batch.len();
            for (order, &at) in part.wanted.iter().enumerate() {
                let at = if whole { at as usize } else { order };
                kept.rows.take(&stretch.rows, at, &mut held.vocabulary, &stretch.extra);
            }
            let first = (kept.rows.len() - part.wanted.len()) as u32;
            let from = kept.patterns.len() as u32;
            kept.hits.extend(part.hits.iter().zip(from..).map(|(&(order, held), at)| Hit {
                streamed: first + order,
                held,
                at,
            }));
            kept.patterns.append(&part.patterns);
        }
        each(to, &kept)?;
    }
    Ok(kept)
}

/// Batches worked on at once: not a matter of threads, so that parts kept on one machine are parts
/// on every other.
const STRETCHES: usize = 4;

/// What one batch brought: the records worth keeping, and their pairs by position among these.
struct Part {
    wanted: Vec<u32>,
    hits: Vec<(u32, u32)>,
    patterns: Patterns,
}

fn search(batch: &Batch, shared: &Held, model: &Model, households: bool) -> (Stretch, Part) {
    let mut probe = Probe::new(shared, Judge::new(&shared.plan, model, shared.eye()));
    let mut all = Vec::new();
    let mut patterns = Patterns::new(&shared.plan);
    // where few records have a partner, the costly fields are read only for those with a candidate
    let expected =
        linkage::weigh::exp2(f64::from(model.prior[SAME]) / linkage::weigh::MICRO) * shared.rows.len() as f64;
    if expected > 0.3 || !shared.plan.late.contains(&true) {
        let stretch = read(batch, &shared.plan.layout, &shared.vocabulary);
        let texts = Words { shared: &shared.vocabulary, extra: Some(&stretch.extra) };
        probe.each(&stretch.rows, texts, 0..stretch.rows.len(), Some(MOST_HITS), false, |at, held, judged| {
            all.push((at, held));
            patterns.push(judged);
        });
        let part = keep(&stretch.rows, all, patterns, households);
        return (stretch, part);
    }
    let layout = Layout { without: shared.plan.late.clone(), ids: false, ..shared.plan.layout.clone() };
    let stretch = read(batch, &layout, &shared.vocabulary);
    let texts = Words { shared: &shared.vocabulary, extra: Some(&stretch.extra) };
    let mut early: Vec<(u32, u32, Judged)> = Vec::new();
    probe.each(&stretch.rows, texts, 0..stretch.rows.len(), None, false, |at, held, judged| {
        early.push((at, held, *judged));
    });
    let candidates =
        keep(&stretch.rows, early.iter().map(|(at, held, _)| (*at, *held)).collect(), patterns, households);
    let whole = read(&chosen(batch, &candidates.wanted), &shared.plan.layout, &shared.vocabulary);
    let texts = Words { shared: &shared.vocabulary, extra: Some(&whole.extra) };
    let mut patterns = Patterns::new(&shared.plan);
    for group in candidates.hits.iter().zip(&early).collect::<Vec<_>>().chunk_by(|a, b| a.0.0 == b.0.0) {
        let order = group[0].0.0;
        let mut hits: Vec<_> = group.iter().map(|(_, (_, held, judged))| (*held, *judged)).collect();
        shared.complete(&mut probe.judge, &whole.rows.row(order as usize, texts), &mut hits, MOST_HITS);
        for (held, judged) in &hits {
            all.push((order, *held));
            patterns.push(judged);
        }
    }
    // those left without a partner are not kept after all
    let kept = keep(&whole.rows, all, patterns, households);
    let rows = kept.wanted.iter().map(|&order| candidates.wanted[order as usize]).collect();
    let mut stretch = Stretch { rows: Rows::new(&shared.plan.layout), extra: whole.extra };
    for &order in &kept.wanted {
        stretch.rows.copy(&whole.rows, order as usize);
    }
    (stretch, Part { wanted: rows, ..kept })
}

/// A batch of some of its rows.
fn chosen(batch: &Batch, wanted: &[u32]) -> Batch {
    let pick = |column: &StringArray| -> StringArray {
        wanted.iter().map(|&at| (!column.is_null(at as usize)).then(|| column.value(at as usize))).collect()
    };
    Batch { columns: batch.columns.iter().map(pick).collect(), first_row: batch.first_row, read_to: batch.read_to }
}

fn bytes_of<'a>(parts: impl Iterator<Item = &'a Part>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend((part.wanted.len() as u32).to_le_bytes());
        bytes.extend((part.hits.len() as u32).to_le_bytes());
        part.wanted.iter().for_each(|at| bytes.extend(at.to_le_bytes()));
        for (order, held) in &part.hits {
            bytes.extend(order.to_le_bytes());
            bytes.extend(held.to_le_bytes());
        }
        part.patterns.values.iter().for_each(|value| bytes.extend(value.to_le_bytes()));
    }
    bytes
}

/// Reads kept parts; `None` when they are not what this run would have kept.
fn parts_from(bytes: &[u8], count: usize, plan: &Plan) -> Option<Vec<Part>> {
    let mut rest = bytes;
    fn word<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
        let (word, after) = rest.split_first_chunk::<N>()?;
        *rest = after;
        Some(*word)
    }
    let mut parts = Vec::with_capacity(count);
    for _ in 0..count {
        let wanted = u32::from_le_bytes(word(&mut rest)?) as usize;
        let hits = u32::from_le_bytes(word(&mut rest)?) as usize;
        if wanted.saturating_mul(4).saturating_add(hits.saturating_mul(8 + 4 * plan.measures.len())) > rest.len() {
            return None;
        }
        let mut part =
            Part { wanted: Vec::with_capacity(wanted), hits: Vec::with_capacity(hits), patterns: Patterns::new(plan) };
        for _ in 0..wanted {
            part.wanted.push(u32::from_le_bytes(word(&mut rest)?));
        }
        for _ in 0..hits {
            part.hits.push((u32::from_le_bytes(word(&mut rest)?), u32::from_le_bytes(word(&mut rest)?)));
        }
        for _ in 0..hits * 2 * plan.measures.len() {
            part.patterns.values.push(u16::from_le_bytes(word(&mut rest)?));
        }
        parts.push(part);
    }
    rest.is_empty().then_some(parts)
}

/// The records with hits, and where households count their whole households.
fn keep(rows: &Rows, hits: Vec<(u32, u32)>, patterns: Patterns, households: bool) -> Part {
    let mut wanted = vec![false; rows.len()];
    for (at, ..) in &hits {
        wanted[*at as usize] = true;
    }
    if households {
        let mut from = 0;
        while from < rows.len() {
            let household = rows.household[from];
            let mut to = from + 1;
            while to < rows.len() && household != MISSING && rows.household[to] == household {
                to += 1;
            }
            if wanted[from..to].contains(&true) {
                wanted[from..to].fill(true);
            }
            from = to;
        }
    }
    let mut order = vec![u32::MAX; rows.len()];
    let wanted: Vec<u32> = (0..rows.len() as u32).filter(|&at| wanted[at as usize]).collect();
    for (place, &at) in wanted.iter().enumerate() {
        order[at as usize] = place as u32;
    }
    Part { wanted, hits: hits.into_iter().map(|(at, held)| (order[at as usize], held)).collect(), patterns }
}

/// The rows of a table whose members of one household do not stand together, in the order of their
/// households, when there are at most `most` rows. Longer tables come as they are; the answer says
/// whether a household was seen apart in what was read ahead.
pub(crate) fn by_household(mut batches: Batches<'_>, most: usize) -> Result<(Batches<'_>, bool), Unreadable> {
    let mut ahead: Vec<Batch> = Vec::new();
    let mut rows = 0;
    let mut ended = false;
    while rows <= most {
        match batches.next() {
            Some(batch) => {
                let batch = batch?;
                rows += batch.len();
                ahead.push(batch);
            }
            None => {
                ended = true;
                break;
            }
        }
    }
    let value = |column: &StringArray, at: usize| if column.is_null(at) { "" } else { column.value(at) }.to_owned();
    let mut seen: rustc_hash::FxHashSet<String> = rustc_hash::FxHashSet::default();
    let (mut last, mut apart) = (String::new(), false);
    for batch in &ahead {
        for at in 0..batch.len() {
            let household = value(&batch.columns[1], at);
            if household != last {
                apart |= !household.is_empty() && !seen.insert(household.clone());
                last = household;
            }
        }
    }
    if !apart || !ended {
        return Ok((Box::new(ahead.into_iter().map(Ok).chain(batches)), apart));
    }
    let read_to = ahead.last().map_or(0, |batch| batch.read_to);
    let Some(whole) = ahead.into_iter().fold(None, |all, batch| Some(joined(all, batch))) else {
        return Ok((Box::new(std::iter::empty()), false));
    };
    let mut order: Vec<u32> = (0..whole.len() as u32).collect();
    order.sort_by_cached_key(|&at| value(&whole.columns[1], at as usize));
    let sorted: Vec<Result<Batch, Unreadable>> =
        order.chunks(16_384).map(|part| Ok(Batch { read_to, ..chosen(&whole, part) })).collect();
    Ok((Box::new(sorted.into_iter()), false))
}

/// Moves the ends of batches so that no household is cut: the members at a seam become a batch of
/// their own. Members of a household stand together in the file.
struct WholeHouseholds<'a> {
    batches: Batches<'a>,
    seam: Option<Batch>,
    ready: Option<Batch>,
}

impl<'a> WholeHouseholds<'a> {
    fn new(batches: Batches<'a>) -> Self {
        Self { batches, seam: None, ready: None }
    }
}

fn cut(batch: &Batch, from: usize, len: usize) -> Batch {
    Batch {
        columns: batch.columns.iter().map(|c| c.slice(from, len)).collect(),
        first_row: batch.first_row + from as u64,
        read_to: batch.read_to,
    }
}

fn joined(first: Option<Batch>, second: Batch) -> Batch {
    let Some(first) = first else { return second };
    let columns = first
        .columns
        .iter()
        .zip(&second.columns)
        .map(|(a, b)| a.iter().chain(b.iter()).collect::<StringArray>())
        .collect();
    Batch { columns, first_row: first.first_row, read_to: second.read_to }
}

impl Iterator for WholeHouseholds<'_> {
    type Item = Result<Batch, Unreadable>;
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.ready.take() {
                return Some(Ok(ready));
            }
            let batch = match self.batches.next() {
                None => return self.seam.take().map(Ok),
                Some(Err(fault)) => return Some(Err(fault)),
                Some(Ok(batch)) if batch.is_empty() => continue,
                Some(Ok(batch)) => batch,
            };
            let households = &batch.columns[1];
            let value = |column: &StringArray, at: usize| {
                if column.is_null(at) { String::new() } else { column.value(at).to_owned() }
            };
            let len = batch.len();
            let mut head = 0;
            if let Some(seam) = &self.seam {
                let open = value(&seam.columns[1], seam.len() - 1);
                while head < len && !open.is_empty() && value(households, head) == open {
                    head += 1;
                }
            }
            if head > 0 {
                self.seam = Some(joined(self.seam.take(), cut(&batch, 0, head)));
            }
            if head == len {
                continue;
            }
            let last = value(households, len - 1);
            let mut tail = len - 1;
            while tail > head && !last.is_empty() && value(households, tail - 1) == last {
                tail -= 1;
            }
            let done = self.seam.replace(cut(&batch, tail, len - tail));
            let middle = (tail > head).then(|| cut(&batch, head, tail - head));
            match (done, middle) {
                (Some(done), middle) => {
                    self.ready = middle;
                    return Some(Ok(done));
                }
                (None, Some(middle)) => return Some(Ok(middle)),
                (None, None) => {}
            }
        }
    }
}
