//! What the office does with signed minutes, on both databases. R69–R73, domain §2.2.

use crate::correction::{sheet, take};
use crate::meeting::{Hall, MEETING, asisten, desa, dukuh, tkpk};
use app::meeting::{self, Training, office, step, train};
use domain::Date;
use domain::round::{MeetingAct, MeetingState};
use serde_json::json;
use testkit::on_both;

/// The refusal of a step, or nothing.
async fn refused(hall: &Hall, officer: &app::access::Officer, meeting: &str, act: MeetingAct, why: &str) -> String {
    step(&hall.app, officer, meeting, act, why).await.map_or_else(|e| e.code().to_owned(), |_| String::new())
}

/// The kinds of what is filed under a meeting, with the act of each move.
async fn history(hall: &Hall, meeting: &str) -> Vec<String> {
    let events = hall.app.store.read().await.unwrap().history(meeting).await.unwrap();
    let told = events.into_iter().filter(|e| e.kind.starts_with("meeting.moved") || e.kind.contains("trained"));
    told.map(|e| e.payload["act"].as_str().map_or(e.kind.clone(), str::to_owned)).collect()
}

/// The evening with one enumerator agreed, signed on two devices.
async fn signed(hall: &Hall) {
    let mut d1 = hall.device(dukuh(), "tablet-dukuh", "dukuh").await;
    let mut d2 = hall.device(asisten(), "hp-asisten", "asisten").await;
    for (row, code) in hall.rows.iter().zip([1, 2, 3, 6, 8]) {
        d1.act(json!({"kind": "circle", "row": row, "code": code, "living": null}));
    }
    d1.act(json!({"kind": "enumerator", "name": "SARI", "hamlet": "Ngasem", "trained_on": null}));
    d1.sync(hall).await;
    d2.sync(hall).await;
    for row in &hall.rows {
        d2.act(json!({"kind": "check", "row": row}));
    }
    d2.sync(hall).await;
    d1.sync(hall).await;
    let covers = d1.seen.clone();
    d1.sign_and_close("PAK DUKUH", false, &covers);
    d1.sync(hall).await;
    d2.sync(hall).await;
    d2.sign_and_close("MBAK ASISTEN", true, &covers);
    assert!(d2.sync(hall).await.closed.is_some());
}

fn training(present: &str) -> Training {
    Training { on: Some(Date::constant(2016, 5, 1)), place: "Balai desa".to_owned(), present: vec![present.to_owned()] }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signed_minutes_are_reported_confirmed_and_lead_to_enumeration_by_the_act_of_a_named_person() {
    // R69, R70, R72, R73
    use MeetingAct as A;
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        assert_eq!(refused(&hall, &dukuh(), MEETING, A::Report, "").await, "MUSYAWARAH_BELUM_DITUTUP");
        signed(&hall).await;
        assert_eq!(refused(&hall, &tkpk(), MEETING, A::Confirm, "").await, "LANGKAH_MUSYAWARAH_TIDAK_BERLAKU");
        assert!(!refused(&hall, &asisten(), MEETING, A::Confirm, "").await.is_empty(), "it is the TKPKDesa's");
        step(&hall.app, &dukuh(), MEETING, A::Report, "").await.unwrap();
        assert_eq!(hall.stage().await.state, MeetingState::Reported);
        assert_eq!(refused(&hall, &tkpk(), MEETING, A::StartEnumeration, "").await, "BELUM_ADA_PENDATA_TERLATIH");

        // sent back with a reason, and reported again
        assert_eq!(refused(&hall, &tkpk(), MEETING, A::SendBack, " ").await, "LANGKAH_MUSYAWARAH_TANPA_ALASAN");
        step(&hall.app, &tkpk(), MEETING, A::SendBack, "daftar hadir kurang").await.unwrap();
        assert_eq!(hall.stage().await.state, MeetingState::Signed);
        step(&hall.app, &dukuh(), MEETING, A::Report, "").await.unwrap();

        // the training is recorded after the meeting
        assert_eq!(
            train(&hall.app, &tkpk(), MEETING, &training("ORANG LAIN")).await.unwrap_err().code(),
            "PENDATA_TIDAK_DISEPAKATI"
        );
        let ahead = Training { on: Some(Date::constant(2099, 1, 1)), ..training("SARI") };
        assert_eq!(train(&hall.app, &tkpk(), MEETING, &ahead).await.unwrap_err().code(), "PELATIHAN_TIDAK_LENGKAP");
        train(&hall.app, &tkpk(), MEETING, &training("SARI")).await.unwrap();
        assert_eq!(refused(&hall, &tkpk(), MEETING, A::StartEnumeration, "").await, "LAPORAN_BELUM_DIKONFIRMASI");
        step(&hall.app, &tkpk(), MEETING, A::Confirm, "").await.unwrap();
        step(&hall.app, &tkpk(), MEETING, A::StartEnumeration, "").await.unwrap();
        step(&hall.app, &tkpk(), MEETING, A::FinishEnumeration, "").await.unwrap();
        assert_eq!(hall.stage().await.state, MeetingState::Enumerated);

        let shown = office(&hall.app, &tkpk(), MEETING).await.unwrap().unwrap();
        assert_eq!((shown.standing.state, shown.standing.confirmed), (MeetingState::Enumerated, true));
        let steps: Vec<(&str, &str, &str)> =
            shown.steps.iter().map(|s| (s.act.as_str(), s.by.as_str(), s.reason.as_str())).collect();
        assert_eq!(steps[1], ("kembalikan", "tkpk", "daftar hadir kurang"));
        let told = ["laporkan", "kembalikan", "laporkan", "meeting.enumerators_trained", "konfirmasi"];
        let told: Vec<&str> = told.into_iter().chain(["mulai_pendataan", "selesai_pendataan"]).collect();
        assert_eq!(history(&hall, MEETING).await, told);
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sheet_goes_through_the_same_acts_with_and_without_issued_forms() {
    // R69, R70, R73
    use MeetingAct as A;
    for backend in on_both() {
        let hall = Hall::unissued(backend).await;
        take(&hall, "3403012001_ngasem.csv", &sheet(&hall, [1, 1, 4, 8, 8])).await;
        let mut reader = hall.app.store.read().await.unwrap();
        assert!(reader.meeting_stage(MEETING).await.unwrap().is_none(), "no forms were issued");
        drop(reader);
        step(&hall.app, &dukuh(), MEETING, A::Report, "").await.unwrap();
        step(&hall.app, &tkpk(), MEETING, A::Confirm, "").await.unwrap();
        let at = step(&hall.app, &tkpk(), MEETING, A::StartEnumeration, "").await.unwrap();
        assert_eq!(at.state, MeetingState::Enumerating, "nobody is to be visited, so nobody is to be trained");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_campaign_of_meetings_starts_from_the_register_alone_and_every_hamlet_gets_a_form() {
    // R26, R59
    for backend in on_both() {
        let hall = Hall::unissued(backend).await;
        let mut tx = hall.app.store.begin("").await.unwrap();
        let mut areas = testkit::Village::of(5).areas;
        areas.add_hamlet(domain::area::Hamlet {
            code: "34.03.01.2001.77".to_owned(),
            name: "Tanpa Rumah".to_owned(),
            ..areas.hamlets(&desa())[0].clone()
        });
        tx.put_areas(&areas);
        tx.commit(store::NewEvent::new("import.taken", "uji", testkit::now_ms())).await.unwrap();
        let issued = meeting::issue(&hall.app, &tkpk(), desa(), |_, _| ()).await.unwrap();
        assert_eq!(issued.meetings, [MEETING, "3403012001_tanparumah"]);
        let sets = meeting::form_sets(&hall.app, &tkpk(), desa(), None).await.unwrap().sets;
        let told: Vec<(&str, usize, bool)> =
            sets.iter().map(|s| (s.hamlet.as_str(), s.rows.len(), s.day().is_ok())).collect();
        assert_eq!(told, [("Ngasem", 5, true), ("Tanpa Rumah", 0, true)]);
    }
}
