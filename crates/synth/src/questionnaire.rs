//! Filled questionnaires (`pendataan/`): who was visited after the meetings and registrations.

use crate::dice::Dice;
use crate::land::{Land, row};
use crate::meeting::Meeting;
use crate::people::{Fate, Snapshot, World};
use crate::registration::Registration;
use crate::truth::Truth;
use domain::person::{Relation, Sex};
use domain::questionnaire::{Item, Subject};
use std::collections::BTreeSet;

const HOUSEHOLDS: &str = "pendataan/rumah_tangga.csv";
const MEMBERS: &str = "pendataan/anggota.csv";

/// Both files.
pub(crate) struct Filled {
    pub households: Vec<Vec<String>>,
    pub members: Vec<Vec<String>>,
}

/// One visit: which household, known to the list or not, under which key.
struct Visit<'a> {
    source: &'static str,
    key: String,
    house: usize,
    snapshot: &'a Snapshot,
    on_list: bool,
    day: domain::Date,
}

/// Household items of the form, in its order.
fn household_items() -> Vec<Item> {
    let kur = Item::ALL.iter().position(|i| *i == Item::Kur).unwrap_or(0);
    Item::ALL[..=kur].iter().copied().filter(|i| i.subject() == Subject::Household).collect()
}

const MEMBER_ITEMS: [Item; 20] = [
    Item::MarriageBook,
    Item::OnFamilyCard,
    Item::IdentityCards,
    Item::Pregnant,
    Item::Disability,
    Item::ChronicDisease,
    Item::Schooling,
    Item::SchoolLevel,
    Item::SchoolGrade,
    Item::Diploma,
    Item::Working,
    Item::WorkHours,
    Item::WorkField,
    Item::WorkStatus,
    Item::Presence,
    Item::ProgKks,
    Item::ProgKis,
    Item::ProgKip,
    Item::ProgPkh,
    Item::ProgRastra,
];

/// Visits every household coded 2, 3, 6 or 7 in an accepted meeting, and most accepted registrations.
pub(crate) fn fill(
    land: &Land,
    world: &World,
    meetings: &[Meeting],
    books: &[(Registration, String, usize)],
    truth: &mut Truth,
    dice: &mut Dice,
) -> Filled {
    let mut out = Filled { households: vec![household_header()], members: vec![member_header()] };
    let mut visits = Vec::new();
    for m in meetings.iter().filter(|m| m.reason.is_empty()) {
        let day = m.date.checked_add(jiff::Span::new().days(14)).unwrap_or(m.date);
        let mut done = BTreeSet::new();
        for r in m.old.iter().filter(|r| matches!(r.code.as_str(), "2" | "3" | "6")) {
            if done.insert(r.house) && world.houses[r.house].second_id.is_none() {
                let house = &world.houses[r.house];
                visits.push(Visit {
                    source: "MUSPAD",
                    key: r.id.clone(),
                    house: r.house,
                    snapshot: &house.now,
                    on_list: true,
                    day,
                });
            }
        }
        for (i, r) in m.new.iter().enumerate() {
            let key = format!("{}#FKP.02-{}", m.file, i + 1);
            visits.push(Visit {
                source: "MUSPAD",
                key,
                house: r.house,
                snapshot: &world.houses[r.house].now,
                on_list: false,
                day,
            });
        }
    }
    for (r, _, _) in books {
        let fit = matches!(r.category, "BARU" | "LAMA_TETAP" | "LAMA_BERUBAH") && r.group.is_empty() && dice.chance(55);
        if fit {
            let day = r.date.checked_add(jiff::Span::new().days(9)).unwrap_or(r.date);
            let house = &world.houses[r.lives];
            visits.push(Visit {
                source: "MPM",
                key: r.number.clone(),
                house: r.lives,
                snapshot: &house.now,
                on_list: r.house.is_some(),
                day,
            });
        }
    }
    for (i, visit) in visits.iter().enumerate() {
        write_visit(land, world, visit, &format!("P{:05}", i + 1), &mut out, truth, dice);
    }
    out
}

fn household_header() -> Vec<String> {
    let mut header = row([
        "id_pendataan",
        "sumber",
        "kunci",
        "tanggal",
        "petugas",
        "tanggal_periksa",
        "pemeriksa",
        "hasil",
        "kode_desa",
        "sls",
        "alamat",
        "nama_krt",
        "jumlah_art",
        "jumlah_keluarga",
        "kk01",
        "kk02",
        "kk03",
    ]);
    header.extend(household_items().iter().map(|i| i.column().to_owned()));
    header
}

fn member_header() -> Vec<String> {
    let mut header = row([
        "id_pendataan",
        "no_art",
        "nama",
        "nik",
        "tanggal_lahir",
        "hub_krt",
        "nuk",
        "hub_kk",
        "jk",
        "umur",
        "status_kawin",
    ]);
    header.extend(MEMBER_ITEMS.iter().map(|i| i.column().to_owned()));
    header.push("nama_ibu_kandung".to_owned());
    header
}

fn column(header: &[String], name: &str) -> usize {
    header.iter().position(|h| h == name).unwrap_or(0)
}

fn write_visit(
    land: &Land,
    world: &World,
    v: &Visit<'_>,
    id: &str,
    out: &mut Filled,
    truth: &mut Truth,
    dice: &mut Dice,
) {
    let s = v.snapshot;
    let desa = &land.desa[s.home.desa];
    let hamlet = desa.hamlets[s.home.hamlet].to_uppercase();
    let result = match dice.below(100) {
        0..2 => 2,
        2..3 => 5,
        3..4 => 3,
        _ => 1,
    };
    let checked = v.day.checked_add(jiff::Span::new().days(2)).unwrap_or(v.day);
    let gone: Vec<_> =
        world.houses[v.house].then.as_ref().filter(|_| v.on_list && result == 1).map_or(Vec::new(), |t| {
            t.links.iter().filter(|l| s.links.iter().all(|n| n.person != l.person)).copied().collect()
        });
    let mut cells = row([
        id,
        v.source,
        &v.key,
        &v.day.to_string(),
        &crate::name::name(Sex::Male, 1980, None, dice),
        &checked.to_string(),
        &format!("TKSK {}", land.kecamatan[desa.kecamatan].name.to_uppercase()),
        &result.to_string(),
        &desa.code,
        &format!("RT {:03} RW {:03} {hamlet}", s.home.rt, s.home.rw),
        &s.home.address,
        &world.people[s.head()].name,
        &s.links.len().to_string(),
        &s.cards.len().to_string(),
    ]);
    for card in 0..3 {
        cells.push(s.cards.get(card).cloned().unwrap_or_default());
    }
    let answers = if world.houses[v.house].fate == Fate::Improved {
        let ages: Vec<i16> = s.links.iter().map(|l| world.people[l.person].age_on(v.day)).collect();
        crate::welfare::household_answers(world.houses[v.house].welfare, &ages, s.links.len(), dice)
    } else {
        s.answers.clone()
    };
    for item in household_items() {
        cells.push(if result == 1 {
            answers.get(item).map_or(String::new(), |c| c.to_string())
        } else {
            String::new()
        });
    }
    let line = out.households.len() + 1;
    let header = household_header();
    if let Some((name, kind, action, value)) = household_dirt(result, dice) {
        let at = column(&header, name);
        cells[at] = match (kind, value) {
            ("JUMLAH_ART_TIDAK_SESUAI" | "JUMLAH_KELUARGA_TIDAK_SESUAI", _) => {
                (cells[at].parse::<usize>().unwrap_or(1) + 2).to_string()
            }
            (_, value) => value.to_owned(),
        };
        truth.error(HOUSEHOLDS, line, name, kind, action, &cells[at], id);
    }
    out.households.push(cells);
    if result != 1 && result != 4 {
        return;
    }
    let mut members: Vec<(crate::people::Link, i32)> = Vec::new();
    for link in &s.links {
        let before =
            world.houses[v.house].then.as_ref().is_some_and(|t| t.links.iter().any(|l| l.person == link.person));
        members.push((*link, if v.on_list && !before { 4 } else { 1 }));
    }
    for link in gone {
        members.push((link, if world.people[link.person].died.is_some() { 2 } else { 3 }));
    }
    let spoiled = dice.chance(5).then(|| dice.below(7));
    for (i, (link, presence)) in members.iter().enumerate() {
        let line = out.members.len() + 1;
        let cells = member_cells(world, id, i + 1, link, *presence, v, dice);
        let (cells, defect) =
            member_dirt(cells, link, *presence, v.on_list, world, v.day, spoiled, i + 1 == members.len());
        if let Some((name, kind)) = defect {
            let shown = cells[column(&member_header(), name)].clone();
            truth.error(MEMBERS, line, name, kind, "LAPOR", &shown, id);
        }
        out.members.push(cells);
    }
}

fn member_cells(
    world: &World,
    id: &str,
    no: usize,
    link: &crate::people::Link,
    presence: i32,
    v: &Visit<'_>,
    dice: &mut Dice,
) -> Vec<String> {
    let p = &world.people[link.person];
    let age = p.age_on(v.day);
    let left = presence == 2 || presence == 3;
    let relation = if left && link.relation == Relation::Head { Relation::Spouse } else { link.relation };
    let family = if left && link.family_relation == Relation::Head { Relation::Spouse } else { link.family_relation };
    let nik = if dice.chance(4) { String::new() } else { p.nik.clone() };
    let mut cells = row([
        id,
        &no.to_string(),
        &p.name,
        &nik,
        &p.birth.to_string(),
        &relation.code().to_string(),
        &link.family_no.to_string(),
        &family.code().to_string(),
        &p.sex.code().to_string(),
        &age.to_string(),
        &link.marital.code().to_string(),
    ]);
    for item in MEMBER_ITEMS {
        let answer = match item {
            Item::Presence => Some(presence),
            _ if left => None,
            Item::MarriageBook if link.marital == domain::person::MaritalStatus::Single => None,
            Item::MarriageBook => p.answers.get(item).or(Some(1)),
            Item::Pregnant if !(10..=49).contains(&age) => None,
            Item::Working | Item::WorkHours | Item::WorkField | Item::WorkStatus if age < 10 => None,
            _ => p.answers.get(item),
        };
        cells.push(answer.map_or(String::new(), |a| a.to_string()));
    }
    cells.push(p.mother.clone());
    cells
}

fn household_dirt(result: i32, dice: &mut Dice) -> Option<(&'static str, &'static str, &'static str, &'static str)> {
    if result != 1 {
        return dice.chance(40).then_some(("status_bangunan", "BLOK_III_TERISI_PADAHAL_HASIL_BUKAN_1", "LAPOR", "1"));
    }
    Some(match dice.below(1000) {
        0..6 => ("jumlah_art", "JUMLAH_ART_TIDAK_SESUAI", "LAPOR", ""),
        6..11 => ("jumlah_keluarga", "JUMLAH_KELUARGA_TIDAK_SESUAI", "LAPOR", ""),
        11..15 => ("lantai", "KODE_TIDAK_SAH", "LAPOR", "14"),
        15..19 => ("luas_lantai", "LUAS_LANTAI_NOL", "LAPOR", "0"),
        19..23 => ("luas_lantai", "LUAS_LANTAI_PER_ART", "PERINGATAN", "1900"),
        23..27 => ("hasil", "HASIL_4_TANPA_RUTA_TUJUAN", "LAPOR", "4"),
        _ => return None,
    })
}

/// Spoils one member in the way `spoiled` names, where the member allows it.
#[expect(clippy::too_many_arguments, reason = "what decides whether a defect fits this member")]
fn member_dirt(
    mut cells: Vec<String>,
    link: &crate::people::Link,
    presence: i32,
    on_list: bool,
    world: &World,
    day: domain::Date,
    spoiled: Option<usize>,
    last: bool,
) -> (Vec<String>, Option<(&'static str, &'static str)>) {
    let header = member_header();
    let p = &world.people[link.person];
    let single = link.marital == domain::person::MaritalStatus::Single;
    let not_working = cells[column(&header, "bekerja")] == "2";
    let here = presence == 1 || presence == 4;
    let fit: Option<(&str, &str, &str)> = match spoiled {
        Some(0) if single && last && here => Some(("buku_nikah", "BUKU_NIKAH_BELUM_KAWIN", "1")),
        Some(1) if p.sex == Sex::Male && last && here => Some(("status_kehamilan", "HAMIL_BUKAN_PEREMPUAN_SUBUR", "1")),
        Some(2) if last && here && !cells[column(&header, "jam_kerja")].is_empty() => {
            Some(("jam_kerja", "JAM_KERJA_LEBIH_98", "120"))
        }
        Some(3) if last && here && p.age_on(day) < 9 => Some(("status_kawin", "KAWIN_DI_BAWAH_10", "2")),
        Some(4) if last && here && presence == 1 && on_list => {
            Some(("keberadaan", "KEBERADAAN_4_PADAHAL_ADA_DI_PRELIST", "4"))
        }
        Some(5) if last && here && link.relation != Relation::Head => Some(("hub_krt", "KRT_LEBIH_DARI_SATU", "1")),
        Some(6) if last && here && not_working => Some(("lapangan_usaha", "LAPANGAN_TANPA_KERJA", "1")),
        _ => None,
    };
    let Some((name, kind, value)) = fit else { return (cells, None) };
    cells[column(&header, name)] = value.to_owned();
    (cells, Some((name, kind)))
}
