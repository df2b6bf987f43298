//! One kernel, two callers: what the batch says of a registration, the desk says through the store.
//! Design D4.

use crate::kabupaten::paper;
use crate::kit::{app, form, pack};
use app::App;
use app::access::{Officer, Role, RoleBinding, Scope};
use app::desk::{self, Filed, Route};
use app::import::{self, Import};
use app::matching;
use app::register;
use domain::Date;
use domain::area::AreaCode;
use domain::household::Household;
use domain::id::{AccountId, HouseholdId, RegistrationNumber};
use domain::identification::{Category, Flag, Identified, Outcome};
use domain::registration::Registration;
use std::collections::BTreeMap;
use store::household::Register;
use store::{Backend, NewEvent};
use testkit::{TODAY, Workspace, now_ms, on_both};

/// What the batch gives for everything the store holds now.
async fn batch(app: &App) -> BTreeMap<RegistrationNumber, Identified> {
    let mut reader = app.store.read().await.unwrap();
    let register = reader.register().await.unwrap();
    let civil = reader.civil_records().await.unwrap();
    let registrations = reader.registrations_filed().await.unwrap();
    let areas = reader.areas().await.unwrap();
    let input = linkage::Input {
        register: &register,
        civil: &civil,
        registrations: &registrations,
        areas: &areas,
        today: app.today(),
    };
    linkage::identify(&input).into_iter().collect()
}

/// The round up to its identification; the prelist is not frozen.
async fn identified(app: &App) {
    let officer = Officer::operator();
    let pack = exchange::pack::open(pack(), &Default::default()).unwrap();
    let how = |kind: &'static str| Import::of(&officer, kind, &[], kind, false).unwrap();
    let areas = pack.area_file().unwrap();
    import::areas(app, &how("areas"), areas, pack.hamlets.as_ref(), pack.bridge.as_ref()).await.unwrap();
    import::bdt(app, &how("bdt"), &pack.bdt).await.unwrap();
    app::civil::import(app, &how("siak"), &pack.siak).await.unwrap();
    import::registrations(app, &how("registrations"), &pack.registrations).await.unwrap();
    app::identification::identify(app, &officer).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_registration_of_a_whole_pack_gets_the_row_of_the_batch_through_the_store_of_both_databases() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let app = app(&workspace);
        identified(&app).await;
        let rows = batch(&app).await;
        assert!(rows.len() > 50);
        let kept = app.store.read().await.unwrap().identifications().await.unwrap();
        let kept: BTreeMap<&str, _> = kept.iter().map(|row| (row.registration.as_str(), row)).collect();
        for (number, row) in &rows {
            let (mut found, complete) = matching::identified(&app, number).await.unwrap().unwrap();
            assert!(complete, "{number} on {backend:?}");
            let weighed = found.candidates.iter_mut().map(|c| std::mem::take(&mut c.weights));
            for (now, then) in weighed.zip(&kept[number.as_str()].evidence.candidates) {
                let now: Vec<_> = now.into_iter().map(|w| (w.member_no, w.field, w.bits_milli)).collect();
                assert!(!now.is_empty(), "every candidate is weighed");
                assert_eq!(now, then.weights, "{number} on {backend:?}: the desk weighs as the batch did");
            }
            assert_eq!(&found, row, "{number} on {backend:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_notices_with_its_next_look_up_that_another_process_imported_the_civil_registry() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let (desk, other) = (app(&workspace), app(&workspace));
        let officer = Officer::operator();
        let pack = exchange::pack::open(pack(), &Default::default()).unwrap();
        let how = |kind: &'static str| Import::of(&officer, kind, &[], kind, false).unwrap();
        let areas = pack.area_file().unwrap();
        import::areas(&desk, &how("areas"), areas, pack.hamlets.as_ref(), pack.bridge.as_ref()).await.unwrap();
        import::bdt(&desk, &how("bdt"), &pack.bdt).await.unwrap();
        import::registrations(&desk, &how("registrations"), &pack.registrations).await.unwrap();
        desk::warm(&desk).await.unwrap();
        let number = batch(&desk).await.into_keys().next().unwrap();
        let before = matching::identified(&desk, &number).await.unwrap().unwrap().0;
        app::civil::import(&other, &how("siak"), &pack.siak).await.unwrap();
        let now = matching::identified(&desk, &number).await.unwrap().unwrap().0;
        assert_ne!(now, before, "{backend:?}");
        assert_eq!(now, batch(&desk).await[&number], "{backend:?}");
    }
}

pub fn clerk(desa: AreaCode) -> Officer {
    let binding = RoleBinding { role: Role::RegistrationOfficer, scope: Scope::Area(desa) };
    Officer::new(AccountId::new("kasi"), "Kasi", vec![binding])
}

pub async fn file(app: &App, r: &Registration, key: &str) -> RegistrationNumber {
    let mut form = form(r, key);
    if form.address.trim().is_empty() && form.hamlet.is_empty() {
        form.hamlet = "Ngasem".to_owned();
    }
    match desk::file(app, &clerk(r.desa), &Route::Desk, &form, false).await {
        Ok(Filed::Registered { number, again: false }) => number,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_filed_after_the_batch_is_identified_at_once_and_all_rows_stay_those_of_a_batch() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let app = app(&workspace);
        identified(&app).await;
        let mut reader = app.store.read().await.unwrap();
        let before = reader.registrations_filed().await.unwrap();
        let decided = reader.identifications().await.unwrap();
        drop(reader);
        let of = |category: &'static str| {
            let rows = decided.iter().filter(move |d| d.category == category);
            rows.map(|d| before.iter().find(|r| r.number.as_str() == d.registration).unwrap())
        };
        // the same household once more: the later one yields
        let known = of("LAMA_BERUBAH").find(|r| r.members.iter().all(|m| m.nik.is_some() && !m.name.is_empty()));
        let known = known.unwrap();
        let again = file(&app, known, "k1").await;
        // one person of a new household also comes with another household: both go to review
        let usable = |r: &&Registration| r.members.len() >= 3 && r.members.iter().all(|m| m.nik.is_some());
        let new = of("BARU").find(usable).unwrap();
        let mut mixed = of("BARU").filter(usable).nth(1).unwrap().clone();
        mixed.members.truncate(1);
        let mut guest = new.members[1].clone();
        guest.no = 2;
        guest.relation = Some(domain::person::Relation::Other);
        mixed.members.push(guest);
        file(&app, &mixed, "k2").await;

        let rows = batch(&app).await;
        assert_eq!(rows[&again].merged_with.as_ref(), Some(&known.number), "{:?}", rows[&again].reasons);
        let mut reader = app.store.read().await.unwrap();
        let stored = reader.identifications().await.unwrap();
        assert_eq!(stored.len(), rows.len());
        for row in &stored {
            let now = &rows[&RegistrationNumber::new(&row.registration)];
            let told = (row.category.as_str(), row.household.as_deref(), row.merged_with.as_deref());
            let due = (
                now.outcome.code(),
                now.shown_household().map(HouseholdId::as_str),
                now.merged_with.as_ref().map(RegistrationNumber::as_str),
            );
            assert_eq!(told, due, "{} on {backend:?}", row.registration);
            assert_eq!(row.evidence.reasons.len(), now.reasons.len());
        }
        let shown = desk::shown(&app, &clerk(known.desa), &again).await.unwrap().unwrap();
        assert_eq!((shown.category.as_str(), shown.stored), ("GANDA", true));
        drop(reader);
        assert!(app.store.verify().await.unwrap().is_clean());
    }
}

/// A book that comes when the prelist is frozen: households of the first book once more, without a member or with a
/// guest, dated before and after it, and people nobody has seen.
fn later_book(first: &[Registration]) -> exchange::PackFile {
    let usable = |r: &&Registration| r.members.len() >= 3 && r.members.iter().all(|m| m.birth.date().is_some());
    let first: Vec<&Registration> = first.iter().filter(usable).take(12).collect();
    let mut book = Vec::new();
    for (i, pair) in first.windows(2).enumerate() {
        let mut again = pair[0].clone();
        again.number = RegistrationNumber::new(format!("{}-K{i}", again.number));
        again.date = Some(if i % 2 == 0 { Date::constant(2016, 1, 4) } else { TODAY });
        match i % 4 {
            0 => {}
            1 => again.members.truncate(2),
            2 => {
                let mut guest = pair[1].members[1].clone();
                guest.no = 2;
                again.members.truncate(1);
                again.members.push(guest);
            }
            _ => {
                for member in &mut again.members {
                    member.name = format!("{} {i}X", member.name.chars().rev().collect::<String>());
                    (member.nik, member.no_kk) = (None, None);
                }
            }
        }
        book.push(again);
    }
    paper::book("buku-susulan.xlsx", &book)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_few_that_come_later_get_the_rows_that_comparing_everybody_gives() {
    for backend in on_both() {
        let mut kept = Vec::new();
        for everybody in [false, true] {
            let workspace = Workspace::new(backend).await;
            let app = app(&workspace);
            let officer = Officer::operator();
            identified(&app).await;
            let social = app::account::of_role(&app, Role::SocialService).await.unwrap();
            app::round::open(&app, &social, "2017-I", BTreeMap::new()).await.unwrap();
            let learnt = app.store.read().await.unwrap().weights().await.unwrap().len();
            app::prelist::freeze(&app, &social).await.unwrap();
            let first = app.store.read().await.unwrap().registrations_filed().await.unwrap();
            let book = later_book(&first);
            let how = Import::of(&officer, "registrations", &[&book], "susulan", false).unwrap();
            import::registrations(&app, &how, std::slice::from_ref(&book)).await.unwrap();
            if everybody {
                let mut tx = app.store.begin("3403").await.unwrap();
                tx.put_fact("identified_over", "");
                tx.commit(NewEvent::new("import.taken", "uji", now_ms())).await.unwrap();
            }
            app::identification::identify(&app, &officer).await.unwrap().unwrap();
            let mut reader = app.store.read().await.unwrap();
            // everybody: the weights are learnt again
            assert_eq!(reader.weights().await.unwrap().len(), learnt + usize::from(everybody));
            let mut rows = reader.identifications().await.unwrap();
            assert_eq!(rows.len(), first.len() + 11);
            let late = rows.iter().filter(|r| r.registration.contains("-K"));
            let categories: std::collections::BTreeSet<&str> = late.map(|r| r.category.as_str()).collect();
            assert!(categories.len() > 1, "{categories:?}");
            for row in &mut rows {
                row.evidence.weighed_by = None;
                row.evidence.candidates.iter_mut().for_each(|c| c.weights.clear());
            }
            let states: Vec<_> = reader.cases().await.unwrap().into_values().map(|c| (c.id, c.state)).collect();
            kept.push((rows, states));
            drop(reader);
            assert!(app.store.verify().await.unwrap().is_clean());
        }
        let (all, few) = (kept.pop().unwrap(), kept.pop().unwrap());
        for (few, all) in few.0.iter().zip(&all.0) {
            assert_eq!(few, all, "{backend:?}");
        }
        assert_eq!(few.1, all.1, "{backend:?}");
    }
}

fn far(id: &str, household: &Household) -> Household {
    let mut far = household.clone();
    far.id = HouseholdId::new(id);
    far.place.desa = AreaCode::parse("3404012001").ok();
    far.place.address = "JL. MAGELANG NO. 7".to_owned();
    for (member, serial) in far.members.iter_mut().zip(9701..) {
        member.nik = Some(testkit::nik(member.sex.unwrap(), member.birth.date().unwrap(), serial));
        member.no_kk = None;
    }
    far
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_household_of_another_kabupaten_is_found_by_nik_and_by_rare_names_and_moves_in() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let app = app(&workspace);
        let village = testkit::Village::of(40);
        let mut register = village.households.clone();
        let (by_nik, mut by_name) = (far("3404010001000001", &register[0]), far("3404010001000002", &register[1]));
        for (member, name) in by_name.members.iter_mut().zip(["WIRYADIKARTA", "SEKARNINGRUM", "LINTANGJATI"]) {
            member.name = name.to_owned();
            member.nik = None;
        }
        by_name.members.push({
            let mut fourth = by_name.members[2].clone();
            fourth.no = 4;
            fourth.name = "BAGASKARA".to_owned();
            fourth.birth = domain::person::Birth::On(Date::constant(2011, 2, 3));
            fourth
        });
        register.extend([by_nik.clone(), by_name.clone()]);
        let mut tx = app.store.begin("3403").await.unwrap();
        tx.put_areas(&village.areas);
        tx.put_fact("kabupaten", "3403");
        let mut held = Register::default();
        register::put_new(&mut tx, None, register, &village.areas, (0, TODAY), &mut held).await.unwrap();
        register::recount(&mut tx, &held).await.unwrap();
        tx.commit(NewEvent::new("import.taken", "uji", now_ms())).await.unwrap();
        for (household, key) in [(by_nik, "n"), (by_name, "r")] {
            let mut moved = testkit::registration("", village.desa, household.members.clone());
            moved.place.desa = Some(village.desa);
            let number = file(&app, &moved, key).await;
            let (row, _) = matching::identified(&app, &number).await.unwrap().unwrap();
            assert_eq!(row.outcome, Outcome::Category(Category::KnownChanged), "{key}: {:?}", row.reasons);
            assert_eq!(row.household.as_ref(), Some(&household.id));
            assert!(row.flags.contains(&Flag::MovedIn), "{:?}", row.flags);
            assert_eq!(row, batch(&app).await[&number]);
            let typed = desk::matches(&app, &clerk(village.desa), village.desa, &form(&moved, "x")).await.unwrap();
            assert!(typed.iter().any(|m| m.id == household.id.as_str()), "{typed:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_go_with_the_import_that_brought_them() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let app = app(&workspace);
    let officer = Officer::operator();
    let pack = exchange::pack::open(pack(), &Default::default()).unwrap();
    let how = |kind: &'static str| Import::of(&officer, kind, &[], kind, false).unwrap();
    let areas = pack.area_file().unwrap();
    import::areas(&app, &how("areas"), areas, pack.hamlets.as_ref(), pack.bridge.as_ref()).await.unwrap();
    let empty = app.store.verify().await.unwrap();
    let done = import::bdt(&app, &how("bdt"), &pack.bdt).await.unwrap();
    assert!(app.store.verify().await.unwrap().is_clean());
    import::undo(&app, &officer, &done.id).await.unwrap();
    let report = app.store.verify().await.unwrap();
    assert!(report.is_clean(), "{:?}", report.findings);
    let mut reader = app.store.read().await.unwrap();
    assert_eq!(reader.match_statistics().await.unwrap(), []);
    assert_eq!(report.rows, empty.rows + 3, "nothing but the import's own row and two versions of the register stays");
}
