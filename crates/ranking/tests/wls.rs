//! The estimator against statsmodels on a small invented survey (`data/wls_recipe.py`).

use ranking::wls;

const SURVEY: &str = include_str!("data/wls_synthetic.csv");
const EXPECTED: &str = include_str!("data/wls_expected.json");

/// (columns with the intercept, ln expenditure, weights, clusters)
fn survey() -> (Vec<Vec<f64>>, Vec<f64>, Vec<f64>, Vec<u64>) {
    let rows: Vec<Vec<f64>> =
        SURVEY.lines().skip(1).map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
    let column = |at: usize| rows.iter().map(|r| r[at]).collect::<Vec<f64>>();
    let columns = std::iter::once(vec![1.0; rows.len()]).chain((2..6).map(column)).collect();
    let y = rows.iter().map(|r| r[6].ln()).collect();
    (columns, y, column(1), rows.iter().map(|r| r[0] as u64).collect())
}

fn check(name: &str, found: &[f64]) {
    let expected: serde_json::Value = serde_json::from_str(EXPECTED).unwrap();
    let expected = &expected[name];
    let expected: Vec<f64> = match expected.as_array() {
        Some(list) => list.iter().map(|x| x.as_f64().unwrap()).collect(),
        None => vec![expected.as_f64().unwrap()],
    };
    assert_eq!(expected.len(), found.len());
    for (e, f) in expected.iter().zip(found) {
        assert!((e - f).abs() <= 1e-9 * e.abs(), "{name}: statsmodels {e}, ours {f}");
    }
}

#[test]
fn coefficients_and_standard_errors_equal_statsmodels() {
    let (columns, y, weights, clusters) = survey();
    let fit = wls::fit(&columns, &y, &weights, &clusters).unwrap();
    check("coefficients", &fit.coefficients);
    check("se_hc1", &fit.se_hc1);
    check("se_cluster", &fit.se_cluster);
    check("r2", &[fit.r2]);
    check("adjusted_r2", &[fit.adjusted_r2]);
    check("rmse", &[fit.rmse]);
}

#[test]
fn a_column_that_is_the_sum_of_others_is_dropped_and_changes_nothing() {
    let (mut columns, y, weights, clusters) = survey();
    let sum = columns[1].iter().zip(&columns[2]).map(|(a, b)| a + 2.0 * b).collect();
    columns.push(sum);
    let fit = wls::fit(&columns, &y, &weights, &clusters).unwrap();
    assert_eq!(fit.dropped, [false, false, false, false, false, true]);
    check("coefficients", &fit.coefficients[..5]);
}

#[test]
fn a_weight_of_zero_or_a_value_that_is_no_number_is_refused() {
    let (columns, y, mut weights, clusters) = survey();
    weights[0] = 0.0;
    assert!(wls::fit(&columns, &y, &weights, &clusters).is_err());
    weights[0] = f64::NAN;
    assert!(wls::fit(&columns, &y, &weights, &clusters).is_err());
}
