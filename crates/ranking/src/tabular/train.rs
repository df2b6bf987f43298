//! The models of one set of training rows: linear, with a village effect, and with village means.

use super::boost::Boosted;
use super::data::{Groups, NONE, Survey};
use super::design::{Design, MISSING};
use super::folds::folds;
use super::solve::{Cross, GroupSums, Mixed, Scaling, mixed};
use crate::metrics::{self, Judged};

/// Inner folds by which a challenger is judged.
const INNER: usize = 5;

/// All rows of a survey as numbers: the columns of a design, then their village means.
pub(super) struct Matrix {
    values: Vec<f64>,
    /// Columns with the means.
    pub(super) width: usize,
    /// Columns without them.
    pub(super) plain: usize,
}

impl Matrix {
    /// Reads every row by a design. A village mean is taken over all households of the village, as the
    /// register knows their answers also where the survey did not ask for welfare.
    pub(super) fn of(survey: &Survey, design: &Design) -> Self {
        let plain = design.width;
        let of = mean_columns(design);
        let means = if survey.clusters.is_some() { of.len() } else { 0 };
        let width = plain + means;
        let bound = design.bind(&survey.sources);
        let mut values = vec![0.0; survey.rows() * width];
        for (i, row) in values.chunks_exact_mut(width.max(1)).enumerate() {
            bound.row(i, group(survey.regions.as_ref(), i), &mut row[..plain]);
        }
        if let Some(clusters) = &survey.clusters {
            let means =
                village_means(&of, clusters, &survey.weights, plain, &|i| &values[i * width..i * width + plain]);
            for (i, row) in values.chunks_exact_mut(width.max(1)).enumerate() {
                row[plain..].copy_from_slice(means.get(clusters.of[i] as usize).unwrap_or(&means[means.len() - 1]));
            }
        }
        Self { values, width, plain }
    }

    pub(super) fn row(&self, i: usize) -> &[f64] {
        &self.values[i * self.width..(i + 1) * self.width]
    }

    fn scaled(mut self, rows: &[usize]) -> Self {
        let scaling = Scaling::of(self.width, rows.iter().map(|i| self.row(*i)).collect::<Vec<_>>().into_iter());
        self.values.chunks_exact_mut(self.width).for_each(|row| scaling.apply(row));
        self
    }
}

/// The columns whose village means are taken: all but indicators of missing answers.
pub(super) fn mean_columns(design: &Design) -> Vec<usize> {
    let own = |part: &super::design::Part| {
        let levels = part.levels.clone();
        (part.first..).zip(levels).filter(|(_, level)| level != MISSING).map(|(column, _)| column).collect::<Vec<_>>()
    };
    design.parts.iter().flat_map(own).collect()
}

/// Weighted means of the columns `of` for each village; the last line is that of all rows, for a
/// household of no village.
pub(super) fn village_means<'a>(
    of: &[usize],
    clusters: &Groups,
    weights: &[f64],
    width: usize,
    row: &dyn Fn(usize) -> &'a [f64],
) -> Vec<Vec<f64>> {
    let groups = clusters.names.len();
    let mut sums = vec![vec![0.0; of.len()]; groups + 1];
    let mut totals = vec![0.0; groups + 1];
    for (i, (cluster, weight)) in clusters.of.iter().zip(weights).enumerate() {
        let row = row(i);
        debug_assert_eq!(row.len(), width);
        let places = [(*cluster as usize).min(groups), groups];
        let count = if *cluster == NONE { 1 } else { 2 };
        for place in &places[..count] {
            totals[*place] += weight;
            sums[*place].iter_mut().zip(of).for_each(|(sum, column)| *sum += weight * row[*column]);
        }
    }
    for (sums, total) in sums.iter_mut().zip(&totals) {
        sums.iter_mut().for_each(|sum| *sum = if *total > 0.0 { *sum / total } else { 0.0 });
    }
    sums
}

pub(super) fn group(groups: Option<&Groups>, row: usize) -> u32 {
    groups.map_or(NONE, |g| g.of[row])
}

/// What was adopted because held-out villages were ranked better with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adopted {
    /// A shrunken intercept for each region.
    pub regions: bool,
    /// Village means of variables and terms.
    pub means: bool,
}

/// The models of one set of training rows.
pub(super) struct Trained {
    pub(super) adopted: Adopted,
    matrix: Matrix,
    linear: Vec<f64>,
    with_means: Vec<f64>,
    /// The random intercept of regions, with effects of zero where it was not adopted.
    pub(super) regions: Option<Mixed>,
    /// The same with village means among the columns.
    regions_with_means: Option<Mixed>,
    /// The village effect; with village means where they were adopted.
    pub(super) village: Option<Mixed>,
    seen: Vec<bool>,
    /// The trees of the challenger, with the columns they read.
    trees: Option<(Boosted, Vec<usize>)>,
}

/// The scores of one row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Scores {
    pub(super) linear: f64,
    pub(super) village: f64,
    pub(super) challenger: f64,
}

impl Trained {
    /// Trains on these rows of the survey.
    pub(super) fn of(survey: &Survey, design: &Design, rows: &[usize], quotas: &[f64], seed: u64) -> Self {
        let matrix = Matrix::of(survey, design).scaled(rows);
        let mean_weight = rows.iter().map(|i| survey.weights[*i]).sum::<f64>() / rows.len().max(1) as f64;
        let weight = |i: usize| survey.weights[i] / mean_weight;
        let regions = survey.regions.as_ref().filter(|r| r.names.len() > 1);
        let inner = Inner::of(survey, &matrix, rows, &weight, seed);
        let guard = Guard { survey, matrix: &matrix, rows, quotas, inner: &inner };
        let plain = guard.loss(matrix.plain, false);
        let by_region = regions.map(|_| guard.loss(matrix.plain, true));
        let use_regions = by_region.as_ref().is_some_and(|r| r.better_than(&plain));
        let base = by_region.filter(|_| use_regions).unwrap_or(plain);
        let means = matrix.width > matrix.plain && guard.loss(matrix.width, use_regions).better_than(&base);
        let adopted = Adopted { regions: use_regions, means };

        let (cross, sums) = inner.all_but(None);
        let fit = |width: usize| use_regions.then(|| mixed(&cross, &sums, width));
        let regions = fit(matrix.plain);
        let regions_with_means = fit(matrix.width);
        let coefficients = |mixed: &Option<Mixed>, width: usize| {
            mixed.as_ref().map_or_else(|| cross.solve(width), |m| m.coefficients.clone())
        };
        let mut trained = Self {
            adopted,
            linear: coefficients(&regions, matrix.plain),
            with_means: coefficients(&regions_with_means, matrix.width),
            regions,
            regions_with_means,
            village: None,
            seen: Vec::new(),
            trees: None,
            matrix,
        };
        if let Some(clusters) = &survey.clusters {
            trained.add_village(survey, clusters, rows, &weight, cross);
        }
        trained
    }

    /// The random intercept of regions beside the sum of the challenger.
    fn summed_regions(&self) -> Option<&Mixed> {
        if self.adopted.means { self.regions_with_means.as_ref() } else { self.regions.as_ref() }
    }

    /// Adds the trees of the challenger, which explain what regions do not: they read variables, not terms, and village means where adopted.
    pub(super) fn with_trees(mut self, survey: &Survey, design: &Design, rows: &[usize], seed: u64) -> Self {
        let own = design.parts.iter().filter(|p| p.variable).flat_map(|p| p.first..p.first + p.levels.len());
        let means = if self.adopted.means { self.matrix.plain..self.matrix.width } else { 0..0 };
        let columns: Vec<usize> = own.chain(means).collect();
        let read = |i: &usize| columns.iter().map(|c| self.matrix.row(*i)[*c]).collect::<Vec<f64>>();
        let x: Vec<Vec<f64>> = rows.iter().map(read).collect();
        let region = |i: usize| group(survey.regions.as_ref(), i);
        let y: Vec<f64> = rows.iter().map(|i| survey.welfare[*i] - effect(self.summed_regions(), region(*i))).collect();
        let mean_weight = rows.iter().map(|i| survey.weights[*i]).sum::<f64>() / rows.len().max(1) as f64;
        let weights: Vec<f64> = rows.iter().map(|i| survey.weights[*i] / mean_weight).collect();
        self.trees = Some((Boosted::train(&x, &y, &weights, seed), columns));
        self
    }

    /// The columns of the village model: with means where they were adopted.
    pub(super) fn village_width(&self) -> usize {
        if self.adopted.means { self.matrix.width } else { self.matrix.plain }
    }

    fn add_village(
        &mut self,
        survey: &Survey,
        clusters: &Groups,
        rows: &[usize],
        weight: &dyn Fn(usize) -> f64,
        mut cross: Cross,
    ) {
        let width = self.matrix.width;
        let mut sums = GroupSums::new(width, clusters.names.len());
        if self.adopted.regions {
            cross = Cross::new(width);
        }
        for i in rows {
            let y = survey.welfare[*i] - self.region_effect(survey, *i);
            sums.add(clusters.of[*i], self.matrix.row(*i), y, weight(*i));
            if self.adopted.regions {
                cross.add(self.matrix.row(*i), y, weight(*i));
            }
        }
        self.seen = sums.weight.iter().map(|w| *w > 0.0).collect();
        self.village = Some(mixed(&cross, &sums, self.village_width()));
    }

    /// The effect of a row's region in the linear score.
    fn region_effect(&self, survey: &Survey, row: usize) -> f64 {
        effect(self.regions.as_ref(), group(survey.regions.as_ref(), row))
    }

    pub(super) fn scores(&self, survey: &Survey, row: usize) -> Scores {
        let x = self.matrix.row(row);
        let region = group(survey.regions.as_ref(), row);
        let linear = product(&self.linear, x) + self.region_effect(survey, row);
        let common = effect(self.summed_regions(), region);
        let sum = if self.adopted.means { product(&self.with_means, x) + common } else { linear };
        let challenger = self.trees.as_ref().map_or(sum, |(trees, columns)| {
            let own: Vec<f64> = columns.iter().map(|c| x[*c]).collect();
            (sum + trees.score(&own) + common) / 2.0
        });
        let cluster = group(survey.clusters.as_ref(), row);
        let seen = self.seen.get(cluster as usize).copied().unwrap_or(false);
        // a village the survey did not visit has the linear score, or the village model's without an effect
        // of its own where village means say what kind of village it is
        let village = match &self.village {
            Some(fit) if seen || self.adopted.means => {
                product(&fit.coefficients, x) + self.region_effect(survey, row) + effect(Some(fit), cluster)
            }
            _ => linear,
        };
        Scores { linear, village, challenger }
    }
}

fn product(b: &[f64], x: &[f64]) -> f64 {
    b.iter().zip(x).map(|(b, x)| b * x).sum()
}

fn effect(fit: Option<&Mixed>, group: u32) -> f64 {
    fit.and_then(|f| f.effects.get(group as usize)).copied().unwrap_or(0.0)
}

/// Sums of each inner fold, so that the sums of all others are at hand.
struct Inner {
    fold: Vec<usize>,
    parts: Vec<(Cross, GroupSums)>,
}

impl Inner {
    fn of(survey: &Survey, matrix: &Matrix, rows: &[usize], weight: &dyn Fn(usize) -> f64, seed: u64) -> Self {
        let fold: Vec<usize> = match &survey.clusters {
            Some(clusters) => {
                let by_cluster = folds(clusters.names.len(), INNER, seed, 0);
                let alone = folds(rows.len(), INNER, seed, 1);
                rows.iter()
                    .zip(alone)
                    .map(|(i, own)| by_cluster.get(clusters.of[*i] as usize).copied().unwrap_or(own))
                    .collect()
            }
            None => folds(rows.len(), INNER, seed, 0),
        };
        let groups = survey.regions.as_ref().map_or(0, |r| r.names.len());
        let mut parts = vec![(Cross::new(matrix.width), GroupSums::new(matrix.width, groups)); INNER];
        for (i, fold) in rows.iter().zip(&fold) {
            let (cross, sums) = &mut parts[*fold];
            cross.add(matrix.row(*i), survey.welfare[*i], weight(*i));
            sums.add(group(survey.regions.as_ref(), *i), matrix.row(*i), survey.welfare[*i], weight(*i));
        }
        Self { fold, parts }
    }

    fn all_but(&self, left: Option<usize>) -> (Cross, GroupSums) {
        let (cross, sums) = &self.parts[0];
        let mut all = (Cross::new(cross.width), GroupSums::new(cross.width, sums.weight.len()));
        for (_, (cross, sums)) in self.parts.iter().enumerate().filter(|(at, _)| Some(*at) != left) {
            all.0.merge(cross);
            all.1.merge(sums);
        }
        all
    }
}

/// How far held-out rows are missed.
struct Loss {
    squares: f64,
    targeting: f64,
}

impl Loss {
    /// Adopted only where both the squared error and the mean targeting error are smaller.
    fn better_than(&self, other: &Self) -> bool {
        self.squares < other.squares && self.targeting < other.targeting
    }
}

struct Guard<'a> {
    survey: &'a Survey,
    matrix: &'a Matrix,
    rows: &'a [usize],
    quotas: &'a [f64],
    inner: &'a Inner,
}

impl Guard<'_> {
    /// The loss on held-out villages (households where there are no villages) of the first `width` columns.
    fn loss(&self, width: usize, regions: bool) -> Loss {
        let mut judged = Vec::with_capacity(self.rows.len());
        let mut squares = 0.0;
        for fold in 0..INNER {
            let (cross, sums) = self.inner.all_but(Some(fold));
            let fit = regions.then(|| mixed(&cross, &sums, width));
            let b = fit.as_ref().map_or_else(|| cross.solve(width), |f| f.coefficients.clone());
            for (i, _) in self.rows.iter().zip(&self.inner.fold).filter(|(_, f)| **f == fold) {
                let region = group(self.survey.regions.as_ref(), *i);
                let score = product(&b, self.matrix.row(*i)) + effect(fit.as_ref(), region);
                let (truth, weight) = (self.survey.welfare[*i], self.survey.weights[*i]);
                squares += weight * (truth - score) * (truth - score);
                judged.push(Judged { truth, score, weight });
            }
        }
        let errors: Vec<f64> = self.quotas.iter().filter_map(|q| metrics::quota_error(&judged, *q)).collect();
        Loss { squares, targeting: errors.iter().sum::<f64>() / errors.len().max(1) as f64 }
    }
}
