//! A small kabupaten whose officers do whatever comes into their heads, in any order, also what must be refused; now
//! and then the power fails in the middle of an act, the workspace is opened again and the act repeated. After each
//! act every law of `kabupaten::law` holds.
//!
//! `MUTAKHIR_SIMULATION_RUNS` and `MUTAKHIR_SIMULATION_SEED` set how many kabupaten are run and the first seed:
//! `MUTAKHIR_SIMULATION_RUNS=1000 cargo nextest run -p app --no-capture -E 'test(no_order_of_acts)'`.

mod acts;
mod dice;

use crate::kabupaten::Kabupaten;
use crate::kabupaten::law::{self, Broken, Memory};
use acts::Office;
use dice::Dice;
use std::collections::BTreeMap;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use store::Backend;
use tempfile::TempDir;

/// Acts in one kabupaten.
const ACTS: u32 = 60;

/// What came of one kabupaten.
#[derive(Default)]
struct Told {
    done: u32,
    crashed: u32,
    by_act: BTreeMap<&'static str, u32>,
    refused: BTreeMap<String, u32>,
}

/// A future that stops for ever after so many steps: the power fails.
struct UntilPowerFails<F> {
    act: Pin<Box<F>>,
    steps: u32,
}

impl<F: Future> Future for UntilPowerFails<F> {
    type Output = Option<F::Output>;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.steps == 0 {
            return Poll::Ready(None);
        }
        self.steps -= 1;
        self.act.as_mut().poll(cx).map(Some)
    }
}

/// A workspace of eight households with a round, a base and a model, which every kabupaten begins as a copy of.
async fn beginning() -> TempDir {
    let k = Kabupaten::of(Backend::Sqlite, 8).await;
    k.survey().await;
    k.app.store.close().await;
    let copy = tempfile::tempdir().unwrap();
    copy_folder(k.app.dir(), copy.path());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// One kabupaten from its beginning on.
async fn run(seed: u64, beginning: &Path) -> Result<Told, (String, Broken)> {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(beginning, folder.path());
    let mut office = Office::open(folder.path()).await;
    let mut dice = Dice::new(seed);
    let (mut memory, mut told) = (Memory::default(), Told::default());
    let broke = |act: String| move |broken: Broken| (act, broken);
    for no in 1..=ACTS {
        office.days(dice.below(12).into());
        let plan = office.plan(&mut dice).await;
        let act = format!("act {no}: {plan:?}");
        let before = office.events().await;
        let answer = if dice.one_in(3) {
            let steps = 1 + dice.below(40);
            let attempt = UntilPowerFails { act: Box::pin(office.take(&plan)), steps };
            match attempt.await {
                Some(answer) => answer,
                None => {
                    told.crashed += 1;
                    office.reopen().await;
                    let act = format!("{act}, power failed after {steps} steps");
                    law::check_app(office.app(), &mut memory).await.map_err(broke(act))?;
                    office.take(&plan).await
                }
            }
        } else {
            office.take(&plan).await
        };
        match answer {
            Ok(()) if plan.must_be_refused() => {
                return Err((act, Broken("who may not is refused", "it was done".to_owned())));
            }
            Ok(()) => {
                told.done += 1;
                *told.by_act.entry(plan.name()).or_default() += 1;
            }
            Err(code) => {
                if plan.must_be_refused() && office.events().await != before {
                    return Err((act, Broken("what is refused changes nothing", code)));
                }
                *told.refused.entry(code).or_default() += 1;
            }
        }
        law::check_app(office.app(), &mut memory).await.map_err(broke(act))?;
    }
    office.close().await;
    Ok(told)
}

#[expect(clippy::disallowed_methods, reason = "a test reads how long it is to run")]
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_order_of_acts_and_no_crash_loses_a_household_or_moves_a_state_by_itself() {
    let (runs, first) = (setting("MUTAKHIR_SIMULATION_RUNS", 20), setting("MUTAKHIR_SIMULATION_SEED", 1));
    let start = beginning().await;
    let mut sum = Told::default();
    for seed in first..first + runs {
        let told = match run(seed, start.path()).await {
            Ok(told) => told,
            Err((act, Broken(law, how))) => panic!("seed {seed}, {act}: {law}: {how}"),
        };
        sum.done += told.done;
        sum.crashed += told.crashed;
        told.by_act.into_iter().for_each(|(act, n)| *sum.by_act.entry(act).or_default() += n);
        told.refused.into_iter().for_each(|(code, n)| *sum.refused.entry(code).or_default() += n);
    }
    let refused: u32 = sum.refused.values().sum();
    println!(
        "{runs} kabupaten, seeds {first}..={}: {} acts done, {refused} refused, {} crashes\n{:?}\n{:?}",
        first + runs - 1,
        sum.done,
        sum.crashed,
        sum.by_act,
        sum.refused
    );
    // a simulation that never gets anywhere shows little
    for act in ["sign", "deliver", "edition", "draw", "visits", "sheet", "siak", "round"] {
        assert!(sum.by_act.contains_key(act), "nobody ever did {act}: {:?}", sum.by_act);
    }
    assert!(u64::from(sum.crashed) >= runs, "{} crashes", sum.crashed);
    assert!(u64::from(refused) >= runs, "{refused} refused");
}
