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
