//! A hamlet meeting as a journal, from the issued forms to the closed rows, on both databases.
//! R26–R77, ADR 0014.

use app::App;
use app::access::{Officer, Role, RoleBinding, Scope};
use app::error::AppError;
use app::meeting::{self, Answer, Sending, Sought};
use app::ports::FixedClock;
use domain::area::AreaCode;
use domain::id::AccountId;
use domain::round::MeetingState;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::household::Standing;
use store::prelist::PrelistHead;
use store::{Backend, NewEvent};
use testkit::{Village, Workspace, on_both};

pub const MEETING: &str = "3403012001_ngasem";
pub const HAMLET: &str = "34.03.01.2001.01";

pub struct Hall {
    pub workspace: Workspace,
    pub app: App,
    pub rows: Vec<String>,
}

pub fn officer(id: &str, role: Role, scope: &str) -> Officer {
    Officer::new(AccountId::new(id), id, vec![RoleBinding { role, scope: Scope::parse(scope).unwrap() }])
}

pub fn dukuh() -> Officer {
    officer("dukuh-1", Role::HamletHead, HAMLET)
}

pub fn asisten() -> Officer {
    officer("asisten-7", Role::AssistantFacilitator, HAMLET)
}

pub fn tkpk() -> Officer {
    officer("tkpk", Role::Tkpkdesa, "34.03.01.2001")
}

pub fn desa() -> AreaCode {
    AreaCode::parse("3403012001").unwrap()
}

impl Hall {
    /// A hamlet of five households whose forms are issued.
    pub async fn open(backend: Backend) -> Self {
        let hall = Self::unissued(backend).await;
        let mut tx = hall.app.store.begin("3403012001").await.unwrap();
        let head = PrelistHead {
            id: "3403012001-1".into(),
            area: "3403012001".into(),
            version: 1,
            frozen_on: testkit::TODAY.to_string(),
            hash: "ab".repeat(32),
            row_count: 0,
            round: None,
            supplement: 0,
        };
        tx.put_prelist(&head, &[]);
        tx.commit(NewEvent::new("prelist.frozen", "uji", testkit::now_ms())).await.unwrap();
        let issued = meeting::issue(&hall.app, &tkpk(), desa(), |_, _| ()).await.unwrap();
        assert_eq!((issued.meetings.as_slice(), issued.rows), ([MEETING.to_owned()].as_slice(), 5));
        let again = meeting::issue(&hall.app, &tkpk(), desa(), |_, _| ()).await.unwrap();
        assert_eq!((again.meetings.len(), again.before), (0, 1), "forms are issued once");
        hall
    }

    /// The register of that hamlet, and nothing else: no registration, no prelist, no form.
    pub async fn unissued(backend: Backend) -> Self {
        let workspace = Workspace::new(backend).await;
        let clock = FixedClock { today: testkit::TODAY, now_ms: testkit::now_ms() };
        let app = App::new(workspace.store.clone(), Arc::new(clock));
        let village = Village::of(5);
        let mut tx = app.store.begin("").await.unwrap();
        tx.put_areas(&village.areas);
        tx.put_fact("kabupaten", "3403");
        for household in &village.households {
            tx.put_household(None, household, &Standing::default(), Some(testkit::TODAY));
        }
        tx.commit(NewEvent::new("import.taken", "uji", testkit::now_ms())).await.unwrap();
        let rows = village.households.iter().map(|h| h.id.as_str().to_owned()).collect();
        Self { workspace, app, rows }
    }

    pub async fn device(&self, officer: Officer, name: &'static str, role: &'static str) -> Device {
        let mut device =
            Device { officer, name, role, seen: BTreeMap::new(), entries: Vec::new(), meeting: String::new() };
        device.enter(self, MEETING).await;
        device
    }

    pub async fn stage(&self) -> store::meeting::StageRow {
        self.app.store.read().await.unwrap().meeting_stage(MEETING).await.unwrap().unwrap()
    }
}

/// A device as the page is one: it writes entries and sends all it has.
pub struct Device {
    officer: Officer,
    name: &'static str,
    role: &'static str,
    pub seen: BTreeMap<String, u64>,
    entries: Vec<Value>,
    meeting: String,
}

impl Device {
    /// Lets the device into a meeting. It goes on from what the meeting holds.
    pub async fn enter(&mut self, hall: &Hall, meeting: &str) {
        let code = meeting::code(&hall.app, &tkpk(), meeting).await.unwrap();
        let let_in = meeting::admit(&hall.app, &self.officer, meeting, self.name, "Tablet", &code).await.unwrap();
        assert_eq!(let_in.role, self.role);
        let form = meeting::form_json(&hall.app, &self.officer, meeting, self.name).await.unwrap();
        let have = form["have"].as_object().unwrap();
        self.seen = have.iter().map(|(device, number)| (device.clone(), number.as_u64().unwrap())).collect();
        meeting.clone_into(&mut self.meeting);
        self.entries.clear();
    }

    pub fn act(&mut self, act: Value) {
        let number = self.seen.get(self.name).copied().unwrap_or(0) + 1;
        self.entries.push(json!({
            "device": self.name, "number": number, "seen": self.seen, "actor": self.officer.id.as_str(),
            "role": self.role, "at": testkit::now_ms(), "act": act,
        }));
        self.seen.insert(self.name.to_owned(), number);
    }

    pub fn sending(&self) -> Sending {
        Sending { device: self.name.to_owned(), entries: self.entries.clone(), have: json!(self.seen) }
    }

    pub async fn sync(&mut self, hall: &Hall) -> Answer {
        let answer = meeting::send(&hall.app, &self.officer, &self.meeting, &self.sending()).await.unwrap();
        for entry in &answer.entries {
            let (device, number) = (entry["device"].as_str().unwrap(), entry["number"].as_u64().unwrap());
            let seen = self.seen.entry(device.to_owned()).or_default();
            *seen = number.max(*seen);
        }
        answer
    }

    pub fn sign_and_close(&mut self, name: &str, close: bool, covers: &BTreeMap<String, u64>) {
        self.act(json!({"kind": "sign", "role": self.role, "name": name, "covers": covers}));
        if close {
            self.act(json!({"kind": "close", "covers": covers}));
        }
    }
}

pub fn kept(answer: &Answer) -> Vec<&str> {
    answer.refused.iter().filter(|r| r.kept).map(|r| r.code.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_meeting_on_two_devices_closes_once_and_what_comes_later_is_kept_beside_it() {
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        let mut d1 = hall.device(dukuh(), "tablet-dukuh", "dukuh").await;
        let mut d2 = hall.device(asisten(), "hp-asisten", "asisten").await;
        for (group, count) in [("dukuh", 1), ("rt", 3), ("rw", 1), ("tokoh", 2), ("marginal", 4)] {
            d1.act(json!({"kind": "attend", "group": group, "count": count}));
        }
        for (row, code) in hall.rows.iter().zip([1, 2, 3, 6, 8]) {
            d1.act(json!({"kind": "circle", "row": row, "code": code, "living": null}));
        }
        d1.act(json!({"kind": "note", "row": hall.rows[2], "column": 2, "change": "died", "text": "LESTARI 3"}));
        let first = d1.sync(&hall).await;
        assert!(first.refused.is_empty(), "{:?}", first.refused);
        assert_eq!(hall.stage().await.state, MeetingState::Open);

        // the same again, and once more: nothing is doubled
        let again = d1.sync(&hall).await;
        assert_eq!(again.digest, first.digest);
        assert_eq!(hall.stage().await.entry_count, 11);

        // two proposals, one place: blocked until the best off is struck. R61, R63
        let propose = |name: &str| json!({"kind": "propose", "head_name": name, "members": [], "address": "RT 1", "membership": {}});
        d1.act(propose("MISKIN SEKALI"));
        d1.act(propose("AGAK MISKIN"));
        d1.sync(&hall).await;
        assert_eq!(hall.stage().await.state, MeetingState::OverQuota);
        let (p1, p2) = ("tablet-dukuh:12", "tablet-dukuh:13");
        d1.act(json!({"kind": "order", "proposals": [p1, p2]}));
        d1.act(json!({"kind": "poorer", "proposal": p1, "yes": true}));
        d1.act(json!({"kind": "strike", "proposal": p2, "remedy": "a", "reason": "kuota: paling sejahtera"}));
        d1.act(json!({"kind": "enumerator", "name": "SARI", "hamlet": "Ngasem", "trained_on": "2016-05-01"}));
        d1.act(json!({"kind": "check", "row": hall.rows[0]}));
        let answer = d1.sync(&hall).await;
        assert_eq!(kept(&answer), ["BUKAN_ASISTEN"], "column 08 is the asisten's: R57");

        d2.sync(&hall).await;
        for row in &hall.rows {
            d2.act(json!({"kind": "check", "row": row}));
        }
        let checked = d2.sync(&hall).await;
        assert!(checked.refused.is_empty(), "{:?}", checked.refused);
        assert_eq!(hall.stage().await.state, MeetingState::Recapped);

        d1.sync(&hall).await;
        let covers = d1.seen.clone();
        d1.sign_and_close("PAK DUKUH", false, &covers);
        d1.sync(&hall).await;
        d2.sync(&hall).await;
        d2.sign_and_close("MBAK ASISTEN", true, &covers);
        let closing = d2.sync(&hall).await;
        assert!(closing.closed.is_some(), "{:?}", closing.refused);
        let stage = hall.stage().await;
        assert_eq!((stage.state, stage.late_count), (MeetingState::Signed, 0));
        let before = closed(&hall).await;
        assert_eq!(before.0.counts.by_code(), [1, 1, 1, 0, 0, 1, 1, 1]);
        assert_eq!(before.0.body.signatures.len(), 2);
        let outcomes: Vec<&str> = before.1.iter().map(|l| l.outcome.as_str()).collect();
        let expected =
            ["TETAP", "UNTUK_DIDATA", "UNTUK_DIDATA", "UNTUK_DIDATA", "TIDAK_DIKENAL", "UNTUK_DIDATA", "DICORET"];
        assert_eq!(outcomes, expected);
        assert_eq!(before.1[2].body.notes[0].text, "LESTARI 3");

        // late: kept, listed, never part of what was signed
        let closed_digest = stage.digest.clone();
        d1.act(json!({"kind": "circle", "row": hall.rows[0], "code": 2, "living": null}));
        let late = d1.sync(&hall).await;
        assert_eq!(late.late.len(), 1);
        assert_eq!(closed(&hall).await, before, "what was signed stays");
        assert_eq!(hall.stage().await.late_count, 1);
        assert_eq!(hall.stage().await.digest, closed_digest, "and so does its mark");
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

async fn closed(hall: &Hall) -> (store::deliberation::MeetingHead, Vec<store::deliberation::MeetingLine>) {
    let mut reader = hall.app.store.read().await.unwrap();
    let head = reader.meeting(MEETING).await.unwrap().unwrap();
    (head, reader.meeting_rows(MEETING).await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_is_heard_for_its_own_entries_only_and_after_it_was_let_in() {
    let hall = Hall::open(Backend::Sqlite).await;
    let sending = |entries: Vec<Value>| Sending { device: "tablet".into(), entries, have: json!({}) };
    let code = |result: Result<Answer, AppError>| result.unwrap_err().code();
    assert_eq!(code(meeting::send(&hall.app, &dukuh(), MEETING, &sending(vec![])).await), "PERANGKAT_BELUM_DITERIMA");
    let other = officer("dukuh-2", Role::HamletHead, "34.03.01.2001.02");
    assert_eq!(code(meeting::send(&hall.app, &other, MEETING, &sending(vec![])).await), "AKSES_DITOLAK");
    for role in [Role::Psm, Role::Tkpkdesa, Role::VillageHead, Role::SocialService, Role::Pokja] {
        let officer = officer("lain", role, "34.03.01.2001");
        assert_eq!(code(meeting::send(&hall.app, &officer, MEETING, &sending(vec![])).await), "AKSES_DITOLAK");
        assert!(meeting::form_json(&hall.app, &officer, MEETING, "tablet").await.is_err(), "{role:?} gets no form");
    }
    let wrong = meeting::admit(&hall.app, &dukuh(), MEETING, "tablet", "", "000000").await.unwrap_err();
    assert_eq!(wrong.code(), "KODE_PERANGKAT_HANGUS", "no code was made");
    let shown = meeting::code(&hall.app, &tkpk(), MEETING).await.unwrap();
    let guess = if shown == "123456" { "654321" } else { "123456" };
    let wrong = meeting::admit(&hall.app, &dukuh(), MEETING, "tablet", "", guess).await.unwrap_err();
    assert_eq!(wrong.code(), "KODE_PERANGKAT_SALAH");
    for _ in 1..meeting::CODE_TRIES_MAX {
        let _ = meeting::admit(&hall.app, &dukuh(), MEETING, "tablet", "", guess).await;
    }
    let spoilt = meeting::admit(&hall.app, &dukuh(), MEETING, "tablet", "", &shown).await.unwrap_err();
    assert_eq!(spoilt.code(), "KODE_PERANGKAT_HANGUS", "tried too often");

    let mut d1 = hall.device(dukuh(), "tablet", "dukuh").await;
    let mut forged = d1.sending();
    d1.act(json!({"kind": "attend", "group": "rt", "count": 1}));
    let mut as_asisten = d1.entries[0].clone();
    as_asisten["actor"] = json!("asisten-7");
    as_asisten["role"] = json!("asisten");
    let mut elsewhere = d1.entries[0].clone();
    elsewhere["device"] = json!("hp-asisten");
    forged.entries = vec![as_asisten, elsewhere, json!({"device": "tablet", "number": 1, "act": {"kind": "menari"}})];
    let answer = meeting::send(&hall.app, &dukuh(), MEETING, &forged).await.unwrap();
    let codes: Vec<&str> = answer.refused.iter().map(|r| r.code.as_str()).collect();
    assert_eq!(codes, ["TIDAK_IKUT_MUSYAWARAH", "CATATAN_PERANGKAT_LAIN", "CATATAN_RUSAK"]);
    assert_eq!(hall.stage().await.entry_count, 0);

    d1.sync(&hall).await;
    let mut other = d1.sending();
    other.entries[0]["act"]["count"] = json!(9);
    let answer = meeting::send(&hall.app, &dukuh(), MEETING, &other).await.unwrap();
    assert_eq!(answer.refused[0].code, "CATATAN_BERBEDA", "one number, two contents");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_devices_sending_at_once_lose_and_double_nothing() {
    for backend in on_both() {
        let hall = Arc::new(Hall::open(backend).await);
        let mut devices = vec![
            hall.device(dukuh(), "tablet-dukuh", "dukuh").await,
            hall.device(officer("dukuh-1", Role::HamletHead, HAMLET), "hp-dukuh", "dukuh").await,
        ];
        for device in &mut devices {
            for n in 0..20 {
                device.act(json!({"kind": "explain", "row": hall.rows[n % 5], "text": format!("{} {n}", device.name)}));
            }
        }
        let sent = devices.into_iter().map(|device| {
            let hall = hall.clone();
            tokio::spawn(async move {
                for to in (0..=device.entries.len()).step_by(4) {
                    // a repeated, growing queue, as after lost answers
                    let mut sending = device.sending();
                    sending.entries.truncate(to.max(1));
                    let send = || meeting::send(&hall.app, &device.officer, MEETING, &sending);
                    while let Err(e) = send().await {
                        assert_eq!(e.code(), "MUSYAWARAH_SIBUK");
                    }
                }
            })
        });
        for task in sent.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        let stage = hall.stage().await;
        assert_eq!((stage.entry_count, stage.contested), (40, 5));
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test]
async fn a_household_of_the_hamlet_is_found_and_a_public_list_holds_names_and_rt_only() {
    let hall = Hall::open(Backend::Sqlite).await;
    let sought = Sought { head_name: "SUGENG 3".into(), address: String::new(), members: vec!["LESTARI 3".into()] };
    let found = meeting::listed(&hall.app, &dukuh(), MEETING, &sought).await.unwrap();
    assert!(found[0].listed_here && found.iter().any(|f| f.household == hall.rows[2]), "{found:?}");
    let list = meeting::public_list(&hall.app, &dukuh(), MEETING).await.unwrap();
    assert_eq!(list.len(), 5);
    assert_eq!((list[0].rt, list[0].name.as_deref()), (Some(2), Some("SUGENG 1")));
    let bappeda = officer("bappeda", Role::Bappeda, "34.03");
    assert_eq!(meeting::public_list(&hall.app, &bappeda, MEETING).await.unwrap_err().code(), "AKSES_DITOLAK");
    let map = meeting::overview(&hall.app, &bappeda, None).await.unwrap();
    assert_eq!((map.sum.hamlets, map.sum.issued, map.sum.begun, map.sum.closed), (1, 1, 0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_meeting_on_paper_is_keyed_in_twice_blind_and_closes_into_the_same_rows() {
    // R39-R67, ADR 0014
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        let (first, second) = (officer("ani", Role::Facilitator, HAMLET), officer("budi", Role::Facilitator, HAMLET));
        let codes = ["1", "2", "3", "6", "8"];
        let mut paper: BTreeMap<String, String> = (1..)
            .zip(codes)
            .flat_map(|(no, code)| {
                [(format!("code.{no}"), code.to_owned()), (format!("checked.{no}"), "ya".to_owned())]
            })
            .collect();
        let rest = [
            ("date", "2016-11-19"),
            ("attend.dukuh", "1"),
            ("attend.rt", "3"),
            ("note.1.row", "3"),
            ("note.1.column", "2"),
            ("note.1.change", "died"),
            ("note.1.text", "LESTARI 3"),
            ("new.1.head", "AGAK MISKIN"),
            ("new.1.order", "2"),
            ("new.1.struck", "kuota: paling sejahtera"),
            ("new.2.head", "MISKIN SEKALI"),
            ("new.2.order", "1"),
            ("new.2.poorer", "ya"),
            ("enumerator.1.name", "SARI"),
            ("enumerator.1.trained", "2016-05-01"),
            ("signed.dukuh", "PAK DUKUH"),
            ("signed.asisten", "MBAK ASISTEN"),
        ];
        paper.extend(rest.map(|(name, text)| (name.to_owned(), text.to_owned())));
        let view = |who: Officer| {
            let app = hall.app.clone();
            async move { meeting::paper_view(&app, &who, MEETING).await.unwrap() }
        };
        let key = |who: Officer, fields: BTreeMap<String, String>, whole: bool| {
            let app = hall.app.clone();
            async move { meeting::paper_key(&app, &who, MEETING, &fields, whole).await }
        };
        key(first.clone(), paper.clone(), true).await.unwrap();
        let blind = view(second.clone()).await;
        assert_eq!((blind.mine, blind.differences, blind.may_key), (None, None, true), "nothing of the first is shown");
        assert_eq!(blind.keyers.len(), 1);

        let mut other = paper.clone();
        other.insert("code.2".into(), "1".into());
        other.insert("enumerator.1.name".into(), "sari".into());
        other.remove("checked.5");
        key(second.clone(), other, true).await.unwrap();
        let third = officer("citra", Role::Facilitator, HAMLET);
        let refused = key(third.clone(), paper.clone(), false).await.unwrap_err();
        assert_eq!(refused.code(), "KETIKAN_SUDAH_DUA");
        let found = view(third.clone()).await.differences.unwrap();
        let names: Vec<String> = found.iter().map(|d| d.field.to_string()).collect();
        assert_eq!(names, ["code.2", "checked.5"], "capitals are no difference");

        let close = |settled: &[(&str, &str)]| {
            let (app, who) = (hall.app.clone(), third.clone());
            let settled = settled.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
            async move { meeting::paper_close(&app, &who, MEETING, &settled).await }
        };
        let open = close(&[("code.2", "2")]).await.unwrap_err();
        assert_eq!(open.code(), "KETIKAN_BERBEDA");
        // settled wrongly: without the code 2 there is no quota, and the row is not checked. R57, R58, R61
        let told = close(&[("code.2", "1"), ("checked.5", "")]).await.unwrap();
        let told: Vec<&str> = told.iter().map(|r| r.code.as_str()).collect();
        assert!(told.contains(&"KUOTA_LEBIH") && told.contains(&"BELUM_DIPERIKSA_ASISTEN"), "{told:?}");
        assert_eq!(hall.stage().await.entry_count, 0, "a refused closing writes nothing");

        let told = close(&[("code.2", "2"), ("checked.5", "ya")]).await.unwrap();
        assert!(told.is_empty(), "{told:?}");
        let (stage, (head, lines)) = (hall.stage().await, closed(&hall).await);
        assert_eq!((stage.state, stage.contested), (MeetingState::Signed, 0));
        assert_eq!(head.counts.by_code(), [1, 1, 1, 0, 0, 1, 1, 1]);
        assert_eq!(head.date.as_deref(), Some("2016-11-19"), "the day on paper");
        let outcomes: Vec<&str> = lines.iter().map(|l| l.outcome.as_str()).collect();
        let expected =
            ["TETAP", "UNTUK_DIDATA", "UNTUK_DIDATA", "UNTUK_DIDATA", "TIDAK_DIKENAL", "DICORET", "UNTUK_DIDATA"];
        assert_eq!(outcomes, expected);
        assert_eq!(lines[2].body.notes[0].text, "LESTARI 3");
        assert_eq!(close(&[]).await.unwrap_err().code(), "KERTAS_TERLAMBAT");
        let mut late = hall.device(dukuh(), "tablet-dukuh", "dukuh").await;
        late.act(json!({"kind": "attend", "group": "rt", "count": 9}));
        assert_eq!(late.sync(&hall).await.late.len(), 1, "the closing stands for devices too");
        assert!(hall.workspace.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test]
async fn a_meeting_kept_on_devices_takes_no_paper_form() {
    let hall = Hall::open(Backend::Sqlite).await;
    let key = |fields: &[(&str, &str)]| {
        let app = hall.app.clone();
        let fields = fields.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        async move { meeting::paper_key(&app, &dukuh(), MEETING, &fields, true).await.unwrap_err().code() }
    };
    assert_eq!(key(&[("code.6", "1")]).await, "KERTAS_ISIAN_SALAH", "the form has five rows");
    assert_eq!(key(&[]).await, "KETIKAN_KOSONG");
    let mut d1 = hall.device(dukuh(), "tablet-dukuh", "dukuh").await;
    d1.act(json!({"kind": "attend", "group": "rt", "count": 1}));
    d1.sync(&hall).await;
    assert_eq!(key(&[("code.1", "1")]).await, "KERTAS_TERLAMBAT");
    let view = meeting::paper_view(&hall.app, &officer("psm", Role::Psm, "34.03.01.2001"), MEETING).await;
    assert_eq!(view.unwrap_err().code(), "AKSES_DITOLAK");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_over_one_database_notice_what_the_other_wrote() {
    // each keeps the journal it wrote last in its memory. ADR 0014
    for backend in on_both() {
        let hall = Hall::open(backend).await;
        let clock = FixedClock { today: testkit::TODAY, now_ms: testkit::now_ms() };
        let other = App::new(hall.workspace.store.clone(), Arc::new(clock));
        let mut d1 = hall.device(dukuh(), "tablet-dukuh", "dukuh").await;
        let mut d2 = hall.device(asisten(), "hp-asisten", "asisten").await;
        let (first, far) = (hall.app, Hall { workspace: hall.workspace, app: other, rows: hall.rows });
        for round in 0..3 {
            d1.act(json!({"kind": "explain", "row": far.rows[0], "text": format!("dukuh {round}")}));
            let sent = meeting::send(&first, &d1.officer, MEETING, &d1.sending()).await.unwrap();
            assert_eq!(sent.entries.len(), round, "what the asisten wrote through the other server comes along");
            let answer = d2.sync(&far).await;
            assert_eq!(answer.have["tablet-dukuh"], json!(round + 1));
            d2.act(json!({"kind": "attend", "group": "rt", "count": round}));
            d2.sync(&far).await;
        }
        assert_eq!(far.stage().await.entry_count, 6);
        // somebody is let in through one, and known to the other at once
        let mut d3 = far.device(officer("dukuh-1", Role::HamletHead, HAMLET), "hp-dukuh", "dukuh").await;
        d3.act(json!({"kind": "attend", "group": "rw", "count": 1}));
        meeting::send(&first, &d3.officer, MEETING, &d3.sending()).await.unwrap();
        assert_eq!(far.stage().await.entry_count, 7);
        assert!(far.workspace.store.verify().await.unwrap().is_clean());
    }
}
