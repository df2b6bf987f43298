//! The model from survey to rank: what always holds.

mod invented;

use domain::area::AreaCode;
use domain::household::Household;
use domain::questionnaire::Item;
use domain::ranking::{Ranked, Score, Unscored};
use invented::{TODAY, household, survey};
use proptest::prelude::*;
use ranking::{
    Column, Facts, FitOptions, FitRefused, ModelFile, ModelRefused, Value, explain, fit, rank, score, score_all,
};
use std::sync::OnceLock;

fn options() -> FitOptions {
    FitOptions::new(AreaCode::parse("3403").unwrap(), "uji-1", 7)
}

fn model() -> &'static ModelFile {
    static MODEL: OnceLock<ModelFile> = OnceLock::new();
    MODEL.get_or_init(|| fit(&survey(900), &options()).unwrap().0)
}

fn households() -> Vec<Household> {
    (0..200).map(household).collect()
}

#[test]
fn the_fit_explains_the_invented_welfare_and_reports_itself() {
    let (model, report) = fit(&survey(900), &options()).unwrap();
    assert!(report.summary.r2 > 0.5, "{:?}", report.summary);
    assert_eq!((report.summary.rows, report.summary.own_rows), (900, 300));
    assert!(report.summary.own_effective < 300.0 && report.summary.own_effective > 200.0);
    assert!(report.coefficients.iter().all(|c| c.se_cluster.is_finite() && (0.0..=1.0).contains(&c.p)));
    assert!(report.dropped.iter().any(|d| d.variable == "kuda"), "nobody has a horse: {:?}", report.dropped);
    assert!(model.variables.iter().all(|v| v.id() != "kuda"));
    assert_eq!(report.to_csv().lines().count(), report.coefficients.len() + 1);
}

#[test]
fn a_printed_model_is_read_back_as_itself_and_prints_the_same_bytes() {
    let text = model().to_text();
    let read = ModelFile::parse(&text).unwrap();
    assert_eq!(&read, model());
    assert_eq!(read.to_text(), text);
    assert_eq!(read.id(), model().id());
    assert_eq!(read.id().len(), 64);
}

#[test]
fn a_damaged_model_is_refused_with_its_place() {
    let text = model().to_text();
    assert!(matches!(
        ModelFile::parse(&text[..text.len() / 2]),
        Err(ModelRefused::Unreadable { .. } | ModelRefused::Invalid { .. })
    ));
    assert!(matches!(ModelFile::parse("bukan = 'model'"), Err(ModelRefused::Unreadable { .. })));
    let mut falling = model().clone();
    falling.cutoffs.swap(3, 90);
    assert!(
        matches!(ModelFile::parse(&falling.to_text()), Err(ModelRefused::Invalid { place, .. }) if place == "batas_persentil")
    );
    let unknown = text.replacen("kolom = \"lantai\"", "kolom = \"langit\"", 1);
    assert!(matches!(ModelFile::parse(&unknown), Err(ModelRefused::Invalid { place, .. }) if place == "lantai"));
}

#[test]
fn shuffled_survey_rows_give_the_same_model() {
    let mut rows = survey(900);
    rows.reverse();
    rows.swap(3, 500);
    assert_eq!(fit(&rows, &options()).unwrap().0.to_text(), model().to_text());
}

#[test]
fn a_kabupaten_the_survey_never_visited_takes_the_intercept_of_its_province() {
    let (_, report) = fit(&survey(900), &FitOptions::new(AreaCode::parse("3471").unwrap(), "uji", 7)).unwrap();
    assert_eq!(report.summary.own_rows, 0);
    assert_eq!(report.notes.len(), 1);
}

#[test]
fn a_survey_row_that_cannot_be_used_is_named() {
    let mut rows = survey(300);
    rows[5].expenditure_rupiah_month = 0;
    let refused = fit(&rows, &options()).unwrap_err();
    assert_eq!(refused, FitRefused::BadRow { id: "S00005".into(), what: "pengeluaran nol" });
    assert!(matches!(fit(&survey(40), &options()), Err(FitRefused::TooFewRows { .. })));
}

#[test]
fn ten_thousand_explanations_add_up_to_their_scores_exactly() {
    let items = [Item::FloorArea, Item::Floor, Item::Roof, Item::Toilet, Item::CookingFuel, Item::Television];
    for n in 0..10_000 {
        let mut home = household(n);
        // none, one, or a few answers missing
        unanswered(&mut home, &items[..n % 5]);
        let scored = score(model(), &home, TODAY).unwrap();
        let explained = explain(model(), &home, TODAY).unwrap();
        let sum = explained.intercept + explained.contributions.iter().map(|c| c.millionths).sum::<i64>();
        assert_eq!(sum, scored.score.millionths());
        assert_eq!(explained.scored, scored);
        assert!(explained.range.0 <= scored.score && scored.score <= explained.range.1);
    }
}

#[test]
fn a_household_without_head_members_or_housing_is_listed_with_the_reason() {
    let mut home = household(3);
    home.members[0].relation = None;
    assert_eq!(score(model(), &home, TODAY), Err(Unscored::NoHead));
    let mut home = household(3);
    home.answers = Default::default();
    assert_eq!(score(model(), &home, TODAY), Err(Unscored::NoHousing));
    home.members.clear();
    assert_eq!(score(model(), &home, TODAY), Err(Unscored::NoMembers));
    let mut home = household(3);
    home.answers = [(Item::Roof, 4)].into_iter().collect();
    assert_eq!(score(model(), &home, TODAY), Err(Unscored::TooManyUnknown));
}

/// The household without these answers.
fn unanswered(home: &mut Household, items: &[Item]) {
    home.answers = home.answers.iter().filter(|(item, _)| !items.contains(item)).collect();
}

#[test]
fn a_missing_answer_is_imputed_marked_and_never_a_zero() {
    let mut home = household(4);
    unanswered(&mut home, &[Item::FloorArea, Item::Floor, Item::Television, Item::CookingFuel, Item::Toilet]);
    let explained = explain(model(), &home, TODAY).unwrap();
    let imputed: Vec<&str> = explained.contributions.iter().filter(|c| c.imputed).map(|c| c.id.as_str()).collect();
    assert!(imputed.contains(&"ln_luas_lantai_per_art") && imputed.contains(&"lantai"), "{imputed:?}");
    assert!(explained.scored.incomplete && usize::from(explained.scored.missing) == imputed.len());
    assert!(explained.contributions.iter().filter(|c| c.imputed).all(|c| c.against_average.abs() < 400_000));
}

#[test]
fn a_blank_that_is_an_answer_is_not_missing() {
    let mut home = household(4);
    home.answers.set(Item::LandAsset, 2);
    unanswered(&mut home, &[Item::LandAssetArea]);
    let facts = Facts::of(&home, TODAY).unwrap();
    assert_eq!(facts.get(Column::Item(Item::LandAssetArea)), Value::NotAsked);
    unanswered(&mut home, &[Item::LandAsset]);
    let facts = Facts::of(&home, TODAY).unwrap();
    assert_eq!(facts.get(Column::Item(Item::LandAssetArea)), Value::Missing);
}

#[test]
fn a_member_who_died_or_moved_away_no_longer_counts() {
    let mut home = household(4);
    let before = Facts::of(&home, TODAY).unwrap().composition.size.unwrap();
    home.members[1].answers.set(Item::Presence, 2);
    assert_eq!(Facts::of(&home, TODAY).unwrap().composition.size, Some(before - 1));
}

#[test]
fn one_thread_and_four_give_the_same_ranks() {
    let homes = households();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| rank(score_all(model(), &homes, TODAY)))
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn every_household_is_ranked_or_listed_with_its_reason_and_a_second_run_is_the_same() {
    // T25
    let mut homes: Vec<Household> = (0..1050).map(household).collect();
    homes[17].members[0].relation = None;
    let first = rank(score_all(model(), &homes, TODAY));
    assert_eq!(first.len(), 1050);
    assert_eq!(first.iter().filter(|r| r.status() == "TIDAK_TERPERINGKAT").count(), 1);
    assert_eq!(first, rank(score_all(model(), &homes, TODAY)));
}

fn ordered(ranked: &[Ranked]) -> bool {
    ranked.windows(2).all(|pair| match (&pair[0].outcome, &pair[1].outcome) {
        (Ok(a), Ok(b)) => {
            a.rank + 1 == b.rank
                && a.percentile <= b.percentile
                && (a.score, &pair[0].household) < (b.score, &pair[1].household)
        }
        (Ok(_), Err(_)) => true,
        (Err(_), Ok(_)) => false,
        (Err(_), Err(_)) => pair[0].household < pair[1].household,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn ranks_are_a_total_order_whatever_the_order_of_the_input(shuffled in Just((0..60usize).collect::<Vec<_>>()).prop_shuffle()) {
        let homes: Vec<Household> = (0..60).map(|n| household(n % 40)).zip(0..).map(|(mut h, n): (Household, u32)| {
            h.id = format!("34030920010{n:05}").as_str().into();
            h
        }).collect();
        let turned: Vec<Household> = shuffled.iter().map(|n| homes[*n].clone()).collect();
        let ranked = rank(score_all(model(), &turned, TODAY));
        prop_assert!(ordered(&ranked));
        prop_assert_eq!(ranked, rank(score_all(model(), &homes, TODAY)));
    }

    #[test]
    fn a_higher_score_never_has_a_lower_percentile(a in 8_000_000i64..18_000_000, b in 8_000_000i64..18_000_000) {
        let (low, high) = (a.min(b), a.max(b));
        let percentile = |score| model().percentile(Score::from_millionths(score));
        prop_assert!(percentile(low) <= percentile(high));
    }

    #[test]
    fn text_that_is_no_model_is_refused_and_never_breaks(text in "\\PC{0,200}") {
        prop_assert!(ModelFile::parse(&text).is_err());
    }
}
