//! What was learnt: the weights of every comparison, and how rare each class is.

use linkage::weigh::{CLASSES, Comparison, Logs};

/// A trained model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// One for each comparison.
    pub comparisons: Vec<Comparison>,
    /// Logarithm of each class's share among all pairs, in millionths of a bit.
    pub prior: [i32; CLASSES],
}

impl Model {
    /// The logs before anything is compared.
    #[must_use]
    pub fn start(&self) -> Logs {
        self.prior.map(i64::from)
    }

    /// All comparisons of a pair.
    #[must_use]
    pub fn logs(&self, cells: &[u16], bits: &[u16]) -> Logs {
        let mut logs = self.start();
        for ((comparison, &cell), &bits) in self.comparisons.iter().zip(cells).zip(bits) {
            comparison.add(cell, bits, &mut logs);
        }
        logs
    }
}
