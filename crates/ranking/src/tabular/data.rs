//! A survey as columns.

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers; NaN where nothing is written.
    Number(Vec<f64>),
    /// Levels by their place in a list; [`NONE`] where nothing is written.
    Category {
        /// Place in `levels` of each row.
        codes: Vec<u32>,
        /// The levels, sorted, numbers by their value.
        levels: Vec<String>,
    },
}

/// No level, no group.
pub const NONE: u32 = u32::MAX;

impl Values {
    /// Rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        match self {
            Self::Number(values) => values.len(),
            Self::Category { codes, .. } => codes.len(),
        }
    }

    /// Whether nothing is written in a row.
    #[must_use]
    pub fn is_missing(&self, row: usize) -> bool {
        match self {
            Self::Number(values) => values[row].is_nan(),
            Self::Category { codes, .. } => codes[row] == NONE,
        }
    }

    pub(super) fn taken(&self, rows: &[usize]) -> Self {
        match self {
            Self::Number(values) => Self::Number(rows.iter().map(|i| values[*i]).collect()),
            Self::Category { codes, levels } => {
                Self::Category { codes: rows.iter().map(|i| codes[*i]).collect(), levels: levels.clone() }
            }
        }
    }
}

/// A named column.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its name in the file.
    pub name: String,
    /// Its values.
    pub values: Values,
}

/// Rows in groups: clusters or regions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// The column.
    pub name: String,
    /// Group of each row; [`NONE`] where nothing is written.
    pub of: Vec<u32>,
    /// Names of the groups, sorted.
    pub names: Vec<String>,
}

impl Groups {
    /// Whether both put the same rows together.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        let mut there = vec![NONE; self.names.len()];
        let mut back = vec![NONE; other.names.len()];
        self.of.iter().zip(&other.of).all(|(a, b)| match (there.get(*a as usize), back.get(*b as usize)) {
            (Some(&x), Some(&y)) if (x == NONE || x == *b) && (y == NONE || y == *a) => {
                there[*a as usize] = *b;
                back[*b as usize] = *a;
                true
            }
            (None, None) => true,
            _ => false,
        })
    }

    /// The groups of these rows; those without a row are gone.
    fn taken(&self, rows: &[usize]) -> Self {
        let of: Vec<u32> = rows.iter().map(|i| self.of[*i]).collect();
        let mut place = vec![NONE; self.names.len()];
        of.iter().filter(|g| **g != NONE).for_each(|g| place[*g as usize] = 0);
        let mut names = Vec::new();
        for (place, name) in place.iter_mut().zip(&self.names).filter(|(place, _)| **place != NONE) {
            *place = names.len() as u32;
            names.push(name.clone());
        }
        let of = of.into_iter().map(|g| place.get(g as usize).copied().unwrap_or(NONE)).collect();
        Self { name: self.name.clone(), of, names }
    }
}

/// A survey ready for estimation: every row has welfare and a positive weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// All columns that variables and terms need.
    pub sources: Vec<Source>,
    /// Variables: columns that enter by themselves, by name.
    pub variables: Vec<String>,
    /// Terms beside them.
    pub terms: Vec<super::Term>,
    /// ln of welfare.
    pub welfare: Vec<f64>,
    /// Household weights, greater than zero.
    pub weights: Vec<f64>,
    /// Members of each household, for the view of persons.
    pub people: Option<Vec<f64>>,
    /// Clusters: villages of the sample.
    pub clusters: Option<Groups>,
    /// Regions, larger than clusters.
    pub regions: Option<Groups>,
}

impl Survey {
    /// Rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.welfare.len()
    }

    /// These rows in this order.
    #[must_use]
    pub fn taken(&self, rows: &[usize]) -> Self {
        let numbers = |values: &[f64]| rows.iter().map(|i| values[*i]).collect::<Vec<f64>>();
        Self {
            sources: self
                .sources
                .iter()
                .map(|s| Source { name: s.name.clone(), values: s.values.taken(rows) })
                .collect(),
            variables: self.variables.clone(),
            terms: self.terms.clone(),
            welfare: numbers(&self.welfare),
            weights: numbers(&self.weights),
            people: self.people.as_deref().map(numbers),
            clusters: self.clusters.as_ref().map(|g| g.taken(rows)),
            regions: self.regions.as_ref().map(|g| g.taken(rows)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_without_rows_is_gone_when_rows_are_taken() {
        let names = ["a", "b", "c"].map(str::to_owned).to_vec();
        let groups = Groups { name: "k".to_owned(), of: vec![0, 2, NONE, 2, 1], names };
        let taken = groups.taken(&[1, 2, 4]);
        assert_eq!((taken.names, taken.of), (vec!["b".to_owned(), "c".to_owned()], vec![1, NONE, 0]));
    }

    #[test]
    fn groups_are_the_same_when_they_put_the_same_rows_together() {
        let groups = |of: [u32; 4]| Groups {
            name: String::new(),
            of: of.to_vec(),
            names: (0..3).map(|i| i.to_string()).collect(),
        };
        assert!(groups([0, 0, 1, NONE]).same_as(&groups([2, 2, 0, NONE])));
        assert!(!groups([0, 0, 1, 1]).same_as(&groups([0, 0, 0, 1])));
        assert!(!groups([0, 0, 0, 1]).same_as(&groups([0, 0, 1, 1])));
        assert!(!groups([0, 0, 1, 1]).same_as(&groups([0, 0, 1, NONE])));
    }
}
