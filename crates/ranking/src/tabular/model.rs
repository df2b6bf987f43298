//! A fitted model and the score it gives a row of a register.

use super::data::{Groups, Source};
use super::design::{Bound, Design, LeftOut};
use super::train::{mean_columns, village_means};
use crate::fixed::millionths;

/// The estimate of one column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Coefficient; 0 for a dropped column.
    pub value: f64,
    /// Standard error robust to unequal variance (HC1); NaN for a dropped column.
    pub se_hc1: f64,
    /// Standard error robust within clusters (CR1); NaN without clusters.
    pub se_cluster: f64,
}

/// Effects of groups in millionths of ln welfare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effects {
    /// The column of the groups.
    pub column: String,
    /// Their names, sorted.
    pub names: Vec<String>,
    /// The effect of each.
    pub millionths: Vec<i64>,
}

impl Effects {
    fn of(&self, group: &str) -> Option<i64> {
        self.names.binary_search_by(|name| name.as_str().cmp(group)).ok().map(|at| self.millionths[at])
    }
}

/// The village model: its own coefficients and the effect of each village of the survey.
#[derive(Clone, Debug, PartialEq)]
pub struct Village {
    /// One for each column of the design, then one for each village mean where they were adopted.
    pub estimates: Vec<Estimate>,
    /// The effects.
    pub effects: Effects,
    /// Whether village means were adopted.
    pub means: bool,
}

/// Figures of the fit of the linear score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    /// Rows.
    pub rows: usize,
    /// Columns estimated.
    pub columns: usize,
    /// Clusters; rows where there are none.
    pub clusters: usize,
    /// Weighted R².
    pub r2: f64,
    /// Adjusted for the columns.
    pub adjusted_r2: f64,
    /// √(Σw·e²/Σw).
    pub rmse: f64,
    /// Mean of exp(residual), by which exp(score) estimates mean welfare.
    pub smearing: f64,
}

/// A model of anyone's survey.
#[derive(Clone, Debug, PartialEq)]
pub struct TableModel {
    /// The column of welfare.
    pub target: String,
    /// Whether that column is a logarithm already.
    pub target_is_log: bool,
    /// SHA-256 of the survey's file.
    pub survey_sha256: String,
    /// The seed of the inner folds.
    pub seed: u64,
    /// The columns.
    pub design: Design,
    /// The linear score: one for each column.
    pub linear: Vec<Estimate>,
    /// Intercepts of regions, where adopted.
    pub regions: Option<Effects>,
    /// Names of the regions that have medians, sorted, with the column; empty without regions.
    pub region_names: Vec<String>,
    /// The column of the regions.
    pub region_column: Option<String>,
    /// The village model, where asked for; it is then in force for the villages of the survey.
    pub village: Option<Village>,
    /// Of the linear score.
    pub quality: Quality,
    /// Upper bounds of the hundred percentiles, in millionths.
    pub cutoffs: Vec<i64>,
    /// Standard deviation of the score, in millionths.
    pub score_sd: i64,
    /// Standard deviation of the contribution of each part, in millionths.
    pub spreads: Vec<i64>,
}

/// A score of a register's row and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowScore {
    /// ln welfare in millionths.
    pub millionths: i64,
    /// Percentile of the survey, 1 to 100.
    pub percentile: u8,
    /// Variables without an answer or with a level the survey does not have.
    pub missing: u32,
    /// Numbers outside the survey's range, clamped to it.
    pub clamped: u32,
    /// Whether more than a tenth of the score's spread is imputed.
    pub incomplete: bool,
    /// Whether the village's own effect is in it.
    pub village: bool,
    /// Whether its region is one of the survey's; true where the model has no regions.
    pub region: bool,
}

/// One variable's or term's part in the score of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPart {
    /// The variable or term.
    pub term: String,
    /// Its part of the score, in millionths.
    pub millionths: i64,
    /// Whether an answer it needs is missing and the model's rule stands in.
    pub imputed: bool,
}

/// How the score of a row came about. Intercept, parts, means, village and region are integers whose sum is the
/// score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowExplanation {
    /// The score.
    pub score: RowScore,
    /// The same for every row that has these estimates.
    pub intercept: i64,
    /// One for each variable, then each term.
    pub parts: Vec<RowPart>,
    /// What the means of the village add.
    pub means: i64,
    /// The village's own effect; 0 without one.
    pub village: i64,
    /// The region's own intercept; 0 without one.
    pub region: i64,
}

/// The estimates and effects of a row; a region is `None` where the model has none.
struct Own<'a> {
    estimates: &'a [Estimate],
    village: Option<i64>,
    region: Option<Option<i64>>,
}

/// Rows of a register: the columns of the design in its order.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The columns.
    pub sources: Vec<Source>,
    /// The village of each row, by name.
    pub villages: Option<Groups>,
    /// The region of each row, by name.
    pub regions: Option<Groups>,
}

impl Rows {
    fn count(&self) -> usize {
        self.sources.first().map_or(0, |s| s.values.rows())
    }
}

/// Sums from which the village means of a register come, block by block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MeanSums {
    by_name: std::collections::BTreeMap<String, (f64, Vec<f64>)>,
    all: (f64, Vec<f64>),
}

impl TableModel {
    /// The column of villages, where the model needs it.
    #[must_use]
    pub fn village_column(&self) -> Option<&str> {
        self.village.as_ref().map(|v| v.effects.column.as_str())
    }

    /// Whether scoring needs the register's village means first.
    #[must_use]
    pub fn needs_means(&self) -> bool {
        self.village.as_ref().is_some_and(|v| v.means)
    }

    /// Adds the rows of a block to the sums of the village means.
    pub fn add_means(&self, rows: &Rows, sums: &mut MeanSums) {
        let of = mean_columns(&self.design);
        let bound = self.design.bind(&rows.sources);
        let mut x = vec![0.0; self.design.width];
        let add = |to: &mut (f64, Vec<f64>), x: &[f64]| {
            to.0 += 1.0;
            to.1.resize(of.len(), 0.0);
            to.1.iter_mut().zip(&of).for_each(|(sum, column)| *sum += x[*column]);
        };
        for i in 0..rows.count() {
            bound.row(i, self.region(rows, i), &mut x);
            add(&mut sums.all, &x);
            if let Some(name) = named(rows.villages.as_ref(), i) {
                add(sums.by_name.entry(name.to_owned()).or_default(), &x);
            }
        }
    }

    /// The scores of rows; `None` for a row of which more than half of the variables are missing.
    #[must_use]
    pub fn score(&self, rows: &Rows, means: &MeanSums) -> Vec<Option<RowScore>> {
        let bound = self.design.bind(&rows.sources);
        let mut x = vec![0.0; self.design.width];
        (0..rows.count())
            .map(|i| {
                let mean = |of: &(f64, Vec<f64>)| of.1.iter().map(|sum| sum / of.0).collect::<Vec<f64>>();
                let village = named(rows.villages.as_ref(), i);
                let own = village.and_then(|name| means.by_name.get(name)).unwrap_or(&means.all);
                self.row(&bound, rows, i, &mean(own), &mut x)
            })
            .collect()
    }

    /// How the score of a row came about; `None` where there is no score. `score` has the village means.
    #[must_use]
    pub fn explain(&self, rows: &Rows, i: usize, means: &MeanSums) -> Option<RowExplanation> {
        let bound = self.design.bind(&rows.sources);
        let mut x = vec![0.0; self.design.width];
        let village = named(rows.villages.as_ref(), i);
        let sums = village.and_then(|name| means.by_name.get(name)).unwrap_or(&means.all);
        let means: Vec<f64> = sums.1.iter().map(|sum| sum / sums.0).collect();
        let score = self.row(&bound, rows, i, &means, &mut x)?;
        let own = self.groups(rows, i);
        let told = bound.row(i, self.region(rows, i), &mut x);
        let parts: Vec<RowPart> = self
            .design
            .parts
            .iter()
            .zip(&told.imputed)
            .map(|(part, imputed)| RowPart {
                term: part.term.to_string(),
                millionths: self.contribution(part, own.estimates, &x),
                imputed: *imputed,
            })
            .collect();
        Some(RowExplanation {
            score,
            intercept: round(own.estimates[0].value),
            parts,
            means: self.of_means(own.estimates, &means),
            village: own.village.unwrap_or(0),
            region: own.region.flatten().unwrap_or(0),
        })
    }

    /// The least and the greatest score over all answers that the missing ones of a row could have been and its
    /// own of `scores`, which are those of the rows; `None` where there is no score. Each missing category takes every level of the survey,
    /// each missing number up to 201 evenly spaced values from its least to its greatest; answers that
    /// meet in a term vary together.
    #[must_use]
    pub fn range(&self, rows: &Rows, scores: &[Option<RowScore>]) -> Vec<Option<(i64, i64)>> {
        let bound = self.design.bind(&rows.sources);
        let mut x = vec![0.0; self.design.width];
        let ends = |(i, score): (usize, &Option<RowScore>)| {
            let score = (*score)?;
            let (mut low, mut high) = (score.millionths, score.millionths);
            if score.missing > 0 {
                let region = self.region(rows, i);
                let estimates = self.groups(rows, i).estimates;
                bound.row(i, region, &mut x);
                let of = |parts: &[usize], x: &[f64]| -> i64 {
                    parts.iter().map(|at| self.contribution(&self.design.parts[*at], estimates, x)).sum()
                };
                let given = x.clone();
                let mut groups: Vec<(Vec<usize>, i64, i64)> = Vec::new();
                bound.alternatives(i, region, &mut x, &mut |parts, x| {
                    let moved = of(parts, x) - of(parts, &given);
                    match groups.last_mut().filter(|(own, ..)| own == parts) {
                        Some((_, least, most)) => (*least, *most) = ((*least).min(moved), (*most).max(moved)),
                        None => groups.push((parts.to_vec(), moved.min(0), moved.max(0))),
                    }
                });
                low = groups.iter().fold(low, |low, group| low.saturating_add(group.1));
                high = groups.iter().fold(high, |high, group| high.saturating_add(group.2));
            }
            Some((low, high))
        };
        scores.iter().enumerate().map(ends).collect()
    }

    /// Which estimates and effects a row has.
    fn groups(&self, rows: &Rows, i: usize) -> Own<'_> {
        let village =
            self.village.as_ref().zip(named(rows.villages.as_ref(), i)).and_then(|(v, name)| v.effects.of(name));
        let region = self.regions.as_ref().map(|r| named(rows.regions.as_ref(), i).and_then(|name| r.of(name)));
        // a village the survey did not visit has the linear score, or the one with means
        let estimates = match &self.village {
            Some(own) if village.is_some() || own.means => &own.estimates,
            _ => &self.linear,
        };
        Own { estimates, village, region }
    }

    /// What village means add to a score with these estimates.
    fn of_means(&self, estimates: &[Estimate], means: &[f64]) -> i64 {
        let of = estimates.get(self.design.width..).unwrap_or_default();
        round(of.iter().zip(means).map(|(b, m)| b.value * m).sum())
    }

    fn row(&self, bound: &Bound<'_>, rows: &Rows, i: usize, means: &[f64], x: &mut [f64]) -> Option<RowScore> {
        let told = bound.row(i, self.region(rows, i), x);
        let variables = self.design.parts.iter().filter(|p| p.variable).count();
        let missing = self.design.parts.iter().zip(&told.imputed).filter(|(p, lacks)| p.variable && **lacks).count();
        if missing * 2 > variables {
            return None;
        }
        let Own { estimates, village: effect, region } = self.groups(rows, i);
        let mut total = round(estimates[0].value);
        let mut imputed = 0i128;
        for ((part, lacks), spread) in self.design.parts.iter().zip(&told.imputed).zip(&self.spreads) {
            total = total.saturating_add(self.contribution(part, estimates, x));
            if *lacks {
                imputed += i128::from(*spread).pow(2);
            }
        }
        total = total.saturating_add(self.of_means(estimates, means));
        total = total.saturating_add(effect.unwrap_or(0)).saturating_add(region.flatten().unwrap_or(0));
        let below = self.cutoffs.partition_point(|cut| *cut < total);
        Some(RowScore {
            millionths: total,
            percentile: u8::try_from(below + 1).unwrap_or(100).min(100),
            missing: missing as u32,
            clamped: told.clamped,
            incomplete: imputed * 100 > i128::from(self.score_sd).pow(2),
            village: effect.is_some(),
            region: region.is_none_or(|own| own.is_some()),
        })
    }

    fn contribution(&self, part: &super::design::Part, estimates: &[Estimate], x: &[f64]) -> i64 {
        let columns = part.first..part.first + part.levels.len();
        round(estimates[columns.clone()].iter().zip(&x[columns]).map(|(b, x)| b.value * x).sum())
    }

    /// The contribution of each part to the linear score of a row, in millionths.
    pub(super) fn contributions(&self, x: &[f64]) -> Vec<i64> {
        self.design.parts.iter().map(|part| self.contribution(part, &self.linear, x)).collect()
    }

    fn region(&self, rows: &Rows, i: usize) -> u32 {
        named(rows.regions.as_ref(), i)
            .and_then(|name| self.region_names.binary_search_by(|own| own.as_str().cmp(name)).ok())
            .map_or(super::data::NONE, |at| at as u32)
    }

    /// What did not enter, with columns that are sums of earlier ones.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.design.left_out
    }
}

/// Means of the survey itself, as the sums a register would give.
pub(super) fn survey_means(design: &Design, clusters: &Groups, weights: &[f64], x: &[Vec<f64>]) -> Vec<Vec<f64>> {
    village_means(&mean_columns(design), clusters, weights, design.width, &|i| &x[i])
}

fn named(groups: Option<&Groups>, i: usize) -> Option<&str> {
    let groups = groups?;
    groups.names.get(groups.of[i] as usize).map(String::as_str)
}

/// A double in millionths; a coefficient that is no number was refused when the model was made.
pub(super) fn round(x: f64) -> i64 {
    millionths(x).unwrap_or(0)
}
