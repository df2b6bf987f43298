//! Which further keys a table can afford: what they would cost is counted before they run.
//!
//! There is no size at which a table gets other keys at once: the keys and the pairs that may be added
//! for each record shrink as the records grow.

use super::key::{self, Rule};
use super::plan::Plan;
use super::rarity::Rarity;
use super::rows::Rows;
use super::words::Words;
use rayon::prelude::*;

/// Both sides as far as keys are tried on them: records, those that draw lots, and how many there are.
pub(crate) struct Sides<'a> {
    pub rarity: &'a Rarity,
    pub texts: Words<'a>,
    pub ours: (&'a Rows, &'a [u32], f64),
    pub theirs: (&'a Rows, &'a [u32], f64),
    /// Whether both sides are one table.
    pub alone: bool,
}

/// Records of a side on which a key is tried.
const TRIED: usize = 4_000;
/// Further rules at most.
const MOST_RULES: f64 = 120.0;
/// Pairs for each record that all further rules may bring, and that one may.
const PAIRS: f64 = 70.0;
const PAIRS_OF_ONE: f64 = 25.0;

/// The further rules that are worth their cost, the cheapest first.
pub(crate) fn further(plan: &Plan, telling: &[bool], known: &[Rule], sides: &Sides<'_>) -> Vec<Rule> {
    let records = sides.ours.2 + if sides.alone { 0.0 } else { sides.theirs.2 };
    let room = (3e6 / records - 3.0).clamp(0.0, MOST_RULES) as usize;
    if room == 0 {
        return Vec::new();
    }
    let mut tried: Vec<(f64, Rule)> = key::further(plan, telling, known)
        .into_par_iter()
        .filter_map(|rule| Some((cost(&rule, sides)?, rule)))
        .collect();
    tried.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut taken: Vec<(f64, Rule)> = Vec::new();
    let mut pairs = 0.0;
    // what one field finds alone without many strangers needs no second field
    let alone = tried.iter().filter(|(cost, rule)| rule.is_single() && *cost <= records).cloned().collect::<Vec<_>>();
    for (cost, rule) in alone.into_iter().chain(tried) {
        let known = taken.iter().any(|(other_cost, other)| *other_cost <= records && rule.within(other));
        if known || cost > PAIRS_OF_ONE * records || pairs + cost > PAIRS * records {
            continue;
        }
        pairs += cost;
        taken.push((cost, rule));
        if taken.len() == room {
            break;
        }
    }
    taken.into_iter().map(|(_, rule)| rule).collect()
}

/// Pairs that a rule would bring in all; `None` when hardly a record has its key.
fn cost(rule: &Rule, sides: &Sides<'_>) -> Option<f64> {
    let keys = |(rows, drawn, _): (&Rows, &[u32], f64)| {
        let mut keys = Vec::new();
        let drawn = &drawn[..drawn.len().min(TRIED)];
        for &at in drawn {
            key::keys(rule, &rows.row(at as usize, sides.texts), sides.rarity, |key| keys.push(key));
        }
        keys.sort_unstable();
        (keys, drawn.len() as f64)
    };
    let (ours, tried) = keys(sides.ours);
    if (ours.len() as f64) < 0.02 * tried {
        return None;
    }
    let scale = sides.ours.2 / tried;
    if sides.alone {
        let same: usize = ours.chunk_by(|a, b| a == b).map(|c| c.len() * (c.len() - 1) / 2).sum();
        return Some(same as f64 * scale * scale);
    }
    let (theirs, their_tried) = keys(sides.theirs);
    let (mut same, mut at) = (0usize, 0);
    for group in ours.chunk_by(|a, b| a == b) {
        at += theirs[at..].partition_point(|key| *key < group[0]);
        let end = at + theirs[at..].partition_point(|key| *key == group[0]);
        same += group.len() * (end - at);
        at = end;
    }
    Some(same as f64 * scale * (sides.theirs.2 / their_tried.max(1.0)))
}
