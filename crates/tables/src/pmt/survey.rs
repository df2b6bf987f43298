//! From a file and a specification to a survey: roles guessed where they are not given, rows that cannot
//! be used counted.

use super::file::TableFile;
use super::refused::{PmtRefused, SurveyRefused};
use super::spec::PmtSpec;
use super::values::Texts;
use arrow::array::StringArray;
use ranking::tabular::design::shaped_category;
use ranking::tabular::{Groups, NONE, Source, Survey, Term, Values};

/// Names by which a role is recognised, in the order of trust; compared without case and separators.
const TARGET: [&str; 17] = [
    "lnpcexp",
    "lnpce",
    "lnpcexpenditure",
    "lnpcconsumption",
    "logpcexp",
    "pcexp",
    "pce",
    "pcexpenditure",
    "percapitaexpenditure",
    "percapitaconsumption",
    "pcconsumption",
    "welfare",
    "consumption",
    "expenditure",
    "pengeluaranperkapita",
    "pengeluaran",
    "konsumsi",
];
const WEIGHT: [&str; 10] =
    ["weight", "hhweight", "weights", "wgt", "wt", "hhwt", "sampleweight", "fwt", "penimbang", "bobot"];
const CLUSTER: [&str; 8] = ["cluster", "psu", "clusterid", "village", "commune", "ea", "desa", "kelurahan"];
const REGION: [&str; 6] = ["region", "province", "district", "kabupaten", "provinsi", "wilayah"];
const SIZE: [&str; 7] = ["hhsize", "householdsize", "hsize", "familysize", "jumlahart", "jumlahanggota", "nmembers"];

/// Levels of a guessed category, and of one that is named.
const LEVELS_GUESSED: usize = 100;
const LEVELS_MAX: usize = 1000;
/// A guessed variable that goes with welfare as closely as this is a part of it.
const PART_OF_TARGET: f64 = 0.8;
/// So is one whose name says so.
const MONEY: [&str; 8] =
    ["expend", "consum", "pengeluaran", "konsumsi", "income", "pendapatan", "lntotal", "percapita"];
/// Fewer usable rows are no survey.
const ROWS_MIN: usize = 50;

/// A survey with what was decided on the way to it.
pub(super) struct Read {
    pub(super) survey: Survey,
    /// The specification with every role in it.
    pub(super) spec: PmtSpec,
    pub(super) target: String,
    pub(super) target_is_log: bool,
    /// Keys that were guessed.
    pub(super) guessed: Vec<&'static str>,
    /// Remarks in Indonesian.
    pub(super) remarks: Vec<String>,
}

/// Reads a survey.
pub(super) fn read(file: &TableFile, given: &PmtSpec) -> Result<Read, PmtRefused> {
    let mut roles = Roles { file, given, guessed: Vec::new() };
    let spec = roles.decide()?;
    let guessed = roles.guessed;
    let terms: Vec<Term> = spec.terms.iter().map(|text| term(file, text)).collect::<Result<_, _>>()?;
    let named: Vec<&String> = spec.variables.iter().chain(&spec.exclude).chain(&spec.categorical).flatten().collect();
    named.iter().try_for_each(|name| file.position(name).map(drop))?;

    let all: Vec<usize> = (0..file.columns().len()).collect();
    let blocks: Vec<Vec<StringArray>> = file.blocks(&all)?.collect::<Result<_, _>>()?;
    let mut reader = Reader { file, spec, blocks, remarks: file.notes(), guessed };
    let target = reader.spec.target.clone().unwrap_or_default();
    let target_is_log = reader.spec.target_is_log.unwrap_or_default();
    let (rows, welfare) = reader.welfare(&target, target_is_log)?;
    let (rows, welfare, weights) = reader.weights(rows, welfare)?;
    let variables = reader.variables(&terms, &rows, &welfare)?;
    let sources = reader.sources(&variables, &terms)?;
    for term in &terms {
        if let Some(column) = shaped_category(term, &sources) {
            let refused = SurveyRefused::ShapedCategory { term: term.to_string(), column: column.to_owned() };
            return Err(refused.into());
        }
    }
    let groups = |name: &Option<String>| -> Result<Option<Groups>, PmtRefused> {
        let Some(name) = used(name) else { return Ok(None) };
        Ok(Some(reader.texts(name)?.groups(name)))
    };
    let (clusters, regions) = (groups(&reader.spec.cluster)?, groups(&reader.spec.region)?);
    let people = reader.people()?;
    let survey = Survey {
        sources,
        variables: variables.clone(),
        terms,
        welfare: Vec::new(),
        weights: Vec::new(),
        people: None,
        clusters,
        regions,
    };
    let survey = kept(survey, &rows, welfare, weights, people, &mut reader.remarks);
    let categories = survey.sources.iter().filter(|s| matches!(s.values, Values::Category { .. }));
    let categories: Vec<String> = categories.map(|s| s.name.clone()).collect();
    if reader.spec.categorical.as_ref() != Some(&categories) {
        if reader.spec.categorical.is_none() {
            reader.guessed.push("categorical");
        }
        reader.spec.categorical = Some(categories);
    }
    reader.spec.exclude = None;
    reader.spec.variables = Some(variables);
    let Reader { spec, remarks, guessed, .. } = reader;
    Ok(Read { survey, spec, target, target_is_log, guessed, remarks })
}

fn used(name: &Option<String>) -> Option<&str> {
    name.as_deref().filter(|n| !n.is_empty())
}

fn term(file: &TableFile, text: &str) -> Result<Term, PmtRefused> {
    let bad = |part| SurveyRefused::BadTerm { term: text.to_owned(), part };
    let term = Term::parse(text).map_err(|e| bad(e.part))?;
    term.factors.iter().try_for_each(|factor| file.position(&factor.column).map(drop))?;
    Ok(term)
}

/// Only the rows that can be used.
fn kept(
    mut survey: Survey,
    rows: &[usize],
    welfare: Vec<f64>,
    weights: Vec<f64>,
    people: Option<Vec<f64>>,
    remarks: &mut Vec<String>,
) -> Survey {
    let all = survey.sources.first().map_or(0, |s| s.values.rows());
    survey.welfare = vec![0.0; all];
    survey.weights = vec![1.0; all];
    survey.people = people;
    let mut survey = Survey { welfare, weights, ..survey.taken(rows) };
    if survey.clusters.as_ref().zip(survey.regions.as_ref()).is_some_and(|(c, r)| c.same_as(r)) {
        remarks.push("wilayah dan klaster adalah kelompok yang sama; dipakai sebagai klaster saja".to_owned());
        survey.regions = None;
    }
    if let Some(clusters) = &survey.clusters {
        let mut counts = vec![0usize; clusters.names.len()];
        clusters.of.iter().filter_map(|c| usize::try_from(*c).ok()).for_each(|c| {
            if let Some(count) = counts.get_mut(c) {
                *count += 1;
            }
        });
        let alone = clusters.of.iter().filter(|c| **c == NONE).count();
        let filled = counts.iter().filter(|c| **c > 0).count();
        remarks.push(format!("{filled} klaster `{}`", clusters.name));
        if alone > 0 {
            remarks.push(format!("{alone} baris tanpa klaster; masing-masing menjadi klaster sendiri"));
        }
        if counts.iter().all(|c| *c <= 1) {
            remarks.push("satu rumah tangga tiap klaster: efek desa tidak dapat ditaksir dan menjadi nol".to_owned());
        }
    }
    survey
}

struct Roles<'a> {
    file: &'a TableFile,
    given: &'a PmtSpec,
    guessed: Vec<&'static str>,
}

impl Roles<'_> {
    fn decide(&mut self) -> Result<PmtSpec, PmtRefused> {
        let given = self.given;
        let mut spec = given.clone();
        spec.target = self.role("target", &given.target, &TARGET, true)?;
        let target =
            used(&spec.target).ok_or_else(|| SurveyRefused::NoTarget { columns: self.file.columns().join(", ") })?;
        if given.target_is_log.is_none() {
            let name = folded(target);
            spec.target_is_log = Some(name.starts_with("ln") || name.starts_with("log"));
            self.guessed.push("target_is_log");
        }
        spec.weight = self.role("weight", &given.weight, &WEIGHT, false)?;
        spec.cluster = self.role("cluster", &given.cluster, &CLUSTER, false)?;
        spec.region = self.role("region", &given.region, &REGION, false)?;
        spec.household_size = self.role("household_size", &given.household_size, &SIZE, true)?;
        let roles = [
            ("target", &spec.target),
            ("weight", &spec.weight),
            ("cluster", &spec.cluster),
            ("household_size", &spec.household_size),
        ];
        for (at, (second, column)) in roles.iter().enumerate() {
            let Some(column) = used(column) else { continue };
            if let Some((first, _)) = roles[..at].iter().find(|(_, other)| used(other) == Some(column)) {
                return Err(SurveyRefused::TwoRoles { column: column.to_owned(), first, second }.into());
            }
            let variable = spec.variables.iter().flatten().any(|v| v == column);
            if variable && matches!(*second, "target" | "weight") {
                let second_role = "variables";
                return Err(
                    SurveyRefused::TwoRoles { column: column.to_owned(), first: second, second: second_role }.into()
                );
            }
        }
        Ok(spec)
    }

    /// The given column, or the first whose name is known for the role; one that has another use in the
    /// specification is not guessed, unless the role goes beside being a variable.
    fn role(
        &mut self,
        key: &'static str,
        given: &Option<String>,
        known: &[&str],
        beside: bool,
    ) -> Result<Option<String>, PmtRefused> {
        if let Some(name) = given {
            if !name.is_empty() {
                self.file.position(name)?;
            }
            return Ok(Some(name.clone()));
        }
        let mut taken: Vec<&String> = [&self.given.target, &self.given.weight, &self.given.cluster, &self.given.region]
            .into_iter()
            .flatten()
            .collect();
        taken.extend(self.given.exclude.iter().flatten());
        if !beside || key == "target" {
            taken.extend(self.given.variables.iter().flatten());
            taken.extend(self.given.categorical.iter().flatten());
        }
        let free = |name: &&String| !taken.contains(name);
        let found = known
            .iter()
            .find_map(|word| self.file.columns().iter().filter(free).find(|column| folded(column) == *word))
            .cloned();
        self.guessed.push(key);
        Ok(Some(found.unwrap_or_default()))
    }
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Rows with their welfare and their weight.
type Weighed = (Vec<usize>, Vec<f64>, Vec<f64>);

struct Reader<'a> {
    file: &'a TableFile,
    spec: PmtSpec,
    blocks: Vec<Vec<StringArray>>,
    remarks: Vec<String>,
    guessed: Vec<&'static str>,
}

impl Reader<'_> {
    fn texts(&self, column: &str) -> Result<Texts<'_>, PmtRefused> {
        let at = self.file.position(column)?;
        Ok(Texts { blocks: self.blocks.iter().map(|block| &block[at]).collect() })
    }

    /// A column that has to be numbers.
    fn numbers(&self, column: &str, role: &'static str) -> Result<super::values::Numbers, PmtRefused> {
        let found = self.texts(column)?.numbers();
        if found.are_numbers() {
            return Ok(found);
        }
        let column = column.to_owned();
        let (wrong, values, row) = (found.wrong, found.written, found.first_wrong);
        Err(SurveyRefused::NotNumbers { column, role, wrong, values, row }.into())
    }

    /// Rows with usable welfare, and its logarithm.
    fn welfare(&mut self, target: &str, is_log: bool) -> Result<(Vec<usize>, Vec<f64>), PmtRefused> {
        let found = self.numbers(target, "sasaran")?;
        let rows = found.values.len();
        let missing = found.values.iter().filter(|y| y.is_nan()).count();
        let negative = if is_log { 0 } else { found.values.iter().filter(|y| **y <= 0.0).count() };
        if negative * 2 > rows - missing {
            let column = target.to_owned();
            let (wrong, rows) = (negative as u64, (rows - missing) as u64);
            return Err(SurveyRefused::NotPositive { column, wrong, rows }.into());
        }
        if missing > 0 {
            self.remarks.push(format!("{missing} baris tanpa `{target}` tidak dipakai"));
        }
        if negative > 0 {
            self.remarks.push(format!("{negative} baris dengan `{target}` nol atau negatif tidak dipakai"));
        }
        let usable: Vec<usize> =
            (0..rows).filter(|i| if is_log { !found.values[*i].is_nan() } else { found.values[*i] > 0.0 }).collect();
        let welfare: Vec<f64> = usable
            .iter()
            .map(|i| if is_log { found.values[*i] } else { ranking::tabular::ln(found.values[*i]).unwrap_or(0.0) })
            .collect();
        if usable.len() >= ROWS_MIN && welfare.iter().all(|y| *y == welfare[0]) {
            return Err(SurveyRefused::Constant { column: target.to_owned() }.into());
        }
        Ok((usable, welfare))
    }

    /// Rows with weight.
    fn weights(&mut self, rows: Vec<usize>, welfare: Vec<f64>) -> Result<Weighed, PmtRefused> {
        let all = self.blocks.iter().map(|b| b.first().map_or(0, arrow::array::Array::len)).sum::<usize>();
        let no_target = (all - rows.len()) as u64;
        let given = match used(&self.spec.weight) {
            None => vec![1.0; all],
            Some(column) => {
                let found = self.numbers(column, "bobot")?;
                let negative = found.values.iter().filter(|w| **w < 0.0).count() as u64;
                if negative > 0 {
                    let row = found.values.iter().position(|w| *w < 0.0).unwrap_or(0) as u64 + 1;
                    return Err(SurveyRefused::NegativeWeight { column: column.to_owned(), rows: negative, row }.into());
                }
                found.values
            }
        };
        let weighed: Vec<(usize, f64)> = rows.iter().copied().zip(welfare).filter(|(i, _)| given[*i] > 0.0).collect();
        let no_weight = (rows.len() - weighed.len()) as u64;
        if no_weight > 0 {
            self.remarks.push(format!("{no_weight} baris tanpa bobot atau berbobot nol tidak dipakai"));
        }
        if weighed.len() < ROWS_MIN {
            let (usable, needed) = (weighed.len() as u64, ROWS_MIN as u64);
            return Err(SurveyRefused::TooFewRows { usable, needed, no_target, no_weight }.into());
        }
        let weights = weighed.iter().map(|(i, _)| given[*i]).collect();
        let (rows, welfare) = weighed.into_iter().unzip();
        Ok((rows, welfare, weights))
    }

    fn people(&mut self) -> Result<Option<Vec<f64>>, PmtRefused> {
        let Some(column) = used(&self.spec.household_size) else { return Ok(None) };
        let found = self.numbers(column, "jumlah anggota")?;
        let wrong = found.values.iter().filter(|n| n.is_nan() || **n <= 0.0).count();
        let remark = format!("{wrong} baris tanpa jumlah anggota dihitung sebagai satu orang");
        let sizes = found.values.iter().map(|n| if *n > 0.0 { *n } else { 1.0 }).collect();
        if wrong > 0 {
            self.remarks.push(remark);
        }
        Ok(Some(sizes))
    }

    /// The variables that are named, or all columns without another role.
    fn variables(&mut self, terms: &[Term], rows: &[usize], welfare: &[f64]) -> Result<Vec<String>, PmtRefused> {
        if let Some(named) = self.spec.variables.clone() {
            let mut once: Vec<String> = Vec::new();
            named.into_iter().for_each(|name| {
                if !once.contains(&name) {
                    once.push(name);
                }
            });
            if once.is_empty() && terms.is_empty() {
                return Err(SurveyRefused::NoVariables.into());
            }
            return Ok(once);
        }
        let guessing = self.spec.exclude.is_none();
        self.guessed.push("variables");
        let roles: Vec<String> = [&self.spec.target, &self.spec.weight, &self.spec.cluster, &self.spec.region]
            .into_iter()
            .filter_map(|role| used(role).map(str::to_owned))
            .chain(self.spec.exclude.iter().flatten().cloned())
            .collect();
        let free: Vec<String> = self.file.columns().iter().filter(|c| !roles.contains(c)).cloned().collect();
        let mut variables = Vec::new();
        for column in free {
            let left_out = self.not_a_variable(&column, guessing, rows, welfare)?;
            match left_out {
                Some(why) => self.remarks.push(format!("kolom `{column}` tidak dipakai: {why}")),
                None => variables.push(column),
            }
        }
        if variables.is_empty() && terms.is_empty() {
            return Err(SurveyRefused::NoVariables.into());
        }
        Ok(variables)
    }

    /// Why a column that was not named does not enter.
    fn not_a_variable(
        &self,
        column: &str,
        guessing: bool,
        rows: &[usize],
        welfare: &[f64],
    ) -> Result<Option<String>, PmtRefused> {
        let texts = self.texts(column)?;
        let found = texts.numbers();
        if found.written == 0 {
            return Ok(Some("kosong seluruhnya".to_owned()));
        }
        if self.is_category(column, &found) {
            let Values::Category { levels, .. } = texts.category() else { return Ok(None) };
            return Ok((levels.len() > LEVELS_GUESSED).then(|| format!("{} tingkat", levels.len())));
        }
        let mut whole: Vec<u64> = found.values.iter().filter(|x| x.fract() == 0.0).map(|x| x.to_bits()).collect();
        whole.sort_unstable();
        whole.dedup();
        if whole.len() == found.values.len() {
            return Ok(Some("setiap baris berbeda, seperti nomor urut".to_owned()));
        }
        if !guessing {
            return Ok(None);
        }
        let name = folded(column);
        let log = |name: &str| name.starts_with("ln") || name.starts_with("log");
        let target = folded(used(&self.spec.target).unwrap_or_default());
        if MONEY.iter().any(|word| name.contains(word)) || (log(&name) && log(&target)) {
            return Ok(Some("menurut namanya bagian dari sasaran".to_owned()));
        }
        let goes_with = correlation(rows.iter().map(|i| found.values[*i]).zip(welfare.iter().copied()));
        Ok((goes_with.abs() > PART_OF_TARGET)
            .then(|| format!("korelasinya dengan sasaran {goes_with:.2}; mungkin bagian darinya")))
    }

    fn is_category(&self, column: &str, found: &super::values::Numbers) -> bool {
        let named = self.spec.categorical.iter().flatten().any(|c| c == column);
        named || !found.are_numbers()
    }

    /// The columns that variables and terms need.
    fn sources(&mut self, variables: &[String], terms: &[Term]) -> Result<Vec<Source>, PmtRefused> {
        let mut names: Vec<String> = variables.to_vec();
        for name in terms.iter().flat_map(|t| &t.factors).map(|f| &f.column) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let mut sources = Vec::new();
        for name in names {
            let found = self.texts(&name)?.numbers();
            let values = if self.is_category(&name, &found) && found.written > 0 {
                let values = self.texts(&name)?.category();
                if let Values::Category { levels, .. } = &values
                    && levels.len() > LEVELS_MAX
                {
                    let (levels, limit) = (levels.len() as u64, LEVELS_MAX as u64);
                    return Err(SurveyRefused::TooManyLevels { column: name, levels, limit }.into());
                }
                values
            } else {
                if found.wrong > 0 {
                    let line = format!("kolom `{name}`: {} nilai bukan angka dihitung sebagai kosong", found.wrong);
                    self.remarks.push(line);
                }
                Values::Number(found.values)
            };
            sources.push(Source { name, values });
        }
        Ok(sources)
    }
}

/// Pearson's correlation of the pairs that are numbers.
fn correlation(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut n, mut x, mut y, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for (a, b) in pairs.filter(|(a, b)| !a.is_nan() && !b.is_nan()) {
        n += 1.0;
        x += a;
        y += b;
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    let spread = (n * xx - x * x) * (n * yy - y * y);
    if spread > 0.0 { (n * xy - x * y) / spread.sqrt() } else { 0.0 }
}
