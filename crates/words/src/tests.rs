use super::*;
use domain::identification::review::{Overruled, ReviewRefused};
use domain::verification::DecreeRefused;
use std::collections::BTreeSet;

fn keys(sources: &[&str]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for source in sources {
        let resource = FluentResource::try_new((*source).to_owned());
        assert!(resource.is_ok(), "a broken line: {:?}", resource.err().map(|(_, errors)| errors));
        let begins = |line: &&str| line.starts_with(|c: char| c.is_ascii_alphabetic());
        for key in source.lines().filter(begins).filter_map(|l| l.split_once(" =").map(|(key, _)| key)) {
            assert!(keys.insert(key.to_owned()), "{key} is there twice");
        }
    }
    keys
}

#[test]
fn both_languages_have_the_same_keys_and_each_key_once() {
    assert_eq!(keys(&ID), keys(&EN));
}

#[test]
fn every_defect_says_what_is_wrong_and_how_to_repair_it_in_both_languages() {
    for lang in Lang::ALL {
        for kind in DefectKind::ALL {
            let said = Words::of(lang).defect(kind);
            assert!(said.what.len() > 5 && !said.what.starts_with("defect-"), "{lang} {kind}");
            assert!(said.repair.len() > 5, "{lang} {kind}");
        }
    }
}

#[test]
fn a_refusal_shows_its_numbers_and_the_words_of_its_lists() {
    let few = ReviewRefused::TooFewDecisions { decided: 3, needed: 1200 };
    assert!(
        Words::of(Lang::Id)
            .refusal(&few)
            .what
            .starts_with("Baru 3 kasus diputus; bobot dilatih ulang dari sedikitnya 1.200")
    );
    assert!(Words::of(Lang::En).refusal(&few).what.contains("at least 1,200"));
    let silent = ReviewRefused::ReasonMissing { overruled: vec![Overruled::NikConflict, Overruled::Weaker] };
    assert_eq!(
        Words::of(Lang::Id).refusal(&silent),
        Said {
            what:
                "Keputusan ini berlawanan dengan bukti dan perlu alasan. Di rumah tangga itu ada NIK milik orang lain; \
                   Ada calon lain yang buktinya lebih kuat."
                    .to_owned(),
            repair: "Pilih dasar keputusan atau tulis alasannya".to_owned(),
        }
    );
    let open = |open| Words::of(Lang::En).refusal(&DecreeRefused::RowsOpen { open, first: "r1".into() }).what;
    assert_eq!(open(1), "One household is neither verified nor closed: r1.");
    assert_eq!(open(2), "2 households are neither verified nor closed; the first is r1.");
}

#[test]
fn a_code_without_text_is_shown_itself() {
    assert_eq!(Words::of(Lang::Id).said("TIDAK_ADA_TEKSNYA", &[]).what, "TIDAK_ADA_TEKSNYA");
    assert_eq!(Words::of(Lang::Id).code("list", "X.Y"), "X.Y");
}

#[test]
fn a_text_that_is_missing_or_uses_a_foreign_argument_is_named() {
    let told = |code, args| Told { code, args, from: "words" };
    assert_eq!(wrong_texts(&[told("PRELIST_RUTA_GANDA", &["household"])]), Vec::<String>::new());
    assert_eq!(wrong_texts(&[told("PRELIST_RUTA_GANDA", &["nomor"])]).len(), 2);
    assert_eq!(wrong_texts(&[told("TIDAK_ADA_TEKSNYA", &[])]).len(), 2);
    let all: Vec<Told> = domain::TOLD.into_iter().flatten().copied().collect();
    assert_eq!(wrong_texts(&all), Vec::<String>::new());
}

#[test]
fn every_event_has_a_sentence_in_both_languages_and_its_fields_fill_it() {
    for lang in Lang::ALL {
        let words = Words::of(lang);
        for event in domain::event::examples() {
            let name = event.name();
            let key = format!("event-{}", name.replace('.', "-"));
            assert!(words.has(&key), "{lang}: {key}");
            let fields: Vec<(String, Value)> = event.fields().into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
            let (full, plain) = (words.event(name, &fields), words.event(name, &[]));
            assert!(!full.contains('{') && !plain.contains('{') && plain != name, "{lang}: {full} / {plain}");
            let particular = words.attribute(&key, "full", None).is_some();
            assert_eq!(particular, full != plain, "{lang}: {key} names a field the event does not carry");
        }
    }
}
