//! Fellegi–Sunter weights: how much each level of agreement counts, learnt without labels.
//!
//! [`crate::learnt`] weighs the register's evidence with them, the crate `tables` anyone's tables. Small
//! functions are `inline` because `tables` calls them for every pair.
//!
//! There are three classes: the same person, another person of the same household, and a stranger. A
//! family shares card, address and words of names; without a class of its own it pulls the estimate to
//! the wrong place (the "wrong-class lock" of `linkage.md` §2). Sources: Fellegi
//! and Sunter 1969; Winkler 1988 (EM); Splink's term-frequency adjustment.

/// Parts of a bit in one unit of a weight.
pub const MICRO: f64 = 1_000_000.0;

/// The same person, another person of the same household, a stranger.
pub const CLASSES: usize = 3;

/// Position of the class of the same person.
pub const SAME: usize = 0;
/// Position of the class of another person of the same household.
pub const KIN: usize = 1;
/// Position of the class of strangers.
pub const STRANGER: usize = 2;

/// The weights of one comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Logarithm of each class's probability of each cell, in millionths of a bit.
    pub logs: [Vec<i32>; CLASSES],
    /// Information at which rarity neither adds nor takes away, by cell; sixteenths of a bit.
    pub usual: Vec<u16>,
    /// Whether rarity of the agreeing value counts in each cell.
    pub rare: Vec<bool>,
    /// The highest weight for the same person against strangers, rarity included: for early exit.
    pub most: i32,
}

/// Rarity changes a weight by at most this many sixteenths of a bit.
const MOST_RARE: i32 = 12 * 16;

/// Log-probabilities of a pair under the classes, prior included.
pub type Logs = [i64; CLASSES];

impl Comparison {
    /// How far rarity moves the weight, in millionths of a bit.
    #[must_use]
    #[inline]
    pub fn rarity(&self, cell: u16, bits: u16) -> i32 {
        if bits == 0 || !self.rare[cell as usize] {
            return 0;
        }
        let apart = (i32::from(bits) - i32::from(self.usual[cell as usize])).clamp(-MOST_RARE, MOST_RARE);
        apart * 62_500
    }

    /// The weight for the same person against strangers, in millionths of a bit.
    #[must_use]
    #[inline]
    pub fn weight(&self, cell: u16, bits: u16) -> i32 {
        self.logs[SAME][cell as usize] - self.logs[STRANGER][cell as usize] + self.rarity(cell, bits)
    }

    /// The weight for the same person against another of the same household.
    #[must_use]
    #[inline]
    pub fn kin_weight(&self, cell: u16) -> i32 {
        self.logs[SAME][cell as usize] - self.logs[KIN][cell as usize]
    }

    /// Adds this comparison to a pair's logs.
    #[inline]
    pub fn add(&self, cell: u16, bits: u16, logs: &mut Logs) {
        let at = cell as usize;
        logs[SAME] += i64::from(self.logs[SAME][at]);
        logs[KIN] += i64::from(self.logs[KIN][at]);
        logs[STRANGER] += i64::from(self.logs[STRANGER][at]) - i64::from(self.rarity(cell, bits));
    }
}

/// Shares of the classes, in probability.
#[must_use]
#[inline]
pub fn shares(logs: Logs) -> [f64; CLASSES] {
    let most = logs.into_iter().max().unwrap_or(0);
    // a class forty bits behind has no share worth counting
    let each = logs.map(|l| match l - most {
        0 => 1.0,
        ..-40_000_000 => 0.0,
        apart => exp2(apart as f64 / MICRO),
    });
    let sum: f64 = each.iter().sum();
    each.map(|e| e / sum)
}

/// One over the factorials of 0 to 13.
const INVERSE_FACTORIALS: [f64; 14] = {
    let mut all = [1.0; 14];
    let mut n = 1;
    while n < 14 {
        all[n] = all[n - 1] / n as f64;
        n += 1;
    }
    all
};

/// Two to the power of `x` by additions and multiplications only: the same on every machine.
#[must_use]
#[inline]
pub fn exp2(x: f64) -> f64 {
    if x < -1000.0 {
        return 0.0;
    }
    let whole = x.round_ties_even();
    let rest = (x - whole) * std::f64::consts::LN_2;
    // e^rest for |rest| < 0.3466, by its series: the first term left out is below 1e-15
    let sum = INVERSE_FACTORIALS.iter().rev().fold(0.0, |sum, term| sum * rest + term);
    let exponent = (whole.min(1000.0) as i64 + 1023) as u64;
    sum * f64::from_bits(exponent << 52)
}

/// One over the odd numbers 1 to 35.
const INVERSE_ODDS: [f64; 18] = {
    let mut all = [1.0; 18];
    let mut n = 1;
    while n < 18 {
        all[n] = 1.0 / (2 * n + 1) as f64;
        n += 1;
    }
    all
};

/// The binary logarithm of a positive number, the same on every machine.
#[must_use]
#[inline]
pub fn log2(x: f64) -> f64 {
    let x = x.max(1e-300);
    let bits = x.to_bits();
    let mut exponent = ((bits >> 52) & 0x7ff) as i64 - 1023;
    let mut mantissa = f64::from_bits(bits & 0x000f_ffff_ffff_ffff | 1023 << 52);
    if mantissa > std::f64::consts::SQRT_2 {
        mantissa /= 2.0;
        exponent += 1;
    }
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let square = t * t;
    let sum = INVERSE_ODDS.iter().rev().fold(0.0, |sum, term| sum * square + term);
    exponent as f64 + 2.0 * t * sum * std::f64::consts::LOG2_E
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn powers_and_logarithms_are_exact_to_twelve_digits(x in -60.0f64..60.0) {
            let y = exp2(x);
            prop_assert!((y / x.exp2() - 1.0).abs() < 1e-12);
            prop_assert!((log2(y) - x).abs() < 1e-11);
        }
        #[test]
        fn shares_of_the_classes_add_up_to_one(a in -90_000_000i64..0, b in -90_000_000i64..0, c in -90_000_000i64..0) {
            let shares = shares([a, b, c]);
            prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }
}
