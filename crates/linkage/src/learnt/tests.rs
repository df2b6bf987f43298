use super::*;
use cells::Person;
use proptest::prelude::*;

const NONE: (u16, u16) = (SILENT, 0);

fn twin(rarity: u16) -> Person {
    [(0, 0), (0, rarity), (6, 0), (2, 0), (0, 0), (0, 0), NONE]
}

fn namesake() -> Person {
    [(5, 0), (1, 64), (5, 0), (0, 0), (1, 0), (1, 0), NONE]
}

fn seen(persons: Vec<Person>, place: u16, members: u16, start: Start, said: Option<bool>) -> Seen {
    Seen { persons, place, members, start, said }
}

fn strangers() -> Strangers {
    let mut cells: Vec<Vec<u64>> = CONTEXTS.iter().map(|c| vec![0; c.len()]).collect();
    let counts: [&[u64]; 8] = [
        &[0, 0, 0, 0, 0, 900, 100],
        &[0, 1, 1, 2, 40, 956],
        &[1, 0, 9, 20, 500, 470],
        &[500, 500],
        &[300, 700],
        &[400, 600],
        &[1, 99],
        &[0, 0, 2, 4, 50, 944, 0],
    ];
    for (cells, counts) in cells.iter_mut().zip(counts) {
        cells[..counts.len()].copy_from_slice(counts);
    }
    Strangers { cells, pairs: 1_000_000 }
}

/// 400 households found again, 100 look-alikes.
fn round() -> Vec<Seen> {
    let mut all = Vec::new();
    for i in 0..400u16 {
        let rarity = (8 + i % 5) * 16;
        all.push(seen(vec![twin(rarity); 1 + usize::from(i % 4)], i % 3, i % 2, Start::Linked, None));
    }
    for i in 0..100u16 {
        all.push(seen(vec![namesake()], 4 + i % 2, 3, Start::Doubtful, None));
    }
    all
}

#[test]
fn what_agrees_among_the_same_speaks_for_and_what_differs_against() {
    let (weights, locked) = estimate(round(), &Learning::Round(&strangers()));
    assert!(!locked);
    let of = |field: &str, cell: u16| {
        let at = FIELDS.iter().position(|f| *f == field).unwrap();
        weights.comparisons[at].weight(cell, weights.comparisons[at].usual[usize::from(cell)])
    };
    assert!(of("nik", 0) > 5_000_000 && of("nik", 5) < -5_000_000);
    assert!(of("nama", 0) > 5_000_000 && of("nama", 5) < 0);
    assert!(of(MEMBERS, 0) > 0 && of(MEMBERS, 3) < 0);
    assert!(weights.prior[SAME] < -10_000_000, "one household among all: {:?}", weights.prior);
}

#[test]
fn a_date_beside_an_equal_number_says_less_than_a_date_alone() {
    let mut all = round();
    // persons without a number on one side, found by name and date
    all.extend((0..200).map(|_| {
        let mut person = twin(160);
        (person[0], person[2], person[3]) = (NONE, (0, 0), (0, 0));
        seen(vec![person], 2, 0, Start::Linked, None)
    }));
    // and numbers written on the wrong row, whose dates differ
    all.extend(
        (0..20).map(|_| seen(vec![[(0, 0), (5, 0), (11, 0), (3, 0), NONE, NONE, NONE]], 5, 4, Start::Apart, None)),
    );
    let (weights, _) = estimate(all, &Learning::Round(&strangers()));
    let date = &weights.comparisons[2];
    assert!(date.weight(0, 0) > 3_000_000);
    assert!(date.kin_weight(6) > 1_000_000, "a differing date tells a stolen number");
}

#[test]
fn a_rare_name_says_more_than_a_common_one() {
    let (weights, _) = estimate(round(), &Learning::Round(&strangers()));
    let name = &weights.comparisons[1];
    assert!(name.weight(0, 12 * 16) > name.weight(0, 8 * 16));
}

#[test]
fn what_a_reviewer_said_moves_the_weights_and_what_was_not_said_stays_to_be_found_out() {
    let (before, _) = estimate(round(), &Learning::Round(&strangers()));
    let mut said = round();
    // look-alikes in another desa turn out to be the same after all
    said.iter_mut().filter(|s| s.place == 5).for_each(|s| s.said = Some(true));
    let (after, locked) = estimate(said, &Learning::Again(&before));
    assert!(!locked);
    assert!(after.comparisons[PERSON].weight(5, 0) > before.comparisons[PERSON].weight(5, 0) + 1_000_000);
    assert_eq!(after.comparisons[0].logs[STRANGER], before.comparisons[0].logs[STRANGER]);
    assert!(after.moved(&before).iter().any(|(field, moved)| *field == PLACE && *moved > 100));
    assert!(before.moved(&before).iter().all(|(_, moved)| *moved == 0));
}

#[test]
fn classes_that_changed_places_are_told_and_the_rules_levels_stand() {
    // every equal number is said to be another household: nothing sensible can be learnt
    let mut upside_down = round();
    for s in &mut upside_down {
        s.said = Some(s.start != Start::Linked);
    }
    let (_, locked) = estimate(upside_down, &Learning::Round(&strangers()));
    assert!(locked);
}

#[test]
fn without_any_candidate_weights_are_learnt_all_the_same() {
    let (weights, _) = estimate([], &Learning::Round(&strangers()));
    assert_eq!(weights.comparisons.len(), FIELDS.len());
    let none = Strangers { cells: CONTEXTS.iter().map(|c| vec![0; c.len()]).collect(), pairs: 0 };
    let _ = estimate(round(), &Learning::Round(&none));
}

#[test]
fn weights_written_down_are_read_back_and_those_of_other_levels_are_not() {
    let (weights, _) = estimate(round(), &Learning::Round(&strangers()));
    let parts = || weights.comparisons.iter().map(|c| (c.logs.clone(), c.usual.clone())).collect::<Vec<_>>();
    assert_eq!(Weights::of(parts(), weights.prior), Some(weights.clone()));
    let mut short = parts();
    short.pop();
    assert_eq!(Weights::of(short, weights.prior), None);
    let mut narrow = parts();
    narrow[0].1.pop();
    assert_eq!(Weights::of(narrow, weights.prior), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn the_order_of_candidates_does_not_matter(seed in any::<u64>()) {
        let mut shuffled = round();
        let length = shuffled.len();
        for i in 0..length {
            shuffled.swap(i, ((seed >> (i % 48)) as usize % length + i * 7) % length);
        }
        let strangers = strangers();
        let at = Learning::Round(&strangers);
        prop_assert_eq!(estimate(round(), &at), estimate(shuffled, &at));
    }
}
