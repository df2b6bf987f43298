//! Judging a case by a rule in three values: yes, no, not known. Unknown is never no.

use super::expression::{Comparison, Expression, Term};
use super::fact::{Declared, Number};
use super::{Clause, Programme, Unit};
use crate::Date;
use crate::household::{Household, Member};
use crate::questionnaire::Item;
use crate::ranking::Ranked;

/// Kleene's three values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not hold.
    False,
    /// An answer it rests on is missing.
    Unknown,
    /// It holds.
    True,
}

impl Truth {
    fn or(self, other: Self) -> Self {
        self.max(other)
    }
    fn and(self, other: Self) -> Self {
        self.min(other)
    }
    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }
    /// What the citizen reads about a clause: `terpenuhi`, `tidak terpenuhi`, `belum diketahui`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::True => "terpenuhi",
            Self::False => "tidak terpenuhi",
            Self::Unknown => "belum diketahui",
        }
    }
}

impl From<bool> for Truth {
    fn from(truth: bool) -> Self {
        if truth { Self::True } else { Self::False }
    }
}
impl From<Option<bool>> for Truth {
    fn from(truth: Option<bool>) -> Self {
        truth.map_or(Self::Unknown, Self::from)
    }
}

/// What a rule is judged on: a household, its place in the ranking run, and the family or person
/// in question.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The household.
    pub household: &'a Household,
    /// Its place in the run the list names.
    pub ranked: &'a Ranked,
    /// The day of the list; ages are counted on it.
    pub today: Date,
    /// The family's number in the household, where the unit is the family or the person.
    pub family: Option<u8>,
    /// The person, where the unit is the person.
    pub person: Option<&'a Member>,
    /// Facts outside the questionnaire.
    pub declared: &'a Declared,
}

/// What a rule says of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every required clause holds.
    Admitted {
        /// The clause that admitted: the first of `any_of` that holds, else the last required one.
        clause: String,
        /// Review clauses that hold or are unknown.
        reviews: Vec<String>,
    },
    /// At least one clause does not hold or is unknown.
    NotAdmitted {
        /// Each such clause with its truth; the group `any_of` counts as one, named [`Verdict::GROUP`].
        failed: Vec<(String, Truth)>,
    },
}

impl Verdict {
    /// The name under which the group "one of these" fails as a whole.
    pub const GROUP: &'static str = "salah_satu";
}

impl Programme {
    /// Judges one case. Deterministic; reads nothing but the case.
    #[must_use]
    pub fn judge(&self, case: &Case<'_>) -> Verdict {
        let mut failed: Vec<(String, Truth)> = self
            .requires
            .iter()
            .map(|clause| (clause.name.clone(), case.judge(&clause.expression)))
            .filter(|(_, truth)| *truth != Truth::True)
            .collect();
        let judged: Vec<(&Clause, Truth)> = self.any_of.iter().map(|c| (c, case.judge(&c.expression))).collect();
        let admitting = judged.iter().find(|(_, truth)| *truth == Truth::True).map(|(clause, _)| *clause);
        if !judged.is_empty() && admitting.is_none() {
            let best = judged.iter().map(|(_, truth)| *truth).max().unwrap_or(Truth::False);
            failed.push((Verdict::GROUP.to_owned(), best));
        }
        if !failed.is_empty() {
            return Verdict::NotAdmitted { failed };
        }
        let reviews = self
            .reviews
            .iter()
            .filter(|clause| case.judge(&clause.expression) != Truth::False)
            .map(|clause| clause.name.clone())
            .collect();
        let clause = admitting.or(self.requires.last()).map_or_else(String::new, |clause| clause.name.clone());
        Verdict::Admitted { clause, reviews }
    }

    /// The cases of one household: itself, its families by number, or its resident members.
    #[must_use]
    pub fn cases<'a>(
        &self,
        household: &'a Household,
        ranked: &'a Ranked,
        today: Date,
        declared: &'a Declared,
    ) -> Vec<Case<'a>> {
        let case = Case { household, ranked, today, family: None, person: None, declared };
        match self.unit {
            Unit::Household => vec![case],
            Unit::Family => {
                let numbers: std::collections::BTreeSet<u8> =
                    case.residents().filter_map(|m| case.family_of(m)).collect();
                // nobody has a number though there are several families: one case that can only end in
                // "belum diketahui", so that the household is not passed over in silence
                let numbers = if numbers.is_empty() && case.residents().next().is_some() {
                    [Case::FAMILY_UNKNOWN].into()
                } else {
                    numbers
                };
                numbers.into_iter().map(|number| Case { family: Some(number), ..case }).collect()
            }
            Unit::Person => {
                case.residents().map(|m| Case { family: case.family_of(m), person: Some(m), ..case }).collect()
            }
        }
    }
}

impl<'a> Case<'a> {
    /// Stands for the families of a household whose members carry no family number.
    pub const FAMILY_UNKNOWN: u8 = 0;

    /// Members who live in the household: item 22 not answered, or 1 lives here, 4 new member.
    pub fn residents(&self) -> impl Iterator<Item = &'a Member> + use<'a> {
        self.household.members.iter().filter(|m| matches!(m.answers.get(Item::Presence), None | Some(1 | 4)))
    }

    /// The family a member belongs to. Where no member has a number there is one family.
    fn family_of(&self, member: &Member) -> Option<u8> {
        match member.family_no {
            Some(number) => Some(number),
            None if self.household.members.iter().all(|m| m.family_no.is_none())
                && self.household.family_count.is_none_or(|count| count <= 1) =>
            {
                Some(1)
            }
            None => None,
        }
    }

    /// The members `any` and `count` range over, and whether each surely belongs to the unit.
    fn range(&self) -> impl Iterator<Item = (&'a Member, bool)> + '_ {
        self.residents().filter_map(|m| match (self.family, self.family_of(m)) {
            (Some(wanted), Some(number)) if wanted != number => None,
            (Some(_), None) => Some((m, false)),
            _ => Some((m, true)),
        })
    }

    pub(super) fn family_size(&self) -> Number {
        if self.family.is_none() {
            return Number::UNKNOWN;
        }
        let (sure, all) =
            self.range().fold((0i64, 0i64), |(sure, all), (_, certain)| (sure + i64::from(certain), all + 1));
        Number::Between(sure, all)
    }

    /// The truth of a condition for this case.
    #[must_use]
    pub fn judge(&self, expression: &Expression) -> Truth {
        self.truth(expression, self.person)
    }

    fn truth(&self, expression: &Expression, person: Option<&Member>) -> Truth {
        match expression {
            Expression::Or(parts) => parts.iter().fold(Truth::False, |t, e| t.or(self.truth(e, person))),
            Expression::And(parts) => parts.iter().fold(Truth::True, |t, e| t.and(self.truth(e, person))),
            Expression::Not(inner) => self.truth(inner, person).not(),
            Expression::Is(fact) => fact.truth(self, person),
            Expression::Any(inner) => self.truths(inner).fold(Truth::False, Truth::or),
            Expression::In(term, codes) => is_in(self.number(term, person), codes),
            Expression::Compare(first, rest) => {
                let mut left = self.number(first, person);
                let mut truth = Truth::True;
                for (comparison, term) in rest {
                    let right = self.number(term, person);
                    truth = truth.and(compare(left, *comparison, right));
                    left = right;
                }
                truth
            }
        }
    }

    /// The inner truth for each member; of a member whose family is not known, yes becomes unknown.
    fn truths<'b>(&'b self, inner: &'b Expression) -> impl Iterator<Item = Truth> + 'b {
        self.range().map(move |(member, certain)| {
            let truth = self.truth(inner, Some(member));
            if certain { truth } else { truth.min(Truth::Unknown) }
        })
    }

    fn number(&self, term: &Term, person: Option<&Member>) -> Number {
        match term {
            Term::Number(number) => Number::exactly(*number),
            Term::Fact(fact) => fact.number(self, person),
            Term::Count(inner) => {
                let (sure, possible) = self.truths(inner).fold((0i64, 0i64), |(sure, possible), truth| {
                    (sure + i64::from(truth == Truth::True), possible + i64::from(truth != Truth::False))
                });
                Number::Between(sure, possible)
            }
        }
    }
}

fn compare(left: Number, comparison: Comparison, right: Number) -> Truth {
    let (Number::Between(a, b), Number::Between(c, d)) = (left, right) else {
        return Truth::False;
    };
    let (always, never) = match comparison {
        Comparison::Less => (b < c, a >= d),
        Comparison::AtMost => (b <= c, a > d),
        Comparison::Greater => (a > d, b <= c),
        Comparison::AtLeast => (a >= d, b < c),
        Comparison::Equal => (a == b && c == d && a == c, b < c || d < a),
        Comparison::Unequal => (b < c || d < a, a == b && c == d && a == c),
    };
    if always {
        Truth::True
    } else if never {
        Truth::False
    } else {
        Truth::Unknown
    }
}

fn is_in(number: Number, codes: &[i64]) -> Truth {
    match number {
        Number::NotAsked => Truth::False,
        Number::Between(a, b) if a == b => codes.contains(&a).into(),
        Number::Between(a, b) if !codes.iter().any(|code| (a..=b).contains(code)) => Truth::False,
        Number::Between(..) => Truth::Unknown,
    }
}
