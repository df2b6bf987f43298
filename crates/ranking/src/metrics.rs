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
    }
}
