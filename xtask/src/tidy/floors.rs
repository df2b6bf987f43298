//! A crate uses crates on floors below it; a stage of `domain` uses the stages above it in the list.

use crate::tree::{Source, crate_of};
use std::collections::BTreeMap;

/// Floor of each crate. A crate may depend only on lower floors.
const FLOORS: &[(&str, u8)] = &[
    ("domain", 0),
    ("words", 1),
    ("tlog", 1),
    ("linkage", 2),
    ("ranking", 2),
    ("edition", 2),
    ("exchange", 2),
    ("store", 2),
    ("documents", 2),
    ("synth", 2),
    ("testkit", 2),
    ("app", 3),
    ("tables", 3),
    ("web", 4),
    ("sms", 4),
    ("cli", 5),
    ("xtask", 6),
];

/// Dependencies that the floors allow and the walls forbid: `web` speaks to `app` and `domain` only,
/// and paper reaches pages through a port.
const WALLS: &[(&str, &str)] = &[
    ("app", "documents"),
    ("web", "store"),
    ("web", "documents"),
    ("web", "linkage"),
    ("web", "ranking"),
    ("web", "edition"),
    ("web", "exchange"),
    ("web", "synth"),
    ("web", "tables"),
    ("web", "tlog"),
    ("sms", "tables"),
];

/// Modules of `domain` in the order of the household's way: each may use those before it.
const STAGES: &[&str] = &[
    "code",
    "refusal",
    "area",
    "id",
    "person",
    "household",
    "questionnaire",
    "civil_registry",
    "defect",
    "registration",
    "identification",
    "prelist",
    "deliberation",
    "verification",
    "register",
    "ranking",
    "programme",
    "round",
    "event",
];

/// Vocabulary that every stage shares and whose order among itself is free.
const VOCABULARY: usize = 9;

/// Checks manifests and `use` paths.
pub fn check(sources: &[Source], found: &mut Vec<String>) {
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    for source in sources.iter().filter(|s| s.path.ends_with("/Cargo.toml")) {
        let Some(name) = crate_of(&source.path) else { continue };
        let Some(floor) = floors.get(name) else {
            found.push(format!("{}: crate {name} has no floor: enter it in xtask/src/tidy/floors.rs", source.path));
            continue;
        };
        check_manifest(name, *floor, &floors, source, found);
    }
    for source in sources.iter().filter(|s| s.path.starts_with("crates/domain/src/") && s.path.ends_with(".rs")) {
        check_stage(source, found);
    }
}

fn check_manifest(name: &str, floor: u8, floors: &BTreeMap<&str, u8>, source: &Source, found: &mut Vec<String>) {
    let Ok(manifest) = source.text.parse::<toml::Table>() else {
        found.push(format!("{}: not readable as TOML", source.path));
        return;
    };
    for section in ["dependencies", "build-dependencies", "dev-dependencies"] {
        let Some(table) = manifest.get(section).and_then(toml::Value::as_table) else { continue };
        for dependency in table.keys() {
            let Some(below) = floors.get(dependency.as_str()) else { continue };
            // a test may look beside; testkit exists for tests and may build on every crate of its floor
            let beside = section == "dev-dependencies" || name == "testkit";
            let allowed = *below < floor || (beside && *below == floor);
            if !allowed {
                found.push(format!(
                    "{}: {name} (floor {floor}) uses {dependency} (floor {below}): a crate uses floors below it",
                    source.path
                ));
            }
            if section == "dependencies" && WALLS.contains(&(name, dependency.as_str())) {
                found.push(format!("{}: {name} does not speak to {dependency}: go through app", source.path));
            }
        }
    }
}

fn check_stage(source: &Source, found: &mut Vec<String>) {
    let inside = source.path.trim_start_matches("crates/domain/src/");
    let stage = inside.split(['/', '.']).next().unwrap_or("");
    let Some(own) = STAGES.iter().position(|s| *s == stage) else {
        if stage != "lib" {
            found.push(format!("{}: stage {stage} has no place: enter it in xtask/src/tidy/floors.rs", source.path));
        }
        return;
    };
    for (number, line) in source.text.lines().enumerate() {
        // unit tests may walk on to see what a later stage does
        if line.starts_with("#[cfg(test)]") {
            break;
        }
        let code = line.split("//").next().unwrap_or("");
        for used in code.split("crate::").skip(1) {
            let name: String = used.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            let Some(other) = STAGES.iter().position(|s| *s == name) else { continue };
            if other > own && !(own < VOCABULARY && other < VOCABULARY) {
                found.push(format!(
                    "{}:{}: stage {stage} uses {name}, which comes after it on the household's way",
                    source.path,
                    number + 1
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        check(&[Source { path: path.to_owned(), text: text.to_owned() }], &mut found);
        found
    }

    #[test]
    fn a_dependency_that_points_up_or_beside_is_named() {
        let down = "[dependencies]\ndomain.workspace = true\n";
        assert!(findings("crates/store/Cargo.toml", down).is_empty());
        let beside = "[dependencies]\nexchange.workspace = true\n";
        assert!(findings("crates/store/Cargo.toml", beside)[0].contains("store (floor 2) uses exchange (floor 2)"));
        let wall = "[dependencies]\nstore.workspace = true\n";
        assert!(findings("crates/web/Cargo.toml", wall)[0].contains("go through app"));
    }

    #[test]
    fn a_stage_that_looks_ahead_is_named_with_its_line() {
        let ahead = "use crate::person::Nik;\nuse crate::verification::Decree;\n";
        assert!(findings("crates/domain/src/prelist.rs", ahead)[0].contains("prelist.rs:2"));
        assert!(findings("crates/domain/src/prelist.rs", "use crate::registration::Registration;\n").is_empty());
    }
}
