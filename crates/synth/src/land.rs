//! An invented kabupaten: kecamatan, desa, padukuhan, and both code systems.
//!
//! Province 97 does not exist, so no code here can be a real one. BPS codes are random, not
//! computed: only the bridge file maps one system to the other.

use crate::SynthOptions;
use crate::dice::Dice;
use std::collections::BTreeSet;

const HEAD: &[&str] = &[
    "Wana", "Tirta", "Giri", "Selo", "Klampok", "Lemah", "Watu", "Argo", "Banyu", "Tlogo", "Ranu", "Sendang",
    "Kembang", "Jati", "Pring", "Sawo", "Kemuning", "Cempaka", "Waru", "Ngrowo",
];
const TAIL: &[&str] =
    &["mulya", "abang", "jaya", "kencana", "lawas", "anyar", "wangi", "makmur", "kuning", "sekar", "tunggal", "luhur"];

/// Kecamatan and desa of the largest kabupaten there are; both codes leave room for 99 and 999.
pub(crate) const KECAMATAN_MAX: usize = 60;
/// Desa of a kabupaten, at most.
pub(crate) const DESA_MAX: usize = 840;
/// Hamlets of a desa, at most.
const HAMLETS_MAX: usize = 20;

/// A kecamatan.
pub(crate) struct Kecamatan {
    /// Six digits.
    pub code: String,
    /// Three digits of the BPS code.
    pub bps: String,
    pub name: String,
}

/// A desa with its padukuhan.
pub(crate) struct Desa {
    pub kecamatan: usize,
    /// Ten digits.
    pub code: String,
    /// Three digits of the BPS code.
    pub bps: String,
    pub name: String,
    pub kelurahan: bool,
    pub hamlets: Vec<String>,
}

/// The invented kabupaten.
pub(crate) struct Land {
    /// Four digits.
    pub kabupaten: String,
    pub kabupaten_name: String,
    pub provinsi_name: String,
    pub kecamatan: Vec<Kecamatan>,
    pub desa: Vec<Desa>,
}

impl Land {
    /// Builds it: about a hundred households to a desa, four desa to a kecamatan, at least three kecamatan. A kabupaten
    /// does not grow beyond [`KECAMATAN_MAX`] and [`DESA_MAX`]: a larger list fills its desa with more hamlets.
    pub(crate) fn build(options: &SynthOptions, dice: &mut Dice) -> Self {
        let desa_count = (options.households / 100).clamp(12, DESA_MAX);
        let kecamatan_count = (desa_count / 4).clamp(3, KECAMATAN_MAX);
        let kabupaten = options.kabupaten.as_str().to_owned();
        let mut used = BTreeSet::new();
        let mut fresh = |dice: &mut Dice| loop {
            let name = format!("{}{}", dice.pick(HEAD), dice.pick(TAIL));
            if used.insert(name.clone()) {
                return name;
            }
            if used.len() >= HEAD.len() * TAIL.len() {
                let numbered = format!("{name} {}", used.len());
                used.insert(numbered.clone());
                return numbered;
            }
        };
        let kabupaten_name = format!("Kabupaten {}", fresh(dice));
        let provinsi_name = fresh(dice);
        // 7 and 981 have no divisor in common, so that no code comes twice
        let mut kec_codes: Vec<usize> = (1..=kecamatan_count).map(|i| i * 7 % 981 + 10).collect();
        dice.shuffle(&mut kec_codes);
        let kecamatan: Vec<Kecamatan> = (0..kecamatan_count)
            .map(|i| Kecamatan {
                code: format!("{kabupaten}{:02}", i + 1),
                bps: format!("{:03}", kec_codes[i]),
                name: fresh(dice),
            })
            .collect();
        let mut desa: Vec<Desa> = Vec::new();
        let mut serial = vec![0usize; kecamatan_count];
        for i in 0..desa_count {
            let k = i * kecamatan_count / desa_count;
            serial[k] += 1;
            // one name stands twice, in two kecamatan: names never key
            let name = if i + 1 == desa_count { desa[0].name.clone() } else { fresh(dice) };
            let kelurahan = serial[k] == 1 && k == 0;
            let mut own = BTreeSet::new();
            // beyond a hundred and fifty households each forty more are a hamlet more
            let crowd = (options.households / desa_count).saturating_sub(150) / 40;
            let thrown = 3 + dice.below(3) + crowd;
            // a few hundred names are all there are
            let hamlet_count = options.hamlets.unwrap_or(thrown).clamp(1, HAMLETS_MAX);
            while own.len() < hamlet_count {
                own.insert(format!("{}{}", dice.pick(HEAD), dice.pick(TAIL)));
            }
            let first = if kelurahan { 1 } else { 2 };
            desa.push(Desa {
                kecamatan: k,
                code: format!("{}{first}{:03}", kecamatan[k].code, serial[k]),
                bps: String::new(),
                name,
                kelurahan,
                hamlets: own.into_iter().collect(),
            });
        }
        for (k, count) in serial.iter().enumerate() {
            let mut codes: Vec<usize> = (1..=*count).collect();
            dice.shuffle(&mut codes);
            for (d, code) in desa.iter_mut().filter(|d| d.kecamatan == k).zip(codes) {
                d.bps = format!("{code:03}");
            }
        }
        Self { kabupaten, kabupaten_name, provinsi_name, kecamatan, desa }
    }

    /// Dotted Kemendagri code of a desa.
    pub(crate) fn dotted(&self, desa: usize) -> String {
        dotted(&self.desa[desa].code)
    }

    /// Ten digits of the BPS code of a desa.
    pub(crate) fn bps10(&self, desa: usize) -> String {
        let d = &self.desa[desa];
        format!("{}{}{}", self.kabupaten, self.kecamatan[d.kecamatan].bps, d.bps)
    }

    /// `wilayah.csv`.
    pub(crate) fn area_rows(&self) -> Vec<Vec<String>> {
        let mut rows = vec![row(["kode", "level", "nama", "induk"])];
        let (prov, kab) = (&self.kabupaten[..2], dotted(&self.kabupaten));
        rows.push(row([prov, "provinsi", &self.provinsi_name, ""]));
        rows.push(row([&kab, "kabupaten", &self.kabupaten_name, prov]));
        for (k, kec) in self.kecamatan.iter().enumerate() {
            rows.push(row([&dotted(&kec.code), "kecamatan", &kec.name, &kab]));
            for d in self.desa.iter().filter(|d| d.kecamatan == k) {
                let level = if d.kelurahan { "kelurahan" } else { "desa" };
                rows.push(row([&dotted(&d.code), level, &d.name, &dotted(&kec.code)]));
            }
        }
        rows
    }

    /// `padukuhan.csv`.
    pub(crate) fn hamlet_rows(&self) -> Vec<Vec<String>> {
        let mut rows = vec![row(["kode_lokal", "nama", "kode_desa", "jenis"])];
        for d in &self.desa {
            let code = dotted(&d.code);
            for (i, hamlet) in d.hamlets.iter().enumerate() {
                rows.push(row([
                    &format!("{code}.{:02}", i + 1),
                    hamlet,
                    &code,
                    if d.kelurahan { "Dusun" } else { "Padukuhan" },
                ]));
            }
        }
        rows
    }

    /// `jembatan_bps.csv`.
    pub(crate) fn bridge_rows(&self) -> Vec<Vec<String>> {
        let mut rows = vec![row(["kode_bps", "kode_kemendagri", "level", "nama", "sintetis"])];
        rows.push(row([&self.kabupaten, &dotted(&self.kabupaten), "kabupaten", &self.kabupaten_name, "ya"]));
        for kec in &self.kecamatan {
            rows.push(row([
                &format!("{}{}", self.kabupaten, kec.bps),
                &dotted(&kec.code),
                "kecamatan",
                &kec.name,
                "ya",
            ]));
        }
        for (i, d) in self.desa.iter().enumerate() {
            let level = if d.kelurahan { "kelurahan" } else { "desa" };
            rows.push(row([&self.bps10(i), &dotted(&d.code), level, &d.name, "ya"]));
        }
        rows
    }
}

/// `9701012001` → `97.01.01.2001`.
pub(crate) fn dotted(code: &str) -> String {
    let mut out = code[..2].to_owned();
    let mut at = 2;
    while at < code.len() {
        let to = if at < 6 { at + 2 } else { code.len() };
        out.push('.');
        out.push_str(&code[at..to]);
        at = to;
    }
    out
}

/// Cells of one row.
pub(crate) fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.iter().map(|&c| c.to_owned()).collect()
}
