//! A term of a specification: `age^2`, `ln(hhsize)`, `educyr*urban`.

use crate::fixed;
use std::fmt;

/// What is done to a column before it is multiplied into a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As it is; the only shape of a category.
    Plain,
    /// A power of 2 to 4.
    Power(u8),
    /// ln x; a value of zero or less counts as the smallest positive one of the survey.
    Ln,
    /// ln(1 + x); a negative value counts as zero.
    LnPlusOne,
    /// √x; a negative value counts as zero.
    Root,
}

impl Shape {
    /// The shape applied to a number. `floor` is the smallest positive value of the survey.
    pub(super) fn of(self, x: f64, floor: f64) -> f64 {
        match self {
            Self::Plain => x,
            Self::Power(n) => (1..n).fold(x, |product, _| product * x),
            Self::Ln => fixed::ln_double(if x > 0.0 { x } else { floor }).unwrap_or(0.0),
            Self::LnPlusOne => fixed::ln_double(1.0 + x.max(0.0)).unwrap_or(0.0),
            Self::Root => x.max(0.0).sqrt(),
        }
    }
}

/// One column of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// The column.
    pub column: String,
    /// Its shape.
    pub shape: Shape,
}

/// A product of one to three factors. A category in it stands for an indicator of each of its levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The factors in their order.
    pub factors: Vec<Factor>,
}

/// Why a text is not a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermError {
    /// The part that was not understood.
    pub part: String,
}

const FACTORS_MAX: usize = 3;

impl Term {
    /// A column by itself.
    #[must_use]
    pub fn column(name: &str) -> Self {
        Self { factors: vec![Factor { column: name.to_owned(), shape: Shape::Plain }] }
    }

    /// Reads a term. Factors are joined by `*`, `:` or `×`. A factor is a column, a column with `^2` to
    /// `^4` (also `²`, `³`, `**2`), or `ln()`, `log()`, `ln1p()`, `log1p()`, `sqrt()`, `sq()` of a column. A
    /// column with other characters than letters, digits, `_` and `.` is written between backticks.
    ///
    /// # Errors
    /// The part that is none of these.
    pub fn parse(text: &str) -> Result<Self, TermError> {
        let wrong = |part: &str| TermError { part: part.trim().to_owned() };
        let mut text = text.trim();
        if let Some(inner) = text.strip_prefix("I(").and_then(|t| t.strip_suffix(')')) {
            text = inner;
        }
        let factors: Vec<Factor> = pieces(text)
            .into_iter()
            .map(|piece| factor(piece).ok_or_else(|| wrong(piece)))
            .collect::<Result<_, _>>()?;
        if factors.is_empty() || factors.len() > FACTORS_MAX {
            return Err(wrong(text));
        }
        Ok(Self { factors })
    }
}

/// The parts between the signs of multiplication that are not between backticks.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut from, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in text.char_indices() {
        match c {
            '`' => quoted = !quoted,
            // a power
            '*' if text[at + 1..].starts_with('*') || text[..at].ends_with('*') => {}
            '*' | ':' | '×' if !quoted => {
                pieces.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[from..]);
    pieces
}

fn factor(text: &str) -> Option<Factor> {
    let text = text.trim();
    if let Some((name, inner)) = text.split_once('(')
        && !name.contains('`')
    {
        let shape = match name.trim().to_lowercase().as_str() {
            "ln" | "log" => Shape::Ln,
            "ln1p" | "log1p" => Shape::LnPlusOne,
            "sqrt" => Shape::Root,
            "sq" | "square" => Shape::Power(2),
            _ => return None,
        };
        return Some(Factor { column: column(inner.trim().strip_suffix(')')?)?, shape });
    }
    // the power stands behind the closing backtick, if there is one
    let name_ends = text.rfind('`').map_or(0, |at| at + 1);
    let (quoted, rest) = text.split_at(name_ends);
    let rest = rest.replace("**", "^").replace('²', "^2").replace('³', "^3");
    match rest.split_once('^') {
        Some((name, power)) => {
            let name = &format!("{quoted}{name}");
            let power: u8 = power.trim().parse().ok().filter(|p| (1..=4).contains(p))?;
            let shape = if power == 1 { Shape::Plain } else { Shape::Power(power) };
            Some(Factor { column: column(name)?, shape })
        }
        _ => Some(Factor { column: column(text)?, shape: Shape::Plain }),
    }
}

fn column(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix('`').and_then(|t| t.strip_suffix('`')) {
        return (!inner.is_empty() && !inner.contains('`')).then(|| inner.to_owned());
    }
    (!text.is_empty() && is_plain(text)).then(|| text.to_owned())
}

fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.')
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, factor) in self.factors.iter().enumerate() {
            if at > 0 {
                f.write_str("*")?;
            }
            let name = if is_plain(&factor.column) { factor.column.clone() } else { format!("`{}`", factor.column) };
            match factor.shape {
                Shape::Plain => f.write_str(&name)?,
                Shape::Power(n) => write!(f, "{name}^{n}")?,
                Shape::Ln => write!(f, "ln({name})")?,
                Shape::LnPlusOne => write!(f, "ln1p({name})")?,
                Shape::Root => write!(f, "sqrt({name})")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, printed: &str) {
        assert_eq!(Term::parse(text).unwrap().to_string(), printed, "{text}");
    }

    #[test]
    fn squares_logarithms_and_products_are_read_in_the_ways_people_write_them() {
        for square in ["age^2", "age**2", "age²", "I(age^2)", "sq(age)", " age ^ 2 "] {
            check(square, "age^2");
        }
        for product in ["educyr*urban", "educyr:urban", "educyr × urban"] {
            check(product, "educyr*urban");
        }
        check("ln(hhsize)", "ln(hhsize)");
        check("log(`luas lantai`)*desa", "ln(`luas lantai`)*desa");
        check("`a*b`", "`a*b`");
        check("age^1", "age");
    }

    #[test]
    fn a_text_that_is_no_term_is_refused_with_its_part() {
        for (text, part) in [("tan(age)", "tan(age)"), ("age^9", "age^9"), ("a*", ""), ("luas lantai", "luas lantai")] {
            assert_eq!(Term::parse(text).unwrap_err().part, part);
        }
        assert!(Term::parse("a*b*c*d").is_err());
    }

    proptest! {
        #[test]
        fn a_printed_term_is_read_back(names in prop::collection::vec("[a-z*: ]{1,6}", 1..=3), power in 1u8..=4) {
            let factors = names.into_iter().map(|column| Factor {
                column,
                shape: if power == 1 { Shape::Ln } else { Shape::Power(power) },
            });
            let term = Term { factors: factors.collect() };
            prop_assert_eq!(Term::parse(&term.to_string()).unwrap(), term);
        }
    }
}
