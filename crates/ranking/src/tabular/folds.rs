//! Folds by a seed: the rule, so that anyone can repeat them.
//!
//! Every unit (a household by its place in the file, from 0; a cluster by its place among the names in
//! order) gets the number `mix(mix(seed) ⊕ mix(repeat + 1) ⊕ unit)`, where `mix` is the finaliser of
//! SplitMix64. Units sorted by it are dealt to the folds in turn.

/// The finaliser of SplitMix64.
pub(super) fn mix(x: u64) -> u64 {
    let mut z = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The fold of each unit.
#[must_use]
pub fn folds(units: usize, folds: usize, seed: u64, repeat: u64) -> Vec<usize> {
    let key = mix(seed) ^ mix(repeat.wrapping_add(1));
    let mut order: Vec<(u64, usize)> = (0..units).map(|unit| (mix(key ^ unit as u64), unit)).collect();
    order.sort_unstable();
    let mut fold = vec![0; units];
    for (place, (_, unit)) in order.into_iter().enumerate() {
        fold[unit] = place % folds.max(1);
    }
    fold
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_equal_in_size_and_depend_on_seed_and_repeat_only() {
        let first = folds(103, 5, 7, 0);
        assert_eq!(first, folds(103, 5, 7, 0));
        assert_ne!(first, folds(103, 5, 8, 0));
        assert_ne!(first, folds(103, 5, 7, 1));
        for fold in 0..5 {
            assert!((20..=21).contains(&first.iter().filter(|f| **f == fold).count()));
        }
    }
}
