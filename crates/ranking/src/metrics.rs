//! How well a ranking finds those it should. ranking.md §2.

/// Spearman's rank correlation with mid-ranks for ties; `None` for fewer than two pairs or no spread.
#[must_use]
pub fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    let a = mid_ranks(&pairs.iter().map(|p| p.0).collect::<Vec<_>>());
    let b = mid_ranks(&pairs.iter().map(|p| p.1).collect::<Vec<_>>());
    let n = pairs.len() as f64;
    let mean = (n + 1.0) / 2.0;
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(&b) {
        ab += (x - mean) * (y - mean);
        aa += (x - mean).powi(2);
        bb += (y - mean).powi(2);
    }
    (pairs.len() > 1 && aa > 0.0 && bb > 0.0).then(|| ab / (aa * bb).sqrt())
}

fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|i, j| values[*i].total_cmp(&values[*j]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let mut to = from;
        while to + 1 < order.len() && values[order[to + 1]] == values[order[from]] {
            to += 1;
        }
        for place in &order[from..=to] {
            ranks[*place] = (from + to) as f64 / 2.0 + 1.0;
        }
        from = to + 1;
    }
    ranks
}

/// One household in an evaluation.
#[derive(Clone, Copy, Debug)]
pub struct Judged {
    /// True welfare.
    pub truth: f64,
    /// Score; lower is poorer.
    pub score: f64,
    /// Weight.
    pub weight: f64,
}

/// Exclusion error at a quota: of the poorest `share` by truth, the part that is not among the
/// poorest `share` by score, in weight. With a quota, exclusion and inclusion error are the same.
#[must_use]
pub fn exclusion_error(rows: &[Judged], share: f64) -> Option<f64> {
    let total: f64 = rows.iter().map(|r| r.weight).sum();
    let lowest = |key: fn(&Judged) -> f64| {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|i, j| key(&rows[*i]).total_cmp(&key(&rows[*j])).then(i.cmp(j)));
        let mut within = vec![false; rows.len()];
        let mut sum = 0.0;
        for place in order {
            if sum + rows[place].weight / 2.0 > share * total {
                break;
            }
            sum += rows[place].weight;
            within[place] = true;
        }
        within
    };
    let (poor, selected) = (lowest(|r| r.truth), lowest(|r| r.score));
    let weight_of = |keep: &dyn Fn(usize) -> bool| -> f64 {
        rows.iter().enumerate().filter(|(i, _)| keep(*i)).map(|(_, r)| r.weight).sum()
    };
    let all = weight_of(&|i| poor[i]);
    (all > 0.0).then(|| weight_of(&|i| poor[i] && !selected[i]) / all)
}

/// Targeting error at a quota: the share of the poorest `share` by truth, in weight, that a quota of the
/// same size by score leaves out. The household in which the quota ends counts with the part that is
/// within, and households with equal values share what is left in equal parts: the result is the
/// expectation over all orders among equals, and exclusion and inclusion error are the same number.
#[must_use]
pub fn quota_error(rows: &[Judged], share: f64) -> Option<f64> {
    let within = |key: fn(&Judged) -> f64| {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|i, j| key(&rows[*i]).total_cmp(&key(&rows[*j])).then(i.cmp(j)));
        let mut left = share * rows.iter().map(|r| r.weight).sum::<f64>();
        let mut part = vec![0.0; rows.len()];
        for equal in order.chunk_by(|i, j| key(&rows[*i]) == key(&rows[*j])) {
            let weight: f64 = equal.iter().map(|i| rows[*i].weight).sum();
            let taken = (left / weight).clamp(0.0, 1.0);
            equal.iter().for_each(|i| part[*i] = taken);
            left -= weight;
            if left <= 0.0 {
                break;
            }
        }
        part
    };
    let (poor, selected) = (within(|r| r.truth), within(|r| r.score));
    let all: f64 = rows.iter().zip(&poor).map(|(r, p)| r.weight * p).sum();
    let found: f64 = rows.iter().zip(poor.iter().zip(&selected)).map(|(r, (p, s))| r.weight * p * s).sum();
    (all > 0.0).then(|| 1.0 - found / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perfect_order_correlates_fully_and_a_turned_one_negatively() {
        let pairs: Vec<(f64, f64)> = (0..20).map(|i| (f64::from(i), f64::from(i * i))).collect();
        assert_eq!(spearman(&pairs), Some(1.0));
        let turned: Vec<(f64, f64)> = pairs.iter().map(|(a, b)| (*a, -b)).collect();
        assert_eq!(spearman(&turned), Some(-1.0));
        assert_eq!(spearman(&[(1.0, 1.0)]), None);
    }

    #[test]
    fn a_score_that_turns_the_order_misses_all_of_the_poor() {
        let rows: Vec<Judged> =
            (0..10).map(|i| Judged { truth: f64::from(i), score: f64::from(-i), weight: 1.0 }).collect();
        assert_eq!(exclusion_error(&rows, 0.4), Some(1.0));
        let same: Vec<Judged> = rows.iter().map(|r| Judged { score: r.truth, ..*r }).collect();
        assert_eq!(exclusion_error(&same, 0.4), Some(0.0));
        assert_eq!((quota_error(&rows, 0.4), quota_error(&same, 0.4)), (Some(1.0), Some(0.0)));
    }

    #[test]
    fn equal_scores_share_the_quota_so_that_the_order_of_rows_does_not_matter() {
        let mut rows: Vec<Judged> =
            (0..10).map(|i| Judged { truth: f64::from(i), score: 1.0, weight: 1.0 + f64::from(i % 3) }).collect();
        let found = quota_error(&rows, 0.3).unwrap();
        assert!((found - 0.7).abs() < 1e-12, "{found}");
        rows.reverse();
        assert!((quota_error(&rows, 0.3).unwrap() - found).abs() < 1e-12);
        assert_eq!(quota_error(&[], 0.2), None);
    }
}
