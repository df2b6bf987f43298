//! The pack as a whole.

use super::*;

fn small(seed: u64) -> SynthOptions {
    SynthOptions { households: 240, seed, ..SynthOptions::demo() }
}

fn bytes_of(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut todo = vec![dir.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else {
                out.insert(path.strip_prefix(dir).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    out
}

#[test]
fn the_same_seed_writes_the_same_bytes_and_another_seed_other_people() {
    let (a, b, c) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let summary = write_pack(a.path(), &small(7)).unwrap();
    assert_eq!(write_pack(b.path(), &small(7)).unwrap(), summary);
    assert!(bytes_of(a.path()) == bytes_of(b.path()), "two runs with one seed differ");
    write_pack(c.path(), &small(8)).unwrap();
    assert!(bytes_of(a.path())[Path::new("siak.csv")] != bytes_of(c.path())[Path::new("siak.csv")]);
}

#[test]
fn every_kind_of_file_of_an_office_pack_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let summary = write_pack(dir.path(), &small(1)).unwrap();
    let files = bytes_of(dir.path());
    let has = |name: &str| files.contains_key(Path::new(name));
    for name in [
        "wilayah.csv",
        "padukuhan.csv",
        "jembatan_bps.csv",
        "bdt2015.xlsx",
        "bdt2015_970102.csv",
        "bdt2015_970103.csv",
        "siak.csv",
        "susenas.csv",
        "musyawarah/sesi.csv",
        "pendataan/rumah_tangga.csv",
        "pendataan/anggota.csv",
        "truth/truth_persons.csv",
        "truth/truth_registrations.csv",
        "truth/truth_meetings.csv",
        "truth/truth_import_errors.csv",
    ] {
        assert!(has(name), "{name} is missing");
    }
    assert_eq!(files.keys().filter(|p| p.starts_with("pendaftaran")).count(), summary.desa);
    assert!(
        summary.meetings > 8 && summary.registrations > 60 && summary.questionnaires > 30 && summary.defects > 100,
        "{summary:?}"
    );
}

#[test]
fn every_nik_the_registry_holds_is_one_that_can_exist() {
    let dir = tempfile::tempdir().unwrap();
    write_pack(dir.path(), &small(1)).unwrap();
    let text = std::fs::read_to_string(dir.path().join("truth/truth_persons.csv")).unwrap();
    for row in text.lines().skip(1) {
        let nik = domain::person::Nik::parse(row.split(',').nth(2).unwrap()).unwrap();
        assert!(nik.expose()[12..] >= *"9001");
    }
}

#[test]
fn an_accepted_meeting_never_has_more_new_households_than_improved_ones() {
    let dir = tempfile::tempdir().unwrap();
    write_pack(dir.path(), &SynthOptions { households: 600, ..small(3) }).unwrap();
    let text = std::fs::read_to_string(dir.path().join("truth/truth_meetings.csv")).unwrap();
    for row in text.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let number = |at: usize| cells[at].parse::<usize>().unwrap();
        assert_eq!(cells[2] == "KUOTA_LEBIH", number(12) > number(6), "{row}"); // R61
    }
}

#[test]
fn a_code_of_a_real_province_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let options = SynthOptions { kabupaten: AreaCode::parse("34.03").unwrap(), ..small(1) };
    assert!(matches!(write_pack(dir.path(), &options), Err(SynthError::RealArea(_))));
}

#[test]
fn the_codes_of_the_largest_kabupaten_are_each_given_once_and_can_be_read() {
    for households in [1_200, 40_000, 100_000, 500_000, 3_000_000] {
        let land = Land::build(&SynthOptions { households, ..small(1) }, &mut Dice::new(1, 1));
        let mut given = BTreeSet::new();
        let mut once = |code: String, level: AreaLevel| {
            assert_eq!(AreaCode::parse(&code).unwrap().level(), level, "{code}");
            assert!(given.insert(code.clone()), "{code} is given twice in a land of {households} households");
        };
        for kecamatan in &land.kecamatan {
            once(kecamatan.code.clone(), AreaLevel::Kecamatan);
        }
        for desa in &land.desa {
            once(desa.code.clone(), AreaLevel::Desa);
            assert!(desa.code.starts_with(&land.kecamatan[desa.kecamatan].code));
        }
        let bps: BTreeSet<String> = (0..land.desa.len()).map(|desa| land.bps10(desa)).collect();
        assert_eq!(bps.len(), land.desa.len(), "a BPS code is given twice");
        assert!(bps.iter().all(|code| code.len() == 10), "{bps:?}");
        let hamlets: BTreeSet<&String> = land.desa.iter().flat_map(|d| &d.hamlets).collect();
        assert!(hamlets.iter().all(|h| !h.is_empty()));
        assert!(land.desa.iter().all(|d| (1..=99).contains(&d.hamlets.len())), "a hamlet's number has two digits");
    }
}

#[test]
fn a_pack_has_as_many_residents_and_registrations_as_were_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let options = SynthOptions { residents: Some(4_000), registrations: Some(150), ..small(5) };
    let summary = write_pack(dir.path(), &options).unwrap();
    let residents = std::fs::read_to_string(dir.path().join("siak.csv")).unwrap().lines().count() - 1;
    assert!((3_600..=4_400).contains(&residents), "{residents} residents");
    assert!((120..=180).contains(&summary.registrations), "{} registrations", summary.registrations);
}
