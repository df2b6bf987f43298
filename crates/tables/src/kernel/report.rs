//! Figures of a run: what was read, what was learnt, what to doubt.

use super::model::Model;
use super::plan::Plan;
use super::{level, train};

/// Figures of a run for people who have to trust it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Records of the first file.
    pub left_records: u64,
    /// Records of the second file; 0 within one file.
    pub right_records: u64,
    /// Pairs kept for judgement.
    pub candidates: u64,
    /// Share of a household's members that the other file has too.
    pub present: f64,
    /// Warnings in Indonesian.
    pub warnings: Vec<String>,
    /// Why the probabilities cannot be known, in Indonesian; empty where they can.
    pub unknown: Vec<String>,
    /// Why the share of the right pairs that was found cannot be known, in Indonesian.
    pub recall_unknown: Option<String>,
    /// Pairs of one person that are expected in all, those included that no key found.
    pub matches: f64,
    /// Keys by which records were found.
    pub rules: Vec<String>,
    /// Keys left out because too many records share them.
    pub left_out: u64,
    /// Most bytes held by the kernel.
    pub bytes: u64,
    /// What was learnt of each comparison.
    pub comparisons: Vec<ComparisonReport>,
    /// Shares of all pairs, in probability: the same person, another of the household, strangers.
    pub shares: [f64; 3],
}

/// What was learnt of one comparison.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparisonReport {
    /// The fields compared together.
    pub fields: Vec<String>,
    /// Cells that occur, from the most to the least telling.
    pub levels: Vec<LevelReport>,
}

/// One cell of a comparison.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LevelReport {
    /// The level of each field, in Indonesian.
    pub labels: Vec<&'static str>,
    /// Probability for the same person, another of the household, a stranger.
    pub shares: [f64; 3],
    /// The weight for the same person against a stranger, in millionths of a bit.
    pub weight: i32,
}

/// What the learning doubts, in words for people.
pub(super) fn warnings_of(plan: &Plan, doubt: &train::Doubt) -> Vec<String> {
    let name = |measure: usize| {
        plan.measures[measure].parts.iter().map(|(f, _)| plan.names[*f].as_str()).collect::<Vec<_>>().join(" + ")
    };
    let locked = doubt.locked.iter().map(|&m| {
        format!(
            "bobot {} terbalik: yang sama terhitung sebagai bukti berbeda; periksa isi kolom atau jenisnya",
            name(m)
        )
    });
    let dependent = doubt
        .dependent
        .iter()
        .map(|&(i, j)| format!("{} dan {} saling bergantung: pertimbangkan satu kelompok (group)", name(i), name(j)));
    locked.chain(dependent).collect()
}

/// Why the probabilities of a model cannot be known, in words for people.
pub(super) fn unknown_of(plan: &Plan, doubt: &train::Doubt) -> Vec<String> {
    let mut unknown = Vec::new();
    if doubt.other_class {
        unknown.push("pasangan yang mirip berbeda pada sebagian besar ciri orangnya sendiri: mungkin tidak ada catatan ganda; bobot bawaan dipakai".to_owned());
    }
    if plan.measures.len() < 2 {
        unknown.push("hanya satu ciri yang dibandingkan".to_owned());
    }
    if !doubt.locked.is_empty() {
        unknown.push("nilai yang sama terhitung sebagai bukti berbeda".to_owned());
    }
    unknown
}

/// Fewer pairs than this teach no probabilities.
const FEW: f64 = 150.0;

/// Why pairs are too few to say how far the scores can be trusted.
pub(super) fn too_few(pairs: f64) -> Option<String> {
    (pairs < FEW).then(|| {
        format!(
            "hanya sekitar {:.0} pasangan yang tampak sama; di bawah {FEW:.0} peluang tidak dapat ditaksir",
            pairs.abs()
        )
    })
}

/// Shares of one person's pairs below which what is missing cannot be told.
const MISSED: f64 = 0.9;

/// Why the share of the right pairs that was found cannot be told.
pub(super) fn too_much_missed(found: f64) -> Option<String> {
    (found < MISSED)
        .then(|| format!("sekitar {:.0} % pasangan yang benar terlalu berbeda untuk ditemukan", (1.0 - found) * 100.0))
}

/// What was learnt of each comparison.
pub(super) fn comparisons_of(plan: &Plan, model: &Model) -> Vec<ComparisonReport> {
    let each = plan.measures.iter().zip(&model.comparisons).map(|(measure, comparison)| {
        let mut levels: Vec<LevelReport> = (0..measure.cells as u16)
            .map(|cell| LevelReport {
                labels: measure
                    .levels(cell)
                    .into_iter()
                    .zip(&measure.parts)
                    .map(|(level, (_, kind))| level::labels(*kind)[level as usize])
                    .collect(),
                shares: std::array::from_fn(|c| {
                    linkage::weigh::exp2(f64::from(comparison.logs[c][cell as usize]) / linkage::weigh::MICRO)
                }),
                weight: comparison.weight(cell, 0),
            })
            .filter(|l| l.shares.iter().any(|s| *s >= 1e-4))
            .collect();
        levels.sort_by_key(|l| std::cmp::Reverse(l.weight));
        ComparisonReport { fields: measure.parts.iter().map(|(f, _)| plan.names[*f].clone()).collect(), levels }
    });
    each.collect()
}
