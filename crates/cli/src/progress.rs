//! Progress of the work: a bar on a terminal, plain lines elsewhere. Always on stderr.

use app::ports::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

/// Shows the steps of a run.
pub struct Steps {
    bar: Option<Mutex<ProgressBar>>,
}

impl Steps {
    /// A bar when stderr is a terminal.
    pub fn new() -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            bar.set_style(
                ProgressStyle::with_template("{spinner} {msg} {elapsed}")
                    .unwrap_or_else(|_| ProgressStyle::default_spinner()),
            );
            bar.enable_steady_tick(Duration::from_millis(120));
            Mutex::new(bar)
        });
        Self { bar }
    }

    /// Ends the bar, so that what follows stands on its own line.
    pub fn finish(&self) {
        self.with_bar(ProgressBar::finish_and_clear);
    }

    fn with_bar(&self, act: impl FnOnce(&ProgressBar)) {
        if let Some(Ok(bar)) = self.bar.as_ref().map(Mutex::lock) {
            act(&bar);
        }
    }

    fn line(&self, text: String) {
        match &self.bar {
            Some(_) => self.with_bar(|bar| bar.println(text)),
            None => eprintln!("{text}"),
        }
    }
}

impl Progress for Steps {
    fn begin(&self, _: &str, title: &str) {
        self.with_bar(|bar| bar.set_message(title.to_owned()));
    }

    fn end(&self, step: &str, summary: &str, skipped: bool) {
        let again = if skipped { " (sudah selesai sebelumnya)" } else { "" };
        self.line(format!("{step:<15} {summary}{again}"));
    }
}

/// Shows how far an older workspace is carried over: a bar on a terminal, elsewhere a line for every tenth part.
/// A workspace of this version shows nothing.
pub struct CarryOver {
    title: &'static str,
    state: Mutex<(Option<ProgressBar>, usize)>,
}

impl CarryOver {
    /// For one part of the work.
    pub fn of(title: &'static str) -> Self {
        Self { title, state: Mutex::new((None, 0)) }
    }

    /// `done` of `total` are carried over.
    pub fn told(&self, done: usize, total: usize) {
        let Ok(mut state) = self.state.lock() else { return };
        if std::io::stderr().is_terminal() {
            let bar = state.0.get_or_insert_with(|| {
                let bar = ProgressBar::new(total as u64);
                let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
                bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
                bar.set_message(self.title);
                bar
            });
            bar.set_position(done as u64);
            if done >= total {
                bar.finish();
            }
            return;
        }
        let tenth = (done * 10).checked_div(total).unwrap_or(10);
        if tenth > state.1 || done >= total {
            state.1 = tenth;
            eprintln!("{}: {done} dari {total}", self.title);
        }
    }
}
