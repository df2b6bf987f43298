//! Goals and whether they were met.

/// The goals judged so far.
#[derive(Debug, Default)]
pub struct Goals {
    lines: Vec<(bool, String)>,
}

impl Goals {
    /// A figure that may be at most this.
    pub fn at_most(&mut self, what: &str, found: f64, limit: f64) {
        self.lines.push((found <= limit, format!("{what}: {found:.4} (at most {limit})")));
    }

    /// A figure that must be at least this.
    pub fn at_least(&mut self, what: &str, found: f64, limit: f64) {
        self.lines.push((found >= limit, format!("{what}: {found:.4} (at least {limit:.4})")));
    }

    /// Something that must hold.
    pub fn holds(&mut self, what: &str, found: bool) {
        self.lines.push((found, what.to_owned()));
    }

    /// How many were missed.
    pub fn missed(&self) -> usize {
        self.lines.iter().filter(|(met, _)| !met).count()
    }

    /// One line each.
    pub fn print(&self) {
        println!("\ngoals");
        for (met, line) in &self.lines {
            println!("  {}  {line}", if *met { "pass" } else { "FAIL" });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_that_is_missed_is_counted() {
        let mut goals = Goals::default();
        goals.at_most("cpu", 4.9, 5.0);
        goals.at_least("f1", 0.998, 0.999);
        goals.at_most("no figure", f64::NAN, 1.0);
        assert_eq!(goals.missed(), 2, "what was not measured is not met");
    }
}
