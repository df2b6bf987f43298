//! A household survey of the SUSENAS kind: what a ranking model is fitted on. Domain §6.3.

use crate::bdt::answer;
use crate::cell::{self, Parsed};
use crate::error::ReadError;
use crate::file::PackFile;
use crate::header::{Layout, Spec, columns, read_table};
use crate::issue::{Log, Read};
use crate::table::Row;
use domain::defect::{DefectKind, Level};
use domain::person::Sex;
use domain::questionnaire::{Answers, Item, Subject};
use std::sync::OnceLock;

/// One household of the survey. A count or answer that is not written is not zero: it is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyHousehold {
    /// Sample id as written.
    pub id: String,
    /// Year of the survey.
    pub year: Option<u16>,
    /// Province code, two digits.
    pub province: String,
    /// Kabupaten code, four digits.
    pub kabupaten: String,
    /// Klasifikasi: 1 urban, 2 rural.
    pub urban: Option<bool>,
    /// Primary sampling unit.
    pub psu: Option<String>,
    /// Household weight in thousandths.
    pub weight_thousandths: i64,
    /// Household size.
    pub size: u16,
    /// Children under five.
    pub toddlers: Option<u16>,
    /// Children of 6 to 14.
    pub school_children: Option<u16>,
    /// Members of 60 and older.
    pub elderly: Option<u16>,
    /// Members who work.
    pub workers: Option<u16>,
    /// The head's age in years.
    pub head_age_years: Option<u8>,
    /// The head's sex.
    pub head_sex: Option<Sex>,
    /// The head's diploma, field and status of work, coded as Blok IV.
    pub head_answers: Answers,
    /// Blok III and V.
    pub answers: Answers,
    /// Expenditure per person.
    pub expenditure_rupiah_month: i64,
}

columns! { mod at {
    ID = "id_sampel",
    YEAR = "tahun",
    PROV = "kode_prov",
    KAB = "kode_kab",
    URBAN = "klasifikasi",
    PSU = "psu",
    WEIGHT = "penimbang",
    SIZE = "jumlah_art",
    TODDLERS = "n_balita",
    SCHOOL = "n_6_14",
    ELDERLY = "n_lansia",
    WORKERS = "n_bekerja",
    HEAD_AGE = "umur_krt",
    HEAD_SEX = "jk_krt",
    HEAD_DIPLOMA = "ijazah_krt",
    HEAD_FIELD = "lapangan_krt",
    HEAD_STATUS = "status_krt",
    SPENDING = "pengeluaran_perkapita",
} }

const ITEMS: usize = at::KEYS.len();

fn items() -> impl Iterator<Item = Item> {
    Item::ALL.iter().copied().filter(|i| i.subject() == Subject::Household)
}

/// The columns by which a survey file is known.
#[must_use]
pub fn spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(|| {
        let keys = at::KEYS.iter().copied().chain(items().map(Item::column));
        Spec::load("survey.toml", include_str!("../profiles/survey.toml"), keys)
    })
}

/// Reads a survey. A household without weight, size or expenditure cannot be used and is rejected.
pub fn read(file: &PackFile) -> Result<Read<SurveyHousehold>, ReadError> {
    let mut log = Log::default();
    let mut out = Vec::new();
    read_table(file, spec(), &mut log, &mut |layout, row, log| {
        match household(layout, row, log) {
            Some(household) => {
                log.counts.taken += 1;
                out.push(household);
            }
            None => log.counts.rejected += 1,
        }
        Ok(())
    })?;
    Ok(log.finish(out))
}

fn household(layout: &Layout, row: &Row, log: &mut Log) -> Option<SurveyHousehold> {
    let place = (layout.file.as_str(), row.number());
    let cell = |column: usize| layout.cell(row, column);
    let mut bad = |column: usize, why: &str| {
        log.report(place, &layout.label(column), DefectKind::CodeInvalid, Level::Reject, why);
    };
    let mut number = |column: usize, from: i64, to: i64| match cell::whole(cell(column)) {
        Parsed::Missing => None,
        Parsed::Value(n) | Parsed::Repaired(n, _) if (from..=to).contains(&n) => Some(n),
        Parsed::Value(n) | Parsed::Repaired(n, _) => {
            bad(column, &format!("isi {n}"));
            None
        }
        Parsed::Damaged(_, why) => {
            bad(column, &why);
            None
        }
    };
    let year = number(at::YEAR, 1990, 2200).map(|n| n as u16);
    let urban = number(at::URBAN, 1, 2).map(|n| n == 1);
    let mut count = |column: usize| number(column, 0, 60).map(|n| n as u16);
    let (size, toddlers, school, elderly, workers) =
        (count(at::SIZE), count(at::TODDLERS), count(at::SCHOOL), count(at::ELDERLY), count(at::WORKERS));
    let head_age = number(at::HEAD_AGE, 0, 120).map(|n| n as u8);
    let head_sex = number(at::HEAD_SEX, 1, 2).and_then(|n| Sex::from_code(n as u8));
    let mut amount = |column: usize, scale: f64| match cell::decimal(cell(column)) {
        Parsed::Value(n) | Parsed::Repaired(n, _) if n.0 > 0.0 && n.0 * scale < 9e15 => {
            Some((n.0 * scale).round() as i64)
        }
        Parsed::Value(_) | Parsed::Repaired(..) => {
            bad(column, "harus lebih dari nol");
            None
        }
        Parsed::Missing => {
            bad(column, "kosong");
            None
        }
        Parsed::Damaged(_, why) => {
            bad(column, &why);
            None
        }
    };
    let weight = amount(at::WEIGHT, 1000.0);
    let spending = amount(at::SPENDING, 1.0);
    let size = match size {
        Some(0) | None => {
            bad(at::SIZE, "jumlah ART harus lebih dari nol");
            None
        }
        some => some,
    };
    let id = cell::plain(cell(at::ID));
    if id.is_none() {
        bad(at::ID, "kosong");
    }
    let mut take = |answers: &mut Answers, column: usize, item: Item| {
        // a head who does not work has 0 where the questionnaire leaves the field of work empty
        if matches!(item, Item::WorkField | Item::WorkStatus) && cell::whole(cell(column)).value() == Some(0) {
            return;
        }
        let Some((code, defect)) = answer(item, cell(column)) else { return };
        if let Some((kind, level, why)) = defect {
            log.report(place, &layout.label(column), kind, level, &why);
        }
        if let Some(code) = code {
            answers.set(item, code);
        }
    };
    let mut head_answers = Answers::default();
    take(&mut head_answers, at::HEAD_DIPLOMA, Item::Diploma);
    take(&mut head_answers, at::HEAD_FIELD, Item::WorkField);
    take(&mut head_answers, at::HEAD_STATUS, Item::WorkStatus);
    let mut answers = Answers::default();
    for (i, item) in Item::ALL.iter().filter(|i| i.subject() == Subject::Household).enumerate() {
        take(&mut answers, ITEMS + i, *item);
    }
    let pad = |text: String, width: usize| format!("{text:0>width$}");
    let province = cell::code_digits(cell(at::PROV)).map(|p| pad(p, 2));
    let kabupaten = cell::code_digits(cell(at::KAB)).map(|k| match &province {
        Some(province) if k.len() <= 2 => format!("{province}{}", pad(k, 2)),
        _ => pad(k, 4),
    })?;
    Some(SurveyHousehold {
        id: id?,
        year,
        province: province.unwrap_or_else(|| kabupaten.chars().take(2).collect()),
        kabupaten,
        urban,
        psu: cell::plain(cell(at::PSU)),
        weight_thousandths: weight?,
        size: size?,
        toddlers,
        school_children: school,
        elderly,
        workers,
        head_age_years: head_age,
        head_sex,
        head_answers,
        answers,
        expenditure_rupiah_month: spending?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_without_a_weight_is_rejected_and_a_missing_count_is_not_zero() {
        let text = "id_sampel,kode_prov,kode_kab,klasifikasi,penimbang,jumlah_art,n_balita,luas_lantai,pengeluaran_perkapita\nS1,34,3,2,\"16,465\",3,,75,584330\nS2,34,03,1,,3,0,75,584330\n";
        let read = read(&PackFile::bytes("susenas.csv", text.as_bytes().to_vec())).unwrap();
        let [one] = read.items.as_slice() else { panic!("{:?}", read.issues) };
        assert_eq!((one.weight_thousandths, one.toddlers, one.kabupaten.as_str()), (16_465, None, "3403"));
        assert_eq!((read.counts.taken, read.counts.rejected), (1, 1));
        let rejected: Vec<u32> = read.issues.iter().filter(|i| i.level == Level::Reject).map(|i| i.row).collect();
        assert_eq!(rejected, [3]);
    }
}
