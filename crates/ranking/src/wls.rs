//! Survey-weighted least squares with robust and cluster-robust standard errors. ranking.md §4.
//!
//! Solved by QR on one thread, in the order of the rows given: the same rows give the same bits on
//! the same kind of machine, whatever the number of threads. (The coefficients of a model are
//! rounded to millionths and shipped as data, so no other machine has to repeat this.)

use faer::Mat;
use faer::linalg::solvers::{Qr, SolveLstsq};
use std::collections::BTreeMap;

/// Estimates for each column.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Coefficients; 0 for a dropped column.
    pub coefficients: Vec<f64>,
    /// Whether the column was dropped, being a sum of earlier ones (or zero).
    pub dropped: Vec<bool>,
    /// Standard errors robust to unequal variance (HC1).
    pub se_hc1: Vec<f64>,
    /// Standard errors robust within clusters (CR1, factor G/(G−1)·(n−1)/(n−k)).
    pub se_cluster: Vec<f64>,
    /// Residuals in the units of y, by row.
    pub residuals: Vec<f64>,
    /// Rows.
    pub n: usize,
    /// Columns kept.
    pub k: usize,
    /// Clusters.
    pub clusters: usize,
    /// Weighted R² about the weighted mean.
    pub r2: f64,
    /// Adjusted for the number of columns.
    pub adjusted_r2: f64,
    /// √(Σw·e²/Σw).
    pub rmse: f64,
}

/// Why there are no estimates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WlsRefused {
    /// Fewer rows than columns.
    #[error("{rows} baris tidak cukup untuk {columns} peubah; kurangi peubah atau tambah baris")]
    TooFewRows {
        /// Rows with weight.
        rows: usize,
        /// Columns.
        columns: usize,
    },
    /// Weights or values that are not finite, or of unequal length.
    #[error("data taksiran tidak sah: {0}")]
    BadInput(&'static str),
}

/// Fits y on the columns (each of the same length) with weights. Include a column of ones for an
/// intercept. `cluster` names each row's cluster.
pub fn fit(columns: &[Vec<f64>], y: &[f64], weights: &[f64], cluster: &[u64]) -> Result<Fit, WlsRefused> {
    let n = y.len();
    if weights.len() != n || cluster.len() != n || columns.iter().any(|c| c.len() != n) {
        return Err(WlsRefused::BadInput("panjang kolom berbeda"));
    }
    if !y.iter().chain(weights).chain(columns.iter().flatten()).all(|x| x.is_finite()) {
        return Err(WlsRefused::BadInput("ada nilai yang bukan bilangan"));
    }
    if weights.iter().any(|w| *w <= 0.0) {
        return Err(WlsRefused::BadInput("bobot harus lebih besar dari nol"));
    }
    let root: Vec<f64> = weights.iter().map(|w| w.sqrt()).collect();
    let (kept, scales) = independent(columns, &root);
    let k = kept.len();
    if n <= k || k == 0 {
        return Err(WlsRefused::TooFewRows { rows: n, columns: k });
    }
    // columns are scaled to unit length, so that areas and dummies stand on one footing
    let a = Mat::from_fn(n, k, |i, j| columns[kept[j]][i] * root[i] / scales[j]);
    let rhs = Mat::from_fn(n, 1, |i, _| y[i] * root[i]);
    let qr = Qr::new(a.as_ref());
    let solution = qr.solve_lstsq(&rhs);
    let mut coefficients = vec![0.0; columns.len()];
    for (j, column) in kept.iter().enumerate() {
        coefficients[*column] = solution[(j, 0)] / scales[j];
    }
    let residuals: Vec<f64> = (0..n)
        .map(|i| y[i] - kept.iter().map(|column| coefficients[*column] * columns[*column][i]).sum::<f64>())
        .collect();

    // bread = (A'A)^-1 = R^-1 R^-T for the scaled columns
    let inverse = inverse_upper(&Mat::from_fn(k, k, |i, j| qr.thin_R()[(i, j)]));
    let influence = |i: usize| -> Vec<f64> {
        // R^-T a_i · e_i, so that squares of R^-1 times this add up to the sandwich
        let e = residuals[i] * root[i];
        (0..k).map(|j| (0..=j).map(|l| inverse[(l, j)] * a[(i, l)]).sum::<f64>() * e).collect()
    };
    let mut meat_hc = Mat::<f64>::zeros(k, k);
    let mut by_cluster: BTreeMap<u64, Vec<f64>> = BTreeMap::new();
    for (i, name) in cluster.iter().enumerate() {
        let row = influence(i);
        add_outer(&mut meat_hc, &row);
        let sum = by_cluster.entry(*name).or_insert_with(|| vec![0.0; k]);
        for (total, x) in sum.iter_mut().zip(&row) {
            *total += x;
        }
    }
    let mut meat_cluster = Mat::<f64>::zeros(k, k);
    for sum in by_cluster.values() {
        add_outer(&mut meat_cluster, sum);
    }
    let groups = by_cluster.len();
    let (nf, kf, gf) = (n as f64, k as f64, groups as f64);
    let hc1 = nf / (nf - kf);
    let cr1 = if groups > 1 { gf / (gf - 1.0) * (nf - 1.0) / (nf - kf) } else { f64::NAN };
    let errors = |meat: &Mat<f64>, factor: f64| {
        let half = &inverse * meat;
        let mut se = vec![f64::NAN; columns.len()];
        for (j, column) in kept.iter().enumerate() {
            let variance: f64 = (0..k).map(|l| half[(j, l)] * inverse[(j, l)]).sum();
            se[*column] = (variance * factor).sqrt() / scales[j];
        }
        se
    };
    let total_weight: f64 = weights.iter().sum();
    let mean = y.iter().zip(weights).map(|(y, w)| y * w).sum::<f64>() / total_weight;
    let ssr: f64 = residuals.iter().zip(weights).map(|(e, w)| e * e * w).sum();
    let sst: f64 = y.iter().zip(weights).map(|(y, w)| (y - mean) * (y - mean) * w).sum();
    let r2 = 1.0 - ssr / sst;
    Ok(Fit {
        se_hc1: errors(&meat_hc, hc1),
        se_cluster: errors(&meat_cluster, cr1),
        dropped: (0..columns.len()).map(|j| !kept.contains(&j)).collect(),
        coefficients,
        residuals,
        n,
        k,
        clusters: groups,
        r2,
        adjusted_r2: 1.0 - (1.0 - r2) * (nf - 1.0) / (nf - kf),
        rmse: (ssr / total_weight).sqrt(),
    })
}

/// Columns that are no sum of earlier ones, found by Gram–Schmidt in their order, with the length
/// of each kept column.
fn independent(columns: &[Vec<f64>], root: &[f64]) -> (Vec<usize>, Vec<f64>) {
    // values are rounded to millionths, so an exact sum shows a rest of about 1e-7
    const TINY: f64 = 1e-5;
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let (mut kept, mut scales) = (Vec::new(), Vec::new());
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    for (j, column) in columns.iter().enumerate() {
        let mut rest: Vec<f64> = column.iter().zip(root).map(|(x, r)| x * r).collect();
        let length = dot(&rest, &rest).sqrt();
        if length == 0.0 {
            continue;
        }
        // twice: the second pass removes what rounding left of the first
        for _ in 0..2 {
            for unit in &basis {
                let share = dot(&rest, unit);
                for (x, u) in rest.iter_mut().zip(unit) {
                    *x -= share * u;
                }
            }
        }
        let left = dot(&rest, &rest).sqrt();
        if left > TINY * length {
            rest.iter_mut().for_each(|x| *x /= left);
            basis.push(rest);
            kept.push(j);
            scales.push(length);
        }
    }
    (kept, scales)
}

fn inverse_upper(r: &Mat<f64>) -> Mat<f64> {
    let k = r.ncols();
    let mut inverse = Mat::<f64>::zeros(k, k);
    for j in 0..k {
        inverse[(j, j)] = 1.0 / r[(j, j)];
        for i in (0..j).rev() {
            let sum: f64 = (i + 1..=j).map(|l| r[(i, l)] * inverse[(l, j)]).sum();
            inverse[(i, j)] = -sum / r[(i, i)];
        }
    }
    inverse
}

fn add_outer(matrix: &mut Mat<f64>, row: &[f64]) {
    for (j, y) in row.iter().enumerate() {
        for (i, x) in row.iter().enumerate() {
            matrix[(i, j)] += x * y;
        }
    }
}
