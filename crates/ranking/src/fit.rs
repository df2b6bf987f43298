//! Fitting the model on a survey: the own kabupaten by its own rows, steadied by the pool.
//!
//! **Partial pooling.** One weighted least squares over all rows, with an intercept for each
//! kabupaten and common slopes. The own kabupaten's rows carry their survey weights, scaled to
//! sum to its effective number of observations (Kish: (Σw)²/Σw²). All other rows together are
//! scaled to sum to `10 × number of columns` effective observations, or to their own effective
//! number if that is smaller. So the pool counts as much as a kabupaten with ten observations per
//! variable (the floor of ranking.md §3), a kabupaten with fewer leans on the pool, one with many
//! speaks for itself; there is no threshold at which the model jumps. A kabupaten with fewer than
//! 30 effective observations takes the intercept of its province, or of the pool, and the report says so.

mod design;

use crate::facts::{Column, Facts, Value};
use crate::fixed;
use crate::model::{ModelFile, Weighting, sign_agrees};
use crate::quantile;
use crate::score::score_facts;
use crate::specification::{self, LevelSpec, Sign, VariableSpec};
use crate::wls::{self, WlsRefused};
use design::Design;
use domain::area::AreaCode;
use domain::refusals;
use sha2::{Digest, Sha256};
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::collections::{BTreeMap, BTreeSet};

/// One household of the consumption survey.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyRow {
    /// Its id in the survey, unique.
    pub id: String,
    /// Kabupaten or kota (4 digits).
    pub kabupaten: AreaCode,
    /// Primary sampling unit: the cluster.
    pub psu: String,
    /// Household weight.
    pub weight: f64,
    /// Per-capita expenditure, rupiah a month.
    pub expenditure_rupiah_month: u64,
    /// What the model asks.
    pub facts: Facts,
}

/// What the model is made for.
#[derive(Clone, Debug)]
pub struct FitOptions {
    /// The kabupaten whose households will be scored.
    pub kabupaten: AreaCode,
    /// The version its publisher gives it.
    pub version: String,
    /// Written into the model; the fit itself has nothing random.
    pub seed: u64,
    /// Whose percentiles the cut-offs are.
    pub weighting: Weighting,
    /// Use `klasifikasi` (urban, rural). Off unless the register can say it of every household:
    /// the questionnaire does not ask it.
    pub classification: bool,
}

impl FitOptions {
    /// The usual options for a kabupaten.
    #[must_use]
    pub fn new(kabupaten: AreaCode, version: impl Into<String>, seed: u64) -> Self {
        Self { kabupaten, version: version.into(), seed, weighting: Weighting::Household, classification: false }
    }
}

refusals! {
    /// Why no model was made.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum FitRefused {
        /// The survey is too small for the variables.
        TooFewRows {
            /// Rows given.
            rows: usize,
            /// Rows needed.
            needed: usize,
        } = "SURVEI_TERLALU_KECIL",
        /// A row is not usable; nothing is guessed.
        BadRow {
            /// The row.
            id: String,
            /// What is wrong.
            what: &'static str,
        } = "BARIS_SURVEI_TIDAK_SAH",
        /// The numbers given to the estimation are not usable.
        BadInput(what: &'static str) = "DATA_TAKSIRAN_TIDAK_SAH",
        /// The coefficients are not usable numbers.
        NotFinite(variable: String) = "TAKSIRAN_TIDAK_TERHINGGA",
    }
}

impl From<WlsRefused> for FitRefused {
    fn from(error: WlsRefused) -> Self {
        match error {
            WlsRefused::TooFewRows { rows, columns } => Self::TooFewRows { rows, needed: columns + 1 },
            WlsRefused::BadInput(what) => Self::BadInput(what),
        }
    }
}

/// One line of the coefficient table.
#[derive(Clone, Debug, PartialEq)]
pub struct CoefficientRow {
    /// Variable.
    pub variable: String,
    /// Level, `kosong` for a missing answer, empty for a number or the intercept.
    pub level: String,
    /// Estimate.
    pub estimate: f64,
    /// HC1 standard error.
    pub se_hc1: f64,
    /// Cluster-robust standard error.
    pub se_cluster: f64,
    /// estimate / cluster standard error.
    pub t: f64,
    /// Two-sided p by Student's t with G − 1 degrees of freedom.
    pub p: f64,
    /// 95 % interval.
    pub interval: (f64, f64),
    /// Survey rows with the level (all rows for a number).
    pub rows: usize,
    /// Expected sign.
    pub sign: Sign,
    /// Whether the estimate agrees with it.
    pub sign_agrees: bool,
}

/// A variable or level that did not enter, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dropped {
    /// Variable.
    pub variable: String,
    /// Level, empty for the whole variable.
    pub level: String,
    /// Why, in Indonesian.
    pub reason: String,
}

/// The fit in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct FitSummary {
    /// Survey rows.
    pub rows: usize,
    /// Of them in the own kabupaten.
    pub own_rows: usize,
    /// Effective observations of the own kabupaten (Kish).
    pub own_effective: f64,
    /// Effective observations with which the pool counts.
    pub pool_effective: f64,
    /// Columns estimated.
    pub columns: usize,
    /// Clusters.
    pub clusters: usize,
    /// Weighted R² of the fit.
    pub r2: f64,
    /// Adjusted R².
    pub adjusted_r2: f64,
    /// RMSE of the fit.
    pub rmse: f64,
    /// R² within the own kabupaten; `None` without own rows.
    pub own_r2: Option<f64>,
    /// RMSE within the own kabupaten.
    pub own_rmse: Option<f64>,
}

/// What goes beside a model so that people can judge it.
#[derive(Clone, Debug, PartialEq)]
pub struct FitReport {
    /// Numbers of the fit.
    pub summary: FitSummary,
    /// Intercept first, then variables in their order.
    pub coefficients: Vec<CoefficientRow>,
    /// What did not enter.
    pub dropped: Vec<Dropped>,
    /// Remarks, in Indonesian.
    pub notes: Vec<String>,
}

const OWN_EFFECTIVE_MIN: f64 = 30.0;
const POOL_PER_COLUMN: f64 = 10.0;
/// No model is made of fewer rows than this.
const ROWS_MIN: usize = 100;

const CLASSIFICATION: VariableSpec = VariableSpec::Categorical {
    column: Column::Classification,
    label: "Klasifikasi wilayah",
    reference: ("perdesaan", &[2]),
    levels: &[LevelSpec { id: "perkotaan", label: "perkotaan", codes: &[1], sign: Sign::Open }],
};

/// Fits the model of a kabupaten. The order of the rows does not matter.
pub fn fit(survey: &[SurveyRow], options: &FitOptions) -> Result<(ModelFile, FitReport), FitRefused> {
    let rows = checked(survey)?;
    let own: Vec<bool> = rows.iter().map(|r| r.kabupaten == options.kabupaten).collect();
    let specs: Vec<VariableSpec> = options
        .classification
        .then_some(CLASSIFICATION)
        .into_iter()
        .chain(specification::VARIABLES.iter().copied())
        .collect();
    let weights = Weights::of(&rows, &own);
    let mut notes = Vec::new();

    let design = Design::of(&specs, &rows, &weights.home);
    let districts: Vec<AreaCode> = rows.iter().map(|r| r.kabupaten).collect::<BTreeSet<_>>().into_iter().collect();
    let mut columns: Vec<Vec<f64>> =
        districts.iter().map(|d| rows.iter().map(|r| f64::from(u8::from(r.kabupaten == *d))).collect()).collect();
    columns.extend(design.columns.iter().map(|c| c.values.clone()));
    let needed = (columns.len() * 2).max(ROWS_MIN);
    if rows.len() < needed {
        return Err(FitRefused::TooFewRows { rows: rows.len(), needed });
    }
    let y: Vec<f64> = rows.iter().map(|r| fixed::ln(r.expenditure_rupiah_month).unwrap_or(0.0)).collect();
    let clusters = cluster_numbers(&rows);
    let pool_target = (POOL_PER_COLUMN * columns.len() as f64).min(weights.pool_effective);
    let own_fit = wls::fit(&columns, &y, &weights.pooled(&own, pool_target), &clusters)?;
    let pool_fit = wls::fit(&columns, &y, &weights.plain, &clusters)?;

    let intercept = |fit: &wls::Fit, area: &AreaCode| -> Result<i64, FitRefused> {
        let at = districts.iter().position(|d| d == area);
        let steady = at.filter(|_| *area != options.kabupaten || weights.own_effective >= OWN_EFFECTIVE_MIN);
        let value = match steady {
            Some(at) => fit.coefficients[at],
            None => borrowed_intercept(fit, &districts, &rows, area),
        };
        fixed::millionths(value).ok_or_else(|| FitRefused::NotFinite("tetapan".to_owned()))
    };
    if weights.own_effective < OWN_EFFECTIVE_MIN {
        notes.push(format!(
            "kabupaten {} hanya punya {:.0} pengamatan efektif (perlu {OWN_EFFECTIVE_MIN:.0}); tetapan dipinjam dari provinsi atau gabungan",
            options.kabupaten.dotted(),
            weights.own_effective
        ));
    }

    let skip = districts.len();
    let variables = design.variables(&own_fit.coefficients[skip..], &rows, &weights.home)?;
    let pool_variables = design.variables(&pool_fit.coefficients[skip..], &rows, &weights.home)?;
    let mut model = ModelFile {
        version: options.version.clone(),
        specification: specification::VERSION.to_owned(),
        kabupaten: options.kabupaten.as_str().to_owned(),
        survey_sha256: survey_hash(&rows),
        survey_rows: rows.len() as u64,
        seed: options.seed,
        weighting: options.weighting,
        pool_effective: pool_target.round() as u64,
        intercept: intercept(&own_fit, &options.kabupaten)?,
        score_sd: 0,
        smearing: smearing(&own_fit, &weights.home)?,
        cutoffs: Vec::new(),
        variables,
    };
    let mut national = Vec::with_capacity(rows.len());
    let mut home_scores = Vec::new();
    let mut elsewhere: BTreeMap<AreaCode, ModelFile> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        let scorer = if own[i] {
            &model
        } else {
            let here = intercept(&pool_fit, &row.kabupaten)?;
            elsewhere.entry(row.kabupaten).or_insert_with(|| ModelFile {
                intercept: here,
                variables: pool_variables.clone(),
                ..model.clone()
            })
        };
        let Ok(scored) = score_facts(scorer, &row.facts) else {
            return Err(FitRefused::BadRow { id: row.id.clone(), what: "lebih dari separuh peubah kosong" });
        };
        let people = match (options.weighting, row.facts.get(Column::Size)) {
            (Weighting::Person, Value::Known(size)) => u64::try_from(size).unwrap_or(1),
            _ => 1,
        };
        national.push((scored.score.millionths(), weights.micro[i] * people));
        if weights.home[i] > 0 {
            home_scores.push((scored.score.millionths(), weights.home[i]));
        }
    }
    model.cutoffs = quantile::percentiles(&national).ok_or(FitRefused::TooFewRows { rows: rows.len(), needed })?;
    model.score_sd = design::mean_and_sd(&home_scores).1;

    let report = FitReport {
        summary: summary(&rows, &own, &y, &own_fit, &weights, pool_target),
        coefficients: table(&design, &own_fit, skip, districts.iter().position(|d| *d == options.kabupaten)),
        dropped: dropped(&design, &own_fit, skip),
        notes,
    };
    Ok((model, report))
}

/// Rows in their canonical order, each usable.
fn checked(survey: &[SurveyRow]) -> Result<Vec<&SurveyRow>, FitRefused> {
    let mut rows: Vec<&SurveyRow> = survey.iter().collect();
    rows.sort_by(|a, b| (&a.kabupaten, &a.psu, &a.id).cmp(&(&b.kabupaten, &b.psu, &b.id)));
    let mut ids = BTreeSet::new();
    for row in &rows {
        let bad = |what| Err(FitRefused::BadRow { id: row.id.clone(), what });
        if !ids.insert(&row.id) {
            return bad("nomor sampel muncul dua kali");
        }
        if !(row.weight.is_finite() && row.weight > 0.0 && row.weight < 1e9) {
            return bad("penimbang bukan bilangan positif");
        }
        if row.expenditure_rupiah_month == 0 {
            return bad("pengeluaran nol");
        }
        if !matches!(row.facts.get(Column::Size), Value::Known(1..)) {
            return bad("jumlah anggota kosong atau nol");
        }
    }
    Ok(rows)
}

/// The weights of the rows in their several uses.
struct Weights {
    /// Survey weights in millionths.
    micro: Vec<u64>,
    /// The same, 0 outside the own kabupaten; all rows where it has none.
    home: Vec<u64>,
    /// Survey weights scaled to mean 1.
    plain: Vec<f64>,
    own_effective: f64,
    pool_effective: f64,
}

impl Weights {
    fn of(rows: &[&SurveyRow], own: &[bool]) -> Self {
        let micro: Vec<u64> = rows.iter().map(|r| ((r.weight * 1e6).round() as u64).max(1)).collect();
        let any = own.contains(&true);
        let home = micro.iter().zip(own).map(|(w, own)| if *own || !any { *w } else { 0 }).collect();
        let total: f64 = rows.iter().map(|r| r.weight).sum();
        let plain = rows.iter().map(|r| r.weight * rows.len() as f64 / total).collect();
        let kish = |wanted: bool| {
            let (sum, squares) = rows
                .iter()
                .zip(own)
                .filter(|(_, own)| **own == wanted)
                .fold((0.0, 0.0), |(sum, squares), (r, _)| (sum + r.weight, squares + r.weight * r.weight));
            if squares > 0.0 { sum * sum / squares } else { 0.0 }
        };
        Self { micro, home, plain, own_effective: kish(true), pool_effective: kish(false) }
    }

    /// Own rows scaled to their effective number, the others to `pool`.
    fn pooled(&self, own: &[bool], pool: f64) -> Vec<f64> {
        let sum =
            |wanted: bool| -> f64 { self.plain.iter().zip(own).filter(|(_, o)| **o == wanted).map(|(w, _)| w).sum() };
        let (own_sum, pool_sum) = (sum(true), sum(false));
        self.plain
            .iter()
            .zip(own)
            .map(|(w, own)| if *own { w * self.own_effective / own_sum } else { w * pool / pool_sum })
            .collect()
    }
}

/// The intercept for a kabupaten with no or few rows: the weighted mean of its province's other
/// kabupaten, or of all others.
fn borrowed_intercept(fit: &wls::Fit, districts: &[AreaCode], rows: &[&SurveyRow], area: &AreaCode) -> f64 {
    let mean = |same_province: bool| {
        let (mut sum, mut total) = (0.0, 0.0);
        for row in rows.iter().filter(|r| r.kabupaten != *area) {
            if same_province && row.kabupaten.parent() != area.parent() {
                continue;
            }
            if let Some(at) = districts.iter().position(|d| *d == row.kabupaten) {
                sum += row.weight * fit.coefficients[at];
                total += row.weight;
            }
        }
        (total > 0.0).then(|| sum / total)
    };
    mean(true).or_else(|| mean(false)).unwrap_or(f64::NAN)
}

fn cluster_numbers(rows: &[&SurveyRow]) -> Vec<u64> {
    let names: BTreeSet<(&AreaCode, &str)> = rows.iter().map(|r| (&r.kabupaten, r.psu.as_str())).collect();
    let number: BTreeMap<(&AreaCode, &str), u64> = names.into_iter().zip(0u64..).collect();
    rows.iter().map(|r| number[&(&r.kabupaten, r.psu.as_str())]).collect()
}

fn survey_hash(rows: &[&SurveyRow]) -> String {
    let mut hash = Sha256::new();
    for row in rows {
        let c = &row.facts.composition;
        let line = format!(
            "{}|{}|{}|{}|{}|{:?}|{}\n",
            row.id,
            row.kabupaten,
            row.psu,
            (row.weight * 1e6).round() as u64,
            row.expenditure_rupiah_month,
            c,
            row.facts.answers.iter().map(|(item, code)| format!("{}={code};", item.column())).collect::<String>()
        );
        hash.update(line.as_bytes());
    }
    hex::encode(hash.finalize())
}

fn smearing(fit: &wls::Fit, home: &[u64]) -> Result<i64, FitRefused> {
    let (mut sum, mut total) = (0.0, 0.0);
    for (e, w) in fit.residuals.iter().zip(home) {
        sum += exponential(*e) * *w as f64;
        total += *w as f64;
    }
    fixed::millionths(sum / total).ok_or_else(|| FitRefused::NotFinite("smearing".to_owned()))
}

/// e^x by series, the same on every machine: (Σ (x/256)^k / k!)^256.
fn exponential(x: f64) -> f64 {
    let small = x / 256.0;
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 1..14 {
        term *= small / f64::from(k);
        sum += term;
    }
    (0..8).fold(sum, |power, _| power * power)
}

fn summary(rows: &[&SurveyRow], own: &[bool], y: &[f64], fit: &wls::Fit, weights: &Weights, pool: f64) -> FitSummary {
    let home: Vec<(f64, f64, f64)> =
        (0..rows.len()).filter(|i| own[*i]).map(|i| (y[i], fit.residuals[i], rows[i].weight)).collect();
    let total: f64 = home.iter().map(|h| h.2).sum();
    let mean = home.iter().map(|h| h.0 * h.2).sum::<f64>() / total;
    let ssr: f64 = home.iter().map(|h| h.1 * h.1 * h.2).sum();
    let sst: f64 = home.iter().map(|h| (h.0 - mean) * (h.0 - mean) * h.2).sum();
    FitSummary {
        rows: rows.len(),
        own_rows: home.len(),
        own_effective: weights.own_effective,
        pool_effective: pool,
        columns: fit.k,
        clusters: fit.clusters,
        r2: fit.r2,
        adjusted_r2: fit.adjusted_r2,
        rmse: fit.rmse,
        own_r2: (sst > 0.0).then(|| 1.0 - ssr / sst),
        own_rmse: (total > 0.0).then(|| (ssr / total).sqrt()),
    }
}

fn table(design: &Design, fit: &wls::Fit, skip: usize, own: Option<usize>) -> Vec<CoefficientRow> {
    let t = StudentsT::new(0.0, 1.0, (fit.clusters.max(2) - 1) as f64).ok();
    let row = |at: usize, variable: &str, level: &str, rows: usize, sign: Sign| {
        let (estimate, se) = (fit.coefficients[at], fit.se_cluster[at]);
        let ratio = estimate / se;
        let half = t.as_ref().map_or(f64::NAN, |t| t.inverse_cdf(0.975)) * se;
        CoefficientRow {
            variable: variable.to_owned(),
            level: level.to_owned(),
            estimate,
            se_hc1: fit.se_hc1[at],
            se_cluster: se,
            t: ratio,
            p: t.as_ref().map_or(f64::NAN, |t| 2.0 * t.sf(ratio.abs())),
            interval: (estimate - half, estimate + half),
            rows,
            sign,
            sign_agrees: sign_agrees(sign, estimate),
        }
    };
    let intercept = own.map(|at| row(at, "tetapan", "", fit.n, Sign::Open));
    let kept = design.columns.iter().enumerate().filter(|(j, _)| !fit.dropped[skip + j]);
    intercept.into_iter().chain(kept.map(|(j, c)| row(skip + j, &c.variable, &c.level, c.rows, c.sign))).collect()
}

fn dropped(design: &Design, fit: &wls::Fit, skip: usize) -> Vec<Dropped> {
    let aliased = design.columns.iter().enumerate().filter(|(j, _)| fit.dropped[skip + j]).map(|(_, c)| Dropped {
        variable: c.variable.clone(),
        level: c.level.clone(),
        reason: "sudah terkandung dalam peubah sebelumnya".to_owned(),
    });
    let mut all: Vec<Dropped> = design.dropped.iter().cloned().chain(aliased).collect();
    all.sort();
    all
}

impl FitReport {
    /// The coefficient table as CSV text, for people and spreadsheets.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut csv =
            String::from("peubah,tingkat,koefisien,se_hc1,se_klaster,t,p,bawah_95,atas_95,baris,tanda,tanda_sesuai\n");
        for c in &self.coefficients {
            csv.push_str(&format!(
                "{},{},{:.6},{:.6},{:.6},{:.3},{:.4},{:.6},{:.6},{},{},{}\n",
                c.variable,
                c.level,
                c.estimate,
                c.se_hc1,
                c.se_cluster,
                c.t,
                c.p,
                c.interval.0,
                c.interval.1,
                c.rows,
                c.sign.code(),
                if c.sign_agrees { "ya" } else { "tidak" }
            ));
        }
        csv
    }
}
