//! Whose a device is. ADR 0014.

use crate::meeting::{HAMLET, Hall, MEETING, dukuh, officer, tkpk};
use app::access::Role;
use app::meeting;
use serde_json::json;
use store::{Backend, NewEvent};
use words::{Lang, Words};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_belongs_to_the_account_that_was_let_in_with_it_first() {
    let hall = Hall::open(Backend::Sqlite).await;
    let mut d1 = hall.device(dukuh(), "tablet-dukuh", "dukuh").await;
    d1.act(json!({"kind": "attend", "group": "rt", "count": 1}));
    d1.sync(&hall).await;
    let thief = officer("dukuh-2", Role::HamletHead, HAMLET);
    let admit = async |who: &app::access::Officer, stage: &str, device: &str| {
        let code = meeting::code(&hall.app, &tkpk(), stage).await.unwrap();
        meeting::admit(&hall.app, who, stage, device, "", &code).await
    };
    let refused = admit(&thief, MEETING, "tablet-dukuh").await.unwrap_err();
    assert_eq!(refused.code(), "PERANGKAT_AKUN_LAIN");
    assert!(!refused.said(Words::of(Lang::Id)).repair.is_empty());
    assert!(meeting::form_json(&hall.app, &thief, MEETING, "tablet-dukuh").await.is_err(), "nothing was let in");
    assert_eq!(admit(&thief, MEETING, "kertas").await.unwrap_err().code(), "PERANGKAT_AKUN_LAIN", "paper's own name");
    admit(&dukuh(), MEETING, "tablet-dukuh").await.unwrap();
    admit(&thief, MEETING, "hp-dukuh-2").await.unwrap();

    // its numbers go on in the stages after this one
    let mut tx = hall.app.store.begin("3403012001").await.unwrap();
    let first = tx.meeting_stage(MEETING).await.unwrap().unwrap();
    let form = tx.meeting_form(MEETING).await.unwrap().unwrap();
    let next = format!("{MEETING}_t2");
    let second = store::meeting::StageRow {
        id: next.clone(),
        stage: 2,
        previous: Some(MEETING.to_owned()),
        entry_count: 0,
        ..first
    };
    tx.issue_meeting(&second, &form.rows, &[]).unwrap();
    tx.commit(NewEvent::new("meeting.stage_issued", "uji", testkit::now_ms())).await.unwrap();
    assert_eq!(admit(&thief, &next, "tablet-dukuh").await.unwrap_err().code(), "PERANGKAT_AKUN_LAIN");
    admit(&dukuh(), &next, "tablet-dukuh").await.unwrap();
}
