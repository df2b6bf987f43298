//! Least squares and a random intercept from sums of products, for many fits over the same rows.
//!
//! Columns are centred and scaled before they are summed, so that a square and its root stand on one
//! footing. The table of coefficients of a model comes from [`crate::wls`], which works on the rows.

/// Columns whose rest is smaller than this share of their square are sums of earlier ones.
const TINY: f64 = 1e-10;
/// Rounds of the estimation of the two variances.
const ROUNDS: usize = 12;

/// Centre and scale of each column; the first is the intercept.
#[derive(Clone, Debug)]
pub(super) struct Scaling {
    centre: Vec<f64>,
    scale: Vec<f64>,
}

impl Scaling {
    pub(super) fn of<'a>(width: usize, rows: impl Iterator<Item = &'a [f64]> + Clone) -> Self {
        let n = rows.clone().count().max(1) as f64;
        let mut centre = vec![0.0; width];
        for row in rows.clone() {
            centre.iter_mut().zip(row).for_each(|(c, x)| *c += x);
        }
        centre.iter_mut().for_each(|c| *c /= n);
        centre[0] = 0.0;
        let mut scale = vec![0.0; width];
        for row in rows {
            for ((s, x), c) in scale.iter_mut().zip(row).zip(&centre) {
                *s += (x - c) * (x - c);
            }
        }
        scale.iter_mut().for_each(|s| *s = if *s > 0.0 { (*s / n).sqrt() } else { 1.0 });
        Self { centre, scale }
    }

    pub(super) fn apply(&self, row: &mut [f64]) {
        for ((x, c), s) in row.iter_mut().zip(&self.centre).zip(&self.scale) {
            *x = (*x - c) / s;
        }
    }
}

/// Sums of products of columns and welfare.
#[derive(Clone, Debug)]
pub(super) struct Cross {
    pub(super) width: usize,
    /// Lower triangle, row by row, of a full square.
    xx: Vec<f64>,
    xy: Vec<f64>,
    yy: f64,
    rows: f64,
}

impl Cross {
    pub(super) fn new(width: usize) -> Self {
        Self { width, xx: vec![0.0; width * width], xy: vec![0.0; width], yy: 0.0, rows: 0.0 }
    }

    pub(super) fn add(&mut self, x: &[f64], y: f64, weight: f64) {
        for (j, xj) in x.iter().enumerate() {
            if *xj == 0.0 {
                continue;
            }
            let wx = weight * xj;
            let line = &mut self.xx[j * self.width..=j * self.width + j];
            line.iter_mut().zip(x).for_each(|(sum, xi)| *sum += wx * xi);
            self.xy[j] += wx * y;
        }
        self.yy += weight * y * y;
        self.rows += 1.0;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.xx.iter_mut().zip(&other.xx).for_each(|(a, b)| *a += b);
        self.xy.iter_mut().zip(&other.xy).for_each(|(a, b)| *a += b);
        self.yy += other.yy;
        self.rows += other.rows;
    }

    /// Least squares on the first `width` columns; 0 for a column that is a sum of earlier ones.
    pub(super) fn solve(&self, width: usize) -> Vec<f64> {
        let xx = |i: usize, j: usize| self.xx[i * self.width + j];
        cholesky(width, &xx, &self.xy)
    }

    /// Σw·e² of coefficients.
    fn rest(&self, b: &[f64]) -> f64 {
        let mut rest = self.yy;
        for (i, bi) in b.iter().enumerate() {
            rest -= 2.0 * bi * self.xy[i];
            for (j, bj) in b.iter().enumerate().take(i) {
                rest += 2.0 * bi * bj * self.xx[i * self.width + j];
            }
            rest += bi * bi * self.xx[i * self.width + i];
        }
        rest.max(0.0)
    }
}

/// Solves a·b = rhs by Cholesky in the order of the columns; `a` is read in its lower triangle.
fn cholesky(width: usize, a: &dyn Fn(usize, usize) -> f64, rhs: &[f64]) -> Vec<f64> {
    let mut lower = vec![0.0; width * width];
    let mut kept = vec![false; width];
    for j in 0..width {
        let own = a(j, j);
        let rest = own - (0..j).map(|l| lower[j * width + l] * lower[j * width + l]).sum::<f64>();
        if own <= 0.0 || rest <= TINY * own {
            (0..=j).for_each(|l| lower[j * width + l] = 0.0);
            continue;
        }
        kept[j] = true;
        let root = rest.sqrt();
        lower[j * width + j] = root;
        for i in j + 1..width {
            let sum: f64 = (0..j).map(|l| lower[i * width + l] * lower[j * width + l]).sum();
            lower[i * width + j] = (a(i, j) - sum) / root;
        }
    }
    let mut b = vec![0.0; width];
    for j in (0..width).filter(|j| kept[*j]) {
        let sum: f64 = (0..j).map(|l| lower[j * width + l] * b[l]).sum();
        b[j] = (rhs[j] - sum) / lower[j * width + j];
    }
    for j in (0..width).rev().filter(|j| kept[*j]) {
        let sum: f64 = (j + 1..width).filter(|l| kept[*l]).map(|l| lower[l * width + j] * b[l]).sum();
        b[j] = (b[j] - sum) / lower[j * width + j];
    }
    b
}

/// Weighted sums of the rows of each group.
#[derive(Clone, Debug)]
pub(super) struct GroupSums {
    width: usize,
    /// Σw, Σw², rows.
    pub(super) weight: Vec<f64>,
    square: Vec<f64>,
    x: Vec<f64>,
    y: Vec<f64>,
}

impl GroupSums {
    pub(super) fn new(width: usize, groups: usize) -> Self {
        Self {
            width,
            weight: vec![0.0; groups],
            square: vec![0.0; groups],
            x: vec![0.0; groups * width],
            y: vec![0.0; groups],
        }
    }

    /// Adds a row; one of no group is left out.
    pub(super) fn add(&mut self, group: u32, x: &[f64], y: f64, weight: f64) {
        let g = group as usize;
        if g >= self.weight.len() {
            return;
        }
        self.weight[g] += weight;
        self.square[g] += weight * weight;
        self.y[g] += weight * y;
        let sums = &mut self.x[g * self.width..(g + 1) * self.width];
        sums.iter_mut().zip(x).for_each(|(sum, x)| *sum += weight * x);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (a, b) in [
            (&mut self.weight, &other.weight),
            (&mut self.square, &other.square),
            (&mut self.x, &other.x),
            (&mut self.y, &other.y),
        ] {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        }
    }

    /// Groups with rows.
    fn filled(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        (0..self.weight.len()).filter(|g| self.weight[*g] > 0.0)
    }

    fn effective(&self, g: usize) -> f64 {
        self.weight[g] * self.weight[g] / self.square[g]
    }

    /// Mean of welfare less the fit, of a group.
    fn rest(&self, g: usize, b: &[f64]) -> f64 {
        let x = &self.x[g * self.width..(g + 1) * self.width];
        (self.y[g] - b.iter().zip(x).map(|(b, x)| b * x).sum::<f64>()) / self.weight[g]
    }
}

/// Least squares with a random intercept for each group (EBLUP).
#[derive(Clone, Debug)]
pub(super) struct Mixed {
    /// Coefficients of the scaled columns.
    pub(super) coefficients: Vec<f64>,
    /// The effect of each group; 0 for one without rows.
    pub(super) effects: Vec<f64>,
    /// What part of its mean each group's rows are freed from before least squares, 0 to 1.
    pub(super) theta: Vec<f64>,
}

/// Fits the first `width` columns. Weights have mean 1. The variances are those of the analysis of
/// variance of the residuals (Henderson's third method), with the effective rows of each group.
pub(super) fn mixed(cross: &Cross, groups: &GroupSums, width: usize) -> Mixed {
    let mut theta = vec![0.0; groups.weight.len()];
    let mut coefficients = cross.solve(width);
    let mut effects = vec![0.0; groups.weight.len()];
    let mut variances = (0.0, 0.0);
    let count = groups.filled().count() as f64;
    for round in 0..ROUNDS {
        if round > 0 {
            coefficients = freed(cross, groups, &theta, width);
        }
        let b = &coefficients;
        let (mut between, mut sum, mut total, mut squares) = (0.0, 0.0, 0.0, 0.0);
        let mut within = cross.rest(b);
        for g in groups.filled() {
            let (rest, n) = (groups.rest(g, b), groups.effective(g));
            within -= groups.weight[g] * rest * rest;
            sum += n * rest;
            total += n;
            squares += n * n;
        }
        let mean = if total > 0.0 { sum / total } else { 0.0 };
        for g in groups.filled() {
            let off = groups.rest(g, b) - mean;
            between += groups.effective(g) * off * off;
        }
        let free = cross.rows - count - width as f64 + 1.0;
        let spread = total - squares / total;
        // one row in each group: the two variances cannot be told apart
        if free < 1.0 || count < 2.0 || spread <= 0.0 || within <= 1e-12 * cross.yy {
            variances = (0.0, 0.0);
            coefficients = cross.solve(width);
            break;
        }
        let inner = within / free;
        let outer = ((between - (count - 1.0) * inner) / spread).max(0.0);
        variances = (inner, outer);
        for g in groups.filled() {
            theta[g] = 1.0 - (inner / (inner + groups.effective(g) * outer)).sqrt();
        }
    }
    let (inner, outer) = variances;
    if outer > 0.0 {
        coefficients = freed(cross, groups, &theta, width);
        for g in groups.filled() {
            let n = groups.effective(g);
            effects[g] = n * outer / (inner + n * outer) * groups.rest(g, &coefficients);
        }
    } else {
        theta.fill(0.0);
    }
    Mixed { coefficients, effects, theta }
}

/// Least squares on rows freed from a part of their group's mean.
fn freed(cross: &Cross, groups: &GroupSums, theta: &[f64], width: usize) -> Vec<f64> {
    let mut xx: Vec<f64> = Vec::with_capacity(width * width);
    (0..width).for_each(|i| xx.extend_from_slice(&cross.xx[i * cross.width..i * cross.width + width]));
    let mut xy = cross.xy[..width].to_vec();
    for g in groups.filled() {
        let part = (2.0 * theta[g] - theta[g] * theta[g]) / groups.weight[g];
        let x = &groups.x[g * groups.width..g * groups.width + width];
        for i in 0..width {
            let px = part * x[i];
            xx[i * width..=i * width + i].iter_mut().zip(x).for_each(|(sum, xj)| *sum -= px * xj);
            xy[i] -= px * groups.y[g];
        }
    }
    cholesky(width, &|i, j| xx[i * width + j], &xy)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Invented rows: group effects of ±0.5, slope 2.
    fn rows() -> Vec<(u32, [f64; 2], f64)> {
        (0..400u32)
            .map(|i| {
                let x = f64::from(i * 37 % 101) / 50.0 - 1.0;
                let noise = f64::from(i * 53 % 97) / 97.0 - 0.5;
                let group = i % 20;
                (group, [1.0, x], 2.0 * x + if group % 2 == 0 { 0.5 } else { -0.5 } + noise)
            })
            .collect()
    }

    fn summed(rows: &[(u32, [f64; 2], f64)]) -> (Cross, GroupSums) {
        let (mut cross, mut groups) = (Cross::new(2), GroupSums::new(2, 20));
        for (group, x, y) in rows {
            cross.add(x, *y, 1.0);
            groups.add(*group, x, *y, 1.0);
        }
        (cross, groups)
    }

    #[test]
    fn the_effect_of_a_group_is_its_mean_residual_shrunk() {
        let (cross, groups) = summed(&rows());
        let fit = mixed(&cross, &groups, 2);
        assert!((fit.coefficients[1] - 2.0).abs() < 0.1, "{:?}", fit.coefficients);
        assert!(fit.theta.iter().all(|t| (0.8..0.9).contains(t)), "{:?}", fit.theta);
        for (g, effect) in fit.effects.iter().enumerate() {
            let rest = groups.rest(g, &fit.coefficients);
            assert!(effect.abs() < rest.abs() && (effect - rest).abs() < 0.05, "{effect} {rest}");
        }
    }

    #[test]
    fn one_row_in_each_group_has_no_effect_and_gives_least_squares() {
        let rows: Vec<_> = rows().into_iter().take(20).collect();
        let (cross, groups) = summed(&rows);
        let fit = mixed(&cross, &groups, 2);
        assert_eq!((fit.effects, fit.coefficients), (vec![0.0; 20], cross.solve(2)));
    }

    #[test]
    fn a_column_that_repeats_an_earlier_one_has_no_coefficient() {
        let mut cross = Cross::new(3);
        for (_, x, y) in rows() {
            cross.add(&[1.0, x[1], 3.0 * x[1] - 1.0], y, 1.0);
        }
        let b = cross.solve(3);
        assert_eq!(b[2], 0.0);
        assert!((b[1] - 2.0).abs() < 0.2);
    }
}
