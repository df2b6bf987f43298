//! Evidence of the household: members are assigned to each other inside linked households.
//!
//! Members and dwelling together say whether two households are one. Inside such a pair every member
//! of one is compared with every member of the other (whatever the keys found), against the
//! alternative of being another member of the same household. `linkage.md` §2.1.

use super::model::Model;
use super::pass::{Held, Hit, Kept, Patterns};
use super::plan::Judge;
use super::rows::Rows;
use super::value::MISSING;
use super::words::Words;
use linkage::weigh::{KIN, MICRO, SAME, STRANGER, exp2, log2, shares};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// A pair of records with its probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Likely {
    pub streamed: u32,
    pub held: u32,
    pub probability: f64,
    /// How far it is from being two persons, in millionths of a bit: tells pairs beyond doubt apart.
    pub weight: i64,
}

/// A pair of households (by their first records) with its probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LikelyHouseholds {
    pub streamed: u32,
    pub held: u32,
    pub probability: f64,
}

/// A pair of members this far from being one person (millionths of a bit) is not looked at further.
const HOPELESS: i64 = -14_000_000;

/// The same as odds.
const HOPELESS_ODDS: f64 = 1.0 / (1 << 14) as f64;

/// A pair of members this sure (against strangers and against kin) leaves no room for another.
const BEYOND_DOUBT: i64 = 17_000_000;

/// Members of two households that are compared all with all; larger ones are institutions.
const MOST_PAIRS: usize = 600;

/// Records of each household, households in the order of the file.
pub(crate) struct Households {
    rows: Vec<u32>,
    /// Position of each record's household in `starts`.
    of: Vec<u32>,
    starts: Vec<u32>,
}

impl Households {
    /// Members of a household are in the order of their `prints`, whatever the order of the file.
    pub fn new(rows: &Rows, prints: &[u64]) -> Self {
        let digests = &rows.household;
        // members mostly stand together: runs of them are few
        let mut runs: Vec<(u64, u32)> = Vec::new();
        for (row, &household) in digests.iter().enumerate() {
            // a record without a household is one of its own
            if household == MISSING || runs.last().is_none_or(|(last, _)| *last != household) {
                runs.push((household, row as u32));
            }
        }
        let mut order: Vec<u32> = (0..runs.len() as u32).filter(|&run| runs[run as usize].0 != MISSING).collect();
        order.par_sort_unstable_by_key(|&run| runs[run as usize]);
        let mut first: Vec<u32> = (0..runs.len() as u32).collect();
        for pair in order.windows(2) {
            if runs[pair[0] as usize].0 == runs[pair[1] as usize].0 {
                first[pair[1] as usize] = first[pair[0] as usize];
            }
        }
        let mut numbers = vec![0u32; runs.len()];
        let mut of = vec![0u32; digests.len()];
        let mut starts = vec![0u32];
        for run in 0..runs.len() {
            let number = if first[run] == run as u32 {
                starts.push(0);
                starts.len() as u32 - 2
            } else {
                numbers[first[run] as usize]
            };
            numbers[run] = number;
            let end = runs.get(run + 1).map_or(digests.len(), |(_, row)| *row as usize);
            of[runs[run].1 as usize..end].fill(number);
            starts[number as usize + 1] += (end - runs[run].1 as usize) as u32;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut members = vec![0u32; digests.len()];
        for (row, &number) in of.iter().enumerate() {
            members[next[number as usize] as usize] = row as u32;
            next[number as usize] += 1;
        }
        for ends in starts.windows(2) {
            members[ends[0] as usize..ends[1] as usize].sort_unstable_by_key(|&row| (prints[row as usize], row));
        }
        Self { rows: members, of, starts }
    }
    fn members(&self, household: u32) -> &[u32] {
        &self.rows[self.starts[household as usize] as usize..self.starts[household as usize + 1] as usize]
    }
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }
}

/// What a pair of households says: its probability, and that of each pair of members worth keeping.
struct Seen {
    same: f64,
    members: Vec<Likely>,
    found: f64,
}

pub(crate) struct Together<'a> {
    pub held: &'a Held,
    pub kept_rows: &'a Rows,
    /// Words of the kept rows.
    pub texts: Words<'a>,
    pub model: &'a Model,
    pub patterns: &'a Patterns,
    /// Logarithm of the share of household pairs that are one household.
    pub prior: f64,
    /// The share of a household's members that the other file has too.
    pub present: f64,
}

impl Together<'_> {
    fn look(&self, judge: &mut Judge<'_>, streamed: &[u32], held: &[u32], alone: &[Hit]) -> Seen {
        let (m, n) = (streamed.len(), held.len());
        let plan = &self.held.plan;
        let mut by_itself = vec![0.0; m * n];
        let mut person = vec![[HOPELESS; 2]; m * n];
        let mut dwelling = i64::MIN;
        // pairs that led here first: those beyond doubt settle both members for the rest
        let (mut done_a, mut done_b) = (vec![false; m], vec![false; n]);
        let position = |all: &[u32], one: u32| all.iter().position(|&x| x == one);
        for hit in alone {
            let (Some(i), Some(j)) = (position(streamed, hit.streamed), position(held, hit.held)) else { continue };
            let (cells, all_bits) = self.patterns.get(hit.at);
            let mut logs = self.model.start();
            let (mut apart, mut here) = ([0i64; 2], 0);
            for (at, (measure, comparison)) in plan.measures.iter().zip(&self.model.comparisons).enumerate() {
                let (cell, bits) = (cells[at], all_bits[at]);
                comparison.add(cell, bits, &mut logs);
                let stranger = i64::from(comparison.weight(cell, bits));
                if measure.dwelling {
                    here += stranger;
                } else {
                    apart[0] += stranger;
                    apart[1] += i64::from(comparison.kin_weight(cell));
                }
            }
            person[i * n + j] = apart;
            by_itself[i * n + j] = shares(logs)[SAME];
            dwelling = dwelling.max(here);
            if apart[0] >= BEYOND_DOUBT && apart[1] >= BEYOND_DOUBT {
                done_a[i] = true;
                done_b[j] = true;
            }
        }
        for i in (0..m).filter(|&i| !done_a[i]) {
            let row = self.kept_rows.row(streamed[i] as usize, self.texts);
            for j in (0..n).filter(|&j| !done_b[j]) {
                if person[i * n + j][0] != HOPELESS {
                    continue;
                }
                let other = self.held.rows.row(held[j] as usize, self.held.words());
                if let Some(apart) = judge.person(&row, &other, HOPELESS) {
                    person[i * n + j] = apart;
                }
            }
        }
        let present = self.present;
        let odds = |micro: i64| match micro {
            HOPELESS => HOPELESS_ODDS,
            micro => exp2((micro as f64 / MICRO).min(40.0)),
        };
        let mut same = self.prior + dwelling as f64 / MICRO;
        for j in 0..n {
            let sum: f64 = (0..m).map(|i| odds(person[i * n + j][0])).sum();
            same += log2((1.0 - present) + present / m as f64 * sum);
        }
        let same = 1.0 / (1.0 + exp2(-same.clamp(-60.0, 60.0)));
        let mut members = Vec::new();
        let mut found = 0.0;
        let each: Vec<f64> = person.iter().map(|p| present / m as f64 * odds(p[1])).collect();
        let rows: Vec<f64> = (0..m).map(|i| each[i * n..(i + 1) * n].iter().sum()).collect();
        let columns: Vec<f64> = (0..n).map(|j| (0..m).map(|i| each[i * n + j]).sum()).collect();
        for (i, &a) in streamed.iter().enumerate() {
            for (j, &b) in held.iter().enumerate() {
                let (row, column) = (rows[i], columns[j]);
                let inside = each[i * n + j] / ((1.0 - present) + column + row - each[i * n + j]);
                found += inside;
                let probability = same * inside + (1.0 - same) * by_itself[i * n + j];
                if probability >= 0.01 || alone.iter().any(|h| h.streamed == a && h.held == b) {
                    let weight =
                        person[i * n + j][0].min(person[i * n + j][1]).saturating_add(dwelling.max(-HOPELESS.abs()));
                    members.push(Likely { streamed: a, held: b, probability, weight });
                }
            }
        }
        Seen { same, members, found }
    }
}

/// Pairs of records and of households, household by household.
pub(crate) fn together(
    held: &Held,
    kept: &Kept,
    kept_rows: &Rows,
    model: &Model,
    one_file: bool,
) -> (Vec<Likely>, Vec<LikelyHouseholds>, f64) {
    let their_prints = if one_file { Vec::new() } else { kept_rows.prints() };
    let theirs = Households::new(kept_rows, if one_file { &held.prints } else { &their_prints });
    let ours = Households::new(&held.rows, &held.prints);
    // candidate pairs of households with the hits between them, in order
    let mut pairs: Vec<(u32, u32, Hit)> = kept
        .hits
        .iter()
        .map(|hit| {
            let (mut a, mut b, mut hit) = (theirs.of[hit.streamed as usize], ours.of[hit.held as usize], *hit);
            if one_file && a > b {
                (a, b) = (b, a);
                (hit.streamed, hit.held) = (hit.held, hit.streamed);
            }
            (a, b, hit)
        })
        .collect();
    pairs.par_sort_unstable_by_key(|(a, b, hit)| (*a, *b, hit.streamed, hit.held));
    let groups: Vec<&[(u32, u32, Hit)]> = pairs.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1)).collect();
    let size = kept.read.max(1) as f64
        / (theirs.len().max(1) as f64 * kept.read.max(1) as f64 / kept_rows.len().max(1) as f64);
    let mut together = Together {
        held,
        kept_rows,
        texts: held.words(),
        model,
        patterns: &kept.patterns,
        prior: f64::from(model.prior[SAME]) / MICRO + log2(size.max(1.0)),
        present: 0.9,
    };
    let by_itself = |group: &[(u32, u32, Hit)]| -> Vec<Likely> {
        group.iter().map(|(_, _, h)| by_itself(h, model, &kept.patterns)).collect()
    };
    let look = |together: &Together<'_>, judge: &mut Judge<'_>, group: &[(u32, u32, Hit)]| {
        let (a, b, _) = group[0];
        let (streamed, ours_rows) = (theirs.members(a), ours.members(b));
        if streamed.len() * ours_rows.len() > MOST_PAIRS || one_file && a == b {
            return None;
        }
        let hits: Vec<Hit> = group.iter().map(|(_, _, h)| *h).collect();
        Some(together.look(judge, streamed, ours_rows, &hits))
    };
    // how many members of a household the other file has too: told by households that are surely one
    let (mut found, mut members) = (0.0, 0.0);
    let mut judge = Judge::new(&held.plan, model, held.eye());
    let step = (groups.len() / 4000).max(1) as u64;
    // drawn by the names of both households, summed in parts that no order changes
    let drawn = |group: &[(u32, u32, Hit)]| {
        let name = kept_rows.household[theirs.members(group[0].0)[0] as usize]
            ^ held.rows.household[ours.members(group[0].1)[0] as usize].rotate_left(1);
        super::value::mix(name).is_multiple_of(step)
    };
    for group in groups.iter().filter(|group| drawn(group)) {
        if let Some(seen) = look(&together, &mut judge, group) {
            let size = ours.members(group[0].1).len();
            if seen.same > 0.99 && size > 1 {
                found += (seen.found * 1e6).round();
                members += size as f64;
            }
        }
    }
    if members > 50.0 {
        together.present = (found / 1e6 / members).clamp(0.3, 0.985);
    }
    let together = &together;
    let parts: Vec<(Vec<Likely>, Vec<LikelyHouseholds>)> = groups
        .par_chunks(2048)
        .map(|part| {
            let mut judge = Judge::new(&held.plan, model, held.eye());
            let (mut persons, mut households) = (Vec::new(), Vec::new());
            for group in part {
                match look(together, &mut judge, group) {
                    Some(seen) => {
                        persons.extend(seen.members);
                        let (a, b, _) = group[0];
                        households.push(LikelyHouseholds {
                            streamed: theirs.members(a)[0],
                            held: ours.members(b)[0],
                            probability: seen.same,
                        });
                    }
                    None => persons.extend(by_itself(group)),
                }
            }
            (persons, households)
        })
        .collect();
    let (mut persons, mut households) = (Vec::new(), Vec::new());
    for (p, h) in parts {
        persons.extend(p);
        households.extend(h);
    }
    (persons, households, together.present)
}

/// One household against the held ones: pairs of its members.
pub(crate) fn one(together: &Together<'_>, ours: &Households, judge: &mut Judge<'_>, hits: &[Hit]) -> Vec<Likely> {
    let streamed: Vec<u32> = (0..together.kept_rows.len() as u32).collect();
    let mut found: Vec<(u32, Hit)> = hits.iter().map(|h| (ours.of[h.held as usize], *h)).collect();
    found.sort_unstable_by_key(|(household, h)| (*household, h.streamed, h.held));
    let mut pairs = Vec::new();
    for group in found.chunk_by(|a, b| a.0 == b.0) {
        let members = ours.members(group[0].0);
        let hits: Vec<Hit> = group.iter().map(|(_, h)| *h).collect();
        if members.len() * streamed.len() > MOST_PAIRS {
            pairs.extend(hits.iter().map(|h| by_itself(h, together.model, together.patterns)));
        } else {
            pairs.extend(together.look(judge, &streamed, members, &hits).members);
        }
    }
    pairs
}

/// Without households every pair stands for itself.
pub(crate) fn apart(kept: &Kept, model: &Model) -> Vec<Likely> {
    kept.hits.iter().map(|h| by_itself(h, model, &kept.patterns)).collect()
}

fn by_itself(hit: &Hit, model: &Model, patterns: &Patterns) -> Likely {
    let (cells, bits) = patterns.get(hit.at);
    let logs = model.logs(cells, bits);
    let weight = logs[SAME] - logs[KIN].max(logs[STRANGER]);
    Likely { streamed: hit.streamed, held: hit.held, probability: shares(logs)[SAME], weight }
}

/// For each household of the second file the household of the first with which it shares most
/// members; where two share as many, the one with the lower id (domain §5.4).
pub(crate) fn best_of_each(
    held: &Rows,
    streamed: &Rows,
    pairs: &[Likely],
    households: &[LikelyHouseholds],
    first_held: bool,
) -> Vec<LikelyHouseholds> {
    let orient = |streamed: u64, held: u64| if first_held { (streamed, held) } else { (held, streamed) };
    let digests = |a: u32, b: u32| orient(streamed.household[a as usize], held.household[b as usize]);
    let mut all: Vec<(u64, u64, u32, LikelyHouseholds)> = households
        .iter()
        .map(|pair| {
            let (second, first) = digests(pair.streamed, pair.held);
            (second, first, 0, *pair)
        })
        // a record without a household is in none that could be named
        .filter(|(second, first, ..)| *second != MISSING && *first != MISSING)
        .collect();
    let mut places: FxHashMap<(u64, u64), u32> = FxHashMap::default();
    places.reserve(all.len());
    places.extend(all.iter().zip(0..).map(|(h, at)| ((h.0, h.1), at)));
    for pair in pairs.iter().filter(|p| p.probability >= 0.5) {
        if let Some(&at) = places.get(&digests(pair.streamed, pair.held)) {
            all[at as usize].2 += 1;
        }
    }
    drop(places);
    let id = |pair: &LikelyHouseholds| {
        if first_held {
            held.household_ids.get(pair.held as usize)
        } else {
            streamed.household_ids.get(pair.streamed as usize)
        }
    };
    all.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(&a.2)).then_with(|| id(&a.3).cmp(id(&b.3))));
    all.dedup_by_key(|h| h.0);
    // a shared member is a shared household; without one the households' own probability stands
    all.into_iter()
        .map(|(_, _, members, pair)| {
            let probability = if members > 0 { pair.probability.max(0.5) } else { pair.probability.min(0.5) };
            LikelyHouseholds { probability, ..pair }
        })
        .collect()
}
