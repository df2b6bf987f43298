//! The data dictionary (`docs/data-model.md`), from the descriptions in [`crate::table`].

use crate::table::{Column, ColumnKind, INNER, Proof, STAGES, Stage, Table};
use std::fmt::Write;

const HEAD: &str = "\
# Data model

Written by `cargo xtask gen-docs` from `crates/store/src/table/`; change it there. A column without a meaning does not
compile, and a test compares the descriptions with the migrated database.

The same on SQLite and PostgreSQL. **Key** columns are the primary key. Types: `number` (whole number; yes/no is 1/0),
`text`, `bytes`, and `encrypted` (bytes that only the workspace's key file opens, ADR 7). *Empty* says whether a column
may be empty (NULL): `later` marks one that a later version of the program added, which is empty in rows written before.
Dates are ISO text. Words in `this type` are stored so.
";

/// The page: contents, then every table by stage.
#[must_use]
pub fn page() -> String {
    let stages = || STAGES.iter().chain([INNER]);
    let (tables, columns) =
        stages().flat_map(|s| s.tables).fold((0, 0), |(t, c), table| (t + 1, c + table.columns.len()));
    let mut page = String::from(HEAD);
    let _ = writeln!(page, "\n{tables} tables, {columns} columns, each with its meaning:\n");
    for stage in stages() {
        let links: Vec<String> = stage.tables.iter().map(|t| format!("[{0}](#{0})", t.name)).collect();
        let _ = writeln!(page, "- **{}**: {}", stage.title, links.join(", "));
    }
    stages().for_each(|stage| section(&mut page, stage));
    page
}

fn section(page: &mut String, stage: &Stage) {
    let _ = writeln!(page, "\n## {}", stage.title);
    for table in stage.tables {
        let _ = write!(page, "\n### {}\n\n{}{}\n\n", table.name, table.meaning, proven(table));
        page.push_str("| Column | Type | Empty | Meaning |\n|---|---|---|---|\n");
        for (at, column) in table.columns.iter().enumerate() {
            let name = if at < table.key { format!("**`{}`** key", column.name) } else { format!("`{}`", column.name) };
            let meaning = column.meaning.replace('|', "\\|");
            let _ = writeln!(page, "| {name} | {} | {} | {meaning} |", kind(column), empty(column));
        }
    }
}

fn proven(table: &Table) -> &'static str {
    match table.proof {
        Proof::Log => " Proven by the event log.",
        Proof::Seal => " Working state: each row proves itself by its seal.",
        Proof::Inner => "",
    }
}

fn kind(column: &Column) -> &'static str {
    match column.kind {
        ColumnKind::Int => "number",
        ColumnKind::Text => "text",
        ColumnKind::Blob => "bytes",
        ColumnKind::Secret => "encrypted",
    }
}

fn empty(column: &Column) -> &'static str {
    match (column.optional, column.added) {
        (_, true) => "later",
        (true, false) => "yes",
        (false, false) => "no",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn the_page_is_not_stale() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/data-model.md");
        let written = std::fs::read_to_string(&file).expect("docs/data-model.md: cargo xtask gen-docs");
        assert!(written == page(), "docs/data-model.md is stale: cargo build -p cli && cargo xtask gen-docs");
    }

    #[test]
    fn a_meaning_is_a_sentence_and_says_more_than_the_name() {
        let tables = || STAGES.iter().chain([INNER]).flat_map(|s| s.tables);
        for table in tables() {
            assert!(table.meaning.ends_with('.'), "{}: {}", table.name, table.meaning);
            for column in table.columns {
                let place = format!("{}.{}: {}", table.name, column.name, column.meaning);
                assert!(column.meaning.ends_with('.'), "{place}");
                let words: BTreeSet<String> = column
                    .meaning
                    .split(|c: char| !c.is_alphanumeric())
                    .map(str::to_lowercase)
                    .filter(|w| !w.is_empty() && !["the", "a", "of", "its"].contains(&w.as_str()))
                    .collect();
                let name: BTreeSet<String> = column.name.split('_').map(str::to_owned).collect();
                assert!(!words.is_subset(&name), "{place}");
                // whoever reads that a column may be empty reads when
                let told = column.meaning.contains("empty") || column.added;
                assert!(told || !column.optional, "{place}");
            }
        }
    }
}
