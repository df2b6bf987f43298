//! Who may open what, over the pages; and what is logged about it.

use crate::office::{DESA, Office, PASSWORD};
use app::access::Role;
use axum::http::StatusCode;
use store::household::Standing;

#[tokio::test]
async fn without_a_session_every_inner_page_leads_to_the_login() {
    let office = Office::open().await;
    for path in [
        "/tugas",
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

/// The password that a page shows once.
fn shown_once(body: &str) -> String {
    let after = body.split("data-testid=\"one-time-password\">").nth(1).unwrap_or_else(|| panic!("{body}"));
    after.split('<').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_account_is_made_with_a_password_shown_once_that_its_owner_changes_first_of_all() {
    let office = Office::open().await;
    let admin = office.sign_in("kominfo").await;
    let cells = [("nama", "tksk.patuk"), ("orang", "Bu TKSK"), ("peran", "tksk"), ("wilayah", "34.03.01")];
    let made = office.post(&admin, "/akun/baru", &cells).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let first = shown_once(&made.body);
    assert!(!office.get(&admin, "/akun/tksk.patuk").await.body.contains(&first), "shown once");
    let login = office.post("", "/masuk", &[("nama", "tksk.patuk"), ("sandi", &first)]).await;
    let cookie = login.cookie();
    for path in ["/kuesioner", "/tugas", "/rumah-tangga"] {
        assert_eq!(office.get(&cookie, path).await.location(), "/saya", "{path}");
    }
    assert!(office.get(&cookie, "/saya").await.body.contains("data-testid=\"one-time\""));
    let same = [("lama", first.as_str()), ("baru", &first), ("ulang", &first)];
    assert_eq!(office.post(&cookie, "/saya/sandi", &same).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let own = [("lama", first.as_str()), ("baru", PASSWORD), ("ulang", PASSWORD)];
    assert_eq!(office.post(&cookie, "/saya/sandi", &own).await.location(), "/masuk");
    let cookie = office.sign_in("tksk.patuk").await;
    assert_eq!(office.get(&cookie, "/kuesioner").await.status, StatusCode::OK);
    office.post(&admin, "/akun/tksk.patuk/keadaan", &[("aktif", "0")]).await;
    assert_eq!(office.get(&cookie, "/kuesioner").await.status, StatusCode::SEE_OTHER);
    for (cell, value) in [("nama", "X"), ("wilayah", "Beji"), ("peran", "raja"), ("orang", " ")] {
        let mut bad = cells.to_vec();
        bad[0].1 = "akun.baru";
        if let Some(found) = bad.iter_mut().find(|(n, _)| *n == cell) {
            found.1 = value;
        }
        let answer = office.post(&admin, "/akun/baru", &bad).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{cell}");
    }
}

#[tokio::test]
async fn a_forgotten_password_is_reset_by_the_keeper_of_accounts_and_every_session_ends() {
    let office = Office::open().await;
    let admin = office.sign_in("kominfo").await;
    let before = office.sign_in("psm").await;
    let reset = office.post(&admin, "/akun/psm/kata-sandi", &[]).await;
    let once = shown_once(&reset.body);
    assert_eq!(office.get(&before, "/tugas").await.status, StatusCode::SEE_OTHER, "the sessions ended");
    let old = office.post("", "/masuk", &[("nama", "psm"), ("sandi", PASSWORD)]).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    let login = office.post("", "/masuk", &[("nama", "psm"), ("sandi", &once)]).await;
    assert_eq!(office.get(&login.cookie(), "/tugas").await.location(), "/saya");
    let psm = office.get(&login.cookie(), "/akun").await;
    assert_eq!(psm.location(), "/saya");
    let other = office.sign_in("dinsos").await;
    assert_eq!(office.post(&other, "/akun/psm/kata-sandi", &[]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nobody_switches_their_own_account_off_or_gives_it_a_role() {
    let office = Office::open().await;
    let admin = office.sign_in("kominfo").await;
    let page = office.get(&admin, "/akun/kominfo").await;
    assert!(!page.body.contains("/akun/kominfo/keadaan"), "no such button on the own account");
    let acts: [(&str, &[(&str, &str)]); 4] = [
        ("keadaan", &[("aktif", "0")]),
        ("peran", &[("peran", "dinsos"), ("wilayah", "34.03")]),
        ("cabut-peran", &[("peran", "kominfo"), ("wilayah", "34.03")]),
        ("kata-sandi", &[]),
    ];
    for (act, cells) in acts {
        let answer = office.post(&admin, &format!("/akun/kominfo/{act}"), cells).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{act}: {}", answer.body);
        assert!(answer.body.contains("AKUN_SENDIRI"), "{act}");
    }
    assert_eq!(office.get(&admin, "/akun").await.status, StatusCode::OK, "still at work");
}

#[tokio::test]
async fn roles_that_exclude_each_other_and_areas_that_do_not_fit_are_refused_and_shown() {
    let office = Office::open().await;
    let admin = office.sign_in("kominfo").await;
    let cases = [
        ("psm", "dinsos", "34.03", "PERAN_BERTENTANGAN"),
        ("dinsos", "kepala_daerah", "34.03", "PERAN_BERTENTANGAN"),
        ("dinsos", "kominfo", "34.03", "PERAN_BERTENTANGAN"),
        ("psm", "dukuh", "nasional", "WILAYAH_PERAN_TERLALU_LUAS"),
        ("psm", "camat", "34.03", "WILAYAH_PERAN_TERLALU_LUAS"),
        ("psm", "camat", "34.77.01", "WILAYAH_PERAN_TIDAK_ADA"),
        ("psm", "dukuh", "34.03.01.2001.99", "WILAYAH_PERAN_TIDAK_ADA"),
    ];
    for (account, role, area, code) in cases {
        let answer =
            office.post(&admin, &format!("/akun/{account}/peran"), &[("peran", role), ("wilayah", area)]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{role}@{area}: {}", answer.body);
        assert!(answer.body.contains(code), "{role}@{area}: {}", answer.body);
    }
    let fits = [("peran", "fasilitator"), ("wilayah", "34.03.01.2001")];
    assert_eq!(office.post(&admin, "/akun/psm/peran", &fits).await.location(), "/akun/psm");
}

#[tokio::test]
async fn a_deputy_holds_the_role_until_its_last_day() {
    let office = Office::open().await;
    let admin = office.sign_in("kominfo").await;
    let until = testkit::TODAY.checked_add(jiff::Span::new().days(3)).unwrap().to_string();
    let cells = [("peran", "tkpkdesa"), ("wilayah", DESA), ("sampai", until.as_str())];
    assert_eq!(office.post(&admin, "/akun/psm/peran", &cells).await.location(), "/akun/psm");
    let cookie = office.sign_in("psm").await;
    for (days, status) in [(0, StatusCode::OK), (3, StatusCode::OK), (4, StatusCode::FORBIDDEN)] {
        assert_eq!(office.get_later(days, &cookie, "/sms").await.status, status, "after {days} days");
    }
    assert!(office.get_later(4, &admin, "/akun/psm").await.body.contains("sudah berakhir"));
    let past = [("peran", "tkpkdesa"), ("wilayah", DESA), ("sampai", "01/01/2016")];
    let refused = office.post(&admin, "/akun/psm/peran", &past).await;
    assert!(refused.body.contains("HARI_AKHIR_PERAN_LEWAT"), "{}", refused.body);
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
    // one household has the number: its own page is what was asked for
    assert_eq!(found.location(), format!("/rumah-tangga/{}", household.id.as_str()));
    assert!(office.get(&dinsos, found.location()).await.body.contains(household.id.as_str()));
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
