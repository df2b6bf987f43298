//! The order of welfare by questions: "is A poorer than B?" — few questions, never one twice. R62.
//!
//! Proposals are put in one after the other, each by halving what stands already (binary insertion):
//! of n proposals at most ⌈log₂ 2⌉ + … + ⌈log₂ n⌉ questions are asked, 29 for 11.

use super::clock::EntryId;

/// An answer: the first is poorer than the second.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Who is poorer.
    pub poorer: EntryId,
    /// Than whom.
    pub better_off: EntryId,
}

/// How far the order is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Welfare {
    /// The next question: is `a` poorer than `b`?
    Ask {
        /// The one to be put in.
        a: EntryId,
        /// The one it is compared with.
        b: EntryId,
        /// Questions still to come at most, this one included.
        left_max: usize,
    },
    /// The order, poorest first.
    Known(Vec<EntryId>),
}

/// The next question, or the order. `proposals` in the order of FKP.02; a later answer about a pair
/// stands over an earlier one.
#[must_use]
pub fn order_of_welfare(proposals: &[EntryId], answers: &[Comparison]) -> Welfare {
    let poorer = |a: &EntryId, b: &EntryId| {
        answers.iter().rev().find_map(|c| match () {
            () if c.poorer == *a && c.better_off == *b => Some(true),
            () if c.poorer == *b && c.better_off == *a => Some(false),
            () => None,
        })
    };
    let mut known: Vec<EntryId> = Vec::new();
    for (done, a) in proposals.iter().enumerate() {
        let (mut low, mut high) = (0, known.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let b = &known[middle];
            match poorer(a, b) {
                Some(true) => high = middle,
                Some(false) => low = middle + 1,
                None => {
                    let rest: usize = (done + 1..proposals.len()).map(questions_max).sum();
                    let left_max = questions_max(high - low) + rest;
                    return Welfare::Ask { a: a.clone(), b: b.clone(), left_max };
                }
            }
        }
        known.insert(low, a.clone());
    }
    Welfare::Known(known)
}

/// Questions needed at most to find a place among so many: ⌈log₂(n + 1)⌉.
fn questions_max(among: usize) -> usize {
    (usize::BITS - among.leading_zeros()) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// R62: whatever the room thinks, the questions end in that order, and none is asked twice.
        #[test]
        fn the_questions_end_in_the_order_the_room_has_in_mind(mind in proptest::collection::vec(any::<u32>(), 0..24)) {
            let ids: Vec<EntryId> = (1u32..).take(mind.len()).map(|n| EntryId::new("d", n)).collect();
            // equal ones: the earlier row counts as poorer
            let wealth = |id: &EntryId| (mind[id.number as usize - 1], id.number);
            let mut answers: Vec<Comparison> = Vec::new();
            let mut promised = usize::MAX;
            let order = loop {
                match order_of_welfare(&ids, &answers) {
                    Welfare::Known(order) => break order,
                    Welfare::Ask { a, b, left_max } => {
                        prop_assert!(left_max < promised, "each answer brings the end nearer");
                        promised = left_max;
                        let (poorer, better_off) = if wealth(&a) < wealth(&b) { (a, b) } else { (b, a) };
                        let answer = Comparison { poorer, better_off };
                        prop_assert!(!answers.contains(&answer));
                        answers.push(answer);
                    }
                }
            };
            let mut expected = ids.clone();
            expected.sort_by_key(wealth);
            prop_assert_eq!(order, expected);
            let most: usize = (0..ids.len()).map(questions_max).sum();
            prop_assert!(answers.len() <= most);
        }
    }

    #[test]
    fn eleven_proposals_need_at_most_twenty_nine_questions() {
        // R62
        assert_eq!((0..11).map(questions_max).sum::<usize>(), 29);
    }
}
