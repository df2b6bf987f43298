//! Berita Acara: what stands in it, and how anybody checks a printed one. R28, R66, R67, R76, R77.

use crate::correction::{SECOND, correct, first_stage, sheet, sign, take};
use crate::meeting::{Hall, MEETING, asisten, tkpk};
use app::meeting::{self, Checked, MinutesFile};
use serde_json::{Value, json};
use store::Backend;
use testkit::on_both;

async fn data(hall: &Hall, meeting: &str) -> Value {
    let bytes = meeting::minutes(&hall.app, &asisten(), meeting, MinutesFile::Json).await.unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

async fn checked(hall: &Hall, number: &str, mark: &str) -> Option<Checked> {
    meeting::checked(&hall.app, number, mark).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn anybody_checks_signed_minutes_by_their_checkpoint_and_is_told_of_the_later_stage() {
    // R67, R76
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        assert_eq!(checked(&hall, MEETING, &"0".repeat(64)).await, None, "nothing is signed yet");
        let (mut d1, mut d2) = first_stage(&hall).await;
        let first = data(&hall, MEETING).await;
        let checkpoint = first["checkpoint"].as_str().unwrap().to_owned();
        let mark = meeting::mark_of(&checkpoint).to_owned();

        let found = checked(&hall, MEETING, &mark).await.unwrap();
        assert_eq!((found.desa.as_str(), found.hamlet.as_str(), found.stage), ("Desa Beji", "Ngasem", 1));
        assert_eq!(found.counts.by_code(), [1, 1, 0, 1, 0, 1, 0, 1]);
        assert_eq!((found.plan.blanks, found.plan.reserve), (2, 1));
        assert_eq!((found.signing.checkpoint.as_str(), found.later.as_ref()), (checkpoint.as_str(), None));
        assert_eq!(found.signing.digest.as_deref(), first["digest"].as_str());
        let told = format!("{found:?}");
        assert!(hall.rows.iter().all(|row| !told.contains(row.as_str())) && !told.contains("PAK DUKUH"), "{told}");

        // as somebody types what stands on paper
        let typed = format!(
            " {} ",
            mark.to_uppercase()
                .as_bytes()
                .chunks(4)
                .map(|c| std::str::from_utf8(c).unwrap())
                .collect::<Vec<_>>()
                .join(" ")
        );
        assert!(checked(&hall, &format!("ba/{MEETING}"), &typed).await.is_some());
        assert!(checked(&hall, MEETING, &checkpoint).await.is_some());
        let other =
            mark.replace(|c: char| c == mark.chars().next().unwrap(), if mark.starts_with('a') { "b" } else { "a" });
        for (number, mark) in [
            (MEETING, other.as_str()),
            (MEETING, &mark[..12]),
            (MEETING, ""),
            (MEETING, "%%%%%%%%%%%%%%%%"),
            (SECOND, mark.as_str()),
            ("3403012001_lain", mark.as_str()),
            ("", mark.as_str()),
            ("ñá", mark.as_str()),
        ] {
            assert_eq!(checked(&hall, number, mark).await, None, "{number} {mark}");
        }

        // a late entry changes neither; the correction takes it out of force and leads on
        d1.act(json!({"kind": "circle", "row": hall.rows[0], "code": 2, "living": null}));
        d1.sync(&hall).await;
        assert_eq!(data(&hall, MEETING).await["digest"], first["digest"], "what was signed keeps its digest");
        assert_eq!(meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap(), SECOND);
        correct(&hall, &mut d1, &mut d2).await;
        assert_eq!(checked(&hall, MEETING, &mark).await.unwrap().later, None, "an open correction changes nothing");
        sign(&hall, &mut d1, &mut d2).await;
        let later = checked(&hall, MEETING, &mark).await.unwrap().later.unwrap();
        assert_eq!((later.meeting.as_str(), later.stage), (SECOND, 2));
        let second = checked(&hall, &later.meeting, &later.mark).await.unwrap();
        let corrects = data(&hall, SECOND).await["corrects"].clone();
        assert_eq!((&corrects["meeting"], &corrects["stage"]), (&json!(MEETING), &json!(1)));
        let changed: Vec<(&Value, &Value)> =
            corrects["changes"].as_array().unwrap().iter().map(|c| (&c["was"], &c["is"])).collect();
        assert_eq!(changed, [(&json!("4"), &json!("1")), (&json!("8"), &json!("4"))]);
        assert_eq!(
            data(&hall, SECOND).await["attendance"][0]["count"],
            Value::Null,
            "who came then is not who came now"
        );
        let out = tempfile::tempdir().unwrap();
        app::export::results(&hall.app, out.path()).await.unwrap();
        let listed = std::fs::read_to_string(out.path().join("minutes.csv")).unwrap();
        let lines: Vec<&str> = listed.lines().skip(1).map(str::trim).collect();
        let (one, two) = (lines[0], lines[1]);
        assert!(one.starts_with(&format!("{MEETING},3403012001,Ngasem,1,")) && one.ends_with(SECOND), "{one}");
        assert!(two.contains(",perangkat,2,1,0,1,0,1,0,0,2,1,1,0,"), "{two}");
        assert_eq!((second.counts.by_code(), second.later), ([2, 1, 0, 1, 0, 1, 0, 0], None));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn minutes_of_a_sheet_are_checked_by_the_import_that_brought_it() {
    // R67, R76
    let hall = Hall::open(Backend::Sqlite).await;
    take(&hall, "3403012001_ngasem.csv", &sheet(&hall, [1, 4, 2, 6, 8])).await;
    let signing = async |id: &str| {
        let mut reader = hall.app.store.read().await.unwrap();
        let head = reader.meeting(id).await.unwrap().unwrap();
        meeting::signing_of(&mut reader, &head).await.unwrap().unwrap()
    };
    let first = signing(MEETING).await;
    assert_eq!(checked(&hall, MEETING, &first.checkpoint).await.unwrap().later, None);
    meeting::issue_next(&hall.app, &tkpk(), MEETING).await.unwrap();
    take(&hall, "3403012001_ngasem_t2.csv", &sheet(&hall, [1, 1, 2, 6, 4])).await;
    assert_eq!(signing(MEETING).await, first, "what a later sheet did is not what signed this one");
    let second = signing(SECOND).await;
    assert_ne!(second.checkpoint, first.checkpoint);
    let later = checked(&hall, MEETING, &first.checkpoint).await.unwrap().later.unwrap();
    assert_eq!(later.mark, meeting::mark_of(&second.checkpoint));
    // a refused sheet is signed by nobody
    take(&hall, "3403012001_ngasem_t3.csv", &sheet(&hall, [1, 1, 2, 6, 7])).await;
    assert_eq!(checked(&hall, "3403012001_ngasem_t3", &second.checkpoint).await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_minutes_say_who_was_absent_who_was_not_counted_and_on_whose_device_was_signed() {
    // R28, R63, R66, R77; domain §1.3
    let hall = Hall::open(Backend::Sqlite).await;
    let mut d2 = hall.device(asisten(), "hp-asisten", "asisten").await;
    d2.act(json!({"kind": "attend", "group": "dukuh", "count": 0}));
    d2.act(json!({"kind": "attend", "group": "rt", "count": 2}));
    for (row, code) in hall.rows.iter().zip([1, 2, 3, 6, 8]) {
        d2.act(json!({"kind": "circle", "row": row, "code": code, "living": null}));
        d2.act(json!({"kind": "check", "row": row}));
    }
    let propose =
        |name: &str| json!({"kind": "propose", "head_name": name, "members": [], "address": "RT 1", "membership": {}});
    for name in ["MISKIN SEKALI", "AGAK MISKIN"] {
        d2.act(propose(name));
    }
    let (p1, p2) = ("hp-asisten:13", "hp-asisten:14");
    d2.act(json!({"kind": "order", "proposals": [p1, p2]}));
    d2.act(json!({"kind": "poorer", "proposal": p1, "yes": true}));
    d2.act(json!({"kind": "strike", "proposal": p2, "remedy": "a", "reason": "kuota"}));
    d2.sync(&hall).await;
    let covers = d2.seen.clone();
    d2.act(json!({"kind": "sign", "role": "dukuh", "name": "PAK DUKUH", "covers": covers}));
    d2.sign_and_close("MBAK ASISTEN", true, &covers);
    let closing = d2.sync(&hall).await;
    assert!(closing.closed.is_some(), "{:?}", closing.refused);

    let ba = data(&hall, MEETING).await;
    assert_eq!(ba["absent"], json!(["dukuh"]));
    let counts: Vec<&Value> = ba["attendance"].as_array().unwrap().iter().map(|a| &a["count"]).collect();
    assert_eq!(counts, [&json!(0), &json!(2), &Value::Null, &Value::Null, &Value::Null]);
    let by: Vec<&Value> = ba["signatures"].as_array().unwrap().iter().map(|s| &s["written_by"]).collect();
    assert_eq!(by, ["asisten", "asisten"]);
    assert_eq!((&ba["blanks"], &ba["reserve"], &ba["enumerators_needed"]), (&json!(4), &json!(1), &json!(1)));
    let struck = ba["rows"].as_array().unwrap().last().unwrap();
    assert_eq!((&struck["no"], &struck["outcome"], &struck["remedy"]), (&json!(2), &json!("DICORET"), &json!("a")));

    // what was signed is planned by the rule of that day
    let app =
        hall.app.clone().with_plan(domain::deliberation::minutes::PlanRule { reserve_percent: 0, ..hall.app.plan });
    let head = app.store.read().await.unwrap().meeting(MEETING).await.unwrap().unwrap();
    assert_eq!(meeting::plan_rule(app.plan, &head).reserve_percent, 10);
}
