//! Columns of text as numbers or categories.

use arrow::array::{Array as _, StringArray};
use ranking::tabular::{Groups, NONE, Values};
use std::collections::BTreeMap;

/// Words for an answer that is missing, in any case.
const MISSING: [&str; 7] = ["na", "n/a", "nan", "null", "none", ".", "#n/a"];

/// A text as it counts: trimmed, nothing where an answer is missing.
pub(super) fn written(text: Option<&str>) -> Option<&str> {
    let text = text?.trim();
    (!text.is_empty() && !MISSING.iter().any(|word| text.eq_ignore_ascii_case(word))).then_some(text)
}

/// How a column writes its fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fraction {
    Point,
    Comma,
}

impl Fraction {
    /// A comma is one of fractions when some value has one and no point, and it does not only stand
    /// before three digits, as one of thousands would.
    fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut comma = false;
        for text in texts {
            if text.contains('.') {
                return Self::Point;
            }
            if let Some((_, after)) = text.split_once(',') {
                if after.contains(',') {
                    return Self::Point;
                }
                comma |= after.len() != 3;
            }
        }
        if comma { Self::Comma } else { Self::Point }
    }

    fn number(self, text: &str) -> Option<f64> {
        let number = match self {
            // `inf` and the like are no answers
            _ if !text.bytes().any(|b| b.is_ascii_digit()) => return None,
            Self::Point => text.parse::<f64>().ok(),
            Self::Comma => text.replace(',', ".").parse::<f64>().ok(),
        };
        number.filter(|n| n.is_finite())
    }
}

/// A column of text in blocks.
pub(super) struct Texts<'a> {
    pub(super) blocks: Vec<&'a StringArray>,
}

/// What reading a column as numbers found.
pub(super) struct Numbers {
    pub(super) values: Vec<f64>,
    /// Values that are written.
    pub(super) written: u64,
    /// Values that are written and are no numbers.
    pub(super) wrong: u64,
    /// The row of the first of them, from 1.
    pub(super) first_wrong: u64,
}

impl Numbers {
    /// A column is one of numbers when at least 19 of 20 values are.
    pub(super) fn are_numbers(&self) -> bool {
        self.written > 0 && self.wrong * 20 <= self.written
    }
}

impl<'a> Texts<'a> {
    pub(super) fn iter(&self) -> impl Iterator<Item = Option<&'a str>> + '_ {
        self.blocks.iter().flat_map(|block| {
            let block: &'a StringArray = block;
            (0..block.len()).map(move |i| written((!block.is_null(i)).then(|| block.value(i))))
        })
    }

    /// How the column writes its fractions.
    pub(super) fn fraction(&self) -> Fraction {
        Fraction::of(self.iter().flatten())
    }

    pub(super) fn numbers(&self) -> Numbers {
        self.numbers_with(self.fraction())
    }

    pub(super) fn numbers_with(&self, fraction: Fraction) -> Numbers {
        let mut found = Numbers { values: Vec::new(), written: 0, wrong: 0, first_wrong: 0 };
        for text in self.iter() {
            let number = text.and_then(|t| fraction.number(t));
            found.written += u64::from(text.is_some());
            if text.is_some() && number.is_none() {
                found.wrong += 1;
                if found.wrong == 1 {
                    found.first_wrong = found.values.len() as u64 + 1;
                }
            }
            found.values.push(number.unwrap_or(f64::NAN));
        }
        found
    }

    /// The column as a category. Levels are in the order of their numbers where all are numbers, otherwise
    /// in the order of their letters.
    pub(super) fn category(&self) -> Values {
        let (codes, mut levels) = self.coded();
        let numbers: Option<Vec<f64>> = levels.iter().map(|l| Fraction::Point.number(l)).collect();
        let mut order: Vec<usize> = (0..levels.len()).collect();
        if let Some(numbers) = numbers {
            order.sort_by(|a, b| numbers[*a].total_cmp(&numbers[*b]).then(a.cmp(b)));
        }
        let mut place = vec![NONE; levels.len()];
        for (new, old) in order.iter().enumerate() {
            place[*old] = new as u32;
        }
        levels = order.into_iter().map(|old| std::mem::take(&mut levels[old])).collect();
        Values::Category {
            codes: codes.into_iter().map(|c| place.get(c as usize).copied().unwrap_or(NONE)).collect(),
            levels,
        }
    }

    /// The column as groups, in the order of their letters.
    pub(super) fn groups(&self, name: &str) -> Groups {
        let (of, names) = self.coded();
        Groups { name: name.to_owned(), of, names }
    }

    fn coded(&self) -> (Vec<u32>, Vec<String>) {
        let mut places: BTreeMap<&str, u32> = self.iter().flatten().map(|text| (text, 0)).collect();
        places.values_mut().zip(0..).for_each(|(place, at)| *place = at);
        let codes = self.iter().map(|text| text.and_then(|t| places.get(t).copied()).unwrap_or(NONE)).collect();
        (codes, places.into_keys().map(str::to_owned).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(texts: &[&str]) -> (Vec<f64>, bool) {
        let array: StringArray = texts.iter().map(|t| Some(*t)).collect();
        let found = Texts { blocks: vec![&array] }.numbers();
        let numbers = found.are_numbers();
        (found.values, numbers)
    }

    #[test]
    fn numbers_are_read_with_a_point_or_a_comma_and_a_comma_of_thousands_is_no_number() {
        assert_eq!(numbers(&["1.5", "2"]), (vec![1.5, 2.0], true));
        assert_eq!(numbers(&["1,5", "2", "3,25"]), (vec![1.5, 2.0, 3.25], true));
        assert!(!numbers(&["1,500", "2,250"]).1);
        let (values, are) = numbers(&["NA", "", ".", "1", "nan"]);
        assert!(are && values[3] == 1.0 && values.iter().filter(|v| v.is_nan()).count() == 4);
        assert!(!numbers(&["inf", "1"]).1);
        assert!(!numbers(&["ya", "tidak"]).1);
    }

    #[test]
    fn levels_that_are_numbers_are_in_the_order_of_their_values() {
        let array: StringArray = [Some("10"), Some("9"), None, Some("9")].into_iter().collect();
        let texts = Texts { blocks: vec![&array] };
        let Values::Category { codes, levels } = texts.category() else { panic!("a category") };
        assert_eq!((levels, codes), (vec!["9".to_owned(), "10".to_owned()], vec![1, 0, NONE, 0]));
        assert_eq!(texts.groups("x").names, ["10", "9"]);
    }
}
