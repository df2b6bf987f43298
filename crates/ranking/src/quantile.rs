//! Weighted quantiles in integers: no sum depends on the order of its parts.

/// For each percent 1..=100 the smallest value up to which at least that share of the weight lies.
/// Empty input or no weight gives `None`.
pub(crate) fn percentiles(values: &[(i64, u64)]) -> Option<Vec<i64>> {
    let mut sorted: Vec<(i64, u64)> = values.iter().copied().filter(|(_, weight)| *weight > 0).collect();
    sorted.sort_unstable();
    let total: u128 = sorted.iter().map(|(_, weight)| u128::from(*weight)).sum();
    let last = sorted.last()?.0;
    let mut cuts = Vec::with_capacity(100);
    let mut below = 0u128;
    let mut rows = sorted.iter().peekable();
    let mut value = sorted[0].0;
    for percent in 1..=100u128 {
        while below * 100 < percent * total {
            let Some((v, weight)) = rows.next() else {
                break;
            };
            value = *v;
            below += u128::from(*weight);
        }
        cuts.push(if percent == 100 { last } else { value });
    }
    Some(cuts)
}

/// The weighted median; `None` for no weight.
pub(crate) fn median(values: &[(i64, u64)]) -> Option<i64> {
    percentiles(values).map(|cuts| cuts[49])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_of_a_hundred_equal_weights_is_its_own_percentile() {
        let values: Vec<(i64, u64)> = (1..=100).rev().map(|v| (v, 7)).collect();
        assert_eq!(percentiles(&values).unwrap(), (1..=100).collect::<Vec<i64>>());
    }

    #[test]
    fn a_heavy_row_holds_several_percentiles() {
        let cuts = percentiles(&[(1, 50), (2, 50)]).unwrap();
        assert_eq!((cuts[0], cuts[49], cuts[50], cuts[99]), (1, 1, 2, 2));
        assert_eq!(percentiles(&[(1, 0)]), None);
    }

    proptest! {
        #[test]
        fn cuts_never_fall_and_do_not_depend_on_the_order(mut values in proptest::collection::vec((-1000i64..1000, 1u64..100), 1..60)) {
            let cuts = percentiles(&values).unwrap();
            prop_assert!(cuts.windows(2).all(|w| w[0] <= w[1]));
            values.reverse();
            prop_assert_eq!(cuts, percentiles(&values).unwrap());
        }
    }
}
