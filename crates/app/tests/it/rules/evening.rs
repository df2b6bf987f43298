//! An evening in a hamlet of five households, on one device of the dukuh and one of the asisten. R29–R71.

use crate::meeting::{Device, Hall, MEETING, asisten, dukuh};
use app::meeting::Answer;
use domain::household::Household;
use domain::id::HouseholdId;
use serde_json::{Value, json};
use store::Backend;
use store::deliberation::{MeetingHead, MeetingLine};

struct Evening {
    hall: Hall,
    dukuh: Device,
    asisten: Device,
}

impl Evening {
    async fn open() -> Self {
        let hall = Hall::open(Backend::Sqlite).await;
        let dukuh = hall.device(dukuh(), "tablet", "dukuh").await;
        let asisten = hall.device(asisten(), "ponsel", "asisten").await;
        Self { hall, dukuh, asisten }
    }

    /// Writes one act of the dukuh; gives its entry and what it is refused with: code and what it is about.
    async fn act(&mut self, act: Value) -> (String, Vec<(String, Vec<String>)>) {
        self.dukuh.act(act);
        let entry = format!("tablet:{}", self.dukuh.seen["tablet"]);
        let refused = self.dukuh.sync(&self.hall).await.refused;
        let own = refused.into_iter().filter(|r| r.entry == entry).map(|r| (r.code, r.about)).collect();
        (entry, own)
    }

    /// Writes an act that no rule forbids; gives its entry.
    async fn taken(&mut self, act: Value) -> String {
        let (entry, refused) = self.act(act.clone()).await;
        assert_eq!(refused, [], "{act}");
        entry
    }

    /// The codes an act is refused with.
    async fn refused(&mut self, act: Value) -> Vec<String> {
        self.act(act).await.1.into_iter().map(|(code, _)| code).collect()
    }

    async fn circle(&mut self, no: usize, code: u8) -> Vec<String> {
        let living = (code == 5).then(|| json!({"head": false, "members": 0}));
        self.refused(json!({"kind": "circle", "row": self.hall.rows[no], "code": code, "living": living})).await
    }

    async fn code_all(&mut self, codes: [u8; 5]) {
        for (no, code) in codes.into_iter().enumerate() {
            assert_eq!(self.circle(no, code).await, [""; 0], "code {code}");
        }
    }

    async fn propose(&mut self, name: &str) -> String {
        self.taken(proposal(name, &json!({}))).await
    }

    /// The asisten checks these rows, both sign what is there, and the asisten closes.
    async fn close(&mut self, checked: usize) -> Answer {
        self.asisten.sync(&self.hall).await;
        for row in &self.hall.rows[..checked] {
            self.asisten.act(json!({"kind": "check", "row": row}));
        }
        self.asisten.sync(&self.hall).await;
        self.dukuh.sync(&self.hall).await;
        let covers = self.dukuh.seen.clone();
        self.dukuh.sign_and_close("PAK DUKUH", false, &covers);
        self.dukuh.sync(&self.hall).await;
        self.asisten.sync(&self.hall).await;
        self.asisten.sign_and_close("MBAK ASISTEN", true, &covers);
        self.asisten.sync(&self.hall).await
    }

    /// Closes, and reads what was signed.
    async fn signed(&mut self) -> (MeetingHead, Vec<MeetingLine>) {
        let answer = self.close(5).await;
        assert!(answer.closed.is_some(), "{:?}", answer.refused);
        let mut reader = self.hall.app.store.read().await.unwrap();
        (reader.meeting(MEETING).await.unwrap().unwrap(), reader.meeting_rows(MEETING).await.unwrap())
    }
}

fn proposal(name: &str, membership: &Value) -> Value {
    json!({"kind": "propose", "head_name": name, "members": [], "address": name, "membership": membership})
}

/// Column 05 as the form prints it.
fn printed_address(household: &Household) -> String {
    let place = &household.place;
    format!("{} RT {:03} RW {:03}", place.address, place.rt.unwrap(), place.rw.unwrap())
}

/// What stops a closing: codes in their order, with what each is about.
fn obstacles(answer: &Answer) -> Vec<(&str, Vec<&str>)> {
    answer.refused.iter().map(|r| (r.code.as_str(), r.about.iter().map(String::as_str).collect())).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_no_member_by_the_answers_is_not_proposed_as_one() {
    // R29, R30, R31, R32, R33, R34, R35, R36, R37, R38, T12, T13, T14
    let guest = |here: u16, left: Option<u16>, settles: bool| json!({"kind": "guest", "months_here": here, "months_since_left_home": left, "intends_to_settle": settles});
    let usual = |kitchen: bool, away: u16| json!({"kind": "usual", "shares_kitchen": kitchen, "months_away": away});
    let worker = |lives: bool, eats: bool| json!({"kind": "domestic_worker", "lives_in": lives, "eats_with": eats});
    let sailor = |months: u16| json!({"kind": "head_away_for_work", "months_between_visits": months});
    let cases = [
        (usual(true, 0), None),
        (usual(true, 5), None),
        (usual(true, 6), Some("R32")),
        (usual(false, 0), Some("R31")),
        (json!({"kind": "newborn"}), None),
        (guest(6, None, false), None),
        (guest(4, Some(7), false), None),
        (guest(5, Some(5), false), Some("R34")),
        (guest(0, None, true), None),
        (worker(true, true), None),
        (worker(true, false), Some("R36")),
        (sailor(3), None),
        (sailor(6), Some("R37")),
        (json!({"kind": "child_elsewhere"}), Some("R38")),
    ];
    let mut evening = Evening::open().await;
    for (no, (stay, rule)) in cases.into_iter().enumerate() {
        let head = if no % 2 == 0 { "responsible" } else { "regarded" };
        let name = format!("ORANG {}", "ABCDEFGHIJKLMN".chars().nth(no).unwrap().to_string().repeat(6));
        let answer = json!({"name": name, "alive": true, "stay": stay});
        let (_, refused) = evening.act(proposal(&name, &json!({"head": head, "people": [answer]}))).await;
        let expected = rule.map(|rule| ("BUKAN_ANGGOTA".to_owned(), vec![rule.to_owned()]));
        assert_eq!(refused, Vec::from_iter(expected), "{stay}");
    }
    let dead = json!({"name": "ALMARHUM", "alive": false, "stay": usual(true, 0)});
    assert_eq!(evening.refused(proposal("ALMARHUM", &json!({"people": [dead]}))).await, ["BUKAN_ANGGOTA"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_printed_columns_stay_as_printed_and_notes_take_the_changes() {
    // R39, R40, R41, R42, R43, R44, R45, R46, R56, T15
    let mut evening = Evening::open().await;
    let row = evening.hall.rows[0].clone();
    for column in 1..=5 {
        let write = json!({"kind": "write", "row": row, "column": column, "text": "LAIN"});
        assert_eq!(evening.refused(write).await, ["FKP01_KOLOM_TERCETAK"], "column {column}");
        let note = json!({"kind": "note", "row": row, "column": column, "change": "replaced", "text": "LAIN"});
        evening.taken(note).await;
    }
    for (column, text) in [(3, "bayi lahir"), (5, "tanya RT")] {
        evening.taken(json!({"kind": "pencil", "row": row, "column": column, "text": text})).await;
    }
    evening.taken(json!({"kind": "keep_pencil", "row": row, "column": 3})).await;
    evening.taken(json!({"kind": "write", "row": row, "column": 7, "text": "ikut anak"})).await;
    evening.code_all([3, 1, 1, 1, 1]).await;
    let (_, rows) = evening.signed().await;
    let printed =
        evening.hall.app.store.read().await.unwrap().household(&HouseholdId::new(&row)).await.unwrap().unwrap();
    let signed = &rows[0];
    assert_eq!(signed.head_name.as_deref(), Some(printed.members[0].name.as_str()));
    assert_eq!(signed.body.members, [printed.members[1].name.as_str(), printed.members[2].name.as_str()]);
    assert_eq!(signed.body.member_count, Some(1 + 2), "the head and those of column 03");
    assert_eq!(
        (signed.body.address.as_str(), signed.body.remark.as_str()),
        (printed_address(&printed).as_str(), "ikut anak")
    );
    let notes: Vec<&str> = signed.body.notes.iter().map(|n| n.text.as_str()).collect();
    assert_eq!(notes, ["LAIN", "LAIN", "LAIN", "bayi lahir", "LAIN", "LAIN"], "what was kept in pencil, and no more");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_code_leads_where_the_guideline_says_and_a_row_has_one() {
    // R47, R48, R50, R51, R52, R54, R55, R67, R73, T20, T21
    let mut evening = Evening::open().await;
    assert_eq!(evening.circle(0, 7).await, ["KODE_7_DI_FKP01"]);
    let widow =
        json!({"kind": "circle", "row": evening.hall.rows[1], "code": 5, "living": {"head": false, "members": 1}});
    let (_, refused) = evening.act(widow).await;
    assert_eq!(refused, [("KODE_5_ADA_YANG_HIDUP".to_owned(), vec!["1".to_owned(), "3".to_owned()])]);
    evening.code_all([6, 5, 8, 1, 3]).await;
    assert_eq!(evening.circle(0, 4).await, [""; 0], "the later circle takes the place of the earlier");
    let (head, rows) = evening.signed().await;
    let outcomes: Vec<&str> = rows.iter().map(|r| r.outcome.as_str()).collect();
    assert_eq!(outcomes, ["PINDAH", "MENINGGAL", "TIDAK_DIKENAL", "TETAP", "UNTUK_DIDATA"]);
    assert_eq!(head.counts.by_code(), [1, 0, 1, 1, 1, 0, 0, 1]);
    assert_eq!((head.counts.fkp01_rows(), head.counts.blanks()), (5, 1), "the recap sums to the rows");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_without_code_or_check_stops_the_minutes_and_is_named() {
    // R57, R58, T22
    let mut evening = Evening::open().await;
    for no in 0..4 {
        evening.circle(no, 1).await;
    }
    let answer = evening.close(3).await;
    assert!(answer.closed.is_none());
    let rows = evening.hall.rows.clone();
    let told = obstacles(&answer);
    let stops = |code: &str, row: &str| told.iter().any(|(c, about)| *c == code && about == &[row]);
    assert!(stops("BARIS_TANPA_KODE", &rows[4]) && stops("BELUM_DIPERIKSA_ASISTEN", &rows[3]), "{told:?}");
    let check = json!({"kind": "check", "row": rows[0]});
    assert_eq!(evening.refused(check).await, ["BUKAN_ASISTEN"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_quota_the_remedies_open_one_after_the_other_and_nothing_overrides_it() {
    // R49, R60, R61, R62, R63, R64, R65, R66, T17, T18, T19
    let mut evening = Evening::open().await;
    let register = evening.hall.app.store.read().await.unwrap().register().await.unwrap();
    let listed = proposal(&register[0].members[0].name, &json!({}));
    let listed = json!({"address": printed_address(&register[0]), "kind": "propose", "head_name": listed["head_name"],
        "members": [], "membership": {}});
    assert_eq!(evening.refused(listed).await, ["SUDAH_DI_FKP01"]);
    evening.code_all([2, 1, 3, 6, 4]).await;
    let mut proposals = Vec::new();
    for name in ["SANGAT MISKIN", "AGAK KURANG", "LUMAYAN JUGA"] {
        proposals.push(evening.propose(name).await);
    }
    let told = evening.close(5).await;
    let codes: Vec<&str> = told.refused.iter().map(|r| r.code.as_str()).collect();
    assert!(codes.contains(&"KUOTA_LEBIH") && codes.contains(&"PERNYATAAN_LEBIH_MISKIN_KOSONG"), "{codes:?}");
    let strike = |of: &str, remedy: &str| json!({"kind": "strike", "proposal": of, "remedy": remedy, "reason": "kuota: paling sejahtera"});
    assert_eq!(evening.refused(strike(&proposals[2], "a")).await, ["URUTAN_KESEJAHTERAAN_KOSONG"]);
    evening.taken(json!({"kind": "order", "proposals": proposals})).await;
    for proposal in &proposals {
        evening.taken(json!({"kind": "poorer", "proposal": proposal, "yes": true})).await;
    }
    // a: the best off goes first
    assert_eq!(evening.refused(strike(&proposals[0], "a")).await, ["BUKAN_PALING_SEJAHTERA"]);
    evening.taken(strike(&proposals[2], "a")).await;
    // c only after b: rows coded 1, 3 and 6 are looked at again
    assert_eq!(evening.refused(strike(&proposals[1], "c")).await, ["CERMATI_ULANG_DULU"]);
    let (_, refused) = evening.act(json!({"kind": "none_found"})).await;
    let candidates = evening.hall.rows[1..4].to_vec();
    assert_eq!(refused, [("BELUM_DICERMATI_ULANG".to_owned(), candidates.clone())]);
    evening.taken(json!({"kind": "reread", "rows": candidates})).await;
    evening.taken(json!({"kind": "none_found"})).await;
    evening.taken(strike(&proposals[1], "c")).await;
    assert_eq!(evening.refused(strike(&proposals[0], "a")).await, ["KUOTA_TIDAK_LEBIH"]);
    let (head, rows) = evening.signed().await;
    assert_eq!(head.counts.by_code(), [1, 1, 1, 1, 0, 1, 1, 0]);
    let new: Vec<&str> = rows.iter().filter(|r| r.form == "FKP.02").map(|r| r.outcome.as_str()).collect();
    assert_eq!(new, ["UNTUK_DIDATA", "DICORET", "DICORET"], "who was struck stays on record");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_enumerators_are_of_the_hamlet_and_named_in_the_minutes() {
    // R70, R71, T23
    let mut evening = Evening::open().await;
    let agree = |hamlet: &str| json!({"kind": "enumerator", "name": "SARI", "hamlet": hamlet, "trained_on": null});
    assert_eq!(evening.refused(agree("Karangrejo")).await, ["PENDATA_PADUKUHAN_LAIN"]);
    evening.taken(agree("Ngasem")).await;
    evening.code_all([2, 1, 1, 1, 1]).await;
    assert_eq!(evening.signed().await.0.body.enumerators, ["SARI"]);
}
