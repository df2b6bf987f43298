//! From survey rows to columns of numbers, and from coefficients back to the variables of a model.

use super::{Dropped, FitRefused, SurveyRow};
use crate::facts::{Column, Value};
use crate::fixed::{divide_rounded, millionths, multiply};
use crate::model::{Basis, Categorical, CategoryLevel, Numeric, Variable};
use crate::quantile;
use crate::score::{part, transformed};
use crate::specification::{Sign, VariableSpec};

/// Fewer rows than this cannot carry a coefficient: a rare level joins the reference, and a missing
/// answer is imputed from the survey instead of having its own level.
const ROWS_MIN: usize = 30;

/// One estimated column.
pub(super) struct DesignColumn {
    pub(super) variable: String,
    pub(super) level: String,
    pub(super) values: Vec<f64>,
    pub(super) rows: usize,
    pub(super) sign: Sign,
}

enum Shape {
    Categorical { levels: Vec<(usize, usize)>, rare: Vec<usize>, missing: Option<usize> },
    Numeric { column: usize, median: i64, range: (i64, i64), missing: Option<usize> },
}

/// The columns of the estimation, and how variables are put together from their coefficients.
pub(super) struct Design {
    specs: Vec<VariableSpec>,
    shapes: Vec<Option<Shape>>,
    pub(super) columns: Vec<DesignColumn>,
    pub(super) dropped: Vec<Dropped>,
}

impl Design {
    pub(super) fn of(specs: &[VariableSpec], rows: &[&SurveyRow], home: &[u64]) -> Self {
        let mut design = Self { specs: specs.to_vec(), shapes: Vec::new(), columns: Vec::new(), dropped: Vec::new() };
        for spec in specs {
            let shape = match spec {
                VariableSpec::Categorical { .. } => design.categorical(spec, rows),
                VariableSpec::Numeric { .. } => design.numeric(spec, rows, home),
            };
            design.shapes.push(shape);
        }
        design
    }

    fn drop(&mut self, variable: &str, level: &str, rows: usize) {
        self.dropped.push(Dropped {
            variable: variable.to_owned(),
            level: level.to_owned(),
            reason: format!("hanya {rows} baris survei (perlu {ROWS_MIN})"),
        });
    }

    fn add(&mut self, variable: &str, level: &str, sign: Sign, values: Vec<f64>, rows: usize) -> usize {
        self.columns.push(DesignColumn { variable: variable.to_owned(), level: level.to_owned(), values, rows, sign });
        self.columns.len() - 1
    }

    fn categorical(&mut self, spec: &VariableSpec, rows: &[&SurveyRow]) -> Option<Shape> {
        let VariableSpec::Categorical { column, levels, .. } = spec else {
            return None;
        };
        let indicator = |keep: &dyn Fn(Value) -> bool| -> (Vec<f64>, usize) {
            let values: Vec<f64> = rows.iter().map(|r| f64::from(u8::from(keep(r.facts.get(*column))))).collect();
            let count = values.iter().filter(|v| **v > 0.0).count();
            (values, count)
        };
        let (mut kept, mut rare) = (Vec::new(), Vec::new());
        for (at, level) in levels.iter().enumerate() {
            let (values, count) = indicator(&|value| match value {
                Value::Known(code) => level.codes.contains(&code),
                Value::NotAsked => level.codes.is_empty(),
                Value::Missing => false,
            });
            if count < ROWS_MIN {
                self.drop(column.name(), level.id, count);
                rare.push(at);
            } else {
                kept.push((at, self.add(column.name(), level.id, level.sign, values, count)));
            }
        }
        if kept.is_empty() {
            return None;
        }
        let (values, count) = indicator(&|value| value == Value::Missing);
        let missing = (count >= ROWS_MIN).then(|| self.add(column.name(), "kosong", Sign::Open, values, count));
        Some(Shape::Categorical { levels: kept, rare, missing })
    }

    fn numeric(&mut self, spec: &VariableSpec, rows: &[&SurveyRow], home: &[u64]) -> Option<Shape> {
        let VariableSpec::Numeric { id, column, transform, sign, .. } = spec else {
            return None;
        };
        let values: Vec<Option<i64>> = rows.iter().map(|r| transformed(*transform, *column, &r.facts)).collect();
        let known = |weight: &dyn Fn(usize) -> u64| -> Vec<(i64, u64)> {
            values.iter().enumerate().filter_map(|(i, v)| v.map(|v| (v, weight(i)))).collect()
        };
        let median = quantile::median(&known(&|i| home[i])).or_else(|| quantile::median(&known(&|_| 1)));
        let range = values.iter().flatten().min().copied().zip(values.iter().flatten().max().copied());
        let (Some(median), Some(range)) = (median, range) else {
            self.drop(id, "", 0);
            return None;
        };
        let off_median = values.iter().flatten().filter(|v| **v != median).count();
        if off_median < ROWS_MIN {
            self.drop(id, "", off_median);
            return None;
        }
        let filled = values.iter().map(|v| v.unwrap_or(median) as f64 / 1e6).collect();
        let column = self.add(id, "", *sign, filled, values.iter().flatten().count());
        let count = values.iter().filter(|v| v.is_none()).count();
        let missing = (count >= ROWS_MIN).then(|| {
            let indicator = values.iter().map(|v| f64::from(u8::from(v.is_none()))).collect();
            self.add(id, "kosong", Sign::Open, indicator, count)
        });
        Some(Shape::Numeric { column, median, range, missing })
    }

    /// The variables with these coefficients (one per column), means and spreads taken over the rows
    /// with home weights.
    pub(super) fn variables(
        &self,
        coefficients: &[f64],
        rows: &[&SurveyRow],
        home: &[u64],
    ) -> Result<Vec<Variable>, FitRefused> {
        let mut variables = Vec::new();
        for (spec, shape) in self.specs.iter().zip(&self.shapes) {
            let Some(shape) = shape else { continue };
            let at = |column: usize| {
                millionths(coefficients[column])
                    .ok_or_else(|| FitRefused::NotFinite(self.columns[column].variable.clone()))
            };
            let variable = match (spec, shape) {
                (VariableSpec::Categorical { column, .. }, Shape::Categorical { .. }) => {
                    self.category(spec, shape, *column, &at)?
                }
                (
                    VariableSpec::Numeric { id, column, label, transform, .. },
                    Shape::Numeric { column: at_column, median, range, missing },
                ) => {
                    let coefficient = at(*at_column)?;
                    if coefficient == 0 && missing.is_none() {
                        continue; // contained in earlier variables
                    }
                    let imputed = multiply(coefficient, *median);
                    let (missing, basis) = match missing {
                        Some(column) => (imputed + at(*column)?, Basis::Estimated),
                        None => (imputed, Basis::Survey),
                    };
                    Variable::Numeric(Numeric {
                        id: (*id).to_owned(),
                        label: (*label).to_owned(),
                        column: *column,
                        transform: *transform,
                        coefficient,
                        minimum: range.0,
                        maximum: range.1,
                        missing,
                        basis,
                        mean: 0,
                        sd: 0,
                    })
                }
                _ => continue,
            };
            variables.push(with_spread(variable, rows, home));
        }
        Ok(variables)
    }

    fn category(
        &self,
        spec: &VariableSpec,
        shape: &Shape,
        column: Column,
        at: &dyn Fn(usize) -> Result<i64, FitRefused>,
    ) -> Result<Variable, FitRefused> {
        let (
            VariableSpec::Categorical { label, reference, levels, .. },
            Shape::Categorical { levels: kept, rare, missing },
        ) = (spec, shape)
        else {
            return Err(FitRefused::NotFinite(column.name().to_owned()));
        };
        let mut reference_codes: Vec<i32> =
            reference.1.iter().chain(rare.iter().flat_map(|at| levels[*at].codes)).copied().collect();
        reference_codes.sort_unstable();
        let kept = kept
            .iter()
            .map(|(level, column)| {
                Ok(CategoryLevel {
                    id: levels[*level].id.to_owned(),
                    label: levels[*level].label.to_owned(),
                    codes: levels[*level].codes.to_vec(),
                    coefficient: at(*column)?,
                })
            })
            .collect::<Result<Vec<_>, FitRefused>>()?;
        let (missing, basis) = match missing {
            Some(column) => (at(*column)?, Basis::Estimated),
            None => (0, Basis::Survey),
        };
        Ok(Variable::Categorical(Categorical {
            id: column.name().to_owned(),
            label: (*label).to_owned(),
            column,
            levels: kept,
            reference: reference.0.to_owned(),
            reference_codes,
            missing,
            basis,
            mean: 0,
            sd: 0,
        }))
    }
}

/// Fills mean and spread of the contribution, and where the survey is the basis of a category's
/// missing answer, that mean.
fn with_spread(mut variable: Variable, rows: &[&SurveyRow], home: &[u64]) -> Variable {
    let contributions: Vec<(i64, u64)> = rows
        .iter()
        .zip(home)
        .filter(|(_, weight)| **weight > 0)
        .map(|(row, weight)| (part(&variable, &row.facts), *weight))
        .filter(|(part, _)| !part.imputed)
        .map(|(part, weight)| (part.millionths, weight))
        .collect();
    let (mean_value, sd_value) = mean_and_sd(&contributions);
    match &mut variable {
        Variable::Categorical(v) => {
            v.mean = mean_value;
            v.sd = sd_value;
            if v.basis == Basis::Survey {
                v.missing = mean_value;
            }
        }
        Variable::Numeric(v) => {
            v.mean = mean_value;
            v.sd = sd_value;
        }
    }
    variable
}

/// Weighted mean and standard deviation in integers; zeros for no weight.
pub(super) fn mean_and_sd(values: &[(i64, u64)]) -> (i64, i64) {
    let total: i128 = values.iter().map(|(_, w)| i128::from(*w)).sum();
    if total == 0 {
        return (0, 0);
    }
    let mean = divide_rounded(values.iter().map(|(v, w)| i128::from(*v) * i128::from(*w)).sum(), total);
    let squares: i128 = values
        .iter()
        .map(|(v, w)| {
            let off = i128::from(*v) - i128::from(mean);
            off * off * i128::from(*w)
        })
        .sum();
    let variance = u128::try_from(squares / total).unwrap_or(0);
    (mean, i64::try_from(variance.isqrt()).unwrap_or(i64::MAX))
}
