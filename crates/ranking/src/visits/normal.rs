//! The normal distribution with the same digits on every machine.

use std::sync::LazyLock;

/// Grid points for each unit.
const STEPS: usize = 64;
/// Beyond this many standard deviations the chance is 0 or 1.
const END: usize = 6;

static TABLE: LazyLock<Vec<f64>> =
    LazyLock::new(|| (0..=END * STEPS + 1).map(|i| series(i as f64 / STEPS as f64)).collect());

/// Φ(x), right to 1e-5, by a table with straight lines between its points; 0.5 for NaN.
pub(super) fn chance(x: f64) -> f64 {
    if x.is_nan() {
        return 0.5;
    }
    let at = x.abs() * STEPS as f64;
    let upper = if at >= (END * STEPS) as f64 {
        1.0
    } else {
        let place = at as usize;
        TABLE[place] + (TABLE[place + 1] - TABLE[place]) * (at - place as f64)
    };
    if x < 0.0 { 1.0 - upper } else { upper }
}

/// Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/15 + …) for x ≥ 0.
fn series(x: f64) -> f64 {
    let (mut power, mut sum, mut odd) = (x, 0.0, 1.0);
    while power > 1e-18 {
        sum += power;
        odd += 2.0;
        power *= x * x / odd;
    }
    0.5 + sum * exp_minus(x * x / 2.0) * 0.398_942_280_401_432_7
}

/// e^−y for y from 0 to 32: the series of a 1024th, squared ten times.
fn exp_minus(y: f64) -> f64 {
    let small = -y / 1024.0;
    let (mut power, mut sum) = (1.0, 1.0);
    for k in 1..=12 {
        power *= small / f64::from(k);
        sum += power;
    }
    (0..10).fold(sum, |e, _| e * e)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    #[test]
    fn the_chance_is_that_of_the_normal_distribution() {
        let normal = Normal::new(0.0, 1.0).unwrap();
        for i in -9_000..9_000 {
            let x = f64::from(i) / 1_000.0;
            assert!((chance(x) - normal.cdf(x)).abs() < 1e-5, "{x}");
        }
        assert_eq!((chance(0.0), chance(f64::INFINITY), chance(f64::NEG_INFINITY)), (0.5, 1.0, 0.0));
    }
}
