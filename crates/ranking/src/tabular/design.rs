//! What a survey teaches about its columns, and the numbers it makes of a row.
//!
//! Rules for answers that are missing or outside the survey (ranking.md §3), the same for the survey
//! and for a register:
//! - a missing number is the median of its region, or of the survey, and has an indicator of its own
//!   where at least [`ROWS_MIN`] rows lack it;
//! - a missing category is a level of its own where at least [`ROWS_MIN`] rows lack it, otherwise each
//!   indicator takes its share of the survey, so that the variable contributes its mean;
//! - levels with fewer than [`ROWS_MIN`] rows are put together as [`RARE`], and join the reference where
//!   even together they are fewer;
//! - a level the survey does not have counts as missing; a number outside its range is clamped to it.

use super::data::{NONE, Source, Survey, Values};
use super::term::{Shape, Term};

/// Fewer rows than this do not carry a coefficient.
pub const ROWS_MIN: usize = 10;
/// Fewer rows than this do not give a region its own median.
const REGION_ROWS_MIN: usize = 30;
/// The level that holds the rare ones.
pub const RARE: &str = "(lain)";
/// The level of a missing answer.
pub const MISSING: &str = "(kosong)";

/// What is known of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Learned {
    /// A number.
    Number {
        /// Median of the survey, for a missing answer.
        median: f64,
        /// Medians of regions, by place; NaN for a region without one of its own.
        medians: Vec<f64>,
        /// Smallest value.
        minimum: f64,
        /// Greatest value.
        maximum: f64,
        /// Smallest positive value, for logarithms.
        floor: f64,
        /// Whether a missing answer has an indicator.
        missing: bool,
    },
    /// A category.
    Category {
        /// The reference.
        reference: String,
        /// The other levels with an indicator of their own.
        levels: Vec<String>,
        /// Levels that count as [`RARE`], which is then the last of `levels`, or as the reference.
        rare: Vec<String>,
        /// Share of each of `levels` among the rows that have an answer.
        shares: Vec<f64>,
        /// Whether a missing answer has an indicator.
        missing: bool,
    },
}

/// A variable or a term with its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The term; a variable is a term of one plain factor.
    pub term: Term,
    /// Whether it is a variable of the specification (and so has a column for missing answers).
    pub variable: bool,
    /// Places of its factors among the columns of the file.
    pub sources: Vec<usize>,
    /// First column.
    pub first: usize,
    /// Level of each column; empty for a number.
    pub levels: Vec<String>,
}

/// Why something does not enter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Variable or term.
    pub variable: String,
    /// Level, empty for the whole.
    pub level: String,
    /// Why, in Indonesian.
    pub reason: String,
}

/// The columns of the estimation. Column 0 is the intercept.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// Names of the columns of the file.
    pub names: Vec<String>,
    /// What is known of each.
    pub learned: Vec<Learned>,
    /// Variables, then terms.
    pub parts: Vec<Part>,
    /// Columns with the intercept.
    pub width: usize,
    /// What does not enter.
    pub left_out: Vec<LeftOut>,
}

impl Design {
    /// Learns from these rows of a survey.
    pub(super) fn learn(survey: &Survey, rows: &[usize]) -> Self {
        let mut left_out = Vec::new();
        let learned: Vec<Learned> =
            survey.sources.iter().map(|source| learn(source, survey, rows, &mut left_out)).collect();
        let mut design = Self {
            names: survey.sources.iter().map(|s| s.name.clone()).collect(),
            learned,
            parts: Vec::new(),
            width: 1,
            left_out,
        };
        for name in &survey.variables {
            design.add(Term::column(name), true);
        }
        for term in &survey.terms {
            design.add(term.clone(), false);
        }
        design
    }

    /// Adds a variable or a term; one whose columns hold nothing is left out.
    pub(super) fn add(&mut self, term: Term, variable: bool) {
        let sources: Vec<usize> =
            term.factors.iter().filter_map(|f| self.names.iter().position(|n| *n == f.column)).collect();
        let Some(levels) = self.levels(&sources, variable) else {
            let reason = "hanya satu nilai dalam survei".to_owned();
            self.left_out.push(LeftOut { variable: term.to_string(), level: String::new(), reason });
            return;
        };
        let first = self.width;
        self.width += levels.len();
        self.parts.push(Part { term, variable, sources, first, levels });
    }

    fn levels(&self, sources: &[usize], variable: bool) -> Option<Vec<String>> {
        let mut levels = vec![String::new()];
        for source in sources {
            match &self.learned[*source] {
                Learned::Number { minimum, maximum, .. } if minimum >= maximum => return None,
                Learned::Number { .. } => {}
                Learned::Category { levels: own, .. } if own.is_empty() => return None,
                Learned::Category { levels: own, .. } => {
                    levels = levels
                        .iter()
                        .flat_map(|before| {
                            own.iter().map(move |level| match before.as_str() {
                                "" => level.clone(),
                                before => format!("{before} × {level}"),
                            })
                        })
                        .collect();
                }
            }
        }
        let missing = sources.first().is_some_and(|s| match &self.learned[*s] {
            Learned::Number { missing, .. } | Learned::Category { missing, .. } => *missing,
        });
        if variable && missing {
            levels.push(MISSING.to_owned());
        }
        Some(levels)
    }

    /// Missing columns in groups that meet in no part, each with the parts it changes.
    fn together(&self, lacks: &[bool]) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut groups: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            let mut own: Vec<usize> = part.sources.iter().copied().filter(|s| lacks[*s]).collect();
            if own.is_empty() {
                continue;
            }
            let mut parts = vec![at];
            let (meeting, others): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|(sources, _)| sources.iter().any(|s| own.contains(s)));
            for (sources, before) in meeting {
                own.extend(sources);
                parts.extend(before);
            }
            own.sort_unstable();
            own.dedup();
            parts.sort_unstable();
            groups = others;
            groups.push((own, parts));
        }
        groups
    }

    /// Makes the design ready to read these columns, which are those it was learned from or a
    /// register's of the same names.
    pub(super) fn bind<'a>(&'a self, sources: &'a [Source]) -> Bound<'a> {
        let slots = self
            .learned
            .iter()
            .zip(sources)
            .map(|(learned, source)| match (learned, &source.values) {
                (Learned::Category { reference, levels, rare, .. }, Values::Category { levels: there, .. }) => there
                    .iter()
                    .map(|name| {
                        if let Some(at) = levels.iter().position(|l| l == name) {
                            Slot::Level(at)
                        } else if name == reference {
                            Slot::Reference
                        } else if rare.contains(name) {
                            levels.iter().position(|l| l == RARE).map_or(Slot::Reference, Slot::Level)
                        } else {
                            Slot::Foreign
                        }
                    })
                    .collect(),
                _ => Vec::new(),
            })
            .collect();
        Bound { design: self, sources, slots }
    }
}

/// Ways in which a group of missing columns is tried.
const TRIED: usize = 20_000;
/// Values of a missing number that are tried.
const TRIED_NUMBERS: usize = 201;

impl Learned {
    /// How many answers are tried, with so many values of a number.
    fn answers(&self, steps: usize) -> usize {
        match self {
            Self::Number { .. } => steps,
            Self::Category { levels, .. } => levels.len() + 1,
        }
    }

    /// One of them.
    fn answer(&self, at: usize, of: usize) -> Cell {
        match self {
            Self::Number { minimum, maximum, .. } => {
                let share = at as f64 / (of - 1).max(1) as f64;
                Cell::Number(minimum + (maximum - minimum) * share)
            }
            Self::Category { .. } => Cell::Slot(at.checked_sub(1).map_or(Slot::Reference, Slot::Level)),
        }
    }
}

fn learn(source: &Source, survey: &Survey, rows: &[usize], left_out: &mut Vec<LeftOut>) -> Learned {
    let lacking = rows.iter().filter(|i| source.values.is_missing(**i)).count();
    let missing = lacking >= ROWS_MIN;
    match &source.values {
        Values::Number(values) => {
            let mut known: Vec<(f64, f64)> =
                rows.iter().filter(|i| !values[**i].is_nan()).map(|i| (values[*i], survey.weights[*i])).collect();
            let median = median(&mut known);
            let ends = (known.first().map_or(0.0, |v| v.0), known.last().map_or(0.0, |v| v.0));
            let floor = known.iter().map(|v| v.0).find(|v| *v > 0.0).unwrap_or(1.0);
            // medians of regions matter only where something is missing, in the survey or later
            let medians = survey.regions.as_ref().map_or_else(Vec::new, |regions| {
                let mut by_region: Vec<Vec<(f64, f64)>> = vec![Vec::new(); regions.names.len()];
                for i in rows.iter().filter(|i| !values[**i].is_nan()) {
                    if let Some(list) = by_region.get_mut(regions.of[*i] as usize) {
                        list.push((values[*i], survey.weights[*i]));
                    }
                }
                let own = |list: &mut Vec<(f64, f64)>| {
                    if list.len() < REGION_ROWS_MIN { f64::NAN } else { self::median(list) }
                };
                by_region.iter_mut().map(own).collect()
            });
            Learned::Number { median, medians, minimum: ends.0, maximum: ends.1, floor, missing }
        }
        Values::Category { codes, levels } => {
            let mut counts = vec![0usize; levels.len()];
            let mut weights = vec![0.0; levels.len()];
            for i in rows {
                if let Some(count) = counts.get_mut(codes[*i] as usize) {
                    *count += 1;
                    weights[codes[*i] as usize] += survey.weights[*i];
                }
            }
            category(&source.name, levels, &counts, &weights, missing, left_out)
        }
    }
}

fn category(
    name: &str,
    levels: &[String],
    counts: &[usize],
    weights: &[f64],
    missing: bool,
    left_out: &mut Vec<LeftOut>,
) -> Learned {
    let present: Vec<usize> = (0..levels.len()).filter(|l| counts[*l] > 0).collect();
    let (mut common, rare): (Vec<usize>, Vec<usize>) = present.iter().partition(|l| counts[**l] >= ROWS_MIN);
    if common.is_empty() {
        common.extend(rare.first());
    }
    let rare: Vec<usize> = rare.into_iter().filter(|l| !common.contains(l)).collect();
    let Some((reference, others)) = common.split_first() else {
        return Learned::Category {
            reference: String::new(),
            levels: Vec::new(),
            rare: Vec::new(),
            shares: Vec::new(),
            missing,
        };
    };
    let mut named: Vec<String> = others.iter().map(|l| levels[*l].clone()).collect();
    let total: f64 = weights.iter().sum();
    let mut shares: Vec<f64> = others.iter().map(|l| weights[*l] / total).collect();
    let together: usize = rare.iter().map(|l| counts[*l]).sum();
    let kept = together >= ROWS_MIN;
    if kept {
        named.push(RARE.to_owned());
        shares.push(rare.iter().map(|l| weights[*l]).sum::<f64>() / total);
    }
    for level in &rare {
        let joins =
            if kept { format!("digabung ke {RARE}") } else { format!("digabung ke acuan `{}`", levels[*reference]) };
        left_out.push(LeftOut {
            variable: name.to_owned(),
            level: levels[*level].clone(),
            reason: format!("hanya {} baris (perlu {ROWS_MIN}); {joins}", counts[*level]),
        });
    }
    Learned::Category {
        reference: levels[*reference].clone(),
        levels: named,
        rare: rare.iter().map(|l| levels[*l].clone()).collect(),
        shares,
        missing,
    }
}

/// The weighted median; sorts the values.
fn median(values: &mut [(f64, f64)]) -> f64 {
    values.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let half = values.iter().map(|v| v.1).sum::<f64>() / 2.0;
    let mut below = 0.0;
    for (value, weight) in values.iter() {
        below += weight;
        if below >= half {
            return *value;
        }
    }
    values.last().map_or(0.0, |v| v.0)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Reference,
    Level(usize),
    /// Not in the survey.
    Foreign,
}

#[derive(Clone, Copy, Debug)]
enum Cell {
    Number(f64),
    Slot(Slot),
}

/// What a row's numbers rest on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// For each part, whether an answer was missing.
    pub(super) imputed: Vec<bool>,
    /// Columns whose number was clamped.
    pub(super) clamped: u32,
    /// Columns with a level the survey does not have.
    pub(super) foreign: u32,
}

/// A design that reads rows.
pub(super) struct Bound<'a> {
    design: &'a Design,
    sources: &'a [Source],
    slots: Vec<Vec<Slot>>,
}

impl Bound<'_> {
    /// The numbers of a row into `out`, which is as long as the design is wide. `region` is the row's
    /// place among the regions of the survey.
    pub(super) fn row(&self, row: usize, region: u32, out: &mut [f64]) -> Told {
        let mut told = Told::default();
        let (cells, lacks) = self.cells(row, region, &mut told);
        out.fill(0.0);
        out[0] = 1.0;
        for part in &self.design.parts {
            told.imputed.push(part.sources.iter().any(|s| lacks[*s]));
            self.part(part, &cells, &lacks, out);
        }
        told
    }

    /// What a row holds in each column, and whether the answer is missing.
    fn cells(&self, row: usize, region: u32, told: &mut Told) -> (Vec<Cell>, Vec<bool>) {
        let columns = self.design.learned.iter().enumerate();
        columns.map(|(at, learned)| self.cell(at, learned, row, region, told)).unzip()
    }

    /// The columns of one part.
    fn part(&self, part: &Part, cells: &[Cell], lacks: &[bool], out: &mut [f64]) {
        let lacking = part.sources.iter().any(|s| lacks[*s]);
        let own = part.levels.last().is_some_and(|l| part.variable && l == MISSING);
        let columns = &mut out[part.first..part.first + part.levels.len()];
        let (body, last) = if own { columns.split_at_mut(columns.len() - 1) } else { (columns, [].as_mut_slice()) };
        if let Some(indicator) = last.first_mut() {
            *indicator = f64::from(u8::from(lacking));
        }
        body.fill(0.0);
        let category = part.sources.first().is_some_and(|s| matches!(cells[*s], Cell::Slot(_)));
        // a missing category with an indicator of its own is that level and no other
        if !(own && lacking && category) {
            self.product(part, cells, body);
        }
    }

    /// Calls `seen` with the numbers of a row for every answer that its missing columns could have: each level
    /// of a category, evenly spaced values of a number between the survey's least and greatest. Columns
    /// that meet in a term vary together; `seen` is told which parts the numbers are for. Each such group of
    /// columns is tried in at most [`TRIED`] ways or a few more.
    pub(super) fn alternatives(
        &self,
        row: usize,
        region: u32,
        out: &mut [f64],
        seen: &mut dyn FnMut(&[usize], &[f64]),
    ) {
        let (given, lacks) = self.cells(row, region, &mut Told::default());
        for (sources, parts) in self.design.together(&lacks) {
            let numbers = sources.iter().filter(|s| matches!(self.design.learned[**s], Learned::Number { .. })).count();
            let levels: usize = sources.iter().map(|s| self.design.learned[*s].answers(1)).product();
            let mut steps = TRIED_NUMBERS;
            while steps > 2 && (0..numbers).fold(levels, |ways, _| ways.saturating_mul(steps)) > TRIED {
                steps -= 1;
            }
            let counts: Vec<usize> = sources.iter().map(|s| self.design.learned[*s].answers(steps)).collect();
            let (mut cells, mut lacks) = (given.clone(), lacks.clone());
            sources.iter().for_each(|s| lacks[*s] = false);
            for way in 0..counts.iter().product() {
                let mut rest = way;
                for (source, count) in sources.iter().zip(&counts) {
                    cells[*source] = self.design.learned[*source].answer(rest % count, *count);
                    rest /= count;
                }
                parts.iter().for_each(|part| self.part(&self.design.parts[*part], &cells, &lacks, out));
                seen(&parts, out);
            }
        }
    }

    fn cell(&self, at: usize, learned: &Learned, row: usize, region: u32, told: &mut Told) -> (Cell, bool) {
        match (learned, &self.sources[at].values) {
            (Learned::Number { median, medians, minimum, maximum, .. }, Values::Number(values)) => {
                let x = values[row];
                if x.is_nan() {
                    let own = medians.get(region as usize).copied().filter(|m| !m.is_nan());
                    return (Cell::Number(own.unwrap_or(*median)), true);
                }
                let kept = x.clamp(*minimum, *maximum);
                told.clamped += u32::from(kept != x);
                (Cell::Number(kept), false)
            }
            (Learned::Category { .. }, Values::Category { codes, .. }) => match codes[row] {
                NONE => (Cell::Slot(Slot::Foreign), true),
                code => {
                    let slot = self.slots[at][code as usize];
                    told.foreign += u32::from(slot == Slot::Foreign);
                    (Cell::Slot(slot), slot == Slot::Foreign)
                }
            },
            // the reader gives each column as the design has it
            (Learned::Number { median, .. }, _) => (Cell::Number(*median), true),
            (Learned::Category { .. }, _) => (Cell::Slot(Slot::Foreign), true),
        }
    }

    /// The product of the factors, one number for each combination of levels.
    fn product(&self, part: &Part, cells: &[Cell], body: &mut [f64]) {
        let mut width = 1;
        body[0] = 1.0;
        for (factor, source) in part.term.factors.iter().zip(&part.sources) {
            match (cells[*source], &self.design.learned[*source]) {
                (Cell::Number(x), Learned::Number { floor, .. }) => {
                    let x = factor.shape.of(x, *floor);
                    body[..width].iter_mut().for_each(|b| *b *= x);
                }
                (Cell::Slot(slot), Learned::Category { levels, shares, .. }) => {
                    let before: Vec<f64> = body[..width].to_vec();
                    for (i, value) in before.iter().enumerate() {
                        for (l, share) in shares.iter().enumerate() {
                            let indicator = match slot {
                                Slot::Level(at) => f64::from(u8::from(at == l)),
                                Slot::Reference => 0.0,
                                Slot::Foreign => *share,
                            };
                            body[i * levels.len() + l] = value * indicator;
                        }
                    }
                    width *= levels.len();
                }
                _ => body.fill(0.0),
            }
        }
    }
}

/// Whether a shape other than the plain one is asked of a category.
#[must_use]
pub fn shaped_category<'a>(term: &'a Term, sources: &[Source]) -> Option<&'a str> {
    term.factors
        .iter()
        .filter(|factor| factor.shape != Shape::Plain)
        .find(|factor| sources.iter().any(|s| s.name == factor.column && matches!(s.values, Values::Category { .. })))
        .map(|factor| factor.column.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn survey() -> Survey {
        let rows = 60;
        let number = (0..rows).map(|i| if i % 5 == 0 { f64::NAN } else { f64::from(i) }).collect();
        let codes = (0..rows).map(|i| if i < 3 { 2 } else { i % 2 }).collect();
        let levels = ["a", "b", "c"].map(str::to_owned).to_vec();
        Survey {
            sources: vec![
                Source { name: "x".to_owned(), values: Values::Number(number) },
                Source { name: "k".to_owned(), values: Values::Category { codes, levels } },
            ],
            variables: vec!["x".to_owned(), "k".to_owned()],
            terms: vec![Term::parse("x^2").unwrap(), Term::parse("x*k").unwrap()],
            welfare: vec![0.0; rows as usize],
            weights: vec![1.0; rows as usize],
            people: None,
            clusters: None,
            regions: None,
        }
    }

    #[test]
    fn a_missing_number_is_the_median_with_an_indicator_and_a_rare_level_joins_the_reference() {
        let survey = survey();
        let rows: Vec<usize> = (0..60).collect();
        let design = Design::learn(&survey, &rows);
        let levels: Vec<&str> = design.parts.iter().flat_map(|p| p.levels.iter().map(String::as_str)).collect();
        assert_eq!(levels, ["", MISSING, "b", "", "b"]);
        assert_eq!(design.left_out.len(), 1);
        let bound = design.bind(&survey.sources);
        let mut out = vec![0.0; design.width];
        let told = bound.row(5, NONE, &mut out);
        assert_eq!(out, [1.0, 29.0, 1.0, 1.0, 841.0, 29.0]);
        assert_eq!(told.imputed, [true, false, true, true]);
        bound.row(4, NONE, &mut out);
        assert_eq!(out, [1.0, 4.0, 0.0, 0.0, 16.0, 0.0]);
    }

    #[test]
    fn a_level_the_survey_does_not_have_contributes_the_mean_and_a_number_outside_is_clamped() {
        let survey = survey();
        let design = Design::learn(&survey, &(0..60).collect::<Vec<_>>());
        let register = [
            Source { name: "x".to_owned(), values: Values::Number(vec![500.0]) },
            Source {
                name: "k".to_owned(),
                values: Values::Category { codes: vec![0], levels: vec!["baru".to_owned()] },
            },
        ];
        let mut out = vec![0.0; design.width];
        let told = design.bind(&register).row(0, NONE, &mut out);
        let Learned::Category { shares, .. } = &design.learned[1] else { panic!("a category") };
        assert_eq!((out[1], out[3]), (59.0, shares[0]));
        assert_eq!((told.clamped, told.foreign), (1, 1));
    }
}
