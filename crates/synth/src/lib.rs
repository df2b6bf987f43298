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

use bdt::{COLUMNS, FileKind, Line, List, ListFile};
use dice::Dice;
use domain::Date;
use domain::area::{AreaCode, AreaLevel};
use land::Land;
use people::{Fate, World};
use sheet::{Cell, SheetFile, delimited, write_csv};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use truth::{PersonTruth, Truth, column_label};

/// What to invent.
#[derive(Clone, Debug)]
pub struct SynthOptions {
    /// Households on the list of 2015. At least 100.
    pub households: usize,
    /// The same seed writes the same bytes.
    pub seed: u64,
    /// Residents of the kabupaten, about: households that are not on the list are settled until there are as many.
    /// Half as many households as on the list unless said.
    pub residents: Option<usize>,
    /// Registrations of the year, about; one for every four households of the list unless said.
    pub registrations: Option<usize>,
    /// Padukuhan of each desa; three to five unless said, more where a desa has many households.
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
            residents: None,
            registrations: None,
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
    populate(&land, &mut world, options, &mut dice(2));

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
    let share = options.registrations.map_or(options.households, |n| n * 1000 / registration::PERMILLE);
    let registrations = registration::register(&land, &mut world, &quiet, share, &mut dice(4));
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
    let stolen: BTreeSet<&str> =
        registrations.iter().filter(|r| r.scenario == "nik_curian").map(|r| r.related.as_str()).collect();
    keep_nik.extend((0..world.houses.len()).filter(|h| stolen.contains(world.houses[*h].bdt_id.as_str())));
    let list = List::plan(&land, &world, &dirty, &no_nik, &keep_nik, dice(7))?;

    let mut persons = vec![PersonTruth::default(); world.people.len()];
    let mut truth = Truth::default();
    for file in list.files() {
        write_list_file(dir, &list, file, &mut persons, &mut truth)?;
    }
    let written = list.written;
    write_csv(&dir.join("wilayah.csv"), &land.area_rows())?;
    write_csv(&dir.join("padukuhan.csv"), &land.hamlet_rows())?;
    write_csv(&dir.join("jembatan_bps.csv"), &land.bridge_rows())?;
    let fillers = fillers(&world, &registrations, &meetings);
    siak::write(dir, &land, &world, &fillers, &mut persons, &mut truth, &mut dice(8))?;
    make_folder(&dir.join("pendaftaran"))?;
    let (books, unscored) = book::write(dir, &land, &world, registrations, &mut persons, &mut truth, &mut dice(9))?;
    write_meetings(dir, &land, &world, &meetings, &mut dice(10))?;
    let filled = questionnaire::fill(&land, &world, &meetings, &books, &mut truth, &mut dice(11));
    write_csv(&dir.join("pendataan/rumah_tangga.csv"), &filled.households)?;
    write_csv(&dir.join("pendataan/anggota.csv"), &filled.members)?;
    write_csv(&dir.join("susenas.csv"), &survey::rows(&land, 500, options.as_of.year() - 1, &mut dice(12)))?;

    let folder = dir.join("truth");
    truth::write_persons(&folder, &world, &written, &persons)?;
    truth::write_registrations(&folder, &land, &world, &written, &books, &unscored)?;
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

/// Settles the listed households over the hamlets, and the others: half as many, or until the residents asked for
/// are there.
fn populate(land: &Land, world: &mut World, options: &SynthOptions, dice: &mut Dice) {
    let households = options.households;
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
    let mut others = 0;
    while options.residents.map_or(others < households / 2, |residents| world.people.len() < residents) {
        others += 1;
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
    list: &List<'_>,
    file: ListFile,
    persons: &mut [PersonTruth],
    truth: &mut Truth,
) -> Result<(), SynthError> {
    let (name, kind) = (list.name(file), file.kind);
    let order = bdt_order(kind);
    let mut out = ListWriter::create(&dir.join(&name), kind, order.len())?;
    let header: Vec<Cell> = order.iter().map(|c| Cell::Text(COLUMNS[*c].0.to_owned())).collect();
    out.row(&header)?;
    if kind == FileKind::Workbook {
        out.row(&(1..=order.len()).map(|n| Cell::Text(format!("KOLOM {n}"))).collect::<Vec<_>>())?;
    }
    list.lines(file, &mut |line| {
        let number = out.rows + 1;
        let mut special = |kind, column, shown| truth.error(&name, number, column, kind, "ABAIKAN", shown, "");
        match line {
            Line::Blank => {
                special("BARIS_KOSONG", "", "");
                out.row(&[])
            }
            Line::HeaderAgain => {
                special("BARIS_HEADER_ULANG", "", "");
                out.row(&header)
            }
            Line::Total(count) => {
                special("BARIS_TOTAL", if kind == FileKind::Workbook { "A" } else { "" }, "JUMLAH");
                let mut row = vec![Cell::Empty; order.len()];
                row[0] = Cell::Text("JUMLAH".to_owned());
                row[1] = Cell::Number(count as i64);
                out.row(&row)
            }
            Line::Note => {
                special("BARIS_CATATAN", "A", "Sumber: salinan kerja Bappeda");
                out.row(&[Cell::Text("Sumber: salinan kerja Bappeda".to_owned())])
            }
            Line::Member(m) => {
                let person = &mut persons[m.person];
                if person.list_row.is_none() {
                    person.list_file.clone_from(&name);
                    (person.list_row, person.list_no) = (Some(number), m.no);
                    person.list_id.clone_from(&m.id);
                } else {
                    person.list_other_rows.push(format!("{name}:{number}"));
                }
                for planted in &m.defects {
                    let present = planted.field.is_none_or(|f| order.contains(&bdt::at(f)));
                    if present {
                        let label = planted.field.map_or(String::new(), |f| column_label(f, kind));
                        truth.error(&name, number, &label, planted.kind, planted.action, &planted.shown, &m.id);
                    }
                }
                let mut row: Vec<Cell> = order.iter().map(|c| m.cells[*c].clone()).collect();
                if let Some(at) = m.dropped.and_then(|f| order.iter().position(|c| *c == bdt::at(f))) {
                    row.remove(at);
                }
                out.row(&row)
            }
        }
    })?;
    out.finish()
}

/// A list file being written: a workbook, or text in one of two encodings.
struct ListWriter {
    form: ListForm,
    kind: FileKind,
    width: usize,
    rows: usize,
}

enum ListForm {
    Workbook(Box<SheetFile>),
    Text(BufWriter<File>, PathBuf),
}

impl ListWriter {
    fn create(path: &Path, kind: FileKind, width: usize) -> Result<Self, SynthError> {
        make_folder(path.parent().unwrap_or(path))?;
        let form = if kind == FileKind::Workbook {
            ListForm::Workbook(Box::new(SheetFile::create(path, "BDT2015")?))
        } else {
            let fail = |source| SynthError::Io { path: path.into(), source };
            let mut file = BufWriter::new(File::create(path).map_err(fail)?);
            if kind == FileKind::Utf8Bom {
                file.write_all(b"\xEF\xBB\xBF").map_err(fail)?;
            }
            ListForm::Text(file, path.into())
        };
        Ok(Self { form, kind, width, rows: 0 })
    }

    fn row(&mut self, row: &[Cell]) -> Result<(), SynthError> {
        self.rows += 1;
        let (file, path) = match &mut self.form {
            ListForm::Workbook(sheet) => return sheet.row(row),
            ListForm::Text(file, path) => (file, path),
        };
        let mut cells: Vec<String> = row.iter().map(Cell::text).collect();
        if cells.len() < self.width - 1 {
            cells.resize(self.width, String::new());
        }
        let utf8 = delimited(&cells, b';')?;
        let bytes = match self.kind {
            FileKind::Windows1252 => encoding_rs::WINDOWS_1252.encode(&String::from_utf8_lossy(&utf8)).0.into_owned(),
            FileKind::Utf8Bom | FileKind::Workbook => utf8,
        };
        file.write_all(&bytes).map_err(|source| SynthError::Io { path: path.clone(), source })
    }

    fn finish(self) -> Result<(), SynthError> {
        match self.form {
            ListForm::Workbook(sheet) => sheet.finish(),
            ListForm::Text(mut file, path) => file.flush().map_err(|source| SynthError::Io { path, source }),
        }
    }
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
