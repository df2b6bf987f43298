//! The places for keying a paper form in, and refusals about a meeting, as pages tell them.

use crate::office::{DESA, Office};
use app::access::Role;
use axum::http::StatusCode;
use store::NewEvent;
use store::meeting::{FormRow, StageRow};

const HAMLET: &str = "34.03.01.2001.01";
const PAGE: &str = "/musyawarah/3403012001_ngasem";

/// A hamlet whose forms are issued, three officers, and the office.
async fn hamlet() -> (Office, [String; 3], String) {
    let office = Office::open().await;
    let mut tx = office.app.store.begin("3403012001").await.unwrap();
    let row = FormRow { row: "rts-1".to_owned(), no: 1, head_name: "WARGA SATU".to_owned(), ..FormRow::default() };
    let stage = StageRow {
        id: "3403012001_ngasem".to_owned(),
        desa: "3403012001".to_owned(),
        hamlet: "Ngasem".to_owned(),
        hamlet_code: Some(HAMLET.to_owned()),
        stage: 1,
        row_count: 1,
        ..StageRow::default()
    };
    tx.issue_meeting(&stage, &[row], &[]).unwrap();
    tx.commit(NewEvent::new("meeting.forms_issued", "uji", testkit::now_ms())).await.unwrap();
    let mut cookies = Vec::new();
    for id in ["ani", "budi", "citra"] {
        office.account(id, Role::Facilitator, HAMLET).await;
        cookies.push(office.sign_in(id).await);
    }
    office.account("tkpk", Role::Tkpkdesa, DESA).await;
    let desk = office.sign_in("tkpk").await;
    (office, cookies.try_into().unwrap(), desk)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_officer_who_cannot_finish_is_taken_out_on_the_page_of_the_meeting() {
    let (office, [ani, budi, citra], desk) = hamlet().await;
    let paper = format!("{PAGE}/kertas");
    let empty = office.post(&ani, &paper, &[("code.1", ""), ("aksi", "simpan")]).await;
    assert!(empty.status == StatusCode::CONFLICT && empty.body.contains("Belum ada yang diketik"), "{}", empty.body);
    for who in [&ani, &budi] {
        let saved = office.post(who, &paper, &[("code.1", "1"), ("aksi", "simpan")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    }
    let full = office.get(&citra, &paper).await;
    assert!(full.body.contains("Kedua tempat mengetik sudah terisi"), "{}", full.body);
    let page = office.get(&desk, PAGE).await;
    assert!(page.body.contains("Petugas budi") && page.body.contains("Ya, lepaskan"), "{}", page.body);
    assert!(!office.get(&citra, PAGE).await.body.contains("Ya, lepaskan"));
    let not_theirs = office.post(&citra, &format!("{paper}/lepas"), &[("ketikan", "2")]).await;
    assert_eq!(not_theirs.status, StatusCode::FORBIDDEN);
    let out = office.post(&desk, &format!("{paper}/lepas"), &[("ketikan", "2")]).await;
    assert_eq!((out.status, out.location()), (StatusCode::SEE_OTHER, PAGE));
    let told = out.headers.get("set-cookie").and_then(|v| v.to_str().ok()).unwrap_or_default();
    assert!(told.starts_with("kabar=ketikan-dilepas;"), "{told}");
    let saved = office.post(&citra, &paper, &[("code.1", "2"), ("aksi", "simpan")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let late = office.post(&budi, &paper, &[("code.1", "1"), ("aksi", "simpan")]).await;
    assert!(late.body.contains("Dua petugas sudah mengetik formulir ini"), "{}", late.body);
}

#[tokio::test]
async fn a_refusal_about_a_meeting_is_told_in_the_readers_language() {
    let (office, [ani, ..], desk) = hamlet().await;
    let open = office.post(&desk, &format!("{PAGE}/tahap"), &[]).await;
    assert_eq!(open.status, StatusCode::CONFLICT);
    assert!(open.body.contains("Tahap musyawarah ini belum ditutup."), "{}", open.body);
    assert!(!open.body.contains("not closed"), "{}", open.body);
    let odd = office.post(&ani, &format!("{PAGE}/kertas"), &[("code.99", "1")]).await;
    assert!(odd.body.contains("Ada isian yang tidak ada di formulir ini"), "{}", odd.body);
    let english = format!("{desk}; bahasa=en");
    let told = office.post(&english, &format!("{PAGE}/tahap"), &[]).await;
    assert!(told.body.contains("is not closed yet") && told.body.contains("with signed minutes"), "{}", told.body);
}
