//! The specification of a survey as a TOML file.

use super::refused::{PmtRefused, SurveyRefused};
use crate::spec::{Reader, SpecRefused, quoted};
use std::fmt::Write as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const KEYS: [&str; 13] = [
    "target",
    "target_is_log",
    "weight",
    "cluster",
    "region",
    "household_size",
    "variables",
    "exclude",
    "categorical",
    "terms",
    "folds",
    "seed",
    "quotas",
];

/// The seed when none is given.
const SEED: u64 = 2016;

/// What a specification says; what it does not say is guessed. A column given as `""` is none, and is not
/// guessed.
#[derive(Clone, Debug, PartialEq)]
pub struct PmtSpec {
    /// The column of welfare.
    pub target: Option<String>,
    /// Whether it is a logarithm already.
    pub target_is_log: Option<bool>,
    /// The column of household weights.
    pub weight: Option<String>,
    /// The column of clusters: villages of the sample.
    pub cluster: Option<String>,
    /// The column of regions.
    pub region: Option<String>,
    /// The column of the number of members.
    pub household_size: Option<String>,
    /// The columns that enter.
    pub variables: Option<Vec<String>>,
    /// The columns that do not.
    pub exclude: Option<Vec<String>>,
    /// Columns of numbers that are codes.
    pub categorical: Option<Vec<String>>,
    /// Terms beside the variables.
    pub terms: Vec<String>,
    /// Folds of the cross-validation.
    pub folds: usize,
    /// The seed of the folds.
    pub seed: u64,
    /// Quotas in percent.
    pub quotas: Vec<f64>,
}

impl Default for PmtSpec {
    fn default() -> Self {
        Self {
            target: None,
            target_is_log: None,
            weight: None,
            cluster: None,
            region: None,
            household_size: None,
            variables: None,
            exclude: None,
            categorical: None,
            terms: Vec::new(),
            folds: 5,
            seed: SEED,
            quotas: vec![20.0, 40.0],
        }
    }
}

/// Reads a specification. `file` is its name in refusals.
///
/// # Errors
/// Anything that is not understood, with its line and column.
pub fn parse(file: &str, text: &str) -> Result<PmtSpec, PmtRefused> {
    let reader = Reader { file, text };
    let table = DeTable::parse(text).map_err(|e| SpecRefused::Syntax {
        at: reader.at(&e.span().unwrap_or(0..0)),
        reason: e.message().to_owned(),
    })?;
    let top = table.get_ref();
    reader.keys(top, &KEYS)?;
    let read = Keys { reader: &reader, top };
    if let (Some(_), Some(second)) = (top.get("variables"), top.get("exclude")) {
        return Err(SurveyRefused::VariablesAndExclude { at: reader.at(&second.span()) }.into());
    }
    let default = PmtSpec::default();
    Ok(PmtSpec {
        target: read.column("target")?,
        target_is_log: read.truth("target_is_log")?,
        weight: read.column("weight")?,
        cluster: read.column("cluster")?,
        region: read.column("region")?,
        household_size: read.column("household_size")?,
        variables: read.list("variables")?,
        exclude: read.list("exclude")?,
        categorical: read.list("categorical")?,
        terms: read.list("terms")?.unwrap_or_default(),
        folds: read.whole("folds", 2..=50, "bilangan bulat dari 2 sampai 50")?.map_or(default.folds, |n| n as usize),
        seed: read.whole("seed", 0..=i64::MAX as u64, "bilangan bulat mulai dari 0")?.unwrap_or(default.seed),
        quotas: read.quotas()?.unwrap_or(default.quotas),
    })
}

struct Keys<'a> {
    reader: &'a Reader<'a>,
    top: &'a DeTable<'a>,
}

impl Keys<'_> {
    fn column(&self, key: &str) -> Result<Option<String>, SpecRefused> {
        let Some(value) = self.top.get(key) else { return Ok(None) };
        match value.get_ref() {
            DeValue::String(text) => Ok(Some(text.to_string())),
            _ => Err(self.reader.wrong(value, key, "nama kolom dalam tanda kutip, atau \"\" bila tidak ada")),
        }
    }

    fn truth(&self, key: &str) -> Result<Option<bool>, SpecRefused> {
        let Some(value) = self.top.get(key) else { return Ok(None) };
        match value.get_ref() {
            DeValue::Boolean(truth) => Ok(Some(*truth)),
            _ => Err(self.reader.wrong(value, key, "true atau false")),
        }
    }

    fn list(&self, key: &str) -> Result<Option<Vec<String>>, SpecRefused> {
        let Some(value) = self.top.get(key) else { return Ok(None) };
        let wrong = |at: &Spanned<DeValue<'_>>| self.reader.wrong(at, key, "daftar teks dalam tanda kutip");
        let DeValue::Array(list) = value.get_ref() else { return Err(wrong(value)) };
        list.iter()
            .map(|item| match item.get_ref() {
                DeValue::String(text) if !text.trim().is_empty() => Ok(text.to_string()),
                _ => Err(wrong(item)),
            })
            .collect::<Result<_, _>>()
            .map(Some)
    }

    fn whole(
        &self,
        key: &'static str,
        bounds: std::ops::RangeInclusive<u64>,
        said: &'static str,
    ) -> Result<Option<u64>, PmtRefused> {
        let Some(value) = self.top.get(key) else { return Ok(None) };
        let DeValue::Integer(number) = value.get_ref() else {
            return Err(self.reader.wrong(value, key, said).into());
        };
        let number = i128::from_str_radix(number.as_str(), number.radix()).ok();
        match number.and_then(|n| u64::try_from(n).ok()).filter(|n| bounds.contains(n)) {
            Some(number) => Ok(Some(number)),
            None => Err(SurveyRefused::OutOfBounds { at: self.reader.at(&value.span()), key, bounds: said }.into()),
        }
    }

    /// Percents; a list with nothing above 1 is one of shares.
    fn quotas(&self) -> Result<Option<Vec<f64>>, PmtRefused> {
        const SAID: &str = "daftar persen di antara 0 dan 100, misalnya [20, 40]";
        let Some(value) = self.top.get("quotas") else { return Ok(None) };
        let wrong = |at: &Spanned<DeValue<'_>>| PmtRefused::from(self.reader.wrong(at, "quotas", SAID));
        let DeValue::Array(list) = value.get_ref() else { return Err(wrong(value)) };
        let numbers: Vec<f64> = list
            .iter()
            .map(|item| {
                let number = match item.get_ref() {
                    DeValue::Integer(number) => number.as_str().parse().ok(),
                    DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
                    _ => None,
                };
                number.ok_or_else(|| wrong(item))
            })
            .collect::<Result<_, _>>()?;
        let shares = numbers.iter().all(|q| *q <= 1.0);
        let percents: Vec<f64> = numbers.iter().map(|q| if shares { q * 100.0 } else { *q }).collect();
        if percents.is_empty() || !percents.iter().all(|q| *q > 0.0 && *q < 100.0) {
            let at = self.reader.at(&value.span());
            return Err(SurveyRefused::OutOfBounds { at, key: "quotas", bounds: SAID }.into());
        }
        Ok(Some(percents))
    }
}

/// A specification as a file: what [`parse`] reads back.
#[must_use]
pub fn print(spec: &PmtSpec) -> String {
    let mut out = String::new();
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{key} = {value}");
        }
    };
    let list = |names: &[String]| format!("[{}]", names.iter().map(|n| quoted(n)).collect::<Vec<_>>().join(", "));
    line("target", spec.target.as_deref().map(quoted));
    line("target_is_log", spec.target_is_log.map(|truth| truth.to_string()));
    line("weight", spec.weight.as_deref().map(quoted));
    line("cluster", spec.cluster.as_deref().map(quoted));
    line("region", spec.region.as_deref().map(quoted));
    line("household_size", spec.household_size.as_deref().map(quoted));
    line("variables", spec.variables.as_deref().map(list));
    line("exclude", spec.exclude.as_deref().map(list));
    line("categorical", spec.categorical.as_deref().map(list));
    line("terms", (!spec.terms.is_empty()).then(|| list(&spec.terms)));
    line("folds", Some(spec.folds.to_string()));
    line("seed", Some(spec.seed.to_string()));
    let quotas: Vec<String> = spec.quotas.iter().map(f64::to_string).collect();
    line("quotas", Some(format!("[{}]", quotas.join(", "))));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "\
target = \"lnpcexp\"
target_is_log = true
weight = \"\"
cluster = \"commune\"
household_size = \"hhsize\"
variables = [\"sex\", \"age\"]
categorical = [\"sex\"]
terms = [\"age^2\", \"ln(hhsize)\"]
folds = 5
seed = 7
quotas = [20, 40]
";

    #[test]
    fn a_specification_is_read_and_prints_back_to_itself() {
        let spec = parse("s.toml", WHOLE).unwrap();
        assert_eq!((spec.folds, spec.seed, spec.quotas.as_slice()), (5, 7, [20.0, 40.0].as_slice()));
        assert_eq!(spec.weight.as_deref(), Some(""));
        assert_eq!(print(&spec), WHOLE);
        assert_eq!(parse("s.toml", "").unwrap(), PmtSpec::default());
        assert_eq!(parse("s.toml", "quotas = [0.2, 0.4]").unwrap().quotas, [20.0, 40.0]);
    }

    fn check(text: &str, code: &str, says: &str) {
        let refused = parse("s.toml", text).unwrap_err();
        assert_eq!(refused.code(), code, "{refused}");
        assert!(refused.to_string().contains(says), "{refused}");
    }

    #[test]
    fn what_is_not_understood_is_refused_with_its_place() {
        check("\ntarget = \"y\"\nvariable = [\"a\"]\n", "SPEC_KUNCI_TIDAK_DIKENAL", "nearest=variables");
        check("variables = [\"a\"]\nexclude = [\"b\"]\n", "SPEC_PEUBAH_GANDA", "at=s.toml:2:11");
        check("variables = \"a\"\n", "SPEC_NILAI_SALAH", "key=variables");
        check("folds = 1\n", "SPEC_DI_LUAR_BATAS", "key=folds");
        check("folds = \"5\"\n", "SPEC_NILAI_SALAH", "key=folds");
        check("seed = -1\n", "SPEC_DI_LUAR_BATAS", "key=seed");
        check("quotas = [20, 140]\n", "SPEC_DI_LUAR_BATAS", "key=quotas");
        check("quotas = []\n", "SPEC_DI_LUAR_BATAS", "key=quotas");
        check("target_is_log = \"ya\"\n", "SPEC_NILAI_SALAH", "true atau false");
        check("target = \n", "SPEC_TIDAK_TERBACA", "at=s.toml:1");
    }
}
