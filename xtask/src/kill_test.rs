//! `kill -9` at random moments of `mutakhir run`; afterwards the same command must give the same files
//! as an undisturbed run, and `audit verify` must be clean both before and after it.

use crate::ci::target_dir;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

struct Plan {
    pack: PathBuf,
    /// A pack that the workspace has taken in before, and its day: the kills hit the later arrivals.
    first: Option<(PathBuf, String)>,
    seed: u64,
    kills: u64,
    as_of: String,
    database: Option<String>,
}

/// Runs the test; `args` as in the help.
pub fn kill_test(root: &Path, args: &[&str]) -> Result<()> {
    let plan = plan(root, args)?;
    let binary = ["release", "debug"]
        .iter()
        .map(|profile| target_dir(root).map(|t| t.join(profile).join("mutakhir")))
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .find(|path| path.exists())
        .context("no binary yet: cargo build --release -p cli")?;
    let work = std::env::temp_dir().join(format!("mutakhir-kill-{}", std::process::id()));
    std::fs::create_dir_all(&work)?;
    println!("pack {}, {} kills, --seed {}", plan.pack.display(), plan.kills, plan.seed);

    let base = work.join("base");
    if let Some((pack, as_of)) = &plan.first {
        run(&binary, pack, as_of, &plan, &base)?.wait_good("the first run")?;
    }
    let folder = |name: &str| -> Result<PathBuf> {
        let folder = work.join(name);
        if plan.first.is_some() {
            copy(&base.join("dir"), &folder.join("dir"))?;
        }
        Ok(folder)
    };
    let whole = folder("whole")?;
    let begun = now();
    again(&binary, &plan, &whole)?.wait_good("the undisturbed run")?;
    let took = begun.elapsed();
    let expected = files(&whole.join("out"))?;
    println!("undisturbed: {:.1} s, {} result files", took.as_secs_f64(), expected.len());

    let mut random = plan.seed.max(1);
    let mut worst = 0;
    for kill in 1..=plan.kills {
        random = next(random);
        let after = Duration::from_millis(random % u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1));
        let folder = folder(&format!("kill-{kill}"))?;
        let mut victim = again(&binary, &plan, &folder)?;
        std::thread::sleep(after);
        let finished = victim.0.try_wait()?.is_some();
        // SIGKILL: no handler, no farewell
        victim.0.kill().or_else(|e| if finished { Ok(()) } else { Err(e) })?;
        victim.0.wait()?;
        let before = audit(&binary, &folder)?;
        again(&binary, &plan, &folder)?.wait_good("the run after the kill")?;
        let same = files(&folder.join("out"))? == expected;
        let clean = audit(&binary, &folder)? == Some(true);
        let word = if finished { "had already ended" } else { "killed" };
        println!(
            "{kill:2}: {word} after {:6.2} s; audit before {}, after {}; files {}",
            after.as_secs_f64(),
            match before {
                None => "no register yet",
                Some(true) => "clean",
                Some(false) => "BROKEN",
            },
            if clean { "clean" } else { "BROKEN" },
            if same { "equal" } else { "DIFFER" }
        );
        if !same || !clean || before == Some(false) {
            worst += 1;
            println!("    kept for a look: {}", folder.display());
        } else {
            std::fs::remove_dir_all(&folder)?;
        }
    }
    if worst > 0 {
        bail!("{worst} of {} kills left a trace (--seed {})", plan.kills, plan.seed);
    }
    std::fs::remove_dir_all(&work)?;
    println!("{} kills, nothing lost (--seed {})", plan.kills, plan.seed);
    Ok(())
}

fn plan(root: &Path, args: &[&str]) -> Result<Plan> {
    let mut plan = Plan {
        pack: root.join("../shared/data/gunungkidul"),
        seed: u64::from(std::process::id()) * 7919,
        kills: 20,
        as_of: "2017-03-01".to_owned(),
        first: None,
        database: None,
    };
    let mut first_as_of = "2017-03-01".to_owned();
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let mut value = || rest.next().with_context(|| format!("{arg} needs a value"));
        match *arg {
            "--seed" => plan.seed = value()?.parse()?,
            "--kills" => plan.kills = value()?.parse()?,
            "--as-of" => plan.as_of = (*value()?).to_owned(),
            "--database" => plan.database = Some((*value()?).to_owned()),
            "--first" => plan.first = Some((value()?.into(), String::new())),
            "--first-as-of" => first_as_of = (*value()?).to_owned(),
            path => plan.pack = path.into(),
        }
    }
    if !plan.pack.is_dir() {
        bail!("no pack in {}: name one", plan.pack.display());
    }
    if let Some((pack, as_of)) = &mut plan.first {
        if !pack.is_dir() {
            bail!("no pack in {}: name one", pack.display());
        }
        if plan.database.is_some() {
            bail!("--first copies the workspace folder before every kill: leave --database out");
        }
        *as_of = first_as_of;
    }
    Ok(plan)
}

struct Child(std::process::Child);

impl Child {
    fn wait_good(mut self, what: &str) -> Result<()> {
        let status = self.0.wait()?;
        if status.success() { Ok(()) } else { bail!("{what} ended with {status}") }
    }
}

/// The command whose run is killed, and which is given again.
fn again(binary: &Path, plan: &Plan, folder: &Path) -> Result<Child> {
    run(binary, &plan.pack, &plan.as_of, plan, folder)
}

fn run(binary: &Path, pack: &Path, as_of: &str, plan: &Plan, folder: &Path) -> Result<Child> {
    std::fs::create_dir_all(folder)?;
    let log = std::fs::File::options().create(true).append(true).open(folder.join("log"))?;
    let mut command = Command::new(binary);
    command.arg("run").arg(pack).arg("--dir").arg(folder.join("dir")).arg("--out").arg(folder.join("out"));
    command.args(["--as-of", as_of]);
    if let Some(url) = &plan.database {
        command.args(["--database", url]);
    }
    let child = command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn();
    Ok(Child(child.with_context(|| format!("{} cannot be started", binary.display()))?))
}

/// `Some(clean)`, or `None` when the killed run had not yet made a register.
fn audit(binary: &Path, folder: &Path) -> Result<Option<bool>> {
    let out = Command::new(binary)
        .arg("-C")
        .arg(folder.join("dir"))
        .args(["audit", "verify"])
        .stdin(Stdio::null())
        .output()?;
    let talk = String::from_utf8_lossy(&out.stderr);
    if talk.contains("RUANG_KERJA_BELUM_ADA")
        || talk.contains("KUNCI_HILANG") && !folder.join("dir/mutakhir.db").exists()
    {
        return Ok(None);
    }
    if !out.status.success() {
        println!("    {}", talk.trim());
    }
    Ok(Some(out.status.success()))
}

/// Copies a workspace folder.
fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Every result file by its path.
fn files(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut out = BTreeMap::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(next) = todo.pop() {
        for entry in std::fs::read_dir(&next).with_context(|| format!("{} was not written", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                todo.push(path);
            } else {
                out.insert(path.strip_prefix(folder)?.to_owned(), std::fs::read(&path)?);
            }
        }
    }
    Ok(out)
}

#[expect(clippy::disallowed_methods, reason = "measuring how long a run takes is what this command is for")]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}

/// Xorshift: enough for picking moments.
fn next(mut x: u64) -> u64 {
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    x
}
