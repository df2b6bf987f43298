//! Every refusal has one meaning and its words.

use domain::refusal::Told;
use std::collections::BTreeMap;

fn registry() -> Vec<Told> {
    let kernels = [
        ranking::FitRefused::TOLD,
        ranking::ModelRefused::TOLD,
        ranking::ProgrammeFileError::TOLD,
        store::StoreError::TOLD,
        exchange::ReadError::TOLD,
        edition::EditionRefused::TOLD,
    ];
    domain::TOLD.into_iter().chain(app::error::TOLD).chain(kernels).flatten().copied().collect()
}

#[test]
fn every_refusal_has_its_words_in_both_languages_and_they_use_its_arguments_only() {
    let registry = registry();
    assert!(registry.len() > 100, "{}", registry.len());
    assert_eq!(words::wrong_texts(&registry), Vec::<String>::new());
}

#[test]
fn a_code_has_one_meaning() {
    let mut by_code: BTreeMap<&str, Vec<Told>> = BTreeMap::new();
    registry().into_iter().for_each(|told| by_code.entry(told.code).or_default().push(told));
    let twice = by_code.into_iter().filter(|(_, told)| told.len() > 1).map(|(code, _)| code);
    assert_eq!(twice.collect::<Vec<_>>(), Vec::<&str>::new());
}
