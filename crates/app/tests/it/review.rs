//! A case in doubt waits for a person, who says why. T8.

use crate::kit::{app, run};
use app::access::{Officer, Role, RoleBinding, Scope};
use app::identification::decide_review;
use domain::id::{AccountId, HouseholdId, RegistrationNumber};
use domain::identification::Category;
use store::Backend;
use testkit::Workspace;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_case_in_doubt_is_on_no_prelist_until_a_person_decides_with_a_reason() {
    // T8
    let workspace = Workspace::new(Backend::Sqlite).await;
    let app = app(&workspace);
    run(&app).await;
    let mut reader = workspace.store.read().await.unwrap();
    let all = reader.identifications().await.unwrap();
    let case =
        all.iter().find(|i| i.category == "TELAAH" && i.household.is_some()).expect("the pack holds doubtful cases");
    let mut listed = Vec::new();
    for list in reader.prelists().await.unwrap() {
        listed.extend(reader.prelist_rows(&list.id).await.unwrap());
    }
    assert!(listed.iter().all(|r| r.registration.as_deref() != Some(case.registration.as_str())));
    let number = RegistrationNumber::new(&case.registration);
    let household = case.household.as_deref().map(HouseholdId::new);
    let (registration, _) = reader.registration(&number).await.unwrap().unwrap();
    drop(reader);

    let binding = RoleBinding { role: Role::RegistrationOfficer, scope: Scope::Area(registration.desa) };
    let clerk = Officer::new(AccountId::new("kasi"), "Kasi", vec![binding]);
    let denied = decide_review(&app, &clerk, &number, Category::KnownChanged, household.as_ref(), "kenal").await;
    assert_eq!(denied.unwrap_err().code(), "AKSES_DITOLAK");

    let operator = Officer::operator();
    let silent = decide_review(&app, &operator, &number, Category::KnownChanged, household.as_ref(), " ").await;
    assert_eq!(silent.unwrap_err().code(), "TELAAH_TANPA_ALASAN");
    let wrong = decide_review(&app, &operator, &number, Category::New, household.as_ref(), "baru").await;
    assert_eq!(wrong.unwrap_err().code(), "KATEGORI_DAN_RUTA");
    decide_review(&app, &operator, &number, Category::KnownChanged, household.as_ref(), "KK lama ditunjukkan")
        .await
        .unwrap();

    let mut reader = workspace.store.read().await.unwrap();
    let row = reader.identification(number.as_str()).await.unwrap().unwrap();
    assert_eq!((row.category.as_str(), row.decided_by.as_deref()), ("LAMA_BERUBAH", Some("operator")));
    let kinds: Vec<_> = reader.history(number.as_str()).await.unwrap().into_iter().map(|e| e.kind).collect();
    assert_eq!(kinds.last().map(String::as_str), Some("identification.review_decided"));
    let again = decide_review(&app, &operator, &number, Category::KnownChanged, household.as_ref(), "lagi").await;
    assert_eq!(again.unwrap_err().code(), "BUKAN_TELAAH");
    assert!(workspace.store.verify().await.unwrap().is_clean());
}
