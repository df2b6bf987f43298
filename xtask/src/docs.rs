//! Pages that come from the code and its texts: refusals and defects, the data model, the command line.

use crate::ci::target_dir;
use crate::{tidy, tree};
use anyhow::{Context, Result, bail};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// Writes the pages, or with `check` only says which are stale.
pub fn generate(root: &Path, check: bool) -> Result<()> {
    let sources = tree::sources(root)?;
    let mut pages = vec![("docs/errors.md", errors_page(&sources)), ("docs/data-model.md", data_model_page(&sources))];
    // the command line describes itself; without a built binary its own test guards the page
    let binary = target_dir(root)?.join("debug/mutakhir");
    if !check && binary.exists() {
        let out = Command::new(&binary).args(["man", "--markdown"]).output().context("mutakhir man --markdown")?;
        let text = String::from_utf8(out.stdout)?;
        if out.status.success() && text.starts_with("# ") {
            pages.push(("docs/command-line.md", text));
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
         program.\n\n## Refusals\n\n",
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

/// Tables and columns as the migrations make them, with the comments beside them.
fn data_model_page(sources: &[tree::Source]) -> String {
    let mut page = String::from(
        "# Data model\n\nWritten by `cargo xtask gen-docs` from the migrations of `store` (written as SQLite reads them; PostgreSQL holds the same \
         names).\n",
    );
    let migrations = sources.iter().filter(|s| {
        s.path.contains("store/migrations/") && s.path.ends_with(".sql") && !s.path.ends_with(".postgres.sql")
    });
    for source in migrations {
        let mut comment: Vec<&str> = Vec::new();
        let mut inside = false;
        for line in source.text.lines() {
            let trimmed = line.trim();
            if let Some(words) = trimmed.strip_prefix("-- ") {
                if inside {
                    let _ = writeln!(page, "| | | {words} |");
                } else {
                    comment.push(words);
                }
            } else if let Some(rest) = trimmed.strip_prefix("CREATE TABLE ") {
                let name = rest.trim_start_matches("IF NOT EXISTS ").split([' ', '(']).next().unwrap_or("");
                let _ = write!(page, "\n## {name}\n\n{}\n\n| Column | Type | |\n|---|---|---|\n", comment.join(" "));
                comment.clear();
                inside = true;
            } else if inside && trimmed.starts_with(')') {
                inside = false;
            } else if inside {
                let (definition, words) = trimmed.split_once("--").unwrap_or((trimmed, ""));
                let mut parts = definition.trim().trim_end_matches(',').splitn(2, ' ');
                let (name, kind) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
                let column = name.starts_with(|c: char| c.is_ascii_lowercase());
                if column {
                    let _ = writeln!(page, "| `{name}` | {} | {} |", kind.replace('|', "\\|"), words.trim());
                }
            } else if trimmed.is_empty() {
                comment.clear();
            }
        }
    }
    page
}
