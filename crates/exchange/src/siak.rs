//! Extract of the civil registry. Rule R10, domain §5.3.

use crate::areas::{Resolved, resolve};
use crate::bdt::alike;
use crate::cell::{self, Parsed};
use crate::error::ReadError;
use crate::file::PackFile;
use crate::header::{Layout, Spec, columns, read_table};
use crate::issue::{Log, Read};
use crate::table::{Cell, Row};
use crate::words;
use domain::Date;
use domain::area::AreaTable;
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::defect::{DefectKind, Level};
use domain::person::{Birth, Nik};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::OnceLock;

columns! { mod at {
    NIK = "nik",
    NO_KK = "no_kk",
    NAME = "nama",
    SEX = "jenis_kelamin",
    BORN = "tanggal_lahir",
    MARITAL = "status_kawin",
    RELATION = "hubungan",
    MOTHER = "nama_ibu",
    ADDRESS = "alamat",
    RT = "rt",
    RW = "rw",
    DESA = "kode_desa",
    STATUS = "status",
    STATUS_DATE = "tanggal_status",
    PROV = "kode_provinsi",
    KAB = "kode_kabupaten",
    KEC = "kode_kecamatan",
} }

/// The columns by which an extract is known.
#[must_use]
pub fn spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(|| Spec::load("siak.toml", include_str!("../profiles/siak.toml"), at::KEYS.iter().copied()))
}

/// Reads an extract. `today` bounds the dates.
pub fn read(file: &PackFile, areas: &AreaTable, today: Date) -> Result<Read<CivilRecord>, ReadError> {
    let mut log = Log::default();
    let mut records: Vec<CivilRecord> = Vec::new();
    let mut rows: Vec<u32> = Vec::new();
    let mut seen: FxHashMap<Nik, Vec<usize>> = FxHashMap::default();
    let mut nik_label = String::new();
    // an extract has one word for those who live there; another word among it is looked at
    let mut living: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut status_label = String::new();
    read_table(file, spec(), &mut log, &mut |layout, row, log| {
        if nik_label.is_empty() {
            nik_label = layout.label(at::NIK);
            status_label = layout.label(at::STATUS);
        }
        let Some(record) = record(layout, row, areas, today, log) else {
            log.counts.rejected += 1;
            return Ok(());
        };
        if record.status == CivilStatus::Active
            && let Some(word) = cell::plain(layout.cell(row, at::STATUS))
        {
            living.entry(words::fold(&word)).or_default().push(row.number());
        }
        let same = seen.entry(record.nik).or_default();
        if same.iter().any(|i| records[*i] == record) {
            log.counts.rejected += 1;
            log.report((&layout.file, row.number()), "", DefectKind::RowDuplicate, Level::Reject, "");
            return Ok(());
        }
        log.counts.taken += 1;
        same.push(records.len());
        records.push(record);
        rows.push(row.number());
        Ok(())
    })?;
    log.words_are_known()?;
    let most = living.values().map(Vec::len).max().unwrap_or(0);
    for (word, rows) in living.into_iter().filter(|(_, rows)| rows.len() * 100 < most) {
        let detail = format!("isi \"{}\", dibaca AKTIF", cell::shown(&word));
        for row in rows {
            log.report((&file.name, row), &status_label, DefectKind::StatusUnknown, Level::Warning, &detail);
        }
    }
    let mut shared: Vec<Vec<usize>> = seen.into_values().filter(|v| v.len() > 1).collect();
    shared.sort();
    for holders in shared {
        for i in &holders {
            let others: Vec<String> = holders.iter().filter(|j| *j != i).map(|j| rows[*j].to_string()).collect();
            let same = holders
                .iter()
                .all(|j| alike(&records[*i].name, &records[*j].name) && records[*i].birth == records[*j].birth);
            let detail = format!(
                "juga pada baris {}{}",
                others.join(", "),
                if same { ", nama dan tanggal lahir sama" } else { "" }
            );
            log.report((&file.name, rows[*i]), &nik_label, DefectKind::NikDuplicate, Level::Reject, &detail);
        }
    }
    Ok(log.finish(records))
}

fn record(layout: &Layout, row: &Row, areas: &AreaTable, today: Date, log: &mut Log) -> Option<CivilRecord> {
    let place = (layout.file.as_str(), row.number());
    let cell = |column: usize| layout.cell(row, column);
    let mut sound = true;
    let nik = match cell::nik(cell(at::NIK)) {
        Parsed::Value(nik) => Some(nik),
        Parsed::Repaired(nik, kind) => {
            log.note(place, &layout.label(at::NIK), kind);
            Some(nik)
        }
        Parsed::Missing => {
            log.report(place, &layout.label(at::NIK), DefectKind::NikInvalid, Level::Reject, "kosong");
            None
        }
        Parsed::Damaged(kind, why) => {
            log.report(place, &layout.label(at::NIK), kind, Level::Reject, &why);
            None
        }
    };
    let no_kk = match cell::no_kk(cell(at::NO_KK)) {
        Parsed::Value(no) | Parsed::Repaired(no, _) => Some(no),
        Parsed::Missing => {
            log.report(place, &layout.label(at::NO_KK), DefectKind::NoKkMissing, Level::Warning, "");
            None
        }
        Parsed::Damaged(kind, why) => {
            log.report(place, &layout.label(at::NO_KK), kind, Level::Reject, &why);
            None
        }
    };
    let name = cell::plain(cell(at::NAME)).filter(|n| n.chars().any(char::is_alphabetic)).unwrap_or_default();
    if name.is_empty() {
        log.report(place, &layout.label(at::NAME), DefectKind::NameEmpty, Level::Reject, "");
    }
    let sex = word(layout, row, at::SEX, words::sex);
    if sex.is_none() && layout.has(at::SEX) {
        strange(layout, row, at::SEX, log);
        log.report(place, &layout.label(at::SEX), DefectKind::SexInvalid, Level::Reject, &content(cell(at::SEX)));
    }
    let marital = match cell::plain(cell(at::MARITAL)) {
        None => None,
        Some(text) => {
            let known = words::marital(&text);
            if known.is_none() {
                strange(layout, row, at::MARITAL, log);
                log.report(
                    place,
                    &layout.label(at::MARITAL),
                    DefectKind::CodeInvalid,
                    Level::Reject,
                    &content(cell(at::MARITAL)),
                );
            }
            known
        }
    };
    let birth = match day(layout, row, at::BORN, log).filter(|d| {
        let sound = *d <= today;
        if !sound {
            log.report(
                place,
                &layout.label(at::BORN),
                DefectKind::DateFuture,
                Level::Reject,
                &format!("tahun {}", d.year()),
            );
        }
        sound
    }) {
        Some(date) => Birth::On(date),
        None => Birth::Unknown,
    };
    let digits = |column: usize| cell::code_digits(cell(column));
    let desa = match resolve(
        areas,
        digits(at::PROV).as_deref(),
        digits(at::KAB).as_deref(),
        digits(at::KEC).as_deref(),
        digits(at::DESA).as_deref(),
    ) {
        Resolved::Desa(code, _) => Some(log.in_force(areas, place, || layout.label(at::DESA), code)),
        // residents of elsewhere may be in a registry with full right
        Resolved::Outside => {
            log.report(place, &layout.label(at::DESA), DefectKind::AreaOutside, Level::Warning, "");
            None
        }
        Resolved::Missing if !layout.has(at::DESA) => None,
        Resolved::Unknown | Resolved::Missing => {
            let detail = content(cell(at::DESA));
            log.report(place, &layout.label(at::DESA), DefectKind::AreaUnknown, Level::Reject, &detail);
            None
        }
    };
    let status = word(layout, row, at::STATUS, words::civil_status);
    if status.is_none() {
        strange(layout, row, at::STATUS, log);
        log.report(
            place,
            &layout.label(at::STATUS),
            DefectKind::StatusUnknown,
            Level::Reject,
            &content(cell(at::STATUS)),
        );
        sound = false;
    }
    // the extract may be younger than the day of the import: kept, and looked at
    let status_date = day(layout, row, at::STATUS_DATE, log);
    if status_date.is_some_and(|d| d > today) {
        log.report(place, &layout.label(at::STATUS_DATE), DefectKind::DateFuture, Level::Warning, "");
    }
    if !sound {
        return None;
    }
    let small = |column: usize| cell::whole(cell(column)).value().and_then(|n| u16::try_from(n).ok());
    Some(CivilRecord {
        nik: nik?,
        no_kk,
        name,
        sex,
        birth,
        marital,
        relation: cell::plain(cell(at::RELATION)).unwrap_or_default().to_uppercase(),
        mother: cell::plain(cell(at::MOTHER)),
        address: cell::plain(cell(at::ADDRESS)).unwrap_or_default(),
        rt: small(at::RT),
        rw: small(at::RW),
        desa,
        status: status?,
        status_date,
    })
}

fn word<T>(layout: &Layout, row: &Row, column: usize, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    cell::plain(layout.cell(row, column)).and_then(|text| parse(&text))
}

/// Counts the cell's word as one that no code table has.
fn strange(layout: &Layout, row: &Row, column: usize, log: &mut Log) {
    if let Some(word) = cell::plain(layout.cell(row, column)).filter(|t| t.chars().any(char::is_alphabetic)) {
        log.unknown_word(&layout.file, &layout.label(column), &word);
    }
}

fn content(cell: Cell<'_>) -> String {
    cell::plain(cell).map_or_else(|| "kosong".to_owned(), |text| format!("isi \"{}\"", cell::shown(&text)))
}

fn day(layout: &Layout, row: &Row, column: usize, log: &mut Log) -> Option<Date> {
    let place = (layout.file.as_str(), row.number());
    match cell::date(layout.cell(row, column)) {
        Parsed::Missing => None,
        Parsed::Value(date) => Some(date),
        Parsed::Repaired(date, kind) => {
            log.note(place, &layout.label(column), kind);
            Some(date)
        }
        Parsed::Damaged(kind, why) => {
            log.report(place, &layout.label(column), kind, Level::Reject, &why);
            None
        }
    }
}
