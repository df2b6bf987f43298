//! The kernel: linkage of two tables, or of one with itself. Records in, pairs with calibrated probabilities out.
//!
//! A run reads one side to codes (`rows`, `words`), indexes it by keys (`key`), learns weights without
//! labels from a sample of the other side (`train`), reads the other side past the index once
//! (`pass`), weighs whole households (`together`), and makes the pairs one to one or builds clusters
//! (`assign`). Memory grows with the held side and with the pairs found, never with the other side.

mod afford;
mod assign;
mod copies;
mod coverage;
mod groups;
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
mod redundant;
mod report;
mod resident;
mod rows;
mod script;
mod spec;
mod together;
mod train;
mod value;
mod words;

pub use guess::{Guess, Unclear, guess};
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
use words::{Vocabulary, Words};

/// How a linkage is run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether the household column is evidence: members are re-examined inside linked households.
    pub households: bool,
    /// Bytes that may be held; 0 for no limit.
    pub memory: u64,
    /// How many partners a record of either table may have.
    pub relation: Relation,
}

/// How many records of the other table a record may belong to. Within one table there is no such limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Relation {
    /// Each record has one partner at most.
    #[default]
    OneToOne,
    /// Several records of the first table may belong to one of the second.
    ManyToOne,
    /// Several records of the second table may belong to one of the first.
    OneToMany,
    /// Any record may have several partners.
    ManyToMany,
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
    /// More comparisons than one linkage can hold.
    TooManyFields {
        /// Comparisons asked for.
        asked: usize,
        /// Comparisons there may be.
        limit: usize,
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
/// Rows of the streamed side up to which the sample is drawn from all of them by what they hold, so that
/// their order does not show; of longer tables stretches are read at places spread over the file.
const WHOLE_SAMPLE: usize = 200_000;
/// Records that draw lots for random pairs and the costs of keys.
const LOTS: usize = 20_000;
/// Pairs of one table up to which each is compared with each.
const ALL_PAIRS: usize = 2_000_000;
/// Size of both tables from which the smaller one by bytes is held without counting its rows.
const LONG: u64 = 64 << 20;
/// Said where members of one household do not follow one another in a long streamed table.
const APART: &str = "anggota satu rumah tangga tidak berurutan dalam tabel yang lebih besar: urutkan menurut rumah \
                     tangga supaya semuanya ikut menjadi bukti";
/// Equal records beyond this number are stood for by two of them.
const CROWD: usize = 12;

/// Records that may share a key: more in small tables, with no step between.
fn cap(records: f64) -> usize {
    (60.0 + 120.0 * 30_000.0 / (30_000.0 + records)) as usize
}

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
    let plan = Plan::new(spec, options.households)?;
    let households = plan.layout.households;
    let left = side(a, spec, true, households)?;
    let right = b.map(|b| side(b, spec, false, households)).transpose()?;
    // the smaller side is held, the larger streams past it
    let first_held = match &right {
        None => true,
        // where the sizes leave no doubt the rows need not be counted
        Some(r) if left.records.size() > 4 * r.records.size() => false,
        Some(r) if r.records.size() > 4 * left.records.size() => true,
        // nor is it worth a look at long tables of about one size
        Some(r) if left.records.size().min(r.records.size()) > LONG => left.records.size() < r.records.size(),
        Some(r) => left.records.rows()? < r.records.rows()?,
    };
    let (holding, streaming) = match right {
        None => (left, None),
        Some(right) if first_held => (left, Some(right)),
        Some(right) => (right, Some(left)),
    };
    let check = |bytes: usize| within_limits(bytes, options, watch);
    let prepared = prepare(&holding, streaming.as_ref(), plan, options, watch)?;
    let Prepared { mut held, model, mut warnings, left_out, every, mut unknown } = prepared;
    let one_file = streaming.is_none();
    let kept = match &streaming {
        Some(streaming) => {
            let mut batches = streaming.records.batches(&streaming.wanted)?;
            if households {
                let (sorted, apart) = pass::by_household(batches, WHOLE_SAMPLE)?;
                batches = sorted;
                if apart {
                    warnings.push(APART.to_owned());
                }
            }
            pass::stream(batches, &mut held, &model, spool, |to, kept| {
                watch.progress("mencocokkan", to, streaming.records.size());
                check(kept.rows.bytes() + kept.patterns.bytes() + kept.hits.len() * size_of::<pass::Hit>())
            })?
        }
        None => within(&held, &model, every),
    };
    let Kept { rows: kept_rows, hits, patterns, read } = kept;
    let candidates = hits.len() as u64;
    let kept = Kept { rows: Rows::default(), hits, patterns, read };
    let model = if one_file { model } else { refined(&held, &kept, &kept_rows, model) };
    let streamed_rows = if one_file { &held.rows } else { &kept_rows };
    watch.progress("menimbang rumah tangga", 0, 1);
    let (likely, mut likely_households, present) = if households {
        together::together(&held, &kept, streamed_rows, &model, one_file)
    } else {
        (together::apart(&kept, &model), Vec::new(), 0.0)
    };
    // sums of rounded probabilities do not depend on the order of the pairs
    let sum = |pairs: &[Likely]| pairs.iter().map(|l| (l.probability * 1e6).round()).sum::<f64>() / 1e6;
    let direct = sum(&likely);
    let found = coverage::found_share(&held.plan, &model, &held.rules, every);
    let likely = if one_file { groups::agreed(&held, &model, likely) } else { likely };
    let likely = copies::spread(&held, likely, one_file, options.relation, first_held, &mut warnings);
    let pairs = if one_file {
        all_of_one_file(likely)
    } else {
        assign::by_relation(likely, options.relation, first_held, &|pair| {
            (streamed_rows.ids.get(pair.streamed as usize), held.rows.ids.get(pair.held as usize))
        })
    };
    // pairs of one person in all, those that nothing brought together included
    let accepted = sum(&pairs);
    let matches = if one_file { accepted.max(direct / found) } else { accepted / found };
    unknown.extend(report::too_few(if one_file { direct } else { accepted }));
    let recall_unknown = report::too_much_missed(found);
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
        unknown,
        recall_unknown,
        matches,
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
    /// Why the probabilities cannot be known, in Indonesian.
    unknown: Vec<String>,
}

/// Bytes of memory this process holds, where the system tells: buffers of reading count too.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    status.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).map_or(0, |pages| pages * 4096)
}

fn within_limits(bytes: usize, options: &Options, watch: &dyn Watch) -> Result<(), LinkError> {
    if options.memory > 0 {
        let needed = (bytes as u64).max(resident_bytes());
        if needed > options.memory {
            return Err(LinkError::Memory { needed, allowed: options.memory });
        }
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
    let one_file = streaming.is_none();
    let prints = rows.prints();
    let (crowds, is_copy) = copies::crowds(&rows, &prints);
    let mut sample = Rows::new(&plan.layout);
    let mut streamed_estimate = rows.len() as u64;
    if let Some(streaming) = streaming {
        // the whole of a short table comes, of a long one stretches
        for whole in [true, false] {
            let wanted = if whole { WHOLE_SAMPLE } else { SAMPLE };
            let batches = streaming.records.sample(&streaming.wanted, wanted)?;
            let count: usize = batches.iter().map(Batch::len).sum();
            if whole && count >= WHOLE_SAMPLE * 9 / 10 {
                continue;
            }
            for batch in batches {
                let stretch = rows::read(&batch, &plan.layout, &vocabulary);
                let map = vocabulary.absorb(&stretch.extra, false);
                sample.append(&stretch.rows, &map);
            }
            streamed_estimate = if whole {
                count as u64
            } else {
                let scale = streaming.records.size() as f64 / holding.records.size().max(1) as f64;
                ((rows.len() as f64 * scale) as u64).max(sample.len() as u64)
            };
            break;
        }
        if sample.len() == 0 {
            return Err(LinkError::Empty);
        }
    }
    check(rows.bytes() + sample.bytes())?;
    let sample_prints = sample.prints();
    let words = vocabulary.len();
    let texts = Words { shared: &vocabulary, extra: None };
    let drawn = pairs::drawn(&prints, LOTS, |at| !is_copy.get(at).copied().unwrap_or(false));
    let (taught, taught_prints) = if one_file { (&rows, &prints) } else { (&sample, &sample_prints) };
    let may = |at: usize| !(one_file && is_copy.get(at).copied().unwrap_or(false));
    let lessons = pairs::drawn(taught_prints, SAMPLE, may);
    let mut plan = plan;
    let said = redundant::leave_out(&mut plan, &rows, texts, &drawn);
    let sets = [
        rarity::Counted { rows: &rows, texts, prints: &prints, copies: &is_copy },
        rarity::Counted { rows: &sample, texts, prints: &sample_prints, copies: &[] },
    ];
    let rarity = rarity::count(&plan, &sets, words);
    let telling = rarity::telling(&plan, &rows, &drawn);
    let mut rules = key::rules(&plan, &telling);
    let sides = afford::Sides {
        rarity: &rarity,
        texts,
        ours: (&rows, &drawn, rows.len() as f64),
        theirs: (taught, &lessons, streamed_estimate as f64),
        alone: one_file,
    };
    rules.extend(afford::further(&plan, &telling, &rules, &sides));
    plan.delay(|field| rules.iter().any(|rule| rule.needs(field)));
    let records = rows.len() as f64 + streamed_estimate as f64;
    let index = key::Index::default();
    let mut held = Held { plan, rows, vocabulary, rarity, rules, index, prints, copies: is_copy, crowds };
    watch.progress("menyusun kunci", 0, 1);
    let distinct = held.rows.len() - held.copies.iter().filter(|c| **c).count();
    let every = one_file && distinct * distinct.saturating_sub(1) / 2 <= ALL_PAIRS;
    let left_out = held.index(cap(records));
    check(held.rows.bytes() + held.index.bytes())?;

    watch.progress("membandingkan contoh", 0, 1);
    let (taught, taught_prints) = if one_file { (&held.rows, &held.prints) } else { (&sample, &sample_prints) };
    let universe = lessons.len() as f64 * (distinct as f64 - if one_file { 1.0 } else { 0.0 });
    // half of the smaller side's sampled records, or a tenth of one file's records twice
    let expected = if one_file {
        0.1 * lessons.len() as f64
    } else {
        0.5 * lessons.len() as f64 * (held.rows.len() as f64 / streamed_estimate as f64).min(1.0)
    };
    let mut warnings = said;
    let mut regrouped = false;
    let (model, doubt) = loop {
        let found = held.gather(taught, &lessons, taught_prints, held.words(), one_file);
        let random = pairs::random(&held, &drawn, taught, &lessons, one_file);
        let kin = pairs::kin(&held.plan, &mut held.eye(), &held.rows, held.words(), &held.prints);
        check(held.rows.bytes() + held.index.bytes() + found.bytes() + random.bytes())?;
        watch.progress("mempelajari bobot", 0, found.len() as u64);
        let (model, doubt) = train::train(&train::Material {
            plan: &held.plan,
            kin: &kin,
            random: &random,
            found: &found,
            universe: universe.max(1.0),
            expected: expected.max(0.5),
        });
        // what leans on each other among strangers is one piece of evidence
        let joined = if regrouped { Vec::new() } else { redundant::join(&mut held.plan, &doubt.dependent) };
        if joined.is_empty() {
            break (model, doubt);
        }
        warnings.extend(joined);
        held.plan.delay(|field| held.rules.iter().any(|rule| rule.needs(field)));
        regrouped = true;
    };
    warnings.extend(report::warnings_of(&held.plan, &doubt));
    let unknown = report::unknown_of(&held.plan, &doubt);
    if left_out > 0 {
        warnings.push(format!("{left_out} kunci dipakai terlalu banyak baris dan tidak dipakai untuk mencari"));
    }

    Ok(Prepared { held, model, warnings, left_out, every, unknown })
}

/// Maximum pairs of one record within one file: a larger cluster is not one person.
const MOST_OF_ONE_FILE: usize = 100;

/// Pairs from which the weights are learnt once more.
const REFINED: usize = 40_000;

/// The model learnt again from what was found in the whole of both files.
fn refined(held: &Held, kept: &Kept, kept_rows: &Rows, model: Model) -> Model {
    let prints = kept_rows.prints();
    let step = kept.hits.len().div_ceil(REFINED).max(1) as u64;
    let mut pairs = pairs::Pairs::new(&held.plan);
    for hit in &kept.hits {
        // drawn by what both records hold: the order of the files does not show
        let both = prints[hit.streamed as usize].wrapping_add(held.prints[hit.held as usize]);
        if value::mix(both).is_multiple_of(step) {
            pairs.push(kept.patterns.get(hit.at), step as f64);
        }
    }
    if pairs.len() < 200 {
        return model;
    }
    let universe = kept.read as f64 * held.rows.len() as f64;
    train::refine(&held.plan, &model, &pairs.merged(), universe)
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
                for at in range.filter(|&at| !held.is_copy(at)) {
                    let row = held.rows.row(at, held.words());
                    let mut hits: Vec<(u32, plan::Judged)> = (at + 1..held.rows.len())
                        .filter(|&other| !held.is_copy(other))
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
