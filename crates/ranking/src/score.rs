//! One household's score: a sum of integers, with every term kept for the explanation.

use crate::facts::Column;
use crate::facts::{Facts, Value};
use crate::fixed::{ONE, divide_rounded, ln_millionths, multiply};
use crate::model::{ModelFile, Numeric, Variable};
use crate::specification::Transform;
use domain::Date;
use domain::household::Household;
use domain::ranking::{Percentile, Score, Unscored};

/// A score and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scored {
    /// The score.
    pub score: Score,
    /// National percentile by the model's cut-offs.
    pub percentile: Percentile,
    /// Variables whose answer was missing and imputed.
    pub missing: u16,
    /// Variables whose value lay outside the survey's range and was clamped.
    pub clamped: u16,
    /// Whether more than a tenth of the score's spread is imputed.
    pub incomplete: bool,
}

/// One variable's part in a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// The variable.
    pub id: String,
    /// What people read.
    pub label: String,
    /// The household's level or number, as people read it.
    pub value: String,
    /// Its part of the score, in millionths.
    pub millionths: i64,
    /// The same against the average household of the survey's own kabupaten.
    pub against_average: i64,
    /// Whether the answer was missing and the model's imputation stands in.
    pub imputed: bool,
    /// Whether the value was clamped to the survey's range.
    pub clamped: bool,
}

/// How a score came about: intercept and contributions sum to it exactly. Domain §6.3 (7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The score.
    pub scored: Scored,
    /// The contribution of every household.
    pub intercept: i64,
    /// One per variable, in the model's order.
    pub contributions: Vec<Contribution>,
    /// Lowest and highest score over all answers the missing ones could have been.
    pub range: (Score, Score),
}

/// Scores a register household on a day.
pub fn score(model: &ModelFile, household: &Household, today: Date) -> Result<Scored, Unscored> {
    score_facts(model, &Facts::of(household, today)?)
}

/// Scores facts, a survey row's or a household's alike.
pub fn score_facts(model: &ModelFile, facts: &Facts) -> Result<Scored, Unscored> {
    let mut sum = Sum::new(model);
    for variable in &model.variables {
        sum.add(variable, part(variable, facts));
    }
    sum.finish(model)
}

/// Scores and explains.
pub fn explain(model: &ModelFile, household: &Household, today: Date) -> Result<Explanation, Unscored> {
    let facts = Facts::of(household, today)?;
    let mut sum = Sum::new(model);
    let mut contributions = Vec::with_capacity(model.variables.len());
    let (mut low, mut high) = (0i64, 0i64);
    for variable in &model.variables {
        let part = part(variable, &facts);
        sum.add(variable, part);
        let (least, most) = if part.imputed { bounds(variable) } else { (part.millionths, part.millionths) };
        low = low.saturating_add(least.min(part.millionths));
        high = high.saturating_add(most.max(part.millionths));
        contributions.push(Contribution {
            id: variable.id().to_owned(),
            label: variable.label().to_owned(),
            value: shown(variable, &facts),
            millionths: part.millionths,
            against_average: part.millionths - variable.mean_sd_missing().0,
            imputed: part.imputed,
            clamped: part.clamped,
        });
    }
    let range = (low, high);
    let at = |sum: i64| Score::from_millionths(model.intercept.saturating_add(sum));
    Ok(Explanation {
        scored: sum.finish(model)?,
        intercept: model.intercept,
        contributions,
        range: (at(range.0), at(range.1)),
    })
}

impl ModelFile {
    /// The national percentile of a score: one more than the number of cut-offs below it.
    #[must_use]
    pub fn percentile(&self, score: Score) -> Percentile {
        let below = self.cutoffs.partition_point(|cut| *cut < score.millionths());
        let percentile = u8::try_from(below + 1).unwrap_or(100).min(100);
        Percentile::new(percentile).unwrap_or(Percentile::REGISTER_MAX)
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Part {
    pub(crate) millionths: i64,
    pub(crate) imputed: bool,
    pub(crate) clamped: bool,
}

struct Sum {
    total: i64,
    missing: u16,
    clamped: u16,
    imputed_variance: i128,
}

impl Sum {
    fn new(model: &ModelFile) -> Self {
        Self { total: model.intercept, missing: 0, clamped: 0, imputed_variance: 0 }
    }
    fn add(&mut self, variable: &Variable, part: Part) {
        self.total = self.total.saturating_add(part.millionths);
        self.clamped += u16::from(part.clamped);
        if part.imputed {
            self.missing += 1;
            self.imputed_variance += i128::from(variable.mean_sd_missing().1).pow(2);
        }
    }
    fn finish(self, model: &ModelFile) -> Result<Scored, Unscored> {
        if usize::from(self.missing) * 2 > model.variables.len() {
            return Err(Unscored::TooManyUnknown);
        }
        let score = Score::from_millionths(self.total);
        Ok(Scored {
            score,
            percentile: model.percentile(score),
            missing: self.missing,
            clamped: self.clamped,
            // sd of the imputed part > a tenth of the score's sd, squared
            incomplete: self.imputed_variance * 100 > i128::from(model.score_sd).pow(2),
        })
    }
}

pub(crate) fn part(variable: &Variable, facts: &Facts) -> Part {
    let given = |millionths| Part { millionths, imputed: false, clamped: false };
    match variable {
        Variable::Categorical(v) => {
            let level = match facts.get(v.column) {
                Value::Missing => {
                    return Part { millionths: v.missing, imputed: true, clamped: false };
                }
                Value::NotAsked => v.levels.iter().find(|l| l.codes.is_empty()),
                Value::Known(code) => v.levels.iter().find(|l| l.codes.contains(&code)),
            };
            given(level.map_or(0, |l| l.coefficient))
        }
        Variable::Numeric(v) => match transformed(v.transform, v.column, facts) {
            None => Part { millionths: v.missing, imputed: true, clamped: false },
            Some(x) => {
                let kept = x.clamp(v.minimum, v.maximum);
                Part { millionths: multiply(v.coefficient, kept), imputed: false, clamped: kept != x }
            }
        },
    }
}

/// The transformed number in millionths; `None` when it, or the size it needs, is missing.
/// A number that was not asked for is zero: no land, no area.
pub(crate) fn transformed(transform: Transform, column: Column, facts: &Facts) -> Option<i64> {
    let raw = match facts.get(column) {
        Value::Known(raw) => i64::from(raw),
        Value::NotAsked => 0,
        Value::Missing => return None,
    };
    let size = match facts.get(Column::Size) {
        Value::Known(size) if size >= 1 => i64::from(size),
        _ if transform.needs_size() => return None,
        _ => 1,
    };
    let at_least_one = u64::try_from(raw.max(1)).unwrap_or(1);
    match transform {
        Transform::Identity => Some(raw * ONE),
        Transform::SquarePerHundred => Some(raw * raw * (ONE / 100)),
        Transform::Ln => ln_millionths(at_least_one, 1),
        Transform::LnPlusOne => ln_millionths(u64::try_from(raw.max(0)).unwrap_or(0) + 1, 1),
        Transform::PerMember => Some(divide_rounded(i128::from(raw) * i128::from(ONE), i128::from(size))),
        Transform::LnPerMember => ln_millionths(at_least_one, u64::try_from(size).unwrap_or(1)),
    }
}

fn bounds(variable: &Variable) -> (i64, i64) {
    match variable {
        Variable::Categorical(v) => {
            v.levels.iter().fold((0, 0), |(low, high): (i64, i64), l| (low.min(l.coefficient), high.max(l.coefficient)))
        }
        Variable::Numeric(Numeric { coefficient, minimum, maximum, .. }) => {
            let (a, b) = (multiply(*coefficient, *minimum), multiply(*coefficient, *maximum));
            (a.min(b), a.max(b))
        }
    }
}

fn shown(variable: &Variable, facts: &Facts) -> String {
    let value = facts.get(variable.column());
    match (variable, value) {
        (_, Value::Missing) => "tidak terisi".to_owned(),
        (Variable::Numeric(_), Value::Known(number)) => number.to_string(),
        (Variable::Numeric(_), Value::NotAsked) => "0".to_owned(),
        (Variable::Categorical(v), Value::Known(code)) => {
            v.levels.iter().find(|l| l.codes.contains(&code)).map_or(&v.reference, |l| &l.label).clone()
        }
        (Variable::Categorical(v), Value::NotAsked) => {
            v.levels.iter().find(|l| l.codes.is_empty()).map_or("tidak ditanyakan", |l| l.label.as_str()).to_owned()
        }
    }
}
