//! Who reads what of a meeting's rows: every role at every door. Domain §1.3.

use crate::office::{Answer, DESA, Office};
use app::access::Role;
use axum::http::StatusCode;
use domain::deliberation::minutes::Recap;
use domain::id::HouseholdId;
use domain::round::MeetingAct;
use store::NewEvent;
use store::deliberation::{MeetingBody, MeetingHead, MeetingLine, MeetingRowBody};
use store::household::Standing;
use store::meeting::{FormRow, StageRow};
use testkit::Village;

const STAGE: &str = "3403012001_ngasem";
const SHEET: &str = "rapat-ngasem";
const HAMLET: &str = "34.03.01.2001.01";

const ONE: &str = "WARGA TETAP";
const TWO: &str = "WARGA MEMBAIK";
const NEW: &str = "USULAN BARU";
const STRUCK: &str = "USULAN TERCORET";

/// What a page can show of a household.
const SIGNS: [(char, &[&str]); 6] = [
    ('1', &[ONE]),
    ('2', &[TWO]),
    ('n', &[NEW]),
    ('s', &[STRUCK, "lebih mampu"]),
    ('u', &["USUL/"]),
    // column 06 of a household, as badge, cell or field
    ('c', &["data-code=\"1\"", "data-code=\"2\"", ",1,ya", ",2,ya", "\"code\": 1", "\"code\": 2"]),
];

/// Every door that leads to a meeting.
const DOORS: [&str; 13] = [
    "/musyawarah/3403012001_ngasem",
    "/musyawarah/3403012001_ngasem?lembar=1",
    "/musyawarah/3403012001_ngasem/daftar",
    "/musyawarah/3403012001_ngasem/unduh/berita-acara.csv",
    "/musyawarah/3403012001_ngasem/unduh/berita-acara.json",
    "/musyawarah/3403012001_ngasem/unduh/berita-acara.pdf",
    "/musyawarah/3403012001_ngasem/keadaan.json",
    "/musyawarah/3403012001_ngasem/formulir.json?device=perangkat-1",
    "/musyawarah/3403012001_ngasem/kertas",
    "/musyawarah/rapat-ngasem",
    "/musyawarah",
    "/musyawarah/keadaan",
    "/ringkasan",
];

fn line(meeting: &str, form: &str, no: i64, name: &str, code: Option<i64>, outcome: &str) -> MeetingLine {
    MeetingLine {
        meeting: meeting.to_owned(),
        form: form.to_owned(),
        no,
        household: None,
        head_name: Some(name.to_owned()),
        code,
        checked: true,
        outcome: outcome.to_owned(),
        body: MeetingRowBody {
            remark: if outcome == "DICORET" { "lebih mampu".to_owned() } else { String::new() },
            ..MeetingRowBody::default()
        },
    }
}

/// One hamlet whose meeting was signed, and whose sheet of another evening was taken in too.
async fn hamlet() -> (Office, HouseholdId) {
    let office = Office::open().await;
    let household = Village::of(1).households[0].clone();
    let id = household.id.clone();
    let mut tx = office.app.store.begin("3403012001").await.unwrap();
    tx.put_household(None, &household, &Standing::default(), Some(testkit::TODAY));
    let form =
        |no, name: &str| FormRow { row: format!("rts-{no}"), no, head_name: name.to_owned(), ..FormRow::default() };
    let stage = StageRow {
        id: STAGE.to_owned(),
        desa: "3403012001".to_owned(),
        hamlet: "Ngasem".to_owned(),
        hamlet_code: Some(HAMLET.to_owned()),
        stage: 1,
        row_count: 2,
        closed_at_ms: Some(testkit::now_ms()),
        counts: Recap::new([1, 1, 0, 0, 0, 0, 1, 0]),
        seal_entry: Some("tablet:9".to_owned()),
        ..StageRow::default()
    };
    let signed = [MeetingAct::Open, MeetingAct::Recap, MeetingAct::Sign];
    tx.issue_meeting(&stage, &[form(1, ONE), form(2, TWO)], &signed).unwrap();
    for meeting in [STAGE, SHEET] {
        let head = MeetingHead {
            id: meeting.to_owned(),
            import_id: None,
            file: format!("{meeting}.xlsx"),
            desa: Some("3403012001".to_owned()),
            hamlet: "Ngasem".to_owned(),
            date: Some("2016-11-20".to_owned()),
            verdict: "DITERIMA".to_owned(),
            reasons: String::new(),
            warnings: String::new(),
            counts: Recap::new([1, 1, 0, 0, 0, 0, 1, 0]),
            body: MeetingBody::default(),
        };
        let mut rows = vec![
            line(meeting, "FKP.01", 1, ONE, Some(1), "TETAP"),
            line(meeting, "FKP.01", 2, TWO, Some(2), "UNTUK_DIDATA"),
            line(meeting, "FKP.02", 1, NEW, Some(7), "UNTUK_DIDATA"),
            line(meeting, "FKP.02", 2, STRUCK, Some(7), "DICORET"),
        ];
        rows[0].household = Some(id.as_str().to_owned());
        tx.put_meeting(&head, &rows);
    }
    tx.commit(NewEvent::new("meeting.closed", "uji", testkit::now_ms()).about(STAGE)).await.unwrap();
    (office, id)
}

fn seen(answer: &Answer) -> String {
    let shown = |words: &&[&str]| words.iter().any(|w| answer.body.contains(w));
    SIGNS.iter().filter(|(_, words)| shown(words)).map(|(sign, _)| *sign).collect()
}

/// What the matrix lets each role read, over all doors together.
fn readable(role: Role) -> &'static str {
    match role {
        Role::HamletHead
        | Role::AssistantFacilitator
        | Role::Facilitator
        | Role::Tkpkdesa
        | Role::SocialService
        | Role::Pokja
        | Role::Auditor => "12nsuc",
        // FKP.01 as it was printed: no column 06, no FKP.02
        Role::RegistrationOfficer | Role::Psm | Role::Tksk | Role::VillageHead | Role::Camat => "12",
        // codes 2, 3, 6 and FKP.02, without column 06
        Role::Enumerator => "2n",
        // counts and verdicts; and who has no part in meetings
        Role::Bappeda | Role::Dukcapil | Role::Kominfo | Role::RegionalHead | Role::Governor | Role::Ministry => "",
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_role_reads_at_every_door_what_the_matrix_says_and_no_more() {
    let (office, household) = hamlet().await;
    for role in Role::ALL {
        let of_hamlet = matches!(role, Role::HamletHead | Role::AssistantFacilitator | Role::Facilitator);
        let scope = if of_hamlet { HAMLET } else { DESA };
        let id = role.code().replace('_', "-") + "-uji";
        office.account(&id, role, scope).await;
        let cookie = office.sign_in(&id).await;
        let mut all = String::new();
        for door in DOORS {
            let answer = office.get(&cookie, door).await;
            let signs = seen(&answer);
            let allowed = readable(role);
            assert!(signs.chars().all(|s| allowed.contains(s)), "{role:?} at {door}: {signs} of {allowed}");
            if door.contains("/unduh/") {
                let denied = answer.status == StatusCode::FORBIDDEN;
                assert_eq!(denied, !allowed.contains('c'), "{role:?} at {door}: {}", answer.status);
            }
            if role.allows(app::access::Act::SeeMeetings) && matches!(door, "/musyawarah/rapat-ngasem") {
                assert_eq!(answer.status, StatusCode::OK, "{role:?} sees counts and verdict");
            }
            all.extend(signs.chars().filter(|s| !all.contains(*s)).collect::<Vec<_>>());
        }
        let mut wanted: Vec<char> = readable(role).chars().collect();
        let mut got: Vec<char> = all.chars().collect();
        wanted.sort_unstable();
        got.sort_unstable();
        assert_eq!(got, wanted, "{role:?} over all doors");
        // the household's own page says what the hamlet said of it to the same readers only
        let page = office.get(&cookie, &format!("/rumah-tangga/{}", household.as_str())).await;
        let code = seen(&page).contains('c');
        let sees_page = page.status == StatusCode::OK;
        assert_eq!(code, sees_page && readable(role).contains('c'), "{role:?}: the household's page");
    }
}

#[tokio::test]
async fn a_closed_door_is_logged_and_another_hamlet_has_none_open() {
    let (office, _) = hamlet().await;
    office.account("bappeda", Role::Bappeda, "34.03").await;
    let cookie = office.sign_in("bappeda").await;
    let answer = office.get(&cookie, "/musyawarah/3403012001_ngasem/unduh/berita-acara.csv").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.body.contains("AKSES_DITOLAK") && answer.body.contains("TKPKDesa"), "it says whom to ask");
    let page = office.get(&cookie, "/musyawarah/rapat-ngasem").await;
    assert!(page.body.contains("hitungan saja"), "{}", page.body);
    let mut reader = office.app.store.read().await.unwrap();
    let all = reader.accesses(0, 100).await.unwrap();
    let denied: Vec<&str> =
        all.iter().filter(|a| !a.granted && a.account == "bappeda").map(|a| a.act.as_str()).collect();
    assert_eq!(denied, ["baca_berita_acara"]);
    office.account("dukuh-lain", Role::HamletHead, "34.03.01.2001.02").await;
    let cookie = office.sign_in("dukuh-lain").await;
    for door in DOORS.iter().filter(|d| d.contains("ngasem")) {
        assert_eq!(office.get(&cookie, door).await.status, StatusCode::FORBIDDEN, "{door}");
    }
}
