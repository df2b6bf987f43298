//! The model of a survey, with a table of estimates from the rows themselves.

use super::data::{Groups, NONE, Survey};
use super::design::{Design, LeftOut};
use super::evaluate::r2;
use super::model::{Effects, Estimate, MeanSums, Quality, Rows, TableModel, Village, round, survey_means};
use super::solve::Mixed;
use super::train::{Adopted, Trained, group};
use crate::metrics::Judged;
use crate::quantile;
use crate::wls::{self, WlsRefused};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// What to make.
#[derive(Clone, Debug, PartialEq)]
pub struct FitWish {
    /// The column of welfare.
    pub target: String,
    /// Whether it is a logarithm already.
    pub target_is_log: bool,
    /// SHA-256 of the survey's file.
    pub survey_sha256: String,
    /// The seed of the inner folds.
    pub seed: u64,
    /// Quotas by which the guard judges, as shares from 0 to 1.
    pub quotas: Vec<f64>,
    /// Whether the villages of the survey get their own effect.
    pub village: bool,
}

/// A line of the table of estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct EstimateRow {
    /// Variable or term; the intercept is `tetapan`.
    pub variable: String,
    /// Level, empty for a number.
    pub level: String,
    /// The estimate; `None` for a column that is a sum of earlier ones.
    pub estimate: Option<Estimate>,
    /// estimate / cluster standard error.
    pub t: f64,
    /// Two-sided p by Student's t with G − 1 degrees of freedom.
    pub p: f64,
    /// 95 % interval.
    pub interval: (f64, f64),
}

/// Fits a survey.
///
/// # Errors
/// When rows are too few for the columns, or no row has enough answers.
pub fn fit(survey: &Survey, wish: &FitWish) -> Result<(TableModel, Adopted), WlsRefused> {
    let rows: Vec<usize> = (0..survey.rows()).collect();
    let mut design = Design::learn(survey, &rows);
    let trained = Trained::of(survey, &design, &rows, &wish.quotas, wish.seed);
    let x = numbers(survey, &design);
    let clusters = cluster_numbers(survey);

    let freed = survey.regions.as_ref().zip(trained.regions.as_ref());
    let estimated = estimated(&x, &survey.welfare, survey, &clusters, freed)?;
    for (at, _) in estimated.dropped.iter().enumerate().filter(|(_, dropped)| **dropped) {
        let (variable, level) = name(&design, at);
        let reason = "sudah terkandung dalam peubah sebelumnya".to_owned();
        design.left_out.push(LeftOut { variable, level, reason });
    }
    let rest =
        |i: usize, b: &[Estimate]| survey.welfare[i] - b.iter().zip(&x[i]).map(|(b, x)| b.value * x).sum::<f64>();
    let regions = freed.map(|(groups, fit)| effects(groups, fit, &survey.weights, &|i| rest(i, &estimated.estimates)));
    let region_effect = |i: usize| {
        regions
            .as_ref()
            .map_or(0, |r| r.millionths.get(group(survey.regions.as_ref(), i) as usize).copied().unwrap_or(0))
    };
    let village = match (wish.village, &survey.clusters, &trained.village) {
        (true, Some(groups), Some(fit)) => {
            Some(village(survey, groups, fit, &design, &x, &clusters, trained.adopted, &|i| {
                region_effect(i) as f64 / 1e6
            })?)
        }
        _ => None,
    };

    let judged: Vec<Judged> = rows
        .iter()
        .map(|i| Judged {
            truth: survey.welfare[*i],
            score: survey.welfare[*i] - rest(*i, &estimated.estimates) + region_effect(*i) as f64 / 1e6,
            weight: survey.weights[*i],
        })
        .collect();
    let mut model = TableModel {
        target: wish.target.clone(),
        target_is_log: wish.target_is_log,
        survey_sha256: wish.survey_sha256.clone(),
        seed: wish.seed,
        linear: estimated.estimates,
        region_names: survey.regions.as_ref().map_or_else(Vec::new, |r| r.names.clone()),
        region_column: survey.regions.as_ref().map(|r| r.name.clone()),
        regions,
        village,
        quality: quality(&judged, estimated.dropped.iter().filter(|d| !**d).count(), &clusters),
        cutoffs: Vec::new(),
        score_sd: 0,
        spreads: Vec::new(),
        design,
    };
    finish(&mut model, survey, &x)?;
    Ok((model, trained.adopted))
}

/// Spreads and cut-offs: the model is applied to its own survey.
fn finish(model: &mut TableModel, survey: &Survey, x: &[Vec<f64>]) -> Result<(), WlsRefused> {
    let parts: Vec<Vec<i64>> = x.iter().map(|row| model.contributions(row)).collect();
    let deviation = |values: &mut dyn Iterator<Item = i64>| -> i64 {
        let values: Vec<f64> = values.map(|v| v as f64).collect();
        let total: f64 = survey.weights.iter().sum();
        let mean = values.iter().zip(&survey.weights).map(|(v, w)| v * w).sum::<f64>() / total;
        let squares: f64 = values.iter().zip(&survey.weights).map(|(v, w)| w * (v - mean) * (v - mean)).sum();
        (squares / total).sqrt().round() as i64
    };
    model.spreads = (0..model.design.parts.len()).map(|at| deviation(&mut parts.iter().map(|p| p[at]))).collect();
    let register =
        Rows { sources: survey.sources.clone(), villages: survey.clusters.clone(), regions: survey.regions.clone() };
    let mut means = MeanSums::default();
    if model.needs_means() {
        model.add_means(&register, &mut means);
    }
    let largest = survey.weights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    // a row of which more than half is missing has no score and no place among the cut-offs
    let scored: Vec<(i64, u64)> = model
        .score(&register, &means)
        .into_iter()
        .zip(&survey.weights)
        .filter_map(|(score, weight)| Some((score?.millionths, (weight / largest * 1e6).round().max(1.0) as u64)))
        .collect();
    model.score_sd = deviation(&mut parts.iter().map(|p| p.iter().sum::<i64>()));
    let empty = WlsRefused::BadInput("setiap baris survei kekurangan lebih dari separuh peubah");
    model.cutoffs = quantile::percentiles(&scored).ok_or(empty)?;
    Ok(())
}

fn numbers(survey: &Survey, design: &Design) -> Vec<Vec<f64>> {
    let bound = design.bind(&survey.sources);
    (0..survey.rows())
        .map(|i| {
            let mut row = vec![0.0; design.width];
            bound.row(i, group(survey.regions.as_ref(), i), &mut row);
            row
        })
        .collect()
}

/// The cluster of each row; a row without one is a cluster of its own.
fn cluster_numbers(survey: &Survey) -> Vec<u64> {
    let own = |i: usize| (1 << 32) + i as u64;
    (0..survey.rows())
        .map(|i| match group(survey.clusters.as_ref(), i) {
            NONE => own(i),
            cluster => u64::from(cluster),
        })
        .collect()
}

struct Estimated {
    estimates: Vec<Estimate>,
    dropped: Vec<bool>,
}

/// Weighted least squares of the rows, freed from a part of the mean of their group.
fn estimated(
    x: &[Vec<f64>],
    y: &[f64],
    survey: &Survey,
    clusters: &[u64],
    freed: Option<(&Groups, &Mixed)>,
) -> Result<Estimated, WlsRefused> {
    let width = x.first().map_or(0, Vec::len);
    let mut columns: Vec<Vec<f64>> = (0..width).map(|j| x.iter().map(|row| row[j]).collect()).collect();
    let mut y = y.to_vec();
    if let Some((groups, fit)) = freed {
        columns.iter_mut().chain(std::iter::once(&mut y)).for_each(|c| free(c, groups, &fit.theta, &survey.weights));
    }
    let fit = wls::fit(&columns, &y, &survey.weights, clusters)?;
    let estimates = (0..width)
        .map(|j| Estimate {
            value: fit.coefficients[j],
            se_hc1: fit.se_hc1[j],
            se_cluster: if survey.clusters.is_some() { fit.se_cluster[j] } else { f64::NAN },
        })
        .collect();
    Ok(Estimated { estimates, dropped: fit.dropped })
}

/// Takes its part of the weighted group mean from each value.
fn free(values: &mut [f64], groups: &Groups, theta: &[f64], weights: &[f64]) {
    let mean = group_means(groups, weights, &|i| values[i]);
    for (value, g) in values.iter_mut().zip(&groups.of) {
        if let (Some(theta), Some(mean)) = (theta.get(*g as usize), mean.get(*g as usize)) {
            *value -= theta * mean;
        }
    }
}

fn group_means(groups: &Groups, weights: &[f64], value: &dyn Fn(usize) -> f64) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); groups.names.len()];
    for (i, (g, weight)) in groups.of.iter().zip(weights).enumerate() {
        if let Some(sum) = sums.get_mut(*g as usize) {
            sum.0 += weight * value(i);
            sum.1 += weight;
        }
    }
    sums.into_iter().map(|(sum, weight)| if weight > 0.0 { sum / weight } else { 0.0 }).collect()
}

/// Shrunken mean residuals.
fn effects(groups: &Groups, fit: &Mixed, weights: &[f64], rest: &dyn Fn(usize) -> f64) -> Effects {
    let mean = group_means(groups, weights, rest);
    // 1 − (1 − θ)² is the share of its mean that a group keeps
    let kept = |theta: f64| 1.0 - (1.0 - theta) * (1.0 - theta);
    Effects {
        column: groups.name.clone(),
        names: groups.names.clone(),
        millionths: mean.iter().zip(&fit.theta).map(|(mean, theta)| round(mean * kept(*theta))).collect(),
    }
}

#[expect(clippy::too_many_arguments, reason = "all are parts of one fit")]
fn village(
    survey: &Survey,
    groups: &Groups,
    fit: &Mixed,
    design: &Design,
    x: &[Vec<f64>],
    clusters: &[u64],
    adopted: Adopted,
    region: &dyn Fn(usize) -> f64,
) -> Result<Village, WlsRefused> {
    let y: Vec<f64> = (0..survey.rows()).map(|i| survey.welfare[i] - region(i)).collect();
    let mut x = x.to_vec();
    if adopted.means {
        let means = survey_means(design, groups, &survey.weights, &x);
        for (row, g) in x.iter_mut().zip(&groups.of) {
            row.extend(means.get(*g as usize).unwrap_or(&means[means.len() - 1]));
        }
    }
    let estimates = estimated(&x, &y, survey, clusters, Some((groups, fit)))?.estimates;
    let rest = |i: usize| y[i] - estimates.iter().zip(&x[i]).map(|(b, x)| b.value * x).sum::<f64>();
    let effects = effects(groups, fit, &survey.weights, &rest);
    Ok(Village { estimates, effects, means: adopted.means })
}

fn quality(judged: &[Judged], columns: usize, clusters: &[u64]) -> Quality {
    let total: f64 = judged.iter().map(|j| j.weight).sum();
    let squares: f64 = judged.iter().map(|j| j.weight * (j.truth - j.score) * (j.truth - j.score)).sum();
    let smearing = judged.iter().map(|j| j.weight * (j.truth - j.score).exp()).sum::<f64>() / total;
    let (n, k) = (judged.len() as f64, columns as f64);
    let r2 = r2(judged);
    let mut names = clusters.to_vec();
    names.sort_unstable();
    names.dedup();
    Quality {
        rows: judged.len(),
        columns,
        clusters: names.len(),
        r2,
        adjusted_r2: 1.0 - (1.0 - r2) * (n - 1.0) / (n - k),
        rmse: (squares / total).sqrt(),
        smearing,
    }
}

fn name(design: &Design, column: usize) -> (String, String) {
    if column == 0 {
        return ("tetapan".to_owned(), String::new());
    }
    design
        .parts
        .iter()
        .find(|p| (p.first..p.first + p.levels.len()).contains(&column))
        .map_or_else(Default::default, |p| (p.term.to_string(), p.levels[column - p.first].clone()))
}

impl TableModel {
    /// The table of the linear score, or of the village model with `village`.
    #[must_use]
    pub fn table(&self, village: bool) -> Vec<EstimateRow> {
        let estimates = match (&self.village, village) {
            (Some(own), true) => &own.estimates,
            (None, true) => return Vec::new(),
            _ => &self.linear,
        };
        let means = super::train::mean_columns(&self.design);
        let t = StudentsT::new(0.0, 1.0, (self.quality.clusters.max(2) - 1) as f64).ok();
        let wide = t.as_ref().map_or(f64::NAN, |t| t.inverse_cdf(0.975));
        estimates
            .iter()
            .enumerate()
            .map(|(at, own)| {
                let (variable, level) = match at.checked_sub(self.design.width) {
                    None => name(&self.design, at),
                    Some(mean) => {
                        let (variable, level) = name(&self.design, means[mean]);
                        (format!("rata-rata desa {variable}"), level)
                    }
                };
                let se = if own.se_cluster.is_nan() { own.se_hc1 } else { own.se_cluster };
                let ratio = own.value / se;
                // a dropped column has no ratio
                let p = t.as_ref().filter(|_| ratio.is_finite()).map_or(f64::NAN, |t| 2.0 * t.sf(ratio.abs()));
                EstimateRow {
                    variable,
                    level,
                    estimate: (!own.se_hc1.is_nan()).then_some(*own),
                    t: ratio,
                    p,
                    interval: (own.value - wide * se, own.value + wide * se),
                }
            })
            .collect()
    }
}
