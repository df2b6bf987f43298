//! Reads the text of a criterion. Every refusal names line, column, what is wrong and how to
//! repair it.

use super::Unit;
use super::expression::{Comparison, Expression, Term};
use super::fact::{Fact, FactKind, Scope};
use std::collections::BTreeMap;

/// Named numbers and code lists a rule may use: `BERAT = [6, 7, 8]`, `SMA = [7]`.
pub type Names = BTreeMap<String, Vec<i64>>;

/// Why a rule's text is not a rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("baris {line}, kolom {column}: {what}; {repair}")]
pub struct RuleError {
    /// Line in the text, from 1.
    pub line: u32,
    /// Column in the line, from 1, in characters.
    pub column: u32,
    /// What is wrong.
    pub what: String,
    /// How to repair it.
    pub repair: String,
}

shown!(RuleError);

/// Deeper nesting than this is refused; no criterion needs it.
const MAX_DEPTH: u32 = 40;

/// Parses a criterion for a programme that counts `unit`.
pub fn parse(text: &str, unit: Unit, names: &Names) -> Result<Expression, RuleError> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens, at: 0, unit, names, member: unit == Unit::Person, depth: 0 };
    let expression = parser.or()?;
    match parser.peek() {
        Token::End => Ok(expression),
        _ => Err(parser
            .error("syarat sudah lengkap, tetapi masih ada tulisan", "hubungkan dengan `and` atau `or`, atau hapus")),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Number(i64),
    Sign(&'static str),
    End,
}

#[derive(Clone, Debug)]
struct Placed {
    token: Token,
    line: u32,
    column: u32,
}

const SIGNS: [&str; 16] = ["<=", ">=", "<>", "!=", "==", "<", ">", "=", "(", ")", "[", "]", ",", ":", ".", "-"];

fn tokens(text: &str) -> Result<Vec<Placed>, RuleError> {
    let mut found = Vec::new();
    let (mut line, mut column) = (1u32, 1u32);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word_len = |keep: fn(char) -> bool| rest.find(|c| !keep(c)).unwrap_or(rest.len());
        let (token, len) = if first == '\n' {
            line += 1;
            column = 1;
            rest = &rest[1..];
            continue;
        } else if first.is_whitespace() {
            column += 1;
            rest = &rest[first.len_utf8()..];
            continue;
        } else if first.is_ascii_digit() {
            let len = word_len(|c| c.is_ascii_digit());
            let Ok(number) = rest[..len].parse::<i64>() else {
                return Err(RuleError {
                    line,
                    column,
                    what: format!("bilangan `{}` terlalu besar", &rest[..len]),
                    repair: "tulis bilangan bulat yang wajar".to_owned(),
                });
            };
            (Token::Number(number), len)
        } else if first.is_ascii_alphabetic() || first == '_' {
            let len = word_len(|c| c.is_ascii_alphanumeric() || c == '_');
            (Token::Word(rest[..len].to_owned()), len)
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (Token::Sign(sign), sign.len())
        } else {
            return Err(RuleError {
                line,
                column,
                what: format!("tanda `{first}` tidak dikenal"),
                repair: "pakai huruf, angka, ( ) [ ] , : . dan < <= = <> >= >".to_owned(),
            });
        };
        found.push(Placed { token, line, column });
        column += len as u32;
        rest = &rest[len..];
    }
    found.push(Placed { token: Token::End, line, column });
    Ok(found)
}

struct Parser<'a> {
    tokens: Vec<Placed>,
    at: usize,
    unit: Unit,
    names: &'a Names,
    /// Whether `p` means somebody here.
    member: bool,
    depth: u32,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        &self.tokens[self.at].token
    }
    fn take(&mut self) -> Token {
        let token = self.peek().clone();
        if token != Token::End {
            self.at += 1;
        }
        token
    }
    fn error(&self, what: impl Into<String>, repair: impl Into<String>) -> RuleError {
        let Placed { line, column, .. } = self.tokens[self.at];
        RuleError { line, column, what: what.into(), repair: repair.into() }
    }
    fn is_word(&self, words: &[&str]) -> bool {
        matches!(self.peek(), Token::Word(word) if words.contains(&word.as_str()))
    }
    fn skip(&mut self, sign: &'static str) -> bool {
        let found = *self.peek() == Token::Sign(sign);
        if found {
            self.at += 1;
        }
        found
    }
    fn expect(&mut self, sign: &'static str) -> Result<(), RuleError> {
        if self.skip(sign) {
            Ok(())
        } else {
            Err(self.error(format!("di sini seharusnya `{sign}`"), format!("tambahkan `{sign}`")))
        }
    }

    fn or(&mut self) -> Result<Expression, RuleError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("tanda kurung bersarang terlalu dalam", "pecah menjadi beberapa syarat bernama"));
        }
        let mut parts = vec![self.and()?];
        while self.is_word(&["or", "atau"]) {
            self.at += 1;
            parts.push(self.and()?);
        }
        self.depth -= 1;
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::Or(parts) })
    }

    fn and(&mut self) -> Result<Expression, RuleError> {
        let mut parts = vec![self.not()?];
        while self.is_word(&["and", "dan"]) {
            self.at += 1;
            parts.push(self.not()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::And(parts) })
    }

    fn not(&mut self) -> Result<Expression, RuleError> {
        let mut negations = 0usize;
        while self.is_word(&["not", "bukan", "tidak"]) {
            self.at += 1;
            negations += 1;
        }
        let inner = self.primary()?;
        Ok(if negations % 2 == 1 { Expression::Not(Box::new(inner)) } else { inner })
    }

    fn primary(&mut self) -> Result<Expression, RuleError> {
        if self.skip("(") {
            let inner = self.or()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.is_word(&["any"]) {
            return Ok(Expression::Any(Box::new(self.over_members()?)));
        }
        let start = self.at;
        let left = self.term()?;
        if self.is_word(&["in"]) {
            self.number_only(&left, start)?;
            self.at += 1;
            return Ok(Expression::In(left, self.codes()?));
        }
        if self.is_word(&["not"])
            && matches!(self.tokens.get(self.at + 1).map(|p| &p.token), Some(Token::Word(w)) if w == "in")
        {
            self.number_only(&left, start)?;
            self.at += 2;
            return Ok(Expression::Not(Box::new(Expression::In(left, self.codes()?))));
        }
        let mut rest = Vec::new();
        let mut from = start;
        while let Some(comparison) = self.comparison() {
            if rest.is_empty() {
                self.number_only(&left, from)?;
            }
            from = self.at;
            let right = self.term()?;
            self.number_only(&right, from)?;
            rest.push((comparison, right));
        }
        match (left, rest.is_empty()) {
            (left, false) => Ok(Expression::Compare(left, rest)),
            (Term::Fact(fact), true) if fact.kind() == FactKind::YesNo => Ok(Expression::Is(fact)),
            (_, true) => {
                self.at = start;
                Err(self.error("bilangan ini belum dibandingkan dengan apa pun", "lengkapi, misalnya `h.desil <= 4`"))
            }
        }
    }

    /// A yes/no fact compared with a number is a mistake of the writer, not a comparison.
    fn number_only(&mut self, term: &Term, start: usize) -> Result<(), RuleError> {
        match term {
            Term::Fact(fact) if fact.kind() == FactKind::YesNo => {
                self.at = start;
                Err(self.error(
                    "keterangan ini ya atau tidak, bukan bilangan",
                    "tulis namanya saja, atau `not` di depannya",
                ))
            }
            _ => Ok(()),
        }
    }

    fn comparison(&mut self) -> Option<Comparison> {
        let Token::Sign(sign) = self.peek() else {
            return None;
        };
        let comparison = match *sign {
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            "=" | "==" => Comparison::Equal,
            "<>" | "!=" => Comparison::Unequal,
            ">=" => Comparison::AtLeast,
            ">" => Comparison::Greater,
            _ => return None,
        };
        self.at += 1;
        Some(comparison)
    }

    fn term(&mut self) -> Result<Term, RuleError> {
        let start = self.at;
        if self.skip("-") {
            return match self.take() {
                Token::Number(number) => Ok(Term::Number(-number)),
                _ => {
                    self.at = start;
                    Err(self.error("setelah `-` seharusnya bilangan", "tulis bilangan, misalnya -1"))
                }
            };
        }
        match self.take() {
            Token::Number(number) => Ok(Term::Number(number)),
            Token::Word(word) if word == "count" => {
                self.at = start;
                Ok(Term::Count(Box::new(self.over_members()?)))
            }
            Token::Word(word) if *self.peek() == Token::Sign(".") => self.fact(&word, start),
            Token::Word(word) => match self.names.get(&word).map(Vec::as_slice) {
                Some([number]) => Ok(Term::Number(*number)),
                Some(_) => {
                    self.at = start;
                    Err(self.error(format!("`{word}` adalah daftar kode"), format!("pakai `in {word}`")))
                }
                None => {
                    self.at = start;
                    Err(self.error(
                        format!("nama `{word}` tidak dikenal"),
                        "tulis h., k. atau p. di depannya, atau daftarkan di [nama]",
                    ))
                }
            },
            Token::Sign(sign) => {
                self.at = start;
                Err(self.error(
                    format!("`{sign}` tidak pada tempatnya"),
                    "di sini seharusnya keterangan (misalnya h.desil) atau bilangan",
                ))
            }
            Token::End => Err(self.error("syarat terputus", "lengkapi dengan keterangan atau bilangan")),
        }
    }

    fn fact(&mut self, owner: &str, start: usize) -> Result<Term, RuleError> {
        let scope = match owner {
            "h" => Scope::Household,
            "k" => Scope::Family,
            "p" => Scope::Person,
            other => {
                self.at = start;
                return Err(self.error(
                    format!("`{other}.` tidak dikenal"),
                    "pakai h. (rumah tangga), k. (keluarga) atau p. (orang)",
                ));
            }
        };
        if scope == Scope::Person && !self.member {
            self.at = start;
            return Err(self.error("`p.` belum menunjuk siapa pun", "tulis di dalam `any(p: …)` atau `count(p: …)`"));
        }
        if scope == Scope::Family && self.unit == Unit::Household {
            self.at = start;
            return Err(
                self.error("program ini menghitung rumah tangga, bukan keluarga", "pakai h., atau ubah satuan program")
            );
        }
        self.expect(".")?;
        let at_name = self.at;
        let Token::Word(name) = self.take() else {
            self.at = at_name;
            return Err(self.error("nama keterangan tidak ada", format!("lengkapi `{owner}.`")));
        };
        match Fact::named(scope, &name) {
            Some(fact) => Ok(Term::Fact(fact)),
            None => {
                self.at = at_name;
                Err(self.error(
                    format!("`{owner}.{name}` tidak ada"),
                    "pakai nama kolom kuesioner atau nama di docs/how-to/programme.md",
                ))
            }
        }
    }

    /// `any(p: …)` and `count(p: …)`.
    fn over_members(&mut self) -> Result<Expression, RuleError> {
        self.take();
        self.expect("(")?;
        if !self.is_word(&["p"]) {
            return Err(self.error("di sini seharusnya `p`", "tulis `any(p: …)`"));
        }
        self.take();
        self.expect(":")?;
        let outer = std::mem::replace(&mut self.member, true);
        let inner = self.or()?;
        self.member = outer;
        self.expect(")")?;
        Ok(inner)
    }

    fn codes(&mut self) -> Result<Vec<i64>, RuleError> {
        let start = self.at;
        if let Token::Word(word) = self.peek().clone() {
            let Some(codes) = self.names.get(&word) else {
                return Err(
                    self.error(format!("daftar kode `{word}` tidak dikenal"), "daftarkan di [nama], atau tulis [1, 2]")
                );
            };
            self.at += 1;
            return Ok(codes.clone());
        }
        self.expect("[")?;
        let mut codes = Vec::new();
        loop {
            match self.term()? {
                Term::Number(number) => codes.push(number),
                _ => {
                    self.at = start;
                    return Err(self.error("daftar kode berisi bilangan saja", "tulis misalnya [1, 2, 3]"));
                }
            }
            if !self.skip(",") {
                break;
            }
        }
        self.expect("]")?;
        Ok(codes)
    }
}
