//! The consumption survey: households here and in twelve other invented kabupaten.

use crate::dice::Dice;
use crate::land::{Land, row};
use crate::welfare;
use domain::questionnaire::{Item, Subject};

/// Rows of `susenas.csv`. About `own` households of this kabupaten and as many in each of the others.
pub(crate) fn rows(land: &Land, own: usize, year: i16, dice: &mut Dice) -> Vec<Vec<String>> {
    let mut header = row([
        "id_sampel",
        "tahun",
        "kode_prov",
        "kode_kab",
        "klasifikasi",
        "psu",
        "penimbang",
        "jumlah_art",
        "n_balita",
        "n_6_14",
        "n_lansia",
        "n_bekerja",
        "umur_krt",
        "jk_krt",
        "ijazah_krt",
        "lapangan_krt",
        "status_krt",
    ]);
    let kur = Item::ALL.iter().position(|i| *i == Item::Kur).unwrap_or(0);
    let items: Vec<Item> = Item::ALL[..=kur].iter().copied().filter(|i| i.subject() == Subject::Household).collect();
    header.extend(items.iter().map(|i| i.column().to_owned()));
    header.push("pengeluaran_perkapita".to_owned());
    let mut out = vec![header];
    let mut areas = vec![land.kabupaten.clone()];
    for (province, count) in [("98", 4), ("99", 4)] {
        areas.extend((1..=count).map(|k| format!("{province}{k:02}")));
    }
    areas.extend((1..=4).map(|k| format!("{}{:02}", &land.kabupaten[..2], 60 + k)));
    for area in areas {
        let shift = 0.25 * dice.normal();
        for n in 0..own {
            let urban = dice.chance(30);
            let z = dice.normal() + if urban { 0.25 } else { -0.1 };
            let size = 1 + dice.below(3) + dice.below(4);
            let head_age = dice.between(24, 80);
            let ages: Vec<i16> =
                (0..size).map(|i| if i == 0 { head_age as i16 } else { dice.between(0, 70) as i16 }).collect();
            let answers = welfare::household_answers(z, &ages, size, dice);
            let working = (0..size).filter(|_| dice.chance(48)).count();
            let diploma = (1.6 + 1.1 * z + 0.7 * dice.normal()).clamp(0.0, 5.0) as i32;
            let head_works = dice.chance(86);
            let count = |from: i16, to: i16| ages.iter().filter(|a| (from..=to).contains(*a)).count().to_string();
            let mut cells = row([
                &format!("S{:06}", out.len()),
                &year.to_string(),
                &area[..2],
                &area,
                if urban { "1" } else { "2" },
                &format!("{area}{:04}", n / 10),
                &format!("{:.3}", 12.0 + 8.0 * dice.below(1000) as f64 / 1000.0),
                &size.to_string(),
                &count(0, 4),
                &count(6, 14),
                &count(60, 120),
                &working.to_string(),
                &head_age.to_string(),
                if dice.chance(84) { "1" } else { "2" },
                &diploma.to_string(),
                &if head_works {
                    dice.weighted(&[(1, 44), (9, 12), (11, 12), (12, 18), (19, 14)]).to_string()
                } else {
                    String::new()
                },
                &if head_works {
                    dice.weighted(&[(1, 30), (2, 22), (4, 28), (6, 20)]).to_string()
                } else {
                    String::new()
                },
            ]);
            cells.extend(items.iter().map(|i| answers.get(*i).map_or(String::new(), |c| c.to_string())));
            cells.push(welfare::spending_rupiah_month(z + shift, size, dice).to_string());
            out.push(cells);
        }
    }
    out
}
