//! Pairs against the truth: F1 over thresholds, and whether the probabilities are what they say.

use anyhow::{Context, Result};
use std::collections::HashSet;
use std::path::Path;

/// Pairs of ids with a probability.
pub type Scored = Vec<(String, String, f64)>;

/// Reads the first columns of a CSV: two ids, and the score when there is one.
pub fn read(path: &Path) -> Result<Scored> {
    let mut reader = csv::Reader::from_path(path).with_context(|| path.display().to_string())?;
    let mut out = Vec::new();
    for row in reader.records() {
        let row = row?;
        let cell = |at: usize| row.get(at).unwrap_or("");
        out.push((cell(0).to_owned(), cell(1).to_owned(), cell(2).parse().unwrap_or(1.0)));
    }
    Ok(out)
}

/// F1 at the threshold that gives the most, at a given one, and the threshold itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct F1 {
    /// At the best threshold.
    pub best: f64,
    /// The best threshold.
    pub threshold: f64,
    /// At 0.9.
    pub at_90: f64,
}

/// F1 of pairs against the true ones; pairs within one file have no direction.
pub fn f1(pairs: &Scored, truth: &Scored) -> F1 {
    let known: HashSet<(&str, &str)> = truth.iter().map(|(a, b, _)| (a.as_str(), b.as_str())).collect();
    let right = |a: &str, b: &str| known.contains(&(a, b)) || known.contains(&(b, a));
    let mut sorted: Vec<(f64, bool)> = pairs.iter().map(|(a, b, score)| (*score, right(a, b))).collect();
    sorted.sort_by(|x, y| y.0.total_cmp(&x.0));
    let mut found = F1::default();
    let mut hits = 0.0;
    for (i, (score, hit)) in sorted.iter().enumerate() {
        hits += f64::from(u8::from(*hit));
        // a threshold takes all pairs of one score
        if sorted.get(i + 1).is_some_and(|(next, _)| next == score) {
            continue;
        }
        let f1 = 2.0 * hits / ((i + 1) as f64 + known.len() as f64);
        if f1 > found.best {
            found.best = f1;
            found.threshold = *score;
        }
        if *score >= 0.9 {
            found.at_90 = f1;
        }
    }
    found
}

/// One tenth of the probabilities: how many pairs, what they say, what is true.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Decile {
    /// Pairs.
    pub pairs: usize,
    /// Mean probability.
    pub said: f64,
    /// Share that is right.
    pub seen: f64,
}

impl Decile {
    /// Whether what was seen is within a factor of two; too few pairs tell nothing.
    pub fn holds(&self) -> bool {
        self.pairs < 100 || (self.seen <= self.said * 2.0 && self.seen * 2.0 >= self.said)
    }
}

/// Calibration in bands 0–0.1 … 0.9–1.
pub fn deciles(pairs: &Scored, truth: &Scored) -> [Decile; 10] {
    let known: HashSet<(&str, &str)> = truth.iter().map(|(a, b, _)| (a.as_str(), b.as_str())).collect();
    let mut bands = [Decile::default(); 10];
    for (a, b, score) in pairs {
        let band = &mut bands[((score * 10.0) as usize).min(9)];
        let hit = known.contains(&(a.as_str(), b.as_str())) || known.contains(&(b.as_str(), a.as_str()));
        band.pairs += 1;
        band.said += score;
        band.seen += f64::from(u8::from(hit));
    }
    for band in &mut bands {
        band.said /= band.pairs.max(1) as f64;
        band.seen /= band.pairs.max(1) as f64;
    }
    bands
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(rows: &[(&str, &str, f64)]) -> Scored {
        rows.iter().map(|(a, b, s)| ((*a).to_owned(), (*b).to_owned(), *s)).collect()
    }

    #[test]
    fn f1_takes_the_best_threshold_and_knows_no_direction() {
        let truth = scored(&[("1", "2", 1.0), ("3", "4", 1.0)]);
        let found = f1(&scored(&[("2", "1", 0.95), ("3", "4", 0.6), ("5", "6", 0.6), ("7", "8", 0.1)]), &truth);
        assert_eq!(found, F1 { best: 0.8, threshold: 0.6, at_90: 2.0 / 3.0 });
    }

    #[test]
    fn a_decile_holds_within_a_factor_of_two() {
        let truth = scored(&[("1", "1", 1.0)]);
        let bands = deciles(&scored(&[("1", "1", 0.95), ("2", "2", 0.95)]), &truth);
        assert_eq!((bands[9].pairs, bands[9].seen), (2, 0.5));
        assert!(
            Decile { pairs: 500, said: 0.3, seen: 0.2 }.holds() && !Decile { pairs: 500, said: 0.3, seen: 0.1 }.holds()
        );
    }
}
