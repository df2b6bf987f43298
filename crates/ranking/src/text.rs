//! The model's TOML text. Printing is canonical: equal models, equal bytes.

use crate::facts::Column;
use crate::model::{Basis, Categorical, CategoryLevel, ModelFile, ModelRefused, Numeric, Variable, Weighting};
use crate::specification::Transform;
use serde::{Deserialize, Serialize};

const FORMAT: &str = "mutakhir-model-1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ModelText {
    format: String,
    versi: String,
    spesifikasi: String,
    sasaran: String,
    kabupaten: String,
    survei_sha256: String,
    survei_baris: u64,
    benih: u64,
    pembobotan: String,
    gabungan_efektif: u64,
    tetapan: i64,
    simpangan_skor: i64,
    faktor_smearing: i64,
    batas_persentil: Vec<i64>,
    peubah: Vec<VariableText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct VariableText {
    id: String,
    label: String,
    kolom: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ubahan: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    koefisien: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maksimum: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acuan: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kode_acuan: Option<Vec<i32>>,
    kosong: i64,
    dasar_kosong: String,
    rata_rata: i64,
    simpangan: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tingkat: Vec<LevelText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LevelText {
    id: String,
    label: String,
    kode: Vec<i32>,
    koefisien: i64,
}

const TARGET: &str = "ln pengeluaran per kapita, rupiah sebulan, persejuta";

impl ModelFile {
    /// The canonical TOML text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let text = ModelText {
            format: FORMAT.to_owned(),
            versi: self.version.clone(),
            spesifikasi: self.specification.clone(),
            sasaran: TARGET.to_owned(),
            kabupaten: self.kabupaten.clone(),
            survei_sha256: self.survey_sha256.clone(),
            survei_baris: self.survey_rows,
            benih: self.seed,
            pembobotan: self.weighting.code().to_owned(),
            gabungan_efektif: self.pool_effective,
            tetapan: self.intercept,
            simpangan_skor: self.score_sd,
            faktor_smearing: self.smearing,
            batas_persentil: self.cutoffs.clone(),
            peubah: self.variables.iter().map(to_text).collect(),
        };
        // every field is text, an integer or a list of them: TOML can hold all of them
        toml::to_string(&text).unwrap_or_default()
    }

    /// Reads a model and checks it.
    pub fn parse(text: &str) -> Result<Self, ModelRefused> {
        let unreadable = |what: String| ModelRefused::Unreadable { what };
        let t: ModelText = toml::from_str(text).map_err(|e| unreadable(e.message().to_owned()))?;
        if t.format != FORMAT {
            return Err(unreadable(format!("format `{}` bukan `{FORMAT}`", t.format)));
        }
        let weighting = Weighting::from_code(&t.pembobotan)
            .ok_or_else(|| unreadable(format!("pembobotan `{}` tidak dikenal", t.pembobotan)))?;
        let model = Self {
            version: t.versi,
            specification: t.spesifikasi,
            kabupaten: t.kabupaten,
            survey_sha256: t.survei_sha256,
            survey_rows: t.survei_baris,
            seed: t.benih,
            weighting,
            pool_effective: t.gabungan_efektif,
            intercept: t.tetapan,
            score_sd: t.simpangan_skor,
            smearing: t.faktor_smearing,
            cutoffs: t.batas_persentil,
            variables: t.peubah.into_iter().map(from_text).collect::<Result<_, _>>()?,
        };
        model.check()?;
        Ok(model)
    }
}

fn to_text(variable: &Variable) -> VariableText {
    match variable {
        Variable::Categorical(v) => VariableText {
            id: v.id.clone(),
            label: v.label.clone(),
            kolom: v.column.name().to_owned(),
            ubahan: None,
            koefisien: None,
            minimum: None,
            maksimum: None,
            acuan: Some(v.reference.clone()),
            kode_acuan: Some(v.reference_codes.clone()),
            kosong: v.missing,
            dasar_kosong: v.basis.code().to_owned(),
            rata_rata: v.mean,
            simpangan: v.sd,
            tingkat: v
                .levels
                .iter()
                .map(|l| LevelText {
                    id: l.id.clone(),
                    label: l.label.clone(),
                    kode: l.codes.clone(),
                    koefisien: l.coefficient,
                })
                .collect(),
        },
        Variable::Numeric(v) => VariableText {
            id: v.id.clone(),
            label: v.label.clone(),
            kolom: v.column.name().to_owned(),
            ubahan: Some(v.transform.code().to_owned()),
            koefisien: Some(v.coefficient),
            minimum: Some(v.minimum),
            maksimum: Some(v.maximum),
            acuan: None,
            kode_acuan: None,
            kosong: v.missing,
            dasar_kosong: v.basis.code().to_owned(),
            rata_rata: v.mean,
            simpangan: v.sd,
            tingkat: Vec::new(),
        },
    }
}

fn from_text(t: VariableText) -> Result<Variable, ModelRefused> {
    let place = t.id.clone();
    let invalid = |what: String| ModelRefused::Invalid { place: place.clone(), what };
    let column = Column::from_name(&t.kolom).ok_or_else(|| invalid(format!("kolom `{}` tidak dikenal", t.kolom)))?;
    let basis = Basis::from_code(&t.dasar_kosong)
        .ok_or_else(|| invalid(format!("dasar_kosong `{}` tidak dikenal", t.dasar_kosong)))?;
    match (t.ubahan, t.koefisien, t.minimum, t.maksimum, t.acuan, t.kode_acuan) {
        (Some(transform), Some(coefficient), Some(minimum), Some(maximum), None, None) if t.tingkat.is_empty() => {
            let transform = Transform::from_code(&transform)
                .ok_or_else(|| invalid(format!("ubahan `{transform}` tidak dikenal")))?;
            Ok(Variable::Numeric(Numeric {
                id: t.id,
                label: t.label,
                column,
                transform,
                coefficient,
                minimum,
                maximum,
                missing: t.kosong,
                basis,
                mean: t.rata_rata,
                sd: t.simpangan,
            }))
        }
        (None, None, None, None, Some(reference), Some(reference_codes)) => Ok(Variable::Categorical(Categorical {
            id: t.id,
            label: t.label,
            column,
            levels: t
                .tingkat
                .into_iter()
                .map(|l| CategoryLevel { id: l.id, label: l.label, codes: l.kode, coefficient: l.koefisien })
                .collect(),
            reference,
            reference_codes,
            missing: t.kosong,
            basis,
            mean: t.rata_rata,
            sd: t.simpangan,
        })),
        _ => Err(invalid("isi bukan peubah bilangan dan bukan peubah berkategori".to_owned())),
    }
}
