//! Desk, identification, prelist, visits, decree, ranking and programmes. R1–R27, R73.

use crate::kit::{self, Dies, app, copy_of_pack, files, form};
use crate::matching::{clerk, file};
use crate::meeting::officer;
use app::access::Role;
use app::desk::{self, FileError, Filed, Route};
use app::ports::Silent;
use app::{App, account, decree, identification, matching, register, round, view};
use domain::area::AreaCode;
use domain::household::Household;
use domain::id::{DecreeNumber, HouseholdId, RegistrationNumber};
use domain::identification::{Category, Outcome};
use domain::registration::{Registration, RegistrationFlag, RegistrationKind};
use std::collections::BTreeMap;
use store::household::Register;
use store::{Backend, NewEvent};
use testkit::{TODAY, Village, Workspace, now_ms};

fn code(text: &str) -> AreaCode {
    AreaCode::parse(text).unwrap()
}

/// A village of twenty households that the desk knows.
async fn village(workspace: &Workspace) -> (App, Village) {
    let app = app(workspace);
    let village = Village::of(20);
    let mut tx = app.store.begin("3403").await.unwrap();
    tx.put_areas(&village.areas);
    tx.put_fact("kabupaten", "3403");
    let mut held = Register::default();
    register::put_new(&mut tx, None, village.households.clone(), &village.areas, (0, TODAY), &mut held).await.unwrap();
    register::recount(&mut tx, &held).await.unwrap();
    tx.commit(NewEvent::new("import.taken", "uji", now_ms())).await.unwrap();
    (app, village)
}

/// A registration of a household as it stands in the register; nobody brought a family card.
fn registration(household: &Household) -> Registration {
    let desa = household.place.desa.unwrap();
    let mut members = household.members.clone();
    members.iter_mut().for_each(|m| m.no_kk = None);
    Registration { place: household.place.clone(), ..testkit::registration("", desa, members) }
}

fn newcomers() -> Registration {
    let members = vec![
        testkit::adult(1, "WIRYADIKARTA", domain::person::Sex::Male, 1980, 9801),
        testkit::child(2, "LINTANGJATI", 2010, 9802),
    ];
    testkit::registration("", code("3403012001"), members)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registration_is_new_known_or_known_and_changed() {
    // R9, R11, R12, R13, R14, T5, T7
    let workspace = Workspace::new(Backend::Sqlite).await;
    let (app, village) = village(&workspace).await;
    let social = account::of_role(&app, Role::SocialService).await.unwrap();
    round::open(&app, &social, "2017-I", BTreeMap::new()).await.unwrap();
    let same = registration(&village.households[0]);
    let mut grown = registration(&village.households[1]);
    grown.members.push(testkit::child(4, "BAYI BARU", 2016, 9803));
    let expected = [
        (same, Category::KnownUnchanged, Some(&village.households[0].id)),
        (grown, Category::KnownChanged, Some(&village.households[1].id)),
        (newcomers(), Category::New, None),
    ];
    let mut numbers = Vec::new();
    for (no, (registered, category, household)) in expected.into_iter().enumerate() {
        let number = file(&app, &registered, &format!("k{no}")).await;
        numbers.push(number.clone());
        let (row, _) = matching::identified(&app, &number).await.unwrap().unwrap();
        assert_eq!(
            (row.outcome, row.household.as_ref()),
            (Outcome::Category(category), household),
            "{:?}",
            row.reasons
        );
    }
    // the batch, which also knows which rows of the register are one household, keeps what a look-up then says
    identification::identify(&app, &social).await.unwrap().unwrap();
    let kept = app.store.read().await.unwrap().identifications().await.unwrap();
    let kept: BTreeMap<String, String> = kept.into_iter().map(|i| (i.registration, i.category)).collect();
    for number in numbers {
        let (row, _) = matching::identified(&app, &number).await.unwrap().unwrap();
        assert_eq!(kept[number.as_str()], row.outcome.code(), "{:?}", row.reasons);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_and_who_is_visited_is_kept_and_counted_for_bappeda_and_the_social_service() {
    // R3, R4, R5, R6, R7, R8
    let workspace = Workspace::new(Backend::Sqlite).await;
    let (app, village) = village(&workspace).await;
    file(&app, &newcomers(), "aktif").await;
    // without any paper nobody registers at the desk; a PSM may on a statement
    let mut bare = form(&registration(&village.households[2]), "kunjungan");
    bare.identity.clear();
    bare.identity_none = true;
    let psm = officer("psm", Role::Psm, "34.03.01.2001");
    let Err(FileError::Wrong(silent)) = desk::file(&app, &psm, &Route::Visit, &bare, false).await else {
        panic!("a visit without papers needs a statement")
    };
    assert_eq!(silent[0].cell, "pernyataan");
    bare.statement = "Pak RT menyaksikan".to_owned();
    let Ok(Filed::Registered { number, .. }) = desk::file(&app, &psm, &Route::Visit, &bare, false).await else {
        panic!("a visit with a statement is registered")
    };
    let (kept, _) = app.store.read().await.unwrap().registration(&number).await.unwrap().unwrap();
    let marked = kept.note.as_deref().is_some_and(|note| note.contains(RegistrationFlag::WithoutIdentity.code()));
    assert_eq!((kept.kind, marked), (RegistrationKind::Passive, true), "{:?}", kept.note);
    let named = [form(&registration(&village.households[3]), "a"), form(&registration(&village.households[4]), "b")];
    let (numbers, _) = desk::file_musdes(&app, &psm, "BA-12/2016", Some(TODAY), "musdes", &named).await.unwrap();
    assert_eq!(numbers.len(), 2);
    for role in [Role::Bappeda, Role::SocialService] {
        let seen = view::overview(&app, &officer("kab", role, "34.03"), None).await.unwrap();
        assert_eq!(seen.kinds, [(RegistrationKind::Active, 1), (RegistrationKind::Passive, 3)], "{role:?}");
        // R23: the areas below add up to the sum
        let (sum, below) = seen.stages.split_last().unwrap();
        assert_eq!((sum.registered, below.iter().map(|s| s.registered).sum::<i64>()), (4, 4));
        assert_eq!((sum.households, below.iter().map(|s| s.households).sum::<i64>()), (20, 20));
    }
    let elsewhere = officer("kab", Role::Bappeda, "34.04");
    assert!(view::overview(&app, &elsewhere, Some(code("3403"))).await.is_err());
    let Err(FileError::App(denied)) = desk::file(&app, &clerk(code("3403012002")), &Route::Desk, &bare, false).await
    else {
        panic!("the desk of another desa")
    };
    assert_eq!(denied.code(), "AKSES_DITOLAK");
}

/// A run over the small pack that ends before a step.
async fn until(app: &App, step: &'static str) {
    let app = app.clone();
    let ended = tokio::spawn(async move {
        let out = tempfile::tempdir().unwrap();
        app::run::run(&app, kit::pack(), out.path(), &Dies { step, after: false }).await.map(|_| ())
    });
    assert!(ended.await.is_err_and(|e| e.is_panic()), "the run ends before {step}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_handed_over_is_what_was_signed_to_the_last_letter() {
    // R18, R19, T24
    let workspace = Workspace::new(Backend::Sqlite).await;
    until(&app(&workspace), "delivery").await;
    let app = App::new(workspace.reopen().await.unwrap(), kit::clock());
    let social = account::of_role(&app, Role::SocialService).await.unwrap();
    let mut reader = app.store.read().await.unwrap();
    let head = reader.decrees().await.unwrap().remove(0);
    let rows = reader.decree_rows(&head.number).await.unwrap();
    let id = HouseholdId::new(&rows[0].household);
    let register = reader.entries().await.unwrap();
    let (entry, standing) = register.get(&id).unwrap();
    drop(reader);
    let put = async |household: &Household| {
        let mut tx = app.store.begin("3403").await.unwrap();
        tx.put_household(None, household, standing, Some(TODAY));
        tx.commit(NewEvent::new("import.taken", "uji", now_ms())).await.unwrap();
    };
    let mut changed = entry.household.clone();
    changed.members[0].name.push('X');
    put(&changed).await;
    let number = DecreeNumber::new(&head.number);
    let refused = decree::deliver(&app, &social, &number).await.unwrap_err();
    assert_eq!(refused.code(), "LAMPIRAN_BERUBAH");
    put(&entry.household).await;
    let sent = decree::deliver(&app, &social, &number).await.unwrap();
    assert_eq!(decree::deliver(&app, &social, &number).await.unwrap(), sent, "handed over once");
    let unsigned = decree::deliver(&app, &social, &DecreeNumber::new("tidak-ada")).await.unwrap_err();
    assert_eq!(unsigned.code(), "SK_BELUM_DITANDATANGANI");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_and_new_households_are_ranked_once_each_and_programmes_draw_by_their_own_criteria() {
    // R1, R2, R10, R20, R21, R22, R27
    let workspace = Workspace::new(Backend::Sqlite).await;
    let app = app(&workspace);
    let results = kit::run(&app).await;
    let mut reader = app.store.read().await.unwrap();
    let register = reader.register().await.unwrap();
    assert!(register.iter().all(|h| !h.origin.file.is_empty()), "every household keeps its origin");
    // R10: each registered person has an answer of the registry
    for found in reader.identifications().await.unwrap() {
        let registered = reader.registration(&RegistrationNumber::new(&found.registration)).await.unwrap().unwrap().0;
        assert_eq!(found.evidence.siak.len(), registered.members.len(), "{}", found.registration);
    }
    let ranking = String::from_utf8(results["ranking.csv"].clone()).unwrap();
    let mut ranked: BTreeMap<&str, usize> = BTreeMap::new();
    for line in ranking.lines().skip(1) {
        *ranked.entry(line.split(',').next().unwrap()).or_default() += 1;
    }
    let by_id: BTreeMap<&str, &Household> = register.iter().map(|h| (h.id.as_str(), h)).collect();
    assert!(by_id.keys().all(|id| ranked.contains_key(id)), "old and new are ranked");
    assert!(by_id.keys().any(|id| id.starts_with("RUTA-")) && ranked.values().all(|n| *n == 1));
    let families = register.iter().filter(|h| h.members.iter().any(|m| m.family_no == Some(2))).count();
    assert!(families > 0, "a household of several families is ranked as one");
    let pkh = String::from_utf8(results["programmes/pkh.csv"].clone()).unwrap();
    assert!(pkh.lines().count() > 1 && results.keys().filter(|n| n.starts_with("programmes/")).count() > 1);
    let ministry = account::of_role(&app, Role::Ministry).await.unwrap();
    assert!(ministry.could(app::access::Act::DrawProgramme, code("3403")));
    let district = account::of_role(&app, Role::SocialService).await.unwrap();
    assert!(!district.could(app::access::Act::DrawProgramme, code("3403")), "the criteria are the ministry's");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_that_nobody_asked_for_goes_back_with_its_reason() {
    // R16, R17, R73
    let pack = copy_of_pack();
    let path = pack.path().join("pendataan/rumah_tangga.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|l| l.split(',').collect()).collect();
    let of = |source: &str| rows.iter().find(|r| r[1] == source && !r[2].contains('#')).unwrap();
    let (registered, met) = (of("MPM"), of("MUSPAD"));
    // a household that a meeting calls as poor as before
    let still_poor = files(pack.path())
        .into_iter()
        .filter(|(name, _)| name.starts_with("musyawarah/") && name.ends_with(".csv"))
        .find_map(|(_, bytes)| {
            let sheet = String::from_utf8(bytes).ok()?;
            let cells = sheet.lines().map(|l| l.split(',').collect::<Vec<_>>());
            let row = cells.into_iter().find(|c| c[0] == "FKP.01" && c.get(6) == Some(&"1"))?;
            Some(row[1].to_owned())
        })
        .expect("a meeting with code 1");
    let changed: String = rows
        .iter()
        .map(|row| {
            let mut row = row.clone();
            if row[0] == registered[0] {
                row[2] = "9999/MPM/TIDAK/ADA";
            } else if row[0] == met[0] {
                row[2] = &still_poor;
            }
            row.join(",") + "\n"
        })
        .collect();
    std::fs::write(&path, changed).unwrap();
    let workspace = Workspace::new(Backend::Sqlite).await;
    let app = app(&workspace);
    let out = tempfile::tempdir().unwrap();
    app::run::run(&app, pack.path(), out.path(), &Silent).await.unwrap();
    let kept = app.store.read().await.unwrap().questionnaires().await.unwrap();
    for (id, reason) in [(registered[0], "TIDAK_ADA_DI_PRELIST"), (met[0], "KODE_TIDAK_DIDATA")] {
        let form = kept.iter().find(|q| q.filled.id.as_str() == id).unwrap();
        assert_eq!(form.verdict, "DIKEMBALIKAN");
        assert!(form.problems.split('|').any(|p| p == reason), "{id}: {}", form.problems);
    }
    assert!(kept.iter().any(|q| q.verdict == "DITERIMA"));
}
