//! The registrations of the year: who came to the desk, what had changed, which cells are wrong.

use crate::dice::Dice;
use crate::land::Land;
use crate::people::{Fate, Home, Link, World, card_word, home};
use domain::Date;
use domain::person::{MaritalStatus, Relation, Sex};
use std::collections::BTreeSet;

/// One line of a registration book.
pub(crate) struct BookMember {
    pub person: usize,
    pub nik: String,
    /// The NIK has one digit wrong: only the registry can tell.
    pub nik_typo: bool,
    pub card: String,
    pub name: String,
    pub relation: Relation,
    pub birth: Date,
    pub marital: MaritalStatus,
}

/// One registration, and what is true about it.
pub(crate) struct Registration {
    pub number: String,
    pub date: Date,
    pub active: bool,
    pub officer: &'static str,
    pub identity: &'static str,
    pub musdes: Option<String>,
    pub home: Home,
    pub members: Vec<BookMember>,
    pub note: &'static str,
    pub scenario: &'static str,
    pub category: &'static str,
    pub accepted: &'static str,
    /// The household of the list that this is.
    pub house: Option<usize>,
    /// The household that now lives as registered.
    pub lives: usize,
    /// Another id in the list that has to do with it.
    pub related: String,
    pub optional: Vec<&'static str>,
    pub flags: &'static str,
    pub group: String,
    pub why: &'static str,
}

const OFFICERS: &[&str] = &["SRI", "ANTON", "RUDI", "TRI", "SURANTO", "YULI", "BEKTI"];

/// Registrations for a thousand households, when every scenario finds what it needs.
pub(crate) const PERMILLE: usize = 273;

/// Makes as many registrations as a list of `households` brings and changes the world accordingly. Returns them
/// unnumbered, by desa.
pub(crate) fn register(
    land: &Land,
    world: &mut World,
    quiet: &BTreeSet<usize>,
    households: usize,
    dice: &mut Dice,
) -> Vec<Registration> {
    let mut pool: Vec<usize> =
        (0..world.houses.len()).filter(|h| world.houses[*h].then.is_some() && !quiet.contains(h)).collect();
    dice.shuffle(&mut pool);
    let mut desk = Desk { land, world, dice, pool, out: Vec::new(), households };
    // scenario and how many for a thousand households
    desk.unchanged("tetap", 44);
    desk.unchanged("tetap_ejaan", 20);
    desk.unchanged("nik_kosong", 10);
    desk.unchanged("nik_typo", 10);
    desk.unchanged("nik_bdt_kosong", 14);
    desk.unchanged("nik_pasangan", 5);
    desk.unchanged("tgl_tukar", 7);
    desk.unchanged("aktif_tanpa_identitas", 3);
    desk.unchanged("bdt_ganda", 4);
    desk.unchanged("dua_desa", 3);
    desk.unchanged("semua_mati", 3);
    desk.changed_members(32);
    desk.changed_head(10);
    desk.married(6);
    desk.moved("ubah_alamat", 10);
    desk.moved("pindah_desa", 7);
    desk.two_cards(5);
    desk.split(6);
    desk.merged(2);
    desk.person_twice(2);
    desk.new_households(60);
    desk.out
}

struct Desk<'a> {
    land: &'a Land,
    world: &'a mut World,
    dice: &'a mut Dice,
    pool: Vec<usize>,
    out: Vec<Registration>,
    households: usize,
}

impl Desk<'_> {
    fn count(&self, permille: usize) -> usize {
        (self.households * permille / 1000).max(1)
    }

    /// Takes a listed household that fits out of the pool.
    fn take(&mut self, fits: impl Fn(&World, &crate::people::Snapshot) -> bool) -> Option<usize> {
        let at = self.pool.iter().position(|h| fits(self.world, &self.world.houses[*h].now))?;
        Some(self.pool.swap_remove(at))
    }

    fn region(&self, house: usize) -> String {
        self.land.kecamatan[self.land.desa[self.world.houses[house].now.home.desa].kecamatan].code.clone()
    }

    /// A registration of a household as it lives now, in its own desa.
    fn book(&mut self, house: usize, scenario: &'static str) -> Registration {
        let snapshot = self.world.houses[house].now.clone();
        let members = snapshot.links.iter().map(|l| self.line(l, &snapshot.cards)).collect();
        let active = self.dice.chance(68);
        let date = self.day();
        let musdes =
            (!active && self.dice.chance(20)).then(|| format!("Musdes/{:02}/{}", self.dice.between(1, 9), date.year()));
        Registration {
            number: String::new(),
            date,
            active,
            officer: self.dice.pick(OFFICERS),
            identity: self.dice.pick(&["KTP", "KK", "KTP, KK", "KTP, KK", "Surat Keterangan Domisili"]),
            musdes,
            home: snapshot.home,
            members,
            note: "",
            scenario,
            category: "LAMA_TETAP",
            accepted: "LAMA_TETAP",
            house: Some(house),
            lives: house,
            related: String::new(),
            optional: Vec::new(),
            flags: "",
            group: String::new(),
            why: "semua kolom pembanding sama",
        }
    }

    fn line(&self, link: &Link, cards: &[String]) -> BookMember {
        let p = &self.world.people[link.person];
        BookMember {
            person: link.person,
            nik: p.nik.clone(),
            nik_typo: false,
            card: cards.get(usize::from(link.family_no) - 1).cloned().unwrap_or_default(),
            name: p.name.clone(),
            relation: link.relation,
            birth: p.birth,
            marital: link.marital,
        }
    }

    fn day(&mut self) -> Date {
        self.world
            .as_of
            .checked_sub(jiff::Span::new().days(i64::from(self.dice.between(3, 118))))
            .unwrap_or(self.world.as_of)
    }

    fn unchanged(&mut self, scenario: &'static str, permille: usize) {
        for _ in 0..self.count(permille) {
            let couple = scenario == "nik_pasangan";
            let swaps = scenario == "tgl_tukar";
            let Some(house) = self.take(|w, s| {
                (!couple || s.links.iter().any(|l| l.relation == Relation::Spouse))
                    && (!swaps || {
                        let b = w.people[s.head()].birth;
                        b.day() <= 12 && b.day() != b.month()
                    })
            }) else {
                return;
            };
            let mut r = self.book(house, scenario);
            match scenario {
                "tetap_ejaan" => {
                    for m in &mut r.members {
                        if let Some(other) = crate::name::respell(&m.name, self.dice) {
                            m.name = other;
                        }
                    }
                    r.why = "semua kolom pembanding sama; beda ejaan nama saja";
                }
                "nik_kosong" => {
                    r.members.iter_mut().for_each(|m| m.nik = String::new());
                    (r.accepted, r.optional, r.why) =
                        ("LAMA_BERUBAH|LAMA_TETAP|TELAAH", vec!["nik"], "NIK kosong di buku");
                }
                "nik_typo" => {
                    let head = &mut r.members[0];
                    head.nik = one_digit_wrong(&head.nik, self.dice);
                    head.nik_typo = true;
                    (r.accepted, r.optional, r.why) =
                        ("LAMA_BERUBAH|LAMA_TETAP|TELAAH", vec!["nik"], "NIK ditulis salah 1 angka");
                }
                "nik_pasangan" => {
                    let spouse = r
                        .members
                        .iter()
                        .find(|m| m.relation == Relation::Spouse)
                        .map(|m| m.nik.clone())
                        .unwrap_or_default();
                    r.members[0].nik = spouse;
                    (r.category, r.accepted, r.optional) = ("TELAAH", "LAMA_BERUBAH|LAMA_TETAP|TELAAH", vec!["nik"]);
                    r.why = "NIK pasangan dipakai untuk KRT (M2/T8)";
                }
                "tgl_tukar" => {
                    let b = r.members[0].birth;
                    r.members[0].birth = Date::new(b.year(), b.day(), b.month()).unwrap_or(b);
                    (r.accepted, r.optional, r.why) =
                        ("LAMA_BERUBAH|LAMA_TETAP|TELAAH", vec!["tgl_lahir"], "hari dan bulan lahir tertukar");
                }
                "aktif_tanpa_identitas" => {
                    (r.active, r.identity, r.musdes, r.house) = (true, "tidak ada", None, None);
                    (r.category, r.accepted, r.why) =
                        ("DRAF", "DITOLAK|DRAF", "AKTIF tanpa identitas: tidak lengkap (R5, T2)");
                }
                "bdt_ganda" => {
                    let id = format!("{}9{:05}", &self.world.houses[house].bdt_id[..10], self.dice.between(1, 99_999));
                    self.world.houses[house].second_id = Some(id.clone());
                    r.related = id;
                    (r.category, r.accepted, r.why) =
                        ("TELAAH", "LAMA_TETAP|TELAAH", "rumah tangga tercatat dua kali di BDT (dua ID)");
                }
                "dua_desa" => {
                    r.group = format!("G{house:05}");
                    (r.accepted, r.why) = ("GANDA|LAMA_TETAP|TELAAH", "rumah tangga terdaftar di dua desa");
                    let mut second = self.book(house, scenario);
                    second.home = self.elsewhere(house);
                    second.date = r.date.checked_add(jiff::Span::new().days(2)).unwrap_or(r.date);
                    second.group.clone_from(&r.group);
                    (second.category, second.accepted, second.why) =
                        ("GANDA", "GANDA|LAMA_BERUBAH|LAMA_TETAP|TELAAH", "rumah tangga terdaftar di dua desa");
                    second.optional = vec!["alamat"];
                    self.out.push(second);
                }
                "semua_mati" => {
                    for m in &r.members {
                        let died =
                            self.world.as_of.checked_sub(jiff::Span::new().days(200)).unwrap_or(self.world.as_of);
                        let p = &mut self.world.people[m.person];
                        (p.died, p.siak_status) = (Some(died), "MENINGGAL");
                    }
                    self.world.houses[house].fate = Fate::AllDead;
                    (r.category, r.accepted, r.why) =
                        ("DITOLAK", "DITOLAK", "semua orang terdaftar sudah MENINGGAL di SIAK");
                }
                _ => {}
            }
            self.out.push(r);
        }
    }

    /// Another desa to live or register in.
    fn elsewhere(&mut self, house: usize) -> Home {
        let own = self.world.houses[house].now.home.desa;
        loop {
            let desa = self.dice.below(self.land.desa.len());
            if desa != own {
                let hamlet = self.dice.below(self.land.desa[desa].hamlets.len());
                return home(self.land, desa, hamlet, self.dice);
            }
        }
    }

    fn changed_members(&mut self, permille: usize) {
        for i in 0..self.count(permille) {
            let birth = i % 5 < 3;
            let Some(house) = self.take(|w, s| {
                if birth {
                    s.links.iter().any(|l| l.relation == Relation::Spouse && w.people[l.person].age_on(w.as_of) < 42)
                } else {
                    s.links.iter().filter(|l| l.relation == Relation::Child && l.family_no == 1).count() >= 2
                }
            }) else {
                return;
            };
            if birth {
                self.baby(house);
            } else {
                child_leaves(self.world, house);
            }
            self.world.houses[house].fate = Fate::Composition;
            let mut r = self.book(house, "ubah_anggota");
            (r.category, r.accepted, r.note, r.why) =
                ("LAMA_BERUBAH", "LAMA_BERUBAH", "ada perubahan data", "perubahan: anggota");
            self.out.push(r);
        }
    }

    fn baby(&mut self, house: usize) {
        let region = self.region(house);
        baby(self.world, house, &region, self.dice);
    }

    fn changed_head(&mut self, permille: usize) {
        for _ in 0..self.count(permille) {
            let Some(house) =
                self.take(|_, s| s.links.len() > 2 && s.links.iter().any(|l| l.relation == Relation::Spouse))
            else {
                return;
            };
            head_dies(self.world, house);
            let mut r = self.book(house, "ubah_krt");
            (r.category, r.accepted, r.why) = ("LAMA_BERUBAH", "LAMA_BERUBAH", "KRT meninggal, pasangan menjadi KRT");
            self.out.push(r);
        }
    }

    fn married(&mut self, permille: usize) {
        for _ in 0..self.count(permille) {
            let adult = |w: &World, l: &Link| {
                l.relation == Relation::Child
                    && l.marital == MaritalStatus::Single
                    && w.people[l.person].age_on(w.as_of) >= 20
            };
            let Some(house) = self.take(|w, s| s.links.iter().any(|l| adult(w, l))) else { return };
            let region = self.region(house);
            let at = self.world.houses[house].now.links.iter().position(|l| adult(self.world, l)).unwrap_or(0);
            let groom = self.world.houses[house].now.links[at].person;
            let sex = if self.world.people[groom].sex == Sex::Male { Sex::Female } else { Sex::Male };
            let bride = self.world.person(&region, sex, 22, None, self.dice);
            let card = self.world.card(&region, self.dice);
            let now = &mut self.world.houses[house].now;
            now.cards.push(card.clone());
            let family_no = now.cards.len() as u8;
            let link = &mut now.links[at];
            (link.marital, link.family_no, link.family_relation) = (MaritalStatus::Married, family_no, Relation::Head);
            now.links.push(Link {
                person: bride,
                relation: Relation::ChildInLaw,
                family_no,
                family_relation: Relation::Spouse,
                marital: MaritalStatus::Married,
            });
            for (p, relation) in [(groom, Relation::Head), (bride, Relation::Spouse)] {
                let person = &mut self.world.people[p];
                (person.kk, person.kk_word) = (card.clone(), card_word(relation, person.sex));
            }
            self.world.houses[house].fate = Fate::Married;
            let mut r = self.book(house, "ubah_status");
            (r.category, r.accepted, r.why) = ("LAMA_BERUBAH", "LAMA_BERUBAH", "anak menikah, pasangan ikut tinggal");
            r.optional = vec!["jumlah_keluarga", "no_kk"];
            self.out.push(r);
        }
    }

    fn moved(&mut self, scenario: &'static str, permille: usize) {
        for _ in 0..self.count(permille) {
            let Some(house) = self.take(|_, _| true) else { return };
            let old = self.world.houses[house].now.home.clone();
            let new = if scenario == "pindah_desa" {
                self.elsewhere(house)
            } else {
                let hamlets = self.land.desa[old.desa].hamlets.len();
                let mut next = home(self.land, old.desa, (old.hamlet + 1) % hamlets, self.dice);
                next.address = format!("JL. TUNAS BARU NO. {}", self.dice.between(1, 95));
                next
            };
            self.world.houses[house].now.home = new;
            self.world.houses[house].fate = if scenario == "pindah_desa" { Fate::MovedDesa } else { Fate::Address };
            let mut r = self.book(house, scenario);
            (r.category, r.accepted, r.why) = ("LAMA_BERUBAH", "LAMA_BERUBAH", "perubahan: alamat");
            self.out.push(r);
        }
    }

    fn two_cards(&mut self, permille: usize) {
        for _ in 0..self.count(permille) {
            let Some(house) =
                self.take(|_, s| s.cards.len() == 2 && s.links.iter().filter(|l| l.family_no == 2).count() >= 2)
            else {
                return;
            };
            let snapshot = self.world.houses[house].now.clone();
            for (family, category) in [(1u8, "LAMA_BERUBAH"), (2, "GANDA")] {
                let mut r = self.book(house, "dua_kk");
                r.members = snapshot
                    .links
                    .iter()
                    .filter(|l| l.family_no == family)
                    .map(|l| {
                        let mut m = self.line(l, &snapshot.cards);
                        m.relation = l.family_relation;
                        m
                    })
                    .collect();
                (r.category, r.accepted, r.why) =
                    (category, "GANDA|LAMA_BERUBAH|LAMA_TETAP|TELAAH", "satu dapur, dua KK, didaftarkan per KK (T11)");
                r.optional = vec!["anggota", "krt", "hubungan", "nik", "jumlah_keluarga", "status_kawin", "no_kk"];
                r.group = format!("K{house:05}");
                self.out.push(r);
            }
        }
    }

    fn split(&mut self, permille: usize) {
        for _ in 0..self.count(permille) {
            let Some(house) =
                self.take(|_, s| s.cards.len() == 2 && s.links.iter().filter(|l| l.family_no == 2).count() >= 2)
            else {
                return;
            };
            let snapshot = self.world.houses[house].now.clone();
            let (own, gone): (Vec<Link>, Vec<Link>) = snapshot.links.iter().copied().partition(|l| l.family_no == 1);
            self.world.houses[house].now.links = own;
            self.world.houses[house].now.cards.truncate(1);
            self.world.houses[house].fate = Fate::Composition;
            let new_home = home(self.land, snapshot.home.desa, snapshot.home.hamlet, self.dice);
            let mut r = self.book(house, "pisah");
            r.home = new_home;
            r.members = gone
                .iter()
                .map(|l| {
                    let mut m = self.line(l, &snapshot.cards);
                    m.relation = l.family_relation;
                    m
                })
                .collect();
            (r.category, r.accepted) = ("TELAAH", "BARU|LAMA_BERUBAH|TELAAH");
            (r.house, r.related) = (None, self.world.houses[house].bdt_id.clone());
            r.why = "pecahan: anak RT BDT membentuk rumah tangga sendiri";
            self.out.push(r);
        }
    }

    fn merged(&mut self, permille: usize) {
        for _ in 0..self.count(permille) {
            let (Some(house), Some(other)) =
                (self.take(|_, s| s.links.len() >= 2), self.take(|_, s| s.links.len() == 1))
            else {
                return;
            };
            let joins = self.world.houses[other].now.links[0];
            self.world.houses[house].now.links.push(Link {
                relation: Relation::Other,
                family_relation: Relation::Other,
                family_no: 1,
                ..joins
            });
            self.world.houses[house].fate = Fate::Composition;
            self.world.houses[other].fate = Fate::MovedAway;
            let mut r = self.book(house, "gabungan");
            (r.category, r.accepted) = ("TELAAH", "LAMA_BERUBAH|TELAAH");
            r.related = self.world.houses[other].bdt_id.clone();
            r.why = "anggota berasal dari dua rumah tangga BDT";
            self.out.push(r);
        }
    }

    fn person_twice(&mut self, permille: usize) {
        for _ in 0..self.count(permille) {
            let grown = |w: &World, l: &Link| {
                l.relation == Relation::Child && l.family_no == 1 && w.people[l.person].age_on(w.as_of) >= 18
            };
            let (Some(first), Some(second)) =
                (self.take(|w, s| s.links.iter().any(|l| grown(w, l))), self.take(|_, s| s.links.len() >= 2))
            else {
                return;
            };
            let Some(shared) = self.world.houses[first].now.links.iter().find(|l| grown(self.world, l)).copied() else {
                return;
            };
            let group = format!("P{first:05}");
            self.world.houses[second].now.links.push(Link {
                relation: Relation::Other,
                family_relation: Relation::Other,
                family_no: 1,
                ..shared
            });
            for house in [first, second] {
                let mut r = self.book(house, "orang_dua_desa");
                (r.category, r.accepted) =
                    ("TELAAH", if house == first { "LAMA_BERUBAH|LAMA_TETAP|TELAAH" } else { "LAMA_BERUBAH|TELAAH" });
                r.group.clone_from(&group);
                r.why = "satu orang tercatat pada dua pendaftaran";
                self.out.push(r);
            }
            self.world.houses[second].now.links.pop();
        }
    }

    fn new_households(&mut self, permille: usize) {
        let scenarios: &[(&str, u32)] = &[
            ("baru", 64),
            ("baru_bukan_siak", 10),
            ("baru_tanpa_nik", 6),
            ("senama", 6),
            ("siak_pindah", 3),
            ("pindah_masuk", 4),
            ("nik_curian", 4),
        ];
        let names: Vec<&'static str> = scenarios.iter().map(|s| s.0).collect();
        for i in 0..self.count(permille).max(names.len()) {
            let scenario = if i < names.len() { names[i] } else { self.dice.weighted(scenarios) };
            let desa = self.dice.below(self.land.desa.len());
            let hamlet = self.dice.below(self.land.desa[desa].hamlets.len());
            let house = self.world.settle(self.land, desa, hamlet, false, self.dice);
            self.world.houses[house].welfare = -1.1;
            let mut r = self.book(house, scenario);
            (r.category, r.accepted, r.house, r.why) = ("BARU", "BARU", None, "tidak ada di BDT");
            match scenario {
                "baru_bukan_siak" => {
                    for m in &r.members {
                        self.world.people[m.person].in_siak = false;
                    }
                    (r.flags, r.why) = ("PERBAIKAN_ADMINDUK", "tidak ada di BDT; orangnya tidak ada di SIAK");
                }
                "baru_tanpa_nik" => {
                    for m in &mut r.members {
                        m.nik = String::new();
                        self.world.people[m.person].in_siak = false;
                    }
                    (r.accepted, r.flags, r.why) =
                        ("BARU|TELAAH", "PERBAIKAN_ADMINDUK", "tidak ada di BDT maupun SIAK, tanpa NIK");
                }
                "senama" => {
                    let twin =
                        self.world.houses.iter().position(|h| h.then.as_ref().is_some_and(|t| t.home.desa == desa));
                    if let Some(twin) = twin {
                        let name = self.world.people[self.world.houses[twin].now.head()].name.clone();
                        let head = r.members[0].person;
                        self.world.people[head].name.clone_from(&name);
                        r.members[0].name = name;
                        r.related = self.world.houses[twin].bdt_id.clone();
                    }
                    (r.accepted, r.why) = ("BARU|TELAAH", "KRT senama dengan KRT BDT sedesa, tetapi orang lain");
                }
                "siak_pindah" => {
                    for m in &r.members {
                        self.world.people[m.person].siak_status = "PINDAH";
                    }
                    (r.accepted, r.flags, r.why) =
                        ("BARU|TELAAH", "PINDAH_KELUAR", "tidak ada di BDT; status SIAK PINDAH");
                }
                "pindah_masuk" => {
                    for m in &mut r.members {
                        let p = &self.world.people[m.person];
                        let (sex, birth) = (p.sex, p.birth);
                        let nik = self.world.nik("970507", sex, birth, self.dice);
                        self.world.people[m.person].nik.clone_from(&nik);
                        m.nik = nik;
                    }
                    (r.note, r.why) = ("pindahan dari luar kabupaten", "pindah masuk dari kabupaten lain");
                }
                "nik_curian" => {
                    let Some(victim) = self.take(|_, _| true) else { continue };
                    let owner = self.world.houses[victim].now.head();
                    r.members[0].nik = self.world.people[owner].nik.clone();
                    (r.category, r.accepted) = ("TELAAH", "TELAAH");
                    r.related = self.world.houses[victim].bdt_id.clone();
                    r.why = "NIK KRT milik orang lain di BDT, nama dan tanggal lahir berbeda (M2)";
                }
                _ => {}
            }
            self.out.push(r);
        }
    }
}

/// A child born since the list's day joins the household.
pub(crate) fn baby(world: &mut World, house: usize, region: &str, dice: &mut Dice) {
    let second_year = dice.chance(50);
    let (year, months) = if second_year { (2016, (1, 10)) } else { (2015, (7, 12)) };
    let birth =
        Date::new(year, dice.between(months.0, months.1) as i8, dice.between(1, 28) as i8).unwrap_or(world.as_of);
    let snapshot = &world.houses[house].now;
    let (head, card) = (snapshot.head(), snapshot.cards[0].clone());
    let mother = snapshot.links.iter().find(|l| l.relation == Relation::Spouse).map_or(head, |l| l.person);
    let sex = if dice.chance(50) { Sex::Male } else { Sex::Female };
    let baby = world.born(region, sex, birth, Some((head, mother)), dice);
    let person = &mut world.people[baby];
    (person.kk, person.kk_word, person.in_siak) = (card, "ANAK", dice.chance(75));
    person.answers = crate::welfare::member_answers(birth, sex, MaritalStatus::Single, Relation::Child, -1.0, dice);
    world.houses[house].now.links.push(Link {
        person: baby,
        relation: Relation::Child,
        family_no: 1,
        family_relation: Relation::Child,
        marital: MaritalStatus::Single,
    });
}

/// The youngest child of the first family leaves. The registry still has it on the family card.
pub(crate) fn child_leaves(world: &mut World, house: usize) {
    let links = &mut world.houses[house].now.links;
    if let Some(at) = links.iter().rposition(|l| l.relation == Relation::Child && l.family_no == 1) {
        links.remove(at);
    }
}

/// The head dies and the spouse takes the place.
pub(crate) fn head_dies(world: &mut World, house: usize) {
    let died = world.as_of.checked_sub(jiff::Span::new().days(250)).unwrap_or(world.as_of);
    let now = &mut world.houses[house].now;
    let head = now.links.remove(0).person;
    for link in &mut now.links {
        if link.relation == Relation::Spouse {
            (link.relation, link.family_relation, link.marital) =
                (Relation::Head, Relation::Head, MaritalStatus::Widowed);
            world.people[link.person].kk_word = "KEPALA KELUARGA";
        }
    }
    now.links.sort_by_key(|l| l.relation != Relation::Head);
    let person = &mut world.people[head];
    (person.died, person.siak_status) = (Some(died), "MENINGGAL");
    world.houses[house].fate = Fate::HeadDied;
}

/// One digit of the serial written wrongly.
pub(crate) fn one_digit_wrong(nik: &str, dice: &mut Dice) -> String {
    let mut bytes = nik.as_bytes().to_vec();
    let at = 14 + dice.below(2);
    bytes[at] = b'0' + (bytes[at] - b'0' + 1 + dice.below(8) as u8) % 10;
    String::from_utf8(bytes).unwrap_or_default()
}
