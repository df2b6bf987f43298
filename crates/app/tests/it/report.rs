//! The provisional report of a meeting from the app: with the counts the server has, to every number of
//! the TKPKDesa, each once; and with the closing when none was sent before. R68, ADR 0015.

use crate::correction::{correct, first_stage, sign};
use crate::meeting::{Hall, MEETING, asisten, desa, dukuh, officer, tkpk};
use app::access::Role;
use app::meeting::{self, StageView};
use app::sms::{self, ContactRole};
use domain::area::AreaCode;
use domain::deliberation::sms::{Draft, Phone};
use serde_json::json;
use store::sms::OutRow;
use testkit::on_both;

const NUMBER: &str = "081100000001";
const SECOND_STAGE: &str = "3403012001_ngasem_t2";

async fn enter(hall: &Hall, number: &str) {
    let phone = Phone::parse(number).unwrap();
    sms::enter_contact(&hall.app, &tkpk(), desa(), "", ContactRole::Tkpkdesa, &phone).await.unwrap();
}

/// Kind and words of what is to be sent, sorted.
async fn sent(hall: &Hall) -> Vec<(String, String)> {
    let out: Vec<OutRow> = hall.app.store.read().await.unwrap().sms_out_recent(50).await.unwrap();
    let mut said: Vec<(String, String)> = out.into_iter().map(|m| (m.kind, m.body.text)).collect();
    said.sort();
    said
}

async fn view(hall: &Hall, meeting: &str) -> StageView {
    meeting::stage_view(&hall.app, &dukuh(), meeting).await.unwrap().unwrap()
}

async fn events(hall: &Hall) -> u64 {
    hall.workspace.store.verify().await.unwrap().events
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closing_without_a_report_tells_the_tkpkdesa_its_counts_and_a_correction_only_what_differs() {
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        enter(&hall, NUMBER).await;
        let (mut d1, mut d2) = first_stage(&hall).await;
        let report = ("LAPORAN".to_owned(), "MUSPAD 34.03.01.2001 Ngasem 2=1 3=0 6=1 7=0".to_owned());
        assert_eq!(sent(&hall).await, std::slice::from_ref(&report));
        let history = hall.app.store.read().await.unwrap().history(MEETING).await.unwrap();
        assert_eq!(history.last().map(|e| e.kind.as_str()), Some("meeting.closed"), "one change");
        let shown = view(&hall, MEETING).await;
        let row = shown.report.report.clone().unwrap();
        assert_eq!((row.no, row.flag.as_str(), row.minutes.as_str()), (1, "SAMA", "2=1 3=0 6=1 7=0"));
        assert_eq!((shown.report_at_closing, shown.report.way.underway, shown.may_report), (true, 1, true));
        let again = sms::report_meeting(&hall.app, &dukuh(), MEETING, None).await.unwrap();
        assert_eq!((again.changed, again.told, again.queued), (false, 1, 0));

        // while a correction is open nothing is reported, and signing it tells what differs, once
        meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap();
        correct(&hall, &mut d1, &mut d2).await;
        let open = sms::report_meeting(&hall.app, &dukuh(), SECOND_STAGE, Some("tablet-dukuh")).await.unwrap_err();
        assert_eq!(open.code(), "SMS_KOREKSI_BERJALAN");
        assert!(!view(&hall, SECOND_STAGE).await.may_report);
        d1.sync(&hall).await;
        d1.act(json!({"kind": "circle", "row": hall.rows[0], "code": 2, "living": null}));
        d1.sync(&hall).await;
        d2.sync(&hall).await;
        d2.act(json!({"kind": "check", "row": hall.rows[0]}));
        sign(&hall, &mut d1, &mut d2).await;
        let differs = "SELISIH 34.03.01.2001 Ngasem: kode 2: SMS 1, BA 2. Yang berlaku: BA.";
        assert_eq!(sent(&hall).await, [report, ("SELISIH".to_owned(), differs.to_owned())]);
        assert_eq!(view(&hall, SECOND_STAGE).await.report.report.unwrap().flag, "BEDA");
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_a_missing_number_nor_the_daily_limit_turns_a_closing_back() {
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        first_stage(&hall).await;
        assert_eq!(sent(&hall).await, []);
        let shown = view(&hall, MEETING).await;
        assert!(shown.report.reaches_nobody && shown.report_at_closing && shown.may_report);
        let nobody = sms::report_meeting(&hall.app, &dukuh(), MEETING, Some("tablet-dukuh")).await.unwrap();
        assert_eq!((nobody.changed, nobody.told, nobody.queued), (false, 0, 0));

        // a number entered later hears of it once somebody sends it again
        enter(&hall, NUMBER).await;
        assert_eq!(view(&hall, MEETING).await.report.way.unsent, 1);
        let done = sms::report_meeting(&hall.app, &asisten(), MEETING, Some("hp-asisten")).await.unwrap();
        assert_eq!((done.changed, done.told, done.queued), (false, 1, 1));
        let before = events(&hall).await;
        let again = sms::report_meeting(&hall.app, &asisten(), MEETING, None).await.unwrap();
        assert_eq!((again.queued, sent(&hall).await.len()), (0, 1));
        assert_eq!(events(&hall).await, before, "saying it again writes nothing");

        let mut hall = Hall::open(backend).await;
        hall.app.sms.daily_limit = 0;
        enter(&hall, NUMBER).await;
        first_stage(&hall).await;
        assert_eq!(sent(&hall).await, []);
        let shown = view(&hall, MEETING).await;
        assert_eq!((shown.report.way.unsent, shown.stage.closed_at_ms.is_some()), (1, true));
        let refused = sms::report_meeting(&hall.app, &dukuh(), MEETING, None).await.unwrap_err();
        assert_eq!(refused.code(), "SMS_BATAS_HARIAN");
        hall.app.sms.daily_limit = 1;
        assert_eq!(sms::report_meeting(&hall.app, &dukuh(), MEETING, None).await.unwrap().queued, 1);
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_reports_what_the_server_counts_and_only_a_device_that_was_let_in() {
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        enter(&hall, NUMBER).await;
        enter(&hall, "081100000002").await;
        let stranger = sms::report_meeting(&hall.app, &dukuh(), MEETING, Some("tablet-dukuh")).await.unwrap_err();
        assert_eq!(stranger.code(), "PERANGKAT_BELUM_DITERIMA");
        let mut d1 = hall.device(dukuh(), "tablet-dukuh", "dukuh").await;
        let report = async || sms::report_meeting(&hall.app, &dukuh(), MEETING, Some("tablet-dukuh")).await;
        assert_eq!(report().await.unwrap_err().code(), "SMS_BELUM_ADA_KODE");
        for (row, code) in hall.rows.iter().zip([2, 2, 3, 6, 1]) {
            d1.act(json!({"kind": "circle", "row": row, "code": code, "living": null}));
        }
        assert_eq!(report().await.unwrap_err().code(), "SMS_BELUM_ADA_KODE", "what was not sent is not counted");
        d1.sync(&hall).await;
        let first = report().await.unwrap();
        assert_eq!((first.report.counts.to_string().as_str(), first.changed), ("2=2 3=1 6=1 7=0", true));
        assert_eq!((first.told, first.queued, first.report.no), (2, 2, 1));
        let again = report().await.unwrap();
        assert_eq!((again.told, again.queued, again.report.no), (2, 0, 1));
        d1.act(json!({"kind": "circle", "row": hall.rows[0], "code": 8, "living": null}));
        d1.sync(&hall).await;
        let second = report().await.unwrap();
        assert_eq!((second.queued, second.report.no, second.report.flag.as_str()), (2, 2, "MENUNGGU"));
        let said: Vec<String> = sent(&hall).await.into_iter().map(|(_, text)| text).collect();
        let (old, new) = ("MUSPAD 34.03.01.2001 Ngasem 2=2 3=1 6=1 7=0", "MUSPAD 34.03.01.2001 Ngasem 2=1 3=1 6=1 7=0");
        assert_eq!(said, [new, new, old, old]);

        // who only reads, or issues, does not speak for the meeting
        for other in [tkpk(), officer("kades", Role::VillageHead, "34.03.01.2001")] {
            let denied = sms::report_meeting(&hall.app, &other, MEETING, None).await.unwrap_err();
            assert_eq!(denied.code(), "AKSES_DITOLAK");
        }

        // the text for a plain phone reads back as the same report and names nobody
        let form = meeting::form_json(&hall.app, &dukuh(), MEETING, "tablet-dukuh").await.unwrap();
        assert_eq!(form["sms"], json!({ "head": "MUSPAD 34.03.01.2001 Ngasem", "number": null }));
        let typed = format!("{} {}", form["sms"]["head"].as_str().unwrap(), second.report.counts);
        let (place, counts) = Draft::read(&typed).complete(None, |_| Some(vec!["Ngasem".to_owned()])).unwrap();
        assert_eq!((place.desa, place.hamlet.as_str(), counts), (desa(), "Ngasem", second.report.counts));
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_and_messages_are_kept_by_their_own_desa_and_shown_masked() {
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        let other = AreaCode::parse("3403012002").unwrap();
        let neighbour = officer("tkpk-2", Role::Tkpkdesa, "34.03.01.2002");
        let kabupaten = officer("dinsos", Role::SocialService, "34.03");
        enter(&hall, NUMBER).await;
        let phone = Phone::parse(NUMBER).unwrap();
        let taken =
            sms::enter_contact(&hall.app, &neighbour, other, "", ContactRole::Tkpkdesa, &phone).await.unwrap_err();
        assert_eq!(taken.code(), "SMS_NOMOR_DESA_LAIN");
        first_stage(&hall).await;
        let own = sms::board(&hall.app, &tkpk(), None, "", 1).await.unwrap();
        assert_eq!(own.contacts[0].phone, phone.to_string());
        assert!(own.contacts[0].phone.contains('…') && own.hamlets.iter().any(|h| h == "Ngasem"));
        assert_eq!((own.outgoing.len(), own.reports.len()), (1, 1));
        let theirs = sms::board(&hall.app, &neighbour, None, "", 1).await.unwrap();
        assert_eq!((theirs.outgoing.len(), theirs.contacts.len(), theirs.reports.len()), (0, 0, 0));
        let all = sms::board(&hall.app, &kabupaten, None, "SAMA", 1).await.unwrap();
        assert_eq!((all.outgoing.len(), all.report_count), (1, 1));
        assert_eq!(all.desas.iter().map(|d| d.tkpkdesa).sum::<i64>(), 1);
        assert_eq!(sms::board(&hall.app, &kabupaten, None, "BEDA", 1).await.unwrap().report_count, 0);
        let looks = hall.app.store.read().await.unwrap().accesses(0, 100).await.unwrap();
        assert_eq!(looks.iter().filter(|a| a.act == "urus_sms" && a.granted).count(), 4, "each look is written down");
        for refused in [
            sms::board(&hall.app, &tkpk(), Some(other), "", 1).await.unwrap_err(),
            sms::board(&hall.app, &dukuh(), None, "", 1).await.unwrap_err(),
            sms::forget_entered(&hall.app, &neighbour, &own.contacts[0].key).await.unwrap_err(),
            sms::resend(&hall.app, &neighbour, &own.outgoing[0].id).await.unwrap_err(),
        ] {
            assert_eq!(refused.code(), "AKSES_DITOLAK");
        }
        assert_eq!(sms::resend(&hall.app, &tkpk(), &own.outgoing[0].id).await.unwrap_err().code(), "SMS_TIDAK_GAGAL");
        assert!(sms::forget_entered(&hall.app, &tkpk(), &own.contacts[0].key).await.unwrap());
        assert!(!sms::forget_contact(&hall.app, &tkpk(), &phone).await.unwrap());
    }
}
