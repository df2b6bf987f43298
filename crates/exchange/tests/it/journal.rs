//! A journal on the wire, and the shared cases that hold Rust and JavaScript together.
//!
//! The cases in `crates/domain/tests/cases/journal/` are random evenings of the model in `domain`'s
//! tests, chosen so that every act and every refusal stands in one. This test replays what is there;
//! `MUTAKHIR_WRITE_CASES=1` writes them anew: do so when a rule or the canonical text changes, and
//! let the JavaScript of the page replay them.

use crate::evenings::opening;
use crate::evenings::people::Device;
use crate::evenings::world::{Dice, World};
use domain::deliberation::closing::ClosingRule;
use domain::deliberation::journal::{Entry, EntryId, Journal, Opening, State, canonical};
use exchange::journal::{
    clock_json, digest, entry_json, opening_json, parse_clock, parse_entry, parse_opening, state_json,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// One case: what a meeting opens with, the entries in the order of arrival, and what comes of them.
struct Case {
    about: &'static str,
    seed: u64,
    opening: Opening,
    entries: Vec<Entry>,
    seal: Option<EntryId>,
}

impl Case {
    fn state(&self) -> State {
        let mut journal = Journal::open(self.opening.clone());
        for entry in &self.entries {
            journal.take(entry.clone()).unwrap();
        }
        if let Some(seal) = &self.seal {
            journal.seal(seal.clone());
        }
        journal.state()
    }

    fn json(&self) -> Value {
        json!({
            "about": self.about,
            "seed": self.seed,
            "opening": opening_json(&self.opening),
            "entries": self.entries.iter().map(entry_json).collect::<Vec<_>>(),
            "seal": self.seal.as_ref().map(ToString::to_string),
            "expect": expected(&self.state()),
        })
    }

    fn parse(value: &Value) -> Self {
        Self {
            about: "",
            seed: 0,
            opening: parse_opening(&value["opening"]).unwrap(),
            entries: value["entries"].as_array().unwrap().iter().map(|e| parse_entry(e).unwrap()).collect(),
            seal: value["seal"].as_str().and_then(EntryId::parse),
        }
    }

    /// Kinds of acts and codes of refusals that stand in it.
    fn shows(&self) -> BTreeSet<String> {
        let kinds = self.entries.iter().map(|e| e.act.kind().to_owned());
        kinds.chain(self.state().refused.iter().map(|r| r.why.code().to_owned())).collect()
    }
}

/// What both sides must find.
fn expected(state: &State) -> Value {
    let shown = state_json(state);
    json!({
        "canonical": canonical(state).lines().collect::<Vec<_>>(),
        "digest": digest(state),
        "refused": shown["refused"].as_array().unwrap().iter()
            .map(|r| json!({"entry": r["entry"], "code": r["code"], "about": r["about"]})).collect::<Vec<_>>(),
        "contested": shown["contested"],
        "quota": shown["quota"],
        "remedies": shown["remedies"],
        "to_reread": shown["to_reread"],
        "unmet": shown["unmet"],
        "absent": shown["absent"],
        "recap": shown["recap"],
        "waiting": shown["waiting"],
        "late": shown["late"],
        "closed": shown["closed"],
    })
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../domain/tests/cases/journal"))
}

fn committed() -> Vec<(String, Value)> {
    let mut all: Vec<(String, Value)> = std::fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.file_name().unwrap().to_string_lossy().into_owned(), serde_json::from_str(&text).unwrap())
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

#[test]
fn the_shared_cases_come_out_as_they_were_written() {
    write_cases_if_asked();
    let cases = committed();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let mut shown = BTreeSet::new();
    for (name, value) in cases {
        let case = Case::parse(&value);
        shown.extend(case.shows());
        let found = expected(&case.state());
        assert_eq!(found["canonical"], value["expect"]["canonical"], "{name}");
        assert_eq!(found, value["expect"], "{name}");
        let mut shuffled = case.entries.clone();
        shuffled.reverse();
        let shuffled = Case { entries: shuffled, ..case };
        assert_eq!(digest(&shuffled.state()), value["expect"]["digest"].as_str().unwrap(), "{name}, reversed");
    }
    for kind in KINDS {
        assert!(shown.contains(kind), "no case shows {kind}");
    }
    let refusals = shown.iter().filter(|word| word.chars().all(|c| c.is_ascii_uppercase() || !c.is_ascii_alphabetic()));
    let refusals: Vec<&String> = refusals.collect();
    assert!(refusals.len() >= 34, "{} refusals: {refusals:?}", refusals.len());
}

const KINDS: [&str; 23] = [
    "attend",
    "held",
    "circle",
    "explain",
    "write",
    "note",
    "pencil",
    "keep_pencil",
    "check",
    "kin",
    "propose",
    "amend",
    "withdraw",
    "order",
    "poorer",
    "reread",
    "none_found",
    "strike",
    "enumerator",
    "drop_enumerator",
    "sign",
    "close",
    "settle",
];

#[test]
fn every_entry_comes_back_from_the_wire_as_it_was() {
    for seed in 1..=40 {
        let mut world = World::new(seed, &ClosingRule::ALL);
        world.run();
        for entry in world.written.values() {
            assert_eq!(&parse_entry(&entry_json(entry)).unwrap(), entry, "seed {seed}");
            assert_eq!(parse_clock(&clock_json(&entry.seen)).unwrap(), entry.seen);
        }
        let opening = world.devices[0].journal.opening();
        assert_eq!(&parse_opening(&opening_json(opening)).unwrap(), opening);
    }
}

#[test]
fn what_is_no_entry_is_refused_without_repeating_what_it_holds() {
    let sound = json!({"device": "d1", "number": 1, "actor": "dukuh-1", "role": "dukuh", "at": 0,
        "act": {"kind": "circle", "row": "9901001001000000", "code": 2}});
    assert!(parse_entry(&sound).is_ok());
    let with = |path: &str, value: Value| {
        let mut entry = sound.clone();
        *entry.pointer_mut(path).unwrap() = value;
        let refused = parse_entry(&entry).unwrap_err();
        assert!(!refused.to_string().contains("RAHASIA"), "{refused}");
        refused.code()
    };
    assert_eq!(with("/device", json!("D 1 RAHASIA")), "CATATAN_KATA_SALAH");
    assert_eq!(with("/role", json!("RAHASIA")), "CATATAN_KATA_SALAH");
    assert_eq!(with("/act/code", json!(9)), "CATATAN_KATA_SALAH");
    assert_eq!(with("/act/code", json!("RAHASIA")), "CATATAN_RUSAK");
    assert_eq!(with("/act/kind", json!("RAHASIA")), "CATATAN_RUSAK");
    assert_eq!(with("/actor", json!(" ")), "CATATAN_KATA_SALAH");
    assert_eq!(
        with("/act", json!({"kind": "explain", "row": "1", "text": "x".repeat(1001)})),
        "CATATAN_TERLALU_PANJANG"
    );
    let mut more = sound.clone();
    more["RAHASIA"] = json!(1);
    assert_eq!(parse_entry(&more).unwrap_err().code(), "CATATAN_RUSAK");
}

#[expect(clippy::disallowed_methods, reason = "a test that writes its own cases when asked to")]
fn write_cases_if_asked() {
    if std::env::var("MUTAKHIR_WRITE_CASES").is_err() {
        return;
    }
    for (name, _) in committed() {
        std::fs::remove_file(folder().join(name)).unwrap();
    }
    for (no, case) in choose().iter().enumerate() {
        let text = compact(&case.json());
        std::fs::write(folder().join(format!("{:02}-{}.json", no + 1, case.about)), text).unwrap();
    }
}

/// A line for each entry and each line of the canonical text: small, and readable in a diff.
fn compact(case: &Value) -> String {
    let mut out = String::from("{\n");
    let fields = case.as_object().unwrap();
    for (i, (name, value)) in fields.iter().enumerate() {
        let comma = if i + 1 < fields.len() { "," } else { "" };
        match (name.as_str(), value) {
            ("entries", Value::Array(all)) => {
                let lines: Vec<String> = all.iter().map(|e| format!("  {e}")).collect();
                out += &format!("\"entries\": [\n{}\n]{comma}\n", lines.join(",\n"));
            }
            ("expect", Value::Object(expect)) => {
                let lines: Vec<String> = expect.iter().map(|(k, v)| format!("  {}: {v}", json!(k))).collect();
                out += &format!("\"expect\": {{\n{}\n}}{comma}\n", lines.join(",\n"));
            }
            _ => out += &format!("{}: {value}{comma}\n", json!(name)),
        }
    }
    out + "}\n"
}

/// Small evenings that between them show every act and every refusal; then closed ones, ones with late
/// and with waiting entries, contested ones, and corrections.
fn choose() -> Vec<Case> {
    let mut chosen: Vec<Case> = Vec::new();
    let mut shown: BTreeSet<String> = BTreeSet::new();
    for size in [25, 40, 60, 90] {
        for seed in 1..=4000 {
            let case = evening(seed, "tindakan");
            if case.entries.len() <= size && case.shows().iter().any(|w| !shown.contains(w)) {
                shown.extend(case.shows());
                chosen.push(case);
            }
        }
    }
    let mut want = |about: &'static str, n: usize, fits: &dyn Fn(&State) -> bool| {
        let fitting = (5000..9000).map(|seed| evening(seed, about));
        chosen.extend(fitting.filter(|c| c.entries.len() <= 45 && fits(&c.state())).take(n));
    };
    want("ditutup", 8, &|s| s.closed.is_some());
    want("terlambat", 6, &|s| s.closed.is_some() && !s.late.is_empty());
    want("berselisih", 8, &|s| s.contested().len() > 1);
    want("kuota", 6, &|s| s.closed.is_none() && !s.meeting.quota().holds());
    chosen.extend((9000..9400).map(part).filter(|c| c.state().waiting.len() > 2 && c.entries.len() <= 40).take(6));
    chosen.extend((9400..9900).filter_map(correction).take(6));
    chosen
}

fn evening(seed: u64, about: &'static str) -> Case {
    let mut world = World::new(seed, &ClosingRule::ALL);
    world.run();
    let opening = world.devices[0].journal.opening().clone();
    let seal = world.devices[0].journal.sealed().cloned();
    let mut entries: Vec<Entry> = world.written.values().cloned().collect();
    for i in (1..entries.len()).rev() {
        entries.swap(i, world.dice.below(i + 1));
    }
    Case { about, seed, opening, entries, seal }
}

/// An evening of which some parcels have not come yet.
fn part(seed: u64) -> Case {
    let mut case = evening(seed, "menunggu");
    let mut dice = Dice::new(seed);
    case.entries.retain(|_| !dice.chance(15));
    case.seal = None;
    case
}

/// A second stage: random acts over signed minutes.
fn correction(seed: u64) -> Option<Case> {
    let first = evening(seed, "perbaikan");
    let closed = first.state().closed.filter(|_| first.entries.len() <= 45)?;
    let earlier: Vec<Entry> = {
        let mut covered: Vec<Entry> = first.entries.iter().filter(|e| closed.covers.has(&e.id)).cloned().collect();
        covered.sort_by(|a, b| a.id.cmp(&b.id));
        covered
    };
    let mut opening = Opening { earlier: vec![earlier], ..opening(closed.meeting.fkp01.rows().len()) };
    opening.forms.stage = 2;
    let mut world = World::over(seed, Device::opened("d1", opening.clone()));
    world.some_acts(12);
    let entries: Vec<Entry> = world.written.values().cloned().collect();
    Some(Case { about: "perbaikan", seed, opening, entries, seal: None })
}
