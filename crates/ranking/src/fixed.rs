//! Integers in millionths, and a logarithm that gives the same digits everywhere.
//!
//! The C library's `ln` differs in the last bit between machines; this one is integer arithmetic.

/// One, in millionths.
pub(crate) const ONE: i64 = 1_000_000;

const BITS: u32 = 60;
const LN2_Q60: i128 = 799_144_290_325_165_979; // ln 2 × 2^60, rounded

/// ln(numerator / denominator) × 2^60; `None` for zero.
fn ln_q60(numerator: u64, denominator: u64) -> Option<i128> {
    if numerator == 0 || denominator == 0 {
        return None;
    }
    // mantissa in [1, 2) as Q60, times a power of two
    let mut exponent = 64 - i128::from(numerator.leading_zeros()) - (64 - i128::from(denominator.leading_zeros()));
    let shift = i128::from(BITS) - exponent;
    let shifted = if shift >= 0 { (numerator as u128) << shift.min(127) } else { (numerator as u128) >> -shift };
    let mut mantissa = shifted / u128::from(denominator);
    if mantissa >= 2 << BITS {
        mantissa >>= 1;
        exponent += 1;
    } else if mantissa < 1 << BITS {
        mantissa <<= 1;
        exponent -= 1;
    }
    // ln m = 2 (s + s³/3 + s⁵/5 + …) with s = (m - 1) / (m + 1) ≤ 1/3
    let one = 1i128 << BITS;
    let mantissa = mantissa as i128;
    let s = ((mantissa - one) << BITS) / (mantissa + one);
    let square = (s * s) >> BITS;
    let (mut power, mut sum, mut odd) = (s, 0i128, 1i128);
    while power != 0 {
        sum += power / odd;
        power = (power * square) >> BITS;
        odd += 2;
    }
    Some(exponent * LN2_Q60 + 2 * sum)
}

/// ln(numerator / denominator) in millionths, rounded half away from zero.
pub(crate) fn ln_millionths(numerator: u64, denominator: u64) -> Option<i64> {
    let q60 = ln_q60(numerator, denominator)?;
    Some(divide_rounded(q60 * i128::from(ONE), 1 << BITS))
}

/// ln(x) as the nearest double, from the same integer arithmetic; `None` for zero.
pub(crate) fn ln(x: u64) -> Option<f64> {
    Some(ln_q60(x, 1)? as f64 / (1u64 << BITS) as f64)
}

/// ln of any positive double, from the same integer arithmetic; `None` for anything else.
pub(crate) fn ln_double(x: f64) -> Option<f64> {
    if !x.is_finite() || x <= 0.0 {
        return None;
    }
    let bits = x.to_bits();
    let (exponent, fraction) = ((bits >> 52) as i128, bits & ((1 << 52) - 1));
    let (mantissa, power) = if exponent == 0 { (fraction, -1074) } else { (fraction | (1 << 52), exponent - 1075) };
    Some((ln_q60(mantissa, 1)? + power * LN2_Q60) as f64 / (1u64 << BITS) as f64)
}

/// Division rounded half away from zero; `denominator` is positive. Saturates outside `i64`.
pub(crate) fn divide_rounded(numerator: i128, denominator: i128) -> i64 {
    let half = denominator / 2;
    let rounded = if numerator >= 0 { (numerator + half) / denominator } else { (numerator - half) / denominator };
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
}

/// The product of two numbers in millionths.
pub(crate) fn multiply(a: i64, b: i64) -> i64 {
    divide_rounded(i128::from(a) * i128::from(b), i128::from(ONE))
}

/// A double in millionths, rounded half away from zero; `None` when it is not a number.
pub(crate) fn millionths(x: f64) -> Option<i64> {
    let scaled = (x * 1e6).round();
    (scaled.is_finite() && scaled.abs() < 9e15).then_some(scaled as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_logarithm_of_one_is_zero_and_of_a_half_is_minus_that_of_two() {
        assert_eq!(ln_millionths(1, 1), Some(0));
        assert_eq!(ln_millionths(2, 1), Some(693_147));
        assert_eq!(ln_millionths(1, 2), Some(-693_147));
        assert_eq!(ln_millionths(0, 1), None);
        assert_eq!(ln_millionths(u64::MAX, 1), Some(44_361_420));
    }

    proptest! {
        #[test]
        fn the_logarithm_agrees_with_the_librarys(a in 1u64..u64::MAX, b in 1u64..1_000_000) {
            let expected = (a as f64).ln();
            prop_assert!((ln(a).unwrap() - expected).abs() < 1e-13 * expected.abs().max(1.0));
            let small = a as f64 / 1e12;
            prop_assert!((ln_double(small).unwrap() - small.ln()).abs() < 1e-13 * small.ln().abs().max(1.0));
            let ratio = ((a as f64) / (b as f64)).ln();
            prop_assert!((ln_millionths(a, b).unwrap() as f64 / 1e6 - ratio).abs() < 6e-7);
        }
    }
}
