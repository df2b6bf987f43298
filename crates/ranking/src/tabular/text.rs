//! The model as a TOML text. Its first line seals the rest: equal models, equal bytes.

use super::design::{Design, Learned, LeftOut, MISSING};
use super::model::{Effects, Estimate, Quality, TableModel, Village};
use super::term::Term;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const FORMAT: &str = "mutakhir-pmt-1";
const SEAL: &str = "# sha256 ";

/// Why a text is not a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextRefused {
    /// Not a model of this program.
    Foreign,
    /// The text is not the one that was written.
    Changed,
    /// A part is missing or does not fit the others.
    Broken(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ModelText {
    format: String,
    sasaran: String,
    sasaran_ln: bool,
    survei_sha256: String,
    benih: u64,
    baris: usize,
    kolom_taksiran: usize,
    klaster: usize,
    r2: f64,
    r2_disesuaikan: f64,
    rmse: f64,
    faktor_smearing: f64,
    simpangan_skor: i64,
    batas_persentil: Vec<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kolom_wilayah: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    wilayah: Vec<String>,
    tetapan: EstimateText,
    kolom: Vec<ColumnText>,
    suku: Vec<PartText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pengaruh_wilayah: Option<BTreeMap<String, i64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    desa: Option<VillageText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tidak_masuk: Vec<LeftOutText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EstimateText {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    tingkat: String,
    nilai: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    se_hc1: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    se_klaster: Option<f64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnText {
    nama: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    angka: Option<NumberText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kategori: Option<CategoryText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberText {
    median: f64,
    minimum: f64,
    maksimum: f64,
    positif_terkecil: f64,
    kosong: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    median_wilayah: BTreeMap<String, f64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryText {
    acuan: String,
    tingkat: Vec<String>,
    bagian: Vec<f64>,
    digabung: Vec<String>,
    kosong: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartText {
    rumus: String,
    peubah: bool,
    simpangan: i64,
    koefisien: Vec<EstimateText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct VillageText {
    kolom: String,
    rata_rata: bool,
    koefisien: Vec<EstimateText>,
    pengaruh: BTreeMap<String, i64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LeftOutText {
    peubah: String,
    tingkat: String,
    alasan: String,
}

fn seal(body: &str) -> String {
    hex::encode(Sha256::digest(body.as_bytes()))
}

impl TableModel {
    /// The canonical text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let q = &self.quality;
        let text = ModelText {
            format: FORMAT.to_owned(),
            sasaran: self.target.clone(),
            sasaran_ln: self.target_is_log,
            survei_sha256: self.survey_sha256.clone(),
            benih: self.seed,
            baris: q.rows,
            kolom_taksiran: q.columns,
            klaster: q.clusters,
            r2: q.r2,
            r2_disesuaikan: q.adjusted_r2,
            rmse: q.rmse,
            faktor_smearing: q.smearing,
            simpangan_skor: self.score_sd,
            batas_persentil: self.cutoffs.clone(),
            kolom_wilayah: self.region_column.clone(),
            wilayah: self.region_names.clone(),
            tetapan: estimate_text(&self.linear[0], ""),
            kolom: self
                .design
                .names
                .iter()
                .zip(&self.design.learned)
                .map(|(name, learned)| column_text(name, learned, &self.region_names))
                .collect(),
            suku: self
                .design
                .parts
                .iter()
                .zip(&self.spreads)
                .map(|(part, spread)| PartText {
                    rumus: part.term.to_string(),
                    peubah: part.variable,
                    simpangan: *spread,
                    koefisien: part
                        .levels
                        .iter()
                        .zip(&self.linear[part.first..])
                        .map(|(level, estimate)| estimate_text(estimate, level))
                        .collect(),
                })
                .collect(),
            pengaruh_wilayah: self.regions.as_ref().map(effects_text),
            desa: self.village.as_ref().map(|v| VillageText {
                kolom: v.effects.column.clone(),
                rata_rata: v.means,
                koefisien: v.estimates.iter().map(|e| estimate_text(e, "")).collect(),
                pengaruh: effects_text(&v.effects),
            }),
            tidak_masuk: self
                .design
                .left_out
                .iter()
                .map(|l| LeftOutText { peubah: l.variable.clone(), tingkat: l.level.clone(), alasan: l.reason.clone() })
                .collect(),
        };
        // every field is text, a number or a list of them: TOML can hold all of them
        let body = toml::to_string(&text).unwrap_or_default();
        format!("{SEAL}{}\n{body}", seal(&body))
    }

    /// Reads a model and checks that its parts fit together.
    ///
    /// # Errors
    /// A text that is not a model, was changed after it was written, or does not fit together.
    pub fn parse(text: &str) -> Result<Self, TextRefused> {
        let text = text.replace("\r\n", "\n");
        let (first, body) = text.split_once('\n').ok_or(TextRefused::Foreign)?;
        let sealed = first.strip_prefix(SEAL).ok_or(TextRefused::Foreign)?;
        if sealed.trim() != seal(body) {
            return Err(TextRefused::Changed);
        }
        let t: ModelText = toml::from_str(body).map_err(|e| TextRefused::Broken(e.message().to_owned()))?;
        if t.format != FORMAT {
            return Err(TextRefused::Broken(format!("format `{}` bukan `{FORMAT}`", t.format)));
        }
        model(t)
    }
}

fn model(t: ModelText) -> Result<TableModel, TextRefused> {
    let broken = |what: &str| TextRefused::Broken(what.to_owned());
    let mut design = Design {
        names: t.kolom.iter().map(|c| c.nama.clone()).collect(),
        learned: t.kolom.into_iter().map(|c| learned(c, &t.wilayah)).collect::<Result<_, _>>()?,
        parts: Vec::new(),
        width: 1,
        left_out: t
            .tidak_masuk
            .into_iter()
            .map(|l| LeftOut { variable: l.peubah, level: l.tingkat, reason: l.alasan })
            .collect(),
    };
    let mut linear = vec![estimate(&t.tetapan)];
    let mut spreads = Vec::new();
    let left_out = design.left_out.len();
    for part in &t.suku {
        let term = Term::parse(&part.rumus).map_err(|e| broken(&format!("rumus `{}`", e.part)))?;
        if term.factors.iter().any(|f| !design.names.contains(&f.column)) {
            return Err(broken(&format!("rumus `{}` memakai kolom yang tidak ada", part.rumus)));
        }
        design.add(term, part.peubah);
        let own = design.parts.last().filter(|_| design.left_out.len() == left_out);
        let levels: Vec<&str> = part.koefisien.iter().map(|k| k.tingkat.as_str()).collect();
        if own.is_none_or(|p| p.levels != levels) {
            return Err(broken(&format!("tingkat dari `{}` tidak cocok dengan kolomnya", part.rumus)));
        }
        linear.extend(part.koefisien.iter().map(estimate));
        spreads.push(part.simpangan);
    }
    if t.batas_persentil.len() != 100 || !t.batas_persentil.is_sorted() {
        return Err(broken("batas_persentil bukan seratus bilangan yang menaik"));
    }
    let village = t.desa.map(|v| Village {
        estimates: v.koefisien.iter().map(estimate).collect(),
        effects: effects(v.kolom, v.pengaruh),
        means: v.rata_rata,
    });
    let means = super::train::mean_columns(&design).len();
    if village.as_ref().is_some_and(|v| v.estimates.len() != design.width + if v.means { means } else { 0 }) {
        return Err(broken("jumlah koefisien desa tidak cocok"));
    }
    if !t.wilayah.is_sorted()
        || linear.iter().chain(village.iter().flat_map(|v| &v.estimates)).any(|e| !e.value.is_finite())
    {
        return Err(broken("koefisien atau wilayah"));
    }
    let region_column = t.kolom_wilayah;
    Ok(TableModel {
        target: t.sasaran,
        target_is_log: t.sasaran_ln,
        survey_sha256: t.survei_sha256,
        seed: t.benih,
        design,
        linear,
        regions: t.pengaruh_wilayah.map(|map| effects(region_column.clone().unwrap_or_default(), map)),
        region_names: t.wilayah,
        region_column,
        village,
        quality: Quality {
            rows: t.baris,
            columns: t.kolom_taksiran,
            clusters: t.klaster,
            r2: t.r2,
            adjusted_r2: t.r2_disesuaikan,
            rmse: t.rmse,
            smearing: t.faktor_smearing,
        },
        cutoffs: t.batas_persentil,
        score_sd: t.simpangan_skor,
        spreads,
    })
}

fn estimate_text(estimate: &Estimate, level: &str) -> EstimateText {
    let known = |x: f64| (!x.is_nan()).then_some(x);
    EstimateText {
        tingkat: level.to_owned(),
        nilai: estimate.value,
        se_hc1: known(estimate.se_hc1),
        se_klaster: known(estimate.se_cluster),
    }
}

fn estimate(text: &EstimateText) -> Estimate {
    Estimate {
        value: text.nilai,
        se_hc1: text.se_hc1.unwrap_or(f64::NAN),
        se_cluster: text.se_klaster.unwrap_or(f64::NAN),
    }
}

fn effects_text(effects: &Effects) -> BTreeMap<String, i64> {
    effects.names.iter().cloned().zip(effects.millionths.iter().copied()).collect()
}

fn effects(column: String, map: BTreeMap<String, i64>) -> Effects {
    let (names, millionths) = map.into_iter().unzip();
    Effects { column, names, millionths }
}

fn column_text(name: &str, learned: &Learned, regions: &[String]) -> ColumnText {
    match learned {
        Learned::Number { median, medians, minimum, maximum, floor, missing } => ColumnText {
            nama: name.to_owned(),
            angka: Some(NumberText {
                median: *median,
                minimum: *minimum,
                maksimum: *maximum,
                positif_terkecil: *floor,
                kosong: *missing,
                median_wilayah: regions
                    .iter()
                    .cloned()
                    .zip(medians.iter().copied())
                    .filter(|(_, median)| !median.is_nan())
                    .collect(),
            }),
            kategori: None,
        },
        Learned::Category { reference, levels, rare, shares, missing } => ColumnText {
            nama: name.to_owned(),
            angka: None,
            kategori: Some(CategoryText {
                acuan: reference.clone(),
                tingkat: levels.clone(),
                bagian: shares.clone(),
                digabung: rare.clone(),
                kosong: *missing,
            }),
        },
    }
}

fn learned(column: ColumnText, regions: &[String]) -> Result<Learned, TextRefused> {
    let broken = || TextRefused::Broken(format!("kolom `{}`", column.nama));
    match (column.angka, column.kategori) {
        (Some(n), None) => {
            let medians = if n.median_wilayah.is_empty() {
                Vec::new()
            } else {
                regions.iter().map(|name| n.median_wilayah.get(name).copied().unwrap_or(f64::NAN)).collect()
            };
            // a range that is none would stop the clamp
            if !(n.minimum <= n.maksimum && n.median.is_finite() && n.positif_terkecil > 0.0) {
                return Err(broken());
            }
            Ok(Learned::Number {
                median: n.median,
                medians,
                minimum: n.minimum,
                maximum: n.maksimum,
                floor: n.positif_terkecil,
                missing: n.kosong,
            })
        }
        (None, Some(c)) if c.tingkat.len() == c.bagian.len() && !c.tingkat.iter().any(|l| l == MISSING) => {
            Ok(Learned::Category {
                reference: c.acuan,
                levels: c.tingkat,
                rare: c.digabung,
                shares: c.bagian,
                missing: c.kosong,
            })
        }
        _ => Err(broken()),
    }
}
