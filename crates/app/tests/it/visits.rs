//! A questionnaire is taken for what was asked, and for nothing else; what is wrong is sent back with its code, and
//! decreed once it is mended. R16, R73, domain §4.3.

use crate::kabupaten::law::{self, Memory};
use crate::kabupaten::{Kabupaten, paper, people, records, registration, visit};
use app::access::Role;
use app::round;
use domain::household::Household;
use domain::questionnaire::Item;
use domain::verification::{FilledQuestionnaire, VisitResult, VisitSource};
use store::Backend;
use testkit::TODAY;

const ACCEPTED: (&str, &str) = ("DITERIMA", "");

/// What is decided about `form` before it is mended: this code, and nothing is decreed.
async fn sent_back(k: &Kabupaten, form: &FilledQuestionnaire, code: &str) {
    let before = k.household(&form.household.id).await;
    let report = k.visits(std::slice::from_ref(form)).await.unwrap();
    assert!(report.issues.iter().any(|i| i.kind.code() == code), "{code}: {:?}", report.issues);
    let (verdict, problems) = k.verdict(form.id.as_str()).await.unwrap();
    assert_eq!(verdict, "DIKEMBALIKAN");
    assert!(problems.split('|').any(|p| p == code), "{code}: {problems}");
    assert!(k.decreed().await.is_none(), "{code}: nothing is ready");
    assert_eq!(k.household(&form.household.id).await, before, "{code}");
    holds(k).await;
}

/// The same questionnaire, mended, is accepted and decreed; the register is what the visit found.
async fn taken(k: &Kabupaten, form: &FilledQuestionnaire) {
    k.visits(std::slice::from_ref(form)).await.unwrap();
    assert_eq!(k.verdict(form.id.as_str()).await.unwrap(), (ACCEPTED.0.to_owned(), ACCEPTED.1.to_owned()));
    let decree = k.decreed().await.expect("one household is ready");
    assert_eq!(decree.row_count, 1);
    holds(k).await;
    let rows = k.app.store.read().await.unwrap().decree_rows(&decree.number).await.unwrap();
    let now = k.household(&domain::id::HouseholdId::new(&rows[0].household)).await.unwrap();
    let names = |h: &Household| h.members.iter().map(|m| m.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&now), names(&form.household));
    assert_eq!(now.answers.get(Item::FloorArea), form.household.answers.get(Item::FloorArea));
}

async fn holds(k: &Kabupaten) {
    law::check(k, &mut Memory::default()).await.unwrap();
}

/// A hamlet of the kabupaten met and gave its one household this code.
async fn met(k: &Kabupaten, stage: &str, household: &Household, code: u8) {
    let hamlet = household.place.hamlet.as_deref().unwrap().to_lowercase();
    let meeting = format!("{}_{hamlet}{stage}", household.place.desa.unwrap().as_str());
    let report = k.sheet(paper::sheet(&meeting, &[(household, code)], &[])).await.unwrap();
    assert_eq!(report.judged.map(|(refused, _)| refused), Some(0), "{:?}", report.issues);
}

/// A visit that a hamlet asked for, to the first household.
fn asked(id: &str, found: &Household) -> FilledQuestionnaire {
    visit(id, VisitSource::Deliberation, found.id.as_str(), found, TODAY)
}

/// The first household as a visit finds it: with more floor than the register knows.
fn found() -> Household {
    let mut household = people::family(1);
    household.answers.set(Item::FloorArea, 93);
    household
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_household_in_no_meeting_is_not_visited_until_its_hamlet_says_so() {
    // R73
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    let form = asked("P1", &found());
    sent_back(&k, &form, "TIDAK_DIMINTA").await;
    met(&k, "", &people::family(1), 6).await;
    taken(&k, &form).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registration_on_no_prelist_is_not_visited_until_its_list_is_frozen() {
    // R16
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    let home = found();
    k.book("buku.csv", &[registration("R-1", &home, TODAY)]).await.unwrap();
    let form = visit("P1", VisitSource::Registration, "R-1", &home, TODAY);
    sent_back(&k, &form, "TIDAK_ADA_DI_PRELIST").await;
    k.listed().await;
    taken(&k, &form).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_completed_visit_has_every_block_filled() {
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    met(&k, "", &people::family(1), 2).await;
    let whole = asked("P1", &found());
    let empty = |keep: fn(Item) -> bool| {
        let mut form = whole.clone();
        form.household.answers = form.household.answers.iter().filter(|(item, _)| keep(*item)).collect();
        form
    };
    sent_back(&k, &empty(|item| item >= Item::GasCylinder), "BLOK_III_KOSONG").await;
    sent_back(&k, &empty(|item| item < Item::GasCylinder), "BLOK_V_KOSONG").await;
    let mut nobody = whole.clone();
    nobody.household.members.clear();
    nobody.household.member_count = None;
    sent_back(&k, &nobody, "BLOK_IV_KOSONG").await;
    let mut silent = whole.clone();
    silent.household.members.iter_mut().for_each(|m| m.answers = [(Item::Presence, 1)].into_iter().collect());
    sent_back(&k, &silent, "BLOK_IV_KOSONG").await;
    taken(&k, &whole).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn code_1_asks_for_no_visit_until_a_later_stage_corrects_it() {
    // R73, R76
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    met(&k, "", &people::family(1), 1).await;
    let form = asked("P1", &found());
    sent_back(&k, &form, "KODE_TIDAK_DIDATA").await;
    met(&k, "_t2", &people::family(1), 3).await;
    taken(&k, &form).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_members_of_another_family_are_not_the_household_that_was_asked_for() {
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    met(&k, "", &people::family(1), 6).await;
    let mut foreign = asked("P1", &found());
    foreign
        .household
        .members
        .clone_from(&visit("", VisitSource::Deliberation, "", &people::family(9), TODAY).household.members);
    sent_back(&k, &foreign, "ANGGOTA_ASING").await;
    taken(&k, &asked("P1", &found())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_names_its_officer_who_does_not_check_it() {
    // R16, domain §1.3
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    met(&k, "", &people::family(1), 6).await;
    let whole = asked("P1", &found());
    for unknown in [None, Some("-".to_owned())] {
        sent_back(&k, &FilledQuestionnaire { officer: unknown, ..whole.clone() }, "PETUGAS_KOSONG").await;
    }
    let own = FilledQuestionnaire { checker: whole.officer.clone(), ..whole.clone() };
    sent_back(&k, &own, "PEKERJAAN_SENDIRI").await;
    taken(&k, &whole).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_visit_of_a_household_is_taken_and_another_one_corrects_it_under_its_own_number() {
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    let newcomers = people::home("".into(), 9, people::family(9).members);
    k.siak(&[paper::siak("siak2.csv", &records(std::slice::from_ref(&newcomers)), &[])]).await.unwrap();
    k.book("buku.csv", &[registration("R-1", &newcomers, TODAY)]).await.unwrap();
    k.listed().await;
    let first = visit("P1", VisitSource::Registration, "R-1", &newcomers, TODAY);
    k.visits(std::slice::from_ref(&first)).await.unwrap();
    let second = FilledQuestionnaire { id: "P2".into(), ..first.clone() };
    let report = k.visits(std::slice::from_ref(&second)).await.unwrap();
    assert!(report.issues.iter().any(|i| i.kind.code() == "KUNJUNGAN_SUDAH_ADA"), "{:?}", report.issues);
    assert_eq!(k.verdict("P2").await.unwrap().0, "DIKEMBALIKAN");
    // the first one is corrected under its own number
    let mut again = first.clone();
    again.household.answers.set(Item::FloorArea, 93);
    taken(&k, &again).await;
    // and after the decree neither changes anything
    let report = k.visits(&[FilledQuestionnaire { id: "P3".into(), ..first }]).await.unwrap();
    assert!(report.issues.iter().any(|i| i.kind.code() == "KUESIONER_SUDAH_DI_SK"), "{:?}", report.issues);
    assert!(k.decreed().await.is_none());
    assert_eq!(k.app.store.read().await.unwrap().register().await.unwrap().len(), 5, "one household came");
    holds(&k).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_after_a_refused_sheet_counts_once_the_hamlet_has_met_again() {
    // R73, R76
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    let one = people::family(1);
    // one new household, and no room for it
    let refused = paper::sheet("3403012001_ngasem", &[(&one, 6)], &[&people::family(9)]);
    assert_eq!(k.sheet(refused).await.unwrap().judged.map(|(refused, _)| refused), Some(1));
    let form = asked("P1", &found());
    k.visits(std::slice::from_ref(&form)).await.unwrap();
    assert_eq!(k.verdict("P1").await.unwrap().0, "DITERIMA");
    assert!(k.decreed().await.is_none(), "no minutes in force ask for it");
    holds(&k).await;
    met(&k, "", &one, 6).await;
    taken(&k, &form).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_that_brings_nothing_into_the_register_ends_with_its_round() {
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    let newcomers = people::home("".into(), 9, people::family(9).members);
    k.book("buku.csv", &[registration("R-1", &newcomers, TODAY)]).await.unwrap();
    k.listed().await;
    let mut gone = visit("P1", VisitSource::Registration, "R-1", &newcomers, TODAY);
    gone.result = Some(VisitResult::NotFound);
    gone.household.answers = Default::default();
    gone.household.members.clear();
    (gone.household.member_count, gone.household.family_count) = (None, None);
    k.visits(&[gone]).await.unwrap();
    assert_eq!(k.verdict("P1").await.unwrap().0, "DITERIMA");
    assert!(k.decreed().await.is_none(), "there is nothing for the register");
    let social = k.officer(Role::SocialService).await;
    round::close(&k.app, &social, false, "selesai").await.unwrap();
    let case = k.app.store.read().await.unwrap().case("R-1").await.unwrap().unwrap();
    assert_eq!(case.state.code(), "DITUTUP");
    holds(&k).await;
}
