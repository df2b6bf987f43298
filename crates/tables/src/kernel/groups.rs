//! Within one table: what the other records of two persons say about a pair.
//!
//! A person may stand in the table many times. Whether two records are one person is then asked of their
//! likeliest partners too: where those agree, a pair that looks doubtful is one person; where they differ,
//! a pair that looks good joins two persons by chance. A pair that no key found is compared when both
//! belong to a third.

use super::model::Model;
use super::pass::Held;
use super::plan::{self, MOST};
use super::together::Likely;
use linkage::weigh::{KIN, MICRO, SAME, STRANGER, exp2, log2, shares};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Partners of a record that are asked.
const ASKED: usize = 4;
/// Bounds of what one pair says, in millionths of a bit.
const LEAST: i64 = -12_000_000;
const MOST_SAID: i64 = 14_000_000;
/// How often a pair's own evidence counts against that of each pair of partners.
const OWN: i64 = 2;

fn key(a: u32, b: u32) -> u64 {
    u64::from(a.min(b)) << 32 | u64::from(a.max(b))
}

fn said(probability: f64) -> i64 {
    let share = probability.clamp(1e-9, 1.0 - 1e-9);
    ((log2(share / (1.0 - share)) * MICRO).round() as i64).clamp(LEAST, MOST_SAID)
}

/// Compares two held records by the model alone.
fn compared(held: &Held, eye: &mut super::level::Eye<'_>, model: &Model, a: u32, b: u32) -> Likely {
    let (mut cells, mut bits) = ([0; MOST], [0; MOST]);
    let (x, y) = (held.rows.row(a as usize, held.words()), held.rows.row(b as usize, held.words()));
    let measures = held.plan.measures.len();
    for (at, measure) in held.plan.measures.iter().enumerate() {
        (cells[at], bits[at]) = plan::cell(eye, measure, &x, &y);
    }
    let logs = model.logs(&cells[..measures], &bits[..measures]);
    let weight = logs[SAME] - logs[KIN].max(logs[STRANGER]);
    Likely { streamed: a.min(b), held: a.max(b), probability: shares(logs)[SAME], weight }
}

/// Records that may belong to one person; what holds more together is no person and stays as it is.
const MOST_TOGETHER: usize = 120;

/// The pairs with what their partners say, and pairs that no key found.
pub(crate) fn agreed(held: &Held, model: &Model, mut pairs: Vec<Likely>) -> Vec<Likely> {
    let partners = partners_of(held, &pairs);
    // two partners of one record that no key brought together
    let near = partners.iter().flat_map(|of| pairs_of(of)).collect();
    let own = add(held, model, &mut pairs, near);
    let first = pairs.clone();
    ask(held, model, &mut pairs, &own);
    // then all who belong together by now
    let groups = groups_of(held.rows.len(), &pairs);
    let together = groups.iter().filter(|group| (3..=MOST_TOGETHER).contains(&group.len()));
    let near = together.flat_map(|group| pairs_of(group)).collect();
    let partners = partners_of(held, &pairs);
    let mut all = first;
    let own = add(held, model, &mut all, near);
    ask_of(held, model, &mut all, &own, &partners);
    all
}

fn pairs_of(of: &[u32]) -> impl Iterator<Item = u64> + '_ {
    of.iter().enumerate().flat_map(|(i, &a)| of[i + 1..].iter().map(move |&b| key(a, b)))
}

/// Compares and adds the pairs that are not there yet; answers what each pair says by itself.
fn add(held: &Held, model: &Model, pairs: &mut Vec<Likely>, near: Vec<u64>) -> FxHashMap<u64, i64> {
    let mut own: FxHashMap<u64, i64> = pairs.iter().map(|p| (key(p.streamed, p.held), said(p.probability))).collect();
    let mut new = near;
    new.retain(|key| !own.contains_key(key));
    new.par_sort_unstable();
    new.dedup();
    let added: Vec<Likely> = new
        .par_iter()
        .map_init(|| held.eye(), |eye, key| compared(held, eye, model, (key >> 32) as u32, *key as u32))
        .collect();
    own.extend(added.iter().map(|p| (key(p.streamed, p.held), said(p.probability))));
    pairs.extend(added);
    own
}

/// Groups of records held together by pairs at or above nine tenths.
fn groups_of(records: usize, pairs: &[Likely]) -> Vec<Vec<u32>> {
    let roots = super::assign::clusters(records, pairs, 0.9);
    let mut order: Vec<u32> = (0..records as u32).collect();
    order.sort_by_key(|&at| roots[at as usize]);
    let same = |a: &u32, b: &u32| roots[*a as usize] == roots[*b as usize];
    order.chunk_by(same).filter(|group| group.len() > 1).map(<[u32]>::to_vec).collect()
}

fn ask(held: &Held, model: &Model, pairs: &mut [Likely], own: &FxHashMap<u64, i64>) {
    let partners = partners_of(held, pairs);
    ask_of(held, model, pairs, own, &partners);
}

/// Gives each pair the mean of what it says, and what its records' partners say.
fn ask_of(held: &Held, model: &Model, pairs: &mut [Likely], own: &FxHashMap<u64, i64>, partners: &[Vec<u32>]) {
    pairs.par_iter_mut().for_each_init(
        || held.eye(),
        |eye, pair| {
            let (a, b) = (pair.streamed, pair.held);
            let (of_a, of_b) = (&partners[a as usize], &partners[b as usize]);
            if of_a.iter().all(|&p| p == b) && of_b.iter().all(|&p| p == a) {
                return;
            }
            let mut say = |x: u32, y: u32| {
                own.get(&key(x, y)).copied().unwrap_or_else(|| said(compared(held, eye, model, x, y).probability))
            };
            let (mut sum, mut count) = (OWN * say(a, b), OWN);
            let others =
                |of: &[u32], not: u32| of.iter().copied().filter(|&p| p != not).take(ASKED - 1).collect::<Vec<_>>();
            let (left, right) = (others(of_a, b), others(of_b, a));
            for x in std::iter::once(a).chain(left) {
                for &y in std::iter::once(&b).chain(&right) {
                    if (x, y) == (a, b) {
                        continue;
                    }
                    // a common partner says as much as the weaker of its two pairs
                    sum += if x == y { say(a, x).min(say(b, x)) } else { say(x, y) };
                    count += 1;
                }
            }
            let agreed = sum / count;
            pair.probability = 1.0 / (1.0 + exp2(-(agreed as f64) / MICRO));
        },
    );
}

/// The likeliest partners of each record, the best first.
fn partners_of(held: &Held, pairs: &[Likely]) -> Vec<Vec<u32>> {
    let mut found: Vec<_> = pairs
        .iter()
        .filter(|p| p.probability >= 0.5)
        .flat_map(|p| {
            let rank = (std::cmp::Reverse(said(p.probability)), std::cmp::Reverse(p.weight));
            [(p.streamed, p.held), (p.held, p.streamed)]
                .map(|(of, other)| (of, rank.0, rank.1, held.prints[other as usize], other))
        })
        .collect();
    found.par_sort_unstable();
    let mut partners = vec![Vec::new(); held.rows.len()];
    for (of, _, _, _, other) in found {
        let partners: &mut Vec<u32> = &mut partners[of as usize];
        if partners.len() < ASKED {
            partners.push(other);
        }
    }
    partners
}
