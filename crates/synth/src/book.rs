//! Registration books: every desa keeps its own, with its own habits.

use crate::SynthError;
use crate::dice::Dice;
use crate::land::Land;
use crate::people::{World, card_word};
use crate::registration::Registration;
use crate::sheet::{Cell, write_workbook};
use crate::truth::{PersonTruth, Truth};
use domain::Date;
use domain::person::{MaritalStatus, Sex};
use std::collections::BTreeSet;
use std::path::Path;

/// The habits of one desa's clerk.
struct Habit {
    title_rows: usize,
    dates: usize,
    sex: usize,
    relation_codes: bool,
    number_once: bool,
    apostrophe: bool,
    musdes: bool,
    place_first: bool,
}

const COLUMNS: [&str; 18] = [
    "Nomor",
    "Tanggal",
    "Jenis",
    "Petugas",
    "Identitas yang ditunjukkan",
    "No Musdes",
    "NIK",
    "No KK",
    "Nama",
    "Hubungan",
    "Jenis Kelamin",
    "Tanggal Lahir",
    "Status Kawin",
    "Alamat",
    "RT",
    "RW",
    "Padukuhan",
    "Catatan",
];

/// Each registration with the file and the first row it was written to.
pub(crate) type Shelved = Vec<(Registration, String, usize)>;

/// Numbers the registrations, writes `pendaftaran/*.xlsx`, and tells where each one stands.
pub(crate) fn write(
    folder: &Path,
    land: &Land,
    world: &World,
    mut registrations: Vec<Registration>,
    persons: &mut [PersonTruth],
    truth: &mut Truth,
    dice: &mut Dice,
) -> Result<(Shelved, BTreeSet<String>), SynthError> {
    registrations.sort_by_key(|r| (r.home.desa, r.date));
    let mut out = Vec::new();
    let mut unscored = BTreeSet::new();
    let mut rest = registrations.into_iter().peekable();
    for desa in 0..land.desa.len() {
        let mut own = Vec::new();
        while let Some(r) = rest.next_if(|r| r.home.desa == desa) {
            own.push(r);
        }
        for (i, r) in own.iter_mut().enumerate() {
            r.number = format!("{:04}/MPM/{}/{}", i + 1, land.dotted(desa), r.date.year());
        }
        let code = &land.desa[desa].code;
        let file = format!("pendaftaran/{code}.xlsx");
        let habit = Habit {
            title_rows: [0, 0, 3, 4][dice.below(4)],
            dates: dice.below(5),
            sex: dice.below(3),
            relation_codes: dice.chance(28),
            number_once: dice.chance(25),
            apostrophe: dice.chance(20),
            musdes: dice.chance(78),
            place_first: dice.chance(20),
        };
        // one book in five gives a number out twice
        let twice = (dice.chance(20) && own.len() > 4)
            .then(|| own.iter().rposition(|r| r.scenario == "baru").filter(|at| *at > 0))
            .flatten();
        if let Some(at) = twice {
            own[at].number = own[at - 1].number.clone();
            unscored.insert(own[at].number.clone());
        }
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let text = |t: &str| Cell::Text(t.to_owned());
        if habit.title_rows > 0 {
            rows.push(vec![text("BUKU PENDAFTARAN MEKANISME PEMUTAKHIRAN MANDIRI")]);
            rows.push(vec![Cell::Text(
                format!("DESA/KELURAHAN {} {}", land.desa[desa].name, land.kabupaten_name).to_uppercase(),
            )]);
            rows.resize(habit.title_rows, Vec::new());
        }
        let order = columns(&habit);
        rows.push(order.iter().map(|c| text(COLUMNS[*c])).collect());
        for (i, r) in own.into_iter().enumerate() {
            let first = rows.len() + 1;
            for (m, member) in r.members.iter().enumerate() {
                let line = rows.len() + 1;
                persons[member.person].book_rows.push(format!("{code}:{line}"));
                let cells = cells(land, world, &r, m, &habit, dice);
                let mut nik = cells[6].clone();
                if r.scenario == "tetap" && dice.seldom(6) && !member.nik.is_empty() {
                    nik = Cell::Text(format!("{},{}E+15", &member.nik[..1], &member.nik[1..6]));
                    truth.error(&file, line, "NIK", "NIK_EKSPONENSIAL", "LAPOR", &nik.text(), &r.number);
                }
                if member.nik_typo {
                    truth.error(&file, line, "NIK", "NIK_SALAH_KETIK", "SIAK", &member.nik, &r.number);
                }
                let cells: Vec<Cell> =
                    cells.into_iter().enumerate().map(|(c, cell)| if c == 6 { nik.clone() } else { cell }).collect();
                rows.push(order.iter().map(|c| cells[*c].clone()).collect());
            }
            if twice == Some(i) {
                truth.error(&file, first, "Nomor", "NOMOR_GANDA", "LAPOR", &r.number, &r.number);
            }
            if dice.seldom(12) {
                rows.push(Vec::new());
                truth.error(&file, rows.len(), "", "BARIS_KOSONG", "ABAIKAN", "", "");
            }
            out.push((r, file.clone(), first));
        }
        if dice.chance(15) {
            rows.push(vec![text("JUMLAH")]);
            truth.error(&file, rows.len(), "A", "BARIS_TOTAL", "ABAIKAN", "JUMLAH", "");
        }
        write_workbook(&folder.join(&file), "Pendaftaran", &rows)?;
    }
    Ok((out, unscored))
}

/// Which columns the book has, in its order.
fn columns(habit: &Habit) -> Vec<usize> {
    let mut order: Vec<usize> = (0..COLUMNS.len()).filter(|c| *c != 5 || habit.musdes).collect();
    if habit.place_first {
        order.retain(|c| !(13..=16).contains(c));
        let after = order.iter().position(|c| *c == 4).unwrap_or(0) + 1;
        for (i, c) in [16, 14, 15, 13].into_iter().enumerate() {
            order.insert(after + i, c);
        }
    }
    order
}

fn cells(land: &Land, world: &World, r: &Registration, m: usize, habit: &Habit, dice: &mut Dice) -> Vec<Cell> {
    let member = &r.members[m];
    let sex = world.people[member.person].sex;
    let text = |t: &str| Cell::Text(t.to_owned());
    let or_empty = |t: &str| if t.is_empty() { Cell::Empty } else { Cell::Text(t.to_owned()) };
    let kind = if r.active { "AKTIF" } else { "PASIF" };
    let head: [Cell; 6] = if habit.number_once && m > 0 {
        [const { Cell::Empty }; 6]
    } else {
        [
            text(&r.number),
            date_cell(r.date, habit.dates, dice),
            if dice.chance(4) { Cell::Text(format!("{}{}", &kind[..1], kind[1..].to_lowercase())) } else { text(kind) },
            text(r.officer),
            text(r.identity),
            r.musdes.as_deref().map_or(Cell::Empty, text),
        ]
    };
    let relation = if habit.relation_codes {
        member.relation.code().to_string()
    } else {
        card_word(member.relation, sex).to_owned()
    };
    let sex_word = match (habit.sex, sex) {
        (0, Sex::Male) => "1",
        (0, Sex::Female) => "2",
        (1, Sex::Male) => "L",
        (1, Sex::Female) => "P",
        (_, Sex::Male) => "Laki-laki",
        (_, Sex::Female) => "Perempuan",
    };
    let marital = match member.marital {
        MaritalStatus::Single => "BELUM KAWIN",
        MaritalStatus::Married => "KAWIN",
        MaritalStatus::Divorced => "CERAI HIDUP",
        MaritalStatus::Widowed => "CERAI MATI",
    };
    let hamlet = &land.desa[r.home.desa].hamlets[r.home.hamlet];
    let padded = |n: u16, dice: &mut Dice| Cell::Text(if dice.chance(50) { n.to_string() } else { format!("{n:03}") });
    let nik = if habit.apostrophe && !member.nik.is_empty() { format!("'{}", member.nik) } else { member.nik.clone() };
    let mut cells: Vec<Cell> = head.into();
    cells.extend([
        or_empty(&nik),
        or_empty(&member.card),
        text(&member.name),
        Cell::Text(relation),
        text(sex_word),
        date_cell(member.birth, habit.dates, dice),
        text(marital),
        text(&r.home.address),
        padded(r.home.rt, dice),
        padded(r.home.rw, dice),
        text(hamlet),
        or_empty(r.note),
    ]);
    cells
}

/// A date as this clerk writes it; the fifth kind of clerk mixes.
fn date_cell(date: Date, style: usize, dice: &mut Dice) -> Cell {
    let (y, m, d) = (date.year(), date.month(), date.day());
    match if style == 4 { dice.below(4) } else { style } {
        0 => Cell::Text(format!("{d:02}/{m:02}/{y}")),
        1 => Cell::Text(date.to_string()),
        2 => Cell::Date(date),
        _ if style == 4 => Cell::Text(format!("{d:02}-{m:02}-{y}")),
        _ => Cell::Number(jiff::civil::date(1899, 12, 30).until(date).map_or(0, |s| i64::from(s.get_days()))),
    }
}
