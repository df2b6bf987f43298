//! A round by its steps, as pages ask for them: each by the account whose act it is, done by a worker.

use crate::kit::{app, files, pack, run};
use app::access::{Officer, Role};
use app::import::{self, Import};
use app::stage::{self, Stage};
use app::{App, account, civil, decree, deliberation, export, job, ranking, round, verification};
use exchange::PackFile;
use std::collections::BTreeMap;
use store::Backend;
use store::job::{JobRow, JobState};
use testkit::{Workspace, on_both};

async fn of(app: &App, role: Role) -> Officer {
    account::of_role(app, role).await.unwrap()
}

/// A worker that does whatever waits, as `serve` does.
async fn worked(app: &App) -> JobRow {
    let job = job::claim(app, "pekerja").await.unwrap().expect("a job waits");
    let stage = Stage::from_code(&job.kind).unwrap();
    let outcome = stage::as_job(app, stage, &job).await;
    job::finish(app, &job, outcome.as_ref().map(Clone::clone)).await.unwrap()
}

/// Asks for a step as a role and has it done; gives what came out.
async fn step(app: &App, role: Role, stage: Stage) -> serde_json::Value {
    let officer = of(app, role).await;
    stage::ask(app, &officer, stage).await.unwrap();
    let done = worked(app).await;
    assert_eq!(done.state, JobState::Done, "{:?}", done.error);
    serde_json::from_str(&done.result.unwrap()).unwrap()
}

async fn waits(app: &App, stage: Stage) -> usize {
    let officer = of(app, Role::SocialService).await;
    let all = stage::standings(app, &officer).await.unwrap();
    let found = all.into_iter().find(|s| s.stage == stage).unwrap();
    assert!(found.missing.is_none(), "{:?}", found.missing);
    found.waits
}

async fn missing(app: &App, stage: Stage, role: Role) -> &'static str {
    stage::ask(app, &of(app, role).await, stage).await.unwrap_err().code()
}

fn refs(files: &[PackFile]) -> Vec<&PackFile> {
    files.iter().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_steps_of_a_round_asked_for_one_by_one_give_the_files_that_a_run_gives() {
    let told = {
        let workspace = Workspace::new(Backend::Sqlite).await;
        run(&app(&workspace)).await
    };
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let app = app(&workspace);
        let pack = exchange::pack::open(pack(), &Default::default()).unwrap();
        let operator = Officer::operator();
        let areas = pack.area_file().unwrap();
        let (hamlets, bridge) = (pack.hamlets.as_ref(), pack.bridge.as_ref());
        let parts: Vec<&PackFile> = [Some(areas), hamlets, bridge].into_iter().flatten().collect();
        let how = Import::of(&operator, "areas", &parts, &areas.name, false).unwrap();
        import::areas(&app, &how, areas, hamlets, bridge).await.unwrap();
        let (social, dukcapil) = (of(&app, Role::SocialService).await, of(&app, Role::Dukcapil).await);
        assert_eq!(missing(&app, Stage::Identify, Role::SocialService).await, "PUTARAN_BELUM_DIBUKA");
        round::open(&app, &social, "2017-I", BTreeMap::new()).await.unwrap();

        let how = Import::of(&social, "bdt", &refs(&pack.bdt), "BDT", false).unwrap();
        import::bdt(&app, &how, &pack.bdt).await.unwrap();
        let how = Import::of(&dukcapil, "siak", &refs(&pack.siak), "SIAK", false).unwrap();
        civil::import(&app, &how, &pack.siak).await.unwrap();
        let how = Import::of(&social, "registrations", &refs(&pack.registrations), "pendaftaran", false).unwrap();
        import::registrations(&app, &how, &pack.registrations).await.unwrap();

        // ── identification and prelist: by the social service alone ──
        assert!(waits(&app, Stage::Identify).await > 20);
        assert_eq!(missing(&app, Stage::Identify, Role::Ministry).await, "AKSES_DITOLAK");
        let said = step(&app, Role::SocialService, Stage::Identify).await;
        assert!(said["identified"].as_u64().unwrap() > 20, "{said}");
        assert_eq!(waits(&app, Stage::Identify).await, 0);
        let ready = waits(&app, Stage::Freeze).await;
        assert!(ready > 10);
        let said = step(&app, Role::SocialService, Stage::Freeze).await;
        assert_eq!(said["rows"].as_u64().unwrap() + said["listed_already"].as_u64().unwrap(), ready as u64, "{said}");
        assert_eq!(waits(&app, Stage::Freeze).await, 0);
        let said = step(&app, Role::SocialService, Stage::Freeze).await;
        assert_eq!(said["rows"], 0, "nothing is frozen twice");

        // ── meetings, visits, and the households they propose ──
        let mut sheets = refs(&pack.meetings);
        sheets.extend(&pack.sessions);
        let how = Import::of(&social, "meetings", &sheets, "musyawarah", false).unwrap();
        deliberation::import(&app, &how, &pack.meetings, pack.sessions.as_ref()).await.unwrap();
        let (households, members) = pack.questionnaires().unwrap();
        let how = Import::of(&social, "questionnaires", &[households, members], "pendataan", false).unwrap();
        verification::import(&app, &how, households, members).await.unwrap();
        let said = step(&app, Role::SocialService, Stage::Identify).await;
        assert!(said["identified"].as_u64().unwrap() > 0, "{said}");

        // ── decree, edition, lists ──
        let number = decree::next_number(&app).await.unwrap();
        let how = decree::Preparing { number: number.clone(), area: None, waiver: None };
        decree::prepare(&app, &social, &how).await.unwrap().unwrap();
        decree::sign(&app, &of(&app, Role::RegionalHead).await, &number).await.unwrap();
        decree::deliver(&app, &social, &number).await.unwrap();
        assert_eq!(missing(&app, Stage::Edition, Role::Pokja).await, "MODEL_BELUM_ADA");
        assert_eq!(missing(&app, Stage::Draw, Role::Ministry).await, "EDISI_BELUM_DIPERINGKAT");
        let survey = pack.survey.as_ref().unwrap();
        let how = Import::of(&social, "survey", &[survey], &survey.name, false).unwrap();
        ranking::fit(&app, &how, survey).await.unwrap();
        assert!(waits(&app, Stage::Edition).await > 200);
        let said = step(&app, Role::Pokja, Stage::Edition).await;
        assert!(said["households"].as_u64().unwrap() > 200, "{said}");
        assert_eq!(waits(&app, Stage::Edition).await, 0);
        assert!(waits(&app, Stage::Draw).await > 0);
        let said = step(&app, Role::Ministry, Stage::Draw).await;
        assert!(said["admitted"].as_u64().unwrap() > 0, "{said}");
        assert_eq!(waits(&app, Stage::Draw).await, 0);

        let out = tempfile::tempdir().unwrap();
        export::results(&app, out.path()).await.unwrap();
        let own = files(out.path());
        assert_eq!(own.keys().collect::<Vec<_>>(), told.keys().collect::<Vec<_>>());
        for (name, bytes) in &told {
            assert!(own[name] == *bytes, "{name} differs on {backend:?}");
        }
        assert!(app.store.verify().await.unwrap().is_clean());
    }
}
