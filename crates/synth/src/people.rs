//! People and households as they were in 2015 and as they are on the day of the pack.

use crate::dice::Dice;
use crate::land::Land;
use crate::{name, welfare};
use domain::Date;
use domain::person::{MaritalStatus, Relation, Sex};
use domain::questionnaire::Answers;
use std::collections::BTreeSet;

/// A person, alive or dead.
pub(crate) struct Person {
    pub name: String,
    pub sex: Sex,
    pub birth: Date,
    pub nik: String,
    pub mother: String,
    /// Answers of Blok IV as of the interview.
    pub answers: Answers,
    /// Day of death, if any.
    pub died: Option<Date>,
    /// Whether the registry knows the person.
    pub in_siak: bool,
    /// Status word of the registry.
    pub siak_status: &'static str,
    /// Family card in the registry.
    pub kk: String,
    /// Word for the relation on the family card.
    pub kk_word: &'static str,
}

impl Person {
    /// Completed years on a day.
    pub(crate) fn age_on(&self, day: Date) -> i16 {
        day.year() - self.birth.year() - i16::from((day.month(), day.day()) < (self.birth.month(), self.birth.day()))
    }
}

/// A person's place in a household.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub person: usize,
    pub relation: Relation,
    pub family_no: u8,
    pub family_relation: Relation,
    pub marital: MaritalStatus,
}

/// Where a household lives.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Home {
    pub desa: usize,
    pub hamlet: usize,
    pub rt: u16,
    pub rw: u16,
    pub address: String,
}

/// A household on one day.
#[derive(Clone)]
pub(crate) struct Snapshot {
    pub home: Home,
    pub links: Vec<Link>,
    /// Family card of each family number.
    pub cards: Vec<String>,
    pub answers: Answers,
}

impl Snapshot {
    /// The head.
    pub(crate) fn head(&self) -> usize {
        self.links.iter().find(|l| l.relation == Relation::Head).map_or(self.links[0].person, |l| l.person)
    }
}

/// What happened to a household between the two days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Same,
    Improved,
    HeadDied,
    Composition,
    Married,
    Address,
    MovedDesa,
    MovedAway,
    AllDead,
    /// The household of the list never existed.
    Phantom,
}

/// A household of the world.
pub(crate) struct House {
    /// As the list of 2015 has it; `None` when it is not on the list.
    pub then: Option<Snapshot>,
    pub now: Snapshot,
    /// 16 digits: BPS code of the desa and six digits.
    pub bdt_id: String,
    /// A second id of the same household in the list.
    pub second_id: Option<String>,
    /// Latent welfare, about normal.
    pub welfare: f64,
    pub fate: Fate,
}

/// Everybody.
pub(crate) struct World {
    pub people: Vec<Person>,
    pub houses: Vec<House>,
    pub as_of: Date,
    niks: BTreeSet<String>,
    cards: BTreeSet<String>,
}

/// The day to which the list's ages refer.
pub(crate) const LIST_DAY: Date = Date::constant(2015, 6, 15);

impl World {
    /// An empty world on a day.
    pub(crate) fn new(as_of: Date) -> Self {
        Self { people: Vec::new(), houses: Vec::new(), as_of, niks: BTreeSet::new(), cards: BTreeSet::new() }
    }

    /// Adds a household living in a hamlet; `listed` puts it on the list of 2015.
    pub(crate) fn settle(&mut self, land: &Land, desa: usize, hamlet: usize, listed: bool, dice: &mut Dice) -> usize {
        let z = if listed { -0.9 + 0.55 * dice.normal() } else { 0.2 + 0.9 * dice.normal() };
        let home = home(land, desa, hamlet, dice);
        let mut links = Vec::new();
        let mut families = 1u8;
        let region = land.kecamatan[land.desa[desa].kecamatan].code.clone();
        let age = |lo: i32, hi: i32, dice: &mut Dice| dice.between(lo, hi) as i16;
        let shape = dice.below(100);
        let head_age = match shape {
            0..58 => age(24, 58, dice),
            58..72 => age(50, 68, dice),
            72..84 => age(40, 78, dice),
            84..94 => age(60, 84, dice),
            _ => age(55, 85, dice),
        };
        let head_sex =
            if (72..84).contains(&shape) || (shape >= 94 && dice.chance(70)) { Sex::Female } else { Sex::Male };
        let head = self.person(&region, head_sex, head_age, None, dice);
        let couple = shape < 72 || (84..94).contains(&shape);
        let marital = if couple {
            MaritalStatus::Married
        } else if dice.chance(80) {
            MaritalStatus::Widowed
        } else {
            MaritalStatus::Divorced
        };
        links.push(Link {
            person: head,
            relation: Relation::Head,
            family_no: 1,
            family_relation: Relation::Head,
            marital,
        });
        let mut wife_age = head_age;
        if couple {
            wife_age = (head_age - age(-2, 6, dice)).max(18);
            let wife = self.person(&region, Sex::Female, wife_age, None, dice);
            links.push(Link {
                person: wife,
                relation: Relation::Spouse,
                family_no: 1,
                family_relation: Relation::Spouse,
                marital,
            });
        }
        let eldest = (wife_age - 19).min(30);
        let children = match shape {
            0..58 => dice.below(4) + usize::from(head_age > 28),
            58..72 => dice.below(2),
            72..84 => dice.below(3),
            _ => 0,
        };
        for _ in 0..children {
            if eldest < 1 {
                break;
            }
            let years = age(0, i32::from(eldest), dice);
            let sex = if dice.chance(51) { Sex::Male } else { Sex::Female };
            let child = self.person(&region, sex, years, Some((head, links.get(1).map_or(head, |l| l.person))), dice);
            links.push(Link {
                person: child,
                relation: Relation::Child,
                family_no: 1,
                family_relation: Relation::Child,
                marital: MaritalStatus::Single,
            });
        }
        if (58..72).contains(&shape) {
            // a married child with spouse and baby: a second family at the same hearth
            families = 2;
            let son_age = age(22, 30, dice);
            let son = self.person(&region, Sex::Male, son_age, Some((head, links[1].person)), dice);
            let in_law = self.person(&region, Sex::Female, son_age - 2, None, dice);
            let married = MaritalStatus::Married;
            links.push(Link {
                person: son,
                relation: Relation::Child,
                family_no: 2,
                family_relation: Relation::Head,
                marital: married,
            });
            links.push(Link {
                person: in_law,
                relation: Relation::ChildInLaw,
                family_no: 2,
                family_relation: Relation::Spouse,
                marital: married,
            });
            if dice.chance(70) {
                let sex = if dice.chance(50) { Sex::Male } else { Sex::Female };
                let baby = self.person(&region, sex, age(0, 4, dice), Some((son, in_law)), dice);
                links.push(Link {
                    person: baby,
                    relation: Relation::Grandchild,
                    family_no: 2,
                    family_relation: Relation::Child,
                    marital: MaritalStatus::Single,
                });
            }
        } else if shape < 58 && dice.chance(12) {
            let mother = self.person(&region, Sex::Female, (head_age + 23).min(88), None, dice);
            links.push(Link {
                person: mother,
                relation: Relation::Parent,
                family_no: 1,
                family_relation: Relation::Parent,
                marital: MaritalStatus::Widowed,
            });
        }
        let cards: Vec<String> = (0..families).map(|_| self.card(&region, dice)).collect();
        for link in &links {
            let person = &mut self.people[link.person];
            person.kk.clone_from(&cards[usize::from(link.family_no) - 1]);
            person.kk_word = card_word(link.family_relation, person.sex);
            person.answers =
                welfare::member_answers(person.birth, person.sex, link.marital, link.family_relation, z, dice);
        }
        let ages: Vec<i16> = links.iter().map(|l| self.people[l.person].age_on(LIST_DAY)).collect();
        let answers = welfare::household_answers(z, &ages, links.len(), dice);
        let now = Snapshot { home, links, cards, answers };
        let then = listed.then(|| now.clone());
        self.houses.push(House { then, now, bdt_id: String::new(), second_id: None, welfare: z, fate: Fate::Same });
        self.houses.len() - 1
    }

    /// A new person of an age on the list's day. Children of listed households are born before it.
    pub(crate) fn person(
        &mut self,
        region: &str,
        sex: Sex,
        age: i16,
        parents: Option<(usize, usize)>,
        dice: &mut Dice,
    ) -> usize {
        let year = LIST_DAY.year() - age - 1;
        let birth = day_of_year(year, LIST_DAY, dice);
        self.born(region, sex, birth, parents, dice)
    }

    /// A new person born on a day.
    pub(crate) fn born(
        &mut self,
        region: &str,
        sex: Sex,
        birth: Date,
        parents: Option<(usize, usize)>,
        dice: &mut Dice,
    ) -> usize {
        let father = parents.map(|(f, _)| self.people[f].name.clone());
        let name = name::name(sex, birth.year(), father.as_deref(), dice);
        let mother = match parents {
            Some((_, m)) if self.people[m].sex == Sex::Female => self.people[m].name.clone(),
            _ => name::mononym(Sex::Female, dice),
        };
        let nik = self.nik(region, sex, birth, dice);
        self.people.push(Person {
            name,
            sex,
            birth,
            nik,
            mother,
            answers: Answers::default(),
            died: None,
            in_siak: true,
            siak_status: "AKTIF",
            kk: String::new(),
            kk_word: "ANAK",
        });
        self.people.len() - 1
    }

    /// A NIK nobody has. Serials 9001–9989 are out of the real registry's reach.
    pub(crate) fn nik(&mut self, region: &str, sex: Sex, birth: Date, dice: &mut Dice) -> String {
        let day = birth.day() as u8 + if sex == Sex::Female { 40 } else { 0 };
        loop {
            let nik =
                format!("{region}{day:02}{:02}{:02}{}", birth.month(), birth.year() % 100, dice.between(9001, 9989));
            if self.niks.insert(nik.clone()) {
                return nik;
            }
        }
    }

    /// A family card number nobody has.
    pub(crate) fn card(&mut self, region: &str, dice: &mut Dice) -> String {
        loop {
            let card = format!(
                "{region}{:02}{:02}{:02}{}",
                dice.between(1, 28),
                dice.between(1, 12),
                dice.between(4, 15),
                dice.between(9001, 9989)
            );
            if self.cards.insert(card.clone()) {
                return card;
            }
        }
    }
}

/// A place in a hamlet; half of the addresses are only the hamlet's name.
pub(crate) fn home(land: &Land, desa: usize, hamlet: usize, dice: &mut Dice) -> Home {
    const STREETS: &[&str] = &["MERDEKA", "PASAR", "MASJID", "KENANGA", "MELATI", "PRAMUKA", "SAWAH BARU", "PANCURAN"];
    let rt = dice.between(1, 6) as u16;
    let address = if dice.chance(55) {
        land.desa[desa].hamlets[hamlet].to_uppercase()
    } else {
        format!("JL. {} NO. {}", dice.pick(STREETS), dice.between(1, 95))
    };
    Home { desa, hamlet, rt, rw: rt.div_ceil(2), address }
}

/// A day within the twelve months that make someone exactly that old on `before`.
fn day_of_year(year: i16, before: Date, dice: &mut Dice) -> Date {
    let from = Date::new(year, before.month(), before.day()).unwrap_or(before);
    from.checked_add(jiff::Span::new().days(1 + dice.below(364) as i64)).unwrap_or(from)
}

/// The registry's word for a relation to the head of the family card.
pub(crate) fn card_word(relation: Relation, sex: Sex) -> &'static str {
    match relation {
        Relation::Head => "KEPALA KELUARGA",
        Relation::Spouse if sex == Sex::Male => "SUAMI",
        Relation::Spouse => "ISTRI",
        Relation::Child => "ANAK",
        Relation::ChildInLaw => "MENANTU",
        Relation::Grandchild => "CUCU",
        Relation::Parent => "ORANG TUA",
        Relation::DomesticWorker => "PEMBANTU",
        Relation::Other => "LAINNYA",
    }
}
