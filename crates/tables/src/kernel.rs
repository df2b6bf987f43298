//! The kernel: linkage of two tables, or of one with itself. Records in, pairs with calibrated probabilities out.
//!
//! A run reads one side to codes (`rows`, `words`), indexes it by keys (`key`), learns weights without
//! labels from a sample of the other side (`train`), reads the other side past the index once
//! (`pass`), weighs whole households (`together`), and makes the pairs one to one or builds clusters
//! (`assign`). Memory grows with the held side and with the pairs found, never with the other side.

mod assign;
mod guess;
mod key;
mod level;
mod linked;
mod model;
mod pairs;
mod pass;
mod plan;
mod probe;
mod rarity;
mod records;
mod report;
mod resident;
mod rows;
mod spec;
mod together;
mod train;
mod value;
mod words;

pub use guess::{Guess, guess};
pub use linked::{Linked, Pair, Reason};
pub use records::{Batch, Batches, Records, Unreadable};
pub use report::{ComparisonReport, LevelReport, Report};
pub use resident::Resident;
pub use spec::{Field, Kind, Sides, Spec};

use model::Model;
use pass::{Held, Kept};
use plan::Plan;
use rows::Rows;
use together::Likely;
use train::Material;
use words::{Vocabulary, Words};

/// How a linkage is run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether the household column is evidence: members are re-examined inside linked households.
    pub households: bool,
    /// Bytes that may be held; 0 for no limit.
    pub memory: u64,
}

/// Told how far the work is; may stop it.
pub trait Watch: Sync {
    /// `stage` is a short Indonesian phrase; `done` of `total` in the stage's own unit.
    fn progress(&self, stage: &'static str, done: u64, total: u64);
    /// Whether somebody asked to stop.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Keeps finished parts of the work, so that a killed run goes on where it was.
pub trait Spool: Sync {
    /// A part kept earlier under this name.
    fn load(&self, part: &str) -> Option<Vec<u8>>;
    /// Keeps a part; it is there after a kill.
    ///
    /// # Errors
    /// When it cannot be written.
    fn save(&self, part: &str, bytes: &[u8]) -> Result<(), Unreadable>;
}

/// Why a linkage ended without a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// A file could not be read.
    Unreadable(String),
    /// A column of the specification is not in the file.
    NoColumn {
        /// The column asked for.
        column: String,
        /// The columns there are.
        columns: Vec<String>,
    },
    /// A file has no record.
    Empty,
    /// More memory than allowed would be needed.
    Memory {
        /// Bytes needed so far.
        needed: u64,
        /// Bytes allowed.
        allowed: u64,
    },
    /// Somebody asked to stop.
    Cancelled,
}

impl From<Unreadable> for LinkError {
    fn from(fault: Unreadable) -> Self {
        Self::Unreadable(fault.0)
    }
}

/// Rows of the streamed side that teach the weights.
const SAMPLE: usize = 16_000;
/// Records that may share a key.
const CAP: usize = 60;
/// Tables up to this many records are compared pair by pair.
const ALL_PAIRS: usize = 3_000;
/// Tables up to this many records can afford every pair of fields as a key.
const SMALL: u64 = 30_000;

struct Side<'a> {
    records: &'a dyn Records,
    wanted: Vec<usize>,
}

fn side<'a>(records: &'a dyn Records, spec: &Spec, left: bool, households: bool) -> Result<Side<'a>, LinkError> {
    let pick = |sides: &Sides| if left { sides.left.clone() } else { sides.right.clone() };
    let mut names = vec![pick(&spec.id)];
    if households {
        names.extend(spec.household.as_ref().map(pick));
    }
    names.extend(spec.fields.iter().map(|f| if left { f.left.clone() } else { f.right.clone() }));
    let columns = records.columns();
    let wanted = names
        .into_iter()
        .map(|name| {
            columns
                .iter()
                .position(|c| *c == name)
                .ok_or_else(|| LinkError::NoColumn { column: name, columns: columns.to_vec() })
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Side { records, wanted })
}

/// Links two tables, or one with itself.
///
/// # Errors
/// A source that cannot be read, a missing column, an empty table, the memory limit, or a stop.
pub fn link(
    a: &dyn Records,
    b: Option<&dyn Records>,
    spec: &Spec,
    options: &Options,
    watch: &dyn Watch,
    spool: Option<&dyn Spool>,
) -> Result<Linked, LinkError> {
    let plan = Plan::new(spec, options.households);
    let households = plan.layout.households;
    let left = side(a, spec, true, households)?;
    let right = b.map(|b| side(b, spec, false, households)).transpose()?;
    // the smaller side is held, the larger streams past it
    let first_held = right.as_ref().is_none_or(|r| left.records.size() < r.records.size());
    let (holding, streaming) = match right {
        None => (left, None),
        Some(right) if first_held => (left, Some(right)),
        Some(right) => (right, Some(left)),
    };
    let check = |bytes: usize| within_limits(bytes, options, watch);
    let prepared = prepare(&holding, streaming.as_ref(), plan, options, watch)?;
    let Prepared { mut held, model, warnings, left_out, every } = prepared;
    let one_file = streaming.is_none();
    let kept = match &streaming {
        Some(streaming) => {
            pass::stream(streaming.records.batches(&streaming.wanted)?, &mut held, &model, spool, |to, kept| {
                watch.progress("mencocokkan", to, streaming.records.size());
                check(kept.rows.bytes() + kept.patterns.bytes() + kept.hits.len() * size_of::<pass::Hit>())
            })?
        }
        None => within(&held, &model, every),
    };
    let Kept { rows: kept_rows, hits, patterns, read } = kept;
    let candidates = hits.len() as u64;
    let kept = Kept { rows: Rows::default(), hits, patterns, read };
    let model = if one_file { model } else { refined(&held, &kept, model) };
    let streamed_rows = if one_file { &held.rows } else { &kept_rows };
    watch.progress("menimbang rumah tangga", 0, 1);
    let (likely, mut likely_households, present) = if households {
        together::together(&held, &kept, streamed_rows, &model, one_file)
    } else {
        (together::apart(&kept, &model), Vec::new(), 0.0)
    };
    let pairs = if one_file { all_of_one_file(likely) } else { assign::one_to_one(likely) };
    if households {
        likely_households = together::best_of_each(&held.rows, streamed_rows, &pairs, &likely_households, first_held);
    }
    let bytes =
        (held.rows.bytes() + held.index.bytes() + kept_rows.bytes() + candidates as usize * size_of::<pass::Hit>())
            as u64;
    let held_records = held.rows.len() as u64;
    let report = Report {
        left_records: if first_held { held_records } else { kept.read },
        right_records: match (one_file, first_held) {
            (true, _) => 0,
            (false, true) => kept.read,
            (false, false) => held_records,
        },
        candidates,
        present,
        warnings,
        rules: held.rules.iter().map(|r| r.name(&held.plan)).collect(),
        left_out,
        bytes,
        comparisons: report::comparisons_of(&held.plan, &model),
        shares: model.prior.map(|log| linkage::weigh::exp2(f64::from(log) / linkage::weigh::MICRO)),
    };
    Ok(Linked {
        held,
        streamed: (!one_file).then_some(kept_rows),
        model,
        pairs,
        households: likely_households,
        first_held,
        report,
    })
}

/// One side held, indexed and understood: ready to be searched.
struct Prepared {
    held: Held,
    model: Model,
    warnings: Vec<String>,
    left_out: u64,
    /// Whether every pair is compared.
    every: bool,
}

fn within_limits(bytes: usize, options: &Options, watch: &dyn Watch) -> Result<(), LinkError> {
    if options.memory > 0 && bytes as u64 > options.memory {
        return Err(LinkError::Memory { needed: bytes as u64, allowed: options.memory });
    }
    if watch.cancelled() { Err(LinkError::Cancelled) } else { Ok(()) }
}

/// Reads and indexes the held side and learns the weights from a sample of the other.
fn prepare(
    holding: &Side<'_>,
    streaming: Option<&Side<'_>>,
    plan: Plan,
    options: &Options,
    watch: &dyn Watch,
) -> Result<Prepared, LinkError> {
    let check = |bytes: usize| within_limits(bytes, options, watch);
    let mut vocabulary = Vocabulary::default();
    let rows = pass::hold(holding.records.batches(&holding.wanted)?, &plan, &mut vocabulary, |to, rows| {
        watch.progress("membaca", to, holding.records.size());
        check(rows.bytes())
    })?;
    if rows.len() == 0 {
        return Err(LinkError::Empty);
    }
    let mut sample = Rows::new(&plan.layout);
    let mut streamed_estimate = rows.len() as u64;
    if let Some(streaming) = streaming {
        for batch in streaming.records.sample(&streaming.wanted, SAMPLE)? {
            let stretch = rows::read(&batch, &plan.layout, &vocabulary);
            let map = vocabulary.absorb(&stretch.extra, false);
            sample.append(&stretch.rows, &map);
        }
        if sample.len() == 0 {
            return Err(LinkError::Empty);
        }
        let scale = streaming.records.size() as f64 / holding.records.size().max(1) as f64;
        streamed_estimate = ((rows.len() as f64 * scale) as u64).max(sample.len() as u64);
    }
    let one_file = streaming.is_none();
    let words = vocabulary.len();
    let texts = Words { shared: &vocabulary, extra: None };
    let rarity = rarity::count(&plan, &[(&rows, texts), (&sample, texts)], words);
    let small = rows.len() as u64 + streamed_estimate <= SMALL;
    let rules = key::rules(&plan, small, &rarity::telling(&plan, &rows));
    let mut plan = plan;
    plan.delay(|field| rules.iter().any(|rule| rule.needs(field)));
    let mut held = Held { plan, rows, vocabulary, rarity, rules, index: key::Index::default() };
    watch.progress("menyusun kunci", 0, 1);
    let every = one_file && held.rows.len() <= ALL_PAIRS;
    let left_out = if every { 0 } else { held.index(if small { CAP * 3 } else { CAP }) };
    check(held.rows.bytes() + held.index.bytes())?;

    watch.progress("membandingkan contoh", 0, 1);
    let taught = if one_file { &held.rows } else { &sample };
    let (found, random) = if every {
        let all = pairs::all(&held);
        (all.clone(), all)
    } else {
        let found =
            if one_file { held.gather(taught, held.words(), true) } else { held.gather(taught, held.words(), false) };
        (found, pairs::random(&held, taught))
    };
    watch.progress("mempelajari bobot", 0, found.len() as u64);
    let universe = if one_file {
        held.rows.len() as f64 * (held.rows.len() as f64 - 1.0) / 2.0
    } else {
        taught.len() as f64 * held.rows.len() as f64
    };
    // half of the smaller side's sampled records, or a tenth of one file's records twice
    let expected = if one_file {
        0.2 * held.rows.len() as f64
    } else {
        0.5 * taught.len() as f64 * (held.rows.len() as f64 / streamed_estimate as f64).min(1.0)
    };
    let kin = pairs::kin(&held.plan, &mut held.eye(), &held.rows, held.words());
    let (model, doubt) = train::train(&Material {
        plan: &held.plan,
        kin: &kin,
        random: &random,
        found: &found,
        universe: universe.max(1.0),
        expected,
        all: every,
    });
    drop((found, random));
    let mut warnings = report::warnings_of(&held.plan, &doubt);
    if left_out > 0 {
        warnings.push(format!("{left_out} kunci dipakai terlalu banyak baris dan tidak dipakai untuk mencari"));
    }

    Ok(Prepared { held, model, warnings, left_out, every })
}

/// Maximum pairs of one record within one file: a larger cluster is not one person.
const MOST_OF_ONE_FILE: usize = 100;

/// Pairs from which the weights are learnt once more.
const REFINED: usize = 40_000;

/// The model learnt again from what was found in the whole of both files.
fn refined(held: &Held, kept: &Kept, model: Model) -> Model {
    let mut pairs = pairs::Pairs::default();
    let step = kept.hits.len().div_ceil(REFINED).max(1);
    for hit in kept.hits.iter().step_by(step) {
        pairs.push(kept.patterns.get(hit.at));
    }
    if pairs.len() < 200 {
        return model;
    }
    let universe = kept.read as f64 * held.rows.len() as f64;
    train::refine(&held.plan, &model, &pairs, universe, step as f64)
}

/// Within one file a person may stand more than twice: every pair stays.
fn all_of_one_file(mut pairs: Vec<Likely>) -> Vec<Likely> {
    pairs.retain(|p| p.probability >= 0.01);
    pairs.sort_unstable_by(|a, b| {
        b.probability.total_cmp(&a.probability).then((a.streamed, a.held).cmp(&(b.streamed, b.held)))
    });
    pairs
}

/// The held side searched by itself.
fn within(held: &Held, model: &Model, every: bool) -> Kept {
    use rayon::prelude::*;
    let step = 4096;
    let parts: Vec<(Vec<(u32, u32)>, pass::Patterns)> = (0..held.rows.len().div_ceil(step))
        .into_par_iter()
        .map(|part| {
            let mut judge = plan::Judge::new(&held.plan, model, held.eye());
            let mut all = Vec::new();
            let mut patterns = pass::Patterns::new(&held.plan);
            let range = part * step..((part + 1) * step).min(held.rows.len());
            let mut tell = |at: u32, other: u32, judged: &plan::Judged| {
                all.push((at, other));
                patterns.push(judged);
            };
            if every {
                for at in range {
                    let row = held.rows.row(at, held.words());
                    let mut hits: Vec<(u32, plan::Judged)> = (at + 1..held.rows.len())
                        .filter_map(|other| {
                            let judged = judge.early(&row, &held.rows.row(other, held.words()), pass::LEAST);
                            judged.map(|judged| (other as u32, judged))
                        })
                        .collect();
                    held.complete(&mut judge, &row, &mut hits, MOST_OF_ONE_FILE);
                    hits.iter().for_each(|(other, judged)| tell(at as u32, *other, judged));
                }
            } else {
                let mut probe = probe::Probe::new(held, judge);
                probe.each(&held.rows, held.words(), range, Some(MOST_OF_ONE_FILE), true, tell);
            }
            (all, patterns)
        })
        .collect();
    let mut kept = Kept { patterns: pass::Patterns::new(&held.plan), read: held.rows.len() as u64, ..Kept::default() };
    for (hits, patterns) in parts {
        let from = kept.patterns.len() as u32;
        kept.hits.extend(hits.into_iter().zip(from..).map(|((streamed, held), at)| pass::Hit { streamed, held, at }));
        kept.patterns.append(&patterns);
    }
    kept
}
