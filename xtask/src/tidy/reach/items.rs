//! The items of a file with what each names: enough of Rust to say who may call whom.

use super::tokens::{Placed, Token, tokens};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A function, by the number of its arguments beside `self`.
    Function { arguments: usize, takes_self: bool },
    /// A struct, an enum, a trait, a type alias.
    Type,
    /// A case of an enum.
    Case,
    /// A constant or a static.
    Constant,
    /// `macro_rules!`.
    Macro,
}

/// An item.
#[derive(Clone, Debug)]
pub struct Item {
    pub name: String,
    pub kind: Kind,
    pub line: usize,
    /// The type or trait it belongs to.
    pub owner: Option<String>,
    /// For what a trait asks of a type: the trait. It is used wherever both are.
    pub of_trait: Option<String>,
    /// Whether it is `pub`, without bounds.
    pub is_public: bool,
    pub names: Vec<Named>,
    /// Types whose cases are named without them: `use Self::*`.
    pub opened: Vec<String>,
}

/// A name as an item writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// `name`.
    Bare(String),
    /// `before::name`.
    Path(String, String),
    /// `.name(…)` with so many arguments.
    Method(String, usize),
    /// `self.name(…)`.
    Own(String, usize),
}

/// A file.
#[derive(Clone, Debug, Default)]
pub struct File {
    pub items: Vec<Item>,
    /// Names that `use` brings in, with the words of their paths.
    pub imports: BTreeMap<String, BTreeSet<String>>,
    /// `use a::b as c`: c → b.
    pub aliases: BTreeMap<String, String>,
    /// Words of paths that end in `*`.
    pub opened: Vec<Vec<String>>,
}

/// Reads a file; what `#[cfg(test)]` holds is left out.
pub fn read(text: &str) -> File {
    let placed = tokens(text);
    let mut parser = Parser { tokens: &placed, file: File::default() };
    parser.items(0..placed.len(), &Around::default());
    parser.file
}

/// What an item stands in.
#[derive(Clone, Default)]
struct Around {
    owner: Option<String>,
    of_trait: Option<String>,
    /// Items of a trait are as public as the trait.
    is_public: bool,
}

struct Parser<'a> {
    tokens: &'a [Placed<'a>],
    file: File,
}

impl<'a> Parser<'a> {
    fn word(&self, at: usize) -> Option<&'a str> {
        match self.tokens.get(at)?.token {
            Token::Word(word) => Some(word),
            Token::Mark(_) | Token::Text(_) | Token::Literal | Token::Lifetime => None,
        }
    }

    fn is(&self, at: usize, mark: char) -> bool {
        self.tokens.get(at).is_some_and(|p| p.token == Token::Mark(mark))
    }

    fn is_path(&self, at: usize) -> bool {
        self.is(at, ':') && self.is(at + 1, ':')
    }

    /// Past the bracket that opens at `at`.
    fn past(&self, at: usize) -> usize {
        let mut depth = 0usize;
        for (i, p) in self.tokens.iter().enumerate().skip(at) {
            match p.token {
                Token::Mark('(' | '[' | '{') => depth += 1,
                Token::Mark(')' | ']' | '}') => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return i + 1;
                    }
                }
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// Past the `<` that opens at `at`; an arrow is no bracket.
    fn past_angle(&self, at: usize) -> usize {
        let (mut depth, mut i) = (0usize, at);
        while i < self.tokens.len() {
            match self.tokens[i].token {
                Token::Mark('<') => depth += 1,
                Token::Mark('>') if i > 0 && (self.is(i - 1, '-') || self.is(i - 1, '=')) => {}
                Token::Mark('>') => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return i + 1;
                    }
                }
                Token::Mark('(' | '[' | '{') => i = self.past(i) - 1,
                Token::Mark(';') => return i,
                _ => {}
            }
            i += 1;
        }
        i
    }

    /// The end of an item that begins at `at`: past its `;` or its braces.
    fn end_of(&self, at: usize) -> usize {
        let mut i = at;
        while i < self.tokens.len() {
            match self.tokens[i].token {
                Token::Mark(';') => return i + 1,
                Token::Mark('{') => return self.past(i),
                Token::Mark('(' | '[') => i = self.past(i),
                Token::Mark('}') => return i,
                _ => i += 1,
            }
        }
        i
    }

    /// The end of a constant: its `;`, past whatever braces its value has.
    fn end_of_value(&self, at: usize) -> usize {
        let mut i = at;
        while i < self.tokens.len() {
            match self.tokens[i].token {
                Token::Mark(';') => return i + 1,
                Token::Mark('(' | '[' | '{') => i = self.past(i),
                _ => i += 1,
            }
        }
        i
    }

    fn items(&mut self, range: Range<usize>, around: &Around) {
        let mut at = range.start;
        while at < range.end {
            at = self.item(at, around).max(at + 1);
        }
    }

    /// Reads one item and says where the next begins.
    fn item(&mut self, at: usize, around: &Around) -> usize {
        if self.is(at, '#') {
            let open = if self.is(at + 1, '!') { at + 2 } else { at + 1 };
            let end = self.past(open);
            let inside: Vec<&str> = (open..end).filter_map(|i| self.word(i)).collect();
            let is_test = inside.first() == Some(&"test")
                || (inside.first() == Some(&"cfg") && inside.contains(&"test") && !inside.contains(&"not"));
            return if is_test { self.past_item(end) } else { end };
        }
        let (mut i, mut is_public) = (at, around.is_public);
        if self.word(i) == Some("pub") {
            i += 1;
            is_public = !self.is(i, '(');
            if !is_public {
                i = self.past(i);
            }
        }
        while matches!(self.word(i), Some("async" | "unsafe" | "extern" | "default"))
            || (self.word(i) == Some("const") && matches!(self.word(i + 1), Some("fn" | "async" | "unsafe")))
        {
            i += 1;
        }
        let line = self.tokens.get(i).map_or(0, |p| p.line);
        let Some(keyword) = self.word(i) else { return at + 1 };
        let name = self.word(i + 1).unwrap_or_default().to_owned();
        match keyword {
            "use" => {
                let end = self.end_of_value(i);
                self.import(i + 1..end - 1, &mut Vec::new());
                end
            }
            "mod" => {
                let end = self.end_of(i);
                if self.is(i + 2, '{') {
                    self.items(i + 3..end - 1, around);
                }
                end
            }
            "fn" => {
                let end = self.end_of(i);
                let kind = self.signature(i + 2);
                self.keep(name, kind, line, is_public, around, i + 2..end);
                end
            }
            "struct" | "union" | "type" => {
                let end = if keyword == "type" { self.end_of_value(i) } else { self.end_of_struct(i) };
                self.keep(name, Kind::Type, line, is_public, around, i + 2..end);
                end
            }
            "enum" => {
                let end = self.end_of(i);
                self.keep(name.clone(), Kind::Type, line, is_public, around, i + 2..end);
                let at = self.file.items.len() - 1;
                let cases = self.cases(&name, is_public, i + 2..end);
                // the name of a case is no use of a type of that name
                self.file.items[at].names.retain(|n| !matches!(n, Named::Bare(n) if cases.contains(n)));
                end
            }
            "trait" => {
                let end = self.end_of(i);
                let body = (i..end).find(|j| self.is(*j, '{')).unwrap_or(end);
                self.keep(name.clone(), Kind::Type, line, is_public, around, i + 2..body);
                let inside = Around { owner: Some(name), of_trait: None, is_public };
                self.items(body + 1..end.max(body + 2) - 1, &inside);
                end
            }
            "impl" => self.implementation(i),
            "const" | "static" => {
                let end = self.end_of_value(i);
                let name = if name == "mut" { self.word(i + 2).unwrap_or_default().to_owned() } else { name };
                self.keep(name, Kind::Constant, line, is_public, around, i + 2..end);
                end
            }
            "macro_rules" => {
                let end = self.end_of(i);
                let name = self.word(i + 2).unwrap_or_default().to_owned();
                self.keep(name, Kind::Macro, line, true, around, i + 3..end);
                end
            }
            // a macro that declares items: what stands in it is read as items, what it is called with as names
            _ if self.is(i + 1, '!') => {
                let end = self.past(i + 2);
                self.keep(keyword.to_owned(), Kind::Macro, line, false, around, i..i + 1);
                self.items(i + 3..end - 1, around);
                end
            }
            _ => at + 1,
        }
    }

    /// Past the item after an attribute, with its other attributes.
    fn past_item(&self, mut at: usize) -> usize {
        while self.is(at, '#') {
            at = self.past(at + 1);
        }
        // a constant may hold braces and goes on to its `;`
        let is_value = (at..at + 4).any(|i| matches!(self.word(i), Some("const" | "static" | "use" | "type")))
            && !(at..at + 4).any(|i| self.word(i) == Some("fn"));
        if is_value { self.end_of_value(at) } else { self.end_of(at) }
    }

    /// `struct A(…);`, `struct A {…}`, `struct A;`.
    fn end_of_struct(&self, at: usize) -> usize {
        let end = self.end_of(at);
        if self.is(end, ';') { end + 1 } else { end }
    }

    /// Arguments of the function whose name stands before `at`.
    fn signature(&self, at: usize) -> Kind {
        let open = if self.is(at, '<') { self.past_angle(at) } else { at };
        let end = self.past(open);
        let parts = self.parts(open);
        let takes_self = (open + 1..end)
            .take_while(|i| !self.is(*i, ',') && !self.is(*i, ':'))
            .any(|i| self.word(i) == Some("self"));
        Kind::Function { arguments: parts - usize::from(takes_self), takes_self }
    }

    /// How many parts commas make of the bracket at `open`; commas between `<…>` and `|…|` do not count.
    fn parts(&self, open: usize) -> usize {
        let end = self.past(open).saturating_sub(1);
        let (mut count, mut begins, mut i) = (0, true, open + 1);
        while i < end {
            let before = i;
            match self.tokens[i].token {
                Token::Mark(',') => begins = true,
                Token::Mark('|') if begins || self.word(i - 1) == Some("move") => {
                    i = (i + 1..end).find(|j| self.is(*j, '|')).unwrap_or(end);
                }
                Token::Mark('(' | '[' | '{') => i = self.past(i) - 1,
                // of a type: after `::`, a name of a type, or `&`
                Token::Mark('<') if self.is_path(i.saturating_sub(2)) || self.opens_type(i) => {
                    i = self.past_angle(i) - 1;
                }
                _ => {}
            }
            if begins && !self.is(before, ',') {
                count += 1;
                begins = false;
            }
            i += 1;
        }
        count
    }

    fn opens_type(&self, at: usize) -> bool {
        self.word(at - 1).is_some_and(|w| w.starts_with(char::is_uppercase) || matches!(w, "impl" | "fn" | "dyn"))
    }

    /// Keeps the cases of an enum and gives the names of those that carry no type of their name.
    fn cases(&mut self, owner: &str, is_public: bool, range: Range<usize>) -> Vec<String> {
        let mut cases = Vec::new();
        let around = Around { owner: Some(owner.to_owned()), of_trait: None, is_public };
        let Some(open) = range.clone().find(|i| self.is(*i, '{')) else { return cases };
        let (mut i, mut begins) = (open + 1, true);
        while i + 1 < range.end {
            if self.is(i, '#') {
                i = self.past(i + 1);
                continue;
            }
            match (self.tokens[i].token, begins) {
                (Token::Word(name), true) => {
                    let line = self.tokens[i].line;
                    self.keep(name.to_owned(), Kind::Case, line, is_public, &around, i..i);
                    // `Name(Name)` carries the type of its name
                    if !(self.is(i + 1, '(') && (i + 2..self.past(i + 1)).any(|j| self.word(j) == Some(name))) {
                        cases.push(name.to_owned());
                    }
                    begins = false;
                }
                (Token::Mark(','), _) => begins = true,
                (Token::Mark('(' | '[' | '{'), _) => i = self.past(i) - 1,
                _ => {}
            }
            i += 1;
        }
        cases
    }

    /// `impl Type {…}` or `impl Trait for Type {…}`.
    fn implementation(&mut self, at: usize) -> usize {
        let end = self.end_of(at);
        let body = (at..end).find(|j| self.is(*j, '{')).unwrap_or(end);
        let from = if self.is(at + 1, '<') { self.past_angle(at + 1) } else { at + 1 };
        let bound = (from..body).find(|i| self.word(*i) == Some("where")).unwrap_or(body);
        let split = (from..bound).find(|i| self.word(*i) == Some("for") && !self.is(i + 1, '<'));
        let (of_trait, owner) = match split {
            Some(split) => (self.named_by(from..split), self.named_by(split + 1..bound)),
            None => (None, self.named_by(from..bound)),
        };
        let around = Around { owner, of_trait, is_public: false };
        self.items(body + 1..end.max(body + 2) - 1, &around);
        end
    }

    /// The last name of a path before its `<…>`: `a::b::Name<'_, T>` → `Name`.
    fn named_by(&self, range: Range<usize>) -> Option<String> {
        let mut name = None;
        for i in range {
            match self.tokens[i].token {
                Token::Word("dyn" | "mut" | "crate" | "super" | "self" | "const") => {}
                Token::Word(word) => name = Some(word.to_owned()),
                Token::Mark('<' | '{') => break,
                _ => {}
            }
        }
        name
    }

    /// A tree of `use`, from the word after it to its `;`.
    fn import(&mut self, range: Range<usize>, path: &mut Vec<String>) {
        let depth = path.len();
        let mut i = range.start;
        while i < range.end {
            match self.tokens[i].token {
                Token::Word("as") => {
                    if let (Some(alias), Some(last)) = (self.word(i + 1), path.last()) {
                        self.file.aliases.insert(alias.to_owned(), last.clone());
                        self.file.imports.entry(alias.to_owned()).or_default().extend(path.iter().cloned());
                    }
                    i += 1;
                }
                Token::Word(word) => path.push(word.to_owned()),
                Token::Mark('*') => self.file.opened.push(path.clone()),
                Token::Mark('{') => {
                    let end = self.past(i);
                    self.import(i + 1..end - 1, path);
                    path.truncate(depth);
                    i = end - 1;
                }
                Token::Mark(',') => {
                    self.imported(path, depth);
                    path.truncate(depth);
                }
                _ => {}
            }
            i += 1;
        }
        self.imported(path, depth);
        path.truncate(depth);
    }

    fn imported(&mut self, path: &[String], depth: usize) {
        let Some((last, before)) = path.split_last() else { return };
        if path.len() > depth {
            // `use a::b::{self}` brings in b
            let name = if last == "self" { before.last().unwrap_or(last) } else { last };
            self.file.imports.entry(name.clone()).or_default().extend(before.iter().cloned());
        }
    }

    fn keep(&mut self, name: String, kind: Kind, line: usize, is_public: bool, around: &Around, body: Range<usize>) {
        let (names, opened) = self.names(body);
        let Around { owner, of_trait, .. } = around.clone();
        self.file.items.push(Item { name, kind, line, owner, of_trait, is_public, names, opened });
    }

    /// Every name between two places, and the types whose cases are opened there.
    fn names(&self, range: Range<usize>) -> (Vec<Named>, Vec<String>) {
        let (mut names, mut opened) = (Vec::new(), Vec::new());
        for i in range {
            let Some(word) = self.word(i) else {
                if self.is(i, '*') && i > 2 && self.is_path(i - 2) {
                    opened.extend(self.word(i - 3).map(str::to_owned));
                }
                if let Token::Text(text) = self.tokens[i].token {
                    names.extend(shown(text).map(|name| Named::Bare(name.to_owned())));
                }
                continue;
            };
            if i > 1 && self.is_path(i - 2) {
                let before = self.before(i - 3).unwrap_or("?");
                names.push(Named::Path(before.to_owned(), word.to_owned()));
            } else if i > 0 && self.is(i - 1, '.') && !(i > 1 && self.is(i - 2, '.')) {
                let mut open = i + 1;
                if self.is_path(open) && self.is(open + 2, '<') {
                    open = self.past_angle(open + 2);
                }
                if self.is(open, '(') {
                    let own = i > 2 && self.word(i - 2) == Some("self") && !self.is(i - 3, '.');
                    let kind = if own { Named::Own } else { Named::Method };
                    names.push(kind(word.to_owned(), self.parts(open)));
                }
            } else {
                names.push(Named::Bare(word.to_owned()));
            }
        }
        names.dedup();
        (names, opened)
    }

    /// The word before a `::`, past its `<…>`: `Name::<T>::f` and `Name<T>::f` → `Name`.
    fn before(&self, at: usize) -> Option<&'a str> {
        if let Some(word) = self.word(at) {
            return Some(word);
        }
        if !self.is(at, '>') {
            return None;
        }
        let mut depth = 0usize;
        for i in (0..=at).rev() {
            match self.tokens[i].token {
                Token::Mark('>') => depth += 1,
                Token::Mark('<') => {
                    depth -= 1;
                    if depth == 0 {
                        // `<Type as Trait>::f`
                        let before = if i > 1 && self.is_path(i - 2) { i.checked_sub(3)? } else { i.checked_sub(1)? };
                        let name = self.word(before);
                        return name.filter(|w| w.starts_with(char::is_uppercase)).or_else(|| self.word(i + 1));
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// Names that a text shows by itself: `{NAME}` and `{NAME:…}`.
fn shown(text: &str) -> impl Iterator<Item = &str> {
    text.split('{')
        .skip(1)
        .filter_map(|part| part.split(['}', ':']).next())
        .filter(|name| !name.is_empty() && name.chars().all(|c| c == '_' || c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_read_with_their_owners_and_what_they_name() {
        let text = "
            use a::{b::{c, self}, d as e};
            pub struct S { t: T }
            codes! { /// A list.
                pub enum E { /// One.
                    One = \"1\", Two { a: u8, b: X } = \"2\", } }
            impl<'a> Trait for S { fn f(&self, g: impl Fn(A, B) -> C, h: Vec<(A, B)>) {} }
            impl S {
                pub fn h(self) -> X { use E::*; self.i(|x, y| x, (1, 2)); c(); Self::k; b::m::<A, B>(0); One }
            }
            const K: [u8; 2] = [{ q() }, 1];
            #[cfg(test)] mod tests { fn nothing() {} }";
        let file = read(text);
        let kept: Vec<String> = file
            .items
            .iter()
            .map(|i| format!("{}{}", i.owner.as_ref().map_or_else(String::new, |o| format!("{o}.")), i.name))
            .collect();
        assert_eq!(kept, ["S", "codes", "E", "E.One", "E.Two", "S.f", "S.h", "K"]);
        let of = |name: &str| file.items.iter().find(|i| i.name == name).unwrap();
        assert_eq!(of("f").kind, Kind::Function { arguments: 2, takes_self: true });
        assert_eq!(of("f").of_trait.as_deref(), Some("Trait"));
        let h = of("h");
        assert!(h.names.contains(&Named::Own("i".to_owned(), 2)) && h.names.contains(&Named::Bare("c".to_owned())));
        assert!(h.names.contains(&Named::Path("Self".to_owned(), "k".to_owned())));
        assert!(h.names.contains(&Named::Path("b".to_owned(), "m".to_owned())));
        assert_eq!(h.opened, ["E"]);
        assert!(of("K").names.contains(&Named::Bare("q".to_owned())));
        assert_eq!(file.imports["c"], ["a".to_owned(), "b".to_owned()].into());
        assert!(file.imports.contains_key("b"));
        assert_eq!(file.aliases["e"], "d");
    }
}
