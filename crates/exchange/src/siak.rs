//! Extract of the civil registry. Rule R10, domain §5.3.

use crate::areas::{Resolved, resolve};
use crate::bdt::alike;
use crate::cell::{self, Parsed};
use crate::error::ReadError;
use crate::file::PackFile;
use crate::header::{Column, Layout, Spec, read_table};
use crate::issue::{Log, Read};
use crate::table::{Cell, Row};
use crate::words;
use domain::Date;
use domain::area::AreaTable;
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::defect::{DefectKind, Level};
use domain::person::{Birth, Nik};
use rustc_hash::FxHashMap;

mod at {
    pub(super) const NIK: usize = 0;
    pub(super) const NO_KK: usize = 1;
    pub(super) const NAME: usize = 2;
    pub(super) const SEX: usize = 3;
    pub(super) const BORN: usize = 4;
    pub(super) const MARITAL: usize = 5;
    pub(super) const RELATION: usize = 6;
    pub(super) const MOTHER: usize = 7;
    pub(super) const ADDRESS: usize = 8;
    pub(super) const RT: usize = 9;
    pub(super) const RW: usize = 10;
    pub(super) const DESA: usize = 11;
    pub(super) const STATUS: usize = 12;
    pub(super) const STATUS_DATE: usize = 13;
    pub(super) const PROV: usize = 14;
    pub(super) const KAB: usize = 15;
    pub(super) const KEC: usize = 16;
}

/// The columns by which an extract is known.
#[must_use]
pub fn spec() -> Spec {
    Spec::new(
        vec![
            Column::required(&["nik", "nomor induk kependudukan"]),
            Column::required(&["no_kk", "no kk", "nomor kk", "nomor kartu keluarga", "no kartu keluarga", "nkk"]),
            Column::required(&["nama", "nama lengkap", "nama_lgkp", "nama lgkp"]),
            Column::optional(&["jenis_kelamin", "jenis kelamin", "jk", "jenis_klmin", "jenis klmin", "l/p", "sex"]),
            Column::required(&["tanggal_lahir", "tanggal lahir", "tgl_lahir", "tgl_lhr", "tgl lhr"]),
            Column::optional(&["status_kawin", "status kawin", "status perkawinan", "stat_kwn"]),
            Column::optional(&[
                "hubungan",
                "shdk",
                "stat_hbkel",
                "status hubungan dalam keluarga",
                "hubungan keluarga",
                "hubungan dengan kepala keluarga",
            ]),
            Column::optional(&["nama_ibu", "nama ibu", "nama_lgkp_ibu", "nama ibu kandung"]),
            Column::optional(&["alamat"]),
            Column::optional(&["rt", "no_rt"]),
            Column::optional(&["rw", "no_rw"]),
            Column::optional(&[
                "kode_desa",
                "kode desa",
                "no_kel",
                "kode kelurahan",
                "kode wilayah",
                "kode desa/kelurahan",
            ]),
            Column::required(&["status", "status penduduk", "flag_status", "status kependudukan", "keterangan status"]),
            Column::optional(&["tanggal_status", "tanggal status", "tgl_status", "tanggal peristiwa"]),
            Column::optional(&["kode provinsi", "no_prop"]),
            Column::optional(&["kode kabupaten", "no_kab", "kode kab/kota"]),
            Column::optional(&["kode kecamatan", "no_kec"]),
        ],
        Some(at::NAME),
    )
}

/// Reads an extract. `today` bounds the dates.
pub fn read(file: &PackFile, areas: &AreaTable, today: Date) -> Result<Read<CivilRecord>, ReadError> {
    let mut log = Log::default();
    let mut records: Vec<CivilRecord> = Vec::new();
    let mut rows: Vec<u32> = Vec::new();
    let mut seen: FxHashMap<Nik, Vec<usize>> = FxHashMap::default();
    let mut nik_label = String::new();
    read_table(file, &spec(), &mut log, &mut |layout, row, log| {
        if nik_label.is_empty() {
            nik_label = layout.label(at::NIK);
        }
        let Some(record) = record(layout, row, areas, today, log) else {
            log.counts.rejected += 1;
            return Ok(());
        };
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
        log.report(place, &layout.label(at::SEX), DefectKind::SexInvalid, Level::Reject, &content(cell(at::SEX)));
    }
    let marital = match cell::plain(cell(at::MARITAL)) {
        None => None,
        Some(text) => {
            let known = words::marital(&text);
            if known.is_none() {
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
        Resolved::Desa(code, _) => Some(code),
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
    let status = word(layout, row, at::STATUS, status);
    if status.is_none() {
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

fn status(text: &str) -> Option<CivilStatus> {
    Some(match words::fold(text).as_str() {
        "aktif" => CivilStatus::Active,
        "meninggal" | "mati" | "meninggal dunia" => CivilStatus::Dead,
        "pindah" | "pindah keluar" => CivilStatus::MovedOut,
        "non aktif" | "nonaktif" | "tidak aktif" => CivilStatus::Inactive,
        _ => return None,
    })
}
