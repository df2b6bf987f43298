//! Names as they are given in rural Java: one name is normal, sons carry their father's name,
//! old papers keep the old spelling, and Muhammad is written in five ways.

use crate::dice::Dice;
use domain::person::Sex;

const OLD_HEAD: &[&str] =
    &["SU", "NGA", "WA", "TU", "PA", "SA", "MAR", "KAR", "TAR", "GI", "JU", "RU", "WAR", "SAR", "KAS", "SI"];
const OLD_MAN: &[&str] = &[
    "MIN", "DI", "JO", "NO", "MAN", "TO", "YONO", "GIMIN", "WITO", "TIJO", "RDI", "YATNO", "DIMAN", "KIRNO", "MARNO",
    "PRAPTO",
];
const OLD_WOMAN: &[&str] =
    &["YEM", "NEM", "MI", "TINI", "YATI", "KEM", "TUN", "SIH", "NI", "RTI", "JIYEM", "KINEM", "LASMI", "MIRAH"];
const MAN: &[(&str, u32)] = &[
    ("MUHAMMAD", 14),
    ("AGUS", 9),
    ("BUDI", 6),
    ("EKO", 8),
    ("DWI", 6),
    ("TRI", 6),
    ("ANDI", 4),
    ("RIZKI", 5),
    ("DIMAS", 5),
    ("FAJAR", 5),
    ("BAYU", 4),
    ("HENDRA", 3),
    ("JOKO", 4),
    ("YOGA", 3),
    ("WAHYU", 5),
    ("ARIF", 5),
    ("BAGAS", 3),
    ("ILHAM", 4),
    ("GALIH", 3),
    ("ADITYA", 4),
    ("RENDI", 3),
    ("YUDI", 3),
    ("DEDI", 3),
    ("IMAM", 3),
    ("NUR", 3),
    ("TEGUH", 3),
    ("SIGIT", 3),
];
const WOMAN: &[(&str, u32)] = &[
    ("SITI", 12),
    ("SRI", 9),
    ("DEWI", 6),
    ("RINA", 4),
    ("TRI", 5),
    ("DWI", 5),
    ("WAHYU", 3),
    ("NUR", 6),
    ("ENDANG", 4),
    ("YULI", 4),
    ("ANISA", 5),
    ("FITRI", 5),
    ("INTAN", 4),
    ("PUTRI", 5),
    ("RATNA", 4),
    ("LESTARI", 3),
    ("ERNA", 3),
    ("WIWIK", 3),
    ("YANTI", 3),
    ("TUTIK", 2),
    ("EKA", 4),
    ("AYU", 4),
    ("DIAH", 3),
    ("LIA", 3),
    ("NOVI", 4),
];
const MAN_SECOND: &[&str] = &[
    "SAPUTRA",
    "SETIAWAN",
    "NUGROHO",
    "HIDAYAT",
    "PRASETYO",
    "KURNIAWAN",
    "RAMADHAN",
    "SANTOSO",
    "WIBOWO",
    "PURNOMO",
    "UTOMO",
    "RAHARJO",
    "SUSILO",
    "HANDOKO",
    "MAULANA",
    "FIRMANSYAH",
    "WIJAYA",
    "PAMUNGKAS",
    "FAUZI",
    "YULIANTO",
    "HARTONO",
    "SUBEKTI",
];
const WOMAN_SECOND: &[&str] = &[
    "LESTARI",
    "RAHAYU",
    "WAHYUNI",
    "ASTUTI",
    "NURAINI",
    "SAFITRI",
    "HANDAYANI",
    "PUSPITASARI",
    "KHOTIMAH",
    "AMINAH",
    "WULANDARI",
    "MAHARANI",
    "FADHILAH",
    "PERTIWI",
    "SUSANTI",
    "UTAMI",
    "HARTATI",
    "ROHMAH",
    "KURNIASIH",
    "ANGGRAINI",
    "MULYANI",
    "YULIANA",
];
const TITLED_OLD: &[&str] = &["ATMO", "KARTO", "WIRYO", "SASTRO", "PAWIRO", "HARJO"];

/// A single name as the old carry it.
pub(crate) fn mononym(sex: Sex, dice: &mut Dice) -> String {
    let tail = match sex {
        Sex::Male => dice.pick(OLD_MAN),
        Sex::Female => dice.pick(OLD_WOMAN),
    };
    format!("{}{tail}", dice.pick(OLD_HEAD))
}

/// A name for someone born in `year`; `father` lends his name to some of his sons.
pub(crate) fn name(sex: Sex, year: i16, father: Option<&str>, dice: &mut Dice) -> String {
    let old = match year {
        ..1955 => 92,
        1955..1970 => 65,
        1970..1985 => 25,
        _ => 2,
    };
    if dice.chance(old) {
        let one = mononym(sex, dice);
        return if dice.chance(12) && sex == Sex::Male { format!("{one} {}", dice.pick(TITLED_OLD)) } else { one };
    }
    let (first, second) = match sex {
        Sex::Male => (dice.weighted(MAN), dice.pick(MAN_SECOND)),
        Sex::Female => (dice.weighted(WOMAN), dice.pick(WOMAN_SECOND)),
    };
    if first != "MUHAMMAD" && first != "SITI" && first != "NUR" && dice.chance(6) {
        return first.to_owned();
    }
    if let Some(father) = father.filter(|f| !f.contains(' '))
        && sex == Sex::Male
        && dice.chance(10)
    {
        return format!("{first} {father}");
    }
    if year > 1995 && dice.chance(35) {
        let middle = match sex {
            Sex::Male => dice.weighted(&MAN[1..]),
            Sex::Female => dice.weighted(&WOMAN[1..]),
        };
        if middle != first {
            return format!("{first} {middle} {second}");
        }
    }
    format!("{first} {second}")
}

/// The same name as another clerk would write it: old spelling, another Muhammad, words run
/// together. `None` when the name has only one spelling.
pub(crate) fn respell(name: &str, dice: &mut Dice) -> Option<String> {
    let mut ways: Vec<String> = Vec::new();
    if let Some(rest) = name.strip_prefix("MUHAMMAD ") {
        for other in ["MOCH. ", "MUH. ", "MOHAMMAD ", "MOCHAMAD "] {
            ways.push(format!("{other}{rest}"));
        }
    }
    if let Some(rest) = name.strip_prefix("SITI ") {
        ways.push(format!("ST. {rest}"));
    }
    if name.starts_with("SU") {
        ways.push(name.replacen("SU", "SOE", 1));
    }
    if name.starts_with('J') {
        ways.push(format!("D{name}"));
    }
    if name.contains("YO") {
        ways.push(name.replacen("YO", "JO", 1));
    }
    if name.matches(' ').count() == 1 && !name.starts_with("MUHAMMAD") && !name.starts_with("SITI") {
        ways.push(name.replace(' ', ""));
    }
    if ways.is_empty() { None } else { Some(ways.swap_remove(dice.below(ways.len()))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_carry_one_name_and_the_young_mostly_two() {
        let mut dice = Dice::new(1, 1);
        let words = |year: i16, dice: &mut Dice| {
            (0..300).map(|_| name(Sex::Male, year, None, dice).split(' ').count()).sum::<usize>()
        };
        let (old, young) = (words(1940, &mut dice), words(2000, &mut dice));
        assert!(old < 400 && young > 580, "{old} {young}");
    }

    #[test]
    fn respelling_changes_the_letters() {
        let mut dice = Dice::new(1, 1);
        for name in ["SUKIRNO", "MUHAMMAD ILHAM", "JUMINEM", "SITI AMINAH"] {
            assert_ne!(respell(name, &mut dice).unwrap(), name);
        }
    }
}
