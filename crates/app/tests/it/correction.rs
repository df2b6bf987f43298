//! What was signed is corrected by a later signed stage only, and only the latest one counts. R76.

use crate::meeting::{Device, Hall, MEETING, asisten, desa, dukuh, tkpk};
use app::access::{Officer, Role, RoleBinding, Scope};
use app::account;
use app::decree::{self, Preparing};
use app::deliberation;
use app::import::{self, Import, ImportReport};
use app::meeting;
use app::sms;
use domain::deliberation::Finding;
use domain::id::{AccountId, DecreeNumber, HouseholdId, QuestionnaireId};
use domain::round::MeetingState;
use domain::verification::{FilledQuestionnaire, VisitResult, VisitSource};
use exchange::PackFile;
use serde_json::json;
use store::NewEvent;
use store::deliberation::MeetingLine;
use store::household::Standing;
use store::verification::CheckedQuestionnaire;
use store::view::Span;
use testkit::on_both;

pub const SECOND: &str = "3403012001_ngasem_t2";

/// Both devices close the stage they are in.
pub async fn sign(hall: &Hall, d1: &mut Device, d2: &mut Device) {
    d1.sync(hall).await;
    d2.sync(hall).await;
    d1.sync(hall).await;
    let covers = d1.seen.clone();
    d1.sign_and_close("PAK DUKUH", false, &covers);
    d1.sync(hall).await;
    d2.sync(hall).await;
    d2.sign_and_close("MBAK ASISTEN", true, &covers);
    let closing = d2.sync(hall).await;
    assert!(closing.closed.is_some(), "{:?}", closing.refused);
}

/// The first stage: one household moved, one nobody knows.
pub async fn first_stage(hall: &Hall) -> (Device, Device) {
    let mut d1 = hall.device(dukuh(), "tablet-dukuh", "dukuh").await;
    let mut d2 = hall.device(asisten(), "hp-asisten", "asisten").await;
    for (group, count) in [("dukuh", 1), ("rt", 3), ("rw", 1), ("tokoh", 2), ("marginal", 4)] {
        d1.act(json!({"kind": "attend", "group": group, "count": count}));
    }
    for (row, code) in hall.rows.iter().zip([1, 4, 2, 6, 8]) {
        d1.act(json!({"kind": "circle", "row": row, "code": code, "living": null}));
    }
    d1.sync(hall).await;
    d2.sync(hall).await;
    for row in &hall.rows {
        d2.act(json!({"kind": "check", "row": row}));
    }
    sign(hall, &mut d1, &mut d2).await;
    (d1, d2)
}

/// The correction: who had moved is still there, whom nobody knew has moved.
pub async fn correct(hall: &Hall, d1: &mut Device, d2: &mut Device) {
    for device in [&mut *d1, &mut *d2] {
        device.enter(hall, SECOND).await;
    }
    d1.act(json!({"kind": "circle", "row": hall.rows[1], "code": 1, "living": null}));
    d1.act(json!({"kind": "circle", "row": hall.rows[4], "code": 4, "living": null}));
    d1.sync(hall).await;
    d2.sync(hall).await;
    d2.act(json!({"kind": "check", "row": hall.rows[1]}));
    d2.act(json!({"kind": "check", "row": hall.rows[4]}));
}

async fn lines(hall: &Hall, meeting: &str) -> Vec<MeetingLine> {
    hall.app.store.read().await.unwrap().meeting_rows(meeting).await.unwrap()
}

async fn findings(hall: &Hall) -> Vec<(i64, i64)> {
    let mut reader = hall.app.store.read().await.unwrap();
    reader.view_findings(&Span::of(&desa())).await.unwrap().into_iter().map(|n| (n.code, n.n)).collect()
}

/// Issues the decree, the third household having been visited: what it does to the others.
async fn decreed(hall: &Hall) -> Vec<(String, String)> {
    let visited = HouseholdId::new(&hall.rows[2]);
    let household = hall.app.store.read().await.unwrap().household(&visited).await.unwrap().unwrap();
    let mut tx = hall.app.store.begin("3403012001").await.unwrap();
    tx.put_questionnaire(&CheckedQuestionnaire {
        import_id: None,
        filled: FilledQuestionnaire {
            id: QuestionnaireId::new("Q1"),
            source: VisitSource::Deliberation,
            key: visited.as_str().to_owned(),
            date: Some(testkit::TODAY),
            officer: None,
            checked_on: None,
            checker: None,
            result: Some(VisitResult::Completed),
            target: None,
            family_cards: vec![None],
            household,
        },
        verdict: "DITERIMA".into(),
        problems: String::new(),
        household: Some(visited.clone()),
        version: 1,
        round: None,
        checked_by: None,
    });
    tx.commit(NewEvent::new("questionnaire.accepted", "uji", testkit::now_ms())).await.unwrap();
    let how = Preparing { number: DecreeNumber::new("34.03/KPTS/2016"), area: None, waiver: None };
    let social = account::of_role(&hall.app, Role::SocialService).await.unwrap();
    app::round::open(&hall.app, &social, "2016-I", std::collections::BTreeMap::new()).await.unwrap();
    let regional = account::of_role(&hall.app, Role::RegionalHead).await.unwrap();
    let pokja = account::of_role(&hall.app, Role::Pokja).await.unwrap();
    app::edition::make_base(&hall.app, &pokja).await.unwrap();
    let head = decree::prepare(&hall.app, &social, &how).await.unwrap().unwrap();
    decree::sign(&hall.app, &regional, &how.number).await.unwrap();
    let mut reader = hall.app.store.read().await.unwrap();
    let rows = reader.decree_rows(&head.number).await.unwrap();
    rows.into_iter().filter(|r| r.household != visited.as_str()).map(|r| (r.household, r.action)).collect()
}

pub async fn take(hall: &Hall, name: &str, text: &str) -> ImportReport {
    take_all(hall, &[(name, text)]).await
}

/// One import of these files.
async fn take_all(hall: &Hall, files: &[(&str, &str)]) -> ImportReport {
    let files: Vec<PackFile> =
        files.iter().map(|(name, text)| PackFile::bytes(*name, text.as_bytes().to_vec())).collect();
    let officer = Officer::operator();
    let how = Import::of(&officer, "meetings", &files.iter().collect::<Vec<_>>(), &files[0].name, false).unwrap();
    deliberation::import(&hall.app, &how, &files, None).await.unwrap()
}

/// What the import said, by file.
fn said(report: &ImportReport) -> Vec<(&str, &str)> {
    report.issues.iter().map(|i| (i.file.as_str(), i.kind.code())).collect()
}

/// Number, verdict and reasons of every meeting.
async fn verdicts(hall: &Hall) -> Vec<(String, String, String)> {
    let all = hall.app.store.read().await.unwrap().meetings().await.unwrap();
    all.into_iter().map(|m| (m.id, m.verdict, m.reasons)).collect()
}

/// The hamlet's sheet with these codes.
pub fn sheet(hall: &Hall, codes: [u8; 5]) -> String {
    let mut text = String::from("form,no_rts,nama_krt,nama_art,jumlah_art,alamat,kode,keterangan,diperiksa\n");
    for (row, code) in hall.rows.iter().zip(codes) {
        text.push_str(&format!("FKP.01,{row},SUGENG,LESTARI; ANAK,3,NGASEM,{code},,ya\n"));
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_correction_counts_once_with_the_corrected_code_and_the_earlier_stage_stays_as_signed() {
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        let (mut d1, mut d2) = first_stage(&hall).await;
        let first = lines(&hall, MEETING).await;
        let entries = hall.app.store.read().await.unwrap().meeting_entries(MEETING).await.unwrap();
        assert_eq!(findings(&hall).await, [(1, 1), (2, 1), (4, 1), (6, 1), (8, 1)]);

        // who writes into the signed stage again is told that it came late, and what was signed stays
        d1.sync(&hall).await;
        d1.act(json!({"kind": "circle", "row": hall.rows[0], "code": 8, "living": null}));
        assert_eq!(d1.sync(&hall).await.late.len(), 1);
        assert_eq!(lines(&hall, MEETING).await, first);

        let issued = meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap();
        assert_eq!(issued, SECOND);
        let again = meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap_err();
        assert_eq!(again.code(), "TAHAP_SUDAH_TERBIT");

        // an open correction takes nothing out of force
        correct(&hall, &mut d1, &mut d2).await;
        assert_eq!(findings(&hall).await, [(1, 1), (2, 1), (4, 1), (6, 1), (8, 1)]);
        let map = meeting::overview(&hall.app, &tkpk(), Some(desa())).await.unwrap();
        let row = &map.hamlets[0];
        assert_eq!((row.stage, row.correcting, row.closed, row.counts.of(Finding::Unknown)), (2, true, true, 1));

        sign(&hall, &mut d1, &mut d2).await;
        assert_eq!(findings(&hall).await, [(1, 2), (2, 1), (4, 1), (6, 1)]);
        let map = meeting::overview(&hall.app, &tkpk(), Some(desa())).await.unwrap();
        let row = &map.hamlets[0];
        assert_eq!(
            (row.stage, row.correcting, row.closed, row.counts.of(Finding::StillPoor), row.counts.of(Finding::Unknown)),
            (2, false, true, 2, 0)
        );
        let mut reader = hall.app.store.read().await.unwrap();
        let done = reader.view_stages(&Span::of(&desa())).await.unwrap();
        assert_eq!(done.iter().find(|s| s.stage == "meetings").map(|s| s.n), Some(1), "one hamlet met once");
        let said = reader.view_household_meetings(&hall.rows[4]).await.unwrap();
        let said: Vec<_> = said.iter().map(|m| (m.code, m.superseded_by.as_deref())).collect();
        assert_eq!(said, [(Some(8), Some(SECOND)), (Some(4), None)]);

        // the journal of the first stage is there as it was, beside the one late entry
        assert_eq!(lines(&hall, MEETING).await, first);
        let now = reader.meeting_entries(MEETING).await.unwrap();
        assert!(entries.iter().all(|e| now.contains(e)) && now.len() == entries.len() + 1);
        drop(reader);

        assert_eq!(decreed(&hall).await, [(hall.rows[4].clone(), "PINDAH".to_owned())]);
        let refused = meeting::issue_next(&hall.app, &tkpk(), SECOND).await.unwrap_err();
        assert_eq!(refused.code(), "KOREKSI_SETELAH_SK");
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decree_over_an_open_correction_holds_what_was_signed_and_ends_the_correction() {
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        let (mut d1, mut d2) = first_stage(&hall).await;
        meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap();
        correct(&hall, &mut d1, &mut d2).await;
        let (moved, unknown) = (hall.rows[1].clone(), hall.rows[4].clone());
        let expected = [(moved, "PINDAH".to_owned()), (unknown, "TIDAK_DIKENAL".to_owned())];
        assert_eq!(decreed(&hall).await, expected);
        let refused = meeting::send(&hall.app, &asisten(), SECOND, &d2.sending()).await.unwrap_err();
        assert_eq!(refused.code(), "KOREKSI_SETELAH_SK");
        assert_eq!(findings(&hall).await, [(1, 1), (2, 1), (4, 1), (6, 1), (8, 1)]);
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signed_sheet_closes_the_stage_and_a_later_sheet_corrects_it() {
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        let mut d1 = hall.device(dukuh(), "tablet-dukuh", "dukuh").await;
        d1.act(json!({"kind": "circle", "row": hall.rows[0], "code": 8, "living": null}));
        d1.sync(&hall).await;

        let refused = take(&hall, "3403012001_ngasem.csv", &sheet(&hall, [1, 4, 2, 6, 7])).await;
        assert_eq!(refused.items, 1);
        assert_eq!(findings(&hall).await, [], "a refused sheet counts nothing");
        take(&hall, "3403012001_ngasem.csv", &sheet(&hall, [1, 4, 2, 6, 8])).await;
        let stage = hall.app.store.read().await.unwrap().meeting_stage(MEETING).await.unwrap().unwrap();
        assert_eq!((stage.state, stage.late_count), (MeetingState::Signed, 1));
        d1.act(json!({"kind": "circle", "row": hall.rows[1], "code": 8, "living": null}));
        let late = meeting::send(&hall.app, &dukuh(), MEETING, &d1.sending()).await.unwrap_err();
        assert_eq!(late.code(), "LEMBAR_SUDAH_DITERIMA");
        let map = meeting::overview(&hall.app, &tkpk(), Some(desa())).await.unwrap();
        assert_eq!(
            (map.hamlets[0].closed, map.hamlets[0].late, map.hamlets[0].counts.of(Finding::Moved)),
            (true, false, 1)
        );

        assert_eq!(meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap(), SECOND);
        let form = hall.app.store.read().await.unwrap().meeting_form(SECOND).await.unwrap().unwrap();
        assert_eq!(form.rows.iter().map(|r| r.before).collect::<Vec<_>>(), [1, 4, 2, 6, 8].map(Some));
        let second = take(&hall, "3403012001_ngasem_t2.csv", &sheet(&hall, [1, 1, 2, 6, 4])).await;
        assert_eq!(findings(&hall).await, [(1, 2), (2, 1), (4, 1), (6, 1)]);

        // taken back, the first stage is in force again
        import::undo(&hall.app, &Officer::operator(), &second.id).await.unwrap();
        assert_eq!(findings(&hall).await, [(1, 1), (2, 1), (4, 1), (6, 1), (8, 1)]);
        take(&hall, "3403012001_ngasem_t2.csv", &sheet(&hall, [1, 1, 2, 6, 4])).await;
        assert_eq!(decreed(&hall).await, [(hall.rows[4].clone(), "PINDAH".to_owned())]);
        let after = take(&hall, "3403012001_ngasem_t3.csv", &sheet(&hall, [1, 1, 1, 6, 4])).await;
        assert_eq!(said(&after), [("3403012001_ngasem_t3.csv", "KOREKSI_SETELAH_SK")]);
        let kept = ("3403012001_ngasem_t3".to_owned(), "DITOLAK".to_owned(), "KOREKSI_SETELAH_SK".to_owned());
        assert!(verdicts(&hall).await.contains(&kept));
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sheet_does_not_replace_what_was_signed_on_a_device() {
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        // a sheet that was refused leaves nothing behind in the minutes
        let mut text = sheet(&hall, [1, 1, 1, 1, 1]);
        text.push_str("FKP.02,,LEBIH DARI KUOTA,,1,RT 9,7,,ya\n");
        take(&hall, "3403012001_ngasem.csv", &text).await;
        first_stage(&hall).await;
        let before = lines(&hall, MEETING).await;
        for name in ["3403012001_ngasem.csv", "3403012001_Padukuhan Ngasem.csv"] {
            let report = take(&hall, name, &sheet(&hall, [1, 1, 1, 1, 1])).await;
            assert_eq!(said(&report), [(name, "MUSYAWARAH_SUDAH_DITANDATANGANI")]);
        }
        assert_eq!(lines(&hall, MEETING).await, before);
        assert_eq!(findings(&hall).await, [(1, 1), (2, 1), (4, 1), (6, 1), (8, 1)]);
        // the sheet of a second stage is a correction like any other
        meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap();
        take(&hall, "3403012001_ngasem_t2.csv", &sheet(&hall, [1, 1, 1, 1, 1])).await;
        assert_eq!(findings(&hall).await, [(1, 5)]);
        assert_eq!(lines(&hall, MEETING).await, before);
        // and the stage after it goes on from the sheet, not from the journal before it
        let third = meeting::issue_next(&hall.app, &tkpk(), SECOND).await.unwrap();
        let opened = meeting::state(&hall.app, &dukuh(), &third).await.unwrap();
        let codes: Vec<_> = opened["rows"].as_array().unwrap().iter().map(|r| r["code"].clone()).collect();
        assert_eq!(json!(codes), json!([1, 1, 1, 1, 1]));
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_sheet_of_a_signed_stage_is_kept_as_refused_and_the_same_sheet_again_changes_nothing() {
    // R76
    let (first, other, third) =
        ("3403012001_ngasem.csv", "3403012001_Padukuhan Ngasem.csv", "3403012001_ngasem rt 02.csv");
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        let signed = sheet(&hall, [1, 4, 2, 6, 8]);
        let taken = take(&hall, first, &signed).await;
        let counted = [(1, 1), (2, 1), (4, 1), (6, 1), (8, 1)];
        let stage = async || hall.app.store.read().await.unwrap().meeting_stage(MEETING).await.unwrap().unwrap();
        let closed = stage().await;

        let again = take(&hall, other, &signed).await;
        assert_eq!((again.items, said(&again)), (0, vec![(other, "LEMBAR_SAMA")]));
        let changed = sheet(&hall, [1, 1, 1, 1, 1]);
        let refused = take(&hall, other, &changed).await;
        assert_eq!((refused.items, said(&refused)), (1, vec![(other, "MUSYAWARAH_SUDAH_DITANDATANGANI")]));
        // under the number that was signed too: it is kept beside it
        let refused = take(&hall, first, &changed).await;
        assert_eq!(said(&refused), [(first, "MUSYAWARAH_SUDAH_DITANDATANGANI")]);
        // a sheet that its own rows refuse does not open the stage again
        take(&hall, third, &sheet(&hall, [1, 1, 1, 1, 7])).await;
        assert_eq!((findings(&hall).await, stage().await), (counted.to_vec(), closed.clone()));
        let all = verdicts(&hall).await;
        let reasons: Vec<_> = all.iter().map(|(_, verdict, reasons)| (verdict.as_str(), reasons.as_str())).collect();
        let signed_before = ("DITOLAK", "MUSYAWARAH_SUDAH_DITANDATANGANI");
        assert_eq!(reasons, [signed_before, ("DITERIMA", ""), ("DITOLAK", "KODE_7_DI_FKP01"), signed_before]);
        assert_eq!(all[3].0[..MEETING.len() + 1], format!("{MEETING}."));
        assert_eq!(lines(&hall, &all[3].0).await.iter().map(|l| l.code).collect::<Vec<_>>(), [Some(1); 5]);

        // undoing what did not count changes nothing either
        import::undo(&hall.app, &Officer::operator(), &refused.id).await.unwrap();
        assert_eq!((findings(&hall).await, stage().await), (counted.to_vec(), closed));
        // the first was mistyped: taken back, the right one is taken
        import::undo(&hall.app, &Officer::operator(), &taken.id).await.unwrap();
        assert_eq!((findings(&hall).await, stage().await.closed_at_ms), (vec![], None));
        take(&hall, other, &changed).await;
        assert_eq!(findings(&hall).await, [(1, 5)]);
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_sheets_that_contradict_each_other_none_counts_and_copies_and_parts_count_once() {
    // R58, R76
    let (a, b, c) = ("3403012001_ngasem.csv", "3403012001_Padukuhan Ngasem.csv", "3403012001_ngasem rt 02.csv");
    for backend in on_both() {
        let one = Hall::open(backend).await;
        let two = Hall::open(backend).await;
        let (first, second) = (sheet(&one, [1, 4, 2, 6, 8]), sheet(&one, [1, 4, 2, 6, 1]));
        let report = take_all(&one, &[(a, &first), (b, &second), (c, &first)]).await;
        let told = vec![(b, "DUA_LEMBAR_SATU_TAHAP"), (c, "LEMBAR_SAMA"), (a, "DUA_LEMBAR_SATU_TAHAP")];
        assert_eq!((report.items, said(&report)), (2, told));
        take_all(&two, &[(c, &first), (b, &second), (a, &first)]).await;
        assert_eq!((findings(&one).await, verdicts(&one).await), (vec![], verdicts(&two).await));
        // one of them alone is what was signed
        take(&one, b, &second).await;
        assert_eq!(findings(&one).await, [(1, 2), (2, 1), (4, 1), (6, 1)]);

        // the hamlet met in two halls, each with its own rows; a device had begun
        let hall = Hall::open(backend).await;
        let mut d1 = hall.device(dukuh(), "tablet-dukuh", "dukuh").await;
        d1.act(json!({"kind": "circle", "row": hall.rows[0], "code": 8, "living": null}));
        d1.sync(&hall).await;
        let rows: Vec<&str> = first.lines().collect();
        let part = |of: &[&str]| [&rows[..1], of].concat().join("\n") + "\n";
        let (north, south) = (part(&rows[1..3]), part(&rows[3..]));
        let report = take_all(&hall, &[(a, &north), (c, &south)]).await;
        let told = vec![(c, "LEMBAR_MENDAHULUI_PERANGKAT"), (a, "LEMBAR_MENDAHULUI_PERANGKAT")];
        assert_eq!((report.items, said(&report)), (2, told));
        assert_eq!(findings(&hall).await, [(1, 1), (2, 1), (4, 1), (6, 1), (8, 1)]);
        let stage = hall.app.store.read().await.unwrap().meeting_stage(MEETING).await.unwrap().unwrap();
        assert_eq!((stage.counts.by_code(), stage.late_count), ([1, 1, 0, 1, 0, 1, 0, 1], 1));
        meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap();
        let form = hall.app.store.read().await.unwrap().meeting_form(SECOND).await.unwrap().unwrap();
        assert_eq!(form.rows.iter().map(|r| r.before).collect::<Vec<_>>(), [1, 4, 2, 6, 8].map(Some));
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_stage_after_a_sheet_opens_with_what_was_signed_on_it_and_is_signed_anew() {
    // R52, R62, R66, R76
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        let mut text = sheet(&hall, [2, 4, 2, 6, 5]).replace("ya\n", "ya,,\n");
        text = text.replace("diperiksa\n", "diperiksa,urutan_kesejahteraan,lebih_miskin_dari_kode2\n");
        text = text.replace(",6,,ya", ",6,bayi lahir,ya");
        text.push_str("FKP.02,,MISKIN SEKALI,ANAK; CUCU,3,RT 1,7,janda,ya,1,ya\n");
        text.push_str("FKP.02,,AGAK MISKIN,,1,RT 2,7,,ya,2,\n");
        text.push_str("FKP.02,,TIDAK JADI,,1,RT 3,,dicoret karena kuota,ya,3,\n");
        let taken = take(&hall, "3403012001_ngasem.csv", &text).await;
        assert_eq!(taken.judged, Some((0, 1)), "{:?}", verdicts(&hall).await);
        meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap();
        let mut d1 = hall.device(dukuh(), "tablet-dukuh", "dukuh").await;
        let mut d2 = hall.device(asisten(), "hp-asisten", "asisten").await;
        for device in [&mut d1, &mut d2] {
            device.enter(&hall, SECOND).await;
        }
        let state = async || meeting::state(&hall.app, &dukuh(), SECOND).await.unwrap();
        let opened = state().await;
        let of = |rows: &serde_json::Value, name: &str| -> Vec<serde_json::Value> {
            rows.as_array().unwrap().iter().map(|row| row[name].clone()).collect()
        };
        // code 5 is asked about anew: a sheet does not say who lives
        assert_eq!(json!(of(&opened["rows"], "code")), json!([2, 4, 2, 6, null]));
        assert_eq!(opened["rows"][3]["explanation"], "bayi lahir");
        assert_eq!(opened["rows"][0]["checked_by"], "kertas-asisten");
        let proposals = &opened["proposals"];
        assert_eq!(json!(of(proposals, "standing")), json!(["struck", "retained", "retained"]), "{proposals}");
        assert_eq!(opened["refused"], json!([]));

        // nothing is signed by being carried over, and the sheet may be taken back under it
        let entries = hall.app.store.read().await.unwrap().meeting_entries(SECOND).await.unwrap();
        assert!(entries.is_empty());
        d1.act(json!({"kind": "circle", "row": hall.rows[0], "code": 1, "living": null}));
        d1.act(json!({"kind": "circle", "row": hall.rows[4], "code": 2, "living": null}));
        let second = proposals[2]["id"].clone();
        d1.act(json!({"kind": "poorer", "proposal": second, "yes": true}));
        d1.sync(&hall).await;
        d2.sync(&hall).await;
        for row in [0, 4] {
            d2.act(json!({"kind": "check", "row": hall.rows[row]}));
        }
        sign(&hall, &mut d1, &mut d2).await;
        assert_eq!(findings(&hall).await, [(1, 1), (2, 2), (4, 1), (6, 1), (7, 2)]);
        let said: Vec<_> = lines(&hall, SECOND).await.into_iter().map(|l| (l.outcome, l.body.remark)).collect();
        assert!(said.contains(&("DICORET".to_owned(), "dicoret karena kuota".to_owned())), "{said:?}");
        assert!(said.contains(&("UNTUK_DIDATA".to_owned(), "janda".to_owned())), "{said:?}");
        let signed = state().await;
        import::undo(&hall.app, &Officer::operator(), &taken.id).await.unwrap();
        let clock = app::ports::FixedClock { today: testkit::TODAY, now_ms: testkit::now_ms() };
        let anew = app::App::new(hall.workspace.store.clone(), std::sync::Arc::new(clock));
        let closed = meeting::state(&anew, &dukuh(), SECOND).await.unwrap();
        assert_eq!(closed, signed, "what people saw when they signed stays");
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_provisional_report_is_compared_in_the_change_that_signs() {
    let scope = Scope::parse(crate::meeting::HAMLET).unwrap();
    let reporter =
        Officer::new(AccountId::new("dukuh-1"), "dukuh-1", vec![RoleBinding { role: Role::HamletHead, scope }]);
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        let place = app::access::Where { area: desa(), hamlet: Some(crate::meeting::HAMLET.to_owned()) };
        let counts = |improved| domain::deliberation::sms::ProvisionalCounts {
            improved,
            head_replaced: 0,
            composition_changed: 1,
            new: 0,
        };
        sms::send_report(&hall.app, &reporter, &place, "Ngasem", counts(3)).await.unwrap();
        let flag = async || {
            let mut reader = hall.app.store.read().await.unwrap();
            let report = reader.provisional_reports(desa().as_str()).await.unwrap().remove(0);
            (report.flag, report.minutes)
        };
        assert_eq!(flag().await.0, "MENUNGGU");
        // R68: until the minutes are signed blanks and enumerators are planned by the report
        let planned = async || {
            let map = meeting::overview(&hall.app, &tkpk(), Some(desa())).await.unwrap();
            let row = &map.hamlets[0];
            assert_eq!((map.sum.blanks, map.sum.reserve), (row.blanks, row.reserve));
            (row.blanks, row.reserve, row.enumerators, row.planned_by_sms)
        };
        assert_eq!(planned().await, (4, 1, 1, true));
        let (mut d1, mut d2) = first_stage(&hall).await;
        let (differs, minutes) = flag().await;
        assert_eq!(differs, "BEDA", "{minutes}");
        assert_eq!(planned().await, (2, 1, 1, false), "the minutes hold");
        let event = hall.app.store.read().await.unwrap().history(MEETING).await.unwrap();
        assert_eq!(event.last().map(|e| e.kind.as_str()), Some("meeting.closed"), "one change");

        // a correction that says what was reported makes them agree
        meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap();
        correct(&hall, &mut d1, &mut d2).await;
        for row in [0, 1] {
            d1.sync(&hall).await;
            d1.act(json!({"kind": "circle", "row": hall.rows[row], "code": 2, "living": null}));
            d1.sync(&hall).await;
            d2.sync(&hall).await;
            d2.act(json!({"kind": "check", "row": hall.rows[row]}));
        }
        sign(&hall, &mut d1, &mut d2).await;
        assert_eq!(flag().await.0, "SAMA");
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_printed_is_what_was_issued_whatever_the_register_says_later() {
    // R59
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        let sets = async |hamlet: Option<&str>| meeting::form_sets(&hall.app, &tkpk(), desa(), hamlet).await.unwrap();
        let first = sets(None).await;
        let stage = hall.app.store.read().await.unwrap().meeting_stage(MEETING).await.unwrap().unwrap();
        assert_eq!((first.sets.len(), first.issued.meetings.len()), (1, 0));
        assert_eq!((first.sets[0].hash.as_str(), first.sets[0].rows.len()), (stage.form_hash.as_str(), 5));

        // the register goes on: a household more here, and one in a hamlet that has no forms yet
        let mut grown = testkit::Village::of(7).households.split_off(5);
        grown[1].place.hamlet = Some("Padukuhan Wonorejo".to_owned());
        let mut tx = hall.app.store.begin("3403012001").await.unwrap();
        grown.iter().for_each(|h| tx.put_household(None, h, &Standing::default(), Some(testkit::TODAY)));
        tx.commit(NewEvent::new("import.taken", "uji", testkit::now_ms())).await.unwrap();
        let again = sets(Some("Ngasem")).await;
        assert_eq!((again.sets, again.issued.meetings.len()), (first.sets.clone(), 0));
        let other = sets(Some("WONOREJO")).await;
        assert_eq!(other.issued.meetings, ["3403012001_wonorejo"], "printing hands out");
        assert_eq!(other.sets[0].rows.len(), 1);

        // of a later stage its own set is printed
        let (_d1, _d2) = first_stage(&hall).await;
        meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap();
        let second = sets(Some("Ngasem")).await;
        assert_eq!((second.sets[0].stage, second.sets[0].meeting.as_str()), (2, SECOND));
        assert_ne!(second.sets[0].hash, first.sets[0].hash);
        let nowhere =
            meeting::form_sets(&hall.app, &tkpk(), domain::area::AreaCode::parse("3404").unwrap(), None).await;
        assert_eq!(nowhere.unwrap_err().code(), "AKSES_DITOLAK");
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_household_of_a_struck_proposal_can_ask_why_and_what_next_without_an_account() {
    // R66, T18
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        let ranked = |codes| {
            let text = sheet(&hall, codes).replace("ya\n", "ya,\n");
            text.replace("diperiksa\n", "diperiksa,urutan_kesejahteraan\n")
        };
        let mut text = ranked([1, 4, 2, 6, 8]);
        text.push_str(
            "FKP.02,,MISKIN SEKALI,,1,RT 1,7,,ya,1\nFKP.02,,AGAK MISKIN,,1,RT 2,,dicoret karena kuota,ya,2\n",
        );
        take(&hall, "3403012001_ngasem.csv", &text).await;
        let struck = app::citizen::struck(&hall.app, &dukuh(), MEETING).await.unwrap();
        assert_eq!((struck.len(), struck[0].head_name.as_deref()), (1, Some("AGAK MISKIN")));
        let elsewhere = Officer::new(AccountId::new("warga"), "warga", vec![]);
        assert_eq!(app::citizen::struck(&hall.app, &elsewhere, MEETING).await.unwrap(), []);
        let number = struck[0].number.clone();
        assert!(number.starts_with("USUL/3403012001/") && !number.contains("MISKIN"), "{number}");
        let status = async |number: &str| app::citizen::status(&hall.app, number).await.unwrap();
        let told = status(&number.to_lowercase()).await.unwrap();
        assert_eq!((told.point, told.desa.as_str(), told.is_proposal()), ("USULAN_DICORET", "Desa Beji", true));
        assert_eq!(status("USUL/3403012001/000000000000").await, None);
        assert_eq!(status("USUL/34.03").await, None);

        // taken in by a later stage, the same number says so
        let mut text = ranked([2, 4, 2, 6, 8]);
        text.push_str("FKP.02,,AGAK MISKIN,,1,RT 2,7,,ya,2\nFKP.02,,MISKIN SEKALI,,1,RT 1,7,,ya,1\n");
        let early = take(&hall, "3403012001_ngasem_t2.csv", &text).await;
        assert_eq!(said(&early), [("3403012001_ngasem_t2.csv", "TAHAP_BELUM_TERBIT")]);
        meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap();
        take(&hall, "3403012001_ngasem_t2.csv", &text).await;
        assert_eq!(status(&number).await.unwrap().point, "USULAN_DITERIMA");
    }
}
