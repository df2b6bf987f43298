//! Who calls whom, by name, over the production code of the crates: what `app` reaches, and what people reach.
//!
//! Names are taken for what they say: a method by its name, its number of arguments and a type that is reached; a
//! function by what `use` or its path says. A name may stand for more than it should, so what this finds missing
//! is missing. Design D22.

mod items;
mod tokens;

use crate::tree::{Source, crate_of};
use items::{File, Item, Kind, Named, read};
use std::collections::{BTreeMap, BTreeSet};

/// The production code of the crates that a user's act runs through.
pub struct Graph {
    files: Vec<(String, File)>,
    /// Place of each item: file and index in it.
    items: Vec<(usize, usize)>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// What traits ask of a type, or of the types of a trait.
    of_traits: BTreeMap<String, Vec<usize>>,
}

/// What is reached from somewhere.
pub struct Reached {
    items: BTreeSet<usize>,
}

impl Reached {
    /// Whether this item is.
    pub fn has(&self, item: usize) -> bool {
        self.items.contains(&item)
    }
}

/// Crates that hold no code of the register's own work.
const ASIDE: [&str; 3] = ["testkit", "tables", "xtask"];

/// Public items of `domain` that only tests ask for, and why they stay.
const FOR_TESTS: [(&str, &str); 6] = [
    ("KINDS", "the kinds of acts, from which a test of `exchange` writes the list of the page"),
    ("TOLD", "the list of refusals by which tests of `words` and `app` find a text that is missing"),
    ("examples", "one of each event, by which tests of `words` find a text that is missing"),
    ("every", "one of each refusal of a journal, by which tests compare the lists of the page"),
    ("seen", "a device that tests play writes it into its entries, as the page does"),
    ("sealed", "a device that tests play passes it on, as the server does"),
];

/// Names each public item of `domain` that no production code leads to from `app`, a page, a command or a line of SMS.
pub fn check(graph: &Graph, found: &mut Vec<String>) {
    let roots = ["app", "web", "cli", "sms", "documents"].into_iter().flat_map(|c| graph.of_crate(c));
    let lost = graph.unreached("domain", &graph.from(roots));
    let kept = |line: &String| FOR_TESTS.iter().any(|(name, _)| line.ends_with(&format!("`{name}`")));
    found.extend(lost.into_iter().filter(|line| !kept(line)).map(|line| {
        format!("{line} is reached by no use case: call it, make it private, or delete it with its tests")
    }));
}

/// Whether a file is production code.
fn is_production(path: &str) -> bool {
    let aside = crate_of(path).is_none_or(|c| ASIDE.contains(&c));
    let is_test = path.ends_with("tests.rs") || !path.contains("/src/");
    path.ends_with(".rs") && !aside && !is_test
}

impl Graph {
    /// Reads the sources.
    pub fn new(sources: &[Source]) -> Self {
        let files: Vec<(String, File)> =
            sources.iter().filter(|s| is_production(&s.path)).map(|s| (s.path.clone(), read(&s.text))).collect();
        let items: Vec<(usize, usize)> =
            files.iter().enumerate().flat_map(|(f, (_, file))| (0..file.items.len()).map(move |i| (f, i))).collect();
        let mut graph = Self { files, items, by_name: BTreeMap::new(), of_traits: BTreeMap::new() };
        for at in 0..graph.items.len() {
            let Item { name, owner, of_trait, .. } = graph.item(at).clone();
            graph.by_name.entry(name).or_default().push(at);
            if let (Some(owner), true) = (owner, of_trait.is_some()) {
                graph.of_traits.entry(owner).or_default().push(at);
            }
        }
        graph
    }

    fn item(&self, at: usize) -> &Item {
        let (file, index) = self.items[at];
        &self.files[file].1.items[index]
    }

    fn path(&self, at: usize) -> &str {
        &self.files[self.items[at].0].0
    }

    /// Items of this name in a file.
    pub fn in_file<'a>(&'a self, path: &'a str, name: &str) -> impl Iterator<Item = usize> + 'a {
        let named = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        named.iter().copied().filter(move |at| self.path(*at) == path)
    }

    /// Everything in one crate.
    pub fn of_crate(&self, name: &str) -> Vec<usize> {
        (0..self.items.len()).filter(|at| crate_of(self.path(*at)) == Some(name)).collect()
    }

    /// Public items of a crate that are not reached, as `path:line: name`. What a trait asks for is left out.
    pub fn unreached(&self, name: &str, reached: &Reached) -> Vec<String> {
        let lost = self.of_crate(name).into_iter().filter(|at| {
            let item = self.item(*at);
            let counts = item.is_public && item.of_trait.is_none() && !matches!(item.kind, Kind::Case | Kind::Macro);
            counts && !reached.has(*at)
        });
        lost.map(|at| format!("{}:{}: `{}`", self.path(at), self.item(at).line, self.item(at).name)).collect()
    }

    /// Everything that these items lead to, themselves included.
    pub fn from(&self, roots: impl IntoIterator<Item = usize>) -> Reached {
        let mut reached: BTreeSet<usize> = BTreeSet::new();
        let mut open: Vec<usize> = roots.into_iter().collect();
        // types and traits that are reached, and methods that wait for theirs
        let mut types: BTreeSet<(&str, &str)> = BTreeSet::new();
        let mut waiting: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        while let Some(at) = open.pop() {
            if !reached.insert(at) {
                continue;
            }
            let item = self.item(at);
            let owner = item.owner.as_deref().filter(|_| item.of_trait.is_none());
            let own = (item.kind == Kind::Type).then_some(item.name.as_str());
            for name in own.into_iter().chain(owner) {
                let place = (self.crate_of(at), name);
                if types.insert(place) {
                    open.extend(waiting.remove(&place).unwrap_or_default());
                    // what traits ask of it, and the type itself when a function of it was called
                    open.extend(self.of_traits.get(name).into_iter().flatten());
                    open.extend(self.types(name).filter(|to| self.crate_of(*to) == place.0));
                }
            }
            for named in &item.names {
                for to in self.meant(at, named) {
                    let owner = self.item(to).owner.as_deref().map(|owner| (self.crate_of(to), owner));
                    // a type that a macro makes has no item to be reached
                    let is_gated = |place: &(&str, &str)| {
                        let is_method = matches!(named, Named::Method(..) | Named::Own(..));
                        is_method && self.types(place.1).any(|at| self.crate_of(at) == place.0)
                    };
                    match owner.filter(is_gated) {
                        Some(place) if !types.contains(&place) => waiting.entry(place).or_default().push(to),
                        _ => open.push(to),
                    }
                }
            }
        }
        Reached { items: reached }
    }

    fn named(&self, name: &str) -> impl Iterator<Item = usize> + '_ {
        self.by_name.get(name).into_iter().flatten().copied()
    }

    fn types(&self, name: &str) -> impl Iterator<Item = usize> + '_ {
        self.named(name).filter(|at| self.item(*at).kind == Kind::Type)
    }

    fn file(&self, at: usize) -> &File {
        &self.files[self.items[at].0].1
    }

    fn crate_of(&self, at: usize) -> &str {
        crate_of(self.path(at)).unwrap_or_default()
    }

    /// What a name may mean. For a method, its type must be reached too.
    fn meant(&self, from: usize, named: &Named) -> Vec<usize> {
        match named {
            Named::Method(name, count) => self.methods(name, *count).collect(),
            Named::Own(name, count) => {
                let owner = self.item(from).owner.as_ref();
                let is_own =
                    |to: &usize| self.item(*to).owner.as_ref() == owner && self.crate_of(*to) == self.crate_of(from);
                let own: Vec<usize> = self.methods(name, *count).filter(is_own).collect();
                // a trait, or what a type stands for, may have it
                if own.is_empty() { self.methods(name, *count).collect() } else { own }
            }
            Named::Bare(word) => self.meant_bare(from, word),
            Named::Path(before, word) => self.meant_path(from, before, word),
        }
    }

    fn methods(&self, name: &str, arguments: usize) -> impl Iterator<Item = usize> + '_ {
        let takes = Kind::Function { arguments, takes_self: true };
        self.named(name).filter(move |to| self.item(*to).kind == takes && self.item(*to).of_trait.is_none())
    }

    fn meant_bare(&self, from: usize, word: &str) -> Vec<usize> {
        let file = self.file(from);
        let name = file.aliases.get(word).map_or(word, String::as_str);
        let path = file.imports.get(word);
        let opened = |owner: &String| {
            self.item(from).opened.contains(owner)
                || path.is_some_and(|p| p.contains(owner))
                || file.opened.iter().any(|p| p.last() == Some(owner))
        };
        self.named(name)
            .filter(|to| {
                let item = self.item(*to);
                match (item.kind, &item.owner) {
                    (Kind::Macro, _) => true,
                    (Kind::Case, Some(owner)) => opened(owner),
                    (Kind::Type, _) => self.is_visible(from, *to, word),
                    (Kind::Function { .. } | Kind::Constant, None) => {
                        self.items[*to].0 == self.items[from].0
                            || path.is_some_and(|p| self.lies_in(from, *to, p))
                            || file.opened.iter().any(|p| self.lies_in(from, *to, p))
                    }
                    _ => false,
                }
            })
            .collect()
    }

    fn meant_path(&self, from: usize, before: &str, word: &str) -> Vec<usize> {
        let file = self.file(from);
        let before = match before {
            "Self" => self.item(from).owner.as_deref().unwrap_or(before),
            other => file.aliases.get(other).map_or(other, String::as_str),
        };
        let is_type = before.starts_with(char::is_uppercase);
        let is_known = is_type && self.types(before).next().is_some();
        self.named(word)
            .filter(|to| {
                let item = self.item(*to);
                match &item.owner {
                    Some(owner) if is_known => owner == before && self.is_visible(from, *to, before),
                    // of a type that has no item, such as `T`: any type may be meant
                    Some(_) => is_type || before == "?",
                    None if is_type => false,
                    None => before == "?" || self.lies_in(from, *to, [before]) || self.is_renamed(from, *to, before),
                }
            })
            .collect()
    }

    /// Whether a type of this name, as a file writes it, may be the one of that item.
    fn is_visible(&self, from: usize, to: usize, name: &str) -> bool {
        match self.file(from).imports.get(name) {
            Some(path) => self.lies_in(from, to, path),
            None => {
                let own = self.crate_of(from);
                self.crate_of(to) == own || self.types(name).all(|at| self.crate_of(at) != own)
            }
        }
    }

    /// Whether `use a::b as before` leads to the place of the item.
    fn is_renamed(&self, from: usize, to: usize, before: &str) -> bool {
        self.file(from).imports.get(before).is_some_and(|path| self.lies_in(from, to, path))
    }

    /// Whether an item lies in one of these modules or crates, seen from another.
    fn lies_in(&self, from: usize, to: usize, modules: impl IntoIterator<Item = impl AsRef<str>>) -> bool {
        let parts: Vec<&str> = self.path(to).split('/').map(|part| part.trim_end_matches(".rs")).collect();
        modules.into_iter().any(|module| match module.as_ref() {
            "crate" | "self" | "super" => self.crate_of(from) == self.crate_of(to),
            module => parts.contains(&module),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(files: &[(&str, &str)]) -> Graph {
        let sources: Vec<Source> =
            files.iter().map(|(path, text)| Source { path: (*path).to_owned(), text: (*text).to_owned() }).collect();
        Graph::new(&sources)
    }

    fn lost(files: &[(&str, &str)]) -> Vec<String> {
        let graph = graph(files);
        let reached = graph.from(graph.of_crate("app"));
        graph.unreached("domain", &reached).into_iter().filter_map(|l| l.split('`').nth(1).map(str::to_owned)).collect()
    }

    const APP: &str = "crates/app/src/meeting.rs";
    const RULE: &str = "crates/domain/src/quota.rs";

    #[test]
    fn a_function_counts_when_app_calls_it_directly_or_through_another() {
        let rule = "pub fn holds() { inner() } fn inner() { deep() } pub fn deep() {} pub fn dead() { deep() }";
        assert_eq!(lost(&[(RULE, rule), (APP, "use domain::quota::holds; fn act() { holds() }")]), ["dead"]);
        assert_eq!(lost(&[(RULE, rule), (APP, "use domain::quota; fn act() { quota::deep() }")]), ["holds", "dead"]);
        // a function of the same name elsewhere, and a test, are no call
        let other = "fn holds() {} fn act() { holds() } #[cfg(test)] mod tests { use domain::quota::holds; fn t() { holds() } }";
        assert_eq!(lost(&[(RULE, rule), (APP, other)]).len(), 3);
    }

    #[test]
    fn a_method_counts_when_its_type_is_reached_and_its_arguments_fit() {
        let rule = "pub struct Open; impl Open { pub fn close(self, by: u8) { self.sign() } fn sign(self) { last() } }
            pub fn last() {} pub struct Other; impl Other { pub fn close(self, by: u8) {} }";
        let calls = "use domain::quota::Open; fn act(open: Open) { open.close(7) }";
        assert_eq!(lost(&[(RULE, rule), (APP, calls)]), ["Other", "close"]);
        let another = "use domain::quota::Open; fn act(open: Open, pool: Pool) { pool.close() }";
        assert_eq!(lost(&[(RULE, rule), (APP, another)]), ["close", "last", "Other", "close"]);
    }

    #[test]
    fn a_trait_of_a_reached_type_a_case_and_a_macro_are_followed() {
        let rule = "pub enum Finding { Poor, Better } impl Finding { pub fn of(n: u8) -> Self { Self::Poor } }
            impl Shown for Finding { fn shown(&self) { words() } } pub fn words() {} pub const MAX: u8 = bound();
            pub const fn bound() -> u8 { 3 }";
        let calls = "use domain::quota::{Finding, MAX}; fn act() { Finding::of(MAX); }";
        assert_eq!(lost(&[(RULE, rule), (APP, calls)]), Vec::<String>::new());
        let graph = graph(&[(RULE, rule), (APP, calls)]);
        let reached = graph.from(graph.of_crate("app"));
        let is_reached = |name| graph.in_file(RULE, name).any(|at| reached.has(at));
        assert!(is_reached("Poor") && !is_reached("Better"), "a case that nobody names");
    }
}
