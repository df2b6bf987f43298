//! What pages of rounds, decrees and the civil registry show, to whom, after a run.

use crate::kit::{self, pack};
use app::App;
use app::access::{Act, Officer, Role, RoleBinding, Scope};
use app::import::Import;
use app::view::{self, Ask, What};
use app::{account, civil};
use domain::area::AreaCode;
use domain::civil_registry::CivilChangeKind;
use domain::id::{DecreeNumber, HouseholdId};
use domain::person::Nik;
use domain::round::CaseAct;
use exchange::PackFile;
use std::collections::BTreeSet;
use testkit::{Workspace, on_both};

fn officer(role: Role, area: AreaCode) -> Officer {
    Officer::new("uji".into(), "Uji", vec![RoleBinding { role, scope: Scope::Area(area) }])
}

/// The desa with the most rows in the annex of a decree.
async fn busy_desa(app: &App, number: &str) -> AreaCode {
    let rows = app.store.read().await.unwrap().decree_rows(number).await.unwrap();
    let mut desas: Vec<String> = rows.into_iter().filter_map(|r| r.desa).collect();
    desas.sort();
    let most = desas.chunk_by(|a, b| a == b).max_by_key(|c| c.len()).unwrap();
    AreaCode::parse(&most[0]).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pages_of_a_round_and_its_decree_show_each_officer_their_own_area() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let app = kit::app(&workspace);
        kit::run(&app).await;
        let dinsos = account::of_role(&app, Role::SocialService).await.unwrap();
        let decrees = view::decrees(&app, &dinsos).await.unwrap();
        let number = DecreeNumber::new(&decrees[0].head.number);
        let desa = busy_desa(&app, number.as_str()).await;
        let psm = officer(Role::Psm, desa);

        // R8: cases of the whole kabupaten, and of one desa
        let name = view::rounds(&app, &dinsos).await.unwrap()[0].round.name.clone();
        let whole = view::round(&app, &dinsos, &name).await.unwrap().unwrap();
        let own = view::round(&app, &psm, &name).await.unwrap().unwrap();
        let sum = |page: &view::RoundPage| page.view.cases.values().sum::<usize>();
        assert!(sum(&own) > 0 && sum(&own) < sum(&whole));
        assert_eq!(whole.waiting.iter().map(|(_, n)| n).sum::<usize>(), whole.view.open_cases());
        assert!(own.waiting.iter().all(|(code, _)| *code == Some(desa)));
        assert!(whole.may_manage && !own.may_manage);

        // the annex names households: a desa sees its own, and who sees no households sees counts
        let all = view::decree(&app, &dinsos, &number, &Ask::default()).await.unwrap().unwrap();
        let some = view::decree(&app, &psm, &number, &Ask::default()).await.unwrap().unwrap();
        let none = officer(Role::Bappeda, app.kabupaten().await.unwrap());
        let counts = view::decree(&app, &none, &number, &Ask::default()).await.unwrap().unwrap();
        assert_eq!(all.annex.unwrap().list.total, all.row.head.row_count);
        let annex = some.annex.unwrap();
        assert!(annex.list.rows.iter().all(|r| r.desa.as_deref() == Some(desa.as_str())) && annex.list.total > 0);
        assert!(counts.annex.is_none());
        assert_eq!(counts.actions.iter().map(|a| a.n).sum::<i64>(), counts.row.head.row_count);
        assert!(all.may_print && !some.may_print && !counts.may_print);
        assert_eq!(view::decree_pdf(&app, &psm, &number).await.unwrap_err().code(), "AKSES_DITOLAK");

        // the page links to what opens, and names the rest without a link
        let elsewhere: BTreeSet<HouseholdId> = {
            let register = app.store.read().await.unwrap().register().await.unwrap();
            register.into_iter().filter(|h| h.place.desa != Some(desa)).map(|h| h.id).collect()
        };
        let ids: Vec<&str> = elsewhere.iter().map(HouseholdId::as_str).take(3).collect();
        let opens = view::opens(&app, &psm, &ids, &[]).await.unwrap();
        assert!(ids.iter().all(|id| !opens.household(id)));
        assert!(annex.list.rows.iter().filter(|r| r.known == 1).take(1).all(|r| !r.household.is_empty()));

        // D16: a household's page tells every move of its case, by whom and in which role
        let moved = annex.list.rows.iter().find(|r| r.action == "DIPERBARUI" || r.action == "BARU").unwrap();
        let page = view::household(&app, &dinsos, &HouseholdId::new(&moved.household)).await.unwrap().unwrap();
        let acts: Vec<CaseAct> = page
            .history
            .iter()
            .filter_map(|one| if let What::Moved { act, .. } = one.what { Some(act) } else { None })
            .collect();
        assert!(acts.contains(&CaseAct::EnterDecree) && acts.contains(&CaseAct::Deliver), "{acts:?}");
        let signed = page.history.iter().find(|one| matches!(one.what, What::Moved { act: CaseAct::EnterDecree, .. }));
        let signed = signed.unwrap();
        assert_eq!(signed.role, Role::RegionalHead.code());
        assert!(signed.reason.as_deref().is_some_and(|why| why.starts_with("SK ")));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_extract_is_work_for_the_desa_and_a_birth_belongs_to_the_household_of_its_family_card() {
    for backend in on_both() {
        let workspace = Workspace::new(backend).await;
        let app = kit::app(&workspace);
        kit::run(&app).await;
        let dukcapil = account::of_role(&app, Role::Dukcapil).await.unwrap();
        let register = app.store.read().await.unwrap().register().await.unwrap();
        let civil_now = app.store.read().await.unwrap().civil_records().await.unwrap();

        // a child is born on the family card of one household of the register
        let mother = civil_now
            .iter()
            .find(|r| {
                let holders = register.iter().filter(|h| h.members.iter().any(|m| m.no_kk == r.no_kk));
                r.no_kk.is_some() && r.desa.is_some() && holders.count() == 1
            })
            .unwrap();
        let home = register.iter().find(|h| h.members.iter().any(|m| m.no_kk == mother.no_kk)).unwrap();
        let path = pack().join("siak.csv");
        let text = std::fs::read_to_string(path).unwrap();
        let like = text.lines().find(|l| l.starts_with(mother.nik.expose())).unwrap();
        let heads: Vec<&str> = text.lines().next().unwrap().trim_start_matches('\u{feff}').split(',').collect();
        let at = |name: &str| heads.iter().position(|h| *h == name).unwrap();
        let mut cells: Vec<String> = like.split(',').map(str::to_owned).collect();
        let nik = format!("{}150217{}", &mother.nik.expose()[..6], "9876");
        assert!(Nik::parse(&nik).is_ok());
        cells[at("nik")] = nik;
        cells[at("nama")] = "SEKAR BARU".to_owned();
        cells[at("tanggal_lahir")] = "2017-02-15".to_owned();
        let newer = format!("{}\n{}\n", text.trim_end(), cells.join(","));
        let file = PackFile::bytes("siak-baru.csv", newer.into_bytes());
        let how = Import::of(&dukcapil, "siak", &[&file], "SIAK", false).unwrap();
        civil::import(&app, &how, std::slice::from_ref(&file)).await.unwrap();

        let desa = mother.desa.unwrap();
        let officer = officer(Role::RegistrationOfficer, desa);
        let shown = view::civil_changes(&app, &officer, &Ask::default()).await.unwrap();
        let born = shown.list.rows.iter().find(|r| r.name == "SEKAR BARU").unwrap();
        assert!(matches!(born.kind, CivilChangeKind::Born | CivilChangeKind::Recorded), "{:?}", born.kind);
        assert_eq!((born.household.as_deref(), born.member), (Some(home.id.as_str()), None));

        // it is the desa's to deal with, once, and with a note
        let page = view::civil_change(&app, &officer, &born.import_id, born.no).await.unwrap().unwrap();
        assert!(page.fields.iter().all(|f| f.before.is_none()) && page.household.is_some());
        let none = civil::done(&app, &officer, &born.import_id, born.no, " ").await.unwrap_err();
        assert_eq!(none.code(), "PERUBAHAN_TANPA_CATATAN");
        let elsewhere = Officer::new(
            "lain".into(),
            "Lain",
            vec![RoleBinding { role: Role::RegistrationOfficer, scope: Scope::parse("97.99.01").unwrap() }],
        );
        assert!(!elsewhere.could(Act::FollowCivil, desa));
        let denied = view::civil_change(&app, &elsewhere, &born.import_id, born.no).await.unwrap_err();
        assert_eq!(denied.code(), "AKSES_DITOLAK");
        civil::done(&app, &officer, &born.import_id, born.no, "ditambahkan saat kunjungan").await.unwrap();
        let open =
            view::civil_changes(&app, &officer, &Ask { code: "BARU".to_owned(), ..Ask::default() }).await.unwrap();
        assert!(open.list.rows.iter().all(|r| r.no != born.no || r.import_id != born.import_id));
    }
}
