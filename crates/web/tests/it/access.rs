//! Who may open what, over the pages; and what is logged about it.

use crate::office::{DESA, Office, PASSWORD};
use app::access::Role;
use axum::http::StatusCode;
use store::household::Standing;

#[tokio::test]
async fn without_a_session_every_inner_page_leads_to_the_login() {
    let office = Office::open().await;
    for path in [
        "/ringkasan",
        "/meja/aktif",
        "/meja/pasif",
        "/meja/musdes",
        "/pendaftaran",
        "/pendaftaran/1",
        "/telaah",
        "/telaah/mutu",
        "/telaah/mutu.csv",
        "/telaah/kasus/1",
        "/putaran",
        "/putaran/2017-I",
        "/sk",
        "/sk/siapkan",
        "/siak",
        "/orang-ganda",
        "/prelist",
        "/musyawarah",
        "/sms",
        "/kuesioner",
        "/peringkat",
        "/program",
        "/rumah-tangga",
        "/rumah-tangga/1",
        "/impor",
        "/akun",
        "/akses",
        "/saya",
    ] {
        let answer = office.get("", path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.location().starts_with("/masuk?"), "{path}: {}", answer.location());
    }
}

#[tokio::test]
async fn a_role_without_the_act_is_told_whom_to_ask_and_it_is_logged() {
    let office = Office::open().await;
    let cookie = office.sign_in("pendaftar").await;
    for path in ["/akun", "/telaah", "/telaah/mutu", "/peringkat", "/akun/baru", "/akun/dinsos"] {
        let answer = office.get(&cookie, path).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
        assert!(answer.body.contains("AKSES_DITOLAK"), "{path}");
    }
    let mut reader = office.app.store.read().await.unwrap();
    let denied = reader.accesses(0, 100).await.unwrap().into_iter().filter(|a| !a.granted && a.account == "pendaftar");
    assert_eq!(denied.count(), 6);
}

#[tokio::test]
async fn an_officer_of_one_desa_cannot_look_into_another() {
    let office = Office::open().await;
    office.account("lain", Role::RegistrationOfficer, "34.03.01.2002").await;
    let cookie = office.sign_in("lain").await;
    let path = format!("/pendaftaran?wilayah={DESA}");
    assert_eq!(office.get(&cookie, &path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(office.get(&cookie, "/pendaftaran?wilayah=34.03").await.status, StatusCode::FORBIDDEN);
    assert_eq!(office.get(&cookie, "/pendaftaran").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_password_says_no_more_than_a_wrong_name_and_too_many_must_wait() {
    let office = Office::open().await;
    let wrong = office.post("", "/masuk", &[("nama", "dinsos"), ("sandi", "salah-sekali")]).await;
    let nobody = office.post("", "/masuk", &[("nama", "takada"), ("sandi", "salah-sekali")]).await;
    assert_eq!((wrong.status, nobody.status), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
    assert_eq!(wrong.body.replace("dinsos", ""), nobody.body.replace("takada", ""));
    for _ in 1..app::account::ATTEMPTS_MAX {
        for name in ["dinsos", "takada"] {
            office.post("", "/masuk", &[("nama", name), ("sandi", "salah-sekali")]).await;
        }
    }
    let locked = office.post("", "/masuk", &[("nama", "dinsos"), ("sandi", PASSWORD)]).await;
    assert_eq!(locked.status, StatusCode::UNAUTHORIZED);
    assert!(locked.body.contains("15 menit"));
    let nobody = office.post("", "/masuk", &[("nama", "takada"), ("sandi", PASSWORD)]).await;
    assert_eq!(locked.body.replace("dinsos", ""), nobody.body.replace("takada", ""), "a lock does not tell who exists");
    office.sign_in("kominfo").await;
}

#[tokio::test]
async fn the_auditor_sees_who_came_in_and_who_was_turned_away_and_no_name_that_is_no_account() {
    let office = Office::open().await;
    office.account("pemeriksa", Role::Auditor, "3403").await;
    office.sign_in("dinsos").await;
    office.post("", "/masuk", &[("nama", "dinsos"), ("sandi", "salah-sekali")]).await;
    office.post("", "/masuk", &[("nama", "sandi-rahasia-saya"), ("sandi", "salah-sekali")]).await;
    let cookie = office.sign_in("pemeriksa").await;
    let seen = office.get(&cookie, "/akses?semua=1").await.body;
    assert!(seen.contains("dinsos") && seen.contains("pemeriksa"), "{seen}");
    assert!(!seen.contains("sandi-rahasia-saya"));
    let mut reader = office.app.store.read().await.unwrap();
    let refused: Vec<_> = reader.accesses(0, 100).await.unwrap().into_iter().filter(|a| !a.granted).collect();
    assert_eq!(refused.len(), 2);
    assert!(refused.iter().any(|a| a.account.starts_with('?') && a.account.len() == 13));
}

#[tokio::test]
async fn a_session_ends_at_logout_and_when_it_is_revoked() {
    let office = Office::open().await;
    let (first, second) = (office.sign_in("dinsos").await, office.sign_in("dinsos").await);
    office.post(&first, "/keluar", &[]).await;
    assert_eq!(office.get(&first, "/saya").await.status, StatusCode::SEE_OTHER);
    assert_eq!(office.get(&second, "/saya").await.status, StatusCode::OK);
    let admin = office.sign_in("kominfo").await;
    let revoked = office.post(&admin, "/akun/dinsos/cabut-sesi", &[]).await;
    assert_eq!(revoked.location(), "/akun/dinsos");
    assert_eq!(office.get(&second, "/saya").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_account_is_made_with_a_role_and_area_and_disabled_again() {
    let office = Office::open().await;
    let admin = office.sign_in("kominfo").await;
    let cells =
        [("nama", "tksk.patuk"), ("orang", "Bu TKSK"), ("sandi", PASSWORD), ("peran", "tksk"), ("wilayah", "34.03.01")];
    let made = office.post(&admin, "/akun/baru", &cells).await;
    assert_eq!(made.location(), "/akun/tksk.patuk", "{}", made.body);
    let cookie = office.sign_in("tksk.patuk").await;
    assert_eq!(office.get(&cookie, "/kuesioner").await.status, StatusCode::OK);
    office.post(&admin, "/akun/tksk.patuk/keadaan", &[("aktif", "0")]).await;
    assert_eq!(office.get(&cookie, "/kuesioner").await.status, StatusCode::SEE_OTHER);
    for (cell, value) in [("nama", "X"), ("wilayah", "Beji"), ("peran", "raja"), ("sandi", "pendek")] {
        let mut bad = cells.to_vec();
        bad[0].1 = "akun.baru";
        if let Some(found) = bad.iter_mut().find(|(n, _)| *n == cell) {
            found.1 = value;
        }
        let answer = office.post(&admin, "/akun/baru", &bad).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{cell}");
        assert!(!answer.body.contains(PASSWORD), "a password is never given back");
    }
}

#[tokio::test]
async fn a_changed_password_ends_the_sessions_and_the_old_one_is_worth_nothing() {
    let office = Office::open().await;
    let cookie = office.sign_in("psm").await;
    let wrong = [("lama", "bukan-ini"), ("baru", "kalimat baru saya"), ("ulang", "kalimat baru saya")];
    assert_eq!(office.post(&cookie, "/saya/sandi", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let cells = [("lama", PASSWORD), ("baru", "kalimat baru saya"), ("ulang", "kalimat baru saya")];
    assert_eq!(office.post(&cookie, "/saya/sandi", &cells).await.status, StatusCode::SEE_OTHER);
    assert_eq!(office.get(&cookie, "/saya").await.status, StatusCode::SEE_OTHER);
    let old = office.post("", "/masuk", &[("nama", "psm"), ("sandi", PASSWORD)]).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_nik_is_looked_up_in_the_body_of_a_request_by_those_who_may_read_one() {
    let office = Office::open().await;
    office.account("kades", Role::VillageHead, DESA).await;
    let household = testkit::Village::of(1).households.remove(0);
    let nik = household.members.iter().find_map(|m| m.nik).unwrap();
    let mut tx = office.app.store.begin("3403").await.unwrap();
    tx.put_household(None, &household, &Standing::default(), Some(testkit::TODAY));
    tx.commit(store::NewEvent::new("import.taken", "uji", testkit::now_ms())).await.unwrap();
    let dinsos = office.sign_in("dinsos").await;
    let found = office.post(&dinsos, "/rumah-tangga/cari", &[("nik", nik.expose())]).await;
    assert!(found.body.contains(household.id.as_str()), "{}", found.body);
    assert!(!office.get(&dinsos, &format!("/rumah-tangga?q={}", nik.expose())).await.body.contains("<tbody>"));
    let kades = office.sign_in("kades").await;
    assert_eq!(office.post(&kades, "/rumah-tangga/cari", &[("nik", nik.expose())]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_decree_is_never_prepared_over_the_kabupaten_because_its_area_could_not_be_read() {
    let office = Office::open().await;
    let dinsos = office.sign_in("dinsos").await;
    for act in ["/sk/pratinjau", "/sk/siapkan"] {
        let answer = office.post(&dinsos, act, &[("wilayah", "34.0x"), ("nomor", "7/KPTS/2017")]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{act}");
        assert!(answer.body.contains("34.0x tidak ada di tabel wilayah"), "{}", answer.body);
    }
    assert!(office.app.store.read().await.unwrap().decrees().await.unwrap().is_empty());
}
