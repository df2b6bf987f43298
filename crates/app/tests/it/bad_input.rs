//! Bad input of offices: a clear refusal or question with its code, nothing lost, nothing half-applied.

use crate::kabupaten::law::{self, Memory};
use crate::kabupaten::{Kabupaten, paper, people, records, registration, visit};
use crate::kit::MovedClock;
use app::App;
use app::access::Role;
use app::decree::{self, Preparing};
use app::{edition, identification, prelist, programme, round};
use domain::civil_registry::{CivilRecord, CivilStatus};
use domain::household::Household;
use domain::id::DecreeNumber;
use domain::questionnaire::Item;
use domain::verification::VisitSource;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Backend;
use testkit::{TODAY, on_both};

/// The whole log, row by row: an act that is refused adds nothing to it.
async fn log(k: &Kabupaten) -> Vec<i64> {
    let events = k.app.store.read().await.unwrap().recent_events("", 100_000).await.unwrap();
    events.into_iter().filter(|e| !e.kind.starts_with("account.")).map(|e| e.seq).collect()
}

async fn holds(k: &Kabupaten) {
    law::check(k, &mut Memory::default()).await.unwrap();
}

fn homes(count: u16) -> Vec<Household> {
    (1..=count).map(people::family).collect()
}

/// The records with one person dead since `day`.
fn with_a_death(homes: &[Household], at: usize, day: domain::Date) -> Vec<CivilRecord> {
    let mut all = records(homes);
    (all[at].status, all[at].status_date) = (CivilStatus::Dead, Some(day));
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_extract_with_other_columns_takes_nothing_from_what_is_known() {
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    let civil = |app: App| async move { app.store.read().await.unwrap().civil_records().await.unwrap() };
    let (before, log_before) = (civil(k.app.clone()).await, log(&k).await);
    k.days(30);
    let newer = with_a_death(&homes(4), 1, k.app.clock.today());
    // a column without which there is no extract: the office is asked which one it is
    let refused = k.siak(&[paper::siak("siak2.csv", &newer, &["status"])]).await.unwrap_err();
    assert_eq!(refused.code(), "TATA_LETAK_MERAGUKAN");
    // a column that the extract before had
    let refused = k.siak(&[paper::siak("siak2.csv", &newer, &["nama_ibu"])]).await.unwrap_err();
    assert_eq!(refused.code(), "EKSTRAK_KOLOM_HILANG");
    assert!(refused.to_string().contains("nama_ibu"), "{refused}");
    assert_eq!((civil(k.app.clone()).await, log(&k).await), (before, log_before));
    holds(&k).await;
    // the whole extract is taken, and its death acts at once
    let report = k.siak(&[paper::siak("siak2.csv", &newer, &[])]).await.unwrap();
    assert_eq!((report.added, report.changed, report.unchanged), (0, 1, 11));
    let household = k.household(&people::family(1).id).await.unwrap();
    assert_eq!(household.members.iter().filter(|m| m.is_present()).count(), 2);
    holds(&k).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_extract_after_a_newer_one_brings_nobody_back_to_life() {
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    k.days(30);
    k.siak(&[paper::siak("juni.csv", &with_a_death(&homes(4), 1, k.app.clock.today()), &[])]).await.unwrap();
    let before = log(&k).await;
    let mut older = records(&homes(4));
    older[0].name = "NAMA LAMA".to_owned();
    let refused = k.siak(&[paper::siak("mei.csv", &older, &[])]).await.unwrap_err();
    assert_eq!(refused.code(), "EKSTRAK_LEBIH_LAMA");
    assert_eq!(log(&k).await, before);
    let household = k.household(&people::family(1).id).await.unwrap();
    assert_eq!(household.members.iter().filter(|m| m.is_present()).count(), 2);
    holds(&k).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_file_under_another_name_is_known_and_changes_nothing() {
    for backend in on_both() {
        let k = Kabupaten::of(backend, 4).await;
        let (one, day) = (people::family(1), TODAY);
        let book = [registration("R-1", &one, day)];
        k.book("buku.csv", &book).await.unwrap();
        k.listed().await;
        k.sheet(paper::sheet("3403012002_candi", &[(&people::family(2), 6)], &[])).await.unwrap();
        let form = visit("P1", VisitSource::Registration, "R-1", &one, day);
        k.visits(std::slice::from_ref(&form)).await.unwrap();
        let before = log(&k).await;
        for refused in [
            k.bdt(&[paper::bdt("BDT 2015 FINAL (1).csv", &homes(4))]).await,
            k.siak(&[paper::siak("siak-lagi.csv", &records(&homes(4)), &[])]).await,
            k.book("buku (salinan).csv", &book).await,
        ] {
            assert_eq!(refused.unwrap_err().code(), "IMPOR_SUDAH_BERLAKU");
        }
        assert_eq!(log(&k).await, before);
        // sheets and questionnaires are judged again: the same verdict, and nothing moves
        let sheet = paper::sheet("3403012002_Padukuhan Candi", &[(&people::family(2), 6)], &[]);
        let report = k.sheet(sheet).await.unwrap();
        assert!(report.issues.iter().any(|i| i.kind.code() == "LEMBAR_SAMA"), "{:?}", report.issues);
        let report = k.visits(&[form]).await.unwrap();
        assert_eq!((report.added, report.changed, report.unchanged), (0, 0, 1));
        let mut reader = k.app.store.read().await.unwrap();
        assert_eq!(reader.meetings().await.unwrap().len(), 1);
        let acts: Vec<&str> = reader.case_moves("R-1").await.unwrap().iter().map(|m| m.act.code()).collect();
        let once = ["ajukan", "kirim_identifikasi", "cocok_pasti", "masuk_prelist", "tugaskan", "hasil_lapangan_1"];
        assert_eq!(acts, [&once[..], &["periksa_ok"]].concat());
        drop(reader);
        holds(&k).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_of_a_corrected_list_takes_no_member_from_a_household() {
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    let mut corrected = homes(2);
    corrected[0].place.address = "JALAN BARU NO 1".to_owned();
    corrected[1].place.address = "JALAN BARU NO 2".to_owned();
    corrected[1].members.truncate(1);
    let report = k.bdt(&[paper::bdt("perbaikan.csv", &corrected)]).await.unwrap();
    assert!(report.issues.iter().any(|i| i.kind.code() == "KOREKSI_TIDAK_UTUH"), "{:?}", report.issues);
    assert_eq!((report.added, report.changed, report.unchanged), (0, 1, 1));
    assert_eq!(k.household(&corrected[0].id).await.unwrap().place.address, "JALAN BARU NO 1");
    let kept = k.household(&corrected[1].id).await.unwrap();
    assert_eq!((kept.members.len(), kept.place.address), (3, people::family(2).place.address));
    holds(&k).await;
    // a household that really became smaller says so
    corrected[1].member_count = Some(1);
    let report = k.bdt(&[paper::bdt("perbaikan2.csv", &corrected)]).await.unwrap();
    assert_eq!((report.changed, report.unchanged), (1, 1));
    assert_eq!(k.household(&corrected[1].id).await.unwrap().members.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_of_a_corrected_questionnaire_is_sent_back_and_nothing_of_it_is_decreed() {
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    let one = people::family(1);
    k.book("buku.csv", &[registration("R-1", &one, TODAY)]).await.unwrap();
    k.listed().await;
    let whole = visit("P1", VisitSource::Registration, "R-1", &one, TODAY);
    k.visits(std::slice::from_ref(&whole)).await.unwrap();
    let mut half = whole.clone();
    half.household.answers.set(Item::FloorArea, 93);
    half.household.members.clear();
    k.visits(&[half.clone()]).await.unwrap();
    let (verdict, problems) = k.verdict("P1").await.unwrap();
    assert_eq!(verdict, "DIKEMBALIKAN");
    assert!(problems.contains("BLOK_IV_KOSONG"), "{problems}");
    assert!(k.decreed().await.is_none());
    holds(&k).await;
    half.household.members.clone_from(&whole.household.members);
    k.visits(&[half]).await.unwrap();
    assert_eq!(k.decreed().await.unwrap().row_count, 1);
    assert_eq!(k.household(&one.id).await.unwrap().answers.get(Item::FloorArea), Some(93));
    assert_eq!(k.household(&one.id).await.unwrap().members.len(), 3);
    holds(&k).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_round_closes_over_open_cases_only_when_the_next_one_takes_them() {
    for backend in on_both() {
        let k = Kabupaten::of(backend, 4).await;
        let social = k.officer(Role::SocialService).await;
        let (listed, filed) = (people::family(1), people::family(3));
        k.book("buku.csv", &[registration("R-1", &listed, TODAY)]).await.unwrap();
        k.listed().await;
        k.book("buku2.csv", &[registration("R-3", &filed, TODAY)]).await.unwrap();
        let refused = round::close(&k.app, &social, false, "akhir tahun").await.unwrap_err();
        assert_eq!(refused.code(), "KASUS_MASIH_TERBUKA");
        let refused = round::close(&k.app, &social, true, " ").await.unwrap_err();
        assert_eq!(refused.code(), "PUTARAN_TANPA_ALASAN");
        round::close(&k.app, &social, true, "dilanjutkan tahun depan").await.unwrap();
        holds(&k).await;

        // without a round nothing of a round is done, and a registration is filed all the same
        let how = Preparing { number: DecreeNumber::new("1/2017"), area: None, waiver: None };
        assert_eq!(prelist::freeze(&k.app, &social).await.unwrap_err().code(), "PUTARAN_BELUM_DIBUKA");
        assert_eq!(decree::prepare(&k.app, &social, &how).await.unwrap_err().code(), "PUTARAN_BELUM_DIBUKA");
        let form = visit("P1", VisitSource::Registration, "R-1", &listed, TODAY);
        assert_eq!(k.visits(std::slice::from_ref(&form)).await.unwrap_err().code(), "PUTARAN_BELUM_DIBUKA");
        k.book("buku3.csv", &[registration("R-4", &people::family(4), TODAY)]).await.unwrap();
        holds(&k).await;

        // the next round goes on with all three: on the list of before, filed before, filed between
        k.days(200);
        k.open("2017-II").await;
        k.visits(&[form]).await.unwrap();
        assert_eq!(k.verdict("P1").await.unwrap(), ("DITERIMA".to_owned(), String::new()));
        k.listed().await;
        let day = k.app.clock.today();
        let more = [("P3", "R-3", &filed), ("P4", "R-4", &people::family(4))];
        let forms: Vec<_> =
            more.iter().map(|(id, key, home)| visit(id, VisitSource::Registration, key, home, day)).collect();
        k.visits(&forms).await.unwrap();
        assert_eq!(k.decreed().await.unwrap().row_count, 3);
        holds(&k).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_offices_that_import_at_once_each_get_an_answer_and_no_row_is_lost_or_doubled() {
    for backend in on_both() {
        let k = Arc::new(Kabupaten::of(backend, 4).await);
        let other = k.workspace.reopen().await.unwrap();
        let second = Arc::new(k.beside(other));
        for turn in 0..4u16 {
            // one file, sent by two offices from two processes
            let book: Vec<_> = (0..3)
                .map(|n| {
                    let no = 20 + turn * 10 + n;
                    registration(&format!("R-{no}"), &people::family(no), TODAY)
                })
                .collect();
            let own: Vec<_> = [(1, &k), (2, &second)]
                .map(|(n, office)| {
                    let (office, book) = (office.clone(), book.clone());
                    let no = 200 + turn * 10 + n;
                    let mine = [registration(&format!("R-{no}"), &people::family(no), TODAY)];
                    tokio::spawn(async move {
                        let same = office.book("buku.csv", &book).await.map_err(|e| e.code());
                        (same, office.book("buku sendiri.csv", &mine).await.map_err(|e| e.code()))
                    })
                })
                .into_iter()
                .collect();
            let mut taken = 0;
            for office in own {
                let (same, mine) = office.await.unwrap();
                match same {
                    Ok(report) => taken += report.added,
                    Err(code) => assert_eq!(code, "IMPOR_SUDAH_BERLAKU"),
                }
                assert_eq!(mine.unwrap().added, 1, "the office's own file is nobody else's");
            }
            assert_eq!(taken, 3, "the shared file was taken once");
        }
        let mut reader = k.app.store.read().await.unwrap();
        assert_eq!(reader.registrations().await.unwrap().len(), 4 * 5);
        drop(reader);
        holds(&k).await;
        // one round, one decree of a number, one signature
        let social = k.officer(Role::SocialService).await;
        round::close(&k.app, &social, true, "uji").await.unwrap();
        let opened: Vec<_> = [&k, &second]
            .map(|office| {
                let (office, social) = (office.clone(), social.clone());
                tokio::spawn(async move { round::open(&office.app, &social, "2017-II", BTreeMap::new()).await })
            })
            .into_iter()
            .collect();
        let mut codes = Vec::new();
        for open in opened {
            codes.push(open.await.unwrap().map_or_else(|e| e.code().to_owned(), |_| String::new()));
        }
        codes.sort();
        assert_eq!(codes, ["", "PUTARAN_MASIH_BUKA"]);
        holds(&k).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_was_set_back_dates_nothing_before_what_is_written() {
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    let (social, head) = (k.officer(Role::SocialService).await, k.officer(Role::RegionalHead).await);
    let (pokja, ministry) = (k.officer(Role::Pokja).await, k.officer(Role::Ministry).await);
    k.survey().await;
    k.days(60);
    let one = people::family(1);
    k.book("buku.csv", &[registration("R-1", &one, TODAY)]).await.unwrap();
    k.listed().await;
    let form = visit("P1", VisitSource::Registration, "R-1", &one, k.app.clock.today());
    k.visits(std::slice::from_ref(&form)).await.unwrap();
    k.decreed().await.unwrap();
    edition::make(&k.app, &pokja).await.unwrap();
    programme::draw_all(&k.app, &ministry).await.unwrap().unwrap();
    let mut again = visit("P2", VisitSource::Registration, "R-2", &people::family(2), k.app.clock.today());
    again.household.answers.set(Item::FloorArea, 93);
    k.book("buku2.csv", &[registration("R-2", &people::family(2), TODAY)]).await.unwrap();
    k.listed().await;
    k.visits(&[again]).await.unwrap();
    let how = Preparing { number: DecreeNumber::new("2/34.03/KPTS/2017"), area: None, waiver: None };
    decree::prepare(&k.app, &social, &how).await.unwrap().unwrap();

    let before = log(&k).await;
    let now = MovedClock::new();
    now.forward(30 * crate::kabupaten::DAY_MS);
    let back = App::new(k.app.store.clone(), now);
    let mut said = Vec::new();
    said.push(round::close(&back, &social, true, "uji").await.map(|_| ()));
    said.push(identification::identify(&back, &social).await.map(|_| ()));
    said.push(prelist::freeze(&back, &social).await.map(|_| ()));
    said.push(decree::prepare(&back, &social, &how).await.map(|_| ()));
    said.push(decree::sign(&back, &head, &how.number).await.map(|_| ()));
    said.push(edition::make(&back, &pokja).await.map(|_| ()));
    said.push(programme::draw_all(&back, &ministry).await.map(|_| ()));
    let k2 = k.at_clock(back);
    said.push(k2.visits(&[form]).await.map(|_| ()));
    said.push(k2.book("buku3.csv", &[registration("R-3", &people::family(3), TODAY)]).await.map(|_| ()));
    said.push(k2.siak(&[paper::siak("siak2.csv", &with_a_death(&homes(4), 4, TODAY), &[])]).await.map(|_| ()));
    for (no, answer) in said.into_iter().enumerate() {
        assert_eq!(answer.map_err(|e| e.code()), Err("TANGGAL_MUNDUR"), "act {no}");
    }
    assert_eq!(log(&k).await, before);
    holds(&k).await;
    // with the right clock the work goes on
    decree::sign(&k.app, &head, &how.number).await.unwrap();
    holds(&k).await;
}
