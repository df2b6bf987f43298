//! The list of 2015 as the office holds it: one workbook and two exports of other desks, each with
//! its own errors. Every planted error is recorded with its row.

use crate::SynthError;
use crate::dice::Dice;
use crate::land::Land;
use crate::people::{Fate, LIST_DAY, Link, Snapshot, World};
use crate::registration::one_digit_wrong;
use crate::sheet::Cell;
use crate::truth::Planted;
use crate::welfare;
use domain::person::{MaritalStatus, Relation, Sex};
use domain::questionnaire::Item;
use std::collections::{BTreeMap, BTreeSet};

/// What a column of the list holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Ruta,
    Id,
    Province,
    ProvinceCode,
    Kabupaten,
    KabupatenCode,
    Kecamatan,
    KecamatanCode,
    Desa,
    DesaCode,
    Sls,
    Address,
    HeadName,
    Members,
    Families,
    Of(Item),
    No,
    Name,
    Nik,
    Relation,
    FamilyNo,
    FamilyRelation,
    Sex,
    Age,
    Marital,
    BirthDate,
    Card,
}

/// Header and content of the 101 columns, in the order of the workbook; the last two stand only in exports.
pub(crate) const COLUMNS: [(&str, Field); 103] = {
    use Field::Of;
    use Item as I;
    [
        ("ruta_6", Field::Ruta),
        ("ID rumah tangga", Field::Id),
        ("Provinsi", Field::Province),
        ("Kode Provinsi", Field::ProvinceCode),
        ("Kab/Kota", Field::Kabupaten),
        ("Kode Kab/Kota", Field::KabupatenCode),
        ("Kecamatan", Field::Kecamatan),
        ("Kode Kecamatan", Field::KecamatanCode),
        ("Desa/Kelurahan", Field::Desa),
        ("Kode Desa/Kelurahan", Field::DesaCode),
        ("Nama SLS", Field::Sls),
        ("Alamat", Field::Address),
        ("Nama KRT", Field::HeadName),
        ("Jumlah ART", Field::Members),
        ("Jumlah Keluarga", Field::Families),
        ("Status bangunan", Of(I::BuildingStatus)),
        ("Status lahan", Of(I::LandStatus)),
        ("Luas lantai", Of(I::FloorArea)),
        ("Lantai terluas", Of(I::Floor)),
        ("Dinding terluas", Of(I::Wall)),
        ("Kondisi Dinding", Of(I::WallCondition)),
        ("Atap Terluas", Of(I::Roof)),
        ("Kondisi Atap", Of(I::RoofCondition)),
        ("Jumlah kamar tidur", Of(I::Bedrooms)),
        ("Sumber air minum", Of(I::WaterSource)),
        ("Cara memperoleh air minum", Of(I::WaterAccess)),
        ("Sumber penerangan utama", Of(I::Lighting)),
        ("Daya terpasang", Of(I::Power)),
        ("Bahan bakar memasak", Of(I::CookingFuel)),
        ("Fasilitas BAB", Of(I::Toilet)),
        ("Jenis kloset", Of(I::ToiletKind)),
        ("Tempat buang tinja", Of(I::Sewage)),
        ("tabung gas 5,5kg", Of(I::GasCylinder)),
        ("lemari es", Of(I::Fridge)),
        ("ac", Of(I::AirConditioner)),
        ("pemanas air", Of(I::WaterHeater)),
        ("telepon rumah", Of(I::LandlinePhone)),
        ("televisi", Of(I::Television)),
        ("emas dan tabungan", Of(I::Gold)),
        ("laptop/komputer", Of(I::Computer)),
        ("sepeda", Of(I::Bicycle)),
        ("sepeda motor", Of(I::Motorcycle)),
        ("mobil", Of(I::Car)),
        ("perahu", Of(I::Boat)),
        ("motor tempel", Of(I::OutboardMotor)),
        ("perahu motor", Of(I::MotorBoat)),
        ("kapal", Of(I::Ship)),
        ("Nomor HP aktif", Of(I::ActivePhones)),
        ("Jumlah ruangan", Of(I::Rooms)),
        ("aset tidak bergerak", Of(I::LandAsset)),
        ("Luas aset tidak bergerak", Of(I::LandAssetArea)),
        ("rumah di tempat lain", Of(I::OtherHouse)),
        ("sapi", Of(I::Cows)),
        ("kerbau", Of(I::Buffaloes)),
        ("kuda", Of(I::Horses)),
        ("babi", Of(I::Pigs)),
        ("kambing/domba", Of(I::Goats)),
        ("Status ART yang memiliki usaha", Of(I::Business)),
        ("KKS", Of(I::Kks)),
        ("KIP", Of(I::Kip)),
        ("KIS", Of(I::Kis)),
        ("BPJS mandiri", Of(I::BpjsMandiri)),
        ("Jamsostek", Of(I::Jamsostek)),
        ("asuransi kesehatan lainnya", Of(I::OtherInsurance)),
        ("PKH", Of(I::Pkh)),
        ("Rastra", Of(I::Rastra)),
        ("KUR", Of(I::Kur)),
        ("No Urut ART Wanita Usia Subur", Of(I::FertileWomanNo)),
        ("Usia Suami", Of(I::HusbandMarriageAge)),
        ("Usia Istri", Of(I::WifeMarriageAge)),
        ("Kepesertaan KB", Of(I::FamilyPlanning)),
        ("Metode Kontrasepsi", Of(I::FamilyPlanningMethod)),
        ("lama (tahun)", Of(I::FamilyPlanningYears)),
        ("lama (bulan)", Of(I::FamilyPlanningMonths)),
        ("Tempat pelayanan KB", Of(I::FamilyPlanningPlace)),
        ("ingin punya anak lagi", Of(I::WantsChild)),
        ("Alasan tidak ber KB", Of(I::NoFamilyPlanningReason)),
        ("percentile", Of(I::Percentile)),
        ("Nomor urut ART", Field::No),
        ("Nama ART", Field::Name),
        ("NIK", Field::Nik),
        ("HubKRT", Field::Relation),
        ("Nomor urut keluarga", Field::FamilyNo),
        ("Hubungan dengan kepala keluarga", Field::FamilyRelation),
        ("jenis kelamin", Field::Sex),
        ("Umur", Field::Age),
        ("Status perkawinan", Field::Marital),
        ("akta/buku nikah", Of(I::MarriageBook)),
        ("Tercantum di dalam KK", Of(I::OnFamilyCard)),
        ("kartu identitas", Of(I::IdentityCards)),
        ("Status kehamilan", Of(I::Pregnant)),
        ("Jenis cacat", Of(I::Disability)),
        ("Penyakit kronis", Of(I::ChronicDisease)),
        ("Partisipasi sekolah", Of(I::Schooling)),
        ("Pendidikan tertinggi", Of(I::SchoolLevel)),
        ("Kelas tertinggi", Of(I::SchoolGrade)),
        ("Ijazah tertinggi", Of(I::Diploma)),
        ("Bekerja seminggu lalu", Of(I::Working)),
        ("Jumlah jam kerja", Of(I::WorkHours)),
        ("Lapangan usaha", Of(I::WorkField)),
        ("Status dalam pekerjaan", Of(I::WorkStatus)),
        ("Tanggal Lahir", Field::BirthDate),
        ("No KK", Field::Card),
    ]
};

/// The place of a column in [`COLUMNS`].
pub(crate) fn at(field: Field) -> usize {
    COLUMNS.iter().position(|(_, f)| *f == field).unwrap_or(0)
}

/// What the list shows for a person's NIK.
#[derive(Clone)]
pub(crate) struct Written {
    pub cell: Cell,
    pub status: &'static str,
}

/// One line of a list file.
pub(crate) enum Line<'a> {
    Member(&'a MemberLine),
    Blank,
    HeaderAgain,
    Total(usize),
    Note,
}

/// One member of one household.
pub(crate) struct MemberLine {
    pub id: String,
    pub person: usize,
    pub no: usize,
    pub cells: Vec<Cell>,
    pub defects: Vec<Planted>,
    /// A cell that was dropped, so that the rest of the row stands one column too far left.
    pub dropped: Option<Field>,
}

/// How a list file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum FileKind {
    Workbook,
    /// `;`, Windows-1252, member columns first.
    Windows1252,
    /// `;`, UTF-8 with byte order mark.
    Utf8Bom,
}

/// One list file; `part` counts workbooks from 0, a sheet holds 1,048,576 rows and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListFile {
    pub kind: FileKind,
    part: usize,
}

/// What each person's NIK looks like in the list.
pub(crate) type WrittenNiks = BTreeMap<usize, Written>;

/// Which file holds a desa's households: the two last kecamatan are exports of other desks.
fn kind_of(land: &Land, desa: usize) -> FileKind {
    match land.kecamatan.len() - land.desa[desa].kecamatan {
        1 => FileKind::Utf8Bom,
        2 => FileKind::Windows1252,
        _ => FileKind::Workbook,
    }
}

/// Whether the list has birth dates and family cards of this desa.
pub(crate) fn has_dates(land: &Land, desa: usize) -> bool {
    kind_of(land, desa) != FileKind::Workbook
}

/// Households of one workbook, so that its members stay well below the rows of a sheet.
const WORKBOOK_HOUSEHOLDS: usize = 200_000;

/// The list of 2015, written line by line: the same throws give the same lines as often as they are asked for.
pub(crate) struct List<'a> {
    land: &'a Land,
    world: &'a World,
    no_nik: &'a BTreeSet<usize>,
    keep_nik: &'a BTreeSet<usize>,
    /// Listed households in the order of their ids.
    order: Vec<usize>,
    dirt: BTreeMap<usize, Vec<Dirt>>,
    /// Throws of the lines.
    dice: Dice,
    workbooks: usize,
    /// For each file where blank rows and repeated headers stand, and how many members it has.
    litter: BTreeMap<ListFile, Litter>,
    pub written: WrittenNiks,
}

/// Rows between the members of one file: before which member, and whether it is a header once more.
#[derive(Default)]
struct Litter {
    members: usize,
    before: BTreeMap<usize, bool>,
}

impl<'a> List<'a> {
    /// Plans the list. `dirty` are the households that may carry household-level dirt; `no_nik` those whose NIK
    /// were never asked; `keep_nik` those whose NIK stay as they are.
    pub(crate) fn plan(
        land: &'a Land,
        world: &'a World,
        dirty: &[usize],
        no_nik: &'a BTreeSet<usize>,
        keep_nik: &'a BTreeSet<usize>,
        mut dice: Dice,
    ) -> Result<Self, SynthError> {
        let mut order: Vec<usize> = (0..world.houses.len()).filter(|h| world.houses[*h].then.is_some()).collect();
        order.sort_by(|a, b| world.houses[*a].bdt_id.cmp(&world.houses[*b].bdt_id));
        let workbooks = order.len().div_ceil(WORKBOOK_HOUSEHOLDS);
        let dirt = plan(dirty, world, &mut dice);
        let mut list = Self {
            land,
            world,
            no_nik,
            keep_nik,
            order,
            dirt,
            dice: dice.clone(),
            workbooks,
            litter: BTreeMap::new(),
            written: BTreeMap::new(),
        };
        let mut starts: BTreeMap<ListFile, Vec<bool>> = BTreeMap::new();
        list.written = list.walk(&mut dice, &mut |file, line| {
            starts.entry(file).or_default().push(line.no == 1);
            Ok(())
        })?;
        list.litter = starts.iter().map(|(file, starts)| (*file, litter(starts, file.kind, &mut dice))).collect();
        Ok(list)
    }

    /// The files, workbooks first.
    pub(crate) fn files(&self) -> Vec<ListFile> {
        self.litter.keys().copied().collect()
    }

    /// The name of a file.
    pub(crate) fn name(&self, file: ListFile) -> String {
        let kecamatan = &self.land.kecamatan;
        match (file.kind, file.part) {
            (FileKind::Workbook, 0) => "bdt2015.xlsx".to_owned(),
            (FileKind::Workbook, part) => format!("bdt2015_bagian{}.xlsx", part + 1),
            (FileKind::Windows1252, _) => format!("bdt2015_{}.csv", kecamatan[kecamatan.len() - 2].code),
            (FileKind::Utf8Bom, _) => format!("bdt2015_{}.csv", kecamatan[kecamatan.len() - 1].code),
        }
    }

    /// Hands the lines of one file to `take`, in their order.
    pub(crate) fn lines(
        &self,
        file: ListFile,
        take: &mut dyn FnMut(Line<'_>) -> Result<(), SynthError>,
    ) -> Result<(), SynthError> {
        let empty = Litter::default();
        let litter = self.litter.get(&file).unwrap_or(&empty);
        let mut at = 0;
        self.walk(&mut self.dice.clone(), &mut |own, line| {
            if own == file {
                match litter.before.get(&at) {
                    Some(true) => take(Line::HeaderAgain)?,
                    Some(false) => take(Line::Blank)?,
                    None => {}
                }
                at += 1;
                take(Line::Member(line))?;
            }
            Ok(())
        })?;
        if file.kind == FileKind::Workbook {
            take(Line::Blank)?;
        }
        take(Line::Total(litter.members))?;
        if file.kind == FileKind::Workbook {
            take(Line::Blank)?;
            take(Line::Note)?;
        }
        Ok(())
    }

    /// Every member's line, household by household, with the file it stands in.
    fn walk(
        &self,
        dice: &mut Dice,
        take: &mut dyn FnMut(ListFile, &MemberLine) -> Result<(), SynthError>,
    ) -> Result<WrittenNiks, SynthError> {
        let mut written = BTreeMap::new();
        for house in &self.order {
            let h = &self.world.houses[*house];
            let Some(then) = &h.then else { continue };
            let kind = kind_of(self.land, then.home.desa);
            let kecamatan = self.land.desa[then.home.desa].kecamatan;
            let part = match kind {
                FileKind::Workbook => kecamatan * self.workbooks / self.land.kecamatan.len(),
                FileKind::Windows1252 | FileKind::Utf8Bom => 0,
            };
            for (copy, id) in std::iter::once(&h.bdt_id).chain(&h.second_id).enumerate() {
                let mut lines = self.household(*house, then, id, copy, kind, &mut written, dice);
                let mut extra = Vec::new();
                for kind in self.dirt.get(house).into_iter().flatten() {
                    soil(*kind, &mut lines, &mut extra, dice);
                }
                for line in &lines {
                    take(ListFile { kind, part }, line)?;
                }
                // the same household was also typed into the workbook
                if kind != FileKind::Workbook {
                    for line in &extra {
                        take(ListFile { kind: FileKind::Workbook, part: 0 }, line)?;
                    }
                }
            }
        }
        Ok(written)
    }

    /// The lines of one household under one of its ids, before any household-level dirt.
    #[expect(clippy::too_many_arguments, reason = "one household's lines: every argument is a part of their key")]
    fn household(
        &self,
        house: usize,
        then: &Snapshot,
        id: &str,
        copy: usize,
        kind: FileKind,
        written: &mut WrittenNiks,
        dice: &mut Dice,
    ) -> Vec<MemberLine> {
        let (land, world) = (self.land, self.world);
        let desa = then.home.desa;
        let (mixed, apostrophe) = (desa % 9 == 4, desa % 7 == 2);
        // the first kecamatan's sheet lost its leading zeros
        let zero_lost = kind == FileKind::Workbook && land.desa[desa].kecamatan == 0;
        let mut lines: Vec<MemberLine> = Vec::new();
        for (i, link) in then.links.iter().enumerate() {
            let cells = member_cells(land, world, house, then, link, i + 1, id, kind, mixed, dice);
            let mut line = MemberLine {
                id: id.to_owned(),
                person: link.person,
                no: i + 1,
                cells,
                defects: Vec::new(),
                dropped: None,
            };
            let w = written.entry(link.person).or_insert_with(|| {
                let nik = &world.people[link.person].nik;
                write_nik(nik, self.no_nik.contains(&house), self.keep_nik.contains(&house), kind, dice)
            });
            line.cells[at(Field::Nik)] = w.cell.clone();
            match w.status {
                "hilang" => line.plant(Field::Nik, "NIK_EKSPONENSIAL", "LAPOR"),
                "rusak" => line.plant(Field::Nik, "NIK_TIDAK_SAH", "LAPOR"),
                _ => {}
            }
            if apostrophe && matches!(w.status, "ok" | "salah") {
                let text = line.cells[at(Field::Nik)].text();
                line.cells[at(Field::Nik)] = Cell::Text(format!("'{text}"));
                line.plant(Field::Nik, "NIK_APOSTROF", "PERBAIKI");
            }
            if mixed {
                line.plant(Field::DesaCode, "KODE_SISTEM_CAMPUR", "PERBAIKI");
            } else if zero_lost {
                for field in [Field::KecamatanCode, Field::DesaCode] {
                    let value = line.cells[at(field)].text().parse().unwrap_or(0);
                    line.cells[at(field)] = Cell::Number(value);
                }
                line.plant(Field::KecamatanCode, "NOL_DEPAN_HILANG", "PERBAIKI");
            }
            if kind != FileKind::Workbook && dice.seldom(70) {
                let birth = world.people[link.person].birth;
                let serial = jiff::civil::date(1899, 12, 30).until(birth).map_or(0, |s| i64::from(s.get_days()));
                line.cells[at(Field::BirthDate)] = Cell::Number(serial);
                line.plant(Field::BirthDate, "TANGGAL_SERIAL_EXCEL", "PERBAIKI");
            }
            if copy == 1 || self.world.houses[house].second_id.is_some() {
                line.plant(Field::Id, "RUTA_GANDA_ID_LAIN", "TELAAH");
            }
            lines.push(line);
        }
        lines
    }
}

impl MemberLine {
    /// Writes a defect down with what the cell shows.
    fn plant(&mut self, field: Field, kind: &'static str, action: &'static str) {
        let shown = self.cells[at(field)].text();
        self.defects.push(Planted { field: Some(field), kind, action, shown });
    }

    fn spoil(&mut self, field: Field, cell: Cell, kind: &'static str) {
        self.cells[at(field)] = cell;
        self.plant(field, kind, "LAPOR");
    }
}

/// What the clerk wrote for a NIK: one in twelve blank, a few spoiled, a few wrong by one digit.
fn write_nik(nik: &str, none: bool, keep: bool, kind: FileKind, dice: &mut Dice) -> Written {
    let blank =
        |dice: &mut Dice| Written { cell: Cell::Text(dice.pick(&["", "-", "NULL", "0"]).to_owned()), status: "kosong" };
    if none {
        return blank(dice);
    }
    if !keep {
        match dice.below(1000) {
            0..80 => return blank(dice),
            80..95 => {
                let bad = match dice.below(4) {
                    0 => nik[..15].to_owned(),
                    1 => format!("{}00{}", &nik[..6], &nik[8..]),
                    2 => format!("{}13{}", &nik[..8], &nik[10..]),
                    _ => format!("{nik}1"),
                };
                return Written { cell: Cell::Text(bad), status: "rusak" };
            }
            95..102 => {
                let cell = if kind == FileKind::Workbook && dice.chance(50) {
                    Cell::Float(nik.parse::<f64>().unwrap_or(0.0))
                } else {
                    Cell::Text(format!("{},{}E+15", &nik[..1], &nik[1..6]))
                };
                return Written { cell, status: "hilang" };
            }
            102..120 => return Written { cell: Cell::Text(one_digit_wrong(nik, dice)), status: "salah" },
            _ => {}
        }
    }
    Written { cell: Cell::Text(nik.to_owned()), status: "ok" }
}

#[expect(clippy::too_many_arguments, reason = "one row of a wide table: every argument is a part of its key")]
fn member_cells(
    land: &Land,
    world: &World,
    house: usize,
    then: &Snapshot,
    link: &Link,
    no: usize,
    id: &str,
    kind: FileKind,
    mixed: bool,
    dice: &mut Dice,
) -> Vec<Cell> {
    let d = &land.desa[then.home.desa];
    let kec = &land.kecamatan[d.kecamatan];
    let person = &world.people[link.person];
    let hamlet = &d.hamlets[then.home.hamlet];
    let text = |t: &str| Cell::Text(t.to_owned());
    let dash = if kind == FileKind::Windows1252 && dice.chance(4) { " – " } else { " " };
    let item = |i: Item, code: i32| match (kind, i) {
        (FileKind::Workbook, _) => Cell::Number(i64::from(code)),
        (_, Item::Floor | Item::Roof | Item::WaterSource | Item::Disability | Item::SchoolLevel | Item::WorkField) => {
            Cell::Text(format!("{code:02}"))
        }
        _ => Cell::Number(i64::from(code)),
    };
    let written_name = |dice: &mut Dice| match dice.below(100) {
        0..6 => crate::name::respell(&person.name, dice).unwrap_or_else(|| person.name.clone()),
        6..9 => format!("{} ", person.name),
        _ => person.name.clone(),
    };
    let head = &world.people[then.head()].name;
    COLUMNS
        .iter()
        .map(|(_, field)| match field {
            Field::Ruta => text(&id[10..]),
            Field::Id => text(id),
            Field::Province => text(&land.provinsi_name.to_uppercase()),
            Field::ProvinceCode => text(&land.kabupaten[..2]),
            Field::Kabupaten => text(&land.kabupaten_name.trim_start_matches("Kabupaten ").to_uppercase()),
            Field::KabupatenCode => text(&land.kabupaten[2..]),
            Field::Kecamatan => text(&kec.name.to_uppercase()),
            Field::KecamatanCode => text(if mixed { &kec.code[4..] } else { &kec.bps }),
            Field::Desa => text(&d.name.to_uppercase()),
            Field::DesaCode => text(if mixed { &d.code[6..] } else { &d.bps }),
            Field::Sls => Cell::Text(format!(
                "RT {:03} RW {:03}{dash}PADUKUHAN {}",
                then.home.rt,
                then.home.rw,
                hamlet.to_uppercase()
            )),
            Field::Address => text(&then.home.address),
            Field::HeadName => text(head),
            Field::Members => Cell::Number(then.links.len() as i64),
            Field::Families => Cell::Number(then.cards.len() as i64),
            Field::Of(Item::Percentile) => Cell::Number(i64::from(welfare::percentile(world.houses[house].welfare))),
            Field::Of(i) => then
                .answers
                .get(*i)
                .or_else(|| person.answers.get(*i).filter(|_| age_allows(person.age_on(LIST_DAY), *i)))
                .map_or(Cell::Empty, |code| item(*i, code)),
            Field::No => Cell::Number(no as i64),
            Field::Name => {
                Cell::Text(if link.relation == Relation::Head { person.name.clone() } else { written_name(dice) })
            }
            Field::Nik => Cell::Empty,
            Field::Relation => Cell::Number(i64::from(link.relation.code())),
            Field::FamilyNo => Cell::Number(i64::from(link.family_no)),
            Field::FamilyRelation => Cell::Number(i64::from(link.family_relation.code())),
            Field::Sex => Cell::Number(i64::from(person.sex.code())),
            Field::Age => Cell::Number(i64::from(person.age_on(LIST_DAY))),
            Field::Marital => Cell::Number(i64::from(link.marital.code())),
            Field::BirthDate => {
                let b = person.birth;
                if kind == FileKind::Windows1252 && dice.chance(40) {
                    Cell::Text(b.to_string())
                } else {
                    Cell::Text(format!("{:02}/{:02}/{}", b.day(), b.month(), b.year()))
                }
            }
            Field::Card => text(then.cards.get(usize::from(link.family_no) - 1).map_or("", |c| c)),
        })
        .collect()
}

/// Answers that depend on an age are only asked from it on.
fn age_allows(age: i16, item: Item) -> bool {
    match item {
        Item::Pregnant => (10..=49).contains(&age),
        Item::Schooling | Item::SchoolLevel | Item::SchoolGrade | Item::Diploma => age >= 5,
        Item::Working | Item::WorkHours | Item::WorkField | Item::WorkStatus => age >= 10,
        Item::Presence => false,
        _ => true,
    }
}

/// Kinds of household-level dirt, with how many for a thousand households.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dirt {
    Shifted,
    RowTwice,
    Pregnant,
    CountWrong,
    MarriedChild,
    DesaUnknown,
    CodeInvalid,
    TwoHeads,
    FieldWithoutWork,
    NameEmpty,
    FamilyNoHigh,
    NoHead,
    AgeInvalid,
    OtherKabupaten,
    AlsoInWorkbook,
    NikTwice,
    DateInvalid,
}

const DIRT: &[(Dirt, usize)] = &[
    (Dirt::Shifted, 3),
    (Dirt::RowTwice, 4),
    (Dirt::Pregnant, 2),
    (Dirt::CountWrong, 3),
    (Dirt::MarriedChild, 2),
    (Dirt::DesaUnknown, 2),
    (Dirt::CodeInvalid, 9),
    (Dirt::TwoHeads, 2),
    (Dirt::FieldWithoutWork, 2),
    (Dirt::NameEmpty, 3),
    (Dirt::FamilyNoHigh, 2),
    (Dirt::NoHead, 2),
    (Dirt::AgeInvalid, 2),
    (Dirt::OtherKabupaten, 1),
    (Dirt::AlsoInWorkbook, 4),
    (Dirt::NikTwice, 4),
    (Dirt::DateInvalid, 2),
];

fn plan(dirty: &[usize], world: &World, dice: &mut Dice) -> BTreeMap<usize, Vec<Dirt>> {
    let total = world.houses.iter().filter(|h| h.then.is_some()).count();
    let mut free: Vec<usize> = dirty
        .iter()
        .copied()
        .filter(|h| world.houses[*h].second_id.is_none() && world.houses[*h].fate == Fate::Same)
        .collect();
    dice.shuffle(&mut free);
    let mut out: BTreeMap<usize, Vec<Dirt>> = BTreeMap::new();
    for (kind, permille) in DIRT {
        for _ in 0..(total * permille / 1000).max(1) {
            let wanted = |h: &usize| {
                let Some(then) = &world.houses[*h].then else { return false };
                let ages = || then.links.iter().map(|l| world.people[l.person].age_on(LIST_DAY));
                match kind {
                    Dirt::MarriedChild => ages().any(|a| (1..9).contains(&a)),
                    Dirt::RowTwice | Dirt::TwoHeads | Dirt::Shifted | Dirt::NikTwice => then.links.len() > 1,
                    Dirt::FieldWithoutWork => {
                        then.links.iter().any(|l| world.people[l.person].answers.get(Item::Working) == Some(2))
                    }
                    _ => true,
                }
            };
            let Some(found) = free.iter().position(wanted) else { break };
            out.entry(free.swap_remove(found)).or_default().push(*kind);
        }
    }
    out
}

/// Spoils the lines of one household in one way.
fn soil(kind: Dirt, lines: &mut Vec<MemberLine>, extra: &mut Vec<MemberLine>, dice: &mut Dice) {
    let last = lines.len() - 1;
    let age = |l: &MemberLine| l.cells[at(Field::Age)].text().parse::<i32>().unwrap_or(0);
    match kind {
        Dirt::Shifted => {
            let field =
                [Field::Of(Item::Floor), Field::Families, Field::Of(Item::CookingFuel), Field::Province][dice.below(4)];
            lines[last].dropped = Some(field);
            lines[last].defects.clear();
            lines[last].plant(field, "BARIS_BERGESER", "LAPOR");
        }
        Dirt::RowTwice => {
            let twin = &lines[last];
            let mut copy = MemberLine {
                id: twin.id.clone(),
                person: twin.person,
                no: twin.no,
                cells: twin.cells.clone(),
                defects: Vec::new(),
                dropped: None,
            };
            copy.plant(Field::Id, "BARIS_GANDA", "LAPOR");
            lines.push(copy);
        }
        Dirt::Pregnant => lines[0].spoil_pregnant(),
        Dirt::CountWrong => {
            let wrong = lines.len() as i64 + 2;
            lines.iter_mut().for_each(|l| l.cells[at(Field::Members)] = Cell::Number(wrong));
            lines[0].plant(Field::Members, "JUMLAH_ART_TIDAK_SESUAI", "LAPOR");
        }
        Dirt::MarriedChild => {
            if let Some(child) = lines.iter_mut().find(|l| (1..9).contains(&age(l))) {
                child.spoil(
                    Field::Marital,
                    Cell::Number(i64::from(MaritalStatus::Married.code())),
                    "KAWIN_DI_BAWAH_10",
                );
            }
        }
        Dirt::DesaUnknown => {
            // four digits where the desa carries Kemendagri codes, three where BPS ones
            let unknown = if lines[0].cells[at(Field::DesaCode)].text().len() == 4 { "2899" } else { "899" };
            lines[0].defects.retain(|d| d.field != Some(Field::DesaCode));
            lines[0].spoil(Field::DesaCode, Cell::Text(unknown.to_owned()), "KODE_DESA_TIDAK_DIKENAL");
        }
        Dirt::OtherKabupaten => {
            lines[0].spoil(Field::KabupatenCode, Cell::Text("77".to_owned()), "WILAYAH_LUAR_KABUPATEN")
        }
        Dirt::CodeInvalid => {
            let (field, bad) = [
                (Field::Of(Item::Floor), "13"),
                (Field::Of(Item::Wall), "9"),
                (Field::Of(Item::WaterSource), "15"),
                (Field::Of(Item::Television), "1"),
                (Field::Of(Item::IdentityCards), "99"),
                (Field::Of(Item::Percentile), "999"),
                (Field::Sex, "3"),
                (Field::Of(Item::Wall), "tembok"),
            ][dice.below(8)];
            let line = if field == Field::Sex || field == Field::Of(Item::IdentityCards) { last } else { 0 };
            lines[line].spoil(field, bad.parse().map_or(Cell::Text(bad.to_owned()), Cell::Number), "KODE_TIDAK_SAH");
        }
        Dirt::TwoHeads => lines[last].spoil(Field::Relation, Cell::Number(1), "KRT_LEBIH_DARI_SATU"),
        Dirt::NoHead => lines[0].spoil(Field::Relation, Cell::Number(i64::from(Relation::Other.code())), "TANPA_KRT"),
        Dirt::FieldWithoutWork => {
            if let Some(line) = lines.iter_mut().find(|l| l.cells[at(Field::Of(Item::Working))].text() == "2") {
                line.spoil(Field::Of(Item::WorkField), Cell::Number(1), "LAPANGAN_TANPA_KERJA");
            }
        }
        Dirt::NameEmpty => {
            lines[last].spoil(Field::Name, Cell::Text(dice.pick(&["", " ", "-"]).to_owned()), "NAMA_KOSONG")
        }
        Dirt::FamilyNoHigh => lines[last].spoil(Field::FamilyNo, Cell::Number(7), "NUK_MELEBIHI_JUMLAH_KELUARGA"),
        Dirt::AgeInvalid => {
            let bad = dice.pick(&["th", "132"]);
            lines[last].spoil(
                Field::Age,
                bad.parse().map_or(Cell::Text(bad.to_owned()), Cell::Number),
                "UMUR_TIDAK_SAH",
            );
        }
        Dirt::NikTwice => {
            let other = lines[0].cells[at(Field::Nik)].clone();
            if other.text().trim_start_matches('\'').len() == 16
                && lines[last].defects.is_empty()
                && lines[0].defects.is_empty()
            {
                lines[0].plant(Field::Nik, "NIK_GANDA", "LAPOR");
                lines[last].spoil(Field::Nik, other, "NIK_GANDA");
            }
        }
        Dirt::DateInvalid => lines[0].spoil_date(dice),
        Dirt::AlsoInWorkbook => {
            for line in lines.iter() {
                let mut copy = MemberLine {
                    id: line.id.clone(),
                    person: line.person,
                    no: line.no,
                    cells: line.cells.clone(),
                    defects: Vec::new(),
                    dropped: None,
                };
                copy.plant(Field::Id, "RUTA_DI_DUA_BERKAS", "LAPOR");
                extra.push(copy);
            }
        }
    }
}

impl MemberLine {
    /// The head is a man or past fifty and yet expecting.
    fn spoil_pregnant(&mut self) {
        let sex = self.cells[at(Field::Sex)].text();
        let age: i32 = self.cells[at(Field::Age)].text().parse().unwrap_or(0);
        if sex == Sex::Male.code().to_string() || age > 49 {
            self.spoil(Field::Of(Item::Pregnant), Cell::Number(1), "HAMIL_BUKAN_PEREMPUAN_SUBUR");
        }
    }

    /// A date no calendar has; the workbook has no dates.
    fn spoil_date(&mut self, dice: &mut Dice) {
        let clean = !self.defects.iter().any(|d| d.field == Some(Field::BirthDate));
        if clean && self.cells.len() == COLUMNS.len() {
            let bad = dice.pick(&["00/00/0000", "31/02/1984", "12/13/1988"]);
            self.spoil(Field::BirthDate, Cell::Text(bad.to_owned()), "TANGGAL_TIDAK_SAH");
        }
    }
}

/// Where blank rows and repeated headers stand between the members; `starts` tells for each whether it is the first
/// of its household.
fn litter(starts: &[bool], kind: FileKind, dice: &mut Dice) -> Litter {
    let members = starts.len();
    let marks: Vec<usize> = (0..6).map(|_| 1 + dice.below(members.max(2) - 1)).collect();
    let mut before = BTreeMap::new();
    for (i, starts) in starts.iter().enumerate() {
        if kind == FileKind::Workbook && *starts && i > 0 {
            if marks[..4].iter().any(|m| i >= *m && i < *m + 6) && dice.chance(30) {
                before.insert(i, false);
            } else if marks[4..].iter().any(|m| i >= *m && i < *m + 6) && dice.chance(30) {
                before.insert(i, true);
            }
        }
    }
    Litter { members, before }
}
