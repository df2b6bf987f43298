//! Scores of anyone's survey: what an explanation and a range say. The survey is invented.

use ranking::tabular::{FitWish, Groups, MeanSums, NONE, Rows, Source, Survey, TableModel, Term, Values, fit};

const LEVELS: [&str; 3] = ["bambu", "kayu", "tembok"];

/// Numbers from 0 to 1 by a fixed rule.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / (1u64 << 31) as f64
    }
    fn below(&mut self, n: u32) -> u32 {
        (self.next() * f64::from(n)) as u32
    }
}

fn groups(name: &str, of: Vec<u32>, count: u32) -> Groups {
    Groups { name: name.to_owned(), of, names: (0..count).map(|i| format!("{name}{i:03}")).collect() }
}

/// A tenth of the answers is missing.
fn sources(rows: usize, seed: u64) -> (Vec<Source>, Vec<f64>) {
    let mut dice = Dice(seed);
    let (mut age, mut size, mut wall, mut welfare) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut school, mut power) = (Vec::new(), Vec::new());
    for _ in 0..rows {
        let (a, s, w) = (16.0 + f64::from(dice.below(70)), 1.0 + f64::from(dice.below(9)), dice.below(3));
        let noise = dice.next() + dice.next() + dice.next() - 1.5;
        welfare.push(8.0 + 0.03 * a - 0.0003 * a * a - 0.1 * s + 0.2 * f64::from(w) + 0.02 * s * f64::from(w) + noise);
        school.push(f64::from(dice.below(13)));
        power.push(dice.below(2));
        age.push(if dice.below(10) == 0 { f64::NAN } else { a });
        size.push(if dice.below(10) == 0 { f64::NAN } else { s });
        wall.push(if dice.below(10) == 0 { NONE } else { w });
    }
    let levels = LEVELS.map(str::to_owned).to_vec();
    let lit = ["ada", "tidak"].map(str::to_owned).to_vec();
    let sources = vec![
        Source { name: "umur".to_owned(), values: Values::Number(age) },
        Source { name: "jumlah_art".to_owned(), values: Values::Number(size) },
        Source { name: "dinding".to_owned(), values: Values::Category { codes: wall, levels } },
        Source { name: "sekolah".to_owned(), values: Values::Number(school) },
        Source { name: "listrik".to_owned(), values: Values::Category { codes: power, levels: lit } },
    ];
    (sources, welfare)
}

fn survey(rows: usize) -> Survey {
    let (sources, mut welfare) = sources(rows, 5);
    let clusters: Vec<u32> = (0..rows as u32).map(|i| i % 60).collect();
    welfare.iter_mut().zip(&clusters).for_each(|(y, c)| *y += f64::from(c * 7 % 11) * 0.08 + f64::from(c % 4) * 0.3);
    let regions = clusters.iter().map(|c| c % 4).collect();
    Survey {
        sources,
        variables: ["umur", "jumlah_art", "dinding", "sekolah", "listrik"].map(str::to_owned).to_vec(),
        terms: ["umur^2", "jumlah_art*dinding"].map(|t| Term::parse(t).unwrap()).to_vec(),
        welfare,
        weights: (0..rows).map(|i| 1.0 + (i % 5) as f64).collect(),
        people: None,
        clusters: Some(groups("desa", clusters, 60)),
        regions: Some(groups("kec", regions, 4)),
    }
}

fn model(village: bool) -> TableModel {
    let wish = FitWish {
        target: "y".to_owned(),
        target_is_log: true,
        survey_sha256: String::new(),
        seed: 3,
        quotas: vec![0.2, 0.4],
        village,
    };
    fit(&survey(1_200), &wish).unwrap().0
}

/// A register of which some villages and regions are not the survey's.
fn register(rows: usize) -> Rows {
    let place = |name: &str, count: u32, of: u32| groups(name, (0..rows as u32).map(|i| i % of).collect(), count);
    Rows { sources: sources(rows, 77).0, villages: Some(place("desa", 75, 75)), regions: Some(place("kec", 5, 5)) }
}

#[test]
fn ten_thousand_explanations_add_up_to_their_scores_exactly() {
    for village in [false, true] {
        let model = model(village);
        let rows = register(10_000);
        let mut means = MeanSums::default();
        if model.needs_means() {
            model.add_means(&rows, &mut means);
        }
        let scores = model.score(&rows, &means);
        let mut explained = 0;
        for (i, score) in scores.iter().enumerate() {
            let told = model.explain(&rows, i, &means);
            assert_eq!(told.as_ref().map(|t| t.score), *score, "row {i}");
            let Some(told) = told else { continue };
            let parts: i64 = told.parts.iter().map(|p| p.millionths).sum();
            let sum = told.intercept + parts + told.means + told.village + told.region;
            assert_eq!(sum, told.score.millionths, "row {i}");
            explained += 1;
        }
        assert!(explained > 9_500, "{explained}");
        assert!(model.regions.is_some(), "the invented regions differ");
    }
}

/// The row `i` alone with every answer the missing ones could have been, each a row of a register.
fn filled(rows: &Rows, i: usize, model: &TableModel) -> Rows {
    let ends = |values: &Values| match values {
        Values::Number(values) => {
            let known = || values.iter().copied().filter(|v| !v.is_nan());
            (known().fold(f64::MAX, f64::min), known().fold(f64::MIN, f64::max))
        }
        Values::Category { .. } => (0.0, 0.0),
    };
    let known = survey(1_200);
    let mut all: Vec<Vec<f64>> = vec![Vec::new()];
    for (source, taught) in rows.sources.iter().zip(&known.sources) {
        let answers: Vec<f64> = match &source.values {
            Values::Number(values) if values[i].is_nan() => {
                let (low, high) = ends(&taught.values);
                (0..201).map(|step| low + (high - low) * (f64::from(step) / 200.0)).collect()
            }
            Values::Number(values) => vec![values[i]],
            Values::Category { codes, .. } if codes[i] == NONE => vec![0.0, 1.0, 2.0],
            Values::Category { codes, .. } => vec![f64::from(codes[i])],
        };
        all = all.iter().flat_map(|row| answers.iter().map(move |a| [row.as_slice(), &[*a]].concat())).collect();
    }
    let column = |at: usize| all.iter().map(|row| row[at]).collect::<Vec<f64>>();
    let sources = rows.sources.iter().enumerate().map(|(at, source)| Source {
        name: source.name.clone(),
        values: match &source.values {
            Values::Number(_) => Values::Number(column(at)),
            Values::Category { levels, .. } => {
                Values::Category { codes: column(at).into_iter().map(|c| c as u32).collect(), levels: levels.clone() }
            }
        },
    });
    let same = |groups: &Option<Groups>| groups.as_ref().map(|g| Groups { of: vec![g.of[i]; all.len()], ..g.clone() });
    assert_eq!(model.design.names.len(), rows.sources.len());
    Rows { sources: sources.collect(), villages: same(&rows.villages), regions: same(&rows.regions) }
}

#[test]
fn the_range_of_a_score_is_that_of_all_rows_with_the_missing_answers_filled_in() {
    let model = model(true);
    let rows = register(400);
    let mut means = MeanSums::default();
    if model.needs_means() {
        model.add_means(&rows, &mut means);
    }
    let scores = model.score(&rows, &means);
    let ranges = model.range(&rows, &scores);
    let (mut one, mut two) = (0, 0);
    for (i, (score, range)) in scores.iter().zip(&ranges).enumerate() {
        let (Some(score), Some((low, high))) = (score, range) else {
            assert_eq!(score.is_some(), range.is_some());
            continue;
        };
        if score.missing == 0 {
            assert_eq!((*low, *high), (score.millionths, score.millionths));
            continue;
        }
        one += 1;
        let filled = filled(&rows, i, &model);
        let all = model.score(&filled, &means);
        let of = |best: fn(i64, i64) -> i64| all.iter().flatten().map(|s| s.millionths).fold(score.millionths, best);
        assert_eq!((*low, *high), (of(i64::min), of(i64::max)), "row {i}");
        two += usize::from(all.len() > 201);
    }
    assert!(one > 50 && two > 3, "{one} {two}");
}

#[test]
fn answers_that_meet_in_a_term_vary_together() {
    let model = model(false);
    let mut rows = Rows { sources: sources(1, 4).0, ..Rows::default() };
    rows.sources[1].values = Values::Number(vec![f64::NAN]);
    rows.sources[2].values = Values::Category { codes: vec![NONE], levels: LEVELS.map(str::to_owned).to_vec() };
    let scores = model.score(&rows, &MeanSums::default());
    let (score, range) = (scores[0].unwrap(), model.range(&rows, &scores)[0].unwrap());
    let all: Vec<i64> = model
        .score(&filled(&rows, 0, &model), &MeanSums::default())
        .into_iter()
        .map(|s| s.unwrap().millionths)
        .chain([score.millionths])
        .collect();
    assert_eq!(range, (*all.iter().min().unwrap(), *all.iter().max().unwrap()));
    assert!(range.0 < range.1);
}
