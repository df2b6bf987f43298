//! The registration desk: T1–T4 of domain §11, and the page's own promises.

use crate::office::{DESA, OTHER_DESA, Office};
use axum::http::StatusCode;

const WIDOW: &[(&str, &str)] = &[
    ("kunci", "kunci-uji-1"),
    ("desa", DESA),
    ("padukuhan", ""),
    ("rt", "3"),
    ("rw", "1"),
    ("alamat", "Jalan Balai Desa"),
    ("identitas", "KTP"),
    ("orang-0-nama", "Sartinem"),
    ("orang-0-nik", "3403016711509001"),
    ("orang-0-jk", "2"),
    ("orang-0-lahir", "27/11/1950"),
    ("orang-0-kawin", "4"),
    ("cara", "simpan"),
];

fn with(
    cells: &[(&'static str, &'static str)],
    name: &'static str,
    value: &'static str,
) -> Vec<(&'static str, &'static str)> {
    let mut cells: Vec<_> = cells.iter().copied().filter(|(n, _)| *n != name).collect();
    cells.push((name, value));
    cells
}

fn number(location: &str) -> String {
    location.rsplit('/').next().unwrap_or("").split('?').next().unwrap_or("").to_owned()
}

// T1, R4, R5
#[tokio::test]
async fn t1_a_widow_with_only_her_ktp_is_registered_and_can_ask_for_her_status() {
    let office = Office::open().await;
    let cookie = office.sign_in("pendaftar").await;
    let saved = office.post(&cookie, "/meja/aktif", WIDOW).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let number = number(saved.location());
    let page = office.get(&cookie, saved.location()).await;
    assert!(page.body.contains(&number) && page.body.contains("data-testid=\"number\""));
    let status = office.get("", &format!("/status?nomor={}", number.to_lowercase())).await;
    assert!(
        status.body.contains("data-testid=\"status-sentence\"") && status.body.contains("diterima"),
        "{}",
        status.body
    );
    for private in ["SARTINEM", "Sartinem", "3403016711509001", "Jalan Balai Desa"] {
        assert!(!status.body.contains(private), "the public page holds {private}");
    }
}

// T2, R5
#[tokio::test]
async fn t2_without_any_identity_a_draft_is_kept_and_dukcapil_named() {
    let office = Office::open().await;
    let cookie = office.sign_in("pendaftar").await;
    let mut cells: Vec<_> = WIDOW.iter().copied().filter(|(n, _)| *n != "identitas").collect();
    let unsaid = office.post(&cookie, "/meja/aktif", &cells).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY, "not saying anything is not the same as having none");
    cells.push(("tanpa-identitas", "1"));
    let saved = office.post(&cookie, "/meja/aktif", &cells).await;
    let page = office.get(&cookie, saved.location()).await;
    assert!(page.body.contains("Dukcapil"), "{}", page.body);
    let draft = number(saved.location());
    let form = office.get(&cookie, &format!("/meja/draf/{draft}")).await;
    assert!(form.body.contains("SARTINEM"));
    let mut completed = with(WIDOW, "kunci", "kunci-uji-2");
    let draft_cell: &'static str = Box::leak(draft.clone().into_boxed_str());
    completed.push(("draf", draft_cell));
    let saved = office.post(&cookie, "/meja/aktif", &completed).await;
    assert_eq!(number(saved.location()), draft, "the draft keeps its number");
    assert!(office.get("", &format!("/status?nomor={draft}")).await.body.contains("diterima"));
}

// T3
#[tokio::test]
async fn t3_the_same_form_sent_twice_is_one_registration() {
    let office = Office::open().await;
    let cookie = office.sign_in("psm").await;
    let first = office.post(&cookie, "/meja/pasif", WIDOW).await;
    let second = office.post(&cookie, "/meja/pasif", WIDOW).await;
    assert_eq!(number(first.location()), number(second.location()));
    assert!(office.get(&cookie, second.location()).await.body.contains("tidak ada yang digandakan"));
    let all = office.app.store.read().await.unwrap().registrations().await.unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].kind.code(), "PASIF");
}

// T4, R7
#[tokio::test]
async fn t4_a_musdes_registers_every_household_it_named_or_none() {
    let office = Office::open().await;
    let cookie = office.sign_in("psm").await;
    let mut cells: Vec<(String, String)> = vec![
        ("kunci".into(), "musdes-1".into()),
        ("musdes".into(), "05/MD/2017".into()),
        ("tanggal".into(), "12/02/2017".into()),
    ];
    for i in 0..5 {
        let name = ["PONIRAN", "TUKIYEM", "WAGIMAN", "SURATMI", "JUMIRAH"][i];
        cells.push((format!("rumah-{i}-desa"), DESA.into()));
        cells.push((format!("rumah-{i}-alamat"), format!("RT {i}")));
        cells.push((format!("rumah-{i}-orang-0-nama"), name.into()));
    }
    let as_pairs = |cells: &Vec<(String, String)>| cells.clone();
    let send = |cells: Vec<(String, String)>| {
        let (office, cookie) = (&office, &cookie);
        async move {
            let pairs: Vec<(&str, &str)> = cells.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            office.post(cookie, "/meja/musdes", &pairs).await
        }
    };
    let mut broken = as_pairs(&cells);
    broken.push(("rumah-4-orang-0-nik".into(), "123".into()));
    let refused = send(broken).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("href=\"#rumah-4-orang-0-nik\""), "the cell is named");
    assert_eq!(office.app.store.read().await.unwrap().registrations().await.unwrap().len(), 0);

    let saved = send(as_pairs(&cells)).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
    assert_eq!(saved.body.matches("data-testid=\"number\"").count(), 5);
    send(cells).await;
    let all = office.app.store.read().await.unwrap().registrations().await.unwrap();
    assert_eq!(all.len(), 5, "sent twice, kept once");
    assert!(all.iter().all(|r| r.kind.code() == "PASIF" && r.musdes.as_deref() == Some("05/MD/2017")));
}

#[tokio::test]
async fn the_same_form_with_other_content_is_refused_and_shown_and_what_was_saved_stays() {
    let office = Office::open().await;
    let cookie = office.sign_in("pendaftar").await;
    let first = office.post(&cookie, "/meja/aktif", WIDOW).await;
    let saved = number(first.location());
    let corrected = with(WIDOW, "orang-0-nama", "Sartinem Wiryo");
    let answer = office.post(&cookie, "/meja/aktif", &corrected).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    assert!(answer.body.contains("data-testid=\"taken\"") && answer.body.contains(&saved));
    assert!(answer.body.contains("value=\"Sartinem Wiryo\""), "what was typed stays");
    assert!(!answer.body.contains("value=\"kunci-uji-1\""), "sent once more it is a household of its own");
    let all = office.app.store.read().await.unwrap().registrations().await.unwrap();
    assert_eq!(all.iter().map(|r| r.members[0].name.as_str()).collect::<Vec<_>>(), ["SARTINEM"]);
    // the note counts as well; the marks that saving adds to it do not
    let noted = with(WIDOW, "catatan", "rumah di belakang masjid");
    assert_eq!(office.post(&cookie, "/meja/aktif", &noted).await.status, StatusCode::CONFLICT);
    assert_eq!(office.post(&cookie, "/meja/aktif", WIDOW).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_draft_sent_again_from_the_same_form_with_more_is_completed() {
    let office = Office::open().await;
    let cookie = office.sign_in("pendaftar").await;
    let draft = office.post(&cookie, "/meja/aktif", &with(WIDOW, "cara", "draf")).await;
    let again = office.post(&cookie, "/meja/aktif", &with(WIDOW, "cara", "draf")).await;
    assert_eq!(number(draft.location()), number(again.location()));
    let saved = office.post(&cookie, "/meja/aktif", WIDOW).await;
    assert_eq!(number(saved.location()), number(draft.location()), "{}", saved.body);
    assert!(!saved.location().contains("draf"), "{}", saved.location());
    let all = office.app.store.read().await.unwrap().registrations_filed().await.unwrap();
    assert_eq!(all.len(), 1);
}

#[tokio::test]
async fn a_musdes_sent_again_with_another_household_is_refused_and_shown() {
    let office = Office::open().await;
    let cookie = office.sign_in("psm").await;
    let cells = [
        ("kunci", "musdes-2"),
        ("musdes", "06/MD/2017"),
        ("rumah-0-desa", DESA),
        ("rumah-0-alamat", "RT 1"),
        ("rumah-0-orang-0-nama", "PONIRAN"),
    ];
    assert_eq!(office.post(&cookie, "/meja/musdes", &cells).await.status, StatusCode::OK);
    assert_eq!(office.post(&cookie, "/meja/musdes", &cells).await.status, StatusCode::OK);
    let more = [("rumah-1-desa", DESA), ("rumah-1-alamat", "RT 2"), ("rumah-1-orang-0-nama", "TUKIYEM")];
    let more: Vec<_> = cells.into_iter().chain(more).collect();
    let answer = office.post(&cookie, "/meja/musdes", &more).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    assert!(answer.body.contains("data-testid=\"taken\"") && answer.body.contains("TUKIYEM"));
    assert_eq!(office.app.store.read().await.unwrap().registrations().await.unwrap().len(), 1);
}

#[tokio::test]
async fn without_scripts_the_page_makes_room_for_one_more_person() {
    let office = Office::open().await;
    let cookie = office.sign_in("pendaftar").await;
    let answer = office.post(&cookie, "/meja/aktif", &with(WIDOW, "cara", "orang")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("value=\"Sartinem\"") && answer.body.contains("name=\"orang-1-nama\""));
    assert!(office.app.store.read().await.unwrap().registrations().await.unwrap().is_empty(), "nothing is saved yet");
}

#[tokio::test]
async fn a_form_sent_after_the_login_has_ended_leads_to_the_login_and_back_to_its_page() {
    let office = Office::open().await;
    let request = axum::http::Request::post("/meja/aktif")
        .header("sec-fetch-site", "same-origin")
        .header("host", "127.0.0.1:8080")
        .header("referer", "http://127.0.0.1:8080/meja/aktif")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from("orang-0-nama=SARTINEM"))
        .unwrap();
    let answer = office.send(request).await;
    assert_eq!(answer.location().trim_end_matches('&'), "/masuk?ke=%2Fmeja%2Faktif");
    let list = office.get("", "/prelist?q=siti&hal=2").await;
    assert_eq!(list.location().trim_end_matches('&'), "/masuk?ke=%2Fprelist%3Fq%3Dsiti%26hal%3D2");
}

#[tokio::test]
async fn each_wrong_cell_is_named_and_nothing_typed_is_lost() {
    let office = Office::open().await;
    let cookie = office.sign_in("pendaftar").await;
    let cells = with(&with(WIDOW, "orang-0-nik", "3403"), "orang-0-lahir", "31/02/1950");
    let answer = office.post(&cookie, "/meja/aktif", &cells).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in
        ["error-summary", "href=\"#orang-0-nik\"", "href=\"#orang-0-lahir\"", "value=\"Sartinem\"", "31/02/1950"]
    {
        assert!(answer.body.contains(part), "{part}");
    }
}

#[tokio::test]
async fn nobody_registers_in_a_desa_that_is_not_theirs() {
    let office = Office::open().await;
    let cookie = office.sign_in("pendaftar").await;
    let cells = with(WIDOW, "desa", OTHER_DESA);
    assert_eq!(office.post(&cookie, "/meja/aktif", &cells).await.status, StatusCode::FORBIDDEN);
    let psm = office.sign_in("psm").await;
    assert_eq!(office.get(&psm, "/meja/aktif").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn while_typing_the_same_nik_and_a_similar_name_are_found() {
    let office = Office::open().await;
    let cookie = office.sign_in("pendaftar").await;
    office.post(&cookie, "/meja/aktif", WIDOW).await;
    let typed = [("desa", DESA), ("orang-0-nama", "SARTINEN"), ("orang-0-nik", "")];
    let part = office.post(&cookie, "/meja/cocok", &typed).await;
    assert!(part.body.contains("SARTINEM") && part.body.contains("nama kepala mirip"), "{}", part.body);
    let typed = [("desa", DESA), ("orang-0-nama", ""), ("orang-0-nik", "3403016711509001")];
    assert!(office.post(&cookie, "/meja/cocok", &typed).await.body.contains("NIK sama"));
    let typed = [("desa", DESA), ("orang-0-nama", "SARTINEN"), ("orang-0-nik", "3403016711509001")];
    let both = office.post(&cookie, "/meja/cocok", &typed).await.body;
    assert!(both.contains("NIK sama") && both.contains("nama sama atau hanya beda ejaan"), "{both}");
    let typed = [("desa", DESA), ("orang-0-nama", "PONIRAN"), ("orang-0-nik", "")];
    assert!(!office.post(&cookie, "/meja/cocok", &typed).await.body.contains("SARTINEM"));
}

#[tokio::test]
async fn a_full_nik_is_shown_and_logged_for_the_desk_and_masked_for_others() {
    let office = Office::open().await;
    office.account("kades", app::access::Role::VillageHead, DESA).await;
    let cookie = office.sign_in("pendaftar").await;
    let saved = office.post(&cookie, "/meja/aktif", WIDOW).await;
    let path = format!("/pendaftaran/{}", number(saved.location()));
    let full = office.get(&cookie, &path).await;
    assert!(full.body.contains("3403016711509001"));
    let kades = office.sign_in("kades").await;
    let masked = office.get(&kades, &path).await;
    assert!(masked.body.contains("************9001") && !masked.body.contains("3403016711509001"), "{}", masked.body);
    let read = office.app.store.read().await.unwrap().accesses_of(&number(saved.location()), 10).await.unwrap();
    assert_eq!(read.iter().map(|a| a.account.as_str()).collect::<Vec<_>>(), ["pendaftar"]);
    assert!(office.get(&cookie, "/akses").await.body.contains("melihat NIK lengkap"));
}
