//! Pages for everybody, and what every answer carries.

use crate::office::{DESA, OTHER_DESA, Office};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::deliberation::minutes::Recap;
use serde_json::json;
use store::NewEvent;
use store::deliberation::{MeetingBody, MeetingHead};

#[tokio::test]
async fn every_answer_forbids_foreign_and_inline_code() {
    let office = Office::open().await;
    for path in ["/", "/masuk", "/daftar", "/status", "/berita-acara", "/gaya", "/tidak-ada", "/ringkasan"] {
        let answer = office.get("", path).await;
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert_eq!(policy, web::CONTENT_POLICY, "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["x-frame-options"], "DENY");
        for inline in ["<style", " style=", "onclick=", "onload=", "javascript:", "http://", "https://"] {
            let page = answer.body.replace("http://www.w3.org/2000/svg", "");
            assert!(!page.contains(inline), "{path} holds {inline}");
        }
        assert!(!answer.body.replace("<script src=", "").contains("<script"), "{path} holds an inline script");
    }
}

#[tokio::test]
async fn a_page_names_its_language_title_and_one_heading() {
    let office = Office::open().await;
    let cookie = office.sign_in("dinsos").await;
    for path in [
        "/masuk",
        "/daftar",
        "/status",
        "/berita-acara",
        "/gaya",
        "/ringkasan",
        "/pendaftaran",
        "/telaah",
        "/prelist",
        "/musyawarah",
        "/kuesioner",
        "/peringkat",
        "/program",
        "/rumah-tangga",
        "/impor",
        "/akses",
        "/saya",
    ] {
        let who = if path == "/masuk" { "" } else { cookie.as_str() };
        let answer = office.get(who, path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        assert!(answer.body.contains("<html lang=\"id\">"), "{path}");
        assert_eq!(answer.body.matches("<h1").count(), 1, "{path}");
        assert!(answer.body.contains("href=\"#isi\"") && answer.body.contains("id=\"isi\""), "{path} has a skip link");
    }
    let english = office.get(&format!("{cookie}; bahasa=en"), "/pendaftaran").await;
    assert!(english.body.contains("<html lang=\"en\">") && english.body.contains("Registrations"));
}

#[tokio::test]
async fn a_form_sent_from_another_site_changes_nothing() {
    let office = Office::open().await;
    let cookie = office.sign_in("pendaftar").await;
    let request = Request::post("/keluar")
        .header(header::COOKIE, &cookie)
        .header("sec-fetch-site", "cross-site")
        .body(Body::empty())
        .unwrap();
    let answer = office.send(request).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body.contains("ASAL_ASING"));
    assert_eq!(office.get(&cookie, "/saya").await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn an_asset_is_kept_by_its_mark_and_asked_again_for_nothing() {
    let office = Office::open().await;
    let page = office.get("", "/masuk").await.body;
    let href = page
        .split("href=\"")
        .filter_map(|p| p.split('"').next())
        .find(|h| h.contains("mutakhir.css"))
        .unwrap()
        .to_owned();
    let first = office.get("", &href).await;
    assert!(first.headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    let etag = first.headers[header::ETAG].clone();
    let again = Request::get("/aset/mutakhir.css").header(header::IF_NONE_MATCH, etag).body(Body::empty()).unwrap();
    assert_eq!(office.send(again).await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn the_widow_finds_her_office_without_an_account() {
    let office = Office::open().await;
    let name = office.app.store.read().await.unwrap().areas().await.unwrap();
    let name = name.name(&domain::area::AreaCode::parse(DESA).unwrap());
    let page = office.get("", &format!("/daftar?desa={name}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Kasi Pelayanan") && page.body.contains("data-testid=\"office\""), "{}", page.body);
    assert!(office.get("", "/daftar?desa=zzzz").await.body.contains("Tidak ada desa"));
}

#[tokio::test]
async fn a_request_for_a_visit_becomes_a_task_of_the_psm_and_takes_no_nik() {
    let office = Office::open().await;
    let cells = [("desa", DESA), ("nama", "Mbah Sartinem"), ("alamat", "belakang masjid"), ("telepon", "")];
    let answer = office.post("", "/daftar/minta-kunjungan", &cells).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let status = office.get("", answer.location()).await;
    assert!(status.body.contains("data-testid=\"status\"") && !status.body.to_uppercase().contains("SARTINEM"));
    // the answer is the day by which somebody comes, not a way to an office
    let due = testkit::TODAY.checked_add(jiff::Span::new().days(i64::from(app::citizen::VISIT_DAYS))).unwrap();
    let due = web::Text::of(web::Lang::Id).date(&due);
    assert!(status.body.contains(&format!("paling lambat {due}")), "{}", status.body);
    assert!(!status.body.contains("Dukcapil"), "{}", status.body);
    let spoken = office.get("", &answer.location().replace('-', "%20")).await;
    assert!(spoken.body.contains("data-testid=\"status\""), "blanks for hyphens");
    let psm = office.sign_in("psm").await;
    let list = office.get(&psm, "/meja/pasif").await.body;
    assert!(list.contains("MBAH SARTINEM") && list.contains(&due), "{list}");
    let mine = office.get(&psm, "/tugas").await.body;
    assert!(mine.contains("data-work=\"kunjungan\"") && mine.contains(&due), "{mine}");
    assert!(!mine.contains("data-testid=\"late\""));
    let late = office.get_later(15, &psm, "/tugas").await.body;
    assert!(late.contains("data-testid=\"late\""), "{late}");
    let late = office.get_later(15, "", answer.location()).await.body;
    assert!(late.contains("terlambat") && late.contains(&due), "{late}");
    // kept as a draft, it stays a visit with its own last day
    let number = answer.location().split("nomor=").nth(1).unwrap().trim_end_matches('&').to_owned();
    let draft = [
        ("kunci", "k-1"),
        ("draf", number.as_str()),
        ("desa", DESA),
        ("alamat", "belakang masjid"),
        ("orang-0-nama", "MBAH SARTINEM"),
        ("cara", "draf"),
    ];
    assert_eq!(office.post(&psm, "/meja/pasif", &draft).await.status, StatusCode::SEE_OTHER);
    assert!(office.get(&psm, "/tugas").await.body.contains("data-work=\"kunjungan\""));
    let bad = [("desa", DESA), ("nama", "3403012711659001"), ("alamat", "x"), ("telepon", "")];
    assert_eq!(office.post("", "/daftar/minta-kunjungan", &bad).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn status_of_an_unknown_number_is_said_plainly() {
    let office = Office::open().await;
    let page = office.get("", "/status?nomor=TIDAK-ADA").await;
    assert!(page.body.contains("data-testid=\"status-unknown\""));
    assert!(!page.body.contains(OTHER_DESA));
}

/// A meeting as its closing leaves it.
async fn signed(office: &Office, id: &str, stage: u8, later: Option<&str>) -> String {
    let head = MeetingHead {
        id: id.to_owned(),
        import_id: None,
        file: String::new(),
        desa: Some("3403012001".to_owned()),
        hamlet: "Ngasem".to_owned(),
        date: Some("2016-11-21".to_owned()),
        verdict: "DITERIMA".to_owned(),
        reasons: String::new(),
        warnings: String::new(),
        counts: Recap::new([10, 3, 1, 1, 1, 3, 3, 1]),
        body: MeetingBody { stage: Some(stage), asisten: Some("MBAK ASISTEN".to_owned()), ..MeetingBody::default() },
    };
    let mut tx = office.app.store.begin("3403012001").await.unwrap();
    tx.put_meeting(&head, &[]);
    if let Some(later) = later {
        tx.put_superseded(later, id);
    }
    let event = NewEvent::new("meeting.closed", "uji", testkit::now_ms())
        .with(json!({"meeting": id, "digest": "ab".repeat(32)}));
    let hash = tx.commit(event).await.unwrap().hash;
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_printed_berita_acara_is_checked_without_an_account_and_shows_counts_only() {
    // R67, R76, R77; T16
    let office = Office::open().await;
    let form = office.get("", "/berita-acara").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("name=\"titik\"") && !form.body.contains("role=\"alert\""));

    let first = signed(&office, "3403012001_ngasem", 1, None).await;
    let page = office.get("", &format!("/berita-acara/3403012001_ngasem/{}", &first[..16])).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for shown in ["data-testid=\"berlaku\"", "Ngasem", "Desa Beji", "21 November 2016", "10, cadangan 1", "2 Membaik"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert!(
        page.body.contains(
            &first.as_bytes().chunks(4).map(|c| std::str::from_utf8(c).unwrap()).collect::<Vec<_>>().join(" ")
        )
    );
    assert!(!page.body.contains("ASISTEN") && page.headers[header::CACHE_CONTROL] == "no-store");
    let english = office.get("bahasa=en", &format!("/berita-acara/3403012001_ngasem/{}", &first[..16])).await;
    assert!(english.body.contains("This stage is in force."));
    let typed =
        format!("/berita-acara?nomor=BA%2F3403012001_ngasem&titik={}%20{}", &first[..8], &first[8..16].to_uppercase());
    assert!(office.get("", &typed).await.body.contains("data-testid=\"berlaku\""));

    let second = signed(&office, "3403012001_ngasem_t2", 2, Some("3403012001_ngasem")).await;
    let page = office.get("", &format!("/berita-acara/3403012001_ngasem/{}", &first[..16])).await;
    let later = format!("/berita-acara/3403012001_ngasem_t2/{}", &second[..16]);
    assert!(page.body.contains("data-testid=\"digantikan\"") && page.body.contains(&format!("href=\"{later}\"")));
    assert!(office.get("", &later).await.body.contains("data-testid=\"berlaku\""));

    for wrong in
        ["3403012001_ngasem/0000000000000000", "3403012001_ngasem/ab", "lain/0000000000000000", "%20/%3Cscript%3E"]
    {
        let page = office.get("", &format!("/berita-acara/{wrong}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{wrong}");
        assert!(page.body.contains("dokumen ini mungkin diubah") && !page.body.contains("Ngasem</dd>"), "{wrong}");
        assert!(!page.body.contains("<script>"), "{wrong}");
    }
}

#[tokio::test]
async fn the_health_check_answers_without_a_session() {
    let office = Office::open().await;
    let answer = office.get("", "/sehat").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "sehat\n"));
}

#[tokio::test]
async fn a_list_is_sorted_and_taken_out_as_a_file_that_runs_nothing() {
    let office = Office::open().await;
    office.account("kades", app::access::Role::VillageHead, DESA).await;
    let desk = office.sign_in("pendaftar").await;
    for (key, name) in [("k1", "Wagiman"), ("k2", "=HYPERLINK(1)"), ("k3", "Aminah")] {
        let cells = [
            ("kunci", key),
            ("desa", DESA),
            ("alamat", "x"),
            ("identitas", "KTP"),
            ("orang-0-nama", name),
            ("cara", "simpan"),
        ];
        assert_eq!(office.post(&desk, "/meja/aktif", &cells).await.status, StatusCode::SEE_OTHER);
    }
    let dinsos = office.sign_in("dinsos").await;
    let order = |body: &str| {
        let mut names = ["WAGIMAN", "AMINAH"].map(|name| (body.find(name).unwrap(), name));
        names.sort();
        names.map(|(_, name)| name)
    };
    let newest = office.get(&dinsos, "/pendaftaran").await.body;
    assert_eq!(order(&newest), ["AMINAH", "WAGIMAN"], "the newest first");
    assert_eq!(order(&office.get(&dinsos, "/pendaftaran?urut=nomor").await.body), ["WAGIMAN", "AMINAH"]);
    assert_eq!(order(&office.get(&dinsos, "/pendaftaran?urut=nama").await.body), ["AMINAH", "WAGIMAN"]);
    assert!(newest.contains("href=\"/pendaftaran?bentuk=csv\""), "{newest}");
    let file = office.get(&dinsos, "/pendaftaran?urut=nama&bentuk=csv").await;
    assert!(file.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/csv"));
    assert!(file.body.contains(",'=HYPERLINK(1),") && !file.body.contains(",=HYPERLINK"), "{}", file.body);
    assert_eq!(order(&file.body), ["AMINAH", "WAGIMAN"]);
    let seen = office.app.store.read().await.unwrap().accesses(0, 10).await.unwrap();
    assert!(seen.iter().any(|a| a.act == "ekspor" && a.subject.as_deref() == Some("/pendaftaran")), "it is logged");
    let kades = office.sign_in("kades").await;
    assert!(!office.get(&kades, "/pendaftaran").await.body.contains("bentuk=csv"));
    assert_eq!(office.get(&kades, "/pendaftaran?bentuk=csv").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn after_signing_in_everybody_sees_what_waits_and_one_next_act() {
    let office = Office::open().await;
    for (id, role, scope) in [
        ("dukuh", app::access::Role::HamletHead, DESA),
        ("bupati", app::access::Role::RegionalHead, "34.03"),
        ("pokja", app::access::Role::Pokja, "nasional"),
    ] {
        office.account(id, role, scope).await;
    }
    for id in ["pendaftar", "psm", "dinsos", "kominfo", "dukuh", "bupati", "pokja"] {
        let cookie = office.sign_in(id).await;
        assert_eq!(office.get(&cookie, "/").await.location(), "/tugas", "{id}");
        let page = office.get(&cookie, "/tugas").await;
        assert_eq!(page.status, StatusCode::OK, "{id}: {}", page.body);
        let next = page.body.contains("data-testid=\"next\"") || page.body.contains("data-testid=\"nothing\"");
        assert!(next, "{id}: {}", page.body);
        let button =
            page.body.split("class=\"button\" href=\"").nth(1).unwrap_or_else(|| panic!("{id}: {}", page.body));
        let href = button.split('"').next().unwrap();
        assert_eq!(office.get(&cookie, href).await.status, StatusCode::OK, "{id}: {href}");
    }
}
