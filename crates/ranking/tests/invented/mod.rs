//! An invented survey and invented households, from a counter and nothing else.

use domain::Date;
use domain::area::AreaCode;
use domain::household::{Household, Member, Origin, Place};
use domain::id::HouseholdId;
use domain::person::{Birth, Relation, Sex};
use domain::questionnaire::{Answers, Item};
use ranking::{Composition, Facts, SurveyRow};

pub const TODAY: Date = Date::constant(2017, 3, 1);

/// A small generator with a fixed sequence.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: u64) -> i32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n) as i32
    }
    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// Answers of a home whose wealth is 0 (poor) to 99.
pub fn answers(dice: &mut Dice, wealth: i32) -> Answers {
    let mut a = Answers::default();
    let rich = |dice: &mut Dice| dice.below(100) < wealth;
    a.set(Item::BuildingStatus, if dice.one_in(8) { 2 } else { 1 });
    a.set(Item::FloorArea, 25 + dice.below(60) + wealth);
    a.set(
        Item::Floor,
        if rich(dice) {
            2
        } else if dice.one_in(3) {
            9
        } else {
            6
        },
    );
    a.set(Item::Wall, if rich(dice) { 1 } else { 4 });
    if a.get(Item::Wall) == Some(1) {
        a.set(Item::WallCondition, 1 + dice.below(2));
    }
    a.set(Item::Roof, if rich(dice) { 1 } else { 4 });
    a.set(Item::RoofCondition, 1 + dice.below(2));
    a.set(Item::Bedrooms, 1 + dice.below(4));
    a.set(Item::Rooms, 2 + dice.below(5));
    a.set(Item::WaterSource, 1 + dice.below(11));
    a.set(Item::Lighting, if dice.one_in(12) { 3 } else { 1 });
    if a.get(Item::Lighting) == Some(1) {
        a.set(Item::Power, if rich(dice) { 2 } else { 1 });
    }
    a.set(Item::CookingFuel, if rich(dice) { 3 } else { 8 });
    a.set(Item::Toilet, if rich(dice) { 1 } else { 4 });
    a.set(Item::Sewage, 1 + dice.below(5));
    for (item, yes, no) in [
        (Item::GasCylinder, 1, 2),
        (Item::Fridge, 3, 4),
        (Item::Television, 3, 4),
        (Item::Gold, 1, 2),
        (Item::Computer, 3, 4),
        (Item::Bicycle, 1, 2),
        (Item::Motorcycle, 3, 4),
        (Item::Car, 1, 2),
        (Item::OtherHouse, 3, 4),
        (Item::Business, 1, 2),
    ] {
        a.set(item, if rich(dice) && rich(dice) { yes } else { no });
    }
    a.set(Item::LandAsset, if dice.one_in(2) { 1 } else { 2 });
    if a.get(Item::LandAsset) == Some(1) {
        a.set(Item::LandAssetArea, 100 + dice.below(3000));
    }
    a.set(Item::ActivePhones, dice.below(4));
    a.set(Item::Goats, dice.below(5));
    a
}

/// A survey of three kabupaten; `3403` is the own one.
pub fn survey(rows: usize) -> Vec<SurveyRow> {
    let mut dice = Dice(2017);
    (0..rows)
        .map(|n| {
            let kabupaten = AreaCode::parse(["3403", "3402", "9701"][n % 3]).unwrap();
            let wealth = dice.below(100);
            let size = 1 + dice.below(7);
            let composition = Composition {
                classification: Some(1 + dice.below(2)),
                size: Some(size),
                toddlers: Some(dice.below(3).min(size - 1)),
                school_age: Some(dice.below(3).min(size - 1)),
                elderly: Some(dice.below(2)),
                working: Some(dice.below(4).min(size)),
                head_age: Some(20 + dice.below(65)),
                head_sex: Some(1 + i32::from(dice.one_in(5))),
                head_diploma: Some(dice.below(5)),
                head_field: Some(dice.below(20)),
                head_status: Some(dice.below(9)),
            };
            let expenditure = 150_000 + 9_000 * wealth as u64 + 1_000 * dice.below(300) as u64 - 12_000 * size as u64;
            SurveyRow {
                id: format!("S{n:05}"),
                kabupaten,
                psu: format!("{:03}", n / 12),
                weight: 10.0 + f64::from(dice.below(3000)) / 100.0,
                expenditure_rupiah_month: expenditure,
                facts: Facts { composition, answers: answers(&mut dice, wealth) },
            }
        })
        .collect()
}

/// A register household of a head and others.
pub fn household(n: usize) -> Household {
    let mut dice = Dice(n as u64 * 7919 + 1);
    let wealth = dice.below(60);
    let members = (1..=1 + dice.below(6) as u16)
        .map(|no| {
            let mut member = Member::named(no, format!("ORANG {n} {no}"));
            member.relation = Some(if no == 1 { Relation::Head } else { Relation::Child });
            member.sex = Some(if dice.one_in(2) { Sex::Male } else { Sex::Female });
            let age = if no == 1 { 25 + dice.below(60) } else { dice.below(30) };
            member.birth = Birth::On(Date::constant(2016 - age as i16, 5, 5));
            member.answers.set(Item::Schooling, 2);
            member.answers.set(Item::Diploma, dice.below(4));
            member.answers.set(Item::Working, 1 + i32::from(age < 15 || dice.one_in(3)));
            if member.answers.get(Item::Working) == Some(1) {
                member.answers.set(Item::WorkField, 1 + dice.below(19));
                member.answers.set(Item::WorkStatus, 1 + dice.below(8));
            }
            member
        })
        .collect();
    Household {
        id: HouseholdId::new(format!("34030920010{n:05}")),
        place: Place::default(),
        member_count: None,
        family_count: None,
        answers: answers(&mut dice, wealth),
        members,
        origin: Origin::default(),
    }
}
