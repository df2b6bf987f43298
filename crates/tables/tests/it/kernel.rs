//! Linkage of tables: what must hold whatever the tables are.

use arrow::array::StringArray;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use tables::kernel::{
    Batch, Batches, Field, Kind, LinkError, Linked, Options, Records, Resident, Sides, Spec, Spool, Unreadable, Watch,
    link,
};

/// Columns in memory, read in batches of some hundred rows.
#[derive(Clone)]
struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn batch(&self, wanted: &[usize], from: usize, to: usize) -> Batch {
        let column = |c: &usize| {
            self.rows[from..to].iter().map(|r| Some(r[*c].as_str()).filter(|v| !v.is_empty())).collect::<StringArray>()
        };
        Batch { columns: wanted.iter().map(column).collect(), first_row: from as u64, read_to: to as u64 }
    }
}

impl Records for Table {
    fn columns(&self) -> &[String] {
        &self.columns
    }
    fn size(&self) -> u64 {
        self.rows.len() as u64
    }
    fn batches(&self, wanted: &[usize]) -> Result<Batches<'_>, Unreadable> {
        let wanted = wanted.to_vec();
        let starts = (0..self.rows.len()).step_by(300);
        Ok(Box::new(starts.map(move |from| Ok(self.batch(&wanted, from, (from + 300).min(self.rows.len()))))))
    }
    fn sample(&self, wanted: &[usize], _rows: usize) -> Result<Vec<Batch>, Unreadable> {
        Ok(vec![self.batch(wanted, 0, self.rows.len())])
    }
}

struct Silent;

impl Watch for Silent {
    fn progress(&self, _stage: &'static str, _done: u64, _total: u64) {}
}

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

const FIRST: [&str; 16] = [
    "SITI", "SRI", "EKO", "AGUS", "BUDI", "WAYAN", "NUR", "DEWI", "TRI", "SLAMET", "RATNA", "YULI", "HENDRA", "JOKO",
    "ENDANG", "RINA",
];
const SYLLABLES: [&str; 14] =
    ["HAR", "WI", "SU", "NGAD", "PRA", "TI", "YO", "LES", "MUL", "RA", "KUS", "WAR", "DAR", "JAT"];

/// A register and a later list of some of its households with the slips of an office.
fn register(households: usize, seed: u64) -> (Table, Table) {
    let columns = ["id", "ruta", "kk", "nik", "nama", "jk", "tgl_lahir", "alamat", "desa"].map(String::from).to_vec();
    let mut dice = Dice(seed);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for h in 0..households {
        let desa = 3_403_010_001 + (h % 12) as u64;
        let card = format!("34030101{:08}", 1_000_000 + h * 37);
        let address = format!("JL. {}{} NO. {}", SYLLABLES[dice.roll(14)], SYLLABLES[dice.roll(14)], dice.roll(90) + 1);
        for m in 0..2 + dice.roll(4) {
            let (day, month, year) = (1 + dice.roll(28), 1 + dice.roll(12), 1950 + dice.roll(65));
            let woman = dice.roll(2) == 1;
            let nik =
                format!("340301{:02}{month:02}{:02}{:04}", day + if woman { 40 } else { 0 }, year % 100, 1 + h % 9000);
            let word =
                |dice: &mut Dice| format!("{}{}", SYLLABLES[dice.roll(14)], SYLLABLES[dice.roll(14)].to_lowercase());
            let name = format!("{} {} {}", FIRST[dice.roll(16)], word(&mut dice), word(&mut dice)).to_uppercase();
            let date = format!("{year}-{month:02}-{day:02}");
            let row = |id: String, ruta: String, nik: &str, name: &str, date: &str, card: &str| {
                let sex = if woman { "P" } else { "L" };
                vec![
                    id,
                    ruta,
                    card.to_owned(),
                    nik.to_owned(),
                    name.to_owned(),
                    sex.to_owned(),
                    date.to_owned(),
                    address.clone(),
                    desa.to_string(),
                ]
            };
            left.push(row(format!("A{h}-{m}"), format!("H{h}"), &nik, &name, &date, &card));
            if h % 2 == 0 {
                let mut name = name.clone();
                if dice.roll(6) == 0 {
                    let at = 1 + dice.roll(name.len() - 2);
                    name.remove(at);
                }
                let nik = if dice.roll(4) == 0 { String::new() } else { nik };
                let card = if dice.roll(3) == 0 { String::new() } else { card.clone() };
                right.push(row(format!("B{h}-{m}"), format!("R{h}"), &nik, &name, &date, &card));
            }
        }
    }
    (Table { columns: columns.clone(), rows: left }, Table { columns, rows: right })
}

fn spec() -> Spec {
    let both = |name: &str| Sides { left: name.to_owned(), right: name.to_owned() };
    let field = |name: &str, kind, group: Option<&str>| Field {
        left: name.to_owned(),
        right: name.to_owned(),
        kind,
        group: group.map(str::to_owned),
    };
    Spec {
        id: both("id"),
        household: Some(both("ruta")),
        fields: vec![
            field("kk", Kind::FamilyCard, Some("tempat")),
            field("nik", Kind::Nik, None),
            field("nama", Kind::PersonName, None),
            field("jk", Kind::Sex, None),
            field("tgl_lahir", Kind::Date, None),
            field("alamat", Kind::Address, Some("tempat")),
            field("desa", Kind::Place, Some("tempat")),
        ],
    }
}

fn linked(a: &Table, b: &Table) -> Linked {
    link(a, Some(b), &spec(), &Options { households: true, ..Options::default() }, &Silent, None).unwrap()
}

fn rows_of(linked: &Linked) -> Vec<(String, String, u32)> {
    linked.pairs().map(|p| (p.left.to_owned(), p.right.to_owned(), p.score)).collect()
}

fn surely(linked: &Linked) -> BTreeSet<(String, String)> {
    linked.pairs().filter(|p| p.score >= 500_000).map(|p| (p.left.to_owned(), p.right.to_owned())).collect()
}

#[test]
fn persons_and_households_are_found_without_a_label() {
    let (a, b) = register(700, 1);
    let linked = linked(&a, &b);
    let pairs = surely(&linked);
    let wrong = pairs.iter().filter(|(l, r)| l[1..] != r[1..]).count();
    assert_eq!(wrong, 0, "no wrong pair");
    assert!(pairs.len() * 1000 >= b.rows.len() * 990, "{} of {}", pairs.len(), b.rows.len());
    let households: BTreeMap<String, String> =
        linked.households().iter().filter(|h| h.score >= 500_000).map(|h| (h.right.into(), h.left.into())).collect();
    assert!(households.len() >= 345 && households.iter().all(|(r, l)| r[1..] == l[1..]));
}

#[test]
fn no_pair_is_without_reasons_and_they_add_up_to_more_for_than_against() {
    let (a, b) = register(300, 2);
    let linked = linked(&a, &b);
    for at in 0..linked.pairs().len() {
        let reasons = linked.reasons(at);
        assert_eq!(reasons.len(), 3, "identity, name, dwelling");
        assert!(reasons.iter().any(|r| r.weight > 0), "something speaks for every pair");
    }
}

#[test]
fn exchanging_the_files_exchanges_the_columns_and_nothing_else() {
    let (a, b) = register(300, 3);
    let there = rows_of(&linked(&a, &b));
    let back: Vec<(String, String, u32)> = rows_of(&linked(&b, &a)).into_iter().map(|(l, r, s)| (r, l, s)).collect();
    assert_eq!(there, back);
}

#[test]
fn the_order_of_households_in_the_files_does_not_decide_who_is_linked() {
    let (a, b) = register(300, 4);
    let turned = |table: &Table| {
        let mut households: Vec<Vec<Vec<String>>> =
            table.rows.chunk_by(|x, y| x[1] == y[1]).map(<[_]>::to_vec).collect();
        households.reverse();
        Table { columns: table.columns.clone(), rows: households.concat() }
    };
    assert_eq!(surely(&linked(&a, &b)), surely(&linked(&turned(&a), &turned(&b))));
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let (a, b) = register(400, 5);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| rows_of(&linked(&a, &b)))
    };
    assert_eq!(with(1), with(3));
}

#[derive(Default)]
struct Parts(Mutex<BTreeMap<String, Vec<u8>>>);

impl Spool for Parts {
    fn load(&self, part: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(part).cloned()
    }
    fn save(&self, part: &str, bytes: &[u8]) -> Result<(), Unreadable> {
        self.0.lock().unwrap().insert(part.to_owned(), bytes.to_vec());
        Ok(())
    }
}

#[test]
fn a_run_that_goes_on_from_kept_parts_gives_the_same_rows() {
    let (a, b) = register(900, 6);
    let parts = Parts::default();
    let options = Options { households: true, ..Options::default() };
    let run = |spool: &Parts| rows_of(&link(&a, Some(&b), &spec(), &options, &Silent, Some(spool)).unwrap());
    let whole = run(&parts);
    assert!(parts.0.lock().unwrap().len() > 1, "several parts were kept");
    let last = parts.0.lock().unwrap().keys().next_back().cloned().unwrap();
    parts.0.lock().unwrap().remove(&last);
    assert_eq!(run(&parts), whole);
    assert_eq!(rows_of(&linked(&a, &b)), whole);
}

#[test]
fn one_value_that_fills_every_field_links_nobody() {
    let (mut a, mut b) = register(500, 7);
    for row in a.rows.iter_mut().chain(&mut b.rows) {
        row[2].clear();
        row[3].clear();
        row[4] = "MUHAMMAD".to_owned();
        row[6] = "1980-01-01".to_owned();
        row[7].clear();
    }
    assert_eq!(surely(&linked(&a, &b)).len(), 0);
}

#[test]
fn an_empty_table_a_missing_column_and_too_little_memory_are_said() {
    let (a, b) = register(200, 8);
    let options = Options { households: true, ..Options::default() };
    let empty = Table { columns: a.columns.clone(), rows: Vec::new() };
    let fault = |a: &Table, b: &Table, options: &Options| link(a, Some(b), &spec(), options, &Silent, None).err();
    assert_eq!(fault(&a, &empty, &options), Some(LinkError::Empty));
    let mut nameless = b.clone();
    nameless.columns[4] = "name".to_owned();
    assert!(matches!(fault(&a, &nameless, &options), Some(LinkError::NoColumn { column, .. }) if column == "nama"));
    let tight = Options { households: true, memory: 10_000, ..Options::default() };
    assert!(matches!(fault(&a, &b, &tight), Some(LinkError::Memory { allowed: 10_000, .. })));
}

#[test]
fn a_household_asked_alone_finds_the_persons_the_whole_run_finds() {
    let (a, b) = register(400, 9);
    let run = surely(&linked(&a, &b));
    let resident =
        Resident::build(&a, &b, &spec(), &Options { households: true, ..Options::default() }, &Silent).unwrap();
    let wanted: Vec<usize> = (0..b.columns.len()).collect();
    let mut found = BTreeSet::new();
    let mut from = 0;
    for household in b.rows.chunk_by(|x, y| x[1] == y[1]) {
        let to = from + household.len();
        for (at, id, score) in resident.look_up(&b.batch(&wanted, from, to)) {
            if score >= 500_000 {
                found.insert((id.to_owned(), household[at][0].clone()));
            }
        }
        from = to;
    }
    let same = run.intersection(&found).count();
    assert!(same * 1000 >= run.len() * 995, "{same} of {}", run.len());
    assert!(found.iter().all(|(l, r)| l[1..] == r[1..]), "nobody wrong");
}

#[test]
fn a_date_that_a_crowd_shares_links_nobody_and_is_named_in_the_reasons() {
    let (mut a, mut b) = register(600, 11);
    // an office wrote today's date wherever it knew none, and left those numbers out
    for table in [&mut a, &mut b] {
        for (at, row) in table.rows.iter_mut().enumerate() {
            if row[0].len() % 2 == 0 && at % 3 == 0 {
                row[3].clear();
                row[6] = "2016-12-01".to_owned();
            }
        }
    }
    let linked = linked(&a, &b);
    let own = |id: &str| id[1..].to_owned();
    let crowd: BTreeSet<&str> = b.rows.iter().filter(|r| r[6] == "2016-12-01").map(|r| r[0].as_str()).collect();
    let sure: Vec<_> = linked.pairs().filter(|p| crowd.contains(p.right) && p.score >= 900_000).collect();
    assert!(sure.len() > crowd.len() / 2, "{} of {}", sure.len(), crowd.len());
    assert_eq!(sure.iter().filter(|p| own(p.left) != own(p.right)).count(), 0);
    let named = (0..linked.pairs().len()).any(|at| {
        linked.reasons(at).iter().any(|r| r.levels.contains(&"sama, tetapi tanggal itu dipakai banyak orang"))
    });
    assert!(named);
}

#[test]
fn records_without_a_household_are_in_no_household_pair() {
    let (mut a, mut b) = register(300, 12);
    for row in a.rows.iter_mut().chain(&mut b.rows).step_by(3) {
        row[1].clear();
    }
    let linked = linked(&a, &b);
    let pairs = linked.households();
    assert!(pairs.len() > 100);
    assert!(pairs.iter().all(|p| !p.left.is_empty() && !p.right.is_empty()));
}

#[test]
fn kin_who_share_card_address_and_most_of_their_names_are_not_one_person() {
    let (mut a, mut b) = register(600, 13);
    // children are named after the household, and no number is known
    for row in a.rows.iter_mut().chain(&mut b.rows) {
        row[3].clear();
        let family: u64 = row[1][1..].parse().unwrap();
        row[4] = format!("{} WIJAYA{}", row[4].split(' ').next().unwrap(), family % 50);
    }
    let linked = linked(&a, &b);
    let wrong = linked.pairs().filter(|p| p.score >= 900_000 && p.left[1..] != p.right[1..]).count();
    assert_eq!(wrong, 0);
    let right = linked.pairs().filter(|p| p.score >= 900_000).count();
    assert!(right * 10 >= b.rows.len() * 9, "{right} of {}", b.rows.len());
}

#[test]
fn members_written_twice_in_their_household_do_not_teach_that_kin_are_alike() {
    let (mut a, b) = register(600, 14);
    let twice: Vec<Vec<String>> = a.rows.iter().step_by(4).cloned().collect();
    for mut row in twice {
        row[0].push('x');
        let at = a.rows.iter().position(|r| r[1] == row[1]).unwrap();
        a.rows.insert(at, row);
    }
    let linked = linked(&a, &b);
    let surely = |p: &tables::kernel::Pair<'_>| p.score >= 900_000;
    let wrong = linked.pairs().filter(surely).filter(|p| p.left[1..].trim_end_matches('x') != &p.right[1..]).count();
    assert_eq!(wrong, 0);
    // where a person stands once, nothing is lost
    let again: BTreeSet<&str> = a.rows.iter().filter_map(|r| r[0].strip_suffix('x')).collect();
    let once: Vec<&str> =
        b.rows.iter().map(|r| r[0].as_str()).filter(|id| !again.contains(format!("A{}", &id[1..]).as_str())).collect();
    let right: BTreeSet<&str> = linked.pairs().filter(surely).map(|p| p.right).collect();
    let found = once.iter().filter(|id| right.contains(*id)).count();
    assert!(found * 100 >= once.len() * 95, "{found} of {}", once.len());
}
