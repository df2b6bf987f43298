//! Figures of a linkage for its report: expected precision and recall, typical pairs, weights.

use crate::columns::ColumnFile;
use crate::kernel::{Field, Linked, Pair};
use crate::refused::LinkRefused;
use crate::report::{Evidence, Level, Point, Report, Step, Waterfall, masked};
use crate::run::{Done, Opened};
use std::collections::BTreeMap;

/// Bands of the histogram.
const BANDS: usize = 20;
/// Probabilities of which a typical pair is shown.
const TYPICAL: [u32; 7] = [999_990, 990_000, 950_000, 800_000, 500_000, 200_000, 50_000];

/// Expected precision and recall at thresholds, from the probabilities themselves: a pair of
/// probability p is right p times out of one. Recall is of all right pairs, with an estimate of those
/// that no key found; not a number where that cannot be known.
pub(crate) fn points(linked: &Linked, thresholds: &[f64]) -> Vec<Point> {
    let mut scores: Vec<u32> = linked.pairs().map(|pair| pair.score).collect();
    scores.sort_unstable_by(|a, b| b.cmp(a));
    let mut points = expected(&scores, thresholds, linked.report().matches);
    if linked.report().recall_unknown.is_some() {
        points.iter_mut().for_each(|point| point.recall = f64::NAN);
    }
    points
}

/// As [`points`], over scores in millionths from the highest down.
fn expected(scores: &[u32], thresholds: &[f64], matches: f64) -> Vec<Point> {
    let mut sums = Vec::with_capacity(scores.len() + 1);
    sums.push(0u64);
    for score in scores {
        sums.push(sums[sums.len() - 1] + u64::from(*score));
    }
    let all = sums[scores.len()].max((matches * 1e6).round() as u64);
    let share = |part: u64, whole: u64| if whole == 0 { f64::NAN } else { part as f64 / whole as f64 };
    thresholds
        .iter()
        .map(|threshold| {
            let least = (threshold * 1e6).round() as u32;
            let taken = scores.partition_point(|score| *score >= least);
            Point {
                threshold: *threshold,
                precision: share(sums[taken], taken as u64 * 1_000_000),
                recall: share(sums[taken], all),
                pairs: taken as u64,
            }
        })
        .collect()
}

/// The whole report.
///
/// # Errors
/// When the files cannot be read again for the values of the typical pairs.
pub(crate) fn report(opened: &Opened, linked: &Linked, done: &Done) -> Result<Report, LinkRefused> {
    let (left, right) = opened.files();
    let figures = linked.report();
    let scores: Vec<u32> = {
        let mut scores: Vec<u32> = linked.pairs().map(|pair| pair.score).collect();
        scores.sort_unstable_by(|a, b| b.cmp(a));
        scores
    };
    let mut histogram = vec![0u64; BANDS];
    for score in &scores {
        histogram[((*score as usize * BANDS) / 1_000_001).min(BANDS - 1)] += 1;
    }
    let thresholds: Vec<f64> = (0..100).map(|i| f64::from(i) / 100.0).collect();
    let title = right.map_or_else(|| left.name().to_owned(), |r| format!("{} × {}", left.name(), r.name()));
    let number = |n: u64| crate::report::number(n);
    let mut facts = vec![(
        "Catatan".to_owned(),
        right.map_or_else(
            || number(figures.left_records),
            |_| format!("{} × {}", number(figures.left_records), number(figures.right_records)),
        ),
    )];
    facts.push(("Pasangan ditulis".to_owned(), number(done.pairs)));
    for point in &done.expected {
        let name = format!("Pasangan (peluang ≥ {})", format!("{:.1}", point.threshold).replace('.', ","));
        facts.push((name, number(point.pairs)));
    }
    facts.push(("Pasangan dinilai".to_owned(), number(figures.candidates)));
    if figures.left_out > 0 {
        facts.push(("Kunci terlalu sering".to_owned(), number(figures.left_out)));
    }
    if done.households > 0 {
        facts.push(("Pasangan rumah tangga".to_owned(), number(done.households)));
    }
    if done.clusters > 0 {
        facts.push(("Gugus".to_owned(), number(done.clusters)));
    }
    let kinds = |names: &[String]| {
        let kind = |name: &String| {
            let field = opened.specification().fields.iter().find(|f| f.left == *name);
            field.map_or("", |f| f.kind.code())
        };
        names.iter().map(kind).collect::<Vec<_>>().join(" + ")
    };
    let evidence = figures.comparisons.iter().map(|comparison| Evidence {
        name: comparison.fields.join(" + "),
        kind: kinds(&comparison.fields),
        levels: comparison
            .levels
            .iter()
            .map(|level| Level {
                label: level.labels.join(" · "),
                m: level.shares[0],
                u: level.shares[2],
                weight: f64::from(level.weight) / 1e6,
            })
            .collect(),
    });
    Ok(Report {
        title,
        facts,
        warnings: done
            .unknown
            .iter()
            .map(|why| format!("peluang tidak dapat diketahui: {why}"))
            .chain(figures.warnings.clone())
            .collect(),
        notes: done.notes.clone(),
        prior: figures.shares[0],
        evidence: evidence.collect(),
        keys: figures
            .rules
            .iter()
            .map(|rule| crate::report::Key { name: rule.clone(), ..Default::default() })
            .collect(),
        curve: if done.unknown.is_empty() { expected(&scores, &thresholds, figures.matches) } else { Vec::new() },
        histogram,
        waterfalls: waterfalls(opened, linked)?,
        stages: Vec::new(),
        spec: opened.spec(),
    })
}

/// A pair near each typical probability with its reasons and masked values.
fn waterfalls(opened: &Opened, linked: &Linked) -> Result<Vec<Waterfall>, LinkRefused> {
    let pairs: Vec<Pair<'_>> = linked.pairs().collect();
    let mut chosen: Vec<usize> = Vec::new();
    for wanted in TYPICAL {
        let near = (0..pairs.len()).min_by_key(|at| (pairs[*at].score.abs_diff(wanted), *at));
        // a typical pair that is far from its probability is typical of another one
        if let Some(at) = near.filter(|at| !chosen.contains(at) && pairs[*at].score.abs_diff(wanted) <= 100_000) {
            chosen.push(at);
        }
    }
    chosen.sort_by_key(|at| (std::cmp::Reverse(pairs[*at].score), *at));
    let figures = linked.report();
    let spec = opened.specification();
    let (left, right) = opened.files();
    let wanted = |side: fn(&Pair<'_>) -> String| chosen.iter().map(|at| side(&pairs[*at])).collect::<Vec<String>>();
    let columns = |side: fn(&Field) -> &str| spec.fields.iter().map(side).collect::<Vec<_>>();
    let left_values = values(left, &spec.id.left, &columns(|f| &f.left), &wanted(|p| p.left.to_owned()))?;
    let right_ids = wanted(|p| p.right.to_owned());
    let right_values = match right {
        Some(file) => values(file, &spec.id.right, &columns(|f| &f.right), &right_ids)?,
        None => values(left, &spec.id.left, &columns(|f| &f.left), &right_ids)?,
    };
    let show = |of: &BTreeMap<String, Vec<String>>, id: &str, names: &[String]| {
        let Some(row) = of.get(id) else { return String::new() };
        let shown = spec.fields.iter().zip(row).filter(|(field, _)| names.contains(&field.left));
        shown.map(|(field, value)| masked(field.kind, value)).collect::<Vec<_>>().join(" · ")
    };
    let fall = |at: usize| {
        let pair = pairs[at];
        let mut steps: Vec<Step> = linked
            .reasons(at)
            .into_iter()
            .map(|reason| Step {
                name: reason.fields.join(" + "),
                level: reason.levels.join(" · "),
                left: show(&left_values, pair.left, &reason.fields),
                right: show(&right_values, pair.right, &reason.fields),
                weight: f64::from(reason.weight) / 1e6,
            })
            .collect();
        let score = f64::from(pair.score) / 1e6;
        let share = score.clamp(1e-6, 1.0 - 1e-6);
        let end = (share / (1.0 - share)).log2();
        let prior = (figures.shares[0] / (1.0 - figures.shares[0])).log2();
        // what the fields alone do not explain: the other members, and that each has one partner only
        let rest = end - prior - steps.iter().map(|s| s.weight).sum::<f64>();
        if rest.abs() >= 0.05 {
            let name = if spec.household.is_some() { "rumah tangga" } else { "pasangan lain" };
            let level = "anggota lain dan calon lain".to_owned();
            steps.push(Step { name: name.to_owned(), level, weight: rest, ..Step::default() });
        }
        Waterfall { score, prior, steps }
    };
    Ok(chosen.into_iter().map(fall).collect())
}

/// The values of a few records.
fn values(
    file: &ColumnFile,
    id: &str,
    columns: &[&str],
    wanted: &[String],
) -> Result<BTreeMap<String, Vec<String>>, LinkRefused> {
    let mut out = BTreeMap::new();
    if wanted.is_empty() {
        return Ok(out);
    }
    let mut positions = vec![file.position(id)?];
    for column in columns {
        positions.push(file.position(column)?);
    }
    for block in file.blocks(&positions)? {
        let block = block?;
        for (row, id) in block.columns[0].iter().enumerate() {
            let Some(id) = id.filter(|id| wanted.iter().any(|w| w == id)) else { continue };
            let cell = |c: &arrow::array::StringArray| {
                if arrow::array::Array::is_null(c, row) { String::new() } else { c.value(row).to_owned() }
            };
            out.insert(id.to_owned(), block.columns[1..].iter().map(cell).collect());
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expected_precision_and_recall_come_from_the_probabilities() {
        let points = expected(&[1_000_000, 900_000, 500_000, 100_000], &[0.0, 0.5, 0.95, 1.0], 0.0);
        let shown: Vec<(u64, String, String)> =
            points.iter().map(|p| (p.pairs, format!("{:.3}", p.precision), format!("{:.3}", p.recall))).collect();
        let row = |n, p: &str, r: &str| (n, p.to_owned(), r.to_owned());
        assert_eq!(
            shown,
            [row(4, "0.625", "1.000"), row(3, "0.800", "0.960"), row(1, "1.000", "0.400"), row(1, "1.000", "0.400")]
        );
        assert!(expected(&[], &[0.5], 0.0)[0].precision.is_nan());
        let missed = expected(&[1_000_000, 1_000_000], &[0.5], 4.0);
        assert!((missed[0].recall - 0.5).abs() < 1e-9, "what no key found is missing");
    }
}
