//! Same data, same bytes: again, and on many threads.

use documents::{DocumentError, Paper, Pdf, sample};
use rayon::prelude::*;

/// One document of each kind, a little different for each village.
fn village(n: u32) -> Result<Vec<Pdf>, DocumentError> {
    Ok(vec![
        documents::receipt(&sample::receipt()?, Paper::A4)?,
        documents::prelist(&sample::prelist(n + 5)?, Paper::A4)?,
        documents::fkp01(&sample::fkp01(n % 9)?, Paper::A4)?,
        documents::fkp02(&sample::fkp02((n % 5) as u16)?, Paper::F4)?,
        documents::minutes(&sample::minutes()?, Paper::A4)?,
        documents::decree(&sample::decree(n)?, Paper::F4)?,
    ])
}

#[test]
fn many_villages_on_many_threads_give_the_bytes_of_one_thread() {
    let alone: Vec<_> = (0..12).map(|n| village(n).unwrap()).collect();
    let threads = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
    let together: Vec<_> = threads.install(|| (0..12u32).into_par_iter().map(|n| village(n).unwrap()).collect());
    assert!(alone == together);
}

#[test]
fn minutes_that_break_the_quota_are_not_printed() {
    // R61: the sample keeps three under a quota of three
    use domain::deliberation::Finding;
    use domain::deliberation::minutes::Recap;
    let mut data = sample::minutes().unwrap();
    data.recap = Recap::count([Finding::Improved, Finding::New, Finding::New]);
    let refused = documents::minutes(&data, Paper::A4).unwrap_err();
    assert_eq!(refused.code(), "DOKUMEN_TIDAK_COCOK");
    assert!(refused.to_string().contains("R61"));
}

#[test]
fn code_seven_is_not_printed_on_fkp01() {
    // R54, T20
    let mut data = sample::fkp01(3).unwrap();
    data.rows[1].finding = Some(domain::deliberation::Finding::New);
    assert!(documents::fkp01(&data, Paper::A4).unwrap_err().to_string().contains("row 2"));
}

#[test]
fn a_decree_without_a_sound_hash_is_not_printed() {
    let mut data = sample::decree(1).unwrap();
    data.annex.sha256 = "deadbeef".to_owned();
    assert_eq!(documents::decree(&data, Paper::A4).unwrap_err().code(), "DOKUMEN_TIDAK_COCOK");
}
