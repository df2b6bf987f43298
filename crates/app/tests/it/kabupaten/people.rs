//! Invented people of the test kabupaten. NIK serials start at 9001.

use super::paper::{DESAS, HAMLETS, household_items};
use domain::Date;
use domain::area::AreaCode;
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::household::{Household, Member, Origin, Place};
use domain::id::HouseholdId;
use domain::person::{Birth, MaritalStatus, NoKk, Relation, Sex};
use domain::questionnaire::{Answers, Codes, Item};
use exchange::PackFile;
use testkit::nik;

const MEN: [&str; 20] = [
    "SUGENG", "WAGIMAN", "PARTONO", "KARDI", "MULYONO", "TUKIJO", "NGADIMIN", "SUROTO", "BEJO", "HARDI", "JUMADI",
    "RIYANTO", "SLAMET", "TRISNO", "YATMAN", "GIYONO", "LASIMIN", "PURWOKO", "DARSONO", "WIDODO",
];
const WOMEN: [&str; 20] = [
    "LESTARI", "SUMINAH", "PONIRAH", "TUKINEM", "WARSINI", "NGATIYEM", "SUTARMI", "KASIYEM", "MURYATI", "RUBIYEM",
    "SAKINAH", "TUMINI", "WAGIYEM", "YULAIKHA", "ENDANG", "GIYARTI", "HARTATIK", "JUMIRAH", "DALIYEM", "FATONAH",
];
const LAST: [&str; 23] = [
    "RAHARJO",
    "WIBOWO",
    "SAPUTRO",
    "NUGROHO",
    "KUNCORO",
    "PRASOJO",
    "HANDOKO",
    "SUSANTO",
    "UTOMO",
    "WASKITO",
    "GUNAWAN",
    "MARTONO",
    "PAMUNGKAS",
    "LAKSONO",
    "SETIAWAN",
    "HIDAYAT",
    "CAHYONO",
    "BUDIMAN",
    "ISWANTO",
    "JATMIKO",
    "FAUZAN",
    "TANOYO",
    "ADISUCIPTO",
];

/// Somebody whose number of the kabupaten is `serial`, from 1: the same number is the same person.
pub fn person(serial: u16, no: u16, relation: Relation) -> Member {
    let n = usize::from(serial);
    let sex = if relation == Relation::Spouse { Sex::Female } else { Sex::Male };
    let first = if sex == Sex::Female { WOMEN[n % WOMEN.len()] } else { MEN[(n * 7) % MEN.len()] };
    let year = if relation == Relation::Child { 2001 + serial as i16 % 12 } else { 1950 + (serial as i16 * 3) % 40 };
    let born = Date::constant(year, 1 + (n * 5 % 12) as i8, 1 + (n * 11 % 28) as i8);
    let mut m = Member::named(no, format!("{first} {}", LAST[(n * 3 + n / 20) % LAST.len()]));
    m.nik = Some(nik(sex, born, 9000 + serial));
    m.sex = Some(sex);
    m.birth = Birth::On(born);
    m.marital = Some(if relation == Relation::Child { MaritalStatus::Single } else { MaritalStatus::Married });
    m.relation = Some(relation);
    m.family_no = Some(1);
    m.family_relation = Some(relation);
    m
}

/// Household number `n` of the kabupaten, from 1: a couple and a child on one family card, with every answer.
pub fn family(n: u16) -> Household {
    let relations = [Relation::Head, Relation::Spouse, Relation::Child];
    let members = (1..).zip(relations).map(|(no, relation)| person(n * 3 + no, no, relation)).collect();
    let (_, _, bps) = DESAS[usize::from((n - 1) % 2)];
    home(HouseholdId::new(format!("{bps}{n:06}")), n, members)
}

/// A household of these people where the kabupaten's `n`th stands.
pub fn home(id: HouseholdId, n: u16, mut members: Vec<Member>) -> Household {
    let (desa, _, _) = DESAS[usize::from((n - 1) % 2)];
    let (_, hamlet) = HAMLETS[usize::from((n - 1) % 2 * 2 + (n - 1) / 2 % 2)];
    let card = NoKk::parse(&format!("340301010110{:04}", 9000 + n)).ok();
    for (no, member) in (1..).zip(&mut members) {
        (member.no, member.no_kk) = (no, card);
    }
    Household {
        id,
        place: Place {
            desa: AreaCode::parse(desa).ok(),
            hamlet: Some(hamlet.to_owned()),
            rw: Some(1),
            rt: Some(1 + n / 4),
            address: format!("JALAN {hamlet} NO {n}"),
        },
        member_count: u16::try_from(members.len()).ok(),
        family_count: Some(1),
        answers: answers(n),
        members,
        origin: Origin::default(),
    }
}

/// Every answer of Blok III and V, other ones in each household.
pub fn answers(n: u16) -> Answers {
    let mut answers = Answers::default();
    for (at, item) in (1..).zip(household_items()) {
        let turn = i32::from(n) * 7 + at;
        let code = match (item, item.codes()) {
            (Item::FloorArea, _) => 24 + turn % 60,
            (_, Codes::Range(from, to)) => from + turn % (to - from + 1).min(3),
            (_, Codes::YesNo12) => 1 + turn % 2,
            (_, Codes::YesNo34) => 3 + turn % 2,
        };
        if !answers.rules_out(item) {
            answers.set(item, code);
        }
    }
    answers
}

/// What the civil registry says of a member.
pub fn record(member: &Member, place: &Place) -> CivilRecord {
    CivilRecord {
        nik: member.nik.expect("a person of the test kabupaten has a NIK"),
        no_kk: member.no_kk,
        name: member.name.clone(),
        sex: member.sex,
        birth: member.birth,
        marital: member.marital,
        relation: "ANAK".to_owned(),
        mother: Some("SUKINEM".to_owned()),
        address: place.address.clone(),
        rt: place.rt,
        rw: place.rw,
        desa: place.desa,
        status: CivilStatus::Active,
        status_date: Some(testkit::TODAY),
    }
}

/// A consumption survey of 240 households, enough for a model.
pub fn survey() -> PackFile {
    let items: Vec<Item> = household_items().collect();
    let mut text = "id_sampel,tahun,kode_prov,kode_kab,klasifikasi,psu,penimbang,jumlah_art,n_balita,n_6_14,n_lansia,\
                    n_bekerja,umur_krt,jk_krt,ijazah_krt,lapangan_krt,status_krt"
        .to_owned();
    items.iter().for_each(|i| text.push_str(&format!(",{}", i.column())));
    text.push_str(",pengeluaran_perkapita\n");
    for n in 1..=240u32 {
        let (size, mix) = (1 + n * 13 % 6, n.wrapping_mul(2_654_435_761) >> 8);
        text.push_str(&format!(
            "S{n:04},2016,34,3403,2,P{:02},12.5,{size},{},{},{},{},{},{},{},{},{}",
            n / 8,
            mix % 2,
            mix / 2 % 2,
            mix / 4 % 2,
            1 + mix / 8 % 2,
            24 + mix % 50,
            1 + mix / 16 % 2,
            mix / 32 % 5,
            1 + mix / 64 % 4,
            1 + mix / 128 % 4,
        ));
        let own = answers(1 + (mix % 400) as u16);
        items.iter().for_each(|i| text.push_str(&format!(",{}", own.get(*i).map_or(String::new(), |c| c.to_string()))));
        let spent = 350_000 + u64::from(mix % 900) * 1_000 + u64::from(7 - size) * 60_000;
        text.push_str(&format!(",{spent}\n"));
    }
    PackFile::bytes("susenas.csv", text.into_bytes())
}
