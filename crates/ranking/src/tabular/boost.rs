//! Gradient-boosted trees for the challenger: squared error, small trees, binned columns.
//!
//! One thread, sums in the order of the rows: the same rows give the same trees on any machine. It is
//! never in force; its average with the linear score shows what a published sum leaves on the table.

use super::folds::mix;

/// Bins of a column; one byte holds the place of a value.
const BINS: usize = 64;
const ROUNDS: usize = 150;
const RATE: f64 = 0.06;
/// Questions on the way to a leaf.
const DEPTH: usize = 3;
/// The least weight in a leaf; weights have mean 1.
const LEAF_MIN: f64 = 40.0;
/// Draws a leaf towards zero.
const RIDGE: f64 = 5.0;
/// Rows from which a tree is grown at most; a larger survey gives each tree another sample.
const SAMPLE: usize = 20_000;

/// The trees of a training.
pub(super) struct Boosted {
    /// Upper bounds of the bins of each column.
    bounds: Vec<Vec<f64>>,
    base: f64,
    trees: Vec<Tree>,
}

/// Nodes in the order of levels; the children of node i are 2i + 1 and 2i + 2.
struct Tree {
    /// Column and the last bin that goes left; `None` where a node is a leaf.
    questions: Vec<Option<(usize, u8)>>,
    values: Vec<f64>,
}

const NODES: usize = (1 << (DEPTH + 1)) - 1;

impl Boosted {
    /// Trains on rows of columns, with welfare and weights.
    pub(super) fn train(rows: &[Vec<f64>], y: &[f64], weights: &[f64], seed: u64) -> Self {
        let width = rows.first().map_or(0, Vec::len);
        let bounds: Vec<Vec<f64>> = (0..width).map(|j| bounds(rows.iter().map(|r| r[j]).collect())).collect();
        let bins: Vec<Vec<u8>> = rows.iter().map(|row| binned(&bounds, row)).collect();
        let total: f64 = weights.iter().sum();
        let base = y.iter().zip(weights).map(|(y, w)| y * w).sum::<f64>() / total;
        let mut rest: Vec<f64> = y.iter().map(|y| y - base).collect();
        let mut trees = Vec::with_capacity(ROUNDS);
        for round in 0..ROUNDS as u64 {
            let key = mix(seed) ^ mix(round);
            let chosen: Vec<usize> = (0..rows.len())
                .filter(|i| rows.len() <= SAMPLE || mix(key ^ *i as u64) % rows.len() as u64 <= SAMPLE as u64)
                .collect();
            let tree = Tree::grow(&bins, &rest, weights, chosen, &bounds);
            for (rest, bins) in rest.iter_mut().zip(&bins) {
                *rest -= tree.value(bins);
            }
            trees.push(tree);
        }
        Self { bounds, base, trees }
    }

    pub(super) fn score(&self, row: &[f64]) -> f64 {
        let bins = binned(&self.bounds, row);
        self.base + self.trees.iter().map(|tree| tree.value(&bins)).sum::<f64>()
    }
}

/// Bounds between the values of a column: all of them, or quantiles.
fn bounds(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() > BINS {
        distinct = (1..BINS).map(|b| values[b * values.len() / BINS]).collect();
        distinct.dedup();
    } else {
        distinct.pop();
    }
    distinct
}

fn binned(bounds: &[Vec<f64>], row: &[f64]) -> Vec<u8> {
    bounds.iter().zip(row).map(|(bounds, x)| bounds.partition_point(|b| b < x) as u8).collect()
}

impl Tree {
    fn grow(bins: &[Vec<u8>], rest: &[f64], weights: &[f64], rows: Vec<usize>, bounds: &[Vec<f64>]) -> Self {
        let mut tree = Self { questions: vec![None; NODES], values: vec![0.0; NODES] };
        let mut here: Vec<Vec<usize>> = vec![Vec::new(); NODES];
        here[0] = rows;
        for node in 0..NODES {
            let rows = std::mem::take(&mut here[node]);
            let (weight, sum) = rows.iter().fold((0.0, 0.0), |(w, s), i| (w + weights[*i], s + weights[*i] * rest[*i]));
            tree.values[node] = RATE * sum / (weight + RIDGE);
            if 2 * node + 2 >= NODES || weight < 2.0 * LEAF_MIN {
                continue;
            }
            let Some((column, bin)) = best(bins, rest, weights, &rows, bounds, (weight, sum)) else { continue };
            let (left, right) = rows.into_iter().partition(|i| bins[*i][column] <= bin);
            tree.questions[node] = Some((column, bin));
            here[2 * node + 1] = left;
            here[2 * node + 2] = right;
        }
        tree
    }

    fn value(&self, bins: &[u8]) -> f64 {
        let mut node = 0;
        while let Some((column, bin)) = self.questions[node] {
            node = 2 * node + if bins[column] <= bin { 1 } else { 2 };
        }
        self.values[node]
    }
}

/// The question that lowers the squared error most; the first of equals.
fn best(
    bins: &[Vec<u8>],
    rest: &[f64],
    weights: &[f64],
    rows: &[usize],
    bounds: &[Vec<f64>],
    (weight, sum): (f64, f64),
) -> Option<(usize, u8)> {
    let width = bounds.len();
    let mut sums = vec![(0.0, 0.0); width * BINS];
    for i in rows {
        let (w, wr) = (weights[*i], weights[*i] * rest[*i]);
        for (cell, bin) in sums.chunks_exact_mut(BINS).zip(&bins[*i]) {
            let cell = &mut cell[usize::from(*bin)];
            cell.0 += w;
            cell.1 += wr;
        }
    }
    let worth = |w: f64, s: f64| s * s / (w + RIDGE);
    let mut found = None;
    let mut most = worth(weight, sum) + 1e-9;
    for (column, (cells, bounds)) in sums.chunks_exact(BINS).zip(bounds).enumerate() {
        let (mut w, mut s) = (0.0, 0.0);
        for (bin, cell) in cells.iter().enumerate().take(bounds.len()) {
            w += cell.0;
            s += cell.1;
            if w < LEAF_MIN || weight - w < LEAF_MIN {
                continue;
            }
            let worth = worth(w, s) + worth(weight - w, sum - s);
            if worth > most {
                most = worth;
                found = Some((column, bin as u8));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_learn_a_step_that_a_sum_cannot() {
        let rows: Vec<Vec<f64>> = (0..2000u32).map(|i| vec![f64::from(i % 10), f64::from(i / 10 % 7)]).collect();
        let truth = |r: &[f64]| if r[0] > 4.0 && r[1] < 3.0 { 1.0 } else { 0.0 };
        let y: Vec<f64> = rows.iter().map(|r| truth(r)).collect();
        let trees = Boosted::train(&rows, &y, &vec![1.0; rows.len()], 7);
        for row in &rows {
            assert!((trees.score(row) - truth(row)).abs() < 0.1, "{row:?} {}", trees.score(row));
        }
        assert!((trees.score(&[99.0, -5.0]) - 1.0).abs() < 0.1);
    }

    #[test]
    fn a_column_of_one_value_asks_nothing() {
        let rows = vec![vec![1.0]; 100];
        let trees = Boosted::train(&rows, &[2.0; 100], &[1.0; 100], 7);
        assert_eq!(trees.score(&[5.0]), 2.0);
    }
}
