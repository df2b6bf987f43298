//! Completions, man pages and the command reference, all from the parser itself.

use crate::args::Cli;
use crate::failure::Failure;
use clap::{Command, CommandFactory};
use std::fmt::Write;
use std::path::Path;

/// Completions of a shell on stdout.
pub fn completions(shell: clap_complete::Shell) {
    clap_complete::generate(shell, &mut Cli::command(), "mutakhir", &mut std::io::stdout());
}

/// One man page per command into a folder.
pub fn man_pages(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Cli::command(), folder)?;
    Ok(())
}

/// The main man page on stdout.
pub fn man_page() -> Result<(), Failure> {
    clap_mangen::Man::new(Cli::command()).render(&mut std::io::stdout())?;
    Ok(())
}

/// `docs/command-line.md`.
pub fn markdown() -> String {
    let mut page = String::from(
        "# Command line\n\nWritten by `cargo xtask gen-docs` from the parser; change it there.\n\nData goes to stdout, talk to stderr. \
         Exit status: 0 done, 1 refused by a rule, 2 wrong use, 3 fault, 4 done but doubtful (`link`). A failure prints two lines: `error:` with a stable code \
         (`errors.md`) and `hint:`.\n\n## Settings\n\n`mutakhir.toml` in the workspace; the environment overrules it.\n\n\
         | Key | Variable | Default | |\n|---|---|---|---|\n",
    );
    for s in crate::config::SETTINGS {
        let _ = writeln!(page, "| `{}` | `{}` | `{}` | {} |", s.key, s.variable, s.default, s.what);
    }
    let mut command = Cli::command();
    command.build();
    section(&command, "mutakhir", &mut page);
    page
}

fn section(command: &Command, path: &str, page: &mut String) {
    let _ = write!(page, "\n## `{path}`\n\n{}\n", command.get_about().map(ToString::to_string).unwrap_or_default());
    let arguments: Vec<_> = command
        .get_arguments()
        .filter(|a| !a.is_hide_set() && !matches!(a.get_id().as_str(), "help" | "version"))
        .filter(|a| path == "mutakhir" || !a.is_global_set())
        .collect();
    if !arguments.is_empty() {
        page.push_str("\n| | |\n|---|---|\n");
    }
    for a in arguments {
        let name = match (a.get_short(), a.get_long()) {
            (Some(s), Some(l)) => format!("-{s}, --{l}"),
            (None, Some(l)) => format!("--{l}"),
            (Some(s), None) => format!("-{s}"),
            (None, None) => a.get_id().to_string().to_uppercase(),
        };
        let takes = a.get_action().takes_values() && !a.is_positional();
        let value = a.get_value_names().filter(|_| takes).map(|v| format!(" {}", v.join(" "))).unwrap_or_default();
        let choices: Vec<String> = a.get_possible_values().iter().map(|v| format!("`{}`", v.get_name())).collect();
        let choices = if choices.is_empty() || !a.get_action().takes_values() {
            String::new()
        } else {
            format!(": {}", choices.join(", "))
        };
        let help = a.get_help().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(page, "| `{name}{value}` | {help}{choices} |");
    }
    for sub in command.get_subcommands().filter(|s| !s.is_hide_set() && s.get_name() != "help") {
        section(sub, &format!("{path} {}", sub.get_name()), page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parser_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_command_reference_is_not_stale() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/command-line.md");
        let written = std::fs::read_to_string(&file).expect("docs/command-line.md: cargo xtask gen-docs");
        assert!(written == markdown(), "docs/command-line.md is stale: cargo build -p cli && cargo xtask gen-docs");
    }
}
