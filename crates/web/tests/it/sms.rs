//! The SMS page: who keeps it, what it never shows, and the report of a meeting from its pages. R68.

use crate::office::{DESA, OTHER_DESA, Office};
use app::access::Role;
use app::meeting;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use store::NewEvent;
use store::household::Standing;
use store::prelist::PrelistHead;

const NUMBER: &str = "0812 9876 5490";
const FULL: &str = "6281298765490";
const MEETING: &str = "3403012001_ngasem";
const HAMLET: &str = "34.03.01.2001.01";

/// An office with a TKPKDesa, a dukuh and an asisten, and one hamlet whose forms are issued.
async fn office() -> Office {
    let office = Office::open().await;
    office.account("tkpk", Role::Tkpkdesa, DESA).await;
    office.account("tkpk-lain", Role::Tkpkdesa, OTHER_DESA).await;
    office.account("dukuh", Role::HamletHead, HAMLET).await;
    let village = testkit::Village::of(3);
    let mut tx = office.app.store.begin("3403012001").await.unwrap();
    tx.put_areas(&village.areas);
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
    tx.commit(NewEvent::new("prelist.frozen", "uji", testkit::now_ms())).await.unwrap();
    let desa = domain::area::AreaCode::parse(DESA).unwrap();
    let issued = meeting::issue(&office.app, &app::access::Officer::operator(), desa, |_, _| ()).await.unwrap();
    assert_eq!(issued.meetings, [MEETING]);
    office
}

async fn json_to(office: &Office, cookie: &str, path: &str, body: Value) -> (StatusCode, Value) {
    let request = Request::post(path)
        .header(header::COOKIE, cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let answer = office.send(request).await;
    (answer.status, serde_json::from_str(&answer.body).unwrap())
}

#[tokio::test]
async fn a_number_is_entered_shown_masked_and_forgotten_after_a_question() {
    let office = office().await;
    let cookie = office.sign_in("tkpk").await;
    let empty = office.get(&cookie, "/sms").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.body.contains("Tanpa nomor TKPKDesa"), "{}", empty.body);
    let number = |number: &'static str, role: &'static str, hamlet: &'static str| {
        [("wilayah", DESA), ("peran", role), ("padukuhan", hamlet), ("nomor", number)]
    };
    for (cells, said) in [
        (number("12", "TKPKDESA", ""), "Nomor telepon tidak terbaca"),
        (number(NUMBER, "DUKUH", ""), "Pilih padukuhannya"),
    ] {
        let answer = office.post(&cookie, "/sms/nomor", &cells).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(said), "{said}");
    }
    let done = office.post(&cookie, "/sms/nomor", &number(NUMBER, "TKPKDESA", "")).await;
    assert_eq!(done.location(), "/sms?wilayah=34.03.01.2001&");
    let page = office.get(&cookie, "/sms").await.body;
    assert!(page.contains("62…90") && !page.contains(FULL) && !page.contains("9876 54"), "{page}");
    let key = page.split("name=\"kunci\" value=\"").nth(1).and_then(|r| r.split('"').next()).unwrap().to_owned();

    // another desa neither sees, takes nor forgets it; the desk has no such page
    let neighbour = office.sign_in("tkpk-lain").await;
    assert!(!office.get(&neighbour, "/sms").await.body.contains("62…90"));
    assert_eq!(office.get(&neighbour, &format!("/sms?wilayah={DESA}")).await.status, StatusCode::FORBIDDEN);
    let mut theirs = number(NUMBER, "TKPKDESA", "");
    theirs[0].1 = OTHER_DESA;
    let taken = office.post(&neighbour, "/sms/nomor", &theirs).await;
    assert!(taken.body.contains("terdaftar di desa lain"), "{}", taken.body);
    let forget = [("wilayah", DESA), ("kunci", key.as_str())];
    assert_eq!(office.post(&neighbour, "/sms/hapus", &forget).await.status, StatusCode::FORBIDDEN);
    for who in ["pendaftar", "dukuh", "kominfo"] {
        let cookie = office.sign_in(who).await;
        assert_eq!(office.get(&cookie, "/sms").await.status, StatusCode::FORBIDDEN, "{who}");
    }
    let all = office.sign_in("dinsos").await;
    let wide = office.get(&all, "/sms").await.body;
    assert!(wide.contains("/sms?wilayah=34.03.01.2001") && wide.contains("belum ada"), "{wide}");

    assert_eq!(office.post(&cookie, "/sms/hapus", &forget).await.status, StatusCode::SEE_OTHER);
    assert!(!office.get(&cookie, "/sms").await.body.contains("62…90"));
    let looks = office.app.store.read().await.unwrap().accesses(0, 200).await.unwrap();
    assert!(looks.iter().any(|a| a.account == "tkpk" && a.act == "urus_sms" && a.granted));
}

#[tokio::test]
async fn the_report_of_a_meeting_goes_out_from_a_device_or_the_stage_page_and_only_once() {
    let office = office().await;
    let (tkpk, dukuh) = (office.sign_in("tkpk").await, office.sign_in("dukuh").await);
    let cells = [("wilayah", DESA), ("peran", "TKPKDESA"), ("padukuhan", ""), ("nomor", NUMBER)];
    office.post(&tkpk, "/sms/nomor", &cells).await;
    let at = |part: &str| format!("/musyawarah/{MEETING}/{part}");
    let device = json!({ "device": "tablet-dukuh" });
    let (status, said) = json_to(&office, "", &at("lapor"), device.clone()).await;
    assert_eq!((status, &said["code"]), (StatusCode::UNAUTHORIZED, &json!("BELUM_MASUK")));
    let (status, said) = json_to(&office, &dukuh, &at("lapor"), device.clone()).await;
    assert_eq!((status, &said["code"]), (StatusCode::UNAUTHORIZED, &json!("PERANGKAT_BELUM_DITERIMA")));

    let code = meeting::code(&office.app, &app::access::Officer::operator(), MEETING).await.unwrap();
    let admission = json!({ "device": "tablet-dukuh", "name": "Tablet", "code": code });
    assert_eq!(json_to(&office, &dukuh, &at("perangkat"), admission).await.0, StatusCode::OK);
    let (status, said) = json_to(&office, &dukuh, &at("lapor"), device.clone()).await;
    assert_eq!((status, &said["code"]), (StatusCode::CONFLICT, &json!("SMS_BELUM_ADA_KODE")));
    assert!(!office.get(&dukuh, &format!("/musyawarah/{MEETING}")).await.body.contains("/laporan\""));

    let form = office.get(&dukuh, &format!("{}?device=tablet-dukuh", at("formulir.json"))).await;
    let form: Value = serde_json::from_str(&form.body).unwrap();
    let mut entries = Vec::new();
    for (at, code) in (1..).zip([2, 6, 1]) {
        entries.push(json!({
            "device": "tablet-dukuh", "number": at, "seen": if at == 1 { json!({}) } else { json!({"tablet-dukuh": at - 1}) },
            "actor": "dukuh", "role": "dukuh", "at": testkit::now_ms(),
            "act": { "kind": "circle", "row": form["rows"][at - 1]["row"], "code": code, "living": null },
        }));
    }
    let sending = json!({ "device": "tablet-dukuh", "entries": entries, "have": {} });
    assert_eq!(json_to(&office, &dukuh, &at("kiriman"), sending).await.0, StatusCode::OK);
    // the counts are the server's: whatever else the device says is not read
    let lie = json!({ "device": "tablet-dukuh", "counts": "2=9 3=9 6=9 7=9" });
    let (status, said) = json_to(&office, &dukuh, &at("lapor"), lie).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let report = json!({ "no": 1, "counts": "2=1 3=0 6=1 7=0" });
    assert_eq!(said, json!({ "report": report, "changed": true, "told": 1, "queued": 1 }));

    let page = office.get(&dukuh, &format!("/musyawarah/{MEETING}")).await.body;
    assert!(page.contains("1 / 0 / 1 / 0") && page.contains("Menunggu Berita Acara"), "{page}");
    assert!(page.contains("1 dalam perjalanan"), "{page}");
    let again = office.post(&dukuh, &at("laporan"), &[]).await;
    assert_eq!(again.location(), format!("/musyawarah/{MEETING}"));
    assert!(again.headers.get_all(header::SET_COOKIE).iter().any(|c| c.to_str().unwrap().contains("laporan-sama")));
    assert_eq!(office.post(&tkpk, &at("laporan"), &[]).await.status, StatusCode::FORBIDDEN);

    let board = office.get(&tkpk, "/sms").await.body;
    assert_eq!(board.matches("MUSPAD 34.03.01.2001 Ngasem 2=1 3=0 6=1 7=0").count(), 1, "{board}");
    assert!(board.contains("Menunggu") && !board.contains(FULL));
    let none = office.get(&tkpk, "/sms?kode=BEDA").await.body;
    assert!(none.contains("Belum ada laporan"), "{none}");
    // an English reader gets the same page
    let english = office.get(&format!("{tkpk}; bahasa=en"), "/sms").await.body;
    assert!(english.contains("Messages out") && english.contains("Waiting"), "{english}");
}
