//! Area table, hamlets, and the bridge between BPS and Kemendagri codes. Domain §4.5.

use crate::cell;
use crate::error::ReadError;
use crate::file::PackFile;
use crate::header::{Layout, Spec, read_table};
use crate::issue::{Counts, Issue, Log};
use crate::table::{Cell, Row};
use domain::area::{Area, AreaCode, AreaLevel, AreaTable, BpsCode, Hamlet};
use domain::defect::{DefectKind, Level};
use std::sync::OnceLock;

/// What was read of the area files.
#[derive(Clone, Debug)]
pub struct Areas {
    /// The table for look-up.
    pub table: AreaTable,
    /// Rows that could not be taken.
    pub issues: Vec<Issue>,
    /// Rows met and what became of them.
    pub counts: Counts,
}

/// Columns by which an area table is known.
#[must_use]
pub fn area_spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    let keys = ["kode", "nama", "level", "berlaku_dari", "berlaku_sampai", "pengganti"];
    SPEC.get_or_init(|| Spec::load("areas.toml", include_str!("../profiles/areas.toml"), keys))
}

/// Columns by which a hamlet list is known.
#[must_use]
pub fn hamlet_spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    let keys = ["kode_lokal", "nama", "kode_desa", "jenis"];
    SPEC.get_or_init(|| Spec::load("hamlets.toml", include_str!("../profiles/hamlets.toml"), keys))
}

/// Columns by which a bridge table is known.
#[must_use]
pub fn bridge_spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    let keys = ["kode_bps", "kode_kemendagri"];
    SPEC.get_or_init(|| Spec::load("bridge.toml", include_str!("../profiles/bridge.toml"), keys))
}

/// Reads the area table, and the hamlets and the bridge where there are any.
pub fn read(areas: &PackFile, hamlets: Option<&PackFile>, bridge: Option<&PackFile>) -> Result<Areas, ReadError> {
    let mut log = Log::default();
    let mut table = AreaTable::default();
    read_table(areas, area_spec(), &mut log, &mut |layout, row, log| {
        match area(layout, row, log) {
            Some(area) => {
                table.add(area);
                log.counts.taken += 1;
            }
            None => log.counts.rejected += 1,
        }
        Ok(())
    })?;
    if let Some(file) = hamlets {
        read_table(file, hamlet_spec(), &mut log, &mut |layout, row, log| {
            match hamlet(layout, row, log, &table) {
                Some(hamlet) => {
                    table.add_hamlet(hamlet);
                    log.counts.taken += 1;
                }
                None => log.counts.rejected += 1,
            }
            Ok(())
        })?;
    }
    if let Some(file) = bridge {
        read_table(file, bridge_spec(), &mut log, &mut |layout, row, log| {
            let bps = cell::code_digits(layout.cell(row, 0)).and_then(|c| BpsCode::parse(&c).ok());
            let code = code(layout.cell(row, 1));
            match (bps, code) {
                (Some(bps), Some(code)) => {
                    table.add_bridge(bps, code);
                    log.counts.taken += 1;
                }
                (bps, _) => {
                    let column = usize::from(bps.is_some());
                    reject(log, layout, row, column, DefectKind::CodeInvalid);
                }
            }
            Ok(())
        })?;
    }
    let read = log.finish::<()>(Vec::new());
    Ok(Areas { table, issues: read.issues, counts: read.counts })
}

fn code(cell: Cell<'_>) -> Option<AreaCode> {
    code_and_repair(cell).map(|(code, _)| code)
}

/// The code, and whether its last zero had to be restored: of a dotted 11.10 a spreadsheet makes the number 11.1.
fn code_and_repair(cell: Cell<'_>) -> Option<(AreaCode, bool)> {
    let text = cell::plain(cell)?;
    let text = text.trim_matches('\'');
    let cut = text.split_once('.').is_some_and(|(kab, one)| kab.len() == 2 && one.len() == 1);
    let code = if cut { AreaCode::parse(&format!("{text}0")) } else { AreaCode::parse(text) };
    code.ok().map(|code| (code, cut))
}

fn reject(log: &mut Log, layout: &Layout, row: &Row, column: usize, kind: DefectKind) {
    log.counts.rejected += 1;
    log.report((&layout.file, row.number()), &layout.label(column), kind, Level::Reject, "");
}

fn area(layout: &Layout, row: &Row, log: &mut Log) -> Option<Area> {
    let at = (layout.file.as_str(), row.number());
    let Some((code, repaired)) = code_and_repair(layout.cell(row, 0)) else {
        let detail =
            cell::plain(layout.cell(row, 0)).map_or_else(String::new, |t| format!("isi \"{}\"", cell::shown(&t)));
        log.report(at, &layout.label(0), DefectKind::CodeInvalid, Level::Reject, &detail);
        return None;
    };
    if repaired {
        log.note(at, &layout.label(0), DefectKind::TrailingZeroLost);
    }
    let Some(written) = cell::plain(layout.cell(row, 1)) else {
        log.report(at, &layout.label(1), DefectKind::NameEmpty, Level::Reject, "");
        return None;
    };
    let kind = cell::plain(layout.cell(row, 2)).map_or_else(|| kind_of(&code).to_owned(), |k| k.to_lowercase());
    let dates = [3, 4].map(|c| cell::date(layout.cell(row, c)).value());
    Some(Area {
        code,
        name: without_kind(&written, &kind),
        kind,
        valid_from: dates[0],
        valid_to: dates[1],
        successor: self::code(layout.cell(row, 5)),
    })
}

fn kind_of(code: &AreaCode) -> &'static str {
    match code.level() {
        AreaLevel::Provinsi => "provinsi",
        AreaLevel::Kabupaten => "kabupaten",
        AreaLevel::Kecamatan => "kecamatan",
        AreaLevel::Desa => "desa",
    }
}

/// `Kabupaten Gunungkidul` is the kabupaten named Gunungkidul.
fn without_kind(name: &str, kind: &str) -> String {
    let lower = name.to_lowercase();
    match lower.strip_prefix(kind) {
        Some(rest) if rest.starts_with(' ') && kind != "kota" => name[name.len() - rest.len()..].trim().to_owned(),
        _ => name.to_owned(),
    }
}

fn hamlet(layout: &Layout, row: &Row, log: &mut Log, table: &AreaTable) -> Option<Hamlet> {
    let at = (layout.file.as_str(), row.number());
    let desa = code(layout.cell(row, 2)).filter(|d| d.level() == AreaLevel::Desa);
    let Some(desa) = desa.filter(|d| table.get(d).is_some()) else {
        log.report(at, &layout.label(2), DefectKind::AreaUnknown, Level::Reject, "");
        return None;
    };
    let Some(name) = cell::plain(layout.cell(row, 1)) else {
        log.report(at, &layout.label(1), DefectKind::NameEmpty, Level::Reject, "");
        return None;
    };
    let code = cell::plain(layout.cell(row, 0)).unwrap_or_default();
    let kind = cell::plain(layout.cell(row, 3)).unwrap_or_else(|| "Dusun".to_owned());
    Some(Hamlet { code, name, desa, kind })
}

/// What the area cells of a row lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// The desa, and which repair it took.
    Desa(AreaCode, Option<DefectKind>),
    /// Another kabupaten.
    Outside,
    /// A code no table knows.
    Unknown,
    /// Nothing is written.
    Missing,
}

/// Leads from the digits of province, kabupaten, kecamatan and desa cells, in BPS or Kemendagri
/// codes, with or without leading zeros, to the desa. The bridge decides; digits are never converted.
#[must_use]
pub fn resolve(
    table: &AreaTable,
    prov: Option<&str>,
    kab: Option<&str>,
    kec: Option<&str>,
    desa: Option<&str>,
) -> Resolved {
    let Some(desa) = desa else { return Resolved::Missing };
    let home = table.kabupaten();
    let pad = |text: &str, width: usize| format!("{text:0>width$}");
    if desa.len() >= 10 {
        let own = AreaCode::parse(desa).ok().filter(|c| table.get(c).is_some());
        if let Some(code) = own {
            return Resolved::Desa(code, None);
        }
        if let Some(code) = BpsCode::parse(desa).ok().and_then(|b| table.from_bps(&b)) {
            return Resolved::Desa(code, None);
        }
        let outside = home.is_some_and(|h| !desa.starts_with(h.as_str()));
        return if outside { Resolved::Outside } else { Resolved::Unknown };
    }
    let written = match (prov, kab) {
        (_, Some(kab)) if kab.len() == 4 => Some(kab.to_owned()),
        (Some(prov), Some(kab)) => Some(format!("{}{}", pad(prov, 2), pad(kab, 2))),
        // columns the file does not have: the kabupaten of the area table is the one it is about
        _ => None,
    };
    if let (Some(written), Some(home)) = (&written, home)
        && written != home.as_str()
    {
        return Resolved::Outside;
    }
    let Some(prefix) = written.or_else(|| home.map(|h| h.as_str().to_owned())) else { return Resolved::Unknown };
    let Some(kec) = kec else { return Resolved::Unknown };
    let kec_bps = if kec.len() == 7 { kec.to_owned() } else { format!("{prefix}{}", pad(kec, 3)) };
    let kec_own = if kec.len() == 6 { kec.to_owned() } else { format!("{prefix}{}", pad(kec, 2)) };
    let lost = (desa.len() < 3 || kec.len() < 2).then_some(DefectKind::LeadingZeroLost);
    if desa.len() == 4 {
        let direct = AreaCode::parse(&format!("{kec_own}{desa}")).ok();
        let through = BpsCode::parse(&kec_bps)
            .ok()
            .and_then(|b| table.from_bps(&b))
            .and_then(|k| AreaCode::parse(&format!("{k}{desa}")).ok());
        return [direct, through]
            .into_iter()
            .flatten()
            .find(|c| table.get(c).is_some())
            .map_or(Resolved::Unknown, |c| Resolved::Desa(c, Some(DefectKind::AreaSystemMixed)));
    }
    let lost = lost.or((kec.len() < 3).then_some(DefectKind::LeadingZeroLost));
    BpsCode::parse(&format!("{kec_bps}{}", pad(desa, 3)))
        .ok()
        .and_then(|b| table.from_bps(&b))
        .map_or(Resolved::Unknown, |c| Resolved::Desa(c, lost))
}

#[cfg(test)]
pub(crate) fn small_table() -> AreaTable {
    let text = "kode,level,nama,induk\n34,provinsi,Daerah Istimewa Yogyakarta,\n34.03,kabupaten,Kabupaten Gunungkidul,34\n34.03.01,kecamatan,Wonosari,34.03\n34.03.01.2001,desa,Wonosari,34.03.01\n34.03.01.2002,desa,Kepek,34.03.01\n";
    let bridge =
        "kode_bps,kode_kemendagri\n3403,34.03\n3403051,34.03.01\n3403051004,34.03.01.2001\n3403051010,34.03.01.2002\n";
    let read = read(
        &PackFile::bytes("wilayah.csv", text.as_bytes().to_vec()),
        None,
        Some(&PackFile::bytes("jembatan.csv", bridge.as_bytes().to_vec())),
    );
    read.unwrap().table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desa_is_found_by_either_code_system_and_without_its_leading_zeros() {
        let table = small_table();
        let desa = AreaCode::parse("3403012001").unwrap();
        let find = |k, d| resolve(&table, Some("34"), Some("3"), Some(k), Some(d));
        assert_eq!(find("051", "004"), Resolved::Desa(desa, None));
        assert_eq!(find("51", "4"), Resolved::Desa(desa, Some(DefectKind::LeadingZeroLost)));
        assert_eq!(find("01", "2001"), Resolved::Desa(desa, Some(DefectKind::AreaSystemMixed)));
        assert_eq!(find("051", "2001"), Resolved::Desa(desa, Some(DefectKind::AreaSystemMixed)));
        assert_eq!(find("051", "999"), Resolved::Unknown);
        assert_eq!(resolve(&table, Some("34"), Some("77"), Some("051"), Some("004")), Resolved::Outside);
        assert_eq!(resolve(&table, None, None, None, Some("3403012001")), Resolved::Desa(desa, None));
        assert_eq!(resolve(&table, None, None, None, Some("3403051004")), Resolved::Desa(desa, None));
    }

    #[test]
    fn the_kind_is_not_part_of_the_name() {
        let table = small_table();
        assert_eq!(table.name(&AreaCode::parse("3403").unwrap()), "Gunungkidul");
    }
}
