//! The files of a pack as other offices would write them, with how their columns are recognised. The acceptance of
//! layouts runs on what this writes: `docs/how-to/add-a-layout-profile.md`.

use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use testkit::{Container, Dressing, dress, recognised};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let value = |flag: &str| args.iter().position(|a| *a == flag).and_then(|at| args.get(at + 1).copied());
    let (Some(pack), Some(out)) = (args.first().filter(|a| !a.starts_with("--")), value("--out")) else {
        bail!("dress PACK --out DIR [--only DRESSING]");
    };
    let (pack, out) = (Path::new(pack), Path::new(out));
    let (mut right, mut asked, mut missed, mut wrong) = (0, 0, 0, 0);
    for dressing in Dressing::ALL {
        if value("--only").is_some_and(|only| only != dressing.name()) {
            continue;
        }
        for (container, ending) in [(Container::Xlsx, "xlsx"), (Container::Csv, "csv")] {
            let dir = out.join(format!("{}-{ending}", dressing.name()));
            let columns = dress(pack, &dir, dressing, container).with_context(|| dir.display().to_string())?;
            let found = recognised(&dir, &columns)?;
            println!(
                "{}: {} columns, {} right, {} asked, {} missed, {} wrong",
                dir.display(),
                columns.len(),
                found.right,
                found.asked.len(),
                found.missed.len(),
                found.wrong.len()
            );
            for (what, lines) in [("asked", &found.asked), ("missed", &found.missed), ("wrong", &found.wrong)] {
                lines.iter().take(12).for_each(|line| println!("  {what} {line}"));
            }
            right += found.right;
            asked += found.asked.len();
            missed += found.missed.len();
            wrong += found.wrong.len();
        }
        let workbooks = out.join(format!("{}-xlsx", dressing.name()));
        for ending in ["xls", "ods"] {
            if let Some(dir) = converted(&workbooks, &out.join(format!("{}-{ending}", dressing.name())), ending)? {
                println!("{}: as the workbooks", dir.display());
            }
        }
    }
    println!("all: {right} right, {asked} asked, {missed} missed, {wrong} wrong");
    if wrong > 0 { bail!("{wrong} columns were taken for others") } else { Ok(()) }
}

/// The workbooks of a folder in another format, everything else as it is. `None` without LibreOffice.
fn converted(from: &Path, to: &Path, ending: &str) -> Result<Option<PathBuf>> {
    if Command::new("libreoffice").arg("--version").output().is_err() {
        return Ok(None);
    }
    let mut todo = vec![from.to_owned()];
    while let Some(folder) = todo.pop() {
        let inside = folder.strip_prefix(from)?;
        let target = to.join(inside);
        std::fs::create_dir_all(&target)?;
        let mut workbooks = Vec::new();
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "xlsx") {
                workbooks.push(path);
            } else if inside.starts_with("truth") {
                let text = std::fs::read_to_string(&path)?.replace(".xlsx", &format!(".{ending}"));
                std::fs::write(target.join(path.file_name().unwrap_or_default()), text)?;
            } else {
                std::fs::copy(&path, target.join(path.file_name().unwrap_or_default()))?;
            }
        }
        if !workbooks.is_empty() {
            let status = Command::new("libreoffice")
                .args(["--headless", "--convert-to", ending, "--outdir"])
                .arg(&target)
                .args(&workbooks)
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .status()?;
            if !status.success() {
                bail!("LibreOffice could not convert {}", folder.display());
            }
        }
    }
    Ok(Some(to.to_owned()))
}
