//! The two places for keying a paper form in: who takes one, and how it comes free again. ADR 0014.

use crate::meeting::{HAMLET, Hall, MEETING, desa, officer, tkpk};
use app::access::{Officer, Role};
use app::meeting;
use std::collections::BTreeMap;
use store::Backend;

fn fields(all: &[(&str, &str)]) -> BTreeMap<String, String> {
    all.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect()
}

fn keyer(id: &str) -> Officer {
    officer(id, Role::Facilitator, HAMLET)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_keying_takes_no_place_and_one_that_was_emptied_gives_its_place_back() {
    let hall = Hall::open(Backend::Sqlite).await;
    let key = async |who: &str, all: &[(&str, &str)]| {
        meeting::paper_key(&hall.app, &keyer(who), MEETING, &fields(all), false).await.map_err(|e| e.code())
    };
    assert_eq!(key("ani", &[("code.1", " ")]).await, Err("KETIKAN_KOSONG"));
    key("ani", &[("code.1", "1")]).await.unwrap();
    key("budi", &[("code.1", "1")]).await.unwrap();
    assert_eq!(key("citra", &[("code.1", "1")]).await, Err("KETIKAN_SUDAH_DUA"));
    key("ani", &[("code.1", "")]).await.unwrap();
    key("citra", &[("code.1", "1")]).await.unwrap();
    let view = meeting::paper_view(&hall.app, &keyer("citra"), MEETING).await.unwrap();
    let people: Vec<&str> = view.keyers.iter().map(|k| k.person.as_str()).collect();
    assert_eq!(people, ["citra", "budi"]);
    assert!(hall.workspace.store.verify().await.unwrap().is_clean());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_office_takes_an_unfinished_keying_out_and_a_third_officer_keys_in() {
    let hall = Hall::open(Backend::Sqlite).await;
    let key = async |who: &str, whole: bool| {
        let all = fields(&[("code.1", "1"), ("remark.1", who)]);
        meeting::paper_key(&hall.app, &keyer(who), MEETING, &all, whole).await.map_err(|e| e.code())
    };
    let drop =
        async |who: &Officer, no: i64| meeting::paper_drop(&hall.app, who, MEETING, no).await.map_err(|e| e.code());
    key("ani", true).await.unwrap();
    key("budi", false).await.unwrap();
    assert_eq!(drop(&keyer("citra"), 2).await, Err("AKSES_DITOLAK"), "who keys in takes nobody out");
    let stranger = officer("tkpk-lain", Role::Tkpkdesa, "34.03.01.2002");
    assert_eq!(drop(&stranger, 2).await, Err("AKSES_DITOLAK"));
    assert_eq!(drop(&tkpk(), 1).await, Err("KETIKAN_SUDAH_SELESAI"), "what is whole stays");
    assert_eq!(key("citra", false).await, Err("KETIKAN_SUDAH_DUA"));
    drop(&tkpk(), 2).await.unwrap();
    assert_eq!(drop(&tkpk(), 2).await, Err("KETIKAN_TIDAK_ADA"));
    key("citra", true).await.unwrap();
    assert_eq!(key("budi", false).await, Err("KETIKAN_SUDAH_DUA"), "the one who came back is told");
    let view = meeting::paper_view(&hall.app, &keyer("citra"), MEETING).await.unwrap();
    let read: Vec<String> = view.differences.unwrap().iter().map(|d| format!("{}|{}", d.first, d.second)).collect();
    assert_eq!(read, ["ani|citra"], "nothing of the one taken out is left");

    let stage = meeting::stage_view(&hall.app, &tkpk(), MEETING).await.unwrap().unwrap();
    assert_eq!(stage.keyers.len(), 2, "the office sees who keys in");
    let other = officer("psm", Role::Psm, &desa().dotted());
    let stage = meeting::stage_view(&hall.app, &other, MEETING).await.unwrap().unwrap();
    assert_eq!(stage.keyers.len(), 0);
    let mut reader = hall.app.store.read().await.unwrap();
    let dropped =
        reader.recent_events("3403012001", 50).await.unwrap().into_iter().filter(|e| e.kind == "meeting.paper_dropped");
    let by: Vec<(String, serde_json::Value)> = dropped.map(|e| (e.actor, e.payload)).collect();
    assert_eq!(by.len(), 1);
    assert_eq!((by[0].0.as_str(), &by[0].1["of"]), ("tkpk", &serde_json::json!("budi")));
}
