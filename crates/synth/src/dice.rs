//! Random numbers from a seed. The same seed gives the same numbers on every machine: no
//! transcendental function, no platform maths, one named stream for each part of the pack.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A seeded source of throws.
#[derive(Clone)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// One stream per part: adding throws to one part leaves the others as they were.
    pub(crate) fn new(seed: u64, part: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed ^ part.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// A number from 0 to `n - 1`; 0 when `n` is 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { (self.0.next_u64() % n as u64) as usize }
    }

    /// A number from `from` to `to`, both included.
    pub(crate) fn between(&mut self, from: i32, to: i32) -> i32 {
        from + self.below((to - from + 1).max(1) as usize) as i32
    }

    /// True in `percent` of a hundred throws.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent as usize
    }

    /// True in `permille` of a thousand throws.
    pub(crate) fn seldom(&mut self, permille: u32) -> bool {
        self.below(1000) < permille as usize
    }

    /// One of the list.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// One of the list, by weight.
    pub(crate) fn weighted<T: Copy>(&mut self, from: &[(T, u32)]) -> T {
        let total: u32 = from.iter().map(|(_, w)| w).sum();
        let mut at = self.below(total as usize) as u32;
        for (value, weight) in from {
            if at < *weight {
                return *value;
            }
            at -= weight;
        }
        from[from.len() - 1].0
    }

    /// About normal, mean 0, variance 1: twelve even throws added up.
    pub(crate) fn normal(&mut self) -> f64 {
        let sum: f64 = (0..12).map(|_| self.below(1_000_000) as f64 / 1_000_000.0).sum();
        sum - 6.0
    }

    /// Mixes a list.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

/// e to the x by squaring, the same bits on every machine.
pub(crate) fn exp(x: f64) -> f64 {
    let mut y = 1.0 + x / 65536.0;
    for _ in 0..16 {
        y *= y;
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_and_another_part_throws_otherwise() {
        let throws = |seed, part| {
            let mut d = Dice::new(seed, part);
            (0..20).map(|_| d.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(throws(7, 1), throws(7, 1));
        assert_ne!(throws(7, 1), throws(7, 2));
    }

    #[test]
    fn exp_is_close_to_the_real_one() {
        assert!((exp(1.0) - std::f64::consts::E).abs() < 1e-3);
    }
}
