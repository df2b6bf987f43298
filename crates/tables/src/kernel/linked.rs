//! What a linkage found: pairs, households, clusters, and why.

use super::level;
use super::model::Model;
use super::pass::Held;
use super::report::Report;
use super::rows::Rows;
use super::together::{Likely, LikelyHouseholds};
use super::{assign, plan};

/// A linked pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair<'a> {
    /// Id in the first file.
    pub left: &'a str,
    /// Id in the second file, or the later id in the same file.
    pub right: &'a str,
    /// Probability that both are one, in millionths.
    pub score: u32,
}

/// Why two records are one or not: one field, or one group of fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The fields compared together.
    pub fields: Vec<String>,
    /// The level of each, in Indonesian.
    pub levels: Vec<&'static str>,
    /// The weight for the same person against a stranger, in millionths of a bit.
    pub weight: i32,
}

/// What a linkage found.
pub struct Linked {
    pub(super) held: Held,
    /// Streamed records that were kept; `None` within one file.
    pub(super) streamed: Option<Rows>,
    pub(super) model: Model,
    pub(super) pairs: Vec<Likely>,
    pub(super) households: Vec<LikelyHouseholds>,
    /// Whether the first file was the held one.
    pub(super) first_held: bool,
    pub(super) report: Report,
}

/// Pairs whose ids are fetched together.
const TOUCHED: usize = 64;

impl Linked {
    /// Pairs, the likeliest first; ties in the order of the files.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = Pair<'_>> + '_ {
        let streamed = self.streamed.as_ref().unwrap_or(&self.held.rows);
        self.pairs.iter().enumerate().map(move |(at, likely)| {
            if at % TOUCHED == 0 {
                let next = &self.pairs[at..self.pairs.len().min(at + TOUCHED)];
                self.held.rows.ids.touch(next.iter().map(|l| l.held));
                streamed.ids.touch(next.iter().map(|l| l.streamed));
            }
            let (held, other) =
                (self.held.rows.ids.get(likely.held as usize), streamed.ids.get(likely.streamed as usize));
            let within = self.streamed.is_none();
            let (left, right) = if self.first_held && !within { (held, other) } else { (other, held) };
            Pair { left, right, score: (likely.probability * 1e6).round() as u32 }
        })
    }

    /// Household pairs: for each household of the second file the one of the first with which it
    /// shares most members. The likeliest first; ties by their ids.
    #[must_use]
    pub fn households(&self) -> Vec<Pair<'_>> {
        let streamed = self.streamed.as_ref().unwrap_or(&self.held.rows);
        let mut all: Vec<Pair<'_>> = self
            .households
            .iter()
            .map(|h| {
                let (held, other) = (
                    self.held.rows.household_ids.get(h.held as usize),
                    streamed.household_ids.get(h.streamed as usize),
                );
                let (left, right) = if self.first_held { (held, other) } else { (other, held) };
                Pair { left, right, score: (h.probability * 1e6).round() as u32 }
            })
            .collect();
        all.sort_unstable_by(|a, b| b.score.cmp(&a.score).then((a.right, a.left).cmp(&(b.right, b.left))));
        all
    }

    /// Why a pair (by its position in [`Linked::pairs`]) is one or not, field by field.
    #[must_use]
    pub fn reasons(&self, pair: usize) -> Vec<Reason> {
        let likely = self.pairs[pair];
        let texts = self.held.words();
        let streamed = self.streamed.as_ref().unwrap_or(&self.held.rows);
        let (a, b) = (streamed.row(likely.streamed as usize, texts), self.held.rows.row(likely.held as usize, texts));
        let mut eye = self.held.eye();
        let plan = &self.held.plan;
        plan.measures
            .iter()
            .zip(&self.model.comparisons)
            .map(|(measure, comparison)| {
                let (cell, bits) = plan::cell(&mut eye, measure, &a, &b);
                let levels = measure.levels(cell).into_iter().zip(&measure.parts);
                Reason {
                    fields: measure.parts.iter().map(|(f, _)| plan.names[*f].clone()).collect(),
                    levels: levels.map(|(level, (_, kind))| level::labels(*kind)[level as usize]).collect(),
                    weight: comparison.weight(cell, bits),
                }
            })
            .collect()
    }

    /// What two records of any kind start from: the weight of one person against strangers before
    /// anything is compared, in millionths of a bit.
    #[must_use]
    pub fn prior(&self) -> i64 {
        let start = self.model.start();
        start[linkage::weigh::SAME] - start[linkage::weigh::STRANGER]
    }

    /// Expected precision and recall if pairs at or above each threshold are accepted, without
    /// labels: (threshold, precision, recall), from the probabilities themselves.
    #[must_use]
    pub fn expected(&self) -> Vec<(f64, f64, f64)> {
        let all: f64 = self.pairs.iter().map(|p| p.probability).sum();
        [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999]
            .into_iter()
            .map(|threshold| {
                let above: Vec<f64> = self.pairs.iter().map(|p| p.probability).filter(|p| *p >= threshold).collect();
                let sum: f64 = above.iter().sum();
                (
                    threshold,
                    if above.is_empty() { 1.0 } else { sum / above.len() as f64 },
                    if all > 0.0 { sum / all } else { 1.0 },
                )
            })
            .collect()
    }

    /// Ids of one file in its order: what [`Linked::clusters`] speaks of.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &str> + '_ {
        (0..self.held.rows.len()).map(|at| self.held.rows.ids.get(at))
    }

    /// Figures of the run.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The weights it was run with.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Cluster of each record of one file, as the position of its first record.
    #[must_use]
    pub fn clusters(&self, least: f64) -> Vec<u32> {
        assign::clusters(self.held.rows.len(), &self.pairs, least)
    }
}
