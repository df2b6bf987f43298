//! Pages that come from the code and its texts: refusals and defects, the command line, the data dictionary.

use crate::ci::target_dir;
use crate::{tidy, tree};
use anyhow::{Context, Result, bail};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// Writes the pages, or with `check` only says which are stale.
pub fn generate(root: &Path, check: bool) -> Result<()> {
    let sources = tree::sources(root)?;
    let mut pages = vec![("docs/errors.md", errors_page(&sources))];
    // commands and tables describe themselves; without a built binary their own tests guard these pages
    let binary = target_dir(root)?.join("debug/mutakhir");
    if !check && binary.exists() {
        for (page, option) in [("docs/command-line.md", "--markdown"), ("docs/data-model.md", "--data-model")] {
            let out = Command::new(&binary).args(["man", option]).output().context("mutakhir man")?;
            let text = String::from_utf8(out.stdout)?;
            if out.status.success() && text.starts_with("# ") {
                pages.push((page, text));
            }
        }
    }
    let mut stale = Vec::new();
    for (path, text) in pages {
        let file = root.join(path);
        if std::fs::read_to_string(&file).is_ok_and(|old| old == text) {
            continue;
        }
        if check {
            stale.push(path);
        } else {
            std::fs::create_dir_all(file.parent().context("a page lies in a folder")?)?;
            std::fs::write(&file, text)?;
            println!("written: {path}");
        }
    }
    if stale.is_empty() { Ok(()) } else { bail!("stale: {}: cargo xtask gen-docs", stale.join(", ")) }
}

fn errors_page(sources: &[tree::Source]) -> String {
    let mut page = String::from(
        "# Refusals and defects\n\nWritten by `cargo xtask gen-docs` from the texts in `crates/words/text`; change them there.\n\n\
         Every refusal carries a stable code. The command line prints it in brackets after `error:`, with a `hint:` below; \
         pages show it beside the sentence. Exit status: 1 refused by a rule, 2 wrong use, 3 fault of disk, network or \
         program, 4 done with a result that must be looked at.\n\n## Refusals\n\n",
    );
    table(&mut page, tidy::refusals(sources));
    page.push_str(
        "\n## Defects of cells, rows and households\n\nThe kinds in `import_errors.csv` and in the quarantine report.\n\n",
    );
    table(&mut page, tidy::defects(sources));
    page
}

fn table(page: &mut String, entries: Vec<tidy::Entry>) {
    page.push_str("| Code | What is wrong | What to do |\n|---|---|---|\n");
    for e in entries {
        let _ = writeln!(page, "| `{}` | {} | {} |", e.code, e.what.replace('|', "\\|"), e.repair.replace('|', "\\|"));
    }
}
