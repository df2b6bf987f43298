//! Whole linkages from files to files: what people with tables of their own rely on.

use arrow::array::{ArrayRef, StringArray};
use arrow::datatypes::DataType;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tables::columns::{Table, TableWriter};
use tables::{Done, LinkFailed, Relation, Request, Watch};

struct Quiet;

impl Watch for Quiet {
    fn progress(&self, _: &'static str, _: u64, _: u64) {}
}

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.roll(list.len())]
    }
}

const GIVEN: [&str; 24] = [
    "SITI", "BUDI", "AGUS", "RATNA", "DEWI", "WAHYU", "SLAMET", "TUTI", "YANTO", "SRI", "INDAH", "JOKO", "RINA",
    "HADI", "LESTARI", "BAMBANG", "EKO", "FITRI", "NURUL", "MARYAM", "RUDI", "HENDRA", "ANITA", "KARTINI",
];
const SYLLABLES: [&str; 14] =
    ["HAR", "WI", "SU", "NGAD", "PRA", "TI", "YO", "LES", "MUL", "RA", "KUS", "WAR", "DAR", "JAT"];

type Rows = Vec<Vec<String>>;

struct Person {
    given: String,
    surname: String,
    date: String,
    sex: &'static str,
    address: String,
    village: String,
    nik: String,
}

fn word(dice: &mut Dice) -> String {
    (0..2 + dice.roll(2)).map(|_| dice.of(&SYLLABLES)).collect()
}

fn date(dice: &mut Dice) -> String {
    format!("{}-{:02}-{:02}", 1940 + dice.roll(75), 1 + dice.roll(12), 1 + dice.roll(28))
}

/// People in families: a family shares its name, address and village, and no given name twice.
fn people(count: usize, seed: u64) -> Vec<Person> {
    let mut dice = Dice(seed);
    let mut people = Vec::new();
    while people.len() < count {
        let (surname, village) = (word(&mut dice), format!("34030120{:02}", 1 + dice.roll(30)));
        let address = format!("JL {} {}", word(&mut dice), 1 + dice.roll(90));
        let first = dice.roll(GIVEN.len());
        for member in 0..1 + dice.roll(4) {
            let date = date(&mut dice);
            let woman = dice.roll(2) == 1;
            let day: usize = date[8..].parse().unwrap();
            let day = if woman { day + 40 } else { day };
            people.push(Person {
                given: GIVEN[(first + 5 * member) % GIVEN.len()].to_owned(),
                surname: surname.clone(),
                nik: format!("340301{day:02}{}{}{:04}", &date[5..7], &date[2..4], 1 + dice.roll(9998)),
                date,
                sex: if woman { "P" } else { "L" },
                address: address.clone(),
                village: village.clone(),
            });
        }
    }
    people.truncate(count);
    people
}

const HEAD: [&str; 7] = ["id", "nama", "tgl_lahir", "jk", "alamat", "desa", "nik"];

fn row(id: String, p: &Person) -> Vec<String> {
    let name = format!("{} {}", p.given, p.surname);
    vec![id, name, p.date.clone(), p.sex.to_owned(), p.address.clone(), p.village.clone(), p.nik.clone()]
}

/// A slip of the pen in a word.
fn slip(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = 1 + dice.roll(letters.len() - 2);
    letters.swap(at - 1, at);
    letters.into_iter().collect()
}

fn csv(path: &Path, head: &[&str], rows: &Rows) -> PathBuf {
    let mut writer = csv::Writer::from_path(path).unwrap();
    writer.write_record(head).unwrap();
    rows.iter().for_each(|row| writer.write_record(&row[..head.len()]).unwrap());
    writer.flush().unwrap();
    path.to_owned()
}

fn parquet(path: &Path, head: &[&str], rows: &Rows) -> PathBuf {
    let columns = head.iter().map(|name| ((*name).to_owned(), DataType::Utf8)).collect();
    let mut writer = TableWriter::create(path, Table { columns, millionths: None }).unwrap();
    let column = |at: usize| {
        Arc::new(rows.iter().map(|r| Some(r[at].as_str()).filter(|v| !v.is_empty())).collect::<StringArray>())
            as ArrayRef
    };
    writer.write(&(0..head.len()).map(column).collect::<Vec<_>>()).unwrap();
    writer.finish().unwrap();
    path.to_owned()
}

fn run(request: &Request) -> Result<Done, LinkFailed> {
    tables::link(request, &tables::open(request)?, &Quiet)
}

fn request(left: &Path, right: Option<&Path>, out: &Path) -> Request {
    Request {
        left: left.to_owned(),
        right: right.map(Path::to_owned),
        out: out.to_owned(),
        threshold: 20_000,
        cluster_threshold: 900_000,
        ..Request::default()
    }
}

fn pairs(path: &Path) -> BTreeMap<(String, String), f64> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader
        .records()
        .map(|r| {
            let r = r.unwrap();
            ((r[0].to_owned(), r[1].to_owned()), r[2].parse().unwrap())
        })
        .collect()
}

/// The same pairs whichever id stands first.
fn unordered(pairs: BTreeMap<(String, String), f64>) -> BTreeMap<(String, String), f64> {
    pairs.into_iter().map(|((a, b), s)| (if a <= b { (a, b) } else { (b, a) }, s)).collect()
}

fn clusters(path: &Path) -> BTreeMap<String, String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|r| r.unwrap()).map(|r| (r[0].to_owned(), r[1].to_owned())).collect()
}

#[test]
fn a_village_without_doubles_has_as_many_clusters_as_people_and_no_probabilities() {
    let dir = tempfile::tempdir().unwrap();
    for (columns, seed) in [(7, 1), (6, 2)] {
        let rows: Rows = people(1000, seed).iter().enumerate().map(|(i, p)| row(format!("P{i}"), p)).collect();
        let file = csv(&dir.path().join("a.csv"), &HEAD[..columns], &rows);
        let mut request = request(&file, None, &dir.path().join("p.csv"));
        request.clusters = Some(dir.path().join("c.csv"));
        let done = run(&request).unwrap();
        assert_eq!(done.clusters, 1000, "{columns} columns");
        assert!(!done.unknown.is_empty() && done.expected.is_empty(), "where nothing is to be learnt it says so");
    }
}

#[test]
fn few_doubles_among_many_people_are_found_and_nobody_else() {
    let dir = tempfile::tempdir().unwrap();
    let people = people(6000, 3);
    let mut dice = Dice(4);
    let mut rows: Rows = people.iter().enumerate().map(|(i, p)| row(format!("P{i}"), p)).collect();
    for i in (0..6000).step_by(20) {
        let mut double = row(format!("D{i}"), &people[i]);
        double[1] = if dice.roll(2) == 0 { slip(&double[1], &mut dice) } else { double[1].clone() };
        rows.push(double);
    }
    let file = csv(&dir.path().join("a.csv"), &HEAD[..6], &rows);
    let out = dir.path().join("p.csv");
    let done = run(&request(&file, None, &out)).unwrap();
    let sure: Vec<(String, String)> = pairs(&out).into_iter().filter(|(_, s)| *s >= 0.9).map(|(k, _)| k).collect();
    let right = sure.iter().filter(|(a, b)| a[1..] == b[1..]).count();
    assert!(right * 100 >= sure.len() * 97 && right >= 285, "{right} right of {}", sure.len());
    assert!(done.unknown.is_empty(), "{:?}", done.unknown);
    let point = &done.expected[1];
    assert!((point.precision - right as f64 / sure.len() as f64).abs() < 0.03, "{}", point.precision);
    assert!((point.recall - right as f64 / 300.0).abs() < 0.08, "{}", point.recall);
}

#[test]
fn brothers_and_sisters_without_a_number_are_not_one_person() {
    let dir = tempfile::tempdir().unwrap();
    let mut dice = Dice(5);
    let head = ["id", "given_name", "surname", "date_of_birth", "address", "village", "phone"];
    let mut rows = Rows::new();
    for family in 0..60 {
        let (surname, phone) = (word(&mut dice), format!("0812{:08}", dice.roll(99_999_999)));
        let (address, village) = (format!("JL {} {}", word(&mut dice), family), format!("DESA {}", word(&mut dice)));
        let first = dice.roll(24);
        for child in 0..2 {
            let given = GIVEN[(first + child * 7) % 24].to_owned();
            let date = date(&mut dice);
            let id = format!("{family}-{child}");
            rows.push(vec![id, given, surname.clone(), date, address.clone(), village.clone(), phone.clone()]);
        }
    }
    let file = csv(&dir.path().join("a.csv"), &head, &rows);
    let out = dir.path().join("p.csv");
    let done = run(&request(&file, None, &out)).unwrap();
    assert_eq!(pairs(&out).values().filter(|s| **s >= 0.9).count(), 0);
    assert!(done.expected.is_empty() && !done.unknown.is_empty(), "no precision is claimed over siblings");
}

#[test]
fn an_equal_record_wins_over_a_nearly_equal_one() {
    let dir = tempfile::tempdir().unwrap();
    let people = people(900, 6);
    let mut dice = Dice(7);
    let (mut left, mut right) = (Rows::new(), Rows::new());
    for (i, p) in people.iter().enumerate() {
        left.push(row(format!("A{i}"), p));
        if i < 600 {
            right.push(row(format!("B{i}"), p));
        }
        if i < 100 {
            // one letter of the name or one digit of the date, before or after the equal one
            let mut near = row(format!("N{i}"), p);
            if i % 2 == 0 {
                near[1] = slip(&near[1], &mut dice);
            } else {
                let day = (near[2].as_bytes()[9] - b'0' + 1) % 10;
                near[2].replace_range(9.., &day.to_string());
            }
            let at = if i % 3 == 0 { right.len() - 1 } else { right.len() };
            right.insert(at, near);
        }
    }
    for columns in [7, 6] {
        let a = csv(&dir.path().join("a.csv"), &HEAD[..columns], &left);
        let b = csv(&dir.path().join("b.csv"), &HEAD[..columns], &right);
        let out = dir.path().join("p.csv");
        run(&request(&a, Some(&b), &out)).unwrap();
        let pairs = pairs(&out);
        let best = |i: usize, side: &str| pairs.get(&(format!("A{i}"), format!("{side}{i}"))).copied().unwrap_or(0.0);
        let won = (0..100)
            .filter(|&i| left[i][2] == right.iter().find(|r| r[0] == format!("B{i}")).unwrap()[2])
            .filter(|&i| best(i, "B") > best(i, "N"))
            .count();
        assert_eq!(won, 100, "{columns} columns");
    }
}

#[test]
fn exact_copies_stay_together_however_many_they_are() {
    let dir = tempfile::tempdir().unwrap();
    for copies in [50, 70, 300, 1000] {
        let people = people(3000, 8);
        let mut rows: Rows = people.iter().enumerate().map(|(i, p)| row(format!("P{i}"), p)).collect();
        for i in 0..400 {
            rows.push(row(format!("D{i}"), &people[i * 3]));
        }
        rows.extend((0..copies).map(|i| row(format!("C{i}"), &people[7])));
        let file = csv(&dir.path().join("a.csv"), &HEAD, &rows);
        let mut request = request(&file, None, &dir.path().join("p.csv"));
        request.clusters = Some(dir.path().join("c.csv"));
        run(&request).unwrap();
        let clusters = clusters(&dir.path().join("c.csv"));
        let of: BTreeSet<&String> = (0..copies).map(|i| &clusters[&format!("C{i}")]).chain([&clusters["P7"]]).collect();
        assert_eq!(of.len(), 1, "{copies} copies");
    }
}

#[test]
fn the_order_of_the_rows_and_the_format_of_the_files_change_no_pair() {
    let dir = tempfile::tempdir().unwrap();
    let people = people(2500, 9);
    let mut dice = Dice(10);
    let mut left: Rows = people.iter().enumerate().map(|(i, p)| row(format!("A{i}"), p)).collect();
    let mut right = Rows::new();
    for (i, p) in people.iter().enumerate().step_by(2) {
        let mut again = row(format!("B{i}"), p);
        match dice.roll(4) {
            0 => again[1] = slip(&again[1], &mut dice),
            1 => again[6].clear(),
            2 => again[2] = date(&mut dice),
            _ => {}
        }
        right.push(again);
    }
    let out = dir.path().join("p.csv");
    let mut seen: Vec<BTreeMap<(String, String), f64>> = Vec::new();
    let mut alone = seen.clone();
    for round in 0..3u64 {
        let mut shuffle = Dice(100 + round);
        for rows in [&mut left, &mut right] {
            for at in (1..rows.len()).rev() {
                let other = shuffle.roll(at + 1);
                rows.swap(at, other);
            }
        }
        let write = |name: &str, rows: &Rows| match round {
            1 => parquet(&dir.path().join(format!("{name}.parquet")), &HEAD, rows),
            _ => csv(&dir.path().join(format!("{name}.csv")), &HEAD, rows),
        };
        let (a, b) = (write("a", &left), write("b", &right));
        run(&request(&a, Some(&b), &out)).unwrap();
        seen.push(pairs(&out));
        let both: Rows = left.iter().chain(&right).cloned().collect();
        run(&request(&write("both", &both), None, &out)).unwrap();
        alone.push(unordered(pairs(&out)));
    }
    assert!(seen[0].len() > 1000 && alone[0].len() > 1000);
    for round in 1..3 {
        assert!(seen[0] == seen[round], "two tables, round {round}");
        assert!(alone[0] == alone[round], "one table, round {round}");
    }
}

#[test]
fn names_of_every_script_are_compared() {
    let dir = tempfile::tempdir().unwrap();
    // each syllable one character of another script
    let scripts: [[&str; 14]; 3] = [
        ["Свет", "лана", "Ива", "нов", "Пет", "ров", "Ана", "стас", "Ник", "олай", "Мих", "ева", "Лен", "дар"],
        ["王", "李", "張", "陳", "劉", "楊", "黃", "趙", "吳", "周", "徐", "孫", "馬", "朱"],
        ["عمر", "يوس", "فات", "نور", "حسن", "علي", "مري", "خال", "سعد", "زيد", "رمض", "جمي", "بشر", "قاس"],
    ];
    for script in scripts {
        let mut dice = Dice(11);
        let (mut left, mut right) = (Rows::new(), Rows::new());
        for i in 0..1500 {
            let mut name = |n: usize| (0..n).map(|_| dice.of(&script)).collect::<String>();
            let whole = format!("{} {}", name(2), name(3));
            let born = date(&mut dice);
            left.push(vec![format!("A{i}"), whole.clone(), born.clone()]);
            // every third has another person of the same day beside it
            let other = if i % 3 == 0 { None } else { Some(whole) };
            let written = other.unwrap_or_else(|| (0..3).map(|_| dice.of(&script)).collect());
            right.push(vec![format!("B{i}"), written, born]);
        }
        let head = ["id", "nama", "tgl_lahir"];
        let (a, b) = (csv(&dir.path().join("a.csv"), &head, &left), csv(&dir.path().join("b.csv"), &head, &right));
        let out = dir.path().join("p.csv");
        run(&request(&a, Some(&b), &out)).unwrap();
        let sure: Vec<_> = pairs(&out).into_iter().filter(|(_, s)| *s >= 0.9).map(|(k, _)| k).collect();
        let right: usize =
            sure.iter().filter(|(a, b)| a[1..] == b[1..] && a[1..].parse::<usize>().unwrap() % 3 != 0).count();
        assert!(right >= 950 && right * 100 >= sure.len() * 99, "{right} of {} in {}", sure.len(), script[0]);
    }
}

#[test]
fn further_columns_of_numbers_take_nothing_away() {
    let dir = tempfile::tempdir().unwrap();
    let people = people(1500, 12);
    let mut dice = Dice(13);
    let names: Vec<String> = (0..200).map(|i| format!("x{i}")).collect();
    let head: Vec<&str> = HEAD.into_iter().chain(names.iter().map(String::as_str)).collect();
    let mut numbers = |mut row: Vec<String>| {
        row.extend((0..200).map(|_| dice.roll(1000).to_string()));
        row
    };
    let left: Rows = people.iter().enumerate().map(|(i, p)| numbers(row(format!("A{i}"), p))).collect();
    let right: Rows = people.iter().enumerate().skip(300).map(|(i, p)| numbers(row(format!("B{i}"), p))).collect();
    for width in [7, 27, 207] {
        let a = csv(&dir.path().join("a.csv"), &head[..width], &left);
        let b = csv(&dir.path().join("b.csv"), &head[..width], &right);
        let out = dir.path().join("p.csv");
        let asked = request(&a, Some(&b), &out);
        let opened = tables::open(&asked).unwrap();
        tables::link(&asked, &opened, &Quiet).unwrap();
        let right = pairs(&out).into_iter().filter(|((a, b), s)| *s >= 0.5 && a[1..] == b[1..]).count();
        assert!(right >= 1190, "{right} of 1200 with {width} columns");
        let said = opened.remarks.iter().filter(|r| r.contains("terlalu banyak kolom")).count();
        assert_eq!(said > 0, width == 207, "what is not compared is said: {said}");
    }
}

#[test]
fn more_comparisons_than_can_be_made_are_refused_and_none_is_dropped() {
    let dir = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..60).map(|i| format!("x{i}")).collect();
    let head: Vec<&str> = std::iter::once("id").chain(names.iter().map(String::as_str)).collect();
    let rows: Rows = (0..300).map(|i| (0..61).map(|c| (i * 61 + c).to_string()).collect()).collect();
    let file = csv(&dir.path().join("a.csv"), &head, &rows);
    let spec = dir.path().join("s.toml");
    for (fields, refused) in [(21, false), (60, true)] {
        let text: String =
            names[..fields].iter().map(|n| format!("[[field]]\ncolumn = \"{n}\"\nkind = \"number\"\n")).collect();
        std::fs::write(&spec, format!("id = \"id\"\n{text}")).unwrap();
        let mut asked = request(&file, None, &dir.path().join("p.csv"));
        asked.spec = Some(spec.clone());
        let told = run(&asked);
        match told {
            Err(LinkFailed::Refused(why)) if refused => assert_eq!(why.code(), "KOLOM_TERLALU_BANYAK"),
            other => assert!(other.is_ok() && !refused, "{fields}: {other:?}"),
        }
    }
}

#[test]
fn an_id_that_repeats_or_is_empty_or_missing_is_refused_and_never_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let people = people(300, 14);
    let code = |change: &dyn Fn(&mut Rows), head: &[&str]| {
        let mut rows: Rows = people.iter().enumerate().map(|(i, p)| row(format!("P{i}"), p)).collect();
        change(&mut rows);
        let file = csv(&dir.path().join("a.csv"), head, &rows);
        let asked = request(&file, None, &dir.path().join("p.csv"));
        match run(&asked) {
            Err(LinkFailed::Refused(why)) => why.code(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(code(&|rows| rows[9][0] = "P3".to_owned(), &HEAD), "ID_KEMBAR");
    assert_eq!(code(&|rows| rows[9][0].clear(), &HEAD), "ID_KOSONG");
    let named = ["nomor_lama", "nama", "tgl_lahir", "jk", "alamat", "desa", "nik"];
    assert_eq!(code(&|rows| rows.iter_mut().for_each(|r| r[0] = "7".to_owned()), &named), "ID_TIDAK_JELAS");
}

#[test]
fn an_earlier_cluster_file_that_gives_one_id_two_clusters_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let rows: Rows = people(300, 15).iter().enumerate().map(|(i, p)| row(format!("P{i}"), p)).collect();
    let mut asked = request(&csv(&dir.path().join("a.csv"), &HEAD, &rows), None, &dir.path().join("p.csv"));
    let known = dir.path().join("k.csv");
    std::fs::write(&known, "id,cluster\nP1,x\nP2,x\nP1,y\n").unwrap();
    asked.clusters = Some(dir.path().join("c.csv"));
    asked.known_clusters = Some(known.clone());
    let Err(LinkFailed::Refused(why)) = run(&asked) else { panic!("taken") };
    assert_eq!(why.code(), "GUGUS_MENDUA");
    assert!(!dir.path().join("p.csv").exists(), "refused before the work");
    std::fs::write(&known, "id,cluster\nP1,x\nP2,x\nP1,x\n").unwrap();
    assert!(run(&asked).is_ok(), "the same said twice is no harm");
}

#[test]
fn the_reasons_of_a_pair_add_up_to_its_score() {
    let dir = tempfile::tempdir().unwrap();
    let people = people(1200, 16);
    let mut dice = Dice(17);
    let left: Rows = people.iter().enumerate().map(|(i, p)| row(format!("A{i}"), p)).collect();
    let right: Rows = people
        .iter()
        .enumerate()
        .step_by(2)
        .map(|(i, p)| {
            let mut row = row(format!("B{i}"), p);
            row[1] = slip(&row[1], &mut dice);
            row[6].clear();
            row
        })
        .collect();
    let head = &HEAD[..];
    let (a, b) = (csv(&dir.path().join("a.csv"), head, &left), csv(&dir.path().join("b.csv"), head, &right));
    let mut asked = request(&a, Some(&b), &dir.path().join("p.csv"));
    asked.reasons = Some(dir.path().join("r.csv"));
    run(&asked).unwrap();
    let mut sums: BTreeMap<(String, String), f64> = BTreeMap::new();
    for r in csv::Reader::from_path(dir.path().join("r.csv")).unwrap().records() {
        let r = r.unwrap();
        *sums.entry((r[0].to_owned(), r[1].to_owned())).or_default() += r[4].parse::<f64>().unwrap();
    }
    let pairs = pairs(&dir.path().join("p.csv"));
    assert_eq!(sums.len(), pairs.len());
    for (pair, score) in pairs {
        let given = 1.0 / (1.0 + (-sums[&pair]).exp2());
        assert!((given - score).abs() < 0.01, "{pair:?} {score} {given}");
    }
}

#[test]
fn several_records_of_a_person_belong_to_one_where_that_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let people = people(800, 18);
    let mut left: Rows = people.iter().enumerate().map(|(i, p)| row(format!("A{i}"), p)).collect();
    left.extend(people.iter().enumerate().take(400).map(|(i, p)| row(format!("Z{i}"), p)));
    let right: Rows = people.iter().enumerate().map(|(i, p)| row(format!("B{i}"), p)).collect();
    let (a, b) = (csv(&dir.path().join("a.csv"), &HEAD, &left), csv(&dir.path().join("b.csv"), &HEAD, &right));
    let out = dir.path().join("p.csv");
    let sure = |relation| {
        let mut asked = request(&a, Some(&b), &out);
        asked.relation = relation;
        run(&asked).unwrap();
        pairs(&out).into_iter().filter(|(_, s)| *s >= 0.9).map(|(k, _)| k).collect::<BTreeSet<_>>()
    };
    let right_of = |pairs: &BTreeSet<(String, String)>| pairs.iter().filter(|(a, b)| a[1..] == b[1..]).count();
    let one = sure(Relation::OneToOne);
    assert!(one.iter().all(|(_, b)| b[1..].parse::<usize>().unwrap() >= 400), "two candidates are both doubtful");
    for relation in [Relation::ManyToOne, Relation::ManyToMany] {
        let many = sure(relation);
        assert!(right_of(&many) >= 1190 && right_of(&many) + 5 >= many.len(), "{relation:?} {}", many.len());
    }
}

#[test]
fn a_date_in_parts_and_a_place_on_the_globe_are_compared_as_what_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let people = people(900, 19);
    let mut dice = Dice(20);
    let head = ["id", "given_name", "surname", "dob_day", "dob_mon", "dob_year", "lat", "lon"];
    let mut rows = |side: &str| -> Rows {
        let mut rows = Rows::new();
        for (i, p) in people.iter().enumerate() {
            let mut place = Dice(1000 + i as u64);
            let degrees = |from: f64, dice: &mut Dice, place: &mut Dice| {
                format!("{:.5}", from + place.roll(100_000) as f64 / 1e5 + dice.roll(100) as f64 / 1e6)
            };
            let (lat, lon) = (degrees(-8.0, &mut dice, &mut place), degrees(110.0, &mut dice, &mut place));
            let number = |text: &str| text.parse::<u32>().unwrap().to_string();
            let (year, month, day) = (number(&p.date[..4]), number(&p.date[5..7]), number(&p.date[8..]));
            rows.push(vec![format!("{side}{i}"), p.given.clone(), p.surname.clone(), day, month, year, lat, lon]);
        }
        rows
    };
    let (left, right) = (rows("A"), rows("B"));
    let (a, b) = (csv(&dir.path().join("a.csv"), &head, &left), csv(&dir.path().join("b.csv"), &head, &right));
    let out = dir.path().join("p.csv");
    let asked = request(&a, Some(&b), &out);
    let opened = tables::open(&asked).unwrap();
    let spec = opened.spec();
    assert!(spec.contains("column = \"dob_year+dob_mon+dob_day\"\nkind = \"date\""), "{spec}");
    assert!(spec.contains("column = \"lat+lon\"\nkind = \"location\""), "{spec}");
    tables::link(&asked, &opened, &Quiet).unwrap();
    let right = pairs(&out).into_iter().filter(|((a, b), s)| *s >= 0.9 && a[1..] == b[1..]).count();
    assert!(right >= 890, "{right} of 900");
}

#[test]
fn memory_that_does_not_suffice_is_refused_and_a_small_table_needs_little() {
    let dir = tempfile::tempdir().unwrap();
    let rows: Rows = people(3000, 21).iter().enumerate().map(|(i, p)| row(format!("P{i}"), p)).collect();
    let mut asked = request(&csv(&dir.path().join("a.csv"), &HEAD, &rows), None, &dir.path().join("p.csv"));
    asked.memory = 1_000_000;
    let Err(LinkFailed::Refused(why)) = run(&asked) else { panic!("taken") };
    assert_eq!(why.code(), "MEMORI_KURANG");
}
