//! Latent welfare and what it leaves in a questionnaire: walls, water, animals, schooling, spending.

use crate::dice::{Dice, exp};
use domain::Date;
use domain::person::{MaritalStatus, Relation, Sex};
use domain::questionnaire::{Answers, Codes, Item};

/// Monthly spending per head in rupiah that a welfare stands for.
pub(crate) fn spending_rupiah_month(z: f64, size: usize, dice: &mut Dice) -> i64 {
    let size_effect = -0.12 * (size as f64 - 3.5).clamp(-2.5, 4.5);
    let y = 640_000.0 * exp(0.48 * z + size_effect + 0.16 * dice.normal());
    (y / 10.0) as i64 * 10
}

/// Whether a household of welfare `z` has a good that a middling one has with `percent`.
fn has(z: f64, percent: i32, dice: &mut Dice) -> bool {
    let p = (percent + (z * 22.0) as i32).clamp(1, 97);
    dice.chance(p as u32)
}

/// A step on a ladder from the best code to the worst.
fn rung(z: f64, ladder: &[i32], dice: &mut Dice) -> i32 {
    let at = (1.0 - (z + 2.0) / 4.0) * ladder.len() as f64 + 0.7 * dice.normal();
    ladder[(at.max(0.0) as usize).min(ladder.len() - 1)]
}

fn yes_no(answers: &mut Answers, item: Item, yes: bool) {
    let code = match (item.codes(), yes) {
        (Codes::YesNo34, true) => 3,
        (Codes::YesNo34, false) => 4,
        (_, true) => 1,
        (_, false) => 2,
    };
    answers.set(item, code);
}

/// Blok III and V.
pub(crate) fn household_answers(z: f64, ages: &[i16], size: usize, dice: &mut Dice) -> Answers {
    let mut a = Answers::default();
    let building = dice.weighted(&[(1, 86), (2, 4), (3, 9), (5, 1)]);
    a.set(Item::BuildingStatus, building);
    if building == 1 {
        a.set(Item::LandStatus, dice.weighted(&[(1, 88), (2, 8), (3, 4)]));
    }
    a.set(Item::FloorArea, (48 + (z * 16.0) as i32 + dice.between(-14, 26)).max(12));
    a.set(Item::Floor, rung(z, &[2, 2, 4, 6, 6, 6, 9], dice));
    let wall = rung(z, &[1, 1, 1, 3, 4, 4], dice);
    a.set(Item::Wall, wall);
    if wall <= 3 {
        a.set(Item::WallCondition, if has(z, 62, dice) { 1 } else { 2 });
    }
    let roof = dice.weighted(&[(4, 78), (5, 8), (6, 5), (2, 5), (9, 4)]);
    a.set(Item::Roof, roof);
    if roof <= 7 {
        a.set(Item::RoofCondition, if has(z, 55, dice) { 1 } else { 2 });
    }
    a.set(Item::Bedrooms, (2 + (z * 0.6) as i32 + dice.between(-1, 1)).max(1));
    let water = dice.weighted(&[(3, 34), (6, 30), (7, 10), (11, 14), (5, 8), (8, 4)]);
    a.set(Item::WaterSource, water);
    a.set(Item::WaterAccess, if water == 3 { 2 } else { 3 });
    let lighting = if has(z, 96, dice) { 1 } else { 2 };
    a.set(Item::Lighting, lighting);
    if lighting == 1 {
        a.set(Item::Power, rung(z, &[3, 2, 2, 1, 1, 6], dice));
    }
    a.set(Item::CookingFuel, rung(z, &[2, 3, 3, 3, 8, 8], dice));
    let toilet = rung(z, &[1, 1, 1, 1, 2, 4], dice);
    a.set(Item::Toilet, toilet);
    if toilet != 4 {
        a.set(Item::ToiletKind, rung(z, &[1, 1, 1, 2, 3], dice));
    }
    a.set(Item::Sewage, rung(z, &[1, 1, 3, 3, 5], dice));
    for (item, percent) in [
        (Item::GasCylinder, 8),
        (Item::Fridge, 28),
        (Item::AirConditioner, 2),
        (Item::WaterHeater, 1),
        (Item::LandlinePhone, 1),
        (Item::Television, 74),
        (Item::Gold, 14),
        (Item::Computer, 12),
        (Item::Bicycle, 48),
        (Item::Motorcycle, 64),
        (Item::Car, 3),
        (Item::Boat, 1),
        (Item::OutboardMotor, 1),
        (Item::MotorBoat, 1),
        (Item::Ship, 0),
    ] {
        let yes = has(z, percent, dice);
        yes_no(&mut a, item, yes);
    }
    a.set(Item::ActivePhones, (2 + (z * 0.8) as i32 + dice.between(-1, 1)).max(0));
    a.set(Item::Rooms, (5 + z as i32 + dice.between(-1, 1)).max(1));
    let land = has(z, 42, dice);
    yes_no(&mut a, Item::LandAsset, land);
    if land {
        a.set(Item::LandAssetArea, 10 * dice.between(20, 320));
    }
    yes_no(&mut a, Item::OtherHouse, dice.chance(2));
    a.set(Item::Cows, if dice.chance(24) { dice.between(1, 3) } else { 0 });
    for item in [Item::Buffaloes, Item::Horses, Item::Pigs] {
        a.set(item, 0);
    }
    a.set(Item::Goats, if dice.chance(36) { dice.between(1, 6) } else { 0 });
    let business = has(z, 20, dice);
    yes_no(&mut a, Item::Business, business);
    let pupil = ages.iter().any(|y| (6..=18).contains(y));
    for (item, percent) in [
        (Item::Kks, 34),
        (Item::Kip, if pupil { 40 } else { 1 }),
        (Item::Kis, 62),
        (Item::BpjsMandiri, 5),
        (Item::Jamsostek, 4),
        (Item::OtherInsurance, 1),
        (Item::Pkh, if pupil { 28 } else { 5 }),
        (Item::Rastra, 66),
        (Item::Kur, 3),
    ] {
        let yes = has(-z, percent, dice);
        yes_no(&mut a, item, yes);
    }
    if size > 1 && ages.get(1).is_some_and(|y| (18..49).contains(y)) && dice.chance(70) {
        a.set(Item::FertileWomanNo, 2);
        a.set(Item::HusbandMarriageAge, dice.between(20, 28));
        a.set(Item::WifeMarriageAge, dice.between(17, 25));
        a.set(Item::FamilyPlanning, 3);
    }
    a
}

/// Percentile in the list: the poorest 40 of a hundred.
pub(crate) fn percentile(z: f64) -> i32 {
    (22.0 + (z + 0.9) * 14.0).clamp(1.0, 40.0) as i32
}

/// Blok IV without identity.
pub(crate) fn member_answers(
    birth: Date,
    sex: Sex,
    marital: MaritalStatus,
    family: Relation,
    z: f64,
    dice: &mut Dice,
) -> Answers {
    let mut a = Answers::default();
    let age = 2016 - birth.year();
    if marital != MaritalStatus::Single {
        a.set(Item::MarriageBook, if dice.chance(82) { 1 } else { 2 });
    }
    a.set(Item::OnFamilyCard, if dice.chance(97) { 1 } else { 2 });
    a.set(
        Item::IdentityCards,
        if age >= 18 { dice.weighted(&[(4, 62), (5, 30), (12, 8)]) } else { dice.weighted(&[(1, 80), (0, 20)]) },
    );
    if sex == Sex::Female && (12..=47).contains(&age) {
        let expecting = family == Relation::Spouse && age < 42 && dice.chance(5);
        a.set(Item::Pregnant, if expecting { 1 } else { 2 });
    }
    a.set(Item::Disability, if dice.chance(2) { dice.between(1, 12) } else { 0 });
    a.set(Item::ChronicDisease, if age > 45 && dice.chance(22) { dice.between(1, 9) } else { 0 });
    if age >= 6 {
        let in_school = (7..=15).contains(&age) || ((16..=18).contains(&age) && has(z, 62, dice));
        let schooling = if in_school {
            1
        } else if age > 60 && dice.chance(45) {
            0
        } else {
            2
        };
        a.set(Item::Schooling, schooling);
        match schooling {
            1 => {
                let (level, grade, diploma) = match age {
                    ..=12 => (1, (age - 6).clamp(1, 6), 0),
                    13..=15 => (4, (age - 12).clamp(1, 3), 1),
                    _ => (7, (age - 15).clamp(1, 3), 2),
                };
                a.set(Item::SchoolLevel, level);
                a.set(Item::SchoolGrade, i32::from(grade));
                a.set(Item::Diploma, diploma);
            }
            2 => {
                let level = if age > 50 { 1 } else { rung(z, &[10, 7, 7, 4, 4, 1], dice) };
                a.set(Item::SchoolLevel, level);
                a.set(Item::SchoolGrade, 8);
                a.set(
                    Item::Diploma,
                    match level {
                        1 => 1,
                        4 => 2,
                        7 => 3,
                        _ => 5,
                    },
                );
            }
            _ => a.set(Item::Diploma, 0),
        }
    }
    if age >= 10 {
        let working = (20..68).contains(&age) && dice.chance(if sex == Sex::Male { 90 } else { 58 });
        a.set(Item::Working, if working { 1 } else { 2 });
        if working {
            a.set(Item::WorkHours, dice.between(14, 58));
            a.set(Item::WorkField, dice.weighted(&[(1, 46), (6, 8), (9, 8), (11, 12), (12, 12), (19, 10), (21, 4)]));
            a.set(Item::WorkStatus, dice.weighted(&[(1, 26), (2, 22), (4, 14), (6, 20), (7, 12), (8, 6)]));
        }
    }
    for item in [Item::ProgKks, Item::ProgKis, Item::ProgKip, Item::ProgPkh, Item::ProgRastra] {
        let yes = has(-z, 18, dice);
        yes_no(&mut a, item, yes);
    }
    a
}
