//! Which column is which: heads, numbers, neighbours and contents weighed together.
//!
//! One assignment over all columns. What a head names outright stands, unless the contents speak
//! against it; the rest goes by likeness. What is not sure becomes a doubt, never a guess.

use super::content::Content;
use super::find::{Heads, named, numbering, numbers, same_head};
use super::settled::Settled;
use super::spec::Spec;
use crate::cell;
use crate::profile::Need;
use crate::table::{Cell, Row};
use crate::words::{self, fold};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Likeness in percent from which a head is taken for a column …
const SURE: u32 = 68;
/// … when the next candidate is this much less like it.
const AHEAD: u32 = 8;
/// Below this likeness a head is not even asked about.
const ASKED: u32 = 48;
/// How many cells must be seen before contents speak against a head.
const CELLS: usize = 8;

/// What the recognition made of one sheet.
#[derive(Clone, Debug)]
pub(super) struct Assigned {
    /// By column: its position.
    pub(super) at: Vec<Option<usize>>,
    /// By column: how sure, in percent.
    pub(super) confidence: Vec<u32>,
    /// By position: what written words stand for.
    pub(super) meaning: Vec<Option<FxHashMap<String, String>>>,
    /// By position: no column, and somebody said so.
    pub(super) left_out: Vec<bool>,
    /// By position: the column it may be, for positions that were given to none.
    pub(super) near: Vec<Option<usize>>,
    /// What must be settled before the table is read.
    pub(super) doubts: Vec<Doubt>,
    /// What is lost and must be said: columns and whole blocks.
    pub(super) losses: Vec<Loss>,
    /// Positions with the same head.
    pub(super) twice: Option<(usize, usize)>,
}

/// Something to be settled by a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Doubt {
    pub(super) column: usize,
    /// The head it is about; `None` when no head comes near.
    pub(super) position: Option<usize>,
    pub(super) text: String,
}

/// A column, or a whole block of columns, that the file does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loss {
    pub(super) title: String,
    pub(super) without: String,
    pub(super) grave: bool,
}

/// A pair of a head and a column, and how alike they are.
struct Pair {
    score: u32,
    at: usize,
    column: usize,
}

pub(super) fn assign(spec: &Spec, heads: &Heads, below: &[Row], settled: Option<&Settled>) -> Assigned {
    let columns = spec.columns().len();
    let width = heads.own.len();
    let mut out = Assigned {
        at: vec![None; columns],
        confidence: vec![0; columns],
        meaning: vec![None; width],
        left_out: vec![false; width],
        near: vec![None; width],
        doubts: Vec::new(),
        losses: Vec::new(),
        twice: None,
    };
    let enough = (width / 4).max(2);
    let sample: Vec<&Row> = below.iter().filter(|r| r.filled() >= enough && numbering(r).is_none()).collect();
    let contents = Contents { sample: &sample };
    let mut free: Vec<usize> = (0..width).filter(|p| !heads.own[*p].is_empty()).collect();
    if let Some(settled) = settled {
        take_settled(spec, heads, settled, &mut free, &mut out);
    }
    take_named(spec, heads, &contents, &mut free, &mut out);
    let numbers = numbers(heads, below.first());
    take_numbered(spec, &numbers, &contents, &mut free, &mut out);
    take_alike(spec, heads, &contents, &mut free, &mut out);
    ask_by_contents(spec, heads, &contents, &free, &mut out);
    for column in 0..columns {
        if let Some(at) = out.at[column] {
            read_words(spec, heads, &contents, (column, at), settled.is_some(), &mut out);
        }
    }
    lost(spec, &contents, settled, &mut out);
    out
}

fn take_settled(spec: &Spec, heads: &Heads, settled: &Settled, free: &mut Vec<usize>, out: &mut Assigned) {
    free.retain(|p| {
        let Some(said) = settled.column(*p, &heads.own[*p]) else { return true };
        match spec.place(&said.take) {
            Some(column) if out.at[column].is_none() => {
                out.at[column] = Some(*p);
                out.confidence[column] = 100;
                if !said.codes.is_empty() {
                    let codes = said.codes.iter().map(|(word, code)| (fold(word), code.clone())).collect();
                    out.meaning[*p] = Some(codes);
                }
            }
            Some(_) | None => out.left_out[*p] = true,
        }
        false
    });
}

/// Heads that name a column outright. Of two wordings of one column the better filled one is it.
fn take_named(spec: &Spec, heads: &Heads, contents: &Contents<'_>, free: &mut Vec<usize>, out: &mut Assigned) {
    let mut claims: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for p in free.iter() {
        let owners: Vec<usize> = named(spec, heads, *p).iter().copied().filter(|c| out.at[*c].is_none()).collect();
        // a name that two columns share goes to the one whose contents it has
        let against = |c: usize| contents.against(*p, spec.columns()[c].content) > 50;
        let best = owners.iter().copied().min_by_key(|c| (against(*c), *c));
        // a short form may be one column's name letter by letter and another's by its words: the contents say which
        let other = || {
            let mut same = spec.same_words(&heads.own[*p]).iter().copied();
            same.find(|c| out.at[*c].is_none() && !against(*c))
        };
        let best = best.filter(|c| !against(*c)).or_else(other).or(best);
        if let Some(column) = best {
            claims.entry(column).or_default().push(*p);
        }
    }
    for (column, positions) in claims {
        let content = spec.columns()[column].content;
        let mut by_contents = positions.clone();
        by_contents
            .sort_by_key(|p| (contents.against(*p, content) > 50, std::cmp::Reverse(contents.filled_tenths(*p)), *p));
        let at = by_contents[0];
        if let Some(other) = by_contents.get(1).copied() {
            if spec.columns()[column].need != Need::Unused
                && positions.iter().any(|p| *p != at && same_head(&heads.full(*p), &heads.full(at)))
            {
                out.twice = out.twice.or(Some((positions[0], positions[1])));
            }
            let rival = contents.against(other, content) <= 50
                && contents.filled_tenths(other) >= contents.filled_tenths(at)
                && contents.differ(at, other);
            if rival && spec.columns()[column].need != Need::Unused {
                let text = format!(
                    "\"{}\" dan \"{}\" sama-sama tampak sebagai {}",
                    heads.own[at],
                    heads.own[other],
                    spec.columns()[column].title()
                );
                out.doubts.push(Doubt { column, position: Some(at), text });
            }
        }
        let mut confidence = 100;
        if !heads.group[at].is_empty() {
            let scores = spec.lexicon.likeness(&heads.own[at], &heads.group[at]);
            confidence = scores[column].clamp(60, 100);
            let elsewhere = (0..scores.len())
                .filter(|c| *c != column && out.at[*c].is_none())
                .max_by_key(|c| (scores[*c], std::cmp::Reverse(*c)));
            if elsewhere.is_some_and(|c| scores[c] > scores[column] + AHEAD) {
                continue;
            }
        }
        out.at[column] = Some(at);
        out.confidence[column] = confidence;
        free.retain(|p| *p != at);
    }
}

/// Columns whose numbers are those of the official layout, when the heads that are known agree with it.
fn take_numbered(
    spec: &Spec,
    numbers: &[Option<usize>],
    contents: &Contents<'_>,
    free: &mut Vec<usize>,
    out: &mut Assigned,
) {
    let known = spec.columns().iter().zip(&out.at).filter_map(|(c, at)| Some((c.position?, numbers[(*at)?]?)));
    let (agree, all) = known.fold((0, 0), |(a, n), (official, number)| (a + usize::from(official == number), n + 1));
    if all < 5 || agree * 10 < all * 8 {
        return;
    }
    free.retain(|p| {
        let Some(number) = numbers[*p] else { return true };
        let column = spec.columns().iter().position(|c| c.position == Some(number));
        let Some(column) = column.filter(|c| out.at[*c].is_none()) else { return true };
        if contents.against(*p, spec.columns()[column].content) > 50 {
            return true;
        }
        out.at[column] = Some(*p);
        out.confidence[column] = 85;
        false
    });
}

/// The rest by likeness, best first; each head and each column once.
fn take_alike(spec: &Spec, heads: &Heads, contents: &Contents<'_>, free: &mut Vec<usize>, out: &mut Assigned) {
    let mut pairs: Vec<Pair> = Vec::new();
    for p in free.iter().copied().filter(|p| heads.own[*p].chars().count() <= 120) {
        let name = super::spec::unnumbered(&heads.own[p]);
        for (column, likeness) in spec.lexicon.likeness(name, &heads.group[p]).into_iter().enumerate() {
            if out.at[column].is_some() || likeness < 40 {
                continue;
            }
            let content = spec.columns()[column].content;
            let mut score = likeness;
            if contents.cells(p) >= 3 && contents.against(p, content) > 50 {
                score = score.saturating_sub(40);
            } else if contents.cells(p) >= 3 && contents.telling(p, content) >= 60 {
                score = (score + 10).min(99);
            }
            pairs.push(Pair { score, at: p, column });
        }
    }
    pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.score), pair.at, pair.column));
    let mut taken: BTreeMap<usize, u32> = BTreeMap::new();
    for pair in &pairs {
        if pair.score < ASKED || out.at[pair.column].is_some() || taken.contains_key(&pair.at) {
            continue;
        }
        // those that could still have this head, or be this column
        let rival = pairs
            .iter()
            .filter(|o| (o.at == pair.at) != (o.column == pair.column))
            .filter(|o| if o.at == pair.at { out.at[o.column].is_none() } else { !taken.contains_key(&o.at) })
            .map(|o| o.score)
            .max()
            .unwrap_or(0);
        let column = &spec.columns()[pair.column];
        let sure = pair.score >= SURE && pair.score >= rival + AHEAD;
        if sure {
            taken.insert(pair.at, pair.score);
            out.at[pair.column] = Some(pair.at);
            out.confidence[pair.column] = pair.score;
            continue;
        }
        let must = matches!(column.need, Need::Required | Need::Expected);
        let close = column.need == Need::Optional && pair.score >= SURE;
        if (must || close) && !out.doubts.iter().any(|d| d.column == pair.column || d.position == Some(pair.at)) {
            let text = format!("\"{}\" mungkin {}", heads.own[pair.at], column.title());
            out.doubts.push(Doubt { column: pair.column, position: Some(pair.at), text });
            out.confidence[pair.column] = pair.score;
        }
        if out.near[pair.at].is_none() && column.need != Need::Unused {
            out.near[pair.at] = Some(pair.column);
        }
    }
    free.retain(|p| !taken.contains_key(p));
}

/// Columns that nobody names, and whose contents stand under a head that nobody knows.
fn ask_by_contents(spec: &Spec, heads: &Heads, contents: &Contents<'_>, free: &[usize], out: &mut Assigned) {
    for (column, declared) in spec.columns().iter().enumerate() {
        let missing = out.at[column].is_none() && !out.doubts.iter().any(|d| d.column == column);
        if !missing || !matches!(declared.need, Need::Required | Need::Expected) {
            continue;
        }
        let found = free.iter().copied().find(|p| {
            contents.cells(*p) >= 5
                && contents.telling(*p, declared.content) >= 80
                && !out.doubts.iter().any(|d| d.position == Some(*p))
        });
        if let Some(p) = found {
            let text = format!("isi \"{}\" tampak seperti {}", heads.own[p], declared.title());
            out.doubts.push(Doubt { column, position: Some(p), text });
            out.confidence[column] = 50;
        }
    }
}

/// Contents that are against a known head, P and W for the sexes, and words that no table has.
fn read_words(
    spec: &Spec,
    heads: &Heads,
    contents: &Contents<'_>,
    (column, at): (usize, usize),
    settled: bool,
    out: &mut Assigned,
) {
    let declared = &spec.columns()[column];
    if out.meaning[at].is_some() || declared.need == Need::Unused {
        return;
    }
    if declared.content == Content::Sex && contents.writes_pria_and_wanita(at) {
        let meaning = [("p", "1"), ("w", "2")].map(|(word, code)| (word.to_owned(), code.to_owned()));
        out.meaning[at] = Some(meaning.into_iter().collect());
        return;
    }
    let doubted = out.doubts.iter().any(|d| d.column == column);
    if settled || doubted || contents.cells(at) < CELLS {
        return;
    }
    if let Some(text) = contents.unknown_word(at, declared.content) {
        let text = format!("isi \"{text}\" pada kolom \"{}\" bukan kode {}", heads.own[at], declared.title());
        out.doubts.push(Doubt { column, position: Some(at), text });
    } else if declared.need != Need::Optional && contents.against(at, declared.content) >= 80 {
        let text = format!("isi kolom \"{}\" tidak seperti {}", heads.own[at], declared.title());
        out.doubts.push(Doubt { column, position: Some(at), text });
        out.confidence[column] = 30;
    }
}

/// What is missing: stops for a column missing from a block that is otherwise there, losses for the rest.
fn lost(spec: &Spec, contents: &Contents<'_>, settled: Option<&Settled>, out: &mut Assigned) {
    // of each block: columns found, columns there are, and whether an import needs one of them
    let mut blocks: BTreeMap<&str, (usize, usize, bool)> = BTreeMap::new();
    for (column, at) in spec.columns().iter().zip(&out.at) {
        if let Some(block) = &column.block {
            let counts = blocks.entry(block).or_default();
            counts.0 += usize::from(at.is_some());
            counts.1 += 1;
            counts.2 |= matches!(column.need, Need::Required | Need::Expected);
        }
    }
    let absent = |block: &Option<String>| {
        block.as_deref().is_some_and(|b| blocks.get(b).is_some_and(|(found, all, _)| *found == 0 && *all > 1))
    };
    for (name, (found, all, grave)) in &blocks {
        if let (0, 2.., Some(block)) = (*found, *all, spec.blocks.get(*name)) {
            let loss = Loss { title: block.title.clone(), without: block.without.clone(), grave: *grave };
            out.losses.push(loss);
        }
    }
    for (i, column) in spec.columns().iter().enumerate() {
        let asked = out.doubts.iter().any(|d| d.column == i);
        if out.at[i].is_some() || asked || column.need == Need::Unused || absent(&column.block) {
            continue;
        }
        let spared = column.spared_by.as_ref().is_some_and(|by| {
            let other = spec.place(&by.column).and_then(|c| out.at[c]);
            other.is_some_and(|at| contents.has_digits(at, by.digits))
        });
        let waived = settled.is_some_and(|s| s.without.contains(&column.key));
        let without = column.without.clone().unwrap_or_default();
        let must = matches!(column.need, Need::Required | Need::Expected) && !spared;
        if must && !waived {
            let text = lacking(&format!("{} ({})", column.title(), column.key), &without);
            out.doubts.push(Doubt { column: i, position: None, text });
        } else if !without.is_empty() && !spared {
            out.losses.push(Loss { title: column.title().to_owned(), without, grave: waived });
        }
    }
}

/// Says that a column was not found, and what is lost without it.
pub(super) fn lacking(column: &str, without: &str) -> String {
    let consequence = if without.is_empty() { String::new() } else { format!(": {without}") };
    format!("kolom {column} tidak ditemukan{consequence}")
}

/// The first rows below the header, asked column by column.
struct Contents<'s> {
    sample: &'s [&'s Row],
}

impl Contents<'_> {
    fn written(&self, at: usize) -> impl Iterator<Item = Cell<'_>> {
        self.sample
            .iter()
            .map(move |r| r.cell(at))
            .filter(|c| !c.is_blank() && !matches!(c, Cell::Text(t) if words::means_nothing(t)))
    }
    fn cells(&self, at: usize) -> usize {
        self.written(at).count()
    }
    fn filled_tenths(&self, at: usize) -> usize {
        self.cells(at) * 10 / self.sample.len().max(1)
    }
    fn share(&self, at: usize, test: impl Fn(Cell<'_>) -> bool) -> usize {
        let (hits, all) = self.written(at).fold((0, 0), |(h, n), c| (h + usize::from(test(c)), n + 1));
        (hits * 100).checked_div(all).unwrap_or(0)
    }
    /// Percent of the cells that cannot be such content.
    fn against(&self, at: usize, content: Content) -> usize {
        self.share(at, |c| !content.fits(c))
    }
    /// Percent of the cells that say by themselves that they are.
    fn telling(&self, at: usize, content: Content) -> usize {
        self.share(at, |c| content.is_telling(c))
    }
    /// Whether two columns say different things.
    fn differ(&self, one: usize, other: usize) -> bool {
        self.sample.iter().any(|r| r.cell(one) != r.cell(other))
    }
    fn has_digits(&self, at: usize, digits: usize) -> bool {
        self.share(at, |c| cell::code_digits(c).is_some_and(|d| d.len() >= digits)) >= 50
    }
    fn writes_pria_and_wanita(&self, at: usize) -> bool {
        let mut seen = (false, false);
        for cell in self.written(at) {
            let word = cell::plain(cell).map(|t| fold(&t)).unwrap_or_default();
            match word.as_str() {
                "p" => seen.0 = true,
                "w" => seen.1 = true,
                _ => return false,
            }
        }
        seen.1
    }
    /// A written word that no table has, when it is more than a slip: it comes again, in a tenth of the cells.
    fn unknown_word(&self, at: usize, content: Content) -> Option<String> {
        if !content.is_coded() {
            return None;
        }
        let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
        for cell in self.written(at).filter(|c| !content.fits(*c)) {
            let text = cell::plain(cell).unwrap_or_default();
            if text.chars().any(char::is_alphabetic) {
                *unknown.entry(text).or_default() += 1;
            }
        }
        let all = self.cells(at);
        let (text, count) = unknown.into_iter().max_by_key(|(text, n)| (*n, std::cmp::Reverse(text.clone())))?;
        (count >= 3 && count * 10 >= all).then(|| text.chars().take(40).collect())
    }
}
