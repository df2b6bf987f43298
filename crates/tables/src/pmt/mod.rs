//! The proxy means test of anyone's survey: `mutakhir pmt fit|evaluate|score` (ADR 18), and the visits that
//! correct its list: `mutakhir visits plan|report` (ADR 21).
//!
//! [`open`] reads survey and specification and tells what was guessed; [`Opened::evaluate`] and [`fit`] call the
//! estimators of `ranking::tabular`; [`score()`] applies a model to a register. Nothing here knows the register of
//! the product.

mod file;
mod record;
mod refused;
mod score;
mod spec;
mod survey;
mod values;
mod visits;

pub use record::{Owner, record};
pub use refused::{PmtFailed, PmtRefused, SurveyRefused, VisitsRefused};
pub use score::{ScoreRequest, Scored, score};
pub use spec::{PmtSpec, parse as parse_spec, print as print_spec};
pub use visits::{Amount, Finding, Planned, Reported, VisitsWish, plan_visits, report_visits};

use crate::columns::TableRefused;
use crate::output;
use crate::refused::WorkRefused;
use file::TableFile;
use ranking::tabular::{Adopted, Evaluation, FitWish, HeldOut, Protocols, Survey, TableModel};
use std::path::{Path, PathBuf};

/// A survey that was read, with the specification that is used.
#[derive(Debug)]
pub struct Opened {
    survey: Survey,
    spec: PmtSpec,
    target: String,
    target_is_log: bool,
    sha256: String,
    /// Keys of the specification that were guessed.
    pub guessed: Vec<&'static str>,
    /// Remarks in Indonesian, with counts of what was not used.
    pub remarks: Vec<String>,
}

/// Reads a survey and its specification, or guesses it.
///
/// # Errors
/// Whatever makes the survey unusable.
pub fn open(data: &Path, spec: Option<&Path>) -> Result<Opened, PmtFailed> {
    // the specification first: it is the cheapest to be wrong
    let given = spec.map(read_spec).transpose()?.unwrap_or_default();
    let file = TableFile::open(data)?;
    let read = survey::read(&file, &given)?;
    let (usable, columns) = (read.survey.rows(), ranking::tabular::columns(&read.survey));
    if usable < 2 * columns {
        let (usable, needed) = (usable as u64, 2 * columns as u64);
        return Err(SurveyRefused::TooFewRows { usable, needed, no_target: 0, no_weight: 0 }.into());
    }
    Ok(Opened {
        survey: read.survey,
        spec: read.spec,
        target: read.target,
        target_is_log: read.target_is_log,
        sha256: file::sha256(data).map_err(PmtFailed::disk(data))?,
        guessed: read.guessed,
        remarks: read.remarks,
    })
}

impl Opened {
    /// The specification as TOML, with everything that was guessed.
    #[must_use]
    pub fn spec(&self) -> String {
        spec::print(&self.spec)
    }

    /// Quotas in percent.
    #[must_use]
    pub fn quotas(&self) -> &[f64] {
        &self.spec.quotas
    }

    fn shares(&self) -> Vec<f64> {
        self.spec.quotas.iter().map(|q| q / 100.0).collect()
    }

    fn protocols(&self) -> Protocols {
        Protocols { folds: self.spec.folds, seed: self.spec.seed, quotas: self.shares() }
    }

    /// Both protocols of the cross-validation.
    #[must_use]
    pub fn evaluate(&self) -> Evaluation {
        ranking::tabular::evaluate(&self.survey, &self.protocols())
    }

    /// Scores by models that never saw the household's village, in one deal of the folds; `None` with
    /// fewer clusters than folds.
    #[must_use]
    pub fn held_out(&self, repeat: u64) -> Option<HeldOut> {
        ranking::tabular::held_out(&self.survey, &self.protocols(), repeat)
    }

    /// ln welfare of each household.
    #[must_use]
    pub fn welfare(&self) -> &[f64] {
        &self.survey.welfare
    }
}

/// Fits the survey; with `out` the model is written there.
///
/// # Errors
/// When the estimation refuses, or the disk.
pub fn fit(opened: &Opened, village: bool, out: Option<&Path>) -> Result<(TableModel, Adopted), PmtFailed> {
    if village && opened.survey.clusters.is_none() {
        return Err(SurveyRefused::NoClusters.into());
    }
    let wish = FitWish {
        target: opened.target.clone(),
        target_is_log: opened.target_is_log,
        survey_sha256: opened.sha256.clone(),
        seed: opened.spec.seed,
        quotas: opened.shares(),
        village,
    };
    let (model, adopted) = ranking::tabular::fit(&opened.survey, &wish)
        .map_err(|refused| SurveyRefused::Estimation { what: refused.to_string() })?;
    if let Some(out) = out {
        output::text(out, &model.to_text()).map_err(PmtFailed::disk(out))?;
    }
    Ok((model, adopted))
}

/// Writes the record of a model for a public register of algorithms.
///
/// # Errors
/// When the disk refuses.
pub fn write_record(
    opened: &Opened,
    model: &TableModel,
    found: &Evaluation,
    owner: &Owner,
    out: &Path,
) -> Result<(), PmtFailed> {
    output::text(out, &record(opened, model, found, owner)).map_err(PmtFailed::disk(out))
}

/// Refuses an output that is one of the inputs.
///
/// # Errors
/// The output's name.
pub fn distinct(inputs: &[&Path], out: &Path) -> Result<(), PmtFailed> {
    let whole = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if inputs.iter().any(|input| whole(input) == whole(out)) {
        return Err(WorkRefused::SameFile { file: out.display().to_string() }.into());
    }
    Ok(())
}

fn read_text(path: &Path) -> Result<(String, String), PmtFailed> {
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let bytes = std::fs::read(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => TableRefused::Missing { file: path.display().to_string() }.into(),
        _ => PmtFailed::Disk { path: PathBuf::from(path), source: e },
    })?;
    let text = String::from_utf8_lossy(&bytes);
    Ok((name, text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()))
}

fn read_spec(path: &Path) -> Result<PmtSpec, PmtFailed> {
    let (name, text) = read_text(path)?;
    Ok(spec::parse(&name, &text)?)
}
