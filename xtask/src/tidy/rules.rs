//! `docs/rules.md`: every rule R1–R77 names code, a use case of `app` that reaches it, and a test through `app`; or
//! which issue brings it. Design D22.

use super::reach::{Graph, Reached};
use crate::tree::{Source, crate_of};
use std::collections::BTreeMap;

const FILE: &str = "docs/rules.md";
const LAST: usize = 77;
/// Crates whose code people reach directly.
const DOORS: [&str; 3] = ["web", "cli", "sms"];

/// The tree as the rules see it.
struct Tree<'a> {
    texts: BTreeMap<&'a str, &'a str>,
    graph: &'a Graph,
    /// What the production code of `app` reaches.
    by_app: Reached,
    /// What the crates reach through which people act.
    by_people: Reached,
}

/// Checks the table row by row.
///
/// A row is `| R61 | sentence | source | code | use case | test |`. A place is `path/of/file.rs::name`; a cell may hold
/// several. `later 5/7: why` in the place of a use case or a test says which issue brings it.
pub fn check(sources: &[Source], graph: &Graph, found: &mut Vec<String>) {
    let texts: BTreeMap<&str, &str> = sources.iter().map(|s| (s.path.as_str(), s.text.as_str())).collect();
    let Some(text) = texts.get(FILE).copied() else {
        found.push(format!("{FILE} is missing"));
        return;
    };
    let doors = DOORS.iter().flat_map(|c| graph.of_crate(c));
    let tree = Tree { texts, graph, by_app: graph.from(graph.of_crate("app")), by_people: graph.from(doors) };
    let mut seen = vec![0usize; LAST + 1];
    for (number, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim().trim_matches('|').split(" | ").map(str::trim).collect();
        let Some(rule) = cells.first().and_then(|c| rule_number(c)) else { continue };
        let place = format!("{FILE}:{}: R{rule}", number + 1);
        match seen.get_mut(rule) {
            Some(count) => *count += 1,
            None => found.push(format!("{place}: the seeds number rules up to R{LAST}")),
        }
        let [_, _, _, code, use_case, test] = cells.as_slice() else {
            found.push(format!("{place}: a row has six cells"));
            continue;
        };
        found.extend(tree.row(code, use_case, test).into_iter().map(|what| format!("{place}: {what}")));
    }
    for (rule, count) in seen.iter().enumerate().skip(1) {
        if *count != 1 {
            found.push(format!("{FILE}: R{rule} stands {count} times, not once"));
        }
    }
}

impl Tree<'_> {
    fn row(&self, code: &str, use_case: &str, test: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        let later: Vec<&str> = [use_case, test].into_iter().filter(|c| c.starts_with("later")).collect();
        wrong.extend(later.iter().filter(|l| !is_promise(l)).map(|l| format!("`{l}`: write `later 5/7: what comes`")));
        // what a later issue brings as a whole may have no code yet
        let whole_later = use_case.starts_with("later") && code.is_empty();
        if whole_later {
            return wrong;
        }
        let (codes, cases, tests) = (places(code), places(use_case), places(test));
        let mut need = |what: &str, cell: &str, places: &[(&str, &str)]| {
            if places.is_empty() && !cell.starts_with("later") {
                wrong.push(format!("no {what}: name it as `path::name`, or write `later 5/7: what comes`"));
            }
        };
        need("code", "", &codes);
        need("use case", use_case, &cases);
        need("test", test, &tests);
        for (path, name) in &codes {
            let items: Vec<usize> = self.graph.in_file(path, name).collect();
            let reached_from = |from: &Reached| items.iter().any(|at| from.has(*at));
            if items.is_empty() {
                wrong.push(format!("code `{path}::{name}` is not in the production code"));
            } else if !reached_from(&self.by_app) && !reached_from(&self.by_people) {
                wrong.push(format!(
                    "code `{path}::{name}` is reached by nothing in `app`: a user cannot reach the rule"
                ));
            } else if !cases.is_empty() && !cases.iter().any(|case| reached_from(&self.reached_by(*case))) {
                let named: Vec<String> = cases.iter().map(|(_, case)| format!("`{case}`")).collect();
                wrong.push(format!("code `{path}::{name}` is not reached from {}", named.join(", ")));
            }
        }
        for (path, name) in &cases {
            let items: Vec<usize> = self.graph.in_file(path, name).collect();
            if items.is_empty() || !path.starts_with("crates/app/src/") {
                wrong.push(format!("use case `{path}::{name}` is not in crates/app/src"));
            } else if !items.iter().any(|at| self.by_people.has(*at)) {
                wrong.push(format!("use case `{path}::{name}` is called by no page and no command"));
            }
        }
        for (path, name) in &tests {
            if !self.texts.get(path).is_some_and(|text| holds_test(path, text, name)) {
                wrong.push(format!("test `{path}::{name}` is not in the tree"));
            }
        }
        if !tests.is_empty() && !tests.iter().any(|(path, _)| goes_through_app(path)) {
            wrong.push("no test goes through `app`: name one of crates/app, web, cli or e2e".to_owned());
        }
        wrong
    }

    fn reached_by(&self, (path, name): (&str, &str)) -> Reached {
        self.graph.from(self.graph.in_file(path, name))
    }
}

fn rule_number(cell: &str) -> Option<usize> {
    cell.trim_matches(['*', '`', ' ']).strip_prefix('R')?.parse().ok()
}

/// Whether the words name an issue of seven and what it brings.
fn is_promise(text: &str) -> bool {
    let Some((issue, what)) = text.strip_prefix("later ").and_then(|rest| rest.split_once("/7: ")) else {
        return false;
    };
    issue.parse::<u8>().is_ok_and(|n| (1..=7).contains(&n)) && what.trim().len() > 8
}

/// The places a cell names: file and name.
fn places(cell: &str) -> Vec<(&str, &str)> {
    cell.split('`').skip(1).step_by(2).filter_map(|place| place.split_once("::")).collect()
}

/// Whether a test lies above `app`'s floor, so that what it shows is what a person gets.
fn goes_through_app(path: &str) -> bool {
    path.starts_with("e2e/") || crate_of(path).is_some_and(|c| matches!(c, "app" | "web" | "cli"))
}

/// Whether a file has this test: a function under an attribute with `test`, or `test('name'` of a page's script.
fn holds_test(path: &str, text: &str, name: &str) -> bool {
    if path.ends_with(".js") {
        return text.contains(&format!("test('{}'", name.replace('\'', "\\'")));
    }
    let head = format!("fn {name}(");
    let mut is_test = false;
    text.lines().map(str::trim).any(|line| {
        let found = is_test && line.contains(&head);
        match line {
            _ if line.starts_with("#[") => is_test |= line.contains("test"),
            _ if line.starts_with("//") || line.is_empty() => {}
            _ => is_test = false,
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: &str = "| R61 | quota | MusPad | `crates/domain/src/quota.rs::holds` | `crates/app/src/meeting.rs::close` | `crates/app/tests/it/meeting.rs::a_meeting_is_within_its_quota` |";

    /// What tidy says of this row in a small tree whose page closes a meeting.
    fn said(row: &str) -> Vec<String> {
        let files = [
            ("crates/domain/src/quota.rs", "pub fn holds() -> bool { true }\npub fn dead() {}\n"),
            ("crates/domain/tests/it/quota.rs", "#[test]\nfn it_holds() { domain::quota::dead() }\n"),
            (
                "crates/app/src/meeting.rs",
                "use domain::quota::holds;\npub fn close() { holds(); }\npub fn forgotten() { holds(); }\n",
            ),
            (
                "crates/app/tests/it/meeting.rs",
                "#[tokio::test]\n// R61\nasync fn a_meeting_is_within_its_quota() {}\nfn no_test() {}\n",
            ),
            ("crates/web/src/page.rs", "pub fn page() { app::meeting::close(); }\n"),
            ("e2e/tests/page.test.js", "test('twenty rows, and no more', async () => {});\n"),
            (FILE, row),
        ];
        let sources: Vec<Source> =
            files.iter().map(|(p, t)| Source { path: (*p).to_owned(), text: (*t).to_owned() }).collect();
        let mut found = Vec::new();
        check(&sources, &Graph::new(&sources), &mut found);
        found.retain(|f| f.contains("R61") && !f.contains("stands"));
        found
    }

    #[track_caller]
    fn fails(row: &str, why: &str) {
        let found = said(row);
        assert!(found.iter().any(|f| f.contains(why)), "{why}: {found:?}");
    }

    #[test]
    fn a_rule_with_code_that_app_reaches_and_a_test_through_app_is_sound() {
        assert_eq!(said(ROW), Vec::<String>::new());
        let (row, _) = ROW.rsplit_once(" | ").unwrap();
        assert_eq!(
            said(&format!("{row} | `e2e/tests/page.test.js::twenty rows, and no more` |")),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_rule_whose_code_app_cannot_reach_is_named() {
        fails(&ROW.replace("::holds", "::dead"), "a user cannot reach the rule");
        fails(&ROW.replace("::holds", "::gone"), "is not in the production code");
        fails(&ROW.replace("meeting.rs::close", "meeting.rs::forgotten"), "called by no page and no command");
        fails(&ROW.replace("`crates/app/src/meeting.rs::close`", ""), "no use case");
    }

    #[test]
    fn a_rule_whose_test_lies_only_in_domain_is_named() {
        let below = ROW.replace(
            "crates/app/tests/it/meeting.rs::a_meeting_is_within_its_quota",
            "crates/domain/tests/it/quota.rs::it_holds",
        );
        fails(&below, "no test goes through `app`");
        fails(&ROW.replace("a_meeting_is_within_its_quota", "no_test"), "is not in the tree");
        fails(&ROW.replace("a_meeting_is_within_its_quota", "gone"), "is not in the tree");
    }

    #[test]
    fn a_rule_for_later_names_its_issue() {
        let later = |what: &str| format!("| R61 | quota | MusPad |  | {what} |  |");
        assert_eq!(said(&later("later 5/7: photo and coordinates at the door")), Vec::<String>::new());
        for vague in ["later", "later: soon enough", "later 8/7: something else", "later 5/7: x"] {
            fails(&later(vague), "what comes`");
        }
    }
}
