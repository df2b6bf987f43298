//! Rule files: a programme's criteria as TOML, read into [`domain::programme`]. R22.

use domain::Date;
use domain::programme::{Clause, Confidence, Names, Programme, RuleError, Unit, parse};
use domain::refusals;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The rule files that come with the program, by file name. An office's own folder takes their place.
pub const SHIPPED_PROGRAMMES: &[(&str, &str)] = &[
    ("pbi_jkn.toml", include_str!("../../../programmes/pbi_jkn.toml")),
    ("permakanan_lansia.toml", include_str!("../../../programmes/permakanan_lansia.toml")),
    ("pip.toml", include_str!("../../../programmes/pip.toml")),
    ("pkh.toml", include_str!("../../../programmes/pkh.toml")),
    ("sembako.toml", include_str!("../../../programmes/sembako.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgrammeText {
    id: String,
    nama: String,
    versi: String,
    satuan: String,
    pemilik: String,
    sumber: String,
    keyakinan: String,
    berlaku_mulai: String,
    #[serde(default)]
    berlaku_sampai: Option<String>,
    #[serde(default)]
    kuota: Option<u32>,
    #[serde(default)]
    kode: BTreeMap<String, CodesText>,
    #[serde(default)]
    wajib: Vec<ClauseText>,
    #[serde(default)]
    salah_satu: Vec<ClauseText>,
    #[serde(default)]
    tinjau: Vec<ClauseText>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum CodesText {
    One(i64),
    Many(Vec<i64>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClauseText {
    nama: String,
    keterangan: String,
    syarat: String,
}

refusals! {
    /// Why a rule file was not taken.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum ProgrammeFileError {
        /// Not TOML, or a field is missing or unknown.
        Unreadable {
            /// What is wrong.
            what: String,
        } = "PROGRAM_TIDAK_TERBACA",
        /// A field has an invalid value.
        Field {
            /// The field.
            field: String,
            /// What is wrong.
            what: String,
            /// How to repair it.
            repair: String,
        } = "PROGRAM_KOLOM_SALAH",
        /// A clause is not in the language of criteria.
        Clause {
            /// The clause.
            clause: String,
            /// Where and what.
            error: RuleError,
        } = "ATURAN_TIDAK_TERBACA",
    }
}

/// Reads one rule file.
pub fn read_programme(text: &str) -> Result<Programme, ProgrammeFileError> {
    let t: ProgrammeText =
        toml::from_str(text).map_err(|e| ProgrammeFileError::Unreadable { what: e.to_string().trim().to_owned() })?;
    let field = |field: &str, what: String, repair: &str| ProgrammeFileError::Field {
        field: field.to_owned(),
        what,
        repair: repair.to_owned(),
    };
    let date = |name: &str, text: &str| {
        text.parse::<Date>().map_err(|_| {
            field(name, format!("`{text}` bukan tanggal"), "tulis tahun-bulan-tanggal, misalnya 2017-01-01")
        })
    };
    if t.id.is_empty() || !t.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
        return Err(field("id", format!("`{}` bukan nama pendek", t.id), "pakai huruf kecil, angka dan garis bawah"));
    }
    let unit = Unit::from_code(&t.satuan).ok_or_else(|| {
        field("satuan", format!("`{}` tidak dikenal", t.satuan), "pakai rumah_tangga, keluarga atau orang")
    })?;
    let confidence = Confidence::from_code(&t.keyakinan)
        .ok_or_else(|| field("keyakinan", format!("`{}` tidak dikenal", t.keyakinan), "pakai S, S+GK atau GK"))?;
    let valid_from = date("berlaku_mulai", &t.berlaku_mulai)?;
    let valid_to = t.berlaku_sampai.as_deref().map(|text| date("berlaku_sampai", text)).transpose()?;
    if valid_to.is_some_and(|to| to < valid_from) {
        return Err(field("berlaku_sampai", "lebih awal dari berlaku_mulai".to_owned(), "periksa kedua tanggal"));
    }
    if t.wajib.is_empty() && t.salah_satu.is_empty() {
        return Err(field(
            "wajib",
            "program tanpa syarat akan memuat semua orang".to_owned(),
            "tulis sedikitnya satu syarat",
        ));
    }
    let names: Names = t
        .kode
        .into_iter()
        .map(|(name, codes)| {
            (
                name,
                match codes {
                    CodesText::One(code) => vec![code],
                    CodesText::Many(codes) => codes,
                },
            )
        })
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    let mut clauses = |list: Vec<ClauseText>| -> Result<Vec<Clause>, ProgrammeFileError> {
        list.into_iter()
            .map(|c| {
                if !seen.insert(c.nama.clone()) {
                    return Err(field(&c.nama, "nama syarat dipakai dua kali".to_owned(), "beri nama lain"));
                }
                let expression = parse(&c.syarat, unit, &names)
                    .map_err(|error| ProgrammeFileError::Clause { clause: c.nama.clone(), error })?;
                Ok(Clause { name: c.nama, label: c.keterangan, text: c.syarat, expression })
            })
            .collect()
    };
    Ok(Programme {
        requires: clauses(t.wajib)?,
        any_of: clauses(t.salah_satu)?,
        reviews: clauses(t.tinjau)?,
        id: t.id,
        name: t.nama,
        version: t.versi,
        unit,
        owner: t.pemilik,
        source: t.sumber,
        confidence,
        valid_from,
        valid_to,
        quota: t.kuota,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_rule_file_is_read_and_named_as_its_file() {
        for (file, text) in SHIPPED_PROGRAMMES {
            let programme = read_programme(text).unwrap_or_else(|e| panic!("{file}: {e}"));
            assert_eq!(format!("{}.toml", programme.id), *file);
        }
    }

    #[test]
    fn a_mistake_in_a_rule_file_is_named_with_its_place() {
        let (_, pkh) = SHIPPED_PROGRAMMES.iter().find(|(file, _)| *file == "pkh.toml").unwrap();
        let broken = pkh.replacen("h.desil <= 4", "h.desil <= ", 1);
        let error = read_programme(&broken).unwrap_err();
        assert_eq!(error.code(), "ATURAN_TIDAK_TERBACA");
        assert!(error.to_string().contains("kolom"), "{error}");
        assert!(matches!(read_programme("id = 3"), Err(ProgrammeFileError::Unreadable { .. })));
        let unknown = format!("apa = 1\n{pkh}");
        assert!(matches!(read_programme(&unknown), Err(ProgrammeFileError::Unreadable { .. })), "an unknown field");
    }
}
