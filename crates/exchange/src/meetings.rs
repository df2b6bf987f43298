//! Sheets of hamlet meetings: FKP.01 and FKP.02 as typed in, and the list of meeting heads. R39–R62.
//!
//! Codes and ticks stay raw text: two circles or an empty cell are findings about the meeting, and
//! `domain` gives the verdict.

use crate::areas::{Resolved, resolve};
use crate::cell::{self, Parsed};
use crate::error::ReadError;
use crate::file::PackFile;
use crate::header::{Layout, Spec, columns, look, read_table};
use crate::issue::{Log, Read};
use crate::table::{Cell, Row};
use crate::words;
use domain::Date;
use domain::area::{AreaCode, AreaLevel, AreaTable};
use domain::defect::{DefectKind, Level};
use domain::deliberation::force::stage_in;
use domain::deliberation::sheet::{Attendance, MeetingSheet, SheetForm, SheetHead, SheetRow};
use domain::household::Origin;
use domain::id::{HouseholdId, MeetingId};
use std::collections::BTreeMap;
use std::sync::OnceLock;

columns! { mod at {
    FORM = "form",
    RTS = "no_rts",
    HEAD = "nama_krt",
    MEMBERS = "nama_art",
    COUNT = "jumlah_art",
    ADDRESS = "alamat",
    CODE = "kode",
    REMARK = "keterangan",
    CHECKED = "diperiksa",
    ORDER = "urutan_kesejahteraan",
    POORER = "lebih_miskin_dari_kode2",
} }

/// What stands on a form for a member without a name, so that nobody is left out.
pub const NAMELESS: &str = "(tanpa nama)";

/// The columns by which a meeting sheet is known.
#[must_use]
pub fn spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(|| {
        Spec::load("meetings.toml", include_str!("../profiles/meetings.toml"), at::KEYS.iter().copied())
    })
}

columns! { mod of {
    FILE = "berkas",
    DESA = "kode_desa",
    HAMLET = "padukuhan",
    DATE = "tanggal",
    STAGE = "tahap",
    DUKUH = "dukuh_hadir",
    RT = "jumlah_rt",
    RW = "jumlah_rw",
    LEADERS = "tokoh_masyarakat",
    MARGINAL = "kelompok_marginal",
    ASISTEN = "asisten_fasilitator",
    ENUMERATORS = "petugas_pendata",
} }

/// The columns by which the list of meeting heads is known.
#[must_use]
pub fn session_spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(|| {
        Spec::load("sessions.toml", include_str!("../profiles/sessions.toml"), of::KEYS.iter().copied())
    })
}

/// Reads the sheets of all meetings and their heads. A sheet without a head keeps what its file
/// name says: desa code and hamlet.
pub fn read_all(
    sheets: &[PackFile],
    sessions: Option<&PackFile>,
    areas: &AreaTable,
) -> Result<Read<MeetingSheet>, ReadError> {
    let mut log = Log::default();
    let mut heads: BTreeMap<String, SheetHead> = BTreeMap::new();
    if let Some(file) = sessions {
        read_table(file, session_spec(), &mut log, &mut |layout, row, log| {
            match head(layout, row, areas, log) {
                Some((key, head)) => {
                    log.counts.taken += 1;
                    heads.insert(key, head);
                }
                None => {
                    log.counts.rejected += 1;
                    log.report(
                        (&layout.file, row.number()),
                        &layout.label(of::FILE),
                        DefectKind::OrphanMember,
                        Level::Reject,
                        "nama berkas kosong",
                    );
                }
            }
            Ok(())
        })?;
    }
    let mut out = Vec::new();
    for file in sheets {
        let mut rows = Vec::new();
        read_table(file, spec(), &mut log, &mut |layout, row, log| {
            match sheet_row(file, layout, row, log) {
                Some(read) => {
                    log.counts.taken += 1;
                    rows.push(read);
                }
                None => log.counts.rejected += 1,
            }
            Ok(())
        })?;
        let own = match heads.remove(&stem(&file.name)) {
            Some(listed) => Some(listed),
            None => inside(file, areas, &mut log)?,
        };
        let head = own.unwrap_or_else(|| bare_head(file, areas));
        out.push(MeetingSheet { head, rows });
    }
    for (key, head) in heads {
        if let Some(file) = sessions {
            let detail = format!("lembar {key} untuk {} tidak ada", head.hamlet);
            log.report((&file.name, 0), "", DefectKind::OrphanMember, Level::Warning, &detail);
        }
    }
    Ok(log.finish(out))
}

/// The head that the workbook of a printed form set carries in a sheet of its own. It is about this
/// workbook, however that is called by now.
fn inside(file: &PackFile, areas: &AreaTable, log: &mut Log) -> Result<Option<SheetHead>, ReadError> {
    let name = file.name.to_lowercase();
    if !name.ends_with(".xlsx") && !name.ends_with(".xlsm") || !look(file, session_spec())?.complete {
        return Ok(None);
    }
    let mut found = None;
    read_table(file, session_spec(), log, &mut |layout, row, log| {
        if let (None, Some((_, head))) = (&found, head(layout, row, areas, log)) {
            log.counts.taken += 1;
            found = Some(SheetHead { id: MeetingId::new(file.stem()), ..head });
        } else {
            log.counts.rejected += 1;
        }
        Ok(())
    })?;
    Ok(found)
}

fn stem(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.rsplit_once('.').map_or(base, |(stem, _)| stem).to_owned()
}

fn bare_head(file: &PackFile, areas: &AreaTable) -> SheetHead {
    let stem = file.stem();
    let stage = stage_in(stem);
    let place = stage.and_then(|_| stem.rsplit_once("_t")).map_or(stem, |(place, _)| place);
    let (code, hamlet) = place.split_once(['_', '-']).unwrap_or((place, ""));
    let desa = AreaCode::parse(code).ok().filter(|c| c.level() == AreaLevel::Desa && areas.get(c).is_some());
    let desa = desa.map(|code| areas.in_force(code));
    SheetHead {
        id: MeetingId::new(stem),
        desa,
        hamlet: hamlet.replace(['-', '_'], " "),
        date: None,
        stage,
        attendance: Attendance::default(),
        asisten: None,
        enumerators: Vec::new(),
    }
}

fn head(layout: &Layout, row: &Row, areas: &AreaTable, log: &mut Log) -> Option<(String, SheetHead)> {
    let place = (layout.file.as_str(), row.number());
    let cell = |column: usize| layout.cell(row, column);
    let key = stem(&cell::plain(cell(of::FILE))?);
    let code = cell::code_digits(cell(of::DESA)).or_else(|| key.split(['_', '-']).next().map(str::to_owned));
    let desa = match resolve(areas, None, None, None, code.as_deref()) {
        Resolved::Desa(code, _) => Some(log.in_force(areas, place, || layout.label(of::DESA), code)),
        Resolved::Outside | Resolved::Unknown | Resolved::Missing => {
            log.report(place, &layout.label(of::DESA), DefectKind::AreaUnknown, Level::Reject, "");
            None
        }
    };
    let date: Option<Date> = match cell::date(cell(of::DATE)) {
        Parsed::Damaged(kind, why) => {
            log.report(place, &layout.label(of::DATE), kind, Level::Reject, &why);
            None
        }
        other => other.value(),
    };
    let count = |column: usize| cell::whole(cell(column)).value().and_then(|n| u16::try_from(n).ok());
    Some((
        key.clone(),
        SheetHead {
            id: MeetingId::new(key),
            desa,
            hamlet: cell::plain(cell(of::HAMLET)).unwrap_or_default(),
            date,
            stage: count(of::STAGE).and_then(|n| u8::try_from(n).ok()),
            attendance: Attendance {
                dukuh: cell::plain(cell(of::DUKUH)).and_then(|t| words::yes_no(&t)),
                rt: count(of::RT),
                rw: count(of::RW),
                community_leaders: count(of::LEADERS),
                marginal_groups: count(of::MARGINAL),
            },
            asisten: cell::plain(cell(of::ASISTEN)),
            enumerators: names(&cell::plain(cell(of::ENUMERATORS)).unwrap_or_default()),
        },
    ))
}

fn names(text: &str) -> Vec<String> {
    let divider = if text.contains(';') { [';', '\n'] } else { [',', '\n'] };
    let named = |n: &str| if n == NAMELESS { String::new() } else { n.to_owned() };
    text.split(divider).map(str::trim).filter(|n| !n.is_empty()).map(named).collect()
}

/// The cell as written, only trimmed: `-` and `?` on a meeting sheet are findings.
fn raw(cell: Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => text.replace('\u{a0}', " ").trim().trim_start_matches('\'').to_owned(),
        other => cell::plain(other).unwrap_or_default(),
    }
}

fn sheet_row(file: &PackFile, layout: &Layout, row: &Row, log: &mut Log) -> Option<SheetRow> {
    let cell = |column: usize| layout.cell(row, column);
    // where no column says the form, the sheet or the file is one form
    let form = match cell::plain(cell(at::FORM)) {
        Some(written) => SheetForm::parse(&written),
        None if layout.has(at::FORM) => None,
        None => [layout.sheet().unwrap_or_default(), file.stem()]
            .into_iter()
            .find(|n| n.to_uppercase().contains("FKP"))
            .and_then(SheetForm::parse)
            .or(Some(if cell(at::RTS).is_blank() { SheetForm::Fkp02 } else { SheetForm::Fkp01 })),
    };
    let Some(form) = form else {
        log.report(
            (&layout.file, row.number()),
            &layout.label(at::FORM),
            DefectKind::CodeInvalid,
            Level::Reject,
            "bukan FKP.01 atau FKP.02",
        );
        return None;
    };
    let count = |column: usize| cell::whole(cell(column)).value().and_then(|n| u16::try_from(n).ok());
    let number = cell::plain(cell(at::RTS)).map(|t| t.trim_matches('\'').replace(' ', ""));
    Some(SheetRow {
        form,
        no_rts: number.map(HouseholdId::new),
        head_name: cell::plain(cell(at::HEAD)).unwrap_or_default(),
        member_names: names(&cell::plain(cell(at::MEMBERS)).unwrap_or_default()),
        member_count: count(at::COUNT),
        address: cell::plain(cell(at::ADDRESS)).unwrap_or_default(),
        codes: raw(cell(at::CODE)),
        remark: raw(cell(at::REMARK)),
        checked: raw(cell(at::CHECKED)),
        welfare_order: count(at::ORDER),
        poorer_than_code2: cell::plain(cell(at::POORER)).and_then(|t| words::yes_no(&t)),
        origin: Origin { file: layout.file.clone(), row: row.number() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::small_table;

    #[test]
    fn a_sheet_keeps_two_circles_and_an_empty_code_as_they_are_written() {
        let sheet = "form,no_rts,nama_krt,nama_art,jumlah_art,alamat,kode,keterangan,diperiksa,urutan_kesejahteraan,lebih_miskin_dari_kode2\n\
                     FKP.01,3403051004000001,ANI,BUDI; CICI,3,WONO RT 001/RW 002,1 2,,ya,,\n\
                     FKP.01,3403051004000002,DEDI,,1,WONO,,,tidak,,\n\
                     FKP.02,,EKO,,1,WONO,7,,ya,1,ya\n";
        let heads = "berkas,kode_desa,padukuhan,tanggal,tahap,dukuh_hadir,jumlah_rt,jumlah_rw,tokoh_masyarakat,kelompok_marginal,asisten_fasilitator,petugas_pendata\n\
                     3403012001_wono.csv,3403012001,Wono,2016-11-19,1,ya,4,1,3,0,FAJAR,GITA; HADI\n";
        let read = read_all(
            &[PackFile::bytes("musyawarah/3403012001_wono.csv", sheet.as_bytes().to_vec())],
            Some(&PackFile::bytes("musyawarah/sesi.csv", heads.as_bytes().to_vec())),
            &small_table(),
        )
        .unwrap();
        let [meeting] = read.items.as_slice() else { panic!() };
        assert_eq!(meeting.head.id.as_str(), "3403012001_wono");
        assert_eq!(meeting.head.enumerators, ["GITA", "HADI"]);
        assert_eq!(meeting.head.attendance.marginal_groups, Some(0));
        let codes: Vec<_> = meeting.rows.iter().map(|r| (r.codes.as_str(), r.checked.as_str(), r.origin.row)).collect();
        assert_eq!(codes, [("1 2", "ya", 2), ("", "tidak", 3), ("7", "ya", 4)]);
        assert_eq!(meeting.rows[0].member_names, ["BUDI", "CICI"]);
        assert_eq!(meeting.rows[2].form, SheetForm::Fkp02);
    }
}
