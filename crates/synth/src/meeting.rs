//! Hamlet meetings: FKP.01 over the list, FKP.02 for the forgotten, and the mistakes of an evening.

use crate::dice::Dice;
use crate::land::{Land, row};
use crate::people::{Fate, World};
use crate::registration;
use domain::Date;
use domain::person::{Relation, Sex};
use std::collections::BTreeMap;

/// A row of FKP.01.
pub(crate) struct OldRow {
    pub id: String,
    pub house: usize,
    pub head: String,
    pub others: Vec<String>,
    pub address: String,
    pub code: String,
    pub note: &'static str,
    pub checked: &'static str,
}

/// A row of FKP.02.
pub(crate) struct NewRow {
    pub house: usize,
    pub code: String,
    pub note: &'static str,
}

/// One meeting with what is true about its sheet.
pub(crate) struct Meeting {
    pub file: String,
    pub desa: usize,
    pub hamlet: usize,
    pub date: Date,
    pub old: Vec<OldRow>,
    pub new: Vec<NewRow>,
    pub reason: &'static str,
    pub detail: String,
    pub warnings: Vec<String>,
    pub head_of_hamlet: bool,
    pub attendance: [u32; 4],
}

const MISTAKES: &[&str] = &[
    "KUOTA_LEBIH",
    "BARIS_TANPA_KODE",
    "KODE_7_DI_FKP01",
    "BELUM_DIPERIKSA_ASISTEN",
    "KODE_GANDA",
    "BARIS_HILANG",
    "KODE_SALAH_DI_FKP02",
    "KODE_DI_LUAR_1_8",
    "BARIS_ASING",
];

/// Lets two years pass over the households of a hamlet that nobody registered.
pub(crate) fn live_on(land: &Land, world: &mut World, houses: &[usize], dice: &mut Dice) {
    for &house in houses {
        if world.houses[house].fate != Fate::Same {
            continue;
        }
        let couple = world.houses[house].now.links.iter().any(|l| l.relation == Relation::Spouse);
        let children =
            world.houses[house].now.links.iter().filter(|l| l.relation == Relation::Child && l.family_no == 1).count();
        match dice.below(100) {
            0..6 => {
                world.houses[house].welfare += 2.0;
                world.houses[house].fate = Fate::Improved;
            }
            6..9 if couple && world.houses[house].now.links.len() > 2 => registration::head_dies(world, house),
            9..16 if couple => {
                let region = land.kecamatan[land.desa[world.houses[house].now.home.desa].kecamatan].code.clone();
                registration::baby(world, house, &region, dice);
                world.houses[house].fate = Fate::Composition;
            }
            16..23 if children > 1 => {
                registration::child_leaves(world, house);
                world.houses[house].fate = Fate::Composition;
            }
            23..26 => {
                world.houses[house].fate = Fate::MovedAway;
                for l in world.houses[house].now.links.clone() {
                    world.people[l.person].siak_status = if dice.chance(60) { "PINDAH" } else { "AKTIF" };
                }
            }
            26 if world.houses[house].now.links.len() == 1 => {
                world.houses[house].fate = Fate::AllDead;
                let person = world.houses[house].now.links[0].person;
                (world.people[person].died, world.people[person].siak_status) = (Some(world.as_of), "MENINGGAL");
            }
            _ => {}
        }
    }
}

/// The code a truthful meeting circles.
pub(crate) fn code_of(world: &World, house: usize, desa: usize, hamlet: usize) -> u8 {
    let h = &world.houses[house];
    match h.fate {
        Fate::Phantom => 8,
        Fate::AllDead => 5,
        Fate::MovedDesa | Fate::MovedAway => 4,
        Fate::Address if (h.now.home.desa, h.now.home.hamlet) != (desa, hamlet) => 4,
        Fate::Improved => 2,
        Fate::HeadDied => 3,
        Fate::Composition | Fate::Married => 6,
        Fate::Same | Fate::Address => 1,
    }
}

/// Holds the meetings of the given hamlets.
pub(crate) fn hold(
    land: &Land,
    world: &mut World,
    hamlets: &BTreeMap<(usize, usize), Vec<usize>>,
    dice: &mut Dice,
) -> Vec<Meeting> {
    let mut all = Vec::new();
    for (i, (&(desa, hamlet), houses)) in hamlets.iter().enumerate() {
        let mut old = Vec::new();
        for &house in houses {
            let h = &world.houses[house];
            let Some(then) = &h.then else { continue };
            let code = code_of(world, house, desa, hamlet);
            let head = then.head();
            for id in std::iter::once(&h.bdt_id).chain(&h.second_id) {
                old.push(OldRow {
                    id: id.clone(),
                    house,
                    head: world.people[head].name.clone(),
                    others: then
                        .links
                        .iter()
                        .filter(|l| l.person != head)
                        .map(|l| world.people[l.person].name.clone())
                        .collect(),
                    address: format!("{} RT {:03}/RW {:03}", then.home.address, then.home.rt, then.home.rw),
                    code: code.to_string(),
                    note: note_for(code, dice),
                    checked: "ya",
                });
            }
        }
        old.sort_by(|a, b| a.id.cmp(&b.id));
        let improved = old.iter().filter(|r| r.code == "2").count();
        let mistake = if i % 3 == 2 { MISTAKES[i / 3 % MISTAKES.len()] } else { "" };
        let room = if improved == 0 { 0 } else { dice.below(improved + 1) };
        let count = match mistake {
            "KUOTA_LEBIH" => improved + 1 + dice.below(3),
            "KODE_SALAH_DI_FKP02" if improved > 0 => room.max(1),
            _ => room,
        };
        let mut new = Vec::new();
        for _ in 0..count {
            let house = world.settle(land, desa, hamlet, false, dice);
            world.houses[house].welfare = -1.4;
            new.push(NewRow {
                house,
                code: "7".to_owned(),
                note: dice.pick(&["", "janda", "rumah tidak layak", "belum pernah terdata"]),
            });
        }
        let slug = land.desa[desa].hamlets[hamlet].to_lowercase().replace(' ', "-");
        let mut meeting = Meeting {
            file: format!("{}_{slug}.csv", land.desa[desa].code),
            desa,
            hamlet,
            date: world
                .as_of
                .checked_sub(jiff::Span::new().days(i64::from(dice.between(85, 125))))
                .unwrap_or(world.as_of),
            old,
            new,
            reason: "",
            detail: String::new(),
            warnings: Vec::new(),
            head_of_hamlet: true,
            attendance: [
                dice.between(1, 4) as u32,
                dice.between(1, 2) as u32,
                dice.between(1, 3) as u32,
                dice.between(1, 2) as u32,
            ],
        };
        let stranger = hamlets.iter().find(|(k, v)| **k != (desa, hamlet) && !v.is_empty()).map(|(_, v)| v[0]);
        mistake_in(&mut meeting, mistake, world, stranger, dice);
        if dice.chance(12) {
            meeting.attendance[3] = 0;
            meeting.attendance[2] = 0;
            meeting.warnings.push("KEHADIRAN_KURANG".to_owned());
        }
        if mistake.is_empty() && dice.chance(10) && !meeting.old.is_empty() {
            let at = dice.below(meeting.old.len());
            meeting.old[at].head = crate::name::name(Sex::Male, 1970, None, dice);
            let id = meeting.old[at].id.clone();
            meeting.warnings.push(format!("NAMA_KRT_DIUBAH:{id}"));
        }
        all.push(meeting);
    }
    all
}

fn mistake_in(m: &mut Meeting, mistake: &'static str, world: &World, stranger: Option<usize>, dice: &mut Dice) {
    if mistake == "KUOTA_LEBIH" {
        m.reason = mistake;
    }
    if mistake.is_empty() || mistake == "KUOTA_LEBIH" || m.old.is_empty() {
        return;
    }
    // a household found better off keeps its code, so that a mistake never changes the quota
    let plain: Vec<usize> = (0..m.old.len()).filter(|i| m.old[*i].code != "2").collect();
    let Some(&at) = plain.get(dice.below(plain.len())) else { return };
    m.detail.clone_from(&m.old[at].id);
    match mistake {
        "BARIS_TANPA_KODE" => m.old[at].code.clear(),
        "KODE_7_DI_FKP01" => m.old[at].code = "7".to_owned(),
        "BELUM_DIPERIKSA_ASISTEN" => m.old[at].checked = dice.pick(&["", "tidak"]),
        "KODE_GANDA" => m.old[at].code = "1 6".to_owned(),
        "KODE_DI_LUAR_1_8" => m.old[at].code = dice.pick(&["9", "0"]).to_owned(),
        "BARIS_HILANG" => {
            m.old.remove(at);
        }
        "KODE_SALAH_DI_FKP02" => {
            if m.new.is_empty() {
                m.detail.clear();
                return;
            }
            m.new[0].code = "1".to_owned();
            m.detail = "FKP.02 urut 1".to_owned();
        }
        "BARIS_ASING" => {
            let Some((house, then)) = stranger.and_then(|s| Some((s, world.houses[s].then.as_ref()?))) else { return };
            let id = world.houses[house].bdt_id.clone();
            m.detail.clone_from(&id);
            m.old.push(OldRow {
                id,
                house,
                head: world.people[then.head()].name.clone(),
                others: then.links.iter().skip(1).map(|l| world.people[l.person].name.clone()).collect(),
                address: format!("{} RT {:03}/RW {:03}", then.home.address, then.home.rt, then.home.rw),
                code: "1".to_owned(),
                note: "",
                checked: "ya",
            });
        }
        _ => {}
    }
    m.reason = mistake;
}

fn note_for(code: u8, dice: &mut Dice) -> &'static str {
    match code {
        2 => dice.pick(&["dianggap sudah mampu", "punya usaha", "anak bekerja di kota"]),
        3 => "KRT meninggal",
        4 => dice.pick(&["pindah ikut anak", "pindah ke desa lain"]),
        6 => dice.pick(&["tambah anggota", "berkurang", "berubah", ""]),
        _ => "",
    }
}

impl Meeting {
    /// The sheet as rows of text.
    pub(crate) fn rows(&self, world: &World) -> Vec<Vec<String>> {
        let mut rows = vec![row([
            "form",
            "no_rts",
            "nama_krt",
            "nama_art",
            "jumlah_art",
            "alamat",
            "kode",
            "keterangan",
            "diperiksa",
            "urutan_kesejahteraan",
            "lebih_miskin_dari_kode2",
        ])];
        for r in &self.old {
            let count = (1 + r.others.len()).to_string();
            rows.push(row([
                "FKP.01",
                &r.id,
                &r.head,
                &r.others.join("; "),
                &count,
                &r.address,
                &r.code,
                r.note,
                r.checked,
                "",
                "",
            ]));
        }
        for (i, r) in self.new.iter().enumerate() {
            let now = &world.houses[r.house].now;
            let head = now.head();
            let others: Vec<&str> =
                now.links.iter().filter(|l| l.person != head).map(|l| world.people[l.person].name.as_str()).collect();
            let address = format!("{} RT {:03}/RW {:03}", now.home.address, now.home.rt, now.home.rw);
            rows.push(row([
                "FKP.02",
                "",
                &world.people[head].name,
                &others.join("; "),
                &(1 + others.len()).to_string(),
                &address,
                &r.code,
                r.note,
                "ya",
                &(i + 1).to_string(),
                "ya",
            ]));
        }
        rows
    }

    /// How many rows of FKP.01 carry each code, 1 to 8.
    pub(crate) fn counts(&self) -> [usize; 9] {
        let mut counts = [0; 9];
        for r in &self.old {
            if let Ok(code @ 1..=8) = r.code.parse::<usize>() {
                counts[code] += 1;
            }
        }
        counts
    }
}
