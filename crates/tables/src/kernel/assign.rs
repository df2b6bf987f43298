//! From pairs that each look good to pairs that hold together: one to one, or clusters.

use super::Relation;
use super::together::Likely;
use linkage::weigh::{MICRO, exp2};
use rayon::prelude::*;

/// Odds in millionths, so that their sum does not depend on the order. Beyond what a probability can
/// say the weight goes on: of two pairs beyond doubt the equal one is far ahead of the nearly equal.
fn odds(pair: &Likely) -> u128 {
    let rest = 1.0 - pair.probability;
    let odds =
        if rest > 1e-9 { pair.probability / rest } else { exp2((pair.weight as f64 / MICRO).min(60.0)).max(1e9) };
    (odds * 1e6) as u128
}

/// Lets pairs that share a record compete, on the sides where a record has one partner: two candidates
/// equally good halve each other's probability, so neither is linked by chance. Then each record of
/// such a side keeps one partner at most, the likeliest pair first; ties go to the lower ids.
pub(crate) fn by_relation<'a>(
    mut pairs: Vec<Likely>,
    relation: Relation,
    first_held: bool,
    ids: &(dyn Fn(&Likely) -> (&'a str, &'a str) + Sync),
) -> Vec<Likely> {
    let (one_first, one_second) = match relation {
        Relation::OneToOne => (true, true),
        Relation::ManyToOne => (true, false),
        Relation::OneToMany => (false, true),
        Relation::ManyToMany => (false, false),
    };
    // whether a record of a side may have one partner only
    let (one_streamed, one_held) = if first_held { (one_second, one_first) } else { (one_first, one_second) };
    pairs.par_sort_unstable_by(|a, b| {
        (a.streamed, a.held).cmp(&(b.streamed, b.held)).then(b.probability.total_cmp(&a.probability))
    });
    pairs.dedup_by(|a, b| a.streamed == b.streamed && a.held == b.held);
    let length = |of: fn(&Likely) -> u32| pairs.iter().map(of).max().map_or(0, |most| most as usize + 1);
    let (mut of_streamed, mut of_held) = (vec![0u128; length(|p| p.streamed)], vec![0u128; length(|p| p.held)]);
    for pair in &pairs {
        of_streamed[pair.streamed as usize] += odds(pair);
        of_held[pair.held as usize] += odds(pair);
    }
    for pair in &mut pairs {
        let own = odds(pair);
        let mut all = own;
        if one_streamed {
            all += of_streamed[pair.streamed as usize] - own;
        }
        if one_held {
            all += of_held[pair.held as usize] - own;
        }
        pair.probability = own as f64 / (1_000_000 + all) as f64;
    }
    pairs.par_sort_unstable_by(|a, b| {
        b.probability
            .total_cmp(&a.probability)
            .then(b.weight.cmp(&a.weight))
            .then_with(|| if b.probability < 0.9 { ids(a).cmp(&ids(b)) } else { std::cmp::Ordering::Equal })
            .then((a.streamed, a.held).cmp(&(b.streamed, b.held)))
    });
    let (mut streamed, mut held) = (vec![false; of_streamed.len()], vec![false; of_held.len()]);
    pairs.retain(|pair| {
        let (a, b) = (&mut streamed[pair.streamed as usize], &mut held[pair.held as usize]);
        let taken = (one_streamed && *a) || (one_held && *b);
        let free = !taken;
        if free {
            (*a, *b) = (true, true);
        }
        free
    });
    pairs
}

/// Clusters of the records of one file: those joined by pairs at or above a probability. The answer
/// names for each record the first record of its cluster.
pub(crate) fn clusters(records: usize, pairs: &[Likely], least: f64) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..records as u32).collect();
    fn root(parent: &mut [u32], mut at: u32) -> u32 {
        while parent[at as usize] != at {
            parent[at as usize] = parent[parent[at as usize] as usize];
            at = parent[at as usize];
        }
        at
    }
    for pair in pairs.iter().filter(|p| p.probability >= least) {
        let (a, b) = (root(&mut parent, pair.streamed), root(&mut parent, pair.held));
        parent[a.max(b) as usize] = a.min(b);
    }
    (0..records as u32).map(|at| root(&mut parent, at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(streamed: u32, held: u32, probability: f64) -> Likely {
        Likely { streamed, held, probability, weight: 0 }
    }

    #[test]
    fn two_candidates_equally_good_are_not_linked_by_chance() {
        let linked = by_relation(vec![pair(1, 1, 0.999), pair(2, 1, 0.999)], Relation::OneToOne, true, &|_| ("", ""));
        assert_eq!(linked.len(), 1);
        assert!(linked[0].probability < 0.5, "{linked:?}");
    }

    #[test]
    fn the_likelier_pair_takes_the_record_and_a_lone_pair_keeps_its_probability() {
        let linked =
            by_relation(vec![pair(1, 1, 0.9999), pair(1, 2, 0.5), pair(3, 2, 0.8)], Relation::OneToOne, true, &|_| {
                ("", "")
            });
        assert_eq!(linked.iter().map(|l| (l.streamed, l.held)).collect::<Vec<_>>(), [(1, 1), (3, 2)]);
        assert!(linked[0].probability > 0.99);
        let alone = by_relation(vec![pair(7, 7, 0.93)], Relation::OneToOne, true, &|_| ("", ""));
        assert!((alone[0].probability - 0.93).abs() < 1e-7);
    }

    #[test]
    fn where_many_may_belong_to_one_each_keeps_its_probability() {
        let pairs = || vec![pair(1, 1, 0.99), pair(2, 1, 0.99)];
        let scores = |relation| {
            by_relation(pairs(), relation, true, &|_| ("", "")).iter().map(|l| l.probability).collect::<Vec<_>>()
        };
        for (relation, found) in [(Relation::OneToMany, 2), (Relation::ManyToOne, 1), (Relation::ManyToMany, 2)] {
            let scores = scores(relation);
            assert_eq!(scores.iter().filter(|p| **p > 0.9).count(), if found == 2 { 2 } else { 0 }, "{relation:?}");
        }
    }

    #[test]
    fn of_two_pairs_beyond_doubt_the_heavier_one_is_linked() {
        let sure = |held, weight| Likely { streamed: 1, held, probability: 1.0, weight };
        let linked =
            by_relation(vec![sure(1, 40_000_000), sure(2, 46_000_000)], Relation::OneToOne, true, &|_| ("", ""));
        assert_eq!(linked.len(), 1);
        assert!(linked[0].held == 2 && linked[0].probability > 0.9, "{linked:?}");
    }

    #[test]
    fn clusters_join_what_pairs_join_and_are_named_by_their_first_record() {
        let clusters = clusters(5, &[pair(3, 4, 0.9), pair(1, 3, 0.95), pair(0, 2, 0.2)], 0.5);
        assert_eq!(clusters, [0, 1, 2, 1, 1]);
    }
}
