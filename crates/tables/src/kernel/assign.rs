//! From pairs that each look good to pairs that hold together: one to one, or clusters.

use super::together::Likely;
use rayon::prelude::*;

/// Lets pairs that share a record compete: two candidates equally good halve each other's
/// probability, so neither is linked by chance. Then each record keeps one partner at most, the
/// likeliest pair first; ties go to the lower positions.
pub(crate) fn one_to_one(mut pairs: Vec<Likely>) -> Vec<Likely> {
    let odds = |p: f64| p / (1.0 - p).max(1e-9);
    pairs.par_sort_unstable_by(|a, b| {
        (a.streamed, a.held).cmp(&(b.streamed, b.held)).then(b.probability.total_cmp(&a.probability))
    });
    pairs.dedup_by(|a, b| a.streamed == b.streamed && a.held == b.held);
    let length = |of: fn(&Likely) -> u32| pairs.iter().map(of).max().map_or(0, |most| most as usize + 1);
    let (mut of_streamed, mut of_held) = (vec![0.0; length(|p| p.streamed)], vec![0.0; length(|p| p.held)]);
    for pair in &pairs {
        of_streamed[pair.streamed as usize] += odds(pair.probability);
        of_held[pair.held as usize] += odds(pair.probability);
    }
    for pair in &mut pairs {
        let own = odds(pair.probability);
        let all = of_streamed[pair.streamed as usize] + of_held[pair.held as usize] - own;
        pair.probability = own / (1.0 + all);
    }
    pairs.par_sort_unstable_by(|a, b| {
        b.probability.total_cmp(&a.probability).then((a.streamed, a.held).cmp(&(b.streamed, b.held)))
    });
    let (mut streamed, mut held) = (vec![false; of_streamed.len()], vec![false; of_held.len()]);
    pairs.retain(|pair| {
        let (a, b) = (&mut streamed[pair.streamed as usize], &mut held[pair.held as usize]);
        let free = !*a && !*b;
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
        Likely { streamed, held, probability }
    }

    #[test]
    fn two_candidates_equally_good_are_not_linked_by_chance() {
        let linked = one_to_one(vec![pair(1, 1, 0.999), pair(2, 1, 0.999)]);
        assert_eq!(linked.len(), 1);
        assert!(linked[0].probability < 0.5, "{linked:?}");
    }

    #[test]
    fn the_likelier_pair_takes_the_record_and_a_lone_pair_keeps_its_probability() {
        let linked = one_to_one(vec![pair(1, 1, 0.9999), pair(1, 2, 0.5), pair(3, 2, 0.8)]);
        assert_eq!(linked.iter().map(|l| (l.streamed, l.held)).collect::<Vec<_>>(), [(1, 1), (3, 2)]);
        assert!(linked[0].probability > 0.99);
        let alone = one_to_one(vec![pair(7, 7, 0.93)]);
        assert!((alone[0].probability - 0.93).abs() < 1e-9);
    }

    #[test]
    fn clusters_join_what_pairs_join_and_are_named_by_their_first_record() {
        let clusters = clusters(5, &[pair(3, 4, 0.9), pair(1, 3, 0.95), pair(0, 2, 0.2)], 0.5);
        assert_eq!(clusters, [0, 1, 2, 1, 1]);
    }
}
