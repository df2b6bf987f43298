//! An edition on disk: same input, same bytes; one byte changed, refused and named.

use domain::Date;
use domain::area::AreaCode;
use domain::household::{Household, Member, Origin, Place};
use domain::id::{EditionId, HouseholdId};
use domain::person::{Birth, Nik, NoKk, Relation, Sex};
use domain::questionnaire::Item;
use domain::ranking::{Percentile, Ranked, Score, Unscored, order};
use edition::{
    EditionHousehold, EditionMeta, EditionRefused, MANIFEST, Sealed, SecretField, SigningKey, diff, read_households,
    read_ranking, verify, write,
};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn meta(id: &str) -> EditionMeta {
    EditionMeta {
        id: EditionId::new(id),
        title: "Data Terpadu uji".into(),
        date: Date::constant(2017, 3, 1),
        parent: None,
        cycle: Some("2017-1".into()),
        decrees: vec!["1/KEP/2017".into()],
        model: Some("ab".repeat(32)),
        code: "0.1.0".into(),
    }
}

fn household(n: u16) -> EditionHousehold {
    let desa = AreaCode::parse(if n.is_multiple_of(3) { "3402012001" } else { "3403012001" }).unwrap();
    let members = (1..=1 + n % 4)
        .map(|no| {
            let mut m = Member::named(no, format!("ORANG {n}-{no}"));
            m.nik = Nik::parse(&format!("340301{:02}1165{:04}", 1 + no, 9001 + n)).ok();
            m.no_kk = NoKk::parse(&format!("340301271116{:04}", 9001 + n)).ok();
            m.sex = Some(if no % 2 == 0 { Sex::Female } else { Sex::Male });
            m.birth = match no {
                1 => Birth::On(Date::constant(1950 + (n % 40) as i16, 2, 28)),
                2 => Birth::Aged { years: 30, on: Date::constant(2015, 6, 15) },
                _ => Birth::Unknown,
            };
            m.relation = Some(if no == 1 { Relation::Head } else { Relation::Child });
            m.family_no = Some(if no == 3 { 2 } else { 1 });
            m.family_relation = Some(if no == 1 || no == 3 { Relation::Head } else { Relation::Child });
            m.mother = (no == 1).then(|| "IBU".to_owned());
            m.answers = [(Item::Schooling, 2), (Item::Disability, 1)].into_iter().collect();
            m
        })
        .collect();
    let household = Household {
        id: HouseholdId::new(format!("34030920010{n:05}")),
        place: Place { desa: Some(desa), hamlet: Some("PULE".into()), rw: Some(1), rt: None, address: String::new() },
        member_count: Some(1 + n % 4),
        family_count: None,
        answers: [(Item::Floor, 6), (Item::FloorArea, 40 + i32::from(n))].into_iter().collect(),
        members,
        origin: Origin { file: "bdt.csv".into(), row: u32::from(n) + 1 },
    };
    let mut seal = |_: &HouseholdId, _: u16, field: SecretField, text: &str| Sealed {
        lookup: format!("{field:?}:{}", text.len()),
        blob: text.bytes().map(|b| b ^ 0x5a).collect(),
    };
    EditionHousehold::sealed(desa.at(domain::area::AreaLevel::Kabupaten).unwrap(), &household, "", &mut seal)
}

fn ranking(households: &[EditionHousehold]) -> Vec<Ranked> {
    let scored = households.iter().zip(0i64..).map(|(h, n)| {
        let outcome = if n == 4 {
            Err(Unscored::NoHousing)
        } else {
            Ok((Score::from_millionths(13_000_000 - n * 1000), Percentile::new(1 + n as u8).unwrap(), n == 2))
        };
        (h.id.clone(), outcome)
    });
    order(scored.collect())
}

/// An edition of twenty households in two kabupaten.
fn published(dir: &Path) -> PathBuf {
    let households: Vec<EditionHousehold> = (0..20).map(household).collect();
    let ranking = ranking(&households);
    let place = dir.join("edisi-1");
    write(&place, &meta("E1"), &key(), households, &ranking).unwrap();
    place
}

fn files(dir: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { _ = found.insert(path) }
    }
    found
}

fn bytes(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    files(dir).into_iter().map(|f| (f.strip_prefix(dir).unwrap().to_owned(), fs::read(&f).unwrap())).collect()
}

#[test]
fn what_is_written_is_read_back() {
    let temp = tempfile::tempdir().unwrap();
    let place = published(temp.path());
    let verified = verify(&place, &key().verifying_key()).unwrap();
    assert_eq!(verified.lineage.households, 20);
    assert_eq!(verified.lineage.kabupaten, ["3402", "3403"]);
    let mut expected: Vec<EditionHousehold> = (0..20).map(household).collect();
    expected.sort_by(|a, b| (a.kabupaten, &a.id).cmp(&(b.kabupaten, &b.id)));
    assert_eq!(read_households(&place).unwrap(), expected);
    let mut places = ranking(&(0..20).map(household).collect::<Vec<_>>());
    let mut read = read_ranking(&place).unwrap();
    places.sort_by(|a, b| a.household.cmp(&b.household));
    read.sort_by(|a, b| a.household.cmp(&b.household));
    assert_eq!(read, places);
}

#[test]
fn no_secret_stands_in_the_clear_in_any_file() {
    let temp = tempfile::tempdir().unwrap();
    let place = published(temp.path());
    let nik = b"3403010211659001";
    for (name, content) in bytes(&place) {
        assert!(!content.windows(nik.len()).any(|w| w == nik), "{name:?}");
    }
    let fields: Vec<String> = verify(&place, &key().verifying_key())
        .unwrap()
        .manifest
        .resources
        .iter()
        .flat_map(|r| r.schema.fields.iter().map(|f| f.name.clone()))
        .collect();
    assert!(!fields.iter().any(|f| f == "nik" || f == "no_kk" || f == "jenis_cacat"));
}

#[test]
fn the_same_rows_in_another_order_give_the_same_bytes() {
    let temp = tempfile::tempdir().unwrap();
    let place = published(temp.path());
    let turned: Vec<EditionHousehold> = (0..20).rev().map(household).collect();
    let mut ranking = ranking(&(0..20).map(household).collect::<Vec<_>>());
    ranking.reverse();
    let other = temp.path().join("lain");
    write(&other, &meta("E1"), &key(), turned, &ranking).unwrap();
    assert_eq!(bytes(&place), bytes(&other));
}

#[test]
fn one_flipped_byte_in_any_file_is_refused_and_the_file_is_named() {
    let temp = tempfile::tempdir().unwrap();
    let place = published(temp.path());
    let public = key().verifying_key();
    for path in files(&place) {
        let name = path.strip_prefix(&place).unwrap().to_str().unwrap().to_owned();
        let good = fs::read(&path).unwrap();
        // places spread over each file
        let step = if name == MANIFEST { 1 + good.len() / 700 } else { 1 + good.len() / 40 };
        for at in (0..good.len()).step_by(step) {
            let mut bad = good.clone();
            bad[at] ^= 0x01;
            fs::write(&path, &bad).unwrap();
            let refused = verify(&place, &public).expect_err("a changed byte");
            let named = match &refused {
                EditionRefused::Differs { file }
                | EditionRefused::Unreadable { file, .. }
                | EditionRefused::Signature { file } => file,
                other => panic!("{name} byte {at}: {other}"),
            };
            assert_eq!(*named, name, "byte {at}");
        }
        fs::write(&path, &good).unwrap();
    }
    assert!(verify(&place, &public).is_ok());
}

#[test]
fn a_missing_file_a_strange_file_and_another_key_are_refused() {
    let temp = tempfile::tempdir().unwrap();
    let place = published(temp.path());
    let public = key().verifying_key();
    let other = SigningKey::from_bytes(&[8; 32]).verifying_key();
    assert!(matches!(verify(&place, &other), Err(EditionRefused::Signature { .. })));
    fs::write(place.join("catatan.txt"), "x").unwrap();
    assert_eq!(verify(&place, &public).unwrap_err(), EditionRefused::Extra { file: "catatan.txt".into() });
    fs::remove_file(place.join("catatan.txt")).unwrap();
    let gone = "ranking/kabupaten=3403/part-0.parquet";
    fs::remove_file(place.join(gone)).unwrap();
    assert_eq!(verify(&place, &public).unwrap_err(), EditionRefused::Missing { file: gone.into() });
    fs::remove_file(place.join(MANIFEST)).unwrap();
    assert_eq!(verify(&place, &public).unwrap_err(), EditionRefused::Missing { file: MANIFEST.into() });
}

#[test]
fn an_edition_is_never_overwritten_but_asking_again_for_the_same_is_no_error() {
    let temp = tempfile::tempdir().unwrap();
    let place = published(temp.path());
    let rows = || (0..20).map(household).collect::<Vec<_>>();
    let again = write(&place, &meta("E1"), &key(), rows(), &ranking(&rows())).unwrap();
    assert!(again.already_there);
    let refused = write(&place, &meta("E2"), &key(), rows(), &[]).unwrap_err();
    assert!(matches!(refused, EditionRefused::Exists { .. }));
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1, "nothing half-written stays");
}

#[test]
fn what_a_killed_run_left_behind_does_not_disturb_the_next() {
    let temp = tempfile::tempdir().unwrap();
    let left = temp.path().join(".edisi-1.partial/households");
    fs::create_dir_all(&left).unwrap();
    fs::write(left.join("sampah"), "x").unwrap();
    let place = published(temp.path());
    assert!(verify(&place, &key().verifying_key()).is_ok());
}

#[test]
fn a_household_twice_or_a_rank_without_household_is_refused() {
    let temp = tempfile::tempdir().unwrap();
    let place = temp.path().join("e");
    let twice = write(&place, &meta("E"), &key(), [household(1), household(1)], &[]).unwrap_err();
    assert!(matches!(twice, EditionRefused::Duplicate { .. }));
    let strange = write(&place, &meta("E"), &key(), [household(1)], &ranking(&[household(2)])).unwrap_err();
    assert!(matches!(strange, EditionRefused::RankedUnknown { .. }));
    assert!(!place.exists());
}

#[test]
fn a_difference_counts_added_changed_removed_and_merged() {
    let temp = tempfile::tempdir().unwrap();
    let old = published(temp.path());
    let mut rows: Vec<EditionHousehold> = (2..22).map(household).collect();
    rows[0].answers.set(Item::Floor, 9);
    rows[1].merged_from.push(household(0).id);
    let new = temp.path().join("edisi-2");
    let parent = verify(&old, &key().verifying_key()).unwrap().hash;
    let written = write(&new, &EditionMeta { parent: Some(parent.clone()), ..meta("E2") }, &key(), rows, &[]).unwrap();
    assert_eq!(written.lineage.parent, Some(parent));
    let difference = diff(&old, &new).unwrap();
    assert_eq!(difference.added, [household(20).id, household(21).id]);
    assert_eq!(difference.changed, [household(2).id]);
    assert_eq!(difference.removed, [household(1).id]);
    assert_eq!(difference.merged, [(household(0).id, household(3).id)]);
    assert_eq!(difference.unchanged, 17);
    assert_eq!(diff(&old, &old).unwrap().unchanged, 20);
}

#[test]
#[ignore = "writes an edition to MUTAKHIR_EDITION_OUT for a look with DuckDB or pyarrow"]
#[expect(clippy::disallowed_methods, reason = "a place chosen by hand, outside the everyday run")]
fn an_edition_for_the_eye() {
    let place =
        std::env::var("MUTAKHIR_EDITION_OUT").expect("MUTAKHIR_EDITION_OUT names a folder that is not there yet");
    let rows: Vec<EditionHousehold> = (0..20).map(household).collect();
    write(Path::new(&place), &meta("E1"), &key(), rows.clone(), &ranking(&rows)).unwrap();
}
