//! Registration books: one row for each member; each desa has its own layout. Rules R3–R7.

use crate::areas::{Resolved, resolve};
use crate::bdt::alike;
use crate::cell::{self, Parsed};
use crate::error::ReadError;
use crate::file::PackFile;
use crate::header::{Layout, Spec, columns, read_table};
use crate::issue::{Log, Read};
use crate::table::Row;
use crate::words;
use domain::Date;
use domain::area::{AreaCode, AreaLevel, AreaTable};
use domain::defect::{DefectKind, Level};
use domain::household::{Member, Origin, Place};
use domain::id::RegistrationNumber;
use domain::person::{Birth, Relation};
use domain::registration::{Registration, RegistrationKind};
use std::collections::BTreeMap;
use std::sync::OnceLock;

columns! { mod at {
    NUMBER = "nomor",
    DATE = "tanggal",
    KIND = "jenis",
    OFFICER = "petugas",
    IDENTITY = "identitas",
    MUSDES = "no_musdes",
    NIK = "nik",
    NO_KK = "no_kk",
    NAME = "nama",
    RELATION = "hubungan",
    SEX = "jenis_kelamin",
    BORN = "tanggal_lahir",
    MARITAL = "status_kawin",
    ADDRESS = "alamat",
    RT = "rt",
    RW = "rw",
    HAMLET = "padukuhan",
    NOTE = "catatan",
    DESA = "kode_desa",
    MOTHER = "nama_ibu",
} }

/// The columns by which a book is known.
#[must_use]
pub fn spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(|| {
        Spec::load("registrations.toml", include_str!("../profiles/registrations.toml"), at::KEYS.iter().copied())
    })
}

/// Reads all books of a kabupaten. A number used again by another household is reported; the
/// first keeps it, and the other is known as `number#2`.
pub fn read_all(files: &[PackFile], areas: &AreaTable, today: Date) -> Result<Read<Registration>, ReadError> {
    let mut log = Log::default();
    let mut taken: Vec<(Registration, String)> = Vec::new();
    for file in files {
        let mut book: Vec<BookRow> = Vec::new();
        read_table(file, spec(), &mut log, &mut |layout, row, log| {
            if let Some(read) = book_row(layout, row, areas, today, log) {
                book.push(read);
            }
            Ok(())
        })?;
        log.words_are_known()?;
        for household in households(book) {
            taken.extend(registration(file, household, areas, &mut log)?);
        }
    }
    number_again(&mut taken, &mut log);
    Ok(log.finish(taken.into_iter().map(|(r, _)| r).collect()))
}

/// A number used by two households: each is told of the other, and the later gets a key of its own.
fn number_again(taken: &mut [(Registration, String)], log: &mut Log) {
    let mut by_number: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, (registration, _)) in taken.iter().enumerate() {
        by_number.entry(registration.number.as_str().to_owned()).or_default().push(i);
    }
    for (number, users) in by_number.into_iter().filter(|(_, u)| u.len() > 1) {
        for i in &users {
            let others: Vec<String> = users
                .iter()
                .filter(|j| *j != i)
                .map(|j| format!("{} baris {}", taken[*j].0.origin.file, taken[*j].0.origin.row))
                .collect();
            let (registration, label) = &taken[*i];
            let kept = if *i == users[0] { "nomor tetap pada yang ini" } else { "yang ini disimpan dengan akhiran" };
            let detail = format!("juga pada {}; {kept}", others.join(", "));
            log.report(
                (&registration.origin.file, registration.origin.row),
                label,
                DefectKind::RegistrationNumberDuplicate,
                Level::Warning,
                &detail,
            );
        }
        for (n, i) in users.iter().enumerate().skip(1) {
            taken[*i].0.number = RegistrationNumber::new(format!("{number}#{}", n + 1));
        }
    }
}

/// One row of a book.
struct BookRow {
    row: u32,
    number: Option<String>,
    number_label: String,
    kind_label: String,
    nik_label: String,
    date: Option<Date>,
    kind: Result<Option<RegistrationKind>, String>,
    officer: Option<String>,
    identity: Option<String>,
    musdes: Option<String>,
    note: Option<String>,
    desa: Option<AreaCode>,
    place: Place,
    member: Member,
}

fn book_row(layout: &Layout, row: &Row, areas: &AreaTable, today: Date, log: &mut Log) -> Option<BookRow> {
    let at_row = (layout.file.as_str(), row.number());
    let cell = |column: usize| layout.cell(row, column);
    let text = |column: usize| cell::plain(cell(column));
    let mut report = |column: usize, kind: DefectKind, why: &str| {
        log.report(at_row, &layout.label(column), kind, Level::Reject, why);
    };
    let name = text(at::NAME).filter(|n| n.chars().any(char::is_alphabetic)).unwrap_or_default();
    if name.is_empty() {
        report(at::NAME, DefectKind::NameEmpty, "");
        if cell(at::NIK).is_blank() && cell(at::RELATION).is_blank() {
            log.counts.rejected += 1;
            return None;
        }
    }
    let mut member = Member::named(0, name);
    let mut repairs: Vec<(usize, DefectKind)> = Vec::new();
    let mut strange: Vec<usize> = Vec::new();
    match cell::nik(cell(at::NIK)) {
        Parsed::Damaged(kind, why) => report(at::NIK, kind, &why),
        Parsed::Repaired(nik, kind) => {
            repairs.push((at::NIK, kind));
            member.nik = Some(nik);
        }
        other => member.nik = other.value(),
    }
    match cell::no_kk(cell(at::NO_KK)) {
        Parsed::Damaged(kind, why) => report(at::NO_KK, kind, &why),
        other => member.no_kk = other.value(),
    }
    let shown = |column: usize| text(column).map_or_else(String::new, |t| format!("isi \"{}\"", cell::shown(&t)));
    let clean = |column: usize| text(column).map(|t| t.strip_suffix(".0").unwrap_or(&t).to_owned());
    if let Some(written) = clean(at::RELATION) {
        member.relation = words::relation(&written);
        if member.relation.is_none() {
            strange.push(at::RELATION);
            report(at::RELATION, DefectKind::CodeInvalid, &shown(at::RELATION));
        }
    }
    if let Some(written) = clean(at::SEX) {
        member.sex = words::sex(&written);
        if member.sex.is_none() {
            strange.push(at::SEX);
            report(at::SEX, DefectKind::SexInvalid, &shown(at::SEX));
        }
    }
    if let Some(written) = clean(at::MARITAL) {
        member.marital = words::marital(&written);
        if member.marital.is_none() {
            strange.push(at::MARITAL);
            report(at::MARITAL, DefectKind::CodeInvalid, &shown(at::MARITAL));
        }
    }
    let mut day = |column: usize, parsed: Parsed<Date>| match parsed {
        Parsed::Missing => None,
        Parsed::Value(date) | Parsed::Repaired(date, _) if date > today => {
            report(column, DefectKind::DateFuture, &format!("tahun {}", date.year()));
            None
        }
        Parsed::Value(date) => Some(date),
        Parsed::Repaired(date, kind) => {
            repairs.push((column, kind));
            Some(date)
        }
        Parsed::Damaged(kind, why) => {
            report(column, kind, &why);
            None
        }
    };
    let date = day(at::DATE, cell::date(cell(at::DATE)));
    // `GUNUNGKIDUL, 05-11-1960`: the date stands behind the place
    let born = match cell(at::BORN) {
        crate::table::Cell::Text(t) => match t.rsplit_once(',') {
            Some((place, date)) if !place.chars().any(|c| c.is_ascii_digit()) => {
                cell::date(crate::table::Cell::Text(date))
            }
            _ => cell::date(cell(at::BORN)),
        },
        other => cell::date(other),
    };
    member.birth = day(at::BORN, born).map_or(Birth::Unknown, Birth::On);
    member.mother = text(at::MOTHER);
    let kind = match text(at::KIND) {
        None => Ok(None),
        Some(written) => words::registration_kind(&written).map(Some).ok_or_else(|| cell::shown(&written)),
    };
    let small = |column: usize| cell::whole(cell(column)).value().and_then(|n| u16::try_from(n).ok());
    let address = text(at::ADDRESS).unwrap_or_default();
    // `RT 003/RW 002` may stand in one cell
    let (rt, rw, _) =
        crate::bdt::neighbourhood(&[text(at::RT).unwrap_or_default(), text(at::RW).unwrap_or_default()].join(" "));
    let (rt_there, rw_there, hamlet_there) = crate::bdt::neighbourhood_in_address(&address);
    let place = Place {
        desa: None,
        hamlet: text(at::HAMLET).or(hamlet_there),
        rw: small(at::RW).or(rw).or(rw_there),
        rt: small(at::RT).or(rt).or(rt_there),
        address,
    };
    let desa = match resolve(areas, None, None, None, cell::code_digits(cell(at::DESA)).as_deref()) {
        Resolved::Desa(code, _) => Some(code),
        Resolved::Missing => None,
        Resolved::Outside => {
            report(at::DESA, DefectKind::AreaOutside, "");
            None
        }
        Resolved::Unknown => {
            report(at::DESA, DefectKind::AreaUnknown, "");
            None
        }
    };
    for (column, kind) in repairs {
        log.note(at_row, &layout.label(column), kind);
    }
    for column in strange {
        if let Some(word) = text(column).filter(|t| t.chars().any(char::is_alphabetic)) {
            log.unknown_word(&layout.file, &layout.label(column), &word);
        }
    }
    Some(BookRow {
        row: row.number(),
        number: text(at::NUMBER).map(|n| n.trim_matches('\'').to_owned()),
        number_label: layout.label(at::NUMBER),
        kind_label: layout.label(at::KIND),
        nik_label: layout.label(at::NIK),
        date,
        kind,
        officer: text(at::OFFICER),
        identity: text(at::IDENTITY).filter(|i| !words::no_identity(i)),
        musdes: text(at::MUSDES),
        note: text(at::NOTE),
        desa,
        place,
        member,
    })
}

/// Rows to households. A number stands on every row or only on a household's first; where it
/// stands on every row, a second head with another day or family card begins another household.
fn households(rows: Vec<BookRow>) -> Vec<Vec<BookRow>> {
    let first_only = rows.iter().any(|r| r.number.is_none());
    let mut out: Vec<Vec<BookRow>> = Vec::new();
    for row in rows {
        let begins = match (out.last(), &row.number) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(current), Some(number)) => {
                let before = current.first().and_then(|r| r.number.as_ref());
                before != Some(number)
                    || (row_begins(current, &row) && (!first_only || is_head(&row)))
                    || (first_only && is_head(&row) && current.iter().any(is_head))
            }
        };
        match out.last_mut() {
            Some(current) if !begins => current.push(row),
            _ => out.push(vec![row]),
        }
    }
    out
}

fn is_head(row: &BookRow) -> bool {
    row.member.relation == Some(Relation::Head)
}

fn row_begins(current: &[BookRow], row: &BookRow) -> bool {
    let Some(first) = current.first() else { return true };
    if !is_head(row) || !current.iter().any(is_head) {
        return false;
    }
    let differs = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
    let other_day = matches!((first.date, row.date), (Some(a), Some(b)) if a != b);
    let other_card = matches!((first.member.no_kk, row.member.no_kk), (Some(a), Some(b)) if a != b);
    let other_house = !alike(&first.place.address, &row.place.address) || first.place.rt != row.place.rt;
    other_day
        || differs(&first.officer, &row.officer)
        || differs(&first.identity, &row.identity)
        || (other_card && other_house)
}

fn registration(
    file: &PackFile,
    mut rows: Vec<BookRow>,
    areas: &AreaTable,
    log: &mut Log,
) -> Result<Option<(Registration, String)>, ReadError> {
    let Some(first) = rows.first() else { return Ok(None) };
    let (row, label) = (first.row, first.number_label.clone());
    let refuse = |log: &mut Log, column: &str, why: &str, rows: &[BookRow]| {
        log.report((&file.name, row), column, DefectKind::RegistrationIncomplete, Level::Reject, why);
        log.counts.rejected += rows.len() as u64;
    };
    let Some(number) = first.number.clone() else {
        refuse(log, &label, "nomor kosong", &rows);
        return Ok(None);
    };
    let musdes = rows
        .iter()
        .find_map(|r| r.musdes.clone())
        .or_else(|| rows.iter().find_map(|r| r.note.as_deref().and_then(musdes_in)));
    let written = rows.iter().find_map(|r| match &r.kind {
        Ok(Some(kind)) => Some(Ok(*kind)),
        Ok(None) => None,
        Err(text) => Some(Err(text.clone())),
    });
    let kind = match written {
        Some(Ok(kind)) => kind,
        // R7: a household that a Musdes named is registered passively, whatever else is written
        _ if musdes.is_some() => RegistrationKind::Passive,
        Some(Err(text)) => {
            let column = first.kind_label.clone();
            refuse(log, &column, &format!("jenis \"{text}\" bukan AKTIF atau PASIF"), &rows);
            return Ok(None);
        }
        None => {
            let column = first.kind_label.clone();
            refuse(log, &column, "jenis kosong", &rows);
            return Ok(None);
        }
    };
    let desa = rows
        .iter()
        .find_map(|r| r.desa)
        .or_else(|| desa_in(file.stem(), areas))
        .or_else(|| desa_in(&number, areas))
        .or_else(|| desa_named(file.stem(), areas));
    let Some(desa) = desa else { return Err(ReadError::DesaUnknown { file: file.name.clone() }) };
    let desa = log.in_force(areas, (&file.name, row), String::new, desa);
    let mut place = first.place.clone();
    for other in &rows {
        place.hamlet = place.hamlet.or_else(|| other.place.hamlet.clone());
        place.rt = place.rt.or(other.place.rt);
        place.rw = place.rw.or(other.place.rw);
        if place.address.is_empty() {
            place.address.clone_from(&other.place.address);
        }
    }
    place.desa = Some(desa);
    let date = rows.iter().find_map(|r| r.date);
    let officer = rows.iter().find_map(|r| r.officer.clone()).unwrap_or_default();
    let identity_shown = rows.iter().find_map(|r| r.identity.clone());
    let note = rows.iter().find_map(|r| r.note.clone());
    same_nik(file, &rows, log);
    log.counts.taken += rows.len() as u64;
    let members = rows.drain(..).zip(1u16..).map(|(r, no)| Member { no, ..r.member }).collect();
    let registration = Registration {
        number: RegistrationNumber::new(number),
        date,
        kind,
        officer,
        identity_shown,
        musdes,
        desa,
        place,
        members,
        note,
        origin: Origin { file: file.name.clone(), row },
    };
    Ok(Some((registration, label)))
}

/// Two members of one household with one NIK, each told of the other: twins, or a slip.
fn same_nik(file: &PackFile, rows: &[BookRow], log: &mut Log) {
    for row in rows {
        let same = |other: &&BookRow| other.row != row.row && other.member.nik == row.member.nik;
        if row.member.nik.is_some()
            && let Some(other) = rows.iter().find(same)
        {
            let detail = format!("juga pada baris {}", other.row);
            log.report((&file.name, row.row), &row.nik_label, DefectKind::NikDuplicate, Level::Warning, &detail);
        }
    }
}

/// `hasil Musdes/2003/XI/2016` in the remarks of a book without a column for it.
fn musdes_in(note: &str) -> Option<String> {
    note.split_whitespace()
        .map(|w| w.trim_matches(|c: char| matches!(c, ',' | ';' | '.' | '(' | ')')))
        .find(|w| {
            let upper = w.to_uppercase();
            (upper.starts_with("MUSDES") || upper.starts_with("MUSKEL")) && upper.contains('/')
        })
        .map(str::to_owned)
}

/// A desa code of ten digits, with or without dots, anywhere in a text.
fn desa_in(text: &str, areas: &AreaTable) -> Option<AreaCode> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter_map(|part| AreaCode::parse(part.trim_matches('.')).ok())
        .find(|code| code.level() == AreaLevel::Desa && areas.get(code).is_some())
}

/// A desa named by the file, when only one desa bears the name.
fn desa_named(stem: &str, areas: &AreaTable) -> Option<AreaCode> {
    let words = words::fold(stem);
    let mut named = areas.areas().filter(|a| a.code.level() == AreaLevel::Desa).filter(|a| {
        let name = words::fold(&a.name);
        format!(" {words} ").contains(&format!(" {name} "))
    });
    let first = named.next()?;
    named.next().is_none().then_some(first.code)
}
