//! The civil registry's extract: it lags behind real life and has errors of its own.

use crate::SynthError;
use crate::dice::Dice;
use crate::land::{Land, row};
use crate::people::World;
use crate::sheet::CsvFile;
use crate::truth::{PersonTruth, Truth};
use domain::person::{MaritalStatus, Sex};
use std::collections::BTreeSet;
use std::path::Path;

const FILE: &str = "siak.csv";

/// Writes `siak.csv`. `fillers` are persons nobody registered or listed: only they carry dirt.
pub(crate) fn write(
    folder: &Path,
    land: &Land,
    world: &World,
    fillers: &BTreeSet<usize>,
    persons: &mut [PersonTruth],
    truth: &mut Truth,
    dice: &mut Dice,
) -> Result<(), SynthError> {
    let mut file = CsvFile::create(&folder.join(FILE))?;
    file.row(&row([
        "nik",
        "no_kk",
        "nama",
        "jenis_kelamin",
        "tempat_lahir",
        "tanggal_lahir",
        "status_kawin",
        "hubungan",
        "nama_ibu",
        "alamat",
        "rt",
        "rw",
        "kode_desa",
        "status",
        "tanggal_status",
    ]))?;
    let mut number = 1;
    let mut seen = BTreeSet::new();
    // a sound filler's NIK and row: the next one may be given the same number
    let mut last_filler_nik = (String::new(), 0);
    for house in &world.houses {
        let old = house.then.as_ref().map(|t| t.links.as_slice()).unwrap_or_default();
        for link in house.now.links.iter().chain(old) {
            let p = &world.people[link.person];
            if !seen.insert(link.person) || !p.in_siak || (fillers.contains(&link.person) && dice.chance(3)) {
                continue;
            }
            let home = &house.now.home;
            let d = &land.desa[home.desa];
            number += 1;
            persons[link.person].siak_row = Some(number);
            // a third of the deaths are not yet recorded
            let recorded =
                !(p.died.is_some() && house.now.links.iter().all(|l| l.person != link.person) && dice.chance(33));
            let status = if recorded { p.siak_status } else { "AKTIF" };
            let status_day = match (status, p.died) {
                ("AKTIF", _) => String::new(),
                (_, Some(day)) => day.to_string(),
                _ => "2016-08-17".to_owned(),
            };
            let marital = match link.marital {
                MaritalStatus::Single => "BELUM KAWIN",
                MaritalStatus::Married => "KAWIN",
                MaritalStatus::Divorced => "CERAI HIDUP",
                MaritalStatus::Widowed => "CERAI MATI",
            };
            let mut cells = row([
                &p.nik,
                &p.kk,
                &p.name,
                if p.sex == Sex::Male { "L" } else { "P" },
                &land.kabupaten_name.trim_start_matches("Kabupaten ").to_uppercase(),
                &p.birth.to_string(),
                marital,
                p.kk_word,
                &p.mother,
                &home.address,
                &format!("{:03}", home.rt),
                &format!("{:03}", home.rw),
                &d.code,
                status,
                &status_day,
            ]);
            if fillers.contains(&link.person) {
                soil(&mut cells, number, &mut last_filler_nik, truth, dice);
            }
            file.row(&cells)?;
        }
    }
    file.finish()
}

fn soil(cells: &mut [String], number: usize, last_nik: &mut (String, usize), truth: &mut Truth, dice: &mut Dice) {
    let (column, kind, action, value) = match dice.below(1000) {
        0..4 => (3, "JENIS_KELAMIN_TIDAK_SAH", "LAPOR", dice.pick(&["3", "", "X"]).to_owned()),
        4..8 => (12, "KODE_DESA_TIDAK_DIKENAL", "LAPOR", format!("{}9999", &cells[12][..6])),
        8..12 => (2, "NAMA_KOSONG", "LAPOR", String::new()),
        12..16 if !last_nik.0.is_empty() => {
            let (nik, first) = std::mem::take(last_nik);
            truth.error(FILE, first, "nik", "NIK_GANDA", "LAPOR", &nik, &nik);
            (0, "NIK_GANDA", "LAPOR", nik)
        }
        16..20 => (0, "NIK_TIDAK_SAH", "LAPOR", cells[0][..13].to_owned()),
        20..26 => (1, "NO_KK_KOSONG", "PERINGATAN", String::new()),
        26..30 => (13, "STATUS_TIDAK_DIKENAL", "LAPOR", dice.pick(&["HIDUP", "aktip"]).to_owned()),
        30..34 => (5, "TANGGAL_DI_MASA_DEPAN", "LAPOR", format!("2087{}", &cells[5][4..])),
        34..48 => {
            let (y, m, d) = (&cells[5][..4], &cells[5][5..7], &cells[5][8..]);
            (5, "TANGGAL_FORMAT_LAIN", "PERBAIKI", format!("{d}/{m}/{y}"))
        }
        _ => {
            *last_nik = (cells[0].clone(), number);
            return;
        }
    };
    cells[column] = value;
    let header =
        ["nik", "no_kk", "nama", "jenis_kelamin", "", "tanggal_lahir", "", "", "", "", "", "", "kode_desa", "status"]
            [column];
    truth.error(FILE, number, header, kind, action, &cells[column], &cells[0]);
}
