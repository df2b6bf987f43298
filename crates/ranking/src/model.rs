//! The model as a file: variables, levels, coefficients as integers, cut-off table, and where it
//! came from. Coefficients are data, signed and versioned, never code. Domain §6.3 (1), ranking.md §3.

use crate::facts::Column;
use crate::specification::{Sign, Transform};
use domain::codes;
use domain::refusals;
use sha2::{Digest, Sha256};

codes! {
    /// Whose percentiles the cut-off table holds. The official choice was not retrieved; it is a
    /// switch (domain §6.3 (4)).
    #[derive(Default)]
    pub enum Weighting {
        /// Each household counts with its weight.
        #[default]
        Household = "rumah_tangga",
        /// Each household counts with its weight times its members.
        Person = "orang",
    }
}

codes! {
    /// Where the contribution of a missing answer comes from.
    pub enum Basis {
        /// The survey had enough missing answers to estimate their own level.
        Estimated = "ditaksir",
        /// The survey had none or too few: the weighted mean contribution (a category) or the weighted
        /// median (a number) of the own kabupaten, of the survey where it has no rows.
        Survey = "survei",
    }
}

/// A level of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryLevel {
    /// Stable name.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Raw codes; empty = the households that were not asked.
    pub codes: Vec<i32>,
    /// Contribution in millionths of ln rupiah.
    pub coefficient: i64,
}

/// A categorical variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Categorical {
    /// Stable name: the column's.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Column.
    pub column: Column,
    /// Levels; a code on none of them, and "not asked" where no level has empty codes, is the
    /// reference and contributes nothing.
    pub levels: Vec<CategoryLevel>,
    /// What the reference is.
    pub reference: String,
    /// Codes of the reference, those of rare levels included.
    pub reference_codes: Vec<i32>,
    /// Contribution of a missing answer.
    pub missing: i64,
    /// Where it comes from.
    pub basis: Basis,
    /// Weighted mean contribution in the own kabupaten.
    pub mean: i64,
    /// Weighted standard deviation of the contribution.
    pub sd: i64,
}

/// A numeric variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numeric {
    /// Stable name.
    pub id: String,
    /// What people read.
    pub label: String,
    /// Column.
    pub column: Column,
    /// How it enters.
    pub transform: Transform,
    /// Coefficient per unit of the transformed number, in millionths.
    pub coefficient: i64,
    /// Smallest transformed value in the survey (millionths); lower ones are clamped to it.
    pub minimum: i64,
    /// Largest transformed value in the survey; higher ones are clamped to it.
    pub maximum: i64,
    /// Contribution of a missing answer.
    pub missing: i64,
    /// Where it comes from.
    pub basis: Basis,
    /// Weighted mean contribution in the own kabupaten.
    pub mean: i64,
    /// Weighted standard deviation of the contribution.
    pub sd: i64,
}

/// A variable of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variable {
    /// Levels.
    Categorical(Categorical),
    /// A number.
    Numeric(Numeric),
}

impl Variable {
    /// Stable name.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Categorical(v) => &v.id,
            Self::Numeric(v) => &v.id,
        }
    }
    /// What people read.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Categorical(v) => &v.label,
            Self::Numeric(v) => &v.label,
        }
    }
    pub(crate) fn column(&self) -> Column {
        match self {
            Self::Categorical(v) => v.column,
            Self::Numeric(v) => v.column,
        }
    }
    pub(crate) fn mean_sd_missing(&self) -> (i64, i64, i64) {
        match self {
            Self::Categorical(v) => (v.mean, v.sd, v.missing),
            Self::Numeric(v) => (v.mean, v.sd, v.missing),
        }
    }
}

/// The proxy means test of one kabupaten, ready to be applied. Two equal models print to equal text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFile {
    /// The version its publisher gives it.
    pub version: String,
    /// Version of the declared variables.
    pub specification: String,
    /// The kabupaten whose households it scores (digits of the Kemendagri code).
    pub kabupaten: String,
    /// SHA-256 of the survey rows it was fitted on, in their canonical order.
    pub survey_sha256: String,
    /// Rows of the survey.
    pub survey_rows: u64,
    /// Seed of everything random in the making (cross-validation); the fit itself has nothing random.
    pub seed: u64,
    /// Whose percentiles the cut-offs are.
    pub weighting: Weighting,
    /// Effective observations with which the pool counts beside the own kabupaten.
    pub pool_effective: u64,
    /// Contribution of every household, in millionths.
    pub intercept: i64,
    /// Weighted standard deviation of the score in the own kabupaten.
    pub score_sd: i64,
    /// Smearing factor in millionths: mean of exp(residual), for those who want rupiah.
    pub smearing: i64,
    /// Highest score of national percentile 1, 2, … 100.
    pub cutoffs: Vec<i64>,
    /// The variables, in the order in which an explanation shows them.
    pub variables: Vec<Variable>,
}

refusals! {
    /// Why a text is not a model.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum ModelRefused {
        /// Not TOML, or not of this shape.
        Unreadable {
            /// What is wrong.
            what: String,
        } = "MODEL_TIDAK_TERBACA",
        /// A table or level that contradicts itself.
        Invalid {
            /// Where.
            place: String,
            /// What is wrong.
            what: String,
        } = "MODEL_TIDAK_SAH",
    }
}

/// Larger numbers than this in a model are a damaged file, and sums below it cannot overflow.
const LARGEST: i64 = 1_000_000_000_000;

impl ModelFile {
    /// SHA-256 of the text: the model's identity in ranking runs and editions.
    #[must_use]
    pub fn id(&self) -> String {
        hex::encode(Sha256::digest(self.to_text().as_bytes()))
    }

    /// Whether the parts fit together. `parse` has checked it; a model made by hand should be.
    pub fn check(&self) -> Result<(), ModelRefused> {
        let refuse =
            |place: &str, what: &str| Err(ModelRefused::Invalid { place: place.to_owned(), what: what.to_owned() });
        if self.cutoffs.len() != 100 {
            return refuse("batas_persentil", "harus berisi tepat 100 batas");
        }
        if self.cutoffs.windows(2).any(|pair| pair[0] > pair[1]) {
            return refuse("batas_persentil", "batas harus menaik");
        }
        if self.variables.is_empty() {
            return refuse("peubah", "tidak ada satu pun");
        }
        if i64::try_from(self.seed).is_err() {
            return refuse("benih", "terlalu besar");
        }
        let mut ids = std::collections::BTreeSet::new();
        let small = |n: &i64| n.abs() <= LARGEST;
        if ![self.intercept, self.score_sd, self.smearing].iter().chain(&self.cutoffs).all(small) || self.score_sd < 0 {
            return refuse("tetapan", "bilangan di luar batas wajar");
        }
        for variable in &self.variables {
            if !ids.insert(variable.id()) {
                return refuse(variable.id(), "muncul dua kali");
            }
            let (mean, sd, missing) = variable.mean_sd_missing();
            if ![mean, sd, missing].iter().all(small) || sd < 0 {
                return refuse(variable.id(), "bilangan di luar batas wajar");
            }
            match variable {
                Variable::Categorical(v) => {
                    let mut codes = std::collections::BTreeSet::new();
                    for code in v.levels.iter().flat_map(|l| &l.codes).chain(&v.reference_codes) {
                        if !codes.insert(code) {
                            return refuse(&v.id, "satu kode ada di dua tingkat");
                        }
                    }
                    if v.levels.iter().filter(|l| l.codes.is_empty()).count() > 1 {
                        return refuse(&v.id, "lebih dari satu tingkat tanpa kode");
                    }
                    if !v.levels.iter().all(|l| small(&l.coefficient)) {
                        return refuse(&v.id, "koefisien di luar batas wajar");
                    }
                }
                Variable::Numeric(v) => {
                    if v.minimum > v.maximum {
                        return refuse(&v.id, "minimum melebihi maksimum");
                    }
                    if ![v.coefficient, v.minimum, v.maximum].iter().all(small) {
                        return refuse(&v.id, "bilangan di luar batas wajar");
                    }
                }
            }
        }
        Ok(())
    }
}

pub(crate) fn sign_agrees(sign: Sign, estimate: f64) -> bool {
    match sign {
        Sign::Plus => estimate >= 0.0,
        Sign::Minus => estimate <= 0.0,
        Sign::Open => true,
    }
}
