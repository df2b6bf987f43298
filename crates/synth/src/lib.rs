//! A synthetic kabupaten as files, with the errors that real offices make.
//!
//! [`write_pack`] invents an area, people, two years of their lives and the resulting paper, and
//! writes it as offices deliver it: area tables, the list of 2015 (a workbook and two exports), a
//! civil registry extract, registration books, meeting sheets, questionnaires and a survey. Every
//! planted error is recorded under `truth/`, so one scoring reads a demo and a real acceptance pack.
//! No line describes a living person: province 97 does not exist, and NIK serials start at 9001.

mod bdt;
mod book;
mod dice;
mod land;
mod meeting;
mod name;
mod people;
mod questionnaire;
mod registration;
mod sheet;
mod siak;
mod survey;
mod truth;
mod welfare;

use bdt::{COLUMNS, FileKind, Line};
use dice::Dice;
use domain::Date;
use domain::area::{AreaCode, AreaLevel};
use land::Land;
use people::{Fate, World};
use sheet::{Cell, delimited, write_bytes, write_csv, write_workbook};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use truth::{PersonTruth, Truth, column_label};

/// What to invent.
#[derive(Clone, Debug)]
pub struct SynthOptions {
    /// Households on the list of 2015. At least 100.
    pub households: usize,
    /// The same seed writes the same bytes.
    pub seed: u64,
    /// Padukuhan of each desa; three to five unless said.
    pub hamlets: Option<usize>,
    /// Code of the invented kabupaten: four digits in a province that does not exist.
    pub kabupaten: AreaCode,
    /// The day on which the pack is handed over.
    pub as_of: Date,
}

impl SynthOptions {
    /// A kabupaten of 1,200 listed households.
    #[must_use]
    pub fn demo() -> Self {
        Self {
            households: 1200,
            seed: 2016,
            hamlets: None,
            kabupaten: AreaCode::parse("9701").unwrap_or_else(|_| unreachable!("four digits")),
            as_of: Date::constant(2017, 3, 1),
        }
    }
}

/// How much was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Name of the invented kabupaten.
    pub kabupaten: String,
    /// Kecamatan.
    pub kecamatan: usize,
    /// Desa and kelurahan.
    pub desa: usize,
    /// Households on the list of 2015.
    pub households: usize,
    /// Persons, listed or not.
    pub persons: usize,
    /// Registrations in the books.
    pub registrations: usize,
    /// Hamlet meetings.
    pub meetings: usize,
    /// Filled questionnaires.
    pub questionnaires: usize,
    /// Planted defects.
    pub defects: usize,
}

/// Why no pack was written.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// The folder or a file cannot be written.
    #[error("{path} cannot be written: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A workbook cannot be written.
    #[error("{path} cannot be written: {source}")]
    Workbook {
        /// Where.
        path: PathBuf,
        /// What the writer said.
        source: rust_xlsxwriter::XlsxError,
    },
    /// Rows cannot be written as text.
    #[error("rows cannot be written: {0}")]
    Text(#[from] csv::Error),
    /// Too small to hold every kind of case.
    #[error("a pack needs at least 100 households, not {0}")]
    TooSmall(usize),
    /// The code could be a real area, or is not a kabupaten.
    #[error("{0} is no invented kabupaten: give four digits from province 95 to 99")]
    RealArea(String),
}

/// Invents a kabupaten and writes it as an office pack into `dir`, which is made if absent.
pub fn write_pack(dir: &Path, options: &SynthOptions) -> Result<Summary, SynthError> {
    if options.households < 100 {
        return Err(SynthError::TooSmall(options.households));
    }
    if options.kabupaten.level() != AreaLevel::Kabupaten || options.kabupaten.as_str() < "9500" {
        return Err(SynthError::RealArea(options.kabupaten.dotted()));
    }
    let dice = |part| Dice::new(options.seed, part);
    let land = Land::build(options, &mut dice(1));
    let mut world = World::new(options.as_of);
    populate(&land, &mut world, options.households, &mut dice(2));

    let by_hamlet = hamlets(&world);
    let mut chooser = dice(3);
    let meeting_hamlets: BTreeMap<(usize, usize), Vec<usize>> =
        by_hamlet.iter().filter(|_| chooser.chance(48)).map(|(k, v)| (*k, v.clone())).collect();
    let in_meeting: BTreeSet<usize> = meeting_hamlets.values().flatten().copied().collect();
    let dirty: Vec<usize> =
        by_hamlet.values().flatten().copied().filter(|h| !in_meeting.contains(h) && chooser.chance(34)).collect();
    let quiet: BTreeSet<usize> = dirty
        .iter()
        .copied()
        .chain((0..world.houses.len()).filter(|h| world.houses[*h].fate == Fate::Phantom))
        .collect();
    let registrations = registration::register(&land, &mut world, &quiet, options.households, &mut dice(4));
    let taken: BTreeSet<usize> = registrations.iter().map(|r| r.lives).collect();
    let idle: Vec<usize> = in_meeting.iter().copied().filter(|h| !taken.contains(h)).collect();
    meeting::live_on(&land, &mut world, &idle, &mut dice(5));
    let meetings = meeting::hold(&land, &mut world, &meeting_hamlets, &mut dice(6));

    let scenario =
        |name: &str| registrations.iter().filter(|r| r.scenario == name).map(|r| r.lives).collect::<BTreeSet<_>>();
    let no_nik = scenario("nik_bdt_kosong");
    let mut keep_nik = scenario("tetap");
    // a stolen NIK must stand in the list, and a swapped one too
    keep_nik.extend(scenario("nik_pasangan"));
    keep_nik.extend(
        world
            .houses
            .iter()
            .enumerate()
            .filter(|(_, h)| registrations.iter().any(|r| r.scenario == "nik_curian" && r.related == h.bdt_id))
            .map(|(i, _)| i),
    );
    let list = bdt::write(&land, &world, &dirty, &no_nik, &keep_nik, &mut dice(7));

    let mut persons = vec![PersonTruth::default(); world.people.len()];
    let mut truth = Truth::default();
    for file in &list.files {
        write_list_file(dir, file, &mut persons, &mut truth)?;
    }
    write_csv(&dir.join("wilayah.csv"), &land.area_rows())?;
    write_csv(&dir.join("padukuhan.csv"), &land.hamlet_rows())?;
    write_csv(&dir.join("jembatan_bps.csv"), &land.bridge_rows())?;
    let fillers = fillers(&world, &registrations, &meetings);
    write_csv(&dir.join("siak.csv"), &siak::rows(&land, &world, &fillers, &mut persons, &mut truth, &mut dice(8)))?;
    make_folder(&dir.join("pendaftaran"))?;
    let (books, unscored) = book::write(dir, &land, &world, registrations, &mut persons, &mut truth, &mut dice(9))?;
    write_meetings(dir, &land, &world, &meetings, &mut dice(10))?;
    let filled = questionnaire::fill(&land, &world, &meetings, &books, &mut truth, &mut dice(11));
    write_csv(&dir.join("pendataan/rumah_tangga.csv"), &filled.households)?;
    write_csv(&dir.join("pendataan/anggota.csv"), &filled.members)?;
    write_csv(&dir.join("susenas.csv"), &survey::rows(&land, 500, options.as_of.year() - 1, &mut dice(12)))?;

    let folder = dir.join("truth");
    truth::write_persons(&folder, &world, &list, &persons)?;
    truth::write_registrations(&folder, &land, &world, &list, &books, &unscored)?;
    truth::write_meetings(&folder, &meetings)?;
    let defects = truth.write_errors(&folder)?;
    Ok(Summary {
        kabupaten: land.kabupaten_name.clone(),
        kecamatan: land.kecamatan.len(),
        desa: land.desa.len(),
        households: options.households,
        persons: world.people.len(),
        registrations: books.len(),
        meetings: meetings.len(),
        questionnaires: filled.households.len() - 1,
        defects,
    })
}

/// Settles the listed households over the hamlets, and half as many that are not on the list.
fn populate(land: &Land, world: &mut World, households: usize, dice: &mut Dice) {
    let places: Vec<(usize, usize)> =
        land.desa.iter().enumerate().flat_map(|(d, desa)| (0..desa.hamlets.len()).map(move |h| (d, h))).collect();
    let mut at: Vec<(usize, usize)> = (0..households)
        .map(|i| if i < places.len() * 3 { places[i % places.len()] } else { places[dice.below(places.len())] })
        .collect();
    at.sort_unstable();
    let mut serial: BTreeMap<usize, usize> = BTreeMap::new();
    for (desa, hamlet) in at {
        let house = world.settle(land, desa, hamlet, true, dice);
        let n = serial.entry(desa).or_insert(0);
        *n += 1;
        world.houses[house].bdt_id = format!("{}{n:06}", land.bps10(desa));
        if dice.seldom(6) {
            // a name on the list that no neighbour knows
            world.houses[house].fate = Fate::Phantom;
            for link in world.houses[house].now.links.clone() {
                world.people[link.person].in_siak = false;
            }
        }
    }
    for _ in 0..households / 2 {
        let (desa, hamlet) = places[dice.below(places.len())];
        world.settle(land, desa, hamlet, false, dice);
    }
}

/// Listed households by the hamlet they were listed in.
fn hamlets(world: &World) -> BTreeMap<(usize, usize), Vec<usize>> {
    let mut out: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (i, house) in world.houses.iter().enumerate() {
        if let Some(then) = &house.then {
            out.entry((then.home.desa, then.home.hamlet)).or_default().push(i);
        }
    }
    out
}

/// Persons who stand in no list, book or sheet.
fn fillers(
    world: &World,
    registrations: &[registration::Registration],
    meetings: &[meeting::Meeting],
) -> BTreeSet<usize> {
    let mut known: BTreeSet<usize> = registrations.iter().flat_map(|r| r.members.iter().map(|m| m.person)).collect();
    for meeting in meetings {
        known.extend(meeting.new.iter().flat_map(|r| world.houses[r.house].now.links.iter().map(|l| l.person)));
    }
    world
        .houses
        .iter()
        .filter(|h| h.then.is_none())
        .flat_map(|h| h.now.links.iter().map(|l| l.person))
        .filter(|p| !known.contains(p))
        .collect()
}

/// Writes one list file and notes where every person and defect stands.
fn write_list_file(
    dir: &Path,
    file: &bdt::ListFile,
    persons: &mut [PersonTruth],
    truth: &mut Truth,
) -> Result<(), SynthError> {
    let order = bdt_order(file.kind);
    let mut rows: Vec<Vec<Cell>> = vec![order.iter().map(|c| Cell::Text(COLUMNS[*c].0.to_owned())).collect()];
    let header = rows[0].clone();
    if file.kind == FileKind::Workbook {
        rows.push((1..=order.len()).map(|n| Cell::Text(format!("KOLOM {n}"))).collect());
    }
    for line in &file.lines {
        let number = rows.len() + 1;
        let mut special = |kind, column, shown| truth.error(&file.name, number, column, kind, "ABAIKAN", shown, "");
        match line {
            Line::Blank => {
                special("BARIS_KOSONG", "", "");
                rows.push(Vec::new());
            }
            Line::HeaderAgain => {
                special("BARIS_HEADER_ULANG", "", "");
                rows.push(header.clone());
            }
            Line::Total(count) => {
                special("BARIS_TOTAL", if file.kind == FileKind::Workbook { "A" } else { "" }, "JUMLAH");
                let mut row = vec![Cell::Empty; order.len()];
                row[0] = Cell::Text("JUMLAH".to_owned());
                row[1] = Cell::Number(*count as i64);
                rows.push(row);
            }
            Line::Note => {
                special("BARIS_CATATAN", "A", "Sumber: salinan kerja Bappeda");
                rows.push(vec![Cell::Text("Sumber: salinan kerja Bappeda".to_owned())]);
            }
            Line::Member(m) => {
                let mut row: Vec<Cell> = order.iter().map(|c| m.cells[*c].clone()).collect();
                if let Some(at) = m.dropped.and_then(|f| order.iter().position(|c| *c == bdt::at(f))) {
                    row.remove(at);
                }
                rows.push(row);
                let person = &mut persons[m.person];
                if person.list_row.is_none() {
                    person.list_file.clone_from(&file.name);
                    (person.list_row, person.list_no) = (Some(number), m.no);
                    person.list_id.clone_from(&m.id);
                } else {
                    person.list_other_rows.push(format!("{}:{number}", file.name));
                }
                for planted in &m.defects {
                    let present = planted.field.is_none_or(|f| order.contains(&bdt::at(f)));
                    if present {
                        let label = planted.field.map_or(String::new(), |f| column_label(f, file.kind));
                        truth.error(&file.name, number, &label, planted.kind, planted.action, &planted.shown, &m.id);
                    }
                }
            }
        }
    }
    let path = dir.join(&file.name);
    if file.kind == FileKind::Workbook {
        make_folder(dir)?;
        return write_workbook(&path, "BDT2015", &rows);
    }
    let width = order.len();
    let text: Vec<Vec<String>> = rows
        .iter()
        .map(|r| {
            let mut cells: Vec<String> = r.iter().map(Cell::text).collect();
            if cells.len() < width - 1 {
                cells.resize(width, String::new());
            }
            cells
        })
        .collect();
    let utf8 = delimited(&text, b';')?;
    let bytes = match file.kind {
        FileKind::Windows1252 => encoding_rs::WINDOWS_1252.encode(&String::from_utf8_lossy(&utf8)).0.into_owned(),
        _ => [b"\xEF\xBB\xBF".as_slice(), &utf8].concat(),
    };
    write_bytes(&path, &bytes)
}

/// The columns of a list file, in its own order.
fn bdt_order(kind: FileKind) -> Vec<usize> {
    let household = 0..15;
    let answers = 15..78;
    let member = 78..101;
    match kind {
        FileKind::Workbook => (0..101).collect(),
        // members first, then the household backwards
        FileKind::Windows1252 => {
            member.chain([101]).chain(household).chain([77]).chain((15..77).rev()).chain([102]).collect()
        }
        FileKind::Utf8Bom => {
            [0, 1, 101].into_iter().chain(6..15).chain(member).chain(2..6).chain(answers).chain([102]).collect()
        }
    }
}

fn write_meetings(
    dir: &Path,
    land: &Land,
    world: &World,
    meetings: &[meeting::Meeting],
    dice: &mut Dice,
) -> Result<(), SynthError> {
    let mut heads = vec![land::row([
        "berkas",
        "kode_desa",
        "padukuhan",
        "tanggal",
        "tahap",
        "dukuh_hadir",
        "jumlah_rt",
        "jumlah_rw",
        "tokoh_masyarakat",
        "kelompok_marginal",
        "asisten_fasilitator",
        "petugas_pendata",
    ])];
    for m in meetings {
        write_csv(&dir.join("musyawarah").join(&m.file), &m.rows(world))?;
        let desa = &land.desa[m.desa];
        let mut who = || name::name(domain::person::Sex::Female, 1985, None, dice);
        let (assistant, enumerators) = (who(), [who(), who()].join("; "));
        let [rt, rw, elders, marginal] = m.attendance.map(|n| n.to_string());
        heads.push(land::row([
            &m.file,
            &desa.code,
            &desa.hamlets[m.hamlet],
            &m.date.to_string(),
            "1",
            if m.head_of_hamlet { "ya" } else { "tidak" },
            &rt,
            &rw,
            &elders,
            &marginal,
            &assistant,
            &enumerators,
        ]));
    }
    write_csv(&dir.join("musyawarah/sesi.csv"), &heads)
}

fn make_folder(path: &Path) -> Result<(), SynthError> {
    std::fs::create_dir_all(path).map_err(|source| SynthError::Io { path: path.into(), source })
}

#[cfg(test)]
mod tests;
