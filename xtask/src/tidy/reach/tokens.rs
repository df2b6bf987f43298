//! Rust text as tokens: words, marks and literals with their lines. Comments are left out.

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// A keyword or a name.
    Word(&'a str),
    /// One character of punctuation.
    Mark(char),
    /// A text, with its quotes.
    Text(&'a str),
    /// A character or a number.
    Literal,
    /// `'a`.
    Lifetime,
}

/// A token and its line, from 1.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    pub token: Token<'a>,
    pub line: usize,
}

/// Splits a file. What is no valid Rust gives some tokens, never a panic.
pub fn tokens(source: &str) -> Vec<Placed<'_>> {
    let mut out = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(first) = source[at..].chars().next() {
        let rest = &source[at..];
        let (token, length) = match first {
            _ if first.is_whitespace() => (None, first.len_utf8()),
            '/' if rest.starts_with("//") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => (None, comment(rest)),
            '"' => text(rest, quoted(rest, 0)),
            '\'' => quote(rest),
            '0'..='9' => (Some(Token::Literal), number(rest)),
            _ if first == '_' || first.is_alphabetic() => word(rest),
            _ => (Some(Token::Mark(first)), first.len_utf8()),
        };
        out.extend(token.map(|token| Placed { token, line }));
        line += rest[..length].matches('\n').count();
        at += length;
    }
    out
}

/// Length of `/* … */`, which may hold others.
fn comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// Length of a text in quotes that begins at byte `from`.
fn quoted(rest: &str, from: usize) -> usize {
    let mut escaped = false;
    for (at, c) in rest[from..].char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return from + at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Length of a raw text whose `#` begin at byte `from`; `None` when it is none.
fn raw(rest: &str, from: usize) -> Option<usize> {
    let hashes = rest[from..].chars().take_while(|c| *c == '#').count();
    let text = rest[from + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(text.find(&end).map_or(rest.len(), |at| from + hashes + 1 + at + end.len()))
}

/// A character or a lifetime.
fn quote(rest: &str) -> (Option<Token<'_>>, usize) {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), _) => {
            let end = rest[3..].find('\'').map_or(rest.len(), |at| at + 4);
            (Some(Token::Literal), end)
        }
        (Some(_), Some((at, '\''))) => (Some(Token::Literal), at + 1),
        _ => {
            let name = rest[1..].find(|c: char| !(c == '_' || c.is_alphanumeric()));
            (Some(Token::Lifetime), name.map_or(rest.len(), |at| at + 1))
        }
    }
}

fn number(rest: &str) -> usize {
    let mut end = rest.find(|c: char| !(c == '_' || c.is_ascii_alphanumeric())).unwrap_or(rest.len());
    // `1.5`, and neither `1..5` nor `1.max(5)`
    let mut after = rest[end..].chars();
    if after.next() == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit()) {
        let fraction = &rest[end + 1..];
        end += 1 + fraction.find(|c: char| !(c == '_' || c.is_ascii_alphanumeric())).unwrap_or(fraction.len());
    }
    end
}

/// A word, or a text with letters before its quotes: `r#"…"#`, `b"…"`, `br"…"`, `c"…"`.
fn word(rest: &str) -> (Option<Token<'_>>, usize) {
    let end = rest.find(|c: char| !(c == '_' || c.is_alphanumeric())).unwrap_or(rest.len());
    let written = match &rest[..end] {
        "r" | "br" | "cr" => raw(rest, end),
        "b" | "c" if rest[end..].starts_with('"') => Some(quoted(rest, end)),
        "b" if rest[end..].starts_with('\'') => Some(end + quote(&rest[end..]).1),
        _ => None,
    };
    match written {
        Some(length) => text(rest, length),
        None => (Some(Token::Word(&rest[..end])), end),
    }
}

fn text(rest: &str, length: usize) -> (Option<Token<'_>>, usize) {
    (Some(Token::Text(&rest[..length])), length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_texts_and_lifetimes_hold_no_words() {
        let text = "fn a<'b>(c: &'b str) { /* not /* d */ e */ f('g', '\\'', b'h', \"i \\\" j\", r#\"k \" l\"#, 1.5, 2..3) } // m";
        let words: Vec<&str> = tokens(text)
            .into_iter()
            .filter_map(|p| if let Token::Word(w) = p.token { Some(w) } else { None })
            .collect();
        assert_eq!(words, ["fn", "a", "c", "str", "f"]);
        assert_eq!(tokens("a\n\n'b'\n\"c\nd\"\ne").last().map(|p| p.line), Some(6));
    }
}
