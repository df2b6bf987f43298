//! A journal on the wire, and the page's script held equal to the rules of `domain`.
//!
//! Every run replays a thousand evenings that nobody has seen before, random ones of the model in `domain`'s
//! tests, in Rust and through the page's script (node). `MUTAKHIR_PAGE_SEED` repeats a run.

use crate::evenings::opening;
use crate::evenings::people::Device;
use crate::evenings::world::{Dice, World};
use domain::deliberation::closing::ClosingRule;
use domain::deliberation::journal::{Act, Entry, EntryId, Journal, Opening, State, canonical};
use exchange::journal::{
    clock_json, digest, entry_json, opening_json, parse_clock, parse_entry, parse_opening, state_json,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// What a meeting opens with, and the entries in the order of arrival.
struct Case {
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
            "opening": opening_json(&self.opening),
            "entries": self.entries.iter().map(entry_json).collect::<Vec<_>>(),
            "seal": self.seal.as_ref().map(ToString::to_string),
        })
    }
}

/// What the page must find, as `e2e/replay.mjs` prints it.
fn expected(state: &State) -> Value {
    let shown = state_json(state);
    let field = |list: &str, name: &str| -> Vec<Value> {
        shown[list].as_array().unwrap().iter().map(|one| one[name].clone()).collect()
    };
    json!({
        "canonical": canonical(state),
        "digest": digest(state),
        "refused": state.refused.iter().map(|r| json!([r.entry.to_string(), r.why.code()])).collect::<Vec<_>>(),
        "contested": field("contested", "field"),
        "unmet": field("unmet", "code"),
        "quota": shown["quota"],
        "recap": shown["recap"],
        "to_reread": shown["to_reread"],
        "absent": shown["absent"],
        "waiting": shown["waiting"],
        "late": shown["late"],
        "closed": shown["closed"]["entry"],
    })
}

/// Another seed in every run, unless one is asked for.
#[expect(clippy::disallowed_methods, reason = "evenings are fresh in every run; the seed is printed")]
fn first_seed() -> u64 {
    let asked = std::env::var("MUTAKHIR_PAGE_SEED").ok().and_then(|seed| seed.parse().ok());
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    asked.unwrap_or(now.as_secs() * 10_000)
}

#[test]
fn the_page_replays_a_thousand_fresh_evenings_as_the_server_does() {
    // ADR 14
    let first = first_seed();
    println!("MUTAKHIR_PAGE_SEED={first}");
    let mut cases: Vec<Case> = (first..first + 800).map(evening).collect();
    cases.extend((first + 800..first + 950).map(part));
    cases.extend((first + 950..).filter_map(correction).take(150));
    assert!(cases.len() >= 1000);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("evenings.ndjson");
    let lines: Vec<String> = cases.iter().map(|case| case.json().to_string()).collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../e2e/replay.mjs");
    let node = Command::new("node").arg(script).arg(&file).output().expect("node is needed: apt-get install nodejs");
    assert!(node.status.success(), "{}", String::from_utf8_lossy(&node.stderr));
    let answers: Vec<Value> =
        String::from_utf8(node.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(answers.len(), cases.len());
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    for (case, answer) in cases.iter().zip(&answers) {
        let state = case.state();
        let found = expected(&state);
        assert_eq!(answer["canonical"], found["canonical"], "MUTAKHIR_PAGE_SEED={}", case.seed);
        assert_eq!(*answer, found, "MUTAKHIR_PAGE_SEED={}", case.seed);
        shown.extend(case.entries.iter().map(|e| e.act.kind()));
        shown.extend(state.refused.iter().map(|r| r.why.code()));
    }
    for kind in Act::KINDS {
        assert!(shown.contains(kind), "no evening shows {kind}");
    }
    let refusals = shown.iter().filter(|word| word.bytes().all(|b| !b.is_ascii_lowercase())).count();
    assert!(refusals >= 34, "the evenings show {refusals} refusals");
}

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

fn evening(seed: u64) -> Case {
    let mut world = World::new(seed, &ClosingRule::ALL);
    world.run();
    let opening = world.devices[0].journal.opening().clone();
    let seal = world.devices[0].journal.sealed().cloned();
    let mut entries: Vec<Entry> = world.written.values().cloned().collect();
    for i in (1..entries.len()).rev() {
        entries.swap(i, world.dice.below(i + 1));
    }
    Case { seed, opening, entries, seal }
}

/// An evening of which some parcels have not come yet.
fn part(seed: u64) -> Case {
    let mut case = evening(seed);
    let mut dice = Dice::new(seed);
    case.entries.retain(|_| !dice.chance(15));
    case.seal = None;
    case
}

/// A second stage: random acts over signed minutes.
fn correction(seed: u64) -> Option<Case> {
    let first = evening(seed);
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
    Some(Case { seed, opening, entries, seal: None })
}
