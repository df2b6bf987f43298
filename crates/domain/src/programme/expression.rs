//! The small language of criteria, parsed: boolean over household `h`, family `k`, person `p`.

use super::fact::Fact;

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// One of them holds.
    Or(Vec<Expression>),
    /// All of them hold.
    And(Vec<Expression>),
    /// It does not hold.
    Not(Box<Expression>),
    /// A yes/no fact by itself.
    Is(Fact),
    /// `a <= b`, and chains `6 <= p.umur <= 21`.
    Compare(Term, Vec<(Comparison, Term)>),
    /// The fact's code is on the list.
    In(Term, Vec<i64>),
    /// Some member fulfils it: `any(p: …)`.
    Any(Box<Expression>),
}

/// A number in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Written in the rule.
    Number(i64),
    /// Taken from the case.
    Fact(Fact),
    /// How many members fulfil it: `count(p: …)`.
    Count(Box<Expression>),
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `<>` or `!=`
    Unequal,
    /// `>=`
    AtLeast,
    /// `>`
    Greater,
}
