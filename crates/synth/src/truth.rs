//! What is true about the pack, for scoring only: never an input.

use crate::SynthError;
use crate::bdt::{self, Field, FileKind, WrittenNiks};
use crate::land::{Land, row};
use crate::meeting::Meeting;
use crate::people::World;
use crate::registration::Registration;
use crate::sheet::{CsvFile, write_csv};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A defect on a line whose number is not known yet.
#[derive(Clone)]
pub(crate) struct Planted {
    pub field: Option<Field>,
    pub kind: &'static str,
    pub action: &'static str,
    pub shown: String,
}

/// Where a person stands in the files.
#[derive(Clone, Default)]
pub(crate) struct PersonTruth {
    pub list_file: String,
    pub list_row: Option<usize>,
    pub list_id: String,
    pub list_no: usize,
    pub list_other_rows: Vec<String>,
    pub siak_row: Option<usize>,
    pub book_rows: Vec<String>,
}

/// Planted defects by file and row.
#[derive(Default)]
pub(crate) struct Truth {
    pub errors: Vec<Vec<String>>,
}

impl Truth {
    /// Notes a planted defect.
    #[expect(clippy::too_many_arguments, reason = "the seven columns of the file")]
    pub(crate) fn error(
        &mut self,
        file: &str,
        line: usize,
        column: &str,
        kind: &str,
        action: &str,
        shown: &str,
        key: &str,
    ) {
        self.errors.push(row([file, &line.to_string(), column, kind, action, shown, key]));
    }

    /// `truth_import_errors.csv`.
    pub(crate) fn write_errors(self, folder: &Path) -> Result<usize, SynthError> {
        let mut file = CsvFile::create(&folder.join("truth_import_errors.csv"))?;
        file.row(&row(["berkas", "baris", "kolom", "jenis", "tindakan", "isi", "kunci"]))?;
        self.errors.iter().try_for_each(|error| file.row(error))?;
        file.finish()?;
        Ok(self.errors.len())
    }
}

/// `truth_persons.csv`.
pub(crate) fn write_persons(
    folder: &Path,
    world: &World,
    written: &WrittenNiks,
    persons: &[PersonTruth],
) -> Result<(), SynthError> {
    let mut file = CsvFile::create(&folder.join("truth_persons.csv"))?;
    file.row(&row([
        "uid",
        "nama_resmi",
        "nik_benar",
        "tanggal_lahir",
        "bdt_berkas",
        "bdt_baris",
        "bdt_id_ruta",
        "bdt_no_art",
        "bdt_baris_lain",
        "bdt_nik_status",
        "siak_baris",
        "pendaftaran_baris",
    ]))?;
    for (i, (person, t)) in world.people.iter().zip(persons).enumerate() {
        let number = |n: Option<usize>| n.map_or(String::new(), |n| n.to_string());
        let no = if t.list_row.is_some() { t.list_no.to_string() } else { String::new() };
        file.row(&row([
            &format!("U{i:06}"),
            &person.name,
            &person.nik,
            &person.birth.to_string(),
            &t.list_file,
            &number(t.list_row),
            &t.list_id,
            &no,
            &t.list_other_rows.join("|"),
            written.get(&i).map_or("", |w| w.status),
            &number(t.siak_row),
            &t.book_rows.join("|"),
        ]))?;
    }
    file.finish()
}

/// `truth_registrations.csv`.
pub(crate) fn write_registrations(
    folder: &Path,
    land: &Land,
    world: &World,
    written: &WrittenNiks,
    books: &[(Registration, String, usize)],
    unscored: &BTreeSet<String>,
) -> Result<(), SynthError> {
    let mut rows = vec![row([
        "berkas",
        "baris_awal",
        "nomor",
        "skenario",
        "kategori_benar",
        "kategori_diterima",
        "id_ruta_bdt",
        "id_ruta_terkait",
        "perubahan",
        "perubahan_opsional",
        "bendera",
        "grup",
        "dinilai",
        "alasan",
    ])];
    for (r, file, first) in books {
        let id = r.house.map_or(String::new(), |h| world.houses[h].bdt_id.clone());
        let (changed, mut optional) = r.house.map_or_else(Default::default, |h| changes(land, world, written, r, h));
        optional.extend(r.optional.iter().copied());
        let required: Vec<&str> = changed.iter().copied().filter(|c| !optional.contains(c)).collect();
        let (mut category, mut accepted) = (r.category, r.accepted.to_owned());
        if category == "LAMA_TETAP" && accepted == "LAMA_TETAP" && !changed.is_empty() {
            // only numbers differ that the list wrote wrongly or not at all
            accepted = "LAMA_BERUBAH|LAMA_TETAP".to_owned();
            if !required.is_empty() {
                category = "LAMA_BERUBAH";
            }
        }
        let scored = if unscored.contains(&r.number) { "0" } else { "1" };
        rows.push(row([
            file,
            &first.to_string(),
            &r.number,
            r.scenario,
            category,
            &accepted,
            &id,
            &r.related,
            &required.join("|"),
            &optional.join("|"),
            r.flags,
            &r.group,
            scored,
            r.why,
        ]));
    }
    write_csv(&folder.join("truth_registrations.csv"), &rows)
}

/// Which compared fields of a registration differ from the list, and which count either way.
fn changes(
    land: &Land,
    world: &World,
    written: &WrittenNiks,
    r: &Registration,
    house: usize,
) -> (Vec<&'static str>, Vec<&'static str>) {
    let Some(then) = &world.houses[house].then else { return Default::default() };
    let mut changed = BTreeSet::new();
    let mut optional = BTreeSet::new();
    let head = r.members.iter().find(|m| m.relation == domain::person::Relation::Head).map(|m| m.person);
    if head != Some(then.head()) {
        changed.insert("krt");
    }
    let listed: BTreeMap<usize, _> = then.links.iter().map(|l| (l.person, l)).collect();
    let named: BTreeSet<usize> = r.members.iter().map(|m| m.person).collect();
    if named != listed.keys().copied().collect() {
        changed.insert("anggota");
    }
    for m in &r.members {
        let Some(link) = listed.get(&m.person) else { continue };
        if link.marital != m.marital {
            changed.insert("status_kawin");
        }
        if link.relation != m.relation {
            changed.insert("hubungan");
        }
        match written.get(&m.person).map(|w| w.status) {
            Some("ok") if m.nik == world.people[m.person].nik => {}
            Some("salah") if !m.nik.is_empty() => {
                changed.insert("nik");
            }
            _ => {
                changed.insert("nik");
                optional.insert("nik");
            }
        }
    }
    if (r.home.desa, r.home.hamlet, r.home.rt, &r.home.address)
        != (then.home.desa, then.home.hamlet, then.home.rt, &then.home.address)
    {
        changed.insert("alamat");
    }
    if world.houses[house].now.cards.len() != then.cards.len() {
        changed.insert("jumlah_keluarga");
    }
    if !bdt::has_dates(land, then.home.desa) {
        optional.insert("no_kk");
    } else if world.houses[house].now.cards != then.cards {
        changed.insert("no_kk");
    }
    (changed.into_iter().collect(), optional.into_iter().collect())
}

/// `truth_meetings.csv`.
pub(crate) fn write_meetings(folder: &Path, meetings: &[Meeting]) -> Result<(), SynthError> {
    let mut rows = vec![row([
        "berkas",
        "putusan",
        "alasan",
        "rincian",
        "peringatan",
        "n1",
        "n2",
        "n3",
        "n4",
        "n5",
        "n6",
        "n8",
        "n7_fkp02",
        "blanko",
    ])];
    for m in meetings {
        let n = m.counts();
        let new = m.new.len();
        let verdict = if m.reason.is_empty() { "DITERIMA" } else { "DITOLAK" };
        let blanks = if m.reason.is_empty() { (n[2] + n[3] + n[6] + new).to_string() } else { String::new() };
        let mut cells = row([&m.file, verdict, m.reason, &m.detail, &m.warnings.join(";")]);
        cells.extend([n[1], n[2], n[3], n[4], n[5], n[6], n[8], new].iter().map(usize::to_string));
        cells.push(blanks);
        rows.push(cells);
    }
    write_csv(&folder.join("truth_meetings.csv"), &rows)
}

/// The label of a list column in the truth file: `CC:NIK` in the workbook, the header elsewhere.
pub(crate) fn column_label(field: Field, kind: FileKind) -> String {
    let at = bdt::at(field);
    let header = bdt::COLUMNS[at].0;
    if kind == FileKind::Workbook { format!("{}:{header}", crate::sheet::column_letter(at)) } else { header.to_owned() }
}
