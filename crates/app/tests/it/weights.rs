//! Learnt weights in the product: learnt with the batch, learnt again from decisions. ADR 0013.

use crate::kit::{MovedClock, identified};
use app::App;
use app::access::{Officer, Role, RoleBinding, Scope};
use app::error::AppError;
use app::review::{self, Answer, Filter, Said};
use app::weights::{DECISIONS_MIN, retrain};
use domain::id::{AccountId, HouseholdId, RegistrationNumber};
use domain::identification::review::{Reasoning, ReviewRefused};
use domain::refusal::{Refusal, Value};
use store::identification::IdentificationRow;
use store::{Backend, NewEvent};
use testkit::{Workspace, now_ms, on_both};

async fn rows(app: &App) -> Vec<IdentificationRow> {
    app.store.read().await.unwrap().identifications().await.unwrap()
}

/// Decides open cases: every second one is said to be new.
async fn decide(app: &App, how_many: usize) {
    let officer = Officer::operator();
    let open: Vec<_> =
        rows(app).await.into_iter().filter(|r| r.category == "TELAAH" && r.household.is_some()).collect();
    assert!(open.len() >= how_many, "the pack holds {} cases with a candidate", open.len());
    for (i, row) in open.iter().take(how_many).enumerate() {
        let said = match row.household.as_deref() {
            Some(id) if i % 2 == 0 => Said::Same { household: HouseholdId::new(id), changed: None },
            _ => Said::New,
        };
        let answer =
            Answer { said, reasoning: Reasoning { ground: None, words: "sudah ditanya".to_owned() }, version: None };
        review::decide(app, &officer, &RegistrationNumber::new(&row.registration), &answer, None).await.unwrap();
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T, AppError>) -> ReviewRefused {
    match result.unwrap_err() {
        AppError::Review(refused) => refused,
        other => panic!("{other}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn weights_are_learnt_again_from_decisions_and_evidence_already_kept_stays_as_it_was_weighed() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let app = App::new(workspace.store.clone(), MovedClock::new());
        assert_eq!(refused(retrain_in_empty(&app).await).code(), "BOBOT_BELUM_ADA");
        let workspace = Workspace::new(backend).await;
        let app = App::new(workspace.store.clone(), MovedClock::new());
        identified(&app).await;
        let officer = Officer::operator();
        let few = refused(retrain(&app, &officer).await);
        assert_eq!(few.code(), "PUTUSAN_TERLALU_SEDIKIT");
        assert!(few.args().contains(&("needed", Value::Count(DECISIONS_MIN as u64))), "{few}");
        decide(&app, DECISIONS_MIN).await;
        let before = rows(&app).await;

        let done = retrain(&app, &officer).await.unwrap();
        assert_eq!((done.version, done.decisions), (2, DECISIONS_MIN));
        assert!(!done.locked && done.moved.iter().any(|(_, by)| *by > 0), "{done:?}");
        assert_eq!(rows(&app).await, before, "on {backend:?}");

        let quality = review::quality(&app, &officer, None).await.unwrap();
        let told: Vec<_> =
            quality.versions.iter().map(|v| (v.row.no, v.row.source.as_str(), v.row.decisions)).collect();
        assert_eq!(told, [(2, "PUTUSAN", DECISIONS_MIN as i64), (1, "BATCH", 0)]);
        assert_eq!(quality.versions[1].agreement.all, DECISIONS_MIN, "verdicts count for the version they were shown");
        assert_eq!(quality.versions[0].agreement.all, 0);

        // the same decisions give the same weights
        let again = retrain(&app, &officer).await.unwrap();
        assert_eq!(again.version, 3);
        let report = workspace.store.verify().await.unwrap();
        assert!(report.is_clean(), "{:?}", report.findings);
    }
}

async fn retrain_in_empty(app: &App) -> Result<app::weights::Retrained, AppError> {
    let village = testkit::Village::of(2);
    let mut tx = app.store.begin("3403").await.unwrap();
    tx.put_areas(&village.areas);
    tx.put_fact("kabupaten", "3403");
    tx.commit(NewEvent::new("import.taken", "uji", now_ms())).await.unwrap();
    retrain(app, &Officer::operator()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kept_candidate_says_how_much_each_field_spoke_and_the_likely_outweigh_the_unlikely() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let app = App::new(workspace.store.clone(), MovedClock::new());
    identified(&app).await;
    let mut certain = (0, 0);
    let mut unlikely = Vec::new();
    let rows = rows(&app).await;
    for row in &rows {
        assert_eq!(row.evidence.weighed_by.is_some(), !row.evidence.candidates.is_empty());
        for candidate in &row.evidence.candidates {
            let fields: Vec<&str> = candidate.weights.iter().map(|(_, f, _)| f.as_str()).collect();
            assert_eq!((fields.first(), fields.last()), (Some(&"awal"), Some(&"mirip_lain")));
            let total: i32 = candidate.weights.iter().map(|(.., w)| w).sum();
            if candidate.level == "PASTI" && row.category.starts_with("LAMA") {
                certain = (certain.0 + usize::from(total > 0), certain.1 + 1);
                if total <= 0 {
                    unlikely.push((&row.registration, &candidate.weights));
                }
            }
        }
    }
    assert!(certain.1 > 100 && certain.0 * 100 >= certain.1 * 96, "{certain:?}: {unlikely:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_who_leads_the_kabupaten_has_the_weights_learnt_again() {
    let workspace = Workspace::new(Backend::Sqlite).await;
    let app = App::new(workspace.store.clone(), MovedClock::new());
    identified(&app).await;
    let queue = review::queue(&app, &Officer::operator(), &Filter::default(), 1).await.unwrap();
    let desa = domain::area::AreaCode::parse(&queue.list.rows[0].desa).unwrap();
    let binding = RoleBinding { role: Role::SocialService, scope: Scope::Area(desa) };
    let officer = Officer::new(AccountId::new("ani"), "Ani", vec![binding]);
    assert_eq!(retrain(&app, &officer).await.unwrap_err().code(), "AKSES_DITOLAK");
}
