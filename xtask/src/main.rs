//! The project's own commands. `cargo xtask ci` runs every check; the other commands are parts of it.

mod bench;
mod bench_link;
mod bench_run;
mod ci;
mod docs;
mod kill_test;
mod run;
mod tidy;
mod tree;

use anyhow::{Result, bail};

const HELP: &str = "\
cargo xtask ci                     fmt, clippy, docs, tests, tidy, deny, browser tests
cargo xtask ci --skip e2e,deny     the same without some steps
cargo xtask tidy                   floors, rules, errors, words, names
cargo xtask gen-docs [--check]     docs/errors.md, docs/data-model.md, docs/command-line.md from the code
cargo xtask e2e                    the browser tests alone
cargo xtask kill-test [PACK] [--seed N] [--kills N] [--as-of DAY] [--database URL] [--first PACK [--first-as-of DAY]]
                                   kill -9 at random moments of `run`, then compare with an undisturbed run;
                                   with --first, of the run that brings later arrivals to that pack
cargo xtask bench-desk [PACK [postgres]]  fifty clerks look up at once, on SQLite and PostgreSQL
cargo xtask bench-meetings [PACK] [sqlite|postgres] [--desa N] [--meetings N] [--clients N]
                                   144 desa × 110 meetings keyed in at once, on SQLite and PostgreSQL
cargo xtask bench-run [--households N] [--dir DIR] [--threads N]
                                   `run` on a kabupaten of N (100,000) households in the BDT and of a tenth of it:
                                   processor time, memory and growth of every step, and whether the goal holds
cargo xtask dress PACK --out DIR [--only DRESSING]  five dressings of a pack, each as XLSX, CSV, and with LibreOffice
                                   as XLS and ODS: DIR/DRESSING-CONTAINER, with the truth of each; prints how the
                                   columns were recognised, and fails when one was taken for another";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let root = tree::root()?;
    let rest: Vec<&str> = args.iter().skip(1).map(String::as_str).collect();
    match args.first().map(String::as_str) {
        Some("ci") => ci::ci(&root, &rest),
        Some("tidy") => tidy::tidy(&root),
        Some("gen-docs") => docs::generate(&root, rest.contains(&"--check")),
        Some("e2e") => ci::e2e(&root).map(|counts| println!("{} passed, {} failed", counts.passed, counts.failed)),
        Some("kill-test") => kill_test::kill_test(&root, &rest),
        Some("bench-desk") => bench::desk(&root, &rest),
        Some("bench-meetings") => bench::meetings(&root, &rest),
        Some("bench-run") => bench_run::bench_run(&root, &rest),
        Some("dress") => dress(&root, &rest),
        Some("bench-link") => bench_link::bench_link(&root, &rest),
        Some("help" | "--help" | "-h") | None => {
            println!("{HELP}\n{}", bench_link::HELP);
            Ok(())
        }
        Some(other) => bail!("no such command: {other}\n\n{HELP}"),
    }
}

/// The program that dresses packs lies beside the dressings: this one is built first on a fresh machine, and should
/// not build the readers and the store for it.
fn dress(root: &std::path::Path, args: &[&str]) -> Result<()> {
    let run = ["run", "--quiet", "--locked", "--package", "testkit", "--example", "dress", "--"];
    let args: Vec<&str> = run.iter().chain(args).copied().collect();
    if run::shown(root, "cargo", &args, &[])? { Ok(()) } else { bail!("the pack was not dressed") }
}
