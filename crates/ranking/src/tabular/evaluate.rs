//! How well the models rank households they have not seen: two protocols side by side.
//!
//! *Household*: folds of households, as for a village the survey visited. *Cluster*: whole clusters are
//! held out, as for a village it never visited. The scores of all folds of a repeat are judged
//! together; figures are means over repeats, because one deal of the folds moves a targeting error by
//! half a point.

use super::data::{Groups, Survey};
use super::design::Design;
use super::folds::folds;
use super::model::round;
use super::train::{Adopted, Scores, Trained};
use crate::metrics::{self, Judged};
use rayon::prelude::*;

/// How to evaluate.
#[derive(Clone, Debug, PartialEq)]
pub struct Protocols {
    /// Folds, at least 2.
    pub folds: usize,
    /// The seed of the folds.
    pub seed: u64,
    /// Quotas as shares from 0 to 1.
    pub quotas: Vec<f64>,
}

/// The figures of one model in one protocol.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Targeting error at each quota by household weights, 0 to 1.
    pub households: Vec<f64>,
    /// The same by person weights, where the household size is known.
    pub people: Option<Vec<f64>>,
    /// Out-of-fold R².
    pub r2: f64,
    /// Out-of-fold rank correlation.
    pub spearman: f64,
    /// Spread of true welfare around the out-of-fold score: √(Σw·e²/Σw), in ln welfare.
    pub rmse: f64,
}

/// One protocol.
#[derive(Clone, Debug, PartialEq)]
pub struct Protocol {
    /// The published linear score.
    pub linear: Figures,
    /// With the effect of the village where it was seen, with village means where they were adopted; `None`
    /// without clusters.
    pub village: Option<Figures>,
    /// The average of the linear score, with what the guard adopted, and boosted trees.
    pub challenger: Figures,
    /// Trainings, and in how many of them regions and village means were adopted.
    pub trainings: usize,
    /// Trainings with an intercept for each region.
    pub regions: usize,
    /// Trainings with village means.
    pub means: usize,
}

/// What an evaluation finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Rows.
    pub rows: usize,
    /// Variables and terms.
    pub variables: usize,
    /// Clusters.
    pub clusters: Option<usize>,
    /// Repeats of the folds.
    pub repeats: usize,
    /// Folds of households.
    pub household: Protocol,
    /// Held-out clusters; `None` with fewer clusters than folds.
    pub cluster: Option<Protocol>,
}

/// Scores judged over all repeats; a small survey is dealt more often.
const JUDGED: usize = 60_000;
const REPEATS_MAX: usize = 10;

/// Evaluates a survey. The result does not depend on the number of threads.
#[must_use]
pub fn evaluate(survey: &Survey, how: &Protocols) -> Evaluation {
    let n = survey.rows();
    let repeats = JUDGED.div_ceil(n.max(1)).clamp(1, REPEATS_MAX);
    let by_household = |repeat: usize| folds(n, how.folds, how.seed, repeat as u64);
    let household = protocol(survey, how, repeats, &by_household);
    let clusters = survey.clusters.as_ref().filter(|c| c.names.len() >= how.folds);
    let cluster = clusters.map(|clusters| {
        let by_cluster = |repeat: usize| cluster_folds(clusters, how, repeat as u64);
        protocol(survey, how, repeats, &by_cluster)
    });
    Evaluation {
        rows: n,
        variables: survey.variables.len() + survey.terms.len(),
        clusters: survey.clusters.as_ref().map(|c| c.names.len()),
        repeats,
        household,
        cluster,
    }
}

/// The fold of each row, so that the rows of a cluster are in one; a row without a cluster has its own.
fn cluster_folds(clusters: &Groups, how: &Protocols, repeat: u64) -> Vec<usize> {
    let of_cluster = folds(clusters.names.len(), how.folds, how.seed, repeat);
    let alone = folds(clusters.of.len(), how.folds, how.seed, repeat);
    clusters.of.iter().zip(alone).map(|(c, own)| of_cluster.get(*c as usize).copied().unwrap_or(own)).collect()
}

/// Linear scores of a survey's households by models that never saw their village.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldOut {
    /// The score of each row, ln welfare in millionths.
    pub scores: Vec<i64>,
    /// Spread of the truth around it, in millionths.
    pub spread: i64,
}

/// Scores each row by a model of the other folds of clusters; `None` with fewer clusters than folds.
#[must_use]
pub fn held_out(survey: &Survey, how: &Protocols, repeat: u64) -> Option<HeldOut> {
    let clusters = survey.clusters.as_ref().filter(|c| c.names.len() >= how.folds)?;
    let of = cluster_folds(clusters, how, repeat);
    let scored: Vec<Vec<(usize, f64)>> = (0..how.folds)
        .into_par_iter()
        .map(|fold| {
            let (held, rows): (Vec<usize>, Vec<usize>) = (0..survey.rows()).partition(|i| of[*i] == fold);
            let design = Design::learn(survey, &rows);
            let trained = Trained::of(survey, &design, &rows, &how.quotas, how.seed);
            held.into_iter().map(|i| (i, trained.scores(survey, i).linear)).collect()
        })
        .collect();
    let mut judged: Vec<Judged> = (0..survey.rows())
        .map(|i| Judged { truth: survey.welfare[i], score: 0.0, weight: survey.weights[i] })
        .collect();
    scored.into_iter().flatten().for_each(|(i, score)| judged[i].score = score);
    Some(HeldOut { scores: judged.iter().map(|j| round(j.score)).collect(), spread: round(rmse(&judged)) })
}

fn protocol(
    survey: &Survey,
    how: &Protocols,
    repeats: usize,
    fold_of: &(dyn Fn(usize) -> Vec<usize> + Sync),
) -> Protocol {
    let tasks: Vec<(usize, usize)> = (0..repeats).flat_map(|r| (0..how.folds).map(move |f| (r, f))).collect();
    let done: Vec<(Vec<(usize, Scores)>, Adopted)> = tasks
        .par_iter()
        .map(|(repeat, fold)| {
            let of = fold_of(*repeat);
            let (held, rows): (Vec<usize>, Vec<usize>) = (0..survey.rows()).partition(|i| of[*i] == *fold);
            let design = Design::learn(survey, &rows);
            let trained =
                Trained::of(survey, &design, &rows, &how.quotas, how.seed).with_trees(survey, &design, &rows, how.seed);
            (held.into_iter().map(|i| (i, trained.scores(survey, i))).collect(), trained.adopted)
        })
        .collect();
    let views: Vec<[Figures; 3]> = done
        .chunks(how.folds)
        .map(|folds| {
            let mut scores = vec![Scores::default(); survey.rows()];
            for (i, own) in folds.iter().flat_map(|(scores, _)| scores) {
                scores[*i] = *own;
            }
            let view = |of: fn(&Scores) -> f64| figures(survey, &how.quotas, &|i| of(&scores[i]));
            [view(|s| s.linear), view(|s| s.village), view(|s| s.challenger)]
        })
        .collect();
    let mean_of = |at: usize| mean(&views.iter().map(|v| &v[at]).collect::<Vec<_>>());
    Protocol {
        linear: mean_of(0),
        village: survey.clusters.is_some().then(|| mean_of(1)),
        challenger: mean_of(2),
        trainings: done.len(),
        regions: done.iter().filter(|d| d.1.regions).count(),
        means: done.iter().filter(|d| d.1.means).count(),
    }
}

/// Judges scores against welfare.
pub(super) fn figures(survey: &Survey, quotas: &[f64], score: &dyn Fn(usize) -> f64) -> Figures {
    let judged = |weight: &dyn Fn(usize) -> f64| -> Vec<Judged> {
        (0..survey.rows()).map(|i| Judged { truth: survey.welfare[i], score: score(i), weight: weight(i) }).collect()
    };
    let households = judged(&|i| survey.weights[i]);
    let errors = |rows: &[Judged]| quotas.iter().map(|q| metrics::quota_error(rows, *q).unwrap_or(f64::NAN)).collect();
    let people = survey.people.as_ref().map(|people| errors(&judged(&|i| survey.weights[i] * people[i])));
    let pairs: Vec<(f64, f64)> = households.iter().map(|j| (j.truth, j.score)).collect();
    Figures {
        r2: r2(&households),
        spearman: metrics::spearman(&pairs).unwrap_or(f64::NAN),
        rmse: rmse(&households),
        households: errors(&households),
        people,
    }
}

/// √(Σw·e²/Σw).
fn rmse(rows: &[Judged]) -> f64 {
    let total: f64 = rows.iter().map(|r| r.weight).sum();
    (rows.iter().map(|r| r.weight * (r.truth - r.score) * (r.truth - r.score)).sum::<f64>() / total).sqrt()
}

/// 1 − Σw·e²/Σw·(y − ȳ)².
pub(super) fn r2(rows: &[Judged]) -> f64 {
    let total: f64 = rows.iter().map(|r| r.weight).sum();
    let mean = rows.iter().map(|r| r.weight * r.truth).sum::<f64>() / total;
    let rest: f64 = rows.iter().map(|r| r.weight * (r.truth - r.score) * (r.truth - r.score)).sum();
    let all: f64 = rows.iter().map(|r| r.weight * (r.truth - mean) * (r.truth - mean)).sum();
    1.0 - rest / all
}

fn mean(all: &[&Figures]) -> Figures {
    let n = all.len().max(1) as f64;
    let over = |list: &dyn Fn(&Figures) -> Vec<f64>| -> Vec<f64> {
        let mut sums = all.first().map_or_else(Vec::new, |f| vec![0.0; list(f).len()]);
        for figures in all {
            sums.iter_mut().zip(list(figures)).for_each(|(sum, x)| *sum += x / n);
        }
        sums
    };
    Figures {
        households: over(&|f| f.households.clone()),
        people: all
            .first()
            .is_some_and(|f| f.people.is_some())
            .then(|| over(&|f| f.people.clone().unwrap_or_default())),
        r2: all.iter().map(|f| f.r2 / n).sum(),
        spearman: all.iter().map(|f| f.spearman / n).sum(),
        rmse: all.iter().map(|f| f.rmse / n).sum(),
    }
}
