//! The same rows whatever the order, the number of threads and the way of asking; and no wrong
//! link, however worn the data.

mod village;

use domain::area::AreaTable;
use domain::household::Household;
use domain::identification::{Identified, Outcome};
use domain::registration::Registration;
use linkage::Index;
use proptest::prelude::*;
use village::*;

fn wrong_links(households: &[Vec<Person>], percent: u64, seed: u64, with_registry: bool) -> (usize, usize) {
    let (register, registrations) = worn(seed, households, percent);
    let everybody: Vec<Person> = households.concat();
    let records = if with_registry { civil(&everybody) } else { Vec::new() };
    let found = run(&register, &records, &registrations);
    let mut right = 0;
    let mut wrong = 0;
    for (registration, identified) in registrations.iter().zip(&found) {
        if let Some(household) = &identified.household {
            let own = registration.number.as_str().parse::<u64>().unwrap();
            let linked = household.as_str().parse::<u64>().unwrap();
            if own == linked { right += 1 } else { wrong += 1 }
        }
    }
    (right, wrong)
}

#[test]
fn in_a_village_of_namesakes_no_household_is_linked_to_another_however_worn_the_data() {
    for seed in 1..=12 {
        let households = village(seed, 160);
        for (percent, with_registry) in [(0, true), (20, true), (20, false), (60, true), (60, false), (100, false)] {
            let (right, wrong) = wrong_links(&households, percent, seed, with_registry);
            assert_eq!(wrong, 0, "seed {seed}, {percent} % worn, registry {with_registry}");
            if percent <= 20 {
                assert!(right >= 76, "seed {seed}, {percent} % worn: {right} of 80 linked");
            }
        }
    }
}

fn all(
    register: &[Household],
    records: &[domain::civil_registry::CivilRecord],
    books: &[Registration],
) -> Vec<(String, Identified)> {
    let index = Index::build(register, records, &AreaTable::default(), TODAY);
    let mut rows: Vec<_> = index.identify_all(books).into_iter().map(|(n, i)| (n.to_string(), i)).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_order_of_register_registry_and_books_does_not_show(seed in 0u64..1000, turn in 1usize..40) {
        let households = village(seed, 24);
        let (mut register, mut books) = worn(seed, &households, 30);
        let twice = books[3].clone();
        books.push(Registration { number: "99999".into(), ..twice });
        let mut records = civil(&households.concat());
        let first = all(&register, &records, &books);
        let turned = |len: usize| turn % len;
        register.reverse();
        let at = turned(books.len());
        books.rotate_left(at);
        let at = turned(records.len());
        records.rotate_left(at);
        prop_assert_eq!(all(&register, &records, &books), first);
    }
}

#[test]
fn one_thread_and_many_give_the_same_rows() {
    let households = village(7, 60);
    let (register, books) = worn(7, &households, 30);
    let records = civil(&households.concat());
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| all(&register, &records, &books))
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn the_desk_and_the_batch_give_the_same_rows() {
    let households = village(11, 40);
    let (register, mut books) = worn(11, &households, 30);
    let records = civil(&households.concat());
    let index = Index::build(&register, &records, &AreaTable::default(), TODAY);
    let batch = index.identify_all(&books);
    for (book, (number, row)) in books.iter().zip(&batch) {
        assert_eq!(&index.identify_one(book), row, "{number} alone is what it is in the batch");
    }
    let again = Registration { number: "99999".into(), ..books[0].clone() };
    let row = index.identify_among(&again, &books);
    assert_eq!(row.outcome, Outcome::Duplicate { of: books[0].number.clone() });
    books.push(again);
    assert_eq!(index.identify_all(&books).pop().unwrap().1, row);
}
