//! `link` as somebody with two tables meets it. Every person here is invented.

use crate::binary::{Ended, end, expect_refusal, mutakhir};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const GIVEN: [&str; 24] = [
    "SITI", "BUDI", "AGUS", "RATNA", "DEWI", "WAHYU", "SLAMET", "TUTI", "YANTO", "SRI", "INDAH", "JOKO", "RINA",
    "HADI", "LESTARI", "BAMBANG", "EKO", "FITRI", "NUR", "MARYAM", "RUDI", "HENDRA", "ANI", "KARTINI",
];
const FAMILY: [&str; 20] = [
    "RAHMAWATI",
    "SANTOSO",
    "WIBOWO",
    "ANGGRAINI",
    "KUSUMA",
    "PRATAMA",
    "HIDAYAT",
    "SAPUTRA",
    "WULANDARI",
    "NUGROHO",
    "SETIAWAN",
    "PERMATA",
    "MAHARANI",
    "GUNAWAN",
    "SUSANTI",
    "HARTONO",
    "UTAMI",
    "FIRMANSYAH",
    "PUSPITA",
    "SUHARTONO",
];

/// A stream of numbers that is the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

/// A register of `a` persons in households of three, and a second table with every fourth of them, written a
/// little differently. The truth is in the ids: `A17` is `B17`.
fn tables(dir: &Path, a: u64) -> (PathBuf, PathBuf) {
    let mut numbers = Numbers(88_172_645_463_325_252);
    let header = "id,hh_id,nik,nama,jk,tgl_lahir,alamat,desa\n";
    let (mut left, mut right) = (header.to_owned(), header.to_owned());
    for i in 0..a {
        let home = i / 3;
        let name = format!("{} {}", numbers.of(&GIVEN), numbers.of(&FAMILY));
        let (year, month, day) = (1940 + numbers.below(70), 1 + numbers.below(12), 1 + numbers.below(28));
        let woman = numbers.below(2) == 1;
        let sex = if woman { "P" } else { "L" };
        let nik = format!("970101{:02}{month:02}{:02}{i:04}", day + if woman { 40 } else { 0 }, year % 100);
        let nik = &nik[nik.len() - 16..];
        let village = 9_701_010_000 + home % 40;
        let address = format!("JL. MELATI NO {} RT {:03}", home % 173, home % 9);
        let _ = writeln!(left, "A{i},H{home},{nik},{name},{sex},{year}-{month:02}-{day:02},{address},{village}");
        if home.is_multiple_of(4) {
            let written = if numbers.below(4) == 0 { name.replace('A', "O") } else { name };
            let nik = if numbers.below(3) == 0 { "" } else { nik };
            let _ =
                writeln!(right, "B{i},K{home},{nik},{written},{sex},{year}-{month:02}-{day:02},{address},{village}");
        }
    }
    let paths = (dir.join("a.csv"), dir.join("b.csv"));
    std::fs::write(&paths.0, left).unwrap();
    std::fs::write(&paths.1, right).unwrap();
    paths
}

fn link(left: &Path, right: Option<&Path>, out: &Path) -> Command {
    let mut command = mutakhir();
    command.arg("link").arg(left);
    if let Some(right) = right {
        command.arg(right);
    }
    command.arg("--out").arg(out);
    command
}

fn good(command: &mut Command) -> Ended {
    let ended = end(command);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    ended
}

/// Right pairs, wrong pairs at .5 or more.
fn judged(out: &Path) -> (usize, usize) {
    let text = std::fs::read_to_string(out).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("id_a,id_b,score"));
    let pairs = lines.map(|line| line.split(',').collect::<Vec<_>>());
    let (mut right, mut wrong) = (0, 0);
    let mut last = f64::INFINITY;
    for pair in pairs {
        let score: f64 = pair[2].parse().unwrap();
        assert!((0.0..=1.0).contains(&score) && score <= last, "the likeliest first");
        last = score;
        if score >= 0.5 {
            if pair[0][1..] == pair[1][1..] { right += 1 } else { wrong += 1 }
        }
    }
    (right, wrong)
}

#[test]
fn two_tables_without_a_specification_are_linked_and_the_guess_can_be_saved_and_used() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = tables(dir.path(), 3000);
    let out = dir.path().join("p.csv");
    let ended = good(&mut link(&a, Some(&b), &out));
    assert_eq!(ended.out, "", "talk goes to stderr");
    let (right, wrong) = judged(&out);
    assert!(right >= 735 && wrong <= 7, "{right} right, {wrong} wrong of 750\n{}", ended.err);
    // what was printed up to the first stage is a specification
    let spec: String = ended.err.lines().take_while(|l| !l.starts_with("membaca")).map(|l| format!("{l}\n")).collect();
    let saved = dir.path().join("s.toml");
    std::fs::write(&saved, spec).unwrap();
    let again = dir.path().join("q.csv");
    let ended = good(link(&a, Some(&b), &again).arg("--spec").arg(&saved));
    assert!(!ended.err.contains("ditebak"));
    assert_eq!(std::fs::read(&out).unwrap(), std::fs::read(&again).unwrap());
    assert!(!dir.path().join("p.csv.part").exists(), "nothing is left behind");
}

#[test]
fn every_output_is_written_and_threads_and_format_change_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = tables(dir.path(), 3000);
    let at = |name: &str| dir.path().join(name);
    let all = |out: &str, threads: &str| {
        let mut command = link(&a, Some(&b), &at(out));
        command.args(["--threads", threads, "--reasons"]).arg(at("r.csv")).arg("--report").arg(at("l.html"));
        command.arg("--households").arg(at(&format!("{out}.hh.csv")));
        good(&mut command);
        ["", ".hh.csv"].map(|ending| std::fs::read(at(&format!("{out}{ending}"))).unwrap())
    };
    let one = all("p1.csv", "1");
    assert_eq!(one, all("p2.csv", "2"));
    assert!(one[1].starts_with(b"hh_a,hh_b,score\nH"));
    let reasons = std::fs::read_to_string(at("r.csv")).unwrap();
    assert!(reasons.starts_with("id_a,id_b,fields,agreement,bits\nA"), "{}", &reasons[..80]);
    let page = std::fs::read_to_string(at("l.html")).unwrap();
    assert!(page.contains("<svg") && !page.contains("RAHMAWATI") && !page.contains("9701014"), "values are masked");
    good(&mut link(&a, Some(&b), &at("p.parquet")));
    assert!(std::fs::read(at("p.parquet")).unwrap().starts_with(b"PAR1"));
}

#[test]
fn duplicates_of_one_table_are_clusters_that_grow_without_changing() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = tables(dir.path(), 2400);
    let at = |name: &str| dir.path().join(name);
    let both = |part: usize| {
        let more = std::fs::read_to_string(&b).unwrap();
        let rows: Vec<&str> = more.lines().skip(1).collect();
        let text = std::fs::read_to_string(&a).unwrap() + &rows[..rows.len() * part / 2].join("\n") + "\n";
        std::fs::write(at("all.csv"), text.replace(",H", ",X").replace(",K", ",X")).unwrap();
    };
    let read = |name: &str| -> std::collections::BTreeMap<String, String> {
        let text = std::fs::read_to_string(at(name)).unwrap();
        let rows = text.lines().skip(1).map(|l| l.split_once(',').unwrap());
        rows.map(|(id, cluster)| (id.to_owned(), cluster.to_owned())).collect()
    };
    both(1);
    good(link(&at("all.csv"), None, &at("p.csv")).arg("--clusters").arg(at("c1.csv")));
    both(2);
    let mut command = link(&at("all.csv"), None, &at("p.csv"));
    good(command.arg("--clusters").arg(at("c2.csv")).arg("--known-clusters").arg(at("c1.csv")));
    let (before, after) = (read("c1.csv"), read("c2.csv"));
    assert_eq!((before.len(), after.len()), (2700, 3000));
    assert!(before.iter().all(|(id, cluster)| after.get(id) == Some(cluster)), "known records stay");
    let together =
        after.iter().filter(|(id, c)| id.starts_with('B') && after.get(&id.replace('B', "A")) == Some(c)).count();
    assert!(together >= 560, "{together} of 600 with their twin");
}

#[test]
fn bad_input_is_refused_with_what_where_and_how_and_leaves_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let out = dir.path().join("p.csv");
    let fine = at("a.csv", "id,nama,tgl\n1,SITI A,1980-01-02\n2,BUDI S,1981-02-03\n");
    let spec = |text: &str| at("s.toml", text);
    let check = |command: &mut Command, exit: i32, code: &str, says: &str| {
        let ended = end(command);
        expect_refusal(&ended, exit, code);
        assert!(ended.err.contains(says), "{}", ended.err);
        assert!(!out.exists(), "a refused linkage writes nothing");
    };
    let empty = at("e.csv", "");
    check(&mut link(&fine, Some(&empty), &out), 1, "BERKAS_KOSONG", "e.csv");
    check(&mut link(&fine, Some(&at("h.csv", "id,nama,tgl\n")), &out), 1, "TIDAK_ADA_BARIS", "h.csv");
    check(&mut link(&fine, Some(&dir.path().join("tak.csv")), &out), 1, "BERKAS_TIDAK_ADA", "tak.csv");
    let twice = at("t.csv", "id,nama,tgl\n7,SITI A,1980-01-02\n8,BUDI S,1981-02-03\n7,TUTI,1982-03-04\n");
    let named = spec("id = \"id\"\n[[field]]\ncolumn = \"nama\"\nkind = \"person_name\"\n");
    check(link(&fine, Some(&twice), &out).arg("--spec").arg(&named), 1, "ID_KEMBAR", "baris 2 dan baris 4");
    let ragged = at("r.csv", "id,nama,tgl\n1,SITI A\n");
    check(&mut link(&fine, Some(&ragged), &out), 1, "JUMLAH_KOLOM_BEDA", "baris 2");
    check(&mut link(&at("j.csv", "[{\"id\": 1}]"), None, &out), 1, "BUKAN_TABEL", "JSON");
    let column = spec("id = \"id\"\n[[field]]\ncolumn = \"nma\"\nkind = \"person_name\"\n");
    check(link(&fine, None, &out).arg("--spec").arg(&column), 1, "KOLOM_TIDAK_ADA", "paling mirip: nama");
    let kind = spec("id = \"id\"\n[[field]]\ncolumn = \"nama\"\nkind = \"persn_name\"\n");
    check(link(&fine, None, &out).arg("--spec").arg(&kind), 1, "SPEC_JENIS_TIDAK_DIKENAL", "s.toml:4:8");
    check(&mut link(&fine, None, &fine), 1, "BERKAS_SAMA", "a.csv");
    check(
        link(&fine, Some(&twice), &out).arg("--clusters").arg(dir.path().join("c.csv")),
        1,
        "GUGUS_DUA_BERKAS",
        "Gugus",
    );
}

#[test]
fn one_value_in_every_row_ends_soon_and_merges_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let mut text = "id,nama,tgl_lahir,desa\n".to_owned();
    // everybody is called the same and born on a 1 January; no two rows are alike in all columns
    for i in 0..40_000 {
        let _ = writeln!(text, "{i},MUHAMMAD,{}-01-01,{}", 1950 + i % 60, 9_701_010_000u64 + i / 60);
    }
    let path = dir.path().join("a.csv");
    std::fs::write(&path, text).unwrap();
    let out = dir.path().join("p.csv");
    // where nothing can be learnt the scores are no probabilities, and the exit code says so
    expect_refusal(&end(&mut link(&path, None, &out)), 4, "PELUANG_TIDAK_DIKETAHUI");
    let pairs = std::fs::read_to_string(&out).unwrap();
    let sure = pairs.lines().skip(1).filter(|l| l.rsplit(',').next().unwrap().parse::<f64>().unwrap() >= 0.9).count();
    assert_eq!(sure, 0, "nothing speaks for one person");
}

#[test]
fn an_id_that_repeats_a_relation_that_is_none_and_a_cluster_file_that_contradicts_itself_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = tables(dir.path(), 300);
    let out = dir.path().join("p.csv");
    let twice = dir.path().join("t.csv");
    let text = std::fs::read_to_string(&a).unwrap();
    std::fs::write(&twice, text.replace("\nA7,", "\nA3,")).unwrap();
    let ended = end(&mut link(&twice, None, &out));
    expect_refusal(&ended, 1, "ID_KEMBAR");
    assert!(ended.err.contains("baris 5 dan baris 9"), "{}", ended.err);
    let nameless = dir.path().join("n.csv");
    std::fs::write(&nameless, "nama,kota\nSITI,A\nSITI,B\n").unwrap();
    expect_refusal(&end(&mut link(&nameless, None, &out)), 1, "ID_TIDAK_JELAS");
    let known = dir.path().join("k.csv");
    std::fs::write(&known, "id,cluster\nA1,x\nA1,y\n").unwrap();
    let mut command = link(&a, None, &out);
    command.arg("--clusters").arg(dir.path().join("c.csv")).arg("--known-clusters").arg(&known);
    expect_refusal(&end(&mut command), 1, "GUGUS_MENDUA");
    assert_eq!(end(link(&a, Some(&b), &out).args(["--relation", "2:1"])).code, Some(2));
    assert!(!out.exists(), "nothing was written");
}

#[test]
fn a_linkage_killed_at_any_moment_gives_the_same_bytes_when_it_is_run_again() {
    let dir = tempfile::tempdir().unwrap();
    let (a, b) = tables(dir.path(), 24_000);
    let whole = dir.path().join("whole.csv");
    #[expect(clippy::disallowed_methods, reason = "the moments of the kills are parts of the run's own duration")]
    let begun = std::time::Instant::now();
    good(&mut link(&a, Some(&b), &whole));
    let took = begun.elapsed();
    let expected = std::fs::read(&whole).unwrap();
    for part in 1..=6u32 {
        let out = dir.path().join(format!("p{part}.csv"));
        let mut victim = link(&a, Some(&b), &out).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(took.mul_f64(f64::from(part) / 7.0).max(Duration::from_millis(5)));
        victim.kill().unwrap();
        victim.wait().unwrap();
        good(&mut link(&a, Some(&b), &out));
        assert!(std::fs::read(&out).unwrap() == expected, "kill {part} of 6 left other pairs");
        assert!(!dir.path().join(format!("p{part}.csv.part")).exists());
    }
}
