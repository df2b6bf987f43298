//! A workspace of the program before this one opens with what it decided. `tests/old/README.md` says how it was made.

use crate::kit::clock;
use app::App;
use app::access::{Officer, Role};
use app::edition::folder;
use app::upgrade::carry_over;
use app::{account, edition, view};
use domain::household::Household;
use domain::id::{EditionId, HouseholdId};
use domain::questionnaire::{Answers, Item};
use domain::register::{Action, HouseholdStatus};
use domain::round::{CaseState, next};
use edition::is_due;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{Backend, Keyring, Store};
use testkit::{OldWorkspace, now_ms, on_both};

/// The program before this one had nine migrations.
const VERSIONS: i64 = 9;
const DECREE: &str = "97.01/KPTS/2017";

async fn unpacked(backend: Backend) -> OldWorkspace {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/old/workspace.zip");
    OldWorkspace::unpack(&archive, VERSIONS, backend).await
}

async fn open(old: &OldWorkspace, told: &(dyn Fn(usize, usize) + Sync)) -> App {
    let store = Store::open_telling(old.dir(), old.url.as_deref(), now_ms(), told).await.unwrap();
    let app = App::new(store, clock());
    carry_over(&app, told).await.unwrap();
    app
}

fn without_percentile(answers: &Answers) -> Answers {
    let mut rest = Answers::default();
    answers.iter().filter(|(item, _)| *item != Item::Percentile).for_each(|(item, code)| rest.set(item, code));
    rest
}

/// What an edition's package says of a household, without what the register keeps of BDT beside it.
fn content(keys: &Keyring, household: &Household) -> String {
    let mut household = household.clone();
    household.answers = without_percentile(&household.answers);
    for (no, member) in (1..).zip(&mut household.members) {
        member.no = no;
    }
    let mut seal = |id: &HouseholdId, no: u16, field: ::edition::SecretField, text: &str| {
        use ::edition::SecretField::{Health, Mother, Nik, NoKk};
        let name = match field {
            Nik => "nik",
            NoKk => "no_kk",
            Mother => "mother",
            Health => "health",
        };
        let blob = keys.seal("edition.person", name, &format!("{id}/{no}"), text.as_bytes());
        ::edition::Sealed { lookup: hex::encode(keys.lookup(name, text)), blob }
    };
    let kabupaten = domain::area::AreaCode::parse("9701").unwrap();
    ::edition::EditionHousehold::sealed(kabupaten, &household, "", &mut seal).content_hash()
}

/// Everything the register says, in words that two upgrades can be compared by.
async fn register(app: &App) -> BTreeMap<String, String> {
    let mut reader = app.store.read().await.unwrap();
    let entries = reader.entries().await.unwrap();
    let cases = reader.cases().await.unwrap();
    let mut said: BTreeMap<String, String> = entries
        .iter()
        .map(|(id, entry, standing)| {
            let people: Vec<_> =
                entry.household.members.iter().map(|m| (&m.name, m.answers.get(Item::Presence))).collect();
            (id.to_string(), format!("{standing:?} {people:?} {:?}", entry.household.place.desa))
        })
        .collect();
    said.extend(cases.into_iter().map(|(id, case)| (format!("kasus {id}"), format!("{case:?}"))));
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_is_what_the_older_decree_says_and_its_edition_holds() {
    for backend in on_both() {
        let old = unpacked(backend).await;
        let app = open(&old, &|_, _| {}).await;
        let mut reader = app.store.read().await.unwrap();
        let head = reader.decrees().await.unwrap().into_iter().find(|d| d.number == DECREE).unwrap();
        let annex = reader.decree_rows(DECREE).await.unwrap();
        let entries = reader.entries().await.unwrap();
        let actions: BTreeSet<&str> = annex.iter().map(|l| l.action.as_str()).collect();
        let all = [
            "BAGIAN_RUTA_LAIN",
            "BARU",
            "DIPERBARUI",
            "GANDA",
            "MENINGGAL",
            "PINDAH",
            "TIDAK_DIKENAL",
            "TIDAK_DITEMUKAN",
        ];
        assert_eq!(actions, BTreeSet::from(all), "the older decree did each thing it could");
        for line in &annex {
            let (entry, standing) = entries.get(&HouseholdId::new(&line.household)).unwrap();
            let status = match Action::from_code(&line.action).unwrap() {
                Action::Added | Action::Updated => HouseholdStatus::Present,
                Action::Moved => HouseholdStatus::Moved,
                Action::Deceased => HouseholdStatus::Deceased,
                Action::PartOfOther => HouseholdStatus::PartOfOther,
                Action::Duplicate => HouseholdStatus::Duplicate,
                Action::NotFound => HouseholdStatus::NotFound,
                Action::Unknown => HouseholdStatus::Unknown,
                Action::MembersCorrected => unreachable!("an older program corrected nobody"),
            };
            assert_eq!(entry.status, status, "{line:?}");
            assert_eq!(standing.cause, DECREE, "{line:?}");
            assert!(line.desa.is_some() && line.head_name.is_some(), "a row with its place and head: {line:?}");
            if let HouseholdStatus::PartOfOther | HouseholdStatus::Duplicate = status {
                assert!(standing.became.is_some(), "it leads to the household that stays: {line:?}");
            }
        }
        // the edition made after the decree is the register of that version, household by household
        let made = reader.editions().await.unwrap().into_iter().find(|e| e.parent.is_some()).unwrap();
        assert_eq!((made.version, made.no), (head.version, 2));
        let packed = ::edition::read_households(&folder(&app, &EditionId::new(&made.id))).unwrap();
        let then: BTreeMap<HouseholdId, Household> =
            reader.register_at(head.version).await.unwrap().into_iter().map(|h| (h.id.clone(), h)).collect();
        assert_eq!(packed.iter().map(|h| &h.id).collect::<Vec<_>>(), then.keys().collect::<Vec<_>>());
        for household in packed {
            let mut package = household.clone();
            package.answers = without_percentile(&household.answers);
            assert_eq!(content(app.store.keys(), &then[&household.id]), package.content_hash(), "{}", household.id);
        }
        // and every row of its lists finds its household
        let draws = reader.draws().await.unwrap();
        for row in reader.programme_rows(&draws[0].id).await.unwrap() {
            assert!(entries.get(&HouseholdId::new(&row.household)).is_some(), "{row:?}");
        }
        assert!(app.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_of_a_household_that_became_part_of_another_is_lost() {
    let old = unpacked(Backend::Sqlite).await;
    let app = open(&old, &|_, _| {}).await;
    let mut reader = app.store.read().await.unwrap();
    let entries = reader.entries().await.unwrap();
    let (_, merged, standing) = entries.iter().find(|(_, e, _)| e.status == HouseholdStatus::PartOfOther).unwrap();
    let into = standing.became.clone().unwrap();
    let now: BTreeSet<_> = entries.get(&into).unwrap().0.household.members.iter().filter_map(|m| m.nik).collect();
    let moved: Vec<_> = merged.household.members.iter().filter_map(|m| m.nik).collect();
    assert!(!moved.is_empty() && moved.iter().all(|nik| now.contains(nik)));
    drop(reader);
    // the older edition does not hold them: the next one is due
    assert!(is_due(&app).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn cases_of_the_older_round_stand_where_their_moves_lead() {
    let old = unpacked(Backend::Sqlite).await;
    let app = open(&old, &|_, _| {}).await;
    let mut reader = app.store.read().await.unwrap();
    let [round] = &reader.rounds().await.unwrap()[..] else { panic!("one round") };
    let annex = reader.decree_rows(DECREE).await.unwrap();
    let cases = reader.cases().await.unwrap();
    assert_eq!(cases.len() as u64, 13 + 3, "registrations, and rows of meetings that were visited");
    for case in cases.values() {
        assert_eq!(case.round.as_deref(), Some(round.id.as_str()), "{case:?}");
        let moves = reader.case_moves(&case.id).await.unwrap();
        let end = moves.iter().try_fold(CaseState::Draft, |s, m| next(s, m.act, m.reason.as_deref()));
        assert_eq!((end, moves.len() as i64), (Ok(case.state), case.moves), "{}", case.id);
    }
    for line in annex {
        let Some(case) = line.body.case.as_deref() else { continue };
        let case = &cases[case];
        let visited = Action::from_code(&line.action).is_some_and(Action::is_visited);
        assert_eq!(case.state, if visited { CaseState::Ranked } else { CaseState::Closed }, "{line:?}");
        assert_eq!(case.household.as_deref(), Some(line.household.as_str()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_opening_does_nothing() {
    for backend in on_both() {
        let old = unpacked(backend).await;
        let app = open(&old, &|_, _| {}).await;
        let (before, events) = (register(&app).await, app.store.verify().await.unwrap().events);
        app.store.close().await;
        let told = AtomicUsize::new(0);
        let again = open(&old, &|_, _| {
            told.fetch_add(1, Ordering::SeqCst);
        })
        .await;
        assert_eq!(told.load(Ordering::SeqCst), 0);
        assert_eq!(again.store.verify().await.unwrap().events, events);
        assert_eq!(register(&again).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgrade_that_is_cut_off_at_any_step_resumes() {
    for backend in on_both() {
        let steps = AtomicUsize::new(0);
        let whole = open(&unpacked(backend).await, &|done, total| {
            assert!(done <= total);
            steps.fetch_add(1, Ordering::SeqCst);
        })
        .await;
        let expected = register(&whole).await;
        let steps = steps.into_inner();
        assert!(steps >= 7, "each step is told: {steps}");
        for cut in 1..=steps {
            let old = std::sync::Arc::new(unpacked(backend).await);
            let shared = old.clone();
            let dies = tokio::spawn(async move {
                let told = AtomicUsize::new(0);
                open(&shared, &|_, _| assert!(told.fetch_add(1, Ordering::SeqCst) + 1 < cut, "cut off")).await;
            });
            assert!(dies.await.is_err_and(|e| e.is_panic()), "step {cut}");
            let app = open(&old, &|_, _| {}).await;
            assert_eq!(register(&app).await, expected, "after step {cut} on {backend:?}");
            assert!(app.store.verify().await.unwrap().is_clean());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_goes_on_in_the_round_it_was_in() {
    let old = unpacked(Backend::Sqlite).await;
    let app = open(&old, &|_, _| {}).await;
    let pokja: Officer = account::of_role(&app, Role::Pokja).await.unwrap();
    let next = edition::make(&app, &pokja).await.unwrap();
    assert_eq!((next.no, next.version), (3, app.store.read().await.unwrap().register_version().await.unwrap()));
    let changes = app.store.read().await.unwrap().edition_changes(&next.id).await.unwrap();
    let actions: BTreeSet<&str> = changes.iter().map(|c| c.action.as_str()).collect();
    assert_eq!(actions, BTreeSet::from(["ANGGOTA_DIBETULKAN"]), "only the members who followed are new");
    let new = app.store.read().await.unwrap().decree_rows(DECREE).await.unwrap();
    let new = new.into_iter().find(|l| l.action == "BARU").unwrap().household;
    let social_service = account::of_role(&app, Role::SocialService).await.unwrap();
    let page = view::household(&app, &social_service, &HouseholdId::new(new)).await.unwrap().unwrap();
    assert!(!page.around.name.is_empty() && !page.members.is_empty());
    assert_eq!(page.decrees.iter().map(|d| d.decree.as_str()).collect::<Vec<_>>(), [DECREE]);
    assert!(page.ranking.is_some_and(|r| r.len() == 2), "ranked before the upgrade and after it under one id");
}
