//! What a sample without replacement says about the number of marked households in a list: an exact
//! interval, and a bound that holds at every look.
//!
//! Only `+`, `×` and `/` of doubles: the same bounds on every machine.

/// The least and the greatest number of marked households among `list` for which a sample of `sampled`
/// with `marked` of them is not improbable: each side errs with chance at most `side` (0.025 for a 95 %
/// interval). The hypergeometric test turned round (Clopper and Pearson's way), so it covers in at least
/// 1 − 2·`side` of all samples of any size.
#[must_use]
pub fn interval(list: u64, sampled: u64, marked: u64, side: f64) -> (u64, u64) {
    let sampled = sampled.min(list);
    let marked = marked.min(sampled);
    let (least, most) = (marked, list - (sampled - marked));
    // P(X ≥ marked) grows with the number in the list, P(X ≤ marked) shrinks
    let low = first(least, most, |of| tail(list, sampled, of, |x| x >= marked) > side);
    let high = first(least, most, |of| of == most || tail(list, sampled, of + 1, |x| x <= marked) <= side);
    (low, high)
}

/// The first number from `low` to `high` that has a property which all later ones have; `high` otherwise.
fn first(mut low: u64, mut high: u64, has: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if has(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// Chance that the number of marked in the sample is one of `which`, with `of` marked in the list.
fn tail(list: u64, sampled: u64, of: u64, which: impl Fn(u64) -> bool) -> f64 {
    let (from, to) = (sampled.saturating_sub(list - of), sampled.min(of));
    let mode = ((u128::from(sampled) + 1) * (u128::from(of) + 1) / (u128::from(list) + 2)) as u64;
    let mode = mode.clamp(from, to);
    // P(x + 1) / P(x)
    let up = |x: u64| (of - x) as f64 * (sampled - x) as f64 / ((x + 1) as f64 * (list - of + x + 1 - sampled) as f64);
    let (mut all, mut within) = (0.0, 0.0);
    let mut add = |x: u64, p: f64| {
        all += p;
        if which(x) {
            within += p;
        }
        p > 0.0
    };
    let mut p = 1.0;
    add(mode, p);
    for x in mode..to {
        p *= up(x);
        if !add(x + 1, p) {
            break;
        }
    }
    p = 1.0;
    for x in (from..mode).rev() {
        p /= up(x);
        if !add(x, p) {
            break;
        }
    }
    within / all
}

/// The greatest number of marked households among `list` that is not refuted at `risk` by a sample of
/// `sampled` with `marked` of them, drawn one by one without replacement. It may be asked after every
/// draw: the chance that it is ever too small is at most `risk`.
///
/// For a number W the martingale is the mean over v < W of P(draws | v) / P(draws | W); under W it starts at 1
/// and is expected to stay, so by Ville's inequality it reaches 1/`risk` with chance at most `risk`
/// (Waudby-Smith and Ramdas, "Confidence sequences for sampling without replacement", 2020, with a flat
/// prior below W).
#[must_use]
pub fn at_most(list: u64, sampled: u64, marked: u64, risk: f64) -> u64 {
    let sampled = sampled.min(list);
    let marked = marked.min(sampled);
    let (least, most) = (marked, list - (sampled - marked));
    if sampled == 0 {
        return list;
    }
    let mode = ((u128::from(marked) * (u128::from(list) + 1)) / u128::from(sampled)) as u64;
    let mode = mode.clamp(least, most);
    // L(v + 1) / L(v)
    let up = |v: u64| {
        (v + 1) as f64 / (v + 1 - marked) as f64 * ((list - v - (sampled - marked)) as f64 / (list - v) as f64)
    };
    let (mut likelihood, mut below) = (1.0, 0.0);
    for v in (least..mode).rev() {
        likelihood /= up(v);
        below += likelihood;
        if likelihood == 0.0 {
            break;
        }
    }
    likelihood = 1.0;
    let mut bound = mode;
    for number in mode..=most {
        // the mean of the likelihoods below against its own
        if number == 0 || below * risk < likelihood * number as f64 {
            bound = number;
        }
        below += likelihood;
        if number < most {
            likelihood *= up(number);
        }
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::super::draw_key;
    use super::*;
    use statrs::distribution::{DiscreteCDF, Hypergeometric};

    #[test]
    fn an_interval_ends_where_the_hypergeometric_distribution_says() {
        for (list, sampled, marked) in [(50, 20, 3), (400, 60, 0), (400, 60, 60), (1_000, 75, 30), (30, 30, 7)] {
            let (low, high) = interval(list, sampled, marked, 0.025);
            let likely = |of: u64| {
                let x = Hypergeometric::new(list, of, sampled).unwrap();
                let at_least = if marked == 0 { 1.0 } else { x.sf(marked - 1) };
                x.cdf(marked) > 0.025 && at_least > 0.025
            };
            let not_refuted: Vec<u64> =
                (0..=list).filter(|of| *of >= marked && list - of >= sampled - marked && likely(*of)).collect();
            let expected = (not_refuted.first().copied(), not_refuted.last().copied());
            assert_eq!((Some(low), Some(high)), expected, "{list} {sampled} {marked}");
        }
        assert_eq!(interval(10, 0, 0, 0.025), (0, 10));
        assert_eq!(interval(0, 0, 0, 0.025), (0, 0));
    }

    /// Households in an order drawn by a seed; the first `marked` are marked.
    fn drawn(list: u64, marked: u64, seed: &str) -> Vec<bool> {
        let mut order: Vec<u64> = (0..list).collect();
        order.sort_by_key(|i| draw_key(seed, &i.to_string()));
        order.into_iter().map(|i| i < marked).collect()
    }

    #[test]
    fn the_interval_covers_in_nineteen_of_twenty_draws() {
        for (list, marked, sampled) in [(300u64, 120u64, 40usize), (300, 12, 40), (120, 60, 15)] {
            let covers = (0..1_000).filter(|seed| {
                let found = drawn(list, marked, &seed.to_string()).iter().take(sampled).filter(|m| **m).count();
                let (low, high) = interval(list, sampled as u64, found as u64, 0.025);
                (low..=high).contains(&marked)
            });
            let covers = covers.count();
            assert!(covers >= 940, "{list} {marked} {sampled}: {covers}");
        }
    }

    #[test]
    fn the_bound_is_too_small_at_any_look_in_at_most_one_of_twenty_lists() {
        for (list, marked) in [(200u64, 100u64), (200, 20), (120, 50), (200, 3)] {
            let broken = (0..1_000).filter(|seed| {
                let mut found = 0;
                drawn(list, marked, &format!("urutan {seed}")).iter().zip(1..).any(|(own, looked)| {
                    found += u64::from(*own);
                    at_most(list, looked, found, 0.05) < marked
                })
            });
            let broken = broken.count();
            // 50 expected at most; 65 is 2.2 standard deviations above
            assert!(broken <= 65, "{list} {marked}: {broken} of 1,000");
        }
    }

    #[test]
    fn the_bound_is_the_test_martingale_turned_round() {
        // ln of P(draws | v) by gamma functions, as an independent way
        let ln_falling = |n: u64, k: u64| -> f64 { (0..k).map(|i| ((n - i) as f64).ln()).sum() };
        for (list, sampled, marked) in [(80u64, 30u64, 4u64), (80, 30, 0), (500, 90, 61), (60, 60, 9), (40, 1, 1)] {
            let (least, most) = (marked, list - (sampled - marked));
            let ln = |v: u64| ln_falling(v, marked) + ln_falling(list - v, sampled - marked);
            let martingale =
                |of: u64| -> f64 { (least..of).map(|v| (ln(v) - ln(of)).exp()).sum::<f64>() / of.max(1) as f64 };
            let expected = (least..=most).filter(|of| martingale(*of) < 20.0).max();
            assert_eq!(Some(at_most(list, sampled, marked, 0.05)), expected, "{list} {sampled} {marked}");
        }
        assert_eq!(at_most(40, 0, 0, 0.05), 40);
        assert_eq!(at_most(60, 60, 9, 0.05), 9);
    }
}
