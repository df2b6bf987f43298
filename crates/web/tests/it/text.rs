//! Both languages say the same things, and pages ask for nothing that is not said.

use app::access::{Act, Role};
use fluent::FluentResource;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use web::{Lang, Text};

fn keys(source: &str) -> BTreeSet<String> {
    let resource = FluentResource::try_new(source.to_owned());
    assert!(resource.is_ok(), "a broken line: {:?}", resource.err().map(|(_, errors)| errors));
    let begins_message = |line: &&str| line.starts_with(|c: char| c.is_ascii_alphabetic());
    source.lines().filter(begins_message).filter_map(|l| l.split_once(" =").map(|(key, _)| key.to_owned())).collect()
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The literal first arguments of calls such as `t.x("key"`.
fn asked(source: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for call in ["t.t(\"", "t.x(\"", "t.xy(\"", "t.n(\""] {
        keys.extend(source.split(call).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    keys
}

#[test]
fn both_languages_have_the_same_keys_and_each_key_once() {
    let (id, en) = (keys(web::ID), keys(web::EN));
    assert_eq!(id.symmetric_difference(&en).collect::<Vec<_>>(), Vec::<&String>::new());
    let lines =
        web::ID.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_alphabetic()) && l.contains(" =")).count();
    assert_eq!(lines, id.len(), "a key stands twice in id.ftl");
}

#[test]
fn pages_and_handlers_ask_only_for_keys_that_exist() {
    let known = keys(web::ID);
    let mut missing = Vec::new();
    for path in files("templates", "html").into_iter().chain(files("src", "rs")) {
        let source = std::fs::read_to_string(&path).unwrap();
        for key in asked(&source) {
            if !known.contains(&key) {
                missing.push((path.file_name().unwrap().to_string_lossy().into_owned(), key));
            }
        }
    }
    assert_eq!(missing, vec![]);
}

#[test]
fn keys_that_are_named_in_code_exist() {
    let known = keys(web::ID);
    let mut missing = BTreeSet::new();
    // keys that travel as text: of menu entries, of wrong cells, of forms
    let sources = files("src", "rs").into_iter().chain(files("../app/src/desk", "rs"));
    for path in sources.chain([Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src/citizen.rs")]) {
        let source = std::fs::read_to_string(&path).unwrap();
        for word in source.split('"').skip(1).step_by(2) {
            let is_key = ["nav-", "wrong-", "login-", "visit-", "desk-"].iter().any(|p| word.starts_with(p));
            let is_plain = word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
            if is_key && is_plain && word.len() > 6 && !known.contains(word) {
                missing.insert(word.to_owned());
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn every_code_people_meet_has_a_text() {
    let text = Text::of(Lang::Id);
    let mut missing = Vec::new();
    let mut need = |list: &str, code: &str| {
        let key = format!("{list}-{}", code.replace('.', "-"));
        if !text.has(&key) {
            missing.push(key);
        }
    };
    Role::ALL.iter().for_each(|r| need("role", r.code()));
    Act::ALL.iter().for_each(|a| need("act", a.code()));
    domain::civil_registry::SiakCode::ALL.iter().for_each(|c| need("siak", c.code()));
    domain::round::CaseState::ALL.iter().for_each(|s| need("state", s.code()));
    domain::round::CaseAct::all().iter().for_each(|a| need("case-act", a.code()));
    domain::round::Deadline::ALL.iter().for_each(|d| need("deadline", d.code()));
    domain::round::RoundState::ALL.iter().for_each(|s| need("round-state", s.code()));
    domain::civil_registry::CivilStatus::ALL.iter().for_each(|s| need("civil-status", s.code()));
    for kind in domain::civil_registry::CivilChangeKind::ALL {
        need("civil-change", kind.code());
        need("civil-help", kind.code());
    }
    app::view::CIVIL_STATES.iter().for_each(|s| need("civil-state", s));
    domain::register::HeldBecause::ALL.iter().for_each(|h| need("held", h.code()));
    app::decree::JOBS.iter().for_each(|j| need("job-kind", j));
    for stage in app::stage::Stage::ALL {
        need("job-kind", stage.code());
        ["title", "text", "waits", "act", "after", "who"]
            .iter()
            .for_each(|part| need("step", &format!("{}-{part}", stage.code())));
    }
    for work in app::work::Work::ALL {
        need("work", work.code());
        need("work", &format!("{}-act", work.code()));
    }
    domain::register::HouseholdStatus::ALL.iter().for_each(|s| need("household-status", s.code()));
    domain::register::Action::ALL.iter().for_each(|a| need("household-action", a.code()));
    domain::identification::ReasonCode::ALL.iter().for_each(|c| need("evidence", c.code()));
    domain::identification::ChangedField::ALL.iter().for_each(|c| need("field", c.code()));
    domain::identification::review::Ground::ALL.iter().for_each(|c| need("ground", c.code()));
    domain::identification::review::Step::ALL.iter().for_each(|c| need("step", c.code()));
    domain::identification::review::Overruled::ALL.iter().for_each(|c| need("overruled", c.code()));
    domain::identification::Flag::ALL.iter().for_each(|c| need("flag", c.code()));
    for point in app::citizen::POINTS {
        need("citizen", point);
        need("citizen", &format!("{point}-next"));
    }
    app::view::UPLOAD_KINDS.iter().for_each(|k| need("import-kind", k));
    app::view::PROGRAMME_STATUSES.iter().for_each(|s| need("programme", s));
    store::job::JobState::ALL.iter().for_each(|s| need("job", s.code()));
    (1..=8).for_each(|c| need("finding", &c.to_string()));
    assert_eq!(missing, Vec::<String>::new());
}

/// Codes in the tables of a source file: `Self::Busy => "MUSYAWARAH_SIBUK",`.
fn codes_in(path: &str) -> BTreeSet<String> {
    let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap();
    let is_code =
        |word: &str| word.len() > 3 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let after = source.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next());
    after.filter(|word| is_code(word)).map(str::to_owned).collect()
}

#[test]
fn every_refusal_about_a_meeting_has_its_words_in_both_languages() {
    let office = codes_in("app/src/meeting/refused.rs");
    assert!(office.contains("MUSYAWARAH_SIBUK") && office.len() > 25, "{office:?}");
    // what the rules of the meeting itself say no to, as the paper form shows it
    let rules = ["closing", "fkp01", "journal/refusal", "meeting", "paper", "quota"];
    let rules: BTreeSet<String> =
        rules.iter().flat_map(|file| codes_in(&format!("domain/src/deliberation/{file}.rs"))).collect();
    for lang in [Lang::Id, Lang::En] {
        let text = Text::of(lang);
        let silent: Vec<String> = office.union(&rules).filter(|c| text.refused(c).is_none()).cloned().collect();
        assert_eq!(silent, Vec::<String>::new(), "{lang:?}");
    }
    // how to go on
    for lang in [Lang::Id, Lang::En] {
        let unsaid = |code: &&String| Text::of(lang).said(code, &[]).repair.is_empty();
        assert_eq!(office.iter().find(unsaid), None, "{lang:?}");
    }
}

#[test]
fn numbers_and_days_are_written_as_the_language_does() {
    let (id, en) = (Text::of(Lang::Id), Text::of(Lang::En));
    assert_eq!((id.num(1_234_567_i64), en.num(1_234_567_i64)), ("1.234.567".to_owned(), "1,234,567".to_owned()));
    assert_eq!(id.when("2017-05-12"), "12 Mei 2017");
    assert_eq!(id.percent(1_i64, 0_i64), "–");
    assert_eq!(en.n("form-wrong", 1_i64), "1 field needs repair");
}
