//! Late hamlets are reminded once a day, within the asker's limit, and no message names anybody. R68.

use crate::kit::MovedClock;
use app::App;
use app::access::{Act, Officer};
use app::job;
use app::meeting::{self, ISSUE_JOB};
use app::sms::{self, ContactRole, REMIND_JOB, SmsSettings};
use domain::area::AreaCode;
use domain::deliberation::sms::Phone;
use store::NewEvent;
use store::household::Standing;
use store::job::JobState;
use store::prelist::PrelistHead;
use testkit::{Village, Workspace, on_both};

const DAY_MS: i64 = 24 * 3_600_000;

fn kabupaten() -> AreaCode {
    AreaCode::parse("3403").unwrap()
}

/// A kabupaten with two hamlets in one desa and one in another; a frozen prelist, no forms yet.
async fn office(workspace: &Workspace, clock: std::sync::Arc<MovedClock>, daily_limit: i64) -> App {
    let app = App::new(workspace.store.clone(), clock).with_sms(SmsSettings { daily_limit, ..SmsSettings::default() });
    let mut village = Village::of(6);
    for (household, hamlet) in village.households.iter_mut().zip(["Ngasem", "Wonorejo", "Ngasem", "Wonorejo"]) {
        household.place.hamlet = Some(hamlet.to_owned());
    }
    for household in &mut village.households[4..] {
        household.place.desa = Some(AreaCode::parse("3403012002").unwrap());
        household.place.hamlet = Some("Karangrejo".to_owned());
    }
    for (code, name, desa) in
        [("34.03.01.2001.02", "Wonorejo", "3403012001"), ("34.03.01.2002.01", "Karangrejo", "3403012002")]
    {
        village.areas.add_hamlet(domain::area::Hamlet {
            code: code.to_owned(),
            name: name.to_owned(),
            desa: AreaCode::parse(desa).unwrap(),
            kind: "Padukuhan".to_owned(),
        });
    }
    let mut tx = app.store.begin("3403").await.unwrap();
    tx.put_areas(&village.areas);
    tx.put_fact("kabupaten", "3403");
    village.households.iter().for_each(|h| tx.put_household(None, h, &Standing::default(), Some(testkit::TODAY)));
    let head = PrelistHead {
        id: "3403012001-1".into(),
        area: "3403012001".into(),
        version: 1,
        frozen_on: testkit::TODAY.to_string(),
        hash: "ab".repeat(32),
        row_count: 0,
        round: None,
        supplement: 0,
    };
    tx.put_prelist(&head, &[]);
    tx.commit(NewEvent::new("import.taken", "uji", testkit::now_ms())).await.unwrap();
    app
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forms_are_issued_by_a_job_that_goes_on_where_another_worker_was_killed() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let clock = MovedClock::new();
        let app = office(&workspace, clock.clone(), 40).await;
        let asker = Officer::who_asked("tkpk");
        let ask = async || job::ask(&app, &asker, Act::IssueForms, kabupaten(), ISSUE_JOB, "3403").await.unwrap();
        let asked = ask().await;
        assert_eq!(ask().await.id, asked.id, "asked twice, queued once");

        // the first worker issues one desa and dies
        job::claim(&app, "pekerja-1").await.unwrap().unwrap();
        let walk = meeting::Walk::begin(&app, &asker, kabupaten(), None).await.unwrap();
        walk.desa(&app, &asker, 0, &mut meeting::Issued::default()).await.unwrap();
        assert!(job::claim(&app, "pekerja-2").await.unwrap().is_none(), "its lease still holds");
        clock.forward(2 * job::LEASE_MS);
        let mut taken = job::claim(&app, "pekerja-2").await.unwrap().unwrap();
        let said = meeting::issue_as_job(&app, &mut taken).await.unwrap();
        assert_eq!(said, r#"{"before":2,"issued":1,"nowhere":0,"rows":2}"#);
        assert_eq!((taken.done, taken.total), (2, 2));
        let ended = job::finish(&app, &taken, Ok(said)).await.unwrap();
        assert_eq!(ended.state, JobState::Done);
        let mut stages = workspace.store.read().await.unwrap();
        let all = stages.meeting_stages(&store::view::Span::of(&kabupaten())).await.unwrap();
        assert_eq!(all.len(), 3);
        assert!(all.iter().all(|s| s.issued_by == "tkpk"), "under the name of who asked");
        drop(stages);

        // ended, the wish may be asked again; stopped, it keeps what it did
        let again = ask().await;
        assert_ne!(again.id, asked.id);
        let mut taken = job::claim(&app, "pekerja-2").await.unwrap().unwrap();
        job::cancel(&app, &Officer::operator(), &again.id).await.unwrap();
        let stopped = meeting::issue_as_job(&app, &mut taken).await.unwrap_err();
        assert_eq!(stopped.code(), "PEKERJAAN_DIHENTIKAN");
        assert_eq!(job::finish(&app, &taken, Err(&stopped)).await.unwrap().state, JobState::Cancelled);
        assert!(workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn late_hamlets_are_reminded_once_a_day_within_the_limit_and_without_a_name() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let clock = MovedClock::new();
        let app = office(&workspace, clock.clone(), 2).await;
        let asker = Officer::who_asked("tkpk");
        meeting::issue(&app, &asker, kabupaten(), |_, _| ()).await.unwrap();
        for (desa, hamlet, number) in [
            ("3403012001", "Ngasem", "081200000001"),
            ("3403012001", "Wonorejo", "081200000002"),
            ("3403012001", "Wonorejo", "081200000003"),
        ] {
            let (desa, phone) = (AreaCode::parse(desa).unwrap(), Phone::parse(number).unwrap());
            sms::enter_contact(&app, &asker, desa, hamlet, ContactRole::Dukuh, &phone).await.unwrap();
        }
        let remind = async || sms::remind_late(&app, &asker, kabupaten()).await.unwrap();
        let counts = |r: sms::Reminded| (r.late, r.queued, r.without_number, r.held_back);
        assert_eq!(counts(remind().await), (0, 0, 0, 0), "nobody is late on the first day");
        clock.forward(8 * DAY_MS);
        assert_eq!(counts(remind().await), (3, 2, 1, 1), "two a day is the limit");
        assert_eq!(counts(remind().await), (3, 0, 1, 1), "who was reminded today is not reminded again");
        clock.forward(DAY_MS);
        let asked = job::ask(&app, &asker, Act::IssueForms, kabupaten(), REMIND_JOB, "3403").await.unwrap();
        let mut taken = job::claim(&app, "pekerja").await.unwrap().unwrap();
        assert_eq!(taken.id, asked.id);
        let said = meeting::remind_as_job(&app, &mut taken).await.unwrap();
        assert_eq!(said, r#"{"held_back":1,"late":3,"queued":2,"reported":0,"without_number":1}"#);
        let mut reader = workspace.store.read().await.unwrap();
        let sent = reader.sms_out_recent(10).await.unwrap();
        assert_eq!(sent.len(), 4);
        for message in &sent {
            assert_eq!((message.kind.as_str(), message.asked_by.as_str()), ("PENGINGAT", "tkpk"));
            let words = message.body.text.to_uppercase();
            assert!(!words.contains("SUGENG") && !words.contains("LESTARI"), "{words}");
            assert!(words.split(|c: char| !c.is_ascii_digit()).all(|run| run.len() < 16), "{words}");
        }
        let denied = Officer::new(domain::id::AccountId::new("dukuh"), "dukuh", vec![]);
        assert_eq!(sms::remind_late(&app, &denied, kabupaten()).await.unwrap_err().code(), "AKSES_DITOLAK");
    }
}
