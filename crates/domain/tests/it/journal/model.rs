//! The model: random evenings on two devices and a server, over a bad network. R43, R47, R52, R54,
//! R57, R58, R61, R62, R65, R67.
//!
//! `MUTAKHIR_MODEL_RUNS` and `MUTAKHIR_MODEL_SEED` set how many evenings are run and the first seed:
//! `MUTAKHIR_MODEL_RUNS=10000 cargo nextest run -p domain --no-capture -E 'test(no_evening)'`.

use super::laws::{self, Broken};
use super::people::Device;
use super::world::World;
use domain::deliberation::closing::ClosingRule;
use domain::deliberation::journal::{Entry, Opening};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What came of one evening.
struct Evening {
    closed: bool,
    entries: usize,
    late: usize,
    struck: usize,
    refusals: Vec<&'static str>,
}

fn evening(seed: u64, rules: &'static [ClosingRule]) -> Result<Evening, Broken> {
    let mut world = World::new(seed, rules);
    world.run();
    laws::of_merging(&world.devices, &world.written)?;
    let state = world.devices[0].state();
    laws::of_closing(&state, &world.written)?;
    let signed = state.closed.as_ref().map(|c| format!("{:?}", c.meeting));
    if signed != world.sealed_as {
        return Err(Broken("what was signed does not change", format!("{signed:?}\n---\n{:?}", world.sealed_as)));
    }
    Ok(Evening {
        closed: signed.is_some(),
        entries: world.written.len(),
        late: state.late.len(),
        struck: state.closed.as_ref().map_or(0, |c| c.meeting.minutes.struck),
        refusals: state.refused.iter().map(|r| r.why.code()).collect(),
    })
}

#[expect(clippy::disallowed_methods, reason = "a test reads how long it is to run")]
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn no_evening_on_two_devices_and_a_bad_network_ever_closes_against_the_rules_or_loses_an_entry() {
    // R43, R46, R47, R52, R54, R57, R58, R61, R62, R65, R66, R67
    let (runs, first) = (setting("MUTAKHIR_MODEL_RUNS", 800), setting("MUTAKHIR_MODEL_SEED", 1));
    let (mut closed, mut entries, mut with_late, mut struck) = (0, 0, 0, 0);
    let mut refusals: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in first..first + runs {
        match evening(seed, &ClosingRule::ALL) {
            Ok(evening) => {
                closed += u64::from(evening.closed);
                with_late += u64::from(evening.late > 0);
                entries += evening.entries;
                struck += evening.struck;
                for code in evening.refusals {
                    *refusals.entry(code).or_default() += 1;
                }
            }
            Err(Broken(law, what)) => panic!("seed {seed} breaks {law}: {what}"),
        }
    }
    let mut told = String::new();
    for (code, n) in &refusals {
        let _ = write!(told, " {code}={n}");
    }
    println!(
        "{runs} evenings, seeds {first}..={}: {closed} closed, {with_late} of them with late entries, {struck} proposals struck, {entries} entries; refused:{told}",
        first + runs - 1
    );
    assert!(closed * 5 > runs, "a model that rarely closes shows little: {closed} of {runs}");
}

/// The first seed whose evening breaks a law when these rules are all that is kept.
#[track_caller]
fn breaks(law: &str, rules: &'static [ClosingRule]) {
    let found = (1..=1000).find_map(|seed| match evening(seed, rules) {
        Err(Broken(broken, what)) => Some((seed, broken, what)),
        Ok(_) => None,
    });
    let (seed, broken, what) = found.unwrap_or_else(|| panic!("1000 evenings without the rule and {law} still holds"));
    println!("seed {seed} breaks {broken}: {what}");
    assert_eq!(broken, law, "seed {seed}: {what}");
}

#[test]
fn without_the_quota_the_model_finds_a_closed_meeting_over_quota() {
    // R61
    use ClosingRule as R;
    breaks("R61", &[R::RowsCoded, R::RowsChecked, R::StatedPoorer, R::Settled, R::Signed]);
}

#[test]
fn without_column_08_the_model_finds_a_signed_code_that_nobody_checked() {
    // R57
    use ClosingRule as R;
    breaks("R57", &[R::RowsCoded, R::Quota, R::StatedPoorer, R::Settled, R::Signed]);
}

#[test]
fn without_a_code_in_every_row_the_model_finds_minutes_with_a_blank() {
    // R58
    use ClosingRule as R;
    breaks("R58", &[R::RowsChecked, R::Quota, R::StatedPoorer, R::Settled, R::Signed]);
}

#[test]
fn without_the_statement_the_model_finds_a_proposal_that_nobody_called_poorer() {
    // R62
    use ClosingRule as R;
    breaks("R62", &[R::RowsCoded, R::RowsChecked, R::Quota, R::Settled, R::Signed]);
}

#[test]
fn without_the_choice_between_two_values_the_model_finds_minutes_in_which_both_stand() {
    use ClosingRule as R;
    breaks("nothing contested is signed", &[R::RowsCoded, R::RowsChecked, R::Quota, R::StatedPoorer, R::Signed]);
}

#[test]
fn without_signatures_the_model_finds_minutes_that_nobody_signed() {
    use ClosingRule as R;
    breaks("signed by dukuh and asisten", &[R::RowsCoded, R::RowsChecked, R::Quota, R::StatedPoorer, R::Settled]);
}

#[test]
fn corrections_of_signed_minutes_keep_the_same_laws() {
    // R76
    let mut corrected = 0;
    for seed in 1..=60 {
        let mut first = World::new(seed, &ClosingRule::ALL);
        first.run();
        let journal = &first.devices[0].journal;
        let signed = journal.state();
        let Some(closed) = signed.closed else { continue };
        let rows = closed.meeting.fkp01.rows().len();
        let mut opening = Opening { earlier: vec![journal.covered(&closed.covers)], ..super::opening(rows) };
        opening.forms.stage = 2;
        let mut second = World::over(seed, Device::opened("d1", opening));
        second.some_acts(15);
        let state = second.devices[0].state();
        let mut all = second.written.clone();
        // what stage 1 refused it told; stage 2 opens without it
        let held = |e: &Entry| !signed.refused.iter().any(|r| r.entry == e.id);
        all.extend(journal.covered(&closed.covers).into_iter().filter(held).map(|e| (e.id.clone(), e)));
        if let Err(Broken(law, what)) = laws::of_closing(&state, &all) {
            panic!("seed {seed} breaks {law} in stage 2: {what}");
        }
        corrected += usize::from(state.closed.is_some());
    }
    assert!(corrected > 5, "{corrected} corrections were signed");
}
