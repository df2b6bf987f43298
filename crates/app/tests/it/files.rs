//! Households without any number, names in lists, and files that ask before they are read.

use crate::kabupaten::{Kabupaten, people, registration};
use app::access::Role;
use app::desk::{self, Agrees, Route};
use app::layout::uploaded::{self, Received, Standing};
use app::view::{self, Ask};
use domain::household::Household;
use domain::identification::ChangedField;
use domain::person::Birth;
use store::Backend;
use testkit::{TODAY, on_both};

/// A household that neither register nor civil registry has, without any number.
fn unnumbered(n: u16) -> Household {
    let mut household = people::family(n);
    for member in &mut household.members {
        member.nik = None;
        member.no_kk = None;
    }
    household
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_household_registered_twice_without_any_number_is_never_two_new_ones() {
    for backend in on_both() {
        let k = Kabupaten::of(backend, 4).await;
        let stranger = unnumbered(40);
        let first = k.desk(Route::Visit, "satu", &stranger).await;
        // the second time at the desk, and a third in a book
        let second = k.desk(Route::Visit, "dua", &stranger).await;
        k.book("buku.csv", &[registration("R-9", &stranger, TODAY)]).await.unwrap();
        app::identification::identify(&k.app, &k.officer(Role::SocialService).await).await.unwrap();
        let found = k.app.store.read().await.unwrap().identifications().await.unwrap();
        let of = |number: &str| found.iter().find(|i| i.registration == number).unwrap();
        let rows = [first.as_str(), second.as_str(), "R-9"].map(of);
        // one of the three stands, by day and number; the others join it
        let stands: Vec<_> = rows.iter().filter(|r| r.category == "BARU").collect();
        let told: Vec<_> = rows.iter().map(|r| (&r.registration, &r.category, &r.merged_with)).collect();
        assert_eq!(stands.len(), 1, "{backend:?}: {told:?}");
        for row in rows.iter().filter(|r| r.category != "BARU") {
            assert_eq!(row.category, "GANDA", "{backend:?}: {told:?}");
            assert_eq!(row.merged_with.as_ref(), Some(&stands[0].registration), "{backend:?}: {told:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_shows_a_head_of_exactly_this_name_whose_date_of_birth_is_another() {
    for backend in on_both() {
        let k = Kabupaten::of(backend, 4).await;
        let stranger = unnumbered(40);
        k.desk(Route::Visit, "satu", &stranger).await;
        let psm = k.officer(Role::Psm).await;
        for known in [stranger, people::family(2)] {
            let mut typed = registration("", &known, TODAY);
            typed.members.truncate(1);
            let head = &mut typed.members[0];
            (head.nik, head.no_kk, head.birth) = (None, None, Birth::On(domain::Date::constant(1931, 2, 3)));
            let form = crate::kit::form(&typed, "tiga");
            let shown = desk::matches(&k.app, &psm, typed.desa, &form).await.unwrap();
            let found = shown.iter().find(|m| m.head_name.as_deref() == Some(typed.members[0].name.as_str()));
            let found = found.unwrap_or_else(|| panic!("{backend:?}: {shown:?}"));
            assert!(found.agrees.contains(&Agrees::SimilarName), "{found:?}");
            assert_eq!(found.differs, [ChangedField::BirthDate], "{found:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_is_found_without_its_apostrophes_in_any_order_of_words_and_in_old_spelling() {
    for backend in on_both() {
        let k = Kabupaten::of(backend, 2).await;
        for (n, name) in [(40, "SA'AT MA’RUF"), (41, "SOEMARTO EKO")] {
            let mut household = unnumbered(n);
            household.members[0].name = name.to_owned();
            k.desk(Route::Visit, name, &household).await;
        }
        let social = k.officer(Role::SocialService).await;
        let found = async |text: &str| {
            let ask = Ask { text: text.to_owned(), ..Ask::default() };
            let list = view::registrations(&k.app, &social, &ask).await.unwrap().list;
            list.rows.into_iter().filter_map(|r| r.head_name).collect::<Vec<_>>()
        };
        for text in ["SA'AT MA'RUF", "saat", "SAAT  MARUF", "maruf saat", "sa’at ma’ruf"] {
            assert_eq!(found(text).await, ["SA'AT MA’RUF"], "{backend:?}: {text}");
        }
        for text in ["SUMARTO", "soemarto", "eko soemarto"] {
            assert_eq!(found(text).await, ["SOEMARTO EKO"], "{backend:?}: {text}");
        }
        assert_eq!(found("TUKO").await, Vec::<String>::new(), "two words are not one");
    }
}

/// A book whose heads no profile knows, and whose word for a visit no code table has.
fn strange_book(from: u16) -> String {
    let mut text =
        String::from("Urutan;Hari;Dgn Cara Apa;Nomor KTP;Kartu;Sebutan;Kedudukan;Gender;Lahirnya;Tinggal Di;Wilayah\n");
    for n in from..from + 30 {
        let household = people::family(n);
        for m in &household.members {
            let nik = m.nik.unwrap().expose().to_owned();
            let card = m.no_kk.unwrap().expose().to_owned();
            let (relation, sex) = (m.relation.unwrap().code(), m.sex.unwrap().code());
            let born = m.birth.date().unwrap();
            text.push_str(&format!(
                "Z-{n};2017-02-01;jemput bola;{nik};{card};{};{relation};{sex};{born};{};3403012001\n",
                m.name, household.place.address
            ));
        }
    }
    text
}

async fn send(k: &Kabupaten, name: &str, text: &str) -> Received {
    let social = k.officer(Role::SocialService).await;
    let mut upload = view::begin_upload(&k.app, &social).await.unwrap();
    upload.kind = "registrations".to_owned();
    upload.open(name).unwrap();
    upload.write(text.as_bytes()).unwrap();
    uploaded::receive(&k.app, &social, upload, false).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_with_unknown_heads_is_asked_about_once_and_the_next_of_that_office_is_not() {
    let k = Kabupaten::of(Backend::Sqlite, 2).await;
    let social = k.officer(Role::SocialService).await;
    let Received::Asks(id) = send(&k, "buku.csv", &strange_book(10)).await else { panic!("nothing was asked") };
    let waiting = uploaded::waiting(&k.app, &social, &id).await.unwrap().unwrap();
    assert_eq!(waiting.examined.columns.len(), 11);
    let shown = format!("{waiting:?}");
    let person = people::family(10).members[0].clone();
    assert!(!shown.contains(person.nik.unwrap().expose()) && !shown.contains(&person.name), "samples are masked");
    let keys = [
        "nomor",
        "tanggal",
        "jenis",
        "nik",
        "no_kk",
        "nama",
        "hubungan",
        "jenis_kelamin",
        "tanggal_lahir",
        "alamat",
        "kode_desa",
    ];
    let mut answer = waiting.examined.answer();
    answer.take = keys.map(str::to_owned).to_vec();
    // the word for a visit is the office's own: it is asked, and nothing is kept before it is answered
    let asks = uploaded::settle(&k.app, &social, &id, &answer).await.unwrap().unwrap().unwrap_err();
    let column = &asks.examined.columns[2];
    assert_eq!((column.standing, column.words[0].0.as_str(), column.words[0].1), (Standing::Asked, "jemput bola", 90));
    assert!(!k.app.dir().join("tata-letak").exists());
    let passive = column.codes.iter().find(|(_, wording)| wording == "Pasif").unwrap().0.clone();
    answer.codes = vec![Default::default(); 11];
    answer.codes[2].insert("jemput bola".to_owned(), passive);
    answer.without = asks.examined.missing.iter().filter(|m| m.stops).map(|m| m.key.clone()).collect();
    let read = uploaded::read_by(&k.app, &social, &id, &answer).await.unwrap().unwrap();
    assert_eq!(read.examined.questions, Vec::<String>::new());
    assert_eq!(read.examined.preview.len(), 3);
    let settled = uploaded::settle(&k.app, &social, &id, &answer).await.unwrap().unwrap().unwrap();
    assert!(matches!(settled, Received::Queued(_)), "{settled:?}");
    // the next file with these heads
    let next = send(&k, "buku-maret.csv", &strange_book(50)).await;
    assert!(matches!(next, Received::Queued(_)), "{next:?}");
    let file = exchange::PackFile::bytes("buku.csv", strange_book(10).into_bytes());
    let file = file.with_layouts(&app::layout::held(&k.app, &[]).unwrap());
    let areas = k.app.store.read().await.unwrap().areas().await.unwrap();
    let books = exchange::registrations::read_all(&[file], &areas, TODAY).unwrap();
    assert_eq!(books.items.len(), 30);
    assert_eq!(books.items[0].members[0].nik, person.nik);
    assert_eq!(books.items[0].kind, domain::registration::RegistrationKind::Passive);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_column_taken_twice_is_refused_and_an_upload_that_is_dropped_leaves_nothing() {
    let k = Kabupaten::of(Backend::Sqlite, 2).await;
    let social = k.officer(Role::SocialService).await;
    let Received::Asks(id) = send(&k, "buku.csv", &strange_book(10)).await else { panic!("nothing was asked") };
    let mut answer = uploaded::waiting(&k.app, &social, &id).await.unwrap().unwrap().examined.answer();
    answer.take = vec!["nik".to_owned(); 2];
    let refused = uploaded::settle(&k.app, &social, &id, &answer).await.unwrap_err();
    assert!(uploaded::is_form_fault(&refused), "{refused}");
    uploaded::forget(&k.app, &social, &id).await.unwrap();
    assert_eq!(uploaded::waiting(&k.app, &social, &id).await.unwrap(), None);
    assert_eq!(uploaded::waiting(&k.app, &social, "../..").await.unwrap(), None, "an id is no path");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desa_that_ends_between_two_imports_is_said_and_its_next_list_is_under_the_code_in_force() {
    let k = Kabupaten::of(Backend::Sqlite, 4).await;
    let known = people::family(1);
    let [ended, next] = ["3403012001", "3403012099"];
    assert_eq!(known.place.desa.unwrap().as_str(), ended);
    k.book("buku.csv", &[registration("R-1", &known, TODAY)]).await.unwrap();
    let table = "kode,nama,level,berlaku sampai,pengganti\n34,DIY,provinsi,,\n34.03,Gunungkidul,kabupaten,,\n34.03.01,Wonosari,kecamatan,,\n34.03.01.2001,Beji,desa,2016-12-31,34.03.01.2099\n34.03.01.2002,Karang,desa,,\n34.03.01.2099,Beji Baru,desa,,\n";
    let file = exchange::PackFile::bytes("wilayah-baru.csv", table.as_bytes().to_vec());
    let operator = app::access::Officer::operator();
    let how = app::import::Import::of(&operator, "areas", &[&file], "wilayah-baru.csv", false).unwrap();
    let report = app::import::areas(&k.app, &how, &file, None, None).await.unwrap();
    let said: Vec<&str> = report.issues.iter().map(|i| i.kind.code()).collect();
    assert_eq!(said, ["WILAYAH_BERAKHIR"], "{:?}", report.issues);
    assert!(report.issues[0].message.contains("2 rumah tangga dan 1 pendaftaran"), "{}", report.issues[0].message);
    k.listed().await;
    let lists = k.app.store.read().await.unwrap().prelists().await.unwrap();
    assert_eq!(lists.iter().map(|l| l.area.as_str()).collect::<Vec<_>>(), [next]);
    // a book that comes later, under the old code
    let report = k.book("buku-2.csv", &[registration("R-2", &people::family(3), TODAY)]).await.unwrap();
    assert!(report.issues.iter().any(|i| i.kind.code() == "WILAYAH_BERAKHIR"), "{:?}", report.issues);
    let (stored, _) = k.app.store.read().await.unwrap().registration(&"R-2".into()).await.unwrap().unwrap();
    assert_eq!(stored.desa.as_str(), next);
}
